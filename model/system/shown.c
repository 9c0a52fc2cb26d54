#include "system/shown.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { PIECE_SIZE = 12 };

/* ---- one character ------------------------------------------------------------------------------------- */

/* The bytes of a character of UTF-8, and its number; 0 where there is none. */
static size_t decode(const char *text, size_t left, uint32_t *number)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)text[0];
    size_t length = first < 0x80         ? 1
                    : first >> 5 == 0x6  ? 2
                    : first >> 4 == 0xe  ? 3
                    : first >> 3 == 0x1e ? 4
                                         : 0;
    if (length == 0 || length > left) {
        return 0;
    }
    *number = length == 1 ? first : first & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xc0u) != 0x80u) {
            return 0;
        }
        *number = *number << 6 | (next & 0x3fu);
    }
    bool good = *number >= least[length] && *number <= 0x10ffff && *number >> 11 != 0x1b; /* no surrogate */
    return good ? length : 0;
}

/* Unicode's control characters, its Bidi_Control and its line separators. */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* The next character as it is shown; how many bytes of the text it was. */
static size_t next_piece(const char *text, size_t left, char piece[PIECE_SIZE])
{
    uint32_t number = 0;
    size_t length = decode(text, left, &number);
    if (length == 0) {
        snprintf(piece, PIECE_SIZE, "\\x%02x", (unsigned)(unsigned char)text[0]);
        return 1;
    }
    if (number == '\n' || number == '\t' || number == '\r') {
        snprintf(piece, PIECE_SIZE, "\\%c", number == '\n' ? 'n' : number == '\t' ? 't' : 'r');
    } else if (is_control(number)) {
        snprintf(piece, PIECE_SIZE, "\\u%04x", (unsigned)number);
    } else {
        snprintf(piece, PIECE_SIZE, "%.*s", (int)length, text);
    }
    return length;
}

void tl_shown(const char *text, char *into, size_t size)
{
    char piece[PIECE_SIZE];
    size_t left = strlen(text), used = 0;
    into[0] = '\0';
    while (left > 0) {
        size_t taken = next_piece(text, left, piece), length = strlen(piece);
        if (used + length >= size) {
            return;
        }
        memcpy(into + used, piece, length + 1);
        used += length;
        text += taken;
        left -= taken;
    }
}

/* ---- a text -------------------------------------------------------------------------------------------- */

/* How much of a text a precision leaves: no half letter at its end. */
static size_t cut(const char *text, int precision)
{
    size_t length = precision < 0 ? strlen(text) : strnlen(text, (size_t)precision), back = length;
    if (text[length] == '\0' || precision < 0) {
        return length;
    }
    while (back > 0 && length - back < 3 && ((unsigned char)text[back] & 0xc0u) == 0x80u) {
        back--;
    }
    uint32_t number;
    return back + decode(text + back, strlen(text + back), &number) > length ? back : length;
}

/* Prints a text, or only counts its letters. */
static int put_text(FILE *to, const char *text, size_t left)
{
    char piece[PIECE_SIZE];
    int letters = 0;
    while (left > 0) {
        size_t taken = next_piece(text, left, piece);
        letters += piece[0] == '\\' ? (int)strlen(piece) : 1;
        if (to != NULL) {
            fputs(piece, to);
        }
        text += taken;
        left -= taken;
    }
    return letters;
}

void tl_print_lines(FILE *to, const char *text)
{
    while (*text != '\0') {
        size_t line = strcspn(text, "\n");
        put_text(to, text, line);
        text += line;
        if (*text == '\n') {
            fputc('\n', to);
            text++;
        }
    }
}

/* ---- a format ------------------------------------------------------------------------------------------ */

/* One conversion: flags, width and precision (negative: none), length and kind. */
typedef struct Conversion {
    char flags[6], length[3], kind;
    int width, precision;
} Conversion;

typedef struct Arguments {
    va_list list;
} Arguments;

static int read_number(const char **at, Arguments *arguments)
{
    int number = 0;
    if (**at == '*') {
        ++*at;
        return va_arg(arguments->list, int);
    }
    for (; **at >= '0' && **at <= '9'; ++*at) {
        number = 10 * number + (**at - '0');
    }
    return number;
}

static void read_some(const char **at, const char *of, char *into, size_t size)
{
    size_t count = strspn(*at, of);
    snprintf(into, size, "%.*s", (int)count, *at);
    *at += count;
}

/* Reads what follows a '%'; where it ends. */
static const char *read_conversion(const char *at, Arguments *arguments, Conversion *c)
{
    read_some(&at, "-+ #0", c->flags, sizeof c->flags);
    c->width = read_number(&at, arguments);
    c->precision = -1;
    if (*at == '.') {
        at++;
        c->precision = read_number(&at, arguments);
    }
    read_some(&at, "hlzjt", c->length, sizeof c->length);
    c->kind = *at;
    return *at != '\0' ? at + 1 : at;
}

static void print_string(FILE *to, const Conversion *c, const char *text)
{
    text = text != NULL ? text : "(null)";
    size_t length = cut(text, c->precision);
    int room = (c->width < 0 ? -c->width : c->width) - put_text(NULL, text, length);
    bool left = c->width < 0 || strchr(c->flags, '-') != NULL;
    fprintf(to, "%*s", left || room < 0 ? 0 : room, "");
    put_text(to, text, length);
    fprintf(to, "%*s", left && room > 0 ? room : 0, "");
}

static void print_whole(FILE *to, const Conversion *c, const char *format, Arguments *arguments)
{
    /* NOLINTNEXTLINE(bugprone-branch-clone): each branch takes an argument of another type */
    if (strcmp(c->length, "ll") == 0) {
        fprintf(to, format, c->width, c->precision, va_arg(arguments->list, long long));
    } else if (c->length[0] == 'l') {
        fprintf(to, format, c->width, c->precision, va_arg(arguments->list, long));
    } else if (c->length[0] == 'z') {
        fprintf(to, format, c->width, c->precision, va_arg(arguments->list, size_t));
    } else {
        fprintf(to, format, c->width, c->precision, va_arg(arguments->list, int));
    }
}

static void print_one(FILE *to, const Conversion *c, Arguments *arguments)
{
    char format[20];
    snprintf(format, sizeof format, "%%%s*.*%s%c", c->flags, c->length, c->kind);
    if (c->kind == 's') {
        print_string(to, c, va_arg(arguments->list, const char *));
    } else if (c->kind == 'c') {
        print_string(to, c, (char[]){(char)va_arg(arguments->list, int), '\0'});
    } else if (strchr("diuxXo", c->kind) != NULL) {
        print_whole(to, c, format, arguments);
    } else if (strchr("eEfFgG", c->kind) != NULL) {
        fprintf(to, format, c->width, c->precision, va_arg(arguments->list, double));
    } else {
        fputc(c->kind, to); /* %% */
    }
}

void tl_print(FILE *to, const char *format, ...)
{
    Arguments arguments;
    va_start(arguments.list, format);
    while (*format != '\0') {
        size_t plain = strcspn(format, "%");
        fwrite(format, 1, plain, to);
        format += plain;
        if (*format == '%') {
            Conversion c;
            format = read_conversion(format + 1, &arguments, &c);
            print_one(to, &c, &arguments);
        }
    }
    va_end(arguments.list);
}
