/* What it would take for a state to be an equilibrium, or to stop being one.
 *
 * An actor's verdict on a state depends, with the others' preferences as they are, only on which states
 * it ranks below it, and more below never hurts. So the least change of its present preferences, counted
 * in swaps of neighbours (Kendall's distance), is to raise the state past the states next above it until
 * it would stay; and the number of all strict rankings under which it would stay is a sum over unions of
 * the sets that have to lie below, of any size, without going through rankings (inclusion and
 * exclusion: where the rank of the state is uniform, a set of h others lies below it in 1 of h + 1
 * rankings).
 */
#ifndef ENT_ASK_CHANGE_H
#define ENT_ASK_CHANGE_H

#include "ask/stability.h"

typedef struct ent_lever {
    uint32_t actor;
    bool stays;
    uint32_t swaps;   /* it moves now: states that this one must be raised past for it to stay */
    uint32_t level;   /* the highest of these, or ENT_NONE where none (only ties to be broken) */
    bool can_leave;   /* it stays now, and some ranking makes it move */
    uint32_t slack;   /* it stays now: states that this one must be lowered past for it to move */
    uint32_t tempted; /* what it would then move to, or ENT_NONE */
    bool counted;     /* the following are known */
    const char *rankings; /* strict rankings of all states under which it stays, in decimal; NULL
                             above 400 states */
    ent_number share;     /* of all strict rankings; exact where 36 digits hold it */
    bool share_exact;
} ent_lever;

typedef struct ent_change {
    uint32_t state;
    ent_concept concept;
    bool equilibrium; /* now */
    bool after;       /* all actors stay once each has made its least change: worked out anew, since
                         what one prefers is also how it answers the others */
    uint32_t n;
    ent_lever *lever; /* per actor */
} ent_change;

/* R, GMR, SMR, SEQ or SSEQ; ENT_ERROR for SIM. Otherwise as ent_ask_stability(). Counting is left out
 * where the sets that matter are too many to combine. */
ent_status ent_ask_change(ent_change **out, ent_arena *arena, const ent_graph *graph,
                          const ent_moving_rules *rules, ent_concept concept, uint32_t state,
                          const ent_run *run);

#endif
