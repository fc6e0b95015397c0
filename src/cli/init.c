/* backfile init: a new, empty archive. What is wrong in the options is told before anything is made. */
#include "cli/cli.h"

#include "base/zone.h"

static bool is_language_tag(Slice tag)
{
    Slice rest = tag;
    Slice part;
    bool is_first = true;
    while (slice_next_split(&rest, '-', &part)) {
        if (part.size < 1 || part.size > 8 || (is_first && part.size < 2))
            return false;
        for (size_t i = 0; i < part.size; i++) {
            if (!ascii_is_alpha(part.data[i]) && (is_first || !ascii_is_digit(part.data[i])))
                return false;
        }
        is_first = false;
    }
    return true;
}

static bool is_web_address(Slice url)
{
    const Slice https = SLICE("https://");
    const Slice http = SLICE("http://");
    const bool is_web = slice_starts_with_nocase(url, https) || slice_starts_with_nocase(url, http);
    return is_web && url.size > https.size && slice_find_byte(url, ' ') == SLICE_NONE;
}

static Status check_settings(const Settings *settings, Error *err)
{
    Zone *zone = NULL;
    if (slice_is_empty(slice_trim(settings->title)))
        return error_set(err, STATUS_SKIP, "--title is empty");
    if (!is_language_tag(settings->language))
        return error_set(err, STATUS_SKIP, "--language takes a tag such as en or ar, not '%.*s'",
                         SLICE_ARG(settings->language));
    if (settings->base_url.size && !is_web_address(settings->base_url))
        return error_set(err, STATUS_SKIP,
                         "--base-url takes an address such as https://archive.example, not '%.*s'",
                         SLICE_ARG(settings->base_url));
    if (zone_open(settings->timezone, &zone, err) != STATUS_OK)
        return STATUS_SKIP;
    zone_close(zone);
    return STATUS_OK;
}

int command_init(Call *call)
{
    const Options *options = call->options;
    const char *folder = options_operand(options, 0);
    Error err;
    Settings settings = {
        .title = options_slice(options, "title"),
        .publisher = options_slice(options, "publisher"),
        .language = options_slice(options, "language"),
        .timezone = options_slice(options, "timezone"),
        .base_url = options_slice(options, "base-url"),
    };
    while (slice_ends_with(settings.base_url, SLICE("/")))
        settings.base_url.size--;
    Status status = check_settings(&settings, &err);
    if (status != STATUS_OK)
        return call_fail(call, status, &err);
    status = archive_init(folder, &settings, &err);
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    call_note(call, "Made the archive '%s'.", folder);
    return EXIT_DONE;
}
