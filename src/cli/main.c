/* The program backfile: everything is in cli_run, so that tests can call it. */
#include "cli/cli.h"

#include <unistd.h>

int main(int argc, char **argv)
{
    return cli_run(argc, (const char *const *)argv, (const char *const *)environ, stdout, stderr);
}
