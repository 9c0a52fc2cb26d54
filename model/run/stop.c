#include "run/stop.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t requested;

static bool listening;
static struct sigaction pipe_before;

static void ask(int number)
{
    (void)number;
    requested = 1;
}

static bool is_ignored(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void tl_stop_listen(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGUSR1};
    /* Restarting, so that a write under way is not cut short. */
    struct sigaction action = {.sa_handler = ask, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (!is_ignored(numbers[i])) {
            sigaction(numbers[i], &action, NULL);
        }
    }
    signal(SIGXFSZ, SIG_IGN);
    if (!listening) {
        action = (struct sigaction){.sa_handler = SIG_IGN};
        listening = sigaction(SIGPIPE, &action, &pipe_before) == 0;
    }
}

void tl_stop_files_done(void)
{
    if (listening) {
        sigaction(SIGPIPE, &pipe_before, NULL);
        listening = false;
    }
}

bool tl_stop_requested(void)
{
    return requested != 0;
}
