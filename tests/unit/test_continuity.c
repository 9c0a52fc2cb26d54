/* Staff met in 14 days to the letter of the official definition, and its combinatorics (THEORY 5.2). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/care/continuity.h"
#include "core/visits/plan.h"
#include "core/numbers/rng.h"
#include "support/testlib.h"

/* ---- counted by hand ----------------------------------------------------------------------------------- */

/* A world with one recipient who has two visits every day, seen through the window calls only. */
typedef struct Window {
    tl_Config config;
    tl_Simulation simulation;
    int32_t unit, recipient;
} Window;

static void start_window(Window *v, int daily_visits)
{
    v->config = small_config("municipality.recipients", 30.0, "municipality.areas", 1.0, NULL);
    assert_int_equal(tl_simulation_create(&v->simulation, &v->config, 0, 1, NULL), TL_OK);
    tl_World *w = &v->simulation.world;
    v->unit = 0;
    v->recipient = w->unit_first_recipient[0];
    for (int32_t r = v->recipient; r < v->recipient + w->unit_recipient_room[0]; r++) {
        w->recipient_daily_visits[r] = 0;
    }
    w->recipient_daily_visits[v->recipient] = (uint8_t)daily_visits;
    w->window = 1;
    tl_continuity_open(w, 0);
}

static void visit_by(Window *v, int32_t column, int times)
{
    tl_World *w = &v->simulation.world;
    for (int i = 0; i < times; i++) {
        tl_continuity_visit(w, v->recipient, tl_pair_row(w, v->unit, v->recipient) + column);
    }
}

static const tl_Counters *close_window_of(Window *v)
{
    tl_continuity_close(&v->simulation.world, v->unit);
    return &v->simulation.world.unit_counters[v->unit];
}

static void end_window(Window *v)
{
    tl_simulation_free(&v->simulation);
    tl_config_free(&v->config);
}

/* 28 visits: 14 by A, 8 by B, 4 by C, one each by two agency people: 5 met; UPC 14/28;
 * COC = (14^2 + 8^2 + 4^2 + 1 + 1 - 28) / (28 * 27) = 250/756. */
static void a_window_counted_by_hand(void **state)
{
    (void)state;
    Window v;
    start_window(&v, 2);
    visit_by(&v, 0, 10);
    visit_by(&v, 1, 8);
    visit_by(&v, 0, 4);
    visit_by(&v, 2, 4);
    tl_continuity_stranger(&v.simulation.world, v.recipient, 77);
    tl_continuity_stranger(&v.simulation.world, v.recipient, 78);
    const tl_Counters *c = close_window_of(&v);
    assert_int_equal(c->continuity_recipients, 1);
    assert_int_equal(c->staff_met_sum, 5);
    assert_int_equal(c->met_histogram[5], 1);
    assert_int_equal(c->met_above_20, 0);
    assert_near(c->upc_sum, 14.0 / 28.0, 1e-12);
    assert_near(c->coc_sum, 250.0 / 756.0, 1e-12);
    end_window(&v);
}

static void a_new_window_starts_from_nothing_but_knows_old_faces(void **state)
{
    (void)state;
    Window v;
    start_window(&v, 2);
    tl_World *w = &v.simulation.world;
    int64_t pair = tl_pair_row(w, 0, v.recipient);
    assert_true(tl_continuity_visit(w, v.recipient, pair));
    assert_false(tl_continuity_visit(w, v.recipient, pair));
    w->window = 2;
    tl_continuity_open(w, 0);
    assert_false(tl_continuity_visit(w, v.recipient, pair));
    assert_int_equal(w->recipient_window_met[v.recipient], 1);
    assert_int_equal(w->recipient_window_visits[v.recipient], 1);
    end_window(&v);
}

static void fewer_than_two_visits_a_day_are_not_in_the_measure(void **state)
{
    (void)state;
    Window v;
    start_window(&v, 1);
    visit_by(&v, 0, 20);
    assert_int_equal(close_window_of(&v)->continuity_recipients, 0);
    end_window(&v);
}

static void a_day_away_takes_a_recipient_out(void **state)
{
    (void)state;
    Window v;
    start_window(&v, 2);
    visit_by(&v, 0, 20);
    v.simulation.world.recipient_away[v.recipient] = 1;
    tl_continuity_exclude_away(&v.simulation.world, 0);
    v.simulation.world.recipient_away[v.recipient] = 0;
    assert_int_equal(close_window_of(&v)->continuity_recipients, 0);
    end_window(&v);
}

static void more_than_twenty_means_twenty_one(void **state)
{
    (void)state;
    for (int met = 20; met <= 21; met++) {
        Window v;
        start_window(&v, 2);
        for (int i = 0; i < met; i++) {
            tl_continuity_stranger(&v.simulation.world, v.recipient, (uint64_t)(100 + i));
        }
        assert_int_equal(close_window_of(&v)->met_above_20, met == 21);
        end_window(&v);
    }
}

/* ---- pools and ranked lists ---------------------------------------------------------------------------- */

/* Mean staff met in 14 days when `visits` visits (one per slot) of many windows go to the kernel's best among
 * those of `pool` candidates who are there; everyone is equal unless familiarity is given, and each is there
 * with a probability. */
typedef struct Trial {
    int pool, visits, windows;
    double present;
    bool ranked; /* candidate k is preferred to k+1 */
} Trial;

enum { ROOM = 64 };

static double mean_met(const Trial *t)
{
    _Alignas(32) int32_t column[ROOM], skills[ROOM] = {0};
    _Alignas(32) float x[ROOM] = {0}, y[ROOM] = {0}, clock_s[ROOM], familiarity[ROOM + 1] = {0};
    tl_Candidates candidates = {column, skills, x, y, clock_s};
    tl_Request request = {.familiarity = familiarity,
                          .familiarity_prior = tl_lanes(1.0f),
                          .slot_end_s = tl_lanes(1e6f),
                          .continuity = tl_lanes(1.0f),
                          .contacts = {-1, -1}};
    for (int k = 0; t->ranked && k < t->pool; k++) {
        familiarity[k] = (float)(t->pool - k);
    }
    tl_PlanKernel kernel = tl_plan_kernel("best");
    tl_Rng rng = tl_rng(4711);
    double total = 0.0;
    for (int window = 0; window < t->windows; window++) {
        bool met[ROOM] = {false};
        for (int visit = 0; visit < t->visits; visit++) {
            uint64_t order[ROOM];
            int count = 0;
            for (int k = 0; k < t->pool; k++) {
                if (tl_rng_uniform(&rng) < t->present) {
                    uint64_t own = tl_mix64((uint64_t)(window * 1000 + visit) * ROOM + (uint64_t)k);
                    int at = count++;
                    for (; at > 0 && order[at - 1] > own; at--) {
                        order[at] = order[at - 1];
                        column[at] = column[at - 1];
                    }
                    order[at] = own;
                    column[at] = k;
                }
            }
            int end = (count + TL_LANES - 1) / TL_LANES * TL_LANES;
            for (int i = 0; i < end; i++) {
                clock_s[i] = i < count ? 0.0f : TL_FULL;
                column[i] = i < count ? column[i] : ROOM;
            }
            int32_t best = kernel(&candidates, 0, end, &request).place;
            if (best >= 0) {
                met[column[best]] = true;
            }
        }
        for (int k = 0; k < t->pool; k++) {
            total += met[k];
        }
    }
    return total / t->windows;
}

/* n (1 - (1 - 1/n)^N): 28 visits to pools of 8, 12, 17 and 33 give 7.8, 11.0, 13.9 and 19.1. */
static void uniform_pools_give_what_combinatorics_says(void **state)
{
    (void)state;
    static const int pools[] = {5, 8, 12, 17, 33, 60}, visits[] = {28, 42, 56};
    for (int p = 0; p < 6; p++) {
        for (int v = 0; v < 3; v++) {
            Trial t = {.pool = pools[p], .visits = visits[v], .windows = 3000, .present = 1.0};
            double n = pools[p], expected = n * (1.0 - pow(1.0 - 1.0 / n, visits[v]));
            assert_near(mean_met(&t), expected, 0.15);
        }
    }
}

/* 0.5 + (ln(N x) + 0.577) / -ln(1 - x), error under .3 (THEORY 5.2), for a long ranked list. */
static void ranked_lists_give_the_formula(void **state)
{
    (void)state;
    static const double x[] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    static const int visits[] = {28, 56};
    for (int i = 0; i < 6; i++) {
        for (int v = 0; v < 2; v++) {
            Trial t = {.pool = 60, .visits = visits[v], .windows = 3000, .present = x[i], .ranked = true};
            double expected = 0.5 + (log(visits[v] * x[i]) + 0.577) / -log(1.0 - x[i]);
            assert_near(mean_met(&t), expected, 0.3);
        }
    }
}

/* In whole runs smaller pools mean fewer faces, whatever else happens. */
static void smaller_teams_meet_fewer(void **state)
{
    (void)state;
    double before = 0.0;
    for (int pool = 8; pool <= 32; pool += 12) {
        tl_Config config =
            small_config("municipality.recipients", 200.0, "municipality.areas", 1.0,
                         "organisation.pool_size", (double)pool, "organisation.span", 60.0, NULL);
        tl_Counters total = totals_of(&config, 0);
        double met = measure_of(&total, "staff_met", 84);
        assert_true(met > before);
        before = met;
        tl_config_free(&config);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_window_counted_by_hand),
        cmocka_unit_test(a_new_window_starts_from_nothing_but_knows_old_faces),
        cmocka_unit_test(fewer_than_two_visits_a_day_are_not_in_the_measure),
        cmocka_unit_test(a_day_away_takes_a_recipient_out),
        cmocka_unit_test(more_than_twenty_means_twenty_one),
        cmocka_unit_test(uniform_pools_give_what_combinatorics_says),
        cmocka_unit_test(ranked_lists_give_the_formula),
        cmocka_unit_test(smaller_teams_meet_fewer),
    };
    return cmocka_run_group_tests_name("continuity", tests, NULL, NULL);
}
