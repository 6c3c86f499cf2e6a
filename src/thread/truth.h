/* Whether a claim is true in each of many models.
 *
 * In one model a claim is true, false or vacuous; only what is said of every deal can be vacuous, where
 * there is no deal. `not` swaps true and false. Claims about deals ask the many-model engine of
 * game/models.h; any other form is asked of one game after the other (truth_game.h), model by model
 * on all threads.
 */
#ifndef ENT_THREAD_TRUTH_H
#define ENT_THREAD_TRUTH_H

#include "thread/study.h"

typedef enum ent_truth { ENT_FALSE, ENT_TRUE, ENT_VACUOUS } ent_truth;

/* Whether any part of the program answers claims of this form (for `not` and `in view`: of the inner
 * one). */
bool ent_claim_answered(const ent_claim *claim);

/* A claim without its `not` and `in view`, and where it is asked. */
typedef struct ent_bare {
    const ent_claim *claim;
    const ent_stage *stage;
    bool negated;
} ent_bare;
ent_status ent_claim_bare(ent_bare *out, ent_study *study, const ent_stage *stage,
                          const ent_claim *claim);
/* The view that a claim of `view` is asked in: its own, or the innermost that it names with `in view`.
 * Not of a claim that is `missing` something. */
uint32_t ent_claim_view(const ent_study *study, const ent_claim *claim, uint32_t view);

/* truth[i]: of model first + i (0: the central model). On ENT_CANCELLED the first *done are known.
 * ENT_ERROR and ENT_LIMIT come with a diagnostic: the question cannot be asked. */
ent_status ent_truths(uint8_t *truth, ent_study *study, const ent_stage *stage,
                      const ent_claim *claim, uint64_t first, size_t n, size_t *done,
                      ent_diags *diags);

/* The question of deals that a claim turns on, `more` and-ed to what it asks for with `with`: NULL
 * nothing, else an expression, negated when `deny`. */
ent_status ent_claim_asks(ent_ask_what *out, ent_arena *arena, const ent_claim *claim,
                          const ent_expr *more, bool deny);

#endif
