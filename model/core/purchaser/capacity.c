#include "core/purchaser/capacity.h"

#include "core/numbers/num.h"

tl_PurchaserDuties tl_purchaser_duties(const tl_Constants *k, double providers, double dialogues,
                                       int32_t moved)
{
    return (tl_PurchaserDuties){.fixed = TL_HOUR_MIN * k->purchaser_fix_h / TL_YEAR_MONTHS * providers,
                                .dialogues =
                                    TL_HOUR_MIN * k->purchaser_dialogue_h / TL_YEAR_MONTHS * dialogues,
                                .endings = TL_HOUR_MIN * k->purchaser_move_h * moved};
}

double tl_letting_min(const tl_Constants *k, int32_t applications, int32_t tenders, int32_t bids)
{
    return TL_HOUR_MIN * (k->purchaser_apply_h * applications + k->purchaser_tender_h * tenders +
                          k->purchaser_bid_h * bids);
}

enum { LETTING_MONTHS = 6 };

double tl_letting_now(double left)
{
    return left < TL_HOUR_MIN ? left : left / LETTING_MONTHS;
}

double tl_hours_asked_min(const tl_Regime *r, int32_t recipients)
{
    return TL_HOUR_MIN * r->purchaser_control_hours * recipients / 1000.0;
}

double tl_capacity_next(double there, double asked, double build_days)
{
    return asked <= there ? asked : there + (1.0 - tl_decay(TL_MONTH_DAYS, build_days)) * (asked - there);
}

double tl_duties_coverage(double there, double duties)
{
    return duties <= there ? 1.0 : there / duties;
}

double tl_purchaser_presence(double there, double duties)
{
    double load = there > 0.0 ? duties / there : 0.0;
    return there > 0.0 ? 1.0 / (1.0 + load * load) : 0.0;
}

double tl_checks_per_min(const tl_Constants *k, double relational)
{
    return relational / k->purchaser_relational_min + (1.0 - relational) / k->purchaser_record_min;
}
