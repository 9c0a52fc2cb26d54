/* The command completion: a script for bash, written from the tables of commands, parameters and measures. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/options.h"
#include "config/config_find.h"
#include "core/observation/measure.h"
#include "core/parameters/parameter.h"
#include "system/shown.h"

/* With "=" between them bash takes --out=FILE for three words. Files are left to bash itself, which knows about
 * quotation marks and homes; only where none begins so, Tillit's own are offered. */
static const char HEAD[] =
    "# Completion of tillit in bash, written by: tillit completion bash\n"
    "_tillit_words()\n"
    "{\n"
    "    mapfile -t COMPREPLY < <(compgen \"${@:2}\" -W \"$1\" -- \"$word\")\n"
    "}\n"
    "_tillit_files()\n"
    "{\n"
    "    compopt -o default\n"
    "    if [[ -n $1 && -n $word && $word != */* && -z $(compgen -f -- \"$word\") ]]; then\n"
    "        mapfile -t COMPREPLY < <(compgen -G \"$1/$word*.yaml\")\n"
    "    fi\n"
    "}\n"
    "_tillit()\n"
    "{\n"
    "    local word=$2 at=$COMP_CWORD before options operand=: value=\n"
    "    COMPREPLY=()\n"
    "    [[ $word == = ]] && word=\n"
    "    [[ ${COMP_WORDS[at]} == = ]] && ((at++))\n"
    "    before=${COMP_WORDS[at - 1]}\n"
    "    if [[ $before == = ]]; then\n"
    "        before=${COMP_WORDS[at - 2]}\n"
    "        [[ ${COMP_WORDS[at - 3]} == --set ]] && before=--set=$before\n"
    "    fi\n";

static const char MIDDLE[] = "    local command=help\n"
                             "    ((at > 1)) && command=${COMP_WORDS[1]}\n"
                             "    case $command in\n"
                             "    help) operand='_tillit_words \"$commands\"' ;;\n";

static const char TAIL[] = "    if [[ -n $value ]]; then\n"
                           "        eval \"$value\"\n"
                           "    elif [[ $word == -* ]]; then\n"
                           "        _tillit_words \"$options --help\"\n"
                           "    else\n"
                           "        eval \"$operand\"\n"
                           "    fi\n"
                           "}\n"
                           "complete -F _tillit tillit\n";

static void print_parameters(void)
{
    tl_print(stdout, "    local parameters='");
    for (int i = 0; i < tl_parameter_count; i++) {
        tl_print(stdout, i > 0 ? " %s" : "%s", tl_parameters[i].path);
    }
    tl_print(stdout, "'\n    local measures='");
    for (int i = 0; i < tl_measure_count; i++) {
        tl_print(stdout, i > 0 ? " %s" : "%s", tl_measures[i].name);
    }
    tl_print(stdout, "'\n");
}

static void print_words(const char *words)
{
    tl_print(stdout, "'_tillit_words \"");
    for (; *words != '\0'; words++) {
        putchar(*words == '|' ? ' ' : *words);
    }
    tl_print(stdout, "\"'");
}

/* What completes a value, by the word for it in a usage. */
static void print_value(const char *value)
{
    if (strcmp(value, "FILE") == 0 || strcmp(value, "DIR") == 0) {
        tl_print(stdout, "_tillit_files");
    } else if (strcmp(value, "CONFIG") == 0 || strcmp(value, "A") == 0 || strcmp(value, "B") == 0) {
        tl_print(stdout, "'_tillit_files \"$own\"'");
    } else if (strcmp(value, "EXPERIMENT") == 0) {
        tl_print(stdout, "'_tillit_files \"${own%%/*}/experiments\"'");
    } else if (strcmp(value, "PATH=VALUE") == 0) {
        tl_print(stdout, "'compopt -o nospace; _tillit_words \"$parameters\" -S ='");
    } else if (strcmp(value, "PARAMETER|MEASURE") == 0) {
        tl_print(stdout, "'_tillit_words \"$parameters $measures\"'");
    } else if (islower((unsigned char)value[0])) {
        print_words(value);
    } else {
        tl_print(stdout, ":");
    }
}

static void print_command(const tl_Command *command)
{
    tl_UsagePart part;
    tl_print(stdout, "    %s)\n        options='", command->name);
    for (const char *usage = command->usage; (usage = tl_usage_next(usage, &part)) != NULL;) {
        if (part.option[0] != '\0') {
            tl_print(stdout, "%s ", part.option);
        }
    }
    tl_print(stdout, "'\n        case $before in\n");
    for (const char *usage = command->usage; (usage = tl_usage_next(usage, &part)) != NULL;) {
        if (part.option[0] != '\0' && part.value[0] != '\0') {
            tl_print(stdout, "        %s) value=", part.option);
            print_value(part.value);
            tl_print(stdout, " ;;\n");
        }
    }
    tl_print(stdout, "        esac\n");
    for (const char *usage = command->usage; (usage = tl_usage_next(usage, &part)) != NULL;) {
        if (part.option[0] == '\0') {
            tl_print(stdout, "        operand=");
            print_value(part.value);
            tl_print(stdout, "\n");
        }
    }
    tl_print(stdout, "        ;;\n");
}

/* Values of --set that are names. */
static void print_choices(void)
{
    tl_print(stdout, "    case $before in\n");
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].choices != NULL) {
            tl_print(stdout, "    --set=%s) value=", tl_parameters[i].path);
            print_words(tl_parameters[i].choices);
            tl_print(stdout, " ;;\n");
        }
    }
    tl_print(stdout, "    --set=*) value=: ;;\n    esac\n");
}

int tl_command_completion(const tl_Arguments *arguments)
{
    if (strcmp(arguments->operands[0], "bash") != 0) {
        tl_print(stderr, "tillit: completion %s: bash is expected\n", arguments->operands[0]);
        return TL_EXIT_USAGE;
    }
    tl_print_lines(stdout, HEAD);
    tl_print(stdout, "    local own=${TILLIT_CONFIGS:-'%s'} commands='help", tl_config_own_folder(NULL));
    for (int i = 0; i < tl_command_count; i++) {
        tl_print(stdout, " %s", tl_commands[i].name);
    }
    tl_print(stdout, "'\n");
    print_parameters();
    tl_print_lines(stdout, MIDDLE);
    for (int i = 0; i < tl_command_count; i++) {
        print_command(&tl_commands[i]);
    }
    tl_print(stdout, "    esac\n");
    print_choices();
    tl_print_lines(stdout, TAIL);
    return TL_EXIT_GOOD;
}
