/* Which parameters a market leaves unread, and why: those of a market do nothing without one, those of firms nothing in parts
 * of one owner, those of following up nothing where nobody does, and so on. */
#ifndef TL_MARKET_UNREAD_H
#define TL_MARKET_UNREAD_H

#include "config/loaded_config.h"
#include "system/message.h"

/* Does a parameter change anything with this market? */
bool tl_market_reads(const tl_Config *config, int parameter);

/* The same as far as practices go that the purchaser asks for. */
bool tl_offers_reads(const tl_Market *market, const tl_Parameter *p);

/* A note for each parameter that is set, and that nobody reads here: an experiment may set it for other arms. */
void tl_market_note_unread(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages);

#endif
