#include "store/content_values.h"

#include <stdio.h>
#include <string.h>

#include "system/text.h"

/* ---- numbers ------------------------------------------------------------------------------------------- */

static bool is_real(const tl_ContentKind *kind)
{
    return tl_text_begins(kind->type, "float");
}

bool tl_content_is_number(const tl_ContentKind *kind)
{
    return is_real(kind) || tl_text_begins(kind->type, "int") || tl_text_begins(kind->type, "uint");
}

size_t tl_content_number_size(const tl_ContentKind *kind)
{
    return strstr(kind->type, "64") != NULL ? 8 : strstr(kind->type, "32") != NULL ? 4 : 1;
}

/* Numbers in files are little-endian, as are the machines we run on. */
static uint64_t whole_of(const tl_ContentKind *kind, const unsigned char *from)
{
    int32_t i32;
    uint64_t bits = 0;
    if (strcmp(kind->type, "int32") == 0) {
        memcpy(&i32, from, sizeof i32);
        return (uint64_t)(int64_t)i32;
    }
    memcpy(&bits, from, tl_content_number_size(kind));
    return bits;
}

double tl_content_real(const tl_ContentKind *kind, const unsigned char *from)
{
    float f32;
    double f64;
    if (is_real(kind) && tl_content_number_size(kind) == sizeof f32) {
        memcpy(&f32, from, sizeof f32);
        return (double)f32;
    }
    if (is_real(kind)) {
        memcpy(&f64, from, sizeof f64);
        return f64;
    }
    uint64_t whole = whole_of(kind, from);
    return kind->type[0] == 'u' ? (double)whole : (double)(int64_t)whole;
}

/* Bit by bit, but any NaN equals any other. */
bool tl_content_equal(const tl_ContentKind *kind, size_t size, const unsigned char *a, const unsigned char *b)
{
    if (memcmp(a, b, size) == 0) {
        return true;
    }
    double x = is_real(kind) ? tl_content_real(kind, a) : 0.0,
           y = is_real(kind) ? tl_content_real(kind, b) : 0.0;
    return x != x && y != y;
}

/* ---- showing ------------------------------------------------------------------------------------------- */

/* As it is: what prints it escapes what a terminal would obey. */
static void show_text(const unsigned char *from, size_t size, char shown[TL_VALUE_SHOWN])
{
    size_t most = TL_VALUE_SHOWN - 3;
    snprintf(shown, TL_VALUE_SHOWN, "'%.*s'", (int)(size < most ? size : most), (const char *)from);
}

static void show_number(const tl_ContentKind *kind, const unsigned char *from, char shown[TL_VALUE_SHOWN])
{
    if (is_real(kind)) {
        snprintf(shown, TL_VALUE_SHOWN, "%.*g", tl_content_number_size(kind) == sizeof(float) ? 9 : 17,
                 tl_content_real(kind, from));
    } else {
        snprintf(shown, TL_VALUE_SHOWN, kind->type[0] == 'u' ? "%llu" : "%lld",
                 (unsigned long long)whole_of(kind, from));
    }
}

/* The value that lies at or around a byte: a number, or a text from its beginning. A text kept as bytes (a
 * config) is shown from a little before. */
void tl_content_show(const tl_ContentKind *kind, const tl_Bytes *values, size_t at,
                     char shown[TL_VALUE_SHOWN])
{
    size_t from = at;
    if (at >= values->size) {
        snprintf(shown, TL_VALUE_SHOWN, "its end");
    } else if (strcmp(kind->type, "uint8") == 0) {
        from = at > 20 ? at - 20 : 0;
        show_text(values->bytes + from, values->size - from < 60 ? values->size - from : 60, shown);
    } else if (tl_content_is_number(kind)) {
        show_number(kind, values->bytes + at / tl_content_number_size(kind) * tl_content_number_size(kind),
                    shown);
    } else if (strstr(kind->type, "text") != NULL && strchr(kind->type, '(') == NULL) {
        while (from > 0 && values->bytes[from - 1] != '\0') {
            from--;
        }
        show_text(values->bytes + from, values->size - from, shown);
    } else {
        snprintf(shown, TL_VALUE_SHOWN, "another %.100s", kind->type);
    }
}

void tl_content_show_kind(const tl_ContentKind *kind, char shown[TL_VALUE_SHOWN])
{
    enum { LONGEST_LENGTH = sizeof ", 18446744073709551615 so far]" };
    size_t used = (size_t)snprintf(shown, TL_VALUE_SHOWN, "%.100s [", kind->type);
    for (int d = 0; d < kind->rank && used + LONGEST_LENGTH < TL_VALUE_SHOWN; d++) {
        used += (size_t)snprintf(shown + used, TL_VALUE_SHOWN - used, "%s%llu%s", d > 0 ? ", " : "",
                                 (unsigned long long)kind->lengths[d],
                                 kind->most[d] == kind->lengths[d] ? "" : " so far");
    }
    snprintf(shown + used, TL_VALUE_SHOWN - used, "]");
}
