/* Johnston of many voters under a rule of several parts, where they are of few kinds.
 *
 * A member swings a winning coalition when the coalition without it loses. As in power_pairs.c voters come one
 * by one, and what matters of those who joined is the state f that they lead to and the states that they lead to
 * without one of them, here with how many members there are to each. A state without a member that wins, or
 * that is f itself, since then the member makes no difference, is left out; one that has lost counts x for each
 * of its members. Sums over all ways to go on, weighted so, make a polynomial in x as in
 * power_critical.c. Of voter k only the coalitions count in which it swings: when it joins, the state
 * without it is followed through the set until it has lost:
 *
 *     sum over sets of F(set) * B(set with k, state without k)
 *
 * A term of F or B goes through at most 3n roundings (x counts once for each member), so that the bound of
 * power_critical.c holds.
 */
#include <stdlib.h>
#include <string.h>

#include "ask/power_parts.h"
#include "ask/power_sets.h"

#define MOST_SETS ((size_t)1 << 20)
#define MOST_ITEMS ((size_t)1 << 22) /* states without a member, of all sets */
#define MOST_STEPS ((uint64_t)1 << 31)
#define MOST_STATES 24u /* of a set */
#define END UINT32_MAX  /* won, and nobody who joined swings: the rest may do as they like */
#define NONE (UINT32_MAX - 1)
#define DROPPED UINT32_MAX    /* of a state without a member: it wins, or makes no difference */
#define GONE (UINT32_MAX - 1) /* it has lost */

/* f, then pairs of a state without a member and for how many, by state. */
typedef struct set {
    size_t n; /* words */
    uint32_t word[2 * MOST_STATES + 1];
} set;

/* Where a set leads when a voter stays out, or joins. */
typedef struct edge {
    uint32_t to;
    uint32_t lost; /* members whose states without them are lost on the way */
    uint32_t own;  /* of who joins: its place in the set, GONE or DROPPED */
} edge;

typedef struct johnston {
    const ent_power_graph *graph;
    ent_arena *arena;
    size_t n, cap_edges, n_items, cap_items, cap_first;
    edge *edge;        /* [2 * set + joins] */
    size_t *item;      /* per set: its first */
    uint32_t *follows; /* [2 * item + joins]: its place in the next set, GONE or DROPPED */
    size_t *first;     /* per layer */
    ent_quadrature rule;
    double *raw; /* per job: per layer */
} johnston;

/* ---- from set to set ---- */

/* Adds `times` members to a state's. Its place may move; *out is the state for now. */
static bool put(set *s, uint32_t state, uint32_t times) {
    size_t at = s->n;
    for (size_t i = 1; i < s->n; i += 2)
        if (s->word[i] == state) {
            s->word[i + 1] += times;
            return true;
        }
    if (s->n > 2 * MOST_STATES - 1)
        return false;
    s->n += 2;
    for (; at > 1 && s->word[at - 2] > state; at -= 2) {
        s->word[at] = s->word[at - 2];
        s->word[at + 1] = s->word[at - 1];
    }
    s->word[at] = state;
    s->word[at + 1] = times;
    return true;
}

static uint32_t place_of(const set *s, uint32_t state) {
    for (size_t i = 1; i < s->n; i += 2)
        if (s->word[i] == state)
            return (uint32_t)(i - 1) / 2;
    return DROPPED;
}

/* What becomes of a state without a member: DROPPED, GONE, or it stays open. */
static uint32_t fate(uint32_t state, uint32_t f) {
    return state == ENT_POWER_WON || state == f ? DROPPED : state == ENT_POWER_LOST ? GONE : 0;
}

static uint32_t step(const uint32_t *to, uint32_t state) {
    return state == ENT_POWER_WON ? state : to[state];
}

static ent_status lead(johnston *p, ent_power_sets *next, const set *from, bool joins, edge *out,
                       uint32_t *follows) {
    const ent_power_graph *g = p->graph;
    const uint32_t *to = joins ? g->with : g->without;
    const uint32_t f = step(to, from->word[0]), less = step(g->without, from->word[0]);
    set s = {1, {f}};
    *out = (edge){.to = NONE, .own = DROPPED};
    if (f == ENT_POWER_LOST)
        return ENT_OK;
    for (size_t i = 1; i < from->n; i += 2) {
        const uint32_t state = to[from->word[i]], what = fate(state, f);
        out->lost += what == GONE ? from->word[i + 1] : 0;
        if (!what && !put(&s, state, from->word[i + 1]))
            return ENT_LIMIT;
    }
    const uint32_t own = joins ? fate(less, f) : DROPPED;
    out->lost += own == GONE;
    if (!own && !put(&s, less, 1))
        return ENT_LIMIT;
    for (size_t i = 1; i < from->n; i += 2) { /* places are known now */
        const uint32_t state = to[from->word[i]], what = fate(state, f);
        follows[i - 1 + joins] = what ? what : place_of(&s, state);
    }
    out->own = own ? own : place_of(&s, less);
    out->to = END;
    return f == ENT_POWER_WON && s.n == 1 ? ENT_OK
                                          : ent_power_sets_find(next, s.word, s.n, &out->to);
}

/* Room for one more set with so many states. */
static ent_status make_room(johnston *p, size_t items) {
    edge *edges = ent_arena_grow(p->arena, p->edge, p->n, &p->cap_edges, 2 * sizeof *edges);
    size_t *item = ent_arena_grow(p->arena, p->item, p->n, &p->cap_first, sizeof *item);
    if (!edges || !item)
        return ENT_NOMEM;
    p->edge = edges;
    p->item = item;
    for (size_t k = 0; k < items; k++) {
        uint32_t *follows = ent_arena_grow(p->arena, p->follows, p->n_items + k, &p->cap_items,
                                           2 * sizeof *follows);
        if (!follows)
            return ENT_NOMEM;
        p->follows = follows;
        follows[2 * (p->n_items + k)] = follows[2 * (p->n_items + k) + 1] = DROPPED;
    }
    return ENT_OK;
}

static ent_status add_set(void *user, ent_power_sets *next, const uint32_t *word, size_t n,
                          size_t layer) {
    johnston *p = user;
    const size_t items = n / 2;
    set from = {.n = n};
    memcpy(from.word, word, n * sizeof *word);
    ENT_TRY(make_room(p, items));
    p->item[p->n] = p->n_items;
    for (int joins = 0; joins < 2; joins++) {
        edge *e = &p->edge[2 * p->n + (size_t)joins];
        uint32_t *follows = p->follows ? p->follows + 2 * p->n_items : NULL; /* no room: no item */
        ENT_TRY(lead(p, next, &from, joins, e, follows));
        if (e->to < NONE)
            e->to += (uint32_t)p->first[layer + 1];
    }
    p->n++;
    p->n_items += items;
    return p->n_items > MOST_ITEMS ? ENT_LIMIT : ENT_OK;
}

static ent_status build(johnston *p, const ent_run *run) {
    const ent_power_sets_layers layers = {p->first, p->graph->n, MOST_SETS,
                                          "following who would be missed"};
    const uint32_t root = 0;
    return ent_power_sets_build(&layers, &root, 1, add_set, p, run);
}

/* ---- sums over paths ---- */

typedef struct sums {
    double *power;     /* of x */
    double *all;       /* per set: C */
    double *missed;    /* per item: B */
    ent_twofold *fore; /* per set: F */
} sums;

static double from_here(const johnston *p, const double *all, const edge *e, size_t layer) {
    double out = 1;
    if (e->to < NONE)
        return all[e->to];
    for (size_t k = layer + 1; k < p->graph->n; k++)
        out *= 2;
    return e->to == END ? out : 0;
}

/* The same where a state without one member, for which `at` stands, must be lost in the end; that member's own x
 * left out. */
static double missed_from(const johnston *p, const sums *s, const edge *e, uint32_t at,
                          size_t layer) {
    if (at == DROPPED || e->to == NONE)
        return 0;
    if (at == GONE)
        return s->power[e->lost - 1] * from_here(p, s->all, e, layer);
    return s->power[e->lost] * s->missed[p->item[e->to] + at];
}

static size_t items_end(const johnston *p, size_t t) {
    return t + 1 < p->n ? p->item[t + 1] : p->n_items;
}

static void go_back(const johnston *p, sums *s) {
    for (size_t k = p->graph->n; k-- > 0;)
        for (size_t t = p->first[k]; t < p->first[k + 1]; t++) {
            const edge *out = &p->edge[2 * t], *in = out + 1;
            s->all[t] = s->power[out->lost] * from_here(p, s->all, out, k) +
                        s->power[in->lost] * from_here(p, s->all, in, k);
            for (size_t i = p->item[t]; i < items_end(p, t); i++)
                s->missed[i] = missed_from(p, s, out, p->follows[2 * i], k) +
                               missed_from(p, s, in, p->follows[2 * i + 1], k);
        }
}

static void go_forward(const johnston *p, sums *s, double *raw) {
    for (size_t t = 0; t < p->n; t++)
        s->fore[t] = ent_twofold_of(0);
    s->fore[0] = ent_twofold_of(1);
    for (size_t k = 0; k < p->graph->n; k++) {
        ent_twofold sum = {0, 0};
        for (size_t t = p->first[k]; t < p->first[k + 1]; t++) {
            const edge *out = &p->edge[2 * t], *in = out + 1;
            const double here = s->fore[t].high;
            sum = ent_twofold_add(sum, ent_twofold_of(here * missed_from(p, s, in, in->own, k)));
            ent_power_lead_on(s->fore, out->to, NONE, here * s->power[out->lost]);
            ent_power_lead_on(s->fore, in->to, NONE, here * s->power[in->lost]);
        }
        raw[k] = sum.high;
    }
}

/* Job 2k: node k; job 2k + 1: its mirror image. */
static ent_status run_node(void *job, uint64_t number, unsigned worker) {
    const johnston *p = job;
    const double at = p->rule.x[number / 2], x = number % 2 ? 1 - at : at;
    const size_t n = p->graph->n;
    (void)worker;
    if (number % 2 && at == 0.5)
        return ENT_OK;
    sums s = {.power = ent_heap_alloc((n + 1) * sizeof(double)),
              .all = ent_heap_alloc(p->n * sizeof(double)),
              .missed = ent_heap_alloc((p->n_items + 1) * sizeof(double)),
              .fore = ent_heap_alloc(p->n * sizeof(ent_twofold))};
    const bool got = s.power && s.all && s.missed && s.fore;
    if (got) {
        s.power[0] = 1;
        for (size_t k = 1; k <= n; k++)
            s.power[k] = s.power[k - 1] * x;
        go_back(p, &s);
        go_forward(p, &s, p->raw + number * n);
    }
    ent_heap_free(s.fore);
    ent_heap_free(s.missed);
    ent_heap_free(s.all);
    ent_heap_free(s.power);
    return got ? ENT_OK : ENT_NOMEM;
}

static ent_status share(ent_power *power, johnston *p, const ent_run *run) {
    const size_t n = p->graph->n;
    ent_run named = *run;
    named.what = "sharing out coalitions among those who are needed";
    ENT_TRY(ent_quadrature_new(&p->rule, p->arena, (n + 1) / 2));
    double *out = ENT_NEW(p->arena, double, n);
    p->raw = ENT_NEW(p->arena, double, 2 * p->rule.n * n);
    if (!out || !p->raw)
        return ENT_NOMEM;
    ENT_TRY(ent_pool_run(&named, 2 * p->rule.n, run_node, p, NULL));
    ent_power_share_out(out, p->raw, n, &p->rule);
    for (size_t k = 0; k < n; k++)
        power->voter[p->graph->order[k]].johnston_near = out[k];
    power->johnston_known = true;
    power->critical_error = ent_power_critical_error(n);
    return ENT_OK;
}

ent_status ent_power_johnston(ent_power *power, const ent_power_graph *graph, const ent_run *run) {
    johnston p = {.graph = graph, .arena = ent_arena_new()};
    ent_status status = p.arena ? ENT_OK : ENT_NOMEM;
    if (status == ENT_OK && !(p.first = ENT_NEW(p.arena, size_t, graph->n + 1)))
        status = ENT_NOMEM;
    if (status == ENT_OK)
        status = build(&p, run);
    if (status == ENT_OK && (uint64_t)(p.n + p.n_items) * graph->n > MOST_STEPS)
        status = ENT_LIMIT;
    if (status == ENT_OK)
        status = share(power, &p, run);
    ent_arena_free(p.arena);
    return status == ENT_LIMIT ? ENT_OK : status;
}
