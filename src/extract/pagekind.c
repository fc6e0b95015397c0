/* In: all that was found. Out: is the page a piece, and of what kind; else a list, front, author, tag, search
 * or other page.
 *
 * The signs of evidence.c are summed. What the answer of the server, a class of WordPress or the lack of any
 * text says comes before them. */
#include "extract/evidence.h"

#include "text/text.h"

/* Of a piece: which kind. */
PageKind kind_of_piece(const Desk *desk)
{
    static const char *const opinion[] = {"OpinionNewsArticle"};
    static const char *const gallery[] = {"ImageGallery", "MediaGallery"};
    const Article *article = desk->article;
    size_t turns = 0;
    for (size_t i = 0; i < article->body.count; i++)
        turns += article->body.items[i].kind == BLOCK_TURN;
    if (turns >= 4)
        return PAGE_INTERVIEW;
    if (slice_equal(article->genre, SLICE("Editorial")) ||
        slice_equal_nocase(article->section.slug, SLICE("editorial")) ||
        slice_equal_nocase(article->section.slug, SLICE("editorials")))
        return PAGE_EDITORIAL;
    bool is_opinion = slice_equal(article->genre, SLICE("Opinion")) ||
                      slice_equal(article->genre, SLICE("Comment")) ||
                      slice_equal(article->genre, SLICE("Debate")) ||
                      slice_starts_with_nocase(article->section.slug, SLICE("opinion")) ||
                      slice_equal_nocase(article->section.slug, SLICE("commentisfree"));
    if (is_opinion || claims_type(desk, opinion, 1))
        return PAGE_OPINION;
    return claims_type(desk, gallery, 2) && article->media.count >= 3 ? PAGE_GALLERY : PAGE_ARTICLE;
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
