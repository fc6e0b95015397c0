/* In: what was read out of a text. Out: the JSON of interface.md section 3, read. */
#include "export/parts.h"

static void add_credits(JsonOut *out, const FoundCredits *credits)
{
    json_out_array(out, "credits");
    for (size_t i = 0; i < credits->count; i++) {
        const FoundCredit *found = &credits->items[i];
        json_out_object(out, NULL);
        json_out_text(out, "raw", found->credit.raw);
        json_out_text(out, "agency", found->credit.agency);
        json_out_text(out, "photographer", found->credit.photographer);
        json_out_flag(out, "file", found->credit.is_file);
        json_out_span(out, "span", found->span);
        json_out_end_object(out);
    }
    json_out_end_array(out);
}

Slice export_reading(Arena *arena, const TextReading *reading, bool is_pretty)
{
    JsonOut out;
    json_out_init(&out, arena, is_pretty);
    json_out_object(&out, NULL);
    json_out_text(&out, "id", reading->id);
    export_dateline_member(&out, &reading->dateline);
    add_credits(&out, &reading->credits);
    json_out_text(&out, "rules", reading->rules);
    json_out_keep_object(&out);
    return json_out_slice(&out);
}
