/* Plans and scans: random circuits of signals and sums over random spaces, against evaluating every
 * state by itself; for each lane width and each set of kernels that this processor runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "game/kernel.h"
#include "game/scan.h"
#include "game/state.h"

#include <stdio.h>
#include <string.h>

/* ---- a random circuit, kept beside the plan in its own words ---- */

typedef struct node {
    char op; /* '0' '1' atom 'a', not '!', and '&', or '|', sum 's' */
    unsigned a, b;
    uint64_t digits;
    int64_t bound;
} node;

typedef struct weighted {
    int64_t constant, digit[8][6];
    unsigned n, part[4];
    int64_t amount[4];
} weighted;

typedef struct circuit {
    unsigned n_dims, radix[8], n_nodes, n_sums;
    node nodes[64];
    weighted sums[6];
    ent_signal_id signal[64];
    uint32_t sum[6];
    ent_plan *plan;
} circuit;

static uint64_t seed, draw;

static unsigned pick(unsigned n) {
    return (unsigned)(ent_random(seed, 7, draw++) * n);
}

static int64_t amount(unsigned width) {
    int64_t small = (int64_t)pick(2001) - 1000;
    return width == 32 ? small : small * ((int64_t)1 << (width == 64 ? 31 : 50));
}

static bool eval(const circuit *c, const unsigned *digit, unsigned i);

static ent_i128 total(const circuit *c, const unsigned *digit, unsigned s) {
    const weighted *w = &c->sums[s];
    ent_i128 sum = w->constant;
    for (unsigned d = 0; d < c->n_dims; d++)
        sum += w->digit[d][digit[d]];
    for (unsigned p = 0; p < w->n; p++)
        sum += eval(c, digit, w->part[p]) ? w->amount[p] : 0;
    return sum;
}

static bool eval(const circuit *c, const unsigned *digit, unsigned i) {
    const node *n = &c->nodes[i];
    switch (n->op) {
    case '0': return false;
    case '1': return true;
    case 'a': return n->digits >> digit[n->a] & 1;
    case '!': return !eval(c, digit, n->a);
    case '&': return eval(c, digit, n->a) && eval(c, digit, n->b);
    case '|': return eval(c, digit, n->a) || eval(c, digit, n->b);
    default: return total(c, digit, n->a) >= n->bound;
    }
}

static void add_sum(circuit *c, unsigned width) {
    weighted *w = &c->sums[c->n_sums];
    uint32_t *sum = &c->sum[c->n_sums++];
    *w = (weighted){.constant = amount(width), .n = pick(4)};
    assert_int_equal(ent_plan_sum(sum, c->plan), ENT_OK);
    c->plan->sums[*sum].constant = w->constant;
    bool cancels = pick(8) == 0; /* all amounts come to nothing */
    if (cancels)
        w->n = 0;
    for (unsigned d = 0; d < c->n_dims; d++) {
        if (pick(3) == 0)
            continue; /* this sum does not read this dimension */
        for (unsigned k = 0; k < c->radix[d]; k++) {
            ent_signal_id atom;
            w->digit[d][k] = amount(width);
            assert_int_equal(ent_plan_atom(&atom, c->plan, d, (uint64_t)1 << k), ENT_OK);
            assert_int_equal(ent_plan_sum_add(c->plan, *sum, atom, w->digit[d][k]), ENT_OK);
            if (cancels) {
                assert_int_equal(ent_plan_sum_add(c->plan, *sum, atom, -w->digit[d][k]), ENT_OK);
                w->digit[d][k] = 0;
            }
        }
    }
    for (unsigned p = 0; p < w->n; p++) {
        w->part[p] = pick(c->n_nodes);
        w->amount[p] = amount(width);
        assert_int_equal(ent_plan_sum_add(c->plan, *sum, c->signal[w->part[p]], w->amount[p]),
                         ENT_OK);
    }
}

static void add_node(circuit *c, unsigned width) {
    static const char ops[] = "aaaaa!!&&&&||||sss01";
    node *n = &c->nodes[c->n_nodes];
    ent_signal_id *out = &c->signal[c->n_nodes];
    *n = (node){.op = c->n_nodes < 4 ? 'a' : ops[pick(sizeof ops - 1)]};
    if (n->op == 's' && c->n_sums == 6)
        n->op = 'a';
    if (n->op == 'a') {
        n->a = pick(c->n_dims);
        n->digits = pick(1u << c->radix[n->a]);
        assert_int_equal(ent_plan_atom(out, c->plan, n->a, n->digits), ENT_OK);
    } else if (n->op == 's') {
        n->a = c->n_sums;
        add_sum(c, width);
        n->bound = amount(width);
        assert_int_equal(ent_plan_at_least(out, c->plan, c->sum[n->a], n->bound), ENT_OK);
    } else if (n->op == '0' || n->op == '1') {
        assert_int_equal(ent_plan_const(out, c->plan, n->op == '1'), ENT_OK);
    } else {
        n->a = pick(c->n_nodes);
        n->b = pick(c->n_nodes);
        ent_status status = n->op == '!' ? ent_plan_not(out, c->plan, c->signal[n->a])
                            : n->op == '&'
                                ? ent_plan_and(out, c->plan, c->signal[n->a], c->signal[n->b])
                                : ent_plan_or(out, c->plan, c->signal[n->a], c->signal[n->b]);
        assert_int_equal(status, ENT_OK);
    }
    c->n_nodes++;
}

/* ---- the comparison ---- */

typedef struct check {
    const circuit *c;
    uint64_t states;
} check;

static ent_status check_block(void *user, ent_block *block, unsigned worker) {
    check *job = user;
    const circuit *c = job->c;
    (void)worker;
    for (unsigned i = c->n_nodes; i-- > 0;) { /* backwards, so that laziness is exercised */
        const uint64_t *bits = ent_block_bits(block, c->signal[i]);
        uint64_t count = 0;
        for (uint32_t x = 0; x < c->plan->block; x++) {
            unsigned digit[8];
            for (unsigned d = 0; d < c->n_dims; d++)
                digit[d] = ent_block_digit(block, d, x);
            bool expected = eval(c, digit, i);
            count += expected;
            assert_int_equal(bits[x / 64] >> (x % 64) & 1, expected);
        }
        assert_int_equal(ent_block_count(block, c->signal[i]), count);
        assert_int_equal(ent_block_eval(block, c->signal[i]) == ENT_BITS_NONE, count == 0);
    }
    for (unsigned s = 0; s < c->n_sums; s++) {
        ent_i128 most = 0;
        for (uint32_t x = 0; x < c->plan->block; x++) {
            unsigned digit[8];
            for (unsigned d = 0; d < c->n_dims; d++)
                digit[d] = ent_block_digit(block, d, x);
            ent_i128 expected = total(c, digit, s);
            most = x == 0 || expected > most ? expected : most;
            assert_true(ent_block_value(block, c->sum[s], x) == expected);
        }
        assert_true(ent_block_max(block, c->sum[s], c->plan->valid) == most);
    }
    job->states += c->plan->block;
    return ENT_OK;
}

static void random_circuit(unsigned width, unsigned least_width, const ent_kernels *kernels) {
    ent_arena *arena = ent_arena_new();
    circuit c = {.n_dims = 1 + pick(7)};
    ent_dim dims[8];
    uint64_t states = 1;
    for (unsigned d = 0; d < c.n_dims; d++) {
        c.radix[d] = 2 + pick(4);
        if (states * c.radix[d] > 6000)
            c.radix[d] = 1;
        states *= c.radix[d];
        dims[d] = (ent_dim){.issue = d, .n = c.radix[d]};
    }
    ent_scenario scenario = {.n_issues = 8};
    ent_game game = {.scenario = &scenario};
    assert_int_equal(ent_plan_new(&c.plan, arena, &game, NULL, dims, c.n_dims), ENT_OK);
    c.plan->least_width = least_width;
    for (unsigned i = 0; i < 40; i++)
        add_node(&c, width);
    assert_int_equal(ent_plan_finish(c.plan), ENT_OK);
    assert_int_equal(c.plan->n_states, states);
    check job = {&c, 0};
    ent_run run = {.threads = 1};
    uint64_t scanned;
    assert_int_equal(ent_scan_with(c.plan, &run, check_block, &job, &scanned, kernels), ENT_OK);
    assert_int_equal(job.states, states);
    assert_int_equal(scanned, states);
    ent_arena_free(arena);
}

static void circuits_agree(void **state) {
    static const char *const names[] = {"plain", "avx2", "avx512"};
    static const unsigned widths[][2] = {{32, 32}, {32, 64}, {32, 128}, {64, 32}, {128, 32}};
    (void)state;
    for (seed = 1; seed <= 60; seed++)
        for (size_t w = 0; w < ENT_COUNT(widths); w++)
            for (size_t k = 0; k < ENT_COUNT(names); k++) {
                draw = 0; /* the same circuit for every width and kernel */
                if (ent_kernels_named(names[k]))
                    random_circuit(widths[w][0], widths[w][1], ent_kernels_named(names[k]));
            }
}

/* Lanes are chosen from the bound, never narrower than a sum needs. */
static void width_follows_bound(void **state) {
    static const struct {
        ent_i128 amount;
        unsigned width;
    } cases[] = {{1, 32},
                 {INT32_MAX - 1, 32},
                 {(ent_i128)INT32_MAX + 1, 64},
                 {-(ent_i128)INT32_MAX - 2, 64},
                 {INT64_MAX - 1, 64},
                 {(ent_i128)INT64_MAX + 1, 128},
                 {(ent_i128)1 << 100, 128}};
    (void)state;
    for (size_t i = 0; i < ENT_COUNT(cases); i++) {
        ent_arena *arena = ent_arena_new();
        ent_scenario scenario = {.n_issues = 1};
        ent_game game = {.scenario = &scenario};
        ent_dim dim = {.n = 3};
        ent_plan *plan;
        uint32_t sum;
        ent_signal_id atom;
        assert_int_equal(ent_plan_new(&plan, arena, &game, NULL, &dim, 1), ENT_OK);
        assert_int_equal(ent_plan_sum(&sum, plan), ENT_OK);
        assert_int_equal(ent_plan_atom(&atom, plan, 0, 2), ENT_OK);
        assert_int_equal(ent_plan_sum_add(plan, sum, atom, cases[i].amount), ENT_OK);
        assert_int_equal(ent_plan_finish(plan), ENT_OK);
        assert_int_equal(plan->sums[sum].width, cases[i].width);
        ent_arena_free(arena);
    }
}

static void kernels_agree(void **state) {
    static const char *const names[] = {"avx2", "avx512"};
    enum { WORDS = 5 };
    int32_t small[WORDS * 64];
    int64_t large[WORDS * 64];
    (void)state;
    const ent_kernels *plain = ent_kernels_named("plain");
    for (seed = 100; seed < 160; seed++) {
        draw = 0;
        for (size_t j = 0; j < WORDS * 64; j++) {
            small[j] = (int32_t)pick(201) - 100;
            large[j] = small[j] * ((int64_t)1 << 40);
        }
        small[pick(WORDS * 64)] = INT32_MIN;
        small[pick(WORDS * 64)] = INT32_MAX;
        uint64_t where[WORDS], a[WORDS], b[WORDS];
        for (size_t w = 0; w < WORDS; w++)
            where[w] = (uint64_t)pick(1u << 31) << 33 | pick(1u << 31);
        where[0] |= 1;
        for (size_t k = 0; k < ENT_COUNT(names); k++) {
            const ent_kernels *fast = ent_kernels_named(names[k]);
            if (!fast)
                continue;
            int32_t bound = (int32_t)pick(201) - 100;
            assert_int_equal(plain->at_least32(small, bound, a, WORDS) != 0,
                             fast->at_least32(small, bound, b, WORDS) != 0);
            assert_memory_equal(a, b, sizeof a);
            plain->at_least64(large, bound * ((int64_t)1 << 40), a, WORDS);
            fast->at_least64(large, bound * ((int64_t)1 << 40), b, WORDS);
            assert_memory_equal(a, b, sizeof a);
            assert_int_equal(plain->max32(small, where, WORDS), fast->max32(small, where, WORDS));
            assert_true(plain->max64(large, where, WORDS) == fast->max64(large, where, WORDS));
            int64_t x[WORDS * 64], y[WORDS * 64];
            memcpy(x, large, sizeof x);
            memcpy(y, large, sizeof y);
            plain->add64(x, where, -12345678901, WORDS);
            fast->add64(y, where, -12345678901, WORDS);
            assert_memory_equal(x, y, sizeof x);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(circuits_agree),
        cmocka_unit_test(width_follows_bound),
        cmocka_unit_test(kernels_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
