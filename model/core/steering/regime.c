#include "core/steering/regime.h"

#include "core/market/market.h"
#include "core/numbers/num.h"
#include "core/world/clock.h"
#include "core/world/place.h"

static int64_t steps_of(const tl_Change *change)
{
    return change->ramp_days > 1 ? change->ramp_days : 1;
}

/* One step of what remains of a ramp; the last step lands exactly. */
static void step(tl_Regime *regime, const tl_Change *change, int64_t steps_left)
{
    const tl_Parameter *lever = &tl_parameters[change->parameter];
    double now = tl_parameter_get(lever, regime);
    double next = steps_left <= 1 ? change->value : now + (change->value - now) / (double)steps_left;
    tl_parameter_set(lever, regime, lever->kind == TL_REAL ? next : (double)tl_round(next));
}

/* Changes of one lever in one place never overlap in time (config/config_regime.h), so that each ends before the next. */
double tl_lever_by_timeline(const tl_World *w, tl_UnitPlace place, int lever)
{
    tl_Regime regime = w->config->regime;
    int64_t today = tl_measured_day(w);
    for (int i = 0; i < w->config->change_count; i++) {
        const tl_Change *change = &w->config->changes[i];
        bool meant = change->parameter == lever && tl_selector_means(&change->where, place);
        for (int64_t left = steps_of(change); meant && left > 0; left--) {
            if (change->day + steps_of(change) - left < today) {
                step(&regime, change, left);
            }
        }
    }
    return tl_parameter_get(&tl_parameters[lever], &regime);
}

tl_Regime tl_levers_by_timeline(const tl_World *w, int32_t unit)
{
    tl_Regime regime = w->unit_regime[unit];
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (p->section == TL_SECTION_REGIME && !p->structural) {
            tl_parameter_set(p, &regime, tl_lever_by_timeline(w, tl_unit_place(w, unit), i));
        }
    }
    return regime;
}

void tl_regime_update(tl_World *w, int32_t unit)
{
    int64_t today = tl_measured_day(w);
    for (int i = 0; i < w->config->change_count; i++) {
        const tl_Change *change = &w->config->changes[i];
        int64_t steps = steps_of(change);
        if (today >= change->day && today < change->day + steps &&
            tl_selector_means(&change->where, tl_unit_place(w, unit))) {
            step(&w->unit_regime[unit], change, change->day + steps - today);
        }
    }
}

/* Are firms meant, where such may come any time? */
static bool may_come(const tl_World *w, const tl_Selector *where)
{
    return tl_people_choose(&w->config->market) &&
           (where->by[TL_BY_KIND].count > 0 || where->by[TL_BY_PROVIDER].count > 0);
}

tl_Outcome tl_changes_meet(tl_World *w, tl_Reports *reports)
{
    for (int i = 0; i < w->config->change_count; i++) {
        const tl_Change *change = &w->config->changes[i];
        if (change->day == tl_measured_day(w) && !may_come(w, &change->where) &&
            !tl_unit_is_meant(w, &change->where)) {
            reports->unmet = change->name;
            return TL_NOBODY_MEANT;
        }
    }
    return TL_OK;
}
