#include "config/experiment_claims.h"

#include <stdio.h>
#include <string.h>

#include "config/measure_better.h"
#include "config/parting.h"
#include "config/selector_group.h"
#include "core/numbers/calendar.h"
#include "core/observation/measure.h"
#include "system/suggest.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

int tl_read_measure(tl_Value value)
{
    int measure = tl_is_scalar(value) ? tl_measure_find(tl_text(value)) : -1;
    if (!tl_is_scalar(value)) {
        tl_refuse(value, "the name of a measure is expected (see: tillit measures)");
    } else if (measure < 0) {
        tl_Nearest nearest = tl_nearest_to(tl_text(value));
        for (int i = 0; i < tl_measure_count; i++) {
            tl_nearest_offer(&nearest, tl_measures[i].name);
        }
        tl_refuse(value, "there is no measure '%.60s'%s", nearest.name,
                  tl_did_you_mean(&nearest, " (see: tillit measures)"));
    }
    return measure;
}

/* Is it an arm of the file that could not be loaded? Why stands in messages already. */
static bool is_faulty(const Reader *r, tl_Value name)
{
    bool found = false;
    tl_Value own = tl_first(tl_at(tl_top(r->d), "arms"));
    for (; tl_is_there(own) && !found; own = tl_next(own)) {
        found = tl_is_scalar(name) && tl_says(tl_at(own, "name"), tl_text(name));
    }
    return found && r->messages->errors > 0;
}

static int find_arm(const Reader *r, tl_Value value)
{
    const tl_Experiment *e = r->experiment;
    tl_Nearest nearest = tl_nearest_to(tl_text(value));
    for (int i = 0; i < e->arm_count; i++) {
        tl_nearest_offer(&nearest, e->arms[i].name);
        if (strcmp(e->arms[i].name, nearest.name) == 0) {
            return i;
        }
    }
    if (!is_faulty(r, value)) {
        tl_refuse(value, "there is no such arm%s", tl_did_you_mean(&nearest, ""));
    }
    return -1;
}

static void read_outcome(Reader *r, tl_Value value)
{
    int measure = tl_read_measure(value);
    if (measure >= 0) {
        r->experiment->outcomes[r->experiment->outcome_count++] = measure;
    }
}

bool tl_read_span(const Reader *r, tl_Value value, const char *what, int64_t days[2])
{
    const tl_RunSettings *run = &r->experiment->arms[0].loaded.config.run;
    if (!tl_is_list(value) || tl_size(value) != 2) {
        return tl_refuse(value, "%s: [first, end] is expected", what);
    }
    if (!tl_read_whole(tl_first(value), what, 0, run->days - 1, &days[0]) ||
        !tl_read_whole(tl_next(tl_first(value)), what, days[0] + 1, run->days, &days[1])) {
        return false;
    }
    bool whole = days[0] % run->record_period_days == 0 &&
                 (days[1] % run->record_period_days == 0 || days[1] == run->days);
    return whole || tl_refuse(value, "%s: whole recorded periods of %lld days are expected", what,
                              (long long)run->record_period_days);
}

void tl_read_where(const Reader *r, tl_Value group, tl_Selector *where)
{
    tl_Value own = tl_at(group, "where");
    int errors = r->messages->errors;
    *where = (tl_Selector){.group = TL_ALL_UNITS};
    if (tl_is_there(own) && !tl_selector_read(own, &r->experiment->arms[0].loaded.config, where) &&
        r->messages->errors == errors) {
        tl_refuse(own, "where.areas: the step has no area here, so that nobody is meant");
    }
}

static bool check_where(const Reader *r, tl_Value group, const char *whose, int arm, const tl_Selector *where)
{
    return tl_selector_check(where, whose, &r->experiment->arms[arm].loaded.config,
                             tl_place(tl_at(group, "where")), r->messages);
}

void tl_read_window(const Reader *r, tl_Value group, const char *name, tl_Window *window)
{
    int64_t days[2] = {0, r->experiment->arms[0].loaded.config.run.days};
    tl_Value span = tl_at(group, "days");
    if (tl_is_there(span)) {
        tl_read_span(r, span, "days", days);
    }
    *window = (tl_Window){.from = days[0], .to = days[1]};
    tl_text_copy(window->name, sizeof window->name, name);
    tl_read_where(r, group, &window->where);
}

/* `areas: [1]`: those of the first municipality. */
static void read_areas(const Reader *r, tl_Value list, tl_Selector *where)
{
    int64_t most = r->experiment->arms[0].loaded.config.municipalities[0].profile.areas, area;
    if (!tl_is_list(list)) {
        tl_refuse(list, "areas: a list of area numbers is expected");
        return;
    }
    for (tl_Value own = tl_first(list); tl_is_there(own); own = tl_next(own)) {
        if (tl_read_whole(own, "areas", 1, most, &area)) {
            tl_selector_add(where, TL_BY_AREA, (int32_t)area);
        }
    }
    if (where->by[TL_BY_AREA].count > 0) {
        tl_selector_add(where, TL_BY_MUNICIPALITY, 1);
    }
}

/* `group: pilot` says what where.pilot says, and `areas` what where.areas says. */
static void read_claim_window(const Reader *r, tl_Value claim, tl_Window *window, const char *name)
{
    tl_Value where = tl_at(claim, "where"), group = tl_at(claim, "group"), areas = tl_at(claim, "areas");
    tl_read_window(r, claim, name, window);
    if (tl_is_there(where) && (tl_is_there(group) || tl_is_there(areas))) {
        tl_refuse(where, "where: is expected to hold what '%s' says, or not to be there",
                  tl_is_there(group) ? "group" : "areas");
        return;
    }
    if (tl_is_there(group)) {
        int choice = tl_get_choice(group, "group", TL_UNIT_GROUPS);
        window->where.group = choice >= 0 ? (tl_UnitGroup)choice : TL_ALL_UNITS;
    }
    if (tl_is_there(areas)) {
        read_areas(r, areas, &window->where);
    }
}

/* Both arms of a claim need the units that it looks at. */
static void check_claim_window(const Reader *r, tl_Value group, const tl_Claim *claim)
{
    const int arms[] = {claim->treatment, claim->control};
    bool good = arms[0] >= 0 && arms[1] >= 0;
    for (int i = 0; good && i < 2; i++) {
        char whose[2 * TL_NAME_LENGTH + 16];
        snprintf(whose, sizeof whose, "%s, arm %s", claim->name, r->experiment->arms[arms[i]].name);
        good = check_where(r, group, whose, arms[i], &claim->window.where) &&
               check_where(r, group, whose, arms[i], &claim->against);
    }
}

/* The names of an evaluation's windows, as tl_experiment_windows has them. */
static const char *const evaluation_windows[TL_EVALUATION_WINDOWS] = {"pilot before", "pilot after",
                                                                      "others before", "others after"};

/* That of a claim's second group is so called, with the claim's number from 1. */
#define AGAINST "against "

const char *tl_claim_against(int claim, char name[TL_NAME_LENGTH])
{
    snprintf(name, TL_NAME_LENGTH, AGAINST "%d", claim + 1);
    return name;
}

/* A claim's name is that of its window in a result file, and of its column in a table of points. */
static void check_claim_name(const Reader *r, tl_Value group, const char *name)
{
    const tl_Experiment *e = r->experiment;
    bool taken = strcmp(name, "all") == 0 || strcmp(name, "point") == 0;
    for (int i = 0; i < TL_EVALUATION_WINDOWS; i++) {
        taken = taken || strcmp(name, evaluation_windows[i]) == 0;
    }
    taken = taken || strncmp(name, AGAINST, strlen(AGAINST)) == 0;
    if (taken) {
        tl_refuse(tl_at(group, "name"),
                  "a claim cannot be named '%s': results have a window or a column of that name (all, "
                  "point, pilot before, pilot after, others before, others after, against ...)",
                  name);
    }
    for (int i = 0; i < e->claim_count; i++) {
        if (strcmp(e->claims[i].name, name) == 0) {
            tl_refuse_twin(group, e->claims[i].node, "claims", name);
        }
    }
}

/* [treatment, control] */
static void read_contrast(const Reader *r, tl_Value list, tl_Claim *claim)
{
    if (!tl_is_list(list) || tl_size(list) < 2) {
        tl_refuse(list, "contrast: [arm, arm it is compared with] is expected");
        return;
    }
    claim->treatment = find_arm(r, tl_first(list));
    claim->control = find_arm(r, tl_next(tl_first(list)));
}

/* The arm within which groups, or an outcome and a level, are compared. */
static void read_only_arm(const Reader *r, tl_Value group, const char *form, tl_Claim *claim)
{
    tl_Value arm = tl_at(group, "arm"), contrast = tl_at(group, "contrast"), course = tl_at(group, "course");
    if (tl_is_there(contrast) || tl_is_there(course)) {
        tl_refuse_key(tl_is_there(contrast) ? contrast : course,
                      "%s: not expected beside '%s', which is about one arm and its own days",
                      tl_is_there(contrast) ? "contrast" : "course", form);
    }
    if (!tl_is_scalar(arm)) {
        tl_refuse(arm, "arm: the name of an arm is expected beside '%s'", form);
    } else {
        claim->treatment = claim->control = find_arm(r, arm);
    }
}

/* [group, group it is compared with] */
static void read_groups(tl_Value list, tl_Claim *claim)
{
    tl_Value first = tl_first(list), second = tl_is_there(first) ? tl_next(first) : first;
    if (!tl_is_list(list) || tl_size(list) != 2) {
        tl_refuse(list, "groups: [group, group it is compared with] is expected, each " TL_GROUP_NAMES);
        return;
    }
    claim->against = tl_selector_copy(&claim->window.where);
    bool good = tl_selector_narrow(first, &claim->window.where);
    good = tl_selector_narrow(second, &claim->against) && good;
    tl_text_copy(claim->groups[0], TL_NAME_LENGTH, tl_text(first));
    tl_text_copy(claim->groups[1], TL_NAME_LENGTH, tl_text(second));
    if (good && tl_selectors_equal(&claim->window.where, &claim->against)) {
        tl_refuse(list, "groups: two that differ are expected");
    }
}

/* {above: x} or {below: x} */
static void read_level(tl_Value group, tl_Claim *claim)
{
    tl_Value level = tl_at(group, "level"), direction = tl_at(group, "direction"),
             smallest = tl_at(group, "smallest"), above = tl_at(level, "above"),
             below = tl_at(level, "below");
    if (!tl_is_group(level) || tl_size(level) != 1) {
        tl_refuse(level, "level: {above: NUMBER} or {below: NUMBER} is expected, found %s",
                  tl_found(level).text);
        return;
    }
    tl_check_keys(level, "above|below");
    if (tl_is_there(direction) || tl_is_there(smallest)) {
        tl_refuse_key(tl_is_there(direction) ? direction : smallest,
                      "%s: not expected beside 'level', which says itself what is above or below",
                      tl_is_there(direction) ? "direction" : "smallest");
    }
    claim->direction = tl_is_there(below) ? -1 : 1;
    if (tl_is_there(above) || tl_is_there(below)) {
        tl_get_number(tl_is_there(below) ? below : above, "level", -1e12, 1e12, &claim->smallest);
    }
}

/* What it is about, once its window is read. */
static void read_form(const Reader *r, tl_Value group, tl_Claim *claim)
{
    tl_Value groups = tl_at(group, "groups"), level = tl_at(group, "level"), arm = tl_at(group, "arm");
    if (tl_is_there(groups) && tl_is_there(level)) {
        tl_refuse_key(
            level, "level: not expected beside 'groups': a claim compares groups, or one arm with a level");
    } else if (tl_is_there(groups)) {
        claim->form = TL_CLAIM_ON_GROUPS;
        read_only_arm(r, group, "groups", claim);
        read_groups(groups, claim);
    } else if (tl_is_there(level)) {
        claim->form = TL_CLAIM_ON_LEVEL;
        read_only_arm(r, group, "level", claim);
    } else if (tl_is_there(arm)) {
        tl_refuse_key(
            arm, "arm: not expected without 'groups' or 'level'; contrast: [arm, arm] compares two arms");
    } else {
        read_contrast(r, tl_at(group, "contrast"), claim);
    }
}

bool tl_claim_is_about_days(const tl_Claim *claim)
{
    return claim->course == TL_COURSE_DIP_DAYS || claim->course == TL_COURSE_PASSED ||
           claim->course == TL_COURSE_HALF_WAY;
}

const char *tl_course_part_name(tl_CoursePart part)
{
    static const char *const names[] = {"dip", "dip_days", "passed", "half_way", "settled"};
    return names[part];
}

/* The lever that makes an arm's cost equal may be one that it has from the start. */
static bool is_equal_from_the_start(const tl_Arm *arm)
{
    return arm->equal.lever >= 0 && arm->equal.moved_count == 0;
}

/* Is there time after the change for what is asked to come out (run/course.h)? */
static void check_time(tl_Value course, const tl_Claim *claim, const tl_RunSettings *run, int64_t day)
{
    int64_t left = run->days - day;
    int64_t needed = claim->course == TL_COURSE_SETTLED ? run->record_period_days : TL_QUARTER_DAYS;
    if (left < needed) {
        tl_refuse(
            course,
            "course: the arms part on day %d, and %d days are run after that; at least %d are expected, or "
            "it cannot come out",
            (int)day, (int)left, (int)needed);
    } else if (tl_claim_is_about_days(claim) && claim->smallest > (double)left) {
        tl_refuse(course, "smallest: %.10g days after the change cannot come out: %d are run after it",
                  claim->smallest, (int)left);
    }
}

/* A course begins where its arms part: on a day of the measured run. */
static void check_parting(const Reader *r, tl_Value course, const tl_Claim *claim)
{
    const tl_Arm *a = &r->experiment->arms[claim->treatment], *b = &r->experiment->arms[claim->control];
    int64_t day = tl_parting_day(&a->loaded.config, &b->loaded.config);
    if (day < 0 || is_equal_from_the_start(a) || is_equal_from_the_start(b)) {
        tl_refuse(
            course,
            "course: '%s' and '%s' differ from before the first measured day; two arms with one history, that "
            "part on a day, are expected",
            a->name, b->name);
    } else if (day >= a->loaded.config.run.days) {
        tl_refuse(course, "course: '%s' and '%s' do not part within the run; an arm that changes is expected",
                  a->name, b->name);
    } else {
        check_time(course, claim, &a->loaded.config.run, day);
    }
}

/* The old level can be fallen below where one way is worse. */
static void check_worse(tl_Value course, const tl_Claim *claim)
{
    bool needs_way = claim->course != TL_COURSE_HALF_WAY && claim->course != TL_COURSE_SETTLED;
    if (needs_way && claim->measure >= 0 && tl_measure_better(claim->measure) == 0) {
        tl_refuse(
            course,
            "course: neither more nor less of '%s' is better, so that it has no dip; half_way or settled is "
            "expected",
            tl_measures[claim->measure].name);
    }
}

static void read_course(const Reader *r, tl_Value group, tl_Claim *claim)
{
    tl_Value course = tl_at(group, "course"), days = tl_at(group, "days");
    claim->course = TL_NO_COURSE;
    if (!tl_is_there(course)) {
        return;
    }
    claim->course = (tl_CoursePart)tl_get_choice(course, "course", TL_COURSE_PARTS);
    if (tl_is_there(days)) {
        tl_refuse(days,
                  "days: not expected beside 'course', which begins with the change and lasts to the end");
    }
    if (claim->course != TL_NO_COURSE) {
        check_worse(course, claim);
    }
    if (claim->form == TL_CLAIM_ON_ARMS && claim->treatment >= 0 && claim->control >= 0) {
        check_parting(r, course, claim);
    }
}

/* In which direction and by how much. */
static void read_size(tl_Value group, tl_Claim *claim)
{
    tl_Value smallest = tl_at(group, "smallest");
    if (claim->form == TL_CLAIM_ON_LEVEL) {
        read_level(group, claim);
        return;
    }
    claim->direction = tl_get_choice(tl_at(group, "direction"), "direction", "higher|lower") == 0 ? 1 : -1;
    if (!tl_is_there(smallest)) {
        tl_refuse(smallest, "smallest: the smallest difference of interest is expected");
    } else {
        tl_get_number(smallest, "smallest", 0.0, 1e12, &claim->smallest);
    }
}

static void read_claim(Reader *r, tl_Value group)
{
    tl_Claim claim = {.treatment = -1, .control = -1, .node = group.node};
    if (!tl_is_group(group)) {
        tl_refuse(group, "claims: a group with name, text, outcome ... is expected");
        return;
    }
    tl_check_keys(
        group,
        "name|text|note|outcome|contrast|arm|groups|level|direction|smallest|course|days|areas|group|where");
    if (tl_get_name(tl_at(group, "name"), "claim", claim.name)) {
        check_claim_name(r, group, claim.name);
    }
    tl_read_text(group, "text", true, &claim.text);
    tl_read_text(group, "note", false, &claim.note);
    claim.measure = tl_read_measure(tl_at(group, "outcome"));
    read_claim_window(r, group, &claim.window, claim.name);
    read_form(r, group, &claim);
    read_size(group, &claim);
    read_course(r, group, &claim);
    check_claim_window(r, group, &claim);
    r->experiment->claims[r->experiment->claim_count++] = claim;
}

/* Pilot and others are compared in one arm, and the pilot with the same units of the other. */
static void check_pilot(const Reader *r, tl_Value group, const tl_Evaluation *own)
{
    double share = r->experiment->arms[own->arm].loaded.config.run.pilot_share;
    double without = r->experiment->arms[own->without].loaded.config.run.pilot_share;
    const char *obstacle = share <= 0.0   ? "pilot.share is 0, so there is no pilot"
                           : share >= 1.0 ? "pilot.share is 1, so there are no others to compare with"
                           : share != without
                               ? "pilot.share of the arm without is another, so its pilot has other units"
                               : NULL;
    if (obstacle != NULL) {
        tl_refuse(group, "evaluation: %s", obstacle);
    }
}

static void read_evaluation(Reader *r)
{
    tl_Evaluation *own = &r->experiment->evaluation;
    tl_Value group = tl_at(tl_top(r->d), "evaluation");
    *own = (tl_Evaluation){.arm = -1, .without = -1};
    if (!tl_is_there(group)) {
        return;
    }
    if (!tl_is_group(group)) {
        tl_refuse(group, "evaluation: arm, without, before and after are expected");
        return;
    }
    tl_check_keys(group, "arm|without|before|after|where");
    own->arm = find_arm(r, tl_at(group, "arm"));
    own->without = find_arm(r, tl_at(group, "without"));
    tl_read_span(r, tl_at(group, "before"), "before", own->before);
    tl_read_span(r, tl_at(group, "after"), "after", own->after);
    if (own->arm >= 0 && own->without >= 0) {
        check_pilot(r, group, own);
    }
    tl_read_where(r, group, &own->where);
    if (own->where.group != TL_ALL_UNITS) {
        tl_refuse(group, "evaluation: where.pilot is not expected here: pilot and others are compared");
    } else if (own->arm >= 0) {
        check_where(r, group, "evaluation", own->arm, &own->where);
    }
}

void tl_read_claims(Reader *r)
{
    tl_read_list(r, "outcomes", false, TL_MOST_OUTCOMES, read_outcome);
    if (r->experiment->arm_count > 0) {
        tl_read_list(r, "claims", false, TL_MOST_CLAIMS, read_claim);
        read_evaluation(r);
    }
}

int tl_experiment_windows(const tl_Experiment *e, tl_Window windows[TL_MOST_WINDOWS])
{
    int count = 0;
    for (int claim = 0; claim < e->claim_count; claim++) {
        windows[count++] = e->claims[claim].window;
    }
    for (int i = 0; e->evaluation.arm >= 0 && i < TL_EVALUATION_WINDOWS; i++) {
        const int64_t *days = i % 2 == 0 ? e->evaluation.before : e->evaluation.after;
        tl_Window window = {.from = days[0], .to = days[1], .where = e->evaluation.where};
        window.where.group = i < TL_OTHERS_BEFORE ? TL_PILOT_UNITS : TL_OTHER_UNITS;
        snprintf(window.name, sizeof window.name, "%s", evaluation_windows[i]);
        windows[count++] = window;
    }
    for (int claim = 0; claim < e->claim_count; claim++) {
        if (e->claims[claim].form == TL_CLAIM_ON_GROUPS) {
            windows[count] = e->claims[claim].window;
            windows[count].where = e->claims[claim].against;
            tl_claim_against(claim, windows[count++].name);
        }
    }
    return count;
}
