/* Routine checks and reviews of a month (ODD 7.29): whom time goes to. */
#ifndef TL_CHECKS_H
#define TL_CHECKS_H

#include "core/world/world.h"

/* Time left for checks, minutes: for firms, and for the own provider. */
typedef struct tl_CheckTime {
    double external, own;
} tl_CheckTime;

/* Is a provider followed up: at work with a month behind it, and not at its last day? */
bool tl_is_followed(const tl_World *world, int32_t provider);

/* How much of a whole provider it counts as: firms wholly, the own provider as far as it is followed up. */
double tl_followed_weight(const tl_World *world, int32_t provider);

/* Granted time of a provider's last month, by which checks are dealt. */
double tl_checked_volume(const tl_World *world, int32_t provider);

/* The same of all firms that are followed up. */
double tl_firms_volume(const tl_World *world, int32_t municipality);

/* Checks of a municipality's providers. What firms get hangs on no opinion of them. */
void tl_checks_month(tl_World *world, int32_t municipality, tl_CheckTime time);

#endif
