#include "librarylib.h"

#include <string.h>

#include "config/config_read.h"
#include "run/window_totals.h"
#include "testlib.h"

tillit_config *config_with(const char *set)
{
    tillit_config *config;
    tillit_messages *messages;
    tillit_status status =
        tillit_config_read(SMALL, "configs/test.yaml", NULL, &set, set != NULL, &config, &messages);
    if (status != TILLIT_OK) {
        fail_msg("%s: %s", tillit_status_text(status), tillit_messages_text(messages));
    }
    tillit_messages_free(messages);
    return config;
}

tillit_simulation *simulation_of(const char *set, int threads)
{
    tillit_simulation *simulation;
    tillit_config *config = config_with(set);
    assert_int_equal(tillit_simulation_create(config, 0, threads, &simulation), TILLIT_OK);
    tillit_config_free(config); /* the simulation keeps what it needs of it */
    return simulation;
}

uint64_t digest_after(tillit_simulation *simulation)
{
    uint64_t digest;
    tillit_status status = tillit_simulation_run(simulation);
    assert_true(status == TILLIT_OK || status == TILLIT_FINISHED);
    assert_int_equal(tillit_simulation_digest(simulation, &digest), TILLIT_OK);
    tillit_simulation_free(simulation);
    return digest;
}

static bool add(void *context, const tl_Period *period)
{
    Expected *expected = context;
    tl_period_sum(period, &(tl_Selector){.group = TL_ALL_UNITS}, &expected->total);
    expected->days += period->days;
    return true;
}

Expected expect(const char *set)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    const tl_Files files = {.name = "configs/test.yaml", .text = SMALL, .size = strlen(SMALL)};
    assert_true(tl_config_load_text(&files, &set, set != NULL, &loaded, &messages));
    tl_messages_free(&messages);
    Expected expected = {.days = 0.0};
    tl_Observer observer = {.context = &expected, .period = add};
    tl_Simulation simulation;
    assert_int_equal(tl_simulation_create(&simulation, &loaded.config, 0, 1, NULL), TL_OK);
    assert_int_equal(tl_simulation_run(&simulation, &observer), TL_OK);
    expected.digest = tl_simulation_digest(&simulation);
    tl_simulation_free(&simulation);
    tl_loaded_config_free(&loaded);
    return expected;
}
