/* Farsighted stability: who moves looks at where it may all end (Chwe 1994,
 * doi:10.1006/jeth.1994.1044).
 *
 * b indirectly dominates a when a chain of coalitions leads from a to b, each of which can take its step
 * (every issue that differs by one existing transition that it controls, onto none of its red lines)
 * and strictly prefers the end b to where it stands. A set of states is consistent when from each of
 * its states every step that any coalition could take is deterred: it may end, at once or by indirect
 * dominance, at a state of the set that not all of that coalition strictly prefer to where it stood.
 * The largest consistent set is the union of all; what is outside cannot last.
 */
#ifndef ENT_ASK_FARSIGHTED_H
#define ENT_ASK_FARSIGHTED_H

#include "game/world.h"

#define ENT_FARSIGHTED_STATES 768u
#define ENT_STABLE_SETS_STATES 20u

typedef struct ent_farsighted {
    const ent_world *world;
    size_t words;
    uint64_t *dominated_by;   /* [state * words]: states that indirectly dominate it */
    uint8_t *consistent;      /* per state: in the largest consistent set */
    uint8_t *core;            /* no coalition has a step that all of it strictly prefer */
    uint8_t *farsighted_core; /* nothing indirectly dominates it */
    uint64_t *leaver;         /* per state outside: a coalition that leaves it undeterred */
    uint32_t *leaves_to;      /* the step it takes */
    uint32_t n_consistent, n_core, n_farsighted_core;
    /* Farsighted stable sets (von Neumann and Morgenstern's, by indirect dominance): no state of the set
     * indirectly dominates another, and every state outside is dominated by one inside. Bit sets over
     * states; found only where there are at most ENT_STABLE_SETS_STATES. */
    bool sets;
    size_t n_sets;
    uint32_t *set;
    /* Where there are none: a shortest circle of an odd number of states, each indirectly dominated by the
     * next. Without any such circle there would be a stable set (Richardson 1953, doi:10.2307/1969755). */
    uint32_t n_odd, odd[ENT_STABLE_SETS_STATES];
} ent_farsighted;

/* World of at most ENT_FARSIGHTED_STATES states. O(states^3 * issues). */
ent_status ent_ask_farsighted(ent_farsighted **out, ent_arena *arena, const ent_world *world,
                              const ent_run *run);
/* A shortest chain of steps from one state to another that indirectly dominates it: *n states, the
 * first and the last included, and who takes each step. */
ent_status ent_farsighted_chain(uint32_t **states, uint64_t **by, uint32_t *n, ent_arena *arena,
                                const ent_farsighted *f, uint32_t from, uint32_t to);

#endif
