/* Minimal sufficient terms and breakers over bit sets of states. See terms.h. */
#include "ask/terms.h"

#include "game/state.h"

#include <stdlib.h>
#include <string.h>

/* States are written in the plan's own order, its first low dimensions (the *inner* ones) within a
 * word and the others, slowest first, across words. */
typedef struct layout {
    const ent_bargain *bargain;
    uint32_t n, n_outer;
    uint32_t dim[ENT_TERMS_DIMS]; /* per place in that order: dimension of the plan */
    uint32_t radix[ENT_TERMS_DIMS];
    uint64_t stride[ENT_TERMS_DIMS];  /* outer: words between neighbouring digits */
    uint64_t *within[ENT_TERMS_DIMS]; /* inner: states of a word per digit */
    uint32_t inner;                   /* states of a word */
    uint64_t words;
    uint64_t *deal, *other; /* feasible states that are deals, and that are not */
} layout;

/* ---- the bits ---- */

static bool make_layout(layout *t, const ent_bargain *b) {
    const ent_plan *plan = b->plan;
    size_t n_inner = 0;
    *t = (layout){.bargain = b, .inner = 1};
    while (n_inner < plan->n_low && t->inner * plan->dims[plan->low_dims[n_inner]].n <= 64)
        t->inner *= plan->dims[plan->low_dims[n_inner++]].n;
    t->words = plan->n_states / t->inner;
    if (t->words > ENT_TERMS_WORDS)
        return false;
    t->n = (uint32_t)plan->n_dims;
    t->n_outer = t->n - (uint32_t)n_inner;
    for (uint32_t i = 0; i < t->n; i++) {
        size_t from_fast = t->n - 1 - i;
        t->dim[i] = from_fast < plan->n_low ? plan->low_dims[from_fast]
                                            : plan->high_dims[from_fast - plan->n_low];
        t->radix[i] = plan->dims[t->dim[i]].n;
    }
    uint64_t stride = t->words;
    for (uint32_t i = 0; i < t->n_outer; i++)
        t->stride[i] = stride /= t->radix[i];
    return true;
}

static ent_status make_bits(layout *t, ent_arena *arena) {
    uint32_t stride = 1;
    for (uint32_t i = t->n; i-- > t->n_outer;) {
        if (!(t->within[i] = ENT_NEW(arena, uint64_t, t->radix[i])))
            return ENT_NOMEM;
        for (uint32_t x = 0; x < t->inner; x++)
            t->within[i][x / stride % t->radix[i]] |= (uint64_t)1 << x;
        stride *= t->radix[i];
    }
    t->deal = ENT_NEW(arena, uint64_t, t->words);
    t->other = ENT_NEW(arena, uint64_t, t->words);
    return t->deal && t->other ? ENT_OK : ENT_NOMEM;
}

/* n <= 64 bits from place `from` on. */
static uint64_t bits_at(const uint64_t *bits, uint32_t from, uint32_t n) {
    uint32_t word = from / 64, offset = from % 64;
    uint64_t got = bits[word] >> offset;
    if (offset + n > 64)
        got |= bits[word + 1] << (64 - offset);
    return n == 64 ? got : got & (((uint64_t)1 << n) - 1);
}

static ent_status write_block(void *user, ent_block *block, unsigned worker) {
    layout *t = user;
    const ent_bargain *b = t->bargain;
    const ent_plan *plan = b->plan;
    uint64_t feasible[ENT_BLOCK_WORDS], number = 0;
    (void)worker;
    for (size_t level = plan->n_high; level-- > 0;) {
        uint32_t dim = plan->high_dims[level];
        number = number * plan->dims[dim].n + ent_block_high_digit(block, dim);
    }
    const uint64_t *rules = ent_block_bits(block, b->feasible);
    for (size_t w = 0; w < plan->words; w++)
        feasible[w] = plan->valid[w] & rules[w];
    const uint64_t *deals = ent_block_bits(block, b->deal);
    uint64_t at = number * (plan->block / t->inner);
    for (uint32_t x = 0; x < plan->block; x += t->inner, at++) {
        t->deal[at] = bits_at(deals, x, t->inner);
        t->other[at] = bits_at(feasible, x, t->inner) & ~t->deal[at];
    }
    return ENT_OK;
}

/* ---- the search ---- */

typedef struct search {
    const layout *t;
    const ent_run *run;
    const uint64_t *never, *some; /* sought: none of the former, some of the latter */
    uint64_t *never_room[ENT_TERMS_DIMS], *some_room[ENT_TERMS_DIMS]; /* united slices per place */
    uint64_t work, done;
    size_t limit, in_level; /* found with this number of terms */
    uint32_t level;
    ent_term_set now;
    /* Per place: which sets found at lower levels the set at hand may still come to contain, given
     * what was decided before that place. The number of each in `found`. */
    uint32_t *near[ENT_TERMS_DIMS + 1];
    size_t n_near[ENT_TERMS_DIMS + 1];
    uint32_t *last; /* per set found: the last place it says something of */
    ent_term_sets *found;
    ent_status halt;
} search;

static ent_status search_new(search *s, ent_arena *arena, const layout *t, ent_term_sets *found,
                             size_t limit) {
    *s = (search){.t = t, .limit = limit, .found = found};
    found->sets = ENT_NEW(arena, ent_term_set, 2 * limit);
    s->last = ENT_NEW(arena, uint32_t, limit);
    if (!found->sets || !s->last)
        return ENT_NOMEM;
    for (uint32_t i = 0; i <= t->n; i++)
        if (!(s->near[i] = ENT_NEW(arena, uint32_t, limit)))
            return ENT_NOMEM;
    for (uint32_t i = 0; i < t->n_outer; i++) {
        s->never_room[i] = ENT_NEW(arena, uint64_t, t->stride[i]);
        s->some_room[i] = ENT_NEW(arena, uint64_t, t->stride[i]);
        if (!s->never_room[i] || !s->some_room[i])
            return ENT_NOMEM;
    }
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
static void take_set(search *s) {
    ent_term_sets *f = s->found;
    f->sets[f->n] = s->now;
    f->sets[f->n++].size = s->level;
    s->in_level++;
    if (f->n == 2 * s->limit) {
        qsort(f->sets, f->n, sizeof *f->sets, by_size);
        f->n = s->limit;
    }
}

/* Counts work; false when the search has to end. */
static bool spend(search *s, uint64_t words) {
    s->done += words;
    if (s->halt == ENT_OK && s->done > s->work)
        s->halt = ENT_LIMIT;
    if (s->halt == ENT_OK && s->run->stop && __atomic_load_n(s->run->stop, __ATOMIC_RELAXED))
        s->halt = ENT_CANCELLED;
    return s->halt == ENT_OK;
}

static bool any(search *s, const uint64_t *bits, uint64_t words) {
    for (uint64_t w = 0; w < words; w++)
        if (bits[w]) {
            spend(s, w + 1);
            return true;
        }
    spend(s, words);
    return false;
}

/* Whether some state is of the kind sought and none that it was united with of the other. */
static bool any_apart(search *s, const uint64_t *some, const uint64_t *never, uint64_t words) {
    uint64_t w = 0;
    while (w < words && !(some[w] & ~never[w]))
        w++;
    spend(s, 2 * (w < words ? w + 1 : w));
    return w < words;
}

/* Decides a place: an outcome for the set at hand, or ENT_TERMS_OPEN. False where the set then
 * contains one that was found, and where the search has to end. */
static bool decide(search *s, uint32_t place, uint8_t digit) {
    uint32_t dim = s->t->dim[place], *near = s->near[place + 1];
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
    return spend(s, 1 + s->n_near[place] / 8);
}

/* Inner places: all states are in one word. */
static void search_word(search *s, uint32_t place, uint64_t never, uint64_t some, uint32_t size) {
    if (!(some & ~never) || !spend(s, 1))
        return; /* what is united only grows: no further term makes it all of one kind */
    if (size == s->level) {
        if (!never)
            take_set(s);
        return;
    }
    if (s->t->n - place < s->level - size)
        return;
    for (uint32_t v = 0; v < s->t->radix[place]; v++) {
        uint64_t within = s->t->within[place][v];
        if (decide(s, place, (uint8_t)v))
            search_word(s, place + 1, never & within, some & within, size + 1);
    }
    if (decide(s, place, ENT_TERMS_OPEN))
        search_word(s, place + 1, never, some, size);
}

static void unite(search *s, uint32_t place, const uint64_t *from, uint64_t *to) {
    uint64_t words = s->t->stride[place];
    memcpy(to, from, words * sizeof *to);
    for (uint32_t v = 1; v < s->t->radix[place]; v++)
        for (uint64_t w = 0; w < words; w++)
            to[w] |= from[v * words + w];
    spend(s, words * s->t->radix[place]);
}

/* Outer places: never and some span `words` words over the places from here on. */
static void search_words(search *s, uint32_t place, const uint64_t *never, const uint64_t *some,
                         uint64_t words, uint32_t size) {
    if (s->halt != ENT_OK)
        return;
    if (size == s->level) {
        if (!any(s, never, words) && any(s, some, words))
            take_set(s);
        return;
    }
    if (s->t->n - place < s->level - size)
        return;
    if (place == s->t->n_outer) {
        search_word(s, place, never[0], some[0], size);
        return;
    }
    if (!any_apart(s, some, never, words))
        return;
    uint64_t stride = s->t->stride[place];
    for (uint32_t v = 0; v < s->t->radix[place]; v++)
        if (decide(s, place, (uint8_t)v))
            search_words(s, place + 1, never + v * stride, some + v * stride, stride, size + 1);
    if (!decide(s, place, ENT_TERMS_OPEN) || s->t->n - place - 1 < s->level - size)
        return;
    unite(s, place, never, s->never_room[place]);
    unite(s, place, some, s->some_room[place]);
    search_words(s, place + 1, s->never_room[place], s->some_room[place], stride, size);
}

/* From now on branches end where they contain a set of this level. */
static void learn(search *s, size_t from) {
    for (size_t i = from; i < s->found->n; i++) {
        for (uint32_t place = 0; place < s->t->n; place++)
            if (s->found->sets[i].digit[s->t->dim[place]] != ENT_TERMS_OPEN)
                s->last[i] = place;
        s->near[0][s->n_near[0]++] = (uint32_t)i;
    }
}

/* Level by level until there is nothing more, no room, or no more work allowed. */
static ent_status run_search(search *s) {
    ent_term_sets *f = s->found;
    size_t before = 0;
    for (s->level = 0; s->level <= s->t->n; s->level++) {
        s->in_level = 0;
        search_words(s, 0, s->never, s->some, s->t->words, 0);
        qsort(f->sets, f->n, sizeof *f->sets, by_size);
        bool all = before + s->in_level <= s->limit;
        f->n = all ? f->n : s->limit;
        f->exhausted = s->halt == ENT_LIMIT;
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

/* ---- both searches, side by side ---- */

typedef struct terms_job {
    search *searches[2];
} terms_job;

static ent_status search_chunk(void *user, uint64_t chunk, unsigned worker) {
    const terms_job *job = user;
    (void)worker;
    return run_search(job->searches[chunk]);
}

static ent_status search_both(ent_terms *terms, ent_arena *arena, ent_arena *scratch, layout *t,
                              bool sufficient, size_t limit, uint64_t work, const ent_run *run) {
    search breakers, enough;
    terms_job job = {{&breakers, &enough}};
    ent_run own = *run;
    own.what = "writing down deals";
    ENT_TRY(make_bits(t, scratch));
    ENT_TRY(ent_scan(t->bargain->plan, &own, write_block, t, NULL));
    ENT_TRY(search_new(&breakers, scratch, t, &terms->breakers, limit));
    ENT_TRY(search_new(&enough, scratch, t, &terms->sufficient, limit));
    breakers.run = enough.run = run;
    breakers.work = enough.work = work;
    breakers.never = enough.some = t->deal;
    breakers.some = enough.never = t->other;
    own.what = "searching terms";
    ent_status status = ent_pool_run(&own, sufficient ? 2 : 1, search_chunk, &job, NULL);
    ent_term_sets *sets[] = {&terms->breakers, &terms->sufficient};
    for (size_t i = 0; i < ENT_COUNT(sets); i++) {
        ent_term_set *kept = ENT_NEW(arena, ent_term_set, sets[i]->n + 1);
        if (!kept)
            return ENT_NOMEM;
        memcpy(kept, sets[i]->sets, sets[i]->n * sizeof *kept);
        sets[i]->sets = kept;
    }
    return status;
}

ent_status ent_ask_terms(ent_terms **out, ent_arena *arena, const ent_bargain *b, bool sufficient,
                         size_t limit, uint64_t work, const ent_run *run) {
    ent_terms *terms = ENT_NEW(arena, ent_terms, 1);
    ent_arena *scratch = ent_arena_new();
    layout t;
    *out = terms;
    ent_status status = terms && scratch ? ENT_OK : ENT_NOMEM;
    if (status == ENT_OK && !make_layout(&t, b))
        terms->too_large = true;
    else if (status == ENT_OK)
        status = search_both(terms, arena, scratch, &t, sufficient, limit, work, run);
    ent_arena_free(scratch);
    return status;
}
