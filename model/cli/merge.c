/* The commands status and merge: what a sweep's folder holds, and all of it in one file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/command.h"
#include "cli/left_behind.h"
#include "store/sweep_pairing.h"
#include "store/sweep_merged.h"
#include "system/memory.h"
#include "system/path.h"
#include "system/shown.h"
#include "system/whole_file.h"

enum { MOST_NAMED = 20, MOST_SHARDS_SHOWN = 1000 };

/* Opens a sweep's folder and reads its parts; false with messages on stderr. */
static bool open_folder(const char *folder, tl_Sweep *sweep, tl_Index *index)
{
    tl_Messages messages = {0};
    bool good = tl_sweep_open(sweep, folder, &messages);
    if (good && !tl_index_read(index, sweep, folder, &messages)) {
        tl_sweep_free(sweep);
        good = false;
    }
    return tl_messages_tell(&messages, good);
}

static void print_failures(const tl_Index *index)
{
    for (int64_t i = 0; i < index->failure_count && i < MOST_NAMED; i++) {
        tl_print(stdout, "run %lld failed: %s\n", (long long)index->failures[i].run + 1,
                 index->failures[i].reason);
    }
    if (index->failure_count > MOST_NAMED) {
        tl_print(stdout, "and %lld more failed\n", (long long)index->failure_count - MOST_NAMED);
    }
}

/* ---- status -------------------------------------------------------------------------------------------- */

/* What the parts of one shard hold. */
typedef struct ShardCount {
    char name[32];
    int parts;
    int64_t done, failed;
} ShardCount;

/* "2-of-5" of "DIR/parts/2-of-5-000001.h5". */
static void shard_of(const char *path, char name[32])
{
    const char *slash = strrchr(path, '/'), *last = strrchr(path, '-');
    int length = last != NULL && last > slash ? (int)(last - slash - 1) : 0;
    snprintf(name, 32, "%.*s", length < 31 ? length : 31, slash + 1);
}

static int find_shard(ShardCount *shards, int *count, const char *path)
{
    char name[32];
    shard_of(path, name);
    for (int i = 0; i < *count; i++) {
        if (strcmp(shards[i].name, name) == 0) {
            return i;
        }
    }
    shards[*count] = (ShardCount){.parts = 0};
    memcpy(shards[*count].name, name, sizeof name);
    return (*count)++;
}

static void print_shards(const tl_Index *index)
{
    ShardCount *shards = tl_allocate((size_t)index->part_count + 1, sizeof *shards);
    int *of_part = tl_allocate((size_t)index->part_count + 1, sizeof *of_part), count = 0;
    for (int part = 0; part < index->part_count; part++) {
        of_part[part] = find_shard(shards, &count, index->paths[part]);
        shards[of_part[part]].parts++;
    }
    for (int64_t run = 0; run < index->run_count; run++) {
        const tl_RunPlace *place = &index->runs[run];
        if (place->status != TL_RUN_MISSING) {
            shards[of_part[place->part]].done += place->status == TL_RUN_DONE;
            shards[of_part[place->part]].failed += place->status == TL_RUN_FAILED;
        }
    }
    for (int i = 0; i < count && i < MOST_SHARDS_SHOWN; i++) {
        tl_print(stdout, "shard %-12s %8lld done %6lld failed %6d parts\n", shards[i].name,
                 (long long)shards[i].done, (long long)shards[i].failed, shards[i].parts);
    }
    free(shards);
    free(of_part);
}

int tl_command_status(const tl_Arguments *arguments)
{
    tl_Sweep sweep;
    tl_Index index = {0};
    int temporaries = tl_left_behind_print(arguments->operands[0]);
    if (temporaries > 0 && !tl_sweep_is_there(arguments->operands[0])) {
        return TL_EXIT_GOOD; /* a folder of other results */
    }
    if (!open_folder(arguments->operands[0], &sweep, &index)) {
        return TL_EXIT_USAGE;
    }
    tl_print(stdout, "%s: %s\n", arguments->operands[0], sweep.title);
    tl_print(stdout, "%lld runs: %lld points of %lld replicates\n", (long long)index.run_count,
             (long long)tl_plan_points(&sweep.plan), (long long)sweep.plan.replicates);
    tl_print(stdout, "%lld done, %lld failed, %lld missing\n", (long long)index.done, (long long)index.failed,
             (long long)(index.run_count - index.done - index.failed));
    print_shards(&index);
    tl_print(stdout, "%.3g core hours so far\n", index.seconds / 3600.0);
    bool good = tl_sweep_pairing_print(&sweep, &index);
    print_failures(&index);
    tl_index_free(&index);
    tl_sweep_free(&sweep);
    return good ? TL_EXIT_GOOD : TL_EXIT_FAILED;
}

/* ---- merge --------------------------------------------------------------------------------------------- */

static void print_range(int64_t first, int64_t last, const char *before)
{
    if (first == last) {
        tl_print(stderr, "%s%lld", before, (long long)first + 1);
    } else {
        tl_print(stderr, "%s%lld-%lld", before, (long long)first + 1, (long long)last + 1);
    }
}

/* "3, 7-12, 40". */
static void print_missing(const tl_Index *index)
{
    int ranges = 0;
    for (int64_t run = 0; run < index->run_count; run++) {
        int64_t last = run;
        if (index->runs[run].status == TL_RUN_DONE) {
            continue;
        }
        while (last + 1 < index->run_count && index->runs[last + 1].status != TL_RUN_DONE) {
            last++;
        }
        if (++ranges <= MOST_NAMED) {
            print_range(run, last, ranges > 1 ? ", " : " ");
        }
        run = last;
    }
    tl_print(stderr, "%s\n", ranges > MOST_NAMED ? " and more" : "");
}

/* A line for each run that is missing or failed. */
static bool write_todo(const char *path, bool overwrite, const tl_Index *index)
{
    char *text = tl_allocate((size_t)(index->run_count - index->done) * 24 + 1, 1);
    size_t used = 0;
    for (int64_t run = 0; run < index->run_count; run++) {
        if (index->runs[run].status != TL_RUN_DONE) {
            used += (size_t)sprintf(text + used, "%lld\n", (long long)run + 1);
        }
    }
    int cause = tl_file_write_whole(path, text, used, overwrite);
    free(text);
    if (cause != 0) {
        tl_print(stderr, "tillit: %s: cannot be written: %s\n", path, tl_file_cause(cause));
    }
    return cause == 0;
}

static bool is_same_file(const char *a, const char *b)
{
    struct stat of_a, of_b;
    return stat(a, &of_a) == 0 && stat(b, &of_b) == 0 && of_a.st_dev == of_b.st_dev &&
           of_a.st_ino == of_b.st_ino;
}

static int merge(const tl_Arguments *arguments, const char *out, const tl_Sweep *sweep, const tl_Index *index)
{
    tl_Messages messages = {0};
    int64_t left = index->run_count - index->done;
    tl_Pairing pairing;
    bool good = tl_sweep_pairing(sweep, index, &pairing, &messages);
    const double *ratios = pairing.pairs >= 2 ? pairing.ratios : NULL;
    good = good && tl_merged_write(out, sweep, index, ratios, arguments->overwrite, &messages);
    if (!tl_messages_tell(&messages, good)) {
        return TL_EXIT_FAILED;
    }
    tl_print(stdout, "%s: %lld of %lld runs\n", out, (long long)index->done, (long long)index->run_count);
    tl_pairing_print(sweep, &pairing);
    print_failures(index);
    if (left > 0) {
        tl_print(stderr, "tillit: %s is marked incomplete: %lld runs are missing or failed:", out,
                 (long long)left);
        print_missing(index);
    }
    if (arguments->todo != NULL && is_same_file(out, arguments->todo)) {
        tl_print(stderr, "tillit: --todo %s: is the merged file and is left as it is\n", arguments->todo);
        return TL_EXIT_USAGE;
    }
    if (arguments->todo != NULL && !write_todo(arguments->todo, arguments->overwrite, index)) {
        return TL_EXIT_FAILED;
    }
    return left > 0 ? TL_EXIT_FAILED : TL_EXIT_GOOD;
}

int tl_command_merge(const tl_Arguments *arguments)
{
    char out[TL_PATH_SIZE];
    tl_Sweep sweep;
    tl_Index index = {0};
    const char *folder = arguments->operands[0];
    int length = tl_folder_length(folder);
    snprintf(out, sizeof out, "%.*s.h5", length < 4000 ? length : 4000, folder);
    if (!open_folder(folder, &sweep, &index)) {
        return TL_EXIT_USAGE;
    }
    int code = merge(arguments, arguments->out != NULL ? arguments->out : out, &sweep, &index);
    tl_index_free(&index);
    tl_sweep_free(&sweep);
    return code;
}
