/* A text capture in, where it was taken out. Whoever saves the text of a page often writes its address on top
 * or below; these lines are no part of what the paper printed. */
#include "syntax/address_line.h"

#include "syntax/url.h"

enum { LINES_MAX = 4, LINE_SIZE_MAX = 2100 };

static bool is_address(Slice text)
{
    Url url;
    if (text.size > LINE_SIZE_MAX || !url_parse(text, &url) || !slice_contains(url.host, SLICE(".")))
        return false;
    for (size_t i = 0; i < text.size; i++)
        if (ascii_is_space(text.data[i]))
            return false;
    return slice_starts_with_nocase(text, SLICE("http"));
}

static Slice without_brackets(Slice text)
{
    text = slice_trim(text);
    bool is_in = slice_starts_with(text, SLICE("<")) && slice_ends_with(text, SLICE(">"));
    return is_in ? slice_trim(slice_range(text, 1, text.size - 1)) : text;
}

static const struct {
    const char *label;
    bool is_short;
} labels[] = {
    {"url:", false},          {"source:", false},         {"source url:", false},
    {"original url:", false}, {"retrieved from:", false}, {"retrieved from", false},
    {"permalink:", false},    {"canonical:", false},      {"address:", false},
    {"link:", false},         {"original:", false},       {"page url:", false},
    {"shortlink:", true},     {"short link:", true},
};

Slice address_short_id(Slice text)
{
    static const char *const keys[] = {"p", "page_id", "attachment_id"};
    Url url;
    if (!url_parse(text, &url) || url.path.size > 1)
        return SLICE_EMPTY;
    size_t equals = slice_find_byte(url.query, '=');
    Slice key = slice_range(url.query, 0, equals == SLICE_NONE ? 0 : equals);
    Slice id = equals == SLICE_NONE ? SLICE_EMPTY : slice_skip(url.query, equals + 1);
    uint64_t number;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (slice_equal(key, slice_from(keys[i])) && id.size <= 12 && slice_to_u64(id, &number))
            return id;
    return SLICE_EMPTY;
}

AddressLine address_line_read(Slice line, Slice *url)
{
    line = slice_trim(line);
    *url = without_brackets(line);
    if (line.size > LINE_SIZE_MAX)
        return ADDRESS_LINE_NONE;
    if (is_address(*url))
        return slice_is_empty(address_short_id(*url)) ? ADDRESS_LINE_BARE : ADDRESS_LINE_SHORT;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        Slice label = slice_from(labels[i].label);
        if (!slice_starts_with_nocase(line, label))
            continue;
        *url = without_brackets(slice_skip(line, label.size));
        if (is_address(*url))
            return labels[i].is_short || !slice_is_empty(address_short_id(*url)) ? ADDRESS_LINE_SHORT
                                                                                 : ADDRESS_LINE_LABELLED;
    }
    *url = SLICE_EMPTY;
    return ADDRESS_LINE_NONE;
}

/* One line at an end of the text; false: it is the text's own. */
static bool note_line(Slice line, bool is_outermost, AddressLines *found)
{
    Slice url;
    AddressLine kind = address_line_read(line, &url);
    if (kind == ADDRESS_LINE_NONE || (kind == ADDRESS_LINE_BARE && !is_outermost))
        return false;
    Slice *field = kind == ADDRESS_LINE_SHORT ? &found->shortlink : &found->url;
    if (slice_is_empty(*field))
        *field = url;
    return true;
}

/* The last line of the text, off its end. */
static Slice take_last_line(Slice *text)
{
    Slice line = *text;
    size_t at = slice_find_last_byte(*text, '\n');
    if (at != SLICE_NONE) {
        line = slice_skip(*text, at + 1);
        *text = slice_range(*text, 0, at);
    } else {
        *text = SLICE_EMPTY;
    }
    return line;
}

AddressLines address_lines_find(Slice text)
{
    AddressLines found = {.last = text.size};
    Slice rest = text, line;
    for (int i = 0; i < LINES_MAX && slice_next_line(&rest, &line);) {
        Slice trimmed = slice_trim(line);
        if (slice_starts_with(trimmed, SLICE("\xEF\xBB\xBF")))
            trimmed = slice_trim(slice_skip(trimmed, 3));
        if (trimmed.size > 0 && !note_line(trimmed, i++ == 0, &found))
            break;
        found.first = text.size - rest.size;
    }
    if (found.first >= text.size)
        return found;
    rest = slice_skip(text, found.first);
    size_t front = found.first;
    for (int i = 0; i < LINES_MAX && rest.size > 0;) {
        Slice trimmed = slice_trim(take_last_line(&rest));
        if (trimmed.size > 0 && !note_line(trimmed, i++ == 0, &found))
            break;
        found.last = front + rest.size;
    }
    return found;
}
