/* Where runs go, and who keeps what they have come to: what makers of runs (run/execute.h) ask of others. */
#ifndef TL_SINK_H
#define TL_SINK_H

#include "core/day/simulation.h"
#include "run/keep.h"

enum { TL_REASON_SIZE = 128 };

typedef enum tl_RunStatus { TL_RUN_MISSING, TL_RUN_DONE, TL_RUN_FAILED } tl_RunStatus;

/* One run that has ended. */
typedef struct tl_RunRecord {
    int64_t run; /* from 0 */
    uint64_t digest;
    double seconds; /* wall time */
    int64_t agent_days;
    int32_t status;
    tl_Outcome outcome;          /* of a failure */
    char reason[TL_REASON_SIZE]; /* and as a sentence without a full stop */
} tl_RunRecord;

/* What was done so far. */
typedef struct tl_Tally {
    int64_t runs, failed, days, agent_days; /* days: of all runs, burn-in included, also of those under way */
    int64_t burn_ins, copies;               /* shared burn-ins simulated, and runs that began from one */
    double burn_in_s, seconds;              /* of one core for the burn-ins; of the wall for everything */
} tl_Tally;

/* Where runs go. Members may be NULL. All but `tick` are called one at a time from any thread, and must be
 * quick; each returns false to give up all runs. */
typedef struct tl_Sink {
    void *context;
    bool (*period)(void *context, int64_t run, const tl_Period *period);
    bool (*snapshot)(void *context, int64_t run, const tl_Snapshot *snapshot);
    /* `kept` [variable][its values] of each kind; NULL of a run that failed. */
    bool (*finished)(void *context, const tl_RunRecord *record, double *const kept[TL_KEPT_KINDS]);
    /* From the calling thread, several times a second while there is work (where no thread can be started: every
     * simulated day), and once after it (`last`). */
    bool (*tick)(void *context, const tl_Tally *so_far, bool last);
} tl_Sink;

/* What is under way, between two days. */
typedef struct tl_UnderWay {
    int64_t number; /* of the run; of a shared burn-in: its start times the replicates, and its replicate */
    const tl_Simulation *simulation;
    const tl_Keep *keep; /* NULL: a burn-in */
} tl_UnderWay;

/* What a keeper has of a run or burn-in that was under way. */
typedef enum tl_Taken { TL_NOT_KEPT, TL_TAKEN_UP, TL_NOT_TO_BE_TAKEN } tl_Taken;

/* Who keeps what runs have come to, so that another process can go on (store/checkpoint.h). Calls come one at a
 * time, but for `take`. */
typedef struct tl_Keeper {
    void *context;
    /* A tl_execute begins: gives `again` what this one's runs had brought, in the order in which they did.
     * False: what is kept does not fit, and nothing is run. */
    bool (*begin)(void *context, const tl_Plan *plan, const tl_Sink *again);
    /* What runs bring from now on, before the sink has it. `tick` is not called; NULL `period` and `snapshot` of the
     * sink are not called here either. */
    tl_Sink brought;
    /* Is a run, or a burn-in, kept that was under way? */
    bool (*has)(void *context, int64_t run);
    /* Fills a simulation under `config` with its state, and `keep` (NULL: of a burn-in) with what it had kept. From any
     * thread, several at once. */
    tl_Taken (*take)(void *context, int64_t number, const tl_Config *config, int64_t replicate, int threads,
                     const char *kernel, tl_Simulation *simulation, tl_Keep *keep);
    /* Asked several times a second: is it time to keep what there is? */
    bool (*is_due)(void *context);
    /* Keeps what was brought and what is under way [count]; nobody works meanwhile. */
    void (*keep)(void *context, const tl_UnderWay *under_way, int count);
} tl_Keeper;

/* Who keeps worlds as they are on their first measured day, so that other commands whose runs have the same history
 * (tl_history_digest) begin there (store/histories.h). Calls come from any thread, several at once. */
typedef struct tl_Histories {
    void *context;
    /* As of a keeper. */
    tl_Taken (*take)(void *context, const tl_Config *config, int64_t replicate, int threads,
                     const char *kernel, tl_Simulation *simulation);
    void (*put)(void *context, const tl_Simulation *simulation, int64_t replicate); /* NULL: only taken */
} tl_Histories;

#endif
