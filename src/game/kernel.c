/* Lane kernels: plain C for every width, AVX2 and AVX-512 for 32 and 64 bits. See kernel.h. */
#include "game/kernel.h"

#include <string.h>

#define LANE int32_t
#define WIDTH 32
#define LEAST INT32_MIN
#include "game/kernel_lanes.inc"

#define LANE int64_t
#define WIDTH 64
#define LEAST INT64_MIN
#include "game/kernel_lanes.inc"

#define LANE ent_i128
#define WIDTH 128
#define LEAST (-(((ent_i128)1 << 126) - 1) * 2)
#include "game/kernel_lanes.inc"

static const ent_kernels plain = {
    "plain",     at_least_plain32, add_plain32,       max_plain32,  at_least_plain64,
    add_plain64, max_plain64,      at_least_plain128, add_plain128, max_plain128,
};

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl")))

/* Unaligned loads cost nothing on aligned addresses, and lane tables are aligned anyway. */

AVX2 static uint64_t at_least_avx2_32(const int32_t *lanes, int32_t bound, uint64_t *out,
                                      size_t words) {
    /* lane >= bound is not (bound > lane). */
    const __m256i b = _mm256_set1_epi32(bound);
    uint64_t any = 0;
    for (size_t w = 0; w < words; w++, lanes += 64) {
        uint64_t less = 0;
        for (unsigned j = 0; j < 8; j++) {
            __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(lanes + 8 * j));
            __m256i c = _mm256_cmpgt_epi32(b, v);
            less |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(c)) << (8 * j);
        }
        out[w] = ~less;
        any |= ~less;
    }
    return any;
}

AVX2 static uint64_t at_least_avx2_64(const int64_t *lanes, int64_t bound, uint64_t *out,
                                      size_t words) {
    const __m256i b = _mm256_set1_epi64x(bound);
    uint64_t any = 0;
    for (size_t w = 0; w < words; w++, lanes += 64) {
        uint64_t less = 0;
        for (unsigned j = 0; j < 16; j++) {
            __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(lanes + 4 * j));
            __m256i c = _mm256_cmpgt_epi64(b, v);
            less |= (uint64_t)(uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(c)) << (4 * j);
        }
        out[w] = ~less;
        any |= ~less;
    }
    return any;
}

/* Eight bits as eight 32-bit lanes of all ones or zeros. */
AVX2 static inline __m256i spread_32(uint64_t bits) {
    const __m256i each = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
    __m256i v = _mm256_set1_epi32((int32_t)(bits & 255));
    return _mm256_cmpeq_epi32(_mm256_and_si256(v, each), each);
}

AVX2 static inline __m256i spread_64(uint64_t bits) {
    const __m256i each = _mm256_setr_epi64x(1, 2, 4, 8);
    __m256i v = _mm256_set1_epi64x((int64_t)(bits & 15));
    return _mm256_cmpeq_epi64(_mm256_and_si256(v, each), each);
}

AVX2 static void add_avx2_32(int32_t *lanes, const uint64_t *where, int32_t amount, size_t words) {
    const __m256i a = _mm256_set1_epi32(amount);
    for (size_t w = 0; w < words; w++, lanes += 64) {
        uint64_t bits = where[w];
        if (!bits)
            continue;
        for (unsigned j = 0; j < 8; j++) {
            __m256i *at = (__m256i *)(void *)(lanes + 8 * j);
            __m256i part = _mm256_and_si256(spread_32(bits >> (8 * j)), a);
            _mm256_storeu_si256(at, _mm256_add_epi32(_mm256_loadu_si256(at), part));
        }
    }
}

AVX2 static void add_avx2_64(int64_t *lanes, const uint64_t *where, int64_t amount, size_t words) {
    const __m256i a = _mm256_set1_epi64x(amount);
    for (size_t w = 0; w < words; w++, lanes += 64) {
        uint64_t bits = where[w];
        if (!bits)
            continue;
        for (unsigned j = 0; j < 16; j++) {
            __m256i *at = (__m256i *)(void *)(lanes + 4 * j);
            __m256i part = _mm256_and_si256(spread_64(bits >> (4 * j)), a);
            _mm256_storeu_si256(at, _mm256_add_epi64(_mm256_loadu_si256(at), part));
        }
    }
}

AVX2 static int32_t max_avx2_32(const int32_t *lanes, const uint64_t *where, size_t words) {
    __m256i best = _mm256_set1_epi32(INT32_MIN);
    for (size_t w = 0; w < words; w++, lanes += 64) {
        uint64_t bits = where[w];
        if (!bits)
            continue;
        for (unsigned j = 0; j < 8; j++) {
            __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)(lanes + 8 * j));
            __m256i seen = spread_32(bits >> (8 * j));
            v = _mm256_blendv_epi8(_mm256_set1_epi32(INT32_MIN), v, seen);
            best = _mm256_max_epi32(best, v);
        }
    }
    int32_t lane[8], most = INT32_MIN;
    memcpy(lane, &best, sizeof lane);
    for (unsigned j = 0; j < 8; j++)
        most = lane[j] > most ? lane[j] : most;
    return most;
}

AVX512 static uint64_t at_least_avx512_32(const int32_t *lanes, int32_t bound, uint64_t *out,
                                          size_t words) {
    const __m512i b = _mm512_set1_epi32(bound);
    uint64_t any = 0;
    for (size_t w = 0; w < words; w++, lanes += 64) {
        uint64_t bits = 0;
        for (unsigned j = 0; j < 4; j++)
            bits |= (uint64_t)_mm512_cmpge_epi32_mask(_mm512_loadu_si512(lanes + 16 * j), b)
                    << (16 * j);
        out[w] = bits;
        any |= bits;
    }
    return any;
}

AVX512 static uint64_t at_least_avx512_64(const int64_t *lanes, int64_t bound, uint64_t *out,
                                          size_t words) {
    const __m512i b = _mm512_set1_epi64(bound);
    uint64_t any = 0;
    for (size_t w = 0; w < words; w++, lanes += 64) {
        uint64_t bits = 0;
        for (unsigned j = 0; j < 8; j++)
            bits |= (uint64_t)_mm512_cmpge_epi64_mask(_mm512_loadu_si512(lanes + 8 * j), b)
                    << (8 * j);
        out[w] = bits;
        any |= bits;
    }
    return any;
}

AVX512 static void add_avx512_32(int32_t *lanes, const uint64_t *where, int32_t amount,
                                 size_t words) {
    const __m512i a = _mm512_set1_epi32(amount);
    for (size_t w = 0; w < words; w++, lanes += 64) {
        if (!where[w])
            continue;
        for (unsigned j = 0; j < 4; j++) {
            __m512i v = _mm512_loadu_si512(lanes + 16 * j);
            v = _mm512_mask_add_epi32(v, (__mmask16)(where[w] >> (16 * j)), v, a);
            _mm512_storeu_si512(lanes + 16 * j, v);
        }
    }
}

AVX512 static void add_avx512_64(int64_t *lanes, const uint64_t *where, int64_t amount,
                                 size_t words) {
    const __m512i a = _mm512_set1_epi64(amount);
    for (size_t w = 0; w < words; w++, lanes += 64) {
        if (!where[w])
            continue;
        for (unsigned j = 0; j < 8; j++) {
            __m512i v = _mm512_loadu_si512(lanes + 8 * j);
            v = _mm512_mask_add_epi64(v, (__mmask8)(where[w] >> (8 * j)), v, a);
            _mm512_storeu_si512(lanes + 8 * j, v);
        }
    }
}

AVX512 static int32_t max_avx512_32(const int32_t *lanes, const uint64_t *where, size_t words) {
    __m512i best = _mm512_set1_epi32(INT32_MIN);
    for (size_t w = 0; w < words; w++, lanes += 64)
        for (unsigned j = 0; j < 4 && where[w]; j++)
            best = _mm512_mask_max_epi32(best, (__mmask16)(where[w] >> (16 * j)), best,
                                         _mm512_loadu_si512(lanes + 16 * j));
    return _mm512_reduce_max_epi32(best);
}

AVX512 static int64_t max_avx512_64(const int64_t *lanes, const uint64_t *where, size_t words) {
    __m512i best = _mm512_set1_epi64(INT64_MIN);
    for (size_t w = 0; w < words; w++, lanes += 64)
        for (unsigned j = 0; j < 8 && where[w]; j++)
            best = _mm512_mask_max_epi64(best, (__mmask8)(where[w] >> (8 * j)), best,
                                         _mm512_loadu_si512(lanes + 8 * j));
    return _mm512_reduce_max_epi64(best);
}

static const ent_kernels avx2 = {
    "avx2",      at_least_avx2_32, add_avx2_32,       max_avx2_32,  at_least_avx2_64,
    add_avx2_64, max_plain64,      at_least_plain128, add_plain128, max_plain128,
};

static const ent_kernels avx512 = {
    "avx512",      at_least_avx512_32, add_avx512_32,     max_avx512_32, at_least_avx512_64,
    add_avx512_64, max_avx512_64,      at_least_plain128, add_plain128,  max_plain128,
};

const ent_kernels *ent_kernels_best(void) {
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return &avx512;
    return __builtin_cpu_supports("avx2") ? &avx2 : &plain;
}

const ent_kernels *ent_kernels_named(const char *name) {
    const ent_kernels *best = ent_kernels_best();
    if (strcmp(name, "plain") == 0)
        return &plain;
    if (strcmp(name, "avx2") == 0)
        return best != &plain ? &avx2 : NULL;
    return strcmp(name, "avx512") == 0 && best == &avx512 ? &avx512 : NULL;
}
#else
const ent_kernels *ent_kernels_best(void) {
    return &plain;
}

const ent_kernels *ent_kernels_named(const char *name) {
    return strcmp(name, "plain") == 0 ? &plain : NULL;
}
#endif
