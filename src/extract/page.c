/* In: lexbor's tree. Out: the page laid flat, with lines of text and what each node seems to hold.
 *
 * One walk through the tree fills arrays; sums over subtrees are then taken backwards through the array,
 * parents being before their children. Furniture hints are believed only where the marked part is not most of
 * what the page has to say: a <body class="has-sidebar"> hides nothing. */
#include "extract/page.h"

#include "base/bytes.h"
#include "base/utf8.h"
#include "syntax/url.h"

bool tag_is_inline(lxb_tag_id_t tag)
{
    switch (tag) {
    case LXB_TAG_A:
    case LXB_TAG_ABBR:
    case LXB_TAG_ACRONYM:
    case LXB_TAG_B:
    case LXB_TAG_BDI:
    case LXB_TAG_BDO:
    case LXB_TAG_BIG:
    case LXB_TAG_CITE:
    case LXB_TAG_CODE:
    case LXB_TAG_DEL:
    case LXB_TAG_DFN:
    case LXB_TAG_EM:
    case LXB_TAG_FONT:
    case LXB_TAG_I:
    case LXB_TAG_INS:
    case LXB_TAG_KBD:
    case LXB_TAG_LABEL:
    case LXB_TAG_MARK:
    case LXB_TAG_NOBR:
    case LXB_TAG_Q:
    case LXB_TAG_RUBY:
    case LXB_TAG_S:
    case LXB_TAG_SAMP:
    case LXB_TAG_SMALL:
    case LXB_TAG_SPAN:
    case LXB_TAG_STRIKE:
    case LXB_TAG_STRONG:
    case LXB_TAG_SUB:
    case LXB_TAG_SUP:
    case LXB_TAG_TIME:
    case LXB_TAG_TT:
    case LXB_TAG_U:
    case LXB_TAG_VAR:
    case LXB_TAG_WBR:
    case LXB_TAG_IMG:
    case LXB_TAG_PICTURE:
    case LXB_TAG_SOURCE:
        return true;
    default:
        return tag >= LXB_TAG__LAST_ENTRY; /* elements of the page's own making */
    }
}

/* General punctuation that ends or parts clauses, but for ASCII: the CJK and Arabic ones by code point. */
static bool is_stop(uint32_t rune)
{
    return rune >= 0x060C && (rune == 0x3001 || rune == 0x3002 || rune == 0xFF0C || rune == 0x060C ||
                              rune == 0x061B || rune == 0x061F || rune == 0x06D4 || rune == 0x0964);
}

bool rune_is_blank(uint32_t rune)
{
    if (rune < 0x2000)
        return rune == ' ' || (rune >= '\t' && rune <= '\r') || rune == 0xA0 || rune == 0xAD;
    return (rune >= 0x2000 && rune <= 0x200F) || rune == 0x2028 || rune == 0x2029 || rune == 0x3000 ||
           rune == 0xFEFF;
}

#define EACH_BYTE(byte) ((byte)*UINT64_C(0x0101010101010101))
#define HIGH_BITS EACH_BYTE(0x80)

/* Eight bytes of text as one number, the first lowest; zeros behind the end. */
static uint64_t eight_bytes(const char *at, size_t left)
{
    char last[8] = {0};
    if (left >= 8)
        return bytes_u64(at);
    memcpy(last, at, left);
    return bytes_u64(last);
}

/* How many of the high bits are set. */
static uint32_t count_marked(uint64_t bits)
{
    return (uint32_t)(((bits >> 7) * EACH_BYTE(1)) >> 56);
}

/* The high bit of each byte of ASCII that is not `c`, or, with a mask, not like it. */
static uint64_t unlike(uint64_t ascii, uint64_t mask, uint64_t c)
{
    return ((ascii & EACH_BYTE(mask)) ^ EACH_BYTE(c)) + EACH_BYTE(0x7F);
}

/* Eight letters of ASCII at once: most text is that, and every text of every page is measured. */
static void measure_ascii(uint64_t ascii, uint32_t *letters, uint32_t *stops)
{
    uint64_t marks = (ascii + EACH_BYTE(0x7F - ' ')) & HIGH_BITS;
    if (marks == 0)
        return;
    *letters += count_marked(marks);
    uint64_t others = unlike(ascii, 0xFD, ',') /* . too */ & unlike(ascii, 0xFE, ':') /* ; too */ &
                      unlike(ascii, 0xFF, '!') & unlike(ascii, 0xFF, '?');
    *stops += count_marked(~others & HIGH_BITS);
}

void text_measure(Slice text, uint32_t *letters, uint32_t *stops)
{
    uint32_t count = 0, marks = 0;
    for (size_t i = 0; i < text.size;) {
        uint64_t bytes = eight_bytes(text.data + i, text.size - i), wide = bytes & HIGH_BITS;
        if (wide == 0) {
            measure_ascii(bytes, &count, &marks);
            i += 8;
            continue;
        }
        /* The ASCII before the first wide rune, then that rune. */
        measure_ascii(bytes & (((wide & -wide) >> 7) - 1), &count, &marks);
        i += (size_t)__builtin_ctzll(wide) / 8;
        size_t size = 1;
        uint32_t rune = utf8_decode(text, i, &size);
        i += size;
        if (!rune_is_blank(rune))
            count += rune >= 0x2E80 ? 3 : 1;
        marks += is_stop(rune);
    }
    *letters = count;
    *stops = marks;
}

/* "http://host/slug.html" and "http://host/slug%3Fp=1.html", of a relative link in a mirror: as they were. */
static Slice undo_mirror(Arena *arena, Slice absolute)
{
    const Slice end = SLICE(".html");
    if (!slice_ends_with(absolute, end) || slice_ends_with(absolute, SLICE("/index.html")))
        return absolute;
    absolute.size -= end.size;
    size_t query = slice_find_nocase(absolute, SLICE("%3F"));
    if (query == SLICE_NONE)
        return absolute;
    return arena_format(arena, "%.*s?%.*s", SLICE_ARG(slice_range(absolute, 0, query)),
                        SLICE_ARG(slice_skip(absolute, query + 3)));
}

Slice page_address(const Page *page, Slice reference)
{
    reference = slice_trim(reference);
    if (slice_is_empty(reference))
        return reference;
    Slice absolute = url_resolve(page->arena, page->url, reference);
    bool is_web = slice_starts_with_nocase(absolute, SLICE("http://")) ||
                  slice_starts_with_nocase(absolute, SLICE("https://"));
    if (is_web && page->adds_html && slice_find(reference, SLICE("//")) == SLICE_NONE)
        return undo_mirror(page->arena, absolute);
    return is_web ? absolute : SLICE_EMPTY;
}

uint32_t page_find_tag(const Page *page, uint32_t root, lxb_tag_id_t tag)
{
    const uint32_t end = page_node(page, root)->end;
    for (uint32_t i = root; i < end; i++)
        if (page_tag(page, i) == tag)
            return i;
    return 0;
}

bool page_has_ancestor(const Page *page, uint32_t number, lxb_tag_id_t tag)
{
    while (number != page_node(page, number)->parent) {
        number = page_node(page, number)->parent;
        if (page_node(page, number)->tag == tag)
            return true;
    }
    return false;
}

static bool style_hides(Slice style)
{
    size_t at = slice_find_nocase(style, SLICE("display"));
    if (at == SLICE_NONE)
        return false;
    Slice rest = slice_trim(slice_skip(style, at + 7));
    return slice_starts_with(rest, SLICE(":")) &&
           slice_starts_with_nocase(slice_trim(slice_skip(rest, 1)), SLICE("none"));
}

static uint32_t hints_of_role(Slice role)
{
    static const struct {
        const char *role;
        uint32_t hints;
    } roles[] = {
        {"navigation", HINT_NAVIGATION}, {"complementary", HINT_SIDEBAR}, {"contentinfo", HINT_FOOTER},
        {"dialog", HINT_CONSENT},        {"alertdialog", HINT_CONSENT},   {"search", HINT_NAVIGATION},
        {"main", HINT_CONTENT},          {"article", HINT_ARTICLE},       {"banner", HINT_NAVIGATION},
        {"menu", HINT_NAVIGATION},       {"tooltip", HINT_HIDDEN},        {"form", HINT_WIDGET}};
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (slice_equal_nocase(role, slice_from(roles[i].role)))
            return roles[i].hints;
    return 0;
}

static uint32_t hints_of_itemprop(Slice prop)
{
    if (slice_contains(prop, SLICE("articleBody")))
        return HINT_BODY;
    if (slice_equal(prop, SLICE("headline")))
        return HINT_HEADLINE;
    if (slice_equal(prop, SLICE("author")))
        return HINT_BYLINE;
    if (slice_equal(prop, SLICE("caption")))
        return HINT_CAPTION;
    return slice_equal(prop, SLICE("comment")) ? HINT_COMMENT : 0;
}

/* Reads all attributes of an element once. */
static void read_attributes(Page *page, PageNode *node)
{
    lxb_dom_attr_t *attribute = lxb_dom_interface_element(node->dom)->first_attr;
    for (; attribute; attribute = attribute->next) {
        size_t size = 0;
        const lxb_char_t *data = lxb_dom_attr_value(attribute, &size);
        Slice value = data ? slice_of(data, size) : SLICE_EMPTY;
        node->names |= hint_cache_name_bit(page->cache, attribute);
        switch (attribute->node.local_name) {
        case LXB_DOM_ATTR_CLASS:
            node->class = value;
            node->hints |= hint_cache_ask(page->cache, value);
            continue;
        case LXB_DOM_ATTR_ID:
            node->id = value;
            node->hints |= hint_cache_ask(page->cache, value);
            continue;
        case LXB_DOM_ATTR_STYLE:
            if (style_hides(value))
                node->hints |= HINT_HIDDEN;
            continue;
        default:
            break;
        }
        if (attribute->node.local_name < LXB_DOM_ATTR__LAST_ENTRY)
            continue; /* one of the parser's own: href, src, ... */
        const lxb_char_t *name = lxb_dom_attr_qualified_name(attribute, &size);
        Slice own = slice_of(name, size);
        if (size == 0 || !strchr("iprhd", own.data[0]))
            continue;
        node->has_data = node->has_data || slice_starts_with_nocase(own, SLICE("data-"));
        if (slice_equal(own, SLICE("itemprop")) || slice_equal(own, SLICE("property"))) {
            node->hints |= hints_of_itemprop(value);
            node->has_property = true;
        } else if (slice_equal(own, SLICE("role")))
            node->hints |= hints_of_role(value);
        else if (slice_equal(own, SLICE("hidden")))
            node->hints |= HINT_HIDDEN;
        else if (slice_equal(own, SLICE("data-testid")) || slice_equal(own, SLICE("data-component")))
            node->hints |= hint_cache_ask(page->cache, value);
    }
}

static void add_node(Page *page, lxb_dom_node_t *dom, uint32_t parent)
{
    PageNode *node = LIST_ADD(page->arena, &page->nodes);
    node->dom = dom;
    node->parent = parent;
    if (dom->type == LXB_DOM_NODE_TYPE_TEXT) {
        const lexbor_str_t *data = &lxb_dom_interface_text(dom)->char_data.data;
        node->text = slice_of(data->data, data->length);
        return;
    }
    lxb_tag_id_t tag = html_tag(dom);
    node->tag = tag > UINT16_MAX ? LXB_TAG__LAST_ENTRY : (uint16_t)tag;
    if (node->tag == 0)
        node->tag = LXB_TAG__LAST_ENTRY;
    node->is_block = !tag_is_inline(node->tag) && node->tag != LXB_TAG_BR;
    read_attributes(page, node);
    if (node->tag == LXB_TAG_BODY || node->tag == LXB_TAG_HTML)
        node->hints = 0;
    node->hints |= hints_of_tag(node->tag);
}

/* One walk: parents are kept by the nodes' own numbers. */
static void add_nodes(Page *page, lxb_dom_node_t *root)
{
    uint32_t parent = 0;
    lxb_dom_node_t *dom = root;
    while (dom) {
        uint32_t number = (uint32_t)page->nodes.count;
        bool is_kept = html_is_element(dom) || dom->type == LXB_DOM_NODE_TYPE_TEXT;
        if (is_kept)
            add_node(page, dom, parent);
        if (is_kept && dom->first_child) {
            parent = number;
            dom = dom->first_child;
            continue;
        }
        if (is_kept)
            page_node(page, number)->end = number + 1;
        while (dom != root && !dom->next) {
            dom = dom->parent;
            page_node(page, parent)->end = (uint32_t)page->nodes.count;
            parent = page_node(page, parent)->parent;
        }
        dom = dom == root ? NULL : dom->next;
    }
}

static void copy_tags(Page *page)
{
    page->tags = arena_alloc_array(page->arena, page->nodes.count, sizeof *page->tags);
    for (uint32_t i = 0; i < page->nodes.count; i++)
        page->tags[i] = page_node(page, i)->tag;
}

typedef struct LineMaker {
    Page *page;
    Line line;
    bool is_open;
    bool is_after_break;
    uint32_t owner; /* innermost block */
    uint32_t link_end, hidden_end;
} LineMaker;

static void close_line(LineMaker *maker)
{
    if (maker->is_open && maker->line.letters > 0)
        *LIST_ADD(maker->page->arena, &maker->page->lines) = maker->line;
    maker->is_open = false;
}

static void add_text(LineMaker *maker, uint32_t number)
{
    PageNode *node = page_node(maker->page, number);
    uint32_t letters = 0, stops = 0;
    text_measure(node->text, &letters, &stops);
    node->letters = letters;
    if (number < maker->link_end)
        node->linked = letters;
    if (letters == 0)
        return;
    if (!maker->is_open) {
        maker->line = (Line){.owner = maker->owner, .first = number, .is_after_break = maker->is_after_break};
        maker->is_open = true;
        maker->is_after_break = false;
    }
    maker->line.last = number;
    maker->line.letters += letters;
    maker->line.linked += node->linked;
    maker->line.stops += stops;
}

static void meet_break(LineMaker *maker)
{
    bool is_double = !maker->is_open;
    close_line(maker);
    maker->is_after_break = !is_double;
}

/* Leaves the blocks that end before `number`. */
static void leave_blocks(LineMaker *maker, uint32_t number)
{
    while (page_node(maker->page, maker->owner)->end <= number && maker->owner != 0) {
        close_line(maker);
        maker->is_after_break = false;
        do
            maker->owner = page_node(maker->page, maker->owner)->parent;
        while (!page_node(maker->page, maker->owner)->is_block && maker->owner != 0);
    }
}

static void make_lines(Page *page)
{
    LineMaker maker = {.page = page};
    for (uint32_t i = 0; i < page->nodes.count; i++) {
        PageNode *node = page_node(page, i);
        leave_blocks(&maker, i);
        if (node->tag == 0) {
            add_text(&maker, i);
            continue;
        }
        if (node->hints & HINT_HIDDEN && hints_of_tag(node->tag) & HINT_HIDDEN) {
            if (node->is_block)
                close_line(&maker);
            i = node->end - 1;
            continue;
        }
        if (node->tag == LXB_TAG_A && node->end > maker.link_end)
            maker.link_end = node->end;
        if (node->tag == LXB_TAG_BR) {
            meet_break(&maker);
        } else if (node->is_block) {
            close_line(&maker);
            maker.is_after_break = false;
            maker.owner = i;
        }
    }
    close_line(&maker);
}

/* A line that reads like a sentence or more, and not like a row of links. */
static bool line_is_prose(const Line *line)
{
    return line->letters >= 60 && line->stops >= 1 && line->linked * 2 < line->letters;
}

static void sum_up(Page *page)
{
    for (size_t i = 0; i < page->lines.count; i++) {
        const Line *line = &page->lines.items[i];
        if (line_is_prose(line))
            page_node(page, line->owner)->prose += line->letters;
    }
    for (size_t i = page->nodes.count; i-- > 1;) {
        const PageNode *node = page_node(page, (uint32_t)i);
        PageNode *parent = page_node(page, node->parent);
        parent->letters += node->letters;
        parent->linked += node->linked;
        parent->prose += node->prose;
    }
    page->prose = page_node(page, page->root)->prose;
}

/* Letters of prose in all paragraphs of one class, and in all that one hint marks. */
static void weigh_classes(Page *page)
{
    map_init(&page->class_prose, page->arena);
    for (uint32_t i = page->body; i < page->nodes.count; i++) {
        if (page_tag(page, i) != LXB_TAG_P)
            continue;
        const PageNode *node = page_node(page, i);
        if (node->prose == 0 || node->class.size == 0)
            continue;
        map_add(&page->class_prose, node->class, NULL)->number += node->prose;
        for (uint32_t bits = node->hints & HINTS_FURNITURE; bits; bits &= bits - 1)
            page->hint_prose[__builtin_ctz(bits)] += node->prose;
    }
}

static uint64_t class_share(const Page *page, const PageNode *node)
{
    if (node->tag != LXB_TAG_P || node->class.size == 0 || page->prose == 0)
        return 0;
    const MapValue *value = map_find(&page->class_prose, node->class);
    uint64_t most = value ? value->number : 0;
    for (uint32_t bits = node->hints & HINTS_FURNITURE; bits; bits &= bits - 1)
        if (page->hint_prose[__builtin_ctz(bits)] > most)
            most = page->hint_prose[__builtin_ctz(bits)];
    return 100u * most / page->prose;
}

/* Hints of small parts: who says so of half the piece means something else. */
#define HINTS_SMALL                                                                                          \
    (HINT_HEADLINE | HINT_LEAD | HINT_BYLINE | HINT_DATE | HINT_CAPTION | HINT_CREDIT | HINT_FIGURE |        \
     HINT_SECTION | HINT_META | HINT_INSET | HINT_EMBED | HINT_TAGS | HINT_HEADER)

/* Is what an element says of itself to be believed, seeing how much of the page it holds? */
static uint32_t believed_hints(const Page *page, uint32_t number)
{
    const PageNode *node = page_node(page, number);
    uint32_t hints = node->hints;
    if ((hints & (HINTS_FURNITURE | HINTS_SMALL)) == 0 || (hints_of_tag(node->tag) & HINT_HIDDEN))
        return hints;
    uint64_t share = page->prose ? 100u * (uint64_t)node->prose / page->prose : 0;
    if ((share > 30 && node->prose > 120) || node->prose > 2500)
        hints &= ~(uint32_t)HINTS_SMALL;
    if (node->prose > 200 && (hints & HINT_EMBED) && !(hints_of_tag(node->tag) & HINT_EMBED))
        hints &= ~(uint32_t)HINT_EMBED;
    /* Many small elements of one class that hold the piece together: <p class="paywall">. */
    uint64_t of_class = class_share(page, node);
    share = of_class > share ? of_class : share;
    uint32_t by_tag = hints_of_tag(node->tag) & HINTS_FURNITURE;
    bool is_twice = by_tag && hint_cache_ask(page->cache, node->class) & by_tag;
    bool is_strong = is_twice || hints & (HINT_COMMENT | HINT_CONSENT | HINT_HIDDEN);
    bool is_body = hints & HINT_BODY;
    if (share > (is_strong && !is_body ? 85 : is_body ? 20 : 50))
        hints &= ~(uint32_t)HINTS_FURNITURE;
    return hints;
}

static void pass_hints_down(Page *page)
{
    for (uint32_t i = 0; i < page->nodes.count; i++) {
        PageNode *node = page_node(page, i);
        uint32_t above = i == 0 ? 0 : page_node(page, node->parent)->under;
        if (node->tag == 0) {
            node->under = above;
            continue;
        }
        node->hints = believed_hints(page, i);
        node->under = above | node->hints | (node->tag == LXB_TAG_A ? HINT_LINK : 0);
    }
}

static Slice base_address(Page *page, Slice url)
{
    for (uint32_t i = 0; i < page->body; i++)
        if (page_node(page, i)->tag == LXB_TAG_BASE) {
            Slice href = slice_trim(page_attribute(page, i, "href"));
            return slice_is_empty(href) ? url : url_resolve(page->arena, url, href);
        }
    return url;
}

/* Nodes of a usual page, for which room is made at once: only what is used of it costs anything. */
#define NODES_USUAL 4096

void page_read(Page *page, Arena *arena, HintCache *cache, lxb_html_document_t *document, Slice url)
{
    memset(page, 0, sizeof *page);
    page->arena = arena;
    page->cache = cache;
    page->nodes = (PageNodes){arena_grow(arena, NULL, 0, NODES_USUAL * sizeof(PageNode)), 0, NODES_USUAL};
    lxb_dom_node_t *root = lxb_dom_interface_node(lxb_dom_document_element(&document->dom_document));
    if (!root)
        root = lxb_dom_interface_node(document);
    add_nodes(page, root);
    copy_tags(page);
    page->body = page_find_tag(page, 0, LXB_TAG_BODY);
    make_lines(page);
    sum_up(page);
    weigh_classes(page);
    pass_hints_down(page);
    page->url = base_address(page, url);
}
