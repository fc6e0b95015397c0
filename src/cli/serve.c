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

/* The program that resizes photos: beside this one, or where it is installed. NULL: there is none. */
static const char *find_resizer(char *path, size_t size)
{
    static const char *const places[] = {"backfile-resize", "../libexec/backfile-resize"};
    char own[4096];
    const ssize_t length = readlink("/proc/self/exe", own, sizeof own - 1);
    if (length <= 0)
        return NULL;
    own[length] = '\0';
    char *slash = strrchr(own, '/');
    if (!slash)
        return NULL;
    *slash = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        const int written = snprintf(path, size, "%s/%s", own, places[i]);
        if (written > 0 && (size_t)written < size && access(path, X_OK) == 0)
            return path;
    }
    return NULL;
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
    if (status != STATUS_OK) {
        options_tell_place(call->options, &err);
        return call_fail(call, status, &err);
    }
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
    char resizer[4200];
    const ServerOptions options = {
        .folder = options_operand(call->options, 0),
        .address = address,
        .threads = call_number(call, "threads"),
        .connections_max = call_number(call, "connections"),
        .timeout_s = call_number(call, "timeout"),
        .log_fd = log_fd,
        .failure_fd = STDERR_FILENO,
        .site = {.title = options_slice(call->options, "site-name"),
                 .paper = options_slice(call->options, "paper"),
                 .tagline = options_slice(call->options, "tagline"),
                 .accent = options_slice(call->options, "accent"),
                 .accent_dark = options_slice(call->options, "accent-dark"),
                 .logo = options_slice(call->options, "logo"),
                 .header_links = options_slice(call->options, "header-links"),
                 .footer_links = options_slice(call->options, "footer-links"),
                 .language = options_slice(call->options, "interface-language"),
                 .rights = options_slice(call->options, "rights"),
                 .license = options_slice(call->options, "license"),
                 .contact = options_slice(call->options, "contact")},
        .log_format =
            slice_equal(options_slice(call->options, "log-format"), SLICE("kv")) ? LOG_FIELDS : LOG_COMBINED,
        .slow_ms = call_number(call, "slow"),
        .resize_program = find_resizer(resizer, sizeof resizer),
        .photos_bytes_max = (uint64_t)call_number(call, "photos") << 20,
    };
    code = serve_until_signal(call, &options);
    file_close(log_fd);
    return code;
}
