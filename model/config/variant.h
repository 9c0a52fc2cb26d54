/* What an arm of an experiment or a sweep changes in a config: regime, municipality, schedules, parameters. */
#ifndef TL_VARIANT_H
#define TL_VARIANT_H

#include "config/entry.h"
#include "system/message.h"

typedef struct tl_Variant {
    const char *file;   /* the experiment, beside or above whose folder regimes are looked for */
    const char *regime; /* NULL: the config's own */
    tl_Place regime_place;
    const char *municipality; /* NULL: the config's own */
    tl_Place municipality_place;
    bool
        municipality_asked; /* by a person: it may be a config of one's own, and replaces one that has values of its own */
    tl_Value market;      /* who provides care; without a document: as the config says */
    const char *timeline; /* a file beside `file` whose changes come after the config's own; NULL: none */
    tl_Place timeline_place;
    const char *const *sets; /* "path=value", [set_count] */
    const tl_Place *set_places;
    int set_count;
    int common_sets;  /* the first so many of them hold whatever the regime, as --set does */
    const bool *held; /* [tl_parameter_count]: levers that no regime on a day moves; NULL: none */
    const tl_ScheduleEntry *changes; /* of a timeline, [change_count]; after all others */
    int change_count;
} tl_Variant;

#endif
