#include "config/market_pool.h"

int32_t tl_market_firms(const tl_Market *market)
{
    return tl_market_providers(market) - 1;
}

bool tl_pool_read(tl_Value pool, tl_Market *market)
{
    const tl_ValuePath path = {"market.pool"};
    bool good = true;
    if (!tl_expect_group(pool, &path, "{small: 16, large: 4, nonprofit: 2}")) {
        return false;
    }
    tl_check_keys(pool, "small|large|nonprofit");
    for (int kind = TL_SMALL_FIRM; kind < TL_PROVIDER_KINDS; kind++) {
        const char *name = tl_provider_kind_name((tl_ProviderKind)kind);
        market->firms[kind] = 0;
        good = tl_may_read_whole_at(pool, &path, name, 0, TL_MOST_FIRMS, &market->firms[kind]) && good;
    }
    return good && (tl_market_firms(market) <= TL_MOST_FIRMS ||
                    tl_refuse(pool,
                              tl_say_of(pool,
                                        "%s: %d företag tillsammans; högst %d är tillåtna: fler utförare "
                                        "går inte att hålla isär",
                                        "%s: %d firms together; at most %d are allowed: ids hold no more "
                                        "providers"),
                              path.text, (int)tl_market_firms(market), TL_MOST_FIRMS));
}

json_t *tl_pool_to_json(const tl_Market *market)
{
    json_t *pool = json_object();
    for (int kind = TL_SMALL_FIRM; kind < TL_PROVIDER_KINDS; kind++) {
        json_object_set_new(pool, tl_provider_kind_name((tl_ProviderKind)kind),
                            json_integer(market->firms[kind]));
    }
    return pool;
}
