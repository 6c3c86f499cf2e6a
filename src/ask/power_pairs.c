/* Minimal winning coalitions of many voters under a rule of several parts: Deegan-Packel and Holler.
 *
 * A coalition is minimal when it wins and loses without any one member. Going through the voters of
 * power_layers.c, what matters of those who joined so far is the state f that they lead to, and the states that
 * they lead to without one of them. Of these, one that wins ends it, one that has lost is settled, and one that is no better than
 * another in any part of the rule tells nothing more; those that are left are few. When f wins and they are
 * open, nobody else may join, and without one member it loses: a minimal winning coalition. So minimal winning
 * coalitions are paths through such sets of states, and voter k is in
 *
 *     sum over sets of F(set) * B(set with k)
 *
 * of them, F being the ways to a set and B those from it to an end. With x for each voter that joins the integral over x of
 * that gives Deegan and Packel's index and x = 1 Holler's, with the bound of power_critical.c: all that is added is
 * positive, and a term of F or B goes through at most 2n roundings.
 */
#include <stdlib.h>
#include <string.h>

#include "ask/power_parts.h"
#include "ask/power_sets.h"
#include "base/twofold.h"

#define MOST_SETS ((size_t)1 << 21) /* of all layers */
#define MOST_STEPS ((uint64_t)1 << 33)
#define MOST_STATES 32u /* of a set */
#define END UINT32_MAX  /* a minimal winning coalition */
#define NONE (UINT32_MAX - 1)

/* f, then the states without one member, in increasing order. */
typedef struct set {
    size_t n;
    uint32_t state[MOST_STATES + 1];
} set;

typedef struct pairs {
    const ent_power_graph *graph;
    ent_arena *arena;
    size_t n, cap_without, cap_with;
    uint32_t *without, *with; /* per set: the set it leads to, END or NONE */
    size_t *first;            /* per layer */
    ent_quadrature rule;
    double *raw; /* per job: per layer */
} pairs;

/* ---- from set to set ---- */

/* Whether state a wins wherever b does, part by part. */
static bool no_worse(const ent_power_graph *g, size_t layer, uint32_t a, uint32_t b) {
    const uint64_t *x = g->sums[layer] + (a - g->first[layer]) * g->clauses;
    const uint64_t *y = g->sums[layer] + (b - g->first[layer]) * g->clauses;
    for (size_t c = 0; c < g->clauses; c++)
        if (y[c] != ENT_POWER_DEAD && (x[c] == ENT_POWER_DEAD || x[c] < y[c]))
            return false;
    return true;
}

/* Puts in a state of `layer` that is open, where none there tells as much. False: too many. */
static bool put(set *s, const ent_power_graph *g, size_t layer, uint32_t state) {
    size_t kept = 1;
    for (size_t i = 1; i < s->n; i++)
        if (no_worse(g, layer, s->state[i], state))
            return true;
    for (size_t i = 1; i < s->n; i++)
        if (!no_worse(g, layer, state, s->state[i]))
            s->state[kept++] = s->state[i];
    s->n = kept;
    if (s->n > MOST_STATES)
        return false;
    size_t at = s->n++;
    for (; at > 1 && s->state[at - 1] > state; at--)
        s->state[at] = s->state[at - 1];
    s->state[at] = state;
    return true;
}

/* Where a set leads when the voter of the layer stays out or joins. */
static ent_status lead(const ent_power_graph *g, ent_power_sets *next, const uint32_t *from,
                       size_t n, size_t layer, bool joins, uint32_t *out) {
    const uint32_t *to = joins ? g->with : g->without;
    const uint32_t f = to[from[0]];
    set s = {1, {f}};
    *out = NONE;
    if (f == ENT_POWER_LOST)
        return ENT_OK;
    for (size_t i = 1; i < n + joins; i++) { /* at last without the one who joins */
        const uint32_t less = i < n ? to[from[i]] : g->without[from[0]];
        if (less == ENT_POWER_WON)
            return ENT_OK;
        if (less != ENT_POWER_LOST && f != ENT_POWER_WON && !put(&s, g, layer + 1, less))
            return ENT_LIMIT;
    }
    *out = END;
    return f == ENT_POWER_WON ? ENT_OK : ent_power_sets_find(next, s.state, s.n, out);
}

static ent_status add_edges(pairs *p, uint32_t without, uint32_t with) {
    uint32_t *a = ent_arena_grow(p->arena, p->without, p->n, &p->cap_without, sizeof *a);
    uint32_t *b = ent_arena_grow(p->arena, p->with, p->n, &p->cap_with, sizeof *b);
    if (!a || !b)
        return ENT_NOMEM;
    p->without = a;
    p->with = b;
    a[p->n] = without;
    b[p->n++] = with;
    return ENT_OK;
}

static ent_status add_set(void *user, ent_power_sets *next, const uint32_t *from, size_t n,
                          size_t layer) {
    pairs *p = user;
    uint32_t to[2];
    for (int joins = 0; joins < 2; joins++) {
        ENT_TRY(lead(p->graph, next, from, n, layer, joins, &to[joins]));
        if (to[joins] < NONE)
            to[joins] += (uint32_t)p->first[layer + 1];
    }
    return add_edges(p, to[0], to[1]);
}

static ent_status build(pairs *p, const ent_run *run) {
    const ent_power_sets_layers layers = {p->first, p->graph->n, MOST_SETS,
                                          "looking for minimal winning coalitions"};
    const set root = {1, {0}};
    return ent_power_sets_build(&layers, root.state, root.n, add_set, p, run);
}

/* ---- sums over paths ---- */

static double ways(const double *back, uint32_t to) {
    return to == END ? 1 : to == NONE ? 0 : back[to];
}

/* Job 2k: node k; job 2k + 1: its mirror image; the last: x = 1. */
static ent_status run_node(void *job, uint64_t number, unsigned worker) {
    const pairs *p = job;
    const bool all = number == 2 * p->rule.n, mirrored = number % 2 == 1;
    const double at = all ? 1 : p->rule.x[number / 2], x = mirrored ? 1 - at : at;
    (void)worker;
    if (mirrored && at == 0.5)
        return ENT_OK;
    double *back = ent_heap_alloc(p->n * sizeof *back);
    ent_twofold *fore = ent_heap_alloc(p->n * sizeof *fore);
    if (!back || !fore) {
        ent_heap_free(fore);
        ent_heap_free(back);
        return ENT_NOMEM;
    }
    for (size_t s = p->n; s-- > 0;) {
        back[s] = ways(back, p->without[s]) + x * ways(back, p->with[s]);
        fore[s] = ent_twofold_of(0);
    }
    fore[0] = ent_twofold_of(1);
    for (size_t k = 0; k < p->graph->n; k++) {
        ent_twofold sum = {0, 0};
        for (size_t s = p->first[k]; s < p->first[k + 1]; s++) {
            const double here = fore[s].high;
            sum = ent_twofold_add(sum, ent_twofold_of(here * ways(back, p->with[s])));
            ent_power_lead_on(fore, p->without[s], NONE, here);
            ent_power_lead_on(fore, p->with[s], NONE, x * here);
        }
        p->raw[number * p->graph->n + k] = sum.high;
    }
    ent_heap_free(fore);
    ent_heap_free(back);
    return ENT_OK;
}

static ent_status share(ent_power *power, pairs *p, const ent_run *run) {
    const size_t n = p->graph->n;
    ent_run named = *run;
    named.what = "sharing out minimal winning coalitions";
    ENT_TRY(ent_quadrature_new(&p->rule, p->arena, (n + 1) / 2));
    const size_t jobs = 2 * p->rule.n + 1;
    double *out = ENT_NEW(p->arena, double, n);
    p->raw = ENT_NEW(p->arena, double, jobs *n);
    if (!out || !p->raw)
        return ENT_NOMEM;
    ENT_TRY(ent_pool_run(&named, jobs, run_node, p, NULL));
    ent_power_share_out(out, p->raw, n, &p->rule);
    for (size_t k = 0; k < n; k++)
        power->voter[p->graph->order[k]].deegan_packel_near = out[k];
    ent_power_share_members(out, p->raw + 2 * p->rule.n * n, n);
    for (size_t k = 0; k < n; k++)
        power->voter[p->graph->order[k]].holler_near = out[k];
    power->minimal_known = true;
    power->critical_error = ent_power_critical_error(n);
    return ENT_OK;
}

ent_status ent_power_pairs(ent_power *power, const ent_power_graph *graph, const ent_run *run) {
    pairs p = {.graph = graph, .arena = ent_arena_new()};
    ent_status status = p.arena ? ENT_OK : ENT_NOMEM;
    if (status == ENT_OK && !(p.first = ENT_NEW(p.arena, size_t, graph->n + 1)))
        status = ENT_NOMEM;
    if (status == ENT_OK)
        status = graph->sums ? build(&p, run) : ENT_LIMIT;
    if (status == ENT_OK && (uint64_t)p.n * graph->n > MOST_STEPS / 4)
        status = ENT_LIMIT;
    if (status == ENT_OK)
        status = share(power, &p, run);
    ent_arena_free(p.arena);
    return status == ENT_LIMIT ? ENT_OK : status;
}
