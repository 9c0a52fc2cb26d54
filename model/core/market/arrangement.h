/* Who may care for whom where people choose (ODD 7.35, 7.36): the areas that a provider serves, how much it may have,
 * and from which day on people choose. */
#ifndef TL_MARKET_ARRANGEMENT_H
#define TL_MARKET_ARRANGEMENT_H

#include "core/world/world.h"

/* Do people choose among providers, sooner or later? Where firms are dealt by shares they never do. */
bool tl_people_choose(const tl_Market *market);

/* The first measured day on which they do, or TL_FROM_START; INT32_MAX: never. */
int32_t tl_choice_begins(const tl_Market *market);

/* Do they by today, in a municipality? Until then newcomers are dealt by shares. */
bool tl_choice_is_open(const tl_World *world, int32_t municipality);

/* May a provider be given somebody of an area: is it active, and does the area belong to those that it serves? A provider
 * that is dealt to, and the municipality's own, serve all; but the own serves no area all of which has passed to others. */
bool tl_provider_serves(const tl_World *world, int32_t provider, int32_t area);

/* Seconds a week that decisions grant in a unit, and to all in care of a provider. */
double tl_unit_week_s(const tl_World *world, int32_t unit);
double tl_provider_week_s(const tl_World *world, int32_t provider);

/* Is there room under the provider's cap for somebody who is granted so much a week? Whoever is below the cap may be given
 * one more, so that it is passed by one recipient at most. */
bool tl_provider_has_room(const tl_World *world, int32_t provider, double week_s);

/* Is a measured day the one that acts in the month that begins today? */
bool tl_comes_with_month(const tl_World *world, int64_t day);

/* Does a contract of the provider begin or is it renewed with the month that begins today? Without a lot it is
 * renewed every `offer.renewal_days` from the firm's first day on. */
bool tl_contract_turns(const tl_World *world, int32_t provider);

/* State of providers before anything has happened: all areas, no cap, no lot; and the language that a firm speaks. */
void tl_arrangement_start(tl_World *world, int32_t provider);

#endif
