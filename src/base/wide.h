/* Wide unsigned integers: products of many gains, counts of coalitions, compared exactly.
 *
 * A Nash product of eight gains of 100 bits has 800 bits, so 128 do not do. These have a fixed most
 * length and notice when they pass it; nothing is allocated. Only what products, sums,
 * comparisons and fractions need is here (Knuth, The Art of Computer Programming, vol. 2, section 4.3.1).
 */
#ifndef ENT_BASE_WIDE_H
#define ENT_BASE_WIDE_H

#include "base/base.h"

#define ENT_WIDE_WORDS 48u /* 3072 bits: 24 gains of 128 bits */

typedef struct ent_wide {
    uint32_t n;                    /* words in use; 0: the number is zero */
    bool over;                     /* passed the most length: the words mean nothing any more */
    uint64_t word[ENT_WIDE_WORDS]; /* least first; those from n on are not set */
} ent_wide;

void ent_wide_set(ent_wide *out, ent_u128 value);
/* What passed the most length stays `over`. O(words). */
void ent_wide_mul(ent_wide *a, ent_u128 by);
void ent_wide_add(ent_wide *a, const ent_wide *b);
/* Neither may be `over`. */
int ent_wide_cmp(const ent_wide *a, const ent_wide *b);
/* Divides by a small number, returns the rest. */
uint64_t ent_wide_divide(ent_wide *a, uint64_t by);
/* value * 2^-shift as a double, cut off below its 64 leading bits; *shift is chosen so that it lies
 * in [2^63, 2^64), or 0 for zero. Ratios of wide numbers stay in the range of a double that way. */
double ent_wide_double(const ent_wide *a, int *shift);
/* From words, least first; those from ENT_WIDE_WORDS on must be 0. */
void ent_wide_of_words(ent_wide *out, const uint64_t *word, size_t n);
/* a * b; O(words^2). */
void ent_wide_times(ent_wide *a, const ent_wide *b);
/* a - b for a >= b. */
void ent_wide_sub(ent_wide *a, const ent_wide *b);
void ent_wide_shift_up(ent_wide *a, uint32_t bits);
void ent_wide_shift_down(ent_wide *a, uint32_t bits);
/* Bits in use; 0 for zero. */
uint32_t ent_wide_bits(const ent_wide *a);
/* *quotient = a / b cut off, a becomes the rest; b > 0. Bit by bit: O(bits * words). */
void ent_wide_div(ent_wide *quotient, ent_wide *a, const ent_wide *b);

/* A fraction num / den >= 0, den > 0. */
typedef struct ent_ratio {
    ent_wide num, den;
} ent_ratio;

/* To lowest terms; neither may be `over`. */
void ent_ratio_reduce(ent_ratio *a);
/* The nearest double (ties to even); exact for every ratio whose parts have at most 3000 bits. */
double ent_ratio_double(const ent_ratio *a);
/* "7", "3/7"; in lowest terms where the ratio is. */
void ent_ratio_print(ent_buffer *out, const ent_ratio *a);

/* Decimal digits. */
void ent_wide_print(ent_buffer *out, const ent_wide *a);

#endif
