/* Where the reading of an experiment stands, and values of any kind that it reads. */
#ifndef TL_EXPERIMENT_READER_H
#define TL_EXPERIMENT_READER_H

#include "config/experiment.h"
#include "config/yaml_document.h"

/* What is being read. */
typedef struct tl_ExperimentReader {
    const tl_Document *d;
    const tl_Files *files;
    tl_Messages *messages;
    tl_Experiment *experiment;
    const char *const *sets;
    int set_count;
} tl_ExperimentReader;

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

#endif
