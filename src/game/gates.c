/* Finding gates and reading their pattern at a model. See gates.h. */
#include "game/gates.h"

#include "scenario/eval.h"

#include <string.h>

typedef struct finding {
    ent_gates *out;
    ent_arena *arena;
    const ent_scenario *scenario;
    const ent_game *most;    /* the central game with every resource at its greatest */
    uint8_t *may_change;     /* per issue */
    const uint8_t *standing; /* a state: decided and given issues as they stand */
} finding;

static bool open_resource(const ent_scenario *s, uint32_t actor, uint32_t resource) {
    ent_range range = s->actors[actor].resources[resource];
    return ent_number_cmp(range.lo, range.hi) != 0;
}

static ent_status add_gate(finding *f, const ent_expr *e) {
    const ent_scenario *s = f->scenario;
    bool open = false;
    for (size_t t = 0; t < e->n && e->resource != ENT_NONE; t++)
        open = open || open_resource(s, e->actors[t], e->resource);
    for (size_t i = 0; i < f->out->n && open; i++)
        open = f->out->gates[i].total != e;
    if (!open)
        return ENT_OK;
    ent_gate *gates =
        ent_arena_grow(f->arena, f->out->gates, f->out->n, &f->out->cap, sizeof *gates);
    uint64_t *named = ENT_NEW(f->arena, uint64_t, s->n_issues / 64 + 1);
    if (!gates || !named)
        return ENT_NOMEM;
    f->out->gates = gates;
    ent_gate *gate = &gates[f->out->n++];
    *gate = (ent_gate){.total = e};
    gate->free = ENT_NEW(f->arena, uint32_t, e->n + 1);
    gate->stays = ENT_NEW(f->arena, bool, e->n + 1);
    if (!gate->free || !gate->stays)
        return ENT_NOMEM;
    for (uint32_t t = 0; t < e->n; t++) {
        bool changes = false;
        memset(named, 0, (s->n_issues / 64 + 1) * sizeof *named);
        ent_expr_issues(e->arg[t], named);
        for (size_t k = 0; k < s->n_issues; k++)
            changes = changes || (f->may_change[k] && (named[k / 64] >> (k % 64) & 1));
        if (changes)
            gate->free[gate->n_free++] = t;
        else
            gate->stays[t] =
                ent_expr_holds(e->arg[t], f->standing, f->most->resource_of, s->n_actors);
    }
    gate->tabled = gate->n_free <= ENT_GATE_FREE;
    f->out->bytes +=
        gate->tabled ? (((size_t)1 << gate->n_free) + 7) / 8 : e->n * sizeof(ent_number);
    return ENT_OK;
}

static ent_status find_in(finding *f, const ent_expr *e) {
    if (e && e->op == ENT_EXPR_TOTAL)
        ENT_TRY(add_gate(f, e));
    for (size_t i = 0; e && i < e->n; i++)
        ENT_TRY(find_in(f, e->arg[i]));
    return ENT_OK;
}

static ent_status find_controls(finding *f, const ent_control *rule) {
    if (rule->op == ENT_CONTROL_RESOURCE) {
        const ent_control **items =
            ent_arena_grow(f->arena, (void *)f->out->controls, f->out->n_controls,
                           &f->out->cap_controls, sizeof(const ent_control *));
        if (!items)
            return ENT_NOMEM;
        f->out->controls = items;
        items[f->out->n_controls++] = rule;
        f->out->bytes++;
    }
    for (size_t i = 0; i < rule->n; i++)
        ENT_TRY(find_controls(f, rule->arg[i]));
    return ENT_OK;
}

static ent_status which_may_change(finding *f, const ent_models *models, const ent_ask_what *what) {
    const ent_scenario *s = f->scenario;
    ent_game *most = ENT_NEW(f->arena, ent_game, 1);
    uint8_t *standing = ENT_NEW(f->arena, uint8_t, s->n_issues + 1);
    f->may_change = ENT_NEW(f->arena, uint8_t, s->n_issues + 1);
    if (!most || !standing || !f->may_change)
        return ENT_NOMEM;
    *most = *models->central;
    most->resource_of = ENT_NEW(f->arena, ent_number, s->n_resources * s->n_actors + 1);
    if (!most->resource_of)
        return ENT_NOMEM;
    for (size_t r = 0; r < s->n_resources; r++)
        for (size_t a = 0; a < s->n_actors; a++)
            most->resource_of[r * s->n_actors + a] = s->actors[a].resources[r].hi;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        standing[k] = issue->status_quo == ENT_NONE ? 0 : (uint8_t)issue->status_quo;
        f->may_change[k] = issue->kind == ENT_FOLLOWING;
        if (issue->kind != ENT_DECIDED)
            continue;
        uint64_t here = (uint64_t)1 << standing[k];
        f->may_change[k] =
            !most->status_quo || (ent_bargain_about(what, k) &&
                                  ent_game_reach(most, what->coalition, k, standing[k]) != here);
    }
    f->most = most;
    f->standing = standing;
    return ENT_OK;
}

ent_status ent_gates_new(ent_gates *out, ent_arena *arena, const ent_models *models,
                         const ent_ask_what *what) {
    const ent_scenario *s = models->scenario;
    finding f = {.out = out, .arena = arena, .scenario = s};
    *out = (ent_gates){.models = models, .what = what};
    out->members = ENT_NEW(arena, uint32_t, s->n_actors + 1);
    if (!out->members)
        return ENT_NOMEM;
    for (uint32_t a = 0; a < s->n_actors; a++)
        if (what->coalition >> a & 1)
            out->members[out->n_members++] = a;
    if (!models->open_resources)
        return ENT_OK;
    ENT_TRY(which_may_change(&f, models, what));
    for (size_t r = 0; r < s->n_rules; r++)
        ENT_TRY(find_in(&f, s->rules[r].expr));
    for (size_t k = 0; k < s->n_issues; k++) {
        for (size_t l = 0; l < s->issues[k].n_follows; l++)
            ENT_TRY(find_in(&f, s->issues[k].follows[l].when));
        for (size_t l = 0; l < s->issues[k].n_control; l++)
            ENT_TRY(find_controls(&f, s->issues[k].control[l].rule));
    }
    for (size_t m = 0; m < out->n_members; m++) {
        const ent_preference *p = &s->preferences[out->members[m]];
        for (size_t r = 0; r < p->n_red_lines; r++)
            ENT_TRY(find_in(&f, p->red_lines[r].never));
        for (size_t c = 0; c < p->n_conditions; c++)
            ENT_TRY(find_in(&f, p->conditions[c].holds));
    }
    ENT_TRY(find_in(&f, what->with));
    if (out->n)
        out->bytes += out->n_members * s->n_issues;
    return ENT_OK;
}

/* ---- at a model ---- */

static bool relates(ent_relation relation, int order) {
    switch (relation) {
    case ENT_REL_EQ: return order == 0;
    case ENT_REL_NE: return order != 0;
    case ENT_REL_LT: return order < 0;
    case ENT_REL_LE: return order <= 0;
    case ENT_REL_GT: return order > 0;
    default: return order >= 0;
    }
}

/* Totals of all sets of free terms against the bound: bit i of the table for set i. */
static bool table_of(uint8_t *table, const ent_gate *gate, const ent_game *game) {
    const ent_expr *e = gate->total;
    ent_i128 den = e->bound.den, sum[(size_t)1 << ENT_GATE_FREE], rest = 0;
    const ent_number *own = game->resource_of + e->resource * game->scenario->n_actors;
    for (size_t t = 0; t < e->n; t++) {
        ent_i128 d = own[e->actors[t]].den;
        if (d > ((ent_i128)1 << 50) || den > ((ent_i128)1 << 50))
            return false;
        den = den / ent_gcd(den, d) * d;
    }
    if (den > ((ent_i128)1 << 50))
        return false;
    ent_i128 limit = ((ent_i128)1 << 70);
    if (e->bound.num > limit || e->bound.num < -limit)
        return false;
    ent_i128 bound = e->bound.num * (den / e->bound.den);
    for (size_t t = 0; t < e->n; t++) {
        ent_number x = own[e->actors[t]];
        if (x.num > limit)
            return false;
        rest += gate->stays[t] ? x.num * (den / x.den) : 0;
    }
    for (size_t set = 0; set < (size_t)1 << gate->n_free; set++) {
        size_t low = set & (set - 1);
        sum[set] = rest;
        if (set) {
            ent_number x = own[e->actors[gate->free[__builtin_ctzll(set)]]];
            sum[set] = sum[low] + x.num * (den / x.den);
        }
        int order = (sum[set] > bound) - (sum[set] < bound);
        if (relates(e->relation, order))
            table[set / 8] |= (uint8_t)(1u << (set % 8));
    }
    return true;
}

ent_status ent_gates_pattern(uint8_t *pattern, const ent_gates *gates, const ent_game *game) {
    size_t n_actors = game->scenario->n_actors, n_issues = game->scenario->n_issues;
    memset(pattern, 0, gates->bytes);
    for (size_t i = 0; i < gates->n; i++) {
        const ent_gate *gate = &gates->gates[i];
        const ent_expr *e = gate->total;
        if (gate->tabled) {
            if (!table_of(pattern, gate, game))
                return ENT_LIMIT;
            pattern += (((size_t)1 << gate->n_free) + 7) / 8;
            continue;
        }
        for (size_t t = 0; t < e->n; t++, pattern += sizeof(ent_number))
            memcpy(pattern, &game->resource_of[e->resource * n_actors + e->actors[t]],
                   sizeof(ent_number));
    }
    for (size_t c = 0; c < gates->n_controls; c++)
        *pattern++ = ent_control_holds(gates->controls[c], gates->what->coalition,
                                       game->resource_of, n_actors);
    for (size_t m = 0; m < gates->n_members && gates->n; m++, pattern += n_issues)
        if (game->aims[gates->members[m]].fallback)
            memcpy(pattern, game->aims[gates->members[m]].fallback, n_issues);
    return ENT_OK;
}
