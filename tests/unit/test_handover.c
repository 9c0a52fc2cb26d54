/* A provider's end: what its recipients and staff keep when units go over, what they lose when they do not, and single
 * moves between providers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/market/handover.h"
#include "core/market/providers.h"
#include "core/world/regroup.h"
#include "core/world/transfer.h"
#include "support/marketlib.h"

static tl_Config config_with(double staff_share, double spans)
{
    tl_Config config =
        small_config("municipality.recipients", 160.0, "municipality.areas", 2.0, "organisation.span", 20.0,
                     "handover.staff_share", staff_share, "provider.spans", spans, "run.burn_in_days", 28.0,
                     "run.days", 84.0, NULL);
    config.market = market_of_firms(TL_LARGE_FIRM, 2, 3);
    return config;
}

/* ---- who there is, by permanent id ---------------------------------------------------------------------- */

typedef struct Met {
    uint64_t recipient, staff;
    float familiarity;
    tl_Memory memory;
    bool contact;
    int32_t provider; /* of the recipient's unit */
} Met;

typedef struct Census {
    Met *met;
    int32_t pairs, recipients, employees;
    int64_t visits;
} Census;

static int by_ids(const void *a, const void *b)
{
    const Met *x = a, *y = b;
    return x->recipient != y->recipient ? (x->recipient < y->recipient ? -1 : 1)
           : x->staff != y->staff       ? (x->staff < y->staff ? -1 : 1)
                                        : 0;
}

static void take_pairs(const tl_World *w, int32_t unit, int32_t r, Census *census)
{
    for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
        int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
        int64_t pair = tl_pair_row(w, unit, r) + column;
        if (staff >= 0 && w->staff_id[staff] != 0 && w->pair_memory[pair].window != 0) {
            Met met = {0}; /* padding too, since these are compared as bytes */
            met.recipient = w->recipient_id[r];
            met.staff = w->staff_id[staff];
            met.familiarity = w->pair_familiarity[pair];
            met.memory = w->pair_memory[pair];
            met.contact = tl_contacts(w, r)[0] == column || tl_contacts(w, r)[1] == column;
            met.provider = w->unit_provider[unit];
            census->met[census->pairs++] = met;
        }
    }
}

static Census census_of(const tl_World *w)
{
    Census census = {.met = calloc((size_t)w->sizes.PAIR + 1, sizeof(Met))};
    assert_non_null(census.met);
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        census.visits += w->unit_visits[unit];
        for (int32_t i = 0; i < w->unit_recipient_room[unit]; i++) {
            int32_t r = w->unit_first_recipient[unit] + i;
            if (w->recipient_id[r] != 0) {
                census.recipients++;
                take_pairs(w, unit, r, &census);
            }
        }
        for (int32_t i = 0; i < w->unit_staff_room[unit]; i++) {
            census.employees += w->staff_id[w->unit_first_staff[unit] + i] != 0;
        }
    }
    qsort(census.met, (size_t)census.pairs, sizeof(Met), by_ids);
    return census;
}

static int32_t pairs_with(const Census *census, int32_t provider)
{
    int32_t pairs = 0;
    for (int32_t i = 0; i < census->pairs; i++) {
        pairs += census->met[i].provider == provider;
    }
    return pairs;
}

static void assert_gone(const tl_World *w, int32_t provider)
{
    assert_int_equal(w->provider_status[provider], TL_GONE);
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        assert_true(w->unit_provider[unit] != provider);
    }
}

/* ---- take-overs ----------------------------------------------------------------------------------------- */

/* Everybody follows, and every relation and care contact is as it was. */
static void a_unit_that_goes_over_keeps_its_relations(void **state)
{
    (void)state;
    for (int spans = TL_provider_spans_one_unit; spans <= TL_provider_spans_by_area; spans++) {
        tl_Config config = config_with(1.0, spans);
        tl_Simulation s = lived(&config, 40);
        Census before = census_of(&s.world);
        int64_t units = s.world.sizes.UNIT;
        assert_true(pairs_with(&before, 1) > 100);
        assert_int_equal(tl_take_over(&s.world, &s.reports, 1, 0), TL_OK);
        assert_gone(&s.world, 1);
        assert_world_valid(&s.world);
        Census after = census_of(&s.world);
        assert_int_equal(s.world.sizes.UNIT, units);
        assert_int_equal(after.pairs, before.pairs);
        assert_int_equal(after.recipients, before.recipients);
        assert_int_equal(after.employees, before.employees);
        assert_int_equal(after.visits, before.visits);
        assert_int_equal(pairs_with(&after, 0), pairs_with(&before, 0) + pairs_with(&before, 1));
        for (int32_t i = 0; i < before.pairs; i++) {
            before.met[i].provider = after.met[i].provider;
            assert_memory_equal(&after.met[i], &before.met[i], sizeof(Met));
        }
        free(before.met);
        free(after.met);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* The new owner's levers and a new manager; how the unit is cut stays. */
static void a_unit_that_goes_over_works_as_its_new_owner_says(void **state)
{
    (void)state;
    tl_Config config = config_with(1.0, TL_provider_spans_by_area);
    config_set(&config, "provider.practice_sd", 0.2);
    tl_Simulation s = lived(&config, 20);
    tl_World *w = &s.world;
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        assert_int_equal(w->unit_regime[unit].control_enabling == config.regime.control_enabling,
                         w->unit_provider[unit] == 0);
        w->unit_regime[unit].organisation_span = w->unit_provider[unit] == 1 ? 33 : 20;
        w->unit_regime[unit].care_own_time = w->unit_provider[unit] == 1 ? 0.1 : 0.0; /* the purchaser's */
    }
    int32_t went_over = 0;
    assert_int_equal(tl_take_over(w, &s.reports, 1, 0), TL_OK);
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        const tl_Regime *r = &w->unit_regime[unit];
        bool over = r->organisation_span == 33;
        went_over += over;
        assert_int_equal(r->control_enabling == config.regime.control_enabling, w->unit_provider[unit] == 0);
        assert_int_equal(w->unit_reorganised[unit], over ? 20 : -1);
        assert_near(r->care_own_time, over ? 0.1 : 0.0, 0.0);
        assert_true(w->provider_number[w->unit_provider[unit]] != 1 || w->unit_manager_share[unit] == 1.0f);
    }
    assert_true(went_over >= 2);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Nobody follows. Recipients and their visits are all there, with the units of their own area, and of the relations
 * exactly those to the provider's staff are gone. */
static void recipients_who_move_alone_lose_their_relations(void **state)
{
    (void)state;
    for (int spans = TL_provider_spans_one_unit; spans <= TL_provider_spans_by_area; spans++) {
        tl_Config config = config_with(0.0, spans);
        tl_Simulation s = lived(&config, 40);
        tl_World *w = &s.world;
        Census before = census_of(w);
        assert_int_equal(tl_take_over(w, &s.reports, 1, 0), TL_OK);
        assert_gone(w, 1);
        assert_world_valid(w);
        Census after = census_of(w);
        assert_int_equal(after.recipients, before.recipients);
        assert_int_equal(after.visits, before.visits);
        assert_int_equal(after.pairs, before.pairs - pairs_with(&before, 1));
        assert_int_equal(s.reports.retired, spans == TL_provider_spans_one_unit ? 1 : 2);
        for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
            for (int32_t i = 0; i < w->unit_recipient_room[unit]; i++) {
                int32_t r = w->unit_first_recipient[unit] + i;
                assert_true(w->recipient_id[r] == 0 || w->unit_provider[unit] != 0 ||
                            w->recipient_area[r] == w->unit_area[unit]);
                assert_true(w->recipient_id[r] == 0 || w->unit_provider[unit] != 0 ||
                            fabsf(w->recipient_x[r]) <= 0.51f * w->area_reach_s[w->recipient_area[r]]);
            }
        }
        assert_int_equal(tl_simulation_run(&s, NULL), TL_OK);
        assert_world_valid(w);
        free(before.met);
        free(after.met);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* Between all and none: who follows is a person's own, and the more may follow, the more do. */
static void some_of_the_staff_follow(void **state)
{
    (void)state;
    int32_t employees[3];
    for (int i = 0; i < 3; i++) {
        tl_Config config = config_with(i == 0 ? 0.2 : i == 1 ? 0.6 : 1.0, TL_provider_spans_by_area);
        tl_Simulation s = lived(&config, 20);
        int64_t quits = 0;
        Census before = census_of(&s.world);
        assert_int_equal(tl_take_over(&s.world, &s.reports, 1, 0), TL_OK);
        Census after = census_of(&s.world);
        for (int32_t unit = 0; unit < (int32_t)s.world.sizes.UNIT; unit++) {
            quits += s.world.unit_counters[unit].quits + s.world.unit_counters[unit].hourly_quits;
        }
        assert_int_equal(before.employees - after.employees, quits);
        employees[i] = after.employees;
        assert_world_valid(&s.world);
        free(before.met);
        free(after.met);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
    assert_true(employees[0] < employees[1] && employees[1] < employees[2]);
}

/* Whoever is said to leave is gone when the month begins, whatever blocks of days there are, and people go on. */
static void who_leaves_goes_over_when_the_month_begins(void **state)
{
    (void)state;
    for (int share = 0; share <= 1; share++) {
        uint64_t digests[2];
        for (int blocks = 0; blocks < 2; blocks++) {
            tl_Config config = config_with(share, TL_provider_spans_by_kind);
            tl_Simulation s = lived(&config, 45);
            tl_provider_leaves(&s.world, 1);
            if (blocks == 0) {
                while (s.world.day < 60) {
                    assert_int_equal(s.world.provider_status[1], TL_LEAVING);
                    assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
                    assert_world_valid(&s.world);
                }
                assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
                assert_gone(&s.world, 1);
                assert_world_valid(&s.world);
            }
            assert_int_equal(tl_simulation_run(&s, NULL), TL_OK);
            digests[blocks] = tl_simulation_digest(&s);
            tl_simulation_free(&s);
            tl_config_free(&config);
        }
        assert_true(digests[0] == digests[1]);
    }
}

/* ---- single moves --------------------------------------------------------------------------------------- */

/* To another provider a recipient goes with everything but relations and the opinion of the one that is left; the home
 * stays where it is. */
static void a_recipient_moves_to_another_provider(void **state)
{
    (void)state;
    tl_Config config = config_with(0.5, TL_provider_spans_one_unit);
    tl_Simulation s = lived(&config, 40);
    tl_World *w = &s.world;
    int32_t from, to;
    assert_true(tl_provider_units(w, 0, 1, &from) == 1 && tl_provider_units(w, 1, 0, &to) >= 1);
    int32_t moved = 0;
    for (int32_t r = tl_recipient_next_row(w, from) - 1; r >= w->unit_first_recipient[from]; r--) {
        if (w->recipient_id[r] == 0 || w->recipient_area[r] != 1) {
            continue;
        }
        int32_t row = tl_recipient_next_row(w, to), area = w->unit_area[from];
        float x, y, own = w->recipient_x[r], satisfaction = w->recipient_satisfaction[r];
        tl_area_offset(w, 1, area, &x, &y);
        assert_true(w->recipient_good[r] + w->recipient_bad[r] > 0.0f);
        if (tl_transfer(w, r, to) != TL_MOVED) {
            break;
        }
        assert_near((double)w->recipient_x[row], (double)(own - x), 1e-3);
        assert_near((double)w->recipient_satisfaction[row], (double)satisfaction, 0.0);
        assert_near((double)(w->recipient_good[row] + w->recipient_bad[row]), 0.0, 0.0);
        assert_int_equal(w->recipient_area[row], 1);
        moved++;
    }
    assert_true(moved > 0);
    assert_world_valid(w);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_that_goes_over_keeps_its_relations),
        cmocka_unit_test(a_unit_that_goes_over_works_as_its_new_owner_says),
        cmocka_unit_test(recipients_who_move_alone_lose_their_relations),
        cmocka_unit_test(some_of_the_staff_follow),
        cmocka_unit_test(who_leaves_goes_over_when_the_month_begins),
        cmocka_unit_test(a_recipient_moves_to_another_provider),
    };
    return cmocka_run_group_tests_name("handover", tests, NULL, NULL);
}
