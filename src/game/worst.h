/* The worst that others can bring about: the one computation behind every kind of sanction.
 *
 * For every state: the least of some value (an actor's rank, or its rank after its best reply) over all
 * states that given units can reach from it, by any moves or by improvements only. Legal sequences
 * have no unit move twice in a row (Fang, Hipel and Kilgour 1993, Interactive Decision Making, Wiley).
 *
 * States are settled in increasing order of what is reached, backwards along the arcs. Where all units'
 * moves are transitive, two moves of one unit in a row are one move, so the last mover does not
 * matter and each state is settled once. Otherwise a state is settled at most twice: first through
 * some unit w, which serves all sequences that come to it by another unit; and through a second unit,
 * or by its own value, which serves those that come by w. Either way each arc is looked at once.
 */
#ifndef ENT_GAME_WORST_H
#define ENT_GAME_WORST_H

#include "game/graph.h"

/* Which sequences of moves of others count as an answer. */
typedef enum ent_sanction {
    ENT_SANCTION_SEQUENCE, /* legal sequences of any length */
    ENT_SANCTION_ONCE,     /* each unit moves at most once */
    ENT_SANCTION_SINGLE    /* one move of one unit */
} ent_sanction;

typedef struct ent_worst {
    const int32_t *value; /* per state */
    uint64_t units;       /* who moves: bit set of units */
    bool improving;       /* only moves to what all members of the unit find better */
    bool pareto;          /* improving: not worse for a member and better for one is enough */
    bool last_mover;      /* follow the last mover also where moves are transitive (tests) */
    ent_sanction sanction;
} ent_worst;

/* least[state]: the least value of the state itself and of what can be reached from it. ENT_LIMIT when
 * ONCE with so many units needs more than 2^30 numbers. Time, arcs being those of the units:
 * O(states + arcs) for SEQUENCE and SINGLE, O(2^units * (states + arcs)) for ONCE. Memory for
 * SEQUENCE: some 30 bytes a state, and 4 a combination and unit. */
ent_status ent_worst_find(int32_t *least, const ent_graph *graph, const ent_worst *what);

/* Whether a move of the unit between these states is an improvement for it. */
bool ent_unit_improves(const ent_graph *graph, const ent_unit *unit, bool pareto, uint32_t from,
                       uint32_t to);

#endif
