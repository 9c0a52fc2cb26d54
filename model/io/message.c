#include "io/message.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "io/memory.h"
#include "io/shown.h"

enum { MESSAGE_SIZE = 2048 };

static void keep(tl_Messages *messages, const char *text)
{
    char *copy = tl_duplicate(text);
    messages->texts = tl_reallocate(messages->texts, (size_t)(messages->count + 1), sizeof *messages->texts);
    messages->texts[messages->count++] = copy;
}

void tl_error(tl_Messages *messages, tl_Place place, const char *format, ...)
{
    char text[MESSAGE_SIZE];
    int used = place.line > 0
                   ? snprintf(text, sizeof text, "%s:%d:%d: error: ", place.file, place.line, place.column)
                   : snprintf(text, sizeof text, "%s: error: ", place.file);
    messages->errors++;
    if (used < 0 || used >= MESSAGE_SIZE || messages->count >= TL_MOST_MESSAGES) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + used, sizeof text - (size_t)used, format, arguments);
    va_end(arguments);
    char shown[2 * MESSAGE_SIZE];
    tl_shown(text, shown, sizeof shown);
    keep(messages, shown);
}

void tl_messages_print(const tl_Messages *messages, FILE *to)
{
    for (int i = 0; i < messages->count; i++) {
        tl_print(to, "%s\n", messages->texts[i]);
    }
    if (messages->errors > messages->count) {
        tl_print(to, "and %d more errors\n", messages->errors - messages->count);
    }
}

void tl_messages_free(tl_Messages *messages)
{
    for (int i = 0; i < messages->count; i++) {
        free(messages->texts[i]);
    }
    free(messages->texts);
    memset(messages, 0, sizeof *messages);
}
