/* What a market's money comes to, month by month, for whoever builds that anew from its description (replication_kit.py):
 * of replicate 0 of a config, what every unit has counted by every evening, and what every provider's account and owner
 * are after every month. The config has no burn-in and one recorded period, so that nothing is forgotten on the way. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "config/config_read.h"
#include "core/day/simulation.h"
#include "core/world/each.h"

typedef struct Counter {
    const char *name;
    size_t at;
} Counter;

/* All that money follows from, and what is counted of it: whole numbers. */
#define OF(name) {#name, offsetof(tl_Counters, name)}
static const Counter counters[] = {OF(recipient_days),
                                   OF(outlying_days),
                                   OF(granted_s),
                                   OF(outlying_granted_s),
                                   OF(delivered_s),
                                   OF(registered_s),
                                   OF(payable_s),
                                   OF(outlying_payable_s),
                                   OF(under_delivered_s),
                                   OF(misbilled_s),
                                   OF(padded_s),
                                   OF(phantom_s),
                                   OF(paid_s),
                                   OF(cost_care),
                                   OF(cost_travel),
                                   OF(cost_administration),
                                   OF(cost_planning),
                                   OF(cost_management),
                                   OF(cost_absence),
                                   OF(cost_control),
                                   OF(cost_recruitment),
                                   OF(cost_purchaser),
                                   OF(payment),
                                   OF(overhead),
                                   OF(misbilled),
                                   OF(external_payment),
                                   OF(external_cost),
                                   OF(external_overhead),
                                   OF(firms_insolvent),
                                   OF(firms_giving_up),
                                   OF(visits_made),
                                   OF(visits_cut),
                                   OF(visits_poor),
                                   OF(complaints),
                                   OF(complaints_settled),
                                   OF(tips),
                                   OF(checks_at_home),
                                   OF(checks_of_records),
                                   OF(close_reviews),
                                   OF(found_misregistered),
                                   OF(found_cut),
                                   OF(clawback),
                                   OF(warnings),
                                   OF(terminations),
                                   OF(control_fixed),
                                   OF(control_dialogues),
                                   OF(control_checks),
                                   OF(control_reviews),
                                   OF(control_endings),
                                   OF(contract_managers_left),
                                   OF(arrivals),
                                   OF(choices),
                                   OF(choices_active),
                                   OF(choices_informed),
                                   OF(wishes),
                                   OF(wishes_met),
                                   OF(wish_days),
                                   OF(waiting_months),
                                   OF(switches),
                                   OF(relations_lost),
                                   OF(contacts_lost),
                                   OF(firms_entered),
                                   OF(firms_not_renewed),
                                   OF(firms_abolished),
                                   OF(bids),
                                   OF(tenders),
                                   OF(adoptions),
                                   OF(supplement)};

static void print_counters(const tl_Counters *c)
{
    for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
        int64_t value;
        memcpy(&value, (const char *)c + counters[i].at, sizeof value);
        printf("%s\"%s\": %lld", i > 0 ? ", " : "{", counters[i].name, (long long)value);
    }
    printf("}");
}

/* Who has whom, and wishes for whom. */
static void print_recipients(const tl_World *w, int32_t unit)
{
    const char *between = "";
    printf(", \"recipients_by_id\": {");
    TL_EACH_RECIPIENT(w, unit, r) {
        printf("%s\"%016llx\": [%d, %d, %d]", between, (unsigned long long)w->recipient_id[r],
               (int)w->recipient_wish[r], (int)w->recipient_wish_day[r], (int)w->recipient_left[r]);
        between = ", ";
    }
    printf("}");
}

static void print_unit(const tl_World *w, int32_t unit)
{
    const tl_MonthBook *book = &w->unit_month[unit];
    printf(
        "{\"unit\": %d, \"provider\": %d, \"recipients\": %d, \"contract_day_s\": %lld, \"fixed_day\": %lld, "
        "\"counted\": ",
        (int)w->unit_number[unit], (int)w->provider_number[w->unit_provider[unit]],
        (int)w->unit_recipients[unit], (long long)book->contract_day_s, (long long)book->fixed_day);
    print_counters(&w->unit_period[unit]);
    print_recipients(w, unit);
    printf("}");
}

/* What truly was in the last month that is closed, and what was heard of it. */
static void print_month(const tl_MonthSeen *m)
{
    const tl_MonthTruth *t = &m->truth;
    printf(
        "{\"records\": %d, \"misregistered\": %d, \"cut\": %d, \"cut_visible\": %d, \"poor\": %d, \"missed\": %d, "
        "\"deviations\": %d, \"complaints\": %d, \"settled\": %d, \"tips\": %d}",
        (int)t->records, (int)t->misregistered, (int)t->cut, (int)t->cut_visible, (int)t->poor,
        (int)t->missed, (int)t->deviations, (int)m->complaints, (int)m->settled, (int)m->tips);
}

static void print_followed(const tl_World *w, int32_t provider)
{
    const tl_Dossier *d = &w->provider_dossier[provider];
    printf("\"month\": ");
    print_month(&w->provider_followed[provider].month);
    printf(", \"seen_good\": %.9g, \"seen_bad\": %.9g, \"view_good\": %.9g, \"view_bad\": %.9g, \"found\": [",
           (double)d->seen_good, (double)d->seen_bad, (double)d->view_good, (double)d->view_bad);
    for (int kind = 0; kind < TL_AUDIT_KINDS; kind++) {
        printf("%s[%d, %d, %d]", kind > 0 ? ", " : "", (int)d->found[kind].looked,
               (int)d->found[kind].misregistered, (int)d->found[kind].cut);
    }
    printf("], \"disclosed\": %d, \"reviewed\": %d, \"ended\": %d, \"warned\": %d, \"tipped\": %d, ",
           (int)d->disclosed, (int)d->reviewed, (int)d->ended, (int)d->warned, (int)d->tipped);
}

static void print_purchaser(const tl_Purchaser *p)
{
    printf(
        "{\"there\": %.17g, \"saved_external\": %.17g, \"saved_own\": %.17g, \"presence\": %.17g, \"coverage\": %.17g, "
        "\"moved\": %d, \"managers\": %d}",
        p->there, p->saved_external, p->saved_own, p->presence, p->coverage, (int)p->moved, (int)p->managers);
}

static void print_contract(const tl_Contract *c)
{
    printf(
        "\"contract\": {\"lot\": %d, \"won\": %d, \"won_begins\": %d, \"begins\": %d, \"ends\": %d, \"renewals\": %d, "
        "\"steps\": %d, \"over\": %d, \"price\": %.17g, \"volume_s\": %lld, \"cap_s\": %lld}, ",
        (int)c->lot, (int)c->won, (int)c->won_begins, (int)c->begins, (int)c->ends, (int)c->renewals,
        (int)c->steps, (int)c->over, c->price, (long long)c->volume_s, (long long)c->cap_s);
}

static void print_provider(const tl_World *w, int32_t provider)
{
    const tl_Account *a = &w->provider_account[provider];
    const tl_OwnerMind *mind = &w->provider_owner_mind[provider];
    printf("{\"provider\": %d, \"kind\": %d, \"status\": %d, \"opportunist\": %d, \"margin\": %.9g, "
           "\"staffing\": %.9g, \"temptation\": %.9g, \"contract_day_s\": %lld, ",
           (int)w->provider_number[provider], (int)w->provider_owner[provider],
           (int)w->provider_status[provider], (int)mind->opportunist, (double)mind->margin,
           (double)mind->staffing, (double)mind->temptation, (long long)a->contract_day_s);
    print_followed(w, provider);
    print_contract(&w->provider_contract[provider]);
    printf(
        "\"clawback\": %lld, \"cash\": %lld, \"paid_in\": %lld, \"received\": %lld, \"covered\": %lld, \"cost\": %lld, "
        "\"overhead\": %lld, \"drawn\": %lld, \"months_below\": %d, \"leaves\": %d}",
        (long long)a->clawback, (long long)a->cash, (long long)a->paid_in, (long long)a->received,
        (long long)a->covered, (long long)a->cost, (long long)a->overhead, (long long)a->drawn,
        (int)a->months_below, (int)a->leaves);
}

/* The state on the evening of a day, or before the first (-1). */
static void print_day(const tl_World *w, int32_t day)
{
    const tl_Purse *purse = &w->municipality_purse[0];
    printf("{\"purchaser\": ");
    print_purchaser(&w->municipality_purchaser[0]);
    printf(", \"day\": %d, \"mean_day_s\": %lld, \"rates\": [%lld, %lld, %lld, %lld],\n  \"providers\": [",
           (int)day, (long long)purse->mean_day_s, (long long)purse->rate[0], (long long)purse->rate[1],
           (long long)purse->rate[2], (long long)purse->rate[3]);
    TL_EACH_ROW(provider, 0, (int32_t)w->sizes.PROVIDER) {
        printf("%s", provider > 0 ? ", " : "");
        print_provider(w, provider);
    }
    printf("],\n  \"units\": [");
    TL_EACH_UNIT(w, unit) {
        printf("%s", unit > 0 ? ", " : "");
        print_unit(w, unit);
    }
    printf("]}");
}

int main(int count, char **arguments)
{
    static tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    tl_Simulation s;
    if (count != 2 || !tl_config_load(arguments[1], NULL, 0, &loaded, &messages) ||
        tl_simulation_create(&s, &loaded.config, 0, 1, NULL) != TL_OK) {
        fprintf(stderr, "usage: market_months CONFIG.yaml\n");
        return 2;
    }
    printf("[");
    print_day(&s.world, -1);
    for (int32_t day = 0; day < loaded.config.run.days - 1; day++) { /* the last evening closes the period */
        if (tl_simulation_step(&s, NULL) != TL_OK) {
            return 1;
        }
        printf(",\n ");
        print_day(&s.world, day);
    }
    printf("]\n");
    tl_simulation_free(&s);
    tl_loaded_config_free(&loaded);
    return 0;
}
