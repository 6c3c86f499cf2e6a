/* The Nash point, and others, where the frontier is too large to be listed.
 *
 * Let a state with gains g' be known and weights w be positive. By the inequality of arithmetic and
 * geometric means a state whose product of gains is at least that of g' has a weighted sum of gains
 * of at least n * (product of w * g')^(1/n). That is linear, so it falls apart over independent parts,
 * and with good weights few states reach it: those that do are added up part by part (slice.c) and
 * compared, which leaves the greatest product and everything that attains it. Good weights are one
 * over the gains of the best mixture of states (pairwise Frank-Wolfe steps; Lacoste-Julien and Jaggi
 * 2015, arXiv:1511.05932). They are looked for in floating point, but any weights are valid, and the
 * inequality is then used with them as whole numbers, exactly. For sums the sum itself is the bound,
 * for the greatest least the value of the known state is.
 */
#ifndef ENT_ASK_BOUND_H
#define ENT_ASK_BOUND_H

#include "ask/points.h"

/* Vectors among which all that attain the greatest product lie; none when no state was found in which
 * all gain, or numbers have too many digits. *proof says why there are no others, in numbers.
 * ENT_LIMIT when too many states reach the bound. */
ent_status ent_bound_product(ent_front *out, const char **proof, ent_arena *arena,
                             const ent_frontier *f, const ent_gains *gains, const ent_run *run);
/* The same for the sum of gains times whole, positive weights, among states in which nobody loses. */
ent_status ent_bound_sum(ent_front *out, const char **proof, ent_arena *arena,
                         const ent_frontier *f, const ent_gains *gains, const ent_i128 *weight,
                         const ent_run *run);
/* A state with a great least share, share of utility u being (u * scale - offset) / unit: where to
 * start from for the greatest. False when none was found in which nobody loses. */
bool ent_bound_start(ent_i128 *value, ent_arena *arena, const ent_frontier *f,
                     const ent_gains *gains, const ent_gains *share, ent_status *status);

#endif
