/* One order of joining in a game too large to be written down: step by step, each pass streamed.
 *
 * From a state, the next joiner and those in go through all that they can bring about together; what
 * they agree to is the list of states to go on from, fewest changes first, and at the last joiner the
 * shortest step to what is wanted ends the search. Small coalitions have small spaces, so it is the last passes that are large,
 * and there are only as many as the coalition before can agree to. Myopic orders alone.
 */
#include "ask/orders.h"
#include "game/scan.h"
#include "game/state.h"

#include <stdlib.h>
#include <string.h>

/* States that are gone through in all, and kept at one joiner. */
#define MOST_STATES ((uint64_t)1 << 34)
#define MOST_KEPT ((size_t)1 << 20)

typedef struct walk {
    const ent_game *game;
    ent_ask_what what;
    const uint32_t *member;
    uint32_t n;
    uint8_t *path; /* [member * n_issues + issue] */
    const ent_run *run;
    ent_diags *diags;
    uint64_t looked_at;
    bool found;
} walk;

typedef struct kept {
    uint32_t changes;
    uint64_t rank;
} kept;

static int fewer(const void *a, const void *b) {
    const kept *x = a, *y = b;
    if (x->changes != y->changes)
        return x->changes < y->changes ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* One pass: from a state, by the joiner and those in. */
typedef struct step {
    ent_arena *arena;
    ent_plan *plan;
    ent_signal_id end;
    bool last;
    size_t n, cap;
    kept *states;
    ent_shortest end_found; /* at the last joiner */
    uint64_t *low_changes;
} step;

static ent_status make_dims(ent_dim **out, size_t *n, ent_arena *arena, const walk *w,
                            const uint8_t *from, uint64_t all) {
    const ent_scenario *s = w->game->scenario;
    ent_dim *dims = ENT_NEW(arena, ent_dim, s->n_issues + 1);
    *n = 0;
    if (!dims)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        if (issue->kind != ENT_DECIDED || !ent_bargain_about(&w->what, k))
            continue;
        uint64_t reach = ent_game_reach(w->game, all, k, from[k]);
        ent_dim *dim = &dims[*n];
        *dim = (ent_dim){.issue = k, .outcome = ENT_NEW(arena, uint8_t, issue->n_outcomes)};
        if (!dim->outcome)
            return ENT_NOMEM;
        dim->outcome[dim->n++] = from[k];
        for (uint32_t o = 0; o < issue->n_outcomes; o++)
            if (o != from[k] && (reach >> o & 1))
                dim->outcome[dim->n++] = (uint8_t)o;
        *n += dim->n > 1;
    }
    *out = dims;
    return ENT_OK;
}

/* Not within the reach of those in alone. */
static ent_status takes_the_joiner(step *t, const walk *w, const uint8_t *from, uint64_t in) {
    ent_signal_id without, one;
    ENT_TRY(ent_plan_const(&without, t->plan, true));
    for (uint32_t d = 0; d < t->plan->n_dims; d++) {
        const ent_dim *dim = &t->plan->dims[d];
        uint64_t reach = ent_game_reach(w->game, in, dim->issue, from[dim->issue]), digits = 0;
        for (uint32_t k = 0; k < dim->n; k++)
            digits |= (reach >> dim->outcome[k] & 1) << k;
        ENT_TRY(ent_plan_atom(&one, t->plan, d, digits));
        ENT_TRY(ent_plan_and(&without, t->plan, without, one));
    }
    ENT_TRY(ent_plan_not(&without, t->plan, without));
    return ent_plan_and(&t->end, t->plan, t->end, without);
}

static ent_status agreed(step *t, const walk *w, const uint8_t *from, uint32_t actor, bool joiner) {
    const ent_preference *p = &w->game->scenario->preferences[actor];
    ent_signal_id one;
    uint32_t sum;
    ENT_TRY(ent_plan_utility(&sum, t->plan, actor));
    ENT_TRY(ent_plan_at_least(&one, t->plan, sum, ent_game_utility(w->game, actor, from) + joiner));
    ENT_TRY(ent_plan_and(&t->end, t->plan, t->end, one));
    for (size_t r = 0; r < p->n_red_lines; r++) {
        ENT_TRY(ent_plan_expr(&one, t->plan, p->red_lines[r].never));
        ENT_TRY(ent_plan_not(&one, t->plan, one));
        ENT_TRY(ent_plan_and(&t->end, t->plan, t->end, one));
    }
    return ENT_OK;
}

static ent_status make_step(step *t, const walk *w, const uint8_t *from, uint32_t k) {
    const ent_scenario *s = w->game->scenario;
    uint64_t in = 0;
    ent_signal_id one;
    ent_dim *dims;
    size_t n;
    for (uint32_t i = 0; i < k; i++)
        in |= (uint64_t)1 << w->member[i];
    ENT_TRY(make_dims(&dims, &n, t->arena, w, from, in | (uint64_t)1 << w->member[k]));
    ENT_TRY(ent_plan_new(&t->plan, t->arena, w->game, from, dims, n));
    ENT_TRY(ent_plan_const(&t->end, t->plan, true));
    for (size_t r = 0; r < s->n_rules; r++) {
        ENT_TRY(ent_plan_expr(&one, t->plan, s->rules[r].expr));
        ENT_TRY(ent_plan_and(&t->end, t->plan, t->end, one));
    }
    for (uint32_t i = 0; i <= k; i++)
        ENT_TRY(agreed(t, w, from, w->member[i], i == k));
    ENT_TRY(takes_the_joiner(t, w, from, in));
    t->last = k + 1 == w->n;
    if (t->last && w->what.with) {
        ENT_TRY(ent_plan_expr(&one, t->plan, w->what.with));
        ENT_TRY(ent_plan_and(&t->end, t->plan, t->end, one));
    }
    return ent_plan_finish(t->plan);
}

static ent_status step_block(void *user, ent_block *block, unsigned worker) {
    step *t = user;
    (void)worker; /* one thread */
    if (ent_block_eval(block, t->end) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, t->end);
    if (t->last) {
        ent_shortest_meet(&t->end_found, block, t->plan, t->low_changes, bits);
        return ENT_OK;
    }
    for (size_t word = 0; word < t->plan->words; word++)
        for (uint64_t some = bits[word]; some; some &= some - 1) {
            uint32_t x = (uint32_t)(word * 64) + (uint32_t)__builtin_ctzll(some);
            if (t->n == MOST_KEPT)
                return ENT_LIMIT;
            kept *grown = ent_arena_grow(t->arena, t->states, t->n, &t->cap, sizeof *grown);
            if (!grown)
                return ENT_NOMEM;
            uint64_t rank = ent_state_rank(block, t->plan, x);
            t->states = grown;
            grown[t->n++] = (kept){ent_state_changes(t->plan, rank), rank};
        }
    return ENT_OK;
}

static ent_status go_on(walk *w, const uint8_t *from, uint32_t k) {
    size_t n_issues = w->game->scenario->n_issues;
    step t = {.arena = ent_arena_new()};
    ent_run own = *w->run;
    own.threads = 1;
    own.what = "looking for steps of joining";
    if (!t.arena)
        return ENT_NOMEM;
    ent_status status = make_step(&t, w, from, k);
    if (status == ENT_OK && (w->looked_at += t.plan->n_states) > MOST_STATES)
        status = ENT_LIMIT;
    if (status == ENT_OK)
        status = ent_low_changes(&t.low_changes, t.arena, t.plan);
    if (status == ENT_OK)
        status = ent_scan(t.plan, &own, step_block, &t, NULL);
    if (status == ENT_OK && t.end_found.found) {
        ent_state_outcomes(w->path + k * n_issues, t.plan, t.end_found.rank);
        w->found = true;
    }
    if (t.n)
        qsort(t.states, t.n, sizeof *t.states, fewer);
    for (size_t i = 0; i < t.n && status == ENT_OK && !w->found; i++) {
        ent_state_outcomes(w->path + k * n_issues, t.plan, t.states[i].rank);
        status = go_on(w, w->path + k * n_issues, k + 1);
    }
    ent_arena_free(t.arena);
    return status;
}

ent_status ent_order_streamed(bool *works, uint8_t *path, const ent_game *game, ent_ask_what what,
                              const uint32_t *member, uint32_t n, const ent_run *run,
                              ent_diags *diags) {
    size_t n_issues = game->scenario->n_issues;
    ent_arena *arena = ent_arena_new();
    walk w = {game, what, member, n, NULL, run, diags, 0, false};
    ent_status status = ENT_NOMEM;
    if (arena && (w.path = ENT_NEW(arena, uint8_t, n * n_issues + 1))) {
        memcpy(w.path, game->status_quo, n_issues);
        status = go_on(&w, game->status_quo, 1);
    }
    if (status == ENT_LIMIT)
        ent_diag(diags, ENT_E0581, (ent_span){0}, "", "put fewer issues on the table",
                 "looking for steps of joining goes through more than %llu states",
                 (unsigned long long)MOST_STATES);
    *works = w.found;
    if (status == ENT_OK && w.found && path)
        memcpy(path, w.path, n * n_issues);
    ent_arena_free(arena);
    return status;
}
