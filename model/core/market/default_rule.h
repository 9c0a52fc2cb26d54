/* Who is given those who do not choose a provider (ODD 7.33; lever choice.default_rule). */
#ifndef TL_DEFAULT_RULE_H
#define TL_DEFAULT_RULE_H

#include "core/market/options.h"

/* The provider by the rule in force; equals come in turn. `key` is that of the lottery. -1 if there are no options. */
int32_t tl_by_default(tl_World *world, const tl_Chooser *chooser, const tl_Options *options, uint64_t key);

#endif
