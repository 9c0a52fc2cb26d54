#define _POSIX_C_SOURCE 200809L

#include "cli/claims_kept.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/experiment_json.h"
#include "config/document.h"
#include "system/clock.h"
#include "system/file_bytes.h"
#include "system/input.h"
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

/* Its knock-outs, or NULL if it is damaged or of another experiment. */
static json_t *knock_outs_of(json_t *root, const char *identity)
{
    const char *own = json_string_value(json_object_get(root, "identity"));
    json_t *knock_outs = json_object_get(root, "knock_outs");
    return own != NULL && strcmp(own, identity) == 0 && json_is_object(knock_outs) ? knock_outs : NULL;
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
    if (knock_outs_of(root, identity) == NULL) {
        tl_print(stderr, "tillit: %s: is damaged or of another experiment: all is reckoned anew\n", path);
        json_decref(root);
        return NULL;
    }
    return root;
}

void tl_claims_kept_open(tl_ClaimsKept *kept, const tl_Experiment *e)
{
    char identity[IDENTITY_SIZE];
    const char *slash = strrchr(e->path, '/'), *name = slash != NULL ? slash + 1 : e->path;
    const char *point = strrchr(name, '.');
    *kept = (tl_ClaimsKept){.written_s = tl_now_s()};
    identify(e, identity);
    snprintf(kept->path, sizeof kept->path, "results/%.*s.%s.claims",
             (int)(point != NULL ? point - name : 200), name, identity);
    kept->root = read_kept(kept->path, identity);
    if (kept->root == NULL) {
        kept->root = json_pack("{s:s, s:{}}", "identity", identity, "knock_outs");
    }
    kept->knock_outs = json_object_get(kept->root, "knock_outs");
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

void tl_claims_kept_add(tl_ClaimsKept *kept, const char *parameter, const bool *fell, int claim_count)
{
    json_t *numbers = json_array();
    for (int claim = 0; claim < claim_count; claim++) {
        if (fell[claim]) {
            json_array_append_new(numbers, json_integer(claim + 1));
        }
    }
    json_object_set_new(kept->knock_outs, parameter, numbers);
    kept->changed = true;
    if (!kept->failed && tl_now_s() - kept->written_s >= WRITE_EVERY_S) {
        write_kept(kept);
    }
}

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
    kept->root = kept->knock_outs = NULL;
    return count;
}
