#include "core/market/default_rule.h"

#include "core/market/arrangement.h"
#include "core/market/providers.h"
#include "core/market/reputation.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/world/transfer.h"

/* What each rule goes by: whoever has most of it is given the person. */
typedef double Rule(const tl_World *w, const tl_Chooser *c, int32_t provider, uint64_t key);

static double anybody(const tl_World *w, const tl_Chooser *c, int32_t provider, uint64_t key)
{
    (void)w, (void)c, (void)provider, (void)key;
    return 0.0;
}

static double own(const tl_World *w, const tl_Chooser *c, int32_t provider, uint64_t key)
{
    (void)c, (void)key;
    return tl_is_firm(w, provider) ? 0.0 : 1.0;
}

/* Whoever won a lot with the area has it, then firms at home in it, then the municipality's own. */
static double has_area(const tl_World *w, const tl_Chooser *c, int32_t provider, uint64_t key)
{
    (void)key;
    return w->provider_contract[provider].lot != 0                         ? 3.0
           : w->provider_home[provider] == c->area                         ? 2.0
           : provider == tl_own_provider(w, w->area_municipality[c->area]) ? 1.0
                                                                           : 0.0;
}

static double nearness(const tl_World *w, const tl_Chooser *c, int32_t provider, uint64_t key)
{
    int32_t home = w->provider_home[provider];
    float x, y;
    (void)key;
    tl_area_offset(w, c->area, home < 0 ? c->area : home, &x, &y);
    return -(double)(__builtin_fabsf(c->x + x) + __builtin_fabsf(c->y + y));
}

static double lottery(const tl_World *w, const tl_Chooser *c, int32_t provider, uint64_t key)
{
    (void)c;
    return tl_upper(tl_bits(key, (uint32_t)w->provider_number[provider]));
}

/* Seconds a week under its cap; without one, those of the least crowded team, which come after any that are capped. */
static double room(const tl_World *w, const tl_Chooser *c, int32_t provider, uint64_t key)
{
    const tl_Contract *contract = &w->provider_contract[provider];
    int32_t first, units = tl_provider_units(w, c->area, provider, &first);
    (void)key;
    return contract->cap_s >= 0
               ? tl_larger((double)(contract->cap_s - contract->coming_s) - tl_provider_week_s(w, provider),
                           0.0)
           : units > 0 ? -1.0 - tl_crowding(w, tl_least_crowded_team(w, first, units))
                       : -1.0;
}

static Rule *const rules[] = {
    [TL_choice_default_rule_turn] = anybody,    [TL_choice_default_rule_area] = has_area,
    [TL_choice_default_rule_own] = own,         [TL_choice_default_rule_nearest] = nearness,
    [TL_choice_default_rule_lottery] = lottery, [TL_choice_default_rule_room] = room};

/* The next by number after the one that the area gave somebody to last, and from the first again. */
static int32_t in_turn(tl_World *w, int32_t area, const tl_Options *options)
{
    int32_t next = options->count > 0 ? options->provider[0] : -1;
    for (int32_t i = options->count - 1; i >= 0; i--) {
        if (w->provider_number[options->provider[i]] > w->area_turn[area]) {
            next = options->provider[i];
        }
    }
    w->area_turn[area] = next < 0 ? w->area_turn[area] : w->provider_number[next];
    return next;
}

int32_t tl_by_default(tl_World *w, const tl_Chooser *c, const tl_Options *options, uint64_t key)
{
    Rule *rule = rules[tl_choice_levers(w, w->area_municipality[c->area])->choice_default_rule];
    tl_Options equals = {0};
    double most = 0.0;
    for (int32_t i = 0; i < options->count; i++) {
        double value = rule(w, c, options->provider[i], key);
        if (equals.count == 0 || value > most) {
            most = value;
            equals.count = 0;
        }
        if (value == most) {
            equals.provider[equals.count++] = options->provider[i];
        }
    }
    return in_turn(w, c->area, &equals);
}
