/* In: the element around a picture. Out: its caption and its credit, told apart.
 *
 * Each element's own text in the frame is one piece. A piece is the credit if its class says so, if it is
 * introduced as one
 * ("Photo:", "©"), or if it is short and names an agency; all others are the caption. What is left of a
 * credit at the end of the caption itself is taken off last. */
#include "extract/caption.h"

#include "base/builder.h"
#include "text/text.h"

#define PIECES_MAX 24

typedef struct Piece {
    uint32_t parent;
    uint32_t hints; /* of the elements between the text and the frame */
    Slice text;
} Piece;

static const char *const labels[] = {
    "image credit:", "photo credit:", "photo by",      "photos by", "photograph by",
    "photograph:",   "photo:",        "photos:",       "picture:",  "pictures:",
    "credit:",       "image:",        "image source,", "source:",   "foto:",
    "fotos:",        "fotó:",         "bild:",         "bilder:",   "bildrechte:",
    "bildquelle:",   "quelle:",       "quelle :",      "fotograf:", "©",
    "(c)",           "copyright",     "crédit :",      "crédits :", "crédit photo :",
    "photo :",       "fuente:",       "crédito:",      "fonte:",    "foto di",
    "zdjęcie:",      "fot.",          "фото:",         "источник:", "beeld:",
    "kuva:",         "kilde:",        "legende:"};

static const char *const sellers[] = {"getty",
                                      "shutterstock",
                                      "picture alliance",
                                      "imago",
                                      "istock",
                                      "alamy",
                                      "keystone",
                                      "dpa",
                                      "afp",
                                      "reuters",
                                      "associated press",
                                      "/ap",
                                      "epa",
                                      "unsplash",
                                      "pexels",
                                      "adobe stock",
                                      "europa press",
                                      "scanpix",
                                      "ntb",
                                      "bloomberg",
                                      "pixabay",
                                      "depositphotos",
                                      "zuma",
                                      "anadolu",
                                      "xinhua"};

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
    return rest.size < text.size && !slice_starts_with_nocase(text, SLICE("legende"));
}

static bool looks_like_credit(const Piece *piece)
{
    if (piece->text.size > 140)
        return false;
    if ((piece->hints & HINT_CREDIT) || is_introduced(piece->text))
        return true;
    size_t bracket = slice_find_byte(piece->text, '(');
    bool has_caption = slice_contains(piece->text, SLICE(". ")) || (bracket != SLICE_NONE && bracket > 12);
    if (slice_ends_with(piece->text, SLICE(".")) || piece->text.size > 90 || has_caption)
        return false;
    for (size_t i = 0; i < sizeof sellers / sizeof sellers[0]; i++)
        if (slice_find_nocase(piece->text, slice_from(sellers[i])) != SLICE_NONE)
            return true;
    return false;
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
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_equal_nocase(text, slice_from(words[i])))
            return true;
    return (slice_starts_with_nocase(text, SLICE("view ")) &&
            slice_ends_with_nocase(text, SLICE(" images"))) ||
           slice_starts_with_nocase(text, SLICE("media id:"));
}

static size_t collect_pieces(Desk *desk, uint32_t frame, Piece *pieces)
{
    const Page *page = &desk->page;
    size_t count = 0;
    for (uint32_t i = frame + 1; i < page_node(page, frame)->end; i++) {
        const PageNode *node = page_node(page, i);
        if (node->tag != 0 && (node->hints & (HINT_HIDDEN | HINT_WIDGET | HINT_SHARE | HINT_NAVIGATION))) {
            i = node->end - 1;
            continue;
        }
        if (node->tag != 0 || node->letters == 0)
            continue;
        Slice text = text_collapse(desk->arena, node->text);
        if (is_button(text))
            continue;
        uint32_t parent = piece_parent(page, i);
        if (count > 0 && pieces[count - 1].parent == parent) {
            pieces[count - 1].text =
                arena_format(desk->arena, "%.*s %.*s", SLICE_ARG(pieces[count - 1].text), SLICE_ARG(text));
        } else if (count < PIECES_MAX) {
            pieces[count++] =
                (Piece){.parent = parent, .hints = hints_up_to(page, parent, frame), .text = text};
        }
    }
    return count;
}

static void take_credit(Desk *desk, Slice printed, Media *media)
{
    Slice raw = strip_credit_label(printed);
    if (raw.size > 2 && raw.data[0] == '(' && raw.data[raw.size - 1] == ')')
        raw = slice_range(raw, 1, raw.size - 1);
    Slice rest = arena_format(desk->arena, "(%.*s)", SLICE_ARG(raw));
    Credit read;
    media->credit = extract_credit(desk->arena, &rest, &read) ? read : (Credit){0};
    media->credit.raw = raw;
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
        if (looks_like_credit(&pieces[i])) {
            if (media->credit.raw.size == 0)
                take_credit(desk, pieces[i].text, media);
            continue;
        }
        if (has_caption && !(pieces[i].hints & HINT_CAPTION))
            continue;
        if (caption.size > 0)
            builder_add_byte(&caption, ' ');
        builder_add(&caption, pieces[i].text);
    }
    Slice text = text_collapse(desk->arena, builder_slice(&caption));
    Credit read;
    if (media->credit.raw.size == 0 && extract_credit(desk->arena, &text, &read)) {
        media->credit = read;
        media->credit.raw = strip_credit_label(read.raw);
    }
    if (slice_starts_with_nocase(text, SLICE("legende:")))
        text = slice_trim(slice_skip(text, 8));
    media->caption = text;
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
