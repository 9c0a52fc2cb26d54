#include "core/care/demography.h"

#include "core/world/each.h"
#include "core/care/contact.h"
#include "core/market/arrangement.h"
#include "core/market/choice.h"
#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/world/people.h"
#include "core/world/transfer.h"
#include "core/numbers/rng.h"

/* ---- leaving ------------------------------------------------------------------------------------------- */

static const double MOST_WEIGHT = 2.0;

double tl_residential_weight(double hours, double mean_hours)
{
    return tl_clamp(hours / mean_hours, 0.0, MOST_WEIGHT);
}

/* Hazards a year. That of residential care is scaled so that the recipients of the start together have the
 * hazard of the table. */
typedef struct Hazards {
    double dies, residential_per_weight, ends;
    double most; /* of all three together for anyone */
} Hazards;

static Hazards hazards(const tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    Hazards h = {.dies = k->demography_deaths_per_year,
                 .residential_per_weight = k->demography_residential_per_year /
                                           w->municipality_mean_weight[tl_unit_municipality(w, unit)],
                 .ends = k->demography_ended_per_year};
    h.most = h.dies + h.residential_per_weight * MOST_WEIGHT + h.ends;
    return h;
}

static void departure_of(tl_World *w, const Hazards *h, int32_t unit, int32_t recipient, double draw)
{
    tl_Counters *c = &w->unit_counters[unit];
    const tl_Profile *profile = &w->config->municipalities[tl_unit_municipality(w, unit)].profile;
    double hours = w->recipient_hours[recipient] * w->recipient_granted[recipient];
    double moves = h->dies + h->residential_per_weight * tl_residential_weight(hours, profile->granted_hours);
    if (draw >= moves + h->ends) {
        return;
    }
    c->deaths += draw < h->dies;
    c->to_residential += draw >= h->dies && draw < moves;
    c->ended += draw >= moves;
    tl_recipient_remove(w, unit, recipient);
}

void tl_departures(tl_World *w, int32_t unit)
{
    Hazards h = hazards(w, unit);
    TL_EACH_RECIPIENT(w, unit, recipient) {
        uint64_t key = tl_day_key(w->keys.demography, w->recipient_id[recipient], w->day);
        double draw = tl_upper(key) * TL_YEAR_DAYS;
        if (draw < h.most) {
            departure_of(w, &h, unit, recipient, draw);
        }
    }
}

/* ---- arriving ------------------------------------------------------------------------------------------ */

/* Newcomers choose a provider or, where nobody chooses, are given one in turn. */
static int32_t provider_of(tl_World *w, int32_t area, const tl_Person *person)
{
    int32_t municipality = w->area_municipality[area];
    return tl_has_market(w, municipality) && tl_choice_is_open(w, municipality)
               ? tl_choose_at_entry(w, area, person)
               : tl_provider_in_turn(w, area);
}

/* Of a provider that has no unit for the area somebody goes to whoever stands first there. */
static int32_t team_for(const tl_World *w, int32_t area, int32_t provider)
{
    int32_t first, units = tl_provider_units(w, area, provider, &first);
    return units > 0 ? tl_least_crowded_team(w, first, units)
                     : tl_least_crowded_team(w, w->area_first_unit[area], 1);
}

static void receive(tl_World *w, int32_t area, uint64_t id)
{
    int32_t municipality = w->area_municipality[area];
    const tl_Profile *profile = &w->config->municipalities[municipality].profile;
    tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
    tl_Person person =
        tl_person_draw(w, id, profile, w->municipality_median_hours[municipality], w->area_reach_s[area]);
    int32_t team = team_for(w, area, provider_of(w, area, &person)), unit = w->team_unit[team];
    int count = tl_person_visits(w, &person, visits);
    int32_t recipient = tl_recipient_next_row(w, unit);
    tl_recipient_place(w, recipient, unit, &person, visits, count);
    w->recipient_team[recipient] = team;
    tl_settle(w, recipient, area, person.x, person.y);
    w->unit_recipients[unit]++;
    for (int i = 0; i < count; i++) {
        int32_t visit = tl_visit_insert(w, unit, recipient, visits[i].slot, visits[i].minute);
        tl_visit_place(w, visit, recipient, &visits[i]);
    }
    tl_contacts_assign(w, unit);
    w->unit_counters[unit].arrivals++;
}

static double arrivals_a_day(const tl_World *w, int32_t area)
{
    return w->config->constants.demography_inflow_per_year * w->area_start_recipients[area] / TL_YEAR_DAYS;
}

static int32_t arrivals_on(const tl_World *w, int32_t area, int32_t day)
{
    uint64_t id = tl_recipient_id_arriving(tl_area_place(w, area), w->area_number[area], 0, 0);
    tl_Rng rng = tl_rng(tl_day_key(w->keys.arrival, id, day));
    return (int32_t)(arrivals_a_day(w, area) + tl_rng_uniform(&rng));
}

static int32_t arrivals_within(const tl_World *w, int32_t area, int32_t days)
{
    int32_t arrivals = 0;
    for (int32_t day = w->day; day < w->day + days; day++) {
        arrivals += arrivals_on(w, area, day);
    }
    return arrivals;
}

static int32_t arrivals_at_most(const tl_World *w, int32_t area, int32_t days)
{
    return ((int32_t)arrivals_a_day(w, area) + 1) * days;
}

/* Those of an area that a unit of a provider there may be given, or of all areas that it serves. */
static int32_t given_at_most(const tl_World *w, int32_t area, int32_t provider, int32_t days,
                             int32_t (*arrivals)(const tl_World *w, int32_t area, int32_t days))
{
    if (w->provider_home[provider] < 0) {
        return tl_provider_most(w, area, provider, arrivals(w, area, days));
    }
    int32_t sum = 0;
    TL_EACH_HELD(w, served, w->provider_municipality[provider], municipality_first_area, municipality_areas) {
        sum += tl_provider_most(w, served, provider, arrivals(w, served, days));
    }
    return sum;
}

int32_t tl_arrivals_most(const tl_World *w, int32_t area, int32_t provider, int32_t days)
{
    return given_at_most(w, area, provider, days, arrivals_at_most);
}

/* All may be given to the same unit of their provider, each with the longest of plans. */
bool tl_arrivals_have_room(const tl_World *w, int32_t days)
{
    TL_EACH_UNIT(w, unit) {
        int32_t most = given_at_most(w, w->unit_area[unit], w->unit_provider[unit], days, arrivals_within);
        if (!tl_unit_has_room(w, unit, most, most * TL_MAX_WEEKLY_PLAN)) {
            return false;
        }
    }
    return true;
}

void tl_arrivals(tl_World *w, int32_t area)
{
    int32_t place = tl_area_place(w, area), number = w->area_number[area];
    int32_t count = arrivals_on(w, area, w->day);
    for (int32_t i = 0; i < count; i++) {
        receive(w, area, tl_recipient_id_arriving(place, number, w->day, i));
    }
}
