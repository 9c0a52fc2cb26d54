#include "core/observation/report.h"

#include <stdlib.h>
#include <string.h>

#include "core/parameters/named.h"
#include "core/world/clock.h"
#include "core/world/place.h"

TL_NAMED(tl_Outcome, tl_outcome_sentence,
         TL_NO_CODE, [TL_OK] = "done", [TL_OUT_OF_MEMORY] = "not enough memory for a population of this size",
         [TL_STOPPED] = "stopped before the end",
         [TL_NOBODY_MEANT] = "'where' means no unit that there is on its day",
         [TL_NO_CODE] = "a municipality's code is not from 0 to 16383, or more than 128 have the same")

void tl_report_forget(tl_World *w)
{
    memset(w->unit_period, 0, (size_t)w->sizes.UNIT * sizeof *w->unit_period);
}

void tl_report_day(tl_World *w, int32_t unit)
{
    tl_Counters *today = &w->unit_counters[unit];
    w->unit_digest[unit] = tl_counters_digest(w->unit_digest[unit], today);
    tl_counters_add(&w->unit_period[unit], today);
    memset(today, 0, sizeof *today);
}

static bool reserve(tl_Reports *reports, int32_t count)
{
    if (count <= reports->room) {
        return true;
    }
    tl_UnitReport *larger = realloc(reports->units, (size_t)count * sizeof *larger);
    if (larger == NULL) {
        return false;
    }
    reports->units = larger;
    reports->room = count;
    return true;
}

static tl_UnitReport report_of(const tl_World *w, int32_t unit)
{
    return (tl_UnitReport){.municipality = tl_unit_municipality(w, unit),
                           .area = w->unit_area[unit],
                           .place = tl_unit_place(w, unit),
                           .counters = w->unit_period[unit]};
}

bool tl_report_retire(const tl_World *w, tl_Reports *reports, int32_t unit)
{
    if (!reserve(reports, reports->retired + 1)) {
        return false;
    }
    reports->units[reports->retired++] = report_of(w, unit);
    return true;
}

tl_Outcome tl_report_period(tl_World *w, tl_Reports *reports)
{
    const tl_Observer *observer = reports->observer;
    int32_t units = (int32_t)w->sizes.UNIT, done = tl_measured_day(w) + 1;
    int32_t length = (int32_t)w->config->run.record_period_days, days = (done - 1) % length + 1;
    if (!reserve(reports, reports->retired + units)) {
        return TL_OUT_OF_MEMORY;
    }
    for (int32_t unit = 0; unit < units; unit++) {
        reports->units[reports->retired + unit] = report_of(w, unit);
        memset(&w->unit_period[unit], 0, sizeof w->unit_period[unit]);
    }
    tl_Period period = {.index = reports->period,
                        .first_day = done - days,
                        .days = days,
                        .unit_count = reports->retired + units,
                        .units = reports->units};
    reports->period++;
    reports->retired = 0;
    bool go_on = observer == NULL || observer->period == NULL || observer->period(observer->context, &period);
    return go_on ? TL_OK : TL_STOPPED;
}
