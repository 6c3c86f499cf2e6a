/* Finishing a plan: which dimensions span a block, lane widths, what is constant. See plan.h. */
#include "game/kernel.h"
#include "game/plan.h"

#include <string.h>

uint64_t ent_dims_states(const ent_dim *dims, size_t n_dims) {
    uint64_t states = 1;
    for (size_t d = 0; d < n_dims; d++)
        if (__builtin_mul_overflow(states, (uint64_t)dims[d].n, &states) || states > (uint64_t)1
                                                                                         << 62)
            return UINT64_MAX;
    return states;
}

/* ---- low and high ---- */

static void count_reads(const ent_plan *plan, uint32_t *reads) {
    for (size_t s = 0; s < plan->n_signals; s++) {
        const ent_signal *signal = &plan->signals[s];
        bool two = signal->op == ENT_SIGNAL_AND || signal->op == ENT_SIGNAL_OR;
        if (two && plan->signals[signal->a].op == ENT_SIGNAL_ATOM)
            reads[plan->signals[signal->a].a]++;
        if (two && plan->signals[signal->b].op == ENT_SIGNAL_ATOM)
            reads[plan->signals[signal->b].a]++;
    }
}

/* The least read dimensions are low, as many as fit a block. */
static ent_status split(ent_plan *plan) {
    uint32_t *reads = ENT_NEW(plan->arena, uint32_t, plan->n_dims + 1);
    uint32_t *order = ENT_NEW(plan->arena, uint32_t, plan->n_dims + 1);
    plan->low_dims = ENT_NEW(plan->arena, uint32_t, plan->n_dims + 1);
    plan->high_dims = ENT_NEW(plan->arena, uint32_t, plan->n_dims + 1);
    if (!reads || !order || !plan->low_dims || !plan->high_dims)
        return ENT_NOMEM;
    count_reads(plan, reads);
    for (uint32_t d = 0; d < plan->n_dims; d++) { /* insertion sort: stable, few dimensions */
        size_t at = d;
        for (; at > 0 && reads[order[at - 1]] > reads[d]; at--)
            order[at] = order[at - 1];
        order[at] = d;
    }
    plan->block = 1;
    for (size_t i = 0; i < plan->n_dims; i++) {
        ent_dim *dim = &plan->dims[order[i]];
        dim->read = reads[order[i]] > 0;
        dim->low = plan->block * dim->n <= ENT_BLOCK;
        if (dim->low) {
            dim->low_stride = plan->block;
            plan->block *= dim->n;
            plan->low_dims[plan->n_low++] = order[i];
        } else {
            plan->high_dims[plan->n_high++] = order[i];
        }
    }
    plan->words = (plan->block + 63) / 64;
    plan->n_states = ent_dims_states(plan->dims, plan->n_dims);
    if (plan->n_states == UINT64_MAX)
        return ENT_LIMIT;
    plan->n_blocks = plan->n_states / plan->block;
    return ENT_OK;
}

static ent_status low_bits(ent_plan *plan) {
    plan->valid = ENT_NEW(plan->arena, uint64_t, plan->words);
    if (!plan->valid)
        return ENT_NOMEM;
    for (uint32_t x = 0; x < plan->block; x++)
        plan->valid[x / 64] |= (uint64_t)1 << (x % 64);
    for (size_t i = 0; i < plan->n_low; i++) {
        ent_dim *dim = &plan->dims[plan->low_dims[i]];
        uint64_t *bits = ENT_NEW(plan->arena, uint64_t, plan->words * dim->n);
        if (!bits)
            return ENT_NOMEM;
        for (uint32_t x = 0; x < plan->block; x++)
            bits[plan->words * (x / dim->low_stride % dim->n) + x / 64] |= (uint64_t)1 << (x % 64);
        dim->low_bits = bits;
    }
    return ENT_OK;
}

/* ---- sums ---- */

static unsigned sum_reach(const ent_plan *plan, const ent_sum *sum) {
    unsigned reach = 0;
    for (size_t d = 0; d < plan->n_dims; d++)
        for (uint32_t k = 0; sum->amount[d] && k < plan->dims[d].n; k++)
            if (sum->amount[d][k] != 0)
                reach |= plan->dims[d].low ? ENT_REACH_LOW : ENT_REACH_HIGH;
    for (size_t p = 0; p < sum->n_parts; p++)
        reach |= plan->signals[sum->parts[p].signal].reach;
    return reach;
}

/* Parts that depend on low dimensions alone join the table, and go to the end of the list; the others
 * may add to any lane. */
static void fold_parts(const ent_plan *plan, ent_sum *sum, ent_i128 *table) {
    size_t kept = 0;
    for (size_t p = 0; p < sum->n_parts; p++) {
        ent_sum_part part = sum->parts[p];
        const ent_signal *signal = &plan->signals[part.signal];
        if (signal->reach != ENT_REACH_LOW) {
            sum->parts[p] = sum->parts[kept];
            sum->parts[kept++] = part;
            continue;
        }
        for (uint32_t x = 0; x < plan->block; x++)
            if (signal->bits[x / 64] >> (x % 64) & 1)
                table[x] += part.amount;
    }
    sum->n_folded = sum->n_parts - kept;
    sum->n_parts = kept;
}

static ent_status finish_sum(ent_plan *plan, ent_sum *sum) {
    size_t lanes = plan->words * 64;
    if (sum->low)
        return ENT_OK;
    sum->reach = sum_reach(plan, sum);
    ent_i128 *table = ENT_NEW(plan->arena, ent_i128, lanes);
    if (!table)
        return ENT_NOMEM;
    for (size_t i = 0; i < plan->n_low; i++) {
        const ent_dim *dim = &plan->dims[plan->low_dims[i]];
        const ent_i128 *amount = sum->amount[plan->low_dims[i]];
        for (uint32_t x = 0; amount && x < plan->block; x++)
            table[x] += amount[x / dim->low_stride % dim->n];
    }
    fold_parts(plan, sum, table);
    sum->low_min = sum->low_max = table[0];
    for (uint32_t x = 0; x < plan->block; x++) {
        sum->low_min = table[x] < sum->low_min ? table[x] : sum->low_min;
        sum->low_max = table[x] > sum->low_max ? table[x] : sum->low_max;
    }
    /* Lanes beyond the block read as the first state's, so they widen nothing. */
    for (size_t x = plan->block; x < lanes; x++)
        table[x] = table[0];
    for (size_t p = 0; p < sum->n_parts; p++) {
        if (!(plan->signals[sum->parts[p].signal].reach & ENT_REACH_LOW))
            continue;
        ent_i128 a = sum->parts[p].amount;
        *(a < 0 ? &sum->low_min : &sum->low_max) += a;
    }
    bool fits32 = sum->low_min > INT32_MIN && sum->low_max < INT32_MAX;
    bool fits64 = sum->low_min > INT64_MIN && sum->low_max < INT64_MAX;
    sum->width = fits32 ? 32 : fits64 ? 64 : 128;
    if (sum->width < plan->least_width)
        sum->width = plan->least_width;
    if (sum->width == 128) {
        sum->low = table;
        return ENT_OK;
    }
    sum->low = ent_arena_alloc(plan->arena, lanes * sum->width / 8);
    if (!sum->low)
        return ENT_NOMEM;
    for (size_t x = 0; x < lanes; x++) {
        if (sum->width == 32)
            ((int32_t *)sum->low)[x] = (int32_t)table[x];
        else
            ((int64_t *)sum->low)[x] = (int64_t)table[x];
    }
    return ENT_OK;
}

/* ---- signals ---- */

static bool low_bit(const ent_plan *plan, const ent_signal *s, uint32_t x) {
#define BIT(id) (plan->signals[id].bits[x / 64] >> (x % 64) & 1)
    switch (s->op) {
    case ENT_SIGNAL_ATOM: {
        const ent_dim *dim = &plan->dims[s->a];
        return s->digits >> (x / dim->low_stride % dim->n) & 1;
    }
    case ENT_SIGNAL_NOT: return !BIT(s->a);
    case ENT_SIGNAL_AND: return BIT(s->a) && BIT(s->b);
    case ENT_SIGNAL_OR: return BIT(s->a) || BIT(s->b);
    default: break;
    }
#undef BIT
    const ent_sum *sum = &plan->sums[s->a];
    ent_i128 lane = sum->width == 32   ? ((const int32_t *)sum->low)[x]
                    : sum->width == 64 ? ((const int64_t *)sum->low)[x]
                                       : ((const ent_i128 *)sum->low)[x];
    return sum->constant + lane >= s->bound;
}

static ent_status finish_signal(ent_plan *plan, ent_signal *s) {
    switch (s->op) {
    case ENT_SIGNAL_CONST: s->reach = ENT_REACH_NONE; return ENT_OK;
    case ENT_SIGNAL_ATOM: s->reach = plan->dims[s->a].low ? ENT_REACH_LOW : ENT_REACH_HIGH; break;
    case ENT_SIGNAL_NOT: s->reach = plan->signals[s->a].reach; break;
    case ENT_SIGNAL_AND:
    case ENT_SIGNAL_OR: s->reach = plan->signals[s->a].reach | plan->signals[s->b].reach; break;
    default: ENT_TRY(finish_sum(plan, &plan->sums[s->a])); s->reach = plan->sums[s->a].reach;
    }
    if (s->reach != ENT_REACH_LOW)
        return ENT_OK;
    uint64_t *bits = ENT_NEW(plan->arena, uint64_t, plan->words);
    if (!bits)
        return ENT_NOMEM;
    for (uint32_t x = 0; x < plan->block; x++)
        bits[x / 64] |= (uint64_t)low_bit(plan, s, x) << (x % 64);
    s->bits = bits;
    return ENT_OK;
}

ent_status ent_plan_finish(ent_plan *plan) {
    ENT_TRY(split(plan));
    ENT_TRY(low_bits(plan));
    for (size_t s = 0; s < plan->n_signals; s++)
        ENT_TRY(finish_signal(plan, &plan->signals[s]));
    for (size_t s = 0; s < plan->n_sums; s++)
        ENT_TRY(finish_sum(plan, &plan->sums[s]));
    return ENT_OK;
}
