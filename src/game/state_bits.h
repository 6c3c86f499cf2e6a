/* Every state of a bargain written down by two bits: it is a deal, it is feasible without being one.
 *
 * States stand in the plan's own order, its first low dimensions (the *inner* ones) within a word of
 * up to 64 states and the others, slowest first, across words. For what has to look at states again
 * and again, where they are few enough to be stored.
 */
#ifndef ENT_GAME_STATE_BITS_H
#define ENT_GAME_STATE_BITS_H

#include "game/bargain.h"

#define ENT_STATE_BITS_DIMS 64u /* a plan of less than 2^62 states has fewer dimensions */
/* Most words that are written down: two bit sets of 64 MiB. */
#define ENT_STATE_BITS_WORDS ((uint64_t)1 << 23)

typedef struct ent_state_bits {
    const ent_bargain *bargain;
    uint32_t n, n_outer;
    uint32_t dim[ENT_STATE_BITS_DIMS]; /* per place in that order: dimension of the plan */
    uint32_t radix[ENT_STATE_BITS_DIMS];
    uint64_t stride[ENT_STATE_BITS_DIMS];  /* outer: words between neighbouring digits */
    uint64_t *within[ENT_STATE_BITS_DIMS]; /* inner: states of a word per digit */
    uint32_t inner;                        /* states of a word */
    uint64_t words;
    uint64_t *deal, *other; /* feasible states that are deals, and that are not */
} ent_state_bits;

/* One pass over the (finished) plan. ENT_LIMIT: too many states; nothing was done. */
ent_status ent_state_bits_new(ent_state_bits *out, ent_arena *arena, const ent_bargain *bargain,
                              const ent_run *run);

#endif
