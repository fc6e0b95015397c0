/* The SQL of archive.db: layouts as steps of a migration.
 *
 * Step n brings layout n - 1 to layout n; an empty database is layout 0. All steps that are missing run in
 * one transaction. A step is never edited once a release has written it: a change is a new step. The comments
 * inside the CREATE statements stay in the database, for whoever opens it with plain sqlite3; docs/layout.md
 * says the rest. */
#include "store/inside.h"

/* Civil time written out from three columns: 2017, 2017-09, 2017-09-26, 2017-09-26T14:05+03:00. */
#define MOMENT_COLUMNS(name)                                                                                 \
    "  " name                                                                                                \
    "_local_s INTEGER,        -- civil time at its start, as seconds since 1970 as if it were UTC\n"         \
    "  " name "_offset_minutes INTEGER, -- east of UTC, where the paper says so\n"                           \
    "  " name "_grain TEXT,             -- 'year', 'month', 'day' or 'minute': how exact it is\n"
#define MOMENT_TEXT(name)                                                                                    \
    "  " name " TEXT GENERATED ALWAYS AS (\n"                                                                \
    "    substr(strftime('%Y-%m-%dT%H:%M', " name "_local_s, 'unixepoch'), 1,\n"                             \
    "           CASE " name                                                                                  \
    "_grain WHEN 'year' THEN 4 WHEN 'month' THEN 7 WHEN 'day' THEN 10 ELSE 16 END)\n"                        \
    "    || CASE WHEN " name "_grain <> 'minute' OR " name "_offset_minutes IS NULL THEN ''\n"               \
    "            WHEN " name "_offset_minutes = 0 THEN 'Z'\n"                                                \
    "            ELSE printf('%s%02d:%02d', CASE WHEN " name "_offset_minutes < 0 THEN '-' ELSE '+' END,\n"  \
    "                 abs(" name "_offset_minutes) / 60, abs(" name "_offset_minutes) % 60) END) VIRTUAL"

static const char *const step_1[] = {
    "CREATE TABLE about (\n"
    "  -- What this archive is: title, publisher, language, timezone, base_url; home_host (the host whose "
    "paths\n"
    "  -- are ours); layout_version (docs/layout.md); batch (number of the\n"
    "  -- last batch of records); commits (their number).\n"
    "  key   TEXT PRIMARY KEY NOT NULL,\n"
    "  value TEXT NOT NULL\n"
    ") STRICT, WITHOUT ROWID",

    "CREATE TABLE source (\n"
    "  -- A file or folder that was imported.\n"
    "  number  INTEGER PRIMARY KEY,\n"
    "  path    TEXT NOT NULL,        -- as it was named at the import\n"
    "  format  TEXT NOT NULL,        -- 'warc', 'folder', 'text', ...\n"
    "  sha256  TEXT NOT NULL UNIQUE, -- of its bytes; of a folder, of the lines 'sha256  path'\n"
    "  bytes   INTEGER NOT NULL,\n"
    "  place   INTEGER NOT NULL DEFAULT 0, -- where reading is taken up again\n"
    "  is_done INTEGER NOT NULL DEFAULT 0  -- 1: it was read to its end\n"
    ") STRICT",

    "CREATE TABLE warc_file (\n"
    "  -- A file of originals, warc/NNNNNN.warc.zst. Bytes beyond `bytes` belong to an import that did not "
    "end.\n"
    "  number           INTEGER PRIMARY KEY,\n"
    "  name             TEXT NOT NULL,\n"
    "  dictionary_bytes INTEGER NOT NULL, -- of the skippable frame with the zstd dictionary at its start; "
    "0: none\n"
    "  bytes            INTEGER NOT NULL,\n"
    "  records          INTEGER NOT NULL,\n"
    "  raw_bytes        INTEGER NOT NULL  -- of its records when unpacked\n"
    ") STRICT",

    "CREATE TABLE address (\n"
    "  -- Every address the paper ever had, and what it leads to.\n"
    "  number       INTEGER PRIMARY KEY,\n"
    "  url_key      TEXT NOT NULL UNIQUE, -- host and path in one spelling: 'example.org/2014/06/27/title'\n"
    "  url          TEXT NOT NULL,        -- as it was spelled first\n"
    "  kind         TEXT,                 -- 'article', 'redirect', 'capture', 'gone'; NULL: seen, no answer "
    "known\n"
    "  is_canonical INTEGER NOT NULL DEFAULT 0, -- 1: the article itself calls this its address\n"
    "  article      INTEGER REFERENCES article (number),\n"
    "  capture      INTEGER REFERENCES capture (number), -- the capture that tells so\n"
    "  target       TEXT,                 -- of a redirect: where to, absolute\n"
    "  status       INTEGER               -- HTTP status when captured\n"
    ") STRICT",

    "CREATE TABLE capture (\n"
    "  -- One original as it came: a record in a file of warc/.\n"
    "  number       INTEGER PRIMARY KEY,  -- in the order of import\n"
    "  kind         TEXT NOT NULL,        -- WARC-Type: 'response', 'resource', 'conversion', 'revisit', "
    "...\n"
    "  record_id    TEXT,                 -- WARC-Record-ID, without < >\n"
    "  url          TEXT,                 -- as given\n"
    "  address      INTEGER REFERENCES address (number),\n"
    "  captured_s   INTEGER,              -- seconds since 1970, UTC\n"
    "  http_status  INTEGER,\n"
    "  media_type   TEXT,\n"
    "  redirect     TEXT,                 -- where a 3xx or a meta refresh leads, absolute\n"
    "  sha256       TEXT NOT NULL,        -- of the record's block: the original bytes\n"
    "  page_kind    TEXT NOT NULL,        -- 'article', 'list', 'front', ..., 'other'\n"
    "  source       INTEGER REFERENCES source (number),\n"
    "  source_begin INTEGER NOT NULL,     -- where it stood in its source\n"
    "  is_file      INTEGER NOT NULL,     -- 1: it came as a file, so its time is only the file's\n"
    "  warc_file    INTEGER NOT NULL REFERENCES warc_file (number),\n"
    "  warc_offset  INTEGER NOT NULL,     -- first byte of its zstd frame\n"
    "  warc_size    INTEGER NOT NULL,     -- bytes of that frame\n"
    "  raw_size     INTEGER NOT NULL,     -- bytes of the record when unpacked, with its closing CR LF CR "
    "LF\n"
    "  captured     TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%SZ', captured_s, 'unixepoch')) "
    "VIRTUAL\n"
    ") STRICT",
    "CREATE INDEX capture_sha256 ON capture (substr(sha256, 1, 16))",
    "CREATE INDEX capture_address ON capture (address, captured_s)",
    "CREATE INDEX capture_place ON capture (warc_file, warc_offset)",

    "CREATE TABLE section (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT) STRICT",
    "CREATE TABLE tag     (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT) STRICT",
    "CREATE TABLE author  (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT) STRICT",

    "CREATE TABLE article (\n"
    "  -- One piece of the paper, as its latest capture shows it. Its text stands in `version`.\n"
    "  number         INTEGER PRIMARY KEY,\n"
    "  id             TEXT NOT NULL UNIQUE, -- public and for ever: the publisher's, else x and 12 hex "
    "digits\n"
    "  cms_id         TEXT,                 -- the publisher's own, as the capture shown has it\n"
    "  url            TEXT,                 -- where it was found\n"
    "  canonical      TEXT,                 -- what the page says its address is\n"
    "  host           TEXT,\n"
    "  path           TEXT UNIQUE,          -- where this archive serves it\n"
    "  slug           TEXT,                 -- last segment of the path\n"
    "  page_kind      TEXT NOT NULL,        -- 'article', 'interview', 'opinion', 'editorial', 'gallery', "
    "'photo'\n"
    "  status         TEXT NOT NULL,        -- 'public', 'withheld', 'embargoed', 'delisted', 'draft'\n"
    "  headline       TEXT,\n"
    "  kicker         TEXT,\n"
    "  genre          TEXT,\n"
    "  subheadline    TEXT,\n"
    "  summary        TEXT,\n"
    "  byline         TEXT,                 -- as printed\n"
    "  section        INTEGER REFERENCES section (number),\n"
    "  section_label  TEXT,                 -- as this page prints it, where the section is called "
    "otherwise\n"
    "  lang           TEXT,\n"
    "  dir            TEXT,                 -- 'ltr' or 'rtl'\n"
    "  site_name      TEXT,\n"
    "  dateline       TEXT,                 -- as printed, ending at its dash\n"
    "  dateline_begin INTEGER,              -- UTF-8 bytes in the text\n"
    "  dateline_end   INTEGER,\n" MOMENT_COLUMNS("dateline_date") MOMENT_COLUMNS("published") MOMENT_COLUMNS(
        "modified") "  version        INTEGER REFERENCES version (number), -- the text that is shown\n"
                    "  capture        INTEGER REFERENCES capture (number), -- the capture that is shown\n"
                    "  state          TEXT NOT NULL,        -- digest of all that is shown\n"
                    "  batch          INTEGER NOT NULL,     -- the batch that changed it last\n" MOMENT_TEXT(
                        "published") ",\n" MOMENT_TEXT("modified") "\n"
                                                                   ") STRICT",
    "CREATE TABLE cms_id (\n"
    "  -- The publisher's own ids, of any capture: kept for ever. They are unique within one host only.\n"
    "  id      TEXT NOT NULL,\n"
    "  host    TEXT NOT NULL,\n"
    "  article INTEGER NOT NULL REFERENCES article (number),\n"
    "  PRIMARY KEY (id, host)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX article_slug ON article (slug) WHERE slug IS NOT NULL",
    "CREATE INDEX article_host ON article (host) WHERE host IS NOT NULL",
    "CREATE INDEX article_batch ON article (batch)",
    "CREATE INDEX article_version ON article (version)",

    "CREATE TABLE version (\n"
    "  -- Each state of an article's text.\n"
    "  number       INTEGER PRIMARY KEY,\n"
    "  article      INTEGER NOT NULL REFERENCES article (number),\n"
    "  digest       TEXT NOT NULL,        -- SHA-256 of the text, a line feed and the headline\n"
    "  first_seen_s INTEGER,              -- earliest capture, seconds since 1970, UTC\n"
    "  headline     TEXT,\n"
    "  text_bytes   INTEGER NOT NULL,\n"
    "  text         TEXT NOT NULL,        -- plain UTF-8, paragraphs set apart by an empty line\n"
    "  first_seen   TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_s, 'unixepoch')) "
    "VIRTUAL,\n"
    "  UNIQUE (article, digest)\n"
    ") STRICT",

    "CREATE TABLE block (\n"
    "  -- The body, block by block.\n"
    "  version    INTEGER NOT NULL REFERENCES version (number),\n"
    "  position   INTEGER NOT NULL, -- from 1\n"
    "  kind       TEXT NOT NULL,    -- 'paragraph', 'subhead', 'quote', 'list', 'table', 'turn', 'inset', "
    "'embed'\n"
    "  text_begin INTEGER,          -- UTF-8 bytes [begin, end) of version.text; NULL: not part of the text\n"
    "  text_end   INTEGER,\n"
    "  text       TEXT,             -- NULL: those bytes of version.text\n"
    "  markup     TEXT,             -- HTML over the text: {n} its next n bytes, escaped; {-n} passed over;\n"
    "                               -- {{ a brace; NULL: the text, with & < > \" ' escaped\n"
    "  speaker    TEXT,             -- of a turn\n"
    "  PRIMARY KEY (version, position)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE VIEW paragraph AS\n"
    "  -- The body to read: SELECT text FROM paragraph WHERE article = 1 ORDER BY position\n"
    "  SELECT version.article AS article, block.version AS version, block.position AS position, block.kind "
    "AS kind,\n"
    "         coalesce(block.text, CAST(substr(CAST(version.text AS BLOB), block.text_begin + 1,\n"
    "                                          block.text_end - block.text_begin) AS TEXT)) AS text\n"
    "  FROM block JOIN version ON version.number = block.version",

    "CREATE TABLE article_capture (\n"
    "  -- Which captures show an article, and which version of its text.\n"
    "  article INTEGER NOT NULL REFERENCES article (number),\n"
    "  capture INTEGER NOT NULL REFERENCES capture (number),\n"
    "  version INTEGER NOT NULL REFERENCES version (number),\n"
    "  PRIMARY KEY (article, capture)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX article_capture_version ON article_capture (version)",

    "CREATE TABLE article_author (\n"
    "  article  INTEGER NOT NULL REFERENCES article (number),\n"
    "  position INTEGER NOT NULL,\n"
    "  author   INTEGER NOT NULL REFERENCES author (number),\n"
    "  name     TEXT, -- as this page prints it, where it differs from author.label\n"
    "  role     TEXT,\n"
    "  agency   TEXT,\n"
    "  PRIMARY KEY (article, position)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX article_author_author ON article_author (author)",

    "CREATE TABLE article_tag (\n"
    "  article  INTEGER NOT NULL REFERENCES article (number),\n"
    "  position INTEGER NOT NULL,\n"
    "  tag      INTEGER NOT NULL REFERENCES tag (number),\n"
    "  label    TEXT, -- as this page prints it, where it differs from tag.label\n"
    "  PRIMARY KEY (article, position)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX article_tag_tag ON article_tag (tag)",

    "CREATE TABLE dateline_name (\n"
    "  -- Places and agencies of a dateline, in printed order.\n"
    "  article  INTEGER NOT NULL REFERENCES article (number),\n"
    "  kind     TEXT NOT NULL, -- 'place' or 'agency'\n"
    "  position INTEGER NOT NULL,\n"
    "  name     TEXT NOT NULL,\n"
    "  PRIMARY KEY (article, kind, position)\n"
    ") STRICT, WITHOUT ROWID",

    "CREATE TABLE photo (\n"
    "  -- A picture: known by the publisher's media id, else by its address. What is said of it stands in "
    "photo_use.\n"
    "  number INTEGER PRIMARY KEY,\n"
    "  id     TEXT UNIQUE, -- the publisher's media id\n"
    "  href   TEXT         -- where it was first seen\n"
    ") STRICT",
    "CREATE UNIQUE INDEX photo_href ON photo (href) WHERE id IS NULL",
    "CREATE TABLE photo_use (\n"
    "  -- A picture in an article, as printed there.\n"
    "  article      INTEGER NOT NULL REFERENCES article (number),\n"
    "  position     INTEGER NOT NULL,\n"
    "  photo        INTEGER REFERENCES photo (number),\n"
    "  href         TEXT,    -- NULL: as in photo\n"
    "  caption      TEXT,\n"
    "  alt          TEXT,\n"
    "  credit       TEXT,    -- as printed\n"
    "  agency       TEXT,\n"
    "  photographer TEXT,\n"
    "  is_file      INTEGER NOT NULL DEFAULT 0, -- 1: a file photo, not taken for this "
    "piece\n" MOMENT_COLUMNS("taken") "  width        INTEGER, -- pixels\n"
                                      "  height       INTEGER,\n" MOMENT_TEXT(
                                          "taken") ",\n"
                                                   "  PRIMARY KEY (article, position)\n"
                                                   ") STRICT, WITHOUT ROWID",
    "CREATE INDEX photo_use_photo ON photo_use (photo)",

    "CREATE TABLE origin (\n"
    "  -- A way in which a field's value was found.\n"
    "  number INTEGER PRIMARY KEY,\n"
    "  field  TEXT NOT NULL, -- 'headline', 'published', ...\n"
    "  source TEXT NOT NULL, -- 'json-ld', 'opengraph', 'wordpress', 'visible', 'person', ...\n"
    "  place  TEXT NOT NULL, -- a selector, a key, a line\n"
    "  rule   TEXT NOT NULL, -- the rule of the program\n"
    "  UNIQUE (field, source, place, rule)\n"
    ") STRICT",
    "CREATE TABLE provenance (\n"
    "  -- Where each field of an article comes from.\n"
    "  article    INTEGER NOT NULL REFERENCES article (number),\n"
    "  position   INTEGER NOT NULL,\n"
    "  origin     INTEGER NOT NULL REFERENCES origin (number),\n"
    "  confidence REAL NOT NULL, -- 0 to 1\n"
    "  PRIMARY KEY (article, position)\n"
    ") STRICT, WITHOUT ROWID",

    "CREATE TABLE repair (\n"
    "  -- What was mended in a field; the original stands in warc/.\n"
    "  article    INTEGER NOT NULL REFERENCES article (number),\n"
    "  position   INTEGER NOT NULL,\n"
    "  field      TEXT NOT NULL,\n"
    "  text_begin INTEGER NOT NULL, -- UTF-8 bytes of the field\n"
    "  text_end   INTEGER NOT NULL,\n"
    "  was        TEXT,\n"
    "  rule       TEXT NOT NULL,\n"
    "  PRIMARY KEY (article, position)\n"
    ") STRICT, WITHOUT ROWID",

    "CREATE TABLE alt_id (\n"
    "  -- Other names under which an article is known.\n"
    "  article  INTEGER NOT NULL REFERENCES article (number),\n"
    "  position INTEGER NOT NULL,\n"
    "  role     TEXT NOT NULL,\n"
    "  value    TEXT NOT NULL,\n"
    "  PRIMARY KEY (article, position)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX alt_id_value ON alt_id (value)",
    NULL,
};

/* Many sources of one piece, and what persons decide. */
static const char *const step_2[] = {
    "ALTER TABLE provenance ADD COLUMN capture INTEGER REFERENCES capture (number) /* that says so; NULL: "
    "article.capture, or a person */",
    "ALTER TABLE version ADD COLUMN capture INTEGER REFERENCES capture (number) /* whose words these are */",
    "ALTER TABLE version ADD COLUMN likeness INTEGER /* XXH3 of its letters and digits alone; NULL: an "
    "article of which nobody has a text */",
    "CREATE INDEX version_likeness ON version (article, likeness)",
    "CREATE TABLE article_capture_2 (\n"
    "  -- Which captures speak of an article, and which version of its text they have.\n"
    "  article INTEGER NOT NULL REFERENCES article (number),\n"
    "  capture INTEGER NOT NULL REFERENCES capture (number),\n"
    "  version INTEGER REFERENCES version (number), -- NULL: it has no text\n"
    "  class   INTEGER NOT NULL,                    -- who speaks that text: model/merge.h\n"
    "  PRIMARY KEY (article, capture)\n"
    ") STRICT, WITHOUT ROWID",
    "INSERT INTO article_capture_2 (article, capture, version, class)"
    " SELECT article, capture, version, 3 FROM article_capture",
    "UPDATE article_capture_2 SET class = 4 WHERE article IN (SELECT provenance.article FROM provenance"
    " JOIN origin ON origin.number = provenance.origin WHERE field = 'body' AND source IN"
    " ('json-ld', 'opengraph', 'meta', 'microdata', 'rdfa', 'link', 'wordpress'))",
    "DROP TABLE article_capture",
    "ALTER TABLE article_capture_2 RENAME TO article_capture",
    "CREATE INDEX article_capture_version ON article_capture (version) WHERE version IS NOT NULL",
    "ALTER TABLE article ADD COLUMN parent_id TEXT /* of a photo's page: publisher's id of the piece it "
    "belongs to */",
    "ALTER TABLE article ADD COLUMN held TEXT /* what a person decided: 'withheld', 'delisted'; NULL: "
    "nothing */",
    "ALTER TABLE article ADD COLUMN is_by_law INTEGER NOT NULL DEFAULT 0 /* 1: withheld because the law says "
    "so */",
    "CREATE INDEX article_held ON article (held) WHERE held IS NOT NULL",
    "ALTER TABLE article ADD COLUMN parent INTEGER REFERENCES article (number) /* of a photo's page: the "
    "piece it "
    "belongs to, by parent_id or by its address */",
    "CREATE INDEX article_child ON article (parent) WHERE parent IS NOT NULL",
    "CREATE INDEX article_parent ON article (parent_id) WHERE parent_id IS NOT NULL",
    "ALTER TABLE capture ADD COLUMN payload_sha1 TEXT /* of the body as sent, hexadecimal, where it is known "
    "*/",
    "ALTER TABLE capture ADD COLUMN referred_url TEXT /* of a revisit: the address whose bytes it had */",
    "ALTER TABLE capture ADD COLUMN referred_s INTEGER /* and when that was captured */",
    "ALTER TABLE capture ADD COLUMN same_as INTEGER REFERENCES capture (number) /* of a revisit: the capture "
    "meant, once it is held */",
    "CREATE INDEX capture_payload ON capture (substr(payload_sha1, 1, 16)) WHERE payload_sha1 IS NOT NULL",
    "ALTER TABLE capture ADD COLUMN is_same INTEGER NOT NULL DEFAULT 0 /* 1: surely that one */",
    "CREATE INDEX capture_waiting ON capture (number) WHERE kind = 'revisit' AND is_same = 0",
    "ALTER TABLE section ADD COLUMN class INTEGER NOT NULL DEFAULT 0 /* who named it: model/merge.h */",
    "ALTER TABLE tag ADD COLUMN class INTEGER NOT NULL DEFAULT 0 /* who named it */",
    "ALTER TABLE author ADD COLUMN class INTEGER NOT NULL DEFAULT 0 /* who named it */",
    "ALTER TABLE address ADD COLUMN is_key INTEGER NOT NULL DEFAULT 0 /* 1: whoever claims this address is "
    "that article */",
    "UPDATE address SET is_key = 1 WHERE kind = 'article' AND (is_canonical OR EXISTS (SELECT 1 FROM capture"
    " JOIN article_capture ON article_capture.capture = capture.number"
    " WHERE capture.address = address.number AND article_capture.article = address.article))",
    "CREATE INDEX address_article ON address (article) WHERE article IS NOT NULL",
    "CREATE INDEX cms_id_article ON cms_id (article)",
    "ALTER TABLE address ADD COLUMN held TEXT /* what a person decided: 'withheld', 'law', 'redirect'; NULL: "
    "nothing */",
    "ALTER TABLE address ADD COLUMN held_target TEXT /* of a redirect that a person decided */",
    "ALTER TABLE photo ADD COLUMN href_key TEXT /* its address in one spelling, sizes ('-300x200') left out "
    "*/",
    "ALTER TABLE photo ADD COLUMN page INTEGER REFERENCES article (number) /* its own page, where it has "
    "one: "
    "that ties id and address */",
    "CREATE INDEX photo_page ON photo (page) WHERE page IS NOT NULL",
    "ALTER TABLE photo_use ADD COLUMN is_bare INTEGER NOT NULL DEFAULT 0 /* 1: printed without the "
    "publisher's "
    "id */",
    "UPDATE photo_use SET href = '' WHERE href IS NULL AND photo IN (SELECT number FROM photo WHERE href IS "
    "NULL)",
    "UPDATE photo_use SET is_bare = 1 WHERE photo IS NULL OR photo IN (SELECT number FROM photo WHERE id IS "
    "NULL)",
    "ALTER TABLE photo ADD COLUMN held TEXT /* 'withheld', 'law'; NULL: nothing */",
    "CREATE INDEX photo_held ON photo (held) WHERE held IS NOT NULL",
    "CREATE INDEX photo_href_key ON photo (href_key) WHERE href_key IS NOT NULL",
    "CREATE TABLE former_id (\n"
    "  -- Ids under which an article was known before the publisher's own was, or before two became one.\n"
    "  id      TEXT PRIMARY KEY NOT NULL,\n"
    "  article INTEGER NOT NULL REFERENCES article (number)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX former_id_article ON former_id (article)",
    "CREATE TABLE merged_article (\n"
    "  -- Rows of article that turned out to be another's: their numbers are never given again.\n"
    "  number  INTEGER PRIMARY KEY,\n"
    "  article INTEGER NOT NULL REFERENCES article (number),\n"
    "  batch   INTEGER NOT NULL -- in which that was seen\n"
    ") STRICT",
    "CREATE INDEX merged_article_article ON merged_article (article)",
    "UPDATE article_author SET name = (SELECT label FROM author WHERE author.number = author) WHERE name IS "
    "NULL",
    "UPDATE article_author SET name = NULL WHERE name = ''",
    "UPDATE article_tag SET label = (SELECT label FROM tag WHERE tag.number = tag) WHERE label IS NULL",
    "UPDATE article_tag SET label = NULL WHERE label = ''",
    "UPDATE article SET section_label = (SELECT label FROM section WHERE section.number = article.section)"
    " WHERE section IS NOT NULL AND section_label IS NULL",
    "UPDATE article SET section_label = NULL WHERE section_label = ''",
    "CREATE INDEX article_unlabelled ON article (section) WHERE section IS NOT NULL AND section_label IS "
    "NULL",
    "CREATE TABLE article_section (\n"
    "  -- The further sections of a piece that stands in several; the first is article.section.\n"
    "  article  INTEGER NOT NULL REFERENCES article (number),\n"
    "  position INTEGER NOT NULL, -- from 2\n"
    "  section  INTEGER NOT NULL REFERENCES section (number),\n"
    "  label    TEXT, -- as its sources print it; NULL: they do not, section.label is shown\n"
    "  PRIMARY KEY (article, position)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX article_section_section ON article_section (section)",
    "CREATE TABLE comment (\n"
    "  -- Readers' comments, as a CMS exported them. Kept apart from the text.\n"
    "  article     INTEGER NOT NULL REFERENCES article (number),\n"
    "  position    INTEGER NOT NULL,\n"
    "  id          TEXT, -- the publisher's\n"
    "  parent      TEXT, -- id of the comment that it answers\n"
    "  author      TEXT,\n"
    "  author_url  TEXT,\n" MOMENT_COLUMNS(
        "at") "  text        TEXT NOT NULL,\n"
              "  is_approved INTEGER NOT NULL, -- 1: the paper showed it\n" MOMENT_TEXT(
                  "at") ",\n"
                        "  PRIMARY KEY (article, position)\n"
                        ") STRICT, WITHOUT ROWID",
    "CREATE TABLE custom_field (\n"
    "  -- Fields that only the CMS knows.\n"
    "  article  INTEGER NOT NULL REFERENCES article (number),\n"
    "  position INTEGER NOT NULL,\n"
    "  key      TEXT NOT NULL,\n"
    "  value    TEXT NOT NULL,\n"
    "  PRIMARY KEY (article, position)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX article_capture_capture ON article_capture (capture)",
    "CREATE TABLE link (\n"
    "  -- Which addresses of the paper a piece links to.\n"
    "  article INTEGER NOT NULL REFERENCES article (number),\n"
    "  address INTEGER NOT NULL REFERENCES address (number),\n"
    "  PRIMARY KEY (article, address)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX link_address ON link (address)",
    "CREATE TABLE photo_file (\n"
    "  -- What picture files say of themselves (IPTC, XMP, Exif): fills what pages leave empty.\n"
    "  href_key     TEXT NOT NULL, -- as in photo; 'media:' and the id of a photo without an address\n"
    "  capture      INTEGER NOT NULL REFERENCES capture (number),\n"
    "  caption      TEXT,\n"
    "  alt          TEXT,\n"
    "  credit       TEXT,\n"
    "  agency       TEXT,\n"
    "  photographer TEXT,\n"
    "  is_file      INTEGER NOT NULL DEFAULT 0,\n" MOMENT_COLUMNS(
        "taken") "  width        INTEGER,\n"
                 "  height       INTEGER,\n" MOMENT_TEXT("taken") ",\n"
                                                                  "  PRIMARY KEY (href_key, capture)\n"
                                                                  ") STRICT, WITHOUT ROWID",
    "CREATE TABLE loose_photo (\n"
    "  -- Picture files that came without an address. When an import ends it is decided of each whether it "
    "is "
    "a\n"
    "  -- picture that is known otherwise; else it is a photo of its own.\n"
    "  capture      INTEGER PRIMARY KEY REFERENCES capture (number),\n"
    "  media_id     TEXT,    -- the publisher's id, as the file tells it\n"
    "  speaks       INTEGER NOT NULL, -- 1: there are words in it\n"
    "  caption      TEXT,\n"
    "  alt          TEXT,\n"
    "  credit       TEXT,\n"
    "  agency       TEXT,\n"
    "  photographer TEXT,\n"
    "  is_file      INTEGER NOT NULL DEFAULT 0,\n" MOMENT_COLUMNS(
        "taken") "  width        INTEGER, -- pixels\n"
                 "  height       INTEGER,\n"
                 "  href_key     TEXT     -- the known picture that it is, as in photo_file; NULL: none\n"
                 ") STRICT",
    "CREATE INDEX loose_photo_key ON loose_photo (href_key) WHERE href_key IS NOT NULL",
    "CREATE TABLE loose_path (\n"
    "  -- Where they lay in their folders.\n"
    "  capture INTEGER NOT NULL REFERENCES loose_photo (capture),\n"
    "  path    TEXT NOT NULL, -- relative, percent-encoded\n"
    "  PRIMARY KEY (capture, path)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE loose_answer (\n"
    "  -- Addresses that answer with such a file, because no capture of their own is held.\n"
    "  address INTEGER PRIMARY KEY REFERENCES address (number),\n"
    "  capture INTEGER NOT NULL REFERENCES capture (number),\n"
    "  is_new  INTEGER NOT NULL -- 1: nothing else told of the address\n"
    ") STRICT",
    "CREATE INDEX loose_answer_capture ON loose_answer (capture)",
    "CREATE TABLE entry (\n"
    "  -- What lists say of pieces whose own page is not held yet; it goes into the article when that "
    "comes.\n"
    "  address INTEGER NOT NULL REFERENCES address (number), -- the piece's\n"
    "  cms_id  TEXT NOT NULL, -- the publisher's id of it; '': not told\n"
    "  said    TEXT NOT NULL, -- JSON: [[field, capture of the list, texts ...], ...]\n"
    "  PRIMARY KEY (address, cms_id)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX entry_cms_id ON entry (cms_id) WHERE cms_id <> ''",
    "CREATE TABLE touched (\n"
    "  -- Articles that changed by more than their own capture, and are to be indexed again.\n"
    "  article INTEGER PRIMARY KEY\n"
    ") STRICT",
    "CREATE TABLE act (\n"
    "  -- What persons decided: never changed, only undone by another act.\n"
    "  number    INTEGER PRIMARY KEY,\n"
    "  verb      TEXT NOT NULL,    -- 'withhold', 'restore', 'delist', 'redirect', 'correct', 'undo'\n"
    "  at_s      INTEGER NOT NULL, -- seconds since 1970, UTC\n"
    "  who       TEXT,\n"
    "  why       TEXT,\n"
    "  target    TEXT,             -- as it was named\n"
    "  article   TEXT,             -- id of the article meant\n"
    "  media     TEXT,             -- or of the photo\n"
    "  url_key   TEXT,             -- or the address\n"
    "  leads_to  TEXT,             -- of a redirect\n"
    "  field     TEXT,             -- of a correction\n"
    "  value     TEXT,\n"
    "  was       TEXT,\n"
    "  notice    TEXT,             -- shown on top of the piece\n"
    "  is_by_law INTEGER NOT NULL DEFAULT 0,\n"
    "  undoes    INTEGER REFERENCES act (number),\n"
    "  at        TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%SZ', at_s, 'unixepoch')) VIRTUAL\n"
    ") STRICT",
    "CREATE INDEX act_article ON act (article) WHERE article IS NOT NULL",
    "CREATE INDEX act_media ON act (media) WHERE media IS NOT NULL",
    "CREATE INDEX act_url_key ON act (url_key) WHERE url_key IS NOT NULL",
    "CREATE UNIQUE INDEX act_undoes ON act (undoes) WHERE undoes IS NOT NULL",
    NULL,
};

/* What pieces say of one another, and of the terms under which they may be used. */
static const char *const step_3[] = {
    "ALTER TABLE article ADD COLUMN license TEXT /* address of the terms under which it may be used */",
    "ALTER TABLE article ADD COLUMN rights TEXT /* the same in words */",
    "CREATE TABLE relation (\n"
    "  -- Other pieces that the sources of one name beside it, by address, whether held or not.\n"
    "  article  INTEGER NOT NULL REFERENCES article (number),\n"
    "  kind     TEXT NOT NULL, -- 'translation', 'related'\n"
    "  position INTEGER NOT NULL,\n"
    "  url      TEXT NOT NULL, -- as told, absolute\n"
    "  url_key  TEXT NOT NULL, -- in one spelling, as in address\n"
    "  lang     TEXT,          -- of a translation, as told\n"
    "  PRIMARY KEY (article, kind, position)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE INDEX relation_translation ON relation (url_key) WHERE kind = 'translation'",
    "CREATE INDEX alt_id_translations ON alt_id (value) WHERE role = 'translationGroup'",
    "CREATE INDEX article_debate ON article (published_local_s) WHERE genre = 'Debate'",
    NULL,
};

/* What the pages of a site teach of those that state nothing. */
static const char *const step_4[] = {
    "CREATE TABLE site (\n"
    "  -- A host whose pages of pieces are held.\n"
    "  number INTEGER PRIMARY KEY,\n"
    "  host   TEXT NOT NULL UNIQUE,\n"
    "  sample INTEGER NOT NULL DEFAULT 0, -- digest of the pages that it was learnt from; 0: not yet\n"
    "  taught INTEGER NOT NULL DEFAULT 0  -- digest of its lessons; 0: it teaches nothing\n"
    ") STRICT",
    "CREATE TABLE site_page (\n"
    "  -- Captures of such pages, and by which lessons each was read.\n"
    "  site    INTEGER NOT NULL REFERENCES site (number),\n"
    "  rank    INTEGER NOT NULL, -- the first 8 bytes of capture.sha256: the least are the sample\n"
    "  capture INTEGER NOT NULL REFERENCES capture (number),\n"
    "  silent  INTEGER NOT NULL, -- fields not stated in metadata: 1 headline, 2 author, 4 published, 8 "
    "section\n"
    "  lesson  INTEGER NOT NULL, -- site.taught when it was read; 0: it was read alone\n"
    "  PRIMARY KEY (site, rank, capture)\n"
    ") STRICT, WITHOUT ROWID",
    "CREATE TABLE site_lesson (\n"
    "  -- What a host has taught: where a field stands in sight, and lines that are the site's.\n"
    "  site  INTEGER NOT NULL REFERENCES site (number),\n"
    "  field TEXT NOT NULL,    -- 'headline', 'author', 'published', 'section', 'line'\n"
    "  key   INTEGER NOT NULL, -- hash of the element's tags and names, or of the line\n"
    "  right INTEGER NOT NULL, -- pages on which the place said what they state; of a line: that print it\n"
    "  asked INTEGER NOT NULL, -- pages that state the field; of a line: all\n"
    "  PRIMARY KEY (site, field, key)\n"
    ") STRICT, WITHOUT ROWID",
    NULL,
};

static const char *const *const steps[LAYOUT_VERSION] = {step_1, step_2, step_3, step_4};

static Status set_version(sqlite3 *db, int version, Error *err)
{
    char sql[160];
    snprintf(
        sql, sizeof sql,
        "PRAGMA user_version = %d; INSERT OR REPLACE INTO about (key, value) VALUES ('layout_version', '%d')",
        version, version);
    return store_execute(db, sql, err);
}

Status schema_migrate(sqlite3 *db, int from, Error *err)
{
    assert(from >= 0 && from <= LAYOUT_VERSION);
    Status status = STATUS_OK;
    for (int version = from + 1; version <= LAYOUT_VERSION && status == STATUS_OK; version++) {
        for (const char *const *sql = steps[version - 1]; *sql && status == STATUS_OK; sql++)
            status = store_execute(db, *sql, err);
        if (status == STATUS_OK && version == 2)
            status = migrate_to_2(db, err);
        if (status == STATUS_OK)
            status = set_version(db, version, err);
        status = error_while(err, status, "bringing archive.db to layout %d", version);
    }
    return status;
}
