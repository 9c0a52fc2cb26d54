/* Two futures of one municipality: the same people and luck, with and without a plan that cares for continuity.
 *
 *     cc branch.c $(pkg-config --cflags --libs tillit) -o branch && ./branch configs/small.yaml */
#include <stdio.h>
#include <stdlib.h>
#include <tillit.h>

static void check(tillit_status status, const char *what)
{
    if (status != TILLIT_OK) {
        fprintf(stderr, "%s: %s\n", what, tillit_status_text(status));
        exit(EXIT_FAILURE);
    }
}

/* A config, or its errors as the command `tillit check` words them. */
static tillit_config *load(const char *path, const char *const *sets, int set_count)
{
    tillit_config *config;
    tillit_messages *messages;
    tillit_status status = tillit_config_load(path, sets, set_count, &config, &messages);
    if (messages != NULL) {
        fputs(tillit_messages_text(messages), stderr);
    }
    tillit_messages_free(messages);
    check(status, path);
    return config;
}

/* To the last day, and what it has come to. */
static double staff_met(tillit_simulation *simulation, uint64_t *digest)
{
    int measure = tillit_measure_find("staff_met"), count = tillit_measure_count();
    double *values = calloc((size_t)count, sizeof *values), value;
    if (values == NULL) {
        check(TILLIT_OUT_OF_MEMORY, "measures");
    }
    check(tillit_simulation_run(simulation), "the run");
    check(tillit_simulation_measures(simulation, NULL, values, count), "measures");
    check(tillit_simulation_digest(simulation, digest), "the digest");
    value = values[measure];
    free(values);
    return value;
}

int main(int argc, char **argv)
{
    const char *path = argc > 1 ? argv[1] : "configs/small.yaml", *set = "plan.continuity_weight=5";
    tillit_config *as_it_is = load(path, NULL, 0), *continuity = load(path, &set, 1);
    tillit_simulation *simulation, *branch;
    uint64_t digest;

    check(tillit_simulation_create(as_it_is, 0, 1, &simulation), "the population");
    check(tillit_simulation_step(simulation, tillit_simulation_burn_in_days(simulation), NULL),
          "the burn-in");
    check(tillit_simulation_copy(simulation, continuity, &branch), "the branch");

    double first = staff_met(simulation, &digest);
    printf("%-22s staff met %.2f  digest %016llx\n", tillit_config_name(as_it_is), first,
           (unsigned long long)digest);
    double second = staff_met(branch, &digest);
    printf("%-22s staff met %.2f  digest %016llx\n", set, second, (unsigned long long)digest);

    tillit_simulation_free(branch);
    tillit_simulation_free(simulation);
    tillit_config_free(continuity);
    tillit_config_free(as_it_is);
    return EXIT_SUCCESS;
}
