#include "cli/sweep_shard.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "core/numbers/rng.h"
#include "system/file_bytes.h"
#include "system/memory.h"
#include "system/shown.h"

enum { MOST_SHARDS = 1000000 };

static const size_t MOST_BYTES = (size_t)1 << 30;

/* ---- its number ---------------------------------------------------------------------------------------- */

static bool read_number(const char *text, const char **end, int *number)
{
    char *stop;
    long value = strtol(text, &stop, 10);
    *end = stop;
    *number = (int)value;
    return stop != text && value >= 0 && value <= INT_MAX;
}

static bool read_shard(const char *text, tl_Shard *shard)
{
    const char *end;
    bool good = read_number(text, &end, &shard->number) && *end == '/' &&
                read_number(end + 1, &end, &shard->count) && *end == '\0' && shard->number >= 1 &&
                shard->number <= shard->count && shard->count <= MOST_SHARDS;
    if (!good) {
        tl_print(stderr, "tillit: --shard = %s: I/N is expected, like 3/40, with 1 <= I <= N <= %d\n", text,
                 MOST_SHARDS);
    }
    return good;
}

static bool environment_number(const char *name, int *number)
{
    const char *text = getenv(name), *end;
    return text != NULL && read_number(text, &end, number) && *end == '\0';
}

/* A task of a Slurm array is a shard; arrays may begin anywhere but not skip numbers. */
static bool slurm_shard(tl_Shard *shard)
{
    int own, first, last, count;
    if (!environment_number("SLURM_ARRAY_TASK_ID", &own)) {
        return true;
    }
    if (!environment_number("SLURM_ARRAY_TASK_MIN", &first) ||
        !environment_number("SLURM_ARRAY_TASK_MAX", &last) ||
        !environment_number("SLURM_ARRAY_TASK_COUNT", &count) || (int64_t)last - first + 1 != count ||
        own < first || own > last) {
        tl_print(stderr,
                 "tillit: SLURM_ARRAY_TASK_ID is set, but the array's numbers do not follow one another "
                 "(SLURM_ARRAY_TASK_MIN, _MAX, _COUNT): say --shard I/N\n");
        return false;
    }
    *shard = (tl_Shard){.number = own - first + 1, .count = count};
    return true;
}

/* ---- the runs that a file lists ------------------------------------------------------------------------ */

/* What is being read, and a mark for each run of the sweep that was listed. */
typedef struct ListReader {
    tl_Shard *shard;
    tl_Messages messages;
    unsigned char *listed; /* [runs] */
    int64_t runs;
} ListReader;

static void read_line(ListReader *r, char *text, int line)
{
    tl_Place place = {r->shard->list_path, line, 1};
    char *end = text + strlen(text), *stop;
    while (end > text && strchr(" \t\r", end[-1]) != NULL) {
        *--end = '\0';
    }
    if (text[0] == '\0' || text[0] == '#') {
        return;
    }
    errno = 0;
    long long number = strtoll(text, &stop, 10);
    if (text[0] < '0' || text[0] > '9' || *stop != '\0' || errno != 0 || number < 1 || number > r->runs) {
        tl_error(&r->messages, place, "'%.40s': the number of a run, from 1 to %lld, is expected", text,
                 (long long)r->runs);
    } else if (r->listed[number - 1] != 0) {
        tl_error(&r->messages, place, "run %lld is listed twice", number);
    } else {
        r->listed[number - 1] = 1;
        r->shard->list[r->shard->list_count++] = number - 1;
    }
}

static void read_lines(ListReader *r, char *text, size_t size)
{
    int line = 1;
    for (char *from = text, *end = text + size; from < end; line++) {
        char *newline = memchr(from, '\n', (size_t)(end - from));
        *(newline != NULL ? newline : end) = '\0';
        read_line(r, from, line);
        from = newline != NULL ? newline + 1 : end;
    }
    if (r->messages.errors == 0 && r->shard->list_count == 0) {
        tl_error(&r->messages, (tl_Place){.file = r->shard->list_path}, "lists no runs");
    }
}

static bool read_text(ListReader *r, char *bytes, size_t size)
{
    char *text = tl_reallocate(bytes, size + 1, 1); /* a zero after the last line */
    r->listed = tl_allocate((size_t)r->runs + 1, 1);
    r->shard->list = tl_allocate(size / 2 + 1, sizeof *r->shard->list); /* a digit and a newline each */
    read_lines(r, text, size);
    free(text);
    free(r->listed);
    return r->messages.errors == 0;
}

static uint64_t hash_of(const tl_Shard *shard)
{
    uint64_t hash = 1469598103934665603u;
    for (int64_t i = 0; i < shard->list_count; i++) {
        hash = tl_mix64(hash ^ (uint64_t)shard->list[i]);
    }
    return hash;
}

static bool read_list(const char *path, int64_t runs, tl_Shard *shard)
{
    char *bytes;
    size_t size;
    ListReader reader = {.shard = shard, .runs = runs};
    shard->list_path = path;
    bool good = tl_file_bytes_up_to(path, MOST_BYTES, "a list of runs", &bytes, &size, &reader.messages) &&
                read_text(&reader, bytes, size);
    shard->list_hash = hash_of(shard);
    return tl_messages_tell(&reader.messages, good);
}

/* ---- the shard ----------------------------------------------------------------------------------------- */

bool tl_shard_choose(const tl_Arguments *arguments, int64_t runs, tl_Shard *shard)
{
    *shard = (tl_Shard){.number = 1, .count = 1};
    bool good = arguments->shard != NULL ? read_shard(arguments->shard, shard) : slurm_shard(shard);
    good = good && (arguments->runs == NULL || read_list(arguments->runs, runs, shard));
    if (!good) {
        tl_shard_free(shard);
    }
    return good;
}

int64_t *tl_shard_runs(const tl_Shard *shard, int64_t runs, int64_t *count)
{
    int64_t all = shard->list != NULL ? shard->list_count : runs;
    int64_t *own = tl_allocate((size_t)(all / shard->count) + 2, sizeof *own);
    *count = 0;
    for (int64_t at = shard->number - 1; at < all; at += shard->count) {
        own[(*count)++] = shard->list != NULL ? shard->list[at] : at;
    }
    return own;
}

static int greatest_common_divisor(int a, int b)
{
    while (b != 0) {
        int rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool tl_shards_overlap(const tl_Shard *a, const tl_Shard *b)
{
    return a->list_hash != b->list_hash ||
           (a->number - b->number) % greatest_common_divisor(a->count, b->count) == 0;
}

void tl_shard_print(const tl_Shard *shard, FILE *to)
{
    if (shard->count > 1) {
        tl_print(to, "shard %d of %d%s", shard->number, shard->count,
                 shard->list_path != NULL ? " of " : ": ");
    }
    if (shard->list_path != NULL) {
        tl_print(to, "%s: ", shard->list_path);
    }
}

void tl_shard_free(tl_Shard *shard)
{
    free(shard->list);
    *shard = (tl_Shard){0};
}
