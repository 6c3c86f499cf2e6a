/* Whether a claim is true in one game: a function for each form that is asked model by model.
 *
 * A new kind of question adds its forms to the table in truth_game.c; views, verdicts, cruxes,
 * premises and the thread then serve them as they serve all others.
 */
#ifndef ENT_THREAD_TRUTH_GAME_H
#define ENT_THREAD_TRUTH_GAME_H

#include "game/game.h"
#include "scenario/claim.h"

/* What shows that a claim is true, or false, in a game. */
typedef struct ent_witness {
    bool has_state;
    uint8_t state[ENT_MAX_ISSUES];
    ent_buffer text; /* what a state alone does not say; the caller's to free */
} ent_witness;

/* *out becomes an ent_truth. `witness` may be NULL. `scratch` is the caller's to rewind; `run` has one
 * thread. ENT_ERROR and ENT_LIMIT with a diagnostic: the question cannot be asked. */
typedef ent_status (*ent_truth_fn)(uint8_t *out, ent_witness *witness, const ent_claim *claim,
                                   ent_game *game, ent_arena *scratch, const ent_run *run,
                                   ent_diags *diags);

/* NULL: no part of the program answers claims of this form. */
ent_truth_fn ent_truth_of_game(const ent_claim *claim);

#define ENT_TRUTH_OF(name)                                                                         \
    ent_status ent_truth_##name(uint8_t *out, ent_witness *witness, const ent_claim *claim,        \
                                ent_game *game, ent_arena *scratch, const ent_run *run,            \
                                ent_diags *diags)

/* raising.c */
ENT_TRUTH_OF(raising);
/* truth_coalitions.c */
ENT_TRUTH_OF(safe_deal);
ENT_TRUTH_OF(can);
ENT_TRUTH_OF(needed);
ENT_TRUTH_OF(more_without);
ENT_TRUTH_OF(no_block);
ENT_TRUTH_OF(forms);
/* truth_moves.c */
ENT_TRUTH_OF(stable);
ENT_TRUTH_OF(reached);

/* "A prefers E to F" weighs states: the status quo (`state`, which is written to) with E put onto it, whose
 * issues are marked in `pinned`. ENT_ERROR with a diagnostic where E is no package of outcomes. */
ent_status ent_claim_package(uint8_t *state, uint64_t *pinned, const ent_expr *package,
                             const ent_game *game, ent_diags *diags);

/* "a = x, b = y": what differs from the status quo. */
void ent_witness_changes(ent_buffer *out, const ent_game *game, const uint8_t *state);

#endif
