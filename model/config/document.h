/* A file as a small tree: mappings, sequences and scalars with their places. Of YAML our own subset, read from
 * libyaml events: no anchors, aliases, tags, directives or further documents, and caps on depth, size and
 * number of nodes, since libyaml's own document loader is quadratic on hostile input. JSON, of which no places
 * are known, becomes the same tree. config/value.h reads what stands in it. */
#ifndef TL_DOCUMENT_H
#define TL_DOCUMENT_H

#include <jansson.h>
#include <stdbool.h>

#include "config/config_files.h"

enum {
    TL_YAML_DEPTH = 16,
    TL_YAML_NODES = 20000,
    TL_YAML_KEYS = 1000, /* of one mapping: each is compared with all before it */
    TL_YAML_SCALAR = 65536,
    TL_YAML_BYTES = 16 << 20
};

typedef enum tl_NodeKind { TL_SCALAR, TL_SEQUENCE, TL_MAPPING } tl_NodeKind;

/* Children follow one another through `next`; -1 ends. A mapping's children carry their key. */
typedef struct tl_Node {
    char *key;  /* owned; NULL outside mappings */
    char *text; /* owned; scalars only */
    tl_NodeKind kind;
    bool quoted;      /* a text in quotation marks */
    bool spaced;      /* does not begin right after the comma after the value before */
    bool joined;      /* does, and between two digits: the comma may be a decimal one */
    int line, column; /* of the value */
    int key_line, key_column;
    int first, next;
} tl_Node;

typedef struct tl_Document {
    char *file;     /* owned */
    tl_Node *nodes; /* owned, [count]; nodes[0] is the root, a mapping */
    int count;
    tl_Messages *messages; /* borrowed: where its readers complain */
} tl_Document;

/* Reads a file, JSON if its name ends in .json; false with messages otherwise. */
bool tl_document_read(tl_Document *document, const tl_Files *files, const char *path, tl_Messages *messages);

/* JSON in memory; messages name `path`, where it was found. */
bool tl_document_read_json(tl_Document *document, const char *path, const char *bytes, size_t size,
                           tl_Messages *messages);
void tl_document_of_json(tl_Document *document, const char *path, const json_t *json, tl_Messages *messages);

void tl_document_free(tl_Document *document);

/* Child of a mapping by key, or -1. */
int tl_node_find(const tl_Document *document, int mapping, const char *key);

#endif
