#include "core/world/synth.h"

#include "core/care/demography.h"

#include <stdlib.h>
#include <string.h>

#include "core/numbers/num.h"
#include "core/world/organise.h"
#include "core/world/clock.h"
#include "core/world/people.h"
#include "core/numbers/rng.h"
#include "core/staff/sickness.h"
#include "core/staff/staffing.h"
#include "core/world/shifts.h"
#include "core/staff/staff_state.h"

/* An area before the arena's size is known. In this first, crude world it is one unit with one team. */
typedef struct DraftArea {
    int64_t week_s; /* granted seconds a week */
    float reach_s;
    int32_t number;
    int32_t first_person, posts;
    tl_Sizes room; /* rows without slack, no columns but that of strangers */
} DraftArea;

/* What the new recipients of a municipality are drawn and weighed by. */
typedef struct DraftMunicipality {
    double median_hours, mean_weight;
} DraftMunicipality;

typedef struct Draft {
    tl_World *w;
    tl_Person *persons; /* in area order */
    DraftArea *areas;
    DraftMunicipality *municipalities;
    int32_t area_count;
} Draft;

static bool draft_allocate(Draft *draft)
{
    const tl_Config *config = draft->w->config;
    size_t areas = 0, persons = 0;
    for (int m = 0; m < config->municipality_count; m++) {
        areas += (size_t)config->municipalities[m].profile.areas;
        persons += (size_t)config->municipalities[m].profile.recipients;
    }
    draft->persons = calloc(persons + 1, sizeof *draft->persons);
    draft->areas = calloc(areas + 1, sizeof *draft->areas);
    draft->municipalities = calloc((size_t)config->municipality_count + 1, sizeof *draft->municipalities);
    return draft->persons != NULL && draft->areas != NULL && draft->municipalities != NULL;
}

/* Two people at random in a square of side L are 2L/3 apart along its streets. */
static float draw_reach_s(const tl_World *w, const tl_Profile *profile, int32_t place, int32_t number)
{
    tl_Rng rng = tl_rng(tl_mix64(w->keys.area ^ tl_post_id(place, number, 0, false)));
    double sd = w->config->constants.area_density_sd;
    double density = tl_exp(sd * tl_rng_noise(&rng) - 0.5 * sd * sd);
    return (float)(1.5 * profile->trip_min * TL_MINUTE_S * density);
}

static int64_t week_s(const tl_PlannedVisit *visits, int count)
{
    int64_t seconds = 0;
    for (int i = 0; i < count; i++) {
        seconds += (int64_t)__builtin_popcount(visits[i].weekdays) * visits[i].seconds;
    }
    return seconds;
}

static void draw_staff_numbers(const tl_World *w, DraftArea *area)
{
    const tl_Regime *regime = &w->config->regime;
    double shifts = (double)area->week_s * (1.0 + regime->care_own_time) /
                    regime->resources_client_time_share / tl_shift_s(&w->config->constants, TL_DAY_SHIFT);
    double posts = tl_posts_needed(w, regime, shifts);
    area->posts = (int32_t)tl_clamp((double)tl_round(posts / w->config->constants.work_post_share), 2.0, 1e6);
    area->room.STAFF = area->posts + tl_hourlies_needed(w, regime, area->posts);
}

static void draw_municipality(Draft *draft, int32_t municipality, int32_t *next_person)
{
    const tl_Profile *profile = &draft->w->config->municipalities[municipality].profile;
    double median = tl_granted_hours_median(profile);
    double weight = 0.0;
    int32_t place = tl_place_id(draft->w->config, municipality);
    int32_t areas = (int32_t)profile->areas, recipients = (int32_t)profile->recipients, number = 0;
    for (int32_t a = 0; a < areas; a++) {
        DraftArea *area = &draft->areas[draft->area_count++];
        area->number = a + 1;
        area->reach_s = draw_reach_s(draft->w, profile, place, area->number);
        area->first_person = *next_person;
        int32_t persons = recipients / areas + (a < recipients % areas);
        area->room = (tl_Sizes){.UNIT = 1, .TEAM = 1, .COLUMN = 1, .RECIPIENT = persons, .PAIR = persons};
        for (int32_t i = 0; i < persons; i++) {
            tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
            tl_Person *person = &draft->persons[(*next_person)++];
            *person = tl_person_draw(draft->w, tl_recipient_id_at_start(place, number++), profile, median,
                                     area->reach_s);
            int count = tl_person_visits(draft->w, person, visits);
            area->room.VISIT += count;
            area->week_s += week_s(visits, count);
            weight += tl_residential_weight(person->hours, profile->granted_hours);
        }
        draw_staff_numbers(draft->w, area);
    }
    draft->municipalities[municipality] = (DraftMunicipality){median, weight / recipients};
}

/* One provider a municipality; what an area's only unit holds. */
static int64_t crude_room(const void *context, tl_Dimension dimension, int64_t holder)
{
    const Draft *draft = context;
    return dimension == TL_PER_PROVIDER ? 1
           : dimension == TL_PER_AREA   ? draft->w->config->municipalities[holder].profile.areas
                                        : draft->areas[holder].room.of[dimension];
}

static void place_person(tl_World *w, int32_t unit, const tl_Person *person)
{
    tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
    int32_t recipient = w->unit_first_recipient[unit] + w->unit_recipients[unit]++;
    int count = tl_person_visits(w, person, visits);
    tl_recipient_place(w, recipient, unit, person, visits, count);
    for (int i = 0; i < count; i++) {
        tl_visit_place(w, w->unit_first_visit[unit] + w->unit_visits[unit]++, recipient, &visits[i]);
    }
}

static void place_staff(tl_World *w, int32_t unit, const DraftArea *area)
{
    for (int32_t i = 0; i < (int32_t)area->room.STAFF; i++) {
        int32_t staff = w->unit_first_staff[unit] + i;
        bool hourly = i >= area->posts;
        tl_post_open(w, staff, unit, unit, hourly);
        w->staff_generation[staff] = 1;
        tl_employee_draw(w, staff, hourly, false);
    }
}

static void place_municipalities(const Draft *draft)
{
    tl_World *w = draft->w;
    for (int32_t m = 0; m < w->config->municipality_count; m++) {
        int32_t own = w->municipality_first_provider[m];
        w->municipality_place[m] = tl_place_id(w->config, m);
        w->municipality_median_hours[m] = draft->municipalities[m].median_hours;
        w->municipality_mean_weight[m] = draft->municipalities[m].mean_weight;
        w->provider_number[own] = 1;
        w->provider_owner[own] = TL_MUNICIPAL;
        memcpy(w->provider_name + (size_t)own * TL_NAME_LENGTH, w->config->municipalities[m].name,
               TL_NAME_LENGTH);
    }
}

static void place_areas(const Draft *draft)
{
    tl_World *w = draft->w;
    for (int32_t a = 0; a < draft->area_count; a++) {
        const DraftArea *area = &draft->areas[a];
        w->area_number[a] = area->number;
        w->area_reach_s[a] = area->reach_s;
        w->area_start_recipients[a] = (int32_t)area->room.RECIPIENT;
        w->unit_regime[a] = w->config->regime;
        w->unit_provider[a] = w->municipality_first_provider[w->area_municipality[a]];
        w->unit_guest_unit[a] = -1;
        w->unit_post_room[a] = area->posts;
        for (int32_t i = 0; i < (int32_t)area->room.RECIPIENT; i++) {
            place_person(w, a, &draft->persons[area->first_person + i]);
        }
        place_staff(w, a, area);
    }
}

bool tl_synth(tl_World *w, const tl_Config *config, uint64_t replicate)
{
    *w = (tl_World){.config = config,
                    .keys = tl_keys((uint64_t)config->run.seed, replicate),
                    .absence = tl_sickness_expected_share(&config->constants)};
    Draft draft = {.w = w};
    int32_t next_person = 0;
    bool done = draft_allocate(&draft);
    for (int m = 0; done && m < config->municipality_count; m++) {
        draw_municipality(&draft, m, &next_person);
    }
    done = done && tl_world_build(w, config->municipality_count, crude_room, &draft);
    if (done) {
        tl_clock_update(w); /* opinions are read from the start */
        place_municipalities(&draft);
        place_areas(&draft);
        done = tl_organise(w, NULL, TL_GROUP_BY_AREA, config->regime.organisation_pool_size,
                           config->regime.organisation_span);
    }
    free(draft.persons);
    free(draft.areas);
    free(draft.municipalities);
    if (!done) {
        tl_world_free(w);
    }
    return done;
}
