/* What a client wants: Accept, Accept-Encoding, If-None-Match and Range (RFC 9110, sections 12.5, 13.1.2
 * and 14.2). */
#include "server/inside.h"

/* ";q=0.5" in thousandths; 1000 where nothing is said; 0 where it cannot be read. */
static int read_quality(Slice parameters)
{
    Slice parameter;
    while (slice_next_split(&parameters, ';', &parameter)) {
        parameter = slice_trim(parameter);
        if (!slice_starts_with_nocase(parameter, SLICE("q=")))
            continue;
        parameter = slice_trim(slice_skip(parameter, 2));
        if (parameter.size == 0 || parameter.size > 5 || (parameter.size > 1 && parameter.data[1] != '.'))
            return 0;
        int quality = 0;
        static const int worth[] = {1000, 0, 100, 10, 1};
        for (size_t i = 0; i < parameter.size; i++) {
            if (i == 1)
                continue;
            if (!ascii_is_digit(parameter.data[i]))
                return 0;
            quality += worth[i] * (parameter.data[i] - '0');
        }
        return quality > 1000 ? 1000 : quality;
    }
    return 1000;
}

/* How well a name of the header fits: 3 exactly, 2 "text/" + star, 1 star alone, 0 not. */
static int fit_of(Slice name, Slice item)
{
    if (slice_equal_nocase(name, item))
        return 3;
    if (slice_equal(name, SLICE("*/*")) || slice_equal(name, SLICE("*")))
        return 1;
    size_t slash = slice_find_byte(item, '/');
    bool is_group = slash != SLICE_NONE && name.size == slash + 2 && name.data[slash + 1] == '*';
    return is_group && slice_equal_nocase(slice_range(name, 0, slash), slice_range(item, 0, slash)) ? 2 : 0;
}

int accept_quality(Slice header, Slice item)
{
    int best_fit = 0, quality = -1;
    Slice entry;
    while (slice_next_split(&header, ',', &entry)) {
        size_t end = slice_find_byte(entry, ';');
        int fit = fit_of(slice_trim(slice_range(entry, 0, end)), item);
        if (fit <= best_fit)
            continue;
        best_fit = fit;
        quality = end == SLICE_NONE ? 1000 : read_quality(slice_skip(entry, end + 1));
    }
    return quality;
}

CodecKind accept_coding(Slice header)
{
    if (slice_is_empty(header))
        return CODEC_NONE;
    int zstd = accept_quality(header, SLICE("zstd"));
    int gzip = accept_quality(header, SLICE("gzip"));
    int none = accept_quality(header, SLICE("identity"));
    if (none < 0)
        none = 1; /* allowed unless refused, and liked less than what is named */
    if (zstd > 0 && zstd >= gzip && zstd >= none)
        return CODEC_ZSTD;
    return gzip > 0 && gzip >= none ? CODEC_GZIP : CODEC_NONE;
}

Form accept_form(Slice header)
{
    static const struct {
        const char *type;
        Form form;
    } forms[] = {{"application/json", FORM_JSON},
                 {"application/problem+json", FORM_JSON},
                 {"application/feed+json", FORM_FEED_JSON},
                 {"application/rss+xml", FORM_RSS},
                 {"application/atom+xml", FORM_ATOM},
                 {"application/vnd.citationstyles.csl+json", FORM_CSL},
                 {"application/x-research-info-systems", FORM_RIS},
                 {"application/x-bibtex", FORM_BIBTEX}};
    if (slice_is_empty(header))
        return FORM_PAGE;
    int best = accept_quality(header, SLICE("text/html"));
    Form form = FORM_PAGE;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        int quality = accept_quality(header, slice_from(forms[i].type));
        if (quality > 0 && quality > best) {
            best = quality;
            form = forms[i].form;
        }
    }
    return form;
}

PageTongue accept_tongue(Slice header, PageTongue otherwise)
{
    PageTongue best = otherwise, tongue;
    int best_quality = 0;
    Slice item;
    while (!slice_is_empty(header) && slice_next_split(&header, ',', &item)) {
        Slice code = slice_trim(slice_range(item, 0, slice_find_byte(item, ';')));
        int quality = page_tongue_find(code, &tongue) ? accept_quality(item, code) : 0;
        if (quality > best_quality) {
            best_quality = quality;
            best = tongue;
        }
    }
    return best;
}

bool etag_matches(Slice if_none_match, Slice etag)
{
    Slice tag;
    while (slice_next_split(&if_none_match, ',', &tag)) {
        tag = slice_trim(tag);
        if (slice_starts_with(tag, SLICE("W/")))
            tag = slice_skip(tag, 2);
        if (slice_equal(tag, etag) || slice_equal(tag, SLICE("*")))
            return true;
    }
    return false;
}

static bool read_number(Slice text, size_t begin, size_t end, uint64_t *number)
{
    return slice_to_u64(slice_range(text, begin, end), number);
}

bool http_date_read(Slice text, int64_t *at_s)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    uint64_t day, year, hour, minute, second;
    text = slice_trim(text);
    if (text.size != 29 || !slice_ends_with(text, SLICE(" GMT")) || text.data[3] != ',' ||
        text.data[19] != ':' || text.data[22] != ':' || !read_number(text, 5, 7, &day) ||
        !read_number(text, 12, 16, &year) || !read_number(text, 17, 19, &hour) ||
        !read_number(text, 20, 22, &minute) || !read_number(text, 23, 25, &second) || hour > 23 ||
        minute > 59 || second > 60 || day < 1 || day > 31)
        return false;
    size_t at = slice_find(slice_from(months), slice_range(text, 8, 11));
    if (at == SLICE_NONE || at % 3 != 0)
        return false;
    *at_s = days_from_civil((int64_t)year, (unsigned)(at / 3 + 1), (unsigned)day) * 86400 +
            (int64_t)(hour * 3600 + minute * 60 + second);
    return true;
}

RangeAnswer range_read(Slice header, size_t size, size_t *begin, size_t *end)
{
    uint64_t first = 0, last = UINT64_MAX;
    header = slice_trim(header);
    size_t dash = slice_find_byte(header, '-');
    if (!slice_starts_with_nocase(header, SLICE("bytes=")) || dash == SLICE_NONE ||
        slice_find_byte(header, ',') != SLICE_NONE)
        return RANGE_NONE; /* several ranges: the whole is an answer too */
    Slice from = slice_trim(slice_range(header, 6, dash)), to = slice_trim(slice_skip(header, dash + 1));
    bool has_from = slice_to_u64(from, &first), has_to = slice_to_u64(to, &last);
    if ((!has_from && from.size > 0) || (!has_to && to.size > 0) || (!has_from && !has_to) ||
        (has_from && has_to && last < first))
        return RANGE_NONE;
    if (!has_from) { /* the last so many bytes */
        first = last < size ? size - last : 0;
        if (last == 0)
            return RANGE_OUTSIDE;
        last = UINT64_MAX;
    }
    if (first >= size)
        return RANGE_OUTSIDE;
    *begin = (size_t)first;
    *end = last < size ? (size_t)last + 1 : size;
    return RANGE_PART;
}
