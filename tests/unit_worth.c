/* Games with a worth for every coalition that are too large for tests/oracle: the best division against
 * every split of every coalition, the nucleolus by what it must satisfy, one thread against three.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "ask/worth.h"
#include "base/random.h"

static uint64_t bits(uint64_t seed, uint64_t draw) {
    const uint32_t counter[4] = {(uint32_t)draw, (uint32_t)(draw >> 32), 0, 0};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t out[4];
    ent_philox(counter, key, out);
    return (uint64_t)out[0] << 32 | out[1];
}

/* Worths of one of several kinds; kind 4 is nowhere above 0. */
static int64_t *worths(uint64_t seed, size_t n) {
    int64_t *v = calloc((size_t)1 << n, sizeof *v);
    for (uint64_t s = 1; s < UINT64_C(1) << n; s++) {
        const int64_t size = __builtin_popcountll(s), draw = (int64_t)(bits(seed, s) % 1000);
        switch (seed % 5) {
        case 0: v[s] = size * draw; break;
        case 1: v[s] = size * 1000 + draw; break;
        case 2: v[s] = size * size * 100 + draw; break;
        case 3: v[s] = draw % 3; break;
        default: v[s] = size == 1 ? 0 : -draw; break;
        }
    }
    return v;
}

/* Every coalition split in every way. */
static int64_t plain(const int64_t *v, size_t n) {
    int64_t *f = calloc((size_t)1 << n, sizeof *f), best = 0;
    for (uint64_t s = 1; s < UINT64_C(1) << n; s++) {
        best = v[s];
        for (uint64_t part = (s - 1) & s; part; part = (part - 1) & s)
            best = f[part] + f[s ^ part] > best ? f[part] + f[s ^ part] : best;
        f[s] = best;
    }
    free(f);
    return best;
}

/* Whether coalitions make up `rest` that lack less than `above` together of what their members cost. */
static bool better(const int64_t *lacks, uint64_t rest, int64_t above) {
    const uint64_t first = rest & -rest, others = rest ^ first;
    if (!rest)
        return true;
    for (uint64_t more = others;; more = (more - 1) & others) {
        const uint64_t part = first | more;
        if (lacks[part] < above && better(lacks, rest ^ part, above - lacks[part]))
            return true;
        if (!more)
            return false;
    }
}

/* The prices prove that no division is worth more, and are the least that do. */
static void prices(void **state) {
    (void)state;
    size_t with_rivals = 0;
    for (uint64_t seed = 0; seed < 60; seed++) {
        const size_t n = 2 + seed % 11;
        int64_t *v = worths(seed, n), *lacks = calloc((size_t)1 << n, sizeof *lacks), den = 1;
        const ent_tu game = {.n = n, .worth = v, .unit = 1};
        ent_arena *arena = ent_arena_new();
        const ent_run run = {.threads = 2};
        ent_worth_structure best;
        ent_worth_prices p;
        uint64_t rivals = 0;
        assert_int_equal(ent_ask_worth_structure(&best, &game, &run), ENT_OK);
        assert_int_equal(ent_ask_worth_prices(&p, arena, &game, &best, &run), ENT_OK);
        for (size_t i = 0; i < n; i++)
            den = (int64_t)(den / ent_gcd(den, p.price[i].den) * p.price[i].den);
        const int64_t above = (int64_t)(p.total.num * (den / p.total.den) - best.worth * den);
        for (uint64_t s = 1; s < UINT64_C(1) << n; s++) {
            lacks[s] = -v[s] * den;
            for (size_t i = 0; i < n; i++)
                lacks[s] += s >> i & 1 ? (int64_t)(p.price[i].num * (den / p.price[i].den)) : 0;
            assert_true(lacks[s] >= 0);
            rivals += lacks[s] < above;
        }
        assert_true(den % p.total.den == 0 && above >= 0);
        assert_true(lacks[(UINT64_C(1) << n) - 1] ==
                    above + (best.worth - v[(UINT64_C(1) << n) - 1]) * den);
        assert_true(rivals == p.rivals);
        with_rivals += rivals > 0;
        assert_false(better(lacks, (UINT64_C(1) << n) - 1, above));
        /* A division of less worth would not pass. */
        assert_true(better(lacks, (UINT64_C(1) << n) - 1, above + den));
        ent_arena_free(arena);
        free(lacks);
        free(v);
    }
    assert_true(with_rivals > 5);
}

/* A game of many players that is superadditive but for one coalition, or throughout. */
static void superadditivity(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        const size_t n = 9 + seed % 7;
        const uint64_t all = (UINT64_C(1) << n) - 1;
        uint64_t one = seed < 2 ? 0 : seed < 4 ? all : bits(seed, 1) & all;
        int64_t *v = calloc((size_t)1 << n, sizeof *v);
        ent_worth_property found;
        for (uint64_t s = 1; s <= all; s++)
            v[s] = __builtin_popcountll(s) / 2 * 1000 + __builtin_popcountll(s & 0x155);
        if (__builtin_popcountll(one) > 1)
            v[one] -= 1001;
        else
            one = 0;
        const ent_tu game = {.n = n, .worth = v, .unit = 1};
        assert_int_equal(ent_ask_worth_superadditive(&found, &game, &(ent_run){.threads = 2}),
                         ENT_OK);
        assert_true(found.holds == !one);
        if (one) {
            assert_true((found.one | found.other) == one && !(found.one & found.other));
            assert_true(v[found.one] + v[found.other] > v[one]);
        }
        free(v);
    }
}

static void divisions(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 40; seed++) {
        const size_t n = seed < 35 ? 1 + seed % 11 : 15;
        int64_t *v = worths(seed, n), sum = 0;
        const ent_tu game = {.n = n, .worth = v, .unit = 1};
        ent_worth_structure one, other;
        uint64_t seen = 0;
        assert_int_equal(ent_ask_worth_structure(&one, &game, &(ent_run){.threads = 1}), ENT_OK);
        assert_int_equal(ent_ask_worth_structure(&other, &game, &(ent_run){.threads = 3}), ENT_OK);
        assert_true((int64_t)one.worth == plain(v, n));
        assert_true(one.n == other.n && one.useful == other.useful && one.worth == other.worth);
        for (size_t k = 0; k < one.n; k++) {
            assert_true(one.part[k] == other.part[k] && !(seen & one.part[k]));
            seen |= one.part[k];
            sum += v[one.part[k]];
        }
        assert_true(seen == (UINT64_C(1) << n) - 1 && sum == (int64_t)one.worth);
        free(v);
    }
}

/* The nucleolus is efficient, an imputation, in the kernel, in the core where there is one; and the same for any
 * number of threads. */
static void nucleoli(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 10; seed++) {
        const size_t n = 10 + seed % 5;
        int64_t *v = worths(seed, n), alone = 0;
        const uint64_t all = (UINT64_C(1) << n) - 1;
        for (size_t i = 0; i < n; i++)
            alone += v[UINT64_C(1) << i];
        v[all] = v[all] > alone ? v[all] : alone + 17;
        const ent_tu game = {.n = n, .worth = v, .unit = 3};
        ent_arena *arena = ent_arena_new();
        ent_worth_levels one, other, first;
        ent_worth_check check;
        const ent_run single = {.threads = 1}, several = {.threads = 3};
        assert_int_equal(ent_ask_worth_levels(&one, arena, &game, ENT_LEVELS_IMPUTATIONS, &single),
                         ENT_OK);
        assert_int_equal(
            ent_ask_worth_levels(&other, arena, &game, ENT_LEVELS_IMPUTATIONS, &several), ENT_OK);
        assert_int_equal(ent_ask_worth_levels(&first, arena, &game, ENT_LEVELS_FIRST, &single),
                         ENT_OK);
        assert_int_equal(ent_ask_worth_check(&check, arena, &game, one.payoff), ENT_OK);
        assert_true(check.efficient && check.individual && check.kernel);
        assert_true(check.core == (first.level[0].excess.num <= 0));
        assert_true(one.n == other.n && one.pivots == other.pivots && one.scans == other.scans);
        assert_true(ent_number_cmp(check.greatest, one.level[0].excess) == 0);
        for (size_t i = 0; i < n; i++)
            assert_true(ent_number_cmp(one.payoff[i], other.payoff[i]) == 0);
        ent_arena_free(arena);
        free(v);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(divisions), cmocka_unit_test(prices),
                                       cmocka_unit_test(superadditivity),
                                       cmocka_unit_test(nucleoli)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
