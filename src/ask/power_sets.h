/* Sets of states that coalitions lead to, each told by words: a table of those of one layer of voters. */
#ifndef ENT_ASK_POWER_SETS_H
#define ENT_ASK_POWER_SETS_H

#include "base/base.h"
#include "base/twofold.h"

/* Set k is word[at[k]] .. word[at[k + 1] - 1]. */
typedef struct ent_power_sets {
    size_t n, cap, cap_words, size;
    size_t *at;
    uint32_t *word;
    uint32_t *slots; /* set + 1; 0: free; `size` of them, a power of two */
} ent_power_sets;

void ent_power_sets_free(ent_power_sets *sets);
void ent_power_sets_empty(ent_power_sets *sets);
/* The number of a set, which is put in where it is new. ENT_LIMIT: too many words. */
ent_status ent_power_sets_find(ent_power_sets *sets, const uint32_t *word, size_t n, uint32_t *out);

/* Sets by layers: each of a layer is handed over with its number of words, and what it leads to is put into
 * the sets of the next. first[layer] is the number of the layer's first set, counted from the root's, 0.
 * ENT_LIMIT: more than `most` sets. */
typedef ent_status (*ent_power_sets_fn)(void *user, ent_power_sets *next, const uint32_t *word,
                                        size_t n, size_t layer);
typedef struct ent_power_sets_layers {
    size_t *first; /* n_layers + 1 */
    size_t n_layers, most;
    const char *what; /* for progress */
} ent_power_sets_layers;
ent_status ent_power_sets_build(const ent_power_sets_layers *layers, const uint32_t *root,
                                size_t n_root, ent_power_sets_fn add, void *user,
                                const ent_run *run);

/* sum[to] += more, unless `to` is an end. Many lead to one: pairs of doubles, so that a term goes through no
 * more roundings than there are layers. */
static inline void ent_power_lead_on(ent_twofold *sum, uint32_t to, uint32_t first_end,
                                     double more) {
    if (to < first_end)
        sum[to] = ent_twofold_add(sum[to], ent_twofold_of(more));
}

#endif
