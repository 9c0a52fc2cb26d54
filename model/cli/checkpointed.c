#include "cli/checkpointed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/experiment_steps.h"
#include "run/stop.h"
#include "system/memory.h"
#include "system/shown.h"

enum { EVERY_MINUTES = 10, MINUTE_S = 60 };

/* Arms at equal cost change while the command goes on: what it is asked for is their configs before. */
static void describe(tl_Checkpointed *c, const tl_Arguments *arguments, tl_LoadedConfig *const *arms,
                     int arm_count, char *experiment_json)
{
    c->experiment_json = experiment_json;
    for (int arm = 0; arm < arm_count; arm++) {
        c->names[arm] = arms[arm]->name;
        c->configs[arm] = tl_duplicate(arms[arm]->json);
    }
    c->of = (tl_CheckpointOf){.command = arguments->command,
                              .experiment_json = experiment_json,
                              .names = c->names,
                              .configs = c->configs,
                              .arm_count = arm_count,
                              .recorded = arguments->out != NULL};
}

static bool agree(const tl_Arguments *arguments)
{
    const char *path = arguments->checkpoint;
    if (path == NULL && arguments->every > 0) {
        tl_print(stderr, "tillit: --every is how often a checkpoint is written: with --checkpoint FILE\n");
    } else if (path != NULL && path[0] == '\0') {
        tl_print(stderr, "tillit: --checkpoint: the name of a file is expected\n");
    } else if (path != NULL && arguments->out != NULL && strcmp(path, arguments->out) == 0) {
        tl_print(stderr, "tillit: --checkpoint and --out: one file cannot be both\n");
    } else {
        return true;
    }
    return false;
}

static void say_what_there_is(const tl_Checkpointed *c, const tl_Arguments *arguments)
{
    long long ended = (long long)tl_checkpoint_ended(c->checkpoint),
              under_way = (long long)tl_checkpoint_under_way(c->checkpoint);
    if (!arguments->quiet && ended + under_way > 0) {
        tl_print(stderr, "tillit: %s: goes on; runs that have ended: %lld, under way: %lld\n",
                 arguments->checkpoint, ended, under_way);
    }
}

static bool open_histories(tl_Checkpointed *c, tl_Arguments *arguments)
{
    tl_Messages messages = {0};
    if (arguments->history_folder == NULL || arguments->plan) {
        return true;
    }
    bool good = tl_history_folder_open(&c->histories, arguments->history_folder, &messages);
    tl_messages_tell(&messages, true);
    arguments->histories = good ? &c->histories.histories : NULL;
    return good;
}

int tl_checkpointed_begin(tl_Checkpointed *c, tl_Arguments *arguments, tl_LoadedConfig *const *arms,
                          int arm_count, char *experiment_json)
{
    tl_Messages messages = {0};
    *c = (tl_Checkpointed){.checkpoint = NULL};
    if (!agree(arguments) || !open_histories(c, arguments)) {
        free(experiment_json);
        return TL_EXIT_USAGE;
    }
    if (arguments->checkpoint == NULL || arguments->plan) {
        free(experiment_json);
        return TL_EXIT_GOOD;
    }
    int minutes = arguments->every > 0 ? arguments->every : EVERY_MINUTES;
    describe(c, arguments, arms, arm_count, experiment_json);
    tl_stop_listen(); /* before there is a file to leave behind */
    c->checkpoint = tl_checkpoint_open(arguments->checkpoint, &c->of, (double)minutes * MINUTE_S, &messages);
    tl_messages_tell(&messages, true);
    if (c->checkpoint == NULL) {
        return TL_EXIT_USAGE;
    }
    arguments->keeper = tl_checkpoint_keeper(c->checkpoint);
    say_what_there_is(c, arguments);
    return TL_EXIT_GOOD;
}

/* ---- the end ------------------------------------------------------------------------------------------- */

static void remove_it(const tl_Checkpointed *c, const tl_Arguments *arguments, bool said)
{
    bool removed = tl_checkpoint_remove(c->checkpoint);
    if (!removed) {
        tl_print(stderr, "tillit: %s: is no longer needed, but cannot be removed\n", arguments->checkpoint);
    } else if (said) {
        tl_print(stderr, "tillit: %s: all is done, and the checkpoint is removed\n", arguments->checkpoint);
    }
}

static void say_how_to_go_on(const tl_Arguments *arguments)
{
    tl_print(stderr, "tillit: ");
    tl_print_again(arguments);
    tl_print_option_again("--histories", arguments->history_folder);
    tl_print_option_again("--checkpoint", arguments->checkpoint);
    tl_print(stderr, "%s%s%s\n", arguments->overwrite ? " --overwrite" : "",
             arguments->language == TL_SWEDISH ? " --lang sv" : "",
             strcmp(arguments->format, "json") == 0 ? " --format json" : "");
}

/* It was stopped, or the checkpoint was refused while it was read, or something else failed, which was said. */
static void say_what_is_kept(const tl_Checkpointed *c, const tl_Arguments *arguments)
{
    const char *error = tl_checkpoint_error(c->checkpoint);
    if (tl_stop_requested()) {
        tl_print(stderr, "tillit: stopped on request; no results were written\n");
    } else if (error[0] != '\0') {
        tl_print(stderr, "tillit: %s; nothing was written\n", error);
    }
    tl_print(stderr, "tillit: %s holds what was done%s\n", arguments->checkpoint,
             error[0] != '\0' ? " until it was last written" : "");
    say_how_to_go_on(arguments);
}

static void close_histories(tl_Checkpointed *c, const tl_Arguments *arguments)
{
    long long taken = atomic_load(&c->histories.taken), added = atomic_load(&c->histories.added);
    if (!arguments->quiet) {
        tl_print(stderr, "tillit: %s: histories taken: %lld, added: %lld\n", arguments->history_folder, taken,
                 added);
    }
    tl_history_folder_close(&c->histories);
}

void tl_checkpointed_end(tl_Checkpointed *c, const tl_Arguments *arguments, int code)
{
    if (arguments->histories != NULL) {
        close_histories(c, arguments);
    }
    if (c->checkpoint != NULL && code == TL_EXIT_GOOD) {
        remove_it(c, arguments, !arguments->quiet);
    } else if (c->checkpoint != NULL && tl_checkpoint_is_empty(c->checkpoint)) {
        remove_it(c, arguments, false);
    } else if (c->checkpoint != NULL) {
        say_what_is_kept(c, arguments);
    }
    tl_checkpoint_free(c->checkpoint);
    for (int arm = 0; arm < c->of.arm_count; arm++) {
        free((void *)c->configs[arm]);
    }
    free(c->experiment_json);
    *c = (tl_Checkpointed){.checkpoint = NULL};
}
