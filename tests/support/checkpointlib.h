/* What tests of checkpoints run, stop and go on with, and what they see of it. */
#ifndef CHECKPOINTLIB_H
#define CHECKPOINTLIB_H

#include "store/checkpoint.h"
#include "testlib.h"

enum { ARMS = 2, REPLICATES = 2, RUNS = ARMS * REPLICATES, HOURS_S = 100000, PATH_SIZE = 96 };

/* ---- a folder for the file ------------------------------------------------------------------------------ */

extern char checkpoint_folder[], checkpoint_path[PATH_SIZE];

/* Set-up and tear-down of a test; it fails where more than the one file is left. */
int make_checkpoint_folder(void **state);
int remove_checkpoint_folder(void **state);

/* A test in a folder of its own. */
#define TEST(name) cmocka_unit_test_setup_teardown(name, make_checkpoint_folder, remove_checkpoint_folder)

/* ---- what is run ---------------------------------------------------------------------------------------- */

/* Two arms that differ in a lever, with a window, and a reorganisation within a period, so that a unit is reported that
 * is no longer there; `shared`: they begin with one burn-in. */
typedef struct Case {
    tl_Config arms[ARMS];
    tl_Reorganisation reorganisation;
    tl_Plan plan;
} Case;

void make_case(Case *c, bool shared);
void free_case(Case *c);

/* ---- what is seen --------------------------------------------------------------------------------------- */

typedef struct Seen {
    const tl_Plan *plan;
    uint64_t all, runs[RUNS]; /* of everything in its order, and of each run */
    int finished[RUNS], periods, snapshots;
} Seen;

/* A sink that takes in every bit of a plan's runs; nothing is seen so far. */
tl_Sink sink_into(Seen *seen, const tl_Plan *plan);

void assert_same_seen(const Seen *seen, const Seen *expected, bool in_order);

/* ---- stopping and going on ------------------------------------------------------------------------------ */

enum { NEVER = 1000000000 };

/* Runs with `is_stopped` as their `stop` end when they have asked it more often than this; it counts anew from here. */
void stop_after(long questions);
bool is_stopped(void);
long questions_asked(void);

/* As it is without a checkpoint; and how often it asked whether to stop. */
Seen run_whole(const tl_Plan *plan, long *questions);

/* What the checkpoints of these tests are of. */
extern const tl_CheckpointOf own_checkpoint;

/* NULL where it is refused; messages are put into `said`, a line each. */
tl_Checkpoint *open_checkpoint(const tl_CheckpointOf *of, double every_s, char *said, size_t size);

/* Goes on from the file, or begins it, until so many questions were asked. */
tl_Outcome go_on(const tl_Plan *plan, int threads, long questions, double every_s, Seen *seen);

#endif
