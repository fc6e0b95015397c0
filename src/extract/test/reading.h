/* For tests of extract/: a page in, its article, all in one arena that the test holds. */
#ifndef EXTRACT_TEST_READING_H
#define EXTRACT_TEST_READING_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "extract/extract.h"

typedef struct Reading {
    Extractor *extractor;
    Arena *arena;
    Article article;
    Status status;
    Error err;
} Reading;

static inline void reading_open(Reading *reading)
{
    *reading = (Reading){.extractor = extractor_open(), .arena = arena_open(64u << 20)};
}

static inline void reading_close(Reading *reading)
{
    arena_close(reading->arena);
    extractor_close(reading->extractor);
}

static inline const Article *reading_run(Reading *reading, BodyKind kind, Slice url, Slice page,
                                         const ExtractOptions *options)
{
    Record record = {.kind = RECORD_RESOURCE, .body_kind = kind, .url = url, .body = page};
    arena_reset(reading->arena);
    reading->status =
        extract_page(reading->extractor, reading->arena, &record, options, &reading->article, &reading->err);
    return &reading->article;
}

static inline const Article *read_html_page(Reading *reading, const char *url, const char *html)
{
    return reading_run(reading, BODY_HTML, slice_from(url), slice_from(html), NULL);
}

static inline const Article *read_text_page(Reading *reading, const char *text, const char *title)
{
    ExtractOptions options = {.archive_title = slice_from(title)};
    return reading_run(reading, BODY_TEXT, SLICE_EMPTY, slice_from(text), &options);
}

static inline void expect_text(Slice got, const char *want)
{
    if (!slice_equal(got, slice_from(want)))
        fail_msg("got \"%.*s\", want \"%s\"", SLICE_ARG(got), want);
}

static inline void expect_begins(Slice got, const char *want)
{
    if (!slice_starts_with(got, slice_from(want)))
        fail_msg("got \"%.*s\", which does not begin with \"%s\"", SLICE_ARG(got), want);
}

static inline void expect_lacks(Slice got, const char *unwanted)
{
    if (slice_contains(got, slice_from(unwanted)))
        fail_msg("\"%.*s\" holds \"%s\"", SLICE_ARG(got), unwanted);
}

#define LOREM                                                                                                \
    "The council of the harbour met on Tuesday, and after four hours of talks its members agreed to repair " \
    "the old mole, "                                                                                         \
    "which the storms of three winters had broken in two places."

#endif
