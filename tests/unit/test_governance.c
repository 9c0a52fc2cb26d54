/* Known answers of steering, effort, managers, strain and satisfaction (THEORY section 12). */
#include <math.h>
#include <string.h>

#include "core/staff/staff_state.h"
#include "core/staff/discretion.h"
#include "core/staff/effort.h"
#include "core/steering/control.h"
#include "core/visits/experience.h"
#include "core/unit/managers.h"
#include "core/numbers/opinion.h"
#include "core/staff/practice.h"
#include "core/care/reallocation.h"
#include "core/numbers/rng.h"
#include "core/staff/strain.h"
#include "core/world/clock.h"
#include "support/testlib.h"

static tl_Simulation world_of(const tl_Config *config)
{
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, 1, NULL), TL_OK);
    tl_clock_update(&s.world);
    return s;
}

/* ---- discretion (E5) ----------------------------------------------------------------------------------- */

static void one_level_in_detail_control_undoes_the_others(void **state)
{
    (void)state;
    tl_Regime r = {.discretion_officer = 0.0, .discretion_provider = 1.0, .discretion_manager = 1.0};
    assert_near(tl_discretion_formal(&r), 0.0, 0.0);
    assert_near(tl_discretion_spread(&r), 1.0, 0.0);
    r.discretion_officer = 0.5;
    r.discretion_manager = 0.8;
    assert_near(tl_discretion_formal(&r), 0.4, 1e-12);
}

/* Permission follows upwards with its half-life and falls at once; pressure takes discretion away. */
static void permission_is_slow_up_and_quick_down(void **state)
{
    (void)state;
    tl_Config config =
        small_config("discretion.officer", 0.2, "discretion.provider", 1.0, "discretion.manager", 1.0,
                     "discretion.permission_half_life_days", 28.0, NULL);
    tl_Simulation s = world_of(&config);
    tl_World *w = &s.world;
    int32_t staff = w->unit_first_staff[0];
    tl_StaffState *c = &w->staff_state[staff];
    assert_near((double)c->permission, 0.2, 1e-6);
    w->unit_regime[0].discretion_officer = 1.0;
    for (int week = 0; week < 4; week++) {
        tl_discretion_week(w, 0);
    }
    assert_near((double)c->permission, 0.6, 1e-5); /* half of the way from .2 to 1 */
    c->pressure = 1.0f;
    assert_near((double)tl_discretion_usable(&config.constants, &w->unit_regime[0], c), 0.3, 1e-5);
    w->unit_regime[0].discretion_officer = 0.1;
    tl_discretion_week(w, 0);
    assert_near((double)c->permission, 0.1, 1e-6);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- effort (E7, E8) ----------------------------------------------------------------------------------- */

/* Detection deters opportunists; a motivation below the mean raises the probability; the base rate is the
 * logistic function of a_0. */
static void cutting_short_follows_its_equation(void **state)
{
    (void)state;
    tl_Config config = small_config("effort.base", -4.0, "effort.opportunist", 2.0, "effort.detection", 3.0,
                                    "effort.gaming", 0.5, "effort.others", 0.1, NULL);
    const tl_Constants *k = &config.constants;
    tl_Regime r = config.regime;
    tl_StaffState c = {.motivation = (float)k->motivation_mean};
    r.control_record_checks = 0.0;
    assert_near(tl_effort_cut_probability(k, &r, &c, 0.0), 1.0 / (1.0 + exp(4.0)), 1e-7);
    c.opportunist = 1;
    assert_near(tl_effort_cut_probability(k, &r, &c, 0.0), 1.0 / (1.0 + exp(2.0)), 1e-7);
    r.control_record_checks = 1.0;
    assert_near(tl_effort_cut_probability(k, &r, &c, 0.0), 1.0 / (1.0 + exp(3.5)), 1e-7);
    tl_config_free(&config);
}

/* What records show and who is found out, case by case. */
static void records_show_what_is_claimed(void **state)
{
    (void)state;
    tl_ControlRules rules = {.record_checks = 0.5,
                             .gaming = 0.5,
                             .cut_share = 0.4f,
                             .tolerance_s = 300,
                             .deviation_s = 120,
                             .registration_s = 30};
    tl_VisitLuck luck = {.cut = 0.9, .record = 0.1, .control = 0xe0000000ULL << 32, .key = 1};
    tl_CheckedVisit honest = tl_check_visit(&rules, &luck, 0.5f, 0.5f, 1.0, 1500, 1450);
    assert_false(honest.cut || honest.deviates || honest.detected);
    assert_int_equal(honest.registered_s, 1450);
    assert_int_equal(honest.admin_s, 30);
    luck.cut = 0.1;
    rules.gaming = 0.0;
    tl_CheckedVisit open = tl_check_visit(&rules, &luck, 0.5f, 0.5f, 1.0, 1500, 1500);
    assert_int_equal(open.delivered_s, 900);
    assert_int_equal(open.registered_s, 900);
    assert_true(open.detected && open.deviates);
    assert_int_equal(open.admin_s, 150);
    rules.gaming = 1.0;
    tl_CheckedVisit gamed = tl_check_visit(&rules, &luck, 0.5f, 0.5f, 1.0, 1500, 1500);
    assert_int_equal(gamed.registered_s, 1500);
    assert_false(gamed.detected || gamed.deviates);
    luck.control = 0x10000000ULL << 32;
    assert_true(tl_check_visit(&rules, &luck, 0.5f, 0.5f, 1.0, 1500, 1500).detected); /* a call finds it */
    rules.tolerance_s = 900;
    luck.control = 0xe0000000ULL << 32;
    rules.gaming = 0.0;
    assert_false(tl_check_visit(&rules, &luck, 0.5f, 0.5f, 1.0, 1500, 1500).detected); /* tolerated */
}

static double logistic(double x)
{
    return 1.0 / (1.0 + exp(-x));
}

/* T15: the share of visits cut short is what a mean-field of four kinds of staff gives, with M* in closed
 * form. */
static void cut_visits_match_the_mean_field(void **state)
{
    (void)state;
    tl_Config config = small_config(
        "municipality.recipients", 600.0, "run.days", 182.0, "run.burn_in_days", 365.0, "effort.base", -2.5,
        "effort.pressure", 0.0, "motivation.trust", 0.0, "motivation.discretion", 0.0, "motivation.strain",
        0.0, "motivation.learning", 0.0, "motivation.control", 0.4, "control.record_checks", 0.6,
        "control.relational_checks", 0.0, "control.enabling", 0.0, "effort.opportunist_share", 0.3, NULL);
    const tl_Constants *k = &config.constants;
    double expected = 0.0;
    for (int kind = 0; kind < 4; kind++) {
        int opportunist = kind & 1, averse = kind >> 1;
        double share = (opportunist ? k->effort_opportunist_share : 1.0 - k->effort_opportunist_share) *
                       (averse ? k->motivation_averse_share : 1.0 - k->motivation_averse_share);
        double loss = averse ? k->motivation_control * 0.6 : 0.0,
               response = opportunist ? 1.0 : k->effort_others;
        expected += share * logistic(k->effort_base + k->effort_opportunist * opportunist +
                                     k->effort_motivation * loss -
                                     k->effort_detection * (1.0 - k->effort_gaming) * 0.6 * response);
    }
    tl_Counters c = totals_of(&config, 0);
    assert_near(measure_of(&c, "cut_share", 182) / expected, 1.0, 0.12); /* some 250 employees */
    tl_config_free(&config);
}

/* ---- opinions (E1, T2-T5) ------------------------------------------------------------------------------ */

/* T3: good events that outweigh one bad: kappa/(1 - phi*ctl). T2: without contact only uncertainty is left.
 */
static void good_conduct_under_control_counts_less(void **state)
{
    (void)state;
    tl_Config config = small_config("opinion.kappa", 3.0, "opinion.attribution", 0.5, "control.record_checks",
                                    0.8, "control.relational_checks", 0.0, NULL);
    tl_Simulation s = world_of(&config);
    tl_World *w = &s.world;
    tl_StaffState *c = &w->staff_state[w->unit_first_staff[0]];
    w->staff_week[w->unit_first_staff[0]] = (tl_StaffWeek){.checked_good = 5, .checked_bad = 1};
    tl_managers_week(w, 0);
    tl_Opinion o = tl_opinion(c->goodwill_good, c->goodwill_bad, w->decay.opinion_prior);
    assert_near((double)o.trust, (double)o.distrust, 1e-6); /* 3/(1 - .5*.8) = 5 */
    w->day += 40 * 120;
    tl_clock_update(w);
    o = tl_opinion(c->goodwill_good, c->goodwill_bad, w->decay.opinion_prior);
    assert_near((double)o.uncertainty, 1.0, 1e-6);
    assert_near((double)tl_opinion_expectation(o, 0.6f), 0.6, 1e-6);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* T4: kappa 1, no decay, a = 1/2: the mean of a Beta posterior. */
static void expectation_is_the_beta_mean(void **state)
{
    (void)state;
    tl_Opinion o = tl_opinion(7.0f, 3.0f, tl_prior_two_sided(2.0f));
    assert_near((double)tl_opinion_expectation(o, 0.5f), 8.0 / 12.0, 1e-6);
}

/* T5: ambiguous events leave the long-run expectation g/(g + kappa h), however many they are. */
static void ambiguity_alone_does_not_bias(void **state)
{
    (void)state;
    for (int ambiguous = 0; ambiguous <= 6; ambiguous += 3) {
        tl_Config config =
            small_config("municipality.recipients", 30.0, "municipality.areas", 1.0, "opinion.kappa", 2.0,
                         "opinion.prior_weight", 0.1, "opinion.half_life_days", 3000.0, "opinion.ambiguity",
                         0.3, "experience.base", 0.45, "experience.noise_sd", 0.1, "experience.familiarity",
                         0.0, "experience.competence", 0.0, NULL);
        tl_Simulation s = world_of(&config);
        tl_World *w = &s.world;
        int32_t recipient = w->unit_first_recipient[0];
        tl_Encounter e = {.pair = tl_pair_row(w, 0, recipient), .recipient = recipient};
        tl_ExperienceRules rules = tl_experience_rules(w, 0);
        for (int round = 0; round < 3000; round++) {
            for (int i = 0; i < 4 + ambiguous; i++) {
                e.noise = i < 3 ? 3.0f : i == 3 ? -3.0f : 0.0f; /* three good, one poor, the rest neither */
                tl_experience(w, &rules, &e, false, &w->unit_counters[0]);
            }
        }
        tl_Opinion o =
            tl_opinion(w->pair_memory[e.pair].good, w->pair_memory[e.pair].bad, w->decay.opinion_prior);
        assert_near((double)tl_opinion_expectation(o, 0.6f), 3.0 / (3.0 + 2.0), 0.01);
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
}

/* E1b: with a sharp reading, a first good impression keeps what is ambiguous in its favour. */
static void sharp_reading_amplifies(void **state)
{
    (void)state;
    double trust[2];
    for (int sharp = 0; sharp < 2; sharp++) {
        tl_Config config = small_config(
            "municipality.recipients", 30.0, "municipality.areas", 1.0, "opinion.kappa", 1.0,
            "opinion.prior_weight", 0.1, "opinion.half_life_days", 3000.0, "opinion.ambiguity", 0.3,
            "opinion.sharpness", sharp ? 3.0 : 1.0, "experience.base", 0.45, "experience.noise_sd", 0.1,
            "experience.familiarity", 0.0, "experience.competence", 0.0, NULL);
        tl_Simulation s = world_of(&config);
        tl_World *w = &s.world;
        int32_t recipient = w->unit_first_recipient[0];
        tl_Encounter e = {.pair = tl_pair_row(w, 0, recipient), .recipient = recipient};
        tl_ExperienceRules rules = tl_experience_rules(w, 0);
        for (int i = 0; i < 400; i++) {
            e.noise = i % 8 < 3 ? 3.0f : i % 8 < 5 ? -3.0f : 0.0f; /* three good, two poor, three neither */
            tl_experience(w, &rules, &e, false, &w->unit_counters[0]);
        }
        tl_Opinion o =
            tl_opinion(w->pair_memory[e.pair].good, w->pair_memory[e.pair].bad, w->decay.opinion_prior);
        trust[sharp] = (double)o.trust;
        tl_simulation_free(&s);
        tl_config_free(&config);
    }
    assert_near(trust[0], 0.6, 0.02);
    assert_true(trust[1] > trust[0] + 0.05);
}

/* ---- practice, managers, strain ------------------------------------------------------------------------ */

/* T6: the variance of drift settles at noise^2/(c(2 - c)), in steps of a day and of a week alike. */
static void drift_has_its_stationary_variance(void **state)
{
    (void)state;
    const double pull = 0.05, noise = 0.02, expected = noise * noise / (pull * (2.0 - pull));
    for (int days = 1; days <= 7; days += 6) {
        tl_Rng rng = tl_rng(17);
        double x = 0.0, squares = 0.0;
        const int steps = 200000;
        for (int i = 0; i < steps; i++) {
            x = tl_practice_drift(x, pull, noise, days, tl_rng_noise(&rng));
            squares += x * x;
        }
        assert_near(squares / steps / expected, 1.0, 0.03);
    }
}

/* T14: load is linear in the span, and presence is one half at a load of one. */
static void presence_is_half_at_full_load(void **state)
{
    (void)state;
    tl_Config config = small_config("manager.fixed_min", 343.0, "manager.employee_min", 0.0,
                                    "steering.dialogues", 0.0, NULL);
    tl_Simulation s = world_of(&config);
    tl_Manager full = tl_managers_start(&s.world, 0);
    assert_near((double)full.load, 1.0, 1e-6);
    assert_near((double)full.support, 0.5, 1e-6);
    int32_t people = 0;
    for (int32_t staff = s.world.unit_first_staff[0]; staff < tl_unit_staff_end(&s.world, 0); staff++) {
        people += s.world.staff_id[staff] != 0;
    }
    config_set(&config, "manager.fixed_min", 0.0);
    for (int minutes = 1; minutes <= 3; minutes++) {
        config_set(&config, "manager.employee_min", minutes);
        assert_near((double)tl_managers_start(&s.world, 0).load, minutes * people / 343.0, 1e-5);
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* E15, E16: hazards are exponential in strain; without strain and at reference presence they are the base. */
static void hazards_rise_with_strain(void **state)
{
    (void)state;
    tl_Config config = small_config("sickness.strain_short", 0.2, "sickness.strain_long", 0.4,
                                    "sickness.support_long", 0.0, "turnover.strain", 0.3, "turnover.trust",
                                    0.0, "turnover.hours", 0.0, "turnover.tenure", 0.3, NULL);
    tl_Simulation s = world_of(&config);
    tl_StaffState calm = {.strain = 0.0f}, strained = {.strain = 1.5f};
    tl_strain_hazards(&s.world, 0, &calm);
    tl_strain_hazards(&s.world, 0, &strained);
    assert_near((double)calm.short_hazard, 1.0, 1e-6);
    assert_near((double)strained.short_hazard, exp(0.3), 1e-6);
    assert_near((double)(strained.long_hazard / calm.long_hazard), exp(0.6), 1e-5);
    assert_near(tl_strain_quit_hazard(&s.world, &calm, 5.0), 1.0, 1e-12);
    assert_near(tl_strain_quit_hazard(&s.world, &strained, 5.0), exp(0.45), 1e-9);
    assert_near(tl_strain_quit_hazard(&s.world, &calm, 11.0), exp(-0.3 * log(2.0)), 1e-9);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- re-allocation (E11, T11) -------------------------------------------------------------------------- */

static void moved_minutes_add_up(void **state)
{
    (void)state;
    tl_Config config = small_config("reallocation.voice", 2.0, "reallocation.need", 1.0, NULL);
    tl_Simulation s = world_of(&config);
    tl_World *w = &s.world;
    tl_reallocation_week(w, 0);
    float scale = (float)tl_reallocation_scale(w, 0);
    double before = 0.0, after = 0.0;
    bool uneven = false;
    for (int32_t v = w->unit_first_visit[0]; v < w->unit_first_visit[0] + w->unit_visits[0]; v++) {
        int32_t r = w->visit_recipient[v];
        if ((w->visit_weekdays[v] & 1u << tl_weekday(w->day)) != 0 && w->recipient_away[r] == 0) {
            float factor = tl_reallocation_factor(0.7f, scale, w->recipient_salience[r]);
            before += (double)((float)w->visit_s[v] * w->recipient_granted[r]);
            after += (double)((float)w->visit_s[v] * w->recipient_granted[r] * factor);
            uneven = uneven || factor > 1.2f || factor < 0.8f;
        }
    }
    assert_true(uneven);
    assert_near(after / before, 1.0, 1e-5);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* ---- nothing wired in (T10, T12) ----------------------------------------------------------------------- */

/* T10: with every coefficient of discretion at zero, giving discretion changes nothing but itself. */
static void without_coefficients_regimes_are_alike(void **state)
{
    (void)state;
    tl_Counters totals[2];
    for (int arm = 0; arm < 2; arm++) {
        tl_Config config =
            small_config("run.days", 182.0, "discretion.officer", 0.5, "discretion.manager", arm ? 0.9 : 0.1,
                         "motivation.discretion", 0.0, "experience.discretion", 0.0, "experience.mismatch",
                         0.0, "strain.discretion", 0.0, "strain.unclear", 0.0, "climate.clarity_spread", 0.0,
                         "visit.follow_least", 0.7, "drift.noise", 0.0, "need.adaptation", 0.0,
                         "steering.reallocation", 0.0, NULL);
        totals[arm] = totals_of(&config, 0);
        tl_config_free(&config);
    }
    assert_true(totals[0].visit_discretion != totals[1].visit_discretion);
    totals[0].visit_discretion = totals[1].visit_discretion;
    totals[0].permission_sum = totals[1].permission_sum;
    assert_memory_equal(&totals[0], &totals[1], sizeof totals[0]);
}

/* T12: which row of the arena someone has is nobody's business. */
static void swap_bytes(char *x, char *y, size_t size)
{
    char kept[4096];
    assert_true(size <= sizeof kept);
    memcpy(kept, x, size);
    memcpy(x, y, size);
    memcpy(y, kept, size);
}

static char *state_of(const tl_World *w, const tl_StateArray *array)
{
    char *base;
    memcpy(&base, (const char *)w + array->view, sizeof base);
    return base;
}

static void swap_recipients(tl_World *w, int32_t unit, int32_t a, int32_t b)
{
    size_t stride = (size_t)w->unit_stride[unit];
    for (int i = 0; i < tl_state_array_count; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        char *base = state_of(w, array);
        if (array->dimension == TL_PER_RECIPIENT) {
            swap_bytes(base + array->bytes * (size_t)a, base + array->bytes * (size_t)b, array->bytes);
        } else if (array->dimension == TL_PER_PAIR) {
            swap_bytes(base + array->bytes * (size_t)tl_pair_row(w, unit, a),
                       base + array->bytes * (size_t)tl_pair_row(w, unit, b), array->bytes * stride);
        }
    }
    for (int32_t v = w->unit_first_visit[unit]; v < w->unit_first_visit[unit] + w->unit_visits[unit]; v++) {
        int32_t r = w->visit_recipient[v];
        w->visit_recipient[v] = r == a ? b : r == b ? a : r;
    }
}

/* Rows of posts of a unit, and with them their columns of everyone's memories. */
static void swap_staff(tl_World *w, int32_t unit, int32_t a, int32_t b)
{
    int32_t column_a = a - w->unit_first_staff[unit], column_b = b - w->unit_first_staff[unit];
    int32_t first = w->unit_first_recipient[unit];
    for (int i = 0; i < tl_state_array_count; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        char *base = state_of(w, array);
        if (array->dimension == TL_PER_STAFF) {
            swap_bytes(base + array->bytes * (size_t)a, base + array->bytes * (size_t)b, array->bytes);
        }
        for (int32_t r = first; array->dimension == TL_PER_PAIR && r < first + w->unit_recipient_room[unit];
             r++) {
            char *row = base + array->bytes * (size_t)tl_pair_row(w, unit, r);
            swap_bytes(row + array->bytes * (size_t)column_a, row + array->bytes * (size_t)column_b,
                       array->bytes);
        }
    }
    for (int32_t r = first; r < first + w->unit_recipient_room[unit]; r++) {
        for (int k = 0; k < 2; k++) {
            int32_t *contact = &tl_contacts(w, r)[k];
            *contact = *contact == column_a ? column_b : *contact == column_b ? column_a : *contact;
        }
    }
}

static tl_Counters after_days(tl_Simulation *s, int days)
{
    tl_Counters total = {0};
    for (int day = 0; day < days; day++) {
        assert_int_equal(tl_simulation_step(s, NULL), TL_OK);
    }
    for (int32_t unit = 0; unit < (int32_t)s->world.sizes.UNIT; unit++) {
        tl_counters_add(&total, &s->world.unit_period[unit]);
    }
    return total;
}

static void assert_same_course(const tl_Counters *a, const tl_Counters *b)
{
    assert_int_equal(a->visits_made, b->visits_made);
    assert_int_equal(a->delivered_s, b->delivered_s);
    assert_int_equal(a->visits_cut, b->visits_cut);
    assert_int_equal(a->visits_by_contact, b->visits_by_contact);
    assert_int_equal(a->staff_met_sum, b->staff_met_sum);
    assert_int_equal(a->survey_very, b->survey_very);
    assert_int_equal(a->cost_care, b->cost_care);
    assert_near(a->strain_sum, b->strain_sum, 1e-6);
    assert_near(a->visit_quality, b->visit_quality, 1e-3);
}

static void rows_do_not_matter(void **state)
{
    (void)state;
    tl_Config config = small_config("run.days", 28.0, "run.burn_in_days", 0.0, "record.period_days", 3640.0,
                                    "demography.inflow_per_year", 0.0, NULL);
    tl_Simulation plain = world_of(&config);
    tl_Counters as_it_was = after_days(&plain, 27);
    tl_simulation_free(&plain);
    for (int32_t apart = 1; apart < 8; apart += 2) {
        tl_Simulation recipients = world_of(&config), staff = world_of(&config);
        int32_t first = recipients.world.unit_first_recipient[0], post = staff.world.unit_first_staff[0];
        assert_true(staff.world.staff_id[post] != 0 && staff.world.staff_id[post + apart] != 0);
        swap_recipients(&recipients.world, 0, first, first + apart);
        swap_staff(&staff.world, 0, post, post + apart);
        tl_Counters a = after_days(&recipients, 27), b = after_days(&staff, 27);
        assert_same_course(&as_it_was, &a);
        assert_same_course(&as_it_was, &b);
        tl_simulation_free(&recipients);
        tl_simulation_free(&staff);
    }
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_level_in_detail_control_undoes_the_others),
        cmocka_unit_test(permission_is_slow_up_and_quick_down),
        cmocka_unit_test(cutting_short_follows_its_equation),
        cmocka_unit_test(records_show_what_is_claimed),
        cmocka_unit_test(cut_visits_match_the_mean_field),
        cmocka_unit_test(good_conduct_under_control_counts_less),
        cmocka_unit_test(expectation_is_the_beta_mean),
        cmocka_unit_test(ambiguity_alone_does_not_bias),
        cmocka_unit_test(sharp_reading_amplifies),
        cmocka_unit_test(drift_has_its_stationary_variance),
        cmocka_unit_test(presence_is_half_at_full_load),
        cmocka_unit_test(hazards_rise_with_strain),
        cmocka_unit_test(moved_minutes_add_up),
        cmocka_unit_test(without_coefficients_regimes_are_alike),
        cmocka_unit_test(rows_do_not_matter),
    };
    return cmocka_run_group_tests_name("governance", tests, NULL, NULL);
}
