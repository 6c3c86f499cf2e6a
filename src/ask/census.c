/* Counting all coalitions that can, and that would. See census.h. */
#include "ask/census.h"

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

ent_status ent_intervals_count(uint64_t *count, ent_interval *intervals, size_t n_intervals,
                               uint32_t n) {
    ent_arena *arena = ent_arena_new();
    counter *c = arena ? ENT_NEW(arena, counter, 1) : NULL;
    ent_status status = ENT_NOMEM;
    bool with_nobody = false;
    if (!c || !(c->room = ENT_NEW(arena, ent_interval *, n + 1)))
        goto end;
    n_intervals = ent_intervals_reduce(intervals, n_intervals);
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
    ent_interval *intervals;
    size_t n_intervals;
    ent_venture v = {.game = game, .about = about, .with = with};
    *out = (ent_census){.actors = n, .all = everybody};
    if (n > ENT_CENSUS_ACTORS)
        return ENT_LIMIT;
    ENT_TRY(ent_thresholds_check(game, everybody, diags));
    ENT_TRY(ent_control_table_new(&v.units, arena, game, diags));
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
    ENT_TRY(ent_deal_intervals(&intervals, &n_intervals, &out->ends, arena, &v, everybody,
                               ENT_CENSUS_STATES, run));
    out->intervals = n_intervals;
    return ent_intervals_count(&out->viable, intervals, n_intervals, n);
}

ent_status ent_ask_census(ent_census *out, const ent_game *game, const uint64_t *about,
                          const ent_expr *with, const ent_run *run, ent_diags *diags) {
    ent_arena *arena = ent_arena_new();
    size_t errors = diags->errors;
    ent_status status = arena ? census(out, arena, game, about, with, run, diags) : ENT_NOMEM;
    ent_arena_free(arena);
    return too_large(status, game, errors, diags);
}
