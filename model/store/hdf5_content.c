#define _POSIX_C_SOURCE 200809L

#include "store/hdf5_content.h"

#include "store/hdf5_heap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST_TYPE = 4 };

/* A value's bytes stay below this; those of a whole dataset below what deflate could have packed into the
 * file (1032 to 1), so that a length that was tampered with neither fills the memory nor takes for ever. */
static const hsize_t MOST_BYTES = (hsize_t)1 << 28, MOST_PACKED = 1032;

/* ---- what went wrong ----------------------------------------------------------------------------------- */

static bool fail(tl_Content *content, const char *name, const char *what)
{
    snprintf(content->error, sizeof content->error, "'%.200s' %s", name[0] != '\0' ? name : "/", what);
    return false;
}

static bool fail_damaged(tl_Content *content, const char *name)
{
    char cause[TL_FILE_ERROR_SIZE / 4], what[TL_FILE_ERROR_SIZE / 2];
    tl_hdf5_cause(cause, sizeof cause);
    snprintf(what, sizeof what, "cannot be read (%s)", cause);
    return fail(content, name, what);
}

/* ---- bytes and names ----------------------------------------------------------------------------------- */

static bool append(tl_Bytes *to, const void *from, size_t size)
{
    if (to->size + size > to->room) {
        size_t room = 2 * (to->size + size);
        unsigned char *larger = realloc(to->bytes, room);
        if (larger == NULL) {
            return false;
        }
        to->bytes = larger;
        to->room = room;
    }
    if (size > 0) {
        memcpy(to->bytes + to->size, from, size);
    }
    to->size += size;
    return true;
}

static bool append_text(tl_Bytes *to, const char *text, size_t length)
{
    return append(to, text, length) && append(to, "", 1);
}

static bool add_text(tl_Names *names, const char *text)
{
    char **larger = realloc(names->texts, (names->count + 1) * sizeof *larger);
    char *copy = strdup(text);
    names->texts = larger != NULL ? larger : names->texts;
    if (larger == NULL || copy == NULL) {
        free(copy);
        return false;
    }
    names->texts[names->count++] = copy;
    return true;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sort_names(tl_Names *names)
{
    if (names->count > 0) {
        qsort(names->texts, names->count, sizeof *names->texts, compare_texts);
    }
}

void tl_names_free(tl_Names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        free(names->texts[i]);
    }
    free(names->texts);
    *names = (tl_Names){0};
}

/* ---- the datasets -------------------------------------------------------------------------------------- */

static herr_t add_link(hid_t group, const char *name, const H5L_info_t *info, void *context)
{
    (void)group;
    (void)info;
    return add_text(context, name) ? 0 : -1;
}

static herr_t add_attribute(hid_t owner, const char *name, const H5A_info_t *info, void *context)
{
    (void)owner;
    (void)info;
    return add_text(context, name) ? 0 : -1;
}

static int compare_addresses(const void *a, const void *b)
{
    haddr_t x = (*(tl_Object *const *)a)->address, y = (*(tl_Object *const *)b)->address;
    return (x > y) - (x < y);
}

static bool add_object(tl_Content *content, const char *name)
{
    H5O_info_t about;
    tl_Object *object = &content->objects[content->count];
    object->dataset = tl_hdf5_dataset(content->file, name);
    if (object->dataset < 0) {
        return fail_damaged(content, name);
    }
    content->by_address[content->count++] = object;
    object->name = strdup(name);
    if (object->name == NULL) {
        return fail(content, name, "does not fit into memory");
    }
    if (H5Oget_info(object->dataset, &about) < 0) {
        return fail_damaged(content, name);
    }
    object->address = about.addr;
    return true;
}

/* Iterated in the order of the file: HDF5 1.10 crashes on a damaged group when it has to sort the names. */
bool tl_content_list(tl_Content *content, hid_t file, const char *path)
{
    tl_Names names = {0};
    hsize_t from = 0;
    H5O_info_t about;
    *content = (tl_Content){.file = file, .path = path};
    if (path != NULL && !tl_hdf5_heaps_are_sound(path)) {
        return fail(content, "", errno != 0 ? strerror(errno) : "is damaged: its texts overlap");
    }
    bool good = H5Literate(file, H5_INDEX_NAME, H5_ITER_NATIVE, &from, add_link, &names) >= 0 ||
                fail_damaged(content, "");
    /* Its second index, in order of creation, is what other libraries read: HDF5 opens it to count its size.
     */
    good = good && (H5Oget_info(file, &about) >= 0 || fail_damaged(content, ""));
    sort_names(&names);
    content->objects = calloc(names.count + 1, sizeof *content->objects);
    content->by_address = calloc(names.count + 1, sizeof *content->by_address);
    if (good && (content->objects == NULL || content->by_address == NULL)) {
        good = fail(content, "", "does not fit into memory");
    }
    for (size_t i = 0; good && i < names.count; i++) {
        good = add_object(content, names.texts[i]);
    }
    if (good && content->count > 0) {
        qsort(content->by_address, content->count, sizeof *content->by_address, compare_addresses);
    }
    tl_names_free(&names);
    return good;
}

void tl_content_free(tl_Content *content)
{
    for (size_t i = 0; i < content->count; i++) {
        free(content->objects[i].name);
        H5Dclose(content->objects[i].dataset);
    }
    free(content->objects);
    free(content->by_address);
    content->objects = NULL;
    content->by_address = NULL;
    content->count = 0;
}

/* What a reference points at; "?" where that is none of the datasets. */
static const char *name_at(const tl_Content *content, haddr_t address)
{
    tl_Object key = {.address = address}, *wanted = &key;
    tl_Object **found = content->count > 0 ? bsearch(&wanted, content->by_address, content->count,
                                                     sizeof *content->by_address, compare_addresses)
                                           : NULL;
    return found != NULL ? (*found)->name : "?";
}

/* ---- types --------------------------------------------------------------------------------------------- */

static const char *number_name(hid_t type)
{
    const struct {
        hid_t type;
        const char *name;
    } ours[] = {{H5T_STD_U8LE, "uint8"},     {H5T_STD_I32LE, "int32"},
                {H5T_STD_U32LE, "uint32"},   {H5T_STD_I64LE, "int64"},
                {H5T_STD_U64LE, "uint64"},   {H5T_IEEE_F32LE, "float32"},
                {H5T_IEEE_F64LE, "float64"}, {H5T_IEEE_F32BE, "big-endian float32"}};
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
        if (H5Tequal(type, ours[i].type) > 0) {
            return ours[i].name;
        }
    }
    return NULL;
}

static void name_text_type(hid_t type, char *name, size_t size)
{
    const char *set = H5Tget_cset(type) == H5T_CSET_UTF8 ? "utf-8" : "ascii";
    if (H5Tis_variable_str(type) > 0) {
        snprintf(name, size, "text in %s", set);
    } else {
        const char *end = H5Tget_strpad(type) == H5T_STR_NULLTERM  ? "ended"
                          : H5Tget_strpad(type) == H5T_STR_NULLPAD ? "filled"
                                                                   : "spaced";
        snprintf(name, size, "%s text of %zu bytes in %s", end, H5Tget_size(type), set);
    }
}

static bool name_type(hid_t type, int depth, char *name, size_t size);

static bool name_compound(hid_t type, int depth, char *name, size_t size)
{
    int members = H5Tget_nmembers(type);
    size_t used = (size_t)snprintf(name, size, "(");
    bool good = members >= 1 && members <= 4;
    for (int i = 0; good && i < members && used < size; i++) {
        char own[TL_TYPE_NAME_SIZE] = "";
        hid_t member = H5Tget_member_type(type, (unsigned)i);
        char *label = H5Tget_member_name(type, (unsigned)i);
        good = member >= 0 && label != NULL && name_type(member, depth + 1, own, sizeof own);
        used += (size_t)snprintf(name + used, size - used, "%s%s %s", i > 0 ? ", " : "",
                                 label != NULL ? label : "", own);
        if (label != NULL) {
            H5free_memory(label);
        }
        if (member >= 0) {
            H5Tclose(member);
        }
    }
    if (good && used + 1 < size) {
        snprintf(name + used, size - used, ")");
    }
    return good && used + 1 < size;
}

static bool name_list(hid_t type, int depth, char *name, size_t size)
{
    char own[TL_TYPE_NAME_SIZE] = "";
    hid_t base = H5Tget_super(type);
    bool good = base >= 0 && name_type(base, depth + 1, own, sizeof own);
    if (base >= 0) {
        H5Tclose(base);
    }
    snprintf(name, size, "list of %.100s", own);
    return good;
}

/* False for a type that no file of ours holds. */
static bool name_type(hid_t type, int depth, char *name, size_t size)
{
    const char *number;
    switch (depth < DEEPEST_TYPE ? H5Tget_class(type) : H5T_NO_CLASS) {
    case H5T_INTEGER:
    case H5T_FLOAT:
        number = number_name(type);
        snprintf(name, size, "%s", number != NULL ? number : "");
        return number != NULL;
    case H5T_STRING:
        name_text_type(type, name, size);
        return true;
    case H5T_REFERENCE:
        snprintf(name, size, "reference");
        return H5Tequal(type, H5T_STD_REF_OBJ) > 0;
    case H5T_VLEN:
        return name_list(type, depth, name, size);
    case H5T_COMPOUND:
        return name_compound(type, depth, name, size);
    default:
        return false;
    }
}

static bool describe(tl_Content *content, const char *name, hid_t type, hid_t space, tl_Kind *kind)
{
    memset(kind, 0, sizeof *kind);
    kind->rank = H5Sget_simple_extent_ndims(space);
    if (kind->rank < 0 || kind->rank > TL_FILE_RANK || H5Sget_simple_extent_type(space) == H5S_NULL ||
        !name_type(type, 0, kind->type, sizeof kind->type)) {
        return fail(content, name, "is of a type or shape that no file of Tillit holds");
    }
    return kind->rank == 0 || H5Sget_simple_extent_dims(space, kind->lengths, kind->most) >= 0 ||
           fail_damaged(content, name);
}

bool tl_content_kind(tl_Content *content, const tl_Object *object, tl_Kind *kind)
{
    hid_t type = H5Dget_type(object->dataset), space = H5Dget_space(object->dataset);
    bool good = type >= 0 && space >= 0 ? describe(content, object->name, type, space, kind)
                                        : fail_damaged(content, object->name);
    if (type >= 0) {
        H5Tclose(type);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    return good;
}

/* ---- values -------------------------------------------------------------------------------------------- */

static bool put_value(const tl_Content *content, hid_t type, const unsigned char *from, tl_Bytes *to);

static bool put_text(hid_t type, const unsigned char *from, tl_Bytes *to)
{
    const char *text = (const char *)from;
    if (H5Tis_variable_str(type) > 0) {
        memcpy(&text, from, sizeof text);
        text = text != NULL ? text : "";
        return append_text(to, text, strlen(text));
    }
    return append_text(to, text, strnlen(text, H5Tget_size(type)));
}

static bool put_list(const tl_Content *content, hid_t type, const unsigned char *from, tl_Bytes *to)
{
    hvl_t list;
    memcpy(&list, from, sizeof list);
    hid_t base = H5Tget_super(type);
    size_t size = H5Tget_size(base);
    bool good = append(to, &list.len, sizeof list.len);
    for (size_t i = 0; good && i < list.len; i++) {
        good = put_value(content, base, (const unsigned char *)list.p + i * size, to);
    }
    H5Tclose(base);
    return good;
}

static bool put_compound(const tl_Content *content, hid_t type, const unsigned char *from, tl_Bytes *to)
{
    bool good = true;
    for (int i = 0; good && i < H5Tget_nmembers(type); i++) {
        hid_t member = H5Tget_member_type(type, (unsigned)i);
        good = put_value(content, member, from + H5Tget_member_offset(type, (unsigned)i), to);
        H5Tclose(member);
    }
    return good;
}

static bool put_value(const tl_Content *content, hid_t type, const unsigned char *from, tl_Bytes *to)
{
    hobj_ref_t reference;
    const char *name;
    switch (H5Tget_class(type)) {
    case H5T_STRING:
        return put_text(type, from, to);
    case H5T_REFERENCE:
        memcpy(&reference, from, sizeof reference);
        name = name_at(content, reference);
        return append_text(to, name, strlen(name));
    case H5T_VLEN:
        return put_list(content, type, from, to);
    case H5T_COMPOUND:
        return put_compound(content, type, from, to);
    default:
        return append(to, from, H5Tget_size(type));
    }
}

static bool is_number(hid_t type)
{
    return H5Tget_class(type) == H5T_INTEGER || H5Tget_class(type) == H5T_FLOAT;
}

/* What HDF5 allocated for texts and lists while it read them. */
static void give_back(hid_t type, hid_t space, void *raw)
{
    if (!is_number(type)) {
        H5Dvlen_reclaim(type, space, H5P_DEFAULT, raw);
    }
}

static bool put_values(tl_Content *content, const char *name, hid_t type, const unsigned char *from,
                       size_t count, tl_Bytes *to)
{
    size_t size = H5Tget_size(type);
    bool good = true;
    if (is_number(type)) {
        good = append(to, from, count * size);
    } else {
        for (size_t i = 0; good && i < count; i++) {
            good = put_value(content, type, from + i * size, to);
        }
    }
    return good || fail(content, name, "does not fit into memory");
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

bool tl_content_attributes(tl_Content *content, hid_t owner, tl_Names *names)
{
    hsize_t from = 0;
    *names = (tl_Names){0};
    bool good = H5Aiterate2(owner, H5_INDEX_NAME, H5_ITER_NATIVE, &from, add_attribute, names) >= 0 ||
                fail_damaged(content, "");
    sort_names(names);
    return good;
}

static bool read_attribute(tl_Content *content, hid_t attribute, const char *name, tl_Kind *kind,
                           tl_Bytes *values)
{
    hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
    bool good =
        type >= 0 && space >= 0 ? describe(content, name, type, space, kind) : fail_damaged(content, name);
    hssize_t count = good ? H5Sget_simple_extent_npoints(space) : 0;
    size_t size = good ? H5Tget_size(type) : 0;
    unsigned char *raw = NULL;
    if (good && (count < 0 || (hsize_t)count * size > MOST_BYTES)) {
        good = fail(content, name, "has another length than any file of Tillit");
    }
    if (good) {
        raw = calloc((size_t)count + 1, size);
        good = raw != NULL || fail(content, name, "does not fit into memory");
    }
    if (good) {
        good = (H5Aread(attribute, type, raw) >= 0 || fail_damaged(content, name)) &&
               put_values(content, name, type, raw, (size_t)count, values);
        give_back(type, space, raw);
    }
    free(raw);
    if (type >= 0) {
        H5Tclose(type);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    return good;
}

bool tl_content_attribute(tl_Content *content, hid_t owner, const char *name, tl_Kind *kind, tl_Bytes *values)
{
    hid_t attribute = H5Aopen(owner, name, H5P_DEFAULT);
    *values = (tl_Bytes){0};
    if (attribute < 0) {
        return fail_damaged(content, name);
    }
    bool good = read_attribute(content, attribute, name, kind, values);
    H5Aclose(attribute);
    return good;
}

/* ---- values of datasets -------------------------------------------------------------------------------- */

typedef struct Walk {
    tl_Content *content;
    const char *name;
    hid_t dataset, type, space;
    int rank;
    hsize_t lengths[TL_FILE_RANK], block[TL_FILE_RANK]; /* of the dataset, and of what is read at a time */
    unsigned char *raw;                                 /* owned: room for a block */
    tl_Bytes values;
    tl_EachBlock *each;
    void *context;
} Walk;

/* The part of the dataset that begins at `from`. */
static bool read_block(Walk *w, const hsize_t *from)
{
    hsize_t count[TL_FILE_RANK], total = 1;
    for (int d = 0; d < w->rank; d++) {
        hsize_t left = w->lengths[d] - from[d];
        count[d] = left < w->block[d] ? left : w->block[d];
        total *= count[d];
    }
    hid_t memory = H5Screate_simple(w->rank, count, NULL);
    bool good = H5Sselect_hyperslab(w->space, H5S_SELECT_SET, from, NULL, count, NULL) >= 0 &&
                H5Dread(w->dataset, w->type, memory, w->space, H5P_DEFAULT, w->raw) >= 0;
    good = good || fail_damaged(w->content, w->name);
    w->values.size = 0;
    if (good) {
        good = put_values(w->content, w->name, w->type, w->raw, (size_t)total, &w->values);
        give_back(w->type, memory, w->raw);
    }
    H5Sclose(memory);
    return good && w->each(w->context, &w->values);
}

static bool read_blocks(Walk *w)
{
    hsize_t from[TL_FILE_RANK] = {0};
    for (int d = 0; d < w->rank; d++) {
        if (w->lengths[d] == 0) {
            return true;
        }
    }
    while (true) {
        if (!read_block(w, from)) {
            return false;
        }
        int d = w->rank - 1;
        while (d >= 0 && (from[d] += w->block[d]) >= w->lengths[d]) {
            from[d--] = 0;
        }
        if (d < 0) {
            return true;
        }
    }
}

/* Chunks as blocks, so that each is unpacked once; all at once where there are none. */
static bool choose_block(Walk *w)
{
    hid_t properties = H5Dget_create_plist(w->dataset);
    hsize_t file_size = 0, all = H5Tget_size(w->type), block = all;
    bool chunked = properties >= 0 && H5Pget_layout(properties) == H5D_CHUNKED;
    bool good = properties >= 0 && H5Fget_filesize(w->content->file, &file_size) >= 0 &&
                (!chunked || H5Pget_chunk(properties, w->rank, w->block) == w->rank);
    if (properties >= 0) {
        H5Pclose(properties);
    }
    if (!good) {
        return fail_damaged(w->content, w->name);
    }
    for (int d = 0; d < w->rank; d++) {
        w->block[d] = chunked ? w->block[d] : w->lengths[d];
        good = good && (w->block[d] == 0 || block <= MOST_BYTES / w->block[d]) &&
               (w->lengths[d] == 0 || all <= (hsize_t)INT64_MAX / MOST_PACKED / w->lengths[d]);
        block *= good ? w->block[d] : 1;
        all *= good ? w->lengths[d] : 1;
    }
    if (!good || block > MOST_BYTES || all > MOST_BYTES + MOST_PACKED * file_size) {
        return fail(w->content, w->name, "claims more values than its file could hold");
    }
    w->raw = calloc((size_t)block + 1, 1);
    return w->raw != NULL || fail(w->content, w->name, "does not fit into memory");
}

bool tl_content_values(tl_Content *content, const tl_Object *object, tl_EachBlock *each, void *context)
{
    const char *name = object->name;
    Walk w = {.content = content, .name = name, .dataset = object->dataset, .each = each, .context = context};
    w.type = H5Dget_type(w.dataset);
    w.space = H5Dget_space(w.dataset);
    w.rank = w.space >= 0 ? H5Sget_simple_extent_ndims(w.space) : -1;
    bool good = (w.type >= 0 && w.rank >= 1 && w.rank <= TL_FILE_RANK) ||
                fail(content, name, "is of a type or shape that no file of Tillit holds");
    bool texts = good && H5Tget_class(w.type) == H5T_STRING && H5Tis_variable_str(w.type) > 0;
    if (texts && content->path != NULL && !tl_hdf5_texts_are_sound(content->path, w.dataset)) {
        good = fail(content, name, "is damaged: a text of another length, or none");
    }
    good = good &&
           (H5Sget_simple_extent_dims(w.space, w.lengths, NULL) >= 0 || fail_damaged(content, name)) &&
           choose_block(&w) && read_blocks(&w);
    free(w.raw);
    free(w.values.bytes);
    if (w.type >= 0) {
        H5Tclose(w.type);
    }
    if (w.space >= 0) {
        H5Sclose(w.space);
    }
    return good;
}
