#include "store/sweep_texts.h"

#include <stdlib.h>
#include <string.h>

#include "config/design.h"
#include "config/equal.h"
#include "config/experiment_json.h"
#include "config/selector_json.h"
#include "config/snapshot_variables.h"
#include "core/observation/measure.h"
#include "system/provenance.h"
#include "system/memory.h"
#include "system/path.h"
#include "system/text.h"

/* ---- identity ------------------------------------------------------------------------------------------ */

/* Of the manifest without its identity, and the table. */
bool tl_sweep_identify(json_t *root, const char *table, char identity[TL_IDENTITY_SIZE])
{
    json_object_del(root, "identity");
    char *text = json_dumps(root, TL_SWEEP_DUMP);
    if (text == NULL) {
        return false;
    }
    uint64_t hash = tl_text_hash(tl_text_hash(TL_TEXT_HASH, text), table);
    snprintf(identity, TL_IDENTITY_SIZE, "%016llx", (unsigned long long)hash);
    free(text);
    return true;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* Each once, in the order of the experiment; all measures where it names none. */
static json_t *outcomes_json(const tl_Experiment *e)
{
    json_t *list = json_array();
    for (int i = 0; i < (e->outcome_count > 0 ? e->outcome_count : tl_measure_count); i++) {
        int measure = e->outcome_count > 0 ? e->outcomes[i] : i;
        bool twin = false;
        for (int k = 0; e->outcome_count > 0 && k < i; k++) {
            twin = twin || e->outcomes[k] == measure;
        }
        if (!twin) {
            json_array_append_new(list, json_string(tl_measures[measure].name));
        }
    }
    return list;
}

/* NULL, which json_pack leaves out, where all units are meant. */
static json_t *where_json(const tl_Selector *where)
{
    return !tl_selector_is_empty(where) ? tl_selector_to_json(where) : NULL;
}

static json_t *windows_json(const tl_Design *design)
{
    json_t *list = json_array();
    for (int i = 0; i < design->window_count; i++) {
        const tl_Window *own = &design->windows[i];
        json_array_append_new(list, json_pack("{s:s, s:I, s:I, s:o*}", "name", own->name, "from",
                                              (json_int_t)own->from, "to", (json_int_t)own->to, "where",
                                              where_json(&own->where)));
    }
    return list;
}

static json_t *snapshots_json(const tl_Design *design)
{
    json_t *list = design->snapshot_count > 0 ? json_array() : NULL; /* is left out */
    for (int i = 0; i < design->snapshot_count; i++) {
        char name[TL_SNAPSHOT_NAME_SIZE];
        tl_snapshot_variable_name(design->snapshots[i], name);
        json_array_append_new(list, json_string(name));
    }
    return list;
}

static json_t *bases_json(const tl_Experiment *e)
{
    json_t *list = json_array();
    for (int i = 0; i < e->design->base_count; i++) {
        const tl_Base *base = &e->design->bases[i];
        json_array_append_new(list, json_pack("{s:i, s:i, s:I, s:o}", "arm", base->arm, "start", base->start,
                                              "combination", (json_int_t)base->combination, "config",
                                              json_loads(base->loaded->json, 0, NULL)));
    }
    return list;
}

static json_t *starts_json(const tl_Design *design)
{
    json_t *list = json_array();
    for (int i = 0; i < design->start_count; i++) {
        json_array_append_new(list, json_loads(design->starts[i]->json, 0, NULL));
    }
    return list;
}

static json_t *arms_json(const tl_Experiment *e)
{
    json_t *list = json_array();
    for (int i = 0; i < e->arm_count; i++) {
        const tl_Equal *equal = &e->arms[i].equal;
        char of[128];
        bool lever = equal->lever >= 0, plain = !lever || tl_equal_is_plain(equal);
        json_array_append_new(list, json_pack("{s:s, s:s, s:s*}", "name", e->arms[i].name, "equal_cost",
                                              lever ? tl_parameters[equal->lever].path : "", "equal",
                                              plain ? NULL : tl_equal_text(equal, of, sizeof of)));
    }
    return list;
}

/* What is said of it to people. */
static json_t *words_json(const tl_Experiment *e)
{
    json_t *arms = json_array();
    for (int i = 0; i < e->arm_count; i++) {
        json_array_append_new(arms, tl_experiment_text_json(&e->arms[i].title));
    }
    return json_pack("{s:o, s:o, s:o}", "title", tl_experiment_text_json(&e->title), "question",
                     tl_experiment_text_json(&e->question), "arms", arms);
}

bool tl_sweep_texts(const tl_Experiment *e, char **manifest, char **table)
{
    const tl_Design *design = e->design;
    tl_Provenance p = tl_provenance();
    char identity[TL_IDENTITY_SIZE];
    *table = design->rows.factor_count > 0 ? tl_rows_text(&design->rows) : tl_duplicate("");
    json_t *root = json_pack(
        "{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:b, s:I, s:I, s:o*, s:o*, s:s*, s:o}",
        "format", TL_SWEEP_FORMAT, "experiment", tl_path_name(e->path), "title", e->title.in[TL_ENGLISH],
        "version", p.version, "model_version", p.model_version, "commit", p.commit, "compiler", p.compiler,
        "flags", p.flags, "outcomes", outcomes_json(e), "windows", windows_json(design), "arms", arms_json(e),
        "bases", bases_json(e), "starts", starts_json(design), "series", design->series, "replicates",
        (json_int_t)design->replicates, "rows", (json_int_t)design->rows.count, "snapshots",
        snapshots_json(design), "series_where", where_json(&design->series_where), "table",
        design->rows.remark, "words", words_json(e));
    bool good = root != NULL && tl_sweep_identify(root, *table, identity);
    if (good) {
        json_object_set_new(root, "identity", json_string(identity));
    }
    *manifest = good ? json_dumps(root, TL_SWEEP_DUMP) : NULL;
    json_decref(root);
    if (*manifest == NULL) {
        free(*table);
        *table = NULL;
    }
    return *manifest != NULL;
}
