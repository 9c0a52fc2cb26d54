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

/* Work spaces, and threads that share the work. */
static bool get_to_work(tl_Simulation *s, tl_PlanKernel kernel)
{
    s->workspaces = calloc((size_t)s->threads, sizeof *s->workspaces);
    for (int i = 0; s->workspaces != NULL && i < s->threads; i++) {
        s->workspaces[i].kernel = kernel;
    }
    s->crew = s->workspaces != NULL ? tl_crew_create(s->threads) : NULL;
    return s->workspaces != NULL;
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
    if (!tl_synth(&s->world, config, (uint64_t)replicate) || !get_to_work(s, chosen)) {
        tl_simulation_free(s);
        return TL_OUT_OF_MEMORY;
    }
    return TL_OK;
}

tl_Outcome tl_simulation_room(tl_Simulation *s, const tl_World *like, const tl_Reports *reports, int threads,
                              tl_PlanKernel kernel)
{
    *s = (tl_Simulation){.world = *like, .reports = *reports, .threads = threads > 0 ? threads : 1};
    s->world.block = NULL;
    s->reports.units = calloc((size_t)reports->retired + 1, sizeof *reports->units);
    s->reports.room = reports->retired;
    if (!get_to_work(s, kernel) || s->reports.units == NULL || !tl_world_allocate(&s->world, &like->sizes)) {
        tl_simulation_free(s);
        return TL_OUT_OF_MEMORY;
    }
    return TL_OK;
}

tl_Outcome tl_simulation_copy(tl_Simulation *copy, const tl_Simulation *from, const tl_Config *config)
{
    tl_Outcome outcome =
        tl_simulation_room(copy, &from->world, &from->reports, from->threads, from->workspaces[0].kernel);
    if (outcome != TL_OK) {
        return outcome;
    }
    copy->world.config = config;
    for (int32_t i = 0; i < from->reports.retired; i++) {
        copy->reports.units[i] = from->reports.units[i];
    }
    memcpy(copy->world.arena, from->world.arena, from->world.arena_size);
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
