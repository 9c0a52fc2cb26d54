#include "system/message.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "system/memory.h"
#include "system/shown.h"

enum { MESSAGE_SIZE = 2048 };

static void keep(tl_Messages *messages, const char *text)
{
    char shown[2 * MESSAGE_SIZE];
    tl_shown(text, shown, sizeof shown);
    char *copy = tl_duplicate(shown);
    messages->texts = tl_reallocate(messages->texts, (size_t)messages->count + 1, sizeof *messages->texts);
    messages->texts[messages->count++] = copy;
}

static bool already_kept(const tl_Messages *messages, const char *text)
{
    char shown[2 * MESSAGE_SIZE];
    tl_shown(text, shown, sizeof shown);
    for (int i = 0; i < messages->count; i++) {
        if (strcmp(messages->texts[i], shown) == 0) {
            return true;
        }
    }
    return false;
}

/* "file:line:column: kind: " and the rest; false if not even the place fits. */
static bool compose(char text[MESSAGE_SIZE], tl_Place place, const char *kind, const char *format,
                    va_list arguments)
{
    int used = place.line > 0 ? snprintf(text, MESSAGE_SIZE, "%s:%d:%d: %s: ", place.file, place.line,
                                         place.column, kind)
                              : snprintf(text, MESSAGE_SIZE, "%s: %s: ", place.file, kind);
    if (used < 0 || used >= MESSAGE_SIZE) {
        return false;
    }
    vsnprintf(text + used, MESSAGE_SIZE - (size_t)used, format, arguments);
    return true;
}

bool tl_error(tl_Messages *messages, tl_Place place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    tl_error_list(messages, place, format, arguments);
    va_end(arguments);
    return false;
}

void tl_error_list(tl_Messages *messages, tl_Place place, const char *format, va_list arguments)
{
    char text[MESSAGE_SIZE];
    bool composed = compose(text, place, messages->swedish ? "fel" : "error", format, arguments);
    messages->errors++;
    if (composed && already_kept(messages, text)) {
        messages->repeated++;
    } else if (composed && messages->count - messages->kept_notes < TL_MOST_MESSAGES) {
        keep(messages, text);
    }
}

void tl_note(tl_Messages *messages, tl_Place place, const char *format, ...)
{
    char text[MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    bool composed = compose(text, place, messages->swedish ? "obs" : "note", format, arguments);
    va_end(arguments);
    if (!composed || already_kept(messages, text)) {
        return;
    }
    messages->notes++;
    if (messages->kept_notes < TL_MOST_NOTES) {
        int before = messages->count;
        keep(messages, text);
        messages->kept_notes += messages->count - before;
    }
}

const char *tl_say(const tl_Messages *messages, const char *swedish, const char *english)
{
    return messages->swedish ? swedish : english;
}

void tl_messages_print(const tl_Messages *messages, FILE *to)
{
    for (int i = 0; i < messages->count; i++) {
        tl_print(to, "%s\n", messages->texts[i]);
    }
    int left_out = messages->errors - messages->repeated - (messages->count - messages->kept_notes);
    if (left_out > 0) {
        tl_print(to, messages->swedish ? "och %d fel till\n" : "and %d more errors\n", left_out);
    }
    if (messages->notes > messages->kept_notes) {
        tl_print(to, "and %d more notes\n", messages->notes - messages->kept_notes);
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

bool tl_messages_tell(tl_Messages *messages, bool good)
{
    tl_messages_print(messages, stderr);
    tl_messages_free(messages);
    return good;
}
