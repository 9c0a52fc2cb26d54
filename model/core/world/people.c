#include "core/world/people.h"

#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/care/satisfaction.h"
#include "core/world/shifts.h"

enum { HOURS_LIMIT = 300, HOURS_TRIES = 8, EVERY_DAY = (1 << TL_WEEK_DAYS) - 1 };

/* ---- permanent ids ------------------------------------------------------------------------------------- */

enum {
    KIND_RECIPIENT = 1,
    KIND_ARRIVAL,
    KIND_POST,
    KIND_HOURLY,
    KIND_UNIT,
    KIND_AGENCY_SHIFT,
    KIND_STRANGER,
    KIND_OTHERS_POST,
    KIND_OTHERS_HOURLY,
    KIND_PROVIDER
};

/* From the left: kind, place (7 bits of the copy, 14 of the code), area, what is numbered within it. */
enum { KIND_BIT = 60, PLACE_BIT = 39, CODE_BITS = 14, COPIES = 128, AREA_BIT = 30 };

_Static_assert(TL_MOST_CODE == (1 << CODE_BITS) - 1 && COPIES == 1 << (KIND_BIT - PLACE_BIT - CODE_BITS),
               "code and copy fill what a place has");

int32_t tl_place_id(const tl_Config *config, int32_t municipality)
{
    int32_t code = config->municipalities[municipality].code, copy = 0;
    for (int32_t m = 0; m < municipality; m++) {
        copy += config->municipalities[m].code == code;
    }
    return code >= 0 && code <= TL_MOST_CODE && copy < COPIES ? copy << CODE_BITS | code : -1;
}

static uint64_t id_of(int kind, int32_t place, int32_t area, uint64_t rest)
{
    return (uint64_t)kind << KIND_BIT | (uint64_t)place << PLACE_BIT | (uint64_t)area << AREA_BIT | rest;
}

uint64_t tl_recipient_id_at_start(int32_t place, int32_t number)
{
    return id_of(KIND_RECIPIENT, place, 0, (uint64_t)number);
}

uint64_t tl_recipient_id_arriving(int32_t place, int32_t area, int32_t day, int32_t number)
{
    return id_of(KIND_ARRIVAL, place, area, (uint64_t)day << 16 | (uint64_t)number);
}

uint64_t tl_post_id(int32_t place, int32_t area, int32_t number, bool hourly)
{
    return id_of(hourly ? KIND_HOURLY : KIND_POST, place, area, (uint64_t)number << TL_POST_BIT);
}

uint64_t tl_others_post_id(int32_t place, int32_t provider, int32_t number, bool hourly)
{
    return id_of(hourly ? KIND_OTHERS_HOURLY : KIND_OTHERS_POST, place, provider,
                 (uint64_t)number << TL_POST_BIT);
}

uint64_t tl_provider_id(int32_t place, int32_t number)
{
    return id_of(KIND_PROVIDER, place, number, 0);
}

uint64_t tl_employee_id(uint64_t post, int32_t generation)
{
    return post | (uint64_t)generation;
}

/* Units are numbered within the municipality. */
static uint64_t id_within_unit(const tl_World *w, int kind, int32_t unit, uint64_t rest)
{
    return id_of(kind, tl_area_place(w, w->unit_area[unit]), 0, (uint64_t)w->unit_number[unit] << 20 | rest);
}

uint64_t tl_unit_id(const tl_World *w, int32_t unit)
{
    return id_within_unit(w, KIND_UNIT, unit, 0);
}

static uint64_t team_shift(const tl_World *w, int32_t unit, int32_t team, int shift)
{
    return (uint64_t)(team - w->unit_first_team[unit]) << 11 | (uint64_t)(shift - TL_DAY_SHIFT);
}

uint64_t tl_agency_shift_id(const tl_World *w, int32_t unit, int32_t team, int shift)
{
    return id_within_unit(w, KIND_AGENCY_SHIFT, unit, team_shift(w, unit, team, shift));
}

uint64_t tl_stranger_id(const tl_World *w, int32_t unit, int32_t team, int shift, int32_t number)
{
    return id_within_unit(w, KIND_STRANGER, unit, team_shift(w, unit, team, shift) | (uint64_t)number << 1);
}

/* ---- recipients ---------------------------------------------------------------------------------------- */

/* Mean of median*exp(sigma*z) over z below the cut, on a grid of the normal density. */
static double truncated_mean(double median, double sigma)
{
    double weights = 0.0, sum = 0.0;
    for (int i = -120; i <= 120; i++) {
        double z = i * 0.05, hours = median * tl_exp(sigma * z);
        if (hours <= HOURS_LIMIT) {
            double weight = tl_exp(-0.5 * z * z);
            weights += weight;
            sum += weight * hours;
        }
    }
    return weights > 0.0 ? sum / weights : HOURS_LIMIT;
}

double tl_granted_hours_median(const tl_Profile *profile)
{
    double low = 0.01, high = HOURS_LIMIT;
    for (int i = 0; i < 50; i++) {
        double middle = 0.5 * (low + high);
        bool too_low = truncated_mean(middle, profile->hours_sigma) < profile->granted_hours;
        *(too_low ? &low : &high) = middle;
    }
    return 0.5 * (low + high);
}

/* The first of a fixed number of draws below the cut: the number of draws never depends on their values. */
static double draw_hours(tl_Rng *rng, double median, double sigma)
{
    double chosen = 0.0;
    for (int i = 0; i < HOURS_TRIES; i++) {
        double hours = median * tl_exp(sigma * tl_rng_normal(rng));
        chosen = chosen == 0.0 && hours <= HOURS_LIMIT ? hours : chosen;
    }
    return chosen > 0.0 ? chosen : HOURS_LIMIT;
}

tl_Person tl_person_draw(const tl_World *world, uint64_t id, const tl_Profile *profile, double hours_median,
                         float reach_s)
{
    tl_Rng rng = tl_rng(tl_mix64(world->keys.person ^ id));
    tl_Person person = {.id = id};
    person.hours = (float)draw_hours(&rng, hours_median, profile->hours_sigma);
    person.x = (float)((tl_rng_uniform(&rng) - 0.5) * reach_s);
    person.y = (float)((tl_rng_uniform(&rng) - 0.5) * reach_s);
    person.contact_rank = (float)tl_rng_uniform(&rng);
    bool nurse = tl_rng_uniform(&rng) < world->config->constants.visit_nurse_need_share;
    bool foreign = tl_rng_uniform(&rng) < profile->language_share;
    uint32_t language = tl_rng_u32(&rng) % TL_LANGUAGES;
    person.needs = (uint8_t)((nurse ? TL_SKILL_NURSE : 0) | (foreign ? 2u << language : 0u));
    return person;
}

/* Slot of each visit of a day with n visits. */
static const uint8_t slots_of_day[][TL_MAX_DAILY_VISITS] = {
    {0},
    {TL_MORNING},
    {TL_MORNING, TL_EVENING},
    {TL_MORNING, TL_MIDDAY, TL_EVENING},
    {TL_MORNING, TL_MIDDAY, TL_MIDDAY, TL_EVENING},
    {TL_MORNING, TL_MORNING, TL_MIDDAY, TL_EVENING, TL_EVENING},
    {TL_MORNING, TL_MORNING, TL_MIDDAY, TL_MIDDAY, TL_EVENING, TL_EVENING},
};
_Static_assert(sizeof slots_of_day / sizeof slots_of_day[0] == TL_MAX_DAILY_VISITS + 1,
               "a row for each number");

/* Weekdays (bits) of some visits a week, Monday to Friday first and spread out; rotated by a draw. */
static uint8_t weekdays_of(int visits, uint32_t rotation)
{
    static const uint8_t spread[] = {0, 0x01, 0x09, 0x15, 0x1b, 0x1f, 0x3f, 0x7f};
    _Static_assert(sizeof spread == TL_WEEK_DAYS + 1, "a pattern for each number of visits");
    uint32_t cycle = visits <= TL_SATURDAY ? TL_SATURDAY : TL_WEEK_DAYS;
    uint32_t days = (uint32_t)spread[visits] << rotation % cycle;
    return (uint8_t)((days | days >> cycle) & ((1u << cycle) - 1));
}

/* Visits a week: one of standard length each up to two a day, then growing with an elasticity. */
static int weekly_visits(const tl_Constants *k, double weekly_min)
{
    double visits = weekly_min / k->visit_length_min;
    const double two_a_day = 2 * TL_WEEK_DAYS;
    if (visits > two_a_day) {
        visits = two_a_day * tl_exp(k->visit_count_elasticity * tl_log(visits / two_a_day));
    }
    return (int)tl_clamp((double)tl_round(visits), 1.0, TL_WEEK_DAYS * TL_MAX_DAILY_VISITS);
}

static int16_t preferred_minute(const tl_Constants *k, tl_Rng *rng, int slot)
{
    /* The last half hour of a slot is left free, so that a visit can end within it. */
    int32_t minutes = tl_slot_s(k, slot) / TL_MINUTE_S - 30;
    return (int16_t)(tl_rng_uniform(rng) * (minutes > 1 ? minutes : 1));
}

int tl_person_visits(const tl_World *world, const tl_Person *person,
                     tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN])
{
    const tl_Constants *k = &world->config->constants;
    double weekly_min =
        (double)person->hours * TL_HOUR_MIN * TL_YEAR_MONTHS * TL_WEEK_DAYS / TL_LEAP_YEAR_DAYS;
    int weekly = weekly_visits(k, weekly_min);
    int daily = weekly / TL_WEEK_DAYS, extra = weekly % TL_WEEK_DAYS;
    int32_t seconds = (int32_t)tl_round(weekly_min * TL_MINUTE_S / weekly);
    tl_Rng rng = tl_rng(tl_mix64(world->keys.person ^ ~person->id));
    uint32_t rotation = tl_rng_u32(&rng);
    int count = 0;
    for (int i = 0; i < TL_MAX_WEEKLY_PLAN; i++) {
        bool in_daily = i < daily;
        bool is_extra = i == daily && extra > 0;
        /* An extra visit is a help at midday for those with care, a service in the morning or at midday for
         * others. */
        int slot = in_daily ? slots_of_day[daily][i] : daily > 0 ? TL_MIDDAY : (int)(rotation >> 31);
        int16_t minute = preferred_minute(k, &rng, slot);
        if (in_daily || is_extra) {
            visits[count++] =
                (tl_PlannedVisit){.seconds = seconds,
                                  .minute = minute,
                                  .slot = (uint8_t)slot,
                                  .weekdays = in_daily ? EVERY_DAY : weekdays_of(extra, rotation & 0xffff),
                                  .occasion = (uint8_t)i};
        }
    }
    return count;
}

void tl_recipient_place(tl_World *w, int32_t recipient, int32_t unit, const tl_Person *person,
                        const tl_PlannedVisit *visits, int count)
{
    int daily = 0;
    tl_world_clear_rows(w, recipient, 1, TL_PER_RECIPIENT);
    w->recipient_id[recipient] = person->id;
    w->recipient_team[recipient] = w->unit_first_team[unit];
    w->recipient_area[recipient] = w->unit_area[unit];
    w->recipient_x[recipient] = person->x;
    w->recipient_y[recipient] = person->y;
    w->recipient_needs[recipient] = person->needs;
    w->recipient_contact_rank[recipient] = person->contact_rank;
    w->recipient_since[recipient] = w->day;
    w->recipient_hours[recipient] = person->hours;
    w->recipient_level[recipient] = 1.0f;
    w->recipient_granted[recipient] = 1.0f;
    tl_contacts(w, recipient)[0] = tl_contacts(w, recipient)[1] = TL_NO_COLUMN;
    for (int i = 0; i < count; i++) {
        daily += visits[i].weekdays == EVERY_DAY;
    }
    w->recipient_daily_visits[recipient] = (uint8_t)daily;
    w->recipient_last_met[recipient] = -1;
    tl_satisfaction_start(w, recipient);
}

void tl_visit_place(tl_World *w, int32_t visit, int32_t recipient, const tl_PlannedVisit *planned)
{
    w->visit_recipient[visit] = recipient;
    w->visit_s[visit] = planned->seconds;
    w->visit_minute[visit] = planned->minute;
    w->visit_slot[visit] = planned->slot;
    w->visit_weekdays[visit] = planned->weekdays;
    w->visit_occasion[visit] = planned->occasion;
}
