/* What results and merged sweeps have in common, written once. */
#ifndef TL_COMMON_VARIABLES_H
#define TL_COMMON_VARIABLES_H

#include "store/hdf5_file.h"
#include "store/maker.h"

/* First attributes of a file: the conventions that it follows, and its title and version of the layout. */
void tl_common_head(tl_File *file, const char *title, const char *layout, int version);

/* Which program made it, in the order of tl_maker_names. */
void tl_common_maker(tl_File *file, const char *const texts[TL_MAKER_TEXTS]);

/* First day and length of each period along a dimension, of runs of so many days. */
void tl_common_periods(tl_File *file, const tl_FileDimension *period, int64_t days, int64_t period_days);

#endif
