/* Opens an archive of an older layout, kept here, and tells what it finds: `open FOLDER`.
 *
 * Prints each article by id with its versions, captures and lists, then the number of verify's faults. The
 * output is compared with what stands beside the kept archive: whatever the layout becomes, that must stay
 * the same. */
#include <stdio.h>
#include <stdlib.h>

#include "store/store.h"

static void check(Status status, const Error *err)
{
    if (status != STATUS_OK && status != STATUS_END) {
        fprintf(stderr, "open: %s\n", err->message);
        exit(1);
    }
}

static void print_lists(Arena *arena, const Article *a)
{
    for (size_t i = 0; i < a->authors.count; i++)
        printf("author %.*s (%.*s)\n", SLICE_ARG(a->authors.items[i].name),
               SLICE_ARG(a->authors.items[i].slug));
    for (size_t i = 0; i < a->tags.count; i++)
        printf("tag %.*s (%.*s)\n", SLICE_ARG(a->tags.items[i].label), SLICE_ARG(a->tags.items[i].slug));
    for (size_t i = 0; i < a->media.count; i++)
        printf("photo %.*s '%.*s' %.*s %ux%u\n", SLICE_ARG(a->media.items[i].id),
               SLICE_ARG(a->media.items[i].caption), SLICE_ARG(a->media.items[i].credit.raw),
               a->media.items[i].width, a->media.items[i].height);
    for (size_t i = 0; i < a->provenance.count; i++)
        printf("origin %.*s %.*s %.2f\n", SLICE_ARG(a->provenance.items[i].field),
               SLICE_ARG(a->provenance.items[i].rule), (double)a->provenance.items[i].confidence);
    for (size_t i = 0; i < a->repairs.count; i++)
        printf("repair %.*s was '%.*s'\n", SLICE_ARG(a->repairs.items[i].rule),
               SLICE_ARG(a->repairs.items[i].was));
    for (size_t i = 0; i < a->alt_ids.count; i++)
        printf("alt id %.*s\n", SLICE_ARG(a->alt_ids.items[i].value));
    for (size_t i = 0; i < a->captures.count; i++)
        printf("capture %lld %.*s\n", (long long)a->captures.items[i].at_s,
               SLICE_ARG(a->captures.items[i].sha256));
    for (size_t i = 0; i < a->versions.count; i++)
        printf("version %lld %.*s\n", (long long)a->versions.items[i].at_s,
               SLICE_ARG(a->versions.items[i].digest));
    for (size_t i = 0; i < a->comments.count; i++)
        printf("comment %.*s '%.*s'\n", SLICE_ARG(a->comments.items[i].id),
               SLICE_ARG(a->comments.items[i].text));
    for (size_t i = 0; i < a->custom.count; i++)
        printf("custom %.*s=%.*s\n", SLICE_ARG(a->custom.items[i].key), SLICE_ARG(a->custom.items[i].value));
    for (size_t i = 0; i < a->translations.count; i++)
        printf("translation %.*s %.*s\n", SLICE_ARG(a->translations.items[i].lang),
               SLICE_ARG(a->translations.items[i].headline));
    for (size_t i = 0; i < a->related.count; i++)
        printf("related %.*s\n", SLICE_ARG(a->related.items[i].headline));
    if (a->license.size + a->rights.size > 0)
        printf("license %.*s %.*s\n", SLICE_ARG(a->license), SLICE_ARG(a->rights));
    (void)arena;
}

static void print_article(Arena *arena, const Article *a)
{
    printf("id %.*s cms %.*s\n", SLICE_ARG(a->id), SLICE_ARG(a->cms_id));
    printf("path %.*s\n", SLICE_ARG(a->path));
    printf("headline %.*s\n", SLICE_ARG(a->headline));
    printf("published %.*s\n", SLICE_ARG(moment_format(arena, a->published)));
    printf("section %.*s (%.*s)\n", SLICE_ARG(a->section.label), SLICE_ARG(a->section.slug));
    for (size_t i = 1; i < a->sections.count; i++)
        printf("section %.*s (%.*s)\n", SLICE_ARG(a->sections.items[i].label),
               SLICE_ARG(a->sections.items[i].slug));
    printf("dateline %.*s\n", SLICE_ARG(a->dateline.raw));
    print_lists(arena, a);
    for (size_t i = 0; i < a->body.count; i++)
        printf("%.*s [%zu, %zu) %.*s | %.*s\n", SLICE_ARG(block_kind_name(a->body.items[i].kind)),
               a->body.items[i].span.begin, a->body.items[i].span.end, SLICE_ARG(a->body.items[i].text),
               SLICE_ARG(a->body.items[i].html));
}

/* What hosts have taught; the layouts before 4 tell of none. */
static void print_sites(Store *store, Arena *arena)
{
    Error err;
    SiteRows rows;
    check(store_sites(store, arena, &rows, &err), &err);
    for (size_t i = 0; i < rows.count; i++) {
        const SiteRow *row = &rows.items[i];
        SiteRules rules;
        printf("site %.*s %lld %lld\n", SLICE_ARG(row->host), (long long)row->sample, (long long)row->taught);
        check(store_site_lessons(store, arena, row->number, &rules, &err), &err);
        for (size_t r = 0; r < rules.count; r++)
            printf("lesson %.*s %llx %u of %u\n", SLICE_ARG(site_field_name((SiteField)rules.items[r].field)),
                   (unsigned long long)rules.items[r].key, rules.items[r].right, rules.items[r].asked);
    }
}

static void count_fault(void *context, const char *message)
{
    ++*(int *)context;
    printf("fault %s\n", message);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: open FOLDER\n");
        return 2;
    }
    Error err;
    Store *store = NULL;
    Slices ids;
    int64_t *numbers;
    int faults = 0;
    Arena *arena = arena_open(SIZE_MAX);
    Status status = store_open(argv[1], STORE_READ, &store, &err);
    if (status == STATUS_END)
        fprintf(stderr, "open: no archive\n");
    if (status != STATUS_OK) {
        check(status, &err);
        return 1;
    }
    printf("title %.*s, home host %.*s\n", SLICE_ARG(store_settings(store)->title),
           SLICE_ARG(store_settings(store)->home_host));
    check(store_articles_by_id(store, arena, SLICE_EMPTY, 1000, &numbers, &ids, &err), &err);
    for (size_t i = 0; i < ids.count; i++) {
        Article article;
        check(store_article_get(store, arena, numbers[i], ARTICLE_WHOLE, &article, &err), &err);
        print_article(arena, &article);
    }
    print_sites(store, arena);
    check(store_verify(store, count_fault, &faults, NULL, &err), &err);
    printf("faults %d\n", faults);
    store_close(store);
    arena_close(arena);
    return faults ? 1 : 0;
}
