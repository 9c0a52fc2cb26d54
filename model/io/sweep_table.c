/* Tables of a design in CSV: read, checked for rows that say the same, and written. */
#include <stdlib.h>
#include <string.h>

#include "io/config_internal.h"
#include "io/sweep_rows.h"

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

/* What the table says of itself in its first line, where that begins with #: how it was made. */
static void read_remark(const Table *table, tl_Rows *rows)
{
    const char *from = table->next;
    if (from < table->end && *from == '#') {
        const char *newline = memchr(from, '\n', (size_t)(table->end - from));
        const char *end = newline != NULL ? newline : table->end;
        from += 1 + (from + 1 < end && from[1] == ' ');
        while (end > from && is_space(end[-1])) {
            end--;
        }
        rows->remark = strndup(from, (size_t)(end - from));
        if (rows->remark == NULL) {
            tl_error(table->messages, (tl_Place){.file = table->path}, "not enough memory");
        }
    }
}

static void read_table(Table *table, tl_Rows *rows)
{
    Line line;
    tl_Place place = {.file = table->path};
    if (table->end - table->next >= 3 && memcmp(table->next, "\xef\xbb\xbf", 3) == 0) {
        table->next += 3;
    }
    read_remark(table, rows);
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
