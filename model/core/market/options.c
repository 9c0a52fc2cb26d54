#include "core/market/options.h"

#include "core/market/arrangement.h"
#include "core/market/providers.h"
#include "core/market/voice.h"
#include "core/numbers/num.h"
#include "core/numbers/opinion.h"
#include "core/world/each.h"

/* ---- who chooses --------------------------------------------------------------------------------------- */

double tl_recipient_week_s(const tl_World *w, int32_t recipient)
{
    double hours_a_month = (double)w->recipient_hours[recipient] * (double)w->recipient_granted[recipient];
    return hours_a_month * TL_HOUR_S * TL_YEAR_MONTHS * TL_WEEK_DAYS / TL_YEAR_DAYS;
}

tl_Chooser tl_chooser_arriving(const tl_World *w, int32_t area, const tl_Person *person)
{
    return (tl_Chooser){.id = person->id,
                        .area = area,
                        .x = person->x,
                        .y = person->y,
                        .needs = person->needs,
                        .arrives = true,
                        .relatives = tl_has_relatives(w, person->id),
                        .present = -1};
}

double tl_contact_familiarity(const tl_World *w, int32_t recipient)
{
    int32_t unit = w->team_unit[w->recipient_team[recipient]];
    double most = 0.0;
    for (int i = 0; i < TL_MOST_CONTACTS; i++) {
        int32_t column = tl_contacts(w, recipient)[i];
        double visits = column == TL_NO_COLUMN
                            ? 0.0
                            : (double)w->pair_familiarity[tl_pair_row(w, unit, recipient) + column];
        most = tl_larger(most, visits / (visits + (double)w->decay.familiarity_prior));
    }
    return most;
}

tl_Chooser tl_chooser_present(const tl_World *w, int32_t r)
{
    const tl_Constants *k = &w->config->constants;
    int32_t unit = w->team_unit[w->recipient_team[r]];
    tl_Opinion opinion = tl_opinion(w->recipient_good[r], w->recipient_bad[r], w->decay.opinion_prior);
    tl_Chooser c = {.id = w->recipient_id[r],
                    .area = w->recipient_area[r],
                    .needs = w->recipient_needs[r],
                    .relatives = tl_has_relatives(w, w->recipient_id[r]),
                    .left = w->recipient_left[r],
                    .present = w->unit_provider[unit],
                    .expectation = (double)tl_opinion_expectation(opinion, (float)k->opinion_propensity),
                    .bond = k->switching_cost + k->switching_tie_cost * tl_contact_familiarity(w, r)};
    tl_area_offset(w, w->unit_area[unit], c.area, &c.x, &c.y);
    c.x += w->recipient_x[r];
    c.y += w->recipient_y[r];
    return c;
}

/* ---- among whom ---------------------------------------------------------------------------------------- */

static bool may_have(const tl_World *w, const tl_Chooser *c, int32_t provider, bool with_room)
{
    return provider == c->present ||
           (w->provider_number[provider] != c->left && (c->arrives || tl_provider_is_active(w, provider)) &&
            tl_provider_serves(w, provider, c->area) && (!with_room || tl_provider_has_room(w, provider)));
}

void tl_options_of(const tl_World *w, const tl_Chooser *c, bool with_room, tl_Options *options)
{
    options->count = 0;
    TL_EACH_HELD(w, provider, w->area_municipality[c->area], municipality_first_provider,
                 municipality_providers) {
        if (may_have(w, c, provider, with_room)) {
            options->provider[options->count++] = provider;
        }
    }
}

void tl_options_at_least_one(const tl_World *w, const tl_Chooser *c, tl_Options *options)
{
    tl_options_of(w, c, true, options);
    if (options->count == 0) {
        tl_options_of(w, c, false, options);
    }
    if (options->count == 0) {
        options->provider[options->count++] = tl_own_provider(w, w->area_municipality[c->area]);
    }
}
