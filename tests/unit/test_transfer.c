/* Single moves: what goes along with a recipient, what is lost, who is refused. */
#include <stdlib.h>
#include <string.h>

#include "core/world/regroup.h"
#include "core/world/transfer.h"
#include "support/testlib.h"

/* A world of two areas with several units, some weeks old. */
static tl_Simulation lived_world(const tl_Config *config, int days)
{
    tl_Simulation s;
    assert_int_equal(tl_simulation_create(&s, config, 0, 1, NULL), TL_OK);
    for (int day = 0; day < days; day++) {
        assert_int_equal(tl_simulation_step(&s, NULL), TL_OK);
    }
    return s;
}

static tl_Config several_units(void)
{
    return small_config("municipality.recipients", 300.0, "municipality.areas", 2.0, "organisation.span",
                        30.0, NULL);
}

typedef struct Totals {
    int64_t recipients, visits, planned_s;
} Totals;

static Totals totals(const tl_World *w)
{
    Totals t = {0};
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        t.recipients += w->unit_recipients[unit];
        t.visits += w->unit_visits[unit];
        for (int32_t i = 0; i < w->unit_visits[unit]; i++) {
            t.planned_s += w->visit_s[w->unit_first_visit[unit] + i];
        }
    }
    return t;
}

static int32_t last_of(const tl_World *w, int32_t unit)
{
    return tl_recipient_next_row(w, unit) - 1;
}

static const char *row_of(const tl_World *w, const tl_StateArray *array, int64_t row)
{
    const char *first;
    memcpy(&first, (const char *)w + array->view, sizeof first);
    return first + (size_t)row * array->bytes;
}

/* Everything that state.def does not call a link. */
static void assert_goes_along(const tl_World *w, int32_t row, const tl_World *before, int32_t row_before)
{
    for (int i = 0; i < tl_state_array_count; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        if (array->dimension == TL_PER_RECIPIENT && array->fate != TL_SET_ANEW) {
            assert_memory_equal(row_of(w, array, row), row_of(before, array, row_before), array->bytes);
        }
    }
}

/* Relations of a recipient's row, and those of the row before the move to staff with a column in the unit. */
static void assert_relations(const tl_World *w, int32_t row, const tl_World *before, int32_t row_before)
{
    int32_t unit = w->team_unit[w->recipient_team[row]], kept = 0;
    int32_t old_unit = before->team_unit[before->recipient_team[row_before]];
    for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
        int32_t staff = w->column_staff[w->unit_first_column[unit] + column];
        int32_t old = staff < 0 ? TL_NO_COLUMN : tl_column_of(before, old_unit, staff);
        const tl_Memory *now = &w->pair_memory[tl_pair_row(w, unit, row) + column];
        tl_Memory then = {0};
        if (old != TL_NO_COLUMN) {
            then = before->pair_memory[tl_pair_row(before, old_unit, row_before) + old];
            kept++;
        }
        assert_memory_equal(now, &then, sizeof then);
    }
    bool share_staff = before->unit_guest_unit[old_unit] == unit || before->unit_guest_unit[unit] == old_unit;
    assert_true(share_staff ? kept > 0 : kept == 0);
    for (int i = 0; i < 2; i++) { /* appointed by the new unit, from the new team */
        int32_t contact = tl_contacts(w, row)[i];
        assert_true(contact == TL_NO_COLUMN ||
                    w->staff_team[w->column_staff[w->unit_first_column[unit] + contact]] ==
                        w->recipient_team[row]);
    }
}

/* Each unit's last recipient to every other: people, visits and minutes stay the same, and the world is valid. */
static void a_recipient_moves_with_all_that_is_theirs(void **state)
{
    (void)state;
    tl_Config config = several_units();
    tl_Simulation s = lived_world(&config, 60);
    int32_t units = (int32_t)s.world.sizes.UNIT;
    assert_true(units > 3);
    for (int32_t from = 0; from < units; from++) {
        for (int32_t to = 0; to < units; to++) {
            if (to == from) {
                continue;
            }
            tl_Simulation moved;
            assert_int_equal(tl_simulation_copy(&moved, &s, &config), TL_OK);
            tl_World *w = &moved.world;
            Totals before = totals(w);
            int32_t recipient = last_of(w, from), target = tl_recipient_next_row(w, to);
            int32_t visits = w->unit_visits[to];
            assert_int_equal(tl_transfer(w, recipient, to), TL_MOVED);
            Totals after = totals(w);
            assert_memory_equal(&before, &after, sizeof before);
            assert_true(w->unit_visits[to] > visits);
            assert_int_equal(w->team_unit[w->recipient_team[target]], to);
            assert_goes_along(w, target, &s.world, recipient);
            assert_relations(w, target, &s.world, recipient);
            assert_world_valid(w);
            for (int day = 0; day < 3; day++) {
                assert_int_equal(tl_simulation_step(&moved, NULL), TL_OK);
            }
            assert_world_valid(w);
            tl_simulation_free(&moved);
        }
    }
    tl_simulation_free(&s);
    tl_config_free(&config);
}

/* There and back again: the freed row is as if nobody had been in it, and is used again. */
static void a_row_that_is_left_is_free(void **state)
{
    (void)state;
    tl_Config config = several_units();
    tl_Simulation s = lived_world(&config, 40);
    tl_World *w = &s.world;
    int32_t row = last_of(w, 0), visits = w->unit_visits[0], target = tl_recipient_next_row(w, 1);
    uint64_t id = w->recipient_id[row];
    assert_int_equal(tl_transfer(w, row, 1), TL_MOVED);
    for (int i = 0; i < tl_state_array_count; i++) {
        const tl_StateArray *array = &tl_state_arrays[i];
        bool pair = array->dimension == TL_PER_PAIR;
        const char *bytes = row_of(w, array, pair ? tl_pair_row(w, 0, row) : row);
        size_t count = array->bytes * (pair ? (size_t)w->unit_stride[0] : 1);
        for (size_t k = 0; (pair || array->dimension == TL_PER_RECIPIENT) && k < count; k++) {
            assert_int_equal(bytes[k], 0);
        }
    }
    assert_int_equal(tl_recipient_next_row(w, 0), row);
    assert_int_equal(tl_transfer(w, target, 0), TL_MOVED);
    assert_true(w->recipient_id[row] == id && w->unit_visits[0] == visits);
    assert_world_valid(w);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

static void who_cannot_move_is_told_why(void **state)
{
    (void)state;
    tl_Config config = small_config("municipality.recipients", 300.0, "municipality.areas", 2.0, NULL);
    tl_Municipality twice[2] = {config.municipalities[0], config.municipalities[0]},
                    *one = config.municipalities;
    config.municipalities = twice;
    config.municipality_count = 2;
    tl_Simulation s = lived_world(&config, 2);
    tl_World *w = &s.world;
    int32_t first, end, row = w->unit_first_recipient[0];
    tl_municipality_range(w, 1, &first, &end);
    int32_t unused = w->unit_first_recipient[0] + w->unit_recipient_room[0] - 1;
    size_t bytes = w->arena_size;
    char *before = test_malloc(bytes);
    memcpy(before, w->arena, bytes);
    assert_int_equal(tl_transfer(w, -1, 1), TL_NO_RECIPIENT);
    assert_int_equal(tl_transfer(w, (int32_t)w->sizes.RECIPIENT, 1), TL_NO_RECIPIENT);
    assert_int_equal(tl_transfer(w, unused, 1), TL_NO_RECIPIENT);
    assert_int_equal(tl_transfer(w, row, -1), TL_NO_UNIT);
    assert_int_equal(tl_transfer(w, row, (int32_t)w->sizes.UNIT), TL_NO_UNIT);
    assert_int_equal(tl_transfer(w, row, 0), TL_SAME_UNIT);
    assert_int_equal(tl_transfer(w, row, first), TL_FOREIGN_UNIT);
    assert_memory_equal(before, w->arena, bytes);
    int32_t provider = w->unit_provider[1];
    w->unit_provider[1] = -1;
    assert_int_equal(tl_transfer(w, row, 1), TL_UNIT_WITHOUT_PROVIDER);
    w->unit_provider[1] = provider;
    int moved = 0;
    while (tl_transfer(w, row + moved, 1) == TL_MOVED) {
        moved++;
    }
    assert_int_equal(tl_transfer(w, row + moved, 1), TL_UNIT_FULL);
    assert_true(moved > 0);
    assert_world_valid(w);
    for (int i = TL_MOVED; i <= TL_UNIT_FULL; i++) {
        assert_true(strlen(tl_transfer_sentence((tl_Transfer)i)) > 3);
    }
    assert_true(tl_make_room(w, 0)); /* rows that were left are used again, and there is room to go on */
    assert_int_equal(tl_transfer(w, w->unit_first_recipient[0], 1), TL_MOVED);
    assert_world_valid(w);
    test_free(before);
    tl_simulation_free(&s);
    config.municipalities = one;
    config.municipality_count = 1;
    tl_config_free(&config);
}

/* The provider of the start is the municipality's own, under its name. */
static void every_municipality_provides_its_own_care(void **state)
{
    (void)state;
    tl_Config config = several_units();
    tl_Simulation s = lived_world(&config, 1);
    const tl_World *w = &s.world;
    assert_int_equal(w->sizes.PROVIDER, 1);
    assert_int_equal(w->provider_owner[0], TL_MUNICIPAL);
    assert_string_equal(w->provider_name, config.municipalities[0].name);
    tl_simulation_free(&s);
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_recipient_moves_with_all_that_is_theirs),
        cmocka_unit_test(a_row_that_is_left_is_free),
        cmocka_unit_test(who_cannot_move_is_told_why),
        cmocka_unit_test(every_municipality_provides_its_own_care),
    };
    return cmocka_run_group_tests_name("transfer", tests, NULL, NULL);
}
