/* Temptation and conduct of an owner (ODD 7.27): one number a provider, and the form of pay decides where it goes:
 * into records where registered time is paid, into visits cut short where it is not. */
#ifndef TL_CONDUCT_H
#define TL_CONDUCT_H

#include "core/world/world.h"

/* What holds an owner back: the chance of being found out, as it is felt, and how much more is expected of the purchaser
 * than of a stranger. */
typedef struct tl_Deterrence {
    double found, trust;
} tl_Deterrence;

/* z* = 1/(1 + e^-x), x = a_0 + a_theta [opportunist] + a_S max(0, g) - a_D V - a_T (E - a). */
double tl_conduct_aim(const tl_Constants *constants, bool opportunist, double shortfall,
                      tl_Deterrence deterrence);

/* An owner who is no opportunist mends its ways: loses that share of its temptation, or gains where it is below 0. */
void tl_conduct_mends(tl_World *world, int32_t provider, double share);

/* Whether pay follows what records say, in a unit. */
bool tl_conduct_by_record(const tl_World *world, int32_t unit);

/* omega: share of records that fall short of the grant, of visits made or missed, that are made to say the grant. */
double tl_conduct_padding(const tl_World *world, int32_t unit);

/* What it adds to the logit of a visit being cut short (E8). */
double tl_conduct_skimping(const tl_World *world, int32_t unit);

/* Share of time not needed that is spent all the same. */
double tl_conduct_fill(const tl_World *world, int32_t unit);

#endif
