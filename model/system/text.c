#include "system/text.h"

#include <stdio.h>
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

bool tl_text_begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

bool tl_text_ends(const char *text, const char *end)
{
    size_t length = strlen(text), own = strlen(end);
    return length >= own && strcmp(text + length - own, end) == 0;
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
