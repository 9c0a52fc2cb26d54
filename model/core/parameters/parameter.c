#include "core/parameters/parameter.h"

#include <string.h>

#include "core/parameters/named.h"

/* The kind, and what follows from a choice's names. */
#define TL_CHOICE(...)                                                                                       \
    TL_CHOICE, .unit = "1", .high = TL_CHOICE_COUNT(__VA_ARGS__) - 1, .choices = TL_CHOICE_TEXT(__VA_ARGS__)
#define TL_PARAMETER(section_, type, kind_, field, path_, ...)                                               \
    {.path = path_,                                                                                          \
     .kind = TL_##kind_,                                                                                     \
     .section = TL_SECTION_##section_,                                                                       \
     .offset = offsetof(type, field),                                                                        \
     __VA_ARGS__},

const tl_Parameter tl_parameters[tl_parameter_count] = {
#include "core/parameters/parameters.def"
};

int tl_parameter_find(const char *path)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        if (strcmp(tl_parameters[i].path, path) == 0) {
            return i;
        }
    }
    return -1;
}

double tl_parameter_get(const tl_Parameter *parameter, const void *section)
{
    const void *field = (const char *)section + parameter->offset;
    return parameter->kind == TL_REAL ? *(const double *)field : (double)*(const int64_t *)field;
}

void tl_parameter_set(const tl_Parameter *parameter, void *section, double value)
{
    void *field = (char *)section + parameter->offset;
    if (parameter->kind == TL_REAL) {
        *(double *)field = value;
    } else {
        *(int64_t *)field = (int64_t)value;
    }
}

bool tl_parameter_accepts(const tl_Parameter *parameter, double value)
{
    return value >= parameter->low && value <= parameter->high &&
           (parameter->kind == TL_REAL || value == (double)(int64_t)value);
}

bool tl_parameter_may_lack(const tl_Parameter *p, int format)
{
    return p->optional || p->since > format;
}

void tl_parameter_defaults(tl_Section section, void *into)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].section == section) {
            tl_parameter_set(&tl_parameters[i], into, tl_parameters[i].default_value);
        }
    }
}

TL_NAMED(tl_Kind, tl_kind_name,
         TL_CHOICE, [TL_REAL] = "real", [TL_INTEGER] = "integer", [TL_CHOICE] = "choice")
TL_NAMED(tl_Status, tl_status_name, TL_LEVER_STATUS, [TL_SETTING] = "setting", [TL_EVIDENCE] = "evidence",
         [TL_BOUNDED] = "bounded", [TL_FREE] = "free", [TL_LEVER_STATUS] = "lever")
TL_NAMED(tl_Group, tl_group_name, TL_PURCHASING, [TL_NO_GROUP] = "", [TL_STEERING] = "steering",
         [TL_ORGANISATION] = "organisation", [TL_RESOURCES] = "resources", [TL_PURCHASING] = "purchasing")
TL_NAMED(
    tl_Owner, tl_owner_name, TL_OWNED_BY_UNIT, [TL_NO_OWNER] = "", [TL_OWNED_BY_LAW] = "law",
    [TL_OWNED_BY_PURCHASER] = "purchaser", [TL_OWNED_BY_PROVIDER] = "provider", [TL_OWNED_BY_UNIT] = "unit")
TL_NAMED(tl_Section, tl_section_name,
         TL_SECTION_CONSTANTS, [TL_SECTION_RUN] = "run", [TL_SECTION_PROFILE] = "municipality",
         [TL_SECTION_REGIME] = "lever", [TL_SECTION_CONSTANTS] = "constant")
