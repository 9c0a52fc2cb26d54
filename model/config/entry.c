#include "config/entry.h"

#include <string.h>

tl_ScheduleEntry tl_entry_of(tl_Value group)
{
    return (tl_ScheduleEntry){.parts = {group}, .count = 1};
}

tl_Value tl_entry_at(const tl_ScheduleEntry *entry, const char *key)
{
    tl_Value found = tl_at(entry->parts[entry->count - 1], key);
    for (int i = entry->count - 2; i >= 0 && !tl_is_there(found); i--) {
        tl_Value own = tl_at(entry->parts[i], key);
        found = tl_is_there(own) ? own : found;
    }
    return found;
}

/* ---- levers -------------------------------------------------------------------------------------------- */

/* The part whose `set` says what the entry sets a lever to; -1: none. */
static int part_of(const tl_ScheduleEntry *entry, const char *path)
{
    int part = entry->count - 1;
    while (part >= 0 && !tl_is_there(tl_at(tl_at(entry->parts[part], "set"), path))) {
        part--;
    }
    return part;
}

bool tl_entry_sets(const tl_ScheduleEntry *entry, const char *path)
{
    return part_of(entry, path) >= 0;
}

/* From a lever of a part on, the first that no later part sets. */
static tl_Value valid_from(const tl_ScheduleEntry *entry, int part, tl_Value lever)
{
    while (part < entry->count) {
        if (tl_is_there(lever) && part_of(entry, tl_key(lever)) == part) {
            return lever;
        }
        if (tl_is_there(lever)) {
            lever = tl_next(lever);
        } else if (++part < entry->count) {
            lever = tl_first(tl_at(entry->parts[part], "set"));
        }
    }
    return lever;
}

tl_Value tl_entry_first_set(const tl_ScheduleEntry *entry)
{
    return valid_from(entry, 0, tl_first(tl_at(entry->parts[0], "set")));
}

tl_Value tl_entry_next_set(const tl_ScheduleEntry *entry, tl_Value lever)
{
    return valid_from(entry, part_of(entry, tl_key(lever)), tl_next(lever));
}

/* ---- which entries are one ------------------------------------------------------------------------------ */

static bool same(tl_Value a, tl_Value b)
{
    if (!tl_is_there(a) || !tl_is_there(b) || tl_is_scalar(a) || tl_is_scalar(b)) {
        return tl_is_there(a) == tl_is_there(b) && tl_is_scalar(a) == tl_is_scalar(b) &&
               strcmp(tl_text(a), tl_text(b)) == 0;
    }
    tl_Value x = tl_first(a), y = tl_first(b);
    bool equal = tl_is_group(a) == tl_is_group(b);
    while (equal && tl_is_there(x) && tl_is_there(y)) {
        equal = strcmp(tl_key(x), tl_key(y)) == 0 && same(x, y);
        x = tl_next(x);
        y = tl_next(y);
    }
    return equal && !tl_is_there(x) && !tl_is_there(y);
}

bool tl_entry_matches(const tl_ScheduleEntry *entry, tl_Value group)
{
    double day, other;
    return tl_text_number(tl_text(tl_entry_at(entry, "day")), &day) &&
           tl_text_number(tl_text(tl_at(group, "day")), &other) && day == other &&
           same(tl_entry_at(entry, "where"), tl_at(group, "where"));
}
