#include "config/experiment_json.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "config/equal.h"
#include "config/experiment_claims.h"
#include "config/selector_json.h"
#include "core/observation/measure.h"
#include "system/memory.h"
#include "system/text.h"

json_t *tl_experiment_text_json(const tl_Text *text)
{
    return json_pack("{s:s, s:s}", "sv", text->in[TL_SWEDISH], "en", text->in[TL_ENGLISH]);
}

/* The lever that was moved for an equal cost, and where it ended up; since which day, if not from the start; for which outcome and
 * days, if not for the cost of the whole run. */
static json_t *equal_cost_json(const tl_Arm *arm)
{
    const tl_Equal *equal = &arm->equal;
    if (equal->lever < 0) {
        return json_null();
    }
    const tl_Config *config = &arm->loaded.config;
    json_t *since = equal->moved_count > 0 ? json_integer(config->changes[equal->moved[0]].day) : NULL,
           *days = NULL;
    if (!tl_equal_is_plain(equal)) {
        days = json_pack("[I, I]", (json_int_t)equal->days[0], (json_int_t)equal->days[1]);
    }
    return json_pack("{s:s, s:f, s:o*, s:s*, s:o*}", "lever", tl_parameters[equal->lever].path, "value",
                     tl_equal_value(equal, config), "since", since, "outcome",
                     days != NULL ? tl_measures[equal->measure].name : NULL, "days", days);
}

static json_t *arms_json(const tl_Experiment *e)
{
    json_t *arms = json_array();
    for (int i = 0; i < e->arm_count; i++) {
        const tl_Arm *arm = &e->arms[i];
        json_array_append_new(arms, json_pack("{s:s, s:o, s:o}", "name", arm->name, "title",
                                              tl_experiment_text_json(&arm->title), "equal_cost",
                                              equal_cost_json(arm)));
    }
    return arms;
}

static json_t *outcomes_json(const tl_Experiment *e)
{
    json_t *outcomes = json_array();
    for (int i = 0; i < e->outcome_count; i++) {
        json_array_append_new(outcomes, json_string(tl_measures[e->outcomes[i]].name));
    }
    return outcomes;
}

/* The one kind of selector that windows had once: areas of the first municipality, and a group. */
static bool has_areas_and_group(const tl_Selector *where)
{
    bool first = where->by[TL_BY_MUNICIPALITY].count == 1 && where->by[TL_BY_MUNICIPALITY].at[0] == 1;
    return where->by[TL_BY_UNIT].count == 0 && where->by[TL_BY_PROVIDER].count == 0 &&
           where->by[TL_BY_KIND].count == 0 && where->by[TL_BY_OUTLYING].count == 0 &&
           (where->by[TL_BY_AREA].count > 0 ? first : where->by[TL_BY_MUNICIPALITY].count == 0);
}

static json_t *window_json(const tl_Window *window)
{
    const tl_Selector *where = &window->where;
    json_t *json = json_pack("{s:s, s:[I,I]}", "name", window->name, "days", (json_int_t)window->from,
                             (json_int_t)window->to);
    if (has_areas_and_group(where)) {
        json_object_set_new(json, "areas", tl_numbers_to_json(&where->by[TL_BY_AREA]));
        json_object_set_new(json, "units", json_string(tl_unit_group_name(where->group)));
    } else {
        json_object_set_new(json, "where", tl_selector_to_json(where));
    }
    return json;
}

static json_t *windows_json(const tl_Experiment *e)
{
    static tl_Window windows[TL_MOST_WINDOWS];
    int count = tl_experiment_windows(e, windows);
    json_t *list = json_array();
    for (int i = 0; i < count; i++) {
        json_array_append_new(list, window_json(&windows[i]));
    }
    return list;
}

static json_t *claims_json(const tl_Experiment *e)
{
    json_t *claims = json_array();
    for (int i = 0; i < e->claim_count; i++) {
        const tl_Claim *c = &e->claims[i];
        json_t *claim =
            json_pack("{s:s, s:o, s:s, s:[s,s], s:s, s:f, s:o*, s:s*}", "name", c->name, "text",
                      tl_experiment_text_json(&c->text), "outcome", tl_measures[c->measure].name, "contrast",
                      e->arms[c->treatment].name, e->arms[c->control].name, "direction",
                      c->direction > 0 ? "higher" : "lower", "smallest", c->smallest, "note",
                      c->note.in[TL_ENGLISH][0] != '\0' ? tl_experiment_text_json(&c->note) : NULL, "course",
                      c->course != TL_NO_COURSE ? tl_course_part_name(c->course) : NULL);
        if (c->form == TL_CLAIM_ON_GROUPS) {
            char against[TL_NAME_LENGTH];
            json_object_set_new(claim, "groups", json_pack("[s,s]", c->groups[0], c->groups[1]));
            json_object_set_new(claim, "against", json_string(tl_claim_against(i, against)));
        } else if (c->form == TL_CLAIM_ON_LEVEL) {
            json_object_set_new(claim, "level",
                                json_pack("{s:f}", c->direction > 0 ? "above" : "below", c->smallest));
        }
        json_array_append_new(claims, claim);
    }
    return claims;
}

static json_t *evaluation_json(const tl_Experiment *e)
{
    const tl_Evaluation *v = &e->evaluation;
    if (v->arm < 0) {
        return json_null();
    }
    return json_pack("{s:s, s:s}", "arm", e->arms[v->arm].name, "without", e->arms[v->without].name);
}

char *tl_experiment_json(const tl_Experiment *e)
{
    json_t *root = json_pack(
        "{s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:o, s:o, s:o}", "title", tl_experiment_text_json(&e->title),
        "question", tl_experiment_text_json(&e->question), "year", (json_int_t)e->year, "price_level",
        (json_int_t)(e->price_level > 0 ? e->price_level : e->year), "law", tl_experiment_text_json(&e->law),
        "arms", arms_json(e), "outcomes", outcomes_json(e), "claims", claims_json(e), "windows",
        windows_json(e), "evaluation", evaluation_json(e));
    char *text = json_dumps(root, JSON_COMPACT | JSON_REAL_PRECISION(17));
    json_decref(root);
    return text;
}

/* ---- reading back -------------------------------------------------------------------------------------- */

/* The one kind of selector that windows had once. */
static bool read_areas_and_group(tl_Value window, tl_Selector *where)
{
    tl_Value areas = tl_at(window, "areas");
    int64_t area;
    int group = tl_choice_find(TL_UNIT_GROUPS, tl_text(tl_at(window, "units")));
    bool good = group >= 0 && tl_is_list(areas);
    *where = (tl_Selector){.group = good ? (tl_UnitGroup)group : TL_ALL_UNITS};
    for (tl_Value own = tl_first(areas); good && tl_is_there(own); own = tl_next(own)) {
        good = tl_get_whole(own, "areas", 1, TL_MOST_NUMBER, &area);
        tl_selector_add(where, TL_BY_AREA, good ? (int32_t)area : 1);
    }
    if (good && where->by[TL_BY_AREA].count > 0) {
        tl_selector_add(where, TL_BY_MUNICIPALITY, 1);
    }
    return good;
}

static bool read_window(tl_Value window, tl_Window *into)
{
    tl_Value from = tl_first(tl_at(window, "days")), where = tl_at(window, "where");
    tl_Value to = tl_is_there(from) ? tl_next(from) : from;
    return tl_get_text(tl_at(window, "name"), "name", into->name, sizeof into->name) &&
           tl_get_whole(from, "days", INT32_MIN, INT32_MAX, &into->from) &&
           tl_get_whole(to, "days", INT32_MIN, INT32_MAX, &into->to) &&
           (tl_is_there(where) ? tl_selector_read_resolved(where, &into->where)
                               : read_areas_and_group(window, &into->where));
}

int tl_experiment_windows_of_json(const char *json, tl_Window windows[TL_MOST_WINDOWS])
{
    tl_Document d;
    tl_Messages unheard = {0};
    int read = 0;
    bool good = tl_document_read_json(&d, "", json, strlen(json), &unheard);
    tl_Value list = good ? tl_at(tl_top(&d), "windows") : (tl_Value){&d, -1, -1};
    good = tl_is_list(list) && tl_size(list) <= TL_MOST_WINDOWS;
    for (tl_Value own = tl_first(list); good && tl_is_there(own); own = tl_next(own)) {
        windows[read] = (tl_Window){.from = 0};
        good = read_window(own, &windows[read++]);
    }
    tl_document_free(&d);
    tl_messages_free(&unheard);
    if (!good) {
        tl_windows_free(windows, read);
    }
    return good ? read : -1;
}

char *tl_experiment_arm_of_json(const char *json, int arm)
{
    json_t *root = json_loads(json, JSON_REJECT_DUPLICATES, NULL);
    const json_t *own = json_array_get(json_object_get(root, "arms"), (size_t)arm);
    const char *found = json_string_value(json_object_get(own, "name"));
    char *name = found != NULL ? tl_duplicate(found) : NULL;
    json_decref(root);
    return name;
}
