#include "store/hdf5_heap.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system/input.h"

/* How a heap begins: its name, version 1 and three bytes of zero. Then its size, and entries of 16 bytes
 * (number, users, nothing, size) before their contents, which fill up multiples of 8 bytes. */
static const unsigned char START[8] = {'G', 'C', 'O', 'L', 1};

enum { HEAD = 16, BLOCK = 1 << 20 };

static uint64_t number_at(const unsigned char *bytes, int size)
{
    uint64_t number = 0;
    for (int i = size - 1; i >= 0; i--) {
        number = number << 8 | bytes[i];
    }
    return number;
}

static bool entries_fit(const unsigned char *heap, uint64_t size)
{
    uint64_t at = HEAD;
    while (at + HEAD <= size) {
        const unsigned char *entry = heap + at;
        uint64_t left = size - at, own = number_at(entry + 8, 8);
        bool rest = number_at(entry, 2) == 0; /* what is free; its size counts its own head */
        if (own > left || (rest && own < HEAD)) {
            return false;
        }
        uint64_t whole = rest ? own : HEAD + (own + 7) / 8 * 8;
        if (whole > left) {
            return false;
        }
        at += whole;
    }
    return true;
}

static bool read_at(int file, void *into, size_t size, uint64_t at)
{
    char *to = into;
    while (size > 0) {
        ssize_t done = pread(file, to, size, (off_t)at);
        if (done < 0 && errno == EINTR) {
            errno = 0;
            continue;
        }
        if (done <= 0) {
            return false;
        }
        to += done;
        at += (uint64_t)done;
        size -= (size_t)done;
    }
    return true;
}

/* `left` is what this heap and those after it can take of the file: none lies in another, or looking through
 * them could take for ever. */
static bool heap_is_sound(int file, uint64_t at, uint64_t file_size, uint64_t *left)
{
    unsigned char head[HEAD];
    if (at + HEAD > file_size) {
        return true; /* not a heap */
    }
    if (!read_at(file, head, HEAD, at)) {
        return false;
    }
    uint64_t size = number_at(head + 8, 8);
    if (size < HEAD || size > file_size - at || size > *left) {
        return false;
    }
    *left -= size;
    unsigned char *heap = malloc((size_t)size);
    bool sound = heap != NULL && read_at(file, heap, (size_t)size, at) && entries_fit(heap, size);
    free(heap);
    return sound;
}

/* Looks through the file block by block, each with the last bytes of the one before. */
static bool look_through(int file, uint64_t file_size, unsigned char *block)
{
    const size_t step = BLOCK - sizeof START + 1; /* each place is looked at once */
    uint64_t left_for_heaps = file_size;
    for (uint64_t from = 0; from < file_size; from += step) {
        uint64_t left = file_size - from;
        size_t size = left < BLOCK ? (size_t)left : BLOCK;
        if (!read_at(file, block, size, from)) {
            return false;
        }
        const unsigned char *next = block, *end = block + size;
        while ((next = memchr(next, START[0], (size_t)(end - next))) != NULL) {
            if ((size_t)(end - next) >= sizeof START && memcmp(next, START, sizeof START) == 0 &&
                !heap_is_sound(file, from + (uint64_t)(next - block), file_size, &left_for_heaps)) {
                return false;
            }
            next++;
        }
    }
    return true;
}

/* Negative where there is no such regular file. */
static int open_file(const char *path, uint64_t *size)
{
    struct stat about;
    const char *kind;
    int file = tl_input_open(path, &kind);
    if (file >= 0 && fstat(file, &about) != 0) {
        close(file);
        return -1;
    }
    *size = file >= 0 ? (uint64_t)about.st_size : 0;
    return file;
}

bool tl_hdf5_heaps_are_sound(const char *path)
{
    uint64_t size;
    errno = 0;
    unsigned char *block = malloc(BLOCK);
    int file = open_file(path, &size);
    bool sound = block != NULL && file >= 0 && look_through(file, size, block);
    int cause = errno;
    if (file >= 0) {
        close(file);
    }
    free(block);
    errno = cause;
    return sound;
}

/* A text as it stands in a dataset: its length, and the heap and number of its entry. */
enum { TEXT = 16 };

static bool has_entry(const unsigned char *heap, uint64_t size, uint64_t number, uint64_t length)
{
    for (uint64_t at = HEAD; at + HEAD <= size;) {
        uint64_t own = number_at(heap + at, 2), its_length = number_at(heap + at + 8, 8);
        if (own == number) {
            return own != 0 && its_length == length;
        }
        at += own == 0 ? its_length : HEAD + (its_length + 7) / 8 * 8;
    }
    return false;
}

static bool text_is_sound(int file, uint64_t file_size, const unsigned char text[TEXT])
{
    unsigned char head[HEAD];
    uint64_t length = number_at(text, 4), address = number_at(text + 4, 8), number = number_at(text + 12, 4);
    if (length == 0) {
        return true; /* HDF5 looks no further */
    }
    if (address > file_size || file_size - address < HEAD || !read_at(file, head, HEAD, address) ||
        memcmp(head, START, sizeof START) != 0) {
        return false;
    }
    uint64_t size = number_at(head + 8, 8);
    unsigned char *heap = size <= file_size - address ? malloc((size_t)size) : NULL;
    bool sound = heap != NULL && read_at(file, heap, (size_t)size, address) && entries_fit(heap, size) &&
                 has_entry(heap, size, number, length);
    free(heap);
    return sound;
}

bool tl_hdf5_texts_are_sound(const char *path, hid_t dataset)
{
    uint64_t size;
    hid_t space = H5Dget_space(dataset);
    hssize_t count = space >= 0 ? H5Sget_simple_extent_npoints(space) : -1;
    haddr_t from = H5Dget_offset(dataset); /* undefined but for one block, as ours are written */
    int file = open_file(path, &size);
    bool sound = file >= 0 && count >= 0 && (count == 0 || from != HADDR_UNDEF);
    for (hssize_t i = 0; sound && i < count; i++) {
        unsigned char text[TEXT];
        sound = read_at(file, text, TEXT, from + (uint64_t)i * TEXT) && text_is_sound(file, size, text);
    }
    if (file >= 0) {
        close(file);
    }
    if (space >= 0) {
        H5Sclose(space);
    }
    return sound;
}
