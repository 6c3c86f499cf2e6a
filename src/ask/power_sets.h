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

/* sum[to] += more, unless `to` is an end. Many lead to one: pairs of doubles, so that a term goes through no
 * more roundings than there are layers. */
static inline void ent_power_lead_on(ent_twofold *sum, uint32_t to, uint32_t first_end,
                                     double more) {
    if (to < first_end)
        sum[to] = ent_twofold_add(sum[to], ent_twofold_of(more));
}

#endif
