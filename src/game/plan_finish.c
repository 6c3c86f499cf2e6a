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

static void set_range(uint64_t *bits, uint32_t from, uint32_t to) {
    while (from < to) {
        uint32_t n = 64 - from % 64 < to - from ? 64 - from % 64 : to - from;
        bits[from / 64] |= (n == 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1) << (from % 64);
        from += n;
    }
}

static ent_status low_bits(ent_plan *plan) {
    plan->valid = ENT_NEW(plan->arena, uint64_t, plan->words);
    if (!plan->valid)
        return ENT_NOMEM;
    set_range(plan->valid, 0, plan->block);
    for (size_t i = 0; i < plan->n_low; i++) {
        ent_dim *dim = &plan->dims[plan->low_dims[i]];
        uint64_t *bits = ENT_NEW(plan->arena, uint64_t, plan->words * dim->n);
        if (!bits)
            return ENT_NOMEM;
        for (uint32_t x = 0, k = 0; x < plan->block; x += dim->low_stride, k = (k + 1) % dim->n)
            set_range(bits + plan->words * k, x, x + dim->low_stride);
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

/* Parts that depend on low dimensions alone go to the end of the list, to join the table; the others
 * may add to any lane. */
static void part_folded(const ent_plan *plan, ent_sum *sum) {
    size_t kept = 0;
    for (size_t p = 0; p < sum->n_parts; p++) {
        ent_sum_part part = sum->parts[p];
        if (plan->signals[part.signal].reach == ENT_REACH_LOW)
            continue;
        sum->parts[p] = sum->parts[kept];
        sum->parts[kept++] = part;
    }
    sum->n_folded = sum->n_parts - kept;
    sum->n_parts = kept;
}

/* The lanes of a block, and the least and greatest of them. The table over the first low dimensions
 * is laid down once for each digit of the next, so every lane is written about once. */
#define TABLE_OF(T, W)                                                                             \
    static void table##W(T *table, const ent_plan *plan, ent_sum *sum) {                           \
        T least, most;                                                                             \
        table[0] = 0;                                                                              \
        for (size_t i = 0; i < plan->n_low; i++) {                                                 \
            const ent_dim *dim = &plan->dims[plan->low_dims[i]];                                   \
            const ent_i128 *amount = sum->amount[plan->low_dims[i]];                               \
            for (uint32_t k = dim->n; k-- > 0;) {                                                  \
                T more = amount ? (T)amount[k] : 0, *to = table + (size_t)k * dim->low_stride;     \
                for (uint32_t x = 0; x < dim->low_stride; x++)                                     \
                    to[x] = table[x] + more;                                                       \
            }                                                                                      \
        }                                                                                          \
        for (size_t p = sum->n_parts; p < sum->n_parts + sum->n_folded; p++)                       \
            for (size_t w = 0; w < plan->words; w++)                                               \
                for (uint64_t left = plan->signals[sum->parts[p].signal].bits[w]; left;            \
                     left &= left - 1)                                                             \
                    table[w * 64 + (size_t)__builtin_ctzll(left)] += (T)sum->parts[p].amount;      \
        least = most = table[0];                                                                   \
        for (uint32_t x = 1; x < plan->block; x++) {                                               \
            least = table[x] < least ? table[x] : least;                                           \
            most = table[x] > most ? table[x] : most;                                              \
        }                                                                                          \
        sum->low_min = least;                                                                      \
        sum->low_max = most;                                                                       \
        /* Lanes beyond the block read as the first state's, so they widen nothing. */             \
        for (size_t x = plan->block; x < plan->words * 64; x++)                                    \
            table[x] = table[0];                                                                   \
    }
TABLE_OF(int64_t, 64)
TABLE_OF(ent_i128, 128)

static ent_i128 size_of(ent_i128 a) {
    return a < 0 ? -a : a;
}

/* Whether no lane, nor any sum on the way to it, can leave 64 bits. */
static bool table_fits(const ent_plan *plan, const ent_sum *sum) {
    const ent_i128 most = (ent_i128)1 << 62;
    ent_i128 all = 0;
    for (size_t i = 0; i < plan->n_low; i++) {
        const ent_i128 *amount = sum->amount[plan->low_dims[i]];
        ent_i128 greatest = 0;
        for (uint32_t k = 0; amount && k < plan->dims[plan->low_dims[i]].n; k++)
            greatest = size_of(amount[k]) > greatest ? size_of(amount[k]) : greatest;
        if ((all += greatest) > most)
            return false;
    }
    for (size_t p = sum->n_parts; p < sum->n_parts + sum->n_folded; p++)
        if ((all += size_of(sum->parts[p].amount)) > most)
            return false;
    return true;
}

static ent_status finish_sum(ent_plan *plan, ent_sum *sum) {
    size_t lanes = plan->words * 64;
    if (sum->low)
        return ENT_OK;
    sum->reach = sum_reach(plan, sum);
    part_folded(plan, sum);
    bool narrow = table_fits(plan, sum);
    void *table =
        ent_arena_alloc(plan->arena, lanes * (narrow ? sizeof(int64_t) : sizeof(ent_i128)));
    if (!table)
        return ENT_NOMEM;
    if (narrow)
        table64(table, plan, sum);
    else
        table128(table, plan, sum);
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
    if (sum->width == (narrow ? 64 : 128)) {
        sum->low = table;
        return ENT_OK;
    }
    sum->low = ent_arena_alloc(plan->arena, lanes * sum->width / 8);
    if (!sum->low)
        return ENT_NOMEM;
#define COPY(T, FROM)                                                                              \
    for (size_t x = 0; x < lanes; x++)                                                             \
    ((T *)sum->low)[x] = (T)((const FROM *)table)[x]
    if (sum->width == 32 && narrow)
        COPY(int32_t, int64_t);
    else if (sum->width == 32)
        COPY(int32_t, ent_i128);
    else if (sum->width == 64)
        COPY(int64_t, ent_i128);
    else
        COPY(ent_i128, int64_t);
#undef COPY
    return ENT_OK;
}

/* ---- signals ---- */

/* Which states of a block have the sum at its bound or above. */
static void low_sum(uint64_t *bits, const ent_plan *plan, const ent_signal *s) {
    const ent_kernels *kernels = ent_kernels_best();
    const ent_sum *sum = &plan->sums[s->a];
    ent_i128 bound = s->bound - sum->constant;
    if (bound <= sum->low_min)
        memcpy(bits, plan->valid, plan->words * sizeof *bits);
    else if (bound > sum->low_max)
        return;
    else if (sum->width == 32)
        kernels->at_least32(sum->low, (int32_t)bound, bits, plan->words);
    else if (sum->width == 64)
        kernels->at_least64(sum->low, (int64_t)bound, bits, plan->words);
    else
        kernels->at_least128(sum->low, bound, bits, plan->words);
}

static void low_signal(uint64_t *bits, const ent_plan *plan, const ent_signal *s) {
    size_t words = plan->words;
    const uint64_t *a =
        s->op == ENT_SIGNAL_ATOM || s->op == ENT_SIGNAL_SUM ? NULL : plan->signals[s->a].bits;
    if (s->op == ENT_SIGNAL_SUM) {
        low_sum(bits, plan, s);
    } else if (s->op == ENT_SIGNAL_ATOM) {
        const ent_dim *dim = &plan->dims[s->a];
        for (uint64_t left = s->digits; left; left &= left - 1)
            for (size_t w = 0; w < words; w++)
                bits[w] |= dim->low_bits[words * (size_t)__builtin_ctzll(left) + w];
    } else if (s->op == ENT_SIGNAL_NOT) {
        for (size_t w = 0; w < words; w++)
            bits[w] = ~a[w];
    } else {
        const uint64_t *b = plan->signals[s->b].bits;
        for (size_t w = 0; w < words; w++)
            bits[w] = s->op == ENT_SIGNAL_AND ? a[w] & b[w] : a[w] | b[w];
    }
    for (size_t w = 0; w < words; w++)
        bits[w] &= plan->valid[w];
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
    low_signal(bits, plan, s);
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
