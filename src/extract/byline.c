/* In: claims on authors, and the line near the headline that names them. Out: byline as printed, authors as
 * names.
 *
 * The word "by" in its languages, roles and agencies behind the name, and separators are taken off;
 * addresses, handles and the site's own name are no authors, unless nobody else is named. */
#include "extract/byline.h"

#include "extract/places.h"
#include "text/text.h"

#define AUTHOR_MAX_BYTES 80
#define AUTHORS_MAX 40

static const char *const by_words[] = {"view all posts by ",
                                       "posts by ",
                                       "- ",
                                       "redaktion: ",
                                       "by ",
                                       "by: ",
                                       "by:",
                                       "written by ",
                                       "posted by ",
                                       "published by ",
                                       "story by ",
                                       "words by ",
                                       "von ",
                                       "von: ",
                                       "par ",
                                       "par : ",
                                       "por ",
                                       "di ",
                                       "door ",
                                       "av ",
                                       "af ",
                                       "autor: ",
                                       "autor:",
                                       "author: ",
                                       "author:",
                                       "authors: ",
                                       "text: ",
                                       "text by ",
                                       "текст: ",
                                       "автор: ",
                                       "oleh ",
                                       "penulis: ",
                                       "tekst: ",
                                       "texte: ",
                                       "texto: ",
                                       "reporting by ",
                                       "reported by ",
                                       "بقلم: ",
                                       "بقلم ",
                                       "كتب ",
                                       "كتبت ",
                                       "كتب: ",
                                       "yazan: ",
                                       "autore: ",
                                       "a cura di ",
                                       "escrito por ",
                                       "rédigé par ",
                                       "publié par ",
                                       "geschreven door ",
                                       "geschrieben von ",
                                       "ein artikel von ",
                                       "skrevet av ",
                                       "av: ",
                                       "af: ",
                                       "foto: ",
                                       "napisał ",
                                       "írta: ",
                                       "szerző: ",
                                       "autorin/autor ",
                                       "作者：",
                                       "作者:",
                                       "责编：",
                                       "责任编辑：",
                                       "文／",
                                       "文/",
                                       "記者 ",
                                       "إعداد: ",
                                       "تحرير: ",
                                       "الكاتب: "};

static Slice strip_by(Slice text)
{
    text = slice_trim(text);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof by_words / sizeof by_words[0]; i++)
            if (begins_with_word(text, by_words[i])) {
                text = slice_trim(slice_skip(text, strlen(by_words[i])));
                break;
            }
    return text;
}

/* "John Roe 12/22/2023 01:00 PM": the name before the first number, if it is one. */
static Slice before_digits(Slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (ascii_is_digit(text.data[i]) && i > 0 && !ascii_is_alpha(text.data[i - 1])) {
            Slice front = slice_trim(slice_range(text, 0, i));
            return slice_find_byte(front, ' ') != SLICE_NONE && front.size >= 6 ? front : text;
        }
    return text;
}

static Slice without_marks(Slice text)
{
    text = slice_trim(text);
    while (text.size > 0 && memchr(",|-:", text.data[text.size - 1], 4))
        text = slice_trim(slice_range(text, 0, text.size - 1));
    return text;
}

/* "Jane Roe Published", "Jane Roe December": what stands behind a name in the same line and is none of it. */
Slice byline_without_tail(Slice text)
{
    static const char *const tails[] = {
        " published", " updated",  " posted",  " stand:",     " stand",     " on",        " at",
        " december",  " november", " october", " september",  " august",    " july",      " june",
        " may",       " april",    " march",   " february",   " january",   " dec",       " nov",
        " oct",       " sep",      " sept",    " aug",        " jul",       " jun",       " apr",
        " mar",       " feb",      " jan",     " monday",     " tuesday",   " wednesday", " thursday",
        " friday",    " saturday", " sunday",  " follow",     " read more", " am",        " den",
        " le",        " el",       " il",      " contributor"};
    text = without_marks(text);
    size_t serves = slice_find_nocase(text, SLICE(" for "));
    if (serves != SLICE_NONE && serves >= 6)
        text = slice_trim(slice_range(text, 0, serves));
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++)
            if (slice_ends_with_nocase(text, slice_from(tails[i])) && text.size > strlen(tails[i]) + 4) {
                text = slice_trim(slice_range(text, 0, text.size - strlen(tails[i])));
                text = without_marks(text);
            }
    return text;
}

/* "jane-doe", as addresses write names: "Jane Doe". */
static Slice from_slug(Arena *arena, Slice text)
{
    if (slice_find_byte(text, ' ') != SLICE_NONE || slice_find_byte(text, '-') == SLICE_NONE)
        return text;
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] != '-' && !(text.data[i] >= 'a' && text.data[i] <= 'z'))
            return text;
    char *name = arena_text(arena, text.size);
    for (size_t i = 0; i < text.size; i++) {
        bool begins = i == 0 || text.data[i - 1] == '-';
        name[i] = text.data[i] == '-' ? ' ' : (char)(begins ? text.data[i] - 32 : text.data[i]);
    }
    return slice_of(name, text.size);
}

static bool is_role(Slice text)
{
    static const char *const roles[] = {
        "editor",   "reporter",    "correspondent", "writer",    "columnist",  "journalist", "staff writer",
        "producer", "contributor", "redakteur",     "redaktion", "redacteur",  "chief",      "bureau",
        "senior",   "analyst",     "photographer",  "desk",      "special to", "managing",   "political",
        "business", "head of",     "professor",     "director",  "sponsored",  "fellow"};
    return SLICE_ANY(text, slice_contains_nocase, roles);
}

/* Could it be a name? Short, few words, no address, no digits to speak of. */
static bool is_name(Slice text)
{
    if (text.size < 2 || text.size > AUTHOR_MAX_BYTES || slice_contains(text, SLICE("://")) ||
        slice_find_byte(text, '@') != SLICE_NONE)
        return false;
    size_t words = 1, digits = 0;
    for (size_t i = 0; i < text.size; i++) {
        words += text.data[i] == ' ';
        digits += ascii_is_digit(text.data[i]);
    }
    if (words > 7 || digits > 2 || slice_contains(text, SLICE("www.")) || text.data[0] == '#' ||
        text.data[0] == '{')
        return false;
    static const char *const none[] = {"null",
                                       "undefined",
                                       "none",
                                       "admin",
                                       "administrator",
                                       "editor",
                                       "n/a",
                                       "unknown",
                                       "author",
                                       "staff",
                                       "by",
                                       "view all posts",
                                       "share",
                                       "follow",
                                       "updated",
                                       "published",
                                       "+ follow",
                                       "follow us",
                                       "written by",
                                       "read more",
                                       "contributor",
                                       "guest",
                                       "webmaster",
                                       "super user",
                                       "root",
                                       "anonymous",
                                       "follow us on twitter",
                                       "email",
                                       "twitter",
                                       "facebook",
                                       "redaktion"};
    return !SLICE_ANY(text, slice_equal_nocase, none);
}

static bool has_author(const Article *article, Arena *arena, Slice name)
{
    Slice key = compare_key(arena, name);
    for (size_t i = 0; i < article->authors.count; i++) {
        Slice own = compare_key(arena, article->authors.items[i].name);
        if (slice_equal(own, key) || (own.size >= 8 && slice_starts_with(key, own)))
            return true; /* "Jane Roe for The Herald" is Jane Roe again */
    }
    return false;
}

/* "لندن: رنيم حنوش", "Beirut: Jane Roe": where he wrote stands before the name. */
static Slice without_place(Arena *arena, Slice name)
{
    size_t colon = slice_find_byte(name, ':');
    if (colon == SLICE_NONE || !place_is_known(arena, slice_trim(slice_range(name, 0, colon))))
        return name;
    return slice_trim(slice_skip(name, colon + 1));
}

/* "Jane Roe Fotos: John Doe": behind two words or more, a word with a colon begins something else. */
static Slice before_label(Slice name)
{
    size_t colon = slice_find(name, SLICE(": "));
    size_t label = colon == SLICE_NONE ? SLICE_NONE : slice_find_last_byte(slice_range(name, 0, colon), ' ');
    Slice front = label == SLICE_NONE ? SLICE_EMPTY : slice_trim(slice_range(name, 0, label));
    return slice_find_byte(front, ' ') == SLICE_NONE ? name : without_marks(front);
}

/* One name with what stands behind it: "Jane Doe, Chief Reporter", "John Roe (AFP)". */
static void add_author(Desk *desk, Slice name, Slice role, bool allow_site)
{
    Arena *arena = desk->arena;
    Slice agency = SLICE_EMPTY;
    name = byline_without_tail(before_digits(strip_by(from_slug(arena, text_collapse(arena, name)))));
    name = before_label(without_place(arena, name));
    if (slice_starts_with(name, SLICE("«")) && slice_ends_with(name, SLICE("»")))
        name = slice_trim(slice_range(name, 2, name.size - 2)); /* a paper, as Arabic papers print it */
    if (slice_ends_with(name, SLICE(" 기자")))
        name.size -= strlen(" 기자");
    if (name.size > 2 && name.data[name.size - 1] == ')') {
        size_t open = slice_find_last_byte(name, '(');
        if (open != SLICE_NONE && open > 2) {
            agency = agency_name(slice_range(name, open + 1, name.size - 1));
            name = slice_trim(slice_range(name, 0, open));
        }
    }
    while (name.size > 0 && memchr(".,;|/-:", name.data[name.size - 1], 7) &&
           !(name.data[name.size - 1] == '.' && name.size < 5))
        name = slice_trim(slice_range(name, 0, name.size - 1));
    Moment moment;
    bool is_date = text_find_date(arena_format(arena, "%.*s, 2000", SLICE_ARG(name)), false, &moment, NULL);
    bool is_site = !allow_site && is_site_name(desk, name);
    if (!is_name(name) || is_date || is_site || has_author(desk->article, arena, name))
        return;
    Slice own_agency = agency_name(name);
    *LIST_ADD(arena, &desk->article->authors) = (Author){.name = name,
                                                         .slug = text_slug(arena, name),
                                                         .role = role,
                                                         .agency = agency.size ? agency : own_agency};
}

/* Words that join names in a byline. */
static size_t next_joint(Slice text, size_t *size)
{
    static const char *const joints[] = {" and ", " & ", " und ", " et ", " y ",    " e ", " en ", " og ",
                                         " och ", " i ", ";",     "|",    " with ", " / ", "/",    " و",
                                         "، ",    "·",   "•",     " - ",  " – ",    " — ", "、"};
    size_t best = SLICE_EARLIEST(text, slice_find, joints, size);
    size_t comma = slice_find(text, SLICE(", "));
    if (comma == SLICE_NONE)
        comma = slice_find_byte(text, ',');
    if (comma != SLICE_NONE && (best == SLICE_NONE || comma < best)) {
        best = comma;
        *size = 1;
    }
    return best;
}

/* "ku Frankfurt": the sign of whoever is named before, and where he wrote. */
static bool is_sign_at_place(Arena *arena, Slice text)
{
    size_t blank = slice_find_byte(text, ' ');
    if (blank == SLICE_NONE || blank < 2 || blank > 3)
        return false;
    for (size_t i = 0; i < blank; i++)
        if (text.data[i] < 'a' || text.data[i] > 'z')
            return false;
    return place_is_known(arena, slice_skip(text, blank + 1));
}

/* "WXYZ News" on wxyz.example: the house, behind the name of somebody who works there. */
static bool is_house(const Desk *desk, Slice text)
{
    size_t blank = slice_find_byte(text, ' ');
    Slice first = compare_key(desk->arena, slice_range(text, 0, blank == SLICE_NONE ? text.size : blank));
    return first.size >= 3 && slice_equal(first, desk->host_key);
}

/* A byline of several names. A piece that is a role belongs to the name before it. */
static void add_authors(Desk *desk, Slice text, bool allow_site)
{
    text = strip_by(text_collapse(desk->arena, text));
    if (slice_contains(text, SLICE("://")))
        return;
    bool ends_in_comma = false, is_in_place = false;
    for (int count = 0; text.size > 0 && count < 30 && desk->article->authors.count < AUTHORS_MAX; count++) {
        size_t size = 0, at = next_joint(text, &size);
        Slice name = slice_trim(slice_range(text, 0, at == SLICE_NONE ? text.size : at));
        bool is_behind_comma = ends_in_comma;
        ends_in_comma = at != SLICE_NONE && text.data[at] == ',';
        text = at == SLICE_NONE ? SLICE_EMPTY : slice_trim(slice_skip(text, at + size));
        if (desk->article->authors.count > 0 && is_sign_at_place(desk->arena, name))
            continue;
        if (place_is_known(desk->arena, name)) {
            is_in_place = true;
            continue;
        }
        if (is_in_place && slice_find_byte(name, ' ') == SLICE_NONE)
            continue; /* "Frankfurt, Germany" */
        Authors *authors = &desk->article->authors;
        Author *last = authors->count > 0 ? &authors->items[authors->count - 1] : NULL;
        Slice agency = agency_name(name);
        if (is_behind_comma && agency.size > 0 && last && agency_name(last->name).size == 0)
            last->agency = agency;
        else if (last && is_role(name))
            last->role = name;
        else if (is_behind_comma && last && is_house(desk, name))
            last->agency = name;
        else
            add_author(desk, name, SLICE_EMPTY, allow_site);
    }
}

void authors_add(Desk *desk, Slice byline)
{
    size_t before = desk->article->authors.count;
    add_authors(desk, byline, false);
    if (desk->article->authors.count == before)
        add_authors(desk, byline, true);
}

/* Many different names, printed far from the headline, are those of other pieces. */
static bool is_of_other_pieces(const Desk *desk, const Claim *claim)
{
    size_t others = 0;
    if (claim->confidence >= 0.6f || !slice_equal(claim->source, SLICE("visible")))
        return false;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *other = &desk->claims.items[i];
        others += other->field == CLAIM_AUTHOR && slice_equal(other->source, claim->source) &&
                  slice_equal(other->at, claim->at) && !slice_equal(other->value, claim->value);
    }
    return others > 3;
}

/* The best source's authors: all claims of the highest confidence that name somebody. */
static bool authors_of_claims(Desk *desk, bool allow_site)
{
    float ceiling = 2.0f;
    for (int round = 0; round < 6; round++) {
        const Claim *best = NULL;
        for (size_t i = 0; i < desk->claims.count; i++) {
            const Claim *claim = &desk->claims.items[i];
            if (claim->field == CLAIM_AUTHOR && claim->confidence < ceiling &&
                (!best || claim->confidence > best->confidence))
                best = claim;
        }
        if (!best)
            return false;
        ceiling = best->confidence;
        for (size_t i = 0; i < desk->claims.count; i++) {
            const Claim *claim = &desk->claims.items[i];
            bool is_same = claim->field == CLAIM_AUTHOR && claim->confidence == best->confidence &&
                           slice_equal(claim->source, best->source);
            if (is_same && !is_of_other_pieces(desk, claim) &&
                (allow_site || !is_site_name(desk, strip_by(claim->value))))
                add_authors(desk, claim->value, allow_site);
        }
        if (desk->article->authors.count > 0) {
            origin_add(desk, "authors", best->source, best->at, "best-claim", best->confidence);
            return true;
        }
    }
    return false;
}

/* The slug that the page itself gives an author: his link's last segment. The link may say the name with or
 * without a title before it: "Dr. Jane Roe". */
static void take_slugs_of_links(Desk *desk)
{
    Authors *authors = &desk->article->authors;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field != CLAIM_AUTHOR || claim->node == 0 ||
            page_node(&desk->page, claim->node)->tag != LXB_TAG_A)
            continue;
        Slice slug = slug_behind(desk->arena, page_attribute(&desk->page, claim->node, "href"), "/author/");
        Slice key = compare_key(desk->arena, strip_by(claim->value));
        for (size_t a = 0; slug.size > 0 && key.size >= 4 && a < authors->count; a++) {
            Slice own = compare_key(desk->arena, authors->items[a].name);
            if (slice_equal(own, key) || (own.size >= 8 && slice_ends_with(key, own)) ||
                (key.size >= 8 && slice_ends_with(own, key)))
                authors->items[a].slug = slug;
        }
    }
}

static bool is_ascii(Slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

/* The same name as another source spells it, with the letters that the first has lost: "Solcyré". */
static void take_best_spelling(Desk *desk)
{
    for (size_t a = 0; a < desk->article->authors.count; a++) {
        Slice *name = &desk->article->authors.items[a].name;
        Slice key = compare_key(desk->arena, *name);
        for (size_t i = 0; i < desk->claims.count; i++) {
            const Claim *claim = &desk->claims.items[i];
            Slice other = claim->field == CLAIM_AUTHOR
                              ? byline_without_tail(before_digits(strip_by(claim->value)))
                              : SLICE_EMPTY;
            if (other.size > name->size && other.size <= name->size + 6 && !is_ascii(other) &&
                is_ascii(*name) && slice_equal(compare_key(desk->arena, other), key))
                *name = other;
        }
    }
}

static size_t count_claims_like(const Desk *desk, const Claim *claim)
{
    size_t count = 0;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *other = &desk->claims.items[i];
        count += other->field == CLAIM_AUTHOR && slice_equal(other->source, claim->source) &&
                 slice_equal(other->at, claim->at);
    }
    return count;
}

/* Where the best source names one and another source of the same page names him among a few, they wrote
 * together: linked data often hold the first alone. */
static void add_companions(Desk *desk)
{
    Arena *arena = desk->arena;
    if (desk->article->authors.count != 1)
        return;
    Slice first = compare_key(arena, desk->article->authors.items[0].name);
    for (size_t i = 0; first.size >= 6 && i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        bool is_trusted = claim->field == CLAIM_AUTHOR && claim->confidence >= 0.62f &&
                          claim->value.size < 120 && slice_contains(compare_key(arena, claim->value), first);
        if (!is_trusted ||
            count_claims_like(desk, claim) > (slice_equal(claim->source, SLICE("meta")) ? 6u : 3u))
            continue;
        for (size_t k = 0; k < desk->claims.count && desk->article->authors.count < 5; k++) {
            const Claim *other = &desk->claims.items[k];
            uint32_t apart =
                other->node > claim->node ? other->node - claim->node : claim->node - other->node;
            if (other->field == CLAIM_AUTHOR && other->confidence == claim->confidence && apart < 40 &&
                slice_equal(other->source, claim->source) && slice_equal(other->at, claim->at))
                add_authors(desk, other->value, false);
        }
        if (desk->article->authors.count > 1)
            return;
    }
}

/* Data often list all who made a page; whom the byline calls a photographer has not written it, unless
 * nobody else has. */
static void drop_makers(Desk *desk)
{
    Authors *authors = &desk->article->authors;
    size_t writers = 0;
    for (size_t i = 0; authors->count > 1 && i < authors->count; i++)
        if (!byline_names_maker(desk, authors->items[i].name))
            authors->items[writers++] = authors->items[i];
    if (writers > 0)
        authors->count = writers;
}

/* As printed: the text of the node that named them, else "by" the names. */
static void set_byline(Desk *desk)
{
    Article *article = desk->article;
    for (size_t i = 0; i < desk->claims.count; i++) {
        const Claim *claim = &desk->claims.items[i];
        if (claim->field == CLAIM_AUTHOR && claim->node != 0 &&
            slice_equal(claim->source, SLICE("visible")) && article->authors.count > 0 &&
            slice_contains(compare_key(desk->arena, claim->value),
                           compare_key(desk->arena, article->authors.items[0].name))) {
            article->byline = claim->value;
            return;
        }
    }
    Slice names = SLICE_EMPTY;
    for (size_t i = 0; i < article->authors.count; i++)
        names = i == 0 ? article->authors.items[0].name
                       : arena_format(desk->arena, "%.*s, %.*s", SLICE_ARG(names),
                                      SLICE_ARG(article->authors.items[i].name));
    article->byline = names;
}

void decide_byline(Desk *desk)
{
    claim_visible_authors(desk);
    if (desk->headline_node)
        claim_by_lines(desk);
    claim_labelled_lines(desk);
    claim_signatures(desk);
    if (!authors_of_claims(desk, false) && !authors_of_claims(desk, true))
        return;
    add_companions(desk);
    drop_makers(desk);
    take_best_spelling(desk);
    take_slugs_of_links(desk);
    set_byline(desk);
}
