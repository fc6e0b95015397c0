/* What the collectors and the deciders share: claims, origins, and the comparisons by which a site's name, a
 * title and a date are known. */
#include "extract/desk.h"

#include "base/builder.h"
#include "base/utf8.h"
#include "syntax/url.h"
#include "text/text.h"

void claim_add(Desk *desk, Claim claim)
{
    if ((!slice_is_empty(claim.value) || claim.data) && desk->claim_counts[claim.field]++ < CLAIMS_PER_FIELD)
        *LIST_ADD(desk->arena, &desk->claims) = claim;
}

const Claim *claim_best(const Desk *desk, ClaimField field)
{
    const Claim *best = NULL;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == field && (!best || claim->confidence > best->confidence))
            best = claim;
    }
    return best;
}

void origin_add(Desk *desk, const char *field, Slice source, Slice at, const char *rule, float confidence)
{
    *LIST_ADD(desk->arena, &desk->article->provenance) = (Origin){.field = slice_from(field),
                                                                  .source = source,
                                                                  .at = at,
                                                                  .rule = slice_from(rule),
                                                                  .confidence = confidence};
}

/* Leaves out <...>: a value that was written as HTML. */
static Slice without_tags(Arena *arena, Slice value)
{
    Builder out;
    builder_init(&out, arena);
    size_t at = 0;
    while (at < value.size) {
        char next = at + 1 < value.size ? value.data[at + 1] : ' ';
        if (value.data[at] == '<' && (ascii_is_alpha(next) || next == '/' || next == '!')) {
            size_t end = slice_find_byte(slice_skip(value, at), '>');
            if (end != SLICE_NONE) {
                at += end + 1;
                continue;
            }
        }
        builder_add_byte(&out, value.data[at++]);
    }
    return builder_slice(&out);
}

Slice plain_value(Arena *arena, Slice value)
{
    value = html_unescape(arena, value);
    if (slice_find_byte(value, '<') != SLICE_NONE)
        value = without_tags(arena, value);
    return text_collapse(arena, utf8_repair(arena, value));
}

Slice compare_key(Arena *arena, Slice text)
{
    Slice folded = text_fold(arena, text);
    Builder out;
    builder_init(&out, arena);
    builder_reserve(&out, folded.size);
    for (size_t i = 0; i < folded.size; i++) {
        char c = folded.data[i];
        if ((unsigned char)c >= 0x80 || ascii_is_alpha(c) || ascii_is_digit(c))
            out.data[out.size++] = ascii_lower(c);
    }
    /* Typographic marks are no letters: drop U+2000 to U+206F. */
    size_t kept = 0;
    for (size_t i = 0; i < out.size; i++) {
        bool is_mark = (unsigned char)out.data[i] == 0xE2 && i + 2 < out.size &&
                       ((unsigned char)out.data[i + 1] == 0x80 || (unsigned char)out.data[i + 1] == 0x81);
        if (is_mark)
            i += 2;
        else
            out.data[kept++] = out.data[i];
    }
    return slice_of(out.data, kept);
}

/* "news.example.co.uk" gives "example". */
static Slice host_label(Slice host)
{
    Slice best = SLICE_EMPTY, rest = host, piece;
    while (slice_next_split(&rest, '.', &piece))
        if (piece.size > best.size && rest.size > 0)
            best = piece;
    return best;
}

/* Folded words parted by one blank, without marks and without "the" before them. */
static Slice name_words(Arena *arena, Slice name)
{
    Slice folded = text_fold(arena, slice_range(name, 0, utf8_floor(name, 200)));
    char *plain = arena_text(arena, folded.size);
    for (size_t i = 0; i < folded.size; i++) {
        char c = folded.data[i];
        bool is_word = (unsigned char)c >= 0x80 || ascii_is_alpha(c) || ascii_is_digit(c);
        plain[i] = is_word ? ascii_lower(c) : ' ';
    }
    Slice words = text_collapse(arena, slice_of(plain, folded.size));
    return slice_starts_with(words, SLICE("the ")) ? slice_skip(words, 4) : words;
}

static void note_site_name(Desk *desk, Slice name)
{
    Slice words = name_words(desk->arena, name);
    if (words.size >= 3)
        *LIST_ADD(desk->arena, &desk->site_names) = words;
}

void find_site_keys(Desk *desk)
{
    Arena *arena = desk->arena;
    for (size_t i = 0; i < desk->claims.count; i++)
        if (desk->claims.items[i].field == CLAIM_SITE) {
            *LIST_ADD(arena, &desk->site_keys) = compare_key(arena, desk->claims.items[i].value);
            note_site_name(desk, desk->claims.items[i].value);
        } else if (desk->claims.items[i].field == CLAIM_TITLE) {
            note_title_end(desk, desk->claims.items[i].value);
        }
    *LIST_ADD(arena, &desk->site_keys) = compare_key(arena, desk->options->archive_title);
    note_site_name(desk, desk->options->archive_title);
    Slice host = url_host(arena, desk->record->url);
    *LIST_ADD(arena, &desk->site_keys) = compare_key(arena, host);
    desk->host = host;
    desk->host_key = compare_key(arena, host_label(host));
}

bool is_site_name(const Desk *desk, Slice text)
{
    if (text.size > 200)
        return false;
    Slice key = compare_key(desk->arena, text);
    if (key.size < 2)
        return false;
    for (size_t i = 0; i < desk->site_keys.count; i++)
        if (slice_equal(key, desk->site_keys.items[i]))
            return true;
    Slice label = desk->host_key;
    if (label.size > 2 && slice_equal(key, label))
        return true;
    return label.size > 3 && key.size <= label.size + 12 && slice_contains(key, label);
}

/* The marks that part a headline from its site in a title. */
static const char *const title_marks[] = {" | ", " - ", " – ", " — ", " :: ", " » ",
                                          " « ", " · ", " • ", " ― ", " ~ "};

/* The size of the mark that begins at `at`; 0 if none does. All begin with a blank. */
static size_t mark_size(Slice title, size_t at)
{
    if (title.data[at] != ' ')
        return 0;
    for (size_t m = 0; m < sizeof title_marks / sizeof title_marks[0]; m++)
        if (slice_starts_with(slice_skip(title, at), slice_from(title_marks[m])))
            return strlen(title_marks[m]);
    return 0;
}

/* Where the last mark in the title begins; *size is its size. SLICE_NONE: none. */
static size_t last_mark(Slice title, size_t *size)
{
    for (size_t at = title.size; at-- > 0;)
        if ((*size = mark_size(title, at)) > 0)
            return at;
    return SLICE_NONE;
}

static size_t first_mark(Slice title, size_t *size)
{
    for (size_t at = 0; at < title.size; at++)
        if ((*size = mark_size(title, at)) > 0)
            return at;
    return SLICE_NONE;
}

void note_title_end(Desk *desk, Slice title)
{
    size_t size = 0;
    size_t at = title.size < 400 ? last_mark(title, &size) : SLICE_NONE;
    /* "Archive 2008 -2017": the last mark may stand inside the name, which is noted whole elsewhere. */
    if (at != SLICE_NONE && title.size - at - size <= 60)
        note_site_name(desk, slice_skip(title, at + size));
}

/* Is what stands behind a paper's name only its kind: "English Archive 2008 2017", "Online"? */
static bool is_name_tail(Slice words)
{
    static const char *const kinds[] = {"archive", "archives", "english",   "arabic",  "edition", "online",
                                        "news",    "daily",    "newspaper", "website", "digital", "com",
                                        "home",    "official", "site",      "web",     "net",     "org"};
    Slice word;
    while (words.size > 0 && slice_next_split(&words, ' ', &word)) {
        uint64_t number;
        bool is_kind = word.size == 0 || slice_to_u64(word, &number);
        for (size_t i = 0; !is_kind && i < sizeof kinds / sizeof kinds[0]; i++)
            is_kind = slice_equal(word, slice_from(kinds[i]));
        if (!is_kind)
            return false;
    }
    return true;
}

bool names_paper(const Desk *desk, Slice text)
{
    if (text.size > 100)
        return false;
    Slice words = name_words(desk->arena, text);
    for (size_t i = 0; words.size >= 3 && i < desk->site_names.count; i++) {
        Slice name = desk->site_names.items[i];
        Slice small = words.size < name.size ? words : name, large = words.size < name.size ? name : words;
        bool is_front =
            slice_starts_with(large, small) && (large.size == small.size || large.data[small.size] == ' ');
        if (is_front && is_name_tail(slice_skip(large, small.size)))
            return true;
    }
    return is_site_name(desk, text);
}

/* "The Ledger English Archive" of "The Ledger English Archive 2005 -2017": templates print the years or not.
 */
static Slice without_years(Slice title)
{
    while (title.size > 0 &&
           (ascii_is_digit(title.data[title.size - 1]) || memchr(" -/", title.data[title.size - 1], 3)))
        title.size--;
    return title.size >= 8 ? title : SLICE_EMPTY; /* less may end a headline */
}

static Slice strip_archive_title(const Desk *desk, Slice title)
{
    static const char *const ends[] = {"|", "-", "–", "—", "::", "»", "«", "·"};
    Slice own = slice_trim(desk->options->archive_title);
    if (own.size > 0 && !slice_ends_with_nocase(title, own))
        own = without_years(own);
    if (own.size == 0 || !slice_ends_with_nocase(title, own) || title.size == own.size)
        return title;
    title = slice_trim(slice_range(title, 0, title.size - own.size));
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (slice_ends_with(title, slice_from(ends[i])))
            return slice_trim(slice_range(title, 0, title.size - strlen(ends[i])));
    return title;
}

Slice strip_site(const Desk *desk, Slice title)
{
    title = strip_archive_title(desk, slice_trim(title));
    for (int round = 0; round < 3; round++) {
        size_t size = 0;
        size_t at = last_mark(title, &size);
        if (at == SLICE_NONE || at == 0)
            break;
        Slice tail = slice_trim(slice_skip(title, at + size));
        if (is_site_name(desk, tail)) {
            title = slice_trim(slice_range(title, 0, at));
            continue;
        }
        size_t front_size = 0, front = first_mark(title, &front_size);
        if (front > 0 && is_site_name(desk, slice_trim(slice_range(title, 0, front))))
            title = slice_trim(slice_skip(title, front + front_size));
        break;
    }
    return title;
}

/* 10 or 13 digits: seconds or milliseconds since 1970. */
static bool read_epoch(Slice text, Moment *moment)
{
    uint64_t number;
    if ((text.size != 10 && text.size != 13) || !slice_to_u64(text, &number))
        return false;
    *moment = moment_from_utc((int64_t)(text.size == 13 ? number / 1000 : number), NULL);
    return true;
}

/* "20140627" and "20140627T140500". */
static bool read_compact(Slice text, Moment *moment)
{
    uint64_t day, clock = 0;
    if (text.size < 8 || !slice_to_u64(slice_range(text, 0, 8), &day) ||
        (text.size > 8 && text.data[8] != 'T' && text.size != 14))
        return false;
    bool has_time =
        text.size >= 13 &&
        slice_to_u64(slice_range(text, text.size == 14 ? 8 : 9, text.size == 14 ? 12 : 13), &clock);
    return moment_make(moment, has_time ? GRAIN_MINUTE : GRAIN_DAY, (int64_t)(day / 10000),
                       (unsigned)(day / 100 % 100), (unsigned)(day % 100), (unsigned)(clock / 100),
                       (unsigned)(clock % 100));
}

/* ISO 8601 as pages write it: blanks for T, "+0200", " +02:00", day alone with a wrong time behind it. */
static bool read_iso(Arena *arena, Slice text, Moment *moment)
{
    if (text.size < 10 || !ascii_is_digit(text.data[0]) || text.data[4] != '-')
        return false;
    char form[40];
    size_t size = 0;
    for (size_t i = 0; i < text.size && size < sizeof form - 2; i++) {
        char c = text.data[i];
        if (c == ' ' && i == 10)
            c = 'T';
        if (c == ' ')
            continue;
        form[size++] = c;
    }
    /* "+0200" to "+02:00" */
    if (size > 5 && (form[size - 5] == '+' || form[size - 5] == '-') && size > 15 &&
        memchr(form + size - 4, ':', 4) == NULL) {
        memmove(form + size - 1, form + size - 2, 2);
        form[size - 2] = ':';
        size++;
    }
    if (moment_parse(slice_of(form, size), moment))
        return true;
    if (size >= 16 && moment_parse(slice_of(form, 16), moment))
        return true;
    (void)arena;
    return moment_parse(slice_of(form, 10), moment);
}

static bool is_month_first(const Desk *desk)
{
    Slice lang = page_attribute(&desk->page, desk->page.root, "lang");
    if (slice_equal_nocase(lang, SLICE("en-us")))
        return true;
    if (lang.size > 0 && !slice_equal_nocase(lang, SLICE("en")))
        return false; /* also "en-GB", "en-AU" */
    Slice host = url_host(desk->arena, desk->record->url);
    return slice_ends_with(host, SLICE(".com")) || slice_ends_with(host, SLICE(".org")) ||
           slice_ends_with(host, SLICE(".net"));
}

bool read_date(const Desk *desk, Slice text, Moment *moment)
{
    text = slice_trim(text);
    *moment = (Moment){0};
    bool is_read = read_iso(desk->arena, text, moment) || read_epoch(text, moment) ||
                   read_compact(text, moment) || text_find_date(text, is_month_first(desk), moment, NULL);
    int64_t year;
    unsigned month, day;
    if (!is_read || moment->grain == GRAIN_NONE)
        return false;
    civil_from_days(moment->local_s / 86400, &year, &month, &day);
    return year >= 1700 && year < 2100;
}
