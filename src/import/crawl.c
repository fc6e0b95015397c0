/* Files of records one after another, each a head that tells the length of what follows: what WARC and ARC
 * share. How a head looks, and what becomes of a record, is the format's (crawl.h).
 *
 * A record is its head, and as many bytes as the head says. Whether the head speaks the truth shows behind
 * them: there another record begins, or a packed piece ends, or the file. Where it does not, and a head
 * stands within those bytes, the length is a lie and reading goes on at that head, so that one bad record
 * costs no good one. All damage of one stretch of bytes is told once, with the place where it began. */
#include "import/crawl.h"

#define HEAD_MAX ((size_t)1 << 20) /* no head of a crawler comes near; cookies in metadata reach 64 KiB */
#define HEAD_STEP ((size_t)64 << 10)
#define UNPACKED_MAX ((uint64_t)4 << 30) /* a longer record within a packed file would fill the disk */
#define STEP ((size_t)256 << 10)
#define REREAD_FREE ((uint64_t)256 << 20) /* going back over lies: so much for nothing, */
#define REREAD_TIMES 8                    /* and so many times the file */

typedef struct CrawlReader {
    const CrawlForm *form;
    char *held; /* a record of a packed file while it is put together */
    size_t capacity;
    uint64_t reread; /* plain bytes gone back over */
} CrawlReader;

/* One record on its way from the stream to the caller. */
typedef struct Draft {
    uint64_t place; /* where it begins */
    size_t head_size;
    uint64_t size; /* of head and block, as the head tells */
    uint64_t got;  /* of these, read */
    size_t across; /* where a head begins that goes on behind the last byte; SLICE_NONE: nowhere */
    Slice bytes;   /* what was read: in the map, in `held` or in the spool */
    Spool spool;
} Draft;

static const CrawlForm *form_of(const Import *import)
{
    const CrawlReader *reader = import->own;
    return reader->form;
}

Status crawl_open(Import *import, const CrawlForm *form)
{
    CrawlReader *reader = calloc(1, sizeof *reader);
    if (!reader)
        fatal("out of memory");
    reader->form = form;
    import->own = reader;
    return STATUS_OK;
}

void crawl_close(Import *import)
{
    CrawlReader *reader = import->own;
    if (reader)
        free(reader->held);
    free(reader);
}

/* ---- finding records ---- */

/* Passes over line ends up to where a record should begin. *place is that of the last packed piece that began
 * on the way, so that it stays an offset in the file where it can; *is_bound tells that there was one. */
static Status find_begin(Import *import, uint64_t *place, bool *is_bound, Error *err)
{
    Stream *s = import->stream;
    Status status = STATUS_OK;
    *is_bound = import->is_place_known;
    *place = import->known_place;
    for (bool is_over = false; !is_over;) {
        Slice bytes = SLICE_EMPTY;
        if (stream_is_at_piece(s)) {
            *place = stream_place(s);
            *is_bound = true;
        }
        status = stream_peek(s, 1, &bytes, err);
        size_t size = 0;
        while (size < bytes.size && (bytes.data[size] == '\r' || bytes.data[size] == '\n'))
            size++;
        is_over = status != STATUS_OK || size < bytes.size;
        stream_skip(s, size);
    }
    if (!*is_bound)
        *place = stream_place(s);
    import->is_place_known = true;
    import->known_place = *place;
    return status;
}

/* Moves to the next head, over damage too, or to the end. Where a packed piece begins with the head, its
 * offset is the place: the count of plain bytes alone does not tell before from behind a damaged piece. */
static void find_next_head(Import *import)
{
    const CrawlForm *form = form_of(import);
    Stream *s = import->stream;
    Slice bytes = SLICE_EMPTY;
    size_t want = 1;
    Error ignored;
    import->is_place_known = false;
    for (;;) {
        if (stream_is_at_piece(s)) {
            import->known_place = stream_place(s);
            import->is_place_known = true;
        }
        Status status = stream_peek(s, want, &bytes, &ignored);
        if (status == STATUS_SKIP && stream_resync(s)) {
            want = 1;
            continue;
        }
        if (status != STATUS_OK)
            break;
        bool is_all = bytes.size < want; /* the end or damage is behind these bytes */
        size_t at = form->find_head(bytes, 0);
        bool is_found = at != SLICE_NONE;
        size_t keep = is_all || stream_piece_ends(s) ? 0 : form->tail_size(bytes);
        size_t step = is_found ? at : bytes.size - keep;
        stream_skip(s, step);
        import->is_place_known &= step == 0;
        if (is_found && (bytes.size - at >= form->sure_size || is_all))
            return;
        want = is_found ? form->sure_size : keep + 1;
    }
    import->is_place_known = false;
}

/* The head of the record here; its slices last until the stream's next step. */
static Status read_head(Import *import, CrawlHead *head, Error *err)
{
    const CrawlForm *form = form_of(import);
    Stream *s = import->stream;
    Slice bytes = SLICE_EMPTY;
    for (size_t want = 1;;
         want =
             bytes.size + HEAD_STEP) { /* at first what is there: a head seldom goes on in the next piece */
        Status status = stream_peek(s, want, &bytes, err);
        if (status != STATUS_OK)
            return status;
        bytes = slice_range(bytes, 0, HEAD_MAX);
        status = form->read_head(bytes, head, err);
        if (status != STATUS_END)
            return status;
        if (bytes.size < want)
            return error_set(err, STATUS_SKIP, "the %s head is cut", form->name);
        if (bytes.size == HEAD_MAX)
            return error_set(err, STATUS_SKIP, "the %s head does not end within %zu bytes", form->name,
                             HEAD_MAX);
    }
}

static bool is_head_here(Import *import)
{
    const CrawlForm *form = form_of(import);
    Stream *s = import->stream;
    Error ignored;
    for (size_t want = form->mark_size;;) {
        Slice bytes = SLICE_EMPTY;
        if (stream_peek(s, want, &bytes, &ignored) != STATUS_OK)
            return false;
        if (form->find_head(slice_range(bytes, 0, form->look_size), 0) == 0)
            return true;
        if (bytes.size < want || bytes.size >= form->look_size || stream_piece_ends(s))
            return false;
        want = bytes.size + 1;
    }
}

/* ---- one record ---- */

static void hold(CrawlReader *reader, size_t size)
{
    if (size <= reader->capacity)
        return;
    free(reader->held);
    reader->held = malloc(size);
    reader->capacity = size;
    if (!reader->held)
        fatal("out of memory");
}

/* Reads the record of a packed file, into memory or into the spool. END: it stops before its length, at the
 * end of the file or where a packed piece begins another record. */
static Status gather(Import *import, Draft *draft, Error *err)
{
    CrawlReader *reader = import->own;
    Stream *s = import->stream;
    bool is_held = draft->size <= RECORD_HELD_MAX;
    Status status = STATUS_OK;
    hold(reader, is_held ? (size_t)draft->size : STEP);
    if (!is_held)
        status = spool_open(import_spool_folder(import), &draft->spool, err);
    while (status == STATUS_OK && draft->got < draft->size) {
        char *out = is_held ? reader->held + draft->got : reader->held;
        uint64_t left = draft->size - draft->got;
        size_t got = 0;
        if (draft->got > 0 && stream_is_at_piece(s) && is_head_here(import))
            return STATUS_END;
        status = stream_read(s, out, left < STEP || is_held ? (size_t)left : STEP, &got, err);
        if (status == STATUS_OK && !is_held)
            status = spool_add(&draft->spool, slice_of(out, got), err);
        if (!is_held)
            stream_forget(s);
        draft->got += got;
    }
    if (is_held) {
        draft->bytes = slice_of(reader->held, (size_t)draft->got);
        return status;
    }
    Error map_error;
    if (status != STATUS_FAIL && spool_map(&draft->spool, &map_error) != STATUS_OK) {
        *err = map_error;
        return STATUS_FAIL;
    }
    draft->bytes = draft->spool.map.bytes;
    return status;
}

static Status take_from_map(Stream *s, Draft *draft, Error *err)
{
    Slice rest = SLICE_EMPTY;
    Status status = stream_peek(s, 1, &rest, err);
    if (status != STATUS_OK)
        return status;
    draft->got = rest.size < draft->size ? rest.size : draft->size;
    draft->bytes = slice_range(rest, 0, (size_t)draft->got);
    stream_skip(s, draft->bytes.size);
    return draft->got < draft->size ? STATUS_END : STATUS_OK;
}

/* Passes over a record that is too long to be unpacked. */
static Status pass_over(Import *import, Draft *draft, Error *err)
{
    Stream *s = import->stream;
    Status status = STATUS_OK;
    while (status == STATUS_OK && draft->got < draft->size) {
        Slice bytes = SLICE_EMPTY;
        if (draft->got > 0 && stream_is_at_piece(s) && is_head_here(import))
            break;
        status = stream_peek(s, 1, &bytes, err);
        uint64_t left = draft->size - draft->got;
        size_t step = bytes.size < left ? bytes.size : (size_t)left;
        stream_skip(s, step);
        draft->got += step;
    }
    return status == STATUS_FAIL ? STATUS_FAIL
                                 : error_set(err, STATUS_SKIP, "it is longer than %llu bytes",
                                             (unsigned long long)UNPACKED_MAX);
}

/* Where another record begins within this one, whose length is then a lie; SLICE_NONE if none does. */
static size_t find_within(const Import *import, const Draft *draft)
{
    size_t within = draft->bytes.size > draft->head_size
                        ? form_of(import)->find_head(draft->bytes, draft->head_size)
                        : SLICE_NONE;
    return within == SLICE_NONE ? draft->across : within;
}

/* Where a head begins in the last bytes of this record and goes on behind them; SLICE_NONE if none does. */
static size_t find_across(Import *import, const Draft *draft)
{
    const CrawlForm *form = form_of(import);
    Stream *s = import->stream;
    Error ignored;
    size_t tail = form->tail_size(slice_skip(draft->bytes, draft->head_size));
    if (tail == 0 || stream_is_at_piece(s))
        return SLICE_NONE;
    size_t begin = draft->bytes.size - tail;
    char *both = malloc(tail + form->look_size);
    if (!both)
        fatal("out of memory");
    memcpy(both, draft->bytes.data + begin, tail);
    bool is_found = false, is_all = false;
    for (size_t want = 1; !is_found && !is_all;) {
        Slice behind = SLICE_EMPTY;
        if (stream_peek(s, want, &behind, &ignored) != STATUS_OK)
            break;
        is_all = behind.size < want || behind.size >= form->look_size || stream_piece_ends(s);
        want = behind.size + 1;
        behind = slice_range(behind, 0, form->look_size);
        memcpy(both + tail, behind.data, behind.size);
        is_found = form->find_head(slice_of(both, tail + behind.size), 0) == 0;
    }
    free(both);
    return is_found ? begin : SLICE_NONE;
}

/* Goes to byte `offset` of the record. False where lies upon lies make that too dear: reading goes on
 * forwards. */
static bool go_back(Import *import, const Draft *draft, size_t offset)
{
    CrawlReader *reader = import->own;
    Stream *s = import->stream;
    Error ignored;
    uint64_t cost = draft->got + (draft->place & STREAM_PLAIN ? draft->place & ~STREAM_PLAIN : 0);
    if (stream_is_packed(s) && reader->reread + cost > REREAD_FREE + REREAD_TIMES * stream_file(s).size)
        return false;
    reader->reread += stream_is_packed(s) ? cost : 0;
    import->is_place_known = false;
    bool is_bound = false;
    uint64_t place = 0;
    if (stream_seek(s, draft->place, &ignored) != STATUS_OK ||
        find_begin(import, &place, &is_bound, &ignored) != STATUS_OK)
        return false;
    import->is_place_known = false;
    for (uint64_t left = offset; left > 0;) {
        Slice bytes = SLICE_EMPTY;
        if (stream_peek(s, 1, &bytes, &ignored) != STATUS_OK)
            return false;
        size_t step = bytes.size < left ? bytes.size : (size_t)left;
        stream_skip(s, step);
        left -= step;
    }
    return true;
}

/* The record's length, which is a lie, or its damage: go to where the next one begins. */
static Status give_up(Import *import, const Draft *draft, Status status, Error *err)
{
    size_t within = find_within(import, draft);
    if (within != SLICE_NONE) {
        status = error_set(err, STATUS_SKIP,
                           "its length does not fit: another record begins %zu bytes behind its beginning",
                           within);
        if (go_back(import, draft, within))
            return status;
    } else if (status == STATUS_END) {
        status = error_set(err, STATUS_SKIP, "it is cut: %llu of %llu bytes are there",
                           (unsigned long long)draft->got, (unsigned long long)draft->size);
    }
    return status;
}

/* Reads the record and looks behind it. On OK the draft is whole. */
static Status read_draft(Import *import, Draft *draft, Error *err)
{
    CrawlHead head = {0};
    Stream *s = import->stream;
    Status status = read_head(import, &head, err);
    bool is_bound = false;
    uint64_t place = 0;
    if (status != STATUS_OK) {
        Slice bytes = SLICE_EMPTY;
        Error ignored;
        if (stream_peek(s, 1, &bytes, &ignored) == STATUS_OK)
            stream_skip(s, 1); /* what begins here is no record */
        find_next_head(import);
        return status == STATUS_END ? error_set(err, STATUS_SKIP, "the %s head is cut", form_of(import)->name)
                                    : status;
    }
    draft->head_size = head.head_size;
    draft->size = head.block_size + head.head_size;
    import->is_place_known = false;
    if (!stream_is_packed(s))
        status = take_from_map(s, draft, err);
    else if (draft->size > UNPACKED_MAX)
        return pass_over(import, draft, err);
    else
        status = gather(import, draft, err);
    if (status != STATUS_OK)
        return status == STATUS_FAIL ? status : give_up(import, draft, status, err);

    draft->across = find_across(import, draft);
    status = find_begin(import, &place, &is_bound, err);
    bool is_hurt =
        status == STATUS_SKIP && !is_bound; /* its own piece, behind its last byte: the check sum fails */
    if (is_hurt)
        return give_up(import, draft, status, err);
    if (status == STATUS_OK && !is_bound && !is_head_here(import) && find_within(import, draft) != SLICE_NONE)
        return give_up(import, draft, STATUS_SKIP, err);
    return status == STATUS_FAIL ? status : STATUS_OK;
}

/* ---- the record as the caller sees it ---- */

/* The record's bytes for as long as the arena's: in the map, in the arena, or in a spool that is kept. */
static Status keep_bytes(Import *import, Arena *arena, Draft *draft, Slice *bytes, Error *err)
{
    *bytes = draft->bytes;
    if (draft->spool.fd >= 0)
        return import_keep(import, &draft->spool, bytes, err);
    if (stream_is_packed(import->stream))
        *bytes = arena_copy(arena, *bytes);
    return STATUS_OK;
}

static Status fill_record(Import *import, Arena *arena, Draft *draft, Record *record, Error *err)
{
    const CrawlForm *form = form_of(import);
    Slice bytes = draft->bytes;
    Status status = STATUS_OK;
    if (!form->is_rewritten)
        status = keep_bytes(import, arena, draft, &bytes, err);
    return status == STATUS_OK ? form->fill(import, arena, bytes, record, err) : status;
}

Status crawl_next(Import *import, Arena *arena, Record *record, Error *err)
{
    Draft draft = {.across = SLICE_NONE, .spool = {.fd = -1}};
    bool is_bound = false;
    uint64_t place = 0;
    stream_forget(import->stream);
    Status status = find_begin(import, &draft.place, &is_bound, err);
    if (status == STATUS_END || status == STATUS_FAIL)
        return status;
    if (status == STATUS_OK)
        status = read_draft(import, &draft, err);
    if (status == STATUS_OK)
        status = fill_record(import, arena, &draft, record, err);
    spool_close(&draft.spool);

    Error ignored;
    Status next = find_begin(import, &place, &is_bound, &ignored);
    if (status == STATUS_SKIP && next == STATUS_SKIP) { /* still before the damage that was just told */
        find_next_head(import);
        (void)find_begin(import, &place, &is_bound, &ignored);
    }
    record->source_begin = draft.place;
    record->source_end = place;
    return error_while(err, status, "record at %s", place_name(draft.place).text);
}
