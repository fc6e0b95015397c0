"""Reads sample/articles/*.txt into Articles: the plain sources of the invented newspaper.

A source is a small header ("key: value"), a blank line, and paragraphs parted by blank lines. Within a
paragraph a line that begins with "## " is a subhead, "> " a quotation, "- " a list item, "| " a table row.
Header keys: headline, author, category, categories, tags, published, modified, photo (file | scene | credit
| caption), wire (slug | caption, belongs to the photo above it), first (the first paragraph as it stood
before a correction), correction, damage, lang (ar; en where nothing is said), translation (the slug of the
same piece in the other language), comment (name | text), dateline (what a reader would call it, or "none",
where the shape alone does not tell), speakers (where turns of an interview begin with "Name:").
"""

import datetime
import os
import re
import unicodedata
import zlib
from dataclasses import dataclass, field

PAPER = "The Tramontane"
ARCHIVE_TITLE = "THE TRAMONTANE English Archive 2008 -2017"
TAGLINE = "Mediterranean News, Opinion and Culture | The Tramontane"
HOST = "archive.tramontane.example"
BASE = "https://" + HOST
BULK_YEAR = 2013  # pieces of earlier years got their ids in one bulk import, in no order

AUTHORS = {
    "thetramontane": "The Tramontane",
    "george-pavlou": "George Pavlou",
    "tarek-montalban": "Tarek Montalban",
    "ines-calleja": "Ines Calleja",
    "dina-khalaf": "Dina Khalaf",
    "h-mansi": "Dr. Huda Al-Mansi",  # the slug cannot be made from the name
    "arabic-desk": "الترامونتانا",
}
CATEGORIES = {
    "news-marenza": "Marenza",
    "news-mediterranean": "Mediterranean",
    "business": "Business & Ports",
    "opinion": "Opinion",
    "editorial": "Editorial",
    "features": "Features",
    "interviews": "Interviews",
    "lifestyle-culture": "Lifestyle & Culture",
    "book-reviews": "Book Reviews",
    "media-news": "Media",
    "sports": "Sports",
    "letters": "Letters",
    "arabic": "بالعربية",
}
TAG_SLUGS = {  # of tags that are not in Latin letters
    "مارينزا": "marenza-ar",
    "غاليا": "galea-ar",
    "الهجرة": "migration-ar",
    "خفر السواحل": "coastguard-ar",
    "زلزال": "earthquake-ar",
    "ميناء مارينزا": "port-ar",
    "رأي": "opinion-ar",
    "كرة القدم": "football-ar",
    "كتب": "books-ar",
    "الصحافة": "press-ar",
    "انتخابات": "elections-ar",
    "القاهرة": "cairo-ar",
}


def slug_of(label):
    plain = unicodedata.normalize("NFKD", label.replace("ı", "i")).encode("ascii", "ignore").decode()
    return TAG_SLUGS.get(label) or re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


@dataclass
class Photo:
    file: str
    scene: str
    credit: str
    caption: str
    id: int = 0
    wire_slug: str = ""
    wire_caption: str = ""

    def full_caption(self):
        return (self.caption + " " + self.credit).strip()


@dataclass
class Block:
    kind: str  # paragraph, subhead, quote, list, table
    lines: list


@dataclass
class Article:
    slug: str
    headline: str
    author: str
    categories: list
    tags: list
    published: datetime.datetime
    modified: datetime.datetime = None
    photos: list = field(default_factory=list)
    blocks: list = field(default_factory=list)
    first: str = ""
    correction: str = ""
    is_damaged: bool = False
    lang: str = "en"
    translation: object = None  # a slug while the files are read, then the Article
    comments: list = field(default_factory=list)  # (name, text)
    dateline: str = ""
    speakers: list = field(default_factory=list)
    id: int = 0

    @property
    def path(self):
        return "/%s/%s/%s" % (self.author, self.categories[0], self.slug)

    @property
    def url(self):
        return BASE + self.path

    def attachment_path(self, photo):
        return self.path + "/attachment/" + (photo.wire_slug or photo.file.rsplit(".", 1)[0])

    def photo_path(self, photo):
        return "/wp-content/uploads/%s/%s" % (self.published.strftime("%Y/%m"), photo.file)

    def variety(self, ways):
        """A number below `ways` that is this article's own: pages differ, but always in the same manner."""
        return zlib.crc32(self.slug.encode()) % ways


def cms_id(slug, day):
    """The publisher's id: rising with time, but for what came in the bulk import."""
    spread = zlib.crc32(slug.encode())
    if day.year < BULK_YEAR:
        return 55281000 + spread % 8000
    return 55310000 + (day - datetime.date(BULK_YEAR, 1, 1)).days * 34 + 10 + spread % 20


def line_kind(line):
    for mark, kind in (("## ", "subhead"), ("> ", "quote"), ("- ", "list"), ("| ", "table")):
        if line.startswith(mark):
            return kind, line[len(mark) :].strip()
    return "paragraph", line.strip()


def read_blocks(text):
    blocks = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        last = None
        for line in chunk.split("\n"):
            kind, content = line_kind(line)
            if last and last.kind == kind and kind != "subhead":
                last.lines.append(content)
            else:
                last = Block(kind, [content])
                blocks.append(last)
    for block in blocks:
        if block.kind in ("paragraph", "quote"):
            block.lines = [" ".join(block.lines)]
    return blocks


def read_header(text):
    """[(key, value)], in order; a key may stand more than once."""
    pairs = []
    for line in text.split("\n"):
        key, _, value = line.partition(":")
        pairs.append((key.strip(), value.strip()))
    return pairs


def read_moment(text):
    return datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M")


def read_article(path):
    slug = os.path.basename(path)[: -len(".txt")]
    with open(path, encoding="utf-8") as file:
        head, _, body = file.read().partition("\n\n")
    pairs = read_header(head)
    header = dict(pairs)
    category = header["category"]
    categories = [c.strip() for c in header.get("categories", category).split(",")]
    article = Article(
        slug=slug,
        headline=header["headline"],
        author=header["author"],
        categories=[category] + [c for c in categories if c != category],
        tags=[t.strip() for t in header.get("tags", "").split(",") if t.strip()],
        published=read_moment(header["published"]),
        modified=read_moment(header["modified"]) if "modified" in header else None,
        first=header.get("first", ""),
        correction=header.get("correction", ""),
        is_damaged=header.get("damage") == "yes",
        lang=header.get("lang", "en"),
        translation=header.get("translation"),
        dateline=header.get("dateline", ""),
        speakers=[name.strip() for name in header.get("speakers", "").split(",") if name.strip()],
        blocks=read_blocks(body),
    )
    article.id = cms_id(slug, article.published.date())
    for key, value in pairs:
        if key == "photo":
            file, scene, credit, caption = [part.strip() for part in value.split("|")]
            photo_id = article.id - 9 + len(article.photos)
            article.photos.append(Photo(file, scene, credit, caption, photo_id))
        elif key == "wire":
            wire_slug, caption = [part.strip() for part in value.split("|", 1)]
            article.photos[-1].wire_slug, article.photos[-1].wire_caption = wire_slug, caption
        elif key == "comment":
            article.comments.append(tuple(part.strip() for part in value.split("|", 1)))
    return article


def join_translations(articles):
    """Each of a pair names the other; one of the two files says it."""
    by_slug = {article.slug: article for article in articles}
    for article in articles:
        if isinstance(article.translation, str):
            article.translation = by_slug[article.translation]
            article.translation.translation = article


def read_newspaper(folder):
    """All articles, oldest first. Stops with a message where two would share an id, an address or a file."""
    names = sorted(name for name in os.listdir(folder) if name.endswith(".txt"))
    articles = [read_article(os.path.join(folder, name)) for name in names]
    articles.sort(key=lambda a: (a.published, a.slug))
    join_translations(articles)
    seen = set()
    for article in articles:
        revisions = [article.id + 9] if article.first else []
        photos = [key for p in article.photos for key in (p.id, p.file)]
        for key in [article.path, article.id] + revisions + photos:
            if key in seen:
                raise SystemExit("sample: '%s' uses %s a second time" % (article.slug, key))
            seen.add(key)
        if article.author not in AUTHORS or any(c not in CATEGORIES for c in article.categories):
            raise SystemExit("sample: '%s' has an unknown author or category" % article.slug)
    return articles


def offset_minutes(moment):
    """Central European time, with summer time from the last Sunday of March to the last of October."""

    def last_sunday(month):
        day = datetime.datetime(moment.year, month, 31, 2)
        return day - datetime.timedelta(days=(day.weekday() + 1) % 7)

    return 120 if last_sunday(3) <= moment < last_sunday(10) else 60


def iso(moment):
    offset = offset_minutes(moment)
    return moment.strftime("%Y-%m-%dT%H:%M:%S") + "+%02d:%02d" % divmod(offset, 60)


def by_label(articles, key):
    """{slug: (label, [articles newest first])} for tags, categories or authors."""
    groups = {}
    for article in reversed(articles):
        for slug, label in key(article):
            groups.setdefault(slug, (label, []))[1].append(article)
    return groups


def by_category(articles):
    return by_label(articles, lambda a: [(c, CATEGORIES[c]) for c in a.categories])


def by_tag(articles):
    return by_label(articles, lambda a: [(slug_of(t), t) for t in a.tags])


def by_author(articles):
    return by_label(articles, lambda a: [(a.author, AUTHORS[a.author])])
