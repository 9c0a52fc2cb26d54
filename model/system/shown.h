/* Text as it is shown to people: whatever could steer a terminal, break a line or turn its order around is
 * escaped. */
#ifndef TL_SHOWN_H
#define TL_SHOWN_H

#include <stddef.h>
#include <stdio.h>

/* Prints like fprintf, which no command calls itself. Strings (%s) come from names, files and libraries and
 * are escaped; the format is ours and stays as it is. Newline, tab and carriage return are shown as \n, \t
 * and \r; other control characters, the controls of Unicode (U+0080 to 009F) and those of writing direction
 * as \u202e; bytes that are no UTF-8 as \x9b. Widths count letters. */
void tl_print(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Prints a text of several lines of our own making, or JSON: newlines stay, and what is escaped is the same
 * JSON. */
void tl_print_lines(FILE *to, const char *text);

/* One text as tl_print shows it, cut to `size` bytes. */
void tl_shown(const char *text, char *into, size_t size);

#endif
