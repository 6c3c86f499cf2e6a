/* Ranks, digits and changes of states. See state.h. */
#include "game/state.h"

#include "scenario/eval.h"

uint64_t ent_state_rank(const ent_block *block, const ent_plan *plan, uint32_t x) {
    uint64_t rank = 0;
    for (uint32_t d = 0; d < plan->n_dims; d++)
        rank = rank * plan->dims[d].n + ent_block_digit(block, d, x);
    return rank;
}

void ent_state_digits(uint32_t *digits, const ent_plan *plan, uint64_t rank) {
    for (size_t d = plan->n_dims; d-- > 0;) {
        digits[d] = (uint32_t)(rank % plan->dims[d].n);
        rank /= plan->dims[d].n;
    }
}

void ent_state_outcomes(uint8_t *state, const ent_plan *plan, uint64_t rank) {
    const ent_scenario *s = plan->game->scenario;
    uint64_t pinned[ENT_MAX_ISSUES / 64] = {0};
    for (size_t k = 0; k < s->n_issues; k++)
        state[k] = plan->fixed[k];
    for (size_t d = plan->n_dims; d-- > 0;) {
        const ent_dim *dim = &plan->dims[d];
        uint32_t digit = (uint32_t)(rank % dim->n);
        rank /= dim->n;
        if (dim->line_choice) {
            state[dim->issue] = (uint8_t)s->issues[dim->issue].follows[digit].outcome;
            pinned[dim->issue / 64] |= (uint64_t)1 << (dim->issue % 64);
        } else {
            state[dim->issue] = dim->outcome[digit];
        }
    }
    ent_state_follow(s, state, pinned, plan->game->resource_of);
}

uint32_t ent_state_changes(const ent_plan *plan, uint64_t rank) {
    uint32_t changes = 0;
    for (size_t d = plan->n_dims; d-- > 0;) {
        changes += !plan->dims[d].line_choice && rank % plan->dims[d].n != 0;
        rank /= plan->dims[d].n;
    }
    return changes;
}

ent_status ent_low_changes(uint64_t **out, ent_arena *arena, const ent_plan *plan) {
    uint64_t *bits = ENT_NEW(arena, uint64_t, (plan->n_low + 1) * plan->words);
    if (!bits)
        return ENT_NOMEM;
    for (uint32_t x = 0; x < plan->block; x++) {
        size_t changes = 0;
        for (size_t i = 0; i < plan->n_low; i++) {
            const ent_dim *dim = &plan->dims[plan->low_dims[i]];
            changes += !dim->line_choice && x / dim->low_stride % dim->n != 0;
        }
        bits[changes * plan->words + x / 64] |= (uint64_t)1 << (x % 64);
    }
    *out = bits;
    return ENT_OK;
}

uint32_t ent_block_high_changes(const ent_block *block, const ent_plan *plan) {
    uint32_t changes = 0;
    for (size_t i = 0; i < plan->n_high; i++) {
        uint32_t dim = plan->high_dims[i];
        changes += !plan->dims[dim].line_choice && ent_block_high_digit(block, dim) != 0;
    }
    return changes;
}

void ent_shortest_join(ent_shortest *best, const ent_shortest *other) {
    if (other->found && (!best->found || other->changes < best->changes ||
                         (other->changes == best->changes && other->rank < best->rank)))
        *best = *other;
}

void ent_shortest_meet(ent_shortest *best, const ent_block *block, const ent_plan *plan,
                       const uint64_t *low_changes, const uint64_t *bits) {
    uint32_t high = ent_block_high_changes(block, plan);
    for (uint32_t c = 0; c <= plan->n_low && (!best->found || high + c <= best->changes); c++)
        for (size_t w = 0; w < plan->words; w++)
            for (uint64_t some = bits[w] & low_changes[c * plan->words + w]; some;
                 some &= some - 1) {
                uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(some);
                ent_shortest here = {true, high + c, ent_state_rank(block, plan, x)};
                ent_shortest_join(best, &here);
            }
}
