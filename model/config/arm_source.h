/* What an arm of an experiment is loaded from: a config, with the history, levers and changes that it says, or takes over
 * from the arms that it extends. */
#ifndef TL_ARM_SOURCE_H
#define TL_ARM_SOURCE_H

#include "config/experiment_reader.h"
#include "config/variant.h"

enum { TL_MOST_ARM_SETS = 192, TL_MOST_ARM_CHANGES = 128, TL_SET_SIZE = 192 };

_Static_assert((int)TL_MOST_PARTS >= (int)TL_MOST_ARMS, "an arm may extend all the others");

/* What an arm is loaded from; not to be moved, since `variant` points into it. */
typedef struct tl_ArmSource {
    char path[TL_PATH_SIZE];
    char municipality[TL_PATH_SIZE]; /* the file of one, where the experiment names a file */
    char texts[TL_MOST_ARM_SETS][TL_SET_SIZE];
    const char *sets[TL_MOST_ARM_SETS];
    tl_Place places[TL_MOST_ARM_SETS];
    tl_ScheduleEntry changes[TL_MOST_ARM_CHANGES];
    bool has_history; /* it changes on days, from a history that others may share */
    tl_Variant variant;
} tl_ArmSource;

/* Of the arm at a node (0: a sweep without arms); false with messages. */
bool tl_arm_source(const tl_ExperimentReader *reader, int mapping, tl_ArmSource *source);

#endif
