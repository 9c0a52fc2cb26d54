/* Estimates as the caller sees them. */
#ifndef TL_LIBRARY_ESTIMATES_H
#define TL_LIBRARY_ESTIMATES_H

#include "run/estimate.h"
#include "tillit.h"

tillit_estimate tl_library_estimate(tl_Estimate estimate);

#endif
