/* The configs of a design: each read once, and borrowed by the points that differ only in parameters. */
#ifndef TL_DESIGN_BASES_H
#define TL_DESIGN_BASES_H

#include "config/experiment_reader.h"

/* What --set says that a factor says too. */
void tl_design_check_sets(const tl_ExperimentReader *reader);

/* With a shared burn-in, what acts during it cannot differ between points. */
void tl_design_check_factors(const tl_ExperimentReader *reader);

/* Reads a config for each combination of arm, regime, municipality and timeline that a row has. */
void tl_design_find_bases(const tl_ExperimentReader *reader);

/* Values that contradict one another show only where they meet: checks every point. */
void tl_design_check_points(const tl_ExperimentReader *reader, tl_Place place);

#endif
