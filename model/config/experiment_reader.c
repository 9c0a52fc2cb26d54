#include "config/experiment_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/config_values.h"
#include "system/text.h"

typedef tl_ExperimentReader Reader;

bool tl_is_scalar(const tl_Document *d, int node)
{
    return node >= 0 && d->nodes[node].kind == TL_SCALAR;
}

void tl_check_keys(const Reader *r, int mapping, const char *const *known, size_t count)
{
    tl_keys_check(r->messages, r->d, mapping, known, count);
}

/* A text, or a group with sv and en. */
void tl_read_text(const tl_Document *d, int mapping, const char *key, bool needed, tl_Text *text,
                  tl_Messages *messages)
{
    int node = tl_node_find(d, mapping, key);
    if (tl_is_scalar(d, node)) {
        tl_text_copy(text->in[TL_SWEDISH], TL_LONGEST_TEXT, d->nodes[node].text);
        tl_text_copy(text->in[TL_ENGLISH], TL_LONGEST_TEXT, d->nodes[node].text);
        return;
    }
    bool group = node >= 0 && d->nodes[node].kind == TL_MAPPING;
    int sv = group ? tl_node_find(d, node, "sv") : -1, en = group ? tl_node_find(d, node, "en") : -1;
    if (tl_is_scalar(d, sv) && tl_is_scalar(d, en)) {
        tl_text_copy(text->in[TL_SWEDISH], TL_LONGEST_TEXT, d->nodes[sv].text);
        tl_text_copy(text->in[TL_ENGLISH], TL_LONGEST_TEXT, d->nodes[en].text);
    } else if (needed || node >= 0) {
        tl_error(messages, tl_node_place(d, node >= 0 ? node : mapping),
                 "%s: a text, or a group with 'sv' and 'en', is expected", key);
    }
}

bool tl_read_name(const Reader *r, int mapping, const char *what, char *name)
{
    int node = tl_node_find(r->d, mapping, "name");
    if (!tl_is_scalar(r->d, node) || r->d->nodes[node].text[0] == '\0') {
        tl_error(r->messages, tl_node_place(r->d, node >= 0 ? node : mapping), "%s: a name is expected",
                 what);
        return false;
    }
    if (strlen(r->d->nodes[node].text) >= TL_NAME_LENGTH) {
        tl_error(r->messages, tl_node_place(r->d, node),
                 "%s: a name of at most %d bytes is expected; the title may be longer", what,
                 TL_NAME_LENGTH - 1);
        return false;
    }
    tl_text_copy(name, TL_NAME_LENGTH, r->d->nodes[node].text);
    return true;
}

int tl_name_node(const Reader *r, int mapping)
{
    int node = tl_node_find(r->d, mapping, "name");
    return node >= 0 ? node : mapping;
}

/* What has a name is selected by it wherever results are read: two of one name would be taken for one. */
void tl_refuse_twin(const Reader *r, int mapping, int first, const char *what, const char *name)
{
    tl_error(r->messages, tl_node_place(r->d, tl_name_node(r, mapping)),
             "two %s are named '%s', this and the one on line %d: a name of its own is expected", what, name,
             tl_node_place(r->d, tl_name_node(r, first)).line);
}

bool tl_read_real(const Reader *r, int node, const char *what, double low, double high, double *value)
{
    char *end = NULL;
    double number = tl_is_scalar(r->d, node) ? strtod(r->d->nodes[node].text, &end) : 0.0;
    if (end == NULL || end == r->d->nodes[node].text || *end != '\0' || !(number >= low && number <= high)) {
        char found[120], advice[64];
        tl_error(
            r->messages, tl_node_place(r->d, node), "%s = %s: a number from %g to %g is expected%s", what,
            tl_node_found(r->d, node, found, sizeof found), low, high,
            tl_comma_advice(tl_is_scalar(r->d, node) ? r->d->nodes[node].text : "", advice, sizeof advice));
        return false;
    }
    *value = number;
    return true;
}

bool tl_read_whole(const Reader *r, int node, const char *what, int64_t low, int64_t high, int64_t *value)
{
    double number;
    if (!tl_read_real(r, node, what, (double)low, (double)high, &number)) {
        return false;
    }
    *value = (int64_t)number;
    if (number != (double)*value) {
        tl_error(r->messages, tl_node_place(r->d, node), "%s: a whole number is expected", what);
        return false;
    }
    return true;
}

void tl_read_list(Reader *r, const char *key, bool needed, int most, void (*read)(Reader *, int))
{
    int list = tl_node_find(r->d, 0, key), count = 0;
    if (list < 0 && !needed) {
        return;
    }
    if (list < 0 || r->d->nodes[list].kind != TL_SEQUENCE) {
        tl_error(r->messages, tl_node_place(r->d, list < 0 ? 0 : list), "%s: a list is expected", key);
        return;
    }
    for (int node = r->d->nodes[list].first; node >= 0; node = r->d->nodes[node].next) {
        if (++count > most) {
            tl_error(r->messages, tl_node_place(r->d, node), "%s: at most %d", key, most);
            return;
        }
        read(r, node);
    }
}
