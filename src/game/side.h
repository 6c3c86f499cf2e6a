/* Two sides of a split: half of the parts multiplied out on each, so that a state is a pair.
 *
 * A bargain of 10^12 packages in independent parts has two sides of about 10^6 states. Each side is
 * held as points: the members' utilities of its states, equal ones joined, with how many there are
 * and the first of them.
 */
#ifndef ENT_GAME_SIDE_H
#define ENT_GAME_SIDE_H

#include "game/orthant.h"
#include "game/split.h"

/* States of one part that count, in the order of the scan. */
typedef struct ent_local {
    const ent_part *part;
    uint64_t n;
    int64_t *at;      /* state i, member m: at[i * members + m] */
    uint64_t *number; /* rank within the part's own plan */
    ent_key *key;     /* of the whole bargain: contributions add up over parts */
} ent_local;

typedef struct ent_side {
    size_t n_locals;
    ent_local **locals;
    uint64_t n_states;
    ent_points points;
    uint32_t
        *point_of; /* per state: the point's id; states are numbered with the first local fastest */
} ent_side;

/* Most states of a side: 32 bytes and 8 per member each. */
#define ENT_SIDE_STATES ((uint64_t)1 << 22)

/* The states of a part that count. ENT_LIMIT when there are more than ENT_SIDE_STATES, or a utility does
 * not fit 62 bits. */
ent_status ent_local_new(ent_local *out, ent_arena *arena, const ent_split *split, size_t part,
                         const ent_run *run);
/* Sides as even as they get, largest part first. ENT_LIMIT when one is too large. */
ent_status ent_sides_new(ent_side sides[2], ent_arena *arena, const ent_split *split,
                         ent_local *locals);
/* Adds to per_state[local][state of it] the credit of each state of the side that holds it; credits
 * are by point id. */
void ent_side_spread(const ent_side *side, const uint64_t *credit, uint64_t **per_state);

#endif
