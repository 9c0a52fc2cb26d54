/* How runs are made; none of it changes what comes out. */
#ifndef TL_RUN_OPTIONS_H
#define TL_RUN_OPTIONS_H

#include <stdbool.h>

typedef struct tl_RunOptions {
    int threads;        /* 0: as many as processors that this process may use */
    const char *kernel; /* as in tl_plan_kernel; NULL: the best */
    bool (*stop)(void); /* asked every day of every run: true to give up; NULL: never */
} tl_RunOptions;

/* The number of threads that is meant. */
int tl_run_threads(const tl_RunOptions *options);

#endif
