#include "core/steering/regime.h"

#include "core/numbers/num.h"
#include "core/world/place.h"

int32_t tl_measured_day(const tl_World *w)
{
    return w->day - (int32_t)w->config->run.burn_in_days;
}

/* One step of what remains of a ramp; the last step lands exactly. */
static void step(tl_Regime *regime, const tl_Change *change, int64_t steps_left)
{
    const tl_Parameter *lever = &tl_parameters[change->parameter];
    double now = tl_parameter_get(lever, regime);
    double next = steps_left <= 1 ? change->value : now + (change->value - now) / (double)steps_left;
    tl_parameter_set(lever, regime, lever->kind == TL_REAL ? next : (double)tl_round(next));
}

void tl_regime_update(tl_World *w, int32_t first_unit, int32_t end_unit)
{
    int64_t today = tl_measured_day(w);
    for (int i = 0; i < w->config->change_count; i++) {
        const tl_Change *change = &w->config->changes[i];
        int64_t steps = change->ramp_days > 1 ? change->ramp_days : 1;
        if (today < change->day || today >= change->day + steps) {
            continue;
        }
        for (int32_t unit = first_unit; unit < end_unit; unit++) {
            if (tl_selector_means(&change->where, tl_unit_place(w, unit))) {
                step(&w->unit_regime[unit], change, change->day + steps - today);
            }
        }
    }
}
