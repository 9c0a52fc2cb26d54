/* A municipality has its own people: alone, among others, in any order, and one set more for every copy. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/world/people.h"
#include "support/testlib.h"

enum { MOST_UNITS = 64, MOST_PEOPLE = 4000, OWN_CODE = 1780 };

/* What one municipality of a run was: its units by number, its people in the order of rows. */
typedef struct Record {
    uint64_t digests[MOST_UNITS];
    int32_t units;
    uint64_t people[MOST_PEOPLE];
    int32_t count;
    tl_Counters total;
} Record;

typedef struct Chosen {
    int32_t municipality;
    Record *record;
} Chosen;

/* All that acts by municipality or is keyed by place: agencies, pilots by lot, recuts, contagion, shared hourly staff. */
static tl_Config run_of(const int32_t *codes, int count, tl_Reorganisation *recut)
{
    tl_Config config =
        small_config("run.days", 70.0, "run.burn_in_days", 14.0, "organisation.hourly_share", 0.3,
                     "agency.fill_probability", 0.6, "pilot.share", 0.5, "reform.contagion", 0.2, NULL);
    tl_Profile profile = config.municipalities[0].profile;
    free(config.municipalities);
    config.municipalities = calloc((size_t)count, sizeof *config.municipalities);
    assert_non_null(config.municipalities);
    config.municipality_count = count;
    for (int m = 0; m < count; m++) {
        tl_Municipality *own = &config.municipalities[m];
        *own = (tl_Municipality){.code = codes[m], .profile = profile};
        own->profile.recipients = codes[m] == OWN_CODE ? 150 : 40 + codes[m] % 7 * 20;
        own->profile.areas = codes[m] == OWN_CODE ? 2 : 1 + codes[m] % 3;
    }
    *recut = (tl_Reorganisation){.day = 20, .pool_size = 7, .span = 15, .rule = TL_GROUP_AT_RANDOM};
    config.reorganisations = recut;
    config.reorganisation_count = 1;
    return config;
}

static bool add_up(void *context, const tl_Period *period)
{
    Chosen *chosen = context;
    for (int32_t i = 0; i < period->unit_count; i++) {
        if (period->units[i].municipality == chosen->municipality) {
            tl_counters_add(&chosen->record->total, &period->units[i].counters);
        }
    }
    return true;
}

static void note(Record *record, uint64_t id)
{
    assert_true(record->count < MOST_PEOPLE);
    record->people[record->count] = id;
    record->count += id != 0;
}

static void note_unit(Record *record, const tl_World *w, int32_t unit)
{
    assert_true(w->unit_number[unit] < MOST_UNITS);
    record->digests[w->unit_number[unit]] = w->unit_digest[unit];
    record->units++;
    for (int32_t i = 0; i < w->unit_recipient_room[unit]; i++) {
        note(record, w->recipient_id[w->unit_first_recipient[unit] + i]);
    }
    for (int32_t staff = w->unit_first_staff[unit]; staff < tl_unit_staff_end(w, unit); staff++) {
        note(record, w->staff_id[staff]);
    }
}

/* Runs municipalities of these codes and returns what `municipality` of them was. */
static Record *record_of(const int32_t *codes, int count, int32_t municipality)
{
    tl_Reorganisation recut;
    tl_Config config = run_of(codes, count, &recut);
    Record *record = calloc(1, sizeof *record);
    assert_non_null(record);
    Chosen chosen = {municipality, record};
    tl_Observer observer = {.context = &chosen, .period = add_up};
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 3, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_run(&s, &observer), TL_OK);
    int32_t first, end;
    tl_municipality_range(&s.world, municipality, &first, &end);
    for (int32_t unit = first; unit < end; unit++) {
        note_unit(record, &s.world, unit);
    }
    tl_simulation_free(&s);
    config.reorganisations = NULL;
    config.reorganisation_count = 0;
    tl_config_free(&config);
    return record;
}

static void a_municipality_is_the_same_wherever_it_stands(void **state)
{
    (void)state;
    static const int32_t runs[][4] = {{OWN_CODE, 180, 580, 16383},
                                      {180, OWN_CODE, 580, 16383},
                                      {16383, 580, 180, OWN_CODE},
                                      {580, OWN_CODE, OWN_CODE, 580}};
    static const int32_t places[] = {0, 1, 3, 1};
    int32_t alone[] = {OWN_CODE};
    Record *expected = record_of(alone, 1, 0);
    assert_true(expected->units >= 4 && expected->count > 150);
    assert_true(expected->total.gaps_agency > 0 && expected->total.arrivals > 0 && expected->total.hires > 0);
    for (int i = 0; i < 4; i++) {
        Record *found = record_of(runs[i], 4, places[i]);
        assert_memory_equal(found, expected, sizeof *found);
        free(found);
    }
    free(expected);
}

static void copies_have_people_of_their_own(void **state)
{
    (void)state;
    static const int32_t twice[] = {OWN_CODE, OWN_CODE};
    Record *first = record_of(twice, 2, 0), *second = record_of(twice, 2, 1);
    for (int32_t i = 0; i < first->count; i++) {
        for (int32_t j = 0; j < second->count; j++) {
            assert_true(first->people[i] != second->people[j]);
        }
    }
    assert_true(first->total.delivered_s != second->total.delivered_s);
    free(first);
    free(second);
}

/* A country fits 128 times, and what does not fit is told. */
static void places_are_told_apart_or_refused(void **state)
{
    (void)state;
    enum { COPIES = 128 };
    tl_Config config = small_config("municipality.recipients", 2.0, "run.days", 14.0, NULL);
    free(config.municipalities);
    config.municipalities = calloc(2 * COPIES + 1, sizeof *config.municipalities);
    assert_non_null(config.municipalities);
    for (int m = 0; m < 2 * COPIES + 1; m++) {
        tl_parameter_defaults(TL_SECTION_PROFILE, &config.municipalities[m].profile);
        config.municipalities[m].profile.recipients = 2;
        config.municipalities[m].code = m % 2 == 0 ? 114 : TL_MOST_CODE;
    }
    config.municipality_count = 2 * COPIES;
    for (int m = 0; m < 2 * COPIES; m++) {
        for (int n = 0; n < m; n++) {
            assert_true(tl_place_id(&config, m) != tl_place_id(&config, n));
        }
    }
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_OK);
    tl_simulation_free(&s);
    config.municipality_count++;
    assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_NO_CODE);
    config.municipality_count = 1;
    for (int i = 0; i < 2; i++) {
        config.municipalities[0].code = i == 0 ? -1 : TL_MOST_CODE + 1;
        assert_int_equal(tl_simulation_create(&s, &config, 0, 1, NULL), TL_NO_CODE);
    }
    assert_non_null(strstr(tl_outcome_sentence(TL_NO_CODE), "code"));
    tl_config_free(&config);
}

static double most(const char *path)
{
    return tl_parameters[tl_parameter_find(path)].high;
}

/* Every part of an id has the bits that the longest and largest runs need, and ids are positive as int64. */
static void ids_have_room(void **state)
{
    (void)state;
    int32_t place = (127 << 14) | TL_MOST_CODE, area = (int32_t)most("municipality.areas");
    int32_t day = (int32_t)(most("run.days") + most("run.burn_in_days"));
    assert_true(day < 1 << 14 && area < 1 << 9);
    assert_true(day / 30 + 1 < 1 << TL_POST_BIT); /* at most a new holder a month */
    uint64_t holder = tl_employee_id(tl_post_id(place, area, (1 << 20) - 1, true), (1 << TL_POST_BIT) - 1);
    assert_true(holder >> 60 == 4 && holder <= INT64_MAX);
    assert_true((holder >> 39 & 0x1fffff) == (uint64_t)place && (holder >> 30 & 0x1ff) == (uint64_t)area);
    uint64_t arrival = tl_recipient_id_arriving(place, area, day, 65535);
    assert_true(arrival >> 60 == 2 && (arrival >> 39 & 0x1fffff) == (uint64_t)place);
    assert_true((arrival >> 30 & 0x1ff) == (uint64_t)area && (arrival & 0xffff) == 65535);
    assert_true(tl_recipient_id_at_start(place, (int32_t)most("municipality.recipients")) >> 60 == 1);
}

/* Series are written of dimensions, by their names and from the coarsest on. */
static void levels_of_record_are_dimensions(void **state)
{
    (void)state;
    char levels[256];
    strcpy(levels, tl_parameters[tl_parameter_find("record.level")].choices);
    assert_string_equal(strtok(levels, "|"), "none");
    int dimension = 0, found = 0;
    for (const char *level = strtok(NULL, "|"); level != NULL; level = strtok(NULL, "|"), found++) {
        while (dimension < TL_PER_UNIT && strcmp(tl_dimensions[dimension].name, level) != 0) {
            dimension++;
        }
        assert_string_equal(tl_dimensions[dimension].name, level);
    }
    assert_int_equal(found, TL_record_level_unit);
}

/* What a selector asks for by name is a dimension. */
static void keys_of_selectors_are_dimensions(void **state)
{
    (void)state;
    assert_int_equal(TL_BY_MUNICIPALITY, TL_PER_MUNICIPALITY);
    assert_int_equal(TL_BY_AREA, TL_PER_AREA);
    assert_int_equal(TL_SELECTOR_DIMENSIONS, TL_PER_UNIT + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_municipality_is_the_same_wherever_it_stands),
        cmocka_unit_test(copies_have_people_of_their_own),
        cmocka_unit_test(places_are_told_apart_or_refused),
        cmocka_unit_test(ids_have_room),
        cmocka_unit_test(levels_of_record_are_dimensions),
        cmocka_unit_test(keys_of_selectors_are_dimensions),
    };
    return cmocka_run_group_tests_name("places", tests, NULL, NULL);
}
