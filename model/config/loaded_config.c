#include "config/loaded_config.h"

#include <stdlib.h>
#include <string.h>

int tl_profile_parameter(int field)
{
    for (int i = 0; i < tl_parameter_count; i++) {
        if (tl_parameters[i].section == TL_SECTION_PROFILE && field-- == 0) {
            return i;
        }
    }
    return -1;
}

bool tl_is_set(const tl_LoadedConfig *loaded, int parameter)
{
    bool set = strcmp(loaded->origins[parameter], "default") != 0;
    for (int i = 0; i < loaded->config.change_count; i++) {
        set = set || loaded->config.changes[i].parameter == parameter;
    }
    return set;
}

bool tl_same_days(const tl_LoadedConfig *a, const tl_LoadedConfig *b)
{
    const tl_RunSettings *x = &a->config.run, *y = &b->config.run;
    return x->seed == y->seed && x->days == y->days && x->burn_in_days == y->burn_in_days &&
           x->record_period_days == y->record_period_days &&
           x->record_snapshot_every_days == y->record_snapshot_every_days;
}

double tl_recipients_of(const tl_Config *config)
{
    double sum = 0.0;
    for (int m = 0; m < config->municipality_count; m++) {
        sum += (double)config->municipalities[m].profile.recipients;
    }
    return sum;
}

double tl_areas_of(const tl_Config *config)
{
    double sum = 0.0;
    for (int m = 0; m < config->municipality_count; m++) {
        sum += (double)config->municipalities[m].profile.areas;
    }
    return sum;
}

void tl_loaded_config_free(tl_LoadedConfig *loaded)
{
    tl_config_free(&loaded->config);
    free(loaded->origins);
    free(loaded->filled);
    free(loaded->json);
    *loaded = (tl_LoadedConfig){0};
}

void tl_loaded_config_drop(tl_LoadedConfig *loaded)
{
    if (loaded != NULL) {
        tl_loaded_config_free(loaded);
        free(loaded);
    }
}
