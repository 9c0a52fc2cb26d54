/* The command compare: two configs on the same seeds. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/loaded.h"
#include "cli/runner.h"
#include "cli/summary.h"
#include "config/config_check.h"
#include "run/figure.h"
#include "system/path.h"
#include "system/shown.h"

static bool have_one_name(const tl_LoadedConfig arms[2])
{
    return strcmp(arms[0].name, arms[1].name) == 0;
}

/* Arms are selected by their names wherever the file is read: the files' own where titles are the same, and
 * numbers where these are. */
static void tell_apart(tl_LoadedConfig arms[2])
{
    if (!have_one_name(arms)) {
        return;
    }
    for (int arm = 0; arm < 2; arm++) {
        snprintf(arms[arm].name, sizeof arms[arm].name, "%.4000s", tl_path_name(arms[arm].path));
    }
    bool numbered = have_one_name(arms);
    for (int arm = 0; arm < 2 && numbered; arm++) {
        size_t length = strlen(arms[arm].name);
        snprintf(arms[arm].name + length, sizeof arms[arm].name - length, " %d", arm + 1);
    }
}

static void print_speed(const tl_RunResults *results, tl_Language language)
{
    char seconds[TL_FIGURE_SIZE], millions[TL_FIGURE_SIZE];
    double speed = (double)results->agent_days / results->seconds / 1e6;
    tl_print(stdout,
             language == TL_SWEDISH ? "%s s, %s miljoner persondagar i sekunden\n"
                                    : "%s s, %s million agent-days a second\n",
             tl_decimal(results->seconds, 1, language, seconds, sizeof seconds),
             tl_decimal(speed, 1, language, millions, sizeof millions));
}

static int compare(const tl_Arguments *arguments, tl_LoadedConfig arms[2])
{
    tl_Messages messages = {0};
    if (!tl_messages_tell(&messages, tl_configs_pair(&arms[0], &arms[1], &messages))) {
        return TL_EXIT_USAGE;
    }
    tell_apart(arms);
    tl_RunResults results;
    int code = tl_runner(arguments, (tl_LoadedConfig *[]){&arms[0], &arms[1]}, 2, &results);
    if (code == TL_EXIT_GOOD && !arguments->plan) {
        tl_print_fills(stdout, &arms[0], arguments->language);
        tl_comparison_print(stdout, arms[0].name, arms[1].name, &results, arguments->language);
        print_speed(&results, arguments->language);
        tl_print_out(arguments);
    }
    tl_run_results_free(&results);
    return code;
}

int tl_command_compare(const tl_Arguments *arguments)
{
    static tl_LoadedConfig arms[2]; /* not on the stack, on which they are loaded */
    bool a = tl_load_config(arguments, arguments->operands[0], &arms[0]);
    bool b = tl_load_config(arguments, arguments->operands[1], &arms[1]);
    int code = a && b ? compare(arguments, arms) : TL_EXIT_USAGE;
    tl_loaded_config_free(&arms[0]);
    tl_loaded_config_free(&arms[1]);
    return code;
}
