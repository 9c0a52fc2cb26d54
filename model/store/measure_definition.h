/* How a measure stands in any file. */
#ifndef TL_MEASURE_DEFINITION_H
#define TL_MEASURE_DEFINITION_H

#include "core/observation/measure.h"
#include "store/hdf5_file.h"
#include "config/measure_text.h"

static inline tl_Definition tl_measure_definition(int index, const char *prefix, const char *coordinates)
{
    const tl_Measure *measure = &tl_measures[index];
    return (tl_Definition){.prefix = prefix,
                           .name = measure->name,
                           .unit = measure->unit,
                           .meaning = measure->meaning,
                           .swedish = measure->swedish,
                           .swedish_unit = tl_measure_unit(index, TL_SWEDISH),
                           .published = measure->published,
                           .source = measure->source,
                           .coordinates = coordinates,
                           .type = TL_DOUBLE};
}

#endif
