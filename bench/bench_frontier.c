/* How fast frontiers and points are found: by independent parts, and by going through every state.
 *
 * Bargains are drawn by seed: each issue gives each party a whole number from 0 to 1000 per outcome; in
 * some, every party also has a condition over the first issues, which makes these one block. For each row: the states, the size of the frontier, the largest part, the time by parts,
 * and, where that ends in reasonable time, the time of the scan engine in the same run and the ratio
 * of the two; both frontiers must be equal, or the program fails. The last rows look for the Nash
 * point alone, of spaces that nothing could go through.
 *
 *     bench_frontier [--quick] [SECONDS PER ROW]
 */
#include "ask/bound.h"
#include "bench.h"
#include "game/bargain.h"

#include <string.h>

#define ISSUES_MOST 64u
#define SEED 3u

typedef struct bench_row {
    unsigned parties, issues, outcomes,
        coupled; /* the first issues, by a condition of each party */
    bool points_only, scan;
    const char *goal;
} bench_row;

static void write_scenario(ent_buffer *out, const bench_row *row) {
    ent_buffer_put(out, "entente: 1\nactors:\n");
    for (unsigned a = 0; a < row->parties; a++)
        ent_buffer_printf(out, "  a%u:\n", a);
    ent_buffer_put(out, "issues:\n");
    for (unsigned k = 0; k < row->issues; k++) {
        ent_buffer_printf(out, "  i%u: {control: \"all of all\", outcomes: [", k);
        for (unsigned o = 0; o < row->outcomes; o++)
            ent_buffer_printf(out, "%so%u", o ? ", " : "", o);
        ent_buffer_put(out, "]}\n");
    }
    ent_buffer_put(out, "preferences:\n");
    for (unsigned a = 0; a < row->parties; a++) {
        uint64_t draw = 0;
        ent_buffer_printf(out, "  a%u:\n    reservation: 0\n    worth:\n", a);
        for (unsigned k = 0; k < row->issues; k++) {
            ent_buffer_printf(out, "      i%u: {", k);
            for (unsigned o = 0; o < row->outcomes; o++)
                ent_buffer_printf(out, "%so%u: %u", o ? ", " : "", o,
                                  (unsigned)(ent_random(SEED, a, draw++) * 1001));
            ent_buffer_put(out, "}\n");
        }
        for (unsigned k = 1; k < row->coupled; k++) /* some neighbours agree */
            ent_buffer_printf(out, "%si%u = i%u",
                              k == 1 ? "    conditions: [{worth: 700, holds: " : " or ", k - 1, k);
        ent_buffer_put(out, row->coupled ? "}]\n" : "");
    }
}

static ent_bargain *bargain_of(ent_arena *arena, const bench_row *row) {
    ent_buffer text = {0};
    ent_game *game;
    ent_dim dims[ISSUES_MOST];
    ent_bargain *b;
    ent_diags diags = {.arena = arena};
    write_scenario(&text, row);
    if (ent_game_compile(&game, arena, scenario_of(arena, text.data, text.len, &diags), &diags) !=
        ENT_OK)
        die(first_of(&diags));
    ent_ask_what what = {.coalition = ((uint64_t)1 << row->parties) - 1};
    for (uint32_t k = 0; k < row->issues; k++)
        if (ent_bargain_dim(&dims[k], game, arena, what.coalition, k) != ENT_OK)
            die("out of memory");
    if (ent_bargain_over(&b, arena, game, what, dims, row->issues) != ENT_OK)
        die("out of memory");
    if (row->scan && ent_plan_finish(b->plan) != ENT_OK)
        die("out of memory");
    ent_buffer_free(&text);
    return b;
}

/* Whether the Nash point was proven, without the frontier. */
static bool nash(ent_arena *arena, const ent_frontier *f, const ent_run *run) {
    ent_i128 most[64];
    ent_gains gains;
    ent_front near;
    const char *proof;
    for (size_t m = 0; m < f->bargain->n_members; m++)
        most[m] = 1000 * ISSUES_MOST;
    return ent_gains_new(&gains, f->bargain, most) &&
           ent_bound_product(&near, &proof, arena, f, &gains, run) == ENT_OK && near.n > 0;
}

/* The best time of several runs, each in an arena of its own; the last one's answer stays. */
static double measure(ent_arena **arena, ent_frontier **f, const ent_bargain *b,
                      const bench_row *row, ent_engine engine, double seconds) {
    const ent_run run = {.threads = 1};
    double best = 1e300, spent = 0;
    for (unsigned turn = 0; turn == 0 || (spent < seconds && turn < 1000); turn++) {
        ent_arena_free(*arena);
        *arena = ent_arena_new();
        double start = now();
        ent_status status =
            ent_ask_frontier(f, *arena, b, ENT_FRONTIER_PACKAGES, engine, row->points_only, &run);
        if (status != (row->points_only ? ENT_LIMIT : ENT_OK) ||
            (row->points_only && !nash(*arena, *f, &run)))
            die("the frontier or the point was not found");
        double took = now() - start;
        best = took < best ? took : best;
        spent += took;
    }
    return best;
}

static bool same(const ent_front *a, const ent_front *b) {
    return a->n == b->n && memcmp(a->value, b->value, a->n * a->members * sizeof *a->value) == 0 &&
           memcmp(a->count, b->count, a->n * sizeof *a->count) == 0 &&
           memcmp(a->first, b->first, a->n * sizeof *a->first) == 0;
}

static double states_of(const bench_row *row) {
    double states = 1;
    for (unsigned k = 0; k < row->issues; k++)
        states *= row->outcomes;
    return states;
}

static void measure_row(const bench_row *row, double seconds) {
    ent_arena *arena = ent_arena_new(), *room[2] = {NULL, NULL};
    ent_bargain *b = bargain_of(arena, row);
    ent_frontier *f, *scanned;
    double parts = measure(&room[0], &f, b, row, ENT_ENGINE_PARTS, seconds);
    printf("%7u  %8.1e  ", row->parties, states_of(row));
    if (row->points_only)
        printf("%9s  ", "Nash");
    else
        printf("%9zu  ", f->efficient.n);
    printf("%12llu  %9.3f ms", (unsigned long long)f->split->largest, parts * 1e3);
    if (row->scan) {
        double scan = measure(&room[1], &scanned, b, row, ENT_ENGINE_SCAN, seconds / 4);
        if (!same(&f->efficient, &scanned->efficient))
            die("the engines disagree");
        printf("  %9.1f ms  %7.0fx", scan * 1e3, scan / parts);
    } else {
        printf("  %12s  %8s", "-", "-");
    }
    printf("  %s\n", row->goal);
    fflush(stdout);
    ent_arena_free(room[0]);
    ent_arena_free(room[1]);
    ent_arena_free(arena);
}

int main(int argc, char **argv) {
    static const bench_row rows[] = {
        {2, 8, 10, 0, false, true, "1 ms"},   {2, 17, 3, 0, false, true, ""},
        {3, 8, 10, 0, false, true, "20 ms"},  {3, 17, 3, 0, false, true, ""},
        {5, 6, 10, 0, false, true, "1 s"},    {5, 20, 2, 0, false, true, "1 s"},
        {8, 30, 10, 0, true, false, "10 ms"}, {5, 60, 4, 0, true, false, ""},
        {3, 30, 10, 0, true, false, ""},      {3, 8, 10, 4, false, true, ""},
        {3, 8, 10, 6, false, true, ""},       {3, 8, 10, 7, false, true, ""},
        {3, 8, 10, 8, false, true, ""},       {3, 14, 10, 7, false, false, ""},
    };
    static const bench_row quick[] = {{2, 5, 10, 0, false, true, ""},
                                      {3, 9, 3, 0, false, true, ""},
                                      {3, 6, 10, 4, false, true, ""},
                                      {5, 10, 2, 0, false, true, ""},
                                      {8, 30, 10, 0, true, false, ""}};
    bool is_quick = argc > 1 && strcmp(argv[1], "--quick") == 0;
    double seconds = is_quick ? 0.02 : argc > 1 ? strtod(argv[1], NULL) : 0.5;
    const bench_row *list = is_quick ? quick : rows;
    size_t n = is_quick ? ENT_COUNT(quick) : ENT_COUNT(rows);
    printf("frontiers on one core, seed %u\n", SEED);
    printf(
        "parties    states   frontier  largest part     by parts       by scan     ratio  goal\n");
    for (size_t i = 0; i < n; i++)
        measure_row(&list[i], seconds);
    return 0;
}
