/* Wide unsigned integers: products of many gains, compared exactly.
 *
 * A Nash product of eight gains of 100 bits has 800 bits, so 128 do not do. These have a fixed most
 * length and notice when they pass it; nothing is allocated. Only what products, sums and
 * comparisons need is here (Knuth, The Art of Computer Programming, vol. 2, section 4.3.1).
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
/* Decimal digits. */
void ent_wide_print(ent_buffer *out, const ent_wide *a);

#endif
