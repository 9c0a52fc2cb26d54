#include "cli/sweep_folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/experiment_steps.h"
#include "cli/sweep_lock.h"
#include "config/config_json.h"
#include "config/equal.h"
#include "store/sweep_differences.h"
#include "system/file_kind.h"
#include "system/memory.h"
#include "system/path.h"
#include "system/shown.h"
#include "system/temporary.h"
#include "system/whole_file.h"

/* ---- which --------------------------------------------------------------------------------------------- */

static bool make_folder(const char *path)
{
    char partial[TL_PATH_SIZE];
    snprintf(partial, sizeof partial, "%s", path);
    for (char *slash = partial + 1; (slash = strchr(slash, '/')) != NULL; slash++) {
        *slash = '\0';
        mkdir(partial, 0777);
        *slash = '/';
    }
    int cause = mkdir(path, 0777) == 0 ? 0 : errno;
    if ((cause == 0 || cause == EEXIST) && tl_is_folder(path)) {
        return true;
    }
    tl_print(stderr, "tillit: %s: cannot be made a folder: %s\n", path,
             cause == EEXIST ? "there is a file of that name" : strerror(cause));
    return false;
}

/* A folder of someone else's making may hold a link in its place, through which nothing is to be written or
 * removed. */
static bool is_own(const char *parts)
{
    struct stat about;
    if (lstat(parts, &about) == 0 && !S_ISLNK(about.st_mode)) {
        return true;
    }
    tl_print(stderr,
             "tillit: %s: is a link, and nothing is written through a link in a sweep's folder: choose "
             "another --out, or put a folder in its place\n",
             parts);
    return false;
}

bool tl_sweep_folder(const tl_Arguments *arguments, char folder[TL_PATH_SIZE])
{
    const char *name = tl_path_name(arguments->operands[0]), *point = strrchr(name, '.');
    if (arguments->out != NULL && arguments->out[0] == '\0') {
        tl_print(stderr, "tillit: --out: the name of a folder is expected\n");
        return false;
    }
    if (arguments->out != NULL && strlen(arguments->out) > TL_LONGEST_FOLDER) {
        tl_print(stderr, "tillit: --out: the name of the folder has %zu bytes; at most %d are expected\n",
                 strlen(arguments->out), TL_LONGEST_FOLDER);
        return false;
    }
    if (arguments->out != NULL) {
        snprintf(folder, TL_PATH_SIZE, "%s", arguments->out);
    } else {
        snprintf(folder, TL_PATH_SIZE, "results/%.*s.sweep", (int)(point != NULL ? point - name : 255), name);
    }
    folder[tl_folder_length(folder)] = '\0';
    char parts[TL_PATH_SIZE + 8];
    snprintf(parts, sizeof parts, "%s/parts", folder);
    return make_folder(folder) && make_folder(parts) && is_own(parts);
}

void tl_sweep_folder_clean(const char *folder)
{
    char parts[TL_PATH_SIZE];
    snprintf(parts, sizeof parts, "%.4000s/parts", folder);
    tl_temporaries_clean(folder);
    tl_temporaries_clean(parts);
}

/* ---- what the folder holds, and what was asked for ----------------------------------------------------- */

static bool open_there(const char *folder, tl_Sweep *sweep)
{
    tl_Messages messages = {0};
    return tl_messages_tell(&messages, tl_sweep_open(sweep, folder, &messages));
}

/* Levers that were moved to equal cost before are not moved again. */
static void copy_equal_costs(tl_Experiment *e, const tl_Sweep *there)
{
    for (int arm = 0; arm < e->arm_count && arm < there->plan.arm_count && there->plan.rows.count > 0;
         arm++) {
        const tl_Base *base = &e->design->bases[e->design->base_of[arm]];
        const tl_Equal *equal = &e->arms[arm].equal;
        if (equal->lever < 0 || strcmp(e->arms[arm].name, there->arms[arm]) != 0) {
            continue;
        }
        const tl_LoadedConfig *own = &there->bases[there->plan.base_of[arm * there->plan.rows.count]];
        tl_equal_move(equal, tl_equal_value(equal, &own->config), &base->loaded->config);
        snprintf(base->loaded->origins[equal->lever], TL_ORIGIN_SIZE, "equal cost");
        tl_config_renew_json(base->loaded);
    }
}

/* Compares what stands in the folder with what was asked for; an exit code. */
static int compare(const char *folder, const tl_Sweep *there, const tl_Sweep *here)
{
    char *text = NULL;
    size_t size;
    FILE *lines = tl_memory_stream(&text, &size);
    int count = tl_sweep_differences(there, here, lines);
    tl_memory_stream_close(lines, &text);
    if (count != 0) {
        tl_print(stderr,
                 "tillit: %s holds another sweep, and is left as it is. What differs (there | asked for):\n",
                 folder);
        tl_print_lines(stderr, text);
        tl_print(stderr, "tillit: choose another --out, or remove the folder\n");
    }
    free(text);
    return count == 0 ? TL_EXIT_GOOD : TL_EXIT_USAGE;
}

bool tl_sweep_of(const tl_Experiment *e, const char *folder, tl_Sweep *here)
{
    char *manifest, *table;
    tl_Messages messages = {0};
    bool good =
        tl_sweep_texts(e, &manifest, &table) && tl_sweep_read(here, folder, manifest, table, &messages);
    tl_messages_print(&messages, stderr);
    if (!good && messages.errors == 0) {
        tl_print(stderr, "tillit: %s: the sweep cannot be written as JSON: names are expected in UTF-8\n",
                 folder);
    }
    tl_messages_free(&messages);
    return good;
}

/* One process at a time, so that the manifest of one experiment never meets the table of another. */
static bool create(const char *folder, const tl_Sweep *here)
{
    int entered = tl_sweep_enter(folder);
    char path[TL_PATH_SIZE];
    int cause = tl_sweep_is_there(folder) ? 0 : tl_sweep_create(folder, here->manifest, here->table, path);
    tl_sweep_leave(entered);
    if (cause != 0) {
        tl_print(stderr, "tillit: %s: cannot be written: %s\n", path, tl_file_cause(cause));
    }
    return cause == 0;
}

/* Another compiler gives the same bits, so that runs of several may stand in one sweep; but it is said. */
static void note_build(const char *folder, const tl_Sweep *there)
{
    char *text = NULL;
    size_t size;
    FILE *lines = tl_memory_stream(&text, &size);
    int count = tl_sweep_provenance(there, "  ", lines);
    tl_memory_stream_close(lines, &text);
    if (count > 0) {
        tl_print(stderr,
                 "tillit: %s was begun by another build of this version, which should give the same values "
                 "(tillit verify shows whether it does):\n",
                 folder);
        tl_print_lines(stderr, text);
    }
    free(text);
}

int tl_sweep_folder_open(const tl_Arguments *arguments, tl_Experiment *e, const char *folder, tl_Sweep *sweep)
{
    tl_Sweep here;
    bool there = tl_sweep_is_there(folder);
    if (there && !open_there(folder, sweep)) {
        return TL_EXIT_USAGE;
    }
    if (there) {
        copy_equal_costs(e, sweep);
    } else {
        int code = tl_equal_cost(arguments, e);
        if (code != TL_EXIT_GOOD) {
            return code;
        }
    }
    if (!tl_sweep_of(e, folder, &here)) {
        tl_sweep_free(sweep);
        return TL_EXIT_USAGE;
    }
    int code = there || (create(folder, &here) && open_there(folder, sweep)) ? TL_EXIT_GOOD : TL_EXIT_FAILED;
    if (code == TL_EXIT_GOOD) {
        code = compare(folder, sweep, &here);
    }
    if (code == TL_EXIT_GOOD) {
        note_build(folder, sweep);
    }
    tl_sweep_free(&here);
    if (code != TL_EXIT_GOOD) {
        tl_sweep_free(sweep);
    }
    return code;
}
