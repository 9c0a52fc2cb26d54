/* What an experiment asks of its arms: outcomes, claims, an evaluation, and the parts of a run that they look at.
 */
#ifndef TL_EXPERIMENT_CLAIMS_H
#define TL_EXPERIMENT_CLAIMS_H

#include "config/experiment_reader.h"

/* Outcomes, claims and the evaluation, which name arms that were read. */
void tl_read_claims(tl_ExperimentReader *reader);

/* The measure of that name; -1 with a message. */
int tl_read_measure(tl_Value value);

/* [first, end) of whole recorded periods. */
bool tl_read_span(const tl_ExperimentReader *reader, tl_Value value, const char *what, int64_t days[2]);

/* The `where` of a group, if it has one; every unit otherwise. */
void tl_read_where(const tl_ExperimentReader *reader, tl_Value group, tl_Selector *where);

/* A window with the `days` (else the whole run) and the `where` of a group. */
void tl_read_window(const tl_ExperimentReader *reader, tl_Value group, const char *name, tl_Window *window);

/* Is a claim about days after a change, not about a difference? */
bool tl_claim_is_about_days(const tl_Claim *claim);

/* The name of the window of a claim's second group. */
const char *tl_claim_against(int claim, char name[TL_NAME_LENGTH]);

/* "dip", "dip_days", "passed", "half_way", "settled". */
const char *tl_course_part_name(tl_CoursePart part);

/* The parts of a run that the experiment looks at: a window a claim, and those of the evaluation, borrowed from
 * the experiment. Returns their number. */
int tl_experiment_windows(const tl_Experiment *experiment, tl_Window windows[TL_MOST_WINDOWS]);

#endif
