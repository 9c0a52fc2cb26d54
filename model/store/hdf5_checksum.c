#include "store/hdf5_checksum.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/hdf5_content.h"

static const char ATTRIBUTE[] = "checksum";

enum { CHECKSUM_SIZE = 32 };

/* FNV-1a, 64 bits: no change of a single byte leaves it as it was. */
static void add(uint64_t *hash, const void *from, size_t size)
{
    const unsigned char *bytes = from;
    for (size_t i = 0; i < size; i++) {
        *hash = (*hash ^ bytes[i]) * 1099511628211u;
    }
}

static void add_text(uint64_t *hash, const char *text)
{
    add(hash, text, strlen(text) + 1);
}

static void add_kind(uint64_t *hash, const tl_ContentKind *kind)
{
    int64_t rank = kind->rank;
    add_text(hash, kind->type);
    add(hash, &rank, sizeof rank);
    add(hash, kind->lengths, (size_t)kind->rank * sizeof kind->lengths[0]);
    add(hash, kind->most, (size_t)kind->rank * sizeof kind->most[0]);
}

static bool add_values(void *hash, const tl_Bytes *values)
{
    add(hash, values->bytes, values->size);
    return true;
}

static bool add_attributes(tl_Content *content, hid_t owner, uint64_t *hash)
{
    tl_Names names;
    bool good = tl_content_attributes(content, owner, &names);
    for (size_t i = 0; good && i < names.count; i++) {
        tl_ContentKind kind;
        tl_Bytes values = {0};
        if (owner == content->reader->id && strcmp(names.texts[i], ATTRIBUTE) == 0) {
            continue;
        }
        good = tl_content_attribute(content, owner, names.texts[i], &kind, &values);
        if (good) {
            add_text(hash, names.texts[i]);
            add_kind(hash, &kind);
            add_values(hash, &values);
        }
        free(values.bytes);
    }
    tl_names_free(&names);
    return good;
}

static bool add_object(tl_Content *content, const tl_Object *object, uint64_t *hash)
{
    tl_ContentKind kind;
    if (!tl_content_kind(content, object, &kind)) {
        return false;
    }
    add_text(hash, object->entry.name);
    add_kind(hash, &kind);
    return add_attributes(content, object->entry.id, hash) &&
           tl_content_values(content, object, add_values, hash);
}

/* The checksum of an open file as text. */
static bool count(tl_Reader *reader, char text[CHECKSUM_SIZE])
{
    tl_Content content;
    uint64_t hash = 14695981039346656037u;
    bool good = tl_content_list(&content, reader) && add_attributes(&content, reader->id, &hash);
    for (size_t i = 0; good && i < content.count; i++) {
        good = add_object(&content, &content.objects[i], &hash);
    }
    snprintf(text, CHECKSUM_SIZE, "fnv1a64:%016llx", (unsigned long long)hash);
    tl_content_free(&content);
    return good;
}

void tl_file_seal(tl_File *file)
{
    char text[CHECKSUM_SIZE];
    tl_Reader reader = {.id = file->id, .path = file->path, .kind = "file of Tillit", .own = true};
    if (!tl_file_variables_end(file)) {
        return;
    }
    if (count(&reader, text)) {
        tl_file_text(file, file->id, ATTRIBUTE, text);
    } else {
        tl_file_fail(file, "cannot be checked before it is closed: %.200s", reader.error);
    }
}

tl_Seal tl_seal_check(const char *path, char *why, size_t size)
{
    tl_Reader reader;
    char said[CHECKSUM_SIZE] = "", own[CHECKSUM_SIZE];
    why[0] = '\0';
    bool there =
        tl_reader_open(&reader, path, "file of Tillit") && tl_reader_has_attribute(&reader, ATTRIBUTE);
    bool good = there && count(&reader, own) && tl_reader_text(&reader, ATTRIBUTE, said, sizeof said);
    tl_reader_close(&reader);
    if (!good) {
        snprintf(why, size, "%s", reader.error);
        return reader.failed ? TL_SEAL_UNREAD : TL_SEAL_NONE;
    }
    if (strcmp(said, own) != 0) {
        snprintf(why, size, "its checksum is %s, and that of what it holds %s", said, own);
    }
    return strcmp(said, own) == 0 ? TL_SEAL_GOOD : TL_SEAL_BROKEN;
}
