/* A resolved configuration: all that decides a result. It is read and checked by config/config_read.h; the core
 * only reads it. */
#ifndef TL_CONFIG_H
#define TL_CONFIG_H

#include "core/parameters/arrangement.h"
#include "core/parameters/parameter.h"
#include "core/parameters/selector.h"

enum { TL_NAME_LENGTH = 64 };

/* One lever moves to `value` from `day` on, over `ramp_days` in equal steps (0: at once). */
typedef struct tl_Change {
    char name[TL_NAME_LENGTH];
    tl_Selector where;
    double value;
    int64_t day; /* of the measured run: 0 is the first day after the burn-in */
    int64_t ramp_days;
    int parameter; /* index in tl_parameters; a lever that is not structural */
} tl_Change;

/* Which relations a reorganisation tries to keep. */
typedef enum tl_GroupingRule {
    TL_GROUP_BY_AREA,        /* neighbours together, whoever visited them before */
    TL_GROUP_KEEP_RELATIONS, /* recipients follow the team that knows them best, staff stay together */
    TL_GROUP_AT_RANDOM
} tl_GroupingRule;
enum { TL_GROUPING_RULES = TL_GROUP_AT_RANDOM + 1 };

/* Units and teams of the chosen areas are formed anew on a day. */
typedef struct tl_Reorganisation {
    char name[TL_NAME_LENGTH];
    tl_Selector where; /* whole areas, or units that are cut anew among themselves */
    int64_t day;
    int64_t pool_size; /* 0: as it was */
    int64_t span;      /* 0: as it was */
    tl_GroupingRule rule;
} tl_Reorganisation;

/* Codes of municipalities. The official ones have four digits; who has none is given one of those above. */
enum { TL_OFFICIAL_CODES = 9999, TL_MOST_CODE = 16383 };

/* Who owns a provider; the municipality's own parts are municipal, all others external. */
typedef enum tl_ProviderKind { TL_MUNICIPAL, TL_SMALL_FIRM, TL_LARGE_FIRM, TL_NONPROFIT } tl_ProviderKind;
enum {
    TL_PROVIDER_KINDS = TL_NONPROFIT + 1,
    TL_MOST_PROVIDERS = 127 /* of a municipality: ids hold no more */
};

/* How a purchaser asks for a practice that it may not decide on (core/market/offers.h). */
typedef enum tl_OfferWay {
    TL_REQUIREMENT, /* of contracts that begin or are renewed from its day on */
    TL_INVITATION,  /* to firms, which take it up or not */
    TL_ORDER        /* to the municipality's own units, on its day */
} tl_OfferWay;
enum {
    TL_OFFER_WAYS = TL_ORDER + 1,
    TL_MOST_OFFERS = 8, /* bits of an array of the state */
    TL_MOST_OFFERED = 8
};

/* What a lever of whoever takes up an offer is set to. */
typedef struct tl_OfferedLever {
    int32_t parameter; /* index in tl_parameters; a lever of provider or unit that is not structural */
    double value;
} tl_OfferedLever;

/* A practice that the purchaser asks for. */
typedef struct tl_Offer {
    char name[TL_NAME_LENGTH];
    tl_OfferWay way;
    int32_t day;       /* from which it is asked for: 0 is the first after the burn-in */
    int32_t set_count; /* at least 1 */
    double supplement; /* of an invitation: SEK an hour paid for, on top, to those who took it up */
    tl_OfferedLever set[TL_MOST_OFFERED];
} tl_Offer;

/* Who provides care in each municipality, from the start or, firms, from a day on. Zeros: the municipality alone, as one
 * provider. */
typedef struct tl_Market {
    bool given;         /* there is a `market:`, be it of one provider */
    int32_t part_count; /* municipal providers; 0 as 1: what is not given to firms is in one hand */
    double parts[TL_MOST_PROVIDERS];  /* [part_count] shares of recipients, above 0 and with sum 1 */
    int32_t firms[TL_PROVIDER_KINDS]; /* potential firms of each kind, [TL_MUNICIPAL] 0; none beside parts */
    int32_t externals;                /* firms that are active, the first ones */
    double share;                     /* of recipients, with them in equal parts; 0 where there are none */
    bool later;                       /* they begin on a day, until which the municipality has all care */
    int32_t begins;                   /* that day: 0 is the first after the burn-in */
    double ask;                       /* share of those present on that day who are given a provider anew */
    tl_Offer offers[TL_MOST_OFFERS];  /* [offer_count] in the config's order */
    int32_t offer_count;
    tl_FreeChoice lov; /* free choice of provider */
    int32_t tender_count;
    tl_Tender tenders[TL_MOST_TENDERS]; /* by day */
    int32_t lot_count;
    tl_Lot lots[TL_MOST_MARKET_LOTS]; /* by tender, in the config's order */
    bool drawn;                       /* each municipality has its own, which was drawn */
    int32_t pay_form; /* what is paid for at the start where it is drawn: a TL_reimbursement_form */
} tl_Market;

typedef struct tl_Municipality {
    char name[TL_NAME_LENGTH]; /* as in Swedish: "Linköping" */
    int32_t code;              /* whose people these are, whatever else runs: 0 to TL_MOST_CODE */
    tl_Profile profile;
    tl_Market *drawn; /* who provides care here, owned by the config; NULL: the market of all */
} tl_Municipality;

typedef struct tl_Config {
    tl_RunSettings run;
    tl_Constants constants;
    tl_Regime regime; /* at the start, everywhere */
    char regime_name[TL_NAME_LENGTH];
    tl_Market market;                   /* the same in every municipality, but where it is drawn */
    tl_Municipality *municipalities;    /* owned, [municipality_count] */
    tl_Change *changes;                 /* owned, [change_count], sorted by day */
    tl_Reorganisation *reorganisations; /* owned, sorted by day */
    int municipality_count;
    int change_count;
    int reorganisation_count;
} tl_Config;

const char *tl_grouping_rule_name(tl_GroupingRule rule); /* "by_area", "keep_relations", "at_random" */
const char *tl_provider_kind_name(tl_ProviderKind kind); /* "municipal", "small", "large", "nonprofit" */

const char *tl_offer_way_name(tl_OfferWay way); /* "requirement", "invitation", "order" */

/* Who provides care in one municipality. Whoever asks about one municipality asks here; what holds of all of them, whether
 * there is a market and whether it pays, stands in config->market. */
const tl_Market *tl_market_of(const tl_Config *config, int32_t municipality);

/* The levers with which the units of a municipality begin: those of the regime, and the form of pay that was drawn. */
tl_Regime tl_regime_at_start(const tl_Config *config, int32_t municipality);

/* What a tender of the market lets, [lot_count]. */
static inline const tl_Lot *tl_lots(const tl_Market *market, const tl_Tender *tender)
{
    return market->lots + tender->first_lot;
}

/* Providers of a municipality, potential firms among them; at least 1. */
int32_t tl_market_providers(const tl_Market *market);

/* Those of them that have units, the first by number, once the firms have begun. */
int32_t tl_market_active(const tl_Market *market);

/* Those of them that may come to have units some day: all firms where people choose among those who come, else the same. */
int32_t tl_market_may_be_active(const tl_Market *market);

void tl_config_free(tl_Config *config);

#endif
