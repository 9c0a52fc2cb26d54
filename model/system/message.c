#include "system/message.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "system/memory.h"
#include "system/shown.h"

enum { MESSAGE_SIZE = 2048 };

/* "file:line:column: kind: ", then what is said. */
typedef struct Composed {
    char text[2 * MESSAGE_SIZE]; /* as it is shown */
    size_t what;                 /* where what is said begins */
    bool good;                   /* false if not even the place fits */
} Composed;

static void compose(Composed *c, tl_Place place, const char *kind, const char *format, va_list arguments)
{
    char text[MESSAGE_SIZE];
    int used = place.line > 0
                   ? snprintf(text, sizeof text, "%s:%d:%d: %s: ", place.file, place.line, place.column, kind)
                   : snprintf(text, sizeof text, "%s: %s: ", place.file, kind);
    c->good = used >= 0 && used < MESSAGE_SIZE;
    if (c->good) {
        tl_shown(text, c->text, sizeof c->text);
        c->what = strlen(c->text);
        vsnprintf(text + used, sizeof text - (size_t)used, format, arguments);
        tl_shown(text, c->text, sizeof c->text);
    }
}

static void keep(tl_Messages *messages, const Composed *c, bool note)
{
    char *text = tl_duplicate(c->text);
    messages->list = tl_reallocate(messages->list, (size_t)messages->count + 1, sizeof *messages->list);
    messages->list[messages->count++] = (tl_Message){text, text + c->what, note};
}

static bool already_kept(const tl_Messages *messages, const char *text)
{
    for (int i = 0; i < messages->count; i++) {
        if (strcmp(messages->list[i].text, text) == 0) {
            return true;
        }
    }
    return false;
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
    Composed c;
    compose(&c, place, messages->swedish ? "fel" : "error", format, arguments);
    messages->errors++;
    if (c.good && already_kept(messages, c.text)) {
        messages->repeated++;
    } else if (c.good && messages->count - messages->kept_notes < TL_MOST_MESSAGES) {
        keep(messages, &c, false);
    }
}

void tl_note(tl_Messages *messages, tl_Place place, const char *format, ...)
{
    Composed c;
    va_list arguments;
    va_start(arguments, format);
    compose(&c, place, messages->swedish ? "obs" : "note", format, arguments);
    va_end(arguments);
    if (!c.good || already_kept(messages, c.text)) {
        return;
    }
    messages->notes++;
    if (messages->kept_notes < TL_MOST_NOTES) {
        messages->kept_notes++;
        keep(messages, &c, true);
    }
}

static bool is_noted(const tl_Messages *messages, const char *what)
{
    for (int i = 0; i < messages->count; i++) {
        if (messages->list[i].note && strcmp(messages->list[i].what, what) == 0) {
            return true;
        }
    }
    return false;
}

void tl_messages_pass_on(tl_Messages *messages, const tl_Messages *part, tl_Place place, const char *where)
{
    for (int i = 0; i < part->count; i++) {
        const tl_Message *own = &part->list[i];
        if (!own->note) {
            tl_error(messages, place, "%s%s%s", where, where[0] != '\0' ? ": " : "", own->what);
        } else if (!is_noted(messages, own->what)) {
            tl_note(messages, place, "%s", own->what);
        }
    }
}

const char *tl_say(const tl_Messages *messages, const char *swedish, const char *english)
{
    return messages->swedish ? swedish : english;
}

void tl_messages_print(const tl_Messages *messages, FILE *to)
{
    for (int i = 0; i < messages->count; i++) {
        tl_print(to, "%s\n", messages->list[i].text);
    }
    int left_out = messages->errors - messages->repeated - (messages->count - messages->kept_notes);
    if (left_out > 0) {
        tl_print(to, messages->swedish ? "och %d fel till\n" : "and %d more errors\n", left_out);
    }
    if (messages->notes > messages->kept_notes) {
        tl_print(to, tl_say(messages, "och %d obs till\n", "and %d more notes\n"),
                 messages->notes - messages->kept_notes);
    }
}

void tl_messages_free(tl_Messages *messages)
{
    for (int i = 0; i < messages->count; i++) {
        free(messages->list[i].text);
    }
    free(messages->list);
    memset(messages, 0, sizeof *messages);
}

bool tl_messages_tell(tl_Messages *messages, bool good)
{
    tl_messages_print(messages, stderr);
    tl_messages_free(messages);
    return good;
}
