/* In: the first bytes of something. Out: which JSON format it is, if any.
 *
 * Only the names of the outermost object are looked at, and of few members the beginning of the value: a
 * reader would need memory, and the bytes are cut anywhere. */
#include "import/json_shape.h"

typedef struct Scan {
    Slice text;
    size_t at;
} Scan;

static void skip_blanks(Scan *scan)
{
    while (scan->at < scan->text.size && ascii_is_space(scan->text.data[scan->at]))
        scan->at++;
}

/* Past a text in quotes; gives what stands between them, escapes untouched. */
static Slice take_text(Scan *scan)
{
    size_t from = ++scan->at;
    while (scan->at < scan->text.size && scan->text.data[scan->at] != '"')
        scan->at += scan->text.data[scan->at] == '\\' ? 2 : 1;
    size_t end = scan->at < scan->text.size ? scan->at : scan->text.size;
    scan->at = end + (end < scan->text.size);
    return slice_range(scan->text, from, end);
}

/* To the end of the object or array that was just entered: true; false where the bytes end before. */
static bool leave(Scan *scan)
{
    size_t depth = 1;
    while (scan->at < scan->text.size) {
        char c = scan->text.data[scan->at];
        if (c == '"') {
            take_text(scan);
            continue;
        }
        scan->at++;
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        if (depth == 0)
            return true;
    }
    return false;
}

bool json_is_one_object(Slice text)
{
    Scan scan = {.text = slice_trim(text)};
    if (!slice_starts_with(scan.text, SLICE("{")))
        return false;
    scan.at = 1;
    return leave(&scan) && scan.at == scan.text.size && scan.text.data[scan.text.size - 1] == '}';
}

/* Names that tell a shape. */
typedef enum Sign {
    SIGN_SCHEMA = 1,
    SIGN_FEED = 2,
    SIGN_ITEMS = 4,
    SIGN_URI = 8,
    SIGN_NINJS = 16,
    SIGN_PAGE_KIND = 32,
    SIGN_ADDRESS = 64,
    SIGN_HEADLINE = 128,
    SIGN_TITLE = 256,
    SIGN_TEXT = 512
} Sign;

static const struct {
    const char *name;
    unsigned sign;
} signs[] = {
    {"$schema", SIGN_SCHEMA},
    {"$id", SIGN_SCHEMA},
    {"@context", SIGN_SCHEMA},
    {"home_page_url", SIGN_FEED},
    {"feed_url", SIGN_FEED},
    {"items", SIGN_ITEMS},
    {"uri", SIGN_URI},
    {"$standard", SIGN_NINJS},
    {"representationtype", SIGN_NINJS},
    {"representationType", SIGN_NINJS},
    {"versioncreated", SIGN_NINJS},
    {"versionCreated", SIGN_NINJS},
    {"firstcreated", SIGN_NINJS},
    {"firstCreated", SIGN_NINJS},
    {"contentcreated", SIGN_NINJS},
    {"contentCreated", SIGN_NINJS},
    {"pubstatus", SIGN_NINJS},
    {"pubStatus", SIGN_NINJS},
    {"headlines", SIGN_NINJS},
    {"bodies", SIGN_NINJS},
    {"descriptions", SIGN_NINJS},
    {"body_text", SIGN_NINJS},
    {"body_xhtml", SIGN_NINJS},
    {"body_html", SIGN_NINJS},
    {"description_text", SIGN_NINJS},
    {"renditions", SIGN_NINJS},
    {"eventDetails", SIGN_NINJS},
    {"altids", SIGN_NINJS},
    {"pageKind", SIGN_PAGE_KIND},
    {"id", SIGN_ADDRESS},
    {"url", SIGN_ADDRESS},
    {"link", SIGN_ADDRESS},
    {"permalink", SIGN_ADDRESS},
    {"canonical", SIGN_ADDRESS},
    {"path", SIGN_ADDRESS},
    {"headline", SIGN_HEADLINE},
    {"title", SIGN_TITLE},
    {"body", SIGN_TEXT},
    {"text", SIGN_TEXT},
    {"html", SIGN_TEXT},
};

static unsigned sign_of(Slice name, Slice value)
{
    if (slice_equal(name, SLICE("version")) && slice_starts_with(value, SLICE("\"https://jsonfeed.org/")))
        return SIGN_FEED | SIGN_ITEMS;
    if (slice_equal(name, SLICE("standard")) && slice_starts_with(value, SLICE("{")) &&
        slice_find_nocase(slice_range(value, 0, 200), SLICE("ninjs")) != SLICE_NONE)
        return SIGN_NINJS;
    if (slice_equal(name, SLICE("status")) && slice_starts_with(value, SLICE("\"withheld\"")))
        return SIGN_PAGE_KIND; /* all that our export says of it, beside its id */
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (slice_equal(name, slice_from(signs[i].name)))
            return signs[i].sign;
    return 0;
}

/* Past one value. */
static void skip_value(Scan *scan)
{
    char c = scan->at < scan->text.size ? scan->text.data[scan->at] : '}';
    if (c == '"') {
        take_text(scan);
    } else if (c == '{' || c == '[') {
        scan->at++;
        (void)leave(scan);
    } else {
        while (scan->at < scan->text.size && !memchr(",}]", scan->text.data[scan->at], 3))
            scan->at++;
    }
}

/* The signs of the object that was just entered. */
static unsigned signs_of(Scan *scan)
{
    unsigned found = 0;
    for (;;) {
        skip_blanks(scan);
        if (scan->at < scan->text.size && scan->text.data[scan->at] == ',') {
            scan->at++;
            continue;
        }
        if (scan->at >= scan->text.size || scan->text.data[scan->at] != '"')
            return found;
        Slice name = take_text(scan);
        skip_blanks(scan);
        if (scan->at >= scan->text.size || scan->text.data[scan->at] != ':')
            return found;
        scan->at++;
        skip_blanks(scan);
        found |= sign_of(name, slice_skip(scan->text, scan->at));
        skip_value(scan);
    }
}

static JsonShape shape_of(unsigned found)
{
    if ((found & SIGN_FEED) && (found & SIGN_ITEMS))
        return JSON_SHAPE_FEED;
    if (found & SIGN_SCHEMA)
        return JSON_SHAPE_OTHER;
    if ((found & SIGN_URI) && (found & SIGN_NINJS))
        return JSON_SHAPE_NINJS;
    if ((found & SIGN_PAGE_KIND) && (found & (SIGN_HEADLINE | SIGN_TEXT | SIGN_ADDRESS)))
        return JSON_SHAPE_ARTICLE;
    bool is_article = (found & SIGN_HEADLINE) ? (found & (SIGN_ADDRESS | SIGN_TEXT)) != 0
                                              : (found & SIGN_TEXT) && (found & (SIGN_TITLE | SIGN_ADDRESS));
    return is_article ? JSON_SHAPE_ARTICLELIKE : JSON_SHAPE_OTHER;
}

JsonShape json_shape(Slice first)
{
    Scan scan = {.text = slice_skip(first, slice_starts_with(first, SLICE("\xEF\xBB\xBF")) ? 3 : 0)};
    skip_blanks(&scan);
    if (scan.at < scan.text.size && scan.text.data[scan.at] == '[') {
        scan.at++;
        skip_blanks(&scan);
    }
    if (scan.at >= scan.text.size || scan.text.data[scan.at] != '{')
        return JSON_SHAPE_NONE;
    scan.at++;
    return shape_of(signs_of(&scan));
}
