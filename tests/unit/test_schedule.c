/* The schedule holds the whole day: run by hand, row by row, it gives what the engine gives in blocks of days on
 * threads; and where blocks end follows from it. */
#include <stdlib.h>
#include <string.h>

#include "core/day/day.h"
#include "core/numbers/rng.h"
#include "support/testlib.h"

/* ---- what an observer is told, bit by bit --------------------------------------------------------------- */

static void fold(uint64_t *told, uint64_t value)
{
    *told = tl_mix64(*told ^ value);
}

static bool on_period(void *told, const tl_Period *period)
{
    fold(told, (uint64_t)period->index << 32 | (uint64_t)period->days);
    fold(told, (uint64_t)period->first_day);
    for (int32_t i = 0; i < period->unit_count; i++) {
        const tl_UnitPlace *place = &period->units[i].place;
        fold(told, (uint64_t)place->number[TL_BY_UNIT] << 1 | place->pilot);
        fold(told, tl_counters_digest(1, &period->units[i].counters));
    }
    return true;
}

static bool on_snapshot(void *told, const tl_Snapshot *snapshot)
{
    fold(told, (uint64_t)snapshot->day);
    for (int32_t i = 0; i < snapshot->recipient_count; i++) {
        uint32_t trust;
        memcpy(&trust, &snapshot->recipients[i].provider_trust, sizeof trust);
        fold(told, snapshot->recipients[i].id ^ trust);
    }
    for (int32_t i = 0; i < snapshot->employee_count; i++) {
        uint32_t trust;
        memcpy(&trust, &snapshot->employees[i].manager_trust, sizeof trust);
        fold(told, snapshot->employees[i].id ^ trust);
    }
    return true;
}

typedef struct Told {
    uint64_t digest, observed;
} Told;

/* A day's rows in their order, for all units in theirs; a unit's rows of one phase together. */
static void day_by_hand(tl_Simulation *s)
{
    tl_World *w = &s->world;
    tl_Due due = tl_due_on(w->config, w->day);
    for (int first = 0, end; first < tl_schedule_count; first = end) {
        for (end = first;
             end < tl_schedule_count && tl_steps_together(&tl_schedule[first], &tl_schedule[end]);) {
            end++;
        }
        assert_true(tl_workspace_fit(&s->workspaces[0], w));
        for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
            int32_t index = tl_step_index(&tl_schedule[first], w, TL_EVERYBODY, unit);
            for (int i = first; i < end && index >= 0; i++) {
                if (tl_step_is_due(&tl_schedule[i], &due)) {
                    assert_int_equal(tl_step_run(&tl_schedule[i], w, index, &s->workspaces[0], &s->reports),
                                     TL_OK);
                }
            }
        }
    }
}

static Told by_hand(const tl_Config *config)
{
    Told told = {0};
    tl_Observer observer = {.context = &told.observed, .period = on_period, .snapshot = on_snapshot};
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, 1, NULL), TL_OK);
    s.reports.observer = &observer;
    for (; s.world.day < tl_config_total_days(config); s.world.day++) {
        day_by_hand(&s);
    }
    told.digest = tl_simulation_digest(&s);
    tl_simulation_free(&s);
    return told;
}

static Told by_engine(const tl_Config *config, int threads)
{
    Told told = {0};
    tl_Observer observer = {.context = &told.observed, .period = on_period, .snapshot = on_snapshot};
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, threads, NULL), TL_OK);
    assert_int_equal(tl_simulation_run(&s, &observer), TL_OK);
    told.digest = tl_simulation_digest(&s);
    tl_simulation_free(&s);
    return told;
}

/* ---- worlds --------------------------------------------------------------------------------------------- */

enum { WORLDS = 5, CHANGES = 3, REORGANISATIONS = 4 };

typedef struct World {
    tl_Config config;
    tl_Change changes[CHANGES];
    tl_Reorganisation reorganisations[REORGANISATIONS];
    int32_t second; /* the number of an area */
} World;

/* Two municipalities, areas of one unit and of several, levers that move in the pilot's units, and units that are cut
 * anew: on the first measured day, in one area, twice on a day, and on the last day of a period. */
static void make_eventful(World *world)
{
    tl_Config *config = &world->config;
    tl_Profile profile = config->municipalities[0].profile;
    free(config->municipalities);
    config->municipalities = calloc(2, sizeof *config->municipalities);
    assert_non_null(config->municipalities);
    config->municipality_count = 2;
    config->municipalities[0].profile = config->municipalities[1].profile = profile;
    config->municipalities[1].profile.recipients = 180;
    config->municipalities[1].profile.areas = 3;
    world->second = 2;
    world->changes[0] = (tl_Change){.parameter = tl_parameter_find("steering.training_min"),
                                    .value = 30.0,
                                    .day = 5,
                                    .ramp_days = 33,
                                    .where = {.group = TL_PILOT_UNITS}};
    world->changes[1] =
        (tl_Change){.parameter = tl_parameter_find("discretion.manager"), .value = 0.9, .day = 8};
    world->changes[2] =
        (tl_Change){.parameter = tl_parameter_find("organisation.hourly_share"), .value = 0.3};
    tl_Selector area = {.by[TL_BY_AREA] = {.at = &world->second, .count = 1}};
    world->reorganisations[0] = (tl_Reorganisation){.day = 0, .pool_size = 7, .span = 14};
    world->reorganisations[1] = (tl_Reorganisation){
        .day = 19, .pool_size = 4, .span = 9, .rule = TL_GROUP_KEEP_RELATIONS, .where = area};
    world->reorganisations[2] = (tl_Reorganisation){.day = 19, .span = 30, .rule = TL_GROUP_AT_RANDOM};
    world->reorganisations[3] = (tl_Reorganisation){.day = 29, .pool_size = 5, .where = area};
    config->changes = world->changes;
    config->change_count = CHANGES;
    config->reorganisations = world->reorganisations;
    config->reorganisation_count = REORGANISATIONS;
    config->run.pilot_chosen = TL_pilot_chosen_by_willingness;
    config_set(config, "pilot.share", 0.5);
    config_set(config, "reform.contagion", 0.2);
    config_set(config, "organisation.hourly_share", 0.4);
}

static void make(World *world, int number)
{
    static const struct {
        double burn_in, days, period, snapshot;
        bool eventful;
    } kinds[WORLDS] = {{28, 84, 28, 0, false},
                       {17, 75, 10, 9, true},
                       {0, 40, 1, 3, true},
                       {45, 31, 3640, 14, true},
                       {13, 61, 28, 61, false}};
    memset(world, 0, sizeof *world);
    world->config = small_config("run.burn_in_days", kinds[number].burn_in, "run.days", kinds[number].days,
                                 "record.period_days", kinds[number].period, "record.snapshot_every_days",
                                 kinds[number].snapshot, "opinion.half_life_days", 2.0, NULL);
    if (kinds[number].eventful) {
        make_eventful(world);
    }
}

static void drop(World *world)
{
    world->config.changes = NULL;
    world->config.change_count = 0;
    world->config.reorganisations = NULL;
    world->config.reorganisation_count = 0;
    tl_config_free(&world->config);
}

static void the_table_by_hand_is_the_run(void **state)
{
    (void)state;
    for (int number = 0; number < WORLDS; number++) {
        World world;
        make(&world, number);
        Told hand = by_hand(&world.config);
        assert_true(hand.observed != 0);
        for (int threads = 1; threads <= 3; threads += 2) {
            Told engine = by_engine(&world.config, threads);
            assert_true(engine.digest == hand.digest);
            assert_true(engine.observed == hand.observed);
        }
        drop(&world);
    }
}

/* What a reader of the config would say: nothing of it stands in the engine. */
static bool something_happens(const tl_Config *config, int64_t day)
{
    int64_t measured = day - config->run.burn_in_days, snapshot = config->run.record_snapshot_every_days;
    bool happens = day % 30 == 0 || measured == 0 || measured == config->run.days;
    if (measured > 0) {
        happens = happens || measured % config->run.record_period_days == 0 ||
                  (snapshot > 0 && measured % snapshot == 0);
    }
    for (int i = 0; i < config->reorganisation_count; i++) {
        happens = happens || config->reorganisations[i].day == measured;
    }
    for (int i = 0; i < config->change_count; i++) {
        happens = happens || config->changes[i].day == measured;
    }
    return happens;
}

static void blocks_end_where_the_world_meets(void **state)
{
    (void)state;
    for (int number = 0; number < WORLDS; number++) {
        World world;
        make(&world, number);
        for (int32_t day = 0; day < tl_config_total_days(&world.config); day++) {
            int32_t days = 1;
            while (days < TL_BLOCK_DAYS && !something_happens(&world.config, day + days)) {
                days++;
            }
            assert_int_equal(tl_schedule_block(&world.config, day), days);
        }
        drop(&world);
    }
}

/* Within a block of days nothing may need memory or the whole world; the whole world waits for nothing else. */
static void rows_fit_their_scope(void **state)
{
    (void)state;
    for (int i = 0; i < tl_schedule_count; i++) {
        const tl_Step *step = &tl_schedule[i];
        bool alone = step->phase == TL_PHASE_BEFORE || step->phase == TL_PHASE_AFTER;
        assert_true(!tl_step_is_serial(step) || alone);
        assert_true(tl_step_is_serial(step) || step->phase != TL_PHASE_AFTER);
        if (step->form == TL_GROWING || step->form == TL_REPORTING) {
            assert_int_equal(step->scope, TL_SCOPE_WORLD);
        }
        if (step->form == TL_OF_WORLD) {
            assert_true(step->scope == TL_SCOPE_WORLD || step->scope == TL_SCOPE_CLOCK);
        }
        if (step->form == TL_WITH_WORKSPACE) {
            assert_int_equal(step->scope, TL_SCOPE_UNIT);
        }
        assert_true(i == 0 || tl_schedule[i - 1].phase <= step->phase);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_by_hand_is_the_run),
        cmocka_unit_test(blocks_end_where_the_world_meets),
        cmocka_unit_test(rows_fit_their_scope),
    };
    return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
