/* A sweep as its folder holds it: DIR/sweep.json says everything that decides its results, DIR/design.csv the
 * rows of the design, DIR/parts the runs that are done. Whatever is run, merged or verified is made from
 * these two texts alone, which a merged file carries too.
 */
#ifndef TL_SWEEP_H
#define TL_SWEEP_H

#include "run/plan.h"
#include "store/sweep_texts.h"

enum { TL_LONGEST_FOLDER = 3900 };

typedef struct tl_Sweep {
    char *manifest, *table;          /* owned: the texts; the table is "" without factors */
    char identity[TL_IDENTITY_SIZE]; /* hash of both */
    char title[TL_LONGEST_TEXT];
    char (*arms)[TL_NAME_LENGTH];    /* owned, [plan.arm_count] */
    tl_LoadedConfig *bases, *starts; /* owned: the configs of the plan's */
    tl_Plan plan;                    /* owned */
} tl_Sweep;

/* Reads a sweep from its texts, which it takes over (also when it fails); messages name `path`. */
bool tl_sweep_read(tl_Sweep *sweep, const char *path, char *manifest, char *table, tl_Messages *messages);

/* Reads DIR/sweep.json and DIR/design.csv. */
bool tl_sweep_open(tl_Sweep *sweep, const char *folder, tl_Messages *messages);

/* Is there a sweep in the folder? */
bool tl_sweep_is_there(const char *folder);

/* Writes both texts into the folder, unless another process was faster; 0 or a cause (tl_file_cause), and the
 * file that it is of. */
int tl_sweep_create(const char *folder, const char *manifest, const char *table, char path[TL_PATH_SIZE]);

/* Complains about values of a point that contradict one another, or the burn-in it continues. */
void tl_sweep_check(const tl_Sweep *sweep, int64_t point, const char *path, tl_Messages *messages);

/* The resolved config of a run as JSON, with as many replicates as make it the last; owned by the
 * caller. */
char *tl_sweep_run_json(const tl_Sweep *sweep, int64_t run);

void tl_sweep_free(tl_Sweep *sweep);

#endif
