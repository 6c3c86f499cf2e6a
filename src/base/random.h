/* Random numbers by counter: Philox4x32-10.
 *
 * A draw is a function of (seed, stream, draw) alone, so results do not depend on threads, on the order
 * of evaluation, or on what else was drawn. Salmon, Moraes, Dror and Shaw, "Parallel random numbers:
 * as easy as 1, 2, 3", SC 2011, doi:10.1145/2063384.2063405; tested against the published vectors.
 */
#ifndef ENT_BASE_RANDOM_H
#define ENT_BASE_RANDOM_H

#include "base/base.h"

/* One block: four 32-bit words from a 128-bit counter and a 64-bit key. */
void ent_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);
/* Uniform in [0, 1), a multiple of 2^-53. */
double ent_random(uint64_t seed, uint64_t stream, uint64_t draw);
/* Uniform in 0 .. n - 1, n >= 1, exactly: what would favour some is drawn again. */
uint64_t ent_random_below(uint64_t seed, uint64_t stream, uint64_t draw, uint64_t n);
/* A stream number from a name, so that draws follow the name of what is unknown (FNV-1a, 64 bits). */
uint64_t ent_random_stream(const char *name);

#endif
