/* The table of parameters and the structs that follow from parameters.def. */
#ifndef TL_PARAMETER_H
#define TL_PARAMETER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/parameters/choices.h"

typedef enum tl_Kind { TL_REAL, TL_INTEGER, TL_CHOICE } tl_Kind;
typedef enum tl_Section {
    TL_SECTION_RUN,
    TL_SECTION_PROFILE,
    TL_SECTION_REGIME,
    TL_SECTION_CONSTANTS
} tl_Section;

/* What stands behind a default: a setting, a published figure, a figure that bounds it, nothing, or a
 * decision. */
typedef enum tl_Status { TL_SETTING, TL_EVIDENCE, TL_BOUNDED, TL_FREE, TL_LEVER_STATUS } tl_Status;
typedef enum tl_Group { TL_NO_GROUP, TL_STEERING, TL_ORGANISATION, TL_RESOURCES, TL_PURCHASING } tl_Group;
typedef enum tl_Owner {
    TL_NO_OWNER,
    TL_OWNED_BY_LAW,
    TL_OWNED_BY_PURCHASER,
    TL_OWNED_BY_PROVIDER,
    TL_OWNED_BY_UNIT
} tl_Owner;

typedef struct tl_Range {
    double low, high;
} tl_Range;

/* Format of resolved configs: raised by whoever adds a parameter, whose `since` is the new number. Those of format 1
 * have no codes of municipalities; those without a market are still written in format 2, which has none. */
enum { TL_PARAMETERS_FORMAT = 4, TL_FORMAT_WITHOUT_MARKET = 2 };

typedef struct tl_Parameter {
    const char *path;    /* as in YAML and --set */
    const char *unit;    /* "1" where dimensionless */
    const char *choices; /* names separated by '|' (CHOICE only) */
    const char *source;
    const char *meaning;
    const char *lever;    /* path of one at whose 0 the parameter does nothing; NULL if there is none */
    double default_value; /* default */
    double low, high;     /* what is accepted */
    tl_Range neutral;     /* sweep range without theory's signs */
    tl_Range theory;      /* sweep range with theory's signs */
    size_t offset;        /* within its section's struct */
    tl_Kind kind;
    tl_Section section;
    tl_Status status;
    tl_Group group;
    tl_Owner owner;
    bool structural; /* changed only by a reorganisation */
    bool market;     /* only where a config has a `market:`; absent elsewhere, and set there in vain */
    bool follow_up;  /* only where somebody follows up providers (purchaser.form); elsewhere set in vain */
    bool choice;     /* only where people choose among providers; with follow_up: where either is so */
    bool whole;      /* a lever that a municipality has one value of, whatever its providers and units */
    bool optional;   /* a mechanism of its own that is off at the default */
    int since;       /* the first format of resolved configs that holds it; 0: the first of all */
} tl_Parameter;

#define TL_FIELD_REAL double
#define TL_FIELD_INTEGER int64_t
#define TL_FIELD_CHOICE(...) int64_t
#define TL_FIELD(kind, field, ...) TL_FIELD_##kind field;
#define TL_FIELD_OF_GROUP(kind, group, name, ...) TL_FIELD_##kind group##_##name;

/* How a run is made and recorded. */
typedef struct tl_RunSettings {
#define TL_RUN TL_FIELD
#include "core/parameters/parameters.def"
} tl_RunSettings;

/* One municipality. */
typedef struct tl_Profile {
#define TL_PROFILE TL_FIELD
#include "core/parameters/parameters.def"
} tl_Profile;

/* The levers in force in one unit. */
typedef struct tl_Regime {
#define TL_LEVER TL_FIELD_OF_GROUP
#include "core/parameters/parameters.def"
} tl_Regime;

/* Coefficients and levels of the mechanisms; the same everywhere and always. */
typedef struct tl_Constants {
#define TL_CONSTANT TL_FIELD_OF_GROUP
#include "core/parameters/parameters.def"
} tl_Constants;

/* What a CHOICE holds: TL_opinion_form_two_sided, TL_opinion_form_scalar ... */
#define TL_PARAMETER(section, type, kind, field, ...) TL_CHOICE_ENUM(field, TL_NAMES_##kind)
#include "core/parameters/parameters.def"

/* How many parameters there are. */
enum {
    tl_parameter_count = 0
#define TL_PARAMETER(...) +1
#include "core/parameters/parameters.def"
};

/* The table itself, in the order of parameters.def. */
extern const tl_Parameter tl_parameters[tl_parameter_count];

/* Index of a path, or -1. */
int tl_parameter_find(const char *path);

/* Value within a section's struct (`section` points to the struct of the parameter's section). */
double tl_parameter_get(const tl_Parameter *parameter, const void *section);
void tl_parameter_set(const tl_Parameter *parameter, void *section, double value);

/* Is `value` of the right kind (whole where INTEGER or CHOICE) and within [low, high]? NaN never is. */
bool tl_parameter_accepts(const tl_Parameter *parameter, double value);

/* May a resolved config of that format lack the parameter? Then its default is what was done before there was
 * one. */
bool tl_parameter_may_lack(const tl_Parameter *parameter, int format);

/* Fills a section's struct with defaults. */
void tl_parameter_defaults(tl_Section section, void *into);

/* Short words for tables and files: "real", "lever", "organisation", "provider" ... */
const char *tl_kind_name(tl_Kind kind);
const char *tl_status_name(tl_Status status);
const char *tl_group_name(tl_Group group);
const char *tl_owner_name(tl_Owner owner);
const char *tl_section_name(tl_Section section);

#endif
