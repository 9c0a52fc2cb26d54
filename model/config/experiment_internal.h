/* Shared by the files that read experiments. */
#ifndef TL_EXPERIMENT_INTERNAL_H
#define TL_EXPERIMENT_INTERNAL_H

#include "config/config_internal.h"
#include "config/experiment.h"

enum { TL_MOST_ARM_SETS = 64, TL_SET_SIZE = 192 };

/* What is being read. */
typedef struct tl_ExperimentReader {
    const tl_Document *d;
    tl_Messages *messages;
    tl_Experiment *experiment;
    const char *const *sets;
    int set_count;
} tl_ExperimentReader;

/* What an arm is loaded from; not to be moved, since `variant` points into it. */
typedef struct tl_ArmSource {
    char path[TL_PATH_SIZE];
    char texts[TL_MOST_ARM_SETS][TL_SET_SIZE];
    const char *sets[TL_MOST_ARM_SETS];
    tl_Place places[TL_MOST_ARM_SETS];
    tl_Variant variant;
} tl_ArmSource;

/* Of the arm at a node (0: a sweep without arms); false with messages. */
bool tl_arm_source(const tl_ExperimentReader *reader, int mapping, tl_ArmSource *source);

/* Complains about keys that are not among `known`. */
void tl_check_keys(const tl_ExperimentReader *reader, int mapping, const char *const *known, size_t count);

#define TL_CHECK_KEYS(r, mapping, ...)                                                                       \
    do {                                                                                                     \
        static const char *const known_[] = {__VA_ARGS__};                                                   \
        tl_check_keys(r, mapping, known_, sizeof known_ / sizeof known_[0]);                                 \
    } while (0)

bool tl_is_scalar(const tl_Document *d, int node);

/* A text, or a group with sv and en. */
void tl_read_text(const tl_Document *d, int mapping, const char *key, bool needed, tl_Text *text,
                  tl_Messages *messages);

/* The name of an arm or claim, [TL_NAME_LENGTH]; and the node to complain at about it. */
bool tl_read_name(const tl_ExperimentReader *reader, int mapping, const char *what, char *name);
int tl_name_node(const tl_ExperimentReader *reader, int mapping);

/* Complains that two of `what` ("arms"), at nodes `mapping` and `first`, bear one name. */
void tl_refuse_twin(const tl_ExperimentReader *reader, int mapping, int first, const char *what,
                    const char *name);

/* Calls `read` for each entry of a list at top level, `most` at the most. */
void tl_read_list(tl_ExperimentReader *reader, const char *key, bool needed, int most,
                  void (*read)(tl_ExperimentReader *, int));

/* Numbers from `low` to `high`; false with a message. */
bool tl_read_real(const tl_ExperimentReader *reader, int node, const char *what, double low, double high,
                  double *value);
bool tl_read_whole(const tl_ExperimentReader *reader, int node, const char *what, int64_t low, int64_t high,
                   int64_t *value);

/* [first, end) of whole recorded periods, at a node or by its key. */
bool tl_read_span(const tl_ExperimentReader *reader, int node, const char *what, int64_t days[2]);
void tl_read_days(const tl_ExperimentReader *reader, int mapping, const char *key, int64_t days[2]);

/* The `where` of a group, if it has one; every unit otherwise. */
void tl_read_where(const tl_ExperimentReader *reader, int mapping, tl_Selector *where);

/* Complains there, or at the group, about what an arm has not; `whose` it is stands in messages. */
bool tl_check_where(const tl_ExperimentReader *reader, int mapping, const char *whose, int arm,
                    const tl_Selector *where);

/* A window with the `days` (else the whole run) and the `where` of a group. */
void tl_read_window(const tl_ExperimentReader *reader, int mapping, const char *name, tl_Window *window);

/* Arms with their configs; then outcomes, claims and the evaluation, which name arms. */
void tl_read_arms(tl_ExperimentReader *reader);
void tl_read_claims(tl_ExperimentReader *reader);

/* The path of a file named in the experiment, which stands beside it. */
void tl_beside(const char *experiment, const char *name, char *path);

#endif
