/* backfile-resize WIDTH: a picture on standard input -> the same, so many pixels wide, on standard output.
 *
 * `backfile serve` starts it for each picture that it has not resized yet. Exit 0: done; 1: this picture is
 * not to be resized (the original is shown); 2: wrong usage. It can be run by hand: backfile-resize 640 <
 * a.jpg > b.jpg */
#include "resize/resize.h"

#include <unistd.h>

#include "base/file.h"

#ifdef __SANITIZE_ADDRESS__
/* What the library keeps to the end is no leak of ours, and looking for leaks needs what the filter refuses.
 */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0";
}
#endif

int main(int argc, char **argv)
{
    uint64_t width = 0;
    Slice original, made;
    Error err;
    if (argc != 2 || !slice_to_u64(slice_from(argv[1]), &width) || width < 1 || width > 10000)
        return 2;
    limits_set();
    Arena *arena = arena_open((size_t)2 * RESIZE_BYTES_MAX);
    Status status = resize_begin(argv[0], &err);
    limits_close_doors();
    if (status == STATUS_OK)
        status = file_read_stream(arena, STDIN_FILENO, "picture", RESIZE_BYTES_MAX, &original, &err);
    if (status == STATUS_OK)
        status = resize_picture(original, (unsigned)width, &made, &err);
    if (status == STATUS_OK)
        status = file_write(STDOUT_FILENO, made, &err);
    return status == STATUS_OK ? 0 : 1;
}
