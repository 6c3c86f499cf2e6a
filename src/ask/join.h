/* The price of accession: what an actor's joining costs those who are in.
 *
 * What it takes for the actor to accept is a set of terms (prime implicants of its acceptance, see
 * terms.h). Held against it is what the others could have among what all of them accept if the actor
 * did not ask for anything: a set of terms costs a member the best it could have then less the best
 * it can still have with these terms. What the others accept is feasible, has what is wanted, is on
 * none of their red lines, leaves none of them worse off than no deal, and is better for somebody.
 */
#ifndef ENT_ASK_JOIN_H
#define ENT_ASK_JOIN_H

#include "game/bargain.h"

#define ENT_DEMAND_TERMS 64u

/* A set of terms. */
typedef struct ent_demand {
    uint32_t n;
    uint32_t issue[ENT_DEMAND_TERMS];
    uint8_t outcome[ENT_DEMAND_TERMS];
} ent_demand;

typedef struct ent_join_best {
    bool found;
    ent_i128 value; /* over the member's denominator */
} ent_join_best;

typedef struct ent_join {
    uint32_t actor;
    uint64_t others;     /* the members that are in */
    uint64_t acceptable; /* states that the others accept */
    uint64_t deals;      /* those that the actor accepts too */
    ent_join_best
        *unasked; /* per actor of the scenario: its best without asking the actor's consent */
    ent_join_best *asked; /* its best in a deal of all */
    uint64_t *with;       /* per demand: states that the others accept and that meet it */
    ent_join_best **best; /* per demand and actor */
} ent_join;

/* what.coalition without the actor, or with it. One pass. ENT_ERROR and ENT_LIMIT with a diagnostic. */
ent_status ent_ask_join(ent_join **out, ent_arena *arena, const ent_game *game, ent_ask_what what,
                        uint32_t actor, const ent_demand *demands, size_t n_demands,
                        const ent_run *run, ent_diags *diags);

/* Whether each set of terms is enough for the actor to accept: some feasible state within reach that has
 * what is wanted has them, and the actor accepts all such states. One pass; as above. */
ent_status ent_ask_enough(bool *enough, ent_arena *arena, const ent_game *game, ent_ask_what what,
                          uint32_t actor, const ent_demand *demands, size_t n_demands,
                          const ent_run *run, ent_diags *diags);

#endif
