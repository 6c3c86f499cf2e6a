/* Blocking coalitions, the core, unravelling. See blocks.h. */
#include "ask/blocks.h"

#include "game/act.h"
#include "game/deal_list.h"
#include "game/state.h"
#include "scenario/eval.h"

#include <string.h>

static ent_status limited(ent_status status, size_t errors, ent_diags *diags) {
    if (status == ENT_LIMIT && diags->errors == errors)
        ent_diag(diags, ENT_E0581, (ent_span){0}, "", "name those who may break it with --breakers",
                 "those who may break a deal can take it to more than %llu states",
                 (unsigned long long)ENT_VENTURE_STATES);
    return status;
}

static ent_status start(ent_venture *v, ent_arena *arena, const ent_game *game, ent_diags *diags) {
    *v = (ent_venture){.game = game, .wish = ENT_WISH_GAIN};
    return ent_control_table_new(&v->units, arena, game, diags);
}

ent_status ent_ask_blocks(ent_blocks **out, ent_arena *arena, const ent_game *game,
                          const uint8_t *state, uint64_t by, size_t most, const ent_run *run,
                          ent_diags *diags) {
    ent_blocks *b = ENT_NEW(arena, ent_blocks, 1);
    size_t errors = diags->errors, n = game->scenario->n_issues;
    ent_venture v;
    if (!b)
        return ENT_NOMEM;
    ENT_TRY(start(&v, arena, game, diags));
    v.from = state;
    ent_status status = ent_venture_units(&b->units, arena, &v, by, most, run);
    b->complete = status == ENT_OK;
    if (status == ENT_LIMIT && b->units.n == most && diags->errors == errors)
        status = ENT_OK;
    ENT_TRY(limited(status, errors, diags));
    if (!(b->state = ENT_NEW(arena, uint8_t *, b->units.n + 1)))
        return ENT_NOMEM;
    for (size_t u = 0; u < b->units.n; u++) {
        bool found;
        if (!(b->state[u] = ENT_NEW(arena, uint8_t, n + 1)))
            return ENT_NOMEM;
        ENT_TRY(ent_venture_shortest(&found, b->state[u], &v, b->units.unit[u], run));
    }
    *out = b;
    return ENT_OK;
}

/* ---- the core ---- */

/* A way in which a deal was broken: those who did, and what they changed. Most deals fall to a few. */
#define KNOWN_BREAKS 64u
typedef struct known_break {
    uint64_t by;
    uint8_t *to; /* per issue: the outcome, or UINT8_MAX where it stays as it is */
} known_break;

typedef struct core_search {
    const ent_game *game;
    ent_venture v;
    ent_arena *arena;
    uint64_t by;
    const ent_run *run;
    size_t n_known;
    known_break known[KNOWN_BREAKS];
} core_search;

/* Whether a break known from another deal breaks this one too. */
static bool breaks(const core_search *s, const known_break *k, const uint8_t *state, uint8_t *to) {
    const ent_game *g = s->game;
    size_t n = g->scenario->n_issues;
    for (size_t i = 0; i < n; i++)
        to[i] = k->to[i] == UINT8_MAX ? state[i] : k->to[i];
    ent_state_follow(g->scenario, to, NULL, g->resource_of);
    return ent_state_better(g, state, to, k->by) == k->by && ent_state_feasible(g, to) &&
           !ent_state_red(g, to, k->by) && ent_state_reaches(g, state, to, k->by);
}

static ent_status remember(core_search *s, uint64_t by, const uint8_t *state, const uint8_t *to) {
    const ent_scenario *sc = s->game->scenario;
    size_t at = s->n_known < KNOWN_BREAKS ? s->n_known++ : KNOWN_BREAKS - 1;
    uint8_t *outcome = s->known[at].to;
    if (!outcome && !(outcome = ENT_NEW(s->arena, uint8_t, sc->n_issues + 1)))
        return ENT_NOMEM;
    for (size_t i = 0; i < sc->n_issues; i++)
        outcome[i] = sc->issues[i].kind == ENT_DECIDED && state[i] != to[i] ? to[i] : UINT8_MAX;
    s->known[at] = (known_break){by, outcome};
    return ENT_OK;
}

/* Who breaks the state: *by = 0 when nobody does; else where to. Single actors first, whose spaces are
 * small. */
static ent_status broken(uint64_t *by, uint8_t *to, core_search *s, const uint8_t *state) {
    bool found;
    *by = 0;
    for (size_t k = 0; k < s->n_known; k++) {
        if (!breaks(s, &s->known[k], state, to))
            continue;
        known_break first = s->known[k];
        memmove(s->known + 1, s->known, k * sizeof first);
        s->known[0] = first;
        *by = first.by;
        return ENT_OK;
    }
    s->v.from = state;
    for (uint64_t left = s->by; left; left &= left - 1) {
        ENT_TRY(ent_venture_try(&found, to, &s->v, left & -left, s->run));
        if (found) {
            *by = left & -left;
            return remember(s, *by, state, to);
        }
    }
    ENT_TRY(ent_venture_try(&found, to, &s->v, s->by, s->run));
    if (!found)
        return ENT_OK;
    ent_coalitions one; /* a minimal coalition among them */
    ent_status status = ent_venture_units(&one, s->arena, &s->v, s->by, 1, s->run);
    if (status != ENT_OK && (status != ENT_LIMIT || one.n != 1))
        return status;
    *by = one.unit[0];
    ENT_TRY(ent_venture_shortest(&found, to, &s->v, *by, s->run));
    return remember(s, *by, state, to);
}

static ent_status look_at(ent_core *core, core_search *s, ent_arena *arena, const ent_deal_list *l,
                          size_t most) {
    size_t n = s->game->scenario->n_issues;
    uint8_t state[ENT_MAX_ISSUES], to[ENT_MAX_ISSUES];
    size_t cap = 0;
    core->deals = l->n;
    core->first = ENT_NEW(arena, uint8_t, n + 1);
    core->instead = ENT_NEW(arena, uint8_t, n + 1);
    if (!core->first || !core->instead)
        return ENT_NOMEM;
    while (core->looked_at < l->n && core->n < most) {
        uint64_t by;
        if (s->run->stop && *s->run->stop)
            return ENT_CANCELLED;
        ent_state_outcomes(state, l->bargain->plan, l->deals[core->looked_at].rank);
        ENT_TRY(broken(&by, to, s, state));
        if (core->looked_at++ == 0 && by) {
            core->broken = by;
            memcpy(core->first, state, n);
            memcpy(core->instead, to, n);
        }
        if (by)
            continue;
        uint8_t **grown = ent_arena_grow(arena, core->state, core->n, &cap, sizeof *grown);
        if (!grown || !(grown[core->n] = ENT_NEW(arena, uint8_t, n + 1)))
            return ENT_NOMEM;
        core->state = grown;
        memcpy(core->state[core->n++], state, n);
    }
    core->complete = core->looked_at == l->n;
    return ENT_OK;
}

static ent_status find_core(ent_core *core, ent_arena *arena, ent_arena *scratch,
                            const ent_game *game, ent_ask_what what, uint64_t by, size_t most,
                            const ent_run *run, ent_diags *diags) {
    core_search s = {.game = game, .arena = scratch, .by = by, .run = run};
    size_t errors = diags->errors;
    ent_deal_list *l;
    ENT_TRY(ent_deals_list(&l, scratch, game, what, run, diags));
    ENT_TRY(start(&s.v, scratch, game, diags));
    return limited(look_at(core, &s, arena, l, most), errors, diags);
}

ent_status ent_ask_core(ent_core **out, ent_arena *arena, const ent_game *game, ent_ask_what what,
                        uint64_t by, size_t most, const ent_run *run, ent_diags *diags) {
    ent_core *core = ENT_NEW(arena, ent_core, 1);
    ent_arena *scratch = ent_arena_new();
    ent_status status = ENT_NOMEM;
    if (core && scratch)
        status = find_core(core, arena, scratch, game, what, by, most, run, diags);
    ent_arena_free(scratch);
    *out = core;
    return status;
}

ent_status ent_ask_unblocked(bool *unblocked, bool *has_state, uint8_t *state, uint64_t *breaker,
                             uint8_t *instead, const ent_game *game, ent_ask_what what, uint64_t by,
                             const ent_run *run, ent_diags *diags) {
    ent_arena *arena = ent_arena_new();
    ent_core *core;
    size_t n = game->scenario->n_issues;
    ent_status status =
        arena ? ent_ask_core(&core, arena, game, what, by, 1, run, diags) : ENT_NOMEM;
    if (status == ENT_OK) {
        *unblocked = core->n > 0;
        *has_state = core->deals > 0;
        *breaker = core->n ? 0 : core->broken;
        if (*has_state && state)
            memcpy(state, core->n ? core->state[0] : core->first, n);
        if (*breaker && instead)
            memcpy(instead, core->instead, n);
    }
    ent_arena_free(arena);
    return status;
}

/* ---- unravelling ---- */

#define MOST_STEPS 256u

static ent_status unravel(ent_unravel *u, ent_arena *arena, core_search *s, const uint8_t *deal) {
    size_t n = s->game->scenario->n_issues;
    uint8_t to[ENT_MAX_ISSUES];
    u->state = ENT_NEW(arena, uint8_t *, MOST_STEPS + 1);
    u->by = ENT_NEW(arena, uint64_t, MOST_STEPS + 1);
    if (!u->state || !u->by)
        return ENT_NOMEM;
    memcpy(to, deal, n);
    while (u->n < MOST_STEPS) {
        ent_coalitions one;
        bool found;
        if (!(u->state[u->n] = ENT_NEW(arena, uint8_t, n + 1)))
            return ENT_NOMEM;
        memcpy(u->state[u->n], to, n);
        s->v.from = u->state[u->n++];
        ent_status status = ent_venture_units(&one, arena, &s->v, s->by, 4096, s->run);
        if (status != ENT_OK && (status != ENT_LIMIT || !one.n))
            return status;
        u->rests = one.n == 0;
        if (u->rests)
            return ENT_OK;
        u->by[u->n - 1] = one.unit[0];
        ENT_TRY(ent_venture_shortest(&found, to, &s->v, one.unit[0], s->run));
        for (size_t i = 0; i < u->n; i++)
            if (memcmp(u->state[i], to, n) == 0) {
                u->circle = i;
                return ENT_OK;
            }
    }
    u->circle = SIZE_MAX; /* neither: it goes on */
    return ENT_OK;
}

ent_status ent_ask_unravel(ent_unravel **out, ent_arena *arena, const ent_game *game,
                           const uint8_t *deal, uint64_t by, const ent_run *run, ent_diags *diags) {
    ent_unravel *u = ENT_NEW(arena, ent_unravel, 1);
    core_search s = {.game = game, .arena = arena, .by = by, .run = run};
    size_t errors = diags->errors;
    if (!u)
        return ENT_NOMEM;
    ENT_TRY(start(&s.v, arena, game, diags));
    *out = u;
    return limited(unravel(u, arena, &s, deal), errors, diags);
}
