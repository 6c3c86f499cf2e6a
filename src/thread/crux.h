/* The crux: on what a verdict that depends turns.
 *
 * What tells models in which a claim is true from those in which it is false? Three kinds of threshold
 * are tried, in this order: the ratio of two *stakes* of one actor (a stake is what a change of one
 * outcome is worth to it: salience times change of value), a single unknown, and a pair of thresholds
 * (both, or either). Thresholds are fitted on every second model and judged by the others. None is
 * given unless it is wrong in at most half as many of those as the guess that everything is as most
 * are.
 *
 * A crux describes the models that were drawn; it is exact where it says so by its `right` of 1, and
 * elsewhere a summary.
 */
#ifndef ENT_THREAD_CRUX_H
#define ENT_THREAD_CRUX_H

#include "thread/verdict.h"

typedef enum ent_feature_kind {
    ENT_FEATURE_STAKES, /* what `actor` gains by one change over what it loses by another */
    ENT_FEATURE_UNKNOWN /* the value of an unknown */
} ent_feature_kind;

/* A change of an issue from what no deal brings to another outcome, or a condition that holds. */
typedef struct ent_stake {
    uint32_t issue, from, to; /* issue ENT_NONE: condition `from` of the actor */
} ent_stake;

typedef struct ent_feature {
    ent_feature_kind kind;
    uint32_t actor;
    ent_stake gain, loss; /* STAKES */
    size_t unknown;       /* UNKNOWN: number among the unknowns of the stage's models */
} ent_feature;

typedef struct ent_threshold {
    ent_feature feature;
    bool above;   /* it speaks for the claim when the feature is above */
    double value; /* rounded as far as it separates no worse */
} ent_threshold;

typedef struct ent_crux {
    size_t n;  /* 0: no single crux; 1; 2: a pair */
    bool both; /* a pair: both must hold, else either */
    ent_threshold at[2];
    double right;    /* share of the other half of the models on the right side */
    double majority; /* the same for the guess */
} ent_crux;

/* For a verdict that depends; `core` is that of its claim. O(features * models
 * * log(models)). */
ent_status ent_crux_of(ent_crux *out, ent_arena *arena, const ent_bare *core,
                       const ent_verdict *verdict);

#endif
