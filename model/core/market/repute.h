/* What is known of providers where people choose, and what measures need of it (ODD 7.33). */
#ifndef TL_REPUTE_H
#define TL_REPUTE_H

#include <stdint.h>

#include "core/numbers/calendar.h"

enum { TL_JUDGED_MONTHS = 6 /* after a choice, by which it is judged */ };

/* Answers to the survey in a unit, since the month began. */
typedef struct tl_SurveyMonth {
    int32_t answers, satisfied;
} tl_SurveyMonth;

/* A provider in surveys and choices, by month, the last twelve. */
typedef struct tl_Survey {
    int32_t answers[TL_YEAR_MONTHS], satisfied[TL_YEAR_MONTHS];
    int32_t chosen[TL_YEAR_MONTHS]; /* by whoever chose; observed only */
    float yearly;                   /* answers that a survey once a year would have */
    float known;                    /* share satisfied, drawn to the mean of all where few answer */
} tl_Survey;

/* A provider among the recipients of an area. */
typedef struct tl_Repute {
    int32_t people;    /* in its care when the month began */
    float expectation; /* what they expect of it, mean */
    /* Observed only, by month: how satisfied they are, in which months there was anybody (a bit each), and who chose it. */
    float satisfied[TL_JUDGED_MONTHS];
    int32_t present;
    int32_t chosen[TL_JUDGED_MONTHS + 1];
} tl_Repute;

#endif
