/* Where two views really differ: the claims that they answer differently, and for each a smallest set of
 * differing statements that carries the disagreement.
 *
 * What two views change, beyond what both have from the views they extend, is taken apart into single
 * statements. A set of them *carries* a disagreement when the first view, with these taken from the
 * second (its own ones given up, the second's put in), answers as the second does. All sets of one, two
 * and three are tried, smallest first; if none does it, a larger one is made small by leaving out
 * one after the other what can be spared.
 */
#ifndef ENT_THREAD_COMPARE_H
#define ENT_THREAD_COMPARE_H

#include "thread/verdict.h"

/* A statement that one of the two views has and the other has not. */
typedef struct ent_difference {
    uint32_t view; /* whose it is */
    const ent_node *change;
    const char *text; /* in words: "adds preferences.us.red lines: strait = east" */
    const char *name, *from;
    ent_span span;
} ent_difference;

typedef struct ent_disagreement {
    size_t claim; /* of the study */
    ent_verdict verdict[2];
    bool carried;  /* a set was found */
    bool smallest; /* all smaller ones were tried */
    size_t n;
    size_t *difference; /* the set, as numbers of differences */
} ent_disagreement;

typedef struct ent_comparison_of_views {
    uint32_t view[2];
    size_t n_differences;
    ent_difference *difference;
    size_t asked; /* claims that both views can be asked */
    size_t n;
    ent_disagreement *disagreement;
    bool partial;
} ent_comparison_of_views;

/* ENT_CANCELLED comes with what was found. */
ent_status ent_compare_views(ent_comparison_of_views *out, ent_arena *arena, ent_study *study,
                             uint32_t first, uint32_t second);

/* The changes of a view, beyond those of `ancestor` that it extends (ENT_NONE: all), taken apart into
 * single statements (differences.c). */
ent_status ent_differences(ent_difference **out, size_t *n, ent_arena *arena,
                           const ent_study *study, uint32_t view, uint32_t ancestor);
/* The nearest view that both extend, or that is one of them; base when there is no other. */
uint32_t ent_common_view(const ent_views *views, uint32_t a, uint32_t b);

#endif
