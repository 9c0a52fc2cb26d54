/* The digest of what an experiment asks: what is computed of it (a table of claims, of robustness) carries
 * it, and is refused beside another experiment. docs/LAYOUT.md says what counts. */
#ifndef TL_EXPERIMENT_DIGEST_H
#define TL_EXPERIMENT_DIGEST_H

#include "config/loaded_config.h"

enum { TL_EXPERIMENT_DIGEST_SIZE = 17 };

/* Of an experiment as it was read or as a result file holds it: its text (tl_experiment_json) and the configs
 * of its arms, one for each arm of the text. False where the text is no such text. */
bool tl_experiment_digest(const char *experiment_json, const tl_LoadedConfig *const *arms, int arm_count,
                          char digest[TL_EXPERIMENT_DIGEST_SIZE]);

#endif
