/* Small worlds in which several providers give care, and what tests compare of them. */
#ifndef MARKETLIB_H
#define MARKETLIB_H

#include "testlib.h"

/* A config of 200 recipients in three areas with a market; free with tl_config_free. */
tl_Config config_with_market(tl_Market market);

/* Half with the municipality, the rest in equal parts with firms of one kind. */
tl_Market market_of_firms(tl_ProviderKind kind, int32_t active, int32_t potential);

/* As with so many firms, but all providers are the municipality's. */
tl_Market market_of_parts(int32_t firms);

/* A lot anywhere, or in one area alone (above 0). */
tl_Lot lot_of(const char *name, int32_t providers, double share, int32_t area);

/* A tender before it is put into a market. */
typedef struct Tendered {
    tl_Tender terms;
    tl_Lot lots[2];
} Tendered;

/* Of one lot or two: let on day 30, for 150 days from day 90 on, to be prolonged once by 120, with quality and price of the same
 * weight; everybody is asked. */
Tendered tender_of(int32_t lots, const tl_Lot *lot);

/* Adds a tender with its lots, [tender.lot_count]. */
void market_add_tender(tl_Market *market, tl_Tender tender, const tl_Lot *lots);

/* The first replicate on one thread, on its first day; free with tl_simulation_free. */
tl_Simulation start_simulation(const tl_Config *config);

/* So many days more, or until the morning of a day of the run. */
void live(tl_Simulation *s, int32_t days);
void live_until(tl_Simulation *s, int32_t day);

/* As start_simulation, on the morning of a later day. */
tl_Simulation lived(const tl_Config *config, int32_t day);

/* All that was counted since the start, of units that are no more, too. The config has one period. */
tl_Counters counted_since_start(const tl_Simulation *s);

void assert_same_digests(const tl_Config *a, const tl_Config *b);

/* The same happens to people and staff, whatever is paid for it; owners of both are left without conduct. */
void assert_same_care(tl_Config *a, tl_Config *b);

/* How many recipients each provider has in each area: counts[area][provider], of three areas and up to eight providers. */
void count_recipients(const tl_World *w, int32_t counts[3][8]);

#endif
