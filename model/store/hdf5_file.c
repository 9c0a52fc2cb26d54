#include "store/hdf5_file.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <hdf5_hl.h>

#include "store/hdf5_disk.h"
#include "system/memory.h"
#include "system/whole_file.h"

/* Chunks of 32 KiB: a chunk of one replicate's rows per variable stays in HDF5's cache (1 MiB a variable) for
 * some 30 replicates at once, so that writing period by period compresses each chunk once. */
enum { CHUNK_BYTES = 32768, NAME_SIZE = 128 };

/* ---- errors -------------------------------------------------------------------------------------------- */

typedef struct Cause {
    char *text;
    size_t size;
    bool from_system;
} Cause;

/* HDF5's file driver writes "..., errno = 28, error message = 'No space left on device', ..." */
static herr_t look_for_cause(unsigned depth, const H5E_error2_t *entry, void *context)
{
    static const char marker[] = "error message = '";
    Cause *cause = context;
    const char *said = entry->desc ? strstr(entry->desc, marker) : NULL;
    (void)depth;
    if (said && !cause->from_system) {
        said += sizeof marker - 1;
        snprintf(cause->text, cause->size, "%.*s", (int)strcspn(said, "'"), said);
        cause->from_system = true;
    } else if (entry->desc && cause->text[0] == '\0') {
        snprintf(cause->text, cause->size, "%s", entry->desc);
    }
    return 0;
}

void tl_hdf5_cause(char *text, size_t size)
{
    Cause cause = {.text = text, .size = size, .from_system = false};
    text[0] = '\0';
    H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, look_for_cause, &cause);
    if (text[0] == '\0') {
        snprintf(text, size, "no cause given by HDF5");
    }
}

bool tl_file_fail(tl_File *file, const char *format, ...)
{
    if (file->failed) {
        return false;
    }
    file->failed = true;
    char message[TL_FILE_ERROR_SIZE / 2];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    /* Of a very long path only the end, so that the message is seen. */
    size_t room = sizeof file->error - sizeof message - 2, length = strlen(file->path);
    const char *shown = length > room ? file->path + (length - room) : file->path;
    snprintf(file->error, sizeof file->error, "%.*s: %s", (int)room, shown, message);
    return false;
}

/* Notes a failure of the disk or of the HDF5 call that was just made; true if there was none. */
static bool good(tl_File *file, hid_t status, const char *what)
{
    if (file->disk_error && !file->failed) {
        tl_file_fail(file, "cannot %s: %s", what, strerror(file->disk_error));
    } else if (status < 0 && !file->failed) {
        char cause[TL_FILE_ERROR_SIZE / 4];
        tl_hdf5_cause(cause, sizeof cause);
        tl_file_fail(file, "cannot %s: %s", what, cause);
    }
    return status >= 0 && !file->failed;
}

/* ---- types --------------------------------------------------------------------------------------------- */

/* How a value lies in memory, and in the file: there with the same bytes on every machine. */
typedef struct Kind {
    hid_t memory, stored;
} Kind;

static Kind kind_of(tl_Type type)
{
    const Kind kinds[] = {
        [TL_UINT8] = {H5T_NATIVE_UINT8, H5T_STD_U8LE},   [TL_INT32] = {H5T_NATIVE_INT32, H5T_STD_I32LE},
        [TL_INT64] = {H5T_NATIVE_INT64, H5T_STD_I64LE},  [TL_UINT64] = {H5T_NATIVE_UINT64, H5T_STD_U64LE},
        [TL_FLOAT] = {H5T_NATIVE_FLOAT, H5T_IEEE_F32LE}, [TL_DOUBLE] = {H5T_NATIVE_DOUBLE, H5T_IEEE_F64LE}};
    return kinds[type];
}

size_t tl_type_size(tl_Type type)
{
    static const size_t sizes[] = {
        [TL_UINT8] = 1, [TL_INT32] = 4, [TL_INT64] = 8, [TL_UINT64] = 8, [TL_FLOAT] = 4, [TL_DOUBLE] = 8};
    return sizes[type];
}

hid_t tl_hdf5_type(tl_Type type)
{
    return kind_of(type).memory;
}

static bool is_real(tl_Type type)
{
    return type == TL_FLOAT || type == TL_DOUBLE;
}

void tl_gather(void *into, const void *first, size_t size, size_t stride, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        memcpy((char *)into + i * size, (const char *)first + i * stride, size);
    }
}

/* ---- the file ------------------------------------------------------------------------------------------ */

/* Access properties for all files: formats that HDF5 1.8 to 1.10 read, no locks, close closes all. Errors are
 * silenced. */
hid_t tl_hdf5_access(void)
{
    /* Everything is closed here; the library's own exit handler would stumble over a file that could not be
     * written. To be said before any other call. */
    H5dont_atexit();
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hid_t access = H5Pcreate(H5P_FILE_ACCESS);
    H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110);
    H5Pset_fclose_degree(access, H5F_CLOSE_STRONG);
#if H5_VERSION_GE(1, 10, 7)
    /* Names with a process id and rename do what locks would, and some clusters' file systems have none. */
    H5Pset_file_locking(access, false, true);
#endif
    return access;
}

/* Order of creation, which NetCDF-4 asks for, and no times, so that the same results give the same bytes. */
static void keep_order(hid_t properties)
{
    H5Pset_attr_creation_order(properties, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    H5Pset_obj_track_times(properties, false);
}

void tl_file_start(tl_File *file, const char *path)
{
    *file = (tl_File){.id = H5I_INVALID_HID, .path = tl_duplicate(path)};
}

void tl_file_claim(tl_File *file, bool overwrite)
{
    int cause = file->failed ? 0 : tl_file_check(file->path, overwrite);
    if (cause != 0) {
        tl_file_fail(file, "%s", tl_file_cause(cause));
    } else if (file->path[0] == '\0') {
        tl_file_fail(file, "the name of a file is expected");
    } else if (!file->failed) {
        tl_temporaries_clean_of(file->path);
    }
}

static bool create_temporary(tl_File *file)
{
    char *temporary = tl_allocate(strlen(file->path) + TL_TEMPORARY_SUFFIX, 1);
    int cause = tl_temporary_create(file->path, temporary);
    if (cause == 0) {
        file->temporary = temporary;
        return true;
    }
    free(temporary);
    return tl_file_fail(file,
                        cause == ENOENT ? "cannot create: its folder does not exist" : "cannot create: %s",
                        strerror(cause));
}

void tl_file_create(tl_File *file)
{
    if (file->failed || !create_temporary(file)) {
        return;
    }
    hid_t access = tl_hdf5_access();
    hid_t creation = H5Pcreate(H5P_FILE_CREATE);
    good(file, tl_disk_use(access, &file->disk_error), "create");
    H5Pset_link_creation_order(creation, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED);
    keep_order(creation);
    file->id = H5Fcreate(file->temporary, H5F_ACC_TRUNC, creation, access);
    good(file, file->id, "create");
    H5Pclose(creation);
    H5Pclose(access);
}

void *tl_file_allocate(tl_File *file, size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL) {
        tl_file_fail(file, "out of memory");
    }
    return memory;
}

bool tl_file_variables_end(tl_File *file)
{
    return !file->failed && good(file, tl_scales_write(&file->attachments), "attach a dimension");
}

bool tl_file_close(tl_File *file)
{
    /* A flush reports what a close might not. */
    if (!tl_file_variables_end(file) || !good(file, H5Fflush(file->id, H5F_SCOPE_LOCAL), "write")) {
        return false;
    }
    hid_t id = file->id;
    file->id = H5I_INVALID_HID;
    if (!good(file, H5Fclose(id), "write")) {
        return false;
    }
    int cause = tl_file_sync(file->temporary);
    if (cause != 0) {
        tl_file_fail(file, "cannot write: %s", tl_file_cause(cause));
    }
    return !file->failed;
}

bool tl_file_settle(tl_File *file)
{
    free(file->temporary);
    file->temporary = NULL;
    file->whole = true;
    int cause = tl_folder_sync(file->path);
    if (cause != 0) {
        tl_file_fail(file, "written, but its folder is not yet safe on disk: %s", tl_file_cause(cause));
    }
    return !file->failed;
}

bool tl_file_appear(tl_File *file, bool overwrite)
{
    int cause = tl_file_publish(file->temporary, file->path, overwrite);
    if (cause == 0) {
        return tl_file_settle(file);
    }
    file->whole = true;
    tl_temporary_keep(file->temporary);
    return tl_file_fail(file, "cannot take this name (%s); the results are whole in %s", tl_file_cause(cause),
                        file->temporary);
}

void tl_file_end(tl_File *file)
{
    if (file->id >= 0) { /* closed without writing what is still held, which is safe after any failure */
        file->disk_error = file->disk_error ? file->disk_error : ECANCELED;
        H5Fclose(file->id);
        file->id = H5I_INVALID_HID;
    }
    if (file->temporary != NULL && !file->whole) {
        tl_temporary_remove(file->temporary);
    }
    tl_scales_free(&file->attachments);
    free(file->temporary);
    free(file->path);
    file->temporary = file->path = NULL;
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

static void attribute(tl_File *file, hid_t owner, const char *name, hid_t stored, hid_t memory, hid_t space,
                      const void *value)
{
    hid_t id = H5Acreate2(owner, name, stored, space, H5P_DEFAULT, H5P_DEFAULT);
    if (good(file, id, "write an attribute")) {
        good(file, H5Awrite(id, memory, value), "write an attribute");
    }
    if (id >= 0) {
        H5Aclose(id);
    }
}

void tl_file_text(tl_File *file, hid_t owner, const char *name, const char *text)
{
    if (file->failed || !text || !*text) {
        return;
    }
    hid_t space = H5Screate(H5S_SCALAR);
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, strlen(text));
    H5Tset_strpad(type, H5T_STR_NULLPAD);
    H5Tset_cset(type, H5T_CSET_UTF8);
    attribute(file, owner, name, type, type, space, text);
    H5Tclose(type);
    H5Sclose(space);
}

/* NetCDF-4 keeps numbers in attributes as arrays of length 1. */
static void number_attribute(tl_File *file, hid_t owner, const char *name, tl_Type type, hid_t memory,
                             const void *value)
{
    if (file->failed) {
        return;
    }
    hid_t space = H5Screate_simple(1, (hsize_t[]){1}, NULL);
    attribute(file, owner, name, kind_of(type).stored, memory, space, value);
    H5Sclose(space);
}

void tl_file_integer(tl_File *file, hid_t owner, const char *name, tl_Type type, int64_t value)
{
    number_attribute(file, owner, name, type, H5T_NATIVE_INT64, &value);
}

void tl_file_real(tl_File *file, hid_t owner, const char *name, double value)
{
    number_attribute(file, owner, name, TL_DOUBLE, H5T_NATIVE_DOUBLE, &value);
}

/* ---- dimensions ---------------------------------------------------------------------------------------- */

tl_FileDimension tl_file_dimension(tl_File *file, const char *name, hsize_t length, bool grows)
{
    tl_FileDimension dimension = {.scale = H5I_INVALID_HID, .length = length, .grows = grows};
    if (file->failed) {
        return dimension;
    }
    /* By this text NetCDF-4 knows a dimension without a variable; nothing is ever written into its dataset.
     */
    char label[NAME_SIZE];
    snprintf(label, sizeof label, "This is a netCDF dimension but not a netCDF variable. %10llu",
             (unsigned long long)length);
    hsize_t most = grows ? H5S_UNLIMITED : length, chunk = CHUNK_BYTES / 4;
    hid_t space = H5Screate_simple(1, &length, &most);
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    keep_order(properties);
    if (grows) {
        H5Pset_chunk(properties, 1, &chunk);
    }
    dimension.scale = H5Dcreate2(file->id, name, H5T_IEEE_F32BE, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    if (good(file, dimension.scale, "create a dimension")) {
        good(file, H5DSset_scale(dimension.scale, label), "create a dimension");
    }
    H5Pclose(properties);
    H5Sclose(space);
    return dimension;
}

/* A dataset along one dimension that is written at once, without chunks. */
static hid_t write_flat(tl_File *file, const char *name, hid_t stored, hid_t memory, const void *values,
                        hsize_t length)
{
    hid_t space = H5Screate_simple(1, &length, NULL);
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    keep_order(properties);
    hid_t dataset = H5Dcreate2(file->id, name, stored, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    if (good(file, dataset, "create a variable")) {
        good(file, H5Dwrite(dataset, memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), "write");
    }
    H5Pclose(properties);
    H5Sclose(space);
    return dataset;
}

/* The same of texts of variable length, which xarray and NetCDF-4 read as text, where they read fixed lengths as
 * bytes. */
static hid_t write_texts(tl_File *file, const char *name, const char *const *texts, hsize_t length)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    H5Tset_cset(type, H5T_CSET_UTF8);
    hid_t dataset = write_flat(file, name, type, type, texts, length);
    H5Tclose(type);
    return dataset;
}

/* Makes a dataset its own dimension, as NetCDF's coordinate variables are. */
static tl_FileDimension coordinate(tl_File *file, hid_t dataset, const char *name, const char *meaning,
                                   hsize_t length)
{
    if (!file->failed && good(file, H5DSset_scale(dataset, name), "create a dimension")) {
        tl_file_text(file, dataset, "long_name", meaning);
    }
    return (tl_FileDimension){.scale = dataset, .length = length, .grows = false};
}

tl_FileDimension tl_file_names(tl_File *file, const char *name, const char *meaning, const char *const *names,
                               hsize_t length)
{
    hid_t dataset = file->failed ? H5I_INVALID_HID : write_texts(file, name, names, length);
    return coordinate(file, dataset, name, meaning, length);
}

tl_FileDimension tl_file_numbers(tl_File *file, const char *name, const char *meaning, int32_t first,
                                 hsize_t length)
{
    tl_FileDimension dimension = {.scale = H5I_INVALID_HID};
    if (file->failed) {
        return dimension;
    }
    int32_t *values = tl_allocate((size_t)length, sizeof *values);
    for (hsize_t i = 0; i < length; i++) {
        values[i] = first + (int32_t)i;
    }
    hid_t dataset = write_flat(file, name, H5T_STD_I32LE, H5T_NATIVE_INT32, values, length);
    dimension = coordinate(file, dataset, name, meaning, length);
    tl_file_text(file, dimension.scale, "units", "1");
    free(values);
    return dimension;
}

/* ---- variables ----------------------------------------------------------------------------------------- */

/* Fills a chunk from the innermost dimension outwards. */
static void choose_chunk(hsize_t *chunk, const tl_FileDimension *const *dimensions, int rank, tl_Type type)
{
    hsize_t room = CHUNK_BYTES / tl_type_size(type);
    for (int d = rank - 1; d >= 0; d--) {
        hsize_t length = dimensions[d]->grows ? room : dimensions[d]->length;
        chunk[d] = length < room ? length : room;
        chunk[d] = chunk[d] > 0 ? chunk[d] : 1;
        room /= chunk[d];
    }
}

static hid_t storage(tl_Type type, int rank, const hsize_t *chunk)
{
    hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
    keep_order(properties);
    H5Pset_chunk(properties, rank, chunk);
    H5Pset_shuffle(properties);
    H5Pset_deflate(properties, 1);
    H5Pset_fletcher32(properties);
    if (is_real(type)) {
        H5Pset_fill_value(properties, H5T_NATIVE_DOUBLE, &(double){NAN});
    }
    return properties;
}

static hid_t create_dataset(tl_File *file, const char *name, tl_Type type,
                            const tl_FileDimension *const *dimensions, int rank)
{
    hsize_t size[TL_FILE_RANK], most[TL_FILE_RANK], chunk[TL_FILE_RANK];
    for (int d = 0; d < rank; d++) {
        size[d] = dimensions[d]->length;
        most[d] = dimensions[d]->grows ? H5S_UNLIMITED : size[d];
    }
    choose_chunk(chunk, dimensions, rank, type);
    hid_t space = H5Screate_simple(rank, size, most);
    hid_t properties = storage(type, rank, chunk);
    hid_t dataset =
        H5Dcreate2(file->id, name, kind_of(type).stored, space, H5P_DEFAULT, properties, H5P_DEFAULT);
    good(file, dataset, "create a variable");
    H5Pclose(properties);
    H5Sclose(space);
    return dataset;
}

static void describe(tl_File *file, hid_t dataset, const tl_Definition *definition)
{
    tl_file_text(file, dataset, "long_name", definition->meaning);
    tl_file_text(file, dataset, "units", definition->unit);
    tl_file_text(file, dataset, "long_name_sv", definition->swedish);
    tl_file_text(file, dataset, "units_sv", definition->swedish_unit);
    tl_file_text(file, dataset, "published", definition->published);
    tl_file_text(file, dataset, "source", definition->source);
    tl_file_text(file, dataset, "coordinates", definition->coordinates);
    if (is_real(definition->type)) {
        number_attribute(file, dataset, "_FillValue", definition->type, H5T_NATIVE_DOUBLE, &(double){NAN});
    }
}

static void attach(tl_File *file, hid_t dataset, const tl_FileDimension *const *dimensions, int rank)
{
    hid_t scales[TL_FILE_RANK];
    for (int d = 0; d < rank; d++) {
        scales[d] = dimensions[d]->scale;
    }
    if (!file->failed) {
        good(file, tl_scales_attach(&file->attachments, dataset, scales, rank), "attach a dimension");
    }
}

tl_Variable tl_file_variable(tl_File *file, const tl_Definition *definition,
                             const tl_FileDimension *const *dimensions, int rank)
{
    tl_Variable variable = {.dataset = H5I_INVALID_HID, .type = definition->type, .rank = rank};
    if (file->failed) {
        return variable;
    }
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s%s", definition->prefix ? definition->prefix : "", definition->name);
    variable.dataset = create_dataset(file, name, definition->type, dimensions, rank);
    describe(file, variable.dataset, definition);
    attach(file, variable.dataset, dimensions, rank);
    return variable;
}

tl_Variable tl_file_values(tl_File *file, const tl_Definition *definition,
                           const tl_FileDimension *const *dimensions, int rank, const void *data)
{
    hsize_t start[TL_FILE_RANK] = {0}, count[TL_FILE_RANK];
    for (int d = 0; d < rank; d++) {
        count[d] = dimensions[d]->length;
    }
    tl_Variable variable = tl_file_variable(file, definition, dimensions, rank);
    tl_file_write(file, &variable, start, count, data);
    return variable;
}

void tl_file_integers(tl_File *file, const tl_FileDimension *dimension, const char *name, const char *unit,
                      const char *meaning, const int32_t *values)
{
    const tl_Definition definition = {.name = name, .unit = unit, .meaning = meaning, .type = TL_INT32};
    tl_file_values(file, &definition, &dimension, 1, values);
}

void tl_file_long_text(tl_File *file, const char *name, const char *meaning, const char *text)
{
    char label[NAME_SIZE];
    const tl_Definition definition = {.name = name, .unit = "1", .meaning = meaning, .type = TL_UINT8};
    snprintf(label, sizeof label, "%s_byte", name);
    tl_FileDimension byte = tl_file_dimension(file, label, strlen(text), false);
    tl_file_values(file, &definition, (const tl_FileDimension *[]){&byte}, 1, text);
}

void tl_file_texts(tl_File *file, const tl_Definition *definition, const tl_FileDimension *dimension,
                   const char *const *texts)
{
    if (file->failed) {
        return;
    }
    hid_t dataset = write_texts(file, definition->name, texts, dimension->length);
    attach(file, dataset, &dimension, 1);
    tl_file_text(file, dataset, "long_name", definition->meaning);
}

void tl_file_write(tl_File *file, const tl_Variable *variable, const hsize_t *start, const hsize_t *count,
                   const void *data)
{
    if (file->failed) {
        return;
    }
    hid_t memory = H5Screate_simple(variable->rank, count, NULL);
    hid_t space = H5Dget_space(variable->dataset);
    if (good(file, H5Sselect_hyperslab(space, H5S_SELECT_SET, start, NULL, count, NULL), "write")) {
        good(file,
             H5Dwrite(variable->dataset, tl_hdf5_type(variable->type), memory, space, H5P_DEFAULT, data),
             "write");
    }
    H5Sclose(space);
    H5Sclose(memory);
}

void tl_file_extend(tl_File *file, hid_t dataset, hsize_t length)
{
    if (!file->failed) {
        good(file, H5Dset_extent(dataset, &length), "write");
    }
}
