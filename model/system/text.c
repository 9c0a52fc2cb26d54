#include "system/text.h"

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

uint64_t tl_text_hash(uint64_t hash, const char *text)
{
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 1099511628211u;
    }
    return hash;
}
