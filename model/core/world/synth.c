#include "core/world/synth.h"

#include "core/care/demography.h"
#include "core/market/month.h"
#include "core/market/arrangement.h"
#include "core/market/providers.h"

#include <stdlib.h>
#include <string.h>

#include "core/numbers/num.h"
#include "core/world/organise.h"
#include "core/world/clock.h"
#include "core/world/people.h"
#include "core/numbers/rng.h"
#include "core/staff/sickness.h"
#include "core/staff/staffing.h"
#include "core/staff/staff_state.h"
#include "core/world/each.h"

/* A provider's recipients in an area, or in all areas that its only unit serves, before the arena's size is known. In this
 * first, crude world they are one unit with one team. */
typedef struct DraftUnit {
    int64_t week_s;   /* granted seconds a week */
    int32_t provider; /* of the municipality's, from 0 */
    int32_t posts;
    tl_Sizes room; /* rows without slack, no columns but that of strangers */
} DraftUnit;

typedef struct DraftArea {
    float reach_s;
    float credit[TL_MOST_PROVIDERS]; /* once all are dealt */
    int32_t first_person, persons;
    int32_t first_unit, units;
} DraftArea;

/* What the new recipients of a municipality are drawn and weighed by. */
typedef struct DraftMunicipality {
    double median_hours, mean_weight;
    int32_t first_provider, providers;
} DraftMunicipality;

typedef struct Draft {
    tl_World *w;
    tl_Person *persons; /* in area order */
    int32_t *unit_of;   /* by person */
    DraftArea *areas;
    DraftUnit *units;
    DraftMunicipality *municipalities;
    tl_Provider *providers; /* in order of municipalities */
    int32_t area_count, unit_count, person_count;
} Draft;

/* A provider has one unit in each area at most. */
static bool draft_allocate(Draft *draft)
{
    const tl_Config *config = draft->w->config;
    size_t areas = 0, persons = 0, providers = 0, units = 0;
    draft->municipalities = calloc((size_t)config->municipality_count + 1, sizeof *draft->municipalities);
    for (int m = 0; draft->municipalities != NULL && m < config->municipality_count; m++) {
        const tl_Profile *profile = &config->municipalities[m].profile;
        size_t own = (size_t)tl_market_providers(tl_market_of(config, m));
        draft->municipalities[m].first_provider = (int32_t)providers;
        draft->municipalities[m].providers = (int32_t)own;
        areas += (size_t)profile->areas;
        persons += (size_t)profile->recipients;
        providers += own;
        units += (size_t)profile->areas * own;
    }
    draft->persons = calloc(persons + 1, sizeof *draft->persons);
    draft->unit_of = calloc(persons + 1, sizeof *draft->unit_of);
    draft->areas = calloc(areas + 1, sizeof *draft->areas);
    draft->units = calloc(units + 1, sizeof *draft->units);
    draft->providers = calloc(providers + 1, sizeof *draft->providers);
    return draft->persons != NULL && draft->unit_of != NULL && draft->areas != NULL && draft->units != NULL &&
           draft->municipalities != NULL && draft->providers != NULL;
}

static void draft_free(Draft *draft)
{
    free(draft->persons);
    free(draft->unit_of);
    free(draft->areas);
    free(draft->units);
    free(draft->municipalities);
    free(draft->providers);
}

static tl_Provider *providers_of(const Draft *draft, int32_t municipality)
{
    return draft->providers + draft->municipalities[municipality].first_provider;
}

static int32_t provider_count(const Draft *draft, int32_t municipality)
{
    return draft->municipalities[municipality].providers;
}

/* Areas are counted from 0. */
static bool is_outlying(const tl_Profile *profile, int32_t area)
{
    return area >= profile->areas - profile->outlying_areas;
}

/* Two people at random in a square of side L are 2L/3 apart along its streets. */
static float draw_reach_s(const tl_World *w, const tl_Profile *profile, int32_t place, int32_t number)
{
    double trip_min = profile->trip_min * (is_outlying(profile, number - 1) ? profile->outlying_trip : 1.0);
    tl_Rng rng = tl_rng(tl_mix64(w->keys.area ^ tl_post_id(place, number, 0, false)));
    double sd = w->config->constants.area_density_sd;
    double density = tl_exp(sd * tl_rng_noise(&rng) - 0.5 * sd * sd);
    return (float)(1.5 * trip_min * TL_MINUTE_S * density);
}

static int64_t week_s(const tl_PlannedVisit *visits, int count)
{
    int64_t seconds = 0;
    for (int i = 0; i < count; i++) {
        seconds += (int64_t)__builtin_popcount(visits[i].weekdays) * visits[i].seconds;
    }
    return seconds;
}

/* The municipality's own keeps two posts in every area, whoever lives there. */
static void draw_staff_numbers(const tl_World *w, DraftUnit *unit)
{
    double least = unit->provider == 0 || unit->room.RECIPIENT > 0 ? 2.0 : 0.0;
    const tl_Regime *regime = &w->config->regime;
    unit->posts = tl_posts_at_first(w, regime, (double)unit->week_s, least);
    unit->room.STAFF = unit->posts + tl_hourlies_needed(w, regime, unit->posts);
}

/* Recipients of an area: as many in each but for the outlying ones, to whole persons. */
static int32_t persons_of(const tl_Profile *profile, int32_t area)
{
    int32_t areas = (int32_t)profile->areas, recipients = (int32_t)profile->recipients;
    if (profile->outlying_areas == 0) {
        return recipients / areas + (area < recipients % areas);
    }
    double before = 0.0, own = 0.0, all = 0.0;
    for (int32_t a = 0; a < areas; a++) {
        double size = is_outlying(profile, a) ? profile->outlying_size : 1.0;
        all += size;
        before += a < area ? size : 0.0;
        own = a == area ? size : own;
    }
    return (int32_t)(tl_round(recipients * (before + own) / all) - tl_round(recipients * before / all));
}

/* An active provider has its units from the start, even where nobody is given to it yet. */
static void draft_units(Draft *draft, int32_t municipality, int32_t number, DraftArea *area)
{
    const tl_Provider *providers = providers_of(draft, municipality);
    area->first_unit = draft->unit_count;
    for (int32_t i = 0; i < provider_count(draft, municipality); i++) {
        bool here = providers[i].home < 0 || providers[i].home == number;
        if (providers[i].status == TL_ACTIVE && here) {
            draft->units[draft->unit_count++] =
                (DraftUnit){.provider = i, .room = {.UNIT = 1, .TEAM = 1, .COLUMN = 1}};
            area->units++;
        }
    }
}

static int32_t draft_unit_of(const Draft *draft, const DraftArea *area, int32_t provider)
{
    int32_t unit = area->first_unit;
    while (draft->units[unit].provider != provider) {
        unit++;
    }
    return unit;
}

/* Where not all firms serve an area, those that do have the part of all; where none does, it is the municipality's. */
static void shares_in(const tl_Provider *providers, int32_t count, int32_t area,
                      double shares[TL_MOST_PROVIDERS])
{
    int32_t all = 0, here = 0;
    for (int32_t i = 1; i < count; i++) {
        bool dealt = providers[i].share > 0.0;
        all += dealt;
        here += dealt && tl_provider_has_area(&providers[i], area + 1);
    }
    for (int32_t i = 0; i < count; i++) {
        double part = i > 0 && here > 0 ? (double)all / here : 1.0;
        shares[i] = tl_provider_has_area(&providers[i], area + 1) ? providers[i].share * part : 0.0;
    }
}

/* To a provider in turn, in its unit. */
static void deal(Draft *draft, int32_t municipality, DraftArea *areas, int32_t area, int32_t person)
{
    const tl_Provider *providers = providers_of(draft, municipality);
    double shares[TL_MOST_PROVIDERS];
    int32_t count = provider_count(draft, municipality);
    shares_in(providers, count, area, shares);
    int32_t provider = count > 1 ? tl_deal(shares, count, areas[area].credit) : 0;
    int32_t home = providers[provider].home;
    draft->unit_of[person] = draft_unit_of(draft, &areas[home < 0 ? area : home], provider);
}

static void draw_providers(Draft *draft, int32_t municipality)
{
    for (int32_t i = 0; i < provider_count(draft, municipality); i++) {
        providers_of(draft, municipality)[i] = tl_provider_draw(draft->w, municipality, i + 1);
    }
}

static DraftArea *draw_areas(Draft *draft, int32_t municipality)
{
    const tl_Profile *profile = &draft->w->config->municipalities[municipality].profile;
    int32_t place = tl_place_id(draft->w->config, municipality);
    DraftArea *areas = draft->areas + draft->area_count;
    for (int32_t a = 0; a < (int32_t)profile->areas; a++) {
        draft->area_count++;
        areas[a].reach_s = draw_reach_s(draft->w, profile, place, a + 1);
        areas[a].persons = persons_of(profile, a);
        draft_units(draft, municipality, a, &areas[a]);
    }
    return areas;
}

static void draw_municipality(Draft *draft, int32_t municipality)
{
    const tl_Profile *profile = &draft->w->config->municipalities[municipality].profile;
    double median = tl_granted_hours_median(profile), weight = 0.0;
    int32_t place = tl_place_id(draft->w->config, municipality), number = 0, first_unit = draft->unit_count;
    draw_providers(draft, municipality);
    DraftArea *areas = draw_areas(draft, municipality);
    for (int32_t a = 0; a < (int32_t)profile->areas; a++) {
        areas[a].first_person = draft->person_count;
        for (int32_t i = 0; i < areas[a].persons; i++) {
            tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
            int32_t row = draft->person_count++;
            tl_Person *person = &draft->persons[row];
            *person = tl_person_draw(draft->w, tl_recipient_id_at_start(place, number++), profile, median,
                                     areas[a].reach_s);
            deal(draft, municipality, areas, a, row);
            DraftUnit *unit = &draft->units[draft->unit_of[row]];
            int count = tl_person_visits(draft->w, person, visits);
            unit->room.RECIPIENT++;
            unit->room.PAIR++;
            unit->room.VISIT += count;
            unit->week_s += week_s(visits, count);
            weight += tl_residential_weight(person->hours, profile->granted_hours);
        }
    }
    for (int32_t unit = first_unit; unit < draft->unit_count; unit++) {
        draw_staff_numbers(draft->w, &draft->units[unit]);
    }
    draft->municipalities[municipality].median_hours = median;
    draft->municipalities[municipality].mean_weight = weight / (double)profile->recipients;
}

static int64_t crude_room(const void *context, tl_Dimension dimension, int64_t holder)
{
    const Draft *draft = context;
    return dimension == TL_PER_PROVIDER ? provider_count(draft, (int32_t)holder)
           : dimension == TL_PER_AREA   ? draft->w->config->municipalities[holder].profile.areas
           : dimension == TL_PER_UNIT   ? draft->areas[holder].units
                                        : draft->units[holder].room.of[dimension];
}

static void place_person(tl_World *w, int32_t unit, int32_t area, const tl_Person *person)
{
    tl_PlannedVisit visits[TL_MAX_WEEKLY_PLAN];
    int32_t recipient = w->unit_first_recipient[unit] + w->unit_recipients[unit]++;
    int count = tl_person_visits(w, person, visits);
    tl_recipient_place(w, recipient, unit, person, visits, count);
    tl_settle(w, recipient, area, person->x, person->y);
    for (int i = 0; i < count; i++) {
        tl_visit_place(w, w->unit_first_visit[unit] + w->unit_visits[unit]++, recipient, &visits[i]);
    }
}

static void place_staff(tl_World *w, int32_t unit, const DraftUnit *draft)
{
    for (int32_t i = 0; i < (int32_t)draft->room.STAFF; i++) {
        int32_t staff = w->unit_first_staff[unit] + i;
        bool hourly = i >= draft->posts;
        tl_post_open(w, staff, w->unit_first_team[unit], hourly);
        w->staff_generation[staff] = 1;
        tl_employee_draw(w, staff, hourly, false);
    }
}

/* Firms have no names but what they are. */
static void place_providers(const Draft *draft, int32_t municipality)
{
    tl_World *w = draft->w;
    for (int32_t i = 0; i < provider_count(draft, municipality); i++) {
        const tl_Provider *provider = &providers_of(draft, municipality)[i];
        int32_t row = w->municipality_first_provider[municipality] + i;
        w->provider_number[row] = i + 1;
        w->provider_owner[row] = (uint8_t)provider->kind;
        w->provider_status[row] = (uint8_t)provider->status;
        w->provider_share[row] = provider->share;
        w->provider_home[row] =
            provider->home < 0 ? -1 : w->municipality_first_area[municipality] + provider->home;
        memcpy(w->provider_trait + (ptrdiff_t)row * TL_TRAITS, provider->trait, sizeof provider->trait);
        tl_arrangement_start(w, row);
        memcpy(w->provider_areas + (ptrdiff_t)row * TL_AREA_WORDS, provider->areas, sizeof provider->areas);
        if (provider->kind == TL_MUNICIPAL) {
            memcpy(w->provider_name + (size_t)row * TL_NAME_LENGTH,
                   w->config->municipalities[municipality].name, TL_NAME_LENGTH);
        }
    }
}

static void place_municipalities(const Draft *draft)
{
    tl_World *w = draft->w;
    for (int32_t m = 0; m < w->config->municipality_count; m++) {
        w->municipality_place[m] = tl_place_id(w->config, m);
        w->municipality_median_hours[m] = draft->municipalities[m].median_hours;
        w->municipality_mean_weight[m] = draft->municipalities[m].mean_weight;
        place_providers(draft, m);
    }
}

static void place_areas(const Draft *draft)
{
    tl_World *w = draft->w;
    for (int32_t a = 0; a < draft->area_count; a++) {
        const DraftArea *area = &draft->areas[a];
        w->area_number[a] = a - w->municipality_first_area[w->area_municipality[a]] + 1;
        w->area_reach_s[a] = area->reach_s;
        w->area_start_recipients[a] = area->persons;
        memcpy(w->area_credit + (ptrdiff_t)a * TL_MOST_PROVIDERS, area->credit, sizeof area->credit);
    }
}

static void place_units(const Draft *draft)
{
    tl_World *w = draft->w;
    TL_EACH_UNIT(w, unit) {
        int32_t municipality = tl_unit_municipality(w, unit), provider = draft->units[unit].provider;
        tl_Regime as = tl_regime_at_start(w->config, municipality);
        w->unit_regime[unit] = tl_provider_regime(w, &providers_of(draft, municipality)[provider], &as);
        w->unit_provider[unit] = w->municipality_first_provider[municipality] + provider;
        w->unit_manager_share[unit] = 1.0f;
        w->unit_guest_unit[unit] = -1;
        w->unit_post_room[unit] = draft->units[unit].posts;
    }
    for (int32_t a = 0; a < draft->area_count; a++) {
        for (int32_t i = draft->areas[a].first_person;
             i < draft->areas[a].first_person + draft->areas[a].persons; i++) {
            place_person(w, draft->unit_of[i], a, &draft->persons[i]);
        }
    }
    TL_EACH_UNIT(w, unit) {
        place_staff(w, unit, &draft->units[unit]);
    }
}

bool tl_synth(tl_World *w, const tl_Config *config, uint64_t replicate)
{
    *w = (tl_World){.config = config,
                    .keys = tl_keys((uint64_t)config->run.seed, replicate),
                    .absence = tl_sickness_expected_share(&config->constants)};
    Draft draft = {.w = w};
    bool done = draft_allocate(&draft);
    for (int m = 0; done && m < config->municipality_count; m++) {
        draw_municipality(&draft, m);
    }
    done = done && tl_world_build(w, config->municipality_count, crude_room, &draft);
    if (done) {
        tl_clock_update(w); /* opinions are read from the start */
        place_municipalities(&draft);
        place_areas(&draft);
        place_units(&draft);
        done = tl_organise(w, NULL, TL_GROUP_BY_AREA, config->regime.organisation_pool_size,
                           config->regime.organisation_span);
    }
    if (done) {
        tl_market_start(w);
    }
    draft_free(&draft);
    if (!done) {
        tl_world_free(w);
    }
    return done;
}
