/* Drawing what is open: streams of random integers, points of ranges on a grid, sorted points.
 *
 * A stream is named; its k-th number in model m is a function of (seed, name, m, k) alone. Everything
 * drawn is an integer multiple of a decimal step, so that arithmetic stays exact and what is compared
 * strictly differs by at least one step. No function of libm has a part in it.
 */
#ifndef ENT_GAME_DRAW_H
#define ENT_GAME_DRAW_H

#include "scenario/scenario.h"

/* The random numbers of one name in one model. */
typedef struct ent_stream {
    uint64_t seed, name, m;
    uint32_t block, left;
    uint32_t word[4];
} ent_stream;

ent_stream ent_stream_of(uint64_t seed, uint64_t name, uint64_t m);
uint32_t ent_stream_word(ent_stream *stream);
/* Uniform among 0 .. n - 1, n >= 1 (each within n / 2^64 of its share). */
uint64_t ent_stream_below(ent_stream *stream, uint64_t n);
/* Uniform in [0, 1), a multiple of 2^-53. */
double ent_stream_unit(ent_stream *stream);
/* Exponential with mean 1, by comparing uniform numbers alone (von Neumann 1951, "Various techniques
 * used in connection with random digits"). A multiple of 2^-32. */
double ent_stream_exponential(ent_stream *stream);

/* A range as the multiples first .. first + n - 1 of num / den. */
typedef struct ent_grid {
    int64_t first;
    uint64_t n; /* 1: known, whether or not it lies on a decimal grid */
    int64_t num, den;
} ent_grid;

/* Steps are powers of ten, at most `coarsest`, fine enough for 1,000 of them in the range. `positive`
 * leaves 0 out. False when 64 bits do not hold it. */
bool ent_grid_of(ent_grid *out, ent_range range, ent_number coarsest, bool positive);
ent_number ent_grid_number(const ent_grid *grid, uint64_t k);

/* n strictly increasing integers in 0 .. size - 1 from n uniform draws, whose k-th is below size - n + 1:
 * sorted, and moved apart by one each. O(n^2) for the few there are. */
void ent_spread_sorted(uint64_t *k, size_t n);

#endif
