/* Claims about coalitions as plain questions with a witness: each turns when its premise does, and its
 * witness is what it says. Also: counting unions of intervals, and listing monotone families.
 */
#include "ask/blocks.h"
#include "ask/census.h"
#include "ask/hijack.h"
#include "ask/needed.h"
#include "ask/orders.h"
#include "ask/presence.h"
#include "base/random.h"
#include "game/act.h"
#include "reading.h"
#include "scenario/eval.h"

#define BASE                                                                                       \
    "entente: 1\n"                                                                                 \
    "actors: {north: , east: , port: }\n"                                                          \
    "issues:\n"                                                                                    \
    "  patrol: {outcomes: [none, full], control: north, status quo: none}\n"                       \
    "  escort: {outcomes: [none, full], control: east, status quo: none}\n"                        \
    "  strait: {outcomes: [closed, shared], control: \"all of [north, east]\", status quo: "       \
    "closed}\n"                                                                                    \
    "  tolls: {outcomes: [high, low], control: port, status quo: high}\n"                          \
    "preferences:\n"                                                                               \
    "  north: {wants: {strait: shared, patrol: none, escort: full},\n"                             \
    "          salience: {strait: 50, patrol: 10, escort: 40}}\n"                                  \
    "  east: {wants: {strait: shared, escort: none, patrol: full},\n"                              \
    "         salience: {strait: 50, escort: 10, patrol: 40}}\n"

typedef struct fixture {
    reading r;
    ent_game *game;
    ent_run run;
    uint8_t state[ENT_MAX_ISSUES], other[ENT_MAX_ISSUES];
} fixture;

static void start(fixture *f, const char *more) {
    char text[4096];
    (void)snprintf(text, sizeof text, "%s%s", BASE, more);
    *f = (fixture){.run = {.threads = 1}};
    read_scenario(&f->r, text);
    assert_string_equal(said(&f->r), "");
    assert_int_equal(f->r.status, ENT_OK);
    assert_int_equal(ent_game_compile(&f->game, f->r.arena, f->r.scenario, &f->r.diags), ENT_OK);
}

static const ent_expr *expr(fixture *f, const char *text) {
    const ent_expr *out = NULL;
    assert_int_equal(
        ent_expr_parse(&out, f->r.scenario, f->r.arena, text_node(&f->r, text), "", &f->r.diags),
        ENT_OK);
    return out;
}

static bool has(fixture *f, const char *text, const uint8_t *state) {
    return ent_expr_holds(expr(f, text), state, f->game->resource_of, f->r.scenario->n_actors);
}

#define NORTH 1u
#define EAST 2u
#define PORT 4u

static bool can(fixture *f, uint64_t coalition, const char *what) {
    bool out = false;
    assert_int_equal(
        ent_ask_can(&out, f->state, f->game, coalition, NULL, expr(f, what), &f->run, &f->r.diags),
        ENT_OK);
    if (out) {
        assert_true(has(f, what, f->state));
        assert_true(ent_state_reaches(f->game, f->game->status_quo, f->state, coalition));
        assert_true(ent_state_feasible(f->game, f->state));
    }
    return out;
}

static void test_can(void **unused) {
    fixture f;
    (void)unused;
    start(&f, "");
    assert_true(can(&f, NORTH | EAST, "strait = shared"));
    assert_false(can(&f, NORTH, "strait = shared"));
    assert_false(can(&f, NORTH | PORT, "strait = shared"));
    assert_true(can(&f, NORTH | EAST | PORT, "strait = shared and tolls = low"));
    assert_true(can(&f, 0, "tolls = high")); /* it holds already */
    done(&f.r);
    start(&f, "rules: [not (strait = shared and patrol = none)]\n");
    assert_true(can(&f, NORTH | EAST, "strait = shared"));
    assert_true(has(&f, "patrol = full", f.state));
    done(&f.r);
}

static void test_needed(void **unused) {
    fixture f;
    bool out;
    (void)unused;
    start(&f, "");
    const ent_expr *shared = expr(&f, "strait = shared"), *never = expr(&f, "false");
    assert_int_equal(ent_ask_is_needed(&out, f.state, f.game, 0, NULL, shared, &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(out && has(&f, "strait = shared", f.state));
    assert_int_equal(ent_ask_is_needed(&out, f.state, f.game, 2, NULL, shared, &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(!out && has(&f, "strait = shared", f.state)); /* what the others do without it */
    assert_int_equal(
        ent_ask_nobody_without(&out, NULL, f.game, 0, NULL, shared, &f.run, &f.r.diags), ENT_OK);
    assert_true(out);
    /* Nobody at all can: then nobody can without A, but A is not needed for it either. */
    assert_int_equal(ent_ask_nobody_without(&out, NULL, f.game, 0, NULL, never, &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(out);
    assert_int_equal(ent_ask_is_needed(&out, NULL, f.game, 0, NULL, never, &f.run, &f.r.diags),
                     ENT_OK);
    assert_false(out);
    assert_int_equal(
        ent_ask_some_deal(&out, f.state, f.game, NORTH | EAST, NULL, shared, &f.run, &f.r.diags),
        ENT_OK);
    assert_true(out && has(&f, "strait = shared", f.state));
    assert_int_equal(
        ent_ask_some_deal(&out, NULL, f.game, NORTH | PORT, NULL, shared, &f.run, &f.r.diags),
        ENT_OK);
    assert_false(out);
    done(&f.r);
}

/* Who joins adds what it controls and spoils what it does not sign. */
static void test_more_without(void **unused) {
    fixture f;
    bool more, has_state;
    ent_ask_what all = {.coalition = NORTH | EAST | PORT};
    (void)unused;
    start(&f, "  port: {red lines: [strait = shared]}\n");
    assert_int_equal(
        ent_ask_more_without(&more, &has_state, f.state, f.game, all, 2, &f.run, &f.r.diags),
        ENT_OK);
    assert_true(more && has_state && has(&f, "strait = shared", f.state));
    done(&f.r);
    start(&f, "");
    assert_int_equal(
        ent_ask_more_without(&more, &has_state, f.state, f.game, all, 2, &f.run, &f.r.diags),
        ENT_OK);
    assert_true(!more && has_state && has(&f, "tolls = low", f.state));
    done(&f.r);
}

/* A prisoners' dilemma beside a strait: patrols are broken off, sharing the strait is not. */
static void test_unblocked(void **unused) {
    fixture f;
    bool unblocked, has_state;
    uint64_t breaker;
    (void)unused;
    start(&f, "");
    ent_ask_what what = {.coalition = NORTH | EAST, .with = expr(&f, "patrol = full")};
    assert_int_equal(ent_ask_unblocked(&unblocked, &has_state, f.state, &breaker, f.other, f.game,
                                       what, NORTH | EAST | PORT, &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(!unblocked && has_state && breaker == NORTH);
    assert_true(has(&f, "patrol = full", f.state) && has(&f, "patrol = none", f.other));
    assert_int_equal(ent_state_better(f.game, f.state, f.other, NORTH), NORTH);
    /* Bound to it, north is no breaker, and the rest holds. */
    assert_int_equal(ent_ask_unblocked(&unblocked, &has_state, f.state, &breaker, f.other, f.game,
                                       what, PORT, &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(unblocked && has(&f, "patrol = full", f.state));
    what.with = expr(&f, "patrol = none and escort = none");
    assert_int_equal(ent_ask_unblocked(&unblocked, &has_state, f.state, &breaker, f.other, f.game,
                                       what, NORTH | PORT, &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(unblocked && has(&f, "strait = shared", f.state));
    done(&f.r);
}

/* Red lines bind one's own acts. */
static void test_red_line_holds_a_deal(void **unused) {
    fixture f;
    bool unblocked, has_state;
    uint64_t breaker;
    char text[] = BASE;
    (void)unused;
    char *line = strstr(text, "salience: {strait: 50, patrol: 10, escort: 40}}");
    memcpy(line, "red lines: [patrol = none]                    }", 47);
    read_scenario(&f.r, text);
    assert_int_equal(f.r.status, ENT_OK);
    f.run = (ent_run){.threads = 1};
    assert_int_equal(ent_game_compile(&f.game, f.r.arena, f.r.scenario, &f.r.diags), ENT_OK);
    ent_ask_what what = {.coalition = NORTH | EAST, .with = expr(&f, "patrol = full")};
    assert_int_equal(ent_ask_unblocked(&unblocked, &has_state, f.state, &breaker, f.other, f.game,
                                       what, NORTH, &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(unblocked && has_state);
    done(&f.r);
}

static void test_safe(void **unused) {
    fixture f;
    bool safe, has_state;
    (void)unused;
    /* port wants what hurts east: no patrol */
    start(&f, "  port: {wants: {patrol: none, escort: full}}\n");
    ent_ask_what what = {.coalition = NORTH | EAST,
                         .with = expr(&f, "escort = full and patrol = full and strait = closed")};
    assert_int_equal(ent_ask_some_safe(&safe, &has_state, f.state, f.other, f.game, what, 0, 2,
                                       &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(!safe && has_state && has(&f, "patrol = none", f.other));
    /* with the strait shared east is still better off than with no deal */
    what.with = expr(&f, "strait = shared");
    assert_int_equal(ent_ask_some_safe(&safe, &has_state, f.state, f.other, f.game, what, 0, 2,
                                       &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(safe && has(&f, "strait = shared", f.state));
    what.coalition = EAST | PORT;
    assert_int_equal(ent_ask_some_safe(&safe, &has_state, f.state, f.other, f.game, what, 0, 2,
                                       &f.run, &f.r.diags),
                     ENT_ERROR);
    assert_string_equal(said(&f.r), "E0582");
    done(&f.r);
}

static void test_in_order(void **unused) {
    fixture f;
    bool works;
    const uint32_t order[] = {0, 1}, with_port[] = {0, 2, 1}, alone[] = {0};
    uint8_t path[3 * ENT_MAX_ISSUES];
    (void)unused;
    start(&f, "");
    ent_ask_what what = {.with = expr(&f, "strait = shared")};
    size_t n = f.r.scenario->n_issues;
    assert_int_equal(
        ent_ask_in_order(&works, path, f.game, what, order, 2, false, &f.run, &f.r.diags), ENT_OK);
    assert_true(works && has(&f, "strait = closed", path) && has(&f, "strait = shared", path + n));
    assert_int_equal(ent_order_streamed(&works, path, f.game, what, order, 2, &f.run, &f.r.diags),
                     ENT_OK);
    assert_true(works && has(&f, "strait = closed", path) && has(&f, "strait = shared", path + n));
    /* port wants nothing, so it gains nothing by joining */
    assert_int_equal(
        ent_order_streamed(&works, path, f.game, what, with_port, 3, &f.run, &f.r.diags), ENT_OK);
    assert_false(works);
    assert_int_equal(
        ent_ask_in_order(&works, path, f.game, what, with_port, 3, false, &f.run, &f.r.diags),
        ENT_OK);
    assert_false(works);
    assert_int_equal(
        ent_ask_in_order(&works, path, f.game, what, alone, 1, false, &f.run, &f.r.diags),
        ENT_ERROR);
    done(&f.r);
}

/* A small random conflict of three actors. */
static void random_text(char *text, size_t size, uint64_t *draw) {
    static const char *const control[] = {"a",
                                          "b",
                                          "c",
                                          "all of [a, b]",
                                          "all of [b, c]",
                                          "any of [a, c]",
                                          "2 of [a, b, c]",
                                          "all of [a, b, c]"};
    size_t n = (size_t)snprintf(text, size, "entente: 1\nactors: {a: , b: , c: }\nissues:\n");
    for (unsigned k = 0; k < 5; k++) {
        unsigned which = (unsigned)(ent_random(3, 5, (*draw)++) * 8);
        n += (size_t)snprintf(text + n, size - n,
                              "  i%u: {outcomes: [x, y], status quo: x, control: \"%s\"}\n", k,
                              control[which]);
    }
    n += (size_t)snprintf(text + n, size - n,
                          "rules: [not (i0 = y and i1 = y), if i4 = y then i3 = y]\n"
                          "preferences:\n");
    for (unsigned a = 0; a < 3; a++) {
        n += (size_t)snprintf(text + n, size - n, "  %c: {worth: {", (char)('a' + a));
        for (unsigned k = 0; k < 5; k++) {
            int worth = (int)(ent_random(3, 5, (*draw)++) * 13) - 5;
            n += (size_t)snprintf(text + n, size - n, "%si%u: {x: 0, y: %d}", k ? ", " : "", k,
                                  worth);
        }
        n += (size_t)snprintf(text + n, size - n, "}, red lines: [i%u = y and i%u = x]}\n", a,
                              a + 2);
    }
}

/* Orders found by passes are those found over states that are written down. */
static void test_streamed_orders(void **unused) {
    static const uint32_t orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                          {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    uint64_t draw = 0;
    unsigned works_n = 0, tried = 0;
    (void)unused;
    for (unsigned round = 0; round < 150; round++) {
        fixture f = {.run = {.threads = 1}};
        char text[4096];
        ent_orders *all;
        random_text(text, sizeof text, &draw);
        read_scenario(&f.r, text);
        assert_int_equal(f.r.status, ENT_OK);
        assert_int_equal(ent_game_compile(&f.game, f.r.arena, f.r.scenario, &f.r.diags), ENT_OK);
        ent_ask_what what = {.coalition = 7};
        assert_int_equal(ent_ask_orders(&all, f.r.arena, f.game, what, false, &f.run, &f.r.diags),
                         ENT_OK);
        assert_true(all->counted);
        for (unsigned o = 0; o < 6; o++) {
            bool works, listed = false;
            assert_int_equal(
                ent_order_streamed(&works, f.state, f.game, what, orders[o], 3, &f.run, &f.r.diags),
                ENT_OK);
            for (size_t i = 0; i < all->n; i++)
                listed = listed || memcmp(all->orders[i].member, orders[o], sizeof orders[o]) == 0;
            assert_int_equal(works, listed);
            works_n += works;
            tried++;
        }
        done(&f.r);
    }
    assert_true(works_n > 20 && works_n < tried - 20); /* or it would prove nothing */
}

/* ---- counting and listing, against going through everything ---- */

static void test_intervals(void **unused) {
    uint64_t draw = 0;
    (void)unused;
    for (unsigned round = 0; round < 400; round++) {
        uint32_t n = 1 + (uint32_t)(ent_random(1, 5, draw++) * 11), m = round % 12;
        ent_interval all[12];
        uint64_t count, expected = 0;
        for (uint32_t i = 0; i < m; i++) {
            all[i].high = (uint64_t)(ent_random(1, 5, draw++) * (double)((uint64_t)1 << n));
            all[i].low =
                all[i].high & (uint64_t)(ent_random(1, 5, draw++) * (double)((uint64_t)1 << n));
        }
        for (uint64_t c = 1; c < (uint64_t)1 << n; c++) {
            bool in = false;
            for (uint32_t i = 0; i < m; i++)
                in = in || (!(all[i].low & ~c) && !(c & ~all[i].high));
            expected += in;
        }
        assert_int_equal(ent_intervals_count(&count, all, m, n), ENT_OK);
        assert_int_equal(count, expected);
    }
}

typedef struct family {
    size_t n;
    uint64_t set[6];
    unsigned calls;
} family;

static ent_status contains_one(bool *able, void *user, uint64_t actors) {
    family *f = user;
    f->calls++;
    *able = false;
    for (size_t i = 0; i < f->n; i++)
        *able = *able || !(f->set[i] & ~actors);
    return ENT_OK;
}

static void test_minimal(void **unused) {
    uint64_t draw = 0;
    (void)unused;
    for (unsigned round = 0; round < 500; round++) {
        ent_arena *arena = ent_arena_new();
        ent_coalitions found;
        family f = {.n = round % 7};
        size_t expected = 0;
        for (size_t i = 0; i < f.n; i++) {
            f.set[i] = (uint64_t)(ent_random(2, 5, draw++) * 4096);
            f.set[i] &= (uint64_t)(ent_random(2, 5, draw++) * 4096);
        }
        for (size_t i = 0; i < f.n; i++) {
            bool minimal = true;
            for (size_t k = 0; k < f.n; k++)
                minimal = minimal && (f.set[k] == f.set[i] ? k >= i : f.set[k] & ~f.set[i]);
            expected += minimal;
        }
        assert_int_equal(ent_coalitions_of(&found, arena, 4095, 4096, contains_one, &f), ENT_OK);
        assert_int_equal(found.n, expected);
        for (size_t i = 0; i < found.n; i++) {
            bool able;
            assert_int_equal(contains_one(&able, &f, found.unit[i]), ENT_OK);
            assert_true(able);
            assert_true(i == 0 || ent_coalition_cmp(found.unit[i - 1], found.unit[i]) < 0);
        }
        ent_arena_free(arena);
    }
    /* One among many: those who do not matter are not tried in all combinations. */
    ent_arena *arena = ent_arena_new();
    ent_coalitions found;
    family one = {.n = 1, .set = {(uint64_t)1 << 40}};
    assert_int_equal(ent_coalitions_of(&found, arena, UINT64_MAX >> 1, 16, contains_one, &one),
                     ENT_OK);
    assert_int_equal(found.n, 1);
    assert_true(one.calls < 200);
    ent_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_can),
                                       cmocka_unit_test(test_needed),
                                       cmocka_unit_test(test_more_without),
                                       cmocka_unit_test(test_unblocked),
                                       cmocka_unit_test(test_red_line_holds_a_deal),
                                       cmocka_unit_test(test_safe),
                                       cmocka_unit_test(test_in_order),
                                       cmocka_unit_test(test_streamed_orders),
                                       cmocka_unit_test(test_intervals),
                                       cmocka_unit_test(test_minimal)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
