/* Threads that share a task: every part is done once, two at a time, and whoever waits does not work the
 * processor. Sharing groups of units, which a thread takes one at a time, part a municipality without rest. */
#include <stdlib.h>
#include <time.h>

#include "core/day/crew.h"
#include "core/staff/substitutes.h"
#include "support/testlib.h"

enum { THREADS = 3, PARTS = 1000 };

/* How often each worker did each part: no two threads write the same. */
typedef struct Tally {
    int of_worker[THREADS][PARTS];
} Tally;

static void count_part(void *context, int32_t i, int worker)
{
    Tally *tally = context;
    assert_in_range(worker, 0, THREADS - 1);
    tally->of_worker[worker][i]++;
}

static void every_part_is_done_once(void **state)
{
    (void)state;
    static const int32_t parts[] = {0, 1, 2, THREADS, PARTS, 1};
    for (int threads = 1; threads <= THREADS; threads++) {
        tl_Crew *crew = tl_crew_create(threads);
        assert_true((crew == NULL) == (threads == 1));
        for (size_t round = 0; round < sizeof parts / sizeof parts[0]; round++) {
            Tally *tally = calloc(1, sizeof *tally);
            assert_non_null(tally);
            tl_crew_share(crew, parts[round], count_part, tally);
            for (int i = 0; i < PARTS; i++) {
                int done = 0;
                for (int worker = 0; worker < THREADS; worker++) {
                    done += tally->of_worker[worker][i];
                }
                assert_int_equal(done, i < parts[round]);
            }
            free(tally);
        }
        tl_crew_free(crew);
    }
}

static void sleep_ms(long milliseconds)
{
    struct timespec pause = {.tv_nsec = milliseconds * 1000000};
    nanosleep(&pause, NULL);
}

/* Each waits until the other has begun. */
static void meet(void *context, int32_t i, int worker)
{
    _Atomic int *begun = context;
    (void)i;
    (void)worker;
    for (++*begun; *begun < 2;) {
        sleep_ms(1);
    }
}

static void parts_are_done_side_by_side(void **state)
{
    (void)state;
    _Atomic int begun = 0;
    tl_Crew *crew = tl_crew_create(2);
    tl_crew_share(crew, 2, meet, &begun);
    assert_int_equal(begun, 2);
    tl_crew_free(crew);
}

static void sleep_over(void *context, int32_t i, int worker)
{
    (void)context;
    (void)worker;
    if (i == 0) {
        sleep_ms(200);
    }
}

static double processor_ms(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return 1e3 * (double)used.tv_sec + 1e-6 * (double)used.tv_nsec;
}

/* While one part sleeps, the others have nothing to do: three that spun would use 200 ms each. A busy machine
 * can only lower what is used. */
static void whoever_waits_sleeps(void **state)
{
    (void)state;
    tl_Crew *crew = tl_crew_create(4);
    double before = processor_ms();
    tl_crew_share(crew, 8, sleep_over, NULL);
    assert_true(processor_ms() - before < 50.0);
    tl_crew_free(crew);
}

/* Two municipalities of nine areas with one unit each, two of which are cut into several units: each unit
 * lies in one sharing group, with all that it shares staff with. */
static void sharing_groups_part_the_units(void **state)
{
    (void)state;
    int32_t cut[] = {3, 5};
    tl_Reorganisation smaller = {.where = {.by[TL_BY_AREA] = {cut, 2}}, .pool_size = 4, .span = 8};
    tl_Config config = small_config("municipality.recipients", 500.0, "municipality.areas", 9.0,
                                    "run.burn_in_days", 0.0, NULL);
    tl_Profile profile = config.municipalities[0].profile;
    free(config.municipalities);
    config.municipalities = calloc(2, sizeof *config.municipalities);
    assert_non_null(config.municipalities);
    config.municipality_count = 2;
    config.municipalities[0].profile = config.municipalities[1].profile = profile;
    config.reorganisations = &smaller;
    config.reorganisation_count = 1;
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    const tl_World *w = &s.world;
    int32_t units = (int32_t)w->sizes.UNIT, groups = 0;
    int32_t *group_of = calloc((size_t)units, sizeof *group_of);
    assert_non_null(group_of);
    for (int32_t group = 0; group < units; group++) {
        for (int32_t unit = tl_sharing_begins(w, group) ? group : -1; unit >= 0;
             unit = tl_sharing_next(w, unit)) {
            assert_int_equal(group_of[unit], 0);
            group_of[unit] = group + 1;
            groups += unit == group;
            assert_int_equal(tl_unit_municipality(w, unit), tl_unit_municipality(w, group));
        }
    }
    for (int32_t unit = 0; unit < units; unit++) {
        assert_true(group_of[unit] > 0);
        if (w->unit_guest_unit[unit] >= 0) {
            assert_int_equal(group_of[w->unit_guest_unit[unit]], group_of[unit]);
        }
    }
    assert_int_equal(groups, 6); /* in each municipality the two areas, and the seven others together */
    assert_true(units > 18);
    free(group_of);
    tl_simulation_free(&s);
    config.reorganisations = NULL;
    config.reorganisation_count = 0;
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_part_is_done_once),
        cmocka_unit_test(parts_are_done_side_by_side),
        cmocka_unit_test(whoever_waits_sleeps),
        cmocka_unit_test(sharing_groups_part_the_units),
    };
    return cmocka_run_group_tests_name("crew", tests, NULL, NULL);
}
