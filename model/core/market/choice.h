/* Choosing a provider (ODD 7.33): whom newcomers, those who are asked and those whose provider ends may have, who of them
 * chooses, and by what. Who is given those who do not choose is in default_rule.h, what is known in reputation.h. */
#ifndef TL_CHOICE_H
#define TL_CHOICE_H

#include "core/world/people.h"

/* Somebody who is to have a provider. */
typedef struct tl_Chooser {
    uint64_t id;
    int32_t area;       /* of the home */
    float x, y;         /* of the home, in seconds of travel from the area's base */
    double week_s;      /* granted */
    uint8_t needs;      /* as recipient_needs */
    bool arrives;       /* nobody cares for them yet */
    bool relatives;     /* are there any who help? */
    int32_t left;       /* number of the provider that they last left; 0 none */
    int32_t present;    /* provider whom they have and may keep; -1 none */
    double expectation; /* what they expect of it */
    double bond;        /* how much better another must be */
} tl_Chooser;

/* Providers to choose among. */
typedef struct tl_Options {
    int32_t count;
    int32_t provider[TL_MOST_PROVIDERS];
} tl_Options;

/* What somebody does who is asked. */
typedef struct tl_Choice {
    int32_t provider;
    bool put;    /* there was more than one to choose among */
    bool active; /* and they chose */
} tl_Choice;

/* A newcomer of an area, and a recipient with a provider that they may keep. */
tl_Chooser tl_chooser_arriving(const tl_World *world, int32_t area, const tl_Person *person);
tl_Chooser tl_chooser_present(const tl_World *world, int32_t recipient);

/* How familiar a recipient is with the care contact, 0-1: the more familiar of two, 0 without. */
double tl_contact_familiarity(const tl_World *world, int32_t recipient);

/* Whom somebody may have: providers that serve the area, but for one that they left of their own will. One that is leaving, and
 * serves it to the last, has newcomers alone. Under `with_room` only those with room, and the present one. */
void tl_options_of(const tl_World *world, const tl_Chooser *chooser, bool with_room, tl_Options *options);

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
 * present one; the change is counted then. Whoever prefers one without room stays, and wishes for it (switching.h). */
int32_t tl_choose_anew(tl_World *world, int32_t recipient);

/* The provider of a recipient whose own ends: chosen if they are asked in time, else by the default rule. */
int32_t tl_choose_after_ending(tl_World *world, int32_t recipient, bool asked);

#endif
