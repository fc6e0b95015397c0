/* In: all that was found. Out: is the page a piece, and of what kind; else a list, front, author, tag, search
 * or other page.
 *
 * The signs of evidence.c are summed. What the answer of the server, a class of WordPress or the lack of any
 * text says comes before them. */
#include "extract/evidence.h"

#include "syntax/url.h"

typedef struct KindWord {
    const char *word; /* lower case */
    PageKind kind;
} KindWord;

/* What papers print over a piece of that kind, or call its section, tag or folder. */
static const KindWord kind_words[] = {
    {"opinion", PAGE_OPINION},
    {"opinions", PAGE_OPINION},
    {"comment", PAGE_OPINION},
    {"commentary", PAGE_OPINION},
    {"commentisfree", PAGE_OPINION},
    {"debate", PAGE_OPINION},
    {"op-ed", PAGE_OPINION},
    {"column", PAGE_OPINION},
    {"columnists", PAGE_OPINION},
    {"viewpoint", PAGE_OPINION},
    {"kommentar", PAGE_OPINION},
    {"kommentare", PAGE_OPINION},
    {"meinung", PAGE_OPINION},
    {"kolumne", PAGE_OPINION},
    {"gastbeitrag", PAGE_OPINION},
    {"opinión", PAGE_OPINION},
    {"opinião", PAGE_OPINION},
    {"opinione", PAGE_OPINION},
    {"opinioni", PAGE_OPINION},
    {"tribune", PAGE_OPINION},
    {"chronique", PAGE_OPINION},
    {"opinie", PAGE_OPINION},
    {"debatt", PAGE_OPINION},
    {"meninger", PAGE_OPINION},
    {"мнение", PAGE_OPINION},
    {"мнения", PAGE_OPINION},
    {"görüş", PAGE_OPINION},
    {"رأي", PAGE_OPINION},
    {"الرأي", PAGE_OPINION},
    {"آراء", PAGE_OPINION},
    {"مقال", PAGE_OPINION},
    {"مقالات", PAGE_OPINION},
    {"editorial", PAGE_EDITORIAL},
    {"editorials", PAGE_EDITORIAL},
    {"leading article", PAGE_EDITORIAL},
    {"leitartikel", PAGE_EDITORIAL},
    {"édito", PAGE_EDITORIAL},
    {"éditorial", PAGE_EDITORIAL},
    {"editoriale", PAGE_EDITORIAL},
    {"ledare", PAGE_EDITORIAL},
    {"leder", PAGE_EDITORIAL},
    {"افتتاحية", PAGE_EDITORIAL},
    {"الافتتاحية", PAGE_EDITORIAL},
    {"interview", PAGE_INTERVIEW},
    {"interviews", PAGE_INTERVIEW},
    {"entretien", PAGE_INTERVIEW},
    {"entrevista", PAGE_INTERVIEW},
    {"entrevistas", PAGE_INTERVIEW},
    {"intervista", PAGE_INTERVIEW},
    {"interviste", PAGE_INTERVIEW},
    {"интервью", PAGE_INTERVIEW},
    {"wywiad", PAGE_INTERVIEW},
    {"intervju", PAGE_INTERVIEW},
    {"röportaj", PAGE_INTERVIEW},
    {"حوار", PAGE_INTERVIEW},
    {"مقابلة", PAGE_INTERVIEW},
    {"gallery", PAGE_GALLERY},
    {"galleries", PAGE_GALLERY},
    {"photo gallery", PAGE_GALLERY},
    {"photos", PAGE_GALLERY},
    {"in pictures", PAGE_GALLERY},
    {"pictures", PAGE_GALLERY},
    {"slideshow", PAGE_GALLERY},
    {"photo essay", PAGE_GALLERY},
    {"bildergalerie", PAGE_GALLERY},
    {"fotostrecke", PAGE_GALLERY},
    {"en images", PAGE_GALLERY},
    {"diaporama", PAGE_GALLERY},
    {"fotogalería", PAGE_GALLERY},
    {"galería", PAGE_GALLERY},
    {"fotogallery", PAGE_GALLERY},
    {"galeria", PAGE_GALLERY},
    {"صور", PAGE_GALLERY},
    {"بالصور", PAGE_GALLERY},
};

/* PAGE_ARTICLE for any other word. */
static PageKind kind_of_word(Slice word)
{
    word = slice_trim(word);
    for (size_t i = 0; word.size > 0 && i < sizeof kind_words / sizeof kind_words[0]; i++)
        if (slice_equal_nocase(word, slice_from(kind_words[i].word)))
            return kind_words[i].kind;
    return PAGE_ARTICLE;
}

#define PREFIX_BYTES 40

/* "Gallery: ...", "Opinion | ...": what stands before the headline's first mark. */
static PageKind kind_of_headline(Slice headline)
{
    for (size_t i = 0; i < headline.size && i < PREFIX_BYTES; i++)
        if (headline.data[i] == ':' || headline.data[i] == '|')
            return kind_of_word(slice_range(headline, 0, i));
    return PAGE_ARTICLE;
}

/* A folder of the address, but not its last part: that is the piece's own name. */
static PageKind kind_of_folder(const Desk *desk)
{
    Url url;
    if (!url_parse(desk->article->url, &url))
        return PAGE_ARTICLE;
    Slice rest = url.path;
    for (size_t slash = 0; (slash = slice_find_byte(rest, '/')) != SLICE_NONE;
         rest = slice_skip(rest, slash + 1)) {
        PageKind kind = kind_of_word(slice_range(rest, 0, slash));
        if (kind != PAGE_ARTICLE)
            return kind;
    }
    return PAGE_ARTICLE;
}

#define TURNS_OF_INTERVIEW 4
#define PHOTOS_OF_GALLERY 3

/* Of a piece: which kind. What its text shows, then what is printed over it, then where it is kept. */
PageKind kind_of_piece(const Desk *desk)
{
    static const char *const opinion[] = {"OpinionNewsArticle"};
    static const char *const gallery[] = {"ImageGallery", "MediaGallery"};
    const Article *article = desk->article;
    size_t turns = 0;
    for (size_t i = 0; i < article->body.count; i++)
        turns += article->body.items[i].kind == BLOCK_TURN;
    if (turns >= TURNS_OF_INTERVIEW)
        return PAGE_INTERVIEW;
    if (claims_type(desk, gallery, 2) && article->media.count >= PHOTOS_OF_GALLERY)
        return PAGE_GALLERY;
    bool starts_opinion = slice_starts_with_nocase(article->section.slug, SLICE("opinion"));
    const PageKind said[] = {kind_of_headline(article->headline),
                             kind_of_word(article->genre),
                             kind_of_word(article->kicker),
                             kind_of_word(article->section.slug),
                             kind_of_word(article->section.label),
                             starts_opinion || claims_type(desk, opinion, 1) ? PAGE_OPINION : PAGE_ARTICLE,
                             kind_of_folder(desk)};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++)
        if (said[i] != PAGE_ARTICLE && (said[i] != PAGE_GALLERY || article->media.count >= PHOTOS_OF_GALLERY))
            return said[i];
    return PAGE_ARTICLE;
}

static void set_kind(Desk *desk, PageKind kind, Slice at, const char *rule, float confidence)
{
    desk->article->page_kind = kind;
    origin_add(desk, "pageKind", SLICE("visible"), at, rule, confidence);
}

#define LETTERS_OF_NOTHING 40

/* Of what is no piece: what class and address call it; else what it shows. */
static PageKind kind_of_no_piece(const Evidence *evidence)
{
    bool is_class_list = evidence->class_kind >= PAGE_LIST && evidence->class_kind <= PAGE_SEARCH;
    if (is_class_list || evidence->class_kind == PAGE_OTHER)
        return evidence->class_kind;
    if (evidence->claimed_kind != PAGE_KINDS)
        return evidence->claimed_kind;
    if (evidence->address_kind != PAGE_KINDS && !page_kind_is_piece(evidence->address_kind))
        return evidence->address_kind;
    bool is_list = evidence_has(evidence, SIGN_SAYS_LIST) || evidence->teasers >= 6;
    bool is_other = evidence_has(evidence, SIGN_ADDRESS_OTHER) || evidence_has(evidence, SIGN_SOFTWARE) ||
                    evidence_has(evidence, SIGN_ERROR);
    return is_list && !is_other ? PAGE_LIST : PAGE_OTHER;
}

void decide_page_kind(Desk *desk)
{
    Evidence evidence;
    weigh_evidence(desk, &evidence);
    Slice names = evidence_names(desk->arena, &evidence);
    int score = evidence_score(&evidence);
    bool is_claimed = evidence_has(&evidence, SIGN_SAYS_PIECE) && evidence.letters >= 20;
    if (evidence.class_kind == PAGE_PHOTO || (evidence.address_kind == PAGE_PHOTO && score < 30)) {
        set_kind(desk, PAGE_PHOTO, names, "attachment", 0.95f);
    } else if (desk->record->http_status >= 400) {
        set_kind(desk, kind_of_no_piece(&evidence), names, "status", 0.9f);
    } else if (evidence.letters < LETTERS_OF_NOTHING && !is_claimed) {
        set_kind(desk, kind_of_no_piece(&evidence), names, "little-text", 0.6f);
    } else {
        bool is_piece = score > 0;
        int margin = score < 0 ? -score : score;
        set_kind(desk, is_piece ? kind_of_piece(desk) : kind_of_no_piece(&evidence), names, "signs",
                 margin >= 40   ? 0.95f
                 : margin >= 15 ? 0.85f
                                : 0.7f);
    }
}
