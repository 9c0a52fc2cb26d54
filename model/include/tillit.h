/* Tillit as a library: an agent-based model of how municipal home care is governed, in a program of your own.
 *
 *     tillit_config *config;
 *     tillit_simulation *simulation;
 *     double values[256];
 *     if (tillit_config_load("small.yaml", NULL, 0, &config, NULL) == TILLIT_OK &&
 *         tillit_simulation_create(config, 0, 1, &simulation) == TILLIT_OK &&
 *         tillit_simulation_run(simulation) == TILLIT_OK) {
 *         tillit_simulation_measures(simulation, NULL, values, tillit_measure_count());
 *     }
 *
 * Status. Whatever can fail gives back a tillit_status, and changes what its last arguments point to only where it
 * says so. Nothing is printed, no signal is caught, and no call ends the program. tillit_status_text says what a
 * status means; tillit_messages, which errors a config has, in the words of the command `tillit check`.
 *
 * Handles. A tillit_config, tillit_experiment, tillit_simulation, tillit_results or tillit_messages is a handle, not
 * an address: do not look into it. Whoever gets one frees it, in any order: what one still needs of another stays. NULL
 * and handles that were freed are refused (TILLIT_NULL, TILLIT_ENDED), by every function, with nothing changed; to
 * free them is no error.
 *
 * Texts are UTF-8. A `const char *` that a function gives back belongs to the library: those of tables are there for
 * good, those of a handle until it is freed. Where there is nothing to give, because of a handle that is refused or a
 * number that is out of range, it is NULL. Texts that are given to the library are copied.
 *
 * Callbacks are called within a call of the library, and must come back from it: a longjmp or a C++ exception that leaves
 * one is undefined behaviour. This is so of tillit_on_period, tillit_on_progress and tillit_files.find alike.
 *
 * Threads. Functions may be called from several threads at once with different handles. A config or an experiment
 * may be read by several at once. One simulation is for one thread at a time: another, or a callback of its own, gets
 * TILLIT_BUSY from all but the questions where it stands. A handle must not be freed while another thread uses it.
 *
 * Numbers. Days, counts and indices are from 0; numbers of municipalities, providers, areas and units, as in result
 * files, from 1. NaN stands for a value that there is not, such as an interval of one replicate. What a measure or a
 * parameter is counted in stands in its table. The same config and replicate give the same digest, and the same bits
 * of every measure, on any number of threads, in any steps, and as the command.
 *
 * Versions are semantic, and that of this header is of the interface and of the program alike. While the first
 * number is 0, a change of the second may break a caller, and a change of the third does not. */
#ifndef TILLIT_H
#define TILLIT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32)
#define TILLIT_API
#else
#define TILLIT_API __attribute__((visibility("default")))
#endif

#define TILLIT_VERSION_MAJOR 0
#define TILLIT_VERSION_MINOR 1
#define TILLIT_VERSION_PATCH 0

/* ---- versions and status ------------------------------------------------------------------------------- */

typedef enum tillit_status {
    TILLIT_OK = 0,
    TILLIT_NULL = 1,  /* a handle or pointer that is needed is NULL */
    TILLIT_ENDED = 2, /* the handle was freed, or is of another kind, or none at all */
    TILLIT_BUSY = 3,  /* the simulation is in use: by another thread, or it is its own callback that asks */
    TILLIT_OUT_OF_RANGE = 4,  /* a number is out of its range */
    TILLIT_UNKNOWN = 5,       /* nothing has that name */
    TILLIT_INVALID = 6,       /* the file or text has errors: the messages say which */
    TILLIT_NEWER = 7,         /* the resolved config was made by a newer version; the messages say more */
    TILLIT_OUT_OF_MEMORY = 8, /* there is not enough memory */
    TILLIT_STOPPED = 9,       /* a callback asked to stop */
    TILLIT_FINISHED = 10, /* the last day was done already, or is before the last day that was asked for */
    TILLIT_FAILED = 11,   /* the simulation failed: it can only be asked for its failure, and freed */
    TILLIT_NOBODY_MEANT = 12, /* a `where` means no unit that there is on its day */
    TILLIT_NO_CODE = 13,      /* a municipality's code is none, or too many have the same */
    TILLIT_NOT_ALIKE = 14,    /* a branch under a config of other municipalities, coefficients or days */
    TILLIT_NO_EQUAL_COST = 15 /* no value of an arm's lever brings its cost to that of the first arm */
} tillit_status;

typedef enum tillit_language { TILLIT_SWEDISH = 0, TILLIT_ENGLISH = 1 } tillit_language;

/* "0.1.0", of the library that runs: TILLIT_VERSION_* are of the header it was compiled with. */
TILLIT_API const char *tillit_version(void);

/* What is simulated: digests of different model versions are not comparable. */
TILLIT_API const char *tillit_model_version(void);

/* A sentence without a full stop, in English; of a number that is no status, too. */
TILLIT_API const char *tillit_status_text(tillit_status status);

/* ---- messages ------------------------------------------------------------------------------------------ */

/* All that is wrong with a config or an experiment, and notes on what is no error. */
typedef struct tillit_messages tillit_messages;

TILLIT_API int tillit_messages_count(const tillit_messages *messages);  /* kept: errors and notes */
TILLIT_API int tillit_messages_errors(const tillit_messages *messages); /* found, kept or not */

/* "FILE:LINE:COLUMN: error: ...", and all of them, a line each, as the command prints them. */
TILLIT_API const char *tillit_messages_at(const tillit_messages *messages, int index);
TILLIT_API const char *tillit_messages_text(const tillit_messages *messages);

TILLIT_API void tillit_messages_free(tillit_messages *messages);

/* ---- configs ------------------------------------------------------------------------------------------- */

/* One resolved config: all that decides a result. It does not change. */
typedef struct tillit_config tillit_config;

/* Reads a file: YAML, or a resolved config whose name ends in .json. `sets` [set_count] are "path=value", as after
 * --set, and go over what the file says; NULL with 0. Names of municipalities and regimes are looked for in the
 * folder in the environment variable TILLIT_CONFIGS, else beside the file, else where Tillit is installed.
 *
 * `messages` may be NULL. Otherwise it becomes a list to be freed, or NULL where there is nothing to say; there may
 * be notes with TILLIT_OK. TILLIT_INVALID, TILLIT_NEWER, TILLIT_OUT_OF_MEMORY: `config` becomes NULL. */
TILLIT_API tillit_status tillit_config_load(const char *path, const char *const *sets, int set_count,
                                            tillit_config **config, tillit_messages **messages);

/* Where the files come from that a text names. All fields may be NULL; a NULL pointer is the disk.
 *
 * `find` is asked for a file's bytes by its path ("municipalities/karlstad.yaml", "regimes/ordinary.yaml", and what the
 * text names with its ending, beside `name`), and gives them, [*size], in memory that free() takes, or NULL where there
 * is none. With it nothing is read from the disk. A path that ends with a slash asks for the names in that folder, one
 * a line. */
typedef struct tillit_files {
    const char *folder; /* of Tillit's own municipalities and regimes, else where it was installed */
    char *(*find)(void *context, const char *path, size_t *size);
    void *context; /* of `find` */
} tillit_files;

/* The same for a text. `name` stands for the file in messages, and decides what the text is (.json: a resolved
 * config) and beside what the files that it names are looked for; NULL: "config.yaml". */
TILLIT_API tillit_status tillit_config_read(const char *text, const char *name, const tillit_files *files,
                                            const char *const *sets, int set_count, tillit_config **config,
                                            tillit_messages **messages);

/* For tables: the title, or "Karlstad, ordinary". */
TILLIT_API const char *tillit_config_name(const tillit_config *config);

/* The resolved config as JSON, which tillit_config_read reads, and which the command writes into result files. */
TILLIT_API const char *tillit_config_json(const tillit_config *config);

/* A parameter's value by its path: a municipality's figures are those of the first, a choice is its number. */
TILLIT_API tillit_status tillit_config_value(const tillit_config *config, const char *path, double *value);

TILLIT_API int tillit_config_municipalities(const tillit_config *config);
TILLIT_API const char *tillit_config_municipality(const tillit_config *config, int index);

TILLIT_API void tillit_config_free(tillit_config *config);

/* ---- a simulation, day by day -------------------------------------------------------------------------- */

/* One replicate of a config: its people, on a day. */
typedef struct tillit_simulation tillit_simulation;

/* Who owns a provider; kinds are added up where several are meant. */
typedef enum tillit_kind {
    TILLIT_MUNICIPAL = 1,
    TILLIT_SMALL = 2,
    TILLIT_LARGE = 4,
    TILLIT_NONPROFIT = 8,
    TILLIT_EXTERNAL = TILLIT_SMALL + TILLIT_LARGE + TILLIT_NONPROFIT
} tillit_kind;

/* Which units are meant, by the numbers of result files; 0 means all. Providers, areas and units are numbered within
 * their municipality. A NULL pointer, like a struct of zeros, means every unit. Without a market all units are of a
 * municipal provider. */
typedef struct tillit_where {
    int32_t municipality, provider, area, unit;
    int32_t kinds;    /* a sum of tillit_kind */
    int32_t outlying; /* 1: units whose place is an outlying area, 2: all others */
    int32_t pilot;    /* 1: the pilot's units, 2: all others */
} tillit_where;

/* Reads what stands after `where:` in configs and claims, such as "{external: true}", "{kind: [small, large]}" or
 * "{municipalities: [Karlstad], outlying: false}", for a config. TILLIT_INVALID, with messages in the words of the command:
 * it is none, or names what the config has not; or several numbers of one key, of which this struct holds one. `where` is
 * changed with TILLIT_OK only; `messages` as of tillit_config_load. */
TILLIT_API tillit_status tillit_where_read(const tillit_config *config, const char *text, tillit_where *where,
                                           tillit_messages **messages);

/* Draws the population of replicate 0, 1, ..., before its first day. `threads` share each day's work; 0: as many as there
 * are processors. Where a machine starts no more threads, fewer do the same. */
TILLIT_API tillit_status tillit_simulation_create(const tillit_config *config, int64_t replicate, int threads,
                                                  tillit_simulation **simulation);

/* So many days more; `done` (may be NULL) says how many were. TILLIT_FINISHED: fewer were left, and all of them were
 * done. TILLIT_STOPPED: the callback asked to, at the end of the day, and the simulation can go on. TILLIT_NOBODY_MEANT
 * and TILLIT_OUT_OF_MEMORY: the simulation has failed. */
TILLIT_API tillit_status tillit_simulation_step(tillit_simulation *simulation, int32_t days, int32_t *done);

/* To the last day; TILLIT_FINISHED if that was done before. */
TILLIT_API tillit_status tillit_simulation_run(tillit_simulation *simulation);

/* Days done and days in all, burn-in included, and days of the burn-in; -1 for a handle that is refused. These, whether
 * the last day is done, and why it failed, may be asked for by any thread while another steps the simulation: days are
 * done some at a time. */
TILLIT_API int32_t tillit_simulation_day(const tillit_simulation *simulation);
TILLIT_API int32_t tillit_simulation_total_days(const tillit_simulation *simulation);
TILLIT_API int32_t tillit_simulation_burn_in_days(const tillit_simulation *simulation);

/* Is the last day done? 1 or 0, -1 for a handle that is refused. */
TILLIT_API int tillit_simulation_finished(const tillit_simulation *simulation);

/* Of the trajectory so far: everything that every unit counted on every day. The command shows it as 16 hexadecimal
 * digits. */
TILLIT_API tillit_status tillit_simulation_digest(const tillit_simulation *simulation, uint64_t *digest);

/* A branch: a second simulation in the state of the first, with its own people from now on. It goes on under `config`
 * (NULL: the same), whose schedules hold from the next day on. A lever with which that config begins at another value
 * than the first's is moved to it on that day, but in units in which a change of the timeline has set it since. A ramp
 * that is under way goes on from there. What drifts by itself, such as discretion.manager, is not compared. All that has
 * acted by then must be the same (municipalities, coefficients, days, seed, what is structural, schedules so far), else
 * TILLIT_NOT_ALIKE. It has no observer.
 * TILLIT_FAILED: the first has failed. */
TILLIT_API tillit_status tillit_simulation_copy(const tillit_simulation *simulation,
                                                const tillit_config *config, tillit_simulation **copy);

/* What happened since the mark, which stands at the first measured day: values of all measures [count] in the order
 * of their table, `count` no more than tillit_measure_count(). NaN where nothing was counted, as during the burn-in.
 * TILLIT_NOBODY_MEANT: there were days, but none of these units. */
TILLIT_API tillit_status tillit_simulation_measures(const tillit_simulation *simulation,
                                                    const tillit_where *where, double *values, int count);

/* The same over measured days [from, to), counted from the end of the burn-in: whole recorded periods
 * (run.record_period_days) since the mark, else TILLIT_OUT_OF_RANGE. */
TILLIT_API tillit_status tillit_simulation_window(const tillit_simulation *simulation, int32_t from,
                                                  int32_t to, const tillit_where *where, double *values,
                                                  int count);

/* What a variable of snapshots, as "recipient_granted_hours" or "employee_strain" (docs/LAYOUT.md), is of each person at the
 * end of the last day that was done: of recipients, or of employees, by unit and then by their permanent numbers. `values`
 * [room] (NULL with 0) gets no more than there is room for, NaN where a person has no value; `people` is how many there are.
 * TILLIT_UNKNOWN: there is no such variable. */
TILLIT_API tillit_status tillit_simulation_people(const tillit_simulation *simulation, const char *variable,
                                                  double *values, int64_t room, int64_t *people);

/* Moves the mark to now: what was counted so far is forgotten, and its memory (some 2 kB a unit and period) freed.
 * Between two periods the measures that follow are exact; within one, sums of real numbers are differences, and
 * may be off in the last digits. */
TILLIT_API tillit_status tillit_simulation_mark(tillit_simulation *simulation);

/* Why it failed, or "" if it has not. */
TILLIT_API const char *tillit_simulation_failure(const tillit_simulation *simulation);

TILLIT_API void tillit_simulation_free(tillit_simulation *simulation);

/* ---- observing periods --------------------------------------------------------------------------------- */

/* What every unit counted in a recorded period; valid during the call alone. */
typedef struct tillit_period tillit_period;

/* Gives back 0 to go on, anything else to stop. */
typedef int (*tillit_on_period)(void *context, const tillit_period *period);

/* Calls `callback` at the end of every period from now on; NULL: no more. */
TILLIT_API tillit_status tillit_simulation_observe(tillit_simulation *simulation, tillit_on_period callback,
                                                   void *context);

TILLIT_API int32_t tillit_period_index(const tillit_period *period);
TILLIT_API int32_t tillit_period_first_day(const tillit_period *period); /* measured: 0 follows the burn-in */
TILLIT_API int32_t tillit_period_days(const tillit_period *period);

/* The units of the period, those that a reorganisation dissolved in it included. */
TILLIT_API int32_t tillit_period_units(const tillit_period *period);
TILLIT_API tillit_status tillit_period_unit(const tillit_period *period, int32_t index, tillit_where *place);

/* Measures [count], and counters [count], of the units that are meant: whole numbers are exact up to 2^53.
 * TILLIT_NOBODY_MEANT: there are none. */
TILLIT_API tillit_status tillit_period_measures(const tillit_period *period, const tillit_where *where,
                                                double *values, int count);
TILLIT_API tillit_status tillit_period_counters(const tillit_period *period, const tillit_where *where,
                                                double *values, int count);

/* How many recipients have met 0, 1, 2 ... staff in their last 14 days, [count] of tillit_staff_met_bins(); the last one
 * holds all who have met so many or more. */
TILLIT_API int tillit_staff_met_bins(void);
TILLIT_API tillit_status tillit_period_staff_met(const tillit_period *period, const tillit_where *where,
                                                 int64_t *recipients, int count);

/* ---- tables -------------------------------------------------------------------------------------------- */

/* A value of a parameter and what it means, by tillit_language: 0 is "tasks in minutes". */
typedef struct tillit_stop {
    double value;
    const char *label[2];
} tillit_stop;

/* Texts are never NULL; "" where there is nothing to say. */
typedef struct tillit_parameter {
    const char *path;     /* as in configs and `sets`: "plan.continuity_weight" */
    const char *kind;     /* "real", "integer", "choice" */
    const char *section;  /* "run", "municipality", "lever", "constant" */
    const char *status;   /* "setting", "evidence", "bounded", "free", "lever" */
    const char *group;    /* of a lever: "steering", "organisation", "resources", "purchasing" */
    const char *owner;    /* of a lever: "law", "purchaser", "provider", "unit" */
    const char *unit;     /* "1" where dimensionless */
    const char *choices;  /* names between '|', of a choice */
    const char *source;   /* where the default comes from */
    const char *meaning;  /* a sentence, in English */
    const char *label[2]; /* for tables, by tillit_language; the path where it has no plainer name */
    double default_value;
    double low, high;  /* what is accepted */
    double neutral[2]; /* range for sweeps, free of theory */
    double theory[2];  /* the same with the signs that theory expects */
    int structural;    /* 1: changed by a reorganisation only */
    int stop_count;    /* of `stops` */
    const char
        *sentence[2]; /* what it is, by tillit_language; in English where there is no Swedish sentence */
    const char *unit_label[2]; /* its unit; "" where dimensionless */
    const tillit_stop *stops;  /* named values from the lowest on, [stop_count]; a lever has two or more */
} tillit_parameter;

TILLIT_API int tillit_parameter_count(void);
TILLIT_API const tillit_parameter *tillit_parameter_at(int index); /* NULL: out of range */
TILLIT_API int tillit_parameter_find(const char *path);            /* -1: there is none */

typedef struct tillit_measure {
    const char *name;        /* as in result files: "staff_met" */
    const char *meaning;     /* a sentence, in English */
    const char *label[2];    /* the row's name in tables, by tillit_language */
    const char *unit[2];     /* the same of its unit; "" where dimensionless */
    const char *published;   /* a Swedish figure and its year */
    const char *source;      /* of that */
    const char *sentence[2]; /* what it is, by tillit_language */
    const char *telling;     /* how it is told to people: "share" in per cent, "index", "ratio" or "amount" */
    const char *ends[2][2];  /* what 0 and what 1 is, by end and tillit_language; "" of an amount */
    const char *published_sv; /* the published figure in Swedish */
} tillit_measure;

TILLIT_API int tillit_measure_count(void);
TILLIT_API const tillit_measure *tillit_measure_at(int index);
TILLIT_API int tillit_measure_find(const char *name);

typedef struct tillit_counter {
    const char *name, *unit, *meaning;
    int whole; /* 1: a count, 0: a sum of real numbers */
} tillit_counter;

TILLIT_API int tillit_counter_count(void);
TILLIT_API const tillit_counter *tillit_counter_at(int index);
TILLIT_API int tillit_counter_find(const char *name);

/* ---- experiments --------------------------------------------------------------------------------------- */

/* Arms of one question, compared on the same people and luck, and claims about them. */
typedef struct tillit_experiment tillit_experiment;

/* As tillit_config_load and tillit_config_read (`name` NULL: "experiment.yaml"); `sets` apply to every arm. */
TILLIT_API tillit_status tillit_experiment_load(const char *path, const char *const *sets, int set_count,
                                                tillit_experiment **experiment, tillit_messages **messages);
TILLIT_API tillit_status tillit_experiment_read(const char *text, const char *name, const tillit_files *files,
                                                const char *const *sets, int set_count,
                                                tillit_experiment **experiment, tillit_messages **messages);

/* What is asked of an experiment beyond its text, as by options of `tillit experiment`. */
typedef struct tillit_asked {
    const char *
        municipality; /* takes the place of each arm's: a name, or a file that ends in .yaml; NULL: none does */
    const char *const *what_if; /* a further arm: "employees per manager=25" [what_if_count] */
    int what_if_count;
    const char *like; /* the name of the arm that it is like but for this; NULL: the first that fits */
    tillit_language language; /* of names in `what_if`, and of messages that there are in both */
} tillit_asked;

/* The same of a text that is asked so. TILLIT_NULL also: `asked` is NULL, or `like` is without `what_if`. */
TILLIT_API tillit_status tillit_experiment_ask(const char *text, const char *name, const tillit_files *files,
                                               const char *const *sets, int set_count,
                                               const tillit_asked *asked, tillit_experiment **experiment,
                                               tillit_messages **messages);

TILLIT_API const char *tillit_experiment_title(const tillit_experiment *experiment, tillit_language language);
TILLIT_API const char *tillit_experiment_question(const tillit_experiment *experiment,
                                                  tillit_language language);

/* The whole experiment as JSON, as it stands in result files. */
TILLIT_API const char *tillit_experiment_json(const tillit_experiment *experiment);

/* How many there are; -1 for a handle that is refused. */
TILLIT_API int tillit_experiment_arms(const tillit_experiment *experiment);
TILLIT_API int tillit_experiment_claims(const tillit_experiment *experiment);
TILLIT_API int tillit_experiment_outcomes(const tillit_experiment *experiment);

TILLIT_API const char *tillit_experiment_arm_name(const tillit_experiment *experiment, int arm);
TILLIT_API const char *tillit_experiment_arm_title(const tillit_experiment *experiment, int arm,
                                                   tillit_language language);

/* An arm's config, as a handle of its own; before equal cost, which tillit_results_config has. */
TILLIT_API tillit_status tillit_experiment_config(const tillit_experiment *experiment, int arm,
                                                  tillit_config **config);

/* Measures that are shown first. */
TILLIT_API int tillit_experiment_outcome(const tillit_experiment *experiment, int index);

/* "The outcome is higher (direction 1) or lower (-1) under `treatment` than under `control`, by at least `smallest`,
 * in measured days [from, to)." Its texts are the experiment's. */
typedef struct tillit_claim {
    const char *name;
    const char *text[2]; /* by tillit_language */
    int measure, treatment, control, direction;
    int32_t from, to;
    double smallest;
} tillit_claim;

TILLIT_API tillit_status tillit_experiment_claim(const tillit_experiment *experiment, int index,
                                                 tillit_claim *claim);

/* What of the course of a change a claim is about. Dip and settled level are differences; the others are days after the
 * change, at least (direction 1) or at most (-1) `smallest` of them. */
typedef enum tillit_course_part {
    TILLIT_NO_COURSE = -1, /* of no course: a difference over days [from, to) */
    TILLIT_COURSE_DIP = 0,
    TILLIT_COURSE_DIP_DAYS = 1,
    TILLIT_COURSE_PASSED = 2,
    TILLIT_COURSE_HALF_WAY = 3,
    TILLIT_COURSE_SETTLED = 4
} tillit_course_part;

TILLIT_API tillit_status tillit_experiment_claim_course(const tillit_experiment *experiment, int index,
                                                        tillit_course_part *part);

TILLIT_API void tillit_experiment_free(tillit_experiment *experiment);

/* ---- running all replicates ---------------------------------------------------------------------------- */

/* Several times a second (where there are no threads, once a simulated day), on the calling thread: days done and days
 * in all, over all runs (none are done while equal cost is sought). Gives back 0 to go on, anything else to stop. */
typedef int (*tillit_on_progress)(void *context, int64_t done, int64_t total);

/* Values of every replicate of every arm. */
typedef struct tillit_results tillit_results;

/* Runs the arms of an experiment (not the rows of a sweep), equal cost first, or the one config; `threads` 0: as many as
 * there are processors. Waits until all is done. `callback` may be NULL. On failure `results` becomes NULL, and
 * `messages`, unless it is NULL, a list with what went wrong where (which arm, which replicate), or NULL. */
TILLIT_API tillit_status tillit_experiment_run(const tillit_experiment *experiment, int threads,
                                               tillit_on_progress callback, void *context,
                                               tillit_results **results, tillit_messages **messages);
TILLIT_API tillit_status tillit_config_run(const tillit_config *config, int threads,
                                           tillit_on_progress callback, void *context,
                                           tillit_results **results, tillit_messages **messages);

TILLIT_API int tillit_results_arms(const tillit_results *results);
TILLIT_API int tillit_results_replicates(const tillit_results *results);

/* Windows: the whole measured run first, then those of the claims and of an evaluation. */
TILLIT_API int tillit_results_windows(const tillit_results *results);
TILLIT_API const char *tillit_results_window_name(const tillit_results *results, int window);

/* The config that an arm was run with; where its cost was made equal, with the lever's value. */
TILLIT_API tillit_status tillit_results_config(const tillit_results *results, int arm,
                                               tillit_config **config);

TILLIT_API tillit_status tillit_results_digest(const tillit_results *results, int arm, int replicate,
                                               uint64_t *digest);

/* One measure in one window: of every replicate [count] of an arm, count no more than there are. */
TILLIT_API tillit_status tillit_results_values(const tillit_results *results, int arm, int window,
                                               int measure, double *values, int count);

/* ---- statistics ---------------------------------------------------------------------------------------- */

/* A mean and the half-width of its interval; NaN where there are too few values. */
typedef struct tillit_estimate {
    double mean, half_width;
    int count; /* of values that are not NaN */
} tillit_estimate;

/* Of values [count] at a level of confidence between 0 and 1, by Student's t: 0.95 is what the command prints. */
TILLIT_API tillit_status tillit_estimate_of(const double *values, int count, double level,
                                            tillit_estimate *estimate);

/* t with P(T <= t) = p, for p in (0, 1) and degrees of freedom > 0, INFINITY (the normal distribution) included; NaN
 * otherwise. Infinite, with its sign, where no double is as large. */
TILLIT_API double tillit_t_quantile(double p, double degrees);

typedef enum tillit_verdict {
    TILLIT_NO_VERDICT = -1, /* the question is refused */
    TILLIT_SUPPORTED = 0,
    TILLIT_OPPOSITE = 1,
    TILLIT_NEGLIGIBLE = 2,
    TILLIT_UNDECIDED = 3
} tillit_verdict;

/* Of a claim that a difference is higher (direction 1) or lower (-1); docs/RESULTS.md, "Verdicts". TILLIT_NO_VERDICT,
 * which has no name, for another direction and for a `smallest` that is negative or NaN. */
TILLIT_API tillit_verdict tillit_verdict_of(int direction, double smallest, double mean, double half_width);

/* Of a claim that something takes at least (1) or at most (-1) so many days, by the ends of an interval, which may be
 * INFINITY, or NaN where nothing can be said. TILLIT_NO_VERDICT as above. */
TILLIT_API tillit_verdict tillit_verdict_of_days(int direction, double days, double low, double high);
TILLIT_API const char *tillit_verdict_name(tillit_verdict verdict, tillit_language language);

/* An arm's mean; the paired difference of two arms (arm minus base); all at 95 %. */
TILLIT_API tillit_status tillit_results_mean(const tillit_results *results, int arm, int window, int measure,
                                             tillit_estimate *estimate);
TILLIT_API tillit_status tillit_results_difference(const tillit_results *results, int arm, int base,
                                                   int window, int measure, tillit_estimate *estimate);

/* A claim's paired difference in its own window, dip or settled level, treatment minus control (NaN of a claim about
 * days), and the verdict; either may be NULL. */
TILLIT_API tillit_status tillit_results_claim(const tillit_results *results, int claim,
                                              tillit_estimate *difference, tillit_verdict *verdict);

/* ---- courses of a change ------------------------------------------------------------------------------- */

/* How an outcome of one arm goes beside that of another from the day on which they part; docs/ODD.md, "The course of a
 * change", has the definitions. */

/* Paired differences [replicate][period], arm minus base, and when these periods were, in measured days: 0 follows the
 * burn-in. Values may be NaN. Periods follow one another; `change_day` is the one on which the two part. */
typedef struct tillit_differences {
    const double *values;
    const int64_t *first_day; /* [periods] */
    const int64_t *days;      /* [periods], the length of each, at least 1 */
    int replicates, periods;
    int64_t change_day;
} tillit_differences;

/* Days after the change, with the ends of the 95 % interval. INFINITY: not within the days that were run; NaN: nothing
 * can be said. */
typedef struct tillit_time {
    double day, low, high;
} tillit_time;

typedef enum tillit_settled {
    TILLIT_SETTLED = 0,
    TILLIT_NOT_SETTLED = 1,
    TILLIT_SETTLED_UNKNOWN = 2 /* it cannot be said */
} tillit_settled;

typedef struct tillit_course {
    tillit_estimate dip;
    int64_t dip_from, dip_to; /* measured days of the lowest quarter */
    tillit_time dip_days;     /* how long the dip lasts */
    tillit_time passed;       /* from when the old level is passed for good */
    tillit_time half_way;     /* to the settled level */
    tillit_estimate level;    /* the settled level */
    int64_t level_from, level_to;
    tillit_settled settled;
} tillit_course;

/* The course of differences of an outcome of which more is better (1) or less is (-1), or neither (0: without dip), and of
 * which a difference of `smallest`, at least 0, matters. */
TILLIT_API tillit_status tillit_course_of(const tillit_differences *differences, int better, double smallest,
                                          tillit_course *course);

typedef enum tillit_span {
    TILLIT_IN_DIP = 0, /* in the days of a dip, `dip_days` of them */
    TILLIT_YEAR_1 = 1, /* of 364 days, after the change */
    TILLIT_YEAR_2 = 2,
    TILLIT_YEAR_3 = 3
} tillit_span;

/* Cumulative sum, in SEK, of differences of a measure in SEK a year. */
TILLIT_API tillit_status tillit_course_cost(const tillit_differences *differences, tillit_span span,
                                            double dip_days, tillit_estimate *sum);

/* The first measured day on which two configs govern differently; -1: from before the first measured day, INT64_MAX:
 * never. */
TILLIT_API tillit_status tillit_config_parting_day(const tillit_config *a, const tillit_config *b,
                                                   int64_t *day);

/* Is more of a measure better for people (1), or less (-1), or neither (0)? */
TILLIT_API int tillit_measure_better(int index);

/* Of an experiment in which arms part on a measured day, or with a claim on a course; otherwise
 * TILLIT_UNKNOWN, as of two arms that do not part. Recorded periods; paired differences of a measure by replicate and
 * period [replicate][period], count no more than there are; and the course of these. */
TILLIT_API int tillit_results_periods(const tillit_results *results); /* 0: there is no course */
TILLIT_API tillit_status tillit_results_differences(const tillit_results *results, int arm, int base,
                                                    int measure, double *values, int count);
TILLIT_API tillit_status tillit_results_course(const tillit_results *results, int arm, int base, int measure,
                                               tillit_course *course);

/* The days that a claim about days is about; TILLIT_UNKNOWN for another. */
TILLIT_API tillit_status tillit_results_claim_days(const tillit_results *results, int claim,
                                                   tillit_time *days);

/* ---- what an evaluation would conclude ------------------------------------------------------------------- */

/* What evaluations of a pilot would conclude, beside the true effect. TILLIT_UNKNOWN: the experiment has none. */
typedef struct tillit_evaluation {
    tillit_estimate before_after, difference_in_differences, effect;
} tillit_evaluation;

TILLIT_API tillit_status tillit_results_evaluation(const tillit_results *results, int measure,
                                                   tillit_evaluation *evaluation);

TILLIT_API void tillit_results_free(tillit_results *results);

/* ---- forms of figures ---------------------------------------------------------------------------------- */

/* As snprintf: at most `size` bytes with their zero, and the length that the whole text has. */

/* As in the tables of the command, in either language: "1,234,567", "16.5", "0.0897", "-" for NaN. */
TILLIT_API int tillit_format_plain(double value, char *text, size_t size);

/* As in the report: so many decimals; thin spaces between thousands, a real minus, and in Swedish a decimal comma; a
 * dash for NaN. */
TILLIT_API int tillit_format_decimal(double value, int decimals, tillit_language language, char *text,
                                     size_t size);

/* The same with as many decimals as show `digits` figures, five decimals at the most, none from 1,000 on. */
TILLIT_API int tillit_format_number(double value, int digits, tillit_language language, char *text,
                                    size_t size);

#ifdef __cplusplus
}
#endif

#endif
