/* Which states are stable in themselves: Nash, strong Nash, coalition-proof, the alpha core.
 *
 * Of every feasible state in a world (game/world.h) that is small enough:
 * - Nash: no single actor can take it to a state it strictly prefers, everybody else standing still;
 * - strong Nash (Aumann 1959), that is the core: no coalition can, to a state that all of its members
 *   strictly prefer;
 * - coalition-proof (Bernheim, Peleg and Whinston 1987, doi:10.1016/0022-0531(87)90099-8): no coalition
 *   can in a way that none of its own parts would then break again, by a break that holds in the same
 *   sense;
 * - the alpha core (Aumann and Peleg 1960, doi:10.1090/S0002-9904-1960-10418-1): no coalition can take
 *   it to where its members are better off whatever the others then do;
 * - the beta core: no coalition can answer whatever the others do first by going to where its members
 *   are better off than they were;
 * - efficient: no state is better for somebody and worse for nobody.
 * Nobody acts onto a red line of its own; being pushed onto one counts by what it is worth.
 */
#ifndef ENT_ASK_STABLE_H
#define ENT_ASK_STABLE_H

#include "game/world.h"

#define ENT_STABLE_NASH 1u
#define ENT_STABLE_STRONG 2u
#define ENT_STABLE_PROOF 4u
#define ENT_STABLE_ALPHA 8u
#define ENT_STABLE_BETA 16u
#define ENT_STABLE_EFFICIENT 32u

/* Breaks that lead round: by[i] leads from state[i] to the next, the last back to the first. */
typedef struct ent_circle {
    bool known; /* false: too many states and breaks to find one */
    uint32_t n; /* 0: there is none */
    uint32_t *state;
    uint64_t *by;
} ent_circle;

typedef struct ent_stable {
    const ent_world *world;
    uint8_t *kinds; /* per state: bits as above */
    uint64_t
        *breaker; /* per state that is not strong: a minimal coalition that breaks it; else 0 */
    uint32_t *instead; /* per state that is not strong: what for */
    uint64_t *
        alpha_breaker; /* the same for the alpha core: it has something better whatever others do */
    uint32_t *alpha_instead; /* the state it goes to */
    bool proof, alpha, beta; /* worked out; false: too many coalitions and states */
    uint32_t n_nash, n_strong, n_proof, n_alpha, n_beta, n_efficient;
    ent_circle circle; /* a shortest one, when nothing is strong */
} ent_stable;

/* Most states, and most breaks (a state, and one better for some who can go there). */
#define ENT_STABLE_STATES 4096u
#define ENT_STABLE_BREAKS ((size_t)1 << 22)

/* ENT_LIMIT with a diagnostic when there are more breaks. O(states^2 * issues) and, for coalition-proof
 * and alpha, up to 2^30 looks at pairs of states. */
ent_status ent_ask_stable(ent_stable **out, ent_arena *arena, const ent_world *world,
                          const ent_run *run, ent_diags *diags);

/* A shortest circle of breaks by coalitions within `by`, to which breaks lead from some state of
 * `starts` (bit set over states). Limits as above; O(states * breaks). */
ent_status ent_ask_circle(ent_circle *out, ent_arena *arena, const ent_world *world, uint64_t by,
                          const uint64_t *starts, const ent_run *run, ent_diags *diags);

#endif
