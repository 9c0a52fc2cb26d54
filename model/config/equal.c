#include "config/equal.h"

#include <stdio.h>
#include <string.h>

#include "config/config_json.h"
#include "config/config_regime.h"
#include "config/experiment_claims.h"
#include "core/observation/measure.h"
#include "system/memory.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

/* ---- the lever's value ----------------------------------------------------------------------------------- */

double tl_equal_value(const tl_Equal *equal, const tl_Config *config)
{
    return equal->moved_count > 0 ? config->changes[equal->moved[0]].value
                                  : tl_parameter_get(&tl_parameters[equal->lever], &config->regime);
}

void tl_equal_move(const tl_Equal *equal, double value, tl_Config *config)
{
    for (int i = 0; i < equal->moved_count; i++) {
        config->changes[equal->moved[i]].value = value;
    }
    if (equal->moved_count == 0) {
        tl_parameter_set(&tl_parameters[equal->lever], &config->regime, value);
    }
}

/* The last change of the lever that begins before the days end, or, if there is none, the last; -1: none. */
static int deciding(const tl_Equal *equal, const tl_Config *config, int64_t from)
{
    int found = -1, last = -1;
    for (int i = 0; i < config->change_count; i++) {
        const tl_Change *own = &config->changes[i];
        if (own->parameter == equal->lever && own->day >= from) {
            found = own->day < equal->days[1] ? i : found;
            last = i;
        }
    }
    return found >= 0 ? found : last;
}

/* Changes area by area set the same value: all of them move. False if there are too many. */
static bool find_moved(tl_Equal *equal, const tl_Config *config, int64_t from)
{
    int decides = deciding(equal, config, from);
    for (int i = 0; i < config->change_count && decides >= 0; i++) {
        const tl_Change *own = &config->changes[i];
        if (own->parameter != equal->lever || own->day < from ||
            own->value != config->changes[decides].value) {
            continue;
        }
        if (equal->moved_count == TL_MOST_MOVED) {
            return false;
        }
        equal->moved[equal->moved_count++] = i;
    }
    return true;
}

/* The lever stays what it is from a day on, until it is moved. */
static void add_change(tl_Arm *arm, int64_t day)
{
    tl_Config *config = &arm->loaded.config;
    tl_Change change = {.day = day, .parameter = arm->equal.lever};
    change.value = tl_parameter_get(&tl_parameters[change.parameter], &config->regime);
    tl_text_copy(change.name, sizeof change.name, arm->name);
    config->changes =
        tl_reallocate(config->changes, (size_t)config->change_count + 1, sizeof *config->changes);
    int at = config->change_count++;
    for (; at > 0 && config->changes[at - 1].day > day; at--) {
        config->changes[at] = config->changes[at - 1];
    }
    config->changes[at] = change;
    tl_config_renew_json(&arm->loaded);
}

/* The first day on which the arm changes; -1: it does not. */
static int64_t first_change(const tl_ArmSource *source)
{
    double first = -1.0, day;
    for (int i = 0; i < source->variant.change_count; i++) {
        if (tl_text_number(tl_text(tl_entry_at(&source->changes[i], "day")), &day) &&
            (first < 0.0 || day < first)) {
            first = day;
        }
    }
    return (int64_t)first;
}

static bool find_value(tl_Value where, const tl_ArmSource *source, tl_Arm *arm)
{
    int64_t first = first_change(source);
    if (!source->has_history) {
        return true;
    }
    if (first < 0) {
        return tl_refuse(where,
                         "%s: this arm changes nothing, and its lever has no day to move on: 'change' is "
                         "expected",
                         arm->equal.key);
    }
    if (deciding(&arm->equal, &arm->loaded.config, first) < 0) {
        add_change(arm, first);
    }
    if (!find_moved(&arm->equal, &arm->loaded.config, first)) {
        return tl_refuse(where, "%s: more than %d changes of %s", arm->equal.key, TL_MOST_MOVED,
                         tl_parameters[arm->equal.lever].path);
    }
    int64_t moves = arm->loaded.config.changes[arm->equal.moved[0]].day;
    return moves < arm->equal.days[1] ||
           tl_refuse(
               where,
               "%s: the lever %s first moves on day %d, and nothing before that can be made equal: days that "
               "end later are expected",
               arm->equal.key, tl_parameters[arm->equal.lever].path, (int)moves);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static bool read_lever(const Reader *r, tl_Value lever, tl_Equal *equal)
{
    int parameter = tl_is_scalar(lever) ? tl_parameter_find(tl_text(lever)) : -1;
    bool usable = parameter >= 0 && tl_parameters[parameter].kind == TL_REAL &&
                  !tl_parameters[parameter].structural &&
                  tl_parameters[parameter].section == TL_SECTION_REGIME && r->experiment->arm_count > 1;
    equal->lever = usable ? parameter : -1;
    return usable ||
           tl_refuse(lever,
                     "%s: the path of a number-valued lever is expected, and not in the first arm, whose "
                     "%s is the measure",
                     equal->key, tl_measures[equal->measure].name);
}

static bool read_group(const Reader *r, tl_Value group, tl_Equal *equal)
{
    tl_Value outcome = tl_at(group, "outcome"), days = tl_at(group, "days");
    if (!tl_is_group(group)) {
        return tl_refuse(group,
                         "equal: {outcome: cost, lever: LEVER, days: [first, end]} is expected, found %s",
                         tl_found(group).text);
    }
    tl_check_keys(group, "outcome|lever|days");
    int measure = tl_is_there(outcome) ? tl_read_measure(outcome) : equal->measure;
    equal->measure = measure >= 0 ? measure : equal->measure;
    bool good = read_lever(r, tl_at(group, "lever"), equal);
    good = (!tl_is_there(days) || tl_read_span(r, days, "days", equal->days)) && good;
    return good && measure >= 0;
}

void tl_equal_read(const Reader *r, tl_Value group, const tl_ArmSource *source, tl_Arm *arm)
{
    tl_Value cost = tl_at(group, "equal_cost"), equal = tl_at(group, "equal");
    bool plain = tl_is_there(cost);
    if (!plain && !tl_is_there(equal)) {
        return;
    }
    arm->equal = (tl_Equal){.lever = -1,
                            .key = plain ? "equal_cost" : "equal",
                            .measure = tl_measure_find("cost"),
                            .days = {0, arm->loaded.config.run.days}};
    arm->equal.last_day = arm->equal.days[1];
    if (plain && tl_is_there(equal)) {
        tl_refuse_key(equal,
                      "equal: beside 'equal_cost', which is its short form; one of the two is expected");
        return;
    }
    bool good = plain ? read_lever(r, cost, &arm->equal) : read_group(r, equal, &arm->equal);
    if (!good || !find_value(plain ? cost : equal, source, arm)) {
        arm->equal.lever = -1;
    }
}

/* ---- as text --------------------------------------------------------------------------------------------- */

static bool is_whole(const tl_Equal *equal)
{
    return equal->days[0] == 0 && equal->days[1] == equal->last_day;
}

bool tl_equal_is_plain(const tl_Equal *equal)
{
    return is_whole(equal) && equal->measure == tl_measure_find("cost");
}

const char *tl_equal_text(const tl_Equal *equal, char *text, size_t size)
{
    const char *outcome = tl_measures[equal->measure].name;
    if (is_whole(equal)) {
        snprintf(text, size, "%s", outcome);
    } else {
        snprintf(text, size, "%s on days %lld to %lld", outcome, (long long)equal->days[0],
                 (long long)equal->days[1]);
    }
    return text;
}
