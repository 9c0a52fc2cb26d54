/* The command line: subcommands, their arguments, exit codes. */
#ifndef TL_COMMAND_H
#define TL_COMMAND_H

#include <stdbool.h>

#include "config/experiment.h"

/* 0 good, 1 it failed while running, 2 usage or config. */
enum { TL_EXIT_GOOD = 0, TL_EXIT_FAILED = 1, TL_EXIT_USAGE = 2 };

enum { TL_MOST_FILES = 16, TL_MOST_SETS = 256 };

/* What was asked for. Strings are argv's. */
typedef struct tl_Arguments {
    const char *command; /* the subcommand's name */
    const char *operands[TL_MOST_FILES];
    const char *sets[TL_MOST_SETS]; /* path=value */
    const char *out;
    const char *format; /* "text", "markdown" or "json" */
    const char *kernel; /* NULL: the best */
    int operand_count, set_count;
    tl_Language language;
    int threads;   /* 0: all processors */
    int arm;       /* of a result file, from 1; 0: not said */
    int sample;    /* replicates of each arm, or points of a sweep; 0: all */
    int run;       /* of a sweep, from 1; 0: not said */
    int part_runs; /* runs after which a part of a sweep is written; 0: not said */
    const char *shard, *todo, *runs, *from;
    bool overwrite, quiet, plan, help, retry_failed;
} tl_Arguments;

typedef struct tl_Command {
    const char *name;
    const char *usage;   /* operands and options, as in "CONFIG [--out FILE]" */
    const char *summary; /* one line */
    const char *help;    /* the rest of `tillit help NAME` */
    int least_operands, most_operands;
    int (*run)(const tl_Arguments *arguments);
} tl_Command;

extern const tl_Command tl_commands[];
extern const int tl_command_count;

int tl_command_run(const tl_Arguments *arguments);
int tl_command_compare(const tl_Arguments *arguments);
int tl_command_experiment(const tl_Arguments *arguments);
int tl_command_sweep(const tl_Arguments *arguments);
int tl_command_status(const tl_Arguments *arguments);
int tl_command_merge(const tl_Arguments *arguments);
int tl_command_claims(const tl_Arguments *arguments);
int tl_command_digest(const tl_Arguments *arguments);
int tl_command_presets(const tl_Arguments *arguments);
int tl_command_check(const tl_Arguments *arguments);
int tl_command_verify(const tl_Arguments *arguments);
int tl_command_config(const tl_Arguments *arguments);
int tl_command_diff(const tl_Arguments *arguments);
int tl_command_params(const tl_Arguments *arguments);
int tl_command_measures(const tl_Arguments *arguments);
int tl_command_schedule(const tl_Arguments *arguments);
int tl_command_explain(const tl_Arguments *arguments);
int tl_command_new_municipality(const tl_Arguments *arguments);
int tl_command_municipalities(const tl_Arguments *arguments);
int tl_command_version(const tl_Arguments *arguments);

#endif
