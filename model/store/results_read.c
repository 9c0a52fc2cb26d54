#include "store/results_read.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/hdf5_read.h"
#include "store/results.h"
#include "system/memory.h"

static void read_shape(tl_Reader *r, tl_ResultsRead *results)
{
    hsize_t lengths[2];
    if (!tl_reader_lengths(r, "digest", 2, lengths)) {
        return;
    }
    if (lengths[0] < 1 || lengths[0] > TL_MOST_ARMS || lengths[1] < 1 || lengths[1] > INT_MAX) {
        char what[128];
        snprintf(what, sizeof what, "has %llu arms of %llu replicates, where 1 to %d arms are expected",
                 (unsigned long long)lengths[0], (unsigned long long)lengths[1], TL_MOST_ARMS);
        tl_reader_fail(r, "", what);
        return;
    }
    results->arm_count = (int)lengths[0];
    results->replicate_count = (int)lengths[1];
}

static void read_texts(tl_Reader *r, tl_ResultsRead *results)
{
    for (int arm = 0; arm < results->arm_count; arm++) {
        char name[32];
        snprintf(name, sizeof name, "config_%d", arm + 1);
        results->configs[arm] = tl_reader_bytes(r, name);
    }
    tl_reader_texts(r, "arm", results->arm_count, results->names);
    results->experiment =
        tl_reader_has(r, "experiment") ? tl_reader_bytes(r, "experiment") : tl_duplicate("");
    for (int i = 0; i < TL_MAKER_TEXTS; i++) {
        if (tl_reader_has_attribute(r, tl_maker_names[i])) {
            tl_reader_text(r, tl_maker_names[i], results->maker.texts[i], TL_MAKER_SIZE);
        }
    }
}

bool tl_results_read(tl_ResultsRead *results, const char *path, char *error, size_t error_size)
{
    tl_Reader r;
    *results = (tl_ResultsRead){0};
    if (tl_reader_open(&r, path, "Tillit result file") &&
        tl_reader_layout(&r, "layout_version", "layout", TL_LAYOUT_VERSION)) {
        read_shape(&r, results);
        read_texts(&r, results);
    }
    tl_reader_close(&r);
    if (r.failed) {
        snprintf(error, error_size, "%s: %s", path, r.error);
        tl_results_read_free(results);
    }
    return !r.failed;
}

void tl_results_read_free(tl_ResultsRead *results)
{
    for (int arm = 0; arm < TL_MOST_ARMS; arm++) {
        free(results->configs[arm]);
        free(results->names[arm]);
    }
    free(results->experiment);
    *results = (tl_ResultsRead){0};
}
