/* The two texts of a sweep: made from an experiment, identified, and compared. */
#include <stdlib.h>
#include <string.h>

#include "core/observation/measure.h"
#include "config/config_diff.h"
#include "config/selector_json.h"
#include "system/memory.h"
#include "store/provenance.h"
#include "system/shown.h"
#include "store/sweep_internal.h"
#include "system/text_hash.h"

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

static json_t *windows_json(const tl_Design *design)
{
    json_t *list = json_array();
    for (int i = 0; i < design->window_count; i++) {
        const tl_Window *own = &design->windows[i];
        json_t *window = json_pack("{s:s, s:I, s:I}", "name", own->name, "from", (json_int_t)own->from, "to",
                                   (json_int_t)own->to);
        if (!tl_selector_is_empty(&own->where)) {
            json_object_set_new(window, "where", tl_selector_to_json(&own->where));
        }
        json_array_append_new(list, window);
    }
    return list;
}

static json_t *snapshots_json(const tl_Design *design)
{
    json_t *list = json_array();
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
        int lever = e->arms[i].equal_cost;
        json_array_append_new(list, json_pack("{s:s, s:s}", "name", e->arms[i].name, "equal_cost",
                                              lever >= 0 ? tl_parameters[lever].path : ""));
    }
    return list;
}

/* The file's name, without the folders of this machine. */
static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

bool tl_sweep_texts(const tl_Experiment *e, char **manifest, char **table)
{
    const tl_Design *design = e->design;
    tl_Provenance p = tl_provenance();
    char identity[TL_IDENTITY_SIZE];
    *table = design->rows.factor_count > 0 ? tl_rows_text(&design->rows) : tl_duplicate("");
    json_t *root = json_pack(
        "{s:i, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:b, s:I, s:I}", "format",
        TL_SWEEP_FORMAT, "experiment", name_of(e->path), "title", e->title.in[TL_ENGLISH], "version",
        p.version, "model_version", p.model_version, "commit", p.commit, "compiler", p.compiler, "flags",
        p.flags, "outcomes", outcomes_json(e), "windows", windows_json(design), "arms", arms_json(e), "bases",
        bases_json(e), "starts", starts_json(design), "series", design->series, "replicates",
        (json_int_t)design->replicates, "rows", (json_int_t)design->rows.count);
    if (root != NULL && design->snapshot_count > 0) {
        json_object_set_new(root, "snapshots", snapshots_json(design));
    }
    if (root != NULL && !tl_selector_is_empty(&design->series_where)) {
        json_object_set_new(root, "series_where", tl_selector_to_json(&design->series_where));
    }
    if (root != NULL && design->rows.remark != NULL) {
        json_object_set_new(root, "table", json_string(design->rows.remark));
    }
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

/* ---- what differs -------------------------------------------------------------------------------------- */

/* Without what is of no weight for results (who built the program, what a table says of itself), and the
 * identity that follows from the rest. */
static char *stripped(const char *manifest)
{
    static const char *const light[] = {"identity", "commit", "compiler", "flags", "table"};
    json_t *root = json_loads(manifest, 0, NULL);
    for (size_t i = 0; root != NULL && i < sizeof light / sizeof light[0]; i++) {
        json_object_del(root, light[i]);
    }
    char *text = root != NULL ? json_dumps(root, TL_SWEEP_DUMP) : NULL;
    json_decref(root);
    return text;
}

static int table_differences(const char *a, const char *b, FILE *to)
{
    int line = 1;
    while (*a != '\0' || *b != '\0') {
        size_t of_a = strcspn(a, "\n"), of_b = strcspn(b, "\n");
        if (of_a != of_b || strncmp(a, b, of_a) != 0) {
            tl_print(to, "  design.csv, line %d: %.*s | %.*s\n", line, (int)(of_a < 200 ? of_a : 200), a,
                     (int)(of_b < 200 ? of_b : 200), b);
            return 1;
        }
        a += of_a + (a[of_a] == '\n');
        b += of_b + (b[of_b] == '\n');
        line++;
    }
    return 0;
}

int tl_sweep_differences(const tl_Sweep *there, const tl_Sweep *here, FILE *to)
{
    char *a = stripped(there->manifest), *b = stripped(here->manifest);
    int count = a != NULL && b != NULL ? tl_config_diff(a, b, to) : -1;
    free(a);
    free(b);
    return count < 0 ? count : count + table_differences(there->table, here->table, to);
}

int tl_sweep_provenance(const tl_Sweep *sweep, const char *indent, FILE *to)
{
    tl_Provenance p = tl_provenance();
    const char *const names[] = {"version", "model_version", "commit", "compiler", "flags"};
    const char *const here[] = {p.version, p.model_version, p.commit, p.compiler, p.flags};
    json_t *root = json_loads(sweep->manifest, 0, NULL);
    int count = 0;
    for (int i = 0; i < 5; i++) {
        const char *there = json_string_value(json_object_get(root, names[i]));
        if (there == NULL || strcmp(there, here[i]) != 0) {
            bool of_model = strcmp(names[i], "model_version") == 0;
            tl_print(to, "%s%s: %s there, %s here%s\n", indent, names[i],
                     there != NULL ? there : "(not said)", here[i],
                     of_model ? ": other results are to be expected" : "");
            count++;
        }
    }
    json_decref(root);
    return count;
}
