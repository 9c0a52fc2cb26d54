#include "core/market/begin.h"

#include <stdlib.h>

#include "core/care/continuity.h"
#include "core/market/arrangement.h"
#include "core/market/choice.h"
#include "core/market/month.h"
#include "core/market/offers.h"
#include "core/market/providers.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/staff/staff_state.h"
#include "core/staff/staffing.h"
#include "core/steering/regime.h"
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
    const tl_Beginners *who;
    tl_Membership m;
    int32_t *area_first; /* first new unit of an area */
    int32_t *new_unit;   /* by old unit, where it goes on */
    Present *present;    /* of an area */
    double *week_s;      /* by municipality: granted a week to its mean recipient */
    int32_t dealt;       /* to units that there were, so far */
} Beginning;

/* ---- units --------------------------------------------------------------------------------------------- */

/* One unit with one team for now, as everybody's first ones are. Practice is settled when it is there. */
static void add_unit(Beginning *b, int32_t area, int32_t provider, int32_t like)
{
    b->m.unit_provider[b->m.unit_count] = provider;
    tl_membership_add_unit(&b->m, area, -1, like, 1);
}

static bool is_new_here(const tl_World *w, const tl_Beginners *who, int32_t provider, int32_t area)
{
    int32_t home = w->provider_home[provider];
    return who->begins[provider] && (home >= 0 ? home == area : tl_provider_serves(w, provider, area));
}

/* Units of an area stand by provider, and the municipality's own is the first. */
static void add_units(Beginning *b, int32_t area)
{
    const tl_World *w = b->w;
    b->area_first[area] = b->m.unit_count;
    TL_EACH_HELD(w, provider, w->area_municipality[area], municipality_first_provider,
                 municipality_providers) {
        bool there = false;
        TL_EACH_UNIT_OF_AREA(w, area, unit) {
            if (w->unit_provider[unit] == provider) {
                there = true;
                b->new_unit[unit] = b->m.unit_count;
                tl_membership_keep_unit(&b->m, w, unit);
            }
        }
        if (!there && is_new_here(w, b->who, provider, area)) {
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

/* All who live in an area, wherever the units are that they belong to. */
static int32_t gather(const Beginning *b, int32_t area)
{
    const tl_World *w = b->w;
    int32_t count = 0, first, end;
    tl_municipality_range(w, w->area_municipality[area], &first, &end);
    TL_EACH_ROW(unit, first, end) {
        TL_EACH_RECIPIENT(w, unit, recipient) {
            if (w->recipient_area[recipient] == area) {
                b->present[count++] = (Present){w->recipient_id[recipient], recipient, unit};
            }
        }
    }
    qsort(b->present, (size_t)count, sizeof *b->present, by_id);
    return count;
}

static bool is_asked(const Beginning *b, int32_t area, uint64_t id)
{
    return tl_upper(tl_mix64(b->w->keys.choice ^ id)) < b->who->ask[area];
}

/* The provider that somebody who is asked is to have: chosen, or in turn, and then only firms take people over. */
static int32_t provider_for(const Beginning *b, int32_t area, const Present *person)
{
    tl_World *w = b->w;
    if (tl_choice_is_open(w, w->area_municipality[area])) {
        return tl_choose_anew(w, person->recipient);
    }
    int32_t turn = tl_provider_in_turn(w, area);
    return tl_is_firm(w, turn) ? turn : w->unit_provider[person->unit];
}

/* The first team, and so far the only one, of a unit that a provider will have for an area from now on; -1: it has none but
 * those that there were. */
static int32_t new_team_of(const Beginning *b, int32_t area, int32_t provider)
{
    int32_t home = b->w->provider_home[provider], team = 0;
    int32_t unit = b->area_first[home < 0 ? area : home];
    while (unit < b->m.unit_count && b->m.unit_provider[unit] != provider) {
        unit++;
    }
    while (unit < b->m.unit_count && b->m.team_unit[team] != unit) {
        team++;
    }
    return unit < b->m.unit_count ? team : -1;
}

/* A team of those that a provider has for an area already: whoever comes there comes team by team. */
static int32_t old_team_of(Beginning *b, int32_t area, int32_t provider)
{
    const tl_World *w = b->w;
    int32_t first, teams = 0, units = tl_provider_units(w, area, provider, &first);
    for (int32_t unit = first; unit < first + units; unit++) {
        teams += w->unit_teams[unit];
    }
    int32_t nth = teams > 0 ? b->dealt++ % teams : 0;
    for (int32_t team = 0; teams > 0 && team < b->m.team_count; team++) {
        int32_t unit = b->m.team_unit[team];
        if (unit >= b->new_unit[first] && unit <= b->new_unit[first + units - 1] && nth-- == 0) {
            return team;
        }
    }
    return -1;
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

/* The home as seen from another base, and nothing known yet of who will come: the person goes along as in transfer.h. */
static void set_out(tl_World *w, const Present *person, int32_t area, int32_t provider)
{
    int32_t home = w->provider_home[provider], recipient = person->recipient;
    float from_x, from_y, to_x, to_y;
    tl_area_offset(w, area, w->unit_area[person->unit], &from_x, &from_y);
    tl_area_offset(w, area, home < 0 ? area : home, &to_x, &to_y);
    w->recipient_x[recipient] = w->recipient_x[recipient] - from_x + to_x;
    w->recipient_y[recipient] = w->recipient_y[recipient] - from_y + to_y;
    w->recipient_good[recipient] = w->recipient_bad[recipient] = 0.0f;
}

/* Those who are about to come count against caps already. */
static void announce(tl_World *w, const Present *person, int32_t provider)
{
    int64_t week_s = tl_round(tl_recipient_week_s(w, person->recipient));
    w->provider_contract[w->unit_provider[person->unit]].coming_s -= week_s;
    w->provider_contract[provider].coming_s += week_s;
}

static void deal_area(Beginning *b, int32_t area)
{
    tl_World *w = b->w;
    int32_t count = b->who->ask[area] > 0.0 ? gather(b, area) : 0;
    for (int32_t i = 0; i < count; i++) {
        const Present *person = &b->present[i];
        int32_t was = w->unit_provider[person->unit];
        int32_t provider = is_asked(b, area, person->id) ? provider_for(b, area, person) : was;
        int32_t team = provider == was ? -1 : new_team_of(b, area, provider);
        team = provider != was && team < 0 ? old_team_of(b, area, provider) : team;
        if (team >= 0) {
            b->m.recipient_team[person->recipient] = team;
            count_move(w, person);
            announce(w, person, provider);
            set_out(w, person, area, provider);
        }
    }
}

static void nobody_comes_any_more(tl_World *w)
{
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        w->provider_contract[provider].coming_s = 0;
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

/* A unit's state begins as everybody's does at the start of a run, with the levers in force by now. */
static void begin_unit(tl_World *w, int32_t unit, int32_t provider)
{
    int32_t municipality = w->provider_municipality[provider];
    tl_Provider firm = tl_provider_draw(w, municipality, w->provider_number[provider]);
    tl_Regime as = tl_choice_is_open(w, municipality) ? tl_levers_by_timeline(w, unit)
                                                      : tl_levers_without_orders(w, unit);
    w->unit_regime[unit] = tl_provider_regime(w, &firm, &as);
    tl_offers_apply(w, unit);
    w->unit_manager_share[unit] = 1.0f;
    w->unit_climate[unit] = (tl_Climate){0};
    w->unit_manager[unit] = (tl_Manager){0};
    w->unit_officer[unit] = (tl_Officer){0};
    w->unit_pilot[unit] = 0;
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

/* Of what the municipality or a firm that leaves has in an area, all goes over to whoever has the area from now on. */
static double awaited_s(const tl_World *w, int32_t unit, int32_t provider)
{
    double seconds = 0.0;
    if (tl_is_firm(w, provider) && !tl_has_whole_areas(w, provider)) {
        return 0.0;
    }
    TL_EACH_UNIT_OF_AREA(w, w->unit_area[unit], other) {
        seconds += w->unit_provider[other] != provider ? tl_unit_week_s(w, other) : 0.0;
    }
    return seconds;
}

static int32_t units_of(const Beginning *b, int32_t provider)
{
    int32_t units = 0;
    for (int32_t unit = 0; unit < b->m.unit_count; unit++) {
        units += b->m.unit_provider[unit] == provider;
    }
    return units;
}

/* For those it was given or awaits or, where these are fewer, for its part of provider.start_recipients. */
static int32_t posts_for(const Beginning *b, int32_t unit, int32_t provider)
{
    tl_World *w = b->w;
    double part = (double)w->config->constants.provider_start_recipients / units_of(b, provider);
    double wanted = part * b->week_s[tl_unit_municipality(w, unit)];
    double given = tl_unit_week_s(w, unit) + awaited_s(w, unit, provider);
    double seconds = given > wanted ? given : wanted;
    return tl_posts_at_first(w, &w->unit_regime[unit], seconds, seconds > 0.0 ? 2.0 : 0.0);
}

static bool staff_unit(const Beginning *b, int32_t unit, int32_t posts)
{
    tl_World *w = b->w;
    int32_t first = w->unit_first_staff[unit], room = w->unit_post_room[unit];
    return engage(w, unit, first, room, posts, false) &&
           engage(w, unit, first + room, w->unit_staff_room[unit] - room,
                  tl_hourlies_needed(w, &w->unit_regime[unit], posts), true);
}

/* Room for the staff of all of them is made at a time, since each time the whole world is copied. */
static bool make_staff_room(const Beginning *b)
{
    bool any = false;
    for (int32_t unit = 0; unit < b->m.unit_count; unit++) {
        int32_t provider = b->m.unit_provider[unit];
        if (provider >= 0) {
            b->w->unit_posts_wanted[unit] = posts_for(b, unit, provider);
            any = any || b->w->unit_posts_wanted[unit] > b->w->unit_post_room[unit];
        }
    }
    return !any || tl_make_room(b->w, 0);
}

/* Rows of units stay as they are when room is made. */
static bool staff_units(const Beginning *b)
{
    bool room = make_staff_room(b);
    for (int32_t unit = 0; room && unit < b->m.unit_count; unit++) {
        int32_t spare = 0, provider = b->m.unit_provider[unit];
        while (room && provider >= 0 && !staff_unit(b, unit, posts_for(b, unit, provider))) {
            room = tl_make_room(b->w, spare++);
        }
    }
    return room;
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

/* Each beginner has one unit in an area at most. */
static size_t most_new(const Beginning *b)
{
    size_t most = 0;
    TL_EACH_AREA(b->w, area) {
        TL_EACH_HELD(b->w, provider, b->w->area_municipality[area], municipality_first_provider,
                     municipality_providers) {
            most += is_new_here(b->w, b->who, provider, area);
        }
    }
    return most;
}

static bool allocate(Beginning *b)
{
    tl_World *w = b->w;
    size_t new = most_new(b);
    b->area_first = calloc((size_t)w->sizes.AREA + 1, sizeof *b->area_first);
    b->new_unit = calloc((size_t)w->sizes.UNIT + 1, sizeof *b->new_unit);
    b->present = calloc((size_t)w->sizes.RECIPIENT + 1, sizeof *b->present);
    b->week_s = calloc((size_t)w->sizes.MUNICIPALITY + 1, sizeof *b->week_s);
    return tl_membership_allocate(&b->m, w, (int32_t)((size_t)w->sizes.UNIT + new),
                                  (int32_t)((size_t)w->sizes.TEAM + new)) &&
           b->area_first != NULL && b->new_unit != NULL && b->present != NULL && b->week_s != NULL;
}

static void arrange(Beginning *b)
{
    tl_World *w = b->w;
    TL_EACH_ROW(municipality, 0, (int32_t)w->sizes.MUNICIPALITY) {
        measure_need(b, municipality);
    }
    TL_EACH_AREA(w, area) {
        add_units(b, area);
    }
    TL_EACH_AREA(w, area) {
        deal_area(b, area);
    }
    nobody_comes_any_more(w);
}

/* Before units begin with what was agreed on: who works by the hour may be required. */
static void make_contracts(tl_World *w)
{
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        if (tl_is_firm(w, provider) && tl_provider_is_active(w, provider) &&
            w->provider_account[provider].since == w->day) {
            tl_offers_contract(w, provider);
        }
    }
}

/* For provider.start_recipients where they are granted most; with more, room is made afterwards. */
static int32_t posts_of_new(const Beginning *b)
{
    const tl_World *w = b->w;
    double most_s = 0.0;
    TL_EACH_ROW(municipality, 0, (int32_t)w->sizes.MUNICIPALITY) {
        most_s = tl_larger(most_s, b->week_s[municipality]);
    }
    most_s *= (double)w->config->constants.provider_start_recipients;
    return tl_posts_at_first(w, &w->config->regime, most_s, 2.0);
}

static bool carry_out(Beginning *b)
{
    arrange(b);
    b->m.posts_of_new = posts_of_new(b);
    if (!tl_regroup(b->w, &b->m)) {
        return false;
    }
    make_contracts(b->w);
    for (int32_t unit = 0; unit < b->m.unit_count; unit++) {
        if (b->m.unit_provider[unit] >= 0) {
            begin_unit(b->w, unit, b->m.unit_provider[unit]);
        }
    }
    return staff_units(b) && organise(b);
}

bool tl_providers_begin(tl_World *w, const tl_Beginners *who)
{
    Beginning b = {.w = w, .who = who};
    bool done = allocate(&b) && carry_out(&b);
    tl_membership_free(&b.m);
    free(b.area_first);
    free(b.new_unit);
    free(b.present);
    free(b.week_s);
    return done;
}

/* ---- firms that all begin on a day --------------------------------------------------------------------- */

bool tl_beginners_allocate(tl_Beginners *who, const tl_World *w)
{
    *who = (tl_Beginners){.begins = calloc((size_t)w->sizes.PROVIDER + 1, sizeof *who->begins),
                          .ask = calloc((size_t)w->sizes.AREA + 1, sizeof *who->ask)};
    return who->begins != NULL && who->ask != NULL;
}

void tl_beginners_free(tl_Beginners *who)
{
    free(who->begins);
    free(who->ask);
}

static void open_providers(tl_World *w, int32_t municipality, tl_Beginners *who)
{
    const tl_Market *market = tl_market_of(w->config, municipality);
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        int32_t number = w->provider_number[provider];
        w->provider_share[provider] = tl_market_share(market, number);
        if (number > 1 && number <= tl_market_active(market)) {
            w->provider_status[provider] = TL_ACTIVE;
            w->provider_account[provider].since = w->day;
            who->begins[provider] = true;
        }
    }
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        who->ask[area] = market->ask;
    }
}

bool tl_firms_begin(tl_World *w)
{
    tl_Beginners who;
    bool done = tl_beginners_allocate(&who, w);
    for (int32_t m = 0; done && m < (int32_t)w->sizes.MUNICIPALITY; m++) {
        open_providers(w, m, &who);
    }
    done = done && tl_providers_begin(w, &who);
    tl_beginners_free(&who);
    for (int32_t m = 0; done && m < (int32_t)w->sizes.MUNICIPALITY; m++) {
        tl_market_contract(w, m);
    }
    return done;
}
