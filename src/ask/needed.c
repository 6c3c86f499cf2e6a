/* Minimal coalitions that can, or would, bring something about. See needed.h. */
#include "ask/needed.h"

#include "game/intervals.h"
#include "game/scan.h"

#include <stdlib.h>

uint64_t ent_everybody(const ent_game *game) {
    size_t n = game->scenario->n_actors;
    return n == 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

static ent_status limited(ent_status status, const ent_venture *v, ent_diags *diags) {
    if (status == ENT_LIMIT && !diags->errors)
        ent_venture_too_large(v, diags);
    return status;
}

/* Where not all coalitions are known: who cannot be spared, among those in all that are. */
static ent_status check_indispensable(ent_ends *ends, const ent_venture *v, uint64_t actors,
                                      const ent_run *run) {
    for (uint64_t left = ends->indispensable; left; left &= left - 1) {
        bool without;
        ENT_TRY(ent_venture_try(&without, NULL, v, actors & ~(left & -left), run));
        if (without)
            ends->indispensable &= ~(left & -left);
    }
    return ENT_OK;
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

/* With few states one pass over all of them is quicker than asking of sets of actors one by one. */
#define FEW_STATES ((uint64_t)1 << 22)

static int cmp_lows(const void *a, const void *b) {
    return ent_coalition_cmp(((const ent_interval *)a)->low, ((const ent_interval *)b)->low);
}

static ent_status units_by_pass(ent_coalitions *out, ent_arena *arena, const ent_venture *v,
                                uint64_t actors, size_t most, const ent_run *run) {
    ent_interval *all;
    size_t n;
    uint64_t ends;
    ENT_TRY(ent_deal_intervals(&all, &n, &ends, arena, v, actors, FEW_STATES, run));
    *out = (ent_coalitions){0};
    if (n)
        qsort(all, n, sizeof *all, cmp_lows);
    for (size_t i = 0; i < n; i++) {
        if (ent_coalitions_allow(out, all[i].low))
            continue;
        if (out->n == most)
            return ENT_LIMIT;
        uint64_t *grown = ent_arena_grow(arena, out->unit, out->n, &out->cap, sizeof *grown);
        if (!grown)
            return ENT_NOMEM;
        out->unit = grown;
        grown[out->n++] = all[i].low;
    }
    return ENT_OK;
}

static ent_status find_units(ent_coalitions *out, ent_arena *arena, const ent_venture *v,
                             uint64_t actors, size_t most, const ent_run *run) {
    ent_status status = ENT_LIMIT;
    *out = (ent_coalitions){0};
    if (v->wish == ENT_WISH_SIGN)
        status = units_by_pass(out, arena, v, actors, most, run);
    if (status != ENT_LIMIT || out->n == most)
        return status;
    return ent_venture_units(out, arena, v, actors, most, run);
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
    ENT_TRY(ent_control_table_new(&v.units, arena, game, NULL)); /* there is another way */
    size_t errors = diags->errors;
    ent_status status = find_units(&ends->units, arena, &v, actors, most, run);
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
    if (!ends->complete)
        ENT_TRY(limited(check_indispensable(ends, &v, actors, run), &v, diags));
    *out = ends;
    return ENT_OK;
}

/* ---- best deals ---- */

typedef struct best_job {
    const ent_bargain *bargain;
    bool *some;      /* per worker */
    ent_i128 **best; /* per worker and actor */
} best_job;

static ent_status best_block(void *user, ent_block *block, unsigned worker) {
    const best_job *j = user;
    const ent_bargain *b = j->bargain;
    if (!ent_block_count(block, b->deal))
        return ENT_OK;
    const uint64_t *deals = ent_block_bits(block, b->deal);
    for (size_t m = 0; m < b->n_members; m++) {
        ent_i128 *best = &j->best[worker][b->members[m]];
        ent_i128 value = ent_block_max(block, b->utility[m], deals);
        *best = !j->some[worker] || value > *best ? value : *best;
    }
    j->some[worker] = true;
    return ENT_OK;
}

static ent_status best_deals(bool *some, ent_i128 *best, ent_arena *arena, const ent_game *game,
                             ent_ask_what what, const ent_run *run) {
    unsigned threads = run->threads ? run->threads : 1;
    size_t n = game->scenario->n_actors, n_dims;
    best_job j = {.some = ENT_NEW(arena, bool, threads),
                  .best = ENT_NEW(arena, ent_i128 *, threads)};
    ent_bargain *b;
    ent_dim *dims;
    if (!j.some || !j.best)
        return ENT_NOMEM;
    for (unsigned w = 0; w < threads; w++)
        if (!(j.best[w] = ENT_NEW(arena, ent_i128, n + 1)))
            return ENT_NOMEM;
    ENT_TRY(ent_bargain_dims(&dims, &n_dims, arena, game, what));
    ENT_TRY(ent_bargain_over(&b, arena, game, what, dims, n_dims));
    ENT_TRY(ent_plan_finish(b->plan));
    j.bargain = b;
    ent_run own = *run;
    own.what = "finding best deals";
    ENT_TRY(ent_scan(b->plan, &own, best_block, &j, NULL));
    *some = false;
    for (unsigned w = 0; w < threads; w++) {
        for (size_t a = 0; a < n && j.some[w]; a++)
            best[a] = !*some || j.best[w][a] > best[a] ? j.best[w][a] : best[a];
        *some = *some || j.some[w];
    }
    return ENT_OK;
}

ent_status ent_ask_best_deals(bool *some, ent_i128 *best, const ent_game *game, ent_ask_what what,
                              const ent_run *run) {
    ent_arena *arena = ent_arena_new();
    ent_status status = arena ? best_deals(some, best, arena, game, what, run) : ENT_NOMEM;
    ent_arena_free(arena);
    return status;
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
    ENT_TRY(ent_ask_can(&can, state, game, ent_everybody(game) & ~((uint64_t)1 << actor), about,
                        with, run, diags));
    *nobody = !can;
    return ENT_OK;
}

ent_status ent_ask_is_needed(bool *needed, uint8_t *state, const ent_game *game, uint64_t actor,
                             const uint64_t *about, const ent_expr *with, const ent_run *run,
                             ent_diags *diags) {
    ENT_TRY(ent_ask_nobody_without(needed, state, game, actor, about, with, run, diags));
    return *needed ? ent_ask_can(needed, state, game, ent_everybody(game), about, with, run, diags)
                   : ENT_OK;
}

ent_status ent_ask_some_deal(bool *some, uint8_t *state, const ent_game *game, uint64_t actors,
                             const uint64_t *about, const ent_expr *with, const ent_run *run,
                             ent_diags *diags) {
    return ask_once(some, state, game, actors, about, with, ENT_WISH_SIGN, run, diags);
}
