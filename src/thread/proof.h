/* Proofs for all models at once of claims that are asked one game after the other.
 *
 *   A prefers E to F            from the extreme points of A's weights and the ends of its values
 *   C can .., A is needed for   control alone: only open resources matter, through the ways in which
 *                               totals can come out
 *   every efficient, minimal    where no deal of any model lacks what they all are said to have
 *   or the Nash deal has E
 *
 * Claims about all deals have proofs of their own (verdict.c).
 */
#ifndef ENT_THREAD_PROOF_H
#define ENT_THREAD_PROOF_H

#include "thread/truth.h"

/* `found`: whether the claim, without its `not`, came out true, false or vacuous in every model drawn
 * (where vacuous in some and true in the others: true). *proved: so it is in all. */
ent_status ent_prove_claim(bool *proved, ent_arena *scratch, ent_study *study,
                           const ent_bare *claim, ent_truth found, ent_diags *diags);

#endif
