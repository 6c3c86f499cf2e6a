/* The central model: centroids against closed forms, against each other, and against a plain average
 * over many random points; and the generator of random numbers against its published vectors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "game/central.h"
#include "game/poset.h"
#include "game/walk.h"
#include "reading.h"

#include <math.h>
#include <stdlib.h>

/* Known answers from the Random123 distribution (kat_vectors, philox4x32 10). */
static void philox_vectors(void **state) {
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } known[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    (void)state;
    for (size_t i = 0; i < ENT_COUNT(known); i++) {
        uint32_t out[4];
        ent_philox(known[i].counter, known[i].key, out);
        assert_memory_equal(out, known[i].out, sizeof out);
    }
}

/* ---- posets ---- */

static double exponential(uint64_t *draw) {
    return -log(1 - ent_random(3, 1, (*draw)++));
}

/* Centroid weights by rejection: uniform points of the simplex of groups, kept when they satisfy the
 * comparisons. */
static void rejected_mean(const ent_poset *p, double *mean) {
    uint64_t draw = 0, kept = 0;
    double x[8];
    for (size_t g = 0; g < p->n; g++)
        mean[g] = 0;
    while (kept < 40000) {
        double sum = 0;
        for (size_t g = 0; g < p->n; g++) {
            x[g] = exponential(&draw) / ent_number_double(p->mass[g]);
            sum += x[g] * ent_number_double(p->mass[g]);
        }
        bool fits = true;
        for (size_t i = 0; i < p->n_below; i++)
            fits = fits && x[p->below[i].left] >=
                               ent_number_double(p->below[i].factor) * x[p->below[i].right];
        for (size_t g = 0; g < p->n && fits; g++)
            mean[g] += x[g] / sum;
        kept += fits;
    }
    for (size_t g = 0; g < p->n; g++)
        mean[g] /= (double)kept;
}

#define ONE                                                                                        \
    { 1, 1 }

static void partial_order_centroid(void **state) {
    /* 0 > (1 | 2) > 3 = 4: the vertices' mean weighted by volume, since 3 and 4 count double. */
    static const ent_poset_fact facts[] = {{0, 1, false, ONE},
                                           {0, 2, false, ONE},
                                           {1, 3, false, ONE},
                                           {2, 3, false, ONE},
                                           {3, 4, true, ONE}};
    ent_arena *arena = ent_arena_new();
    ent_poset p;
    double drawn[8];
    uint32_t chain[8];
    ent_number factor[8], mean[8], sum = ENT_ZERO, part;
    (void)state;
    assert_int_equal(ent_poset_build(&p, arena, 5, facts, ENT_COUNT(facts)), ENT_OK);
    assert_int_equal(p.n, 4);
    assert_false(ent_poset_chain(&p, chain, factor));
    assert_int_equal(ent_poset_mean(&p, arena, true, mean), ENT_OK);
    rejected_mean(&p, drawn);
    for (size_t g = 0; g < p.n; g++) {
        assert_true(fabs(ent_number_double(mean[g]) - drawn[g]) < 0.004);
        assert_true(ent_number_mul(&part, mean[g], p.mass[g]));
        assert_true(ent_number_add(&sum, sum, part));
    }
    assert_int_equal(ent_number_cmp(sum, ent_number_int(1)), 0);
    ent_arena_free(arena);
}

static void mean_rank(void **state) {
    /* 0 > 1, 2 apart: extensions 0 1 2, 0 2 1, 2 0 1. */
    static const ent_poset_fact facts[] = {{0, 1, false, ONE}};
    ent_arena *arena = ent_arena_new();
    ent_poset p;
    ent_number rank[3];
    (void)state;
    assert_int_equal(ent_poset_build(&p, arena, 3, facts, 1), ENT_OK);
    assert_int_equal(ent_poset_mean(&p, arena, false, rank), ENT_OK);
    assert_int_equal(ent_number_cmp(rank[0], (ent_number){1, 3}), 0);
    assert_int_equal(ent_number_cmp(rank[1], (ent_number){5, 3}), 0);
    assert_int_equal(ent_number_cmp(rank[2], ent_number_int(1)), 0);
    ent_arena_free(arena);
}

static void circles(void **state) {
    static const ent_poset_fact facts[] = {
        {0, 1, false, ONE}, {1, 2, false, ONE}, {2, 0, false, ONE}, {2, 3, false, ONE}};
    static const ent_poset_fact grows[] = {{0, 1, false, {2, 1}}, {1, 0, false, ONE}};
    static const ent_poset_fact twice[] = {{0, 1, true, {2, 1}}, {0, 1, true, {3, 1}}};
    ent_arena *arena = ent_arena_new();
    ent_poset p;
    ent_number rank[3];
    (void)state;
    assert_int_equal(ent_poset_build(&p, arena, 4, facts, 4), ENT_OK);
    assert_int_equal(p.n, 2); /* 0 = 1 = 2 >= 3 */
    assert_true(p.group[0] == p.group[1] && p.group[1] == p.group[2] && p.group[3] != p.group[0]);
    assert_int_equal(ent_poset_build(&p, arena, 2, grows, 2), ENT_OK); /* only 0 satisfies it */
    assert_int_equal(ent_poset_mean(&p, arena, false, rank), ENT_ERROR);
    assert_int_equal(ent_poset_build(&p, arena, 2, twice, 2), ENT_ERROR);
    ent_arena_free(arena);
}

static void walk_finds_centroid(void **state) {
    /* x0 in [0, 100], x1 in [0, 50], x0 >= 2 x1: the triangle (0,0), (100,0), (100,50). */
    static const struct ent_cut cut[] = {{0, 1, 2}};
    double lo[2] = {0, 0}, hi[2] = {100, 50}, x[2] = {50, 10}, mean[2];
    ent_region region = {2, lo, hi, NULL, 1, cut};
    (void)state;
    ent_region_mean(&region, x, 5, mean);
    assert_true(fabs(mean[0] - 200.0 / 3) < 0.5);
    assert_true(fabs(mean[1] - 50.0 / 3) < 0.5);
    double a[2] = {60, 0}, b[2] = {80, 50};
    assert_true(ent_region_tighten(&region, a, b));
    assert_true(b[1] <= 40.0001);
    double c[2] = {0, 30}, d[2] = {50, 50};
    assert_false(ent_region_tighten(&region, c, d));
}

/* ---- whole scenarios ---- */

/* The weights of the first actor of a scenario with this salience, as "a: .., b: .." raw numbers. */
static ent_central central_of(reading *r, const char *salience) {
    char text[1024];
    snprintf(text, sizeof text,
             "entente: 1\nactors: {x: }\nissues:\n"
             "  a: {outcomes: [no, yes], status quo: no, control: x}\n"
             "  b: {outcomes: [no, yes], status quo: no, control: x}\n"
             "  c: {outcomes: [no, yes], status quo: no, control: x}\n"
             "  d: {outcomes: [no, yes], status quo: no, control: x}\n"
             "preferences:\n  x:\n"
             "    wants: {a: yes, b: yes, c: yes, d: yes}\n"
             "    salience: %s\n",
             salience);
    ent_central central;
    read_scenario(r, text);
    assert_int_equal(r->status, ENT_OK);
    assert_int_equal(ent_central_model(&central, r->arena, r->scenario, NULL, 0, &r->diags),
                     ENT_OK);
    return central;
}

/* The exact weights that a salience comes to, and whether they were found approximately. */
static void assert_weights(const char *salience, const char *const *expected, bool simplex) {
    reading r;
    ent_central c = central_of(&r, salience);
    for (size_t v = 0; v < 4; v++) {
        ent_buffer text = {0};
        ent_number_print(&text, c.weight[v]);
        assert_string_equal(text.data, expected[v]);
        ent_buffer_free(&text);
    }
    assert_int_equal(c.simplex, simplex);
    assert_true(c.open);
    done(&r);
}

#define WEIGHTS(...) ((const char *const[]){__VA_ARGS__})

static void rank_order_centroid(void **state) {
    (void)state;
    /* Barron and Barrett's weights for four. */
    assert_weights("a > b > c > d", WEIGHTS("25/48", "13/48", "7/48", "0.0625"), true);
    /* Vertices (1, 0, 0, 0), (1, 1, 1, 0) / 3, (1, 1, 1, 1) / 4. */
    assert_weights("a > b = c > d", WEIGHTS("19/36", "7/36", "7/36", "1/12"), true);
    assert_weights("a = b = c = d", WEIGHTS("0.25", "0.25", "0.25", "0.25"), true);
    /* Both relations are to 2 b: vertices (1, 0, 0, 0), (2, 1, 0, 0) / 3, (2, 1, 2, 0) / 5 and
     * (2, 1, 2, 2) / 7. */
    assert_weights("a > 2 * b > c > d", WEIGHTS("247/420", "71/420", "6/35", "1/14"), true);
}

static void numbers_and_ranges(void **state) {
    (void)state;
    assert_weights("{a: 80, b: [20, 40], c: 10.5}", WEIGHTS("80", "30", "10.5", "50"), false);
    /* A known number is a bound, exactly. */
    assert_weights("[{a: 40}, a > b]", WEIGHTS("40", "20", "50", "50"), false);
    /* Order statistics of three in [0, 100]. */
    assert_weights("[{d: 1}, a > b > c]", WEIGHTS("75", "50", "25", "1"), false);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_vectors),      cmocka_unit_test(partial_order_centroid),
        cmocka_unit_test(mean_rank),           cmocka_unit_test(circles),
        cmocka_unit_test(walk_finds_centroid), cmocka_unit_test(rank_order_centroid),
        cmocka_unit_test(numbers_and_ranges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
