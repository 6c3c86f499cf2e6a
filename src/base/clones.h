/* Loops that the compiler makes several times, for processors with and without AVX2 (and the
 * population count that comes with it); which one runs is decided when the program starts. Integer loops
 * only, or floating point without reordering: all copies give the same bits.
 *
 * The thread sanitizer's start-up does not survive it, so there the plain copy alone is made.
 */
#ifndef ENT_BASE_CLONES_H
#define ENT_BASE_CLONES_H

#if defined(__SANITIZE_THREAD__)
#define ENT_CLONES
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ENT_CLONES
#endif
#endif
/* Before a loop that reads below where it writes, from the end down: iterations do not wait for each other. */
#if defined(__clang__)
#define ENT_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define ENT_INDEPENDENT _Pragma("GCC ivdep")
#else
#define ENT_INDEPENDENT
#endif
#if !defined(ENT_CLONES) && defined(__x86_64__) && defined(__linux__)
#define ENT_CLONES __attribute__((target_clones("default", "avx2")))
#elif !defined(ENT_CLONES)
#define ENT_CLONES
#endif

#endif
