/* In: the element around a picture. Out: its caption and its credit, told apart.
 *
 * Each element's own text in the frame is one piece. A piece is the credit if its class says so, if it is
 * introduced as one
 * ("Photo:", "©"), or if it is short and names an agency; all others are the caption. What is left of a
 * credit at the end of the caption itself is taken off last. */
#include "extract/caption.h"

#include "base/builder.h"
#include "extract/credit_tail.h"
#include "extract/frame.h"
#include "text/text.h"

#define PIECES_MAX 24

typedef struct Piece {
    uint32_t parent;
    uint32_t hints; /* of the elements between the text and the frame */
    Slice text;
    bool ends_blank; /* white space stood behind it */
} Piece;

static const char *const labels[] = {"image credit:",
                                     "photo credit:",
                                     "photo by",
                                     "photos by",
                                     "photograph by",
                                     "photograph:",
                                     "photo:",
                                     "photos:",
                                     "picture:",
                                     "pictures:",
                                     "credit:",
                                     "image:",
                                     "image source,",
                                     "source:",
                                     "bild ©",
                                     "foto ©",
                                     "photo ©",
                                     "image ©",
                                     "foto:",
                                     "fotos:",
                                     "fotó:",
                                     "bild:",
                                     "bilder:",
                                     "bildrechte:",
                                     "bildquelle:",
                                     "quelle:",
                                     "quelle :",
                                     "fotograf:",
                                     "©",
                                     "(c)",
                                     "copyright",
                                     "crédit :",
                                     "crédits :",
                                     "crédit photo :",
                                     "photo :",
                                     "fuente:",
                                     "crédito:",
                                     "fonte:",
                                     "foto di",
                                     "zdjęcie:",
                                     "fot.",
                                     "фото:",
                                     "источник:",
                                     "beeld:",
                                     "kuva:",
                                     "kilde:",
                                     "legende:",
                                     "Фото:",
                                     "Источник:",
                                     "Джерело:",
                                     "джерело:",
                                     "коллаж:",
                                     "Коллаж:",
                                     "illustration by",
                                     "courtesy of",
                                     "handout /",
                                     "illustration:",
                                     "illustrations by",
                                     "fotomontage:",
                                     "collage:",
                                     "montage:",
                                     "video:",
                                     "screenshot:",
                                     "grafik:",
                                     "infografik:",
                                     "foto ",
                                     "ảnh:",
                                     "Ảnh:",
                                     "isithombe:",
                                     "تصوير:",
                                     "الصورة:",
                                     "（Ｃ）",
                                     "写真："};

/* "Jane Doe/Copyright 2026 The Agency. All rights reserved": the lawyers' part goes. */
static Slice strip_rights(Slice text)
{
    static const char *const marks[] = {"/copyright", " copyright ", "all rights reserved"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        size_t at = slice_find_nocase(text, slice_from(marks[i]));
        if (at != SLICE_NONE && at > 3)
            text = slice_trim(slice_range(text, 0, at));
    }
    return text;
}

Slice strip_credit_label(Slice text)
{
    text = strip_rights(slice_trim(text));
    if (text.size > 2 && text.data[0] == '(' && text.data[text.size - 1] == ')')
        text = slice_trim(slice_range(text, 1, text.size - 1));
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (slice_starts_with_nocase(text, slice_from(labels[i]))) {
            text = slice_trim(slice_skip(text, strlen(labels[i])));
            if (slice_starts_with(text, SLICE(":")))
                text = slice_trim(slice_skip(text, 1));
            return text;
        }
    return text;
}

static bool is_introduced(Slice text)
{
    Slice rest = strip_credit_label(text);
    /* "Foto Jane Roe", but not "Foto vom Hafen nach dem Sturm". */
    if (slice_starts_with_nocase(text, SLICE("foto ")) && !credit_is_names(rest))
        return false;
    return rest.size < text.size && !slice_starts_with_nocase(text, SLICE("legende"));
}

/* A class that says whose the picture is, in words that say other things elsewhere. */
static bool class_says_credit(Slice class)
{
    static const char *const words[] = {
        "source",  "quelle",    "fotograf",   "photograph",   "copyright",    "attribution", "urheber",
        "license", "lizenz",    "rights",     "bron",         "kilde",        "credit",      "fuente",
        "agency",  "authorimg", "img-author", "image-author", "photo-author", "photoby"};
    if (SLICE_ANY(class, slice_contains_nocase, words))
        return true;
    return frame_is_of_picture(class) && (slice_find_nocase(class, SLICE("author")) != SLICE_NONE ||
                                          slice_find_nocase(class, SLICE("autor")) != SLICE_NONE);
}

/* The innermost element that says anything of its text: a box for both may be named after either. */
static bool is_marked_credit(const Page *page, const Piece *piece, uint32_t frame)
{
    for (uint32_t at = piece->parent; at > frame; at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if ((node->hints & HINT_CREDIT) || class_says_credit(node->class))
            return true;
        if ((node->hints & HINT_CAPTION) || slice_find_nocase(node->class, SLICE("caption")) != SLICE_NONE)
            return false;
    }
    return false;
}

/* Short, without a stop, and of a name that sells pictures. */
static bool names_seller_alone(Slice text)
{
    size_t bracket = slice_find_byte(text, '(');
    bool has_caption = slice_contains(text, SLICE(". ")) || (bracket != SLICE_NONE && bracket > 12);
    return text.size <= 90 && !slice_ends_with(text, SLICE(".")) && !has_caption &&
           credit_names_seller(text) && (text.size <= 40 || credit_is_names(text));
}

/* The last piece of several, names only, in an element of its own behind the caption's. */
static bool is_last_names(const Piece *pieces, size_t count, size_t i)
{
    Slice text = pieces[i].text;
    if (i == 0 || i + 1 != count || text.size > 80 || slice_ends_with(text, SLICE(".")))
        return false;
    Slice before = pieces[i - 1].text;
    bool is_closed = slice_ends_with(before, SLICE(".")) && before.size >= 12;
    if (!is_closed && (before.size < 20 || before.size * 2 < text.size))
        return false;
    for (size_t k = 0; k < text.size; k++)
        if (ascii_is_digit(text.data[k]))
            return false;
    bool has_capitals = ascii_is_alpha(text.data[0]) || (unsigned char)text.data[0] < 0xD8;
    return (credit_is_names(text) && (has_capitals || text.size <= 30)) ||
           (credit_names_seller(text) && !slice_contains(text, SLICE(". ")));
}

/* The first of two, above a whole sentence, and the name of a paper or an agency. */
static bool is_first_source(const Piece *pieces, size_t count, size_t i)
{
    static const char *const words[] = {"shimbun", "news",   "times", "post",   "press", "herald",
                                        "tribune", "agency", "photo", "images", "wire",  "archive"};
    Slice text = pieces[i].text;
    if (i != 0 || count != 2 || text.size > 60 || !credit_is_names(text) || slice_ends_with(text, SLICE(".")))
        return false;
    return SLICE_ANY(text, slice_contains_nocase, words) && pieces[1].text.size >= 40 &&
           slice_ends_with(pieces[1].text, SLICE("."));
}

static bool looks_like_credit(const Page *page, const Piece *pieces, size_t count, size_t i, uint32_t frame)
{
    const Piece *piece = &pieces[i];
    if (piece->text.size > 140)
        return false;
    return is_marked_credit(page, piece, frame) || is_introduced(piece->text) ||
           names_seller_alone(piece->text) || is_last_names(pieces, count, i) ||
           is_first_source(pieces, count, i);
}

static uint32_t hints_up_to(const Page *page, uint32_t node, uint32_t frame)
{
    uint32_t hints = 0;
    for (; node > frame; node = page_node(page, node)->parent)
        hints |= page_node(page, node)->hints;
    return hints;
}

/* The element's nearest that is no mere emphasis or link: texts of one such are one piece. */
static uint32_t piece_parent(const Page *page, uint32_t text)
{
    uint32_t at = page_node(page, text)->parent;
    for (;;) {
        uint16_t tag = page_node(page, at)->tag;
        if (tag != LXB_TAG_A && tag != LXB_TAG_EM && tag != LXB_TAG_I && tag != LXB_TAG_B &&
            tag != LXB_TAG_STRONG)
            return at;
        at = page_node(page, at)->parent;
    }
}

/* What stands on buttons over a picture, and labels that only name what follows. */
static bool is_button(Slice text)
{
    static const char *const words[] = {"vis mer",    "open image in gallery", "view gallery",
                                        "view image", "enlarge image",         "expand",
                                        "close",      "bild vergrößern",       "zoom"};
    if (SLICE_ANY(text, slice_equal_nocase, words))
        return true;
    return (slice_starts_with_nocase(text, SLICE("view ")) &&
            slice_ends_with_nocase(text, SLICE(" images"))) ||
           slice_starts_with_nocase(text, SLICE("media id:"));
}

/* A button that the whole picture stands on, with its caption, is none. */
static bool is_skipped(const Page *page, uint32_t number)
{
    const PageNode *node = page_node(page, number);
    if (!(node->hints & (HINT_HIDDEN | HINT_WIDGET | HINT_SHARE | HINT_NAVIGATION)))
        return false;
    if (node->hints & (HINT_CAPTION | HINT_CREDIT | HINT_FIGURE))
        return (node->hints & HINT_HIDDEN) != 0;
    bool is_pressed = (node->hints & (HINT_HIDDEN | HINT_SHARE | HINT_NAVIGATION)) == 0;
    for (uint32_t i = number + 1; is_pressed && i < node->end; i++)
        if (page_node(page, i)->tag == LXB_TAG_IMG || page_node(page, i)->tag == LXB_TAG_FIGCAPTION)
            return false;
    return true;
}

/* "1 min", "03:07 Min.": how long a film or a sound is. */
static bool is_length(Slice text)
{
    static const char *const units[] = {"min", "mins", "minute", "minutes", "minuten", "sec", "sek"};
    size_t at = 0;
    while (at < text.size && (ascii_is_digit(text.data[at]) || text.data[at] == ':'))
        at++;
    Slice unit = slice_trim(slice_skip(text, at));
    if (slice_ends_with(unit, SLICE(".")))
        unit.size--;
    return at > 0 && SLICE_ANY(unit, slice_equal_nocase, units);
}

/* "05.09.2024 | 2:03 min": when it was shown, and how long it is. */
static bool is_moment(Slice text)
{
    Moment moment;
    return text.size < 40 && ascii_is_digit(text.data[0]) && text_find_date(text, false, &moment, NULL) &&
           moment.grain >= GRAIN_DAY;
}

/* "All rights reserved": whose they are stands in the next piece. */
static bool is_rights_phrase(Slice text)
{
    static const char *const words[] = {"tous droits réservés",
                                        "all rights reserved",
                                        "todos los derechos reservados",
                                        "tutti i diritti riservati",
                                        "alle rechte vorbehalten",
                                        "copyright",
                                        "©"};
    return SLICE_ANY(text, slice_equal_nocase, words);
}

/* Adds a text to the piece before it; a blank between only where the page shows one. */
static void join_piece(Desk *desk, Piece *piece, Slice raw, Slice text)
{
    bool has_blank = piece->ends_blank || (raw.size > 0 && ascii_is_space(raw.data[0]));
    piece->text = arena_format(desk->arena, "%.*s%s%.*s", SLICE_ARG(piece->text), has_blank ? " " : "",
                               SLICE_ARG(text));
    piece->ends_blank = ascii_is_space(raw.data[raw.size - 1]);
}

/* "Caption: ...": the label of a field that the template prints too. */
static Slice strip_caption_label(Slice text)
{
    static const char *const words[] = {"caption:", "legende:", "photo caption:", "image caption,",
                                        "image caption:"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_starts_with_nocase(text, slice_from(words[i])))
            return slice_trim(slice_skip(text, strlen(words[i])));
    return text;
}

/* A player's own words: the name of the sound that is heard with the picture. */
static bool is_of_player(const Page *page, uint32_t node, uint32_t frame)
{
    for (; node > frame; node = page_node(page, node)->parent)
        if (slice_find_nocase(page_node(page, node)->class, SLICE("audio")) != SLICE_NONE)
            return true;
    return false;
}

static size_t collect_pieces(Desk *desk, uint32_t frame, Piece *pieces)
{
    const Page *page = &desk->page;
    size_t count = 0;
    for (uint32_t i = frame + 1; i < page_node(page, frame)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag != 0 && is_skipped(page, i)) {
            i = node->end - 1;
            continue;
        }
        if (node->tag != 0 || node->letters == 0) {
            if (node->tag == 0 && node->text.size > 0 && count > 0)
                pieces[count - 1].ends_blank = true;
            continue;
        }
        Slice text = strip_caption_label(text_collapse(desk->arena, node->text));
        if (text.size == 0 || is_button(text) || is_moment(text) || is_length(text))
            continue;
        uint32_t parent = piece_parent(page, i);
        if (is_of_player(page, parent, frame) && !is_introduced(text))
            continue;
        bool is_mark = text.size == 1 && !ascii_is_alpha(text.data[0]);
        if (count > 0 && (pieces[count - 1].parent == parent || is_mark))
            join_piece(desk, &pieces[count - 1], node->text, text);
        else if (count < PIECES_MAX)
            pieces[count++] = (Piece){.parent = parent,
                                      .hints = hints_up_to(page, parent, frame),
                                      .text = text,
                                      .ends_blank = ascii_is_space(node->text.data[node->text.size - 1])};
    }
    return count;
}

/* "Jane Roe | Jane Roe" */
static Slice without_echo(Slice text)
{
    size_t bar = slice_find_byte(text, '|');
    if (bar == SLICE_NONE)
        return text;
    Slice front = slice_trim(slice_range(text, 0, bar));
    return slice_equal(front, slice_trim(slice_skip(text, bar + 1))) ? front : text;
}

void credit_settle(Desk *desk, Slice printed, Media *media)
{
    Slice raw = without_echo(strip_credit_label(printed));
    if (raw.size > 2 && raw.data[0] == '(' && raw.data[raw.size - 1] == ')')
        raw = slice_range(raw, 1, raw.size - 1);
    Slice rest = arena_format(desk->arena, "(%.*s)", SLICE_ARG(raw));
    Credit read;
    media->credit = extract_credit(desk->arena, &rest, &read) ? read : (Credit){0};
    media->credit.raw = raw;
}

/* Without dashes and bars that parted it from its credit; empty if nothing is left to read. */
static Slice trim_caption(Slice text)
{
    static const char *const marks[] = {"-", "–", "—", "|", "/", "(", "［", "["};
    text = slice_trim(text);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (slice_ends_with(text, slice_from(marks[i]))) {
            text = slice_trim(slice_range(text, 0, text.size - strlen(marks[i])));
            i = SLICE_NONE; /* from the first again */
        }
    return text;
}

void read_frame(Desk *desk, uint32_t frame, Media *media)
{
    Piece pieces[PIECES_MAX];
    size_t count = collect_pieces(desk, frame, pieces);
    bool has_caption = false;
    for (size_t i = 0; i < count; i++)
        has_caption = has_caption || (pieces[i].hints & HINT_CAPTION);
    Builder caption;
    builder_init(&caption, desk->arena);
    for (size_t i = 0; i < count; i++) {
        if (looks_like_credit(&desk->page, pieces, count, i, frame)) {
            Slice goes_on = i > 0 && (slice_ends_with(pieces[i - 1].text, SLICE("/")) ||
                                      is_rights_phrase(pieces[i - 1].text))
                                ? pieces[i - 1].text
                                : SLICE_EMPTY;
            if (goes_on.size > 0)
                credit_settle(
                    desk,
                    arena_format(desk->arena, "%.*s %.*s", SLICE_ARG(goes_on), SLICE_ARG(pieces[i].text)),
                    media);
            else if (media->credit.raw.size == 0)
                credit_settle(desk, pieces[i].text, media);
            continue;
        }
        if (has_caption && !(pieces[i].hints & HINT_CAPTION))
            continue;
        if (caption.size > 0)
            builder_add_byte(&caption, ' ');
        builder_add(&caption, pieces[i].text);
    }
    caption_settle(desk, text_collapse(desk->arena, builder_slice(&caption)), media);
}

/* Does the text stand in a heading, or in an element that calls itself a name or a title? */
static bool is_named_title(const Page *page, uint32_t text, uint32_t box)
{
    static const char *const words[] = {"title", "name", "heading", "Hed", "-hed", "_hed"};
    for (uint32_t at = page_node(page, text)->parent; at > box; at = page_node(page, at)->parent) {
        const PageNode *node = page_node(page, at);
        if ((node->tag >= LXB_TAG_H1 && node->tag <= LXB_TAG_H6) ||
            SLICE_ANY(node->class, slice_contains, words))
            return true;
    }
    return false;
}

/* Three words or more, no price and no "label: value": what badges and tables beside a name are not. */
static bool reads_like_name(Slice text)
{
    static const char *const marks[] = {":", "$", "€", "£", " EUR", "¥", "%"};
    Slice rest = text, word;
    int words = 0;
    while (slice_next_split(&rest, ' ', &word))
        words += word.size > 0;
    return words >= 3 && !SLICE_ANY(text, slice_contains, marks);
}

bool read_product(Desk *desk, uint32_t box, Media *media)
{
    const Page *page = &desk->page;
    for (uint32_t i = box + 1; i < page_node(page, box)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag != 0 || node->letters == 0)
            continue;
        Slice text = text_collapse(desk->arena, node->text);
        if (media->credit.raw.size == 0 && text.size <= 140 && is_introduced(text))
            credit_settle(desk, text, media);
        else if (media->caption.size == 0 && text.size >= 4 && text.size <= 150 &&
                 !(node->under & HINT_LINK) && (is_named_title(page, i, box) || reads_like_name(text)))
            media->caption = text;
    }
    return media->caption.size > 0;
}

/* Where a text for the pointer, shown on no page, names whose the picture is: "... | Bild: dpa", "Foto: Jane
 * Roe". *label: the last such mark, where the credit begins: "© The Paper Foto: Jane Roe". */
static size_t find_titled_credit(Slice title, size_t *label)
{
    static const char *const marks[] = {
        "Bild: ", "Foto: ", "Photo: ", "Credit: ", "© ", "Fotó: ", "Image: ", "Quelle: "};
    size_t first = SLICE_EARLIEST(title, slice_find, marks, NULL);
    *label = first;
    for (size_t next = first; next != SLICE_NONE; *label += next == SLICE_NONE ? 0 : next + 1)
        next = SLICE_EARLIEST(slice_skip(title, *label + 1), slice_find, marks, NULL);
    return first;
}

void read_image_title(Desk *desk, uint32_t image, Media *media)
{
    static const char *const names[] = {"title", "alt"};
    const Page *page = &desk->page;
    for (uint32_t at = image, up = 0; media->caption.size == 0 && up < 4;
         up++, at = page_node(page, at)->parent)
        caption_settle(desk, plain_value(desk->arena, page_attribute(page, at, "data-caption")), media);
    for (size_t i = 0; i < 2; i++) {
        Slice title = plain_value(desk->arena, page_attribute(page, image, names[i]));
        size_t label, at = find_titled_credit(title, &label);
        if (at == SLICE_NONE || title.size - at > 90)
            continue;
        if (media->credit.raw.size == 0)
            credit_settle(desk, slice_skip(title, label), media);
        Slice front = slice_trim(slice_range(title, 0, at));
        while (front.size > 0 && memchr("|-/(", front.data[front.size - 1], 4))
            front = slice_trim(slice_range(front, 0, front.size - 1));
        if (i == 0 && media->caption.size == 0 && front.size >= 12)
            media->caption = front;
    }
}

void caption_settle(Desk *desk, Slice text, Media *media)
{
    Credit read;
    text = trim_caption(text);
    Slice whole = text;
    if (extract_credit(desk->arena, &text, &read)) {
        if (media->credit.raw.size == 0) {
            media->credit = read;
            media->credit.raw = strip_credit_label(read.raw);
        } else if (!slice_equal(compare_key(desk->arena, read.raw),
                                compare_key(desk->arena, media->credit.raw))) {
            text = whole;
        }
    }
    bool is_credit = media->credit.raw.size > 0 && is_introduced(whole) &&
                     slice_equal(strip_credit_label(whole), media->credit.raw);
    media->caption = is_credit ? SLICE_EMPTY : trim_caption(strip_caption_label(text));
}

bool read_media_id(Slice text, Slice *id)
{
    if (!slice_starts_with_nocase(text, SLICE("media id:")))
        return false;
    Slice rest = slice_trim(slice_skip(text, 9));
    size_t size = 0;
    while (size < rest.size && ascii_is_digit(rest.data[size]))
        size++;
    *id = slice_range(rest, 0, size);
    return true;
}

void caption_taken(const Desk *desk, Media *media)
{
    Moment taken, published = desk->article->published;
    bool is_wire = media->credit.agency.size > 0 || media->credit.photographer.size > 0;
    if (moment_is_known(media->taken) || !is_wire || media->credit.is_file ||
        !text_find_date(media->caption, true, &taken, NULL) || taken.grain != GRAIN_DAY)
        return;
    /* A day long before is what the picture is about; one to come is no picture's. */
    const int64_t days = 86400;
    if (moment_is_known(published) &&
        (taken.local_s > published.local_s + days || taken.local_s < published.local_s - 400 * days))
        return;
    media->taken = taken;
}
