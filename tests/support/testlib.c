#include "testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/market/providers.h"

void tl_assert_near(double actual, double expected, double tolerance, const char *what, const char *file,
                    int line)
{
    if (!(fabs(actual - expected) <= tolerance)) {
        print_error("%s = %.12g is not within %.3g of %.12g\n", what, actual, tolerance, expected);
        _fail(file, line);
    }
}

void config_set(tl_Config *config, const char *path, double value)
{
    int index = tl_parameter_find(path);
    assert_true(index >= 0);
    const tl_Parameter *p = &tl_parameters[index];
    void *sections[] = {&config->run, &config->municipalities[0].profile, &config->regime,
                        &config->constants};
    tl_parameter_set(p, sections[p->section], value);
}

static void set_pairs(tl_Config *config, const char *path, va_list pairs)
{
    for (; path != NULL; path = va_arg(pairs, const char *)) {
        config_set(config, path, va_arg(pairs, double));
    }
}

void config_change(tl_Config *config, const char *path, ...)
{
    va_list pairs;
    va_start(pairs, path);
    set_pairs(config, path, pairs);
    va_end(pairs);
}

tl_Config small_config(const char *path, ...)
{
    tl_Config config = {0};
    config.municipalities = calloc(1, sizeof *config.municipalities);
    assert_non_null(config.municipalities);
    config.municipality_count = 1;
    snprintf(config.municipalities[0].name, TL_NAME_LENGTH, "Testköping");
    tl_parameter_defaults(TL_SECTION_RUN, &config.run);
    tl_parameter_defaults(TL_SECTION_PROFILE, &config.municipalities[0].profile);
    tl_parameter_defaults(TL_SECTION_REGIME, &config.regime);
    tl_parameter_defaults(TL_SECTION_CONSTANTS, &config.constants);
    config_set(&config, "municipality.recipients", 120);
    config_set(&config, "run.burn_in_days", 28);
    config_set(&config, "run.days", 84);
    va_list pairs;
    va_start(pairs, path);
    set_pairs(&config, path, pairs);
    va_end(pairs);
    return config;
}

uint64_t digest_of(const tl_Config *config, int replicate, int threads, const char *kernel)
{
    tl_Simulation simulation;
    assert_int_equal(tl_simulation_create(&simulation, config, replicate, threads, kernel), TL_OK);
    assert_int_equal(tl_simulation_run(&simulation, NULL), TL_OK);
    uint64_t digest = tl_simulation_digest(&simulation);
    tl_simulation_free(&simulation);
    return digest;
}

void config_without_conduct(tl_Config *config)
{
    static const char *const coefficients[] = {"provider.staffing_step", "provider.pad_most",
                                               "provider.skimp_logit", "provider.fill",
                                               "provider.exit_hazard"};
    for (size_t i = 0; i < sizeof coefficients / sizeof coefficients[0]; i++) {
        config_set(config, coefficients[i], 0.0);
    }
    config_set(config, "finance.capital", 100.0);
}

void forget_money(tl_Counters *c)
{
    c->payment = c->overhead = c->misbilled = 0;
    c->external_payment = c->external_cost = c->external_overhead = 0;
    c->external_days = c->external_granted_s = 0; /* whose units are counted hangs on who is paid */
    c->market_months = c->firm_market_months = 0;
    c->concentration = c->external_concentration = 0.0;
    c->payable_s = c->misbilled_s = c->outlying_days = c->outlying_granted_s = c->outlying_payable_s = 0;
}

static bool add_up(void *context, const tl_Period *period)
{
    for (int32_t i = 0; i < period->unit_count; i++) {
        tl_counters_add(context, &period->units[i].counters);
    }
    return true;
}

tl_Counters totals_of(const tl_Config *config, int replicate)
{
    tl_Counters total = {0};
    tl_Observer observer = {.context = &total, .period = add_up};
    tl_Simulation simulation;
    assert_int_equal(tl_simulation_create(&simulation, config, replicate, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_run(&simulation, &observer), TL_OK);
    tl_simulation_free(&simulation);
    return total;
}

double measure_of(const tl_Counters *counters, const char *name, double days)
{
    int index = tl_measure_find(name);
    assert_true(index >= 0);
    return tl_measures[index].value(counters, days);
}

/* ---- a valid world ------------------------------------------------------------------------------------- */

static void in_unit(float x)
{
    assert_true(x >= 0.0f && x <= 1.0f);
}

static void check_opinion(const tl_World *w, float good, float bad)
{
    tl_Opinion o = tl_opinion(good, bad, w->decay.opinion_prior);
    assert_true(o.trust >= 0.0f && o.distrust >= 0.0f && o.uncertainty > 0.0f);
    assert_near((double)(o.trust + o.distrust + o.uncertainty), 1.0, 1e-6);
}

static void check_conduct(const tl_World *w)
{
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        const tl_Climate *climate = &w->unit_climate[unit];
        in_unit(climate->clarity);
        in_unit(climate->safety);
        in_unit(w->unit_manager[unit].support);
        in_unit(w->unit_manager[unit].checks_made);
        for (int32_t staff = w->unit_first_staff[unit]; staff < tl_unit_staff_end(w, unit); staff++) {
            const tl_StaffState *c = &w->staff_state[staff];
            if (w->staff_id[staff] == 0) {
                continue;
            }
            in_unit(c->motivation);
            in_unit(c->skill);
            in_unit(c->permission);
            in_unit(c->pressure);
            in_unit(c->discretion);
            in_unit(c->cut_probability);
            in_unit(c->check_rate);
            check_opinion(w, c->good, c->bad);
            check_opinion(w, c->goodwill_good, c->goodwill_bad);
            assert_true(c->strain > -20.0f && c->strain < 20.0f);
        }
    }
}

static void check_recipients(const tl_World *w)
{
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t present = 0, first = w->unit_first_recipient[unit];
        for (int32_t r = first; r < first + w->unit_recipient_room[unit]; r++) {
            if (w->recipient_id[r] == 0) {
                continue;
            }
            present++;
            assert_int_equal(w->team_unit[w->recipient_team[r]], unit);
            assert_true(w->recipient_mismatch[r] >= 0.0f && w->recipient_mismatch[r] <= 1.0f);
            for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
                const tl_Memory *m = &w->pair_memory[tl_pair_row(w, unit, r) + column];
                tl_Opinion o = tl_opinion(m->good, m->bad, w->decay.opinion_prior);
                assert_true(o.trust >= 0.0f && o.distrust >= 0.0f && o.uncertainty > 0.0f);
                assert_near((double)(o.trust + o.distrust + o.uncertainty), 1.0, 1e-6);
                int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
                assert_true(staff >= 0 || m->window == 0);
                assert_true(staff < 0 || w->staff_id[staff] != 0 ||
                            m->window == 0); /* none remembered of a vacancy */
            }
        }
        assert_int_equal(present, w->unit_recipients[unit]);
    }
}

/* Between whom a visit stands: slot and preferred time, then the recipient's id. */
static bool in_order(const tl_World *w, int32_t a, int32_t b)
{
    int32_t early = w->visit_slot[a] * 10000 + w->visit_minute[a],
            late = w->visit_slot[b] * 10000 + w->visit_minute[b];
    return early < late || (early == late &&
                            w->recipient_id[w->visit_recipient[a]] <= w->recipient_id[w->visit_recipient[b]]);
}

static void check_visits(const tl_World *w)
{
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t first = w->unit_first_visit[unit], end = first + w->unit_visits[unit];
        assert_true(w->unit_visits[unit] <= w->unit_visit_room[unit]);
        for (int32_t visit = first; visit < end; visit++) {
            int32_t r = w->visit_recipient[visit];
            assert_true(w->recipient_id[r] != 0);
            assert_int_equal(w->team_unit[w->recipient_team[r]], unit);
            assert_true(visit == first || in_order(w, visit - 1, visit));
        }
    }
}

/* Rows stand holder by holder, without gaps, and know who holds them. */
static void check_dimensions(const tl_World *w)
{
    for (tl_Dimension d = TL_PER_MUNICIPALITY + 1; d < TL_DIMENSIONS; d++) {
        int64_t rows = 0;
        assert_true(tl_dimensions[d].holder < d);
        for (int64_t holder = 0; holder < w->sizes.of[tl_dimensions[d].holder]; holder++) {
            rows += tl_rows_held(w, d, holder);
        }
        assert_int_equal(rows, w->sizes.of[d]);
    }
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t team = w->unit_first_team[unit], area = w->unit_area[unit], staff = w->unit_first_staff[unit];
        assert_int_equal(w->team_unit[team], unit);
        assert_int_equal(w->staff_unit[staff], unit);
        assert_true(unit >= w->area_first_unit[area] &&
                    unit < w->area_first_unit[area] + w->area_units[area]);
        assert_int_equal(w->provider_municipality[w->unit_provider[unit]], tl_unit_municipality(w, unit));
        assert_true(w->provider_number[w->unit_provider[unit]] > 0);
    }
}

/* Units of an area stand by provider, nobody who is not there has any, and hourly staff work for one provider only. */
static void check_providers(const tl_World *w)
{
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t provider = w->unit_provider[unit], status = w->provider_status[provider];
        assert_true(status == TL_ACTIVE || status == TL_LEAVING);
        assert_true(unit == 0 || w->unit_area[unit - 1] != w->unit_area[unit] ||
                    w->unit_provider[unit - 1] <= provider);
        assert_true(w->provider_home[provider] < 0 || w->provider_home[provider] == w->unit_area[unit]);
        for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
            int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
            assert_true(staff < 0 || w->unit_provider[w->staff_unit[staff]] == provider);
        }
        for (int32_t i = 0; i < w->unit_recipient_room[unit]; i++) {
            int32_t r = w->unit_first_recipient[unit] + i;
            assert_true(w->recipient_id[r] == 0 ||
                        w->area_municipality[w->recipient_area[r]] == tl_unit_municipality(w, unit));
        }
        assert_true(w->unit_manager_share[unit] >= 0.0f);
        assert_true(w->provider_number[provider] > 1 || w->unit_manager_share[unit] == 1.0f);
    }
}

void assert_world_valid(const tl_World *w)
{
    check_dimensions(w);
    check_providers(w);
    check_recipients(w);
    check_visits(w);
    check_conduct(w);
}
