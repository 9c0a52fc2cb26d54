#include "core/observation/snapshot.h"

#include <math.h>
#include <stdlib.h>

#include "core/world/each.h"
#include "core/unit/managers.h"
#include "core/world/clock.h"

/* ---- what views say ------------------------------------------------------------------------------------ */

static tl_Opinion provider(const tl_World *w, int32_t r)
{
    return tl_opinion(w->recipient_good[r], w->recipient_bad[r], w->decay.opinion_prior);
}

static float delivered_share(const tl_World *w, int32_t r)
{
    return w->recipient_needed_s[r] > 0
               ? (float)(w->recipient_delivered_s[r] / (double)w->recipient_needed_s[r])
               : (float)NAN;
}

static tl_Opinion manager(const tl_World *w, int32_t staff)
{
    return tl_opinion(w->staff_state[staff].good, w->staff_state[staff].bad, w->decay.opinion_prior);
}

/* Mean trust of those in the home unit who have met this person. */
static float trusted(const tl_World *w, int32_t unit, int32_t staff)
{
    int32_t column = tl_column_of(w, unit, staff), known = 0;
    double sum = 0.0;
    TL_EACH_RECIPIENT(w, unit, r) {
        const tl_Memory *m = &w->pair_memory[tl_pair_row(w, unit, r) + column];
        if (m->window != 0) {
            sum += tl_opinion(m->good, m->bad, w->decay.opinion_prior).trust;
            known++;
        }
    }
    return known > 0 ? (float)(sum / known) : (float)NAN;
}

#define FILL(type, field_, value, ...) .field_ = (type)(value),

static void view_recipient(const tl_World *w, int32_t unit, int32_t row, void *into)
{
    *(tl_RecipientView *)into = (tl_RecipientView){
#define TL_OF_RECIPIENT FILL
#include "core/observation/views.def"
    };
}

static void view_employee(const tl_World *w, int32_t unit, int32_t row, void *into)
{
    *(tl_EmployeeView *)into = (tl_EmployeeView){
#define TL_OF_STAFF FILL
#include "core/observation/views.def"
    };
}

/* ---- collecting ---------------------------------------------------------------------------------------- */

/* People of one kind: the rows of a dimension that have an id, and what is said of them. */
typedef struct People {
    tl_Dimension dimension;
    const uint64_t *ids;
    void (*view)(const tl_World *w, int32_t unit, int32_t row, void *into);
    size_t bytes; /* of a view */
    char *views;  /* NULL: memory was short */
    int32_t count;
} People;

/* Every view begins with the id. */
static int by_id(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void collect(const tl_World *w, People *p)
{
    p->views = malloc((size_t)(w->sizes.of[p->dimension] + 1) * p->bytes);
    for (int32_t unit = 0; p->views != NULL && unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t begin = p->count, first = (int32_t)tl_first_held(w, p->dimension, unit);
        TL_EACH_ROW(row, first, first + (int32_t)tl_rows_held(w, p->dimension, unit)) {
            if (p->ids[row] != 0) {
                p->view(w, unit, row, p->views + (size_t)p->count++ * p->bytes);
            }
        }
        qsort(p->views + (size_t)begin * p->bytes, (size_t)(p->count - begin), p->bytes, by_id);
    }
}

tl_Outcome tl_snapshot_report(tl_World *w, tl_Reports *reports)
{
    const tl_Observer *observer = reports->observer;
    if (observer == NULL || observer->snapshot == NULL) {
        return TL_OK;
    }
    People recipients = {.dimension = TL_PER_RECIPIENT,
                         .ids = w->recipient_id,
                         .view = view_recipient,
                         .bytes = sizeof(tl_RecipientView)};
    People employees = {.dimension = TL_PER_STAFF,
                        .ids = w->staff_id,
                        .view = view_employee,
                        .bytes = sizeof(tl_EmployeeView)};
    collect(w, &recipients);
    collect(w, &employees);
    tl_Outcome outcome = TL_OUT_OF_MEMORY;
    if (recipients.views != NULL && employees.views != NULL) {
        tl_Snapshot snapshot = {.day = tl_measured_day(w),
                                .recipient_count = recipients.count,
                                .employee_count = employees.count,
                                .recipients = (void *)recipients.views,
                                .employees = (void *)employees.views};
        outcome = observer->snapshot(observer->context, &snapshot) ? TL_OK : TL_STOPPED;
    }
    free(recipients.views);
    free(employees.views);
    return outcome;
}
