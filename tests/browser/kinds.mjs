// One address of each kind of page of a served sample newspaper, from what the archive says of itself.
//
// Out: items of {name, path, status}; `foreign` marks pages that are a stranger's markup (as captured).

const PIECES = "NOT+kind:photo";

async function json(base, path) {
  const answer = await fetch(base + path);
  if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
  return answer.json();
}

async function first(base, query) {
  const found = (await json(base, `/api/search?limit=1&sort=-date&q=${query}`)).hits[0];
  if (!found) throw new Error(`the sample has nothing for ${query}`);
  return found;
}

async function text(base, path) {
  return (await fetch(base + path)).text();
}

// The first piece of which there are two states, and where they are compared.
async function changed(base) {
  const { hits } = await json(base, `/api/search?limit=200&q=${PIECES}`);
  for (const { path } of hits) {
    const link = (await text(base, path)).match(/href="([^"]+)#changes"/);
    if (link) return { path, diff: link[1].replaceAll("&amp;", "&") };
  }
  throw new Error("no piece of the sample has two states");
}

export async function kinds(base) {
  const front = await json(base, `/api/search?limit=3&sort=-date&facet=section&facet=tag&facet=author&facet=day:400&q=${PIECES}`);
  const value = (name) => encodeURIComponent(front.facets[name][0].value);
  const day = front.facets.day.map((v) => v.value).find((v) => /^\d{4}-\d{2}-\d{2}$/.test(v));
  const [year, month] = day.split("-");
  const pictured = await first(base, `has:photo+${PIECES}`);
  const photo = (await text(base, pictured.path)).match(/href="(\/media\/[^"]+)"/)[1];
  const captured = (await text(base, pictured.path)).match(/href="(\/web\/[^"]+)"/)[1];
  const versions = await changed(base);
  const piece = async (query) => (await first(base, query)).path;
  const list = [
    ["front", "/"],
    ["all sections", "/category"],
    ["all writers", "/author"],
    ["all tags", "/tag"],
    ["article", pictured.path],
    ["article without photo", await piece(`NOT+has:photo+${PIECES}`)],
    ["interview", await piece("has:turn")],
    ["opinion", await piece("section:opinion")],
    ["debate", "/ines-calleja/opinion/debate-vote-now"],
    ["gallery", await piece(`headline:gallery+${PIECES}`)],
    ["piece with a table", await piece("has:table").catch(() => "/")],
    ["Arabic article", await piece("lang:ar")],
    ["corrected", "/h-mansi/opinion/debate-vote-later"],
    ["versions", versions.path],
    ["what changed", versions.diff],
    ["photo's own page", await piece("kind:photo")],
    ["as captured", captured, 200, true],
    ["citation", pictured.path + "?cite=chicago", 200, true],
    ["section", `/category/${value("section")}`],
    ["second page", `/category/${value("section")}/page/2`],
    ["tag", `/tag/${value("tag")}`],
    ["author", `/author/${value("author")}`],
    ["year", `/${year}`],
    ["month", `/${year}/${month}`],
    ["day", `/${day.replaceAll("-", "/")}`],
    ["empty day", "/2014/03/04", 404],
    ["calendar", "/calendar"],
    ["calendar of a year", `/calendar/${year}`],
    ["calendar with a missing day", "/calendar/2015"],
    ["photos", "/media"],
    ["photo", photo],
    ["about", "/about"],
    ["missing", "/missing"],
    ["search", "/search"],
    ["results", "/search?q=harbour"],
    ["results narrowed", `/search?q=harbour&not-section=none&year=${year}&view=short`],
    ["two clauses", "/search?q=harbour+OR+%22signal+tower%22&sort=-date"],
    ["letters of Arabic", "/search?q=%D8%A7%D9%84%D8%AC%D8%B2%D9%8A%D8%B1%D8%A9"],
    ["no results", "/search?q=harbuor+quixotry"],
    ["wrong query", "/search?q=%22harbour+AND+(", 400],
    ["wrong facet", "/search?q=harbour&facet=x", 400],
    ["not found", "/no-such-harbour", 404],
    ["withheld", "/tarek-montalban/opinion/debate-sell-the-water", 410],
    ["forbidden by law", "/h-mansi/opinion/debate-keep-the-water", 451],
  ];
  return list.map(([name, path, status = 200, foreign = false]) => ({ name, path, status, foreign }));
}
