/* The command line: finds the command, reads its options, and explains both. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/library_memory.h"
#include "system/memory.h"
#include "system/shown.h"
#include "system/suggest.h"

const tl_Command tl_commands[] = {
    {"run",
     "CONFIG [--out FILE] [--set PATH=VALUE]... [--threads N] [--kernel NAME] [--overwrite] [--plan] "
     "[--quiet]",
     "simulate a config and write its results",
     "Without --out the table is printed and nothing is written. --plan predicts time, memory and disk "
     "only.\n"
     "A file ending in .json is read as the resolved config of a result file.",
     1, 1, tl_command_run},
    {"compare",
     "A B [--out FILE] [--set PATH=VALUE]... [--threads N] [--kernel NAME] [--overwrite] [--plan] [--quiet]",
     "two configs on the same seeds: differences with 95 % intervals",
     "Both must have the same seed, replicates, days and burn-in. --set applies to both.", 2, 2,
     tl_command_compare},
    {"experiment",
     "EXPERIMENT [--lang sv|en] [--format text|json] [--out FILE] [--set PATH=VALUE]... [--threads N] "
     "[--overwrite] [--plan] [--quiet]",
     "several arms of one question on the same seeds",
     "Arms, outcomes and claims stand in the file. An arm at equal cost first has its lever moved until "
     "its cost is\n"
     "that of the first arm. --set applies to all arms; --set PATH?=VALUE only where an arm does not set "
     "PATH itself.",
     1, 1, tl_command_experiment},
    {"sweep",
     "EXPERIMENT [--out DIR] [--threads N] [--shard I/N] [--runs FILE] [--plan] [--retry-failed] [--set "
     "PATH=VALUE]... [--part-runs N] [--kernel NAME] [--quiet]",
     "all runs of an experiment's design, kept as they finish; started again, it goes on",
     "The design stands in the experiment's 'sweep' (experiments/SWEEPS.md); without one, the arms are its "
     "points.\n"
     "DIR is results/NAME.sweep if not said. --shard I/N does run I, I + N, I + 2 N ... and may run beside "
     "the others;\n"
     "SLURM_ARRAY_TASK_ID says the same. --runs FILE does only the runs listed there, those that failed "
     "too (merge\n"
     "--todo writes such a list); its shards are of the list. SIGTERM, SIGINT, SIGHUP and the like end it: "
     "what is done stays. Then: tillit merge DIR.\n"
     "Finished runs go to the disk N at a time (1000), and at least once a minute.\n"
     "--plan measures one short run and says what the sweep will cost. --retry-failed runs only what "
     "failed.\n"
     "The exit code is 1 if a run failed or is still to do.",
     1, 1, tl_command_sweep},
    {"status", "DIR", "what a sweep has done, what failed and why, what is left",
     "Reads the folder only. Names what programs that were killed left under temporary names, in a folder "
     "of other\n"
     "results too; the next run that writes there removes it, unless it is another machine's.",
     1, 1, tl_command_status},
    {"merge", "DIR [--out FILE] [--todo FILE] [--overwrite]", "one file of all runs of a sweep",
     "FILE is DIR.h5 if not said, and opens as NetCDF-4. Runs that are missing are named; the file is "
     "written all the\n"
     "same, marked incomplete, and the exit code is 1. --todo writes the numbers of the runs still to do, "
     "for sweep --runs.",
     1, 1, tl_command_merge},
    {"claims", "EXPERIMENT [--lang sv|en] [--format text|json] [--set PATH=VALUE]... [--threads N] [--quiet]",
     "what an experiment's claims are worth, and what they rest on",
     "Each contested coefficient is set to zero in turn. Exit code 0 whenever the claims could be "
     "evaluated.\n"
     "What is reckoned is kept in results/ until all is: stopped and started again, it goes on.",
     1, 1, tl_command_claims},
    {"digest", "FILE [--set PATH=VALUE]...", "what an experiment asks, in 16 digits: what belongs together",
     "FILE is an experiment, or the result of one. Tables of claims and of robustness carry the digest of "
     "theirs.\n"
     "Seeds and settings count; the number of replicates, what is recorded, and texts for people do not.",
     1, 1, tl_command_digest},
    {"presets", "[--lang sv|en]", "the experiments that come with Tillit", "", 0, 0, tl_command_presets},
    {"verify", "FILE [--sample N] [--threads N] [--quiet]",
     "rerun a result file from what stands in it: do the same bits come back?",
     "Every value in the file is compared. --sample N reruns the first N replicates of each arm only, and "
     "of a merged\n"
     "sweep all replicates of N points. On a difference the first day, group and variable are named (of a "
     "sweep, the\n"
     "first run), and the exit code is 1.",
     1, 1, tl_command_verify},
    {"config", "FILE [--arm N] [--run K] [--set PATH=VALUE]...",
     "the exact config of a result file or sweep, which run reads again; of an experiment, what it asks",
     "Printed as JSON, every parameter resolved; kept in a file that ends in .json, run reads it. --arm "
     "counts from\n"
     "1 (the first, if not said). FILE may be a sweep, merged or its folder: --run K takes the config of "
     "run K, whose\n"
     "last replicate is that run. Of an experiment's file what it asks is printed: arms, outcomes, claims, "
     "windows, as a\n"
     "result file keeps it.",
     1, 1, tl_command_config},
    {"diff", "A B", "where two configs or two result files differ: configs, then trajectories",
     "Each is a config or a result file. The exit code is 0 if nothing differs, 1 if something does.", 2, 2,
     tl_command_diff},
    {"check", "CONFIG... [--set PATH=VALUE]... [--format text|json]",
     "read configs, report every error, run nothing",
     "Also says what was filled in for the municipality and from where.", 1, TL_MOST_FILES, tl_command_check},
    {"params", "[--format text|markdown|json]", "every parameter and lever: default, range, status, source",
     "", 0, 0, tl_command_params},
    {"measures", "[--format text|markdown]", "every measure and counter", "", 0, 0, tl_command_measures},
    {"schedule", "[--format text|markdown]", "the model's day: mechanisms in their order", "", 0, 0,
     tl_command_schedule},
    {"explain", "NAME", "all that is known about one parameter or measure", "", 1, 1, tl_command_explain},
    {"municipalities", "[TEXT]", "municipalities that can be named, or those whose name contains TEXT", "", 0,
     1, tl_command_municipalities},
    {"new-municipality", "NAME [--from FILE] [--out FILE] [--lang sv|en] [--overwrite]",
     "a config of your own municipality, from twelve figures",
     "The figures are read from FILE, a small CSV file with one a line (recipients;480), or asked for on "
     "the terminal:\n"
     "recipients, hours, areas, staff, span, hourly share, absence, staff met, satisfied, SEK an hour, "
     "officers, providers;\n"
     "or in Swedish, as in configs/uppgifter.csv, a form to fill in. Shares are in per cent. What is not "
     "known is left out\n"
     "and filled from the Swedish median. Writes NAME.yaml if --out says nothing else, runs it, and prints "
     "the model beside\n"
     "the figures.",
     1, 1, tl_command_new_municipality},
    {"version", "", "version, commit, compiler, flags", "", 0, 0, tl_command_version},
};

const int tl_command_count = (int)(sizeof tl_commands / sizeof tl_commands[0]);

static const tl_Command *find_command(const char *name)
{
    for (int i = 0; i < tl_command_count; i++) {
        if (strcmp(tl_commands[i].name, name) == 0) {
            return &tl_commands[i];
        }
    }
    return NULL;
}

static void print_overview(FILE *to)
{
    tl_print(to, "tillit: how municipal home care does under different ways of governing it\n\n"
                 "usage: tillit COMMAND ...\n\n");
    for (int i = 0; i < tl_command_count; i++) {
        tl_print(to, "  %-17s %s\n", tl_commands[i].name, tl_commands[i].summary);
    }
    tl_print(to, "  %-17s %s\n\nexit codes: 0 good, 1 failed while running, 2 usage or config\n",
             "help COMMAND", "how to use a command");
}

static int print_help(const tl_Command *command)
{
    tl_print(stdout, "usage: tillit %s %s\n\n%s\n", command->name, command->usage, command->summary);
    tl_print_lines(stdout, command->help);
    tl_print(stdout, command->help[0] != '\0' ? "\n" : "");
    return TL_EXIT_GOOD;
}

static int unknown_command(const char *name)
{
    const char *names[sizeof tl_commands / sizeof tl_commands[0]];
    for (int i = 0; i < tl_command_count; i++) {
        names[i] = tl_commands[i].name;
    }
    const char *near = tl_suggest(name, names, (size_t)tl_command_count);
    tl_print(stderr, "tillit: there is no command '%s'%s%s%s\n", name, near ? "; did you mean '" : "",
             near ? near : "", near ? "'?" : ". See: tillit help");
    return TL_EXIT_USAGE;
}

/* ---- options ------------------------------------------------------------------------------------------- */

/* The value of "--name VALUE" or "--name=VALUE"; NULL with a message if it is missing. */
static const char *option_value(const char *name, int argc, char **argv, int *index)
{
    size_t length = strlen(name);
    if (argv[*index][length] == '=') {
        return argv[*index] + length + 1;
    }
    if (*index + 1 >= argc) {
        tl_print(stderr, "tillit: %s needs a value\n", name);
        return NULL;
    }
    return argv[++*index];
}

static bool is_option(const char *argument, const char *name)
{
    size_t length = strlen(name);
    return strncmp(argument, name, length) == 0 && (argument[length] == '\0' || argument[length] == '=');
}

static bool read_whole(const char *name, const char *text, int most, int *whole)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < 1 || value > most) {
        tl_print(stderr, "tillit: %s = %s: a whole number from 1 to %d is expected\n", name, text, most);
        return false;
    }
    *whole = (int)value;
    return true;
}

static bool read_flag(const char *argument, tl_Arguments *a)
{
    bool known = true;
    if (strcmp(argument, "--overwrite") == 0) {
        a->overwrite = true;
    } else if (strcmp(argument, "--quiet") == 0) {
        a->quiet = true;
    } else if (strcmp(argument, "--plan") == 0) {
        a->plan = true;
    } else if (strcmp(argument, "--retry-failed") == 0) {
        a->retry_failed = true;
    } else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
        a->help = true;
    } else {
        known = false;
    }
    return known;
}

static bool add(const char **list, int *count, int most, const char *text)
{
    if (*count >= most) {
        tl_print(stderr, "tillit: too many arguments (at most %d)\n", most);
        return false;
    }
    list[(*count)++] = text;
    return true;
}

static bool read_language(const char *text, tl_Arguments *a)
{
    a->language = strcmp(text, "sv") == 0 ? TL_SWEDISH : TL_ENGLISH;
    if (a->language == TL_ENGLISH && strcmp(text, "en") != 0) {
        tl_print(stderr, "tillit: --lang = %s: sv or en is expected\n", text);
        return false;
    }
    return true;
}

/* An option with a value: a text, or a whole number up to `most`. */
typedef struct Option {
    const char *name;
    size_t offset; /* in the arguments */
    int most;      /* 0: a text */
} Option;

static bool read_option(int argc, char **argv, int *index, tl_Arguments *a)
{
    static const Option options[] = {{"--out", offsetof(tl_Arguments, out), 0},
                                     {"--format", offsetof(tl_Arguments, format), 0},
                                     {"--kernel", offsetof(tl_Arguments, kernel), 0},
                                     {"--shard", offsetof(tl_Arguments, shard), 0},
                                     {"--todo", offsetof(tl_Arguments, todo), 0},
                                     {"--runs", offsetof(tl_Arguments, runs), 0},
                                     {"--from", offsetof(tl_Arguments, from), 0},
                                     {"--threads", offsetof(tl_Arguments, threads), 4096},
                                     {"--arm", offsetof(tl_Arguments, arm), TL_MOST_ARMS},
                                     {"--sample", offsetof(tl_Arguments, sample), 1000000},
                                     {"--run", offsetof(tl_Arguments, run), INT_MAX},
                                     {"--part-runs", offsetof(tl_Arguments, part_runs), 1000000}};
    const char *argument = argv[*index];
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        const Option *option = &options[i];
        if (is_option(argument, option->name)) {
            void *field = (char *)a + option->offset;
            const char *value = option_value(option->name, argc, argv, index);
            if (value != NULL && option->most > 0) {
                return read_whole(option->name, value, option->most, field);
            }
            *(const char **)field = value;
            return value != NULL;
        }
    }
    if (is_option(argument, "--set")) {
        const char *set = option_value("--set", argc, argv, index);
        return set != NULL && add(a->sets, &a->set_count, TL_MOST_SETS, set);
    }
    if (is_option(argument, "--lang")) {
        const char *language = option_value("--lang", argc, argv, index);
        return language != NULL && read_language(language, a);
    }
    tl_print(stderr, "tillit: unknown option %s\n", argument);
    return false;
}

static bool read_arguments(int argc, char **argv, tl_Arguments *a)
{
    *a = (tl_Arguments){.format = "text", .language = TL_ENGLISH};
    for (int i = 2; i < argc; i++) {
        if (argv[i][0] != '-' || argv[i][1] == '\0') {
            if (!add(a->operands, &a->operand_count, TL_MOST_FILES, argv[i])) {
                return false;
            }
        } else if (!read_flag(argv[i], a) && !read_option(argc, argv, &i, a)) {
            return false;
        }
    }
    return true;
}

/* Does a usage name the option, and not only one that begins like it? */
static bool names_option(const char *usage, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = usage; (at = strstr(at, name)) != NULL; at += length) {
        if (strchr(" ]", at[length]) != NULL) {
            return true;
        }
    }
    return false;
}

/* An option that a command would not heed is refused: its usage names those that it takes. */
static bool takes_options(const tl_Command *command, int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        char name[32];
        bool option = strncmp(argv[i], "--", 2) == 0;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(argv[i], "="), argv[i]);
        if (option && strcmp(name, "--help") != 0 && !names_option(command->usage, name)) {
            tl_print(stderr, "tillit: %s takes no %s. See: tillit help %s\n", command->name, name,
                     command->name);
            return false;
        }
    }
    return true;
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

int main(int argc, char **argv)
{
    hold_closed_streams();
    tl_library_memory_begin();
    if (argc < 2) {
        print_overview(stderr);
        return TL_EXIT_USAGE;
    }
    bool asks_help =
        strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0;
    if (asks_help && argc == 2) {
        print_overview(stdout);
        return finish(TL_EXIT_GOOD);
    }
    const char *name = asks_help ? argv[2] : strcmp(argv[1], "--version") == 0 ? "version" : argv[1];
    const tl_Command *command = find_command(name);
    if (command == NULL) {
        return unknown_command(name);
    }
    tl_Arguments arguments;
    if (asks_help) {
        return finish(print_help(command));
    }
    if (!read_arguments(argc, argv, &arguments)) {
        return TL_EXIT_USAGE;
    }
    if (arguments.help) {
        return finish(print_help(command));
    }
    if (!takes_options(command, argc, argv)) {
        return TL_EXIT_USAGE;
    }
    arguments.command = command->name;
    if (arguments.operand_count < command->least_operands ||
        arguments.operand_count > command->most_operands) {
        tl_print(stderr, "usage: tillit %s %s\n", command->name, command->usage);
        return TL_EXIT_USAGE;
    }
    return finish(command->run(&arguments));
}
