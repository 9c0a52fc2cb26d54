#include "config/measure_better.h"

#include <stdbool.h>
#include <string.h>

#include "core/observation/measure.h"

/* Whatever has a price of its own stands in neither list: posts, visits, hours granted. */
static const char *const more[] = {"satisfied",
                                   "very_satisfied",
                                   "quality",
                                   "upc",
                                   "coc",
                                   "contact_share",
                                   "provider_trust",
                                   "trust",
                                   "manager_trust",
                                   "seen_trust",
                                   "knows_permanent",
                                   "knows_hourly",
                                   "client_time",
                                   "manager_presence",
                                   "clarity",
                                   "safety",
                                   "motivation",
                                   "integrity",
                                   "found_misdelivery",
                                   "choice_value",
                                   "language_match",
                                   NULL};
static const char *const less[] = {"missed_share",
                                   "staff_met",
                                   "sick_share",
                                   "cost",
                                   "met_above_20_share",
                                   "new_face_share",
                                   "provider_distrust",
                                   "distrust",
                                   "manager_distrust",
                                   "seen_distrust",
                                   "misplaced_trust",
                                   "unmet_share",
                                   "late_share",
                                   "rushed_share",
                                   "delivery_sd",
                                   "mismatch",
                                   "strain",
                                   "quit_rate",
                                   "cut_share",
                                   "undetected_hours",
                                   "control_time",
                                   "cost_per_hour",
                                   "manager_load",
                                   "open_gaps",
                                   "vacancy_share",
                                   "misbilled",
                                   "misbilled_share",
                                   "municipal_cost",
                                   "society_cost",
                                   "pressure",
                                   "misplaced_provider_trust",
                                   "misplaced_provider_distrust",
                                   "terminations_unfounded",
                                   "relations_lost",
                                   "queue_days",
                                   "queue_share",
                                   NULL};

static bool lists(const char *const *names, const char *name)
{
    while (*names != NULL && strcmp(*names, name) != 0) {
        names++;
    }
    return *names != NULL;
}

int tl_measure_better(int measure)
{
    const char *name = tl_measures[measure].name;
    return lists(more, name) ? 1 : lists(less, name) ? -1 : 0;
}
