/* Splitting a bargain: parts of its space that nothing couples but the wish of each to gain in sum.
 *
 * Rules, red lines, the wanted outcome, conditions and following issues couple only the issues they
 * name. Dimensions that no such statement joins fall into independent parts: a state is any choice
 * of one acceptable state per part, and each member's utility is the sum over the parts. A question
 * can then go through each part by itself and combine what it found, instead of the product.
 */
#ifndef ENT_GAME_SPLIT_H
#define ENT_GAME_SPLIT_H

#include "game/bargain.h"

/* What must hold of a state to count. */
typedef enum ent_split_over {
    ENT_OVER_PACKAGES = 0, /* the rules */
    ENT_OVER_SIGNABLE = 1, /* and no member's red line */
    ENT_OVER_WANTED = 2,   /* or-ed to these: and the wanted outcome */
    ENT_OVER_FOLLOWING =
        4 /* couple what a following issue depends on, so that it lies in one part */
} ent_split_over;

typedef struct ent_part {
    size_t n_dims;
    uint32_t *dims; /* of the bargain's plan, in its order: dimension d of `plan` is dims[d] */
    ent_plan *plan; /* over these dimensions alone, finished */
    ent_signal_id counts;   /* what is asked of this part's states */
    ent_signal_id feasible; /* the rules alone */
    uint32_t *utility;      /* per member: sum, without ent_split.constant */
} ent_part;

typedef struct ent_split {
    const ent_bargain *bargain;
    bool possible; /* false: something asked for holds in no state */
    bool feasible; /* false: some rule holds in no state */
    size_t n_parts;
    ent_part *parts;    /* in the order of their first dimensions */
    ent_i128 *constant; /* per member */
    uint64_t largest;   /* states of the largest part */
    uint32_t
        *part_of; /* per following issue: the part it lies in, or ENT_NONE when it is the same in
                          every state (with ENT_OVER_FOLLOWING) */
    const uint32_t
        *fallback; /* digits (of the bargain's plan) of the fallback, which is no package;
                                 NULL when it lies outside */
} ent_split;

/* O(signals * dimensions / 64) and the cost of finishing the parts' plans. ENT_LIMIT when a part has
 * more than 2^62 states. */
ent_status ent_split_new(ent_split **out, ent_arena *arena, const ent_bargain *bargain,
                         unsigned over);

#endif
