/* Reading merged files back: the second half of sweep_merged.h. */
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_file.h"
#include "store/sweep_merged.h"

/* So that an altered length is an error rather than a huge allocation. */
static const hssize_t LONGEST_TEXT = (hssize_t)1 << 30;

bool tl_merged_is(const char *path)
{
    hid_t file = tl_hdf5_open(path);
    if (file < 0) {
        return false;
    }
    bool found = H5Aexists(file, "sweep_layout_version") > 0;
    H5Fclose(file);
    return found;
}

static bool fail_damaged(tl_Messages *messages, const char *path)
{
    char cause[TL_FILE_ERROR_SIZE / 2];
    tl_hdf5_cause(cause, sizeof cause);
    tl_error(messages, (tl_Place){.file = path}, "is damaged, cut off or no merged sweep (%s)", cause);
    return false;
}

static bool check_layout(hid_t file, const char *path, tl_Messages *messages)
{
    int32_t layout = 0;
    hid_t attribute = H5Aopen(file, "sweep_layout_version", H5P_DEFAULT);
    hid_t space = attribute >= 0 ? H5Aget_space(attribute) : H5I_INVALID_HID;
    bool read = space >= 0 && H5Sget_simple_extent_npoints(space) == 1 &&
                H5Aread(attribute, H5T_NATIVE_INT32, &layout) >= 0;
    if (space >= 0) {
        H5Sclose(space);
    }
    if (attribute >= 0) {
        H5Aclose(attribute);
    }
    if (!read) {
        return fail_damaged(messages, path);
    }
    if (layout != TL_SWEEP_LAYOUT) {
        tl_error(messages, (tl_Place){.file = path}, "has sweep layout %d, and this program reads layout %d",
                 (int)layout, TL_SWEEP_LAYOUT);
    }
    return layout == TL_SWEEP_LAYOUT;
}

/* All of a dataset of so many values; NULL where it is not there or otherwise. `count` 0: as many as there
 * are, and a zero more. */
static void *read_dataset(hid_t file, const char *name, hid_t type, size_t size, size_t count)
{
    hid_t dataset = tl_hdf5_dataset(file, name);
    if (dataset < 0) {
        return NULL;
    }
    hid_t space = H5Dget_space(dataset);
    hssize_t found = H5Sget_simple_extent_npoints(space);
    bool fits = found > 0 && (count == 0 ? found < LONGEST_TEXT : (hssize_t)count == found);
    char *values = fits ? malloc((size_t)found * size + 1) : NULL;
    if (values != NULL && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0) {
        free(values);
        values = NULL;
    }
    if (values != NULL) {
        values[(size_t)found * size] = '\0';
    }
    H5Sclose(space);
    H5Dclose(dataset);
    return values;
}

bool tl_merged_open(tl_Sweep *sweep, const char *path, tl_Messages *messages)
{
    hid_t file = tl_hdf5_open(path);
    if (file < 0) {
        return fail_damaged(messages, path);
    }
    char *manifest = NULL, *table = NULL;
    bool good = check_layout(file, path, messages);
    if (good) {
        manifest = read_dataset(file, "manifest", H5T_NATIVE_UINT8, 1, 0);
        good = manifest != NULL || fail_damaged(messages, path);
    }
    if (good) {
        bool has_table = H5Lexists(file, "design", H5P_DEFAULT) != 0; /* or cannot be told */
        table = has_table ? read_dataset(file, "design", H5T_NATIVE_UINT8, 1, 0) : strdup("");
        good = table != NULL || fail_damaged(messages, path);
    }
    H5Fclose(file);
    if (!good) {
        free(manifest);
        free(table);
        return false;
    }
    return tl_sweep_read(sweep, path, manifest, table, messages);
}

/* All variables of a kind; NULL where one is not there or otherwise. */
static double *read_kind(hid_t file, const tl_Sweep *s, tl_Kept kind)
{
    size_t each = (size_t)tl_plan_runs(&s->plan) * (size_t)tl_plan_width(&s->plan, kind);
    double *all = malloc((size_t)tl_plan_variables(&s->plan, kind) * each * sizeof *all);
    bool good = all != NULL;
    for (int i = 0; good && i < tl_plan_variables(&s->plan, kind); i++) {
        char name[TL_MERGED_NAME_SIZE];
        tl_merged_name(s, kind, i, name);
        double *values = read_dataset(file, name, H5T_NATIVE_DOUBLE, sizeof *values, each);
        good = values != NULL;
        if (good) {
            memcpy(all + (size_t)i * each, values, each * sizeof *values);
        }
        free(values);
    }
    if (!good) {
        free(all);
    }
    return good ? all : NULL;
}

bool tl_merged_runs(tl_MergedRuns *runs, const tl_Sweep *s, const char *path, tl_Messages *messages)
{
    hid_t file = tl_hdf5_open(path);
    size_t count = (size_t)tl_plan_runs(&s->plan);
    *runs = (tl_MergedRuns){0};
    if (file < 0) {
        return fail_damaged(messages, path);
    }
    runs->digest = read_dataset(file, "digest", H5T_NATIVE_UINT64, sizeof *runs->digest, count);
    runs->status = read_dataset(file, "status", H5T_NATIVE_INT32, sizeof *runs->status, count);
    bool good = runs->digest != NULL && runs->status != NULL;
    for (tl_Kept kind = 0; good && kind < TL_KEPT_KINDS; kind++) {
        if (tl_plan_values(&s->plan, kind) > 0) {
            runs->kept[kind] = read_kind(file, s, kind);
            good = runs->kept[kind] != NULL;
        }
    }
    good = good || fail_damaged(messages, path); /* before HDF5 forgets why */
    H5Fclose(file);
    return good;
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
