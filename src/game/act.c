/* Acts between two states by the definitions. See act.h. */
#include "game/act.h"

#include "scenario/eval.h"

bool ent_state_feasible(const ent_game *game, const uint8_t *state) {
    const ent_scenario *s = game->scenario;
    for (size_t r = 0; r < s->n_rules; r++)
        if (!ent_expr_holds(s->rules[r].expr, state, game->resource_of, s->n_actors))
            return false;
    return true;
}

uint64_t ent_state_red(const ent_game *game, const uint8_t *state, uint64_t of) {
    const ent_scenario *s = game->scenario;
    uint64_t red = 0;
    for (uint64_t left = of; left; left &= left - 1) {
        const ent_preference *p = &s->preferences[__builtin_ctzll(left)];
        for (size_t r = 0; r < p->n_red_lines; r++)
            if (ent_expr_holds(p->red_lines[r].never, state, game->resource_of, s->n_actors))
                red |= left & -left;
    }
    return red;
}

uint64_t ent_state_better(const ent_game *game, const uint8_t *from, const uint8_t *to,
                          uint64_t of) {
    uint64_t better = 0;
    for (uint64_t left = of; left; left &= left - 1) {
        uint32_t a = (uint32_t)__builtin_ctzll(left);
        if (ent_game_utility(game, a, to) > ent_game_utility(game, a, from))
            better |= left & -left;
    }
    return better;
}

uint64_t ent_state_as_good(const ent_game *game, const uint8_t *from, const uint8_t *to,
                           uint64_t of) {
    return of & ~ent_state_better(game, to, from, of);
}

bool ent_state_reaches(const ent_game *game, const uint8_t *from, const uint8_t *to,
                       uint64_t coalition) {
    const ent_scenario *s = game->scenario;
    for (uint32_t k = 0; k < s->n_issues; k++)
        if (s->issues[k].kind == ENT_DECIDED && from[k] != to[k] &&
            !(ent_game_reach(game, coalition, k, from[k]) >> to[k] & 1))
            return false;
    return true;
}
