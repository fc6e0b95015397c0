/* One article out of what several captures say of it: a maximum, group of fields by group.
 *
 * In: two articles as read, with who spoke each group of either. Out: the first, with each group from whoever
 * ranks higher. Among equals (one capture that says two things of one piece) the greater bytes win, so that
 * the order is total and merging is commutative, associative and idempotent. Lists that belong to no group
 * are sorted. */
#include "model/merge.h"

#include "base/builder.h"

/* ---- who speaks ---- */

static const struct {
    Slice source;
    ClaimClass class;
} source_classes[] = {
    {SLICE_INIT("revision"), CLASS_REVISION},  {SLICE_INIT("rss"), CLASS_FEED},
    {SLICE_INIT("atom"), CLASS_FEED},          {SLICE_INIT("jsonfeed"), CLASS_FEED},
    {SLICE_INIT("feed"), CLASS_FEED},          {SLICE_INIT("sitemap"), CLASS_FEED},
    {SLICE_INIT("cdx"), CLASS_FEED},           {SLICE_INIT("list"), CLASS_LIST},
    {SLICE_INIT("json-ld"), CLASS_METADATA},   {SLICE_INIT("opengraph"), CLASS_METADATA},
    {SLICE_INIT("meta"), CLASS_METADATA},      {SLICE_INIT("microdata"), CLASS_METADATA},
    {SLICE_INIT("rdfa"), CLASS_METADATA},      {SLICE_INIT("link"), CLASS_METADATA},
    {SLICE_INIT("wordpress"), CLASS_METADATA}, {SLICE_INIT("wxr"), CLASS_CMS},
    {SLICE_INIT("nitf"), CLASS_CMS},           {SLICE_INIT("newsml-g2"), CLASS_CMS},
    {SLICE_INIT("ninjs"), CLASS_CMS},          {SLICE_INIT("jsonl"), CLASS_CMS},
    {SLICE_INIT("photo"), CLASS_CMS},          {SLICE_INIT("person"), CLASS_PERSON},
};

ClaimClass class_of_source(Slice source)
{
    for (size_t i = 0; i < sizeof source_classes / sizeof source_classes[0]; i++) {
        if (slice_equal(source_classes[i].source, source))
            return source_classes[i].class;
    }
    return CLASS_VISIBLE;
}

/* ---- groups ---- */

/* The first line of a group is its own name. */
static const struct {
    Slice field;
    FieldGroup group;
} field_groups[] = {
    {SLICE_INIT("canonical"), GROUP_ADDRESS},   {SLICE_INIT("url"), GROUP_ADDRESS},
    {SLICE_INIT("id"), GROUP_CMS_ID},           {SLICE_INIT("cmsId"), GROUP_CMS_ID},
    {SLICE_INIT("pageKind"), GROUP_KIND},       {SLICE_INIT("status"), GROUP_STATUS},
    {SLICE_INIT("headline"), GROUP_HEADLINE},   {SLICE_INIT("kicker"), GROUP_HEADLINE},
    {SLICE_INIT("genre"), GROUP_HEADLINE},      {SLICE_INIT("subheadline"), GROUP_SUBHEADLINE},
    {SLICE_INIT("summary"), GROUP_SUMMARY},     {SLICE_INIT("byline"), GROUP_BYLINE},
    {SLICE_INIT("authors"), GROUP_AUTHORS},     {SLICE_INIT("body"), GROUP_BODY},
    {SLICE_INIT("text"), GROUP_BODY},           {SLICE_INIT("dateline"), GROUP_BODY},
    {SLICE_INIT("published"), GROUP_PUBLISHED}, {SLICE_INIT("modified"), GROUP_MODIFIED},
    {SLICE_INIT("section"), GROUP_SECTION},     {SLICE_INIT("tags"), GROUP_TAGS},
    {SLICE_INIT("lang"), GROUP_LANGUAGE},       {SLICE_INIT("dir"), GROUP_LANGUAGE},
    {SLICE_INIT("siteName"), GROUP_SITE},       {SLICE_INIT("site"), GROUP_SITE},
    {SLICE_INIT("media"), GROUP_MEDIA},         {SLICE_INIT("caption"), GROUP_MEDIA},
    {SLICE_INIT("comments"), GROUP_COMMENTS},   {SLICE_INIT("custom"), GROUP_CUSTOM},
    {SLICE_INIT("parentId"), GROUP_PARENT},     {SLICE_INIT("license"), GROUP_RIGHTS},
    {SLICE_INIT("rights"), GROUP_RIGHTS},       {SLICE_INIT("translations"), GROUP_TRANSLATIONS},
    {SLICE_INIT("related"), GROUP_RELATED},
};
#define FIELDS (sizeof field_groups / sizeof field_groups[0])

FieldGroup group_of_field(Slice field)
{
    for (size_t i = 0; i < FIELDS; i++) {
        if (slice_equal(field_groups[i].field, field))
            return field_groups[i].group;
    }
    return FIELD_GROUPS;
}

Slice group_field(FieldGroup group)
{
    size_t i = 0;
    while (field_groups[i].group != group)
        i++;
    return field_groups[i].field;
}

FieldGroup group_of_origin(Slice field)
{
    FieldGroup group = group_of_field(field);
    return group == FIELD_GROUPS ? GROUP_BODY : group;
}

Origin origin_of_entry(FieldGroup group)
{
    return (Origin){.field = group_field(group),
                    .source = SLICE("list"),
                    .at = SLICE("entry"),
                    .rule = SLICE("list-entry"),
                    .confidence = 0.7f};
}

/* How much is said: 0 nothing, 1 something, 2 that for which the group is there. */
static int how_much_is_said(const Article *a, FieldGroup group)
{
    switch (group) {
    case GROUP_ADDRESS:
        return a->canonical.size > 0 ? 2 : a->url.size > 0;
    case GROUP_CMS_ID:
        return a->cms_id.size > 0;
    case GROUP_KIND:
        return a->page_kind != PAGE_OTHER;
    case GROUP_STATUS:
        return a->status != ARTICLE_PUBLIC;
    case GROUP_HEADLINE:
        return a->headline.size > 0 ? 2 : a->kicker.size > 0 || a->genre.size > 0;
    case GROUP_SUBHEADLINE:
        return a->subheadline.size > 0;
    case GROUP_SUMMARY:
        return a->summary.size > 0;
    case GROUP_BYLINE:
        return a->byline.size > 0;
    case GROUP_AUTHORS:
        return a->authors.count > 0;
    case GROUP_BODY:
        return a->text.size > 0 ? 2 : a->body.count > 0 || a->dateline.raw.size > 0;
    case GROUP_PUBLISHED:
        return moment_is_known(a->published);
    case GROUP_MODIFIED:
        return moment_is_known(a->modified);
    case GROUP_SECTION:
        return a->section.slug.size > 0 || a->section.label.size > 0;
    case GROUP_TAGS:
        return a->tags.count > 0;
    case GROUP_LANGUAGE:
        return a->lang.size > 0 ? 2 : a->dir.size > 0;
    case GROUP_SITE:
        return a->site_name.size > 0;
    case GROUP_MEDIA:
        return a->media.count > 0;
    case GROUP_COMMENTS:
        return a->comments.count > 0;
    case GROUP_CUSTOM:
        return a->custom.count > 0;
    case GROUP_PARENT:
        return a->parent_id.size > 0;
    case GROUP_RIGHTS:
        return a->license.size > 0 ? 2 : a->rights.size > 0;
    case GROUP_TRANSLATIONS:
        return a->translations.count > 0;
    case GROUP_RELATED:
        return a->related.count > 0;
    case FIELD_GROUPS:
        break;
    }
    return 0;
}

static bool has_origin(const Article *a, FieldGroup group)
{
    for (size_t i = 0; i < a->provenance.count; i++) {
        if (group_of_field(a->provenance.items[i].field) == group)
            return true;
    }
    return false;
}

bool group_is_said(const Article *article, FieldGroup group)
{
    /* "public" is also what nobody has said; an origin tells that somebody did */
    return how_much_is_said(article, group) > 0 ||
           (group == GROUP_STATUS && has_origin(article, GROUP_STATUS));
}

static void copy_group(Article *to, const Article *from, FieldGroup group)
{
    switch (group) {
    case GROUP_ADDRESS:
        to->canonical = from->canonical;
        to->url = from->url;
        break;
    case GROUP_CMS_ID:
        to->cms_id = from->cms_id;
        break;
    case GROUP_KIND:
        to->page_kind = from->page_kind;
        break;
    case GROUP_STATUS:
        to->status = from->status;
        break;
    case GROUP_HEADLINE:
        to->headline = from->headline;
        to->kicker = from->kicker;
        to->genre = from->genre;
        break;
    case GROUP_SUBHEADLINE:
        to->subheadline = from->subheadline;
        break;
    case GROUP_SUMMARY:
        to->summary = from->summary;
        break;
    case GROUP_BYLINE:
        to->byline = from->byline;
        break;
    case GROUP_AUTHORS:
        to->authors = from->authors;
        break;
    case GROUP_BODY:
        to->body = from->body;
        to->text = from->text;
        to->dateline = from->dateline;
        break;
    case GROUP_PUBLISHED:
        to->published = from->published;
        break;
    case GROUP_MODIFIED:
        to->modified = from->modified;
        break;
    case GROUP_SECTION:
        to->section = from->section;
        to->sections = from->sections;
        break;
    case GROUP_TAGS:
        to->tags = from->tags;
        break;
    case GROUP_LANGUAGE:
        to->lang = from->lang;
        to->dir = from->dir;
        break;
    case GROUP_SITE:
        to->site_name = from->site_name;
        break;
    case GROUP_MEDIA:
        to->media = from->media;
        break;
    case GROUP_COMMENTS:
        to->comments = from->comments;
        break;
    case GROUP_CUSTOM:
        to->custom = from->custom;
        break;
    case GROUP_PARENT:
        to->parent_id = from->parent_id;
        break;
    case GROUP_RIGHTS:
        to->license = from->license;
        to->rights = from->rights;
        break;
    case GROUP_TRANSLATIONS:
        to->translations = from->translations;
        break;
    case GROUP_RELATED:
        to->related = from->related;
        break;
    case FIELD_GROUPS:
        break;
    }
}

/* ---- ranks ---- */

static int compare_numbers(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_captures(ClaimRank a, ClaimRank b)
{
    int order = slice_compare(a.sha256, b.sha256);
    return order != 0 ? order : slice_compare(a.url, b.url);
}

int claim_rank_compare(ClaimRank a, ClaimRank b)
{
    int order = compare_numbers(a.class, b.class);
    if (order == 0)
        order = compare_numbers(a.captured_s, b.captured_s);
    return order != 0 ? order : compare_captures(a, b);
}

/* Of ids the earlier is kept; one that nobody dates is the latest. */
static int compare_for_id(ClaimRank a, ClaimRank b)
{
    int order = compare_numbers(a.class, b.class);
    if (order == 0)
        order = compare_numbers(a.captured_s == 0, b.captured_s == 0) * -1;
    if (order == 0)
        order = compare_numbers(b.captured_s, a.captured_s);
    return order != 0 ? order : compare_captures(b, a);
}

ClaimClass group_class(const Article *article, FieldGroup group)
{
    ClaimClass own = CLASS_REVISION, any = CLASS_REVISION;
    bool has_own = false, has_any = false;
    for (size_t i = 0; i < article->provenance.count; i++) {
        const Origin *origin = &article->provenance.items[i];
        if (group_of_origin(origin->field) != group)
            continue;
        ClaimClass class = class_of_source(origin->source);
        bool is_own = slice_equal(origin->field, group_field(group));
        if (class > any)
            any = class;
        if (is_own && class > own)
            own = class;
        has_any = true;
        has_own = has_own || is_own;
    }
    return has_own ? own : has_any ? any : CLASS_VISIBLE;
}

ClaimRanks claim_ranks_of(const Article *article, int64_t capture, ClaimRank rank)
{
    ClaimRanks ranks;
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        rank.class = group_class(article, group);
        ranks.ranks[group] = rank;
        ranks.captures[group] = capture;
    }
    return ranks;
}

/* ---- what a group says, as bytes: decides between equals ---- */

static void add_text(Builder *b, Slice text)
{
    builder_add_u64(b, text.size);
    builder_add_byte(b, ':');
    builder_add(b, text);
}

static void add_moment(Builder *b, Moment m)
{
    builder_format(b, "%d %lld %d;", (int)m.grain, (long long)m.local_s,
                   m.has_offset ? m.offset_minutes : INT16_MAX);
}

static void add_texts(Builder *b, const Slices *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        add_text(b, texts->items[i]);
    builder_add_byte(b, ';');
}

static void add_authors(Builder *b, const Authors *authors)
{
    for (size_t i = 0; i < authors->count; i++) {
        const Author *author = &authors->items[i];
        const Slice texts[] = {author->name, author->slug, author->role, author->agency};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            add_text(b, texts[j]);
    }
}

static void add_labels(Builder *b, const Label *labels, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_text(b, labels[i].slug);
        add_text(b, labels[i].label);
    }
}

static void add_body(Builder *b, const Article *a)
{
    add_text(b, a->text);
    add_text(b, a->dateline.raw);
    add_texts(b, &a->dateline.places);
    add_texts(b, &a->dateline.agencies);
    add_moment(b, a->dateline.date);
    for (size_t i = 0; i < a->body.count; i++) {
        const Block *block = &a->body.items[i];
        builder_format(b, "%d;", (int)block->kind);
        add_text(b, block->text);
        add_text(b, block->html);
        add_text(b, block->speaker);
    }
}

static void add_media(Builder *b, const MediaList *media)
{
    for (size_t i = 0; i < media->count; i++) {
        const Media *m = &media->items[i];
        const Slice texts[] = {
            m->id, m->href, m->caption, m->alt, m->credit.raw, m->credit.agency, m->credit.photographer};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            add_text(b, texts[j]);
        add_moment(b, m->taken);
        builder_format(b, "%d %u %u;", m->credit.is_file, m->width, m->height);
    }
}

static void add_comments(Builder *b, const Comments *comments)
{
    for (size_t i = 0; i < comments->count; i++) {
        const Comment *c = &comments->items[i];
        const Slice texts[] = {c->id, c->parent, c->author, c->author_url, c->text};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            add_text(b, texts[j]);
        add_moment(b, c->at);
        builder_add_byte(b, c->is_approved ? '1' : '0');
    }
}

static void add_custom(Builder *b, const CustomFields *custom)
{
    for (size_t i = 0; i < custom->count; i++) {
        add_text(b, custom->items[i].key);
        add_text(b, custom->items[i].value);
    }
}

static void add_relations(Builder *b, const Relations *relations)
{
    for (size_t i = 0; i < relations->count; i++) {
        add_text(b, relations->items[i].url);
        add_text(b, relations->items[i].lang);
    }
}

static void add_group(Builder *b, const Article *a, FieldGroup group)
{
    const Slice pairs[FIELD_GROUPS][3] = {
        [GROUP_ADDRESS] = {a->canonical, a->url},
        [GROUP_CMS_ID] = {a->cms_id},
        [GROUP_HEADLINE] = {a->headline, a->kicker, a->genre},
        [GROUP_SUBHEADLINE] = {a->subheadline},
        [GROUP_SUMMARY] = {a->summary},
        [GROUP_BYLINE] = {a->byline},
        [GROUP_LANGUAGE] = {a->lang, a->dir},
        [GROUP_SITE] = {a->site_name},
        [GROUP_PARENT] = {a->parent_id},
        [GROUP_RIGHTS] = {a->license, a->rights},
    };
    for (size_t i = 0; i < 3; i++)
        add_text(b, pairs[group][i]);
    switch (group) {
    case GROUP_KIND:
        builder_add_u64(b, a->page_kind);
        break;
    case GROUP_STATUS:
        builder_add_u64(b, a->status);
        break;
    case GROUP_AUTHORS:
        add_authors(b, &a->authors);
        break;
    case GROUP_BODY:
        add_body(b, a);
        break;
    case GROUP_PUBLISHED:
        add_moment(b, a->published);
        break;
    case GROUP_MODIFIED:
        add_moment(b, a->modified);
        break;
    case GROUP_SECTION:
        add_labels(b, &a->section, 1);
        add_labels(b, a->sections.items, a->sections.count);
        break;
    case GROUP_TAGS:
        add_labels(b, a->tags.items, a->tags.count);
        break;
    case GROUP_MEDIA:
        add_media(b, &a->media);
        break;
    case GROUP_COMMENTS:
        add_comments(b, &a->comments);
        break;
    case GROUP_CUSTOM:
        add_custom(b, &a->custom);
        break;
    case GROUP_TRANSLATIONS:
        add_relations(b, &a->translations);
        break;
    case GROUP_RELATED:
        add_relations(b, &a->related);
        break;
    default:
        break;
    }
}

static void add_group_origins(Builder *b, const Article *a, FieldGroup group)
{
    for (size_t i = 0; i < a->provenance.count; i++) {
        const Origin *o = &a->provenance.items[i];
        if (group_of_origin(o->field) != group)
            continue;
        const Slice texts[] = {o->field, o->source, o->at, o->rule};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            add_text(b, texts[j]);
        builder_format(b, "%.9g;", (double)o->confidence);
    }
    for (size_t i = 0; i < a->repairs.count; i++) {
        const Repair *r = &a->repairs.items[i];
        if (group_of_origin(r->in) != group)
            continue;
        const Slice texts[] = {r->in, r->was, r->rule};
        for (size_t j = 0; j < sizeof texts / sizeof texts[0]; j++)
            add_text(b, texts[j]);
        builder_format(b, "%zu %zu;", r->span.begin, r->span.end);
    }
}

static int compare_bytes(Arena *arena, const Article *a, const Article *b, FieldGroup group)
{
    Builder x, y;
    builder_init(&x, arena);
    builder_init(&y, arena);
    add_group(&x, a, group);
    add_group(&y, b, group);
    int order = slice_compare(builder_slice(&x), builder_slice(&y));
    if (order != 0)
        return order;
    builder_clear(&x);
    builder_clear(&y);
    add_group_origins(&x, a, group);
    add_group_origins(&y, b, group);
    return slice_compare(builder_slice(&x), builder_slice(&y));
}

/* ---- merging ---- */

static bool is_better(Arena *arena, const Article *kept, ClaimRank before, const Article *claim,
                      ClaimRank now, FieldGroup group)
{
    if (!group_is_said(claim, group))
        return false;
    if (!group_is_said(kept, group))
        return true;
    int order = compare_numbers(how_much_is_said(claim, group), how_much_is_said(kept, group));
    if (group == GROUP_STATUS) /* a word that is there, not how far it is from "public" */
        order = 0;
    if (order == 0)
        order = group == GROUP_CMS_ID ? compare_for_id(now, before) : claim_rank_compare(now, before);
    return order != 0 ? order > 0 : compare_bytes(arena, claim, kept, group) > 0;
}

static void take_origins(Arena *arena, Origins *list, const Origins *from, FieldGroup group, int64_t capture)
{
    for (size_t i = 0; i < from->count; i++) {
        if (group_of_origin(from->items[i].field) != group)
            continue;
        Origin origin = from->items[i];
        if (capture != 0 && class_of_source(origin.source) != CLASS_PERSON)
            origin.capture = capture;
        *LIST_ADD(arena, list) = origin;
    }
}

static void take_repairs(Arena *arena, Repairs *list, const Repairs *from, FieldGroup group)
{
    for (size_t i = 0; i < from->count; i++) {
        Repair repair = from->items[i];
        if (group_of_origin(repair.in) == group)
            *LIST_ADD(arena, list) = repair;
    }
}

static int compare_alt_ids(const AltId *a, const AltId *b)
{
    int order = slice_compare(a->role, b->role);
    return order != 0 ? order : slice_compare(a->value, b->value);
}

/* A bottom-up merge sort: stable, and never quadratic. */
static void sort_alt_ids(Arena *arena, AltIds *list)
{
    AltId *from = list->items, *to = ARENA_ARRAY(arena, AltId, list->count);
    for (size_t width = 1; width < list->count; width *= 2) {
        for (size_t begin = 0; begin < list->count; begin += 2 * width) {
            size_t middle = begin + width < list->count ? begin + width : list->count;
            size_t end = begin + 2 * width < list->count ? begin + 2 * width : list->count;
            size_t a = begin, b = middle;
            for (size_t i = begin; i < end; i++)
                to[i] = b >= end || (a < middle && compare_alt_ids(&from[a], &from[b]) <= 0) ? from[a++]
                                                                                             : from[b++];
        }
        AltId *swapped = from;
        from = to;
        to = swapped;
    }
    list->items = from;
}

static AltIds unite_alt_ids(Arena *arena, const AltIds *a, const AltIds *b)
{
    AltIds all = {0}, once = {0};
    for (size_t i = 0; i < a->count + b->count; i++) {
        AltId id = i < a->count ? a->items[i] : b->items[i - a->count];
        *LIST_ADD(arena, &all) = id;
    }
    sort_alt_ids(arena, &all);
    for (size_t i = 0; i < all.count && once.count < ALT_IDS_MAX; i++) {
        if (i == 0 || compare_alt_ids(&all.items[i - 1], &all.items[i]) != 0)
            *LIST_ADD(arena, &once) = all.items[i];
    }
    return once;
}

void article_settle(Arena *arena, Article *article)
{
    Origins origins = {0};
    Repairs repairs = {0};
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        if (!group_is_said(article, group))
            continue;
        take_origins(arena, &origins, &article->provenance, group, 0);
        take_repairs(arena, &repairs, &article->repairs, group);
    }
    article->provenance = origins;
    article->repairs = repairs;
    article->alt_ids = unite_alt_ids(arena, &article->alt_ids, &(AltIds){0});
}

uint32_t article_merge(Arena *arena, Article *kept, ClaimRanks *kept_ranks, const Article *claim,
                       const ClaimRanks *claim_ranks)
{
    static_assert(FIELD_GROUPS <= 32, "a bit each");
    const Article before = *kept;
    uint32_t changed = 0;
    kept->provenance = (Origins){0};
    kept->repairs = (Repairs){0};
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        const Article *from = &before;
        if (is_better(arena, &before, kept_ranks->ranks[group], claim, claim_ranks->ranks[group], group)) {
            changed |= 1u << group;
            kept_ranks->ranks[group] = claim_ranks->ranks[group];
            kept_ranks->captures[group] = claim_ranks->captures[group];
            copy_group(kept, claim, group);
            from = claim;
        }
        if (!group_is_said(from, group))
            continue;
        take_origins(arena, &kept->provenance, &from->provenance, group, kept_ranks->captures[group]);
        take_repairs(arena, &kept->repairs, &from->repairs, group);
    }
    kept->alt_ids = unite_alt_ids(arena, &before.alt_ids, &claim->alt_ids);
    return changed;
}
