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

/* Sorted: the index holds where each first letter begins. */
static const WordHint word_hints[] = {
    {"ad", EXACT, HINT_ADVERT},
    {"addthis", BEGIN, HINT_SHARE},
    {"addtoany", BEGIN, HINT_SHARE},
    {"ads", EXACT, HINT_ADVERT},
    {"adsby", BEGIN, HINT_ADVERT},
    {"adslot", BEGIN, HINT_ADVERT},
    {"adunit", BEGIN, HINT_ADVERT},
    {"adv", EXACT, HINT_ADVERT},
    {"advert", BEGIN, HINT_ADVERT},
    {"affiliate", BEGIN, HINT_ADVERT},
    {"aside", EXACT, HINT_SIDEBAR},
    {"auteur", BEGIN, HINT_BYLINE},
    {"author", BEGIN, HINT_BYLINE},
    {"autor", BEGIN, HINT_BYLINE},
    {"banner", BEGIN, HINT_ADVERT},
    {"bildunterschrift", BEGIN, HINT_CAPTION},
    {"bildrechte", BEGIN, HINT_CREDIT},
    {"bio", EXACT, HINT_AUTHOR_BOX},
    {"breadcrumb", BEGIN, HINT_SECTION | HINT_NAVIGATION},
    {"byline", BEGIN, HINT_BYLINE},
    {"caption", BEGIN, HINT_CAPTION},
    {"carousel", BEGIN, HINT_RELATED},
    {"categories", EXACT, HINT_SECTION},
    {"category", EXACT, HINT_SECTION},
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
    {"deck", EXACT, HINT_LEAD},
    {"dek", EXACT, HINT_LEAD},
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
    {"legend", EXACT, HINT_CAPTION},
    {"lightbox", BEGIN, HINT_CONSENT},
    {"login", BEGIN, HINT_SIGNUP},
    {"main", EXACT, HINT_CONTENT},
    {"masthead", BEGIN, HINT_NAVIGATION},
    {"menu", BEGIN, HINT_NAVIGATION},
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
    {"photographer", BEGIN, HINT_CREDIT},
    {"piano", EXACT, HINT_SIGNUP},
    {"poll", EXACT, HINT_WIDGET},
    {"popular", BEGIN, HINT_RELATED},
    {"popup", BEGIN, HINT_CONSENT},
    {"promo", BEGIN, HINT_RELATED},
    {"promoted", BEGIN, HINT_ADVERT},
    {"pubdate", BEGIN, HINT_DATE},
    {"published", EXACT, HINT_DATE},
    {"pullquote", BEGIN, HINT_INSET},
    {"quiz", EXACT, HINT_WIDGET},
    {"rating", BEGIN, HINT_WIDGET},
    {"readmore", BEGIN, HINT_RELATED},
    {"recirc", BEGIN, HINT_RELATED},
    {"recommend", BEGIN, HINT_RELATED},
    {"register", EXACT, HINT_SIGNUP},
    {"registration", EXACT, HINT_SIGNUP},
    {"relate", EXACT, HINT_RELATED},
    {"related", BEGIN, HINT_RELATED},
    {"respond", EXACT, HINT_COMMENT},
    {"rights", EXACT, HINT_CREDIT},
    {"search", EXACT, HINT_NAVIGATION},
    {"searchform", BEGIN, HINT_NAVIGATION},
    {"share", BEGIN, HINT_SHARE},
    {"sharing", BEGIN, HINT_SHARE},
    {"shop", EXACT, HINT_ADVERT},
    {"shopping", EXACT, HINT_ADVERT},
    {"shoutbox", BEGIN, HINT_COMMENT},
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
    {"tagcloud", BEGIN, HINT_TAGS},
    {"taglist", BEGIN, HINT_TAGS},
    {"tags", EXACT, HINT_TAGS},
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

/* Looked for anywhere in a name whose marks are dropped. Sorted. */
static const NameHint name_hints[] = {
    {"aboutauthor", HINT_AUTHOR_BOX},
    {"abouttheauthor", HINT_AUTHOR_BOX},
    {"alsolike", HINT_RELATED},
    {"alsoread", HINT_RELATED},
    {"articlebody", HINT_BODY},
    {"articlecontent", HINT_BODY},
    {"articledetail", HINT_CONTENT},
    {"articlefooter", HINT_FOOTER},
    {"articleintro", HINT_LEAD},
    {"articlelead", HINT_LEAD},
    {"articlemain", HINT_CONTENT},
    {"articlemeta", HINT_META},
    {"articletags", HINT_TAGS},
    {"articletext", HINT_BODY},
    {"articletitle", HINT_HEADLINE},
    {"authorbio", HINT_AUTHOR_BOX},
    {"authorbox", HINT_AUTHOR_BOX},
    {"authorcard", HINT_AUTHOR_BOX},
    {"authordesc", HINT_AUTHOR_BOX},
    {"authorinfo", HINT_AUTHOR_BOX},
    {"authorprofile", HINT_AUTHOR_BOX},
    {"blogcontent", HINT_BODY},
    {"blogpostbody", HINT_BODY},
    {"bodycontent", HINT_CONTENT},
    {"bodycopy", HINT_BODY},
    {"bodytext", HINT_BODY},
    {"calltoaction", HINT_SIGNUP},
    {"colophon", HINT_FOOTER},
    {"contentbody", HINT_BODY},
    {"contenttext", HINT_BODY},
    {"displaynone", HINT_HIDDEN},
    {"entrybody", HINT_BODY},
    {"entrycontent", HINT_BODY},
    {"entrymeta", HINT_META},
    {"entrysummary", HINT_LEAD},
    {"entrytags", HINT_TAGS},
    {"entrytitle", HINT_HEADLINE},
    {"factbox", HINT_INSET},
    {"featuredimage", HINT_FIGURE},
    {"fieldnamebody", HINT_BODY},
    {"getpremium", HINT_SIGNUP},
    {"latestnews", HINT_RELATED},
    {"latestpost", HINT_RELATED},
    {"leserbrief", HINT_COMMENT},
    {"mailchimp", HINT_SIGNUP},
    {"maincontent", HINT_CONTENT},
    {"mcembed", HINT_SIGNUP},
    {"morefrom", HINT_RELATED},
    {"morelinks", HINT_RELATED},
    {"morenews", HINT_RELATED},
    {"moreon", HINT_RELATED},
    {"morestories", HINT_RELATED},
    {"mostpopular", HINT_RELATED},
    {"mostread", HINT_RELATED},
    {"mostviewed", HINT_RELATED},
    {"newsbody", HINT_BODY},
    {"newscontent", HINT_BODY},
    {"newstext", HINT_BODY},
    {"nextpost", HINT_RELATED},
    {"otherarticles", HINT_RELATED},
    {"othernews", HINT_RELATED},
    {"postauthor", HINT_BYLINE},
    {"postbody", HINT_BODY},
    {"postcontent", HINT_BODY},
    {"postmeta", HINT_META},
    {"postnav", HINT_NAVIGATION},
    {"posttags", HINT_TAGS},
    {"postthumb", HINT_FIGURE},
    {"posttitle", HINT_HEADLINE},
    {"prevpost", HINT_RELATED},
    {"printonly", HINT_HIDDEN},
    {"readalso", HINT_RELATED},
    {"readmore", HINT_RELATED},
    {"readnext", HINT_RELATED},
    {"recentpost", HINT_RELATED},
    {"regwall", HINT_SIGNUP},
    {"richtext", HINT_CONTENT},
    {"screenreader", HINT_HIDDEN},
    {"seealso", HINT_RELATED},
    {"similarpost", HINT_RELATED},
    {"singlecontent", HINT_BODY},
    {"skiplink", HINT_NAVIGATION},
    {"sronly", HINT_HIDDEN},
    {"storybody", HINT_BODY},
    {"storycontent", HINT_BODY},
    {"storytext", HINT_BODY},
    {"tablecontents", HINT_NAVIGATION},
    {"tableofcontents", HINT_NAVIGATION},
    {"tagslinks", HINT_TAGS},
    {"textbody", HINT_BODY},
    {"upnext", HINT_RELATED},
    {"visuallyhidden", HINT_HIDDEN},
    {"wpcaption", HINT_FIGURE},
};
#define NAME_HINTS (sizeof name_hints / sizeof name_hints[0])
#define JOINED_MAX 64

void hint_index_make(HintIndex *index)
{
    memset(index, 0, sizeof *index);
    for (size_t i = WORD_HINTS; i-- > 0;)
        index->words[word_hints[i].word[0] - 'a'] = (uint8_t)i;
    for (size_t i = NAME_HINTS; i-- > 0;)
        index->names[name_hints[i].part[0] - 'a'] = (uint8_t)i;
}

/* A word of a name: is it the first, and is it the whole name? */
static uint32_t hints_of_word(const HintIndex *index, const char *word, size_t size, bool is_first,
                              bool is_whole)
{
    uint32_t hints = 0;
    for (size_t i = index->words[word[0] - 'a']; i < WORD_HINTS && word_hints[i].word[0] == word[0]; i++) {
        const WordHint *known = &word_hints[i];
        if (size < 2 || known->word[1] != word[1])
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

static uint32_t hints_of_joined(const HintIndex *index, const char *name, size_t size)
{
    uint32_t hints = 0;
    for (size_t at = 0; at + 5 <= size; at++) /* no part is shorter than 5 */
        for (size_t i = index->names[name[at] - 'a']; i < NAME_HINTS && name_hints[i].part[0] == name[at];
             i++) {
            if (name_hints[i].part[1] != name[at + 1] || name_hints[i].part[2] != name[at + 2])
                continue;
            size_t length = strlen(name_hints[i].part);
            if (length <= size - at && memcmp(name + at, name_hints[i].part, length) == 0)
                hints |= name_hints[i].hints;
        }
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
static uint32_t hints_of_name(const HintIndex *index, Slice name)
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
                hints |=
                    hints_of_word(index, joined + word, size - word, word == 0, size - word == name.size);
                tells_of_others = tells_of_others || is_about_others(joined + word, size - word);
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
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (slice_ends_with(name, slice_from(ends[i])))
            return true;
    return false;
}

uint32_t hints_of_names(const HintIndex *index, Slice names)
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
            hints |= settle_hints(hints_of_name(index, name));
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
