/* What is kept by those who follow providers up (ODD 7.29-7.31): by a municipality of its contract managers and their time,
 * and of each provider of what was looked at and what came of it. */
#ifndef TL_DOSSIER_H
#define TL_DOSSIER_H

#include <stdint.h>

#include "core/numbers/calendar.h"

enum {
    TL_MOST_CONTRACT_MANAGERS = 16,
    TL_MOST_REVIEWS = 8 /* in a month, of firms and of the own provider */
};

/* How visits are looked at: by asking at home, in the records, or many of one provider at a time. */
typedef enum tl_AuditKind { TL_AUDIT_RELATIONAL, TL_AUDIT_RECORDS, TL_AUDIT_REVIEW } tl_AuditKind;
enum { TL_AUDIT_KINDS = TL_AUDIT_REVIEW + 1 };

/* Visits looked at, and of them those taken for wrongly recorded and for cut short. */
typedef struct tl_AuditFound {
    int32_t looked, misregistered, cut;
} tl_AuditFound;

/* What a review says of a provider, the worst of the month. */
typedef enum tl_ReviewOutcome { TL_REVIEW_CLEAN, TL_REVIEW_HALF_SEVERE, TL_REVIEW_SEVERE } tl_ReviewOutcome;

/* Of a provider. Evidence is stored in growth weights (opinion.h). */
typedef struct tl_Dossier {
    float seen_good, seen_bad;            /* the purchaser's evidence about it */
    float view_good, view_bad;            /* its own evidence about the purchaser */
    tl_AuditFound found[TL_AUDIT_KINDS];  /* this month */
    int32_t disclosed;                    /* told by it in dialogue, this month */
    int32_t year_looked[TL_YEAR_MONTHS];  /* by month: visits asked about at home, in reviews too */
    int32_t year_wrong[TL_YEAR_MONTHS];   /* of them, taken for wrongly recorded */
    int32_t year_reviews[TL_YEAR_MONTHS]; /* reviews */
    int32_t reviewed;                     /* day of the last one; 0 never */
    int32_t ended;                        /* day on which its contract was ended; 0 never */
    uint8_t verdict;                      /* tl_ReviewOutcome of this month */
    uint8_t warned, tipped;               /* since the last review */
} tl_Dossier;

/* Of a municipality; time in minutes a month. */
typedef struct tl_Purchaser {
    double there;                     /* e: time there is */
    double saved_external, saved_own; /* for reviews */
    double presence, coverage;        /* pi and c of this month */
    int32_t moved; /* recipients who got another provider because theirs ended, since the last month */
    int32_t applications, tenders, bids;           /* since the last month */
    double letting;                                /* minutes that these and earlier ones still take */
    int32_t managers;                              /* contract managers; 0: nobody has begun yet */
    int32_t successors[TL_MOST_CONTRACT_MANAGERS]; /* how many have come after the first, by place */
} tl_Purchaser;

#endif
