/* Other pieces that belong to one: the same in other languages, what its page calls related, the other side
 * of a debate.
 *
 * In: what sources tell, by address. Out: the same with what is held found in it. Nothing but the telling is
 * kept: whether a piece is held, public and still under that headline is looked up when it is read, so the
 * order of imports leaves no trace and nothing withheld is named. Translations hold for both sides and for
 * all that either side names; debates come in pairs, told by their headlines alone. */
#include "store/inside.h"

#include "syntax/url.h"

static const Slice kind_translation = SLICE_INIT("translation"), kind_related = SLICE_INIT("related");
static const Slice genre_debate = SLICE_INIT("Debate");

/* ---- as told ---- */

static Status put_kind(Store *store, int64_t article, Slice kind, const Relations *list, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; i < list->count && i < RELATIONS_MAX && status == STATUS_OK; i++) {
        Statement s = statement_open(store, SQL_RELATION_ADD);
        statement_bind_number(&s, article);
        statement_bind_text(&s, kind);
        statement_bind_number(&s, (int64_t)i + 1);
        statement_bind_text_always(&s, list->items[i].url);
        statement_bind_text_always(&s, url_key(store->scratch, list->items[i].url));
        statement_bind_text(&s, list->items[i].lang);
        status = statement_run(&s, err);
    }
    return status;
}

Status relations_put(Store *store, const Article *article, bool is_new, Error *err)
{
    Status status = STATUS_OK;
    if (!is_new) {
        Statement s = statement_open(store, SQL_RELATIONS_DROP);
        statement_bind_number(&s, article->number);
        status = statement_run(&s, err);
    }
    if (status == STATUS_OK)
        status = put_kind(store, article->number, kind_translation, &article->translations, err);
    return status == STATUS_OK ? put_kind(store, article->number, kind_related, &article->related, err)
                               : status;
}

Status relations_get(Store *store, Arena *arena, Article *article, Error *err)
{
    Statement s = statement_open(store, SQL_RELATIONS);
    statement_bind_number(&s, article->number);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        bool is_translation = slice_equal(statement_look_text(&s), kind_translation);
        Relation *relation = LIST_ADD(arena, is_translation ? &article->translations : &article->related);
        *relation = (Relation){.url = statement_take_text(&s, arena)};
        relation->lang = statement_take_text(&s, arena);
        if (!is_translation)
            relation->reason = SLICE(RELATED_LISTED);
    }
    return status == STATUS_END ? STATUS_OK : status;
}

/* ---- as found ---- */

/* The piece of a number, as far as it is shown beside another; *is_shown: it is held and public. */
static Status describe(Store *store, Arena *arena, Relation *relation, bool *is_shown, Error *err)
{
    Article head;
    Status status = store_article_get(store, arena, relation->number, ARTICLE_OWN, &head, err);
    *is_shown = status == STATUS_OK && head.status == ARTICLE_PUBLIC && head.headline.size > 0;
    if (!*is_shown)
        return status == STATUS_END ? STATUS_OK : status;
    relation->url = article_address(&head);
    relation->id = head.id;
    relation->path = head.path;
    relation->headline = head.headline;
    relation->dir = head.dir;
    relation->published = head.published;
    if (head.lang.size > 0)
        relation->lang = head.lang;
    return STATUS_OK;
}

/* The article that an address is, 0 if it is none of ours; *is_held_back: a person took the address away. */
static Status find_address(Store *store, Arena *arena, Slice url, int64_t *number, bool *is_held_back,
                           Error *err)
{
    *number = 0;
    *is_held_back = false;
    Statement s = statement_open(store, SQL_RELATION_ADDRESS);
    statement_bind_text_always(&s, url_key(arena, url));
    Status status = statement_next(&s, err);
    if (status == STATUS_OK) {
        *number = statement_take_number(&s);
        *is_held_back = statement_take_number(&s) != 0;
    }
    statement_close(&s);
    return status == STATUS_END ? STATUS_OK : status;
}

static bool has_number(const Relations *list, int64_t number)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].number == number)
            return true;
    }
    return false;
}

/* All that are one piece: whoever one of them names, or is named by, or shares the CMS's group with. */
static Status find_translations(Store *store, Arena *arena, int64_t number, Relations *all, Error *err)
{
    *LIST_ADD(arena, all) = (Relation){.number = number};
    Status status = STATUS_OK;
    for (size_t i = 0; i < all->count && status == STATUS_OK; i++) {
        Statement s = statement_open(store, SQL_TRANSLATIONS_OF);
        statement_bind_number(&s, all->items[i].number);
        statement_bind_number(&s, RELATIONS_MAX);
        while ((status = statement_next(&s, err)) == STATUS_OK) {
            Relation found = {.number = statement_take_number(&s)};
            found.lang = statement_take_text(&s, arena);
            if (all->count <= RELATIONS_MAX && !has_number(all, found.number))
                *LIST_ADD(arena, all) = found;
        }
        status = status == STATUS_END ? STATUS_OK : status;
    }
    return status;
}

/* What is told and not held stays as it is told; what is held has been found by its number. */
static Status keep_unheld(Store *store, Arena *arena, const Relations *told, Article *article, Error *err)
{
    Status status = STATUS_OK;
    for (size_t i = 0; i < told->count && status == STATUS_OK; i++) {
        int64_t number = 0;
        bool is_held_back = false;
        status = find_address(store, arena, told->items[i].url, &number, &is_held_back, err);
        if (status == STATUS_OK && number == 0 && !is_held_back)
            *LIST_ADD(arena, &article->translations) = told->items[i];
    }
    return status;
}

static Status resolve_translations(Store *store, Arena *arena, Article *article, Error *err)
{
    Relations told = article->translations, all = {0};
    article->translations = (Relations){0};
    Status status = find_translations(store, arena, article->number, &all, err);
    for (size_t i = 1; i < all.count && status == STATUS_OK; i++) {
        bool is_shown = false;
        status = describe(store, arena, &all.items[i], &is_shown, err);
        if (status == STATUS_OK && is_shown)
            *LIST_ADD(arena, &article->translations) = all.items[i];
    }
    return status == STATUS_OK ? keep_unheld(store, arena, &told, article, err) : status;
}

static Status resolve_related(Store *store, Arena *arena, Article *article, Error *err)
{
    Relations told = article->related;
    article->related = (Relations){0};
    Status status = STATUS_OK;
    for (size_t i = 0; i < told.count && status == STATUS_OK; i++) {
        Relation relation = told.items[i];
        bool is_held_back = false, is_shown = false;
        status = find_address(store, arena, relation.url, &relation.number, &is_held_back, err);
        if (status != STATUS_OK || is_held_back || relation.number == 0 ||
            relation.number == article->number || has_number(&article->related, relation.number))
            continue;
        status = describe(store, arena, &relation, &is_shown, err);
        if (status == STATUS_OK && is_shown)
            *LIST_ADD(arena, &article->related) = relation;
    }
    return status;
}

/* ---- debates ---- */

#define DEBATE_DAYS 31    /* so far apart the two sides may be printed */
#define DEBATE_WORDS 24   /* of a headline */
#define DEBATE_WORD_MIN 4 /* bytes: shorter words say nothing of a subject */

typedef struct Subject {
    Slice words[DEBATE_WORDS];
    size_t count;
} Subject;

static bool is_word_byte(char c)
{
    return ascii_is_alpha(c) || ascii_is_digit(c) || (unsigned char)c >= 0x80;
}

/* The words that tell what a headline is about, its prefix left out. */
static Subject subject_of(Slice headline)
{
    Subject subject = {0};
    size_t at = slice_find_byte(headline, ':');
    for (at = at == SLICE_NONE ? 0 : at + 1; at < headline.size && subject.count < DEBATE_WORDS;) {
        size_t end = at;
        while (end < headline.size && is_word_byte(headline.data[end]))
            end++;
        if (end - at >= DEBATE_WORD_MIN)
            subject.words[subject.count++] = slice_range(headline, at, end);
        at = end + (end == at);
    }
    return subject;
}

static size_t shared_words(const Subject *a, const Subject *b)
{
    size_t shared = 0;
    for (size_t i = 0; i < a->count; i++) {
        bool is_shared = false;
        for (size_t j = 0; j < b->count && !is_shared; j++)
            is_shared = slice_equal_nocase(a->words[i], b->words[j]);
        shared += is_shared;
    }
    return shared;
}

/* On another day: two words and half of the shorter headline in common. */
static bool is_one_subject(const Subject *a, const Subject *b, size_t shared)
{
    size_t shorter = a->count < b->count ? a->count : b->count;
    return shared >= 2 && 2 * shared >= shorter;
}

/* The one that shares the most words with this of those printed on its day; where none of them shares any,
 * and there is one alone, that one. Else that of another day whose headline tells the same subject. */
typedef struct Opponent {
    size_t best, same_day_count;
    int64_t number, same_day;
} Opponent;

static void weigh_debate(Opponent *found, const Subject *own, const Subject *other, int64_t number,
                         bool is_same_day)
{
    size_t shared = shared_words(own, other);
    if (is_same_day) {
        found->same_day_count++;
        found->same_day = number;
    }
    if (is_same_day ? shared == 0 : found->same_day_count > 0 || !is_one_subject(own, other, shared))
        return;
    if (shared > found->best) {
        found->best = shared;
        found->number = number;
    }
}

static Status find_debate(Store *store, Arena *arena, const Article *article, int64_t *number, Error *err)
{
    const Subject own = subject_of(article->headline);
    const int64_t day = article->published.local_s / 86400;
    Opponent found = {0};
    Statement s = statement_open(store, SQL_DEBATES_NEAR);
    statement_bind_number(&s, article->published.local_s);
    statement_bind_number(&s, (int64_t)DEBATE_DAYS * 86400);
    statement_bind_number(&s, article->number);
    statement_bind_number(&s, RELATIONS_MAX);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        int64_t other = statement_take_number(&s);
        const Subject subject = subject_of(statement_take_text(&s, arena));
        weigh_debate(&found, &own, &subject, other, statement_take_number(&s) / 86400 == day);
    }
    *number = found.number == 0 && found.same_day_count == 1 ? found.same_day : found.number;
    return status == STATUS_END ? STATUS_OK : status;
}

static Status add_debate(Store *store, Arena *arena, Article *article, Error *err)
{
    Relation other = {.reason = SLICE(RELATED_DEBATE)};
    bool is_shown = false;
    Status status = find_debate(store, arena, article, &other.number, err);
    if (status == STATUS_OK && other.number != 0)
        status = describe(store, arena, &other, &is_shown, err);
    if (status != STATUS_OK || !is_shown)
        return status;
    Relations listed = article->related;
    article->related = (Relations){0};
    *LIST_ADD(arena, &article->related) = other;
    for (size_t i = 0; i < listed.count; i++) {
        if (listed.items[i].number != other.number)
            *LIST_ADD(arena, &article->related) = listed.items[i];
    }
    return STATUS_OK;
}

/* ---- all of it ---- */

Status relations_resolve(Store *store, Arena *arena, Article *article, Error *err)
{
    Status status = resolve_translations(store, arena, article, err);
    if (status == STATUS_OK && article->related.count > 0)
        status = resolve_related(store, arena, article, err);
    if (status == STATUS_OK && slice_equal(article->genre, genre_debate) &&
        moment_is_known(article->published))
        status = add_debate(store, arena, article, err);
    article_settle_relations(arena, article);
    return error_while(err, status, "finding what belongs to article %lld", (long long)article->number);
}

Status store_translations(Store *store, Arena *arena, int64_t number, Relations *translations, Error *err)
{
    Article article = {.number = number};
    Status status = resolve_translations(store, arena, &article, err);
    article_settle_relations(arena, &article);
    *translations = article.translations;
    return status;
}

Status store_has_translations(Store *store, bool *has_translations, Error *err)
{
    int64_t is_there = 0;
    Statement s = statement_open(store, SQL_TRANSLATIONS_ARE_THERE);
    Status status = statement_number(&s, &is_there, err);
    *has_translations = is_there != 0;
    return status == STATUS_END ? STATUS_OK : status;
}
