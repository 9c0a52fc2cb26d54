/* The command compare: two configs on the same seeds. */
#include <stdio.h>
#include <string.h>

#include "cli/command.h"
#include "cli/loaded.h"
#include "cli/runner.h"
#include "cli/summary.h"
#include "config/config_check.h"
#include "run/figure.h"
#include "system/shown.h"

static bool can_be_paired(const tl_LoadedConfig *a, const tl_LoadedConfig *b)
{
    tl_Messages messages = {0};
    bool same = tl_configs_pair(a, b, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    return same;
}

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
        const char *slash = strrchr(arms[arm].path, '/');
        snprintf(arms[arm].name, sizeof arms[arm].name, "%.4000s",
                 slash != NULL ? slash + 1 : arms[arm].path);
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
    if (!can_be_paired(&arms[0], &arms[1])) {
        return TL_EXIT_USAGE;
    }
    tell_apart(arms);
    tl_RunResults results;
    int code = tl_runner(arguments, (tl_LoadedConfig *[]){&arms[0], &arms[1]}, 2, &results);
    if (code == TL_EXIT_GOOD && !arguments->plan) {
        tl_print_fills(stdout, &arms[0], arguments->language);
        tl_comparison_print(stdout, arms[0].name, arms[1].name, &results, arguments->language);
        print_speed(&results, arguments->language);
        if (arguments->out != NULL) {
            tl_print(stdout, "%s %s\n",
                     arguments->language == TL_SWEDISH ? "resultat:" : "results:", arguments->out);
        }
    }
    tl_run_results_free(&results);
    return code;
}

int tl_command_compare(const tl_Arguments *arguments)
{
    tl_LoadedConfig arms[2];
    bool a = tl_load_config(arguments, arguments->operands[0], &arms[0]);
    bool b = tl_load_config(arguments, arguments->operands[1], &arms[1]);
    int code = a && b ? compare(arguments, arms) : TL_EXIT_USAGE;
    if (a) {
        tl_loaded_config_free(&arms[0]);
    }
    if (b) {
        tl_loaded_config_free(&arms[1]);
    }
    return code;
}
