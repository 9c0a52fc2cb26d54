/* Providers (ODD 7.24): who there is in a municipality, in which areas their units stand, who is given newcomers, and how
 * many managers a provider has. Without a market there is one provider a municipality, its own. */
#ifndef TL_PROVIDERS_H
#define TL_PROVIDERS_H

#include "core/world/world.h"

/* Where a provider stands. Only those that are active are given newcomers; one that leaves hands its units over when the
 * month begins (handover.h); one that waits is let in and has yet to begin. */
typedef enum tl_ProviderStatus { TL_POTENTIAL, TL_ACTIVE, TL_LEAVING, TL_GONE, TL_WAITING } tl_ProviderStatus;

/* A provider as it is at the start. */
typedef struct tl_Provider {
    tl_ProviderKind kind;
    tl_ProviderStatus status;
    double share; /* of recipients at the start, and of newcomers */
    int32_t
        home; /* of the areas of its municipality, from 0, the one with its only unit; -1: a unit in every area */
    float trait[TL_TRAITS];
    uint64_t areas[TL_AREA_WORDS]; /* that it serves at the start, a bit each; none: all */
} tl_Provider;

static inline bool tl_provider_has_area(const tl_Provider *provider, int32_t number)
{
    uint64_t any = 0;
    for (int i = 0; i < TL_AREA_WORDS; i++) {
        any |= provider->areas[i];
    }
    return any == 0 || tl_areas_hold(provider->areas, number);
}

/* The kind of a municipality's provider of that number, from 1. */
tl_ProviderKind tl_market_kind(const tl_Market *market, int32_t number);

/* Its share of recipients, once the firms have begun. */
double tl_market_share(const tl_Market *market, int32_t number);

/* The provider of a number, from 1, of a municipality of the config, as it is at the start; a firm is the same in every
 * arm of a seed. Needs no more of the world than its config and keys. */
tl_Provider tl_provider_draw(const tl_World *world, int32_t municipality, int32_t number);

/* The levers that a provider's units begin with: those of `as`, and for firms their own practice. */
tl_Regime tl_provider_regime(const tl_World *world, const tl_Provider *provider, const tl_Regime *as);

/* Whose turn it is: everybody's credit grows by the share of `shares`, and whoever has most of it pays 1; the first of
 * equals. -1 if nobody has a share. */
int32_t tl_turn(const double *shares, int32_t count, float *credit);

/* The same for the municipality's first provider and all others together, then among these: who is the first's does not
 * hang on how many others there are. */
int32_t tl_deal(const double *shares, int32_t count, float *credit);

static inline bool tl_provider_is_active(const tl_World *w, int32_t provider)
{
    return w->provider_status[provider] == TL_ACTIVE;
}

/* Is a provider a firm? Parts of the municipality's own care are its own, too. */
static inline bool tl_is_firm(const tl_World *w, int32_t provider)
{
    return w->provider_owner[provider] != TL_MUNICIPAL;
}

/* Is a unit run by a firm? */
static inline bool tl_is_external(const tl_World *w, int32_t unit)
{
    return tl_is_firm(w, w->unit_provider[unit]);
}

/* The permanent id of a provider, for its draws. */
uint64_t tl_id_of_provider(const tl_World *world, int32_t provider);

/* The municipality's own provider, its first. */
static inline int32_t tl_own_provider(const tl_World *w, int32_t municipality)
{
    return w->municipality_first_provider[municipality];
}

/* Are there several providers, so that newcomers of an area may go to units in others? */
static inline bool tl_has_market(const tl_World *w, int32_t municipality)
{
    return w->municipality_providers[municipality] > 1;
}

/* Does a municipality have outlying areas? */
static inline bool tl_has_outlying(const tl_World *w, int32_t municipality)
{
    return w->config->municipalities[municipality].profile.outlying_areas > 0;
}

/* One of the municipality's outlying areas, its last? */
bool tl_area_is_outlying(const tl_World *world, int32_t area);

/* The provider that the area's next newcomer is given to. */
int32_t tl_provider_in_turn(tl_World *world, int32_t area);

/* The most that a provider is given of an area's next newcomers, whatever there is of them: all where people choose. */
int32_t tl_provider_most(const tl_World *world, int32_t area, int32_t provider, int32_t newcomers);

/* The unit by whose levers a provider is steered, and in which what is its own is counted: its first. -1 if it has none. */
int32_t tl_provider_first_unit(const tl_World *world, int32_t provider);

/* The levers of a provider that has a unit: those of its first. */
static inline const tl_Regime *tl_provider_levers(const tl_World *w, int32_t provider)
{
    return &w->unit_regime[tl_provider_first_unit(w, provider)];
}

/* Recipients in care of a provider. */
int32_t tl_provider_recipients(const tl_World *world, int32_t provider);

/* A provider leaves in so many days, and is given nobody from now on. */
void tl_provider_ends(tl_World *world, int32_t provider, int64_t days, tl_Ending why);

/* A provider is given nobody from now on; who is behind with newcomers is forgotten in its municipality. */
void tl_provider_leaves(tl_World *world, int32_t provider);

/* A provider's units for the recipients of an area: how many, and the first. */
int32_t tl_provider_units(const tl_World *world, int32_t area, int32_t provider, int32_t *first);

/* Enters where a recipient of a unit lives: the own area, and the place as seen from the unit's base, given that seen from
 * the own area's. */
void tl_settle(tl_World *world, int32_t recipient, int32_t area, float x, float y);

/* The base of an area as seen from another's, in seconds of travel. 0 without a market, where no unit meets it. */
void tl_area_offset(const tl_World *world, int32_t area, int32_t seen_from, float *x, float *y);

/* Each unit of the municipality gets its share of a manager. The municipality's own units have one each; another
 * provider has as many as its staff and span ask for, at least one, and its units have them by heads. */
void tl_manager_shares(tl_World *world, int32_t municipality);

#endif
