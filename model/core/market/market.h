/* Is there a market, is money paid in it, and do people choose? */
#ifndef TL_MARKET_H
#define TL_MARKET_H

#include "core/parameters/config.h"

/* Parts of one municipality are not paid: they have one purse. */
static inline bool tl_market_pays(const tl_Market *market)
{
    return market->given && market->part_count == 0;
}

/* Do people choose among providers, sooner or later? Where firms are dealt by shares they never do. */
static inline bool tl_people_choose(const tl_Market *market)
{
    return market->lov.given || market->tender_count > 0;
}

/* Does somebody whom the model plays follow up what is paid for? */
static inline bool tl_has_purchaser(const tl_Config *config)
{
    return tl_market_pays(&config->market) &&
           config->constants.purchaser_form == TL_purchaser_form_contract_managers;
}

/* Is there whoever reads a parameter of the market: somebody who follows up, or chooses, where it asks for one of them? */
static inline bool tl_has_reader(const tl_Config *config, const tl_Parameter *p)
{
    return (!p->follow_up && !p->choice) || (p->follow_up && tl_has_purchaser(config)) ||
           (p->choice && tl_people_choose(&config->market));
}

#endif
