/* The result file: what is written can be read back, and nothing less than a whole file ever takes its name.
 */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <hdf5.h>

#include "io/results_read.h"
#include "results_sample.h"

static char folder[64], path[96];
static Sample sample;
static char error[1024];

static int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/tillit_results_XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/run.h5", folder);
    sample_fill(&sample, TL_RECORD_UNIT);
    error[0] = '\0';
    return 0;
}

/* Visits each entry of the folder; removes them if asked. Returns how many there are. */
static int entries(bool removing)
{
    int count = 0;
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory));) {
        if (entry->d_name[0] != '.') {
            count++;
            if (removing) {
                unlinkat(dirfd(directory), entry->d_name, 0);
            }
        }
    }
    if (directory) {
        closedir(directory);
    }
    return count;
}

static int remove_folder(void **state)
{
    (void)state;
    entries(true);
    rmdir(folder);
    return 0;
}

static tl_Results *create(void)
{
    return tl_results_create(path, &sample.info, error, sizeof error);
}

static void write_whole(void)
{
    tl_Results *results = create();
    assert_non_null(results);
    assert_true(sample_runs(results));
    assert_true(tl_results_close(results));
}

static void assert_says(const char *said, const char *wanted)
{
    if (!strstr(said, wanted)) {
        fail_msg("'%s' does not say '%s'", said, wanted);
    }
}

/* ---- reading back
 * ----------------------------------------------------------------------------------------------- */

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
        assert_int_equal(number[i], unit.number);
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
    int arms = 0, replicates = 0;
    write_whole();
    assert_true(tl_results_read_shape(path, &arms, &replicates, error, sizeof error));
    assert_int_equal(arms, ARMS);
    assert_int_equal(replicates, REPLICATES);
    for (int arm = 0; arm < ARMS; arm++) {
        char *text = tl_results_read_config(path, arm, error, sizeof error);
        assert_string_equal(text, sample.arms[arm].config_json);
        free(text);
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            uint64_t digest = 0;
            assert_true(tl_results_read_digest(path, arm, replicate, &digest, error, sizeof error));
            assert_true(digest == sample_digest(arm, replicate));
        }
    }
    assert_null(tl_results_read_config(path, ARMS, error, sizeof error));
    assert_says(error, "has no arm 3");
    assert_false(tl_results_read_digest(path, 0, -1, &(uint64_t){0}, error, sizeof error));
    assert_says(error, path);
}

/* Each level of recording holds what the level above holds, and more. */
static void test_levels(void **state)
{
    (void)state;
    static const char *const finest[] = {"digest", "quality", "area_quality", "unit_quality"};
    for (int level = TL_RECORD_NONE; level <= TL_RECORD_UNIT; level++) {
        sample_fill(&sample, level);
        write_whole();
        hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
        for (int i = TL_RECORD_NONE; i <= TL_RECORD_UNIT; i++) {
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

/* ---- refusals
 * --------------------------------------------------------------------------------------------------- */

static void test_abandon(void **state)
{
    (void)state;
    tl_Results *results = create();
    assert_true(sample_period(results, 0, 0, 0));
    assert_int_equal(entries(false), 1);
    tl_results_abandon(results);
    tl_results_abandon(NULL);
    assert_int_equal(entries(false), 0);
}

static void test_existing_target(void **state)
{
    (void)state;
    write_whole();
    assert_null(create());
    assert_says(error, path);
    assert_says(error, "exists already");
    assert_int_equal(entries(false), 1);
    sample.info.overwrite = true;
    write_whole();
    assert_true(tl_results_read_shape(path, NULL, NULL, error, sizeof error));
    unlink(path);
    mkdir(path, 0700);
    assert_null(create());
    assert_says(error, "is not a file that could be replaced");
    rmdir(path);
}

/* Someone else's file that appears meanwhile stays, and so do the results. */
static void test_target_appears(void **state)
{
    (void)state;
    tl_Results *results = create();
    assert_true(sample_runs(results));
    fclose(fopen(path, "w"));
    assert_false(tl_results_close(results));
    assert_says(tl_results_error(results), "the results are whole in");
    assert_true(tl_results_are_whole(results));
    tl_results_abandon(results);
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_size, 0);
    char kept[128];
    snprintf(kept, sizeof kept, "%s.tmp.%ld", path, (long)getpid());
    assert_true(tl_results_read_shape(kept, NULL, NULL, error, sizeof error));
}

/* Of two writers of one name the first to finish gets it, and the other's results stay beside it. */
static void test_two_writers(void **state)
{
    (void)state;
    tl_Results *first = create(), *second = create();
    assert_true(sample_runs(second) && sample_runs(first));
    assert_true(tl_results_close(second));
    assert_false(tl_results_close(first));
    tl_results_abandon(first);
    assert_int_equal(entries(false), 2);
}

static void test_bad_folder(void **state)
{
    (void)state;
    assert_null(tl_results_create("/nowhere/run.h5", &sample.info, error, sizeof error));
    assert_string_equal(error, "/nowhere/run.h5: cannot create: its folder does not exist");
    assert_null(tl_results_create("/proc/run.h5", &sample.info, error, sizeof error));
    assert_says(error, "/proc/run.h5: cannot create: ");
    if (geteuid() != 0) {
        chmod(folder, 0500);
        assert_null(create());
        assert_says(error, "Permission denied");
        chmod(folder, 0700);
    }
}

static void test_arms_differ(void **state)
{
    (void)state;
    sample.configs[1].run.days = 28;
    assert_null(create());
    assert_says(error, "arms 'detail control' and 'trust-based' cannot share a file: their days differ");
    assert_int_equal(entries(false), 0);
}

static void test_incomplete(void **state)
{
    (void)state;
    tl_Results *results = create();
    assert_true(sample_period(results, 0, 0, 0));
    assert_false(tl_results_close(results));
    assert_says(tl_results_error(results), "arm 1, replicate 1 has only 1 of 4 periods");
    tl_results_abandon(results);
    assert_int_equal(entries(false), 0);
}

static void assert_refused(bool (*call)(tl_Results *), const char *wanted)
{
    tl_Results *results = create();
    assert_false(call(results));
    assert_says(tl_results_error(results), wanted);
    assert_false(sample_period(results, 0, 0, 0)); /* errors stick */
    tl_results_abandon(results);
}

static bool late_period(tl_Results *results)
{
    return sample_period(results, 0, 0, 1);
}

static bool twice(tl_Results *results)
{
    return sample_period(results, 0, 0, 0) && sample_period(results, 0, 0, 0);
}

static bool fourth_replicate(tl_Results *results)
{
    return sample_period(results, 0, REPLICATES, 0);
}

static bool unknown_area(tl_Results *results)
{
    tl_UnitReport unit = {.area = AREAS, .number = 7};
    tl_Period period = {.days = 28, .unit_count = 1, .units = &unit};
    return tl_results_period(results, 0, 0, &period);
}

static void test_wrong_calls(void **state)
{
    (void)state;
    assert_refused(late_period, "brought period 2 (from day 28, 28 days) where period 1 of 4");
    assert_refused(twice, "where period 2 of 4");
    assert_refused(fourth_replicate, "arm 1, replicate 4 lies outside");
    assert_refused(unknown_area, "unit 7 lies in municipality 1, area 4");
}

/* ---- full disks and killed writers
 * ------------------------------------------------------------------------------ */

static int open_descriptors(void)
{
    int count = 0;
    for (int i = 0; i < 256; i++) {
        count += fcntl(i, F_GETFD) != -1;
    }
    return count;
}

/* 0: whole, 1: refused in good order, others: what went wrong. HDF5 is closed to see that it can. */
static int write_within(rlim_t limit)
{
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){limit, limit});
    int descriptors = open_descriptors(), outcome = 0;
    tl_Results *results = create();
    bool written = results && sample_runs(results) && tl_results_close(results);
    if (!written) {
        const char *said = results ? tl_results_error(results) : error;
        outcome = strstr(said, path) && strstr(said, "File too large") ? 1 : 2;
        if (outcome == 2) {
            fprintf(stderr, "limit %ld: %s\n", (long)limit, said);
        }
        if (results && (sample_period(results, 0, 0, 0) || tl_results_digest(results, 0, 0, 1))) {
            outcome = 3;
            fprintf(stderr, "limit %ld: %s\n", (long)limit, said);
        }
        tl_results_abandon(results);
    }
    if (open_descriptors() != descriptors) {
        outcome = 4;
    }
    return H5close() >= 0 ? outcome : 5;
}

static void test_full_disk(void **state)
{
    (void)state;
    int refused = 0;
    for (rlim_t limit = 0; limit < 600000; limit += limit < 8192 ? 1000 : 20011) {
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            signal(SIGSEGV, SIG_DFL); /* cmocka would go on with the next test */
            _exit(write_within(limit));
        }
        int status;
        waitpid(child, &status, 0);
        if (!WIFEXITED(status)) {
            fail_msg("limit %ld: signal %d", (long)limit, WTERMSIG(status));
        }
        assert_in_range(WEXITSTATUS(status), 0, 1);
        assert_int_equal(entries(true), WEXITSTATUS(status) == 0);
        refused += WEXITSTATUS(status);
    }
    assert_in_range(refused, 10, 40);
}

static void test_killed_writer(void **state)
{
    (void)state;
    int whole = 0, absent = 0;
    for (long delay_ms = 0; delay_ms <= 400; delay_ms += delay_ms < 100 ? 10 : 100) {
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            write_whole();
            pause();
        }
        nanosleep(&(struct timespec){0, delay_ms * 1000000}, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        if (access(path, F_OK) == 0) {
            whole++;
            assert_true(tl_results_read_shape(path, NULL, NULL, error, sizeof error));
            uint64_t digest;
            assert_true(tl_results_read_digest(path, 1, 2, &digest, error, sizeof error));
            assert_true(digest == sample_digest(1, 2));
        } else {
            absent++;
        }
        entries(true);
    }
    assert_true(absent > 0);
    print_message("killed writers: %d files absent, %d whole\n", absent, whole);
}

/* ---- files that are none
 * ---------------------------------------------------------------------------------------- */

static void assert_unreadable(const char *wanted)
{
    uint64_t digest;
    assert_false(tl_results_read_digest(path, 0, 0, &digest, error, sizeof error));
    assert_says(error, path);
    assert_says(error, wanted);
    assert_null(tl_results_read_config(path, 0, error, sizeof error));
    assert_says(error, path);
}

static void test_truncated(void **state)
{
    (void)state;
    write_whole();
    struct stat whole;
    stat(path, &whole);
    for (off_t length = whole.st_size - 1; length > 0; length = length * 4 / 5) {
        assert_int_equal(truncate(path, length), 0);
        assert_unreadable("is damaged, cut off or no Tillit result file");
    }
    assert_int_equal(truncate(path, 0), 0);
    assert_unreadable("is damaged, cut off or no Tillit result file");
}

static void test_foreign(void **state)
{
    (void)state;
    assert_unreadable("No such file or directory");
    FILE *text = fopen(path, "w");
    fputs("seed: 1\n", text);
    fclose(text);
    assert_unreadable("no Tillit result file");
    hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    H5Fclose(file);
    assert_unreadable("no Tillit result file");
}

/* Flips one bit in the stored bytes of a variable. */
static void alter(const char *name)
{
    hid_t file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT), dataset = H5Dopen2(file, name, H5P_DEFAULT);
    hid_t space = H5Dget_space(dataset);
    haddr_t address;
    hsize_t size;
    assert_true(H5Dget_chunk_info(dataset, space, 0, NULL, NULL, &address, &size) >= 0);
    H5Sclose(space);
    H5Dclose(dataset);
    H5Fclose(file);
    int descriptor = open(path, O_RDWR);
    char byte;
    off_t at = (off_t)(address + size / 2);
    assert_int_equal(pread(descriptor, &byte, 1, at), 1);
    byte ^= 4;
    assert_int_equal(pwrite(descriptor, &byte, 1, at), 1);
    close(descriptor);
}

static void test_altered(void **state)
{
    (void)state;
    write_whole();
    alter("digest");
    alter("config_1");
    assert_unreadable("is damaged");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_municipalities),  TEST(test_areas),          TEST(test_units),
        TEST(test_periods),         TEST(test_snapshots),      TEST(test_config_and_digests),
        TEST(test_levels),          TEST(test_same_bytes),     TEST(test_abandon),
        TEST(test_existing_target), TEST(test_target_appears), TEST(test_two_writers),
        TEST(test_bad_folder),      TEST(test_arms_differ),    TEST(test_incomplete),
        TEST(test_wrong_calls),     TEST(test_full_disk),      TEST(test_killed_writer),
        TEST(test_truncated),       TEST(test_foreign),        TEST(test_altered),
    };
    if (getenv("ONLY"))
        cmocka_set_test_filter(getenv("ONLY"));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
