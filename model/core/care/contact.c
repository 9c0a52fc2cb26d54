#include "core/care/contact.h"

#include "core/world/each.h"

#include <string.h>

_Static_assert(TL_MOST_CONTACTS == 2, "of two contacts, 1 - i is the other");

static void count_clients(tl_World *w, int32_t unit)
{
    int32_t *clients = w->column_clients + w->unit_first_column[unit];
    memset(clients, 0, (size_t)w->unit_columns[unit] * sizeof *clients);
    TL_EACH_RECIPIENT(w, unit, r) {
        for (int i = 0; i < TL_MOST_CONTACTS; i++) {
            int32_t column = tl_contacts(w, r)[i];
            if (column != TL_NO_COLUMN) {
                clients[column]++;
            }
        }
    }
}

/* The team's least loaded assistant nurse (by law, since July 2023), counting clients per full-time post; ties by row of the post. */
static int32_t least_loaded(const tl_World *w, int32_t unit, int32_t team, int32_t not_column)
{
    int32_t best = TL_NO_COLUMN;
    float least = 0.0f;
    TL_EACH_PERMANENT(w, unit, staff) {
        int32_t column = staff - w->unit_first_staff[unit];
        bool nurse = (w->staff_skills[staff] & TL_SKILL_NURSE) != 0;
        if (column == not_column || w->staff_team[staff] != team || !nurse) {
            continue;
        }
        float load = (float)w->column_clients[w->unit_first_column[unit] + column] / w->staff_share[staff];
        if (best == TL_NO_COLUMN || load < least) {
            best = column;
            least = load;
        }
    }
    return best;
}

void tl_contacts_assign(tl_World *w, int32_t unit)
{
    const tl_Regime *regime = &w->unit_regime[unit];
    int32_t *clients = w->column_clients + w->unit_first_column[unit];
    count_clients(w, unit);
    TL_EACH_RECIPIENT(w, unit, r) {
        int32_t *contact = tl_contacts(w, r);
        int64_t wanted = w->recipient_contact_rank[r] < regime->organisation_contact_coverage
                             ? regime->organisation_contact_persons
                             : 0;
        for (int i = 0; i < TL_MOST_CONTACTS; i++) {
            if (i >= wanted && contact[i] != TL_NO_COLUMN) {
                clients[contact[i]]--;
                contact[i] = TL_NO_COLUMN;
            } else if (i < wanted && contact[i] == TL_NO_COLUMN) {
                contact[i] = least_loaded(w, unit, w->recipient_team[r], contact[1 - i]);
                if (contact[i] != TL_NO_COLUMN) {
                    clients[contact[i]]++;
                }
            }
        }
    }
}
