/* Minimal sufficient terms and breakers over bit sets of states. See terms.h. */
#include "ask/terms_search.h"
#include "game/state_bits.h"

#include <string.h>

/* ---- the search ---- */

typedef struct search {
    ent_term_search base;
    const ent_state_bits *t;
    const uint64_t *never, *some; /* sought: none of the former, some of the latter */
    uint64_t *never_room[ENT_TERMS_DIMS], *some_room[ENT_TERMS_DIMS]; /* united slices per place */
} search;

static ent_status search_new(search *s, ent_arena *arena, const ent_state_bits *t) {
    s->t = t;
    for (uint32_t i = 0; i < t->n_outer; i++) {
        s->never_room[i] = ENT_NEW(arena, uint64_t, t->stride[i]);
        s->some_room[i] = ENT_NEW(arena, uint64_t, t->stride[i]);
        if (!s->never_room[i] || !s->some_room[i])
            return ENT_NOMEM;
    }
    return ENT_OK;
}

static bool any(search *s, const uint64_t *bits, uint64_t words) {
    for (uint64_t w = 0; w < words; w++)
        if (bits[w]) {
            ent_term_spend(&s->base, w + 1);
            return true;
        }
    ent_term_spend(&s->base, words);
    return false;
}

/* Whether some state is of the kind sought and none that it was united with of the other. */
static bool any_apart(search *s, const uint64_t *some, const uint64_t *never, uint64_t words) {
    uint64_t w = 0;
    while (w < words && !(some[w] & ~never[w]))
        w++;
    ent_term_spend(&s->base, 2 * (w < words ? w + 1 : w));
    return w < words;
}

/* Inner places: all states are in one word. */
static void search_word(search *s, uint32_t place, uint64_t never, uint64_t some, uint32_t size) {
    if (!(some & ~never) || !ent_term_spend(&s->base, 1))
        return; /* what is united only grows: no further term makes it all of one kind */
    if (size == s->base.level) {
        if (!never)
            ent_term_take(&s->base);
        return;
    }
    if (s->t->n - place < s->base.level - size)
        return;
    for (uint32_t v = 0; v < s->t->radix[place]; v++) {
        uint64_t within = s->t->within[place][v];
        if (ent_term_decide(&s->base, place, (uint8_t)v))
            search_word(s, place + 1, never & within, some & within, size + 1);
    }
    if (ent_term_decide(&s->base, place, ENT_TERMS_OPEN))
        search_word(s, place + 1, never, some, size);
}

static void unite(search *s, uint32_t place, const uint64_t *from, uint64_t *to) {
    uint64_t words = s->t->stride[place];
    memcpy(to, from, words * sizeof *to);
    for (uint32_t v = 1; v < s->t->radix[place]; v++)
        for (uint64_t w = 0; w < words; w++)
            to[w] |= from[v * words + w];
    ent_term_spend(&s->base, words * s->t->radix[place]);
}

/* Outer places: never and some span `words` words over the places from here on. */
static void search_words(search *s, uint32_t place, const uint64_t *never, const uint64_t *some,
                         uint64_t words, uint32_t size) {
    if (s->base.halt != ENT_OK)
        return;
    if (size == s->base.level) {
        if (!any(s, never, words) && any(s, some, words))
            ent_term_take(&s->base);
        return;
    }
    if (s->t->n - place < s->base.level - size)
        return;
    if (place == s->t->n_outer) {
        search_word(s, place, never[0], some[0], size);
        return;
    }
    if (!any_apart(s, some, never, words))
        return;
    uint64_t stride = s->t->stride[place];
    for (uint32_t v = 0; v < s->t->radix[place]; v++)
        if (ent_term_decide(&s->base, place, (uint8_t)v))
            search_words(s, place + 1, never + v * stride, some + v * stride, stride, size + 1);
    if (!ent_term_decide(&s->base, place, ENT_TERMS_OPEN) ||
        s->t->n - place - 1 < s->base.level - size)
        return;
    unite(s, place, never, s->never_room[place]);
    unite(s, place, some, s->some_room[place]);
    search_words(s, place + 1, s->never_room[place], s->some_room[place], stride, size);
}

static void level_of(ent_term_search *base, void *user) {
    search *s = user;
    (void)base;
    search_words(s, 0, s->never, s->some, s->t->words, 0);
}

/* ---- both searches, side by side ---- */

typedef struct terms_job {
    search *searches[2];
} terms_job;

static ent_status search_chunk(void *user, uint64_t chunk, unsigned worker) {
    const terms_job *job = user;
    search *s = job->searches[chunk];
    (void)worker;
    return ent_term_search_run(&s->base, level_of, s);
}

static ent_status by_states(ent_terms *terms, ent_arena *scratch, const ent_bargain *b,
                            bool sufficient, size_t limit, uint64_t work, const ent_run *run) {
    search breakers, enough;
    ent_state_bits t;
    terms_job job = {{&breakers, &enough}};
    ENT_TRY(ent_state_bits_new(&t, scratch, b, run));
    ENT_TRY(ent_term_search_new(&breakers.base, scratch, t.n, t.dim, &terms->breakers, limit, work,
                                run));
    ENT_TRY(ent_term_search_new(&enough.base, scratch, t.n, t.dim, &terms->sufficient, limit, work,
                                run));
    ENT_TRY(search_new(&breakers, scratch, &t));
    ENT_TRY(search_new(&enough, scratch, &t));
    breakers.never = enough.some = t.deal;
    breakers.some = enough.never = t.other;
    ent_run own = *run;
    own.what = "searching terms";
    return ent_pool_run(&own, sufficient ? 2 : 1, search_chunk, &job, NULL);
}

/* ---- either way ---- */

/* The sets go from the scratch arena, where there is room for more of them, to that of the answer. */
static ent_status keep(ent_term_sets *sets, ent_arena *arena) {
    ent_term_set *kept = ENT_NEW(arena, ent_term_set, sets->n + 1);
    if (!kept)
        return ENT_NOMEM;
    if (sets->n)
        memcpy(kept, sets->sets, sets->n * sizeof *kept);
    sets->sets = kept;
    return ENT_OK;
}

ent_status ent_ask_terms(ent_terms **out, ent_arena *arena, const ent_bargain *b, bool sufficient,
                         size_t limit, uint64_t work, ent_engine engine, const ent_run *run) {
    ent_terms *terms = ENT_NEW(arena, ent_terms, 1);
    ent_arena *scratch = ent_arena_new();
    *out = terms;
    ent_status status = terms && scratch ? ENT_LIMIT : ENT_NOMEM;
    if (status == ENT_LIMIT && engine != ENT_ENGINE_PARTS)
        status = by_states(terms, scratch, b, sufficient, limit, work, run);
    if (status == ENT_LIMIT && engine != ENT_ENGINE_SCAN)
        status = ent_terms_by_diagram(terms, scratch, b, sufficient, limit, work, run);
    if (status == ENT_LIMIT && engine == ENT_ENGINE_PARTS)
        status = by_states(terms, scratch, b, sufficient, limit, work, run);
    if (status == ENT_LIMIT) {
        *terms = (ent_terms){.too_large = true};
        status = ENT_OK;
    }
    if (status == ENT_OK || status == ENT_CANCELLED)
        for (unsigned i = 0; i < 2; i++) {
            ent_status kept = keep(i ? &terms->sufficient : &terms->breakers, arena);
            status = kept == ENT_OK ? status : kept;
        }
    ent_arena_free(scratch);
    return status;
}
