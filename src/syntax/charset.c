/* A page's bytes in, valid UTF-8 out.
 *
 * The order is WHATWG's (byte order mark, HTTP header, <meta>), then what a browser leaves open: valid UTF-8
 * is UTF-8, the rest is guessed by uchardet. Two departures, because archives hold what no browser was asked
 * to show any more: a page that says windows-1252 (every server's default once) and is valid UTF-8 beyond
 * ASCII is UTF-8; and one that says UTF-8 of which most is not, is not believed. ICU converts; labels are
 * WHATWG's. */
#include "syntax/charset.h"

#include <unicode/ucnv.h>
#include <uchardet/uchardet.h>

#include "base/error.h"
#include "base/utf8.h"

#define META_WITHIN 8192 /* WHATWG says 1,024; older CMSs put much before it */
#define GUESS_WITHIN (256 << 10)

typedef struct Encoding {
    const char *name;   /* WHATWG's */
    const char *icu;    /* ICU's converter */
    const char *labels; /* all that mean it, in lower case, between blanks */
} Encoding;

static const Encoding encodings[] = {
    {"UTF-8", "UTF-8", " utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 "},
    {"windows-1252", "windows-1252",
     " windows-1252 iso-8859-1 latin1 ascii us-ascii ansi_x3.4-1968 cp1252 cp819 csisolatin1 ibm819 "
     "iso-ir-100 iso8859-1"
     " iso88591 iso_8859-1 iso_8859-1:1987 l1 x-cp1252 x-user-defined "},
    {"windows-1256", "windows-1256", " windows-1256 cp1256 x-cp1256 "},
    {"windows-1251", "windows-1251", " windows-1251 cp1251 x-cp1251 "},
    {"windows-1250", "windows-1250", " windows-1250 cp1250 x-cp1250 "},
    {"windows-1253", "windows-1253", " windows-1253 cp1253 x-cp1253 "},
    {"windows-1254", "windows-1254",
     " windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 "
     "l5 latin5"
     " x-cp1254 "},
    {"windows-1255", "windows-1255", " windows-1255 cp1255 x-cp1255 "},
    {"windows-1257", "windows-1257", " windows-1257 cp1257 x-cp1257 "},
    {"windows-1258", "windows-1258", " windows-1258 cp1258 x-cp1258 "},
    {"windows-874", "windows-874", " windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 "},
    {"ISO-8859-2", "ISO-8859-2",
     " iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2 "},
    {"ISO-8859-3", "ISO-8859-3",
     " iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3 "},
    {"ISO-8859-4", "ISO-8859-4",
     " iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4 "},
    {"ISO-8859-5", "ISO-8859-5",
     " iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988 "},
    {"ISO-8859-6", "ISO-8859-6",
     " iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i"
     " iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987 "},
    {"ISO-8859-7", "ISO-8859-7",
     " iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7"
     " iso_8859-7:1987 sun_eu_greek "},
    {"ISO-8859-8", "ISO-8859-8",
     " iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8"
     " iso_8859-8:1988 visual "},
    {"ISO-8859-8-I", "ISO-8859-8", " iso-8859-8-i csiso88598i logical "},
    {"ISO-8859-10", "iso-8859_10-1998",
     " iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6 "},
    {"ISO-8859-13", "ISO-8859-13", " iso-8859-13 iso8859-13 iso885913 "},
    {"ISO-8859-14", "iso-8859_14-1998", " iso-8859-14 iso8859-14 iso885914 "},
    {"ISO-8859-15", "ISO-8859-15",
     " iso-8859-15 csisolatin9 iso8859-15 iso885915 iso_8859-15 l9 latin-9 latin9 "},
    {"IBM866", "IBM866", " ibm866 866 cp866 csibm866 "},
    {"KOI8-R", "KOI8-R", " koi8-r cskoi8r koi koi8 koi8_r "},
    {"KOI8-U", "KOI8-U", " koi8-u koi8-ru "},
    {"macintosh", "macintosh", " macintosh csmacintosh mac x-mac-roman "},
    {"x-mac-cyrillic", "x-mac-cyrillic", " x-mac-cyrillic x-mac-ukrainian mac-cyrillic "},
    {"GBK", "gb18030", " gbk chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk "},
    {"gb18030", "gb18030", " gb18030 "},
    {"Big5", "Big5-HKSCS", " big5 big5-hkscs cn-big5 csbig5 x-x-big5 "},
    {"EUC-JP", "EUC-JP", " euc-jp cseucpkdfmtjapanese x-euc-jp "},
    {"ISO-2022-JP", "ISO-2022-JP", " iso-2022-jp csiso2022jp "},
    {"Shift_JIS", "windows-31j", " shift_jis csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis "},
    {"EUC-KR", "windows-949",
     " euc-kr cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 "
     "windows-949 uhc"
     " cp949 "},
    {"UTF-16BE", "UTF-16BE", " utf-16be unicodefffe "},
    {"UTF-16LE", "UTF-16LE", " utf-16 utf-16le ucs-2 csunicode iso-10646-ucs-2 unicode unicodefeff "},
};

enum { UTF8_NUMBER = 0, WINDOWS_1252_NUMBER = 1 };
#define ENCODING_UTF8 (&encodings[UTF8_NUMBER])
#define ENCODING_1252 (&encodings[WINDOWS_1252_NUMBER])
#define LABEL_MAX 40

static const Encoding *encoding_find(Slice label)
{
    char key[LABEL_MAX + 3];
    label = slice_trim(label);
    if (slice_is_empty(label) || label.size > LABEL_MAX)
        return NULL;
    key[0] = ' ';
    for (size_t i = 0; i < label.size; i++) {
        if (label.data[i] <= ' ')
            return NULL;
        key[i + 1] = ascii_lower(label.data[i]);
    }
    key[label.size + 1] = ' ';
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (slice_contains(slice_from(encodings[i].labels), slice_of(key, label.size + 2)))
            return &encodings[i];
    return NULL;
}

static bool encoding_is_utf16(const Encoding *encoding)
{
    return slice_starts_with(slice_from(encoding->name), SLICE("UTF-16"));
}

/* ---- what the bytes say of themselves ---- */

static const Encoding *encoding_of_mark(Slice *bytes)
{
    static const struct {
        const char *mark, *label;
    } marks[] = {{"\xEF\xBB\xBF", "utf-8"}, {"\xFE\xFF", "utf-16be"}, {"\xFF\xFE", "utf-16le"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (slice_starts_with(*bytes, slice_from(marks[i].mark))) {
            *bytes = slice_skip(*bytes, strlen(marks[i].mark));
            return encoding_find(slice_from(marks[i].label));
        }
    }
    return NULL;
}

/* UTF-16 without a mark shows by the zeros in its first tag. */
static const Encoding *encoding_of_zeros(Slice bytes)
{
    if (bytes.size >= 4 && memcmp(bytes.data, "\0<\0", 3) == 0)
        return encoding_find(SLICE("utf-16be"));
    if (bytes.size >= 4 && bytes.data[0] == '<' && bytes.data[1] == 0 && bytes.data[3] == 0)
        return encoding_find(SLICE("utf-16le"));
    return NULL;
}

static size_t skip_space(Slice s, size_t at)
{
    while (at < s.size && (ascii_is_space(s.data[at]) || s.data[at] == '/'))
        at++;
    return at;
}

/* One attribute of a tag; gives the place behind it. An empty name: the tag is at its end. */
static size_t next_attribute(Slice s, size_t at, Slice *name, Slice *value)
{
    *name = *value = SLICE_EMPTY;
    at = skip_space(s, at);
    size_t begin = at;
    while (at < s.size && s.data[at] != '>' && s.data[at] != '=' && s.data[at] != '/' &&
           !ascii_is_space(s.data[at]))
        at++;
    *name = slice_range(s, begin, at);
    while (at < s.size && ascii_is_space(s.data[at]))
        at++;
    if (at >= s.size || s.data[at] != '=')
        return at;
    if (slice_is_empty(*name))
        *name = SLICE("="); /* a stray sign: step over it */
    for (at++; at < s.size && ascii_is_space(s.data[at]);)
        at++;
    char quote = at < s.size && (s.data[at] == '"' || s.data[at] == '\'') ? s.data[at] : '\0';
    begin = quote ? at + 1 : at;
    for (at = begin; at < s.size; at++)
        if (quote ? s.data[at] == quote : s.data[at] == '>' || ascii_is_space(s.data[at]))
            break;
    *value = slice_range(s, begin, at);
    return quote && at < s.size ? at + 1 : at;
}

/* "text/html; charset=windows-1256" -> "windows-1256" */
static Slice charset_of_content(Slice content)
{
    size_t at = slice_find_nocase(content, SLICE("charset"));
    if (at == SLICE_NONE)
        return SLICE_EMPTY;
    Slice rest = slice_trim(slice_skip(content, at + 7));
    if (!slice_starts_with(rest, SLICE("=")))
        return SLICE_EMPTY;
    rest = slice_trim(slice_skip(rest, 1));
    if (rest.size && (rest.data[0] == '"' || rest.data[0] == '\''))
        rest = slice_skip(rest, 1);
    size_t end = 0;
    while (end < rest.size && !memchr(";\"', \t\r\n", rest.data[end], 8))
        end++;
    return slice_range(rest, 0, end);
}

/* Reads a <meta ...> tag from its first attribute on. */
static const Encoding *encoding_of_meta(Slice s, size_t *at)
{
    Slice charset = SLICE_EMPTY, content = SLICE_EMPTY, name, value;
    bool is_content_type = false;
    for (*at = next_attribute(s, *at, &name, &value); !slice_is_empty(name);
         *at = next_attribute(s, *at, &name, &value)) {
        if (slice_equal_nocase(name, SLICE("charset")))
            charset = value;
        else if (slice_equal_nocase(name, SLICE("http-equiv")))
            is_content_type = slice_equal_nocase(slice_trim(value), SLICE("content-type"));
        else if (slice_equal_nocase(name, SLICE("content")))
            content = charset_of_content(value);
    }
    const Encoding *found = encoding_find(charset);
    if (!found && is_content_type)
        found = encoding_find(content);
    return found && encoding_is_utf16(found) ? ENCODING_UTF8
                                             : found; /* it was read as bytes, so it is not UTF-16 */
}

/* <?xml version="1.0" encoding="windows-1256"?> */
static const Encoding *encoding_of_xml(Slice s)
{
    if (!slice_starts_with(s, SLICE("<?xml")))
        return NULL;
    Slice name, value;
    s = slice_range(s, 0, slice_find_byte(s, '>'));
    for (size_t at = next_attribute(s, 5, &name, &value); !slice_is_empty(name);
         at = next_attribute(s, at, &name, &value)) {
        const Encoding *found = slice_equal_nocase(name, SLICE("encoding")) ? encoding_find(value) : NULL;
        if (found)
            return encoding_is_utf16(found) ? ENCODING_UTF8 : found;
    }
    return NULL;
}

/* The WHATWG prescan: comments and other tags are stepped over, attributes read as attributes. */
static const Encoding *encoding_of_page(Slice bytes)
{
    Slice s = slice_range(bytes, 0, META_WITHIN);
    for (size_t at = 0; at < s.size;) {
        Slice there = slice_skip(s, at);
        if (slice_starts_with(there, SLICE("<!--"))) {
            size_t end = slice_find(slice_skip(there, 2), SLICE("-->"));
            at = end == SLICE_NONE ? s.size : at + 2 + end + 3;
        } else if (slice_starts_with_nocase(there, SLICE("<meta")) && there.size > 5 &&
                   (ascii_is_space(there.data[5]) || there.data[5] == '/')) {
            at += 5;
            const Encoding *found = encoding_of_meta(s, &at);
            if (found)
                return found;
        } else if (there.size > 2 && there.data[0] == '<' &&
                   (ascii_is_alpha(there.data[1]) ||
                    (there.data[1] == '/' && ascii_is_alpha(there.data[2])))) {
            Slice name, value;
            while (at < s.size && s.data[at] != '>' && !ascii_is_space(s.data[at]))
                at++;
            do
                at = next_attribute(s, at, &name, &value);
            while (!slice_is_empty(name));
        } else {
            at++;
        }
    }
    return encoding_of_xml(s);
}

/* Is a text that is said to be UTF-8 mostly so? Counts good sequences beyond ASCII against bytes that fit
 * nowhere. */
static bool is_mostly_utf8(Slice bytes)
{
    size_t good = 0, bad = 0, size = 0;
    for (size_t at = 0; at < bytes.size; at += size) {
        size = 1;
        if ((unsigned char)bytes.data[at] < 0x80)
            continue;
        utf8_decode(bytes, at, &size);
        if (size > 1)
            good++;
        else
            bad++;
    }
    return bad <= good;
}

static bool is_ascii(Slice bytes)
{
    for (size_t i = 0; i < bytes.size; i++)
        if ((unsigned char)bytes.data[i] >= 0x80)
            return false;
    return true;
}

static const Encoding *guess(Slice bytes)
{
    uchardet_t detector = uchardet_new();
    if (!detector)
        fatal("out of memory");
    const Encoding *found = NULL;
    if (uchardet_handle_data(detector, bytes.data, bytes.size < GUESS_WITHIN ? bytes.size : GUESS_WITHIN) ==
        0) {
        uchardet_data_end(detector);
        found = encoding_find(slice_from(uchardet_get_charset(detector)));
    }
    uchardet_delete(detector);
    return found ? found : ENCODING_1252;
}

static const Encoding *choose(Slice *bytes, Slice declared, bool is_html)
{
    const Encoding *found = encoding_of_mark(bytes);
    if (found)
        return found;
    const Encoding *told[] = {encoding_find(declared), encoding_of_zeros(*bytes),
                              is_html ? encoding_of_page(*bytes) : NULL};
    bool is_utf8 = utf8_is_valid(*bytes);
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        if (!told[i])
            continue;
        if (told[i] == ENCODING_1252 && is_utf8)
            return ENCODING_UTF8;
        if (told[i] != ENCODING_UTF8 || is_utf8 || is_mostly_utf8(*bytes))
            return told[i];
    }
    return is_utf8 ? ENCODING_UTF8 : guess(*bytes);
}

/* ---- conversion ---- */

/* Converts into `out` as far as there is room and gives the size of the whole, so that a second call surely
 * fits. 0: ICU does not have the encoding. */
static size_t convert(const Encoding *encoding, Slice bytes, char *out, size_t room)
{
    UErrorCode code = U_ZERO_ERROR;
    UConverter *from = ucnv_open(encoding->icu, &code);
    UConverter *to = ucnv_open("UTF-8", &code);
    UChar pivot[1024], *pivot_source = pivot, *pivot_target = pivot;
    char piece[4096];
    size_t size = 0;
    const char *source = bytes.data, *end = bytes.data + bytes.size;
    bool is_first = true;
    while (U_SUCCESS(code)) {
        char *target = piece;
        ucnv_convertEx(to, from, &target, piece + sizeof piece, &source, end, pivot, &pivot_source,
                       &pivot_target, pivot + sizeof pivot / sizeof *pivot, is_first, true, &code);
        is_first = false;
        size_t made = (size_t)(target - piece);
        if (size <= room && made <= room - size)
            memcpy(out + size, piece, made);
        size += made;
        if (code != U_BUFFER_OVERFLOW_ERROR)
            break;
        code = U_ZERO_ERROR;
    }
    ucnv_close(from);
    ucnv_close(to);
    return U_FAILURE(code) ? 0 : size;
}

static Slice decode(Arena *arena, const Encoding *encoding, Slice bytes)
{
    size_t room = bytes.size + bytes.size / 4 + 16;
    char *out = arena_grow(arena, NULL, 0, room);
    size_t size = convert(encoding, bytes, out, room);
    if (size > room) {
        out = arena_grow(arena, out, room, size);
        size = convert(encoding, bytes, out, size);
    }
    return size ? slice_of(out, size) : utf8_repair(arena, bytes);
}

Slice charset_to_utf8(Arena *arena, Slice bytes, Slice declared, bool is_html, Slice *name)
{
    const Encoding *encoding = choose(&bytes, declared, is_html);
    if (name)
        *name = slice_from(encoding->name);
    if (slice_is_empty(bytes))
        return SLICE_EMPTY;
    if (encoding == ENCODING_UTF8)
        return utf8_repair(arena, bytes);
    bool may_shift =
        encoding_is_utf16(encoding) || slice_equal(slice_from(encoding->name), SLICE("ISO-2022-JP"));
    if (!may_shift && is_ascii(bytes))
        return bytes;
    return decode(arena, encoding, bytes);
}
