PRAGMA application_id = 1113678699;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE about (
  -- What this archive is: title, publisher, language, timezone, base_url; home_host (the host whose paths
  -- are ours); layout_version (docs/layout.md); batch (number of the
  -- last batch of records); commits (their number).
  key   TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "about" VALUES('base_url','');
INSERT INTO "about" VALUES('batch','0');
INSERT INTO "about" VALUES('commits','1');
INSERT INTO "about" VALUES('home_host','layout.example');
INSERT INTO "about" VALUES('language','en');
INSERT INTO "about" VALUES('layout_version','1');
INSERT INTO "about" VALUES('publisher','');
INSERT INTO "about" VALUES('timezone','Asia/Beirut');
INSERT INTO "about" VALUES('title','The Layout Times');
CREATE TABLE address (
  -- Every address the paper ever had, and what it leads to.
  number       INTEGER PRIMARY KEY,
  url_key      TEXT NOT NULL UNIQUE, -- host and path in one spelling: 'example.org/2014/06/27/title'
  url          TEXT NOT NULL,        -- as it was spelled first
  kind         TEXT,                 -- 'article', 'redirect', 'capture', 'gone'; NULL: seen, no answer known
  is_canonical INTEGER NOT NULL DEFAULT 0, -- 1: the article itself calls this its address
  article      INTEGER REFERENCES article (number),
  capture      INTEGER REFERENCES capture (number), -- the capture that tells so
  target       TEXT,                 -- of a redirect: where to, absolute
  status       INTEGER               -- HTTP status when captured
) STRICT;
INSERT INTO "address" VALUES(1,'layout.example/city/0','https://layout.example/city/0','article',1,1,1,NULL,NULL);
INSERT INTO "address" VALUES(2,'layout.example/city/1','https://layout.example/city/1','article',1,2,2,NULL,NULL);
CREATE TABLE alt_id (
  -- Other names under which an article is known.
  article  INTEGER NOT NULL REFERENCES article (number),
  position INTEGER NOT NULL,
  role     TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "alt_id" VALUES(1,1,'shortlink','https://layout.example/?p=4711');
CREATE TABLE article (
  -- One piece of the paper, as its latest capture shows it. Its text stands in `version`.
  number         INTEGER PRIMARY KEY,
  id             TEXT NOT NULL UNIQUE, -- public and for ever: the publisher's, else x and 12 hex digits
  cms_id         TEXT,                 -- the publisher's own, as the capture shown has it
  url            TEXT,                 -- where it was found
  canonical      TEXT,                 -- what the page says its address is
  host           TEXT,
  path           TEXT UNIQUE,          -- where this archive serves it
  slug           TEXT,                 -- last segment of the path
  page_kind      TEXT NOT NULL,        -- 'article', 'interview', 'opinion', 'editorial', 'gallery', 'photo'
  status         TEXT NOT NULL,        -- 'public', 'withheld', 'embargoed', 'delisted', 'draft'
  headline       TEXT,
  kicker         TEXT,
  genre          TEXT,
  subheadline    TEXT,
  summary        TEXT,
  byline         TEXT,                 -- as printed
  section        INTEGER REFERENCES section (number),
  section_label  TEXT,                 -- as this page prints it, where the section is called otherwise
  lang           TEXT,
  dir            TEXT,                 -- 'ltr' or 'rtl'
  site_name      TEXT,
  dateline       TEXT,                 -- as printed, ending at its dash
  dateline_begin INTEGER,              -- UTF-8 bytes in the text
  dateline_end   INTEGER,
  dateline_date_local_s INTEGER,        -- civil time at its start, as seconds since 1970 as if it were UTC
  dateline_date_offset_minutes INTEGER, -- east of UTC, where the paper says so
  dateline_date_grain TEXT,             -- 'year', 'month', 'day' or 'minute': how exact it is
  published_local_s INTEGER,        -- civil time at its start, as seconds since 1970 as if it were UTC
  published_offset_minutes INTEGER, -- east of UTC, where the paper says so
  published_grain TEXT,             -- 'year', 'month', 'day' or 'minute': how exact it is
  modified_local_s INTEGER,        -- civil time at its start, as seconds since 1970 as if it were UTC
  modified_offset_minutes INTEGER, -- east of UTC, where the paper says so
  modified_grain TEXT,             -- 'year', 'month', 'day' or 'minute': how exact it is
  version        INTEGER REFERENCES version (number), -- the text that is shown
  capture        INTEGER REFERENCES capture (number), -- the capture that is shown
  state          TEXT NOT NULL,        -- digest of all that is shown
  batch          INTEGER NOT NULL,     -- the batch that changed it last
  published TEXT GENERATED ALWAYS AS (
    substr(strftime('%Y-%m-%dT%H:%M', published_local_s, 'unixepoch'), 1,
           CASE published_grain WHEN 'year' THEN 4 WHEN 'month' THEN 7 WHEN 'day' THEN 10 ELSE 16 END)
    || CASE WHEN published_grain <> 'minute' OR published_offset_minutes IS NULL THEN ''
            WHEN published_offset_minutes = 0 THEN 'Z'
            ELSE printf('%s%02d:%02d', CASE WHEN published_offset_minutes < 0 THEN '-' ELSE '+' END,
                 abs(published_offset_minutes) / 60, abs(published_offset_minutes) % 60) END) VIRTUAL,
  modified TEXT GENERATED ALWAYS AS (
    substr(strftime('%Y-%m-%dT%H:%M', modified_local_s, 'unixepoch'), 1,
           CASE modified_grain WHEN 'year' THEN 4 WHEN 'month' THEN 7 WHEN 'day' THEN 10 ELSE 16 END)
    || CASE WHEN modified_grain <> 'minute' OR modified_offset_minutes IS NULL THEN ''
            WHEN modified_offset_minutes = 0 THEN 'Z'
            ELSE printf('%s%02d:%02d', CASE WHEN modified_offset_minutes < 0 THEN '-' ELSE '+' END,
                 abs(modified_offset_minutes) / 60, abs(modified_offset_minutes) % 60) END) VIRTUAL
) STRICT;
INSERT INTO "article" VALUES(1,'000','4711','https://layout.example/city/0','https://layout.example/city/0','layout.example','/city/0','0','article','public','Headline 0 – with a dash',NULL,NULL,NULL,NULL,NULL,1,NULL,'en','ltr',NULL,'Marsa-',0,0,NULL,NULL,NULL,1403877900,180,'minute',NULL,NULL,NULL,1,1,'488b79d55bb5dc5d6daee60655aafe66c00550df492a056078df72a13549198b',1);
INSERT INTO "article" VALUES(2,'001',NULL,'https://layout.example/city/1','https://layout.example/city/1','layout.example','/city/1','1','article','public','Headline 1 – with a dash',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr',NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,2,'caef13df78042867a6cc987827c7f0962d90c892eb6a28f81725647ea0cbbe65',1);
CREATE TABLE article_author (
  article  INTEGER NOT NULL REFERENCES article (number),
  position INTEGER NOT NULL,
  author   INTEGER NOT NULL REFERENCES author (number),
  name     TEXT, -- as this page prints it, where it differs from author.label
  role     TEXT,
  agency   TEXT,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "article_author" VALUES(1,1,1,NULL,NULL,NULL);
INSERT INTO "article_author" VALUES(1,2,2,NULL,NULL,NULL);
CREATE TABLE article_capture (
  -- Which captures show an article, and which version of its text.
  article INTEGER NOT NULL REFERENCES article (number),
  capture INTEGER NOT NULL REFERENCES capture (number),
  version INTEGER NOT NULL REFERENCES version (number),
  PRIMARY KEY (article, capture)
) STRICT, WITHOUT ROWID;
INSERT INTO "article_capture" VALUES(1,1,1);
INSERT INTO "article_capture" VALUES(2,2,2);
INSERT INTO "article_capture" VALUES(1,3,3);
CREATE TABLE article_tag (
  article  INTEGER NOT NULL REFERENCES article (number),
  position INTEGER NOT NULL,
  tag      INTEGER NOT NULL REFERENCES tag (number),
  label    TEXT, -- as this page prints it, where it differs from tag.label
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "article_tag" VALUES(1,1,1,NULL);
CREATE TABLE author  (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT) STRICT;
INSERT INTO "author" VALUES(1,'salma-haddad','Salma Haddad');
INSERT INTO "author" VALUES(2,'reuters','Reuters');
CREATE TABLE block (
  -- The body, block by block.
  version    INTEGER NOT NULL REFERENCES version (number),
  position   INTEGER NOT NULL, -- from 1
  kind       TEXT NOT NULL,    -- 'paragraph', 'subhead', 'quote', 'list', 'table', 'turn', 'inset', 'embed'
  text_begin INTEGER,          -- UTF-8 bytes [begin, end) of version.text; NULL: not part of the text
  text_end   INTEGER,
  text       TEXT,             -- NULL: those bytes of version.text
  markup     TEXT,             -- HTML over the text: {n} its next n bytes, escaped; {-n} passed over;
                               -- {{ a brace; NULL: the text, with & < > " ' escaped
  speaker    TEXT,             -- of a turn
  PRIMARY KEY (version, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "block" VALUES(1,1,'paragraph',0,29,NULL,NULL,NULL);
INSERT INTO "block" VALUES(1,2,'subhead',31,42,NULL,'{7}<em>{4}</em>',NULL);
INSERT INTO "block" VALUES(1,3,'inset',NULL,NULL,'Read also',NULL,NULL);
INSERT INTO "block" VALUES(2,1,'paragraph',0,29,NULL,NULL,NULL);
INSERT INTO "block" VALUES(2,2,'subhead',31,42,NULL,'{7}<em>{4}</em>',NULL);
INSERT INTO "block" VALUES(2,3,'inset',NULL,NULL,'Read also',NULL,NULL);
INSERT INTO "block" VALUES(3,1,'paragraph',0,23,NULL,NULL,NULL);
INSERT INTO "block" VALUES(3,2,'subhead',25,36,NULL,'{7}<em>{4}</em>',NULL);
INSERT INTO "block" VALUES(3,3,'inset',NULL,NULL,'Read also',NULL,NULL);
CREATE TABLE capture (
  -- One original as it came: a record in a file of warc/.
  number       INTEGER PRIMARY KEY,  -- in the order of import
  kind         TEXT NOT NULL,        -- WARC-Type: 'response', 'resource', 'conversion', 'revisit', ...
  record_id    TEXT,                 -- WARC-Record-ID, without < >
  url          TEXT,                 -- as given
  address      INTEGER REFERENCES address (number),
  captured_s   INTEGER,              -- seconds since 1970, UTC
  http_status  INTEGER,
  media_type   TEXT,
  redirect     TEXT,                 -- where a 3xx or a meta refresh leads, absolute
  sha256       TEXT NOT NULL,        -- of the record's block: the original bytes
  page_kind    TEXT NOT NULL,        -- 'article', 'list', 'front', ..., 'other'
  source       INTEGER REFERENCES source (number),
  source_begin INTEGER NOT NULL,     -- where it stood in its source
  is_file      INTEGER NOT NULL,     -- 1: it came as a file, so its time is only the file's
  warc_file    INTEGER NOT NULL REFERENCES warc_file (number),
  warc_offset  INTEGER NOT NULL,     -- first byte of its zstd frame
  warc_size    INTEGER NOT NULL,     -- bytes of that frame
  raw_size     INTEGER NOT NULL,     -- bytes of the record when unpacked, with its closing CR LF CR LF
  captured     TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%SZ', captured_s, 'unixepoch')) VIRTUAL
) STRICT;
INSERT INTO "capture" VALUES(1,'resource',NULL,'https://layout.example/city/0',1,1403867100,NULL,'text/html',NULL,'3815d9bb6c961c3d2e2005f905b057641f890c813fff60afa27cab9f3be850f0','article',NULL,0,0,1,0,3443,14853);
INSERT INTO "capture" VALUES(2,'resource',NULL,'https://layout.example/city/1',2,1403867101,NULL,'text/html',NULL,'3a4f0acee75da38f666cae7d0de219cfddeb03e54204bca30ab521f49dbb5033','article',NULL,0,0,1,3443,3468,14925);
INSERT INTO "capture" VALUES(3,'resource',NULL,'https://layout.example/city/0',1,1300000000,NULL,'text/html',NULL,'2f3f43deec53ec6e9897f9596384fe90af73c6848bfea875de21e83044054e03','article',NULL,0,0,1,6911,279,346);
CREATE TABLE cms_id (
  -- The publisher's own ids, of any capture: kept for ever. They are unique within one host only.
  id      TEXT NOT NULL,
  host    TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article (number),
  PRIMARY KEY (id, host)
) STRICT, WITHOUT ROWID;
INSERT INTO "cms_id" VALUES('4711','layout.example',1);
CREATE TABLE dateline_name (
  -- Places and agencies of a dateline, in printed order.
  article  INTEGER NOT NULL REFERENCES article (number),
  kind     TEXT NOT NULL, -- 'place' or 'agency'
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  PRIMARY KEY (article, kind, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "dateline_name" VALUES(1,'place',1,'Marsa');
CREATE TABLE origin (
  -- A way in which a field's value was found.
  number INTEGER PRIMARY KEY,
  field  TEXT NOT NULL, -- 'headline', 'published', ...
  source TEXT NOT NULL, -- 'json-ld', 'opengraph', 'wordpress', 'visible', 'person', ...
  place  TEXT NOT NULL, -- a selector, a key, a line
  rule   TEXT NOT NULL, -- the rule of the program
  UNIQUE (field, source, place, rule)
) STRICT;
INSERT INTO "origin" VALUES(1,'headline','visible','h1','headline-h1');
CREATE TABLE photo (
  -- A picture: known by the publisher's media id, else by its address. What is said of it stands in photo_use.
  number INTEGER PRIMARY KEY,
  id     TEXT UNIQUE, -- the publisher's media id
  href   TEXT         -- where it was first seen
) STRICT;
INSERT INTO "photo" VALUES(1,'7001','https://layout.example/7001.jpg');
CREATE TABLE photo_use (
  -- A picture in an article, as printed there.
  article      INTEGER NOT NULL REFERENCES article (number),
  position     INTEGER NOT NULL,
  photo        INTEGER REFERENCES photo (number),
  href         TEXT,
  caption      TEXT,
  alt          TEXT,
  credit       TEXT,    -- as printed
  agency       TEXT,
  photographer TEXT,
  is_file      INTEGER NOT NULL DEFAULT 0, -- 1: a file photo, not taken for this piece
  taken_local_s INTEGER,        -- civil time at its start, as seconds since 1970 as if it were UTC
  taken_offset_minutes INTEGER, -- east of UTC, where the paper says so
  taken_grain TEXT,             -- 'year', 'month', 'day' or 'minute': how exact it is
  width        INTEGER, -- pixels
  height       INTEGER,
  taken TEXT GENERATED ALWAYS AS (
    substr(strftime('%Y-%m-%dT%H:%M', taken_local_s, 'unixepoch'), 1,
           CASE taken_grain WHEN 'year' THEN 4 WHEN 'month' THEN 7 WHEN 'day' THEN 10 ELSE 16 END)
    || CASE WHEN taken_grain <> 'minute' OR taken_offset_minutes IS NULL THEN ''
            WHEN taken_offset_minutes = 0 THEN 'Z'
            ELSE printf('%s%02d:%02d', CASE WHEN taken_offset_minutes < 0 THEN '-' ELSE '+' END,
                 abs(taken_offset_minutes) / 60, abs(taken_offset_minutes) % 60) END) VIRTUAL,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "photo_use" VALUES(1,1,1,'https://layout.example/7001.jpg','The harbour.',NULL,'AP','AP',NULL,1,NULL,NULL,NULL,640,480);
CREATE TABLE provenance (
  -- Where each field of an article comes from.
  article    INTEGER NOT NULL REFERENCES article (number),
  position   INTEGER NOT NULL,
  origin     INTEGER NOT NULL REFERENCES origin (number),
  confidence REAL NOT NULL, -- 0 to 1
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "provenance" VALUES(1,1,1,0.8);
CREATE TABLE repair (
  -- What was mended in a field; the original stands in warc/.
  article    INTEGER NOT NULL REFERENCES article (number),
  position   INTEGER NOT NULL,
  field      TEXT NOT NULL,
  text_begin INTEGER NOT NULL, -- UTF-8 bytes of the field
  text_end   INTEGER NOT NULL,
  was        TEXT,
  rule       TEXT NOT NULL,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "repair" VALUES(1,1,'headline',11,14,'-','dash');
CREATE TABLE section (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT) STRICT;
INSERT INTO "section" VALUES(1,'city','The City');
CREATE TABLE source (
  -- A file or folder that was imported.
  number  INTEGER PRIMARY KEY,
  path    TEXT NOT NULL,        -- as it was named at the import
  format  TEXT NOT NULL,        -- 'warc', 'folder', 'text', ...
  sha256  TEXT NOT NULL UNIQUE, -- of its bytes; of a folder, of the lines 'sha256  path'
  bytes   INTEGER NOT NULL,
  place   INTEGER NOT NULL DEFAULT 0, -- where reading is taken up again
  is_done INTEGER NOT NULL DEFAULT 0  -- 1: it was read to its end
) STRICT;
CREATE TABLE tag     (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT) STRICT;
INSERT INTO "tag" VALUES(1,'harbour','Harbour');
CREATE TABLE version (
  -- Each state of an article's text.
  number       INTEGER PRIMARY KEY,
  article      INTEGER NOT NULL REFERENCES article (number),
  digest       TEXT NOT NULL,        -- SHA-256 of the text, a line feed and the headline
  first_seen_s INTEGER,              -- earliest capture, seconds since 1970, UTC
  headline     TEXT,
  text_bytes   INTEGER NOT NULL,
  text         TEXT NOT NULL,        -- plain UTF-8, paragraphs set apart by an empty line
  first_seen   TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_s, 'unixepoch')) VIRTUAL,
  UNIQUE (article, digest)
) STRICT;
INSERT INTO "version" VALUES(1,1,'7e0f52ccb8e81a67231df7e194f4c1043f46304a6984c23b60e51af40558f9a7',1403867100,'Headline 0 – with a dash',42,'Marsa- Text 0 of the archive.

Rain & wind');
INSERT INTO "version" VALUES(2,2,'554a7d262c6e97c28009e7ac596ac1649bd58f4d9a6293aa3f47d29ce09cf5e0',1403867101,'Headline 1 – with a dash',42,'Marsa- Text 1 of the archive.

Rain & wind');
INSERT INTO "version" VALUES(3,1,'fef1a40e4642c6f25169a771d53457f3b9f343f3dc111f5e9d12497f7bdd60d6',1300000000,'Headline 0 – with a dash',36,'Marsa- An earlier text.

Rain & wind');
CREATE TABLE warc_file (
  -- A file of originals, warc/NNNNNN.warc.zst. Bytes beyond `bytes` belong to an import that did not end.
  number           INTEGER PRIMARY KEY,
  name             TEXT NOT NULL,
  dictionary_bytes INTEGER NOT NULL, -- of the skippable frame with the zstd dictionary at its start; 0: none
  bytes            INTEGER NOT NULL,
  records          INTEGER NOT NULL,
  raw_bytes        INTEGER NOT NULL  -- of its records when unpacked
) STRICT;
INSERT INTO "warc_file" VALUES(1,'000001.warc.zst',0,7190,3,30124);
CREATE INDEX capture_sha256 ON capture (substr(sha256, 1, 16));
CREATE INDEX capture_address ON capture (address, captured_s);
CREATE INDEX capture_place ON capture (warc_file, warc_offset);
CREATE INDEX article_slug ON article (slug) WHERE slug IS NOT NULL;
CREATE INDEX article_host ON article (host) WHERE host IS NOT NULL;
CREATE INDEX article_batch ON article (batch);
CREATE INDEX article_version ON article (version);
CREATE VIEW paragraph AS
  -- The body to read: SELECT text FROM paragraph WHERE article = 1 ORDER BY position
  SELECT version.article AS article, block.version AS version, block.position AS position, block.kind AS kind,
         coalesce(block.text, CAST(substr(CAST(version.text AS BLOB), block.text_begin + 1,
                                          block.text_end - block.text_begin) AS TEXT)) AS text
  FROM block JOIN version ON version.number = block.version;
CREATE INDEX article_capture_version ON article_capture (version);
CREATE INDEX article_author_author ON article_author (author);
CREATE INDEX article_tag_tag ON article_tag (tag);
CREATE UNIQUE INDEX photo_href ON photo (href) WHERE id IS NULL;
CREATE INDEX photo_use_photo ON photo_use (photo);
CREATE INDEX alt_id_value ON alt_id (value);
COMMIT;
