/* Whatever holds results, opened: a result file, a merged sweep, or the folder of a sweep. */
#ifndef TL_STORED_H
#define TL_STORED_H

#include "config/experiment.h"
#include "config/loaded_config.h"
#include "store/maker.h"
#include "store/sweep.h"

typedef enum tl_StoredKind { TL_STORED_RESULT, TL_STORED_MERGED, TL_STORED_FOLDER } tl_StoredKind;

typedef struct tl_Stored {
    const char *path; /* borrowed */
    tl_StoredKind kind;
    tl_Maker maker; /* the program that made it */

    /* Of a result: all that it says about how it was made. */
    tl_LoadedConfig *arms; /* owned, [arm_count] */
    int arm_count, replicate_count;
    tl_Window *windows; /* owned, [window_count]: parts of the run that were measured too */
    int window_count;
    int misnamed;     /* an arm, from 1, that has the name of another's config; 0: none */
    char *experiment; /* owned: what was asked, as JSON; "" where there was no experiment */

    /* Of the others. */
    tl_Sweep sweep;
} tl_Stored;

/* Is there a sweep at the path: its folder, one of its parts, or a merged file? */
bool tl_stored_is_sweep(const char *path);

/* Opens it; a part of a sweep stands for its folder. Free it if that is done; false with messages. */
bool tl_stored_open(tl_Stored *stored, const char *path, tl_Messages *messages);
void tl_stored_free(tl_Stored *stored);

#endif
