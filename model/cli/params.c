/* The code's tables, for people, documents and programs: params, measures, schedule, explain. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "config/config_values.h"
#include "core/day/schedule.h"
#include "core/observation/measure.h"
#include "core/parameters/parameter.h"
#include "system/shown.h"
#include "system/text.h"

static bool is_format(const tl_Arguments *arguments, const char *format)
{
    return strcmp(arguments->format, format) == 0;
}

static const char *unit_text(const char *unit)
{
    return strcmp(unit, "1") == 0 ? "" : unit;
}

/* ---- params -------------------------------------------------------------------------------------------- */

/* A default as people write it. */
static const char *default_text(const tl_Parameter *p, char *text, size_t size)
{
    if (p->kind != TL_CHOICE) {
        snprintf(text, size, "%.10g", p->default_value);
        return text;
    }
    return tl_choice_name(p->choices, (int)p->default_value, text, size);
}

static void params_text(void)
{
    char text[40];
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        tl_print(stdout, "%-38s %10s %-10s [%.6g, %.6g]  %s\n", p->path, default_text(p, text, sizeof text),
                 unit_text(p->unit), p->low, p->high, p->meaning);
    }
}

static void range_cell(tl_Range range)
{
    if (range.low == 0.0 && range.high == 0.0) {
        tl_print(stdout, " |");
    } else {
        tl_print(stdout, " %.6g-%.6g |", range.low, range.high);
    }
}

static void print_choices(const char *choices)
{
    tl_print(stdout, "%s", choices != NULL ? " One of " : "");
    for (const char *c = choices; c != NULL && *c != '\0'; c++) {
        if (*c == '|') {
            tl_print(stdout, ", ");
        } else {
            putchar(*c);
        }
    }
    tl_print(stdout, "%s", choices != NULL ? "." : "");
}

static void params_markdown(void)
{
    char text[40];
    tl_print(stdout,
             "| parameter | default | unit | allowed | neutral | theory | status | group, owner | meaning "
             "| source |\n"
             "|---|---|---|---|---|---|---|---|---|---|\n");
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        tl_print(stdout, "| `%s` | %s | %s | %.6g-%.6g |", p->path, default_text(p, text, sizeof text),
                 unit_text(p->unit), p->low, p->high);
        range_cell(p->neutral);
        range_cell(p->theory);
        tl_print(stdout, " %s%s | %s%s%s | %s", tl_status_name(p->status), p->optional ? ", optional" : "",
                 tl_group_name(p->group), p->owner != TL_NO_OWNER ? ", " : "", tl_owner_name(p->owner),
                 p->meaning);
        print_choices(p->choices);
        tl_print(stdout, " | %s |\n", p->source != NULL ? p->source : "");
    }
}

static void params_json(void)
{
    json_t *all = json_array();
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        json_array_append_new(
            all,
            json_pack(
                "{s:s, s:s, s:s, s:f, s:[ff], s:[ff], s:[ff], s:s, s:s, s:s, s:s, s:b, s:b, s:s, s:s*, s:s*}",
                "path", p->path, "kind", tl_kind_name(p->kind), "unit", p->unit, "default", p->default_value,
                "allowed", p->low, p->high, "neutral", p->neutral.low, p->neutral.high, "theory",
                p->theory.low, p->theory.high, "section", tl_section_name(p->section), "status",
                tl_status_name(p->status), "group", tl_group_name(p->group), "owner", tl_owner_name(p->owner),
                "structural", p->structural, "optional", p->optional, "meaning", p->meaning, "source",
                p->source, "choices", p->choices));
    }
    char *text = json_dumps(all, JSON_INDENT(1));
    tl_print_lines(stdout, text);
    tl_print(stdout, "\n");
    free(text);
    json_decref(all);
}

int tl_command_params(const tl_Arguments *arguments)
{
    if (is_format(arguments, "json")) {
        params_json();
    } else if (is_format(arguments, "markdown")) {
        params_markdown();
    } else {
        params_text();
    }
    return TL_EXIT_GOOD;
}

/* ---- measures ------------------------------------------------------------------------------------------ */

int tl_command_measures(const tl_Arguments *arguments)
{
    bool markdown = is_format(arguments, "markdown");
    if (markdown) {
        tl_print(stdout,
                 "| measure | unit | meaning | published in Sweden | source |\n|---|---|---|---|---|\n");
    }
    for (int i = 0; i < tl_measure_count; i++) {
        const tl_Measure *m = &tl_measures[i];
        if (markdown) {
            tl_print(stdout, "| `%s` | %s | %s | %s | %s |\n", m->name, unit_text(m->unit), m->meaning,
                     m->published, m->source);
        } else {
            tl_print(stdout, "%-22s %-9s %s%s%s%s%s%s\n", m->name, unit_text(m->unit), m->meaning,
                     m->published[0] ? "; " : "", m->published, m->source[0] ? " [" : "", m->source,
                     m->source[0] ? "]" : "");
        }
    }
    return TL_EXIT_GOOD;
}

/* ---- schedule ------------------------------------------------------------------------------------------ */

int tl_command_schedule(const tl_Arguments *arguments)
{
    static const char *const phases[] = {
        [TL_PHASE_BEFORE] = "-", [TL_PHASE_MORNING] = "A", [TL_PHASE_POOL] = "B",
        [TL_PHASE_VISITS] = "C", [TL_PHASE_EVENING] = "D", [TL_PHASE_AFTER] = "-",
    };
    static const char *const scopes[] = {
        [TL_SCOPE_WORLD] = "world", [TL_SCOPE_MUNICIPALITY] = "municipality",
        [TL_SCOPE_CLOCK] = "clock", [TL_SCOPE_SHARING_GROUP] = "sharing group",
        [TL_SCOPE_AREA] = "area",   [TL_SCOPE_UNIT] = "unit",
    };
    static const char *const calendars[TL_CALENDARS] = {
        [TL_DUE_ONCE] = "first measured day",     [TL_DUE_DAILY] = "daily",
        [TL_DUE_WEEK_ENDS] = "last of 7 days",    [TL_DUE_WINDOW_BEGINS] = "first of 14 days",
        [TL_DUE_WINDOW_ENDS] = "last of 14 days", [TL_DUE_MONTH_BEGINS] = "every 30 days",
        [TL_DUE_BLOCK_BEGINS] = "before a block", [TL_DUE_REORGANISATION] = "dated",
        [TL_DUE_CHANGE] = "a change begins",      [TL_DUE_PERIOD_ENDS] = "end of a period",
        [TL_DUE_SNAPSHOT] = "days of snapshots",
    };
    bool markdown = is_format(arguments, "markdown");
    if (markdown) {
        tl_print(stdout, "| phase | mechanism | scope | calendar | what happens |\n|---|---|---|---|---|\n");
    }
    for (int i = 0; i < tl_schedule_count; i++) {
        const tl_Step *step = &tl_schedule[i];
        tl_print(stdout, markdown ? "| %s | %s | %s | %s | %s |\n" : "%s  %-23s %-13s %-18s %s\n",
                 phases[step->phase], step->file, scopes[step->scope], calendars[step->calendar],
                 step->meaning);
    }
    return TL_EXIT_GOOD;
}

/* ---- explain ------------------------------------------------------------------------------------------- */

static void explain_parameter(const tl_Parameter *p)
{
    char text[40];
    tl_print(stdout, "%s\n  %s\n\n", p->path, p->meaning);
    tl_print(stdout, "  default   %s %s\n", default_text(p, text, sizeof text), unit_text(p->unit));
    if (p->choices != NULL) {
        tl_print(stdout, "  choices   %s\n", p->choices);
    } else {
        tl_print(stdout, "  allowed   %.10g to %.10g%s\n", p->low, p->high,
                 p->kind == TL_INTEGER ? ", whole numbers" : "");
    }
    if (p->neutral.low != 0.0 || p->neutral.high != 0.0) {
        tl_print(stdout, "  neutral   %.10g to %.10g (what evidence leaves open, before any theory)\n",
                 p->neutral.low, p->neutral.high);
        tl_print(stdout, "  theory    %.10g to %.10g (if theory is right about the sign)\n", p->theory.low,
                 p->theory.high);
    }
    tl_print(stdout, "  status    %s%s\n", tl_status_name(p->status),
             p->optional ? "; part of an optional mechanism, off by default" : "");
    if (p->group != TL_NO_GROUP) {
        tl_print(stdout, "  group     %s; owned by %s%s\n", tl_group_name(p->group), tl_owner_name(p->owner),
                 p->structural ? "; structural: changed by a reorganisation" : "");
    }
    tl_print(stdout, "  source    %s\n\n  change it: --set %s=%s\n",
             p->source != NULL ? p->source : "a setting", p->path, text);
}

static void explain_measure(const tl_Measure *m)
{
    tl_print(stdout, "%s (measure)\n  %s\n\n  Swedish   %s\n  unit      %s\n", m->name, m->meaning,
             m->swedish, unit_text(m->unit)[0] != '\0' ? m->unit : "none (a share or index)");
    if (m->published[0] != '\0') {
        tl_print(stdout, "  published %s [%s]\n", m->published, m->source);
    }
}

int tl_command_explain(const tl_Arguments *arguments)
{
    const char *name = arguments->operands[0];
    int parameter = tl_parameter_find(name), measure = tl_measure_find(name);
    if (parameter >= 0) {
        explain_parameter(&tl_parameters[parameter]);
        return TL_EXIT_GOOD;
    }
    if (measure >= 0) {
        explain_measure(&tl_measures[measure]);
        return TL_EXIT_GOOD;
    }
    tl_Nearest nearest = tl_nearest_to(name);
    tl_offer_parameters(&nearest);
    for (int i = 0; i < tl_measure_count; i++) {
        tl_nearest_offer(&nearest, tl_measures[i].name);
    }
    tl_print(stderr, "tillit: there is no parameter or measure '%s'%s\n", name,
             tl_did_you_mean(&nearest, " (see: tillit params, tillit measures)"));
    return TL_EXIT_USAGE;
}
