/* Names, units and named values of levers and measures in both languages, numbers as people write them, and what
 * --what-if makes of both. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "config/measure_text.h"
#include "config/parameter_names.h"
#include "config/parameter_text.h"
#include "config/people_number.h"
#include "config/unit_text.h"
#include "config/what_if.h"
#include "config/word_search.h"
#include "core/observation/measure.h"
#include "run/figure.h"
#include "support/testlib.h"
#include "system/text.h"

/* ---- every lever and measure ---------------------------------------------------------------------------- */

static bool is_lever(int parameter)
{
    return tl_parameters[parameter].section == TL_SECTION_REGIME;
}

/* Is there a Swedish word for the unit, other than the English one? */
static bool has_unit(const char *unit)
{
    return strcmp(unit, "1") == 0 || strcmp(unit, "logit") == 0 ||
           strcmp(tl_unit_text(unit, TL_SWEDISH), tl_unit_text(unit, TL_ENGLISH)) != 0;
}

static void assert_stops(int lever)
{
    const tl_Stop *stops;
    int count = tl_parameter_stops(lever, &stops);
    if (count < 2) {
        fail_msg("%s lacks named values (TL_STOP in parameter_words.def)", tl_parameters[lever].path);
    }
    for (int i = 0; i < count; i++) {
        assert_string_equal(stops[i].path, tl_parameters[lever].path);
        assert_true(tl_parameter_accepts(&tl_parameters[lever], stops[i].value));
        assert_true(i == 0 || stops[i].value > stops[i - 1].value);
        assert_true(stops[i].in[TL_SWEDISH][0] != '\0' && stops[i].in[TL_ENGLISH][0] != '\0');
    }
}

static void every_parameter_has_words(void **state)
{
    (void)state;
    for (int i = 0; i < tl_parameter_count; i++) {
        const char *path = tl_parameters[i].path, *unit = tl_parameters[i].unit;
        if (unit != NULL && !has_unit(unit)) {
            fail_msg("%s: the unit '%s' has no Swedish word (unit_text.c)", path, unit);
        }
        if (strcmp(tl_parameter_meaning(i, TL_SWEDISH), tl_parameters[i].meaning) == 0) {
            fail_msg("%s lacks a Swedish meaning (TL_MEANING in parameter_words.def)", path);
        }
        if (!is_lever(i)) {
            continue;
        }
        if (strcmp(tl_parameter_label(i, TL_SWEDISH), path) == 0 ||
            strcmp(tl_parameter_label(i, TL_SWEDISH), tl_parameter_label(i, TL_ENGLISH)) == 0) {
            fail_msg("%s lacks a name (TL_WORDS in parameter_words.def)", path);
        }
        assert_stops(i);
    }
}

/* A row of words about a parameter that there is not would be read by nobody. */
static void words_are_about_parameters(void **state)
{
    (void)state;
#define TL_WORDS(path, swedish, english) assert_true(tl_parameter_find(path) >= 0);
#define TL_MEANING(path, swedish) assert_true(tl_parameter_find(path) >= 0);
#define TL_STOP(path, value, swedish, english) assert_true(tl_parameter_find(path) >= 0);
#define TL_ALSO(path, names) assert_true(tl_parameter_find(path) >= 0);
#include "config/parameter_words.def"
#define TL_SAYS(name, ...) assert_true(tl_measure_find(#name) >= 0);
#define TL_FOUND(name, figure) assert_true(tl_measure_find(#name) >= 0);
#define TL_ALSO(name, names) assert_true(tl_measure_find(#name) >= 0);
#include "config/measure_words.def"
}

static void every_measure_has_words(void **state)
{
    (void)state;
    for (int i = 0; i < tl_measure_count; i++) {
        const tl_Measure *m = &tl_measures[i];
        bool amount = tl_measure_telling(i) == TL_TOLD_AMOUNT, dimensionless = strcmp(m->unit, "1") == 0;
        if (!has_unit(m->unit) || m->swedish[0] == '\0' ||
            strcmp(tl_measure_meaning(i, TL_SWEDISH), m->meaning) == 0) {
            fail_msg("%s lacks a Swedish name, unit or meaning", m->name);
        }
        for (int end = 0; end < 2; end++) {
            for (tl_Language language = TL_SWEDISH; language <= TL_ENGLISH; language++) {
                assert_int_equal(tl_measure_stop(i, end, language)[0] == '\0', amount);
            }
        }
        if (dimensionless && amount && strstr(m->name, "_sd") == NULL) {
            fail_msg("%s has neither a unit nor named ends", m->name);
        }
        bool published = m->published[0] != '\0';
        assert_int_equal(published, strcmp(tl_measure_published(i, TL_SWEDISH), m->published) != 0 ||
                                        (published && strchr(m->published, '.') == NULL));
    }
}

/* No two levers are called the same, nor by what another is called, too. */
static void every_name_means_one_lever(void **state)
{
    (void)state;
    int found[tl_parameter_count];
    for (int i = 0; i < tl_parameter_count; i++) {
        for (tl_Language language = TL_SWEDISH; is_lever(i) && language <= TL_ENGLISH; language++) {
            assert_int_equal(tl_parameters_called(tl_parameter_label(i, language), true, found), 1);
            assert_int_equal(found[0], i);
        }
        const char *others = is_lever(i) ? tl_parameter_other_names(i) : "";
        while (*others != '\0') {
            char name[100];
            tl_choice_name(others, 0, name, sizeof name);
            if (tl_parameters_called(name, true, found) != 1 || found[0] != i) {
                fail_msg("'%s' of %s is not its alone", name, tl_parameters[i].path);
            }
            others += strcspn(others, "|");
            others += *others == '|';
        }
    }
}

/* ---- a word of theirs ------------------------------------------------------------------------------------ */

static bool is_found(const char *text, const char *name)
{
    tl_Hit hits[TL_MOST_HITS];
    int count = tl_word_search(text, hits);
    bool found = false;
    for (int i = 0; i < count; i++) {
        const char *own = hits[i].parameter >= 0 ? tl_parameters[hits[i].parameter].path
                                                 : tl_measures[hits[i].measure].name;
        found = found || strcmp(own, name) == 0;
    }
    return found;
}

static void words_are_found_in_any_form(void **state)
{
    (void)state;
    tl_Hit hits[TL_MOST_HITS];
    assert_true(is_found("Nöjd", "satisfied") && is_found("nöjdheten", "satisfaction"));
    assert_true(is_found("kontinuiteten", "staff_met") && is_found("kontinuitet", "plan.continuity_weight"));
    assert_true(is_found("uteblivna", "missed_share") &&
                is_found("långtidssjuka", "sickness.long_hazard_floor"));
    assert_true(is_found("visits", "rushed_share") && is_found("chefens", "manager_load"));
    assert_int_equal(tl_word_search("gurka", hits), 0);
    assert_int_equal(tl_word_search("en", hits), 0); /* too short to tell anything */
    assert_int_equal(tl_word_search("", hits), 0);
}

/* ---- numbers -------------------------------------------------------------------------------------------- */

typedef struct Number {
    const char *text;
    tl_Written written;
    double value;
    bool per_cent;
    const char *unit;
} Number;

static void numbers_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const Number cases[] = {{"25", TL_WRITTEN_NUMBER, 25, false, ""},
                                   {" 28,5 ", TL_WRITTEN_NUMBER, 28.5, false, ""},
                                   {"0.55", TL_WRITTEN_NUMBER, 0.55, false, ""},
                                   {"-3", TL_WRITTEN_NUMBER, -3, false, ""},
                                   {"\u22123", TL_WRITTEN_NUMBER, -3, false, ""},
                                   {"55 %", TL_WRITTEN_NUMBER, 55, true, ""},
                                   {"55%", TL_WRITTEN_NUMBER, 55, true, ""},
                                   {"7,5 Procent", TL_WRITTEN_NUMBER, 7.5, true, ""},
                                   {"1 200", TL_WRITTEN_NUMBER, 1200, false, ""},
                                   {"1\u00a0200", TL_WRITTEN_NUMBER, 1200, false, ""},
                                   {"1\u202f200\u202f000", TL_WRITTEN_NUMBER, 1200000, false, ""},
                                   {"1.200,5", TL_WRITTEN_NUMBER, 1200.5, false, ""},
                                   {"1,200.5", TL_WRITTEN_NUMBER, 1200.5, false, ""},
                                   {"1.200.000", TL_WRITTEN_NUMBER, 1200000, false, ""},
                                   {"1.200", TL_WRITTEN_NUMBER, 1.2, false, ""},
                                   {"60 min", TL_WRITTEN_NUMBER, 60, false, "min"},
                                   {"12 34", TL_WRITTEN_NUMBER, 12, false, "34"},
                                   {"5,", TL_WRITTEN_NUMBER, 5, false, ","},
                                   {"1e3", TL_WRITTEN_NUMBER, 1, false, "e3"},
                                   {"ca 350", TL_WRITTEN_ABOUT, 350, false, ""},
                                   {"CA. 350", TL_WRITTEN_ABOUT, 350, false, ""},
                                   {"~350 st", TL_WRITTEN_ABOUT, 350, false, "st"},
                                   {"ungefär 5 %", TL_WRITTEN_ABOUT, 5, true, ""},
                                   {"20-30", TL_WRITTEN_ENDS, 20, false, ""},
                                   {"20 % \u2013 30 %", TL_WRITTEN_ENDS, 20, true, ""},
                                   {"", TL_WRITTEN_NOTHING, 0, false, ""},
                                   {" - ", TL_WRITTEN_NOTHING, 0, false, ""},
                                   {"Vet ej", TL_WRITTEN_NOTHING, 0, false, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tl_PeopleNumber n = tl_people_number(cases[i].text);
        if (n.written != cases[i].written || n.value != cases[i].value || n.per_cent != cases[i].per_cent ||
            strcmp(n.unit, cases[i].unit) != 0) {
            fail_msg("'%s': found %d, %g, %d, '%s'", cases[i].text, (int)n.written, n.value, n.per_cent,
                     n.unit);
        }
    }
}

static void what_is_no_number_is_none(void **state)
{
    (void)state;
    static const char *const cases[] = {"x",     "nan",      "inf",  "0x10", "many 5",     "ca",
                                        "%",     ",5",       ".5",   "--5",  "- 5",        "1,2,3",
                                        "1.2.3", "1,23,456", "\xff", "=",    "1,200,5.3.2"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tl_PeopleNumber n = tl_people_number(cases[i]);
        if (n.written == TL_WRITTEN_NUMBER && n.unit[0] == '\0') {
            fail_msg("'%s' is taken for %g", cases[i], n.value);
        }
    }
    char longest[5000];
    memset(longest, '9', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(tl_people_number(longest).written, TL_WRITTEN_OTHER);
    assert_true(tl_people_number("1.200").grouped == 1200 && tl_people_number("1,200").grouped == 1200);
    assert_true(isnan(tl_people_number("0,200").grouped) && isnan(tl_people_number("1,20").grouped) &&
                isnan(tl_people_number("1234,567").grouped));
}

/* Any bytes: nothing is read or written beyond a text (the sanitizers look). */
static void any_bytes_are_read(void **state)
{
    (void)state;
    unsigned seed = 1;
    for (int round = 0; round < 20000; round++) {
        static const char some[] = "0123456789,.-% \xc2\xa0\xe2\x80\xafkrca~=\xff";
        char text[40];
        tl_WhatIf what;
        tl_Messages messages = {0};
        int length = round % (int)(sizeof text - 1);
        for (int i = 0; i < length; i++) {
            seed = seed * 1103515245u + 12345u;
            text[i] = some[(seed >> 16) % (sizeof some - 1)];
        }
        text[length] = '\0';
        tl_people_number(text);
        bool asked = round % 100 == 0; /* the nearest of all names takes a while to find */
        assert_true(!asked || tl_what_if_read(text, TL_SWEDISH, &what, &messages) == (messages.errors == 0));
        tl_messages_free(&messages);
    }
}

/* ---- what if -------------------------------------------------------------------------------------------- */

typedef struct Asked {
    const char *text, *path;
    double value;
} Asked;

static void what_is_asked_is_understood(void **state)
{
    (void)state;
    static const Asked cases[] = {
        {"employees per manager=25", "organisation.span", 25},
        {"Employees Per Manager = 25", "organisation.span", 25},
        {"medarbetare per chef=25", "organisation.span", 25},
        {"MEDARBETARE PER CHEF = 25 medarbetare", "organisation.span", 25},
        {"anställda per chef=25", "organisation.span", 25},
        {"staff per manager=25", "organisation.span", 25},
        {"organisation.span=25", "organisation.span", 25},
        {"span=25", "organisation.span", 25},
        {"medarbetare per=25", "organisation.span", 25},
        {"brukartid=55 %", "resources.client_time_share", 0.55},
        {"brukartid=0,55", "resources.client_time_share", 0.55},
        {"client time = 55 per cent", "resources.client_time_share", 0.55},
        {"minuter uppföljning=60 min", "steering.follow_up_min", 60},
        {"uppföljning=en timme i månaden", "steering.follow_up_min", 60},
        {"handlingsutrymme i biståndsbeslutet=en ram av timmar", "discretion.officer", 1},
        {"discretion in the care decision (0–1)=tasks in minutes", "discretion.officer", 0},
        {"reformpengar=1 500 kr", "resources.reform_budget", 1500},
        {"restid i schemat=110 %", "plan.planned_travel_share", 1.1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tl_WhatIf what;
        tl_Messages messages = {0};
        if (!tl_what_if_read(cases[i].text, TL_SWEDISH, &what, &messages) ||
            what.parameter != tl_parameter_find(cases[i].path) || fabs(what.value - cases[i].value) > 1e-12) {
            tl_messages_print(&messages, stderr);
            fail_msg("%s: found %d = %g", cases[i].text, what.parameter, what.value);
        }
        tl_messages_free(&messages);
    }
}

typedef struct Refused {
    const char *text, *message[2];
} Refused;

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    static const Refused cases[] = {
        {"employees per manager", {"namn=värde väntas", "name=value is expected"}},
        {"=25", {"namn=värde väntas", "name=value is expected"}},
        {"employees per manger=25", {"menas 'medarbetare per chef'", "perhaps 'employees per manager'"}},
        {"hemsjukvård=2", {"'möten med hemsjukvården per månad'", "'meetings with home nursing a month'"}},
        {"gurka=2",
         {"det finns inget att ändra som heter 'gurka'",
          "there is nothing to change that is called 'gurka'"}},
        {"handlingsutrymme=1",
         {"'handlingsutrymme' kan vara flera: 'handlingsutrymme i bist",
          "may be several: 'discretion in the care"}},
        {" =1", {"det finns inget att ändra", "there is nothing to change"}},
        {"employees per manager=3",
         {"ett heltal från 4 till 400 anställda väntas", "a whole number from 4 to 400 staff is expected"}},
        {"employees per manager=25,5", {"ett heltal från 4", "a whole number from 4"}},
        {"employees per manager=20-30", {"väntas; skriv 25?", "is expected; write 25?"}},
        {"employees per manager=ca 25", {"väntas; skriv 25?", "is expected; write 25?"}},
        {"employees per manager=25 %", {"är ingen andel", "is no share"}},
        {"follow-up=1 month", {"från 0 till 600", "from 0 to 600"}},
        {"employees per manager=25 e", {"ett heltal från 4", "a whole number from 4"}},
        {"employees per manager=25 kr", {"ett heltal från 4", "a whole number from 4"}},
        {"employees per manager=", {"ett heltal från 4", "a whole number from 4"}},
        {"brukartid=55",
         {"från 0,2 till 0,95 väntas; skriv 0,55?", "from 0.2 to 0.95 is expected; write 0.55?"}},
        {"reformpengar=900000",
         {"från 0 till 20\u202f000 kr per månad väntas", "from 0 to 20000 SEK/month is expected"}},
        {"need.mismatch_per_change=1", {"är inget man bestämmer", "is nothing that one decides"}},
        {"municipality.recipients=1", {"är inget man bestämmer", "is nothing that one decides"}},
        {"seed=2", {"är inget man bestämmer", "is nothing that one decides"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (tl_Language language = TL_SWEDISH; language <= TL_ENGLISH; language++) {
            tl_WhatIf what;
            tl_Messages messages = {0};
            assert_false(tl_what_if_read(cases[i].text, language, &what, &messages));
            assert_int_equal(messages.errors, 1);
            if (strstr(messages.list[0].text, cases[i].message[language]) == NULL) {
                fail_msg("%s: %s", cases[i].text, messages.list[0].text);
            }
            tl_messages_free(&messages);
        }
    }
}

/* ---- figures in Swedish --------------------------------------------------------------------------------- */

typedef struct Told {
    const char *measure;
    double value;
    const char *swedish, *english, *unit;
} Told;

static void measures_are_told_as_policy_staff_do(void **state)
{
    (void)state;
    static const Told cases[] = {{"satisfied", 0.8642, "86,4", "0.8642", "procent"},
                                 {"quit_rate", 0.115, "11,5", "0.1150", "procent"},
                                 {"staff_met", 15.62, "15,6", "15.62", "personer"},
                                 {"quality", -0.0123, "\u22120,01", "-0.0123", ""},
                                 {"cost", 273123456.0, "273,1", "273,123,456", "miljoner kr per år"},
                                 {"cost", -40000.0, "\u22120,04", "-40,000", "miljoner kr per år"},
                                 {"cost_per_recipient", 221234.0, "221\u202f200", "221,234", "kr per år"},
                                 {"undetected_hours", 5062.0, "5\u202f100", "5,062", "timmar per år"},
                                 {"undetected_hours", -66.0, "\u221270", "-66.00", "timmar per år"},
                                 {"full_time_posts", 1401.2, "1\u202f401", "1,401", "årsarbetare"},
                                 {"satisfied", NAN, "\u2013", "-", "procent"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[TL_FIGURE_SIZE];
        int measure = tl_measure_find(cases[i].measure);
        assert_string_equal(tl_measure_figure(measure, cases[i].value, TL_SWEDISH, text, sizeof text),
                            cases[i].swedish);
        assert_string_equal(tl_measure_figure(measure, cases[i].value, TL_ENGLISH, text, sizeof text),
                            cases[i].english);
        assert_string_equal(tl_measure_figure_unit(measure, false, TL_SWEDISH), cases[i].unit);
    }
    assert_string_equal(tl_measure_figure_unit(tl_measure_find("satisfied"), true, TL_SWEDISH),
                        "procentenheter");
    assert_string_equal(tl_measure_figure_unit(tl_measure_find("satisfied"), true, TL_ENGLISH), "");
}

static void texts_are_folded(void **state)
{
    (void)state;
    char text[20];
    assert_true(tl_text_fold("  N\u00d6JDA \u00a0 \u2013 \u00c5\t", text, sizeof text));
    assert_string_equal(text, "n\u00f6jda - \u00e5");
    assert_false(tl_text_fold("0123456789012345678901234", text, sizeof text));
    assert_true(strlen(text) < sizeof text);
    assert_true(tl_text_same("Å", "å") && !tl_text_same("å", "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_parameter_has_words),
        cmocka_unit_test(words_are_found_in_any_form),
        cmocka_unit_test(words_are_about_parameters),
        cmocka_unit_test(every_measure_has_words),
        cmocka_unit_test(every_name_means_one_lever),
        cmocka_unit_test(numbers_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_number_is_none),
        cmocka_unit_test(any_bytes_are_read),
        cmocka_unit_test(what_is_asked_is_understood),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
        cmocka_unit_test(measures_are_told_as_policy_staff_do),
        cmocka_unit_test(texts_are_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
