/* One pass over a plan: the distinct utility vectors of its states, or the efficient ones. See
 * pareto.h. */
#include "ask/pareto.h"
#include "game/scan.h"

#include <string.h>

#define BATCH 4096u /* states that wait to be sorted into what a worker has found */
#define PRUNERS 24u /* efficient vectors that blocks are compared with */
#define TRIES 8u    /* of them that a block is compared with lane by lane */

typedef struct gatherer {
    ent_arena *found_in[2], *scratch; /* what was found lives in one, the next in the other */
    unsigned side;
    ent_front found, batch;
    ent_arena *batch_in;
    ent_i128 *pruner; /* PRUNERS vectors, those that hit last first */
    size_t n_pruners;
    uint64_t states;
} gatherer;

typedef struct gather_job {
    const ent_gather *what;
    gatherer *of_worker;
} gather_job;

static ent_status gatherer_new(gatherer *g, ent_arena *arena, size_t members) {
    *g = (gatherer){.found = {.members = members}, .batch = {.members = members}};
    g->pruner = ENT_NEW(arena, ent_i128, PRUNERS * members);
    g->found_in[0] = ent_arena_new();
    g->found_in[1] = ent_arena_new();
    g->scratch = ent_arena_new();
    g->batch_in = ent_arena_new();
    bool all = g->pruner && g->found_in[0] && g->found_in[1] && g->scratch && g->batch_in;
    return all ? ENT_OK : ENT_NOMEM;
}

static void gatherer_free(gatherer *g) {
    ent_arena_free(g->found_in[0]);
    ent_arena_free(g->found_in[1]);
    ent_arena_free(g->scratch);
    ent_arena_free(g->batch_in);
}

/* Blocks are first held against vectors from all along what was found. */
static void choose_pruners(gatherer *g) {
    size_t members = g->found.members;
    g->n_pruners = g->found.n < PRUNERS ? g->found.n : PRUNERS;
    for (size_t i = 0; i < g->n_pruners; i++) {
        size_t at = (2 * i + 1) * g->found.n / (2 * g->n_pruners);
        memcpy(g->pruner + i * members, g->found.value + at * members, members * sizeof *g->pruner);
    }
}

/* Sorts the batch into what was found. */
static ent_status flush(gatherer *g, ent_sweep_keep keep) {
    ent_front joined;
    if (!g->batch.n)
        return ENT_OK;
    ENT_TRY(ent_front_sort(&g->batch, g->batch_in));
    ent_arena *to = g->found_in[1 - g->side];
    ENT_TRY(ent_front_join(&joined, to, g->scratch, &g->found, &g->batch, keep));
    ent_arena_rewind(g->found_in[g->side], (ent_mark){NULL, 0});
    ent_arena_rewind(g->batch_in, (ent_mark){NULL, 0});
    g->side = 1 - g->side;
    g->found = joined;
    g->batch = (ent_front){.members = joined.members};
    if (keep == ENT_KEEP_EFFICIENT)
        choose_pruners(g);
    return ENT_OK;
}

/* ---- pruning a block ---- */

static void to_front(gatherer *g, size_t place) {
    size_t members = g->found.members;
    ent_i128 hit[64];
    memcpy(hit, g->pruner + place * members, members * sizeof *hit);
    memmove(g->pruner + members, g->pruner, place * members * sizeof *hit);
    memcpy(g->pruner, hit, members * sizeof *hit);
}

/* Whether one vector dominates even the members' greatest values in the block taken together. */
static bool block_dominated(gatherer *g, const ent_gather *what, ent_block *block,
                            const uint64_t *bits) {
    ent_i128 most[64];
    for (size_t m = 0; m < what->members; m++)
        most[m] = ent_block_max(block, what->utility[m], bits);
    for (size_t i = 0; i < g->n_pruners; i++) {
        const ent_i128 *p = g->pruner + i * what->members;
        if (ent_vector_covers(p, most, what->members) &&
            ent_vector_cmp(p, most, what->members) != 0) {
            to_front(g, i);
            return true;
        }
    }
    return false;
}

/* Drops the states that p dominates; equal ones stay, to be counted. */
static void drop_dominated(const ent_gather *what, ent_block *block, const ent_i128 *p,
                           uint64_t *bits) {
    size_t words = what->plan->words;
    uint64_t more[ENT_BLOCK_WORDS], below[ENT_BLOCK_WORDS], left = 0;
    memcpy(below, bits, words * sizeof *bits);
    for (size_t m = 0; m < what->members; m++) {
        ent_block_at_least(block, what->utility[m], p[m] + 1, more);
        left = 0;
        for (size_t w = 0; w < words; w++)
            left |= below[w] &= ~more[w];
        if (!left)
            return;
    }
    for (size_t w = 0; w < words; w++)
        bits[w] &= ~below[w];
    for (size_t m = 0; m < what->members && left; m++) {
        ent_block_at_least(block, what->utility[m], p[m], more);
        left = 0;
        for (size_t w = 0; w < words; w++)
            left |= below[w] &= more[w];
    }
    for (size_t w = 0; w < words && left; w++)
        bits[w] |= below[w];
}

static void prune(gatherer *g, const ent_gather *what, ent_block *block, uint64_t *bits) {
    uint64_t before = ent_bits_count(bits, what->plan->words);
    for (size_t i = 0; i < g->n_pruners && i < TRIES && before > 8; i++) {
        drop_dominated(what, block, g->pruner + i * what->members, bits);
        uint64_t after = ent_bits_count(bits, what->plan->words);
        if (after < before / 2)
            to_front(g, i);
        before = after;
    }
}

/* ---- blocks ---- */

static ent_u128 digit_key(const ent_gather *what, uint32_t dim, uint32_t digit) {
    return digit * what->stride[dim] + (digit ? what->space : 0);
}

static ent_status take(gatherer *g, const ent_gather *what, ent_block *block,
                       const uint64_t *bits) {
    const ent_plan *plan = what->plan;
    ent_u128 high = 0;
    for (size_t i = 0; i < plan->n_high; i++)
        high +=
            digit_key(what, plan->high_dims[i], ent_block_high_digit(block, plan->high_dims[i]));
    for (size_t w = 0; w < plan->words; w++)
        for (uint64_t rest = bits[w]; rest; rest &= rest - 1) {
            uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(rest);
            ent_u128 key = high;
            ent_i128 value[64];
            for (size_t i = 0; i < plan->n_low; i++) {
                const ent_dim *dim = &plan->dims[plan->low_dims[i]];
                key += digit_key(what, plan->low_dims[i], x / dim->low_stride % dim->n);
            }
            if ((what->which.skip && *what->which.skip == key) ||
                (what->which.only && *what->which.only != key))
                continue;
            for (size_t m = 0; m < what->members; m++)
                value[m] = ent_block_value(block, what->utility[m], x);
            ENT_TRY(ent_front_put(&g->batch, g->batch_in, value, 1, key));
            if (g->batch.n >= BATCH && g->batch.n >= g->found.n / 4)
                ENT_TRY(flush(g, what->keep));
        }
    return ENT_OK;
}

static ent_status gather_block(void *user, ent_block *block, unsigned worker) {
    const gather_job *job = user;
    const ent_gather *what = job->what;
    gatherer *g = &job->of_worker[worker];
    uint64_t bits[ENT_BLOCK_WORDS], more[ENT_BLOCK_WORDS];
    if (ent_block_eval(block, what->where) == ENT_BITS_NONE)
        return ENT_OK;
    memcpy(bits, ent_block_bits(block, what->where), what->plan->words * sizeof *bits);
    for (size_t m = 0; m < what->members && what->which.least; m++) {
        ent_block_at_least(block, what->utility[m], what->which.least[m], more);
        for (size_t w = 0; w < what->plan->words; w++)
            bits[w] &= more[w];
    }
    uint64_t states = ent_bits_count(bits, what->plan->words);
    g->states += states;
    if (!states)
        return ENT_OK;
    if (what->keep == ENT_KEEP_EFFICIENT) {
        if (block_dominated(g, what, block, bits))
            return ENT_OK;
        prune(g, what, block, bits);
    }
    return take(g, what, block, bits);
}

/* ---- the pass ---- */

/* Joins what the workers have found; the order they are joined in leaves no trace. */
static ent_status join_all(ent_front *out, ent_arena *arena, gatherer *g, unsigned n,
                           ent_sweep_keep keep) {
    ENT_TRY(flush(&g[0], keep));
    for (unsigned w = 1; w < n; w++) {
        ent_front joined;
        ENT_TRY(flush(&g[w], keep));
        ENT_TRY(ent_front_join(&joined, g[0].found_in[1 - g[0].side], g[0].scratch, &g[0].found,
                               &g[w].found, keep));
        ent_arena_rewind(g[0].found_in[g[0].side], (ent_mark){NULL, 0});
        g[0].side = 1 - g[0].side;
        g[0].found = joined;
        g[0].states += g[w].states;
    }
    *out = (ent_front){.members = g[0].found.members};
    for (size_t i = 0; i < g[0].found.n; i++)
        ENT_TRY(ent_front_put(out, arena, g[0].found.value + i * out->members, g[0].found.count[i],
                              g[0].found.first[i]));
    return ENT_OK;
}

ent_status ent_gather_run(ent_front *out, ent_arena *arena, const ent_gather *what,
                          const ent_run *run, uint64_t *states) {
    unsigned threads = run->threads ? run->threads : 1, made = 0;
    ent_arena *own_arena = ent_arena_new();
    gather_job job = {.what = what};
    *out = (ent_front){.members = what->members};
    if (threads > what->plan->n_states / ENT_BLOCK + 1)
        threads = (unsigned)(what->plan->n_states / ENT_BLOCK + 1);
    if (!own_arena || !(job.of_worker = ENT_NEW(own_arena, gatherer, threads))) {
        ent_arena_free(own_arena);
        return ENT_NOMEM;
    }
    ent_status status = ENT_OK, stopped;
    while (made < threads && status == ENT_OK)
        status = gatherer_new(&job.of_worker[made++], own_arena, what->members);
    ent_run own = *run;
    own.threads = threads;
    own.what = "comparing packages";
    if (status == ENT_OK)
        status = ent_scan(what->plan, &own, gather_block, &job, NULL);
    stopped = status;
    if (status == ENT_OK || status == ENT_CANCELLED)
        status = join_all(out, arena, job.of_worker, threads, what->keep);
    if (states)
        *states = job.of_worker[0].states;
    for (unsigned w = 0; w < made; w++)
        gatherer_free(&job.of_worker[w]);
    ent_arena_free(own_arena);
    return status == ENT_OK ? stopped : status;
}

ent_status ent_gather_part(ent_front *out, ent_arena *arena, const ent_frontier *f, size_t p,
                           ent_gather_state which, ent_sweep_keep keep, const ent_run *run) {
    const ent_part *part = &f->split->parts[p];
    ent_arena *own = ent_arena_new();
    ent_u128 *stride = own ? ENT_NEW(own, ent_u128, part->n_dims + 1) : NULL;
    ent_status status = ENT_NOMEM;
    for (size_t d = 0; stride && d < part->n_dims; d++)
        stride[d] = f->keys.stride[part->dims[d]];
    const ent_gather what = {.plan = part->plan,
                             .where = part->counts,
                             .utility = part->utility,
                             .members = f->bargain->n_members,
                             .stride = stride,
                             .space = f->keys.space,
                             .which = which,
                             .keep = keep};
    if (stride)
        status = ent_gather_run(out, arena, &what, run, NULL);
    ent_arena_free(own);
    return status;
}
