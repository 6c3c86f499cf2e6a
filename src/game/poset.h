/* Centroids of order polytopes: what comparisons say on average.
 *
 * Variables x_0..x_{n-1} >= 0 with comparisons x_a >= f * x_b and x_a = f * x_b. Equal variables are
 * first joined into groups (x_v = ratio_v * group). Used for saliences and for values of outcomes.
 */
#ifndef ENT_GAME_POSET_H
#define ENT_GAME_POSET_H

#include "base/base.h"

typedef struct ent_below {
    uint32_t left, right; /* groups: left >= factor * right */
    ent_number factor;
} ent_below;

typedef struct ent_poset {
    size_t n; /* groups */
    size_t n_variables;
    uint32_t *group;   /* per variable */
    ent_number *ratio; /* per variable: x_v = ratio * its group */
    ent_number *mass;  /* per group: sum of ratios of its variables */
    size_t n_below;
    ent_below *below; /* without repetitions of the trivial kind left = right */
} ent_poset;

/* One comparison to start from: left (= or >=) factor * right. */
typedef struct ent_poset_fact {
    uint32_t left, right;
    bool equal;
    ent_number factor;
} ent_poset_fact;

/* Joins equals, also those that comparisons in a circle make equal. ENT_ERROR when equalities contradict each other (a = 2b, a = 3b: only 0 is left), or
 * numbers overflow. */
ent_status ent_poset_build(ent_poset *out, ent_arena *arena, size_t n_variables,
                           const ent_poset_fact *facts, size_t n_facts);

/* Groups in a full order x_{chain[0]} >= f x_{chain[1]} >= ...; false when it is only partial. */
bool ent_poset_chain(const ent_poset *poset, uint32_t *chain, ent_number *factor);

/* Most order ideals that are summed over. A chain of n has n + 1, n things without order 2^n. */
#define ENT_POSET_IDEALS 32768u

/* Mean rank of each group over all linear extensions, 0 the top; factors must be 1. With `by_mass`,
 * extensions count by the volume of their part of the simplex and mean[] is the centroid weight of
 * the group (sum of mass * mean = 1) instead. Exact. ENT_LIMIT when there are too many ideals or
 * numbers overflow; ENT_ERROR when the comparisons run in a circle. O(ideals * n) additions. */
ent_status ent_poset_mean(const ent_poset *poset, ent_arena *scratch, bool by_mass,
                          ent_number *mean);

/* For drawing linear extensions, each as likely as its share of the volume: from every order ideal, the
 * groups that can come next and how likely each is. */
typedef struct ent_lattice {
    size_t n;        /* ideals; the first is empty, the last is everything */
    uint32_t *first; /* n + 1: the first arc of each */
    uint32_t *group; /* per arc: what comes next */
    uint32_t *to;    /* per arc: the ideal that it leads to */
    double *upto;    /* per arc: the chance of this one or an earlier one of its ideal */
} ent_lattice;

/* Limits, errors and `by_mass` as above; what is kept takes O(arcs) memory. */
ent_status ent_poset_lattice(ent_lattice *out, ent_arena *arena, const ent_poset *poset,
                             bool by_mass);

#endif
