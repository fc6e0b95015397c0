/* In: the class or id of an element. Out: what newspapers' templates mean by it.
 *
 * Names are cut into words at marks, digits and humps ("relatedPosts", "post-meta"); a word or a beginning of
 * a word tells. Some say it only as a whole ("entry-content", "read-more"): these are looked for in the name
 * with its marks dropped. The tables hold words of the trade in the languages of the gold, no site's own
 * names. */
#include "extract/page.h"

typedef enum WordMatch {
    EXACT, /* the word anywhere in the name */
    BEGIN, /* the beginning of a word anywhere in the name */
    FIRST, /* the first word of the name */
    WHOLE  /* the name is that word alone */
} WordMatch;

typedef struct WordHint {
    Slice word;
    WordMatch match;
    uint32_t hints;
} WordHint;

/* Sorted: the index holds where each first letter begins. */
static const WordHint word_hints[] = {
    {SLICE_INIT("ad"), EXACT, HINT_ADVERT},
    {SLICE_INIT("addthis"), BEGIN, HINT_SHARE},
    {SLICE_INIT("addtoany"), BEGIN, HINT_SHARE},
    {SLICE_INIT("ads"), EXACT, HINT_ADVERT},
    {SLICE_INIT("adsby"), BEGIN, HINT_ADVERT},
    {SLICE_INIT("adslot"), BEGIN, HINT_ADVERT},
    {SLICE_INIT("adunit"), BEGIN, HINT_ADVERT},
    {SLICE_INIT("adv"), EXACT, HINT_ADVERT},
    {SLICE_INIT("advert"), BEGIN, HINT_ADVERT},
    {SLICE_INIT("affiliate"), BEGIN, HINT_ADVERT},
    {SLICE_INIT("aside"), EXACT, HINT_SIDEBAR},
    {SLICE_INIT("auteur"), BEGIN, HINT_BYLINE},
    {SLICE_INIT("author"), BEGIN, HINT_BYLINE},
    {SLICE_INIT("autor"), BEGIN, HINT_BYLINE},
    {SLICE_INIT("banner"), BEGIN, HINT_ADVERT},
    {SLICE_INIT("bildunterschrift"), BEGIN, HINT_CAPTION},
    {SLICE_INIT("bildrechte"), BEGIN, HINT_CREDIT},
    {SLICE_INIT("bio"), EXACT, HINT_AUTHOR_BOX},
    {SLICE_INIT("breadcrumb"), BEGIN, HINT_SECTION | HINT_NAVIGATION},
    {SLICE_INIT("byline"), BEGIN, HINT_BYLINE},
    {SLICE_INIT("caption"), BEGIN, HINT_CAPTION},
    {SLICE_INIT("carousel"), BEGIN, HINT_RELATED},
    {SLICE_INIT("categories"), EXACT, HINT_SECTION},
    {SLICE_INIT("category"), EXACT, HINT_SECTION},
    {SLICE_INIT("chapeau"), EXACT, HINT_OPENING},
    {SLICE_INIT("chapo"), EXACT, HINT_OPENING},
    {SLICE_INIT("comment"), BEGIN, HINT_COMMENT},
    {SLICE_INIT("consent"), BEGIN, HINT_CONSENT},
    {SLICE_INIT("content"), EXACT, HINT_CONTENT},
    {SLICE_INIT("contents"), EXACT, HINT_CONTENT},
    {SLICE_INIT("cookie"), BEGIN, HINT_CONSENT},
    {SLICE_INIT("copyright"), BEGIN, HINT_CREDIT},
    {SLICE_INIT("credit"), BEGIN, HINT_CREDIT},
    {SLICE_INIT("credits"), EXACT, HINT_CREDIT},
    {SLICE_INIT("crumb"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("date"), EXACT, HINT_DATE},
    {SLICE_INIT("dateline"), EXACT, HINT_DATE},
    {SLICE_INIT("datetime"), BEGIN, HINT_DATE},
    {SLICE_INIT("datum"), EXACT, HINT_DATE},
    {SLICE_INIT("deck"), EXACT, HINT_LEAD},
    {SLICE_INIT("dek"), EXACT, HINT_LEAD},
    {SLICE_INIT("description"), EXACT, HINT_LEAD},
    {SLICE_INIT("dialog"), EXACT, HINT_CONSENT},
    {SLICE_INIT("disclaim"), BEGIN, HINT_WIDGET},
    {SLICE_INIT("disclosure"), BEGIN, HINT_WIDGET},
    {SLICE_INIT("disqus"), BEGIN, HINT_COMMENT},
    {SLICE_INIT("donat"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("dropdown"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("einleitung"), BEGIN, HINT_OPENING},
    {SLICE_INIT("embed"), BEGIN, HINT_EMBED},
    {SLICE_INIT("entradilla"), EXACT, HINT_OPENING},
    {SLICE_INIT("excerpt"), EXACT, HINT_LEAD},
    {SLICE_INIT("facebook"), BEGIN, HINT_SHARE},
    {SLICE_INIT("fancybox"), BEGIN, HINT_CONSENT},
    {SLICE_INIT("fbcomments"), BEGIN, HINT_COMMENT},
    {SLICE_INIT("fecha"), EXACT, HINT_DATE},
    {SLICE_INIT("feedback"), BEGIN, HINT_WIDGET},
    {SLICE_INIT("follow"), BEGIN, HINT_SHARE},
    {SLICE_INIT("footer"), BEGIN, HINT_FOOTER},
    {SLICE_INIT("gallery"), BEGIN, HINT_FIGURE},
    {SLICE_INIT("gdpr"), BEGIN, HINT_CONSENT},
    {SLICE_INIT("hashtag"), BEGIN, HINT_TAGS},
    {SLICE_INIT("header"), BEGIN, HINT_HEADER},
    {SLICE_INIT("headline"), BEGIN, HINT_HEADLINE},
    {SLICE_INIT("hentry"), EXACT, HINT_ARTICLE},
    {SLICE_INIT("hidden"), WHOLE, HINT_HIDDEN},
    {SLICE_INIT("infobox"), BEGIN, HINT_INSET},
    {SLICE_INIT("ingress"), EXACT, HINT_OPENING},
    {SLICE_INIT("inset"), EXACT, HINT_INSET},
    {SLICE_INIT("instagram"), BEGIN, HINT_EMBED},
    {SLICE_INIT("intro"), EXACT, HINT_OPENING},
    {SLICE_INIT("introduction"), EXACT, HINT_OPENING},
    {SLICE_INIT("jumplink"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("keywords"), EXACT, HINT_TAGS},
    {SLICE_INIT("kicker"), EXACT, HINT_SECTION},
    {SLICE_INIT("kommentar"), BEGIN, HINT_COMMENT},
    {SLICE_INIT("lede"), EXACT, HINT_OPENING},
    {SLICE_INIT("legend"), EXACT, HINT_CAPTION},
    {SLICE_INIT("lightbox"), BEGIN, HINT_CONSENT},
    {SLICE_INIT("login"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("main"), EXACT, HINT_CONTENT},
    {SLICE_INIT("masthead"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("menu"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("meta"), EXACT, HINT_META},
    {SLICE_INIT("modal"), EXACT, HINT_CONSENT},
    {SLICE_INIT("nav"), EXACT, HINT_NAVIGATION},
    {SLICE_INIT("navbar"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("navi"), EXACT, HINT_NAVIGATION},
    {SLICE_INIT("navigation"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("newsletter"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("noprint"), EXACT, HINT_WIDGET},
    {SLICE_INIT("onetrust"), BEGIN, HINT_CONSENT},
    {SLICE_INIT("outbrain"), BEGIN, HINT_RELATED},
    {SLICE_INIT("overlay"), BEGIN, HINT_CONSENT},
    {SLICE_INIT("pager"), EXACT, HINT_NAVIGATION},
    {SLICE_INIT("pagination"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("paging"), EXACT, HINT_NAVIGATION},
    {SLICE_INIT("paywall"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("photographer"), BEGIN, HINT_CREDIT},
    {SLICE_INIT("piano"), EXACT, HINT_SIGNUP},
    {SLICE_INIT("poll"), EXACT, HINT_WIDGET},
    {SLICE_INIT("popular"), BEGIN, HINT_RELATED},
    {SLICE_INIT("popup"), BEGIN, HINT_CONSENT},
    {SLICE_INIT("promo"), BEGIN, HINT_RELATED},
    {SLICE_INIT("promoted"), BEGIN, HINT_ADVERT},
    {SLICE_INIT("pubdate"), BEGIN, HINT_DATE},
    {SLICE_INIT("published"), EXACT, HINT_DATE},
    {SLICE_INIT("pullquote"), BEGIN, HINT_INSET},
    {SLICE_INIT("quiz"), EXACT, HINT_WIDGET},
    {SLICE_INIT("rating"), BEGIN, HINT_WIDGET},
    {SLICE_INIT("readmore"), BEGIN, HINT_RELATED},
    {SLICE_INIT("recirc"), BEGIN, HINT_RELATED},
    {SLICE_INIT("recommend"), BEGIN, HINT_RELATED},
    {SLICE_INIT("register"), EXACT, HINT_SIGNUP},
    {SLICE_INIT("registration"), EXACT, HINT_SIGNUP},
    {SLICE_INIT("relate"), EXACT, HINT_RELATED},
    {SLICE_INIT("related"), BEGIN, HINT_RELATED},
    {SLICE_INIT("respond"), EXACT, HINT_COMMENT},
    {SLICE_INIT("rights"), EXACT, HINT_CREDIT},
    {SLICE_INIT("search"), EXACT, HINT_NAVIGATION},
    {SLICE_INIT("searchform"), BEGIN, HINT_NAVIGATION},
    {SLICE_INIT("share"), BEGIN, HINT_SHARE},
    {SLICE_INIT("sharing"), BEGIN, HINT_SHARE},
    {SLICE_INIT("shop"), EXACT, HINT_ADVERT},
    {SLICE_INIT("shopping"), EXACT, HINT_ADVERT},
    {SLICE_INIT("shoutbox"), BEGIN, HINT_COMMENT},
    {SLICE_INIT("sidebar"), BEGIN, HINT_SIDEBAR},
    {SLICE_INIT("signin"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("signup"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("skip"), EXACT, HINT_NAVIGATION},
    {SLICE_INIT("social"), BEGIN, HINT_SHARE},
    {SLICE_INIT("sommario"), EXACT, HINT_OPENING},
    {SLICE_INIT("sponsor"), BEGIN, HINT_ADVERT},
    {SLICE_INIT("standfirst"), BEGIN, HINT_LEAD},
    {SLICE_INIT("story"), EXACT, HINT_CONTENT},
    {SLICE_INIT("subheadline"), BEGIN, HINT_LEAD},
    {SLICE_INIT("subscri"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("subtitle"), BEGIN, HINT_LEAD},
    {SLICE_INIT("summary"), EXACT, HINT_LEAD},
    {SLICE_INIT("swiper"), BEGIN, HINT_RELATED},
    {SLICE_INIT("taboola"), BEGIN, HINT_RELATED},
    {SLICE_INIT("tagcloud"), BEGIN, HINT_TAGS},
    {SLICE_INIT("taglist"), BEGIN, HINT_TAGS},
    {SLICE_INIT("tags"), EXACT, HINT_TAGS},
    {SLICE_INIT("teaser"), BEGIN, HINT_TEASER},
    {SLICE_INIT("text"), EXACT, HINT_CONTENT},
    {SLICE_INIT("ticker"), BEGIN, HINT_RELATED},
    {SLICE_INIT("timestamp"), EXACT, HINT_DATE},
    {SLICE_INIT("toc"), EXACT, HINT_NAVIGATION},
    {SLICE_INIT("toolbar"), BEGIN, HINT_SHARE},
    {SLICE_INIT("tooltip"), BEGIN, HINT_WIDGET},
    {SLICE_INIT("topics"), EXACT, HINT_TAGS},
    {SLICE_INIT("trending"), BEGIN, HINT_RELATED},
    {SLICE_INIT("twitter"), BEGIN, HINT_EMBED},
    {SLICE_INIT("upsell"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("userinfo"), BEGIN, HINT_SIGNUP},
    {SLICE_INIT("vcard"), EXACT, HINT_BYLINE},
    {SLICE_INIT("video"), EXACT, HINT_EMBED},
    {SLICE_INIT("vorspann"), BEGIN, HINT_OPENING},
    {SLICE_INIT("vote"), EXACT, HINT_WIDGET},
    {SLICE_INIT("voting"), EXACT, HINT_WIDGET},
    {SLICE_INIT("weather"), BEGIN, HINT_WIDGET},
    {SLICE_INIT("widget"), FIRST, HINT_WIDGET},
    {SLICE_INIT("yarpp"), BEGIN, HINT_RELATED},
    {SLICE_INIT("zergnet"), BEGIN, HINT_ADVERT},
};
#define WORD_HINTS (sizeof word_hints / sizeof word_hints[0])

typedef struct NameHint {
    Slice part;
    uint32_t hints;
} NameHint;

/* Looked for anywhere in a name whose marks are dropped. Sorted. */
static const NameHint name_hints[] = {
    {SLICE_INIT("aboutauthor"), HINT_AUTHOR_BOX},
    {SLICE_INIT("abouttheauthor"), HINT_AUTHOR_BOX},
    {SLICE_INIT("alsolike"), HINT_RELATED},
    {SLICE_INIT("alsoread"), HINT_RELATED},
    {SLICE_INIT("articlebody"), HINT_BODY},
    {SLICE_INIT("articlecontent"), HINT_BODY},
    {SLICE_INIT("articledetail"), HINT_CONTENT},
    {SLICE_INIT("articlefooter"), HINT_FOOTER},
    {SLICE_INIT("articlelead"), HINT_LEAD},
    {SLICE_INIT("articlemain"), HINT_CONTENT},
    {SLICE_INIT("articlemeta"), HINT_META},
    {SLICE_INIT("articletags"), HINT_TAGS},
    {SLICE_INIT("articletext"), HINT_BODY},
    {SLICE_INIT("articletitle"), HINT_HEADLINE},
    {SLICE_INIT("authorbio"), HINT_AUTHOR_BOX},
    {SLICE_INIT("authorbox"), HINT_AUTHOR_BOX},
    {SLICE_INIT("authorcard"), HINT_AUTHOR_BOX},
    {SLICE_INIT("authordesc"), HINT_AUTHOR_BOX},
    {SLICE_INIT("authorinfo"), HINT_AUTHOR_BOX},
    {SLICE_INIT("authorprofile"), HINT_AUTHOR_BOX},
    {SLICE_INIT("blogcontent"), HINT_BODY},
    {SLICE_INIT("blogpostbody"), HINT_BODY},
    {SLICE_INIT("bodycontent"), HINT_CONTENT},
    {SLICE_INIT("bodycopy"), HINT_BODY},
    {SLICE_INIT("bodytext"), HINT_BODY},
    {SLICE_INIT("calltoaction"), HINT_SIGNUP},
    {SLICE_INIT("colophon"), HINT_FOOTER},
    {SLICE_INIT("contentbody"), HINT_BODY},
    {SLICE_INIT("contenttext"), HINT_BODY},
    {SLICE_INIT("displaynone"), HINT_HIDDEN},
    {SLICE_INIT("entrybody"), HINT_BODY},
    {SLICE_INIT("entrycontent"), HINT_BODY},
    {SLICE_INIT("entrymeta"), HINT_META},
    {SLICE_INIT("entrysummary"), HINT_LEAD},
    {SLICE_INIT("entrytags"), HINT_TAGS},
    {SLICE_INIT("entrytitle"), HINT_HEADLINE},
    {SLICE_INIT("factbox"), HINT_INSET},
    {SLICE_INIT("featuredimage"), HINT_FIGURE},
    {SLICE_INIT("fieldnamebody"), HINT_BODY},
    {SLICE_INIT("getpremium"), HINT_SIGNUP},
    {SLICE_INIT("latestnews"), HINT_RELATED},
    {SLICE_INIT("latestpost"), HINT_RELATED},
    {SLICE_INIT("leserbrief"), HINT_COMMENT},
    {SLICE_INIT("mailchimp"), HINT_SIGNUP},
    {SLICE_INIT("maincontent"), HINT_CONTENT},
    {SLICE_INIT("mcembed"), HINT_SIGNUP},
    {SLICE_INIT("morefrom"), HINT_RELATED},
    {SLICE_INIT("morelinks"), HINT_RELATED},
    {SLICE_INIT("morenews"), HINT_RELATED},
    {SLICE_INIT("moreon"), HINT_RELATED},
    {SLICE_INIT("morestories"), HINT_RELATED},
    {SLICE_INIT("mostpopular"), HINT_RELATED},
    {SLICE_INIT("mostread"), HINT_RELATED},
    {SLICE_INIT("mostviewed"), HINT_RELATED},
    {SLICE_INIT("newsbody"), HINT_BODY},
    {SLICE_INIT("newscontent"), HINT_BODY},
    {SLICE_INIT("newstext"), HINT_BODY},
    {SLICE_INIT("nextpost"), HINT_RELATED},
    {SLICE_INIT("otherarticles"), HINT_RELATED},
    {SLICE_INIT("othernews"), HINT_RELATED},
    {SLICE_INIT("postauthor"), HINT_BYLINE},
    {SLICE_INIT("postbody"), HINT_BODY},
    {SLICE_INIT("postcontent"), HINT_BODY},
    {SLICE_INIT("postmeta"), HINT_META},
    {SLICE_INIT("postnav"), HINT_NAVIGATION},
    {SLICE_INIT("posttags"), HINT_TAGS},
    {SLICE_INIT("postthumb"), HINT_FIGURE},
    {SLICE_INIT("posttitle"), HINT_HEADLINE},
    {SLICE_INIT("prevpost"), HINT_RELATED},
    {SLICE_INIT("printonly"), HINT_HIDDEN},
    {SLICE_INIT("readalso"), HINT_RELATED},
    {SLICE_INIT("readmore"), HINT_RELATED},
    {SLICE_INIT("readnext"), HINT_RELATED},
    {SLICE_INIT("recentpost"), HINT_RELATED},
    {SLICE_INIT("regwall"), HINT_SIGNUP},
    {SLICE_INIT("richtext"), HINT_CONTENT},
    {SLICE_INIT("screenreader"), HINT_HIDDEN},
    {SLICE_INIT("seealso"), HINT_RELATED},
    {SLICE_INIT("similarpost"), HINT_RELATED},
    {SLICE_INIT("singlecontent"), HINT_BODY},
    {SLICE_INIT("skiplink"), HINT_NAVIGATION},
    {SLICE_INIT("sronly"), HINT_HIDDEN},
    {SLICE_INIT("storybody"), HINT_BODY},
    {SLICE_INIT("storycontent"), HINT_BODY},
    {SLICE_INIT("storytext"), HINT_BODY},
    {SLICE_INIT("tablecontents"), HINT_NAVIGATION},
    {SLICE_INIT("tableofcontents"), HINT_NAVIGATION},
    {SLICE_INIT("tagslinks"), HINT_TAGS},
    {SLICE_INIT("textbody"), HINT_BODY},
    {SLICE_INIT("upnext"), HINT_RELATED},
    {SLICE_INIT("visuallyhidden"), HINT_HIDDEN},
    {SLICE_INIT("wpcaption"), HINT_FIGURE},
};
#define NAME_HINTS (sizeof name_hints / sizeof name_hints[0])
#define JOINED_MAX 64

/* Two letters as one number. */
static size_t pair(const char *at)
{
    return (size_t)(at[0] - 'a') * 26 + (size_t)(at[1] - 'a');
}

void hint_index_make(HintIndex *index)
{
    memset(index, 0xFF, sizeof *index);
    for (size_t i = WORD_HINTS; i-- > 0;)
        index->words[pair(word_hints[i].word.data)] = (uint8_t)i;
    for (size_t i = NAME_HINTS; i-- > 0;)
        index->names[pair(name_hints[i].part.data)] = (uint8_t)i;
}

/* A word of a name: is it the first, and is it the whole name? */
static uint32_t hints_of_word(const HintIndex *index, Slice word, bool is_first, bool is_whole)
{
    uint32_t hints = 0;
    if (word.size < 2)
        return 0;
    for (size_t i = index->words[pair(word.data)]; i < WORD_HINTS; i++) {
        const WordHint *known = &word_hints[i];
        if (known->word.data[0] != word.data[0] || known->word.data[1] != word.data[1])
            break;
        if (word.size < known->word.size || (known->match != BEGIN && word.size != known->word.size) ||
            (known->match == FIRST && !is_first) || (known->match == WHOLE && !is_whole))
            continue;
        if (memcmp(word.data, known->word.data, known->word.size) == 0)
            hints |= known->hints;
    }
    return hints;
}

static uint32_t hints_of_joined(const HintIndex *index, const char *name, size_t size)
{
    uint32_t hints = 0;
    for (size_t at = 0; at + 5 <= size; at++) /* no part is shorter than 5 */
        for (size_t i = index->names[pair(name + at)]; i < NAME_HINTS; i++) {
            Slice part = name_hints[i].part;
            if (part.data[0] != name[at] || part.data[1] != name[at + 1])
                break;
            if (part.data[2] == name[at + 2] && part.size <= size - at &&
                memcmp(name + at, part.data, part.size) == 0)
                hints |= name_hints[i].hints;
        }
    return hints;
}

/* "has-sidebar", "paywall-on", "category-newsletter": the name tells of something else than of what it stands
 * on. */
static bool is_about_others(Slice word)
{
    static const Slice words[] = {SLICE_INIT("has"),  SLICE_INIT("with"),    SLICE_INIT("no"),
                                  SLICE_INIT("not"),  SLICE_INIT("on"),      SLICE_INIT("without"),
                                  SLICE_INIT("off"),  SLICE_INIT("enabled"), SLICE_INIT("disabled"),
                                  SLICE_INIT("ready")};
    if (word.size < 2 || word.size > 8 || !strchr("hwnoedr", word.data[0]))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (slice_equal(word, words[i]))
            return true;
    return false;
}

static bool is_taxonomy(Slice name)
{
    static const Slice prefixes[] = {SLICE_INIT("category-"), SLICE_INIT("tag-"),    SLICE_INIT("type-"),
                                     SLICE_INIT("status-"),   SLICE_INIT("format-"), SLICE_INIT("author-"),
                                     SLICE_INIT("postid-"),   SLICE_INIT("page-"),   SLICE_INIT("tax-")};
    if (name.size < 4 || !strchr("ctsfap", name.data[0]))
        return false;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (prefixes[i].data[0] == name.data[0] && slice_starts_with(name, prefixes[i]))
            return true;
    return false;
}

/* Letters between digits are no word but part of a number with letters in it: "4ad40b84". */
static bool is_in_number(Slice name, size_t begin, size_t end)
{
    return begin > 0 && end < name.size && ascii_is_digit(name.data[begin - 1]) &&
           ascii_is_digit(name.data[end]);
}

/* One class name. */
static uint32_t hints_of_one(const HintIndex *index, Slice name)
{
    char joined[JOINED_MAX];
    size_t size = 0, word = 0;
    uint32_t hints = 0;
    bool tells_of_others = false;
    if (is_taxonomy(name))
        return 0;
    for (size_t i = 0; i <= name.size && size < JOINED_MAX; i++) {
        char c = i < name.size ? name.data[i] : '-';
        if (c >= 'a' && c <= 'z') {
            joined[size++] = c;
            continue;
        }
        bool is_hump = c >= 'A' && c <= 'Z' && i > 0 && name.data[i - 1] >= 'a' && name.data[i - 1] <= 'z';
        if (!ascii_is_alpha(c) || is_hump) {
            if (size > word && !is_in_number(name, i - (size - word), i)) {
                Slice part = slice_of(joined + word, size - word);
                hints |= hints_of_word(index, part, word == 0, part.size == name.size);
                tells_of_others = tells_of_others || is_about_others(part);
            }
            word = size;
        }
        if (ascii_is_alpha(c))
            joined[size++] = ascii_lower(c);
    }
    hints |= hints_of_joined(index, joined, size);
    return tells_of_others ? hints & ~(uint32_t)HINTS_FURNITURE : hints;
}

/* A part of the text or of its frame that is only about other hinted things: "article-body__related" says
 * related. */
static uint32_t settle_hints(uint32_t hints)
{
    if (hints & HINTS_FURNITURE)
        hints &= ~(uint32_t)(HINT_BODY | HINT_CONTENT | HINT_ARTICLE);
    if (hints &
        (HINT_META | HINT_BYLINE | HINT_DATE | HINT_CAPTION | HINT_CREDIT | HINT_HEADLINE | HINT_LEAD))
        hints &= ~(uint32_t)(HINT_BODY | HINT_CONTENT);
    return hints;
}

/* "md:block" beside "hidden": hidden on small screens only. */
static bool shows_again(Slice name)
{
    static const char *const ends[] = {":block",        ":flex",  ":grid",    ":inline",
                                       ":inline-block", ":table", ":contents"};
    if (slice_find_byte(name, ':') == SLICE_NONE)
        return false;
    return SLICE_ANY(name, slice_ends_with, ends);
}

uint32_t hints_of_name(const HintIndex *index, Slice name)
{
    return settle_hints(hints_of_one(index, name)) | (shows_again(name) ? HINT_SHOWN : 0);
}

uint32_t hints_of_tag(lxb_tag_id_t tag)
{
    switch (tag) {
    case LXB_TAG_ARTICLE:
        return HINT_ARTICLE;
    case LXB_TAG_MAIN:
        return HINT_CONTENT;
    case LXB_TAG_NAV:
    case LXB_TAG_MENU:
        return HINT_NAVIGATION;
    case LXB_TAG_FOOTER:
        return HINT_FOOTER;
    case LXB_TAG_ASIDE:
        return HINT_SIDEBAR;
    case LXB_TAG_HEADER:
        return HINT_HEADER;
    case LXB_TAG_FIGURE:
        return HINT_FIGURE;
    case LXB_TAG_FIGCAPTION:
        return HINT_CAPTION;
    case LXB_TAG_TIME:
        return HINT_DATE;
    case LXB_TAG_FORM:
    case LXB_TAG_BUTTON:
    case LXB_TAG_SELECT:
    case LXB_TAG_TEXTAREA:
    case LXB_TAG_FIELDSET:
        return HINT_WIDGET;
    case LXB_TAG_DIALOG:
        return HINT_CONSENT;
    case LXB_TAG_SCRIPT:
    case LXB_TAG_STYLE:
    case LXB_TAG_TEMPLATE:
    case LXB_TAG_NOSCRIPT:
    case LXB_TAG_HEAD:
    case LXB_TAG_SVG:
    case LXB_TAG_OBJECT:
        return HINT_HIDDEN;
    case LXB_TAG_IFRAME:
    case LXB_TAG_VIDEO:
    case LXB_TAG_AUDIO:
        return HINT_EMBED;
    default:
        return 0;
    }
}
