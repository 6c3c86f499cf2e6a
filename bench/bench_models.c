/* How many models of a question are answered in a second: does a deal exist in each?
 *
 * The founding question (scenarios/new-yalta.yaml) and two drawn conflicts of 10^5 packages and more, one of
 * them with values as ranges, where no order helps. The plain reference is what one would write first:
 * compile the game of each model, build its bargain, and scan until the first deal; it answers fewer
 * models, and where both answered they must agree, or the program fails.
 *
 *     bench_models [SECONDS: how long the reference may run on each question, default 2] [THREADS: 2]
 */
#include "bench.h"
#include "game/models.h"
#include "game/scan.h"

#include <string.h>

#define MODELS 10000u

static unsigned pick(uint64_t *draw, unsigned n) {
    return (unsigned)(ent_random(1, 99, (*draw)++) * n);
}

/* Three actors, eleven issues of three outcomes under joint control; orders or ranges of values. */
static void write_conflict(ent_buffer *out, bool ranges) {
    uint64_t draw = ranges;
    ent_buffer_put(out, "entente: 1\ntitle: t\nactors: {a: {}, b: {}, c: {}}\nissues:\n");
    for (unsigned k = 0; k < 11; k++)
        ent_buffer_printf(out, "  i%u: {outcomes: [x, y, z], control: all of all, status quo: x}\n",
                          k);
    ent_buffer_put(out, "rules:\n  - not (i3 = z and i4 = z)\n  - if i5 = y then i6 >= y\n"
                        "preferences:\n");
    for (unsigned a = 0; a < 3; a++) {
        ent_buffer_printf(out, "  %c:\n    wants:\n", (char)('a' + a));
        for (unsigned k = 0; k < 7; k++) {
            unsigned at = (k * 3 + a * 4) % 11;
            static const char *const orders[] = {"x > y > z", "x > z > y", "y > x > z"};
            if (ranges)
                ent_buffer_printf(out,
                                  "      i%u: {values: {x: [%u, 70], y: [%u, 100], z: [0, %u]}}\n",
                                  at, pick(&draw, 60), pick(&draw, 60), 40 + pick(&draw, 60));
            else
                ent_buffer_printf(out, "      i%u: %s\n", at,
                                  pick(&draw, 4) == 0 ? "z > y > x" : orders[pick(&draw, 3)]);
        }
    }
    ent_buffer_put(
        out, "question: \"deal of {a, b, c} with i0 != x and i1 != x and i2 != x and i3 != x\"\n");
}

/* Stops at the first deal; set by whichever worker. */
static ent_status any_deal(void *user, ent_block *block, unsigned worker) {
    const ent_bargain *b = *(const ent_bargain **)user;
    (void)worker;
    return ent_block_eval(block, b->deal) == ENT_BITS_NONE ? ENT_OK : ENT_LIMIT;
}

static size_t reference(uint8_t *exists, const ent_models *models, const ent_ask_what *what,
                        unsigned threads, double seconds, ent_diags *diags) {
    ent_arena *scratch = ent_arena_new();
    ent_mark mark = ent_arena_mark(scratch);
    ent_run run = {.threads = threads};
    double start = now();
    size_t i = 0;
    for (; i < MODELS && now() - start < seconds; i++) {
        ent_game *game;
        ent_bargain *b = NULL;
        ent_arena_rewind(scratch, mark);
        if (ent_models_game(&game, scratch, models, i + 1, diags) != ENT_OK ||
            ent_bargain_new(&b, scratch, game, *what, diags) != ENT_OK)
            die("reference");
        ent_status status = ent_scan(b->plan, &run, any_deal, (void *)&b, NULL);
        exists[i] = status == ENT_LIMIT;
    }
    ent_arena_free(scratch);
    return i;
}

static void bench(const char *name, const char *text, size_t len, double seconds,
                  unsigned threads) {
    ent_arena *arena = ent_arena_new();
    ent_diags diags = {.arena = arena};
    ent_scenario *s = scenario_of(arena, text, len, &diags);
    ent_models *models = NULL;
    if (ent_models_new(&models, arena, s, 1, &diags) != ENT_OK)
        die("models");
    ent_ask_what what = {
        .coalition = s->question.coalition, .about = s->question.about, .with = s->question.with};
    ent_game *game;
    ent_bargain *b = NULL;
    if (ent_models_game(&game, arena, models, 0, &diags) != ENT_OK ||
        ent_bargain_new(&b, arena, game, what, &diags) != ENT_OK)
        die("question");
    uint8_t *exists = malloc(MODELS), *plain = malloc(MODELS);
    ent_run run = {.threads = threads};
    size_t done, deals = 0;
    double start = now(), work = worked();
    if (ent_models_deals(exists, NULL, models, &what, 1, MODELS, &done, &run, &diags) != ENT_OK)
        die("deals");
    double took = now() - start;
    work = worked() - work;
    start = worked();
    size_t n = reference(plain, models, &what, threads, seconds, &diags);
    double per_model = (worked() - start) / (double)n;
    for (size_t i = 0; i < n; i++)
        if (exists[i] != plain[i])
            die("the two disagree");
    for (size_t i = 0; i < MODELS; i++)
        deals += exists[i];
    start = now();
    ent_proof proof;
    if (ent_models_prove(&proof, NULL, models, &what, &run, &diags) != ENT_OK)
        die("prove");
    double proved = now() - start;
    printf("%-22s %9llu states  %5.1f%% of %u models  %6.3f s (%.3f s of processor)  %8.3g "
           "models*states/s  %6.0fx plain  "
           "proof %s in %.3f s\n",
           name, (unsigned long long)b->plan->n_states, 100.0 * (double)deals / MODELS, MODELS,
           took, work, (double)b->plan->n_states * MODELS / took, per_model * MODELS / work,
           proof == ENT_PROOF_NONE     ? "none"
           : proof == ENT_PROOF_ALWAYS ? "always"
                                       : "never",
           proved);
    (void)fflush(stdout);
    free(exists);
    free(plain);
    ent_arena_free(arena);
}

int main(int argc, char **argv) {
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 2;
    unsigned threads = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 2;
    static char text[1 << 18];
    FILE *file = fopen("scenarios/new-yalta.yaml", "rb");
    if (file) {
        size_t len = fread(text, 1, sizeof text - 1, file);
        (void)fclose(file);
        bench("new-yalta", text, len, seconds, threads);
    }
    for (int ranges = 0; ranges < 2; ranges++) {
        ent_buffer out = {0};
        write_conflict(&out, ranges);
        bench(ranges ? "drawn, ranges" : "drawn, orders", out.data, out.len, seconds, threads);
        ent_buffer_free(&out);
    }
    return 0;
}
