/* Listing minimal coalitions of monotone families; the table of transitions. See able.h. */
#include "game/able.h"

#include <stdlib.h>

int ent_coalition_cmp(uint64_t a, uint64_t b) {
    int x = __builtin_popcountll(a), y = __builtin_popcountll(b);
    if (x != y)
        return x < y ? -1 : 1;
    if (a == b)
        return 0;
    return (a ^ b) & -(a ^ b) & a ? -1 : 1; /* the first actor in one of them alone */
}

static int cmp(const void *a, const void *b) {
    return ent_coalition_cmp(*(const uint64_t *)a, *(const uint64_t *)b);
}

bool ent_coalitions_allow(const ent_coalitions *units, uint64_t coalition) {
    for (size_t i = 0; i < units->n; i++)
        if ((units->unit[i] & ~coalition) == 0)
            return true;
    return false;
}

uint64_t ent_coalitions_in_all(const ent_coalitions *units) {
    uint64_t all = UINT64_MAX;
    for (size_t i = 0; i < units->n; i++)
        all &= units->unit[i];
    return all;
}

uint64_t ent_coalitions_in_some(const ent_coalitions *units) {
    uint64_t some = 0;
    for (size_t i = 0; i < units->n; i++)
        some |= units->unit[i];
    return some;
}

/* ---- listing ---- */

/* Known units are looked through before a new one is worked out, but not more than these. */
#define LOOK_THROUGH 64u

typedef struct listing {
    ent_coalitions *out;
    ent_arena *arena;
    size_t most;
    ent_able_fn able;
    void *user;
    uint32_t *slot; /* hash table of places in `out` + 1 */
    size_t slots;
} listing;

static size_t find_slot(const listing *l, uint64_t unit) {
    size_t at = (size_t)((unit * 0x9E3779B97F4A7C15u) >> 20) & (l->slots - 1);
    while (l->slot[at] && l->out->unit[l->slot[at] - 1] != unit)
        at = (at + 1) & (l->slots - 1);
    return at;
}

static ent_status widen(listing *l) {
    l->slots = l->slots ? l->slots * 4 : 64;
    if (!(l->slot = ENT_NEW(l->arena, uint32_t, l->slots)))
        return ENT_NOMEM;
    for (size_t i = 0; i < l->out->n; i++)
        l->slot[find_slot(l, l->out->unit[i])] = (uint32_t)i + 1;
    return ENT_OK;
}

static ent_status put(listing *l, uint64_t unit) {
    ent_coalitions *out = l->out;
    if (2 * out->n >= l->slots)
        ENT_TRY(widen(l));
    size_t at = find_slot(l, unit);
    if (l->slot[at])
        return ENT_OK;
    if (out->n == l->most)
        return ENT_LIMIT;
    uint64_t *units = ent_arena_grow(l->arena, out->unit, out->n, &out->cap, sizeof *units);
    if (!units)
        return ENT_NOMEM;
    out->unit = units;
    out->unit[out->n++] = unit;
    l->slot[at] = (uint32_t)out->n;
    return ENT_OK;
}

/* A unit within `actors`; *found is false when there is none. */
static ent_status some_unit(listing *l, uint64_t *unit, bool *found, uint64_t actors) {
    for (size_t i = 0; i < l->out->n && i < LOOK_THROUGH; i++)
        if (!(l->out->unit[i] & ~actors)) {
            *unit = l->out->unit[i];
            *found = true;
            return ENT_OK;
        }
    ENT_TRY(l->able(found, l->user, actors));
    for (uint64_t left = *found ? actors : 0; left; left &= left - 1) {
        bool able;
        ENT_TRY(l->able(&able, l->user, actors & ~(left & -left)));
        if (able)
            actors &= ~(left & -left);
    }
    *unit = actors;
    return *found ? put(l, actors) : ENT_OK;
}

/* All units that contain `forced` and lie within forced | open (Reiter's tree of hitting sets, with
 * its branches made disjoint): besides the one found, a unit lacks some actor of it, and has those
 * before the first it lacks. */
static ent_status choose(listing *l, uint64_t forced, uint64_t open) {
    uint64_t unit = 0;
    bool found;
    ENT_TRY(some_unit(l, &unit, &found, forced | open));
    for (uint64_t left = found ? unit & ~forced : 0; left; left &= left - 1) {
        uint64_t lacking = left & -left;
        open &= ~lacking;
        ENT_TRY(choose(l, forced, open));
        forced |= lacking;
    }
    return ENT_OK;
}

ent_status ent_coalitions_of(ent_coalitions *out, ent_arena *arena, uint64_t actors, size_t most,
                             ent_able_fn able, void *user) {
    listing l = {.out = out, .arena = arena, .most = most, .able = able, .user = user};
    *out = (ent_coalitions){0};
    ent_status status = choose(&l, 0, actors);
    if (out->n)
        qsort(out->unit, out->n, sizeof *out->unit, cmp);
    return status;
}

/* ---- the table ---- */

typedef struct issue_units {
    ent_coalitions **reach, **step; /* [from * outcomes + to] */
    ent_coalitions *control;
} issue_units;

struct ent_control_table {
    ent_arena *arena;
    const ent_game *game;
    ent_diags *diags;
    issue_units *of;
};

ent_status ent_control_table_new(ent_control_table **out, ent_arena *arena, const ent_game *game,
                                 ent_diags *diags) {
    ent_control_table *t = ENT_NEW(arena, ent_control_table, 1);
    if (!t)
        return ENT_NOMEM;
    *t = (ent_control_table){.arena = arena, .game = game, .diags = diags};
    t->of = ENT_NEW(arena, issue_units, game->scenario->n_issues + 1);
    *out = t;
    return t->of ? ENT_OK : ENT_NOMEM;
}

static uint64_t rule_actors(const ent_control *rule) {
    uint64_t actors = rule->actors;
    for (size_t i = 0; i < rule->n; i++)
        actors |= rule_actors(rule->arg[i]);
    return actors;
}

uint64_t ent_controllers(const ent_issue *issue) {
    uint64_t actors = 0;
    for (size_t l = 0; l < issue->n_control; l++)
        actors |= rule_actors(issue->control[l].rule);
    return actors;
}

typedef struct transition {
    const ent_game *game;
    uint32_t issue, from, to;
} transition;

static ent_status can_reach(bool *able, void *user, uint64_t actors) {
    const transition *t = user;
    *able = ent_game_reach(t->game, actors, t->issue, t->from) >> t->to & 1;
    return ENT_OK;
}

static ent_status can_step(bool *able, void *user, uint64_t actors) {
    const transition *t = user;
    const ent_game *g = t->game;
    const ent_control_line *line = ent_control_of(&g->scenario->issues[t->issue], t->from, t->to);
    *able = t->from == t->to ||
            (line && ent_control_holds(line->rule, actors, g->resource_of, g->scenario->n_actors));
    return ENT_OK;
}

static ent_status can_control(bool *able, void *user, uint64_t actors) {
    const transition *t = user;
    *able = ent_game_controls(t->game, actors, t->issue);
    return ENT_OK;
}

static ent_status list(ent_coalitions **out, ent_control_table *t, transition what,
                       ent_able_fn able) {
    const ent_issue *issue = &t->game->scenario->issues[what.issue];
    ent_coalitions *units = ENT_NEW(t->arena, ent_coalitions, 1);
    if (!units)
        return ENT_NOMEM;
    ent_status status = ent_coalitions_of(units, t->arena, ent_controllers(issue),
                                          ENT_COALITIONS_MOST, able, &what);
    if (status == ENT_LIMIT && t->diags)
        ent_diag(t->diags, ENT_E0580, issue->said.span, issue->said.path,
                 "let blocs of actors that act as one be one actor",
                 "more than %zu smallest coalitions can change %s", ENT_COALITIONS_MOST, issue->id);
    ENT_TRY(status);
    *out = units;
    return ENT_OK;
}

static ent_status look_up(const ent_coalitions **out, ent_control_table *t, ent_coalitions ***row,
                          transition what, ent_able_fn able) {
    size_t n = t->game->scenario->issues[what.issue].n_outcomes;
    size_t at = what.from * n + what.to;
    if (!*row && !(*row = ENT_NEW(t->arena, ent_coalitions *, n * n)))
        return ENT_NOMEM;
    if (!(*row)[at])
        ENT_TRY(list(&(*row)[at], t, what, able));
    *out = (*row)[at];
    return ENT_OK;
}

ent_status ent_control_reach(const ent_coalitions **out, ent_control_table *t, uint32_t issue,
                             uint32_t from, uint32_t to) {
    return look_up(out, t, &t->of[issue].reach, (transition){t->game, issue, from, to}, can_reach);
}

ent_status ent_control_step(const ent_coalitions **out, ent_control_table *t, uint32_t issue,
                            uint32_t from, uint32_t to) {
    return look_up(out, t, &t->of[issue].step, (transition){t->game, issue, from, to}, can_step);
}

ent_status ent_control_whole(const ent_coalitions **out, ent_control_table *t, uint32_t issue) {
    if (!t->of[issue].control)
        ENT_TRY(list(&t->of[issue].control, t, (transition){t->game, issue, 0, 0}, can_control));
    *out = t->of[issue].control;
    return ENT_OK;
}
