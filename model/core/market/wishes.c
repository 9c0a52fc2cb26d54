#include "core/market/wishes.h"

#include "core/market/arrangement.h"
#include "core/market/voice.h"

static int32_t unit_of(const tl_World *w, int32_t recipient)
{
    return w->team_unit[w->recipient_team[recipient]];
}

void tl_wish(tl_World *w, int32_t recipient, int32_t provider, bool after_ending)
{
    w->recipient_wish[recipient] = w->provider_number[provider];
    w->recipient_wish_day[recipient] = w->day;
    w->recipient_displaced[recipient] = after_ending;
    w->unit_counters[unit_of(w, recipient)].wishes++;
}

void tl_wish_ends(tl_World *w, int32_t r)
{
    w->recipient_wish[r] = w->recipient_wish_day[r] = 0;
    w->recipient_displaced[r] = 0;
}

int32_t tl_choice_day(const tl_World *w, int32_t municipality)
{
    int32_t begins = tl_choice_begins(tl_market_of(w->config, municipality));
    return begins == TL_FROM_START ? 0 : begins + (int32_t)w->config->run.burn_in_days;
}

void tl_count_switch(tl_World *w, int32_t r)
{
    int32_t unit = unit_of(w, r);
    tl_Counters *c = &w->unit_counters[unit];
    c->switches++;
    c->switches_with_relatives += tl_has_relatives(w, w->recipient_id[r]);
    c->switches_present += w->recipient_since[r] < tl_choice_day(w, tl_unit_municipality(w, unit));
    w->recipient_left[r] = w->provider_number[w->unit_provider[unit]];
}
