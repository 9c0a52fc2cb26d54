/* Choosing a provider (ODD 7.33): who of the newcomers, of those who are asked and of those whose provider ends chooses, and by
 * what. Among whom is in options.h, what is known in reputation.h, who is given those who do not choose in default_rule.h. */
#ifndef TL_CHOICE_H
#define TL_CHOICE_H

#include "core/market/options.h"

/* What somebody does who is asked. */
typedef struct tl_Choice {
    int32_t provider;
    bool put;    /* there was more than one to choose among */
    bool active; /* and they chose */
} tl_Choice;

/* How much a person likes a provider for no reason that the model knows: a Gumbel variate, the same for good. */
double tl_taste(const tl_World *world, uint64_t id, int32_t number);

/* What a provider is worth to somebody who has so many to choose among. */
double tl_worth(const tl_World *world, const tl_Chooser *chooser, int32_t provider, int32_t count);

/* The one that is worth most; the first of equals. */
int32_t tl_best(const tl_World *world, const tl_Chooser *chooser, const tl_Options *options);

/* Chance that somebody chooses among so many. */
double tl_active_chance(const tl_Constants *k, const tl_Regime *levers, bool relatives, int32_t count);

/* Is a signal about at least two of the providers at hand? */
bool tl_informed(const tl_World *world, const tl_Chooser *chooser, const tl_Options *options);

/* Puts a choice to somebody: they choose, or the default rule does. Counted in `unit`, with the help they get. */
tl_Choice tl_choose(tl_World *world, const tl_Chooser *chooser, const tl_Options *options, int32_t unit);

/* The provider of a newcomer. */
int32_t tl_choose_at_entry(tl_World *world, int32_t area, const tl_Person *person);

/* The provider of a recipient who is asked whether to change, and is to be moved by the caller if it is another than the
 * present one; the change is counted then. Whoever prefers one without room stays, and wishes for it (wishes.h). */
int32_t tl_choose_anew(tl_World *world, int32_t recipient);

/* The provider of a recipient whose own ends: chosen if they are asked in time, else by the default rule. */
int32_t tl_choose_after_ending(tl_World *world, int32_t recipient, bool asked);

#endif
