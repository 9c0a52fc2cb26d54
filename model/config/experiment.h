/* Experiments: several arms of one question, compared on the same seeds, and the claims they are asked about.
 *
 * A YAML file with `title`, `question`, `about`, `year`, `price_level`, `law`, `sources` for people; `config`
 * (the file every arm starts from), `set` (of all arms), `before`, `arms`, `outcomes` (measures shown first),
 * `claims`, and `sweep`, which multiplies the arms by the rows of a design (config/design.h).
 *
 * An arm has `name` and `title`. Without a history it differs from the start: `regime` and `set`. With one (its own
 * `before` or that of the experiment: a regime, or a group with `regime` and `set`) it changes on days: `change` is
 * a list of entries of a timeline (config/config_schedule.h). Arms of one history share its burn-in
 * (tl_plan_of_arms). `extends` names an arm above, whose config, history, levers and changes are taken over; entries
 * of the same day and place are one (config/entry.h). `equal: {outcome, lever, days}`, or `equal_cost: LEVER` of the
 * cost of the whole run, moves a lever until the outcome is that of the first arm (config/equal.h).
 * experiments/README.md says it to who writes one.
 *
 * A claim looks at `days: [first, end]` (else the whole run) and at the units of its `where`
 * (config/selector.h). It compares two arms (`contrast`), or, within one `arm`, two groups of units (`groups: [external, municipal]`)
 * or the outcome with a level (`level: {above: 0.25}`). With `course: NAME` it looks at how its arms go apart from the day on which they part. Shorter, and older: `group: pilot` or `others` for where.pilot, and `areas: [1]` for the
 * areas of the first municipality. `evaluation` may have a `where` too, but for the pilot, which it compares
 * with the others. */
#ifndef TL_EXPERIMENT_H
#define TL_EXPERIMENT_H

#include "config/loaded_config.h"
#include "config/selector.h"
#include "core/observation/measure.h"

/* TL_MOST_ARMS: those of a file, and one that is asked for. */
enum {
    TL_LONGEST_TEXT = 1200,
    TL_MOST_OWN_ARMS = 32,
    TL_MOST_ARMS = TL_MOST_OWN_ARMS + 1,
    TL_MOST_CLAIMS = 48,
    TL_MOST_OUTCOMES = 200
};

_Static_assert((int)tl_measure_count <= (int)TL_MOST_OUTCOMES,
               "an experiment that names no outcomes is about all measures");

typedef enum tl_Language { TL_SWEDISH, TL_ENGLISH } tl_Language;

/* A text in both languages. */
typedef struct tl_Text {
    char in[2][TL_LONGEST_TEXT];
} tl_Text;

enum { TL_MOST_MOVED = 64 };

/* An outcome that is brought to that of the first arm, by one lever (config/equal.h). */
typedef struct tl_Equal {
    int lever;   /* parameter; -1: nothing is made equal */
    int measure; /* over measured days [days[0], days[1]) */
    int64_t days[2], last_day;
    int moved[TL_MOST_MOVED]; /* changes of the config that set it; none: the value from the start does */
    int moved_count;
    const char *key; /* by which it was asked for: "equal_cost" or "equal" */
} tl_Equal;

typedef struct tl_Arm {
    char name[TL_NAME_LENGTH];
    tl_Text title;
    tl_LoadedConfig loaded;
    tl_Equal equal;
    int node;    /* where it stands in the file while that is read; 0: a sweep without arms */
    int what_if; /* it was asked for (config/what_if.h), and is like the arm of this number, from 1; 0: it stands in the file */
} tl_Arm;

/* What of the course of a change a claim is about (run/course.h), as `course` names it. Dip and settled level are
 * differences; the others are days after the change. */
typedef enum tl_CoursePart {
    TL_NO_COURSE = -1,
    TL_COURSE_DIP,
    TL_COURSE_DIP_DAYS,
    TL_COURSE_PASSED,
    TL_COURSE_HALF_WAY,
    TL_COURSE_SETTLED
} tl_CoursePart;
#define TL_COURSE_PARTS "dip|dip_days|passed|half_way|settled"

/* What a claim compares. */
typedef enum tl_ClaimForm {
    TL_CLAIM_ON_ARMS,   /* two arms */
    TL_CLAIM_ON_GROUPS, /* two groups of units of one arm */
    TL_CLAIM_ON_LEVEL   /* one arm with a level, `smallest` */
} tl_ClaimForm;

/* "The outcome is higher (or lower) under `treatment` than under `control`, by at least `smallest`." Where it is about
 * days: "that takes at least (or at most) `smallest` days". */
typedef struct tl_Claim {
    char name[TL_NAME_LENGTH];
    tl_Text text, note; /* note: what people must know beside the verdict; "": nothing */
    int measure, treatment, control;
    int direction; /* 1 higher, -1 lower */
    double smallest;
    tl_CoursePart course;
    tl_ClaimForm form;              /* on groups and on a level, treatment and control are the same arm */
    tl_Window window;               /* of a course: the whole run; on groups: the first group's */
    tl_Selector against;            /* on groups: the units of the second */
    char groups[2][TL_NAME_LENGTH]; /* on groups: their names */
    int node;                       /* where it stands in the file while that is read */
} tl_Claim;

/* What evaluations of a pilot would conclude, beside the true effect: pilot units of `arm` before and after,
 * the others before and after, and the same units of `without`, where nothing was tried. Its `where` says
 * among which units. */
typedef struct tl_Evaluation {
    int arm, without; /* -1: none */
    int64_t before[2], after[2];
    tl_Selector where;
} tl_Evaluation;

/* The windows of an evaluation, after those of the claims; those of claims' second groups come last. */
enum { TL_PILOT_BEFORE, TL_PILOT_AFTER, TL_OTHERS_BEFORE, TL_OTHERS_AFTER, TL_EVALUATION_WINDOWS };

enum { TL_MOST_WINDOWS = 2 * TL_MOST_CLAIMS + TL_EVALUATION_WINDOWS };

typedef struct tl_Experiment {
    char path[TL_PATH_SIZE];
    tl_Text title, question;
    int64_t year, price_level;
    tl_Text law;
    tl_Arm arms[TL_MOST_ARMS];
    tl_Claim claims[TL_MOST_CLAIMS];
    int outcomes[TL_MOST_OUTCOMES];
    tl_Evaluation evaluation;
    int arm_count, claim_count, outcome_count;
    struct tl_Design *design; /* owned; also where there is no sweep: one row */
} tl_Experiment;

#endif
