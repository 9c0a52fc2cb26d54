/* Tables as spreadsheets and people write them: a row a line, cells between semicolons, tabs or commas, a
 * cell perhaps in quotation marks ("" stands for one). Empty lines and those that begin with # are for
 * people. Where semicolons or tabs separate, a comma in a number is its decimal sign, as in a Swedish
 * spreadsheet. */
#ifndef TL_TABLE_TEXT_H
#define TL_TABLE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "system/message.h"

enum { TL_MOST_CELLS = 257 };

/* The cells of a line, cut in place. */
typedef struct tl_TableLine {
    char *cells[TL_MOST_CELLS];
    int columns[TL_MOST_CELLS]; /* where each begins, from 1 */
    int count;                  /* found; those beyond TL_MOST_CELLS stand in no cell */
    int number;                 /* of the line in its file, from 1 */
    bool torn;                  /* a quotation that does not end, or text after its end */
} tl_TableLine;

typedef struct tl_Table {
    const char *path;
    char *next, *end; /* what is still to be read; at `end` one more byte can be written */
    char separator;   /* of the line read last */
    bool one;         /* the first line's separator is that of all */
    int line;
} tl_Table;

/* The text of `size` bytes in UTF-8, to be freed, where a zero follows it: as it is, without a byte-order
 * mark, or from the encoding of Windows in Sweden. NULL if it is in neither. */
char *tl_table_utf8(const char *bytes, size_t size, size_t *length);

/* The next line with cells; false at the end. */
bool tl_table_next(tl_Table *table, tl_TableLine *line);

/* Of a cell, by its index. */
tl_Place tl_table_place(const tl_Table *table, const tl_TableLine *line, int cell);

#endif
