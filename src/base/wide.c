/* Schoolbook arithmetic on words of 64 bits. See wide.h. */
#include "base/wide.h"

#include <string.h>

void ent_wide_set(ent_wide *out, ent_u128 value) {
    out->over = false;
    out->word[0] = (uint64_t)value;
    out->word[1] = (uint64_t)(value >> 64);
    out->n = out->word[1] ? 2 : out->word[0] != 0;
}

static void push(ent_wide *a, uint64_t word) {
    if (!word)
        return;
    if (a->n == ENT_WIDE_WORDS)
        a->over = true;
    else
        a->word[a->n++] = word;
}

static void mul_word(ent_wide *a, uint64_t by) {
    uint64_t carry = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        ent_u128 product = (ent_u128)a->word[i] * by + carry;
        a->word[i] = (uint64_t)product;
        carry = (uint64_t)(product >> 64);
    }
    push(a, carry);
}

void ent_wide_mul(ent_wide *a, ent_u128 by) {
    uint64_t high = (uint64_t)(by >> 64);
    if (by == 0 || a->n == 0) {
        a->n = 0;
        return;
    }
    if (!high) {
        mul_word(a, (uint64_t)by);
        return;
    }
    if (a->n == ENT_WIDE_WORDS) {
        a->over = true;
        return;
    }
    ent_wide upper = {.n = a->n + 1, .over = a->over}; /* a * 2^64 */
    memcpy(upper.word + 1, a->word, a->n * sizeof *a->word);
    mul_word(&upper, high);
    mul_word(a, (uint64_t)by);
    while (a->n && !a->word[a->n - 1])
        a->n--;
    ent_wide_add(a, &upper);
}

void ent_wide_add(ent_wide *a, const ent_wide *b) {
    uint64_t carry = 0;
    a->over = a->over || b->over;
    while (a->n < b->n)
        a->word[a->n++] = 0;
    for (uint32_t i = 0; i < a->n; i++) {
        ent_u128 sum = (ent_u128)a->word[i] + (i < b->n ? b->word[i] : 0) + carry;
        a->word[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    push(a, carry);
}

int ent_wide_cmp(const ent_wide *a, const ent_wide *b) {
    if (a->n != b->n)
        return a->n < b->n ? -1 : 1;
    for (uint32_t i = a->n; i-- > 0;)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i] ? -1 : 1;
    return 0;
}

uint64_t ent_wide_divide(ent_wide *a, uint64_t by) {
    uint64_t rest = 0;
    for (uint32_t i = a->n; i-- > 0;) {
        ent_u128 part = (ent_u128)rest << 64 | a->word[i];
        a->word[i] = (uint64_t)(part / by);
        rest = (uint64_t)(part % by);
    }
    while (a->n && !a->word[a->n - 1])
        a->n--;
    return rest;
}

double ent_wide_double(const ent_wide *a, int *shift) {
    if (!a->n) {
        *shift = 0;
        return 0;
    }
    uint64_t top = a->word[a->n - 1];
    int lead = __builtin_clzll(top);
    if (lead && a->n > 1)
        top = top << lead | a->word[a->n - 2] >> (64 - lead);
    else
        top <<= lead;
    *shift = (int)(a->n - 1) * 64 - lead;
    return (double)top;
}

void ent_wide_print(ent_buffer *out, const ent_wide *a) {
    const uint64_t chunk = 1000000000000000000u; /* 18 digits at a time */
    uint64_t parts[ENT_WIDE_WORDS * 2];
    size_t n = 0;
    ent_wide rest = *a;
    do
        parts[n++] = ent_wide_divide(&rest, chunk);
    while (rest.n);
    ent_buffer_printf(out, "%llu", (unsigned long long)parts[--n]);
    while (n-- > 0)
        ent_buffer_printf(out, "%018llu", (unsigned long long)parts[n]);
}
