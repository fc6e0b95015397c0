/* When a new file of warc/ is begun, and with which dictionary.
 *
 * In: the raw records of a batch and what is committed; nothing else, so that an import taken up again after
 * a crash decides as it would have without one. A file is left when it is full; or when a dictionary trained
 * on this batch would save, on this batch alone, more than it costs to keep, measured by packing some of the
 * records both ways. That is tried at the start of a source (another paper, another template) and in a young
 * file without a dictionary. */
#include "store/inside.h"

#define TRIAL_RECORDS 24             /* packed both ways to see what a dictionary earns */
#define TRIAL_BYTES (256u << 10)     /* taken of each */
#define EARNS_PART 20                /* a new dictionary must save a twentieth of the bytes */
#define YOUNG_FILE_BYTES (32u << 20) /* a file that found no dictionary by then is left in peace */

typedef struct Trial {
    uint64_t raw, before, after;
} Trial;

static Trial try_both(const WarcCodec *before, const WarcCodec *after, const Slice *records, size_t count)
{
    Trial trial = {0};
    Arena *arena = arena_open(SIZE_MAX);
    WarcPacker *packer = warc_packer_open();
    size_t step = count / TRIAL_RECORDS + 1;
    for (size_t i = 0; i < count; i += step) {
        Slice record = slice_range(records[i], 0, TRIAL_BYTES);
        arena_reset(arena);
        trial.raw += record.size;
        trial.before += warc_pack(packer, before, arena, SLICE_EMPTY, record).size;
        trial.after += warc_pack(packer, after, arena, SLICE_EMPTY, record).size;
    }
    warc_packer_close(packer);
    arena_close(arena);
    return trial;
}

/* Would the new dictionary, frame and all, make this batch smaller by a part worth a file? */
static bool is_earning(const WarcCodec *before, const WarcCodec *after, uint64_t frame_bytes,
                       const Slice *records, size_t count)
{
    Trial trial = try_both(before, after, records, count);
    if (trial.raw == 0 || trial.after >= trial.before)
        return false;
    double whole = 0;
    for (size_t i = 0; i < count; i++)
        whole += (double)records[i].size;
    uint64_t saved = trial.before - trial.after;
    double saved_whole = (double)saved * (whole / (double)trial.raw);
    return saved * EARNS_PART >= trial.before && saved_whole > (double)frame_bytes;
}

static void start_new(WarcWriter *w, WarcCodec *codec)
{
    codec_close(w->codec);
    w->codec = codec;
    w->starts_new = true;
}

/* Trains on the records. True if the dictionary is used. */
static bool start_with_new_dictionary(Store *store, const Slice *records, size_t count, bool is_needed)
{
    WarcWriter *w = &store->writer;
    Slice dictionary = dictionary_train(store->scratch, records, count);
    if (slice_is_empty(dictionary))
        return false;
    WarcCodec *fresh = codec_open(dictionary);
    size_t frame_bytes = dictionary_frame(store->scratch, dictionary).size;
    if (!is_needed && !is_earning(w->codec, fresh, frame_bytes, records, count)) {
        codec_close(fresh);
        return false;
    }
    start_new(w, fresh);
    return true;
}

Status store_warc_prepare(Store *store, const Slice *records, size_t count, bool is_new_source, Error *err)
{
    WarcWriter *w = &store->writer;
    assert(store->mode == STORE_WRITE);
    arena_reset(store->scratch);
    if (w->is_dirty)
        return STATUS_OK; /* in the midst of a batch nothing changes */
    if (w->starts_new) {
        Status status = warc_rollback(store, err); /* prepared before and not used */
        if (status != STATUS_OK)
            return status;
    }
    bool is_full = w->committed_size >= WARC_FILE_MAX;
    bool is_bare = slice_is_empty(codec_dictionary(w->codec)) && w->committed_size < YOUNG_FILE_BYTES;
    if (!is_full && !is_new_source && !is_bare)
        return STATUS_OK;
    bool is_started = start_with_new_dictionary(store, records, count, is_full);
    if (is_full && !is_started)
        start_new(w, codec_open(codec_dictionary(w->codec)));
    return STATUS_OK;
}
