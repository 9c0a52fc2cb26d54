#include "config/config_arrangement.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LAST_DAY = 100000, LONGEST = 36500, WHAT = 96 };

static const double ROUNDING = 1e-9;

/* Where a value stands, for messages: "market.lou[0].lots[2]". */
typedef struct Path {
    char text[WHAT];
} Path;

static Path at(const Path *path, const char *key)
{
    Path of;
    snprintf(of.text, sizeof of.text, "%.70s.%.20s", path->text, key);
    return of;
}

static Path item(const Path *path, int number)
{
    Path of;
    snprintf(of.text, sizeof of.text, "%.80s[%d]", path->text, number);
    return of;
}

/* ---- single values ------------------------------------------------------------------------------------- */

/* A number that may be missing: then it stays as it is. */
static bool read_number(tl_Value group, const Path *path, const char *key, double low, double high,
                        double *number)
{
    tl_Value own = tl_at(group, key);
    return !tl_is_there(own) || tl_get_number(own, at(path, key).text, low, high, number);
}

static bool read_whole(tl_Value group, const Path *path, const char *key, int64_t low, int64_t high,
                       int32_t *number)
{
    int64_t whole;
    if (!tl_get_whole(tl_at(group, key), at(path, key).text, low, high, &whole)) {
        return false;
    }
    *number = (int32_t)whole;
    return true;
}

static bool read_optional_whole(tl_Value group, const Path *path, const char *key, int64_t low, int64_t high,
                                int32_t *number)
{
    return !tl_is_there(tl_at(group, key)) || read_whole(group, path, key, low, high, number);
}

/* A list of 1 to `most` of something. */
static bool is_list_of(tl_Value list, const Path *path, int most, const char *swedish, const char *english)
{
    if (tl_is_list(list) && !tl_is_empty(list) && tl_size(list) <= most) {
        return true;
    }
    if (tl_is_list(list) && tl_size(list) > most) {
        return tl_refuse(list,
                         tl_say_of(list, "%s: högst %d %s är tillåtna, här står %d",
                                   "%s: at most %d %s are allowed, found %d"),
                         path->text, most, tl_say_of(list, swedish, english), tl_size(list));
    }
    return tl_refuse(list,
                     tl_say_of(list, "%s: en lista med 1 till %d %s väntas, här står %s",
                               "%s: a list of 1 to %d %s is expected, found %s"),
                     path->text, most, tl_say_of(list, swedish, english), tl_found_said(list).text);
}

static bool is_group(tl_Value value, const Path *path, const char *example)
{
    return tl_is_group(value) || tl_refuse(value,
                                           tl_say_of(value, "%s: en grupp väntas, som %s, här står %s",
                                                     "%s: a group is expected, like %s, found %s"),
                                           path->text, example, tl_found_said(value).text);
}

/* ---- free choice --------------------------------------------------------------------------------------- */

static bool read_lov(tl_Value lov, tl_Market *into)
{
    Path path = {"market.lov"};
    tl_FreeChoice own = {.given = true, .opens = TL_FROM_START};
    if (!is_group(lov, &path, "{opens: 0, slots: 5}")) {
        return false;
    }
    tl_check_keys(lov, "opens|slots|ask");
    bool good = read_optional_whole(lov, &path, "opens", 0, LAST_DAY, &own.opens);
    good = read_optional_whole(lov, &path, "slots", 1, TL_MOST_PROVIDERS - 1, &own.slots) && good;
    good = read_number(lov, &path, "ask", 0.0, 1.0, &own.ask) && good;
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

/* ---- lots ---------------------------------------------------------------------------------------------- */

static bool read_areas(tl_Value areas, const Path *path, tl_Lot *lot)
{
    bool good = true;
    if (!tl_is_there(areas)) {
        return true; /* all areas */
    }
    if (!is_list_of(areas, path, TL_MOST_AREAS, "områden", "areas")) {
        return false;
    }
    for (tl_Value own = tl_first(areas); tl_is_there(own); own = tl_next(own)) {
        int64_t number;
        if (!tl_get_whole(own, path->text, 1, TL_MOST_AREAS, &number)) {
            good = false;
        } else if (tl_areas_hold(lot->areas, (int32_t)number)) {
            good = tl_refuse(own,
                             tl_say_of(own, "%s: område %lld står två gånger; varje område en gång väntas",
                                       "%s: area %lld stands twice; each area is expected once"),
                             path->text, (long long)number);
        } else {
            tl_areas_add(lot->areas, (int32_t)number);
        }
    }
    return good;
}

static bool read_orientation(tl_Value value, const Path *path, tl_Lot *lot)
{
    int choice = tl_is_there(value) ? tl_get_choice(value, path->text, "any|nonprofit|language") : 0;
    lot->orientation = choice < 0 ? TL_ANY_FIRM : choice;
    return choice >= 0;
}

static bool read_short_name(tl_Value value, const Path *path, char *name)
{
    char whole[TL_NAME_LENGTH];
    if (!tl_get_name(value, path->text, whole)) {
        return false;
    }
    if (strlen(whole) >= TL_LOT_NAME) {
        return tl_refuse(value,
                         tl_say_of(value, "%s: ett namn på högst %d byte väntas, här står '%s'",
                                   "%s: a name of at most %d bytes is expected, found '%s'"),
                         path->text, TL_LOT_NAME - 1, whole);
    }
    memcpy(name, whole, strlen(whole) + 1);
    return true;
}

static bool read_lot(tl_Value lot, const Path *path, tl_Lot *into)
{
    Path areas = at(path, "areas"), orientation = at(path, "orientation"), name = at(path, "name");
    *into = (tl_Lot){.providers = 1};
    if (!is_group(lot, path, "{name: north, providers: 2, areas: [1, 2], share: 0.2}")) {
        return false;
    }
    tl_check_keys(lot, "name|providers|areas|share|orientation");
    bool good = read_short_name(tl_at(lot, "name"), &name, into->name);
    good = read_optional_whole(lot, path, "providers", 1, TL_MOST_PROVIDERS - 1, &into->providers) && good;
    good = tl_get_number(tl_at(lot, "share"), at(path, "share").text, 0.0, 1.0, &into->share) && good;
    good = read_areas(tl_at(lot, "areas"), &areas, into) && good;
    return read_orientation(tl_at(lot, "orientation"), &orientation, into) && good;
}

/* `before`: the tender's other lots so far. */
static bool check_lot(tl_Value lot, const Path *path, const tl_Lot *own, const tl_Lot *before, int count)
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

static bool shares_fit(tl_Value lots, const Path *path, const tl_Lot *own, int count)
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
static bool have_room(tl_Value lots, const Path *path, const tl_Market *market)
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

static bool read_lots(tl_Value lots, const Path *path, tl_Tender *tender, tl_Market *market)
{
    tl_Lot *first = &market->lots[market->lot_count];
    bool good =
        is_list_of(lots, path, TL_MOST_LOTS, "anbudsområden", "lots") && have_room(lots, path, market);
    tender->first_lot = market->lot_count;
    for (tl_Value own = good ? tl_first(lots) : (tl_Value){NULL, -1, -1}; tl_is_there(own);
         own = tl_next(own)) {
        Path lot = item(path, tender->lot_count);
        if (read_lot(own, &lot, &first[tender->lot_count])) {
            good = check_lot(own, &lot, &first[tender->lot_count], first, tender->lot_count) && good;
        } else {
            good = false;
        }
        tender->lot_count++;
    }
    market->lot_count += tender->lot_count;
    return good && shares_fit(lots, path, first, tender->lot_count);
}

/* ---- phases -------------------------------------------------------------------------------------------- */

static bool add_step(tl_Value value, const Path *path, tl_Phases *phases)
{
    double share, before = phases->count > 0 ? phases->share[phases->count - 1] : 0.0;
    if (!tl_get_number(value, path->text, 0.0, 1.0, &share)) {
        return false;
    }
    phases->share[phases->count] = share;
    return (share > 0.0 && share >= before) ||
           tl_refuse(value,
                     tl_say_of(value, "%s: %.6g efter %.6g; en andel över 0 som inte faller väntas",
                               "%s: %.6g after %.6g; a share above 0 that does not fall is expected"),
                     path->text, share, before);
}

static bool read_phase(tl_Value phase, const Path *path, tl_Phases *phases)
{
    Path share = at(path, "share");
    if (!is_group(phase, path, "{day: 182, share: 0.4}")) {
        return false;
    }
    tl_check_keys(phase, "day|share");
    int32_t *day = &phases->day[phases->count];
    bool good = read_whole(phase, path, "day", 0, LAST_DAY, day);
    if (good && phases->count > 0 && *day <= day[-1]) {
        good = tl_refuse(phase,
                         tl_say_of(phase, "%s.day: %d efter %d; en senare dag väntas",
                                   "%s.day: %d after %d; a later day is expected"),
                         path->text, (int)*day, (int)day[-1]);
    }
    return add_step(tl_at(phase, "share"), &share, phases) && good;
}

static bool read_steps(tl_Value steps, const Path *path, tl_Phases *phases)
{
    bool good = is_list_of(steps, path, TL_MOST_PHASES, "steg", "steps");
    for (tl_Value own = good ? tl_first(steps) : (tl_Value){NULL, -1, -1}; tl_is_there(own);
         own = tl_next(own)) {
        Path step = item(path, phases->count);
        good = add_step(own, &step, phases) && good;
        phases->count++;
    }
    return good;
}

static bool read_by_day(tl_Value list, const Path *path, tl_Phases *phases)
{
    bool good = is_list_of(list, path, TL_MOST_PHASES, "steg", "steps");
    for (tl_Value own = good ? tl_first(list) : (tl_Value){NULL, -1, -1}; tl_is_there(own);
         own = tl_next(own)) {
        Path phase = item(path, phases->count);
        good = read_phase(own, &phase, phases) && good;
        phases->count++;
    }
    return good;
}

static bool read_phases(tl_Value value, const Path *path, tl_Phases *phases)
{
    Path steps = at(path, "steps"), when = at(path, "when");
    if (!tl_is_there(value) || tl_is_list(value)) {
        return !tl_is_there(value) || read_by_day(value, path, phases);
    }
    if (!is_group(value, path,
                  "{when: queue, steps: [0.4, 0.7, 1]}, or a list like [{day: 182, share: 0.4}]")) {
        return false;
    }
    tl_check_keys(value, "when|steps");
    phases->by_queue = true;
    bool good = tl_get_choice(tl_at(value, "when"), when.text, "queue") >= 0;
    return read_steps(tl_at(value, "steps"), &steps, phases) && good;
}

/* ---- tenders ------------------------------------------------------------------------------------------- */

static bool read_renewals(tl_Value list, const Path *path, tl_Tender *tender)
{
    bool good = !tl_is_there(list) || (tl_is_list(list) && tl_is_empty(list)) ||
                is_list_of(list, path, TL_MOST_RENEWALS, "förlängningar", "renewals");
    for (tl_Value own = good && tl_is_list(list) ? tl_first(list) : (tl_Value){NULL, -1, -1};
         tl_is_there(own); own = tl_next(own)) {
        int64_t days = 1;
        good = tl_get_whole(own, path->text, 1, LONGEST, &days) && good;
        tender->renewals[tender->renewal_count++] = (int32_t)days;
    }
    return good;
}

static bool read_award(tl_Value award, const Path *path, tl_Tender *tender)
{
    if (!tl_is_there(award)) {
        return true;
    }
    if (!is_group(award, path, "{quality: 1}")) {
        return false;
    }
    tl_check_keys(award, "quality");
    return tl_get_number(tl_at(award, "quality"), at(path, "quality").text, 0.0, 1.0, &tender->quality);
}

static bool read_yes_no(tl_Value value, const Path *path, bool *yes)
{
    int choice = tl_is_there(value) ? tl_get_choice(value, path->text, "false|true") : 0;
    *yes = choice == 1;
    return choice >= 0;
}

static bool read_terms(tl_Value tender, const Path *path, tl_Tender *into)
{
    Path name = at(path, "name"), renewals = at(path, "renewals"), award = at(path, "award"),
         transfer = at(path, "transfer");
    bool good = read_short_name(tl_at(tender, "name"), &name, into->name);
    good = read_whole(tender, path, "day", 0, LAST_DAY, &into->day) && good;
    into->starts = into->day;
    good = read_optional_whole(tender, path, "starts", 0, LAST_DAY, &into->starts) && good;
    good = read_optional_whole(tender, path, "length_days", 1, LONGEST, &into->length_days) && good;
    good = read_renewals(tl_at(tender, "renewals"), &renewals, into) && good;
    good = read_award(tl_at(tender, "award"), &award, into) && good;
    good = read_number(tender, path, "ask", 0.0, 1.0, &into->ask) && good;
    return read_yes_no(tl_at(tender, "transfer"), &transfer, &into->transfer) && good;
}

static bool check_days(tl_Value tender, const Path *path, const tl_Tender *own)
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
static bool check_whole_areas(tl_Value tender, const Path *path, const tl_Lot *lot, uint64_t *taken)
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
static bool check_transfer(tl_Value tender, const Path *path, const tl_Tender *own, const tl_Lot *lots)
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

static bool read_tender(tl_Value tender, const Path *path, tl_Tender *into, tl_Market *market)
{
    Path lots = at(path, "lots"), phases = at(path, "phases");
    *into = (tl_Tender){.quality = 1.0, .length_days = 1456};
    if (!is_group(tender, path, "{name: first, day: 0, lots: [{name: north, share: 0.2}]}")) {
        return false;
    }
    tl_check_keys(tender, "name|day|starts|length_days|renewals|award|ask|transfer|lots|phases");
    bool good = read_terms(tender, path, into);
    good = read_lots(tl_at(tender, "lots"), &lots, into, market) && good;
    good = read_phases(tl_at(tender, "phases"), &phases, &into->phases) && good;
    return good && check_days(tender, path, into) &&
           check_transfer(tender, path, into, tl_lots(market, into));
}

static bool check_order(tl_Value tender, const Path *path, const tl_Market *market)
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

static bool read_lou(tl_Value lou, tl_Market *into)
{
    Path path = {"market.lou"};
    bool good = is_list_of(lou, &path, TL_MOST_TENDERS, "upphandlingar", "tenders");
    for (tl_Value own = good ? tl_first(lou) : (tl_Value){NULL, -1, -1}; tl_is_there(own);
         own = tl_next(own)) {
        Path tender = item(&path, into->tender_count);
        good = read_tender(own, &tender, &into->tenders[into->tender_count], into) &&
               check_order(own, &tender, into) && good;
        into->tender_count++;
    }
    return good;
}

bool tl_arrangement_read(tl_Value market, tl_Market *into)
{
    tl_Value lov = tl_at(market, "lov"), lou = tl_at(market, "lou");
    bool good = !tl_is_there(lov) || read_lov(lov, into);
    return (!tl_is_there(lou) || read_lou(lou, into)) && good;
}

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

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
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
    int64_t day = same_lov(&a->lov, &b->lov) ? INT64_MAX : earlier(opens(a), opens(b));
    for (int i = 0; i < TL_MOST_TENDERS; i++) {
        bool there = i < a->tender_count && i < b->tender_count;
        if (!there || !same_tender(a, b, i)) {
            return earlier(day, earlier(day_of(a, i), day_of(b, i)));
        }
    }
    return day;
}

/* ---- who reads parameters ------------------------------------------------------------------------------ */

static bool is_one_of(int parameter, const char *const *paths, size_t count)
{
    bool is = false;
    for (size_t i = 0; i < count; i++) {
        is = is || parameter == tl_parameter_find(paths[i]);
    }
    return is;
}

const char *tl_arrangement_unread(const tl_Market *market, int parameter, bool swedish)
{
    static const char *const of_choice[] = {"market.authorise_days", "provider.entry_per_year",
                                            "provider.entry_margin", "purchaser.apply_h"};
    static const char *const of_tenders[] = {"bid.noise", "bid.promise_noise", "purchaser.tender_h",
                                             "purchaser.bid_h", "purchaser.renew_trust"};
    bool applies =
        market->lov.given || !is_one_of(parameter, of_choice, sizeof of_choice / sizeof of_choice[0]);
    bool bids = market->tender_count > 0 ||
                !is_one_of(parameter, of_tenders, sizeof of_tenders / sizeof of_tenders[0]);
    return !applies ? swedish ? "utan 'market.lov', då inget företag ansöker"
                              : "without 'market.lov', where no firm applies"
           : !bids  ? swedish ? "utan 'market.lou', då inget upphandlas"
                              : "without 'market.lou', where nothing is tendered for"
                    : NULL;
}

/* ---- checked: free choice ------------------------------------------------------------------------------ */

static void check_day(const char *what, int64_t day, const tl_LoadedConfig *loaded, tl_Place place,
                      tl_Messages *messages)
{
    int64_t days = loaded->config.run.days;
    if (day >= days) {
        tl_error(
            messages, place,
            tl_say(
                messages,
                "%s = %lld är efter slutet; sista dagen är %lld (run.days = %lld), och 0 är den första efter "
                "insvängningen",
                "%s = %lld is past the end; the last day is %lld (run.days = %lld), and 0 is the first "
                "after the burn-in"),
            what, (long long)day, (long long)(days - 1), (long long)days);
    }
}

static void check_lov(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    const tl_Market *market = &loaded->config.market;
    const tl_Tender *first = &market->tenders[0];
    if (!market->lov.given) {
        return;
    }
    check_day("market.lov.opens", market->lov.opens, loaded, place, messages);
    for (int i = 1; i < market->tender_count; i++) {
        first = market->tenders[i].starts < first->starts ? &market->tenders[i] : first;
    }
    if (market->tender_count > 0 && market->lov.opens >= first->starts) {
        tl_error(
            messages, place,
            tl_say(
                messages,
                "market.lov.opens = %d, men upphandlingen '%s' börjar gälla dag %d och stänger kundvalet: en "
                "tidigare dag väntas, eller ingen lov",
                "market.lov.opens = %d, but contracts of tender '%s' begin on day %d and close free "
                "choice: an earlier day is expected, or no lov"),
            (int)market->lov.opens, first->name, (int)first->starts);
    }
}

/* ---- checked: tenders ---------------------------------------------------------------------------------- */

/* Which lot an error is about: "market.lou: lot 'north' of tender 'first'". */
static void check_areas(const tl_LoadedConfig *loaded, const tl_Tender *tender, const tl_Lot *lot,
                        tl_Place place, tl_Messages *messages)
{
    for (int m = 0; m < loaded->config.municipality_count; m++) {
        const tl_Municipality *of = &loaded->config.municipalities[m];
        for (int32_t number = (int32_t)of->profile.areas + 1; number <= TL_MOST_AREAS; number++) {
            if (tl_areas_hold(lot->areas, number)) {
                tl_error(
                    messages, place,
                    tl_say(
                        messages,
                        "market.lou: '%s' i upphandlingen '%s' har område %d, men %s har %lld områden: 1 till "
                        "%lld är tillåtna",
                        "market.lou: lot '%s' of tender '%s' has area %d, but %s has %lld areas: 1 to "
                        "%lld are allowed"),
                    lot->name, tender->name, (int)number, of->name, (long long)of->profile.areas,
                    (long long)of->profile.areas);
            }
        }
    }
}

static bool has_firm_for(const tl_LoadedConfig *loaded, int32_t orientation)
{
    const tl_Config *c = &loaded->config;
    return orientation == TL_NONPROFIT_FIRM  ? c->market.firms[TL_NONPROFIT] > 0
           : orientation == TL_LANGUAGE_FIRM ? c->constants.provider_language_share > 0.0
                                             : true;
}

/* It may be meant, to see what comes of it. */
static void note_orientation(const tl_LoadedConfig *loaded, const tl_Tender *tender, const tl_Lot *lot,
                             tl_Place place, tl_Messages *messages)
{
    if (!has_firm_for(loaded, lot->orientation)) {
        tl_note(
            messages, place,
            tl_say(
                messages,
                "market.lou: '%s' i upphandlingen '%s' har inriktningen %s, och inget företag i market.pool "
                "har den: kommunen behåller den delen",
                "market.lou: lot '%s' of tender '%s' is for orientation %s, and no firm of market.pool has "
                "it: the lot stays with the municipality"),
            lot->name, tender->name, tl_orientation_name((tl_Orientation)lot->orientation));
    }
}

static void note_places(const tl_LoadedConfig *loaded, const tl_Tender *tender, tl_Place place,
                        tl_Messages *messages)
{
    const tl_Market *market = &loaded->config.market;
    int places = 0, firms = tl_market_providers(market) - 1;
    for (int i = 0; i < tender->lot_count; i++) {
        places += tl_lots(market, tender)[i].providers;
    }
    if (places > firms) {
        tl_note(
            messages, place,
            tl_say(
                messages,
                "market.lou: upphandlingen '%s' har plats för %d företag, och market.pool har %d, som får högst "
                "en del var",
                "market.lou: tender '%s' has places for %d firms, and market.pool has %d, which win one lot "
                "each at most"),
            tender->name, places, firms);
    }
}

static void check_tender(const tl_LoadedConfig *loaded, int number, tl_Place place, tl_Messages *messages)
{
    const tl_Market *market = &loaded->config.market;
    const tl_Tender *tender = &market->tenders[number];
    Path path = {"market.lou"}, of = item(&path, number), day = at(&of, "day"), starts = at(&of, "starts");
    check_day(day.text, tender->day, loaded, place, messages);
    if (tender->day < loaded->config.run.days) {
        check_day(starts.text, tender->starts, loaded, place, messages);
    }
    for (int i = 0; i < tender->lot_count; i++) {
        check_areas(loaded, tender, &tl_lots(market, tender)[i], place, messages);
        note_orientation(loaded, tender, &tl_lots(market, tender)[i], place, messages);
    }
    note_places(loaded, tender, place, messages);
}

void tl_arrangement_check(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    check_lov(loaded, place, messages);
    for (int i = 0; i < loaded->config.market.tender_count; i++) {
        check_tender(loaded, i, place, messages);
    }
}
