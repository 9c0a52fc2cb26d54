/* Helpers shared by the tests: cmocka, comparisons of real numbers, small worlds. */
#ifndef TL_TESTLIB_H
#define TL_TESTLIB_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/day/simulation.h"

/* cmocka 1.1 compares reals only as floats. */
#define assert_near(actual, expected, tolerance)                                                             \
    tl_assert_near(actual, expected, tolerance, #actual, __FILE__, __LINE__)
void tl_assert_near(double actual, double expected, double tolerance, const char *what, const char *file,
                    int line);

/* A config of one small invented municipality with every default, changed by (path, value) pairs ending in
 * NULL: small_config("municipality.recipients", 60.0, NULL). Free with tl_config_free. */
tl_Config small_config(const char *path, ...);

/* Sets one parameter of a config (of its first municipality). */
void config_set(tl_Config *config, const char *path, double value);

/* Sets several, as small_config. */
void config_change(tl_Config *config, const char *path, ...);

/* Runs a config to its end on `threads` threads and returns the digest. */
uint64_t digest_of(const tl_Config *config, int replicate, int threads, const char *kernel);

/* Runs and adds up everything that was counted after the burn-in. */
tl_Counters totals_of(const tl_Config *config, int replicate);

/* Owners of providers do nothing for money, and no firm ends: what is left of a market is who cares for whom. */
void config_without_conduct(tl_Config *config);

/* Leaves what happened to people and staff: sets what providers are paid to 0. */
void forget_money(tl_Counters *counters);

/* People, opinions, visits and rows of a world are what they must be between two days. */
void assert_world_valid(const tl_World *world);

/* Value of a measure by name. */
double measure_of(const tl_Counters *counters, const char *name, double days);

#endif
