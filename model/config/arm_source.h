/* What an arm of an experiment is loaded from, once its own lines and those of the arms it extends are read. */
#ifndef TL_ARM_SOURCE_H
#define TL_ARM_SOURCE_H

#include "config/experiment.h"
#include "config/variant.h"

enum { TL_MOST_ARM_SETS = 192, TL_MOST_ARM_CHANGES = 128, TL_SET_SIZE = 192 };

_Static_assert((int)TL_MOST_PARTS >= (int)TL_MOST_ARMS, "an arm may extend all the others");

/* What an arm is loaded from; not to be moved, since `variant` points into it. */
typedef struct tl_ArmSource {
    char path[TL_PATH_SIZE];
    char texts[TL_MOST_ARM_SETS][TL_SET_SIZE];
    const char *sets[TL_MOST_ARM_SETS];
    tl_Place places[TL_MOST_ARM_SETS];
    tl_ScheduleEntry changes[TL_MOST_ARM_CHANGES];
    bool has_history; /* it changes on days, from a history that others may share */
    tl_Variant variant;
} tl_ArmSource;

#endif
