/* Counting all coalitions that can, and that would. See census.h. */
#include "ask/census.h"

#include <stdlib.h>
#include <string.h>

/* ---- counting a union of intervals ---- */

typedef struct counter {
    uint64_t up[64], down[64]; /* of six actors: coalitions that contain, or lie within, a set */
    ent_interval **room;       /* per level: intervals of one half */
} counter;

static void make_words(counter *c) {
    for (uint32_t set = 0; set < 64; set++)
        for (uint32_t k = 0; k < 64; k++) {
            c->up[set] |= (uint64_t)((k & set) == set) << k;
            c->down[set] |= (uint64_t)((k & set) == k) << k;
        }
}

/* Coalitions of the `n` lowest actors in some interval; of higher actors all is decided. */
static uint64_t count_half(const counter *c, const ent_interval *all, size_t m, uint32_t n) {
    uint64_t free = ((uint64_t)1 << n) - 1, word = 0;
    if (!m)
        return 0;
    for (size_t i = 0; i < m; i++)
        if (!(all[i].low & free) && (all[i].high & free) == free)
            return free + 1;
    if (n <= 6) {
        for (size_t i = 0; i < m; i++)
            word |= c->up[all[i].low & free] & c->down[all[i].high & free];
        return (uint64_t)__builtin_popcountll(word);
    }
    uint64_t actor = (uint64_t)1 << (n - 1), count = 0;
    ent_interval *some = c->room[n - 1];
    for (uint32_t half = 0; half < 2; half++) {
        size_t kept = 0;
        for (size_t i = 0; i < m; i++)
            if (half ? (all[i].high & actor) != 0 : !(all[i].low & actor))
                some[kept++] = all[i];
        count += count_half(c, some, kept, n - 1);
    }
    return count;
}

static int cmp_intervals(const void *a, const void *b) {
    const ent_interval *x = a, *y = b;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    return x->high < y->high ? 1 : x->high > y->high ? -1 : 0;
}

/* Drops repetitions, and intervals within the one before. */
static size_t reduce(ent_interval *all, size_t n) {
    size_t kept = 0;
    if (n)
        qsort(all, n, sizeof *all, cmp_intervals);
    for (size_t i = 0; i < n; i++)
        if (!kept || (all[kept - 1].low & ~all[i].low) || (all[i].high & ~all[kept - 1].high))
            all[kept++] = all[i];
    return kept;
}

ent_status ent_intervals_count(uint64_t *count, ent_interval *intervals, size_t n_intervals,
                               uint32_t n) {
    ent_arena *arena = ent_arena_new();
    counter *c = arena ? ENT_NEW(arena, counter, 1) : NULL;
    ent_status status = ENT_NOMEM;
    bool with_nobody = false;
    if (!c || !(c->room = ENT_NEW(arena, ent_interval *, n + 1)))
        goto end;
    n_intervals = reduce(intervals, n_intervals);
    for (uint32_t k = 6; k < n; k++)
        if (!(c->room[k] = ENT_NEW(arena, ent_interval, n_intervals + 1)))
            goto end;
    for (size_t i = 0; i < n_intervals; i++)
        with_nobody = with_nobody || !intervals[i].low;
    make_words(c);
    *count = count_half(c, intervals, n_intervals, n) - with_nobody;
    status = ENT_OK;
end:
    ent_arena_free(arena);
    return status;
}

/* ---- intervals of deals ---- */

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
        g->n = reduce(g->intervals, g->n);
        if (g->n > ENT_CENSUS_INTERVALS / 2)
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

/* ---- the whole ---- */

static ent_status too_large(ent_status status, const ent_game *game, size_t errors,
                            ent_diags *diags) {
    if (status == ENT_LIMIT && diags->errors == errors)
        ent_diag(diags, ENT_E0581, (ent_span){0}, "", "put fewer issues on the table with --about",
                 "counting all coalitions takes at most %u actors (there are %zu) and %llu states",
                 ENT_CENSUS_ACTORS, game->scenario->n_actors,
                 (unsigned long long)ENT_CENSUS_STATES);
    return status;
}

static ent_status census(ent_census *out, ent_arena *arena, const ent_game *game,
                         const uint64_t *about, const ent_expr *with, const ent_run *run,
                         ent_diags *diags) {
    uint32_t n = (uint32_t)game->scenario->n_actors;
    uint64_t everybody = n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
    gatherer g = {.arena = arena, .reduce_at = 1024};
    ent_venture v = {.game = game, .about = about, .with = with};
    *out = (ent_census){.actors = n, .all = everybody};
    if (n > ENT_CENSUS_ACTORS)
        return ENT_LIMIT;
    for (size_t i = 0; i < 2; i++)
        if (!(g.room[i] = ENT_NEW(arena, uint64_t, MOST_UNITS)))
            return ENT_NOMEM;
    ENT_TRY(ent_thresholds_check(game, everybody, diags));
    ENT_TRY(ent_control_table_new(&v.units, arena, game, diags));
    for (uint32_t a = 0; a < n; a++)
        g.content |= (uint64_t)game->aims[a].by_reservation << a;
    out->can = everybody;
    if (with) {
        ent_coalitions units;
        ENT_TRY(ent_venture_units(&units, arena, &v, everybody, ENT_COALITIONS_MOST, run));
        ent_interval *above = ENT_NEW(arena, ent_interval, units.n + 1);
        if (!above)
            return ENT_NOMEM;
        for (size_t i = 0; i < units.n; i++)
            above[i] = (ent_interval){units.unit[i], everybody};
        ENT_TRY(ent_intervals_count(&out->can, above, units.n, n));
    }
    v.wish = ENT_WISH_SIGN;
    ENT_TRY(ent_venture_each(&v, everybody, ENT_CENSUS_STATES, take_end, &g, run));
    out->ends = g.ends;
    g.n = reduce(g.intervals, g.n);
    out->intervals = g.n;
    return ent_intervals_count(&out->viable, g.intervals, g.n, n);
}

ent_status ent_ask_census(ent_census *out, const ent_game *game, const uint64_t *about,
                          const ent_expr *with, const ent_run *run, ent_diags *diags) {
    ent_arena *arena = ent_arena_new();
    size_t errors = diags->errors;
    ent_status status = arena ? census(out, arena, game, about, with, run, diags) : ENT_NOMEM;
    ent_arena_free(arena);
    return too_large(status, game, errors, diags);
}
