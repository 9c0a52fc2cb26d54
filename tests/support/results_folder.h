/* A folder for one result file, made before each test and removed after it, and the made-up results written
 * into it. Include it after cmocka's own headers. */
#ifndef TL_RESULTS_FOLDER_H
#define TL_RESULTS_FOLDER_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/results_read.h"
#include "results_sample.h"

static char folder[64], path[96];
static Sample sample;
static char error[1024];

static inline int make_folder(void **state)
{
    (void)state;
    strcpy(folder, "/tmp/tillit_results_XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/run.h5", folder);
    sample_fill(&sample, TL_record_level_unit);
    error[0] = '\0';
    return 0;
}

/* Visits each entry of the folder; removes them if asked. Returns how many there are. */
static inline int entries(bool removing)
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

static inline int remove_folder(void **state)
{
    (void)state;
    entries(true);
    rmdir(folder);
    return 0;
}

static inline tl_Results *create(void)
{
    return tl_results_create(path, &sample.info, error, sizeof error);
}

static inline void write_whole(void)
{
    tl_Results *results = create();
    assert_non_null(results);
    assert_true(sample_runs(results));
    assert_true(tl_results_close(results));
}

static inline void assert_says(const char *said, const char *wanted)
{
    if (!strstr(said, wanted)) {
        fail_msg("'%s' does not say '%s'", said, wanted);
    }
}

/* A test in a folder of its own. */
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

/* Whole, with every digest. */
static inline void assert_readable(const char *of)
{
    tl_ResultsRead read;
    uint64_t digests[ARMS * REPLICATES];
    if (!tl_results_read(&read, of, error, sizeof error)) {
        fail_msg("%s", error);
    }
    tl_results_read_free(&read);
    hid_t file = H5Fopen(of, H5F_ACC_RDONLY, H5P_DEFAULT), digest = H5Dopen2(file, "digest", H5P_DEFAULT);
    assert_true(H5Dread(digest, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, digests) >= 0);
    assert_true(digests[REPLICATES + 2] == sample_digest(1, 2));
    H5Dclose(digest);
    H5Fclose(file);
}

#endif
