#include "config/tender_lots.h"

#include <string.h>

static const double ROUNDING = 1e-9;

/* ---- one lot ------------------------------------------------------------------------------------------- */

static bool read_area(tl_Value own, const tl_ValuePath *path, void *into)
{
    uint64_t *areas = into;
    int64_t number;
    if (!tl_get_whole(own, path->text, 1, TL_MOST_AREAS, &number)) {
        return false;
    }
    if (tl_areas_hold(areas, (int32_t)number)) {
        return tl_refuse(own,
                         tl_say_of(own, "%s: område %lld står två gånger; varje område en gång väntas",
                                   "%s: area %lld stands twice; each area is expected once"),
                         path->text, (long long)number);
    }
    tl_areas_add(areas, (int32_t)number);
    return true;
}

/* All areas where none are named. */
static bool read_areas(tl_Value areas, const tl_ValuePath *path, tl_Lot *lot)
{
    static const tl_ListOf of = {
        .most = TL_MOST_AREAS, .swedish = "områden", .english = "areas", .read = read_area};
    return !tl_is_there(areas) || tl_read_items(areas, path, &of, lot->areas);
}

static bool read_orientation(tl_Value value, const tl_ValuePath *path, tl_Lot *lot)
{
    int choice = tl_is_there(value) ? tl_get_choice(value, path->text, "any|nonprofit|language") : 0;
    lot->orientation = choice < 0 ? TL_ANY_FIRM : choice;
    return choice >= 0;
}

static bool read_lot(tl_Value lot, const tl_ValuePath *path, tl_Lot *into)
{
    tl_ValuePath areas = tl_path_at(path, "areas"), orientation = tl_path_at(path, "orientation");
    *into = (tl_Lot){.providers = 1};
    if (!tl_expect_group(lot, path, "{name: north, providers: 2, areas: [1, 2], share: 0.2}")) {
        return false;
    }
    tl_check_keys(lot, "name|providers|areas|share|orientation");
    bool good = tl_read_name_at(lot, path, "name", into->name, sizeof into->name);
    good = tl_may_read_whole_at(lot, path, "providers", 1, TL_MOST_PROVIDERS - 1, &into->providers) && good;
    good = tl_read_number_at(lot, path, "share", 0.0, 1.0, &into->share) && good;
    good = read_areas(tl_at(lot, "areas"), &areas, into) && good;
    return read_orientation(tl_at(lot, "orientation"), &orientation, into) && good;
}

/* ---- all of a tender ----------------------------------------------------------------------------------- */

/* `before`: the tender's other lots so far. */
static bool check_lot(tl_Value lot, const tl_ValuePath *path, const tl_Lot *own, const tl_Lot *before,
                      int count)
{
    bool good = own->share > 0.0 || tl_refuse(lot,
                                              tl_say_of(lot, "%s.share: en andel över 0 väntas, här står 0",
                                                        "%s.share: a share above 0 is expected, found 0"),
                                              path->text);
    for (int i = 0; i < count; i++) {
        if (strcmp(before[i].name, own->name) == 0) {
            good = tl_refuse(lot,
                             tl_say_of(lot, "%s.name: '%s' finns redan; varje del har sitt eget namn",
                                       "%s.name: '%s' is taken; each lot has a name of its own"),
                             path->text, own->name);
        }
    }
    return good;
}

static bool shares_fit(tl_Value lots, const tl_ValuePath *path, const tl_Lot *own, int count)
{
    double sum = 0.0;
    for (int i = 0; i < count; i++) {
        sum += own[i].share;
    }
    return sum <= 1.0 + ROUNDING ||
           tl_refuse(
               lots,
               tl_say_of(lots,
                         "%s: andelarna (share) blir tillsammans %.6g; högst 1 är tillåtet, och det som "
                         "är kvar har kommunen",
                         "%s: shares come to %.6g together; at most 1 is allowed, and what is left is the "
                         "municipality's"),
               path->text, sum);
}

/* Lots of all tenders stand in one array. */
static bool have_room(tl_Value lots, const tl_ValuePath *path, const tl_Market *market)
{
    return market->lot_count + tl_size(lots) <= TL_MOST_MARKET_LOTS ||
           tl_refuse(
               lots,
               tl_say_of(lots,
                         "%s: tillsammans med upphandlingarna före blir det %d anbudsområden; högst %d är "
                         "tillåtna i alla tillsammans",
                         "%s: with those of the tenders before there are %d lots; at most %d are allowed "
                         "in all together"),
               path->text, (int)market->lot_count + tl_size(lots), TL_MOST_MARKET_LOTS);
}

/* What the readers of a tender's lots share. */
typedef struct Lots {
    tl_Lot *first;
    int32_t count;
} Lots;

static bool add_lot(tl_Value lot, const tl_ValuePath *path, void *into)
{
    Lots *lots = into;
    tl_Lot *own = &lots->first[lots->count++];
    return read_lot(lot, path, own) && check_lot(lot, path, own, lots->first, lots->count - 1);
}

bool tl_lots_read(tl_Value lots, const tl_ValuePath *path, tl_Tender *tender, tl_Market *market)
{
    static const tl_ListOf of = {
        .most = TL_MOST_LOTS, .swedish = "anbudsområden", .english = "lots", .read = add_lot};
    Lots own = {.first = &market->lots[market->lot_count]};
    tender->first_lot = market->lot_count;
    if (tl_is_list(lots) && tl_size(lots) <= TL_MOST_LOTS && !have_room(lots, path, market)) {
        return false;
    }
    bool good = tl_read_items(lots, path, &of, &own);
    tender->lot_count = own.count;
    market->lot_count += own.count;
    return good && shares_fit(lots, path, own.first, own.count);
}
