/* A picture's own words -> what it states of itself: one photo, with caption, credit and the day it was
 * taken. An XMP file that lies beside the picture fills what the picture does not say.
 *
 * A picture that a page uses is not a piece of its own: it has no address as an article, only its media's. A
 * picture without an address, from a folder of photos, is known by its path there. Pictures that say nothing
 * state nothing. */
#include "base/builder.h"
#include "import/photo.h"
#include "syntax/photo_words.h"
#include "syntax/url.h"
#include "syntax/warc.h"

/* Job identifiers of the paper's own system are bare numbers; an agency's ("DV1945213") are not the paper's.
 */
static Slice media_id(Slice job_id)
{
    for (size_t i = 0; i < job_id.size; i++)
        if (!ascii_is_digit(job_id.data[i]))
            return SLICE_EMPTY;
    return job_id.size >= 5 && job_id.size <= 10 ? job_id : SLICE_EMPTY;
}

/* "file:" and the path in its folder, spelled as in the WARC record that wraps the file. */
static Slice file_address(Arena *arena, const Record *record)
{
    const Slice scheme = SLICE("file:///");
    WarcHead head;
    Error ignored;
    if (!slice_is_empty(record->warc)) {
        if (warc_read_head(record->warc, &head, &ignored) != STATUS_OK ||
            !slice_starts_with(head.target_uri, scheme))
            return SLICE_EMPTY;
        return arena_format(arena, "file:%.*s", SLICE_ARG(slice_skip(head.target_uri, scheme.size)));
    }
    Builder b;
    Slice path = record->source_path, piece;
    builder_init(&b, arena);
    builder_add_string(&b, "file:");
    while (slice_starts_with(path, SLICE("/")))
        path = slice_skip(path, 1);
    for (bool is_first = true; slice_next_split(&path, '/', &piece); is_first = false) {
        if (!is_first)
            builder_add_byte(&b, '/');
        builder_add(&b, url_encode(arena, piece));
    }
    return builder_slice(&b);
}

static void add_custom(Arena *arena, Article *article, const char *key, Slice value)
{
    if (!slice_is_empty(value))
        *LIST_ADD(arena, &article->custom) = (CustomField){slice_from(key), value};
}

/* What has no field of its own in an article is kept by name. */
static void keep_rest(Arena *arena, Article *article, const PhotoWords *words)
{
    const struct {
        const char *key;
        Slice value;
    } rest[] = {
        {"jobId", words->job_id},
        {"copyright", words->copyright},
        {"source", words->source},
        {"usageTerms", words->usage_terms},
        {"instructions", words->instructions},
        {"creatorTitle", words->creator_title},
        {"event", words->event},
        {"location", words->location},
        {"city", words->city},
        {"state", words->state},
        {"country", words->country},
        {"countryCode", words->country_code},
        {"persons", photo_words_joined(arena, &words->persons)},
    };
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++)
        add_custom(arena, article, rest[i].key, rest[i].value);
}

enum { TAGS_MAX = 64 }; /* more are no words that somebody chose */

/* Keywords of a photo desk are tags: the photo is found by them. */
static void add_tags(Arena *arena, Article *article, const Slices *keywords)
{
    for (size_t i = 0; i < keywords->count && article->tags.count < TAGS_MAX; i++) {
        Slice label = slice_trim(keywords->items[i]);
        bool is_new = !slice_is_empty(label);
        for (size_t k = 0; k < article->tags.count && is_new; k++)
            is_new = !slice_equal_nocase(article->tags.items[k].label, label);
        if (is_new)
            *LIST_ADD(arena, &article->tags) = (Label){.label = label};
    }
}

/* The bytes of the file beside it, from the folder or from the head of the record that wraps the picture. */
static Slice sidecar_of(Arena *arena, const Record *record)
{
    WarcHead head;
    Error ignored;
    if (!slice_is_empty(record->sidecar) || slice_is_empty(record->warc))
        return record->sidecar;
    if (warc_read_head(record->warc, &head, &ignored) != STATUS_OK)
        return SLICE_EMPTY;
    return url_decode(arena, head.sidecar, false);
}

/* The words of the picture, and what it does not say from the file beside it. */
static bool read_words(Arena *arena, const Record *record, PhotoWords *words)
{
    PhotoWords beside;
    Error ignored;
    bool is_read = photo_words_read(arena, record->body, words, &ignored) == STATUS_OK;
    Slice sidecar = sidecar_of(arena, record);
    if (!slice_is_empty(sidecar) && photo_words_read(arena, sidecar, &beside, &ignored) == STATUS_OK) {
        photo_words_fill(words, &beside);
        is_read = true;
    }
    return is_read && photo_words_speak(words);
}

void photo_state(Record *record, Arena *arena)
{
    PhotoWords words;
    if (!read_words(arena, record, &words))
        return;
    Stated *stated = ARENA_NEW(arena, Stated);
    Article *article = &stated->article;
    Media *media = LIST_ADD(arena, &article->media);
    stated->kind = STATED_PIECE;
    stated->source = SLICE("photo");
    article->page_kind = PAGE_PHOTO;
    article->headline = slice_is_empty(words.headline) ? words.title : words.headline;
    *media = (Media){
        .id = media_id(words.job_id),
        .href = slice_is_empty(record->url) ? file_address(arena, record) : record->url,
        .caption = photo_words_caption(&words),
        .alt = words.alt,
        .credit = {.raw = photo_words_credit_line(&words),
                   .photographer = photo_words_by_line(arena, &words)},
        .width = words.width,
        .height = words.height,
    };
    if (!moment_parse(words.created, &media->taken))
        media->taken = (Moment){0};
    add_tags(arena, article, &words.keywords);
    keep_rest(arena, article, &words);
    record->stated = stated;
    record->stated_count = 1;
}
