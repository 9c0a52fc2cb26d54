#include "cli/experiment_steps.h"

#include <math.h>
#include <stdio.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cost.h"
#include "cli/preset.h"
#include "cli/runner.h"
#include "config/experiment_json.h"
#include "config/experiment_read.h"
#include "run/execute.h"
#include "run/stop.h"
#include "system/memory.h"
#include "system/shown.h"
#include "system/text.h"

/* Where a file named on the command line lies: configs look beside themselves. */
static bool asked_municipality(const tl_Arguments *arguments, char whole[TL_PATH_SIZE], tl_Asked *asked,
                               tl_Messages *messages)
{
    asked->municipality = arguments->municipality;
    if (arguments->municipality == NULL || !tl_text_ends(arguments->municipality, ".yaml")) {
        return true;
    }
    char *real = realpath(arguments->municipality, NULL);
    bool good = real != NULL && strlen(real) < TL_PATH_SIZE;
    if (good) {
        snprintf(whole, TL_PATH_SIZE, "%s", real);
        asked->municipality = whole;
    } else {
        tl_error(messages, (tl_Place){.file = "--municipality"}, "%.600s: %s", arguments->municipality,
                 strerror(errno));
    }
    free(real);
    return good;
}

/* --like says what --what-if goes out from. */
static bool is_whole(const tl_Arguments *arguments, tl_Messages *messages)
{
    bool good = arguments->like == NULL || arguments->what_if_count > 0;
    if (!good) {
        tl_error(messages, (tl_Place){.file = "--like"}, "%s",
                 tl_say(messages, "vilket alternativ --what-if utgår från: --what-if NAMN=VÄRDE väntas också",
                        "an arm that --what-if is like: --what-if NAME=VALUE is expected, too"));
    }
    return good;
}

/* Is it the municipality that it cannot be asked of? */
static bool is_good_without(const tl_Arguments *arguments, const char *path, const tl_Asked *asked)
{
    tl_Experiment *experiment = tl_allocate(1, sizeof *experiment);
    tl_Messages unheard = {0};
    tl_Asked without = *asked;
    without.municipality = NULL;
    bool good =
        tl_experiment_load_asked(path, arguments->sets, arguments->set_count, &without, experiment, &unheard);
    tl_messages_free(&unheard);
    if (good) {
        tl_experiment_free(experiment);
    }
    free(experiment);
    return good;
}

/* Says of an experiment that is good as it stands why it cannot be asked so. */
static bool load_asked(const tl_Arguments *arguments, const char *path, const tl_Asked *asked,
                       tl_Experiment *experiment, tl_Messages *messages)
{
    if (tl_experiment_load_asked(path, arguments->sets, arguments->set_count, asked, experiment, messages)) {
        return true;
    }
    if (asked->municipality != NULL && is_good_without(arguments, path, asked)) {
        tl_note(messages, (tl_Place){.file = path},
                tl_say(messages, "frågan kan inte ställas om '%.200s', av de skäl som står ovan",
                       "this cannot be asked of '%.200s', for the reasons above"),
                arguments->municipality);
    }
    return false;
}

tl_Experiment *tl_trial_load(const tl_Arguments *arguments)
{
    tl_Experiment *experiment = tl_allocate(1, sizeof *experiment);
    tl_Messages messages = {.swedish = arguments->language == TL_SWEDISH};
    char path[TL_PATH_SIZE], municipality[TL_PATH_SIZE];
    tl_Asked asked = {.language = arguments->language,
                      .what_if = arguments->what_ifs,
                      .what_if_count = arguments->what_if_count,
                      .like = arguments->like};
    bool good = tl_preset_find(arguments->operands[0], path, &messages) && is_whole(arguments, &messages) &&
                asked_municipality(arguments, municipality, &asked, &messages) &&
                load_asked(arguments, path, &asked, experiment, &messages);
    if (!tl_messages_tell(&messages, good)) {
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

int tl_with_trial(const tl_Arguments *arguments, int (*run)(const tl_Arguments *, tl_Experiment *))
{
    tl_Experiment *experiment = tl_trial_load(arguments);
    int code = experiment != NULL ? run(arguments, experiment) : TL_EXIT_USAGE;
    tl_trial_free(experiment);
    return code;
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
    tl_trial_plan(e, &plan);
    bool good = tl_plan_fits(arguments, &plan);
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

/* As a shell takes it: in quotation marks if it has anything but letters, digits and what paths and values have. */
static void print_word(const char *word)
{
    static const char *const plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:?+@%";
    if (word[0] != '\0' && word[strspn(word, plain)] == '\0') {
        tl_print(stderr, "%s", word);
        return;
    }
    tl_print(stderr, "'");
    for (const char *rest = word; rest[0] != '\0';) {
        int length = (int)strcspn(rest, "'");
        tl_print(stderr, "%.*s%s", length, rest, rest[length] != '\0' ? "'\\''" : "");
        rest += length + (rest[length] != '\0');
    }
    tl_print(stderr, "'");
}

void tl_print_option_again(const char *option, const char *value)
{
    if (value != NULL) {
        tl_print(stderr, " %s ", option);
        print_word(value);
    }
}

void tl_print_again(const tl_Arguments *arguments)
{
    tl_print(stderr, "to go on: tillit %s ", arguments->command);
    print_word(arguments->operands[0]);
    tl_print_option_again("--out", arguments->out);
    tl_print_option_again("--municipality", arguments->municipality);
    for (int i = 0; i < arguments->what_if_count; i++) {
        tl_print_option_again("--what-if", arguments->what_ifs[i]);
    }
    tl_print_option_again("--like", arguments->like);
    for (int i = 0; i < arguments->set_count; i++) {
        tl_print_option_again("--set", arguments->sets[i]);
    }
}
