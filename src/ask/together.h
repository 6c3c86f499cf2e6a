/* Simultaneous sanctions: a player's improvement made at the same time as improvements of others.
 *
 * One or more other units, no two with a member in common, each make one of their improvements from
 * the same state; the joint state has all their changes and the player's (Fraser and Hipel 1984, Conflict
 * Analysis, North-Holland). Where that is no state (a rule forbids it, or two change the same thing
 * differently) it does not count, or deters, as asked. A player is an actor, or a bloc that is merged into
 * one: its improvements are better for all of its members, and it is deterred when some member ends no
 * better off.
 */
#ifndef ENT_ASK_TOGETHER_H
#define ENT_ASK_TOGETHER_H

#include "ask/stability.h"

/* What others can do at the same time that makes an improvement not worth while. */
typedef struct ent_joint_move {
    bool found;
    uint32_t state; /* the joint state, or ENT_NONE where it is none and deters */
    uint32_t n;
    uint32_t unit[ENT_GRAPH_UNITS],
        to[ENT_GRAPH_UNITS]; /* who moves, and where it alone would lead */
} ent_joint_move;

typedef struct ent_joint_player {
    uint64_t actors;
    uint32_t unit;   /* by which it moves */
    uint64_t others; /* units */
} ent_joint_player;

ent_joint_player ent_joint_actor(const ent_graph *graph, uint32_t actor);

/* Combinations of improvements that are gone through for one improvement of one player. */
#define ENT_JOINT_MOST (1u << 22)

/* Fills stable[player], zeroed bit sets over states. ENT_ERROR when states are not made of options,
 * ENT_LIMIT when there are too many combinations. Time: the product of the others' numbers of
 * improvements, for each improvement. */
ent_status ent_ask_together(uint64_t **stable, const ent_graph *graph,
                            const ent_moving_rules *rules, const ent_joint_player *players,
                            uint32_t n_players, const ent_run *run);
/* About how many combinations that would go through at most, told by some of the states. Above
 * ENT_JOINT_WORK they are not gone through. */
#define ENT_JOINT_WORK 2e9
ent_status ent_together_work(double *work, const ent_graph *graph, const ent_moving_rules *rules,
                             const ent_joint_player *players, uint32_t n_players);

/* The first joint move that deters the actor from moving from s to x. */
ent_status ent_ask_joint_move(ent_joint_move *out, ent_arena *scratch, const ent_graph *graph,
                              const ent_moving_rules *rules, uint32_t actor, uint32_t s,
                              uint32_t x);
/* All states that a move from s to x and improvements of others at the same time lead to, as a zeroed
 * bit set; *none: some lead to no state. */
ent_status ent_ask_joint_states(uint64_t *states, bool *none, ent_arena *scratch,
                                const ent_graph *graph, const ent_moving_rules *rules,
                                uint32_t actor, uint32_t s, uint32_t x);

#endif
