/* The diagram of a bargain against its states: made both ways it is the same, its value in every state
 * is the right one, the k-th deals are all deals and each once, joins are joins; and draws from it are
 * even. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask/deals.h"
#include "ask/draw.h"
#include "game/diagram.h"
#include "small_bargain.h"

#define BARGAINS 800u
#define BLOCKS 12u

static const ent_run one = {.threads = 1}, two = {.threads = 2};

static uint32_t value_at(const ent_diagram *d, uint32_t node, uint64_t rank) {
    uint32_t digit[ENT_DIAGRAM_DIMS];
    ent_state_digits(digit, d->plan, rank);
    while (node > ENT_DIAGRAM_BOTH)
        node = ent_diagram_branch(d, node, digit[d->dim[d->level[node]]]);
    return node;
}

static uint32_t value_of(const small_bargain *s, uint64_t rank) {
    uint8_t state[16];
    ent_state_outcomes(state, s->b->plan, rank);
    if (!is_feasible(s, state))
        return ENT_DIAGRAM_NEITHER;
    return is_deal_but(s, state, ENT_NONE) ? ENT_DIAGRAM_DEAL : ENT_DIAGRAM_OTHER;
}

/* Every deal is the k-th for one k. */
static void check_picks(const small_bargain *s, ent_diagram *d) {
    uint64_t deals, n = s->b->plan->n_states;
    uint32_t digit[ENT_DIAGRAM_DIMS];
    bool *seen = ENT_NEW(s->r.arena, bool, n);
    assert_int_equal(ent_diagram_count(&deals, d), ENT_OK);
    for (uint64_t rank = 0; rank < n; rank++)
        deals -= value_of(s, rank) == ENT_DIAGRAM_DEAL;
    assert_int_equal(deals, 0);
    assert_int_equal(ent_diagram_count(&deals, d), ENT_OK);
    for (uint64_t k = 0; k < deals; k++) {
        uint64_t rank = 0;
        ent_diagram_pick(digit, d, k);
        for (size_t i = 0; i < s->b->plan->n_dims; i++)
            rank = rank * s->b->plan->dims[i].n + digit[i];
        assert_int_equal(value_of(s, rank), ENT_DIAGRAM_DEAL);
        assert_false(seen[rank]);
        seen[rank] = true;
    }
}

static void check_joins(const small_bargain *s, ent_diagram *d) {
    uint32_t a = d->root, b, joined;
    if (a <= ENT_DIAGRAM_BOTH)
        return;
    b = ent_diagram_branch(d, a, 0);
    a = ent_diagram_branch(d, a, 1);
    assert_int_equal(ent_diagram_join(&joined, d, a, b), ENT_OK);
    for (uint64_t rank = 0; rank < s->b->plan->n_states; rank++)
        assert_int_equal(value_at(d, joined, rank), value_at(d, a, rank) | value_at(d, b, rank));
}

static void check_bargain(uint64_t seed, bool blocks) {
    small_bargain s;
    ent_diagram *states, *parts;
    if (small_bargain_new(&s, seed, blocks)) {
        assert_int_equal(ent_diagram_by_states(&states, s.r.arena, s.b, &two), ENT_OK);
        assert_int_equal(ent_diagram_by_parts(&parts, s.r.arena, s.b, &one), ENT_OK);
        assert_int_equal(states->n_nodes, parts->n_nodes);
        for (uint64_t rank = 0; rank < s.b->plan->n_states; rank++) {
            assert_int_equal(value_at(states, states->root, rank), value_of(&s, rank));
            assert_int_equal(value_at(parts, parts->root, rank), value_of(&s, rank));
        }
        check_picks(&s, parts);
        check_joins(&s, states);
    }
    ent_arena_free(s.r.arena);
}

static void test_diagrams(void **state) {
    (void)state;
    for (uint64_t seed = 0; seed < BARGAINS; seed++)
        check_bargain(seed, false);
    for (uint64_t seed = 0; seed < BLOCKS; seed++)
        check_bargain(seed, true);
}

#define DRAWS 6000u

/* Pearson's statistic of draws over deals lies within five standard deviations of its mean. */
static void check_evenness(const small_bargain *s, const ent_drawn *drawn) {
    uint32_t *times = ENT_NEW(s->r.arena, uint32_t, s->b->plan->n_states);
    double mean = (double)DRAWS / (double)(drawn->deals ? drawn->deals : 1), sum = 0;
    for (size_t i = 0; i < drawn->n; i++) {
        assert_int_equal(value_of(s, drawn->rank[i]), ENT_DIAGRAM_DEAL);
        times[drawn->rank[i]]++;
    }
    for (uint64_t rank = 0; rank < s->b->plan->n_states; rank++) {
        double off = value_of(s, rank) == ENT_DIAGRAM_DEAL ? times[rank] - mean : 0;
        sum += off * off / mean;
    }
    if (drawn->deals > 3 && drawn->deals < 200) {
        double freedom = (double)drawn->deals - 1, over = sum - freedom;
        assert_true(over * over < 25 * 2 * freedom);
    }
}

static void test_draws_are_even(void **state) {
    unsigned tested = 0, pairs = 0;
    (void)state;
    for (uint64_t seed = 0; tested < 12; seed++) {
        small_bargain s;
        ent_drawn *drawn, *again;
        if (!small_bargain_new(&s, seed, false)) {
            ent_arena_free(s.r.arena);
            continue;
        }
        assert_int_equal(ent_ask_draw(&drawn, s.r.arena, s.b, DRAWS, seed, ENT_ENGINE_SCAN, &two),
                         ENT_OK);
        assert_int_equal(ent_ask_draw(&again, s.r.arena, s.b, 50, seed, ENT_ENGINE_PARTS, &one),
                         ENT_OK);
        assert_int_equal(drawn->n, drawn->deals ? DRAWS : 0);
        for (size_t i = 0; i < drawn->n && i < 50; i++)
            assert_true(again->rank[i] == drawn->rank[i]);
        check_evenness(&s, drawn);
        tested += drawn->deals > 3 && drawn->deals < 200;
        uint64_t paired;
        ent_status status = ent_deals_draw_pairs(&paired, drawn->rank, DRAWS, seed, s.b, &two);
        assert_true(status == ENT_OK || status == ENT_LIMIT);
        pairs += status == ENT_OK;
        if (status == ENT_OK) {
            assert_int_equal(paired, drawn->deals);
            check_evenness(&s, drawn);
        }
        ent_arena_free(s.r.arena);
    }
    assert_true(pairs > 6);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diagrams),
        cmocka_unit_test(test_draws_are_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
