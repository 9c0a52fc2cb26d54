#include "config/what_if.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/experiment_arms.h"
#include "config/number_text.h"
#include "config/parameter_names.h"
#include "config/parameter_text.h"
#include "config/parting.h"
#include "config/people_number.h"
#include "system/memory.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

enum { LONGEST = 256, MOST_NAMED = 8, MOST_WHAT_IFS = 16 };

static const tl_Place HERE = {.file = "--what-if"};

static const char *say(tl_Language language, const char *swedish, const char *english)
{
    return language == TL_SWEDISH ? swedish : english;
}

/* ---- the name ------------------------------------------------------------------------------------------ */

/* "'a' (path.of_a), 'b' (path.of_b) ..." */
static void list_names(const int *found, int count, tl_Language language, char *text, size_t size)
{
    text[0] = '\0';
    for (int i = 0; i < count && i < MOST_NAMED; i++) {
        tl_text_add(text, size, "%s'%s' (%s)", i > 0 ? ", " : "", tl_parameter_label(found[i], language),
                    tl_parameters[found[i]].path);
    }
    tl_text_add(text, size, count > MOST_NAMED ? " ..." : "");
}

/* A name that means no lever. */
static void refuse_unknown(const char *name, tl_Language language, tl_Messages *messages)
{
    int found[tl_parameter_count];
    char names[MOST_NAMED * LONGEST];
    if (tl_parameters_called(name, false, found) == 1) {
        tl_error(
            messages, HERE,
            say(language,
                "%s är inget man bestämmer, utan något som modellen antar eller får veta; --set %s=... ändrar det i alla "
                "alternativ",
                "%s is nothing that one decides, but what the model assumes or is told; --set %s=... changes it in every "
                "arm"),
            tl_parameter_label(found[0], language), tl_parameters[found[0]].path);
        return;
    }
    int count = tl_parameters_near(name, true, found);
    list_names(found, count, language, names, sizeof names);
    tl_error(messages, HERE,
             say(language, "det finns inget att ändra som heter '%.60s'%s%s (alla: tillit params --lang sv)",
                 "there is nothing to change that is called '%.60s'%s%s (all: tillit params)"),
             name, count > 0 ? say(language, "; menas ", "; perhaps ") : "", names);
}

/* The lever that is named; -1 with a message. */
static int lever_of(const char *name, tl_Language language, tl_Messages *messages)
{
    int found[tl_parameter_count];
    char names[MOST_NAMED * LONGEST];
    int count = tl_parameters_called(name, true, found);
    if (count == 1) {
        return found[0];
    }
    if (count == 0) {
        refuse_unknown(name, language, messages);
    } else {
        list_names(found, count, language, names, sizeof names);
        tl_error(messages, HERE, say(language, "'%.60s' kan vara flera: %s", "'%.60s' may be several: %s"),
                 name, names);
    }
    return -1;
}

/* ---- the value ----------------------------------------------------------------------------------------- */

static bool has_word(const char *text, const char *word)
{
    const char *at = strstr(text, word);
    return at != NULL && (at == text || at[-1] == ' ') && strchr(" ,", at[strlen(word)]) != NULL;
}

/* Does a word after the number begin the lever's unit, or stand in its name: "60 min", "25 medarbetare"? A time is only
 * that of the unit: minutes per month are not asked in months. */
static bool is_unit_of(int lever, const char *word)
{
    char text[LONGEST];
    bool timed = tl_text_begins(tl_parameter_label(lever, TL_ENGLISH), "minutes");
    bool found = word[0] == '\0' || (timed && tl_text_begins("minuter", word)) ||
                 (timed && tl_text_begins("minutes", word));
    for (tl_Language language = TL_SWEDISH; language <= TL_ENGLISH && !found; language++) {
        found = (tl_text_fold(tl_parameter_unit(lever, language), text, sizeof text) &&
                 tl_text_begins(text, word)) ||
                (!timed && tl_text_fold(tl_parameter_label(lever, language), text, sizeof text) &&
                 has_word(text, word));
    }
    return found;
}

/* A stop by its name, in either language. */
static bool is_stop(int lever, const char *text, double *value)
{
    const tl_Stop *stops;
    int count = tl_parameter_stops(lever, &stops);
    for (int i = 0; i < count; i++) {
        if (tl_text_same(stops[i].in[TL_SWEDISH], text) || tl_text_same(stops[i].in[TL_ENGLISH], text)) {
            *value = stops[i].value;
            return true;
        }
    }
    return false;
}

/* "a number from 4 to 400 staff", with what was probably meant. */
static void refuse_value(const tl_WhatIf *what, const char *text, double meant, tl_Language language,
                         tl_Messages *messages)
{
    const tl_Parameter *p = &tl_parameters[what->parameter];
    char low[TL_FIGURE_SIZE], high[TL_FIGURE_SIZE], advice[2 * TL_FIGURE_SIZE] = "", number[TL_FIGURE_SIZE];
    const char *unit = tl_parameter_unit(what->parameter, language);
    bool whole = p->kind == TL_INTEGER;
    if (tl_parameter_accepts(p, meant)) {
        snprintf(advice, sizeof advice, say(language, "; skriv %s?", "; write %s?"),
                 tl_short_number(meant, language, number, sizeof number));
    }
    tl_error(messages, HERE,
             say(language, "%s = '%.60s': ett %s från %s till %s%s%s väntas%s",
                 "%s = '%.60s': a %s from %s to %s%s%s is expected%s"),
             tl_parameter_label(what->parameter, language), text,
             whole ? say(language, "heltal", "whole number") : say(language, "tal", "number"),
             tl_short_number(p->low, language, low, sizeof low),
             tl_short_number(p->high, language, high, sizeof high), unit[0] != '\0' ? " " : "", unit, advice);
}

/* What a text that is no allowed value may have meant; NaN: it cannot be said. */
static double meant_by(const tl_PeopleNumber *n, bool share)
{
    if (n->written == TL_WRITTEN_ABOUT) {
        return n->per_cent ? n->value / 100.0 : n->value;
    }
    if (n->written == TL_WRITTEN_ENDS) {
        return floor((n->value + n->other_end) / 2.0);
    }
    if (n->written == TL_WRITTEN_NUMBER && share && !n->per_cent) {
        return n->value / 100.0;
    }
    return n->written == TL_WRITTEN_NUMBER ? n->grouped : (double)NAN;
}

static bool read_value(const char *text, tl_Language language, tl_WhatIf *what, tl_Messages *messages)
{
    const tl_Parameter *p = &tl_parameters[what->parameter];
    tl_PeopleNumber n = tl_people_number(text);
    bool share = tl_parameter_is_share(what->parameter);
    if (is_stop(what->parameter, text, &what->value)) {
        return true;
    }
    if (n.per_cent && !share && n.written != TL_WRITTEN_OTHER) {
        return tl_error(messages, HERE,
                        say(language, "%s = '%.60s' är ingen andel: ett tal utan %% väntas",
                            "%s = '%.60s' is no share: a number without %% is expected"),
                        tl_parameter_label(what->parameter, language), text);
    }
    what->per_cent = n.per_cent;
    what->value = n.per_cent ? n.value / 100.0 : n.value;
    if (n.written == TL_WRITTEN_NUMBER && is_unit_of(what->parameter, n.unit) &&
        tl_parameter_accepts(p, what->value)) {
        return true;
    }
    refuse_value(what, text, meant_by(&n, share), language, messages);
    return false;
}

bool tl_what_if_read(const char *text, tl_Language language, tl_WhatIf *what, tl_Messages *messages)
{
    char name[LONGEST];
    const char *equals = strrchr(text, '=');
    *what = (tl_WhatIf){.parameter = -1};
    if (equals == NULL || equals == text || (size_t)(equals - text) >= sizeof name) {
        return tl_error(messages, HERE,
                        say(language, "'%.60s': namn=värde väntas, som \"medarbetare per chef=25\"",
                            "'%.60s': name=value is expected, as in \"employees per manager=25\""),
                        text);
    }
    snprintf(name, sizeof name, "%.*s", (int)(equals - text), text);
    what->parameter = lever_of(name, language, messages);
    return what->parameter >= 0 && read_value(equals + 1, language, what, messages);
}

/* "employees per manager = 25", "kontaktpersoner = 74 %". */
static const char *what_if_text(const tl_WhatIf *what, tl_Language language, char *text, size_t size)
{
    char number[TL_FIGURE_SIZE];
    tl_short_number(what->per_cent ? 100.0 * what->value : what->value, language, number, sizeof number);
    snprintf(text, size, "%s = %s%s", tl_parameter_label(what->parameter, language), number,
             what->per_cent ? " %" : "");
    return text;
}

/* ---- all that is asked --------------------------------------------------------------------------------- */

typedef struct Question {
    tl_WhatIf of[MOST_WHAT_IFS];
    int count;
} Question;

static bool is_in_sets(const Reader *r, const char *path)
{
    size_t length = strlen(path);
    for (int i = 0; i < r->set_count; i++) {
        if (strncmp(r->sets[i], path, length) == 0 && r->sets[i][length] == '=') {
            return true;
        }
    }
    return false;
}

/* Is the lever asked about once, and not set in every arm by --set? */
static bool is_alone(const Reader *r, const Question *q, const tl_WhatIf *what)
{
    tl_Language language = r->asked->language;
    const char *label = tl_parameter_label(what->parameter, language);
    for (int i = 0; i < q->count; i++) {
        if (q->of[i].parameter == what->parameter) {
            return tl_error(r->messages, HERE, say(language, "%s står två gånger", "%s is given twice"),
                            label);
        }
    }
    if (is_in_sets(r, tl_parameters[what->parameter].path)) {
        return tl_error(r->messages, HERE,
                        say(language, "%s sätts av --set i alla alternativ; säg det på ett ställe",
                            "%s is set in every arm by --set; say it in one place"),
                        label);
    }
    return true;
}

static bool read_question(const Reader *r, Question *q)
{
    int errors = r->messages->errors;
    *q = (Question){.count = 0};
    for (int i = 0; i < r->asked->what_if_count; i++) {
        tl_WhatIf what;
        if (q->count == MOST_WHAT_IFS) {
            return tl_error(r->messages, HERE,
                            say(r->asked->language, "högst %d ändringar", "at most %d changes"),
                            MOST_WHAT_IFS);
        }
        if (tl_what_if_read(r->asked->what_if[i], r->asked->language, &what, r->messages) &&
            is_alone(r, q, &what)) {
            q->of[q->count++] = what;
        }
    }
    return r->messages->errors == errors;
}

static bool asks_about(const Question *q, int parameter)
{
    bool found = false;
    for (int i = 0; i < q->count && !found; i++) {
        found = q->of[i].parameter == parameter;
    }
    return found;
}

/* "a = 1, b = 2" */
static void question_text(const Question *q, tl_Language language, char *text, size_t size)
{
    char own[LONGEST];
    text[0] = '\0';
    for (int i = 0; i < q->count; i++) {
        tl_text_add(text, size, "%s%s", i > 0 ? ", " : "",
                    what_if_text(&q->of[i], language, own, sizeof own));
    }
}

/* ---- the arm ------------------------------------------------------------------------------------------- */

/* Is it one that something is done in: that changes on a day, or, where arms differ from the start, that is compared with
 * the first? */
static bool is_of_a_change(const Reader *r, int arm)
{
    tl_ArmSource *source = tl_allocate(1, sizeof *source);
    bool found = tl_arm_source(r, r->experiment->arms[arm].node, source) &&
                 (source->has_history ? source->variant.change_count > 0 : arm > 0);
    free(source);
    return found;
}

/* Arms in the order in which the question goes out from them: those of a change as they stand in the file, and then those that
 * go on as before. */
static int arms_in_turn(const Reader *r, int arms[TL_MOST_ARMS])
{
    int count = 0;
    for (int others = 0; others < 2; others++) {
        for (int arm = 0; arm < r->experiment->arm_count; arm++) {
            if (is_of_a_change(r, arm) == (others == 0)) {
                arms[count++] = arm;
            }
        }
    }
    return count;
}

/* The arm that --like names; -1 with a message. */
static int arm_named(const Reader *r)
{
    const tl_Experiment *e = r->experiment;
    const tl_Asked *asked = r->asked;
    tl_Place place = {.file = "--like"};
    char names[MOST_NAMED * LONGEST] = "";
    for (int arm = 0; arm < e->arm_count; arm++) {
        if (tl_text_same(e->arms[arm].name, asked->like)) {
            return arm;
        }
        tl_text_add(names, sizeof names, "%s%s", arm > 0 ? ", " : "", e->arms[arm].name);
    }
    tl_error(r->messages, place,
             say(asked->language, "'%.60s' är inget av alternativen: %s", "'%.60s' is none of the arms: %s"),
             asked->like, names);
    return -1;
}

static bool is_structural(const Question *q)
{
    bool found = false;
    for (int i = 0; i < q->count && !found; i++) {
        found = tl_parameters[q->of[i].parameter].structural;
    }
    return found;
}

/* The first day on which another arm parts from this one; INT64_MAX: none does. */
static int64_t day_of_the_others(const tl_Experiment *e, int arm)
{
    int64_t first = INT64_MAX;
    for (int i = 0; i < e->arm_count; i++) {
        int64_t day = tl_parting_day(&e->arms[arm].loaded.config, &e->arms[i].loaded.config);
        first = day >= 0 && day < first ? day : first;
    }
    return first;
}

/* What is asked as entries of a timeline: one that changes levers, one that says by which rule units are formed anew, too, and
 * one that stands alone on a day. To be freed. */
static bool entries_of(const Reader *r, const Question *q, int64_t day, tl_Document *d)
{
    char set[MOST_WHAT_IFS * LONGEST] = "", text[3 * sizeof set + LONGEST];
    for (int i = 0; i < q->count; i++) {
        tl_text_add(set, sizeof set, "%s\"%s\": %.17g", i > 0 ? ", " : "",
                    tl_parameters[q->of[i].parameter].path, q->of[i].value);
    }
    const char *rule = "rule: keep_relations, ";
    snprintf(text, sizeof text, "plain: {set: {%s}}\nruled: {%sset: {%s}}\nalone: {day: %lld, %sset: {%s}}\n",
             set, rule, set, (long long)day, is_structural(q) ? rule : "", set);
    const tl_Files files = {.name = HERE.file, .text = text, .size = strlen(text)};
    return tl_document_read(d, &files, HERE.file, r->messages);
}

static double day_of(const tl_ScheduleEntry *entry)
{
    double day = INFINITY; /* what has no day is refused elsewhere */
    tl_text_number(tl_text(tl_entry_at(entry, "day")), &day);
    return day;
}

/* Has an entry of the arm that is about the same place, or about all, changed something there already? */
static bool is_first_in_its_place(const tl_ArmSource *source, int entry)
{
    const tl_ScheduleEntry *own = &source->changes[entry];
    bool everywhere = !tl_is_there(tl_entry_at(own, "where"));
    for (int i = 0; i < source->variant.change_count; i++) {
        const tl_ScheduleEntry *other = &source->changes[i];
        bool of_all = !tl_is_there(tl_entry_at(other, "where"));
        bool earlier = day_of(other) < day_of(own) || (day_of(other) == day_of(own) && of_all && !everywhere);
        if (i != entry && earlier && (of_all || tl_entry_same_place(other, own))) {
            return false;
        }
    }
    return true;
}

/* With the first change in each place. */
static void join_changes(const Question *q, const tl_Document *d, tl_ArmSource *source)
{
    for (int i = 0; i < source->variant.change_count; i++) {
        tl_ScheduleEntry *entry = &source->changes[i];
        bool ruled = is_structural(q) && !tl_is_there(tl_entry_at(entry, "rule"));
        if (is_first_in_its_place(source, i) && entry->count < TL_MOST_PARTS) {
            entry->parts[entry->count++] = tl_at(tl_top(d), ruled ? "ruled" : "plain");
        }
    }
}

/* The only change of an arm that goes on as before, on the day on which another arm changes. */
static bool join_alone(const Reader *r, int64_t day, const tl_Document *d, tl_ArmSource *source)
{
    if (day == INT64_MAX) {
        tl_error(r->messages, HERE, "%s",
                 say(r->asked->language,
                     "inget alternativ ändras någon dag, så det finns ingen dag att ändra på",
                     "no arm changes on a day, so that there is no day on which to"));
        return false;
    }
    source->changes[0] = tl_entry_of(tl_at(tl_top(d), "alone"));
    tl_text_copy(source->changes[0].name, TL_NAME_LENGTH, HERE.file);
    source->variant.change_count = 1;
    return true;
}

/* From the start, over what the arm sets itself. */
static bool join_sets(const Reader *r, const Question *q, tl_ArmSource *source)
{
    int *count = &source->variant.set_count;
    for (int i = 0; i < q->count; i++) {
        if (*count == TL_MOST_ARM_SETS) {
            return tl_error(r->messages, HERE, "set: at most %d parameters", TL_MOST_ARM_SETS);
        }
        snprintf(source->texts[*count], TL_SET_SIZE, "%s=%.17g", tl_parameters[q->of[i].parameter].path,
                 q->of[i].value);
        source->sets[*count] = source->texts[*count];
        source->places[(*count)++] = HERE;
    }
    return true;
}

static void name_arm(const Reader *r, const Question *q, const tl_Arm *base, tl_Arm *arm)
{
    char text[MOST_WHAT_IFS * LONGEST];
    question_text(q, r->asked->language, text, sizeof text);
    tl_text_copy(arm->name, sizeof arm->name, text);
    for (tl_Language language = TL_SWEDISH; language <= TL_ENGLISH; language++) {
        const char *title = base->title.in[language][0] != '\0' ? base->title.in[language] : base->name;
        question_text(q, language, text, sizeof text);
        char whole[sizeof text + TL_LONGEST_TEXT];
        snprintf(whole, sizeof whole, say(language, "Som \"%s\", men med %s", "As \"%s\", but with %s"),
                 title, text);
        tl_text_copy(arm->title.in[language], TL_LONGEST_TEXT, whole);
    }
}

/* Loads the arm with what was joined to its source. */
static void load(Reader *r, const Question *q, int base, const tl_ArmSource *source)
{
    tl_Experiment *e = r->experiment;
    tl_Arm *arm = &e->arms[e->arm_count];
    const tl_Arm *like = &e->arms[base];
    *arm = (tl_Arm){.equal.lever = -1, .what_if = base + 1};
    name_arm(r, q, like, arm);
    tl_Value group = {r->d, like->node, like->node};
    tl_arm_load(r, group, source, arm, like->equal.lever >= 0 && !asks_about(q, like->equal.lever));
}

/* Adds the arm that is like `base` but for what is asked; false with messages. */
static bool add_arm(Reader *r, const Question *q, int base)
{
    tl_Document d = {0};
    tl_ArmSource *source = tl_allocate(1, sizeof *source);
    int64_t day = day_of_the_others(r->experiment, base);
    bool good = tl_arm_source(r, r->experiment->arms[base].node, source) && entries_of(r, q, day, &d);
    if (good && !source->has_history) {
        good = join_sets(r, q, source);
    } else if (good && source->variant.change_count == 0) {
        good = join_alone(r, day, &d, source);
    } else if (good) {
        join_changes(q, &d, source);
    }
    if (good) {
        load(r, q, base, source);
    }
    free(source);
    tl_document_free(&d);
    return good && r->messages->errors == 0;
}

/* Takes the arm back if it is what its base is; true: it was. */
static bool take_back_the_same(tl_Experiment *e, int base)
{
    tl_Arm *arm = &e->arms[e->arm_count - 1];
    if (tl_parting_day(&e->arms[base].loaded.config, &arm->loaded.config) != INT64_MAX) {
        return false;
    }
    tl_loaded_config_free(&arm->loaded);
    e->arm_count--;
    return true;
}

static void refuse_the_same(const Reader *r, int base)
{
    if (r->asked->like == NULL) {
        tl_error(r->messages, HERE, "%s",
                 say(r->asked->language,
                     "ändrar ingenting: så är det redan i alla alternativ. Ett annat värde väntas",
                     "changes nothing: so it is in every arm already. Another value is expected"));
        return;
    }
    tl_error(
        r->messages, HERE,
        say(r->asked->language,
            "ändrar ingenting: så är det redan i '%s'. Ett annat värde väntas, eller ett annat alternativ att gå ut från (--like NAMN)",
            "changes nothing: so it is in '%s' already. Another value is expected, or another arm to start from (--like NAME)"),
        r->experiment->arms[base].name);
}

void tl_what_if_arm(Reader *r)
{
    Question q;
    int bases[TL_MOST_ARMS], count = 1;
    if (r->asked == NULL || r->asked->what_if_count == 0 || r->messages->errors > 0 ||
        !read_question(r, &q)) {
        return;
    }
    if (r->asked->like == NULL) {
        count = arms_in_turn(r, bases);
    } else {
        bases[0] = arm_named(r);
    }
    for (int i = 0; i < count && bases[i] >= 0; i++) {
        if (!add_arm(r, &q, bases[i]) || !take_back_the_same(r->experiment, bases[i])) {
            return;
        }
    }
    if (r->messages->errors == 0) {
        refuse_the_same(r, bases[0]);
    }
}
