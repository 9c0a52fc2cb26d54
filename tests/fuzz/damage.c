#include "damage.h"

#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_STEPS = 6, MOST_LENGTH = 64, NAME = 128 };

/* The fuzzer's bytes, taken one after another; zeros when they are used up. */
typedef struct Bytes {
    const uint8_t *next;
    size_t left;
} Bytes;

static unsigned take(Bytes *bytes)
{
    if (bytes->left == 0) {
        return 0;
    }
    bytes->left--;
    return *bytes->next++;
}

static int64_t take_number(Bytes *bytes)
{
    static const int64_t telling[] = {0, 1, -1, 2, 255, 65536, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
    unsigned kind = take(bytes);
    if (kind < sizeof telling / sizeof telling[0]) {
        return telling[kind];
    }
    return (int64_t)kind << (take(bytes) % 56);
}

/* The n-th variable, whatever their number. */
static hid_t open_some(hid_t file, unsigned n, char name[NAME])
{
    H5G_info_t info;
    if (H5Gget_info(file, &info) < 0 || info.nlinks == 0) {
        return H5I_INVALID_HID;
    }
    H5Lget_name_by_idx(file, ".", H5_INDEX_NAME, H5_ITER_INC, n % info.nlinks, name, NAME, H5P_DEFAULT);
    return H5Dopen2(file, name, H5P_DEFAULT);
}

static hid_t some_type(unsigned n)
{
    const hid_t types[] = {H5T_STD_U8LE,   H5T_STD_I32LE,  H5T_STD_I64LE, H5T_STD_U64LE,
                           H5T_IEEE_F32LE, H5T_IEEE_F64LE, H5T_STD_I16BE};
    if (n % 9 < 7) {
        return H5Tcopy(types[n % 9]);
    }
    hid_t text = H5Tcopy(H5T_C_S1);
    H5Tset_size(text, n % 9 == 7 ? 5 : H5T_VARIABLE);
    return text;
}

static void write_values(hid_t dataset, Bytes *bytes)
{
    hid_t space = H5Dget_space(dataset), type = H5Dget_type(dataset);
    hssize_t count = H5Sget_simple_extent_npoints(space);
    if (H5Tget_class(type) != H5T_STRING && count > 0 && count < 1 << 20) {
        int64_t *values = calloc((size_t)count, sizeof *values);
        if (values != NULL &&
            H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0) {
            for (unsigned n = take(bytes) % 16 + 1; n > 0; n--) {
                values[(take(bytes) * 256u + take(bytes)) % (unsigned)count] = take_number(bytes);
            }
            H5Dwrite(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
        }
        free(values);
    }
    H5Tclose(type);
    H5Sclose(space);
}

/* Text in place of bytes: the rest of the fuzzer's bytes. */
static void write_text(hid_t file, const char *name, Bytes *bytes)
{
    hsize_t length = bytes->left;
    H5Ldelete(file, name, H5P_DEFAULT);
    hid_t space = H5Screate_simple(1, &length, NULL);
    hid_t dataset = H5Dcreate2(file, name, H5T_STD_U8LE, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    if (dataset >= 0 && length > 0) {
        H5Dwrite(dataset, H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes->next);
    }
    H5Dclose(dataset);
    H5Sclose(space);
    bytes->left = 0;
}

static void replace(hid_t file, const char *name, Bytes *bytes)
{
    hsize_t lengths[5];
    int rank = (int)(take(bytes) % 6);
    hid_t type = some_type(take(bytes));
    for (int i = 0; i < 5; i++) {
        lengths[i] = take(bytes) % MOST_LENGTH;
    }
    H5Ldelete(file, name, H5P_DEFAULT);
    hid_t space = rank == 0 ? H5Screate(H5S_SCALAR) : H5Screate_simple(rank, lengths, NULL);
    hid_t dataset = H5Dcreate2(file, name, type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
    H5Dclose(dataset);
    H5Sclose(space);
    H5Tclose(type);
}

/* Some attribute of the file or a variable goes, or comes back with another type and value. */
static void change_attribute(hid_t object, Bytes *bytes)
{
    char name[NAME];
    H5O_info_t info;
    if (H5Oget_info2(object, &info, H5O_INFO_NUM_ATTRS) < 0 || info.num_attrs == 0) {
        return;
    }
    hid_t old = H5Aopen_by_idx(object, ".", H5_INDEX_NAME, H5_ITER_INC, take(bytes) % info.num_attrs,
                               H5P_DEFAULT, H5P_DEFAULT);
    H5Aget_name(old, sizeof name, name);
    H5Aclose(old);
    H5Adelete(object, name);
    unsigned kind = take(bytes);
    if (kind % 3 == 0) {
        return;
    }
    hsize_t length = take(bytes) % 5;
    hid_t type = some_type(kind),
          space = kind % 3 == 1 ? H5Screate(H5S_SCALAR) : H5Screate_simple(1, &length, NULL);
    hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    int64_t values[5] = {take_number(bytes), take_number(bytes)};
    if (H5Tget_class(type) != H5T_STRING) {
        H5Awrite(attribute, H5T_NATIVE_INT64, values);
    }
    H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
}

static void step(hid_t file, Bytes *bytes)
{
    char name[NAME];
    unsigned what = take(bytes) % 8;
    if (what == 0) {
        change_attribute(file, bytes);
        return;
    }
    hid_t dataset = open_some(file, take(bytes) * 256u + take(bytes), name);
    if (dataset < 0) {
        return;
    }
    if (what == 1) {
        change_attribute(dataset, bytes);
    } else if (what <= 3) {
        write_values(dataset, bytes);
    }
    H5Dclose(dataset);
    if (what == 4) {
        H5Ldelete(file, name, H5P_DEFAULT);
    } else if (what == 5) {
        replace(file, name, bytes);
    } else if (what == 6) {
        H5Lmove(file, name, file, "moved", H5P_DEFAULT, H5P_DEFAULT);
    } else if (what == 7) {
        write_text(file, name, bytes);
    }
}

void damage_file(const char *path, const uint8_t *data, size_t size)
{
    Bytes bytes = {data, size};
    H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
    hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
    for (int i = 0; i < MOST_STEPS && bytes.left > 0; i++) {
        step(file, &bytes);
    }
    H5Fclose(file);
}
