/* A value of a config or experiment, YAML and JSON alike, and the reading of what it should be: its kind, number,
 * name or choice. Whatever is refused is said with its place, or that of the group where it is missing, and
 * with what was found. */
#ifndef TL_VALUE_H
#define TL_VALUE_H

#include <stdint.h>

#include "config/document.h"

typedef struct tl_Value {
    const tl_Document *document;
    int node;  /* -1: it is not there */
    int group; /* where it was looked for; -1: that is not there either */
} tl_Value;

/* ---- where values are ---------------------------------------------------------------------------------- */

tl_Value tl_top(const tl_Document *document);

/* What a group has at a key. */
tl_Value tl_at(tl_Value group, const char *key);

/* What a group or list holds: for (tl_Value own = tl_first(list); tl_is_there(own); own = tl_next(own)) */
tl_Value tl_first(tl_Value value);
tl_Value tl_next(tl_Value value);

bool tl_is_there(tl_Value value);
bool tl_is_scalar(tl_Value value);
bool tl_is_list(tl_Value value);
bool tl_is_group(tl_Value value);
bool tl_is_empty(tl_Value value); /* a list or group of nothing */

int tl_size(tl_Value value);                    /* of a list or group; 0 of anything else */
const char *tl_text(tl_Value value);            /* of a scalar; "" of anything else */
const char *tl_key(tl_Value value);             /* of what stands in a group */
bool tl_says(tl_Value value, const char *text); /* is it a scalar of that text? */

/* Is it a number, and no text in quotation marks? */
bool tl_value_number(tl_Value value, double *number);

/* Does it begin right after the comma after the value before, between two digits? Else, not right after? */
bool tl_is_joined(tl_Value value);
bool tl_is_spaced(tl_Value value);

tl_Place tl_place(tl_Value value);     /* of the value, or of its group */
tl_Place tl_key_place(tl_Value value); /* of its key */

/* ---- messages ------------------------------------------------------------------------------------------ */

/* What was found: "a list", "an empty list", "a group of keys", "an empty group", "nothing" or "'text'". */
typedef struct tl_Found {
    char text[80];
} tl_Found;

tl_Found tl_found(tl_Value value);

/* The same in the language of the messages, for errors that have words in both. */
tl_Found tl_found_said(tl_Value value);

/* Of an error's two formats that in the language of the messages. */
const char *tl_say_of(tl_Value value, const char *swedish, const char *english)
    __attribute__((format_arg(2), format_arg(3)));

/* A value as JSON has it, as far as it fits. */
void tl_value_json(tl_Value value, char *text, size_t size);

/* An error at the value, or at its key; always false. */
bool tl_refuse(tl_Value value, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool tl_refuse_key(tl_Value value, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* An error that is about the whole file. */
bool tl_refuse_file(tl_Value value, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* ---- what is expected; false with a message, which calls the value `what` -------------------------------- */

bool tl_get_number(tl_Value value, const char *what, double low, double high, double *number);
bool tl_get_whole(tl_Value value, const char *what, int64_t low, int64_t high, int64_t *number);

/* A text [size], or one that is not empty and no longer than names are, [TL_NAME_LENGTH]. */
bool tl_get_text(tl_Value value, const char *what, char *text, size_t size);
bool tl_get_name(tl_Value value, const char *what, char *name);

/* The index of one of `choices` ("own|shared"); -1 with a message ("burn_in: own or shared is expected"). */
int tl_get_choice(tl_Value value, const char *what, const char *choices);

/* Refuses keys of a group that are not among `known` ("title|about"), with the nearest that is. */
void tl_check_keys(tl_Value group, const char *known);

/* ---- numbers as text ----------------------------------------------------------------------------------- */

/* Strict: 12, -0.5, 1e-3; no leading zeros, commas, hexadecimal, nan or trailing text. */
bool tl_text_number(const char *text, double *number);

/* Is the text a number with a decimal comma ("0,35")? Then the comma becomes a point. */
bool tl_point_for_comma(char *text);

/* "; with a decimal point: 0.35" for such a text, "" for any other: the end of a message. */
const char *tl_comma_advice(const char *text, bool swedish, char *advice, size_t size);

#endif
