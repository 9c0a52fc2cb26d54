/* What control sees of visits: records and relational checks. */
#ifndef TL_CONTROL_H
#define TL_CONTROL_H

#include "core/numbers/rng.h"
#include "core/world/world.h"

/* How tightly acts are observed: record and relational checks per visit, at most 1. */
double tl_control_tightness(const tl_Regime *regime, double relational_checks);

/* What control sees of visits, once per unit and day. */
typedef struct tl_ControlRules {
    double record_checks, gaming;
    float cut_share;
    int32_t tolerance_s, deviation_s, registration_s;
} tl_ControlRules;

tl_ControlRules tl_control_rules(const tl_World *world, int32_t unit);

/* The luck of one visit. What is rarely needed (gamed, then reported) is not drawn before. */
typedef struct tl_VisitLuck {
    uint64_t key;
    uint64_t control; /* upper half: relational check; lower: gamed */
    float noise;      /* of quality: mean 0, variance 1 */
    double cut, record;
} tl_VisitLuck;

static inline tl_VisitLuck tl_visit_luck(uint64_t key)
{
    uint64_t bits = tl_bits(key, 1);
    return (tl_VisitLuck){.key = key,
                          .control = tl_bits(key, 2),
                          .noise = (float)tl_noise(tl_bits(key, 0)),
                          .cut = tl_upper(bits),
                          .record = tl_lower(bits)};
}

/* What became of a visit's minutes and what control found. */
typedef struct tl_CheckedVisit {
    int32_t delivered_s, registered_s;
    int32_t admin_s; /* staff time for the record and for a reported deviation */
    bool cut, record_check, relational_check, deviates, detected;
} tl_CheckedVisit;

/* A visit of `delivered_s` by someone who cuts short with probability cut_probability and is checked by the
 * manager with probability check_rate. `report_share`: of deviations, those that are reported. */
static inline tl_CheckedVisit tl_check_visit(const tl_ControlRules *rules, const tl_VisitLuck *luck,
                                             float cut_probability, float check_rate, double report_share,
                                             int32_t granted_s, int32_t delivered_s)
{
    tl_CheckedVisit visit = {.delivered_s = delivered_s, .registered_s = delivered_s};
    visit.cut = luck->cut < cut_probability;
    if (visit.cut) {
        visit.delivered_s = delivered_s - (int32_t)((float)delivered_s * rules->cut_share);
        bool gamed = tl_lower(luck->control) < rules->gaming;
        int32_t claimed_s = granted_s > delivered_s ? granted_s : delivered_s;
        visit.registered_s = gamed ? claimed_s : visit.delivered_s;
    }
    int32_t short_s = granted_s - visit.registered_s;
    visit.record_check = luck->record < rules->record_checks;
    visit.relational_check = tl_upper(luck->control) < check_rate;
    bool off = short_s > rules->tolerance_s || -short_s > rules->tolerance_s;
    visit.deviates = visit.record_check && off && tl_upper(tl_bits(luck->key, 3)) < report_share;
    visit.detected =
        visit.cut && (visit.relational_check || (visit.record_check && short_s > rules->tolerance_s));
    visit.admin_s = rules->registration_s + (visit.deviates ? rules->deviation_s : 0);
    return visit;
}

#endif
