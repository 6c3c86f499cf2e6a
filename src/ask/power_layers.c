/* Power under a rule of several parts with many voters: states that still differ, voter by voter.
 *
 * Voters come one after another. What those so far bring to each part of the rule is all that matters of
 * them; a part that is met, that can no longer be met, or that no longer matters counts as such,
 * whatever the sums, and sums between which no sum of the voters to come decides are one. So the coalitions of the first k voters fall into few states: a layered graph
 * in which every path is a coalition (Bolus 2011, doi:10.1016/j.ejor.2010.09.020). With F the coalitions
 * that lead to a state and B the ways to go on and win, voter k swings
 *
 *     sum over states of F(state) * (B(state with k) - B(state without k))
 *
 * coalitions: exactly, in wide integers. With chances in place of counts this is the polynomial whose
 * integral is Shapley and Shubik's index (see power_orders.c); F and B are sums of positive products, those of F in
 * pairs of doubles since many states lead to one, so that
 *
 *     error <= 2 (6 n + 12) u + 4 n u,   u = 2^-53.
 */
#include <stdlib.h>
#include <string.h>

#include "ask/power_parts.h"
#include "ask/power_sets.h"
#include "base/quadrature.h"
#include "base/twofold.h"

#define MOST_WORDS ((size_t)1 << 24)   /* of counts: 128 MiB, twice */
#define MOST_SUMS ((size_t)1 << 25)    /* of the states of a layer: 256 MiB */
#define MOST_FUTURES ((size_t)1 << 18) /* different sums of the voters to come, of a clause */
#define U 1.1102230246251565e-16       /* 2^-53 */
#define WON ENT_POWER_WON
#define LOST ENT_POWER_LOST
#define DEAD ENT_POWER_DEAD

/* The different sums that voters to come can bring to a clause, in increasing order; n = 0: too many. */
typedef struct futures {
    size_t n;
    const uint64_t *sum;
} futures;

typedef struct layers {
    const ent_simple *game;
    ent_arena *arena;
    uint32_t *order;
    uint64_t *rest;   /* [layer * clauses + clause]: what voters from the layer on weigh */
    futures *futures; /* [layer * clauses + clause]: of voters from the layer on */
    size_t n, clauses;
    size_t n_nodes, cap_without, cap_with, most;
    uint32_t *without, *with; /* per node: where it leads */
    size_t *first;            /* per layer: its first node; first[n]: all nodes */
    const uint64_t **sums;    /* per layer: of its nodes; NULL: too many */
} layers;

/* ---- order of voters ---- */

/* Voters of the same parts together, heavier ones first. */
static bool comes_before(const ent_simple *game, uint32_t a, uint32_t b) {
    for (size_t c = 0; c < game->n_clauses; c++) {
        uint64_t x = game->clauses[c].weight[a], y = game->clauses[c].weight[b];
        if ((x == 0) != (y == 0))
            return y == 0;
    }
    for (size_t c = 0; c < game->n_clauses; c++) {
        uint64_t x = game->clauses[c].weight[a], y = game->clauses[c].weight[b];
        if (x != y)
            return x > y;
    }
    return false;
}

static ent_status set_order(layers *l) {
    l->order = ENT_NEW(l->arena, uint32_t, l->n);
    l->rest = ENT_NEW(l->arena, uint64_t, (l->n + 1) * l->clauses);
    l->first = ENT_NEW(l->arena, size_t, l->n + 1);
    l->sums = ENT_NEW(l->arena, const uint64_t *, l->n);
    if (!l->order || !l->rest || !l->first || !l->sums)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < l->n; i++) {
        size_t at = i;
        for (; at > 0 && comes_before(l->game, i, l->order[at - 1]); at--)
            l->order[at] = l->order[at - 1];
        l->order[at] = i;
    }
    for (size_t k = l->n; k-- > 0;)
        for (size_t c = 0; c < l->clauses; c++)
            l->rest[k * l->clauses + c] =
                l->rest[(k + 1) * l->clauses + c] + l->game->clauses[c].weight[l->order[k]];
    return ENT_OK;
}

/* Sums of `after` with and without a voter more, merged. */
static ent_status add_future(futures *out, ent_arena *arena, const futures *after, uint64_t weight,
                             size_t most) {
    uint64_t *sum = after->n ? ENT_NEW(arena, uint64_t, 2 * after->n) : NULL;
    size_t n = 0, a = 0, b = 0;
    *out = (futures){0};
    if (!after->n)
        return ENT_OK;
    if (!sum)
        return ENT_NOMEM;
    while (b < after->n) { /* the sums with the voter end last */
        uint64_t with = after->sum[b] + weight;
        uint64_t least = a < after->n && after->sum[a] < with ? after->sum[a] : with;
        a += a < after->n && after->sum[a] == least;
        b += with == least;
        sum[n++] = least;
    }
    if (n <= most)
        *out = (futures){n, sum};
    return ENT_OK;
}

static ent_status set_futures(layers *l) {
    static const uint64_t nothing = 0;
    l->futures = ENT_NEW(l->arena, futures, (l->n + 1) * l->clauses);
    if (!l->futures)
        return ENT_NOMEM;
    for (size_t c = 0; c < l->clauses; c++) {
        l->futures[l->n * l->clauses + c] = (futures){1, &nothing};
        for (size_t k = l->n; k-- > 0;)
            ENT_TRY(add_future(
                &l->futures[k * l->clauses + c], l->arena, &l->futures[(k + 1) * l->clauses + c],
                l->game->clauses[c].weight[l->order[k]], MOST_FUTURES / (l->clauses / 4 + 1)));
    }
    return ENT_OK;
}

/* The least sum that the same coalitions of those to come lift to the quota. */
static uint64_t alike(uint64_t sum, uint64_t quota, const futures *f) {
    size_t low = 0, high = f->n; /* the first future sum that is enough lies in [low, high) */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sum + f->sum[middle] < quota)
            low = middle + 1;
        else
            high = middle;
    }
    return low == f->n ? sum : f->sum[low] >= quota ? 0 : quota - f->sum[low];
}

/* ---- states ---- */

static void forget(const ent_formula *f, uint64_t *sums) {
    if (f->op == ENT_FORMULA_CLAUSE)
        sums[f->clause] = DEAD;
    for (size_t i = 0; i < f->n; i++)
        forget(f->arg[i], sums);
}

/* 1: won, 0: lost, -1: open. Sums of parts that are decided become DEAD; those that are open stay. */
static int judge(const layers *l, const ent_formula *f, uint64_t *sums, const uint64_t *rest) {
    if (f->op == ENT_FORMULA_CLAUSE) {
        const uint64_t quota = l->game->clauses[f->clause].quota, sum = sums[f->clause];
        int is = sum == DEAD ? 0 : sum >= quota ? 1 : sum + rest[f->clause] < quota ? 0 : -1;
        if (is == 1)
            sums[f->clause] = quota; /* met: told apart from what cannot be met */
        else if (is == 0)
            sums[f->clause] = DEAD;
        return is;
    }
    const int decides = f->op == ENT_FORMULA_OR, other = !decides;
    bool open = false;
    for (size_t i = 0; i < f->n; i++) {
        int is = judge(l, f->arg[i], sums, rest);
        if (is == decides) {
            if (decides == 0)
                forget(f, sums);
            return decides;
        }
        open = open || is == -1;
    }
    return open ? -1 : other;
}

/* The states of one layer, found by their sums. */
typedef struct table {
    size_t n, cap, size; /* states; room for them; slots, a power of two */
    uint64_t *sums;      /* [state * clauses + clause] */
    uint32_t *slots;     /* state + 1; 0: free */
} table;

static uint64_t hash(const uint64_t *sums, size_t n) {
    uint64_t h = 0x9e3779b97f4a7c15u;
    for (size_t i = 0; i < n; i++) {
        h = (h ^ sums[i]) * 0xbf58476d1ce4e5b9u;
        h ^= h >> 29;
    }
    return h;
}

static ent_status grow(table *t, size_t clauses) {
    size_t cap = t->cap ? t->cap * 2 : 64, size = cap * 2;
    if (cap > MOST_SUMS / clauses)
        return ENT_LIMIT;
    uint64_t *sums = ent_heap_resize(t->sums, cap * clauses * sizeof *sums);
    if (!sums)
        return ENT_NOMEM;
    t->sums = sums;
    uint32_t *slots = ent_heap_resize(t->slots, size * sizeof *slots);
    if (!slots)
        return ENT_NOMEM;
    memset(slots, 0, size * sizeof *slots);
    for (size_t k = 0; k < t->n; k++) {
        size_t at = hash(sums + k * clauses, clauses) & (size - 1);
        while (slots[at])
            at = (at + 1) & (size - 1);
        slots[at] = (uint32_t)k + 1;
    }
    t->slots = slots;
    t->cap = cap;
    t->size = size;
    return ENT_OK;
}

static ent_status state_of(table *t, const uint64_t *sums, size_t clauses, uint32_t *out) {
    if (t->n == t->cap)
        ENT_TRY(grow(t, clauses));
    size_t at = hash(sums, clauses) & (t->size - 1);
    for (; t->slots[at]; at = (at + 1) & (t->size - 1)) {
        *out = t->slots[at] - 1;
        if (memcmp(t->sums + *out * clauses, sums, clauses * sizeof *sums) == 0)
            return ENT_OK;
    }
    memcpy(t->sums + t->n * clauses, sums, clauses * sizeof *sums);
    *out = (uint32_t)t->n++;
    t->slots[at] = *out + 1;
    return ENT_OK;
}

static void empty(table *t) {
    t->n = 0;
    if (t->slots)
        memset(t->slots, 0, t->size * sizeof *t->slots);
}

/* Where a state of layer k leads when its voter stays out or joins: an end, or a state of the next layer,
 * counted from its first. `sums` is overwritten. */
static ent_status lead(layers *l, table *next, uint64_t *sums, size_t layer, uint32_t *out) {
    int is = judge(l, l->game->rule, sums, l->rest + (layer + 1) * l->clauses);
    *out = is ? WON : LOST;
    if (is != -1)
        return ENT_OK;
    for (size_t c = 0; c < l->clauses; c++) {
        const uint64_t quota = l->game->clauses[c].quota;
        if (sums[c] != DEAD && sums[c] < quota)
            sums[c] = alike(sums[c], quota, &l->futures[(layer + 1) * l->clauses + c]);
    }
    ENT_TRY(state_of(next, sums, l->clauses, out));
    *out += (uint32_t)l->first[layer + 1];
    return ENT_OK;
}

static ent_status add_node(layers *l, uint32_t without, uint32_t with) {
    if (l->n_nodes >= l->most)
        return ENT_LIMIT;
    uint32_t *a = ent_arena_grow(l->arena, l->without, l->n_nodes, &l->cap_without, sizeof *a);
    uint32_t *b = ent_arena_grow(l->arena, l->with, l->n_nodes, &l->cap_with, sizeof *b);
    if (!a || !b)
        return ENT_NOMEM;
    l->without = a;
    l->with = b;
    a[l->n_nodes] = without;
    b[l->n_nodes++] = with;
    return ENT_OK;
}

static ent_status build_layer(layers *l, const table *now, table *next, uint64_t *sums,
                              size_t layer) {
    const uint32_t voter = l->order[layer];
    l->first[layer + 1] = l->first[layer] + now->n;
    if (l->first[layer + 1] > l->most)
        return ENT_LIMIT;
    empty(next);
    if (l->sums && l->first[layer + 1] * l->clauses <= MOST_SUMS) {
        uint64_t *kept = ENT_NEW(l->arena, uint64_t, now->n * l->clauses + 1);
        if (!kept)
            return ENT_NOMEM;
        if (now->n)
            memcpy(kept, now->sums, now->n * l->clauses * sizeof *kept);
        l->sums[layer] = kept;
    } else {
        l->sums = NULL;
    }
    for (size_t k = 0; k < now->n; k++) {
        const uint64_t *from = now->sums + k * l->clauses;
        uint32_t without, with;
        memcpy(sums, from, l->clauses * sizeof *sums);
        ENT_TRY(lead(l, next, sums, layer, &without));
        for (size_t c = 0; c < l->clauses; c++)
            sums[c] = from[c] == DEAD ? DEAD : from[c] + l->game->clauses[c].weight[voter];
        ENT_TRY(lead(l, next, sums, layer, &with));
        ENT_TRY(add_node(l, without, with));
    }
    return ENT_OK;
}

static ent_status build(layers *l, const ent_run *run, int *is) {
    table now = {0}, next = {0};
    uint64_t *sums = ENT_NEW(l->arena, uint64_t, l->clauses);
    uint32_t root;
    ent_status status = sums ? ENT_OK : ENT_NOMEM;
    if (status == ENT_OK) {
        *is = judge(l, l->game->rule, sums, l->rest);
        status = *is == -1 ? state_of(&now, sums, l->clauses, &root) : ENT_OK;
    }
    for (size_t k = 0; status == ENT_OK && *is == -1 && k < l->n; k++) {
        status = build_layer(l, &now, &next, sums, k);
        table other = now;
        now = next;
        next = other;
        if (run->stop && *run->stop)
            status = ENT_CANCELLED;
        if (run->progress)
            run->progress(run->user, "joining voters to the states of a rule", k, l->n);
    }
    ent_heap_free(now.sums);
    ent_heap_free(now.slots);
    ent_heap_free(next.sums);
    ent_heap_free(next.slots);
    return status;
}

/* ---- exact counts ---- */

static void add_words(uint64_t *a, const uint64_t *b, size_t words) {
    uint64_t carry = 0;
    for (size_t k = 0; k < words; k++) {
        uint64_t sum = a[k] + b[k], more = sum + carry;
        carry = (uint64_t)((sum < b[k]) | (more < sum));
        a[k] = more;
    }
}

/* Ways to win from where a node of `layer` leads. */
static void ways(ent_wide *out, const layers *l, const uint64_t *back, size_t words, uint32_t to,
                 size_t layer) {
    ent_wide_set(out, to == WON);
    if (to == WON)
        ent_wide_shift_up(out, (uint32_t)(l->n - layer - 1));
    else if (to != LOST)
        ent_wide_of_words(out, back + to * words, words);
}

static ent_status count(ent_power *power, layers *l) {
    const size_t words = l->n / 64 + 1;
    uint64_t *fore = ENT_NEW(l->arena, uint64_t, l->n_nodes * words);
    uint64_t *back = ENT_NEW(l->arena, uint64_t, l->n_nodes * words);
    ent_wide one, other;
    if (!fore || !back)
        return ENT_NOMEM;
    for (size_t k = l->n; k-- > 0;)
        for (size_t s = l->first[k]; s < l->first[k + 1]; s++) {
            ways(&one, l, back, words, l->without[s], k);
            ways(&other, l, back, words, l->with[s], k);
            ent_wide_add(&one, &other);
            memcpy(back + s * words, one.word, one.n * sizeof *one.word);
        }
    ent_wide_of_words(&power->winning, back, words);
    fore[0] = 1;
    for (size_t k = 0; k < l->n; k++) {
        ent_wide *swings = &power->voter[l->order[k]].swings;
        ent_wide_set(swings, 0);
        for (size_t s = l->first[k]; s < l->first[k + 1]; s++) {
            ways(&one, l, back, words, l->with[s], k);
            ways(&other, l, back, words, l->without[s], k);
            ent_wide_sub(&one, &other);
            ent_wide_of_words(&other, fore + s * words, words);
            ent_wide_times(&one, &other);
            ent_wide_add(swings, &one);
            for (int joins = 0; joins < 2; joins++) {
                uint32_t to = joins ? l->with[s] : l->without[s];
                if (to != WON && to != LOST)
                    add_words(fore + to * words, fore + s * words, words);
            }
        }
    }
    return ENT_OK;
}

/* ---- chances ---- */

typedef struct chances {
    const layers *l;
    ent_quadrature rule;
    double *part; /* [job * n + voter] */
} chances;

static double chance(const double *back, uint32_t to) {
    return to == WON ? 1 : to == LOST ? 0 : back[to];
}

/* Job 2k: node k; job 2k + 1: its mirror image. */
static ent_status run_node(void *job, uint64_t number, unsigned worker) {
    const chances *c = job;
    const layers *l = c->l;
    const double low = c->rule.x[number / 2], high = 1 - low;
    const double joins = number % 2 ? high : low, stays = number % 2 ? low : high;
    (void)worker;
    if (number % 2 && low == 0.5)
        return ENT_OK;
    double *back = ent_heap_alloc(l->n_nodes * sizeof *back);
    ent_twofold *fore = ent_heap_alloc(l->n_nodes * sizeof *fore);
    if (!back || !fore) {
        ent_heap_free(fore);
        ent_heap_free(back);
        return ENT_NOMEM;
    }
    for (size_t s = l->n_nodes; s-- > 0;) {
        back[s] = stays * chance(back, l->without[s]) + joins * chance(back, l->with[s]);
        fore[s] = ent_twofold_of(0);
    }
    fore[0] = ent_twofold_of(1);
    for (size_t k = 0; k < l->n; k++) {
        ent_twofold sum = {0, 0};
        for (size_t s = l->first[k]; s < l->first[k + 1]; s++) {
            uint32_t with = l->with[s], without = l->without[s];
            const double here = fore[s].high;
            double swing = here * (chance(back, with) - chance(back, without));
            sum = ent_twofold_add(sum, ent_twofold_of(swing));
            ent_power_lead_on(fore, with, LOST, joins * here);
            ent_power_lead_on(fore, without, LOST, stays * here);
        }
        c->part[number * l->n + l->order[k]] = c->rule.weight[number / 2] * sum.high;
    }
    ent_heap_free(fore);
    ent_heap_free(back);
    return ENT_OK;
}

static ent_status integrate(ent_power *power, layers *l, const ent_run *run) {
    const size_t m = (l->n + 1) / 2;
    chances c = {.l = l, .part = ENT_NEW(l->arena, double, (m + 2) * l->n)};
    ent_run named = *run;
    named.what = "integrating over chances to join";
    if (!c.part)
        return ENT_NOMEM;
    ENT_TRY(ent_quadrature_new(&c.rule, l->arena, m));
    ENT_TRY(ent_pool_run(&named, 2 * c.rule.n, run_node, &c, NULL));
    for (size_t i = 0; i < l->n; i++) {
        power->voter[i].shapley_near = 0;
        for (size_t k = 0; k < 2 * c.rule.n; k++)
            power->voter[i].shapley_near += c.part[k * l->n + i];
    }
    for (size_t k = 1; k < l->n; k++) /* roundings differ, but equal voters are equal */
        if (!comes_before(l->game, l->order[k - 1], l->order[k]))
            power->voter[l->order[k]].shapley_near = power->voter[l->order[k - 1]].shapley_near;
    power->shapley_known = true;
    power->shapley_error = 2 * (6 * (double)l->n + 12) * U + 4 * (double)l->n * U;
    return ENT_OK;
}

/* ---- those who are needed ---- */

static ent_status needed(ent_power *power, const layers *l, const ent_run *run) {
    const ent_power_graph graph = {.n = l->n,
                                   .clauses = l->clauses,
                                   .n_nodes = l->n_nodes,
                                   .order = l->order,
                                   .without = l->without,
                                   .with = l->with,
                                   .first = l->first,
                                   .sums = l->sums};
    ENT_TRY(ent_power_pairs(power, &graph, run));
    ENT_TRY(ent_power_johnston(power, &graph, run));
    for (size_t k = 1; k < l->n; k++)
        if (!comes_before(l->game, l->order[k - 1], l->order[k])) {
            ent_power_voter *v = &power->voter[l->order[k]];
            const ent_power_voter *same = &power->voter[l->order[k - 1]];
            v->deegan_packel_near = same->deegan_packel_near;
            v->holler_near = same->holler_near;
            v->johnston_near = same->johnston_near;
        }
    return ENT_OK;
}

ent_status ent_power_layers(ent_power *power, const ent_simple *game, const ent_run *run) {
    layers l = {.game = game,
                .arena = ent_arena_new(),
                .n = game->n,
                .clauses = game->n_clauses,
                .most = MOST_WORDS / (game->n / 64 + 1)};
    int is = -1;
    power->engine = "layers";
    ent_status status = l.arena ? set_order(&l) : ENT_NOMEM;
    if (status == ENT_OK)
        status = set_futures(&l);
    if (status == ENT_OK)
        status = build(&l, run, &is);
    if (status == ENT_OK && is != -1) {
        ent_power_settled(power, is == 1);
    } else if (status == ENT_OK) {
        status = count(power, &l);
        if (status == ENT_OK)
            status = integrate(power, &l, run);
        if (status == ENT_OK)
            status = needed(power, &l, run);
        if (status == ENT_OK)
            ent_power_from_swings(power);
    }
    ent_arena_free(l.arena);
    return status;
}
