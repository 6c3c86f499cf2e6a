/* How far a coalition can get towards a capability gate: the most that a total reaches over packages.
 */
#ifndef ENT_ASK_MOST_H
#define ENT_ASK_MOST_H

#include "game/bargain.h"

typedef struct ent_most {
    bool found;            /* the expression has a total(...) or count(...) asked to be large */
    const ent_expr *total; /* the first such */
    ent_number value;      /* the greatest it is in a feasible package, whether signed or not */
} ent_most;

/* One pass over the bargain's packages. */
ent_status ent_ask_most(ent_most *out, ent_arena *arena, const ent_bargain *bargain,
                        const ent_expr *expr);

#endif
