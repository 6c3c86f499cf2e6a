/* Best packages with and without a joiner's terms, in one pass. See join.h. */
#include "ask/join.h"

#include "game/scan.h"

#include <string.h>

typedef struct tally {
    uint64_t *n;          /* per set: unasked, asked, then each demand */
    ent_join_best **best; /* per set and member */
} tally;

typedef struct job {
    const ent_bargain *bargain;
    size_t n_sets;
    ent_signal_id *set;
    tally *of_worker;
} job;

/* What those in accept, and a deal of all. */
static ent_status acceptance(ent_signal_id *others, ent_signal_id *all, const ent_bargain *b,
                             uint32_t actor) {
    ent_plan *plan = b->plan;
    ent_signal_id off;
    ENT_TRY(ent_plan_and(others, plan, b->package, b->wanted));
    ENT_TRY(ent_plan_and(others, plan, *others, b->somebody_gains));
    for (size_t r = 0; r < b->n_red_lines; r++) {
        if (b->members[b->red_line_of[r]] == actor)
            continue;
        ENT_TRY(ent_plan_not(&off, plan, b->red_line[r]));
        ENT_TRY(ent_plan_and(others, plan, *others, off));
    }
    for (size_t m = 0; m < b->n_members; m++)
        if (b->members[m] != actor)
            ENT_TRY(ent_plan_and(others, plan, *others, b->consent[m]));
    *all = b->deal;
    return ENT_OK;
}

static ent_status demanded(ent_signal_id *out, const ent_bargain *b, ent_signal_id accepted,
                           const ent_demand *demand) {
    *out = accepted;
    for (uint32_t i = 0; i < demand->n; i++) {
        ent_signal_id term;
        ENT_TRY(
            ent_plan_outcome(&term, b->plan, demand->issue[i], (uint64_t)1 << demand->outcome[i]));
        ENT_TRY(ent_plan_and(out, b->plan, *out, term));
    }
    return ENT_OK;
}

/* ---- the pass ---- */

static void raise(ent_join_best *best, ent_i128 value) {
    if (!best->found || value > best->value)
        *best = (ent_join_best){true, value};
}

static ent_status join_block(void *user, ent_block *block, unsigned worker) {
    const job *j = user;
    const ent_bargain *b = j->bargain;
    tally *t = &j->of_worker[worker];
    for (size_t i = 0; i < j->n_sets; i++) {
        uint64_t n = ent_block_count(block, j->set[i]);
        if (!n)
            continue;
        t->n[i] += n;
        const uint64_t *bits = ent_block_bits(block, j->set[i]);
        for (size_t m = 0; m < b->n_members; m++)
            raise(&t->best[i][m], ent_block_max(block, b->utility[m], bits));
    }
    return ENT_OK;
}

static ent_status tally_new(tally *t, ent_arena *arena, const job *j) {
    t->n = ENT_NEW(arena, uint64_t, j->n_sets);
    t->best = ENT_NEW(arena, ent_join_best *, j->n_sets);
    if (!t->n || !t->best)
        return ENT_NOMEM;
    for (size_t i = 0; i < j->n_sets; i++)
        if (!(t->best[i] = ENT_NEW(arena, ent_join_best, j->bargain->n_members + 1)))
            return ENT_NOMEM;
    return ENT_OK;
}

static void tally_add(tally *to, const tally *from, const job *j) {
    for (size_t i = 0; i < j->n_sets; i++) {
        to->n[i] += from->n[i];
        for (size_t m = 0; m < j->bargain->n_members; m++)
            if (from->best[i][m].found)
                raise(&to->best[i][m], from->best[i][m].value);
    }
}

/* ---- the whole ---- */

static ent_status prepare(job *j, ent_arena *arena, const ent_game *game, ent_ask_what what,
                          uint32_t actor, const ent_demand *demands, size_t n_demands,
                          ent_diags *diags) {
    ent_bargain *b;
    ent_dim *dims;
    size_t n;
    ENT_TRY(ent_bargain_check(game, what, diags));
    ENT_TRY(ent_bargain_dims(&dims, &n, arena, game, what));
    ENT_TRY(ent_bargain_over(&b, arena, game, what, dims, n));
    j->bargain = b;
    j->n_sets = 2 + n_demands;
    if (!(j->set = ENT_NEW(arena, ent_signal_id, j->n_sets)))
        return ENT_NOMEM;
    ENT_TRY(acceptance(&j->set[0], &j->set[1], b, actor));
    for (size_t i = 0; i < n_demands; i++)
        ENT_TRY(demanded(&j->set[2 + i], b, j->set[0], &demands[i]));
    ent_status status = ent_plan_finish(b->plan);
    if (status == ENT_LIMIT)
        ent_bargain_too_large(b, diags);
    return status;
}

static ent_status spread(ent_join_best **out, ent_arena *arena, const job *j,
                         const ent_join_best *best) {
    size_t n = j->bargain->game->scenario->n_actors;
    if (!(*out = ENT_NEW(arena, ent_join_best, n + 1)))
        return ENT_NOMEM;
    for (size_t m = 0; m < j->bargain->n_members; m++)
        (*out)[j->bargain->members[m]] = best[m];
    return ENT_OK;
}

ent_status ent_ask_join(ent_join **out, ent_arena *arena, const ent_game *game, ent_ask_what what,
                        uint32_t actor, const ent_demand *demands, size_t n_demands,
                        const ent_run *run, ent_diags *diags) {
    unsigned threads = run->threads ? run->threads : 1;
    ent_join *join = ENT_NEW(arena, ent_join, 1);
    job j = {.of_worker = ENT_NEW(arena, tally, threads + 1)};
    if (!join || !j.of_worker)
        return ENT_NOMEM;
    what.coalition |= (uint64_t)1 << actor;
    ENT_TRY(prepare(&j, arena, game, what, actor, demands, n_demands, diags));
    for (unsigned w = 0; w <= threads; w++)
        ENT_TRY(tally_new(&j.of_worker[w], arena, &j));
    ent_run own = *run;
    own.what = "finding what joining costs";
    ENT_TRY(ent_scan(j.bargain->plan, &own, join_block, &j, NULL));
    tally *all = &j.of_worker[threads];
    for (unsigned w = 0; w < threads; w++)
        tally_add(all, &j.of_worker[w], &j);
    *join = (ent_join){.actor = actor,
                       .others = what.coalition & ~((uint64_t)1 << actor),
                       .acceptable = all->n[0],
                       .deals = all->n[1],
                       .with = all->n + 2};
    ENT_TRY(spread(&join->unasked, arena, &j, all->best[0]));
    ENT_TRY(spread(&join->asked, arena, &j, all->best[1]));
    if (!(join->best = ENT_NEW(arena, ent_join_best *, n_demands + 1)))
        return ENT_NOMEM;
    for (size_t i = 0; i < n_demands; i++)
        ENT_TRY(spread(&join->best[i], arena, &j, all->best[2 + i]));
    *out = join;
    return ENT_OK;
}

/* ---- whether terms are enough ---- */

typedef struct enough_job {
    size_t n;
    ent_signal_id *there, *refused; /* per demand: a state has it; and the actor refuses it */
    bool **found[2];                /* there, refused: per worker and demand */
} enough_job;

static ent_status enough_block(void *user, ent_block *block, unsigned worker) {
    const enough_job *j = user;
    for (size_t i = 0; i < j->n; i++) {
        bool *there = &j->found[0][worker][i], *refused = &j->found[1][worker][i];
        *there = *there || ent_block_count(block, j->there[i]);
        *refused = *refused || ent_block_count(block, j->refused[i]);
    }
    return ENT_OK;
}

static ent_status prepare_enough(enough_job *j, const ent_bargain *b, uint32_t actor,
                                 const ent_demand *demands) {
    ent_signal_id all, accepts, refuses;
    ENT_TRY(ent_plan_and(&all, b->plan, b->feasible, b->wanted));
    accepts = all;
    for (size_t m = 0; m < b->n_members; m++)
        if (b->members[m] == actor)
            ENT_TRY(ent_plan_and(&accepts, b->plan, accepts, b->consent[m]));
    for (size_t r = 0; r < b->n_red_lines; r++) {
        ent_signal_id off;
        if (b->members[b->red_line_of[r]] != actor)
            continue;
        ENT_TRY(ent_plan_not(&off, b->plan, b->red_line[r]));
        ENT_TRY(ent_plan_and(&accepts, b->plan, accepts, off));
    }
    ENT_TRY(ent_plan_not(&refuses, b->plan, accepts));
    for (size_t i = 0; i < j->n; i++) {
        ENT_TRY(demanded(&j->there[i], b, all, &demands[i]));
        ENT_TRY(ent_plan_and(&j->refused[i], b->plan, j->there[i], refuses));
    }
    return ent_plan_finish(b->plan);
}

ent_status ent_ask_enough(bool *enough, ent_arena *arena, const ent_game *game, ent_ask_what what,
                          uint32_t actor, const ent_demand *demands, size_t n_demands,
                          const ent_run *run, ent_diags *diags) {
    const unsigned threads = run->threads ? run->threads : 1;
    enough_job j = {.n = n_demands,
                    .there = ENT_NEW(arena, ent_signal_id, n_demands + 1),
                    .refused = ENT_NEW(arena, ent_signal_id, n_demands + 1)};
    ent_bargain *b;
    ent_dim *dims;
    size_t n;
    what.coalition |= (uint64_t)1 << actor;
    ENT_TRY(ent_bargain_check(game, what, diags));
    ENT_TRY(ent_bargain_dims(&dims, &n, arena, game, what));
    ENT_TRY(ent_bargain_over(&b, arena, game, what, dims, n));
    for (int k = 0; k < 2; k++) {
        j.found[k] = ENT_NEW(arena, bool *, threads);
        for (unsigned w = 0; j.found[k] && w < threads; w++)
            if (!(j.found[k][w] = ENT_NEW(arena, bool, n_demands + 1)))
                return ENT_NOMEM;
    }
    if (!j.there || !j.refused || !j.found[0] || !j.found[1])
        return ENT_NOMEM;
    ent_status status = prepare_enough(&j, b, actor, demands);
    if (status == ENT_LIMIT)
        ent_bargain_too_large(b, diags);
    ENT_TRY(status);
    ENT_TRY(ent_scan(b->plan, run, enough_block, &j, NULL));
    for (size_t i = 0; i < n_demands; i++) {
        bool there = false, refused = false;
        for (unsigned w = 0; w < threads; w++) {
            there = there || j.found[0][w][i];
            refused = refused || j.found[1][w][i];
        }
        enough[i] = there && !refused;
    }
    return ENT_OK;
}
