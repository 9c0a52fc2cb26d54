/* What homes and staff say of providers (ODD 7.32): complaints, tips and dialogues by hand; in worlds that run, the month of
 * a provider is that of its units, and nothing is counted where nobody asks. */
#include <string.h>

#include "core/care/dialogue.h"
#include "core/care/officers.h"
#include "core/market/market.h"
#include "core/market/providers.h"
#include "core/market/truth.h"
#include "core/market/voice.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/unit/cost.h"
#include "core/world/each.h"
#include "support/marketlib.h"

static tl_Config followed_config(void)
{
    tl_Config config = config_with_market(market_of_firms(TL_SMALL_FIRM, 3, 3));
    config_set(&config, "purchaser.form", TL_purchaser_form_contract_managers);
    return config;
}

/* ---- by hand ------------------------------------------------------------------------------------------- */

static void complaints_by_hand(void **state)
{
    (void)state;
    tl_Config config = small_config("complaints.rate", 0.01, "complaints.own_channel", 0.5, NULL);
    tl_Constants *k = &config.constants;
    assert_int_equal(tl_complaints(k, 0.5, 300, 0.4), 1); /* 1.5 + u */
    assert_int_equal(tl_complaints(k, 0.5, 300, 0.6), 2);
    assert_int_equal(tl_complaints(k, 0.5, 0, 0.999), 0);
    k->complaints_rate = 1.0;
    assert_int_equal(tl_complaints(k, 3.0, 7, 0.999), 7); /* one of each visit at most */
    config.regime.steering_recipient_dialogues = 6.0;
    assert_near(tl_settled_share(k, &config.regime), 0.25, 1e-12);
    config.regime.steering_recipient_dialogues = 52.0;
    assert_near(tl_settled_share(k, &config.regime), 1.0, 0.0);
    tl_config_free(&config);
}

static void tips_by_hand(void **state)
{
    (void)state;
    tl_Config config = small_config("tips.rate", 0.05, "tips.unfounded", 0.01, NULL);
    assert_int_equal(tl_tips(&config.constants, 1800, 0.0), 0); /* 0.91 + u */
    assert_int_equal(tl_tips(&config.constants, 1800, 0.1), 1);
    assert_int_equal(tl_tips(&config.constants, 0, 0.98), 0);
    assert_int_equal(tl_tips(&config.constants, 0, 0.995), 1);
    tl_config_free(&config);
}

/* What is not known halves with each dialogue, in whatever parts of a dialogue the months have it. */
static void awareness_by_hand(void **state)
{
    (void)state;
    double awareness = 0.0;
    assert_near(tl_awareness_after(0.0, 1.0), 0.5, 1e-12);
    assert_near(tl_awareness_after(0.5, 2.0), 0.875, 1e-12);
    assert_near(tl_awareness_after(0.3, 0.0), 0.3, 1e-12);
    for (int month = 0; month < 12; month++) {
        awareness = tl_awareness_after(awareness, 1.0 / 12.0);
    }
    assert_near(awareness, 0.5, 1e-12);
}

/* ---- who speaks up ------------------------------------------------------------------------------------- */

static int32_t first_recipient(const tl_World *w)
{
    int32_t recipient = w->unit_first_recipient[0];
    while (w->recipient_id[recipient] == 0) {
        recipient++;
    }
    return recipient;
}

/* Everybody's voice .5, nobody has relatives and one needs another language; then all have relatives. */
static void voice_is_weighed(void **state)
{
    (void)state;
    tl_Config config = followed_config();
    config_set(&config, "recipient.relatives_share", 0.0);
    config_set(&config, "complaints.language_voice", 0.7);
    config_set(&config, "complaints.relatives_voice", 1.5);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    TL_EACH_RECIPIENT(w, 0, recipient) {
        w->recipient_voice[recipient] = 0.5f;
        w->recipient_needs[recipient] &= TL_SKILL_NURSE; /* competence is no minority */
    }
    double people = w->unit_recipients[0];
    assert_near(tl_voice_of(w, 0), 0.5, 1e-9);
    w->recipient_needs[first_recipient(w)] |= 2;
    assert_near(tl_voice_of(w, 0), (0.5 * (people - 1.0) + 0.35) / people, 1e-9);
    config.constants.recipient_relatives_share = 1.0;
    assert_near(tl_voice_of(w, 0), 1.5 * (0.5 * (people - 1.0) + 0.35) / people, 1e-9);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Who has relatives is a matter of the person: the same in every arm, and about the share that is asked for. */
static void relatives_are_for_good(void **state)
{
    (void)state;
    tl_Config config = followed_config();
    config_set(&config, "municipality.recipients", 2000.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    int32_t with = 0, people = 0;
    TL_EACH_UNIT(w, unit) {
        TL_EACH_RECIPIENT(w, unit, recipient) {
            bool has = tl_has_relatives(w, w->recipient_id[recipient]);
            w->day += 100;
            assert_true(tl_has_relatives(w, w->recipient_id[recipient]) == has);
            w->day -= 100;
            with += has;
            people++;
        }
    }
    assert_near((double)with / people, 0.6, 0.04);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- dialogues ----------------------------------------------------------------------------------------- */

/* One dialogue a window with the first recipient, of whose window so much was delivered; what speaks for the provider and
 * against it afterwards, and mismatch. */
typedef struct Talked {
    float good, bad, mismatch, expectation;
} Talked;

static Talked talk(const tl_Config *config, int32_t needed_s, int32_t delivered_s)
{
    tl_Simulation s = start_simulation(config);
    tl_World *w = &s.world;
    int32_t recipient = first_recipient(w);
    w->decay.opinion_growth = 1.0f;
    w->recipient_good[recipient] = w->recipient_bad[recipient] = 1.0f;
    w->recipient_mismatch[recipient] = 0.2f;
    w->recipient_needed_s[recipient] = needed_s;
    w->recipient_delivered_s[recipient] = delivered_s;
    tl_dialogue_window(w, 0);
    tl_Opinion opinion =
        tl_opinion(w->recipient_good[recipient], w->recipient_bad[recipient], w->decay.opinion_prior);
    Talked talked = {.good = w->recipient_good[recipient],
                     .bad = w->recipient_bad[recipient],
                     .mismatch = w->recipient_mismatch[recipient],
                     .expectation = tl_opinion_expectation(opinion, 0.5f)};
    tl_simulation_free(&s);
    return talked;
}

/* Talk does not make bad care look good: below nine tenths of what is needed it lowers what is expected. */
static void dialogues_by_hand(void **state)
{
    (void)state;
    tl_Config config =
        small_config("steering.recipient_dialogues", 365.0 / TL_WINDOW_DAYS, "dialogue.recipient", 0.1,
                     "opinion.meeting_evidence", 0.25, "opinion.kappa", 2.0, "run.burn_in_days", 0.0, NULL);
    Talked full = talk(&config, 1000, 900), lacking = talk(&config, 1000, 899), silent = talk(&config, 0, 0);
    assert_near(full.good, 1.25, 1e-6);
    assert_near(full.bad, 1.0, 0.0);
    assert_near(lacking.good, 1.0, 0.0);
    assert_near(lacking.bad, 1.5, 1e-6);
    assert_near(silent.good + silent.bad, 2.0, 0.0);
    assert_near(silent.mismatch, 0.2 * tl_exp(-0.1), 1e-6);
    assert_true(full.expectation > silent.expectation && lacking.expectation < silent.expectation);
    config_set(&config, "dialogue.recipient", -3.0); /* mismatch never exceeds the whole need */
    assert_near(talk(&config, 0, 0).mismatch, 1.0, 0.0);
    config_set(&config, "steering.recipient_dialogues", 0.0);
    assert_near(talk(&config, 1000, 0).bad, 1.0, 0.0);
    assert_near(talk(&config, 1000, 0).mismatch, 0.2, 1e-7);
    tl_config_free(&config);
}

/* Without effects, dialogues are so many minutes, as if plans took them: people fare the same to the bit. */
static void dialogues_cost_their_minutes(void **state)
{
    (void)state;
    tl_Config talking = small_config("steering.recipient_dialogues", 12.0, "dialogue.recipient_min", 45.0,
                                     "dialogue.recipient", 0.0, "opinion.meeting_evidence", 0.0,
                                     "steering.plan_min", 20.0, "steering.plans_kept", 0.5, NULL);
    tl_Config writing = small_config("opinion.meeting_evidence", 0.0, "steering.plan_min", 110.0,
                                     "steering.plans_kept", 0.5, NULL);
    tl_Config neither = small_config("opinion.meeting_evidence", 0.0, NULL);
    tl_Counters a = totals_of(&talking, 0), b = totals_of(&writing, 0), c = totals_of(&neither, 0);
    assert_true(a.awareness_sum > 0.0 && b.awareness_sum == 0.0);
    assert_true(a.visit_time_s < c.visit_time_s && a.paid_s == c.paid_s);
    a.awareness_sum = 0.0;
    assert_memory_equal(&a, &b, sizeof a);
    tl_config_free(&talking);
    tl_config_free(&writing);
    tl_config_free(&neither);
}

/* ---- officers ------------------------------------------------------------------------------------------ */

static void officers_meet_firms_as_often_as_they_are_told(void **state)
{
    (void)state;
    tl_Config config = followed_config();
    config_set(&config, "officers.meetings", 2.0);
    tl_Simulation s = start_simulation(&config);
    tl_World *w = &s.world;
    TL_EACH_UNIT(w, unit) {
        int32_t before_s = tl_reserved_s(w, unit);
        w->unit_regime[unit].officers_external_factor = 0.25;
        assert_near(tl_officers_meetings(w, unit), tl_is_external(w, unit) ? 0.5 : 2.0, 1e-12);
        assert_true(tl_is_external(w, unit) ? tl_reserved_s(w, unit) < before_s
                                            : tl_reserved_s(w, unit) == before_s);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- worlds that run ----------------------------------------------------------------------------------- */

static void add_month(tl_MonthSeen *total, const tl_MonthSeen *month)
{
    tl_truth_add(&total->truth, &month->truth);
    total->complaints += month->complaints;
    total->settled += month->settled;
    total->tips += month->tips;
}

/* Months that are over, and what has come together since. */
static tl_MonthSeen seen_so_far(const tl_World *w, const tl_MonthSeen *over)
{
    tl_MonthSeen seen = *over;
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        add_month(&seen, &w->provider_followed[provider].coming);
    }
    TL_EACH_UNIT(w, unit) {
        tl_truth_add(&seen.truth, &w->unit_month[unit].truth);
    }
    return seen;
}

static void assert_all_is_kept(const tl_Simulation *s, const tl_MonthSeen *over)
{
    tl_Counters c = counted_since_start(s);
    tl_MonthSeen seen = seen_so_far(&s->world, over);
    assert_int_equal(seen.truth.records, c.visits_made + c.records_invented);
    assert_int_equal(seen.truth.misregistered, c.records_false);
    assert_int_equal(seen.truth.cut, c.visits_cut);
    assert_int_equal(seen.truth.cut_visible, c.cuts_visible);
    assert_int_equal(seen.truth.poor, c.visits_poor);
    assert_int_equal(seen.truth.missed, c.visits_due - c.visits_made);
    assert_int_equal(seen.truth.deviations, c.faults_known);
    assert_int_equal(seen.complaints, c.complaints);
    assert_int_equal(seen.settled, c.complaints_settled);
    assert_int_equal(seen.tips, c.tips);
    assert_true(c.records_invented <= c.visits_due - c.visits_made && c.cuts_visible <= c.visits_cut);
    assert_true(c.faults_known >= c.deviations && c.faults_known >= c.visits_cut_detected);
    assert_true(c.faults_known <= c.deviations + c.visits_cut_detected);
}

static tl_Reorganisation recut(void)
{
    return (tl_Reorganisation){.name = "recut", .day = 40, .pool_size = 8, .span = 20};
}

/* Runs day by day; a reorganisation in the middle of a month loses nothing. */
static tl_MonthSeen run_and_check(tl_Config *config, int32_t days)
{
    tl_Reorganisation change = recut();
    config->reorganisations = &change;
    config->reorganisation_count = 1;
    tl_Simulation s = start_simulation(config);
    tl_MonthSeen over = {0};
    for (int32_t day = 0; day < days; day++) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
        TL_EACH_ROW(provider, 0, (int32_t)s.world.sizes.PROVIDER) {
            if (day > 0 && day % TL_MONTH_DAYS == 0) {
                add_month(&over, &s.world.provider_followed[provider].month);
            }
        }
        assert_all_is_kept(&s, &over);
    }
    tl_simulation_free(&s);
    config->reorganisations = NULL;
    config->reorganisation_count = 0;
    return over;
}

static void months_are_those_of_units(void **state)
{
    (void)state;
    for (int form = 0; form < 2; form++) {
        tl_Config config = followed_config();
        config_set(&config, "run.burn_in_days", 0.0);
        config_set(&config, "run.days", 98.0);
        config_set(&config, "record.period_days", 98.0);
        config_set(&config, "reimbursement.form", form);
        config_set(&config, "provider.conduct", -1.0);
        config_set(&config, "steering.recipient_dialogues", 6.0);
        config_set(&config, "complaints.rate", 0.2);
        config_set(&config, "tips.rate", 2.0);
        config_set(&config, "effort.base", -2.0);
        tl_MonthSeen over = run_and_check(&config, 95);
        bool performed = form == TL_reimbursement_form_performed;
        assert_true(over.complaints > 0 && over.settled > 0 && over.truth.cut_visible > 0);
        assert_true((over.truth.misregistered > 0) == performed && (over.tips > 0) == performed);
        tl_config_free(&config);
    }
}

/* Sets all numbers of the market, and those of dialogues, to somewhere within what is accepted; ends as often as all between. */
static void draw_numbers(tl_Config *config, tl_Rng *rng)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        double side = tl_rng_uniform(rng), at = side < 0.2 ? 0.0 : side < 0.4 ? 1.0 : tl_rng_uniform(rng);
        double value = p->low + at * (p->high - p->low);
        bool drawn = p->market ? p->section != TL_SECTION_PROFILE : p->since == TL_PARAMETERS_FORMAT;
        if (drawn && strcmp(p->path, "purchaser.form") != 0) {
            config_set(config, p->path, p->kind == TL_REAL ? value : (double)tl_round(value));
        }
    }
}

static void drawn_worlds_lose_nothing(void **state)
{
    (void)state;
    for (int number = 0; number < 12; number++) {
        tl_Rng rng = tl_rng(tl_mix64((uint64_t)number));
        tl_Config config = followed_config();
        config_set(&config, "municipality.recipients", 60.0);
        config_set(&config, "run.burn_in_days", 0.0);
        config_set(&config, "run.days", 98.0);
        config_set(&config, "record.period_days", 98.0);
        draw_numbers(&config, &rng);
        config_set(&config, "effort.cut_share", number % 3 / 2.0);
        run_and_check(&config, 65);
        tl_config_free(&config);
    }
}

/* Nobody asks, nobody tells: nothing is counted without a purchaser, or where parts have one owner. */
static void nothing_is_heard_without_a_purchaser(void **state)
{
    (void)state;
    for (int parts = 0; parts < 2; parts++) {
        tl_Config config = parts ? config_with_market(market_of_parts(3)) : followed_config();
        config_set(&config, "purchaser.form",
                   parts ? TL_purchaser_form_contract_managers : TL_purchaser_form_none);
        config_set(&config, "complaints.rate", 1.0);
        config_set(&config, "tips.unfounded", 5.0);
        assert_false(tl_has_purchaser(&config));
        tl_Simulation s = start_simulation(&config);
        assert_int_equal(tl_simulation_run(&s, NULL), TL_OK);
        tl_Counters c = counted_since_start(&s);
        assert_int_equal(c.complaints + c.complaints_settled + c.tips + c.cuts_visible, 0);
        static const tl_Followed none;
        TL_EACH_ROW(provider, 0, (int32_t)s.world.sizes.PROVIDER) {
            assert_memory_equal(&s.world.provider_followed[provider], &none, sizeof none);
        }
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(complaints_by_hand),
        cmocka_unit_test(tips_by_hand),
        cmocka_unit_test(awareness_by_hand),
        cmocka_unit_test(voice_is_weighed),
        cmocka_unit_test(relatives_are_for_good),
        cmocka_unit_test(dialogues_by_hand),
        cmocka_unit_test(dialogues_cost_their_minutes),
        cmocka_unit_test(officers_meet_firms_as_often_as_they_are_told),
        cmocka_unit_test(months_are_those_of_units),
        cmocka_unit_test(drawn_worlds_lose_nothing),
        cmocka_unit_test(nothing_is_heard_without_a_purchaser),
    };
    return cmocka_run_group_tests_name("voice", tests, NULL, NULL);
}
