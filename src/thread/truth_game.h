/* Whether a claim is true in one game: a function for each form that is asked model by model.
 *
 * A new kind of question adds its forms to the table in truth_game.c; views, verdicts, cruxes,
 * premises and the thread then serve them as they serve all others.
 */
#ifndef ENT_THREAD_TRUTH_GAME_H
#define ENT_THREAD_TRUTH_GAME_H

#include "game/game.h"
#include "scenario/claim.h"

/* *out becomes an ent_truth. `scratch` is the caller's to rewind; `run` has one thread. ENT_ERROR and
 * ENT_LIMIT with a diagnostic: the question cannot be asked. */
typedef ent_status (*ent_truth_fn)(uint8_t *out, const ent_claim *claim, ent_game *game,
                                   ent_arena *scratch, const ent_run *run, ent_diags *diags);

/* NULL: no part of the program answers claims of this form. */
ent_truth_fn ent_truth_of_game(const ent_claim *claim);

/* raising.c */
ent_status ent_truth_raising(uint8_t *out, const ent_claim *claim, ent_game *game,
                             ent_arena *scratch, const ent_run *run, ent_diags *diags);

#endif
