/* A checksum over everything that a file says: every name, type, shape, attribute and value
 * (docs/LAYOUT.md). HDF5 itself checks the numbers that it packs and the heads of objects, but neither texts
 * nor whatever was written anew with a checksum of its own. It tells damage and careless changes; whoever
 * changes a file on purpose can count it anew, which is why `tillit verify` makes again all that can be made. */
#ifndef TL_HDF5_CHECKSUM_H
#define TL_HDF5_CHECKSUM_H

#include "store/hdf5_file.h"

/* Writes the attribute `checksum`; the last thing before a file is closed. */
void tl_file_seal(tl_File *file);

typedef enum tl_Seal { TL_SEAL_NONE, TL_SEAL_GOOD, TL_SEAL_BROKEN, TL_SEAL_UNREAD } tl_Seal;

/* Has the file a checksum (older ones have none), and is it that of what it holds?
 * `why` says what is wrong with a broken one, or why the file cannot be read. Not thread-safe (HDF5). */
tl_Seal tl_seal_check(const char *path, char *why, size_t size);

#endif
