#include "config/config_drawn.h"

#include <stdlib.h>
#include <string.h>

#include "config/market_pool.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/parameters/named.h"
#include "system/memory.h"
#include "system/text.h"

/* ---- figures ------------------------------------------------------------------------------------------- */

enum { STOCKHOLM_FROM = 101, STOCKHOLM_TO = 199, MOST_AT_FIRST = 100, USUAL_POOL = 22, NEWCOMERS = 11 };

/* Persons with a firm: 39,500 persons with 375 private providers (2020-21) [LR21, IVO], about 105 each, less those with an
 * alarm alone, whose number is not known. It gives 3.3 firms to a municipality that has any, as published (2019-20). */
static const double PERSONS_OF_FIRM = 85.0;

/* Of municipalities with choice 62 paid granted time, 67 registered time and 12 by service or level (2016) [SKR]. */
static const double GRANTED = 62.0 / 141.0, REGISTERED = 67.0 / 141.0;

/* ODD 5 says where each comes from. */
static const tl_DrawnFigures figures[TL_MUNICIPAL_TYPES] = {
    [TL_STOCKHOLM] = {.choice = 0.95, .empty = 0.0, .share = 0.656},
    [TL_METROPOLITAN] = {.choice = 0.79, .empty = 0.19, .share = 0.278},
    [TL_SPARSE] = {.choice = 0.20, .empty = 0.19, .share = 0.148},
    [TL_OTHER_TYPE] = {.choice = 0.495, .empty = 0.19, .share = 0.278},
};

const tl_DrawnFigures *tl_drawn_figures(tl_MunicipalType type)
{
    return &figures[type];
}

TL_NAMED(tl_MunicipalType, tl_municipal_type_name, TL_OTHER_TYPE, [TL_STOCKHOLM] = "stockholm",
         [TL_METROPOLITAN] = "metropolitan", [TL_SPARSE] = "sparse", [TL_OTHER_TYPE] = "other")

tl_MunicipalType tl_municipal_type(int32_t code)
{
    static const struct {
        tl_MunicipalType type;
        int32_t code;
    } typed[] = {
#define TL_TYPED(type, code, name) {TL_##type, code},
#include "config/municipal_types.def"
    };
    if (code >= STOCKHOLM_FROM && code <= STOCKHOLM_TO) {
        return TL_STOCKHOLM;
    }
    for (size_t i = 0; i < sizeof typed / sizeof typed[0]; i++) {
        if (typed[i].code == code) {
            return typed[i].type;
        }
    }
    return TL_OTHER_TYPE;
}

/* ---- the draw ------------------------------------------------------------------------------------------ */

/* Firms that there could be: as many as usual, and some more than there are at first; kinds as in a pool of 16, 4 and 2. */
static void fill_pool(tl_Market *market)
{
    int32_t wanted = market->externals + NEWCOMERS, most = TL_MOST_FIRMS;
    int32_t firms = wanted < USUAL_POOL ? USUAL_POOL : wanted > most ? most : wanted;
    market->firms[TL_LARGE_FIRM] = firms * 4 / USUAL_POOL;
    market->firms[TL_NONPROFIT] = firms * 2 / USUAL_POOL;
    market->firms[TL_SMALL_FIRM] = firms - market->firms[TL_LARGE_FIRM] - market->firms[TL_NONPROFIT];
}

/* From half to one and a half of a mean. */
static double about(double mean, double u)
{
    return mean * (0.5 + u);
}

static void draw_firms(tl_Market *market, const tl_DrawnFigures *of, int64_t recipients, uint64_t bits)
{
    double share = tl_clamp(about(of->share, tl_upper(bits)), 0.0, 1.0);
    double firms = share * (double)recipients / about(PERSONS_OF_FIRM, tl_lower(bits));
    market->externals = (int32_t)tl_clamp((double)tl_round(firms), 1.0, MOST_AT_FIRST);
    market->share = share;
}

static int32_t draw_form(double u)
{
    return u < GRANTED                ? TL_reimbursement_form_granted
           : u < GRANTED + REGISTERED ? TL_reimbursement_form_performed
                                      : TL_reimbursement_form_per_recipient;
}

/* Words: 0 choice and firms at all, 1 share and size of firms, 2 form of pay. */
void tl_market_draw(int64_t seed, int32_t code, int64_t recipients, tl_Market *into)
{
    const tl_DrawnFigures *of = tl_drawn_figures(tl_municipal_type(code));
    uint64_t key =
        tl_mix64(tl_process_key((uint64_t)seed, 0, TL_PROCESS_ARRANGEMENT) ^ (uint64_t)(uint32_t)code);
    uint64_t first = tl_bits(key, 0);
    *into = (tl_Market){.given = true, .drawn = true, .pay_form = TL_reimbursement_form_granted};
    if (tl_upper(first) >= of->choice) {
        return;
    }
    into->lov = (tl_FreeChoice){.given = true, .opens = TL_FROM_START};
    into->pay_form = draw_form(tl_upper(tl_bits(key, 2)));
    if (tl_lower(first) >= of->empty) {
        draw_firms(into, of, recipients, tl_bits(key, 1));
    }
    fill_pool(into);
}

/* ---- read and written ---------------------------------------------------------------------------------- */

/* The market of all says that there is one, and that people choose somewhere. */
bool tl_drawn_read(tl_Value market, tl_Market *into)
{
    const tl_ValuePath path = {"market"};
    tl_Value drawn = tl_at(market, "drawn");
    bool good = tl_refuse_beside(market, &path, "split|externals|share|pool|begins|ask|lov|lou",
                                 "market.drawn, som lottar det åt varje kommun",
                                 "market.drawn, which draws it for each municipality");
    if (!tl_says(drawn, "true")) {
        return tl_refuse(drawn,
                         tl_say_of(drawn, "market.drawn: true väntas, här står %s",
                                   "market.drawn: true is expected, found %s"),
                         tl_found_said(drawn).text);
    }
    into->drawn = true;
    into->lov = (tl_FreeChoice){.given = true, .opens = TL_FROM_START};
    return good;
}

json_t *tl_drawn_to_json(const tl_Municipality *municipality)
{
    const tl_Market *own = municipality->drawn;
    char form[TL_NAME_LENGTH];
    tl_choice_name(tl_parameters[tl_parameter_find("reimbursement.form")].choices, own->pay_form, form,
                   sizeof form);
    return json_pack("{s:s, s:b, s:i, s:f, s:o, s:s}", "type",
                     tl_municipal_type_name(tl_municipal_type(municipality->code)), "choice", own->lov.given,
                     "externals", (int)own->externals, "share", own->share, "pool", tl_pool_to_json(own),
                     "form", form);
}

static bool take_firms(tl_Value listed, tl_Market *own)
{
    const tl_ValuePath path = {"market"};
    bool good = tl_read_whole_at(listed, &path, "externals", 0, TL_MOST_FIRMS, &own->externals) &&
                tl_read_number_at(listed, &path, "share", 0.0, 1.0, &own->share) &&
                tl_pool_read(tl_at(listed, "pool"), own);
    return good &&
           ((own->externals <= tl_market_firms(own) && (own->share > 0.0) == (own->externals > 0)) ||
            tl_refuse(listed,
                      "'market' of a municipality: externals, their share and the pool do not agree"));
}

bool tl_drawn_take(tl_Value listed, tl_Municipality *municipality)
{
    if (!tl_is_group(listed)) {
        return tl_refuse(listed,
                         "'market' of a municipality is expected beside market.drawn, as it was drawn");
    }
    tl_check_keys(listed, "type|choice|externals|share|pool|form");
    int form = tl_get_choice(tl_at(listed, "form"), "'form'",
                             tl_parameters[tl_parameter_find("reimbursement.form")].choices);
    int choice = tl_get_choice(tl_at(listed, "choice"), "'choice'", "false|true");
    tl_Market *own = municipality->drawn = tl_allocate(1, sizeof *own);
    own->given = own->drawn = true;
    own->pay_form = form;
    own->lov = choice == 1 ? (tl_FreeChoice){.given = true, .opens = TL_FROM_START}
                           : (tl_FreeChoice){.given = false};
    return form >= 0 && choice >= 0 && take_firms(listed, own);
}

/* ---- who has what -------------------------------------------------------------------------------------- */

/* What the purchaser offers is the same everywhere, and not drawn. */
static void share_offers(const tl_Market *all, tl_Market *own)
{
    memcpy(own->offers, all->offers, sizeof own->offers);
    own->offer_count = all->offer_count;
}

void tl_drawn_settle(tl_LoadedConfig *loaded)
{
    tl_Config *config = &loaded->config;
    for (int m = 0; m < config->municipality_count; m++) {
        tl_Municipality *own = &config->municipalities[m];
        if (!config->market.drawn) {
            free(own->drawn);
            own->drawn = NULL;
        } else if (own->drawn == NULL) {
            own->drawn = tl_allocate(1, sizeof *own->drawn);
            tl_market_draw(config->run.seed, own->code, own->profile.recipients, own->drawn);
        }
        if (own->drawn != NULL) {
            share_offers(&config->market, own->drawn);
        }
    }
}

void tl_drawn_check(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    int form = tl_parameter_find("reimbursement.form");
    if (!loaded->config.market.drawn) {
        return;
    }
    if (strcmp(loaded->origins[form], "default") != 0) {
        tl_error(
            messages, (tl_Place){.file = loaded->origins[form]},
            tl_say(
                messages,
                "reimbursement.form är satt, men market.drawn lottar ersättningsformen åt varje kommun: en ändring på en dag "
                "(timeline), eller en market: utan drawn, väntas",
                "reimbursement.form is set, but market.drawn draws the form of pay for each municipality: a change on a day "
                "(timeline), or a market: without drawn, is expected"));
    }
    tl_note(
        messages, place, "%s",
        tl_say(
            messages,
            "market.drawn: valfrihet, företag och ersättningsform är lottade åt varje kommun efter kommuntyp; de säger inget "
            "om en enskild kommun",
            "market.drawn: choice, firms and form of pay are drawn for each municipality by its type; they say nothing of a "
            "single one"));
}
