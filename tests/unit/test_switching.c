/* Changing provider: who thinks of it, how wishes wait and are met, what endings ask of people, and that nobody is lost. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/market/arrangement.h"
#include "core/market/choice.h"
#include "core/market/handover.h"
#include "core/market/providers.h"
#include "core/market/reputation.h"
#include "core/market/switching.h"
#include "core/market/voice.h"
#include "core/market/wishes.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"
#include "support/marketlib.h"

static tl_Config config_of_choice(int32_t firms)
{
    tl_Config config = config_with_market(market_of_firms(TL_LARGE_FIRM, firms, firms));
    config.market.lov = (tl_FreeChoice){.given = true, .opens = TL_FROM_START};
    config_set(&config, "record.period_days", 100.0); /* so that a sum over days is not begun anew */
    config_set(&config, "run.days", 100.0);
    return config;
}

/* People who think of nothing else. */
static tl_Config config_that_thinks(int32_t firms)
{
    tl_Config config = config_of_choice(firms);
    config_set(&config, "switching.thinks_per_year", 100.0);
    return config;
}

static tl_Counters counted_today(const tl_World *w)
{
    tl_Counters total = {0};
    TL_EACH_UNIT(w, unit) {
        tl_counters_add(&total, &w->unit_counters[unit]);
    }
    return total;
}

static int32_t row_of(const tl_World *w, uint64_t id)
{
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            if (w->recipient_id[r] == id) {
                return r;
            }
        }
    }
    return -1;
}

static int32_t provider_of(const tl_World *w, uint64_t id)
{
    return w->unit_provider[w->team_unit[w->recipient_team[row_of(w, id)]]];
}

/* The first people of the municipality's own provider, by row. */
static void first_people(const tl_World *w, uint64_t *ids, int32_t count)
{
    int32_t found = 0;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            if (w->unit_provider[unit] == 0 && found < count) {
                ids[found++] = w->recipient_id[r];
            }
        }
    }
    assert_int_equal(found, count);
}

/* ---- who thinks of it ------------------------------------------------------------------------------------ */

static void the_less_satisfied_think_more_often(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(2);
    const tl_Constants *k = &config.constants;
    assert_near(tl_thinks_chance(k, 0.66, false), 1.0 - exp(-0.1 * 30 / 365), 1e-12);
    assert_near(tl_thinks_chance(k, 0.46, false), 1.0 - exp(-0.1 * exp(0.6) * 30 / 365), 1e-12);
    assert_near(tl_thinks_chance(k, 0.66, true), 1.0 - exp(-0.15 * 30 / 365), 1e-12);
    config_set(&config, "switching.thinks_per_year", 0.0);
    assert_near(tl_thinks_chance(k, 0.0, true), 0.0, 0.0);
    tl_config_free(&config);
}

/* Whoever thinks of it compares what they expect of their own provider, what it costs to leave and whom they know there. */
static void people_wish_for_whom_is_worth_more(void **state)
{
    (void)state;
    tl_Config config = config_that_thinks(2);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    int32_t wishes = 0;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            tl_Chooser c = tl_chooser_present(w, r);
            tl_Options options;
            tl_options_of(w, &c, false, &options);
            assert_near(c.bond, 1.5 + tl_contact_familiarity(w, r), 1e-9);
            assert_near(c.expectation, 0.6, 1e-6); /* nothing has happened yet */
            wishes += tl_best(w, &c, &options) != c.present;
        }
    }
    assert_true(wishes > 5 && wishes < 100);
    assert_true(tl_switching_month(w));
    tl_Counters counted = counted_today(w);
    assert_int_equal(counted.wishes, wishes);
    assert_int_equal(counted.switches, wishes); /* there is room, so that they move at once */
    assert_int_equal(counted.wish_days, 0);
    assert_int_equal(counted.choosing_months, 200);
    assert_int_equal(counted.choosing_present, 0); /* people could choose from the start */
    assert_world_valid(w);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- the queue ------------------------------------------------------------------------------------------- */

/* Six wishes of three days for a firm that has room for some, then for one more a time: who wished first is first, and of one
 * day whoever has the smaller id. */
static void who_wished_first_moves_first(void **state)
{
    (void)state;
    static const int32_t days[] = {9, 3, 9, 3, 6, 3};
    static const int order[] = {1, 3, 5, 4, 0, 2};
    tl_Config config = config_of_choice(2);
    config_set(&config, "switching.thinks_per_year", 0.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    uint64_t ids[6];
    first_people(w, ids, 6);
    w->day = 10;
    for (int i = 0; i < 6; i++) {
        int32_t r = row_of(w, ids[i]);
        tl_wish(w, r, 1, false);
        w->recipient_wish_day[r] = days[i];
    }
    for (int moved = 0; moved <= 6; moved++) {
        w->provider_contract[1].cap_s =
            (int64_t)tl_provider_week_s(w, 1) + (moved > 0); /* one more may come, but at first */
        assert_true(tl_switching_month(w));
        for (int i = 0; i < 6; i++) {
            assert_int_equal(provider_of(w, ids[order[i]]), i < moved ? 1 : 0);
        }
    }
    tl_Counters c = counted_today(w);
    assert_int_equal(c.wishes_met, 6);
    assert_int_equal(c.switches, 6);
    assert_near(measure_of(&c, "queue_days", 1.0), (2 * 1 + 3 * 7 + 4) / 6.0, 1e-9);
    assert_int_equal(c.waiting_months, 6 + 5 + 4 + 3 + 2 + 1);
    assert_int_equal(w->recipient_left[row_of(w, ids[0])], 1);
    assert_world_valid(w);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* A wish for a provider that is leaving is given up. */
static void a_wish_ends_with_the_provider(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(2);
    config_set(&config, "switching.thinks_per_year", 0.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    uint64_t id;
    first_people(w, &id, 1);
    tl_wish(w, row_of(w, id), 2, false);
    w->provider_status[2] = TL_LEAVING;
    assert_true(tl_switching_month(w));
    assert_int_equal(w->recipient_wish[row_of(w, id)], 0);
    assert_int_equal(provider_of(w, id), 0);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Those who are asked and prefer a firm without room wait for it; the others move as the caller sees to. */
static void whoever_is_asked_moves_or_waits(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(2);
    config_set(&config, "choice.active", 1.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    w->provider_contract[1].cap_s = 0;
    int32_t waiting = 0, moving = 0;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            if (w->unit_provider[unit] == 0) {
                int32_t provider = tl_choose_anew(w, r);
                assert_true(provider != 1);
                assert_true(w->recipient_wish[r] == 0 || (provider == 0 && w->recipient_wish[r] == 2));
                waiting += w->recipient_wish[r] != 0;
                moving += provider == 2;
            }
        }
    }
    tl_Counters c = counted_today(w);
    assert_true(waiting > 0 && moving > 0);
    assert_int_equal(c.switches, moving);
    assert_int_equal(c.wishes, waiting);
    assert_int_equal(c.choices_active, c.choices);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Four people in two areas, one of them outlying, and a firm that serves the other one alone, until it is full. */
static void access_is_a_firm_with_room(void **state)
{
    (void)state;
    tl_Config config = config_of_choice(1);
    config_set(&config, "municipality.recipients", 4.0);
    config_set(&config, "municipality.areas", 2.0);
    config_set(&config, "municipality.outlying_areas", 1.0);
    config_set(&config, "switching.thinks_per_year", 0.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    int32_t ordinary = 0;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, r) {
            ordinary += w->recipient_area[r] == 0;
        }
    }
    assert_true(ordinary > 0 && ordinary < 4);
    tl_areas_add(w->provider_areas + TL_AREA_WORDS, 1);
    assert_true(tl_switching_month(w));
    tl_Counters c = counted_today(w);
    assert_near(measure_of(&c, "choice_access", 1.0), ordinary / 4.0, 1e-12);
    assert_near(measure_of(&c, "choice_access_outlying", 1.0), 0.0, 0.0);
    w->provider_contract[1].cap_s = 0;
    assert_true(tl_switching_month(w));
    c = counted_today(w);
    assert_near(measure_of(&c, "choice_access", 1.0), ordinary / 8.0, 1e-12); /* mean of the two months */
    assert_near(measure_of(&c, "queue_share", 1.0), 0.0, 0.0);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- endings --------------------------------------------------------------------------------------------- */

static tl_Counters ended(double staff_share, int64_t notice, int32_t *others)
{
    tl_Config config = config_of_choice(2);
    config_set(&config, "handover.staff_share", staff_share);
    config_set(&config, "choice.active", 1.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    int32_t people = tl_provider_recipients(w, 1), third = tl_provider_recipients(w, 2);
    tl_provider_ends(w, 1, notice, TL_GAVE_UP);
    assert_int_equal(tl_take_over(w, &s.reports, 1, 0), TL_OK);
    assert_world_valid(w);
    assert_int_equal(tl_provider_recipients(w, 0) + tl_provider_recipients(w, 2), 200);
    *others = tl_provider_recipients(w, 2) - third;
    tl_Counters c = counted_since_start(&s);
    assert_int_equal(c.moved_by_endings, people);
    assert_int_equal(c.switches, 0);
    tl_simulation_free(&s);
    tl_config_free(&config);
    return c;
}

/* With notice people choose whom they have next; without, the default rule gives them to somebody. */
static void people_choose_when_their_provider_ends(void **state)
{
    (void)state;
    int32_t others;
    tl_Counters asked = ended(0.0, 14, &others);
    assert_int_equal(asked.choices, asked.moved_by_endings);
    assert_int_equal(asked.choices_active, asked.choices);
    assert_true(others > 0 &&
                others < asked.choices / 2); /* fewer choose a firm than the municipality's own */
    tl_Counters given = ended(0.0, 13, &others);
    assert_int_equal(given.choices, 0);
    assert_true(abs(2 * others - (int32_t)given.moved_by_endings) <= 3); /* by turn in each of three areas */
    assert_int_equal(asked.wishes + given.wishes, 0);
}

/* Where staff follow, units go over whole; whoever would have somebody else waits for them. */
static void people_choose_after_their_unit_has_gone_over(void **state)
{
    (void)state;
    int32_t others;
    tl_Counters c = ended(1.0, 90, &others);
    assert_int_equal(others, 0);
    assert_int_equal(c.choices, c.moved_by_endings);
    assert_true(c.wishes > 0 && c.wishes < c.choices / 2);
    assert_int_equal(c.relations_lost, 0);
    assert_int_equal(ended(1.0, 0, &others).choices, 0);
}

/* ---- worlds ---------------------------------------------------------------------------------------------- */

static int32_t people_in(const tl_World *w)
{
    int32_t people = 0;
    TL_EACH_UNIT(w, unit) {
        people += w->unit_recipients[unit];
    }
    return people;
}

/* Sets what is about choice and change to somewhere within what is accepted. */
static void draw_numbers(tl_Config *config, tl_Rng *rng)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        bool ours = strncmp(p->path, "choice.", 7) == 0 || strncmp(p->path, "switching.", 10) == 0;
        double side = tl_rng_uniform(rng), at = side < 0.1 ? 0.0 : side < 0.2 ? 1.0 : tl_rng_uniform(rng);
        tl_Range range = at > 0.0 && at < 1.0 ? p->neutral : (tl_Range){p->low, p->high};
        double value = range.low + at * (range.high - range.low);
        if (ours) {
            config_set(config, p->path, p->kind == TL_REAL ? value : (double)tl_round(value));
        }
    }
}

/* In drawn worlds with caps, spanning firms and endings everybody stays with somebody, in their own area, and what is counted
 * adds up. */
static void drawn_worlds_lose_nobody(void **state)
{
    (void)state;
    for (int number = 0; number < 8; number++) {
        tl_Rng rng = tl_rng(tl_mix64((uint64_t)number));
        tl_Config config = config_of_choice(3);
        draw_numbers(&config, &rng);
        config_set(&config, "handover.staff_share", number % 3 / 2.0);
        config_set(&config, "provider.spans", number % 2);
        config_set(&config, "demography.inflow_per_year", 2.0);
        tl_Simulation s = start_simulation(&config);
        tl_World *w = &s.world;
        w->provider_contract[1].cap_s = (int64_t)tl_provider_week_s(w, 1);
        for (int32_t day = 0; day < 84; day++) {
            if (day == 29) {
                tl_provider_ends(w, 2, number % 4 * 7, TL_GAVE_UP);
            }
            assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
            assert_world_valid(w);
        }
        tl_Counters c = counted_since_start(&s);
        assert_true(c.choices > 20 && c.choices >= c.choices_active &&
                    c.choices_active >= c.choices_informed);
        assert_true(c.wishes >= c.wishes_met && c.wishes_met >= c.switches);
        assert_true(people_in(w) > 150);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* However many threads, and from a copy, it is the same; and nobody chooses before people may. */
static void choice_is_the_same_however_it_is_run(void **state)
{
    (void)state;
    tl_Config config = config_that_thinks(3), later = config_that_thinks(3), never = config_that_thinks(3);
    later.market.lov.opens = 20;
    never.market.lov.opens = 10000;
    assert_true(digest_of(&config, 0, 1, NULL) == digest_of(&config, 0, 3, NULL));
    assert_true(digest_of(&config, 0, 1, NULL) != digest_of(&later, 0, 1, NULL));
    assert_true(digest_of(&later, 0, 1, NULL) != digest_of(&never, 0, 1, NULL));
    tl_Counters c = totals_of(&later, 0), none = totals_of(&never, 0);
    assert_true(c.switches > 0 && c.choosing_present > c.choosing_months / 2);
    assert_true(c.switches_present <= c.switches);
    assert_int_equal(none.choices + none.wishes + none.choosing_months, 0);
    tl_config_free(&config);
    tl_config_free(&later);
    tl_config_free(&never);
}

/* Writes nonsense into what is kept of choices for measures alone. */
static void forge_what_is_only_observed(tl_World *w)
{
    for (int32_t provider = 0; provider < 4; provider++) {
        TL_EACH_AREA(w, area) {
            tl_Repute *repute = tl_repute(w, area, provider);
            repute->satisfied[w->day % TL_JUDGED_MONTHS] = -1.0f - (float)provider;
            repute->chosen[w->day % TL_JUDGED_MONTHS] = 7;
            repute->present = 63;
        }
        w->provider_survey[provider].chosen[w->day % TL_YEAR_MONTHS] = 9;
    }
}

/* Nobody in the model goes by how satisfied people will be, or by what others chose. */
static void nobody_reads_what_choices_are_judged_by(void **state)
{
    (void)state;
    tl_Config config = config_that_thinks(3);
    config_set(&config, "demography.inflow_per_year", 2.0);
    tl_Simulation true_world = start_simulation(&config), forged = start_simulation(&config);
    for (int32_t day = 0; day < 84; day++) {
        forge_what_is_only_observed(&forged.world);
        assert_int_equal(tl_simulation_step(&true_world, NULL), TL_OK);
        assert_int_equal(tl_simulation_step(&forged, NULL), TL_OK);
    }
    assert_in_range(counted_since_start(&forged).switches, 11, 1000);
    assert_true(tl_simulation_digest(&true_world) == tl_simulation_digest(&forged));
    tl_simulation_free(&true_world);
    tl_simulation_free(&forged);
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_less_satisfied_think_more_often),
        cmocka_unit_test(people_wish_for_whom_is_worth_more),
        cmocka_unit_test(who_wished_first_moves_first),
        cmocka_unit_test(a_wish_ends_with_the_provider),
        cmocka_unit_test(whoever_is_asked_moves_or_waits),
        cmocka_unit_test(access_is_a_firm_with_room),
        cmocka_unit_test(people_choose_when_their_provider_ends),
        cmocka_unit_test(people_choose_after_their_unit_has_gone_over),
        cmocka_unit_test(drawn_worlds_lose_nobody),
        cmocka_unit_test(choice_is_the_same_however_it_is_run),
        cmocka_unit_test(nobody_reads_what_choices_are_judged_by),
    };
    return cmocka_run_group_tests_name("switching", tests, NULL, NULL);
}
