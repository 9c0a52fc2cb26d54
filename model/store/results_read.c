#define _POSIX_C_SOURCE 200809L

#include "store/results_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/hdf5_file.h"
#include "store/hdf5_heap.h"
#include "store/results.h"
#include "system/input.h"

typedef struct Reader {
    const char *path;
    char *error;
    size_t error_size;
    hid_t file;
    hsize_t arm_count, replicate_count;
} Reader;

/* Longer than any config, so that an altered length is an error rather than a huge allocation. */
static const hsize_t longest_config = 1U << 30;

static bool fail(Reader *reader, const char *message)
{
    snprintf(reader->error, reader->error_size, "%s: %s", reader->path, message);
    return false;
}

static bool fail_damaged(Reader *reader)
{
    char cause[TL_FILE_ERROR_SIZE / 2];
    tl_hdf5_cause(cause, sizeof cause);
    snprintf(reader->error, reader->error_size, "%s: is damaged, cut off or no Tillit result file (%s)",
             reader->path, cause);
    return false;
}

static bool open_file(Reader *reader)
{
    const char *kind;
    if (!tl_input_check(reader->path, &kind)) {
        char message[64];
        snprintf(message, sizeof message, "is not a file but %s", kind != NULL ? kind : "");
        return fail(reader, kind != NULL ? message : strerror(errno));
    }
    reader->file = tl_hdf5_open(reader->path);
    return reader->file >= 0 || fail_damaged(reader);
}

static bool check_layout(Reader *reader)
{
    int32_t layout = 0;
    hid_t attribute = H5Aopen(reader->file, "layout_version", H5P_DEFAULT);
    if (attribute < 0) {
        return fail_damaged(reader);
    }
    hid_t space = H5Aget_space(attribute);
    bool read =
        H5Sget_simple_extent_npoints(space) == 1 && H5Aread(attribute, H5T_NATIVE_INT32, &layout) >= 0;
    H5Sclose(space);
    H5Aclose(attribute);
    if (!read) {
        return fail_damaged(reader);
    }
    if (layout != TL_LAYOUT_VERSION) {
        char message[96];
        snprintf(message, sizeof message, "has layout %d, and this program reads layout %d", (int)layout,
                 TL_LAYOUT_VERSION);
        return fail(reader, message);
    }
    return true;
}

/* Opens a dataset of the given rank and type class and gives its lengths. */
static hid_t open_numbers(Reader *reader, const char *name, int rank, hsize_t *lengths)
{
    hid_t dataset = tl_hdf5_dataset(reader->file, name);
    if (dataset < 0) {
        fail_damaged(reader);
        return dataset;
    }
    hid_t space = H5Dget_space(dataset), type = H5Dget_type(dataset);
    bool fits = H5Tget_class(type) == H5T_INTEGER && H5Sget_simple_extent_ndims(space) == rank &&
                H5Sget_simple_extent_dims(space, lengths, NULL) == rank;
    H5Tclose(type);
    H5Sclose(space);
    if (fits) {
        return dataset;
    }
    H5Dclose(dataset);
    fail(reader, "is damaged or no Tillit result file");
    return H5I_INVALID_HID;
}

static bool read_shape(Reader *reader)
{
    hsize_t lengths[2];
    hid_t dataset = open_numbers(reader, "digest", 2, lengths);
    if (dataset < 0) {
        return false;
    }
    H5Dclose(dataset);
    reader->arm_count = lengths[0];
    reader->replicate_count = lengths[1];
    return true;
}

static bool start(Reader *reader, const char *path, char *error, size_t error_size)
{
    *reader = (Reader){.path = path, .error = error, .error_size = error_size, .file = H5I_INVALID_HID};
    return open_file(reader) && check_layout(reader) && read_shape(reader);
}

static bool start_at(Reader *reader, const char *path, int arm, int replicate, char *error, size_t error_size)
{
    if (!start(reader, path, error, error_size)) {
        return false;
    }
    if (arm >= 0 && (hsize_t)arm < reader->arm_count && replicate >= 0 &&
        (hsize_t)replicate < reader->replicate_count) {
        return true;
    }
    char message[128];
    snprintf(message, sizeof message, "has no arm %d with a replicate %d (arms: %llu, replicates: %llu)",
             arm + 1, replicate + 1, (unsigned long long)reader->arm_count,
             (unsigned long long)reader->replicate_count);
    return fail(reader, message);
}

static void finish(Reader *reader)
{
    if (reader->file >= 0) {
        H5Fclose(reader->file);
    }
}

bool tl_results_read_shape(const char *path, int *arm_count, int *replicate_count, char *error,
                           size_t error_size)
{
    Reader reader;
    bool done = start(&reader, path, error, error_size);
    if (done && arm_count) {
        *arm_count = (int)reader.arm_count;
    }
    if (done && replicate_count) {
        *replicate_count = (int)reader.replicate_count;
    }
    finish(&reader);
    return done;
}

static char *read_text(Reader *reader, const char *name)
{
    hsize_t length;
    hid_t dataset = open_numbers(reader, name, 1, &length);
    if (dataset < 0) {
        return NULL;
    }
    char *text = length < longest_config ? malloc((size_t)length + 1) : NULL;
    if (!text) {
        fail(reader, "holds a config that does not fit into memory");
    } else if (H5Dread(dataset, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) < 0) {
        fail_damaged(reader);
        free(text);
        text = NULL;
    } else {
        text[length] = '\0';
    }
    H5Dclose(dataset);
    return text;
}

char *tl_results_read_config(const char *path, int arm, char *error, size_t error_size)
{
    Reader reader;
    char *text = NULL;
    if (start_at(&reader, path, arm, 0, error, error_size)) {
        char name[32];
        snprintf(name, sizeof name, "config_%d", arm + 1);
        text = read_text(&reader, name);
    }
    finish(&reader);
    return text;
}

/* All of a dataset of texts, each to be freed. */
static bool copy_texts(Reader *reader, hid_t dataset, hid_t type, hid_t space, int count, char **texts)
{
    char **own = calloc((size_t)count + 1, sizeof *own);
    bool good = own != NULL;
    if (!good) {
        return fail(reader, "holds names that do not fit into memory");
    }
    if (H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, own) < 0) {
        free(own);
        return fail_damaged(reader);
    }
    for (int i = 0; i < count; i++) {
        texts[i] = strdup(own[i] != NULL ? own[i] : "");
        good = good && texts[i] != NULL;
    }
    H5Dvlen_reclaim(type, space, H5P_DEFAULT, own);
    free(own);
    return good || fail(reader, "holds names that do not fit into memory");
}

static bool read_texts(Reader *reader, const char *name, int count, char **texts)
{
    hid_t dataset = tl_hdf5_dataset(reader->file, name);
    if (dataset < 0) {
        return fail_damaged(reader);
    }
    hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
    bool fits = H5Tget_class(type) == H5T_STRING && H5Tis_variable_str(type) > 0 &&
                H5Sget_simple_extent_npoints(space) == count &&
                tl_hdf5_texts_are_sound(reader->path, dataset);
    bool good = fits ? copy_texts(reader, dataset, type, space, count, texts)
                     : fail(reader, "is damaged or no Tillit result file");
    H5Sclose(space);
    H5Tclose(type);
    H5Dclose(dataset);
    return good;
}

bool tl_results_read_arms(const char *path, int count, char **names, char *error, size_t error_size)
{
    Reader reader;
    memset(names, 0, (size_t)count * sizeof *names);
    bool good =
        start_at(&reader, path, count - 1, 0, error, error_size) && read_texts(&reader, "arm", count, names);
    finish(&reader);
    for (int i = 0; !good && i < count; i++) {
        free(names[i]);
        names[i] = NULL;
    }
    return good;
}

char *tl_results_read_experiment(const char *path, char *error, size_t error_size)
{
    Reader reader;
    char *text = NULL;
    if (start_at(&reader, path, 0, 0, error, error_size)) {
        htri_t there = H5Lexists(reader.file, "experiment", H5P_DEFAULT);
        if (there < 0) {
            fail_damaged(&reader);
        } else {
            text = there > 0 ? read_text(&reader, "experiment") : calloc(1, 1);
        }
    }
    finish(&reader);
    return text;
}

static bool read_cell(Reader *reader, hid_t dataset, hsize_t arm, hsize_t replicate, uint64_t *value)
{
    hid_t space = H5Dget_space(dataset), memory = H5Screate(H5S_SCALAR);
    H5Sselect_hyperslab(space, H5S_SELECT_SET, (hsize_t[]){arm, replicate}, NULL, (hsize_t[]){1, 1}, NULL);
    bool read =
        H5Dread(dataset, H5T_NATIVE_UINT64, memory, space, H5P_DEFAULT, value) >= 0 || fail_damaged(reader);
    H5Sclose(memory);
    H5Sclose(space);
    return read;
}

bool tl_results_read_digest(const char *path, int arm, int replicate, uint64_t *digest, char *error,
                            size_t error_size)
{
    Reader reader;
    bool done = false;
    if (start_at(&reader, path, arm, replicate, error, error_size)) {
        hsize_t lengths[2];
        hid_t dataset = open_numbers(&reader, "digest", 2, lengths);
        done = dataset >= 0 && read_cell(&reader, dataset, (hsize_t)arm, (hsize_t)replicate, digest);
        if (dataset >= 0) {
            H5Dclose(dataset);
        }
    }
    finish(&reader);
    return done;
}

bool tl_results_read_attribute(const char *path, const char *name, char *text, size_t size, char *error,
                               size_t error_size)
{
    Reader reader;
    bool done = start(&reader, path, error, error_size);
    text[0] = '\0';
    htri_t there = done ? H5Aexists(reader.file, name) : 0;
    if (there < 0) {
        done = fail_damaged(&reader);
    } else if (there > 0) {
        hid_t attribute = H5Aopen(reader.file, name, H5P_DEFAULT);
        hid_t stored = H5Aget_type(attribute), type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, size); /* longer text is cut off, with its end marked */
        H5Tset_cset(type, H5Tget_cset(stored) == H5T_CSET_UTF8 ? H5T_CSET_UTF8 : H5T_CSET_ASCII);
        done = H5Aread(attribute, type, text) >= 0 || fail_damaged(&reader);
        text[size - 1] = '\0';
        H5Tclose(type);
        H5Tclose(stored);
        H5Aclose(attribute);
    }
    finish(&reader);
    return done;
}
