/* Terms, prices and best replies against their definitions, on some hundred random small bargains. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask/price.h"
#include "ask/terms.h"
#include "game/replies.h"
#include "small_bargain.h"

#define BARGAINS 600u
#define BLOCKS 40u
#define MOST_CELLS 65536u

static const ent_run one = {.threads = 1}, two = {.threads = 2};

/* ---- sets of terms ---- */

/* Partial assignments as numbers: one place per dimension, its digit or, where it is open, n. */
typedef struct cells {
    const small_bargain *s;
    uint32_t n, stride[8];
    uint8_t has[MOST_CELLS]; /* 1: a deal, 2: a feasible state that is none */
    bool below[MOST_CELLS];  /* a smaller set of the kind lies inside */
} cells;

static uint32_t digit_of(const cells *c, uint32_t cell, size_t d) {
    return cell / c->stride[d] % (c->s->b->plan->dims[d].n + 1);
}

/* Whole states from the definition, the others from those with one more digit. */
static void fill_cells(cells *c) {
    const ent_plan *plan = c->s->b->plan;
    c->n = 1;
    for (size_t d = plan->n_dims; d-- > 0;) {
        c->stride[d] = c->n;
        c->n *= plan->dims[d].n + 1;
    }
    assert_true(c->n <= MOST_CELLS);
    for (uint32_t cell = 0; cell < c->n; cell++) {
        uint64_t rank = 0;
        size_t open = plan->n_dims;
        for (size_t d = 0; d < plan->n_dims; d++) {
            rank = rank * plan->dims[d].n + digit_of(c, cell, d);
            open = digit_of(c, cell, d) == plan->dims[d].n ? d : open;
        }
        uint8_t state[16];
        c->has[cell] = 0;
        for (uint32_t v = 1; open < plan->n_dims && v <= plan->dims[open].n; v++)
            c->has[cell] |= c->has[cell - v * c->stride[open]];
        if (open < plan->n_dims)
            continue;
        ent_state_outcomes(state, plan, rank);
        if (is_feasible(c->s, state))
            c->has[cell] = is_deal_but(c->s, state, ENT_NONE) ? 1 : 2;
    }
}

/* All minimal sets of one kind, in order. */
static size_t minimal_sets(cells *c, uint8_t kind, ent_term_set *sets) {
    const ent_plan *plan = c->s->b->plan;
    size_t n = 0;
    for (uint32_t cell = c->n; cell-- > 0;) {
        c->below[cell] = false;
        for (size_t d = 0; d < plan->n_dims; d++) {
            uint32_t without = cell + (plan->dims[d].n - digit_of(c, cell, d)) * c->stride[d];
            if (without != cell)
                c->below[cell] = c->below[cell] || c->below[without] || c->has[without] == kind;
        }
    }
    for (uint32_t size = 0; size <= plan->n_dims; size++)
        for (uint32_t cell = 0; cell < c->n; cell++) {
            ent_term_set set = {0};
            memset(set.digit, ENT_TERMS_OPEN, sizeof set.digit);
            for (size_t d = 0; d < plan->n_dims; d++) {
                uint32_t digit = digit_of(c, cell, d);
                set.size += digit < plan->dims[d].n;
                set.digit[d] = digit < plan->dims[d].n ? (uint8_t)digit : ENT_TERMS_OPEN;
            }
            if (set.size == size && c->has[cell] == kind && !c->below[cell])
                sets[n++] = set;
        }
    return n;
}

static void check_sets(const ent_term_sets *got, const ent_term_set *want, size_t n, size_t limit) {
    assert_int_equal(got->n, n < limit ? n : limit);
    assert_int_equal(got->complete, n <= limit);
    assert_false(got->exhausted);
    for (size_t i = 0; i < got->n; i++) {
        assert_int_equal(got->sets[i].size, want[i].size);
        assert_memory_equal(got->sets[i].digit, want[i].digit, sizeof want[i].digit);
    }
}

static bool among(const ent_term_set *set, const ent_term_set *sets, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (set->size == sets[i].size && memcmp(set->digit, sets[i].digit, sizeof set->digit) == 0)
            return true;
    return false;
}

static void check_terms(const small_bargain *s) {
    static cells c;
    static ent_term_set enough[MOST_CELLS], breakers[MOST_CELLS];
    ent_terms *terms, *again;
    c.s = s;
    fill_cells(&c);
    size_t n_enough = minimal_sets(&c, 1, enough), n_breakers = minimal_sets(&c, 2, breakers);
    const size_t limits[] = {1, 3, n_enough + n_breakers + 1};
    for (size_t j = 0; j < 2 * ENT_COUNT(limits); j++) {
        size_t i = j / 2;
        assert_int_equal(ent_ask_terms(&terms, s->r.arena, s->b, true, limits[i], ENT_TERMS_WORK,
                                       j % 2 ? ENT_ENGINE_PARTS : ENT_ENGINE_SCAN,
                                       i % 2 ? &two : &one),
                         ENT_OK);
        assert_false(terms->too_large);
        check_sets(&terms->sufficient, enough, n_enough, limits[i]);
        check_sets(&terms->breakers, breakers, n_breakers, limits[i]);
    }
    /* With little work allowed: only true ones, the same each time, and none passed off as all. */
    uint64_t work = 1 + s->seed % 200;
    ent_engine engine = s->seed % 2 ? ENT_ENGINE_PARTS : ENT_ENGINE_SCAN;
    assert_int_equal(ent_ask_terms(&terms, s->r.arena, s->b, true, 50, work, engine, &one), ENT_OK);
    assert_int_equal(ent_ask_terms(&again, s->r.arena, s->b, true, 50, work, engine, &two), ENT_OK);
    assert_int_equal(terms->sufficient.n, again->sufficient.n);
    for (size_t i = 0; i < terms->sufficient.n; i++) {
        assert_true(among(&terms->sufficient.sets[i], enough, n_enough));
        assert_memory_equal(&terms->sufficient.sets[i], &again->sufficient.sets[i], sizeof *enough);
    }
    for (size_t i = 0; i < terms->breakers.n; i++)
        assert_true(among(&terms->breakers.sets[i], breakers, n_breakers));
    if (terms->sufficient.complete)
        assert_int_equal(terms->sufficient.n, n_enough);
    if (terms->breakers.complete)
        assert_int_equal(terms->breakers.n, n_breakers);
}

/* ---- prices ---- */

typedef struct greatest {
    bool found;
    ent_number value;
} greatest;

static void raise_to(greatest *g, ent_number value) {
    if (!g->found || ent_number_cmp(value, g->value) > 0)
        *g = (greatest){true, value};
}

static void same(const greatest *want, bool found, ent_number value) {
    assert_int_equal(want->found, found);
    if (found)
        assert_int_equal(ent_number_cmp(want->value, value), 0);
}

static ent_number sum_of_others(const small_bargain *s, const uint8_t *state, size_t but) {
    ent_number sum = ENT_ZERO;
    for (size_t m = 0; m < s->b->n_members; m++)
        if (m != but)
            assert_true(ent_number_add(&sum, sum, utility_of(s, s->b->members[m], state)));
    return sum;
}

static void check_consent(const small_bargain *s, const ent_prices *prices, size_t m) {
    const ent_consent *c = &prices->consent[m];
    greatest without = {0}, with = {0};
    uint64_t acceptable = 0;
    uint8_t state[16];
    for (uint64_t rank = 0; rank < s->b->plan->n_states; rank++) {
        ent_state_outcomes(state, s->b->plan, rank);
        if (is_deal_but(s, state, s->b->members[m])) {
            acceptable++;
            raise_to(&without, sum_of_others(s, state, m));
        }
        if (is_deal_but(s, state, ENT_NONE))
            raise_to(&with, sum_of_others(s, state, m));
    }
    assert_true(c->fits);
    assert_int_equal(c->acceptable, acceptable);
    same(&without, c->found_without, c->best_without);
    same(&with, c->found_with, c->best_with);
    if (c->found_with) {
        ent_number price;
        assert_true(ent_number_sub(&price, without.value, with.value));
        assert_int_equal(ent_number_cmp(price, c->price), 0);
        assert_true(price.num >= 0);
    }
}

static void check_term_prices(const small_bargain *s, const ent_prices *prices, size_t m) {
    const ent_plan *plan = s->b->plan;
    uint32_t actor = s->b->members[m], digit[8];
    uint8_t state[16];
    greatest best = {0}, with[8][4] = {0};
    for (uint64_t rank = 0; rank < plan->n_states; rank++) {
        ent_state_outcomes(state, plan, rank);
        ent_state_digits(digit, plan, rank);
        if (!is_deal_but(s, state, ENT_NONE))
            continue;
        raise_to(&best, utility_of(s, actor, state));
        for (size_t d = 0; d < plan->n_dims; d++)
            raise_to(&with[d][digit[d]], utility_of(s, actor, state));
    }
    const ent_best *b = &prices->best[m];
    same(&best, b->found, ent_game_number(s->game, actor, b->value));
    for (size_t d = 0; d < plan->n_dims; d++)
        for (uint32_t v = 0; v < plan->dims[d].n; v++) {
            b = &prices->best_with[d][v * s->b->n_members + m];
            same(&with[d][v], b->found, ent_game_number(s->game, actor, b->value));
        }
}

static void check_prices(const small_bargain *s) {
    ent_prices *prices;
    assert_int_equal(ent_ask_prices(&prices, s->r.arena, s->b, s->seed % 2 ? &one : &two), ENT_OK);
    for (size_t m = 0; m < s->b->n_members; m++) {
        if (s->b->n_members > 1)
            check_consent(s, prices, m);
        check_term_prices(s, prices, m);
    }
}

/* ---- best replies ---- */

/* The best the actor can do alone, by recursion over its issues in the author's order. */
typedef struct best_alone {
    bool moves;
    ent_number value;
    uint32_t changes;
    uint8_t state[16], order[16]; /* order: outcome by outcome as ranks compare, what stays first */
} best_alone;

static void try_alone(const small_bargain *s, uint32_t actor, const uint8_t *from, uint8_t *state,
                      size_t k, best_alone *best) {
    const ent_scenario *sc = s->r.scenario;
    if (k < sc->n_issues) {
        uint64_t reach = sc->issues[k].kind == ENT_DECIDED
                             ? ent_game_reach(s->game, (uint64_t)1 << actor, (uint32_t)k, from[k])
                             : (uint64_t)1 << from[k];
        for (uint8_t o = 0; o < sc->issues[k].n_outcomes; o++)
            if (reach >> o & 1) {
                state[k] = o;
                try_alone(s, actor, from, state, k + 1, best);
            }
        state[k] = from[k];
        return;
    }
    uint8_t whole[16], order[16] = {0};
    uint32_t changes = 0;
    memcpy(whole, state, sc->n_issues);
    ent_state_follow(sc, whole, NULL, s->game->resource_of);
    for (size_t i = 0; i < sc->n_issues; i++)
        if (sc->issues[i].kind == ENT_DECIDED && whole[i] != from[i]) {
            order[i] = (uint8_t)(whole[i] + 1);
            changes++;
        }
    if (!is_feasible(s, whole) || on_red_line(s, actor, whole))
        return;
    ent_number value = utility_of(s, actor, whole);
    int more = ent_number_cmp(value, best->value);
    bool sooner = best->moves && more == 0 &&
                  (changes != best->changes ? changes < best->changes
                                            : memcmp(order, best->order, sizeof order) < 0);
    if (more <= 0 && !sooner)
        return;
    *best = (best_alone){.moves = true, .value = value, .changes = changes};
    memcpy(best->state, whole, sc->n_issues);
    memcpy(best->order, order, sizeof order);
}

/* Rounds until nobody moves; false after many. */
static bool settle_alone(const small_bargain *s, uint8_t *state) {
    bool moved = true;
    size_t n = s->r.scenario->n_issues;
    memcpy(state, s->game->status_quo, n);
    for (unsigned round = 0; moved; round++) {
        moved = false;
        if (round == 200)
            return false;
        for (size_t m = 0; m < s->b->n_members; m++) {
            uint32_t actor = s->b->members[m];
            uint8_t copy[16];
            best_alone best = {.value = utility_of(s, actor, state)};
            memcpy(copy, state, n);
            try_alone(s, actor, state, copy, 0, &best);
            if (best.moves)
                memcpy(state, best.state, n);
            moved = moved || best.moves;
        }
    }
    return true;
}

static unsigned circles, moves_found;

static void check_replies(const small_bargain *s) {
    uint8_t state[16];
    ent_game *game;
    ent_replies *replies;
    size_t n = s->r.scenario->n_issues;
    ent_diags diags = {.arena = s->r.arena};
    assert_int_equal(ent_game_compile(&game, s->r.arena, s->r.scenario, &diags), ENT_OK);
    ent_status status = ent_replies_fallback(&replies, game, s->b->what.coalition,
                                             s->seed % 2 ? &one : &two, &diags);
    if (!s->game->status_quo || !settle_alone(s, state)) {
        assert_int_equal(status, ENT_ERROR);
        assert_int_equal(diags.items[0].code, s->game->status_quo ? ENT_E0420 : ENT_E0421);
        circles += s->game->status_quo != NULL;
        return;
    }
    assert_int_equal(status, ENT_OK);
    assert_memory_equal(replies->state, state, n);
    assert_memory_equal(game->fallback, state, n);
    moves_found += memcmp(state, game->status_quo, n) != 0;
    for (size_t k = 0; k < n; k++)
        if (state[k] == game->status_quo[k] || s->r.scenario->issues[k].kind != ENT_DECIDED)
            continue;
        else
            assert_int_not_equal(replies->mover[k], ENT_NONE);
    for (uint32_t a = 0; a < s->r.scenario->n_actors; a++)
        if (!game->aims[a].by_reservation)
            assert_int_equal(ent_number_cmp(game->aims[a].threshold_exact, utility_of(s, a, state)),
                             0);
}

/* ---- */

static unsigned ask_all(uint64_t from, uint64_t to, bool blocks) {
    unsigned asked = 0;
    for (uint64_t seed = from; seed < to; seed++) {
        static small_bargain s;
        if (small_bargain_new(&s, seed, blocks)) {
            check_terms(&s);
            check_prices(&s);
            check_replies(&s);
            asked++;
        }
        done(&s.r);
    }
    return asked;
}

static void test_random_bargains(void **unused) {
    (void)unused;
    unsigned asked = ask_all(0, BARGAINS, false);
    assert_true(asked > BARGAINS / 3);
    assert_true(circles > 0 && moves_found > 20);
    print_message("%u bargains, %u with moves of their own, %u in a circle\n", asked, moves_found,
                  circles);
}

static void test_several_blocks(void **unused) {
    (void)unused;
    unsigned asked = ask_all(1000, 1000 + BLOCKS, true);
    print_message("%u bargains of several blocks\n", asked);
    assert_true(asked > BLOCKS / 3);
}

/* Spaces beyond what is written down are not searched, and said to be so. */
static void test_too_large(void **unused) {
    static char text[8192];
    reading r;
    ent_game *game;
    ent_bargain *b;
    ent_terms *terms;
    (void)unused;
    (void)snprintf(text, sizeof text, "entente: 1\nactors: {a: , b: }\nissues:\n");
    for (unsigned k = 0; k < 40; k++)
        (void)snprintf(text + strlen(text), sizeof text - strlen(text),
                       "  i%u: {outcomes: [x, y], control: a, status quo: x}\n", k);
    (void)snprintf(
        text + strlen(text), sizeof text - strlen(text),
        "preferences: {a: {worth: {i0: {x: 0, y: 1}}}, b: {worth: {i1: {x: 0, y: 1}}}}\n");
    read_scenario(&r, text);
    assert_int_equal(r.status, ENT_OK);
    assert_int_equal(ent_game_compile(&game, r.arena, r.scenario, &r.diags), ENT_OK);
    assert_int_equal(ent_bargain_new(&b, r.arena, game, (ent_ask_what){.coalition = 3}, &r.diags),
                     ENT_OK);
    assert_int_equal(
        ent_ask_terms(&terms, r.arena, b, true, 5, ENT_TERMS_WORK, ENT_ENGINE_SCAN, &one), ENT_OK);
    assert_true(terms->too_large);
    assert_false(terms->sufficient.complete);
    assert_false(terms->breakers.complete);
    done(&r);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_bargains),
        cmocka_unit_test(test_several_blocks),
        cmocka_unit_test(test_too_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
