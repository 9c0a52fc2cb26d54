#include "config/experiment_read.h"

#include "config/experiment.h"

#include <stdio.h>
#include <string.h>

#include "config/design.h"
#include "config/design_read.h"
#include "config/experiment_arms.h"
#include "config/experiment_claims.h"
#include "config/what_if.h"

typedef tl_ExperimentReader Reader;

static void read_year(const Reader *r, const char *key, int64_t *year)
{
    tl_Value value = tl_at(tl_top(r->d), key);
    if (tl_is_there(value)) {
        tl_read_whole(value, key, 1990, 2100, year);
    }
}

static void read_experiment(Reader *r)
{
    tl_Experiment *e = r->experiment;
    tl_Value top = tl_top(r->d);
    tl_check_keys(
        top,
        "title|question|about|year|price_level|law|sources|config|municipality|market|set|before|arms|outcomes|claims|evaluation|"
        "sweep");
    tl_read_text(top, "title", true, &e->title);
    tl_read_text(top, "question", true, &e->question);
    tl_read_text(top, "law", false, &e->law);
    read_year(r, "year", &e->year);
    read_year(r, "price_level", &e->price_level);
    tl_read_arms(r);
    tl_what_if_arm(r);
    tl_read_claims(r);
    tl_design_read(r);
}

/* The keys of a config would each be unknown here. */
static bool is_config(const tl_Document *d)
{
    tl_Value top = tl_top(d), own = tl_at(top, "municipality");
    bool alone = !tl_is_there(tl_at(top, "arms")) && !tl_is_there(tl_at(top, "sweep"));
    if (!tl_is_there(own) || !alone) {
        return false;
    }
    tl_refuse_key(
        own, "'municipality' makes this a config, where an experiment is expected: tillit run and compare "
             "take it, and an experiment names it (config: FILE)");
    return true;
}

static bool load(const tl_Files *files, const char *path, const char *const *sets, int set_count,
                 const tl_Asked *asked, tl_Experiment *experiment, tl_Messages *messages)
{
    tl_Document d;
    *experiment = (tl_Experiment){.arm_count = 0};
    snprintf(experiment->path, sizeof experiment->path, "%s", path);
    if (tl_document_read(&d, files, path, messages) && !is_config(&d)) {
        Reader reader = {.d = &d,
                         .files = files,
                         .messages = messages,
                         .experiment = experiment,
                         .sets = sets,
                         .set_count = set_count,
                         .asked = asked};
        read_experiment(&reader);
    }
    tl_document_free(&d);
    if (messages->errors > 0) {
        tl_experiment_free(experiment);
        return false;
    }
    return true;
}

bool tl_experiment_load(const char *path, const char *const *sets, int set_count, tl_Experiment *experiment,
                        tl_Messages *messages)
{
    return load(NULL, path, sets, set_count, NULL, experiment, messages);
}

bool tl_experiment_load_asked(const char *path, const char *const *sets, int set_count, const tl_Asked *asked,
                              tl_Experiment *experiment, tl_Messages *messages)
{
    return load(NULL, path, sets, set_count, asked, experiment, messages);
}

bool tl_experiment_load_text(const tl_Files *files, const char *const *sets, int set_count,
                             const tl_Asked *asked, tl_Experiment *experiment, tl_Messages *messages)
{
    return load(files, files->name, sets, set_count, asked, experiment, messages);
}

void tl_experiment_free(tl_Experiment *e)
{
    for (int i = 0; i < e->arm_count; i++) {
        tl_loaded_config_free(&e->arms[i].loaded);
    }
    for (int i = 0; i < e->claim_count; i++) {
        tl_selector_free(&e->claims[i].window.where);
        tl_selector_free(&e->claims[i].against);
    }
    tl_selector_free(&e->evaluation.where);
    tl_design_free(e->design);
    e->design = NULL;
    e->arm_count = e->claim_count = 0;
}

bool tl_experiment_peek(const char *path, tl_Text *title, tl_Text *question, tl_Messages *messages)
{
    tl_Document d;
    *title = *question = (tl_Text){{""}};
    if (tl_document_read(&d, NULL, path, messages)) {
        tl_read_text(tl_top(&d), "title", true, title);
        tl_read_text(tl_top(&d), "question", false, question);
    }
    tl_document_free(&d);
    return messages->errors == 0;
}
