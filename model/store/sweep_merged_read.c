/* Reading merged files back: the second half of sweep_merged.h. */
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_read.h"
#include "run/snapshot_summary.h"
#include "store/sweep_merged.h"
#include "system/memory.h"

bool tl_merged_is(const char *path)
{
    tl_Reader r;
    bool found =
        tl_reader_open(&r, path, "merged sweep") && tl_reader_has_attribute(&r, "sweep_layout_version");
    tl_reader_close(&r);
    return found;
}

/* Closes the file; false with what failed. */
static bool finish(tl_Reader *r, tl_Messages *messages)
{
    tl_reader_close(r);
    return !r->failed || tl_reader_say(r, messages);
}

bool tl_merged_open(tl_Sweep *sweep, const char *path, tl_Messages *messages)
{
    tl_Reader r;
    char *manifest = NULL, *table = NULL;
    if (tl_reader_open(&r, path, "merged sweep") &&
        tl_reader_layout(&r, "sweep_layout_version", "sweep layout", TL_SWEEP_LAYOUT)) {
        manifest = tl_reader_bytes(&r, "manifest");
        table = tl_reader_has(&r, "design") ? tl_reader_bytes(&r, "design") : tl_duplicate("");
    }
    if (!finish(&r, messages)) {
        free(manifest);
        free(table);
        return false;
    }
    return tl_sweep_read(sweep, path, manifest, table, messages);
}

/* Of a variable of a kind: by point and replicate, and its values. */
static int shape_of(const tl_Sweep *s, tl_Kept kind, hsize_t lengths[TL_FILE_RANK])
{
    bool snapshots = kind == TL_KEPT_SNAPSHOTS;
    lengths[0] = (hsize_t)tl_plan_points(&s->plan);
    lengths[1] = (hsize_t)s->plan.replicates;
    lengths[2] = (hsize_t)(snapshots ? s->plan.snapshot_days : tl_plan_width(&s->plan, kind));
    lengths[3] = TL_SNAPSHOT_STATISTICS;
    return snapshots ? 4 : 3;
}

/* All variables of a kind; NULL on failure. */
static double *read_kind(tl_Reader *r, const tl_Sweep *s, tl_Kept kind)
{
    hsize_t lengths[TL_FILE_RANK];
    int rank = shape_of(s, kind, lengths);
    size_t each = (size_t)tl_plan_runs(&s->plan) * (size_t)tl_plan_width(&s->plan, kind);
    double *all = NULL;
    for (int i = 0; !r->failed && i < tl_plan_variables(&s->plan, kind); i++) {
        char name[TL_MERGED_NAME_SIZE];
        tl_merged_name(s, kind, i, name);
        double *values = tl_reader_numbers(r, name, TL_DOUBLE, rank, lengths);
        if (values != NULL && all == NULL) { /* so large a file there is */
            all = malloc((size_t)tl_plan_variables(&s->plan, kind) * each * sizeof *all);
        }
        if (values != NULL && all != NULL) {
            memcpy(all + (size_t)i * each, values, each * sizeof *values);
        } else {
            tl_reader_fail(r, name, "does not fit into memory");
        }
        free(values);
    }
    return all;
}

bool tl_merged_runs(tl_MergedRuns *runs, const tl_Sweep *s, const char *path, tl_Messages *messages)
{
    tl_Reader r;
    hsize_t lengths[TL_FILE_RANK];
    shape_of(s, TL_KEPT_WINDOWS, lengths);
    *runs = (tl_MergedRuns){0};
    tl_reader_open(&r, path, "merged sweep");
    runs->digest = tl_reader_numbers(&r, "digest", TL_UINT64, 2, lengths);
    runs->status = tl_reader_numbers(&r, "status", TL_INT32, 2, lengths);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        runs->kept[kind] = tl_plan_values(&s->plan, kind) > 0 ? read_kind(&r, s, kind) : NULL;
    }
    return finish(&r, messages);
}

void tl_merged_runs_free(tl_MergedRuns *runs)
{
    free(runs->digest);
    free(runs->status);
    for (tl_Kept kind = 0; kind < TL_KEPT_KINDS; kind++) {
        free(runs->kept[kind]);
    }
    *runs = (tl_MergedRuns){0};
}
