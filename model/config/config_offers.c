#include "config/config_offers.h"

#include <string.h>

#include "config/config_values.h"
#include "config/run_day.h"
#include "config/value_path.h"
#include "core/market/market.h"

#define WAYS "requirement|invitation|order"

static const double MOST_SUPPLEMENT = 10000.0;

/* ---- levers -------------------------------------------------------------------------------------------- */

/* Whose a lever is that cannot be asked for, and how it is moved instead. */
static bool refuse_owner(tl_Value lever, const tl_Parameter *p)
{
    if (p->owner == TL_OWNED_BY_LAW) {
        return tl_refuse_key(
            lever,
            tl_say_of(
                lever,
                "%s bestäms i lag och kan inte begäras av utförare; en spak hos utförare eller enhet väntas",
                "%s is decided by law and cannot be asked of providers; a lever of provider or unit is expected"),
            p->path);
    }
    return tl_refuse_key(
        lever,
        tl_say_of(lever,
                  "%s bestämmer kommunen själv: den ändras under 'timeline'; en spak hos "
                  "utförare eller enhet väntas",
                  "%s is the purchaser's own to decide: it is changed under 'timeline'; a lever of "
                  "provider or unit is expected"),
        p->path);
}

static bool may_be_asked(tl_Value lever, const tl_Parameter *p)
{
    if (p->section != TL_SECTION_REGIME) {
        return tl_refuse_key(lever,
                             tl_say_of(lever, "%s är ingen spak: den kan inte ändras under en körning",
                                       "%s is not a lever: it cannot change during a run"),
                             p->path);
    }
    if (p->owner != TL_OWNED_BY_PROVIDER && p->owner != TL_OWNED_BY_UNIT) {
        return refuse_owner(lever, p);
    }
    return !p->structural ||
           tl_refuse_key(
               lever,
               tl_say_of(lever,
                         "%s formar enheter och arbetslag på nytt: det görs under 'reorganise', och "
                         "kan inte begäras av utförare",
                         "%s forms units and teams anew: that is done under 'reorganise', and cannot be "
                         "asked of providers"),
               p->path);
}

static bool read_lever(tl_Value lever, tl_Offer *offer)
{
    int parameter = tl_parameter_find(tl_key(lever));
    tl_OfferedLever own = {.parameter = parameter};
    if (parameter < 0) {
        tl_unknown_path(lever.document->messages, tl_key_place(lever), tl_key(lever));
        return false;
    }
    bool good = may_be_asked(lever, &tl_parameters[parameter]) &&
                tl_get_parameter(lever, &tl_parameters[parameter], &own.value);
    if (good) {
        offer->set[offer->set_count++] = own;
    }
    return good;
}

static bool read_set(tl_Value set, const tl_ValuePath *path, tl_Offer *offer)
{
    bool good = true;
    if (!tl_is_group(set) || tl_is_empty(set) || tl_size(set) > TL_MOST_OFFERED) {
        return tl_refuse(
            set,
            tl_say_of(
                set,
                "%s.set: 1 till %d spakar med värden väntas, som {discretion.provider: 0.9}, här står %s",
                "%s.set: 1 to %d levers with values are expected, like {discretion.provider: 0.9}, found %s"),
            path->text, TL_MOST_OFFERED, tl_found_said(set).text);
    }
    for (tl_Value own = tl_first(set); tl_is_there(own); own = tl_next(own)) {
        good = read_lever(own, offer) && good;
    }
    return good;
}

/* ---- one offer ----------------------------------------------------------------------------------------- */

/* What an offer must have; what it has not is said. */
static bool has(tl_Value offer, const tl_ValuePath *path, const char *key)
{
    tl_Value value = tl_at(offer, key);
    return tl_is_there(value) ||
           tl_refuse(value,
                     tl_say_of(value, "%s: '%s' saknas här; name, day, way och set väntas",
                               "%s: '%s' is missing here; name, day, way and set are expected"),
                     path->text, key);
}

static bool read_name(tl_Value offer, const tl_ValuePath *path, tl_Market *market, tl_Offer *into)
{
    if (!has(offer, path, "name") || !tl_read_name_at(offer, path, "name", into->name, sizeof into->name)) {
        return false;
    }
    for (int32_t i = 0; i < market->offer_count; i++) {
        if (strcmp(market->offers[i].name, into->name) == 0) {
            return tl_refuse(tl_at(offer, "name"),
                             tl_say_of(offer, "%s: två heter '%s'; ett eget namn väntas",
                                       "%s: two are called '%s'; a name of its own is expected"),
                             path->text, into->name);
        }
    }
    return true;
}

static bool read_day(tl_Value offer, const tl_ValuePath *path, tl_Offer *into)
{
    return has(offer, path, "day") && tl_read_whole_at(offer, path, "day", 0, TL_LAST_DAY, &into->day);
}

static bool read_way(tl_Value offer, const tl_ValuePath *path, tl_Offer *into)
{
    int way =
        has(offer, path, "way") ? tl_get_choice(tl_at(offer, "way"), tl_path_at(path, "way").text, WAYS) : -1;
    into->way = way < 0 ? TL_INVITATION : (tl_OfferWay)way;
    return way >= 0;
}

static bool read_supplement(tl_Value offer, const tl_ValuePath *path, tl_Offer *into)
{
    tl_Value supplement = tl_at(offer, "supplement");
    if (tl_is_there(supplement) && into->way != TL_INVITATION) {
        return tl_refuse_key(supplement,
                             tl_say_of(supplement,
                                       "%s.supplement betalas bara till den som antar en inbjudan "
                                       "(way: invitation), och här står way: %s",
                                       "%s.supplement is paid to whoever accepts an invitation "
                                       "alone (way: invitation), and here is way: %s"),
                             path->text, tl_offer_way_name(into->way));
    }
    return tl_may_read_number_at(offer, path, "supplement", 0.0, MOST_SUPPLEMENT, &into->supplement);
}

static bool add_offer(tl_Value offer, const tl_ValuePath *path, void *into)
{
    tl_Market *market = into;
    tl_Offer own = {.day = 0};
    if (!tl_expect_group(offer, path,
                         "{name: trust, day: 364, way: order, set: {discretion.provider: 0.9}}")) {
        return false;
    }
    tl_check_keys(offer, "name|day|way|supplement|set");
    /* Each is read whatever the others gave, so that all errors come at once. */
    bool named = read_name(offer, path, market, &own), dated = read_day(offer, path, &own);
    bool sent = read_way(offer, path, &own), paid = !sent || read_supplement(offer, path, &own);
    bool set = has(offer, path, "set") && read_set(tl_at(offer, "set"), path, &own);
    market->offers[market->offer_count++] = own;
    return named && dated && sent && paid && set;
}

bool tl_offers_read(tl_Value offers, tl_Market *market)
{
    static const tl_ListOf of = {
        .most = TL_MOST_OFFERS,
        .swedish = "begärda arbetssätt",
        .english = "offers",
        .example = "[{name: trust, day: 364, way: invitation, set: {discretion.provider: 0.9}}]",
        .read = add_offer};
    const tl_ValuePath path = {"market.offers"};
    return !tl_is_there(offers) || tl_read_items(offers, &path, &of, market);
}

/* ---- written ------------------------------------------------------------------------------------------- */

static json_t *offer_json(const tl_Offer *offer)
{
    json_t *set = json_object();
    for (int32_t i = 0; i < offer->set_count; i++) {
        const tl_Parameter *p = &tl_parameters[offer->set[i].parameter];
        json_object_set_new(set, p->path,
                            p->kind == TL_REAL ? json_real(offer->set[i].value)
                                               : json_integer((json_int_t)offer->set[i].value));
    }
    json_t *own = json_pack("{s:s, s:i, s:s, s:o}", "name", offer->name, "day", (int)offer->day, "way",
                            tl_offer_way_name(offer->way), "set", set);
    if (offer->way == TL_INVITATION) {
        json_object_set_new(own, "supplement", json_real(offer->supplement));
    }
    return own;
}

json_t *tl_offers_to_json(const tl_Market *market)
{
    json_t *offers = json_array();
    for (int32_t i = 0; i < market->offer_count; i++) {
        json_array_append_new(offers, offer_json(&market->offers[i]));
    }
    return offers;
}

/* ---- comparing ----------------------------------------------------------------------------------------- */

static bool same_offer(const tl_Offer *a, const tl_Offer *b)
{
    bool same = strcmp(a->name, b->name) == 0 && a->way == b->way && a->day == b->day &&
                a->supplement == b->supplement && a->set_count == b->set_count;
    for (int32_t i = 0; same && i < a->set_count; i++) {
        same = a->set[i].parameter == b->set[i].parameter && a->set[i].value == b->set[i].value;
    }
    return same;
}

static int64_t day_of(const tl_Market *market, int32_t number)
{
    return number < market->offer_count ? market->offers[number].day : INT64_MAX;
}

/* Place by place: draws and what was taken up are told apart by it. */
int64_t tl_offers_part(const tl_Market *a, const tl_Market *b)
{
    int64_t part = INT64_MAX;
    for (int32_t i = 0; i < TL_MOST_OFFERS; i++) {
        int64_t of_a = day_of(a, i), of_b = day_of(b, i), first = of_a < of_b ? of_a : of_b;
        bool same = i < a->offer_count && i < b->offer_count && same_offer(&a->offers[i], &b->offers[i]);
        part = !same && first < part ? first : part;
    }
    return part;
}

bool tl_offers_equal(const tl_Market *a, const tl_Market *b)
{
    return tl_offers_part(a, b) == INT64_MAX;
}

/* ---- checking ------------------------------------------------------------------------------------------ */

/* Somebody has to be there who can be asked. */
static void check_asked(const tl_Market *market, const tl_Offer *offer, tl_Place place, tl_Messages *messages)
{
    if (offer->way != TL_ORDER &&
        (market->part_count > 0 || (market->externals == 0 && !tl_people_choose(market)))) {
        tl_error(
            messages, place,
            tl_say(
                messages,
                "market.offers: %s: way: %s, men inga externa utförare finns att fråga: 'externals' med en del "
                "väntas bredvid, eller way: order till kommunens egna enheter",
                "market.offers: %s: way: %s, and there are no external providers to ask: 'externals' with a "
                "share are expected beside it, or way: order to the municipality's own units"),
            offer->name, tl_offer_way_name(offer->way));
    }
}

void tl_offers_check(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    const tl_Market *market = &loaded->config.market;
    const tl_ValuePath path = {"market.offers"};
    for (int32_t i = 0; i < market->offer_count; i++) {
        tl_ValuePath own = tl_path_item(&path, i), day = tl_path_at(&own, "day");
        tl_run_day_check(&loaded->config, day.text, market->offers[i].day, place, messages);
        check_asked(market, &market->offers[i], place, messages);
    }
}
