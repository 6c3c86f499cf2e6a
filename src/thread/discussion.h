/* The discussion: every view's claims with their verdicts, cruxes and premises, and what all other
 * views make of them.
 *
 * Views stand in the order of a conversation: each response after what it replies to, replies further in.
 */
#ifndef ENT_THREAD_DISCUSSION_H
#define ENT_THREAD_DISCUSSION_H

#include "thread/crux.h"
#include "thread/premises.h"

/* What is worked out beyond each claim's verdict in its own view. */
#define ENT_TELL_MATRIX 1u   /* every claim in every view */
#define ENT_TELL_CRUX 2u     /* of verdicts that depend */
#define ENT_TELL_PREMISES 4u /* that carry a verdict */
#define ENT_TELL_SETS 8u     /* sets of two or three, where none carries alone */

/* A claim in its author's own view. */
typedef struct ent_told {
    const ent_study_claim *said;
    ent_claim claim;
    ent_verdict verdict;
    bool as_expected; /* the verdict is what the author expects; pending claims have none */
    bool has_crux;    /* one was looked for */
    ent_crux crux;
    const ent_models *crux_models; /* whose unknowns its features number */
    bool has_premises;
    ent_premises premises;
} ent_told;

typedef struct ent_discussion {
    ent_study *study;
    const char *title; /* of the file, or NULL */
    uint32_t *order;   /* views in the order of the conversation; views->n of them */
    uint32_t *depth;   /* per view: 0 for what opens it */
    size_t n;          /* claims */
    ent_told *told;    /* per claim of the study */
    ent_verdict *at;   /* at[claim * views + view]; NULL without ENT_TELL_MATRIX */
    bool partial;
} ent_discussion;

/* `view`: only this view's claims, or ENT_NONE. A view that cannot be built is ENT_ERROR with diagnostics.
 * ENT_CANCELLED comes with what is known so far: verdicts that were not reached are ENT_UNKNOWN. */
ent_status ent_discussion_new(ent_discussion **out, ent_arena *arena, ent_study *study,
                              uint32_t view, unsigned tell);

#endif
