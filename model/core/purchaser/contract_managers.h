/* Contract managers are persons (ODD 7.29): each has a propensity to trust of the own, looks after some providers, and
 * leaves one day. */
#ifndef TL_CONTRACT_MANAGERS_H
#define TL_CONTRACT_MANAGERS_H

#include "core/world/world.h"

/* The municipality as a purchaser, for its draws: providers are numbered from 1. */
uint64_t tl_purchaser_id(const tl_World *world, int32_t municipality);

/* How many there are for so many minutes a month. */
int32_t tl_contract_managers(const tl_Constants *constants, double asked_min);

/* Place, from 0, of the one who looks after a provider. */
int32_t tl_contract_manager_of(const tl_World *world, int32_t provider);

/* a: what the one who looks after a provider credits strangers with. */
double tl_contract_manager_propensity(const tl_World *world, int32_t provider);

/* Some leave, with what they knew that is not on file, and with what providers thought of them and not of the
 * organisation. How many left. */
int32_t tl_contract_managers_leave(tl_World *world, int32_t municipality);

#endif
