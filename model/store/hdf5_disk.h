/* An HDF5 file driver that never fails to write. After the first failure (a full disk) it keeps the cause and
 * lets all further writes go nowhere: HDF5 1.10 is left in pieces by a write that fails, and crashes when it
 * closes. */
#ifndef TL_HDF5_DISK_H
#define TL_HDF5_DISK_H

#include <hdf5.h>

/* Makes files opened with these access properties use the driver. `cause` becomes the errno of the first
 * failure; set it to stop writing. It must outlive the file. */
herr_t tl_disk_use(hid_t access, int *cause);

#endif
