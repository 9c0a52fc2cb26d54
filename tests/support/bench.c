/* Speed, scaling, memory and the share of each mechanism. Prints tables; docs/PERFORMANCE.md explains them.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/day/day.h"
#include "core/visits/plan_kernel.h"
#include "core/numbers/rng.h"
#include "core/day/simulation.h"

enum { REPEATS = 5 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int compare_reals(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare_reals);
    return values[count / 2];
}

/* `municipalities` alike, each with `recipients`, in units of one team of `pool` staff. */
static tl_Config config_of(int municipalities, int recipients, int pool, int days)
{
    tl_Config config = {.municipality_count = municipalities};
    config.municipalities = calloc((size_t)municipalities, sizeof *config.municipalities);
    if (config.municipalities == NULL) {
        exit(1);
    }
    tl_parameter_defaults(TL_SECTION_RUN, &config.run);
    tl_parameter_defaults(TL_SECTION_REGIME, &config.regime);
    tl_parameter_defaults(TL_SECTION_CONSTANTS, &config.constants);
    config.regime.organisation_pool_size = pool;
    config.regime.organisation_span = pool + pool / 3;
    config.run.burn_in_days = 0;
    config.run.days = days;
    for (int m = 0; m < municipalities; m++) {
        tl_parameter_defaults(TL_SECTION_PROFILE, &config.municipalities[m].profile);
        config.municipalities[m].code = m + 1;
        config.municipalities[m].profile.recipients = recipients;
        config.municipalities[m].profile.areas = recipients / 250 + 1;
    }
    return config;
}

typedef struct Timing {
    double setup_s, run_s;
    int64_t visits, agent_days;
    double bytes_per_agent;
    uint64_t digest;
} Timing;

static bool add_up(void *context, const tl_Period *period)
{
    Timing *timing = context;
    for (int32_t i = 0; i < period->unit_count; i++) {
        const tl_Counters *c = &period->units[i].counters;
        timing->visits += c->visits_due;
        timing->agent_days += c->recipient_days + c->post_days;
    }
    return true;
}

static Timing time_run(const tl_Config *config, int threads)
{
    Timing timing = {0};
    tl_Observer observer = {.context = &timing, .period = add_up};
    tl_Simulation s;
    double start = now_s();
    if (tl_simulation_create(&s, config, 0, threads, NULL) != TL_OK) {
        fprintf(stderr, "bench: not enough memory\n");
        exit(1);
    }
    timing.setup_s = now_s() - start;
    timing.bytes_per_agent =
        (double)s.world.arena_size /
        ((double)timing.agent_days + (double)(s.world.sizes.RECIPIENT + s.world.sizes.STAFF));
    start = now_s();
    tl_simulation_run(&s, &observer);
    timing.run_s = now_s() - start;
    timing.digest = tl_simulation_digest(&s);
    tl_simulation_free(&s);
    return timing;
}

static Timing median_run(const tl_Config *config, int threads)
{
    double runs[REPEATS], setups[REPEATS];
    Timing timing = time_run(config, threads); /* warms up */
    for (int i = 0; i < REPEATS; i++) {
        timing = time_run(config, threads);
        runs[i] = timing.run_s;
        setups[i] = timing.setup_s;
    }
    timing.run_s = median(runs, REPEATS);
    timing.setup_s = median(setups, REPEATS);
    return timing;
}

static void bench_pools(void)
{
    static const int pools[] = {10, 18, 35, 60};
    printf("\none municipality of 1,500 recipients, one year, one core, medians of %d\n", REPEATS);
    printf("%6s %12s %16s %14s %12s\n", "pool", "ns a visit", "M agent-days/s", "set-up share",
           "bytes/agent");
    for (int i = 0; i < 4; i++) {
        tl_Config config = config_of(1, 1500, pools[i], 364);
        Timing t = median_run(&config, 1);
        printf("%6d %12.0f %16.2f %13.1f%% %12.0f\n", pools[i], 1e9 * t.run_s / (double)t.visits,
               (double)t.agent_days / t.run_s / 1e6, 100.0 * t.setup_s / (t.setup_s + t.run_s),
               t.bytes_per_agent);
        free(config.municipalities);
    }
}

static void bench_scale(void)
{
    static const int municipalities[] = {1, 10, 100, 290};
    printf("\nmunicipalities of 512 recipients (290 make all Sweden), pool 18, 56 days\n");
    printf("%6s %14s %14s %10s %14s %9s\n", "count", "ns/visit, 1", "ns/visit, 2", "speed-up", "set-up s",
           "same");
    for (int i = 0; i < 4; i++) {
        tl_Config config = config_of(municipalities[i], 512, 18, 56);
        Timing one = median_run(&config, 1), two = median_run(&config, 2);
        printf("%6d %14.0f %14.0f %10.2f %14.2f %9s\n", municipalities[i],
               1e9 * one.run_s / (double)one.visits, 1e9 * two.run_s / (double)two.visits,
               one.run_s / two.run_s, one.setup_s, one.digest == two.digest ? "bits" : "DIFFERENT");
        free(config.municipalities);
    }
}

/* The usual pool of firms, of which the first have half of the recipients. */
static tl_Market market_of(int32_t externals)
{
    tl_Market market = {.given = true, .externals = externals, .share = externals > 0 ? 0.5 : 0.0};
    if (externals > 0) {
        market.firms[TL_SMALL_FIRM] = 16;
        market.firms[TL_LARGE_FIRM] = 4;
        market.firms[TL_NONPROFIT] = 2;
    }
    return market;
}

/* In turn with the municipality alone, since a busy machine changes from second to second. */
static void bench_market(void)
{
    static const int32_t externals[] = {0, 5, 12};
    tl_Config alone = config_of(1, 1500, 18, 364), market = config_of(1, 1500, 18, 364);
    printf("\na market in a municipality of 1,500 recipients, one year, one core, medians of %d\n", REPEATS);
    printf("%6s %12s %16s %12s\n", "firms", "ns a visit", "to one without", "bytes/agent");
    for (int row = 0; row < 3; row++) {
        double with[REPEATS], without[REPEATS], bytes = 0.0;
        market.market = market_of(externals[row]);
        for (int i = 0; i < REPEATS; i++) {
            Timing one = time_run(&alone, 1), other = time_run(&market, 1);
            without[i] = 1e9 * one.run_s / (double)one.visits;
            with[i] = 1e9 * other.run_s / (double)other.visits;
            bytes = other.bytes_per_agent;
        }
        double of_with = median(with, REPEATS);
        printf("%6d %12.0f %16.3f %12.0f\n", externals[row], of_with, of_with / median(without, REPEATS),
               bytes);
    }
    free(alone.municipalities);
    free(market.municipalities);
}

/* Processes that do nothing but work the processor. */
static void start_rivals(pid_t *rivals, int count)
{
    for (int i = 0; i < count; i++) {
        rivals[i] = fork();
        if (rivals[i] == 0) {
            for (volatile unsigned turns = 0;; turns++) {
            }
        }
    }
}

static void stop_rivals(const pid_t *rivals, int count)
{
    for (int i = 0; i < count; i++) {
        if (rivals[i] > 0) {
            kill(rivals[i], SIGKILL);
            waitpid(rivals[i], NULL, 0);
        }
    }
}

/* One and two threads in turn, since a busy machine changes from second to second. */
static void bench_busy(void)
{
    enum { MOST = 4 };
    tl_Config config = config_of(1, 1500, 18, 364);
    printf("\none municipality of 1,500 recipients beside other jobs, medians of %d\n", REPEATS);
    printf("%6s %10s %10s %14s\n", "jobs", "s, 1", "s, 2", "2 threads to 1");
    for (int jobs = 0; jobs <= MOST; jobs = jobs == 0 ? 1 : jobs * 2) {
        pid_t rivals[MOST];
        double one[REPEATS], two[REPEATS];
        start_rivals(rivals, jobs);
        for (int i = 0; i < REPEATS; i++) {
            one[i] = time_run(&config, 1).run_s;
            two[i] = time_run(&config, 2).run_s;
        }
        stop_rivals(rivals, jobs);
        double of_one = median(one, REPEATS), of_two = median(two, REPEATS);
        printf("%6d %10.2f %10.2f %14.2f\n", jobs, of_one, of_two, of_two / of_one);
    }
    free(config.municipalities);
}

/* Rows of the schedule that are taken together, for all units, with a clock around each step. */
static void time_steps(tl_Simulation *s, int first, int end, double *spent)
{
    tl_World *w = &s->world;
    tl_Due due = tl_due_on(w->config, w->day);
    for (int32_t unit = 0; unit < (int32_t)w->sizes.UNIT; unit++) {
        int32_t index = tl_step_index(&tl_schedule[first], w, TL_EVERYBODY, unit);
        for (int i = first; i < end && index >= 0; i++) {
            if (tl_step_is_due(&tl_schedule[i], &due)) {
                double start = now_s();
                tl_step_run(&tl_schedule[i], w, index, &s->workspaces[0], &s->reports);
                spent[i] += now_s() - start;
            }
        }
    }
}

static void bench_steps(void)
{
    enum { DAYS = 364 };
    tl_Config config = config_of(1, 1500, 18, DAYS);
    tl_Simulation s;
    double spent[TL_MOST_STEPS] = {0}, total = 0.0;
    if (tl_simulation_create(&s, &config, 0, 1, NULL) != TL_OK) {
        exit(1);
    }
    for (s.world.day = 0; s.world.day < DAYS; s.world.day++) {
        for (int first = 0, end; first < tl_schedule_count; first = end) {
            for (end = first;
                 end < tl_schedule_count && tl_steps_together(&tl_schedule[first], &tl_schedule[end]);) {
                end++;
            }
            tl_workspace_fit(&s.workspaces[0], &s.world);
            time_steps(&s, first, end, spent);
        }
    }
    for (int i = 0; i < tl_schedule_count; i++) {
        total += spent[i];
    }
    printf("\nshare of each step, pool 18\n");
    for (int i = 0; i < tl_schedule_count; i++) {
        printf("%5.1f %%  %s: %s\n", 100.0 * spent[i] / total, tl_schedule[i].file, tl_schedule[i].meaning);
    }
    tl_simulation_free(&s);
    free(config.municipalities);
}

/* The kernel alone, on candidates drawn at random. */
static void bench_kernel(void)
{
    enum { MOST = 64, CALLS = 400000 };
    static const char *const names[] = {"base", "avx2"};
    _Alignas(32) int32_t column[MOST], skills[MOST];
    _Alignas(32) float x[MOST], y[MOST], clock_s[MOST], familiarity[MOST];
    tl_Candidates candidates = {column, skills, x, y, clock_s};
    tl_Request request = {.familiarity = familiarity,
                          .familiarity_prior = tl_lanes(8.0f),
                          .slot_end_s = tl_lanes(1e8f),
                          .continuity = tl_lanes(0.3f),
                          .travel_per_s = tl_lanes(0.0017f),
                          .load_per_s = tl_lanes(0.00028f),
                          .travel_share = tl_lanes(1.0f)};
    tl_Rng rng = tl_rng(1);
    for (int i = 0; i < MOST; i++) {
        column[i] = (i * 37) % MOST;
        skills[i] = (int32_t)(tl_rng_u32(&rng) & 15u);
        x[i] = (float)tl_rng_uniform(&rng) * 900.0f;
        y[i] = (float)tl_rng_uniform(&rng) * 900.0f;
        clock_s[i] = (float)tl_rng_uniform(&rng) * 9000.0f;
        familiarity[i] = (float)tl_rng_uniform(&rng) * 20.0f;
    }
    printf("\nthe kernel alone: ns a candidate\n%8s %8s %8s %8s\n", "", "8", "32", "64");
    for (int k = 0; k < 2; k++) {
        tl_PlanKernel kernel = tl_plan_kernel(names[k]);
        if (kernel == NULL) {
            continue;
        }
        printf("%8s", names[k]);
        for (int count = 8; count <= MOST; count = count == 8 ? 32 : count * 2) {
            int32_t sum = 0;
            double start = now_s();
            for (int call = 0; call < CALLS; call++) {
                request.x = (float)(call & 511);
                sum += kernel(&candidates, 0, count, &request).place;
            }
            double spent = now_s() - start;
            printf(" %8.2f", sum == -1 ? 0.0 : 1e9 * spent / CALLS / count);
        }
        printf("\n");
    }
}

int main(void)
{
    bench_kernel();
    bench_pools();
    bench_scale();
    bench_market();
    bench_busy();
    bench_steps();
    return 0;
}
