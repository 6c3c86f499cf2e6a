/* Trades and chains against their definitions, on some hundred random small bargains. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ask/trades.h"
#include "small_bargain.h"

#define BARGAINS 600u
#define BLOCKS 20u
#define MOST_TRADES 4000u

static const ent_run one = {.threads = 1}, two = {.threads = 2};

static bool allowed(const small_bargain *s, const uint8_t *state) {
    for (size_t m = 0; m < s->b->n_members; m++)
        if (on_red_line(s, s->b->members[m], state))
            return false;
    return is_feasible(s, state);
}

/* The rank where one digit, or two, are others. */
static uint64_t changed(const small_bargain *s, uint64_t rank, size_t k, uint32_t x, size_t l,
                        uint32_t y) {
    const ent_plan *plan = s->b->plan;
    uint32_t digit[8];
    uint64_t other = 0;
    ent_state_digits(digit, plan, rank);
    digit[k] = x;
    digit[l] = y;
    for (size_t d = 0; d < plan->n_dims; d++)
        other = other * plan->dims[d].n + digit[d];
    return other;
}

/* How much better the second state is for a member. */
static ent_number gain(const small_bargain *s, size_t m, uint64_t from, uint64_t to) {
    uint8_t state[16];
    ent_number before, after, difference;
    ent_state_outcomes(state, s->b->plan, from);
    before = utility_of(s, s->b->members[m], state);
    ent_state_outcomes(state, s->b->plan, to);
    after = utility_of(s, s->b->members[m], state);
    assert_true(ent_number_sub(&difference, after, before));
    return difference;
}

/* ---- trades ---- */

typedef struct wanted_trade {
    size_t a, b, k, l; /* a gives x on k, b gives y on l */
    uint32_t x, y;
    bool others_ok;
} wanted_trade;

static size_t all_trades(const small_bargain *s, uint64_t from, wanted_trade *out) {
    const ent_plan *plan = s->b->plan;
    uint32_t digit[8];
    size_t n = 0, members = s->b->n_members;
    uint8_t state[16];
    ent_state_digits(digit, plan, from);
    for (size_t k = 0; k < plan->n_dims; k++)
        for (size_t l = 0; l < plan->n_dims; l++)
            for (uint32_t x = 0; x < plan->dims[k].n; x++)
                for (uint32_t y = 0; k != l && y < plan->dims[l].n; y++) {
                    uint64_t first = changed(s, from, k, x, k, x);
                    uint64_t second = changed(s, from, l, y, l, y);
                    uint64_t both = changed(s, from, k, x, l, y);
                    ent_state_outcomes(state, plan, both);
                    if (!allowed(s, state))
                        continue;
                    for (size_t a = 0; a < members; a++)
                        for (size_t b = a + 1; b < members; b++) {
                            if (gain(s, a, from, first).num >= 0 ||
                                gain(s, b, from, first).num <= 0 ||
                                gain(s, b, from, second).num >= 0 ||
                                gain(s, a, from, second).num <= 0 ||
                                gain(s, a, from, both).num <= 0 || gain(s, b, from, both).num <= 0)
                                continue;
                            bool ok = true;
                            for (size_t m = 0; m < members; m++)
                                ok = ok && gain(s, m, from, both).num >= 0;
                            assert_true(n < MOST_TRADES);
                            out[n++] = (wanted_trade){a, b, k, l, x, y, ok};
                        }
                }
    return n;
}

static bool is_it(const small_bargain *s, uint64_t from, const ent_trade *t,
                  const wanted_trade *w) {
    const ent_trade_side *a = &t->side[0], *b = &t->side[1];
    if (a->member != w->a || b->member != w->b || a->dim != w->k || b->dim != w->l ||
        a->to != w->x || b->to != w->y || t->others_ok != w->others_ok)
        return false;
    uint64_t both = changed(s, from, w->k, w->x, w->l, w->y);
    ent_number loses = gain(s, w->a, from, changed(s, from, w->k, w->x, w->k, w->x));
    ent_number gains = gain(s, w->b, from, both);
    loses.num = -loses.num;
    assert_int_equal(ent_number_cmp(ent_game_number(s->game, s->b->members[w->a], a->loses), loses),
                     0);
    assert_int_equal(ent_number_cmp(ent_game_number(s->game, s->b->members[w->b], b->gain), gains),
                     0);
    return true;
}

static unsigned n_found;

static void check_trades(const small_bargain *s, uint64_t from) {
    static wanted_trade want[MOST_TRADES];
    ent_trades *got, *few;
    size_t n = all_trades(s, from, want), n_ok = 0;
    for (size_t i = 0; i < n; i++)
        n_ok += want[i].others_ok;
    assert_int_equal(ent_ask_trades(&got, s->r.arena, s->b, from, MOST_TRADES), ENT_OK);
    assert_int_equal(got->n, n);
    assert_int_equal(got->total, n);
    assert_int_equal(got->total_ok, n_ok);
    for (size_t i = 0; i < n; i++) {
        unsigned times = 0;
        for (size_t j = 0; j < n; j++)
            times += is_it(s, from, &got->trade[j], &want[i]);
        assert_int_equal(times, 1);
        assert_int_equal(got->trade[i].others_ok, i < n_ok);
    }
    assert_int_equal(ent_ask_trades(&few, s->r.arena, s->b, from, 2), ENT_OK);
    assert_int_equal(few->n, n < 2 ? n : 2);
    assert_int_equal(few->total, n);
    for (size_t i = 0; i < few->n; i++)
        for (size_t side = 0; side < 2; side++) {
            assert_int_equal(few->trade[i].side[side].member, got->trade[i].side[side].member);
            assert_int_equal(few->trade[i].side[side].dim, got->trade[i].side[side].dim);
            assert_int_equal(few->trade[i].side[side].to, got->trade[i].side[side].to);
        }
    n_found += n > 0;
}

/* ---- chains ---- */

/* Whether a step leads there: kept rules and red lines, no member worse off, some better. */
static bool dominates(const small_bargain *s, uint64_t to, uint64_t from, unsigned *gainers) {
    uint8_t state[16];
    *gainers = 0;
    ent_state_outcomes(state, s->b->plan, to);
    if (!allowed(s, state))
        return false;
    for (size_t m = 0; m < s->b->n_members; m++) {
        ent_number g = gain(s, m, from, to);
        if (g.num < 0)
            return false;
        *gainers += g.num > 0;
    }
    return *gainers > 0;
}

static unsigned changes_between(const small_bargain *s, uint64_t x, uint64_t y) {
    uint32_t a[8], b[8];
    unsigned changes = 0;
    ent_state_digits(a, s->b->plan, x);
    ent_state_digits(b, s->b->plan, y);
    for (size_t d = 0; d < s->b->plan->n_dims; d++)
        changes += a[d] != b[d];
    return changes;
}

/* The step to take: fewest changes, then most who gain, then the least rank. */
static bool best_step(const small_bargain *s, uint64_t from, uint64_t *to) {
    unsigned best_changes = UINT32_MAX, best_gainers = 0, gainers;
    for (uint64_t rank = 0; rank < s->b->plan->n_states; rank++) {
        if (!dominates(s, rank, from, &gainers))
            continue;
        unsigned changes = changes_between(s, from, rank);
        if (changes > best_changes || (changes == best_changes && gainers <= best_gainers))
            continue;
        best_changes = changes;
        best_gainers = gainers;
        *to = rank;
    }
    return best_changes != UINT32_MAX;
}

static unsigned n_long, n_far;

static void check_chain(const small_bargain *s, uint64_t from) {
    ent_chain *chain, *short_chain;
    uint64_t at = from, to = 0;
    assert_int_equal(
        ent_ask_chain(&chain, s->r.arena, s->b, from, UINT64_MAX, s->seed % 2 ? &one : &two),
        ENT_OK);
    assert_true(chain->efficient);
    assert_int_equal(chain->scanned, s->b->plan->n_states);
    assert_int_equal(chain->rank[0], from);
    for (size_t i = 1; i < chain->n; i++) {
        assert_true(best_step(s, at, &to));
        assert_int_equal(chain->rank[i], to);
        n_far += changes_between(s, at, to) > 2;
        at = to;
    }
    assert_false(best_step(s, at, &to));
    n_long += chain->n > 2;
    /* Without a scan nothing is shown, and every step changes one or two issues. */
    assert_int_equal(ent_ask_chain(&short_chain, s->r.arena, s->b, from, 0, &one), ENT_OK);
    assert_true(short_chain->too_large);
    assert_false(short_chain->efficient);
    assert_true(short_chain->n <= chain->n);
    assert_memory_equal(short_chain->rank, chain->rank, short_chain->n * sizeof *chain->rank);
}

static unsigned ask_all(uint64_t seed, uint64_t to, bool blocks) {
    unsigned asked = 0;
    for (; seed < to; seed++) {
        static small_bargain s;
        if (small_bargain_new(&s, seed, blocks)) {
            uint64_t from[] = {0, seed % s.b->plan->n_states};
            for (size_t i = 0; i < ENT_COUNT(from); i++) {
                check_trades(&s, from[i]);
                check_chain(&s, from[i]);
            }
            asked++;
        }
        done(&s.r);
    }
    return asked;
}

static void test_random_bargains(void **unused) {
    (void)unused;
    unsigned asked = ask_all(0, BARGAINS, false);
    print_message("%u bargains: trades in %u, %u chains of several steps, %u steps by a scan\n",
                  asked, n_found, n_long, n_far);
    assert_true(asked > BARGAINS / 3);
    assert_true(n_found > 20 && n_long > 20 && n_far > 0);
}

static void test_several_blocks(void **unused) {
    (void)unused;
    assert_true(ask_all(1000, 1000 + BLOCKS, true) > BLOCKS / 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_bargains),
                                       cmocka_unit_test(test_several_blocks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
