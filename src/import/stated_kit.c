/* Values of structured sources in, fields of a Stated out. See stated_kit.h. */
#include "import/stated_kit.h"

#include "base/builder.h"

/* ---- texts ---- */

Slice kit_words(Arena *arena, Slice text)
{
    Builder b;
    bool is_gap = false;
    text = slice_trim(text);
    builder_init(&b, arena);
    builder_reserve(&b, text.size);
    for (size_t i = 0; i < text.size; i++) {
        bool is_space = ascii_is_space(text.data[i]);
        if (!is_space && is_gap)
            builder_add_byte(&b, ' ');
        if (!is_space)
            builder_add_byte(&b, text.data[i]);
        is_gap = is_space;
    }
    return builder_slice(&b);
}

bool kit_is_http(Slice url)
{
    return (slice_starts_with_nocase(url, SLICE("http://")) && url.size > 7) ||
           (slice_starts_with_nocase(url, SLICE("https://")) && url.size > 8);
}

static bool are_digits(Slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!ascii_is_digit(text.data[i]))
            return false;
    return text.size > 0;
}

/* "20090101T123000+0300" as "2009-01-01T12:30:00+0300". */
static Slice extended_of_basic(Arena *arena, Slice text)
{
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "%.4s-%.2s-%.2s", text.data, text.data + 4, text.data + 6);
    Slice time = slice_skip(text, 9);
    if (text.size > 12 && (text.data[8] == 'T' || text.data[8] == ' ') &&
        are_digits(slice_range(time, 0, 4))) {
        builder_format(&b, "T%.*s:%.*s", SLICE_ARG(slice_range(time, 0, 2)),
                       SLICE_ARG(slice_range(time, 2, 4)));
        time = slice_skip(time, 4);
        if (time.size >= 2 && are_digits(slice_range(time, 0, 2)))
            time = slice_skip(time, 2);
        builder_add(&b, time);
    }
    return builder_slice(&b);
}

Moment kit_moment(Arena *arena, Slice text)
{
    Moment m = {0};
    uint64_t seconds = 0;
    text = slice_trim(text);
    if (text.size >= 8 && are_digits(slice_range(text, 0, 8)) && (text.size == 8 || !are_digits(text))) {
        (void)moment_parse(extended_of_basic(arena, text), &m);
        return m;
    }
    if (text.size > 8 && text.size < 14 && slice_to_u64(text, &seconds)) {
        seconds = text.size > 11 ? seconds / 1000 : seconds; /* some count thousandths */
        return seconds < 253402300800 ? moment_from_utc((int64_t)seconds, NULL) : m;
    }
    (void)moment_parse(text, &m);
    return m;
}

/* ---- additions ---- */

void kit_add_tag(Arena *arena, Article *article, Slice slug, Slice label)
{
    enum { TAGS_MAX = 200 };
    if ((slice_is_empty(slug) && slice_is_empty(label)) || article->tags.count >= TAGS_MAX)
        return;
    for (size_t i = 0; i < article->tags.count; i++)
        if (slice_equal(article->tags.items[i].slug, slug) &&
            slice_equal(article->tags.items[i].label, label))
            return;
    *LIST_ADD(arena, &article->tags) = (Label){slug, label};
}

void kit_add_custom(Arena *arena, Article *article, Slice key, Slice value)
{
    if (!slice_is_empty(key) && !slice_is_empty(value))
        *LIST_ADD(arena, &article->custom) = (CustomField){key, value};
}

void kit_add_alt_id(Arena *arena, Article *article, Slice role, Slice value)
{
    if (slice_is_empty(value))
        return;
    for (size_t i = 0; i < article->alt_ids.count && i < 100; i++)
        if (slice_equal(article->alt_ids.items[i].role, role) &&
            slice_equal(article->alt_ids.items[i].value, value))
            return;
    *LIST_ADD(arena, &article->alt_ids) = (AltId){role, value};
}

void kit_add_author(Arena *arena, Article *article, Slice name, Slice role)
{
    if (slice_is_empty(name))
        return;
    for (size_t i = 0; i < article->authors.count && i < 100; i++)
        if (slice_equal_nocase(article->authors.items[i].name, name)) {
            if (slice_is_empty(article->authors.items[i].role))
                article->authors.items[i].role = role;
            return;
        }
    *LIST_ADD(arena, &article->authors) = (Author){.name = name, .role = role};
}

void kit_set_agency(Arena *arena, Article *article, Slice agency)
{
    if (slice_is_empty(agency))
        return;
    for (size_t i = 0; i < article->authors.count; i++)
        if (slice_is_empty(article->authors.items[i].agency) &&
            !slice_equal_nocase(article->authors.items[i].name, agency))
            article->authors.items[i].agency = agency;
    if (article->authors.count == 0 && slice_is_empty(article->byline))
        *LIST_ADD(arena, &article->authors) = (Author){.name = agency, .agency = agency};
}

/* ---- printed bylines ---- */

static Slice without_by(Slice byline)
{
    static const char *const words[] = {"by ", "von ", "par ", "por "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_starts_with_nocase(byline, slice_from(words[i])))
            return slice_trim(slice_skip(byline, strlen(words[i])));
    return byline;
}

static bool can_be_name(Slice text)
{
    enum { NAME_MAX_BYTES = 60, NAME_MAX_BLANKS = 4 };
    size_t blanks = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (ascii_is_digit(c) || memchr("@/:;()|<>\"", c, 11))
            return false;
        blanks += c == ' ';
    }
    return text.size > 1 && text.size <= NAME_MAX_BYTES && blanks <= NAME_MAX_BLANKS;
}

/* "AP", "dpa", "The Tramontane": one word in one case, or with an article. */
static bool looks_like_agency(Slice text)
{
    size_t upper = 0, lower = 0;
    if (slice_starts_with(text, SLICE("The ")))
        return true;
    for (size_t i = 0; i < text.size; i++) {
        upper += text.data[i] >= 'A' && text.data[i] <= 'Z';
        lower += text.data[i] >= 'a' && text.data[i] <= 'z';
    }
    return slice_find_byte(text, ' ') == SLICE_NONE && text.size <= 12 && (upper == 0 || lower == 0);
}

/* Takes the next name off a list "A, B and C". */
static bool next_name(Slice *rest, Slice *name)
{
    static const char *const marks[] = {", and ", " and ", " & ", " und ", ", "};
    size_t at = rest->size, size = 0;
    if (slice_is_empty(*rest))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t found = slice_find_nocase(*rest, slice_from(marks[i]));
        if (found != SLICE_NONE && found < at) {
            at = found;
            size = strlen(marks[i]);
        }
    }
    *name = slice_trim(slice_range(*rest, 0, at));
    *rest = slice_skip(*rest, at + size);
    return true;
}

void kit_read_byline(Arena *arena, Article *article)
{
    enum { NAMES_MAX = 8 };
    Slice names[NAMES_MAX], name, title = SLICE_EMPTY;
    Slice rest = without_by(kit_words(arena, article->byline));
    size_t count = 0, comma = slice_find(rest, SLICE(", "));
    if (article->authors.count > 0 || slice_is_empty(rest))
        return;
    bool is_list = comma != SLICE_NONE && (slice_find_byte(slice_skip(rest, comma + 1), ',') != SLICE_NONE ||
                                           slice_contains(slice_skip(rest, comma), SLICE(" and ")));
    if (comma != SLICE_NONE && !is_list) {
        title = slice_skip(rest, comma + 2);
        rest = slice_range(rest, 0, comma);
    }
    while (next_name(&rest, &name)) {
        if (count == NAMES_MAX || !can_be_name(name))
            return;
        names[count++] = name;
    }
    bool is_agency = looks_like_agency(title);
    for (size_t i = 0; i < count; i++) {
        Author author = {.name = names[i]};
        *(is_agency ? &author.agency : &author.role) = title;
        if (looks_like_agency(names[i]))
            author.agency = names[i];
        *LIST_ADD(arena, &article->authors) = author;
    }
}

/* ---- identity, status, dates ---- */

void kit_identify(Arena *arena, Article *article, const char *role, Slice identifier)
{
    identifier = slice_trim(identifier);
    kit_add_alt_id(arena, article, slice_from(role), identifier);
    if (kit_is_http(identifier)) {
        if (slice_is_empty(article->url))
            article->url = article->canonical = identifier;
    } else if (slice_is_empty(article->cms_id)) {
        article->cms_id = identifier;
    }
}

ArticleStatus kit_status(Slice word)
{
    static const char *const withheld[] = {"withheld", "canceled", "cancelled", "killed", "withdrawn"};
    word = slice_trim(word);
    for (size_t i = 0; i < sizeof withheld / sizeof *withheld; i++) {
        Slice name = slice_from(withheld[i]);
        if (word.size >= name.size &&
            slice_equal_nocase(slice_range(word, word.size - name.size, word.size), name))
            return ARTICLE_WITHHELD;
    }
    return ARTICLE_PUBLIC;
}

void kit_dates(Article *article, Moment first, Moment content, Moment version)
{
    Moment published = moment_is_known(first) ? first : moment_is_known(content) ? content : version;
    if (!moment_is_known(article->published))
        article->published = published;
    if (moment_is_known(version) && !moment_equal(version, article->published) &&
        moment_utc_s(version, NULL) >= moment_utc_s(article->published, NULL))
        article->modified = version;
}

ArticleStatus kit_embargo(const Record *record, ArticleStatus status, Moment until)
{
    int64_t had_s = record->captured_s > record->file_time_s ? record->captured_s : record->file_time_s;
    if (status != ARTICLE_PUBLIC || !moment_is_known(until) || moment_utc_s(until, NULL) <= had_s)
        return status;
    return ARTICLE_EMBARGOED;
}

/* ---- datelines ---- */

static const char *const dashes[] = {" -- ", " --", "--", "\xE2\x80\x94", "\xE2\x80\x93", " - ", "- "};

/* Where the first dash begins, and where it ends; SLICE_NONE if there is none. */
static size_t find_dash(Slice text, size_t *end)
{
    size_t size = 0, at = SLICE_EARLIEST(text, slice_find, dashes, &size);
    if (at != SLICE_NONE)
        *end = at + size;
    return at;
}

void kit_dateline(Arena *arena, Article *article, Slice printed)
{
    Dateline *dateline = &article->dateline;
    size_t dash_end = 0, dash = find_dash(printed, &dash_end);
    printed = kit_words(arena, dash == SLICE_NONE ? printed : slice_range(printed, 0, dash_end));
    dash = find_dash(printed, &dash_end);
    size_t end = dash == SLICE_NONE ? printed.size : dash;
    size_t open = slice_find_byte(printed, '('), close = slice_find_byte(printed, ')');
    size_t comma = slice_find_byte(printed, ',');
    size_t place_end = end < open ? end : open;
    Slice place = slice_trim(slice_range(printed, 0, place_end < comma ? place_end : comma));
    dateline->raw = printed;
    if (!slice_is_empty(place))
        *LIST_ADD(arena, &dateline->places) = place;
    if (open != SLICE_NONE && close != SLICE_NONE && close > open + 1) {
        Slice rest = slice_range(printed, open + 1, close), piece;
        while (slice_next_split(&rest, '/', &piece))
            if (!slice_is_empty(slice_trim(piece)))
                *LIST_ADD(arena, &dateline->agencies) = slice_trim(piece);
    }
}

/* The first words that are shown, without tags. */
static Slice first_words(Arena *arena, Slice body)
{
    enum { LOOK = 4096, SHOWN = 100 };
    Builder b;
    bool is_tag = false;
    body = slice_range(slice_trim(body), 0, LOOK);
    builder_init(&b, arena);
    for (size_t i = 0; i < body.size && b.size < SHOWN; i++) {
        char c = body.data[i];
        is_tag = is_tag || c == '<';
        if (!is_tag)
            builder_add_byte(&b, c);
        is_tag = is_tag && c != '>';
    }
    return builder_slice(&b);
}

void kit_located(Arena *arena, Article *article, Slice place, Slice body)
{
    size_t end = 0;
    place = kit_words(arena, place);
    if (slice_is_empty(place))
        return;
    kit_add_custom(arena, article, SLICE("located"), place);
    if (article->dateline.places.count == 0 && slice_is_empty(article->dateline.raw) &&
        find_dash(first_words(arena, body), &end) == SLICE_NONE)
        *LIST_ADD(arena, &article->dateline.places) = place;
}

/* ---- photos ---- */

void kit_set_href(Arena *arena, Media *media, Slice reference)
{
    reference = kit_words(arena, reference);
    if (kit_is_http(reference)) {
        media->href = reference;
        return;
    }
    size_t slash = slice_find_last_byte(reference, '/');
    Slice name = slice_trim(slash == SLICE_NONE ? reference : slice_skip(reference, slash + 1));
    if (slice_is_empty(media->id))
        media->id = name;
}

uint32_t kit_pixels(Slice text)
{
    uint64_t number = 0;
    return slice_to_u64(slice_trim(text), &number) && number < 1000000 ? (uint32_t)number : 0;
}

/* ---- JSON ---- */

Slice kit_json_text(const Json *value)
{
    if (!value || value->kind == JSON_OBJECT || value->kind == JSON_ARRAY ||
        (value->kind == JSON_WORD && slice_equal(value->text, SLICE("null"))))
        return SLICE_EMPTY;
    return value->text;
}

const Json *kit_json_get(const Json *object, const char *const *names, size_t count)
{
    const Json *found = NULL;
    for (size_t i = 0; i < count && !found; i++)
        found = json_get(object, names[i]);
    return found;
}

static void add_quoted(Builder *b, Slice text)
{
    builder_add_byte(b, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c < ' ')
            builder_format(b, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            builder_format(b, "\\%c", c);
        else
            builder_add_byte(b, (char)c);
    }
    builder_add_byte(b, '"');
}

/* The tree is at most JSON_DEPTH_MAX deep. */
static void add_json(Builder *b, const Json *value)
{
    bool is_object = value->kind == JSON_OBJECT;
    if (value->kind == JSON_TEXT)
        add_quoted(b, value->text);
    if (value->kind == JSON_NUMBER || value->kind == JSON_WORD)
        builder_add(b, value->text);
    if (!is_object && value->kind != JSON_ARRAY)
        return;
    builder_add_byte(b, is_object ? '{' : '[');
    for (const Json *item = value->first; item; item = item->next) {
        if (item != value->first)
            builder_add_byte(b, ',');
        if (is_object) {
            add_quoted(b, item->key);
            builder_add_byte(b, ':');
        }
        add_json(b, item);
    }
    builder_add_byte(b, is_object ? '}' : ']');
}

Slice kit_json_any(Arena *arena, const Json *value)
{
    Builder b;
    if (!value || (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY))
        return kit_json_text(value);
    if (!value->first)
        return SLICE_EMPTY;
    builder_init(&b, arena);
    add_json(&b, value);
    return builder_slice(&b);
}

/* ---- records and lists ---- */

Status kit_document_next(Import *import, Arena *arena, const char *media_type, Record *record, Error *err)
{
    Status status = document_next(import, arena, BODY_STATED, slice_from(media_type), record, err);
    if (status == STATUS_OK && record->block.size > RECORD_HELD_MAX)
        return error_set(err, STATUS_SKIP, "the document has %zu bytes, more than %u", record->block.size,
                         RECORD_HELD_MAX);
    return status;
}

typedef struct GuardedRead {
    Record *record;
    Arena *arena;
    Status (*read)(Record *record, Arena *arena, Error *err);
    Error *err;
    Status status;
} GuardedRead;

static void run_read(void *context)
{
    GuardedRead *job = context;
    job->status = job->read(job->record, job->arena, job->err);
}

Status kit_read_guarded(Record *record, Arena *arena,
                        Status (*read)(Record *record, Arena *arena, Error *err), Error *err)
{
    GuardedRead job = {record, arena, read, err, STATUS_SKIP};
    if (arena_guard(arena, run_read, &job))
        return job.status;
    record->stated = NULL;
    record->stated_count = 0;
    return error_set(err, STATUS_SKIP, "it needs more than %zu bytes of memory", arena_limit(arena));
}

Stated *kit_add_stated(Arena *arena, StatedList *list, const char *source)
{
    Stated *stated = LIST_ADD(arena, list);
    stated->source = slice_from(source);
    return stated;
}

Status kit_finish(Record *record, const StatedList *list, Error *err, const char *why_empty)
{
    record->stated = list->items;
    record->stated_count = list->count;
    return list->count > 0 ? STATUS_OK : error_set(err, STATUS_SKIP, "%s", why_empty);
}
