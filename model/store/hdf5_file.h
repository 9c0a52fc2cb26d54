/* A NetCDF-4 file, written with HDF5 1.10 calls: dimensions are HDF5 dimension scales, every variable is
 * attached to them and has its unit and meaning.
 *
 * Errors stick: after the first failure every call does nothing and `error` keeps the first message, so that
 * a caller may write many things and ask once. HDF5 is not thread-safe here: the caller holds a lock. */
#ifndef TL_HDF5_FILE_H
#define TL_HDF5_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <hdf5.h>

#include "store/hdf5_scales.h"
#include "system/number_type.h"

enum { TL_FILE_RANK = 5, TL_FILE_ERROR_SIZE = 1024 };

typedef struct tl_File {
    hid_t id;
    char *path;      /* owned: the name that it is to have, and that messages use */
    char *temporary; /* owned: the one that it has while it is written; NULL: there is no such file */
    int disk_error;  /* errno of the first write that failed */
    bool failed;
    bool whole; /* all is written; only the name or the folder is wanting */
    tl_Attachments attachments;
    char error[TL_FILE_ERROR_SIZE];
} tl_File;

typedef struct tl_FileDimension {
    hid_t scale;
    hsize_t length;
    bool grows; /* unlimited: rows are appended */
} tl_FileDimension;

/* What a variable is; NULL or "" members become no attribute. Its name is prefix and name together. */
typedef struct tl_Definition {
    const char *prefix, *name, *unit, *meaning, *published, *source;
    const char *swedish, *swedish_unit; /* name and unit in a Swedish table */
    const char *coordinates;            /* CF: names of the variables that place each value */
    tl_Type type;
} tl_Definition;

typedef struct tl_Variable {
    hid_t dataset;
    tl_Type type;
    int rank;
} tl_Variable;

/* The cause in HDF5's error stack: the system's message where there is one, else the innermost description.
 */
void tl_hdf5_cause(char *cause, size_t size);

/* How every file is opened and created; to be closed. Says nothing on stderr from then on. */
hid_t tl_hdf5_access(void);

/* A number in memory. */
hid_t tl_hdf5_type(tl_Type type);

/* A file to be; `file` must stay where it is until tl_file_end. */
void tl_file_start(tl_File *file, const char *path);

/* May a file appear under this name? Asked before hours of simulation; what a writer that was killed left of
 * it is removed. */
void tl_file_claim(tl_File *file, bool overwrite);

/* Creates it, under a name of its own beside `path`. */
void tl_file_create(tl_File *file);

/* Keeps "path: message" if nothing failed before; false. */
bool tl_file_fail(tl_File *file, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* Zeroed memory; keeps a message if there is none. */
void *tl_file_allocate(tl_File *file, size_t count, size_t size);

/* All its variables are there: its dimensions say which lie along them. For who looks at the file before it is closed;
 * closing it does the same. */
bool tl_file_variables_end(tl_File *file);

/* Closes the file and waits until all of it is on the disk; false if not everything got there. */
bool tl_file_close(tl_File *file);

/* Makes the closed file appear under its name. What cannot take it is kept under a name of its own, which the
 * message tells: hours of simulation are not thrown away for a name. */
bool tl_file_appear(tl_File *file, bool overwrite);

/* The last half of it, for what has its name already: waits until that is on the disk. */
bool tl_file_settle(tl_File *file);

/* Whatever became of the file: frees it, and removes what is not whole. `error` stays. */
void tl_file_end(tl_File *file);

/* Attributes of the file or of a variable. */
void tl_file_text(tl_File *file, hid_t owner, const char *name, const char *text);
void tl_file_integer(tl_File *file, hid_t owner, const char *name, tl_Type type, int64_t value);
void tl_file_real(tl_File *file, hid_t owner, const char *name, double value);

/* A dimension without values of its own. */
tl_FileDimension tl_file_dimension(tl_File *file, const char *name, hsize_t length, bool grows);

/* A dimension whose coordinates are names in UTF-8, or the whole numbers first, first + 1, ... */
tl_FileDimension tl_file_names(tl_File *file, const char *name, const char *meaning, const char *const *names,
                               hsize_t length);
tl_FileDimension tl_file_numbers(tl_File *file, const char *name, const char *meaning, int32_t first,
                                 hsize_t length);

/* A chunked, compressed, checksummed variable; reals start as NaN, whole numbers as 0. */
tl_Variable tl_file_variable(tl_File *file, const tl_Definition *definition,
                             const tl_FileDimension *const *dimensions, int rank);

/* The same, with all its values. */
tl_Variable tl_file_values(tl_File *file, const tl_Definition *definition,
                           const tl_FileDimension *const *dimensions, int rank, const void *data);

/* Whole numbers along one dimension. */
void tl_file_integers(tl_File *file, const tl_FileDimension *dimension, const char *name, const char *unit,
                      const char *meaning, const int32_t *values);

/* A long text, as bytes along a dimension of its own: HDF5 1.10 refuses long texts as attributes. */
void tl_file_long_text(tl_File *file, const char *name, const char *meaning, const char *text);

/* Names in UTF-8 along a dimension, [its length]. */
void tl_file_texts(tl_File *file, const tl_Definition *definition, const tl_FileDimension *dimension,
                   const char *const *texts);

/* Writes the block of `count` values from `start` on, each [rank]; data in row order, of the variable's type.
 */
void tl_file_write(tl_File *file, const tl_Variable *variable, const hsize_t *start, const hsize_t *count,
                   const void *data);

/* Changes the length along a dimension that grows (a variable of one dimension, or the dimension's scale). */
void tl_file_extend(tl_File *file, hid_t dataset, hsize_t length);

size_t tl_type_size(tl_Type type);

/* Copies `count` fields of `size` bytes that lie `stride` bytes apart, one after the other. */
void tl_gather(void *into, const void *first, size_t size, size_t stride, size_t count);

#endif
