/* Shapley and Banzhaf values, and properties with their counterexamples: see worth.h. */
#include "ask/worth.h"

/* lcm(1..n); every n * C(n - 1, k) divides it (Nair 1982). Below 2^37. */
static int64_t common_multiple(size_t n) {
    ent_i128 out = 1;
    for (size_t k = 2; k <= n; k++)
        out = out / ent_gcd(out, (ent_i128)k) * (ent_i128)k;
    return (int64_t)out;
}

static ent_number over(const ent_tu *game, ent_i128 amount, int64_t by) {
    ent_i128 den = (ent_i128)game->unit * by, common = ent_gcd(amount, den);
    return (ent_number){amount / common, den / common};
}

/* Marginal worths of a player by the size of the coalition it joins: |sums| < 2^(52 + 28). */
static void marginals(ent_i128 *sum, const ent_tu *game, size_t player) {
    const uint64_t bit = UINT64_C(1) << player, all = UINT64_C(1) << game->n;
    for (size_t k = 0; k < game->n; k++)
        sum[k] = 0;
    for (uint64_t s = 0; s < all; s++)
        if (!(s & bit))
            sum[__builtin_popcountll(s)] += game->worth[s | bit] - game->worth[s];
}

static void value_of(ent_worth_values *out, const ent_tu *game, size_t player) {
    const size_t n = game->n;
    const int64_t common = common_multiple(n);
    ent_i128 sum[ENT_TU_MOST], shapley = 0, banzhaf = 0, choose = (ent_i128)n;
    marginals(sum, game, player);
    for (size_t k = 0; k < n; k++) { /* choose = n C(n - 1, k) */
        shapley += sum[k] * (common / choose);
        banzhaf += sum[k];
        choose = choose * (ent_i128)(n - 1 - k) / (ent_i128)(k + 1);
        if (choose == 0)
            break;
    }
    out->shapley[player] = over(game, shapley, common);
    out->banzhaf[player] = over(game, banzhaf, (int64_t)1 << (n - 1));
}

static ent_worth_property monotone(const ent_tu *game) {
    for (uint64_t s = 1; s < UINT64_C(1) << game->n; s++)
        for (uint64_t rest = s; rest; rest &= rest - 1) {
            uint64_t less = s & ~(rest & -rest);
            if (game->worth[less] > game->worth[s])
                return (ent_worth_property){false, less, s};
        }
    return (ent_worth_property){.holds = true};
}

/* Enough to look at coalitions that differ by one member each way (Shapley 1971,
 * doi:10.1007/BF01753431). */
static ent_worth_property convex(const ent_tu *game) {
    const int64_t *v = game->worth;
    for (uint64_t s = 0; s < UINT64_C(1) << game->n; s++)
        for (size_t i = 0; i < game->n; i++)
            for (size_t j = i + 1; j < game->n; j++) {
                uint64_t a = UINT64_C(1) << i, b = UINT64_C(1) << j;
                if (!(s & (a | b)) && v[s | a] + v[s | b] > v[s | a | b] + v[s])
                    return (ent_worth_property){false, s | a, s | b};
            }
    return (ent_worth_property){.holds = true};
}

ent_status ent_ask_worth_values(ent_worth_values *out, ent_arena *arena, const ent_tu *game) {
    *out = (ent_worth_values){.shapley = ENT_NEW(arena, ent_number, game->n),
                              .banzhaf = ENT_NEW(arena, ent_number, game->n)};
    if (!out->shapley || !out->banzhaf)
        return ENT_NOMEM;
    for (size_t i = 0; i < game->n; i++) {
        value_of(out, game, i);
        out->singles += game->worth[UINT64_C(1) << i];
    }
    out->imputations = out->singles <= game->worth[(UINT64_C(1) << game->n) - 1];
    out->monotone = monotone(game);
    out->convex = convex(game);
    return ENT_OK;
}
