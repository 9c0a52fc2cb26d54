#include "config/experiment_reader.h"

#include <string.h>

#include "system/text.h"

typedef tl_ExperimentReader Reader;

void tl_read_text(tl_Value group, const char *key, bool needed, tl_Text *text)
{
    tl_Value value = tl_at(group, key);
    bool both = tl_is_group(value);
    tl_Value sv = both ? tl_at(value, "sv") : value, en = both ? tl_at(value, "en") : value;
    if (tl_is_scalar(sv) && tl_is_scalar(en)) {
        tl_text_copy(text->in[TL_SWEDISH], TL_LONGEST_TEXT, tl_text(sv));
        tl_text_copy(text->in[TL_ENGLISH], TL_LONGEST_TEXT, tl_text(en));
    } else if (needed || tl_is_there(value)) {
        tl_refuse(value, "%s: a text, or a group with 'sv' and 'en', is expected", key);
    }
}

/* What has a name is selected by it wherever results are read: two of one name would be taken for one. */
void tl_refuse_twin(tl_Value group, int first, const char *what, const char *name)
{
    tl_Value other = {group.document, first, first};
    tl_refuse(tl_at(group, "name"),
              "two %s are named '%s', this and the one on line %d: a name of its own is expected", what, name,
              tl_place(tl_at(other, "name")).line);
}

bool tl_read_whole(tl_Value value, const char *what, int64_t low, int64_t high, int64_t *number)
{
    double found;
    if (!tl_get_number(value, what, (double)low, (double)high, &found)) {
        return false;
    }
    *number = (int64_t)found;
    return found == (double)*number || tl_refuse(value, "%s: a whole number is expected", what);
}

void tl_read_list(Reader *r, const char *key, bool needed, int most, void (*read)(Reader *, tl_Value))
{
    tl_Value list = tl_at(tl_top(r->d), key);
    int count = 0;
    if (!tl_is_list(list) && (needed || tl_is_there(list))) {
        tl_refuse(list, "%s: a list is expected", key);
        return;
    }
    for (tl_Value own = tl_first(list); tl_is_there(own); own = tl_next(own)) {
        if (++count > most) {
            tl_refuse(own, "%s: at most %d", key, most);
            return;
        }
        read(r, own);
    }
}
