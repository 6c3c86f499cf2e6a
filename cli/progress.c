/* Progress of long work on standard error: what, how much, how fast, how long still.
 *
 * Work that will take long is announced once, with an estimate. Besides, where standard error is a
 * terminal, a line shows how far the work is after half a second; it is erased when the work ends, so
 * that it never stands in what is kept.
 */
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"

#define QUIET_SECONDS 0.5
#define EVERY_SECONDS 0.1
#define ESTIMATE_AFTER_SECONDS 1.0
#define LONG_SECONDS 10.0 /* from here on work is announced */

static struct {
    double started;      /* of all work */
    double pass_started; /* of what is counted now */
    double shown;        /* 0: nothing is on the screen */
    uint64_t pass_done;  /* where the pass was when it was first seen */
    uint64_t last_done;  /* and when it was last; work of one name may begin anew */
    const char *what;
    bool terminal, announced;
} state;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void put_rate(double rate) {
    static const struct {
        double size;
        const char *unit;
    } units[] = {{1e9, " G"}, {1e6, " M"}, {1e3, " k"}, {1, " "}};
    size_t i = 0;
    while (i < 3 && rate < units[i].size)
        i++;
    fprintf(stderr, ", %.1f%s/s", rate / units[i].size, units[i].unit);
}

static void put_time(double seconds) {
    if (seconds < 100)
        fprintf(stderr, "%.0f s", seconds);
    else if (seconds < 6000)
        fprintf(stderr, "%.0f min", seconds / 60);
    else
        fprintf(stderr, "%.1f h", seconds / 3600);
}

/* Once, and early, whoever reads along. */
static void announce(const char *what, uint64_t done, uint64_t total, double seconds) {
    double rate = (double)(done - state.pass_done) / seconds;
    double left = rate > 0 && total > done ? (double)(total - done) / rate : 0;
    if (state.announced || left < LONG_SECONDS)
        return;
    state.announced = true;
    fprintf(stderr, "%s%s will take about ", state.terminal ? "\r\033[K" : "", what);
    put_time(seconds + left);
    fputs("; Ctrl-C stops it and gives what is known by then\n", stderr);
}

static void put_line(const char *what, uint64_t done, uint64_t total, double seconds) {
    double rate = seconds > 0 ? (double)(done - state.pass_done) / seconds : 0;
    fprintf(stderr, "\r\033[K%s", what);
    if (total > 0)
        fprintf(stderr, " %.0f%%", 100.0 * (double)done / (double)total);
    if (rate > 0)
        put_rate(rate);
    if (rate > 0 && total > done) {
        fputs(", ", stderr);
        put_time((double)(total - done) / rate);
        fputs(" left", stderr);
    }
    fflush(stderr);
}

static void show(void *user, const char *what, uint64_t done, uint64_t total) {
    (void)user;
    double t = now();
    if (!state.what || strcmp(state.what, what) != 0 || done < state.last_done) {
        state.what = what;
        state.pass_started = t;
        state.pass_done = done;
    }
    state.last_done = done;
    if (t - state.pass_started > ESTIMATE_AFTER_SECONDS)
        announce(what, done, total, t - state.pass_started);
    if (!state.terminal || t - state.started < QUIET_SECONDS || t - state.shown < EVERY_SECONDS)
        return;
    state.shown = t;
    put_line(what, done, total, t - state.pass_started);
}

void cli_progress_start(const cli *c) {
    state.terminal = isatty(STDERR_FILENO);
    if (cli_is_on(c, "quiet") || (cli_is_on(c, "json") && !state.terminal))
        return; /* with --json what else stands there is JSON */
    state.started = now();
    ent_context_set_progress(c->context, show, NULL);
}

void cli_progress_end(void) {
    if (state.shown > 0)
        fputs("\r\033[K", stderr);
    state.shown = 0;
}
