/* Timelines and reorganisations: relations kept, people, minutes and money conserved; levers move where and
 * when they should, and nowhere else. */
#include <stdlib.h>
#include <string.h>

#include "core/world/organise.h"
#include "core/steering/regime.h"
#include "core/world/regroup.h"
#include "support/testlib.h"

/* A relation by permanent ids, so that it can be found again after any move. */
typedef struct Relation {
    uint64_t recipient, employee;
    float familiarity, good, bad;
    uint32_t nothing; /* where padding would be: whole records are compared */
} Relation;

static int compare_relations(const void *a, const void *b)
{
    const Relation *x = a, *y = b;
    if (x->recipient != y->recipient) {
        return x->recipient < y->recipient ? -1 : 1;
    }
    return x->employee < y->employee ? -1 : x->employee > y->employee;
}

static Relation *relations_of(const tl_World *w, int *count)
{
    Relation *all = test_malloc((size_t)w->sizes.PAIR * sizeof *all);
    *count = 0;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t first = w->unit_first_recipient[unit];
        for (int32_t r = first; r < first + w->unit_recipient_room[unit]; r++) {
            for (int32_t column = 0; w->recipient_id[r] != 0 && column < w->unit_columns[unit]; column++) {
                int64_t pair = tl_pair_row(w, unit, r) + column;
                int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
                if (staff >= 0 && w->pair_memory[pair].window != 0) {
                    all[(*count)++] = (Relation){w->recipient_id[r],        w->staff_id[staff],
                                                 w->pair_familiarity[pair], w->pair_memory[pair].good,
                                                 w->pair_memory[pair].bad,  0};
                }
            }
        }
    }
    qsort(all, (size_t)*count, sizeof *all, compare_relations);
    return all;
}

static int employees_of(const tl_World *w)
{
    int employees = 0;
    for (int64_t staff = 0; staff < w->sizes.STAFF; staff++) {
        employees += w->staff_id[staff] != 0;
    }
    return employees;
}

static int recipients_of(const tl_World *w)
{
    int recipients = 0;
    for (int64_t r = 0; r < w->sizes.RECIPIENT; r++) {
        recipients += w->recipient_id[r] != 0;
    }
    return recipients;
}

static int64_t planned_s_of(const tl_World *w)
{
    int64_t seconds = 0;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        for (int32_t i = 0; i < w->unit_visits[unit]; i++) {
            seconds += w->visit_s[w->unit_first_visit[unit] + i];
        }
    }
    return seconds;
}

static tl_Simulation lived_world(const tl_Config *config, int days)
{
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, 1, NULL), TL_OK);
    for (int day = 0; day < days; day++) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    }
    return s;
}

static void making_room_moves_nobody_and_forgets_nothing(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 200.0, "municipality.areas", 2.0, NULL);
    tl_Simulation s = lived_world(&config, 60);
    int before_count, after_count;
    Relation *before = relations_of(&s.world, &before_count);
    int64_t planned = planned_s_of(&s.world);
    assert_true(tl_make_room(&s.world, 0));
    Relation *after = relations_of(&s.world, &after_count);
    assert_true(before_count > 1000);
    assert_int_equal(before_count, after_count);
    assert_memory_equal(before, after, (size_t)before_count * sizeof *before);
    assert_int_equal(planned_s_of(&s.world), planned);
    test_free(before);
    test_free(after);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* How much room there is must never show: rows are where the program keeps things, not what happens. */
static void when_room_is_made_changes_nothing(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 300.0, "municipality.areas", 2.0, NULL);
    tl_Simulation plain, roomy;
    assert_int_equal(tl_simulation_create(&plain, &config, 0, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_create(&roomy, &config, 0, 1, NULL), TL_OK);
    for (int32_t day = 0; day < tl_config_total_days(&config); day++) {
        assert_true(day % 7 != 3 || tl_make_room(&roomy.world, day % 3));
        assert_int_equal(tl_simulation_step(&plain, NULL), TL_OK);
        assert_int_equal(tl_simulation_step(&roomy, NULL), TL_OK);
        assert_true(tl_simulation_digest(&plain) == tl_simulation_digest(&roomy));
    }
    tl_simulation_free(&plain);
    tl_simulation_free(&roomy);
    tl_config_free(&config);
}

/* Every relation found after a reorganisation was there before, with the same evidence; counts how many are
 * left. */
static double kept_share(tl_GroupingRule rule)
{
    tl_Config config = small_config("municipality.recipients", 240.0, "municipality.areas", 1.0,
                                    "organisation.span", 120.0, "organisation.pool_size", 20.0, NULL);
    tl_Simulation s = lived_world(&config, 90);
    tl_World *w = &s.world;
    int before_count, after_count, employees = employees_of(w), recipients = recipients_of(w);
    int64_t planned = planned_s_of(w), units = w->sizes.UNIT;
    Relation *before = relations_of(w, &before_count);
    bool *all = test_malloc((size_t)units * sizeof *all);
    memset(all, 1, (size_t)units * sizeof *all);
    assert_true(tl_organise(w, all, rule, 8, 24));
    Relation *after = relations_of(w, &after_count);
    for (int i = 0; i < after_count; i++) {
        const Relation *same =
            bsearch(&after[i], before, (size_t)before_count, sizeof *before, compare_relations);
        assert_non_null(same);
        assert_memory_equal(same, &after[i], sizeof *same);
    }
    assert_int_equal(employees_of(w), employees);
    assert_int_equal(recipients_of(w), recipients);
    assert_int_equal(planned_s_of(w), planned);
    assert_true(w->sizes.UNIT > units);
    test_free(all);
    test_free(before);
    test_free(after);
    tl_simulation_free(&s);
    tl_config_free(&config);
    return (double)after_count / before_count;
}

static void reorganisations_conserve_and_the_rule_decides_what_is_kept(void **state)
{
    (void)state;
    double by_area = kept_share(TL_GROUP_BY_AREA), kept = kept_share(TL_GROUP_KEEP_RELATIONS);
    double at_random = kept_share(TL_GROUP_AT_RANDOM);
    assert_true(kept > by_area && kept > at_random);
    assert_true(kept < 1.0 && at_random > 0.0);
}

/* "As it was" means as it was in each area, also where areas differ. */
static void as_it_was_is_asked_of_each_area(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 400.0, "municipality.areas", 2.0, NULL);
    tl_Simulation s = lived_world(&config, 10);
    tl_World *w = &s.world;
    bool *chosen = test_calloc((size_t)w->sizes.UNIT, sizeof *chosen);
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        chosen[unit] = w->unit_area[unit] == 0;
    }
    assert_true(tl_organise(w, chosen, TL_GROUP_BY_AREA, 6, 12));
    test_free(chosen);
    int32_t units = (int32_t)w->sizes.UNIT, small_units = w->area_units[0];
    chosen = test_calloc((size_t)units, sizeof *chosen);
    memset(chosen, 1, (size_t)units * sizeof *chosen);
    assert_true(tl_organise(w, chosen, TL_GROUP_KEEP_RELATIONS, 0, 0));
    assert_int_equal(w->sizes.UNIT, units);
    assert_int_equal(w->area_units[0], small_units);
    for (int32_t unit = 0; unit < units; unit++) {
        assert_int_equal(w->unit_regime[unit].organisation_span == 12, w->unit_area[unit] == 0);
        assert_int_equal(w->unit_regime[unit].organisation_pool_size == 6, w->unit_area[unit] == 0);
    }
    test_free(chosen);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- a named reorganisation in a run ------------------------------------------------------------------- */

typedef struct Seen {
    tl_Counters total;
    int64_t reform[10], largest_number;
    int periods;
} Seen;

static bool see(void *context, const tl_Period *period)
{
    Seen *seen = context;
    for (int32_t i = 0; i < period->unit_count; i++) {
        tl_counters_add(&seen->total, &period->units[i].counters);
        seen->reform[period->index] += period->units[i].counters.cost_reform;
        if (period->units[i].place.number[TL_BY_UNIT] > seen->largest_number) {
            seen->largest_number = period->units[i].place.number[TL_BY_UNIT];
        }
    }
    seen->periods++;
    return true;
}

static void a_named_reorganisation_is_paid_for_and_loses_no_count(void **state)
{
    (void)state;
    static int32_t area = 1;
    tl_Config config = small_config("municipality.recipients", 200.0, "municipality.areas", 2.0,
                                    "record.period_days", 28.0, NULL);
    tl_Reorganisation change = {.name = "small teams",
                                .day = 40,
                                .pool_size = 7,
                                .span = 20,
                                .rule = TL_GROUP_KEEP_RELATIONS,
                                .where = {.by[TL_BY_AREA] = {&area, 1}}};
    config.reorganisations = &change;
    config.reorganisation_count = 1;
    Seen seen = {0};
    tl_Observer observer = {.context = &seen, .period = see};
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_run(&s, &observer), TL_OK);
    config.reorganisation_count = 0;
    tl_Counters without = totals_of(&config, 0);
    assert_int_equal(seen.periods, 3);
    assert_int_equal(seen.reform[0], 0);
    assert_true(seen.reform[1] > 0);
    assert_int_equal(seen.reform[2], 0);
    assert_int_equal(seen.reform[1] % 400000, 0); /* 4,000 SEK an employee */
    assert_true(seen.largest_number > 4);
    assert_int_equal(seen.total.recipient_days, without.recipient_days); /* the same people */
    assert_int_equal(seen.total.needed_s, without.needed_s);
    assert_int_equal(seen.total.visits_due, without.visits_due);
    tl_simulation_free(&s);
    config.reorganisations = NULL;
    tl_config_free(&config);
}

/* ---- timelines ----------------------------------------------------------------------------------------- */

static void levers_ramp_where_they_should(void **state)
{
    (void)state;
    static int32_t area = 2;
    tl_Config config = small_config("municipality.recipients", 120.0, "municipality.areas", 2.0, NULL);
    int weight = tl_parameter_find("plan.continuity_weight"),
        notice = tl_parameter_find("organisation.notice_days");
    tl_Change changes[2] = {{.parameter = weight,
                             .value = 4.3,
                             .day = 10,
                             .ramp_days = 40,
                             .where = {.by[TL_BY_AREA] = {&area, 1}}},
                            {.parameter = notice, .value = 2.0, .day = 20, .ramp_days = 0}};
    config.changes = changes;
    config.change_count = 2;
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    tl_World *w = &s.world;
    int32_t in_area = w->area_first_unit[1], elsewhere = w->area_first_unit[0];
    double before = config.regime.plan_continuity_weight;
    for (int day = 0; day < 28 + 70; day++) {
        int measured = day - 28;
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        double steps = measured < 10 ? 0.0 : measured >= 49 ? 40.0 : measured - 9;
        assert_near(w->unit_regime[in_area].plan_continuity_weight, before + (4.3 - before) * steps / 40.0,
                    1e-9);
        assert_near(w->unit_regime[elsewhere].plan_continuity_weight, before, 0.0);
        assert_int_equal(w->unit_regime[elsewhere].organisation_notice_days, measured < 20 ? 14 : 2);
        if (measured == 69) {
            assert_true(w->unit_regime[in_area].plan_continuity_weight == 4.3); /* exactly */
            break;
        }
    }
    tl_simulation_free(&s);
    config.changes = NULL;
    config.change_count = 0;
    tl_config_free(&config);
}

/* A change or reorganisation that means no unit stops the run on its own day, and the reports say which it was. */
static void nobody_meant_ends_the_run_and_is_named(void **state)
{
    (void)state;
    static int32_t unit = 1000;
    tl_Config config = small_config("municipality.recipients", 60.0, "municipality.areas", 1.0,
                                    "run.burn_in_days", 7.0, "run.days", 20.0, NULL);
    tl_Change change = {.name = "nobody's",
                        .parameter = tl_parameter_find("discretion.manager"),
                        .value = 0.9,
                        .day = 10,
                        .where = {.by[TL_BY_UNIT] = {&unit, 1}}};
    tl_Reorganisation cut = {.name = "cut", .day = 4, .pool_size = 5, .where = change.where};
    config.changes = &change;
    config.reorganisations = &cut;
    config.change_count = 1;
    for (int count = 0; count <= 1; count++) {
        config.reorganisation_count = count;
        tl_Simulation s;
        assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
        assert_int_equal(tl_simulation_run(&s, NULL), TL_NOBODY_MEANT);
        assert_int_equal(s.world.day, 7 + (count == 0 ? 10 : 4));
        assert_string_equal(s.reports.unmet, count == 0 ? "nobody's" : "cut");
        tl_simulation_free(&s);
    }
    config.changes = NULL;
    config.reorganisations = NULL;
    config.change_count = config.reorganisation_count = 0;
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(making_room_moves_nobody_and_forgets_nothing),
        cmocka_unit_test(when_room_is_made_changes_nothing),
        cmocka_unit_test(reorganisations_conserve_and_the_rule_decides_what_is_kept),
        cmocka_unit_test(as_it_was_is_asked_of_each_area),
        cmocka_unit_test(a_named_reorganisation_is_paid_for_and_loses_no_count),
        cmocka_unit_test(levers_ramp_where_they_should),
        cmocka_unit_test(nobody_meant_ends_the_run_and_is_named),
    };
    return cmocka_run_group_tests_name("reorganisation", tests, NULL, NULL);
}
