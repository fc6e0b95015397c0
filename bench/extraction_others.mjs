// In: lines PATH<TAB>URL on standard input. Out: processor seconds spent on the pages, on standard output.
// Mozilla's readability on linkedom's tree, from the folder that BACKFILE_NODE_FOLDER names
// (npm install @mozilla/readability linkedom).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const need = createRequire(process.env.BACKFILE_NODE_FOLDER + "/");
const { Readability } = need("@mozilla/readability");
const { parseHTML } = need("linkedom");

const lines = readFileSync(0, "utf8").split("\n").filter(Boolean);
const begin = process.cpuUsage();
for (const line of lines) {
  try {
    new Readability(parseHTML(readFileSync(line.split("\t")[0], "utf8")).document).parse();
  } catch {
    // a page that it cannot read costs it no more than that
  }
}
const spent = process.cpuUsage(begin);
console.log((spent.user + spent.system) / 1e6);
