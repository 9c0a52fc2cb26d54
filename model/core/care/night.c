#include "core/care/night.h"

#include "core/numbers/num.h"
#include "core/world/each.h"

void tl_night(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    tl_Counters *c = &w->unit_counters[unit];
    double supervised_share = k->night_share * w->unit_regime[unit].night_supervision;
    int32_t visits = 0, supervised = 0, home = 0;
    TL_EACH_RECIPIENT(w, unit, r) {
        bool present = w->recipient_away[r] == 0;
        double rank = w->recipient_night_rank[r];
        home += present;
        supervised += present && rank < supervised_share;
        visits += present && rank >= supervised_share && rank < k->night_share;
    }
    int64_t alarm_s =
        tl_round(home * k->night_alarms_per_year / TL_YEAR_DAYS * k->night_alarm_min * TL_MINUTE_S);
    int64_t visit_s = tl_round(visits * k->night_visit_min * TL_MINUTE_S);
    c->night_visits += visits;
    c->night_supervised += supervised;
    c->night_s += visit_s + alarm_s;
    c->cost_night += tl_round((double)(visit_s + alarm_s) / TL_HOUR_S * k->cost_night_sek_per_h * TL_ORE +
                              supervised * k->night_supervision_sek * TL_ORE);
}
