#include "testlib.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    for (; path != NULL; path = va_arg(pairs, const char *)) {
        config_set(&config, path, va_arg(pairs, double));
    }
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
