#include "library/where.h"

#include <string.h>

#include "library/config.h"
#include "library/messages.h"

/* Of `pilot`, and of `outlying`: the others. */
enum { YES = 1, OTHERS = 2, ALL_KINDS = TILLIT_MUNICIPAL + TILLIT_EXTERNAL };

/* ---- from a caller ----------------------------------------------------------------------------------------- */

static void mean(tl_Where *own, int key, int32_t number)
{
    own->numbers[key] = number;
    own->selector.by[key] = (tl_Numbers){.at = &own->numbers[key], .count = number > 0};
}

static void mean_kinds(tl_Where *own, int32_t kinds)
{
    tl_Numbers *meant = &own->selector.by[TL_BY_KIND];
    *meant = (tl_Numbers){.at = own->kinds};
    for (int kind = 0; kind < TL_PROVIDER_KINDS; kind++) {
        if ((kinds >> kind & 1) != 0) {
            own->kinds[meant->count++] = kind + 1;
        }
    }
}

static bool are_numbers(const tillit_where *where)
{
    return where->municipality >= 0 && where->provider >= 0 && where->area >= 0 && where->unit >= 0 &&
           where->kinds >= 0 && where->kinds <= ALL_KINDS && where->outlying >= 0 &&
           where->outlying <= OTHERS && where->pilot >= 0 && where->pilot <= OTHERS;
}

tillit_status tl_where_read(const tillit_where *where, tl_Where *own)
{
    static const tl_UnitGroup groups[] = {TL_ALL_UNITS, [YES] = TL_PILOT_UNITS, [OTHERS] = TL_OTHER_UNITS};
    static const int32_t places[] = {0, [YES] = TL_OUTLYING, [OTHERS] = TL_ORDINARY};
    *own = (tl_Where){.selector = {.group = TL_ALL_UNITS}};
    if (where == NULL) {
        return TILLIT_OK;
    }
    if (!are_numbers(where)) {
        return TILLIT_OUT_OF_RANGE;
    }
    mean(own, TL_BY_MUNICIPALITY, where->municipality);
    mean(own, TL_BY_PROVIDER, where->provider);
    mean(own, TL_BY_AREA, where->area);
    mean(own, TL_BY_UNIT, where->unit);
    mean(own, TL_BY_OUTLYING, places[where->outlying]);
    mean_kinds(own, where->kinds);
    own->selector.group = groups[where->pilot];
    return TILLIT_OK;
}

/* ---- to a caller ------------------------------------------------------------------------------------------- */

tillit_where tl_where_of(const tl_UnitPlace *place)
{
    return (tillit_where){.municipality = place->number[TL_BY_MUNICIPALITY],
                          .provider = place->number[TL_BY_PROVIDER],
                          .area = place->number[TL_BY_AREA],
                          .unit = place->number[TL_BY_UNIT],
                          .kinds = 1 << (place->number[TL_BY_KIND] - 1),
                          .outlying = place->number[TL_BY_OUTLYING] == TL_OUTLYING ? YES : OTHERS,
                          .pilot = place->pilot ? YES : OTHERS};
}

static int32_t only(const tl_Selector *selector, tl_SelectorKey key)
{
    return selector->by[key].count > 0 ? selector->by[key].at[0] : 0;
}

static tillit_where where_of(const tl_Selector *selector)
{
    tillit_where where = {.municipality = only(selector, TL_BY_MUNICIPALITY),
                          .provider = only(selector, TL_BY_PROVIDER),
                          .area = only(selector, TL_BY_AREA),
                          .unit = only(selector, TL_BY_UNIT)};
    for (int i = 0; i < selector->by[TL_BY_KIND].count; i++) {
        where.kinds |= 1 << (selector->by[TL_BY_KIND].at[i] - 1);
    }
    int32_t place = only(selector, TL_BY_OUTLYING);
    where.outlying = place == TL_OUTLYING ? YES : place == TL_ORDINARY ? OTHERS : 0;
    where.pilot = selector->group == TL_PILOT_UNITS ? YES : selector->group == TL_OTHER_UNITS ? OTHERS : 0;
    return where;
}

/* ---- a text ------------------------------------------------------------------------------------------------ */

typedef struct Asking {
    const tl_Config *config;
    const char *text;
    tillit_where where;
    tillit_messages **messages; /* NULL: nobody asks */
    bool good;
} Asking;

/* The struct has room for one number of each. */
static bool is_one_each(const tl_Selector *selector, tl_Place place, tl_Messages *messages)
{
    bool one = true;
    for (int key = 0; key < TL_SELECTOR_DIMENSIONS; key++) {
        int count = selector->by[key].count;
        if (count > 1) {
            one = tl_error(messages, place, "where.%s: one number is expected here, found %d of them",
                           tl_selector_key((tl_SelectorKey)key), count);
        }
    }
    return one;
}

static bool read_selector(Asking *asking, const tl_Document *document, tl_Messages *messages)
{
    tl_Selector selector;
    const tl_Place place = {.file = document->file};
    if (!tl_selector_read(tl_top(document), asking->config, &selector)) {
        return false;
    }
    bool good = tl_selector_check(&selector, "where", asking->config, place, messages) &&
                is_one_each(&selector, place, messages);
    asking->where = where_of(&selector);
    tl_selector_free(&selector);
    return good;
}

static void read_text(void *context)
{
    Asking *asking = context;
    tl_Messages messages = {0};
    tl_Document document;
    const tl_Files files = {.name = "where", .text = asking->text, .size = strlen(asking->text)};
    if (tl_document_read(&document, &files, files.name, &messages)) {
        asking->good = read_selector(asking, &document, &messages);
    }
    tl_document_free(&document);
    if (asking->messages != NULL) {
        *asking->messages = tl_messages_hand_over(&messages);
    }
    tl_messages_free(&messages);
}

tillit_status tillit_where_read(const tillit_config *config, const char *text, tillit_where *where,
                                tillit_messages **messages)
{
    void *object;
    tillit_status status = tl_handle_find(TL_HANDLE_CONFIG, config, &object);
    if (messages != NULL) {
        *messages = NULL;
    }
    if (status != TILLIT_OK || text == NULL || where == NULL) {
        return status != TILLIT_OK ? status : TILLIT_NULL;
    }
    Asking asking = {
        .config = &((const tl_KeptConfig *)object)->loaded.config, .text = text, .messages = messages};
    if (!tl_library_try(read_text, &asking)) {
        return TILLIT_OUT_OF_MEMORY;
    }
    if (asking.good) {
        *where = asking.where;
    }
    return asking.good ? TILLIT_OK : TILLIT_INVALID;
}
