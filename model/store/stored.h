/* Configs as they stand in result files. */
#ifndef TL_STORED_H
#define TL_STORED_H

#include "config/experiment.h"
#include "config/loaded_config.h"

/* Everything that a result file says about how it was made. */
typedef struct tl_Stored {
    const char *path;      /* borrowed */
    tl_LoadedConfig *arms; /* owned, [arm_count] */
    int arm_count, replicate_count;
    tl_Window *windows; /* owned, [window_count]: parts of the run that were measured too */
    int window_count;
    int misnamed;     /* an arm, from 1, that has the name of another's config; 0: none */
    char *experiment; /* owned: what was asked, as JSON; "" where there was no experiment */
} tl_Stored;

/* Can this hold a result or a sweep: a file in HDF5's format, or the folder of a sweep? False with what it is
 * on stderr. */
bool tl_stored_is(const char *path);

/* Reads the configs of all arms, by the names they have there, and what was asked; false with messages on
 * stderr. */
bool tl_stored_load(const char *path, tl_Stored *stored);
void tl_stored_free(tl_Stored *stored);

#endif
