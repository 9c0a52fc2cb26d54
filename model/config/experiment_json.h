/* An experiment in a result file: what was asked, for reports that have the file alone. */
#ifndef TL_EXPERIMENT_JSON_H
#define TL_EXPERIMENT_JSON_H

#include <jansson.h>

#include "config/experiment.h"

/* Title, question, year, price level, law, arms, outcomes, claims, windows and evaluation as JSON
 * (docs/LAYOUT.md). To be freed; never NULL. */
char *tl_experiment_json(const tl_Experiment *experiment);

/* A text in both languages. */
json_t *tl_experiment_text_json(const tl_Text *text);

/* The windows that such a text names, to be freed with tl_windows_free; their number, -1 if it is no such text. */
int tl_experiment_windows_of_json(const char *json, tl_Window windows[TL_MOST_WINDOWS]);

/* The name that such a text gives an arm (from 0), to be freed; NULL if it names no such arm. */
char *tl_experiment_arm_of_json(const char *json, int arm);

#endif
