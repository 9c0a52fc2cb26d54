/* The command claims: what the claims of an experiment rest on, found by knocking out coefficients. */
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answers.h"
#include "cli/claims_kept.h"
#include "cli/claims_reach.h"
#include "cli/command.h"
#include "cli/experiment_steps.h"
#include "cli/progress.h"
#include "cli/runner.h"
#include "config/experiment_claims.h"
#include "config/market_unread.h"
#include "config/parameter_text.h"
#include "core/market/market.h"
#include "core/observation/measure.h"
#include "run/figure.h"
#include "system/provenance.h"
#include "system/shown.h"

enum { NUMBER = TL_FIGURE_SIZE };

/* Is a lever ever other than 0? */
static bool is_used(const tl_Config *config, const char *lever)
{
    int parameter = tl_parameter_find(lever);
    bool used = tl_parameter_get(&tl_parameters[parameter], &config->regime) != 0.0;
    for (int i = 0; i < config->change_count; i++) {
        used = used || config->changes[i].parameter == parameter;
    }
    return used;
}

/* Is what a coefficient is about in an arm? */
static bool is_about(const tl_Config *config, const tl_Parameter *p)
{
    return (config->market.given || !p->market) && tl_has_reader(config, p) &&
           tl_offers_reads(&config->market, p) && (p->lever == NULL || is_used(config, p->lever));
}

static bool is_about_any(const tl_Experiment *e, const tl_Parameter *p)
{
    bool any = false;
    for (int arm = 0; arm < e->arm_count; arm++) {
        any = any || is_about(&e->arms[arm].loaded.config, p);
    }
    return any;
}

/* Coefficients whose neutral range includes zero: evidence does not exclude that the mechanism is absent.
 * Each is set to zero in turn, in every arm. Those of the market only where an arm has one, and so on. */
static int coefficients(const tl_Experiment *e, int *found)
{
    int count = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        bool contested = p->section == TL_SECTION_CONSTANTS &&
                         (p->status == TL_FREE || p->status == TL_BOUNDED) && p->neutral.low <= 0.0 &&
                         p->neutral.high >= 0.0 && p->low <= 0.0;
        if (contested && is_about_any(e, p) && p->default_value != 0.0 && !p->optional) {
            found[count++] = i;
        }
    }
    return count;
}

/* What a supported claim rests on: the coefficients without which it is no longer supported. */
typedef struct Ground {
    int coefficients[tl_parameter_count];
    int count;
} Ground;

static bool is_supported(const tl_Experiment *e, const tl_RunResults *results, int claim)
{
    return tl_trial_answer(e, results, claim).verdict == TL_SUPPORTED;
}

/* Which supported claims fall [claim_count] without a coefficient; an exit code. */
static int knock_out(const tl_Arguments *arguments, tl_Experiment *e, int parameter, const bool *supported,
                     bool *fell)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    tl_RunResults results = {.window_count = 0};
    tl_Failure failure;
    const tl_RunOptions options = tl_run_options(arguments);
    double kept = tl_parameter_get(p, &e->arms[0].loaded.config.constants);
    bool wanted[TL_MOST_ARMS] = {false};
    for (int claim = 0; claim < e->claim_count; claim++) {
        wanted[e->claims[claim].treatment] |= supported[claim];
        wanted[e->claims[claim].control] |= supported[claim];
    }
    for (int arm = 0; arm < e->arm_count; arm++) {
        tl_parameter_set(p, &e->arms[arm].loaded.config.constants, 0.0);
    }
    bool good = kept == 0.0 || tl_trial_run(e, wanted, &options, &results, &failure);
    for (int claim = 0; claim < e->claim_count; claim++) {
        fell[claim] = kept != 0.0 && good && supported[claim] && !is_supported(e, &results, claim);
    }
    for (int arm = 0; arm < e->arm_count; arm++) {
        tl_parameter_set(p, &e->arms[arm].loaded.config.constants, kept);
    }
    tl_run_results_free(&results);
    return good ? TL_EXIT_GOOD : tl_failure_print(&failure, e->arms[failure.arm].name);
}

static void print_how_to_go_on(const tl_Arguments *arguments, const tl_ClaimsKept *kept, int done, int count,
                               int stretches)
{
    tl_print(stderr, "tillit: %d of %d knock-outs", done, count);
    if (stretches > 0) {
        tl_print(stderr, " and %d stretched runs", stretches);
    }
    tl_print(stderr, " are kept in %s; ", kept->path);
    tl_print_again(arguments);
    if (strcmp(arguments->format, "text") != 0) {
        tl_print(stderr, " --format %s", arguments->format);
    }
    tl_print(stderr, "%s\n", arguments->language == TL_SWEDISH ? " --lang sv" : "");
}

/* Knocks out each of `found` [count] but those that are kept; `each_s` is what one may take. An exit code. */
static int knock_out_all(const tl_Arguments *arguments, tl_Experiment *e, tl_ClaimsKept *kept,
                         const int *found, int count, double each_s, const bool *supported, Ground *grounds)
{
    bool fell[TL_MOST_CLAIMS];
    int code = TL_EXIT_GOOD, known = 0, done = 0;
    for (int i = 0; i < count; i++) {
        known += tl_claims_kept_find(kept, tl_parameters[found[i]].path, fell, e->claim_count);
    }
    if (known > 0) {
        tl_print(stderr, "tillit: %d of %d knock-outs were reckoned before (%s)\n", known, count, kept->path);
    }
    tl_Progress progress;
    tl_progress_start(&progress, count - known, 0.0, arguments->quiet);
    progress.swedish = arguments->language == TL_SWEDISH;
    for (int i = 0; code == TL_EXIT_GOOD && i < count; i++) {
        const char *path = tl_parameters[found[i]].path;
        if (!tl_claims_kept_find(kept, path, fell, e->claim_count)) {
            tl_progress_steps(&progress, done, each_s, path);
            code = knock_out(arguments, e, found[i], supported, fell);
            if (code == TL_EXIT_GOOD) {
                tl_claims_kept_add(kept, path, fell, e->claim_count);
            }
            done++;
        }
        for (int claim = 0; code == TL_EXIT_GOOD && claim < e->claim_count; claim++) {
            if (fell[claim]) {
                grounds[claim].coefficients[grounds[claim].count++] = found[i];
            }
        }
    }
    tl_progress_end(&progress);
    return code;
}

static bool is_arithmetic(const tl_Claim *claim)
{
    return strncmp(tl_measures[claim->measure].name, "cost", 4) == 0;
}

static void print_ground(const tl_Claim *claim, const Ground *ground, bool supported, tl_Language language)
{
    bool swedish = language == TL_SWEDISH;
    if (!supported) {
        return;
    }
    if (is_arithmetic(claim)) {
        tl_print(stdout, "             %s\n",
                 swedish ? "räknesätt: priser gånger mängder" : "arithmetic: prices times quantities");
    }
    if (ground->count > 0) {
        tl_print(stdout, "             %s", swedish ? "bygger på antaganden i" : "assumed through");
        for (int i = 0; i < ground->count; i++) {
            tl_print(stdout, "%s %s", i > 0 ? "," : "",
                     swedish ? tl_parameter_label(ground->coefficients[i], language)
                             : tl_parameters[ground->coefficients[i]].path);
        }
        tl_print(stdout, "\n");
    } else {
        tl_print(stdout, "             %s\n",
                 swedish ? "hänger inte på något enskilt antagande"
                         : "emergent: falls with no single coefficient");
    }
}

/* What the figure is judged by: a smallest difference, or a number of days. */
static void print_limit(const tl_Claim *claim, tl_Language language)
{
    static const char *const days[2][2] = {{"högst", "minst"}, {"at most", "at least"}};
    static const char *const levels[2][2] = {{"under", "över"}, {"below", "above"}};
    char least[NUMBER];
    if (claim->form == TL_CLAIM_ON_LEVEL) {
        tl_print(stdout, "%s %s", levels[language][claim->direction > 0],
                 tl_measure_figure(claim->measure, claim->smallest, language, least, sizeof least));
    } else if (tl_claim_is_about_days(claim)) {
        tl_print(stdout, "%s %.0f", days[language][claim->direction > 0], claim->smallest);
    } else {
        tl_print(stdout, "%s %s",
                 language == TL_SWEDISH ? "minsta skillnad som spelar roll" : "smallest of interest",
                 tl_measure_figure(claim->measure, claim->smallest, language, least, sizeof least));
    }
}

static void print_claim(const tl_Experiment *e, const tl_Claim *claim, const tl_Answer *answer,
                        tl_Language language)
{
    tl_print_verdict(answer, language);
    tl_print(stdout, "   %s\n             ", claim->text.in[language]);
    tl_print_answer(e, claim, answer, language);
    tl_print(stdout, " (");
    print_limit(claim, language);
    int64_t from = claim->course == TL_NO_COURSE ? claim->window.from
                                                 : tl_trial_parting_day(e, claim->treatment, claim->control);
    tl_print(stdout, "), %s %lld-%lld\n", language == TL_SWEDISH ? "dag" : "days", (long long)from,
             (long long)claim->window.to);
    tl_print_claim_note(claim, "             ", language);
}

typedef struct Evaluation {
    const tl_Experiment *experiment;
    const tl_RunResults *results;
    const Ground *grounds;
    const bool *supported;
    const tl_ClaimsReach *reach;
    const char *digest; /* of the experiment */
    int knocked_out;
} Evaluation;

static int print_text(const Evaluation *v, tl_Language language)
{
    const tl_Experiment *e = v->experiment;
    tl_print(stdout, "%s\n%s\n\n", e->title.in[language], e->question.in[language]);
    for (int claim = 0; claim < e->claim_count; claim++) {
        tl_Answer answer = tl_trial_answer(e, v->results, claim);
        print_claim(e, &e->claims[claim], &answer, language);
        print_ground(&e->claims[claim], &v->grounds[claim], v->supported[claim], language);
        tl_claims_reach_print(e, v->reach, claim, language);
    }
    tl_print_who_is_external(e, language);
    tl_print(stdout,
             language == TL_SWEDISH ? "\n%d antaganden togs bort ett i taget; simulerat %lld gånger. "
                                      "Intervallen är bara simuleringsfel.\n"
                                      "I hur stor del av rimliga världar det håller är inte prövat här: "
                                      "tillit robustness %s\n"
                                    : "\n%d coefficients were knocked out in turn; %lld replicates. "
                                      "Intervals are simulation error only.\n"
                                      "The share of plausible worlds in which it holds was not tried here: "
                                      "tillit robustness %s\n",
             v->knocked_out, (long long)e->arms[0].loaded.config.run.replicates, e->path);
    return TL_EXIT_GOOD;
}

static json_t *claim_json(const Evaluation *v, int claim)
{
    const tl_Claim *c = &v->experiment->claims[claim];
    tl_Answer answer = tl_trial_answer(v->experiment, v->results, claim);
    json_t *rests_on = json_array();
    for (int i = 0; i < v->grounds[claim].count; i++) {
        json_array_append_new(rests_on, json_string(tl_parameters[v->grounds[claim].coefficients[i]].path));
    }
    json_t *json =
        json_pack("{s:s, s:s}", "name", c->name, "verdict", tl_verdict_name(answer.verdict, TL_ENGLISH));
    tl_answer_into_json(c, &answer, json);
    json_object_set_new(json, "arithmetic", json_boolean(is_arithmetic(c)));
    json_object_set_new(json, "rests_on", rests_on);
    json_object_set_new(json, "reach", tl_claims_reach_json(v->experiment, v->reach, claim));
    return json;
}

/* What a report shows beside the verdicts (analysis/). */
static int print_json(const Evaluation *v)
{
    const tl_Experiment *e = v->experiment;
    json_t *claims = json_array();
    for (int claim = 0; claim < e->claim_count; claim++) {
        json_array_append_new(claims, claim_json(v, claim));
    }
    json_t *root = json_pack("{s:s, s:s, s:s, s:I, s:i, s:o}", "title", e->title.in[TL_ENGLISH], "experiment",
                             v->digest, "model_version", tl_provenance().model_version, "replicates",
                             (json_int_t)e->arms[0].loaded.config.run.replicates, "knocked_out",
                             v->knocked_out, "claims", claims);
    return tl_print_json(root);
}

/* What supported claims rest on, and whether the others can come out; an exit code. */
static int examine(const tl_Arguments *arguments, tl_Experiment *e, tl_ClaimsKept *kept, Evaluation *v,
                   Ground *grounds, tl_ClaimsReach *reach)
{
    int found[tl_parameter_count], count = coefficients(e, found), code = TL_EXIT_GOOD;
    bool any = false, whole = strcmp(arguments->format, "json") == 0;
    for (int claim = 0; claim < e->claim_count; claim++) {
        any = any || v->supported[claim];
    }
    v->knocked_out = any ? count : 0;
    tl_claims_kept_open(kept, e);
    if (any) {
        code = knock_out_all(arguments, e, kept, found, count, v->results->seconds, v->supported, grounds);
    }
    if (code == TL_EXIT_GOOD) {
        double each_s = v->results->seconds / e->arm_count;
        code = tl_claims_reach(arguments, e, v->results, kept, each_s, whole, reach);
    }
    return code;
}

static int evaluate(const tl_Arguments *arguments, tl_Experiment *e)
{
    static Ground grounds[TL_MOST_CLAIMS];
    bool supported[TL_MOST_CLAIMS] = {false};
    char digest[TL_EXPERIMENT_DIGEST_SIZE];
    tl_RunResults results;
    tl_ClaimsKept kept = {.root = NULL};
    tl_ClaimsReach reach = {.count = 0};
    Evaluation v = {e, &results, grounds, supported, &reach, digest, 0};
    tl_trial_digest(e, digest);
    int code = tl_runner_experiment(arguments, e, &results);
    for (int claim = 0; code == TL_EXIT_GOOD && claim < e->claim_count; claim++) {
        grounds[claim] = (Ground){.count = 0};
        supported[claim] = is_supported(e, &results, claim);
    }
    code = code == TL_EXIT_GOOD ? examine(arguments, e, &kept, &v, grounds, &reach) : code;
    if (code == TL_EXIT_GOOD) {
        code = strcmp(arguments->format, "json") == 0 ? print_json(&v) : print_text(&v, arguments->language);
        code = fflush(stdout) == 0 ? code : TL_EXIT_FAILED;
    }
    int stretches = (int)json_object_size(kept.stretches);
    int done = tl_claims_kept_close(&kept, code == TL_EXIT_GOOD);
    stretches = kept.failed ? 0 : stretches;
    if (code != TL_EXIT_GOOD && done + stretches > 0) {
        print_how_to_go_on(arguments, &kept, done, v.knocked_out, stretches);
    }
    tl_claims_reach_free(&reach);
    tl_run_results_free(&results);
    return code;
}

static int balance_and_evaluate(const tl_Arguments *arguments, tl_Experiment *e)
{
    if (e->claim_count == 0) {
        tl_print(stderr, "tillit: %s declares no claims\n", e->path);
        return TL_EXIT_USAGE;
    }
    int code = tl_equal_cost(arguments, e);
    return code == TL_EXIT_GOOD ? evaluate(arguments, e) : code;
}

int tl_command_claims(const tl_Arguments *arguments)
{
    return tl_with_trial(arguments, balance_and_evaluate);
}
