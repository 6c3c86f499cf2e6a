/* Minimal coalitions that can, or would, bring something about. See needed.h. */
#include "ask/needed.h"

uint64_t ent_everybody(const ent_game *game) {
    size_t n = game->scenario->n_actors;
    return n == 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

static ent_status limited(ent_status status, const ent_venture *v, ent_diags *diags) {
    if (status == ENT_LIMIT && !diags->errors)
        ent_venture_too_large(v, diags);
    return status;
}

static ent_status find_states(ent_ends *ends, ent_arena *arena, const ent_venture *v,
                              const ent_run *run) {
    size_t n = v->game->scenario->n_issues;
    ends->state = ENT_NEW(arena, uint8_t *, ends->units.n + 1);
    if (!ends->state)
        return ENT_NOMEM;
    for (size_t u = 0; u < ends->units.n; u++) {
        bool found;
        if (!(ends->state[u] = ENT_NEW(arena, uint8_t, n + 1)))
            return ENT_NOMEM;
        ENT_TRY(ent_venture_shortest(&found, ends->state[u], v, ends->units.unit[u], run));
    }
    return ENT_OK;
}

ent_status ent_ask_ends(ent_ends **out, ent_arena *arena, const ent_game *game, uint64_t actors,
                        const uint64_t *about, const ent_expr *with, bool viable, size_t most,
                        const ent_run *run, ent_diags *diags) {
    ent_ends *ends = ENT_NEW(arena, ent_ends, 1);
    ent_venture v = {.game = game,
                     .about = about,
                     .with = with,
                     .wish = viable ? ENT_WISH_SIGN : ENT_WISH_NOTHING};
    if (!ends)
        return ENT_NOMEM;
    if (viable)
        ENT_TRY(ent_thresholds_check(game, actors, diags));
    ENT_TRY(ent_control_table_new(&v.units, arena, game, diags));
    size_t errors = diags->errors;
    ent_status status = ent_venture_units(&ends->units, arena, &v, actors, most, run);
    ends->complete = status == ENT_OK;
    if (status == ENT_LIMIT && ends->units.n == most && diags->errors == errors)
        status = ENT_OK;
    if (status == ENT_OK)
        status = find_states(ends, arena, &v, run);
    ENT_TRY(limited(status, &v, diags));
    ends->viable = viable;
    ends->holds_already = !viable && ends->units.n == 1 && ends->units.unit[0] == 0;
    ends->indispensable = ends->units.n ? ent_coalitions_in_all(&ends->units) : 0;
    ends->useful = ent_coalitions_in_some(&ends->units);
    *out = ends;
    return ENT_OK;
}

/* ---- plain questions ---- */

static ent_status ask_once(bool *found, uint8_t *state, const ent_game *game, uint64_t actors,
                           const uint64_t *about, const ent_expr *with, ent_wish wish,
                           const ent_run *run, ent_diags *diags) {
    ent_venture v = {.game = game, .about = about, .with = with, .wish = wish};
    ent_arena *arena = ent_arena_new();
    if (!arena)
        return ENT_NOMEM;
    ent_status status = wish == ENT_WISH_SIGN ? ent_thresholds_check(game, actors, diags) : ENT_OK;
    if (status == ENT_OK)
        status = ent_control_table_new(&v.units, arena, game, diags);
    if (status == ENT_OK)
        status = limited(ent_venture_try(found, state, &v, actors, run), &v, diags);
    ent_arena_free(arena);
    return status;
}

ent_status ent_ask_can(bool *can, uint8_t *state, const ent_game *game, uint64_t coalition,
                       const uint64_t *about, const ent_expr *with, const ent_run *run,
                       ent_diags *diags) {
    return ask_once(can, state, game, coalition, about, with, ENT_WISH_NOTHING, run, diags);
}

ent_status ent_ask_nobody_without(bool *nobody, uint8_t *state, const ent_game *game,
                                  uint64_t actor, const uint64_t *about, const ent_expr *with,
                                  const ent_run *run, ent_diags *diags) {
    bool can;
    ENT_TRY(ent_ask_can(&can, state, game, ent_everybody(game) & ~((uint64_t)1 << actor), about, with, run, diags));
    *nobody = !can;
    return ENT_OK;
}

ent_status ent_ask_is_needed(bool *needed, uint8_t *state, const ent_game *game, uint64_t actor,
                             const uint64_t *about, const ent_expr *with, const ent_run *run,
                             ent_diags *diags) {
    ENT_TRY(ent_ask_nobody_without(needed, state, game, actor, about, with, run, diags));
    return *needed
               ? ent_ask_can(needed, state, game, ent_everybody(game), about, with, run, diags)
               : ENT_OK;
}

ent_status ent_ask_some_deal(bool *some, uint8_t *state, const ent_game *game, uint64_t actors,
                             const uint64_t *about, const ent_expr *with, const ent_run *run,
                             ent_diags *diags) {
    return ask_once(some, state, game, actors, about, with, ENT_WISH_SIGN, run, diags);
}
