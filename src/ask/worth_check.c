/* Whether a payoff is efficient, individually rational, in the core, in the kernel: see worth.h.
 *
 * Kernel (Davis and Maschler 1965, doi:10.1002/nav.3800120303): s(i, j) is the greatest excess of
 * coalitions with i and without j. i outweighs j when s(i, j) > s(j, i) and j has more than it is worth
 * alone; in the kernel nobody outweighs anybody.
 */
#include "ask/worth.h"

#define NEVER (-((ent_i128)1 << 120))

typedef struct checking {
    const ent_tu *game;
    ent_i128 common; /* payoffs are pay / (common * unit) */
    ent_i128 pay[ENT_TU_MOST];
    ent_i128 most[ENT_TU_MOST][ENT_TU_MOST];
} checking;

/* Payoffs in the game's unit over a common denominator. */
static bool set_pay(checking *c, const ent_number *payoff) {
    c->common = 1;
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < c->game->n; i++) {
            ent_number units;
            if (!ent_number_mul(&units, payoff[i], (ent_number){c->game->unit, 1}))
                return false;
            ent_i128 more = units.den / ent_gcd(units.den, c->common);
            if (more > (ent_i128)1 << 50 || c->common > ((ent_i128)1 << 60) / more)
                return false;
            c->common *= pass == 0 ? more : 1;
            c->pay[i] = units.num;
            ent_i128 size = units.num < 0 ? -units.num : units.num;
            if (size > ((ent_i128)1 << 112) / (c->common / (pass ? units.den : 1)))
                return false;
            c->pay[i] *= pass ? c->common / units.den : 1;
        }
    return true;
}

static ent_i128 excess_of(const checking *c, uint64_t coalition) {
    ent_i128 out = c->game->worth[coalition] * c->common;
    for (uint64_t rest = coalition; rest; rest &= rest - 1)
        out -= c->pay[__builtin_ctzll(rest)];
    return out;
}

static void look_at(checking *c, uint64_t coalition, ent_i128 excess) {
    const uint64_t all = (UINT64_C(1) << c->game->n) - 1;
    for (uint64_t in = coalition; in; in &= in - 1)
        for (uint64_t without = all ^ coalition; without; without &= without - 1) {
            ent_i128 *most = &c->most[__builtin_ctzll(in)][__builtin_ctzll(without)];
            *most = excess > *most ? excess : *most;
        }
}

static ent_number number(const checking *c, ent_i128 amount) {
    ent_i128 den = c->common, common = ent_gcd(amount, den);
    amount /= common;
    den /= common;
    common = ent_gcd(amount, c->game->unit);
    return (ent_number){amount / common, den * (c->game->unit / common)};
}

static void find_kernel(ent_worth_check *out, const checking *c) {
    out->kernel = true;
    for (uint32_t i = 0; i < c->game->n; i++)
        for (uint32_t j = 0; j < c->game->n; j++) {
            ent_i128 alone = c->game->worth[UINT64_C(1) << j] * c->common;
            if (i == j || c->most[i][j] <= c->most[j][i] || c->pay[j] <= alone || !out->kernel)
                continue;
            out->kernel = false;
            out->more = i;
            out->less = j;
        }
}

ent_status ent_ask_worth_check(ent_worth_check *out, ent_arena *arena, const ent_tu *game,
                               const ent_number *payoff) {
    const size_t n = game->n;
    const uint64_t all = (UINT64_C(1) << n) - 1;
    checking *c = ENT_NEW(arena, checking, 1);
    *out = (ent_worth_check){.surplus = ENT_NEW(arena, ent_number, n * n), .individual = true};
    if (!c || !out->surplus)
        return ENT_NOMEM;
    c->game = game;
    if (!set_pay(c, payoff))
        return ENT_LIMIT;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++)
            c->most[i][j] = NEVER;
        if (excess_of(c, UINT64_C(1) << i) > 0)
            out->individual = false;
    }
    ent_i128 greatest = NEVER;
    for (uint64_t s = 1; s < all; s++) {
        ent_i128 excess = excess_of(c, s);
        look_at(c, s, excess);
        if (excess > greatest) {
            greatest = excess;
            out->coalition = s;
        }
    }
    out->greatest = n > 1 ? number(c, greatest) : ENT_ZERO;
    out->efficient = excess_of(c, all) == 0;
    out->core = out->efficient && (n == 1 || greatest <= 0);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            out->surplus[i * n + j] = i == j ? ENT_ZERO : number(c, c->most[i][j]);
    find_kernel(out, c);
    out->kernel = out->kernel && out->efficient && out->individual;
    return ENT_OK;
}

ent_status ent_ask_worth_rivals(uint64_t *out, ent_arena *arena, const ent_tu *game,
                                const ent_worth_prices *prices, ent_i128 best) {
    checking *c = ENT_NEW(arena, checking, 1);
    if (!c)
        return ENT_NOMEM;
    c->game = game;
    if (!set_pay(c, prices->price))
        return ENT_LIMIT;
    ent_i128 above = -best * c->common;
    for (size_t i = 0; i < game->n; i++)
        above += c->pay[i];
    *out = 0;
    for (uint64_t s = 1; s < UINT64_C(1) << game->n; s++)
        *out += -excess_of(c, s) < above;
    return ENT_OK;
}
