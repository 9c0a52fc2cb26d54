#include "core/day/kept_state.h"

#include <string.h>

#include "core/numbers/rng.h"

/* ---- the layout ---------------------------------------------------------------------------------------- */

static uint64_t add(uint64_t digest, uint64_t number)
{
    return tl_mix64(digest ^ number);
}

static uint64_t add_text(uint64_t digest, const char *text)
{
    for (; *text != '\0'; text++) {
        digest = add(digest, (unsigned char)*text);
    }
    return add(digest, 0);
}

/* The order of a number's bytes, too: as the machine has it. */
uint64_t tl_state_layout(void)
{
    const size_t sizes[] = {sizeof(tl_StateHead),     sizeof(tl_Counters),     sizeof(tl_UnitReport),
                            sizeof(tl_Memory),        sizeof(tl_StaffState),   sizeof(tl_StaffWeek),
                            sizeof(tl_Regime),        sizeof(tl_Climate),      sizeof(tl_Manager),
                            sizeof(tl_RecipientView), sizeof(tl_EmployeeView), TL_ALIGNMENT,
                            (size_t)TL_BLOCK_DAYS};
    unsigned char bytes[sizeof(uint32_t)];
    memcpy(bytes, &(uint32_t){1}, sizeof bytes);
    uint64_t digest = add(0, bytes[0]);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        digest = add(digest, sizes[i]);
    }
    for (int i = 0; i < tl_state_array_count; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        digest = add_text(add_text(digest, array->name), array->type);
        digest = add(add(digest, (uint64_t)array->dimension), array->bytes);
    }
    return digest;
}

/* ---- giving -------------------------------------------------------------------------------------------- */

tl_StateHead tl_state_head(const tl_Simulation *s)
{
    const tl_World *w = &s->world;
    return (tl_StateHead){.sizes = w->sizes,
                          .decay = w->decay,
                          .absence = w->absence,
                          .history = w->history,
                          .day = w->day,
                          .window = w->window,
                          .period = s->reports.period,
                          .retired = s->reports.retired};
}

void tl_state_stretches(const tl_Simulation *s, tl_Stretch stretches[TL_STATE_STRETCHES])
{
    stretches[0] = (tl_Stretch){s->reports.units, (size_t)s->reports.retired * sizeof *s->reports.units};
    stretches[1] = (tl_Stretch){s->world.arena, s->world.arena_size};
}

/* ---- taking -------------------------------------------------------------------------------------------- */

/* The bytes of an arena of such sizes; more than `most` where it would be larger. */
static size_t arena_bytes(const tl_Sizes *sizes, size_t most)
{
    size_t bytes = 0;
    for (int i = 0; i < tl_state_array_count && bytes <= most; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        int64_t rows = sizes->of[array->dimension];
        bool fits = rows >= 0 && (uint64_t)rows <= most / array->bytes;
        bytes += fits ? tl_padded((size_t)rows * array->bytes) : most + 1;
    }
    return bytes;
}

bool tl_state_fits(const tl_StateHead *head, const tl_Config *config, size_t bytes)
{
    size_t retired = bytes / sizeof(tl_UnitReport);
    if (head->retired < 0 || (size_t)head->retired > retired || head->day < 0 || head->window < 0 ||
        head->day > tl_config_total_days(config) || head->period < 0 ||
        head->period > config->run.days / config->run.record_period_days + 1 ||
        head->sizes.MUNICIPALITY != config->municipality_count) {
        return false;
    }
    size_t arena = bytes - (size_t)head->retired * sizeof(tl_UnitReport);
    return arena_bytes(&head->sizes, arena) == arena;
}

tl_Outcome tl_state_room(tl_Simulation *s, const tl_StateHead *head, const tl_Config *config,
                         int64_t replicate, int threads, const char *kernel)
{
    tl_World world = {.config = config,
                      .sizes = head->sizes,
                      .keys = tl_keys((uint64_t)config->run.seed, (uint64_t)replicate),
                      .decay = head->decay,
                      .day = head->day,
                      .window = head->window,
                      .absence = head->absence,
                      .history = head->history};
    tl_Reports reports = {.retired = head->retired, .period = head->period};
    return tl_simulation_room(s, &world, &reports, threads, tl_plan_kernel(kernel != NULL ? kernel : "best"));
}

bool tl_state_is_sound(const tl_Simulation *s)
{
    return tl_world_is_laid_out(&s->world);
}
