/* Collected messages: every error of every layer is reported at once, each with its place; notes say what is
 * no error, but what nobody should have to find out. */
#ifndef TL_MESSAGE_H
#define TL_MESSAGE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

/* Where something stands. file may be "--set"; line and column are 1-based, 0 where they mean nothing. */
typedef struct tl_Place {
    const char *file;
    int line, column;
} tl_Place;

typedef struct tl_Message {
    char *text;       /* owned: "file:line:column: error: ..." */
    const char *what; /* in it, what follows the place and the kind */
    bool note;
} tl_Message;

typedef struct tl_Messages {
    tl_Message *list; /* owned, [count] */
    int count;        /* kept */
    int errors;       /* found, kept or not */
    int repeated;     /* of them, that were kept already: several arms read one file */
    int notes;        /* the same of notes, each counted once */
    int kept_notes;
    bool swedish; /* they are told in Swedish, where whoever tells has words for it (tl_say) */
    bool newer;   /* one of them is that a newer version wrote what was read */
} tl_Messages;

enum { TL_MOST_MESSAGES = 50, TL_MOST_NOTES = 10 };

/* Adds an error, one that stands there already only once; false, so that whoever refuses something can say so and return
 * at once. What could steer a terminal or break the line is escaped (system/shown.h). */
bool tl_error(tl_Messages *messages, tl_Place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

void tl_error_list(tl_Messages *messages, tl_Place place, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

/* Adds a note; one that stands there already is left out. */
void tl_note(tl_Messages *messages, tl_Place place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds what was said of a part, at the place of the whole: an error with `where` before it ("point 3"; empty: nothing),
 * a note as it is, unless the same was noted somewhere already. */
void tl_messages_pass_on(tl_Messages *messages, const tl_Messages *part, tl_Place place, const char *where);

/* Of a message's two formats that in the language of the messages. */
const char *tl_say(const tl_Messages *messages, const char *swedish, const char *english)
    __attribute__((format_arg(2), format_arg(3)));

/* Prints all, and how many more there were. */
void tl_messages_print(const tl_Messages *messages, FILE *to);

void tl_messages_free(tl_Messages *messages);

/* Prints them on stderr, frees them, and gives back `good`: whether what they are about has gone well. */
bool tl_messages_tell(tl_Messages *messages, bool good);

#endif
