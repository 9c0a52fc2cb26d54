/* Firms that begin on a day: nobody before it, and on it those who are asked are dealt anew, who moves loses relations, and
 * people and money are kept. */
#include <stdlib.h>
#include <string.h>

#include "core/market/account.h"
#include "core/market/begin.h"
#include "core/market/providers.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"
#include "core/world/people.h"
#include "support/marketlib.h"

enum { BURN_IN = 28, BEGINS = 35, DAY = BURN_IN + BEGINS };

/* Five firms of all kinds have 40 % from a day on, and `ask` of those present are given a provider anew. */
static tl_Config config_that_asks(double ask)
{
    tl_Config config = config_with_market(
        (tl_Market){.externals = 5, .share = 0.4, .later = true, .begins = BEGINS, .ask = ask});
    config.market.firms[TL_SMALL_FIRM] = 5;
    config.market.firms[TL_LARGE_FIRM] = 2;
    config_set(&config, "run.days", 200.0);
    return config;
}

/* ---- who is where ---------------------------------------------------------------------------------------- */

/* Of a recipient, by permanent id. */
typedef struct Home {
    uint64_t id;
    int32_t provider, area, met, contacts;
    float good, level, x, y; /* the place as seen from the area's own base */
} Home;
_Static_assert(sizeof(Home) == 40, "without padding, since homes are compared as bytes");

typedef struct Homes {
    Home *at;
    int32_t count, employees, firms_staff;
} Homes;

static int by_id(const void *a, const void *b)
{
    const Home *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static Home home_of(const tl_World *w, int32_t unit, int32_t r)
{
    Home home = {.id = w->recipient_id[r],
                 .provider = w->unit_provider[unit],
                 .area = w->recipient_area[r],
                 .good = w->recipient_good[r],
                 .level = w->recipient_level[r]};
    tl_area_offset(w, w->unit_area[unit], w->recipient_area[r], &home.x, &home.y);
    home.x += w->recipient_x[r];
    home.y += w->recipient_y[r];
    for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
        home.met += w->pair_memory[tl_pair_row(w, unit, r) + column].window != 0;
    }
    for (int i = 0; i < TL_MOST_CONTACTS; i++) {
        home.contacts += tl_contacts(w, r)[i] != TL_NO_COLUMN;
    }
    return home;
}

static Homes homes_of(const tl_World *w)
{
    Homes homes = {.at = calloc((size_t)w->sizes.RECIPIENT + 1, sizeof(Home))};
    TL_EACH_UNIT(w, unit) {
        homes.employees += tl_employees(w, unit);
        homes.firms_staff += w->unit_provider[unit] > 0 ? tl_employees(w, unit) : 0;
        TL_EACH_RECIPIENT(w, unit, r) {
            homes.at[homes.count++] = home_of(w, unit, r);
        }
    }
    qsort(homes.at, (size_t)homes.count, sizeof(Home), by_id);
    return homes;
}

/* ---- before the day -------------------------------------------------------------------------------------- */

/* Until the day a municipality whose firms are to begin is one whose firms never do, in all that is kept of it. */
static void nobody_is_there_before_the_day(void **state)
{
    (void)state;
    tl_Config later = config_that_asks(0.5), never = config_that_asks(0.5);
    never.market.later = false;
    never.market.externals = 0;
    never.market.share = never.market.ask = 0.0;
    tl_Simulation a = start_simulation(&later), b = start_simulation(&never);
    for (int32_t day = 0; day < DAY; day++) {
        assert_int_equal(a.world.arena_size, b.world.arena_size);
        assert_memory_equal(a.world.arena, b.world.arena, a.world.arena_size);
        live_until(&a, day + 1);
        live_until(&b, day + 1);
    }
    TL_EACH_UNIT(&a.world, unit) {
        assert_int_equal(a.world.unit_provider[unit], 0);
    }
    tl_Simulation branch; /* so a history without them goes on with them */
    assert_int_equal(tl_simulation_copy(&branch, &b, &later), TL_OK);
    live_until(&a, DAY + 40);
    live_until(&branch, DAY + 40);
    assert_true(tl_simulation_digest(&a) == tl_simulation_digest(&branch));
    live_until(&b, DAY + 40);
    assert_true(tl_simulation_digest(&a) != tl_simulation_digest(&b));
    tl_simulation_free(&a);
    tl_simulation_free(&b);
    tl_simulation_free(&branch);
    tl_config_free(&later);
    tl_config_free(&never);
}

/* ---- on the day ------------------------------------------------------------------------------------------ */

/* A firm is the same as if it had been there from the start, and has units wherever it is to have them. */
static void on_the_day_they_have_units(void **state)
{
    (void)state;
    tl_Config config = config_that_asks(0.0), start = config_that_asks(0.0);
    start.market.later = false;
    tl_Simulation s = lived(&config, DAY), from_start = start_simulation(&start);
    assert_true(tl_firms_begin(&s.world));
    assert_world_valid(&s.world);
    const tl_World *w = &s.world, *old = &from_start.world;
    for (int32_t i = 0; i < (int32_t)w->sizes.PROVIDER; i++) {
        assert_int_equal(w->provider_status[i], old->provider_status[i]);
        assert_true(w->provider_share[i] == old->provider_share[i]);
        assert_int_equal(w->provider_home[i], old->provider_home[i]);
        assert_int_equal(w->provider_owner_mind[i].opportunist, old->provider_owner_mind[i].opportunist);
        assert_int_equal(w->provider_account[i].since, i > 0 && i <= 5 ? DAY : 0);
        int32_t units = 0, like = 0;
        while (old->unit_provider[like] != i && like < (int32_t)old->sizes.UNIT - 1) {
            like++;
        }
        TL_EACH_UNIT(w, unit) {
            if (w->unit_provider[unit] == i) {
                units++;
                assert_memory_equal(&w->unit_regime[unit], &old->unit_regime[like], sizeof(tl_Regime));
            }
        }
        assert_int_equal(units, i > 5 ? 0 : w->provider_home[i] >= 0 ? 1 : 3);
    }
    tl_simulation_free(&s);
    tl_simulation_free(&from_start);
    tl_config_free(&config);
    tl_config_free(&start);
}

/* With nobody asked, whoever is there stays, with all relations; firms wait with staff for a few. */
static void asked_by_nobody_all_stay(void **state)
{
    (void)state;
    tl_Config config = config_that_asks(0.0);
    tl_Simulation s = lived(&config, DAY);
    Homes before = homes_of(&s.world);
    assert_true(tl_firms_begin(&s.world));
    Homes after = homes_of(&s.world);
    assert_int_equal(before.count, after.count);
    assert_memory_equal(before.at, after.at, (size_t)before.count * sizeof(Home));
    assert_int_equal(before.employees, after.employees - after.firms_staff);
    assert_in_range(after.firms_staff, 5 * 2, 5 * 20);
    live_until(&s, DAY + 100);
    int32_t given = 0, counts[3][8];
    count_recipients(&s.world, counts);
    for (int32_t i = 1; i <= 5; i++) {
        given += counts[0][i] + counts[1][i] + counts[2][i];
    }
    assert_in_range(given, 3, 40); /* newcomers alone: some 55 in that time, and 40 % of them */
    free(before.at);
    free(after.at);
    tl_simulation_free(&s);
    config_set(&config, "provider.start_recipients", 0.0);
    s = lived(&config, DAY);
    assert_true(tl_firms_begin(&s.world));
    after = homes_of(&s.world);
    assert_int_equal(after.firms_staff, 0);
    free(after.at);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* With everybody asked, each area's recipients are dealt by share to a person. */
static void asked_by_all_they_have_their_shares(void **state)
{
    (void)state;
    tl_Config config = config_that_asks(1.0);
    tl_Simulation s = lived(&config, DAY);
    int32_t counts[3][8];
    assert_true(tl_firms_begin(&s.world));
    count_recipients(&s.world, counts);
    for (int32_t area = 0; area < 3; area++) {
        double all = 0.0;
        for (int32_t i = 0; i < 8; i++) {
            all += counts[area][i];
        }
        assert_near(counts[area][0], 0.6 * all, 1.0);
        for (int32_t i = 1; i < 8; i++) {
            assert_near(counts[area][i], i <= 5 ? 0.08 * all : 0.0, i <= 5 ? 1.0 : 0.0);
        }
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Who is asked is a lasting draw, and goes over in turn, in the order of ids: reckoned here once more. */
static void who_moves_follows_from_ids_and_turns(void **state)
{
    (void)state;
    tl_Config config = config_that_asks(0.5);
    tl_Simulation s = lived(&config, DAY);
    Homes before = homes_of(&s.world);
    assert_true(tl_firms_begin(&s.world));
    Homes after = homes_of(&s.world);
    const double shares[] = {0.6, 0.08, 0.08, 0.08, 0.08, 0.08, 0.0, 0.0};
    float credit[3][8] = {0};
    int32_t moved = 0;
    for (int32_t i = 0; i < before.count; i++) {
        Home *was = &before.at[i], *is = &after.at[i];
        bool asked = tl_upper(tl_mix64(s.world.keys.choice ^ was->id)) < 0.5;
        int32_t turn = asked ? tl_deal(shares, 8, credit[was->area]) : 0;
        assert_int_equal(is->provider, turn);
        assert_near((double)is->x, (double)was->x, 0.01);
        assert_near((double)is->y, (double)was->y, 0.01);
        assert_true(was->area == is->area && was->id == is->id && was->level == is->level);
        if (turn > 0) {
            moved++;
            assert_true(is->met == 0 && is->good == 0.0f);
        } else {
            assert_memory_equal(was, is, sizeof *was);
        }
    }
    assert_in_range(moved, 25, 55); /* of 200: a half, and 40 % of these */
    free(before.at);
    free(after.at);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* A block is contracted with whoever gives the care on that day. */
static void contracts_go_with_the_care(void **state)
{
    (void)state;
    tl_Config config = config_that_asks(1.0);
    config_set(&config, "reimbursement.form", TL_reimbursement_form_block);
    tl_Simulation s = lived(&config, DAY);
    int64_t firms_s = 0, all_s = 0;
    assert_int_equal(s.world.provider_account[1].contract_day_s, 0);
    assert_true(tl_firms_begin(&s.world));
    TL_EACH_ROW(provider, 0, (int32_t)s.world.sizes.PROVIDER) {
        int64_t own_s = s.world.provider_account[provider].contract_day_s;
        all_s += own_s;
        firms_s += provider > 0 ? own_s : 0;
    }
    assert_near((double)firms_s / (double)all_s, 0.4, 0.1);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- after it -------------------------------------------------------------------------------------------- */

static int64_t arrivals_less_departures(const tl_World *w)
{
    int64_t more = 0;
    TL_EACH_UNIT(w, unit) {
        const tl_Counters *c = &w->unit_period[unit];
        more += c->arrivals - c->deaths - c->to_residential - c->ended;
    }
    return more;
}

static void assert_money_is_kept(const tl_World *w)
{
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        const tl_Account *a = &w->provider_account[provider];
        assert_true(a->paid_in + a->received + a->covered - a->cost - a->overhead - a->drawn == a->cash);
        assert_true(a->since <= w->day || a->months == 0);
    }
}

/* Every day: the world is whole, each person is there once, and money adds up. */
static void people_and_money_are_kept_every_day(void **state)
{
    (void)state;
    tl_Config config = config_that_asks(0.7);
    config_set(&config, "record.period_days", 200.0);
    tl_Simulation s = lived(&config, BURN_IN);
    Homes before = homes_of(&s.world);
    for (int32_t day = BURN_IN; day < DAY + 100; day++) {
        live_until(&s, day + 1);
        Homes now = homes_of(&s.world);
        assert_world_valid(&s.world);
        assert_int_equal(now.count, before.count + arrivals_less_departures(&s.world));
        for (int32_t i = 1; i < now.count; i++) {
            assert_true(now.at[i].id != now.at[i - 1].id);
        }
        assert_money_is_kept(&s.world);
        free(now.at);
    }
    free(before.at);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Capital is measured by a whole month, whenever in a month a firm begins; nothing is closed on the day itself. */
static void the_first_month_counts_as_a_whole_one(void **state)
{
    (void)state;
    for (int32_t begins = 30 - BURN_IN; begins <= 59 - BURN_IN; begins += 27) { /* 30 days or three */
        tl_Config config = config_that_asks(1.0);
        config.market.begins = begins;
        tl_Simulation s = lived(&config, BURN_IN + begins + 1);
        const tl_Account *a = &s.world.provider_account[1];
        int32_t days = 60 - (BURN_IN + begins);
        assert_true(a->months == 0 && a->cash == 0 && a->since == BURN_IN + begins);
        live_until(&s, 61);
        a = &s.world.provider_account[1];
        assert_int_equal(a->months, 1);
        assert_int_equal(a->start_cost, (a->cost + a->overhead) * 30 / days);
        assert_int_equal(a->paid_in, 2 * a->start_cost);
        assert_int_equal(s.world.provider_status[1], TL_ACTIVE);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* A change that reaches firms may come on their first day, and one before it means nobody. */
static void changes_reach_them_from_their_first_day(void **state)
{
    (void)state;
    for (int32_t day = BEGINS - 1; day <= BEGINS; day++) {
        int32_t kinds[] = {TL_SMALL_FIRM + 1, TL_LARGE_FIRM + 1, TL_NONPROFIT + 1};
        tl_Change change = {.name = "firms", .value = 0.9, .day = day};
        change.parameter = tl_parameter_find("plan.knowledge");
        change.where.by[TL_BY_KIND] = (tl_Numbers){.count = 3, .at = kinds};
        tl_Config config = config_that_asks(0.0);
        config.changes = &change;
        config.change_count = 1;
        tl_Simulation s = lived(&config, BURN_IN + day);
        assert_int_equal(tl_simulation_step(&s, NULL), day < BEGINS ? TL_NOBODY_MEANT : TL_OK);
        TL_EACH_UNIT(&s.world, unit) {
            assert_true((s.world.unit_regime[unit].plan_knowledge == 0.9) ==
                        (s.world.unit_provider[unit] > 0));
        }
        tl_simulation_free(&s);
        config.changes = NULL;
        config.change_count = 0;
        tl_config_free(&config);
    }
}

/* The same on several threads. */
static void threads_change_nothing(void **state)
{
    (void)state;
    tl_Config config = config_that_asks(0.5);
    config_set(&config, "run.days", 70.0);
    assert_true(digest_of(&config, 0, 1, NULL) == digest_of(&config, 0, 3, NULL));
    tl_config_free(&config);
}

/* Whoever moves is counted, with all relations that there were: those whom nobody left keep theirs. */
static void what_the_day_breaks_is_counted(void **state)
{
    (void)state;
    for (int asks = 0; asks <= 1; asks++) {
        tl_Config config = config_that_asks(0.5 * asks);
        tl_Simulation s = lived(&config, DAY);
        tl_Counters before = counted_since_start(&s);
        Homes then = homes_of(&s.world);
        assert_int_equal(before.moved_at_beginning + before.relations_lost, 0);
        live_until(&s, DAY + 1);
        Homes now = homes_of(&s.world);
        tl_Counters after = counted_since_start(&s);
        int64_t moved = 0;
        for (int32_t i = 0, k = 0; i < then.count; i++) {
            while (k < now.count && now.at[k].id < then.at[i].id) {
                k++;
            }
            moved += k < now.count && now.at[k].id == then.at[i].id && now.at[k].provider > 0;
        }
        assert_true(asks == 0 ? after.moved_at_beginning == 0 && after.relations_lost == 0
                              : after.moved_at_beginning >= moved && after.moved_at_beginning - moved <= 3);
        assert_true(asks == 0 || (after.relations_lost > moved && after.contacts_lost > 0));
        free(then.at);
        free(now.at);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_there_before_the_day),
        cmocka_unit_test(on_the_day_they_have_units),
        cmocka_unit_test(asked_by_nobody_all_stay),
        cmocka_unit_test(asked_by_all_they_have_their_shares),
        cmocka_unit_test(who_moves_follows_from_ids_and_turns),
        cmocka_unit_test(contracts_go_with_the_care),
        cmocka_unit_test(people_and_money_are_kept_every_day),
        cmocka_unit_test(the_first_month_counts_as_a_whole_one),
        cmocka_unit_test(changes_reach_them_from_their_first_day),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(what_the_day_breaks_is_counted),
    };
    return cmocka_run_group_tests_name("begin", tests, NULL, NULL);
}
