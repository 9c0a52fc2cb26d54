#include "config/experiment_digest.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system/text.h"

/* What is recorded, and how often a question is asked, are no part of the question. */
static void drop_what_records(json_t *run)
{
    const char *key;
    json_t *value;
    void *next;
    json_object_foreach_safe(run, next, key, value)
    {
        if (strncmp(key, "record.", strlen("record.")) == 0) {
            json_object_del(run, key);
        }
    }
    json_object_del(run, "run.replicates");
}

/* The value of the lever that makes an outcome equal: from the start, or of the changes that set it. */
static void drop_moved(const json_t *equal, json_t *config)
{
    const json_t *since = json_object_get(equal, "since"), *changes = json_object_get(config, "timeline");
    const json_t *lever = json_object_get(equal, "lever"), *value = json_object_get(equal, "value");
    if (since == NULL) {
        json_object_del(json_object_get(config, "regime"), json_string_value(lever));
    }
    for (size_t i = 0; since != NULL && i < json_array_size(changes); i++) {
        json_t *own = json_array_get(changes, i);
        if (json_equal(json_object_get(own, "lever"), lever) &&
            json_number_value(json_object_get(own, "value")) == json_number_value(value) &&
            json_integer_value(json_object_get(own, "day")) >= json_integer_value(since)) {
            json_object_del(own, "value");
        }
    }
}

/* An arm's name and config; the lever that makes its cost equal is named, and where it ended up, which hangs
 * on luck, is left out. */
static json_t *arm_json(const json_t *arm, const tl_LoadedConfig *loaded)
{
    const char *name = json_string_value(json_object_get(arm, "name"));
    static const char *const also[] = {"outcome", "days"};
    const json_t *equal = json_object_get(arm, "equal_cost");
    const char *lever = json_string_value(json_object_get(equal, "lever"));
    json_t *config = json_loads(loaded->json, 0, NULL);
    json_object_del(config, "origins");
    drop_what_records(json_object_get(config, "run"));
    if (lever != NULL) {
        drop_moved(equal, config);
    }
    json_t *json = json_pack("{s:s, s:s, s:o}", "name", name != NULL ? name : "", "equal_cost",
                             lever != NULL ? lever : "", "config", config);
    for (size_t i = 0; json != NULL && i < sizeof also / sizeof also[0]; i++) {
        if (json_object_get(equal, also[i]) != NULL) {
            json_object_set(json, also[i], json_object_get(equal, also[i]));
        }
    }
    return json;
}

static json_t *arms_json(const json_t *list, const tl_LoadedConfig *const *arms, int arm_count)
{
    json_t *found = json_array();
    bool good = json_array_size(list) == (size_t)arm_count;
    for (int i = 0; good && i < arm_count; i++) {
        good = json_array_append_new(found, arm_json(json_array_get(list, (size_t)i), arms[i])) == 0;
    }
    if (!good) {
        json_decref(found);
    }
    return good ? found : NULL;
}

/* Texts for people may be mended without a new table. */
static void drop_texts(json_t *claims)
{
    for (size_t i = 0; i < json_array_size(claims); i++) {
        json_object_del(json_array_get(claims, i), "text");
        json_object_del(json_array_get(claims, i), "note");
    }
}

bool tl_experiment_digest(const char *experiment_json, const tl_LoadedConfig *const *arms, int arm_count,
                          char digest[TL_EXPERIMENT_DIGEST_SIZE])
{
    json_t *experiment = json_loads(experiment_json, JSON_REJECT_DUPLICATES, NULL);
    drop_texts(json_object_get(experiment, "claims"));
    json_t *root = json_pack(
        "{s:o, s:O, s:O, s:O, s:O}", "arms", arms_json(json_object_get(experiment, "arms"), arms, arm_count),
        "outcomes", json_object_get(experiment, "outcomes"), "claims", json_object_get(experiment, "claims"),
        "windows", json_object_get(experiment, "windows"), "evaluation",
        json_object_get(experiment, "evaluation"));
    char *text =
        root != NULL ? json_dumps(root, JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17)) : NULL;
    if (text != NULL) {
        snprintf(digest, TL_EXPERIMENT_DIGEST_SIZE, "%016" PRIx64, tl_text_hash(TL_TEXT_HASH, text));
    }
    free(text);
    json_decref(root);
    json_decref(experiment);
    return text != NULL;
}
