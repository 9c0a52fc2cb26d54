#include "config/arrangement_check.h"

#include "config/run_day.h"
#include "config/value_path.h"

/* ---- free choice --------------------------------------------------------------------------------------- */

static void check_lov(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    const tl_Market *market = &loaded->config.market;
    const tl_Tender *first = &market->tenders[0];
    if (!market->lov.given) {
        return;
    }
    tl_run_day_check(&loaded->config, "market.lov.opens", market->lov.opens, place, messages);
    for (int i = 1; i < market->tender_count; i++) {
        first = market->tenders[i].starts < first->starts ? &market->tenders[i] : first;
    }
    if (market->tender_count > 0 && market->lov.opens >= first->starts) {
        tl_error(
            messages, place,
            tl_say(
                messages,
                "market.lov.opens = %d, men upphandlingen '%s' börjar gälla dag %d och stänger kundvalet: en "
                "tidigare dag väntas, eller ingen lov",
                "market.lov.opens = %d, but contracts of tender '%s' begin on day %d and close free "
                "choice: an earlier day is expected, or no lov"),
            (int)market->lov.opens, first->name, (int)first->starts);
    }
}

/* ---- tenders ------------------------------------------------------------------------------------------- */

/* Areas that a municipality has not. */
static void check_areas(const tl_LoadedConfig *loaded, const tl_Tender *tender, const tl_Lot *lot,
                        tl_Place place, tl_Messages *messages)
{
    for (int m = 0; m < loaded->config.municipality_count; m++) {
        const tl_Municipality *of = &loaded->config.municipalities[m];
        for (int32_t number = (int32_t)of->profile.areas + 1; number <= TL_MOST_AREAS; number++) {
            if (tl_areas_hold(lot->areas, number)) {
                tl_error(
                    messages, place,
                    tl_say(
                        messages,
                        "market.lou: '%s' i upphandlingen '%s' har område %d, men %s har %lld områden: 1 till "
                        "%lld är tillåtna",
                        "market.lou: lot '%s' of tender '%s' has area %d, but %s has %lld areas: 1 to "
                        "%lld are allowed"),
                    lot->name, tender->name, (int)number, of->name, (long long)of->profile.areas,
                    (long long)of->profile.areas);
            }
        }
    }
}

static bool has_firm_for(const tl_LoadedConfig *loaded, int32_t orientation)
{
    const tl_Config *c = &loaded->config;
    return orientation == TL_NONPROFIT_FIRM  ? c->market.firms[TL_NONPROFIT] > 0
           : orientation == TL_LANGUAGE_FIRM ? c->constants.provider_language_share > 0.0
                                             : true;
}

/* It may be meant, to see what comes of it. */
static void note_orientation(const tl_LoadedConfig *loaded, const tl_Tender *tender, const tl_Lot *lot,
                             tl_Place place, tl_Messages *messages)
{
    if (!has_firm_for(loaded, lot->orientation)) {
        tl_note(
            messages, place,
            tl_say(
                messages,
                "market.lou: '%s' i upphandlingen '%s' har inriktningen %s, och inget företag i market.pool "
                "har den: kommunen behåller den delen",
                "market.lou: lot '%s' of tender '%s' is for orientation %s, and no firm of market.pool has "
                "it: the lot stays with the municipality"),
            lot->name, tender->name, tl_orientation_name((tl_Orientation)lot->orientation));
    }
}

static void note_places(const tl_LoadedConfig *loaded, const tl_Tender *tender, tl_Place place,
                        tl_Messages *messages)
{
    const tl_Market *market = &loaded->config.market;
    int places = 0, firms = tl_market_providers(market) - 1;
    for (int i = 0; i < tender->lot_count; i++) {
        places += tl_lots(market, tender)[i].providers;
    }
    if (places > firms) {
        tl_note(
            messages, place,
            tl_say(
                messages,
                "market.lou: upphandlingen '%s' har plats för %d företag, och market.pool har %d, som får högst "
                "en del var",
                "market.lou: tender '%s' has places for %d firms, and market.pool has %d, which win one lot "
                "each at most"),
            tender->name, places, firms);
    }
}

static void check_tender(const tl_LoadedConfig *loaded, int number, tl_Place place, tl_Messages *messages)
{
    const tl_Market *market = &loaded->config.market;
    const tl_Tender *tender = &market->tenders[number];
    tl_ValuePath path = {"market.lou"}, of = tl_path_item(&path, number), day = tl_path_at(&of, "day"),
                 starts = tl_path_at(&of, "starts");
    tl_run_day_check(&loaded->config, day.text, tender->day, place, messages);
    if (tender->day < loaded->config.run.days) {
        tl_run_day_check(&loaded->config, starts.text, tender->starts, place, messages);
    }
    for (int i = 0; i < tender->lot_count; i++) {
        check_areas(loaded, tender, &tl_lots(market, tender)[i], place, messages);
        note_orientation(loaded, tender, &tl_lots(market, tender)[i], place, messages);
    }
    note_places(loaded, tender, place, messages);
}

void tl_arrangement_check(const tl_LoadedConfig *loaded, tl_Place place, tl_Messages *messages)
{
    check_lov(loaded, place, messages);
    for (int i = 0; i < loaded->config.market.tender_count; i++) {
        check_tender(loaded, i, place, messages);
    }
}
