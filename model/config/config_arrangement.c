#include "config/config_arrangement.h"

#include <string.h>

#include "config/run_day.h"

/* ---- written ------------------------------------------------------------------------------------------- */

static json_t *lov_json(const tl_FreeChoice *lov)
{
    json_t *of = json_object();
    if (lov->opens != TL_FROM_START) {
        json_object_set_new(of, "opens", json_integer(lov->opens));
    }
    if (lov->slots > 0) {
        json_object_set_new(of, "slots", json_integer(lov->slots));
    }
    json_object_set_new(of, "ask", json_real(lov->ask));
    return of;
}

static void add_lov(const tl_FreeChoice *lov, json_t *into)
{
    if (lov->given) {
        json_object_set_new(into, "lov", lov_json(lov));
    }
}

/* Nothing where it opens on a measured day. */
static tl_FreeChoice lov_at_start(const tl_Market *market)
{
    return market->lov.opens == TL_FROM_START ? market->lov : (tl_FreeChoice){.given = false};
}

void tl_arrangement_start_to_json(const tl_Market *market, json_t *into)
{
    tl_FreeChoice lov = lov_at_start(market);
    add_lov(&lov, into);
}

static json_t *lot_json(const tl_Lot *lot)
{
    json_t *areas = json_array();
    json_t *of =
        json_pack("{s:s, s:i, s:f, s:s}", "name", lot->name, "providers", (int)lot->providers, "share",
                  lot->share, "orientation", tl_orientation_name((tl_Orientation)lot->orientation));
    for (int32_t number = 1; number <= TL_MOST_AREAS; number++) {
        if (tl_areas_hold(lot->areas, number)) {
            json_array_append_new(areas, json_integer(number));
        }
    }
    if (json_array_size(areas) > 0) {
        json_object_set(of, "areas", areas);
    }
    json_decref(areas);
    return of;
}

static json_t *phases_json(const tl_Phases *phases)
{
    json_t *list = json_array();
    for (int i = 0; i < phases->count; i++) {
        json_array_append_new(list, phases->by_queue ? json_real(phases->share[i])
                                                     : json_pack("{s:i, s:f}", "day", (int)phases->day[i],
                                                                 "share", phases->share[i]));
    }
    return phases->by_queue ? json_pack("{s:s, s:o}", "when", "queue", "steps", list) : list;
}

static json_t *renewals_json(const tl_Tender *tender)
{
    json_t *list = json_array();
    for (int i = 0; i < tender->renewal_count; i++) {
        json_array_append_new(list, json_integer(tender->renewals[i]));
    }
    return list;
}

static json_t *tender_json(const tl_Tender *tender, const tl_Lot *own)
{
    json_t *lots = json_array();
    for (int i = 0; i < tender->lot_count; i++) {
        json_array_append_new(lots, lot_json(&own[i]));
    }
    json_t *of =
        json_pack("{s:s, s:i, s:i, s:i, s:o, s:{s:f}, s:f, s:b, s:o}", "name", tender->name, "day",
                  (int)tender->day, "starts", (int)tender->starts, "length_days", (int)tender->length_days,
                  "renewals", renewals_json(tender), "award", "quality", tender->quality, "ask", tender->ask,
                  "transfer", (int)tender->transfer, "lots", lots);
    if (tender->phases.count > 0) {
        json_object_set_new(of, "phases", phases_json(&tender->phases));
    }
    return of;
}

void tl_arrangement_to_json(const tl_Market *market, json_t *into)
{
    json_t *list = json_array();
    for (int i = 0; i < market->tender_count; i++) {
        json_array_append_new(list, tender_json(&market->tenders[i], tl_lots(market, &market->tenders[i])));
    }
    add_lov(&market->lov, into);
    if (market->tender_count > 0) {
        json_object_set(into, "lou", list);
    }
    json_decref(list);
}

/* ---- compared ------------------------------------------------------------------------------------------ */

static bool same_lov(const tl_FreeChoice *a, const tl_FreeChoice *b)
{
    return a->given == b->given && a->opens == b->opens && a->slots == b->slots && a->ask == b->ask;
}

static bool same_lots(const tl_Lot *a, const tl_Lot *b, int count)
{
    bool same = true;
    for (int i = 0; same && i < count; i++) {
        const tl_Lot *x = &a[i], *y = &b[i];
        same = strcmp(x->name, y->name) == 0 && x->share == y->share && x->providers == y->providers &&
               x->orientation == y->orientation && memcmp(x->areas, y->areas, sizeof x->areas) == 0;
    }
    return same;
}

static bool same_phases(const tl_Phases *a, const tl_Phases *b)
{
    bool same = a->count == b->count && a->by_queue == b->by_queue;
    for (int i = 0; same && i < a->count; i++) {
        same = a->share[i] == b->share[i] && (a->by_queue || a->day[i] == b->day[i]);
    }
    return same;
}

static bool same_renewals(const tl_Tender *a, const tl_Tender *b)
{
    bool same = a->renewal_count == b->renewal_count;
    for (int i = 0; same && i < a->renewal_count; i++) {
        same = a->renewals[i] == b->renewals[i];
    }
    return same;
}

static bool same_tender(const tl_Market *of_a, const tl_Market *of_b, int number)
{
    const tl_Tender *a = &of_a->tenders[number], *b = &of_b->tenders[number];
    return strcmp(a->name, b->name) == 0 && a->day == b->day && a->starts == b->starts &&
           a->length_days == b->length_days && a->quality == b->quality && a->ask == b->ask &&
           a->transfer == b->transfer && same_renewals(a, b) && a->lot_count == b->lot_count &&
           same_lots(tl_lots(of_a, a), tl_lots(of_b, b), a->lot_count) && same_phases(&a->phases, &b->phases);
}

bool tl_arrangements_equal(const tl_Market *a, const tl_Market *b)
{
    bool same = same_lov(&a->lov, &b->lov) && a->tender_count == b->tender_count;
    for (int i = 0; same && i < a->tender_count; i++) {
        same = same_tender(a, b, i);
    }
    return same;
}

bool tl_arrangements_start_equal(const tl_Market *a, const tl_Market *b)
{
    tl_FreeChoice of_a = lov_at_start(a), of_b = lov_at_start(b);
    return same_lov(&of_a, &of_b);
}

static int64_t opens(const tl_Market *market)
{
    return !market->lov.given ? INT64_MAX : market->lov.opens == TL_FROM_START ? -1 : market->lov.opens;
}

static int64_t day_of(const tl_Market *market, int tender)
{
    return tender < market->tender_count ? market->tenders[tender].day : INT64_MAX;
}

int64_t tl_arrangements_part(const tl_Market *a, const tl_Market *b)
{
    int64_t day = same_lov(&a->lov, &b->lov) ? INT64_MAX : tl_earlier(opens(a), opens(b));
    for (int i = 0; i < TL_MOST_TENDERS; i++) {
        bool there = i < a->tender_count && i < b->tender_count;
        if (!there || !same_tender(a, b, i)) {
            return tl_earlier(day, tl_earlier(day_of(a, i), day_of(b, i)));
        }
    }
    return day;
}
