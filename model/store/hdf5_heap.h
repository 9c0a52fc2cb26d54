/* HDF5 1.10 reads the heap in which it keeps texts and lists of any length without looking whether its
 * entries lie within it, or whether there is such an entry: a flipped bit makes it crash. */
#ifndef TL_HDF5_HEAP_H
#define TL_HDF5_HEAP_H

#include <stdbool.h>

#include <hdf5.h>

/* Does every entry of every such heap ("global heap" in HDF5's file format, III.E) lie within it? To be asked
 * before texts or lists of a file are read. False, with errno, also where the file cannot be read; else errno
 * is 0. */
bool tl_hdf5_heaps_are_sound(const char *path);

/* Is there an entry, as long as is said, for every text of a dataset? `path` is its file; its heaps are
 * sound. */
bool tl_hdf5_texts_are_sound(const char *path, hid_t dataset);

#endif
