/* What is said of every kind of mistake in a config. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

#include "config/config_read.h"
#include "support/configlib.h"

/* ---- bad files ----------------------------------------------------------------------------------------- */

static void what_is_no_readable_file_is_refused(void **state)
{
    (void)state;
    refuse_config_file(config_below("nowhere.yaml"), NULL,
                       ": error: cannot be read: No such file or directory", 1);
    refuse_config_file(config_top, NULL, ": error: is not a file but a folder", 1);
    assert_int_equal(mkfifo(config_below("pipe.yaml"), 0600), 0);
    refuse_config_file(config_below("pipe.yaml"), NULL, ": error: is not a file", 1);
    assert_int_equal(mkfifo(config_below("pipe.json"), 0600), 0);
    refuse_config_file(config_below("pipe.json"), NULL, ": error: is not a file", 1);
    refuse_config_file("/dev/zero", NULL, ": error: is not a file", 1);
    refuse_config_file(write_config("empty.yaml", ""), NULL, ": error: is empty", 1);
    refuse_config_file(write_config("empty.yaml", "# nothing\n\n"), NULL, ": error: is empty", 1);
    if (geteuid() != 0) {
        const char *path = write_config("secret.yaml", GOOD);
        assert_int_equal(chmod(path, 0), 0);
        refuse_config_file(path, NULL, ": error: cannot be read: Permission denied", 1);
    }
}

static void a_config_is_keys_with_values(void **state)
{
    (void)state;
    refuse_config("just text\n", ":1:1: error: keys with values are expected");
    refuse_config("- 1\n- 2\n", ":1:1: error: keys with values are expected");
    refuse_config(GOOD "plan: 3\n", ":5:7: error: plan: a group of keys is expected");
    refuse_config(GOOD "plan: [1]\n", ":5:7: error: plan: a group of keys is expected");
    refuse_config(GOOD "plan.knowledge: [1]\n",
                  ":5:17: error: plan.knowledge: a single value is expected, found a list");
    refuse_config(GOOD "plan: {knowledge: {a: 1}}\n",
                  ":5:19: error: plan.knowledge: a single value is expected, found a group of keys");
    refuse_config(GOOD "plan.knowledge:\n", ":5:16: error: plan.knowledge = '': a number is expected");
    refuse_config(GOOD "regime: [teams]\n", ":5:9: error: regime: the name of a regime is expected");
    refuse_config("seed: 1\nmunicipality: [alby]\n", ":2:15: error: municipality: a name");
    refuse_config("seed: 1\nmunicipality: {recipients: 5}\n", "municipality: a name");
    refuse_config(GOOD "timeline: 3\n", ":5:11: error: timeline: a list of entries is expected");
    refuse_config(GOOD "timeline: [3]\n", ":5:12: error: an entry with name, day and set is expected");
    refuse_config(GOOD "reorganise: {a: 1}\n", ":5:13: error: reorganise: a list of entries is expected");
}

static void unknown_keys_are_named_with_the_nearest(void **state)
{
    (void)state;
    refuse_config(GOOD "plan: {continuity_wieght: 1}\n",
                  ":5:8: error: 'plan.continuity_wieght' is not a parameter; did you mean "
                  "'plan.continuity_weight'?");
    refuse_config(GOOD "plan.continuity_wieght: 1\n",
                  ":5:1: error: 'plan.continuity_wieght' is not a parameter; did you mean "
                  "'plan.continuity_weight'?");
    refuse_config(GOOD "plna.continuity_weight: 1\n", "did you mean 'plan.continuity_weight'?");
    refuse_config(GOOD "timelime: []\n",
                  ":5:1: error: 'timelime' is not a parameter; did you mean 'timeline'?");
    refuse_config(GOOD "plan: {xyzzy: 1}\n",
                  ":5:8: error: 'plan.xyzzy' is not a parameter (see: tillit params)");
    refuse_config(GOOD "'': 1\n", ":5:1: error: '' is not a parameter");
    refuse_config("seed: 1\nmunicipality: {from: alby, recipient: 5}\n",
                  "did you mean 'municipality.recipients'?");
    refuse_config_file(write_config("test.yaml", GOOD "organisatoin: {span: 30}\n"), NULL,
                       ":5:1: error: 'organisatoin'", 1);
    refuse_set("plan.knowlege=1",
               "--set: error: 'plan.knowlege' is not a parameter; did you mean 'plan.knowledge'?");
}

static void a_key_given_twice_is_refused(void **state)
{
    (void)state;
    refuse_config("seed: 1\nseed: 2\nmunicipality: alby\n",
                  ":2:1: error: key 'seed' is given twice (first at line 1)");
    refuse_config(GOOD "plan: {knowledge: 1}\nplan.knowledge: 1\n",
                  ":6:1: error: plan.knowledge is given twice (first at line 5)");
    refuse_config(GOOD "plan.knowledge: 1\nplan: {knowledge: 1}\n",
                  ":6:8: error: plan.knowledge is given twice (first at line 5)");
    refuse_config("seed: 1\nmunicipality: {from: alby, areas: 1}\nmunicipality.areas: 2\n",
                  ":3:1: error: municipality.areas is given twice (first at line 2)");
}

static void values_out_of_range_or_form_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } cases[] = {
        {"plan.knowledge: 1.0001\n", ":5:17: error: plan.knowledge = 1.0001: a value from 0 to 1 is allowed"},
        {"plan.knowledge: -0.1\n", ":5:17: error: plan.knowledge = -0.1: a value from 0 to 1 is allowed"},
        {"organisation: {span: 3}\n",
         ":5:22: error: organisation.span = 3: a value from 4 to 400 staff is allowed"},
        {"organisation.span: 30.5\n",
         ":5:20: error: organisation.span = 30.5: only a whole number from 4 to 400 staff"},
        {"organisation.span: 2,5\n", ":5:20: error: organisation.span = '2,5': a number is expected"},
        {"plan.knowledge: 0,5\n", "from 0 to 1; with a decimal point: 0.5"},
        {"plan.knowledge: '0,5'\n", "from 0 to 1; with a decimal point: 0.5"},
        {"plan: {knowledge: 0,35}\n", ":5:21: error: '0,35': the comma begins a new key here; a number is "
                                      "written with a decimal point: 0.35"},
        {"plan: {knowledge: 0,35, continuity_weight: 2}\n", ":5:21: error: '0,35'"},
        {"organisation.span: 0100\n", ":5:20: error: organisation.span = '0100': a number is expected"},
        {"organisation.span: 0x20\n", "'0x20': a number is expected"},
        {"organisation.span: 1_000\n", "'1_000': a number is expected"},
        {"organisation.span: 30 staff\n", "'30 staff': a number is expected"},
        {"organisation.span: true\n", "'true': a number is expected"},
        {"organisation.span: ~\n", "'~': a number is expected"},
        {"organisation.span: 1e999\n",
         ":5:20: error: organisation.span = 1e999: a value from 4 to 400 staff is allowed"},
        {"plan.knowledge: nan\n",
         ":5:17: error: plan.knowledge = 'nan': a number is expected (like 12 or 0.5)"},
        {"plan.knowledge: .nan\n", "'.nan': a number is expected"},
        {"plan.knowledge: -.inf\n", "'-.inf': a number is expected"},
        {"plan.knowledge: 1.\n", "'1.': a number is expected"},
        {"plan.knowledge: .5\n", "'.5': a number is expected"},
        {"plan.knowledge: 1e\n", "'1e': a number is expected"},
        {"plan.knowledge: -\xe2\x88\x92"
         "1\n",
         "a number is expected"},
        {"plan.knowledge: \"half\"\n", ":5:17: error: plan.knowledge = 'half': a number is expected"},
        {"plan.knowledge: ''\n", ":5:17: error: plan.knowledge = '': a number is expected"},
        {"plan.knowledge: |\n  0.5\n", ":5:17: error: plan.knowledge = '0.5"},
        {"record.level: unitt\n", ":5:15: error: record.level = 'unitt': one of none|municipality|area|unit"},
        {"record.level: 2\n", "one of none|municipality|area|unit"},
        {"record.level: none|area\n", "one of none|municipality|area|unit"},
        {"record.level: ''\n", "one of none|municipality|area|unit"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, GOOD "%s", cases[i].line);
        if (strncmp(cases[i].line, "record.level", 12) == 0) { /* `record` is a group of GOOD */
            snprintf(text, sizeof text, "seed: 1\nmunicipality: alby\nrun.days: 28\nrun.burn_in_days: 14\n%s",
                     cases[i].line);
        }
        refuse_config(text, cases[i].message);
    }
    refuse_config("seed: 9007199254740993\nmunicipality: alby\n",
                  ":1:7: error: seed = 9007199254740993: a value from 0");
    refuse_config("seed: -1\nmunicipality: alby\n", ":1:7: error: seed = -1: a value from 0");
}

static void bad_sets_are_refused(void **state)
{
    (void)state;
    refuse_set("plan.knowledge", "--set: error: 'plan.knowledge': path=value is expected");
    refuse_set("=1", "path=value is expected");
    refuse_set("", "path=value is expected");
    refuse_set("plan.knowledge=", "--set: error: plan.knowledge = '': a number is expected");
    refuse_set("plan.knowledge=1 ", "plan.knowledge = '1 ': a number is expected");
    refuse_set("plan.knowledge=2", "--set: error: plan.knowledge = 2: a value from 0 to 1 is allowed");
    refuse_set("plan=2", "'plan' is not a parameter");
    refuse_set("regime=teams", "'regime' is not a parameter");
}

static void seed_and_places_must_be_named(void **state)
{
    (void)state;
    refuse_config("municipality: alby\n",
                  ": error: 'seed' is missing at top level: a runnable config has one");
    refuse_config("seed: 1\n",
                  ": error: municipality: a name (see: tillit municipalities) or 'all' is expected");
    refuse_config("seed: 1\nmunicipality: albby\n", ":2:15: error: there is no municipality 'albby' in ");
    refuse_config("seed: 1\nmunicipality: albby\n", "did you mean 'alby'?");
    refuse_config("seed: 1\nmunicipality: {from: begra}\n",
                  ":2:22: error: there is no municipality 'begra' in ");
    refuse_config("seed: 1\nmunicipality: ../alby\n", "there is no municipality '../alby'");
    refuse_config("seed: 1\nmunicipality:\n", ":2:14: error: there is no municipality ''");
    refuse_config("seed: 1\nmunicipality: none.yaml\n", "none.yaml: error: cannot be read");
    refuse_config("seed: 1\nmunicipality: regimes/teams.yaml\n", "the group 'municipality' is missing");
    refuse_config(GOOD "regime: taems\n", ":5:9: error: there is no regime 'taems' in ");
    refuse_config(GOOD "regime: taems\n", "/regimes; did you mean 'teams'?");
    refuse_config(GOOD "regime: quite-another\n", ":5:9: error: there is no regime 'quite-another' in ");
}

static void every_layer_keeps_to_its_own(void **state)
{
    (void)state;
    write_config("odd.yaml", "plan.knowledge: 1\nrun: {days: 28}\n");
    refuse_config(GOOD "regime: odd.yaml\n",
                  "odd.yaml:2:7: error: run.days does not belong in a regime file");
    write_config("odd.yaml", "regime: teams\n");
    refuse_config(GOOD "regime: odd.yaml\n", "odd.yaml:1:1: error: 'regime' is not a parameter");
    write_config("odd.yaml", "municipality: {name: Odd, recipients: 60}\nplan.knowledge: 1\n");
    refuse_config("seed: 1\nmunicipality: odd.yaml\n",
                  "odd.yaml:2:1: error: plan.knowledge does not belong in a municipality file");
    write_config("odd.yaml", "municipality: {from: alby, recipients: 60}\n");
    refuse_config("seed: 1\nmunicipality: odd.yaml\n",
                  "odd.yaml:1:16: error: 'municipality.from' is not a parameter");
    write_config("odd.yaml", "municipality: {name: Odd, recipients: 0}\n");
    refuse_config(
        "seed: 1\nmunicipality: odd.yaml\n",
        "odd.yaml:1:39: error: municipality.recipients = 0: a value from 1 to 200000 persons is allowed");
}

static void all_cannot_be_made_alike(void **state)
{
    (void)state;
    const char *why = "with 'all' it would make every municipality alike";
    char text[256];
    refuse_config("seed: 1\nmunicipality: {from: all, recipients: 5}\n",
                  ":2:27: error: municipality.recipients: with 'all'");
    snprintf(text, sizeof text, ":3:1: error: municipality.areas: %s", why);
    refuse_config("seed: 1\nmunicipality: all\nmunicipality.areas: 2\n", text);
    snprintf(text, sizeof text, "--set: error: municipality.areas: %s", why);
    refuse_config_file(write_config("test.yaml", "seed: 1\nmunicipality: all\n"), "municipality.areas=2",
                       text, 1);
    setenv("TILLIT_CONFIGS", config_below("nowhere"), 1);
    refuse_config("seed: 1\nmunicipality: all\n", "nowhere/municipalities holds no municipality files");
    setenv("TILLIT_CONFIGS", config_top, 1);
}

static void contradictions_are_refused(void **state)
{
    (void)state;
    refuse_config(GOOD "organisation: {pool_size: 2, contact_persons: 2}\n",
                  ": error: the regime: organisation.contact_persons = 2, but a team has only "
                  "organisation.pool_size = 2");
    refuse_config(GOOD "organisation: {pool_size: 26, span: 25}\n",
                  ": error: the regime: organisation.pool_size = 26 is above organisation.span = 25");
    refuse_config(
        "seed: 1\nmunicipality: {from: alby, recipients: 3, areas: 4}\n",
        ": error: Älby: municipality.areas = 4 with municipality.recipients = 3 leaves areas empty");
    refuse_config(
        "seed: 1\nmunicipality: alby\nrun.days: 28\nrecord.period_days: 29\n",
        "test.yaml:4: error: record.period_days = 29 is above run.days = 28: no period would be complete");
    refuse_config(
        GOOD "experience: {bad_below: 0.8}\n",
        "experience.bad_below = 0.8 is above experience.good_above = 0.55: a visit could be good and poor");
    refuse_config(
        "seed: 1\nmunicipality: alby\nrun: {days: 7280, burn_in_days: 3640}\nrecord.period_days: 28\n"
        "work: {morning_min: 400, day_shift_min: 300}\n",
        "test.yaml:5: error: work.morning_min = 400 is above work.day_shift_min = 300");
    refuse_set("record.period_days=56", "--set: error: record.period_days = 56 is above run.days = 28");
    refuse_config(GOOD
                  "reorganise:\n  - {name: big, day: 3, rule: by_area, set: {organisation.pool_size: 60}}\n",
                  ": error: big: organisation.pool_size = 60 is above organisation.span = 42");
}

/* Planning that takes more than a shift: from the start, by --set, a timeline or a reorganisation. */
static void planning_beyond_a_shift_is_refused(void **state)
{
    (void)state;
    refuse_config(GOOD "plan: {team_planning: 0.5, team_min: 110}\nwork: {evening_shift_min: 60}\n",
                  "test.yaml:5: error: planning takes 63.2 min of a shift (the most, 55 min, by "
                  "plan.team_min = 110 with plan.team_planning = 0.5) and work.evening_shift_min = 60: at "
                  "most the shift is allowed");
    const char *set = write_config("test.yaml", GOOD "plan.team_min: 110\nwork.evening_shift_min: 100\n");
    refuse_config_file(set, "plan.team_planning=1", "test.yaml:5: error: planning takes ", 1);
    const char *later = GOOD "plan.knowledge_min: 120\nwork: {day_shift_min: 110, morning_min: 100}\n"
                             "timeline:\n  - {name: know, day: 20, ramp_days: 5, set: {plan.knowledge: "
                             "1}}\n";
    refuse_config(later, "by plan.knowledge_min = 120 with plan.knowledge = 1) and work.day_shift_min = 110");
    const char *recut =
        GOOD "plan: {team_planning: 1, team_min_per_colleague: 3}\n"
             "reorganise:\n  - {name: large, day: 9, rule: by_area, set: {organisation.pool_size: 100, "
             "organisation.span: 120}}\n";
    refuse_config(recut, "by plan.team_min_per_colleague = 3 with plan.team_planning = 1)");
    refuse_config(
        GOOD "work: {overtime_min: 61, evening_shift_min: 120}\n",
        "test.yaml:5: error: work.overtime_min = 61 with work.evening_shift_min = 120: visits may run over "
        "by half a shift at most");
}

/* As a product, quality needs a base, and no part may be larger than it. */
static void parts_beyond_the_base_of_a_product_are_refused(void **state)
{
    (void)state;
    refuse_config(GOOD "experience: {form: product, base: 0}\n",
                  "test.yaml:5: error: experience.late = -0.1 with experience.base = 0 and experience.form "
                  "= product: a base above 0 and parts from -base to base are expected");
    refuse_config(GOOD "experience: {form: product, cut_short: -0.7}\n",
                  "experience.cut_short = -0.7 with experience.base = 0.6");
    tl_LoadedConfig loaded = load_config(GOOD "experience: {form: product}\n", NULL);
    tl_loaded_config_free(&loaded);
    loaded = load_config(GOOD "experience: {base: 0, cut_short: -2}\n", NULL);
    tl_loaded_config_free(&loaded);
}

#define TIMELINE GOOD "timeline:\n  - "
#define REORGANISE GOOD "reorganise:\n  - "

static void bad_timelines_are_refused(void **state)
{
    (void)state;
    refuse_config(TIMELINE "{name: x, day: 1, set: {organisation.span: 30}}\n",
                  ":6:29: error: organisation.span is structural: here it needs a rule (rule: by_area, "
                  "keep_relations or at_random), or it changes under 'reorganise'");
    refuse_config(TIMELINE "{name: x, day: 1, set: {opinion.kappa: 3}}\n",
                  ":6:29: error: opinion.kappa is not a lever: it cannot change during a run");
    refuse_config(TIMELINE "{name: x, day: 1, set: {plan.knowlege: 1}}\n",
                  ":6:29: error: 'plan.knowlege' is not a parameter; did you mean 'plan.knowledge'?");
    refuse_config(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 2}}\n",
                  ":6:45: error: plan.knowledge = 2: a value from 0 to 1 is allowed");
    refuse_config(TIMELINE "{name: x, day: 1, set: {plan.knowledge: [1]}}\n",
                  ":6:45: error: plan.knowledge: a single value");
    refuse_config(TIMELINE "{name: x, day: 1, set: {}}\n",
                  ":6:28: error: set: at least one lever is expected");
    refuse_config(TIMELINE "{name: x, day: 1, set: 3}\n",
                  ":6:28: error: set: levers with values are expected");
    refuse_config(TIMELINE "{name: x, day: 1}\n", ":6:5: error: 'set' is missing here");
    refuse_config(TIMELINE "{name: x, set: {plan.knowledge: 1}}\n", ":6:5: error: 'day' is missing here");
    refuse_config(TIMELINE "{day: 1, set: {plan.knowledge: 1}}\n", ":6:5: error: 'name' is missing here");
    refuse_config(TIMELINE "{name: '', day: 1, set: {plan.knowledge: 1}}\n",
                  ":6:12: error: name: a name is expected");
    refuse_config(TIMELINE "{name: x, day: 28, set: {plan.knowledge: 1}}\n",
                  ":6:20: error: day (0 is the first after the burn-in, run.days - 1 the last): a whole "
                  "number from 0 to 27 is expected, found '28'");
    refuse_config(TIMELINE "{name: x, day: -1, set: {plan.knowledge: 1}}\n",
                  "from 0 to 27 is expected, found '-1'");
    refuse_config(TIMELINE "{name: x, day: 1.5, set: {plan.knowledge: 1}}\n",
                  "from 0 to 27 is expected, found '1.5'");
    refuse_config(TIMELINE "{name: x, day: [1], set: {plan.knowledge: 1}}\n",
                  "from 0 to 27 is expected, found a list");
    refuse_config(TIMELINE "{name: x, day: 1, ramp_days: 29, set: {plan.knowledge: 1}}\n",
                  ":6:34: error: ramp_days: a whole number from 0 to 28 is expected, found '29'");
    refuse_config(TIMELINE "{name: x, day: 1, ramp: 9, set: {plan.knowledge: 1}}\n",
                  ":6:23: error: unknown key 'ramp'");
    refuse_config(TIMELINE "{name: x, dya: 1, day: 1, set: {plan.knowledge: 1}}\n",
                  ":6:15: error: unknown key 'dya'; did you mean 'day'?");
    refuse_config(
        TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1, plan.load_weight: 2}, where: {}}\n",
        ":6:77: error: where: areas: [...], units: [...], pilot: true or others, providers: [...], "
        "kind: [...], external: true, municipal: true, outlying: true or false, or municipalities: [...] is expected");
    refuse_config(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: []}}\n",
                  ":6:64: error: where.areas: a list of numbers is expected, like [1, 2]");
    refuse_config(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: [0]}}\n",
                  ":6:65: error: where.areas: a whole number from 1");
    refuse_config(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: [1], units: [1]}}\n",
                  ":6:56: error: where: either areas or units is expected");
    refuse_config(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: [1]}\n",
                  ":6:56: error: where: areas: [...]");
    refuse_config(TIMELINE "{name: x, day: 1, set: {plan.knowledge: 1}, where: {areas: [3]}}\n",
                  ":6:56: error: x: where.areas names area 3; the last is 2");
    refuse_config(
        TIMELINE
        "{name: x, day: 1, set: {plan.knowledge: 1}}\n  - {name: y, day: 1, set: {plan.knowledge: 0}}\n",
        ":7:29: error: plan.knowledge already changes in the same place on these days");
    refuse_config(TIMELINE
                  "{name: x, day: 1, ramp_days: 9, set: {plan.knowledge: 1}, where: {areas: [1, 2]}}\n"
                  "  - {name: y, day: 9, set: {plan.knowledge: 0}, where: {areas: [2]}}\n",
                  ":7:29: error: plan.knowledge already changes in the same place on these days");
    refuse_config(GOOD "reorganise:\n"
                       "  - {name: a, day: 5, rule: by_area, set: {organisation.pool_size: 8}}\n"
                       "  - {name: b, day: 5, rule: by_area, set: {organisation.pool_size: 30}}\n",
                  ":7:5: error: b: another reorganisation sets the same in the same place on day 5");
    refuse_config_file(write_config("test.yaml", TIMELINE "{name: x, day: 20, set: {plan.knowledge: 1}}\n"),
                       "run.days=14", "from 0 to 13 is expected, found '20'", 1);
}

static void bad_reorganisations_are_refused(void **state)
{
    (void)state;
    refuse_config(
        REORGANISE "{name: x, day: 1, rule: by_aera, set: {organisation.span: 30}}\n",
        ":6:29: error: rule: one of by_area, keep_relations, at_random is expected, found 'by_aera'");
    refuse_config(REORGANISE "{name: x, day: 1, set: {organisation.span: 30}}\n",
                  ":6:5: error: 'rule' is missing here");
    refuse_config(REORGANISE "{name: x, day: 1, rule: by_area, set: {plan.knowledge: 1}}\n",
                  ":6:44: error: plan.knowledge is not structural: change it under 'timeline'");
    refuse_config(REORGANISE "{name: x, day: 1, rule: by_area}\n", ":6:5: error: 'set' is missing here");
    refuse_config(REORGANISE "{name: x, day: 28, rule: by_area, set: {organisation.span: 30}}\n",
                  "from 0 to 27 is expected");
    refuse_config(REORGANISE "{name: x, day: 1, rule: by_area, set: {organisation.span: 3}}\n",
                  "from 4 to 400 staff");
    refuse_config(REORGANISE
                  "{name: x, day: 1, rule: by_area, set: {organisation.span: 30}, where: {areas: [9]}}\n",
                  "where.areas names area 9; the last is 2");
}

/* What one reorganisation leaves as it was is what the last one there made it. */
static void reorganisations_are_judged_in_their_order(void **state)
{
    (void)state;
    tl_LoadedConfig loaded =
        load_config(REORGANISE "{name: b, day: 9, rule: by_area, set: {organisation.span: 12}}\n"
                               "  - {name: a, day: 3, rule: by_area, set: {organisation.pool_size: 9}}\n",
                    NULL);
    assert_string_equal(loaded.config.reorganisations[1].name, "b");
    tl_loaded_config_free(&loaded);
    refuse_config(REORGANISE
                  "{name: a, day: 3, rule: by_area, set: {organisation.pool_size: 30}, where: {areas: "
                  "[2]}}\n"
                  "  - {name: b, day: 9, rule: by_area, set: {organisation.span: 20}, where: {areas: "
                  "[2]}}\n",
                  ": error: b: organisation.pool_size = 30 is above organisation.span = 20");
    loaded = load_config(
        REORGANISE
        "{name: a, day: 3, rule: by_area, set: {organisation.pool_size: 30}, where: {areas: [2]}}\n"
        "  - {name: b, day: 9, rule: by_area, set: {organisation.span: 20}, where: {areas: [1]}}\n",
        NULL);
    tl_loaded_config_free(&loaded);
}

static void all_errors_come_at_once(void **state)
{
    (void)state;
    const char *text = "municipality: albby\n"
                       "regime: taems\n"
                       "plan: {knowledge: 2, wait: 1}\n"
                       "run: {days: x}\n"
                       "timeline:\n"
                       "  - {day: -1, set: {plan.knowledge: 3}, where: {areas: [0]}}\n"
                       "reorganise:\n"
                       "  - {rule: x, set: {plan.knowledge: 1}}\n";
    const char *path = write_config("test.yaml", text);
    static const char *const expected[] = {
        ":1:15: ", ":2:9: ",  ":3:19: ", ":3:22: ", ":4:13: ", ": error: 'seed'", ":6:5: ",
        ":6:11: ", ":6:37: ", ":6:57: ", ":8:5: ",  ":8:12: ", ":8:21: "};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        refuse_config_file(path, NULL, expected[i], 14);
    }
}

/* Many errors: the first fifty are kept, all are counted. */
static void messages_are_capped(void **state)
{
    (void)state;
    char text[200 * 16] = "seed: 1\nmunicipality: alby\n";
    for (int i = 0; i < 200; i++) {
        sprintf(text + strlen(text), "k%d: 1\n", i);
    }
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    assert_false(tl_config_load(write_config("test.yaml", text), NULL, 0, &loaded, &messages));
    assert_int_equal(messages.errors, 200);
    assert_int_equal(messages.count - messages.kept_notes, TL_MOST_MESSAGES);
    FILE *nowhere = fopen("/dev/null", "w");
    assert_non_null(nowhere);
    tl_messages_print(&messages, nowhere);
    fclose(nowhere);
    tl_messages_free(&messages);
    assert_null(messages.list);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_readable_file_is_refused),
        cmocka_unit_test(a_config_is_keys_with_values),
        cmocka_unit_test(unknown_keys_are_named_with_the_nearest),
        cmocka_unit_test(a_key_given_twice_is_refused),
        cmocka_unit_test(values_out_of_range_or_form_are_refused),
        cmocka_unit_test(bad_sets_are_refused),
        cmocka_unit_test(seed_and_places_must_be_named),
        cmocka_unit_test(every_layer_keeps_to_its_own),
        cmocka_unit_test(all_cannot_be_made_alike),
        cmocka_unit_test(contradictions_are_refused),
        cmocka_unit_test(planning_beyond_a_shift_is_refused),
        cmocka_unit_test(parts_beyond_the_base_of_a_product_are_refused),
        cmocka_unit_test(bad_timelines_are_refused),
        cmocka_unit_test(bad_reorganisations_are_refused),
        cmocka_unit_test(reorganisations_are_judged_in_their_order),
        cmocka_unit_test(all_errors_come_at_once),
        cmocka_unit_test(messages_are_capped),
    };
    return cmocka_run_group_tests_name("config errors", tests, make_config_folder, remove_config_folder);
}
