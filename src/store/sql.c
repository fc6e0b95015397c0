/* All SQL of an open archive, by name. The tables are in schema.c. */
#include "store/sql.h"

#include "base/slice.h"

#define MOMENT(name) name "_local_s, " name "_offset_minutes, " name "_grain"
#define CAPTURE_COLUMNS                                                                                      \
    "number, kind, record_id, url, captured_s, http_status, media_type, redirect, sha256, page_kind, "       \
    "source, "                                                                                               \
    "source_begin, is_file, payload_sha1, referred_url, referred_s, same_as, warc_file, warc_offset, "       \
    "warc_size, raw_size"
/* What may be shown as the answer of an address: bodies with status 200, or without HTTP. */
#define CAPTURE_IS_SHOWN                                                                                     \
    "(kind IN ('response', 'resource', 'conversion') AND (http_status IS NULL OR http_status = 200)"         \
    " OR kind = 'revisit' AND same_as IS NOT NULL)"
#define USE_COLUMNS                                                                                          \
    "CASE is_bare WHEN 0 THEN photo.id END, coalesce(photo_use.href, photo.href), caption, alt, credit, "    \
    "agency, photographer, is_file, " MOMENT("taken") ", width, height"

#define ACT_COLUMNS                                                                                          \
    "number, verb, at_s, who, why, target, article, media, url_key, leads_to, field, value, was, notice, "   \
    "is_by_law, undoes"

#define STANDING_COLUMNS "r.number, r.path, r.canonical, r.status, r.page_kind, r.held, r.is_by_law"

#define CAPTURE_HAS_BYTES "kind IN ('response', 'resource', 'conversion')"
#define VERSION_IS_UNUSED                                                                                    \
    "NOT EXISTS (SELECT 1 FROM article_capture WHERE version = version.number)"                              \
    " AND number IS NOT (SELECT version FROM article WHERE number = ?1)"
#define TOUCH "INSERT OR IGNORE INTO touched (article) SELECT "

const char *const statement_sql[STATEMENTS] = {
    [SQL_READ_BEGIN] = "BEGIN",
    [SQL_READ_END] = "COMMIT",
    [SQL_ABOUT] = "SELECT key, value FROM about",
    [SQL_ABOUT_SET] =
        "INSERT INTO about (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
    [SQL_ABOUT_BATCH] = "SELECT CAST(value AS INTEGER) FROM about WHERE key = 'batch'",
    [SQL_ABOUT_COMMITS] = "SELECT CAST(value AS INTEGER) FROM about WHERE key = 'commits'",
    [SQL_ABOUT_HOME_HOST] = "SELECT value FROM about WHERE key = 'home_host'",

    /* ---- warc/ ---- */
    [SQL_WARC_FILE_LAST] = "SELECT number, bytes FROM warc_file ORDER BY number DESC LIMIT 1",
    [SQL_WARC_FILE_ADD] = "INSERT INTO warc_file (number, name, dictionary_bytes, bytes, records, raw_bytes)"
                          " VALUES (?, ?, ?, ?, 0, 0)",
    [SQL_WARC_FILE_GROW] =
        "UPDATE warc_file SET bytes = ?2, records = records + ?3, raw_bytes = raw_bytes + ?4"
        " WHERE number = ?1",
    [SQL_WARC_FILES] =
        "SELECT number, name, dictionary_bytes, bytes, records, raw_bytes FROM warc_file ORDER BY number",

    /* ---- sources ---- */
    [SQL_SOURCE_FIND] = "SELECT number, place, is_done FROM source WHERE sha256 = ?",
    [SQL_SOURCE_ADD] = "INSERT INTO source (path, format, sha256, bytes) VALUES (?, ?, ?, ?)",
    [SQL_SOURCE_ADVANCE] = "UPDATE source SET place = ?2, is_done = ?3 WHERE number = ?1",

    [SQL_ARTICLE_STATE] = "SELECT state FROM article WHERE number = ?",
    [SQL_CAPTURE_BY_SHA256] =
        "SELECT min(number) FROM capture WHERE substr(sha256, 1, 16) = substr(?1, 1, 16)"
        " AND +sha256 = ?1 HAVING count(*) > 0",
    /* photos' pages whose piece is another than was known */
    [SQL_PARENT_FIND] =
        "SELECT number, found FROM (SELECT page.number AS number, page.parent AS parent, coalesce("
        "  (SELECT cms_id.article FROM cms_id WHERE cms_id.id = page.parent_id"
        "   AND cms_id.host = ifnull(page.host, '') AND cms_id.article <> page.number),"
        "  (SELECT piece.number FROM article AS piece WHERE instr(page.path, '/attachment/') > 1 AND "
        "piece.path IN"
        "   (substr(page.path, 1, instr(page.path, '/attachment/') - 1),"
        "    substr(page.path, 1, instr(page.path, '/attachment/'))) AND piece.page_kind <> 'photo'"
        "   ORDER BY piece.path LIMIT 1)) AS found"
        " FROM article AS page WHERE page.page_kind = 'photo') WHERE found IS NOT parent",
    [SQL_PARENT_SET] = "UPDATE article SET parent = ?2 WHERE number = ?1",
    /* photos' pages that say nothing of their status, and whose piece has another */
    [SQL_PARENT_STATUS] =
        "SELECT number, status FROM (SELECT page.number AS number, page.status AS own,"
        "  CASE WHEN parent.status IN ('draft', 'embargoed') THEN parent.status ELSE 'public' END AS status"
        "  FROM article AS page LEFT JOIN article AS parent ON parent.number = page.parent"
        "  WHERE page.page_kind = 'photo' AND NOT EXISTS (SELECT 1 FROM provenance JOIN origin"
        "   ON origin.number = provenance.origin WHERE provenance.article = page.number AND origin.field = "
        "'status'))"
        " WHERE own <> status",
    [SQL_PARENT_STATUS_SET] = "UPDATE article SET status = ?2 WHERE number = ?1",
    [SQL_CHILDREN] =
        "SELECT number FROM article WHERE parent = ?1 AND page_kind = 'photo' AND status = 'public'"
        " AND held IS NULL ORDER BY CAST(id AS INTEGER), id LIMIT ?2",
    [SQL_PHOTO_FILE_PUT] =
        "INSERT OR REPLACE INTO photo_file (href_key, capture, caption, alt, credit, agency, photographer,"
        " is_file, " MOMENT("taken") ", width, height) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",

    /* ---- captures ---- */
    [SQL_CAPTURE_ADD] =
        "INSERT INTO capture (kind, record_id, url, address, captured_s, http_status, media_type,"
        " redirect, sha256, page_kind, source, source_begin, is_file, payload_sha1, referred_url,"
        " referred_s, warc_file, warc_offset, warc_size, raw_size)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    /* The plus keeps SQLite from putting the constant into substr(), where the index would not be seen. */
    [SQL_CAPTURE_FIND] = "SELECT number FROM capture WHERE substr(sha256, 1, 16) = substr(?1, 1, 16)"
                         " AND +sha256 = ?1 AND url IS ?2 AND captured_s IS ?3 LIMIT 1",
    [SQL_CAPTURE_FIND_FILE] = "SELECT number FROM capture WHERE substr(sha256, 1, 16) = substr(?1, 1, 16)"
                              " AND +sha256 = ?1 AND url IS ?2 LIMIT 1",
    [SQL_CAPTURE_GET] = "SELECT " CAPTURE_COLUMNS " FROM capture WHERE number = ?",
    [SQL_CAPTURE_RANK] = "SELECT captured_s, sha256, url FROM capture WHERE number = ?",
    [SQL_CAPTURE_LATEST] = "SELECT " CAPTURE_COLUMNS " FROM capture WHERE address = ? AND " CAPTURE_IS_SHOWN
                           " ORDER BY captured_s DESC, sha256 DESC LIMIT 1",
    [SQL_CAPTURE_BEFORE] = "SELECT " CAPTURE_COLUMNS " FROM capture WHERE address = ?1 AND captured_s <= ?2"
                           " AND " CAPTURE_IS_SHOWN " ORDER BY captured_s DESC, sha256 DESC LIMIT 1",
    [SQL_CAPTURE_AFTER] = "SELECT " CAPTURE_COLUMNS " FROM capture WHERE address = ?1 AND captured_s > ?2"
                          " AND " CAPTURE_IS_SHOWN " ORDER BY captured_s, sha256 DESC LIMIT 1",
    [SQL_CAPTURE_NEXT] = "SELECT number FROM capture WHERE number > ? ORDER BY number LIMIT 1",
    [SQL_CAPTURES_OF_SOURCE] = "SELECT count(*) FROM capture WHERE source = ?",
    [SQL_CAPTURE_PLACES] = "SELECT " CAPTURE_COLUMNS " FROM capture ORDER BY warc_file, warc_offset",

    /* ---- revisits ---- */
    [SQL_REVISIT_NEXT] =
        "SELECT number, url, captured_s, http_status, referred_url, referred_s, payload_sha1,"
        " same_as FROM capture INDEXED BY capture_waiting"
        " WHERE kind = 'revisit' AND is_same = 0 AND number > ? ORDER BY number LIMIT 1",
    /* At or before the time, the latest first: of two at one time that with the payload that is told. */
    [SQL_REVISIT_BY_ADDRESS] =
        "SELECT number, (?3 IS NOT NULL AND payload_sha1 IS ?3) OR (?4 IS NOT NULL AND captured_s = ?4)"
        " FROM capture WHERE address = ?1 AND captured_s <= ?2 AND " CAPTURE_HAS_BYTES
        " AND (?3 IS NULL OR payload_sha1 IS NULL OR payload_sha1 = ?3)"
        " ORDER BY captured_s DESC, payload_sha1 IS ?3 DESC, sha256 DESC, number LIMIT 1",
    [SQL_REVISIT_BY_PAYLOAD] =
        "SELECT number, 0 FROM capture"
        " WHERE substr(payload_sha1, 1, 16) = substr(?1, 1, 16) AND payload_sha1 IS NOT NULL"
        " AND +payload_sha1 = ?1 AND " CAPTURE_HAS_BYTES " ORDER BY captured_s, sha256, url, number LIMIT 1",
    [SQL_REVISIT_SET] = "UPDATE capture SET same_as = ?2, is_same = ?3 WHERE number = ?1",
    [SQL_REVISIT_UNLINK] = "DELETE FROM article_capture WHERE capture = ?",
    [SQL_REVISIT_LINK] = "INSERT OR IGNORE INTO article_capture (article, capture, version, class)"
                         " SELECT article, ?1, version, class FROM article_capture WHERE capture = ?2",
    [SQL_REVISIT_SEEN] =
        "UPDATE version SET first_seen_s = ?2 WHERE (first_seen_s IS NULL OR first_seen_s > ?2)"
        " AND number IN (SELECT version FROM article_capture WHERE capture = ?1)",
    [SQL_REVISIT_ARTICLE] = "SELECT min(article) FROM article_capture WHERE capture = ? HAVING count(*) = 1",
    [SQL_REVISITS_FORGET] = "UPDATE capture SET same_as = NULL, is_same = 0 WHERE kind = 'revisit'"
                            " AND number IN (SELECT capture FROM article_capture WHERE article = ?)",

    /* ---- addresses ---- */
    [SQL_ADDRESS_FIND] =
        "SELECT number, kind, is_canonical, is_key, article, capture, target, status FROM address"
        " WHERE url_key = ?",
    [SQL_LEAD] = "SELECT a.kind, a.is_canonical, a.capture, a.target, a.status, a.held, a.held_target,"
                 " " STANDING_COLUMNS " FROM address a LEFT JOIN article r ON r.number = a.article"
                 " WHERE a.url_key = ?",
    [SQL_STANDING] = "SELECT " STANDING_COLUMNS " FROM article r WHERE r.number = ?",
    [SQL_STANDING_BY_PATH] = "SELECT " STANDING_COLUMNS " FROM article r WHERE r.path = ?",
    [SQL_STANDING_BY_ID] = "SELECT " STANDING_COLUMNS " FROM article r WHERE r.id = ?",
    [SQL_STANDING_BY_CMS_ID] = "SELECT " STANDING_COLUMNS " FROM cms_id JOIN article r"
                               " ON r.number = cms_id.article WHERE cms_id.id = ? AND cms_id.host = ?",
    [SQL_STANDING_BY_FORMER_ID] = "SELECT " STANDING_COLUMNS " FROM former_id JOIN article r"
                                  " ON r.number = former_id.article WHERE former_id.id = ?",
    [SQL_STANDINGS_BY_SLUG] =
        "SELECT " STANDING_COLUMNS " FROM article r WHERE r.slug = ?1 ORDER BY r.number LIMIT ?2",
    [SQL_STANDINGS_BY_OLD_SLUG] =
        "SELECT " STANDING_COLUMNS " FROM alt_id JOIN article r ON r.number = alt_id.article"
        " WHERE alt_id.value = ?1 AND alt_id.role = 'slug' ORDER BY r.number LIMIT ?2",
    [SQL_STANDINGS_BY_BEGINNING] = "SELECT " STANDING_COLUMNS " FROM article r WHERE r.slug > ?1"
                                   " AND r.slug < ?2 ORDER BY r.slug, r.number LIMIT ?3",
    [SQL_STANDINGS_BY_PHOTO] =
        "SELECT " STANDING_COLUMNS " FROM article r WHERE r.number IN (SELECT article FROM photo_use"
        " JOIN photo ON photo.number = photo_use.photo WHERE photo.id = ?1 AND photo.held IS NULL)"
        " ORDER BY r.number LIMIT ?2",
    [SQL_REDIRECT_ANY] = "SELECT EXISTS (SELECT 1 FROM act WHERE verb = 'redirect')",
    [SQL_LEADS_COUNT] = "SELECT count(*) FROM address",
    [SQL_LEADS] = "SELECT a.url_key, a.kind, a.is_canonical, a.held IS NOT NULL, a.article, r.path,"
                  " r.canonical, r.status = 'public' AND r.held IS NULL"
                  " FROM address a LEFT JOIN article r ON r.number = a.article",
    [SQL_SLUGS_COUNT] = "SELECT (SELECT count(*) FROM article WHERE slug IS NOT NULL)"
                        " + (SELECT count(*) FROM alt_id WHERE role = 'slug')",
    [SQL_SLUGS] = "SELECT slug FROM article WHERE slug IS NOT NULL"
                  " UNION ALL SELECT value FROM alt_id WHERE role = 'slug'",
    [SQL_ADDRESS_NUMBER] = "SELECT number FROM address WHERE url_key = ?",
    [SQL_ADDRESS_ADD] = "INSERT INTO address (url_key, url) VALUES (?, ?)",
    [SQL_ADDRESS_SET] =
        "UPDATE address SET kind = ?2, is_canonical = ?3, article = ?4, capture = ?5, target = ?6,"
        " status = ?7, is_key = ?8 WHERE number = ?1",

    /* ---- articles ---- */
    [SQL_ARTICLE_BY_KEY] = "SELECT article FROM address WHERE url_key = ? AND is_key",
    [SQL_ARTICLE_BY_CMS_ID] = "SELECT article FROM cms_id WHERE id = ? AND host = ?",
    /* of any host: more than one tells nothing */
    [SQL_ARTICLE_BY_CMS_ID_ALONE] = "SELECT DISTINCT article FROM cms_id WHERE id = ? LIMIT 2",
    [SQL_ARTICLE_BY_CMS_ID_BARE] =
        "SELECT article FROM cms_id JOIN article ON article.number = cms_id.article"
        " WHERE cms_id.id = ?1 AND cms_id.host = '' AND ifnull(article.host, ?2) = ?2",
    /* what an article says, in the order of listed_groups (entry.c) */
    [SQL_ENTRY_SAID] =
        "SELECT canonical IS NOT NULL, cms_id IS NOT NULL, headline IS NOT NULL, summary IS NOT NULL,"
        " byline IS NOT NULL, section IS NOT NULL OR section_label IS NOT NULL, published_grain IS NOT NULL,"
        " EXISTS (SELECT 1 FROM article_author WHERE article = number),"
        " EXISTS (SELECT 1 FROM article_tag WHERE article = number),"
        " EXISTS (SELECT 1 FROM photo_use WHERE article = number),"
        " EXISTS (SELECT 1 FROM custom_field WHERE article = number) FROM article WHERE number = ?",
    [SQL_ENTRY_SPEAKERS] = "SELECT field, source FROM provenance JOIN origin ON origin.number = origin"
                           " WHERE article = ?",
    [SQL_ENTRY_GET] = "SELECT said FROM entry WHERE address = ? AND cms_id = ?",
    [SQL_ENTRY_PUT] = "INSERT INTO entry (address, cms_id, said) VALUES (?1, ?2, ?3)"
                      " ON CONFLICT (address, cms_id) DO UPDATE SET said = ?3",
    [SQL_ENTRY_DROP] = "DELETE FROM entry WHERE address = ? AND cms_id = ?",
    [SQL_ENTRIES_BY_KEY] = "SELECT entry.address, entry.cms_id, said FROM address"
                           " JOIN entry ON entry.address = address.number WHERE url_key = ?",
    /* of the host, where it is known */
    [SQL_ENTRIES_BY_CMS_ID] =
        "SELECT entry.address, entry.cms_id, said FROM entry JOIN address ON address.number = entry.address"
        " WHERE entry.cms_id = ?1 AND entry.cms_id <> ''"
        " AND (?2 = '' OR substr(url_key, 1, length(?2) + 1) = ?2 || '/')",
    [SQL_ENTRIES_DROP] = "DELETE FROM entry",
    [SQL_ARTICLE_LISTS] = "SELECT DISTINCT provenance.capture FROM provenance"
                          " JOIN origin ON origin.number = origin"
                          " WHERE article = ? AND source = 'list' AND provenance.capture IS NOT NULL"
                          " ORDER BY 1",
    [SQL_CMS_ID_ADD] = "INSERT INTO cms_id (id, host, article) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
    [SQL_ARTICLE_BY_ID] = "SELECT number FROM article WHERE id = ?1"
                          " UNION ALL SELECT article FROM former_id WHERE id = ?1",
    [SQL_ARTICLE_ID] = "SELECT id FROM article WHERE number = ?",
    [SQL_ARTICLE_ID_SET] = "UPDATE article SET id = ?2 WHERE number = ?1",
    [SQL_FORMER_ID_ADD] =
        "INSERT INTO former_id (id, article) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET article = ?2",
    [SQL_FORMER_ID_DROP] = "DELETE FROM former_id WHERE id = ?",
    [SQL_ARTICLE_RAISE] = "UPDATE article SET batch = ?2 WHERE number = ?1",
    [SQL_ARTICLE_DROP] = "DELETE FROM article WHERE number = ?",
    [SQL_MERGED_ARTICLE_ADD] = "INSERT INTO merged_article (number, article, batch) VALUES (?, ?, ?)",
    [SQL_ARTICLE_FIRST_CAPTURED] = "SELECT min(captured_s) FROM article_capture JOIN capture ON "
                                   "capture.number = capture WHERE article = ?",
    [SQL_ARTICLE_BY_PATH] = "SELECT number FROM article WHERE path = ?",
    [SQL_ARTICLE_ADD] =
        "INSERT INTO article (number, id, page_kind, status, state, batch) VALUES (1 + max("
        "ifnull((SELECT max(number) FROM article), 0), ifnull((SELECT max(number) FROM merged_article), 0)),"
        " ?, ?, ?, '', 0)",
    [SQL_ARTICLE_SET] =
        "UPDATE article SET cms_id = ?2, url = ?3, canonical = ?4, headline = ?5, kicker = ?6, genre = ?7,"
        " subheadline = ?8, summary = ?9, byline = ?10, lang = ?11, dir = ?12, site_name = ?13,"
        " dateline = ?14, parent_id = ?15, license = ?16, rights = ?17, host = ?18, path = ?19, slug = ?20,"
        " page_kind = ?21, status = ?22, section = ?23, section_label = ?24, dateline_begin = ?25,"
        " dateline_end = ?26, dateline_date_local_s = ?27, dateline_date_offset_minutes = ?28,"
        " dateline_date_grain = ?29, published_local_s = ?30, published_offset_minutes = ?31,"
        " published_grain = ?32, modified_local_s = ?33, modified_offset_minutes = ?34, modified_grain = ?35,"
        " version = ?36, capture = ?37, state = ?38, batch = ?39 WHERE number = ?1",
    [SQL_ARTICLE_GET] =
        "SELECT article.number, id, path, page_kind, status, cms_id, url, canonical, headline, kicker, genre,"
        " subheadline, summary, byline, lang, dir, site_name, dateline, parent_id, license, rights,"
        " section.slug, section_label, section.label, dateline_begin, dateline_end, " MOMENT(
            "dateline_date") ", " MOMENT("published") ", " MOMENT("modified") ", version FROM article"
                                                                              " LEFT JOIN section ON "
                                                                              "section.number = "
                                                                              "article.section"
                                                                              " WHERE article.number = ?",
    [SQL_ARTICLE_SHOWN] = "UPDATE article SET capture = ?2, version = ?3 WHERE number = ?1",
    [SQL_ARTICLE_SHOWN_GET] = "SELECT capture, version, state FROM article WHERE number = ?",
    [SQL_ARTICLES_AFTER] = "SELECT number FROM article WHERE number > ?1 ORDER BY number LIMIT ?2",
    [SQL_ARTICLES_CHANGED_FEW] = "SELECT number FROM article INDEXED BY article_batch WHERE batch > ?3"
                                 " AND number > ?1 UNION ALL SELECT number FROM merged_article"
                                 " WHERE batch > ?3 AND number > ?1 ORDER BY number LIMIT ?2",
    [SQL_ARTICLES_CHANGED_MANY] = "SELECT number FROM article WHERE number > ?1 AND +batch > ?3"
                                  " UNION ALL SELECT number FROM merged_article WHERE number > ?1"
                                  " AND batch > ?3 ORDER BY number LIMIT ?2",
    [SQL_ARTICLES_CHANGED_COUNT] = "SELECT count(*) FROM (SELECT 1 FROM article WHERE batch > ?1 LIMIT ?2)",
    [SQL_ARTICLES_BY_ID] = "SELECT number, id FROM article WHERE id > ?1 ORDER BY id LIMIT ?2",
    [SQL_ARTICLE_CAPTURES] = "SELECT capture.number, captured_s, url, sha256 FROM article_capture"
                             " JOIN capture ON capture.number = article_capture.capture WHERE article = ?"
                             " ORDER BY captured_s, sha256, url, capture.number",
    [SQL_ARTICLE_VERSIONS] =
        "SELECT first_seen_s, digest FROM version WHERE article = ? ORDER BY first_seen_s, digest",

    /* ---- versions and blocks ---- */
    [SQL_VERSION_FIND] =
        "SELECT version.number, version.capture, digest, article_capture.class FROM version"
        " LEFT JOIN article_capture ON article_capture.article = version.article"
        " AND article_capture.capture = version.capture WHERE version.article = ?1 AND likeness = ?2",
    [SQL_VERSION_EMPTY] = "SELECT number FROM version WHERE article = ? AND likeness IS NULL",
    [SQL_VERSION_EMPTY_SET] =
        "UPDATE version SET digest = ?2, headline = ?3 WHERE number = ?1 AND digest <> ?2",
    [SQL_VERSION_ADD] = "INSERT INTO version (article, digest, first_seen_s, headline, text_bytes, text,"
                        " capture, likeness) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_VERSION_SET] = "UPDATE version SET digest = ?2, headline = ?3, text_bytes = ?4, text = ?5,"
                        " capture = ?6 WHERE number = ?1",
    [SQL_VERSION_CAPTURE] = "UPDATE version SET capture = ?2 WHERE number = ?1 AND capture IS NOT ?2",
    [SQL_VERSION_MOVE] = "UPDATE version SET article = ?1 WHERE number = ?2",
    [SQL_VERSION_DROP] = "DELETE FROM version WHERE number = ?",
    [SQL_VERSIONS_OF] =
        "SELECT version.number, likeness, version.capture, digest, article_capture.class, first_seen_s"
        " FROM version LEFT JOIN article_capture ON article_capture.article = version.article"
        " AND article_capture.capture = version.capture WHERE version.article = ?",
    [SQL_VERSION_SEEN] = "UPDATE version SET first_seen_s = ?2"
                         " WHERE number = ?1 AND (first_seen_s IS NULL OR first_seen_s > ?2)",
    [SQL_ARTICLE_VERSION] = "SELECT version FROM article WHERE number = ?",
    [SQL_VERSION_TEXT] = "SELECT text FROM version WHERE number = ?",
    [SQL_VERSION_BY_DIGEST] = "SELECT text FROM version WHERE article = ?1 AND digest = ?2",
    [SQL_VERSION_DROP_UNUSED_BLOCKS] = "DELETE FROM block WHERE version IN (SELECT number FROM version"
                                       " WHERE article = ?1 AND " VERSION_IS_UNUSED ")",
    [SQL_VERSION_DROP_UNUSED] = "DELETE FROM version WHERE article = ?1 AND " VERSION_IS_UNUSED,
    [SQL_ARTICLE_CAPTURE_VERSION] = "SELECT version FROM article_capture WHERE article = ? AND capture = ?",
    [SQL_ARTICLE_CAPTURE_PUT] =
        "INSERT INTO article_capture (article, capture, version, class) VALUES (?1, ?2, ?3, ?4)"
        " ON CONFLICT (article, capture) DO UPDATE SET version = ifnull(?3, version), class = ?4",

    /* ---- two rows become one: ?1 stays, ?2 goes ---- */
    [SQL_ARTICLE_CAPTURES_REPOINT] = "UPDATE article_capture SET version = ?1 WHERE version = ?2",
    [SQL_ARTICLE_VERSION_REPOINT] = "UPDATE article SET version = ?1 WHERE version = ?2",
    [SQL_UNIFY_CAPTURES] = "INSERT INTO article_capture (article, capture, version, class)"
                           " SELECT ?1, capture, version, class FROM article_capture WHERE article = ?2"
                           " ON CONFLICT (article, capture) DO UPDATE"
                           " SET version = coalesce(version, excluded.version),"
                           " class = max(class, excluded.class)",
    [SQL_UNIFY_CAPTURES_DROP] = "DELETE FROM article_capture WHERE article = ?2 AND ?1 <> ?2",
    [SQL_UNIFY_ADDRESSES] = "UPDATE address SET article = ?1 WHERE article = ?2",
    [SQL_UNIFY_CMS_IDS] = "UPDATE cms_id SET article = ?1 WHERE article = ?2",
    [SQL_UNIFY_FORMER_IDS] = "UPDATE former_id SET article = ?1 WHERE article = ?2",
    [SQL_UNIFY_LINKS] = "INSERT OR IGNORE INTO link (article, address)"
                        " SELECT ?1, address FROM link WHERE article = ?2",
    [SQL_UNIFY_LINKS_DROP] = "DELETE FROM link WHERE article = ?2 AND ?1 <> ?2",
    [SQL_UNIFY_HELD] =
        "UPDATE article SET held = ifnull(max(held, (SELECT held FROM article WHERE number = ?2)),"
        " (SELECT held FROM article WHERE number = ?2)), is_by_law = max(is_by_law,"
        " (SELECT is_by_law FROM article WHERE number = ?2))"
        " WHERE number = ?1 AND (SELECT held FROM article WHERE number = ?2) IS NOT NULL",
    [SQL_UNIFY_PHOTO_PAGES] = "UPDATE photo SET page = ?1 WHERE page = ?2",
    [SQL_UNIFY_MERGED] = "UPDATE merged_article SET article = ?1 WHERE article = ?2",
    [SQL_BLOCKS_DROP] = "DELETE FROM block WHERE version = ?",
    [SQL_BLOCK_ADD] = "INSERT INTO block (version, position, kind, text_begin, text_end, text, markup,"
                      " speaker) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_BLOCKS] = "SELECT kind, text_begin, text_end, text, markup, speaker FROM block WHERE version = ?"
                   " ORDER BY position",
    [SQL_VERSIONS_AFTER] =
        "SELECT number, article, digest, headline, text_bytes, text FROM version ORDER BY number",

    /* ---- labels ---- */
    [SQL_SECTION_FIND] = "SELECT number, label, class FROM section WHERE slug = ?",
    [SQL_SECTION_ADD] = "INSERT INTO section (slug, label, class) VALUES (?, ?, ?)",
    [SQL_SECTION_NAME] = "UPDATE section SET label = ?2, class = ?3 WHERE number = ?1",
    [SQL_TAG_FIND] = "SELECT number, label, class FROM tag WHERE slug = ?",
    [SQL_TAG_ADD] = "INSERT INTO tag (slug, label, class) VALUES (?, ?, ?)",
    [SQL_TAG_NAME] = "UPDATE tag SET label = ?2, class = ?3 WHERE number = ?1",
    [SQL_AUTHOR_FIND] = "SELECT number, label, class FROM author WHERE slug = ?",
    [SQL_AUTHOR_ADD] = "INSERT INTO author (slug, label, class) VALUES (?, ?, ?)",
    [SQL_AUTHOR_NAME] = "UPDATE author SET label = ?2, class = ?3 WHERE number = ?1",

    [SQL_TOUCH_SECTION] = TOUCH "number FROM article WHERE section = ?1 AND section_label IS NULL"
                                " UNION SELECT article FROM article_section WHERE section = ?1"
                                " AND label IS NULL",
    [SQL_TOUCH_TAG] = TOUCH "article FROM article_tag WHERE tag = ? AND label IS NULL",
    [SQL_TOUCH_AUTHOR] = TOUCH "article FROM article_author WHERE author = ? AND name IS NULL",

    /* ---- lists of an article ---- */
    [SQL_ARTICLE_AUTHORS_DROP] = "DELETE FROM article_author WHERE article = ?",
    [SQL_ARTICLE_AUTHOR_ADD] = "INSERT INTO article_author (article, position, author, name, role, agency)"
                               " VALUES (?, ?, ?, ?, ?, ?)",
    [SQL_ARTICLE_AUTHORS] = "SELECT slug, name, role, agency, label FROM article_author"
                            " JOIN author ON author.number = author WHERE article = ? ORDER BY position",
    [SQL_ARTICLE_TAGS_DROP] = "DELETE FROM article_tag WHERE article = ?",
    [SQL_ARTICLE_TAG_ADD] = "INSERT INTO article_tag (article, position, tag, label) VALUES (?, ?, ?, ?)",
    [SQL_ARTICLE_TAGS] = "SELECT slug, article_tag.label, tag.label FROM article_tag"
                         " JOIN tag ON tag.number = article_tag.tag WHERE article = ? ORDER BY position",
    [SQL_ARTICLE_SECTIONS_DROP] = "DELETE FROM article_section WHERE article = ?",
    [SQL_ARTICLE_SECTION_ADD] =
        "INSERT INTO article_section (article, position, section, label) VALUES (?, ?, ?, ?)",
    [SQL_ARTICLE_SECTIONS] =
        "SELECT slug, article_section.label, section.label FROM article_section"
        " JOIN section ON section.number = article_section.section WHERE article = ? ORDER BY position",
    [SQL_DATELINE_NAMES_DROP] = "DELETE FROM dateline_name WHERE article = ?",
    [SQL_DATELINE_NAME_ADD] = "INSERT INTO dateline_name (article, kind, position, name) VALUES (?, ?, ?, ?)",
    [SQL_DATELINE_NAMES] = "SELECT kind, name FROM dateline_name WHERE article = ? ORDER BY kind, position",
    [SQL_PROVENANCE_DROP] = "DELETE FROM provenance WHERE article = ?",
    [SQL_PROVENANCE_ADD] =
        "INSERT INTO provenance (article, position, origin, confidence, capture) VALUES (?, ?, ?, ?, ?)",
    [SQL_PROVENANCE] = "SELECT field, source, place, rule, confidence, capture FROM provenance"
                       " JOIN origin ON origin.number = origin WHERE article = ? ORDER BY position",
    [SQL_ORIGIN_FIND] = "SELECT number FROM origin WHERE field = ? AND source = ? AND place = ? AND rule = ?",
    [SQL_ORIGIN_ADD] = "INSERT INTO origin (field, source, place, rule) VALUES (?, ?, ?, ?)",
    [SQL_REPAIRS_DROP] = "DELETE FROM repair WHERE article = ?",
    [SQL_REPAIR_ADD] = "INSERT INTO repair (article, position, field, text_begin, text_end, was, rule)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?)",
    [SQL_REPAIRS] =
        "SELECT field, text_begin, text_end, was, rule FROM repair WHERE article = ? ORDER BY position",
    [SQL_ALT_IDS_DROP] = "DELETE FROM alt_id WHERE article = ?",
    [SQL_ALT_ID_ADD] = "INSERT INTO alt_id (article, position, role, value) VALUES (?, ?, ?, ?)",
    [SQL_ALT_IDS] = "SELECT role, value FROM alt_id WHERE article = ? ORDER BY position",

    [SQL_ARTICLE_FORGET] =
        "UPDATE article SET cms_id = NULL, url = NULL, canonical = NULL, headline = NULL, kicker = NULL,"
        " genre = NULL, subheadline = NULL, summary = NULL, byline = NULL, lang = NULL, dir = NULL,"
        " site_name = NULL, dateline = NULL, parent_id = NULL, license = NULL, rights = NULL, host = NULL, "
        "page_kind = 'other',"
        " status = 'public', section = NULL, section_label = NULL, dateline_date_local_s = NULL,"
        " dateline_date_offset_minutes = NULL, dateline_date_grain = NULL, published_local_s = NULL,"
        " published_offset_minutes = NULL, published_grain = NULL, modified_local_s = NULL,"
        " modified_offset_minutes = NULL, modified_grain = NULL, state = '' WHERE number = ?",
    [SQL_ARTICLE_VERSION_SET] = "UPDATE article SET version = ?2 WHERE number = ?1",
    [SQL_ARTICLE_CAPTURES_FORGET] = "UPDATE article_capture SET version = NULL WHERE article = ?",
    [SQL_COMMENTS_DROP] = "DELETE FROM comment WHERE article = ?",
    [SQL_COMMENT_ADD] = "INSERT INTO comment (article, position, id, parent, author, author_url, " MOMENT(
        "at") ", text, is_approved) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_COMMENTS] = "SELECT id, parent, author, author_url, " MOMENT(
        "at") ", text, is_approved FROM comment WHERE article = ? ORDER BY position",
    [SQL_CUSTOM_DROP] = "DELETE FROM custom_field WHERE article = ?",
    [SQL_CUSTOM_ADD] = "INSERT INTO custom_field (article, position, key, value) VALUES (?, ?, ?, ?)",
    [SQL_CUSTOM] = "SELECT key, value FROM custom_field WHERE article = ? ORDER BY position",
    [SQL_PIECE_PARTS] = "SELECT (number - 1) / ?1 + 1, count(*), max(ifnull(modified_local_s,"
                        " published_local_s)) FROM article WHERE status = 'public' AND held IS NULL"
                        " AND page_kind <> 'photo' GROUP BY 1 ORDER BY 1",
    [SQL_PIECES] = "SELECT number, id, path, lang, " MOMENT("published") ", " MOMENT(
        "modified") " FROM article WHERE number BETWEEN ?1 AND ?2 AND status = 'public' AND held IS NULL"
                    " AND page_kind <> 'photo' ORDER BY number",
    [SQL_PIECE_PHOTOS] =
        "SELECT coalesce(u.href, p.href) FROM photo_use u LEFT JOIN photo p ON p.number = u.photo"
        " WHERE u.article = ?1 AND p.held IS NULL AND coalesce(u.href, p.href) <> ''"
        " ORDER BY u.position LIMIT ?2",
    [SQL_RELATIONS_DROP] = "DELETE FROM relation WHERE article = ?",
    [SQL_RELATION_ADD] =
        "INSERT INTO relation (article, kind, position, url, url_key, lang) VALUES (?, ?, ?, ?, ?, ?)",
    [SQL_RELATIONS] = "SELECT kind, url, lang FROM relation WHERE article = ? ORDER BY kind, position",
    [SQL_RELATION_ADDRESS] = "SELECT article, held IS NOT NULL FROM address WHERE url_key = ?",
    [SQL_TRANSLATIONS_OF] =
        "SELECT a.article, r.lang FROM relation r JOIN address a ON a.url_key = r.url_key"
        " WHERE r.article = ?1 AND r.kind = 'translation' AND a.article IS NOT NULL"
        " UNION ALL SELECT r.article, NULL FROM address a JOIN relation r ON r.url_key = a.url_key"
        " WHERE a.article = ?1 AND r.kind = 'translation'"
        " UNION ALL SELECT o.article, NULL FROM alt_id m JOIN alt_id o ON o.value = m.value"
        " WHERE m.article = ?1 AND m.role = 'translationGroup' AND o.role = 'translationGroup'"
        " LIMIT ?2",
    [SQL_TRANSLATIONS_ARE_THERE] = "SELECT EXISTS (SELECT 1 FROM relation WHERE kind = 'translation')"
                                   " OR EXISTS (SELECT 1 FROM alt_id WHERE role = 'translationGroup')",
    [SQL_DEBATES_NEAR] =
        "SELECT number, headline, published_local_s FROM article WHERE genre = 'Debate'"
        " AND published_local_s BETWEEN ?1 - ?2 AND ?1 + ?2 AND number <> ?3 AND held IS NULL"
        " AND status = 'public' ORDER BY published_local_s / 86400 <> ?1 / 86400, abs(published_local_s - "
        "?1),"
        " id LIMIT ?4",
    [SQL_TOUCHED] = "SELECT article FROM touched ORDER BY article",
    [SQL_TOUCHED_RAISE] = "UPDATE article SET batch = ? WHERE number IN (SELECT article FROM touched)",
    [SQL_TOUCHED_DROP] = "DELETE FROM touched",
    [SQL_ARTICLE_CAPTURE_NUMBERS] = "SELECT capture.number FROM article_capture"
                                    " JOIN capture ON capture.number = article_capture.capture"
                                    " WHERE article = ? ORDER BY captured_s, sha256, url, capture.number",
    [SQL_LINKS_DROP] = "DELETE FROM link WHERE article = ?",
    [SQL_LINK_ADD] = "INSERT OR IGNORE INTO link (article, address) VALUES (?, ?)",

    /* ---- photos ---- */
    [SQL_PHOTO_FIND_ID] = "SELECT number, id, href, href_key, page FROM photo WHERE id = ?",
    /* that of the least id whose own page says so, else the one that has no id */
    [SQL_PHOTO_FIND_KEY] = "SELECT number, id, href, href_key, page FROM photo WHERE href_key = ? AND (id IS "
                           "NULL OR page IS NOT "
                           "NULL) ORDER BY id IS NULL, id LIMIT 1",
    [SQL_PHOTOS_OF_KEY] = "SELECT number FROM photo WHERE href_key = ? ORDER BY number",
    [SQL_PHOTOS_OF_PAGE] = "SELECT id FROM photo WHERE page = ? AND id IS NOT NULL ORDER BY id",
    [SQL_PHOTO_FIND_PAGE] =
        "SELECT article.number, coalesce(photo_use.href, photo.href) FROM photo_use"
        " JOIN article ON article.number = photo_use.article AND article.page_kind = 'photo'"
        " JOIN photo ON photo.number = photo_use.photo"
        " WHERE photo_use.photo = ? AND position = 1 AND NOT is_bare"
        " AND photo_use.href IS NOT '' AND coalesce(photo_use.href, photo.href) NOT LIKE '/-/file/%'"
        " ORDER BY article.id LIMIT 1",
    [SQL_PHOTO_PAGE] = "SELECT number, page FROM photo WHERE id = ?",
    [SQL_PHOTO_ADD] = "INSERT INTO photo (id, href, href_key) VALUES (?, ?, ?)",
    [SQL_PHOTO_SET_HREF] = "UPDATE photo SET href = ?2, href_key = ?3 WHERE number = ?1",
    [SQL_PHOTO_SET_PAGE] = "UPDATE photo SET page = nullif(?2, 0) WHERE number = ?1",
    [SQL_PHOTO_DROP_UNUSED] = "DELETE FROM photo WHERE number = ?1 AND page IS NULL AND held IS NULL"
                              " AND NOT EXISTS (SELECT 1 FROM photo_use WHERE photo = ?1)",
    [SQL_PHOTO_BARE_USES] = "SELECT article, position, coalesce(photo_use.href, photo.href) FROM photo_use"
                            " JOIN photo ON photo.number = photo_use.photo"
                            " WHERE photo_use.photo = ? AND is_bare ORDER BY article, position",
    [SQL_PHOTO_USE_MOVE] = "UPDATE photo_use SET photo = ?3, href = ?4 WHERE article = ?1 AND position = ?2",
    [SQL_PHOTO_OWN_USE] = "SELECT " USE_COLUMNS " FROM photo_use LEFT JOIN photo ON photo.number = photo"
                          " WHERE article = ?1 AND position = 1"
                          " AND (SELECT article.held FROM article WHERE number = ?1) IS NOT 'withheld'",
    [SQL_PHOTO_FILE_ANY] = "SELECT EXISTS (SELECT 1 FROM photo_file)",
    [SQL_PHOTO_FILE] =
        "SELECT NULL, CASE WHEN href_key LIKE 'media:%' THEN '/-/file/' || sha256 END, caption, alt, credit,"
        " agency, photographer, photo_file.is_file, " MOMENT(
            "taken") ", width, height FROM photo_file JOIN capture ON capture.number = photo_file.capture"
                     " WHERE href_key = ? ORDER BY capture.url IS NULL,"
                     " CASE WHEN capture.url IS NULL THEN width * height END DESC,"
                     " captured_s DESC, sha256 DESC, capture.url DESC LIMIT 64",
    [SQL_TOUCH_PHOTO] = TOUCH "article FROM photo_use WHERE photo = ?",
    [SQL_TOUCH_PHOTO_BLANK] = TOUCH "article FROM photo_use WHERE photo = ? AND href = ''",
    [SQL_PHOTO_USES_DROP] = "DELETE FROM photo_use WHERE article = ?",
    [SQL_PHOTO_USE_ADD] =
        "INSERT INTO photo_use (article, position, photo, is_bare, href, caption, alt, credit, agency,"
        " photographer, is_file, " MOMENT("taken") ", width, height)"
                                                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_PHOTO_USES] =
        "SELECT " USE_COLUMNS
        ", photo.number, photo.page, photo.id FROM photo_use LEFT JOIN photo ON photo.number = photo"
        " WHERE article = ? ORDER BY position",
    [SQL_PHOTO_USES_OF] = "SELECT " USE_COLUMNS " FROM photo_use JOIN photo ON photo.number = photo"
                          " JOIN article ON article.number = photo_use.article"
                          " WHERE photo_use.photo = ?1 AND article.held IS NOT 'withheld'"
                          " ORDER BY article.id, position LIMIT ?2",
    /* those that show it, and the piece that its own page belongs to */
    [SQL_PHOTO_ARTICLES] =
        "SELECT number FROM article WHERE number IN (SELECT article FROM photo_use WHERE photo = ?1"
        " UNION ALL SELECT cms_id.article FROM photo JOIN article AS page ON page.number = photo.page"
        " JOIN cms_id ON cms_id.id = page.parent_id AND cms_id.host = ifnull(page.host, '')"
        " WHERE photo.number = ?1)"
        " ORDER BY published_local_s IS NULL, published_local_s, id",

    /* ---- picture files without an address ---- */
    [SQL_LOOSE_PUT] =
        "INSERT INTO loose_photo (capture, media_id, speaks, caption, alt, credit, agency, photographer,"
        " is_file, " MOMENT(
            "taken") ", width, height) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
                     " ?12, ?13, ?14) ON CONFLICT (capture) DO UPDATE SET media_id = ?2, speaks = ?3, "
                     "caption = ?4,"
                     " alt = ?5, credit = ?6, agency = ?7, photographer = ?8, is_file = ?9, taken_local_s = "
                     "?10,"
                     " taken_offset_minutes = ?11, taken_grain = ?12, width = ?13, height = ?14",
    [SQL_LOOSE_PATH_PUT] = "INSERT OR IGNORE INTO loose_path (capture, path) VALUES (?, ?)",
    [SQL_LOOSE_ANY] = "SELECT EXISTS (SELECT 1 FROM loose_photo)",
    [SQL_LOOSE_PHOTOS] =
        "SELECT l.capture, l.media_id, l.speaks, l.width, l.height, l.href_key, c.payload_sha1, c.sha256,"
        " c.raw_size FROM loose_photo l JOIN capture c ON c.number = l.capture ORDER BY l.capture",
    [SQL_LOOSE_PATHS] = "SELECT capture, path FROM loose_path ORDER BY capture, path",
    /* the address of a photo rather than of a picture that nobody shows */
    [SQL_LOOSE_SAME_BYTES] =
        "SELECT a.url FROM capture c JOIN address a ON a.number = c.address"
        " WHERE substr(c.payload_sha1, 1, 16) = substr(?1, 1, 16) AND c.payload_sha1 IS NOT NULL"
        " AND +c.payload_sha1 = ?1 AND c.kind IN ('response', 'resource') AND ifnull(c.http_status, 200) = "
        "200"
        " ORDER BY NOT EXISTS (SELECT 1 FROM photo WHERE photo.href_key = a.url_key), a.url_key LIMIT 1",
    [SQL_LOOSE_NAMES] = "SELECT number, href_key FROM photo WHERE href_key IS NOT NULL"
                        " AND href_key NOT LIKE '/-/file/%'",
    [SQL_LOOSE_PHOTO_GET] = "SELECT href_key FROM photo WHERE number = ?",
    /* by a piece that is more than such a file itself */
    [SQL_LOOSE_IS_USED] =
        "SELECT EXISTS (SELECT 1 FROM photo_use WHERE photo = ?1 AND NOT EXISTS"
        " (SELECT 1 FROM article_capture JOIN loose_photo ON loose_photo.capture = article_capture.capture"
        " WHERE article_capture.article = photo_use.article))",
    [SQL_LOOSE_BY_ID] = "SELECT number, href_key FROM photo WHERE id = ?",
    [SQL_LOOSE_KEY_SET] = "UPDATE loose_photo SET href_key = ?2 WHERE capture = ?1",
    [SQL_LOOSE_FILE_ADD] =
        "INSERT OR REPLACE INTO photo_file (href_key, capture, caption, alt, credit, agency, photographer,"
        " is_file, " MOMENT("taken") ", width, height) SELECT ?2, capture, caption, alt, credit, agency,"
                                     " photographer, is_file, " MOMENT(
                                         "taken") ", width, height FROM loose_photo WHERE capture = ?1",
    [SQL_LOOSE_FILE_DROP] = "DELETE FROM photo_file WHERE href_key = ?2 AND capture = ?1",
    [SQL_LOOSE_PHOTOS_OF] = "SELECT number FROM photo WHERE href_key = ?1"
                            " UNION SELECT number FROM photo WHERE id = substr(?1, 7) AND ?1 LIKE 'media:%'",
    [SQL_LOOSE_ANSWERS] = "SELECT address FROM loose_answer ORDER BY address",
    [SQL_LOOSE_ANSWERS_NEW] = "SELECT address FROM loose_answer WHERE is_new ORDER BY address",
    [SQL_LOOSE_ANSWERS_DROP] = "DELETE FROM loose_answer",
    [SQL_LOOSE_ANSWER_ADD] = "INSERT OR IGNORE INTO loose_answer (address, capture, is_new)"
                             " VALUES (?, ?, ?)",
    [SQL_LOOSE_ANSWER_CAPTURE] =
        "SELECT l.capture FROM address a JOIN loose_answer l ON l.address = a.number WHERE a.url_key = ?",
    [SQL_LOOSE_ADDRESS_SET] = "UPDATE address SET kind = 'capture', capture = ?2, status = NULL"
                              " WHERE number = ?1 AND ifnull(kind, 'gone') IN ('gone', 'capture')",
    [SQL_LOOSE_ADDRESS_BLANK] = "UPDATE address SET kind = NULL, capture = NULL, status = NULL"
                                " WHERE number = ?1 AND kind = 'capture'",
    [SQL_LOOSE_ADDRESS_DROP] = "DELETE FROM address WHERE number = ?1 AND kind IS NULL AND held IS NULL"
                               " AND NOT EXISTS (SELECT 1 FROM capture WHERE address = ?1)"
                               " AND NOT EXISTS (SELECT 1 FROM link WHERE address = ?1)",
    [SQL_LOOSE_ADDRESS_OWN] =
        "UPDATE address SET (kind, capture, status) = (SELECT CASE WHEN http_status >= 400 THEN 'gone'"
        " ELSE 'capture' END, number, http_status FROM capture WHERE address = ?1"
        " AND kind IN ('response', 'resource', 'revisit') ORDER BY ifnull(http_status, 200) >= 400,"
        " captured_s DESC, sha256 DESC, url DESC LIMIT 1) WHERE number = ?1 AND kind IS NULL"
        " AND EXISTS (SELECT 1 FROM capture WHERE address = ?1 AND kind IN ('response', 'resource',"
        " 'revisit'))",
    [SQL_LOOSE_ADDRESS_CAPTURE] =
        "SELECT number FROM capture WHERE address = ? AND " CAPTURE_IS_SHOWN " LIMIT 1",
    [SQL_LOOSE_PIECE] = "SELECT article, id FROM article_capture JOIN article ON article.number = article"
                        " WHERE article_capture.capture = ? AND page_kind = 'photo' ORDER BY article LIMIT 1",
    [SQL_LOOSE_IS_KEPT] =
        "SELECT EXISTS (SELECT 1 FROM article WHERE number = ?1 AND (held IS NOT NULL OR id IN"
        " (SELECT article FROM act))) OR EXISTS (SELECT 1 FROM former_id JOIN act ON act.article ="
        " former_id.id WHERE former_id.article = ?1) OR (SELECT count(*) FROM article_capture"
        " WHERE article = ?1) > 1",
    [SQL_LOOSE_LEADS_TO] =
        "SELECT number FROM (SELECT a.number, a.id, p.page IS NOT a.number AS is_use FROM photo p"
        " JOIN photo_use u ON u.photo = p.number JOIN article a ON a.number = u.article"
        " WHERE p.number IN (SELECT number FROM photo WHERE href_key = ?1"
        " UNION SELECT number FROM photo WHERE id = substr(?1, 7) AND ?1 LIKE 'media:%'))"
        " ORDER BY is_use, id LIMIT 1",
    [SQL_LOOSE_PIECE_BLANK] = "UPDATE article SET version = NULL, capture = NULL WHERE number = ?",
    [SQL_LOOSE_VERSIONS_BLOCKS] =
        "DELETE FROM block WHERE version IN (SELECT number FROM version WHERE article = ?)",
    [SQL_LOOSE_VERSIONS_DROP] = "DELETE FROM version WHERE article = ?",
    [SQL_LOOSE_PIECE_CAPTURES] = "DELETE FROM article_capture WHERE article = ?",
    [SQL_LOOSE_PIECE_FORMER] = "DELETE FROM former_id WHERE article = ?",
    [SQL_LOOSE_FORMER_DROP] = "DELETE FROM former_id WHERE id = ?",
    [SQL_LOOSE_TOUCH] = TOUCH "article FROM article_capture WHERE capture = ?",
    [SQL_LOOSE_HREFS] = "SELECT href FROM photo WHERE number = ?1 AND href IS NOT NULL"
                        " UNION SELECT href FROM photo_use WHERE photo = ?1 AND href LIKE 'http%'"
                        " ORDER BY 1 LIMIT 64",

    /* ---- figures ---- */
    [SQL_STATS] =
        "SELECT (SELECT count(*) FROM article WHERE page_kind <> 'photo'),"
        " (SELECT count(*) FROM article WHERE page_kind <> 'photo' AND status = 'public' AND held IS NULL),"
        " (SELECT count(*) FROM version),"
        " (SELECT count(*) FROM capture), (SELECT count(*) FROM source), (SELECT count(*) FROM address),"
        " (SELECT count(*) FROM photo WHERE held IS NULL), (SELECT count(*) FROM author), (SELECT count(*) "
        "FROM section),"
        " (SELECT count(*) FROM tag), (SELECT total(bytes) FROM warc_file),"
        " (SELECT total(raw_bytes) FROM warc_file), (SELECT total(text_bytes) FROM version)",
    [SQL_STATS_FIRST_DAY] = "SELECT " MOMENT(
        "published") " FROM article WHERE status = 'public' AND held IS NULL"
                     " AND published_grain IN ('day', 'minute')"
                     " ORDER BY published_local_s - 60 * ifnull(published_offset_minutes, 0) LIMIT 1",
    [SQL_STATS_LAST_DAY] = "SELECT " MOMENT(
        "published") " FROM article WHERE status = 'public' AND held IS NULL"
                     " AND published_grain IN ('day', 'minute')"
                     " ORDER BY published_local_s - 60 * ifnull(published_offset_minutes, 0) DESC LIMIT 1",

    /* ---- home host ---- */
    [SQL_HOST_COMMONEST] = "SELECT host FROM article WHERE host IS NOT NULL GROUP BY host"
                           " ORDER BY count(*) DESC, host LIMIT 1",
    [SQL_PATHS_DROP] = "UPDATE article SET path = NULL, slug = NULL",
    [SQL_PATH_CAPTURE] = "SELECT id, article.url, canonical, captured_s FROM article"
                         " LEFT JOIN capture ON capture.number = article.capture WHERE article.number = ?",
    [SQL_PATH_SET] = "UPDATE article SET path = ?2, slug = ?3, batch = ?4 WHERE number = ?1",

    /* ---- what is missing: each table read once, in its own order ---- */
    [SQL_MISSING_PIECES] =
        "SELECT a.number, ifnull(a.held, a.status), a.page_kind, a.host, a.section, iif(c.is_file, 0, "
        "c.captured_s), " MOMENT(
            "a.published") ", a.byline IS NULL OR EXISTS (SELECT 1 FROM article_author WHERE article = "
                           "a.number), a.slug, a.id, a.byline"
                           " FROM article a LEFT JOIN capture c ON c.number = a.capture ORDER BY a.number",
    [SQL_MISSING_IDS] = "SELECT id, host, article FROM cms_id",
    [SQL_MISSING_SECTIONS] = "SELECT number, slug, label FROM section ORDER BY number",
    /* what a piece leaves empty is shown as the photo's own page has it */
    [SQL_MISSING_USES] =
        "SELECT u.article, u.photo, u.caption IS NULL AND NOT EXISTS (SELECT 1 FROM photo p JOIN photo_use o"
        " ON o.article = p.page AND o.photo = p.number WHERE p.number = u.photo AND o.caption IS NOT NULL)"
        " FROM photo_use u ORDER BY u.article, u.position",
    [SQL_MISSING_PHOTOS] = "SELECT number, id, href, held IS NULL FROM photo ORDER BY number",
    [SQL_MISSING_FILES] =
        "SELECT a.url_key FROM capture c JOIN address a ON a.number = c.address"
        " WHERE c.kind IN ('response', 'resource', 'revisit') AND ifnull(c.http_status, 200) = 200"
        " AND ifnull(c.media_type, '') NOT LIKE 'text/html%'"
        " UNION ALL SELECT a.url_key FROM loose_answer l JOIN address a ON a.number = l.address"
        " UNION ALL SELECT href_key FROM loose_photo WHERE href_key LIKE 'media:%'",
    [SQL_MISSING_CAPTION] = "SELECT a.id, u.caption FROM article a, photo_use u"
                            " WHERE a.number = ?1 AND u.article = ?1 AND u.photo = ?2"
                            " ORDER BY u.caption IS NULL, u.position LIMIT 1",
    [SQL_MISSING_REPAIRED] = "SELECT count(DISTINCT article) FROM repair",
    [SQL_MISSING_ADDRESSES] =
        "SELECT a.number, a.url_key, a.kind IS NOT NULL, l.article FROM address a"
        " LEFT JOIN link l ON l.address = a.number"
        " WHERE (a.kind IS NULL OR a.kind = 'gone') AND a.held IS NULL"
        " AND (a.kind = 'gone' OR NOT EXISTS (SELECT 1 FROM capture c WHERE c.address = a.number"
        " AND c.kind IN ('response', 'resource', 'conversion', 'revisit')))"
        " ORDER BY a.number",
    [SQL_MISSING_ADDRESS] = "SELECT url FROM address WHERE number = ?",
    [SQL_MISSING_NAME] = "SELECT id FROM article WHERE number = ?",

    /* ---- what persons decided ---- */
    [SQL_ACT_ADD] = "INSERT INTO act (verb, at_s, who, why, target, article, media, url_key, leads_to, field,"
                    " value, was, notice, is_by_law, undoes)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    [SQL_ACT_GET] = "SELECT " ACT_COLUMNS " FROM act WHERE number = ?",
    [SQL_ACTS_AFTER] = "SELECT " ACT_COLUMNS " FROM act WHERE number > ?1 ORDER BY number LIMIT ?2",
    [SQL_ACT_BEFORE] =
        "SELECT number FROM act WHERE number < ? AND verb <> 'undo' ORDER BY number DESC LIMIT 1",
    [SQL_ACT_UNDOER] = "SELECT number FROM act WHERE undoes = ?",
    [SQL_ACT_ANY] = "SELECT EXISTS (SELECT 1 FROM act)",
    [SQL_ACTS_OF_ARTICLE] = "SELECT " ACT_COLUMNS " FROM act WHERE article IN (SELECT id FROM article"
                            " WHERE number = ?1 UNION ALL SELECT id FROM former_id WHERE article = ?1)"
                            " ORDER BY number",
    [SQL_ACTS_OF_MEDIA] = "SELECT " ACT_COLUMNS " FROM act WHERE media = ? ORDER BY number",
    [SQL_ACTS_OF_ADDRESS] = "SELECT " ACT_COLUMNS " FROM act WHERE url_key = ? ORDER BY number",
    [SQL_SECTION_NAMED] = "SELECT slug, label FROM section WHERE slug = ?1 OR label = ?1"
                          " ORDER BY slug = ?1 DESC, slug LIMIT 1",
    [SQL_TAG_NAMED] = "SELECT slug, label FROM tag WHERE slug = ?1 OR label = ?1"
                      " ORDER BY slug = ?1 DESC, slug LIMIT 1",
    [SQL_AUTHOR_NAMED] = "SELECT slug, label FROM author WHERE slug = ?1 OR label = ?1"
                         " ORDER BY slug = ?1 DESC, slug LIMIT 1",
    [SQL_ARTICLE_HELD] = "SELECT held, is_by_law FROM article WHERE number = ?",
    [SQL_ARTICLE_HOLD] = "UPDATE article SET held = ?2, is_by_law = ?3"
                         " WHERE number = ?1 AND (?4 OR held IS NOT ?2 OR is_by_law <> ?3)",
    [SQL_ARTICLE_PARENT_HELD] = "SELECT parent.held, parent.is_by_law FROM article AS page"
                                " JOIN article AS parent ON parent.number = page.parent"
                                " OR parent.number IN (SELECT article FROM cms_id WHERE id = page.parent_id)"
                                " WHERE page.number = ?1 AND page.page_kind = 'photo' AND parent.number <> ?1"
                                " AND parent.held = 'withheld' ORDER BY parent.is_by_law DESC LIMIT 1",
    [SQL_PHOTO_PAGES_OF] = "SELECT number FROM article WHERE (parent = ?1 OR parent_id IN"
                           " (SELECT id FROM cms_id WHERE article = ?1)) AND page_kind = 'photo'"
                           " ORDER BY number",
    [SQL_PHOTOS_OF_ARTICLE] = "SELECT DISTINCT photo FROM photo_use WHERE article = ? AND photo IS NOT NULL"
                              " ORDER BY photo",
    [SQL_PHOTO_HELD] = "SELECT held FROM photo WHERE id = ?",
    [SQL_PHOTO_HOLD] = "UPDATE photo SET held = ?2 WHERE number = ?1",
    [SQL_PHOTO_HOLDS] =
        "SELECT id, held, CASE WHEN EXISTS (SELECT 1 FROM photo_use WHERE photo = ?1)"
        " AND NOT EXISTS (SELECT 1 FROM photo_use JOIN article ON article.number = photo_use.article"
        " WHERE photo = ?1 AND article.held IS NOT 'withheld') THEN"
        " CASE (SELECT min(article.is_by_law) FROM photo_use"
        " JOIN article ON article.number = photo_use.article WHERE photo = ?1)"
        " WHEN 1 THEN 'law' ELSE 'withheld' END END FROM photo WHERE number = ?1",
    [SQL_PHOTO_HREFS] = "SELECT href FROM photo WHERE number = ?1 AND href IS NOT NULL"
                        " UNION SELECT href FROM photo_use WHERE photo = ?1 AND href IS NOT NULL",
    [SQL_PHOTOS_HELD] = "SELECT href, held FROM photo WHERE held IS NOT NULL AND href IS NOT NULL"
                        " UNION SELECT photo_use.href, photo.held FROM photo"
                        " CROSS JOIN photo_use ON photo_use.photo = photo.number"
                        " WHERE photo.held IS NOT NULL AND photo_use.href IS NOT NULL",
    [SQL_PHOTO_USERS_TOUCH] =
        "INSERT OR IGNORE INTO touched (article) SELECT article FROM photo_use WHERE photo = ?",
    [SQL_ADDRESS_HELD] = "SELECT held, held_target FROM address WHERE url_key = ?",
    [SQL_ADDRESS_HOLD] = "UPDATE address SET held = ?2, held_target = ?3 WHERE number = ?1",
    [SQL_ADDRESSES_BETWEEN] = "SELECT url_key FROM address WHERE url_key > ?1 AND url_key < ?2 LIMIT 1000",
    [SQL_CAPTURE_HELD] =
        "SELECT max(held) FROM (SELECT CASE WHEN is_by_law THEN 'law' ELSE 'withheld' END AS held"
        " FROM article_capture JOIN article ON article.number = article_capture.article"
        " WHERE article_capture.capture = ?1 AND article.held = 'withheld'"
        " UNION ALL SELECT CASE WHEN is_by_law THEN 'law' ELSE 'withheld' END"
        " FROM capture JOIN address ON address.number = capture.address"
        " JOIN article ON article.number = address.article"
        " WHERE capture.number = ?1 AND article.held = 'withheld'"
        " UNION ALL SELECT address.held FROM capture JOIN address ON address.number = capture.address"
        " WHERE capture.number = ?1 AND address.held IN ('withheld', 'law')"
        /* a picture that came without an address: its photo is known by its digest */
        " UNION ALL SELECT photo.held FROM capture JOIN photo ON photo.held IS NOT NULL"
        " AND photo.href = '/-/file/' || capture.sha256 WHERE capture.number = ?1"
        /* or is one that is known otherwise */
        " UNION ALL SELECT photo.held FROM loose_photo JOIN photo ON photo.href_key = loose_photo.href_key"
        " WHERE loose_photo.capture = ?1 AND photo.held IS NOT NULL"
        " UNION ALL SELECT photo.held FROM loose_photo JOIN photo ON photo.id = substr(loose_photo.href_key, "
        "7)"
        " WHERE loose_photo.capture = ?1 AND loose_photo.href_key LIKE 'media:%' AND photo.held IS NOT NULL"
        " UNION ALL SELECT address.held FROM loose_answer JOIN address ON address.number = "
        "loose_answer.address"
        " WHERE loose_answer.capture = ?1 AND address.held IN ('withheld', 'law'))",
    [SQL_WITHHELD_ANY] = "SELECT EXISTS (SELECT 1 FROM act WHERE verb IN ('withhold', 'undo'))",
    [SQL_WITHHELD_NAMES] = "SELECT headline, path FROM article WHERE held = 'withheld'",
    [SQL_SETTLE_ARTICLES] =
        "SELECT number FROM (SELECT number FROM article INDEXED BY article_batch WHERE batch > ?1"
        " UNION SELECT article FROM touched) AS changed WHERE"
        " EXISTS (SELECT 1 FROM article JOIN act ON act.article = article.id"
        " WHERE article.number = changed.number)"
        " OR EXISTS (SELECT 1 FROM former_id JOIN act ON act.article = former_id.id"
        " WHERE former_id.article = changed.number)"
        " OR EXISTS (SELECT 1 FROM article WHERE number = changed.number AND held IS NOT NULL)"
        " OR EXISTS (SELECT 1 FROM photo JOIN act ON act.media = photo.id WHERE photo.page = changed.number)"
        " OR EXISTS (SELECT 1 FROM article AS page JOIN article AS parent ON parent.number = page.parent"
        " OR parent.number IN (SELECT article FROM cms_id WHERE id = page.parent_id)"
        " WHERE page.number = changed.number AND parent.held = 'withheld')",
    [SQL_SETTLE_PHOTOS] =
        "SELECT DISTINCT photo.number FROM (SELECT number FROM article INDEXED BY article_batch"
        " WHERE batch > ?1 UNION SELECT article FROM touched) AS changed"
        " JOIN photo_use ON photo_use.article = changed.number JOIN photo ON photo.number = photo_use.photo"
        " WHERE photo.held IS NOT NULL OR photo.id IN (SELECT media FROM act WHERE media IS NOT NULL)",
    [SQL_HELD_ARTICLES] =
        "SELECT number, id, held, is_by_law FROM article WHERE held IS NOT NULL OR is_by_law <> 0"
        " OR id IN (SELECT article FROM act) OR number IN"
        " (SELECT former_id.article FROM former_id JOIN act ON act.article = former_id.id)",
    [SQL_HELD_PHOTOS] = "SELECT number, coalesce(id, href) FROM photo"
                        " WHERE held IS NOT NULL OR id IN (SELECT media FROM act)",
    [SQL_HELD_ADDRESSES] = "SELECT url_key, held, held_target FROM address WHERE held IS NOT NULL"
                           " OR url_key IN (SELECT url_key FROM act)",
    [SQL_TOUCHED_ADD] = "INSERT OR IGNORE INTO touched (article) VALUES (?)",

    /* ---- sites ---- */
    [SQL_SITES] = "SELECT number, host, sample, taught FROM site ORDER BY host",
    [SQL_SITE_FIND] = "SELECT number FROM site WHERE host = ?",
    [SQL_SITE_ADD] = "INSERT INTO site (host) VALUES (?)",
    [SQL_SITE_LEARN] = "UPDATE site SET sample = ?2, taught = ?3 WHERE number = ?1",
    [SQL_SITE_PAGE_PUT] =
        "INSERT INTO site_page (site, rank, capture, silent, lesson) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (site, rank, capture) DO UPDATE SET silent = ?4, lesson = ?5"
        " WHERE silent <> ?4 OR lesson <> ?5",
    [SQL_SITE_PAGE_DROP] = "DELETE FROM site_page WHERE site = ? AND rank = ? AND capture = ?",
    [SQL_SITE_PAGE_COUNTS] = "SELECT silent, count(*) FROM site_page WHERE site = ? GROUP BY silent",
    [SQL_SITE_PAGE_SAMPLE] = "SELECT rank, capture FROM site_page JOIN capture ON number = capture"
                             " WHERE site = ? ORDER BY rank, url, captured_s, sha256 LIMIT ?",
    /* a page that is silent of what is taught is to be read by the lessons of now, any other alone */
    [SQL_SITE_PAGE_STALE] = "SELECT DISTINCT article FROM site_page JOIN article_capture USING (capture)"
                            " WHERE site = ?1 AND lesson <> CASE WHEN silent & ?2 THEN ?3 ELSE 0 END"
                            " ORDER BY article",
    [SQL_SITE_LESSONS] =
        "SELECT field, key, right, asked FROM site_lesson WHERE site = ? ORDER BY field, key",
    [SQL_SITE_LESSONS_DROP] = "DELETE FROM site_lesson WHERE site = ?",
    [SQL_SITE_LESSON_ADD] = "INSERT INTO site_lesson (site, field, key, right, asked) VALUES (?, ?, ?, ?, ?)",
};
