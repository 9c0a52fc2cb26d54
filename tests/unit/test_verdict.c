/* Verdicts against the table that the Python package is tested against as well. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run/verdict.h"
#include "support/testlib.h"

enum { LONGEST_LINE = 200, FEWEST_CASES = 30 };

static void check(const char *line)
{
    char way[LONGEST_LINE], smallest[LONGEST_LINE], mean[LONGEST_LINE], half[LONGEST_LINE],
        expected[LONGEST_LINE];
    assert_int_equal(sscanf(line, "%[^,],%[^,],%[^,],%[^,],%[^,]", way, smallest, mean, half, expected), 5);
    tl_Verdict found = tl_verdict(strcmp(way, "higher") == 0 ? 1 : -1, strtod(smallest, NULL),
                                  strtod(mean, NULL), strtod(half, NULL));
    if (strcmp(tl_verdict_name(found, TL_ENGLISH), expected) != 0) {
        fail_msg("%s: found %s", line, tl_verdict_name(found, TL_ENGLISH));
    }
}

static void verdicts_are_those_of_the_table(void **state)
{
    (void)state;
    char line[LONGEST_LINE];
    int cases = 0;
    FILE *table = fopen("tests/data/verdicts.csv", "r");
    assert_non_null(table);
    assert_non_null(fgets(line, sizeof line, table)); /* the heading */
    while (fgets(line, sizeof line, table) != NULL) {
        check(line);
        cases++;
    }
    fclose(table);
    assert_true(cases >= FEWEST_CASES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(verdicts_are_those_of_the_table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
