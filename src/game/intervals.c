/* One pass over ends, and the units that control each. See intervals.h. */
#include "game/intervals.h"

#include <stdlib.h>

static int cmp_intervals(const void *a, const void *b) {
    const ent_interval *x = a, *y = b;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    return x->high < y->high ? 1 : x->high > y->high ? -1 : 0;
}

size_t ent_intervals_reduce(ent_interval *all, size_t n) {
    size_t kept = 0;
    if (n)
        qsort(all, n, sizeof *all, cmp_intervals);
    for (size_t i = 0; i < n; i++)
        if (!kept || (all[kept - 1].low & ~all[i].low) || (all[i].high & ~all[kept - 1].high))
            all[kept++] = all[i];
    return kept;
}

#define RECENT 256u
#define MOST_UNITS 4096u /* of one end */
typedef struct gatherer {
    ent_arena *arena;
    uint64_t content; /* actors with reservation values: they need not gain */
    uint64_t ends;
    ent_interval *intervals;
    size_t n, cap, reduce_at;
    uint64_t *room[2], *unit; /* units of the end at hand, in one of these */
    size_t n_units;
    ent_interval recent[RECENT]; /* some of the intervals, for a quick look */
    size_t n_recent, next_recent;
} gatherer;

static ent_status put(gatherer *g, uint64_t low, uint64_t high) {
    if (g->n == g->reduce_at) {
        g->n = ent_intervals_reduce(g->intervals, g->n);
        if (g->n > ENT_INTERVALS_MOST / 2)
            return ENT_LIMIT;
        g->reduce_at = g->n * 2 > 1024 ? g->n * 2 : 1024;
    }
    ent_interval *grown =
        ent_arena_grow(g->arena, g->intervals, g->n, &g->cap, sizeof *g->intervals);
    if (!grown)
        return ENT_NOMEM;
    g->intervals = grown;
    grown[g->n++] = (ent_interval){low, high};
    g->recent[g->next_recent] = grown[g->n - 1];
    g->next_recent = (g->next_recent + 1) % RECENT;
    g->n_recent += g->n_recent < RECENT;
    return ENT_OK;
}

/* A list of coalitions none of which contains another. */
typedef struct antichain {
    uint64_t *set;
    size_t n;
} antichain;

static bool add_minimal(antichain *c, uint64_t set) {
    size_t kept = 0;
    for (size_t i = 0; i < c->n; i++)
        if (!(c->set[i] & ~set))
            return true;
    for (size_t i = 0; i < c->n; i++)
        if (set & ~c->set[i])
            c->set[kept++] = c->set[i];
    c->n = kept;
    if (kept == MOST_UNITS)
        return false;
    c->set[c->n++] = set;
    return true;
}

/* The units that control an end, among the willing: of each need in turn, that with fewest units first,
 * whatever those chosen so far do not do already. */
static ent_status unite(gatherer *g, const ent_venture_end *end) {
    antichain now = {g->room[0], 1}, next = {g->room[1], 0};
    uint64_t done[ENT_MAX_ISSUES / 64] = {0};
    now.set[0] = 0;
    for (size_t round = 0; round < end->n; round++) {
        size_t at = SIZE_MAX;
        for (size_t i = 0; i < end->n; i++)
            if (!(done[i / 64] >> (i % 64) & 1) &&
                (at == SIZE_MAX || end->needs[i]->n < end->needs[at]->n))
                at = i;
        done[at / 64] |= (uint64_t)1 << (at % 64);
        const ent_coalitions *units = end->needs[at];
        next.n = 0;
        for (size_t k = 0; k < now.n; k++) {
            bool allowed = ent_coalitions_allow(units, now.set[k]);
            if (allowed && !add_minimal(&next, now.set[k]))
                return ENT_LIMIT;
            for (size_t i = 0; i < units->n && !allowed; i++)
                if (!(units->unit[i] & ~end->willing) &&
                    !add_minimal(&next, now.set[k] | units->unit[i]))
                    return ENT_LIMIT;
        }
        antichain other = now;
        now = next;
        next = other;
    }
    g->unit = now.set;
    g->n_units = now.n;
    return ENT_OK;
}

/* Actors that every way to control the end needs. */
static uint64_t forced(const ent_venture_end *end) {
    uint64_t all = 0;
    for (size_t i = 0; i < end->n; i++)
        all |= ent_coalitions_in_all(end->needs[i]);
    return all;
}

/* Whether all that the end could add lies in an interval that was met lately. */
static bool known(gatherer *g, const ent_venture_end *end) {
    uint64_t low = forced(end);
    for (size_t i = 0; i < g->n_recent; i++)
        if (!(g->recent[i].low & ~low) && !(end->willing & ~g->recent[i].high)) {
            ent_interval found = g->recent[i];
            g->recent[i] = g->recent[0];
            g->recent[0] = found;
            return true;
        }
    return false;
}

static ent_status take_end(void *user, const ent_venture_end *end) {
    gatherer *g = user;
    g->ends++;
    if (known(g, end))
        return ENT_OK;
    ENT_TRY(unite(g, end));
    for (size_t i = 0; i < g->n_units; i++) {
        uint64_t unit = g->unit[i];
        if (unit & end->gains)
            ENT_TRY(put(g, unit, end->willing));
        else
            for (uint64_t left = end->gains; left; left &= left - 1)
                ENT_TRY(put(g, unit | (left & -left), end->willing));
        uint64_t content = end->willing & g->content;
        if (unit & ~content)
            continue;
        if (unit)
            ENT_TRY(put(g, unit, content));
        for (uint64_t left = unit ? 0 : content; left; left &= left - 1)
            ENT_TRY(put(g, left & -left, content));
    }
    return ENT_OK;
}

ent_status ent_deal_intervals(ent_interval **out, size_t *n, uint64_t *ends, ent_arena *arena,
                              const ent_venture *v, uint64_t actors, uint64_t most,
                              const ent_run *run) {
    gatherer g = {.arena = arena, .reduce_at = 1024};
    for (size_t i = 0; i < 2; i++)
        if (!(g.room[i] = ENT_NEW(arena, uint64_t, MOST_UNITS)))
            return ENT_NOMEM;
    for (uint32_t a = 0; a < v->game->scenario->n_actors; a++)
        g.content |= (uint64_t)v->game->aims[a].by_reservation << a;
    ENT_TRY(ent_venture_each(v, actors, most, take_end, &g, run));
    *ends = g.ends;
    *out = g.intervals;
    *n = ent_intervals_reduce(g.intervals, g.n);
    return ENT_OK;
}
