/* How fast R, GMR, SMR, SEQ and SSEQ of all actors are found in all states, and how that grows.
 *
 * A series of conflicts with yes-or-no issues shared out among the actors, worth drawn by seed on single
 * issues and on pairs of them, so that what one does matters to others: free, with a rule that excludes
 * states, and with issues that cannot be taken back. The reference follows the definitions in the same
 * run: for each state of a sample and each improvement, a search through the answers of the others. Its
 * verdicts must agree; the program fails if they do not.
 *
 *     bench_moves [SECONDS PER ROW]
 *
 * Sizes go up as long as a row is expected to stay within the seconds; 60 shows the largest, 1.3e7 states
 * with 6 actors. Times are of two threads; `cpu` is what both used.
 */
#include <string.h>
#include <sys/resource.h>

#include "ask/stability.h"
#include "bench.h"
#include "game/path.h"

typedef enum shape { FREE, RULE, NO_WAY_BACK } shape;

static unsigned draw(unsigned stream, uint64_t *at, unsigned most) {
    return (unsigned)(ent_random(1, stream, (*at)++) * most);
}

/* `threes` issues of three outcomes, then `twos` of two. */
static void write_scenario(ent_buffer *out, unsigned actors, unsigned twos, unsigned threes,
                           shape s) {
    unsigned n = twos + threes;
    ent_buffer_put(out, "entente: 1\nactors: {");
    for (unsigned a = 0; a < actors; a++)
        ent_buffer_printf(out, "a%u: {}, ", a);
    ent_buffer_put(out, "}\nissues:\n");
    for (unsigned k = 0; k < n; k++)
        ent_buffer_printf(out, "  i%u: {outcomes: [%s], control: a%u, status quo: x%s}\n", k,
                          k < threes ? "x, y, z" : "x, y", k % actors,
                          s == NO_WAY_BACK && k % 3 == 0 && k >= threes ? ", moves: [x -> y]" : "");
    if (s == RULE)
        ent_buffer_put(out, "rules:\n  - not (i0 = y and i1 = y and i2 = y)\n"
                            "  - not (i3 = y and i4 = x and i5 = y)\n");
    ent_buffer_put(out, "preferences:\n");
    for (unsigned a = 0; a < actors; a++) {
        uint64_t at = 0;
        ent_buffer_printf(out, "  a%u:\n    worth:\n", a);
        for (unsigned k = 0; k < n; k++)
            ent_buffer_printf(out, "      i%u: {x: %u, y: %u%s}\n", k, draw(a, &at, 100),
                              draw(a, &at, 100), k < threes ? ", z: 50" : "");
        ent_buffer_put(out, "    conditions:\n");
        for (unsigned c = 0; c < 8; c++) {
            unsigned i = draw(a, &at, n), j = draw(a, &at, n);
            ent_buffer_printf(out, "      - {holds: i%u = y and i%u = x, worth: %u}\n", i, j,
                              draw(a, &at, 200));
        }
    }
}

static const ent_graph *graph_of(ent_arena *arena, const ent_buffer *text, const ent_run *run) {
    ent_game *game;
    ent_graph *graph = NULL;
    ent_diags diags = {.arena = arena};
    ent_graph_options *options = ENT_NEW(arena, ent_graph_options, 1);
    if (!options ||
        ent_game_compile(&game, arena, scenario_of(arena, text->data, text->len, &diags), &diags) ||
        ent_graph_from_game(&graph, arena, game, options, run, &diags))
        die(first_of(&diags));
    return graph;
}

/* ---- the reference ---- */

static int32_t best_reply(const ent_graph *g, uint32_t actor, uint32_t s, uint32_t *buffer) {
    uint32_t n;
    const uint32_t *to = ent_graph_moves(g, actor, s, buffer, &n);
    int32_t best = g->rank[actor][s];
    for (uint32_t i = 0; i < n; i++)
        best = g->rank[actor][to[i]] > best ? g->rank[actor][to[i]] : best;
    return best;
}

/* R, GMR, SMR, SEQ, SSEQ as bits. */
static unsigned by_definition(const ent_graph *g, uint32_t actor, uint32_t s, uint32_t *buffers) {
    uint32_t n, *buffer = buffers + g->widest;
    const int32_t *rank = g->rank[actor];
    const uint32_t *to = ent_graph_moves(g, actor, s, buffers, &n);
    unsigned stable = 31;
    for (uint32_t i = 0; i < n; i++) {
        unsigned answered = 0;
        if (rank[to[i]] <= rank[s])
            continue;
        for (unsigned k = 0; k < 2; k++) {
            ent_arena *arena = ent_arena_new();
            ent_paths *paths = NULL;
            ent_path_what what = {.from = to[i],
                                  .units = ent_units_within(g, ~((uint64_t)1 << actor)),
                                  .kind = k ? ENT_PATH_IMPROVEMENTS : ENT_PATH_MOVES};
            if (!arena || ent_paths_find(&paths, arena, g, &what, NULL, NULL) != ENT_OK)
                die("out of memory");
            for (uint32_t e = 0; e < paths->n; e++) {
                uint32_t end = paths->entries[e].state;
                bool down = rank[end] <= rank[s];
                answered |= (unsigned)down << (k ? ENT_CONCEPT_SEQ : ENT_CONCEPT_GMR);
                down = down && best_reply(g, actor, end, buffer) <= rank[s];
                answered |= (unsigned)down << (k ? ENT_CONCEPT_SSEQ : ENT_CONCEPT_SMR);
            }
            ent_arena_free(arena);
        }
        stable &= answered;
    }
    return stable;
}

/* States per second of the reference, on a sample; the verdicts must agree. */
static double reference(const ent_stability *st, double seconds) {
    const ent_graph *g = st->graph;
    uint32_t *buffers = malloc(2 * (size_t)g->widest * sizeof *buffers);
    double start = worked(), spent = 0;
    uint64_t at = 0, done = 0;
    if (!buffers)
        die("out of memory");
    do {
        uint32_t s = (uint32_t)(ent_random(2, 0, at++) * g->n_states);
        for (uint32_t a = 0; a < g->n_actors; a++) {
            unsigned said = by_definition(g, a, s, buffers);
            for (unsigned c = 0; c <= ENT_CONCEPT_SSEQ; c++)
                if (ent_bit(st->stable[c][a], s) != (said >> c & 1))
                    die("the verdicts of the reference differ");
        }
        done++;
        spent = worked() - start;
    } while (spent < seconds);
    free(buffers);
    return (double)done / spent;
}

/* ---- a row ---- */

/* Returns the seconds it took; 0: not even begun. */
static double row(unsigned actors, unsigned twos, unsigned threes, shape shape_of, double seconds) {
    static const char *const names[] = {"free", "rule", "no way back"};
    ent_run run = {.threads = 2};
    ent_moving_rules rules = {0};
    ent_buffer text = {0};
    ent_arena *arena = ent_arena_new();
    ent_stability *st;
    if (!arena)
        die("out of memory");
    write_scenario(&text, actors, twos, threes, shape_of);
    double start = now();
    const ent_graph *g = graph_of(arena, &text, &run);
    double made = now(), cpu = worked();
    if (ent_ask_stability(&st, arena, g, &rules, ENT_CONCEPTS_QUICK, &run) != ENT_OK)
        die("stability cannot be asked");
    double end = now();
    cpu = worked() - cpu;
    double rate = reference(st, seconds < 0.2 ? seconds : 0.2);
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    printf("%-12s %10u %6u %9.3f %9.3f %9.3f %9.1f %12.0f %8.0f\n", names[shape_of], g->n_states,
           actors, made - start, end - made, cpu, 1e9 * cpu / g->n_states,
           (double)g->n_states / cpu / rate, (double)used.ru_maxrss / 1024);
    fflush(stdout);
    ent_buffer_free(&text);
    ent_arena_free(arena);
    return end - start;
}

int main(int argc, char **argv) {
    double seconds = argc > 1 ? atof(argv[1]) : 1;
    printf("moves: R, GMR, SMR, SEQ, SSEQ of every actor in every state\n%-12s %10s %6s %9s %9s "
           "%9s %9s %12s %8s\n",
           "", "states", "actors", "graph s", "wall s", "cpu s", "ns/state", "x reference", "MiB");
    row(4, 12, 0, FREE, seconds);
    for (shape s = FREE; s <= NO_WAY_BACK; s++) {
        double took = 0;
        for (unsigned twos = 12; twos <= 20 && took * 5 < seconds; twos += 2)
            took = row(6, twos, 0, s, seconds);
        if (s == FREE && took * 16 < seconds)
            row(6, 22, 1, s, seconds);
    }
    return 0;
}
