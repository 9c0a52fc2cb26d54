#include "cli/claims_kept.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/experiment_steps.h"
#include "config/experiment_json.h"
#include "config/document.h"
#include "system/clock.h"
#include "system/file_bytes.h"
#include "system/input.h"
#include "system/path.h"
#include "system/provenance.h"
#include "system/shown.h"
#include "system/text.h"
#include "system/whole_file.h"

enum { IDENTITY_SIZE = 17, DIGITS = 17 };

static const double WRITE_EVERY_S = 1.0;

/* ---- identity ------------------------------------------------------------------------------------------ */

/* Of a resolved config but for the names of the files that its values came from. */
static uint64_t hash_config(uint64_t hash, const char *json)
{
    json_t *root = json_loads(json, 0, NULL);
    json_object_del(root, "origins");
    char *text = json_dumps(root, JSON_SORT_KEYS | JSON_REAL_PRECISION(DIGITS));
    hash = tl_text_hash(hash, text);
    free(text);
    json_decref(root);
    return hash;
}

static void identify(const tl_Experiment *e, char identity[IDENTITY_SIZE])
{
    uint64_t hash = tl_text_hash(TL_TEXT_HASH, tl_provenance().model_version);
    char *json = tl_experiment_json(e);
    hash = tl_text_hash(hash, json);
    free(json);
    for (int arm = 0; arm < e->arm_count; arm++) {
        hash = hash_config(hash, e->arms[arm].loaded.json);
    }
    snprintf(identity, IDENTITY_SIZE, "%016llx", (unsigned long long)hash);
}

/* ---- the file ------------------------------------------------------------------------------------------ */

/* Is it whole and of this experiment? */
static bool is_of(const json_t *root, const char *identity)
{
    const char *own = json_string_value(json_object_get(root, "identity"));
    return own != NULL && strcmp(own, identity) == 0 && json_is_object(json_object_get(root, "knock_outs")) &&
           json_is_object(json_object_get(root, "stretches"));
}

static json_t *read_kept(const char *path, const char *identity)
{
    struct stat about;
    char *bytes = NULL;
    size_t size = 0;
    tl_Messages messages = {0};
    if (stat(path, &about) != 0) {
        return NULL;
    }
    json_t *root = tl_file_bytes_up_to(path, TL_YAML_BYTES, "a config", &bytes, &size, &messages)
                       ? json_loadb(bytes, size, JSON_REJECT_DUPLICATES, NULL)
                       : NULL;
    free(bytes);
    tl_messages_free(&messages);
    tl_input_forget(path);
    if (!is_of(root, identity)) {
        tl_print(stderr, "tillit: %s: is damaged or of another experiment: all is reckoned anew\n", path);
        json_decref(root);
        return NULL;
    }
    return root;
}

void tl_claims_kept_open(tl_ClaimsKept *kept, const tl_Experiment *e)
{
    char identity[IDENTITY_SIZE];
    const char *name = tl_path_name(e->path), *point = strrchr(name, '.');
    *kept = (tl_ClaimsKept){.written_s = tl_now_s()};
    identify(e, identity);
    snprintf(kept->path, sizeof kept->path, "results/%.*s.%s.claims",
             (int)(point != NULL ? point - name : 200), name, identity);
    kept->root = read_kept(kept->path, identity);
    if (kept->root == NULL) {
        kept->root = json_pack("{s:s, s:{}, s:{}}", "identity", identity, "knock_outs", "stretches");
    }
    kept->knock_outs = json_object_get(kept->root, "knock_outs");
    kept->stretches = json_object_get(kept->root, "stretches");
}

static void write_kept(tl_ClaimsKept *kept)
{
    char *text = json_dumps(kept->root, JSON_INDENT(1) | JSON_SORT_KEYS);
    mkdir("results", 0777);
    int cause = tl_file_write_whole(kept->path, text, strlen(text), true);
    free(text);
    kept->written_s = tl_now_s();
    kept->changed = cause != 0;
    if (cause != 0 && !kept->failed) {
        kept->failed = true;
        tl_print(stderr, "tillit: %s: cannot be written: %s; what is reckoned is not kept\n", kept->path,
                 tl_file_cause(cause));
    }
}

/* ---- knock-outs ---------------------------------------------------------------------------------------- */

bool tl_claims_kept_find(const tl_ClaimsKept *kept, const char *parameter, bool *fell, int claim_count)
{
    const json_t *numbers = json_object_get(kept->knock_outs, parameter);
    bool good = json_is_array(numbers);
    memset(fell, 0, (size_t)claim_count * sizeof *fell);
    for (size_t i = 0; good && i < json_array_size(numbers); i++) {
        const json_t *number = json_array_get(numbers, i);
        json_int_t claim = json_integer_value(number);
        good = json_is_integer(number) && claim >= 1 && claim <= claim_count;
        if (good) {
            fell[claim - 1] = true;
        }
    }
    return good;
}

static void add(tl_ClaimsKept *kept, json_t *to, const char *key, json_t *value)
{
    json_object_set_new(to, key, value);
    kept->changed = true;
    if (!kept->failed && tl_now_s() - kept->written_s >= WRITE_EVERY_S) {
        write_kept(kept);
    }
}

void tl_claims_kept_add(tl_ClaimsKept *kept, const char *parameter, const bool *fell, int claim_count)
{
    json_t *numbers = json_array();
    for (int claim = 0; claim < claim_count; claim++) {
        if (fell[claim]) {
            json_array_append_new(numbers, json_integer(claim + 1));
        }
    }
    add(kept, kept->knock_outs, parameter, numbers);
}

/* ---- stretched runs ------------------------------------------------------------------------------------ */

enum { KEY_SIZE = 80 };

static void key_of(const tl_ReachRow *row, char key[KEY_SIZE])
{
    snprintf(key, KEY_SIZE, "%d against %d: %s", row->treatment + 1, row->control + 1,
             row->parameter >= 0 ? tl_parameters[row->parameter].path : "all");
}

json_t *tl_reached_json(const tl_Reached *reached)
{
    return json_pack("{s:o, s:o, s:b}", "difference", tl_real_or_null(reached->difference.mean), "half_width",
                     tl_real_or_null(reached->difference.half_width), "same", reached->same);
}

/* NaN, which has no number in JSON, is null. */
static bool read_real(const json_t *number, double *value)
{
    *value = json_is_number(number) ? json_number_value(number) : NAN;
    return json_is_number(number) || json_is_null(number);
}

static bool read_reached(const json_t *own, tl_Reached *reached)
{
    const json_t *same = json_object_get(own, "same");
    *reached = (tl_Reached){.same = json_is_true(same)};
    return json_is_boolean(same) &&
           read_real(json_object_get(own, "difference"), &reached->difference.mean) &&
           read_real(json_object_get(own, "half_width"), &reached->difference.half_width);
}

bool tl_claims_kept_find_row(const tl_ClaimsKept *kept, tl_ReachRow *row, int claim_count)
{
    char key[KEY_SIZE];
    key_of(row, key);
    const json_t *found = json_object_get(kept->stretches, key), *claims = json_object_get(found, "claims");
    bool good =
        json_array_size(claims) == (size_t)claim_count && read_real(json_object_get(found, "end"), &row->end);
    for (int claim = 0; good && claim < claim_count; claim++) {
        good = read_reached(json_array_get(claims, (size_t)claim), &row->of[claim]);
    }
    return good;
}

void tl_claims_kept_add_row(tl_ClaimsKept *kept, const tl_ReachRow *row, int claim_count)
{
    char key[KEY_SIZE];
    json_t *claims = json_array();
    key_of(row, key);
    for (int claim = 0; claim < claim_count; claim++) {
        json_array_append_new(claims, tl_reached_json(&row->of[claim]));
    }
    add(kept, kept->stretches, key, json_pack("{s:f, s:o}", "end", row->end, "claims", claims));
}

/* ---- the end ------------------------------------------------------------------------------------------- */

int tl_claims_kept_close(tl_ClaimsKept *kept, bool done)
{
    int count = (int)json_object_size(kept->knock_outs);
    if (done && kept->root != NULL) {
        unlink(kept->path);
    } else if (kept->changed && !kept->failed) {
        write_kept(kept);
    }
    count = kept->failed ? 0 : count;
    json_decref(kept->root);
    kept->root = kept->knock_outs = kept->stretches = NULL;
    return count;
}
