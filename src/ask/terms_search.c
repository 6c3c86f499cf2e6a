/* Levels, limits and sets already found. See terms_search.h. */
#include "ask/terms_search.h"

#include <stdlib.h>
#include <string.h>

ent_status ent_term_search_new(ent_term_search *s, ent_arena *arena, uint32_t n,
                               const uint32_t *dim, ent_term_sets *found, size_t limit,
                               uint64_t work, const ent_run *run) {
    *s = (ent_term_search){
        .run = run, .n = n, .dim = dim, .limit = limit, .work = work, .found = found};
    found->sets = ENT_NEW(arena, ent_term_set, 2 * limit);
    s->last = ENT_NEW(arena, uint32_t, limit);
    if (!found->sets || !s->last)
        return ENT_NOMEM;
    for (uint32_t i = 0; i <= n; i++)
        if (!(s->near[i] = ENT_NEW(arena, uint32_t, limit)))
            return ENT_NOMEM;
    memset(s->now.digit, ENT_TERMS_OPEN, sizeof s->now.digit);
    return ENT_OK;
}

/* Fewest terms first; of those the one that says something of an earlier dimension, or takes an
 * earlier outcome of it. */
static int by_size(const void *a, const void *b) {
    const ent_term_set *x = a, *y = b;
    if (x->size != y->size)
        return x->size < y->size ? -1 : 1;
    return memcmp(x->digit, y->digit, sizeof x->digit);
}

/* Keeps the first of a level in the author's order, whatever the order in which they come. */
void ent_term_take(ent_term_search *s) {
    ent_term_sets *f = s->found;
    f->sets[f->n] = s->now;
    f->sets[f->n++].size = s->level;
    s->in_level++;
    if (f->n == 2 * s->limit) {
        qsort(f->sets, f->n, sizeof *f->sets, by_size);
        f->n = s->limit;
    }
}

bool ent_term_spend(ent_term_search *s, uint64_t work) {
    s->done += work;
    if (s->halt == ENT_OK && s->done > s->work)
        s->halt = ENT_LIMIT;
    if (s->halt == ENT_OK && s->run->stop && __atomic_load_n(s->run->stop, __ATOMIC_RELAXED))
        s->halt = ENT_CANCELLED;
    return s->halt == ENT_OK;
}

bool ent_term_decide(ent_term_search *s, uint32_t place, uint8_t digit) {
    uint32_t dim = s->dim[place], *near = s->near[place + 1];
    size_t n = 0;
    s->now.digit[dim] = digit;
    for (size_t i = 0; i < s->n_near[place]; i++) {
        uint32_t k = s->near[place][i];
        uint8_t wanted = s->found->sets[k].digit[dim];
        if (wanted != ENT_TERMS_OPEN && wanted != digit)
            continue;
        if (s->last[k] == place)
            return false;
        near[n++] = k;
    }
    s->n_near[place + 1] = n;
    return ent_term_spend(s, 1 + s->n_near[place] / 8);
}

/* From now on branches end where they contain a set of this level. */
static void learn(ent_term_search *s, size_t from) {
    for (size_t i = from; i < s->found->n; i++) {
        for (uint32_t place = 0; place < s->n; place++)
            if (s->found->sets[i].digit[s->dim[place]] != ENT_TERMS_OPEN)
                s->last[i] = place;
        s->near[0][s->n_near[0]++] = (uint32_t)i;
    }
}

ent_status ent_term_search_run(ent_term_search *s, ent_term_level_fn level, void *user) {
    ent_term_sets *f = s->found;
    size_t before = 0;
    for (s->level = 0; s->level <= s->n; s->level++) {
        s->in_level = 0;
        level(s, user);
        qsort(f->sets, f->n, sizeof *f->sets, by_size);
        bool all = before + s->in_level <= s->limit;
        f->n = all ? f->n : s->limit;
        f->exhausted = s->halt == ENT_LIMIT;
        if (s->halt == ENT_NOMEM)
            return ENT_NOMEM;
        if (s->halt != ENT_OK || !all)
            return s->halt == ENT_CANCELLED ? ENT_CANCELLED : ENT_OK;
        f->searched = s->level + 1;
        learn(s, before);
        before = f->n;
        if (s->level == 0 && f->n)
            break; /* the empty set lies inside of every other */
    }
    f->complete = true;
    return ENT_OK;
}
