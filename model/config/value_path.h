/* Where a value of a config stands, as messages call it ("market.lou[0].lots[2].share"), and the reading of what stands in
 * groups and lists within one another. What may be missing stays as it is then. False with a message. */
#ifndef TL_VALUE_PATH_H
#define TL_VALUE_PATH_H

#include "config/value.h"

typedef struct tl_ValuePath {
    char text[96];
} tl_ValuePath;

/* Of what stands at a key of a group, and of an item of a list, from 0; long ones are cut. */
tl_ValuePath tl_path_at(const tl_ValuePath *path, const char *key);
tl_ValuePath tl_path_item(const tl_ValuePath *path, int number);

/* ---- groups -------------------------------------------------------------------------------------------- */

/* Is it a group, as in the example? */
bool tl_expect_group(tl_Value value, const tl_ValuePath *path, const char *example);

/* Refuses the keys ("begins|ask") that are there, with what they may not stand beside, and why. */
bool tl_refuse_beside(tl_Value group, const tl_ValuePath *path, const char *keys, const char *swedish,
                      const char *english);

/* What stands at a key of a group; a name is shorter than its `size`. */
bool tl_read_name_at(tl_Value group, const tl_ValuePath *path, const char *key, char *name, size_t size);
bool tl_read_number_at(tl_Value group, const tl_ValuePath *path, const char *key, double low, double high,
                       double *number);
bool tl_read_whole_at(tl_Value group, const tl_ValuePath *path, const char *key, int64_t low, int64_t high,
                      int32_t *number);
bool tl_may_read_whole_at(tl_Value group, const tl_ValuePath *path, const char *key, int64_t low,
                          int64_t high, int32_t *number);
bool tl_may_read_number_at(tl_Value group, const tl_ValuePath *path, const char *key, double low, double high,
                           double *number);
bool tl_may_read_yes_at(tl_Value group, const tl_ValuePath *path, const char *key, bool *yes);

/* ---- lists --------------------------------------------------------------------------------------------- */

/* Of what a list is. */
typedef struct tl_ListOf {
    int most;                      /* of 1 to so many */
    const char *swedish, *english; /* what they are called, in the plural */
    const char *example;           /* of a list; NULL: none is given */
    bool (*read)(tl_Value item, const tl_ValuePath *path, void *into);
} tl_ListOf;

/* Reads each item, whatever those before gave, so that all errors come at once. */
bool tl_read_items(tl_Value list, const tl_ValuePath *path, const tl_ListOf *of, void *into);

/* The same of one that may be missing, or empty. */
bool tl_may_read_items(tl_Value list, const tl_ValuePath *path, const tl_ListOf *of, void *into);

#endif
