#include "system/file_kind.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "system/input.h"
#include "system/path.h"

static const char RESULT[] =
    "what takes a result or a merged sweep: tillit verify, config and diff, tillit report, table "
    "and figures; to run it again: tillit config FILE > NAME.json, then tillit run NAME.json";

/* The first is what results are. */
static const struct {
    const char *first; /* bytes */
    size_t size;
    const char *is, *advice;
} kinds[] = {
    {"\x89HDF\r\n\x1a\n", 8, "a result (HDF5)", RESULT},
    {"CDF", 3, "a NetCDF file", "results of Tillit are in HDF5"},
    {"PK\x03\x04", 4, "a zip archive, as .xlsx, .ods and .docx files are",
     "save what is in it as plain text, a table as CSV"},
    {"\xd0\xcf\x11\xe0", 4, "an old Office file (.xls, .doc)",
     "save what is in it as plain text, a table as CSV"},
    {"%PDF-", 5, "a PDF", "save what is in it as plain text"},
    {"{\\rtf", 5, "a text with formatting (.rtf)", "save it as plain text"},
    {"\x1f\x8b", 2, "packed with gzip", "unpack it first"},
    {"\xfd"
     "7zXZ",
     5, "packed with xz", "unpack it first"},
    {"\x28\xb5\x2f\xfd", 4, "packed with zstd", "unpack it first"},
    {"BZh", 3, "packed with bzip2", "unpack it first"},
    {"\xff\xfe", 2, "text in UTF-16, which Windows calls Unicode", "save it in UTF-8"},
    {"\xfe\xff", 2, "text in UTF-16, which Windows calls Unicode", "save it in UTF-8"},
    {"\x89PNG", 4, "a picture", ""},
};

enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* Index among the kinds, or -1. */
static int kind_of(const char *bytes, size_t size)
{
    for (int i = 0; i < KINDS; i++) {
        if (size >= kinds[i].size && memcmp(bytes, kinds[i].first, kinds[i].size) == 0) {
            return i;
        }
    }
    return -1;
}

static void say(const char *path, int kind, const char *expected, tl_Messages *messages)
{
    tl_error(messages, (tl_Place){.file = path}, "is %s, where %s is expected%s%s", kinds[kind].is, expected,
             kinds[kind].advice[0] != '\0' ? "; " : "", kinds[kind].advice);
}

bool tl_file_is_text(const char *path, const char *bytes, size_t size, const char *expected,
                     tl_Messages *messages)
{
    int kind = kind_of(bytes, size);
    if (kind >= 0) {
        say(path, kind, expected, messages);
    }
    return kind < 0;
}

/* Bytes of text: no zero, no other control character than blanks. */
static bool looks_like_text(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if ((c < ' ' && c != '\n' && c != '\r' && c != '\t') || c == 0x7f) {
            return false;
        }
    }
    return true;
}

/* For a folder where a file is expected: what takes it if it is a sweep's; "" otherwise. */
static const char *advice_on_folder(const char *path)
{
    char manifest[TL_PATH_SIZE];
    struct stat about;
    snprintf(manifest, sizeof manifest, "%.4000s/sweep.json", path);
    return stat(manifest, &about) == 0 ? " of a sweep; what takes it: tillit status, merge, verify and config"
                                       : "";
}

void tl_file_refuse(const char *path, const char *kind, tl_Messages *messages)
{
    bool folder = strcmp(kind, "a folder") == 0;
    tl_error(messages, (tl_Place){.file = path}, "is not a file but %s%s", kind,
             folder ? advice_on_folder(path) : "");
}

bool tl_file_is_result(const char *path, tl_Messages *messages)
{
    char bytes[64];
    const char *what;
    tl_Place place = {.file = path};
    int descriptor = tl_input_open(path, &what);
    if (what != NULL) {
        tl_file_refuse(path, what, messages);
        return false;
    }
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "rb") : NULL;
    size_t size = file != NULL ? fread(bytes, 1, sizeof bytes, file) : 0;
    bool failed = file == NULL || ferror(file) != 0;
    if (file != NULL) {
        fclose(file);
    }
    if (failed) {
        return true; /* its reader says why not */
    }
    int kind = kind_of(bytes, size), errors = messages->errors;
    if (size == 0) {
        tl_error(messages, place, "is empty, where a result is expected");
    } else if (kind > 0) {
        say(path, kind, "a result", messages);
    } else if (kind < 0 && looks_like_text(bytes, size)) {
        tl_error(messages, place,
                 "is text and no Tillit result file; of a config, tillit run CONFIG --out NAME.h5 makes one");
    }
    return messages->errors == errors;
}

bool tl_is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool tl_folder_is_sweep(const char *path, tl_Messages *messages)
{
    struct stat about;
    tl_Place place = {.file = path};
    if (stat(path, &about) != 0) {
        return tl_error(messages, place, "cannot be read: %s", strerror(errno));
    }
    bool folder = S_ISDIR(about.st_mode);
    if (!folder || advice_on_folder(path)[0] == '\0') {
        return tl_error(messages, place,
                        "is %s, where the folder of a sweep is expected (tillit sweep makes it)",
                        folder                                ? "a folder without sweep.json"
                        : tl_file_kind(about.st_mode) != NULL ? tl_file_kind(about.st_mode)
                                                              : "a file");
    }
    return true;
}
