/* The best division of all players into coalitions, exactly.
 *
 * f[S], the best division of S, grows player by player. When player j comes, its coalitions C (with
 * players before it) are looked at as numbers in increasing order, so that f[C] is the best division of C
 * into at least two parts by the time C is reached: a coalition that is worth no more than that
 * belongs to no division that needs it, and is passed over. Otherwise it is tried with every set T of
 * players before j outside it: f[C + T] >= v(C) + f[T]. For the last player only f[everybody] is
 * wanted. At worst 3^(n-1) / 2 steps; most coalitions are passed over in the usual distributions.
 * Three players at a time are unrolled.
 *
 * Compare Yeh 1986 (doi:10.1007/BF01934988) and Rahwan and Jennings 2008 (dynamic programming over
 * splits), Michalak et al. 2016 (doi:10.1016/j.artint.2015.09.006), Changder et al. 2021.
 */
#include "ask/worth.h"
#include "base/clones.h"

#define NEVER (-((int64_t)1 << 60))
#define LOW 3u

/* f[high | l] for the subsets l of three players, with the coalition's part `c` of them. */
static inline void try_block(int64_t *to, const int64_t *from, int64_t worth, unsigned c) {
    for (unsigned l = 0; l < 8; l++) {
        if ((l & c) != c)
            continue;
        int64_t sum = worth + from[l ^ c];
        to[l] = to[l] > sum ? to[l] : sum;
    }
}

/* All T outside C among the players before j: `outside` are those above the first three. */
static inline void try_all(int64_t *f, uint64_t coalition, uint64_t outside, int64_t worth,
                           unsigned c) {
    const uint64_t base = coalition & ~(uint64_t)7;
    uint64_t t = 0;
    do {
        try_block(f + (base | t), f + t, worth, c);
        t = (t - outside) & outside;
    } while (t);
}

ENT_CLONES static void try_coalition(int64_t *f, uint64_t coalition, uint64_t outside,
                                     int64_t worth) {
    switch (coalition & 7) {
    case 0: try_all(f, coalition, outside, worth, 0); break;
    case 1: try_all(f, coalition, outside, worth, 1); break;
    case 2: try_all(f, coalition, outside, worth, 2); break;
    case 3: try_all(f, coalition, outside, worth, 3); break;
    case 4: try_all(f, coalition, outside, worth, 4); break;
    case 5: try_all(f, coalition, outside, worth, 5); break;
    case 6: try_all(f, coalition, outside, worth, 6); break;
    case 7: try_all(f, coalition, outside, worth, 7); break;
    }
}

/* The first three players, or all of fewer, without blocks. */
static void few_players(int64_t *f, const ent_tu *game, size_t players) {
    f[0] = 0;
    for (uint64_t s = 1; s < UINT64_C(1) << players; s++) {
        f[s] = game->worth[s];
        for (uint64_t part = (s - 1) & s; part; part = (part - 1) & s)
            if (f[part] + f[s ^ part] > f[s])
                f[s] = f[part] + f[s ^ part];
    }
}

static ent_status add_player(int64_t *f, const ent_tu *game, size_t j, uint64_t *useful,
                             const ent_run *run) {
    const uint64_t bit = UINT64_C(1) << j, before = bit - 1;
    for (uint64_t s = bit; s < 2 * bit; s++)
        f[s] = NEVER;
    for (uint64_t rest = 0; rest < bit; rest++) {
        const uint64_t coalition = bit | rest;
        if (rest % 4096 == 0 && run->stop && *run->stop)
            return ENT_CANCELLED;
        if (game->worth[coalition] <= f[coalition])
            continue;
        ++*useful;
        try_coalition(f, coalition, before & ~rest & ~(uint64_t)7, game->worth[coalition]);
    }
    return ENT_OK;
}

/* The part of the best division of `set` that its last player is in. */
static uint64_t part_of(const int64_t *f, const ent_tu *game, uint64_t set, int64_t best) {
    const uint64_t last = UINT64_C(1) << (63 - __builtin_clzll(set)), others = set ^ last;
    uint64_t rest = 0;
    do {
        if (game->worth[last | rest] + f[others ^ rest] == best)
            return last | rest;
        rest = (rest - others) & others;
    } while (rest);
    return set;
}

ent_status ent_ask_worth_structure(ent_worth_structure *out, const ent_tu *game,
                                   const ent_run *run) {
    const size_t n = game->n;
    const uint64_t all = (UINT64_C(1) << n) - 1, last = UINT64_C(1) << (n - 1);
    *out = (ent_worth_structure){0};
    int64_t *f = ent_heap_alloc(((size_t)1 << (n - 1) | 8) * sizeof *f);
    ent_status status = ENT_OK;
    if (!f)
        return ENT_NOMEM;
    few_players(f, game, n - 1 < LOW ? n - 1 : LOW);
    for (size_t j = LOW; j + 1 < n && status == ENT_OK; j++) {
        status = add_player(f, game, j, &out->useful, run);
        if (run->progress)
            run->progress(run->user, "dividing players into coalitions", j, n);
    }
    int64_t best = NEVER;
    for (uint64_t rest = 0; rest < last && status == ENT_OK; rest++) {
        int64_t sum = game->worth[last | rest] + f[(all ^ last) ^ rest];
        best = sum > best ? sum : best;
    }
    out->worth = best;
    for (uint64_t set = all; set && status == ENT_OK;) {
        uint64_t part = part_of(f, game, set, best);
        out->part[out->n++] = part;
        best -= game->worth[part];
        set ^= part;
    }
    ent_heap_free(f);
    return status;
}
