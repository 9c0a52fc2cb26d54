/* Who may care for whom where people choose (ODD 7.35, 7.36): the areas that a provider serves, how much it may have, from
 * which day on people choose, and what is in force of lots. */
#ifndef TL_MARKET_ARRANGEMENT_H
#define TL_MARKET_ARRANGEMENT_H

#include "core/market/market.h"
#include "core/world/world.h"

/* ---- when ---------------------------------------------------------------------------------------------- */

/* The first measured day on which people choose, or TL_FROM_START; INT32_MAX: never. */
int32_t tl_choice_begins(const tl_Market *market);

/* Do they by today, in a municipality? Until then newcomers are dealt by shares. */
bool tl_choice_is_open(const tl_World *world, int32_t municipality);

/* Is today a measured day or later? */
bool tl_has_come(const tl_World *world, int64_t day);

/* Is a measured day the one that acts in the month that begins today? */
bool tl_comes_with_month(const tl_World *world, int64_t day);

/* Have contracts of a tender begun in a municipality? Free choice is closed to more firms then. */
bool tl_tenders_have_begun(const tl_World *world, int32_t municipality);

/* ---- lots ---------------------------------------------------------------------------------------------- */

/* The number by which contracts call a lot, and what it is of: none, NULL, for 0. */
int32_t tl_lot_number(int32_t tender, int32_t lot);
const tl_Tender *tl_tender_of(const tl_Market *market, int32_t number);
const tl_Lot *tl_lot_of(const tl_Market *market, int32_t number);

/* The tender of which a provider has a lot in force; NULL: it has none. */
const tl_Tender *tl_tender_in_force(const tl_World *world, int32_t provider);

/* Is it a lot whose areas have gone over to the provider as they were? */
bool tl_has_whole_areas(const tl_World *world, int32_t provider);

/* Who may be given the people of an area, the lowest number first, so that it is the municipality's own where it has not passed
 * on the area. */
int32_t tl_who_serves(const tl_World *world, int32_t area);

/* Who takes over from a provider that leaves: the one whose contract for the same lot begins with this month, else the
 * municipality's own. */
int32_t tl_receiver_of(const tl_World *world, int32_t provider);

/* Does a contract of the provider begin or is it renewed with the month that begins today? Without a lot it is renewed every
 * `offer.renewal_days` from the firm's first day on. */
bool tl_contract_turns(const tl_World *world, int32_t provider);

/* ---- who may care for whom ----------------------------------------------------------------------------- */

/* May a provider be given somebody of an area: is it active, and does the area belong to those that it serves? A provider
 * that is dealt to, and the municipality's own, serve all; but the own serves no area that has gone over to others, and who has it
 * serves it to the last day. */
bool tl_provider_serves(const tl_World *world, int32_t provider, int32_t area);

/* Seconds a week that decisions grant in a unit, and to all in care of a provider. */
double tl_unit_week_s(const tl_World *world, int32_t unit);
double tl_provider_week_s(const tl_World *world, int32_t provider);

/* Is there room under the provider's cap? Whoever is below it may be given one more, so that it is passed by one recipient at
 * most, whatever that one is granted. */
bool tl_provider_has_room(const tl_World *world, int32_t provider);

/* State of a provider before anything has happened: all areas, no cap, no lot. */
void tl_arrangement_start(tl_World *world, int32_t provider);

/* The language other than Swedish that a firm offers, for good: 1 to TL_LANGUAGES; 0: none. */
int32_t tl_provider_language(const tl_World *world, int32_t provider);

#endif
