#include "library/experiment.h"

#include <stdlib.h>

#include "config/experiment_json.h"
#include "config/experiment_read.h"
#include "library/config.h"
#include "library/messages.h"
#include "library/reading.h"
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

static void *load(const tl_Reading *r, tl_Messages *messages)
{
    tl_KeptExperiment *e = tl_allocate(1, sizeof *e);
    bool good = r->path != NULL
                    ? tl_experiment_load(r->path, r->sets, r->set_count, &e->own, messages)
                    : tl_experiment_load_text(&r->files, r->sets, r->set_count, r->asked, &e->own, messages);
    if (!good) {
        free(e);
        return NULL;
    }
    tl_trial_complete_outcomes(&e->own);
    e->json = tl_experiment_json(&e->own);
    atomic_init(&e->users, 1);
    return tl_handle_give(TL_HANDLE_EXPERIMENT, e);
}

static tillit_status read_it(tl_Reading reading, tillit_experiment **experiment)
{
    reading.load = load;
    tillit_status status = tl_reading_do(&reading, experiment != NULL);
    if (experiment != NULL) {
        *experiment = reading.handle;
    }
    return status;
}

tillit_status tillit_experiment_load(const char *path, const char *const *sets, int set_count,
                                     tillit_experiment **experiment, tillit_messages **messages)
{
    return read_it((tl_Reading){.path = path, .sets = sets, .set_count = set_count, .messages = messages},
                   experiment);
}

tillit_status tillit_experiment_read(const char *text, const char *name, const tillit_files *files,
                                     const char *const *sets, int set_count, tillit_experiment **experiment,
                                     tillit_messages **messages)
{
    const tl_Files from = tl_reading_files(text, name != NULL ? name : "experiment.yaml", files);
    return read_it((tl_Reading){.files = from, .sets = sets, .set_count = set_count, .messages = messages},
                   experiment);
}

static tillit_status check_asked(const tillit_asked *asked)
{
    if (asked == NULL || (asked->like != NULL && asked->what_if_count == 0)) {
        return TILLIT_NULL;
    }
    return (unsigned)asked->language > TILLIT_ENGLISH
               ? TILLIT_OUT_OF_RANGE
               : tl_reading_check_texts(asked->what_if, asked->what_if_count);
}

tillit_status tillit_experiment_ask(const char *text, const char *name, const tillit_files *files,
                                    const char *const *sets, int set_count, const tillit_asked *asked,
                                    tillit_experiment **experiment, tillit_messages **messages)
{
    tillit_status status = check_asked(asked);
    if (status != TILLIT_OK) {
        return status;
    }
    const tl_Asked own = {.language = asked->language == TILLIT_SWEDISH ? TL_SWEDISH : TL_ENGLISH,
                          .municipality = asked->municipality,
                          .what_if = asked->what_if,
                          .what_if_count = asked->what_if_count,
                          .like = asked->like};
    const tl_Files from = tl_reading_files(text, name != NULL ? name : "experiment.yaml", files);
    return read_it(
        (tl_Reading){
            .files = from, .sets = sets, .set_count = set_count, .asked = &own, .messages = messages},
        experiment);
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
    return tl_config_hand_over(&own->loaded, config);
}

/* `wanted`: the caller has a place for what is asked about the claim. */
static tillit_status find_claim(const tillit_experiment *handle, int index, bool wanted,
                                const tl_Claim **claim)
{
    void *object;
    tillit_status status = tl_handle_find(TL_HANDLE_EXPERIMENT, handle, &object);
    if (status != TILLIT_OK || !wanted) {
        return status != TILLIT_OK ? status : TILLIT_NULL;
    }
    const tl_Experiment *e = &((const tl_KeptExperiment *)object)->own;
    bool there = index >= 0 && index < e->claim_count;
    *claim = there ? &e->claims[index] : NULL;
    return there ? TILLIT_OK : TILLIT_OUT_OF_RANGE;
}

tillit_status tillit_experiment_claim_course(const tillit_experiment *handle, int index,
                                             tillit_course_part *part)
{
    const tl_Claim *own;
    tillit_status status = find_claim(handle, index, part != NULL, &own);
    if (status == TILLIT_OK) {
        *part = (tillit_course_part)own->course;
    }
    return status;
}

tillit_status tillit_experiment_claim(const tillit_experiment *handle, int index, tillit_claim *claim)
{
    const tl_Claim *own;
    tillit_status status = find_claim(handle, index, claim != NULL, &own);
    if (status != TILLIT_OK) {
        return status;
    }
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
