#include "cli/claims_reach.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/answers.h"
#include "cli/progress.h"
#include "cli/runner.h"
#include "config/experiment_claims.h"
#include "config/parameter_text.h"
#include "run/figure.h"
#include "system/memory.h"
#include "system/shown.h"

/* ---- trying -------------------------------------------------------------------------------------------- */

typedef struct Trial {
    const tl_Arguments *arguments;
    tl_Experiment *experiment;
    const tl_RunResults *results; /* as the arms stand */
    tl_ClaimsKept *kept;
    double each_s;
    bool whole;
    tl_ClaimsReach *reach;
} Trial;

static bool is_about(const tl_Claim *claim, int treatment, int control)
{
    return claim->treatment == treatment && claim->control == control;
}

/* Judges the claims of a contrast by what was tried so far. */
static void judge(const Trial *t, int treatment, int control, bool whole)
{
    tl_ClaimsReach *reach = t->reach;
    for (int claim = 0; claim < t->experiment->claim_count; claim++) {
        if (is_about(&t->experiment->claims[claim], treatment, control)) {
            reach->of[claim] = tl_reach_of(t->experiment, claim, reach->as_it_stands[claim], reach->rows,
                                           reach->count, whole, &reach->largest[claim]);
        }
    }
}

static bool all_move(const Trial *t, int treatment, int control)
{
    bool all = true;
    for (int claim = 0; claim < t->experiment->claim_count; claim++) {
        all = all && (!is_about(&t->experiment->claims[claim], treatment, control) ||
                      t->reach->of[claim] == TL_REACH_MOVES);
    }
    return all;
}

/* A row of these parameters, run or taken from what is kept. An exit code. */
static int try_row(const Trial *t, tl_ReachRow row, const int *parameters, int count)
{
    tl_Experiment *e = t->experiment;
    tl_Failure failure;
    const tl_RunOptions options = tl_run_options(t->arguments);
    if (!tl_claims_kept_find_row(t->kept, &row, e->claim_count)) {
        if (!tl_reach_run(e, t->results, parameters, count, &options, &row, &failure)) {
            return tl_failure_print(&failure, e->arms[row.treatment].name);
        }
        tl_claims_kept_add_row(t->kept, &row, e->claim_count);
    }
    t->reach->rows = tl_reallocate(t->reach->rows, (size_t)t->reach->count + 1, sizeof *t->reach->rows);
    t->reach->rows[t->reach->count++] = row;
    return TL_EXIT_GOOD;
}

/* All parameters together, where there are several, and then each alone. An exit code. */
static int try_contrast(const Trial *t, int treatment, int control)
{
    tl_Contrast contrast = tl_reach_contrast(t->experiment, treatment, control);
    int first = contrast.count > 1 ? -1 : 0, code = TL_EXIT_GOOD, i = first;
    tl_Progress progress;
    tl_progress_start(&progress, contrast.count - first, 0.0, t->arguments->quiet);
    progress.swedish = t->arguments->language == TL_SWEDISH;
    for (; i < contrast.count && code == TL_EXIT_GOOD; i++) {
        tl_ReachRow row = {
            .treatment = treatment, .control = control, .parameter = i < 0 ? -1 : contrast.parameters[i]};
        if (!t->whole && all_move(t, treatment, control)) {
            break;
        }
        tl_progress_steps(&progress, i - first, t->each_s, i < 0 ? "all" : tl_parameters[row.parameter].path);
        code = i < 0 ? try_row(t, row, contrast.parameters, contrast.count)
                     : try_row(t, row, &contrast.parameters[i], 1);
        judge(t, treatment, control, false);
    }
    tl_progress_end(&progress);
    judge(t, treatment, control, i == contrast.count && !contrast.otherwise);
    return code;
}

/* Has an earlier claim on the same contrast been tried? */
static bool is_tried(const Trial *t, int claim)
{
    const tl_Claim *own = &t->experiment->claims[claim];
    bool tried = false;
    for (int i = 0; i < t->reach->count; i++) {
        tried = tried || is_about(own, t->reach->rows[i].treatment, t->reach->rows[i].control);
    }
    return tried;
}

int tl_claims_reach(const tl_Arguments *arguments, tl_Experiment *e, const tl_RunResults *results,
                    tl_ClaimsKept *kept, double each_s, bool whole, tl_ClaimsReach *reach)
{
    const Trial t = {arguments, e, results, kept, each_s, whole, reach};
    int code = TL_EXIT_GOOD;
    *reach = (tl_ClaimsReach){.count = 0};
    for (int claim = 0; claim < e->claim_count; claim++) {
        reach->as_it_stands[claim] = tl_reached(e, results, claim);
        judge(&t, e->claims[claim].treatment, e->claims[claim].control, false);
    }
    for (int claim = 0; claim < e->claim_count && code == TL_EXIT_GOOD; claim++) {
        if (reach->of[claim] != TL_REACH_MOVES && !is_tried(&t, claim)) {
            code = try_contrast(&t, e->claims[claim].treatment, e->claims[claim].control);
        }
    }
    return code;
}

void tl_claims_reach_free(tl_ClaimsReach *reach)
{
    free(reach->rows);
    *reach = (tl_ClaimsReach){.count = 0};
}

/* ---- saying -------------------------------------------------------------------------------------------- */

/* Where the difference was largest. */
static void print_row(const tl_ReachRow *row, tl_Language language)
{
    char end[TL_FIGURE_SIZE];
    bool swedish = language == TL_SWEDISH;
    if (row->parameter < 0) {
        tl_print(stdout, swedish ? " (när allt som skiljer dras så långt det går)"
                                 : " (with all that differs at the ends of its ranges)");
        return;
    }
    tl_decimal(row->end, row->end == floor(row->end) ? 0 : 2, language, end, sizeof end);
    tl_print(stdout, swedish ? " (%s: %s)" : " (with %s at %s)",
             swedish ? tl_parameter_label(row->parameter, language) : tl_parameters[row->parameter].path,
             end);
}

static void print_largest(const tl_Experiment *e, const tl_ClaimsReach *reach, int claim,
                          tl_Language language)
{
    int largest = reach->largest[claim];
    const tl_Reached *own = largest < 0 ? &reach->as_it_stands[claim] : &reach->rows[largest].of[claim];
    const tl_Answer answer = {.difference = own->difference};
    tl_Claim asked = e->claims[claim];
    asked.course = tl_claim_is_about_days(&asked) ? TL_NO_COURSE : asked.course; /* a difference, not days */
    tl_print(stdout, " ");
    tl_print_answer(e, &asked, &answer, language);
    if (largest >= 0) {
        print_row(&reach->rows[largest], language);
    }
}

void tl_claims_reach_print(const tl_Experiment *e, const tl_ClaimsReach *reach, int claim,
                           tl_Language language)
{
    static const char *const words[][2] = {
        [TL_REACH_MOVES] = {"kan påverkas:", "can be moved:"},
        [TL_REACH_NONE] = {"kan inte slå in: samma siffror även när det som skiljer dras så långt det går",
                           "cannot come out: the same also with what differs at the ends of its ranges"},
        [TL_REACH_TOO_SMALL] = {"kan inte slå in: som mest", "cannot come out: at most"},
        [TL_REACH_OPEN] = {"går inte att säga om det kan slå in: som mest",
                           "whether it can come out is open: at most"}};
    const char *indent = "             ";
    tl_Reach own = reach->of[claim];
    if (reach->as_it_stands[claim].same) {
        tl_print(stdout, "%s%s\n", indent, tl_same_sentence(language));
    }
    if (own == TL_REACH_MOVES && reach->largest[claim] < 0) {
        return; /* it moves as the arms stand: the verdict says it */
    }
    tl_print(stdout, "%s%s", indent, words[own][language]);
    if (own != TL_REACH_NONE) {
        print_largest(e, reach, claim, language);
    }
    tl_print(stdout, "\n");
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

/* `lever` is null where all that differs is at its ends. */
static json_t *row_json(const tl_ReachRow *row, int claim)
{
    bool all = row->parameter < 0;
    json_t *own = tl_reached_json(&row->of[claim]);
    json_object_set_new(own, "lever", all ? json_null() : json_string(tl_parameters[row->parameter].path));
    json_object_set_new(own, "end", all ? json_null() : json_real(row->end));
    return own;
}

json_t *tl_claims_reach_json(const tl_Experiment *e, const tl_ClaimsReach *reach, int claim)
{
    const tl_Claim *c = &e->claims[claim];
    int largest = reach->largest[claim];
    json_t *rows = json_array();
    for (int i = 0; i < reach->count; i++) {
        if (is_about(c, reach->rows[i].treatment, reach->rows[i].control)) {
            json_array_append_new(rows, row_json(&reach->rows[i], claim));
        }
    }
    return json_pack("{s:s, s:b, s:o, s:o}", "outcome", tl_reach_name(reach->of[claim]), "same",
                     reach->as_it_stands[claim].same, "largest",
                     largest < 0 ? json_null() : row_json(&reach->rows[largest], claim), "stretched", rows);
}
