/* Ctrl-C and SIGTERM as a flag that long work looks at. */
#ifndef CLI_STOP_H
#define CLI_STOP_H

/* The flag for Progress.stop: 0, or the number of the signal that came. The first signal sets it and gives
 * the signals their usual effect back, so that a second one ends the process at once. */
const volatile int *stop_on_signals(void);
/* Signals have their usual effect again. */
void stop_no_more(void);

#endif
