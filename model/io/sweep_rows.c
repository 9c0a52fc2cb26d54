#include "io/sweep_rows.h"

#include <stdlib.h>
#include <string.h>

#include "io/config_internal.h"
#include "io/suggest.h"

/* ---- factors
 * ----------------------------------------------------------------------------------------------------- */

static void unknown_factor(tl_Messages *messages, tl_Place place, const char *name)
{
    const char *candidates[TL_MOST_PARAMETERS + 3];
    size_t count = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        candidates[count++] = tl_parameters[i].path;
    }
    candidates[count++] = "regime";
    candidates[count++] = "municipality";
    candidates[count++] = "timeline";
    const char *near = tl_suggest(name, candidates, count);
    tl_error(messages, place, "there is no factor '%.80s'%s%s%s", name,
             near != NULL ? "; did you mean '" : "",
             near != NULL ? near : ": a parameter's path, regime, municipality or timeline is expected",
             near != NULL ? "'?" : "");
}

static bool may_vary(int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    return p->section != TL_SECTION_RUN || strncmp(p->path, "pilot.", 6) == 0;
}

static bool describe(tl_Factor *factor, const char *name, tl_Place place, tl_Messages *messages)
{
    *factor = (tl_Factor){.parameter = tl_parameter_find(name), .place = place};
    tl_text_copy(factor->name, sizeof factor->name, name);
    if (strcmp(name, "regime") == 0) {
        factor->kind = TL_OF_REGIME;
    } else if (strcmp(name, "municipality") == 0) {
        factor->kind = TL_OF_MUNICIPALITY;
    } else if (strcmp(name, "timeline") == 0) {
        factor->kind = TL_OF_TIMELINE;
    } else if (factor->parameter < 0) {
        unknown_factor(messages, place, name);
        return false;
    } else if (!may_vary(factor->parameter)) {
        tl_error(messages, place,
                 "%s is the same for all runs of a sweep: set it in the config or with --set", name);
        return false;
    }
    return true;
}

bool tl_rows_add_factor(tl_Rows *rows, const char *name, tl_Place place, tl_Messages *messages)
{
    for (int i = 0; i < rows->factor_count; i++) {
        if (strcmp(rows->factors[i].name, name) == 0) {
            tl_error(messages, place, "the factor %.80s is given twice", name);
            return false;
        }
    }
    if (rows->factor_count == TL_MOST_FACTORS) {
        tl_error(messages, place, "more than %d factors", TL_MOST_FACTORS);
        return false;
    }
    if (rows->factors == NULL) {
        rows->factors = calloc(TL_MOST_FACTORS, sizeof *rows->factors);
    }
    if (rows->factors == NULL) {
        tl_error(messages, place, "not enough memory");
        return false;
    }
    if (!describe(&rows->factors[rows->factor_count], name, place, messages)) {
        return false;
    }
    rows->factor_count++;
    return true;
}

static bool level_of(tl_Factor *factor, const char *text, tl_Place place, double *value,
                     tl_Messages *messages)
{
    for (int i = 0; i < factor->level_count; i++) {
        if (strcmp(factor->levels[i], text) == 0) {
            *value = i;
            return true;
        }
    }
    if (factor->levels == NULL) {
        factor->levels = calloc(TL_MOST_LEVELS, sizeof *factor->levels);
    }
    if (text[0] == '\0' || strlen(text) >= TL_LEVEL_SIZE || strpbrk(text, "\n\r\t") != NULL ||
        factor->level_count == TL_MOST_LEVELS || factor->levels == NULL) {
        tl_error(messages, place,
                 "%s = '%.60s': a name is expected, of at most %d bytes, and at most %d of them",
                 factor->name, text, TL_LEVEL_SIZE - 1, TL_MOST_LEVELS);
        return false;
    }
    strcpy(factor->levels[factor->level_count], text);
    *value = factor->level_count++;
    return true;
}

bool tl_factor_read(tl_Factor *factor, const char *text, bool quoted, tl_Place place, double *value,
                    tl_Messages *messages)
{
    if (factor->kind != TL_OF_PARAMETER) {
        return level_of(factor, text, place, value, messages);
    }
    return tl_value_read(&tl_parameters[factor->parameter], text, quoted, place, value, messages);
}

/* The name of a choice by its number. */
static const char *choice_name(const char *choices, int number, char *text, size_t size)
{
    for (; number > 0; number--) {
        choices += strcspn(choices, "|") + 1;
    }
    snprintf(text, size, "%.*s", (int)strcspn(choices, "|"), choices);
    return text;
}

const char *tl_factor_text(const tl_Factor *factor, double value, char *text, size_t size)
{
    if (factor->kind != TL_OF_PARAMETER) {
        snprintf(text, size, "%s", factor->levels[(int)value]);
    } else if (tl_parameters[factor->parameter].kind == TL_CHOICE) {
        choice_name(tl_parameters[factor->parameter].choices, (int)value, text, size);
    } else if (value == (double)(int64_t)value) {
        snprintf(text, size, "%lld", (long long)value);
    } else {
        snprintf(text, size, "%.17g", value);
    }
    return text;
}

/* ---- rows
 * -------------------------------------------------------------------------------------------------------- */

double tl_rows_value(const tl_Rows *rows, int64_t row, int factor)
{
    return rows->values[row * rows->factor_count + factor];
}

static bool make_room(tl_Rows *rows)
{
    if (rows->count < rows->room) {
        return true;
    }
    int64_t room = rows->room > 0 ? 2 * rows->room : 256;
    size_t width = rows->factor_count > 0 ? (size_t)rows->factor_count : 1;
    double *values = realloc(rows->values, (size_t)room * width * sizeof *values);
    rows->values = values != NULL ? values : rows->values;
    int *lines = realloc(rows->lines, (size_t)room * sizeof *lines);
    rows->lines = lines != NULL ? lines : rows->lines;
    rows->room = values != NULL && lines != NULL ? room : rows->room;
    return values != NULL && lines != NULL;
}

bool tl_rows_add(tl_Rows *rows, const double *values, int line)
{
    if (rows->count >= TL_MOST_ROWS || !make_room(rows)) {
        return false;
    }
    size_t width = (size_t)rows->factor_count;
    for (size_t i = 0; i < width; i++) {
        rows->values[(size_t)rows->count * width + i] = values[i] + 0.0; /* no -0, which is the same as 0 */
    }
    rows->lines[rows->count++] = line;
    return true;
}

void tl_rows_free(tl_Rows *rows)
{
    for (int i = 0; i < rows->factor_count; i++) {
        free(rows->factors[i].levels);
    }
    free(rows->factors);
    free(rows->values);
    free(rows->lines);
    *rows = (tl_Rows){0};
}

int64_t tl_rows_combinations(const tl_Rows *rows)
{
    int64_t count = 1;
    for (int i = 0; i < rows->factor_count; i++) {
        count *= rows->factors[i].kind != TL_OF_PARAMETER ? rows->factors[i].level_count : 1;
    }
    return count;
}

int64_t tl_rows_combination(const tl_Rows *rows, int64_t row)
{
    int64_t combination = 0;
    for (int i = 0; i < rows->factor_count; i++) {
        if (rows->factors[i].kind != TL_OF_PARAMETER) {
            combination = combination * rows->factors[i].level_count + (int64_t)tl_rows_value(rows, row, i);
        }
    }
    return combination;
}

void tl_rows_apply(const tl_Rows *rows, int64_t row, const tl_Config *base, tl_PointConfig *into)
{
    into->config = *base;
    into->changes = NULL;
    if (base->municipality_count == 1) {
        into->own = base->municipalities[0];
        into->config.municipalities = &into->own;
    }
    void *sections[] = {&into->config.run, &into->own.profile, &into->config.regime, &into->config.constants};
    for (int i = 0; i < rows->factor_count; i++) {
        if (rows->factors[i].kind == TL_OF_PARAMETER) {
            const tl_Parameter *p = &tl_parameters[rows->factors[i].parameter];
            tl_parameter_set(p, sections[p->section], tl_rows_value(rows, row, i));
        }
    }
}

/* ---- burn-ins that are shared
 * ---------------------------------------------------------------------------------------- */

static bool moves(const tl_Parameter *p, const tl_Config *start, const tl_Config *other)
{
    return p->section == TL_SECTION_REGIME && !p->structural &&
           tl_parameter_get(p, &start->regime) != tl_parameter_get(p, &other->regime);
}

bool tl_point_share(tl_PointConfig *point, const tl_Config *start)
{
    tl_Config *config = &point->config;
    int count = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        count += moves(&tl_parameters[i], start, config);
    }
    point->changes = calloc((size_t)(count + config->change_count) + 1, sizeof *point->changes);
    if (point->changes == NULL) {
        return false;
    }
    /* First of its day, so that what the config itself does on that day still counts. */
    count = 0;
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        if (moves(p, start, config)) {
            tl_Change *change = &point->changes[count++];
            *change = (tl_Change){.parameter = i, .value = tl_parameter_get(p, &config->regime)};
            tl_text_copy(change->name, sizeof change->name, p->path);
        }
    }
    for (int i = 0; i < config->change_count; i++) {
        point->changes[count++] = config->changes[i];
    }
    config->changes = point->changes;
    config->change_count = count;
    config->regime = start->regime;
    return true;
}

void tl_point_free(tl_PointConfig *point)
{
    free(point->changes);
    point->changes = NULL;
}

int tl_point_obstacle(const tl_Config *start, const tl_Config *other)
{
    if (start->municipality_count != other->municipality_count) {
        return tl_parameter_find("municipality.recipients");
    }
    for (int i = 0; i < tl_parameter_count; i++) {
        const tl_Parameter *p = &tl_parameters[i];
        const void *a[] = {&start->run, &start->municipalities[0].profile, &start->regime, &start->constants};
        const void *b[] = {&other->run, &other->municipalities[0].profile, &other->regime, &other->constants};
        bool later = strncmp(p->path, "pilot.", 6) == 0 || strcmp(p->path, "run.replicates") == 0 ||
                     (p->section == TL_SECTION_REGIME && !p->structural);
        if (!later && tl_parameter_get(p, a[p->section]) != tl_parameter_get(p, b[p->section])) {
            return i;
        }
    }
    return -1;
}

/* ---- reading CSV
 * ------------------------------------------------------------------------------------------------- */

enum { MOST_CELLS = TL_MOST_FACTORS + 1 };

static const size_t MOST_BYTES = (size_t)1 << 30;

/* The cells of a line, cut in place. */
typedef struct Line {
    char *cells[MOST_CELLS];
    int columns[MOST_CELLS]; /* where each begins, from 1 */
    bool quoted[MOST_CELLS];
    int count; /* found, also beyond MOST_CELLS */
    int number;
    bool torn; /* a quotation that does not end, or text after its end */
} Line;

typedef struct Table {
    const char *path;
    char *next, *end;
    tl_Messages *messages;
    int line;
} Table;

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* A cell in quotation marks: "" stands for one. Gives what follows it. */
static char *take_quoted(char *from, char *end, Line *line)
{
    char *to = from++;
    line->cells[line->count] = to;
    while (from < end && (*from != '"' || (from + 1 < end && from[1] == '"'))) {
        from += *from == '"';
        *to++ = *from++;
    }
    line->torn = line->torn || from >= end;
    from += from < end;
    *to = '\0';
    while (from < end && is_space(*from)) {
        from++;
    }
    line->torn = line->torn || (from < end && *from != ',');
    return from;
}

static char *take_plain(char *from, Line *line)
{
    char *stop = from + strcspn(from, ","), *last = stop;
    while (last > from && is_space(last[-1])) {
        last--;
    }
    line->cells[line->count] = from;
    if (last < stop) {
        *last = '\0';
    }
    return stop;
}

/* `end` is where the line's newline was, now a zero. */
static void cut(char *from, char *end, Line *line)
{
    const char *start = from;
    line->count = 0;
    line->torn = false;
    for (bool more = true; more; line->count++) {
        while (from < end && is_space(*from)) {
            from++;
        }
        if (line->count == MOST_CELLS) {
            return;
        }
        line->columns[line->count] = (int)(from - start) + 1;
        line->quoted[line->count] = from < end && *from == '"';
        from = line->quoted[line->count] ? take_quoted(from, end, line) : take_plain(from, line);
        more = from < end;
        *from = '\0';
        from += more;
    }
}

/* The next line that is neither empty nor for people; false at the end. */
static bool next_line(Table *table, Line *line)
{
    while (table->next < table->end) {
        char *from = table->next;
        char *newline = memchr(from, '\n', (size_t)(table->end - from));
        char *end = newline != NULL ? newline : table->end;
        table->next = newline != NULL ? newline + 1 : table->end;
        table->line++;
        *end = '\0';
        while (from < end && is_space(*from)) {
            from++;
        }
        if (from < end && *from != '#') {
            cut(from, end, line);
            line->number = table->line;
            return true;
        }
    }
    return false;
}

static tl_Place place_of(const Table *table, const Line *line, int cell)
{
    return (tl_Place){table->path, line->number,
                      cell < line->count && cell < MOST_CELLS ? line->columns[cell] : 1};
}

static bool read_header(const Table *table, const Line *line, tl_Rows *rows)
{
    int errors = table->messages->errors;
    if (line->count > TL_MOST_FACTORS) {
        tl_error(table->messages, place_of(table, line, 0), "more than %d columns", TL_MOST_FACTORS);
        return false;
    }
    for (int i = 0; i < line->count; i++) {
        tl_rows_add_factor(rows, line->cells[i], place_of(table, line, i), table->messages);
    }
    return table->messages->errors == errors;
}

static void read_row(const Table *table, const Line *line, tl_Rows *rows)
{
    double values[TL_MOST_FACTORS] = {0.0};
    int errors = table->messages->errors;
    if (line->torn) {
        tl_error(table->messages, place_of(table, line, 0), "a quotation mark too few or too many");
        return;
    }
    if (line->count != rows->factor_count) {
        tl_error(table->messages, place_of(table, line, line->count - 1),
                 "%d values, where the first line names %d factors", line->count, rows->factor_count);
        return;
    }
    for (int i = 0; i < line->count; i++) {
        tl_factor_read(&rows->factors[i], line->cells[i], false, place_of(table, line, i), &values[i],
                       table->messages);
    }
    if (table->messages->errors == errors && !tl_rows_add(rows, values, line->number)) {
        tl_error(table->messages, place_of(table, line, 0),
                 "more than %d rows, or not enough memory for them", TL_MOST_ROWS);
    }
}

/* No table: bytes that no text has, or text in another encoding than UTF-8. */
static bool check_text(const char *path, const unsigned char *bytes, size_t size, tl_Messages *messages)
{
    int line = 1;
    size_t start = 0;
    for (size_t i = 0; i < size; i++) {
        unsigned char c = bytes[i];
        int more = c < 0x80               ? 0
                   : (c & 0xe0u) == 0xc0u ? 1
                   : (c & 0xf0u) == 0xe0u ? 2
                   : (c & 0xf8u) == 0xf0u ? 3
                                          : -1;
        bool good = more >= 0 && (c >= ' ' || c == '\n' || c == '\r' || c == '\t') && c != 0x7f;
        for (int k = 1; good && k <= more; k++) {
            good = i + (size_t)k < size && (bytes[i + (size_t)k] & 0xc0u) == 0x80u;
        }
        if (!good) {
            tl_error(messages, (tl_Place){path, line, (int)(i - start) + 1},
                     "is not a table in CSV: byte 0x%02x, where text in UTF-8 is expected", c);
            return false;
        }
        i += (size_t)more;
        if (c == '\n') {
            line++;
            start = i + 1;
        }
    }
    return true;
}

/* ---- rows that say the same
 * -------------------------------------------------------------------------------------- */

static uint64_t hash_of(const tl_Rows *rows, int64_t row)
{
    uint64_t hash = 1469598103934665603u;
    const unsigned char *bytes = (const unsigned char *)(rows->values + row * rows->factor_count);
    for (size_t i = 0; i < (size_t)rows->factor_count * sizeof(double); i++) {
        hash = (hash ^ bytes[i]) * 1099511628211u;
    }
    return hash ^ hash >> 29u;
}

static bool same(const tl_Rows *rows, int64_t a, int64_t b)
{
    for (int i = 0; i < rows->factor_count; i++) {
        if (tl_rows_value(rows, a, i) != tl_rows_value(rows, b, i)) {
            return false;
        }
    }
    return true;
}

static void check_twins(const Table *table, const tl_Rows *rows)
{
    uint64_t room = 16;
    while (room < 2 * (uint64_t)rows->count) {
        room *= 2;
    }
    int64_t *slots = calloc(room, sizeof *slots); /* row + 1 */
    for (int64_t row = 0; slots != NULL && row < rows->count; row++) {
        uint64_t slot = hash_of(rows, row) & (room - 1);
        while (slots[slot] != 0 && !same(rows, slots[slot] - 1, row)) {
            slot = (slot + 1) & (room - 1);
        }
        if (slots[slot] != 0) {
            tl_error(table->messages, (tl_Place){table->path, rows->lines[row], 1},
                     "the same values as line %d: each row is run once", rows->lines[slots[slot] - 1]);
        } else {
            slots[slot] = row + 1;
        }
    }
    if (slots == NULL) {
        tl_error(table->messages, (tl_Place){.file = table->path}, "not enough memory");
    }
    free(slots);
}

static void read_table(Table *table, tl_Rows *rows)
{
    Line line;
    tl_Place place = {.file = table->path};
    if (table->end - table->next >= 3 && memcmp(table->next, "\xef\xbb\xbf", 3) == 0) {
        table->next += 3;
    }
    if (!next_line(table, &line)) {
        tl_error(table->messages, place, "is empty: a line with the names of factors is expected");
        return;
    }
    if (!read_header(table, &line, rows)) {
        return;
    }
    while (next_line(table, &line)) {
        read_row(table, &line, rows);
    }
    if (table->messages->errors == 0 && rows->count == 0) {
        tl_error(table->messages, place, "names factors, but has no rows of values");
    }
    check_twins(table, rows);
}

bool tl_rows_read_text(const char *path, char *text, size_t size, tl_Rows *rows, tl_Messages *messages)
{
    int errors = messages->errors;
    *rows = (tl_Rows){0};
    if (check_text(path, (const unsigned char *)text, size, messages)) {
        Table table = {.path = path, .next = text, .end = text + size, .messages = messages};
        read_table(&table, rows);
    }
    if (messages->errors > errors) {
        tl_rows_free(rows);
    }
    return messages->errors == errors;
}

bool tl_rows_read(const char *path, tl_Rows *rows, tl_Messages *messages)
{
    char *bytes;
    size_t size;
    if (!tl_file_bytes_up_to(path, MOST_BYTES, "a table", &bytes, &size, messages)) {
        return false;
    }
    char *text = realloc(bytes, size + 1); /* a zero after the last line */
    bool good = text != NULL && tl_rows_read_text(path, text, size, rows, messages);
    if (text == NULL) {
        tl_error(messages, (tl_Place){.file = path}, "not enough memory");
    }
    free(text != NULL ? text : bytes);
    return good;
}

/* ---- writing CSV
 * ------------------------------------------------------------------------------------------------- */

typedef struct Text {
    char *bytes;
    size_t used, room;
    bool failed;
} Text;

static void append(Text *text, const char *piece, size_t size)
{
    if (text->used + size + 1 > text->room) {
        size_t room = 2 * (text->room + size + 64);
        char *larger = realloc(text->bytes, room);
        text->failed = text->failed || larger == NULL;
        text->bytes = larger != NULL ? larger : text->bytes;
        text->room = larger != NULL ? room : text->room;
    }
    if (!text->failed) {
        memcpy(text->bytes + text->used, piece, size);
        text->used += size;
        text->bytes[text->used] = '\0';
    }
}

static void append_cell(Text *text, const char *cell, char after)
{
    if (cell[strcspn(cell, ",\"# ")] == '\0') {
        append(text, cell, strlen(cell));
    } else {
        append(text, "\"", 1);
        for (; *cell != '\0'; cell++) {
            append(text, cell, 1);
            append(text, cell, *cell == '"');
        }
        append(text, "\"", 1);
    }
    append(text, &after, 1);
}

char *tl_rows_text(const tl_Rows *rows)
{
    Text text = {0};
    int last = rows->factor_count - 1;
    append(&text, "", 0);
    for (int i = 0; i <= last; i++) {
        append_cell(&text, rows->factors[i].name, i < last ? ',' : '\n');
    }
    for (int64_t row = 0; row < rows->count; row++) {
        for (int i = 0; i <= last; i++) {
            char cell[TL_LEVEL_SIZE];
            tl_factor_text(&rows->factors[i], tl_rows_value(rows, row, i), cell, sizeof cell);
            append_cell(&text, cell, i < last ? ',' : '\n');
        }
    }
    if (text.failed) {
        free(text.bytes);
        return NULL;
    }
    return text.bytes;
}
