#include "cli/experiment_steps.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/cost.h"
#include "cli/runner.h"
#include "config/experiment_json.h"
#include "config/experiment_read.h"
#include "run/execute.h"
#include "run/stop.h"
#include "system/memory.h"
#include "system/shown.h"

tl_Experiment *tl_trial_load(const tl_Arguments *arguments)
{
    tl_Experiment *experiment = tl_allocate(1, sizeof *experiment);
    tl_Messages messages = {0};
    bool good = tl_experiment_load(arguments->operands[0], arguments->sets, arguments->set_count, experiment,
                                   &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    if (!good) {
        free(experiment);
        return NULL;
    }
    return experiment;
}

void tl_trial_free(tl_Experiment *experiment)
{
    if (experiment != NULL) {
        tl_experiment_free(experiment);
        free(experiment);
    }
}

static bool any_is_to_be_equal(const tl_Experiment *e)
{
    bool any = false;
    for (int arm = 0; arm < e->arm_count; arm++) {
        any = any || e->arms[arm].equal.lever >= 0;
    }
    return any;
}

static bool fits(const tl_Arguments *arguments, const tl_Experiment *e)
{
    tl_Plan plan;
    tl_Cost cost;
    tl_trial_plan(e, &plan);
    bool good = tl_cost(arguments, &plan, false, &cost) && tl_cost_fits(&cost, NULL);
    tl_plan_free(&plan);
    return good;
}

/* Each try may be another history, with which nobody begins again: histories are taken, and none is added. */
static tl_RunOptions options_of_tries(const tl_Arguments *arguments, tl_Histories *taken_only)
{
    tl_RunOptions options = tl_run_options(arguments);
    if (options.histories != NULL) {
        *taken_only = *options.histories;
        taken_only->put = NULL;
        options.histories = taken_only;
    }
    return options;
}

int tl_equal_cost(const tl_Arguments *arguments, tl_Experiment *e)
{
    tl_Failure failure = {.outcome = TL_OK};
    tl_Histories taken_only;
    const tl_RunOptions options = options_of_tries(arguments, &taken_only);
    if (!any_is_to_be_equal(e)) {
        return TL_EXIT_GOOD;
    }
    if (!tl_kernel_is_there(arguments) || !fits(arguments, e)) {
        return TL_EXIT_USAGE;
    }
    tl_stop_listen();
    if (!tl_trial_equal_cost(e, &options, &failure)) {
        if (failure.outcome == TL_STOPPED && tl_stop_is_said(arguments)) {
            return TL_EXIT_FAILED;
        }
        return tl_failure_print(&failure, e->arms[failure.arm].name);
    }
    return TL_EXIT_GOOD;
}

int tl_runner_experiment(const tl_Arguments *arguments, tl_Experiment *e, tl_RunResults *results)
{
    tl_LoadedConfig *arms[TL_MOST_ARMS];
    tl_Plan plan;
    for (int arm = 0; arm < e->arm_count; arm++) {
        arms[arm] = &e->arms[arm].loaded;
    }
    char *json = arguments->out != NULL ? tl_experiment_json(e) : NULL;
    tl_trial_plan(e, &plan);
    int code = tl_runner_plan(arguments, arms, &plan, json, results);
    tl_plan_free(&plan);
    free(json);
    return code;
}

void tl_print_verdict(const tl_Claim *claim, tl_Estimate difference, tl_Language language)
{
    tl_print(stdout, "%-*s", language == TL_SWEDISH ? 27 : 10,
             tl_verdict_name(tl_trial_verdict(claim, difference), language));
}

json_t *tl_real_or_null(double x)
{
    return isnan(x) ? json_null() : json_real(x);
}

int tl_print_json(json_t *root)
{
    char *text = json_dumps(root, JSON_INDENT(1) | JSON_REAL_PRECISION(12));
    tl_print_lines(stdout, text != NULL ? text : "");
    tl_print(stdout, "\n");
    int code = text != NULL ? TL_EXIT_GOOD : TL_EXIT_FAILED;
    free(text);
    json_decref(root);
    return code;
}

void tl_print_again(const tl_Arguments *arguments)
{
    tl_print(stderr, "to go on: tillit %s %s%s%s", arguments->command, arguments->operands[0],
             arguments->out != NULL ? " --out " : "", arguments->out != NULL ? arguments->out : "");
    for (int i = 0; i < arguments->set_count; i++) {
        tl_print(stderr, " --set %s", arguments->sets[i]);
    }
}
