#include "config/config_market.h"

#include "config/config_arrangement.h"
#include "config/config_offers.h"
#include "config/market_pool.h"
#include "config/run_day.h"

/* ---- written --------------------------------------------------------------------------------------------- */

static json_t *parts_json(const tl_Market *market)
{
    json_t *parts = json_array();
    for (int i = 0; i < market->part_count; i++) {
        json_array_append_new(parts, json_real(market->parts[i]));
    }
    return json_pack("{s:{s:o}}", "split", "parts", parts);
}

/* Firms to whom people are dealt by shares. */
typedef struct Dealt {
    bool later;
    int32_t externals, begins;
    double share, ask;
} Dealt;

static Dealt dealt(const tl_Market *market)
{
    return (Dealt){market->later, market->externals, market->begins, market->share, market->ask};
}

/* Until they begin there are none. */
static Dealt dealt_at_start(const tl_Market *market)
{
    return market->later ? (Dealt){.later = false} : dealt(market);
}

static json_t *firms_json(const tl_Market *market, Dealt of)
{
    json_t *firms = json_pack("{s:i, s:f, s:o}", "externals", (int)of.externals, "share", of.share, "pool",
                              tl_pool_to_json(market));
    if (of.later) {
        json_object_set_new(firms, "begins", json_integer(of.begins));
        json_object_set_new(firms, "ask", json_real(of.ask));
    }
    return firms;
}

static json_t *frame_json(const tl_Market *market, Dealt of)
{
    return market->drawn            ? json_pack("{s:b}", "drawn", true)
           : market->part_count > 0 ? parts_json(market)
                                    : firms_json(market, of);
}

static bool lists_firms(const tl_Market *market)
{
    return !market->drawn && market->part_count == 0;
}

json_t *tl_market_to_json(const tl_Market *market)
{
    json_t *json = frame_json(market, dealt(market));
    if (lists_firms(market)) {
        tl_arrangement_to_json(market, json);
    }
    if (market->offer_count > 0) {
        json_object_set_new(json, "offers", tl_offers_to_json(market));
    }
    return json;
}

json_t *tl_market_start_to_json(const tl_Market *market)
{
    json_t *json = frame_json(market, dealt_at_start(market));
    if (lists_firms(market)) {
        tl_arrangement_start_to_json(market, json);
    }
    return json;
}

/* ---- compared -------------------------------------------------------------------------------------------- */

static bool same_dealt(Dealt a, Dealt b)
{
    return a.externals == b.externals && a.share == b.share && a.later == b.later && a.begins == b.begins &&
           a.ask == b.ask;
}

/* What is the same on every day: the providers that there are or may be. */
static bool same_frame(const tl_Market *a, const tl_Market *b)
{
    bool same = a->given == b->given && a->drawn == b->drawn && a->pay_form == b->pay_form &&
                a->part_count == b->part_count;
    for (int kind = 0; same && kind < TL_PROVIDER_KINDS; kind++) {
        same = a->firms[kind] == b->firms[kind];
    }
    for (int i = 0; same && i < a->part_count; i++) {
        same = a->parts[i] == b->parts[i];
    }
    return same;
}

bool tl_markets_equal(const tl_Market *a, const tl_Market *b)
{
    return same_frame(a, b) && same_dealt(dealt(a), dealt(b)) && tl_arrangements_equal(a, b) &&
           tl_offers_equal(a, b);
}

/* Are they the same until the first of what begins on a measured day? */
static bool same_start(const tl_Market *a, const tl_Market *b)
{
    return same_frame(a, b) && same_dealt(dealt_at_start(a), dealt_at_start(b)) &&
           tl_arrangements_start_equal(a, b);
}

bool tl_drawn_equal(const tl_Config *a, const tl_Config *b)
{
    bool equal = a->market.drawn == b->market.drawn;
    for (int m = 0; equal && a->market.drawn && m < a->municipality_count && m < b->municipality_count; m++) {
        equal = same_start(a->municipalities[m].drawn, b->municipalities[m].drawn);
    }
    return equal;
}

static int64_t day_of(const tl_Market *market)
{
    return market->later ? market->begins : INT64_MAX;
}

/* The first day on which firms begin, where they do not begin alike. */
static int64_t firms_part(const tl_Market *a, const tl_Market *b)
{
    return same_dealt(dealt(a), dealt(b)) ? INT64_MAX : tl_earlier(day_of(a), day_of(b));
}

int64_t tl_markets_part(const tl_Market *a, const tl_Market *b)
{
    return !same_start(a, b)
               ? -1
               : tl_earlier(tl_earlier(firms_part(a, b), tl_arrangements_part(a, b)), tl_offers_part(a, b));
}
