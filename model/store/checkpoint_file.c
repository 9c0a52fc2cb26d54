#include "store/checkpoint_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/numbers/rng.h"
#include "system/file_kind.h"
#include "system/input.h"
#include "system/memory.h"
#include "system/whole_file.h"

/* What every checkpoint begins with; the number is that of the layout of the file. */
static const char MAGIC[32] = "Tillit checkpoint, layout 1\n";

enum { NAME_LENGTH = sizeof "Tillit checkpoint, layout " - 1, BLOCK = 1 << 20 };

_Static_assert(sizeof(tl_RecordHead) == 32, "a head has no padding");

/* ---- checksums ----------------------------------------------------------------------------------------- */

/* A word at a time, each step one to one, so that no change of one word leaves it as it was. Whoever splits bytes
 * splits them at words. */
static uint64_t add(uint64_t checksum, const void *from, size_t bytes)
{
    const char *next = from;
    for (uint64_t word = 0; bytes > 0; word = 0) {
        size_t step = bytes < sizeof word ? bytes : sizeof word;
        memcpy(&word, next, step);
        checksum = tl_mix64(checksum ^ word);
        next += step;
        bytes -= step;
    }
    return checksum;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static bool read_at(int descriptor, uint64_t at, void *into, size_t bytes)
{
    char *next = into;
    while (bytes > 0) {
        ssize_t done = pread(descriptor, next, bytes, (off_t)at);
        if (done == 0) {
            errno = 0; /* it ends */
        }
        if (done == 0 || (done < 0 && errno != EINTR)) {
            return false;
        }
        next += done > 0 ? done : 0;
        at += done > 0 ? (uint64_t)done : 0;
        bytes -= done > 0 ? (size_t)done : 0;
    }
    return true;
}

bool tl_checkpoint_file_read(const tl_CheckpointFile *file, const tl_Record *record,
                             const tl_Stretch *stretches, int count)
{
    uint64_t at = record->at, end = at + record->head.bytes, checksum = 0;
    for (int i = 0; i < count; i++) {
        if (stretches[i].bytes > end - at ||
            !read_at(file->descriptor, at, stretches[i].at, stretches[i].bytes)) {
            return false;
        }
        checksum = add(checksum, stretches[i].at, stretches[i].bytes);
        at += stretches[i].bytes;
    }
    return at == end && checksum == record->head.checksum;
}

bool tl_checkpoint_file_peek(const tl_CheckpointFile *file, const tl_Record *record, void *into, size_t bytes)
{
    return bytes <= record->head.bytes && read_at(file->descriptor, record->at, into, bytes);
}

char *tl_checkpoint_file_bytes(const tl_CheckpointFile *file, const tl_Record *record)
{
    char *bytes = tl_allocate((size_t)record->head.bytes + 1, 1);
    if (!tl_checkpoint_file_read(file, record, &(tl_Stretch){bytes, (size_t)record->head.bytes}, 1)) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

static void list(tl_CheckpointFile *file, const tl_Record *record)
{
    file->records = tl_grow(file->records, file->count, sizeof *file->records);
    file->records[file->count++] = *record;
}

/* The checksum of what stands in the file. */
static bool sum_up(const tl_CheckpointFile *file, const tl_Record *record, char *buffer, uint64_t *checksum)
{
    *checksum = 0;
    for (uint64_t at = record->at, left = record->head.bytes; left > 0;) {
        size_t step = left < BLOCK ? (size_t)left : BLOCK;
        if (!read_at(file->descriptor, at, buffer, step)) {
            return false;
        }
        *checksum = add(*checksum, buffer, step);
        at += step;
        left -= step;
    }
    return true;
}

/* "": all of it is as it was written. */
static const char *look_at(tl_CheckpointFile *file, uint64_t size, char *buffer)
{
    static const char cut[] = "ends before its last record: it was cut off",
                      changed[] = "is damaged: its checksum is not that of what it holds";
    uint64_t heads = 0, checksum;
    for (file->end = sizeof MAGIC;;) {
        tl_Record record = {.at = file->end + sizeof record.head};
        if (size < record.at || !read_at(file->descriptor, file->end, &record.head, sizeof record.head)) {
            return cut;
        }
        if (record.head.kind == TL_RECORD_END) {
            bool good = record.head.checksum == heads && record.head.bytes == 0 && record.head.number == 0 &&
                        record.head.stage == 0 && size == record.at;
            return good ? "" : changed;
        }
        if (record.head.kind < 0 || record.head.kind > TL_RECORD_END) {
            return changed;
        }
        if (record.head.bytes > size - record.at || !sum_up(file, &record, buffer, &checksum)) {
            return cut;
        }
        if (checksum != record.head.checksum) {
            return changed;
        }
        heads = add(heads, &record.head, sizeof record.head);
        file->end = record.at + record.head.bytes;
        list(file, &record);
    }
}

/* Which file it is, by what it begins with. */
static bool is_ours(int descriptor, uint64_t size, const char *path, tl_Messages *messages)
{
    char begin[sizeof MAGIC] = {0};
    tl_Place place = {.file = path};
    size_t bytes = size < sizeof begin ? (size_t)size : sizeof begin;
    if (!read_at(descriptor, 0, begin, bytes)) {
        tl_error(messages, place, "cannot be read: %s", strerror(errno));
    } else if (memcmp(begin, MAGIC, sizeof MAGIC) == 0) {
        return true;
    } else if (bytes == sizeof begin && memcmp(begin, MAGIC, NAME_LENGTH) == 0) {
        tl_error(
            messages, place,
            "is a checkpoint of another version of Tillit, or damaged where it begins: the version that wrote it "
            "can go on from it");
    } else if (tl_file_is_text(path, begin, bytes, "a checkpoint", messages)) {
        tl_error(messages, place,
                 "is no checkpoint of Tillit, and is left as it is: choose another name, or remove it");
    }
    return false;
}

bool tl_checkpoint_file_open(tl_CheckpointFile *file, const char *path, tl_Messages *messages)
{
    const char *kind;
    struct stat about;
    tl_Place place = {.file = path};
    *file = (tl_CheckpointFile){.descriptor = tl_input_open(path, &kind)};
    if (kind != NULL) {
        tl_file_refuse(path, kind, messages);
        return false;
    }
    if (file->descriptor < 0 || fstat(file->descriptor, &about) != 0) {
        return tl_error(messages, place, "cannot be read: %s", strerror(errno));
    }
    if (!is_ours(file->descriptor, (uint64_t)about.st_size, path, messages)) {
        return false;
    }
    char *buffer = tl_allocate(BLOCK, 1);
    errno = 0;
    const char *fault = look_at(file, (uint64_t)about.st_size, buffer);
    if (fault[0] != '\0') {
        tl_error(messages, place, "%s%s", errno != 0 ? "cannot be read: " : fault,
                 errno != 0 ? strerror(errno) : "");
    }
    free(buffer);
    return fault[0] == '\0';
}

void tl_checkpoint_file_close(tl_CheckpointFile *file)
{
    if (file->descriptor >= 0) {
        close(file->descriptor);
    }
    free(file->records);
    *file = (tl_CheckpointFile){.descriptor = -1};
}

/* ---- writing ------------------------------------------------------------------------------------------- */

static void flush(tl_CheckpointWriter *w)
{
    if (w->cause == 0) {
        w->cause = tl_bytes_write(w->file.descriptor, w->buffer, w->buffered);
    }
    w->buffered = 0;
}

static void put(tl_CheckpointWriter *w, const void *bytes, size_t size)
{
    if (w->buffered + size > BLOCK) {
        flush(w);
    }
    if (size > BLOCK && w->cause == 0) {
        w->cause = tl_bytes_write(w->file.descriptor, bytes, size);
    } else if (size > 0 && size <= BLOCK) {
        memcpy(w->buffer + w->buffered, bytes, size);
        w->buffered += size;
    }
    w->file.end += size;
}

void tl_checkpoint_write_begin(tl_CheckpointWriter *w, const char *path, bool overwrite)
{
    *w = (tl_CheckpointWriter){
        .file = {.descriptor = -1}, .path = path, .cause = tl_file_check(path, overwrite)};
    w->buffer = tl_allocate(BLOCK, 1);
    w->temporary = tl_allocate(strlen(path) + TL_TEMPORARY_SUFFIX, 1);
    if (w->cause != 0) {
        w->temporary[0] = '\0';
        return;
    }
    tl_temporaries_clean_of(path);
    w->cause = tl_temporary_create(path, w->temporary);
    if (w->cause != 0) {
        w->temporary[0] = '\0';
        return;
    }
    w->file.descriptor = open(w->temporary, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
    w->cause = w->file.descriptor < 0 ? errno : 0;
    put(w, MAGIC, sizeof MAGIC);
}

static void put_head(tl_CheckpointWriter *w, const tl_RecordHead *head)
{
    put(w, head, sizeof *head);
    list(&w->file, &(tl_Record){.head = *head, .at = w->file.end});
}

void tl_checkpoint_write(tl_CheckpointWriter *w, tl_RecordKind kind, int32_t stage, int64_t number,
                         const tl_Stretch *stretches, int count)
{
    tl_RecordHead head = {.kind = (int32_t)kind, .stage = stage, .number = number};
    for (int i = 0; i < count; i++) {
        head.bytes += stretches[i].bytes;
        head.checksum = add(head.checksum, stretches[i].at, stretches[i].bytes);
    }
    put_head(w, &head);
    for (int i = 0; i < count; i++) {
        put(w, stretches[i].at, stretches[i].bytes);
    }
}

void tl_checkpoint_write_copy(tl_CheckpointWriter *w, const tl_CheckpointFile *from, const tl_Record *record)
{
    char *bytes = w->cause == 0 ? tl_checkpoint_file_bytes(from, record) : NULL;
    if (bytes == NULL) {
        w->cause = w->cause != 0 ? w->cause : EIO;
        return;
    }
    put_head(w, &record->head);
    put(w, bytes, (size_t)record->head.bytes);
    free(bytes);
}

static void put_end(tl_CheckpointWriter *w)
{
    tl_RecordHead head = {.kind = TL_RECORD_END};
    for (size_t i = 0; i < w->file.count; i++) {
        head.checksum = add(head.checksum, &w->file.records[i].head, sizeof head);
    }
    put(w, &head, sizeof head);
    flush(w);
}

int tl_checkpoint_write_end(tl_CheckpointWriter *w, bool overwrite, tl_CheckpointFile *file)
{
    if (w->cause == 0) {
        put_end(w);
        w->cause = w->cause != 0 ? w->cause : tl_file_sync(w->temporary);
        w->cause = w->cause != 0 ? w->cause : tl_file_publish(w->temporary, w->path, overwrite);
    }
    if (w->cause == 0) {
        tl_checkpoint_file_close(file);
        *file = w->file;
        w->cause = tl_folder_sync(w->path);
    } else {
        if (w->temporary[0] != '\0') {
            tl_temporary_remove(w->temporary);
        }
        tl_checkpoint_file_close(&w->file);
    }
    free(w->temporary);
    free(w->buffer);
    return w->cause;
}
