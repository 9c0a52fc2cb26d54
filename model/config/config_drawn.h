/* `market: {drawn: true}`: whether a municipality has a choice system, how many firms it has, their share of the recipients
 * and what is paid for are drawn for each municipality by its type, from the seed and its code, to national figures. No
 * table says how it is in a municipality, so that what is drawn says nothing of a single one.
 *
 * The same seed and code give the same arrangement in any run, whichever other municipalities run. A resolved config lists
 * what was drawn, and what is listed there is not drawn again. */
#ifndef TL_CONFIG_DRAWN_H
#define TL_CONFIG_DRAWN_H

#include <jansson.h>

#include "config/loaded_config.h"
#include "config/value.h"

/* By what is drawn, in the order in which it is printed. */
typedef enum tl_MunicipalType { TL_STOCKHOLM, TL_METROPOLITAN, TL_SPARSE, TL_OTHER_TYPE } tl_MunicipalType;
enum { TL_MUNICIPAL_TYPES = TL_OTHER_TYPE + 1 };

tl_MunicipalType tl_municipal_type(int32_t code);
const char *
tl_municipal_type_name(tl_MunicipalType type); /* "stockholm", "metropolitan", "sparse", "other" */

/* The figures that a type is drawn by. */
typedef struct tl_DrawnFigures {
    double choice; /* share of municipalities with a choice system */
    double empty;  /* of those, share without any firm */
    double share;  /* mean share of recipients that firms have, where there are any */
} tl_DrawnFigures;

const tl_DrawnFigures *tl_drawn_figures(tl_MunicipalType type);

/* Draws what one municipality has. */
void tl_market_draw(int64_t seed, int32_t code, int64_t recipients, tl_Market *into);

/* `drawn` of a market: true is expected; false with messages. */
bool tl_drawn_read(tl_Value market, tl_Market *into);

/* Gives each municipality of a drawn market its own, where it is not listed already; takes them away from any other. */
void tl_drawn_settle(tl_LoadedConfig *loaded);

/* What a municipality was given, as a resolved config lists it; and back, false with messages. */
json_t *tl_drawn_to_json(const tl_Municipality *municipality);
bool tl_drawn_take(tl_Value listed, tl_Municipality *municipality);

/* What contradicts it, and a note that says what is drawn. */
void tl_drawn_check(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages);

#endif
