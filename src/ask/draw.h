/* Deals drawn at random, each as likely as any other.
 *
 * The diagram of the bargain (game/diagram.h) counts deals branch by branch; the k-th of them, with k
 * drawn below the count, is found along one path. Draws are independent, so one may come twice, and
 * the n-th depends on the seed and n alone. Where the diagram would be too large, the pairs of two
 * sides that are counted as deals (deals.h) are drawn from in the same way.
 */
#ifndef ENT_ASK_DRAW_H
#define ENT_ASK_DRAW_H

#include "game/bargain.h"

typedef struct ent_drawn {
    uint64_t deals;
    size_t n;       /* 0 without deals */
    uint64_t *rank; /* of the bargain's plan */
} ent_drawn;

/* ENT_LIMIT: the diagram has too many nodes, and the sides too many states. O(nodes) to make the diagram,
 * then O(dimensions * outcomes) a draw. */
ent_status ent_ask_draw(ent_drawn **out, ent_arena *arena, const ent_bargain *bargain, size_t n,
                        uint64_t seed, ent_engine engine, const ent_run *run);

#endif
