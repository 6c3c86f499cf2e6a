/* Premises: the statements that carry a verdict, and those that their author thinks do.
 *
 * A statement carries a verdict when the verdict is another without it, on the same draws. Each statement
 * of the view that bears on the claim is removed in turn (view.h says what is left of each kind) and the
 * claim asked again: of ENT_SCREEN models first, and where that shows no change and the claim was
 * decided, of no more; a change is confirmed on all models. Where no statement carries alone (two actors
 * hold the same red line), the smallest sets of two or three that do are looked for. What the author
 * named under `rests on` is tried in any case, changes too: the view's own, and those of the views that it
 * extends.
 */
#ifndef ENT_THREAD_PREMISES_H
#define ENT_THREAD_PREMISES_H

#include "scenario/statements.h"
#include "thread/verdict.h"

#define ENT_SCREEN 200u

typedef enum ent_removal {
    ENT_REMOVED,      /* asked without it */
    ENT_NOT_REMOVABLE /* something else hangs on it: without it there is no scenario */
} ent_removal;

/* A statement, and what becomes of a verdict without it. */
typedef struct ent_premise {
    const char *kind; /* "red line", "change" */
    const char *path, *name, *from, *note;
    ent_span span;
    ent_removal removal;
    ent_verdict_kind without;
    double share; /* of true models without it */
    bool carries;
    bool named; /* the author names it */
} ent_premise;

typedef struct ent_premise_set {
    size_t n; /* 2 or 3 */
    ent_premise member[3];
    ent_verdict_kind without;
} ent_premise_set;

typedef struct ent_premises {
    size_t n;
    ent_premise *premise; /* those that carry, or were named by the author, or cannot be removed */
    size_t tried;
    size_t n_sets;
    ent_premise_set *set; /* where none carries alone */
    size_t n_unknown;     /* names under `rests on` that nothing has */
    const char **unknown;
    bool partial;
} ent_premises;

/* One claim that is asked in a view, with its verdict there. */
typedef struct ent_premise_job {
    const ent_stated_claim *stated;
    const ent_claim *claim;
    const ent_verdict *verdict;
    ent_premises *out;
} ent_premise_job;

/* All given claims that are asked in one view (truth.h), whoever makes them: every statement of it is
 * removed once and all of them asked. `sets`: look for sets too. ENT_CANCELLED comes with what was found. Results in `arena`. */
ent_status ent_premises_of(ent_arena *arena, ent_study *study, uint32_t view, ent_premise_job *jobs,
                           size_t n, bool sets);

#endif
