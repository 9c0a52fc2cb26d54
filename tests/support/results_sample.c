/* Writes the made-up result file that tests/cli/test_results.py opens: results_sample PATH */
#include <stdio.h>

#include "results_sample.h"

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: results_sample PATH\n");
        return 2;
    }
    static Sample sample;
    char error[1024];
    sample_fill(&sample, TL_record_level_unit);
    tl_Results *results = tl_results_create(argv[1], &sample.info, error, sizeof error);
    if (!results) {
        fprintf(stderr, "%s\n", error);
        return 1;
    }
    if (!sample_runs(results) || !tl_results_close(results)) {
        fprintf(stderr, "%s\n", tl_results_error(results));
        tl_results_abandon(results);
        return 1;
    }
    return 0;
}
