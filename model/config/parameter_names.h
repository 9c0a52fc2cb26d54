/* Parameters by the names that people give them. */
#ifndef TL_PARAMETER_NAMES_H
#define TL_PARAMETER_NAMES_H

#include <stdbool.h>

#include "core/parameters/parameter.h"

/* The parameters that a text names, whatever its case: by path or by words in either language (parameter_words.def);
 * else those of whose path, last part of a path or words it is the beginning. `levers`: only what a regime decides. Their number. */
int tl_parameters_called(const char *name, bool levers, int found[tl_parameter_count]);

/* What a text that names nothing may mean: the nearest by spelling, else those whose words contain it. Their number. */
int tl_parameters_near(const char *name, bool levers, int found[tl_parameter_count]);

#endif
