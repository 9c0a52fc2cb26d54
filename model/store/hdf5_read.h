/* An HDF5 file that is read: the counterpart of store/hdf5_file.h, and the only file that reads with HDF5.
 *
 * Whoever sent a file may have put anything in it. What lies elsewhere (links, external storage, virtual
 * datasets) is never opened: it could be any file of the reader's user. Nothing is read that the file could not
 * hold, or whose texts lie in heaps that are not sound (store/hdf5_heap.h).
 *
 * Errors stick: after the first failure every call does nothing and `error` keeps the first message. HDF5 is
 * not thread-safe here: the caller holds a lock. */
#ifndef TL_HDF5_READ_H
#define TL_HDF5_READ_H

#include "store/hdf5_file.h"
#include "system/message.h"

typedef struct tl_Reader {
    hid_t id;
    const char *path; /* borrowed: where the file is, which messages name */
    const char *kind; /* borrowed: what it is to be, "merged sweep" */
    bool own;         /* this program has it open for writing: its heaps are sound */
    bool failed;
    char error[TL_FILE_ERROR_SIZE]; /* what comes after the file's name */
} tl_Reader;

/* A dataset, or an attribute of one or of the file, open for reading. */
typedef struct tl_Entry {
    const char *name;      /* borrowed */
    hid_t id, type, space; /* the type is that in the file */
    bool is_attribute;
    int rank;
    hsize_t lengths[TL_FILE_RANK], most[TL_FILE_RANK];
} tl_Entry;

/* Is this a file in HDF5's format, whatever is in it? */
bool tl_is_hdf5(const char *path);

/* Opens a regular file (a FIFO would wait for ever); tl_reader_close in either case. */
bool tl_reader_open(tl_Reader *reader, const char *path, const char *kind);
void tl_reader_close(tl_Reader *reader);

/* Keeps "'name' what" if nothing failed before, or "what" of the file itself, whose name is ""; false. */
bool tl_reader_fail(tl_Reader *reader, const char *name, const char *what);

/* The same, with the cause that HDF5 gives, for what it cannot read; false. */
bool tl_reader_damaged(tl_Reader *reader, const char *name);

/* Adds the error to the messages; false. */
bool tl_reader_say(const tl_Reader *reader, tl_Messages *messages);

bool tl_reader_has(tl_Reader *reader, const char *name);
bool tl_reader_has_attribute(tl_Reader *reader, const char *name);

/* Opens a dataset, or an attribute of `owner`; tl_entry_close in either case. */
bool tl_reader_find(tl_Reader *reader, const char *name, tl_Entry *entry);
bool tl_reader_find_attribute(tl_Reader *reader, hid_t owner, const char *name, tl_Entry *entry);
void tl_entry_close(tl_Entry *entry);

/* Reads the block of `count` values from `from` on, as `type`; an attribute always whole. */
bool tl_reader_read(tl_Reader *reader, const tl_Entry *entry, hid_t type, const hsize_t *from,
                    const hsize_t *count, void *into);

/* Bytes of a block of an entry, each value of `size` bytes. False for an entry of more than a file of this size
 * could hold, so that a length that was tampered with neither fills the memory nor takes for ever. */
bool tl_reader_fits(tl_Reader *reader, const tl_Entry *entry, const hsize_t *block, size_t size,
                    size_t *bytes);

/* Is a dataset a dimension, with coordinates or without? */
bool tl_entry_is_dimension(const tl_Entry *entry);

/* ---- what most callers want ---- */

/* Lengths of a dataset of numbers of this rank. */
bool tl_reader_lengths(tl_Reader *reader, const char *name, int rank, hsize_t *lengths);

/* Numbers as `type`, whose lengths must be these, and a zero more; to be freed. NULL on failure. Along the
 * second dimension those from `first` on, `count` of them; 0: all. */
void *tl_reader_numbers(tl_Reader *reader, const char *name, tl_Type type, int rank, const hsize_t *lengths);
void *tl_reader_some(tl_Reader *reader, const char *name, tl_Type type, int rank, const hsize_t *lengths,
                     int first, int count);

/* A text that is kept as bytes, to be freed. NULL on failure. */
char *tl_reader_bytes(tl_Reader *reader, const char *name);

/* Texts of any length along one dimension, [count] and each to be freed. False on failure: all are NULL. */
bool tl_reader_texts(tl_Reader *reader, const char *name, int count, char **texts);

/* An attribute of the file: a text, of which what does not fit is cut off. */
bool tl_reader_text(tl_Reader *reader, const char *name, char *text, size_t size);

/* A version of the layout, which must be that of this program. */
bool tl_reader_layout(tl_Reader *reader, const char *name, const char *what, int expected);

#endif
