/* The command experiment: all arms, their table, the verdicts on claims, in text or JSON. */
#include "cli/answers.h"
#include "cli/checkpointed.h"
#include "cli/command.h"
#include "cli/experiment_steps.h"
#include "cli/runner.h"
#include "cli/summary.h"
#include "config/equal.h"
#include "config/experiment.h"
#include "config/experiment_json.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/measure_text.h"
#include "config/parting.h"
#include "config/parameter_text.h"
#include "core/observation/measure.h"
#include "run/figure.h"
#include "system/memory.h"
#include "system/shown.h"

enum { NUMBER = TL_FIGURE_SIZE };

/* ---- tables -------------------------------------------------------------------------------------------- */

/* "cost as in 1: resources.client_time_share = 0.6535" */
static void print_equal(const tl_Arm *arm, tl_Language language)
{
    const tl_Equal *equal = &arm->equal;
    bool swedish = language == TL_SWEDISH;
    char value[NUMBER];
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
    tl_print(stdout, ": %s = %s)",
             swedish ? tl_parameter_label(equal->lever, language) : tl_parameters[equal->lever].path,
             tl_decimal(tl_equal_value(equal, &arm->loaded.config), 4, language, value, sizeof value));
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
        tl_print(stdout, "  %d  ", arm + 1);
        if (a->what_if == 0) { /* whose title says what its name does */
            tl_print(stdout, "%-20s ", a->name);
        }
        tl_print(stdout, "%s", a->title.in[language]);
        if (a->equal.lever >= 0) {
            print_equal(a, language);
        }
        tl_print(stdout, "\n");
    }
    tl_print(stdout, "\n");
}

static void print_estimate(int measure, tl_Estimate e, tl_Language language)
{
    char mean[NUMBER], half[NUMBER], both[2 * NUMBER];
    snprintf(both, sizeof both, language == TL_SWEDISH ? "%s ±%s" : "%s +-%s",
             tl_measure_figure(measure, e.mean, language, mean, sizeof mean),
             tl_measure_figure(measure, e.half_width, language, half, sizeof half));
    tl_print(stdout, " %24s", both);
}

static void print_cell(const tl_RunResults *results, int arm, bool difference, int measure,
                       tl_Language language)
{
    print_estimate(measure, tl_result_estimate(results, arm, difference ? 0 : -1, 0, measure), language);
}

/* An arm's name, or its number where the name is longer than the column is wide. */
static void print_column_name(const tl_Experiment *e, int arm, tl_Language language)
{
    enum { WIDTH = 24 };
    char number[NUMBER];
    snprintf(number, sizeof number, language == TL_SWEDISH ? "alternativ %d" : "arm %d", arm + 1);
    tl_print(stdout, " %*s", WIDTH, strlen(e->arms[arm].name) <= WIDTH ? e->arms[arm].name : number);
}

/* A row an outcome, a column an arm. */
static void print_by_outcome(const tl_Experiment *e, const tl_RunResults *results, tl_Language language,
                             const char *title, int first)
{
    tl_print_row_name(title, language);
    for (int arm = first; arm < e->arm_count; arm++) {
        print_column_name(e, arm, language);
    }
    tl_print(stdout, "\n");
    for (int i = 0; i < e->outcome_count; i++) {
        tl_print_row_name(tl_measure_label(e->outcomes[i], language), language);
        for (int arm = first; arm < e->arm_count; arm++) {
            print_cell(results, arm, first > 0, e->outcomes[i], language);
        }
        tl_print(stdout, "  %s\n", tl_measure_figure_unit(e->outcomes[i], first > 0, language));
    }
}

/* Width of a column that has a measure's name. */
static int column_of(tl_Language language)
{
    return language == TL_SWEDISH ? 36 : 24;
}

/* A row an arm, a column an outcome: for factorials. */
static void print_by_arm(const tl_Experiment *e, const tl_RunResults *results, tl_Language language,
                         const char *title, int first)
{
    tl_print(stdout, "%-20s", title);
    for (int i = 0; i < e->outcome_count; i++) {
        tl_print(stdout, " %*s", column_of(language), tl_measure_label(e->outcomes[i], language));
    }
    tl_print(stdout, "\n");
    for (int arm = first; arm < e->arm_count; arm++) {
        tl_print(stdout, "%-20s", e->arms[arm].name);
        for (int i = 0; i < e->outcome_count; i++) {
            print_cell(results, arm, first > 0, e->outcomes[i], language);
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
        print_by_arm(e, results, language, title, first);
    } else {
        print_by_outcome(e, results, language, title, first);
    }
}

/* What was asked, beside the arm that it is like. */
static void print_what_if(const tl_Experiment *e, const tl_RunResults *results, tl_Language language)
{
    int arm = e->arm_count - 1, like = e->arms[arm].what_if - 1;
    if (like < 1) { /* from the first, the differences stand above */
        return;
    }
    tl_print(stdout, "\n");
    tl_print(stdout, language == TL_SWEDISH ? "%s: skillnad mot %d\n" : "%s: difference from %d\n",
             e->arms[arm].name, like + 1);
    for (int i = 0; i < e->outcome_count; i++) {
        tl_print_row_name(tl_measure_label(e->outcomes[i], language), language);
        print_estimate(e->outcomes[i], tl_result_estimate(results, arm, like, 0, e->outcomes[i]), language);
        tl_print(stdout, "  %s\n", tl_measure_figure_unit(e->outcomes[i], true, language));
    }
}

/* Do two arms differ in how units and teams are formed? */
static bool differ_in_structure(const tl_Config *a, const tl_Config *b)
{
    bool differ = a->regime.organisation_span != b->regime.organisation_span ||
                  a->regime.organisation_pool_size != b->regime.organisation_pool_size ||
                  a->reorganisation_count != b->reorganisation_count;
    for (int i = 0; !differ && i < a->reorganisation_count; i++) {
        differ = !tl_reorganisations_equal(&a->reorganisations[i], &b->reorganisations[i]);
    }
    return differ;
}

/* Where what differs changes nothing, nobody should have to find it out from two columns. */
static void print_twins(const tl_Experiment *e, const tl_RunResults *results, tl_Language language)
{
    bool swedish = language == TL_SWEDISH;
    for (int arm = 1; arm < e->arm_count; arm++) {
        int twin = tl_trial_twin(results, arm);
        if (twin < 0) {
            continue;
        }
        bool structure = differ_in_structure(&e->arms[arm].loaded.config, &e->arms[twin].loaded.config);
        tl_print(stdout,
                 swedish
                     ? "%d ger exakt samma siffror som %d: det som skiljer dem ändrar inget här.\n"
                     : "%d is the same as %d to the bit: what differs between them changes nothing here.\n",
                 arm + 1, twin + 1);
        if (structure) {
            tl_print(
                stdout, "%s\n",
                swedish ? "(Enheter och arbetslag är hela personer i hela områden: i en liten kommun kan ett "
                          "annat antal per chef ge samma enheter.)"
                        : "(Units and teams are whole people in whole areas: in a small municipality another "
                          "number per manager may give the same units.)");
        }
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
        const tl_Claim *c = &e->claims[i];
        tl_Answer answer = tl_trial_answer(e, results, i);
        tl_print(stdout, "  ");
        tl_print_verdict(&answer, language);
        tl_print(stdout, " %s: ", c->text.in[language]);
        tl_print_answer(e, c, &answer, language);
        tl_print(stdout, "\n");
        tl_print_claim_note(c, "    ", language);
        if (tl_trial_is_same(e, results, i)) {
            tl_print(stdout, "    %s\n", tl_same_sentence(language));
        }
    }
    tl_print_who_is_external(e, language);
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
    tl_print_row_name(titles[language][0], language);
    for (int i = 1; i < 4; i++) {
        tl_print(stdout, " %24s", titles[language][i]);
    }
    tl_print(stdout, "\n");
    for (int i = 0; i < e->outcome_count; i++) {
        tl_Conclusion c = tl_trial_conclusion(e, results, e->outcomes[i]);
        tl_print_row_name(tl_measure_label(e->outcomes[i], language), language);
        print_estimate(e->outcomes[i], c.before_after, language);
        print_estimate(e->outcomes[i], c.difference_in_differences, language);
        print_estimate(e->outcomes[i], c.effect, language);
        tl_print(stdout, "  %s\n", tl_measure_figure_unit(e->outcomes[i], true, language));
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
        tl_Answer answer = tl_trial_answer(e, results, i);
        json_t *c = json_object();
        json_object_set_new(c, "name", json_string(e->claims[i].name));
        tl_answer_into_json(&e->claims[i], &answer, c);
        json_object_set_new(c, "verdict", json_string(tl_verdict_name(answer.verdict, TL_ENGLISH)));
        json_object_set_new(c, "same", json_boolean(tl_trial_is_same(e, results, i)));
        json_array_append_new(claims, c);
    }
    json_object_set_new(root, "arms", arms);
    json_object_set_new(root, "claims", claims);
    if (tl_trial_has_courses(e)) {
        json_object_set_new(root, "courses", tl_courses_json(e, results));
    }
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
    print_what_if(e, results, language);
    print_twins(e, results, language);
    tl_intervals_print(stdout, results->replicates, true, language);
    tl_print_courses(e, results, language);
    print_evaluation(e, results, language);
    print_claims(e, results, language);
    tl_print(stdout, arguments->out != NULL ? "\n" : "");
    tl_print_out(arguments);
    return TL_EXIT_GOOD;
}

/* Before the run, in words: of whom, and what --what-if does. */
static void say_what_is_asked(const tl_Arguments *arguments, const tl_Experiment *e)
{
    const tl_Arm *last = &e->arms[e->arm_count - 1];
    bool swedish = arguments->language == TL_SWEDISH;
    if (arguments->quiet) {
        return;
    }
    if (arguments->municipality != NULL) {
        tl_print(stderr, swedish ? "tillit: kommun: %s\n" : "tillit: municipality: %s\n",
                 e->arms[0].loaded.config.municipalities[0].name);
    }
    if (last->what_if > 0) {
        int64_t day = tl_parting_day(&e->arms[last->what_if - 1].loaded.config, &last->loaded.config);
        tl_print(stderr, swedish ? "tillit: ett alternativ till, %d: %s" : "tillit: one arm more, %d: %s",
                 e->arm_count, last->title.in[arguments->language]);
        if (day < 0) {
            tl_print(stderr, swedish ? ", från början\n" : ", from the start\n");
        } else {
            tl_print(stderr, swedish ? ", från dag %lld\n" : ", from day %lld\n", (long long)day);
        }
    }
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
    say_what_is_asked(given, e);
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
