/* In: originals. Out: files "CAPTURE-WIDTH" in a folder.
 *
 * A few threads take photos from a queue; each starts the program with the original as its standard input (a
 * file in memory), waits for it no longer than allowed, and puts what it gave into the folder. The folder
 * itself is the list of what is kept: a file's time is when it was last asked for, to the hour, and when the
 * bound is passed, the oldest files go until a fifth of it is free. */
#include "server/thumbs.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

enum {
    ORIGINAL_BYTES_MAX = 64 << 20,
    MADE_BYTES_MAX = 32 << 20,
    PROCESSES_MAX = 16,
    TOUCH_S = 3600,
    STOP_LOOK_MS = 50
};

const unsigned THUMB_WIDTHS[] = {160, 320, 640, 1280, 0};

struct ThumbJob {
    ThumbJob *next;
    ThumbKey key;
    int original; /* a file in memory */
    void (*done)(void *context);
    void *context;
};

struct Thumbs {
    const char *program;
    char *folder;
    bool is_own; /* the folder goes with the server */
    uint64_t bytes_max;
    int64_t time_max_us;
    unsigned waiting, waiting_max;
    ThumbJob *first, **last;
    pthread_mutex_t lock; /* of the queue */
    pthread_cond_t more;
    pthread_mutex_t folder_lock; /* of its files and their sum */
    _Atomic bool is_stopping;
    _Atomic uint64_t bytes, made, refused, found, turned_away;
    unsigned threads;
    pthread_t thread[PROCESSES_MAX];
};

bool thumbs_have_width(const Thumbs *thumbs, uint64_t width)
{
    for (const unsigned *known = THUMB_WIDTHS; thumbs && thumbs->program && *known; known++)
        if (width == *known)
            return true;
    return false;
}

/* ---- the folder ---- */

typedef struct Kept {
    char *name;
    int64_t used_s;
    uint64_t size;
} Kept;

static char *path_of(const Thumbs *thumbs, Arena *arena, ThumbKey key)
{
    return path_join(arena, thumbs->folder,
                     arena_string(arena, arena_format(arena, "%lld-%u", (long long)key.capture, key.width)));
}

/* An empty file takes a block's place all the same. */
static uint64_t cost_of(uint64_t size)
{
    enum { BLOCK = 4096 };
    return size < BLOCK ? BLOCK : size;
}

/* The files of the folder and the sum of their costs. */
static size_t list_kept(const Thumbs *thumbs, Arena *arena, Kept **kept, uint64_t *sum)
{
    Slices names = {0};
    Error ignored; /* what cannot be read is not there */
    size_t count = 0;
    *sum = 0;
    if (file_list(arena, thumbs->folder, &names, &ignored) != STATUS_OK)
        return 0;
    *kept = ARENA_ARRAY(arena, Kept, names.count + 1);
    for (size_t i = 0; i < names.count; i++) {
        struct stat about;
        char *path = path_join(arena, thumbs->folder, arena_string(arena, names.items[i]));
        if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
            continue;
        (*kept)[count++] = (Kept){path, about.st_mtime, (uint64_t)about.st_size};
        *sum += cost_of((uint64_t)about.st_size);
    }
    return count;
}

static int older_first(const void *a, const void *b)
{
    const Kept *x = a, *y = b;
    return x->used_s < y->used_s ? -1 : x->used_s > y->used_s;
}

/* Under the folder's lock. */
static void make_room(Thumbs *thumbs)
{
    Arena *arena = arena_open((size_t)256 << 20);
    Kept *kept = NULL;
    uint64_t sum = 0;
    Error ignored;
    size_t count = list_kept(thumbs, arena, &kept, &sum);
    if (sum > thumbs->bytes_max) {
        qsort(kept, count, sizeof *kept, older_first);
        for (size_t i = 0; i < count && sum > thumbs->bytes_max / 5 * 4; i++)
            if (file_remove(kept[i].name, &ignored) == STATUS_OK)
                sum -= cost_of(kept[i].size);
    }
    thumbs->bytes = sum;
    arena_close(arena);
}

/* Where it cannot be written, the photo is made again when it is asked for again. */
static void keep(Thumbs *thumbs, ThumbKey key, Slice bytes)
{
    Arena *arena = arena_open(1 << 20);
    char *path = path_of(thumbs, arena, key);
    char *beside = arena_string(arena, arena_format(arena, "%s.%ld", path, (long)gettid()));
    int fd = -1;
    Error ignored;
    Status status = file_open(beside, O_WRONLY | O_CREAT | O_TRUNC, &fd, &ignored);
    if (status == STATUS_OK)
        status = file_write(fd, bytes, &ignored);
    file_close(fd);
    pthread_mutex_lock(&thumbs->folder_lock);
    if (status == STATUS_OK)
        status = file_rename(beside, path, &ignored);
    if (status == STATUS_OK)
        thumbs->bytes += cost_of(bytes.size);
    else
        (void)unlink(beside);
    if (thumbs->bytes > thumbs->bytes_max)
        make_room(thumbs);
    pthread_mutex_unlock(&thumbs->folder_lock);
    arena_close(arena);
}

ThumbState thumbs_find(Thumbs *thumbs, Arena *arena, ThumbKey key, Slice *bytes)
{
    int fd = -1;
    struct stat about;
    Error ignored;
    if (file_open(path_of(thumbs, arena, key), O_RDONLY | O_NOFOLLOW, &fd, &ignored) != STATUS_OK)
        return THUMB_ABSENT;
    ThumbState state = THUMB_ABSENT;
    if (fstat(fd, &about) == 0 && about.st_size == 0)
        state = THUMB_REFUSED;
    else if (file_read_stream(arena, fd, "photo", MADE_BYTES_MAX, bytes, &ignored) == STATUS_OK)
        state = THUMB_KEPT;
    if (state != THUMB_ABSENT && clock_unix_s() - about.st_mtime > TOUCH_S)
        (void)futimens(fd, NULL);
    close(fd);
    thumbs->found += state == THUMB_KEPT;
    return state;
}

/* ---- one photo ---- */

static pid_t start_program(const Thumbs *thumbs, unsigned width, int original, int made)
{
    char number[16];
    snprintf(number, sizeof number, "%u", width);
    char *arguments[] = {(char *)(uintptr_t)thumbs->program, number, NULL};
    char locale[] = "LC_ALL=C", *environment[] = {locale, NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    pid_t process = -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_adddup2(&actions, original, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, made, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    if (posix_spawn(&process, thumbs->program, &actions, &attributes, arguments, environment) != 0)
        process = -1;
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return process;
}

/* Did it end well in time? What takes longer, or is still at work when the server stops, is killed. */
static bool wait_for(const Thumbs *thumbs, pid_t process)
{
    int64_t end_us = clock_monotonic_us() + thumbs->time_max_us;
    int handle = pidfd_open(process, 0), status = 0;
    struct pollfd ended = {.fd = handle, .events = POLLIN};
    while (handle >= 0 && poll(&ended, 1, STOP_LOOK_MS) <= 0 && !thumbs->is_stopping &&
           clock_monotonic_us() < end_us)
        continue;
    if (!(ended.revents & POLLIN))
        (void)kill(process, SIGKILL); /* it is ours and not yet waited for: its number is no other's */
    if (handle >= 0)
        close(handle);
    while (waitpid(process, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void resize(Thumbs *thumbs, const ThumbJob *job)
{
    Arena *arena = arena_open((size_t)2 * MADE_BYTES_MAX);
    Slice bytes = SLICE_EMPTY;
    Error ignored;
    if (thumbs_find(thumbs, arena, job->key, &bytes) == THUMB_ABSENT) { /* nobody was faster */
        int made = memfd_create("made", MFD_CLOEXEC);
        pid_t process = made < 0 ? -1 : start_program(thumbs, job->key.width, job->original, made);
        bool is_made =
            process > 0 && wait_for(thumbs, process) && lseek(made, 0, SEEK_SET) == 0 &&
            file_read_stream(arena, made, "photo", MADE_BYTES_MAX, &bytes, &ignored) == STATUS_OK &&
            bytes.size > 0;
        if (made >= 0)
            close(made);
        if (process > 0 && !thumbs->is_stopping)
            keep(thumbs, job->key, is_made ? bytes : SLICE_EMPTY);
        *(is_made ? &thumbs->made : &thumbs->refused) += 1;
    }
    arena_close(arena);
}

static void finish(ThumbJob *job)
{
    job->done(job->context);
    close(job->original);
    free(job);
}

static void *work(void *context)
{
    Thumbs *thumbs = context;
    pthread_mutex_lock(&thumbs->lock);
    for (;;) {
        while (!thumbs->first && !thumbs->is_stopping)
            pthread_cond_wait(&thumbs->more, &thumbs->lock);
        ThumbJob *job = thumbs->first;
        if (!job)
            break; /* stopping, and nobody waits */
        thumbs->first = job->next;
        if (!thumbs->first)
            thumbs->last = &thumbs->first;
        pthread_mutex_unlock(&thumbs->lock);
        if (!thumbs->is_stopping)
            resize(thumbs, job);
        finish(job);
        pthread_mutex_lock(&thumbs->lock);
        thumbs->waiting--;
    }
    pthread_mutex_unlock(&thumbs->lock);
    return NULL;
}

/* ---- the queue ---- */

ThumbJob *thumbs_prepare(Thumbs *thumbs, ThumbKey key, Slice original)
{
    Error ignored;
    pthread_mutex_lock(&thumbs->lock);
    bool has_place = thumbs->waiting < thumbs->waiting_max && !thumbs->is_stopping && thumbs->threads > 0 &&
                     original.size <= ORIGINAL_BYTES_MAX;
    thumbs->waiting += has_place;
    pthread_mutex_unlock(&thumbs->lock);
    ThumbJob *job = has_place ? calloc(1, sizeof *job) : NULL;
    int fd = job ? memfd_create("original", MFD_CLOEXEC) : -1;
    if (fd >= 0 && file_write(fd, original, &ignored) == STATUS_OK && lseek(fd, 0, SEEK_SET) == 0) {
        *job = (ThumbJob){.key = key, .original = fd};
        return job;
    }
    if (fd >= 0)
        close(fd);
    free(job);
    pthread_mutex_lock(&thumbs->lock);
    thumbs->waiting -= has_place;
    pthread_mutex_unlock(&thumbs->lock);
    thumbs->turned_away++;
    return NULL;
}

void thumbs_submit(Thumbs *thumbs, ThumbJob *job, void (*done)(void *context), void *context)
{
    job->done = done;
    job->context = context;
    job->next = NULL;
    pthread_mutex_lock(&thumbs->lock);
    bool is_late = thumbs->is_stopping;
    if (!is_late) {
        *thumbs->last = job;
        thumbs->last = &job->next;
        pthread_cond_signal(&thumbs->more);
    }
    pthread_mutex_unlock(&thumbs->lock);
    if (is_late)
        finish(job);
}

ThumbsCounts thumbs_counts(Thumbs *thumbs)
{
    return (ThumbsCounts){.made = thumbs->made,
                          .refused = thumbs->refused,
                          .found = thumbs->found,
                          .turned_away = thumbs->turned_away,
                          .bytes = thumbs->bytes};
}

/* ---- opening and closing ---- */

/* cache/ in the archive if it can be written, else a folder of our own. */
static Status choose_folder(Thumbs *thumbs, const char *archive, Error *err)
{
    Arena *arena = arena_open(1 << 20);
    char *folder = path_join(arena, archive, "cache");
    const char *temporary = access("/var/tmp", W_OK) == 0 ? "/var/tmp" : "/tmp";
    Status status = file_make_folder(folder, err);
    if (status != STATUS_OK || access(folder, W_OK | X_OK) != 0) {
        folder = path_join(arena, temporary, "backfile-cache-XXXXXX");
        thumbs->is_own = mkdtemp(folder) != NULL;
        status = thumbs->is_own ? STATUS_OK : error_errno(err, STATUS_FAIL, "cannot make '%s'", folder);
    }
    if (status == STATUS_OK && !(thumbs->folder = strdup(folder)))
        fatal("memory is used up");
    arena_close(arena);
    return status;
}

static void start_threads(Thumbs *thumbs, unsigned processes)
{
    unsigned wanted = processes < PROCESSES_MAX ? processes : PROCESSES_MAX;
    while (thumbs->threads < wanted &&
           pthread_create(&thumbs->thread[thumbs->threads], NULL, work, thumbs) == 0)
        thumbs->threads++;
}

Status thumbs_open(const ThumbsOptions *options, Thumbs **out, Error *err)
{
    Thumbs *thumbs = calloc(1, sizeof *thumbs);
    if (!thumbs)
        fatal("memory is used up");
    pthread_mutex_init(&thumbs->lock, NULL);
    pthread_mutex_init(&thumbs->folder_lock, NULL);
    pthread_cond_init(&thumbs->more, NULL);
    thumbs->last = &thumbs->first;
    thumbs->bytes_max = options->bytes_max;
    thumbs->time_max_us = options->time_max_us;
    thumbs->waiting_max = options->waiting_max;
    *out = thumbs;
    if (!options->program || options->bytes_max == 0)
        return STATUS_OK;
    Status status = choose_folder(thumbs, options->archive, err);
    if (status != STATUS_OK)
        return status;
    thumbs->program = options->program;
    make_room(thumbs);
    start_threads(thumbs, options->processes);
    return STATUS_OK;
}

void thumbs_stop(Thumbs *thumbs)
{
    if (!thumbs)
        return;
    pthread_mutex_lock(&thumbs->lock);
    thumbs->is_stopping = true;
    pthread_cond_broadcast(&thumbs->more);
    pthread_mutex_unlock(&thumbs->lock);
    for (unsigned i = 0; i < thumbs->threads; i++)
        pthread_join(thumbs->thread[i], NULL);
    thumbs->threads = 0;
}

void thumbs_close(Thumbs *thumbs)
{
    if (!thumbs)
        return;
    thumbs_stop(thumbs);
    if (thumbs->is_own) {
        thumbs->bytes_max = 0;
        make_room(thumbs);
        (void)rmdir(thumbs->folder);
    }
    free(thumbs->folder);
    pthread_cond_destroy(&thumbs->more);
    pthread_mutex_destroy(&thumbs->folder_lock);
    pthread_mutex_destroy(&thumbs->lock);
    free(thumbs);
}
