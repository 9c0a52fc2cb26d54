#include "core/market/begin.h"

#include <stdlib.h>

#include "core/care/continuity.h"
#include "core/market/arrangement.h"
#include "core/market/month.h"
#include "core/market/providers.h"
#include "core/numbers/rng.h"
#include "core/staff/staff_state.h"
#include "core/staff/staffing.h"
#include "core/world/each.h"
#include "core/world/organise.h"
#include "core/world/people.h"
#include "core/world/regroup.h"

/* Someone present, to be asked in the order of permanent ids. */
typedef struct Present {
    uint64_t id;
    int32_t recipient, unit;
} Present;

typedef struct Beginning {
    tl_World *w;
    tl_Membership m;
    int32_t *area_first; /* first new unit of an area */
    Present *present;    /* of an area */
    double *week_s;      /* by municipality: granted a week to its mean recipient */
} Beginning;

/* ---- who begins ---------------------------------------------------------------------------------------- */

static void open_providers(tl_World *w, int32_t municipality)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        int32_t number = w->provider_number[provider];
        w->provider_share[provider] = tl_market_share(market, number);
        if (number > 1 && number <= tl_market_active(market)) {
            w->provider_status[provider] = TL_ACTIVE;
            w->provider_account[provider].since = w->day;
        }
    }
}

/* ---- units --------------------------------------------------------------------------------------------- */

/* One unit with one team for now, as everybody's first ones are. Practice is settled when it is there. */
static void add_unit(Beginning *b, int32_t area, int32_t provider, int32_t like)
{
    b->m.unit_provider[b->m.unit_count] = provider;
    tl_membership_add_unit(&b->m, area, -1, like, 1);
}

/* Units of an area stand by provider, and the municipality's own is the first. */
static void add_units(Beginning *b, int32_t area)
{
    const tl_World *w = b->w;
    b->area_first[area] = b->m.unit_count;
    TL_EACH_UNIT_OF_AREA(w, area, unit) {
        tl_membership_keep_unit(&b->m, w, unit);
    }
    TL_EACH_HELD(w, provider, w->area_municipality[area], municipality_first_provider,
                 municipality_providers) {
        int32_t home = w->provider_home[provider];
        if (tl_is_firm(w, provider) && tl_provider_is_active(w, provider) && (home < 0 || home == area)) {
            add_unit(b, area, provider, w->area_first_unit[area]);
        }
    }
}

/* ---- who is given whom --------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    const Present *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int32_t gather(const Beginning *b, int32_t area)
{
    const tl_World *w = b->w;
    int32_t count = 0;
    TL_EACH_UNIT_OF_AREA(w, area, unit) {
        TL_EACH_RECIPIENT(w, unit, recipient) {
            b->present[count++] = (Present){w->recipient_id[recipient], recipient, unit};
        }
    }
    qsort(b->present, (size_t)count, sizeof *b->present, by_id);
    return count;
}

static bool is_asked(const tl_World *w, int32_t area, uint64_t id)
{
    return tl_upper(tl_mix64(w->keys.choice ^ id)) < tl_market_of(w->config, w->area_municipality[area])->ask;
}

/* The first team, and so far the only one, of the unit that a firm has for an area. */
static int32_t team_of(const Beginning *b, int32_t area, int32_t provider)
{
    int32_t home = b->w->provider_home[provider], unit = b->area_first[home < 0 ? area : home], team = 0;
    while (b->m.unit_provider[unit] != provider) {
        unit++;
    }
    while (b->m.team_unit[team] != unit) {
        team++;
    }
    return team;
}

/* What the move costs is counted where the person leaves. */
static void count_move(tl_World *w, const Present *person)
{
    tl_Ties ties = tl_ties_of(w, person->unit, person->recipient);
    tl_Counters *c = &w->unit_counters[person->unit];
    c->moved_at_beginning++;
    c->relations_lost += ties.relations;
    c->contacts_lost += ties.contacts;
}

static void deal_area(Beginning *b, int32_t area)
{
    tl_World *w = b->w;
    int32_t count = gather(b, area);
    for (int32_t i = 0; i < count; i++) {
        int32_t provider = is_asked(w, area, b->present[i].id) ? tl_provider_in_turn(w, area) : -1;
        if (provider >= 0 && tl_is_firm(w, provider)) {
            b->m.recipient_team[b->present[i].recipient] = team_of(b, area, provider);
            count_move(w, &b->present[i]);
        }
    }
}

/* ---- the firms' first day ------------------------------------------------------------------------------ */

static void measure_need(Beginning *b, int32_t municipality)
{
    const tl_World *w = b->w;
    double seconds = 0.0, recipients = 0.0;
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        seconds += tl_unit_week_s(w, unit);
        recipients += w->unit_recipients[unit];
    }
    b->week_s[municipality] = recipients > 0.0 ? seconds / recipients : 0.0;
}

/* Who comes to a firm is unknown to it: the person goes along as in transfer.h, with the home as seen from the new base. */
static void receive(tl_World *w, int32_t unit)
{
    TL_EACH_RECIPIENT(w, unit, recipient) {
        w->recipient_good[recipient] = w->recipient_bad[recipient] = 0.0f;
        tl_settle(w, recipient, w->recipient_area[recipient], w->recipient_x[recipient],
                  w->recipient_y[recipient]);
    }
}

/* A unit's state begins as everybody's does at the start of a run, with the levers in force by now. */
static void begin_unit(tl_World *w, int32_t unit, int32_t provider)
{
    int32_t municipality = w->provider_municipality[provider];
    tl_Provider firm = tl_provider_draw(w, municipality, w->provider_number[provider]);
    tl_Regime as = w->unit_regime[unit];
    w->unit_regime[unit] = tl_provider_regime(w, &firm, &as);
    w->unit_manager_share[unit] = 1.0f;
    w->unit_climate[unit] = (tl_Climate){0};
    w->unit_manager[unit] = (tl_Manager){0};
    w->unit_officer[unit] = (tl_Officer){0};
    w->unit_pilot[unit] = 0;
    receive(w, unit);
}

/* Fills rows of posts, or of hourly jobs, from the first on; false without room. */
static bool engage(tl_World *w, int32_t unit, int32_t first, int32_t room, int32_t count, bool hourly)
{
    TL_EACH_ROW(staff, first + tl_rows_used(w->staff_post, first, first + room), first + count) {
        if (staff == first + room) {
            return false;
        }
        tl_post_open(w, staff, w->unit_first_team[unit], hourly);
        w->staff_generation[staff] = 1;
        tl_employee_draw(w, staff, hourly, true);
    }
    return true;
}

/* For those it was given or, where these are fewer, for its part of provider.start_recipients. */
static bool staff_unit(const Beginning *b, int32_t unit, int32_t units)
{
    tl_World *w = b->w;
    const tl_Regime *regime = &w->unit_regime[unit];
    double part = (double)w->config->constants.provider_start_recipients / units;
    double wanted = part * b->week_s[tl_unit_municipality(w, unit)], given = tl_unit_week_s(w, unit);
    double seconds = given > wanted ? given : wanted;
    int32_t posts = tl_posts_at_first(w, regime, seconds, seconds > 0.0 ? 2.0 : 0.0);
    int32_t first = w->unit_first_staff[unit], room = w->unit_post_room[unit];
    return engage(w, unit, first, room, posts, false) &&
           engage(w, unit, first + room, w->unit_staff_room[unit] - room,
                  tl_hourlies_needed(w, regime, posts), true);
}

static int32_t units_of(const Beginning *b, int32_t provider)
{
    int32_t home = b->w->provider_home[provider];
    return home >= 0 ? 1 : b->w->municipality_areas[b->w->provider_municipality[provider]];
}

/* Rows of units stay as they are when room is made. */
static bool staff_units(const Beginning *b)
{
    for (int32_t unit = 0; unit < b->m.unit_count; unit++) {
        int32_t provider = b->m.unit_provider[unit];
        for (int32_t spare = 0; provider >= 0 && !staff_unit(b, unit, units_of(b, provider)); spare++) {
            if (!tl_make_room(b->w, spare)) {
                return false;
            }
        }
    }
    return true;
}

/* Units and teams of firms are formed as at the start of a run. */
static bool organise(const Beginning *b)
{
    tl_World *w = b->w;
    bool *chosen = calloc((size_t)w->sizes.UNIT + 1, sizeof *chosen);
    for (int32_t unit = 0; chosen != NULL && unit < b->m.unit_count; unit++) {
        chosen[unit] = b->m.unit_provider[unit] >= 0;
    }
    bool done = chosen != NULL && tl_organise(w, chosen, TL_GROUP_BY_AREA, 0, 0);
    free(chosen);
    return done;
}

/* ---- the day ------------------------------------------------------------------------------------------- */

/* A firm has one unit in each area at most. */
static size_t most_units(const tl_World *w)
{
    int64_t most = w->sizes.UNIT;
    TL_EACH_ROW(municipality, 0, (int32_t)w->sizes.MUNICIPALITY) {
        most +=
            (int64_t)w->municipality_areas[municipality] * tl_market_of(w->config, municipality)->externals;
    }
    return (size_t)most;
}

static bool allocate(Beginning *b)
{
    tl_World *w = b->w;
    size_t most = most_units(w);
    b->area_first = calloc((size_t)w->sizes.AREA + 1, sizeof *b->area_first);
    b->present = calloc((size_t)w->sizes.RECIPIENT + 1, sizeof *b->present);
    b->week_s = calloc((size_t)w->sizes.MUNICIPALITY + 1, sizeof *b->week_s);
    return tl_membership_allocate(&b->m, w, (int32_t)most, (int32_t)(most + (size_t)w->sizes.TEAM)) &&
           b->area_first != NULL && b->present != NULL && b->week_s != NULL;
}

static void arrange(Beginning *b)
{
    tl_World *w = b->w;
    TL_EACH_ROW(municipality, 0, (int32_t)w->sizes.MUNICIPALITY) {
        open_providers(w, municipality);
        measure_need(b, municipality);
    }
    TL_EACH_AREA(w, area) {
        add_units(b, area);
    }
    TL_EACH_AREA(w, area) {
        deal_area(b, area);
    }
}

static bool carry_out(Beginning *b)
{
    arrange(b);
    if (!tl_regroup(b->w, &b->m)) {
        return false;
    }
    for (int32_t unit = 0; unit < b->m.unit_count; unit++) {
        if (b->m.unit_provider[unit] >= 0) {
            begin_unit(b->w, unit, b->m.unit_provider[unit]);
        }
    }
    return staff_units(b) && organise(b);
}

bool tl_firms_begin(tl_World *w)
{
    Beginning b = {.w = w};
    bool done = allocate(&b) && carry_out(&b);
    tl_membership_free(&b.m);
    free(b.area_first);
    free(b.present);
    free(b.week_s);
    for (int32_t municipality = 0; done && municipality < (int32_t)w->sizes.MUNICIPALITY; municipality++) {
        tl_market_contract(w, municipality);
    }
    return done;
}
