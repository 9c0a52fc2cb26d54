#include "core/market/handover.h"

#include "core/care/continuity.h"
#include "core/market/arrangement.h"
#include "core/market/choice.h"
#include "core/market/offers.h"
#include "core/market/providers.h"
#include "core/market/switching.h"
#include "core/market/wishes.h"
#include "core/numbers/rng.h"
#include "core/staff/staff_state.h"
#include "core/staff/staffing.h"
#include "core/steering/regime.h"
#include "core/world/each.h"
#include "core/world/regroup.h"
#include "core/world/transfer.h"

enum { EVERYWHERE = -1, TIME_TO_CHOOSE_DAYS = 14 /* of notice, without which nobody is asked */ };

/* Does a unit belong to what goes over: all of a provider, or what it has in an area? */
static bool goes_over(const tl_World *w, int32_t unit, int32_t provider, int32_t area)
{
    return w->unit_provider[unit] == provider && (area == EVERYWHERE || w->unit_area[unit] == area);
}

/* ---- what ends with a provider ------------------------------------------------------------------------- */

static void count_ties(tl_World *w, int32_t unit, int sign)
{
    TL_EACH_RECIPIENT(w, unit, recipient) {
        tl_Ties ties = tl_ties_of(w, unit, recipient);
        w->unit_counters[unit].relations_lost += sign * ties.relations;
        w->unit_counters[unit].contacts_lost += sign * ties.contacts;
    }
}

/* Where units go over, what there was in the municipality's units counts as lost, and what is still there afterwards is given back:
 * who shares hourly staff with whom may change for all. */
static void count_all_ties(tl_World *w, int32_t municipality, int sign)
{
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        count_ties(w, unit, sign);
    }
}

/* Whoever moves alone keeps nothing. */
static void count_ties_of_movers(tl_World *w, int32_t provider, int32_t area)
{
    TL_EACH_UNIT(w, unit) {
        if (goes_over(w, unit, provider, area)) {
            count_ties(w, unit, 1);
        }
    }
}

static void count_moved(tl_World *w, int32_t provider, int32_t area)
{
    tl_Purchaser *purchaser = &w->municipality_purchaser[w->provider_municipality[provider]];
    int32_t why = w->provider_account[provider].ending;
    TL_EACH_UNIT(w, unit) {
        if (goes_over(w, unit, provider, area)) {
            tl_Counters *c = &w->unit_counters[unit];
            int32_t people = w->unit_recipients[unit];
            c->moved_by_endings += people;
            c->moved_by_termination += why == TL_TERMINATED ? people : 0;
            c->moved_by_insolvency += why == TL_INSOLVENT ? people : 0;
            purchaser->moved += people;
        }
    }
}

/* Where people choose, those of a provider that ends are asked unless it ends too soon for that. */
static bool is_asked(const tl_World *w, int32_t provider)
{
    return tl_choice_is_open(w, w->provider_municipality[provider]) &&
           w->provider_account[provider].notice >= TIME_TO_CHOOSE_DAYS;
}

/* ---- units go over ------------------------------------------------------------------------------------- */

/* What the new owner and its units decide; how units are cut stays until they are reorganised. */
static void take_levers(tl_World *w, int32_t unit, int32_t like)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        bool owners = p->owner == TL_OWNED_BY_PROVIDER || p->owner == TL_OWNED_BY_UNIT;
        if (p->section == TL_SECTION_REGIME && owners && !p->structural) {
            tl_parameter_set(p, &w->unit_regime[unit], tl_parameter_get(p, &w->unit_regime[like]));
        }
    }
}

/* A new owner without a unit of its own. The municipality has been ordered what it was; a firm agrees when its contract begins. */
static void take_practice(tl_World *w, int32_t unit)
{
    int32_t to = w->unit_provider[unit];
    tl_Regime as = tl_levers_by_timeline(w, unit);
    tl_Provider firm = tl_provider_draw(w, w->provider_municipality[to], w->provider_number[to]);
    w->unit_regime[unit] = tl_provider_regime(w, &firm, &as);
    if (!tl_is_firm(w, to)) {
        tl_offers_apply(w, unit);
    }
}

static void part_with_staff(tl_World *w, int32_t unit)
{
    tl_Counters *c = &w->unit_counters[unit];
    TL_EACH_EMPLOYEE(w, unit, staff) {
        double follows = tl_upper(tl_mix64(w->keys.follows ^ w->staff_id[staff]));
        if (follows >= w->config->constants.handover_staff_share) {
            bool hourly = w->staff_team[staff] < 0;
            c->hourly_quits += hourly;
            c->quits += !hourly;
            tl_staff_leave(w, staff);
        }
    }
}

/* Whoever lives where the new provider may not be has to go to one who may; the others may choose otherwise. Both wait for a
 * place there (switching.h). */
static void ask(tl_World *w, int32_t recipient, int32_t from, int32_t to)
{
    int32_t area = w->recipient_area[recipient];
    if (!tl_provider_serves(w, to, area)) {
        tl_wish(w, recipient, tl_who_serves(w, area), true);
    } else if (is_asked(w, from)) {
        tl_reconsider(w, recipient);
    }
}

static void ask_unit(tl_World *w, int32_t unit, int32_t from)
{
    if (tl_choice_is_open(w, w->provider_municipality[from])) {
        TL_EACH_RECIPIENT(w, unit, recipient) {
            ask(w, recipient, from, w->unit_provider[unit]);
        }
    }
}

/* Units of an area do not stand by provider afterwards, until rows are laid out anew. */
static void pass_units(tl_World *w, int32_t from, int32_t to, int32_t area)
{
    int32_t like = tl_provider_first_unit(w, to);
    TL_EACH_UNIT(w, unit) {
        if (goes_over(w, unit, from, area)) {
            part_with_staff(w, unit);
        }
    }
    TL_EACH_UNIT(w, unit) {
        if (goes_over(w, unit, from, area)) {
            w->unit_provider[unit] = to;
            w->unit_pool[unit] = area == EVERYWHERE ? w->unit_pool[unit] : to;
            if (like >= 0) {
                take_levers(w, unit, like);
            } else {
                take_practice(w, unit);
            }
            tl_staff_state_new_manager(w, unit);
            ask_unit(w, unit, from);
        }
    }
}

/* ---- recipients go over, units do not ------------------------------------------------------------------ */

static bool has_units(const tl_World *w, int32_t area, int32_t provider)
{
    int32_t first;
    return tl_provider_units(w, area, provider, &first) > 0;
}

/* Whom somebody has next: where people choose whoever they choose or are given, else `to`, or who serves the area where that
 * one does not work in it. */
static int32_t next_of(tl_World *w, int32_t recipient, int32_t from, int32_t to)
{
    int32_t area = w->recipient_area[recipient];
    int32_t provider = tl_choice_is_open(w, w->provider_municipality[from])
                           ? tl_choose_after_ending(w, recipient, is_asked(w, from))
                           : to;
    if (tl_provider_serves(w, provider, area) && has_units(w, area, provider)) {
        return provider;
    }
    return has_units(w, area, to) ? to : tl_who_serves(w, area);
}

/* Moves one; more room is made where there is none. */
static bool pass_recipient(tl_World *w, int32_t unit, int32_t to)
{
    int32_t next = next_of(w, tl_recipient_next_row(w, unit) - 1, w->unit_provider[unit], to);
    for (;;) {
        int32_t first, recipient = tl_recipient_next_row(w, unit) - 1;
        int32_t units = tl_provider_units(w, w->recipient_area[recipient], next, &first);
        int32_t team = units > 0 ? tl_least_crowded_team(w, first, units) : -1;
        tl_Transfer moved = team < 0 ? TL_NO_UNIT : tl_transfer(w, recipient, w->team_unit[team]);
        if (moved != TL_UNIT_FULL) {
            return moved == TL_MOVED;
        }
        if (!tl_make_room(w, 0)) {
            return false;
        }
    }
}

/* All but the units of a provider, which have nobody left but staff. */
static bool drop_units(tl_World *w, int32_t provider, int32_t area)
{
    tl_Membership m;
    bool done = tl_membership_allocate(&m, w, (int32_t)w->sizes.UNIT, (int32_t)w->sizes.TEAM);
    uint64_t history = w->history;
    for (int32_t unit = 0; done && unit < (int32_t)w->sizes.UNIT; unit++) {
        if (goes_over(w, unit, provider, area)) {
            history = tl_mix64(history ^ w->unit_digest[unit]);
        } else {
            tl_membership_keep_unit(&m, w, unit);
        }
    }
    done = done && tl_regroup(w, &m);
    tl_membership_free(&m);
    w->history = done ? history : w->history;
    return done;
}

static bool pass_recipients(tl_World *w, tl_Reports *reports, int32_t from, int32_t to, int32_t area)
{
    bool done = true;
    count_ties_of_movers(w, from, area);
    TL_EACH_UNIT(w, unit) {
        while (done && goes_over(w, unit, from, area) && w->unit_recipients[unit] > 0) {
            done = pass_recipient(w, unit, to);
        }
        if (goes_over(w, unit, from, area)) {
            part_with_staff(w, unit);
            tl_report_day(w, unit);
            done = done && tl_report_retire(w, reports, unit);
        }
    }
    return done && drop_units(w, from, area);
}

/* ---- both ---------------------------------------------------------------------------------------------- */

/* Lays rows out anew, and not whenever room runs short. */
static tl_Outcome lay_out(tl_World *w)
{
    return tl_make_room(w, 0) ? TL_OK : TL_OUT_OF_MEMORY;
}

/* Units of an area share hourly staff with their new owner's as soon as rows are laid out anew; all that a provider has goes on
 * sharing as before. */
static tl_Outcome pass_with_staff(tl_World *w, int32_t from, int32_t to, int32_t area)
{
    int32_t municipality = w->provider_municipality[from];
    count_all_ties(w, municipality, 1);
    pass_units(w, from, to, area);
    tl_manager_shares(w, municipality);
    tl_Outcome outcome = area == EVERYWHERE ? TL_OK : lay_out(w);
    if (outcome == TL_OK) {
        count_all_ties(w, municipality, -1);
    }
    return outcome;
}

static tl_Outcome pass_without(tl_World *w, tl_Reports *reports, int32_t from, int32_t to, int32_t area)
{
    if (!pass_recipients(w, reports, from, to, area)) {
        return TL_OUT_OF_MEMORY;
    }
    tl_manager_shares(w, w->provider_municipality[from]);
    return area == EVERYWHERE ? TL_OK : lay_out(w);
}

/* What a provider has in an area, or all that it has. */
static tl_Outcome pass(tl_World *w, tl_Reports *reports, int32_t from, int32_t to, int32_t area)
{
    bool follow = w->config->constants.handover_staff_share > 0.0;
    count_moved(w, from, area);
    return follow ? pass_with_staff(w, from, to, area) : pass_without(w, reports, from, to, area);
}

static tl_Outcome pass_all(tl_World *w, tl_Reports *reports, int32_t from, int32_t to)
{
    tl_provider_leaves(w, from);
    tl_Outcome outcome = pass(w, reports, from, to, EVERYWHERE);
    w->provider_status[from] = outcome == TL_OK ? TL_GONE : w->provider_status[from];
    return outcome;
}

tl_Outcome tl_take_over(tl_World *w, tl_Reports *reports, int32_t from, int32_t to)
{
    tl_Outcome outcome = pass_all(w, reports, from, to);
    return outcome == TL_OK ? lay_out(w) : outcome;
}

/* Municipalities never meet, so that the rows of all are laid out at once. */
tl_Outcome tl_handovers(tl_World *w, tl_Reports *reports)
{
    tl_Outcome outcome = TL_OK;
    int32_t last = -1; /* municipality whose rows are to be laid out */
    for (int32_t provider = 0; outcome == TL_OK && provider < (int32_t)w->sizes.PROVIDER; provider++) {
        if (w->provider_status[provider] == TL_LEAVING && w->provider_account[provider].leaves <= w->day) {
            outcome = w->provider_municipality[provider] == last ? lay_out(w) : TL_OK;
            outcome =
                outcome == TL_OK ? pass_all(w, reports, provider, tl_receiver_of(w, provider)) : outcome;
            last = w->provider_municipality[provider];
        }
    }
    return outcome == TL_OK && last >= 0 ? lay_out(w) : outcome;
}

/* ---- lots that are taken over as they are -------------------------------------------------------------- */

/* What the municipality's own provider has in the areas of a lot goes over to the firm that has won it. */
static tl_Outcome pass_lot(tl_World *w, tl_Reports *reports, int32_t provider)
{
    int32_t municipality = w->provider_municipality[provider], own = tl_own_provider(w, municipality);
    tl_Outcome outcome = TL_OK;
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        if (outcome == TL_OK && w->area_passed[area] == 0 && tl_provider_serves(w, provider, area)) {
            w->area_passed[area] = 1;
            outcome = pass(w, reports, own, provider, area);
        }
    }
    return outcome;
}

tl_Outcome tl_lots_pass(tl_World *w, tl_Reports *reports)
{
    tl_Outcome outcome = TL_OK;
    for (int32_t provider = 0; outcome == TL_OK && provider < (int32_t)w->sizes.PROVIDER; provider++) {
        if (tl_provider_is_active(w, provider) && tl_has_whole_areas(w, provider)) {
            outcome = pass_lot(w, reports, provider);
        }
    }
    return outcome;
}
