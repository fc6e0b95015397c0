/* The index from the store: brought up to date after a kill, or made anew. Also the check of one against the
 * other. */
#include "archive/inside.h"

#include "syntax/url.h"

#include <inttypes.h>

enum {
    WALK_ARTICLES = 256,   /* read from the store at a time */
    COMMIT_WORDS = 1000000 /* after so many words a segment is written, which bounds the writer's memory */
};

static bool is_searched(const Article *article)
{
    return article->status == ARTICLE_PUBLIC && page_kind_is_piece(article->page_kind);
}

/* The document of a stored article; false if it is not to be found by search. */
static Status stored_document(Archive *archive, Arena *arena, int64_t number, Document *document,
                              bool *is_there, Error *err)
{
    Article article = {0};
    Status status = store_article_get(archive->store, arena, number, ARTICLE_HEAD, &article, err);
    *is_there = status == STATUS_OK && is_searched(&article);
    if (*is_there)
        status = store_article_body(archive->store, arena, &article, err);
    if (*is_there && status == STATUS_OK) {
        Slice address = slice_is_empty(article.canonical) ? article.url : article.canonical;
        archive_document(arena, &article, archive->zone, url_host(arena, address), document);
    }
    return status;
}

/* *words: how many were added; 0 for an article that is not to be found. */
static Status index_one(Archive *archive, Arena *arena, IndexWriter *writer, int64_t number, uint64_t *words,
                        Error *err)
{
    Document document;
    bool is_there;
    arena_reset(arena);
    *words = 0;
    Status status = stored_document(archive, arena, number, &document, &is_there, err);
    if (status != STATUS_OK && status != STATUS_END)
        return status;
    if (is_there)
        index_writer_add(writer, &document);
    else
        index_writer_delete(writer, number);
    *words = is_there ? document.length : 0;
    return STATUS_OK;
}

Status archive_index_article(Archive *archive, Arena *arena, IndexWriter *writer, int64_t number, Error *err)
{
    uint64_t words;
    return index_one(archive, arena, writer, number, &words, err);
}

Status archive_index_touched(Archive *archive, IndexWriter *writer, Error *err)
{
    Arena *arena = arena_open(ARTICLE_ARENA_BYTES);
    Arena *numbers_arena = arena_open(TOUCHED_BYTES_MAX);
    int64_t *numbers;
    size_t count = 0;
    uint64_t words = 0, sum = 0, mark = index_writer_mark(writer);
    Status status = store_begin(archive->store, err);
    if (status == STATUS_OK)
        status = store_touched(archive->store, numbers_arena, &numbers, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = index_one(archive, arena, writer, numbers[i], &words, err);
        sum += words;
        if (status == STATUS_OK && sum >= COMMIT_WORDS) {
            sum = 0;
            status = index_writer_commit(writer, mark, err);
        }
    }
    if (status == STATUS_OK && count > 0)
        status = index_writer_commit(writer, mark, err);
    if (status == STATUS_OK)
        status = store_commit(archive->store, err);
    else
        store_rollback(archive->store);
    arena_close(numbers_arena);
    arena_close(arena);
    return status;
}

Status archive_index_articles(Archive *archive, IndexWriter *writer, uint64_t batch_after,
                              const Progress *progress, uint64_t *count, Error *err)
{
    Arena *arena = arena_open(ARTICLE_ARENA_BYTES);
    Arena *numbers_arena = arena_open(1 << 20);
    uint64_t mark = index_writer_mark(writer), words = 0, done = 0;
    int64_t after = 0;
    Status status = STATUS_OK;
    while (status == STATUS_OK) {
        int64_t *numbers;
        size_t found;
        arena_reset(numbers_arena);
        status = store_articles(archive->store, numbers_arena, after, batch_after, WALK_ARTICLES, &numbers,
                                &found, err);
        if (status != STATUS_OK || found == 0)
            break;
        for (size_t i = 0; status == STATUS_OK && i < found; i++) {
            uint64_t added;
            status = index_one(archive, arena, writer, numbers[i], &added, err);
            words += added;
            done += added > 0;
        }
        after = numbers[found - 1];
        if (status == STATUS_OK && words >= COMMIT_WORDS) {
            words = 0;
            status = index_writer_commit(writer, mark, err); /* the mark moves only when all are in */
        }
        if (progress && progress->step)
            progress->step(progress->context, SLICE("index"), 0, 0, done);
    }
    arena_close(numbers_arena);
    arena_close(arena);
    if (count)
        *count = done;
    return status == STATUS_END ? STATUS_OK : status;
}

Status archive_catch_up(Archive *archive, IndexWriter **writer, const Progress *progress, Error *err)
{
    uint64_t batch = store_batch(archive->store);
    Status status = index_writer_open(archive->index_folder, writer, err);
    bool is_ahead = status == STATUS_OK && index_writer_mark(*writer) > batch;
    if (status == STATUS_SKIP ||
        is_ahead) { /* damaged, or of another archive: it is derived, so make it anew */
        index_writer_close(*writer);
        *writer = NULL;
        status = index_delete(archive->index_folder, err);
        if (status == STATUS_OK)
            status = index_writer_open(archive->index_folder, writer, err);
    }
    if (status == STATUS_OK && index_writer_mark(*writer) != batch) {
        status = archive_index_articles(archive, *writer, index_writer_mark(*writer), progress, NULL, err);
        if (status == STATUS_OK)
            status = index_writer_commit(*writer, batch, err);
    }
    return status == STATUS_OK ? archive_index_touched(archive, *writer, err) : status;
}

Status archive_reindex(Archive *archive, const Progress *progress, uint64_t *documents, Error *err)
{
    assert(archive->mode == ARCHIVE_WRITE);
    IndexWriter *writer = NULL;
    index_close(archive->index);
    archive->index = NULL;
    Status status = index_delete(archive->index_folder, err);
    if (status == STATUS_OK)
        status = index_writer_open(archive->index_folder, &writer, err);
    if (status == STATUS_OK)
        status = archive_index_articles(archive, writer, 0, progress, documents, err);
    if (status == STATUS_OK)
        status = index_writer_finish(writer, store_batch(archive->store), err);
    index_writer_close(writer);
    return error_while(err, status, "making the index of '%s'", archive->folder);
}

/* ---- checking ---- */

typedef struct Checking {
    void (*fault)(void *context, const char *message);
    void *context;
    uint64_t faults;
} Checking;

static void count_fault(void *context, const char *message)
{
    Checking *checking = context;
    checking->faults++;
    checking->fault(checking->context, message);
}

static void tell(Checking *checking, const char *what, int64_t article)
{
    Error message;
    error_set(&message, STATUS_FAIL, "article %" PRId64 " %s", article, what);
    count_fault(checking, message.message);
}

/* Walks the store's public articles beside the index's list; both rise by number. */
static Status compare_index(Archive *archive, Checking *checking, Error *err)
{
    Arena *arena = arena_open((size_t)1 << 30);
    Arena *one = arena_open(ARTICLE_ARENA_BYTES);
    Arena *step = arena_open(1 << 20);
    int64_t *indexed;
    size_t indexed_count, at = 0;
    Status status = index_articles(archive->index, arena, &indexed, &indexed_count, err);
    int64_t after = 0;
    while (status == STATUS_OK) {
        int64_t *numbers;
        size_t found;
        arena_reset(step);
        status = store_articles(archive->store, step, after, 0, WALK_ARTICLES, &numbers, &found, err);
        if (status != STATUS_OK || found == 0)
            break;
        for (size_t i = 0; status == STATUS_OK && i < found; i++) {
            Article head = {0};
            arena_reset(one);
            status = store_article_get(archive->store, one, numbers[i], ARTICLE_HEAD, &head, err);
            for (; at < indexed_count && indexed[at] < numbers[i]; at++)
                tell(checking, "is in the index but not in archive.db", indexed[at]);
            bool is_indexed = at < indexed_count && indexed[at] == numbers[i];
            at += is_indexed;
            if (status == STATUS_OK && is_searched(&head) && !is_indexed)
                tell(checking, "is not in the index", numbers[i]);
            if (status == STATUS_OK && !is_searched(&head) && is_indexed)
                tell(checking, "is in the index but not public", numbers[i]);
        }
        after = numbers[found - 1];
    }
    for (; at < indexed_count; at++)
        tell(checking, "is in the index but not in archive.db", indexed[at]);
    arena_close(step);
    arena_close(one);
    arena_close(arena);
    return status == STATUS_END ? STATUS_OK : status;
}

static void check_rules(Archive *archive, Checking *checking)
{
    Arena *arena = arena_open((size_t)64 << 20);
    Slices faults;
    archive_rule_faults(archive, arena, &faults);
    for (size_t i = 0; i < faults.count; i++)
        count_fault(checking, arena_string(arena, faults.items[i]));
    arena_close(arena);
}

Status archive_verify(Archive *archive, void (*fault)(void *context, const char *message), void *context,
                      const Progress *progress, uint64_t *faults, Error *err)
{
    Checking checking = {fault, context, 0};
    uint64_t documents, before = 0;
    Status status = store_verify(archive->store, count_fault, &checking, progress, err);
    before = checking.faults;
    if (status == STATUS_OK)
        status = index_verify(archive->index_folder, count_fault, &checking, &documents, err);
    if (status == STATUS_SKIP ||
        status == STATUS_END) { /* unusable as a whole: one fault, mended by reindex */
        count_fault(&checking, err->message[0] ? err->message : "there is no index");
        status = STATUS_OK;
    } else if (status == STATUS_OK && archive->index && checking.faults == before) {
        status = compare_index(archive, &checking, err);
    }
    if (status == STATUS_OK && archive->index && index_mark(archive->index) != store_batch(archive->store))
        count_fault(&checking, "the index is not of the last batch: run 'backfile reindex'");
    if (status == STATUS_OK)
        check_rules(archive, &checking);
    *faults = checking.faults;
    return status;
}
