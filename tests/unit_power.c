/* The engines of power against each other: the table of all coalitions, counting by sums, and the
 * integral, on the same random weighted majorities; and what large bodies are known to give.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <string.h>

#include "ask/power_parts.h"
#include "base/random.h"

/* 64 random bits. */
static uint64_t bits(uint64_t seed, uint64_t stream, uint64_t draw) {
    const uint32_t counter[4] = {(uint32_t)draw, (uint32_t)(draw >> 32), (uint32_t)stream, 0};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t out[4];
    ent_philox(counter, key, out);
    return (uint64_t)out[0] << 32 | out[1];
}

static const ent_run calm = {.threads = 2};

typedef struct fixture {
    ent_arena *arena;
    ent_diags diags;
    ent_clause clause;
    ent_formula formula;
    ent_simple game;
    ent_wide *factorial;
} fixture;

static void set_up(fixture *f, size_t n) {
    *f = (fixture){.arena = ent_arena_new()};
    f->diags.arena = f->arena;
    f->clause.weight = ENT_NEW(f->arena, uint64_t, n);
    f->game = (ent_simple){
        .n = n, .n_clauses = 1, .clauses = &f->clause, .rule = &f->formula, .names = NULL};
    f->factorial = ENT_NEW(f->arena, ent_wide, n + 1);
    ent_wide_set(&f->factorial[0], 1);
    for (size_t k = 1; k <= n; k++) {
        f->factorial[k] = f->factorial[k - 1];
        ent_wide_mul(&f->factorial[k], k);
    }
}

static void same_ratio(const ent_ratio *a, const ent_ratio *b) {
    assert_int_equal(ent_wide_cmp(&a->num, &b->num), 0);
    assert_int_equal(ent_wide_cmp(&a->den, &b->den), 0);
}

static double distance(double a, double b) {
    return a < b ? b - a : a - b;
}

/* Decimals of an engine against fractions, within the bound that it states. */
static void shares_within(const ent_power *near, const ent_power *exact) {
    assert_true(near->critical_error < 1e-12);
    for (size_t i = 0; i < exact->n; i++) {
        const ent_power_voter *a = &near->voter[i], *b = &exact->voter[i];
        if (near->minimal_known && !near->minimal_exact) {
            assert_true(distance(a->deegan_packel_near, ent_ratio_double(&b->deegan_packel)) <=
                        near->critical_error);
            assert_true(distance(a->holler_near, ent_ratio_double(&b->holler)) <=
                        near->critical_error);
        }
        if (near->johnston_known && !near->johnston_exact && exact->johnston_exact)
            assert_true(distance(a->johnston_near, ent_ratio_double(&b->johnston)) <=
                        near->critical_error);
    }
}

/* A weighted majority of n voters by both engines and the integral. */
static void compare(uint64_t seed, size_t n, uint64_t most) {
    fixture f;
    ent_power *table, sums = {.n = n}, orders = {.n = n};
    uint64_t draw = 0;
    set_up(&f, n);
    for (size_t i = 0; i < n; i++) {
        f.clause.weight[i] = bits(seed, 0, draw++) % (most + 1);
        f.clause.sum += f.clause.weight[i];
    }
    f.clause.quota = bits(seed, 0, draw++) % (f.clause.sum + 3);
    assert_int_equal(ent_ask_power(&table, f.arena, &f.game, 10, &calm, &f.diags), ENT_OK);
    sums.voter = ENT_NEW(f.arena, ent_power_voter, n);
    orders.voter = ENT_NEW(f.arena, ent_power_voter, n);
    assert_int_equal(ent_power_sums(&sums, f.arena, &f.clause, n, f.factorial, &calm), ENT_OK);
    assert_int_equal(ent_wide_cmp(&table->winning, &sums.winning), 0);
    assert_true(sums.shapley_exact);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(ent_wide_cmp(&table->voter[i].swings, &sums.voter[i].swings), 0);
        same_ratio(&table->voter[i].shapley, &sums.voter[i].shapley);
        same_ratio(&table->voter[i].banzhaf, &sums.voter[i].banzhaf);
        if (sums.minimal_known) {
            same_ratio(&table->voter[i].deegan_packel, &sums.voter[i].deegan_packel);
            same_ratio(&table->voter[i].holler, &sums.voter[i].holler);
        }
    }
    if (sums.minimal_known)
        assert_int_equal(ent_wide_cmp(&table->minimal, &sums.minimal), 0);
    ent_power layers = {.n = n, .voter = ENT_NEW(f.arena, ent_power_voter, n)};
    assert_int_equal(ent_power_layers(&layers, &f.game, &calm), ENT_OK);
    assert_int_equal(ent_wide_cmp(&table->winning, &layers.winning), 0);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(ent_wide_cmp(&table->voter[i].swings, &layers.voter[i].swings), 0);
        assert_true(distance(layers.voter[i].shapley_near, table->voter[i].shapley_near) <=
                    layers.shapley_error);
    }
    assert_true(sums.johnston_known && layers.minimal_known);
    shares_within(&sums, table);
    shares_within(&layers, table);
    if (f.clause.quota > 0 && f.clause.quota <= f.clause.sum) {
        uint32_t *order = ENT_NEW(f.arena, uint32_t, n);
        for (size_t i = 0; i < n; i++) { /* lightest first */
            size_t at = i;
            for (; at > 0 && f.clause.weight[order[at - 1]] > f.clause.weight[i]; at--)
                order[at] = order[at - 1];
            order[at] = (uint32_t)i;
        }
        assert_int_equal(ent_power_orders(&orders, &f.clause, order, &calm), ENT_OK);
        assert_true(orders.shapley_error < 1e-12);
        for (size_t i = 0; i < n; i++)
            assert_true(distance(orders.voter[i].shapley_near, table->voter[i].shapley_near) <=
                        orders.shapley_error);
        assert_int_equal(ent_power_critical(&orders, &f.clause, order, true, &calm), ENT_OK);
        assert_true(orders.johnston_known && orders.minimal_known && !orders.minimal_exact);
        shares_within(&orders, table);
    }
    ent_arena_free(f.arena);
}

static void engines_agree(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 400; seed++)
        compare(seed, 1 + seed % 13, (uint64_t[]){1, 3, 9, 40, 1000}[seed % 5]);
    for (uint64_t seed = 0; seed < 4; seed++)
        compare(1000 + seed, 20, 60);
}

/* With n equal voters and a simple majority everybody has 1/n, and swings C(n - 1, q - 1) times: more
 * than 64 bits hold from 70 voters on. */
static void equal_voters(size_t n) {
    fixture f;
    ent_power *power;
    ent_wide expected;
    set_up(&f, n);
    for (size_t i = 0; i < n; i++)
        f.clause.weight[i] = 1;
    f.clause.sum = n;
    f.clause.quota = n / 2 + 1;
    assert_int_equal(ent_ask_power(&power, f.arena, &f.game, 1, &calm, &f.diags), ENT_OK);
    ent_wide_set(&expected, 1);
    for (size_t k = 1; k <= n / 2; k++) { /* C(n - 1, n / 2) */
        ent_wide_mul(&expected, n - k);
        assert_int_equal(ent_wide_divide(&expected, k), 0);
    }
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(ent_wide_cmp(&power->voter[i].swings, &expected), 0);
        assert_true(distance(power->voter[i].shapley_near, 1.0 / (double)n) < 1e-12);
    }
    ent_arena_free(f.arena);
}

static void large_bodies(void **state) {
    (void)state;
    equal_voters(29);
    equal_voters(71);
    equal_voters(127); /* as many bits as two words hold, less one */
    equal_voters(191);
    equal_voters(193);
    equal_voters(1000);
}

/* A random rule of several parts by the table and by layers. */
static void several_parts(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 300; seed++) {
        const size_t n = 2 + seed % 11;
        fixture f;
        ent_clause clauses[4];
        ent_formula leaf[4], inner = {.op = seed % 2 ? ENT_FORMULA_AND : ENT_FORMULA_OR, .n = 2};
        ent_formula *pair[2] = {&leaf[0], &leaf[1]}, *all[3] = {&inner, &leaf[2], &leaf[3]};
        ent_formula rule = {.op = seed % 3 ? ENT_FORMULA_AND : ENT_FORMULA_OR, .n = 3, .arg = all};
        uint64_t draw = 0;
        ent_power *table;
        set_up(&f, n);
        inner.arg = pair;
        for (size_t c = 0; c < 4; c++) {
            clauses[c] = (ent_clause){.weight = ENT_NEW(f.arena, uint64_t, n)};
            leaf[c] = (ent_formula){.clause = c};
            for (size_t i = 0; i < n; i++) {
                clauses[c].weight[i] = bits(seed, 3, draw++) % (c == 0          ? 2
                                                                : seed % 4 == 3 ? 1000000
                                                                                : 9);
                clauses[c].sum += clauses[c].weight[i];
            }
            clauses[c].quota = bits(seed, 3, draw++) % (clauses[c].sum + 2);
        }
        f.game.n_clauses = 4;
        f.game.clauses = clauses;
        f.game.rule = &rule;
        ent_power layers = {.n = n, .voter = ENT_NEW(f.arena, ent_power_voter, n)};
        assert_int_equal(ent_ask_power(&table, f.arena, &f.game, 10, &calm, &f.diags), ENT_OK);
        assert_int_equal(ent_power_layers(&layers, &f.game, &calm), ENT_OK);
        assert_int_equal(ent_wide_cmp(&table->winning, &layers.winning), 0);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(ent_wide_cmp(&table->voter[i].swings, &layers.voter[i].swings), 0);
            assert_true(distance(layers.voter[i].shapley_near, table->voter[i].shapley_near) <=
                        layers.shapley_error);
        }
        assert_true(layers.minimal_known && layers.johnston_known);
        shares_within(&layers, table);
        ent_arena_free(f.arena);
    }
}

/* Sums of more than 32 bits, and words between 2 and 4. */
static void heavy_weights(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++)
        compare(2000 + seed, 17, 20000);
}

/* Many voters with few sums: exact fractions beside the integral and the layers, which must keep within the
 * error they state. */
static void errors_are_bounds(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 3; seed++) {
        const size_t n = 60 + 45 * seed;
        fixture f;
        ent_power exact = {.n = n}, orders = {.n = n}, layers = {.n = n};
        set_up(&f, n);
        for (size_t i = 0; i < n; i++) {
            f.clause.weight[i] = 1 + bits(seed, 5, i) % 12 + (i % 9 == 0 ? 30 : 0);
            f.clause.sum += f.clause.weight[i];
        }
        f.clause.quota = f.clause.sum * (6 + seed) / 10;
        exact.voter = ENT_NEW(f.arena, ent_power_voter, n);
        orders.voter = ENT_NEW(f.arena, ent_power_voter, n);
        layers.voter = ENT_NEW(f.arena, ent_power_voter, n);
        uint32_t *order = ENT_NEW(f.arena, uint32_t, n);
        for (size_t i = 0; i < n; i++) { /* lightest first */
            size_t at = i;
            for (; at > 0 && f.clause.weight[order[at - 1]] > f.clause.weight[i]; at--)
                order[at] = order[at - 1];
            order[at] = (uint32_t)i;
        }
        assert_int_equal(ent_power_sums(&exact, f.arena, &f.clause, n, f.factorial, &calm), ENT_OK);
        assert_true(exact.shapley_exact);
        assert_int_equal(ent_power_orders(&orders, &f.clause, order, &calm), ENT_OK);
        assert_int_equal(ent_power_layers(&layers, &f.game, &calm), ENT_OK);
        assert_int_equal(ent_wide_cmp(&exact.winning, &layers.winning), 0);
        for (size_t i = 0; i < n; i++) {
            const double truth = ent_ratio_double(&exact.voter[i].shapley);
            assert_true(distance(orders.voter[i].shapley_near, truth) <= orders.shapley_error);
            assert_true(distance(layers.voter[i].shapley_near, truth) <= layers.shapley_error);
            assert_int_equal(ent_wide_cmp(&exact.voter[i].swings, &layers.voter[i].swings), 0);
        }
        assert_true(orders.shapley_error < 1e-12 && layers.shapley_error < 1e-12);
        assert_true(exact.minimal_exact && exact.johnston_known && layers.minimal_known);
        assert_int_equal(ent_power_critical(&orders, &f.clause, order, true, &calm), ENT_OK);
        shares_within(&orders, &exact);
        shares_within(&layers, &exact);
        ent_arena_free(f.arena);
    }
}

static bool two_of_three(void *user, uint64_t coalition) {
    ++*(unsigned *)user;
    return __builtin_popcountll(coalition & 7) >= 2;
}

static void families(void **state) {
    ent_arena *arena = ent_arena_new();
    ent_power *power;
    unsigned calls = 0;
    (void)state;
    assert_int_equal(ent_ask_power_of(&power, arena, 8, two_of_three, &calls, 5, &calm), ENT_OK);
    assert_true(calls < 256);
    assert_int_equal(power->n_listed, 3);
    /* The same from its minimal coalitions, among those in some of them: actors 2, 5 and 6 of eight. */
    static const uint64_t units[] = {1 << 2 | 1 << 5, 1 << 5 | 1 << 6, 1 << 2 | 1 << 6};
    ent_actor actors[8] = {{.id = "a"}, {.id = "b"}, {.id = "c"}, {.id = "d"},
                           {.id = "e"}, {.id = "f"}, {.id = "g"}, {.id = "h"}};
    const ent_scenario scenario = {.n_actors = 8, .actors = actors};
    ent_simple *game;
    ent_power *same;
    ent_diags diags = {.arena = arena};
    assert_int_equal(ent_simple_of_units(&game, arena, &scenario, units, 3), ENT_OK);
    assert_string_equal(game->names[2], "g");
    assert_int_equal(ent_ask_power(&same, arena, game, 5, &calm, &diags), ENT_OK);
    assert_int_equal(same->n, 3);
    assert_int_equal(same->n_listed, 3);
    for (size_t i = 0; i < 3; i++)
        same_ratio(&same->voter[i].shapley, &power->voter[i].shapley);
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(power->voter[i].dummy, i >= 3);
        assert_true(distance(power->voter[i].shapley_near, i < 3 ? 1.0 / 3 : 0) < 1e-15);
    }
    ent_arena_free(arena);
}

/* Fractions of wide numbers. */
static void ratios(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < 2000; seed++) {
        uint64_t a = bits(seed, 1, 0) >> seed % 60, b = bits(seed, 1, 1) >> 3 | 1;
        uint64_t c = bits(seed, 1, 2) | 1;
        ent_ratio r;
        ent_wide_set(&r.num, (ent_u128)a * c);
        ent_wide_set(&r.den, (ent_u128)b * c);
        assert_true(ent_ratio_double(&r) == (double)((ent_u128)a * c) / (double)((ent_u128)b * c) ||
                    distance(ent_ratio_double(&r) / ((double)a / (double)b), 1) < 1e-15);
        ent_ratio_reduce(&r);
        ent_i128 g = ent_gcd(a, b);
        assert_true(r.num.n <= 1 && r.den.n == 1);
        assert_int_equal(r.num.n ? r.num.word[0] : 0, a / (uint64_t)(g ? g : 1));
        assert_int_equal(r.den.word[0], a ? b / (uint64_t)g : 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engines_agree),
        cmocka_unit_test(large_bodies),
        cmocka_unit_test(heavy_weights),
        cmocka_unit_test(families),
        cmocka_unit_test(ratios),
        cmocka_unit_test(several_parts),
        cmocka_unit_test(errors_are_bounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
