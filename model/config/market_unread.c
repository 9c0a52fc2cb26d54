#include "config/market_unread.h"

#include <string.h>

#include "core/market/market.h"

/* In words that follow "is set, and changes nothing". */
typedef struct Reason {
    const char *swedish, *english; /* NULL where it does something */
} Reason;

static const Reason read_by_somebody = {NULL, NULL};

static bool is_one_of(const char *path, const char *const *paths, size_t count)
{
    bool is = false;
    for (size_t i = 0; i < count; i++) {
        is = is || strcmp(path, paths[i]) == 0;
    }
    return is;
}

/* ---- free choice and tenders --------------------------------------------------------------------------- */

/* What only one of them reads, where there is the other alone. */
static Reason of_arrangement(const tl_Market *market, const char *path)
{
    static const char *const of_choice[] = {"market.authorise_days", "provider.entry_per_year",
                                            "provider.entry_margin", "purchaser.apply_h"};
    static const char *const of_tenders[] = {"bid.noise", "bid.promise_noise", "purchaser.tender_h",
                                             "purchaser.bid_h", "purchaser.renew_trust"};
    static const Reason no_choice = {"utan 'market.lov', då inget företag ansöker",
                                     "without 'market.lov', where no firm applies"};
    static const Reason no_tenders = {"utan 'market.lou', då inget upphandlas",
                                      "without 'market.lou', where nothing is tendered for"};
    bool choice = is_one_of(path, of_choice, sizeof of_choice / sizeof of_choice[0]);
    bool tenders = is_one_of(path, of_tenders, sizeof of_tenders / sizeof of_tenders[0]);
    return choice && !market->lov.given           ? no_choice
           : tenders && market->tender_count == 0 ? no_tenders
                                                  : read_by_somebody;
}

/* ---- practices that are asked for ---------------------------------------------------------------------- */

static bool asks(const tl_Market *market, tl_OfferWay way)
{
    bool any = false;
    for (int32_t i = 0; i < market->offer_count; i++) {
        any = any || market->offers[i].way == way;
    }
    return any;
}

static Reason of_offers(const tl_Market *market, const char *path)
{
    static const char *const of_requirements[] = {"offer.requirement_cost", "offer.renewal_days"};
    static const Reason no_requirement = {"utan något i 'market.offers' med way: requirement",
                                          "without anything in 'market.offers' with way: requirement"};
    static const Reason no_invitation = {"utan något i 'market.offers' med way: invitation",
                                         "without anything in 'market.offers' with way: invitation"};
    bool requirements = is_one_of(path, of_requirements, sizeof of_requirements / sizeof of_requirements[0]);
    if (strncmp(path, "offer.", strlen("offer.")) != 0 ||
        asks(market, requirements ? TL_REQUIREMENT : TL_INVITATION)) {
        return read_by_somebody;
    }
    return requirements ? no_requirement : no_invitation;
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

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

/* What is about firms alone, of all that stands beside a market. */
static bool is_of_firms(const tl_Parameter *p)
{
    return p->section != TL_SECTION_PROFILE && strcmp(p->path, "provider.spans") != 0;
}

/* Without any market it is an error. */
static Reason why_unread(const tl_Config *config, const tl_Parameter *p)
{
    const tl_Market *market = &config->market;
    bool parts = market->part_count > 0, followed = tl_has_purchaser(config);
    bool begins = market->later || tl_people_choose(market);
    Reason arrangement = of_arrangement(market, p->path);
    return !p->market                                                     ? read_by_somebody
           : parts && is_of_firms(p)                                      ? unread_parts
           : !begins && strcmp(p->path, "provider.start_recipients") == 0 ? unread_start
           : !tl_has_reader(config, p) ? (p->follow_up ? unread_alone : unread_dealt)
           : followed && strcmp(p->path, "provider.found_chance") == 0 ? unread_chance
           : arrangement.english != NULL                               ? arrangement
                                                                       : of_offers(market, p->path);
}

bool tl_market_reads(const tl_Config *config, int parameter)
{
    const tl_Parameter *p = &tl_parameters[parameter];
    bool drawn = config->market.drawn && strcmp(p->path, "reimbursement.form") == 0;
    return !p->market || (config->market.given && !drawn && why_unread(config, p).english == NULL);
}

bool tl_offers_reads(const tl_Market *market, const tl_Parameter *p)
{
    return of_offers(market, p->path).english == NULL;
}

void tl_market_note_unread(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        Reason why = why_unread(&loaded->config, &tl_parameters[i]);
        if (why.english != NULL && tl_is_set(loaded, i)) {
            tl_note(messages, place,
                    tl_say(messages, "%s är satt, men ändrar inget %s", "%s is set, and changes nothing %s"),
                    tl_parameters[i].path, tl_say(messages, why.swedish, why.english));
        }
    }
}
