#include "core/world/synth.h"

#include "core/care/demography.h"

#include <stdlib.h>
#include <string.h>

#include "core/numbers/num.h"
#include "core/world/organise.h"
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
    int32_t municipality, place, number;
    int32_t first_person, persons;
    int32_t visits, posts, hourlies;
} DraftArea;

typedef struct Draft {
    tl_World *w;
    tl_Person *persons; /* in area order */
    DraftArea *areas;
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
    return draft->persons != NULL && draft->areas != NULL;
}

static void draft_free(Draft *draft)
{
    free(draft->persons);
    free(draft->areas);
}

/* Two people at random in a square of side L are 2L/3 apart along its streets. */
static float draw_reach_s(const tl_World *w, const tl_Profile *profile, int32_t place, int32_t number)
{
    tl_Rng rng = tl_rng(tl_mix64(w->keys.area ^ tl_post_id(place, number, 0, false)));
    double sd = w->config->constants.area_density_sd;
    double density = tl_exp(sd * tl_rng_noise(&rng) - 0.5 * sd * sd);
    return (float)(1.5 * profile->trip_min * 60.0 * density);
}

static int64_t week_s(const tl_PlannedVisit *visits, int count)
{
    int64_t seconds = 0;
    for (int i = 0; i < count; i++) {
        for (int weekday = 0; weekday < 7; weekday++) {
            seconds += (visits[i].weekdays >> weekday & 1) ? visits[i].seconds : 0;
        }
    }
    return seconds;
}

static void draw_staff_numbers(const tl_World *w, DraftArea *area)
{
    const tl_Regime *regime = &w->config->regime;
    double shifts = (double)area->week_s * (1.0 + regime->care_own_time) /
                    regime->resources_client_time_share /
                    (double)tl_shift_s(&w->config->constants, TL_DAY_SHIFT);
    double posts = tl_posts_needed(w, regime, shifts);
    area->posts = (int32_t)tl_clamp((double)tl_round(posts / w->config->constants.work_post_share), 2.0, 1e6);
    area->hourlies = tl_hourlies_needed(w, regime, area->posts);
}

static void draw_municipality(Draft *draft, int32_t municipality, int32_t *next_person)
{
    const tl_Profile *profile = &draft->w->config->municipalities[municipality].profile;
    double median = tl_granted_hours_median(profile);
    draft->w->municipality_median_hours[municipality] = median;
    double weight = 0.0;
    int32_t place = tl_place_id(draft->w->config, municipality);
    int32_t areas = (int32_t)profile->areas, recipients = (int32_t)profile->recipients, number = 0;
    for (int32_t a = 0; a < areas; a++) {
        DraftArea *area = &draft->areas[draft->area_count++];
        area->municipality = municipality;
        area->place = place;
        area->number = a + 1;
        area->reach_s = draw_reach_s(draft->w, profile, place, area->number);
        area->first_person = *next_person;
        area->persons = recipients / areas + (a < recipients % areas);
        for (int32_t i = 0; i < area->persons; i++) {
            tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
            tl_Person *person = &draft->persons[(*next_person)++];
            *person = tl_person_draw(draft->w, tl_recipient_id_at_start(place, number++), profile, median,
                                     area->reach_s);
            int count = tl_person_visits(draft->w, person, visits);
            area->visits += count;
            area->week_s += week_s(visits, count);
            weight += tl_residential_weight((double)person->hours, profile->granted_hours);
        }
        draw_staff_numbers(draft->w, area);
    }
    draft->w->municipality_mean_weight[municipality] = weight / recipients;
}

static tl_Sizes crude_sizes(const Draft *draft)
{
    tl_Sizes sizes = {.AREA = draft->area_count, .UNIT = draft->area_count, .TEAM = draft->area_count};
    for (int32_t a = 0; a < draft->area_count; a++) {
        const DraftArea *area = &draft->areas[a];
        sizes.STAFF += area->posts + area->hourlies;
        sizes.RECIPIENT += area->persons;
        sizes.VISIT += area->visits;
        sizes.PAIR += area->persons; /* no relations yet: rows of one column */
    }
    return sizes;
}

static void place_person(tl_World *w, int32_t unit, const tl_Person *person)
{
    tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
    int32_t recipient = w->unit_first_recipient[unit] + w->unit_recipients[unit]++;
    int count = tl_person_visits(w, person, visits);
    tl_recipient_place(w, recipient, unit, person, tl_daily_visits(visits, count));
    for (int i = 0; i < count; i++) {
        tl_visit_place(w, w->unit_first_visit[unit] + w->unit_visits[unit]++, recipient, &visits[i]);
    }
}

static void place_staff(tl_World *w, int32_t unit, const DraftArea *area)
{
    for (int32_t i = 0; i < area->posts + area->hourlies; i++) {
        int32_t staff = w->unit_first_staff[unit] + i;
        bool hourly = i >= area->posts;
        w->staff_unit[staff] = unit;
        tl_post_open(w, staff, unit, unit, hourly);
        w->staff_generation[staff] = 1;
        tl_employee_draw(w, staff, hourly, false);
    }
}

/* One unit and team per area, rows without slack, no columns: only to be organised. */
static void place_areas(Draft *draft)
{
    tl_World *w = draft->w;
    int32_t staff = 0, recipient = 0, visit = 0;
    for (int32_t a = 0; a < draft->area_count; a++) {
        const DraftArea *area = &draft->areas[a];
        w->area_municipality[a] = area->municipality;
        w->area_place[a] = area->place;
        w->area_number[a] = area->number;
        w->area_reach_s[a] = area->reach_s;
        w->area_start_recipients[a] = area->persons;
        w->area_first_unit[a] = w->unit_area[a] = w->unit_first_team[a] = w->team_unit[a] = a;
        w->area_units[a] = w->unit_teams[a] = w->unit_stride[a] = 1;
        w->unit_regime[a] = w->config->regime;
        w->unit_guest_unit[a] = -1;
        w->unit_first_staff[a] = staff;
        w->unit_post_room[a] = area->posts;
        w->unit_hourly_room[a] = area->hourlies;
        w->unit_first_recipient[a] = recipient;
        w->unit_recipient_room[a] = area->persons;
        w->unit_first_pair[a] = recipient;
        w->unit_first_visit[a] = visit;
        w->unit_visit_room[a] = area->visits;
        for (int32_t i = 0; i < area->persons; i++) {
            place_person(w, a, &draft->persons[area->first_person + i]);
        }
        place_staff(w, a, area);
        staff += area->posts + area->hourlies;
        recipient += area->persons;
        visit += area->visits;
    }
}

static bool organise_all(tl_World *w)
{
    bool *all = malloc((size_t)w->sizes.UNIT * sizeof *all);
    if (all == NULL) {
        return false;
    }
    memset(all, 1, (size_t)w->sizes.UNIT * sizeof *all);
    const tl_Regime *regime = &w->config->regime;
    bool done =
        tl_organise(w, all, TL_GROUP_BY_AREA, regime->organisation_pool_size, regime->organisation_span);
    free(all);
    return done;
}

bool tl_synth(tl_World *w, const tl_Config *config, uint64_t replicate)
{
    *w = (tl_World){.config = config,
                    .keys = tl_keys((uint64_t)config->run.seed, replicate),
                    .absence = tl_sickness_expected_share(&config->constants)};
    Draft draft = {.w = w};
    int32_t next_person = 0;
    w->municipality_units = calloc((size_t)config->municipality_count, sizeof *w->municipality_units);
    w->municipality_median_hours =
        calloc((size_t)config->municipality_count, sizeof *w->municipality_median_hours);
    w->municipality_mean_weight =
        calloc((size_t)config->municipality_count, sizeof *w->municipality_mean_weight);
    bool done = w->municipality_mean_weight != NULL && w->municipality_units != NULL &&
                w->municipality_median_hours != NULL && draft_allocate(&draft);
    for (int m = 0; done && m < config->municipality_count; m++) {
        draw_municipality(&draft, m, &next_person);
    }
    if (done) {
        tl_Sizes sizes = crude_sizes(&draft);
        done = tl_world_allocate(w, &sizes);
    }
    if (done) {
        tl_decay_update(w); /* opinions are read from the start */
        place_areas(&draft);
        done = organise_all(w);
    }
    draft_free(&draft);
    if (!done) {
        tl_world_free(w);
    }
    return done;
}
