/* The modiclus, by the game of twice the players: see worth.h. */
#include "ask/worth.h"

/* What the others cannot keep a coalition from. */
static int64_t dual(const ent_tu *game, uint64_t coalition) {
    const uint64_t all = (UINT64_C(1) << game->n) - 1;
    return game->worth[all] - game->worth[all ^ coalition];
}

ent_status ent_ask_worth_modiclus(ent_worth_levels *out, ent_arena *arena, const ent_tu *game,
                                  const ent_run *run) {
    const size_t n = game->n, size = (size_t)1 << n;
    int64_t *worth = n <= ENT_MODICLUS_MOST ? ENT_NEW(arena, int64_t, size * size) : NULL;
    *out = (ent_worth_levels){0};
    if (n > ENT_MODICLUS_MOST)
        return ENT_LIMIT;
    if (!worth)
        return ENT_NOMEM;
    for (uint64_t t = 0; t < size; t++)
        for (uint64_t s = 0; s < size; s++) {
            const int64_t one = game->worth[s] + dual(game, t),
                          other = dual(game, s) + game->worth[t];
            worth[t << n | s] = one > other ? one : other;
            if (one >= ENT_TU_BOUND || one <= -ENT_TU_BOUND || other >= ENT_TU_BOUND ||
                other <= -ENT_TU_BOUND)
                return ENT_LIMIT;
        }
    const ent_tu cover = {.n = 2 * n, .worth = worth, .unit = game->unit};
    return ent_ask_worth_levels(out, arena, &cover, ENT_LEVELS_ALL, run);
}
