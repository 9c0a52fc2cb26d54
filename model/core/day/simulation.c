#include "core/day/simulation.h"

#include <stdlib.h>
#include <string.h>

#include "core/numbers/rng.h"
#include "core/world/people.h"
#include "core/world/each.h"
#include "core/world/synth.h"

int32_t tl_config_total_days(const tl_Config *config)
{
    return (int32_t)(config->run.burn_in_days + config->run.days);
}

tl_Outcome tl_simulation_create(tl_Simulation *s, const tl_Config *config, int64_t replicate, int threads,
                                const char *kernel)
{
    *s = (tl_Simulation){.threads = threads > 0 ? threads : 1};
    for (int32_t m = 0; m < config->municipality_count; m++) {
        if (tl_place_id(config, m) < 0) {
            return TL_NO_CODE;
        }
    }
    tl_PlanKernel chosen = tl_plan_kernel(kernel != NULL ? kernel : "best");
    if (!tl_synth(&s->world, config, (uint64_t)replicate)) {
        return TL_OUT_OF_MEMORY;
    }
    s->workspaces = calloc((size_t)s->threads, sizeof *s->workspaces);
    if (s->workspaces == NULL) {
        tl_simulation_free(s);
        return TL_OUT_OF_MEMORY;
    }
    for (int i = 0; i < s->threads; i++) {
        s->workspaces[i].kernel = chosen;
    }
    s->crew = tl_crew_create(s->threads);
    return TL_OK;
}

static void *duplicate(const void *from, size_t bytes)
{
    void *copy = malloc(bytes);
    if (copy != NULL) {
        memcpy(copy, from, bytes);
    }
    return copy;
}

static bool copy_world(tl_World *copy, const tl_World *from)
{
    if (!tl_world_allocate(copy, &from->sizes)) {
        return false;
    }
    memcpy(copy->arena, from->arena, from->arena_size);
    return true;
}

tl_Outcome tl_simulation_copy(tl_Simulation *copy, const tl_Simulation *from, const tl_Config *config)
{
    *copy = *from;
    copy->world.arena = NULL;
    copy->crew = NULL;
    int32_t retired = copy->reports.room = from->reports.retired;
    copy->reports.units =
        retired > 0 ? duplicate(from->reports.units, (size_t)retired * sizeof *from->reports.units) : NULL;
    copy->workspaces = calloc((size_t)copy->threads, sizeof *copy->workspaces);
    bool good = copy_world(&copy->world, &from->world);
    if (!good || copy->workspaces == NULL || (retired > 0 && copy->reports.units == NULL)) {
        tl_simulation_free(copy);
        return TL_OUT_OF_MEMORY;
    }
    for (int i = 0; i < copy->threads; i++) {
        copy->workspaces[i].kernel = from->workspaces[i].kernel;
    }
    copy->crew = tl_crew_create(copy->threads);
    copy->world.config = config;
    return TL_OK;
}

void tl_simulation_free(tl_Simulation *s)
{
    tl_crew_free(s->crew);
    for (int i = 0; s->workspaces != NULL && i < s->threads; i++) {
        tl_workspace_free(&s->workspaces[i]);
    }
    free(s->workspaces);
    free(s->reports.units);
    tl_world_free(&s->world);
    memset(s, 0, sizeof *s);
}

uint64_t tl_simulation_digest(const tl_Simulation *s)
{
    const tl_World *w = &s->world;
    uint64_t digest = w->history;
    TL_EACH_UNIT(w, unit) {
        digest = tl_mix64(digest ^ w->unit_digest[unit]);
    }
    return digest;
}

/* ---- days ---------------------------------------------------------------------------------------------- */

tl_Outcome tl_simulation_step(tl_Simulation *s, const tl_Observer *observer)
{
    return tl_block_run(s, observer, 1);
}

tl_Outcome tl_simulation_run(tl_Simulation *s, const tl_Observer *observer)
{
    int32_t total = tl_config_total_days(s->world.config);
    while (s->world.day < total) {
        tl_Outcome outcome = tl_block_run(s, observer, tl_schedule_block(s->world.config, s->world.day));
        if (outcome != TL_OK) {
            return outcome;
        }
        if (observer != NULL && observer->day != NULL &&
            !observer->day(observer->context, s->world.day, total)) {
            return TL_STOPPED;
        }
    }
    return TL_OK;
}
