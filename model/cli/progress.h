/* Progress with rate and time left: one line on a terminal, a line now and then in a log. */
#ifndef TL_PROGRESS_H
#define TL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct tl_Progress {
    int64_t done, total;       /* days over all runs; or runs, or steps */
    double agents;             /* people per day of one run */
    double started_s, shown_s; /* seconds of the monotonic clock */
    bool terminal, quiet, drawn;
    bool swedish; /* set after the start; days and steps only */
} tl_Progress;

void tl_progress_start(tl_Progress *progress, int64_t total_days, double agents, bool quiet);

/* So many days of all runs are done. */
void tl_progress_days(tl_Progress *progress, int64_t days);

/* The same for a sweep, which counts runs: `total` of tl_progress_start is their number. */
void tl_progress_runs(tl_Progress *progress, int64_t done, int64_t failed);

/* The same for steps that take long: so many are done, and `doing` begins. Until one is done, each is
 * expected to take `expected_s`. */
void tl_progress_steps(tl_Progress *progress, int64_t done, double expected_s, const char *doing);

/* Clears the line. */
void tl_progress_end(tl_Progress *progress);

#endif
