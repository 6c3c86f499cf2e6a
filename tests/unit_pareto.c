/* Frontiers and points of thousands of small random bargains, by both engines, against going through
 * all states one by one from the definitions; and wide integers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask/bound.h"
#include "base/random.h"
#include "base/wide.h"
#include "game/state.h"
#include "scenario/eval.h"

#include <string.h>

static uint64_t seed, draw;

static unsigned pick(unsigned n) {
    return (unsigned)(ent_random(seed, 11, draw++) * n);
}

/* ---- random bargains ---- */

typedef struct bargain_shape {
    unsigned members, issues, outcomes[6];
    bool anchored, reserved, rules, wanted;
} bargain_shape;

static void put_term(ent_buffer *out, const bargain_shape *s) {
    unsigned k = pick(s->issues);
    ent_buffer_printf(out, "i%u %s o%u", k, pick(2) ? "=" : "!=", pick(s->outcomes[k]));
}

static void put_expr(ent_buffer *out, const bargain_shape *s) {
    put_term(out, s);
    for (unsigned n = pick(3); n > 0; n--) {
        ent_buffer_put(out, pick(2) ? " and " : " or ");
        put_term(out, s);
    }
}

static void write_bargain(ent_buffer *out, bargain_shape *s) {
    *s = (bargain_shape){.members = 1 + pick(5),
                         .issues = 1 + pick(5),
                         .anchored = pick(3) > 0,
                         .rules = pick(2),
                         .wanted = pick(4) == 0};
    s->reserved = !s->anchored || pick(2);
    ent_buffer_put(out, "entente: 1\nactors: {");
    for (unsigned a = 0; a < s->members; a++)
        ent_buffer_printf(out, "a%u: , ", a);
    ent_buffer_put(out, "z: }\nissues:\n");
    for (unsigned k = 0; k < s->issues; k++) {
        s->outcomes[k] = 2 + pick(3);
        ent_buffer_printf(out, "  i%u: {control: a0, outcomes: [o0", k);
        for (unsigned o = 1; o < s->outcomes[k]; o++)
            ent_buffer_printf(out, ", o%u", o);
        ent_buffer_put(out, "]");
        if (s->anchored)
            ent_buffer_printf(out, ", status quo: o%u", pick(s->outcomes[k]));
        ent_buffer_put(out, "}\n");
    }
    if (s->rules) {
        ent_buffer_put(out, "rules: [\"");
        put_expr(out, s);
        ent_buffer_put(out, "\"]\n");
    }
    ent_buffer_put(out, "preferences:\n");
    unsigned most = 2 + pick(12);
    for (unsigned a = 0; a < s->members; a++) {
        ent_buffer_printf(out, "  a%u:\n    worth:\n", a);
        for (unsigned k = 0; k < s->issues; k++) {
            ent_buffer_printf(out, "      i%u: {", k);
            for (unsigned o = 0; o < s->outcomes[k]; o++)
                ent_buffer_printf(out, "%so%u: %d/%u", o ? ", " : "", o, (int)pick(most) - 2,
                                  a + 1);
            ent_buffer_put(out, "}\n");
        }
        if (s->reserved && (!s->anchored || pick(2)))
            ent_buffer_printf(out, "    reservation: %d/2\n", (int)pick(most * s->issues) - 3);
        else if (s->reserved && !s->anchored)
            ent_buffer_put(out, "    reservation: 0\n");
        if (pick(4) == 0) {
            ent_buffer_put(out, "    red lines: [\"");
            put_expr(out, s);
            ent_buffer_put(out, "\"]\n");
        }
        if (pick(4) == 0) {
            ent_buffer_put(out, "    conditions: [{holds: \"");
            put_expr(out, s);
            ent_buffer_printf(out, "\", worth: %u}]\n", 1 + pick(5));
        }
    }
    ent_buffer_put(out, "question: \"deal of {a0");
    for (unsigned a = 1; a < s->members; a++)
        ent_buffer_printf(out, ", a%u", a);
    ent_buffer_put(out, "}");
    if (s->wanted) {
        ent_buffer_put(out, " with ");
        put_term(out, s);
    }
    ent_buffer_put(out, "\"\n");
}

/* NULL where the draw makes no sense: the status quo breaks a rule, for one. */
static ent_bargain *bargain_of(ent_arena *arena, bargain_shape *shape) {
    ent_buffer text = {0};
    const ent_source *source;
    ent_node *root;
    ent_scenario *scenario;
    ent_game *game;
    ent_bargain *b = NULL;
    ent_diags diags = {.arena = arena};
    write_bargain(&text, shape);
    bool ok = ent_source_text(&source, arena, "t", text.data, text.len, &diags) == ENT_OK &&
              ent_node_parse(&root, arena, source, &diags) == ENT_OK &&
              ent_scenario_build(&scenario, arena, source, root, &diags) == ENT_OK &&
              ent_game_compile(&game, arena, scenario, &diags) == ENT_OK;
    if (ok) {
        const ent_question *q = &scenario->question;
        ent_ask_what what = {.coalition = q->coalition, .about = q->about, .with = q->with};
        ok = ent_bargain_new(&b, arena, game, what, &diags) == ENT_OK;
    }
    ent_buffer_free(&text);
    return ok ? b : NULL;
}

/* ---- one state after the other ---- */

enum { STATES_MOST = 2048 };

typedef struct brute {
    const ent_bargain *b;
    ent_frontier_over over;
    size_t members, n;
    ent_i128 value[STATES_MOST][5];
    ent_u128 key[STATES_MOST];
    bool shown[STATES_MOST], signs[STATES_MOST]; /* shown: not the fallback */
} brute;

static bool counts(const brute *s, const uint8_t *state) {
    const ent_game *game = s->b->game;
    const ent_scenario *c = game->scenario;
    for (size_t r = 0; r < c->n_rules; r++)
        if (!ent_expr_holds(c->rules[r].expr, state, game->resource_of, c->n_actors))
            return false;
    for (size_t m = 0; m < s->members && s->over == ENT_FRONTIER_DEALS; m++) {
        const ent_preference *p = &c->preferences[s->b->members[m]];
        for (size_t r = 0; r < p->n_red_lines; r++)
            if (ent_expr_holds(p->red_lines[r].never, state, game->resource_of, c->n_actors))
                return false;
    }
    return s->over == ENT_FRONTIER_PACKAGES || !s->b->what.with ||
           ent_expr_holds(s->b->what.with, state, game->resource_of, c->n_actors);
}

static void enumerate(brute *s, const ent_bargain *b, ent_frontier_over over) {
    *s = (brute){.b = b, .over = over, .members = b->n_members};
    for (uint64_t rank = 0; rank < b->plan->n_states; rank++) {
        uint8_t state[ENT_MAX_ISSUES];
        bool signs = true, gains = false, is_fallback = b->game->fallback != NULL;
        ent_state_outcomes(state, b->plan, rank);
        for (size_t k = 0; k < b->game->scenario->n_issues && is_fallback; k++)
            is_fallback = state[k] == b->game->fallback[k];
        for (size_t m = 0; m < s->members; m++) {
            ent_i128 u = ent_game_utility(b->game, b->members[m], state);
            s->value[s->n][m] = u;
            signs = signs && u >= b->game->aims[b->members[m]].threshold;
            gains = gains || u >= b->game->aims[b->members[m]].gain;
        }
        bool deal = signs && (gains || !b->gain_asked) && !is_fallback;
        if (!counts(s, state) || (over == ENT_FRONTIER_DEALS && !deal))
            continue;
        s->key[s->n] = (ent_u128)ent_state_changes(b->plan, rank) * b->plan->n_states + rank;
        s->shown[s->n] = !is_fallback;
        s->signs[s->n++] = signs && !is_fallback;
    }
}

static bool dominated(const brute *s, size_t i) {
    for (size_t j = 0; j < s->n; j++)
        if (ent_vector_covers(s->value[j], s->value[i], s->members) &&
            ent_vector_cmp(s->value[j], s->value[i], s->members) != 0)
            return true;
    return false;
}

/* Compares a front with the marked states. */
static void check_front(const brute *s, const ent_front *front, const bool *marked) {
    size_t vectors = 0;
    for (size_t i = 0; i < s->n; i++) {
        bool first = marked[i];
        for (size_t j = 0; j < i && first; j++)
            first = !marked[j] || ent_vector_cmp(s->value[i], s->value[j], s->members) != 0;
        vectors += first;
        if (!first)
            continue;
        uint64_t count = 0;
        ent_u128 key = s->key[i];
        for (size_t j = 0; j < s->n; j++)
            if (marked[j] && ent_vector_cmp(s->value[i], s->value[j], s->members) == 0) {
                count++;
                key = s->key[j] < key ? s->key[j] : key;
            }
        size_t at = ent_front_find(front, s->value[i]);
        assert_true(at != SIZE_MAX);
        assert_true(front->count[at] == count);
        assert_true(front->first[at] == key);
    }
    assert_int_equal(front->n, vectors);
    for (size_t i = 1; i < front->n; i++)
        assert_true(ent_vector_cmp(front->value + (i - 1) * s->members,
                                   front->value + i * s->members, s->members) > 0);
}

/* ---- points from the definitions ---- */

static ent_number utility(const brute *s, size_t i, size_t m) {
    return ent_game_number(s->b->game, s->b->members[m], s->value[i][m]);
}

static ent_number gain(const brute *s, size_t i, size_t m) {
    ent_number out;
    assert_true(
        ent_number_sub(&out, utility(s, i, m), s->b->game->aims[s->b->members[m]].threshold_exact));
    return out;
}

/* The greatest gain of a member, of states that all sign or of all that are compared. */
static ent_number greatest(const brute *s, size_t m, bool signing) {
    ent_number most = ENT_ZERO;
    bool any = false;
    for (size_t i = 0; i < s->n; i++)
        if ((signing ? s->signs[i] : s->shown[i]) &&
            (!any || ent_number_cmp(gain(s, i, m), most) > 0)) {
            most = gain(s, i, m);
            any = true;
        }
    return most;
}

static ent_number score(const brute *s, size_t i, ent_point_kind kind) {
    ent_number out = {kind == ENT_POINT_NASH, 1}, part = ENT_ZERO;
    bool any = false;
    for (size_t m = 0; m < s->members; m++) {
        bool relative = kind == ENT_POINT_RELATIVE_UTILITARIAN;
        part = kind == ENT_POINT_UTILITARIAN || kind == ENT_POINT_MAX_MIN ? utility(s, i, m)
                                                                          : gain(s, i, m);
        if (relative || kind == ENT_POINT_KALAI_SMORODINSKY) {
            ent_number by = greatest(s, m, !relative);
            if (by.num == 0)
                continue;
            assert_true(ent_number_div(&part, part, by));
        }
        if (kind == ENT_POINT_NASH)
            assert_true(ent_number_mul(&out, out, part));
        else if (relative || kind == ENT_POINT_UTILITARIAN)
            assert_true(ent_number_add(&out, out, part));
        else if (!any || ent_number_cmp(part, out) < 0)
            out = part;
        any = true;
    }
    return out;
}

static void check_point(const brute *s, const ent_point *point, ent_point_kind kind, bool all) {
    static ent_number scores[STATES_MOST];
    bool marked[STATES_MOST];
    ent_number best = ENT_ZERO;
    bool any = false;
    for (size_t i = 0; i < s->n; i++) {
        if (!s->signs[i])
            continue;
        scores[i] = score(s, i, kind);
        if (!any || ent_number_cmp(scores[i], best) > 0)
            best = scores[i];
        any = true;
    }
    if (!all && !point->found)
        return;
    assert_int_equal(point->found, any);
    if (!any)
        return;
    ent_buffer text = {0};
    ent_number_print(&text, best);
    assert_string_equal(point->value, text.data);
    ent_buffer_free(&text);
    for (size_t i = 0; i < s->n; i++)
        marked[i] = s->signs[i] && ent_number_cmp(scores[i], best) == 0;
    assert_true(point->counted);
    check_front(s, &point->at, marked);
}

/* ---- the comparison ---- */

static unsigned made, found, proven;

static void check_bargain(ent_arena *arena, const ent_bargain *b, ent_frontier_over over) {
    static brute s;
    bool efficient[STATES_MOST];
    enumerate(&s, b, over);
    for (size_t i = 0; i < s.n; i++)
        efficient[i] = s.shown[i] && !dominated(&s, i);
    for (unsigned turn = 0; turn < 4; turn++) {
        const ent_run run = {.threads = 1 + turn % 2};
        ent_frontier *f;
        ent_points *points;
        ent_engine engine = turn < 2 ? ENT_ENGINE_SCAN : ENT_ENGINE_PARTS;
        assert_int_equal(ent_ask_frontier(&f, arena, b, over, engine, false, &run), ENT_OK);
        check_front(&s, &f->efficient, efficient);
        assert_int_equal(ent_ask_points(&points, arena, f, &run), ENT_OK);
        for (ent_point_kind k = 0; k < ENT_POINT_KINDS; k++)
            check_point(&s, &points->point[k], k, true);
        found += points->any;
    }
    const ent_run run = {.threads = 1};
    ent_frontier *f;
    ent_points *points;
    ent_status status = ent_ask_frontier(&f, arena, b, over, ENT_ENGINE_PARTS, true, &run);
    assert_true(status == ENT_LIMIT || (status == ENT_OK && s.n == 0));
    assert_int_equal(ent_ask_points(&points, arena, f, &run), ENT_OK);
    for (ent_point_kind k = 0; k < ENT_POINT_KINDS; k++) {
        check_point(&s, &points->point[k], k, false);
        proven += points->point[k].found;
    }
}

static void engines_agree(void **state) {
    (void)state;
    for (seed = 1; seed <= 2000; seed++) {
        ent_arena *arena = ent_arena_new();
        bargain_shape shape;
        draw = 0;
        ent_bargain *b = bargain_of(arena, &shape);
        made += b != NULL;
        if (b) {
            check_bargain(arena, b, ENT_FRONTIER_DEALS);
            check_bargain(arena, b, ENT_FRONTIER_PACKAGES);
        }
        ent_arena_free(arena);
    }
    assert_true(made > 1500 && found > 4000 && proven > 2000); /* the draws make sense */
}

/* ---- sets of vectors ---- */

/* For one to six members and lanes of each width: joins and sums against comparing all with all. */
static void sweeps_agree(void **state) {
    static const ent_i128 scales[] = {1, (ent_i128)1 << 40, (ent_i128)1 << 90};
    const int now = 1;
    const ent_run calm = {.threads = 1}, stopped = {.threads = 1, .stop = &now};
    (void)state;
    for (seed = 1; seed <= 300; seed++) {
        ent_arena *arena = ent_arena_new(), *scratch = ent_arena_new();
        size_t members = 1 + seed % 6, n[2];
        ent_i128 scale = scales[seed / 6 % 3];
        ent_front set[2], sum, all;
        draw = 0;
        for (unsigned k = 0; k < 2; k++) {
            set[k] = (ent_front){.members = members};
            n[k] = 1 + pick(60);
            for (size_t i = 0; i < n[k]; i++) {
                ent_i128 value[6];
                for (size_t m = 0; m < members; m++)
                    value[m] = ((ent_i128)pick(12) - 4) * scale;
                assert_int_equal(ent_front_put(&set[k], arena, value, 1, pick(1000)), ENT_OK);
            }
            assert_int_equal(ent_front_sort(&set[k], arena), ENT_OK);
        }
        assert_int_equal(
            ent_front_sum(&all, arena, scratch, &set[0], &set[1], NULL, ENT_KEEP_ALL, &calm),
            ENT_OK);
        assert_int_equal(
            ent_front_sum(&sum, arena, scratch, &set[0], &set[1], NULL, ENT_KEEP_EFFICIENT, &calm),
            ENT_OK);
        ent_front none;
        assert_int_equal(
            ent_front_sum(&none, arena, scratch, &set[0], &set[1], NULL, ENT_KEEP_ALL, &stopped),
            ENT_CANCELLED);
        ent_u128 states = 0;
        size_t kept = 0;
        for (size_t i = 0; i < all.n; i++) {
            bool beaten = false;
            for (size_t j = 0; j < all.n; j++)
                beaten = beaten || (i != j && ent_vector_covers(all.value + j * members,
                                                                all.value + i * members, members));
            size_t at = ent_front_find(&sum, all.value + i * members);
            assert_true(beaten == (at == SIZE_MAX));
            assert_true(beaten || (sum.count[at] == all.count[i] && sum.first[at] == all.first[i]));
            kept += !beaten;
            states += all.count[i];
        }
        assert_true(states == (ent_u128)n[0] * n[1]);
        assert_int_equal(kept, sum.n);
        ent_arena_free(arena);
        ent_arena_free(scratch);
    }
}

/* ---- wide integers ---- */

static void assert_wide(const ent_wide *a, const char *digits) {
    ent_buffer text = {0};
    ent_wide_print(&text, a);
    assert_string_equal(text.data, digits);
    ent_buffer_free(&text);
}

static void wide_integers(void **state) {
    ent_wide a, b;
    (void)state;
    ent_wide_set(&a, 0);
    assert_wide(&a, "0");
    ent_wide_set(&a, 1);
    for (unsigned i = 2; i <= 60; i++)
        ent_wide_mul(&a, i);
    assert_wide(
        &a, "8320987112741390144276341183223364380754172606361245952449277696409600000000000000");
    b = a;
    ent_wide_add(&a, &b);
    assert_true(ent_wide_cmp(&a, &b) > 0);
    ent_wide_mul(&b, 2);
    assert_true(ent_wide_cmp(&a, &b) == 0);
    ent_wide_set(&a, ~(ent_u128)0);
    ent_wide_mul(&a, ~(ent_u128)0);
    assert_wide(&a,
                "115792089237316195423570985008687907852589419931798687112530834793049593217025");
    ent_wide_set(&a, (ent_u128)1 << 64);
    ent_wide_mul(&a, (ent_u128)1 << 64);
    assert_wide(&a, "340282366920938463463374607431768211456");
    assert_int_equal(ent_wide_divide(&a, 10), 6);
    assert_wide(&a, "34028236692093846346337460743176821145");
    int shift;
    ent_wide_set(&a, 5);
    assert_true(ent_wide_double(&a, &shift) == 5.0 * 0x1p61 && shift == -61);
    for (unsigned i = 0; i < 24; i++)
        ent_wide_mul(&a, ~(ent_u128)0);
    assert_true(a.over);
    ent_wide_mul(&a, 0);
    assert_int_equal(a.n, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_integers),
        cmocka_unit_test(sweeps_agree),
        cmocka_unit_test(engines_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
