/* How runs are made; none of it changes what comes out. */
#ifndef TL_RUN_OPTIONS_H
#define TL_RUN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum { TL_MOST_THREADS = 4096 };

typedef struct tl_RunOptions {
    int threads;        /* 0: as many as processors that this process may use */
    const char *kernel; /* as in tl_plan_kernel; NULL: the best */
    bool (*stop)(void); /* asked every day of every run: true to give up; NULL: never */
    /* Told several times a second, on the calling thread, how many of all days of all runs are done, where runs
     * are made in memory (run_results.h): false to give up; NULL: never. */
    bool (*progress)(void *context, int64_t done, int64_t total);
    void *context;                        /* of progress */
    const struct tl_Keeper *keeper;       /* of what runs have come to (sink.h); NULL: nobody */
    const struct tl_Histories *histories; /* of worlds at the end of their burn-in; NULL: none are kept */
} tl_RunOptions;

/* The number of threads that is meant. */
int tl_run_threads(const tl_RunOptions *options);

#endif
