/* Hedonic games: each actor cares only about who is in its own bloc.
 *
 * How much actor i likes a bloc it is in is a whole number, of which only the order counts: from ties,
 * the sum of its ties to the members (additively separable: Bogomolnaia and Jackson 2002,
 * doi:10.1006/game.2001.0877), from a ranking under `blocs`, or from what each bloc gives its members.
 */
#ifndef ENT_GAME_HEDONIC_H
#define ENT_GAME_HEDONIC_H

#include "game/game.h"

#define ENT_HEDONIC_MOST 12u /* actors: 4,213,597 divisions into blocs */

typedef struct ent_hedonic {
    size_t n;
    uint32_t actor[ENT_HEDONIC_MOST]; /* which actor of the scenario each is */
    int64_t *liking;                  /* [bloc * n + actor]; of actors outside the bloc 0 */
    bool ranked;                      /* some actor has a ranking, else all from ties */
    bool open;                        /* a tie is a range: its middle is taken */
} ent_hedonic;

/* Among the actors of a set; blocs with others do not exist then. ENT_LIMIT with a diagnostic when there are too many actors, ENT_ERROR when neither ties nor rankings are
 * given or numbers do not fit. */
ent_status ent_hedonic_of_scenario(ent_hedonic *out, ent_arena *arena, const ent_scenario *scenario,
                                   uint64_t among, ent_diags *diags);
/* Actors and room for their liking; ENT_LIMIT as above. */
ent_status ent_hedonic_new(ent_hedonic *out, ent_arena *arena, uint64_t among, ent_diags *diags);
/* Fills in how much actor i likes each bloc from what it is worth to it, compared exactly:
 * value[bloc * n + i], read where i is in the bloc. O(n 2^n n). */
ent_status ent_hedonic_rank(ent_hedonic *game, ent_arena *arena, const ent_number *value);

#endif
