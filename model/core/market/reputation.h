/* What is known of providers where people choose (ODD 7.33): surveys, and what is heard from those in their care. */
#ifndef TL_REPUTATION_H
#define TL_REPUTATION_H

#include "core/world/world.h"

/* A provider among an area's recipients. */
static inline tl_Repute *tl_repute(const tl_World *w, int32_t area, int32_t provider)
{
    return &w->area_repute[(ptrdiff_t)area * TL_MOST_PROVIDERS + w->provider_number[provider] - 1];
}

/* The levers of a municipality about choice: those of its first unit. */
const tl_Regime *tl_choice_levers(const tl_World *world, int32_t municipality);

/* Share satisfied of so many answers, drawn to the mean of all where they are few. */
double tl_survey_known(double satisfied, double answers, double mean);

/* What a person of an area hears of a provider from so many acquaintances, and what they know of it on the whole. */
double tl_heard(const tl_World *world, uint64_t id, int32_t area, int32_t provider, double acquaintances);
double tl_known(const tl_World *world, uint64_t id, int32_t area, int32_t provider, double acquaintances);

/* Is there a signal about a provider: ten answers to a survey that has weight, or an acquaintance in its care? */
bool tl_is_known(const tl_World *world, int32_t area, int32_t provider, double acquaintances);

/* How even choices were among two or more providers: 1 alike, 0 all the same one. */
double tl_choice_entropy(const double *chosen, int32_t count);

/* How good each choice was among providers whose recipients are so satisfied: 1 the best, 0 as by lot. False where all are
 * alike, so that there is none better. */
bool tl_choice_values(const double *satisfied, int32_t count, double *values);

/* When the month begins: what there is to know of the month before, also where nobody chooses: a history without may go on
 * with choices. */
void tl_choice_reputation(tl_World *world, int32_t municipality);

#endif
