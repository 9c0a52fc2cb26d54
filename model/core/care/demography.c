#include "core/care/demography.h"

#include <string.h>

#include "core/care/contact.h"
#include "core/numbers/num.h"
#include "core/world/people.h"
#include "core/numbers/rng.h"

/* ---- leaving ------------------------------------------------------------------------------------------- */

static void remove_visits(tl_World *w, int32_t unit, int32_t recipient)
{
    int32_t first = w->unit_first_visit[unit];
    for (int32_t visit = first + w->unit_visits[unit] - 1; visit >= first; visit--) {
        if (w->visit_recipient[visit] == recipient) {
            int32_t after = first + w->unit_visits[unit] - visit - 1;
            tl_world_move_rows(w, visit, visit + 1, after, TL_PER_VISIT);
            w->unit_visits[unit]--;
        }
    }
}

static void remove_recipient(tl_World *w, int32_t unit, int32_t recipient)
{
    size_t row = (size_t)tl_pair_row(w, unit, recipient), columns = (size_t)w->unit_stride[unit];
    memset(w->pair_familiarity + row, 0, columns * sizeof *w->pair_familiarity);
    memset(w->pair_memory + row, 0, columns * sizeof *w->pair_memory);
    remove_visits(w, unit, recipient);
    tl_world_clear_row(w, recipient, TL_PER_RECIPIENT);
    w->unit_recipients[unit]--;
}

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

static double residential_hazard(const tl_World *w, const Hazards *h, int32_t unit, int32_t recipient)
{
    int32_t m = tl_unit_municipality(w, unit);
    double hours = (double)(w->recipient_hours[recipient] * w->recipient_granted[recipient]);
    return h->residential_per_weight *
           tl_residential_weight(hours, w->config->municipalities[m].profile.granted_hours);
}

static void departure_of(tl_World *w, const Hazards *h, int32_t unit, int32_t recipient, double draw)
{
    tl_Counters *c = &w->unit_counters[unit];
    double moves = h->dies + residential_hazard(w, h, unit, recipient);
    if (draw >= moves + h->ends) {
        return;
    }
    c->deaths += draw < h->dies;
    c->to_residential += draw >= h->dies && draw < moves;
    c->ended += draw >= moves;
    remove_recipient(w, unit, recipient);
}

void tl_departures(tl_World *w, int32_t unit)
{
    Hazards h = hazards(w, unit);
    int32_t first = w->unit_first_recipient[unit];
    for (int32_t recipient = first; recipient < first + w->unit_recipient_room[unit]; recipient++) {
        uint64_t id = w->recipient_id[recipient];
        double draw = tl_upper(tl_day_key(w->keys.demography, id, w->day)) * 365.0;
        if (draw < h.most && id != 0) {
            departure_of(w, &h, unit, recipient, draw);
        }
    }
}

/* ---- arriving ------------------------------------------------------------------------------------------ */

/* Granted time of the weekly plan over the size a team should have; the team with the least takes the next,
 * so that teams keep the size that the lever says. */
static double crowding(const tl_World *w, int32_t team)
{
    int32_t unit = w->team_unit[team], first = w->unit_first_visit[unit];
    double granted_s = 0.0;
    for (int32_t visit = first; visit < first + w->unit_visits[unit]; visit++) {
        int32_t r = w->visit_recipient[visit];
        if (w->recipient_team[r] == team) {
            granted_s += __builtin_popcount(w->visit_weekdays[visit]) * (double)w->visit_s[visit] *
                         (double)w->recipient_granted[r];
        }
    }
    return granted_s / (double)w->unit_regime[unit].organisation_pool_size;
}

static int32_t least_crowded_team(const tl_World *w, int32_t area)
{
    int32_t first = w->unit_first_team[w->area_first_unit[area]], best = -1;
    int32_t last_unit = w->area_first_unit[area] + w->area_units[area] - 1;
    int32_t end = w->unit_first_team[last_unit] + w->unit_teams[last_unit];
    double least = 0.0;
    for (int32_t team = first; team < end; team++) {
        double own = crowding(w, team);
        if (best < 0 || own < least) {
            best = team;
            least = own;
        }
    }
    return best;
}

/* Rows keep the order of arrival, whatever room there is: sums are taken in that order. */
static int32_t next_row(const tl_World *w, int32_t unit)
{
    int32_t row = w->unit_first_recipient[unit] + w->unit_recipient_room[unit];
    while (row > w->unit_first_recipient[unit] && w->recipient_id[row - 1] == 0) {
        row--;
    }
    return row;
}

static bool comes_before(const tl_World *w, int32_t visit, uint64_t id, const tl_PlannedVisit *planned)
{
    if (w->visit_slot[visit] != planned->slot) {
        return w->visit_slot[visit] < planned->slot;
    }
    if (w->visit_minute[visit] != planned->minute) {
        return w->visit_minute[visit] < planned->minute;
    }
    return w->recipient_id[w->visit_recipient[visit]] < id;
}

/* Keeps a unit's visits sorted by slot, preferred time and id. */
static void insert_visit(tl_World *w, int32_t unit, int32_t recipient, const tl_PlannedVisit *planned)
{
    int32_t first = w->unit_first_visit[unit], place = first + w->unit_visits[unit];
    while (place > first && !comes_before(w, place - 1, w->recipient_id[recipient], planned)) {
        place--;
    }
    tl_world_move_rows(w, place + 1, place, first + w->unit_visits[unit] - place, TL_PER_VISIT);
    tl_visit_place(w, place, recipient, planned);
    w->unit_visits[unit]++;
}

static void receive(tl_World *w, int32_t area, uint64_t id)
{
    int32_t municipality = w->area_municipality[area];
    const tl_Profile *profile = &w->config->municipalities[municipality].profile;
    int32_t team = least_crowded_team(w, area), unit = w->team_unit[team];
    tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
    tl_Person person =
        tl_person_draw(w, id, profile, w->municipality_median_hours[municipality], w->area_reach_s[area]);
    int count = tl_person_visits(w, &person, visits);
    int32_t recipient = next_row(w, unit);
    tl_recipient_place(w, recipient, unit, &person, tl_daily_visits(visits, count));
    w->recipient_team[recipient] = team;
    w->unit_recipients[unit]++;
    for (int i = 0; i < count; i++) {
        insert_visit(w, unit, recipient, &visits[i]);
    }
    tl_contacts_assign(w, unit);
    w->unit_counters[unit].arrivals++;
}

static double arrivals_a_day(const tl_World *w, int32_t area)
{
    return w->config->constants.demography_inflow_per_year * w->area_start_recipients[area] / 365.0;
}

int32_t tl_arrivals_most(const tl_World *w, int32_t area)
{
    return (int32_t)arrivals_a_day(w, area) + 1;
}

static int32_t arrivals_on(const tl_World *w, int32_t area, int32_t day)
{
    uint64_t id = tl_recipient_id_arriving(w->area_place[area], w->area_number[area], 0, 0);
    tl_Rng rng = tl_rng(tl_day_key(w->keys.arrival, id, day));
    return (int32_t)(arrivals_a_day(w, area) + tl_rng_uniform(&rng));
}

/* All may be given to the same unit, each with the longest of plans. */
static bool area_has_room(const tl_World *w, int32_t area, int32_t arrivals)
{
    for (int32_t unit = w->area_first_unit[area]; unit < w->area_first_unit[area] + w->area_units[area];
         unit++) {
        if (next_row(w, unit) + arrivals > w->unit_first_recipient[unit] + w->unit_recipient_room[unit] ||
            w->unit_visits[unit] + arrivals * TL_MAX_WEEKLY_PLAN > w->unit_visit_room[unit]) {
            return false;
        }
    }
    return true;
}

bool tl_arrivals_have_room(const tl_World *w, int32_t days)
{
    for (int32_t area = 0; area < (int32_t)w->sizes.AREA; area++) {
        int32_t arrivals = 0;
        for (int32_t day = w->day; day < w->day + days; day++) {
            arrivals += arrivals_on(w, area, day);
        }
        if (!area_has_room(w, area, arrivals)) {
            return false;
        }
    }
    return true;
}

void tl_arrivals(tl_World *w, int32_t first_area, int32_t end_area)
{
    for (int32_t area = first_area; area < end_area; area++) {
        int32_t place = w->area_place[area], number = w->area_number[area];
        int32_t count = arrivals_on(w, area, w->day);
        for (int32_t i = 0; i < count; i++) {
            receive(w, area, tl_recipient_id_arriving(place, number, w->day, i));
        }
    }
}
