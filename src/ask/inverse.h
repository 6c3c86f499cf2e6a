/* What an actor's ranking must be like for it to stay in a state: the inverse of stability, with the
 * others' preferences as they are (Kinsara, Kilgour and Hipel 2015, IEEE Transactions on Systems, Man,
 * and Cybernetics: Systems 45; Wang, Hipel, Fang and Dang 2018, European Journal of Operational
 * Research 270).
 *
 * It is a condition on comparisons of that state with others and nothing else. Every move of the actor
 * gives a part, all of which must hold. A part holds when one of its ways does: the move leads to what is
 * no better, or the others answer it with what is bad enough; for SMR and SSEQ, an answer with all that
 * the actor can do after it. It is exact, also for rankings with ties; ways and parts that another
 * implies are left out.
 */
#ifndef ENT_ASK_INVERSE_H
#define ENT_ASK_INVERSE_H

#include "ask/stability.h"

typedef struct ent_inverse_what {
    const ent_graph *graph; /* as the actor sees it */
    const ent_moving_rules *rules;
    ent_concept concept;
    uint32_t actor, state;
    bool still; /* it takes the state for impossible, and stays */
} ent_inverse_what;

/* The state in question ranks at least as high as `state`, or above it. */
typedef struct ent_compared {
    uint32_t state;
    bool above;
} ent_compared;

/* All of these. */
typedef struct ent_way {
    uint32_t n;
    ent_compared *comparison; /* by state */
} ent_way;

/* One of these, for the actor not to move to `to`. */
typedef struct ent_demand {
    uint32_t to;
    uint32_t n;
    ent_way *ways; /* the shortest first, then by state */
} ent_demand;

typedef struct ent_inverse {
    bool known; /* false: too many states or ways matter to tell of them */
    uint32_t n; /* 0: the actor stays whatever it prefers */
    ent_demand *demands;
    bool counted;         /* the following are known */
    const char *rankings; /* strict rankings of all states under which it stays, in decimal; NULL
                             above 400 states */
    ent_number share;     /* of all strict rankings; exact where 36 digits hold it */
    bool share_exact;
} ent_inverse;

/* ENT_ERROR for SIM where states are not made of options. Time: a search of paths for each move of the
 * actor, and for the count what ent_count_rankings() takes. */
ent_status ent_ask_inverse(ent_inverse *out, ent_arena *arena, const ent_inverse_what *what);

#endif
