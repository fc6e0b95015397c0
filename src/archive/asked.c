/* An address as people copy it -> what is looked up, and whether it is spelled as the paper spells it.
 *
 * "/a/b", "paper.example/a/b" and "//paper.example/a/b" are addresses too; what they lack is put before them
 * and not held against them. */
#include "archive/resolve.h"

Asked asked_read(const Archive *archive, Arena *arena, Slice text)
{
    Slice home = store_settings(archive->store)->home_host;
    Asked asked = {.has_host = true, .has_scheme = true};
    text = slice_trim(text);
    asked.text = text;
    if (slice_starts_with(text, SLICE("//"))) {
        asked.has_scheme = false;
        asked.text = arena_format(arena, "http:%.*s", SLICE_ARG(text));
    } else if (slice_starts_with(text, SLICE("/"))) {
        asked.has_host = asked.has_scheme = false;
        Slice host = slice_is_empty(home) ? SLICE("archive.invalid") : home;
        asked.text = arena_format(arena, "http://%.*s%.*s", SLICE_ARG(host), SLICE_ARG(text));
    } else if (slice_find(slice_range(text, 0, slice_find_byte(text, '?')), SLICE("://")) == SLICE_NONE &&
               slice_find_byte(slice_range(text, 0, slice_find_byte(text, '/')), '@') == SLICE_NONE &&
               !slice_is_empty(text)) { /* "www.paper.example/x", as people copy it; a letter box is none */
        asked.has_scheme = false;
        asked.text = arena_format(arena, "http://%.*s", SLICE_ARG(text));
    }
    if (!url_read(arena, asked.text, &asked.read)) {
        asked.read.key = SLICE_EMPTY;
        return asked;
    }
    const UrlKey *read = &asked.read;
    size_t begin = (size_t)(read->url.path.data - asked.text.data);
    size_t fragment = slice_find_byte(asked.text, '#');
    asked.has_fragment = fragment != SLICE_NONE;
    asked.typed = slice_range(asked.text, begin, fragment);
    if (!slice_starts_with(asked.typed, SLICE("/")))
        asked.typed = arena_format(arena, "/%.*s", SLICE_ARG(asked.typed));
    asked.host = slice_range(read->key, 0, read->host_bytes);
    asked.path = slice_range(read->key, read->host_bytes, read->path_end);
    asked.query = slice_skip(read->key, read->path_end);
    asked.is_home = slice_is_empty(home) ? !asked.has_host : slice_equal(asked.host, home);
    return asked;
}

/* "paper" of "english.paper.com" and of "paper.co.uk": the label that was registered, as far as one can see.
 */
static Slice name_of_host(Slice host)
{
    static const char *const common[] = {"com", "co", "org", "net", "gov", "edu", "ac"};
    host = slice_range(host, 0, slice_find_byte(host, ':'));
    size_t dot = slice_find_last_byte(host, '.');
    if (dot == SLICE_NONE)
        return SLICE_EMPTY;
    Slice rest = slice_range(host, 0, dot), name = rest;
    for (int pass = 0; pass < 2; pass++) {
        dot = slice_find_last_byte(rest, '.');
        name = dot == SLICE_NONE ? rest : slice_skip(rest, dot + 1);
        bool is_common = false;
        for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
            is_common |= slice_equal(name, slice_from(common[i]));
        if (!is_common || dot == SLICE_NONE)
            break;
        rest = slice_range(rest, 0, dot);
    }
    return name;
}

bool asked_is_kin(const Asked *asked, Slice home)
{
    enum { NAME_BYTES_MIN = 3 };
    Slice name = name_of_host(home);
    return !asked->is_home && !slice_is_empty(asked->host) &&
           (slice_equal(slice_range(asked->host, 0, slice_find_byte(asked->host, ':')), home) ||
            (name.size >= NAME_BYTES_MIN && slice_equal(name, name_of_host(asked->host))));
}

static Slice real_port(Slice port)
{
    bool is_usual = slice_equal(port, SLICE("80")) || slice_equal(port, SLICE("443"));
    return is_usual ? SLICE_EMPTY : port;
}

bool asked_is_own_spelling(const Archive *archive, const Asked *asked, Slice canonical)
{
    if (!asked->has_host)
        return true;
    Url own;
    const Url *typed = &asked->read.url;
    const Settings *settings = store_settings(archive->store);
    if (!url_parse(slice_is_empty(settings->base_url) ? canonical : settings->base_url, &own))
        return slice_equal(typed->host, settings->home_host);
    return slice_equal_nocase(typed->host, own.host) &&
           slice_equal(real_port(typed->port), real_port(own.port)) &&
           (!asked->has_scheme || slice_equal_nocase(typed->scheme, own.scheme));
}

Slice asked_value(Arena *arena, const Asked *asked, const char *key)
{
    Slice value = SLICE_EMPTY;
    if (!slice_is_empty(asked->query))
        (void)url_query_get(arena, slice_skip(asked->query, 1), slice_from(key), &value);
    return value;
}
