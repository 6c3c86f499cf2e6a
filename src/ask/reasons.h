/* Why an actor would stay in a state, or move: its improvements, and how others answer each.
 *
 * Every answer is a witness that a person can follow on the graph: a sequence of moves of others after
 * the improvement, to a state no better for the actor than where it stood, and, for SMR and SSEQ, the
 * best that it could still do from there. SIM: what others do at the same time.
 */
#ifndef ENT_ASK_REASONS_H
#define ENT_ASK_REASONS_H

#include "ask/stability.h"
#include "ask/together.h"
#include "game/path.h"

typedef struct ent_answered {
    uint32_t to;      /* the improvement leads here */
    bool answered;    /* others can answer it: then it is not worth while */
    uint32_t n_steps; /* SIM: 0 */
    ent_step *steps;  /* their sequence, a shortest one; R: none */
    uint32_t end;     /* where it leads; SIM: the joint state, or ENT_NONE where it is none */
    uint32_t
        reply; /* SMR, SSEQ: the actor's best move from the end, or `end` where none is better */
    ent_joint_move *together; /* SIM: what others do at the same time */
} ent_answered;

typedef struct ent_reason {
    uint32_t actor, state;
    ent_concept concept;
    bool stable;
    uint32_t n;         /* improvements, the best first, then by number; */
    ent_answered *item; /* for an unstable state the unanswered ones come first */
} ent_reason;

/* ENT_LIMIT and ENT_ERROR as in ent_ask_stability(). O(improvements * (states + arcs)). */
ent_status ent_ask_reason(ent_reason **out, ent_arena *arena, const ent_graph *graph,
                          const ent_moving_rules *rules, ent_concept concept, uint32_t actor,
                          uint32_t state);

#endif
