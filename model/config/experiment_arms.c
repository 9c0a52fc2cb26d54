#include "config/experiment_arms.h"

#include <stdio.h>
#include <string.h>

#include "config/config_check.h"
#include "config/config_read.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

/* "set: {a.b: 1}" becomes "a.b=1" with its place. */
static int read_sets(tl_Value group, tl_ArmSource *source)
{
    int count = 0;
    if (tl_is_there(group) && !tl_is_group(group)) {
        tl_refuse(group, "set: a group of parameters is expected");
        return 0;
    }
    for (tl_Value own = tl_first(group); tl_is_there(own); own = tl_next(own)) {
        if (!tl_is_scalar(own) || count == TL_MOST_ARM_SETS) {
            tl_refuse(own, "set: at most %d parameters by their dotted path", TL_MOST_ARM_SETS);
            break;
        }
        int length = snprintf(source->texts[count], TL_SET_SIZE, "%s=%s", tl_key(own), tl_text(own));
        if (length >= TL_SET_SIZE) { /* cut, it could be another number */
            tl_refuse(own, "set: %.60s: a path and a value of together fewer than %d bytes are expected",
                      tl_key(own), TL_SET_SIZE - 1);
            break;
        }
        source->sets[count] = source->texts[count];
        source->places[count++] = tl_place(own);
    }
    return count;
}

/* The config an arm starts from: its own or the experiment's. */
static bool arm_config(tl_Value arm, char *path)
{
    tl_Value own = tl_at(arm, "config"), of_all = tl_at(tl_top(arm.document), "config");
    tl_Value config = tl_is_there(own) || !tl_is_there(of_all) ? own : of_all;
    if (!tl_is_scalar(config)) {
        return tl_refuse(config, "config: the file of a runnable config is expected, here or at top level");
    }
    tl_path_next_to(arm.document->file, tl_text(config), path);
    return true;
}

static int read_equal_cost(const Reader *r, tl_Value arm)
{
    tl_Value lever = tl_at(arm, "equal_cost");
    if (!tl_is_there(lever)) {
        return -1;
    }
    int parameter = tl_is_scalar(lever) ? tl_parameter_find(tl_text(lever)) : -1;
    bool usable = parameter >= 0 && tl_parameters[parameter].kind == TL_REAL &&
                  !tl_parameters[parameter].structural &&
                  tl_parameters[parameter].section == TL_SECTION_REGIME && r->experiment->arm_count > 1;
    if (!usable) {
        tl_refuse(
            lever,
            "equal_cost: the path of a number-valued lever is expected, and not in the first arm, whose "
            "cost is the measure");
    }
    return usable ? parameter : -1;
}

bool tl_arm_source(const Reader *r, int node, tl_ArmSource *source)
{
    tl_Value arm = {r->d, node, node};
    *source =
        (tl_ArmSource){.variant = {.file = r->d->file, .sets = source->sets, .set_places = source->places}};
    if (!arm_config(arm, source->path)) {
        return false;
    }
    if (node == 0) {
        return true;
    }
    tl_Value regime = tl_at(arm, "regime");
    if (tl_is_there(regime)) {
        source->variant.regime = tl_text(regime);
        source->variant.regime_place = tl_place(regime);
    }
    source->variant.set_count = read_sets(tl_at(arm, "set"), source);
    return true;
}

static void load_arm(Reader *r, tl_Value group, tl_Arm *arm)
{
    tl_Experiment *e = r->experiment;
    tl_ArmSource source;
    if (!tl_arm_source(r, group.node, &source) ||
        !tl_config_load_variant(r->files, source.path, &source.variant, r->sets, r->set_count, &arm->loaded,
                                r->messages)) {
        return;
    }
    for (int i = 0; i < e->arm_count; i++) {
        if (strcmp(e->arms[i].name, arm->name) == 0) {
            tl_refuse_twin(group, e->arms[i].node, "arms", arm->name);
        }
    }
    arm->node = group.node;
    tl_text_copy(arm->loaded.name, sizeof arm->loaded.name, arm->name);
    e->arm_count++;
    arm->equal_cost = arm->node > 0 ? read_equal_cost(r, group) : -1;
}

static void read_arm(Reader *r, tl_Value group)
{
    tl_Arm *arm = &r->experiment->arms[r->experiment->arm_count];
    *arm = (tl_Arm){.equal_cost = -1};
    if (!tl_is_group(group)) {
        tl_refuse(group, "arms: a group with name, regime, set ... is expected");
        return;
    }
    tl_check_keys(group, "name|title|config|regime|set|equal_cost");
    if (tl_get_name(tl_at(group, "name"), "arm", arm->name)) {
        tl_read_text(group, "title", false, &arm->title);
        load_arm(r, group, arm);
    }
}

/* A sweep may have no arms: the config itself is the only one. */
static void read_only_arm(Reader *r)
{
    tl_Arm *arm = &r->experiment->arms[0];
    *arm = (tl_Arm){.name = "config", .equal_cost = -1};
    load_arm(r, tl_top(r->d), arm);
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
    tl_Value top = tl_top(r->d);
    if (tl_is_there(tl_at(top, "sweep")) && !tl_is_there(tl_at(top, "arms"))) {
        read_only_arm(r);
    } else {
        tl_read_list(r, "arms", true, TL_MOST_ARMS, read_arm);
    }
    check_arms(r);
}
