/* What came of claims, and the courses behind them, as text and as JSON. */
#ifndef TL_ANSWERS_H
#define TL_ANSWERS_H

#include <jansson.h>

#include "run/trial.h"

/* The name of a row, in the column that the tables of an experiment begin with. */
void tl_print_row_name(const char *name, tl_Language language);

/* The verdict's name in a column as wide as the longest. */
void tl_print_verdict(const tl_Answer *answer, tl_Language language);

/* "satisfied 0.012 +-0.003", "satisfied: passed after 126 days (98-154)". */
void tl_print_answer(const tl_Experiment *experiment, const tl_Claim *claim, const tl_Answer *answer,
                     tl_Language language);

/* Of a claim whose outcome is the same under treatment and control (tl_trial_is_same). */
/* What the file says beside the verdict, in a line of its own; nothing where it says nothing. */
void tl_print_claim_note(const tl_Claim *claim, const char *indent, tl_Language language);

/* What becomes of firms that leave, where any claim is about firms. */
void tl_print_who_is_external(const tl_Experiment *e, tl_Language language);

const char *tl_same_sentence(tl_Language language);

/* Adds `difference` and `half_width`, and of a claim on a course `course` and its `days`. */
void tl_answer_into_json(const tl_Claim *claim, const tl_Answer *answer, json_t *into);

/* Tables of the courses of arms beside the arm from which they part (tl_trial_base), and of what these cost; nothing where there
 * are none. */
void tl_print_courses(const tl_Experiment *experiment, const tl_RunResults *results, tl_Language language);

/* The same as a list, of all outcomes of the experiment. */
json_t *tl_courses_json(const tl_Experiment *experiment, const tl_RunResults *results);

#endif
