/* Fractions of wide numbers, and what they need of them: long division and greatest common divisors
 * (binary: Knuth, The Art of Computer Programming, vol. 2, section 4.5.2). See wide.h.
 */
#include <string.h>

#include "base/wide.h"

static void trim(ent_wide *a) {
    while (a->n && !a->word[a->n - 1])
        a->n--;
}

void ent_wide_of_words(ent_wide *out, const uint64_t *word, size_t n) {
    out->over = false;
    out->n = (uint32_t)(n < ENT_WIDE_WORDS ? n : ENT_WIDE_WORDS);
    for (uint32_t i = 0; i < out->n; i++)
        out->word[i] = word[i];
    trim(out);
}

uint32_t ent_wide_bits(const ent_wide *a) {
    return a->n ? a->n * 64 - (uint32_t)__builtin_clzll(a->word[a->n - 1]) : 0;
}

void ent_wide_times(ent_wide *a, const ent_wide *b) {
    ent_wide out = {.over = a->over || b->over};
    if (!a->n || !b->n) {
        a->n = 0;
        return;
    }
    if (ent_wide_bits(a) + ent_wide_bits(b) > ENT_WIDE_WORDS * 64) {
        a->over = true;
        return;
    }
    uint32_t most = a->n + b->n < ENT_WIDE_WORDS ? a->n + b->n : ENT_WIDE_WORDS;
    memset(out.word, 0, most * sizeof *out.word);
    for (uint32_t i = 0; i < a->n; i++) {
        uint64_t carry = 0;
        for (uint32_t j = 0; j < b->n; j++) {
            ent_u128 sum = (ent_u128)a->word[i] * b->word[j] + out.word[i + j] + carry;
            out.word[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        if (i + b->n < most)
            out.word[i + b->n] = carry;
    }
    out.n = most;
    trim(&out);
    *a = out;
}

void ent_wide_sub(ent_wide *a, const ent_wide *b) {
    uint64_t borrow = 0;
    a->over = a->over || b->over;
    for (uint32_t i = 0; i < a->n; i++) {
        ent_u128 take = (ent_u128)(i < b->n ? b->word[i] : 0) + borrow;
        borrow = a->word[i] < take;
        a->word[i] = (uint64_t)(a->word[i] - take);
    }
    trim(a);
}

void ent_wide_shift_up(ent_wide *a, uint32_t bits) {
    if (!a->n)
        return;
    if (ent_wide_bits(a) + bits > ENT_WIDE_WORDS * 64) {
        a->over = true;
        return;
    }
    uint32_t words = bits / 64, rest = bits % 64;
    uint32_t n = (ent_wide_bits(a) + bits + 63) / 64;
    for (uint32_t i = n; i-- > 0;) {
        uint64_t low = 0;
        if (i >= words) {
            uint32_t from = i - words;
            low = from < a->n ? a->word[from] << rest : 0;
            if (rest && from > 0 && from - 1 < a->n)
                low |= a->word[from - 1] >> (64 - rest);
        }
        a->word[i] = low;
    }
    a->n = n;
}

void ent_wide_shift_down(ent_wide *a, uint32_t bits) {
    uint32_t words = bits / 64, rest = bits % 64;
    if (words >= a->n) {
        a->n = 0;
        return;
    }
    for (uint32_t i = 0; i < a->n - words; i++) {
        uint64_t high = i + words + 1 < a->n ? a->word[i + words + 1] : 0;
        a->word[i] = a->word[i + words] >> rest | (rest ? high << (64 - rest) : 0);
    }
    a->n -= words;
    trim(a);
}

void ent_wide_div(ent_wide *quotient, ent_wide *a, const ent_wide *b) {
    uint32_t high = ent_wide_bits(a), low = ent_wide_bits(b);
    quotient->over = a->over || b->over;
    quotient->n = 0;
    if (high < low)
        return;
    ent_wide part = *b;
    ent_wide_shift_up(&part, high - low);
    quotient->n = (high - low) / 64 + 1;
    memset(quotient->word, 0, quotient->n * sizeof *quotient->word);
    for (uint32_t at = high - low + 1; at-- > 0;) {
        if (ent_wide_cmp(a, &part) >= 0) {
            ent_wide_sub(a, &part);
            quotient->word[at / 64] |= UINT64_C(1) << at % 64;
        }
        ent_wide_shift_down(&part, 1);
    }
    trim(quotient);
}

static uint32_t twos(const ent_wide *a) {
    uint32_t i = 0;
    while (i < a->n && !a->word[i])
        i++;
    return i * 64 + (i < a->n ? (uint32_t)__builtin_ctzll(a->word[i]) : 0);
}

/* Both above zero. */
static void gcd(ent_wide *out, const ent_wide *x, const ent_wide *y) {
    ent_wide a = *x, b = *y;
    uint32_t two_a = twos(&a), two_b = twos(&b);
    ent_wide_shift_down(&a, two_a);
    ent_wide_shift_down(&b, two_b);
    for (;;) {
        int order = ent_wide_cmp(&a, &b);
        if (order == 0)
            break;
        ent_wide *more = order > 0 ? &a : &b;
        ent_wide_sub(more, order > 0 ? &b : &a);
        ent_wide_shift_down(more, twos(more));
    }
    ent_wide_shift_up(&a, two_a < two_b ? two_a : two_b);
    *out = a;
}

void ent_ratio_reduce(ent_ratio *a) {
    ent_wide common, rest;
    if (!a->num.n) {
        ent_wide_set(&a->den, 1);
        return;
    }
    gcd(&common, &a->num, &a->den);
    if (common.n == 1 && common.word[0] == 1)
        return;
    rest = a->num;
    ent_wide_div(&a->num, &rest, &common);
    rest = a->den;
    ent_wide_div(&a->den, &rest, &common);
}

static double scaled(double value, int by) {
    for (; by > 0; by--)
        value *= 2;
    for (; by < 0; by++)
        value /= 2;
    return value;
}

double ent_ratio_double(const ent_ratio *a) {
    ent_wide num = a->num, den = a->den, quotient;
    if (!num.n)
        return 0;
    /* The quotient has 64 or 65 bits; what is cut off only matters as a tie-breaker. */
    int shift = 65 - (int)ent_wide_bits(&num) + (int)ent_wide_bits(&den);
    if (shift > 0)
        ent_wide_shift_up(&num, (uint32_t)shift);
    else
        ent_wide_shift_up(&den, (uint32_t)-shift);
    ent_wide_div(&quotient, &num, &den);
    int cut = (int)ent_wide_bits(&quotient) - 64;
    uint64_t lost = quotient.word[0] & ((UINT64_C(1) << cut) - 1);
    ent_wide_shift_down(&quotient, (uint32_t)cut);
    uint64_t top = quotient.word[0], low = top & 0x7ff; /* 53 bits stay */
    bool sticky = lost || num.n;
    top >>= 11;
    if (low > 0x400 || (low == 0x400 && (sticky || (top & 1))))
        top++;
    return scaled((double)top, 11 + cut - shift);
}

void ent_ratio_print(ent_buffer *out, const ent_ratio *a) {
    ent_wide_print(out, &a->num);
    if (a->den.n == 1 && a->den.word[0] == 1)
        return;
    ent_buffer_put(out, "/");
    ent_wide_print(out, &a->den);
}
