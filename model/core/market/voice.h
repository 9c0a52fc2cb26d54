/* What is heard of providers without anybody asking (ODD 7.32): complaints of recipients and relatives, and tips from
 * employees. Complaints are no sample of wrongs: they hang on who speaks up. */
#ifndef TL_VOICE_H
#define TL_VOICE_H

#include "core/world/world.h"

/* Has a recipient relatives who help? For good. */
bool tl_has_relatives(const tl_World *world, uint64_t recipient_id);

/* How much those in care of a unit speak up, mean: voice, times the factors of relatives and of a minority language. */
double tl_voice_of(const tl_World *world, int32_t unit);

/* floor(k_c v faults + u); of one visit at most one complaint is made. */
int32_t tl_complaints(const tl_Constants *constants, double voice, int32_t faults, double u);

/* Share of complaints that are settled in the dialogue of recipients and provider: min(1, own_channel dialogues/12). */
double tl_settled_share(const tl_Constants *constants, const tl_Regime *regime);

/* floor(k_t misregistered/100 + k_f + u). */
int32_t tl_tips(const tl_Constants *constants, int32_t misregistered, double u);

/* What of a provider's month is open: records are sent, and what it knows of itself it may tell. */
static inline int32_t tl_records_sent(const tl_World *w, int32_t provider)
{
    return w->provider_followed[provider].month.truth.records;
}

static inline int32_t tl_faults_known(const tl_World *w, int32_t provider)
{
    return w->provider_followed[provider].month.truth.deviations;
}

/* Closes a unit's month, or part of it: complaints of what was poor or missed are made, and all goes to its provider. */
void tl_voice_close(tl_World *world, int32_t unit);

/* Closes the month of all providers of a municipality, when their units' are: employees may give tips. */
void tl_voice_month(tl_World *world, int32_t municipality);

#endif
