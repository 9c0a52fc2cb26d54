#include "config/config_market.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "config/config_arrangement.h"
#include "config/config_drawn.h"
#include "config/config_offers.h"
#include "config/config_values.h"
#include "core/market/arrangement.h"
#include "core/market/market.h"

enum {
    MOST_FIRMS = TL_MOST_PROVIDERS - 1,
    ORDINARY_SMALL = 16,
    ORDINARY_LARGE = 4,
    ORDINARY_NONPROFIT = 2,
    LAST_DAY = 100000
};

/* As close to one as parts with six decimals come; as those come that were divided by their sum, which are read again
 * to the bit. */
static const double NEARLY = 1e-5, ROUNDING = 1e-13;

/* ---- parts of the municipality's own care ---------------------------------------------------------------- */

static bool in_equal_parts(tl_Value parts, tl_Market *market)
{
    int64_t count;
    if (!tl_get_whole(parts, "market.split.parts", 1, TL_MOST_PROVIDERS, &count)) {
        return false;
    }
    market->part_count = (int32_t)count;
    for (int i = 0; i < count; i++) {
        market->parts[i] = 1.0 / (double)count;
    }
    return true;
}

static bool read_part(tl_Value own, tl_Market *market)
{
    double part;
    if (!tl_get_number(own, "market.split.parts", 0.0, 1.0, &part)) {
        return false;
    }
    market->parts[market->part_count++] = part;
    return part > 0.0 ||
           tl_refuse(own, tl_say_of(own, "market.split.parts: varje del ska vara över 0, här står 0",
                                    "market.split.parts: a part above 0 is expected, found 0"));
}

static bool add_up(tl_Value list, tl_Market *market)
{
    double sum = 0.0;
    for (int i = 0; i < market->part_count; i++) {
        sum += market->parts[i];
    }
    if (fabs(sum - 1.0) > NEARLY) {
        return tl_refuse(list,
                         tl_say_of(list,
                                   "market.split.parts: delarna ska tillsammans bli 1; de här blir %.6g",
                                   "market.split.parts: parts that sum to 1 are expected; these sum to %.6g"),
                         sum);
    }
    for (int i = 0; i < market->part_count && fabs(sum - 1.0) > ROUNDING; i++) {
        market->parts[i] /= sum;
    }
    return true;
}

static bool read_parts(tl_Value parts, tl_Market *market)
{
    bool good = true;
    if (tl_is_scalar(parts)) {
        return in_equal_parts(parts, market);
    }
    if (!tl_is_list(parts) || tl_is_empty(parts) || tl_size(parts) > TL_MOST_PROVIDERS) {
        return tl_refuse(
            parts,
            tl_say_of(
                parts,
                "market.split.parts: en lista med 1 till %d delar som tillsammans blir 1, som [0.5, 0.3, 0.2], "
                "eller antalet lika delar väntas, här står %s%s",
                "market.split.parts: a list of 1 to %d parts that sum to 1, like [0.5, 0.3, 0.2], or the "
                "number of equal parts is expected, found %s%s"),
            TL_MOST_PROVIDERS, tl_found_said(parts).text,
            tl_size(parts) > TL_MOST_PROVIDERS
                ? tl_say_of(parts, " med fler: fler utförare går inte att hålla isär",
                            " of more: ids hold no more providers")
                : "");
    }
    for (tl_Value own = tl_first(parts); tl_is_there(own); own = tl_next(own)) {
        good = read_part(own, market) && good;
    }
    return good && add_up(parts, market);
}

static bool read_split(tl_Value market, tl_Market *into)
{
    static const char *const others[] = {"externals", "share", "pool", "begins", "ask", "lov", "lou"};
    tl_Value split = tl_at(market, "split");
    bool good = true;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        tl_Value other = tl_at(market, others[i]);
        if (tl_is_there(other)) {
            good = tl_refuse_key(
                other,
                tl_say_of(
                    other, "market.%s: får inte stå bredvid market.split, vars delar alla är kommunens egna",
                    "market.%s: not expected beside market.split, whose parts are all the municipality's"),
                others[i]);
        }
    }
    if (!tl_is_group(split)) {
        return tl_refuse(
            split,
            tl_say_of(split, "market.split: en grupp väntas, som {parts: [0.5, 0.3, 0.2]}, här står %s",
                      "market.split: a group is expected, like {parts: [0.5, 0.3, 0.2]}, found %s"),
            tl_found_said(split).text);
    }
    tl_check_keys(split, "parts");
    return read_parts(tl_at(split, "parts"), into) && good;
}

/* ---- firms ----------------------------------------------------------------------------------------------- */

static int32_t firms_of(const tl_Market *market)
{
    return tl_market_providers(market) - 1;
}

static bool read_pool(tl_Value pool, tl_Market *market)
{
    bool good = true;
    if (!tl_is_group(pool)) {
        return tl_refuse(
            pool,
            tl_say_of(pool,
                      "market.pool: en grupp väntas, som {small: 16, large: 4, nonprofit: 2}, här står %s",
                      "market.pool: a group is expected, like {small: 16, large: 4, nonprofit: 2}, found %s"),
            tl_found_said(pool).text);
    }
    tl_check_keys(pool, "small|large|nonprofit");
    for (int kind = TL_SMALL_FIRM; kind < TL_PROVIDER_KINDS; kind++) {
        char what[40];
        const char *name = tl_provider_kind_name((tl_ProviderKind)kind);
        tl_Value own = tl_at(pool, name);
        int64_t count = 0;
        snprintf(what, sizeof what, "market.pool.%s", name);
        good = (!tl_is_there(own) || tl_get_whole(own, what, 0, MOST_FIRMS, &count)) && good;
        market->firms[kind] = (int32_t)count;
    }
    if (good && firms_of(market) > MOST_FIRMS) {
        return tl_refuse(
            pool,
            tl_say_of(pool,
                      "market.pool: %d företag tillsammans; högst %d är tillåtna: fler utförare går inte "
                      "att hålla isär",
                      "market.pool: %d firms together; at most %d are allowed: ids hold no more "
                      "providers"),
            (int)firms_of(market), MOST_FIRMS);
    }
    return good;
}

static bool read_externals(tl_Value externals, tl_Market *market)
{
    int64_t count = 0;
    if (tl_is_there(externals) && !tl_get_whole(externals, "market.externals", 0, MOST_FIRMS, &count)) {
        return false;
    }
    market->externals = (int32_t)count;
    return count <= firms_of(market) ||
           tl_refuse(
               externals,
               tl_say_of(
                   externals,
                   "market.externals = %d, men market.pool har %d företag: högst så många är tillåtna, och som "
                   "mest %d",
                   "market.externals = %d, but market.pool has %d firms: as many at most are allowed, of up to "
                   "%d"),
               (int)count, (int)firms_of(market), MOST_FIRMS);
}

static bool read_share(tl_Value share, tl_Market *market)
{
    if (!tl_is_there(share)) {
        return market->externals == 0 ||
               tl_refuse(
                   share,
                   tl_say_of(
                       share,
                       "market.share: här väntas hur stor del av brukarna som de externa utförarna har, "
                       "över 0 och högst 1",
                       "market.share: the share of recipients that the externals have is expected, above "
                       "0 and at most 1"));
    }
    if (!tl_get_number(share, "market.share", 0.0, 1.0, &market->share)) {
        return false;
    }
    return (market->share > 0.0) == (market->externals > 0) ||
           tl_refuse(share,
                     tl_say_of(share, "market.share = %.10g med market.externals = %d: %s väntas",
                               "market.share = %.10g with market.externals = %d: %s is expected"),
                     market->share, (int)market->externals,
                     market->externals > 0
                         ? tl_say_of(share, "en del över 0", "a share above 0")
                         : tl_say_of(share, "0, eller externa utförare", "0, or externals"));
}

/* A day past the run's is for tl_market_check, which knows how long the run is. */
static bool read_begins(tl_Value begins, tl_Market *market)
{
    int64_t day;
    if (!tl_is_there(begins)) {
        return true;
    }
    if (!tl_get_whole(begins, "market.begins", 0, LAST_DAY, &day)) {
        return false;
    }
    market->later = true;
    market->begins = (int32_t)day;
    return market->externals > 0 ||
           tl_refuse_key(begins,
                         "market.begins = %lld with market.externals = 0: externals that begin on that "
                         "day are expected, or no day",
                         (long long)day);
}

static bool read_ask(tl_Value ask, tl_Market *market)
{
    if (!tl_is_there(ask)) {
        return true;
    }
    if (!market->later) {
        return tl_refuse_key(ask,
                             "market.ask: not expected without market.begins, the day on which those who are "
                             "there already are asked");
    }
    return tl_get_number(ask, "market.ask", 0.0, 1.0, &market->ask);
}

/* Firms are dealt by shares from a day on, or people choose among them. */
static bool refuse_beside_choice(tl_Value market)
{
    static const char *const dealt[] = {"begins", "ask"};
    bool good = true;
    for (size_t i = 0; i < sizeof dealt / sizeof dealt[0]; i++) {
        tl_Value own = tl_at(market, dealt[i]);
        if (tl_is_there(own)) {
            good = tl_refuse_key(
                own,
                tl_say_of(
                    own,
                    "market.%s: får inte stå bredvid lov eller lou, som har sina egna dagar och sin egen ask",
                    "market.%s: not expected beside lov or lou, which have days and ask of their own"),
                dealt[i]);
        }
    }
    return good;
}

static bool has_choice(tl_Value market)
{
    return tl_is_there(tl_at(market, "lov")) || tl_is_there(tl_at(market, "lou"));
}

/* Somebody has to be there to be chosen or to bid. */
static bool has_firms(tl_Value market, const tl_Market *own)
{
    return firms_of(own) > 0 ||
           tl_refuse(
               market,
               tl_say_of(market,
                         "market.pool: inga företag, men lov eller lou släpper in sådana: minst ett väntas",
                         "market.pool: no firms, but lov or lou lets firms in: at least one is expected"));
}

static bool read_firms(tl_Value market, tl_Market *into)
{
    tl_Value pool = tl_at(market, "pool");
    bool good = !has_choice(market) || refuse_beside_choice(market);
    if (tl_is_there(pool)) {
        good = read_pool(pool, into) && good;
    } else if (tl_is_there(tl_at(market, "externals")) || has_choice(market)) {
        into->firms[TL_SMALL_FIRM] = ORDINARY_SMALL;
        into->firms[TL_LARGE_FIRM] = ORDINARY_LARGE;
        into->firms[TL_NONPROFIT] = ORDINARY_NONPROFIT;
    }
    good = good && read_externals(tl_at(market, "externals"), into);
    good = good && read_share(tl_at(market, "share"), into);
    if (has_choice(market)) {
        return tl_arrangement_read(market, into) && good && has_firms(market, into);
    }
    good = good && read_begins(tl_at(market, "begins"), into);
    return good && read_ask(tl_at(market, "ask"), into);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

bool tl_market_read(tl_Value market, tl_LoadedConfig *loaded)
{
    tl_Messages *messages = market.document->messages;
    tl_Market *own = &loaded->config.market;
    int errors = messages->errors;
    *own = (tl_Market){.given = false};
    loaded->market_origin[0] = '\0';
    if (tl_says(market, "none")) {
        return true;
    }
    if (!tl_is_group(market)) {
        return tl_refuse(
            market,
            tl_say_of(
                market,
                "market: en grupp med split, eller med externals, share och pool, eller none väntas, här står %s",
                "market: a group with split, or with externals, share and pool, or none is expected, found %s"),
            tl_found_said(market).text);
    }
    tl_check_keys(market, "split|externals|share|pool|begins|ask|lov|lou|offers|drawn");
    bool asked = tl_offers_read(tl_at(market, "offers"), own);
    bool good = tl_is_there(tl_at(market, "drawn"))   ? tl_drawn_read(market, own)
                : tl_is_there(tl_at(market, "split")) ? read_split(market, own)
                                                      : read_firms(market, own);
    own->given = good && asked;
    if (own->given) {
        tl_origin_of(market, loaded->market_origin);
    } else {
        *own = (tl_Market){.given = false};
    }
    return messages->errors == errors;
}

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
    json_t *pool = json_object(), *firms;
    for (int kind = TL_SMALL_FIRM; kind < TL_PROVIDER_KINDS; kind++) {
        json_object_set_new(pool, tl_provider_kind_name((tl_ProviderKind)kind),
                            json_integer(market->firms[kind]));
    }
    firms = json_pack("{s:i, s:f, s:o}", "externals", (int)of.externals, "share", of.share, "pool", pool);
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

static bool has_firms_json(const tl_Market *market)
{
    return !market->drawn && market->part_count == 0;
}

json_t *tl_market_to_json(const tl_Market *market)
{
    json_t *json = frame_json(market, dealt(market));
    if (has_firms_json(market)) {
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
    if (has_firms_json(market)) {
        tl_arrangement_start_to_json(market, json);
    }
    return json;
}

/* ---- comparing and checking ------------------------------------------------------------------------------ */

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

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t day_of(const tl_Market *market)
{
    return market->later ? market->begins : INT64_MAX;
}

/* The first day on which firms begin, where they do not begin alike. */
static int64_t firms_part(const tl_Market *a, const tl_Market *b)
{
    return same_dealt(dealt(a), dealt(b)) ? INT64_MAX : smaller(day_of(a), day_of(b));
}

int64_t tl_markets_part(const tl_Market *a, const tl_Market *b)
{
    return !same_start(a, b)
               ? -1
               : smaller(smaller(firms_part(a, b), tl_arrangements_part(a, b)), tl_offers_part(a, b));
}

/* A provider may begin with nobody, but this is seldom meant. */
static void note_empty(const tl_LoadedConfig *loaded, const tl_Municipality *of, tl_Place place,
                       tl_Messages *messages)
{
    const tl_Market *own = &loaded->config.market;
    bool all_wait = own->later && own->ask == 0.0; /* for newcomers, as is meant */
    double least = own->externals > 0 && !all_wait ? own->share / own->externals : 1.0;
    least *= own->later && !all_wait ? own->ask : 1.0;
    for (int i = 0; i < own->part_count; i++) {
        least = fmin(least, own->parts[i]);
    }
    if (least * (double)of->profile.recipients < 1.0) {
        tl_note(
            messages, place,
            tl_say(
                messages,
                "market: den minsta utföraren har %.6g av de %lld brukarna i %s, mindre än en: den kan börja "
                "utan någon",
                "market: the smallest provider has %.6g of the %lld recipients of %s, less than one: it may "
                "begin with none"),
            least, (long long)of->profile.recipients, of->name);
    }
}

static void check_places(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    for (int m = 0; m < loaded->config.municipality_count; m++) {
        const tl_Municipality *of = &loaded->config.municipalities[m];
        note_empty(loaded, of, place, messages);
        if (of->profile.outlying_areas >= of->profile.areas) {
            tl_error(
                messages, place,
                tl_say(messages,
                       "%s: municipality.outlying_areas = %lld med municipality.areas = %lld: bara färre är "
                       "tillåtna, eftersom minst ett område inte är ett ytterområde",
                       "%s: municipality.outlying_areas = %lld with municipality.areas = %lld: fewer are "
                       "allowed, since at least one area is not outlying"),
                of->name, (long long)of->profile.outlying_areas, (long long)of->profile.areas);
        }
    }
}

static bool is_set(const tl_LoadedConfig *loaded, int parameter)
{
    bool set = strcmp(loaded->origins[parameter], "default") != 0;
    for (int i = 0; i < loaded->config.change_count; i++) {
        set = set || loaded->config.changes[i].parameter == parameter;
    }
    return set;
}

/* Parameters that only a market reads would be set in vain. */
static void check_parameters(const tl_LoadedConfig *loaded, tl_Messages *messages)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].market && is_set(loaded, i)) {
            bool here = strcmp(loaded->origins[i], "default") == 0;
            tl_error(
                messages, (tl_Place){.file = here ? loaded->path : loaded->origins[i]},
                tl_say(
                    messages,
                    "%s gäller flera utförare, och här finns bara en: 'market:' väntas bredvid (till exempel "
                    "market: {externals: 5, share: 0.5})",
                    "%s is a parameter of the market, and this config has none: 'market:' is expected beside "
                    "it (market: {externals: 5, share: 0.5}, say)"),
                tl_parameters[i].path);
        }
    }
}

/* Parts of one municipality are not paid, so that a form of pay has no volume there. */
static void check_pay(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    int form = tl_parameter_find("reimbursement.form");
    if (loaded->config.market.part_count > 0 && is_set(loaded, form)) {
        tl_error(
            messages, place,
            tl_say(
                messages,
                "reimbursement.form är satt, men med 'market.split' finns ingen volym att betala för: delarna "
                "har samma kassa; 'externals' med en del väntas, eller ingen ersättningsform",
                "reimbursement.form is set, but 'market.split' leaves no volume that is paid for: the parts "
                "have one purse; 'externals' with a share are expected, or no form of pay"));
    }
}

/* With nobody to begin with a firm would be paid for nobody from then on. */
static void check_block(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    const tl_Config *c = &loaded->config;
    int form = tl_parameter_find("reimbursement.form");
    bool block = c->regime.reimbursement_form == TL_reimbursement_form_block;
    for (int i = 0; i < c->change_count; i++) {
        block = block || (c->changes[i].parameter == form &&
                          c->changes[i].value == (double)TL_reimbursement_form_block);
    }
    if (tl_people_choose(&c->market) && block) {
        tl_error(
            messages, place,
            tl_say(
                messages,
                "reimbursement.form = block bredvid lov eller lou: en klumpsumma är vad de har beviljats som "
                "utföraren har när avtalet börjar, och där folk väljer är det ingen; en annan form väntas",
                "reimbursement.form = block beside lov or lou: a block is what those cared for on the first "
                "day of a contract are granted, and where people choose there are none; another form is "
                "expected"));
    }
    if (c->market.later && c->market.ask == 0.0 && block) {
        tl_error(
            messages, place,
            "reimbursement.form = block with market.begins and market.ask = 0: a block is what those cared for on "
            "that day are granted, and firms have nobody then; market.ask above 0 is expected, or another form");
    }
}

/* Reviews go by distrust, by uncertainty or by lot: of all that go by either there cannot be more than all. */
static void check_targets(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    const tl_Config *c = &loaded->config;
    int distrust = tl_parameter_find("purchaser.target_distrust");
    int uncertainty = tl_parameter_find("purchaser.target_uncertainty");
    double by[2] = {c->regime.purchaser_target_distrust, c->regime.purchaser_target_uncertainty};
    for (int i = 0; tl_has_purchaser(c) && i <= c->change_count; i++) {
        bool day_is_over = i == c->change_count || (i > 0 && c->changes[i].day != c->changes[i - 1].day);
        if ((i == 0 || day_is_over) && by[0] + by[1] > 1.0 + ROUNDING) {
            tl_error(
                messages, place,
                "purchaser.target_distrust = %.6g and purchaser.target_uncertainty = %.6g: shares of reviews "
                "that come to 1 at most are expected, here or after a change",
                by[0], by[1]);
            return;
        }
        if (i < c->change_count &&
            (c->changes[i].parameter == distrust || c->changes[i].parameter == uncertainty)) {
            by[c->changes[i].parameter == uncertainty] = c->changes[i].value;
        }
    }
}

static void check_begins(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    const tl_Config *c = &loaded->config;
    if (c->market.later && c->market.begins >= c->run.days) {
        tl_error(
            messages, place,
            "market.begins = %d is past the end; the last day is %lld (run.days = %lld), and 0 is the first "
            "after the burn-in",
            (int)c->market.begins, (long long)(c->run.days - 1), (long long)c->run.days);
    }
}

void tl_market_check_day(const tl_Config *config, const char *name, const tl_Selector *where, int64_t day,
                         tl_Place place, tl_Messages *messages)
{
    const tl_Numbers *kinds = &where->by[TL_BY_KIND], *providers = &where->by[TL_BY_PROVIDER];
    bool firms = (kinds->count > 0 && !tl_numbers_hold(kinds, TL_MUNICIPAL + 1)) ||
                 (providers->count > 0 && !tl_numbers_hold(providers, 1));
    if (firms && config->market.later && day < config->market.begins) {
        tl_error(
            messages, place,
            "%s: where means firms, and day %lld is before they begin (market.begins = %d): that day or a "
            "later one is expected",
            name, (long long)day, (int)config->market.begins);
    }
}

/* What is about firms alone, of all that stands beside a market. */
static bool is_of_firms(int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    return p->market && p->section != TL_SECTION_PROFILE && parameter != tl_parameter_find("provider.spans");
}

/* In words that follow "is set, and changes nothing". */
typedef struct Reason {
    const char *swedish, *english; /* NULL where it does something */
} Reason;

static const Reason unread_parts = {"med 'market.split', vars delar inte får betalt och inte har egna ägare",
                                    "beside 'market.split', whose parts are not paid and have no owners of "
                                    "their own"};
static const Reason unread_start = {
    "utan 'market.begins', dagen då företag börjar, och utan lov och lou",
    "without 'market.begins', the day on which firms begin, and without lov and lou"};
static const Reason unread_alone = {
    "med purchaser.form = none, då ingen följer upp utförare; contract_managers gör det",
    "with purchaser.form = none, where nobody follows up providers; contract_managers do"};
static const Reason unread_dealt = {"utan 'market.lov' och 'market.lou', då ingen väljer utförare",
                                    "without 'market.lov' and 'market.lou', where nobody chooses a provider"};
static const Reason unread_chance = {
    "med purchaser.form = contract_managers, vars kontroller är vad utförare räknar med",
    "with purchaser.form = contract_managers, whose checks are what providers reckon with"};

/* What is about offers alone. */
static Reason of_offers(const tl_Config *config, int parameter)
{
    return (Reason){tl_offers_unread(&config->market, parameter, true),
                    tl_offers_unread(&config->market, parameter, false)};
}

static Reason of_arrangement(const tl_Config *config, int parameter)
{
    return (Reason){tl_arrangement_unread(&config->market, parameter, true),
                    tl_arrangement_unread(&config->market, parameter, false)};
}

/* Without any market it is an error. */
static Reason why_unread(const tl_Config *config, int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    bool parts = config->market.part_count > 0, followed = tl_has_purchaser(config);
    bool begins = config->market.later || tl_people_choose(&config->market);
    return !p->market                                                     ? (Reason){0}
           : parts && is_of_firms(parameter)                              ? unread_parts
           : !begins && strcmp(p->path, "provider.start_recipients") == 0 ? unread_start
           : !tl_has_reader(config, p) ? (p->follow_up ? unread_alone : unread_dealt)
           : followed && strcmp(p->path, "provider.found_chance") == 0 ? unread_chance
           : of_arrangement(config, parameter).english != NULL         ? of_arrangement(config, parameter)
                                                                       : of_offers(config, parameter);
}

bool tl_market_reads(const tl_Config *config, int parameter)
{
    bool drawn = config->market.drawn && parameter == tl_parameter_find("reimbursement.form");
    return !tl_parameters[parameter].market ||
           (config->market.given && !drawn && why_unread(config, parameter).english == NULL);
}

/* Nobody reads it here; a note, since an experiment may set it for other arms. */
static void note_unread(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        Reason why = why_unread(&loaded->config, i);
        if (why.english != NULL && is_set(loaded, i)) {
            tl_note(messages, place,
                    tl_say(messages, "%s är satt, men ändrar inget %s", "%s is set, and changes nothing %s"),
                    tl_parameters[i].path, tl_say(messages, why.swedish, why.english));
        }
    }
}

void tl_market_check(const tl_LoadedConfig *loaded, tl_Messages *messages)
{
    const char *origin = loaded->market_origin;
    tl_Place place = {.file = origin[0] != '\0' ? origin : loaded->path};
    if (loaded->config.market.given) {
        check_places(loaded, place, messages);
        tl_drawn_check(loaded, place, messages);
        check_pay(loaded, place, messages);
        check_block(loaded, place, messages);
        check_begins(loaded, place, messages);
        tl_arrangement_check(loaded, place, messages);
        check_targets(loaded, place, messages);
        tl_offers_check(loaded, place, messages);
        note_unread(loaded, place, messages);
    } else {
        check_parameters(loaded, messages);
    }
}
