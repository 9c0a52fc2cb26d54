#include <stdio.h>

#include "cli/command.h"
#include "cli/runner.h"
#include "cli/summary.h"

/* Pairing needs the same people and the same days. */
static bool can_be_paired(const tl_LoadedConfig *a, const tl_LoadedConfig *b)
{
    static const char *const paths[] = {"seed",
                                        "run.replicates",
                                        "run.days",
                                        "run.burn_in_days",
                                        "record.period_days",
                                        "record.level",
                                        "record.snapshot_every_days"};
    bool same = true;
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const tl_Parameter *p = &tl_parameters[tl_parameter_find(paths[i])];
        double of_a = tl_parameter_get(p, &a->config.run), of_b = tl_parameter_get(p, &b->config.run);
        if (of_a != of_b) {
            fprintf(stderr,
                    "tillit: %s is %.0f in %s and %.0f in %s: a paired comparison needs the same (--set "
                    "%s=...)\n",
                    p->path, of_a, a->path, of_b, b->path, p->path);
            same = false;
        }
    }
    bool places = a->config.municipality_count == b->config.municipality_count;
    for (int m = 0; places && m < a->config.municipality_count; m++) {
        const tl_Profile *x = &a->config.municipalities[m].profile, *y = &b->config.municipalities[m].profile;
        places = x->recipients == y->recipients && x->areas == y->areas;
    }
    if (!places) {
        fprintf(
            stderr,
            "tillit: %s and %s are about different populations: a paired comparison needs the same people\n",
            a->path, b->path);
    }
    return same && places;
}

static int compare(const tl_Arguments *arguments, tl_LoadedConfig arms[2])
{
    if (!can_be_paired(&arms[0], &arms[1])) {
        return TL_EXIT_USAGE;
    }
    tl_RunResults results = {0};
    int code = tl_runner(arguments, (tl_LoadedConfig *[]){&arms[0], &arms[1]}, 2, &results);
    if (code == TL_EXIT_GOOD && !arguments->plan) {
        tl_print_fills(stdout, &arms[0]);
        tl_comparison_print(stdout, arms[0].name, arms[1].name, results.values[0], results.values[1],
                            (int)arms[0].config.run.replicates);
        printf("%.1f s, %.1f million agent-days a second\n", results.seconds,
               (double)results.agent_days / results.seconds / 1e6);
        if (arguments->out != NULL) {
            printf("results: %s\n", arguments->out);
        }
    }
    tl_run_results_free(&results);
    return code;
}

int tl_command_compare(const tl_Arguments *arguments)
{
    tl_LoadedConfig arms[2];
    bool a = tl_load_config(arguments->operands[0], arguments->sets, arguments->set_count, &arms[0]);
    bool b = tl_load_config(arguments->operands[1], arguments->sets, arguments->set_count, &arms[1]);
    int code = a && b ? compare(arguments, arms) : TL_EXIT_USAGE;
    if (a) {
        tl_loaded_config_free(&arms[0]);
    }
    if (b) {
        tl_loaded_config_free(&arms[1]);
    }
    return code;
}
