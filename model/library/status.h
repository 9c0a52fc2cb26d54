/* What the engine's outcomes are to a caller. */
#ifndef TL_LIBRARY_STATUS_H
#define TL_LIBRARY_STATUS_H

#include "core/observation/observer.h"
#include "tillit.h"

tillit_status tl_status_of(tl_Outcome outcome);

#endif
