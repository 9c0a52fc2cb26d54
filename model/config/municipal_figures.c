#include "config/municipal_figures.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/table_text.h"
#include "config/document.h"
#include "system/file_bytes.h"
#include "system/file_kind.h"
#include "system/suggest.h"

enum { LONGEST_FILE = 20000, LONGEST_CELL = 120 };

const tl_Figure tl_figures[TL_FIGURES] = {
    [TL_FIGURE_RECIPIENTS] = {{"brukare", "recipients"},
                              {"personer med hemtjänst och besök", "persons with home care and visits"},
                              1,
                              200000,
                              true},
    [TL_FIGURE_HOURS] = {{"timmar", "hours"},
                         {"beviljade timmar per person och månad", "granted hours per person and month"},
                         2,
                         150,
                         false},
    [TL_FIGURE_AREAS] = {{"områden", "areas"},
                         {"geografiska områden i hemtjänsten", "geographic areas of home care"},
                         1,
                         500,
                         true},
    [TL_FIGURE_STAFF] = {{"anställda", "staff"},
                         {"månadsanställda, antal personer", "permanent employees, persons"},
                         1,
                         100000,
                         true},
    [TL_FIGURE_SPAN] = {{"anställda per chef", "span"},
                        {"anställda per enhetschef, timanställda medräknade",
                         "staff per first-line manager, hourly staff included"},
                        4,
                        400,
                        true},
    [TL_FIGURE_HOURLY] = {{"timanställda", "hourly share"},
                          {"timanställdas andel av arbetad tid, procent",
                           "hourly staff's share of worked hours, per cent"},
                          1,
                          60,
                          false},
    [TL_FIGURE_ABSENCE] =
        {{"sjukfrånvaro", "absence"}, {"sjukfrånvaro, procent", "sick leave, per cent"}, 1, 25, false},
    [TL_FIGURE_STAFF_MET] = {{"personalkontinuitet", "staff met"},
                             {"olika anställda som en person möter på 14 dagar",
                              "different staff that a person meets in 14 days"},
                             1,
                             60,
                             false},
    [TL_FIGURE_SATISFIED] = {{"nöjda", "satisfied"},
                             {"ganska eller mycket nöjda, procent", "fairly or very satisfied, per cent"},
                             10,
                             100,
                             false},
    [TL_FIGURE_COST] = {{"kronor per timme", "SEK an hour"},
                        {"kostnad per utförd timme, kronor", "cost per delivered hour, SEK"},
                        100,
                        3000,
                        false},
    [TL_FIGURE_OFFICERS] = {{"handläggare", "officers"},
                            {"biståndshandläggare, antal", "case officers, persons"},
                            1,
                            2000,
                            true},
    [TL_FIGURE_PROVIDERS] = {{"utförare", "providers"},
                             {"utförare, kommunen medräknad", "providers, the municipality included"},
                             1,
                             200,
                             true},
};

/* ---- values -------------------------------------------------------------------------------------------- */

/* Copies a number as people write it into one that strtod reads: no spaces, a point, no per cent sign. */
static bool plain(const char *text, char *number, size_t size)
{
    size_t length = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c != '\0'; c++) {
        bool hard_space = c[0] == 0xc2 && c[1] == 0xa0, thin = c[0] == 0xe2 && c[1] == 0x80 && c[2] == 0xaf;
        if (hard_space || thin) {
            c += thin ? 2 : 1;
        } else if (!isspace(*c) && *c != '%') {
            if (length + 1 >= size) {
                return false;
            }
            number[length++] = (char)(*c == ',' ? '.' : *c);
        }
    }
    number[length] = '\0';
    return strspn(number, "0123456789.-") == length;
}

bool tl_figure_read(int figure, const char *text, tl_Language language, double *value, char *why, size_t size)
{
    const tl_Figure *f = &tl_figures[figure];
    char number[LONGEST_CELL], *end = NULL;
    bool good = plain(text, number, sizeof number);
    *value = NAN;
    if (good && (number[0] == '\0' || strcmp(number, "-") == 0)) {
        return true;
    }
    double read = good ? strtod(number, &end) : 0.0;
    good = good && *end == '\0' && read >= f->low && read <= f->high && (!f->whole || read == floor(read));
    if (!good) {
        snprintf(why, size,
                 language == TL_SWEDISH ? "%s%s från %g till %g väntas" : "a %s%s from %g to %g is expected",
                 language == TL_SWEDISH ? "ett " : "",
                 language == TL_SWEDISH ? (f->whole ? "heltal" : "tal")
                                        : (f->whole ? "whole number" : "number"),
                 f->low, f->high);
        return false;
    }
    *value = read;
    return true;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

typedef struct Reader {
    tl_MunicipalFigures *figures;
    tl_Messages *messages;
    tl_Place place;
    tl_Language language;
    bool begun; /* a line that is for the program has been read */
} Reader;

/* A letter without its case, by its bytes: strcasecmp knows ASCII only, and people write NÖJDA. */
static int folded(unsigned char before, unsigned char byte)
{
    bool capital = before == 0xc3 && byte >= 0x80 && byte <= 0x9e;
    return capital ? byte + 0x20 : tolower(byte);
}

static bool same_name(const char *a, const char *b)
{
    unsigned char before = 0;
    for (; folded(before, (unsigned char)*a) == folded(before, (unsigned char)*b); a++, b++) {
        if (*a == '\0') {
            return true;
        }
        before = (unsigned char)*a;
    }
    return false;
}

static int find(const char *name)
{
    for (int i = 0; i < TL_FIGURES; i++) {
        if (same_name(name, tl_figures[i].name[0]) || same_name(name, tl_figures[i].name[1])) {
            return i;
        }
    }
    return -1;
}

static void unknown(const Reader *r, const char *name)
{
    tl_Nearest nearest = tl_nearest_to(name);
    for (int i = 0; i < 2 * TL_FIGURES; i++) {
        tl_nearest_offer(&nearest,
                         tl_figures[i % TL_FIGURES].name[i < TL_FIGURES ? r->language : 1 - r->language]);
    }
    const char *near = tl_nearest_name(&nearest);
    if (r->language == TL_ENGLISH) {
        tl_error(r->messages, r->place, "there is no figure '%.60s'%s", name, tl_did_you_mean(&nearest, ""));
    } else {
        tl_error(r->messages, r->place, "det finns ingen uppgift '%.60s'%s%s%s", name,
                 near != NULL ? "; menas '" : "", near != NULL ? near : "", near != NULL ? "'?" : "");
    }
}

static bool is_head(const char *name)
{
    return same_name(name, "figure") || same_name(name, "uppgift") || same_name(name, "siffra");
}

/* With a comma between the columns, a number may still hold a decimal comma. */
static void join_halves(const tl_Table *table, tl_TableLine *line)
{
    if (table->separator == ',' && line->count == 3) {
        line->cells[1][strlen(line->cells[1])] = ',';
    }
}

static void read_line(Reader *r, const tl_TableLine *line)
{
    char why[200];
    const char *name = line->cells[0],
               *value = line->count > 1 ? line->cells[1] : ""; /* others: for people */
    bool head = !r->begun && is_head(name), swedish = r->language == TL_SWEDISH;
    int figure = head ? -1 : find(name);
    r->begun = r->begun || name[0] != '\0';
    if (head || name[0] == '\0') {
        return;
    }
    if (figure < 0) {
        unknown(r, name);
    } else if (line->torn) {
        tl_error(r->messages, r->place,
                 swedish ? "ett citattecken för mycket eller för lite"
                         : "a quotation mark too few or too many");
    } else if (!isnan(r->figures->value[figure])) {
        tl_error(r->messages, r->place, swedish ? "'%s' står två gånger" : "'%s' is given twice", name);
    } else if (!tl_figure_read(figure, value, r->language, &r->figures->value[figure], why, sizeof why)) {
        tl_error(r->messages, r->place, "%s = '%.60s': %s", name, value, why);
    }
}

static bool fail(tl_Messages *messages, const char *path, const char *what)
{
    tl_error(messages, (tl_Place){.file = path}, "%s", what);
    return false;
}

/* Nothing that a terminal would obey, once it stands in a message. */
static bool has_control_bytes(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool blank = text[i] == '\t' || text[i] == '\r' || text[i] == '\n';
        if (iscntrl((unsigned char)text[i]) && !blank) {
            return true;
        }
    }
    return false;
}

/* The whole file, to be freed; NULL with a message. */
static char *read_bytes(const char *path, tl_Language language, size_t *size, tl_Messages *messages)
{
    char *bytes;
    static const char small[] = "a small text file with a figure a line";
    if (!tl_file_bytes_up_to(path, TL_YAML_BYTES, small, &bytes, size, messages)) {
        return NULL;
    }
    /* In Swedish the sentence below says enough of any of them. */
    bool good = language == TL_SWEDISH || tl_file_is_text(path, bytes, *size, small, messages);
    if (good && (*size > LONGEST_FILE || has_control_bytes(bytes, *size))) {
        good = fail(messages, path,
                    language == TL_SWEDISH ? "är ingen liten textfil med en uppgift per rad"
                                           : "is no small text file with a figure a line");
    }
    if (!good) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

bool tl_figures_load(const char *path, tl_Language language, tl_MunicipalFigures *figures,
                     tl_Messages *messages)
{
    Reader reader = {.figures = figures, .messages = messages, .place = {.file = path}, .language = language};
    int errors = messages->errors;
    for (int i = 0; i < TL_FIGURES; i++) {
        figures->value[i] = NAN;
    }
    size_t size, length = 0;
    char *bytes = read_bytes(path, language, &size, messages);
    char *text = bytes != NULL ? tl_table_utf8(bytes, size, &length) : NULL;
    if (bytes != NULL && text == NULL) {
        fail(messages, path,
             language == TL_SWEDISH ? "är varken i UTF-8 eller Windows-1252"
                                    : "is in neither UTF-8 nor Windows-1252");
    }
    tl_TableLine line;
    tl_Table table = {.path = path, .next = text, .end = text != NULL ? text + length : NULL};
    while (text != NULL && tl_table_next(&table, &line)) {
        reader.place.line = line.number;
        reader.place.column = 1;
        join_halves(&table, &line);
        read_line(&reader, &line);
    }
    free(text);
    free(bytes);
    return messages->errors == errors;
}
