#include "config/market_read.h"

#include <math.h>

#include "config/arrangement_read.h"
#include "config/config_drawn.h"
#include "config/config_offers.h"
#include "config/config_values.h"
#include "config/market_pool.h"
#include "config/run_day.h"

enum { ORDINARY_SMALL = 16, ORDINARY_LARGE = 4, ORDINARY_NONPROFIT = 2 };

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
    const tl_ValuePath path = {"market"}, at = tl_path_at(&path, "split");
    tl_Value split = tl_at(market, "split");
    bool good = tl_refuse_beside(market, &path, "externals|share|pool|begins|ask|lov|lou",
                                 "market.split, vars delar alla är kommunens egna",
                                 "market.split, whose parts are all the municipality's");
    if (!tl_expect_group(split, &at, "{parts: [0.5, 0.3, 0.2]}")) {
        return false;
    }
    tl_check_keys(split, "parts");
    return read_parts(tl_at(split, "parts"), into) && good;
}

/* ---- firms ----------------------------------------------------------------------------------------------- */

static bool read_externals(tl_Value externals, tl_Market *market)
{
    int64_t count = 0;
    if (tl_is_there(externals) && !tl_get_whole(externals, "market.externals", 0, TL_MOST_FIRMS, &count)) {
        return false;
    }
    market->externals = (int32_t)count;
    return count <= tl_market_firms(market) ||
           tl_refuse(
               externals,
               tl_say_of(
                   externals,
                   "market.externals = %d, men market.pool har %d företag: högst så många är tillåtna, och som "
                   "mest %d",
                   "market.externals = %d, but market.pool has %d firms: as many at most are allowed, of up to "
                   "%d"),
               (int)count, (int)tl_market_firms(market), TL_MOST_FIRMS);
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

static bool read_begins(tl_Value begins, tl_Market *market)
{
    int64_t day;
    if (!tl_is_there(begins)) {
        return true;
    }
    if (!tl_get_whole(begins, "market.begins", 0, TL_LAST_DAY, &day)) {
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
    const tl_ValuePath path = {"market"};
    return tl_refuse_beside(market, &path, "begins|ask",
                            "lov eller lou, som har sina egna dagar och sin egen ask",
                            "lov or lou, which have days and ask of their own");
}

static bool has_choice(tl_Value market)
{
    return tl_is_there(tl_at(market, "lov")) || tl_is_there(tl_at(market, "lou"));
}

/* Somebody has to be there to be chosen or to bid. */
static bool has_firms(tl_Value market, const tl_Market *own)
{
    return tl_market_firms(own) > 0 ||
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
        good = tl_pool_read(pool, into) && good;
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
