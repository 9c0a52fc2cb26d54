#include "core/care/continuity.h"

#include "core/world/each.h"
#include "core/numbers/opinion.h"

/* The window of a memory holds the number of a window above WINDOW_SHIFT, and below the visits in it. */
enum { WINDOW_SHIFT = 10, VISIT_MASK = (1 << WINDOW_SHIFT) - 1, LEAST_DAILY_VISITS = 2 };
_Static_assert(TL_WINDOW_DAYS *(TL_MAX_DAILY_VISITS + 1) <= VISIT_MASK,
               "a window's visits are counted below");

void tl_continuity_open(tl_World *w, int32_t unit)
{
    TL_EACH_RECIPIENT(w, unit, r) {
        w->recipient_in_window[r] = w->recipient_daily_visits[r] >= LEAST_DAILY_VISITS;
        w->recipient_window_visits[r] = 0;
        w->recipient_window_met[r] = 0;
        w->recipient_window_squares[r] = 0;
        w->recipient_window_most[r] = 0;
        w->recipient_stranger[r] = 0;
        w->recipient_stranger_visits[r] = 0;
    }
}

void tl_continuity_exclude_away(tl_World *w, int32_t unit)
{
    TL_EACH_RECIPIENT(w, unit, r) {
        w->recipient_in_window[r] &= w->recipient_away[r] == 0;
    }
}

/* The k-th visit by one person in the window: n_i goes from k-1 to k, its square grows by 2k-1. */
static void tally(tl_World *w, int32_t recipient, int32_t visits)
{
    w->recipient_window_visits[recipient]++;
    w->recipient_window_met[recipient] += visits == 1;
    w->recipient_window_squares[recipient] += 2 * visits - 1;
    int32_t most = w->recipient_window_most[recipient];
    w->recipient_window_most[recipient] = visits > most ? visits : most;
}

bool tl_continuity_visit(tl_World *w, int32_t recipient, int64_t pair)
{
    uint32_t before = w->pair_memory[pair].window, window = (uint32_t)w->window << WINDOW_SHIFT;
    uint32_t again = (before & ~(uint32_t)VISIT_MASK) == window; /* a coin: taken without a branch */
    uint32_t visits = (before & VISIT_MASK & -again) + 1;
    w->pair_memory[pair].window = window | visits;
    tally(w, recipient, (int32_t)visits);
    return before == 0;
}

bool tl_met_lately(const tl_World *w, int64_t pair)
{
    uint32_t window = w->pair_memory[pair].window >> WINDOW_SHIFT;
    return window > 0 && window + 1 >= (uint32_t)w->window;
}

tl_Ties tl_ties_of(const tl_World *w, int32_t unit, int32_t recipient)
{
    tl_Ties ties = {0};
    int64_t row = tl_pair_row(w, unit, recipient);
    for (int32_t column = 0; column < w->unit_columns[unit]; column++) {
        ties.relations += tl_met_lately(w, row + column);
    }
    for (int i = 0; i < TL_MOST_CONTACTS; i++) {
        ties.contacts += tl_contacts(w, recipient)[i] != TL_NO_COLUMN;
    }
    return ties;
}

bool tl_continuity_stranger(tl_World *w, int32_t recipient, uint64_t stranger)
{
    bool first = w->recipient_stranger[recipient] != stranger;
    w->recipient_stranger_visits[recipient] = first ? 1 : w->recipient_stranger_visits[recipient] + 1;
    w->recipient_stranger[recipient] = stranger;
    tally(w, recipient, w->recipient_stranger_visits[recipient]);
    return first;
}

static void count_recipient(tl_World *w, int32_t r, tl_Counters *c)
{
    int64_t met = w->recipient_window_met[r];
    int32_t visits = w->recipient_window_visits[r];
    c->continuity_recipients++;
    c->staff_met_sum += met;
    c->staff_met_squares += met * met;
    c->met_above_20 += met > TL_MET_LIMIT;
    c->met_histogram[met < TL_MET_BINS ? met : TL_MET_BINS - 1]++;
    if (visits > 1) {
        double pairs = visits * (visits - 1);
        c->coc_sum += (w->recipient_window_squares[r] - visits) / pairs;
        c->upc_sum += w->recipient_window_most[r] / (double)visits;
    }
}

/* Bit k: the recipient met the employee of pair first + k in this window. Who met is a coin for a processor:
 * it is written down, not asked. */
static uint64_t met_in_window(const tl_World *w, int64_t first, int64_t end)
{
    uint64_t met = 0;
    for (int64_t pair = first; pair < end; pair++) {
        met |= (uint64_t)(w->pair_memory[pair].window >> WINDOW_SHIFT == (uint32_t)w->window)
               << (pair - first);
    }
    return met;
}

/* Only those who met in this window: relations that lapsed would drown the others in uncertainty. */
static void sample_relations(const tl_World *w, int32_t unit, int32_t r, tl_Counters *c)
{
    enum { AT_ONCE = 64 };
    int64_t row = tl_pair_row(w, unit, r), end = row + w->unit_columns[unit];
    for (int64_t first = row; first < end; first += AT_ONCE) {
        uint64_t met = met_in_window(w, first, end < first + AT_ONCE ? end : first + AT_ONCE);
        for (; met != 0; met &= met - 1) {
            const tl_Memory *m = &w->pair_memory[first + __builtin_ctzll(met)];
            tl_Opinion o = tl_opinion(m->good, m->bad, w->decay.opinion_prior);
            c->relations++;
            c->relation_trust += o.trust;
            c->relation_distrust += o.distrust;
            c->relation_uncertainty += o.uncertainty;
            c->relation_ambivalence += tl_opinion_ambivalence(o);
        }
    }
}

static void sample_provider(const tl_World *w, int32_t r, tl_Counters *c)
{
    tl_Opinion provider = tl_opinion(w->recipient_good[r], w->recipient_bad[r], w->decay.opinion_prior);
    c->provider_opinions++;
    c->provider_trust += provider.trust;
    c->provider_distrust += provider.distrust;
    c->provider_uncertainty += provider.uncertainty;
    c->provider_ambivalence += tl_opinion_ambivalence(provider);
}

/* Delivered over needed time of the window: how unequal recipients fare, and whether a voice pays. */
static void sample_delivery(tl_World *w, int32_t r, tl_Counters *c)
{
    if (w->recipient_needed_s[r] > 0) {
        double met = w->recipient_delivered_s[r] / (double)w->recipient_needed_s[r];
        bool loud = w->recipient_voice[r] >= 0.5f;
        c->delivery_people++;
        c->delivery_sum += met;
        c->delivery_squares += met * met;
        c->delivery_loud_people += loud;
        c->delivery_loud += loud ? met : 0.0;
    }
    w->recipient_needed_s[r] = w->recipient_delivered_s[r] = 0;
}

void tl_continuity_close(tl_World *w, int32_t unit)
{
    tl_Counters *c = &w->unit_counters[unit];
    TL_EACH_RECIPIENT(w, unit, r) {
        w->recipient_last_met[r] = w->recipient_in_window[r] ? w->recipient_window_met[r] : -1;
        if (w->recipient_in_window[r]) {
            count_recipient(w, r, c);
        }
        sample_relations(w, unit, r, c);
        sample_provider(w, r, c);
        sample_delivery(w, r, c);
    }
}
