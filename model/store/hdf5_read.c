#include "store/hdf5_read.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_heap.h"
#include "system/input.h"

/* A dataset stays below what deflate could have packed into the file (1032 to 1), and something for small ones. */
static const hsize_t LEAST_BYTES = (hsize_t)1 << 28, MOST_PACKED = 1032;

/* ---- what went wrong ----------------------------------------------------------------------------------- */

bool tl_reader_fail(tl_Reader *r, const char *name, const char *what)
{
    if (!r->failed) { /* the file itself has no name */
        snprintf(r->error, sizeof r->error, name[0] != '\0' ? "'%.200s' %s" : "%.200s%s", name, what);
    }
    r->failed = true;
    return false;
}

static bool damaged(tl_Reader *r, const char *name, const char *cause)
{
    if (!r->failed) {
        int used = snprintf(r->error, sizeof r->error, "is damaged, cut off or no %.80s: ", r->kind);
        snprintf(r->error + used, sizeof r->error - (size_t)used,
                 name[0] != '\0' ? "'%.200s' %s" : "%.200s%s", name, cause);
    }
    r->failed = true;
    return false;
}

bool tl_reader_damaged(tl_Reader *r, const char *name)
{
    char cause[TL_FILE_ERROR_SIZE / 2];
    tl_hdf5_cause(cause, sizeof cause);
    return damaged(r, name, cause);
}

bool tl_reader_say(const tl_Reader *r, tl_Messages *messages)
{
    return tl_error(messages, (tl_Place){.file = r->path}, "%s", r->error);
}

/* ---- the file ------------------------------------------------------------------------------------------ */

bool tl_is_hdf5(const char *path)
{
    const char *kind;
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    return tl_input_check(path, &kind) && H5Fis_hdf5(path) > 0;
}

bool tl_reader_open(tl_Reader *r, const char *path, const char *kind)
{
    const char *what;
    *r = (tl_Reader){.id = H5I_INVALID_HID, .path = path, .kind = kind};
    if (!tl_input_check(path, &what)) {
        r->failed = true;
        snprintf(r->error, sizeof r->error, "%s%s", what != NULL ? "is not a file but " : "",
                 what != NULL ? what : strerror(errno));
        return false;
    }
    hid_t access = tl_hdf5_access();
    r->id = H5Fopen(path, H5F_ACC_RDONLY, access);
    bool good = r->id >= 0 || tl_reader_damaged(r, ""); /* before the next call empties the stack of causes */
    H5Pclose(access);
    return good;
}

void tl_reader_close(tl_Reader *r)
{
    if (r->id >= 0) {
        H5Fclose(r->id);
        r->id = H5I_INVALID_HID;
    }
}

static bool there(tl_Reader *r, htri_t found, const char *name)
{
    return found < 0 ? tl_reader_damaged(r, name) : found > 0;
}

bool tl_reader_has(tl_Reader *r, const char *name)
{
    return !r->failed && there(r, H5Lexists(r->id, name, H5P_DEFAULT), name);
}

bool tl_reader_has_attribute(tl_Reader *r, const char *name)
{
    return !r->failed && there(r, H5Aexists(r->id, name), name);
}

/* ---- entries ------------------------------------------------------------------------------------------- */

/* Why the values of a dataset are not its own; NULL where they are. */
static const char *values_elsewhere(hid_t dataset)
{
    hid_t properties = H5Dget_create_plist(dataset);
    const char *why = NULL;
    if (properties < 0) {
        why = "cannot be read";
    } else if (H5Pget_layout(properties) == H5D_VIRTUAL) {
        why = "is put together from other datasets (a virtual dataset), which is not followed";
    } else if (H5Pget_external_count(properties) != 0) {
        why = "keeps its values in other files (external storage), which is not followed";
    }
    if (properties >= 0) {
        H5Pclose(properties);
    }
    return why;
}

/* An identifier, negative after a failure. */
static hid_t open_dataset(tl_Reader *r, const char *name)
{
    H5L_info_t link;
    if (!tl_reader_has(r, name)) {
        damaged(r, name, "is not there");
        return H5I_INVALID_HID;
    }
    bool known = H5Lget_info(r->id, name, &link, H5P_DEFAULT) >= 0;
    if (known && link.type != H5L_TYPE_HARD) {
        damaged(r, name,
                link.type == H5L_TYPE_EXTERNAL ? "is a link to another file, which is not followed"
                                               : "is a link, which is not followed");
        return H5I_INVALID_HID;
    }
    hid_t dataset = known ? H5Dopen2(r->id, name, H5P_DEFAULT) : H5I_INVALID_HID;
    if (dataset < 0) {
        tl_reader_damaged(r, name);
        return dataset;
    }
    const char *why = values_elsewhere(dataset);
    if (why != NULL) {
        H5Dclose(dataset);
        damaged(r, name, why);
        return H5I_INVALID_HID;
    }
    return dataset;
}

static bool measure(tl_Reader *r, tl_Entry *e)
{
    if (e->type < 0 || e->space < 0) {
        return tl_reader_damaged(r, e->name);
    }
    e->rank = H5Sget_simple_extent_ndims(e->space);
    if (e->rank < 0 || e->rank > TL_FILE_RANK || H5Sget_simple_extent_type(e->space) == H5S_NULL) {
        return tl_reader_fail(r, e->name, "is of a type or shape that no file of Tillit holds");
    }
    return e->rank == 0 || H5Sget_simple_extent_dims(e->space, e->lengths, e->most) >= 0 ||
           tl_reader_damaged(r, e->name);
}

static tl_Entry no_entry(const char *name, bool is_attribute)
{
    return (tl_Entry){.name = name,
                      .id = H5I_INVALID_HID,
                      .type = H5I_INVALID_HID,
                      .space = H5I_INVALID_HID,
                      .is_attribute = is_attribute};
}

bool tl_reader_find(tl_Reader *r, const char *name, tl_Entry *e)
{
    *e = no_entry(name, false);
    e->id = r->failed ? H5I_INVALID_HID : open_dataset(r, name);
    if (e->id < 0) {
        return false;
    }
    e->type = H5Dget_type(e->id);
    e->space = H5Dget_space(e->id);
    return measure(r, e);
}

bool tl_reader_find_attribute(tl_Reader *r, hid_t owner, const char *name, tl_Entry *e)
{
    *e = no_entry(name, true);
    e->id = r->failed ? H5I_INVALID_HID : H5Aopen(owner, name, H5P_DEFAULT);
    if (e->id < 0) {
        return tl_reader_damaged(r, name);
    }
    e->type = H5Aget_type(e->id);
    e->space = H5Aget_space(e->id);
    return measure(r, e);
}

void tl_entry_close(tl_Entry *e)
{
    if (e->space >= 0) {
        H5Sclose(e->space);
    }
    if (e->type >= 0) {
        H5Tclose(e->type);
    }
    if (e->id >= 0 && e->is_attribute) {
        H5Aclose(e->id);
    } else if (e->id >= 0) {
        H5Dclose(e->id);
    }
    *e = no_entry(e->name, e->is_attribute);
}

/* H5DSis_scale would tell too, but frees its memory twice where the attribute by which it knows was tampered
 * with. */
bool tl_entry_is_dimension(const tl_Entry *e)
{
    return H5Aexists(e->id, "CLASS") > 0;
}

bool tl_reader_fits(tl_Reader *r, const tl_Entry *e, const hsize_t *block, size_t size, size_t *bytes)
{
    hsize_t file_size = 0, all = size, own = size;
    bool good = !r->failed && H5Fget_filesize(r->id, &file_size) >= 0;
    for (int d = 0; good && d < e->rank; d++) {
        good = block[d] <= e->lengths[d] &&
               (e->lengths[d] == 0 || all <= (hsize_t)INT64_MAX / MOST_PACKED / e->lengths[d]);
        own *= good ? block[d] : 1;
        all *= good ? e->lengths[d] : 1;
    }
    *bytes = (size_t)own;
    return (good && all <= LEAST_BYTES + MOST_PACKED * file_size) ||
           tl_reader_fail(r, e->name, "claims more values than its file could hold");
}

bool tl_reader_read(tl_Reader *r, const tl_Entry *e, hid_t type, const hsize_t *from, const hsize_t *count,
                    void *into)
{
    if (r->failed) {
        return false;
    }
    if (e->is_attribute) {
        return H5Aread(e->id, type, into) >= 0 || tl_reader_damaged(r, e->name);
    }
    bool texts = H5Tget_class(e->type) == H5T_STRING && H5Tis_variable_str(e->type) > 0;
    if (texts && !r->own && !tl_hdf5_texts_are_sound(r->path, e->id)) {
        return tl_reader_fail(r, e->name, "is damaged: a text of another length, or none");
    }
    hid_t memory = H5Screate_simple(e->rank, count, NULL);
    bool good = H5Sselect_hyperslab(e->space, H5S_SELECT_SET, from, NULL, count, NULL) >= 0 &&
                H5Dread(e->id, type, memory, e->space, H5P_DEFAULT, into) >= 0;
    good = good || tl_reader_damaged(r, e->name);
    H5Sclose(memory);
    return good;
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

/* Opens a dataset of numbers of this rank, and of these lengths where there are any. */
static bool find_numbers(tl_Reader *r, const char *name, int rank, const hsize_t *lengths, tl_Entry *e)
{
    if (!tl_reader_find(r, name, e)) {
        return false;
    }
    H5T_class_t class = H5Tget_class(e->type);
    bool fits = (class == H5T_INTEGER || class == H5T_FLOAT) && e->rank == rank;
    for (int d = 0; fits && lengths != NULL && d < rank; d++) {
        fits = e->lengths[d] == lengths[d];
    }
    return fits || damaged(r, name, "is of another type or length");
}

bool tl_reader_lengths(tl_Reader *r, const char *name, int rank, hsize_t *lengths)
{
    tl_Entry e;
    bool good = find_numbers(r, name, rank, NULL, &e);
    memcpy(lengths, e.lengths, (size_t)rank * sizeof *lengths);
    tl_entry_close(&e);
    return good;
}

static void *read_numbers(tl_Reader *r, const tl_Entry *e, tl_Type type, const hsize_t *from,
                          const hsize_t *count)
{
    size_t bytes;
    if (!tl_reader_fits(r, e, count, tl_type_size(type), &bytes)) {
        return NULL;
    }
    char *values = malloc(bytes + 1);
    if (values == NULL) {
        tl_reader_fail(r, e->name, "does not fit into memory");
    } else if (!tl_reader_read(r, e, tl_hdf5_type(type), from, count, values)) {
        free(values);
        values = NULL;
    } else {
        values[bytes] = '\0';
    }
    return values;
}

void *tl_reader_some(tl_Reader *r, const char *name, tl_Type type, int rank, const hsize_t *lengths,
                     int first, int count)
{
    tl_Entry e;
    hsize_t from[TL_FILE_RANK] = {0, (hsize_t)first}, block[TL_FILE_RANK];
    void *values = NULL;
    if (find_numbers(r, name, rank, lengths, &e)) {
        memcpy(block, e.lengths, sizeof block);
        block[1] = count > 0 ? (hsize_t)count : block[1];
        values = read_numbers(r, &e, type, from, block);
    }
    tl_entry_close(&e);
    return values;
}

void *tl_reader_numbers(tl_Reader *r, const char *name, tl_Type type, int rank, const hsize_t *lengths)
{
    return tl_reader_some(r, name, type, rank, lengths, 0, 0);
}

/* ---- texts --------------------------------------------------------------------------------------------- */

char *tl_reader_bytes(tl_Reader *r, const char *name)
{
    return tl_reader_numbers(r, name, TL_UINT8, 1, NULL);
}

/* Copies what HDF5 allocated, and gives that back. */
static bool copy_texts(tl_Reader *r, const tl_Entry *e, char **own, int count, char **texts)
{
    bool good = true;
    for (int i = 0; i < count; i++) {
        texts[i] = strdup(own[i] != NULL ? own[i] : "");
        good = good && texts[i] != NULL;
    }
    H5Dvlen_reclaim(e->type, e->space, H5P_DEFAULT, own);
    return good || tl_reader_fail(r, e->name, "does not fit into memory");
}

bool tl_reader_texts(tl_Reader *r, const char *name, int count, char **texts)
{
    tl_Entry e;
    char **own = calloc((size_t)count + 1, sizeof *own);
    memset(texts, 0, (size_t)count * sizeof *texts);
    bool good = tl_reader_find(r, name, &e);
    bool fits = good && H5Tget_class(e.type) == H5T_STRING && H5Tis_variable_str(e.type) > 0 && e.rank == 1 &&
                e.lengths[0] == (hsize_t)count;
    if (good && !fits) {
        good = damaged(r, name, "is of another type or length");
    }
    good = good && (own != NULL || tl_reader_fail(r, name, "does not fit into memory")) &&
           tl_reader_read(r, &e, e.type, (hsize_t[]){0}, e.lengths, own) &&
           copy_texts(r, &e, own, count, texts);
    for (int i = 0; !good && i < count; i++) {
        free(texts[i]);
        texts[i] = NULL;
    }
    free(own);
    tl_entry_close(&e);
    return good;
}

/* ---- attributes of the file ---------------------------------------------------------------------------- */

static bool read_integer(tl_Reader *r, const char *name, int64_t *value)
{
    tl_Entry e;
    *value = 0;
    bool good = tl_reader_find_attribute(r, r->id, name, &e);
    if (good && (H5Tget_class(e.type) != H5T_INTEGER || H5Sget_simple_extent_npoints(e.space) != 1)) {
        good = damaged(r, name, "is no whole number");
    }
    good = good && tl_reader_read(r, &e, H5T_NATIVE_INT64, NULL, NULL, value);
    tl_entry_close(&e);
    return good;
}

bool tl_reader_text(tl_Reader *r, const char *name, char *text, size_t size)
{
    tl_Entry e;
    text[0] = '\0';
    bool good = tl_reader_find_attribute(r, r->id, name, &e);
    if (good && (H5Tget_class(e.type) != H5T_STRING || H5Tis_variable_str(e.type) != 0 ||
                 H5Sget_simple_extent_npoints(e.space) != 1)) {
        good = damaged(r, name, "is no text");
    }
    if (good) {
        hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, size);
        H5Tset_cset(type, H5Tget_cset(e.type) == H5T_CSET_UTF8 ? H5T_CSET_UTF8 : H5T_CSET_ASCII);
        good = tl_reader_read(r, &e, type, NULL, NULL, text);
        text[size - 1] = '\0';
        H5Tclose(type);
    }
    tl_entry_close(&e);
    return good;
}

bool tl_reader_layout(tl_Reader *r, const char *name, const char *what, int expected)
{
    int64_t layout;
    if (!read_integer(r, name, &layout)) {
        return false;
    }
    if (layout != expected) {
        snprintf(r->error, sizeof r->error, "has %s %lld, and this program reads layout %d", what,
                 (long long)layout, expected);
        r->failed = true;
    }
    return !r->failed;
}
