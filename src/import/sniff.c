/* First bytes in; what they are out. Tables before code: a new kind is a new line. */
#include "import/sniff.h"

#include "base/utf8.h"
#include "syntax/photo_words.h"

#define HEAD_SIZE ((size_t)1024) /* markup shows within so many bytes */

static const struct {
    Slice magic;
    size_t at;
    SniffedMedia media;
} magics[] = {
    {{"\x89PNG\r\n\x1a\n", 8}, 0, {"image/png", BODY_IMAGE}},
    {{"\xff\xd8\xff", 3}, 0, {"image/jpeg", BODY_IMAGE}},
    {{"GIF87a", 6}, 0, {"image/gif", BODY_IMAGE}},
    {{"GIF89a", 6}, 0, {"image/gif", BODY_IMAGE}},
    {{"WEBPVP8", 7}, 8, {"image/webp", BODY_IMAGE}},
    {{"ftypavif", 8}, 4, {"image/avif", BODY_IMAGE}},
    {{"II*\0", 4}, 0, {"image/tiff", BODY_IMAGE}},
    {{"8BPS\0\1", 6}, 0, {"image/vnd.adobe.photoshop", BODY_IMAGE}},
    {{"MM\0*", 4}, 0, {"image/tiff", BODY_IMAGE}},
    {{"\0\0\1\0", 4}, 0, {"image/x-icon", BODY_IMAGE}},
    {{"\0\0\0\x0cjP  \r\n", 10}, 0, {"image/jp2", BODY_IMAGE}},
    {{"%PDF-", 5}, 0, {"application/pdf", BODY_OTHER}},
    {{"%!PS-", 5}, 0, {"application/postscript", BODY_OTHER}},
    {{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8}, 0, {"application/msword", BODY_OTHER}},
    {{"{\\rtf", 5}, 0, {"application/rtf", BODY_OTHER}},
    {{"ID3", 3}, 0, {"audio/mpeg", BODY_OTHER}},
    {{"OggS\0", 5}, 0, {"application/ogg", BODY_OTHER}},
    {{"fLaC", 4}, 0, {"audio/flac", BODY_OTHER}},
    {{"WAVEfmt ", 8}, 8, {"audio/wav", BODY_OTHER}},
    {{"ftyp", 4}, 4, {"video/mp4", BODY_OTHER}},
    {{"\x1a\x45\xdf\xa3", 4}, 0, {"video/webm", BODY_OTHER}},
    {{"FLV\1", 4}, 0, {"video/x-flv", BODY_OTHER}},
    {{"CWS", 3}, 0, {"application/x-shockwave-flash", BODY_OTHER}},
    {{"FWS", 3}, 0, {"application/x-shockwave-flash", BODY_OTHER}},
    {{"wOFF", 4}, 0, {"font/woff", BODY_OTHER}},
    {{"wOF2", 4}, 0, {"font/woff2", BODY_OTHER}},
    {{"OTTO\0", 5}, 0, {"font/otf", BODY_OTHER}},
    {{"\0\1\0\0\0", 5}, 0, {"font/ttf", BODY_OTHER}},
};

static const struct {
    const char *ending;
    SniffedMedia media;
} endings[] = {
    {"css", {"text/css", BODY_OTHER}},
    {"js", {"text/javascript", BODY_OTHER}},
    {"eot", {"application/vnd.ms-fontobject", BODY_OTHER}},
    {"bmp", {"image/bmp", BODY_IMAGE}},
    {"mp3", {"audio/mpeg", BODY_OTHER}},
};

static const SniffedMedia svg = {"image/svg+xml", BODY_IMAGE};

/* The beginning without byte order mark and the zeros of UTF-16, so that markup shows in any encoding. */
typedef struct Head {
    char text[HEAD_SIZE];
    size_t size;
} Head;

static Slice head_of(Slice bytes, Head *head)
{
    static const char *const marks[] = {"\xEF\xBB\xBF", "\xFE\xFF", "\xFF\xFE"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_starts_with(bytes, slice_from(marks[i])))
            bytes = slice_skip(bytes, strlen(marks[i]));
    head->size = 0;
    for (size_t i = 0; i < bytes.size && head->size < HEAD_SIZE; i++)
        if (bytes.data[i])
            head->text[head->size++] = bytes.data[i];
    return slice_trim(slice_of(head->text, head->size));
}

/* Past comments, processing instructions and a doctype that is not HTML's. */
static Slice skip_prologue(Slice s)
{
    for (;;) {
        s = slice_trim(s);
        size_t end = SLICE_NONE;
        if (slice_starts_with(s, SLICE("<!--"))) {
            end = slice_find(s, SLICE("-->"));
            s = slice_skip(s, end == SLICE_NONE ? s.size : end + 3);
        } else if (slice_starts_with(s, SLICE("<?")) ||
                   (slice_starts_with_nocase(s, SLICE("<!doctype")) &&
                    !slice_starts_with_nocase(s, SLICE("<!doctype html")))) {
            end = slice_find_byte(s, '>');
            s = slice_skip(s, end == SLICE_NONE ? s.size : end + 1);
        } else {
            return s;
        }
    }
}

/* Does the text begin with the tag of that element? */
static bool begins_with_tag(Slice s, Slice name)
{
    if (s.size < 2 || s.data[0] != '<' || !slice_starts_with_nocase(slice_skip(s, 1), name))
        return false;
    char next = s.size > name.size + 1 ? s.data[name.size + 1] : '>';
    return next == '>' || next == '/' || ascii_is_space(next);
}

bool sniff_is_html(Slice bytes)
{
    static const char *const names[] = {
        "!doctype html", "html",   "head",  "body",    "title",   "meta", "script", "style", "link",
        "iframe",        "div",    "table", "h1",      "h2",      "p",    "a",      "b",     "br",
        "font",          "center", "span",  "article", "section", "main"};
    Head head;
    Slice text = head_of(bytes, &head);
    Slice s = skip_prologue(text);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (begins_with_tag(s, slice_from(names[i])))
            return true;
    return slice_is_empty(s) && slice_starts_with(text, SLICE("<!--")) && bytes.size > HEAD_SIZE &&
           slice_find_nocase(slice_range(bytes, 0, SNIFF_SIZE), SLICE("<html")) != SLICE_NONE;
}

const SniffedMedia *sniff_magic(Slice bytes)
{
    Head head;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (slice_starts_with(slice_skip(bytes, magics[i].at), magics[i].magic))
            return &magics[i].media;
    return begins_with_tag(skip_prologue(head_of(bytes, &head)), SLICE("svg")) ? &svg : NULL;
}

Slice sniff_ending(Slice file_name)
{
    size_t slash = slice_find_last_byte(file_name, '/');
    Slice name = slash == SLICE_NONE ? file_name : slice_skip(file_name, slash + 1);
    if (slice_ends_with_nocase(name, SLICE(".gz")))
        name.size -= 3;
    else if (slice_ends_with_nocase(name, SLICE(".zst")))
        name.size -= 4;
    size_t dot = slice_find_last_byte(name, '.');
    return dot == SLICE_NONE || dot == 0 ? SLICE_EMPTY : slice_skip(name, dot + 1);
}

const SniffedMedia *sniff_name(Slice file_name)
{
    Slice ending = sniff_ending(file_name);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (slice_equal_nocase(ending, slice_from(endings[i].ending)))
            return &endings[i].media;
    return NULL;
}

static bool looks_like_json(Slice s)
{
    if (s.size < 2 || (s.data[0] != '{' && s.data[0] != '['))
        return false;
    Slice rest = slice_trim(slice_skip(s, 1));
    char next = rest.size ? rest.data[0] : '\0';
    return s.data[0] == '{' ? next == '"' || next == '}'
                            : next != '\0' && strchr("{[\"]-0123456789", next) != NULL;
}

bool sniff_is_text(Slice bytes)
{
    Head head;
    Slice s = head_of(bytes, &head);
    bool wide = slice_starts_with(bytes, SLICE("\xFE\xFF")) || slice_starts_with(bytes, SLICE("\xFF\xFE"));
    Slice look = wide ? s : slice_range(bytes, 0, SNIFF_SIZE);
    for (size_t i = 0; i < look.size; i++) {
        unsigned char c = (unsigned char)look.data[i];
        if (c == 0x7F || (c < ' ' && !ascii_is_space((char)c) && c != 0x1A))
            return false;
    }
    return s.size > 0 && s.data[0] != '<' && !looks_like_json(s);
}

bool sniff_is_binary(Slice bytes)
{
    Slice look = slice_range(bytes, 0, SNIFF_SIZE);
    size_t controls = 0;
    for (size_t i = 0; i < look.size; i++) {
        unsigned char c = (unsigned char)look.data[i];
        controls += c == 0x7F || (c != 0 && c < ' ' && !ascii_is_space((char)c));
    }
    return controls > look.size / 32;
}

/* "com,example)/ 20140102030405 {", "example.com/ 20140102030405 http://" or " CDX N b a m s k r M S V g" */
bool sniff_is_crawl_index(Slice bytes)
{
    Slice line = slice_range(bytes, 0, slice_find_byte(bytes, '\n'));
    if (slice_starts_with(line, SLICE(" CDX ")) || slice_starts_with(line, SLICE("!OpenWayback-CDXJ")))
        return true;
    size_t space = slice_find_byte(line, ' ');
    if (space == SLICE_NONE || line.size < space + 16)
        return false;
    for (size_t i = 1; i <= 14; i++)
        if (!ascii_is_digit(line.data[space + i]))
            return false;
    char next = line.data[space + 15];
    Slice rest = slice_skip(line, space + 16);
    bool is_entry = slice_starts_with(rest, SLICE("http")) || slice_starts_with(rest, SLICE("{"));
    return (next == ' ' || next == '\t') &&
           (is_entry || slice_contains(slice_range(line, 0, space), SLICE(")")));
}

const char *sniff_unread(Slice bytes)
{
    static const struct {
        Slice magic;
        size_t at;
        const char *what;
    } unread[] = {
        {{"PK\3\4", 4}, 0, "a ZIP file (a WACZ, an EPUB, an office document)"},
        {{"SQLite format 3", 15}, 0, "an SQLite database"},
        {{"ZIM\4", 4}, 0, "a ZIM file"},
        {{"ustar", 5}, 257, "a tar file"},
    };
    Head head;
    for (size_t i = 0; i < sizeof unread / sizeof *unread; i++)
        if (slice_starts_with(slice_skip(bytes, unread[i].at), unread[i].magic))
            return unread[i].what;
    if (sniff_is_crawl_index(bytes))
        return "a CDX index";
    Slice s = head_of(bytes, &head);
    if (looks_like_json(s))
        return "a JSON file";
    if (slice_starts_with(s, SLICE("<")) && photo_words_may_be(bytes))
        return "the words of a picture (XMP) without the picture, which extract prints";
    return slice_starts_with(s, SLICE("<")) && !sniff_is_html(bytes) ? "an XML file" : NULL;
}
