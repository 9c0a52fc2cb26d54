#include "core/market/choice.h"

#include "core/market/arrangement.h"
#include "core/market/default_rule.h"
#include "core/market/providers.h"
#include "core/market/reputation.h"
#include "core/market/wishes.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"

/* ---- what for ------------------------------------------------------------------------------------------ */

double tl_taste(const tl_World *w, uint64_t id, int32_t number)
{
    uint64_t word = tl_bits(tl_mix64(w->keys.taste ^ id), (uint32_t)number << 1);
    double above_none = 0.5 / 4294967296.0; /* so that it is neither 0 nor 1 */
    return -tl_log(-tl_log(tl_upper(word) + above_none));
}

static double acquaintances_of(const tl_World *w, const tl_Chooser *c)
{
    return w->config->constants.choice_acquaintances + (c->relatives ? 1.0 : 0.0);
}

static bool speaks_for(const tl_World *w, const tl_Chooser *c, int32_t provider)
{
    int language = tl_provider_language(w, provider);
    return language > 0 && (c->needs >> language & 1) != 0;
}

double tl_worth(const tl_World *w, const tl_Chooser *c, int32_t provider, int32_t count)
{
    const tl_Constants *k = &w->config->constants;
    double help = tl_choice_levers(w, w->area_municipality[c->area])->choice_help;
    bool present = provider == c->present;
    double known = present ? c->expectation : tl_known(w, c->id, c->area, provider, acquaintances_of(w, c));
    double chance = 1.0 + k->choice_overload * tl_log(count) * (1.0 - help);
    return k->choice_quality * known + (speaks_for(w, c, provider) ? k->choice_language : 0.0) +
           (tl_is_firm(w, provider) ? 0.0 : k->choice_own) +
           tl_taste(w, c->id, w->provider_number[provider]) * chance + (present ? c->bond : 0.0);
}

int32_t tl_best(const tl_World *w, const tl_Chooser *c, const tl_Options *options)
{
    int32_t best = -1;
    double most = 0.0;
    for (int32_t i = 0; i < options->count; i++) {
        double worth = tl_worth(w, c, options->provider[i], options->count);
        if (best < 0 || worth > most) {
            best = options->provider[i];
            most = worth;
        }
    }
    return best;
}

/* ---- whether they do ----------------------------------------------------------------------------------- */

double tl_active_chance(const tl_Constants *k, const tl_Regime *levers, bool relatives, int32_t count)
{
    return tl_clamp(k->choice_active + (relatives ? k->choice_relatives : 0.0) +
                        k->choice_help_effect * levers->choice_help - k->choice_narrowing * tl_log(count),
                    0.0, 1.0);
}

bool tl_informed(const tl_World *w, const tl_Chooser *c, const tl_Options *options)
{
    int32_t known = 0;
    for (int32_t i = 0; i < options->count; i++) {
        known += options->provider[i] == c->present ||
                 tl_is_known(w, c->area, options->provider[i], acquaintances_of(w, c));
    }
    return known >= 2;
}

static void book_help(const tl_World *w, const tl_Regime *levers, tl_Counters *c)
{
    const tl_Constants *k = &w->config->constants;
    int64_t ore =
        tl_round(levers->choice_help * k->choice_help_min / TL_HOUR_MIN * k->cost_officer_sek_per_h * TL_ORE);
    c->cost_administration += ore;
    c->cost_purchaser += ore;
}

static void count_active(tl_World *w, const tl_Chooser *c, const tl_Options *options, tl_Counters *counters,
                         int32_t provider)
{
    int32_t month = w->day / TL_MONTH_DAYS;
    counters->choices_active++;
    counters->choices_informed += tl_informed(w, c, options);
    w->provider_survey[provider].chosen[month % TL_YEAR_MONTHS]++;
    tl_repute(w, c->area, provider)->chosen[month % (TL_JUDGED_MONTHS + 1)]++;
}

/* Whoever does not choose keeps the present provider, if there is one to keep. */
tl_Choice tl_choose(tl_World *w, const tl_Chooser *c, const tl_Options *options, int32_t unit)
{
    const tl_Regime *levers = tl_choice_levers(w, w->area_municipality[c->area]);
    tl_Counters *counters = &w->unit_counters[unit];
    uint64_t key = tl_day_key(w->keys.choosing, c->id, w->day);
    tl_Choice choice = {.put = options->count > 1};
    choice.active = choice.put && tl_upper(tl_bits(key, 0)) < tl_active_chance(&w->config->constants, levers,
                                                                               c->relatives, options->count);
    choice.provider = choice.active     ? tl_best(w, c, options)
                      : c->present >= 0 ? c->present
                                        : tl_by_default(w, c, options, key);
    if (choice.put) {
        counters->choices++;
        book_help(w, levers, counters);
    }
    if (choice.active) {
        count_active(w, c, options, counters, choice.provider);
    }
    return choice;
}

/* ---- occasions ----------------------------------------------------------------------------------------- */

/* Counted where there is always a unit: in the area's first. */
int32_t tl_choose_at_entry(tl_World *w, int32_t area, const tl_Person *person)
{
    tl_Chooser c = tl_chooser_arriving(w, area, person);
    tl_Options options;
    tl_options_at_least_one(w, &c, &options);
    return tl_choose(w, &c, &options, w->area_first_unit[area]).provider;
}

int32_t tl_choose_anew(tl_World *w, int32_t recipient)
{
    tl_Chooser c = tl_chooser_present(w, recipient);
    int32_t unit = w->team_unit[w->recipient_team[recipient]];
    tl_Options options;
    tl_options_of(w, &c, false, &options);
    int32_t provider = tl_choose(w, &c, &options, unit).provider;
    if (provider != c.present && !tl_provider_has_room(w, provider)) {
        tl_wish(w, recipient, provider, false);
        return c.present;
    }
    if (provider != c.present) {
        tl_count_switch(w, recipient);
    }
    return provider;
}

int32_t tl_choose_after_ending(tl_World *w, int32_t recipient, bool asked)
{
    tl_Chooser c = tl_chooser_present(w, recipient);
    int32_t unit = w->team_unit[w->recipient_team[recipient]];
    tl_Options options;
    c.present = -1;
    tl_options_at_least_one(w, &c, &options);
    uint64_t key = tl_day_key(w->keys.choosing, c.id, w->day);
    return asked ? tl_choose(w, &c, &options, unit).provider : tl_by_default(w, &c, &options, key);
}
