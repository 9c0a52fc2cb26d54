#include "core/parameters/config.h"

#include <stdlib.h>
#include <string.h>

#include "core/parameters/named.h"

TL_NAMED(tl_GroupingRule, tl_grouping_rule_name, TL_GROUP_AT_RANDOM, [TL_GROUP_BY_AREA] = "by_area",
         [TL_GROUP_KEEP_RELATIONS] = "keep_relations", [TL_GROUP_AT_RANDOM] = "at_random")

TL_NAMED(tl_ProviderKind, tl_provider_kind_name, TL_NONPROFIT, [TL_MUNICIPAL] = "municipal",
         [TL_SMALL_FIRM] = "small", [TL_LARGE_FIRM] = "large", [TL_NONPROFIT] = "nonprofit")

TL_NAMED(tl_OfferWay, tl_offer_way_name,
         TL_ORDER, [TL_REQUIREMENT] = "requirement", [TL_INVITATION] = "invitation", [TL_ORDER] = "order")

TL_NAMED(tl_Orientation, tl_orientation_name, TL_LANGUAGE_FIRM, [TL_ANY_FIRM] = "any",
         [TL_NONPROFIT_FIRM] = "nonprofit", [TL_LANGUAGE_FIRM] = "language")

const tl_Market *tl_market_of(const tl_Config *config, int32_t municipality)
{
    const tl_Market *drawn = config->municipalities[municipality].drawn;
    return drawn != NULL ? drawn : &config->market;
}

tl_Regime tl_regime_at_start(const tl_Config *config, int32_t municipality)
{
    const tl_Market *market = tl_market_of(config, municipality);
    tl_Regime regime = config->regime;
    regime.reimbursement_form = market->drawn ? market->pay_form : regime.reimbursement_form;
    return regime;
}

int32_t tl_market_providers(const tl_Market *market)
{
    int32_t count = market->part_count > 0 ? market->part_count : 1;
    for (int kind = 0; kind < TL_PROVIDER_KINDS; kind++) {
        count += market->firms[kind];
    }
    return count;
}

int32_t tl_market_active(const tl_Market *market)
{
    return (market->part_count > 0 ? market->part_count : 1) + market->externals;
}

int32_t tl_market_may_be_active(const tl_Market *market)
{
    bool come = market->lov.given || market->tender_count > 0;
    return come ? tl_market_providers(market) : tl_market_active(market);
}

void tl_config_free(tl_Config *config)
{
    for (int i = 0; i < config->change_count; i++) {
        tl_selector_free(&config->changes[i].where);
    }
    for (int i = 0; i < config->reorganisation_count; i++) {
        tl_selector_free(&config->reorganisations[i].where);
    }
    for (int i = 0; i < config->municipality_count; i++) {
        free(config->municipalities[i].drawn);
    }
    free(config->municipalities);
    free(config->changes);
    free(config->reorganisations);
    memset(config, 0, sizeof *config);
}
