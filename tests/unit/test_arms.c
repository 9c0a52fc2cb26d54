/* Arms of an experiment: the history that they change from, the burn-in that they share, outcomes that are made equal. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/equal.h"
#include "config/experiment_json.h"
#include "config/experiment_read.h"
#include "config/parting.h"
#include "run/trial.h"
#include "support/changelib.h"

#define EXPERIMENT                                                                                              \
    "title: t\nquestion: q\nconfig: alby.yaml\nset: {run.days: 84, run.replicates: 2}\nbefore: strict\narms:\n" \
    "  - {name: strict}\n"                                                                                      \
    "  - {name: S, change: [{day: 28, regime: free}]}\n"

static tl_Experiment *load_experiment(const char *text, const char *set)
{
    tl_Experiment *e = calloc(1, sizeof *e);
    tl_Messages messages = {0};
    assert_non_null(e);
    write_regimes();
    write_config("alby.yaml", ALBY);
    bool good = tl_experiment_load(write_config("e.yaml", text), &set, set != NULL, e, &messages);
    tl_messages_print(&messages, stderr);
    assert_true(good);
    tl_messages_free(&messages);
    return e;
}

static void drop(tl_Experiment *e)
{
    tl_experiment_free(e);
    free(e);
}

/* Refused for one reason. */
static void refuse_experiment(const char *text, const char *expected)
{
    tl_Experiment *e = calloc(1, sizeof *e);
    tl_Messages messages = {0};
    assert_non_null(e);
    write_regimes();
    write_config("alby.yaml", ALBY);
    const char *path = write_config("e.yaml", text);
    bool good = tl_experiment_load(path, NULL, 0, e, &messages);
    if (good || !holds_message(&messages, path, expected)) {
        print_error("expected '%s', got:\n", expected);
        tl_messages_print(&messages, stderr);
        fail();
    }
    tl_messages_free(&messages);
    free(e);
}

static void arms_change_from_their_history(void **state)
{
    (void)state;
    tl_Experiment *e = load_experiment(
        EXPERIMENT
        "  - {name: S+O, extends: S, change: [{day: 28, rule: by_area, set: {organisation.pool_size: 9}}]}\n"
        "  - {name: back, extends: S+O, change: [{day: 56, set: {plan.knowledge: 0.2}}, {name: own, day: 70, "
        "regime: strict, where: {areas: [1]}, set: {organisation.pool_size: 9}, rule: by_area}]}\n"
        "  - {name: over, extends: S+O, change: [{day: 28, ramp_days: 7, set: {plan.knowledge: 0.2, "
        "organisation.pool_size: 12}}]}\n"
        "  - {name: other, before: {regime: strict, set: {plan.continuity_weight: 0}}, "
        "change: [{day: 28, regime: free}]}\n",
        NULL);
    const tl_Config *strict = &e->arms[0].loaded.config, *s = &e->arms[1].loaded.config;
    const tl_Config *so = &e->arms[2].loaded.config, *back = &e->arms[3].loaded.config;
    const tl_Config *over = &e->arms[4].loaded.config, *other = &e->arms[5].loaded.config;
    assert_int_equal(strict->run.days, 84);
    assert_string_equal(strict->regime_name, "strict");
    assert_int_equal(strict->change_count, 0);
    assert_string_equal(s->changes[0].name, "S 1");
    assert_int_equal(so->change_count, s->change_count);
    assert_int_equal(so->reorganisation_count, 1);
    assert_string_equal(so->reorganisations[0].name, "S+O 1");
    assert_true(value_at(back, "plan.knowledge", 56) == 0.2 && value_at(back, "plan.knowledge", 55) == 0.6);
    assert_int_equal(back->reorganisation_count, 2);
    assert_string_equal(back->reorganisations[1].name, "own");
    assert_int_equal(over->reorganisations[0].pool_size, 12);
    assert_int_equal(over->changes[0].ramp_days, 7);
    assert_true(value_at(over, "plan.knowledge", 28) == 0.2 &&
                value_at(over, "plan.team_planning", 28) == 1.0);
    assert_true(value_at(other, "plan.continuity_weight", 27) == 0.0);
    assert_true(value_at(other, "plan.continuity_weight", 28) == 0.35); /* a regime says all of it */
    assert_int_equal(tl_parting_day(strict, so), 28);
    assert_int_equal(tl_parting_day(so, back), 56);
    assert_int_equal(tl_parting_day(s, over), 28);
    assert_int_equal(tl_parting_day(s, other), -1);
    drop(e);
    e = load_experiment(EXPERIMENT, "control.record_checks=0.5");
    assert_true(value_at(&e->arms[1].loaded.config, "control.record_checks", 28) == 0.5);
    drop(e);
}

/* Without a history arms differ from the start, and extend one another as well. */
static void settled_arms_extend_one_another(void **state)
{
    (void)state;
    tl_Experiment *e =
        load_experiment("title: t\nquestion: q\nconfig: alby.yaml\narms:\n"
                        "  - {name: a, regime: free, set: {plan.knowledge: 0.4, plan.load_weight: 2}}\n"
                        "  - {name: b, extends: a, set: {plan.knowledge: 0.5}}\n"
                        "  - {name: c, extends: b, regime: strict}\n",
                        NULL);
    const tl_Regime *b = &e->arms[1].loaded.config.regime, *c = &e->arms[2].loaded.config.regime;
    assert_true(b->plan_knowledge == 0.5 && b->plan_load_weight == 2.0 && b->plan_team_planning == 1.0);
    assert_true(c->plan_knowledge == 0.5 && c->plan_team_planning == 0.0 && c->control_record_checks == 0.9);
    drop(e);
}

static void bad_histories_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *more, *said;
    } cases[] = {
        {"  - {name: x, regime: free}\n",
         ":9:15: error: regime: this arm has a history (before), from which it changes on a day: change: [{day: ..., "
         "regime: free}] is expected"},
        {"  - {name: x, set: {plan.knowledge: 1}}\n",
         ":9:15: error: set: this arm has a history (before): what changes on a day is expected as change: [{day: "
         "..., set: {...}}], and what was always so as before: {regime: ..., set: {...}}"},
        {"  - {name: x, change: [{day: -14, regime: free}]}\n",
         "day (0 is the first after the burn-in, run.days - 1 the last): a whole number from 0 to 83 is expected, "
         "found '-14'"},
        {"  - {name: x, change: [{day: 84, regime: free}]}\n", "from 0 to 83 is expected, found '84'"},
        {"  - {name: x, change: [{regime: free}]}\n", ":9:24: error: 'day' is missing here"},
        {"  - {name: x, change: [{day: 28, regime: teams}]}\n",
         ":9:42: error: regime 'teams': organisation.pool_size is 18 there and 9 in the regime"},
        {"  - {name: x, change: {day: 28, regime: free}}\n",
         ":9:23: error: change: a list of entries is expected"},
        {"  - {name: x, change: [free]}\n",
         ":9:24: error: change: an entry with day, and regime or set, is expected"},
        {"  - {name: x, change: [{day: 28, set: {plan.knowledge: 1}}, {day: 28, set: {plan.knowledge: 0}}]}\n",
         "plan.knowledge already changes in the same place on these days"},
        {"  - {name: x, extends: y}\n",
         ":9:24: error: extends: the name of an arm above this one is expected, found 'y'"},
        {"  - {name: x, extends: x}\n", "the name of an arm above this one is expected, found 'x'"},
        {"  - {name: x, extends: strct}\n", "found 'strct'; did you mean 'strict'?"},
        {"  - {name: x, extends: [S]}\n", "the name of an arm above this one is expected, found a list"},
        {"  - {name: x, extends: y}\n  - {name: y, extends: x}\n", "found 'y'"},
        {"  - {name: x, before: {regim: free}}\n", "unknown key 'regim'; did you mean 'regime'?"},
        {"  - {name: x, before: [free]}\n",
         "before: the name of a regime, or {regime: NAME, set: {...}}, is expected, found a list"},
        {"  - {name: x, before: fre}\n", "did you mean 'free'?"},
        {"  - {name: x, equal_cost: resources.client_time_share}\n",
         ":9:27: error: equal_cost: this arm changes nothing, and its lever has no day to move on: 'change' is expected"},
        {"  - {name: x, extends: S, equal: resources.client_time_share}\n",
         ":9:34: error: equal: {outcome: cost, lever: LEVER, days: [first, end]} is expected, found "
         "'resources.client_time_share'"},
        {"  - {name: x, extends: S, equal: {outcome: csot, lever: resources.client_time_share}}\n",
         "there is no measure 'csot'; did you mean 'cost'?"},
        {"  - {name: x, extends: S, equal: {lever: organisation.span}}\n",
         "equal: the path of a number-valued lever is expected"},
        {"  - {name: x, extends: S, equal: {days: [0, 28]}}\n",
         "equal: the path of a number-valued lever is expected"},
        {"  - {name: x, extends: S, equal: {lever: resources.client_time_share, days: [0, 27]}}\n",
         "days: whole recorded periods of 14 days are expected"},
        {"  - {name: x, extends: S, equal: {lever: resources.client_time_share, day: [0, 28]}}\n",
         "unknown key 'day'; did you mean 'days'?"},
        {"  - {name: x, extends: S, equal_cost: resources.client_time_share, equal: {lever: resources.client_time_share}}\n",
         "equal: beside 'equal_cost', which is its short form; one of the two is expected"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[2048];
        snprintf(text, sizeof text, EXPERIMENT "%s", cases[i].more);
        refuse_experiment(text, cases[i].said);
    }
    refuse_experiment(
        "title: t\nquestion: q\nconfig: alby.yaml\narms:\n  - {name: S, change: [{day: 28, regime: free}]}\n",
        ":5:15: error: change: a history to change from is expected first (before: REGIME, here or at top "
        "level)");
}

/* ---- burn-ins that arms share ---------------------------------------------------------------------------- */

static bool keep_digest(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS])
{
    uint64_t *digests = context;
    assert_non_null(kept);
    digests[record->run] = record->digest;
    return true;
}

/* Runs that end on the day on which two arms part have one digest; a day later they have two. */
static void until_the_day_of_change_arms_have_one_digest(void **state)
{
    (void)state;
    enum { ARMS = 4 };
    static const int64_t parts[ARMS][ARMS] = {
        {84, 28, 28, 28}, {28, 84, 28, 28}, {28, 28, 84, 56}, {28, 28, 56, 84}};
    tl_Experiment *e = load_experiment(
        EXPERIMENT
        "  - {name: S+O, extends: S, change: [{day: 28, rule: by_area, set: {organisation.pool_size: 9}}]}\n"
        "  - {name: away, extends: S+O, change: [{day: 56, set: {plan.knowledge: 0}}]}\n",
        NULL);
    for (int a = 0; a < ARMS; a++) {
        for (int b = 0; b < a; b++) {
            const tl_Config *left = &e->arms[a].loaded.config, *right = &e->arms[b].loaded.config;
            assert_int_equal(tl_parting_day(left, right), parts[a][b]);
            assert_true(digest_until(left, parts[a][b]) == digest_until(right, parts[a][b]));
            assert_true(digest_until(left, parts[a][b] + 1) != digest_until(right, parts[a][b] + 1));
        }
    }
    drop(e);
}

/* Of which there are two here, since the arms have two histories; and the trajectories are those of arms by
 * themselves. */
static void arms_of_one_history_share_its_burn_in(void **state)
{
    (void)state;
    enum { ARMS = 5, REPLICATES = 2 };
    tl_Experiment *e = load_experiment(
        EXPERIMENT
        "  - {name: S+O, extends: S, change: [{day: 28, rule: by_area, set: {organisation.pool_size: 9}}]}\n"
        "  - {name: free, before: free}\n"
        "  - {name: back, before: free, change: [{day: 0, regime: strict}]}\n",
        NULL);
    tl_Plan plan;
    tl_Tally tally;
    tl_trial_plan(e, &plan);
    for (int point = 0; point < ARMS; point++) {
        assert_int_equal(tl_plan_start(&plan, point), point < 3 ? 0 : 3);
    }
    for (int threads = 1; threads <= 4; threads += 3) {
        uint64_t digests[ARMS * REPLICATES] = {0};
        const tl_Sink sink = {.context = digests, .finished = keep_digest};
        assert_int_equal(tl_execute(&plan, NULL, 0, &(tl_RunOptions){.threads = threads}, &sink, &tally),
                         TL_OK);
        for (int run = 0; run < ARMS * REPLICATES; run++) {
            assert_true(digests[run] ==
                        digest_of(&e->arms[run / REPLICATES].loaded.config, run % REPLICATES, 1, NULL));
        }
        assert_int_equal(tally.copies, ARMS * REPLICATES);
        assert_in_range(tally.burn_ins, 2 * REPLICATES, threads == 1 ? 2 * REPLICATES : ARMS * REPLICATES);
    }
    tl_plan_free(&plan);
    drop(e);
}

/* ---- equal outcomes -------------------------------------------------------------------------------------- */

#define CLIENT_TIME "resources.client_time_share"

static void a_lever_is_moved_on_the_day_of_change(void **state)
{
    (void)state;
    tl_Experiment *e =
        load_experiment(EXPERIMENT "  - {name: plain, extends: S, equal_cost: " CLIENT_TIME "}\n"
                                   "  - name: steps\n    extends: S\n    equal: {lever: " CLIENT_TIME
                                   ", days: [56, 84]}\n    change:\n"
                                   "      - {day: 28, set: {" CLIENT_TIME ": 0.5}, where: {areas: [1]}}\n"
                                   "      - {day: 42, set: {" CLIENT_TIME ": 0.5}, where: {areas: [2]}}\n"
                                   "      - {day: 70, set: {" CLIENT_TIME ": 0.6}}\n"
                                   "      - {day: 35, set: {" CLIENT_TIME ": 0.7}}\n",
                        NULL);
    tl_Config *plain = &e->arms[2].loaded.config, *steps = &e->arms[3].loaded.config;
    const tl_Equal *equal = &e->arms[2].equal;
    assert_int_equal(equal->moved_count, 1);
    assert_true(tl_equal_is_plain(equal));
    assert_int_equal(tl_parting_day(&e->arms[1].loaded.config, plain), INT64_MAX); /* not moved yet */
    tl_equal_move(equal, 0.4, plain);
    assert_true(value_at(plain, CLIENT_TIME, 28) == 0.4 && value_at(plain, CLIENT_TIME, 27) == 0.58);
    equal = &e->arms[3].equal;
    assert_false(tl_equal_is_plain(equal));
    assert_true(tl_equal_value(equal, steps) == 0.6);
    tl_equal_move(equal, 0.55, steps);
    assert_true(value_at(steps, CLIENT_TIME, 69) == 0.5 && value_at(steps, CLIENT_TIME, 70) == 0.55);
    drop(e);
    e = load_experiment(EXPERIMENT "  - name: steps\n    extends: S\n    equal: {lever: " CLIENT_TIME
                                   ", days: [0, 56]}\n    change:\n"
                                   "      - {day: 28, set: {" CLIENT_TIME ": 0.5}, where: {areas: [1]}}\n"
                                   "      - {day: 42, set: {" CLIENT_TIME ": 0.5}, where: {areas: [2]}}\n"
                                   "      - {day: 70, set: {" CLIENT_TIME ": 0.6}}\n",
                        NULL);
    assert_int_equal(e->arms[2].equal.moved_count, 2); /* both areas; what comes later stays */
    drop(e);
}

static void any_outcome_of_any_days_is_made_equal(void **state)
{
    (void)state;
    tl_Experiment *e = load_experiment(
        EXPERIMENT "  - name: posts\n    extends: S\n    change: [{day: 28, set: {" CLIENT_TIME ": 0.5}}]\n"
                   "    equal: {outcome: full_time_posts, lever: " CLIENT_TIME ", days: [56, 84]}\n",
        NULL);
    tl_Failure failure = {.outcome = TL_OK};
    tl_RunResults results;
    char *json = tl_experiment_json(e), digest[2][TL_EXPERIMENT_DIGEST_SIZE];
    assert_non_null(strstr(json, "\"equal_cost\":{\"lever\":\"" CLIENT_TIME
                                 "\",\"value\":0.5,\"since\":28,\"outcome\":"
                                 "\"full_time_posts\",\"days\":[56,84]}"));
    free(json);
    tl_trial_digest(e, digest[0]);
    assert_true(tl_trial_equal_cost(e, &(tl_RunOptions){.threads = 2}, &failure));
    tl_trial_digest(e, digest[1]);
    assert_string_equal(digest[0], digest[1]); /* where the lever ends up hangs on luck */
    const tl_Config *configs[] = {&e->arms[0].loaded.config, &e->arms[2].loaded.config};
    tl_Plan plan;
    tl_plan_of_arms(&plan, configs, 2, &(tl_Window){.from = 56, .to = 84}, 1);
    assert_int_equal(tl_plan_start(&plan, 1), 0);
    assert_true(tl_run_arms(&plan, NULL, 0, &(tl_RunOptions){.threads = 2}, &results, &failure));
    double posts[2] = {0.0, 0.0};
    for (int arm = 0; arm < 2; arm++) {
        for (int r = 0; r < 2; r++) {
            posts[arm] += tl_result(&results, arm, r, 1, tl_measure_find("full_time_posts"));
        }
    }
    assert_near(posts[1] / posts[0], 1.0, 0.0101);
    assert_true(tl_equal_value(&e->arms[2].equal, configs[1]) > 0.5);
    tl_run_results_free(&results);
    tl_plan_free(&plan);
    drop(e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arms_change_from_their_history),
        cmocka_unit_test(settled_arms_extend_one_another),
        cmocka_unit_test(bad_histories_are_refused),
        cmocka_unit_test(until_the_day_of_change_arms_have_one_digest),
        cmocka_unit_test(arms_of_one_history_share_its_burn_in),
        cmocka_unit_test(a_lever_is_moved_on_the_day_of_change),
        cmocka_unit_test(any_outcome_of_any_days_is_made_equal),
    };
    return cmocka_run_group_tests_name("arms", tests, make_config_folder, remove_config_folder);
}
