/* Acts as JSON: what `backfile log` and the commands that act give to programs. */
#include "export/export.h"
#include "export/parts.h"

static void add_act(JsonOut *out, const Act *act)
{
    Arena *arena = out->b.arena;
    Slice url = slice_is_empty(act->url_key) ? SLICE_EMPTY
                                             : arena_format(arena, "http://%.*s", SLICE_ARG(act->url_key));
    json_out_object(out, NULL);
    json_out_number(out, "number", (uint64_t)act->number);
    json_out_text(out, "verb", act_verb_name(act->verb));
    json_out_text(out, "at", export_utc(arena, act->at_s));
    json_out_text(out, "who", act->who);
    json_out_text(out, "why", act->why);
    json_out_text(out, "target", act->target);
    json_out_text(out, "article", act->article);
    json_out_text(out, "media", act->media);
    json_out_text(out, "url", url);
    json_out_text(out, "to", act->to);
    json_out_text(out, "field", act->field);
    json_out_text(out, "value", act->value);
    json_out_text(out, "was", act->was);
    json_out_text(out, "notice", act->notice);
    json_out_flag(out, "law", act->is_by_law);
    json_out_number_if(out, "undoes", (uint64_t)act->undoes);
    json_out_number_if(out, "undoneBy", (uint64_t)act->undone_by);
    json_out_end_object(out);
}

Slice export_act(Arena *arena, const Act *act, bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    add_act(&out, act);
    return json_out_slice(&out);
}

Slice export_acts(Arena *arena, const Acts *acts, bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    json_out_array(&out, NULL);
    for (size_t i = 0; i < acts->count; i++)
        add_act(&out, &acts->items[i]);
    json_out_keep_array(&out);
    return json_out_slice(&out);
}
