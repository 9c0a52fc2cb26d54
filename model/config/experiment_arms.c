#include "config/experiment_arms.h"

#include <stdlib.h>
#include <string.h>

#include "config/config_check.h"
#include "config/config_read.h"
#include "config/equal.h"
#include "system/memory.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

void tl_arm_load(Reader *r, tl_Value group, const tl_ArmSource *source, tl_Arm *arm, bool equal)
{
    tl_Experiment *e = r->experiment;
    if (!tl_config_load_variant(r->files, source->path, &source->variant, r->sets, r->set_count, &arm->loaded,
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
    if (equal) {
        tl_equal_read(r, group, source, arm);
    }
}

static void load_arm(Reader *r, tl_Value group, tl_Arm *arm)
{
    tl_ArmSource *source = tl_allocate(1, sizeof *source);
    if (tl_arm_source(r, group.node, source)) {
        tl_arm_load(r, group, source, arm, group.node > 0);
    }
    free(source);
}

/* Where it is: a literal of all that an arm holds would lie on the stack. */
static void clear(tl_Arm *arm)
{
    memset(arm, 0, sizeof *arm);
    arm->equal.lever = -1;
}

static void read_arm(Reader *r, tl_Value group)
{
    tl_Arm *arm = &r->experiment->arms[r->experiment->arm_count];
    clear(arm);
    if (!tl_is_group(group)) {
        tl_refuse(group, "arms: a group with name, regime, set ... is expected");
        return;
    }
    tl_check_keys(group, "name|title|extends|config|before|regime|market|set|change|equal_cost|equal");
    if (tl_get_name(tl_at(group, "name"), "arm", arm->name)) {
        tl_read_text(group, "title", false, &arm->title);
        load_arm(r, group, arm);
    }
}

/* A sweep may have no arms: the config itself is the only one. */
static void read_only_arm(Reader *r)
{
    tl_Arm *arm = &r->experiment->arms[0];
    clear(arm);
    tl_text_copy(arm->name, sizeof arm->name, "config");
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
        tl_read_list(r, "arms", true, TL_MOST_OWN_ARMS, read_arm);
    }
    check_arms(r);
}
