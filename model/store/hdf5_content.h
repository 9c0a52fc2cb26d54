/* Everything that a file of ours holds, in one order and one form: what its checksum is made of, and what two
 * files are compared by.
 *
 * Our files are flat: datasets under the root, attributes of numbers and texts, and the references that tie
 * NetCDF's dimensions to their variables. Whatever else is met is an error of the reader that names it. */
#ifndef TL_HDF5_CONTENT_H
#define TL_HDF5_CONTENT_H

#include "store/hdf5_read.h"

enum { TL_TYPE_NAME_SIZE = 160 };

typedef struct tl_Object {
    tl_Entry entry; /* open; its name is owned */
    haddr_t address;
} tl_Object;

typedef struct tl_Content {
    tl_Reader *reader;  /* borrowed */
    tl_Object *objects; /* owned, [count]: the datasets, in order of their names */
    size_t count;
    tl_Object **by_address; /* owned, [count] */
} tl_Content;

/* Type and shape of an attribute or dataset. */
typedef struct tl_ContentKind {
    char type[TL_TYPE_NAME_SIZE]; /* "float64", "text in utf-8", ...: the same text, the same type */
    int rank;
    hsize_t lengths[TL_FILE_RANK], most[TL_FILE_RANK];
} tl_ContentKind;

/* Values one after the other: numbers as they are stored, texts and names of datasets each with a zero at its
 * end. Start with {0}; free the bytes. */
typedef struct tl_Bytes {
    unsigned char *bytes; /* owned */
    size_t size, room;
} tl_Bytes;

/* Names in order. */
typedef struct tl_Names {
    char **texts; /* owned, [count] */
    size_t count;
} tl_Names;

/* Lists the datasets of an open file. False where something else is met (a group, a link, values that lie in
 * other files); tl_content_free in either case. */
bool tl_content_list(tl_Content *content, tl_Reader *reader);
void tl_content_free(tl_Content *content);

/* Names of the attributes of the file or a dataset. */
bool tl_content_attributes(tl_Content *content, hid_t owner, tl_Names *names);
void tl_names_free(tl_Names *names);

/* One attribute whole. */
bool tl_content_attribute(tl_Content *content, hid_t owner, const char *name, tl_ContentKind *kind,
                          tl_Bytes *values);

bool tl_content_kind(tl_Content *content, const tl_Object *object, tl_ContentKind *kind);

/* Gives a dataset's values chunk by chunk, each in row order; without chunks, all at once. False also as soon as
 * `take` says so. */
typedef bool tl_EachBlock(void *context, const tl_Bytes *values);
bool tl_content_values(tl_Content *content, const tl_Object *object, tl_EachBlock *each, void *context);

/* A dataset's values all at once, in row order. */
bool tl_content_all(tl_Content *content, const tl_Object *object, tl_Bytes *values);

#endif
