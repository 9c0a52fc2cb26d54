/* What there is to do, and how: `tillit help`, `tillit help COMMAND`, in English or, for those who ask in it, in Swedish. */
#ifndef TL_HELP_H
#define TL_HELP_H

#include <stdio.h>

#include "cli/command.h"

/* All commands in a line each; in Swedish those that have Swedish words (help_words.def). */
void tl_help_overview(FILE *to, tl_Language language);

/* Usage, and all that is said of the command. */
void tl_help_command(const tl_Command *command, tl_Language language);

/* The line that says what a command takes. */
void tl_help_usage(FILE *to, const tl_Command *command, tl_Language language);

#endif
