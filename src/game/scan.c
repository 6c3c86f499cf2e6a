/* Running a plan over blocks: lazy signals, lanes, the odometer of high dimensions. See scan.h. */
#include "game/scan.h"

#include "game/kernel.h"

#include <string.h>

/* States that one chunk of work spans: long enough to hide the hand-out, short enough to stop soon. */
#define CHUNK_STATES ((uint64_t)1 << 20)

struct ent_block {
    const ent_plan *plan;
    const ent_kernels *kernels;
    uint32_t *digit;     /* per high dimension, by place in plan->high_dims */
    ent_i128 *base;      /* [level][sum]: constant plus high dimensions from that level up */
    uint8_t *kind;       /* per signal: ent_bits_kind in this block */
    const uint64_t **at; /* per signal: its bits */
    uint64_t *room;      /* per signal: words of its own */
    uint64_t *none;      /* words of zeros */
    const void **lanes;  /* per sum: its lanes in this block, NULL until asked for */
    void **lane_room;    /* per sum: where lanes with parts are put together */
    ent_i128 *scalar;    /* per sum: what is constant over the block */
};

static ent_status block_new(ent_block **out, ent_arena *arena, const ent_plan *plan,
                            const ent_kernels *kernels) {
    ent_block *b = ENT_NEW(arena, ent_block, 1);
    if (!b)
        return ENT_NOMEM;
    *b = (ent_block){.plan = plan, .kernels = kernels};
    b->digit = ENT_NEW(arena, uint32_t, plan->n_high + 1);
    b->base = ENT_NEW(arena, ent_i128, (plan->n_high + 1) * (plan->n_sums + 1));
    b->kind = ENT_NEW(arena, uint8_t, plan->n_signals + 1);
    b->at = ENT_NEW(arena, const uint64_t *, plan->n_signals + 1);
    b->room = ENT_NEW(arena, uint64_t, (plan->n_signals + 1) * plan->words);
    b->none = ENT_NEW(arena, uint64_t, plan->words);
    b->lanes = ENT_NEW(arena, const void *, plan->n_sums + 1);
    b->lane_room = ENT_NEW(arena, void *, plan->n_sums + 1);
    b->scalar = ENT_NEW(arena, ent_i128, plan->n_sums + 1);
    if (!b->digit || !b->base || !b->kind || !b->at || !b->room || !b->none || !b->lanes ||
        !b->lane_room || !b->scalar)
        return ENT_NOMEM;
    for (size_t s = 0; s < plan->n_sums; s++)
        if (plan->sums[s].n_parts) {
            b->lane_room[s] = ent_arena_alloc(arena, plan->words * 64 * plan->sums[s].width / 8);
            if (!b->lane_room[s])
                return ENT_NOMEM;
        }
    *out = b;
    return ENT_OK;
}

/* ---- the odometer ---- */

/* base[level] of each sum from base[level + 1], for levels below and including `from`. */
static void rebase(ent_block *b, size_t from) {
    const ent_plan *plan = b->plan;
    for (size_t level = from + 1; level-- > 0;) {
        ent_i128 *below = b->base + level * plan->n_sums, *above = below + plan->n_sums;
        uint32_t dim = plan->high_dims[level];
        for (size_t s = 0; s < plan->n_sums; s++) {
            const ent_i128 *amount = plan->sums[s].amount[dim];
            below[s] = above[s] + (amount ? amount[b->digit[level]] : 0);
        }
    }
}

static void block_seek(ent_block *b, uint64_t index) {
    const ent_plan *plan = b->plan;
    for (size_t level = 0; level < plan->n_high; level++) {
        uint32_t n = plan->dims[plan->high_dims[level]].n;
        b->digit[level] = (uint32_t)(index % n);
        index /= n;
    }
    for (size_t s = 0; s < plan->n_sums; s++)
        b->base[plan->n_high * plan->n_sums + s] = plan->sums[s].constant;
    if (plan->n_high)
        rebase(b, plan->n_high - 1);
}

static void block_next(ent_block *b) {
    size_t level = 0;
    while (level < b->plan->n_high &&
           ++b->digit[level] == b->plan->dims[b->plan->high_dims[level]].n)
        b->digit[level++] = 0;
    if (level < b->plan->n_high)
        rebase(b, level);
}

static void block_clear(ent_block *b) {
    memset(b->kind, ENT_BITS_UNKNOWN, b->plan->n_signals);
    memset(b->lanes, 0, b->plan->n_sums * sizeof *b->lanes);
}

uint32_t ent_block_high_digit(const ent_block *b, uint32_t dim) {
    for (size_t level = 0; level < b->plan->n_high; level++)
        if (b->plan->high_dims[level] == dim)
            return b->digit[level];
    return 0;
}

uint32_t ent_block_digit(const ent_block *b, uint32_t dim, uint32_t x) {
    const ent_dim *d = &b->plan->dims[dim];
    return d->low ? x / d->low_stride % d->n : ent_block_high_digit(b, dim);
}

/* ---- sums ---- */

static void add_part(ent_block *b, const ent_sum *sum, void *lanes, const uint64_t *where,
                     ent_i128 amount) {
    size_t words = b->plan->words;
    if (sum->width == 32)
        b->kernels->add32(lanes, where, (int32_t)amount, words);
    else if (sum->width == 64)
        b->kernels->add64(lanes, where, (int64_t)amount, words);
    else
        b->kernels->add128(lanes, where, amount, words);
}

/* Parts that hold nowhere cost nothing, those that hold everywhere go to the scalar. */
static const void *lanes_of(ent_block *b, uint32_t s) {
    const ent_sum *sum = &b->plan->sums[s];
    if (b->lanes[s])
        return b->lanes[s];
    const void *lanes = sum->low;
    b->scalar[s] = b->base[s];
    for (size_t p = 0; p < sum->n_parts; p++) {
        ent_signal_id signal = sum->parts[p].signal;
        ent_bits_kind kind = ent_block_eval(b, signal);
        if (kind == ENT_BITS_ALL)
            b->scalar[s] += sum->parts[p].amount;
        if (kind != ENT_BITS_SOME)
            continue;
        if (lanes == sum->low) {
            memcpy(b->lane_room[s], sum->low, b->plan->words * 64 * sum->width / 8);
            lanes = b->lane_room[s];
        }
        add_part(b, sum, b->lane_room[s], b->at[signal], sum->parts[p].amount);
    }
    b->lanes[s] = lanes;
    return lanes;
}

ent_i128 ent_block_value(ent_block *b, uint32_t s, uint32_t x) {
    const void *lanes = lanes_of(b, s);
    unsigned width = b->plan->sums[s].width;
    return b->scalar[s] + (width == 32   ? ((const int32_t *)lanes)[x]
                           : width == 64 ? ((const int64_t *)lanes)[x]
                                         : ((const ent_i128 *)lanes)[x]);
}

ent_i128 ent_block_max(ent_block *b, uint32_t s, const uint64_t *where) {
    const void *lanes = lanes_of(b, s);
    unsigned width = b->plan->sums[s].width;
    size_t words = b->plan->words;
    return b->scalar[s] + (width == 32   ? b->kernels->max32(lanes, where, words)
                           : width == 64 ? b->kernels->max64(lanes, where, words)
                                         : b->kernels->max128(lanes, where, words));
}

static ent_bits_kind at_least(ent_block *b, uint32_t s, ent_i128 bound, uint64_t *out) {
    const ent_sum *sum = &b->plan->sums[s];
    const void *lanes = lanes_of(b, s);
    bound -= b->scalar[s];
    /* low_min and low_max bound every lane, so beyond them nothing need be compared, and between
     * them the bound fits a lane. */
    if (bound > sum->low_max)
        return ENT_BITS_NONE;
    if (bound <= sum->low_min)
        return ENT_BITS_ALL;
    size_t words = b->plan->words;
    uint64_t any = sum->width == 32   ? b->kernels->at_least32(lanes, (int32_t)bound, out, words)
                   : sum->width == 64 ? b->kernels->at_least64(lanes, (int64_t)bound, out, words)
                                      : b->kernels->at_least128(lanes, bound, out, words);
    if (out[words - 1] & ~b->plan->valid[words - 1]) { /* lanes beyond the block are no states */
        out[words - 1] &= b->plan->valid[words - 1];
        any = 0;
        for (size_t w = 0; w < words; w++)
            any |= out[w];
    }
    return any ? ENT_BITS_SOME : ENT_BITS_NONE;
}

void ent_block_at_least(ent_block *b, uint32_t sum, ent_i128 bound, uint64_t *out) {
    ent_bits_kind kind = at_least(b, sum, bound, out);
    if (kind != ENT_BITS_SOME)
        memcpy(out, kind == ENT_BITS_ALL ? b->plan->valid : b->none, b->plan->words * sizeof *out);
}

/* ---- signals ---- */

static ent_bits_kind eval_and(ent_block *b, const ent_signal *s, ent_signal_id id, uint64_t *out) {
    ent_bits_kind x = ent_block_eval(b, s->a);
    if (x == ENT_BITS_NONE)
        return x;
    ent_bits_kind y = ent_block_eval(b, s->b);
    if (y == ENT_BITS_NONE || x == ENT_BITS_ALL) {
        b->at[id] = b->at[s->b];
        return y;
    }
    if (y == ENT_BITS_ALL) {
        b->at[id] = b->at[s->a];
        return x;
    }
    const uint64_t *p = b->at[s->a], *q = b->at[s->b];
    uint64_t any = 0;
    for (size_t w = 0; w < b->plan->words; w++)
        any |= out[w] = p[w] & q[w];
    return any ? ENT_BITS_SOME : ENT_BITS_NONE;
}

static ent_bits_kind eval_or(ent_block *b, const ent_signal *s, ent_signal_id id, uint64_t *out) {
    ent_bits_kind x = ent_block_eval(b, s->a);
    if (x == ENT_BITS_ALL)
        return x;
    ent_bits_kind y = ent_block_eval(b, s->b);
    if (y == ENT_BITS_ALL || x == ENT_BITS_NONE) {
        b->at[id] = b->at[s->b];
        return y;
    }
    if (y == ENT_BITS_NONE) {
        b->at[id] = b->at[s->a];
        return x;
    }
    const uint64_t *p = b->at[s->a], *q = b->at[s->b];
    for (size_t w = 0; w < b->plan->words; w++)
        out[w] = p[w] | q[w];
    return ENT_BITS_SOME;
}

static ent_bits_kind eval_not(ent_block *b, const ent_signal *s, uint64_t *out) {
    ent_bits_kind x = ent_block_eval(b, s->a);
    if (x == ENT_BITS_NONE)
        return ENT_BITS_ALL;
    if (x == ENT_BITS_ALL)
        return ENT_BITS_NONE;
    uint64_t any = 0;
    for (size_t w = 0; w < b->plan->words; w++)
        any |= out[w] = b->plan->valid[w] & ~b->at[s->a][w];
    return any ? ENT_BITS_SOME : ENT_BITS_NONE;
}

ent_bits_kind ent_block_eval(ent_block *b, ent_signal_id id) {
    const ent_signal *s = &b->plan->signals[id];
    uint64_t *out = b->room + id * b->plan->words;
    ent_bits_kind kind;
    if (b->kind[id] != ENT_BITS_UNKNOWN)
        return (ent_bits_kind)b->kind[id];
    b->at[id] = s->bits ? s->bits : out;
    if (s->bits) {
        kind = ENT_BITS_NONE;
        for (size_t w = 0; w < b->plan->words && kind == ENT_BITS_NONE; w++)
            kind = s->bits[w] ? ENT_BITS_SOME : ENT_BITS_NONE;
    } else if (s->op == ENT_SIGNAL_CONST) {
        kind = s->a ? ENT_BITS_ALL : ENT_BITS_NONE;
    } else if (s->op == ENT_SIGNAL_ATOM) {
        kind = s->digits >> ent_block_high_digit(b, s->a) & 1 ? ENT_BITS_ALL : ENT_BITS_NONE;
    } else if (s->op == ENT_SIGNAL_AND) {
        kind = eval_and(b, s, id, out);
    } else if (s->op == ENT_SIGNAL_OR) {
        kind = eval_or(b, s, id, out);
    } else if (s->op == ENT_SIGNAL_NOT) {
        kind = eval_not(b, s, out);
    } else {
        kind = at_least(b, s->a, s->bound, out);
    }
    b->kind[id] = (uint8_t)kind;
    return kind;
}

const uint64_t *ent_block_bits(ent_block *b, ent_signal_id id) {
    ent_bits_kind kind = ent_block_eval(b, id);
    return kind == ENT_BITS_NONE ? b->none : kind == ENT_BITS_ALL ? b->plan->valid : b->at[id];
}

uint64_t ent_bits_count(const uint64_t *bits, size_t words) {
    uint64_t count = 0;
    for (size_t w = 0; w < words; w++)
        count += (uint64_t)__builtin_popcountll(bits[w]);
    return count;
}

uint64_t ent_block_count(ent_block *b, ent_signal_id id) {
    ent_bits_kind kind = ent_block_eval(b, id);
    if (kind == ENT_BITS_NONE)
        return 0;
    return kind == ENT_BITS_ALL ? b->plan->block : ent_bits_count(b->at[id], b->plan->words);
}

/* ---- the scan ---- */

typedef struct scan_job {
    const ent_plan *plan;
    ent_block **block; /* per worker */
    ent_block_fn fn;
    void *user;
    uint64_t per_chunk; /* blocks */
} scan_job;

static ent_status scan_chunk(void *user, uint64_t chunk, unsigned worker) {
    scan_job *job = user;
    ent_block *b = job->block[worker];
    uint64_t from = chunk * job->per_chunk, to = from + job->per_chunk;
    if (to > job->plan->n_blocks)
        to = job->plan->n_blocks;
    block_seek(b, from);
    for (uint64_t i = from; i < to; i++, block_next(b)) {
        block_clear(b);
        ENT_TRY(job->fn(job->user, b, worker));
    }
    return ENT_OK;
}

/* Progress in states rather than chunks. */
typedef struct scan_progress {
    const ent_run *run;
    uint64_t states;
} scan_progress;

static void report(void *user, const char *what, uint64_t done, uint64_t total) {
    const scan_progress *p = user;
    uint64_t states = total ? (uint64_t)((ent_u128)p->states * done / total) : 0;
    p->run->progress(p->run->user, what, states, p->states);
}

ent_status ent_scan_with(const ent_plan *plan, const ent_run *run, ent_block_fn fn, void *user,
                         uint64_t *scanned, const ent_kernels *kernels) {
    unsigned threads = run->threads ? run->threads : 1;
    uint64_t done = 0, per_chunk = CHUNK_STATES / plan->block;
    uint64_t chunks = (plan->n_blocks + per_chunk - 1) / per_chunk;
    if (threads > chunks)
        threads = (unsigned)chunks;
    ent_arena *arena = ent_arena_new();
    ent_block **block = arena ? ENT_NEW(arena, ent_block *, threads) : NULL;
    ent_status status = block ? ENT_OK : ENT_NOMEM;
    for (unsigned w = 0; w < threads && status == ENT_OK; w++)
        status = block_new(&block[w], arena, plan, kernels);
    if (status == ENT_OK) {
        scan_job job = {plan, block, fn, user, per_chunk};
        scan_progress progress = {run, plan->n_states};
        ent_run own = *run;
        own.threads = threads;
        own.progress = run->progress ? report : NULL;
        own.user = &progress;
        status = ent_pool_run(&own, chunks, scan_chunk, &job, &done);
    }
    ent_arena_free(arena);
    if (scanned) {
        uint64_t states = done * per_chunk * plan->block;
        *scanned = done >= chunks ? plan->n_states : states;
    }
    return status;
}

ent_status ent_scan(const ent_plan *plan, const ent_run *run, ent_block_fn fn, void *user,
                    uint64_t *scanned) {
    return ent_scan_with(plan, run, fn, user, scanned, ent_kernels_best());
}
