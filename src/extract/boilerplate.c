/* In: one line of text. Out: is it furniture by its words alone.
 *
 * Compared after folding of case. A phrase is a whole line, or its beginning where the table says so; only
 * short lines are asked, since a sentence may begin with anything. */
#include "extract/boilerplate.h"

#include "text/text.h"

typedef struct Phrase {
    const char *text; /* lower case */
    bool is_prefix;
    uint16_t longest; /* bytes of a line that may begin with it */
} Phrase;

static const Phrase phrases[] = {
    {"advertisement", true, 60},
    {"advertising", false, 0},
    {"article continues below", true, 80},
    {"story continues below", true, 80},
    {"continue reading below", true, 80},
    {"read more", true, 160},
    {"read also", true, 200},
    {"also read", true, 200},
    {"read next", true, 160},
    {"read:", true, 160},
    {"more:", true, 160},
    {"see also", true, 160},
    {"see more:", true, 160},
    {"watch:", true, 160},
    {"related:", true, 200},
    {"related stories", true, 60},
    {"related articles", true, 60},
    {"related topics", true, 60},
    {"recommended", false, 0},
    {"share this", true, 80},
    {"share on", true, 60},
    {"share", false, 0},
    {"print", false, 0},
    {"email", false, 0},
    {"tweet", false, 0},
    {"follow us", true, 160},
    {"like us on", true, 120},
    {"sign up", true, 160},
    {"sign up for", true, 240},
    {"subscribe", true, 140},
    {"click here to", true, 160},
    {"click to", true, 80},
    {"loading", true, 30},
    {"photo:", true, 120},
    {"file photo", true, 80},
    {"related", false, 0},
    {"tags", false, 0},
    {"published in", false, 0},
    {"updated", true, 60},
    {"last updated", true, 60},
    {"published", true, 60},
    {"publiziert", true, 60},
    {"posted", true, 60},
    {"stand:", true, 50},
    {"save this story", true, 40},
    {"listen to this", true, 80},
    {"reading time", true, 40},
    {"don't miss", true, 40},
    {"don’t miss", true, 40},
    {"breaking news", false, 0},
    {"next story", false, 0},
    {"weitere themen", true, 40},
    {"weitere informationen", true, 40},
    {"auch interessant", true, 40},
    {"mostrar comentarios", true, 40},
    {"(credit:", true, 120},
    {"credit:", true, 120},
    {"image:", true, 160},
    {"foto:", true, 160},
    {"bild:", true, 160},
    {"you may also like", true, 60},
    {"you might also like", true, 60},
    {"recommended by", true, 60},
    {"auf dieser seite", true, 30},
    {"<img", true, 300},
    {"<iframe", true, 300},
    {"<script", true, 300},
    {"image source", true, 80},
    {"image caption", true, 200},
    {"media caption", true, 200},
    {"getty images", false, 0},
    {"copyright", true, 160},
    {"this document is subject to copyright", true, 300},
    {"have a tip?", true, 160},
    {"got a tip?", true, 160},
    {"all rights reserved", true, 80},
    {"©", true, 120},
    {"(c) ", true, 120},
    {"comments", true, 24},
    {"leave a comment", true, 60},
    {"view comments", true, 40},
    {"skip to", true, 60},
    {"back to top", true, 40},
    {"tags:", true, 300},
    {"filed under", true, 200},
    {"posted in", true, 120},
    {"this article was originally published", true, 200},
    {"lesen sie auch", true, 200},
    {"lesen sie mehr", true, 160},
    {"mehr zum thema", true, 100},
    {"mehr dazu", true, 100},
    {"anzeige", false, 0},
    {"werbung", false, 0},
    {"lire aussi", true, 200},
    {"à lire aussi", true, 200},
    {"publicité", false, 0},
    {"lea también", true, 200},
    {"publicidad", false, 0},
    {"leggi anche", true, 200},
    {"lees ook", true, 200},
    {"les også", true, 200},
    {"läs också", true, 200},
    {"läs mer", true, 160},
    {"czytaj też", true, 200},
    {"czytaj także", true, 200},
    {"zobacz też", true, 200},
    {"baca juga", true, 200},
    {"leia também", true, 200},
    {"leia mais", true, 160},
    {"читайте также", true, 200},
    {"читайте також", true, 200},
    {"اقرأ أيضا", true, 200},
    {"اقرأ المزيد", true, 200},
    {"إعلان", false, 0},
    {"select page", false, 0},
    {"a post shared by ", true, 120},
    {"a video posted by ", true, 120},
};

static const char *const end_marks[] = {
    "related articles",
    "related stories",
    "related news",
    "related posts",
    "related content",
    "related topics",
    "more from",
    "more on this",
    "you may also like",
    "you might also like",
    "recommended for you",
    "most read",
    "most popular",
    "trending",
    "leave a reply",
    "leave a comment",
    "comments",
    "about the author",
    "read next",
    "share this",
    "further reading",
    "what to read next",
    "more stories",
    "latest news",
    "discover more",
    "explore more",
    "keep reading",
    "up next",
    "entdecke weitere",
    "mehr aus ",
    "mehr von ",
    "popular now",
    "tags",
    "mehr zum thema",
    "weitere beiträge",
    "weiterführende",
    "verwandte ",
    "ähnliche ",
    "das könnte dich",
    "das könnte sie auch interessieren",
    "weitere artikel",
    "sur le même sujet",
    "à lire aussi",
    "sur le même thème",
    "plus d'articles",
    "articles liés",
    "lee también",
    "te puede interesar",
    "noticias relacionadas",
    "más noticias",
    "leggi anche",
    "articoli correlati",
    "potrebbe interessarti",
    "veja também",
    "leia também",
    "notícias relacionadas",
    "lees ook",
    "meer nieuws",
    "les også",
    "läs mer",
    "läs också",
    "læs også",
    "zobacz też",
    "czytaj też",
    "czytaj także",
    "polecane",
    "читайте также",
    "читайте також",
    "ilgili haberler",
    "baca juga",
    "berita terkait",
    "関連記事",
    "관련기사",
    "关联阅读",
    "相关阅读",
    "اقرأ أيضا",
    "مواضيع ذات صلة",
    "أخبار ذات صلة",
};

/* Lines of their own, with or without a colon, behind which no piece goes on: no headings by their tag. */
static const char *const end_labels[] = {
    "contact",         "press contact",        "media contact",        "media contacts",  "kontakt",
    "pressekontakt",   "rückfragen",           "zum weiterlesen",      "further reading", "related articles",
    "related links",   "weiterführende links", "weitere beiträge",     "weitere artikel", "read more",
    "más información", "lire aussi",           "pour aller plus loin",
};

/* Anywhere in a line that is not long. */
static const char *const pleas[] = {
    "sign up for our",
    "sign up to our",
    "sign up for the",
    "subscribe to our",
    "our newsletter",
    "our free newsletter",
    "delivered to your inbox",
    "straight to your inbox",
    "in your inbox",
    "follow us on",
    "like us on facebook",
    "affiliate commission",
    "affiliate links",
    "affiliate link",
    "earn a commission",
    "contains references to products",
    "receive compensation",
    "advertiser disclosure",
    "earn commission",
    "may receive a commission",
    "independently selected by",
    "download our app",
    "download the app",
    "terms of use and privacy",
    "all rights reserved",
    "share it with a friend",
    "next read this",
    "enable javascript",
    "your browser",
    "ad blocker",
    "adblock",
    "free articles left",
    "already a subscriber",
    "become a member",
    "log in to",
    "unlimited access",
    "whatsapp-kanal",
    "whatsapp channel",
    "unseren newsletter",
    "unser newsletter",
    "ihr browser",
    "votre navigateur",
    "s'inscrire à la newsletter",
    "full width",
    "minute read",
    "min read",
    "toggle navigation",
    "we use cookies",
    "uses cookies",
    "accept cookies",
    "verwenden cookies",
    "verwendet cookies",
    "nutzen cookies",
    "nutzt cookies",
    "utilisons des cookies",
    "utilise des cookies",
    "utilizamos cookies",
    "usamos cookies",
    "utiliza cookies",
    "usa cookies",
    "utilizziamo i cookie",
    "utilizza i cookie",
    "korzystamy z cookies",
    "plików cookie",
    "gebruiken cookies",
    "gebruikt cookies",
    "använder cookies",
    "använder kakor",
    "bruger cookies",
    "bruker cookies",
    "bruker informasjonskapsler",
    "файлы cookie",
};

#define PLEAS (sizeof pleas / sizeof pleas[0])

/* Beginnings of notes on sources and makers. */
static const char *const sign_offs[] = {
    "(reporting by",
    "reporting by",
    "additional reporting",
    "(additional reporting",
    "(writing by",
    "writing by",
    "compiled by",
    "photographed by",
    "photograph:",
    "photographs:",
    "this piece originally",
    "this piece first",
    "this post originally",
    "this post first",
    "editing by",
    "(editing by",
    "with files from",
    "source:",
    "sources:",
    "our standards:",
    "text by",
    "edited by",
    "editor :",
    "editor:",
    "redaktion:",
    "mit dpa",
    "quelle:",
    "fuente:",
    "source :",
    "fonte:",
    "bron:",
    "kaynak:",
    "sumber:",
    "источник:",
    "with reporting",

    "this article was",
    "this article originally",
    "this story originally",
    "this article first",
    "dieser artikel",
    "cet article a été",
    "copyright",
    "the views expressed",
};

/* Most phrases differ in their first letters: they are not measured first. */
static bool begins(Slice line, const char *phrase)
{
    size_t at = 0;
    while (phrase[at] && at < line.size && line.data[at] == phrase[at])
        at++;
    return phrase[at] == '\0';
}

/* ASCII and Latin-1 capitals to small ones; enough for the table. */
static Slice lower(Arena *arena, Slice line)
{
    char *out = arena_text(arena, line.size);
    for (size_t i = 0; i < line.size; i++)
        out[i] = ascii_lower(line.data[i]);
    return slice_of(out, line.size);
}

/* Looked for where words begin. */
static bool is_plea(Slice low)
{
    uint8_t first[32] = {0}, next[PLEAS]; /* of each letter the first plea that begins with it, and on; + 1 */
    static_assert(PLEAS < 255, "numbers of pleas are bytes");
    for (size_t i = PLEAS; i-- > 0;) {
        next[i] = first[pleas[i][0] & 31];
        first[pleas[i][0] & 31] = (uint8_t)(i + 1);
    }
    for (size_t at = 0; at < low.size; at++) {
        if (at > 0 && low.data[at - 1] != ' ')
            continue;
        for (size_t i = first[low.data[at] & 31]; i > 0; i = next[i - 1])
            if (begins(slice_skip(low, at), pleas[i - 1]))
                return true;
    }
    return false;
}

/* "·", "|", "1/12", "0:00". */
static bool has_no_words(Slice low)
{
    if (low.size > 12)
        return false;
    for (size_t i = 0; i < low.size; i++)
        if (ascii_is_alpha(low.data[i]) || (unsigned char)low.data[i] >= 0xC3)
            return false;
    return slice_find_byte(low, '*') == SLICE_NONE;
}

/* "2 of 57", as galleries count their pictures. */
static bool is_counter(Slice low)
{
    static const char *const words[] = {" of ",  " von ", " de ", " sur ", " di ",
                                        " van ", " av ",  " z ",  " из ",  " من "};
    size_t size = 0, at = low.size > 24 ? SLICE_NONE : SLICE_EARLIEST(low, slice_find, words, &size);
    uint64_t number;
    return at != SLICE_NONE && slice_to_u64(slice_range(low, 0, at), &number) &&
           slice_to_u64(slice_skip(low, at + size), &number);
}

bool is_boilerplate(Arena *arena, Slice line)
{
    if (line.size > 300 || line.size == 0)
        return false;
    Slice low = lower(arena, line);
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
        const Phrase *phrase = &phrases[i];
        if (low.data[0] != phrase->text[0])
            continue;
        if (phrase->is_prefix ? line.size <= phrase->longest && begins(low, phrase->text)
                              : slice_equal(low, slice_from(phrase->text)))
            return true;
    }
    return is_plea(low) || has_no_words(low) || is_counter(low);
}

bool is_sign_off(Arena *arena, Slice line)
{
    if (line.size > 400 || line.size == 0)
        return false;
    Slice low = lower(arena, line);
    for (size_t i = 0; i < sizeof sign_offs / sizeof sign_offs[0]; i++)
        if (begins(low, sign_offs[i]))
            return true;
    return slice_ends_with(low, SLICE("contributed to this report.")) ||
           slice_ends_with(low, SLICE("contributed to this report")) ||
           slice_contains(low, SLICE("can be reached at ")) ||
           slice_contains(low, SLICE("contributed reporting"));
}

bool is_end_mark(Arena *arena, Slice line)
{
    if (line.size > 60 || line.size == 0)
        return false;
    Slice low = lower(arena, line);
    for (size_t i = 0; i < sizeof end_marks / sizeof end_marks[0]; i++)
        if (begins(low, end_marks[i]))
            return true;
    return false;
}

bool is_end_label(Arena *arena, Slice line)
{
    if (line.size > 40 || line.size == 0)
        return false;
    Slice low = slice_trim(lower(arena, line));
    if (slice_ends_with(low, SLICE(":")))
        low = slice_trim(slice_range(low, 0, low.size - 1));
    for (size_t i = 0; low.size > 0 && i < sizeof end_labels / sizeof end_labels[0]; i++)
        if (end_labels[i][0] == low.data[0] && slice_equal(low, slice_from(end_labels[i])))
            return true;
    return false;
}
