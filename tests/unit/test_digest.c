/* What a digest holds: every numbered counter by its number, nothing that is only observed; and that this is enough.
 * Whatever a parameter or a piece of state does to any counter, observed ones too, shows in the digest. */
#include <stdlib.h>
#include <string.h>

#include "core/numbers/rng.h"
#include "support/testlib.h"

/* ---- numbers ------------------------------------------------------------------------------------------- */

typedef struct Row {
    const char *name;
    size_t offset;
    uint64_t number; /* 0: observed */
} Row;

enum { observed = 0 };

#define TL_COUNT(number, name, unit, meaning) {#name, offsetof(tl_Counters, name), number},
#define TL_SUM TL_COUNT
#define TL_MEASURE TL_SKIP
static const Row rows[] = {
#include "core/observation/measures.def"
};
#undef TL_COUNT
#undef TL_SUM
#undef TL_MEASURE

enum { ROWS = sizeof rows / sizeof rows[0] };

static void set_bits(tl_Counters *counters, const Row *row, uint64_t bits)
{
    memcpy((char *)counters + row->offset, &bits, sizeof bits);
}

/* As ODD says it, from the last row to the first. */
static void the_order_of_rows_does_not_matter(void **state)
{
    (void)state;
    tl_Counters counters = {0};
    uint64_t sum = 0;
    for (int i = ROWS - 1; i >= 0; i--) {
        set_bits(&counters, &rows[i], tl_mix64((uint64_t)i));
        sum += rows[i].number > 0 ? tl_mix64((uint64_t)i) * (tl_mix64(rows[i].number) | 1) : 0;
    }
    assert_true(tl_counters_digest(7, &counters) == tl_mix64(7 ^ sum));
}

static void only_what_is_numbered_is_held(void **state)
{
    (void)state;
    tl_Counters counters = {0};
    uint64_t nothing = tl_counters_digest(7, &counters);
    int numbered = 0;
    for (int i = 0; i < ROWS; i++) {
        set_bits(&counters, &rows[i], 1);
        assert_int_equal(tl_counters_digest(7, &counters) != nothing, rows[i].number > 0);
        set_bits(&counters, &rows[i], 0);
        numbered += rows[i].number > 0;
    }
    counters.met_histogram[3] = 1;
    assert_true(tl_counters_digest(7, &counters) == nothing);
    assert_true(numbered > 50 && numbered < ROWS);
}

/* ---- runs ---------------------------------------------------------------------------------------------- */

/* What a run told: its digest, and a hash of all that any unit counted. */
typedef struct Told {
    uint64_t digest, counters;
} Told;

static bool take_in(void *context, const tl_Period *period)
{
    uint64_t *hash = context;
    for (int32_t i = 0; i < period->unit_count; i++) {
        const char *bytes = (const char *)&period->units[i].counters;
        for (size_t at = 0; at < sizeof(tl_Counters); at += sizeof *hash) {
            uint64_t word;
            memcpy(&word, bytes + at, sizeof word);
            *hash = tl_mix64(*hash ^ word);
        }
    }
    return true;
}

static tl_Simulation begun(const tl_Config *config)
{
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, 1, NULL), TL_OK);
    return s;
}

static Told ended(tl_Simulation *s)
{
    Told told = {0};
    tl_Observer observer = {.context = &told.counters, .period = take_in};
    assert_int_equal(tl_simulation_run(s, &observer), TL_OK);
    told.digest = tl_simulation_digest(s);
    tl_simulation_free(s);
    return told;
}

static Told told_by(const tl_Config *config)
{
    tl_Simulation s = begun(config);
    return ended(&s);
}

/* Two areas that are recut once: what follows a reorganisation acts too. */
static tl_Config base_config(tl_Reorganisation *reorganisation)
{
    tl_Config config =
        small_config("municipality.recipients", 80.0, "run.days", 84.0, "run.burn_in_days", 0.0, NULL);
    *reorganisation = (tl_Reorganisation){.name = "recut", .day = 30, .pool_size = 8, .span = 16};
    config.reorganisations = reorganisation;
    config.reorganisation_count = 1;
    return config;
}

static void free_base(tl_Config *config)
{
    config->reorganisations = NULL;
    config->reorganisation_count = 0;
    tl_config_free(config);
}

static void switch_everything_on(tl_Config *config)
{
    static const struct {
        const char *path;
        double value;
    } sets[] = {{"steering.reallocation", 0.5},
                {"plan.team_planning", 0.5},
                {"discretion.officer", 0.6},
                {"discretion.manager", 0.6},
                {"control.check_distrust", 0.2},
                {"control.record_checks", 0.2},
                {"opinion.ambiguity", 0.3},
                {"opinion.sharpness", 2},
                {"opinion.competence_facet", 0.5},
                {"sickness.presenteeism", 0.3},
                {"drift.trusting_peers", 0.5},
                {"plan.team_information", 0.5},
                {"reform.dip", 0.2},
                {"reform.contagion", 0.1},
                {"reform.scandal_share", 0.001},
                {"care.own_time", 0.1},
                {"steering.dialogues", 6},
                {"steering.meeting_min", 5},
                {"need.review_meetings", 1},
                {"night.digital_share", 0.3}};
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        if (tl_parameter_find(sets[i].path) >= 0) {
            config_set(config, sets[i].path, sets[i].value);
        }
    }
}

/* An end of the neutral range; without one, half as much again, or half way up from zero. */
static double moved(const tl_Parameter *p)
{
    if (p->neutral.low < p->neutral.high) {
        return p->neutral.high != p->default_value ? p->neutral.high : p->neutral.low;
    }
    double other = p->default_value != 0.0 ? 1.5 * p->default_value : 0.5 * (p->low + p->high);
    other = p->kind == TL_REAL ? other : (double)(int64_t)(other + 0.5);
    return other <= p->high ? other : p->low;
}

static void what_a_parameter_does_shows(void **state)
{
    (void)state;
    int acted = 0, hidden = 0;
    for (int on = 0; on < 2; on++) {
        tl_Reorganisation reorganisation;
        tl_Config config = base_config(&reorganisation);
        if (on) {
            switch_everything_on(&config);
        }
        Told base = told_by(&config);
        for (int i = 0; i < tl_parameter_count; i++) {
            const tl_Parameter *p = &tl_parameters[i];
            void *sections[] = {&config.run, &config.municipalities[0].profile, &config.regime,
                                &config.constants};
            double before = tl_parameter_get(p, sections[p->section]);
            if (p->section == TL_SECTION_RUN || strcmp(p->path, "municipality.recipients") == 0 ||
                moved(p) == before) {
                continue;
            }
            config_set(&config, p->path, moved(p));
            Told other = told_by(&config);
            acted += other.counters != base.counters;
            if (other.counters != base.counters && other.digest == base.digest) {
                print_error("%s = %g shows in no numbered counter\n", p->path, moved(p));
                hidden++;
            }
            config_set(&config, p->path, before);
        }
        free_base(&config);
    }
    print_message("%d parameters acted\n", acted);
    assert_int_equal(hidden, 0);
    assert_true(acted > tl_parameter_count);
}

/* ---- state --------------------------------------------------------------------------------------------- */

/* How many real numbers an entity of the array begins with. */
static size_t reals_of(const tl_StateArray *array)
{
    const struct {
        const char *type;
        size_t bytes;
    } types[] = {{"float", array->bytes},
                 {"tl_StaffState", offsetof(tl_StaffState, opportunist)},
                 {"tl_Climate", sizeof(tl_Climate)},
                 {"tl_Manager", sizeof(tl_Manager)},
                 {"tl_Officer", offsetof(tl_Officer, month_visits)},
                 {"tl_Memory", offsetof(tl_Memory, window)}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(array->type, types[i].type) == 0) {
            return types[i].bytes / sizeof(float);
        }
    }
    return 0;
}

static int64_t entities_of(const tl_World *w, tl_Dimension dimension)
{
    int64_t size;
    memcpy(&size, (const char *)&w->sizes + (size_t)dimension * sizeof size, sizeof size);
    return size;
}

/* One real number of every entity a quarter larger. */
static void disturb(tl_World *w, const tl_StateArray *array, size_t real)
{
    char *first;
    memcpy(&first, (char *)w + array->view, sizeof first);
    for (int64_t i = 0; i < entities_of(w, array->dimension); i++) {
        char *at = first + (size_t)i * array->bytes + real * sizeof(float);
        float value;
        memcpy(&value, at, sizeof value);
        value *= 1.25f;
        memcpy(at, &value, sizeof value);
    }
}

static Told told_after(const tl_Config *config, const tl_StateArray *array, size_t real)
{
    tl_Simulation s = begun(config);
    while (s.world.day < 38) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    }
    if (array != NULL) {
        disturb(&s.world, array, real);
    }
    return ended(&s);
}

static void what_a_state_does_shows(void **state)
{
    (void)state;
    tl_Reorganisation reorganisation;
    tl_Config config = base_config(&reorganisation);
    switch_everything_on(&config);
    Told base = told_after(&config, NULL, 0);
    int acted = 0, hidden = 0;
    for (int i = 0; i < tl_state_array_count; i++) {
        for (size_t real = 0; real < reals_of(&tl_state_arrays[i]); real++) {
            Told other = told_after(&config, &tl_state_arrays[i], real);
            acted += other.counters != base.counters;
            if ((other.counters != base.counters) != (other.digest != base.digest)) {
                print_error("%s, real %d, shows in no numbered counter\n", tl_state_arrays[i].name,
                            (int)real);
                hidden++;
            } else if (other.digest == base.digest) {
                print_message("%s, real %d, does nothing here\n", tl_state_arrays[i].name, (int)real);
            }
        }
    }
    assert_int_equal(hidden, 0);
    print_message("%d pieces of state acted\n", acted);
    assert_true(acted >= 35);
    free_base(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_rows_does_not_matter),
        cmocka_unit_test(only_what_is_numbered_is_held),
        cmocka_unit_test(what_a_parameter_does_shows),
        cmocka_unit_test(what_a_state_does_shows),
    };
    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
