#include "config/selector_group.h"

#include <string.h>

#include "system/suggest.h"

/* What a name means: a pilot group, or numbers of a key. */
typedef struct Group {
    const char *name;
    tl_UnitGroup pilot;
    tl_SelectorKey key;
    int32_t numbers[TL_PROVIDER_KINDS]; /* up to the first 0 */
} Group;

/* First those of the market. */
static const Group groups[] = {
    {.name = "municipal", .key = TL_BY_KIND, .numbers = {TL_MUNICIPAL + 1}},
    {.name = "external",
     .key = TL_BY_KIND,
     .numbers = {TL_SMALL_FIRM + 1, TL_LARGE_FIRM + 1, TL_NONPROFIT + 1}},
    {.name = "small", .key = TL_BY_KIND, .numbers = {TL_SMALL_FIRM + 1}},
    {.name = "large", .key = TL_BY_KIND, .numbers = {TL_LARGE_FIRM + 1}},
    {.name = "nonprofit", .key = TL_BY_KIND, .numbers = {TL_NONPROFIT + 1}},
    {.name = "ordinary", .key = TL_BY_OUTLYING, .numbers = {TL_ORDINARY}},
    {.name = "outlying", .key = TL_BY_OUTLYING, .numbers = {TL_OUTLYING}},
    {.name = "pilot", .pilot = TL_PILOT_UNITS},
    {.name = "others", .pilot = TL_OTHER_UNITS},
};

enum { GROUPS = sizeof groups / sizeof groups[0] };

const char *tl_market_group_name(int group)
{
    return groups[group].name;
}

bool tl_market_group_holds(int group, const tl_UnitPlace *place)
{
    bool holds = false;
    for (int i = 0; i < TL_PROVIDER_KINDS; i++) {
        holds = holds || (groups[group].numbers[i] > 0 &&
                          groups[group].numbers[i] == place->number[groups[group].key]);
    }
    return holds;
}

/* The group of that name; NULL with a message. */
static const Group *find(tl_Value value)
{
    tl_Nearest nearest = tl_nearest_to(tl_text(value));
    for (int i = 0; i < GROUPS; i++) {
        if (tl_says(value, groups[i].name)) {
            return &groups[i];
        }
        tl_nearest_offer(&nearest, groups[i].name);
    }
    tl_refuse(value, "groups: " TL_GROUP_NAMES " is expected, found %s%s", tl_found(value).text,
              tl_did_you_mean(&nearest, ""));
    return NULL;
}

static bool twice(tl_Value value)
{
    return tl_refuse(value, "groups: '%.60s' and 'where' both say which units are meant by the same key",
                     tl_text(value));
}

static bool narrow_by_key(tl_Value value, tl_SelectorKey key, const int32_t *numbers, int count,
                          tl_Selector *where)
{
    if (where->by[key].count > 0) {
        return twice(value);
    }
    for (int i = 0; i < count && numbers[i] > 0; i++) {
        tl_selector_add(where, key, numbers[i]);
    }
    return true;
}

bool tl_selector_narrow(tl_Value group, tl_Selector *where)
{
    const char *text = tl_text(group);
    int64_t number;
    if (text[0] != '\0' && strspn(text, "0123456789") == strlen(text)) {
        int32_t provider = tl_get_whole(group, "groups", 1, TL_MOST_NUMBER, &number) ? (int32_t)number : 0;
        return provider > 0 && narrow_by_key(group, TL_BY_PROVIDER, &provider, 1, where);
    }
    const Group *found = find(group);
    if (found == NULL) {
        return false;
    }
    if (found->pilot == TL_ALL_UNITS) {
        return narrow_by_key(group, found->key, found->numbers, TL_PROVIDER_KINDS, where);
    }
    bool good = where->group == TL_ALL_UNITS || twice(group);
    where->group = found->pilot;
    return good;
}
