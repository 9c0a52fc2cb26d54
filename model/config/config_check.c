#include "config/config_check.h"

#include <math.h>
#include <string.h>

#include "config/market_check.h"
#include "config/selector.h"

/* Total sizes beyond any use; memory is judged by the forecast. */
static const double MOST_RECIPIENTS = 2e6, MOST_DAYS = 10920;

typedef struct Check {
    const tl_LoadedConfig *loaded;
    tl_Messages *messages;
    tl_Place place; /* of the config */
} Check;

/* Where a value was set: that of `path`, else that of `other`, else the config; a default has no place. */
static tl_Place origin_of(const Check *check, const char *path, const char *other)
{
    const char *own = check->loaded->origins[tl_parameter_find(path)];
    const char *its = check->loaded->origins[tl_parameter_find(other)];
    tl_Place place = check->place;
    if (strcmp(own, "default") != 0) {
        place.file = own;
    } else if (strcmp(its, "default") != 0) {
        place.file = its;
    }
    return place;
}

static double value_of(const Check *check, const char *path)
{
    const tl_Parameter *p = &tl_parameters[tl_parameter_find(path)];
    const tl_Config *c = &check->loaded->config;
    const void *sections[] = {&c->run, c->municipality_count > 0 ? &c->municipalities[0].profile : NULL,
                              &c->regime, &c->constants};
    return tl_parameter_get(p, sections[p->section]);
}

/* a must not exceed b. */
static void at_most(const Check *check, const char *a, const char *b, const char *why)
{
    if (value_of(check, a) > value_of(check, b)) {
        tl_error(check->messages, origin_of(check, a, b), "%s = %.10g is above %s = %.10g: %s", a,
                 value_of(check, a), b, value_of(check, b), why);
    }
}

/* The most of a lever that the regime or its timeline asks for, anywhere and at any time; or the least, as `pick` says. */
static double end_of(const Check *check, const char *path, double (*pick)(double, double))
{
    const tl_Config *c = &check->loaded->config;
    int parameter = tl_parameter_find(path);
    double end = value_of(check, path);
    for (int i = 0; i < c->change_count; i++) {
        end = c->changes[i].parameter == parameter ? pick(end, c->changes[i].value) : end;
    }
    return end;
}

static double most_of(const Check *check, const char *path)
{
    return end_of(check, path, fmax);
}

static double least_of(const Check *check, const char *path)
{
    return end_of(check, path, fmin);
}

static void check_structure(const Check *check, const char *where, int64_t pool_size, int64_t span)
{
    if (pool_size > span) {
        tl_error(
            check->messages, check->place,
            tl_say(
                check->messages,
                "%s: organisation.pool_size = %lld är mer än organisation.span = %lld: ett arbetslag kan inte "
                "vara större än sin enhet",
                "%s: organisation.pool_size = %lld is above organisation.span = %lld: a team cannot be "
                "larger than its unit"),
            where, (long long)pool_size, (long long)span);
    }
    if (most_of(check, "organisation.contact_persons") >= (double)pool_size) {
        tl_error(check->messages, check->place,
                 "%s: organisation.contact_persons = %.0f, but a team has only organisation.pool_size = "
                 "%lld staff",
                 where, most_of(check, "organisation.contact_persons"), (long long)pool_size);
    }
}

/* Does a reorganisation reach all of an area? Which area a unit lies in shows first in the run. */
static bool reaches(const tl_Selector *where, int32_t area)
{
    bool found = where->by[TL_BY_AREA].count == 0 || tl_numbers_hold(&where->by[TL_BY_AREA], area);
    for (int key = 0; key < TL_SELECTOR_KEYS; key++) {
        found = found && (key == TL_BY_AREA || where->by[key].count == 0);
    }
    return found && where->group == TL_ALL_UNITS;
}

/* Where a reorganisation sets one size only, the other is as it was in the first of its areas. */
static int32_t first_area(const tl_Selector *where)
{
    const tl_Numbers *areas = &where->by[TL_BY_AREA];
    int32_t first = areas->count > 0 ? areas->at[0] : 1;
    for (int i = 1; i < areas->count; i++) {
        first = areas->at[i] < first ? areas->at[i] : first;
    }
    return first;
}

/* The reorganisations are sorted by day. */
static void check_reorganisations(const Check *check)
{
    const tl_Config *c = &check->loaded->config;
    for (int i = 0; i < c->reorganisation_count; i++) {
        int64_t pool_size = c->regime.organisation_pool_size, span = c->regime.organisation_span;
        int32_t area = first_area(&c->reorganisations[i].where);
        for (int k = 0; k <= i; k++) {
            const tl_Reorganisation *r = &c->reorganisations[k];
            if (k == i || reaches(&r->where, area)) {
                pool_size = r->pool_size > 0 ? r->pool_size : pool_size;
                span = r->span > 0 ? r->span : span;
            }
        }
        check_structure(check, c->reorganisations[i].name, pool_size, span);
    }
}

static void check_where(const Check *check, const char *name, const tl_Selector *where)
{
    tl_selector_check(where, name, &check->loaded->config, check->place, check->messages);
}

static void check_market_day(const Check *check, const char *name, const tl_Selector *where, int64_t day)
{
    tl_market_check_day(&check->loaded->config, name, where, day, check->place, check->messages);
}

static void check_days(const Check *check, const char *name, int64_t day)
{
    if (day >= check->loaded->config.run.days) {
        tl_error(check->messages, check->place,
                 "%s: day %lld is past the end; the last day is %lld (run.days = %lld)", name, (long long)day,
                 (long long)(check->loaded->config.run.days - 1), (long long)check->loaded->config.run.days);
    }
}

static void check_municipalities(const Check *check)
{
    const tl_Config *c = &check->loaded->config;
    double recipients = 0.0;
    for (int m = 0; m < c->municipality_count; m++) {
        const tl_Municipality *own = &c->municipalities[m];
        recipients += (double)own->profile.recipients;
        if (own->profile.areas > own->profile.recipients) {
            tl_error(check->messages, check->place,
                     "%s: municipality.areas = %lld with municipality.recipients = %lld leaves areas empty",
                     own->name, (long long)own->profile.areas, (long long)own->profile.recipients);
        }
    }
    if (recipients > MOST_RECIPIENTS) {
        tl_error(check->messages, check->place, "%.0f recipients in all; at most %.0f can be run", recipients,
                 MOST_RECIPIENTS);
    }
}

/* ---- what a shift holds -------------------------------------------------------------------------------- */

/* Minutes of a shift that planning takes, by the constant and the lever that ask for them. */
typedef struct Planning {
    const char *path, *lever;
    double minutes;
} Planning;

/* The largest team: of pool_size to the nearest whole number of teams, or all that one recipient takes, since
 * there are no more teams than recipients (organise.c). */
static double largest_team(const Check *check)
{
    enum { MOST_HOURS = 300 }; /* granted a month (people.c) */
    const tl_Config *c = &check->loaded->config;
    const tl_Constants *k = &c->constants;
    double shifts_a_month = (double)k->work_full_time_shifts * k->work_post_share * 30.0 / 28.0;
    double shift_h = fmin(k->work_day_shift_min, k->work_evening_shift_min) / 60.0;
    double shifts = MOST_HOURS * (1.0 + most_of(check, "care.own_time")) /
                    least_of(check, "resources.client_time_share") / shift_h;
    double of_one = shifts * (1.0 - least_of(check, "organisation.hourly_share")) / shifts_a_month;
    int64_t most = c->regime.organisation_pool_size;
    for (int i = 0; i < c->reorganisation_count; i++) {
        most = c->reorganisations[i].pool_size > most ? c->reorganisations[i].pool_size : most;
    }
    return fmax(1.5 * (double)most, of_one);
}

/* As cost.c books it, each lever at the most that the timeline asks for. */
static double planning_min(const Check *check, Planning *most)
{
    const tl_Constants *k = &check->loaded->config.constants;
    double by_team = most_of(check, "plan.team_planning");
    const Planning parts[] = {
        {"plan.team_min", "plan.team_planning", by_team * k->plan_team_min},
        {"plan.team_min_per_colleague", "plan.team_planning",
         by_team * k->plan_team_min_per_colleague * (largest_team(check) - 1.0)},
        {"plan.knowledge_min", "plan.knowledge", most_of(check, "plan.knowledge") * k->plan_knowledge_min}};
    double sum = 0.0;
    *most = parts[0];
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        sum += parts[i].minutes;
        *most = parts[i].minutes > most->minutes ? parts[i] : *most;
    }
    return sum;
}

static void check_planning(const Check *check, const char *shift)
{
    Planning most;
    double planning = planning_min(check, &most), paid = value_of(check, shift);
    if (planning > paid) {
        tl_error(
            check->messages, origin_of(check, most.path, shift),
            "planning takes %.4g min of a shift (the most, %.4g min, by %s = %.10g with %s = %.10g) and %s "
            "= %.10g: at most the shift is allowed",
            planning, most.minutes, most.path, value_of(check, most.path), most.lever,
            most_of(check, most.lever), shift, paid);
    }
}

/* What runs over is not paid. */
static void check_overtime(const Check *check, const char *shift)
{
    double overtime = value_of(check, "work.overtime_min"), paid = value_of(check, shift);
    if (overtime > paid / 2.0) {
        tl_error(check->messages, origin_of(check, "work.overtime_min", shift),
                 "work.overtime_min = %.10g with %s = %.10g: visits may run over by half a shift at most, "
                 "since that time is not paid",
                 overtime, shift, paid);
    }
}

/* ---- quality as a product ------------------------------------------------------------------------------ */

/* A product has factors 1 + part/base: beyond the base, two losses would make a gain. */
static void check_product(const Check *check)
{
    static const char *const parts[] = {
        "experience.late",        "experience.rushed",   "experience.competence", "experience.cut_short",
        "experience.familiarity", "experience.mismatch", "experience.discretion", "experience.motivation"};
    double base = value_of(check, "experience.base");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && value_of(check, "experience.form") > 0.0; i++) {
        double part = value_of(check, parts[i]);
        if (base <= 0.0 || part < -base || part > base) {
            tl_error(check->messages, origin_of(check, parts[i], "experience.base"),
                     "%s = %.10g with experience.base = %.10g and experience.form = product: a base above "
                     "0 and parts from -base to base are expected",
                     parts[i], part, base);
            return;
        }
    }
}

void tl_config_check(const tl_LoadedConfig *loaded, tl_Messages *messages)
{
    const tl_Config *c = &loaded->config;
    Check check = {loaded, messages, {.file = loaded->path}};
    tl_Place days = origin_of(&check, "run.days", "run.burn_in_days");
    at_most(&check, "record.period_days", "run.days", "no period would be complete");
    at_most(&check, "experience.bad_below", "experience.good_above",
            "a visit could be good and poor at once");
    at_most(&check, "visit.rush_after_min", "visit.drop_after_min",
            "visits would be dropped before anyone hurries");
    at_most(&check, "work.morning_min", "work.day_shift_min", "the midday slot would be negative");
    check_planning(&check, value_of(&check, "work.day_shift_min") < value_of(&check, "work.evening_shift_min")
                               ? "work.day_shift_min"
                               : "work.evening_shift_min");
    check_overtime(&check, "work.day_shift_min");
    check_overtime(&check, "work.evening_shift_min");
    check_product(&check);
    if ((double)(c->run.burn_in_days + c->run.days) > MOST_DAYS) {
        tl_error(messages, days, "run.burn_in_days + run.days = %lld; at most %.0f days can be run",
                 (long long)c->run.burn_in_days + (long long)c->run.days, MOST_DAYS);
    }
    check_structure(&check, "the regime", c->regime.organisation_pool_size, c->regime.organisation_span);
    check_reorganisations(&check);
    check_municipalities(&check);
    tl_market_check(loaded, messages);
    for (int i = 0; i < c->change_count; i++) {
        check_where(&check, c->changes[i].name, &c->changes[i].where);
        check_days(&check, c->changes[i].name, c->changes[i].day);
        check_market_day(&check, c->changes[i].name, &c->changes[i].where, c->changes[i].day);
    }
    for (int i = 0; i < c->reorganisation_count; i++) {
        check_where(&check, c->reorganisations[i].name, &c->reorganisations[i].where);
        check_days(&check, c->reorganisations[i].name, c->reorganisations[i].day);
        check_market_day(&check, c->reorganisations[i].name, &c->reorganisations[i].where,
                         c->reorganisations[i].day);
    }
}

/* ---- pairs --------------------------------------------------------------------------------------------- */

static bool same_people(const tl_Config *a, const tl_Config *b)
{
    bool same = a->municipality_count == b->municipality_count;
    for (int m = 0; same && m < a->municipality_count; m++) {
        const tl_Profile *x = &a->municipalities[m].profile, *y = &b->municipalities[m].profile;
        same = a->municipalities[m].code == b->municipalities[m].code && x->recipients == y->recipients &&
               x->areas == y->areas;
    }
    return same;
}

bool tl_configs_pair(const tl_LoadedConfig *a, const tl_LoadedConfig *b, tl_Messages *messages)
{
    static const char *const paths[] = {"seed",
                                        "run.replicates",
                                        "run.days",
                                        "run.burn_in_days",
                                        "record.period_days",
                                        "record.level",
                                        "record.snapshot_every_days"};
    int errors = messages->errors;
    tl_Place place = {.file = b->path};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const tl_Parameter *p = &tl_parameters[tl_parameter_find(paths[i])];
        double of_a = tl_parameter_get(p, &a->config.run), of_b = tl_parameter_get(p, &b->config.run);
        if (of_a != of_b) {
            tl_error(messages, place,
                     "%s is %.0f in '%.80s' and %.0f in '%.80s': a paired comparison needs the same (--set "
                     "%s=...)",
                     p->path, of_a, a->name, of_b, b->name, p->path);
        }
    }
    if (!same_people(&a->config, &b->config)) {
        tl_error(
            messages, place,
            "'%.80s' and '%.80s' are about different populations: a paired comparison needs the same people",
            a->name, b->name);
    }
    return messages->errors == errors;
}
