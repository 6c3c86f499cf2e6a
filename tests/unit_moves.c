/* Graphs made by hand, sentences about moves, and graphs of the same moves with other preferences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ask/moving_claims.h"
#include "game/path.h"
#include "reading.h"

static const ent_run run = {.threads = 2};
static const ent_moving_rules rules = {0};

/* The prisoner's dilemma: 0 both betray, 1 and 2 one cooperates, 3 both do. */
static const ent_arc dilemma_arcs[] = {{0, 0, 1}, {0, 1, 0}, {0, 2, 3}, {0, 3, 2},
                                       {1, 0, 2}, {1, 2, 0}, {1, 1, 3}, {1, 3, 1}};
static const int32_t dilemma_first[] = {1, 0, 3, 2}, dilemma_second[] = {1, 3, 0, 2};

static ent_graph *dilemma(ent_arena *arena) {
    const int32_t *rank[] = {dilemma_first, dilemma_second};
    ent_graph_spec spec = {.n_states = 4,
                           .n_actors = 2,
                           .n_arcs = ENT_COUNT(dilemma_arcs),
                           .arcs = dilemma_arcs,
                           .rank = rank,
                           .status_quo = 3};
    ent_graph *graph;
    assert_int_equal(ent_graph_new(&graph, arena, &spec), ENT_OK);
    return graph;
}

static const ent_game *game_of(reading *r) {
    ent_game *game = NULL;
    assert_int_equal(r->status, ENT_OK);
    assert_int_equal(ent_game_compile(&game, r->arena, r->scenario, &r->diags), ENT_OK);
    return game;
}

static const ent_expr *expr_of(reading *r, const char *text) {
    const ent_expr *expr = NULL;
    assert_int_equal(
        ent_expr_parse(&expr, r->scenario, r->arena, text_node(r, text), "", &r->diags), ENT_OK);
    return expr;
}

static void graphs_by_hand(void **state) {
    ent_arena *arena = ent_arena_new();
    const ent_graph *g = dilemma(arena);
    ent_stability *st;
    (void)state;
    assert_true(g->transitive);
    assert_true(ent_graph_can_move(g, 0, 0, 1));
    assert_false(ent_graph_can_move(g, 0, 0, 2));
    assert_int_equal(ent_ask_stability(&st, arena, g, &rules, ENT_CONCEPTS_QUICK, &run), ENT_OK);
    assert_int_equal(st->equilibria[ENT_CONCEPT_R][0], 1);
    assert_int_equal(st->equilibria[ENT_CONCEPT_SEQ][0], 9);
    assert_int_equal(st->equilibria[ENT_CONCEPT_SMR][0], 9);
    /* Without options there are no moves at the same time. */
    assert_int_equal(
        ent_ask_stability(&st, arena, g, &rules, ENT_CONCEPT_BIT(ENT_CONCEPT_SIM), &run),
        ENT_ERROR);
    ent_arena_free(arena);
}

static void orders(void **state) {
    ent_arena *arena = ent_arena_new();
    const ent_graph *g = dilemma(arena);
    const uint32_t both[] = {0, 1};
    const uint64_t goal = 1;
    ent_path_what what = {.from = 3, .units = 3, .kind = ENT_PATH_IMPROVEMENTS};
    ent_step *steps;
    bool found;
    (void)state;
    assert_int_equal(ent_path_in_order(&found, &steps, arena, g, &what, both, 2, &goal), ENT_OK);
    assert_true(found);
    assert_int_equal(steps[0].to, 2);
    assert_int_equal(steps[1].to, 0);
    what.kind = ENT_PATH_FARSIGHTED; /* nobody gains by where it ends */
    what.end = 0;
    assert_int_equal(ent_path_in_order(&found, &steps, arena, g, &what, both, 2, &goal), ENT_OK);
    assert_false(found);
    ent_arena_free(arena);
}

#define PACT                                                                                       \
    "entente: 1\n"                                                                                 \
    "actors: {north: {}, east: {}}\n"                                                              \
    "issues:\n"                                                                                    \
    "  toll: {outcomes: [high, low], control: north, status quo: high}\n"                          \
    "  fleet: {outcomes: [out, home], control: east, status quo: out}\n"                           \
    "  peace: {outcomes: [\"no\", \"yes\"], control: \"all of [north, east]\", status quo: "       \
    "\"no\"}\n"                                                                                    \
    "preferences:\n"

static void sentences(void **state) {
    reading r;
    ent_moves_verdict v;
    const ent_expr *low, *never;
    const uint32_t order[] = {1, 0};
    (void)state;
    read_scenario(&r,
                  PACT "  north: {worth: {toll: {high: 1, low: 0}, fleet: {out: 0, home: 5}}}\n"
                       "  east: {worth: {toll: {high: 0, low: 5}, fleet: {out: 1, home: 0}}}\n");
    const ent_game *game = game_of(&r);
    low = expr_of(&r, "toll = low");
    never = expr_of(&r, "toll = low and not toll = low");
    assert_int_equal(ent_ask_claim_stable(&v, r.arena, game, &rules,
                                          (ent_claimed){.concept = ENT_CONCEPT_R}, NULL, false,
                                          NULL, &run, &r.diags),
                     ENT_OK);
    assert_int_equal(v.truth, ENT_TRUTH_TRUE); /* both hold out: a dilemma of two */
    assert_int_equal(ent_ask_claim_stable(&v, r.arena, game, &rules,
                                          (ent_claimed){.concept = ENT_CONCEPT_SEQ}, low, false,
                                          NULL, &run, &r.diags),
                     ENT_OK);
    assert_int_equal(v.truth, ENT_TRUTH_TRUE); /* kept by what the other would do */
    assert_int_equal(v.state[1], 1);
    assert_int_equal(ent_ask_claim_stable(&v, r.arena, game, &rules,
                                          (ent_claimed){.concept = ENT_CONCEPT_SEQ}, low, true,
                                          NULL, &run, &r.diags),
                     ENT_OK);
    assert_int_equal(v.truth, ENT_TRUTH_FALSE);
    assert_int_equal(ent_ask_claim_stable(&v, r.arena, game, &rules,
                                          (ent_claimed){.concept = ENT_CONCEPT_SEQ}, never, true,
                                          NULL, &run, &r.diags),
                     ENT_OK);
    assert_int_equal(v.truth, ENT_TRUTH_VACUOUS);
    assert_int_equal(
        ent_ask_claim_reached(&v, r.arena, game, &rules, low, 0, NULL, 0, NULL, &run, &r.diags),
        ENT_OK);
    assert_int_equal(v.truth, ENT_TRUTH_TRUE); /* north and east together */
    assert_int_equal(v.n_steps, 1);
    assert_int_equal(v.steps[0].actors, 3);
    assert_int_equal(
        ent_ask_claim_reached(&v, r.arena, game, &rules, low, 0, order, 2, NULL, &run, &r.diags),
        ENT_OK);
    assert_int_equal(v.truth, ENT_TRUTH_FALSE); /* one after the other, each loses first */
    assert_int_equal(r.diags.n, 0);
    done(&r);
}

static void other_ranks(void **state) {
    reading r, other;
    ent_graph *graph, *again, *direct;
    ent_graph_options options = {0};
    (void)state;
    read_scenario(&r,
                  PACT "  north: {worth: {toll: {high: 1, low: 0}, fleet: {out: 0, home: 5}}}\n"
                       "  east: {worth: {toll: {high: 0, low: 5}, fleet: {out: 1, home: 0}}}\n");
    read_scenario(&other, PACT
                  "  north: {worth: {toll: {high: 0, low: 3}, fleet: {out: 0, home: 1}}}\n"
                  "  east: {worth: {peace: {\"no\": 0, \"yes\": 2}, fleet: {out: 1, home: 0}}}\n");
    const ent_game *one = game_of(&r), *two = game_of(&other);
    assert_int_equal(ent_graph_from_game(&graph, r.arena, one, &options, &run, &r.diags), ENT_OK);
    assert_int_equal(ent_graph_from_game(&direct, r.arena, two, &options, &run, &r.diags), ENT_OK);
    assert_int_equal(ent_graph_with_ranks(&again, r.arena, graph, two, &run, &r.diags), ENT_OK);
    assert_int_equal(again->n_states, 8);
    for (uint32_t a = 0; a < 2; a++)
        assert_memory_equal(again->rank[a], direct->rank[a], 8 * sizeof(int32_t));
    done(&r);
    done(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(graphs_by_hand), cmocka_unit_test(orders),
                                       cmocka_unit_test(sentences), cmocka_unit_test(other_ranks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
