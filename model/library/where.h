/* Which units a caller means. */
#ifndef TL_LIBRARY_WHERE_H
#define TL_LIBRARY_WHERE_H

#include "config/selector.h"
#include "core/parameters/config.h"
#include "tillit.h"

/* A caller's selection, with room for its numbers. */
typedef struct tl_Where {
    tl_Selector selector;
    int32_t numbers[TL_SELECTOR_KEYS], kinds[TL_PROVIDER_KINDS];
} tl_Where;

/* TILLIT_OUT_OF_RANGE where a number is none; NULL means every unit. Not to be moved. */
tillit_status tl_where_read(const tillit_where *where, tl_Where *own);

/* A unit's own place: what means it and those beside it alone. */
tillit_where tl_where_of(const tl_UnitPlace *place);

#endif
