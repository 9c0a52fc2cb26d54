#include "core/observation/snapshot.h"

#include <math.h>
#include <stdlib.h>

#include "core/world/each.h"
#include "core/unit/managers.h"
#include "core/world/clock.h"

static float delivered_share(const tl_World *w, int32_t r)
{
    return w->recipient_needed_s[r] > 0
               ? (float)(w->recipient_delivered_s[r] / (double)w->recipient_needed_s[r])
               : (float)NAN;
}

static tl_RecipientView view_recipient(const tl_World *w, int32_t unit, int32_t r)
{
    tl_Opinion provider = tl_opinion(w->recipient_good[r], w->recipient_bad[r], w->decay.opinion_prior);
    float level = w->recipient_level[r] + w->recipient_transient[r];
    tl_RecipientView view = {.id = w->recipient_id[r],
                             .municipality = tl_unit_municipality(w, unit),
                             .area = w->unit_area[unit],
                             .unit = w->unit_number[unit],
                             .team = w->recipient_team[r] - w->unit_first_team[unit] + 1,
                             .days_in_care = w->day - w->recipient_since[r],
                             .granted_hours = w->recipient_hours[r] * w->recipient_granted[r],
                             .need = level / w->recipient_granted[r],
                             .mismatch = w->recipient_mismatch[r],
                             .provider_trust = provider.trust,
                             .provider_distrust = provider.distrust,
                             .provider_uncertainty = provider.uncertainty,
                             .staff_met = w->recipient_last_met[r],
                             .away = w->recipient_away[r] > 0,
                             .satisfaction = w->recipient_satisfaction[r],
                             .voice = w->recipient_voice[r],
                             .delivered_share = delivered_share(w, r)};
    return view;
}

/* Mean trust of those in the home unit who have met this person. */
static float trusted(const tl_World *w, int32_t unit, int32_t staff)
{
    int32_t column = tl_column_of(w, unit, staff), known = 0;
    double sum = 0.0;
    TL_EACH_RECIPIENT(w, unit, r) {
        int64_t pair = tl_pair_row(w, unit, r) + column;
        if (w->pair_memory[pair].window != 0) {
            sum +=
                tl_opinion(w->pair_memory[pair].good, w->pair_memory[pair].bad, w->decay.opinion_prior).trust;
            known++;
        }
    }
    return known > 0 ? (float)(sum / known) : (float)NAN;
}

static tl_EmployeeView view_employee(const tl_World *w, int32_t unit, int32_t staff)
{
    int32_t team = w->staff_team[staff];
    const tl_StaffState *c = &w->staff_state[staff];
    tl_Opinion manager = tl_opinion(c->good, c->bad, w->decay.opinion_prior);
    tl_Opinion employee = tl_managers_view(w, c);
    tl_EmployeeView view = {.id = w->staff_id[staff],
                            .municipality = tl_unit_municipality(w, unit),
                            .area = w->unit_area[unit],
                            .unit = w->unit_number[unit],
                            .team = team < 0 ? 0 : team - w->unit_first_team[unit] + 1,
                            .days_employed = w->day - w->staff_since[staff],
                            .age_years = (float)((double)(w->day - w->staff_birth[staff]) / TL_YEAR_DAYS),
                            .post_share = w->staff_share[staff],
                            .hourly = team < 0,
                            .nurse = (w->staff_skills[staff] & TL_SKILL_NURSE) != 0,
                            .sick = w->staff_sick[staff] != TL_WELL,
                            .trusted = trusted(w, unit, staff),
                            .strain = c->strain,
                            .motivation = c->motivation,
                            .skill = c->skill,
                            .permission = c->permission,
                            .discretion = c->discretion,
                            .pressure = c->pressure,
                            .drift = c->drift,
                            .manager_trust = manager.trust,
                            .manager_distrust = manager.distrust,
                            .seen_trust = employee.trust,
                            .seen_distrust = employee.distrust,
                            .delivery = c->delivery,
                            .sick_days = w->staff_sick[staff] != TL_WELL ? w->staff_sick_days[staff] : 0,
                            .opportunist = c->opportunist,
                            .averse = c->averse};
    return view;
}

/* Every view begins with the id. */
static int by_id(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static int32_t collect_recipients(const tl_World *w, tl_RecipientView *views)
{
    int32_t count = 0;
    TL_EACH_UNIT(w, unit) {
        int32_t begin = count;
        TL_EACH_RECIPIENT(w, unit, r) {
            views[count++] = view_recipient(w, unit, r);
        }
        qsort(views + begin, (size_t)(count - begin), sizeof *views, by_id);
    }
    return count;
}

static int32_t collect_employees(const tl_World *w, tl_EmployeeView *views)
{
    int32_t count = 0;
    TL_EACH_UNIT(w, unit) {
        int32_t begin = count;
        TL_EACH_EMPLOYEE(w, unit, staff) {
            views[count++] = view_employee(w, unit, staff);
        }
        qsort(views + begin, (size_t)(count - begin), sizeof *views, by_id);
    }
    return count;
}

tl_Outcome tl_snapshot_report(tl_World *w, tl_Reports *reports)
{
    const tl_Observer *observer = reports->observer;
    if (observer == NULL || observer->snapshot == NULL) {
        return TL_OK;
    }
    tl_RecipientView *recipients = malloc((size_t)(w->sizes.RECIPIENT + 1) * sizeof *recipients);
    tl_EmployeeView *employees = malloc((size_t)(w->sizes.STAFF + 1) * sizeof *employees);
    tl_Outcome outcome = TL_OUT_OF_MEMORY;
    if (recipients != NULL && employees != NULL) {
        tl_Snapshot snapshot = {.day = tl_measured_day(w),
                                .recipient_count = collect_recipients(w, recipients),
                                .employee_count = collect_employees(w, employees),
                                .recipients = recipients,
                                .employees = employees};
        outcome = observer->snapshot(observer->context, &snapshot) ? TL_OK : TL_STOPPED;
    }
    free(recipients);
    free(employees);
    return outcome;
}
