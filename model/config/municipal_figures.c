#include "config/municipal_figures.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/document.h"
#include "config/number_text.h"
#include "config/people_number.h"
#include "config/table_text.h"
#include "system/file_bytes.h"
#include "system/file_kind.h"
#include "system/suggest.h"
#include "system/text.h"

enum { LONGEST_FILE = 20000, LONGEST_CELL = 120 };

/* clang-format off */
const tl_Figure tl_figures[TL_FIGURES] = {
    [TL_FIGURE_RECIPIENTS] = {.name = {"brukare", "recipients"}, .meaning = {"personer med hemtjänst och besök", "persons with home care and visits"},
        .also = "omsorgstagare|hemtjänsttagare|vårdtagare|kunder|personer med hemtjänst|antal personer|clients|users|persons",
        .low = 1, .high = 200000, .whole = true, .unit = TL_FIGURE_OF_COUNT, .use = TL_FIGURE_MODEL},
    [TL_FIGURE_HOURS] = {.name = {"timmar", "hours"}, .meaning = {"beviljade timmar per person och månad", "granted hours per person and month"},
        .also = "beviljade timmar|beviljad tid|hemtjänsttimmar|biståndstimmar|granted",
        .low = 2, .high = 150, .whole = false, .unit = TL_FIGURE_OF_HOURS, .use = TL_FIGURE_MODEL},
    [TL_FIGURE_AREAS] = {.name = {"områden", "areas"}, .meaning = {"geografiska områden i hemtjänsten", "geographic areas of home care"},
        .also = "distrikt|hemtjänstområden|geografiska|districts",
        .low = 1, .high = 500, .whole = true, .unit = TL_FIGURE_OF_COUNT, .use = TL_FIGURE_MODEL},
    [TL_FIGURE_STAFF] = {.name = {"anställda", "staff"}, .meaning = {"månadsanställda, antal personer", "permanent employees, persons"},
        .also = "medarbetare|månadsanställda|tillsvidareanställda|personal|undersköterskor|employees",
        .low = 1, .high = 100000, .whole = true, .unit = TL_FIGURE_OF_COUNT, .use = TL_FIGURE_COMPARED},
    [TL_FIGURE_SPAN] = {.name = {"anställda per chef", "span"}, .meaning = {"anställda per enhetschef, timanställda medräknade", "staff per first-line manager, hourly staff included"},
        .also = "per chef|per enhetschef|medarbetare per chef|chefens spann|chefsspann|per manager|span of control",
        .low = 4, .high = 400, .whole = true, .unit = TL_FIGURE_OF_COUNT, .use = TL_FIGURE_MODEL},
    [TL_FIGURE_HOURLY] = {.name = {"timanställda", "hourly share"}, .meaning = {"timanställdas andel av arbetad tid, procent", "hourly staff's share of worked hours, per cent"},
        .also = "timvikarier|timavlönade|timtid|vikarier|hourly",
        .low = 1, .high = 60, .whole = false, .unit = TL_FIGURE_OF_SHARE, .use = TL_FIGURE_MODEL},
    [TL_FIGURE_ABSENCE] = {.name = {"sjukfrånvaro", "absence"}, .meaning = {"sjukfrånvaro, procent", "sick leave, per cent"},
        .also = "sjuktal|sjukskrivna|frånvaro|sick",
        .low = 1, .high = 25, .whole = false, .unit = TL_FIGURE_OF_SHARE, .use = TL_FIGURE_MODEL},
    [TL_FIGURE_STAFF_MET] = {.name = {"personalkontinuitet", "staff met"}, .meaning = {"olika anställda som en person möter på 14 dagar", "different staff that a person meets in 14 days"},
        .also = "kontinuitet|antal personal|olika personal|continuity",
        .low = 1, .high = 60, .whole = false, .unit = TL_FIGURE_OF_COUNT, .use = TL_FIGURE_COMPARED},
    [TL_FIGURE_SATISFIED] = {.name = {"nöjda", "satisfied"}, .meaning = {"ganska eller mycket nöjda, procent", "fairly or very satisfied, per cent"},
        .also = "nöjd|nöjdhet|brukarundersökning|satisfaction",
        .low = 10, .high = 100, .whole = false, .unit = TL_FIGURE_OF_SHARE, .use = TL_FIGURE_COMPARED},
    [TL_FIGURE_COST] = {.name = {"kronor per timme", "SEK an hour"}, .meaning = {"kostnad per utförd timme, kronor", "cost per delivered hour, SEK"},
        .also = "kostnad|timkostnad|timpris|kr/tim|kr per timme|cost",
        .low = 100, .high = 3000, .whole = false, .unit = TL_FIGURE_OF_MONEY, .use = TL_FIGURE_COMPARED},
    [TL_FIGURE_OFFICERS] = {.name = {"handläggare", "officers"}, .meaning = {"biståndshandläggare, antal", "case officers, persons"},
        .also = "biståndshandläggare|biståndsbedömare|myndighet|case officers",
        .low = 1, .high = 2000, .whole = true, .unit = TL_FIGURE_OF_COUNT, .use = TL_FIGURE_KEPT},
    [TL_FIGURE_PROVIDERS] = {.name = {"utförare", "providers"}, .meaning = {"utförare, kommunen medräknad", "providers, the municipality included"},
        .also = "privata utförare|leverantörer|lov-utförare|entreprenörer",
        .low = 1, .high = 200, .whole = true, .unit = TL_FIGURE_OF_COUNT, .use = TL_FIGURE_KEPT},
};
/* clang-format on */

/* ---- values -------------------------------------------------------------------------------------------- */

/* What may stand after a number of each unit, in small letters. */
static bool is_unit(int figure, const char *unit)
{
    static const char *const words[] = {
        [TL_FIGURE_OF_COUNT] =
            "|st|st.|stycken|antal|personer|pers|pers.|anställda|brukare|områden|persons|people|staff|areas|",
        [TL_FIGURE_OF_HOURS] =
            "|h|h/mån|tim|tim.|tim/mån|timmar|timmar per månad|timmar/månad|hours|hours a month|",
        [TL_FIGURE_OF_SHARE] = "|",
        [TL_FIGURE_OF_MONEY] =
            "|kr|kr.|kr/h|kr/tim|kr/timme|kr per timme|kronor|kronor per timme|:-|sek|sek/h|sek an hour|",
    };
    char wanted[60];
    snprintf(wanted, sizeof wanted, "|%.50s|", unit);
    return unit[0] == '\0' || strstr(words[tl_figures[figure].unit], wanted) != NULL;
}

static bool is_plausible(const tl_Figure *f, double value)
{
    return value >= f->low && value <= f->high && (!f->whole || value == floor(value));
}

/* The advice "write 8,5" where what was meant can be seen but is not certain; false where it cannot. */
static bool advise(int figure, const tl_PeopleNumber *n, tl_Language language, char *why, size_t size)
{
    const double per_cent = 100.0;
    const tl_Figure *f = &tl_figures[figure];
    bool swedish = language == TL_SWEDISH, share = f->unit == TL_FIGURE_OF_SHARE;
    char text[TL_FIGURE_SIZE];
    const char *form = NULL;
    double meant = n->value;
    if (n->written == TL_WRITTEN_ABOUT) {
        form = swedish ? "ungefär är inget tal: skriv %s om det är så nära ni vet"
                       : "about is no number: write %s if that is as near as you know";
    } else if (n->written == TL_WRITTEN_ENDS) {
        meant = (n->value + n->other_end) / 2.0;
        meant = f->whole ? floor(meant) : meant;
        form = swedish ? "ett enda tal väntas, inte två: skriv %s, som ligger mitt emellan"
                       : "one number is expected, not two: write %s, which is half way";
    } else if (n->written == TL_WRITTEN_NUMBER && share && n->value > 0.0 && n->value < 1.0) {
        meant = floor(n->value * per_cent * 1000.0 + 0.5) / 1000.0;
        form = swedish ? "ett tal i procent väntas: skriv %s" : "a number in per cent is expected: write %s";
    } else if (n->written == TL_WRITTEN_NUMBER && !is_plausible(f, n->value) && !isnan(n->grouped)) {
        meant = n->grouped;
        form = swedish ? "är det tusental? Skriv %s" : "are those thousands? Write %s";
    }
    if (form == NULL || !is_plausible(f, meant)) {
        return false;
    }
    tl_short_number(meant, language, text, sizeof text);
    snprintf(why, size, form, text);
    return true;
}

/* What is allowed. */
static void say_range(int figure, tl_Language language, char *why, size_t size)
{
    const tl_Figure *f = &tl_figures[figure];
    char low[TL_FIGURE_SIZE], high[TL_FIGURE_SIZE];
    bool swedish = language == TL_SWEDISH;
    const char *kind = swedish ? (f->whole ? "heltal" : "tal") : (f->whole ? "whole number" : "number");
    snprintf(why, size, swedish ? "ett %s från %s till %s väntas" : "a %s from %s to %s is expected", kind,
             tl_short_number(f->low, language, low, sizeof low),
             tl_short_number(f->high, language, high, sizeof high));
}

bool tl_figure_read(int figure, const char *text, tl_Language language, double *value, char *why, size_t size)
{
    const tl_Figure *f = &tl_figures[figure];
    tl_PeopleNumber n = tl_people_number(text);
    *value = (double)NAN;
    if (n.written == TL_WRITTEN_NOTHING) {
        return true;
    }
    if (n.per_cent && f->unit != TL_FIGURE_OF_SHARE && n.written != TL_WRITTEN_OTHER) {
        snprintf(why, size, "%s",
                 language == TL_SWEDISH ? "ingen andel: ett tal utan % väntas"
                                        : "no share: a number without % is expected");
        return false;
    }
    if (n.written == TL_WRITTEN_NUMBER && is_unit(figure, n.unit) && is_plausible(f, n.value)) {
        *value = n.value;
        return true;
    }
    if (!is_unit(figure, n.unit) || !advise(figure, &n, language, why, size)) {
        say_range(figure, language, why, size);
    }
    return false;
}

/* ---- the file ------------------------------------------------------------------------------------------ */

typedef struct Reader {
    tl_MunicipalFigures *figures;
    tl_Messages *messages;
    tl_Place place;
    tl_Language language;
    bool begun; /* a line that is for the program has been read */
} Reader;

static int find(const char *name)
{
    for (int i = 0; i < TL_FIGURES; i++) {
        if (tl_text_same(name, tl_figures[i].name[0]) || tl_text_same(name, tl_figures[i].name[1])) {
            return i;
        }
    }
    return -1;
}

/* The length of the longest of `names`, between '|', that stands within `text`; 0: none does. */
static size_t longest_within(const char *text, const char *names)
{
    char name[LONGEST_CELL], folded[LONGEST_CELL];
    size_t longest = 0;
    while (*names != '\0') {
        tl_choice_name(names, 0, name, sizeof name);
        bool within = tl_text_fold(name, folded, sizeof folded) && strstr(text, folded) != NULL;
        longest = within && strlen(folded) > longest ? strlen(folded) : longest;
        names += strcspn(names, "|");
        names += *names == '|';
    }
    return longest;
}

/* The figure one of whose own or other names stands within what people wrote, the longest; -1: there is none. */
static int meant_by(const char *name)
{
    char folded[LONGEST_CELL];
    size_t longest = 0;
    int found = -1;
    for (int i = 0; i < TL_FIGURES && tl_text_fold(name, folded, sizeof folded); i++) {
        const char *const names[] = {tl_figures[i].name[0], tl_figures[i].name[1], tl_figures[i].also};
        for (int n = 0; n < 3; n++) {
            size_t length = longest_within(folded, names[n]);
            found = length > longest ? i : found;
            longest = length > longest ? length : longest;
        }
    }
    return found;
}

static void unknown(const Reader *r, const char *name)
{
    int figure = meant_by(name);
    tl_Nearest nearest = tl_nearest_to(figure >= 0 ? tl_figures[figure].name[r->language] : name);
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
    return tl_text_same(name, "figure") || tl_text_same(name, "uppgift") || tl_text_same(name, "siffra");
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
    return tl_error(messages, (tl_Place){.file = path}, "%s", what);
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
