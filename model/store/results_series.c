#include "store/results_series.h"

#include <stdlib.h>
#include <string.h>

#include "config/selector_group.h"
#include "store/measure_definition.h"

typedef struct CounterField {
    const char *name, *unit, *meaning;
    size_t offset;
    tl_Type type;
} CounterField;

#define TL_COUNT(number, name, unit, meaning) {#name, unit, meaning, offsetof(tl_Counters, name), TL_INT64},
#define TL_SUM(number, name, unit, meaning) {#name, unit, meaning, offsetof(tl_Counters, name), TL_DOUBLE},
#define TL_MEASURE TL_SKIP
static const CounterField counter_fields[] = {
#include "core/observation/measures.def"
};
#undef TL_COUNT
#undef TL_SUM
#undef TL_MEASURE

enum { COUNTER_FIELDS = sizeof counter_fields / sizeof counter_fields[0] };

/* One unit in one period, as in the file: numbers from 1. */
typedef struct UnitRow {
    int32_t arm, replicate, period, municipality, area, number;
    int32_t provider, kind, outlying; /* only where an arm has a market */
    double measures[tl_measure_count];
} UnitRow;

#define UNIT_KEY(name, meaning) {#name, "1", meaning, offsetof(UnitRow, name), TL_INT32}
static const CounterField unit_keys[] = {
    UNIT_KEY(arm, "number of the arm, in the order of arm"),
    UNIT_KEY(replicate, "number of the replicate"),
    UNIT_KEY(period, "number of the period"),
    UNIT_KEY(municipality, "number of the municipality, in the order of municipality"),
    UNIT_KEY(area, "number of the area over all municipalities"),
    UNIT_KEY(number, "permanent number of the unit within its municipality"),
    UNIT_KEY(provider, "number of the unit's provider within its municipality; 1 is the municipality's own"),
    UNIT_KEY(kind,
             "who owns the provider: 0 the municipality, 1 a small firm, 2 a large one, 3 a non-profit"),
    UNIT_KEY(outlying, "1 where the unit's area is an outlying one"),
};

enum { UNIT_KEYS = sizeof unit_keys / sizeof unit_keys[0], KEYS_OF_MARKET = 3 /* the last ones */ };

/* ---- creating ------------------------------------------------------------------------------------------ */

static tl_Definition field_definition(const CounterField *field, const char *prefix, const char *coordinates)
{
    return (tl_Definition){.prefix = prefix,
                           .name = field->name,
                           .unit = field->unit,
                           .meaning = field->meaning,
                           .coordinates = coordinates,
                           .type = field->type};
}

static tl_Definition counter_definition(int index, const char *prefix, const char *coordinates)
{
    return field_definition(&counter_fields[index], prefix, coordinates);
}

/* By period in each place: measures, or the counters that they are made of, as `define` says. */
static tl_Variable *create_values(tl_Results *results, const tl_FileDimension *place, int count,
                                  tl_Definition (*define)(int, const char *, const char *),
                                  const char *prefix, const char *coordinates)
{
    const tl_Axes *axes = &results->axes;
    const tl_FileDimension *dimensions[] = {&axes->arm, &axes->replicate, &axes->period, place};
    tl_Variable *variables = tl_file_allocate(&results->file, (size_t)count, sizeof *variables);
    for (int i = 0; variables && i < count; i++) {
        tl_Definition definition = define(i, prefix, coordinates);
        variables[i] = tl_file_variable(&results->file, &definition, dimensions, 4);
    }
    return variables;
}

static void create_histogram(tl_Results *results)
{
    tl_Axes *axes = &results->axes;
    const tl_FileDimension *dimensions[] = {&axes->arm, &axes->replicate, &axes->period, &axes->municipality,
                                            &axes->bin};
    tl_Definition definition = {.name = "staff_met_recipients",
                                .unit = "persons",
                                .meaning =
                                    "recipients in the continuity measure by staff met, summed over windows",
                                .coordinates = "day",
                                .type = TL_INT64};
    axes->bin =
        tl_file_numbers(&results->file, "staff_met_bin",
                        "different staff met in 14 days; the last bin holds all above too", 0, TL_MET_BINS);
    results->series.met = tl_file_variable(&results->file, &definition, dimensions, 5);
}

/* Of groups that providers and areas form; a group without units has no values. */
static void create_groups(tl_Results *results)
{
    const tl_Axes *axes = &results->axes;
    const char *names[TL_MARKET_GROUPS];
    for (int i = 0; i < TL_MARKET_GROUPS; i++) {
        names[i] = tl_market_group_name(i);
    }
    tl_FileDimension group = tl_file_names(
        &results->file, "group", "units by who owns their provider, and by area", names, TL_MARKET_GROUPS);
    const tl_FileDimension *dimensions[] = {&axes->arm, &axes->replicate, &axes->period, &axes->municipality,
                                            &group};
    tl_Series *series = &results->series;
    series->group_totals = tl_file_allocate(
        &results->file, (size_t)results->shape.municipality_count * TL_MARKET_GROUPS, sizeof(tl_Counters));
    series->group_measures =
        tl_file_allocate(&results->file, tl_measure_count, sizeof *series->group_measures);
    for (int i = 0; series->group_measures && i < tl_measure_count; i++) {
        tl_Definition definition = tl_measure_definition(i, "group_", "day");
        series->group_measures[i] = tl_file_variable(&results->file, &definition, dimensions, 5);
    }
}

static void create_units(tl_Results *results)
{
    tl_File *file = &results->file;
    tl_Series *series = &results->series;
    int keys = UNIT_KEYS - (results->shape.market ? 0 : KEYS_OF_MARKET);
    tl_file_table_create(&series->units, file, "unit_row", sizeof(UnitRow), keys + tl_measure_count);
    for (int i = 0; i < keys; i++) {
        tl_Definition definition = field_definition(&unit_keys[i], "unit_", NULL);
        tl_file_table_add_column(&series->units, file, &definition, unit_keys[i].offset);
    }
    for (int i = 0; i < tl_measure_count; i++) {
        tl_Definition definition = tl_measure_definition(
            i, "unit_", "unit_arm unit_replicate unit_period unit_municipality unit_area unit_number");
        tl_file_table_add_column(&series->units, file, &definition,
                                 offsetof(UnitRow, measures) + (size_t)i * sizeof(double));
    }
    series->unit_rows = tl_file_allocate(&results->file, TL_TABLE_BLOCK, sizeof(UnitRow));
}

/* The longest row that is written at once: a histogram of every municipality, or a value of every area. */
static size_t longest_row(const tl_Shape *shape)
{
    size_t histograms = (size_t)shape->municipality_count * TL_MET_BINS, areas = (size_t)shape->area_count;
    return histograms > areas ? histograms : areas;
}

void tl_series_create(tl_Results *results)
{
    const tl_Shape *shape = &results->shape;
    tl_Series *series = &results->series;
    if (shape->record_level >= TL_record_level_municipality) {
        series->municipality_totals =
            tl_file_allocate(&results->file, (size_t)shape->municipality_count, sizeof(tl_Counters));
        series->row = tl_file_allocate(&results->file, longest_row(shape), sizeof(double));
        series->measures = create_values(results, &results->axes.municipality, tl_measure_count,
                                         tl_measure_definition, "", "day");
        create_histogram(results);
        series->totals = create_values(results, &results->axes.municipality, COUNTER_FIELDS,
                                       counter_definition, "total_", "day");
    }
    if (shape->market && shape->record_level >= TL_record_level_municipality) {
        create_groups(results);
    }
    if (shape->record_level >= TL_record_level_area) {
        series->area_totals =
            tl_file_allocate(&results->file, (size_t)shape->area_count, sizeof(tl_Counters));
        series->area_measures =
            create_values(results, &results->axes.area, tl_measure_count, tl_measure_definition, "area_",
                          "day area_municipality area_number");
    }
    if (shape->record_level >= TL_record_level_unit) {
        create_units(results);
    }
}

void tl_series_free(tl_Series *series)
{
    free(series->municipality_totals);
    free(series->area_totals);
    free(series->group_totals);
    free(series->group_measures);
    free(series->measures);
    free(series->area_measures);
    free(series->totals);
    free(series->row);
    free(series->unit_rows);
    tl_file_table_free(&series->units);
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* Where a period's values go. */
typedef struct Place {
    int arm, replicate;
    const tl_Period *period;
} Place;

static bool units_are_known(tl_Results *results, const tl_Period *period)
{
    const tl_Shape *shape = &results->shape;
    for (int32_t i = 0; i < period->unit_count; i++) {
        const tl_UnitReport *unit = &period->units[i];
        if (unit->municipality < 0 || unit->municipality >= shape->municipality_count || unit->area < 0 ||
            unit->area >= shape->area_count) {
            return tl_file_fail(
                &results->file, "unit %d lies in municipality %d, area %d, which the config does not have",
                (int)unit->place.number[TL_BY_UNIT], (int)unit->municipality + 1, (int)unit->area + 1);
        }
    }
    return true;
}

/* Is this the replicate's next period, with the days that the config gives it? */
static bool is_next(tl_Results *results, const Place *place)
{
    const tl_Shape *shape = &results->shape;
    const tl_Period *period = place->period;
    int32_t next = results->periods_written[place->arm * shape->replicate_count + place->replicate];
    int64_t first = next * shape->period_days, left = shape->days - first;
    int64_t days = left < shape->period_days ? left : shape->period_days;
    if (period->index == next && next < shape->period_count && period->first_day == first &&
        period->days == days) {
        return true;
    }
    return tl_file_fail(
        &results->file,
        "replicate %d brought period %d (from day %d, %d days) where period %d of %d (from day %lld, %lld "
        "days) was due",
        place->replicate + 1, (int)period->index + 1, (int)period->first_day, (int)period->days,
        (int)next + 1, shape->period_count, (long long)first, (long long)days);
}

/* Unit order decides the bits of sums of real numbers. */
static void add_units(tl_Counters *totals, int count, const tl_Period *period, bool by_area)
{
    memset(totals, 0, (size_t)count * sizeof *totals);
    for (int32_t i = 0; i < period->unit_count; i++) {
        const tl_UnitReport *unit = &period->units[i];
        tl_counters_add(&totals[by_area ? unit->area : unit->municipality], &unit->counters);
    }
}

static void write_row(tl_Results *results, const tl_Variable *variable, const Place *place, int length)
{
    hsize_t start[] = {(hsize_t)place->arm, (hsize_t)place->replicate, (hsize_t)place->period->index, 0, 0};
    hsize_t count[] = {1, 1, 1, (hsize_t)length, TL_MET_BINS};
    tl_file_write(&results->file, variable, start, count, results->series.row);
}

static void write_measures(tl_Results *results, const tl_Variable *variables, const Place *place,
                           const tl_Counters *totals, int count)
{
    double *row = results->series.row;
    for (int i = 0; i < tl_measure_count; i++) {
        for (int k = 0; k < count; k++) {
            row[k] = tl_measures[i].value(&totals[k], (double)place->period->days);
        }
        write_row(results, &variables[i], place, count);
    }
}

static void write_totals(tl_Results *results, const Place *place)
{
    tl_Series *series = &results->series;
    int count = results->shape.municipality_count;
    const tl_Counters *totals = series->municipality_totals;
    for (int i = 0; i < COUNTER_FIELDS; i++) {
        const char *first = (const char *)totals + counter_fields[i].offset;
        tl_gather(series->row, first, tl_type_size(counter_fields[i].type), sizeof *totals, (size_t)count);
        write_row(results, &series->totals[i], place, count);
    }
    tl_gather(series->row, totals->met_histogram, sizeof totals->met_histogram, sizeof *totals,
              (size_t)count);
    write_row(results, &series->met, place, count);
}

static void add_groups(tl_Counters *totals, int municipalities, const tl_Period *period)
{
    memset(totals, 0, (size_t)municipalities * TL_MARKET_GROUPS * sizeof *totals);
    for (int32_t i = 0; i < period->unit_count; i++) {
        const tl_UnitReport *unit = &period->units[i];
        for (int group = 0; group < TL_MARKET_GROUPS; group++) {
            if (tl_market_group_holds(group, &unit->place)) {
                tl_counters_add(&totals[unit->municipality * TL_MARKET_GROUPS + group], &unit->counters);
            }
        }
    }
}

static void write_groups(tl_Results *results, const Place *place)
{
    tl_Series *series = &results->series;
    double *row = series->row;
    int municipalities = results->shape.municipality_count;
    hsize_t start[] = {(hsize_t)place->arm, (hsize_t)place->replicate, (hsize_t)place->period->index, 0, 0};
    hsize_t count[] = {1, 1, 1, (hsize_t)municipalities, TL_MARKET_GROUPS};
    add_groups(series->group_totals, municipalities, place->period);
    for (int i = 0; i < tl_measure_count; i++) {
        for (int k = 0; k < municipalities * TL_MARKET_GROUPS; k++) {
            row[k] = tl_measures[i].value(&series->group_totals[k], (double)place->period->days);
        }
        tl_file_write(&results->file, &series->group_measures[i], start, count, row);
    }
}

static void fill_unit_row(UnitRow *row, const Place *place, const tl_UnitReport *unit)
{
    row->arm = place->arm + 1;
    row->replicate = place->replicate + 1;
    row->period = place->period->index + 1;
    row->municipality = unit->municipality + 1;
    row->area = unit->area + 1;
    row->number = unit->place.number[TL_BY_UNIT];
    row->provider = unit->place.number[TL_BY_PROVIDER];
    row->kind = unit->place.number[TL_BY_KIND] - 1;
    row->outlying = unit->place.number[TL_BY_OUTLYING] == TL_OUTLYING;
    for (int i = 0; i < tl_measure_count; i++) {
        row->measures[i] = tl_measures[i].value(&unit->counters, (double)place->period->days);
    }
}

static void write_units(tl_Results *results, const Place *place)
{
    tl_Series *series = &results->series;
    UnitRow *rows = series->unit_rows;
    const tl_Period *period = place->period;
    for (int32_t first = 0; first < period->unit_count; first += TL_TABLE_BLOCK) {
        int32_t left = period->unit_count - first, count = left < TL_TABLE_BLOCK ? left : TL_TABLE_BLOCK;
        for (int32_t i = 0; i < count; i++) {
            fill_unit_row(&rows[i], place, &period->units[first + i]);
        }
        tl_file_table_append(&series->units, &results->file, rows, (size_t)count);
    }
}

bool tl_results_period(tl_Results *results, int arm, int replicate, const tl_Period *period)
{
    const tl_Shape *shape = &results->shape;
    tl_Series *series = &results->series;
    Place place = {arm, replicate, period};
    if (!tl_results_accepts(results, arm, replicate) || !is_next(results, &place) ||
        !units_are_known(results, period)) {
        return false;
    }
    results->periods_written[arm * shape->replicate_count + replicate]++;
    if (shape->record_level >= TL_record_level_municipality) {
        add_units(series->municipality_totals, shape->municipality_count, period, false);
        write_measures(results, series->measures, &place, series->municipality_totals,
                       shape->municipality_count);
        write_totals(results, &place);
    }
    if (series->group_measures != NULL) {
        write_groups(results, &place);
    }
    if (shape->record_level >= TL_record_level_area) {
        add_units(series->area_totals, shape->area_count, period, true);
        write_measures(results, series->area_measures, &place, series->area_totals, shape->area_count);
    }
    if (shape->record_level >= TL_record_level_unit) {
        write_units(results, &place);
    }
    return !results->file.failed;
}
