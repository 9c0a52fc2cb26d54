/* Options of the command line, and the usages of commands, which say who takes which. */
#ifndef TL_OPTIONS_H
#define TL_OPTIONS_H

#include "cli/command.h"

/* One operand or option of a usage: {"", "CONFIG"}, {"--out", "FILE"}, {"--plan", ""}. */
typedef struct tl_UsagePart {
    char option[24];
    char value[40]; /* in capitals what is expected; else words between "|" */
} tl_UsagePart;

/* The next part of a usage; gives the rest, NULL where there is none. */
const char *tl_usage_next(const char *usage, tl_UsagePart *part);

/* Reads what follows the command; false with a message. An option that a command would not heed is refused. */
bool tl_options_read(const tl_Command *command, int argc, char **argv, tl_Arguments *arguments);

#endif
