/* Antichains and minimal hitting sets. See hitting.h. */
#include "base/hitting.h"

#include <stdlib.h>
#include <string.h>

#define WORDS (ENT_ELEMENTS_MAX / 64)

size_t ent_elements_count(const ent_elements *set) {
    size_t count = 0;
    for (size_t w = 0; w < WORDS; w++)
        count += (size_t)__builtin_popcountll(set->word[w]);
    return count;
}

/* Whether x is a subset of y. */
static bool within(const ent_elements *x, const ent_elements *y) {
    for (size_t w = 0; w < WORDS; w++)
        if (x->word[w] & ~y->word[w])
            return false;
    return true;
}

static bool meets(const ent_elements *x, const ent_elements *y) {
    for (size_t w = 0; w < WORDS; w++)
        if (x->word[w] & y->word[w])
            return true;
    return false;
}

bool ent_antichain_add(ent_antichain *chain, const ent_elements *set) {
    size_t kept = 0;
    for (size_t k = 0; k < chain->n; k++)
        if (within(&chain->sets[k], set))
            return true;
    for (size_t k = 0; k < chain->n; k++)
        if (!within(set, &chain->sets[k]))
            chain->sets[kept++] = chain->sets[k];
    chain->n = kept;
    if (chain->n == chain->cap)
        return false;
    chain->sets[chain->n++] = *set;
    return true;
}

/* Fewer elements first; of equally many the one with the lower first difference. */
static int by_size(const void *a, const void *b) {
    const ent_elements *x = a, *y = b;
    size_t nx = ent_elements_count(x), ny = ent_elements_count(y);
    if (nx != ny)
        return nx < ny ? -1 : 1;
    for (size_t w = 0; w < WORDS; w++) {
        uint64_t differ = x->word[w] ^ y->word[w];
        if (differ)
            return x->word[w] & (differ & -differ) ? -1 : 1;
    }
    return 0;
}

void ent_elements_sort(ent_elements *sets, size_t n) {
    if (n > 1)
        qsort(sets, n, sizeof *sets, by_size);
}

/* One step of Berge's construction. */
static void extend(ent_antichain *next, const ent_antichain *now, const ent_elements *set,
                   size_t n_elements, bool *partial) {
    next->n = 0;
    for (size_t k = 0; k < now->n; k++)
        if (meets(&now->sets[k], set))
            *partial = !ent_antichain_add(next, &now->sets[k]) || *partial;
    for (size_t k = 0; k < now->n; k++) {
        if (meets(&now->sets[k], set))
            continue;
        for (size_t e = 0; e < n_elements; e++) {
            if (!ent_elements_has(set, e))
                continue;
            ent_elements more = now->sets[k];
            ent_elements_add(&more, e);
            *partial = !ent_antichain_add(next, &more) || *partial;
        }
    }
}

ent_status ent_hitting_sets(ent_elements **out, size_t *n_out, bool *partial, ent_arena *arena,
                            const ent_elements *sets, size_t n, size_t n_elements, size_t most) {
    ent_antichain now = {ENT_NEW(arena, ent_elements, most), 0, most};
    ent_antichain next = {ENT_NEW(arena, ent_elements, most), 0, most};
    *partial = false;
    if (!now.sets || !next.sets)
        return ENT_NOMEM;
    now.n = n > 0; /* nothing to meet: no conflict; otherwise start from the empty set */
    for (size_t k = 0; k < n; k++) {
        extend(&next, &now, &sets[k], n_elements, partial);
        ent_antichain swap = now;
        now = next;
        next = swap;
    }
    ent_elements_sort(now.sets, now.n);
    *out = now.sets;
    *n_out = now.n;
    return ENT_OK;
}
