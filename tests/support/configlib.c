#include "configlib.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config/config_market.h"
#include "config/parting.h"

/* ---- a folder for the files ---------------------------------------------------------------------------- */

char config_top[] = "/tmp/tillit-test-config-XXXXXX";

enum { PATH = 256, HANGS_S = 60 };

const char *config_below(const char *name)
{
    static char paths[2][PATH];
    static int turn;
    turn = !turn;
    snprintf(paths[turn], PATH, "%s/%s", config_top, name);
    return paths[turn];
}

const char *write_config_bytes(const char *name, const char *bytes, size_t size)
{
    const char *path = config_below(name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

const char *write_config(const char *name, const char *text)
{
    return write_config_bytes(name, text, strlen(text));
}

static void remove_below(const char *folder)
{
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries != NULL && (entry = readdir(entries)) != NULL;) {
        char path[2 * PATH];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        snprintf(path, sizeof path, "%.255s/%.255s", folder, entry->d_name);
        if (unlink(path) != 0) {
            remove_below(path);
        }
    }
    if (entries != NULL) {
        closedir(entries);
    }
    rmdir(folder);
}

int make_config_folder(void **state)
{
    (void)state;
    if (mkdtemp(config_top) == NULL || mkdir(config_below("municipalities"), 0700) != 0 ||
        mkdir(config_below("regimes"), 0700) != 0) {
        return -1;
    }
    setenv("TILLIT_CONFIGS", config_top, 1);
    write_config(
        "municipalities/swedish-median.yaml",
        "invented: true\n"
        "municipality: {name: Median, recipients: 200, granted_hours: 31, hours_sigma: 1.1, areas: 2,\n"
        "  trip_min: 11, language_share: 0.05}\n");
    write_config("municipalities/alby.yaml", "municipality:\n"
                                             "  name: Älby\n"
                                             "  recipients: 60\n"
                                             "  trip_min: 7.1\n"
                                             "published: {staff_met: 15}\n");
    write_config("municipalities/berga.yaml", "municipality: {name: Berga, recipients: 80, areas: 3}\n");
    write_config("regimes/teams.yaml", "organisation: {pool_size: 9, span: 25}\n"
                                       "plan.continuity_weight: 3\n");
    return 0;
}

int remove_config_folder(void **state)
{
    (void)state;
    remove_below(config_top);
    return access(config_top, F_OK) == 0 ? -1 : 0;
}

/* ---- loading ------------------------------------------------------------------------------------------- */

void load_config_file(const char *path, const char *set, tl_LoadedConfig *loaded)
{
    tl_Messages messages = {0};
    bool good = tl_config_load(path, &set, set != NULL, loaded, &messages);
    if (!good) {
        tl_messages_print(&messages, stderr);
    }
    assert_true(good);
    assert_int_equal(messages.errors, 0);
    assert_non_null(loaded->json);
    tl_messages_free(&messages);
}

tl_LoadedConfig load_config(const char *text, const char *set)
{
    tl_LoadedConfig loaded;
    load_config_file(write_config("test.yaml", text), set, &loaded);
    return loaded;
}

const char *origin_of(const tl_LoadedConfig *loaded, const char *path)
{
    int parameter = tl_parameter_find(path);
    assert_true(parameter >= 0);
    return loaded->origins[parameter];
}

bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), own = strlen(end);
    return length >= own && strcmp(text + length - own, end) == 0;
}

void assert_reads_again(const tl_LoadedConfig *loaded)
{
    static tl_LoadedConfig again; /* too large for the stack beside the first */
    load_config_file(write_config("resolved.json", loaded->json), NULL, &again);
    assert_string_equal(loaded->json, again.json);
    assert_true(tl_markets_equal(&loaded->config.market, &again.config.market));
    assert_true(tl_drawn_equal(&loaded->config, &again.config));
    assert_string_equal(loaded->market_origin, again.market_origin);
    tl_loaded_config_free(&again);
}

int64_t parting_of(const char *left, const char *right)
{
    static tl_LoadedConfig a, b; /* too large for the stack together */
    load_config_file(write_config("a.yaml", left), NULL, &a);
    load_config_file(write_config("b.yaml", right), NULL, &b);
    int64_t day = tl_parting_day(&a.config, &b.config);
    assert_true(tl_parting_day(&b.config, &a.config) == day);
    assert_true(tl_parting_day(&a.config, &a.config) == INT64_MAX);
    assert_int_equal(tl_history_digest(&a.config) == tl_history_digest(&b.config), day >= 0);
    tl_loaded_config_free(&a);
    tl_loaded_config_free(&b);
    return day;
}

bool holds_message(const tl_Messages *messages, const char *path, const char *expected)
{
    size_t length = strlen(path);
    for (int i = 0; i < messages->count; i++) {
        const char *text = messages->list[i].text;
        if (expected[0] == ':'
                ? strncmp(text, path, length) == 0 && strncmp(text + length, expected, strlen(expected)) == 0
                : strstr(text, expected) != NULL) {
            return true;
        }
    }
    return false;
}

void refuse_config_file(const char *path, const char *set, const char *expected, int count)
{
    tl_LoadedConfig loaded;
    tl_Messages messages = {0};
    alarm(HANGS_S);
    bool good = tl_config_load(path, &set, set != NULL, &loaded, &messages);
    alarm(0);
    if (good || !holds_message(&messages, path, expected) || (count > 0 && messages.errors != count)) {
        print_error("%s: expected %d of '%s', got %d:\n", path, count, expected, messages.errors);
        tl_messages_print(&messages, stderr);
        fail();
    }
    assert_null(loaded.json);
    assert_null(loaded.origins);
    tl_messages_free(&messages);
}

void refuse_config(const char *text, const char *expected)
{
    refuse_config_file(write_config("test.yaml", text), NULL, expected, 1);
}

void refuse_set(const char *set, const char *expected)
{
    refuse_config_file(write_config("test.yaml", GOOD), set, expected, 1);
}
