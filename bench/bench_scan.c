/* How fast packages are scanned for deals: states per second on one core.
 *
 * For 2, 3 and 6 signatories, lanes of 32, 64 and 128 bits, with and without expressions, each set of
 * kernels that the processor runs, against a plain reference in the same run: one state after the
 * other from the definitions, with running sums. Amounts are drawn by seed and thresholds put at each
 * signatory's average, so that consent is open in every block and nothing can be skipped. The counts
 * of both must agree; the program fails if they do not.
 *
 *     bench_scan [SECONDS PER ROW]
 */
#include "bench.h"
#include "game/bargain.h"
#include "game/kernel.h"
#include "game/scan.h"
#include "scenario/eval.h"

#include <string.h>

#define ISSUES 17 /* of three outcomes: 1.3e8 states */

/* Additive worth for each signatory; the reservation is the average of all states. */
static void write_scenario(ent_buffer *out, unsigned actors, bool expressions) {
    ent_buffer_put(out, "entente: 1\nactors:\n");
    for (unsigned a = 0; a < actors; a++)
        ent_buffer_printf(out, "  a%u: {resources: {land: %u}}\n", a, 10 + a);
    ent_buffer_put(out, "issues:\n");
    for (unsigned k = 0; k < ISSUES; k++)
        ent_buffer_printf(out, "  i%u: {outcomes: [x, y, z], control: \"all of all\"}\n", k);
    if (expressions)
        ent_buffer_put(out, "  gate:\n    outcomes: [closed, open]\n    follows:\n"
                            "      - when: i0 = z and i1 >= y or i2 = x and not i3 = z\n"
                            "        then: open\n      - otherwise: closed\n"
                            "rules:\n  - if i4 = z then i5 != x or gate = open\n"
                            "  - not (i6 = y and i7 = z and i8 = x)\n");
    ent_buffer_put(out, "preferences:\n");
    for (unsigned a = 0; a < actors; a++) {
        uint64_t draw = 0, sum = 0;
        ent_buffer_printf(out, "  a%u:\n    worth:\n", a);
        for (unsigned k = 0; k < ISSUES; k++) {
            ent_buffer_printf(out, "      i%u: {", k);
            for (unsigned o = 0; o < 3; o++) {
                uint64_t v = (uint64_t)(ent_random(1, a, draw++) * 1000) * 3;
                sum += v;
                ent_buffer_printf(out, "%s%c: %llu", o ? ", " : "", "xyz"[o],
                                  (unsigned long long)v);
            }
            ent_buffer_put(out, "}\n");
        }
        if (expressions)
            ent_buffer_put(out, "      gate: {closed: 0, open: 900}\n");
        ent_buffer_printf(out, "    reservation: %llu\n", (unsigned long long)(sum / 3));
        if (expressions && a == 0)
            ent_buffer_put(out, "    red lines: [i9 = z and i10 = x and i11 != y]\n");
    }
}

static ent_bargain *bargain_of(ent_arena *arena, unsigned actors, bool expressions,
                               unsigned width) {
    ent_buffer text = {0};
    ent_game *game;
    ent_dim dims[ISSUES];
    ent_diags diags = {.arena = arena};
    write_scenario(&text, actors, expressions);
    if (ent_game_compile(&game, arena, scenario_of(arena, text.data, text.len, &diags), &diags) !=
        ENT_OK)
        die(first_of(&diags));
    ent_ask_what what = {.coalition = ((uint64_t)1 << actors) - 1};
    ent_bargain *b;
    for (uint32_t k = 0; k < ISSUES; k++)
        if (ent_bargain_dim(&dims[k], game, arena, what.coalition, k) != ENT_OK)
            die("out of memory");
    if (ent_bargain_over(&b, arena, game, what, dims, ISSUES) != ENT_OK)
        die("out of memory");
    b->plan->least_width = width;
    if (ent_plan_finish(b->plan) != ENT_OK)
        die("out of memory");
    ent_buffer_free(&text);
    return b;
}

typedef struct counter {
    const ent_bargain *bargain;
    uint64_t deals, states, most;
} counter;

static ent_status count_block(void *user, ent_block *block, unsigned worker) {
    counter *c = user;
    (void)worker;
    c->deals += ent_block_count(block, c->bargain->deal);
    c->states += c->bargain->plan->block;
    return c->states >= c->most ? ENT_CANCELLED : ENT_OK;
}

/* The reference: states in the order of the scan, one at a time. Utilities are running sums that
 * follow the digits; expressions are evaluated as they stand. */
static uint64_t reference(const ent_bargain *b, uint64_t states) {
    const ent_plan *plan = b->plan;
    const ent_scenario *s = b->game->scenario;
    uint32_t order[ISSUES], digit[ISSUES] = {0};
    uint8_t state[ENT_MAX_ISSUES] = {0};
    int64_t sum[8] = {0}, threshold[8];
    uint64_t deals = 0;
    bool expressions = s->n_rules > 0;
    for (size_t i = 0; i < plan->n_low; i++)
        order[i] = plan->low_dims[i];
    for (size_t i = 0; i < plan->n_high; i++)
        order[plan->n_low + i] = plan->high_dims[i];
    for (size_t m = 0; m < b->n_members; m++) {
        threshold[m] = (int64_t)b->game->aims[m].threshold;
        for (size_t k = 0; k < ISSUES; k++)
            sum[m] += (int64_t)b->game->aims[m].terms[k].amount[0];
    }
    for (uint64_t x = 0; x < states; x++) {
        bool deal = true;
        if (expressions) {
            ent_state_follow(s, state, NULL, b->game->resource_of);
            for (size_t r = 0; r < s->n_rules && deal; r++)
                deal = ent_expr_holds(s->rules[r].expr, state, NULL, s->n_actors);
            deal = deal &&
                   !ent_expr_holds(s->preferences[0].red_lines[0].never, state, NULL, s->n_actors);
        }
        for (size_t m = 0; m < b->n_members && deal; m++) {
            const ent_aim *aim = &b->game->aims[m];
            int64_t u = sum[m];
            if (expressions)
                u += (int64_t)aim->terms[ISSUES].amount[state[ISSUES]];
            deal = u >= threshold[m];
        }
        deals += deal;
        for (size_t i = 0; i < ISSUES; i++) {
            uint32_t k = order[i], old = digit[k];
            digit[k] = old + 1 == 3 ? 0 : old + 1;
            state[k] = (uint8_t)digit[k];
            for (size_t m = 0; m < b->n_members; m++)
                sum[m] += (int64_t)(b->game->aims[m].terms[k].amount[digit[k]] -
                                    b->game->aims[m].terms[k].amount[old]);
            if (digit[k])
                break;
        }
    }
    return deals;
}

static double run(const ent_bargain *b, const ent_kernels *kernels, uint64_t states,
                  uint64_t *deals, uint64_t *done) {
    counter c = {.bargain = b, .most = states};
    ent_run single = {.threads = 1};
    double start = now();
    ent_scan_with(b->plan, &single, count_block, &c, NULL, kernels);
    *deals = c.deals;
    *done = c.states;
    return now() - start;
}

static void row(unsigned actors, unsigned width, bool expressions, double seconds) {
    static const char *const names[] = {"plain", "avx2", "avx512"};
    ent_arena *arena = ent_arena_new();
    ent_bargain *b = bargain_of(arena, actors, expressions, width);
    uint64_t expected = 0, deals, done;
    /* The reference goes over as many states as fit its time; the scan must count the same there. */
    uint64_t some = b->plan->block * 64u;
    double start = now(), took = 0;
    while (some < b->plan->n_states) {
        start = now();
        expected = reference(b, some);
        took = now() - start;
        if (took > seconds / 4)
            break;
        some *= 2;
    }
    double plain_rate = (double)some / took;
    run(b, ent_kernels_best(), some, &deals, &done);
    if (done != some || deals != expected)
        die("the scan and the reference disagree");
    printf("%11u  %5u  %-3s  %10.3e", actors, width, expressions ? "yes" : "no", plain_rate);
    for (size_t k = 0; k < ENT_COUNT(names); k++) {
        const ent_kernels *kernels = ent_kernels_named(names[k]);
        uint64_t states = 0;
        double spent = 0, best = 1e300;
        for (unsigned turn = 0; kernels && (turn < 3 || spent < seconds); turn++) {
            double t = run(b, kernels, UINT64_MAX, &deals, &states);
            best = t < best ? t : best;
            spent += t;
        }
        if (kernels)
            printf("  %10.3e %6.0fx", (double)states / best, (double)states / best / plain_rate);
        else
            printf("  %10s %6s ", "-", "-");
    }
    printf("\n");
    fflush(stdout);
    ent_arena_free(arena);
}

int main(int argc, char **argv) {
    double seconds = argc > 1 ? strtod(argv[1], NULL) : 0.5;
    static const unsigned actors[] = {2, 3, 6}, widths[] = {32, 64, 128};
    printf("states per second on one core, %d issues of 3 outcomes (%.2e states)\n", ISSUES,
           1.29e8);
    printf("signatories  width  expr  reference       plain             avx2             avx512\n");
    for (size_t a = 0; a < ENT_COUNT(actors); a++)
        for (size_t w = 0; w < ENT_COUNT(widths); w++)
            for (int expressions = 0; expressions < 2; expressions++)
                row(actors[a], widths[w], expressions, seconds);
    return 0;
}
