/* How long it takes to count deals and their terms: by the scan and by independent parts.
 *
 * Each row is a conflict drawn by seed: issues of three outcomes (the last few of two, to come near a
 * round number of packages) that all signatories control, values and saliences at random, and ten
 * statements that couple issues (five rules, a following issue that all care about, a condition each,
 * two red lines) or none. Counted are deals, those with each outcome (so the necessary terms too), and
 * each member's best. Both engines go through it where the scan can finish; their answers must be the
 * same, or the program fails.
 *
 *     bench_deals [SECONDS: the longest scan that is run, default 5]
 */
#include "ask/deals.h"
#include "bench.h"

#include "game/split.h"

#include <string.h>
#include <unistd.h>

#define SEED 1u

typedef struct bench_row {
    unsigned actors, issues, of_two; /* the last issues have two outcomes */
    bool coupled, long_run;
    const char *goal;
} bench_row;

static unsigned pick(uint64_t *draw, unsigned n) {
    return (unsigned)(ent_random(SEED, 99, (*draw)++) * n);
}

static void write_couplings(ent_buffer *out) {
    ent_buffer_put(out,
                   "  f:\n    outcomes: [low, high]\n    follows:\n"
                   "      - when: i0 = z and i1 = y or i2 = z\n        then: high\n"
                   "      - otherwise: low\n"
                   "rules:\n  - not (i3 = z and i4 = z)\n  - if i5 = y then i6 >= y\n"
                   "  - i7 <= i8\n  - not (i9 = y and i10 = y)\n  - if i11 = z then i12 != x\n");
}

static bool of_two(const bench_row *row, unsigned issue) {
    return issue + row->of_two >= row->issues;
}

static void write_actor(ent_buffer *out, uint64_t *draw, unsigned actor, const bench_row *row) {
    unsigned issues = row->issues;
    bool coupled = row->coupled;
    ent_buffer_printf(out, "  a%u:\n    wants:\n", actor);
    for (unsigned k = 0; k < issues; k++) {
        unsigned x = pick(draw, 101), y = pick(draw, 101), z = pick(draw, 101);
        ent_buffer_printf(out, "      i%u: {values: {x: %u, y: %u", k, x, y);
        if (!of_two(row, k))
            ent_buffer_printf(out, ", z: %u", z);
        ent_buffer_put(out, "}}\n");
    }
    if (coupled)
        ent_buffer_printf(out, "      f: %s\n", pick(draw, 2) ? "high" : "low");
    ent_buffer_put(out, "    salience: {");
    for (unsigned k = 0; k < issues; k++)
        ent_buffer_printf(out, "%si%u: %u", k ? ", " : "", k, 1 + pick(draw, 100));
    ent_buffer_put(out, coupled ? ", f: 80}\n" : "}\n");
    if (!coupled)
        return;
    ent_buffer_put(out, "    conditions: [{holds: i13 = z and i14 != y, salience: 30}]\n");
    if (actor < 2)
        ent_buffer_printf(out, "    red lines: [i%u = z and i%u = z]\n", 15 + 2 * actor,
                          16 + 2 * actor);
}

static ent_bargain *bargain_of(ent_arena *arena, const bench_row *row) {
    unsigned actors = row->actors;
    ent_buffer text = {0};
    uint64_t draw = 0;
    ent_game *game;
    ent_bargain *b = NULL;
    ent_diags diags = {.arena = arena};
    ent_buffer_put(&text, "entente: 1\nactors:\n");
    for (unsigned a = 0; a < actors; a++)
        ent_buffer_printf(&text, "  a%u:\n", a);
    ent_buffer_put(&text, "issues:\n");
    for (unsigned k = 0; k < row->issues; k++)
        ent_buffer_printf(&text,
                          "  i%u: {outcomes: [x, y%s], status quo: x, control: \"all of all\"}\n",
                          k, of_two(row, k) ? "" : ", z");
    if (row->coupled)
        write_couplings(&text);
    ent_buffer_put(&text, "preferences:\n");
    for (unsigned a = 0; a < actors; a++)
        write_actor(&text, &draw, a, row);
    if (text.failed ||
        ent_game_compile(&game, arena, scenario_of(arena, text.data, text.len, &diags), &diags) !=
            ENT_OK ||
        ent_bargain_new(&b, arena, game, (ent_ask_what){.coalition = ((uint64_t)1 << actors) - 1},
                        &diags) != ENT_OK)
        die(first_of(&diags));
    ent_buffer_free(&text);
    return b;
}

/* The best of a few runs, in seconds. */
static double ask(const ent_bargain *b, ent_engine engine, unsigned threads, ent_deals **out,
                  ent_arena *arena) {
    double best = 1e300, spent = 0;
    for (unsigned turn = 0; turn == 0 || (turn < 5 && spent < 1); turn++) {
        ent_run run = {.threads = threads};
        double start = now();
        if (ent_ask_deals(out, arena, b, engine, &run) != ENT_OK || (*out)->engine != engine)
            die("the engine cannot go through this");
        double took = now() - start;
        best = took < best ? took : best;
        spent += took;
    }
    return best;
}

static void compare(const ent_deals *x, const ent_deals *y) {
    const ent_plan *plan = x->bargain->plan;
    bool same = x->packages == y->packages && x->deals == y->deals && x->fewest == y->fewest;
    for (size_t d = 0; d < plan->n_dims; d++)
        for (uint32_t k = 0; k < plan->dims[d].n; k++)
            same = same && x->with_digit[d][k] == y->with_digit[d][k];
    if (!same)
        die("the engines disagree");
}

static uint64_t largest_part(ent_arena *arena, const ent_bargain *b) {
    ent_split *split;
    if (ent_split_new(&split, arena, b, ENT_OVER_SIGNABLE | ENT_OVER_WANTED | ENT_OVER_FOLLOWING) !=
        ENT_OK)
        die("out of memory");
    return split->largest;
}

static void measure(const bench_row *row, double longest) {
    ent_arena *arena = ent_arena_new();
    ent_bargain *b = bargain_of(arena, row);
    unsigned threads = (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
    ent_deals *by_parts, *by_scan;
    double parts = ask(b, ENT_ENGINE_PARTS, threads, &by_parts, arena);
    printf("%7u  %6u  %-5s  %9.2e  %12llu  %8llu  %10.3f ms", row->actors, row->issues,
           row->coupled ? "ten" : "none", (double)b->plan->n_states,
           (unsigned long long)by_parts->deals, (unsigned long long)largest_part(arena, b),
           parts * 1e3);
    if ((double)b->plan->n_states / 5e8 < longest) {
        double scan = ask(b, ENT_ENGINE_SCAN, threads, &by_scan, arena);
        compare(by_parts, by_scan);
        printf("  %10.3f ms  %7.2fx", scan * 1e3, scan / parts);
    } else {
        printf("  %13s  %8s", "-", "-");
    }
    printf("  %s\n", row->goal);
    fflush(stdout);
    ent_arena_free(arena);
}

int main(int argc, char **argv) {
    static const bench_row rows[] = {
        {2, 14, 5, false, false, ""},
        {3, 13, 0, false, false, ""},
        {3, 14, 2, false, false, "5 ms"},
        {6, 14, 2, false, false, "5 ms"},
        {2, 19, 0, true, false, ""},
        {3, 19, 0, true, false, ""},
        {2, 26, 2, true, true, "1 min, 2 cores"},
        {3, 26, 2, true, true, "1 min, 2 cores"},
    };
    double longest = argc > 1 ? strtod(argv[1], NULL) : 5;
    printf("deals and terms counted, seed %u, all processors\n", SEED);
    printf("actors   issues  coupled  packages         deals   largest          parts"
           "           scan     ratio  goal\n");
    for (size_t i = 0; i < ENT_COUNT(rows); i++)
        if (longest >= 1 || !rows[i].long_run)
            measure(&rows[i], longest);
    return 0;
}
