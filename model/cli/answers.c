#include "cli/answers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/experiment_steps.h"
#include "config/experiment_claims.h"
#include "config/measure_better.h"
#include "config/measure_text.h"
#include "config/number_text.h"
#include "core/observation/measure.h"
#include "run/figure.h"
#include "system/shown.h"

enum { NUMBER = TL_FIGURE_SIZE, CELL = 4 * TL_FIGURE_SIZE };

/* ---- figures ------------------------------------------------------------------------------------------------ */

/* A figure and its interval; "-" and no interval for what has no mean. */
static const char *with_interval(const char *mean, const char *half, tl_Estimate e, tl_Language language,
                                 char text[CELL])
{
    const char *sign = language == TL_SWEDISH ? " ±" : " +-";
    snprintf(text, CELL, "%s%s%s", mean, isnan(e.mean) ? "" : sign, isnan(e.mean) ? "" : half);
    return text;
}

/* A difference of a measure as the language tells it. */
static const char *difference_text(int measure, tl_Estimate e, tl_Language language, char text[CELL])
{
    char mean[NUMBER], half[NUMBER];
    return with_interval(tl_measure_figure(measure, e.mean, language, mean, sizeof mean),
                         tl_measure_figure(measure, e.half_width, language, half, sizeof half), e, language,
                         text);
}

/* Money in millions. */
static const char *millions_text(tl_Estimate e, tl_Language language, char text[CELL])
{
    const double million = 1e6;
    char mean[NUMBER], half[NUMBER];
    return with_interval(tl_number_in(e.mean / million, language, mean, sizeof mean),
                         tl_number_in(e.half_width / million, language, half, sizeof half), e, language,
                         text);
}

/* A day after the change; ">1092" is not within the days that were run. */
static const char *day_text(double day, double span, char text[NUMBER])
{
    if (isnan(day)) {
        snprintf(text, NUMBER, "-");
    } else {
        snprintf(text, NUMBER, isinf(day) ? ">%.0f" : "%.0f", isinf(day) ? span : day);
    }
    return text;
}

/* "126 (98-154)"; where all three are one, that one. */
static const char *time_text(tl_CourseTime time, double span, char text[CELL])
{
    char day[NUMBER], low[NUMBER], high[NUMBER];
    if (isnan(time.low) || isnan(time.high) || time.low == time.high) {
        snprintf(text, CELL, "%s", day_text(time.day, span, day));
    } else {
        snprintf(text, CELL, "%s (%s-%s)", day_text(time.day, span, day), day_text(time.low, span, low),
                 day_text(time.high, span, high));
    }
    return text;
}

static const char *settled_text(tl_Settled settled, tl_Language language)
{
    static const char *const texts[][2] = {
        [TL_SETTLED_YES] = {[TL_SWEDISH] = "ja", [TL_ENGLISH] = "yes"},
        [TL_SETTLED_NO] = {[TL_SWEDISH] = "nej", [TL_ENGLISH] = "no"},
        [TL_SETTLED_UNKNOWN] = {[TL_SWEDISH] = "går inte att säga", [TL_ENGLISH] = "cannot be said"}};
    return texts[settled][language];
}

static double span_of(const tl_Experiment *e, int arm, int base)
{
    return (double)(e->arms[arm].loaded.config.run.days - tl_trial_parting_day(e, arm, base));
}

/* ---- claims ------------------------------------------------------------------------------------------------- */

void tl_print_verdict(const tl_Answer *answer, tl_Language language)
{
    tl_print(stdout, "%-*s", language == TL_SWEDISH ? 27 : 10, tl_verdict_name(answer->verdict, language));
}

/* What of a course is looked at, before its figure. */
static const char *part_text(tl_CoursePart part, tl_Language language)
{
    static const char *const texts[][2] = {
        [TL_COURSE_DIP] = {[TL_SWEDISH] = "i det sämsta kvartalet", [TL_ENGLISH] = "in the worst quarter"},
        [TL_COURSE_DIP_DAYS] = {[TL_SWEDISH] = "dagar tills den gamla nivån nås",
                                [TL_ENGLISH] = "days until the old level is reached"},
        [TL_COURSE_PASSED] = {[TL_SWEDISH] = "dagar tills den gamla nivån är passerad för gott",
                              [TL_ENGLISH] = "days until the old level is passed for good"},
        [TL_COURSE_HALF_WAY] =
            {[TL_SWEDISH] = "dagar till halva vägen", [TL_ENGLISH] = "days to half of the way"},
        [TL_COURSE_SETTLED] = {[TL_SWEDISH] = "under sista året", [TL_ENGLISH] = "in the last year"}};
    return texts[part][language];
}

/* A group of a claim as people read it; providers have numbers. */
static void print_group(const char *group, tl_Language language)
{
    static const struct {
        const char *name, *in[2];
    } words[] = {
        {"external", {"externa utförare", "external"}},  {"municipal", {"egen regi", "municipal"}},
        {"small", {"små företag", "small firms"}},       {"large", {"stora företag", "large firms"}},
        {"nonprofit", {"idéburna", "non-profit"}},       {"outlying", {"ytterområden", "outlying areas"}},
        {"ordinary", {"övriga områden", "other areas"}}, {"pilot", {"pilotenheter", "pilot units"}},
        {"others", {"övriga enheter", "other units"}}};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        found = strcmp(words[i].name, group) == 0 ? words[i].in[language] : found;
    }
    if (found != NULL) {
        tl_print(stdout, "%s", found);
    } else {
        tl_print(stdout, language == TL_SWEDISH ? "utförare %s" : "provider %s", group);
    }
}

/* ", egen regi mot externa utförare", ", arm lov" */
static void print_form(const tl_Experiment *e, const tl_Claim *claim, tl_Language language)
{
    if (claim->form == TL_CLAIM_ON_ARMS) {
        return;
    }
    if (claim->form == TL_CLAIM_ON_GROUPS) {
        tl_print(stdout, ", ");
        print_group(claim->groups[0], language);
        tl_print(stdout, language == TL_SWEDISH ? " mot " : " against ");
        print_group(claim->groups[1], language);
    }
    tl_print(stdout,
             language == TL_SWEDISH ? ", alternativ %s:" : ", arm %s:", e->arms[claim->treatment].name);
}

void tl_print_answer(const tl_Experiment *e, const tl_Claim *claim, const tl_Answer *answer,
                     tl_Language language)
{
    char text[CELL];
    tl_print(stdout, "%s", tl_measure_label(claim->measure, language));
    print_form(e, claim, language);
    if (claim->course != TL_NO_COURSE) {
        tl_print(stdout, ", %s:", part_text(claim->course, language));
    }
    if (tl_claim_is_about_days(claim)) {
        tl_print(stdout, " %s", time_text(answer->time, span_of(e, claim->treatment, claim->control), text));
    } else {
        tl_print(stdout, " %s %s", difference_text(claim->measure, answer->difference, language, text),
                 tl_measure_figure_unit(claim->measure, claim->form != TL_CLAIM_ON_LEVEL, language));
    }
}

void tl_print_claim_note(const tl_Claim *claim, const char *indent, tl_Language language)
{
    if (claim->note.in[language][0] != '\0') {
        tl_print(stdout, "%s%s\n", indent, claim->note.in[language]);
    }
}

/* Is it about firms, by its `where` or by one of its groups? */
static bool is_of_firms(const tl_Claim *claim)
{
    static const char *const groups[] = {"external", "small", "large", "nonprofit"};
    bool firms = false;
    for (int kind = TL_SMALL_FIRM; kind < TL_PROVIDER_KINDS; kind++) {
        firms = firms || tl_numbers_hold(&claim->window.where.by[TL_BY_KIND], kind + 1);
    }
    for (size_t i = 0; claim->form == TL_CLAIM_ON_GROUPS && i < sizeof groups / sizeof groups[0]; i++) {
        firms = firms || strcmp(claim->groups[0], groups[i]) == 0 || strcmp(claim->groups[1], groups[i]) == 0;
    }
    return firms;
}

void tl_print_who_is_external(const tl_Experiment *e, tl_Language language)
{
    bool firms = false;
    for (int i = 0; i < e->claim_count; i++) {
        firms = firms || is_of_firms(&e->claims[i]);
    }
    if (firms) {
        tl_print(
            stdout, "%s\n",
            language == TL_SWEDISH
                ? "(Externa utförare är de som finns kvar: den som slutar räknas därefter till egenregin.)"
                : "(External providers are those that are still there: one that leaves counts as the "
                  "municipality's from then on.)");
    }
}

/* ---- JSON --------------------------------------------------------------------------------------------------- */

static json_t *estimate_json(tl_Estimate e)
{
    return json_pack("{s:o, s:o}", "mean", tl_real_or_null(e.mean), "half_width",
                     tl_real_or_null(e.half_width));
}

/* JSON has no infinity. */
static json_t *day_json(double day)
{
    return isinf(day) ? json_string("never") : tl_real_or_null(day);
}

static json_t *time_json(tl_CourseTime time)
{
    return json_pack("{s:o, s:o, s:o}", "day", day_json(time.day), "low", day_json(time.low), "high",
                     day_json(time.high));
}

const char *tl_same_sentence(tl_Language language)
{
    return language == TL_SWEDISH
               ? "exakt samma siffror varje gång: så som alternativen ser ut beror utfallet inte på det som skiljer"
               : "the same to the bit in every replicate: as the arms stand, the outcome does not depend on "
                 "what differs";
}

void tl_answer_into_json(const tl_Claim *claim, const tl_Answer *answer, json_t *into)
{
    json_object_set_new(into, "difference", tl_real_or_null(answer->difference.mean));
    json_object_set_new(into, "half_width", tl_real_or_null(answer->difference.half_width));
    if (claim->course != TL_NO_COURSE) {
        json_object_set_new(into, "course", json_string(tl_course_part_name(claim->course)));
    }
    if (tl_claim_is_about_days(claim)) {
        json_object_set_new(into, "days", time_json(answer->time));
    }
}

static json_t *course_json(const tl_Course *c)
{
    json_t *dip = estimate_json(c->dip), *level = estimate_json(c->level);
    json_object_set_new(dip, "days", json_pack("[I,I]", (json_int_t)c->dip_from, (json_int_t)c->dip_to));
    json_object_set_new(level, "days",
                        json_pack("[I,I]", (json_int_t)c->level_from, (json_int_t)c->level_to));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:s}", "dip", dip, "dip_days", time_json(c->dip_days),
                     "passed", time_json(c->passed), "half_way", time_json(c->half_way), "level", level,
                     "settled", settled_text(c->settled, TL_ENGLISH));
}

static const char *const span_names[TL_COST_SPANS] = {"in_dip", "year_1", "year_2", "year_3"};

/* By kind: in years after the change. */
static json_t *costs_json(const tl_Experiment *e, const tl_RunResults *results, int arm, int base)
{
    int kinds[TL_MOST_COST_KINDS], count = tl_cost_kinds(kinds);
    json_t *costs = json_object();
    for (int i = 0; i < count; i++) {
        tl_Differences own = tl_trial_differences(e, results, arm, base, kinds[i]);
        json_t *spans = json_object();
        for (tl_CostSpan span = TL_COST_YEAR_1; span < TL_COST_SPANS; span++) {
            json_object_set_new(spans, span_names[span],
                                estimate_json(tl_course_cost(&own, span, (double)NAN)));
        }
        json_object_set_new(costs, tl_measures[kinds[i]].name, spans);
        tl_trial_differences_free(&own);
    }
    return costs;
}

static json_t *arm_json(const tl_Experiment *e, const tl_RunResults *results, int arm, int base)
{
    json_t *outcomes = json_object();
    for (int i = 0; i < e->outcome_count; i++) {
        tl_Course course = tl_trial_course(e, results, arm, base, e->outcomes[i]);
        json_object_set_new(outcomes, tl_measures[e->outcomes[i]].name, course_json(&course));
    }
    return json_pack("{s:[s,s], s:I, s:o, s:o}", "contrast", e->arms[arm].name, e->arms[base].name,
                     "change_day", (json_int_t)tl_trial_parting_day(e, arm, base), "outcomes", outcomes,
                     "cost", costs_json(e, results, arm, base));
}

json_t *tl_courses_json(const tl_Experiment *e, const tl_RunResults *results)
{
    json_t *list = json_array();
    for (int arm = 1; arm < e->arm_count; arm++) {
        int base = tl_trial_base(e, arm);
        if (base >= 0) {
            json_array_append_new(list, arm_json(e, results, arm, base));
        }
    }
    return list;
}

/* ---- tables ------------------------------------------------------------------------------------------------- */

enum { MOST_SHOWN = 6, WIDE = 26, NARROW = 20, COLUMNS = 5 };

/* What is shown, of an arm beside its base. */
typedef struct Pair {
    const tl_Experiment *e;
    const tl_RunResults *results;
    tl_Language language;
    int arm, base;
    int outcomes[MOST_SHOWN],
        outcome_count; /* the first of which one way is better; money has a table of its own */
} Pair;

static void choose_outcomes(Pair *p)
{
    for (int i = 0; i < p->e->outcome_count && p->outcome_count < MOST_SHOWN; i++) {
        int measure = p->e->outcomes[i];
        if (tl_measure_better(measure) != 0 &&
            strncmp(tl_measures[measure].name, "cost", strlen("cost")) != 0) {
            p->outcomes[p->outcome_count++] = measure;
        }
    }
}

void tl_print_row_name(const char *name, tl_Language language)
{
    tl_print(stdout, "%-*s", language == TL_SWEDISH ? 36 : 20, name);
}

static void print_cell(const char *text, int width)
{
    tl_print(stdout, " %*s", width, text);
}

static void print_heads(const char *const heads[][2], const int *widths, int count, tl_Language language)
{
    tl_print_row_name("", language);
    for (int i = 0; i < count; i++) {
        print_cell(heads[i][language], widths[i]);
    }
}

/* "S - detail, day 168" */
static void print_pair(const Pair *p)
{
    tl_print(stdout, "%s - %s, %s %lld\n", p->e->arms[p->arm].name, p->e->arms[p->base].name,
             p->language == TL_SWEDISH ? "dag" : "day",
             (long long)tl_trial_parting_day(p->e, p->arm, p->base));
}

static void print_course(const Pair *p, int measure)
{
    char text[CELL], dip[CELL + 2 * NUMBER];
    double span = span_of(p->e, p->arm, p->base);
    int64_t day = tl_trial_parting_day(p->e, p->arm, p->base);
    tl_Course c = tl_trial_course(p->e, p->results, p->arm, p->base, measure);
    snprintf(dip, sizeof dip, "%s (%lld-%lld)", difference_text(measure, c.dip, p->language, text),
             (long long)(c.dip_from - day), (long long)(c.dip_to - day));
    tl_print_row_name(tl_measure_label(measure, p->language), p->language);
    print_cell(dip, WIDE + 2);
    print_cell(time_text(c.dip_days, span, text), NARROW);
    print_cell(time_text(c.passed, span, text), NARROW);
    print_cell(time_text(c.half_way, span, text), NARROW);
    print_cell(difference_text(measure, c.level, p->language, text), WIDE);
    tl_print(stdout, "  %-*s  %s\n", p->language == TL_SWEDISH ? 17 : 14,
             settled_text(c.settled, p->language), tl_measure_figure_unit(measure, true, p->language));
}

static void print_course_table(const Pair *p)
{
    static const char *const heads[COLUMNS][2] = {
        {[TL_SWEDISH] = "sämsta kvartalet (dag)", [TL_ENGLISH] = "worst quarter (days)"},
        {[TL_SWEDISH] = "försämringen varar", [TL_ENGLISH] = "dip lasts"},
        {[TL_SWEDISH] = "passerad för gott", [TL_ENGLISH] = "passed for good"},
        {[TL_SWEDISH] = "halva vägen", [TL_ENGLISH] = "half of the way"},
        {[TL_SWEDISH] = "sista året", [TL_ENGLISH] = "last year"}};
    static const int widths[COLUMNS] = {WIDE + 2, NARROW, NARROW, NARROW, WIDE};
    print_pair(p);
    print_heads(heads, widths, COLUMNS, p->language);
    tl_print(stdout, "  %s\n", p->language == TL_SWEDISH ? "stabil?" : "settled?");
    for (int i = 0; i < p->outcome_count; i++) {
        print_course(p, p->outcomes[i]);
    }
}

static bool is_nothing(const tl_Estimate spans[TL_COST_SPANS])
{
    bool nothing = true;
    for (int span = 0; span < TL_COST_SPANS; span++) {
        nothing = nothing && !(fabs(spans[span].mean) > 0.0);
    }
    return nothing;
}

static void costs_of(const Pair *p, int measure, double dip_days, tl_Estimate spans[TL_COST_SPANS])
{
    tl_Differences own = tl_trial_differences(p->e, p->results, p->arm, p->base, measure);
    for (tl_CostSpan span = 0; span < TL_COST_SPANS; span++) {
        spans[span] = tl_course_cost(&own, span, dip_days);
    }
    tl_trial_differences_free(&own);
}

/* Days until the first outcome is out of its dip; NaN where there is none. */
static double dip_days_of(const Pair *p)
{
    return p->outcome_count > 0
               ? tl_trial_course(p->e, p->results, p->arm, p->base, p->outcomes[0]).dip_days.day
               : (double)NAN;
}

/* Does anything cost another sum, in a span that was run to its end? */
static bool has_costs(const Pair *p)
{
    int kinds[TL_MOST_COST_KINDS], count = tl_cost_kinds(kinds);
    double dip_days = dip_days_of(p);
    bool found = false;
    for (int i = 0; i < count && !found; i++) {
        tl_Estimate spans[TL_COST_SPANS];
        costs_of(p, kinds[i], dip_days, spans);
        found = !is_nothing(spans);
    }
    return found;
}

static void print_cost(const Pair *p, int measure, double dip_days)
{
    tl_Estimate spans[TL_COST_SPANS];
    char text[CELL];
    costs_of(p, measure, dip_days, spans);
    if (!is_nothing(spans)) {
        tl_print_row_name(tl_measure_label(measure, p->language), p->language);
        for (int span = 0; span < TL_COST_SPANS; span++) {
            print_cell(millions_text(spans[span], p->language, text), WIDE);
        }
        tl_print(stdout, "\n");
    }
}

/* Millions, while the first outcome is in its dip, and by year. */
static void print_cost_table(const Pair *p)
{
    static const char *const heads[TL_COST_SPANS][2] = {
        {[TL_SWEDISH] = "under försämringen", [TL_ENGLISH] = "in the dip"},
        {[TL_SWEDISH] = "år 1", [TL_ENGLISH] = "year 1"},
        {[TL_SWEDISH] = "år 2", [TL_ENGLISH] = "year 2"},
        {[TL_SWEDISH] = "år 3", [TL_ENGLISH] = "year 3"}};
    static const int widths[TL_COST_SPANS] = {WIDE, WIDE, WIDE, WIDE};
    int kinds[TL_MOST_COST_KINDS], count = tl_cost_kinds(kinds);
    double dip_days = dip_days_of(p);
    if (!has_costs(p)) {
        return;
    }
    print_pair(p);
    print_heads(heads, widths, TL_COST_SPANS, p->language);
    tl_print(stdout, "\n");
    for (int i = 0; i < count; i++) {
        print_cost(p, kinds[i], dip_days);
    }
}

static bool any_has_costs(Pair *p)
{
    bool found = false;
    for (p->arm = 1; p->arm < p->e->arm_count && !found; p->arm++) {
        p->base = tl_trial_base(p->e, p->arm);
        found = p->base >= 0 && has_costs(p);
    }
    return found;
}

/* One table after the other, of each arm that has a base. */
static void print_each(Pair *p, void (*print)(const Pair *))
{
    for (p->arm = 1; p->arm < p->e->arm_count; p->arm++) {
        p->base = tl_trial_base(p->e, p->arm);
        if (p->base >= 0) {
            print(p);
        }
    }
}

void tl_print_courses(const tl_Experiment *e, const tl_RunResults *results, tl_Language language)
{
    Pair p = {.e = e, .results = results, .language = language};
    bool swedish = language == TL_SWEDISH;
    if (!tl_trial_has_courses(e)) {
        return;
    }
    choose_outcomes(&p);
    tl_print(stdout, "\n%s\n",
             swedish
                 ? "Förlopp: skillnader efter förändringen, i dagar från den (inom parentes 95 %-intervall)"
                 : "Courses: differences after the change, in days from it (95 % intervals in brackets)");
    print_each(&p, print_course_table);
    if (!any_has_costs(&p)) {
        return;
    }
    tl_print(stdout, "\n%s", swedish ? "Merkostnad, miljoner kronor: " : "Extra cost, million SEK: ");
    if (p.outcome_count > 0) {
        tl_print(stdout, swedish ? "under försämringen för %s, och " : "in the dip of %s, and ",
                 tl_measure_label(p.outcomes[0], language));
    }
    tl_print(stdout, "%s\n",
             swedish ? "per år (364 dagar) efter förändringen" : "by year (364 days) after the change");
    print_each(&p, print_cost_table);
}
