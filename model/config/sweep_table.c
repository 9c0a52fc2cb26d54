/* Tables of a design in CSV: read, checked for rows that say the same, and written. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_values.h"
#include "config/sweep_rows.h"
#include "config/table_text.h"
#include "system/file_kind.h"
#include "system/memory.h"

/* ---- reading CSV --------------------------------------------------------------------------------------- */

_Static_assert((int)TL_MOST_CELLS > (int)TL_MOST_FACTORS,
               "a line with a cell too many shows that it has one");

static const size_t MOST_BYTES = (size_t)1 << 30;

static bool read_header(const tl_Table *table, const tl_TableLine *line, tl_Rows *rows, tl_Messages *messages)
{
    int errors = messages->errors;
    if (line->count > TL_MOST_FACTORS) {
        return tl_error(messages, tl_table_place(table, line, 0), "more than %d columns", TL_MOST_FACTORS);
    }
    for (int i = 0; i < line->count; i++) {
        tl_rows_add_factor(rows, line->cells[i], tl_table_place(table, line, i), messages);
    }
    return messages->errors == errors;
}

/* Do two cells look like one number whose decimal comma was taken for the end of a cell? */
static bool holds_decimal_comma(const tl_Table *table, const tl_TableLine *line)
{
    for (int i = 1; table->separator == ',' && i < line->count && i < TL_MOST_CELLS; i++) {
        bool adjacent = line->cells[i] == line->cells[i - 1] + strlen(line->cells[i - 1]) + 1;
        const char *half = line->cells[i - 1] + (line->cells[i - 1][0] == '-');
        if (adjacent && half[0] != '\0' && half[strspn(half, "0123456789")] == '\0' &&
            strchr("0123456789", line->cells[i][0]) != NULL && line->cells[i][0] != '\0') {
            return true;
        }
    }
    return false;
}

static void read_row(const tl_Table *table, const tl_TableLine *line, tl_Rows *rows, tl_Messages *messages)
{
    double values[TL_MOST_FACTORS] = {0.0};
    int errors = messages->errors;
    if (line->torn) {
        tl_error(messages, tl_table_place(table, line, 0), "a quotation mark too few or too many");
        return;
    }
    if (line->count != rows->factor_count) {
        tl_error(messages, tl_table_place(table, line, line->count - 1),
                 "%d values, where the first line names %d factors%s", line->count, rows->factor_count,
                 line->count > rows->factor_count && holds_decimal_comma(table, line)
                     ? "; a decimal comma is read only where semicolons separate the columns"
                     : "");
        return;
    }
    for (int i = 0; i < line->count; i++) {
        if (table->separator != ',') {
            tl_point_for_comma(line->cells[i]);
        }
        tl_factor_read(&rows->factors[i], line->cells[i], tl_table_place(table, line, i), &values[i],
                       messages);
    }
    if (messages->errors == errors && !tl_rows_add(rows, values, line->number)) {
        tl_error(messages, tl_table_place(table, line, 0), "more than %d rows", TL_MOST_ROWS);
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
            return tl_error(messages, (tl_Place){path, line, (int)(i - start) + 1},
                            "is not a table in CSV: byte 0x%02x, where text in UTF-8 is expected", c);
        }
        i += (size_t)more;
        if (c == '\n') {
            line++;
            start = i + 1;
        }
    }
    return true;
}

/* ---- rows that say the same ---------------------------------------------------------------------------- */

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

static void check_twins(const char *path, const tl_Rows *rows, tl_Messages *messages)
{
    uint64_t room = 16;
    while (room < 2 * (uint64_t)rows->count) {
        room *= 2;
    }
    int64_t *slots = tl_allocate((size_t)room, sizeof *slots); /* row + 1 */
    for (int64_t row = 0; row < rows->count; row++) {
        uint64_t slot = hash_of(rows, row) & (room - 1);
        while (slots[slot] != 0 && !same(rows, slots[slot] - 1, row)) {
            slot = (slot + 1) & (room - 1);
        }
        if (slots[slot] != 0) {
            tl_error(messages, (tl_Place){path, rows->lines[row], 1},
                     "the same values as line %d: each row is run once", rows->lines[slots[slot] - 1]);
        } else {
            slots[slot] = row + 1;
        }
    }
    free(slots);
}

/* What the table says of itself in its first line, where that begins with #: how it was made. */
static void read_remark(const tl_Table *table, tl_Rows *rows)
{
    const char *from = table->next;
    if (from < table->end && *from == '#') {
        const char *newline = memchr(from, '\n', (size_t)(table->end - from));
        const char *end = newline != NULL ? newline : table->end;
        from += 1 + (from + 1 < end && from[1] == ' ');
        while (end > from && strchr(" \t\r", end[-1]) != NULL) {
            end--;
        }
        rows->remark = tl_allocate((size_t)(end - from) + 1, 1);
        memcpy(rows->remark, from, (size_t)(end - from));
    }
}

static void read_table(tl_Table *table, tl_Rows *rows, tl_Messages *messages)
{
    tl_TableLine line;
    tl_Place place = {.file = table->path};
    read_remark(table, rows);
    if (!tl_table_next(table, &line)) {
        tl_error(messages, place, "is empty: a line with the names of factors is expected");
        return;
    }
    if (!read_header(table, &line, rows, messages)) {
        return;
    }
    while (tl_table_next(table, &line)) {
        read_row(table, &line, rows, messages);
    }
    if (messages->errors == 0 && rows->count == 0) {
        tl_error(messages, place, "names factors, but has no rows of values");
    }
    check_twins(table->path, rows, messages);
}

bool tl_rows_read_text(const char *path, char *text, size_t size, tl_Rows *rows, tl_Messages *messages)
{
    int errors = messages->errors;
    *rows = (tl_Rows){0};
    if (check_text(path, (const unsigned char *)text, size, messages)) {
        tl_Table table = {.path = path, .next = text, .end = text + size, .one = true};
        read_table(&table, rows, messages);
    }
    if (messages->errors > errors) {
        tl_rows_free(rows);
    }
    return messages->errors == errors;
}

bool tl_rows_read(const tl_Files *files, const char *path, tl_Rows *rows, tl_Messages *messages)
{
    char *bytes;
    size_t size, length;
    if (!tl_files_bytes(files, path, MOST_BYTES, "a table", &bytes, &size, messages)) {
        return false;
    }
    int errors = messages->errors;
    bool good = tl_file_is_text(path, bytes, size, "a table in CSV", messages);
    char *text = good ? tl_table_utf8(bytes, size, &length) : NULL;
    if (text != NULL) {
        good = tl_rows_read_text(path, text, length, rows, messages);
    } else if (good) {
        check_text(path, (const unsigned char *)bytes, size, messages); /* which says what is wrong */
    }
    free(text);
    free(bytes);
    return good && messages->errors == errors;
}

/* ---- writing CSV --------------------------------------------------------------------------------------- */

static void write_cell(FILE *to, const char *cell, char after)
{
    bool plain = cell[strcspn(cell, ",\"# ")] == '\0';
    fputs(plain ? "" : "\"", to);
    for (; *cell != '\0'; cell++) {
        fputs(*cell == '"' ? "\"" : "", to);
        fputc(*cell, to);
    }
    fputs(plain ? "" : "\"", to);
    fputc(after, to);
}

char *tl_rows_text(const tl_Rows *rows)
{
    char *text = NULL;
    size_t size = 0;
    FILE *to = tl_memory_stream(&text, &size);
    int last = rows->factor_count - 1;
    for (int i = 0; i <= last; i++) {
        write_cell(to, rows->factors[i].name, i < last ? ',' : '\n');
    }
    for (int64_t row = 0; row < rows->count; row++) {
        for (int i = 0; i <= last; i++) {
            char cell[TL_LEVEL_SIZE];
            tl_factor_text(&rows->factors[i], tl_rows_value(rows, row, i), cell, sizeof cell);
            write_cell(to, cell, i < last ? ',' : '\n');
        }
    }
    tl_memory_stream_close(to, &text);
    return text;
}
