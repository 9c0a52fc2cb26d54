#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "system/clock.h"
#include "system/shown.h"

static const double TERMINAL_EVERY_S = 0.1, LOG_EVERY_S = 30.0;

void tl_progress_start(tl_Progress *p, int64_t total_days, double agents, bool quiet)
{
    *p = (tl_Progress){
        .total = total_days, .agents = agents, .quiet = quiet, .terminal = isatty(STDERR_FILENO) == 1};
    p->started_s = p->shown_s = tl_now_s();
}

/* A line of its own in a log, the same line again on a terminal. */
static void begin(const tl_Progress *p)
{
    tl_print(stderr, p->terminal ? "\r" : "tillit: ");
}

static void end(tl_Progress *p, double now_s)
{
    tl_print(stderr, p->terminal ? "   " : "\n");
    fflush(stderr);
    p->drawn = p->terminal;
    p->shown_s = now_s;
}

static void show(tl_Progress *p, double now_s)
{
    double elapsed_s = now_s - p->started_s, rate = (double)p->done / elapsed_s;
    double left_s = (double)(p->total - p->done) / rate;
    begin(p);
    tl_print(stderr,
             p->swedish ? "%3d %%  %.1f miljoner persondagar i sekunden  %d:%02d kvar"
                        : "%3d %%  %.1f million agent-days a second  %d:%02d left",
             (int)(100 * p->done / p->total), rate * p->agents / 1e6, (int)left_s / 60, (int)left_s % 60);
    end(p, now_s);
}

void tl_progress_days(tl_Progress *p, int64_t days)
{
    p->done = days;
    double now_s = tl_now_s();
    if (!p->quiet && now_s - p->shown_s >= (p->terminal ? TERMINAL_EVERY_S : LOG_EVERY_S)) {
        show(p, now_s);
    }
}

static void show_runs(tl_Progress *p, int64_t failed, double now_s)
{
    double rate = (double)p->done / (now_s - p->started_s);
    int64_t left_s = p->done > 0 ? (int64_t)((double)(p->total - p->done) / rate) : 0;
    char left[40] = "";
    if (p->done > 0) {
        snprintf(left, sizeof left, "  %lld:%02lld:%02lld left", (long long)left_s / 3600,
                 (long long)left_s / 60 % 60, (long long)left_s % 60);
    }
    begin(p);
    tl_print(stderr, "%lld of %lld runs, %lld failed  %.3g a second%s", (long long)p->done,
             (long long)p->total, (long long)failed, rate, left);
    end(p, now_s);
}

void tl_progress_runs(tl_Progress *p, int64_t done, int64_t failed)
{
    double now_s = tl_now_s();
    p->done = done;
    if (!p->quiet && now_s - p->shown_s >= (p->terminal ? TERMINAL_EVERY_S : LOG_EVERY_S)) {
        show_runs(p, failed, now_s);
    }
}

static void show_step(tl_Progress *p, double each_s, const char *doing, double now_s)
{
    int64_t left_s = (int64_t)((double)(p->total - p->done) * each_s);
    begin(p);
    tl_print(stderr,
             p->swedish ? "%lld av %lld  %lld:%02lld:%02lld kvar  %-40.60s"
                        : "%lld of %lld  %lld:%02lld:%02lld left  %-40.60s",
             (long long)p->done + 1, (long long)p->total, (long long)left_s / 3600,
             (long long)left_s / 60 % 60, (long long)left_s % 60, doing);
    end(p, now_s);
}

void tl_progress_steps(tl_Progress *p, int64_t done, double expected_s, const char *doing)
{
    double now_s = tl_now_s();
    p->done = done;
    if (!p->quiet && (p->terminal || done == 0 || now_s - p->shown_s >= LOG_EVERY_S)) {
        show_step(p, done > 0 ? (now_s - p->started_s) / (double)done : expected_s, doing, now_s);
    }
}

void tl_progress_end(tl_Progress *p)
{
    if (p->drawn) {
        tl_print(stderr, "\r%78s\r", "");
    }
}
