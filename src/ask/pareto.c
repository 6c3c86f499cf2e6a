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

/* ---- parts ---- */

/* Sets of vectors, one to add after the other. */
typedef struct product {
    size_t n, members;
    const ent_front **set;
    ent_i128 *least; /* n * members: what the sum of the first sets must have; NULL: anything */
} product;

/* Large sets first: a sum costs as many steps as the sum so far has vectors, times those of the next
 * set, and the last ones cost most. Insertion keeps the order of equals. */
static void order_product(product *p) {
    for (size_t i = 1; i < p->n; i++) {
        const ent_front *set = p->set[i];
        size_t at = i;
        for (; at > 0 && p->set[at - 1]->n < set->n; at--)
            p->set[at] = p->set[at - 1];
        p->set[at] = set;
    }
}

/* What a sum of the first sets must have so that the others can lift it to `least`. */
static ent_status bound_product(product *p, ent_arena *arena, const ent_i128 *least) {
    p->least = ENT_NEW(arena, ent_i128, p->n * p->members);
    if (!p->least)
        return ENT_NOMEM;
    for (size_t m = 0; m < p->members; m++) {
        ent_i128 need = least[m];
        for (size_t k = p->n; k-- > 0;) {
            const ent_front *set = p->set[k];
            p->least[k * p->members + m] = need;
            ent_i128 most = set->value[m];
            for (size_t i = 1; i < set->n; i++)
                most = set->value[i * p->members + m] > most ? set->value[i * p->members + m] : most;
            need -= most;
        }
    }
    return ENT_OK;
}

/* Adds the sets up, going to and fro between two arenas. `first` is overwritten. */
static ent_status add_up(ent_front *out, ent_arena *arena, const product *p, const ent_run *run) {
    ent_arena *room[2] = {ent_arena_new(), ent_arena_new()}, *scratch = ent_arena_new();
    ent_front sum = *p->set[0];
    ent_status status = room[0] && room[1] && scratch ? ENT_OK : ENT_NOMEM;
    for (size_t k = 1; k < p->n && status == ENT_OK; k++) {
        ent_front next;
        bool last = k + 1 == p->n;
        status = ent_front_sum(&next, last ? arena : room[k % 2], scratch, &sum, p->set[k],
                               p->least ? p->least + k * p->members : NULL, ENT_KEEP_EFFICIENT);
        if (status != ENT_OK)
            break;
        sum = next;
        ent_arena_rewind(room[1 - k % 2], (ent_mark){NULL, 0});
        if (run->stop && *run->stop)
            status = ENT_CANCELLED;
    }
    ent_arena_free(room[0]);
    ent_arena_free(room[1]);
    ent_arena_free(scratch);
    if (status == ENT_OK)
        *out = sum;
    return status;
}

/* The frontier of all choices of one vector from each set. */
static ent_status product_frontier(ent_front *out, ent_arena *arena, const ent_frontier *f,
                                   const ent_front *sets, size_t n, const ent_run *run) {
    product p = {.n = n, .members = f->bargain->n_members};
    ent_i128 thresholds[64];
    *out = (ent_front){.members = p.members};
    p.set = (const ent_front **)ent_arena_array(arena, n, sizeof *p.set);
    if (!p.set)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        p.set[i] = &sets[i];
        if (!sets[i].n)
            return ENT_OK;
    }
    order_product(&p);
    for (size_t m = 0; m < p.members; m++)
        thresholds[m] = f->bargain->game->aims[f->bargain->members[m]].threshold;
    if (f->over == ENT_FRONTIER_DEALS)
        ENT_TRY(bound_product(&p, arena, thresholds));
    return add_up(out, arena, &p, run);
}

/* The part of the fallback's key that lies in a part. */
static ent_u128 part_key(const ent_frontier *f, size_t p) {
    const ent_part *part = &f->split->parts[p];
    ent_u128 key = 0;
    for (size_t d = 0; d < part->n_dims; d++) {
        uint32_t digit = f->split->fallback[part->dims[d]];
        key += digit * f->keys.stride[part->dims[d]] + (digit ? f->keys.space : 0);
    }
    return key;
}

/* The fallback counts and nothing dominates it, yet it is no package: the states other than it are
 * those that agree with it in the first parts, differ in the next and are free in the rest. */
static ent_status without_fallback(ent_front *out, ent_arena *arena, const ent_frontier *f,
                                   const ent_front *sets, const ent_run *run) {
    size_t n = f->split->n_parts, members = f->bargain->n_members;
    ent_arena *scratch = ent_arena_new(), *more = ent_arena_new();
    ent_front *own = scratch ? ENT_NEW(scratch, ent_front, n + 1) : NULL;
    ent_status status = own && more ? ENT_OK : ENT_NOMEM;
    *out = (ent_front){.members = members};
    if (status == ENT_OK)
        memcpy(own, sets, (n + 1) * sizeof *own);
    for (size_t i = 0; i < n && status == ENT_OK; i++) {
        ent_front here, joined;
        ent_u128 key = part_key(f, i);
        ent_gather_state which = {.skip = &key};
        status = ent_gather_part(&own[i], scratch, f, i, which, ENT_KEEP_EFFICIENT, run);
        if (status == ENT_OK)
            status = product_frontier(&here, scratch, f, own, n + 1, run);
        if (status == ENT_OK)
            status = ent_front_join(&joined, arena, more, out, &here, ENT_KEEP_EFFICIENT);
        if (status == ENT_OK)
            *out = joined;
        which = (ent_gather_state){.only = &key};
        if (status == ENT_OK)
            status = ent_gather_part(&own[i], scratch, f, i, which, ENT_KEEP_ALL, run);
    }
    ent_arena_free(scratch);
    ent_arena_free(more);
    return status;
}

static ent_status by_parts(ent_front *out, ent_arena *arena, ent_frontier *f, const ent_run *run) {
    size_t n = f->split->n_parts;
    ent_front *sets = ENT_NEW(arena, ent_front, n + 1);
    *out = (ent_front){.members = f->bargain->n_members};
    if (!sets)
        return ENT_NOMEM;
    if (!f->split->possible)
        return ENT_OK;
    for (size_t p = 0; p < n; p++)
        ENT_TRY(ent_gather_part(&sets[p], arena, f, p, (ent_gather_state){0}, ENT_KEEP_EFFICIENT,
                                run));
    sets[n] = (ent_front){.members = out->members}; /* what is the same in all states */
    ENT_TRY(ent_front_put(&sets[n], arena, f->split->constant, 1, 0));
    f->parts = sets;
    ENT_TRY(product_frontier(out, arena, f, sets, n + 1, run));
    if (f->fallback && ent_front_find(out, f->fallback) != SIZE_MAX)
        return without_fallback(out, arena, f, sets, run);
    return ENT_OK;
}

/* ---- the whole ---- */

static ent_status by_scan(ent_front *out, ent_arena *arena, const ent_frontier *f,
                          const ent_run *run) {
    const ent_bargain *b = f->bargain;
    const ent_gather what = {
        .plan = b->plan, .utility = b->utility, .members = b->n_members,
        .where = f->over == ENT_FRONTIER_DEALS ? b->deal : b->package,
        .stride = f->keys.stride, .space = f->keys.space, .keep = ENT_KEEP_EFFICIENT};
    return ent_gather_run(out, arena, &what, run, NULL);
}

/* Deals in which some member gains: where gains are asked for, the one vector in which nobody does is
 * that of the thresholds, and everything else that is signed dominates it. */
static bool nobody_gains(const ent_frontier *f, const ent_i128 *value) {
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
        bool deals = f->over == ENT_FRONTIER_DEALS, signs = true;
        for (size_t m = 0; m < b->n_members; m++)
            signs = signs && value[m] >= b->game->aims[b->members[m]].threshold;
        if (deals && (!signs || nobody_gains(f, value)))
            continue;
        if (signs)
            ENT_TRY(ent_front_put(&f->rational, arena, value, all->count[i], all->first[i]));
        if (!deals && f->fallback && ent_vector_covers(f->fallback, value, all->members) &&
            ent_vector_cmp(f->fallback, value, all->members) != 0)
            continue;
        ENT_TRY(ent_front_put(&f->efficient, arena, value, all->count[i], all->first[i]));
    }
    return ENT_OK;
}

ent_status ent_ask_frontier(ent_frontier **out, ent_arena *arena, const ent_bargain *b,
                            ent_frontier_over over, ent_engine engine, const ent_run *run) {
    ent_frontier *f = ENT_NEW(arena, ent_frontier, 1);
    ent_split *split;
    ent_front all;
    unsigned parts_over = over == ENT_FRONTIER_DEALS ? ENT_OVER_SIGNABLE | ENT_OVER_WANTED
                                                     : ENT_OVER_PACKAGES;
    *out = NULL;
    if (!f)
        return ENT_NOMEM;
    *f = (ent_frontier){.bargain = b, .over = over, .engine = engine,
                        .efficient = {.members = b->n_members},
                        .rational = {.members = b->n_members}};
    ENT_TRY(keys_new(&f->keys, arena, b->plan));
    ENT_TRY(ent_split_new(&split, arena, b, parts_over));
    f->split = split;
    if (engine == ENT_ENGINE_AUTO)
        f->engine = split->n_parts > 1 ? ENT_ENGINE_PARTS : ENT_ENGINE_SCAN;
    ENT_TRY(find_fallback(f, arena));
    ent_status status = f->engine == ENT_ENGINE_SCAN ? by_scan(&all, arena, f, run)
                                                     : by_parts(&all, arena, f, run);
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
