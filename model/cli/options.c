/* Options of the command line: all that there are, and the reading of those that a command takes. */
#include "cli/options.h"

#include <getopt.h>
#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/run_options.h"
#include "system/shown.h"
#include "system/suggest.h"
#include "system/text.h"

typedef enum Kind { FLAG, TEXT, WHOLE, SET, WHAT_IF, LANGUAGE } Kind;

/* What an option's value becomes, and where it goes in the arguments. */
typedef struct Option {
    const char *name;
    size_t offset;
    Kind kind;
    int most; /* of a whole number, from 1 */
} Option;

static const Option options[] = {
    {"--help", offsetof(tl_Arguments, help), FLAG, 0},
    {"--overwrite", offsetof(tl_Arguments, overwrite), FLAG, 0},
    {"--quiet", offsetof(tl_Arguments, quiet), FLAG, 0},
    {"--plan", offsetof(tl_Arguments, plan), FLAG, 0},
    {"--retry-failed", offsetof(tl_Arguments, retry_failed), FLAG, 0},
    {"--out", offsetof(tl_Arguments, out), TEXT, 0},
    {"--format", offsetof(tl_Arguments, format), TEXT, 0},
    {"--kernel", offsetof(tl_Arguments, kernel), TEXT, 0},
    {"--shard", offsetof(tl_Arguments, shard), TEXT, 0},
    {"--todo", offsetof(tl_Arguments, todo), TEXT, 0},
    {"--runs", offsetof(tl_Arguments, runs), TEXT, 0},
    {"--from", offsetof(tl_Arguments, from), TEXT, 0},
    {"--municipality", offsetof(tl_Arguments, municipality), TEXT, 0},
    {"--like", offsetof(tl_Arguments, like), TEXT, 0},
    {"--checkpoint", offsetof(tl_Arguments, checkpoint), TEXT, 0},
    {"--histories", offsetof(tl_Arguments, history_folder), TEXT, 0},
    {"--every", offsetof(tl_Arguments, every), WHOLE, 10000},
    {"--threads", offsetof(tl_Arguments, threads), WHOLE, TL_MOST_THREADS},
    {"--arm", offsetof(tl_Arguments, arm), WHOLE, TL_MOST_ARMS},
    {"--sample", offsetof(tl_Arguments, sample), WHOLE, 1000000},
    {"--run", offsetof(tl_Arguments, run), WHOLE, INT_MAX},
    {"--part-runs", offsetof(tl_Arguments, part_runs), WHOLE, 1000000},
    {"--set", 0, SET, 0},
    {"--what-if", 0, WHAT_IF, 0},
    {"--lang", 0, LANGUAGE, 0},
};

enum { OPTIONS = sizeof options / sizeof options[0], HELP = 0, FIRST = 256 /* above all letters */ };

/* ---- usages -------------------------------------------------------------------------------------------- */

/* Copies up to one of `ends`; gives what follows. */
static const char *copy_until(const char *from, const char *ends, char *to, size_t size)
{
    size_t length = strcspn(from, ends);
    snprintf(to, size, "%.*s", (int)length, from);
    return from + length;
}

const char *tl_usage_next(const char *usage, tl_UsagePart *part)
{
    usage += strspn(usage, " .[]");
    *part = (tl_UsagePart){.option = ""};
    if (*usage == '\0') {
        return NULL;
    }
    if (strncmp(usage, "--", 2) == 0) {
        usage = copy_until(usage, " ]", part->option, sizeof part->option);
        usage += *usage == ' ';
        return copy_until(usage, " ].", part->value, sizeof part->value);
    }
    return copy_until(usage, " ].", part->value, sizeof part->value);
}

/* Does a command take the option? Then `part` is how. */
static bool takes(const tl_Command *command, const char *name, tl_UsagePart *part)
{
    const char *usage = command->usage;
    while ((usage = tl_usage_next(usage, part)) != NULL) {
        if (strcmp(part->option, name) == 0) {
            return true;
        }
    }
    return false;
}

/* ---- values -------------------------------------------------------------------------------------------- */

static bool read_whole(const Option *option, const char *text, int *whole)
{
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < 1 || value > option->most) {
        tl_print(stderr, "tillit: %s = %s: a whole number from 1 to %d is expected\n", option->name, text,
                 option->most);
        return false;
    }
    *whole = (int)value;
    return true;
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

static bool read_value(const Option *option, const char *text, tl_Arguments *a)
{
    void *field = (char *)a + option->offset;
    switch (option->kind) {
    case FLAG:
        *(bool *)field = true;
        return true;
    case WHOLE:
        return read_whole(option, text, field);
    case SET:
        return add(a->sets, &a->set_count, TL_MOST_SETS, text);
    case WHAT_IF:
        return add(a->what_ifs, &a->what_if_count, TL_MOST_SETS, text);
    case LANGUAGE:
        return read_language(text, a);
    case TEXT:
    default:
        *(const char **)field = text;
        return true;
    }
}

/* "text|json" in a command's usage says what there is. */
static bool is_among(const char *name, const char *words, const char *text)
{
    if (tl_choice_find(words, text) >= 0) {
        return true;
    }
    tl_print(stderr, "tillit: %s %s: one of ", name, text);
    for (const char *at = words; *at != '\0'; at += strcspn(at, "|"), at += *at == '|') {
        tl_print(stderr, at == words ? "%.*s" : ", %.*s", (int)strcspn(at, "|"), at);
    }
    tl_print(stderr, " is expected\n");
    return false;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static void list_options(struct option longs[OPTIONS + 1])
{
    for (int i = 0; i < OPTIONS; i++) {
        longs[i] = (struct option){
            options[i].name + 2, options[i].kind == FLAG ? no_argument : required_argument, NULL, FIRST + i};
    }
    longs[OPTIONS] = (struct option){0};
}

static bool unknown_option(const char *text)
{
    char name[64];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(text, "="), text);
    tl_Nearest nearest = tl_nearest_to(name);
    for (int i = 0; i < OPTIONS; i++) {
        tl_nearest_offer(&nearest, options[i].name);
    }
    tl_print(stderr, "tillit: unknown option %s", text);
    tl_print(stderr, "%s\n", tl_did_you_mean(&nearest, ""));
    return false;
}

/* One option, as it stands in `text`; `refused` becomes its name if it is the first that the command does not take. */
static bool read_option(const tl_Command *command, const Option *option, const char *text, tl_Arguments *a,
                        const char **refused)
{
    tl_UsagePart part = {.option = ""};
    size_t length = strlen(option->name);
    if (strncmp(text, option->name, length) != 0 || (text[length] != '\0' && text[length] != '=')) {
        return unknown_option(text); /* shortened: a newer version might take it for another */
    }
    if (option != &options[HELP] && !takes(command, option->name, &part)) {
        *refused = *refused != NULL ? *refused : option->name;
        return true;
    }
    return (option->kind != TEXT || strchr(part.value, '|') == NULL ||
            is_among(option->name, part.value, optarg)) &&
           read_value(option, optarg, a);
}

bool tl_options_read(const tl_Command *command, int argc, char **argv, tl_Arguments *a)
{
    struct option longs[OPTIONS + 1];
    const char *refused = NULL;
    bool good = true;
    list_options(longs);
    *a = (tl_Arguments){.command = command->name, .format = "text", .language = TL_ENGLISH};
    opterr = 0;
    optind = 2;
    for (int code = 0; good && code >= 0;) {
        const char *text = optind < argc ? argv[optind] : "";
        code = getopt_long(argc, argv, "-:h", longs, NULL); /* operands, as they come, are 1 */
        if (code >= FIRST) {
            good = read_option(command, &options[code - FIRST], text, a, &refused);
        } else if (code == 1) {
            good = add(a->operands, &a->operand_count, TL_MOST_FILES, optarg);
        } else if (code == ':') {
            tl_print(stderr, "tillit: %s needs a value\n", text);
            good = false;
        } else if (code == 'h') {
            a->help = true;
        } else if (code == '?') {
            good = unknown_option(text);
        }
    }
    for (; good && optind < argc; optind++) { /* after "--" */
        good = add(a->operands, &a->operand_count, TL_MOST_FILES, argv[optind]);
    }
    if (good && refused != NULL && !a->help) {
        tl_print(stderr, "tillit: %s takes no %s. See: tillit help %s\n", command->name, refused,
                 command->name);
        good = false;
    }
    return good;
}
