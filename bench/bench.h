/* What the benchmarks share: clocks and chance, an end with a message, a scenario read from text. */
#ifndef ENT_BENCH_BENCH_H
#define ENT_BENCH_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/random.h"
#include "scenario/node.h"
#include "scenario/scenario.h"

static inline double clock_of(clockid_t which) {
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Seconds of the wall. */
static inline double now(void) {
    return clock_of(CLOCK_MONOTONIC);
}

/* Seconds of processor, of all threads. */
static inline double worked(void) {
    return clock_of(CLOCK_PROCESS_CPUTIME_ID);
}

static inline _Noreturn void die(const char *what) {
    fprintf(stderr, "benchmark: %s\n", what);
    exit(1);
}

/* What went wrong, for die(). */
static inline const char *first_of(const ent_diags *diags) {
    return diags->n ? diags->items[0].message : "out of memory";
}

/* A scenario of the text, or the end. */
static inline ent_scenario *scenario_of(ent_arena *arena, const char *text, size_t len,
                                        ent_diags *diags) {
    const ent_source *source;
    ent_node *root;
    ent_scenario *scenario;
    if (ent_source_text(&source, arena, "scenario", text, len, diags) != ENT_OK ||
        ent_node_parse(&root, arena, source, diags) != ENT_OK ||
        ent_scenario_build(&scenario, arena, source, root, diags) != ENT_OK)
        die(first_of(diags));
    return scenario;
}

#endif
