/* How a purchaser moves what it may not decide (ODD 7.37): practices that it requires of contracts, invites firms to, or
 * orders of the municipality's own units. What is taken up sets levers of the provider's units, and acts as they do. */
#ifndef TL_OFFERS_H
#define TL_OFFERS_H

#include "core/world/world.h"

/* What speaks for and against taking up a practice that a firm is invited to. */
typedef struct tl_Invited {
    double openness;   /* of the firm, 0-1 */
    double trust;      /* how much more it expects of the purchaser than of a stranger */
    double cost_share; /* what the practice costs, less the supplement, as a share */
    double others;     /* share of firms that have taken it up */
} tl_Invited;

/* How often a year such a firm takes it up. */
double tl_adoption_hazard(const tl_Constants *constants, tl_Invited invited);

/* On the days of orders: the municipality's own units do as they are told. */
void tl_offers_ordered(tl_World *world, int32_t municipality);

/* When the month begins: what is required comes into force in contracts that are renewed, and firms accept what they are
 * invited to. */
void tl_offers_month(tl_World *world, int32_t municipality);

/* A provider's contract begins today: what was agreed in an earlier one is forgotten, and what is required is in force. */
void tl_offers_contract(tl_World *world, int32_t provider);

/* A unit that its provider forms anew works as the provider has agreed to. */
void tl_offers_apply(tl_World *world, int32_t unit);

/* What all that is required today costs a firm, as a share of the cost of its care: what it reckons with who is about to
 * enter or to bid. */
double tl_requirements_cost(const tl_World *world, int32_t municipality);

/* The same of what is in force in its contract: what it bears. */
double tl_requirements_met_cost(const tl_World *world, int32_t provider);

/* Millionths of an ore an hour that a provider is paid on top, for what it took up. */
int64_t tl_supplement_of(const tl_World *world, int32_t provider);

/* Counts the granted time of the day in a unit under what is asked for. */
void tl_offers_day(tl_World *world, int32_t unit);

/* Levers of a municipal unit as they would be without orders: for firms that begin as those around them work. */
tl_Regime tl_levers_without_orders(const tl_World *world, int32_t unit);

#endif
