/* JSON Lines of our own shape (interface.md section 2): what `export --format jsonl` writes, and the way in
 * for everything that somebody can turn into a line of headline, address and text.
 *
 * Told by the names in the first object. A file may also hold one object or an array of them over several
 * lines, as `show --format json` and a page's JSON twin do. */
#include "import/json_shape.h"
#include "import/jsonl_article.h"
#include "import/lines.h"
#include "import/sniff.h"

#define MEDIA_TYPE "application/vnd.backfile.article+json"

enum { LINES_LOOKED_AT = 50 };

/* The best shape of the first lines: a file may begin with a bad one, or with one that says little. */
static JsonShape shape_of_lines(Slice first)
{
    Slice line = SLICE_EMPTY;
    JsonShape best = json_shape(first);
    for (unsigned i = 0; i < LINES_LOOKED_AT && slice_next_line(&first, &line); i++) {
        JsonShape shape = json_is_one_object(line) ? json_shape(line) : JSON_SHAPE_NONE;
        if (shape == JSON_SHAPE_ARTICLE || (shape == JSON_SHAPE_ARTICLELIKE && best <= JSON_SHAPE_OTHER))
            best = shape;
    }
    return best;
}

static int jsonl_bid(Slice first, Slice file_name)
{
    Slice ending = sniff_ending(file_name);
    bool is_named = slice_equal_nocase(ending, SLICE("jsonl")) || slice_equal_nocase(ending, SLICE("ndjson"));
    JsonShape shape = is_named ? shape_of_lines(first) : json_shape(first);
    return shape == JSON_SHAPE_ARTICLE ? 90 : shape == JSON_SHAPE_ARTICLELIKE ? 70 : 0;
}

static Status jsonl_next(Import *import, Arena *arena, Record *record, Error *err)
{
    return json_source_next(import, arena, MEDIA_TYPE, record, err);
}

const Importer importer_jsonl = {"jsonl", jsonl_bid, json_source_open, jsonl_next, json_source_close};

/* An answer of a server counts only where it is unmistakably ours: the twin of a page. */
static int stated_bid(Slice first)
{
    return json_shape(first) == JSON_SHAPE_ARTICLE ? 90 : 0;
}

const StatedReader stated_jsonl = {MEDIA_TYPE, stated_bid, jsonl_article_read};
