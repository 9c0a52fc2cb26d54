/* Designs of sweeps: tables in CSV, the way to text and back, points, shared burn-ins and copies of
 * simulations; and that no bytes at all make the reader stumble. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/numbers/rng.h"
#include "config/sweep_rows.h"
#include "support/testlib.h"

/* Reads a table; the number of errors, the first of which goes into `said`. */
static int read_text(const char *text, size_t size, tl_Rows *rows, char said[256])
{
    tl_Messages messages = {0};
    char *copy = malloc(size + 1);
    assert_non_null(copy);
    memcpy(copy, text, size);
    bool good = tl_rows_read_text("t.csv", copy, size, rows, &messages);
    int errors = messages.errors;
    assert_int_equal(good, errors == 0);
    snprintf(said, 256, "%s", messages.count > 0 ? messages.list[0].text : "");
    tl_messages_free(&messages);
    free(copy);
    return errors;
}

static void a_table_is_read(void **state)
{
    (void)state;
    static const char text[] = "# for people\n\xef\xbb\xbforganisation.pool_size , regime\r\n"
                               "9, \"trust-steering\"\n\n  # more\n 18,\"a \"\"b\"\", c\" \n";
    tl_Rows rows;
    char said[256], level[TL_LEVEL_SIZE];
    /* A byte-order mark belongs at the very beginning. */
    assert_int_equal(read_text(text, sizeof text - 1, &rows, said), 1);
    assert_int_equal(read_text(text + 16, sizeof text - 17, &rows, said), 0);
    assert_int_equal(rows.count, 2);
    assert_int_equal(rows.factor_count, 2);
    assert_true(tl_rows_value(&rows, 1, 0) == 18.0);
    assert_int_equal(rows.lines[1], 5);
    assert_string_equal(tl_factor_text(&rows.factors[1], 1.0, level, sizeof level), "a \"b\", c");
    assert_int_equal(tl_rows_combinations(&rows), 2);
    assert_int_equal(tl_rows_combination(&rows, 1), 1);
    tl_rows_free(&rows);
}

static void a_table_survives_its_text(void **state)
{
    (void)state;
    static const char text[] =
        "plan.continuity_weight,regime,pilot.chosen\n"
        "0.1,x,at_random\n1e-3,\"# y\",by_willingness\n0.30000000000000004,x,at_random\n";
    tl_Rows rows, again;
    char said[256];
    assert_int_equal(read_text(text, sizeof text - 1, &rows, said), 0);
    char *first = tl_rows_text(&rows);
    assert_non_null(first);
    assert_int_equal(read_text(first, strlen(first), &again, said), 0);
    assert_int_equal(again.count, 3);
    assert_memory_equal(rows.values, again.values, 9 * sizeof(double));
    char *second = tl_rows_text(&again);
    assert_string_equal(first, second);
    free(first);
    free(second);
    tl_rows_free(&rows);
    tl_rows_free(&again);
}

static void what_is_wrong_is_placed(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"", "t.csv: error: is empty"},
        {"regime", "t.csv: error: names factors, but has no rows"},
        {"regme\nx\n", "t.csv:1:1: error: there is no factor 'regme'; did you mean 'regime'?"},
        {"regime,regime\nx,y\n", "t.csv:1:8: error: the factor regime is given twice"},
        {"run.days\n28\n", "t.csv:1:1: error: run.days is the same for all runs"},
        {"regime\nx\ny,\n", "t.csv:3:3: error: 2 values, where the first line names 1"},
        {"regime\n\"x\n", "t.csv:2:1: error: a quotation mark"},
        {"regime\n\"x\" y\n", "t.csv:2:1: error: a quotation mark"},
        {"regime\nx\n\ny\nx\n", "t.csv:5:1: error: the same values as line 2"},
        {"regime\n\xff\n", "t.csv:2:1: error: is not a table in CSV: byte 0xff"},
        {"regime\nx\x01\n", "t.csv:2:2: error: is not a table in CSV: byte 0x01"},
        {"plan.continuity_weight\n0x10\n", "t.csv:2:1: error: plan.continuity_weight = '0x10': a number"},
        {"plan.continuity_weight\n0\n-0\n", "t.csv:3:1: error: the same values as line 2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tl_Rows rows;
        char said[256];
        assert_true(read_text(cases[i].text, strlen(cases[i].text), &rows, said) > 0);
        if (strncmp(said, cases[i].said, strlen(cases[i].said)) != 0) {
            fail_msg("'%s' was expected, and '%s' said", cases[i].said, said);
        }
        assert_null(rows.values);
    }
}

static void no_bytes_make_it_stumble(void **state)
{
    (void)state;
    static const char alphabet[] =
        "regime,plan.continuity_weight\n\n\n\"\"\",,,0123.e-#  \r\t\xc3\xa5\xff\x01";
    tl_Rng rng = tl_rng(7);
    for (int i = 0; i < 20000; i++) {
        char text[200], said[256];
        size_t size = (size_t)(tl_rng_uniform(&rng) * sizeof text);
        size_t kept = i % 2 == 0 ? 0 : (size_t)snprintf(text, sizeof text, "regime,plan.continuity_weight\n");
        for (size_t k = kept; k < size; k++) {
            text[k] = alphabet[(size_t)(tl_rng_uniform(&rng) * (sizeof alphabet - 1))];
        }
        tl_Rows rows;
        if (read_text(text, size > kept ? size : kept, &rows, said) == 0) {
            assert_true(rows.count > 0 && rows.factor_count > 0);
            tl_rows_free(&rows);
        }
    }
}

static void a_row_goes_into_a_copy_of_its_base(void **state)
{
    (void)state;
    static const char text[] = "plan.continuity_weight,municipality.recipients\n2,33\n3,44\n";
    tl_Config base = small_config(NULL);
    int64_t recipients = base.municipalities[0].profile.recipients;
    tl_PointConfig point;
    tl_Rows rows;
    char said[256];
    assert_int_equal(read_text(text, sizeof text - 1, &rows, said), 0);
    tl_rows_apply(&rows, 1, &base, &point);
    assert_true(point.config.regime.plan_continuity_weight == 3.0);
    assert_int_equal(point.config.municipalities[0].profile.recipients, 44);
    assert_int_equal(base.municipalities[0].profile.recipients, recipients);
    tl_point_free(&point);
    tl_rows_free(&rows);
    tl_config_free(&base);
}

static void a_shared_start_moves_levers_on_the_first_day(void **state)
{
    (void)state;
    tl_Config start = small_config(NULL), other = small_config("plan.continuity_weight", 2.5, NULL);
    tl_PointConfig point = {.config = other};
    assert_int_equal(tl_point_obstacle(&start, &other), -1);
    tl_point_share(&point, &start);
    assert_int_equal(point.config.change_count, other.change_count + 1);
    assert_true(point.config.changes[0].value == 2.5 && point.config.changes[0].day == 0);
    assert_true(point.config.regime.plan_continuity_weight == start.regime.plan_continuity_weight);
    tl_point_free(&point);
    config_set(&other, "organisation.pool_size", 5.0);
    assert_int_equal(tl_point_obstacle(&start, &other), tl_parameter_find("organisation.pool_size"));
    tl_config_free(&start);
    tl_config_free(&other);
}

/* A copy goes on as the first would have, and leaves it alone. */
static void a_copy_goes_on_alike(void **state)
{
    (void)state;
    tl_Config config = small_config("run.burn_in_days", 30.0, "run.days", 42.0, NULL);
    uint64_t expected = digest_of(&config, 1, 1, NULL);
    tl_Simulation first, copies[2];
    assert_int_equal(tl_simulation_create(&first, &config, 1, 1, NULL), TL_OK);
    for (int day = 0; day < 33; day++) {
        assert_int_equal(tl_simulation_step(&first, NULL), TL_OK);
    }
    for (int i = 0; i < 2; i++) {
        assert_int_equal(tl_simulation_copy(&copies[i], &first, &config), TL_OK);
        assert_int_equal(tl_simulation_run(&copies[i], NULL), TL_OK);
        assert_true(tl_simulation_digest(&copies[i]) == expected);
        tl_simulation_free(&copies[i]);
    }
    assert_int_equal(tl_simulation_run(&first, NULL), TL_OK);
    assert_true(tl_simulation_digest(&first) == expected);
    tl_simulation_free(&first);
    tl_config_free(&config);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_read),
        cmocka_unit_test(a_table_survives_its_text),
        cmocka_unit_test(what_is_wrong_is_placed),
        cmocka_unit_test(no_bytes_make_it_stumble),
        cmocka_unit_test(a_row_goes_into_a_copy_of_its_base),
        cmocka_unit_test(a_shared_start_moves_levers_on_the_first_day),
        cmocka_unit_test(a_copy_goes_on_alike),
    };
    return cmocka_run_group_tests_name("designs", tests, NULL, NULL);
}
