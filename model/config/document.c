#include "config/document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "system/file_kind.h"
#include "system/memory.h"
#include "system/text.h"

/* Refuses lines that begin with '%': libyaml's time is quadratic in the number of directives. */
static bool check_directives(const char *path, const char *bytes, size_t size, tl_Messages *messages)
{
    tl_Place place = {path, 1, 1};
    for (size_t i = 0; i < size; i++) {
        bool begins = i == 0 || bytes[i - 1] == '\n';
        place.line += i > 0 && begins;
        if (begins && bytes[i] == '%') {
            return tl_error(messages, place, "directives are not used in configs: no line may begin with %%");
        }
    }
    return true;
}

/* ---- the tree ------------------------------------------------------------------------------------------ */

/* A node that belongs to nothing yet: its number. */
static int new_entry(tl_Document *d, tl_Node node)
{
    d->nodes = tl_grow(d->nodes, (size_t)d->count, sizeof *d->nodes);
    d->nodes[d->count] = node;
    return d->count++;
}

/* Where the scalar before ended, and its text if it is a plain whole number and so may be the first half of
 * one with a decimal comma. */
typedef struct Half {
    size_t line, column;
    char text[24];
} Half;

/* The open containers while events come in. */
typedef struct Builder {
    tl_Document *document;
    tl_Messages *messages;
    int open[TL_YAML_DEPTH]; /* nodes */
    int last[TL_YAML_DEPTH]; /* their last child, -1 */
    int keys[TL_YAML_DEPTH]; /* given in them so far */
    Half half;
    char *key; /* waiting for its value */
    int depth, key_line, key_column;
    bool twin; /* the key stands there already, or is none: its value is left out of the tree */
    bool failed, done;
} Builder;

static void fail(Builder *b, const yaml_event_t *event, const char *what)
{
    tl_Place place = {b->document->file, (int)event->start_mark.line + 1, (int)event->start_mark.column + 1};
    tl_error(b->messages, place, "%s", what);
    b->failed = true;
}

static int new_node(Builder *b, const yaml_event_t *event, tl_NodeKind kind)
{
    tl_Document *d = b->document;
    if (d->count >= TL_YAML_NODES) {
        fail(b, event, "more values than any config needs (20,000)");
        return -1;
    }
    int node = new_entry(d, (tl_Node){.kind = kind,
                                      .line = (int)event->start_mark.line + 1,
                                      .column = (int)event->start_mark.column + 1,
                                      .key_line = b->key_line,
                                      .key_column = b->key_column,
                                      .key = b->key,
                                      .first = -1,
                                      .next = -1});
    b->key = NULL;
    return node;
}

/* Adds a value to the innermost open container. */
static int add_node(Builder *b, const yaml_event_t *event, tl_NodeKind kind)
{
    int node = new_node(b, event, kind);
    if (node >= 0 && b->depth > 0 && !b->twin) {
        int parent = b->open[b->depth - 1], *last = &b->last[b->depth - 1];
        if (*last < 0) {
            b->document->nodes[parent].first = node;
        } else {
            b->document->nodes[*last].next = node;
        }
        *last = node;
    }
    b->twin = false;
    return node;
}

static bool wants_key(const Builder *b)
{
    return b->depth > 0 && b->document->nodes[b->open[b->depth - 1]].kind == TL_MAPPING && b->key == NULL;
}

static char *copy_scalar(Builder *b, const yaml_event_t *event)
{
    size_t length = event->data.scalar.length;
    if (length > TL_YAML_SCALAR || memchr(event->data.scalar.value, '\0', length) != NULL) {
        fail(b, event,
             length > TL_YAML_SCALAR ? "a text longer than 65,536 bytes" : "a text with a zero byte");
        return NULL;
    }
    char *copy = tl_allocate(length + 1, 1);
    memcpy(copy, event->data.scalar.value, length);
    return copy;
}

static bool is_plain(const yaml_event_t *event)
{
    return event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static void note_half(Builder *b, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length, sign = text[0] == '-' || text[0] == '+';
    bool whole = is_plain(event) && length > sign && length < sizeof b->half.text &&
                 strspn(text + sign, "0123456789") == length - sign;
    b->half = (Half){.line = event->end_mark.line, .column = event->end_mark.column};
    memcpy(b->half.text, text, whole ? length : 0);
}

/* Is there but one byte, in lists and groups a comma, between the scalar before and this one? */
static bool follows_at_once(const Builder *b, const yaml_event_t *event)
{
    return b->half.line == event->start_mark.line && b->half.column + 1 == event->start_mark.column;
}

/* Does the scalar begin with a digit right after the comma that ended the half? In YAML "0,35" in a list is
 * two values, and in a group a value and a key. */
static bool joins_half(const Builder *b, const yaml_event_t *event)
{
    return follows_at_once(b, event) && b->half.text[0] != '\0' && is_plain(event) &&
           event->data.scalar.value[0] >= '0' && event->data.scalar.value[0] <= '9';
}

static void add_key(Builder *b, const yaml_event_t *event)
{
    tl_Document *d = b->document;
    int line = (int)event->start_mark.line + 1, column = (int)event->start_mark.column + 1;
    if (++b->keys[b->depth - 1] > TL_YAML_KEYS) {
        fail(b, event, "more keys than any group needs (1,000)");
        return;
    }
    b->key = copy_scalar(b, event);
    b->key_line = line;
    b->key_column = column;
    int twin = b->key != NULL ? tl_node_find(d, b->open[b->depth - 1], b->key) : -1;
    b->twin = twin >= 0;
    if (b->twin) {
        tl_Place place = {d->file, line, column};
        tl_error(b->messages, place, "key '%s' is given twice (first at line %d)", b->key,
                 d->nodes[twin].key_line);
    } else if (b->key != NULL && joins_half(b, event)) {
        tl_Place place = {d->file, line, column};
        tl_error(
            b->messages, place,
            "'%s,%.20s': the comma begins a new key here; a number is written with a decimal point: %s.%.20s",
            b->half.text, b->key, b->half.text, b->key);
        b->twin = true; /* no key of anybody's */
    }
}

static void add_scalar(Builder *b, const yaml_event_t *event)
{
    if (event->data.scalar.anchor != NULL || (event->data.scalar.tag != NULL)) {
        fail(b, event, "anchors and tags are not used in configs");
    } else if (wants_key(b)) {
        add_key(b, event);
    } else {
        int node = add_node(b, event, TL_SCALAR);
        if (node >= 0) {
            b->document->nodes[node].text = copy_scalar(b, event);
            b->document->nodes[node].quoted = !is_plain(event);
            b->document->nodes[node].spaced = !follows_at_once(b, event);
            b->document->nodes[node].joined = joins_half(b, event);
        }
    }
    note_half(b, event);
}

static void open_container(Builder *b, const yaml_event_t *event, tl_NodeKind kind, const void *anchor,
                           const void *tag)
{
    if (anchor != NULL || tag != NULL) {
        fail(b, event, "anchors and tags are not used in configs");
    } else if (b->depth >= TL_YAML_DEPTH) {
        fail(b, event, "nested more than 16 levels deep");
    } else if (wants_key(b)) {
        fail(b, event, "a key must be a plain word");
    } else {
        int node = add_node(b, event, kind);
        if (node >= 0) {
            b->open[b->depth] = node;
            b->keys[b->depth] = 0;
            b->last[b->depth++] = -1;
        }
    }
}

static void handle_event(Builder *b, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        add_scalar(b, event);
        break;
    case YAML_MAPPING_START_EVENT:
        open_container(b, event, TL_MAPPING, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        break;
    case YAML_SEQUENCE_START_EVENT:
        open_container(b, event, TL_SEQUENCE, event->data.sequence_start.anchor,
                       event->data.sequence_start.tag);
        break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        b->depth--;
        break;
    case YAML_ALIAS_EVENT:
        fail(b, event, "aliases are not used in configs");
        break;
    case YAML_DOCUMENT_START_EVENT:
        if (b->document->count > 0) {
            fail(b, event, "a second document in one file");
        }
        break;
    case YAML_STREAM_END_EVENT:
        b->done = true;
        break;
    default:
        break;
    }
}

/* Where libyaml stopped. About bytes that are no text it knows only the offset. */
static tl_Place problem_place(const Builder *b, const yaml_parser_t *parser, const char *bytes)
{
    tl_Place place = {b->document->file, (int)parser->problem_mark.line + 1,
                      (int)parser->problem_mark.column + 1};
    if (parser->error == YAML_READER_ERROR) {
        place.line = place.column = 1;
        for (size_t i = 0; i < parser->problem_offset; i++) {
            bool inside_letter = ((unsigned char)bytes[i] & 0xc0) == 0x80;
            place.line += bytes[i] == '\n';
            place.column = bytes[i] == '\n' ? 1 : place.column + !inside_letter;
        }
    }
    return place;
}

static void parse(Builder *b, yaml_parser_t *parser, const char *bytes)
{
    while (!b->failed && !b->done) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) {
            if (parser->error == YAML_MEMORY_ERROR) {
                tl_out_of_memory();
            }
            tl_error(b->messages, problem_place(b, parser, bytes), "not YAML: %s",
                     parser->problem != NULL ? parser->problem : "unreadable");
            b->failed = true;
            return;
        }
        handle_event(b, &event);
        yaml_event_delete(&event);
    }
}

static bool check_root(const tl_Document *d, tl_Messages *messages)
{
    tl_Place place = {.file = d->file};
    if (d->count == 0) {
        return tl_error(messages, place, "is empty");
    }
    if (d->nodes[0].kind != TL_MAPPING) {
        return tl_error(messages, (tl_Place){d->file, d->nodes[0].line, d->nodes[0].column},
                        "keys with values are expected (key: value)");
    }
    return true;
}

/* Some editors put this mark first; libyaml skips it only where it may guess the encoding. */
static size_t byte_order_mark(const char *bytes, size_t size)
{
    return size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static bool read_yaml(tl_Document *d, const char *bytes, size_t size)
{
    yaml_parser_t parser;
    Builder builder = {.document = d, .messages = d->messages};
    size_t mark = byte_order_mark(bytes, size);
    if (!check_directives(d->file, bytes + mark, size - mark, d->messages)) {
        return false;
    }
    if (yaml_parser_initialize(&parser) != 1) {
        tl_out_of_memory();
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)bytes + mark, size - mark);
    parse(&builder, &parser, bytes + mark);
    yaml_parser_delete(&parser);
    free(builder.key);
    return !builder.failed && check_root(d, d->messages);
}

/* ---- JSON ---------------------------------------------------------------------------------------------- */

/* Numbers in full, so that the same bits are read again. */
static char *json_text(const json_t *json)
{
    char text[40];
    if (json_is_string(json)) {
        return tl_duplicate(json_string_value(json));
    }
    if (json_is_real(json)) {
        snprintf(text, sizeof text, "%.17g", json_real_value(json));
    } else if (json_is_integer(json)) {
        snprintf(text, sizeof text, "%lld", (long long)json_integer_value(json));
    } else {
        snprintf(text, sizeof text, "%s",
                 json_is_true(json)    ? "true"
                 : json_is_false(json) ? "false"
                                       : "null");
    }
    return tl_duplicate(text);
}

static int add_json(tl_Document *d, const json_t *json, const char *key);

static void add_child(tl_Document *d, int parent, int *last, const json_t *json, const char *key)
{
    int node = add_json(d, json, key);
    if (*last < 0) {
        d->nodes[parent].first = node;
    } else {
        d->nodes[*last].next = node;
    }
    *last = node;
}

static int add_json(tl_Document *d, const json_t *json, const char *key)
{
    bool object = json_is_object(json), array = json_is_array(json);
    int last = -1;
    int node = new_entry(d, (tl_Node){.kind = object  ? TL_MAPPING
                                              : array ? TL_SEQUENCE
                                                      : TL_SCALAR,
                                      .key = key != NULL ? tl_duplicate(key) : NULL,
                                      .text = object || array ? NULL : json_text(json),
                                      .quoted = json_is_string(json),
                                      .first = -1,
                                      .next = -1});
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)json, name, value) /* which does not write through it */
    {
        add_child(d, node, &last, value, name);
    }
    for (size_t i = 0; i < json_array_size(json); i++) {
        add_child(d, node, &last, json_array_get(json, i), NULL);
    }
    return node;
}

static bool read_json(tl_Document *d, const char *bytes, size_t size)
{
    json_error_t error;
    json_t *root = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL) {
        tl_Place place = {d->file, error.line > 0 ? error.line : 0, error.column > 0 ? error.column : 1};
        return tl_error(d->messages, place, "not JSON that can be read: %s", error.text);
    }
    add_json(d, root, NULL);
    json_decref(root);
    return true;
}

/* ---- files --------------------------------------------------------------------------------------------- */

static tl_Document empty(const char *path, tl_Messages *messages)
{
    return (tl_Document){.file = tl_duplicate(path), .messages = messages};
}

bool tl_document_read(tl_Document *d, const tl_Files *files, const char *path, tl_Messages *messages)
{
    char *bytes = NULL;
    size_t size = 0;
    bool json = tl_text_ends(path, ".json");
    *d = empty(path, messages);
    bool good = tl_files_bytes(files, path, TL_YAML_BYTES, "a config", &bytes, &size, messages) &&
                tl_file_is_text(path, bytes, size,
                                json ? "a resolved config in JSON" : "a config or an experiment", messages) &&
                (json ? read_json : read_yaml)(d, bytes, size);
    free(bytes);
    return good;
}

bool tl_document_read_json(tl_Document *d, const char *path, const char *bytes, size_t size,
                           tl_Messages *messages)
{
    *d = empty(path, messages);
    return read_json(d, bytes, size);
}

void tl_document_of_json(tl_Document *d, const char *path, const json_t *json, tl_Messages *messages)
{
    *d = empty(path, messages);
    add_json(d, json, NULL);
}

void tl_document_free(tl_Document *d)
{
    for (int i = 0; i < d->count; i++) {
        free(d->nodes[i].key);
        free(d->nodes[i].text);
    }
    free(d->nodes);
    free(d->file);
    memset(d, 0, sizeof *d);
}

int tl_node_find(const tl_Document *d, int mapping, const char *key)
{
    for (int node = d->nodes[mapping].first; node >= 0; node = d->nodes[node].next) {
        if (d->nodes[node].key != NULL && strcmp(d->nodes[node].key, key) == 0) {
            return node;
        }
    }
    return -1;
}
