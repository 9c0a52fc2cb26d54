/* Sweeps from strangers: manifests and designs that are sealed as ours are, but say what no sweep of ours
 * says. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "config/experiment_read.h"
#include "store/sweep.h"
#include "support/configlib.h"

static const char EXPERIMENT[] = "title: t\nquestion: q\nconfig: base.yaml\n"
                                 "arms: [{name: a}, {name: b, regime: teams}]\n"
                                 "sweep: {factors: {municipality.areas: [1, 20]}, keep: {series: true}}\n";

/* The texts of a good sweep. */
static void make_texts(const char *text, char **manifest, char **table)
{
    static tl_Experiment experiment;
    tl_Messages messages = {0};
    char path[256];
    write_config("base.yaml", GOOD);
    snprintf(path, sizeof path, "%s", write_config("x.yaml", text));
    bool good = tl_experiment_load(path, NULL, 0, &experiment, &messages);
    tl_messages_print(&messages, stderr);
    tl_messages_free(&messages);
    assert_true(good);
    assert_true(tl_sweep_texts(&experiment, manifest, table));
    tl_experiment_free(&experiment);
}

/* The manifest with another value at a place, sealed anew if asked to. */
static char *with(char *manifest, const char *table, json_t *root, bool sealed)
{
    char identity[TL_IDENTITY_SIZE];
    free(manifest);
    if (sealed) {
        assert_true(tl_sweep_identify(root, table, identity));
        json_object_set_new(root, "identity", json_string(identity));
    }
    char *text = json_dumps(root, TL_SWEEP_DUMP);
    json_decref(root);
    return text;
}

static json_t *config_of(json_t *root, size_t base)
{
    return json_object_get(json_array_get(json_object_get(root, "bases"), base), "config");
}

/* Reads a sweep and checks its points; takes the texts over. */
static void refuse_sweep(char *manifest, char *table, const char *expected)
{
    tl_Sweep sweep;
    tl_Messages messages = {0};
    bool good = tl_sweep_read(&sweep, "sweep.json", manifest, table, &messages);
    if (good) {
        for (int64_t point = 0; point < tl_plan_points(&sweep.plan); point++) {
            tl_sweep_check(&sweep, point, "sweep.json", &messages);
        }
        tl_sweep_free(&sweep);
    }
    assert_true(messages.count > 0);
    if (strstr(messages.list[0].text, expected) == NULL) {
        fail_msg("'%s' lacks '%s'", messages.list[0].text, expected);
    }
    tl_messages_free(&messages);
}

static void a_good_sweep_passes(void **state)
{
    (void)state;
    char *manifest, *table;
    tl_Sweep sweep;
    tl_Messages messages = {0};
    make_texts(EXPERIMENT, &manifest, &table);
    manifest = with(manifest, table, json_loads(manifest, 0, NULL), true);
    assert_true(tl_sweep_read(&sweep, "sweep.json", manifest, table, &messages));
    assert_int_equal(tl_plan_points(&sweep.plan), 4);
    for (int64_t point = 0; point < 4; point++) {
        tl_sweep_check(&sweep, point, "sweep.json", &messages);
    }
    assert_int_equal(messages.errors, 0);
    tl_messages_free(&messages);
    tl_sweep_free(&sweep);
}

static void a_change_without_its_seal_is_refused(void **state)
{
    (void)state;
    char *manifest, *table;
    make_texts(EXPERIMENT, &manifest, &table);
    json_t *root = json_loads(manifest, 0, NULL);
    json_object_set_new(root, "replicates", json_integer(7));
    refuse_sweep(with(manifest, table, root, false), table, "was changed since it was written");
}

/* Series are as long as the first config says: another would write beyond them. */
static void configs_of_other_lengths_are_refused(void **state)
{
    (void)state;
    char *manifest, *table;
    make_texts(EXPERIMENT, &manifest, &table);
    json_t *root = json_loads(manifest, 0, NULL);
    assert_int_equal(
        json_object_set_new(json_object_get(config_of(root, 1), "run"), "run.days", json_integer(2800)), 0);
    refuse_sweep(with(manifest, table, root, true), table, "its configs do not belong to one another");
}

static void points_that_cannot_be_are_refused(void **state)
{
    (void)state;
    char *manifest, *table;
    make_texts(EXPERIMENT, &manifest, &table);
    char *other = strdup("municipality.areas\n1\n61\n"); /* of 60 recipients */
    free(table);
    json_t *root = json_loads(manifest, 0, NULL);
    refuse_sweep(with(manifest, other, root, true), other, "leaves areas empty");
}

/* A copy of a burn-in has the people and units of the burn-in. */
static void burn_ins_of_another_place_are_refused(void **state)
{
    (void)state;
    char *manifest, *table;
    make_texts("title: t\nquestion: q\nconfig: base.yaml\narms: [{name: a}]\n"
               "sweep: {factors: {plan.continuity_weight: [1, 2]}, burn_in: shared}\n",
               &manifest, &table);
    json_t *root = json_loads(manifest, 0, NULL);
    json_t *starts = json_object_get(root, "starts");
    json_object_set_new(json_object_get(json_array_get(starts, 0), "run"), "run.burn_in_days",
                        json_integer(7));
    refuse_sweep(with(manifest, table, root, true), table, "its configs do not belong to one another");
}

/* What acts during the burn-in cannot be a factor of those who share it. */
static void a_factor_of_the_burn_in_is_refused(void **state)
{
    (void)state;
    char *manifest, *table;
    make_texts("title: t\nquestion: q\nconfig: base.yaml\narms: [{name: a}]\n"
               "sweep: {factors: {plan.continuity_weight: [1, 2]}, burn_in: shared}\n",
               &manifest, &table);
    char *other = strdup("municipality.recipients\n50\n5000\n");
    free(table);
    refuse_sweep(with(manifest, other, json_loads(manifest, 0, NULL), true), other, "its burn-in");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_sweep_passes),
        cmocka_unit_test(a_change_without_its_seal_is_refused),
        cmocka_unit_test(configs_of_other_lengths_are_refused),
        cmocka_unit_test(points_that_cannot_be_are_refused),
        cmocka_unit_test(burn_ins_of_another_place_are_refused),
        cmocka_unit_test(a_factor_of_the_burn_in_is_refused),
    };
    return cmocka_run_group_tests(tests, make_config_folder, remove_config_folder);
}
