PRAGMA application_id = 1113678699;
PRAGMA user_version = 4;
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
INSERT INTO "about" VALUES('layout_version','4');
INSERT INTO "about" VALUES('publisher','');
INSERT INTO "about" VALUES('timezone','Asia/Beirut');
INSERT INTO "about" VALUES('title','The Layout Times');
CREATE TABLE act (
  -- What persons decided: never changed, only undone by another act.
  number    INTEGER PRIMARY KEY,
  verb      TEXT NOT NULL,    -- 'withhold', 'restore', 'delist', 'redirect', 'correct', 'undo'
  at_s      INTEGER NOT NULL, -- seconds since 1970, UTC
  who       TEXT,
  why       TEXT,
  target    TEXT,             -- as it was named
  article   TEXT,             -- id of the article meant
  media     TEXT,             -- or of the photo
  url_key   TEXT,             -- or the address
  leads_to  TEXT,             -- of a redirect
  field     TEXT,             -- of a correction
  value     TEXT,
  was       TEXT,
  notice    TEXT,             -- shown on top of the piece
  is_by_law INTEGER NOT NULL DEFAULT 0,
  undoes    INTEGER REFERENCES act (number),
  at        TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%SZ', at_s, 'unixepoch')) VIRTUAL
) STRICT;
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
, is_key INTEGER NOT NULL DEFAULT 0 /* 1: whoever claims this address is that article */, held TEXT /* what a person decided: 'withheld', 'law', 'redirect'; NULL: nothing */, held_target TEXT /* of a redirect that a person decided */) STRICT;
INSERT INTO "address" VALUES(1,'layout.example/city/0','https://layout.example/city/0','article',1,1,1,NULL,NULL,1,NULL,NULL);
INSERT INTO "address" VALUES(2,'layout.example/city/1','https://layout.example/city/1','article',1,2,2,NULL,NULL,1,NULL,NULL);
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
, parent_id TEXT /* of a photo's page: publisher's id of the piece it belongs to */, held TEXT /* what a person decided: 'withheld', 'delisted'; NULL: nothing */, is_by_law INTEGER NOT NULL DEFAULT 0 /* 1: withheld because the law says so */, parent INTEGER REFERENCES article (number) /* of a photo's page: the piece it belongs to, by parent_id or by its address */, license TEXT /* address of the terms under which it may be used */, rights TEXT /* the same in words */) STRICT;
INSERT INTO "article" VALUES(1,'4711','4711','https://layout.example/city/0','https://layout.example/city/0','layout.example','/city/0','0','article','public','Headline 0 – with a dash',NULL,NULL,NULL,NULL,NULL,1,'The City','en','ltr',NULL,'Marsa-',0,0,NULL,NULL,NULL,1403877900,180,'minute',NULL,NULL,NULL,1,1,'5a22c60c280410adeb9c308e1e6bea1ecb8187ce9d0d168f5066b2733361016b',1,NULL,NULL,0,NULL,'https://creativecommons.org/licenses/by/4.0/','© 2014 The Layout Times');
INSERT INTO "article" VALUES(2,'x066ccb93975c',NULL,'https://layout.example/city/1','https://layout.example/city/1','layout.example','/city/1','1','article','public','Headline 1 – with a dash',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'en','ltr',NULL,NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2,2,'fad8e842fb470c1a731904b5b0e161c8e1028ddbc93dad3b5d46286194893b8b',1,NULL,NULL,0,NULL,NULL,NULL);
CREATE TABLE article_author (
  article  INTEGER NOT NULL REFERENCES article (number),
  position INTEGER NOT NULL,
  author   INTEGER NOT NULL REFERENCES author (number),
  name     TEXT, -- as this page prints it, where it differs from author.label
  role     TEXT,
  agency   TEXT,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "article_author" VALUES(1,1,1,'Salma Haddad',NULL,NULL);
INSERT INTO "article_author" VALUES(1,2,2,'Reuters',NULL,NULL);
INSERT INTO "article_author" VALUES(1,3,3,NULL,NULL,NULL);
CREATE TABLE "article_capture" (
  -- Which captures speak of an article, and which version of its text they have.
  article INTEGER NOT NULL REFERENCES article (number),
  capture INTEGER NOT NULL REFERENCES capture (number),
  version INTEGER REFERENCES version (number), -- NULL: it has no text
  class   INTEGER NOT NULL,                    -- who speaks that text: model/merge.h
  PRIMARY KEY (article, capture)
) STRICT, WITHOUT ROWID;
INSERT INTO "article_capture" VALUES(1,1,1,3);
INSERT INTO "article_capture" VALUES(1,3,3,3);
INSERT INTO "article_capture" VALUES(2,2,2,3);
CREATE TABLE article_section (
  -- The further sections of a piece that stands in several; the first is article.section.
  article  INTEGER NOT NULL REFERENCES article (number),
  position INTEGER NOT NULL, -- from 2
  section  INTEGER NOT NULL REFERENCES section (number),
  label    TEXT, -- as its sources print it; NULL: they do not, section.label is shown
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "article_section" VALUES(1,2,2,'The Coast');
CREATE TABLE article_tag (
  article  INTEGER NOT NULL REFERENCES article (number),
  position INTEGER NOT NULL,
  tag      INTEGER NOT NULL REFERENCES tag (number),
  label    TEXT, -- as this page prints it, where it differs from tag.label
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "article_tag" VALUES(1,1,1,'Harbour');
CREATE TABLE author  (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT, class INTEGER NOT NULL DEFAULT 0 /* who named it */) STRICT;
INSERT INTO "author" VALUES(1,'salma-haddad','Salma Haddad',3);
INSERT INTO "author" VALUES(2,'reuters','Reuters',3);
INSERT INTO "author" VALUES(3,'omar','Omar Aziz',5);
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
, payload_sha1 TEXT /* of the body as sent, hexadecimal, where it is known */, referred_url TEXT /* of a revisit: the address whose bytes it had */, referred_s INTEGER /* and when that was captured */, same_as INTEGER REFERENCES capture (number) /* of a revisit: the capture meant, once it is held */, is_same INTEGER NOT NULL DEFAULT 0 /* 1: surely that one */) STRICT;
INSERT INTO "capture" VALUES(1,'resource',NULL,'https://layout.example/city/0',1,1403867100,NULL,'text/html',NULL,'3815d9bb6c961c3d2e2005f905b057641f890c813fff60afa27cab9f3be850f0','article',NULL,0,0,1,0,3553,14853,NULL,NULL,NULL,NULL,0);
INSERT INTO "capture" VALUES(2,'resource',NULL,'https://layout.example/city/1',2,1403867101,NULL,'text/html',NULL,'3a4f0acee75da38f666cae7d0de219cfddeb03e54204bca30ab521f49dbb5033','article',NULL,0,0,1,3553,3543,14925,NULL,NULL,NULL,NULL,0);
INSERT INTO "capture" VALUES(3,'resource',NULL,'https://layout.example/city/0',1,1300000000,NULL,'text/html',NULL,'2f3f43deec53ec6e9897f9596384fe90af73c6848bfea875de21e83044054e03','article',NULL,0,0,1,7096,280,346,NULL,NULL,NULL,NULL,0);
CREATE TABLE cms_id (
  -- The publisher's own ids, of any capture: kept for ever. They are unique within one host only.
  id      TEXT NOT NULL,
  host    TEXT NOT NULL,
  article INTEGER NOT NULL REFERENCES article (number),
  PRIMARY KEY (id, host)
) STRICT, WITHOUT ROWID;
INSERT INTO "cms_id" VALUES('4711','layout.example',1);
CREATE TABLE comment (
  -- Readers' comments, as a CMS exported them. Kept apart from the text.
  article     INTEGER NOT NULL REFERENCES article (number),
  position    INTEGER NOT NULL,
  id          TEXT, -- the publisher's
  parent      TEXT, -- id of the comment that it answers
  author      TEXT,
  author_url  TEXT,
  at_local_s INTEGER,        -- civil time at its start, as seconds since 1970 as if it were UTC
  at_offset_minutes INTEGER, -- east of UTC, where the paper says so
  at_grain TEXT,             -- 'year', 'month', 'day' or 'minute': how exact it is
  text        TEXT NOT NULL,
  is_approved INTEGER NOT NULL, -- 1: the paper showed it
  at TEXT GENERATED ALWAYS AS (
    substr(strftime('%Y-%m-%dT%H:%M', at_local_s, 'unixepoch'), 1,
           CASE at_grain WHEN 'year' THEN 4 WHEN 'month' THEN 7 WHEN 'day' THEN 10 ELSE 16 END)
    || CASE WHEN at_grain <> 'minute' OR at_offset_minutes IS NULL THEN ''
            WHEN at_offset_minutes = 0 THEN 'Z'
            ELSE printf('%s%02d:%02d', CASE WHEN at_offset_minutes < 0 THEN '-' ELSE '+' END,
                 abs(at_offset_minutes) / 60, abs(at_offset_minutes) % 60) END) VIRTUAL,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "comment" VALUES(1,1,'c1',NULL,'A reader',NULL,NULL,NULL,NULL,'First!',1);
CREATE TABLE custom_field (
  -- Fields that only the CMS knows.
  article  INTEGER NOT NULL REFERENCES article (number),
  position INTEGER NOT NULL,
  key      TEXT NOT NULL,
  value    TEXT NOT NULL,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "custom_field" VALUES(1,1,'_wire','yes');
CREATE TABLE dateline_name (
  -- Places and agencies of a dateline, in printed order.
  article  INTEGER NOT NULL REFERENCES article (number),
  kind     TEXT NOT NULL, -- 'place' or 'agency'
  position INTEGER NOT NULL,
  name     TEXT NOT NULL,
  PRIMARY KEY (article, kind, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "dateline_name" VALUES(1,'place',1,'Marsa');
CREATE TABLE entry (
  -- What lists say of pieces whose own page is not held yet; it goes into the article when that comes.
  address INTEGER NOT NULL REFERENCES address (number), -- the piece's
  cms_id  TEXT NOT NULL, -- the publisher's id of it; '': not told
  said    TEXT NOT NULL, -- JSON: [[field, capture of the list, texts ...], ...]
  PRIMARY KEY (address, cms_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE former_id (
  -- Ids under which an article was known before the publisher's own was, or before two became one.
  id      TEXT PRIMARY KEY NOT NULL,
  article INTEGER NOT NULL REFERENCES article (number)
) STRICT, WITHOUT ROWID;
CREATE TABLE link (
  -- Which addresses of the paper a piece links to.
  article INTEGER NOT NULL REFERENCES article (number),
  address INTEGER NOT NULL REFERENCES address (number),
  PRIMARY KEY (article, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE loose_answer (
  -- Addresses that answer with such a file, because no capture of their own is held.
  address INTEGER PRIMARY KEY REFERENCES address (number),
  capture INTEGER NOT NULL REFERENCES capture (number),
  is_new  INTEGER NOT NULL -- 1: nothing else told of the address
) STRICT;
CREATE TABLE loose_path (
  -- Where they lay in their folders.
  capture INTEGER NOT NULL REFERENCES loose_photo (capture),
  path    TEXT NOT NULL, -- relative, percent-encoded
  PRIMARY KEY (capture, path)
) STRICT, WITHOUT ROWID;
CREATE TABLE loose_photo (
  -- Picture files that came without an address. When an import ends it is decided of each whether it is a
  -- picture that is known otherwise; else it is a photo of its own.
  capture      INTEGER PRIMARY KEY REFERENCES capture (number),
  media_id     TEXT,    -- the publisher's id, as the file tells it
  speaks       INTEGER NOT NULL, -- 1: there are words in it
  caption      TEXT,
  alt          TEXT,
  credit       TEXT,
  agency       TEXT,
  photographer TEXT,
  is_file      INTEGER NOT NULL DEFAULT 0,
  taken_local_s INTEGER,        -- civil time at its start, as seconds since 1970 as if it were UTC
  taken_offset_minutes INTEGER, -- east of UTC, where the paper says so
  taken_grain TEXT,             -- 'year', 'month', 'day' or 'minute': how exact it is
  width        INTEGER, -- pixels
  height       INTEGER,
  href_key     TEXT     -- the known picture that it is, as in photo_file; NULL: none
) STRICT;
CREATE TABLE merged_article (
  -- Rows of article that turned out to be another's: their numbers are never given again.
  number  INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article (number),
  batch   INTEGER NOT NULL -- in which that was seen
) STRICT;
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
, href_key TEXT /* its address in one spelling, sizes ('-300x200') left out */, page INTEGER REFERENCES article (number) /* its own page, where it has one: that ties id and address */, held TEXT /* 'withheld', 'law'; NULL: nothing */) STRICT;
INSERT INTO "photo" VALUES(1,'7001','https://layout.example/7001.jpg','layout.example/7001.jpg',NULL,NULL);
CREATE TABLE photo_file (
  -- What picture files say of themselves (IPTC, XMP, Exif): fills what pages leave empty.
  href_key     TEXT NOT NULL, -- as in photo; 'media:' and the id of a photo without an address
  capture      INTEGER NOT NULL REFERENCES capture (number),
  caption      TEXT,
  alt          TEXT,
  credit       TEXT,
  agency       TEXT,
  photographer TEXT,
  is_file      INTEGER NOT NULL DEFAULT 0,
  taken_local_s INTEGER,        -- civil time at its start, as seconds since 1970 as if it were UTC
  taken_offset_minutes INTEGER, -- east of UTC, where the paper says so
  taken_grain TEXT,             -- 'year', 'month', 'day' or 'minute': how exact it is
  width        INTEGER,
  height       INTEGER,
  taken TEXT GENERATED ALWAYS AS (
    substr(strftime('%Y-%m-%dT%H:%M', taken_local_s, 'unixepoch'), 1,
           CASE taken_grain WHEN 'year' THEN 4 WHEN 'month' THEN 7 WHEN 'day' THEN 10 ELSE 16 END)
    || CASE WHEN taken_grain <> 'minute' OR taken_offset_minutes IS NULL THEN ''
            WHEN taken_offset_minutes = 0 THEN 'Z'
            ELSE printf('%s%02d:%02d', CASE WHEN taken_offset_minutes < 0 THEN '-' ELSE '+' END,
                 abs(taken_offset_minutes) / 60, abs(taken_offset_minutes) % 60) END) VIRTUAL,
  PRIMARY KEY (href_key, capture)
) STRICT, WITHOUT ROWID;
CREATE TABLE photo_use (
  -- A picture in an article, as printed there.
  article      INTEGER NOT NULL REFERENCES article (number),
  position     INTEGER NOT NULL,
  photo        INTEGER REFERENCES photo (number),
  href         TEXT,    -- NULL: as in photo
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
                 abs(taken_offset_minutes) / 60, abs(taken_offset_minutes) % 60) END) VIRTUAL, is_bare INTEGER NOT NULL DEFAULT 0 /* 1: printed without the publisher's id */,
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "photo_use" VALUES(1,1,1,NULL,'The harbour.',NULL,'AP','AP',NULL,1,NULL,NULL,NULL,640,480,0);
CREATE TABLE provenance (
  -- Where each field of an article comes from.
  article    INTEGER NOT NULL REFERENCES article (number),
  position   INTEGER NOT NULL,
  origin     INTEGER NOT NULL REFERENCES origin (number),
  confidence REAL NOT NULL, capture INTEGER REFERENCES capture (number) /* that says so; NULL: article.capture, or a person */, -- 0 to 1
  PRIMARY KEY (article, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "provenance" VALUES(1,1,1,0.8,NULL);
CREATE TABLE relation (
  -- Other pieces that the sources of one name beside it, by address, whether held or not.
  article  INTEGER NOT NULL REFERENCES article (number),
  kind     TEXT NOT NULL, -- 'translation', 'related'
  position INTEGER NOT NULL,
  url      TEXT NOT NULL, -- as told, absolute
  url_key  TEXT NOT NULL, -- in one spelling, as in address
  lang     TEXT,          -- of a translation, as told
  PRIMARY KEY (article, kind, position)
) STRICT, WITHOUT ROWID;
INSERT INTO "relation" VALUES(1,'related',1,'https://layout.example/city/1','layout.example/city/1',NULL);
INSERT INTO "relation" VALUES(1,'translation',1,'https://layout.example/city/1','layout.example/city/1','ar');
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
CREATE TABLE section (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT, class INTEGER NOT NULL DEFAULT 0 /* who named it: model/merge.h */) STRICT;
INSERT INTO "section" VALUES(1,'city','The City',3);
INSERT INTO "section" VALUES(2,'coast','The Coast',3);
CREATE TABLE site (
  -- A host whose pages of pieces are held.
  number INTEGER PRIMARY KEY,
  host   TEXT NOT NULL UNIQUE,
  sample INTEGER NOT NULL DEFAULT 0, -- digest of the pages that it was learnt from; 0: not yet
  taught INTEGER NOT NULL DEFAULT 0  -- digest of its lessons; 0: it teaches nothing
) STRICT;
INSERT INTO "site" VALUES(1,'layout.example',99,4711);
CREATE TABLE site_lesson (
  -- What a host has taught: where a field stands in sight, and lines that are the site's.
  site  INTEGER NOT NULL REFERENCES site (number),
  field TEXT NOT NULL,    -- 'headline', 'author', 'published', 'section', 'line'
  key   INTEGER NOT NULL, -- hash of the element's tags and names, or of the line
  right INTEGER NOT NULL, -- pages on which the place said what they state; of a line: that print it
  asked INTEGER NOT NULL, -- pages that state the field; of a line: all
  PRIMARY KEY (site, field, key)
) STRICT, WITHOUT ROWID;
INSERT INTO "site_lesson" VALUES(1,'author',-81985529216486896,9,10);
INSERT INTO "site_lesson" VALUES(1,'line',5,30,40);
CREATE TABLE site_page (
  -- Captures of such pages, and by which lessons each was read.
  site    INTEGER NOT NULL REFERENCES site (number),
  rank    INTEGER NOT NULL, -- the first 8 bytes of capture.sha256: the least are the sample
  capture INTEGER NOT NULL REFERENCES capture (number),
  silent  INTEGER NOT NULL, -- fields not stated in metadata: 1 headline, 2 author, 4 published, 8 section
  lesson  INTEGER NOT NULL, -- site.taught when it was read; 0: it was read alone
  PRIMARY KEY (site, rank, capture)
) STRICT, WITHOUT ROWID;
INSERT INTO "site_page" VALUES(1,3404514468042108014,3,2,4711);
INSERT INTO "site_page" VALUES(1,4041375639638776893,1,2,4711);
INSERT INTO "site_page" VALUES(1,4201588861121176463,2,2,4711);
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
CREATE TABLE tag     (number INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, label TEXT, class INTEGER NOT NULL DEFAULT 0 /* who named it */) STRICT;
INSERT INTO "tag" VALUES(1,'harbour','Harbour',3);
CREATE TABLE touched (
  -- Articles that changed by more than their own capture, and are to be indexed again.
  article INTEGER PRIMARY KEY
) STRICT;
INSERT INTO "touched" VALUES(1);
CREATE TABLE version (
  -- Each state of an article's text.
  number       INTEGER PRIMARY KEY,
  article      INTEGER NOT NULL REFERENCES article (number),
  digest       TEXT NOT NULL,        -- SHA-256 of the text, a line feed and the headline
  first_seen_s INTEGER,              -- earliest capture, seconds since 1970, UTC
  headline     TEXT,
  text_bytes   INTEGER NOT NULL,
  text         TEXT NOT NULL,        -- plain UTF-8, paragraphs set apart by an empty line
  first_seen   TEXT GENERATED ALWAYS AS (strftime('%Y-%m-%dT%H:%M:%SZ', first_seen_s, 'unixepoch')) VIRTUAL, capture INTEGER REFERENCES capture (number) /* whose words these are */, likeness INTEGER /* XXH3 of its letters and digits alone; NULL: an article of which nobody has a text */,
  UNIQUE (article, digest)
) STRICT;
INSERT INTO "version" VALUES(1,1,'7e0f52ccb8e81a67231df7e194f4c1043f46304a6984c23b60e51af40558f9a7',1403867100,'Headline 0 – with a dash',42,'Marsa- Text 0 of the archive.

Rain & wind',1,-6580776493150238853);
INSERT INTO "version" VALUES(2,2,'554a7d262c6e97c28009e7ac596ac1649bd58f4d9a6293aa3f47d29ce09cf5e0',1403867101,'Headline 1 – with a dash',42,'Marsa- Text 1 of the archive.

Rain & wind',2,395452376137882901);
INSERT INTO "version" VALUES(3,1,'fef1a40e4642c6f25169a771d53457f3b9f343f3dc111f5e9d12497f7bdd60d6',1300000000,'Headline 0 – with a dash',36,'Marsa- An earlier text.

Rain & wind',3,7528974876309982431);
CREATE TABLE warc_file (
  -- A file of originals, warc/NNNNNN.warc.zst. Bytes beyond `bytes` belong to an import that did not end.
  number           INTEGER PRIMARY KEY,
  name             TEXT NOT NULL,
  dictionary_bytes INTEGER NOT NULL, -- of the skippable frame with the zstd dictionary at its start; 0: none
  bytes            INTEGER NOT NULL,
  records          INTEGER NOT NULL,
  raw_bytes        INTEGER NOT NULL  -- of its records when unpacked
) STRICT;
INSERT INTO "warc_file" VALUES(1,'000001.warc.zst',0,7376,3,30124);
CREATE INDEX capture_sha256 ON capture (substr(sha256, 1, 16));
CREATE INDEX capture_address ON capture (address, captured_s);
CREATE INDEX capture_place ON capture (warc_file, warc_offset);
CREATE INDEX article_slug ON article (slug) WHERE slug IS NOT NULL;
CREATE INDEX article_host ON article (host) WHERE host IS NOT NULL;
CREATE INDEX article_batch ON article (batch);
CREATE INDEX article_version ON article (version);
CREATE INDEX article_author_author ON article_author (author);
CREATE INDEX article_tag_tag ON article_tag (tag);
CREATE UNIQUE INDEX photo_href ON photo (href) WHERE id IS NULL;
CREATE INDEX photo_use_photo ON photo_use (photo);
CREATE INDEX alt_id_value ON alt_id (value);
CREATE INDEX version_likeness ON version (article, likeness);
CREATE INDEX article_capture_version ON article_capture (version) WHERE version IS NOT NULL;
CREATE INDEX article_held ON article (held) WHERE held IS NOT NULL;
CREATE INDEX article_child ON article (parent) WHERE parent IS NOT NULL;
CREATE INDEX article_parent ON article (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX capture_payload ON capture (substr(payload_sha1, 1, 16)) WHERE payload_sha1 IS NOT NULL;
CREATE INDEX capture_waiting ON capture (number) WHERE kind = 'revisit' AND is_same = 0;
CREATE INDEX address_article ON address (article) WHERE article IS NOT NULL;
CREATE INDEX cms_id_article ON cms_id (article);
CREATE INDEX photo_page ON photo (page) WHERE page IS NOT NULL;
CREATE INDEX photo_held ON photo (held) WHERE held IS NOT NULL;
CREATE INDEX photo_href_key ON photo (href_key) WHERE href_key IS NOT NULL;
CREATE INDEX former_id_article ON former_id (article);
CREATE INDEX merged_article_article ON merged_article (article);
CREATE INDEX article_unlabelled ON article (section) WHERE section IS NOT NULL AND section_label IS NULL;
CREATE INDEX article_section_section ON article_section (section);
CREATE INDEX article_capture_capture ON article_capture (capture);
CREATE INDEX link_address ON link (address);
CREATE INDEX loose_photo_key ON loose_photo (href_key) WHERE href_key IS NOT NULL;
CREATE INDEX loose_answer_capture ON loose_answer (capture);
CREATE INDEX entry_cms_id ON entry (cms_id) WHERE cms_id <> '';
CREATE INDEX act_article ON act (article) WHERE article IS NOT NULL;
CREATE INDEX act_media ON act (media) WHERE media IS NOT NULL;
CREATE INDEX act_url_key ON act (url_key) WHERE url_key IS NOT NULL;
CREATE UNIQUE INDEX act_undoes ON act (undoes) WHERE undoes IS NOT NULL;
CREATE INDEX relation_translation ON relation (url_key) WHERE kind = 'translation';
CREATE INDEX alt_id_translations ON alt_id (value) WHERE role = 'translationGroup';
CREATE INDEX article_debate ON article (published_local_s) WHERE genre = 'Debate';
CREATE VIEW paragraph AS
  -- The body to read: SELECT text FROM paragraph WHERE article = 1 ORDER BY position
  SELECT version.article AS article, block.version AS version, block.position AS position, block.kind AS kind,
         coalesce(block.text, CAST(substr(CAST(version.text AS BLOB), block.text_begin + 1,
                                          block.text_end - block.text_begin) AS TEXT)) AS text
  FROM block JOIN version ON version.number = block.version;
COMMIT;
