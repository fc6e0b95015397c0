/* Search answers, photos and resolved addresses as JSON: interface.md section 3. Commands and site print the
 * same. */
#include "export/parts.h"

enum { SCORE_DECIMALS = 5 }; /* scores are whole numbers of 1/65536 */

static void add_counted(JsonOut *out, const char *name, Slice word, uint64_t count)
{
    json_out_object(out, NULL);
    json_out_text(out, name, word);
    json_out_number(out, "count", count);
    json_out_end_object(out);
}

static void add_others(JsonOut *out, const char *name, const OtherWordsList *list, bool with_native)
{
    json_out_array(out, name);
    for (size_t i = 0; i < list->count; i++) {
        const OtherWords *others = &list->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "for", others->word);
        if (with_native)
            json_out_text(out, "native", others->native);
        json_out_array(out, "words");
        for (size_t k = 0; k < others->count; k++)
            add_counted(out, "word", others->words[k].value, others->words[k].count);
        json_out_end_array(out);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

/* What folding and functions added, and what else might be meant. */
static void add_help(JsonOut *out, const Answer *answer)
{
    const AnswerHelp *help = &answer->help;
    json_out_array(out, "added");
    for (size_t i = 0; i < help->added.count; i++) {
        const AddedWord *added = &help->added.items[i];
        json_out_object(out, NULL);
        json_out_text(out, "clause", added->clause);
        json_out_text(out, "how", added->how);
        json_out_text(out, "word", added->word);
        json_out_number(out, "count", added->count);
        json_out_end_object(out);
    }
    json_out_end_array(out);
    add_others(out, "variants", &help->variants, true);
    add_others(out, "spellings", &help->spellings, false);
    if (help->has_opened)
        json_out_number(out, "anyDate", help->opened);
    json_out_array(out, "offers");
    for (size_t i = 0; i < answer->offer_count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "lang", answer->offers[i].lang);
        json_out_text(out, "native", answer->offers[i].native);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_query(JsonOut *out, const Answer *answer)
{
    json_out_object(out, "query");
    json_out_text(out, "text", answer->typed);
    json_out_text(out, "lang", answer->lang);
    json_out_text(out, "native", answer->native);
    json_out_array(out, "clauses");
    for (size_t i = 0; i < answer->clause_count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "text", answer->clauses[i].text);
        json_out_number(out, "count", answer->clauses[i].count);
        if (answer->help.without)
            json_out_number(out, "without", answer->help.without[i]);
        json_out_end_object(out);
    }
    json_out_end_array(out);
    add_help(out, answer);
    json_out_texts(out, "notes", answer->notes.items, answer->notes.count);
    json_out_keep_object(out);
}

static void add_snippets(JsonOut *out, const HitView *hit)
{
    json_out_array(out, "snippets");
    for (size_t i = 0; i < hit->snippet_count; i++) {
        const Snippet *snippet = &hit->snippets[i];
        json_out_object(out, NULL);
        json_out_text(out, "in", snippet->in);
        json_out_number_if(out, "p", snippet->p);
        json_out_text(out, "text", snippet->text);
        json_out_array(out, "marks");
        for (size_t k = 0; k < snippet->mark_count; k++)
            json_out_span(out, NULL, snippet->marks[k]);
        json_out_end_array(out);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

static void add_hit(JsonOut *out, const HitView *hit)
{
    json_out_object(out, NULL);
    export_article_members(out, &hit->article, (ArticleJson){.with_id = true});
    if (hit->has_score)
        json_out_real(out, "score", (double)hit->score / SCORE_ONE, SCORE_DECIMALS);
    json_out_number_if(out, "alike", hit->alike);
    json_out_array(out, "explain");
    for (size_t i = 0; i < hit->parts.count; i++) {
        const ScorePart *part = &hit->parts.items[i];
        json_out_object(out, NULL);
        json_out_text(out, "word", part->leaf);
        json_out_number_if(out, "frequency", part->frequency);
        json_out_number_if(out, "documents", part->documents);
        json_out_real(out, "score", (double)part->score / SCORE_ONE, SCORE_DECIMALS);
        json_out_end_object(out);
    }
    json_out_end_array(out);
    add_snippets(out, hit);
    json_out_end_object(out);
}

/* Values of a facet with how they are shown, where that is different. */
static void add_facet(JsonOut *out, const FacetCounts *facet, const Slice *labels)
{
    const Slice name = facet_field_name(facet->field);
    json_out_array(out, arena_string(out->b.arena, name));
    for (size_t i = 0; i < facet->count; i++) {
        json_out_object(out, NULL);
        json_out_text(out, "value", facet->values[i].value);
        json_out_text(out, "label", labels ? labels[i] : SLICE_EMPTY);
        json_out_number(out, "count", facet->values[i].count);
        json_out_end_object(out);
    }
    json_out_keep_array(out);
}

/* The facets that split the hits best. */
static void add_narrow(JsonOut *out, const AnswerHelp *help)
{
    json_out_array(out, "narrow");
    for (size_t i = 0; i < help->narrow_count; i++) {
        const FacetCounts *facet = &help->narrow[i];
        json_out_object(out, NULL);
        json_out_text(out, "facet", facet_field_name(facet->field));
        json_out_array(out, "values");
        for (size_t k = 0; k < facet->count; k++)
            add_counted(out, "value", facet->values[k].value, facet->values[k].count);
        json_out_end_array(out);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

Slice export_answer(Arena *arena, const Answer *answer, bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    add_query(&out, answer);
    json_out_text(&out, "sort", answer->sort);
    json_out_flag(&out, "fresh", answer->is_fresh);
    json_out_number(&out, "total", answer->total);
    if (answer->is_folded)
        json_out_number(&out, "groups", answer->groups);
    json_out_array(&out, "hits");
    for (size_t i = 0; i < answer->hit_count; i++)
        add_hit(&out, &answer->hits[i]);
    json_out_keep_array(&out);
    json_out_object(&out, "facets");
    for (size_t i = 0; i < answer->facet_count; i++)
        add_facet(&out, &answer->facets[i], answer->labels ? answer->labels[i] : NULL);
    json_out_end_object(&out);
    add_narrow(&out, &answer->help);
    json_out_text(&out, "cursor", answer->cursor);
    json_out_end_object(&out);
    return json_out_slice(&out);
}

Slice export_hit(Arena *arena, const HitView *hit)
{
    JsonOut out;
    json_out_init(&out, arena, false);
    add_hit(&out, hit);
    return json_out_slice(&out);
}

Slice export_completions(Arena *arena, const Completions *completions)
{
    JsonOut out;
    json_out_init(&out, arena, false);
    json_out_array(&out, NULL);
    for (size_t i = 0; i < completions->count; i++) {
        const Completion *completion = &completions->items[i];
        json_out_object(&out, NULL);
        json_out_text(&out, "kind", completion->kind);
        json_out_text(&out, "label", completion->label);
        json_out_text(&out, "query", completion->query);
        json_out_number(&out, "count", completion->count);
        json_out_end_object(&out);
    }
    json_out_keep_array(&out);
    return json_out_slice(&out);
}

Slice export_media(Arena *arena, const MediaView *view, bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    export_media_members(&out, &view->media);
    json_out_array(&out, "uses");
    for (size_t i = 0; i < view->use_count; i++) {
        const Article *use = &view->uses[i];
        json_out_object(&out, NULL);
        json_out_text(&out, "id", use->id);
        json_out_text(&out, "path", use->path);
        json_out_text(&out, "headline", use->headline);
        export_moment(&out, "published", use->published);
        json_out_end_object(&out);
    }
    json_out_end_array(&out);
    json_out_end_object(&out);
    return json_out_slice(&out);
}

Slice export_resolution(Arena *arena, Slice url, const Resolution *resolution, const Relations *choices,
                        bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    json_out_text(&out, "url", url);
    json_out_number(&out, "status", (uint64_t)resolution->status);
    json_out_text(&out, "target", resolution->target);
    json_out_text(&out, "why", resolve_why_name(resolution->why));
    json_out_array(&out, "choices");
    for (size_t i = 0; i < choices->count; i++) {
        json_out_object(&out, NULL);
        json_out_text(&out, "id", choices->items[i].id);
        json_out_text(&out, "path", choices->items[i].path);
        json_out_text(&out, "headline", choices->items[i].headline);
        export_moment(&out, "published", choices->items[i].published);
        json_out_end_object(&out);
    }
    json_out_end_array(&out);
    json_out_end_object(&out);
    return json_out_slice(&out);
}

Slice export_problem(Arena *arena, int status, Slice title, Slice detail, Slice instance)
{
    JsonOut out;
    json_out_init(&out, arena, false);
    json_out_object(&out, NULL);
    json_out_text(&out, "type", SLICE("about:blank"));
    json_out_text(&out, "title", title);
    json_out_number(&out, "status", (uint64_t)status);
    json_out_text(&out, "detail", detail);
    json_out_text(&out, "instance", instance);
    json_out_end_object(&out);
    return json_out_slice(&out);
}
