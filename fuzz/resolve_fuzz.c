/* An address that a stranger asks for, in an archive of a few pieces: it is always answered, where it leads
 * is an address of the archive's own or a whole one, and what it leads to leads on in a few steps, never
 * round.
 *
 * The archive is made once, in a folder under /tmp that goes when the program ends. */
#include <ftw.h>

#include "archive/archive.h"
#include "fuzz.h"

enum { STEPS_MAX = 8 };

static const char sources[] =
    "{\"id\":\"55383001\",\"url\":\"https://www.herald.example/2014/06/harbour-closes\",\"headline\":\"One\","
    "\"published\":\"2014-06-27\",\"section\":\"World\",\"tags\":[\"strikes\"],\"body\":\"It closed.\"}\n"
    "{\"id\":\"55383002\",\"url\":\"https://www.herald.example/news/harbour-opens\",\"headline\":\"Two\","
    "\"published\":\"2014-07-02\",\"byline\":\"By Omar Farouk\",\"body\":\"It opened.\"}\n"
    "{\"url\":\"https://www.herald.example/article55383003\",\"headline\":\"Three\",\"body\":\"Olives.\","
    "\"media\":[{\"id\":\"55383009\",\"href\":\"https://www.herald.example/wp-content/uploads/"
    "a-300x200.jpg\"}]}\n";
static const char rules[] = "^/old/([0-9]+) /article$1\n^/loop/(.*)$ /loop/$1\n^/gone/ - 410\n";

static char folder[64], archive_path[96];

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about, (void)kind, (void)place;
    return remove(path);
}

static void remove_folder(void)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    CHECK(out && fputs(text, out) >= 0 && fclose(out) == 0);
}

static Archive *make_archive(void)
{
    char source[96], rules_path[128];
    Archive *archive = NULL;
    Error err = {{0}};
    ImportReport report;
    Arena *arena = arena_open((size_t)64 << 20);
    snprintf(folder, sizeof folder, "/tmp/backfile-resolve-XXXXXX");
    CHECK(mkdtemp(folder));
    atexit(remove_folder);
    snprintf(archive_path, sizeof archive_path, "%s/archive", folder);
    snprintf(source, sizeof source, "%s/pieces.jsonl", folder);
    snprintf(rules_path, sizeof rules_path, "%s/addresses.rules", archive_path);
    write_file(source, sources);
    const Settings settings = {.title = SLICE("The Herald"),
                               .language = SLICE("en"),
                               .timezone = SLICE("UTC"),
                               .base_url = SLICE("https://www.herald.example")};
    const char *paths[] = {source};
    const IngestOptions options = {.workers = 1};
    CHECK(archive_init(archive_path, &settings, &err) == STATUS_OK);
    write_file(rules_path, rules);
    CHECK(archive_open(archive_path, ARCHIVE_WRITE, &archive, &err) == STATUS_OK);
    CHECK(archive_ingest(archive, arena, paths, 1, &options, &report, &err) == STATUS_OK);
    archive_close(archive);
    CHECK(archive_open(archive_path, ARCHIVE_READ, &archive, &err) == STATUS_OK);
    arena_close(arena);
    return archive;
}

static bool is_plain(Slice target)
{
    for (size_t i = 0; i < target.size; i++)
        if ((unsigned char)target.data[i] < 0x20 || target.data[i] == 0x7F)
            return false;
    return true;
}

static void check(Slice asked, const Resolution *found)
{
    const int status = found->status;
    CHECK(status == 200 || status == 301 || status == 404 || status == 410 || status == 451);
    CHECK(status != 301 || !slice_is_empty(found->target));
    CHECK(is_plain(found->target) || (status == 200 && !is_plain(asked))); /* 200 says it as it was typed */
    CHECK(slice_is_empty(found->target) || slice_starts_with(found->target, SLICE("/")) ||
          slice_starts_with(found->target, SLICE("http://")) ||
          slice_starts_with(found->target, SLICE("https://")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static Archive *archive;
    if (!archive)
        archive = make_archive();
    Arena *arena = arena_open((size_t)64 << 20);
    Error err = {{0}};
    Resolution found;
    Slice asked = slice_of(data, size);
    for (int step = 0; step < STEPS_MAX; step++) {
        CHECK(archive_resolve(archive, arena, asked, &found, &err) == STATUS_OK);
        check(asked, &found);
        if (found.status != 301)
            break;
        CHECK(step + 1 < STEPS_MAX);
        if (!slice_starts_with(found.target, SLICE("/")))
            break; /* it leaves the archive */
        asked = found.target;
    }
    arena_close(arena);
    return 0;
}
