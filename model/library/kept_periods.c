#include "library/kept_periods.h"

#include <stdlib.h>
#include <string.h>

#include "core/world/clock.h"
#include "core/world/place.h"
#include "library/counters.h"
#include "run/window_totals.h"

enum { FEWEST_PERIODS = 8 };

/* ---- the period under way ---------------------------------------------------------------------------------- */

/* Measured days that are done. */
static int32_t days_done(const tl_Simulation *s)
{
    int32_t done = s->world.day - (int32_t)s->world.config->run.burn_in_days;
    return done > 0 ? done : 0;
}

/* What its units have counted so far: none where a period begins, or in the burn-in. */
static int32_t open_units(const tl_Simulation *s)
{
    int32_t done = days_done(s), days = (int32_t)s->world.config->run.days;
    bool open = done % s->world.config->run.record_period_days != 0 && done < days;
    return open ? s->reports.retired + (int32_t)s->world.sizes.UNIT : 0;
}

static tl_UnitReport open_unit(const tl_Simulation *s, int32_t index)
{
    int32_t unit = index - s->reports.retired;
    if (unit < 0) {
        return s->reports.units[index];
    }
    return (tl_UnitReport){.place = tl_unit_place(&s->world, unit), .counters = s->world.unit_period[unit]};
}

/* ---- keeping ----------------------------------------------------------------------------------------------- */

static tl_UnitReport *copy_units(const tl_UnitReport *units, int32_t count)
{
    tl_UnitReport *copy = malloc(((size_t)count + 1) * sizeof *copy);
    if (copy != NULL && count > 0) {
        memcpy(copy, units, (size_t)count * sizeof *copy);
    }
    return copy;
}

static bool reserve(tl_KeptPeriods *kept)
{
    if (kept->count < kept->room) {
        return true;
    }
    int room = kept->room > 0 ? 2 * kept->room : FEWEST_PERIODS;
    tl_Period *larger = realloc(kept->periods, (size_t)room * sizeof *larger);
    if (larger == NULL) {
        return false;
    }
    kept->periods = larger;
    kept->room = room;
    return true;
}

bool tl_periods_keep(tl_KeptPeriods *kept, const tl_Period *period)
{
    tl_UnitReport *units = reserve(kept) ? copy_units(period->units, period->unit_count) : NULL;
    if (units == NULL) {
        return false;
    }
    tl_Period *own = &kept->periods[kept->count++];
    *own = *period;
    own->units = units;
    return true;
}

void tl_periods_free(tl_KeptPeriods *kept)
{
    for (int i = 0; i < kept->count; i++) {
        free((tl_UnitReport *)kept->periods[i].units);
    }
    free(kept->periods);
    free(kept->before);
    *kept = (tl_KeptPeriods){.count = 0};
}

bool tl_periods_mark(tl_KeptPeriods *kept, const tl_Simulation *s)
{
    int32_t count = open_units(s);
    tl_UnitReport *before = malloc(((size_t)count + 1) * sizeof *before);
    if (before == NULL) {
        return false;
    }
    for (int32_t i = 0; i < count; i++) {
        before[i] = open_unit(s, i);
    }
    tl_periods_free(kept);
    kept->before = before;
    kept->before_count = count;
    kept->mark = days_done(s);
    return true;
}

bool tl_periods_copy(tl_KeptPeriods *copy, const tl_KeptPeriods *kept)
{
    *copy = (tl_KeptPeriods){.mark = kept->mark};
    copy->before = copy_units(kept->before, kept->before_count);
    copy->before_count = kept->before_count;
    bool good = copy->before != NULL;
    for (int i = 0; i < kept->count && good; i++) {
        good = tl_periods_keep(copy, &kept->periods[i]);
    }
    if (!good) {
        tl_periods_free(copy);
    }
    return good;
}

/* ---- adding up ----------------------------------------------------------------------------------------------- */

/* Period by period and unit by unit, as the command adds them: the bits of real sums depend on the order. */
tillit_status tl_periods_since_mark(const tl_KeptPeriods *kept, const tl_Simulation *s,
                                    const tl_Selector *where, tl_Counters *sum, double *days)
{
    int64_t meant = 0;
    for (int i = 0; i < kept->count; i++) {
        meant += tl_period_sum(&kept->periods[i], where, sum);
    }
    for (int32_t i = 0; i < open_units(s); i++) {
        tl_UnitReport unit = open_unit(s, i);
        if (tl_selector_means(where, unit.place)) {
            tl_counters_add(sum, &unit.counters);
            meant++;
        }
    }
    for (int32_t i = 0; i < kept->before_count; i++) {
        if (tl_selector_means(where, kept->before[i].place)) {
            tl_counters_subtract(sum, &kept->before[i].counters);
        }
    }
    *days = days_done(s) - kept->mark;
    return *days > 0.0 && meant == 0 ? TILLIT_NOBODY_MEANT : TILLIT_OK;
}

tillit_status tl_periods_between(const tl_KeptPeriods *kept, int32_t from, int32_t to,
                                 const tl_Selector *where, tl_Counters *sum, double *days)
{
    int64_t meant = 0;
    int32_t reached = from;
    if (from < kept->mark || to <= from) {
        return TILLIT_OUT_OF_RANGE;
    }
    for (int i = 0; i < kept->count; i++) {
        const tl_Period *period = &kept->periods[i];
        if (period->first_day == reached && reached < to) {
            meant += tl_period_sum(period, where, sum);
            reached += period->days;
        }
    }
    *days = to - from;
    if (reached != to) {
        return TILLIT_OUT_OF_RANGE;
    }
    return meant == 0 ? TILLIT_NOBODY_MEANT : TILLIT_OK;
}
