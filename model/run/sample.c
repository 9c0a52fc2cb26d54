#include "run/sample.h"

#include <stdlib.h>
#include <time.h>

#include "config/loaded_config.h"
#include "core/day/simulation.h"
#include "system/memory.h"

enum { MOST_RECIPIENTS = 3000 };

static const double MOST_SECONDS = 0.5;

/* Fewer people in fewer areas of the same size. */
static void shrink(tl_Profile *profile, int64_t most)
{
    if (profile->recipients > most) {
        int64_t areas = profile->areas * most / profile->recipients;
        profile->areas = areas > 0 ? areas : 1;
        profile->recipients = most;
    }
}

/* Every so many of the municipalities, and none of them too large; owned. */
static tl_Municipality *choose(const tl_Config *config, int *count)
{
    int step = 1 + (int)(tl_recipients_of(config) / MOST_RECIPIENTS);
    tl_Municipality *chosen = tl_allocate((size_t)config->municipality_count, sizeof *chosen);
    *count = 0;
    for (int m = 0; m < config->municipality_count; m += step) {
        chosen[*count] = config->municipalities[m];
        shrink(&chosen[(*count)++].profile, MOST_RECIPIENTS);
    }
    return chosen;
}

/* What this process has worked, whatever else the machine does. */
static double worked_s(void)
{
    struct timespec worked;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &worked);
    return (double)worked.tv_sec + 1e-9 * (double)worked.tv_nsec;
}

static bool try_out(const tl_Config *config, const char *kernel, int days, tl_Sample *sample)
{
    tl_Simulation s = {0};
    double started_s = worked_s();
    if (tl_simulation_create(&s, config, 0, 1, kernel) != TL_OK) {
        return false;
    }
    double created_s = worked_s();
    bool good = true;
    while (good && s.world.day < days && s.world.day < tl_config_total_days(config) &&
           worked_s() - created_s < MOST_SECONDS) {
        good = tl_simulation_step(&s, NULL) == TL_OK;
    }
    *sample = (tl_Sample){.setup_s = created_s - started_s,
                          .day_s = (worked_s() - created_s) / (s.world.day > 0 ? s.world.day : 1),
                          .arena_bytes = (double)s.world.arena_size};
    tl_simulation_free(&s);
    return good;
}

bool tl_sample(const tl_Config *config, const char *kernel, int days, tl_Sample *sample)
{
    tl_Config *part = tl_allocate(1, sizeof *part); /* too much for the stack on which it is tried out */
    *part = *config;
    part->municipalities = choose(config, &part->municipality_count);
    part->change_count = part->reorganisation_count = 0; /* the part may not have the units that they name */
    double scale = tl_recipients_of(config) / tl_recipients_of(part);
    bool good = try_out(part, kernel, days, sample);
    free(part->municipalities);
    free(part);
    if (good) {
        sample->setup_s *= scale;
        sample->day_s *= scale;
        sample->arena_bytes *= scale;
    }
    return good;
}
