/* What of an article the index is asked by: the facets of a document. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/archive.h"
#include "base/zone.h"

typedef struct Fixture {
    Arena *arena;
    Zone *zone;
} Fixture;

static int setup(void **state)
{
    static Fixture fixture;
    Error err = {{0}};
    fixture.arena = arena_open((size_t)16 << 20);
    if (zone_open(SLICE("UTC"), &fixture.zone, &err) != STATUS_OK)
        return 1;
    *state = &fixture;
    return 0;
}

static int teardown(void **state)
{
    Fixture *fixture = *state;
    zone_close(fixture->zone);
    arena_close(fixture->arena);
    return 0;
}

static void add_section(Arena *arena, Article *article, const char *slug, const char *label)
{
    *LIST_ADD(arena, &article->sections) = (Label){slice_from(slug), slice_from(label)};
}

static Slices values_of(Arena *arena, const Document *document, FacetField field)
{
    Slices values = {0};
    for (size_t i = 0; i < document->facets.count; i++)
        if (document->facets.items[i].field == field)
            *LIST_ADD(arena, &values) = document->facets.items[i].value;
    return values;
}

static void assert_values(Fixture *f, const Article *article, const char *const *wanted, size_t count)
{
    Document document;
    archive_document(f->arena, article, f->zone, SLICE("example.org"), &document);
    Slices values = values_of(f->arena, &document, FACET_SECTION);
    assert_int_equal(values.count, count);
    for (size_t i = 0; i < count; i++)
        if (!slice_equal(values.items[i], slice_from(wanted[i])))
            fail_msg("'%.*s' instead of '%s'", SLICE_ARG(values.items[i]), wanted[i]);
}

static void a_piece_is_found_in_each_of_its_sections(void **state)
{
    static const char *const wanted[] = {"news", "Arts & Letters", "world"};
    Fixture *f = *state;
    Article article = {.number = 1, .id = SLICE("7"), .section = {SLICE("news"), SLICE("News")}};
    assert_values(f, &article, wanted, 1);
    add_section(f->arena, &article, "news", "News");
    add_section(f->arena, &article, "", "Arts & Letters"); /* a label stands in for a slug */
    add_section(f->arena, &article, "world", "World");
    add_section(f->arena, &article, "WORLD", "The same once more");
    assert_values(f, &article, wanted, 3);
}

static void a_piece_without_a_section_has_none(void **state)
{
    Article article = {.number = 1, .id = SLICE("7")};
    assert_values(*state, &article, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_piece_is_found_in_each_of_its_sections),
        cmocka_unit_test(a_piece_without_a_section_has_none),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
