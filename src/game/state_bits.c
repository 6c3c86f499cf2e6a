/* Writing down the states. See state_bits.h. */
#include "game/state_bits.h"

#include "game/scan.h"

static bool make_layout(ent_state_bits *t, const ent_bargain *b) {
    const ent_plan *plan = b->plan;
    size_t n_inner = 0;
    *t = (ent_state_bits){.bargain = b, .inner = 1};
    while (n_inner < plan->n_low && t->inner * plan->dims[plan->low_dims[n_inner]].n <= 64)
        t->inner *= plan->dims[plan->low_dims[n_inner++]].n;
    t->words = plan->n_states / t->inner;
    if (t->words > ENT_STATE_BITS_WORDS)
        return false;
    t->n = (uint32_t)plan->n_dims;
    t->n_outer = t->n - (uint32_t)n_inner;
    for (uint32_t i = 0; i < t->n; i++) {
        size_t from_fast = t->n - 1 - i;
        t->dim[i] = from_fast < plan->n_low ? plan->low_dims[from_fast]
                                            : plan->high_dims[from_fast - plan->n_low];
        t->radix[i] = plan->dims[t->dim[i]].n;
    }
    uint64_t stride = t->words;
    for (uint32_t i = 0; i < t->n_outer; i++)
        t->stride[i] = stride /= t->radix[i];
    return true;
}

static ent_status make_bits(ent_state_bits *t, ent_arena *arena) {
    uint32_t stride = 1;
    for (uint32_t i = t->n; i-- > t->n_outer;) {
        if (!(t->within[i] = ENT_NEW(arena, uint64_t, t->radix[i])))
            return ENT_NOMEM;
        for (uint32_t x = 0; x < t->inner; x++)
            t->within[i][x / stride % t->radix[i]] |= (uint64_t)1 << x;
        stride *= t->radix[i];
    }
    t->deal = ENT_NEW(arena, uint64_t, t->words);
    t->other = ENT_NEW(arena, uint64_t, t->words);
    return t->deal && t->other ? ENT_OK : ENT_NOMEM;
}

/* n <= 64 bits from place `from` on. */
static uint64_t bits_at(const uint64_t *bits, uint32_t from, uint32_t n) {
    uint32_t word = from / 64, offset = from % 64;
    uint64_t got = bits[word] >> offset;
    if (offset + n > 64)
        got |= bits[word + 1] << (64 - offset);
    return n == 64 ? got : got & (((uint64_t)1 << n) - 1);
}

static ent_status write_block(void *user, ent_block *block, unsigned worker) {
    ent_state_bits *t = user;
    const ent_bargain *b = t->bargain;
    const ent_plan *plan = b->plan;
    uint64_t feasible[ENT_BLOCK_WORDS], number = 0;
    (void)worker;
    for (size_t level = plan->n_high; level-- > 0;) {
        uint32_t dim = plan->high_dims[level];
        number = number * plan->dims[dim].n + ent_block_high_digit(block, dim);
    }
    const uint64_t *rules = ent_block_bits(block, b->feasible);
    for (size_t w = 0; w < plan->words; w++)
        feasible[w] = plan->valid[w] & rules[w];
    const uint64_t *deals = ent_block_bits(block, b->deal);
    uint64_t at = number * (plan->block / t->inner);
    for (uint32_t x = 0; x < plan->block; x += t->inner, at++) {
        t->deal[at] = bits_at(deals, x, t->inner);
        t->other[at] = bits_at(feasible, x, t->inner) & ~t->deal[at];
    }
    return ENT_OK;
}

ent_status ent_state_bits_new(ent_state_bits *out, ent_arena *arena, const ent_bargain *b,
                              const ent_run *run) {
    ent_run own = *run;
    own.what = "writing down deals";
    if (!b->plan->n_blocks || !make_layout(out, b))
        return ENT_LIMIT;
    ENT_TRY(make_bits(out, arena));
    return ent_scan(b->plan, &own, write_block, out, NULL);
}
