/* The result file: nothing less than a whole file ever takes its name, and what is not one is refused. */
#ifndef _DEFAULT_SOURCE
#define _DEFAULT_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include <hdf5.h>

#include "store/results.h"
#include "store/results_series.h"
#include "support/results_folder.h"

/* ---- refusals ------------------------------------------------------------------------------------------ */

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
    assert_readable(path);
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
    char kept[256], host[65] = "";
    gethostname(host, sizeof host - 1);
    snprintf(kept, sizeof kept, "%s.kept.%ld@%s", path, (long)getpid(), host);
    assert_readable(kept);
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
    assert_null(tl_results_create("", &sample.info, error, sizeof error));
    assert_says(error, "the name of a file is expected"); /* and nothing is kept under a name of its own */
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
    tl_UnitReport unit = {.area = AREAS, .place.number[TL_BY_UNIT] = 7};
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

/* ---- full disks and killed writers --------------------------------------------------------------------- */

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

/* At some sizes; at twice as many small ones and six times as many others in `make faults`. */
static void test_full_disk(void **state)
{
    (void)state;
    int refused = 0;
    const bool every = getenv("TILLIT_EVERY_FAULT") != NULL;
    const rlim_t small = every ? 1000 : 2000, step = every ? 20011 : 120026;
    for (rlim_t limit = 0; limit < 600000; limit += limit < 8192 ? small : step) {
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
    assert_in_range(refused, 6, 40);
}

static void test_killed_writer(void **state)
{
    (void)state;
    int whole = 0, absent = 0;
    const bool every = getenv("TILLIT_EVERY_FAULT") != NULL;
    const long soon = every ? 10 : 25, late = every ? 100 : 150;
    for (long delay_ms = 0; delay_ms <= 400; delay_ms += delay_ms < 100 ? soon : late) {
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
            assert_readable(path);
        } else {
            absent++;
        }
        entries(true);
    }
    assert_true(absent > 0);
    print_message("killed writers: %d files absent, %d whole\n", absent, whole);
}

/* ---- files that are none ------------------------------------------------------------------------------- */

static void assert_unreadable(const char *wanted)
{
    tl_ResultsRead read;
    assert_false(tl_results_read(&read, path, error, sizeof error));
    assert_says(error, path);
    assert_says(error, wanted);
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
    alter("config_1");
    assert_unreadable("is damaged");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_abandon),    TEST(test_existing_target), TEST(test_target_appears), TEST(test_two_writers),
        TEST(test_bad_folder), TEST(test_arms_differ),     TEST(test_incomplete),     TEST(test_wrong_calls),
        TEST(test_full_disk),  TEST(test_killed_writer),   TEST(test_truncated),      TEST(test_foreign),
        TEST(test_altered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
