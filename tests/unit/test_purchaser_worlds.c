/* Following up in worlds that run: what it costs, whom it goes to, what follows, and that dialogue without effect costs
 * its time alone. */
#include <string.h>

#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/purchaser/judgement.h"
#include "core/world/each.h"
#include "support/marketlib.h"

enum { FIRMS = 5, DAYS = 400 };

/* Half of a small municipality with five small firms, followed up from the start by one mind. */
static tl_Config followed_config(void)
{
    tl_Config config = small_config("municipality.recipients", 160.0, "run.burn_in_days", 0.0, "run.days",
                                    (double)DAYS, "record.period_days", (double)DAYS, NULL);
    config.market = market_of_firms(TL_SMALL_FIRM, FIRMS, FIRMS);
    config_set(&config, "purchaser.form", TL_purchaser_form_contract_managers);
    config_set(&config, "purchaser.control_hours", 400.0);
    config_set(&config, "purchaser.propensity_sd", 0.0);
    config_set(&config, "purchaser.manager_turnover", 0.0);
    config_set(&config, "reimbursement.form", TL_reimbursement_form_performed);
    return config;
}

/* Nobody's owner does anything for money, trust or fear, and no firm ends: firms differ in nothing but their numbers. */
static tl_Config idle_config(void)
{
    tl_Config config = followed_config();
    config_without_conduct(&config);
    config_set(&config, "audit.false_share", 0.0);
    return config;
}

static int64_t control_ore(const tl_Counters *c)
{
    return c->control_fixed + c->control_dialogues + c->control_checks + c->control_reviews +
           c->control_endings;
}

/* ---- what it costs ------------------------------------------------------------------------------------- */

/* All time there is is paid, to the ore, whatever it goes to. */
static void parts_of_the_cost_come_to_the_whole(void **state)
{
    (void)state;
    static const double hours[] = {400.0, 60.0, 0.0}, coverage[] = {0.0, 0.0, 30.0};
    for (int i = 0; i < 3; i++) {
        tl_Config config = followed_config();
        config_set(&config, "purchaser.control_hours", hours[i]);
        config_set(&config, "purchaser.coverage", coverage[i]);
        tl_Simulation s = start_simulation(&config);
        int64_t before = 0;
        for (int month = 0; month < 4; month++) {
            live(&s, TL_MONTH_DAYS + (month == 0));
            tl_Counters c = counted_since_start(&s);
            const tl_Purchaser *purchaser = &s.world.municipality_purchaser[0];
            int64_t ore = tl_round(purchaser->there * config.constants.purchaser_sek_per_h / 60.0 * TL_ORE);
            assert_int_equal(control_ore(&c) - before, ore);
            before = control_ore(&c);
        }
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* Few hours: nothing is left for checks, all providers lack as much, and less is looked at. */
static void scarce_hours_are_shared(void **state)
{
    (void)state;
    tl_Config config = followed_config();
    config_set(&config, "purchaser.control_hours", 60.0);
    tl_Simulation s = start_simulation(&config);
    live(&s, 2 * TL_MONTH_DAYS + 1);
    const tl_Purchaser *purchaser = &s.world.municipality_purchaser[0];
    tl_Counters c = counted_since_start(&s);
    assert_true(purchaser->coverage < 1.0 && purchaser->presence < 0.5);
    assert_int_equal(c.checks_at_home + c.checks_of_records + c.close_reviews, 0);
    assert_int_equal(c.control_checks + c.control_reviews, 0);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- dialogue ------------------------------------------------------------------------------------------ */

static void forget_control_cost(tl_Counters *c)
{
    c->control_dialogues = c->control_fixed = c->control_checks = c->control_reviews = 0;
    c->control_min = 0.0;
}

/* Where there is always time for as many checks, dialogue without effect changes what it costs and nothing else. */
static void dialogue_without_effect_costs_its_time_alone(void **state)
{
    (void)state;
    static const char *const effects[] = {"opinion.meeting_evidence",  "dialogue.credit",
                                          "dialogue.repair",           "dialogue.disclosure",
                                          "dialogue.disclosure_trust", "dialogue.disclosure_sanction"};
    tl_Counters found[2];
    for (int i = 0; i < 2; i++) {
        tl_Config config = followed_config();
        config_set(&config, "run.days", 200.0);
        config_set(&config, "purchaser.coverage", 30.0);
        config_set(&config, "purchaser.dialogues", 12.0 * i);
        for (size_t k = 0; k < sizeof effects / sizeof effects[0]; k++) {
            config_set(&config, effects[k], 0.0);
        }
        found[i] = totals_of(&config, 0);
        tl_config_free(&config);
    }
    int64_t months = found[1].followed_months - found[0].followed_months;
    assert_int_equal(months, 0);
    assert_int_equal(found[0].control_dialogues, 0);
    assert_true(found[1].control_dialogues > 0);
    assert_near((double)(control_ore(&found[1]) - control_ore(&found[0])), (double)found[1].control_dialogues,
                20.0);
    forget_control_cost(&found[0]);
    forget_control_cost(&found[1]);
    assert_memory_equal(&found[0], &found[1], sizeof found[0]);
}

/* ---- whom it goes to ----------------------------------------------------------------------------------- */

typedef struct Looked {
    int64_t reviews, at_home, of_records, wrong;
} Looked;

static Looked looked_with(double distrust, double uncertainty)
{
    tl_Config config = idle_config();
    config_set(&config, "purchaser.target_distrust", distrust);
    config_set(&config, "purchaser.target_uncertainty", uncertainty);
    config_set(&config, "review.hours", 4.0);
    tl_Counters c = totals_of(&config, 0);
    tl_config_free(&config);
    return (Looked){c.close_reviews, c.checks_at_home, c.checks_of_records, c.found_misregistered};
}

/* Whoever reviews are aimed at, there are as many, and as many checks. */
static void aims_change_no_number_of_checks(void **state)
{
    (void)state;
    Looked lot = looked_with(0.0, 0.0), distrust = looked_with(1.0, 0.0), doubt = looked_with(0.0, 1.0);
    assert_true(lot.reviews > FIRMS && lot.at_home > 0 && lot.of_records > 0);
    assert_int_equal(lot.wrong, 0); /* nothing is wrong, and nothing is taken for wrong */
    assert_memory_equal(&lot, &distrust, sizeof lot);
    assert_memory_equal(&lot, &doubt, sizeof lot);
}

/* Firms of which nothing else is known are reviewed in turn by uncertainty: nobody is more than one review ahead. At these hours there
 * is a review every other month, so that somebody is due. */
static void doubt_goes_in_turn(void **state)
{
    (void)state;
    tl_Config config = idle_config();
    config_change(&config, "purchaser.target_distrust", 0.0, "purchaser.target_uncertainty", 1.0,
                  "purchaser.control_hours", 220.0, "review.hours", 16.0, "purchaser.review_share", 1.0,
                  "purchaser.dialogues", 0.0, "purchaser.officer_share", 0.0, "opinion.complaint_evidence",
                  0.0, "opinion.tip_evidence", 0.0, NULL);
    tl_Simulation s = start_simulation(&config);
    int32_t reviews[FIRMS + 1] = {0}, most = 0;
    for (int32_t day = 0; day < DAYS - 1; day++) {
        live(&s, 1);
        TL_EACH_ROW(provider, 1, FIRMS + 1) {
            reviews[provider] += s.world.provider_dossier[provider].reviewed == day && day > 0;
            most = reviews[provider] > most ? reviews[provider] : most;
        }
    }
    int32_t least = most;
    TL_EACH_ROW(provider, 1, FIRMS + 1) {
        least = reviews[provider] < least ? reviews[provider] : least;
    }
    assert_int_equal(most, 2);
    assert_int_equal(least, 1);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- what follows -------------------------------------------------------------------------------------- */

/* Firms that pad half of what falls short are found by reviews, pay back, and their contracts end within a year; their people
 * are the municipality's afterwards. */
static tl_Config cheating_config(void)
{
    tl_Config config = followed_config();
    config_set(&config, "provider.opportunist_share", 1.0);
    config_set(&config, "provider.conduct", 20.0);
    config_set(&config, "provider.pad_most", 1.0);
    config_set(&config, "review.hours", 5.0);
    config_set(&config, "handover.staff_share", 0.0);
    return config;
}

static void cheats_pay_back_and_end(void **state)
{
    (void)state;
    tl_Config config = cheating_config();
    tl_Simulation s = start_simulation(&config);
    int32_t before = 0, ended = 0;
    live(&s, DAYS - 1);
    tl_Counters c = counted_since_start(&s);
    for (int32_t i = 0; i < s.reports.retired; i++) {
        tl_counters_add(&c, &s.reports.units[i].counters);
    }
    TL_EACH_ROW(provider, 1, FIRMS + 1) {
        before += s.world.provider_account[provider].clawback > 0;
        ended += s.world.provider_status[provider] == TL_GONE;
        assert_true(s.world.provider_status[provider] != TL_GONE ||
                    s.world.provider_account[provider].ending == TL_TERMINATED);
    }
    assert_true(before > 0 && ended > 0);
    assert_true(c.terminations >= ended && c.clawback > 0 && c.opportunists_ended == c.terminations);
    assert_int_equal(c.terminations_unfounded, 0);
    assert_true(c.moved_by_endings > 0 && c.moved_by_endings == c.moved_by_termination);
    assert_true(c.relations_lost > c.moved_by_endings && c.control_endings > 0);
    assert_world_valid(&s.world);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* Learning in place of sanctions: nothing is claimed back. */
static void without_sanctions_nothing_is_claimed(void **state)
{
    (void)state;
    tl_Config config = cheating_config();
    config_set(&config, "purchaser.sanction", 0.0);
    config_set(&config, "run.days", 200.0);
    tl_Counters c = totals_of(&config, 0);
    assert_int_equal(c.clawback, 0);
    assert_true(c.found_misregistered > 0);
    tl_config_free(&config);
}

/* ---- how many can be held back ------------------------------------------------------------------------- */

/* So many firms of opportunists, who mind nothing but being found out, and 50 hours of checks at home a month for them. Everybody
 * is granted much the same and stays, so that there are as many checks of each firm in each month. */
static tl_Config watched_config(int32_t firms)
{
    tl_Config config = idle_config();
    config.market = market_of_firms(TL_SMALL_FIRM, firms, firms);
    config_change(&config, "purchaser.control_hours", 50.0 * 1000.0 / 160.0, "purchaser.audit_relational",
                  1.0, "purchaser.audit_own", 0.0, "purchaser.review_share", 0.0, "purchaser.dialogues", 0.0,
                  "purchaser.fix_h", 0.0, "audit.aware_gain", 0.0, "provider.opportunist_share", 1.0,
                  "provider.conduct", -4.0, "provider.opportunism", 3.0, "provider.detection", 3.0,
                  "provider.strain_of_money", 0.0, "provider.trusting", 0.0, "municipality.hours_sigma", 0.0,
                  "demography.inflow_per_year", 0.0, "demography.deaths_per_year", 0.0,
                  "demography.residential_per_year", 0.0, "demography.ended_per_year", 0.0, NULL);
    return config;
}

/* The firms' mean temptation a year after it was a tenth, on the day after their first checks: none is imagined before. */
static double tempted_after_a_year(int32_t firms, int64_t replicate)
{
    tl_Config config = watched_config(firms);
    tl_Simulation s;
    double sum = 0.0;
    assert_int_equal(tl_simulation_create(&s, &config, replicate, 1, NULL), TL_OK);
    live(&s, TL_MONTH_DAYS + 1);
    TL_EACH_ROW(provider, 1, firms + 1) {
        s.world.provider_owner_mind[provider].temptation = 0.1f;
    }
    live_until(&s, DAYS - 1);
    TL_EACH_ROW(provider, 1, firms + 1) {
        sum += (double)s.world.provider_owner_mind[provider].temptation;
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
    return sum / firms;
}

/* In the same municipality five firms come to less than a tenth and six to more: 12.3 checks a firm hold it there (see
 * test_purchaser.c), which 5.4 firms get. */
static void five_firms_are_held_back_and_six_are_not(void **state)
{
    (void)state;
    enum { SEEDS = 4 };
    double sum = 0.0;
    for (int64_t seed = 0; seed < SEEDS; seed++) {
        double five = tempted_after_a_year(5, seed), six = tempted_after_a_year(6, seed);
        assert_true(five < 0.1 && six > 0.1);
        sum += 5.0 + (0.1 - five) / (six - five);
    }
    assert_near(sum / SEEDS, 5.4, 0.1);
}

/* ---- the same bits ------------------------------------------------------------------------------------- */

static void threads_change_nothing(void **state)
{
    (void)state;
    tl_Config config = cheating_config();
    config_set(&config, "run.days", 200.0);
    config_set(&config, "purchaser.manager_turnover", 2.0);
    config_set(&config, "purchaser.propensity_sd", 0.2);
    uint64_t one = digest_of(&config, 0, 1, NULL);
    assert_true(digest_of(&config, 0, 3, NULL) == one);
    config_set(&config, "purchaser.control_hours", 200.0);
    assert_true(digest_of(&config, 0, 1, NULL) != one);
    tl_config_free(&config);
}

/* With nobody who follows up, what could be followed up changes nothing. */
static void without_a_purchaser_its_parameters_change_nothing(void **state)
{
    (void)state;
    tl_Config config = followed_config();
    config_set(&config, "run.days", 100.0);
    config_set(&config, "purchaser.form", TL_purchaser_form_none);
    uint64_t none = digest_of(&config, 0, 1, NULL);
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (p->follow_up && p->kind == TL_REAL) {
            config_set(&config, p->path, p->neutral.high);
        }
    }
    assert_true(digest_of(&config, 0, 1, NULL) == none);
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_of_the_cost_come_to_the_whole),
        cmocka_unit_test(scarce_hours_are_shared),
        cmocka_unit_test(dialogue_without_effect_costs_its_time_alone),
        cmocka_unit_test(aims_change_no_number_of_checks),
        cmocka_unit_test(doubt_goes_in_turn),
        cmocka_unit_test(cheats_pay_back_and_end),
        cmocka_unit_test(without_sanctions_nothing_is_claimed),
        cmocka_unit_test(five_firms_are_held_back_and_six_are_not),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(without_a_purchaser_its_parameters_change_nothing),
    };
    return cmocka_run_group_tests_name("worlds with a purchaser", tests, NULL, NULL);
}
