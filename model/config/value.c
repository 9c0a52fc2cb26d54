#include "config/value.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/parameters/config.h"
#include "system/suggest.h"
#include "system/text.h"

/* ---- where values are ---------------------------------------------------------------------------------- */

static const tl_Node *node_of(tl_Value value)
{
    return &value.document->nodes[value.node];
}

tl_Value tl_top(const tl_Document *document)
{
    return (tl_Value){document, 0, 0};
}

tl_Value tl_at(tl_Value group, const char *key)
{
    int node = tl_is_there(group) ? tl_node_find(group.document, group.node, key) : -1;
    return (tl_Value){group.document, node, group.node};
}

tl_Value tl_first(tl_Value value)
{
    return (tl_Value){value.document, tl_is_there(value) ? node_of(value)->first : -1, value.node};
}

tl_Value tl_next(tl_Value value)
{
    return (tl_Value){value.document, node_of(value)->next, value.group};
}

bool tl_is_there(tl_Value value)
{
    return value.node >= 0;
}

static bool has_kind(tl_Value value, tl_NodeKind kind)
{
    return tl_is_there(value) && node_of(value)->kind == kind;
}

bool tl_is_scalar(tl_Value value)
{
    return has_kind(value, TL_SCALAR);
}

bool tl_is_list(tl_Value value)
{
    return has_kind(value, TL_SEQUENCE);
}

bool tl_is_group(tl_Value value)
{
    return has_kind(value, TL_MAPPING);
}

bool tl_is_empty(tl_Value value)
{
    return tl_is_there(value) && !tl_is_scalar(value) && node_of(value)->first < 0;
}

int tl_size(tl_Value value)
{
    int size = 0;
    for (tl_Value own = tl_first(value); tl_is_there(own); own = tl_next(own)) {
        size++;
    }
    return size;
}

const char *tl_text(tl_Value value)
{
    return tl_is_scalar(value) && node_of(value)->text != NULL ? node_of(value)->text : "";
}

const char *tl_key(tl_Value value)
{
    return tl_is_there(value) && node_of(value)->key != NULL ? node_of(value)->key : "";
}

bool tl_says(tl_Value value, const char *text)
{
    return tl_is_scalar(value) && strcmp(tl_text(value), text) == 0;
}

bool tl_value_number(tl_Value value, double *number)
{
    return tl_is_scalar(value) && !node_of(value)->quoted && tl_text_number(tl_text(value), number);
}

bool tl_is_joined(tl_Value value)
{
    return node_of(value)->joined;
}

bool tl_is_spaced(tl_Value value)
{
    return node_of(value)->spaced;
}

tl_Place tl_place(tl_Value value)
{
    int node = tl_is_there(value) ? value.node : value.group;
    const tl_Document *d = value.document;
    return node >= 0 ? (tl_Place){d->file, d->nodes[node].line, d->nodes[node].column}
                     : (tl_Place){.file = d->file};
}

tl_Place tl_key_place(tl_Value value)
{
    return (tl_Place){value.document->file, node_of(value)->key_line, node_of(value)->key_column};
}

/* ---- messages ------------------------------------------------------------------------------------------ */

static tl_Found found_in(tl_Value value, bool swedish)
{
    static const char *const kinds[][2] = {{"nothing", "ingenting"},
                                           {"an empty list", "en tom lista"},
                                           {"a list", "en lista"},
                                           {"an empty group", "en tom grupp"},
                                           {"a group of keys", "en grupp nycklar"}};
    tl_Found found;
    if (tl_is_scalar(value)) {
        snprintf(found.text, sizeof found.text, "'%.60s'", tl_text(value));
    } else {
        int kind = !tl_is_there(value) ? 0 : (tl_is_list(value) ? 1 : 3) + !tl_is_empty(value);
        snprintf(found.text, sizeof found.text, "%s", kinds[kind][swedish]);
    }
    return found;
}

tl_Found tl_found(tl_Value value)
{
    return found_in(value, false);
}

tl_Found tl_found_said(tl_Value value)
{
    return found_in(value, value.document->messages->swedish);
}

const char *tl_say_of(tl_Value value, const char *swedish, const char *english)
{
    return tl_say(value.document->messages, swedish, english);
}

static void append_json(tl_Value value, char *text, size_t size)
{
    bool group = tl_is_group(value);
    if (!tl_is_there(value)) {
        tl_text_add(text, size, "nothing");
    } else if (tl_is_scalar(value)) {
        tl_text_add(text, size, node_of(value)->quoted ? "\"%s\"" : "%s", tl_text(value));
    } else {
        tl_text_add(text, size, group ? "{" : "[");
        for (tl_Value own = tl_first(value), first = own; tl_is_there(own); own = tl_next(own)) {
            tl_text_add(text, size, own.node != first.node ? "," : "");
            if (group) {
                tl_text_add(text, size, "\"%s\":", tl_key(own));
            }
            append_json(own, text, size);
        }
        tl_text_add(text, size, group ? "}" : "]");
    }
}

void tl_value_json(tl_Value value, char *text, size_t size)
{
    text[0] = '\0';
    append_json(value, text, size);
}

#define REFUSE(value, place)                                                                                 \
    do {                                                                                                     \
        va_list arguments;                                                                                   \
        va_start(arguments, format);                                                                         \
        tl_error_list((value).document->messages, place, format, arguments);                                 \
        va_end(arguments);                                                                                   \
        return false;                                                                                        \
    } while (0)

bool tl_refuse(tl_Value value, const char *format, ...)
{
    REFUSE(value, tl_place(value));
}

bool tl_refuse_key(tl_Value value, const char *format, ...)
{
    REFUSE(value, tl_key_place(value));
}

bool tl_refuse_file(tl_Value value, const char *format, ...)
{
    REFUSE(value, (tl_Place){.file = value.document->file});
}

/* ---- what is expected ---------------------------------------------------------------------------------- */

bool tl_get_number(tl_Value value, const char *what, double low, double high, double *number)
{
    const char *text = tl_text(value);
    double found;
    char advice[64];
    if (!tl_text_number(text, &found) || !(found >= low && found <= high)) {
        return tl_refuse(value,
                         tl_say_of(value, "%s = %s: ett tal från %g till %g väntas%s",
                                   "%s = %s: a number from %g to %g is expected%s"),
                         what, tl_found_said(value).text, low, high,
                         tl_comma_advice(text, value.document->messages->swedish, advice, sizeof advice));
    }
    *number = found;
    return true;
}

bool tl_get_whole(tl_Value value, const char *what, int64_t low, int64_t high, int64_t *number)
{
    double found;
    if (!tl_text_number(tl_text(value), &found) || !(found >= (double)low && found <= (double)high) ||
        found != (double)(int64_t)found) {
        return tl_refuse(value,
                         tl_say_of(value, "%s: ett heltal från %lld till %lld väntas, här står %s",
                                   "%s: a whole number from %lld to %lld is expected, found %s"),
                         what, (long long)low, (long long)high, tl_found_said(value).text);
    }
    *number = (int64_t)found;
    return true;
}

bool tl_get_text(tl_Value value, const char *what, char *text, size_t size)
{
    if (!tl_is_scalar(value) || strlen(tl_text(value)) >= size) {
        return tl_refuse(value, "%s: a text of at most %zu bytes is expected", what, size - 1);
    }
    strcpy(text, tl_text(value));
    return true;
}

bool tl_get_name(tl_Value value, const char *what, char *name)
{
    if (tl_text(value)[0] == '\0') {
        return tl_refuse(value, "%s: a name is expected", what);
    }
    if (strlen(tl_text(value)) >= TL_NAME_LENGTH) {
        return tl_refuse(value, "%s: a name of at most %d bytes is expected", what, TL_NAME_LENGTH - 1);
    }
    strcpy(name, tl_text(value));
    return true;
}

/* "all|pilot|others" as people say it: "all, pilot or others". */
static void say_choices(const char *choices, bool swedish, char *text, size_t size)
{
    text[0] = '\0';
    for (const char *at = choices; *at != '\0'; at += *at == '|') {
        char name[64];
        tl_text_add(text, size, "%s%s",
                    at == choices             ? ""
                    : strchr(at, '|') == NULL ? (swedish ? " eller " : " or ")
                                              : ", ",
                    tl_choice_name(at, 0, name, sizeof name));
        at += strcspn(at, "|");
    }
}

static void offer_choices(tl_Nearest *nearest, const char *choices)
{
    for (const char *at = choices; *at != '\0'; at += *at == '|') {
        char name[64];
        tl_nearest_offer(nearest, tl_choice_name(at, 0, name, sizeof name));
        at += strcspn(at, "|");
    }
}

int tl_get_choice(tl_Value value, const char *what, const char *choices)
{
    int choice = tl_is_scalar(value) ? tl_choice_find(choices, tl_text(value)) : -1;
    if (choice < 0) {
        char names[200];
        tl_Nearest nearest = tl_nearest_to(tl_text(value));
        offer_choices(&nearest, choices);
        nearest.swedish = value.document->messages->swedish;
        say_choices(choices, nearest.swedish, names, sizeof names);
        tl_refuse(value, tl_say_of(value, "%s: %s väntas, här står %s%s", "%s: %s is expected, found %s%s"),
                  what, names, tl_found_said(value).text, tl_did_you_mean(&nearest, ""));
    }
    return choice;
}

void tl_check_keys(tl_Value group, const char *known)
{
    for (tl_Value own = tl_first(group); tl_is_there(own); own = tl_next(own)) {
        if (tl_choice_find(known, tl_key(own)) < 0) {
            tl_Nearest nearest = tl_nearest_to(tl_key(own));
            offer_choices(&nearest, known);
            nearest.swedish = own.document->messages->swedish;
            tl_refuse_key(own, tl_say_of(own, "okänd nyckel '%.60s'%s", "unknown key '%.60s'%s"), tl_key(own),
                          tl_did_you_mean(&nearest, ""));
        }
    }
}

/* ---- numbers as text ----------------------------------------------------------------------------------- */

static const char *digits(const char *text)
{
    while (isdigit((unsigned char)*text)) {
        text++;
    }
    return text;
}

bool tl_text_number(const char *text, double *number)
{
    const char *begin = text;
    if (*text == '-' || *text == '+') {
        text++;
    }
    const char *whole = text;
    text = digits(text);
    if (text == whole || (*whole == '0' && text - whole > 1)) {
        return false;
    }
    if (*text == '.') {
        const char *fraction = ++text;
        text = digits(text);
        if (text == fraction) {
            return false;
        }
    }
    if (*text == 'e' || *text == 'E') {
        text += text[1] == '-' || text[1] == '+' ? 2 : 1;
        const char *exponent = text;
        text = digits(text);
        if (text == exponent) {
            return false;
        }
    }
    *number = strtod(begin, NULL);
    return *text == '\0';
}

bool tl_point_for_comma(char *text)
{
    char *comma = strchr(text, ',');
    if (comma == NULL) {
        return false;
    }
    *comma = '.';
    double number;
    bool good = tl_text_number(text, &number);
    *comma = good ? '.' : ',';
    return good;
}

const char *tl_comma_advice(const char *text, bool swedish, char *advice, size_t size)
{
    char number[32];
    snprintf(number, sizeof number, "%s", text);
    advice[0] = '\0';
    if (strlen(text) < sizeof number && tl_point_for_comma(number)) {
        snprintf(advice, size, swedish ? "; med decimalpunkt: %s" : "; with a decimal point: %s", number);
    }
    return advice;
}
