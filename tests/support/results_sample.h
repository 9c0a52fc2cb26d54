/* Made-up results: 2 arms, 3 replicates, 4 periods (the last one short), 2 municipalities, 3 areas, units
 * that vary by period. Every value follows from its place, so that tests can compute what a file must hold.
 */
#ifndef TL_RESULTS_SAMPLE_H
#define TL_RESULTS_SAMPLE_H

#include <string.h>

#include "store/results.h"
#include "store/results_series.h"
#include "store/results_snapshot.h"

enum {
    ARMS = 2,
    REPLICATES = 3,
    PERIODS = 4,
    MUNICIPALITIES = 2,
    AREAS = 3,
    MOST_UNITS = 5,
    SAMPLE_DAYS = 100
};
enum { SNAPSHOT_RECIPIENTS = 5000, SNAPSHOT_EMPLOYEES = 7 }; /* more recipients than one block of rows */

typedef struct Sample {
    tl_Municipality municipalities[MUNICIPALITIES];
    tl_Config configs[ARMS];
    tl_ResultsArm arms[ARMS];
    tl_ResultsInfo info;
} Sample;

static inline void sample_fill(Sample *sample, int64_t record_level)
{
    memset(sample, 0, sizeof *sample);
    const char *names[MUNICIPALITIES] = {"Linköping", "Åre"};
    const int64_t areas[MUNICIPALITIES] = {2, 1};
    for (int i = 0; i < MUNICIPALITIES; i++) {
        strcpy(sample->municipalities[i].name, names[i]);
        sample->municipalities[i].profile.areas = areas[i];
    }
    for (int i = 0; i < ARMS; i++) {
        tl_parameter_defaults(TL_SECTION_RUN, &sample->configs[i].run);
        sample->configs[i].municipalities = sample->municipalities;
        sample->configs[i].municipality_count = MUNICIPALITIES;
        sample->configs[i].run.seed = 9007199254740991;
        sample->configs[i].run.days = SAMPLE_DAYS;
        sample->configs[i].run.record_period_days = 28;
        sample->configs[i].run.record_snapshot_every_days = 50;
        sample->configs[i].run.record_level = record_level;
    }
    sample->arms[0] =
        (tl_ResultsArm){"detail control", "{\"seed\": 1, \"name\": \"Åre\"}\n", &sample->configs[0]};
    sample->arms[1] = (tl_ResultsArm){"trust-based", "{\"seed\": 2}\n", &sample->configs[1]};
    sample->info = (tl_ResultsInfo){.arms = sample->arms,
                                    .arm_count = ARMS,
                                    .replicate_count = REPLICATES,
                                    .title = "Made-up results in two municipalities",
                                    .version = "0.1.0",
                                    .model_version = "1",
                                    .commit = "0123456789abcdef",
                                    .compiler = "a compiler",
                                    .flags = "-O2",
                                    .created = "2026-01-01T00:00:00Z",
                                    .command = "tillit compare a.yaml b.yaml"};
}

/* Periods 0, 2 have 5 units, periods 1, 3 have 4: the first two areas are always peopled, the third only in 0
 * and 2. */
static inline int sample_unit_count(int period)
{
    return period % 2 == 0 ? MOST_UNITS : MOST_UNITS - 1;
}

static inline tl_UnitReport sample_unit(int arm, int replicate, int period, int unit)
{
    const int area = unit == 4 ? 2 : unit / 2;
    tl_UnitReport report = {
        .municipality = area == 2, .area = area, .place.number[TL_BY_UNIT] = 10 * period + unit + 1};
    int64_t weight = 1 + unit + 10 * period + 100 * replicate + 1000 * arm;
    report.counters.recipient_days = 28 * weight;
    report.counters.visits_made = 3 * weight;
    report.counters.visits_late = unit;
    report.counters.visit_quality = 0.1 * (double)weight;
    report.counters.continuity_recipients = weight;
    report.counters.staff_met_sum = 14 * weight + unit;
    report.counters.met_histogram[14] = weight;
    report.counters.met_histogram[TL_MET_BINS - 1] = unit;
    return report;
}

static inline bool sample_period(tl_Results *results, int arm, int replicate, int index)
{
    tl_UnitReport units[MOST_UNITS];
    int count = sample_unit_count(index);
    for (int i = 0; i < count; i++) {
        units[i] = sample_unit(arm, replicate, index, i);
    }
    tl_Period period = {.index = index,
                        .first_day = 28 * index,
                        .days = index == PERIODS - 1 ? SAMPLE_DAYS - 28 * index : 28,
                        .unit_count = count,
                        .units = units};
    return tl_results_period(results, arm, replicate, &period);
}

static inline bool sample_snapshot(tl_Results *results, int arm, int replicate, int32_t day)
{
    static tl_RecipientView recipients[SNAPSHOT_RECIPIENTS];
    static tl_EmployeeView employees[SNAPSHOT_EMPLOYEES];
    for (int i = 0; i < SNAPSHOT_RECIPIENTS; i++) {
        recipients[i] = (tl_RecipientView){.id = (UINT64_C(1) << 63) + (uint64_t)i,
                                           .area = i % AREAS,
                                           .municipality = i % AREAS == 2,
                                           .unit = 1,
                                           .team = 2,
                                           .days_in_care = day + i,
                                           .granted_hours = 0.5F * (float)i,
                                           .staff_met = -1,
                                           .away = i % 2 == 1};
    }
    for (int i = 0; i < SNAPSHOT_EMPLOYEES; i++) {
        employees[i] = (tl_EmployeeView){.id = (uint64_t)i, .age_years = 40.0F, .nurse = 1, .trusted = 0.25F};
    }
    tl_Snapshot snapshot = {.day = day,
                            .recipient_count = SNAPSHOT_RECIPIENTS,
                            .recipients = recipients,
                            .employee_count = SNAPSHOT_EMPLOYEES,
                            .employees = employees};
    return tl_results_snapshot(results, arm, replicate, &snapshot);
}

static inline uint64_t sample_digest(int arm, int replicate)
{
    return UINT64_C(0xfedcba9876543210) + (uint64_t)(16 * arm + replicate);
}

/* One whole run, from the last replicate to the first, both arms' periods mixed. */
static inline bool sample_runs(tl_Results *results)
{
    bool good = true;
    for (int replicate = REPLICATES - 1; good && replicate >= 0; replicate--) {
        for (int period = 0; good && period < PERIODS; period++) {
            good =
                sample_period(results, 0, replicate, period) && sample_period(results, 1, replicate, period);
        }
        good = good && tl_results_digest(results, 0, replicate, sample_digest(0, replicate)) &&
               tl_results_digest(results, 1, replicate, sample_digest(1, replicate));
    }
    return good && sample_snapshot(results, 0, 0, 49) && sample_snapshot(results, 1, 2, 99);
}

#endif
