/* The template generator refuses what would be unsafe in its place, and tells file and line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/file.h"

static Arena *arena;
static char folder[] = "/tmp/backfile-template-XXXXXX";

static int open_folder(void **state)
{
    (void)state;
    arena = arena_open((size_t)16 << 20);
    return mkdtemp(folder) ? 0 : -1;
}

static int close_folder(void **state)
{
    (void)state;
    static const char *const files[] = {"in.tmpl", "out.c", "said"};
    Error err;
    int result = 0;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        result |= file_remove(path_join(arena, folder, files[i]), &err) != STATUS_OK;
    result |= rmdir(folder);
    arena_close(arena);
    return result;
}

/* Runs the generator; true if it made something. What it said is in the file "said". */
static bool generate(const char *template)
{
    Error err;
    assert_int_equal(file_replace(path_join(arena, folder, "in.tmpl"), slice_from(template), &err),
                     STATUS_OK);
    char command[1024];
    snprintf(command, sizeof command, "%s %s/in.tmpl %s/out.c 2>%s/said", BACKFILE_TEMPLATE, folder, folder,
             folder);
    return system(command) == 0;
}

static Slice file_of(const char *name)
{
    Slice bytes;
    Error err;
    assert_int_equal(file_read(arena, path_join(arena, folder, name), 1 << 20, &bytes, &err), STATUS_OK);
    return bytes;
}

static void text_is_escaped_unless_it_is_marked(void **state)
{
    (void)state;
    assert_true(generate("{{page f(Slice x)}}\n<p class=\"{{= x}}\">{{= x}}{{html x}}</p>\n{{end}}\n"));
    Slice out = file_of("out.c");
    assert_true(slice_contains(out, SLICE("void f(Builder *out, Slice x)")));
    assert_true(slice_contains(out, SLICE("page_escape(out, x);")));
    assert_true(slice_contains(out, SLICE("builder_add(out, x);")));
}

static void a_line_of_a_directive_leaves_no_trace_and_indentation_goes(void **state)
{
    (void)state;
    assert_true(generate("{{page f()}}\n  {{if 1}}\n    <b>\n  {{end}}\n\n  x{{~}}\n  y\n{{end}}\n"));
    Slice out = file_of("out.c");
    assert_true(slice_contains(out, SLICE("SLICE(\"<b>\\n\")")));
    assert_true(slice_contains(out, SLICE("SLICE(\"xy\\n\")")));
}

typedef struct Fault {
    const char *template, *said;
} Fault;

static void unsafe_and_broken_templates_are_refused_with_their_line(void **state)
{
    (void)state;
    static const Fault faults[] = {
        {"{{page f()}}\n<a href=\"{{= x}}\">\n{{end}}", "in.tmpl:2: error: 'href' holds an address"},
        {"{{page f()}}\n<a href={{url x}}>\n{{end}}", "in.tmpl:2: error: url outside an attribute"},
        {"{{page f()}}\n<p>{{url x}}</p>\n{{end}}", "in.tmpl:2: error: url outside an attribute"},
        {"{{page f()}}\n<a href=\"/x/{{url x}}\">\n{{end}}", "url must begin the attribute"},
        {"{{page f()}}\n<a href=\"{{query x}}\">\n{{end}}", "query stands behind the beginning"},
        {"{{page f()}}\n\n<p onclick=\"{{= x}}\">\n{{end}}",
         "in.tmpl:3: error: nothing may be put into 'onclick'"},
        {"{{page f()}}\n<p style=\"{{= x}}\">\n{{end}}", "nothing may be put into 'style'"},
        {"{{page f()}}\n<p {{= x}}>\n{{end}}", "between tags or in a quoted attribute"},
        {"{{page f()}}\n<p class={{= x}}>\n{{end}}", "between tags or in a quoted attribute"},
        {"{{page f()}}\n<script>{{= x}}</script>\n{{end}}", "between tags or in a quoted attribute"},
        {"{{page f()}}\n<style>{{html x}}</style>\n{{end}}", "html may stand between tags only"},
        {"{{page f()}}\n<p title=\"{{html x}}\">\n{{end}}", "html may stand between tags only"},
        {"{{page f()}}\n<p>{{json x}}</p>\n{{end}}", "json may stand in a script"},
        {"{{page f()}}\n<!-- {{= x}} -->\n{{end}}", "between tags or in a quoted attribute"},
        {"{{page f()}}\n{{if a}}<p class=\"{{else}}<p>{{end}}\n{{end}}", "ends in another place"},
        {"{{page f()}}\n{{if a}}\n<p>", "the block of line 2 is not closed"},
        {"{{page f()}}\n{{end}}\n{{end}}", "'end' without a block"},
        {"{{page f()}}\n{{rubbish x}}\n{{end}}", "'rubbish x' is no directive"},
        {"{{page f()}}\n{{= x\n", "a directive is not closed"},
        {"text", "text outside a function"},
        {"{{page f}}\n{{end}}", "is not of the form name(arguments)"},
        {"{{page f()}}\n{{for ;;}}{{else}}{{end}}{{end}}", "'else' without 'if'"},
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (generate(faults[i].template))
            fail_msg("accepted: %s", faults[i].template);
        if (!slice_contains(file_of("said"), slice_from(faults[i].said)))
            fail_msg("'%s' is not in: %.*s", faults[i].said, SLICE_ARG(file_of("said")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_unless_it_is_marked),
        cmocka_unit_test(a_line_of_a_directive_leaves_no_trace_and_indentation_goes),
        cmocka_unit_test(unsafe_and_broken_templates_are_refused_with_their_line),
    };
    return cmocka_run_group_tests(tests, open_folder, close_folder);
}
