/* Deals as intervals of coalitions.
 *
 * A state is a deal of a coalition when all of its members sign, together they control it, and one of
 * them gains: for each end that is the coalitions between a lower bound (a unit that controls it,
 * with somebody who gains) and an upper one (everybody who would sign). The lower bounds that
 * contain no other are the minimal coalitions that have a deal.
 */
#ifndef ENT_GAME_INTERVALS_H
#define ENT_GAME_INTERVALS_H

#include "game/venture.h"

typedef struct ent_interval {
    uint64_t low, high; /* low within high: the coalitions between them */
} ent_interval;

#define ENT_INTERVALS_MOST ((size_t)1 << 22)

/* All coalitions within `actors` that have a deal (v->wish is ENT_WISH_SIGN) lie in one of these, and no
 * others do; *ends is how many states are a deal of some coalition. ENT_LIMIT without a diagnostic
 * beyond `most` states, ENT_INTERVALS_MOST intervals or 4,096 units of one end. */
ent_status ent_deal_intervals(ent_interval **out, size_t *n, uint64_t *ends, ent_arena *arena,
                              const ent_venture *v, uint64_t actors, uint64_t most,
                              const ent_run *run);
/* Sorts, and drops repetitions and most intervals within another; how many are left. */
size_t ent_intervals_reduce(ent_interval *intervals, size_t n);

#endif
