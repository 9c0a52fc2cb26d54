/* The command run: one config. */
#include <stdio.h>

#include "cli/checkpointed.h"
#include "cli/command.h"
#include "cli/loaded.h"
#include "cli/runner.h"
#include "cli/summary.h"
#include "config/experiment_read.h"
#include "core/numbers/rng.h"
#include "system/shown.h"

/* Many are folded into one; each stands in the result file. */
static void print_digests(const uint64_t *digests, int replicates, tl_Language language)
{
    enum { MOST = 10 };
    bool swedish = language == TL_SWEDISH;
    if (replicates > MOST) {
        uint64_t all = 0;
        for (int r = 0; r < replicates; r++) {
            all = tl_mix64(all ^ digests[r]);
        }
        tl_print(stdout,
                 swedish ? "kontrollsumma för alla %d simuleringar %016llx\n"
                         : "digest of all %d replicates %016llx\n",
                 replicates, (unsigned long long)all);
        return;
    }
    tl_print(stdout, "%s%s", swedish ? "kontrollsumm" : "digest",
             swedish          ? replicates > 1 ? "or" : "a"
             : replicates > 1 ? "s"
                              : "");
    for (int r = 0; r < replicates; r++) {
        tl_print(stdout, " %016llx", (unsigned long long)digests[r]);
    }
    tl_print(stdout, "\n");
}

/* The config's title: results are named in English, whatever the language of tables. */
static void print_title(const tl_LoadedConfig *arm, tl_Language language)
{
    static tl_Text title, question;
    tl_Messages unheard = {0}; /* a title is not needed */
    bool own = language == TL_SWEDISH && tl_experiment_peek(arm->path, &title, &question, &unheard);
    tl_print(stdout, "%s\n\n", own ? title.in[language] : arm->name);
    tl_messages_free(&unheard);
}

static void report(const tl_Arguments *arguments, const tl_LoadedConfig *arm, const tl_RunResults *results)
{
    tl_print_fills(stdout, arm, arguments->language);
    if (!arguments->quiet) {
        print_title(arm, arguments->language);
        tl_summary_print(stdout, results, arguments->language);
    }
    print_digests(results->digests, (int)arm->config.run.replicates, arguments->language);
    tl_print_out(arguments);
}

int tl_command_run(const tl_Arguments *given)
{
    static tl_LoadedConfig arm; /* not on the stack, on which it is run */
    tl_LoadedConfig *arms[] = {&arm};
    tl_Arguments arguments = *given;
    tl_Checkpointed checkpointed;
    tl_RunResults results = {.window_count = 0};
    if (!tl_load_config(&arguments, arguments.operands[0], &arm)) {
        return TL_EXIT_USAGE;
    }
    int code = tl_checkpointed_begin(&checkpointed, &arguments, arms, 1, NULL);
    if (code == TL_EXIT_GOOD) {
        code = tl_runner(&arguments, arms, 1, &results);
    }
    if (code == TL_EXIT_GOOD && !arguments.plan) {
        report(&arguments, &arm, &results);
    }
    tl_checkpointed_end(&checkpointed, &arguments, code);
    tl_run_results_free(&results);
    tl_loaded_config_free(&arm);
    return code;
}
