/* In what two sweeps differ, and the programs that made them. */
#ifndef TL_SWEEP_DIFFERENCES_H
#define TL_SWEEP_DIFFERENCES_H

#include <stdio.h>

#include "store/maker.h"
#include "store/sweep.h"

/* Prints what differs between two sweeps (which program built them does not count) and returns how much. */
int tl_sweep_differences(const tl_Sweep *there, const tl_Sweep *here, FILE *to);

/* The program that began the sweep. */
void tl_sweep_maker(const tl_Sweep *sweep, tl_Maker *maker);

/* Prints in what the program that began the sweep was another than this one, and returns in how much. */
int tl_sweep_provenance(const tl_Sweep *sweep, const char *indent, FILE *to);

#endif
