/* All public pieces, part by part: for lists that hold the whole archive, such as sitemaps.
 *
 * A part is a range of numbers, which are never given twice: a piece stays in its part, a part grows at its
 * end only, and reading one touches its own rows alone. */
#include "store/inside.h"

Status store_piece_parts(Store *store, Arena *arena, uint64_t size, PieceParts *parts, Error *err)
{
    assert(size > 0);
    Statement s = statement_open(store, SQL_PIECE_PARTS);
    statement_bind_number(&s, (int64_t)size);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        PiecePart part = {.part = (uint64_t)statement_take_number(&s)};
        part.count = (uint64_t)statement_take_number(&s);
        bool is_dated = !statement_take_is_null(&s);
        int64_t changed_s = statement_take_number(&s);
        if (is_dated)
            part.changed =
                (Moment){.local_s = changed_s - (changed_s % 86400 + 86400) % 86400, .grain = GRAIN_DAY};
        *LIST_ADD(arena, parts) = part;
    }
    return status == STATUS_END ? STATUS_OK : status;
}

static Status get_photos(Store *store, Arena *arena, size_t limit, PieceRow *piece, Error *err)
{
    Statement s = statement_open(store, SQL_PIECE_PHOTOS);
    statement_bind_number(&s, piece->number);
    statement_bind_number(&s, (int64_t)limit);
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK)
        *LIST_ADD(arena, &piece->photos) = statement_take_text(&s, arena);
    return status == STATUS_END ? STATUS_OK : status;
}

static Status get_rows(Store *store, Arena *arena, uint64_t part, uint64_t size, PieceRows *pieces,
                       Error *err)
{
    Statement s = statement_open(store, SQL_PIECES);
    statement_bind_number(&s, (int64_t)((part - 1) * size + 1));
    statement_bind_number(&s, (int64_t)(part * size));
    Status status;
    while ((status = statement_next(&s, err)) == STATUS_OK) {
        PieceRow *piece = LIST_ADD(arena, pieces);
        *piece = (PieceRow){.number = statement_take_number(&s)};
        piece->id = statement_take_text(&s, arena);
        piece->path = statement_take_text(&s, arena);
        piece->lang = statement_take_text(&s, arena);
        piece->published = statement_take_moment(&s);
        piece->modified = statement_take_moment(&s);
    }
    return status == STATUS_END ? STATUS_OK : status;
}

Status store_pieces(Store *store, Arena *arena, uint64_t part, uint64_t size, size_t photos,
                    PieceRows *pieces, Error *err)
{
    assert(part > 0 && size > 0 && part <= INT64_MAX / size);
    bool has_translations = false;
    Status status = get_rows(store, arena, part, size, pieces, err);
    if (status == STATUS_OK)
        status = store_has_translations(store, &has_translations, err);
    for (size_t i = 0; i < pieces->count && status == STATUS_OK; i++) {
        PieceRow *piece = &pieces->items[i];
        status = get_photos(store, arena, photos, piece, err);
        if (status == STATUS_OK && has_translations)
            status = store_translations(store, arena, piece->number, &piece->translations, err);
    }
    return status;
}
