/* What a command is asked for, and the exit codes that it gives back. */
#ifndef TL_ARGUMENTS_H
#define TL_ARGUMENTS_H

#include <stdbool.h>

#include "config/experiment.h"
#include "run/run_options.h"

/* 0 good, 1 it failed while running, 2 usage or config. */
enum { TL_EXIT_GOOD = 0, TL_EXIT_FAILED = 1, TL_EXIT_USAGE = 2 };

enum { TL_MOST_FILES = 16, TL_MOST_SETS = 256 };

/* What was asked for. Strings are argv's. */
typedef struct tl_Arguments {
    const char *command; /* the subcommand's name */
    const char *operands[TL_MOST_FILES];
    const char *sets[TL_MOST_SETS];     /* path=value */
    const char *what_ifs[TL_MOST_SETS]; /* "employees per manager=25" */
    const char *out;
    const char *format; /* "text", "markdown" or "json" */
    const char *kernel; /* NULL: the best */
    int operand_count, set_count, what_if_count;
    tl_Language language;
    int threads;   /* 0: all processors */
    int arm;       /* of a result file, from 1; 0: not said */
    int sample;    /* replicates of each arm, or points of a sweep; 0: all */
    int run;       /* of a sweep, from 1; 0: not said */
    int part_runs; /* runs after which a part of a sweep is written; 0: not said */
    const char *shard, *todo, *runs, *from, *municipality, *like, *checkpoint, *history_folder;
    int every; /* minutes between two checkpoints; 0: not said */
    const struct tl_Keeper
        *keeper; /* of what the command's runs come to (cli/checkpointed.h); NULL: nobody */
    const struct tl_Histories *histories; /* NULL: none are kept */
    bool overwrite, quiet, plan, help, retry_failed;
} tl_Arguments;

/* How runs are made for a command: signals that ask to stop (run/stop.h) are heeded. */
tl_RunOptions tl_run_options(const tl_Arguments *arguments);

/* Runs were given up: is why already said, or will it be (cli/checkpointed.h)? */
bool tl_stop_is_said(const tl_Arguments *arguments);

/* Has this processor the --kernel? Otherwise says which there are. */
bool tl_kernel_is_there(const tl_Arguments *arguments);

#endif
