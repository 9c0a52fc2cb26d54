#include "cli/experiment_steps.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/cost.h"
#include "cli/runner.h"
#include "config/experiment_claims.h"
#include "config/experiment_json.h"
#include "config/experiment_read.h"
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
        any = any || e->arms[arm].equal_cost >= 0;
    }
    return any;
}

static bool fits(const tl_Arguments *arguments, const tl_Experiment *e)
{
    const tl_Config *configs[TL_MOST_ARMS];
    tl_Plan plan;
    tl_Cost cost;
    for (int arm = 0; arm < e->arm_count; arm++) {
        configs[arm] = &e->arms[arm].loaded.config;
    }
    tl_plan_of_arms(&plan, configs, e->arm_count, NULL, 0);
    bool good = tl_cost(arguments, &plan, false, &cost) && tl_cost_fits(&cost, NULL);
    tl_plan_free(&plan);
    return good;
}

int tl_equal_cost(const tl_Arguments *arguments, tl_Experiment *e)
{
    tl_Failure failure = {.outcome = TL_OK};
    const tl_RunOptions options = tl_run_options(arguments);
    if (!any_is_to_be_equal(e)) {
        return TL_EXIT_GOOD;
    }
    if (!tl_kernel_is_there(arguments) || !fits(arguments, e)) {
        return TL_EXIT_USAGE;
    }
    tl_stop_listen();
    if (!tl_trial_equal_cost(e, &options, &failure)) {
        return tl_failure_print(&failure, e->arms[failure.arm].name);
    }
    return TL_EXIT_GOOD;
}

int tl_runner_experiment(const tl_Arguments *arguments, tl_Experiment *e, tl_RunResults *results)
{
    tl_LoadedConfig *arms[TL_MOST_ARMS];
    tl_Window windows[TL_MOST_WINDOWS];
    for (int arm = 0; arm < e->arm_count; arm++) {
        arms[arm] = &e->arms[arm].loaded;
    }
    char *json = arguments->out != NULL ? tl_experiment_json(e) : NULL;
    const tl_RunRequest request = {.arms = arms,
                                   .arm_count = e->arm_count,
                                   .windows = windows,
                                   .window_count = tl_experiment_windows(e, windows),
                                   .experiment_json = json};
    int code = tl_runner(arguments, &request, results);
    free(json);
    return code;
}

void tl_print_verdict(const tl_Claim *claim, tl_Estimate difference, tl_Language language)
{
    tl_print(stdout, "%-*s", language == TL_SWEDISH ? 27 : 10,
             tl_verdict_name(tl_trial_verdict(claim, difference), language));
}
