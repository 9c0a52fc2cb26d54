/* Both ends can fail (THEORY section 11): each failure is triggered under a condition, against the same world
 * without it. Printed as rows of the table in docs/RESULTS.md (make failures). */
#include <stdio.h>
#include <string.h>

#include "support/testlib.h"

enum { MOST_SETS = 12, SEED = 7 };

typedef struct Set {
    const char *path;
    double value;
} Set;

/* Sets common to both sides, those of the failing side, and those of the side it is compared with. */
typedef struct Failure {
    const char *name, *condition, *against, *measure;
    int direction; /* 1: the measure is higher where it fails */
    double least;  /* smallest difference that counts as failing */
    Set common[MOST_SETS], failing[MOST_SETS], other[MOST_SETS];
} Failure;

#define DETAIL                                                                                               \
    {"discretion.officer", 0.1}, {"discretion.provider", 0.3}, {"discretion.manager", 0.4},                  \
        {"control.tolerance_min", 3}, {"control.record_checks", 1}, {"control.enabling", 0.1}
#define TRUST                                                                                                \
    {"discretion.officer", 0.9}, {"discretion.provider", 0.9}, {"discretion.manager", 0.9},                  \
        {"control.record_checks", 0.05}, {"control.enabling", 0.8}

static const Failure failures[] = {
    {"opportunism",
     "trust, no checks, 40 % opportunists",
     "detail control",
     "cut_share",
     1,
     0.01,
     {{"effort.opportunist_share", 0.4}},
     {TRUST, {"control.relational_checks", 0}},
     {DETAIL}},
    {"gaming of records",
     "all control in records, 90 % can be gamed",
     "records that cannot",
     "detected_share",
     -1,
     0.3,
     {DETAIL, {"effort.opportunist_share", 0.4}},
     {{"effort.gaming", 0.9}},
     {{"effort.gaming", 0.0}}},
    {"drift",
     "wide discretion, hardly any feedback",
     "with meetings and peers",
     "drift",
     1,
     0.03,
     {TRUST, {"drift.noise", 0.04}},
     {{"drift.background", 0.002}, {"steering.meeting_min", 0}},
     {{"drift.background", 0.002}, {"steering.meeting_min", 240}, {"plan.team_planning", 1}}},
    {"trust kills peer checks",
     "safe teams stop watching each other (x_T = .9)",
     "the same teams, x_T = 0",
     "drift",
     1,
     0.005,
     {TRUST, {"drift.noise", 0.04}, {"plan.team_planning", 1}, {"steering.safety_min", 120}},
     {{"drift.trusting_peers", 0.9}},
     {{"drift.trusting_peers", 0}}},
    {"unequal treatment",
     "right to move time, pressure, a salience of voice",
     "no right",
     "voice_gap",
     1,
     0.05,
     {TRUST, {"resources.client_time_share", 0.72}, {"reallocation.voice", 2}},
     {{"steering.reallocation", 1}},
     {{"steering.reallocation", 0}}},
    {"low skill",
     "discretion for newcomers (turnover 60 % a year)",
     "the same staff without discretion",
     "quality",
     -1,
     0.005,
     {{"turnover.quits_per_year", 0.6},
      {"skill.newcomer", 0.2},
      {"skill.days", 1500},
      {"experience.discretion", 0.35},
      {"experience.skill_threshold", 0.8},
      {"experience.mismatch", 0},
      {"motivation.discretion", 0}},
     {{"discretion.officer", 0.9}, {"discretion.provider", 0.9}, {"discretion.manager", 0.9}},
     {{"discretion.officer", 0.1}, {"discretion.provider", 0.1}, {"discretion.manager", 0.1}}},
    {"manager overload by dialogue",
     "monthly dialogues at a span of 66",
     "two a year",
     "manager_presence",
     -1,
     0.1,
     {{"organisation.span", 66}, {"municipality.areas", 1}},
     {{"steering.dialogues", 24}},
     {{"steering.dialogues", 2}}},
    {"manager overload by checks",
     "5 % of visits called after",
     "0.2 %",
     "manager_presence",
     -1,
     0.05,
     {{"organisation.span", 42}},
     {{"control.relational_checks", 0.05}},
     {{"control.relational_checks", 0.002}}},
    {"team overload",
     "large teams that plan themselves",
     "central planning",
     "pressure",
     1,
     0.03,
     {{"organisation.pool_size", 33}, {"municipality.areas", 1}, {"plan.team_min_per_colleague", 2}},
     {{"plan.team_planning", 1}},
     {{"plan.team_planning", 0}}},
    {"own-preference scheduling",
     "full influence over hours, strong preferences",
     "no influence",
     "hourly_hours",
     1,
     0.01,
     {{"presence.preference_gaps", 0.1}},
     {{"organisation.hours_influence", 1}},
     {{"organisation.hours_influence", 0}}},
    {"blind trust",
     "no checks at all",
     "a few relational checks",
     "knows_permanent",
     -1,
     0.1,
     {TRUST},
     {{"control.record_checks", 0}, {"control.relational_checks", 0}},
     {{"control.record_checks", 0}, {"control.relational_checks", 0.01}}},
    {"control: crowding out",
     "coercive control of staff averse to it",
     "no control",
     "motivation",
     -1,
     0.05,
     {{"motivation.control", 0.4}, {"motivation.averse_share", 0.6}, {"effort.base", -3}},
     {{"control.record_checks", 1}, {"control.enabling", 0}},
     {{"control.record_checks", 0}, {"control.enabling", 0}}},
    {"control: no learning",
     "full control, good conduct discounted (phi = .8)",
     "not discounted",
     "seen_trust",
     -1,
     0.05,
     {DETAIL},
     {{"opinion.attribution", 0.8}},
     {{"opinion.attribution", 0}}},
    {"control: mismatch",
     "tasks in minutes, need that changes",
     "a frame of hours",
     "mismatch",
     1,
     0.01,
     {{"need.frame_cover", 0.8}, {"need.acute_per_year", 1}},
     {{"discretion.officer", 0}},
     {{"discretion.officer", 1}}},
    {"control: paperwork",
     "every visit registered, every minute a deviation",
     "wide tolerance",
     "control_time",
     1,
     0.03,
     {{"control.record_checks", 1}, {"control.registration_min", 2}, {"visit.follow_least", 0.4}},
     {{"control.tolerance_min", 0}, {"control.deviation_min", 5}},
     {{"control.tolerance_min", 30}, {"control.deviation_min", 5}}},
};

/* The same between a municipality and six firms that it follows up, which have half of the recipients. Firms that cheat pad
 * records, since registered time is paid. */
static const Failure failures_of_purchaser[] = {
    {"blind trust in firms",
     "nobody checks, nobody is heard, half of owners cheat",
     "600 hours, half by asking at home",
     "misplaced_provider_trust",
     1,
     0.1,
     {{"provider.opportunist_share", 0.5},
      {"provider.pad_most", 1},
      {"audit.false_share", 0},
      {"purchaser.severe_share", 1},
      {"purchaser.officer_share", 0},
      {"opinion.complaint_evidence", 0},
      {"opinion.tip_evidence", 0}},
     {{"purchaser.control_hours", 0}},
     {{"purchaser.control_hours", 600}, {"purchaser.audit_relational", 0.5}}},
    {"scandal",
     "cheats found by reviews, contracts end, staff do not follow",
     "findings are learned from, no contract ends",
     "moved_by_termination",
     1,
     0.03,
     {{"provider.opportunist_share", 0.5},
      {"provider.pad_most", 1},
      {"provider.conduct", 0},
      {"handover.staff_share", 0}},
     {{"purchaser.control_hours", 600}, {"purchaser.severe_share", 0.015}},
     {{"purchaser.control_hours", 600}, {"purchaser.severe_share", 1}}},
    {"a relational contract breaks",
     "contract managers leave twice a year, nothing on file",
     "they stay",
     "provider_view_trust",
     -1,
     0.1,
     {{"purchaser.dialogues", 12}, {"purchaser.control_hours", 400}},
     {{"purchaser.manager_turnover", 2}, {"purchaser.file_share", 0}, {"provider.organisation_share", 0}},
     {{"purchaser.manager_turnover", 0}}},
    {"gaming by firms",
     "checks of records alone, owners pad them",
     "as many hours asking at home",
     "found_misdelivery",
     -1,
     0.003,
     {{"provider.conduct", 0},
      {"audit.false_share", 0},
      {"purchaser.review_share", 0},
      {"effort.gaming", 1},
      {"purchaser.control_hours", 600}},
     {{"purchaser.audit_relational", 0}},
     {{"purchaser.audit_relational", 1}}},
    {"dialogue without time",
     "monthly dialogues, 40 hours",
     "monthly dialogues, 400 hours",
     "provider_view_distrust",
     1,
     0.1,
     {{"purchaser.dialogues", 12}},
     {{"purchaser.control_hours", 40}},
     {{"purchaser.control_hours", 400}}},
    {"unfounded termination",
     "one right record in fifty taken for wrong, a strict limit",
     "none taken for wrong",
     "terminations_unfounded",
     1,
     0.5,
     {{"provider.opportunist_share", 0}, {"purchaser.control_hours", 400}, {"purchaser.severe_share", 0.015}},
     {{"audit.false_share", 0.02}},
     {{"audit.false_share", 0}}},
};

static void apply(tl_Config *config, const Set *sets)
{
    for (int i = 0; i < MOST_SETS && sets[i].path != NULL; i++) {
        config_set(config, sets[i].path, sets[i].value);
    }
}

static void buy(tl_Config *config)
{
    config->market = (tl_Market){.given = true, .externals = 6, .share = 0.5};
    config->market.firms[TL_SMALL_FIRM] = 6;
    config_set(config, "purchaser.form", TL_purchaser_form_contract_managers);
    config_set(config, "reimbursement.form", TL_reimbursement_form_performed);
}

static double outcome_of(const Failure *failure, const Set *side, bool bought)
{
    tl_Config config = small_config("municipality.recipients", 400.0, "municipality.areas", 2.0, "run.days",
                                    364.0, "run.burn_in_days", 364.0, "seed", (double)SEED, NULL);
    if (bought) {
        buy(&config);
    }
    apply(&config, failure->common);
    apply(&config, side);
    tl_Counters total = totals_of(&config, 0);
    double value = measure_of(&total, failure->measure, 364.0);
    tl_config_free(&config);
    return value;
}

static void trigger(const Failure *f, bool bought)
{
    double fails = outcome_of(f, f->failing, bought), other = outcome_of(f, f->other, bought);
    printf("| %s | %s | %s | %s | %.4f | %.4f | %d |\n", f->name, f->condition, f->against, f->measure, fails,
           other, SEED);
    if (!(f->direction * (fails - other) >= f->least)) {
        fail_msg("%s: %s is %g where it should fail and %g otherwise", f->name, f->measure, fails, other);
    }
}

static void every_failure_can_be_triggered(void **state)
{
    (void)state;
    printf("| failure | condition | against | outcome | fails | does not | seed "
           "|\n|---|---|---|---|---|---|---|\n");
    for (size_t i = 0; i < sizeof failures / sizeof failures[0]; i++) {
        trigger(&failures[i], false);
    }
}

static void every_failure_of_a_purchaser_can_be_triggered(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof failures_of_purchaser / sizeof failures_of_purchaser[0]; i++) {
        trigger(&failures_of_purchaser[i], true);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_failure_can_be_triggered),
                                       cmocka_unit_test(every_failure_of_a_purchaser_can_be_triggered)};
    return cmocka_run_group_tests_name("failures", tests, NULL, NULL);
}
