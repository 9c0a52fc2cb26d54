/* The code's tables, for people, documents and programs: params, measures, schedule, explain. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "config/config_values.h"
#include "config/measure_text.h"
#include "config/parameter_names.h"
#include "config/parameter_text.h"
#include "config/word_search.h"
#include "core/day/schedule.h"
#include "core/observation/measure.h"
#include "core/parameters/parameter.h"
#include "run/figure.h"
#include "system/shown.h"
#include "system/text.h"

static bool is_format(const tl_Arguments *arguments, const char *format)
{
    return strcmp(arguments->format, format) == 0;
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

static void param_in_swedish(int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    char value[TL_FIGURE_SIZE], low[TL_FIGURE_SIZE], high[TL_FIGURE_SIZE];
    tl_print(stdout, "%-33s ", p->path);
    tl_print(stdout, "%12s %-18s ",
             p->kind == TL_CHOICE ? default_text(p, value, sizeof value)
                                  : tl_short_number(p->default_value, TL_SWEDISH, value, sizeof value),
             tl_parameter_unit(parameter, TL_SWEDISH));
    tl_print(stdout, "[%s till %s]  ", tl_short_number(p->low, TL_SWEDISH, low, sizeof low),
             tl_short_number(p->high, TL_SWEDISH, high, sizeof high));
    const char *label = tl_parameter_label(parameter, TL_SWEDISH);
    tl_print(stdout, "%s\n",
             strcmp(label, p->path) != 0 ? label : tl_parameter_meaning(parameter, TL_SWEDISH));
}

/* In Swedish by the names of those that have one: all that one decides. */
static void params_text(tl_Language language)
{
    char text[40];
    for (int i = 0; i < tl_parameter_count; i++) {
        if (language == TL_SWEDISH) {
            param_in_swedish(i);
            continue;
        }
        const tl_Parameter *p = &tl_parameters[i];
        tl_print(stdout, "%-38s %10s %-10s [%.6g, %.6g]  %s\n", p->path, default_text(p, text, sizeof text),
                 tl_parameter_unit(i, TL_ENGLISH), p->low, p->high, p->meaning);
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
                 tl_parameter_unit(i, TL_ENGLISH), p->low, p->high);
        range_cell(p->neutral);
        range_cell(p->theory);
        tl_print(stdout, " %s%s%s | %s%s%s | %s", tl_status_name(p->status), p->optional ? ", optional" : "",
                 p->market ? ", market" : "", tl_group_name(p->group), p->owner != TL_NO_OWNER ? ", " : "",
                 tl_owner_name(p->owner), p->meaning);
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
                "{s:s, s:s, s:s, s:f, s:[ff], s:[ff], s:[ff], s:s, s:s, s:s, s:s, s:b, s:b, s:b, s:s, s:s*, s:s*, s:s*}",
                "path", p->path, "kind", tl_kind_name(p->kind), "unit", p->unit, "default", p->default_value,
                "allowed", p->low, p->high, "neutral", p->neutral.low, p->neutral.high, "theory",
                p->theory.low, p->theory.high, "section", tl_section_name(p->section), "status",
                tl_status_name(p->status), "group", tl_group_name(p->group), "owner", tl_owner_name(p->owner),
                "structural", p->structural, "optional", p->optional, "market", p->market, "meaning",
                p->meaning, "source", p->source, "choices", p->choices, "lever", p->lever));
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
        params_text(arguments->language);
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
            tl_print(stdout, "| `%s` | %s | %s | %s | %s |\n", m->name, tl_measure_unit(i, TL_ENGLISH),
                     m->meaning, m->published, m->source);
        } else if (arguments->language == TL_SWEDISH) {
            tl_print(stdout, "%-22s %-36s %-18s %s\n", m->name, m->swedish, tl_measure_unit(i, TL_SWEDISH),
                     tl_measure_meaning(i, TL_SWEDISH));
        } else {
            tl_print(stdout, "%-22s %-9s %s%s%s%s%s%s\n", m->name, tl_measure_unit(i, TL_ENGLISH), m->meaning,
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
        [TL_DUE_BLOCK_BEGINS] = "before a block", [TL_DUE_FIRMS_BEGIN] = "firms begin",
        [TL_DUE_ORDER] = "the purchaser orders",  [TL_DUE_REORGANISATION] = "dated",
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

/* Words of the tables in Swedish; in English they are as they stand. */
static const char *in_words(const char *word, tl_Language language)
{
    static const char *const swedish[][2] = {{"lever", "något man bestämmer"},
                                             {"setting", "en inställning"},
                                             {"evidence", "en publicerad siffra"},
                                             {"bounded", "begränsad av publicerade siffror"},
                                             {"free", "antagen, ingen siffra"},
                                             {"steering", "styrning"},
                                             {"organisation", "organisation"},
                                             {"resources", "resurser"},
                                             {"purchasing", "beställning"},
                                             {"law", "lag eller avtal"},
                                             {"purchaser", "beställaren"},
                                             {"provider", "utföraren"},
                                             {"unit", "enheten"}};
    for (size_t i = 0; language == TL_SWEDISH && i < sizeof swedish / sizeof swedish[0]; i++) {
        if (strcmp(word, swedish[i][0]) == 0) {
            return swedish[i][1];
        }
    }
    return word;
}

/* One line of an explanation: the Swedish or English word for what it is, and the rest. */
static void head_line(tl_Language language, const char *swedish, const char *english)
{
    tl_print(stdout, "  %-*s", language == TL_SWEDISH ? 12 : 10, language == TL_SWEDISH ? swedish : english);
}

static void range_line(tl_Range range, tl_Language language, const char *more)
{
    char low[TL_FIGURE_SIZE], high[TL_FIGURE_SIZE];
    tl_print(stdout, "%s %s %s%s\n", tl_short_number(range.low, language, low, sizeof low),
             language == TL_SWEDISH ? "till" : "to", tl_short_number(range.high, language, high, sizeof high),
             more);
}

static void explain_values(int parameter, tl_Language language)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    char text[TL_FIGURE_SIZE];
    bool swedish = language == TL_SWEDISH;
    head_line(language, "förval", "default");
    tl_print(stdout, "%s %s\n",
             p->kind == TL_CHOICE ? default_text(p, text, sizeof text)
                                  : tl_short_number(p->default_value, language, text, sizeof text),
             tl_parameter_unit(parameter, language));
    if (p->choices != NULL) {
        head_line(language, "val", "choices");
        tl_print(stdout, "%s\n", p->choices);
    } else {
        head_line(language, "tillåtet", "allowed");
        range_line((tl_Range){p->low, p->high}, language,
                   p->kind != TL_INTEGER ? ""
                   : swedish             ? ", heltal"
                                         : ", whole numbers");
    }
    if (p->neutral.low != 0.0 || p->neutral.high != 0.0) {
        head_line(language, "neutralt", "neutral");
        range_line(p->neutral, language,
                   swedish ? " (vad forskningen lämnar öppet, före all teori)"
                           : " (what evidence leaves open, before any theory)");
        head_line(language, "teori", "theory");
        range_line(p->theory, language,
                   swedish ? " (om teorin har rätt om riktningen)" : " (if theory is right about the sign)");
    }
}

/* What values of it mean. */
static void explain_stops(int parameter, tl_Language language)
{
    const tl_Stop *stops;
    int count = tl_parameter_stops(parameter, &stops);
    for (int i = 0; i < count; i++) {
        char text[TL_FIGURE_SIZE];
        head_line(language, i == 0 ? "värden" : "", i == 0 ? "values" : "");
        tl_print(stdout, "%s = %s\n", tl_short_number(stops[i].value, language, text, sizeof text),
                 stops[i].in[language]);
    }
}

static void explain_parameter(int parameter, tl_Language language)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    char text[40];
    bool swedish = language == TL_SWEDISH;
    const char *label = tl_parameter_label(parameter, language);
    tl_print(stdout, "%s%s%s\n  %s\n\n", p->path, strcmp(label, p->path) != 0 ? ": " : "",
             strcmp(label, p->path) != 0 ? label : "", tl_parameter_meaning(parameter, language));
    explain_values(parameter, language);
    explain_stops(parameter, language);
    head_line(language, "ställning", "status");
    tl_print(stdout, "%s%s\n", in_words(tl_status_name(p->status), language),
             !p->optional ? ""
             : swedish    ? "; hör till en mekanism som är avstängd om inget sägs"
                          : "; part of an optional mechanism, off by default");
    if (p->market) {
        head_line(language, "finns", "stands");
        tl_print(stdout, "%s\n",
                 swedish ? "bara i en konfiguration med market: (tillit explain market --lang sv)"
                         : "only in a config with market: (tillit explain market)");
    }
    if (p->group != TL_NO_GROUP) {
        head_line(language, "grupp", "group");
        tl_print(stdout, swedish ? "%s; bestäms av: %s%s\n" : "%s; owned by %s%s\n",
                 in_words(tl_group_name(p->group), language), in_words(tl_owner_name(p->owner), language),
                 !p->structural ? ""
                 : swedish      ? "; ändras genom en omorganisation"
                                : "; structural: changed by a reorganisation");
    }
    head_line(language, "källa", "source");
    tl_print(stdout, "%s%s\n\n  %s: --set %s=%s\n",
             p->source != NULL ? p->source
             : swedish         ? "en inställning"
                               : "a setting",
             p->source != NULL && swedish ? " (på engelska)" : "", swedish ? "ändra" : "change it", p->path,
             default_text(p, text, sizeof text));
}

static void explain_measure(int measure, tl_Language language)
{
    const tl_Measure *m = &tl_measures[measure];
    bool swedish = language == TL_SWEDISH;
    const char *unit = tl_measure_unit(measure, language),
               *published = tl_measure_published(measure, language);
    if (swedish) {
        tl_print(stdout, "%s: %s (mått)\n  %s\n\n", m->name, m->swedish,
                 tl_measure_meaning(measure, language));
    } else {
        tl_print(stdout, "%s (measure)\n  %s\n\n  Swedish   %s\n", m->name, m->meaning, m->swedish);
    }
    head_line(language, "enhet", "unit");
    if (swedish) {
        tl_print(stdout, "%s\n", unit[0] != '\0' ? unit : "ingen (en andel eller ett index)");
    } else {
        tl_print(stdout, "%s\n", unit[0] != '\0' ? unit : "none (a share or index)");
    }
    for (int end = 0; end < 2 && tl_measure_stop(measure, end, language)[0] != '\0'; end++) {
        head_line(language, end == 0 ? "värden" : "", end == 0 ? "values" : "");
        tl_print(stdout, "%d = %s\n", end, tl_measure_stop(measure, end, language));
    }
    if (published[0] != '\0') {
        head_line(language, "publicerat", "published");
        tl_print(stdout, "%s [%s]\n", published, m->source);
    }
}

/* What stands in a config and is no parameter. */
static void explain_market(tl_Language language)
{
    static const char *const texts[2] = {
        "market: vilka utförare hemtjänsten har\n"
        "  Utan market: har kommunen all hemtjänst i egen regi, som en utförare.\n\n"
        "  split: {parts: [0.5, 0.3, 0.2]}   egen regi i delar, med dessa andelar av personerna; summan är 1\n"
        "  split: {parts: 12}                så många lika stora delar\n"
        "  externals: 5, share: 0.5          fem företag har hälften av personerna, lika många var; kommunen har resten\n"
        "  pool: {small: 16, large: 4, nonprofit: 2}   företag som kan finnas (högst 126); de första är med från början\n"
        "  begins: 182, ask: 0.5             företagen börjar dag 182 (0 är första dagen efter insvängningen); till dess har kommunen\n"
        "                                    allt. Av dem som redan har hemtjänst då får hälften en utförare på nytt (utan ask: ingen)\n"
        "  lov: {opens: 0, slots: 5, ask: 0.5}   kundval: företag får ansöka från dag 0 (utan opens: från början), högst fem åt gången,\n"
        "                                    och hälften av dem som redan har hemtjänst får frågan när ett företag finns i deras område\n"
        "  lou: [{name: a, day: 0, starts: 182, length_days: 1456, renewals: [1092], award: {quality: 1}, ask: 1,\n"
        "         lots: [{name: norr, providers: 2, areas: [1, 2], share: 0.2, orientation: nonprofit}],\n"
        "         phases: [{day: 182, share: 0.4}, {day: 546, share: 1}]}]\n"
        "                                    upphandling, högst fyra: anbud dag 0 på delar av hemtjänsten, avtal från dag 182 på fyra år och\n"
        "                                    kanske tre till; quality 1: fast pris; orientation: any, nonprofit, language. Vinnare får ha\n"
        "                                    fyra tiondelar av sin del först, allt från dag 546, eller mer när någon väntar:\n"
        "                                    phases: {when: queue, steps: [0.4, 1]}. transfer: true: hela områden går över, utan val\n"
        "                                    Med lov eller lou väljer folk utförare, och externals och share är de som redan finns\n"
        "  offers: [{name: tillit, day: 364, way: invitation, supplement: 20, set: {discretion.provider: 0.9}}]\n"
        "                                    vad kommunen ber om men inte får bestämma: way: requirement (ett krav i avtal som börjar eller\n"
        "                                    förnyas från den dagen), invitation (en inbjudan till företag, kanske med tillägg i kr per timme)\n"
        "                                    eller order (till kommunens egna enheter, den dagen)\n"
        "  drawn: true                       valfrihet eller inte, antal företag, deras andel och ersättningsform lottas åt varje kommun\n"
        "                                    efter kommuntyp, så att riket blir som publicerat. Lottat: det säger inget om en enskild kommun\n\n"
        "  Det står överst i en konfiguration eller ett experiment, i ett alternativ eller i dess förhistoria (before), och gäller\n"
        "  från början och i alla kommuner i körningen. Parametrar som bara gäller utförare finns inte utan det.\n"
        "  Enheter väljs med where: {external: true}, {municipal: true}, {kind: small}, {providers: [2]} eller {outlying: true}.\n",
        "market: who provides home care\n"
        "  Without market: the municipality has all home care in-house, as one provider.\n\n"
        "  split: {parts: [0.5, 0.3, 0.2]}   in-house care in parts with these shares of the recipients; their sum is 1\n"
        "  split: {parts: 12}                so many equal parts\n"
        "  externals: 5, share: 0.5          five firms have half of the recipients, in equal parts; the municipality the rest\n"
        "  pool: {small: 16, large: 4, nonprofit: 2}   firms that there could be (126 at most); the first are there from the start\n"
        "  begins: 182, ask: 0.5             the firms begin on day 182 (0 is the first after the burn-in); the municipality has all until\n"
        "                                    then. Of those with home care by then half are given a provider anew (without ask: nobody)\n"
        "  lov: {opens: 0, slots: 5, ask: 0.5}   free choice: firms may apply from day 0 on (without opens: from the start), five at a time\n"
        "                                    at most, and half of those with home care by then are asked when a firm serves their area\n"
        "  lou: [{name: a, day: 0, starts: 182, length_days: 1456, renewals: [1092], award: {quality: 1}, ask: 1,\n"
        "         lots: [{name: north, providers: 2, areas: [1, 2], share: 0.2, orientation: nonprofit}],\n"
        "         phases: [{day: 182, share: 0.4}, {day: 546, share: 1}]}]\n"
        "                                    tenders, four at most: bids on day 0 for lots of home care, contracts from day 182 for four years and\n"
        "                                    perhaps three more; quality 1: the price is fixed; orientation: any, nonprofit, language. Winners may\n"
        "                                    have four tenths of their part at first, all from day 546, or more when somebody waits:\n"
        "                                    phases: {when: queue, steps: [0.4, 1]}. transfer: true: whole areas go over, and nobody chooses\n"
        "                                    With lov or lou people choose, and externals and share are those that there are already\n"
        "  offers: [{name: trust, day: 364, way: invitation, supplement: 20, set: {discretion.provider: 0.9}}]\n"
        "                                    what the municipality asks for and may not decide: way: requirement (of contracts that begin or\n"
        "                                    are renewed from that day on), invitation (to firms, with or without a supplement in SEK an hour)\n"
        "                                    or order (to its own units, on the day)\n"
        "  drawn: true                       choice or not, number of firms, their share and the form of pay are drawn for each municipality\n"
        "                                    by its type, to national figures. They are drawn: they say nothing of a single municipality\n\n"
        "  It stands at the top of a config or an experiment, in an arm or in its history (before), and holds from the start\n"
        "  and in every municipality of the run. Parameters of providers alone are not there without it.\n"
        "  Units are chosen by where: {external: true}, {municipal: true}, {kind: small}, {providers: [2]} or {outlying: true}.\n"};
    tl_print_lines(stdout, texts[language]);
}

static bool is_market(const char *name)
{
    return strcmp(name, "market") == 0 || strncmp(name, "market.", strlen("market.")) == 0;
}

/* By its path or name, or by its words in either language; -1: there is none. */
static int parameter_called(const char *name)
{
    int found[tl_parameter_count], path = tl_parameter_find(name);
    return path >= 0 ? path : tl_parameters_called(name, false, found) == 1 ? found[0] : -1;
}

static int measure_called(const char *name)
{
    int measure = tl_measure_find(name);
    char folded[TL_LONGEST_TEXT];
    bool fits = tl_text_fold(name, folded, sizeof folded);
    for (int i = 0; fits && measure < 0 && i < tl_measure_count; i++) {
        bool called = tl_text_same(tl_measures[i].swedish, name) ||
                      tl_choice_find(tl_measure_other_names(i), folded) >= 0;
        measure = called ? i : -1;
    }
    return measure;
}

/* In a few words. */
static const char *title_of(tl_Hit hit, tl_Language language)
{
    int p = hit.parameter, m = hit.measure;
    if (p < 0) {
        return language == TL_SWEDISH ? tl_measure_label(m, language) : tl_measure_meaning(m, language);
    }
    const char *label = tl_parameter_label(p, language);
    return strcmp(label, tl_parameters[p].path) != 0 ? label : tl_parameter_meaning(p, language);
}

/* What a word may mean that names nothing. */
static void print_hits(const char *name, const tl_Hit *hits, int count, tl_Language language)
{
    enum { MOST = 20 };
    bool swedish = language == TL_SWEDISH;
    tl_print(stderr, swedish ? "tillit: '%s' kan vara:\n" : "tillit: '%s' may be:\n", name);
    for (int i = 0; i < count && i < MOST; i++) {
        int p = hits[i].parameter, m = hits[i].measure;
        tl_print(stderr, "  %-36s", p >= 0 ? tl_parameters[p].path : tl_measures[m].name);
        tl_print(stderr, " %s\n", title_of(hits[i], language));
    }
    if (count > MOST) {
        tl_print(stderr, swedish ? "  och %d till\n" : "  and %d more\n", count - MOST);
    }
}

static int nothing_called(const char *name, tl_Language language)
{
    tl_Nearest nearest = tl_nearest_to(name);
    tl_offer_parameters(&nearest);
    for (int i = 0; i < tl_measure_count; i++) {
        tl_nearest_offer(&nearest, tl_measures[i].name);
        tl_nearest_offer(&nearest, tl_measures[i].swedish);
    }
    for (int i = 0; i < tl_parameter_count; i++) {
        tl_nearest_offer(&nearest, tl_parameter_label(i, TL_SWEDISH));
        tl_nearest_offer(&nearest, tl_parameter_label(i, TL_ENGLISH));
    }
    const char *near = tl_nearest_name(&nearest);
    if (language == TL_SWEDISH) {
        tl_print(stderr, "tillit: inget som man bestämmer, antar eller mäter heter '%s'", name);
        tl_print(stderr, near != NULL ? "; menas '%s'?\n" : "%s\n",
                 near != NULL ? near : " (alla: tillit params --lang sv, tillit measures --lang sv)");
    } else {
        tl_print(stderr, "tillit: there is no parameter or measure '%s'%s\n", name,
                 tl_did_you_mean(&nearest, " (see: tillit params, tillit measures)"));
    }
    return TL_EXIT_USAGE;
}

int tl_command_explain(const tl_Arguments *arguments)
{
    const char *name = arguments->operands[0];
    int measure = measure_called(name), parameter = parameter_called(name), count = 0;
    tl_Hit hits[TL_MOST_HITS];
    if (measure < 0 && parameter < 0 && is_market(name)) {
        explain_market(arguments->language);
        return TL_EXIT_GOOD;
    }
    if (measure < 0 && parameter < 0) {
        count = tl_word_search(name, hits);
        measure = count == 1 ? hits[0].measure : -1;
        parameter = count == 1 ? hits[0].parameter : -1;
    }
    bool both = measure >= 0 && parameter >= 0 && tl_measure_find(name) < 0; /* "medarbetare per chef" */
    if (parameter >= 0 && (measure < 0 || both)) {
        explain_parameter(parameter, arguments->language);
    }
    if (both) {
        tl_print(stdout, "\n");
    }
    if (measure >= 0) {
        explain_measure(measure, arguments->language);
    }
    if (parameter >= 0 || measure >= 0) {
        return TL_EXIT_GOOD;
    }
    if (count > 1) {
        print_hits(name, hits, count, arguments->language);
        return TL_EXIT_USAGE;
    }
    return nothing_called(name, arguments->language);
}
