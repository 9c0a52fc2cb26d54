/* "What if we also had 25 employees per manager?": a further arm of an experiment. It is like another but for what is asked: from the
 * start, or, where the arm changes on days from a history, with its first change in each place. So the difference between the two is
 * what was asked, and nothing else. What the arm has equal to the first stays equal, unless it is by the lever that is asked about.
 *
 * If no arm is named, it is the first that changes and in which what is asked is not so already; where it is so in each of
 * these, the arm that goes on as before, on the day on which the others change. */
#ifndef TL_WHAT_IF_H
#define TL_WHAT_IF_H

#include "config/experiment_reader.h"

/* "employees per manager=25": a lever by any of its names (config/parameter_names.h), and a value as people write it, in per
 * cent where it is a share, or by the name of a stop. False with messages: what names may be meant, what is allowed. */
typedef struct tl_WhatIf {
    int parameter;
    double value;
    bool per_cent; /* it was written so */
} tl_WhatIf;

bool tl_what_if_read(const char *text, tl_Language language, tl_WhatIf *what, tl_Messages *messages);

/* Adds the arm that `reader->asked` asks for, if it does. */
void tl_what_if_arm(tl_ExperimentReader *reader);

#endif
