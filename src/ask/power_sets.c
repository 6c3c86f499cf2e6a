/* The sets of states of one layer, found by their words: see power_sets.h. */
#include "ask/power_sets.h"

#include <string.h>

#define MOST_WORDS ((size_t)1 << 25) /* of the sets of a layer: 128 MiB */

void ent_power_sets_free(ent_power_sets *t) {
    ent_heap_free(t->at);
    ent_heap_free(t->word);
    ent_heap_free(t->slots);
}

void ent_power_sets_empty(ent_power_sets *t) {
    t->n = 0;
    if (t->slots)
        memset(t->slots, 0, t->size * sizeof *t->slots);
}

static size_t hash(const uint32_t *state, size_t n) {
    uint64_t h = 0x9e3779b97f4a7c15u;
    for (size_t i = 0; i < n; i++) {
        h = (h ^ state[i]) * 0xbf58476d1ce4e5b9u;
        h ^= h >> 29;
    }
    return (size_t)h;
}

static ent_status grow(ent_power_sets *t) {
    const size_t cap = t->cap ? 2 * t->cap : 64, size = 2 * cap;
    size_t *at = ent_heap_resize(t->at, (cap + 1) * sizeof *at);
    if (!at)
        return ENT_NOMEM;
    t->at = at;
    uint32_t *slots = ent_heap_resize(t->slots, size * sizeof *slots);
    if (!slots)
        return ENT_NOMEM;
    t->slots = slots;
    memset(slots, 0, size * sizeof *slots);
    for (size_t k = 0; k < t->n; k++) {
        size_t slot = hash(t->word + t->at[k], t->at[k + 1] - t->at[k]) & (size - 1);
        while (slots[slot])
            slot = (slot + 1) & (size - 1);
        slots[slot] = (uint32_t)k + 1;
    }
    t->cap = cap;
    t->size = size;
    return ENT_OK;
}

static ent_status add_words(ent_power_sets *t, const uint32_t *word, size_t n) {
    const size_t from = t->n ? t->at[t->n] : 0;
    if (from + n > t->cap_words) {
        const size_t cap = t->cap_words ? 2 * t->cap_words : 4096;
        if (cap > MOST_WORDS)
            return ENT_LIMIT;
        uint32_t *grown = ent_heap_resize(t->word, cap * sizeof *grown);
        if (!grown)
            return ENT_NOMEM;
        t->word = grown;
        t->cap_words = cap;
    }
    memcpy(t->word + from, word, n * sizeof *word);
    t->at[t->n] = from;
    t->at[++t->n] = from + n;
    return ENT_OK;
}

ent_status ent_power_sets_find(ent_power_sets *t, const uint32_t *word, size_t n, uint32_t *out) {
    if (t->n == t->cap)
        ENT_TRY(grow(t));
    size_t slot = hash(word, n) & (t->size - 1);
    for (; t->slots[slot]; slot = (slot + 1) & (t->size - 1)) {
        const size_t k = t->slots[slot] - 1, from = t->at[k];
        if (t->at[k + 1] - from == n && memcmp(t->word + from, word, n * sizeof *word) == 0) {
            *out = (uint32_t)k;
            return ENT_OK;
        }
    }
    *out = (uint32_t)t->n;
    ENT_TRY(add_words(t, word, n));
    t->slots[slot] = (uint32_t)t->n;
    return ENT_OK;
}

static ent_status build_layer(const ent_power_sets_layers *l, size_t layer,
                              const ent_power_sets *now, ent_power_sets *next,
                              ent_power_sets_fn add, void *user) {
    l->first[layer + 1] = l->first[layer] + now->n;
    if (l->first[layer + 1] > l->most)
        return ENT_LIMIT;
    ent_power_sets_empty(next);
    for (size_t k = 0; k < now->n; k++)
        ENT_TRY(add(user, next, now->word + now->at[k], now->at[k + 1] - now->at[k], layer));
    return ENT_OK;
}

ent_status ent_power_sets_build(const ent_power_sets_layers *layers, const uint32_t *root,
                                size_t n_root, ent_power_sets_fn add, void *user,
                                const ent_run *run) {
    ent_power_sets now = {0}, next = {0};
    uint32_t number;
    ent_status status = ent_power_sets_find(&now, root, n_root, &number);
    for (size_t k = 0; status == ENT_OK && k < layers->n_layers; k++) {
        status = build_layer(layers, k, &now, &next, add, user);
        const ent_power_sets other = now;
        now = next;
        next = other;
        if (run->stop && *run->stop)
            status = ENT_CANCELLED;
        if (run->progress)
            run->progress(run->user, layers->what, k, layers->n_layers);
    }
    ent_power_sets_free(&now);
    ent_power_sets_free(&next);
    return status;
}
