#include "config/config_diff.h"

#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "system/shown.h"

enum { PATH_SIZE = 512 };

typedef struct Diff {
    FILE *to;
    int count;
} Diff;

static void print_value(FILE *to, const json_t *value)
{
    char *text =
        value != NULL ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(17)) : NULL;
    tl_print(to, "%s", text != NULL ? text : "(absent)");
    free(text);
}

static void compare(Diff *d, const char *path, const json_t *a, const json_t *b);

static void compare_member(Diff *d, const char *path, const char *key, const json_t *a, const json_t *b)
{
    char below[PATH_SIZE];
    snprintf(below, sizeof below, "%s%s%s", path, path[0] != '\0' ? "/" : "", key);
    compare(d, below, a, b);
}

static void compare_objects(Diff *d, const char *path, json_t *a, json_t *b)
{
    const char *key;
    json_t *value;
    json_object_foreach(a, key, value)
    {
        if (strcmp(key, "origins") != 0) {
            compare_member(d, path, key, value, json_object_get(b, key));
        }
    }
    json_object_foreach(b, key, value)
    {
        if (json_object_get(a, key) == NULL) {
            compare_member(d, path, key, NULL, value);
        }
    }
}

static void compare_arrays(Diff *d, const char *path, const json_t *a, const json_t *b)
{
    size_t longest = json_array_size(a) > json_array_size(b) ? json_array_size(a) : json_array_size(b);
    for (size_t i = 0; i < longest; i++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", i + 1);
        compare_member(d, path, number, json_array_get(a, i), json_array_get(b, i));
    }
}

static void compare(Diff *d, const char *path, const json_t *a, const json_t *b)
{
    if (json_is_object(a) && json_is_object(b)) {
        compare_objects(d, path, (json_t *)(uintptr_t)a, (json_t *)(uintptr_t)b);
    } else if (json_is_array(a) && json_is_array(b)) {
        compare_arrays(d, path, a, b);
    } else if (!json_equal(a, b)) {
        d->count++;
        tl_print(d->to, "  %s: ", path);
        print_value(d->to, a);
        tl_print(d->to, " | ");
        print_value(d->to, b);
        tl_print(d->to, "\n");
    }
}

int tl_config_diff(const char *json_a, const char *json_b, FILE *to)
{
    json_t *a = json_loads(json_a, 0, NULL), *b = json_loads(json_b, 0, NULL);
    Diff diff = {.to = to};
    if (a != NULL && b != NULL) {
        compare(&diff, "", a, b);
    }
    int count = a != NULL && b != NULL ? diff.count : -1;
    json_decref(a);
    json_decref(b);
    return count;
}
