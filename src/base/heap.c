/* The one door to malloc, so that tests can make the n-th allocation fail.
 *
 * The counters are atomic because worker threads allocate too; they cost one relaxed addition per
 * allocation, and arenas keep allocations few.
 */
#include "base/base.h"

#include <stdatomic.h>
#include <stdlib.h>

static _Atomic uint64_t asked;
static _Atomic uint64_t fail_from;

/* Counts one allocation and says whether the test at work wants it to fail. */
static bool refused(void) {
    uint64_t n = atomic_fetch_add_explicit(&asked, 1, memory_order_relaxed) + 1;
    uint64_t from = atomic_load_explicit(&fail_from, memory_order_relaxed);
    return from != 0 && n >= from;
}

void *ent_heap_alloc(size_t size) {
    if (refused())
        return NULL;
    return malloc(size ? size : 1);
}

void *ent_heap_resize(void *old, size_t size) {
    if (refused())
        return NULL;
    return realloc(old, size ? size : 1);
}

void ent_heap_free(void *old) {
    free(old);
}

void ent_heap_fail_at(uint64_t n) {
    atomic_store_explicit(&asked, 0, memory_order_relaxed);
    atomic_store_explicit(&fail_from, n, memory_order_relaxed);
}

uint64_t ent_heap_count(void) {
    return atomic_load_explicit(&asked, memory_order_relaxed);
}
