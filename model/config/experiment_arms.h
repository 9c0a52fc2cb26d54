/* The arms of an experiment, and what each is loaded from. */
#ifndef TL_EXPERIMENT_ARMS_H
#define TL_EXPERIMENT_ARMS_H

#include "config/experiment_reader.h"
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

/* Of the arm at a node (0: a sweep without arms); false with messages. */
bool tl_arm_source(const tl_ExperimentReader *reader, int mapping, tl_ArmSource *source);

/* All arms with their configs. */
void tl_read_arms(tl_ExperimentReader *reader);

#endif
