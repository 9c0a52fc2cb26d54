/* Whole worlds drawn from the full ranges of every parameter, with timelines and reorganisations: what the
 * check lets through gives only numbers that can be. TILLIT_WORLDS="FIRST COUNT" draws others. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_check.h"
#include "core/numbers/rng.h"
#include "support/testlib.h"

enum { WORLDS = 800, DAYS = 56, MOST_CHANGES = 4, MOST_REORGANISATIONS = 2 };

typedef struct World {
    tl_LoadedConfig loaded;
    tl_Messages messages;
    tl_Rng rng;
    int number;
} World;

/* ---- drawing ------------------------------------------------------------------------------------------- */

static double uniform(World *world)
{
    return tl_rng_uniform(&world->rng);
}

/* Either end of the range as often as all that lies between: what cannot be lies mostly at ends. */
static double draw_value(World *world, const tl_Parameter *p)
{
    double side = uniform(world), at = side < 0.3 ? 0.0 : side < 0.6 ? 1.0 : uniform(world);
    double value = p->low + at * (p->high - p->low);
    return p->kind == TL_REAL ? value : floor(value + 0.5);
}

static double value_of(const tl_Config *config, const char *path)
{
    const tl_Parameter *p = &tl_parameters[tl_parameter_find(path)];
    const void *sections[] = {&config->run, &config->municipalities[0].profile, &config->regime,
                              &config->constants};
    return tl_parameter_get(p, sections[p->section]);
}

/* Puts two values in order. */
static void order(tl_Config *config, const char *low, const char *high)
{
    double a = value_of(config, low), b = value_of(config, high);
    config_set(config, low, fmin(a, b));
    config_set(config, high, fmax(a, b));
}

/* Else most bold worlds would be refused for the same few reasons. */
static void make_likelier(World *world)
{
    static const char *const reserved[] = {
        "work.indirect_min",      "plan.team_min",        "plan.team_min_per_colleague",
        "plan.knowledge_min",     "steering.breaks_min",  "steering.safety_min",
        "steering.follow_up_min", "steering.meeting_min", "steering.training_min"};
    tl_Config *config = &world->loaded.config;
    double thrift = uniform(world) < 0.3 ? 0.0 : uniform(world) * uniform(world);
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        config_set(config, reserved[i], thrift * value_of(config, reserved[i]));
    }
    order(config, "experience.bad_below", "experience.good_above");
    order(config, "visit.rush_after_min", "visit.drop_after_min");
    config->constants.work_morning_min =
        fmin(config->constants.work_morning_min, config->constants.work_day_shift_min);
    if (config->regime.organisation_pool_size > config->regime.organisation_span) {
        config->regime.organisation_pool_size = config->regime.organisation_span;
    }
    if (uniform(world) < 0.7) {
        config->constants.experience_form = TL_experience_form_additive;
    }
}

/* What the world has: parameters of a market are drawn where there is one. */
static bool has(const World *world, const tl_Parameter *p)
{
    return !p->market || world->loaded.config.market.given;
}

static void draw_parameters(World *world)
{
    static const double boldness[] = {0.02, 0.1, 0.4, 1.0}; /* share of the parameters that are drawn */
    tl_Config *config = &world->loaded.config;
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (p->section != TL_SECTION_RUN && has(world, p) && uniform(world) < boldness[world->number % 4]) {
            config_set(config, p->path, draw_value(world, p));
        }
    }
    make_likelier(world);
    config_set(config, "municipality.recipients", floor(2.0 + 30.0 * uniform(world) * uniform(world)));
    config_set(config, "municipality.areas", floor(1.0 + 2.0 * uniform(world)));
    config_set(config, "seed", world->number);
    config_set(config, "run.days", DAYS);
    config_set(config, "run.burn_in_days", uniform(world) < 0.5 ? 0.0 : 14.0);
    config_set(config, "record.period_days", uniform(world) < 0.5 ? 14.0 : 28.0);
}

static void draw_timeline(World *world)
{
    tl_Config *config = &world->loaded.config;
    config->change_count = (int)(uniform(world) * (MOST_CHANGES + 1));
    for (int i = 0; i < config->change_count; i++) {
        const tl_Parameter *p;
        do {
            p = &tl_parameters[(int)(uniform(world) * tl_parameter_count)];
        } while (p->section != TL_SECTION_REGIME || p->structural || !has(world, p));
        config->changes[i] = (tl_Change){.name = "change",
                                         .day = i * 10 + (int64_t)(uniform(world) * 10.0),
                                         .ramp_days = uniform(world) < 0.5 ? 0 : 12,
                                         .value = draw_value(world, p),
                                         .parameter = (int)(p - tl_parameters)};
    }
    config->reorganisation_count = (int)(uniform(world) * (MOST_REORGANISATIONS + 1));
    for (int i = 0; i < config->reorganisation_count; i++) {
        config->reorganisations[i] = (tl_Reorganisation){.name = "recut",
                                                         .day = 10 + i * 20,
                                                         .pool_size = 3 + (int64_t)(uniform(world) * 30.0),
                                                         .span = 33 + (int64_t)(uniform(world) * 60.0),
                                                         .rule = (tl_GroupingRule)(uniform(world) * 3.0)};
    }
}

/* Every third world has other providers, parts or firms, of which the smallest may begin with a single person. */
static void draw_market(World *world)
{
    tl_Market *market = &world->loaded.config.market;
    tl_Rng rng = tl_rng(~(uint64_t)world->number);
    double among = tl_rng_uniform(&rng),
           recipients = value_of(&world->loaded.config, "municipality.recipients");
    int32_t others = (int32_t)(tl_rng_uniform(&rng) * recipients);
    config_set(&world->loaded.config, "municipality.outlying_areas",
               market->given ? value_of(&world->loaded.config, "municipality.areas") - 1.0 : 0.0);
    if (market->given && among < 0.4) {
        market->part_count = 1 + others;
        for (int32_t i = 0; i <= others; i++) {
            market->parts[i] = 1.0 / (1 + others);
        }
    } else if (market->given) {
        market->firms[TL_SMALL_FIRM + (int)(tl_rng_uniform(&rng) * 3.0)] = others;
        market->externals = (int32_t)(tl_rng_uniform(&rng) * (others + 1));
        double least = market->externals / recipients;
        market->share = market->externals > 0 ? fmin(1.0, fmax(least, 1.5 * tl_rng_uniform(&rng))) : 0.0;
    }
}

/* Draws a world; false if the check refuses it. */
static bool draw(World *world, int number)
{
    *world = (World){.number = number, .rng = tl_rng(tl_mix64((uint64_t)number))};
    world->loaded.config = small_config(NULL);
    world->loaded.config.changes = calloc(MOST_CHANGES, sizeof *world->loaded.config.changes);
    world->loaded.config.reorganisations =
        calloc(MOST_REORGANISATIONS, sizeof *world->loaded.config.reorganisations);
    world->loaded.origins = calloc((size_t)tl_parameter_count, sizeof *world->loaded.origins);
    assert_true(world->loaded.config.changes && world->loaded.config.reorganisations &&
                world->loaded.origins);
    for (int i = 0; i < tl_parameter_count; i++) {
        strcpy(world->loaded.origins[i], "default");
    }
    world->loaded.config.market.given = number % 3 == 0;
    draw_parameters(world);
    draw_timeline(world);
    draw_market(world);
    tl_config_check(&world->loaded, &world->messages);
    return world->messages.errors == 0;
}

static void drop(World *world)
{
    tl_messages_free(&world->messages);
    tl_config_free(&world->loaded.config);
    free(world->loaded.origins);
}

/* ---- judging ------------------------------------------------------------------------------------------- */

static int faults;

static void fault(const World *world, const char *name, double value)
{
    print_error("world %d: %s = %.9g\n", world->number, name, value);
    faults++;
}

/* Minutes, visits and shifts are conserved; only what is left of paid time may be below zero. */
static void check_counters(const World *world, const tl_Counters *c)
{
#define TL_COUNT(number, name, unit, meaning)                                                                \
    if (c->name < 0 && &c->name != &c->other_s && &c->name != &c->cost_administration) {                     \
        fault(world, #name, (double)c->name);                                                                \
    }
#define TL_SUM(number, name, unit, meaning)                                                                  \
    if (!isfinite(c->name)) {                                                                                \
        fault(world, #name, c->name);                                                                        \
    }
#define TL_MEASURE TL_SKIP
#include "core/observation/measures.def"
#undef TL_COUNT
#undef TL_SUM
#undef TL_MEASURE
    const int64_t nothing[] = {
        c->visits_due - c->visits_made - c->visits_unassigned - c->visits_dropped,
        c->planned_s - (c->delivered_s + c->cut_s + c->saved_s - c->extended_s + c->unassigned_s +
                        c->dropped_s + c->under_delivered_s),
        c->paid_s - (c->care_s + c->travel_s + c->planning_s + c->control_s + c->other_s),
        c->gaps - (c->gaps_colleague + c->gaps_hourly + c->gaps_agency + c->gaps_open)};
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        if (nothing[i] != 0) {
            fault(world, "what is not conserved", (double)nothing[i]);
        }
    }
}

/* The measures that are no shares, as docs/ODD.md says of them. */
static void range_of(const tl_Measure *m, double *low, double *high)
{
    static const char *const signless[] = {"quality",   "satisfaction",        "voice_gap",
                                           "strain",    "cost_administration", "margin",
                                           "integrity", "grounded_trust"},
                             *const ratios[] = {"quality_sd",      "delivery_sd",        "drift",
                                                "manager_load",    "delivered_share",    "registered_share",
                                                "client_time",     "travel_time",        "control_time",
                                                "time_for_visits", "registered_granted", "found_misdelivery"};
    *low = 0.0;
    *high = strcmp(m->unit, "1") == 0 ? 1.0 : INFINITY;
    for (size_t i = 0; i < sizeof signless / sizeof signless[0]; i++) {
        if (strcmp(m->name, signless[i]) == 0) {
            *low = -INFINITY;
            *high = INFINITY;
        }
    }
    for (size_t i = 0; i < sizeof ratios / sizeof ratios[0]; i++) {
        *high = strcmp(m->name, ratios[i]) == 0 ? INFINITY : *high;
    }
}

/* All sums are finite, so that a measure that is no number lacks its denominator. */
static void check_measures(const World *world, const tl_Counters *c, double days)
{
    static const double ROUNDING = 1e-6; /* opinions are in single precision */
    for (int i = 0; i < tl_measure_count; i++) {
        double value = tl_measures[i].value(c, days), low, high;
        range_of(&tl_measures[i], &low, &high);
        if (isinf(value) || value < low - ROUNDING || value > high + ROUNDING) {
            fault(world, tl_measures[i].name, value);
        }
    }
    if (isnan(tl_measures[tl_measure_find("cost")].value(c, days))) {
        fault(world, "cost", (double)NAN);
    }
}

typedef struct Watch {
    const World *world;
    tl_Counters total;
    double days;
} Watch;

static bool on_period(void *context, const tl_Period *period)
{
    Watch *watch = context;
    tl_Counters sum = {0};
    for (int32_t i = 0; i < period->unit_count; i++) {
        tl_counters_add(&sum, &period->units[i].counters);
    }
    check_measures(watch->world, &sum, period->days);
    tl_counters_add(&watch->total, &sum);
    watch->days += period->days;
    return true;
}

static void live(const World *world)
{
    Watch watch = {.world = world};
    tl_Observer observer = {.context = &watch, .period = on_period};
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &world->loaded.config, 0, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_run(&s, &observer), TL_OK);
    tl_simulation_free(&s);
    check_counters(world, &watch.total);
    check_measures(world, &watch.total, watch.days);
}

static void worlds_that_are_let_through_can_be(void **state)
{
    (void)state;
    int first = 1, count = WORLDS, lived = 0;
    const char *asked = getenv("TILLIT_WORLDS");
    if (asked != NULL) {
        assert_int_equal(sscanf(asked, "%d %d", &first, &count), 2);
    }
    for (int number = first; number < first + count; number++) {
        World world;
        if (draw(&world, number)) {
            live(&world);
            lived++;
        }
        drop(&world);
    }
    assert_int_equal(faults, 0);
    assert_true(lived > count / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(worlds_that_are_let_through_can_be)};
    return cmocka_run_group_tests_name("worlds", tests, NULL, NULL);
}
