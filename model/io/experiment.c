#include "io/experiment.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/measure.h"
#include "io/design.h"
#include "io/experiment_internal.h"
#include "io/suggest.h"

typedef tl_ExperimentReader Reader;

/* ---- small values
 * ---------------------------------------------------------------------------------------------- */

static bool is_scalar(const tl_Document *d, int node)
{
    return node >= 0 && d->nodes[node].kind == TL_SCALAR;
}

void tl_check_keys(const Reader *r, int mapping, const char *const *known, size_t count)
{
    for (int node = r->d->nodes[mapping].first; node >= 0; node = r->d->nodes[node].next) {
        const char *key = r->d->nodes[node].key;
        bool found = false;
        for (size_t i = 0; i < count; i++) {
            found = found || strcmp(key, known[i]) == 0;
        }
        if (!found) {
            const char *near = tl_suggest(key, known, count);
            tl_error(r->messages, tl_node_key_place(r->d, node), "unknown key '%.60s'%s%s%s", key,
                     near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
        }
    }
}

/* A text, or a group with sv and en. */
static void read_text(const tl_Document *d, int mapping, const char *key, bool needed, tl_Text *text,
                      tl_Messages *messages)
{
    int node = tl_node_find(d, mapping, key);
    if (is_scalar(d, node)) {
        tl_text_copy(text->in[TL_SWEDISH], TL_LONGEST_TEXT, d->nodes[node].text);
        tl_text_copy(text->in[TL_ENGLISH], TL_LONGEST_TEXT, d->nodes[node].text);
        return;
    }
    bool group = node >= 0 && d->nodes[node].kind == TL_MAPPING;
    int sv = group ? tl_node_find(d, node, "sv") : -1, en = group ? tl_node_find(d, node, "en") : -1;
    if (is_scalar(d, sv) && is_scalar(d, en)) {
        tl_text_copy(text->in[TL_SWEDISH], TL_LONGEST_TEXT, d->nodes[sv].text);
        tl_text_copy(text->in[TL_ENGLISH], TL_LONGEST_TEXT, d->nodes[en].text);
    } else if (needed || node >= 0) {
        tl_error(messages, tl_node_place(d, node >= 0 ? node : mapping),
                 "%s: a text, or a group with 'sv' and 'en', is expected", key);
    }
}

static bool read_name(const Reader *r, int mapping, const char *what, char *name)
{
    int node = tl_node_find(r->d, mapping, "name");
    if (!is_scalar(r->d, node) || r->d->nodes[node].text[0] == '\0') {
        tl_error(r->messages, tl_node_place(r->d, node >= 0 ? node : mapping), "%s: a name is expected",
                 what);
        return false;
    }
    if (strlen(r->d->nodes[node].text) >= TL_NAME_LENGTH) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "%s: a name of at most %d bytes is expected; the title may be longer", what,
                 TL_NAME_LENGTH - 1);
        return false;
    }
    tl_text_copy(name, TL_NAME_LENGTH, r->d->nodes[node].text);
    return true;
}

static int name_node(const Reader *r, int mapping)
{
    int node = tl_node_find(r->d, mapping, "name");
    return node >= 0 ? node : mapping;
}

/* What has a name is selected by it wherever results are read: two of one name would be taken for one. */
static void refuse_twin(const Reader *r, int mapping, int first, const char *what, const char *name)
{
    tl_error(r->messages, tl_node_place(r->d, name_node(r, mapping)),
             "two %s are named '%s', this and the one on line %d: a name of its own is expected", what, name,
             tl_node_place(r->d, name_node(r, first)).line);
}

static bool read_real(const Reader *r, int node, const char *what, double low, double high, double *value)
{
    char *end = NULL;
    double number = is_scalar(r->d, node) ? strtod(r->d->nodes[node].text, &end) : 0.0;
    if (end == NULL || end == r->d->nodes[node].text || *end != '\0' || !(number >= low && number <= high)) {
        char found[120], advice[64];
        tl_error(r->messages, tl_node_place(r->d, node), "%s = %s: a number from %g to %g is expected%s",
                 what, tl_node_found(r->d, node, found, sizeof found), low, high,
                 tl_comma_advice(is_scalar(r->d, node) ? r->d->nodes[node].text : "", advice, sizeof advice));
        return false;
    }
    *value = number;
    return true;
}

bool tl_read_whole(const Reader *r, int node, const char *what, int64_t low, int64_t high, int64_t *value)
{
    double number;
    if (!read_real(r, node, what, (double)low, (double)high, &number)) {
        return false;
    }
    *value = (int64_t)number;
    if (number != (double)*value) {
        tl_error(r->messages, tl_node_place(r->d, node), "%s: a whole number is expected", what);
        return false;
    }
    return true;
}

static int find_measure(const Reader *r, int node)
{
    const char *names[512];
    if (!is_scalar(r->d, node)) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "the name of a measure is expected (see: tillit measures)");
        return -1;
    }
    int measure = tl_measure_find(r->d->nodes[node].text);
    if (measure < 0) {
        for (int i = 0; i < tl_measure_count; i++) {
            names[i] = tl_measures[i].name;
        }
        const char *near = tl_suggest(r->d->nodes[node].text, names, (size_t)tl_measure_count);
        tl_error(r->messages, tl_node_place(r->d, node), "there is no measure '%.60s'%s%s%s",
                 r->d->nodes[node].text, near ? "; did you mean '" : " (see: tillit measures)",
                 near ? near : "", near ? "'?" : "");
    }
    return measure;
}

static int find_arm(const Reader *r, int node)
{
    const tl_Experiment *e = r->experiment;
    const char *names[TL_MOST_ARMS];
    for (int i = 0; i < e->arm_count; i++) {
        names[i] = e->arms[i].name;
        if (is_scalar(r->d, node) && strcmp(e->arms[i].name, r->d->nodes[node].text) == 0) {
            return i;
        }
    }
    const char *near =
        is_scalar(r->d, node) ? tl_suggest(r->d->nodes[node].text, names, (size_t)e->arm_count) : NULL;
    tl_error(r->messages, tl_node_place(r->d, node), "there is no such arm%s%s%s",
             near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
    return -1;
}

/* ---- arms
 * ------------------------------------------------------------------------------------------------------ */

/* "set: {a.b: 1}" becomes "a.b=1" with its place. */
static int read_sets(const Reader *r, int mapping, char texts[TL_MOST_ARM_SETS][TL_SET_SIZE],
                     const char **sets, tl_Place *places)
{
    int group = tl_node_find(r->d, mapping, "set"), count = 0;
    if (group < 0) {
        return 0;
    }
    if (r->d->nodes[group].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, group), "set: a group of parameters is expected");
        return 0;
    }
    for (int node = r->d->nodes[group].first; node >= 0; node = r->d->nodes[node].next) {
        if (!is_scalar(r->d, node) || count == TL_MOST_ARM_SETS) {
            tl_error(r->messages, tl_node_place(r->d, node),
                     "set: at most %d parameters by their dotted path", TL_MOST_ARM_SETS);
            break;
        }
        int length =
            snprintf(texts[count], TL_SET_SIZE, "%s=%s", r->d->nodes[node].key, r->d->nodes[node].text);
        if (length >= TL_SET_SIZE) { /* cut, it could be another number */
            tl_error(r->messages, tl_node_place(r->d, node),
                     "set: %.60s: a path and a value of together fewer than %d bytes are expected",
                     r->d->nodes[node].key, TL_SET_SIZE - 1);
            break;
        }
        sets[count] = texts[count];
        places[count++] = tl_node_place(r->d, node);
    }
    return count;
}

void tl_beside(const char *experiment, const char *name, char *path)
{
    const char *slash = strrchr(experiment, '/');
    int length = slash != NULL && name[0] != '/' ? (int)(slash - experiment + 1) : 0;
    snprintf(path, TL_PATH_SIZE, "%.*s%.2000s", length, experiment, name);
}

/* The config an arm starts from: its own or the experiment's. */
static bool arm_config(const Reader *r, int mapping, char *path)
{
    int node = tl_node_find(r->d, mapping, "config");
    node = node < 0 ? tl_node_find(r->d, 0, "config") : node;
    if (!is_scalar(r->d, node)) {
        tl_error(r->messages, tl_node_place(r->d, node < 0 ? mapping : node),
                 "config: the file of a runnable config is expected, here or at top level");
        return false;
    }
    tl_beside(r->d->file, r->d->nodes[node].text, path);
    return true;
}

static int read_equal_cost(const Reader *r, int mapping)
{
    int node = tl_node_find(r->d, mapping, "equal_cost");
    if (node < 0) {
        return -1;
    }
    int parameter = is_scalar(r->d, node) ? tl_parameter_find(r->d->nodes[node].text) : -1;
    bool usable = parameter >= 0 && tl_parameters[parameter].kind == TL_REAL &&
                  !tl_parameters[parameter].structural &&
                  tl_parameters[parameter].section == TL_SECTION_REGIME && r->experiment->arm_count > 1;
    if (!usable) {
        tl_error(
            r->messages, tl_node_place(r->d, node),
            "equal_cost: the path of a number-valued lever is expected, and not in the first arm, whose cost "
            "is the measure");
    }
    return usable ? parameter : -1;
}

bool tl_arm_source(const Reader *r, int mapping, tl_ArmSource *source)
{
    *source =
        (tl_ArmSource){.variant = {.file = r->d->file, .sets = source->sets, .set_places = source->places}};
    if (!arm_config(r, mapping, source->path)) {
        return false;
    }
    if (mapping == 0) {
        return true;
    }
    int regime = tl_node_find(r->d, mapping, "regime");
    if (regime >= 0) {
        source->variant.regime = is_scalar(r->d, regime) ? r->d->nodes[regime].text : "";
        source->variant.regime_place = tl_node_place(r->d, regime);
    }
    source->variant.set_count = read_sets(r, mapping, source->texts, source->sets, source->places);
    return true;
}

static void load_arm(Reader *r, int mapping, tl_Arm *arm)
{
    tl_Experiment *e = r->experiment;
    tl_ArmSource source;
    if (!tl_arm_source(r, mapping, &source) ||
        !tl_config_load_variant(source.path, &source.variant, r->sets, r->set_count, &arm->loaded,
                                r->messages)) {
        return;
    }
    for (int i = 0; i < e->arm_count; i++) {
        if (strcmp(e->arms[i].name, arm->name) == 0) {
            refuse_twin(r, mapping, e->arms[i].node, "arms", arm->name);
        }
    }
    arm->node = mapping;
    tl_text_copy(arm->loaded.name, sizeof arm->loaded.name, arm->name);
    e->arm_count++;
    arm->equal_cost = mapping > 0 ? read_equal_cost(r, mapping) : -1;
}

static void read_arm(Reader *r, int mapping)
{
    tl_Arm *arm = &r->experiment->arms[r->experiment->arm_count];
    *arm = (tl_Arm){.equal_cost = -1};
    TL_CHECK_KEYS(r, mapping, "name", "title", "config", "regime", "set", "equal_cost");
    if (read_name(r, mapping, "arm", arm->name)) {
        read_text(r->d, mapping, "title", false, &arm->title, r->messages);
        load_arm(r, mapping, arm);
    }
}

/* A sweep may have no arms: the config itself is the only one. */
static void read_only_arm(Reader *r)
{
    tl_Arm *arm = &r->experiment->arms[0];
    *arm = (tl_Arm){.name = "config", .equal_cost = -1};
    load_arm(r, 0, arm);
}

static void read_list(Reader *r, const char *key, bool needed, int most, void (*read)(Reader *, int))
{
    int list = tl_node_find(r->d, 0, key), count = 0;
    if (list < 0 && !needed) {
        return;
    }
    if (list < 0 || r->d->nodes[list].kind != TL_SEQUENCE) {
        tl_error(r->messages, tl_node_place(r->d, list < 0 ? 0 : list), "%s: a list is expected", key);
        return;
    }
    for (int node = r->d->nodes[list].first; node >= 0; node = r->d->nodes[node].next) {
        if (++count > most) {
            tl_error(r->messages, tl_node_place(r->d, node), "%s: at most %d", key, most);
            return;
        }
        read(r, node);
    }
}

static void read_arm_node(Reader *r, int node)
{
    if (r->d->nodes[node].kind == TL_MAPPING) {
        read_arm(r, node);
    } else {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "arms: a group with name, regime, set ... is expected");
    }
}

/* Arms are compared on the same people and days. */
static void check_arms(const Reader *r)
{
    const tl_Experiment *e = r->experiment;
    for (int arm = 1; arm < e->arm_count; arm++) {
        tl_configs_pair(&e->arms[0].loaded, &e->arms[arm].loaded, r->messages);
    }
    if (e->arm_count == 0 && r->messages->errors == 0) {
        tl_Place place = {.file = e->path};
        tl_error(r->messages, place, "arms: at least one is expected");
    }
}

/* ---- outcomes and claims
 * ----------------------------------------------------------------------------------------- */

static void read_outcome(Reader *r, int node)
{
    int measure = find_measure(r, node);
    if (measure >= 0) {
        r->experiment->outcomes[r->experiment->outcome_count++] = measure;
    }
}

void tl_read_days(const Reader *r, int mapping, const char *key, int64_t days[2])
{
    int node = tl_node_find(r->d, mapping, key);
    if (node >= 0) {
        tl_read_span(r, node, key, days);
    } else {
        tl_error(r->messages, tl_node_place(r->d, mapping), "%s: [first, end] is expected", key);
    }
}

bool tl_read_span(const Reader *r, int node, const char *what, int64_t days[2])
{
    const tl_RunSettings *run = &r->experiment->arms[0].loaded.config.run;
    int errors = r->messages->errors;
    int from = r->d->nodes[node].kind == TL_SEQUENCE ? r->d->nodes[node].first : -1;
    int to = from >= 0 ? r->d->nodes[from].next : -1;
    if (to < 0 || r->d->nodes[to].next >= 0) {
        tl_error(r->messages, tl_node_place(r->d, node), "%s: [first, end] is expected", what);
    } else if (tl_read_whole(r, from, what, 0, run->days - 1, &days[0]) &&
               tl_read_whole(r, to, what, days[0] + 1, run->days, &days[1]) &&
               (days[0] % run->period_days != 0 ||
                (days[1] % run->period_days != 0 && days[1] != run->days))) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "%s: whole recorded periods of %lld days are expected", what, (long long)run->period_days);
    }
    return r->messages->errors == errors;
}

static void read_window(const Reader *r, int mapping, tl_Window *window)
{
    const tl_RunSettings *run = &r->experiment->arms[0].loaded.config.run;
    int areas = tl_node_find(r->d, mapping, "areas");
    int64_t days[2] = {0, run->days};
    int group = tl_node_find(r->d, mapping, "group");
    if (tl_node_find(r->d, mapping, "days") >= 0) {
        tl_read_days(r, mapping, "days", days);
    }
    *window = (tl_Window){.from = days[0], .to = days[1]};
    if (group >= 0) {
        static const char *const names[] = {"all", "pilot", "others"};
        const char *name = is_scalar(r->d, group) ? r->d->nodes[group].text : "";
        int found = 0;
        while (found < 3 && strcmp(name, names[found]) != 0) {
            found++;
        }
        window->group = found < 3 ? (tl_UnitGroup)found : TL_ALL_UNITS;
        if (found == 3) {
            tl_error(r->messages, tl_node_place(r->d, group), "group: all, pilot or others is expected");
        }
    }
    if (areas >= 0 && r->d->nodes[areas].kind != TL_SEQUENCE) {
        tl_error(r->messages, tl_node_place(r->d, areas), "areas: a list of area numbers is expected");
        return;
    }
    int64_t most = r->experiment->arms[0].loaded.config.municipalities[0].profile.areas;
    for (int node = areas < 0 ? -1 : r->d->nodes[areas].first; node >= 0; node = r->d->nodes[node].next) {
        if (window->area_count < TL_MOST_AREAS &&
            tl_read_whole(r, node, "areas", 1, most, &window->areas[window->area_count])) {
            window->area_count++;
        }
    }
}

/* The names of an evaluation's windows, as tl_experiment_windows has them. */
static const char *const evaluation_windows[TL_EVALUATION_WINDOWS] = {"pilot before", "pilot after",
                                                                      "others before", "others after"};

/* A claim's name is that of its window in a result file, and of its column in a table of points. */
static void check_claim_name(const Reader *r, const tl_Claim *claim)
{
    static const char *const columns[] = {"all", "point"};
    const tl_Experiment *e = r->experiment;
    bool taken = false;
    for (int i = 0; i < 2; i++) {
        taken = taken || strcmp(claim->name, columns[i]) == 0;
    }
    for (int i = 0; i < TL_EVALUATION_WINDOWS; i++) {
        taken = taken || strcmp(claim->name, evaluation_windows[i]) == 0;
    }
    if (taken) {
        tl_error(r->messages, tl_node_place(r->d, name_node(r, claim->node)),
                 "a claim cannot be named '%s': results have a window or a column of that name (all, point, "
                 "pilot before, pilot after, others before, others after)",
                 claim->name);
    }
    for (int i = 0; i < e->claim_count; i++) {
        if (strcmp(e->claims[i].name, claim->name) == 0) {
            refuse_twin(r, claim->node, e->claims[i].node, "claims", claim->name);
        }
    }
}

static void read_claim(Reader *r, int node)
{
    tl_Claim claim = {.direction = 0, .node = node};
    if (r->d->nodes[node].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "claims: a group with name, text, outcome ... is expected");
        return;
    }
    TL_CHECK_KEYS(r, node, "name", "text", "outcome", "contrast", "direction", "smallest", "days", "areas",
                  "group");
    if (read_name(r, node, "claim", claim.name)) {
        check_claim_name(r, &claim);
    }
    read_text(r->d, node, "text", true, &claim.text, r->messages);
    int outcome = tl_node_find(r->d, node, "outcome"), contrast = tl_node_find(r->d, node, "contrast");
    int direction = tl_node_find(r->d, node, "direction"), smallest = tl_node_find(r->d, node, "smallest");
    claim.measure = find_measure(r, outcome < 0 ? node : outcome);
    int first = contrast >= 0 && r->d->nodes[contrast].kind == TL_SEQUENCE ? r->d->nodes[contrast].first : -1;
    int second = first >= 0 ? r->d->nodes[first].next : -1;
    if (second < 0) {
        tl_error(r->messages, tl_node_place(r->d, contrast < 0 ? node : contrast),
                 "contrast: [arm, arm it is compared with] is expected");
    } else {
        claim.treatment = find_arm(r, first);
        claim.control = find_arm(r, second);
    }
    const char *way = is_scalar(r->d, direction) ? r->d->nodes[direction].text : "";
    claim.direction = strcmp(way, "higher") == 0 ? 1 : strcmp(way, "lower") == 0 ? -1 : 0;
    if (claim.direction == 0) {
        tl_error(r->messages, tl_node_place(r->d, direction < 0 ? node : direction),
                 "direction: higher or lower is expected");
    }
    if (smallest < 0) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "smallest: the smallest difference of interest is expected");
    } else {
        read_real(r, smallest, "smallest", 0.0, 1e12, &claim.smallest);
    }
    read_window(r, node, &claim.window);
    snprintf(claim.window.name, sizeof claim.window.name, "%s", claim.name);
    r->experiment->claims[r->experiment->claim_count++] = claim;
}

static void read_evaluation(Reader *r)
{
    tl_Evaluation *own = &r->experiment->evaluation;
    int group = tl_node_find(r->d, 0, "evaluation");
    *own = (tl_Evaluation){.arm = -1, .without = -1};
    if (group < 0) {
        return;
    }
    if (r->d->nodes[group].kind != TL_MAPPING) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "evaluation: arm, without, before and after are expected");
        return;
    }
    TL_CHECK_KEYS(r, group, "arm", "without", "before", "after");
    int arm = tl_node_find(r->d, group, "arm"), without = tl_node_find(r->d, group, "without");
    own->arm = find_arm(r, arm < 0 ? group : arm);
    own->without = find_arm(r, without < 0 ? group : without);
    tl_read_days(r, group, "before", own->before);
    tl_read_days(r, group, "after", own->after);
    if (own->arm >= 0 && r->experiment->arms[own->arm].loaded.config.run.pilot_share <= 0.0) {
        tl_error(r->messages, tl_node_place(r->d, group),
                 "evaluation: pilot.share is 0, so there is no pilot");
    }
}

/* ---- the whole
 * -------------------------------------------------------------------------------------------------- */

static void read_year(const Reader *r, const char *key, int64_t *year)
{
    int node = tl_node_find(r->d, 0, key);
    if (node >= 0) {
        tl_read_whole(r, node, key, 1990, 2100, year);
    }
}

static void read_experiment(Reader *r)
{
    tl_Experiment *e = r->experiment;
    TL_CHECK_KEYS(r, 0, "title", "question", "about", "year", "price_level", "law", "sources", "config",
                  "arms", "outcomes", "claims", "evaluation", "sweep");
    read_text(r->d, 0, "title", true, &e->title, r->messages);
    read_text(r->d, 0, "question", true, &e->question, r->messages);
    read_text(r->d, 0, "law", false, &e->law, r->messages);
    read_year(r, "year", &e->year);
    read_year(r, "price_level", &e->price_level);
    bool swept = tl_node_find(r->d, 0, "sweep") >= 0;
    if (swept && tl_node_find(r->d, 0, "arms") < 0) {
        read_only_arm(r);
    } else {
        read_list(r, "arms", true, TL_MOST_ARMS, read_arm_node);
    }
    check_arms(r);
    read_list(r, "outcomes", false, TL_MOST_OUTCOMES, read_outcome);
    if (e->arm_count > 0) {
        read_list(r, "claims", false, TL_MOST_CLAIMS, read_claim);
        read_evaluation(r);
    }
    tl_design_read(r);
}

/* The keys of a config would each be unknown here. */
static bool is_config(const tl_Document *d, tl_Messages *messages)
{
    int node = tl_node_find(d, 0, "municipality");
    bool alone = tl_node_find(d, 0, "arms") < 0 && tl_node_find(d, 0, "sweep") < 0;
    if (node >= 0 && alone) {
        tl_error(
            messages, tl_node_key_place(d, node),
            "'municipality' makes this a config, where an experiment is expected: tillit run and compare "
            "take it, and an experiment names it (config: FILE)");
        return true;
    }
    return false;
}

bool tl_experiment_load(const char *path, const char *const *sets, int set_count, tl_Experiment *experiment,
                        tl_Messages *messages)
{
    tl_Document d;
    *experiment = (tl_Experiment){.arm_count = 0};
    snprintf(experiment->path, sizeof experiment->path, "%s", path);
    if (tl_document_read(&d, path, messages) && !is_config(&d, messages)) {
        Reader reader = {
            .d = &d, .messages = messages, .experiment = experiment, .sets = sets, .set_count = set_count};
        read_experiment(&reader);
    }
    tl_document_free(&d);
    if (messages->errors > 0) {
        tl_experiment_free(experiment);
        return false;
    }
    return true;
}

void tl_experiment_free(tl_Experiment *e)
{
    for (int i = 0; i < e->arm_count; i++) {
        tl_loaded_config_free(&e->arms[i].loaded);
    }
    tl_design_free(e->design);
    e->design = NULL;
    e->arm_count = 0;
}

bool tl_experiment_peek(const char *path, tl_Text *title, tl_Text *question, tl_Messages *messages)
{
    tl_Document d;
    *title = *question = (tl_Text){{""}};
    if (tl_document_read(&d, path, messages)) {
        read_text(&d, 0, "title", true, title, messages);
        read_text(&d, 0, "question", false, question, messages);
    }
    tl_document_free(&d);
    return messages->errors == 0;
}

int tl_experiment_windows(const tl_Experiment *e, tl_Window windows[TL_MOST_WINDOWS])
{
    int count = 0;
    for (int claim = 0; claim < e->claim_count; claim++) {
        windows[count++] = e->claims[claim].window;
    }
    for (int i = 0; e->evaluation.arm >= 0 && i < TL_EVALUATION_WINDOWS; i++) {
        const int64_t *days = i % 2 == 0 ? e->evaluation.before : e->evaluation.after;
        tl_Window window = {
            .from = days[0], .to = days[1], .group = i < TL_OTHERS_BEFORE ? TL_PILOT_UNITS : TL_OTHER_UNITS};
        snprintf(window.name, sizeof window.name, "%s", evaluation_windows[i]);
        windows[count++] = window;
    }
    return count;
}
