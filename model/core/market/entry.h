/* Free choice of provider (ODD 7.35): firms apply by what they expect of it, are let in, and may come and go. */
#ifndef TL_ENTRY_H
#define TL_ENTRY_H

#include "core/market/prospect.h"

/* Is a municipality open to firms that apply? From the day on which free choice opens until a tender's contracts begin. */
bool tl_entry_is_open(const tl_World *world, int32_t municipality);

/* Chance that a firm applies in a quarter: 1 - exp(-h d/365 clip(1/2 + a (m - tau), 0, 1)). */
double tl_entry_chance(const tl_Constants *constants, double margin, double aim);

/* May a firm be let in anew, once it is gone? Not if it was insolvent, nor, by the law, after the purchaser ended its contract. */
bool tl_may_return(const tl_World *world, int32_t provider);

/* A municipality's month: every quarter firms apply, in the order of their draws as long as there are slots. */
void tl_entry_month(tl_World *world, int32_t municipality);

#endif
