/* Sets of utility vectors and what efficiency leaves of them.
 *
 * A set is kept in falling lexicographic order, without repetition, with the number of states behind
 * each vector and the first of them. In that order a vector can only be dominated by an earlier one,
 * so one sweep reduces a set, and the same sweep, fed from two sets in step, joins them or adds
 * every vector of one to every vector of the other (the frontier of two independent parts), holding
 * nothing but what is kept. Whether something kept dominates costs O(1) for up to two members, a
 * search in a staircase for three (Kung, Luccio and Preparata 1975, doi:10.1145/321906.321910), and
 * for more a comparison of lanes over blocks of what is kept.
 */
#ifndef ENT_ASK_SWEEP_H
#define ENT_ASK_SWEEP_H

#include "base/base.h"

typedef struct ent_front {
    size_t members, n, cap;
    ent_i128 *value; /* n * members, in falling lexicographic order */
    ent_u128 *count; /* states with that vector */
    ent_u128 *first; /* key of the first of them (pareto.h) */
} ent_front;

/* Members of a vector: actors, and one more for a weighted sum (slice.c). */
#define ENT_FRONT_MEMBERS 65u

/* What a sweep keeps. */
typedef enum ent_sweep_keep { ENT_KEEP_EFFICIENT, ENT_KEEP_ALL } ent_sweep_keep;

/* More vectors than this are not held, and more blocks of 256 than this are not compared with in one
 * sweep (some ten seconds): ENT_LIMIT. */
#define ENT_FRONT_MOST ((size_t)1 << 22)
#define ENT_SWEEP_MOST ((uint64_t)1 << 27)

int ent_vector_cmp(const ent_i128 *a, const ent_i128 *b, size_t members); /* lexicographic */
/* Whether a is at least b for every member. */
bool ent_vector_covers(const ent_i128 *a, const ent_i128 *b, size_t members);

/* Appends without a look at order; ent_front_sort() then puts it right and joins equal vectors.
 * Both in `arena`. O(n log n). */
ent_status ent_front_put(ent_front *front, ent_arena *arena, const ent_i128 *value, ent_u128 count,
                         ent_u128 first);
ent_status ent_front_sort(ent_front *front, ent_arena *arena);
/* The place of a vector in a sorted front; SIZE_MAX when it is not there. O(log n). */
size_t ent_front_find(const ent_front *front, const ent_i128 *value);

/* What is kept of both sets together. `out` is overwritten; `scratch` is left as it was. */
ent_status ent_front_join(ent_front *out, ent_arena *arena, ent_arena *scratch, const ent_front *a,
                          const ent_front *b, ent_sweep_keep keep);
/* What is kept of all sums of a vector of a and a vector of b: counts multiply, keys add. Vectors
 * below `least` for some member are left out (NULL: none are). ENT_CANCELLED when run->stop is set. */
ent_status ent_front_sum(ent_front *out, ent_arena *arena, ent_arena *scratch, const ent_front *a,
                         const ent_front *b, const ent_i128 *least, ent_sweep_keep keep,
                         const ent_run *run);

#endif
