/* Arms whose outcome is made equal to that of the first arm, by moving a lever of theirs: which lever, in which
 * outcome, over which days, and where its value stands. */
#ifndef TL_EQUAL_H
#define TL_EQUAL_H

#include "config/arm_source.h"

/* Reads `equal_cost: LEVER`, or `equal: {outcome, lever, days}`, of an arm that is loaded. An arm with a history
 * has its lever moved from the day on which its changes set it (else, from the first of them); any other, from
 * the start. Complains about what cannot be. */
void tl_equal_read(const tl_ExperimentReader *reader, tl_Value group, const tl_ArmSource *source,
                   tl_Arm *arm);

/* The lever's value in a config of the arm, and another. */
double tl_equal_value(const tl_Equal *equal, const tl_Config *config);
void tl_equal_move(const tl_Equal *equal, double value, tl_Config *config);

/* "cost", or "cost on days 896 to 1260" where that is not the whole run. */
const char *tl_equal_text(const tl_Equal *equal, char *text, size_t size);

/* Is it about the cost of the whole run? */
bool tl_equal_is_plain(const tl_Equal *equal);

#endif
