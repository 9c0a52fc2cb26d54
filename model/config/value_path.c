#include "config/value_path.h"

#include <stdio.h>
#include <string.h>

#include "core/parameters/config.h"
#include "system/text.h"

tl_ValuePath tl_path_at(const tl_ValuePath *path, const char *key)
{
    tl_ValuePath of;
    snprintf(of.text, sizeof of.text, "%.70s.%.20s", path->text, key);
    return of;
}

tl_ValuePath tl_path_item(const tl_ValuePath *path, int number)
{
    tl_ValuePath of;
    snprintf(of.text, sizeof of.text, "%.80s[%d]", path->text, number);
    return of;
}

/* ---- groups -------------------------------------------------------------------------------------------- */

bool tl_expect_group(tl_Value value, const tl_ValuePath *path, const char *example)
{
    return tl_is_group(value) || tl_refuse(value,
                                           tl_say_of(value, "%s: en grupp väntas, som %s, här står %s",
                                                     "%s: a group is expected, like %s, found %s"),
                                           path->text, example, tl_found_said(value).text);
}

bool tl_refuse_beside(tl_Value group, const tl_ValuePath *path, const char *keys, const char *swedish,
                      const char *english)
{
    bool good = true;
    for (tl_Value own = tl_first(group); tl_is_there(own); own = tl_next(own)) {
        if (tl_choice_find(keys, tl_key(own)) >= 0) {
            good = tl_refuse_key(
                own, tl_say_of(own, "%s.%s: får inte stå bredvid %s", "%s.%s: not expected beside %s"),
                path->text, tl_key(own), tl_say_of(own, swedish, english));
        }
    }
    return good;
}

bool tl_read_name_at(tl_Value group, const tl_ValuePath *path, const char *key, char *name, size_t size)
{
    char whole[TL_NAME_LENGTH];
    tl_Value own = tl_at(group, key);
    tl_ValuePath at = tl_path_at(path, key);
    if (!tl_get_name(own, at.text, whole)) {
        return false;
    }
    if (strlen(whole) >= size) {
        return tl_refuse(own,
                         tl_say_of(own, "%s: ett namn på högst %d byte väntas, här står '%s'",
                                   "%s: a name of at most %d bytes is expected, found '%s'"),
                         at.text, (int)size - 1, whole);
    }
    memcpy(name, whole, strlen(whole) + 1);
    return true;
}

bool tl_read_number_at(tl_Value group, const tl_ValuePath *path, const char *key, double low, double high,
                       double *number)
{
    return tl_get_number(tl_at(group, key), tl_path_at(path, key).text, low, high, number);
}

bool tl_read_whole_at(tl_Value group, const tl_ValuePath *path, const char *key, int64_t low, int64_t high,
                      int32_t *number)
{
    int64_t whole;
    if (!tl_get_whole(tl_at(group, key), tl_path_at(path, key).text, low, high, &whole)) {
        return false;
    }
    *number = (int32_t)whole;
    return true;
}

bool tl_may_read_whole_at(tl_Value group, const tl_ValuePath *path, const char *key, int64_t low,
                          int64_t high, int32_t *number)
{
    return !tl_is_there(tl_at(group, key)) || tl_read_whole_at(group, path, key, low, high, number);
}

bool tl_may_read_number_at(tl_Value group, const tl_ValuePath *path, const char *key, double low, double high,
                           double *number)
{
    return !tl_is_there(tl_at(group, key)) || tl_read_number_at(group, path, key, low, high, number);
}

bool tl_may_read_yes_at(tl_Value group, const tl_ValuePath *path, const char *key, bool *yes)
{
    tl_Value own = tl_at(group, key);
    int choice = tl_is_there(own) ? tl_get_choice(own, tl_path_at(path, key).text, "false|true") : (int)*yes;
    *yes = choice == 1;
    return choice >= 0;
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static bool is_list_of(tl_Value list, const tl_ValuePath *path, const tl_ListOf *of)
{
    const char *name = tl_say_of(list, of->swedish, of->english);
    if (tl_is_list(list) && tl_size(list) > of->most) {
        return tl_refuse(list,
                         tl_say_of(list, "%s: högst %d %s är tillåtna, här står %d",
                                   "%s: at most %d %s are allowed, found %d"),
                         path->text, of->most, name, tl_size(list));
    }
    return (tl_is_list(list) && !tl_is_empty(list)) ||
           tl_refuse(list,
                     tl_say_of(list, "%s: en lista med 1 till %d %s väntas%s%s, här står %s",
                               "%s: a list of 1 to %d %s is expected%s%s, found %s"),
                     path->text, of->most, name,
                     of->example != NULL ? tl_say_of(list, ", som ", ", like ") : "",
                     of->example != NULL ? of->example : "", tl_found_said(list).text);
}

bool tl_read_items(tl_Value list, const tl_ValuePath *path, const tl_ListOf *of, void *into)
{
    int number = 0;
    bool good = is_list_of(list, path, of);
    if (!good) {
        return false;
    }
    for (tl_Value own = tl_first(list); tl_is_there(own); own = tl_next(own)) {
        tl_ValuePath item = tl_path_item(path, number++);
        good = of->read(own, &item, into) && good;
    }
    return good;
}

bool tl_may_read_items(tl_Value list, const tl_ValuePath *path, const tl_ListOf *of, void *into)
{
    return !tl_is_there(list) || (tl_is_list(list) && tl_is_empty(list)) ||
           tl_read_items(list, path, of, into);
}
