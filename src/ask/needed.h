/* Who is needed: the minimal coalitions that can bring something about, or that would sign it.
 *
 * By control alone, a coalition can bring about an expression when some feasible state within its
 * reach has it; since whoever joins takes nothing away, the minimal such coalitions say it all. A
 * coalition is viable when it also has a deal that brings it about. That is not monotone (a member
 * who joins may refuse), but whether some part of a set of actors has a deal is, and the minimal
 * viable coalitions are its units. Who is in all of them is indispensable (a veto player); who is in
 * none of them is a dummy.
 */
#ifndef ENT_ASK_NEEDED_H
#define ENT_ASK_NEEDED_H

#include "game/bargain.h"
#include "game/venture.h"

typedef struct ent_ends {
    bool viable;            /* deals are asked for, not control alone */
    bool holds_already;     /* control: nobody is needed */
    bool complete;          /* there are no others */
    ent_coalitions units;   /* the minimal coalitions */
    uint8_t **state;        /* of each: an end with as few changes as possible, whole states */
    uint64_t indispensable; /* in all there are, known or not; 0 when there are none */
    uint64_t useful;        /* in some of those listed */
} ent_ends;

/* Within `actors`, at most `most` coalitions. `with` NULL: any deal. ENT_LIMIT and ENT_ERROR with a
 * diagnostic. */
ent_status ent_ask_ends(ent_ends **out, ent_arena *arena, const ent_game *game, uint64_t actors,
                        const uint64_t *about, const ent_expr *with, bool viable, size_t most,
                        const ent_run *run, ent_diags *diags);

/* What a coalition's best deal is worth to each of its members: the price of having other partners.
 * `best` has n_actors entries, of members (numerators); *some is false when it has no deal. One
 * pass. ENT_LIMIT without a diagnostic beyond 2^62 packages. */
ent_status ent_ask_best_deals(bool *some, ent_i128 *best, const ent_game *game, ent_ask_what what,
                              const ent_run *run);

/* The same as plain questions, for claims; each is one or two passes. `state` (n_issues) is the
 * witness, where there is one; may be NULL. */

/* "C can bring about E": true with such a state. */
ent_status ent_ask_can(bool *can, uint8_t *state, const ent_game *game, uint64_t coalition,
                       const uint64_t *about, const ent_expr *with, const ent_run *run,
                       ent_diags *diags);
/* "nobody can bring about E without A": false with a state that the others can bring about. */
ent_status ent_ask_nobody_without(bool *nobody, uint8_t *state, const ent_game *game,
                                  uint64_t actor, const uint64_t *about, const ent_expr *with,
                                  const ent_run *run, ent_diags *diags);
/* "A is needed for E": somebody can bring it about, nobody without A. The witness shows what all
 * together can do where it is true, and what the others can do where it is false for that. */
ent_status ent_ask_is_needed(bool *needed, uint8_t *state, const ent_game *game, uint64_t actor,
                             const uint64_t *about, const ent_expr *with, const ent_run *run,
                             ent_diags *diags);
/* Whether some part of the actors has a deal with E. */
ent_status ent_ask_some_deal(bool *some, uint8_t *state, const ent_game *game, uint64_t actors,
                             const uint64_t *about, const ent_expr *with, const ent_run *run,
                             ent_diags *diags);

/* All actors of a scenario. */
uint64_t ent_everybody(const ent_game *game);

#endif
