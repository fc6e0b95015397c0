/* Pages saved as files -> their addresses.
 *
 * Programs leave a comment: HTTrack ("Mirrored from HOST/PATH by HTTrack Website Copier/3.x [...], DATE"),
 * SingleFile ("Page saved with SingleFile", "url:", "saved date:"), browsers since Internet Explorer ("saved
 * from url=(0042)https://..."). wget leaves none, but its files lie under HOST/PATH, as HTTrack's do. File
 * names are not addresses: an index is its folder, and a query is part of the name in one of several
 * disguises. */
#include "import/mirror.h"

#include "base/builder.h"
#include "model/moment.h"
#include "syntax/page_head.h"
#include "syntax/url.h"

#define NOTE_WITHIN ((size_t)8192)

/* ---- what programs write at the top ---- */

static const struct {
    const char *mark;
    bool is_counted;       /* "(0042)" stands before the address */
    bool has_scheme;       /* without one it is http */
    const char *date_mark; /* what stands before the date; NULL: there is none */
} marks[] = {
    {"saved from url=", true, true, NULL},
    {"Mirrored from ", false, false, "], "},
    {"Page saved with SingleFile", false, true, "saved date:"},
};

/* "Fri, 27 Jun 2014 12:05:09 GMT", "Fri Jun 27 2014 12:05:09 GMT+0200 (...)": day, month, year, time and
 * offset in any order, words between them passed over. */
typedef struct DateParts {
    int day, month, year, hour, minute, second, offset_minutes;
} DateParts;

static int month_of(Slice word)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int i = 0; i < 12 && word.size >= 3; i++)
        if (slice_equal_nocase(slice_range(word, 0, 3), slice_of(names + (size_t)i * 3, 3)))
            return i + 1;
    return 0;
}

static int small_number(Slice text)
{
    uint64_t number = 0;
    return slice_to_u64(text, &number) && number <= 9999 ? (int)number : -1;
}

static void note_offset(Slice word, DateParts *date)
{
    Slice rest = slice_starts_with(word, SLICE("GMT")) ? slice_skip(word, 3) : word;
    if (rest.size < 5 || (rest.data[0] != '+' && rest.data[0] != '-'))
        return;
    int hours = small_number(slice_range(rest, 1, 3)), minutes = small_number(slice_range(rest, 3, 5));
    if (hours >= 0 && hours <= 14 && minutes >= 0 && minutes < 60)
        date->offset_minutes = (rest.data[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
}

static void note_date_word(Slice word, DateParts *date)
{
    Slice hour, minute;
    int number = small_number(word);
    if (slice_find_byte(word, ':') != SLICE_NONE) {
        if (slice_next_split(&word, ':', &hour) && slice_next_split(&word, ':', &minute)) {
            date->hour = small_number(hour);
            date->minute = small_number(minute);
            date->second = small_number(word);
        }
    } else if (number >= 1000) {
        date->year = number;
    } else if (number >= 0) {
        date->day = number;
    } else if (date->month == 0 && month_of(word)) {
        date->month = month_of(word);
    } else {
        note_offset(word, date);
    }
}

static int64_t read_note_date(Slice text)
{
    DateParts date = {0};
    Moment moment;
    text = slice_range(text, 0, 80);
    for (int i = 0; i < 12 && text.size > 0; i++) {
        Slice word;
        text = slice_trim(text);
        if (slice_starts_with(text, SLICE("(")) || slice_starts_with(text, SLICE("-->")))
            break;
        slice_next_split(&text, ' ', &word);
        word = slice_trim(word);
        if (slice_ends_with(word, SLICE(",")))
            word.size--;
        note_date_word(word, &date);
    }
    if (date.year < 1990 || date.day < 1 || date.hour < 0 || date.minute < 0 || date.month < 1 ||
        !moment_make(&moment, GRAIN_MINUTE, date.year, (unsigned)date.month, (unsigned)date.day,
                     (unsigned)date.hour, (unsigned)date.minute))
        return 0;
    int64_t seconds = date.second > 0 && date.second < 60 ? date.second : 0;
    return moment_utc_s(moment, NULL) + seconds - (int64_t)date.offset_minutes * 60;
}

/* From the mark on: the address, up to a blank. */
static Slice note_address(Arena *arena, Slice rest, bool is_counted, bool has_scheme)
{
    rest = slice_trim(rest);
    if (slice_starts_with(rest, SLICE("url:")))
        rest = slice_trim(slice_skip(rest, 4));
    if (is_counted && slice_starts_with(rest, SLICE("("))) {
        size_t close = slice_find_byte(slice_range(rest, 0, 12), ')');
        rest = slice_skip(rest, close == SLICE_NONE ? 0 : close + 1);
    }
    size_t size = 0;
    while (size < rest.size && !ascii_is_space(rest.data[size]) && !memchr("<>\"", rest.data[size], 3))
        size++;
    rest = slice_range(rest, 0, size);
    bool is_web =
        slice_starts_with_nocase(rest, SLICE("http://")) || slice_starts_with_nocase(rest, SLICE("https://"));
    if (!has_scheme && !is_web && !slice_is_empty(rest))
        return arena_format(arena, "http://%.*s", SLICE_ARG(rest));
    return is_web ? rest : SLICE_EMPTY;
}

MirrorNote mirror_note_of(Arena *arena, Slice page)
{
    MirrorNote note = {0};
    Slice top = slice_range(page, 0, NOTE_WITHIN);
    for (size_t i = 0; i < sizeof marks / sizeof *marks && slice_is_empty(note.url); i++) {
        size_t at = slice_find(top, slice_from(marks[i].mark));
        if (at == SLICE_NONE)
            continue;
        Slice rest = slice_skip(top, at + strlen(marks[i].mark));
        note.url = note_address(arena, rest, marks[i].is_counted, marks[i].has_scheme);
        Slice comment = slice_range(rest, 0, slice_find(rest, SLICE("-->")));
        size_t date = marks[i].date_mark ? slice_find(comment, slice_from(marks[i].date_mark)) : SLICE_NONE;
        if (date != SLICE_NONE && !slice_is_empty(note.url))
            note.saved_s = read_note_date(slice_skip(comment, date + strlen(marks[i].date_mark)));
    }
    return note;
}

Slice mirror_head_address(Arena *arena, Slice page)
{
    PageHead head = page_head_read(arena, page);
    return slice_is_empty(head.canonical) ? head.og_url : head.canonical;
}

/* ---- what the path tells ---- */

/* Is the end of a name a domain's: of a country, or one of the usual? A folder may be called "photos.old". */
static bool is_top_domain(Slice name)
{
    static const char *const usual[] = {
        "com",  "net",     "org",   "info",   "biz",    "edu",    "gov",    "mil",     "int",  "name",
        "news", "press",   "tv",    "media",  "online", "site",   "blog",   "website", "asia", "mobi",
        "aero", "coop",    "jobs",  "museum", "pro",    "travel", "cat",    "onion",   "arpa", "example",
        "test", "invalid", "today", "world",  "africa", "london", "berlin", "nyc",     "live", "paper"};
    for (size_t i = 0; i < name.size; i++)
        if (!ascii_is_alpha(name.data[i]))
            return name.size > 4 && slice_starts_with(name, SLICE("xn--"));
    if (SLICE_ANY(name, slice_equal_nocase, usual))
        return true;
    return name.size == 2;
}

/* "www.example.org", "example.org:8080" and, as Windows must write it, "example.org+8080". */
static bool is_host(Slice name, Slice *host, Slice *port)
{
    size_t size = 0;
    while (size < name.size && (ascii_is_alpha(name.data[size]) || ascii_is_digit(name.data[size]) ||
                                name.data[size] == '-' || name.data[size] == '.'))
        size++;
    uint64_t number;
    *host = slice_range(name, 0, size);
    *port = SLICE_EMPTY;
    if (size < name.size) {
        *port = slice_skip(name, size + 1);
        if (!memchr(":+_", name.data[size], 3) || !slice_to_u64(*port, &number) || number == 0 ||
            number > 65535)
            return false;
    }
    size_t dot = slice_find_last_byte(*host, '.');
    return dot != SLICE_NONE && dot > 0 && host->size < 254 && host->data[0] != '-' && host->data[0] != '.' &&
           !slice_contains(*host, SLICE("..")) && is_top_domain(slice_skip(*host, dot + 1));
}

static bool take_end(Slice *name, Slice end)
{
    if (name->size <= end.size || !slice_ends_with_nocase(*name, end))
        return false;
    name->size -= end.size;
    return true;
}

/* Where the query begins in a file's name: "?" as it is, "%3F", or "@" with a key behind it. */
static size_t find_query(Slice name, size_t *mark_size)
{
    for (size_t i = 0; i < name.size; i++) {
        *mark_size = name.data[i] == '%' ? 3 : 1;
        if (name.data[i] == '?' || slice_starts_with_nocase(slice_skip(name, i), SLICE("%3F")))
            return i;
        if (name.data[i] != '@')
            continue;
        size_t end = i + 1;
        while (end < name.size && (ascii_is_alpha(name.data[end]) || ascii_is_digit(name.data[end]) ||
                                   memchr("_-[]", name.data[end], 4)))
            end++;
        if (end > i + 1 && end < name.size && name.data[end] == '=')
            return i;
    }
    return SLICE_NONE;
}

/* A name as it stands in an address: codes stay, what may not stand there becomes one. */
static void add_encoded(Builder *b, Slice text, const char *also)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool is_code = c == '%' && i + 2 < text.size && strchr("0123456789abcdefABCDEF", text.data[i + 1]) &&
                       strchr("0123456789abcdefABCDEF", text.data[i + 2]) && text.data[i + 1] &&
                       text.data[i + 2];
        if (is_code || ascii_is_alpha((char)c) || ascii_is_digit((char)c) ||
            (c != 0 && strchr("-._~!$&'()*+,;=:@", c)) || (c != 0 && strchr(also, c))) {
            builder_add_byte(b, (char)c);
        } else {
            builder_add_byte(b, '%');
            builder_add_byte(b, hex[c >> 4]);
            builder_add_byte(b, hex[c & 15]);
        }
    }
}

static bool is_index(Slice name)
{
    static const char *const names[] = {"index.html",  "index.htm",   "index.php",    "index.asp",
                                        "index.shtml", "default.htm", "default.html", "default.asp"};
    return SLICE_ANY(name, slice_equal_nocase, names);
}

/* The file's own name: index, query, and what wget -E and -K put behind it. */
static void add_file_name(Builder *b, Slice name, MirrorEnding ending)
{
    static const char *const programs[] = {".php", ".asp", ".aspx", ".jsp", ".cgi", ".cfm", ".pl"};
    size_t mark_size = 1;
    take_end(&name, SLICE(".orig"));
    if (ending == MIRROR_ENDING_TEXT && !take_end(&name, SLICE(".txt")))
        take_end(&name, SLICE(".text"));
    size_t query = find_query(name, &mark_size);
    Slice file = slice_range(name, 0, query);
    if (query == SLICE_NONE) {
        Slice bare = file;
        bool is_added = take_end(&bare, SLICE(".html"));
        for (size_t i = 0; is_added && i < sizeof programs / sizeof *programs; i++)
            if (slice_ends_with_nocase(bare, slice_from(programs[i])))
                file = bare;
        if (is_added && ending == MIRROR_ENDING_HTML && !is_index(file))
            file = bare;
    }
    if (!is_index(file))
        add_encoded(b, file, "");
    if (query == SLICE_NONE)
        return;
    Slice keys = slice_skip(name, query + mark_size);
    if (!take_end(&keys, SLICE(".html")))
        take_end(&keys, SLICE(".htm"));
    builder_add_byte(b, '?');
    add_encoded(b, keys, "/?");
}

bool mirror_adds_html(const Slices *paths)
{
    bool is_bare = false;
    for (size_t i = 0; i < paths->count; i++) {
        Slice path = paths->items[i];
        size_t slash = slice_find_last_byte(path, '/'), mark_size = 1;
        Slice name = slash == SLICE_NONE ? path : slice_skip(path, slash + 1);
        size_t query = slice_ends_with(name, SLICE(".html")) ? find_query(name, &mark_size) : SLICE_NONE;
        if (query == SLICE_NONE || query == 0)
            continue;
        Slice file = slice_range(name, 0, query);
        if (is_index(file))
            continue;
        if (slice_ends_with(file, SLICE(".html")) || slice_ends_with(file, SLICE(".htm")))
            return false;
        is_bare = is_bare || slice_find_byte(file, '.') == SLICE_NONE;
    }
    return is_bare;
}

Slice mirror_path_address(Arena *arena, Slice folder_name, Slice path, MirrorEnding ending)
{
    Slice piece, host = SLICE_EMPTY, port, scheme = SLICE("http"), rest = path;
    bool is_found = false;
    while (!is_found && slice_next_split(&rest, '/', &piece) && rest.size > 0) {
        is_found = is_host(piece, &host, &port);
        if (slice_equal(piece, SLICE("https")))
            scheme = piece;
    }
    if (!is_found) {
        rest = path;
        if (!is_host(folder_name, &host, &port))
            return SLICE_EMPTY;
    }
    Builder b;
    builder_init(&b, arena);
    builder_format(&b, "%.*s://%.*s", SLICE_ARG(scheme), SLICE_ARG(host));
    if (!slice_is_empty(port))
        builder_format(&b, ":%.*s", SLICE_ARG(port));
    while (slice_next_split(&rest, '/', &piece)) {
        builder_add_byte(&b, '/');
        if (slice_find_byte(rest, '/') == SLICE_NONE && rest.size == 0)
            add_file_name(&b, piece, ending);
        else
            add_encoded(&b, piece, "");
    }
    return builder_slice(&b);
}

/* The path up to its last slash. */
static Slice folder_of(Slice path)
{
    size_t slash = slice_find_last_byte(path, '/');
    return slice_range(path, 0, slash == SLICE_NONE ? 0 : slash + 1);
}

Slice mirror_settle(Arena *arena, Slice url, Slice by_path, bool is_sure)
{
    const Slice key = url_key(arena, url);
    Url own, place;
    if (slice_is_empty(by_path) || slice_is_empty(key) || !url_parse(url, &own) ||
        !url_parse(by_path, &place))
        return url;
    if (!slice_equal(key, url_key(arena, by_path))) {
        bool is_elsewhere = slice_equal(url_host(arena, url), url_host(arena, by_path)) &&
                            !slice_equal(folder_of(own.path), folder_of(place.path));
        return is_elsewhere && !is_sure ? by_path : url;
    }
    bool is_folder = slice_ends_with(place.path, SLICE("/")) && !slice_ends_with(own.path, SLICE("/"));
    if (!is_folder || own.query.size > 0)
        return url;
    return arena_format(arena, "%.*s/", SLICE_ARG(slice_range(url, 0, slice_find_byte(url, '#'))));
}

/* ---- what is the program's, not the paper's ---- */

const char *mirror_own_file(Slice path)
{
    static const struct {
        const char *name, *what;
    } files[] = {
        {"hts-log.txt", "HTTrack's log, no page"},    {"hts-in_progress.lock", "HTTrack's lock, no page"},
        {"hts-stop.lock", "HTTrack's lock, no page"}, {"hts-nohup.out", "HTTrack's log, no page"},
        {"wget-log", "wget's log, no page"},          {"cookies.txt", "a program's cookies, no page"},
    };
    size_t slash = slice_find_last_byte(path, '/');
    Slice name = slash == SLICE_NONE ? path : slice_skip(path, slash + 1);
    if (slice_starts_with(path, SLICE("hts-cache/")) || slice_contains(path, SLICE("/hts-cache/")))
        return "HTTrack's cache of the pages that lie beside it";
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (slice_equal(name, slice_from(files[i].name)))
            return files[i].what;
    return NULL;
}
