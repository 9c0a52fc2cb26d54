/* Where two resolved configs differ. */
#ifndef TL_CONFIG_DIFF_H
#define TL_CONFIG_DIFF_H

#include <stdio.h>

/* Prints a line "  path: a | b" for each value that differs (where a value came from does not count) and
 * returns their number; -1 if either text is no JSON or memory is short. */
int tl_config_diff(const char *json_a, const char *json_b, FILE *to);

#endif
