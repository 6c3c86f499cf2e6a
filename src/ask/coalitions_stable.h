/* Coalitional stability: where would a coalition stay? (Kilgour, Hipel, Fang and Peng 2001,
 * Group Decision and Negotiation 10, 159-175; Inohara and Hipel 2008, Systems Engineering 11(4),
 * 343-359)
 *
 * A coalition reaches what legal sequences of its units lead to, and improves on a state when all of its
 * members are better off (or, pareto, some are and nobody is worse) and none is on a red line of its.
 * It stays
 *
 *   CR    when it has no improvement
 *   CGMR  when the others can answer each improvement: lead on from it to another state where some
 *         member is no better off than now
 *   CSMR  and the coalition cannot lead on from there to an improvement
 *   CSEQ  as CGMR, by improvements of the others
 *   CSSEQ as CSEQ, without escape
 *
 * A state where every coalition stays is a universal coalition equilibrium; in a partition into blocs,
 * every bloc. A merged bloc is one player that moves in single steps of all its members at once
 * (graph.h makes it a unit); the units of its members do not move by themselves then.
 */
#ifndef ENT_ASK_COALITIONS_STABLE_H
#define ENT_ASK_COALITIONS_STABLE_H

#include "ask/stability.h"

typedef struct ent_player {
    uint64_t actors;
    uint64_t own, others; /* units: its own, and those who answer */
    bool one_step;        /* it moves once; else by legal sequences of its own units */
} ent_player;

/* Concepts by the names of ent_concept: R stands for CR, and so on. SIM is none of a coalition whose
 * members move in turn; a merged bloc has it, as a single actor does. */
#define ENT_CONCEPTS_COALITION ENT_CONCEPTS_QUICK

typedef struct ent_partition {
    const ent_graph *graph;
    uint32_t n;
    ent_player *players;
    unsigned concepts;                  /* bits of those worked out */
    uint64_t **stable[ENT_CONCEPTS];    /* [player]: bit set over states; NULL for universal */
    uint64_t *equilibria[ENT_CONCEPTS]; /* bit set over states */
} ent_partition;

/* Most states, and most actors for all coalitions, that are gone through. */
#define ENT_COALITION_STATES 65536u
#define ENT_COALITION_ACTORS 16u

ent_player ent_player_coalition(const ent_graph *graph, uint64_t actors);

/* Blocs are disjoint; actors in none stand alone. `merged`: each is a unit of the graph
 * (ent_graph_options.merged); then SIM
 * may be asked too, which is left out above ENT_JOINT_WORK and ENT_JOINT_MOST. ENT_LIMIT above ENT_COALITION_STATES, or as ent_worst_find(). For each
 * player and state: O(states it reaches * members), and for CSMR and CSSEQ the others' answers, each
 * with what the player reaches from there. */
ent_status ent_ask_partition(ent_partition **out, ent_arena *arena, const ent_graph *graph,
                             const ent_moving_rules *rules, const uint64_t *blocs, uint32_t n_blocs,
                             bool merged, unsigned concepts, const ent_run *run);
/* The same for every coalition; states that some coalition would leave are not looked at again, small
 * coalitions come first. ENT_LIMIT also above ENT_COALITION_ACTORS. */
ent_status ent_ask_universal(ent_partition **out, ent_arena *arena, const ent_graph *graph,
                             const ent_moving_rules *rules, const ent_run *run);

#endif
