/* Minimal deals: the shortest answers to "what must change hands".
 *
 * A deal is minimal when no other deal makes only some of its changes. Deals are found by number of
 * changes, shortest first: a pass over all packages takes the deals with exactly c changes that no
 * minimal deal found before lies inside of; those are minimal. When no deal is left that a known one
 * does not lie inside of, the list is complete. Each pass is streamed; memory is the list.
 */
#ifndef ENT_ASK_MINIMAL_H
#define ENT_ASK_MINIMAL_H

#include "game/bargain.h"

typedef struct ent_minimal {
    size_t n;
    uint64_t *rank;    /* by number of changes, then by rank */
    uint32_t *changes; /* of each */
    bool complete;     /* there are no others */
    bool partial;      /* stopped: there may be others */
} ent_minimal;

/* At most `limit` of them. `fewest` is the least number of changes that some deal has. Needs a status
 * quo. */
ent_status ent_ask_minimal(ent_minimal **out, ent_arena *arena, const ent_bargain *bargain,
                           uint32_t fewest, size_t limit, const ent_run *run);

/* The members (bit set of actors) who could make the change of dimension d in this state alone, and
 * would gain by that: then it is no price. */
uint64_t ent_change_alone(const ent_bargain *bargain, uint64_t rank, uint32_t dim);

#endif
