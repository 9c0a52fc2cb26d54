#include "core/world/world.h"

#include <stdlib.h>
#include <string.h>

#include "core/numbers/rng.h"

const tl_DimensionEntry tl_dimensions[TL_DIMENSIONS] = {
#define TL_DIMENSION(NAME, name_, meaning_) [TL_PER_##NAME] = {.name = name_, .meaning = meaning_},
#define TL_ENTRY(NAME, name_, HOLDER, type, first_, rows_, member_, meaning_)                                \
    [TL_PER_##NAME] = {name_,                                                                                \
                       meaning_,                                                                             \
                       TL_PER_##HOLDER,                                                                      \
                       sizeof(type),                                                                         \
                       offsetof(tl_World, first_),                                                           \
                       offsetof(tl_World, rows_),                                                            \
                       member_},
#define TL_HELD(NAME, name, HOLDER, type, first, rows, meaning)                                              \
    TL_ENTRY(NAME, name, HOLDER, type, first, rows, 0, meaning)
#define TL_MEMBER(NAME, name, HOLDER, first, rows, member, meaning)                                          \
    TL_ENTRY(NAME, name, HOLDER, int32_t, first, rows, offsetof(tl_World, member), meaning)
#include "core/world/dimensions.def"
};

/* Layout goes from holders to what they hold, and regrouping knows only what a unit itself holds. */
#define TL_HELD(NAME, name, HOLDER, ...)                                                                     \
    _Static_assert((TL_PER_##HOLDER) < (TL_PER_##NAME) &&                                                    \
                       ((TL_PER_##HOLDER) == TL_PER_UNIT) == ((TL_PER_##NAME) > TL_PER_UNIT),                \
                   name " stands behind " #HOLDER ", and behind UNIT if a unit holds it and only then");
#include "core/world/dimensions.def"

const tl_StateArray tl_state_arrays[] = {
#define TL_ARRAY(type, name, dimension, each, fate, meaning)                                                 \
    {#name,                                                                                                  \
     #type,                                                                                                  \
     meaning,                                                                                                \
     TL_PER_##dimension,                                                                                     \
     fate,                                                                                                   \
     (size_t)(each) * sizeof(type),                                                                          \
     offsetof(tl_World, name)},
#include "core/world/state.def"
};

const int tl_state_array_count = (int)(sizeof tl_state_arrays / sizeof tl_state_arrays[0]);

static char *row_at(const tl_World *world, size_t view, size_t bytes, int64_t row)
{
    char *first;
    memcpy(&first, (const char *)world + view, sizeof first);
    return first + (size_t)row * bytes;
}

static char *row_of(const tl_World *world, const tl_StateArray *array, int64_t row)
{
    return row_at(world, array->view, array->bytes, row);
}

void tl_world_copy_rows(tl_World *to, int64_t to_row, const tl_World *from, int64_t from_row, int64_t count,
                        tl_Dimension dimension, tl_Fate last)
{
    for (int i = to->arrays[dimension].first; i < to->arrays[dimension].end; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        if (array->dimension == dimension && array->fate <= last) {
            memmove(row_of(to, array, to_row), row_of(from, array, from_row), (size_t)count * array->bytes);
        }
    }
}

void tl_world_copy_pairs(tl_World *to, int64_t to_row, const tl_World *from, int64_t from_row,
                         const int32_t *columns, int32_t count)
{
    for (int i = to->arrays[TL_PER_PAIR].first; i < to->arrays[TL_PER_PAIR].end; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        for (int32_t column = 0; array->dimension == TL_PER_PAIR && column < count; column++) {
            if (columns[column] != TL_NO_COLUMN) {
                memcpy(row_of(to, array, to_row + column), row_of(from, array, from_row + columns[column]),
                       array->bytes);
            }
        }
    }
}

void tl_world_clear_rows(tl_World *world, int64_t first, int64_t count, tl_Dimension dimension)
{
    for (int i = world->arrays[dimension].first; i < world->arrays[dimension].end; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        if (array->dimension == dimension) {
            memset(row_of(world, array, first), 0, (size_t)count * array->bytes);
        }
    }
}

static void find_arrays(tl_ArrayRange ranges[TL_DIMENSIONS])
{
    memset(ranges, 0, TL_DIMENSIONS * sizeof *ranges);
    for (int i = 0; i < tl_state_array_count; i++) {
        tl_ArrayRange *range = &ranges[tl_state_arrays[i].dimension];
        range->first = range->end == 0 ? i : range->first;
        range->end = i + 1;
    }
}

bool tl_world_allocate(tl_World *world, const tl_Sizes *sizes)
{
    find_arrays(world->arrays);
    world->sizes = *sizes;
    world->arena_size = 0;
#define TL_ARRAY(type, name, dimension, each, fate, meaning)                                                 \
    world->arena_size += tl_padded((size_t)sizes->dimension * (size_t)(each) * sizeof(type));
#include "core/world/state.def"
    /* Of a large world calloc has zeros without writing them, and room that nobody needs is never touched. */
    world->block = calloc(1, world->arena_size + TL_ALIGNMENT);
    if (world->block == NULL) {
        return false;
    }
    char *next = world->block;
    next += TL_ALIGNMENT - (uintptr_t)next % TL_ALIGNMENT;
    world->arena = next;
#define TL_ARRAY(type, name, dimension, each, fate, meaning)                                                 \
    world->name = (void *)next;                                                                              \
    next += tl_padded((size_t)sizes->dimension * (size_t)(each) * sizeof(type));
#include "core/world/state.def"
    return true;
}

/* ---- layout -------------------------------------------------------------------------------------------- */

/* Numbers of containment are of 32 or 64 bits. */
static void set_number(tl_World *world, size_t view, size_t width, int64_t row, int64_t value)
{
    int32_t narrow = (int32_t)value;
    memcpy(row_at(world, view, width, row), width == sizeof narrow ? (void *)&narrow : (void *)&value, width);
}

static int64_t get_number(const tl_World *world, size_t view, size_t width, int64_t row)
{
    int32_t narrow = 0;
    int64_t wide = 0;
    memcpy(width == sizeof narrow ? (void *)&narrow : (void *)&wide, row_at(world, view, width, row), width);
    return narrow + wide;
}

int64_t tl_first_held(const tl_World *world, tl_Dimension dimension, int64_t holder)
{
    return get_number(world, tl_dimensions[dimension].first, tl_dimensions[dimension].width, holder);
}

int64_t tl_rows_held(const tl_World *world, tl_Dimension dimension, int64_t holder)
{
    return get_number(world, tl_dimensions[dimension].rows, tl_dimensions[dimension].width, holder);
}

/* Holder by holder: the first row, how many, and whose they are. */
static void lay_out(tl_World *world, tl_Dimension dimension, tl_Room room, const void *context)
{
    const tl_DimensionEntry *entry = &tl_dimensions[dimension];
    int64_t row = 0;
    for (int64_t holder = 0; holder < world->sizes.of[entry->holder]; holder++) {
        int64_t rows = room(context, dimension, holder);
        set_number(world, entry->first, entry->width, holder, row);
        set_number(world, entry->rows, entry->width, holder, rows);
        for (int64_t i = 0; entry->member != 0 && i < rows; i++) {
            set_number(world, entry->member, sizeof(int32_t), row + i, holder);
        }
        row += rows;
    }
}

bool tl_world_build(tl_World *world, int64_t municipalities, tl_Room room, const void *context)
{
    tl_Sizes sizes = {.MUNICIPALITY = municipalities};
    for (tl_Dimension d = TL_PER_MUNICIPALITY + 1; d < TL_DIMENSIONS; d++) {
        for (int64_t holder = 0; holder < sizes.of[tl_dimensions[d].holder]; holder++) {
            sizes.of[d] += room(context, d, holder);
        }
    }
    if (!tl_world_allocate(world, &sizes)) {
        return false;
    }
    for (tl_Dimension d = TL_PER_MUNICIPALITY + 1; d < TL_DIMENSIONS; d++) {
        lay_out(world, d, room, context);
    }
    return true;
}

/* As lay_out leaves it; up to units, every holder has what it holds. */
static bool is_laid_out(const tl_World *world, tl_Dimension dimension)
{
    const tl_DimensionEntry *entry = &tl_dimensions[dimension];
    int64_t row = 0;
    for (int64_t holder = 0; holder < world->sizes.of[entry->holder]; holder++) {
        int64_t rows = tl_rows_held(world, dimension, holder);
        if (tl_first_held(world, dimension, holder) != row || rows < (dimension <= TL_PER_UNIT) ||
            rows > world->sizes.of[dimension] - row) {
            return false;
        }
        for (int64_t i = 0; entry->member != 0 && i < rows; i++) {
            if (get_number(world, entry->member, sizeof(int32_t), row + i) != holder) {
                return false;
            }
        }
        row += rows;
    }
    return row == world->sizes.of[dimension];
}

bool tl_world_is_laid_out(const tl_World *world)
{
    bool good = true;
    for (tl_Dimension d = TL_PER_MUNICIPALITY + 1; good && d < TL_DIMENSIONS; d++) {
        good = is_laid_out(world, d);
    }
    return good;
}

void tl_world_free(tl_World *world)
{
    free(world->block);
    memset(world, 0, sizeof *world);
}

tl_Keys tl_keys(uint64_t seed, uint64_t replicate)
{
    return (tl_Keys){
#define TL_PROCESS(number, NAME, name, meaning) .name = tl_process_key(seed, replicate, TL_PROCESS_##NAME),
#include "core/numbers/processes.def"
    };
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
