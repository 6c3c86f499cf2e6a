/* The two engines, and what the fallback does to the frontier. See pareto.h. */
#include "ask/pareto.h"

#include "scenario/eval.h"

#include <string.h>

#define MOST_KEY ((ent_u128)1 << 126)

/* ---- keys ---- */

static ent_status keys_new(ent_keys *keys, ent_arena *arena, const ent_plan *plan) {
    keys->stride = ENT_NEW(arena, ent_u128, plan->n_dims + 1);
    keys->space = 1;
    if (!keys->stride)
        return ENT_NOMEM;
    for (size_t d = plan->n_dims; d-- > 0;) {
        keys->stride[d] = keys->space;
        if (keys->space > MOST_KEY / (plan->n_dims + 1) / plan->dims[d].n)
            return ENT_LIMIT;
        keys->space *= plan->dims[d].n;
    }
    return ENT_OK;
}

void ent_key_digits(uint32_t *digits, const ent_plan *plan, const ent_keys *keys, ent_u128 key) {
    ent_u128 rank = key % keys->space;
    for (size_t d = 0; d < plan->n_dims; d++) {
        digits[d] = (uint32_t)(rank / keys->stride[d]);
        rank %= keys->stride[d];
    }
}

/* ---- the fallback ---- */

/* Whether it counts as a state: the rules hold, and for deals no red line and what is wanted. */
static bool fallback_counts(const ent_frontier *f, const uint8_t *state) {
    const ent_game *game = f->bargain->game;
    const ent_scenario *s = game->scenario;
    const ent_ask_what *what = &f->bargain->what;
    for (size_t r = 0; r < s->n_rules; r++)
        if (!ent_expr_holds(s->rules[r].expr, state, game->resource_of, s->n_actors))
            return false;
    if (f->over == ENT_FRONTIER_PACKAGES)
        return true;
    for (size_t m = 0; m < f->bargain->n_members; m++) {
        const ent_preference *p = &s->preferences[f->bargain->members[m]];
        for (size_t r = 0; r < p->n_red_lines; r++)
            if (ent_expr_holds(p->red_lines[r].never, state, game->resource_of, s->n_actors))
                return false;
    }
    return !what->with || ent_expr_holds(what->with, state, game->resource_of, s->n_actors);
}

static ent_status find_fallback(ent_frontier *f, ent_arena *arena) {
    const ent_plan *plan = f->bargain->plan;
    const ent_scenario *s = plan->game->scenario;
    const uint32_t *digits = f->split->fallback;
    uint8_t *state = ENT_NEW(arena, uint8_t, s->n_issues + 1);
    ent_i128 *value = ENT_NEW(arena, ent_i128, f->bargain->n_members);
    if (!state || !value)
        return ENT_NOMEM;
    if (!digits)
        return ENT_OK;
    memcpy(state, plan->fixed, s->n_issues);
    for (size_t d = 0; d < plan->n_dims; d++) {
        state[plan->dims[d].issue] = plan->dims[d].outcome[digits[d]];
        f->fallback_key += digits[d] * f->keys.stride[d] + (digits[d] ? f->keys.space : 0);
    }
    ent_state_follow(s, state, NULL, plan->game->resource_of);
    for (size_t m = 0; m < f->bargain->n_members; m++)
        value[m] = ent_game_utility(plan->game, f->bargain->members[m], state);
    f->fallback = fallback_counts(f, state) ? value : NULL;
    return ENT_OK;
}

/* ---- the engines ---- */

static ent_status by_parts(ent_front *out, ent_arena *arena, ent_frontier *f, bool sum,
                           const ent_run *run) {
    size_t n = f->split->n_parts, members = f->bargain->n_members;
    ent_front *sets = ENT_NEW(arena, ent_front, n + 1);
    ent_i128 threshold[64];
    if (!sets)
        return ENT_NOMEM;
    if (!f->split->possible)
        return ENT_OK;
    for (size_t p = 0; p < n; p++) {
        ENT_TRY(
            ent_gather_part(&sets[p], arena, f, p, (ent_gather_state){0}, ENT_KEEP_EFFICIENT, run));
        if (!sets[p].n)
            return ENT_OK;
    }
    sets[n] = (ent_front){.members = members}; /* what is the same in all states */
    ENT_TRY(ent_front_put(&sets[n], arena, f->split->constant, 1, 0));
    f->parts = sets;
    if (!sum)
        return ENT_LIMIT;
    for (size_t m = 0; m < members; m++)
        threshold[m] = f->bargain->game->aims[f->bargain->members[m]].threshold;
    const ent_slice whole = {.least = f->over == ENT_FRONTIER_DEALS ? threshold : NULL,
                             .keep = ENT_KEEP_EFFICIENT};
    return ent_slice_run(out, arena, f, &whole, run);
}

static ent_status by_scan(ent_front *out, ent_arena *arena, const ent_frontier *f,
                          const ent_run *run) {
    const ent_bargain *b = f->bargain;
    const ent_gather what = {.plan = b->plan,
                             .utility = b->utility,
                             .members = b->n_members,
                             .where = f->over == ENT_FRONTIER_DEALS ? b->deal : b->package,
                             .stride = f->keys.stride,
                             .space = f->keys.space,
                             .keep = ENT_KEEP_EFFICIENT};
    return ent_gather_run(out, arena, &what, run, NULL);
}

/* ---- what was found ---- */

bool ent_nobody_gains(const ent_frontier *f, const ent_i128 *value) {
    const ent_bargain *b = f->bargain;
    for (size_t m = 0; m < b->n_members; m++)
        if (value[m] >= b->game->aims[b->members[m]].gain)
            return false;
    return b->gain_asked;
}

/* Divides what was found, of all states other than the fallback, into what is shown and what the
 * points are chosen from. */
static ent_status divide(ent_frontier *f, ent_arena *arena, const ent_front *all) {
    const ent_bargain *b = f->bargain;
    for (size_t i = 0; i < all->n; i++) {
        const ent_i128 *value = all->value + i * all->members;
        for (size_t m = 0; m < all->members; m++)
            f->ideal[m] = i == 0 || value[m] > f->ideal[m] ? value[m] : f->ideal[m];
        bool deals = f->over == ENT_FRONTIER_DEALS, signs = true;
        for (size_t m = 0; m < b->n_members; m++)
            signs = signs && value[m] >= b->game->aims[b->members[m]].threshold;
        if (deals && (!signs || ent_nobody_gains(f, value)))
            continue;
        if (signs)
            ENT_TRY(ent_front_put(&f->rational, arena, value, all->count[i], all->first[i]));
        ENT_TRY(ent_front_put(&f->nearest, arena, value, all->count[i], all->first[i]));
        if (!deals && f->fallback && ent_vector_covers(f->fallback, value, all->members) &&
            ent_vector_cmp(f->fallback, value, all->members) != 0)
            continue;
        ENT_TRY(ent_front_put(&f->efficient, arena, value, all->count[i], all->first[i]));
    }
    return ENT_OK;
}

ent_status ent_ask_frontier(ent_frontier **out, ent_arena *arena, const ent_bargain *b,
                            ent_frontier_over over, ent_engine engine, bool points_only,
                            const ent_run *run) {
    ent_frontier *f = ENT_NEW(arena, ent_frontier, 1);
    ent_split *split;
    ent_front all = {.members = b->n_members};
    unsigned parts_over =
        over == ENT_FRONTIER_DEALS ? ENT_OVER_SIGNABLE | ENT_OVER_WANTED : ENT_OVER_PACKAGES;
    *out = NULL;
    if (!f)
        return ENT_NOMEM;
    *f = (ent_frontier){.bargain = b,
                        .over = over,
                        .engine = engine,
                        .efficient = {.members = b->n_members},
                        .rational = {.members = b->n_members},
                        .nearest = {.members = b->n_members}};
    ENT_TRY(keys_new(&f->keys, arena, b->plan));
    ENT_TRY(ent_split_new(&split, arena, b, parts_over));
    f->split = split;
    if (engine == ENT_ENGINE_AUTO)
        f->engine = split->n_parts > 1 || !b->plan->n_blocks ? ENT_ENGINE_PARTS : ENT_ENGINE_SCAN;
    ENT_TRY(find_fallback(f, arena));
    ent_status status = f->engine == ENT_ENGINE_SCAN ? by_scan(&all, arena, f, run)
                                                     : by_parts(&all, arena, f, !points_only, run);
    if (status != ENT_OK && status != ENT_CANCELLED && status != ENT_LIMIT)
        return status;
    f->partial = status == ENT_CANCELLED;
    f->too_large = status == ENT_LIMIT;
    if (f->too_large || (f->partial && f->engine == ENT_ENGINE_PARTS))
        all.n = 0; /* a sum of some of the parts is no state */
    ENT_TRY(divide(f, arena, &all));
    *out = f;
    return status;
}
