/* States by number: digits, ranks and outcomes of what a plan's dimensions span.
 *
 * The rank of a state is its mixed-radix number with dimension 0 as the slowest, so that ranks follow
 * the author's order of issues and outcomes, whichever dimensions a plan puts into its blocks.
 */
#ifndef ENT_GAME_STATE_H
#define ENT_GAME_STATE_H

#include "game/scan.h"

/* Rank of state x of a block. O(dimensions). */
uint64_t ent_state_rank(const ent_block *block, const ent_plan *plan, uint32_t x);
/* Digits of a rank. */
void ent_state_digits(uint32_t *digits, const ent_plan *plan, uint64_t rank);
/* The whole state (one outcome per issue, following issues computed; line choices are obeyed). */
void ent_state_outcomes(uint8_t *state, const ent_plan *plan, uint64_t rank);
/* Dimensions (of issues) off digit 0. */
uint32_t ent_state_changes(const ent_plan *plan, uint64_t rank);

/* Low states by number of changes: n_low + 1 bit sets of plan->words words. */
ent_status ent_low_changes(uint64_t **out, ent_arena *arena, const ent_plan *plan);
/* High dimensions off digit 0 in this block. */
uint32_t ent_block_high_changes(const ent_block *block, const ent_plan *plan);

/* The shortest state met so far: fewest changes, then the author's order. */
typedef struct ent_shortest {
    bool found;
    uint32_t changes;
    uint64_t rank;
} ent_shortest;

/* Takes the states of a block whose bits are set into account. */
void ent_shortest_meet(ent_shortest *best, const ent_block *block, const ent_plan *plan,
                       const uint64_t *low_changes, const uint64_t *bits);
void ent_shortest_join(ent_shortest *best, const ent_shortest *other);

#endif
