#include "core/steering/regime.h"

#include "core/numbers/num.h"
#include "core/world/clock.h"
#include "core/world/place.h"

/* One step of what remains of a ramp; the last step lands exactly. */
static void step(tl_Regime *regime, const tl_Change *change, int64_t steps_left)
{
    const tl_Parameter *lever = &tl_parameters[change->parameter];
    double now = tl_parameter_get(lever, regime);
    double next = steps_left <= 1 ? change->value : now + (change->value - now) / (double)steps_left;
    tl_parameter_set(lever, regime, lever->kind == TL_REAL ? next : (double)tl_round(next));
}

void tl_regime_update(tl_World *w, int32_t unit)
{
    int64_t today = tl_measured_day(w);
    for (int i = 0; i < w->config->change_count; i++) {
        const tl_Change *change = &w->config->changes[i];
        int64_t steps = change->ramp_days > 1 ? change->ramp_days : 1;
        if (today >= change->day && today < change->day + steps &&
            tl_selector_means(&change->where, tl_unit_place(w, unit))) {
            step(&w->unit_regime[unit], change, change->day + steps - today);
        }
    }
}

tl_Outcome tl_changes_meet(tl_World *w, tl_Reports *reports)
{
    for (int i = 0; i < w->config->change_count; i++) {
        const tl_Change *change = &w->config->changes[i];
        if (change->day == tl_measured_day(w) && !tl_unit_is_meant(w, &change->where)) {
            reports->unmet = change->name;
            return TL_NOBODY_MEANT;
        }
    }
    return TL_OK;
}
