#include "core/day/schedule.h"

#include "core/care/contact.h"
#include "core/care/continuity.h"
#include "core/care/demography.h"
#include "core/care/dialogue.h"
#include "core/care/need.h"
#include "core/care/night.h"
#include "core/care/officers.h"
#include "core/care/reallocation.h"
#include "core/care/satisfaction.h"
#include "core/market/begin.h"
#include "core/market/books.h"
#include "core/market/entry.h"
#include "core/market/month.h"
#include "core/market/handover.h"
#include "core/market/let_in.h"
#include "core/market/offers.h"
#include "core/market/providers.h"
#include "core/market/reputation.h"
#include "core/market/switching.h"
#include "core/market/tender.h"
#include "core/observation/snapshot.h"
#include "core/purchaser/purchaser.h"
#include "core/staff/discretion.h"
#include "core/staff/effort.h"
#include "core/staff/practice.h"
#include "core/staff/presence.h"
#include "core/staff/sickness.h"
#include "core/staff/staff_state.h"
#include "core/staff/staffing.h"
#include "core/staff/strain.h"
#include "core/staff/substitutes.h"
#include "core/steering/pilot.h"
#include "core/steering/regime.h"
#include "core/steering/reorganisation.h"
#include "core/unit/climate.h"
#include "core/unit/contagion.h"
#include "core/unit/cost.h"
#include "core/unit/managers.h"
#include "core/visits/duties.h"
#include "core/visits/rounds.h"
#include "core/world/clock.h"
#include "core/world/regroup.h"

#define OF_WORLD(function_) .form = TL_OF_WORLD, .run.of_world = (function_), .function = #function_
#define OF_EACH(function_) .form = TL_OF_EACH, .run.of_each = (function_), .function = #function_
#define WORKING(function_)                                                                                   \
    .form = TL_WITH_WORKSPACE, .run.with_workspace = (function_), .function = #function_
#define GROWING(function_) .form = TL_GROWING, .run.growing = (function_), .function = #function_
#define REPORTING(function_) .form = TL_REPORTING, .run.reporting = (function_), .function = #function_
#define STEP(phase_, scope_, calendar_, file_, function_, meaning_)                                          \
    {.phase = TL_PHASE_##phase_,                                                                             \
     .scope = TL_SCOPE_##scope_,                                                                             \
     .calendar = TL_DUE_##calendar_,                                                                         \
     .file = (file_),                                                                                        \
     .meaning = (meaning_),                                                                                  \
     function_}

/* clang-format off */
const tl_Step tl_schedule[] = {
    STEP(BEFORE, WORLD, ONCE, "observation/report", OF_WORLD(tl_report_forget), "what was counted during the burn-in is forgotten"),
    STEP(BEFORE, WORLD, FIRMS_BEGIN, "market/begin", GROWING(tl_firms_begin), "firms begin; those present are given a provider anew"),
    STEP(BEFORE, MUNICIPALITY, ONCE, "steering/pilot", OF_EACH(tl_pilot_choose), "the pilot's units are chosen"),
    STEP(BEFORE, WORLD, REORGANISATION, "steering/reorganisation", REPORTING(tl_reorganise), "units and teams are formed anew"),
    STEP(BEFORE, WORLD, CHANGE, "steering/regime", REPORTING(tl_changes_meet), "a change that means no unit ends the run"),
    STEP(BEFORE, CLOCK, DAILY, "world/clock", OF_WORLD(tl_clock_update), "the continuity window's number; the weight of new evidence"),
    STEP(BEFORE, UNIT, DAILY, "steering/regime", OF_EACH(tl_regime_update), "levers move to today's values"),
    STEP(BEFORE, MUNICIPALITY, ORDER, "market/offers", OF_EACH(tl_offers_ordered), "the municipality's own units take up what they are ordered to"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "market/month", OF_EACH(tl_market_month), "providers' books are closed; owners decide; rates are set"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "purchaser/purchaser", OF_EACH(tl_purchaser_month), "contract managers check providers and talk with them; both sides learn; what is found has consequences"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "market/tender", OF_EACH(tl_tenders_month), "contracts for lots are renewed or will end; firms bid, and the best bids win"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "market/entry", OF_EACH(tl_entry_month), "under free choice firms apply"),
    STEP(BEFORE, WORLD, MONTH_BEGINS, "market/let_in", GROWING(tl_firms_let_in), "firms that have been let in begin; those present who are to be asked choose"),
    STEP(BEFORE, WORLD, MONTH_BEGINS, "market/handover", REPORTING(tl_lots_pass), "what the municipality's own provider has in areas that others won goes over"),
    STEP(BEFORE, WORLD, MONTH_BEGINS, "market/handover", REPORTING(tl_handovers), "providers that leave hand over to whoever has their place, or to the municipality's own"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "market/tender", OF_EACH(tl_phases_month), "caps of lots follow their phases"),
    STEP(BEFORE, WORLD, MONTH_BEGINS, "market/switching", GROWING(tl_switching_month), "where people choose, some wish for another provider; wishes are met as far as there is room"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "market/reputation", OF_EACH(tl_choice_reputation), "where providers are paid, what is known of them is what surveys and acquaintances said last month"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "market/offers", OF_EACH(tl_offers_month), "what is required comes into force in contracts that are renewed; firms accept what they are invited to"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "market/books", OF_EACH(tl_books_deal), "fixed overhead and block contracts are dealt to units"),
    STEP(BEFORE, WORLD, MONTH_BEGINS, "staff/staffing", GROWING(tl_staffing_month), "quits, hires, posts"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "market/providers", OF_EACH(tl_manager_shares), "managers are shared by the units of a provider"),
    STEP(BEFORE, WORLD, MONTH_BEGINS, "world/clock", OF_WORLD(tl_decay_rescale), "weights of evidence that have grown large are made smaller"),
    STEP(BEFORE, MUNICIPALITY, MONTH_BEGINS, "unit/contagion", OF_EACH(tl_contagion_month), "what other managers leave to their staff spreads"),
    STEP(BEFORE, UNIT, MONTH_BEGINS, "care/officers", OF_EACH(tl_officers_month), "case officers review decisions; mismatch is put right"),
    STEP(BEFORE, UNIT, MONTH_BEGINS, "care/contact", OF_EACH(tl_contacts_assign), "care contacts are given and ended"),
    STEP(BEFORE, WORLD, BLOCK_BEGINS, "world/regroup", GROWING(tl_room_for_arrivals), "room is made for all who will arrive"),
    STEP(MORNING, AREA, DAILY, "care/demography", OF_EACH(tl_arrivals), "new recipients"),
    STEP(MORNING, UNIT, DAILY, "care/demography", OF_EACH(tl_departures), "recipients die, move to residential care or end their care"),
    STEP(MORNING, UNIT, DAILY, "care/need", OF_EACH(tl_need), "slow level, acute events, recovery and the day's shock; who is away"),
    STEP(MORNING, UNIT, WINDOW_BEGINS, "care/continuity", OF_EACH(tl_continuity_open), "a 14-day window opens"),
    STEP(MORNING, UNIT, DAILY, "care/continuity", OF_EACH(tl_continuity_exclude_away), "whoever is away leaves the window"),
    STEP(MORNING, UNIT, DAILY, "staff/sickness", OF_EACH(tl_sickness), "spells begin, go on and end"),
    STEP(MORNING, UNIT, DAILY, "staff/presence", OF_EACH(tl_presence), "the rota meets sickness and vacancies; colleagues fill gaps"),
    STEP(POOL, SHARING_GROUP, DAILY, "staff/substitutes", OF_EACH(tl_substitutes), "the hourly pool is dealt to gaps, in order; then agencies"),
    STEP(VISITS, UNIT, DAILY, "visits/duties", WORKING(tl_duties), "who is at work in which team"),
    STEP(VISITS, UNIT, DAILY, "visits/rounds", WORKING(tl_rounds), "slot by slot, every visit is given to someone (plan), made or cut short (visit), checked (control), felt and remembered (experience)"),
    STEP(VISITS, UNIT, DAILY, "staff/staff_state", WORKING(tl_staff_state_day), "what each did today is added to the week"),
    STEP(VISITS, UNIT, DAILY, "unit/cost", WORKING(tl_cost_day), "paid time and money are booked by use"),
    STEP(EVENING, UNIT, DAILY, "care/night", OF_EACH(tl_night), "night visits, digital supervision and alarms"),
    STEP(EVENING, UNIT, DAILY, "market/books", OF_EACH(tl_books_day), "what the day is paid and what it cost the provider is booked"),
    STEP(EVENING, UNIT, DAILY, "market/offers", OF_EACH(tl_offers_day), "granted time under what the purchaser asks for is counted"),
    STEP(EVENING, UNIT, WEEK_ENDS, "staff/discretion", OF_EACH(tl_discretion_week), "load becomes pressure; permission follows the formal right"),
    STEP(EVENING, UNIT, WEEK_ENDS, "unit/managers", OF_EACH(tl_managers_week), "load and presence; what staff and manager saw of each other"),
    STEP(EVENING, UNIT, WEEK_ENDS, "unit/climate", OF_EACH(tl_climate_week), "clarity and safety"),
    STEP(EVENING, UNIT, WEEK_ENDS, "staff/effort", OF_EACH(tl_motivation_week), "motivation"),
    STEP(EVENING, UNIT, WEEK_ENDS, "staff/practice", OF_EACH(tl_practice_week), "habits drift, skill grows"),
    STEP(EVENING, UNIT, WEEK_ENDS, "staff/strain", OF_EACH(tl_strain_week), "strain rises and falls"),
    STEP(EVENING, UNIT, WEEK_ENDS, "care/reallocation", OF_EACH(tl_reallocation_week), "how salient each recipient is when time is moved"),
    STEP(EVENING, UNIT, WEEK_ENDS, "staff/staff_state", OF_EACH(tl_staff_state_week), "what follows for visits and health until the next week"),
    STEP(EVENING, UNIT, WINDOW_ENDS, "care/dialogue", OF_EACH(tl_dialogue_window), "providers and recipients talk"),
    STEP(EVENING, UNIT, WINDOW_ENDS, "care/satisfaction", OF_EACH(tl_satisfaction_survey), "the survey asks"),
    STEP(EVENING, UNIT, WINDOW_ENDS, "care/continuity", OF_EACH(tl_continuity_close), "the window closes: staff met; opinions are sampled"),
    STEP(EVENING, UNIT, DAILY, "observation/report", OF_EACH(tl_report_day), "the day is added to the period and to the digest"),
    STEP(AFTER, WORLD, PERIOD_ENDS, "observation/report", REPORTING(tl_report_period), "the period is reported"),
    STEP(AFTER, WORLD, SNAPSHOT, "observation/snapshot", REPORTING(tl_snapshot_report), "recipients and employees are reported as they are"),
};
/* clang-format on */

enum { STEPS = (int)(sizeof tl_schedule / sizeof tl_schedule[0]) };
_Static_assert((int)STEPS <= (int)TL_MOST_STEPS, "a day's steps have room");
const int tl_schedule_count = STEPS;

/* ---- when -------------------------------------------------------------------------------------------------- */

/* Day within a block of days; blocks are aligned to the first measured day. */
static int32_t day_within(int32_t measured, int32_t days)
{
    int32_t day = measured % days;
    return day < 0 ? day + days : day;
}

tl_Due tl_due_on(const tl_Config *config, int32_t day)
{
    const tl_RunSettings *run = &config->run;
    int32_t measured = day - (int32_t)run->burn_in_days, done = measured + 1;
    int64_t snapshot_days = run->record_snapshot_every_days;
    tl_Due due = {
        .calendar = {
            [TL_DUE_ONCE] = measured == 0,
            [TL_DUE_DAILY] = true,
            [TL_DUE_WEEK_ENDS] = day_within(done, TL_WEEK_DAYS) == 0,
            [TL_DUE_WINDOW_BEGINS] = day_within(measured, TL_WINDOW_DAYS) == 0,
            [TL_DUE_WINDOW_ENDS] = day_within(done, TL_WINDOW_DAYS) == 0,
            [TL_DUE_MONTH_BEGINS] = day > 0 && day % TL_MONTH_DAYS == 0,
            [TL_DUE_BLOCK_BEGINS] = true,
            [TL_DUE_FIRMS_BEGIN] = config->market.later && measured == config->market.begins,
            [TL_DUE_PERIOD_ENDS] = done > 0 && (done % run->record_period_days == 0 || done == run->days),
            [TL_DUE_SNAPSHOT] = done > 0 && snapshot_days > 0 && done % snapshot_days == 0,
        }};
    for (int i = 0; i < config->market.offer_count; i++) {
        const tl_Offer *offer = &config->market.offers[i];
        due.calendar[TL_DUE_ORDER] |= offer->way == TL_ORDER && offer->day == measured;
    }
    for (int i = 0; i < config->reorganisation_count; i++) {
        due.calendar[TL_DUE_REORGANISATION] |= config->reorganisations[i].day == measured;
    }
    for (int i = 0; i < config->change_count; i++) {
        due.calendar[TL_DUE_CHANGE] |= config->changes[i].day == measured;
    }
    return due;
}

/* Does the whole world do something between two days? Room is made wherever a block happens to begin. */
static bool world_meets(const tl_Due *day, const tl_Due *next)
{
    bool meets = false;
    for (int i = 0; i < STEPS && !meets; i++) {
        const tl_Step *step = &tl_schedule[i];
        meets = tl_step_is_serial(step) && step->calendar != TL_DUE_BLOCK_BEGINS &&
                tl_step_is_due(step, step->phase == TL_PHASE_AFTER ? day : next);
    }
    return meets;
}

int32_t tl_schedule_block(const tl_Config *config, int32_t first)
{
    tl_Due day = tl_due_on(config, first);
    for (int32_t days = 1; days < TL_BLOCK_DAYS; days++) {
        tl_Due next = tl_due_on(config, first + days);
        if (world_meets(&day, &next)) {
            return days;
        }
        day = next;
    }
    return TL_BLOCK_DAYS;
}
