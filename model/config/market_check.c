#include "config/market_check.h"

#include <math.h>
#include <string.h>

#include "config/arrangement_check.h"
#include "config/config_drawn.h"
#include "config/config_offers.h"
#include "config/market_unread.h"
#include "config/run_day.h"
#include "core/market/market.h"

/* Of shares that are to come to one. */
static const double ROUNDING = 1e-13;

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

/* Parameters that only a market reads would be set in vain. */
static void check_parameters(const tl_LoadedConfig *loaded, tl_Messages *messages)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].market && tl_is_set(loaded, i)) {
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
    if (loaded->config.market.part_count > 0 && tl_is_set(loaded, form)) {
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
    if (loaded->config.market.later) {
        tl_run_day_check(&loaded->config, "market.begins", loaded->config.market.begins, place, messages);
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
        tl_market_note_unread(loaded, place, messages);
    } else {
        check_parameters(loaded, messages);
    }
}
