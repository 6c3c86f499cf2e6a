/* The tau value and Gately's point: see worth.h. Both lie between what each brings at least and at most. */
#include "ask/worth.h"

static ent_number over(const ent_tu *game, ent_i128 amount, ent_i128 by) {
    ent_i128 common = ent_gcd(amount, by);
    ent_number out = {amount / common, by / common};
    common = ent_gcd(out.num, game->unit);
    return (ent_number){out.num / common, out.den * (game->unit / common)};
}

/* What everybody loses with a player. Below 2^53. */
static int64_t marginal(const ent_tu *game, size_t player) {
    const uint64_t all = (UINT64_C(1) << game->n) - 1;
    return game->worth[all] - game->worth[all ^ UINT64_C(1) << player];
}

/* least + (most - least) * (given / spread), for spread > 0. |given * (most - least)| < 2^115. */
static ent_number between(const ent_tu *game, ent_i128 least, ent_i128 most, ent_i128 given,
                          ent_i128 spread) {
    return over(game, least * spread + (most - least) * given, spread);
}

/* The most that a player has when it gives the other members of a coalition all they could hope for. */
static int64_t right_of(const ent_tu *game, size_t player, const int64_t *utopia,
                        uint64_t *coalition) {
    const uint64_t bit = UINT64_C(1) << player;
    int64_t most = INT64_MIN;
    for (uint64_t s = bit; s < UINT64_C(1) << game->n; s = (s + 1) | bit) {
        int64_t left = game->worth[s];
        for (uint64_t rest = s ^ bit; rest; rest &= rest - 1)
            left -= utopia[__builtin_ctzll(rest)];
        if (left > most) {
            most = left;
            *coalition = s;
        }
    }
    return most;
}

ent_status ent_ask_worth_tau(ent_worth_tau *out, ent_arena *arena, const ent_tu *game) {
    const size_t n = game->n;
    const int64_t all = game->worth[(UINT64_C(1) << n) - 1];
    int64_t utopia[ENT_TU_MOST], right[ENT_TU_MOST];
    ent_i128 most = 0, least = 0;
    *out = (ent_worth_tau){.payoff = ENT_NEW(arena, ent_number, n),
                           .utopia = ENT_NEW(arena, ent_number, n),
                           .right = ENT_NEW(arena, ent_number, n),
                           .by = ENT_NEW(arena, uint64_t, n),
                           .player = ENT_NONE};
    if (!out->payoff || !out->utopia || !out->right || !out->by)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        utopia[i] = marginal(game, i);
    for (size_t i = 0; i < n; i++) {
        right[i] = right_of(game, i, utopia, &out->by[i]);
        out->utopia[i] = over(game, utopia[i], 1);
        out->right[i] = over(game, right[i], 1);
        most += utopia[i];
        least += right[i];
        if (right[i] > utopia[i] && out->player == ENT_NONE)
            out->player = (uint32_t)i;
    }
    out->utopias = over(game, most, 1);
    out->rights = over(game, least, 1);
    out->defined = out->player == ENT_NONE && least <= all && all <= most;
    for (size_t i = 0; i < n && out->defined; i++)
        out->payoff[i] = most == least
                             ? out->right[i]
                             : between(game, right[i], utopia[i], all - least, most - least);
    return ENT_OK;
}

ent_status ent_ask_worth_gately(ent_worth_gately *out, ent_arena *arena, const ent_tu *game) {
    const size_t n = game->n;
    ent_i128 spread = 0, given = game->worth[(UINT64_C(1) << n) - 1];
    *out = (ent_worth_gately){.payoff = ENT_NEW(arena, ent_number, n), .player = ENT_NONE};
    if (!out->payoff)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        const int64_t alone = game->worth[UINT64_C(1) << i];
        spread += marginal(game, i) - alone;
        given -= alone;
        if (marginal(game, i) < alone && out->player == ENT_NONE)
            out->player = (uint32_t)i;
    }
    out->imputations = given >= 0;
    out->defined = given == 0 || (given > 0 && out->player == ENT_NONE && spread > 0);
    for (size_t i = 0; i < n && out->defined; i++) {
        const int64_t alone = game->worth[UINT64_C(1) << i];
        out->payoff[i] = given == 0 ? over(game, alone, 1)
                                    : between(game, alone, marginal(game, i), given, spread);
    }
    return ENT_OK;
}
