#include "store/hdf5_disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The calls are those that HDF5's own H5FDstdio.c, written as an example, makes do with. */

#define LAST_ADDRESS (((haddr_t)1 << 62) - 1)

typedef struct Settings {
    int *cause;
} Settings;

typedef struct Disk {
    H5FD_t head; /* HDF5's, first */
    int descriptor;
    int *cause;
    haddr_t allocated, end; /* HDF5's end of the file's addresses, and the end of what is written */
} Disk;

static H5FD_t *disk_open(const char *name, unsigned flags, hid_t access, haddr_t limit)
{
    const Settings *settings = H5Pget_driver_info(access);
    Disk *disk = settings ? calloc(1, sizeof *disk) : NULL;
    (void)limit;
    if (!disk) {
        return NULL;
    }
    int mode = (flags & H5F_ACC_RDWR ? O_RDWR : O_RDONLY) | (flags & H5F_ACC_TRUNC ? O_TRUNC : 0) |
               (flags & H5F_ACC_CREAT ? O_CREAT : 0) | (flags & H5F_ACC_EXCL ? O_EXCL : 0);
    struct stat found;
    disk->cause = settings->cause;
    disk->descriptor = open(name, mode | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (disk->descriptor < 0 || fstat(disk->descriptor, &found) != 0) {
        *disk->cause = errno;
        if (disk->descriptor >= 0) {
            close(disk->descriptor);
        }
        free(disk);
        return NULL;
    }
    disk->end = (haddr_t)found.st_size;
    return &disk->head;
}

static void note(Disk *disk, int cause)
{
    if (*disk->cause == 0) {
        *disk->cause = cause;
    }
}

static herr_t disk_close(H5FD_t *file)
{
    Disk *disk = (Disk *)file;
    if (close(disk->descriptor) != 0) {
        note(disk, errno);
    }
    free(disk);
    return 0;
}

static herr_t disk_query(const H5FD_t *file, unsigned long *flags)
{
    (void)file;
    *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
             H5FD_FEAT_AGGREGATE_SMALLDATA;
    return 0;
}

static haddr_t disk_get_allocated(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return ((const Disk *)file)->allocated;
}

static herr_t disk_set_allocated(H5FD_t *file, H5FD_mem_t type, haddr_t address)
{
    (void)type;
    ((Disk *)file)->allocated = address;
    return 0;
}

static haddr_t disk_get_end(const H5FD_t *file, H5FD_mem_t type)
{
    (void)type;
    return ((const Disk *)file)->end;
}

static herr_t disk_read(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size,
                        void *buffer)
{
    Disk *disk = (Disk *)file;
    char *into = buffer;
    (void)type;
    (void)transfer;
    while (size > 0) {
        ssize_t done = pread(disk->descriptor, into, size, (off_t)address);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done < 0) {
            note(disk, errno);
        }
        if (done <= 0) {
            memset(into, 0, size); /* beyond the end: not yet written */
            return done < 0 ? -1 : 0;
        }
        into += done;
        address += (haddr_t)done;
        size -= (size_t)done;
    }
    return 0;
}

static herr_t disk_write(H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size,
                         const void *buffer)
{
    Disk *disk = (Disk *)file;
    const char *from = buffer;
    haddr_t end = address + size;
    (void)type;
    (void)transfer;
    while (size > 0 && *disk->cause == 0) {
        ssize_t done = pwrite(disk->descriptor, from, size, (off_t)address);
        if (done <= 0) {
            if (done == 0 || errno != EINTR) {
                note(disk, done == 0 ? EIO : errno);
            }
            continue;
        }
        from += done;
        address += (haddr_t)done;
        size -= (size_t)done;
    }
    disk->end = end > disk->end ? end : disk->end;
    return 0;
}

/* Cuts or lengthens the file to what HDF5 has allocated. */
static herr_t disk_truncate(H5FD_t *file, hid_t transfer, hbool_t closing)
{
    Disk *disk = (Disk *)file;
    (void)transfer;
    (void)closing;
    if (disk->allocated != disk->end) {
        if (*disk->cause == 0 && ftruncate(disk->descriptor, (off_t)disk->allocated) != 0) {
            note(disk, errno);
        }
        disk->end = disk->allocated;
    }
    return 0;
}

static const H5FD_class_t disk_class = {
#ifdef H5FD_CLASS_VERSION
    .version = H5FD_CLASS_VERSION,
    .value = H5_VFD_RESERVED + 1,
#endif
    .name = "tillit",
    .maxaddr = LAST_ADDRESS,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(Settings),
    .open = disk_open,
    .close = disk_close,
    .query = disk_query,
    .get_eoa = disk_get_allocated,
    .set_eoa = disk_set_allocated,
    .get_eof = disk_get_end,
    .read = disk_read,
    .write = disk_write,
    .truncate = disk_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY,
};

/* Registered once and for good: H5FD_close gives up its hold on the class before it calls the class's
 * `close`, so that without ours HDF5 would call into memory that it has just freed. */
static hid_t registered(void)
{
    static hid_t driver = H5I_INVALID_HID;
    if (driver < 0) {
        driver = H5FDregister(&disk_class);
    }
    return driver;
}

herr_t tl_disk_use(hid_t access, int *cause)
{
    Settings settings = {cause};
    hid_t driver = registered();
    return driver < 0 ? -1 : H5Pset_driver(access, driver, &settings);
}
