#include "config/experiment_arms.h"

#include <stdio.h>
#include <string.h>

#include "config/config_check.h"
#include "config/config_read.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

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
        if (!tl_is_scalar(r->d, node) || count == TL_MOST_ARM_SETS) {
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

/* The config an arm starts from: its own or the experiment's. */
static bool arm_config(const Reader *r, int mapping, char *path)
{
    int node = tl_node_find(r->d, mapping, "config");
    node = node < 0 ? tl_node_find(r->d, 0, "config") : node;
    if (!tl_is_scalar(r->d, node)) {
        tl_error(r->messages, tl_node_place(r->d, node < 0 ? mapping : node),
                 "config: the file of a runnable config is expected, here or at top level");
        return false;
    }
    tl_path_next_to(r->d->file, r->d->nodes[node].text, path);
    return true;
}

static int read_equal_cost(const Reader *r, int mapping)
{
    int node = tl_node_find(r->d, mapping, "equal_cost");
    if (node < 0) {
        return -1;
    }
    int parameter = tl_is_scalar(r->d, node) ? tl_parameter_find(r->d->nodes[node].text) : -1;
    bool usable = parameter >= 0 && tl_parameters[parameter].kind == TL_REAL &&
                  !tl_parameters[parameter].structural &&
                  tl_parameters[parameter].section == TL_SECTION_REGIME && r->experiment->arm_count > 1;
    if (!usable) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "equal_cost: the path of a number-valued lever is expected, and not in the first arm, whose "
                 "cost is the measure");
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
        source->variant.regime = tl_is_scalar(r->d, regime) ? r->d->nodes[regime].text : "";
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
        !tl_config_load_variant(r->files, source.path, &source.variant, r->sets, r->set_count, &arm->loaded,
                                r->messages)) {
        return;
    }
    for (int i = 0; i < e->arm_count; i++) {
        if (strcmp(e->arms[i].name, arm->name) == 0) {
            tl_refuse_twin(r, mapping, e->arms[i].node, "arms", arm->name);
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
    if (tl_read_name(r, mapping, "arm", arm->name)) {
        tl_read_text(r->d, mapping, "title", false, &arm->title, r->messages);
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

void tl_read_arms(Reader *r)
{
    if (tl_node_find(r->d, 0, "sweep") >= 0 && tl_node_find(r->d, 0, "arms") < 0) {
        read_only_arm(r);
    } else {
        tl_read_list(r, "arms", true, TL_MOST_ARMS, read_arm_node);
    }
    check_arms(r);
}
