#include "system/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tl_text_copy(char *to, size_t size, const char *from)
{
    size_t length = strlen(from);
    if (length >= size) {
        for (length = size - 1; length > 0 && ((unsigned char)from[length] & 0xc0) == 0x80; length--) {
        }
    }
    memcpy(to, from, length);
    to[length] = '\0';
}

void tl_text_add(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

bool tl_text_begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

bool tl_text_ends(const char *text, const char *end)
{
    size_t length = strlen(text), own = strlen(end);
    return length >= own && strcmp(text + length - own, end) == 0;
}

/* Bytes of UTF-8 that people use for a space or a hyphen: what they are, and their number; 0 for any other. */
static size_t is_plain(const char *at, char *plain)
{
    static const char *const spaces[] = {" ", "\t", "\r", "\n", "\u00a0", "\u202f", "\u2009", "\ufeff"};
    static const char *const hyphens[] = {"\u2212", "\u2013", "\u2011"};
    for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
        if (tl_text_begins(at, spaces[i])) {
            *plain = ' ';
            return strlen(spaces[i]);
        }
    }
    for (size_t i = 0; i < sizeof hyphens / sizeof hyphens[0]; i++) {
        if (tl_text_begins(at, hyphens[i])) {
            *plain = '-';
            return strlen(hyphens[i]);
        }
    }
    return 0;
}

/* A letter without its case, by its bytes: the C library knows ASCII only, and people write NÖJDA. */
static char small(char before, char own)
{
    unsigned char byte = (unsigned char)own;
    bool capital = (unsigned char)before == 0xc3 && byte >= 0x80 && byte <= 0x9e && byte != 0x97;
    return (char)(capital ? byte + 0x20 : byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

bool tl_text_fold(const char *from, char *to, size_t size)
{
    size_t used = 0;
    bool space = false, fits = true;
    while (*from != '\0' && fits) {
        char own = *from;
        size_t bytes = is_plain(from, &own);
        if (bytes > 0 && own == ' ') {
            space = used > 0;
        } else {
            fits = used + space + 1 < size;
            if (fits && space) {
                to[used++] = ' ';
            }
            if (fits) {
                to[used] = small(used > 0 ? to[used - 1] : '\0', own);
                used++;
            }
            space = false;
        }
        from += bytes > 0 ? bytes : 1;
    }
    to[used] = '\0';
    return fits;
}

bool tl_text_same(const char *a, const char *b)
{
    enum { LONGEST = 256 };
    char first[LONGEST], second[LONGEST];
    return tl_text_fold(a, first, sizeof first) && tl_text_fold(b, second, sizeof second) &&
           strcmp(first, second) == 0;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void tl_texts_sort(char **texts, size_t count)
{
    if (count > 0) {
        qsort(texts, count, sizeof *texts, compare_texts);
    }
}

int tl_choice_find(const char *choices, const char *name)
{
    size_t length = strlen(name);
    for (int index = 0; choices != NULL; index++) {
        size_t own = strcspn(choices, "|");
        if (own == length && strncmp(choices, name, own) == 0) {
            return index;
        }
        choices = choices[own] == '|' ? choices + own + 1 : NULL;
    }
    return -1;
}

const char *tl_choice_name(const char *choices, int index, char *name, size_t size)
{
    for (; index > 0; index--) {
        choices += strcspn(choices, "|") + 1;
    }
    snprintf(name, size, "%.*s", (int)strcspn(choices, "|"), choices);
    return name;
}

uint64_t tl_text_hash(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    }
    return hash;
}
