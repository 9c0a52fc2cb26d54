#include "config/table_text.h"

#include <string.h>

#include "system/encoding.h"
#include "system/memory.h"

/* ---- encodings ----------------------------------------------------------------------------------------- */

static char *copy_of(const char *bytes, size_t size, size_t *length)
{
    char *text = tl_allocate(size + 1, 1);
    memcpy(text, bytes, size);
    *length = size;
    return text;
}

char *tl_table_utf8(const char *bytes, size_t size, size_t *length)
{
    if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    return tl_utf8_is_whole(bytes, size) ? copy_of(bytes, size, length)
                                         : tl_utf8_of_windows(bytes, size, length);
}

/* ---- lines --------------------------------------------------------------------------------------------- */

static bool is_space(const tl_Table *table, char c)
{
    return c == ' ' || c == '\r' || (c == '\t' && table->separator != '\t');
}

/* A cell in quotation marks. Gives what follows it. */
static char *read_quoted(const tl_Table *table, char *from, char *end, tl_TableLine *line)
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
    while (from < end && is_space(table, *from)) {
        from++;
    }
    line->torn = line->torn || (from < end && *from != table->separator);
    return from;
}

static char *read_plain(const tl_Table *table, char *from, tl_TableLine *line)
{
    const char stops[] = {table->separator, '\0'};
    char *stop = from + strcspn(from, stops), *last = stop;
    while (last > from && is_space(table, last[-1])) {
        last--;
    }
    line->cells[line->count] = from;
    if (last < stop) {
        *last = '\0';
    }
    return stop;
}

/* `end` is where the line's newline was, now a zero. */
static void cut(const tl_Table *table, char *from, char *end, tl_TableLine *line)
{
    const char *start = from;
    line->count = 0;
    line->torn = false;
    for (bool more = true; more; line->count++) {
        while (from < end && is_space(table, *from)) {
            from++;
        }
        if (line->count == TL_MOST_CELLS) {
            return;
        }
        line->columns[line->count] = (int)(from - start) + 1;
        from =
            from < end && *from == '"' ? read_quoted(table, from, end, line) : read_plain(table, from, line);
        more = from < end;
        *from = '\0';
        from += more;
    }
}

/* The names of factors and figures hold none of the three, so that the rarest found is what separates. */
static char separator_of(const char *from, const char *end)
{
    size_t length = (size_t)(end - from);
    return memchr(from, ';', length) != NULL ? ';' : memchr(from, '\t', length) != NULL ? '\t' : ',';
}

bool tl_table_next(tl_Table *table, tl_TableLine *line)
{
    while (table->next < table->end) {
        char *from = table->next;
        char *newline = memchr(from, '\n', (size_t)(table->end - from));
        char *end = newline != NULL ? newline : table->end;
        table->next = newline != NULL ? newline + 1 : table->end;
        table->line++;
        *end = '\0';
        while (from < end && (*from == ' ' || *from == '\t' || *from == '\r')) {
            from++;
        }
        if (from < end && *from != '#') {
            bool known = table->one && table->separator != '\0';
            table->separator = known ? table->separator : separator_of(from, end);
            cut(table, from, end, line);
            line->number = table->line;
            return true;
        }
    }
    return false;
}

tl_Place tl_table_place(const tl_Table *table, const tl_TableLine *line, int cell)
{
    return (tl_Place){table->path, line->number,
                      cell < line->count && cell < TL_MOST_CELLS ? line->columns[cell] : 1};
}
