/* Verdicts on claims. docs/RESULTS.md, "Verdicts", has the definition in words; tests/data/verdicts.csv has
 * cases, which the Python package is tested against as well. */
#ifndef TL_VERDICT_H
#define TL_VERDICT_H

#include "config/experiment.h"

typedef enum tl_Verdict { TL_SUPPORTED, TL_OPPOSITE, TL_NEGLIGIBLE, TL_UNDECIDED } tl_Verdict;

/* A claim that the difference is higher (`direction` 1) or lower (-1), against the interval mean +-
 * half_width, which is NaN with one replicate. A difference matters when it is at least `smallest`, and not
 * zero. */
tl_Verdict tl_verdict(int direction, double smallest, double mean, double half_width);

/* A claim that something takes at least (`direction` 1) or at most (-1) so many days, against the interval from `low` to
 * `high`, either of which may be INFINITY, or NaN where nothing can be said. It is never negligible. */
tl_Verdict tl_verdict_on_days(int direction, double days, double low, double high);

/* A claim that something is at least (`direction` 1) or at most (-1) as high as a level; never negligible either. */
tl_Verdict tl_verdict_on_level(int direction, double level, double mean, double half_width);

/* In English the word of the JSON tables; in Swedish an answer to "is it so?". */
const char *tl_verdict_name(tl_Verdict verdict, tl_Language language);

#endif
