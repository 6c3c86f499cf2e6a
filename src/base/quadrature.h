/* Gauss-Legendre quadrature on 0..1: m nodes integrate every polynomial of degree 2m - 1 exactly.
 *
 * Nodes come by bisection and Newton's method in pairs of doubles, and each is confirmed by a change of sign of
 * the Legendre polynomial within 2^-80 about it; so x is off by at most 2^-54 and weights by a few
 * roundings.
 */
#ifndef ENT_BASE_QUADRATURE_H
#define ENT_BASE_QUADRATURE_H

#include "base/base.h"

typedef struct ent_quadrature {
    size_t m;
    size_t n;       /* nodes up to 1/2; the others mirror them, 1/2 itself stands once */
    double *x;      /* increasing to 1/2 */
    double *weight; /* weights of all m nodes sum to 1 */
} ent_quadrature;

/* ENT_LIMIT when a node could not be confirmed (it never happened up to m = 500). O(m^2). */
ent_status ent_quadrature_new(ent_quadrature *out, ent_arena *arena, size_t m);

#endif
