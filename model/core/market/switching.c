#include "core/market/switching.h"

#include <stdlib.h>

#include "core/care/continuity.h"
#include "core/market/arrangement.h"
#include "core/market/choice.h"
#include "core/market/providers.h"
#include "core/market/voice.h"
#include "core/market/wishes.h"
#include "core/numbers/num.h"
#include "core/numbers/rng.h"
#include "core/world/each.h"
#include "core/world/regroup.h"
#include "core/world/transfer.h"

static int32_t unit_of(const tl_World *w, int32_t recipient)
{
    return w->team_unit[w->recipient_team[recipient]];
}

/* ---- who thinks of it -------------------------------------------------------------------------------------------- */

double tl_thinks_chance(const tl_Constants *k, double satisfaction, bool relatives)
{
    double rate = k->switching_thinks_per_year *
                  tl_exp(k->switching_dissatisfaction * (k->switching_content_at - satisfaction)) *
                  (relatives ? k->switching_relatives_factor : 1.0);
    return 1.0 - tl_exp(-rate * TL_MONTH_DAYS / TL_YEAR_DAYS);
}

/* Whoever has made up their mind waits, and thinks no more. */
static void think(tl_World *w, int32_t recipient)
{
    tl_Chooser c = tl_chooser_present(w, recipient);
    tl_Options options;
    tl_options_of(w, &c, false, &options);
    int32_t best = tl_best(w, &c, &options);
    if (best != c.present) {
        tl_wish(w, recipient, best, false);
    }
}

static void think_in_unit(tl_World *w, int32_t unit)
{
    const tl_Constants *k = &w->config->constants;
    TL_EACH_RECIPIENT(w, unit, r) {
        uint64_t key = tl_day_key(w->keys.switching, w->recipient_id[r], w->day);
        bool relatives = tl_has_relatives(w, w->recipient_id[r]);
        if (w->recipient_wish[r] == 0 &&
            tl_upper(key) < tl_thinks_chance(k, (double)w->recipient_satisfaction[r], relatives)) {
            think(w, r);
        }
    }
}

/* The new provider is known as any other, and those who come may be the same. */
void tl_reconsider(tl_World *w, int32_t recipient)
{
    tl_Chooser c = tl_chooser_present(w, recipient);
    tl_Options options;
    c.bond -= w->config->constants.switching_cost;
    tl_options_of(w, &c, false, &options);
    int32_t provider = tl_choose(w, &c, &options, unit_of(w, recipient)).provider;
    if (provider != c.present) {
        tl_wish(w, recipient, provider, true);
    }
}

/* ---- moves --------------------------------------------------------------------------------------------- */

/* A wish as it waits. */
typedef struct Waiting {
    uint64_t id;
    int32_t day, provider;
} Waiting;

static int by_day_then_id(const void *a, const void *b)
{
    const Waiting *x = a, *y = b;
    return x->day != y->day ? (x->day < y->day ? -1 : 1) : x->id < y->id ? -1 : x->id > y->id;
}

static int32_t row_of(const tl_World *w, int32_t municipality, uint64_t id)
{
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        TL_EACH_RECIPIENT(w, unit, r) {
            if (w->recipient_id[r] == id) {
                return r;
            }
        }
    }
    return -1;
}

/* What a move costs is counted where the person leaves. */
static void count_move(tl_World *w, int32_t r)
{
    int32_t unit = unit_of(w, r);
    tl_Ties ties = tl_ties_of(w, unit, r);
    tl_Counters *c = &w->unit_counters[unit];
    c->relations_lost += ties.relations;
    c->contacts_lost += ties.contacts;
    c->wishes_met++;
    c->wish_days += w->day - w->recipient_wish_day[r];
    if (w->recipient_displaced[r] == 0) {
        tl_count_switch(w, r);
    }
    tl_wish_ends(w, r);
}

/* Rows of units stay as they are when room is made, those of recipients do not. */
static bool move(tl_World *w, int32_t municipality, const Waiting *wish)
{
    int32_t r = row_of(w, municipality, wish->id), first;
    int32_t units = tl_provider_units(w, w->recipient_area[r], wish->provider, &first);
    tl_Transfer moved = TL_UNIT_FULL;
    if (units == 0) {
        return true;
    }
    count_move(w, r);
    int32_t unit = w->team_unit[tl_least_crowded_team(w, first, units)];
    for (bool room = true; room; room = tl_make_room(w, 0)) {
        moved = tl_transfer(w, row_of(w, municipality, wish->id), unit);
        if (moved != TL_UNIT_FULL) {
            return moved == TL_MOVED;
        }
    }
    return false;
}

/* A wish for a provider that serves the area no more is given up. */
static int32_t gather(tl_World *w, int32_t municipality, Waiting *waiting)
{
    int32_t count = 0, first, end, own = tl_own_provider(w, municipality);
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        TL_EACH_RECIPIENT(w, unit, r) {
            int32_t provider = own + w->recipient_wish[r] - 1;
            if (w->recipient_wish[r] == 0) {
                continue;
            }
            if (provider != w->unit_provider[unit] && tl_provider_is_active(w, provider) &&
                tl_provider_serves(w, provider, w->recipient_area[r])) {
                waiting[count++] = (Waiting){w->recipient_id[r], w->recipient_wish_day[r], provider};
            } else {
                tl_wish_ends(w, r);
            }
        }
    }
    qsort(waiting, (size_t)count, sizeof *waiting, by_day_then_id);
    return count;
}

static bool meet_wishes(tl_World *w, int32_t municipality)
{
    Waiting *waiting = calloc((size_t)w->sizes.RECIPIENT + 1, sizeof *waiting);
    bool done = waiting != NULL;
    int32_t count = done ? gather(w, municipality, waiting) : 0;
    for (int32_t i = 0; done && i < count; i++) {
        if (tl_provider_has_room(w, waiting[i].provider)) {
            done = move(w, municipality, &waiting[i]);
        }
    }
    free(waiting);
    return done;
}

/* ---- measures ------------------------------------------------------------------------------------------ */

/* Is there a firm that may be given one more of an area? */
static bool has_access(const tl_World *w, int32_t area)
{
    bool any = false;
    int32_t municipality = w->area_municipality[area];
    TL_EACH_HELD(w, provider, municipality, municipality_first_provider, municipality_providers) {
        any = any || (tl_is_firm(w, provider) && tl_provider_is_active(w, provider) &&
                      tl_provider_serves(w, provider, area) && tl_provider_has_room(w, provider));
    }
    return any;
}

static void count_area(tl_World *w, int32_t municipality, int32_t area)
{
    bool access = has_access(w, area), outlying = tl_area_is_outlying(w, area);
    int32_t first, end, opens = tl_choice_day(w, municipality);
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        tl_Counters *c = &w->unit_counters[unit];
        TL_EACH_RECIPIENT(w, unit, r) {
            if (w->recipient_area[r] == area) {
                c->choosing_months++;
                c->choosing_access += access;
                c->choosing_outlying += outlying;
                c->choosing_outlying_access += outlying && access;
                c->choosing_present += w->recipient_since[r] < opens;
                c->choosing_with_relatives += tl_has_relatives(w, w->recipient_id[r]);
                c->waiting_months += w->recipient_wish[r] != 0;
            }
        }
    }
}

/* ---- the month ----------------------------------------------------------------------------------------- */

static bool switch_in(tl_World *w, int32_t municipality)
{
    int32_t first, end;
    tl_municipality_range(w, municipality, &first, &end);
    TL_EACH_ROW(unit, first, end) {
        think_in_unit(w, unit);
    }
    if (!meet_wishes(w, municipality)) {
        return false;
    }
    TL_EACH_HELD(w, area, municipality, municipality_first_area, municipality_areas) {
        count_area(w, municipality, area);
    }
    return true;
}

bool tl_switching_month(tl_World *w)
{
    bool done = true;
    for (int32_t municipality = 0; done && municipality < (int32_t)w->sizes.MUNICIPALITY; municipality++) {
        if (tl_choice_is_open(w, municipality) && tl_has_market(w, municipality)) {
            done = switch_in(w, municipality);
        }
    }
    return done;
}
