/* Following up providers, by hand: time, checks, deterrence, evidence, dialogue, sanctions. */
#include <math.h>
#include <string.h>

#include "core/market/conduct.h"
#include "core/numbers/binomial.h"
#include "core/numbers/rng.h"
#include "core/purchaser/audit.h"
#include "core/purchaser/capacity.h"
#include "core/purchaser/contract_managers.h"
#include "core/purchaser/deterrence.h"
#include "core/purchaser/dialogues.h"
#include "core/purchaser/judgement.h"
#include "core/purchaser/sanctions.h"
#include "support/marketlib.h"

/* ---- numbers ------------------------------------------------------------------------------------------- */

/* Mean and variance over a grid of all u are those of the distribution; more u, never fewer. */
static void assert_binomial(int32_t n, double p)
{
    enum { GRID = 1 << 16 };
    double sum = 0.0, squares = 0.0;
    int32_t before = 0;
    for (int i = 0; i < GRID; i++) {
        int32_t k = tl_binomial(n, p, (i + 0.5) / GRID);
        assert_in_range(k, before, n);
        before = k;
        sum += k;
        squares += (double)k * k;
    }
    double mean = sum / GRID, variance = squares / GRID - mean * mean;
    assert_near(mean, n * p, 0.002 + 1e-3 * sqrt(n * p * (1.0 - p)));
    assert_near(variance, n * p * (1.0 - p), 0.005 + 5e-3 * n * p * (1.0 - p));
}

static void binomial_numbers_are_binomial(void **state)
{
    (void)state;
    assert_binomial(1, 0.3);
    assert_binomial(13, 0.06);
    assert_binomial(13, 0.94);
    assert_binomial(150, 0.5);
    for (int i = 0; i < 4; i++) {
        double u = i * 0.2499999;
        assert_int_equal(tl_binomial(0, 0.5, u), 0);
        assert_int_equal(tl_binomial(40, 0.0, u), 0);
        assert_int_equal(tl_binomial(40, 1.0, u), 40);
    }
}

/* The first term is smaller than any number; beyond the most, the normal distribution goes on where it ends. */
static void large_binomial_numbers_hold(void **state)
{
    (void)state;
    int32_t most = TL_BINOMIAL_MOST;
    for (int i = 1; i < 8; i++) {
        double u = i / 8.0;
        assert_near(tl_binomial(most, 0.4, u), tl_binomial(most + 1, 0.4, u), 2.0);
        assert_near(tl_binomial(most, 0.9, u), tl_binomial(most + 1, 0.9, u), 2.0);
    }
    assert_near(tl_binomial(most, 0.5, 0.5), most / 2, 1.0);
    assert_in_range(tl_binomial(most + 1, 0.5, 0.0), 0, most / 2);
}

/* ---- time ---------------------------------------------------------------------------------------------- */

static void time_is_built_up_and_lost_at_once(void **state)
{
    (void)state;
    assert_near(tl_capacity_next(100.0, 300.0, 30.0), 200.0, 1e-9);
    assert_near(tl_capacity_next(100.0, 300.0, 180.0), 100.0 + 200.0 * (1.0 - pow(2.0, -1.0 / 6.0)), 1e-9);
    assert_near(tl_capacity_next(100.0, 40.0, 180.0), 40.0, 0.0);
    assert_near(tl_capacity_next(0.0, 0.0, 180.0), 0.0, 0.0);
}

/* 40 hours a year for each of six providers, two dialogues of four hours with each, 30 people moved at an hour. */
static void duties_are_linear(void **state)
{
    (void)state;
    tl_Config config =
        small_config("purchaser.fix_h", 40.0, "purchaser.dialogue_h", 4.0, "purchaser.move_h", 1.0, NULL);
    const tl_Constants *k = &config.constants;
    tl_PurchaserDuties six = tl_purchaser_duties(k, 6.0, 12.0, 30),
                       twelve = tl_purchaser_duties(k, 12.0, 24.0, 60);
    assert_near(six.fixed, 60.0 * 40.0 / 12.0 * 6.0, 1e-9);
    assert_near(six.dialogues, 60.0 * 4.0 / 12.0 * 12.0, 1e-9);
    assert_near(six.endings, 60.0 * 30.0, 1e-9);
    assert_near(tl_purchaser_duties_min(&twelve), 2.0 * tl_purchaser_duties_min(&six), 1e-9);
    tl_config_free(&config);
}

static void presence_falls_with_load(void **state)
{
    (void)state;
    assert_near(tl_purchaser_presence(500.0, 500.0), 0.5, 1e-12);
    assert_near(tl_purchaser_presence(500.0, 1000.0), 0.2, 1e-12);
    assert_near(tl_purchaser_presence(500.0, 0.0), 1.0, 0.0);
    assert_near(tl_purchaser_presence(0.0, 100.0), 0.0, 0.0);
    assert_near(tl_duties_coverage(500.0, 1000.0), 0.5, 1e-12);
    assert_near(tl_duties_coverage(500.0, 400.0), 1.0, 0.0);
    assert_near(tl_duties_coverage(0.0, 0.0), 1.0, 0.0);
}

/* A third of the time at 45 minutes a visit, the rest at 3 minutes a record. */
static void a_minute_makes_so_many_checks(void **state)
{
    (void)state;
    tl_Config config = small_config("purchaser.relational_min", 45.0, "purchaser.record_min", 3.0, NULL);
    assert_near(tl_checks_per_min(&config.constants, 0.3), 0.3 / 45.0 + 0.7 / 3.0, 1e-12);
    config.regime.purchaser_control_hours = 100.0;
    assert_near(tl_hours_asked_min(&config.regime, 1500), 150.0 * 60.0, 1e-9);
    assert_int_equal(tl_contract_managers(&config.constants, 300.0 * 60.0), 3); /* at 120 hours each */
    assert_int_equal(tl_contract_managers(&config.constants, 0.0), 1);
    assert_int_equal(tl_contract_managers(&config.constants, 1e9), TL_MOST_CONTRACT_MANAGERS);
    tl_config_free(&config);
}

/* ---- deterrence ---------------------------------------------------------------------------------------- */

static double aim_at(const tl_Constants *k, double chance)
{
    return tl_conduct_aim(k, true, 0.0, (tl_Deterrence){.found = 0.75 * chance}); /* sanction .5 */
}

/* A tenth of visits imagined bad, precision .6: 13 checks, 3 checks, and 5 with one review of 150 in the last year. */
static void the_chance_of_being_found_out_by_hand(void **state)
{
    (void)state;
    tl_Config config =
        small_config("provider.conduct", -4.0, "provider.opportunism", 3.0, "provider.detection", 3.0, NULL);
    static const int32_t checks[] = {13, 3, 5}, reviews[] = {0, 0, 1};
    static const double chance[] = {0.553, 0.169, 0.327}, aim[] = {0.096, 0.201, 0.150};
    for (int i = 0; i < 3; i++) {
        double found = tl_found_chance(0.6, checks[i], reviews[i], 150);
        assert_near(found, chance[i], 0.0006);
        assert_near(aim_at(&config.constants, found), aim[i], 0.0006);
    }
    assert_near(tl_found_chance(0.6, 0, 0, 150), 0.0, 0.0);
    assert_near(tl_found_chance(0.0, 50, 12, 150), 0.0, 0.0);
    assert_near(tl_found_chance(0.6, 0, 40, 1000), 1.0, 1e-12);
    tl_config_free(&config);
}

/* 50 hours of checks at 45 minutes among firms that are all opportunists: temptation is .1 at 12.3 checks a firm, and so
 * between five and six firms. Checks are whole: the mean over how they are rounded. */
static void so_many_firms_can_be_held_back(void **state)
{
    (void)state;
    tl_Config config =
        small_config("provider.conduct", -4.0, "provider.opportunism", 3.0, "provider.detection", 3.0, NULL);
    double mean[8] = {0};
    for (int firms = 4; firms < 8; firms++) {
        for (int i = 0; i < 64; i++) {
            int32_t checks = (int32_t)(50.0 * 60.0 / 45.0 / firms + (i + 0.5) / 64.0);
            mean[firms] += aim_at(&config.constants, tl_found_chance(0.6, checks, 0, 150)) / 64.0;
        }
    }
    assert_true(mean[5] < 0.1 && mean[6] > 0.1);
    double crossing = 5.0 + (0.1 - mean[5]) / (mean[6] - mean[5]);
    assert_near(crossing, 5.4, 0.1);
    tl_config_free(&config);
}

/* ---- evidence ------------------------------------------------------------------------------------------ */

/* Trust equals distrust at a share kappa/(kappa + 1 - phi ctl) of clean checks. */
static void trust_and_distrust_balance(void **state)
{
    (void)state;
    tl_Config config = small_config("opinion.kappa", 2.0, "opinion.attribution", 0.5, NULL);
    const tl_Constants *k = &config.constants;
    tl_AuditFound found[TL_AUDIT_KINDS] = {[TL_AUDIT_RELATIONAL] = {.looked = 29, .cut = 9}};
    double controlled = 0.2; /* clean share 2/(2 + .9) = 20/29 */
    tl_Evidence evidence = tl_audit_evidence(k, found, controlled);
    assert_near(evidence.good, evidence.bad, 1e-12);
    assert_near(evidence.bad, 2.0 * k->opinion_audit_evidence * 9, 1e-12);
    tl_config_free(&config);
}

static void kinds_of_checks_weigh_as_they_should(void **state)
{
    (void)state;
    tl_Config config =
        small_config("opinion.kappa", 2.0, "opinion.attribution", 0.0, "review.weight", 0.2, NULL);
    const tl_Constants *k = &config.constants;
    tl_AuditFound records[TL_AUDIT_KINDS] = {[TL_AUDIT_RECORDS] = {.looked = 100, .misregistered = 1}};
    tl_AuditFound review[TL_AUDIT_KINDS] = {
        [TL_AUDIT_REVIEW] = {.looked = 150, .misregistered = 5, .cut = 10}};
    tl_Evidence a = tl_audit_evidence(k, records, 0.5), b = tl_audit_evidence(k, review, 0.5);
    assert_near(a.good, 99 * k->opinion_record_evidence, 1e-12);
    assert_near(a.bad, 2.0 * k->opinion_irregularity, 1e-12);
    assert_near(b.good, 0.2 * 135 * k->opinion_audit_evidence, 1e-12);
    assert_near(b.bad, 0.2 * 2.0 * (10 * k->opinion_audit_evidence + 5 * k->opinion_irregularity), 1e-12);
    tl_config_free(&config);
}

static void evidence_below_nothing_is_evidence_against(void **state)
{
    (void)state;
    tl_Evidence evidence = {0};
    tl_speak_for(&evidence, -0.3);
    assert_near(evidence.bad, 0.3, 0.0);
    tl_speak_against(&evidence, -0.2);
    assert_near(evidence.good, 0.2, 0.0);
    assert_near(evidence.bad, 0.3, 0.0);
}

/* ---- checks -------------------------------------------------------------------------------------------- */

typedef struct Planted {
    tl_Config config;
    tl_Simulation s;
} Planted;

/* A world in which firm 1's month is as it is said to be. */
static void plant(Planted *p, double precision, double mistaken, tl_MonthTruth truth)
{
    p->config = config_with_market(market_of_firms(TL_SMALL_FIRM, 2, 2));
    config_set(&p->config, "purchaser.form", TL_purchaser_form_contract_managers);
    config_set(&p->config, "audit.precision", precision);
    config_set(&p->config, "audit.false_share", mistaken);
    p->s = start_simulation(&p->config);
    p->s.world.provider_followed[1].month.truth = truth;
}

static void uproot(Planted *p)
{
    tl_simulation_free(&p->s);
    tl_config_free(&p->config);
}

static void a_check_finds_what_it_can(void **state)
{
    (void)state;
    Planted p;
    tl_MonthTruth all = {.records = 1000, .misregistered = 1000, .cut = 1000, .cut_visible = 0};
    plant(&p, 1.0, 0.0, all);
    tl_AuditFound asked = tl_audit_look(&p.s.world, 1, TL_AUDIT_RELATIONAL, 40, 12345);
    assert_int_equal(asked.looked, 40);
    assert_int_equal(asked.misregistered, 40);
    assert_int_equal(asked.cut, 40);
    tl_AuditFound read = tl_audit_look(&p.s.world, 1, TL_AUDIT_RECORDS, 40, 12345);
    assert_int_equal(read.misregistered + read.cut, 0); /* records say nothing of it */
    assert_int_equal(tl_audit_look(&p.s.world, 1, TL_AUDIT_REVIEW, 5000, 1).looked, 1000);
    p.s.world.provider_followed[1].month.truth = (tl_MonthTruth){0};
    assert_int_equal(tl_audit_look(&p.s.world, 1, TL_AUDIT_REVIEW, 150, 1).looked, 0);
    uproot(&p);
}

/* A tenth wrong, .6 of it found, and one of fifty of the rest taken for wrong. */
static void a_check_finds_as_often_as_its_precision_says(void **state)
{
    (void)state;
    Planted p;
    int64_t wrong = 0, cut = 0, visible = 0, looks = 4000;
    plant(&p, 0.6, 0.02,
          (tl_MonthTruth){.records = 1000, .misregistered = 100, .cut = 200, .cut_visible = 50});
    for (int64_t i = 0; i < looks; i++) {
        tl_AuditFound asked = tl_audit_look(&p.s.world, 1, TL_AUDIT_REVIEW, 100, tl_mix64((uint64_t)i));
        wrong += asked.misregistered;
        cut += asked.cut;
        visible += tl_audit_look(&p.s.world, 1, TL_AUDIT_RECORDS, 100, tl_mix64((uint64_t)i)).cut;
    }
    assert_near((double)wrong / (double)looks, 100 * (0.1 * 0.6 + 0.9 * 0.02), 0.2);
    assert_near((double)cut / (double)looks, 100 * 0.2 * 0.6, 0.25);
    assert_near((double)visible / (double)looks, 100 * 0.05, 0.2);
    uproot(&p);
}

/* ---- dialogue and sanctions ---------------------------------------------------------------------------- */

static void trust_tells_and_sanctions_silence(void **state)
{
    (void)state;
    tl_Config config = small_config("dialogue.disclosure", 0.4, "dialogue.disclosure_trust", 0.3,
                                    "dialogue.disclosure_sanction", 0.3, NULL);
    const tl_Constants *k = &config.constants;
    assert_near(tl_disclosed_share(k, 0.0, 0.0), 0.4, 1e-12);
    assert_near(tl_disclosed_share(k, 0.2, 0.5), 0.4 + 0.06 - 0.15, 1e-12);
    assert_near(tl_disclosed_share(k, -1.0, 1.0), 0.0, 0.0);
    tl_config_free(&config);
}

static void wrong_pay_is_claimed_back_by_hand(void **state)
{
    (void)state;
    assert_int_equal(tl_clawback(1000000, 5, 150, 0.25), 8333);
    assert_int_equal(tl_clawback(1000000, 5, 150, 0.0), 0);
    assert_int_equal(tl_clawback(1000000, 0, 0, 1.0), 0);
    assert_int_equal(tl_clawback(-5, 5, 150, 1.0), 0);
}

/* ---- persons ------------------------------------------------------------------------------------------- */

/* Managers differ as the setting says, are the same whenever they are asked, and another follows who leaves. */
static void contract_managers_are_persons(void **state)
{
    (void)state;
    Planted p;
    plant(&p, 0.6, 0.0, (tl_MonthTruth){0});
    tl_World *w = &p.s.world;
    w->municipality_purchaser[0].managers = 2;
    assert_int_equal(tl_contract_manager_of(w, 0), 0);
    assert_int_equal(tl_contract_manager_of(w, 1), 1);
    assert_int_equal(tl_contract_manager_of(w, 2), 0);
    double own = tl_contract_manager_propensity(w, 0), firm = tl_contract_manager_propensity(w, 1);
    assert_true(own == tl_contract_manager_propensity(w, 2) && own != firm);
    w->municipality_purchaser[0].successors[0]++;
    assert_true(tl_contract_manager_propensity(w, 0) != own && tl_contract_manager_propensity(w, 1) == firm);
    p.config.constants.purchaser_propensity_sd = 0.0;
    assert_near(tl_contract_manager_propensity(w, 0), p.config.constants.opinion_propensity, 0.0);
    assert_near(tl_contract_manager_propensity(w, 1), p.config.constants.opinion_propensity, 0.0);
    uproot(&p);
}

/* Who leaves takes along what is not on file, and what providers thought of the person. */
static void leaving_makes_doubt(void **state)
{
    (void)state;
    Planted p;
    plant(&p, 0.6, 0.0, (tl_MonthTruth){0});
    tl_World *w = &p.s.world;
    config_set(&p.config, "purchaser.manager_turnover", 100.0);
    w->municipality_purchaser[0].managers = 1;
    w->provider_dossier[1] = (tl_Dossier){.seen_good = 8, .seen_bad = 4, .view_good = 2, .view_bad = 6};
    assert_int_equal(tl_contract_managers_leave(w, 0), 1);
    assert_near(w->provider_dossier[1].seen_good, 4.0, 0.0);
    assert_near(w->provider_dossier[1].seen_bad, 2.0, 0.0);
    assert_near(w->provider_dossier[1].view_good, 1.0, 0.0);
    assert_near(w->provider_dossier[1].view_bad, 3.0, 0.0);
    assert_int_equal(w->municipality_purchaser[0].successors[0], 1);
    config_set(&p.config, "purchaser.manager_turnover", 0.0);
    assert_int_equal(tl_contract_managers_leave(w, 0), 0);
    uproot(&p);
}

/* Only owners who are no opportunists mend their ways. */
static void opportunists_do_not_mend(void **state)
{
    (void)state;
    Planted p;
    plant(&p, 0.6, 0.0, (tl_MonthTruth){0});
    tl_OwnerMind *mind = &p.s.world.provider_owner_mind[1];
    *mind = (tl_OwnerMind){.temptation = 0.4f};
    tl_conduct_mends(&p.s.world, 1, 0.25);
    assert_near(mind->temptation, 0.3, 1e-6);
    tl_conduct_mends(&p.s.world, 1, 2.0);
    assert_near(mind->temptation, 0.0, 0.0);
    *mind = (tl_OwnerMind){.temptation = 0.4f, .opportunist = 1};
    tl_conduct_mends(&p.s.world, 1, 0.25);
    assert_near(mind->temptation, 0.4, 1e-6);
    uproot(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(binomial_numbers_are_binomial),
        cmocka_unit_test(large_binomial_numbers_hold),
        cmocka_unit_test(time_is_built_up_and_lost_at_once),
        cmocka_unit_test(duties_are_linear),
        cmocka_unit_test(presence_falls_with_load),
        cmocka_unit_test(a_minute_makes_so_many_checks),
        cmocka_unit_test(the_chance_of_being_found_out_by_hand),
        cmocka_unit_test(so_many_firms_can_be_held_back),
        cmocka_unit_test(trust_and_distrust_balance),
        cmocka_unit_test(kinds_of_checks_weigh_as_they_should),
        cmocka_unit_test(evidence_below_nothing_is_evidence_against),
        cmocka_unit_test(a_check_finds_what_it_can),
        cmocka_unit_test(a_check_finds_as_often_as_its_precision_says),
        cmocka_unit_test(trust_tells_and_sanctions_silence),
        cmocka_unit_test(wrong_pay_is_claimed_back_by_hand),
        cmocka_unit_test(contract_managers_are_persons),
        cmocka_unit_test(leaving_makes_doubt),
        cmocka_unit_test(opportunists_do_not_mend),
    };
    return cmocka_run_group_tests_name("purchaser", tests, NULL, NULL);
}
