/* Searching orders of joining over states that are written down. See orders.h. */
#include "ask/orders.h"

#include "scenario/eval.h"

#include <stdlib.h>
#include <string.h>

#define MOST_WORK ((uint64_t)1 << 33)

typedef struct joining {
    const ent_world *w;
    ent_ask_what what;
    bool farsighted;
    const ent_run *run;
    ent_diags *diags;
    ent_arena *arena;
    uint64_t *wanted; /* bit set over states */
    size_t words;
    uint64_t work;
    uint32_t *before
        [ENT_ORDER_MEMBERS]; /* per number that joined and state: where it came from, or NONE */
    uint32_t *other[ENT_ORDER_MEMBERS]; /* the same while an end is tried */
    uint32_t
        *cost[ENT_ORDER_MEMBERS]; /* changes on the way there: paths are shown with the fewest */
} joining;

static bool bit(const uint64_t *bits, uint32_t i) {
    return bits[i / 64] >> (i % 64) & 1;
}

/* Those who are in agree, and the joiner gains, by going (or looking) from s to t. */
static bool agreed(const ent_world *w, uint32_t s, uint32_t t, uint64_t in, uint32_t joiner) {
    for (uint64_t left = in; left; left &= left - 1)
        if (ent_world_prefers(w, (uint32_t)__builtin_ctzll(left), t, s))
            return false;
    return ent_world_prefers(w, joiner, s, t);
}

/* Whether the joiner and those in can take the step, and not without it. */
static bool can_step(const ent_world *w, uint32_t s, uint32_t t, uint64_t in, uint32_t joiner) {
    uint64_t all = in | (uint64_t)1 << joiner;
    return s != t && !(w->red[t] & all) && ent_world_reaches(w, s, t, all) &&
           !ent_world_reaches(w, s, t, in);
}

static ent_status count_work(joining *j, uint64_t more) {
    j->work += more;
    if (j->run->stop && *j->run->stop)
        return ENT_CANCELLED;
    if (j->work <= MOST_WORK)
        return ENT_OK;
    ent_diag(j->diags, ENT_E0581, (ent_span){0}, "", "put fewer issues on the table with --about",
             "looking for orders of joining takes more than %llu looks at pairs of states",
             (unsigned long long)MOST_WORK);
    return ENT_LIMIT;
}

static uint32_t changes(const ent_world *w, uint32_t s, uint32_t t) {
    uint32_t n = 0;
    for (uint32_t d = 0; d < w->n_dims; d++)
        n += w->outcome[(size_t)s * w->n_dims + d] != w->outcome[(size_t)t * w->n_dims + d];
    return n;
}

/* States after `k` have joined, from those before; end = ENT_NONE: myopic. */
static ent_status join_step(joining *j, uint32_t **before, const ent_join_order *o, uint32_t k,
                            uint32_t end) {
    const ent_world *w = j->w;
    uint64_t in = 0;
    for (uint32_t i = 0; i < k; i++)
        in |= (uint64_t)1 << o->member[i];
    memset(before[k], 0xFF, w->n * sizeof *before[k]); /* ENT_NONE */
    memset(j->cost[k], 0xFF, w->n * sizeof *j->cost[k]);
    for (uint32_t s = 0; s < w->n; s++) {
        if (before[k - 1][s] == ENT_NONE ||
            (end != ENT_NONE && !agreed(w, s, end, in, o->member[k])))
            continue;
        ENT_TRY(count_work(j, w->n));
        for (uint32_t t = 0; t < w->n; t++) {
            uint32_t cost = j->cost[k - 1][s] + changes(w, s, t);
            if (cost >= j->cost[k][t] || (end == ENT_NONE && !agreed(w, s, t, in, o->member[k])) ||
                !can_step(w, s, t, in, o->member[k]))
                continue;
            before[k][t] = s;
            j->cost[k][t] = cost;
        }
    }
    return ENT_OK;
}

static void begin(const joining *j, uint32_t **before) {
    memset(before[0], 0xFF, j->w->n * sizeof *before[0]);
    before[0][j->w->status_quo] = j->w->status_quo;
    j->cost[0][j->w->status_quo] = 0;
}

/* An end is taken into account; the path to the best one for the founder is kept. */
static ent_status take_end(joining *j, ent_join_order *o, uint32_t **before, uint32_t end,
                           uint32_t *shown) {
    const ent_world *w = j->w;
    const ent_game *g = w->game;
    uint8_t state[ENT_MAX_ISSUES];
    ent_world_state(state, w, end);
    for (uint32_t a = 0; a < w->n_actors; a++) {
        ent_i128 u = ent_game_utility(g, a, state);
        o->best[a] = !o->ends || u > o->best[a] ? u : o->best[a];
    }
    if (!o->ends || ent_world_prefers(w, o->member[0], *shown, end)) {
        uint32_t at = end;
        for (uint32_t k = o->n; k-- > 0; at = before[k][at])
            ent_world_state(o->path[k], w, at);
        *shown = end;
    }
    o->ends++;
    return ENT_OK;
}

static ent_status try_order(joining *j, ent_join_order *o) {
    const ent_world *w = j->w;
    uint32_t last = o->n - 1, shown = ENT_NONE;
    begin(j, j->before);
    for (uint32_t k = 1; !j->farsighted && k <= last; k++)
        ENT_TRY(join_step(j, j->before, o, k, ENT_NONE));
    for (uint32_t e = 0; e < w->n; e++) {
        uint64_t all = 0;
        if (!bit(j->wanted, e))
            continue;
        if (!j->farsighted) {
            if (j->before[last][e] != ENT_NONE)
                ENT_TRY(take_end(j, o, j->before, e, &shown));
            continue;
        }
        for (uint32_t i = 0; i < o->n; i++)
            all |= (uint64_t)1 << o->member[i];
        if (w->red[e] & all || !ent_world_prefers(w, o->member[1], w->status_quo, e) ||
            ent_world_prefers(w, o->member[0], e, w->status_quo) ||
            !ent_world_reaches(w, w->status_quo, e, all))
            continue;
        begin(j, j->other);
        for (uint32_t k = 1; k <= last; k++)
            ENT_TRY(join_step(j, j->other, o, k, e));
        if (j->other[last][e] != ENT_NONE)
            ENT_TRY(take_end(j, o, j->other, e, &shown));
    }
    return ENT_OK;
}

/* ---- preparing ---- */

static ent_status too_large(uint64_t states, ent_diags *diags) {
    ent_diag(diags, ENT_E0581, (ent_span){0}, "", "put fewer issues on the table with --about",
             "the members can bring about %llu states, more than the %u over which orders of "
             "joining are looked for",
             (unsigned long long)states, ENT_ORDER_STATES);
    return ENT_LIMIT;
}

static ent_status prepare(joining *j, ent_arena *scratch, const ent_game *game, ent_ask_what what,
                          bool farsighted, const ent_run *run, ent_diags *diags) {
    const ent_scenario *s = game->scenario;
    uint64_t needed;
    uint8_t state[ENT_MAX_ISSUES];
    ent_world *w;
    *j = (joining){
        .what = what, .farsighted = farsighted, .run = run, .diags = diags, .arena = scratch};
    ent_status status = ent_world_new(&w, scratch, game, what.coalition, what.about, true,
                                      ENT_ORDER_STATES, &needed, diags);
    if (status == ENT_LIMIT)
        return too_large(needed, diags);
    ENT_TRY(status);
    j->w = w;
    j->words = w->n / 64 + 1;
    if (!(j->wanted = ENT_NEW(scratch, uint64_t, j->words)))
        return ENT_NOMEM;
    for (uint32_t k = 0; k < ENT_ORDER_MEMBERS; k++) {
        j->before[k] = ENT_NEW(scratch, uint32_t, (size_t)w->n + 1);
        j->other[k] = ENT_NEW(scratch, uint32_t, (size_t)w->n + 1);
        j->cost[k] = ENT_NEW(scratch, uint32_t, (size_t)w->n + 1);
        if (!j->before[k] || !j->other[k] || !j->cost[k])
            return ENT_NOMEM;
    }
    for (uint32_t i = 0; i < w->n; i++) {
        ent_world_state(state, w, i);
        if (!what.with || ent_expr_holds(what.with, state, game->resource_of, s->n_actors))
            j->wanted[i / 64] |= (uint64_t)1 << (i % 64);
    }
    return ENT_OK;
}

static ent_status make_order(ent_join_order *o, ent_arena *arena, const ent_game *game,
                             const uint32_t *member, uint32_t n) {
    *o = (ent_join_order){.n = n, .best = ENT_NEW(arena, ent_i128, game->scenario->n_actors + 1)};
    if (!o->best)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < n; k++) {
        o->member[k] = member[k];
        if (!(o->path[k] = ENT_NEW(arena, uint8_t, game->scenario->n_issues + 1)))
            return ENT_NOMEM;
    }
    return ENT_OK;
}

/* ---- all orders ---- */

typedef struct lister {
    joining *j;
    const ent_game *game;
    ent_ask_what what;
    const ent_run *run;
    ent_diags *diags;
    ent_orders *out;
    ent_arena *arena;
    size_t cap;
    uint32_t members[ENT_ORDER_MEMBERS], n_members;
    uint32_t now[ENT_ORDER_MEMBERS];
} lister;

static ent_status stream_order(bool *works, lister *l, ent_join_order *o) {
    size_t n_issues = l->game->scenario->n_issues;
    uint8_t *path = ENT_NEW(l->arena, uint8_t, o->n * n_issues + 1);
    if (!path)
        return ENT_NOMEM;
    ENT_TRY(ent_order_streamed(works, path, l->game, l->what, o->member, o->n, l->run, l->diags));
    for (uint32_t k = 0; k < o->n && *works; k++)
        memcpy(o->path[k], path + k * n_issues, n_issues);
    return ENT_OK;
}

static ent_status try_now(lister *l, uint32_t n) {
    ent_join_order order;
    ent_mark mark = ent_arena_mark(l->arena);
    l->out->tried++;
    ENT_TRY(make_order(&order, l->arena, l->game, l->now, n));
    bool works = false;
    if (l->out->counted) {
        ENT_TRY(try_order(l->j, &order));
        works = order.ends > 0;
    } else {
        ENT_TRY(stream_order(&works, l, &order));
    }
    if (!works) {
        ent_arena_rewind(l->arena, mark);
        return ENT_OK;
    }
    ent_join_order *grown =
        ent_arena_grow(l->arena, l->out->orders, l->out->n, &l->cap, sizeof *grown);
    if (!grown)
        return ENT_NOMEM;
    l->out->orders = grown;
    grown[l->out->n++] = order;
    return ENT_OK;
}

/* Every order of every part of `size` members. */
static ent_status all_of_size(lister *l, uint32_t at, uint32_t size, uint32_t used) {
    if (at == size)
        return try_now(l, size);
    for (uint32_t i = 0; i < l->n_members; i++) {
        if (used >> i & 1)
            continue;
        l->now[at] = l->members[i];
        ENT_TRY(all_of_size(l, at + 1, size, used | 1u << i));
    }
    return ENT_OK;
}

/* Whether the members of one stand in the other in the same order. */
static bool within(const ent_join_order *part, const ent_join_order *whole) {
    uint32_t i = 0;
    for (uint32_t k = 0; k < whole->n && i < part->n; k++)
        i += whole->member[k] == part->member[i];
    return i == part->n;
}

static void mark_minimal(ent_orders *o) {
    for (size_t i = 0; i < o->n; i++) {
        o->orders[i].minimal = true;
        for (size_t k = 0; k < i && o->orders[i].minimal; k++)
            o->orders[i].minimal =
                o->orders[k].n == o->orders[i].n || !within(&o->orders[k], &o->orders[i]);
    }
}

static ent_status list_all(lister *l, ent_ask_what what) {
    for (uint32_t size = what.with ? 2 : l->n_members; size <= l->n_members; size++)
        ENT_TRY(all_of_size(l, 0, size, 0));
    mark_minimal(l->out);
    return ENT_OK;
}

static ent_status check_members(ent_ask_what what, ent_diags *diags) {
    int n = __builtin_popcountll(what.coalition);
    if (n >= 2 && n <= (int)ENT_ORDER_MEMBERS)
        return ENT_OK;
    ent_diag(diags, ENT_E0582, (ent_span){0}, "", "name two to eight members with --of",
             "orders of joining are asked of two to %u members, not of %d", ENT_ORDER_MEMBERS, n);
    return ENT_ERROR;
}

ent_status ent_ask_orders(ent_orders **out, ent_arena *arena, const ent_game *game,
                          ent_ask_what what, bool farsighted, const ent_run *run,
                          ent_diags *diags) {
    ent_orders *orders = ENT_NEW(arena, ent_orders, 1);
    joining j;
    if (!orders)
        return ENT_NOMEM;
    orders->farsighted = farsighted;
    size_t n_diags = diags->n, errors = diags->errors;
    ENT_TRY(check_members(what, diags));
    lister l = {.j = &j,
                .game = game,
                .what = what,
                .run = run,
                .diags = diags,
                .out = orders,
                .arena = arena};
    for (uint64_t left = what.coalition; left; left &= left - 1)
        l.members[l.n_members++] = (uint32_t)__builtin_ctzll(left);
    ent_arena *scratch = ent_arena_new();
    ent_status status =
        scratch ? prepare(&j, scratch, game, what, farsighted, run, diags) : ENT_NOMEM;
    orders->counted = status == ENT_OK;
    if (status == ENT_LIMIT && !farsighted && game->status_quo) { /* there is another way */
        diags->n = n_diags;
        diags->errors = errors;
        status = ENT_OK;
    }
    if (status == ENT_OK)
        status = list_all(&l, what);
    ent_arena_free(scratch);
    *out = orders;
    return status;
}

ent_status ent_ask_in_order(bool *works, uint8_t *path, const ent_game *game, ent_ask_what what,
                            const uint32_t *member, uint32_t n, bool farsighted, const ent_run *run,
                            ent_diags *diags) {
    size_t n_issues = game->scenario->n_issues;
    joining j;
    ent_join_order order;
    what.coalition = 0;
    for (uint32_t i = 0; i < n; i++)
        what.coalition |= (uint64_t)1 << member[i];
    ENT_TRY(check_members(what, diags));
    if (!farsighted && game->status_quo)
        return ent_order_streamed(works, path, game, what, member, n, run, diags);
    ent_arena *scratch = ent_arena_new();
    ent_status status =
        scratch ? prepare(&j, scratch, game, what, farsighted, run, diags) : ENT_NOMEM;
    if (status == ENT_OK)
        status = make_order(&order, scratch, game, member, n);
    if (status == ENT_OK)
        status = try_order(&j, &order);
    if (status == ENT_OK) {
        *works = order.ends > 0;
        for (uint32_t k = 0; *works && path && k < n; k++)
            memcpy(path + k * n_issues, order.path[k], n_issues);
    }
    ent_arena_free(scratch);
    return status;
}
