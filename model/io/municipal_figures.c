#include "io/municipal_figures.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/input.h"
#include "io/memory.h"
#include "io/suggest.h"

enum { LONGEST_FILE = 20000, LONGEST_CELL = 120 };

const tl_Figure tl_figures[TL_FIGURES] = {
    {{"brukare", "recipients"},
     {"personer med hemtjänst och besök", "persons with home care and visits"},
     1,
     200000,
     true},
    {{"timmar", "hours"},
     {"beviljade timmar per person och månad", "granted hours per person and month"},
     2,
     150,
     false},
    {{"områden", "areas"},
     {"geografiska områden i hemtjänsten", "geographic areas of home care"},
     1,
     500,
     true},
    {{"anställda", "staff"},
     {"månadsanställda, antal personer", "permanent employees, persons"},
     1,
     100000,
     true},
    {{"anställda per chef", "span"},
     {"anställda per enhetschef, timanställda medräknade",
      "staff per first-line manager, hourly staff included"},
     4,
     400,
     true},
    {{"timanställda", "hourly share"},
     {"timanställdas andel av arbetad tid, procent", "hourly staff's share of worked hours, per cent"},
     1,
     60,
     false},
    {{"sjukfrånvaro", "absence"}, {"sjukfrånvaro, procent", "sick leave, per cent"}, 1, 25, false},
    {{"personalkontinuitet", "staff met"},
     {"olika anställda som en person möter på 14 dagar", "different staff that a person meets in 14 days"},
     1,
     60,
     false},
    {{"nöjda", "satisfied"},
     {"ganska eller mycket nöjda, procent", "fairly or very satisfied, per cent"},
     10,
     100,
     false},
    {{"kronor per timme", "SEK an hour"},
     {"kostnad per utförd timme, kronor", "cost per delivered hour, SEK"},
     100,
     3000,
     false},
    {{"handläggare", "officers"}, {"biståndshandläggare, antal", "case officers, persons"}, 1, 2000, true},
    {{"utförare", "providers"},
     {"utförare, kommunen medräknad", "providers, the municipality included"},
     1,
     200,
     true},
};

/* ---- values
 * ---------------------------------------------------------------------------------------------------- */

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
    *value = (double)NAN;
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

/* ---- the file
 * -------------------------------------------------------------------------------------------------- */

typedef struct Reader {
    tl_MunicipalFigures *figures;
    tl_Messages *messages;
    tl_Place place;
    tl_Language language;
    bool begun; /* a line that is for the program has been read */
} Reader;

static void trim(char *text)
{
    size_t length = strlen(text), first = strspn(text, " \t\r\"");
    while (length > first && strchr(" \t\r\"", text[length - 1]) != NULL) {
        length--;
    }
    memmove(text, text + first, length - first);
    text[length - first] = '\0';
}

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
    const char *names[2 * TL_FIGURES];
    for (int i = 0; i < TL_FIGURES; i++) {
        names[i] = tl_figures[i].name[r->language];
        names[TL_FIGURES + i] = tl_figures[i].name[1 - r->language];
    }
    const char *near = tl_suggest(name, names, (size_t)2 * TL_FIGURES);
    bool swedish = r->language == TL_SWEDISH;
    tl_error(r->messages, r->place,
             swedish ? "det finns ingen uppgift '%.60s'%s%s%s" : "there is no figure '%.60s'%s%s%s", name,
             near == NULL ? ""
             : swedish    ? "; menas '"
                          : "; did you mean '",
             near == NULL ? "" : near, near == NULL ? "" : "'?");
}

static bool is_head(const char *name)
{
    return same_name(name, "figure") || same_name(name, "uppgift") || same_name(name, "siffra");
}

static void read_line(Reader *r, char *line)
{
    char why[200];
    char *cut = strchr(line, ';');
    cut = cut != NULL ? cut : strchr(line, '\t');
    cut = cut != NULL ? cut : strchr(line, ',');
    char *value = cut != NULL ? cut + 1 : line + strlen(line);
    if (cut != NULL) {
        *cut = '\0';
    }
    char *rest = strchr(value, ';'); /* further columns are for people */
    if (rest != NULL) {
        *rest = '\0';
    }
    trim(line);
    trim(value);
    if (line[0] == '\0' || line[0] == '#') {
        return;
    }
    bool head = !r->begun && is_head(line);
    r->begun = true;
    if (head) {
        return;
    }
    int figure = find(line);
    if (figure < 0) {
        unknown(r, line);
    } else if (!isnan(r->figures->value[figure])) {
        tl_error(r->messages, r->place,
                 r->language == TL_SWEDISH ? "'%s' står två gånger" : "'%s' is given twice", line);
    } else if (!tl_figure_read(figure, value, r->language, &r->figures->value[figure], why, sizeof why)) {
        tl_error(r->messages, r->place, "%s = '%.60s': %s", line, value, why);
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

/* The whole file as text, to be freed; NULL with a message. */
static char *read_text(const char *path, tl_Language language, tl_Messages *messages)
{
    bool swedish = language == TL_SWEDISH;
    char *text = tl_allocate(1, LONGEST_FILE + 1);
    const char *kind;
    int descriptor = tl_input_open(path, &kind);
    FILE *file = descriptor >= 0 ? fdopen(descriptor, "rb") : NULL;
    size_t length = file != NULL ? fread(text, 1, LONGEST_FILE + 1, file) : 0;
    bool good = file != NULL && !ferror(file);
    if (kind != NULL && !swedish) {
        tl_error(messages, (tl_Place){.file = path}, "is not a file but %s", kind);
    } else if (kind != NULL) {
        fail(messages, path, "är ingen vanlig fil");
    } else if (!good) {
        fail(messages, path, strerror(errno));
    } else if (length > LONGEST_FILE || has_control_bytes(text, length)) {
        good = fail(messages, path,
                    swedish ? "är ingen liten textfil med en uppgift per rad"
                            : "is no small text file with a figure a line");
    }
    if (file != NULL) {
        fclose(file);
    }
    if (!good) {
        free(text);
        return NULL;
    }
    return text;
}

/* The text in UTF-8, to be freed; NULL if it is not in that encoding. */
static char *recoded(const char *text, const char *encoding)
{
    size_t left = strlen(text), room = 3 * left + 1, space = room;
    char *result = tl_allocate(room, 1), *to = result;
    char *from = (char *)text; /* iconv does not write through it */
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1 && errno == ENOMEM) {
        tl_out_of_memory();
    }
    bool good = converter != (iconv_t)-1 && iconv(converter, &from, &left, &to, &space) != (size_t)-1;
    if (converter != (iconv_t)-1) {
        iconv_close(converter);
    }
    if (!good) {
        free(result);
        return NULL;
    }
    return result;
}

/* A Swedish spreadsheet on Windows writes CSV in the encoding of Windows. */
static char *in_utf8(char *text)
{
    char *result = text != NULL ? recoded(text, "UTF-8") : NULL;
    if (text != NULL && result == NULL) {
        result = recoded(text, "WINDOWS-1252");
    }
    free(text);
    return result;
}

bool tl_figures_load(const char *path, tl_Language language, tl_MunicipalFigures *figures,
                     tl_Messages *messages)
{
    Reader reader = {.figures = figures, .messages = messages, .place = {.file = path}, .language = language};
    for (int i = 0; i < TL_FIGURES; i++) {
        figures->value[i] = (double)NAN;
    }
    char *text = in_utf8(read_text(path, language, messages)), *next = text;
    if (text == NULL && messages->errors == 0) {
        fail(messages, path,
             language == TL_SWEDISH ? "är varken i UTF-8 eller Windows-1252"
                                    : "is in neither UTF-8 nor Windows-1252");
    }
    if (next != NULL && strncmp(next, "\xef\xbb\xbf", 3) == 0) {
        next += 3; /* as some editors begin a file in UTF-8 */
    }
    while (next != NULL) {
        char *line = next, *end = strchr(line, '\n');
        next = end != NULL ? end + 1 : NULL;
        if (end != NULL) {
            *end = '\0';
        }
        reader.place.line++;
        reader.place.column = 1;
        read_line(&reader, line);
    }
    free(text);
    return messages->errors == 0;
}
