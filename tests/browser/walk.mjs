// Walks every kind of page in a real browser: four widths, light and dark, with script and without, English
// and Arabic. On each: nothing on the console, no request to another host, nothing wider than the window; HTML
// that is valid, no violation that axe finds, all that is reached by Tab seen; and some walks of a reader.
//
//     node walk.mjs http://127.0.0.1:PORT CHROMIUM
//
// In: the address of a served sample newspaper, the browser. Out: a line for each fault and a closing line;
// ends with 1 if there was any.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { kinds } from "./kinds.mjs";

const modules = createRequire(pathToFileURL(join(process.cwd(), "package.json")));
const { chromium } = modules("playwright-core");
const { HtmlValidate } = modules("html-validate");
const axe = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");

const [base, executablePath] = process.argv.slice(2);
const host = new URL(base).host;
const faults = new Set();
const WIDTHS = [1440, 768, 360, 320];
const JUDGED = { light: [1440, 768, 360], dark: [360] };
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const STOPS = 24;
let looks = 0, judged = 0, stops = 0;

function fault(where, what) {
  const line = `${where}: ${what}`;
  if (!faults.has(line)) console.log(line);
  faults.add(line);
}

function inArabic(path) {
  const [address, fragment] = path.split("#");
  return address + (address.includes("?") ? "&" : "?") + "ui=ar" + (fragment ? `#${fragment}` : "");
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // Ways of writing, not faults: the templates write what is shortest and what HTML allows.
    "attribute-boolean-style": "off", "attribute-empty-style": "off", "doctype-style": "off", "no-trailing-whitespace": "off",
    "no-inline-style": "error", "long-title": "off", "void-style": "off", "require-sri": "off", "tel-non-breaking": "off",
    "prefer-native-element": "off", "prefer-tbody": "off", "no-redundant-role": "off", "no-implicit-button-type": "off", "unique-landmark": "off",
  },
});

async function validate(where, path, headers) {
  const answer = await fetch(base + path, { headers });
  const report = await validator.validateString(await answer.text());
  for (const result of report.results)
    for (const message of result.messages)
      if (message.severity === 2) fault(where, `HTML ${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
}

// Whatever a page does that a reader does not see.
function listen(page, where, status) {
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.host !== host) fault(where(), `asks another host: ${request.url()}`);
  });
  page.on("response", (answer) => {
    if (answer.status() >= 400 && answer.request().resourceType() !== "document") fault(where(), `${answer.url()} answers ${answer.status()}`);
  });
  page.on("console", (message) => {
    const isOwnStatus = status >= 400 && /status of 4\d\d/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !isOwnStatus) fault(where(), `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(where(), `script: ${error.message}`));
}

async function judge(page, where, runOnly) {
  const found = await page.evaluate((only) => window.axe.run(document, { resultTypes: ["violations"], runOnly: only }), runOnly);
  for (const violation of found.violations)
    for (const node of violation.nodes.slice(0, 3))
      fault(where, `axe ${violation.id}: ${node.target.join(" ")} ${node.failureSummary.split("\n")[1]?.trim() || ""}`);
  judged++;
}

// One page at one language, script on or off: at each width and in both colours.
async function look(context, kind, tongue, script) {
  let state = "";
  const where = () => `${kind.name} ${kind.path} [${tongue} ${script ? "script" : "no script"} ${state}]`;
  const page = await context.newPage();
  listen(page, where, kind.status);
  const answer = await page.goto(base + (tongue === "ar" && !kind.foreign ? inArabic(kind.path) : kind.path));
  if (answer.status() !== kind.status) fault(where(), `answers ${answer.status()}`);
  if (script && !kind.foreign) await page.evaluate(axe);
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const width of WIDTHS) {
      state = `${width} ${scheme}`;
      await page.setViewportSize({ width, height: 900 });
      looks++;
      if (kind.foreign) continue;
      const seen = await page.evaluate(() => ({
        wider: document.documentElement.scrollWidth - window.innerWidth, lang: document.documentElement.lang,
        words: document.querySelector("main").innerText.trim().length,
      }));
      if (seen.wider > 0) fault(where(), `is ${seen.wider} pixels wider than the window`);
      if (seen.lang !== tongue) fault(where(), `is in '${seen.lang}'`);
      if (seen.words < 20) fault(where(), "says nothing");
      if (!script || !JUDGED[scheme].includes(width)) continue;
      // What differs in the dark is colour; layout is judged in the light.
      if (scheme === "light") await judge(page, where(), { type: "tag", values: RULES });
      else await judge(page, where(), { type: "rule", values: ["color-contrast", "link-in-text-block"] });
    }
  }
  await page.close();
}

// From the top by Tab: the skip link first, then each stop with a mark of the focus and inside the window.
async function tab(context, kind, width) {
  const where = `${kind.name} ${kind.path} [Tab ${width}]`;
  const page = await context.newPage();
  await page.setViewportSize({ width, height: 900 });
  await page.goto(base + kind.path.split("#")[0]);
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => {
      const on = document.activeElement;
      if (!on || on === document.body) return null;
      const box = on.getBoundingClientRect(), style = getComputedStyle(on);
      const inner = on.querySelector(".reach");
      const isMarked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || (inner && getComputedStyle(inner).stroke !== "none");
      return {
        name: `${on.tagName.toLowerCase()}.${on.getAttribute("class") || ""} ${on.textContent.trim().slice(0, 30)}`,
        isSkip: on.className === "skip", isMarked, isHidden: !!on.closest("[aria-hidden=true]"),
        isSeen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth,
      };
    });
    if (!at) break;
    stops++;
    if (stop === 0 && !at.isSkip) fault(where, `the first Tab is not the skip link but ${at.name}`);
    if (!at.isMarked) fault(where, `no mark of the focus on ${at.name}`);
    if (!at.isSeen || at.isHidden) fault(where, `the focus is out of sight on ${at.name}`);
  }
  await page.close();
}

// A clipping: black on white whatever the theme, without what only a screen needs.
async function print(context, kind) {
  const where = `${kind.name} ${kind.path} [print]`;
  const page = await context.newPage();
  await page.goto(base + kind.path);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const seen = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].some((e) => e.getClientRects().length > 0);
    const style = getComputedStyle(document.body);
    return {
      ink: style.color, paper: style.backgroundColor, title: shown("h1"), body: shown(".body p"), source: shown(".record"),
      screen: [".mast-bar", ".foot ul", ".pager", ".neighbours", ".copy", ".tags", ".forms"].filter(shown),
    };
  });
  if (seen.ink !== "rgb(0, 0, 0)" || seen.paper !== "rgb(255, 255, 255)") fault(where, `prints ${seen.ink} on ${seen.paper}`);
  if (!seen.title || !seen.body || !seen.source) fault(where, "headline, body or source is not printed");
  if (seen.screen.length) fault(where, `prints ${seen.screen.join(", ")}`);
  if ((await page.pdf()).length < 1000) fault(where, "prints nothing");
  await page.close();
}

// The casual reader: finds, reads on, narrows, changes the theme; all by keyboard and links.
async function walk(article) {
  const context = await windowOf({ viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const check = (is, what) => { if (!is) fault("walk", what); };
  await page.goto(base + "/");
  await page.keyboard.press("/");
  await page.keyboard.type("harbour");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=harbour/);
  check((await page.locator("mark").count()) > 0, "what was found is not marked");
  check(!(await page.locator(".facets section").first().isVisible()), "facets are not folded on a phone");
  await page.locator(".facets summary").click();
  await page.locator(".facets .value").first().click();
  check((await page.locator(".chosen li").count()) === 1, "a facet narrows nothing");
  await page.locator(".entry h3 a").first().click();
  check((await page.locator(".body p[id]").count()) > 0, "an article has no numbered paragraphs");
  await page.goto(base + article);
  const next = page.locator(".onward a").first();
  check((await next.count()) === 1, "an article leads to no other");
  await next.click();
  check((await page.locator("article.piece h1").count()) === 1, "the next piece is no article");
  await page.locator(".foot select").selectOption("dark");
  check((await page.evaluate(() => document.documentElement.dataset.theme)) === "dark", "the theme was not taken");
  await page.goto(base + "/calendar");
  check((await page.evaluate(() => document.documentElement.dataset.theme)) === "dark", "the theme was forgotten");
  await page.locator(".foot a[hreflang=ar]").click();
  check((await page.evaluate(() => document.documentElement.dir)) === "rtl", "Arabic is not from right to left");
  await page.locator(".mast-bar nav a").first().click();
  check((await page.evaluate(() => document.documentElement.lang)) === "ar", "Arabic is lost on the next page");
  await page.goto(base + "/search");
  await page.locator("#ask-headline").fill("ferry");
  await page.locator(".fields button").click();
  await page.waitForURL(/q=headline/);
  check((await page.locator(".entry").count()) > 0, "the form for fields finds nothing");
  await context.close();
}

// Several pages at a time: the browser waits for the server, the server for the browser.
async function each(list, count, work) {
  const left = [...list];
  await Promise.all(Array.from({ length: count }, async () => {
    while (left.length) {
      const item = left.shift();
      try {
        await work(item);
      } catch (error) {
        fault(`${item.name} ${item.path}`, error.message);
      }
    }
  }));
}

const list = await kinds(base);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });

// A window of its own language and habits; patient, since other work may have the machine.
async function windowOf(settings) {
  const context = await browser.newContext({ locale: "en", reducedMotion: "reduce", ...settings });
  context.setDefaultTimeout(120000);
  return context;
}

for (const { name, path, foreign } of list) {
  if (foreign) continue;
  const headers = { Accept: "text/html" };
  await validate(`${name} ${path} [en]`, path, { ...headers, "Accept-Language": "en" });
  await validate(`${name} ${path} [ar]`, path, { ...headers, "Accept-Language": "ar" });
}
for (const script of [true, false])
  for (const tongue of ["en", "ar"]) {
    const context = await windowOf({ javaScriptEnabled: script });
    await each(list, 3, (kind) => look(context, kind, tongue, script));
    await context.close();
  }
const context = await windowOf({});
for (const width of [360, 1440]) await each(list.filter((kind) => !kind.foreign), 3, (kind) => tab(context, kind, width));
for (const kind of list.filter(({ name }) => /article|interview|gallery|corrected/i.test(name))) await print(context, kind);
await context.close();
await walk(list.find(({ name }) => name === "article").path).catch((error) => fault("walk", error.message.split("\n")[0]));
await browser.close();
console.log(`walk: ${list.length} kinds of page, ${looks} looks, ${judged} judged by axe, ${stops} stops of Tab, ` +
  `${faults.size} ${faults.size === 1 ? "fault" : "faults"}`);
process.exit(faults.size ? 1 : 0);
