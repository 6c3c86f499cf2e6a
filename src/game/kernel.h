/* The innermost loops: lanes against a bound, amounts added where a bit is set, the greatest lane.
 *
 * A lane array holds 64 lanes per word of the bit sets beside it. Each function exists in plain C
 * (the reference, and what other processors run) and for AVX2 and AVX-512, chosen at run time; all
 * give the same bits. Intrinsics earn their place in bench/bench_scan.c: compilers do not turn a
 * comparison of lanes into bits by themselves.
 */
#ifndef ENT_GAME_KERNEL_H
#define ENT_GAME_KERNEL_H

#include "base/base.h"

#define ENT_KERNELS_OF(T, W)                                                                       \
    /* Bit j of out: lanes[j] >= bound. Returns the or of all words. */                            \
    uint64_t (*at_least##W)(const T *lanes, T bound, uint64_t *out, size_t words);                 \
    /* lanes[j] += amount where bit j is set. */                                                   \
    void (*add##W)(T * lanes, const uint64_t *where, T amount, size_t words);                      \
    /* The greatest lane where a bit is set (some bit is). */                                      \
    T (*max##W)(const T *lanes, const uint64_t *where, size_t words);

typedef struct ent_kernels {
    const char *name; /* "plain", "avx2", "avx512" */
    ENT_KERNELS_OF(int32_t, 32)
    ENT_KERNELS_OF(int64_t, 64)
    ENT_KERNELS_OF(ent_i128, 128)
} ent_kernels;

/* The fastest that this processor runs. */
const ent_kernels *ent_kernels_best(void);
/* By name, for tests and benchmarks; NULL when there is none or the processor does not run it. */
const ent_kernels *ent_kernels_named(const char *name);

#endif
