#include "core/world/world.h"

#include <stdlib.h>
#include <string.h>

#include "core/numbers/num.h"
#include "core/numbers/rng.h"

enum { TL_ALIGNMENT = 64 };

static size_t padded(size_t bytes)
{
    return (bytes + TL_ALIGNMENT - 1) / TL_ALIGNMENT * TL_ALIGNMENT;
}

#define TL_STATE(type_, name_, dimension_, each, meaning_)                                                   \
    {.name = #name_,                                                                                         \
     .type = #type_,                                                                                         \
     .meaning = meaning_,                                                                                    \
     .dimension = TL_PER_##dimension_,                                                                       \
     .bytes = (each) * sizeof(type_),                                                                        \
     .view = offsetof(tl_World, name_)},
const tl_StateArray tl_state_arrays[] = {
#include "core/world/state.def"
};
#undef TL_STATE

const int tl_state_array_count = (int)(sizeof tl_state_arrays / sizeof tl_state_arrays[0]);

const char *tl_dimension_name(tl_Dimension dimension)
{
    static const char *const names[] = {"area",   "unit",      "team",  "staff",
                                        "column", "recipient", "visit", "pair"};
    return names[dimension];
}

static char *row_of(const tl_World *world, const tl_StateArray *array, int64_t row)
{
    char *first;
    memcpy(&first, (const char *)world + array->view, sizeof first);
    return first + (size_t)row * array->bytes;
}

void tl_world_copy_row(tl_World *to, int64_t to_row, const tl_World *from, int64_t from_row,
                       tl_Dimension dimension)
{
    for (int i = 0; i < tl_state_array_count; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        if (array->dimension == dimension) {
            memcpy(row_of(to, array, to_row), row_of(from, array, from_row), array->bytes);
        }
    }
}

void tl_world_move_rows(tl_World *world, int64_t to_row, int64_t from_row, int64_t count,
                        tl_Dimension dimension)
{
    for (int i = 0; i < tl_state_array_count; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        if (array->dimension == dimension) {
            memmove(row_of(world, array, to_row), row_of(world, array, from_row),
                    (size_t)count * array->bytes);
        }
    }
}

void tl_world_clear_row(tl_World *world, int64_t row, tl_Dimension dimension)
{
    for (int i = 0; i < tl_state_array_count; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        if (array->dimension == dimension) {
            memset(row_of(world, array, row), 0, array->bytes);
        }
    }
}

size_t tl_arena_size(const tl_Sizes *sizes)
{
    size_t total = 0;
#define TL_STATE(type, name, dimension, each, meaning)                                                       \
    total += padded((size_t)sizes->dimension * (each) * sizeof(type));
#include "core/world/state.def"
#undef TL_STATE
    return total;
}

void tl_world_bind(tl_World *world)
{
    char *next = world->arena;
#define TL_STATE(type, name, dimension, each, meaning)                                                       \
    world->name = (type *)(void *)next;                                                                      \
    next += padded((size_t)world->sizes.dimension * (each) * sizeof(type));
#include "core/world/state.def"
#undef TL_STATE
}

bool tl_world_allocate(tl_World *world, const tl_Sizes *sizes)
{
    world->sizes = *sizes;
    world->arena_size = tl_arena_size(sizes);
    world->arena = aligned_alloc(TL_ALIGNMENT, world->arena_size);
    if (world->arena == NULL) {
        return false;
    }
    memset(world->arena, 0, world->arena_size);
    tl_world_bind(world);
    return true;
}

void tl_world_free(tl_World *world)
{
    free(world->arena);
    free(world->municipality_units);
    free(world->municipality_median_hours);
    free(world->municipality_mean_weight);
    memset(world, 0, sizeof *world);
}

tl_Keys tl_keys(uint64_t seed, uint64_t replicate)
{
    tl_Keys keys = {
        .person = tl_process_key(seed, replicate, TL_PROCESS_PERSON),
        .employee = tl_process_key(seed, replicate, TL_PROCESS_EMPLOYEE),
        .area = tl_process_key(seed, replicate, TL_PROCESS_AREA),
        .grouping = tl_process_key(seed, replicate, TL_PROCESS_GROUPING),
        .sickness = tl_process_key(seed, replicate, TL_PROCESS_SICKNESS),
        .extra_shift = tl_process_key(seed, replicate, TL_PROCESS_EXTRA_SHIFT),
        .availability = tl_process_key(seed, replicate, TL_PROCESS_AVAILABILITY),
        .need = tl_process_key(seed, replicate, TL_PROCESS_NEED),
        .tie = tl_process_key(seed, replicate, TL_PROCESS_TIE),
        .visit = tl_process_key(seed, replicate, TL_PROCESS_VISIT),
        .turnover = tl_process_key(seed, replicate, TL_PROCESS_TURNOVER),
        .demography = tl_process_key(seed, replicate, TL_PROCESS_DEMOGRAPHY),
        .arrival = tl_process_key(seed, replicate, TL_PROCESS_ARRIVAL),
        .agency = tl_process_key(seed, replicate, TL_PROCESS_AGENCY),
        .review = tl_process_key(seed, replicate, TL_PROCESS_REVIEW),
        .week = tl_process_key(seed, replicate, TL_PROCESS_WEEK),
        .survey = tl_process_key(seed, replicate, TL_PROCESS_SURVEY),
        .trait = tl_process_key(seed, replicate, TL_PROCESS_TRAIT),
    };
    return keys;
}

/* The first unit of this municipality or a later one. */
static int32_t first_unit_from(const tl_World *w, int32_t municipality)
{
    int32_t low = 0, high = (int32_t)w->sizes.UNIT;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (tl_unit_municipality(w, middle) < municipality) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void tl_municipality_range(const tl_World *w, int32_t municipality, int32_t *first, int32_t *end)
{
    *first = first_unit_from(w, municipality);
    *end = first_unit_from(w, municipality + 1);
}

int32_t tl_column_of(const tl_World *w, int32_t unit, int32_t staff)
{
    int32_t home = w->staff_unit[staff];
    if (home == unit) {
        int32_t column = staff - w->unit_first_staff[unit];
        return column < w->unit_columns[unit] ? column : TL_NO_COLUMN;
    }
    if (w->unit_guest_unit[home] == unit && staff >= tl_unit_first_hourly(w, home)) {
        return w->unit_guest_column[home] + staff - tl_unit_first_hourly(w, home);
    }
    return TL_NO_COLUMN;
}
