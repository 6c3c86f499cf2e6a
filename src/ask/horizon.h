/* Limited-move and non-myopic stability: two actors who look ahead and take turns (Kilgour 1984,
 * Theory and Decision 16, 135-157; Fang, Hipel and Kilgour 1993, chapter 4).
 *
 * With a horizon of h moves the actor whose turn it is moves to the state from which the other, with
 * h - 1 moves left, leads to the end that it likes best, if it likes that end better than to stay; with no
 * move left everything stays. A state is L_h stable for an actor that stays in it with h moves ahead, and
 * non-myopically stable when it stays with all horizons from some length on. Preferences must be
 * strict, so that what is best is a single state.
 */
#ifndef ENT_ASK_HORIZON_H
#define ENT_ASK_HORIZON_H

#include "ask/stability.h"

typedef struct ent_horizon {
    uint32_t h;          /* moves; 0: non-myopic */
    uint64_t *stable[2]; /* bit sets over states */
    uint64_t *equilibria;
    uint32_t *end[2]; /* h > 0: where it ends when that actor has the first move */
    uint32_t turns;   /* non-myopic: in the end verdicts repeat every so many horizons */
} ent_horizon;

/* Why the question cannot be asked: not two actors, moves made together, or two states of equal rank. */
typedef enum ent_horizon_bar {
    ENT_HORIZON_FINE,
    ENT_HORIZON_ACTORS,
    ENT_HORIZON_JOINT,
    ENT_HORIZON_TIES
} ent_horizon_bar;

typedef struct ent_horizon_why {
    ent_horizon_bar bar;
    uint32_t actor, x, y; /* ties: who finds which states equally good */
} ent_horizon_why;

ent_status ent_horizon_possible(ent_horizon_why *out, const ent_graph *graph, ent_arena *scratch);

/* ENT_ERROR when it cannot be asked (no diagnostic), ENT_LIMIT when verdicts have not begun to repeat
 * after 2^16 horizons. O(horizons * (states + moves)). */
ent_status ent_ask_horizon(ent_horizon **out, ent_arena *arena, const ent_graph *graph, uint32_t h);

#endif
