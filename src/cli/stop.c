/* The one piece of global mutable state in the program: a signal handler can reach nothing else. */
#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>

static volatile int came; /* an int, as Progress.stop asks; written whole on every machine that we know */

static void handle(int number)
{
    came = number;
}

static void set_handlers(void (*handler)(int))
{
    struct sigaction action = {0};
    action.sa_handler = handler;
    action.sa_flags = (int)SA_RESETHAND; /* and no SA_RESTART: a read from a terminal ends */
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

const volatile int *stop_on_signals(void)
{
    came = 0;
    set_handlers(handle);
    return &came;
}

void stop_no_more(void)
{
    set_handlers(SIG_DFL);
}
