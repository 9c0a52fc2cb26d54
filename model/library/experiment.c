#include "library/experiment.h"

#include <stdlib.h>

#include "config/experiment_json.h"
#include "config/experiment_read.h"
#include "library/config.h"
#include "library/messages.h"
#include "run/trial.h"
#include "system/memory.h"

/* ---- who holds it ------------------------------------------------------------------------------------------ */

tillit_status tl_experiment_keep(const tillit_experiment *handle, tl_KeptExperiment **experiment)
{
    void *object;
    tillit_status status = tl_handle_find(TL_HANDLE_EXPERIMENT, handle, &object);
    *experiment = object;
    if (status == TILLIT_OK) {
        atomic_fetch_add(&(*experiment)->users, 1);
    }
    return status;
}

void tl_experiment_leave(tl_KeptExperiment *experiment)
{
    if (experiment != NULL && atomic_fetch_sub(&experiment->users, 1) == 1) {
        tl_experiment_free(&experiment->own);
        free(experiment->json);
        free(experiment);
    }
}

void tillit_experiment_free(tillit_experiment *experiment)
{
    tl_experiment_leave(tl_handle_end(TL_HANDLE_EXPERIMENT, experiment));
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

typedef struct Reading {
    const char *path; /* NULL: a text */
    tl_Files files;
    const char *const *sets;
    int set_count;
    tillit_status status;
    tillit_experiment *experiment;
    tillit_messages **messages; /* NULL: nobody asks */
} Reading;

static void load(void *context)
{
    Reading *reading = context;
    tl_KeptExperiment *e = tl_allocate(1, sizeof *e);
    tl_Messages messages = {0};
    bool good =
        reading->path != NULL
            ? tl_experiment_load(reading->path, reading->sets, reading->set_count, &e->own, &messages)
            : tl_experiment_load_text(&reading->files, reading->sets, reading->set_count, &e->own, &messages);
    reading->status = good ? TILLIT_OK : messages.newer ? TILLIT_NEWER : TILLIT_INVALID;
    if (reading->messages != NULL) {
        *reading->messages = tl_messages_hand_over(&messages);
    }
    tl_messages_free(&messages);
    if (!good) {
        free(e);
        return;
    }
    tl_trial_complete_outcomes(&e->own);
    e->json = tl_experiment_json(&e->own);
    atomic_init(&e->users, 1);
    reading->experiment = tl_handle_give(TL_HANDLE_EXPERIMENT, e);
}

static tillit_status finish(Reading *reading, const char *needed, tillit_experiment **experiment)
{
    tillit_status status = tl_check_sets(reading->sets, reading->set_count);
    if (reading->messages != NULL) {
        *reading->messages = NULL;
    }
    if (experiment != NULL) {
        *experiment = NULL;
    }
    if (needed == NULL || experiment == NULL || status != TILLIT_OK) {
        return status != TILLIT_OK ? status : TILLIT_NULL;
    }
    if (!tl_library_try(load, reading)) {
        return TILLIT_OUT_OF_MEMORY;
    }
    *experiment = reading->experiment;
    return reading->status;
}

tillit_status tillit_experiment_load(const char *path, const char *const *sets, int set_count,
                                     tillit_experiment **experiment, tillit_messages **messages)
{
    Reading reading = {.path = path, .sets = sets, .set_count = set_count, .messages = messages};
    return finish(&reading, path, experiment);
}

tillit_status tillit_experiment_read(const char *text, const char *name, const tillit_files *files,
                                     const char *const *sets, int set_count, tillit_experiment **experiment,
                                     tillit_messages **messages)
{
    Reading reading = {.sets = sets, .set_count = set_count, .messages = messages};
    if (text != NULL) {
        reading.files = tl_library_files(text, name != NULL ? name : "experiment.yaml", files);
    }
    return finish(&reading, text, experiment);
}

/* ---- what it says ------------------------------------------------------------------------------------------ */

static const tl_KeptExperiment *look(const tillit_experiment *handle)
{
    return tl_handle_object(TL_HANDLE_EXPERIMENT, handle);
}

static const char *text_in(const tl_Text *text, tillit_language language)
{
    return (unsigned)language <= TILLIT_ENGLISH ? text->in[language] : NULL;
}

static const tl_Arm *arm_of(const tillit_experiment *handle, int arm)
{
    const tl_KeptExperiment *e = look(handle);
    return e != NULL && arm >= 0 && arm < e->own.arm_count ? &e->own.arms[arm] : NULL;
}

const char *tillit_experiment_title(const tillit_experiment *handle, tillit_language language)
{
    const tl_KeptExperiment *e = look(handle);
    return e != NULL ? text_in(&e->own.title, language) : NULL;
}

const char *tillit_experiment_question(const tillit_experiment *handle, tillit_language language)
{
    const tl_KeptExperiment *e = look(handle);
    return e != NULL ? text_in(&e->own.question, language) : NULL;
}

const char *tillit_experiment_json(const tillit_experiment *handle)
{
    const tl_KeptExperiment *e = look(handle);
    return e != NULL ? e->json : NULL;
}

int tillit_experiment_arms(const tillit_experiment *handle)
{
    const tl_KeptExperiment *e = look(handle);
    return e != NULL ? e->own.arm_count : -1;
}

int tillit_experiment_claims(const tillit_experiment *handle)
{
    const tl_KeptExperiment *e = look(handle);
    return e != NULL ? e->own.claim_count : -1;
}

int tillit_experiment_outcomes(const tillit_experiment *handle)
{
    const tl_KeptExperiment *e = look(handle);
    return e != NULL ? e->own.outcome_count : -1;
}

const char *tillit_experiment_arm_name(const tillit_experiment *handle, int arm)
{
    const tl_Arm *own = arm_of(handle, arm);
    return own != NULL ? own->name : NULL;
}

const char *tillit_experiment_arm_title(const tillit_experiment *handle, int arm, tillit_language language)
{
    const tl_Arm *own = arm_of(handle, arm);
    return own != NULL ? text_in(&own->title, language) : NULL;
}

int tillit_experiment_outcome(const tillit_experiment *handle, int index)
{
    const tl_KeptExperiment *e = look(handle);
    return e != NULL && index >= 0 && index < e->own.outcome_count ? e->own.outcomes[index] : -1;
}

typedef struct Giving {
    const tl_LoadedConfig *loaded;
    tillit_config *config;
} Giving;

static void give(void *context)
{
    Giving *giving = context;
    giving->config = tl_config_hand_over(giving->loaded);
}

tillit_status tillit_experiment_config(const tillit_experiment *handle, int arm, tillit_config **config)
{
    void *object;
    if (config == NULL) {
        return TILLIT_NULL;
    }
    *config = NULL;
    tillit_status status = tl_handle_find(TL_HANDLE_EXPERIMENT, handle, &object);
    const tl_Arm *own = arm_of(handle, arm);
    if (status != TILLIT_OK || own == NULL) {
        return status != TILLIT_OK ? status : TILLIT_OUT_OF_RANGE;
    }
    Giving giving = {.loaded = &own->loaded};
    if (!tl_library_try(give, &giving)) {
        return TILLIT_OUT_OF_MEMORY;
    }
    *config = giving.config;
    return TILLIT_OK;
}

tillit_status tillit_experiment_claim(const tillit_experiment *handle, int index, tillit_claim *claim)
{
    void *object;
    tillit_status status = tl_handle_find(TL_HANDLE_EXPERIMENT, handle, &object);
    if (status != TILLIT_OK || claim == NULL) {
        return status != TILLIT_OK ? status : TILLIT_NULL;
    }
    const tl_Experiment *e = &((const tl_KeptExperiment *)object)->own;
    if (index < 0 || index >= e->claim_count) {
        return TILLIT_OUT_OF_RANGE;
    }
    const tl_Claim *own = &e->claims[index];
    *claim = (tillit_claim){.name = own->name,
                            .text = {own->text.in[TL_SWEDISH], own->text.in[TL_ENGLISH]},
                            .measure = own->measure,
                            .treatment = own->treatment,
                            .control = own->control,
                            .direction = own->direction,
                            .from = (int32_t)own->window.from,
                            .to = (int32_t)own->window.to,
                            .smallest = own->smallest};
    return TILLIT_OK;
}
