#include "core/steering/regime.h"

#include "core/numbers/num.h"
#include "core/world/clock.h"

static bool contains(const int32_t *numbers, int count, int32_t number)
{
    for (int i = 0; i < count; i++) {
        if (numbers[i] == number) {
            return true;
        }
    }
    return false;
}

bool tl_where_applies(const tl_World *w, const tl_Where *where, int32_t unit)
{
    if (where->pilot) {
        return w->unit_pilot[unit] != 0;
    }
    if (where->area_count == 0 && where->unit_count == 0) {
        return true;
    }
    return contains(where->areas, where->area_count, w->area_number[w->unit_area[unit]]) ||
           contains(where->units, where->unit_count, w->unit_number[unit]);
}

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
            tl_where_applies(w, &change->where, unit)) {
            step(&w->unit_regime[unit], change, change->day + steps - today);
        }
    }
}
