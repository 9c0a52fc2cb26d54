#include "changelib.h"

void write_regimes(void)
{
    write_config("regimes/strict.yaml", "control: {record_checks: 0.9, tolerance_min: 3}\n");
    write_config("regimes/free.yaml",
                 "control: {record_checks: 0.05}\nplan: {team_planning: 1, knowledge: 0.6}\n");
    write_config("regimes/moving.yaml", "timeline: [{name: x, day: 1, set: {plan.knowledge: 1}}]\n");
    write_config("regimes/wrong.yaml", "plan: {knowlege: 1}\n");
}

double value_at(const tl_Config *config, const char *path, int64_t day)
{
    int parameter = tl_parameter_find(path);
    double value = tl_parameter_get(&tl_parameters[parameter], &config->regime);
    for (int i = 0; i < config->change_count && config->changes[i].day <= day; i++) {
        value = config->changes[i].parameter == parameter ? config->changes[i].value : value;
    }
    return value;
}

uint64_t digest_until(const tl_Config *config, int64_t days)
{
    tl_Config own = *config;
    own.run.days = days;
    return digest_of(&own, 0, 1, NULL);
}
