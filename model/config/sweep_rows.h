/* The table of a sweep's design: one column a factor, one row a combination of their values. */
#ifndef TL_SWEEP_ROWS_H
#define TL_SWEEP_ROWS_H

#include "config/config_files.h"
#include "core/parameters/config.h"

enum {
    TL_MOST_FACTORS = 256,
    TL_MOST_ROWS = 1000000,
    TL_MOST_LEVELS = 400, /* of a regime or municipality */
    TL_LEVEL_SIZE = 200
};

/* Regimes, municipalities and timelines are layers of a config, so that a config is read for each; parameters
 * are values put into one that was read. */
typedef enum tl_FactorKind {
    TL_OF_PARAMETER,
    TL_OF_REGIME,
    TL_OF_MUNICIPALITY,
    TL_OF_TIMELINE
} tl_FactorKind;

typedef struct tl_Factor {
    char name[TL_NAME_LENGTH]; /* as in YAML: "organisation.pool_size", "regime" */
    tl_FactorKind kind;
    int parameter;                 /* -1 for a regime or municipality */
    char (*levels)[TL_LEVEL_SIZE]; /* owned: names of a regime or municipality, [level_count]; a value is an
                                      index among them */
    int level_count;
    tl_Place place; /* of the name, borrowed file */
} tl_Factor;

typedef struct tl_Rows {
    tl_Factor *factors; /* owned, [factor_count] */
    double *values;     /* owned, [count][factor_count] */
    int *lines;         /* owned, [count]: of the table's file; 0 where there is none */
    char *remark;       /* owned: the remark at the head of the table's file; NULL: none */
    int64_t count;
    int factor_count;
} tl_Rows;

/* A config with a row's values in it; not to be moved, since `config` may point to `own`. Borrows the rest
 * from the base it was made of. */
typedef struct tl_PointConfig {
    tl_Config config;
    tl_Municipality own;
    tl_Change *changes; /* owned: the config's, where its burn-in is shared; else NULL */
} tl_PointConfig;

/* Adds a factor by its name; false with a message that names the nearest. */
bool tl_rows_add_factor(tl_Rows *rows, const char *name, tl_Place place, tl_Messages *messages);

/* A value as text: range, choice, level. */
bool tl_factor_read(tl_Factor *factor, const char *text, tl_Place place, double *value,
                    tl_Messages *messages);

/* Adds a row of values [factor_count]; false beyond TL_MOST_ROWS. */
bool tl_rows_add(tl_Rows *rows, const double *values, int line);

/* A table in CSV: the factors' names, then a row a line; lines that begin with # are for people. False with
 * messages, and nothing to free. */
bool tl_rows_read(const tl_Files *files, const char *path, tl_Rows *rows, tl_Messages *messages);

/* The same from text in memory, which is cut up; one more byte is written after its `size`. */
bool tl_rows_read_text(const char *path, char *text, size_t size, tl_Rows *rows, tl_Messages *messages);

/* The same table as text, every number in full; owned by the caller. */
char *tl_rows_text(const tl_Rows *rows);

/* A value of a factor for people and tables. */
const char *tl_factor_text(const tl_Factor *factor, double value, char *text, size_t size);

double tl_rows_value(const tl_Rows *rows, int64_t row, int factor);

/* Number of combinations of regimes and municipalities, and that of a row. */
int64_t tl_rows_combinations(const tl_Rows *rows);
int64_t tl_rows_combination(const tl_Rows *rows, int64_t row);

/* The base's config with the row's parameters in it. */
void tl_rows_apply(const tl_Rows *rows, int64_t row, const tl_Config *base, tl_PointConfig *into);

/* Makes the point one that begins as `start` does: every lever that differs moves on the first measured day.
 */
void tl_point_share(tl_PointConfig *point, const tl_Config *start);

void tl_point_free(tl_PointConfig *point);

/* Where no parameter, but the market of two configs differs. */
enum { TL_MARKET_IS_OBSTACLE = tl_parameter_count };

/* The first parameter that differs between two configs and acts before the first measured day, or cannot move
 * on it; -1: none. */
int tl_point_obstacle(const tl_Config *start, const tl_Config *other);

void tl_rows_free(tl_Rows *rows);

#endif
