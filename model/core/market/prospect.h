/* What a firm that may come expects of it (ODD 7.35): what an hour of care brings in and costs in an area, from the rate, from
 * what care costs the municipality itself, and from how far apart people live. */
#ifndef TL_PROSPECT_H
#define TL_PROSPECT_H

#include "core/world/world.h"

/* What is the same for all firms of a municipality on a day. */
typedef struct tl_Ground {
    const tl_Regime *levers; /* those of its first unit */
    double week_s;           /* granted to its recipients together */
    double mean_week_s;      /* to one of them */
    double visit_s;          /* mean length of their visits */
    double travel_s;         /* mean length of a trip as it is planned */
    double
        care; /* what an hour costs the own provider but for its overhead, and what is required on top; ore */
} tl_Ground;

/* What a firm expects of some areas together: by the month, money in ore. */
typedef struct tl_Prospect {
    double hours; /* granted */
    double pay;
    double care;  /* what it costs to give it */
    double fixed; /* overhead whatever is paid */
    double share; /* overhead that grows with what is paid, share of it */
} tl_Prospect;

/* m = 1 - o - (care + fixed)/pay: the margin expected. -1 where nothing is paid. */
double tl_prospect_margin(const tl_Prospect *prospect);

/* What has to be paid so that nothing is left, relative to the pay: (care + fixed)/((1 - o) pay). */
double tl_prospect_unit_cost(const tl_Prospect *prospect);

/* 1 + b (t - t_mean)/v: how dear care is where a visit of v seconds takes t seconds of travel. */
double tl_dearness(double client_time_share, double travel_s, double mean_travel_s, double visit_s);

tl_Ground tl_ground(const tl_World *world, int32_t municipality);

/* What so many hours a month in one area bring in and cost a firm with its only base in the area `base`, or with one in each
 * area (-1); its fixed overhead apart. */
tl_Prospect tl_prospect_of_area(const tl_World *world, const tl_Ground *ground, int32_t base, int32_t area,
                                double hours);

/* Adds another area; then the firm's fixed overhead. */
void tl_prospect_add(tl_Prospect *sum, const tl_Prospect *part);
void tl_prospect_overhead(const tl_World *world, int32_t provider, tl_Prospect *prospect);

/* Hours a month that one more firm may hope for in an area: of a year's newcomers an equal part with the firms there and one
 * more, each granted what the municipality's recipients are on the mean. */
double tl_hours_hoped_for(const tl_World *world, const tl_Ground *ground, int32_t area);

#endif
