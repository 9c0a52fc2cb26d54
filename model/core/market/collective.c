#include "core/market/collective.h"

#include "core/market/providers.h"
#include "core/numbers/num.h"

double tl_unit_wage(const tl_World *w, int32_t unit)
{
    return tl_is_external(w, unit) ? 1.0 - w->unit_regime[unit].collective_wage_gap : 1.0;
}

double tl_wage_quits(const tl_Constants *k, double wage)
{
    return wage == 1.0 ? 1.0 : tl_exp(-k->collective_quits * tl_log(wage));
}
