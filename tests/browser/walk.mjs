// Walks every kind of page in a real browser: three widths, light and dark, with script and without, English
// and Arabic. On each: valid HTML, no violation that axe finds, nothing on the console, no request to another
// host, nothing wider than the window; and some walks of a reader.
//
//     node walk.mjs http://127.0.0.1:PORT CHROMIUM
//
// In: the address of a served sample newspaper, the browser. Out: a line for each fault and a closing line;
// ends with 1 if there was any.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const modules = createRequire(pathToFileURL(join(process.cwd(), "package.json")));
const { chromium } = modules("playwright-core");
const { HtmlValidate } = modules("html-validate");
const axe = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");

const [base, executablePath] = process.argv.slice(2);
const host = new URL(base).host;
const faults = [];
let pages = 0;

function fault(where, what) {
  faults.push(`${where}: ${what}`);
  console.log(`${where}: ${what}`);
}

async function json(path) {
  const answer = await fetch(base + path);
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
}

// One address of each kind of page, from what the archive says of itself.
async function addresses() {
  const front = await json("/api/search?limit=5&sort=-date&facet=section&facet=tag&facet=author&facet=day:400&q=NOT+kind:photo");
  const pictured = (await json("/api/search?limit=1&q=has:photo+NOT+kind:photo")).hits[0];
  const interview = (await json("/api/search?limit=1&q=has:turn")).hits[0];
  const arabic = (await json("/api/search?limit=1&q=lang:ar")).hits[0];
  const first = (name) => front.facets[name][0].value;
  const day = front.facets.day.map((v) => v.value).find((v) => /^\d{4}-\d{2}-\d{2}$/.test(v));
  const [year, month] = day.split("-");
  const media = (pictured.media || []).find((m) => m.id);
  return [
    ["front", "/"],
    ["article", pictured.path],
    ["article without photo", front.hits[0].path],
    ...(interview ? [["interview", interview.path]] : []),
    ...(arabic ? [["Arabic article", arabic.path]] : []),
    ["section", "/category/" + first("section")],
    ["tag", "/tag/" + first("tag")],
    ["author", "/author/" + first("author")],
    ["year", `/${year}`],
    ["month", `/${year}/${month}`],
    ["day", "/" + day.replaceAll("-", "/")],
    ["calendar", "/calendar"],
    ["calendar of a year", `/calendar/${year}`],
    ["photos", "/media"],
    ...(media ? [["photo", "/media/" + encodeURIComponent(media.id)]] : []),
    ["search", "/search"],
    ["results", "/search?q=harbour"],
    ["results narrowed", `/search?q=harbour&not-section=none&year=${year}&view=short`],
    ["no results", "/search?q=harbuor+quixotry"],
    ["wrong query", "/search?q=%22harbour+AND+("],
    ["about", "/about"],
    ["missing", "/missing"],
    ["not found", "/no-such-harbour"],
  ];
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // Ways of writing, not faults: the templates write what is shortest and what HTML allows.
    "attribute-boolean-style": "off", "attribute-empty-style": "off", "doctype-style": "off", "no-trailing-whitespace": "off",
    "no-inline-style": "error", "long-title": "off", "void-style": "off", "require-sri": "off", "tel-non-breaking": "off",
    "prefer-native-element": "off", "no-redundant-role": "off", "no-implicit-button-type": "off", "unique-landmark": "off",
  },
});

async function validate(where, path, headers) {
  const answer = await fetch(base + path, { headers });
  const report = await validator.validateString(await answer.text());
  for (const result of report.results)
    for (const message of result.messages)
      if (message.severity === 2) fault(where, `HTML ${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
}

async function look(context, name, path, look) {
  const where = `${name} ${path} [${look.width} ${look.scheme} ${look.script ? "script" : "no script"} ${look.tongue}]`;
  const page = await context.newPage();
  const status = name === "not found" ? 404 : name === "wrong query" ? 400 : 200;
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.host !== host) fault(where, `asks another host: ${request.url()}`);
  });
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !(status !== 200 && /status of 40[04]/.test(message.text())))
      fault(where, `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => fault(where, `script: ${error.message}`));
  const answer = await page.goto(base + path);
  if (answer.status() !== status) fault(where, `answers ${answer.status()}`);
  if (look.script) {
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (wider > 0) fault(where, `is ${wider} pixels wider than the window`);
    const lang = await page.evaluate(() => document.documentElement.lang);
    if (lang !== look.tongue) fault(where, `is in '${lang}'`);
    const found = await page.evaluate(`${axe}; axe.run(document, {resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]})`);
    for (const violation of found.violations)
      for (const node of violation.nodes.slice(0, 3))
        fault(where, `axe ${violation.id}: ${node.target.join(" ")} ${node.failureSummary.split("\n")[1]?.trim() || ""}`);
  }
  pages++;
  await page.close();
}

// The casual reader: finds, reads on, narrows, changes the theme; all by keyboard and links.
async function walk(browser, articles) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "en" });
  const page = await context.newPage();
  const check = (is, what) => { if (!is) fault("walk", what); };
  await page.goto(base + "/");
  await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.className === "skip"), "the first Tab is not the skip link");
  await page.keyboard.press("/");
  await page.keyboard.type("harbour");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=harbour/);
  check((await page.locator("mark").count()) > 0, "what was found is not marked");
  await page.locator(".entry h3 a").first().click();
  check((await page.locator(".body p[id]").count()) > 0, "an article has no numbered paragraphs");
  await page.goto(base + articles);
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
  await page.locator(".facets .value").first().click();
  check((await page.locator(".chosen li").count()) === 1, "a facet narrows nothing");
  await context.close();
  pages++;
}

const list = await addresses();
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
for (const [name, path] of list) {
  for (const tongue of ["en", "ar"]) await validate(`${name} ${path} [${tongue}]`, path, { "Accept-Language": tongue });
  await validate(`${name} ${path} [ui=ar]`, path + (path.includes("?") ? "&" : "?") + "ui=ar", {});
}
const looks = [360, 768, 1440].flatMap((width) => [
  ...["light", "dark"].flatMap((scheme) => ["en", "ar"].map((tongue) => ({ width, scheme, tongue, script: true }))),
  { width, scheme: "light", tongue: "en", script: false },
  { width, scheme: "dark", tongue: "ar", script: false },
]);
for (const way of looks) {
  const context = await browser.newContext({
    viewport: { width: way.width, height: 900 }, colorScheme: way.scheme, javaScriptEnabled: way.script,
    locale: way.tongue, reducedMotion: "reduce",
  });
  for (const [name, path] of list) await look(context, name, path, way);
  await context.close();
  if (process.stderr.isTTY) process.stderr.write(`${pages} looks\r`);
}
await walk(browser, list.find(([name]) => name === "article")[1]);
await browser.close();
console.log(`browser: ${list.length} kinds of page, ${pages} looks, ${faults.length} ${faults.length === 1 ? "fault" : "faults"}`);
process.exit(faults.length ? 1 : 0);
