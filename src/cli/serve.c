/* backfile serve: the archive as a web site, until a signal.
 *
 * The signals are blocked before the server starts its threads, which inherit that, and are waited for here:
 * no handler runs anywhere. The first one lets requests in flight end; a second one ends the process at once.
 */
#include "cli/cli.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "base/file.h"
#include "server/server.h"

enum { GRACE_MS = 10000 };

/* The access log's descriptor; -1 for none. */
static Status open_log(const char *path, int *fd, Error *err)
{
    *fd = -1;
    if (!path)
        return STATUS_OK;
    if (slice_equal(slice_from(path), SLICE("-"))) {
        *fd = dup(STDERR_FILENO);
        return *fd >= 0 ? STATUS_OK : error_errno(err, STATUS_FAIL, "cannot use standard error");
    }
    return file_open(path, O_WRONLY | O_CREAT | O_APPEND, fd, err);
}

static void block(sigset_t *signals)
{
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
    signal(SIGPIPE, SIG_IGN); /* a client that goes away is no reason to die */
}

/* HOST:PORT; whether there is such a host shows when it is listened to. */
static bool is_listen_address(Slice address)
{
    const size_t colon = slice_find_last_byte(address, ':');
    uint64_t port = 0;
    return colon != SLICE_NONE && colon > 0 && slice_to_u64(slice_skip(address, colon + 1), &port) &&
           port <= 65535;
}

static int serve_until_signal(Call *call, const ServerOptions *options)
{
    Server *server = NULL;
    Error err;
    sigset_t signals;
    int number = 0;
    block(&signals);
    const Status status = server_open(options, &server, &err);
    if (status != STATUS_OK)
        return call_fail(call, status, &err);
    const size_t colon = slice_find_last_byte(options->address, ':');
    call_note(call, "Serving '%s' at http://%.*s:%u/", options->folder,
              SLICE_ARG(slice_range(options->address, 0, colon)), server_port(server));
    fflush(call->err);
    while (sigwait(&signals, &number) != 0)
        continue;
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    server_close(server, GRACE_MS);
    return number == SIGINT ? EXIT_STOPPED : EXIT_DONE;
}

int command_serve(Call *call)
{
    Archive *archive = NULL;
    Error err;
    int log_fd = -1;
    const Slice address = options_slice(call->options, "listen");
    if (!is_listen_address(address))
        return call_say(call, EXIT_USAGE, "--listen takes ADDRESS:PORT, such as 127.0.0.1:8080, not '%.*s'",
                        SLICE_ARG(address));
    int code =
        call_open_archive(call, ARCHIVE_READ, &archive); /* tells what is wrong before anything listens */
    if (code != EXIT_DONE)
        return code;
    call_tell_rules(call, archive);
    archive_close(archive);
    const Status status = open_log(options_text(call->options, "log"), &log_fd, &err);
    if (status != STATUS_OK)
        return call_say(call, EXIT_FAILED, "%s", err.message);
    const ServerOptions options = {
        .folder = options_operand(call->options, 0),
        .address = address,
        .threads = call_number(call, "threads"),
        .connections_max = call_number(call, "connections"),
        .timeout_s = call_number(call, "timeout"),
        .log_fd = log_fd,
        .site = {.title = options_slice(call->options, "site-name"),
                 .tagline = options_slice(call->options, "tagline"),
                 .accent = options_slice(call->options, "accent"),
                 .accent_dark = options_slice(call->options, "accent-dark"),
                 .logo = options_slice(call->options, "logo"),
                 .header_links = options_slice(call->options, "header-links"),
                 .footer_links = options_slice(call->options, "footer-links"),
                 .language = options_slice(call->options, "interface-language"),
                 .rights = options_slice(call->options, "rights"),
                 .contact = options_slice(call->options, "contact")},
    };
    code = serve_until_signal(call, &options);
    file_close(log_fd);
    return code;
}
