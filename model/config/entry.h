/* An entry of a schedule that is made of several groups: an arm of an experiment takes over those of the arm that
 * it extends, and replaces some of what they say. */
#ifndef TL_ENTRY_H
#define TL_ENTRY_H

#include "config/value.h"
#include "core/parameters/config.h"

enum { TL_MOST_PARTS = 34 };

/* A later part wins, key by key, and lever by lever in `set`. */
typedef struct tl_ScheduleEntry {
    tl_Value parts[TL_MOST_PARTS];
    int count;
    char name[TL_NAME_LENGTH]; /* if it says none itself; "": it has to */
} tl_ScheduleEntry;

/* An entry of one group. */
tl_ScheduleEntry tl_entry_of(tl_Value group);

/* What the entry has at a key; the place of what is missing is that of the last part. */
tl_Value tl_entry_at(const tl_ScheduleEntry *entry, const char *key);

/* The levers of `set`, each once: for (tl_Value own = tl_entry_first_set(e); tl_is_there(own); own =
 * tl_entry_next_set(e, own)) */
tl_Value tl_entry_first_set(const tl_ScheduleEntry *entry);
tl_Value tl_entry_next_set(const tl_ScheduleEntry *entry, tl_Value lever);

/* Does `set` name the lever at that path? */
bool tl_entry_sets(const tl_ScheduleEntry *entry, const char *path);

/* Are they about the same place, as far as the text tells? */
bool tl_entry_same_place(const tl_ScheduleEntry *entry, const tl_ScheduleEntry *other);

/* Are they about the same day and the same place, as far as the text tells? */
bool tl_entry_matches(const tl_ScheduleEntry *entry, tl_Value group);

#endif
