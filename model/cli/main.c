/* The command line: finds the command, or explains it. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/help.h"
#include "cli/library_memory.h"
#include "cli/options.h"
#include "cli/package.h"
#include "system/memory.h"
#include "system/shown.h"
#include "system/suggest.h"

static const tl_Command *find_command(const char *name)
{
    for (int i = 0; i < tl_command_count; i++) {
        if (strcmp(tl_commands[i].name, name) == 0) {
            return &tl_commands[i];
        }
    }
    return NULL;
}

/* The language of help, whose options nobody reads otherwise: `tillit help run --lang sv`. */
static tl_Language language_of(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        bool swedish = strcmp(argv[i], "--lang=sv") == 0 ||
                       (strcmp(argv[i], "--lang") == 0 && i + 1 < argc && strcmp(argv[i + 1], "sv") == 0);
        if (swedish) {
            return TL_SWEDISH;
        }
    }
    return TL_ENGLISH;
}

static int print_help(const tl_Command *command, tl_Language language)
{
    tl_help_command(command, language);
    return TL_EXIT_GOOD;
}

static int unknown_command(const char *name)
{
    tl_Nearest nearest = tl_nearest_to(name);
    for (int i = 0; i < tl_command_count; i++) {
        tl_nearest_offer(&nearest, tl_commands[i].name);
    }
    tl_print(stderr, "tillit: there is no command '%s'%s\n", name,
             tl_did_you_mean(&nearest, ". See: tillit help"));
    return TL_EXIT_USAGE;
}

/* What was printed must have arrived: a full disk is not a good end. */
static int finish(int code)
{
    if (fflush(stdout) == 0 && ferror(stdout) == 0) {
        return code;
    }
    tl_print(stderr, "tillit: the output could not be written in full\n");
    return code == TL_EXIT_GOOD ? TL_EXIT_FAILED : code;
}

/* A stream that is closed leaves its number to the next file that is opened, a result perhaps, and what is
 * printed would go there. */
static void hold_closed_streams(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
        if (fcntl(stream, F_GETFD) < 0 &&
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0) {
            _exit(TL_EXIT_FAILED); /* nobody could be told */
        }
    }
}

/* Several commands may share one log: what one says arrives line by line, not letter by letter. */
static void speak_in_lines(void)
{
    static char line[BUFSIZ];
    setvbuf(stderr, line, _IOLBF, sizeof line);
}

int main(int argc, char **argv)
{
    hold_closed_streams();
    speak_in_lines();
    tl_library_memory_begin();
    if (argc < 2) {
        tl_help_overview(stderr, TL_ENGLISH);
        return TL_EXIT_USAGE;
    }
    tl_Language language = language_of(argc, argv);
    bool asks_help =
        strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0;
    if (asks_help && (argc == 2 || strncmp(argv[2], "--", 2) == 0)) {
        tl_help_overview(stdout, language);
        return finish(TL_EXIT_GOOD);
    }
    const char *name = asks_help ? argv[2] : strcmp(argv[1], "--version") == 0 ? "version" : argv[1];
    const tl_Command *command = find_command(name);
    if (command == NULL) {
        return unknown_command(name);
    }
    tl_Arguments arguments;
    if (asks_help) {
        return finish(print_help(command, language));
    }
    if (command->run == NULL) {
        return tl_package_run(argv);
    }
    if (!tl_options_read(command, argc, argv, &arguments)) {
        return TL_EXIT_USAGE;
    }
    if (arguments.help) {
        return finish(print_help(command, language));
    }
    if (arguments.operand_count < command->least_operands ||
        arguments.operand_count > command->most_operands) {
        tl_help_usage(stderr, command, language);
        return TL_EXIT_USAGE;
    }
    return finish(command->run(&arguments));
}
