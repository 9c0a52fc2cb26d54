/* What a provider expects of a purchaser who follows up (ODD 7.31): the chance of being found out, and trust. */
#ifndef TL_DETERRENCE_H
#define TL_DETERRENCE_H

#include "core/market/conduct.h"

/* Chance a month of being found out at least once, if a share of visits known to the model by name were bad: by so many
 * routine checks at home, and by reviews of the last year, each of so many visits. */
double tl_found_chance(double precision, int32_t checks, int32_t year_reviews, int32_t review_visits);

/* What weighs with a provider's owner. Without a purchaser: the setting that stands for one, and no trust. */
tl_Deterrence tl_deterrence_of(const tl_World *world, int32_t provider, int32_t unit);

#endif
