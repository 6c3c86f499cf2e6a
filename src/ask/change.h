/* What it would take for a state to be an equilibrium, or to stop being one.
 *
 * An actor's verdict on a state depends, with the others' preferences as they are, only on which states
 * it ranks below it (inverse.h), and more below never hurts. So the least change of its present
 * preferences, counted in swaps of neighbours (Kendall's distance), is to raise the state past the
 * states next above it until it would stay.
 */
#ifndef ENT_ASK_CHANGE_H
#define ENT_ASK_CHANGE_H

#include "ask/inverse.h"

typedef struct ent_lever {
    uint32_t actor;
    bool stays;
    uint32_t swaps;    /* it moves now: states that this one must be raised past for it to stay */
    uint32_t together; /* the same for all to stay at once (ent_change.together) */
    uint32_t level;    /* the highest of these, or ENT_NONE where none (only ties to be broken) */
    bool can_leave;    /* it stays now, and some ranking makes it move */
    uint32_t slack;    /* it stays now: states that this one must be lowered past for it to move */
    uint32_t tempted;  /* what it would then move to, or ENT_NONE */
    ent_inverse inverse; /* what its ranking must be like for it to stay, and how many are */
} ent_lever;

typedef struct ent_change {
    uint32_t state;
    ent_concept concept;
    bool equilibrium; /* now */
    bool after;       /* all actors stay once each has made its least change: worked out anew, since
                         what one prefers is also how it answers the others */
    bool together;    /* they do not, and would once it is raised further: by whom, and past how
                         many states, is told of each actor */
    uint32_t n;
    ent_lever *lever; /* per actor */
} ent_change;

/* As ent_ask_stability(). The condition and the count are left out where what matters is too much to
 * combine. */
ent_status ent_ask_change(ent_change **out, ent_arena *arena, const ent_graph *graph,
                          const ent_moving_rules *rules, ent_concept concept, uint32_t state,
                          const ent_run *run);

#endif
