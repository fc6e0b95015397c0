/* In: what lists say of a piece. Out: one line of JSON that a person can read too, and back.
 *
 *     [["headline",12,"The tide"],["authors",12,"Rana
 * Khoury","rana","",""],["published",9,"2009-03-04T22:10+02:00"]]
 *
 * A member a group of fields: its field, the capture of the list that says it, and its texts: a fixed number
 * of them for each author, label or picture. */
#include "store/entry.h"

#include "syntax/json.h"

/* ---- a group as texts ---- */

static void add(Arena *arena, Slices *texts, Slice text)
{
    *LIST_ADD(arena, texts) = text;
}

static void add_number(Arena *arena, Slices *texts, int64_t number)
{
    add(arena, texts, arena_format(arena, "%lld", (long long)number));
}

static void add_media(Arena *arena, Slices *texts, const Media *m)
{
    const Slice own[] = {
        m->id, m->href, m->caption, m->alt, m->credit.raw, m->credit.agency, m->credit.photographer};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        add(arena, texts, own[i]);
    add_number(arena, texts, m->credit.is_file);
    add_number(arena, texts, m->width);
    add_number(arena, texts, m->height);
}

enum { AUTHOR_TEXTS = 4, PAIR_TEXTS = 2, MEDIA_TEXTS = 10 };

/* The groups that are one text each. */
static Slice *single_text(Article *a, FieldGroup group)
{
    switch (group) {
    case GROUP_ADDRESS:
        return &a->url;
    case GROUP_CMS_ID:
        return &a->cms_id;
    case GROUP_SUMMARY:
        return &a->summary;
    case GROUP_BYLINE:
        return &a->byline;
    default:
        return NULL;
    }
}

static Slices texts_of(Arena *arena, Article *a, FieldGroup group)
{
    Slices texts = {0};
    const Slice *single = single_text(a, group);
    if (single)
        add(arena, &texts, *single);
    else if (group == GROUP_HEADLINE) {
        add(arena, &texts, a->headline);
        add(arena, &texts, a->genre);
    } else if (group == GROUP_PUBLISHED)
        add(arena, &texts, moment_format(arena, a->published));
    else if (group == GROUP_SECTION) {
        add(arena, &texts, a->section.slug);
        add(arena, &texts, a->section.label);
    }
    for (size_t i = 1; group == GROUP_SECTION && i < a->sections.count; i++) {
        add(arena, &texts, a->sections.items[i].slug);
        add(arena, &texts, a->sections.items[i].label);
    }
    for (size_t i = 0; group == GROUP_AUTHORS && i < a->authors.count; i++) {
        const Author *author = &a->authors.items[i];
        const Slice own[AUTHOR_TEXTS] = {author->name, author->slug, author->role, author->agency};
        for (size_t k = 0; k < AUTHOR_TEXTS; k++)
            add(arena, &texts, own[k]);
    }
    for (size_t i = 0; group == GROUP_TAGS && i < a->tags.count; i++) {
        add(arena, &texts, a->tags.items[i].slug);
        add(arena, &texts, a->tags.items[i].label);
    }
    for (size_t i = 0; group == GROUP_CUSTOM && i < a->custom.count; i++) {
        add(arena, &texts, a->custom.items[i].key);
        add(arena, &texts, a->custom.items[i].value);
    }
    for (size_t i = 0; group == GROUP_MEDIA && i < a->media.count; i++)
        add_media(arena, &texts, &a->media.items[i]);
    return texts;
}

/* ---- writing ---- */

static void add_json_text(Builder *b, Slice text)
{
    builder_add_byte(b, '"');
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.data[i];
        if (byte < 0x20) {
            builder_format(b, "\\u%04x", byte);
            continue;
        }
        if (byte == '"' || byte == '\\')
            builder_add_byte(b, '\\');
        builder_add_byte(b, (char)byte);
    }
    builder_add_byte(b, '"');
}

Slice entry_said(Arena *arena, const Entry *entry)
{
    Builder b;
    Article article = entry->article;
    builder_init(&b, arena);
    builder_add_byte(&b, '[');
    for (FieldGroup group = 0; group < FIELD_GROUPS; group++) {
        Slices texts = texts_of(arena, &article, group);
        if (!group_is_said(&article, group) || texts.count == 0)
            continue;
        builder_add(&b, b.size > 1 ? SLICE(",[") : SLICE("["));
        add_json_text(&b, group_field(group));
        builder_format(&b, ",%lld", (long long)entry->ranks.captures[group]);
        for (size_t i = 0; i < texts.count; i++) {
            builder_add_byte(&b, ',');
            add_json_text(&b, texts.items[i]);
        }
        builder_add_byte(&b, ']');
    }
    builder_add_byte(&b, ']');
    return builder_slice(&b);
}

/* ---- reading ---- */

static int64_t number_of(Slice text)
{
    uint64_t number = 0;
    bool is_minus = slice_starts_with(text, SLICE("-"));
    if (!slice_to_u64(is_minus ? slice_skip(text, 1) : text, &number) || number > INT64_MAX)
        return 0;
    return is_minus ? -(int64_t)number : (int64_t)number;
}

static Media media_of(const Slice *t)
{
    return (Media){.id = t[0],
                   .href = t[1],
                   .caption = t[2],
                   .alt = t[3],
                   .credit = {t[4], t[5], t[6], number_of(t[7]) != 0},
                   .width = (uint32_t)number_of(t[8]),
                   .height = (uint32_t)number_of(t[9])};
}

static void take_group(Arena *arena, Article *a, FieldGroup group, const Slices *texts)
{
    const Slice *t = texts->items;
    size_t count = texts->count;
    Slice *single = single_text(a, group);
    if (single && count >= 1)
        *single = t[0];
    else if (group == GROUP_HEADLINE && count >= 2) {
        a->headline = t[0];
        a->genre = t[1];
    } else if (group == GROUP_PUBLISHED && count >= 1) {
        if (!moment_parse(t[0], &a->published))
            a->published = (Moment){0};
    } else if (group == GROUP_SECTION && count >= 2)
        a->section = (Label){t[0], t[1]};
    for (size_t i = 0; group == GROUP_SECTION && count > PAIR_TEXTS && i + PAIR_TEXTS <= count;
         i += PAIR_TEXTS)
        *LIST_ADD(arena, &a->sections) = (Label){t[i], t[i + 1]};
    for (size_t i = 0; group == GROUP_AUTHORS && i + AUTHOR_TEXTS <= count; i += AUTHOR_TEXTS)
        *LIST_ADD(arena, &a->authors) = (Author){t[i], t[i + 1], t[i + 2], t[i + 3]};
    for (size_t i = 0; group == GROUP_TAGS && i + PAIR_TEXTS <= count; i += PAIR_TEXTS)
        *LIST_ADD(arena, &a->tags) = (Label){t[i], t[i + 1]};
    for (size_t i = 0; group == GROUP_CUSTOM && i + PAIR_TEXTS <= count; i += PAIR_TEXTS)
        *LIST_ADD(arena, &a->custom) = (CustomField){t[i], t[i + 1]};
    for (size_t i = 0; group == GROUP_MEDIA && i + MEDIA_TEXTS <= count; i += MEDIA_TEXTS)
        *LIST_ADD(arena, &a->media) = media_of(t + i);
}

bool entry_read(Arena *arena, Slice said, Entry *entry)
{
    *entry = (Entry){0};
    const Json *all = json_read(arena, said);
    for (const Json *member = all ? all->first : NULL; member; member = member->next) {
        const Json *field = member->first, *capture = field ? field->next : NULL;
        FieldGroup group = field ? group_of_field(field->text) : FIELD_GROUPS;
        Slices texts = {0};
        if (!capture || group == FIELD_GROUPS)
            return false;
        for (const Json *text = capture->next; text; text = text->next)
            add(arena, &texts, text->text);
        take_group(arena, &entry->article, group, &texts);
        entry->ranks.captures[group] = number_of(capture->text);
        if (group_is_said(&entry->article, group))
            *LIST_ADD(arena, &entry->article.provenance) = origin_of_entry(group);
    }
    return all != NULL;
}
