/* The result file: what is written can be read back, the same bytes each time. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include <math.h>

#include <hdf5.h>

#include "support/results_folder.h"

static void read_all(const char *name, hid_t type, size_t count, void *into)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT), dataset = H5Dopen2(file, name, H5P_DEFAULT);
    hid_t space = H5Dget_space(dataset);
    assert_true(dataset >= 0);
    assert_int_equal(H5Sget_simple_extent_npoints(space), count);
    assert_true(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, into) >= 0);
    H5Sclose(space);
    H5Dclose(dataset);
    H5Fclose(file);
}

#define READ(name, type, array) read_all(name, type, sizeof(array) / sizeof(double), array)

/* What the file must hold of a place: the units added in unit order. */
static tl_Counters expected(int arm, int replicate, int period, int municipality, int area)
{
    tl_Counters total = {0};
    for (int i = 0; i < sample_unit_count(period); i++) {
        tl_UnitReport unit = sample_unit(arm, replicate, period, i);
        if (unit.municipality == municipality || unit.area == area) {
            tl_counters_add(&total, &unit.counters);
        }
    }
    return total;
}

static void assert_same(double found, double wanted)
{
    assert_true(isnan(wanted) ? isnan(found) : found == wanted);
}

static double quality_of(const tl_Counters *counters)
{
    return tl_measures[tl_measure_find("quality")].value(counters, 28);
}

static void test_municipalities(void **state)
{
    (void)state;
    static double quality[ARMS][REPLICATES][PERIODS][MUNICIPALITIES];
    static double sum[ARMS][REPLICATES][PERIODS][MUNICIPALITIES];
    static int64_t visits[ARMS][REPLICATES][PERIODS][MUNICIPALITIES];
    static int64_t met[ARMS][REPLICATES][PERIODS][MUNICIPALITIES][TL_MET_BINS];
    write_whole();
    READ("quality", H5T_NATIVE_DOUBLE, quality);
    READ("total_visit_quality", H5T_NATIVE_DOUBLE, sum);
    READ("total_visits_made", H5T_NATIVE_INT64, visits);
    READ("staff_met_recipients", H5T_NATIVE_INT64, met);
    for (int cell = 0; cell < ARMS * REPLICATES * PERIODS * MUNICIPALITIES; cell++) {
        int m = cell % MUNICIPALITIES, p = cell / MUNICIPALITIES % PERIODS;
        int r = cell / (MUNICIPALITIES * PERIODS) % REPLICATES,
            a = cell / (MUNICIPALITIES * PERIODS * REPLICATES);
        tl_Counters total = expected(a, r, p, m, -1);
        assert_same(quality[a][r][p][m], quality_of(&total));
        assert_same(sum[a][r][p][m], total.visit_quality);
        assert_int_equal(visits[a][r][p][m], total.visits_made);
        assert_memory_equal(met[a][r][p][m], total.met_histogram, sizeof total.met_histogram);
    }
    assert_true(isnan(quality[0][0][1][1]) && visits[0][0][1][1] == 0); /* nobody lives there then */
}

static void test_areas(void **state)
{
    (void)state;
    static double quality[ARMS][REPLICATES][PERIODS][AREAS];
    int32_t municipality[AREAS], number[AREAS];
    write_whole();
    READ("area_quality", H5T_NATIVE_DOUBLE, quality);
    for (int cell = 0; cell < ARMS * REPLICATES * PERIODS * AREAS; cell++) {
        int k = cell % AREAS, p = cell / AREAS % PERIODS, r = cell / (AREAS * PERIODS) % REPLICATES;
        int a = cell / (AREAS * PERIODS * REPLICATES);
        tl_Counters total = expected(a, r, p, -1, k);
        assert_same(quality[a][r][p][k], quality_of(&total));
    }
    read_all("area_municipality", H5T_NATIVE_INT32, AREAS, municipality);
    read_all("area_number", H5T_NATIVE_INT32, AREAS, number);
    assert_memory_equal(municipality, ((int32_t[]){1, 1, 2}), sizeof municipality);
    assert_memory_equal(number, ((int32_t[]){1, 2, 1}), sizeof number);
}

static void test_units(void **state)
{
    (void)state;
    enum { ROWS = ARMS * REPLICATES * 2 * (MOST_UNITS + MOST_UNITS - 1) };
    int32_t arm[ROWS], replicate[ROWS], period[ROWS], area[ROWS], number[ROWS];
    double quality[ROWS];
    write_whole();
    read_all("unit_arm", H5T_NATIVE_INT32, ROWS, arm);
    read_all("unit_replicate", H5T_NATIVE_INT32, ROWS, replicate);
    read_all("unit_period", H5T_NATIVE_INT32, ROWS, period);
    read_all("unit_area", H5T_NATIVE_INT32, ROWS, area);
    read_all("unit_number", H5T_NATIVE_INT32, ROWS, number);
    read_all("unit_quality", H5T_NATIVE_DOUBLE, ROWS, quality);
    assert_int_equal(replicate[0], REPLICATES); /* rows stand as they came */
    for (int i = 0; i < ROWS; i++) {
        int place = (number[i] - 1) % 10;
        tl_UnitReport unit = sample_unit(arm[i] - 1, replicate[i] - 1, period[i] - 1, place);
        assert_int_equal(area[i], unit.area + 1);
        assert_int_equal(number[i], unit.place.number[TL_BY_UNIT]);
        assert_same(quality[i], quality_of(&unit.counters));
    }
}

static void test_periods(void **state)
{
    (void)state;
    int32_t day[PERIODS], days[PERIODS];
    write_whole();
    read_all("day", H5T_NATIVE_INT32, PERIODS, day);
    read_all("period_days", H5T_NATIVE_INT32, PERIODS, days);
    assert_memory_equal(day, ((int32_t[]){0, 28, 56, 84}), sizeof day);
    assert_memory_equal(days, ((int32_t[]){28, 28, 28, 16}), sizeof days);
}

static void test_snapshots(void **state)
{
    (void)state;
    enum { ROWS = 2 * SNAPSHOT_RECIPIENTS };
    static uint64_t id[ROWS];
    static int32_t day[ROWS], area[ROWS];
    static float hours[ROWS], trusted[2 * SNAPSHOT_EMPLOYEES];
    static uint8_t away[ROWS];
    write_whole();
    read_all("recipient_id", H5T_NATIVE_UINT64, ROWS, id);
    read_all("recipient_day", H5T_NATIVE_INT32, ROWS, day);
    read_all("recipient_area", H5T_NATIVE_INT32, ROWS, area);
    read_all("recipient_granted_hours", H5T_NATIVE_FLOAT, ROWS, hours);
    read_all("recipient_away", H5T_NATIVE_UINT8, ROWS, away);
    read_all("employee_trusted", H5T_NATIVE_FLOAT, 2 * SNAPSHOT_EMPLOYEES, trusted);
    for (int i = 0; i < ROWS; i++) {
        int k = i % SNAPSHOT_RECIPIENTS;
        assert_true(id[i] == (UINT64_C(1) << 63) + (uint64_t)k);
        assert_int_equal(day[i], i < SNAPSHOT_RECIPIENTS ? 49 : 99);
        assert_int_equal(area[i], k % AREAS + 1);
        assert_true(hours[i] == 0.5F * (float)k);
        assert_int_equal(away[i], k % 2);
    }
    assert_true(trusted[0] == 0.25F);
}

static void test_config_and_digests(void **state)
{
    (void)state;
    tl_ResultsRead read;
    uint64_t digests[ARMS * REPLICATES];
    write_whole();
    assert_true(tl_results_read(&read, path, error, sizeof error));
    assert_int_equal(read.arm_count, ARMS);
    assert_int_equal(read.replicate_count, REPLICATES);
    read_all("digest", H5T_NATIVE_UINT64, ARMS * REPLICATES, digests);
    for (int arm = 0; arm < ARMS; arm++) {
        assert_string_equal(read.configs[arm], sample.arms[arm].config_json);
        assert_string_equal(read.names[arm], sample.arms[arm].name);
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            assert_true(digests[arm * REPLICATES + replicate] == sample_digest(arm, replicate));
        }
    }
    assert_string_equal(read.experiment, "");
    tl_results_read_free(&read);
}

/* Each level of recording holds what the level above holds, and more. */
static void test_levels(void **state)
{
    (void)state;
    static const char *const finest[] = {"digest", "quality", "area_quality", "unit_quality"};
    for (int level = TL_record_level_none; level <= TL_record_level_unit; level++) {
        sample_fill(&sample, level);
        write_whole();
        hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
        for (int i = TL_record_level_none; i <= TL_record_level_unit; i++) {
            assert_int_equal(H5Lexists(file, finest[i], H5P_DEFAULT) > 0, i <= level);
        }
        H5Fclose(file);
        unlink(path);
    }
}

/* The same calls give the same bytes. */
static void test_same_bytes(void **state)
{
    (void)state;
    static char first[1 << 20], second[1 << 20];
    for (int i = 0; i < 2; i++) {
        write_whole();
        FILE *file = fopen(path, "rb");
        size_t length = fread(i == 0 ? first : second, 1, sizeof first, file);
        assert_true(length > 0 && length < sizeof first);
        fclose(file);
        unlink(path);
        sleep(i == 0 ? 2 : 0); /* a time stamp in seconds, wherever it hid, would differ */
    }
    assert_memory_equal(first, second, sizeof first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_municipalities), TEST(test_areas),      TEST(test_units),
        TEST(test_periods),        TEST(test_snapshots),  TEST(test_config_and_digests),
        TEST(test_levels),         TEST(test_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
