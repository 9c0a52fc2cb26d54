#include "cli/help.h"

#include <string.h>

#include "system/shown.h"

/* What a command's `summary` and `help` are in Swedish. */
typedef struct Words {
    const char *name, *summary, *help;
} Words;

static const Words swedish[] = {
#define TL_HELP(name, summary, help) {name, summary, help},
#include "cli/help_words.def"
};

/* NULL: there are none. */
static const Words *words_of(const char *name)
{
    for (size_t i = 0; i < sizeof swedish / sizeof swedish[0]; i++) {
        if (strcmp(swedish[i].name, name) == 0) {
            return &swedish[i];
        }
    }
    return NULL;
}

static void overview_in_swedish(FILE *to)
{
    tl_print(
        to,
        "tillit: hur det går för hemtjänsten under olika styrning\n\nanvändning: tillit KOMMANDO ...\n\n");
    for (size_t i = 0; i < sizeof swedish / sizeof swedish[0]; i++) {
        tl_print(to, "  %-17s %s\n", swedish[i].name, swedish[i].summary);
    }
    tl_print(to,
             "  %-17s %s\n\nAlla kommandon, på engelska: tillit help\n"
             "Slutkoder: 0 det gick bra, 1 det gick fel under körningen, 2 fel i kommando eller fil\n",
             "help KOMMANDO", "hur ett kommando används (med --lang sv)");
}

void tl_help_overview(FILE *to, tl_Language language)
{
    if (language == TL_SWEDISH) {
        overview_in_swedish(to);
        return;
    }
    tl_print(to, "tillit: how municipal home care does under different ways of governing it\n\n"
                 "usage: tillit COMMAND ...\n\n");
    for (int i = 0; i < tl_command_count; i++) {
        tl_print(to, "  %-17s %s\n", tl_commands[i].name, tl_commands[i].summary);
    }
    tl_print(to, "  %-17s %s\n\nexit codes: 0 good, 1 failed while running, 2 usage or config\n",
             "help COMMAND", "how to use a command (in Swedish: help --lang sv)");
}

void tl_help_usage(FILE *to, const tl_Command *command, tl_Language language)
{
    tl_print(to, language == TL_SWEDISH ? "användning: tillit %s %s\n" : "usage: tillit %s %s\n",
             command->name, command->usage);
}

void tl_help_command(const tl_Command *command, tl_Language language)
{
    const Words *words = language == TL_SWEDISH ? words_of(command->name) : NULL;
    const char *help = words != NULL ? words->help : command->help;
    tl_help_usage(stdout, command, words != NULL ? TL_SWEDISH : TL_ENGLISH);
    tl_print(stdout, "\n%s\n", words != NULL ? words->summary : command->summary);
    tl_print_lines(stdout, help);
    tl_print(stdout, help[0] != '\0' ? "\n" : "");
}
