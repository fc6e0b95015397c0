"""The feeds that the feedparser project is tested with, beside what we state of them.

In:  data/formats/feeds/feedparser-testcases.tar.gz; each case holds a Python expression over feedparser's
     result, such as  not bozo and entries[0]['title'] == 'Example'.
Out: how many are applicable, agree and differ, and every difference with its reason; exit 1 if there is one
     without a reason below, or fewer are applicable than before.

What is applicable: a comparison of a field that a newspaper archive holds of a feed (FIELDS below). Not held,
and so not compared: whether a parser complained (bozo), the name of the encoding, the dialect's version, base
addresses and media types of single texts, mail addresses and homepages, contributors, publishers, rights,
channel descriptions, images, clouds and text inputs, the raw spelling of dates, podcast and place marks.

When two texts are equal: their words are, white space and markup aside. feedparser gives sanitised HTML where
we give plain words (headline, summary) or the HTML as it came (body: extraction sanitises it later); so tags,
comments and the content of scripts and style sheets are taken out of both. Addresses in markup are compared
where the case is about them (the folder "base").
"""

import ast
import calendar
import email.utils
import html.parser
import json
import os
import re
import subprocess
import sys
import tarfile
import time
from urllib.parse import urljoin

import kit

SERVER = "http://127.0.0.1:8097/"
APPLICABLE_MIN = 1289  # a change of ours that makes cases inapplicable is no progress

# Where we differ, and why; a pattern of the case's name. None of these loses words of an entry.
KNOWN = {
    r"double-encoded-html": "UTF-8 that was read as Latin-1 and written anew: left to extraction",
    r"bozo_linenoise": "a wrong byte in UTF-8 is one U+FFFD; feedparser reads all of it as windows-1252",
    r"http_entry_id_base_": "an id is a name, absolute by RFC 4287; it is kept as it stands",
    r"entry_title_xml_lang_inherit_[34]": "one language for an entry, its text's; not another for its title",
    r"entity_in_doctype": "entities of a DTD mean nothing to us: they are how XML bombs are built",
    r"item_description_not_a_doctype": "as HTML reads it, <!' opens a comment",
    r"sanitize/.*_crazy": "scripts left out, the page's words kept, where feedparser keeps half a script",
    r"script_nested_cdata": "a CDATA mark within HTML is left for extraction to drop",
}


# ---- the cases ----


class Case:
    def __init__(self, name, data):
        self.name = name
        self.folder = os.path.dirname(name)
        text = decode(data)
        found = re.search(r"Expect:\s*([^\n]*)", text)
        self.expression = found.group(1).strip() if found else ""
        self.expression = re.sub(r'\s*-->",?$', "", self.expression)
        self.url = SERVER + name
        self.charset = ""
        self.has_language_header = re.search(r"Header:\s*Content-Language", text) is not None
        for header, value in re.findall(r"Header:\s*([\w-]+)\s*:([^\n]*)", text):
            if header.lower() == "content-location" and "javascript" not in value:
                self.url = urljoin(self.url, value.strip())
            charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", value)
            if header.lower() == "content-type" and charset:
                self.charset = charset.group(1)


MARKS = (
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xfe\xff", "utf-16"),
    (b"\xff\xfe", "utf-16"),
)


def decode(data):
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    return data.replace(b"\0", b"").decode("latin-1")


def read_cases(path, folder):
    cases = []
    with tarfile.open(path) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            if not member.isfile():
                continue
            data = archive.extractfile(member).read()
            out = os.path.join(folder, member.name.lstrip("./"))
            os.makedirs(os.path.dirname(out), exist_ok=True)
            with open(out, "wb") as file:
                file.write(data)
            cases.append(Case(member.name.lstrip("./"), data))
    return cases


def read_feeds(program, cases, folder):
    lines = "".join(
        "%s\t%s\t%s\n" % (os.path.join(folder, case.name), case.url, case.charset) for case in cases
    )
    done = subprocess.run([program], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    answers = done.stdout.decode("utf-8").splitlines()
    assert len(answers) == len(cases), "%d answers to %d cases" % (len(answers), len(cases))
    return [json.loads(answer) for answer in answers]


# ---- when two values are equal ----


class Words(html.parser.HTMLParser):
    """The words of HTML, and the addresses in its tags."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.addresses, self.hidden = [], [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("script", "style", "applet")
        self.addresses += [value for key, value in attrs if key in ("href", "src") and value]

    def handle_startendtag(self, tag, attrs):
        self.addresses += [value for key, value in attrs if key in ("href", "src") and value]

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "applet") and self.hidden > 0

    def handle_data(self, data):
        if not self.hidden:
            self.out.append(data)


def words(text):
    parser = Words()
    parser.feed(text)
    parser.close()
    return squeeze("".join(parser.out))


def addresses(text):
    parser = Words()
    parser.feed(text)
    return parser.addresses


def squeeze(text):
    return re.sub(r"[\s\u00a0]+", "", text)


def same_text(ours, theirs):
    return squeeze(ours) in (squeeze(theirs), words(theirs))


def same_body(ours, theirs, is_html, with_addresses):
    mine = {words(ours)} if is_html else {squeeze(ours), words(ours)}
    if with_addresses and addresses(theirs) != addresses(ours):
        return False
    return bool(mine & {squeeze(theirs), words(theirs)})


def minute_of(moment):
    """Unix minutes of one of our moments; without an offset it is read as UTC."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d))?(Z|[+-]\d\d:\d\d)?$", moment)
    if not found:
        return None
    parts = [int(part or default) for part, default in zip(found.groups()[:5], (0, 1, 1, 0, 0))]
    minutes = calendar.timegm(tuple(parts) + (0,)) // 60
    offset = found.group(6) or "Z"
    if offset != "Z":
        minutes -= (1 if offset[0] == "+" else -1) * (int(offset[1:3]) * 60 + int(offset[4:6]))
    return minutes


def minute_of_raw(text):
    """Unix minutes of a date as the feed writes it, RFC 822 or ISO 8601."""
    parsed = email.utils.parsedate_tz(text)
    if parsed:
        return email.utils.mktime_tz(parsed) // 60
    return minute_of(re.sub(r":\d\d(\.\d+)?(Z|[+-])", r"\2", text))


def same_lang(ours, theirs):
    return ours.lower() == (theirs or "").lower().replace("_", "-")


# ---- fields ----


class NotHeld(Exception):
    """The expression asks for what an archive does not hold."""


def without_mail(text):
    return re.sub(r"\s*[(<]?[\w.+-]+@[\w.]+[)>]?\s*", "", text)


def pick(values, number):
    return values[number] if number < len(values) else None


class Value:
    """One of our values, compared in its own way."""

    def __init__(self, ours, equal):
        self.ours, self.equal = ours, equal

    def __eq__(self, theirs):
        if isinstance(theirs, Value):
            return self.ours == theirs.ours
        if theirs is None:
            return not self.ours
        return self.ours is not None and self.equal(self.ours, theirs)

    __hash__ = None


def text(value):
    return Value(value or "", same_text)


def exact(value):
    return Value(value or "", lambda ours, theirs: ours == theirs)


def moment(value):
    def same(ours, theirs):
        if isinstance(theirs, str):
            return minute_of(ours) == minute_of_raw(theirs)
        return minute_of(ours) == calendar.timegm(tuple(theirs)[:6]) // 60

    return Value(value or "", same)


def lang(value):
    return Value(value or "", same_lang)


def author(value):
    return Value(value or "", lambda ours, theirs: ours == without_mail(theirs))


class Reading:
    """Our reading of one case, asked in feedparser's words."""

    def __init__(self, case, answer):
        self.case, self.feed, self.entries = case, answer.get("feed", {}), answer.get("entries", [])

    def body(self, entry, *keys):
        for key in keys:
            if entry.get(key):
                is_html = key == "body" and entry.get("form") == "html"
                with_addresses = self.case.folder.endswith("base") and is_html
                return Value(
                    entry[key],
                    lambda ours, theirs: same_body(ours, theirs, is_html, with_addresses),
                )
        return Value("", lambda ours, theirs: not words(theirs))

    def of_feed(self, path):
        feed = self.feed
        known = {
            ("title",): lambda: text(feed.get("title")),
            ("title_detail", "value"): lambda: text(feed.get("title")),
            ("link",): lambda: exact(feed.get("link")),
            ("language",): lambda: lang(feed.get("lang")),
        }
        if feed.get("source") == "atom":
            known[("author",)] = lambda: author(pick(feed.get("authors", []), 0))
            known[("author_detail", "name")] = known[("author",)]
            if len(path) == 3 and path[0] == "authors" and path[2] == "name":
                return author(pick(feed.get("authors", []), path[1]))
        if path not in known:
            raise NotHeld("feed " + ".".join(map(str, path)))
        return known[path]()

    def of_entry(self, number, path):
        entry = pick(self.entries, number)
        if entry is None:
            return Value(None, None)
        known = {
            ("title",): lambda: text(entry.get("headline")),
            ("title_detail", "value"): lambda: text(entry.get("headline")),
            ("link",): lambda: exact(entry.get("url")),
            ("id",): lambda: exact(entry.get("guid") or entry.get("url")),
            ("guid",): lambda: exact(entry.get("guid") or entry.get("url")),
            ("author",): lambda: author(", ".join(entry.get("authors", []))),
            ("author_detail", "name"): lambda: author(pick(entry.get("authors", []), 0)),
            ("summary",): lambda: self.summary(entry),
            ("description",): lambda: self.summary(entry),
            ("summary_detail", "value"): lambda: self.summary(entry),
            ("content", 0, "value"): lambda: self.body(entry, "body", "summary"),
            ("published",): lambda: moment(entry.get("published")),
            ("published_parsed",): lambda: moment(entry.get("published")),
            ("created",): lambda: moment(entry.get("published")),
            ("created_parsed",): lambda: moment(entry.get("published")),
            ("updated",): lambda: moment(entry.get("modified") or entry.get("published")),
            ("updated_parsed",): lambda: moment(entry.get("modified") or entry.get("published")),
            ("category",): lambda: self.tag(entry, 0, "term"),
            ("language",): lambda: lang(entry.get("lang")),
            ("title_detail", "language"): lambda: lang(entry.get("lang")),
            ("summary_detail", "language"): lambda: lang(entry.get("lang")),
            ("content", 0, "language"): lambda: lang(entry.get("lang")),
            ("media_thumbnail", 0, "url"): lambda: self.picture(entry, 0),
        }
        if path in known:
            return known[path]()
        if len(path) == 3 and path[0] == "authors" and path[2] == "name":
            return author(pick(entry.get("authors", []), path[1]))
        if len(path) == 3 and path[0] == "tags" and path[2] in ("term", "label"):
            return self.tag(entry, path[1], path[2])
        if len(path) == 3 and path[0] == "enclosures" and path[2] in ("href", "url"):
            return self.picture(entry, path[1])
        raise NotHeld("entry " + ".".join(map(str, path)))

    def summary(self, entry):
        is_bare = entry.get("form") != "html" and not entry.get("summary")
        if entry.get("isExcerpt") or is_bare or not entry.get("summary"):
            return self.body(entry, "body", "summary")
        return self.body(entry, "summary", "body")

    def tag(self, entry, number, part):
        found = pick(entry.get("tags", []), number) or {}
        return exact(found.get("slug" if part == "term" and "slug" in found else "label"))

    def picture(self, entry, number):
        if not entry.get("media"):
            raise NotHeld("an enclosure that is no picture")
        found = pick(entry["media"], number)
        return exact(found["href"] if found else "")


# ---- expressions ----


def path_of(node):
    """feed['title'], entries[0].tags[1]['term'] -> ('feed', 'title'), ('entries', 0, 'tags', 1, 'term')."""
    if isinstance(node, ast.Name) and node.id in ("feed", "entries"):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return path_of(node.value) + (node.attr,)
    if isinstance(node, ast.Subscript):
        return path_of(node.value) + (ast.literal_eval(node.slice),)
    raise NotHeld(ast.dump(node)[:60])


def value_of(node, reading):
    try:
        return ast.literal_eval(node)
    except ValueError:
        pass
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        inner = path_of(node.args[0])
        if node.func.id == "len" and inner == ("entries",):
            return len(reading.entries)
        if node.func.id == "len" and len(inner) == 3 and inner[0] == "entries" and inner[2] == "tags":
            entry = pick(reading.entries, inner[1]) or {}
            return len(entry.get("tags", []))
        if node.func.id == "ord":
            value = value_of(node.args[0], reading)
            return Value(value.ours, lambda ours, theirs: value.equal(ours, chr(theirs)))
        raise NotHeld(node.func.id)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return value_of(node.left, reading) + value_of(node.right, reading)
    path = path_of(node)
    if path[-1] == "language" and reading.case.has_language_header:
        raise NotHeld("the language of an HTTP header")
    if path[0] == "feed":
        return reading.of_feed(path[1:])
    if len(path) < 2 or not isinstance(path[1], int):
        raise NotHeld(".".join(map(str, path)))
    return reading.of_entry(path[1], path[2:])


def holds(node, reading):
    """Whether one comparison is true of our reading."""
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        return any([holds(part, reading) for part in node.values])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        call = node.operand
        name = getattr(getattr(call, "func", None), "attr", "")
        if name == "has_key":
            asked = ast.Subscript(value=call.func.value, slice=call.args[0], ctx=ast.Load())
            value = value_of(asked, reading)
            return not value.ours
        raise NotHeld("not ...")
    if not isinstance(node, ast.Compare):
        raise NotHeld(ast.dump(node)[:60])
    values = [value_of(part, reading) for part in [node.left] + node.comparators]
    if any(not isinstance(op, (ast.Eq, ast.NotEq)) for op in node.ops):
        raise NotHeld("is")
    if isinstance(node.ops[0], ast.NotEq):
        return not values[0] == values[1]
    expected = values[-1]
    return all(value == expected for value in values[:-1])


def clauses_of(node):
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        return [clause for part in node.values for clause in clauses_of(part)]
    return [node]


def judge(case, answer):
    """'agrees', 'differs' or 'not held', and why."""
    if not case.expression:
        return "not held", "no expectation"
    try:
        tree = ast.parse(case.expression, mode="eval").body
    except SyntaxError:
        return "not held", "no expression"
    reading = Reading(case, answer)
    results, asked = [], []
    for clause in clauses_of(tree):
        try:
            results.append(holds(clause, reading))
        except NotHeld as why:
            asked.append(str(why))
    if not results:
        return "not held", "; ".join(asked)
    return ("agrees" if all(results) else "differs"), case.expression


def main():
    program = sys.argv[1]
    path = kit.data("formats", "feeds", "feedparser-testcases.tar.gz")
    folder = os.path.join(os.getcwd(), "cases")
    cases = read_cases(path, folder)
    began = time.monotonic()
    answers = read_feeds(program, cases, folder)
    spent = time.monotonic() - began
    counts = {"agrees": 0, "differs": 0, "not held": 0}
    reasons, surprises = {}, 0
    for case, answer in zip(cases, answers):
        verdict, why = judge(case, answer)
        counts[verdict] += 1
        known = [reason for pattern, reason in KNOWN.items() if re.search(pattern, case.name)]
        if verdict == "differs":
            surprises += not known
            print("%s: %s: %s" % ("differs", case.name, known[0] if known else "UNEXPLAINED: " + why))
            if "-v" in sys.argv:
                print(json.dumps(answer, ensure_ascii=False)[:600])
        elif verdict == "not held":
            reasons[why] = reasons.get(why, 0) + 1
    if "-v" in sys.argv:
        for why, count in sorted(reasons.items(), key=lambda item: -item[1]):
            print("%5d not held: %s" % (count, why))
    applicable = counts["agrees"] + counts["differs"]
    share = 100.0 * counts["agrees"] / max(applicable, 1)
    print("%d cases in %.1f s: %d applicable, %d agree (%.2f %%), %d differ, %d ask for what is not held"
          % (len(cases), spent, applicable, counts["agrees"], share, counts["differs"],
             counts["not held"]))  # fmt: skip
    if applicable < APPLICABLE_MIN:
        print("fewer are applicable than the %d of before" % APPLICABLE_MIN)
    return 1 if surprises or applicable < APPLICABLE_MIN else 0


if __name__ == "__main__":
    sys.exit(main())
