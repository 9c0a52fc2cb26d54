/* Reads back from a result file what it says of how it was made. Anything else that lies under the name (no
 * file, a file cut off or altered, another program's) gives a message that names the file. Not thread-safe
 * (HDF5). */
#ifndef TL_RESULTS_READ_H
#define TL_RESULTS_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "config/experiment.h"
#include "store/maker.h"

typedef struct tl_ResultsRead {
    int arm_count, replicate_count;
    char *configs[TL_MOST_ARMS]; /* owned: the resolved config of each arm as JSON text */
    char *names[TL_MOST_ARMS];   /* owned: of the arms */
    char *experiment; /* owned: what was asked, as JSON text (tl_experiment_json); "" if nothing was */
    tl_Maker maker;
} tl_ResultsRead;

/* False with "path: why". */
bool tl_results_read(tl_ResultsRead *results, const char *path, char *error, size_t error_size);

void tl_results_read_free(tl_ResultsRead *results);

#endif
