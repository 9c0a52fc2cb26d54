#include "config/arrangement_read.h"

#include <string.h>

#include "config/run_day.h"
#include "config/tender_lots.h"
#include "config/tender_phases.h"

enum { LONGEST = 36500, USUAL_LENGTH = 1456 };

/* ---- free choice --------------------------------------------------------------------------------------- */

static bool read_lov(tl_Value lov, tl_Market *into)
{
    tl_ValuePath path = {"market.lov"};
    tl_FreeChoice own = {.given = true, .opens = TL_FROM_START};
    if (!tl_expect_group(lov, &path, "{opens: 0, slots: 5}")) {
        return false;
    }
    tl_check_keys(lov, "opens|slots|ask");
    bool good = tl_may_read_whole_at(lov, &path, "opens", 0, TL_LAST_DAY, &own.opens);
    good = tl_may_read_whole_at(lov, &path, "slots", 1, TL_MOST_PROVIDERS - 1, &own.slots) && good;
    good = tl_may_read_number_at(lov, &path, "ask", 0.0, 1.0, &own.ask) && good;
    if (good && own.ask > 0.0 && own.opens == TL_FROM_START) {
        good = tl_refuse_key(
            tl_at(lov, "ask"),
            tl_say_of(lov,
                      "market.lov.ask: får inte stå utan opens, dagen då de som redan har hemtjänst får "
                      "välja; utan den har kundvalet funnits från början",
                      "market.lov.ask: not expected without opens, the day from which those "
                      "present are asked; without it free choice has been there from the start"));
    }
    into->lov = own;
    return good;
}

/* ---- terms of a tender --------------------------------------------------------------------------------- */

static bool add_renewal(tl_Value own, const tl_ValuePath *path, void *into)
{
    tl_Tender *tender = into;
    int64_t days = 1;
    bool good = tl_get_whole(own, path->text, 1, LONGEST, &days);
    tender->renewals[tender->renewal_count++] = (int32_t)days;
    return good;
}

static bool read_renewals(tl_Value list, const tl_ValuePath *path, tl_Tender *tender)
{
    static const tl_ListOf of = {
        .most = TL_MOST_RENEWALS, .swedish = "förlängningar", .english = "renewals", .read = add_renewal};
    return tl_may_read_items(list, path, &of, tender);
}

static bool read_award(tl_Value award, const tl_ValuePath *path, tl_Tender *tender)
{
    if (!tl_is_there(award)) {
        return true;
    }
    if (!tl_expect_group(award, path, "{quality: 1}")) {
        return false;
    }
    tl_check_keys(award, "quality");
    return tl_read_number_at(award, path, "quality", 0.0, 1.0, &tender->quality);
}

static bool read_terms(tl_Value tender, const tl_ValuePath *path, tl_Tender *into)
{
    tl_ValuePath renewals = tl_path_at(path, "renewals"), award = tl_path_at(path, "award");
    bool good = tl_read_name_at(tender, path, "name", into->name, sizeof into->name);
    good = tl_read_whole_at(tender, path, "day", 0, TL_LAST_DAY, &into->day) && good;
    into->starts = into->day;
    good = tl_may_read_whole_at(tender, path, "starts", 0, TL_LAST_DAY, &into->starts) && good;
    good = tl_may_read_whole_at(tender, path, "length_days", 1, LONGEST, &into->length_days) && good;
    good = read_renewals(tl_at(tender, "renewals"), &renewals, into) && good;
    good = read_award(tl_at(tender, "award"), &award, into) && good;
    good = tl_may_read_number_at(tender, path, "ask", 0.0, 1.0, &into->ask) && good;
    return tl_may_read_yes_at(tender, path, "transfer", &into->transfer) && good;
}

/* ---- what contradicts itself --------------------------------------------------------------------------- */

static bool check_days(tl_Value tender, const tl_ValuePath *path, const tl_Tender *own)
{
    bool good = own->starts >= own->day ||
                tl_refuse(tender,
                          tl_say_of(tender,
                                    "%s.starts = %d är före anbudsdagen (day = %d): den dagen eller en "
                                    "senare väntas",
                                    "%s.starts = %d is before the day of the award (day = %d): that day or a "
                                    "later one is expected"),
                          path->text, (int)own->starts, (int)own->day);
    if (good && own->phases.count > 0 && !own->phases.by_queue && own->phases.day[0] > own->starts) {
        good = tl_refuse(
            tender,
            tl_say_of(tender,
                      "%s.phases: det första steget börjar dag %d, efter starts = %d: det ska "
                      "gälla från den dagen",
                      "%s.phases: the first step begins on day %d, after starts = %d: it is expected to "
                      "hold from that day on"),
            path->text, (int)own->phases.day[0], (int)own->starts);
    }
    return good;
}

/* `taken`: areas of the lots before. */
static bool check_whole_areas(tl_Value tender, const tl_ValuePath *path, const tl_Lot *lot, uint64_t *taken)
{
    if (!tl_areas_any(lot->areas) || lot->providers != 1) {
        return tl_refuse(tender,
                         tl_say_of(tender, "%s: med transfer: true väntas %s för '%s'",
                                   "%s: beside transfer: true %s expected for lot '%s'"),
                         path->text,
                         tl_areas_any(lot->areas) ? tl_say_of(tender, "providers: 1", "providers: 1 is")
                                                  : tl_say_of(tender, "områden (areas)", "areas are"),
                         lot->name);
    }
    for (int i = 0; i < TL_AREA_WORDS; i++) {
        if ((taken[i] & lot->areas[i]) != 0) {
            return tl_refuse(
                tender,
                tl_say_of(tender,
                          "%s: med transfer: true väntas varje område i högst en del; '%s' har ett "
                          "som redan står",
                          "%s: beside transfer: true each area is expected in one lot at most; '%s' has "
                          "one that another has"),
                path->text, lot->name);
        }
        taken[i] |= lot->areas[i];
    }
    return true;
}

/* Where whole areas go over, nobody is asked, nothing grows by steps, and one firm has each of them. */
static bool check_transfer(tl_Value tender, const tl_ValuePath *path, const tl_Tender *own,
                           const tl_Lot *lots)
{
    uint64_t areas[TL_AREA_WORDS] = {0};
    bool good = true;
    if (!own->transfer) {
        return true;
    }
    if (own->ask > 0.0 || own->phases.count > 0) {
        good = tl_refuse(
            tender,
            tl_say_of(tender,
                      "%s.%s: får inte stå bredvid transfer: true, där hela områden går över och ingen får "
                      "välja",
                      "%s.%s: not expected beside transfer: true, where whole areas go over and nobody "
                      "chooses"),
            path->text, own->ask > 0.0 ? "ask" : "phases");
    }
    for (int i = 0; i < own->lot_count; i++) {
        good = check_whole_areas(tender, path, &lots[i], areas) && good;
    }
    return good;
}

static bool check_order(tl_Value tender, const tl_ValuePath *path, const tl_Market *market)
{
    const tl_Tender *own = &market->tenders[market->tender_count];
    for (int i = 0; i < market->tender_count; i++) {
        if (strcmp(market->tenders[i].name, own->name) == 0) {
            return tl_refuse(tender,
                             tl_say_of(tender,
                                       "%s.name: '%s' finns redan; varje upphandling har sitt eget namn",
                                       "%s.name: '%s' is taken; each tender has a name of its own"),
                             path->text, own->name);
        }
        if (market->tenders[i].day >= own->day) {
            return tl_refuse(
                tender,
                tl_say_of(tender, "%s.day = %d står efter dag %d; upphandlingar i dagordning väntas",
                          "%s.day = %d stands after day %d; tenders are expected in the order of "
                          "their days"),
                path->text, (int)own->day, (int)market->tenders[i].day);
        }
    }
    return true;
}

/* ---- tenders ------------------------------------------------------------------------------------------- */

static bool read_tender(tl_Value tender, const tl_ValuePath *path, tl_Tender *into, tl_Market *market)
{
    tl_ValuePath lots = tl_path_at(path, "lots"), phases = tl_path_at(path, "phases");
    *into = (tl_Tender){.quality = 1.0, .length_days = USUAL_LENGTH};
    if (!tl_expect_group(tender, path, "{name: first, day: 0, lots: [{name: north, share: 0.2}]}")) {
        return false;
    }
    tl_check_keys(tender, "name|day|starts|length_days|renewals|award|ask|transfer|lots|phases");
    bool good = read_terms(tender, path, into);
    good = tl_lots_read(tl_at(tender, "lots"), &lots, into, market) && good;
    good = tl_phases_read(tl_at(tender, "phases"), &phases, &into->phases) && good;
    return good && check_days(tender, path, into) &&
           check_transfer(tender, path, into, tl_lots(market, into));
}

static bool add_tender(tl_Value tender, const tl_ValuePath *path, void *into)
{
    tl_Market *market = into;
    bool good = read_tender(tender, path, &market->tenders[market->tender_count], market) &&
                check_order(tender, path, market);
    market->tender_count++;
    return good;
}

static bool read_lou(tl_Value lou, tl_Market *into)
{
    static const tl_ListOf of = {
        .most = TL_MOST_TENDERS, .swedish = "upphandlingar", .english = "tenders", .read = add_tender};
    tl_ValuePath path = {"market.lou"};
    return tl_read_items(lou, &path, &of, into);
}

bool tl_arrangement_read(tl_Value market, tl_Market *into)
{
    tl_Value lov = tl_at(market, "lov"), lou = tl_at(market, "lou");
    bool good = !tl_is_there(lov) || read_lov(lov, into);
    return (!tl_is_there(lou) || read_lou(lou, into)) && good;
}
