/* Whom somebody may have (ODD 7.33): what counts of the person, and among which providers there is a choice. */
#ifndef TL_OPTIONS_H
#define TL_OPTIONS_H

#include "core/world/people.h"

/* Somebody who is to have a provider. */
typedef struct tl_Chooser {
    uint64_t id;
    int32_t area;       /* of the home */
    float x, y;         /* of the home, in seconds of travel from the area's base */
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

/* A newcomer of an area, and a recipient with a provider that they may keep. */
tl_Chooser tl_chooser_arriving(const tl_World *world, int32_t area, const tl_Person *person);
tl_Chooser tl_chooser_present(const tl_World *world, int32_t recipient);

/* Seconds a week that a recipient is granted, of what decisions grant a month. */
double tl_recipient_week_s(const tl_World *world, int32_t recipient);

/* How familiar a recipient is with the care contact, 0-1: the more familiar of two, 0 without. */
double tl_contact_familiarity(const tl_World *world, int32_t recipient);

/* Whom somebody may have: providers that serve the area, but for one that they left of their own will. One that is leaving, and
 * serves it to the last, has newcomers alone. Under `with_room` only those with room, and the present one. */
void tl_options_of(const tl_World *world, const tl_Chooser *chooser, bool with_room, tl_Options *options);

/* The same with at least one: where nobody has room whoever serves the area, at last the municipality's own. */
void tl_options_at_least_one(const tl_World *world, const tl_Chooser *chooser, tl_Options *options);

#endif
