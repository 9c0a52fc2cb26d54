/* The subcommands of the command line: a table, from which parsing, help and completion follow. */
#ifndef TL_COMMAND_H
#define TL_COMMAND_H

#include "cli/arguments.h"

typedef struct tl_Command {
    const char *name;
    const char *usage;   /* operands and options, as in "CONFIG [--out FILE]": those that it takes */
    const char *summary; /* one line */
    const char *help;    /* the rest of `tillit help NAME` */
    int least_operands, most_operands;
    int (*run)(const tl_Arguments *arguments); /* NULL: one of the Python package (package.h) */
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
int tl_command_completion(const tl_Arguments *arguments);
int tl_command_version(const tl_Arguments *arguments);

#endif
