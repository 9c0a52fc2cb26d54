#include "fuzzlib.h"
#include "system/message.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[PATH_MAX / 2];

static void remove_folder(void)
{
    char command[PATH_MAX];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0) {
        fprintf(stderr, "fuzz: %s is left behind\n", folder);
    }
}

static void fail(const char *what)
{
    perror(what);
    abort();
}

const char *fuzz_path(const char *name)
{
    static char path[PATH_MAX];
    if (folder[0] == '\0') {
        const char *temporary = getenv("TMPDIR");
        snprintf(folder, sizeof folder, "%s/tillit-fuzz-XXXXXX", temporary != NULL ? temporary : "/tmp");
        if (mkdtemp(folder) == NULL) {
            fail(folder);
        }
        atexit(remove_folder);
    }
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

const char *fuzz_write(const char *name, const void *bytes, size_t size)
{
    const char *path = fuzz_path(name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, size, file) != size || fclose(file) != 0) {
        fail(path);
    }
    return path;
}

const char *fuzz_copy(const char *name, const char *from)
{
    FILE *file = fopen(from, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fail(from);
    }
    long end = ftell(file);
    if (end < 0) {
        fail(from);
    }
    size_t size = (size_t)end;
    rewind(file);
    char *bytes = malloc(size);
    if (bytes == NULL || fread(bytes, 1, size, file) != size) {
        fail(from);
    }
    fclose(file);
    const char *path = fuzz_write(name, bytes, size);
    free(bytes);
    return path;
}

const char *fuzz_base(const char *name)
{
    static char path[PATH_MAX];
    const char *base = getenv("TILLIT_FUZZ_BASE");
    if (base == NULL) {
        fprintf(stderr, "fuzz: TILLIT_FUZZ_BASE is not set: run scripts/fuzz.sh\n");
        exit(2);
    }
    snprintf(path, sizeof path, "%s/%s", base, name);
    return path;
}

void fuzz_check(bool accepted, tl_Messages *messages)
{
    if (accepted != (messages->errors == 0)) {
        fprintf(stderr, "fuzz: %s with %d errors\n", accepted ? "accepted" : "refused", messages->errors);
        tl_messages_print(messages, stderr);
        abort();
    }
    tl_messages_free(messages);
}

void fuzz_check_text(bool accepted, const char *error)
{
    if (!accepted && error[0] == '\0') {
        fprintf(stderr, "fuzz: refused without a word\n");
        abort();
    }
}
