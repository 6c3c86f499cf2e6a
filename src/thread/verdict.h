/* Verdicts: what a claim comes to over all models that fit a view, and a witness to check it by.
 *
 *   holds           true in every model drawn that is not vacuous
 *   fails           false in every such model
 *   depends         true in some and false in others: the share, with its 95% interval (Wilson 1927,
 *                   doi:10.1080/01621459.1927.10502953)
 *   vacuous         in every model there is nothing that it speaks of
 *   not expressible the view lacks a name that the claim uses
 *   pending         no part of the program answers claims of this form
 *
 * `holds` and `fails` from n models leave at most a share of 3 / n of the other answer, at 95%; `proved`
 * says that it was established for every model.
 */
#ifndef ENT_THREAD_VERDICT_H
#define ENT_THREAD_VERDICT_H

#include "thread/truth.h"

typedef enum ent_verdict_kind {
    ENT_HOLDS,
    ENT_FAILS,
    ENT_DEPENDS,
    ENT_ALWAYS_VACUOUS,
    ENT_NOT_EXPRESSIBLE,
    ENT_PENDING,
    ENT_UNKNOWN /* stopped before the first model, or the question cannot be asked */
} ent_verdict_kind;

typedef struct ent_verdict {
    ent_verdict_kind kind;
    const char *missing; /* not expressible: the name; unknown: why it cannot be asked, or NULL */
    uint64_t first;      /* the first model asked: 0 where nothing is left open, else 1 */
    uint64_t models;     /* how many were asked */
    uint64_t count[3];   /* per ent_truth */
    uint8_t *truth;      /* per model asked */
    bool proved, approximate, partial;
    double share, low, high; /* true among those not vacuous, in 0..1 */
    /* A deal that shows it: one that there is, or one without what every deal is said to have. */
    const uint8_t *state; /* an outcome per issue of `witness_stage`, or NULL */
    const ent_stage *witness_stage;
    const char *shown;      /* what a state alone does not say, or NULL */
    uint64_t witness_model; /* in which it is one; 0 and `in_all`: in every model */
    bool in_all;
} ent_verdict;

const char *ent_verdict_name(ent_verdict_kind kind); /* "not expressible" */

/* On the first `models` models. `fully`: with proof and witness, else the kind and the counts alone.
 * A question that cannot be asked is ENT_UNKNOWN, and says why. ENT_CANCELLED comes with what is known
 * so far. Everything in `arena`. */
ent_status ent_verdict_of(ent_verdict *out, ent_arena *arena, ent_study *study,
                          const ent_stage *stage, const ent_claim *claim, uint64_t models,
                          bool fully);

#endif
