/* Which divisions into blocs would last, when each actor cares about who is in its own bloc.
 *
 *   Nash          nobody would rather be in another bloc of the division, or alone
 *   individual    nobody would rather be in another whose members would all have it
 *   contractual   ... and whom its own would all let go
 *   core          no set of actors would all rather be a bloc of their own
 *   strict core   ... some rather, and none rather not
 * (Banerjee, Konishi and Sönmez 2001, doi:10.1007/s003550000067; Bogomolnaia and Jackson 2002,
 * doi:10.1006/game.2001.0877.) Every division is looked at, so "there is none" is certain; then a chain of
 * deviations that comes back to itself shows why.
 */
#ifndef ENT_ASK_BLOCS_H
#define ENT_ASK_BLOCS_H

#include "game/hedonic.h"

typedef enum ent_bloc_concept {
    ENT_BLOC_NASH,
    ENT_BLOC_INDIVIDUAL,
    ENT_BLOC_CONTRACTUAL,
    ENT_BLOC_CORE,
    ENT_BLOC_STRICT_CORE,
    ENT_BLOC_CONCEPTS
} ent_bloc_concept;

/* Bloc of each actor, numbered in the order of their first members. */
typedef struct ent_division {
    uint8_t bloc[ENT_HEDONIC_MOST];
} ent_division;

/* Who would leave a division, and for which bloc. */
typedef struct ent_bloc_move {
    uint64_t who;  /* one actor, or all of a new bloc */
    uint64_t bloc; /* that they would be in */
} ent_bloc_move;

typedef struct ent_bloc_stable {
    uint64_t n; /* divisions that are stable */
    size_t n_listed;
    ent_division *listed;
    /* Where none is: divisions, each with the move that leads to the next, and from the last to the
     * first. */
    size_t n_chain;
    ent_division *chain;
    ent_bloc_move *moves;
} ent_bloc_stable;

typedef struct ent_blocs {
    uint64_t divisions;
    ent_bloc_stable stable[ENT_BLOC_CONCEPTS];
} ent_blocs;

/* ENT_CANCELLED leaves *out incomplete. */
ent_status ent_ask_blocs(ent_blocs *out, ent_arena *arena, const ent_hedonic *game, size_t list,
                         const ent_run *run);
/* Whether a division is stable; if not, the first move against it. */
bool ent_bloc_is_stable(ent_bloc_move *move, const ent_hedonic *game, ent_bloc_concept concept,
                        const ent_division *division);

#endif
