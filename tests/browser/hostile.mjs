// Opens every hostile piece in a real browser: as an article, in lists, in results with snippets, as captured,
// as JSON. Nothing of it may run, ask another host, lead elsewhere, or stand in the page as something active.
//
//     node hostile.mjs http://127.0.0.1:PORT CHROMIUM hostile.jsonl
//
// In: the address of the served corpus, the browser, the corpus as exported; the vectors themselves in
// hostile-sources.json. First a control: the vectors put raw into a page must be caught by the same watch,
// or the watch is worth nothing. Out: a line for each fault and a closing line; ends with 1 if there was any.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const modules = createRequire(pathToFileURL(join(process.cwd(), "package.json")));
const { chromium } = modules("playwright-core");

const [base, executablePath, exported] = process.argv.slice(2);
const host = new URL(base).host;
const articles = readFileSync(exported, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const vectors = JSON.parse(readFileSync("hostile-sources.json", "utf8"));
const PAGES_AT_ONCE = 4, FAULTS_SHOWN = 40;
const opened = {};
let faults = 0, pieces = 0, stopped = 0;

function fault(where, what) {
  if (faults++ < FAULTS_SHOWN) console.log(`${where}: ${what}`);
}

const asks = (request) => `asks ${request.url().slice(0, 100)}`;

// Set before any page's own script: what the vectors call tells on itself.
function mark() {
  for (const name of ["alert", "confirm", "prompt", "print", "open"])
    window[name] = () => console.error(`hostile ran: ${name}`);
}

// A page that notes all that it does into what `told` is at that time.
async function watched(context) {
  const page = await context.newPage();
  const watch = { page, told: [], asked: 0, path: "" };
  page.on("dialog", (dialog) => { watch.told.push("opens a dialog"); dialog.dismiss().catch(() => {}); });
  page.on("popup", (popup) => { watch.told.push("opens a window"); popup.close().catch(() => {}); });
  page.on("pageerror", (error) => watch.told.push(`script: ${error.message}`));
  page.on("download", () => watch.told.push("downloads"));
  page.on("console", (message) => {
    // What a captured sheet asks of another host is stopped before it is sent: the policy is the second wall.
    if (/^Loading the (image|stylesheet|font) .* violates the following Content Security Policy/.test(message.text())) stopped++;
    else if (["error", "warning"].includes(message.type()) && !/Failed to load resource/.test(message.text()))
      watch.told.push(`console: ${message.text().slice(0, 200)}`);
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "about:", "blob:"].includes(url.protocol) && url.host !== host) watch.told.push(asks(request));
    else if (request.isNavigationRequest() && request.frame() === page.mainFrame()) watch.asked++;
  });
  page.on("requestfailed", (request) => {
    if (request.failure().errorText === "csp") watch.told = watch.told.filter((what) => what !== asks(request));
  });
  page.on("frameattached", () => watch.told.push("has a frame"));
  return watch;
}

// In the page: what stands there that could act, whether or not a policy would stop it.
function active() {
  const found = [];
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName;
    if (["iframe", "object", "embed", "applet", "base", "frame", "portal", "foreignobject"].includes(name)) found.push(`<${name}>`);
    if (name === "script" && element.type !== "application/ld+json" && !/^\/-\/script\.js(\?|$)/.test(element.getAttribute("src") || ""))
      found.push("<script>");
    if (name === "meta" && element.httpEquiv) found.push(`<meta http-equiv=${element.httpEquiv}>`);
    for (const { name: attribute, value } of element.attributes) {
      if (/^on/i.test(attribute) || attribute === "srcdoc" || attribute === "ping") found.push(`${name} ${attribute}`);
      if (/^(href|src|action|formaction|xlink:href|data|to|values|from|by)$/.test(attribute) && /^[\s\0-\x20]*(javascript|vbscript|data:text)/i.test(value.replace(/[\t\n\r]/g, "")))
        found.push(`${name} ${attribute}=${value.slice(0, 40)}`);
    }
  }
  return found;
}

async function open(watch, kind, path) {
  watch.told = [];
  watch.asked = 0;
  watch.path = path;
  opened[kind] = (opened[kind] || 0) + 1;
  const answer = await watch.page.goto(base + path, { waitUntil: "load" });
  if (!answer || answer.status() >= 500) fault(path, `${kind} answers ${answer && answer.status()}`);
  const wanted = answer.request().redirectedFrom() ? 2 : 1;
  const type = answer.headers()["content-type"] || "";
  if (type.startsWith("text/html"))
    for (const what of await watch.page.evaluate(active)) fault(path, `${kind} holds ${what}`);
  if (watch.asked > wanted + 1 || new URL(watch.page.url()).host !== host) fault(path, `${kind} leads to ${watch.page.url()}`);
  for (const what of watch.told) fault(path, `${kind} ${what}`);
}

// A list or results, page after page, till the last.
async function follow(watch, kind, path) {
  const seen = new Set();
  while (path && !seen.has(path)) {
    seen.add(path);
    await open(watch, kind, path);
    pieces += await watch.page.locator(".entry").count();
    const next = watch.page.locator("a[rel~=next]").first();
    path = (await next.count()) ? await next.getAttribute("href") : "";
  }
}

// How many vectors the watch sees when they stand raw in a page of their own (some lead that page away).
async function control(context) {
  let caught = 0;
  await atOnce(vectors, async (vector) => {
    const watch = await watched(context);
    const markup = `<!doctype html><html><body><p>${vector}</p></body></html>`;
    await watch.page.setContent(markup, { waitUntil: "commit", timeout: 5000 }).catch(() => watch.told.push("leads away"));
    const stands = await watch.page.evaluate(active).catch(() => ["leads away"]);
    if (watch.told.length || stands.length) caught++;
    await watch.page.close();
  });
  return caught;
}

async function atOnce(list, work) {
  const left = [...list];
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, async () => {
    while (left.length) await work(left.shift());
  }));
}

const safe = (path) => encodeURI(path).replaceAll("%25", "%").replaceAll("#", "%23");
const tasks = [];
for (const [number, article] of articles.entries()) {
  // The body and the fields of each vector, and a third of what else the sources made of it.
  if (!/^\/(body|field)\//.test(article.path) && number % 3) continue;
  tasks.push((watch) => open(watch, "article", safe(article.path)));
  const capture = (article.captures || []).find((c) => c.url);
  if (capture) tasks.push((watch) => open(watch, "as captured", "/web/2017/" + safe(capture.url)));
  if (number % 4 === 0) tasks.push((watch) => open(watch, "JSON", "/api/articles/" + encodeURIComponent(article.id)));
}
for (let number = 0; number < vectors.length; number += 3) {
  tasks.push((watch) => open(watch, "snippet", "/search?q=" + encodeURIComponent(`"hostile piece ${number}"`)));
  tasks.push((watch) => open(watch, "what was typed", "/search?q=" + encodeURIComponent(vectors[number].slice(0, 300))));
}
for (let year = 2008; year < 2018; year++) tasks.unshift((watch) => follow(watch, "list", `/${year}`));
for (const path of ["/search?q=hostile", "/search?q=alert&view=short"]) tasks.unshift((watch) => follow(watch, "results", path));
for (const path of ["/", "/calendar", "/media", "/about", "/missing", "/search.json?q=alert", "/index.json"])
  tasks.push((watch) => open(watch, "front and others", path));

const browser = await chromium.launch({
  executablePath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
});
const context = await browser.newContext({ locale: "en", viewport: { width: 1024, height: 800 } });
context.setDefaultTimeout(120000);
await context.addInitScript(mark);
const caught = await control(context);
if (caught < 0.5 * vectors.length) fault("control", `of ${vectors.length} raw vectors the watch sees only ${caught}`);
const free = await Promise.all(Array.from({ length: PAGES_AT_ONCE }, () => watched(context)));
await atOnce(tasks, async (task) => {
  const watch = free.pop();
  await task(watch).catch((error) => fault(watch.path, error.message.split("\n")[0]));
  free.push(watch);
});
await browser.close();
const pages = Object.entries(opened).map(([kind, count]) => `${count} ${kind}`).join(", ");
console.log(`hostile: ${vectors.length} vectors (${caught} caught when raw), ${articles.length} pieces; opened ${pages}; ` +
  `${pieces} entries of lists; ${stopped} requests of captured sheets stopped by the policy; ${faults} ${faults === 1 ? "fault" : "faults"}`);
process.exit(faults ? 1 : 0);
