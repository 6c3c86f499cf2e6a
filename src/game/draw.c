/* Streams, grids, sorted points. See draw.h. */
#include "game/draw.h"

#include "base/random.h"
#include "game/walk.h"

ent_stream ent_stream_of(uint64_t seed, uint64_t name, uint64_t m) {
    return (ent_stream){.seed = seed, .name = name, .m = m};
}

uint32_t ent_stream_word(ent_stream *stream) {
    if (stream->left == 0) {
        uint64_t draw = stream->m | (uint64_t)stream->block++ << ENT_DRAW_BITS;
        uint32_t counter[4] = {(uint32_t)draw, (uint32_t)(draw >> 32), (uint32_t)stream->name,
                               (uint32_t)(stream->name >> 32)};
        uint32_t key[2] = {(uint32_t)stream->seed, (uint32_t)(stream->seed >> 32)};
        ent_philox(counter, key, stream->word);
        stream->left = 4;
    }
    return stream->word[--stream->left];
}

static uint64_t two_words(ent_stream *stream) {
    uint64_t high = ent_stream_word(stream);
    return high << 32 | ent_stream_word(stream);
}

uint64_t ent_stream_below(ent_stream *stream, uint64_t n) {
    return (uint64_t)((ent_u128)two_words(stream) * n >> 64);
}

double ent_stream_unit(ent_stream *stream) {
    return (double)(two_words(stream) >> 11) * 0x1p-53;
}

double ent_stream_exponential(ent_stream *stream) {
    /* A run of falling numbers that starts with u has an odd length with chance e^-u; each run that
     * does not adds 1, as the distribution has no memory. */
    for (uint32_t whole = 0;; whole++) {
        uint32_t u = ent_stream_word(stream), last = u, next;
        bool odd = true;
        while ((next = ent_stream_word(stream)) < last) {
            last = next;
            odd = !odd;
        }
        if (odd)
            return (double)whole + (double)u * 0x1p-32;
    }
}

/* ---- grids ---- */

#define SIZE_LIMIT ((ent_i128)1 << 52)

static ent_i128 floor_of(ent_number a) {
    return a.num / a.den - (a.num % a.den < 0);
}

bool ent_grid_of(ent_grid *out, ent_range range, ent_number coarsest, bool positive) {
    ent_number step = coarsest, width, steps, lo, hi;
    if (ent_number_cmp(range.lo, range.hi) == 0) {
        if (range.lo.num > SIZE_LIMIT || range.lo.num < -SIZE_LIMIT || range.lo.den > SIZE_LIMIT)
            return false;
        *out = (ent_grid){range.lo.num ? 1 : 0, 1, (int64_t)range.lo.num, (int64_t)range.lo.den};
        return true;
    }
    if (!ent_number_sub(&width, range.hi, range.lo))
        return false;
    for (;;) {
        if (!ent_number_div(&steps, width, step))
            return false;
        if (ent_number_cmp(steps, ent_number_int(1000)) >= 0)
            break;
        if (!ent_number_div(&step, step, ent_number_int(10)))
            return false;
    }
    if (!ent_number_div(&lo, range.lo, step) || !ent_number_div(&hi, range.hi, step))
        return false;
    ent_i128 first = -floor_of((ent_number){-lo.num, lo.den}), last = floor_of(hi);
    first += positive && first == 0;
    if (first < -SIZE_LIMIT || last > SIZE_LIMIT || step.num > SIZE_LIMIT || step.den > SIZE_LIMIT)
        return false;
    *out = (ent_grid){(int64_t)first, (uint64_t)(last - first + 1), (int64_t)step.num,
                      (int64_t)step.den};
    return true;
}

ent_number ent_grid_number(const ent_grid *grid, uint64_t k) {
    ent_i128 num = ((ent_i128)grid->first + (ent_i128)k) * grid->num, den = grid->den;
    ent_i128 common = ent_gcd(num, den);
    return (ent_number){num / common, den / common};
}

void ent_spread_sorted(uint64_t *k, size_t n) {
    for (size_t i = 1; i < n; i++) {
        uint64_t own = k[i];
        size_t j = i;
        for (; j > 0 && k[j - 1] > own; j--)
            k[j] = k[j - 1];
        k[j] = own;
    }
    for (size_t i = 0; i < n; i++)
        k[i] += i;
}
