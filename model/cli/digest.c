/* The command digest: of a result's replicate, or of what an experiment asks. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/command.h"
#include "cli/experiment_steps.h"
#include "cli/loaded.h"
#include "store/hdf5_read.h"
#include "system/shown.h"

/* Of the experiment that a result file holds. */
static int of_result(const tl_Stored *stored)
{
    const tl_LoadedConfig *arms[TL_MOST_ARMS];
    char digest[TL_EXPERIMENT_DIGEST_SIZE];
    if (stored->kind != TL_STORED_RESULT || stored->experiment[0] == '\0') {
        tl_print(stderr, "tillit: %s: holds no experiment (tillit run and compare ask none)\n", stored->path);
        return TL_EXIT_USAGE;
    }
    for (int arm = 0; arm < stored->arm_count; arm++) {
        arms[arm] = &stored->arms[arm];
    }
    bool good = tl_experiment_digest(stored->experiment, arms, stored->arm_count, digest);
    if (good) {
        tl_print(stdout, "%s\n", digest);
    } else {
        tl_print(stderr, "tillit: %s: 'experiment' is damaged\n", stored->path);
    }
    return good ? TL_EXIT_GOOD : TL_EXIT_USAGE;
}

static int of_file(const tl_Arguments *arguments)
{
    tl_Stored stored;
    const char *path = arguments->operands[0];
    if (arguments->set_count > 0) {
        tl_print(stderr, "tillit: %s: a result file is as it is: without --set\n", path);
        return TL_EXIT_USAGE;
    }
    if (!tl_load_stored(path, &stored)) {
        return TL_EXIT_USAGE;
    }
    int code = of_result(&stored);
    tl_stored_free(&stored);
    return code;
}

static int of_experiment(const tl_Arguments *arguments, tl_Experiment *e)
{
    char digest[TL_EXPERIMENT_DIGEST_SIZE];
    (void)arguments;
    tl_trial_digest(e, digest);
    tl_print(stdout, "%s\n", digest);
    return TL_EXIT_GOOD;
}

int tl_command_digest(const tl_Arguments *arguments)
{
    return tl_is_hdf5(arguments->operands[0]) ? of_file(arguments) : tl_with_trial(arguments, of_experiment);
}
