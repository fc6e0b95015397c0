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
    const char *word;
    WordMatch match;
    uint32_t hints;
} WordHint;

/* Grouped by first letter, a to z. */
static const WordHint word_hints[] = {
    {"ad", EXACT, HINT_ADVERT},
    {"ads", EXACT, HINT_ADVERT},
    {"adv", EXACT, HINT_ADVERT},
    {"advert", BEGIN, HINT_ADVERT},
    {"adslot", BEGIN, HINT_ADVERT},
    {"adsby", BEGIN, HINT_ADVERT},
    {"adunit", BEGIN, HINT_ADVERT},
    {"addtoany", BEGIN, HINT_SHARE},
    {"addthis", BEGIN, HINT_SHARE},
    {"affiliate", BEGIN, HINT_ADVERT},
    {"aside", EXACT, HINT_SIDEBAR},
    {"author", BEGIN, HINT_BYLINE},
    {"autor", BEGIN, HINT_BYLINE},
    {"auteur", BEGIN, HINT_BYLINE},
    {"banner", BEGIN, HINT_ADVERT},
    {"byline", BEGIN, HINT_BYLINE},
    {"breadcrumb", BEGIN, HINT_SECTION | HINT_NAVIGATION},
    {"bio", EXACT, HINT_AUTHOR_BOX},
    {"caption", BEGIN, HINT_CAPTION},
    {"category", EXACT, HINT_SECTION},
    {"categories", EXACT, HINT_SECTION},
    {"carousel", BEGIN, HINT_RELATED},
    {"comment", BEGIN, HINT_COMMENT},
    {"consent", BEGIN, HINT_CONSENT},
    {"content", EXACT, HINT_CONTENT},
    {"contents", EXACT, HINT_CONTENT},
    {"cookie", BEGIN, HINT_CONSENT},
    {"copyright", BEGIN, HINT_CREDIT},
    {"credit", BEGIN, HINT_CREDIT},
    {"credits", EXACT, HINT_CREDIT},
    {"crumb", BEGIN, HINT_NAVIGATION},
    {"date", EXACT, HINT_DATE},
    {"dateline", EXACT, HINT_DATE},
    {"datetime", BEGIN, HINT_DATE},
    {"dek", EXACT, HINT_LEAD},
    {"deck", EXACT, HINT_LEAD},
    {"description", EXACT, HINT_LEAD},
    {"dialog", EXACT, HINT_CONSENT},
    {"disqus", BEGIN, HINT_COMMENT},
    {"donat", BEGIN, HINT_SIGNUP},
    {"dropdown", BEGIN, HINT_NAVIGATION},
    {"embed", BEGIN, HINT_EMBED},
    {"excerpt", EXACT, HINT_LEAD},
    {"facebook", BEGIN, HINT_SHARE},
    {"fancybox", BEGIN, HINT_CONSENT},
    {"fbcomments", BEGIN, HINT_COMMENT},
    {"feedback", BEGIN, HINT_WIDGET},
    {"follow", BEGIN, HINT_SHARE},
    {"footer", BEGIN, HINT_FOOTER},
    {"gallery", BEGIN, HINT_FIGURE},
    {"gdpr", BEGIN, HINT_CONSENT},
    {"hashtag", BEGIN, HINT_TAGS},
    {"header", BEGIN, HINT_HEADER},
    {"headline", BEGIN, HINT_HEADLINE},
    {"hentry", EXACT, HINT_ARTICLE},
    {"hidden", WHOLE, HINT_HIDDEN},
    {"infobox", BEGIN, HINT_INSET},
    {"inset", EXACT, HINT_INSET},
    {"instagram", BEGIN, HINT_EMBED},
    {"jumplink", BEGIN, HINT_NAVIGATION},
    {"keywords", EXACT, HINT_TAGS},
    {"kicker", EXACT, HINT_SECTION},
    {"kommentar", BEGIN, HINT_COMMENT},
    {"lightbox", BEGIN, HINT_CONSENT},
    {"login", BEGIN, HINT_SIGNUP},
    {"legend", EXACT, HINT_CAPTION},
    {"main", EXACT, HINT_CONTENT},
    {"menu", BEGIN, HINT_NAVIGATION},
    {"masthead", BEGIN, HINT_NAVIGATION},
    {"meta", EXACT, HINT_META},
    {"modal", EXACT, HINT_CONSENT},
    {"nav", EXACT, HINT_NAVIGATION},
    {"navbar", BEGIN, HINT_NAVIGATION},
    {"navi", EXACT, HINT_NAVIGATION},
    {"navigation", BEGIN, HINT_NAVIGATION},
    {"newsletter", BEGIN, HINT_SIGNUP},
    {"noprint", EXACT, HINT_WIDGET},
    {"onetrust", BEGIN, HINT_CONSENT},
    {"outbrain", BEGIN, HINT_RELATED},
    {"overlay", BEGIN, HINT_CONSENT},
    {"pager", EXACT, HINT_NAVIGATION},
    {"pagination", BEGIN, HINT_NAVIGATION},
    {"paging", EXACT, HINT_NAVIGATION},
    {"paywall", BEGIN, HINT_SIGNUP},
    {"piano", EXACT, HINT_SIGNUP},
    {"poll", EXACT, HINT_WIDGET},
    {"popular", BEGIN, HINT_RELATED},
    {"popup", BEGIN, HINT_CONSENT},
    {"promo", BEGIN, HINT_RELATED},
    {"promoted", BEGIN, HINT_ADVERT},
    {"published", EXACT, HINT_DATE},
    {"pubdate", BEGIN, HINT_DATE},
    {"pullquote", BEGIN, HINT_INSET},
    {"quiz", EXACT, HINT_WIDGET},
    {"rating", BEGIN, HINT_WIDGET},
    {"readmore", BEGIN, HINT_RELATED},
    {"recirc", BEGIN, HINT_RELATED},
    {"recommend", BEGIN, HINT_RELATED},
    {"register", EXACT, HINT_SIGNUP},
    {"registration", EXACT, HINT_SIGNUP},
    {"related", BEGIN, HINT_RELATED},
    {"relate", EXACT, HINT_RELATED},
    {"respond", EXACT, HINT_COMMENT},
    {"search", EXACT, HINT_NAVIGATION},
    {"searchform", BEGIN, HINT_NAVIGATION},
    {"share", BEGIN, HINT_SHARE},
    {"sharing", BEGIN, HINT_SHARE},
    {"shoutbox", BEGIN, HINT_COMMENT},
    {"shop", EXACT, HINT_ADVERT},
    {"shopping", EXACT, HINT_ADVERT},
    {"sidebar", BEGIN, HINT_SIDEBAR},
    {"signin", BEGIN, HINT_SIGNUP},
    {"signup", BEGIN, HINT_SIGNUP},
    {"skip", EXACT, HINT_NAVIGATION},
    {"social", BEGIN, HINT_SHARE},
    {"sponsor", BEGIN, HINT_ADVERT},
    {"standfirst", BEGIN, HINT_LEAD},
    {"story", EXACT, HINT_CONTENT},
    {"subheadline", BEGIN, HINT_LEAD},
    {"subscri", BEGIN, HINT_SIGNUP},
    {"subtitle", BEGIN, HINT_LEAD},
    {"summary", EXACT, HINT_LEAD},
    {"swiper", BEGIN, HINT_RELATED},
    {"taboola", BEGIN, HINT_RELATED},
    {"tags", EXACT, HINT_TAGS},
    {"taglist", BEGIN, HINT_TAGS},
    {"tagcloud", BEGIN, HINT_TAGS},
    {"teaser", BEGIN, HINT_TEASER},
    {"text", EXACT, HINT_CONTENT},
    {"ticker", BEGIN, HINT_RELATED},
    {"timestamp", EXACT, HINT_DATE},
    {"toc", EXACT, HINT_NAVIGATION},
    {"toolbar", BEGIN, HINT_SHARE},
    {"tooltip", BEGIN, HINT_HIDDEN},
    {"topics", EXACT, HINT_TAGS},
    {"trending", BEGIN, HINT_RELATED},
    {"twitter", BEGIN, HINT_EMBED},
    {"upsell", BEGIN, HINT_SIGNUP},
    {"userinfo", BEGIN, HINT_SIGNUP},
    {"vcard", EXACT, HINT_BYLINE},
    {"video", EXACT, HINT_EMBED},
    {"vote", EXACT, HINT_WIDGET},
    {"voting", EXACT, HINT_WIDGET},
    {"weather", BEGIN, HINT_WIDGET},
    {"widget", FIRST, HINT_WIDGET},
    {"yarpp", BEGIN, HINT_RELATED},
    {"zergnet", BEGIN, HINT_ADVERT},
};
#define WORD_HINTS (sizeof word_hints / sizeof word_hints[0])

typedef struct NameHint {
    const char *part;
    uint32_t hints;
} NameHint;

/* Looked for anywhere in a name whose marks are dropped. */
static const NameHint name_hints[] = {
    {"articlebody", HINT_BODY},
    {"storybody", HINT_BODY},
    {"entrycontent", HINT_BODY},
    {"postcontent", HINT_BODY},
    {"articlecontent", HINT_BODY},
    {"storycontent", HINT_BODY},
    {"postbody", HINT_BODY},
    {"entrybody", HINT_BODY},
    {"articletext", HINT_BODY},
    {"storytext", HINT_BODY},
    {"newstext", HINT_BODY},
    {"newsbody", HINT_BODY},
    {"newscontent", HINT_BODY},
    {"bodytext", HINT_BODY},
    {"bodycopy", HINT_BODY},
    {"bodycontent", HINT_CONTENT},
    {"textbody", HINT_BODY},
    {"contentbody", HINT_BODY},
    {"singlecontent", HINT_BODY},
    {"blogcontent", HINT_BODY},
    {"blogpostbody", HINT_BODY},
    {"richtext", HINT_CONTENT},
    {"fieldnamebody", HINT_BODY},
    {"contenttext", HINT_BODY},
    {"articlemain", HINT_CONTENT},
    {"articledetail", HINT_CONTENT},
    {"maincontent", HINT_CONTENT},
    {"entrytitle", HINT_HEADLINE},
    {"posttitle", HINT_HEADLINE},
    {"articletitle", HINT_HEADLINE},
    {"entrymeta", HINT_META},
    {"postmeta", HINT_META},
    {"articlemeta", HINT_META},
    {"entrysummary", HINT_LEAD},
    {"articlelead", HINT_LEAD},
    {"articleintro", HINT_LEAD},
    {"authorbio", HINT_AUTHOR_BOX},
    {"authorbox", HINT_AUTHOR_BOX},
    {"authorinfo", HINT_AUTHOR_BOX},
    {"aboutauthor", HINT_AUTHOR_BOX},
    {"abouttheauthor", HINT_AUTHOR_BOX},
    {"authorcard", HINT_AUTHOR_BOX},
    {"authorprofile", HINT_AUTHOR_BOX},
    {"authordesc", HINT_AUTHOR_BOX},
    {"postauthor", HINT_BYLINE},
    {"wpcaption", HINT_FIGURE},
    {"featuredimage", HINT_FIGURE},
    {"postthumb", HINT_FIGURE},
    {"mostread", HINT_RELATED},
    {"mostviewed", HINT_RELATED},
    {"mostpopular", HINT_RELATED},
    {"readalso", HINT_RELATED},
    {"alsoread", HINT_RELATED},
    {"readnext", HINT_RELATED},
    {"readmore", HINT_RELATED},
    {"readnext", HINT_RELATED},
    {"upnext", HINT_RELATED},
    {"seealso", HINT_RELATED},
    {"alsolike", HINT_RELATED},
    {"morefrom", HINT_RELATED},
    {"moreon", HINT_RELATED},
    {"morestories", HINT_RELATED},
    {"morenews", HINT_RELATED},
    {"morelinks", HINT_RELATED},
    {"otherarticles", HINT_RELATED},
    {"othernews", HINT_RELATED},
    {"latestnews", HINT_RELATED},
    {"recentpost", HINT_RELATED},
    {"latestpost", HINT_RELATED},
    {"similarpost", HINT_RELATED},
    {"nextpost", HINT_RELATED},
    {"prevpost", HINT_RELATED},
    {"postnav", HINT_NAVIGATION},
    {"calltoaction", HINT_SIGNUP},
    {"mailchimp", HINT_SIGNUP},
    {"mcembed", HINT_SIGNUP},
    {"getpremium", HINT_SIGNUP},
    {"regwall", HINT_SIGNUP},
    {"screenreader", HINT_HIDDEN},
    {"visuallyhidden", HINT_HIDDEN},
    {"sronly", HINT_HIDDEN},
    {"printonly", HINT_HIDDEN},
    {"displaynone", HINT_HIDDEN},
    {"posttags", HINT_TAGS},
    {"entrytags", HINT_TAGS},
    {"articletags", HINT_TAGS},
    {"tagslinks", HINT_TAGS},
    {"tablecontents", HINT_NAVIGATION},
    {"tableofcontents", HINT_NAVIGATION},
    {"factbox", HINT_INSET},
    {"colophon", HINT_FOOTER},
    {"articlefooter", HINT_FOOTER},
    {"skiplink", HINT_NAVIGATION},
    {"leserbrief", HINT_COMMENT},
};
#define NAME_HINTS (sizeof name_hints / sizeof name_hints[0])
#define JOINED_MAX 64

/* A word of a name: where it begins, and whether the name is no more than it. */
static uint32_t hints_of_word(const char *word, size_t size, bool is_first, bool is_whole)
{
    uint32_t hints = 0;
    for (size_t i = 0; i < WORD_HINTS; i++) {
        const WordHint *known = &word_hints[i];
        if (known->word[0] != word[0])
            continue;
        size_t length = strlen(known->word);
        if (size < length || (known->match != BEGIN && size != length) ||
            (known->match == FIRST && !is_first) || (known->match == WHOLE && !is_whole))
            continue;
        if (memcmp(word, known->word, length) == 0)
            hints |= known->hints;
    }
    return hints;
}

static uint32_t hints_of_joined(const char *name, size_t size)
{
    uint32_t hints = 0;
    Slice whole = slice_of(name, size);
    for (size_t i = 0; i < NAME_HINTS; i++)
        if (slice_contains(whole, slice_from(name_hints[i].part)))
            hints |= name_hints[i].hints;
    return hints;
}

/* "has-sidebar", "paywall-on", "category-newsletter": the name tells of something else than of what it stands
 * on. */
static bool is_about_others(const char *word, size_t size)
{
    static const char *const words[] = {"has", "with", "no",      "not",      "without",
                                        "on",  "off",  "enabled", "disabled", "ready"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (size == strlen(words[i]) && memcmp(word, words[i], size) == 0)
            return true;
    return false;
}

static bool is_taxonomy(Slice name)
{
    static const char *const prefixes[] = {"category-", "tag-",    "type-", "status-", "format-",
                                           "author-",   "postid-", "page-", "tax-"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (slice_starts_with(name, slice_from(prefixes[i])))
            return true;
    return false;
}

/* One class name. */
static uint32_t hints_of_name(Slice name)
{
    char joined[JOINED_MAX];
    size_t size = 0, word = 0;
    uint32_t hints = 0;
    bool tells_of_others = false;
    if (is_taxonomy(name))
        return 0;
    for (size_t i = 0; i <= name.size && size < JOINED_MAX; i++) {
        char c = i < name.size ? name.data[i] : '-';
        bool is_hump = c >= 'A' && c <= 'Z' && i > 0 && name.data[i - 1] >= 'a' && name.data[i - 1] <= 'z';
        if (!ascii_is_alpha(c) || is_hump) {
            if (size > word) {
                hints |= hints_of_word(joined + word, size - word, word == 0, size - word == name.size);
                tells_of_others = tells_of_others || is_about_others(joined + word, size - word);
            }
            word = size;
        }
        if (ascii_is_alpha(c))
            joined[size++] = ascii_lower(c);
    }
    hints |= hints_of_joined(joined, size);
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
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (slice_ends_with(name, slice_from(ends[i])))
            return true;
    return false;
}

uint32_t hints_of_names(Slice names)
{
    uint32_t hints = 0;
    size_t at = 0;
    bool shows = false;
    while (at < names.size) {
        size_t end = at;
        while (end < names.size && !ascii_is_space(names.data[end]))
            end++;
        Slice name = slice_range(names, at, end);
        if (end > at) {
            hints |= settle_hints(hints_of_name(name));
            shows = shows || shows_again(name);
        }
        at = end + 1;
    }
    return shows ? hints & ~(uint32_t)HINT_HIDDEN : hints;
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
