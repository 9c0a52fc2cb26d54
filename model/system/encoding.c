#include "system/encoding.h"

#include <stdint.h>
#include <stdlib.h>

#include "system/memory.h"

/* ---- UTF-8 --------------------------------------------------------------------------------------------- */

/* Letters of one to four bytes: how the first byte begins, and the least letter that needs so many. */
static const struct {
    unsigned char mask, begins;
    uint32_t least;
} FORMS[] = {{0x80, 0x00, 0}, {0xe0, 0xc0, 0x80}, {0xf0, 0xe0, 0x800}, {0xf8, 0xf0, 0x10000}};

static bool is_letter(uint32_t letter, uint32_t least)
{
    bool surrogate = letter >= 0xd800 && letter <= 0xdfff;
    return letter >= least && letter <= 0x10ffff && !surrogate;
}

/* Bytes of the letter at the beginning; 0: it is none. */
static size_t letter_length(const unsigned char *bytes, size_t left)
{
    size_t length = 1;
    while (length <= 4 && (bytes[0] & FORMS[length - 1].mask) != FORMS[length - 1].begins) {
        length++;
    }
    if (length > 4 || length > left) {
        return 0;
    }
    uint32_t letter = bytes[0] & (unsigned char)~FORMS[length - 1].mask;
    for (size_t i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return 0;
        }
        letter = letter << 6 | (bytes[i] & 0x3f);
    }
    return is_letter(letter, FORMS[length - 1].least) ? length : 0;
}

bool tl_utf8_is_whole(const char *bytes, size_t size)
{
    size_t length = 1;
    for (size_t at = 0; at < size && length > 0; at += length) {
        length = letter_length((const unsigned char *)bytes + at, size - at);
    }
    return length > 0;
}

/* ---- Windows-1252 -------------------------------------------------------------------------------------- */

/* What 0x80 to 0x9f are; 0: nothing. All others are as in Unicode. */
static const uint16_t WINDOWS[] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                   0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
                                   0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                   0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

/* Up to three bytes; gives what follows them. */
static char *put_letter(char *to, unsigned letter)
{
    if (letter < 0x80) {
        *to++ = (char)letter;
    } else if (letter < 0x800) {
        *to++ = (char)(0xc0 | letter >> 6);
        *to++ = (char)(0x80 | (letter & 0x3f));
    } else {
        *to++ = (char)(0xe0 | letter >> 12);
        *to++ = (char)(0x80 | (letter >> 6 & 0x3f));
        *to++ = (char)(0x80 | (letter & 0x3f));
    }
    return to;
}

char *tl_utf8_of_windows(const char *bytes, size_t size, size_t *length)
{
    enum { LONGEST = 3 };
    char *text = tl_allocate(LONGEST * size + 1, 1), *to = text;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        unsigned letter = byte >= 0x80 && byte < 0xa0 ? WINDOWS[byte - 0x80] : byte;
        if (letter == 0 && byte != 0) {
            free(text);
            return NULL;
        }
        to = put_letter(to, letter);
    }
    *to = '\0';
    *length = (size_t)(to - text);
    return text;
}
