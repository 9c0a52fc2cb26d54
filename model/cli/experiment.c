/* The command experiment: all arms, their table, the verdicts on claims, in text or JSON. */
#include "cli/checkpointed.h"
#include "cli/command.h"
#include "cli/experiment_steps.h"
#include "cli/runner.h"
#include "config/equal.h"
#include "config/experiment.h"
#include "config/experiment_json.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/measure_text.h"
#include "core/observation/measure.h"
#include "run/figure.h"
#include "system/memory.h"
#include "system/shown.h"

enum { NUMBER = TL_FIGURE_SIZE };

/* ---- tables -------------------------------------------------------------------------------------------- */

/* Width of the column of row names. */
static int width_of(tl_Language language)
{
    return language == TL_SWEDISH ? 36 : 20;
}

static void print_row_name(int measure, tl_Language language)
{
    tl_print(stdout, "%-*s", width_of(language), tl_measure_label(measure, language));
}

/* "cost as in 1: resources.client_time_share = 0.6535" */
static void print_equal(const tl_Arm *arm, tl_Language language)
{
    const tl_Equal *equal = &arm->equal;
    bool swedish = language == TL_SWEDISH;
    tl_print(stdout, " (");
    if (equal->measure == tl_measure_find("cost")) {
        tl_print(stdout, swedish ? "kostnad" : "cost");
    } else {
        tl_print(stdout, "%s", tl_measure_label(equal->measure, language));
    }
    tl_print(stdout, swedish ? " som i 1" : " as in 1");
    if (equal->days[0] > 0 || equal->days[1] < equal->last_day) {
        tl_print(stdout, swedish ? " dag %lld till %lld" : " on days %lld to %lld", (long long)equal->days[0],
                 (long long)equal->days[1]);
    }
    tl_print(stdout, ": %s = %.4f)", tl_parameters[equal->lever].path,
             tl_equal_value(equal, &arm->loaded.config));
}

static void print_header(const tl_Experiment *e, tl_Language language)
{
    tl_print(stdout, "%s\n%s\n", e->title.in[language], e->question.in[language]);
    if (e->year > 0) {
        tl_print(stdout, "%s %lld%s%lld%s%s\n", language == TL_SWEDISH ? "År" : "Year", (long long)e->year,
                 language == TL_SWEDISH ? ", prisnivå " : ", price level ",
                 (long long)(e->price_level ? e->price_level : e->year), e->law.in[language][0] ? ", " : "",
                 e->law.in[language]);
    }
    tl_print(stdout, "\n");
    for (int arm = 0; arm < e->arm_count; arm++) {
        const tl_Arm *a = &e->arms[arm];
        tl_print(stdout, "  %d  %-20s %s", arm + 1, a->name, a->title.in[language]);
        if (a->equal.lever >= 0) {
            print_equal(a, language);
        }
        tl_print(stdout, "\n");
    }
    tl_print(stdout, "\n");
}

static void print_estimate(tl_Estimate e)
{
    char mean[NUMBER], half[NUMBER], both[2 * NUMBER];
    snprintf(both, sizeof both, "%s +-%s", tl_number(e.mean, mean, sizeof mean),
             tl_number(e.half_width, half, sizeof half));
    tl_print(stdout, " %24s", both);
}

static void print_cell(const tl_RunResults *results, int arm, bool difference, int measure)
{
    print_estimate(tl_result_estimate(results, arm, difference ? 0 : -1, 0, measure));
}

/* A row an outcome, a column an arm. */
static void print_by_outcome(const tl_Experiment *e, const tl_RunResults *results, tl_Language language,
                             const char *title, int first)
{
    tl_print(stdout, "%-*s", width_of(language), title);
    for (int arm = first; arm < e->arm_count; arm++) {
        tl_print(stdout, " %24s", e->arms[arm].name);
    }
    tl_print(stdout, "\n");
    for (int i = 0; i < e->outcome_count; i++) {
        print_row_name(e->outcomes[i], language);
        for (int arm = first; arm < e->arm_count; arm++) {
            print_cell(results, arm, first > 0, e->outcomes[i]);
        }
        tl_print(stdout, "  %s\n", tl_measure_unit(e->outcomes[i], language));
    }
}

/* A row an arm, a column an outcome: for factorials. */
static void print_by_arm(const tl_Experiment *e, const tl_RunResults *results, const char *title, int first)
{
    tl_print(stdout, "%-20s", title);
    for (int i = 0; i < e->outcome_count; i++) {
        tl_print(stdout, " %24s", tl_measures[e->outcomes[i]].name);
    }
    tl_print(stdout, "\n");
    for (int arm = first; arm < e->arm_count; arm++) {
        tl_print(stdout, "%-20s", e->arms[arm].name);
        for (int i = 0; i < e->outcome_count; i++) {
            print_cell(results, arm, first > 0, e->outcomes[i]);
        }
        tl_print(stdout, "\n");
    }
}

/* `first` 0: means of every arm; 1: differences from the first arm. */
static void print_table(const tl_Experiment *e, const tl_RunResults *results, tl_Language language,
                        const char *title, int first)
{
    enum { MOST_COLUMNS = 8 };
    if (e->arm_count > MOST_COLUMNS && e->arm_count > e->outcome_count) {
        print_by_arm(e, results, title, first);
    } else {
        print_by_outcome(e, results, language, title, first);
    }
}

static void print_note(const tl_Experiment *e, tl_Language language)
{
    long long replicates = (long long)e->arms[0].loaded.config.run.replicates;
    if (replicates < 2) {
        tl_print(stdout, "%s\n",
                 language == TL_SWEDISH ? "En upprepning: inga intervall (--set run.replicates=10)."
                                        : "One replicate: no intervals (--set run.replicates=10).");
    } else if (language == TL_SWEDISH) {
        tl_print(
            stdout,
            "95 %%-intervall över %lld upprepningar, parade på samma frön. De är bara simuleringsfel: de "
            "säger inget om\nhur osäkra modellens antaganden är.\n",
            replicates);
    } else {
        tl_print(stdout,
                 "95 %% intervals over %lld replicates, paired on the same seeds. They are simulation "
                 "error only: they do not say\nhow uncertain the model's assumptions are.\n",
                 replicates);
    }
}

static void print_claims(const tl_Experiment *e, const tl_RunResults *results, tl_Language language)
{
    if (e->claim_count == 0) {
        return;
    }
    tl_print(
        stdout, "\n%s\n",
        language == TL_SWEDISH
            ? "Stämmer påståendena? (Vad de bygger på: tillit claims. Andra rimliga världar är inte prövade.)"
            : "Claims (what they rest on: tillit claims; other plausible worlds: not tried)");
    for (int i = 0; i < e->claim_count; i++) {
        char mean[NUMBER], half[NUMBER];
        const tl_Claim *c = &e->claims[i];
        tl_Estimate d = tl_trial_difference(e, results, i);
        tl_print(stdout, "  ");
        tl_print_verdict(c, d, language);
        tl_print(stdout, " %s: %s %s +-%s %s\n", c->text.in[language], tl_measure_label(c->measure, language),
                 tl_number(d.mean, mean, sizeof mean), tl_number(d.half_width, half, sizeof half),
                 tl_measure_unit(c->measure, language));
    }
}

static void print_evaluation(const tl_Experiment *e, const tl_RunResults *results, tl_Language language)
{
    static const char *const titles[2][4] = {
        {"Pilotens utvärdering", "före-efter", "skillnad i skillnader", "sann effekt"},
        {"Evaluating the pilot", "before-after", "difference-in-diff.", "true effect"}};
    if (e->evaluation.arm < 0) {
        return;
    }
    tl_print(stdout, "\n");
    tl_print(stdout, "%-*s", width_of(language), titles[language][0]);
    for (int i = 1; i < 4; i++) {
        tl_print(stdout, " ");
        tl_print(stdout, "%*s", 24, titles[language][i]);
    }
    tl_print(stdout, "\n");
    for (int i = 0; i < e->outcome_count; i++) {
        tl_Conclusion c = tl_trial_conclusion(e, results, e->outcomes[i]);
        print_row_name(e->outcomes[i], language);
        print_estimate(c.before_after);
        print_estimate(c.difference_in_differences);
        print_estimate(c.effect);
        tl_print(stdout, "  %s\n", tl_measure_unit(e->outcomes[i], language));
    }
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

static int print_json(const tl_Experiment *e, const tl_RunResults *results)
{
    json_t *root = json_object(), *arms = json_array(), *claims = json_array();
    for (int arm = 0; arm < e->arm_count; arm++) {
        json_t *a = json_object(), *measures = json_object();
        json_object_set_new(a, "name", json_string(e->arms[arm].name));
        const tl_Equal *equal = &e->arms[arm].equal;
        if (equal->lever >= 0) {
            json_object_set_new(a, tl_parameters[equal->lever].path,
                                json_real(tl_equal_value(equal, &e->arms[arm].loaded.config)));
        }
        for (int m = 0; m < tl_measure_count; m++) {
            json_t *values = json_array();
            for (int r = 0; r < results->replicates; r++) {
                json_array_append_new(values, tl_real_or_null(tl_result(results, arm, r, 0, m)));
            }
            json_object_set_new(measures, tl_measures[m].name, values);
        }
        json_object_set_new(a, "measures", measures);
        json_array_append_new(arms, a);
    }
    for (int i = 0; i < e->claim_count; i++) {
        tl_Estimate d = tl_trial_difference(e, results, i);
        json_t *c = json_object();
        json_object_set_new(c, "name", json_string(e->claims[i].name));
        json_object_set_new(c, "difference", tl_real_or_null(d.mean));
        json_object_set_new(c, "half_width", tl_real_or_null(d.half_width));
        json_object_set_new(c, "verdict",
                            json_string(tl_verdict_name(tl_trial_verdict(&e->claims[i], d), TL_ENGLISH)));
        json_array_append_new(claims, c);
    }
    json_object_set_new(root, "arms", arms);
    json_object_set_new(root, "claims", claims);
    return tl_print_json(root);
}

/* ---- the command --------------------------------------------------------------------------------------- */

static int report(const tl_Arguments *arguments, const tl_Experiment *e, const tl_RunResults *results)
{
    tl_Language language = arguments->language;
    if (strcmp(arguments->format, "json") == 0) {
        return print_json(e, results);
    }
    print_header(e, language);
    print_table(e, results, language, language == TL_SWEDISH ? "medel" : "mean", 0);
    if (e->arm_count > 1) {
        tl_print(stdout, "\n");
        print_table(e, results, language, language == TL_SWEDISH ? "skillnad mot 1" : "difference from 1", 1);
    }
    print_note(e, language);
    print_evaluation(e, results, language);
    print_claims(e, results, language);
    if (arguments->out != NULL) {
        tl_print(stdout, "\n%s %s\n", language == TL_SWEDISH ? "resultat:" : "results:", arguments->out);
    }
    return TL_EXIT_GOOD;
}

/* The runs of an experiment, those for equal cost too, and what came of them. */
static int run(const tl_Arguments *arguments, tl_Experiment *e)
{
    tl_RunResults results = {.window_count = 0};
    int code = arguments->plan ? TL_EXIT_GOOD : tl_equal_cost(arguments, e);
    if (code == TL_EXIT_GOOD) {
        code = tl_runner_experiment(arguments, e, &results);
    }
    if (code == TL_EXIT_GOOD && !arguments->plan) {
        code = report(arguments, e, &results);
    }
    tl_run_results_free(&results);
    return code;
}

int tl_command_experiment(const tl_Arguments *given)
{
    tl_Arguments arguments = *given;
    tl_Checkpointed checkpointed;
    tl_LoadedConfig *arms[TL_MOST_ARMS];
    tl_Experiment *e = tl_trial_load(given);
    if (e == NULL) {
        return TL_EXIT_USAGE;
    }
    tl_trial_complete_outcomes(e);
    for (int arm = 0; arm < e->arm_count; arm++) {
        arms[arm] = &e->arms[arm].loaded;
    }
    int code = tl_checkpointed_begin(&checkpointed, &arguments, arms, e->arm_count, tl_experiment_json(e));
    if (code == TL_EXIT_GOOD) {
        code = run(&arguments, e);
    }
    tl_checkpointed_end(&checkpointed, &arguments, code);
    tl_trial_free(e);
    return code;
}
