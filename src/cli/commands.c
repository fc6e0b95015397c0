/* Every command and every option, once. Parser, --help, man pages, completion and the tests read this table.
 *
 * An option that is a setting may also be said by BACKFILE_NAME in the environment and by a line of
 * backfile.conf in the archive. Defaults stand here as they would be typed. */
#include "cli/commands.h"

#include "cli/cli.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define OPTION_WORKERS                                                                                       \
    {                                                                                                        \
        "workers", OPTION_NUMBER, "N", .is_setting = true,                                                   \
                                       .help = "Threads that read and extract; 0 or none is one for each "   \
                                               "core. The archive is the same for any N"                     \
    }

static const OptionSpec init_options[] = {
    {"title", OPTION_TEXT, "TEXT", .is_required = true, .help = "The archive's title, as its pages show it"},
    {"publisher", OPTION_TEXT, "TEXT", .help = "Who published the newspaper"},
    {"language", OPTION_TEXT, "TAG", .standard = "en",
     .help = "Language of the archive's own pages and of articles that do not tell theirs (BCP 47)"},
    {"timezone", OPTION_TEXT, "ZONE", .standard = "UTC",
     .help = "Time zone of its days, such as Asia/Riyadh"},
    {"base-url", OPTION_TEXT, "URL", .help = "Where the archive will be served; its host owns the paths"},
};
static const char *const init_examples[] = {
    "backfile init tramontane --title 'The Tramontane 2008-2017' --timezone Europe/Malta",
    "Makes an empty archive in the folder tramontane",
    NULL,
};

static const OptionSpec import_options[] = {
    OPTION_WORKERS,
    {"report", OPTION_FILE, "FILE", .help = "Writes the report as JSON into FILE; - is standard output"},
};
static const char *const import_examples[] = {
    "backfile import tramontane crawl-2017.warc.gz pages/",
    "Imports a crawl and a folder of saved pages",
    "backfile import tramontane *.warc.gz --report report.json",
    "Imports many crawls and keeps the report",
    NULL,
};

static const OptionSpec serve_options[] = {
    {"listen", OPTION_TEXT, "ADDRESS:PORT", .standard = "127.0.0.1:8080", .is_setting = true,
     .help = "Where to listen; port 0 takes a free one, an IPv6 address stands in brackets"},
    {"threads", OPTION_NUMBER, "N", .is_setting = true,
     .help = "Threads that answer; 0 or none is one for each core"},
    {"connections", OPTION_NUMBER, "N", .standard = "1024", .is_setting = true,
     .help = "Connections at one time"},
    {"timeout", OPTION_NUMBER, "SECONDS", .standard = "30", .is_setting = true,
     .help = "Seconds after which a silent connection is closed"},
    {"log", OPTION_FILE, "FILE", .is_setting = true,
     .help = "Appends a line for each request to FILE; - is standard error"},
    {"site-name", OPTION_TEXT, "TEXT", .is_setting = true,
     .help = "Shown on the pages in place of the archive's title"},
    {"paper", OPTION_TEXT, "TEXT", .is_setting = true,
     .help = "The newspaper's name in citations; else what is left of the archive's title without 'Archive'"},
    {"tagline", OPTION_TEXT, "TEXT", .is_setting = true, .help = "A line below the name on the first page"},
    {"logo", OPTION_FILE, "FILE", .is_setting = true,
     .help = "A picture in place of the name (svg, png, webp, jpg or gif); a relative path starts from DIR"},
    {"accent", OPTION_TEXT, "COLOUR", .is_setting = true,
     .help = "Colour of links and buttons, such as #0b3d6b"},
    {"accent-dark", OPTION_TEXT, "COLOUR", .is_setting = true, .help = "The same on a dark ground"},
    {"header-links", OPTION_TEXT, "LINKS", .is_setting = true,
     .help = "Links beside those of the archive: 'LABEL ADDRESS | LABEL ADDRESS'"},
    {"footer-links", OPTION_TEXT, "LINKS", .is_setting = true, .help = "The same at the foot of each page"},
    {"interface-language", OPTION_CHOICE, "en|ar", .is_setting = true,
     .help = "Language of the pages for readers whose browser asks for none of the two"},
    {"rights", OPTION_TEXT, "TEXT", .is_setting = true,
     .help = "Who may do what with the articles, where they do not say it themselves"},
    {"license", OPTION_TEXT, "URL", .is_setting = true,
     .help = "Address of the terms under which the articles may be used, where they name none"},
    {"contact", OPTION_TEXT, "TEXT", .is_setting = true, .help = "Whom to write to, for the same page"},
    {"log-format", OPTION_CHOICE, "combined|kv", .standard = "combined", .is_setting = true,
     .help = "Lines as Apache and nginx write them, or key=value with the time that each took"},
    {"slow", OPTION_NUMBER, "MS", .standard = "1000", .is_setting = true,
     .help = "Answers that take longer than MS milliseconds are told in the log besides; 0 is none"},
    {"photos", OPTION_NUMBER, "MB", .standard = "256", .is_setting = true,
     .help = "Megabytes of resized photos that are kept on disk; 0 serves photos in their own size only"},
};
static const char *const serve_examples[] = {
    "backfile serve tramontane",
    "Serves the archive at http://127.0.0.1:8080/ until Ctrl-C",
    "backfile serve tramontane --listen '[::]:80' --log access.log",
    "Serves it to everybody and keeps a log",
    NULL,
};

static const OptionSpec search_options[] = {
    {"lang", OPTION_CHOICE, "native|factiva|nexis|trove|lucene", .standard = "native", .is_setting = true,
     .help = "The language that the query is written in"},
    {"sort", OPTION_CHOICE, "relevance|date|-date|headline|-headline|author|-author|words|-words|random",
     .standard = "relevance", .is_setting = true,
     .help =
         "Order of the hits: the best first, the oldest first, the newest first; by headline, by the name "
         "of the first writer, by length (- before a name: the other way round); by chance"},
    {"seed", OPTION_NUMBER, "N",
     .help = "The order of --sort random: the same N, the same order. Without it one is chosen and told"},
    {"fresh", OPTION_FLAG,
     .help =
         "By relevance, with a little more for the new: a quarter at the archive's last day, half of that "
         "a year before"},
    {"group", OPTION_CHOICE, "none|reprint|day|author|headline", .standard = "none",
     .help = "Shows of hits with the same text (day, writer, headline) the first alone, and how many more"},
    {"limit", OPTION_NUMBER, "N", .standard = "20", .is_setting = true, .help = "How many hits are shown"},
    {"cursor", OPTION_TEXT, "C", .help = "Goes on behind an earlier answer to the same query, which gave C"},
    {"format", OPTION_CHOICE, "table|json|jsonl|csv", .standard = "table",
     .help = "A table for reading; one JSON answer; one JSON hit a line; comma-separated values"},
    {"count", OPTION_FLAG, .help = "Prints the number of hits and nothing else"},
    {"facet", OPTION_TEXT, "FIELD[:N]", .is_repeatable = true,
     .help = "Counts the hits by the values of FIELD, such as section, author or year; at most N values"},
    {"explain", OPTION_FLAG,
     .help =
         "Also shows the query in native form, the count of each of its clauses, what folding and functions "
         "added, what else might help, and what each hit's score is made of"},
};
static const char *const search_examples[] = {
    "backfile search tramontane 'harbour AND headline:strike' --sort date",
    "Finds articles, the oldest first",
    "backfile search tramontane '\"coast guard\"' --format json --facet year --facet section:10",
    "Finds a phrase, with counts by year and by the ten commonest sections",
    "backfile search tramontane 'date:2014-06' --count",
    "Counts the articles of one month",
    NULL,
};

static const OptionSpec show_options[] = {
    {"format", OPTION_CHOICE, "text|json|html|csl|ris|bibtex|biblatex|wikipedia|chicago|mla|apa|harvard",
     .standard = "text",
     .help = "Plain text for reading; the article as JSON; one HTML page; or a citation of it, for a "
             "reference manager or in a style"},
    {"paper", OPTION_TEXT, "TEXT", .is_setting = true,
     .help = "The newspaper's name in citations; else what is left of the archive's title without 'Archive'"},
};
static const char *const show_examples[] = {
    "backfile show tramontane /2014/06/the-harbour-closes",
    "Shows the article at a path",
    "backfile show tramontane 55384080 --format json",
    "Shows the article of that id with everything known of it",
    "backfile show tramontane 55384080 --format ris",
    "Cites it for a reference manager",
    "backfile show tramontane media:55384081",
    "Shows a photo and the articles that use it",
    NULL,
};

static const char *const resolve_examples[] = {
    "backfile resolve tramontane 'http://www.tramontane.example/?p=1234'",
    "Tells where an old address leads",
    "backfile resolve tramontane < addresses.txt | grep -P '\\t404\\t'",
    "Lists the addresses that are unknown",
    NULL,
};

static const OptionSpec extract_options[] = {
    {"url", OPTION_TEXT, "URL", .help = "The page's address, if it is known"},
    {"list", OPTION_FILE, "FILE",
     .help = "Reads lines PATH<TAB>URL from FILE (- is standard input) and writes one JSON line for each"},
    {"site", OPTION_FLAG,
     .help = "Reads the list twice, and each page with what the others of its host teach"},
    {"jobs", OPTION_NUMBER, "N", .standard = "1", .is_setting = true,
     .help = "Pages read at one time, with --list"},
};
static const char *const extract_examples[] = {
    "backfile extract --url https://news.example/a page.html",
    "Reads one page",
    "curl -s https://news.example/a | backfile extract",
    "Reads a page from standard input",
    "backfile extract --list pages.tsv --jobs 4 > articles.jsonl",
    "Reads many pages on four threads, in the order of the list",
    NULL,
};

static const OptionSpec read_options[] = {
    {"jsonl", OPTION_FLAG,
     .help = "Reads a JSON object a line, {\"id\",\"text\",\"published\",\"lang\"}, and writes one line for "
             "each"},
};
static const char *const read_examples[] = {
    "backfile read article.txt",
    "Reads the dateline and the credits of one text",
    "backfile read --jsonl < texts.jsonl > readings.jsonl",
    "Reads many texts, in the order of the lines",
    NULL,
};

static const char *const verify_examples[] = {
    "backfile verify tramontane",
    "Checks every record, every row and the index; silent if all is well",
    NULL,
};

static const OptionSpec reindex_options[] = {
    {"extract", OPTION_FLAG,
     .help = "Before that, reads every article again from the original records by this version's rules"},
};
static const char *const reindex_examples[] = {
    "backfile reindex tramontane",
    "Makes the index anew, after it was lost or deleted",
    "backfile reindex tramontane --extract",
    "Reads all articles again, after a new version of backfile was installed",
    NULL,
};

static const OptionSpec stats_options[] = {
    {"format", OPTION_CHOICE, "table|json", .standard = "table", .help = "A table for reading, or JSON"},
};
static const char *const stats_examples[] = {
    "backfile stats tramontane",
    "Shows how many articles and bytes the archive holds",
    NULL,
};

static const OptionSpec missing_options[] = {
    {"format", OPTION_CHOICE, "text|json|urls", .standard = "text",
     .help = "A report for reading; all of it as JSON; or the wanted addresses alone, one a line"},
};
static const char *const missing_examples[] = {
    "backfile missing tramontane",
    "Tells what the archive lacks, with a few examples of each kind",
    "backfile missing tramontane --format urls > wanted.txt",
    "Lists addresses that articles link to and that are not there",
    "backfile missing tramontane --format json > missing.json",
    "Writes all of it for a program",
    NULL,
};

static const OptionSpec export_options[] = {
    {"format", OPTION_CHOICE, "jsonl|warc", .is_required = true,
     .help = "Articles as JSON lines in the order of their ids, or the original records as WARC"},
    {"query", OPTION_TEXT, "QUERY", .help = "Only the articles that this query finds (jsonl)"},
};
static const char *const export_examples[] = {
    "backfile export tramontane --format jsonl articles.jsonl",
    "Writes all articles",
    "backfile export tramontane --format warc - | gzip > tramontane.warc.gz",
    "Writes the original records, packed on the way",
    NULL,
};

/* What every act says. */
#define OPTIONS_ACT                                                                                          \
    {"why", OPTION_TEXT, "TEXT", .help = "The reason, for the log; no page shows it"},                       \
        {"who", OPTION_TEXT, "NAME", .help = "Who decides; without it the name you are logged in by"},       \
        {"when", OPTION_TEXT, "TIME",                                                                        \
         .help = "When it was decided, such as 2026-11-24 or 2026-11-24T14:05; without it now"},             \
    {                                                                                                        \
        "format", OPTION_CHOICE, "table|json", .standard = "table",                                          \
                                               .help = "A line for each act, or the act as JSON"             \
    }

static const OptionSpec act_options[] = {OPTIONS_ACT};
static const OptionSpec withhold_options[] = {
    {"law", OPTION_FLAG, .help = "The law demands it: addresses answer 451 in place of 410"},
    OPTIONS_ACT,
};
static const char *const withhold_examples[] = {
    "backfile withhold tramontane /2014/06/the-harbour-closes --why 'Asked for by the family'",
    "Takes an article out of all pages, lists, searches and exports",
    "backfile withhold tramontane media:55384081 --law --why 'Court order 17/2026'",
    "Takes out a photo that the law forbids",
    NULL,
};
static const char *const restore_examples[] = {
    "backfile restore tramontane /2014/06/the-harbour-closes --why 'The family agreed'",
    "Shows and lists an article again",
    NULL,
};
static const char *const delist_examples[] = {
    "backfile delist tramontane 55384080 --why 'Charges were dropped'",
    "Leaves an article at its address, but takes it out of search and lists",
    NULL,
};
static const char *const redirect_examples[] = {
    "backfile redirect tramontane /harbour /2014/06/the-harbour-closes --why 'Printed in the paper'",
    "Leads a short address to an article",
    NULL,
};
static const OptionSpec correct_options[] = {
    {"field", OPTION_TEXT, "FIELD", .help = "What is corrected, in place of FIELD=VALUE"},
    {"value", OPTION_TEXT, "VALUE",
     .help = "The right value, with --field; an empty one says that there is none"},
    {"notice", OPTION_TEXT, "TEXT", .help = "Shown on top of the article, with its date"},
    OPTIONS_ACT,
};
static const char *const correct_examples[] = {
    "backfile correct tramontane 55384080 published=2014-06-27 --why 'The page shows the day of the move'",
    "Sets a date right",
    "backfile correct tramontane 55384080 'body[3]=The harbour closed at noon.' --notice 'We named a wrong "
    "hour.'",
    "Sets a paragraph right and says so on top of the article",
    "backfile correct tramontane media:55384081 'caption=The harbour in 2013'",
    "Sets a caption right, wherever the photo stands",
    NULL,
};
static const char *const undo_examples[] = {
    "backfile undo tramontane --why 'A slip'",
    "Takes the last act back",
    "backfile undo tramontane 12",
    "Takes act 12 back; undoing an undo does the act again",
    NULL,
};
static const OptionSpec log_options[] = {
    {"format", OPTION_CHOICE, "table|json|jsonl|urls", .standard = "table",
     .help = "A table for reading; one JSON list; one JSON act a line; or the paths that a cache in front of "
             "the site should forget, one a line"},
    {"limit", OPTION_NUMBER, "N", .help = "Only the last N acts; 0 or none is all"},
};
static const char *const log_examples[] = {
    "backfile log tramontane --limit 20",
    "Shows the last twenty acts",
    "backfile log tramontane --limit 1 --format urls",
    "Lists what a cache has to forget after the last act",
    NULL,
};

static const char *const help_examples[] = {
    "backfile help search",
    "Explains one command",
    NULL,
};

static const Command commands[] = {
    {.name = "init",
     .summary = "Makes a new archive",
     .description = "Makes an empty archive in DIR, which must be missing or an empty folder.",
     .operands = {{"DIR", .is_path = true}},
     .options = init_options,
     .option_count = COUNT(init_options),
     .examples = init_examples,
     .run = command_init},
    {.name = "import",
     .summary = "Reads crawls, pages and folders into an archive",
     .description = "Reads each SOURCE, a file or a folder of any mix of formats, into the archive DIR. "
                    "Original bytes are kept, articles are read out of them and indexed. What cannot be "
                    "read is reported and left out; importing the same again adds nothing. After Ctrl-C or "
                    "a crash, the same command goes on.",
     .operands = {{"DIR", .is_path = true}, {"SOURCE", .is_repeatable = true, .is_path = true}},
     .has_archive = true,
     .options = import_options,
     .option_count = COUNT(import_options),
     .examples = import_examples,
     .run = command_import},
    {.name = "serve",
     .summary = "Serves an archive as a web site",
     .description = "Serves the archive DIR over HTTP until it is told to end by SIGTERM or Ctrl-C; "
                    "requests in flight are answered first. An import may go on meanwhile.",
     .operands = {{"DIR", .is_path = true}},
     .has_archive = true,
     .options = serve_options,
     .option_count = COUNT(serve_options),
     .examples = serve_examples,
     .run = command_serve},
    {.name = "search",
     .summary = "Finds articles",
     .description = "Finds the articles that match QUERY; several words are one query. Words, \"phrases\", "
                    "AND, OR, NOT, brackets, NEAR/n, PRE/n, W/S, W/P, prefix*, =exact, field:value and "
                    "date:2010..2012 may stand in it.",
     .operands = {{"DIR", .is_path = true}, {"QUERY", .is_repeatable = true}},
     .has_archive = true,
     .options = search_options,
     .option_count = COUNT(search_options),
     .examples = search_examples,
     .run = command_search},
    {.name = "show",
     .summary = "Shows one article or photo",
     .description = "Shows the article with that id, path or URL, or with media:ID a photo and the "
                    "articles that use it.",
     .operands = {{"DIR", .is_path = true}, {.name = "ID-OR-URL"}},
     .has_archive = true,
     .options = show_options,
     .option_count = COUNT(show_options),
     .examples = show_examples,
     .run = command_show},
    {.name = "resolve",
     .summary = "Tells where addresses lead",
     .description = "Prints a line for each URL, or for each line of standard input: the URL, its status, "
                    "where it leads or -, and why, with tabs between them.",
     .operands = {{"DIR", .is_path = true}, {"URL", .is_optional = true, .is_repeatable = true}},
     .has_archive = true,
     .examples = resolve_examples,
     .run = command_resolve},
    {.name = "extract",
     .summary = "Reads articles out of pages, without an archive",
     .description = "Reads the page in the file PAGE, or on standard input, and prints the article in it "
                    "as JSON. The page may be packed by gzip.",
     .operands = {{"PAGE", .is_optional = true, .is_path = true}},
     .options = extract_options,
     .option_count = COUNT(extract_options),
     .examples = extract_examples,
     .run = command_extract},
    {.name = "read",
     .summary = "Reads out of a text what it says, without an archive",
     .description =
         "Reads the plain text in FILE, or on standard input, and prints as JSON its dateline and the "
         "credits of pictures in it, each with its place in bytes of the text.",
     .operands = {{"FILE", .is_optional = true, .is_path = true}},
     .options = read_options,
     .option_count = COUNT(read_options),
     .examples = read_examples,
     .run = command_read},
    {.name = "verify",
     .summary = "Checks an archive",
     .description = "Checks every original record against its digest, every article against its record and "
                    "the index against the articles. Prints a line for each fault.",
     .operands = {{"DIR", .is_path = true}},
     .has_archive = true,
     .examples = verify_examples,
     .run = command_verify},
    {.name = "reindex",
     .summary = "Makes an archive's index anew",
     .description = "Makes the index of the archive DIR anew from its articles. With --extract the articles "
                    "are made anew first, from the original records; what people decided stays.",
     .operands = {{"DIR", .is_path = true}},
     .has_archive = true,
     .options = reindex_options,
     .option_count = COUNT(reindex_options),
     .examples = reindex_examples,
     .run = command_reindex},
    {.name = "stats",
     .summary = "Counts what an archive holds",
     .description = "Prints counts and sizes of the archive DIR.",
     .operands = {{"DIR", .is_path = true}},
     .has_archive = true,
     .options = stats_options,
     .option_count = COUNT(stats_options),
     .examples = stats_examples,
     .run = command_stats},
    {.name = "missing",
     .summary = "Tells what an archive lacks",
     .description =
         "Tells, from what the archive DIR holds, what it lacks: runs of the publisher's ids, days "
         "and sections with fewer articles than usual, addresses that articles link to, photos "
         "without their files, doubtful dates, bylines without a name.",
     .operands = {{"DIR", .is_path = true}},
     .has_archive = true,
     .options = missing_options,
     .option_count = COUNT(missing_options),
     .examples = missing_examples,
     .run = command_missing},
    {.name = "export",
     .summary = "Writes an archive's articles or originals for others",
     .description = "Writes the articles or the original records of the archive DIR into the file OUT, or "
                    "to standard output if OUT is -. The file appears when it is complete.",
     .operands = {{"DIR", .is_path = true}, {"OUT", .is_path = true}},
     .has_archive = true,
     .options = export_options,
     .option_count = COUNT(export_options),
     .examples = export_examples,
     .run = command_export},
    {.name = "withhold",
     .summary = "Takes something out of sight",
     .description = "Shows each TARGET nowhere any more: an article by its id, path or URL, a photo "
                    "by media:ID, or any other address of the archive DIR. Its addresses answer "
                    "410. Nothing is deleted; restore or undo shows it again.",
     .operands = {{"DIR", .is_path = true}, {"TARGET", .is_repeatable = true}},
     .has_archive = true,
     .options = withhold_options,
     .option_count = COUNT(withhold_options),
     .examples = withhold_examples,
     .run = command_withhold},
    {.name = "restore",
     .summary = "Shows again what was withheld or delisted",
     .description = "Takes back every withholding and delisting of each TARGET.",
     .operands = {{"DIR", .is_path = true}, {"TARGET", .is_repeatable = true}},
     .has_archive = true,
     .options = act_options,
     .option_count = COUNT(act_options),
     .examples = restore_examples,
     .run = command_restore},
    {.name = "delist",
     .summary = "Leaves an article out of lists and search",
     .description = "Each TARGET still answers at its address, but search, lists, counts and feeds "
                    "leave it out, and robots are told not to keep it.",
     .operands = {{"DIR", .is_path = true}, {"TARGET", .is_repeatable = true}},
     .has_archive = true,
     .options = act_options,
     .option_count = COUNT(act_options),
     .examples = delist_examples,
     .run = command_delist},
    {.name = "redirect",
     .summary = "Leads an address elsewhere",
     .description = "From now on the address FROM answers 301 and leads to TO, a path or a URL.",
     .operands = {{"DIR", .is_path = true}, {.name = "FROM"}, {.name = "TO"}},
     .has_archive = true,
     .options = act_options,
     .option_count = COUNT(act_options),
     .examples = redirect_examples,
     .run = command_redirect},
    {.name = "correct",
     .summary = "Sets a field of an article right",
     .description = "Lays the right value over what the sources say of the article or photo TARGET. "
                    "FIELD is headline, kicker, subheadline, summary, byline, authors, section, "
                    "tags, published, modified, lang, body[N] or caption[N]; of a photo it is "
                    "caption. Imports never undo it.",
     .operands = {{"DIR", .is_path = true},
                  {.name = "TARGET"},
                  {"FIELD=VALUE", .is_optional = true, .is_repeatable = true}},
     .has_archive = true,
     .options = correct_options,
     .option_count = COUNT(correct_options),
     .examples = correct_examples,
     .run = command_correct},
    {.name = "undo",
     .summary = "Takes an act back",
     .description = "The act of that number no longer counts; without a number, the last one that "
                    "counts. The log keeps both.",
     .operands = {{"DIR", .is_path = true}, {"ACT", .is_optional = true}},
     .has_archive = true,
     .options = act_options,
     .option_count = COUNT(act_options),
     .examples = undo_examples,
     .run = command_undo},
    {.name = "log",
     .summary = "Lists what persons decided",
     .description = "Lists all acts in the archive DIR, the oldest first: when, who, what and why.",
     .operands = {{"DIR", .is_path = true}},
     .has_archive = true,
     .options = log_options,
     .option_count = COUNT(log_options),
     .examples = log_examples,
     .run = command_log},
    {.name = "help",
     .summary = "Explains the commands",
     .description = "Lists the commands, or explains one.",
     .operands = {{"COMMAND", .is_optional = true}},
     .examples = help_examples,
     .run = command_help},
    {.name = "table",
     .summary = "Prints this table for man pages and shells",
     .description = "Prints what man/update puts into man pages and completion files: synopsis COMMAND, "
                    "options COMMAND, commands, bash, zsh.",
     .operands = {{.name = "WHAT"}, {"COMMAND", .is_optional = true}},
     .is_hidden = true,
     .run = command_table},
    {.name = NULL},
};

const Command *commands_all(void)
{
    return commands;
}

const Command *commands_find(Slice name)
{
    for (const Command *command = commands; command->name; command++) {
        if (slice_equal(slice_from(command->name), name))
            return command;
    }
    return NULL;
}

enum { NEAREST_BYTES = 16 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance, row by row; names are short. */
static size_t distance(Slice a, Slice b)
{
    size_t row[NEAREST_BYTES + 1];
    for (size_t k = 0; k <= b.size; k++)
        row[k] = k;
    for (size_t i = 1; i <= a.size; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t k = 1; k <= b.size; k++) {
            const size_t above = row[k];
            const size_t replaced = diagonal + (a.data[i - 1] != b.data[k - 1]);
            row[k] = least(replaced, least(above, row[k - 1]) + 1);
            diagonal = above;
        }
    }
    return row[b.size];
}

const Command *commands_nearest(Slice name)
{
    const Command *nearest = NULL;
    size_t best = 3; /* what is further away is no slip of the finger */
    if (name.size > NEAREST_BYTES)
        return NULL;
    for (const Command *command = commands; command->name; command++) {
        const size_t far = distance(name, slice_from(command->name));
        if (!command->is_hidden && far < best && far < name.size) {
            best = far;
            nearest = command;
        }
    }
    return nearest;
}
