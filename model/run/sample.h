/* What a run will take, from trying out a part of it. */
#ifndef TL_SAMPLE_H
#define TL_SAMPLE_H

#include <stdbool.h>

#include "core/parameters/config.h"

/* Days to live: a day tells what memory takes and roughly how long it lasts, a month also what staffing
 * takes. */
enum { TL_SAMPLE_DAY = 1, TL_SAMPLE_MONTH = 31 };

typedef struct tl_Sample {
    double setup_s, day_s; /* of one core for itself */
    double arena_bytes;
} tl_Sample;

/* Builds the config's population, of some thousand recipients at most, lives its first `days`, half a second
 * at most (but whole days), and scales what that took to all recipients. False when memory is short. */
bool tl_sample(const tl_Config *config, const char *kernel, int days, tl_Sample *sample);

#endif
