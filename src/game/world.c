/* Writing a small game down. See world.h. */
#include "game/world.h"

#include "game/act.h"
#include "game/depends.h"
#include "scenario/eval.h"

#include <stdlib.h>
#include <string.h>

#define WORDS (ENT_MAX_ISSUES / 64)

/* ---- issues ---- */

static void find_relevant(uint64_t *relevant, const ent_game *game, uint64_t actors, bool every) {
    memset(relevant, every ? 0xFF : 0, WORDS * sizeof *relevant);
    for (uint64_t left = actors; left; left &= left - 1)
        ent_depends_actor(relevant, game, (uint32_t)__builtin_ctzll(left));
    ent_depends_rules(relevant, game->scenario);
}

typedef struct maker {
    ent_world *w;
    ent_arena *arena;
    ent_control_table *table;
    uint64_t actors;
    uint64_t *reach; /* per dimension: outcomes */
    uint64_t codes;
} maker;

static ent_status find_dims(maker *m, const uint64_t *about, bool every) {
    ent_world *w = m->w;
    const ent_scenario *s = w->game->scenario;
    uint64_t relevant[WORDS];
    w->issue = ENT_NEW(m->arena, uint32_t, s->n_issues + 1);
    m->reach = ENT_NEW(m->arena, uint64_t, s->n_issues + 1);
    if (!w->issue || !m->reach)
        return ENT_NOMEM;
    find_relevant(relevant, w->game, m->actors, every);
    m->codes = 1;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        if (s->issues[k].kind != ENT_DECIDED || !(relevant[k / 64] >> (k % 64) & 1) ||
            (about && !(about[k / 64] >> (k % 64) & 1)))
            continue;
        uint64_t reach = ent_game_reach(w->game, m->actors, k, w->game->status_quo[k]);
        if (!(reach & (reach - 1)))
            continue;
        w->issue[w->n_dims] = k;
        m->reach[w->n_dims++] = reach;
        w->able |= ent_controllers(&s->issues[k]) & m->actors;
        if (__builtin_mul_overflow(m->codes, (uint64_t)__builtin_popcountll(reach), &m->codes))
            m->codes = UINT64_MAX;
        m->codes = m->codes > (uint64_t)1 << 62 ? (uint64_t)1 << 62 : m->codes;
    }
    return ENT_OK;
}

/* Only coalitions of those who may act count. */
static ent_status within(const ent_coalitions **out, ent_arena *arena, const ent_coalitions *all,
                         uint64_t actors) {
    ent_coalitions *some = ENT_NEW(arena, ent_coalitions, 1);
    if (!some || !(some->unit = ENT_NEW(arena, uint64_t, all->n + 1)))
        return ENT_NOMEM;
    for (size_t i = 0; i < all->n; i++)
        if (!(all->unit[i] & ~actors))
            some->unit[some->n++] = all->unit[i];
    *out = some;
    return ENT_OK;
}

static ent_status find_control(maker *m) {
    ent_world *w = m->w;
    const ent_scenario *s = w->game->scenario;
    w->reach = ENT_NEW(m->arena, const ent_coalitions **, w->n_dims + 1);
    w->step = ENT_NEW(m->arena, const ent_coalitions **, w->n_dims + 1);
    if (!w->reach || !w->step)
        return ENT_NOMEM;
    for (uint32_t d = 0; d < w->n_dims; d++) {
        uint32_t k = w->issue[d], n = s->issues[k].n_outcomes;
        w->reach[d] = ENT_NEW(m->arena, const ent_coalitions *, (size_t)n *n);
        w->step[d] = ENT_NEW(m->arena, const ent_coalitions *, (size_t)n *n);
        if (!w->reach[d] || !w->step[d])
            return ENT_NOMEM;
        for (uint32_t a = 0; a < n; a++)
            for (uint32_t b = 0; b < n; b++) {
                const ent_coalitions *all;
                if (!(m->reach[d] >> a & 1) || !(m->reach[d] >> b & 1) || a == b)
                    continue;
                ENT_TRY(ent_control_reach(&all, m->table, k, a, b));
                ENT_TRY(within(&w->reach[d][a * n + b], m->arena, all, m->actors));
                ENT_TRY(ent_control_step(&all, m->table, k, a, b));
                ENT_TRY(within(&w->step[d][a * n + b], m->arena, all, m->actors));
            }
    }
    return ENT_OK;
}

/* ---- states ---- */

typedef struct filler {
    size_t cap_outcome, cap_red, cap_value;
    ent_i128 *value; /* [state * n_actors + actor] */
} filler;

static ent_status add_state(maker *m, filler *f, const uint8_t *state) {
    ent_world *w = m->w;
    size_t dims = w->n_dims ? w->n_dims : 1, actors = w->n_actors ? w->n_actors : 1;
    uint8_t *outcome =
        ent_arena_grow(m->arena, w->outcome, w->n, &f->cap_outcome, dims * sizeof *outcome);
    uint64_t *red = ent_arena_grow(m->arena, w->red, w->n, &f->cap_red, sizeof *red);
    ent_i128 *value =
        ent_arena_grow(m->arena, f->value, w->n, &f->cap_value, actors * sizeof *value);
    if (!outcome || !red || !value)
        return ENT_NOMEM;
    w->outcome = outcome;
    w->red = red;
    f->value = value;
    bool same = true;
    for (uint32_t d = 0; d < w->n_dims; d++) {
        outcome[w->n * dims + d] = state[w->issue[d]];
        same = same && state[w->issue[d]] == w->game->status_quo[w->issue[d]];
    }
    uint64_t everybody = w->n_actors == 64 ? UINT64_MAX : ((uint64_t)1 << w->n_actors) - 1;
    red[w->n] = ent_state_red(w->game, state, everybody);
    for (uint32_t a = 0; a < w->n_actors; a++)
        value[w->n * actors + a] = ent_game_utility(w->game, a, state);
    if (same)
        w->status_quo = w->n;
    w->n++;
    return ENT_OK;
}

static ent_status find_states(maker *m, filler *f, uint32_t most) {
    ent_world *w = m->w;
    const ent_scenario *s = w->game->scenario;
    uint8_t state[ENT_MAX_ISSUES], at[ENT_MAX_ISSUES];
    for (uint32_t d = 0; d < w->n_dims; d++)
        at[d] = (uint8_t)__builtin_ctzll(m->reach[d]);
    for (uint64_t code = 0; code < m->codes; code++) {
        memcpy(state, w->base, s->n_issues);
        for (uint32_t d = 0; d < w->n_dims; d++)
            state[w->issue[d]] = at[d];
        ent_state_follow(s, state, NULL, w->game->resource_of);
        if (ent_state_feasible(w->game, state)) {
            if (w->n == most)
                return ENT_LIMIT;
            ENT_TRY(add_state(m, f, state));
        }
        for (uint32_t d = w->n_dims; d-- > 0;) {
            uint64_t above = at[d] == 63 ? 0 : m->reach[d] >> (at[d] + 1) << (at[d] + 1);
            at[d] = (uint8_t)__builtin_ctzll(above ? above : m->reach[d]);
            if (above)
                break;
        }
    }
    return ENT_OK;
}

typedef struct ranked {
    ent_i128 value;
    uint32_t state;
} ranked;

static int cmp_ranked(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return x->state < y->state ? -1 : x->state > y->state;
}

static ent_status rank_states(maker *m, const filler *f) {
    ent_world *w = m->w;
    ranked *order = ENT_NEW(m->arena, ranked, (size_t)w->n + 1);
    w->rank = ENT_NEW(m->arena, int32_t, (size_t)w->n * w->n_actors + 1);
    if (!order || !w->rank)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < w->n_actors && w->n; a++) {
        int32_t rank = 0;
        for (uint32_t i = 0; i < w->n; i++)
            order[i] = (ranked){f->value[(size_t)i * w->n_actors + a], i};
        qsort(order, w->n, sizeof *order, cmp_ranked);
        for (uint32_t i = 0; i < w->n; i++) {
            rank += i && order[i].value != order[i - 1].value;
            w->rank[(size_t)order[i].state * w->n_actors + a] = rank;
        }
    }
    return ENT_OK;
}

ent_status ent_world_new(ent_world **out, ent_arena *arena, const ent_game *game, uint64_t actors,
                         const uint64_t *about, bool every, uint32_t most, uint64_t *needed,
                         ent_diags *diags) {
    ent_world *w = ENT_NEW(arena, ent_world, 1);
    maker m = {.w = w, .arena = arena, .actors = actors};
    filler f = {0};
    if (!w)
        return ENT_NOMEM;
    if (!game->status_quo) {
        ent_diag(diags, ENT_E0583, (ent_span){0}, "", "give every decided issue a `status quo`",
                 "this question about coalitions starts from the status quo, and there is none");
        return ENT_ERROR;
    }
    *w = (ent_world){.game = game,
                     .n_actors = (uint32_t)game->scenario->n_actors,
                     .base = game->status_quo,
                     .status_quo = ENT_NONE};
    ENT_TRY(ent_control_table_new(&m.table, arena, game, diags));
    ENT_TRY(find_dims(&m, about, every));
    *needed = m.codes;
    if (m.codes > ENT_WORLD_CODES)
        return ENT_LIMIT;
    ent_status status = find_states(&m, &f, most);
    *needed = status == ENT_OK ? w->n : m.codes;
    ENT_TRY(status);
    ENT_TRY(find_control(&m));
    ENT_TRY(rank_states(&m, &f));
    *out = w;
    return ENT_OK;
}

/* ---- reading ---- */

void ent_world_state(uint8_t *state, const ent_world *w, uint32_t i) {
    memcpy(state, w->base, w->game->scenario->n_issues);
    for (uint32_t d = 0; d < w->n_dims; d++)
        state[w->issue[d]] = w->outcome[(size_t)i * w->n_dims + d];
    ent_state_follow(w->game->scenario, state, NULL, w->game->resource_of);
}

uint32_t ent_world_find(const ent_world *w, const uint8_t *state) {
    for (uint32_t i = 0; i < w->n; i++) {
        uint32_t d = 0;
        while (d < w->n_dims && w->outcome[(size_t)i * w->n_dims + d] == state[w->issue[d]])
            d++;
        if (d == w->n_dims)
            return i;
    }
    return ENT_NONE;
}

static bool controls(const ent_world *w, const ent_coalitions ***table, uint32_t from, uint32_t to,
                     uint64_t coalition) {
    const uint8_t *a = w->outcome + (size_t)from * w->n_dims;
    const uint8_t *b = w->outcome + (size_t)to * w->n_dims;
    for (uint32_t d = 0; d < w->n_dims; d++) {
        size_t n = w->game->scenario->issues[w->issue[d]].n_outcomes;
        if (a[d] != b[d] && !ent_coalitions_allow(table[d][a[d] * n + b[d]], coalition))
            return false;
    }
    return true;
}

bool ent_world_reaches(const ent_world *w, uint32_t from, uint32_t to, uint64_t coalition) {
    return controls(w, w->reach, from, to, coalition);
}

bool ent_world_steps(const ent_world *w, uint32_t from, uint32_t to, uint64_t coalition) {
    return controls(w, w->step, from, to, coalition);
}

bool ent_world_prefers(const ent_world *w, uint32_t actor, uint32_t from, uint32_t to) {
    return w->rank[(size_t)to * w->n_actors + actor] > w->rank[(size_t)from * w->n_actors + actor];
}

uint64_t ent_world_better(const ent_world *w, uint32_t from, uint32_t to) {
    const int32_t *a = w->rank + (size_t)from * w->n_actors;
    const int32_t *b = w->rank + (size_t)to * w->n_actors;
    uint64_t better = 0;
    for (uint32_t i = 0; i < w->n_actors; i++)
        better |= (uint64_t)(b[i] > a[i]) << i;
    return better;
}
