#include "store/histories.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "config/parting.h"
#include "store/checkpoint_of.h"
#include "store/checkpoint_state.h"
#include "system/file_kind.h"
#include "system/path.h"
#include "system/shown.h"
#include "system/whole_file.h"

static const tl_CheckpointOf OF = {.command = "history"};

/* The file of a history: named after all that it depends on but the program, which stands in it. */
static void name(const tl_HistoryFolder *f, const tl_Config *config, int64_t replicate,
                 char path[TL_PATH_SIZE])
{
    snprintf(path, TL_PATH_SIZE, "%.3900s/%016llx-%lld.history", f->folder,
             (unsigned long long)tl_history_digest(config), (long long)replicate + 1);
}

/* The one state in a file of this program, if it is that history. */
static tl_Record *state_in(const tl_CheckpointFile *file, const tl_Config *config, int64_t replicate)
{
    tl_Record *last = file->count > 0 ? &file->records[file->count - 1] : NULL;
    bool is_it = last != NULL && last->head.kind == TL_RECORD_BURN_IN &&
                 last->head.stage == (int32_t)replicate &&
                 last->head.number == (int64_t)tl_history_digest(config);
    return is_it ? last : NULL;
}

static bool open_file(tl_HistoryFolder *f, const char *path, tl_CheckpointFile *file, tl_Messages *messages)
{
    tl_lock(&f->lock);
    bool good = tl_checkpoint_file_open(file, path, messages);
    tl_unlock(&f->lock);
    return good && tl_checkpoint_of_check(file, path, &OF, messages);
}

static bool take(tl_HistoryFolder *f, const char *path, const tl_Config *config, int64_t replicate,
                 int threads, const char *kernel, tl_Simulation *simulation, tl_Messages *messages)
{
    tl_CheckpointFile file;
    bool good = open_file(f, path, &file, messages);
    const tl_Record *state = good ? state_in(&file, config, replicate) : NULL;
    bool done = state != NULL &&
                tl_checkpoint_state_take(&file, state, config, replicate, threads, kernel, simulation, NULL);
    if (done && simulation->world.day != config->run.burn_in_days) {
        tl_simulation_free(simulation);
        done = false;
    }
    if (good && !done) {
        tl_error(messages, (tl_Place){.file = path}, "is not the history that its name says");
    }
    tl_checkpoint_file_close(&file);
    return done;
}

/* What does not fit is said, and nothing is run: whoever named the folder did not mean that. */
static tl_Taken on_take(void *context, const tl_Config *config, int64_t replicate, int threads,
                        const char *kernel, tl_Simulation *simulation)
{
    tl_HistoryFolder *f = context;
    char path[TL_PATH_SIZE];
    struct stat about;
    tl_Messages messages = {0};
    name(f, config, replicate, path);
    if (stat(path, &about) != 0) {
        return TL_NOT_KEPT;
    }
    bool good = take(f, path, config, replicate, threads, kernel, simulation, &messages);
    tl_messages_tell(&messages, true);
    atomic_fetch_add(&f->taken, good);
    return good ? TL_TAKEN_UP : TL_NOT_TO_BE_TAKEN;
}

/* Another command may have been faster: then that file stays. */
static void on_put(void *context, const tl_Simulation *simulation, int64_t replicate)
{
    tl_HistoryFolder *f = context;
    char path[TL_PATH_SIZE];
    tl_CheckpointWriter writer;
    tl_CheckpointFile file = {.descriptor = -1};
    const tl_Config *config = simulation->world.config;
    name(f, config, replicate, path);
    tl_checkpoint_write_begin(&writer, path, false);
    tl_checkpoint_of_write(&writer, &OF);
    tl_checkpoint_state_write(&writer, (int32_t)replicate,
                              &(tl_UnderWay){(int64_t)tl_history_digest(config), simulation, NULL});
    int cause = tl_checkpoint_write_end(&writer, false, &file);
    tl_checkpoint_file_close(&file);
    atomic_fetch_add(&f->added, cause == 0);
    if (cause != 0 && cause != EEXIST && atomic_fetch_add(&f->failed, 1) == 0) {
        tl_print(stderr, "tillit: %s: cannot be written: %s; the runs go on\n", path, tl_file_cause(cause));
    }
}

bool tl_history_folder_open(tl_HistoryFolder *f, const char *path, tl_Messages *messages)
{
    tl_Place place = {.file = path};
    *f = (tl_HistoryFolder){.folder = path, .histories = {f, on_take, on_put}};
    if (mkdir(path, 0777) != 0 && errno != EEXIST) {
        return tl_error(messages, place, "cannot be made: %s", strerror(errno));
    }
    if (!tl_is_folder(path)) {
        return tl_error(messages, place, "is no folder, where that of histories is expected");
    }
    tl_lock_create(&f->lock);
    return true;
}

void tl_history_folder_close(tl_HistoryFolder *f)
{
    tl_lock_free(&f->lock);
}
