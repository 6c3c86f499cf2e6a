/* The Nash deal of a coalition, which is what it is taken to do. See points.h. */
#include "ask/points.h"
#include "game/state.h"
#include "scenario/eval.h"

#include <string.h>

ent_status ent_ask_nash_deal(bool *some, uint8_t *state, ent_arena *arena, const ent_game *game,
                             ent_ask_what what, const ent_run *run) {
    const ent_scenario *s = game->scenario;
    ent_frontier *f = NULL;
    ent_points *points;
    ent_bargain *b;
    ent_dim *dims;
    size_t n;
    uint32_t digits[ENT_MAX_ISSUES];
    *some = false;
    ENT_TRY(ent_bargain_dims(&dims, &n, arena, game, what));
    ENT_TRY(ent_bargain_over(&b, arena, game, what, dims, n));
    ENT_TRY(ent_plan_finish(b->plan));
    ENT_TRY(ent_ask_frontier(&f, arena, b, ENT_FRONTIER_DEALS, ENT_ENGINE_AUTO, false, run));
    ENT_TRY(ent_ask_points(&points, arena, f, run));
    const ent_point *nash = &points->point[ENT_POINT_NASH];
    if (points->too_wide)
        return ENT_LIMIT;
    if (!nash->found || !nash->at.n || !f->efficient.n)
        return ENT_OK;
    ent_u128 first = nash->at.first[0];
    for (size_t i = 1; i < nash->at.n; i++)
        first = nash->at.first[i] < first ? nash->at.first[i] : first;
    ent_key_digits(digits, b->plan, &f->keys, first);
    memcpy(state, b->plan->fixed, s->n_issues);
    for (size_t d = 0; d < b->plan->n_dims; d++)
        state[b->plan->dims[d].issue] = b->plan->dims[d].outcome[digits[d]];
    ent_state_follow(s, state, NULL, game->resource_of);
    *some = true;
    return ENT_OK;
}
