#include "store/hdf5_content.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_heap.h"
#include "system/text.h"

enum { DEEPEST_TYPE = 4 };

/* Blocks that are read at a time stay below this. */
static const size_t MOST_BYTES = (size_t)1 << 28;

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
    char *own = strdup(name);
    if (own == NULL) {
        return tl_reader_fail(content->reader, name, "does not fit into memory");
    }
    if (!tl_reader_find(content->reader, own, &object->entry)) {
        tl_entry_close(&object->entry);
        free(own);
        return false;
    }
    object->entry.name = own;
    content->by_address[content->count++] = object;
    bool good = H5Oget_info(object->entry.id, &about) >= 0 || tl_reader_damaged(content->reader, name);
    object->address = good ? about.addr : 0;
    return good;
}

static bool list_names(tl_Reader *r, tl_Names *names)
{
    hsize_t from = 0;
    H5O_info_t about;
    if (!r->own && !tl_hdf5_heaps_are_sound(r->path)) {
        return tl_reader_fail(r, "/", errno != 0 ? strerror(errno) : "is damaged: its texts overlap");
    }
    /* Iterated in the order of the file: HDF5 1.10 crashes on a damaged group when it has to sort the names.
     * Its second index, in order of creation, is what other libraries read: HDF5 opens it to count its size. */
    bool good = H5Literate(r->id, H5_INDEX_NAME, H5_ITER_NATIVE, &from, add_link, names) >= 0 &&
                H5Oget_info(r->id, &about) >= 0;
    tl_texts_sort(names->texts, names->count);
    return good || tl_reader_damaged(r, "");
}

bool tl_content_list(tl_Content *content, tl_Reader *reader)
{
    tl_Names names = {0};
    *content = (tl_Content){.reader = reader};
    bool good = !reader->failed && list_names(reader, &names);
    content->objects = calloc(names.count + 1, sizeof *content->objects);
    content->by_address = calloc(names.count + 1, sizeof *content->by_address);
    if (good && (content->objects == NULL || content->by_address == NULL)) {
        tl_reader_fail(reader, "/", "does not fit into memory");
        good = false;
    }
    for (size_t i = 0; good && i < names.count; i++) {
        good = add_object(content, names.texts[i]);
    }
    if (good && content->count > 0) {
        qsort(content->by_address, content->count, sizeof(tl_Object *), compare_addresses);
    }
    tl_names_free(&names);
    return good;
}

void tl_content_free(tl_Content *content)
{
    for (size_t i = 0; i < content->count; i++) {
        char *name = (char *)content->objects[i].entry.name;
        tl_entry_close(&content->objects[i].entry);
        free(name);
    }
    free(content->objects);
    free(content->by_address);
    *content = (tl_Content){0};
}

/* What a reference points at; "?" where that is none of the datasets. */
static const char *name_at(const tl_Content *content, haddr_t address)
{
    tl_Object key = {.address = address}, *wanted = &key;
    tl_Object **found = content->count > 0 ? bsearch(&wanted, content->by_address, content->count,
                                                     sizeof *content->by_address, compare_addresses)
                                           : NULL;
    return found != NULL ? (*found)->entry.name : "?";
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

static bool describe(tl_Reader *r, const tl_Entry *e, tl_ContentKind *kind)
{
    memset(kind, 0, sizeof *kind);
    kind->rank = e->rank;
    memcpy(kind->lengths, e->lengths, sizeof kind->lengths);
    memcpy(kind->most, e->most, sizeof kind->most);
    return name_type(e->type, 0, kind->type, sizeof kind->type) ||
           tl_reader_fail(r, e->name, "is of a type or shape that no file of Tillit holds");
}

bool tl_content_kind(tl_Content *content, const tl_Object *object, tl_ContentKind *kind)
{
    return describe(content->reader, &object->entry, kind);
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

static bool put_values(tl_Content *content, const tl_Entry *e, const unsigned char *from, size_t count,
                       tl_Bytes *to)
{
    size_t size = H5Tget_size(e->type);
    bool good = true;
    if (is_number(e->type)) {
        good = append(to, from, count * size);
    } else {
        for (size_t i = 0; good && i < count; i++) {
            good = put_value(content, e->type, from + i * size, to);
        }
    }
    return good || tl_reader_fail(content->reader, e->name, "does not fit into memory");
}

/* Reads a block into `raw`, which has room for it, and appends its values. */
static bool read_block(tl_Content *content, const tl_Entry *e, const hsize_t *from, const hsize_t *count,
                       unsigned char *raw, tl_Bytes *values)
{
    size_t total = 1;
    for (int d = 0; d < e->rank; d++) {
        total *= (size_t)count[d];
    }
    if (!tl_reader_read(content->reader, e, e->type, from, count, raw)) {
        return false;
    }
    bool good = put_values(content, e, raw, total, values);
    hid_t memory = e->rank > 0 ? H5Screate_simple(e->rank, count, NULL) : H5Screate(H5S_SCALAR);
    give_back(e->type, memory, raw);
    H5Sclose(memory);
    return good;
}

/* Room for a block of an entry, of at most so many bytes; NULL on failure. */
static unsigned char *make_room(tl_Reader *r, const tl_Entry *e, const hsize_t *block, size_t most)
{
    size_t bytes;
    if (!tl_reader_fits(r, e, block, H5Tget_size(e->type), &bytes)) {
        return NULL;
    }
    unsigned char *raw = bytes <= most ? calloc(bytes + 1, 1) : NULL;
    if (raw == NULL) {
        tl_reader_fail(r, e->name, "does not fit into memory");
    }
    return raw;
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

bool tl_content_attributes(tl_Content *content, hid_t owner, tl_Names *names)
{
    hsize_t from = 0;
    *names = (tl_Names){0};
    bool good = H5Aiterate2(owner, H5_INDEX_NAME, H5_ITER_NATIVE, &from, add_attribute, names) >= 0 ||
                tl_reader_damaged(content->reader, "");
    tl_texts_sort(names->texts, names->count);
    return good;
}

bool tl_content_attribute(tl_Content *content, hid_t owner, const char *name, tl_ContentKind *kind,
                          tl_Bytes *values)
{
    tl_Entry e;
    *values = (tl_Bytes){0};
    bool good =
        tl_reader_find_attribute(content->reader, owner, name, &e) && describe(content->reader, &e, kind);
    unsigned char *raw = good ? make_room(content->reader, &e, e.lengths, MOST_BYTES) : NULL;
    good = raw != NULL && read_block(content, &e, NULL, e.lengths, raw, values);
    free(raw);
    tl_entry_close(&e);
    return good;
}

/* ---- values of datasets -------------------------------------------------------------------------------- */

typedef struct Walk {
    tl_Content *content;
    const tl_Entry *entry;
    hsize_t block[TL_FILE_RANK]; /* lengths of what is read at a time */
    unsigned char *raw;          /* owned: room for a block */
    tl_Bytes values;
    tl_EachBlock *each;
    void *context;
} Walk;

/* The part of the dataset that begins at `from`. */
static bool visit_block(Walk *w, const hsize_t *from)
{
    hsize_t count[TL_FILE_RANK];
    for (int d = 0; d < w->entry->rank; d++) {
        hsize_t left = w->entry->lengths[d] - from[d];
        count[d] = left < w->block[d] ? left : w->block[d];
    }
    w->values.size = 0;
    return read_block(w->content, w->entry, from, count, w->raw, &w->values) &&
           w->each(w->context, &w->values);
}

static bool visit_blocks(Walk *w)
{
    const tl_Entry *e = w->entry;
    hsize_t from[TL_FILE_RANK] = {0};
    for (int d = 0; d < e->rank; d++) {
        if (e->lengths[d] == 0) {
            return true;
        }
    }
    while (true) {
        if (!visit_block(w, from)) {
            return false;
        }
        int d = e->rank - 1;
        while (d >= 0 && (from[d] += w->block[d]) >= e->lengths[d]) {
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
    const tl_Entry *e = w->entry;
    hid_t properties = H5Dget_create_plist(e->id);
    bool chunked = properties >= 0 && H5Pget_layout(properties) == H5D_CHUNKED;
    bool good = properties >= 0 && (!chunked || H5Pget_chunk(properties, e->rank, w->block) == e->rank);
    good = good || tl_reader_damaged(w->content->reader, e->name);
    if (properties >= 0) {
        H5Pclose(properties);
    }
    for (int d = 0; d < e->rank; d++) {
        w->block[d] = chunked && w->block[d] < e->lengths[d] ? w->block[d] : e->lengths[d];
    }
    w->raw = good ? make_room(w->content->reader, e, w->block, MOST_BYTES) : NULL;
    return w->raw != NULL;
}

bool tl_content_values(tl_Content *content, const tl_Object *object, tl_EachBlock *each, void *context)
{
    Walk w = {.content = content, .entry = &object->entry, .each = each, .context = context};
    bool good =
        object->entry.rank >= 1 || tl_reader_fail(content->reader, object->entry.name,
                                                  "is of a type or shape that no file of Tillit holds");
    good = good && choose_block(&w) && visit_blocks(&w);
    free(w.raw);
    free(w.values.bytes);
    return good;
}

bool tl_content_all(tl_Content *content, const tl_Object *object, tl_Bytes *values)
{
    const tl_Entry *e = &object->entry;
    const hsize_t from[TL_FILE_RANK] = {0};
    *values = (tl_Bytes){0};
    unsigned char *raw = make_room(content->reader, e, e->lengths, SIZE_MAX);
    if (raw != NULL && is_number(e->type)) {
        *values = (tl_Bytes){.bytes = raw,
                             .size = (size_t)H5Sget_simple_extent_npoints(e->space) * H5Tget_size(e->type)};
        return tl_reader_read(content->reader, e, e->type, from, e->lengths, raw);
    }
    bool good = raw != NULL && read_block(content, e, from, e->lengths, raw, values);
    free(raw);
    return good;
}
