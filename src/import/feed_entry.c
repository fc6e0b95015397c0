/* Fields of a feed's entry in, what is stated out: the one place that decides what a feed's text is worth.
 *
 * A feed shows what readers shall click on. Its "content" is the text unless its end shows that it was cut.
 * Its "description" is a summary by the papers of the formats, and in practice often the whole text: it is
 * taken for the text only where it shows paragraphs or is longer than summaries are. */
#include "base/builder.h"
#include "base/utf8.h"
#include "import/feed.h"
#include "import/feed_date.h"
#include "syntax/url.h"

#define TEXT_PARAGRAPHS_MIN 3         /* a description with so many is the text */
#define TEXT_BYTES_MIN ((size_t)1500) /* so is one of so many bytes of words */
#define TAIL_BYTES ((size_t)1200)     /* where a mark of cutting stands */

/* ---- fields ---- */

void feed_set_text(FeedText *held, FeedText found)
{
    if (found.rank > held->rank && !slice_is_empty(slice_trim(found.value)))
        *held = found;
}

void feed_set_moment(FeedMoment *held, Slice text, unsigned rank)
{
    Moment moment;
    if (rank >= held->rank && feed_date_read(text, &moment))
        *held = (FeedMoment){moment, rank};
}

void feed_set_link(FeedEntry *entry, Slice link, unsigned rank)
{
    if (rank > entry->link_rank && !slice_is_empty(link)) {
        entry->link = link;
        entry->link_rank = rank;
    }
}

#define AUTHORS_MAX 100 /* of one entry; each is compared with all */

void feed_add_author(Arena *arena, FeedEntry *entry, Slice text, unsigned rank)
{
    Slice name = feed_author_name(text);
    if (slice_is_empty(name) || rank < entry->author_rank)
        return;
    if (rank > entry->author_rank)
        entry->authors.count = 0;
    entry->author_rank = rank;
    if (entry->authors.count >= AUTHORS_MAX)
        return;
    for (size_t i = 0; i < entry->authors.count; i++)
        if (slice_equal(entry->authors.items[i].name, name))
            return;
    *LIST_ADD(arena, &entry->authors) = (Author){.name = name};
}

#define TAGS_MAX 200 /* of one entry: more are spam, and each is compared with all */

void feed_add_tag(Arena *arena, Labels *tags, Slice label, Slice slug)
{
    label = slice_trim(label);
    slug = slice_trim(slug);
    if (slice_is_empty(label) || tags->count >= TAGS_MAX)
        return;
    for (size_t i = 0; i < tags->count; i++)
        if (slice_equal(tags->items[i].label, label))
            return;
    *LIST_ADD(arena, tags) = (Label){.label = label, .slug = slug};
}

void feed_add_tags(Arena *arena, Labels *tags, Slice comma_parted)
{
    Slice label = SLICE_EMPTY;
    while (slice_next_split(&comma_parted, ',', &label))
        feed_add_tag(arena, tags, label, SLICE_EMPTY);
}

#define MEDIA_MAX 200

Media *feed_add_media(Arena *arena, MediaList *media, Slice href)
{
    Url url;
    if (!url_parse(href, &url) || media->count >= MEDIA_MAX)
        return NULL;
    for (size_t i = 0; i < media->count; i++)
        if (slice_equal(media->items[i].href, href))
            return NULL;
    Media *added = LIST_ADD(arena, media);
    added->href = href;
    return added;
}

/* ---- an entry ---- */

/* "http://host/?p=55383", also with post_type before it: how WordPress names a piece for ever. */
static Slice wordpress_id(Slice guid)
{
    Url url;
    Slice piece = SLICE_EMPTY;
    uint64_t number = 0;
    if (!url_parse(guid, &url) || (url.path.size > 0 && !slice_ends_with(url.path, SLICE("/"))))
        return SLICE_EMPTY;
    Slice rest = url.query;
    if (!slice_starts_with(rest, SLICE("p=")) && !slice_starts_with(rest, SLICE("post_type=")))
        return SLICE_EMPTY;
    while (slice_next_split(&rest, '&', &piece)) {
        if (slice_starts_with(piece, SLICE("amp;")))
            piece = slice_skip(piece, 4);
        if (slice_starts_with(piece, SLICE("p=")) && slice_to_u64(slice_skip(piece, 2), &number) &&
            number > 0)
            return slice_skip(piece, 2);
    }
    return SLICE_EMPTY;
}

/* The last words of a text, enough to see whether it was cut. */
static Slice plain_tail(Arena *arena, FeedText text)
{
    size_t from = text.value.size > TAIL_BYTES ? utf8_floor(text.value, text.value.size - TAIL_BYTES) : 0;
    text.value = slice_skip(text.value, from);
    return feed_plain(arena, text);
}

static void set_body(Stated *stated, FeedText text)
{
    bool is_html = text.form == FEED_HTML || (text.form == FEED_EITHER && feed_looks_like_html(text.value));
    stated->body = slice_trim(text.value);
    stated->form = is_html ? STATED_HTML : STATED_TEXT;
}

static bool is_long(FeedText text, Slice plain)
{
    return plain.size >= TEXT_BYTES_MIN || feed_count_paragraphs(text.value) >= TEXT_PARAGRAPHS_MIN;
}

/* Markup makes a text longer, but not without bound: a body that is much longer is not looked at. */
static bool says_the_same(Arena *arena, FeedText body, Slice plain)
{
    return plain.size <= body.value.size && body.value.size < plain.size * 4 + 2000 &&
           slice_equal(plain, feed_plain(arena, body));
}

static void state_text(Arena *arena, const FeedEntry *entry, Stated *stated)
{
    FeedText body = entry->body, summary = entry->summary;
    body.value = feed_without_footer(body.value);
    summary.value = feed_without_footer(summary.value);
    Slice plain = feed_plain(arena, summary);
    Slice tail = plain_tail(arena, body);
    bool is_summary = body.rank > 0 && says_the_same(arena, body, plain);
    bool is_short = !is_long(summary, plain);
    FeedCut cut = feed_cut_of(&plain);
    if (body.rank > 0) {
        set_body(stated, body);
        stated->is_excerpt = feed_cut_of(&tail) == FEED_CUT || (is_summary && is_short);
    } else if (summary.rank > 0) {
        set_body(stated, summary);
        stated->is_excerpt = is_short || cut != FEED_WHOLE;
    }
    bool is_text = !stated->is_excerpt && (is_summary || body.rank == 0);
    stated->article.summary = is_text ? SLICE_EMPTY : plain;
    if (slice_is_empty(stated->body))
        stated->form = STATED_NO_BODY;
}

/* Atom asks for the last change alone, and many feeds tell nothing else: its day stands for that of
 * publication then, with an origin that says so. */
static void state_dates(Arena *arena, const FeedEntry *entry, Stated *stated)
{
    Article *article = &stated->article;
    article->published = entry->published.moment;
    article->modified = entry->modified.moment;
    if (moment_is_known(article->published) || !moment_is_known(article->modified))
        return;
    int64_t into_day = article->modified.local_s % 86400;
    article->published = article->modified;
    if (article->modified.grain == GRAIN_MINUTE)
        article->published = (Moment){
            .local_s = article->modified.local_s - (into_day < 0 ? into_day + 86400 : into_day),
            .grain = GRAIN_DAY,
        };
    *LIST_ADD(arena, &article->provenance) = (Origin){
        .field = SLICE("published"),
        .source = stated->source,
        .at = stated->at,
        .rule = SLICE("last-change"),
        .confidence = 0.6f,
    };
}

static void state_authors(Arena *arena, const Authors *authors, Article *article)
{
    Builder b;
    builder_init(&b, arena);
    for (size_t i = 0; i < authors->count; i++) {
        *LIST_ADD(arena, &article->authors) = authors->items[i];
        builder_add(&b, i ? SLICE(", ") : SLICE_EMPTY);
        builder_add(&b, authors->items[i].name);
    }
    article->byline = builder_slice(&b);
}

void feed_add_entry(Arena *arena, Feed *feed, const FeedEntry *entry, size_t number)
{
    Stated *stated = LIST_ADD(arena, &feed->stated);
    Article *article = &stated->article;
    stated->kind = STATED_PIECE;
    stated->source = feed->source;
    stated->at =
        arena_format(arena, "%s[%zu]", slice_equal(feed->source, SLICE("atom")) ? "entry" : "item", number);
    article->page_kind = PAGE_ARTICLE;
    article->url = article->canonical = entry->link;
    article->cms_id = wordpress_id(entry->guid);
    if (!slice_is_empty(entry->guid) && !slice_equal(entry->guid, entry->link))
        *LIST_ADD(arena, &article->alt_ids) = (AltId){SLICE("guid"), entry->guid};
    article->headline = feed_plain(arena, entry->title);
    article->tags = entry->tags;
    article->media = entry->media;
    article->lang = slice_is_empty(entry->lang) && !entry->is_lang_blank ? feed->lang : entry->lang;
    article->site_name = feed->title;
    state_dates(arena, entry, stated);
    state_authors(arena, entry->author_rank ? &entry->authors : &feed->authors, article);
    state_text(arena, entry, stated);
}

void feed_give(Arena *arena, Feed *feed, Record *record)
{
    StatedList given = {0};
    if (!slice_is_empty(feed->link))
        *LIST_ADD(arena, &given) = (Stated){
            .kind = STATED_ADDRESS,
            .source = feed->source,
            .at = SLICE("channel"),
            .article = {.url = feed->link, .site_name = feed->title, .lang = feed->lang},
        };
    for (size_t i = 0; i < feed->stated.count; i++) {
        const Article *article = &feed->stated.items[i].article;
        if (!slice_is_empty(article->url) || !slice_is_empty(article->headline))
            *LIST_ADD(arena, &given) = feed->stated.items[i];
    }
    record->stated = given.items;
    record->stated_count = given.count;
}

typedef struct Job {
    Arena *arena;
    Record *record;
    FeedRead *read;
    Status status;
    Error *err;
} Job;

static void run_job(void *context)
{
    Job *job = context;
    job->status = job->read(job->arena, job->record, job->err);
}

Status feed_read_guarded(Arena *arena, Record *record, FeedRead *read, Error *err)
{
    Job job = {arena, record, read, STATUS_OK, err};
    if (arena_guard(arena, run_job, &job))
        return job.status;
    record->stated = NULL;
    record->stated_count = 0;
    return error_set(err, STATUS_SKIP, "%zu bytes need more memory than there is for one document",
                     record->body.size);
}
