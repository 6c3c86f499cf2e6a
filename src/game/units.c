/* Minimal coalitions of control rules. See units.h. */
#include "game/units.h"

#include "base/base.h"

#include <string.h>

/* Coalitions worked with on the way to those of a rule. */
#define MOST_SETS 4096u

typedef struct sets {
    size_t n, cap;
    uint64_t *items; /* no one within another */
    ent_arena *arena;
} sets;

/* Adds a coalition unless one within it is there; drops those that it lies within. */
static ent_status add_set(sets *all, uint64_t set) {
    size_t kept = 0;
    for (size_t i = 0; i < all->n; i++)
        if ((all->items[i] & set) == all->items[i])
            return ENT_OK;
    for (size_t i = 0; i < all->n; i++)
        if ((all->items[i] & set) != set)
            all->items[kept++] = all->items[i];
    all->n = kept;
    if (all->n == MOST_SETS)
        return ENT_LIMIT;
    all->items = ent_arena_grow(all->arena, all->items, all->n, &all->cap, sizeof *all->items);
    if (!all->items)
        return ENT_NOMEM;
    all->items[all->n++] = set;
    return ENT_OK;
}

/* All ways to pick `need` of the actors. */
static ent_status add_quorum(sets *all, uint64_t picked, uint64_t rest, uint32_t need) {
    if (need == 0)
        return add_set(all, picked);
    while ((uint32_t)__builtin_popcountll(rest) >= need) {
        uint64_t one = rest & -rest;
        rest ^= one;
        ENT_TRY(add_quorum(all, picked | one, rest, need - 1));
    }
    return ENT_OK;
}

typedef struct amounts {
    const ent_control *rule;
    const uint32_t *actor; /* largest amount first */
    const ent_number *of;  /* per actor */
    size_t n;
} amounts;

static ent_status reaches(bool *out, const ent_control *rule, ent_number sum) {
    int sign = ent_number_cmp(sum, rule->bound);
    *out = rule->relation == ENT_REL_GT ? sign > 0 : sign >= 0;
    return ENT_OK;
}

static ent_status sum_from(ent_number *sum, const amounts *a, size_t from) {
    for (size_t i = from; i < a->n; i++)
        if (!ent_number_add(sum, *sum, a->of[a->actor[i]]))
            return ENT_LIMIT;
    return ENT_OK;
}

/* Members are taken largest first, and no more once there is enough: then each is needed. */
static ent_status add_amounts(sets *all, const amounts *a, size_t from, uint64_t picked,
                              ent_number sum) {
    bool enough;
    ENT_TRY(reaches(&enough, a->rule, sum));
    if (enough)
        return add_set(all, picked);
    for (size_t i = from; i < a->n; i++) {
        ent_number most = sum, next;
        ENT_TRY(sum_from(&most, a, i));
        ENT_TRY(reaches(&enough, a->rule, most));
        if (!enough)
            return ENT_OK;
        if (!ent_number_add(&next, sum, a->of[a->actor[i]]))
            return ENT_LIMIT;
        ENT_TRY(add_amounts(all, a, i + 1, picked | (uint64_t)1 << a->actor[i], next));
    }
    return ENT_OK;
}

static ent_status add_resource(sets *all, const ent_game *game, const ent_control *rule) {
    size_t n_actors = game->scenario->n_actors;
    uint32_t actor[ENT_MAX_ACTORS];
    amounts a = {rule, actor, game->resource_of + rule->resource * n_actors, 0};
    for (uint32_t i = 0; i < n_actors; i++) {
        if (!(rule->actors >> i & 1) || a.of[i].num <= 0)
            continue;
        size_t at = a.n++;
        for (; at > 0 && ent_number_cmp(a.of[actor[at - 1]], a.of[i]) < 0; at--)
            actor[at] = actor[at - 1];
        actor[at] = i;
    }
    return add_amounts(all, &a, 0, 0, ENT_ZERO);
}

static ent_status minimal_sets(sets *all, const ent_game *game, const ent_control *rule);

static ent_status add_product(sets *all, const ent_game *game, const ent_control *rule) {
    sets so_far = {.arena = all->arena};
    ENT_TRY(add_set(&so_far, 0));
    for (size_t i = 0; i < rule->n; i++) {
        sets part = {.arena = all->arena}, joined = {.arena = all->arena};
        ENT_TRY(minimal_sets(&part, game, rule->arg[i]));
        for (size_t x = 0; x < so_far.n; x++)
            for (size_t y = 0; y < part.n; y++)
                ENT_TRY(add_set(&joined, so_far.items[x] | part.items[y]));
        so_far = joined;
    }
    for (size_t x = 0; x < so_far.n; x++)
        ENT_TRY(add_set(all, so_far.items[x]));
    return ENT_OK;
}

static ent_status minimal_sets(sets *all, const ent_game *game, const ent_control *rule) {
    switch (rule->op) {
    case ENT_CONTROL_NOBODY: return ENT_OK;
    case ENT_CONTROL_AT_LEAST: return add_quorum(all, 0, rule->actors, rule->need);
    case ENT_CONTROL_RESOURCE: return add_resource(all, game, rule);
    case ENT_CONTROL_AND: return add_product(all, game, rule);
    case ENT_CONTROL_OR:
        for (size_t i = 0; i < rule->n; i++)
            ENT_TRY(minimal_sets(all, game, rule->arg[i]));
        return ENT_OK;
    }
    return ENT_OK;
}

/* Puts a coalition into the ascending list, once. */
static ent_status put_unit(uint64_t *out, uint32_t *n, uint32_t most, uint64_t set) {
    uint32_t at = *n;
    for (uint32_t i = 0; i < *n; i++)
        if (out[i] == set)
            return ENT_OK;
    if (*n == most)
        return ENT_LIMIT;
    for (; at > 0 && out[at - 1] > set; at--)
        out[at] = out[at - 1];
    out[at] = set;
    ++*n;
    return ENT_OK;
}

ent_status ent_joint_units(uint64_t *out, uint32_t *n, uint32_t most, ent_arena *scratch,
                           const ent_game *game, const uint64_t *about) {
    const ent_scenario *s = game->scenario;
    *n = 0;
    for (size_t k = 0; k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        for (size_t l = 0; (about[k / 64] >> (k % 64) & 1) && l < issue->n_control; l++) {
            ent_mark mark = ent_arena_mark(scratch);
            sets all = {.arena = scratch};
            ENT_TRY(minimal_sets(&all, game, issue->control[l].rule));
            for (size_t i = 0; i < all.n; i++)
                if (all.items[i] & (all.items[i] - 1))
                    ENT_TRY(put_unit(out, n, most, all.items[i]));
            ent_arena_rewind(scratch, mark);
        }
    }
    return ENT_OK;
}

ent_status ent_rule_units(uint64_t *out, uint32_t *n, uint32_t most, ent_arena *scratch,
                          const ent_game *game, const ent_control *rule) {
    sets all = {.arena = scratch};
    ENT_TRY(minimal_sets(&all, game, rule));
    if (all.n > most)
        return ENT_LIMIT;
    for (size_t i = 0; i < all.n; i++)
        out[i] = all.items[i];
    *n = (uint32_t)all.n;
    return ENT_OK;
}

uint64_t ent_unit_steps(const ent_game *game, uint64_t coalition, uint32_t issue, uint32_t from) {
    const ent_issue *i = &game->scenario->issues[issue];
    uint64_t steps = 0;
    for (uint32_t b = 0; b < i->n_outcomes; b++) {
        const ent_control_line *line = b == from ? NULL : ent_control_of(i, from, b);
        if (line &&
            ent_control_holds(line->rule, coalition, game->resource_of, game->scenario->n_actors))
            steps |= (uint64_t)1 << b;
    }
    return steps;
}
