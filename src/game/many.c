/* Whether a deal exists, in many models at once. See models.h.
 *
 * The space is gone through once for each pattern of resource totals (gates.h); what is left of it
 * (contenders.h) is then asked at every model, in one order, until the first deal: a few microseconds a
 * model. A member's gain from a look is summed at most once in a model. Where the space is too
 * large for that, each model has a scan of its own.
 */
#include "game/contenders.h"
#include "game/gates.h"
#include "game/state.h"

#include <string.h>

#define CHUNK 32u /* models */

typedef struct group {
    const uint8_t *pattern;
    ent_contenders *contenders;
    size_t looks; /* of all members */
} group;

typedef struct worker {
    ent_arena *scratch;
    ent_mark mark;
    ent_diags diags;
    uint32_t *stamp; /* per look of all members: the model in which it was last summed */
    int8_t *sign;    /* 1: gains, 0: at the threshold, -1: below */
    uint32_t now;
} worker;

typedef struct job {
    const ent_models *models;
    const ent_ask_what *what;
    uint64_t first;
    size_t n;
    uint8_t *exists, *witness;
    uint8_t *known;
    uint8_t *patterns;
    uint32_t *group_of; /* per model */
    group *groups;
    ent_gates gates;
    worker *workers;
} job;

static size_t chunk_end(const job *j, uint64_t chunk) {
    size_t to = (size_t)(chunk + 1) * CHUNK;
    return to < j->n ? to : j->n;
}

/* ---- one model, one group ---- */

/* The sign of a member's gain: summed over the terms that differ between packages. */
static int8_t sign_of(const ent_contender_member *member, const ent_aim *aim, size_t look) {
    const uint8_t *digit = member->digit + look * member->n_terms;
    ent_i128 sum = 0;
    for (size_t t = 0; t < member->n_terms; t++)
        sum += aim->terms[t].condition ? (digit[t] ? aim->terms[t].amount[0] : 0)
                                       : aim->terms[t].amount[digit[t]];
    return sum < aim->threshold ? -1 : sum >= aim->gain;
}

static bool is_deal(worker *w, const ent_contenders *c, const ent_game *game, size_t i) {
    bool gain = !c->gain_asked;
    size_t base = 0;
    for (size_t m = 0; m < c->n_members; m++) {
        const ent_contender_member *member = &c->members[m];
        size_t at = base + member->look[i];
        if (w->stamp[at] != w->now) {
            w->stamp[at] = w->now;
            w->sign[at] = sign_of(member, &game->aims[member->actor], member->look[i]);
        }
        if (w->sign[at] < 0)
            return false;
        gain = gain || w->sign[at] > 0;
        base += member->n_looks;
    }
    return gain;
}

/* ---- one model by itself ---- */

typedef struct search {
    const ent_bargain *bargain;
    uint8_t *package; /* NULL: not wanted */
    bool found;
} search;

static ent_status first_deal(void *user, ent_block *block, unsigned w) {
    search *s = user;
    (void)w;
    if (ent_block_eval(block, s->bargain->deal) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, s->bargain->deal);
    for (size_t i = 0; i < s->bargain->plan->words; i++)
        if (bits[i]) {
            uint32_t x = (uint32_t)(i * 64) + (uint32_t)__builtin_ctzll(bits[i]);
            s->found = true;
            if (s->package)
                ent_state_outcomes(s->package, s->bargain->plan,
                                   ent_state_rank(block, s->bargain->plan, x));
            return ENT_LIMIT; /* ends the scan */
        }
    return ENT_OK;
}

static ent_status by_scan(const job *j, worker *w, const ent_game *game, size_t i,
                          uint8_t *package) {
    ent_bargain *b;
    ent_run alone = {.threads = 1};
    ENT_TRY(ent_bargain_new(&b, w->scratch, game, *j->what, &w->diags));
    search s = {b, package, false};
    ent_status status = ent_scan(b->plan, &alone, first_deal, &s, NULL);
    if (status != ENT_OK && !s.found)
        return status;
    j->exists[i] = s.found;
    return ENT_OK;
}

/* ---- all models ---- */

static ent_status ask_chunk(void *user, uint64_t chunk, unsigned number) {
    job *j = user;
    worker *w = &j->workers[number];
    size_t n_issues = j->models->scenario->n_issues;
    for (size_t i = (size_t)chunk * CHUNK; i < chunk_end(j, chunk); i++) {
        const ent_contenders *c = j->groups[j->group_of[i]].contenders;
        uint8_t *package = j->witness ? j->witness + i * n_issues : NULL;
        ent_game *game;
        ent_arena_rewind(w->scratch, w->mark);
        ENT_TRY(ent_models_game(&game, w->scratch, j->models, j->first + i, &w->diags));
        j->exists[i] = 0;
        if (!c->complete) {
            ENT_TRY(by_scan(j, w, game, i, package));
        } else {
            w->now++;
            for (size_t k = 0; k < c->n && !j->exists[i]; k++) {
                if (!is_deal(w, c, game, k))
                    continue;
                j->exists[i] = 1;
                if (package)
                    memcpy(package, c->package + k * n_issues, n_issues);
            }
        }
        j->known[i] = 1;
    }
    return ENT_OK;
}

static ent_status pattern_chunk(void *user, uint64_t chunk, unsigned number) {
    job *j = user;
    worker *w = &j->workers[number];
    for (size_t i = (size_t)chunk * CHUNK; i < chunk_end(j, chunk); i++) {
        ent_game *game;
        ent_arena_rewind(w->scratch, w->mark);
        ENT_TRY(ent_models_states(&game, w->scratch, j->models, j->first + i));
        ENT_TRY(ent_gates_pattern(j->patterns + i * j->gates.bytes, &j->gates, game));
    }
    return ENT_OK;
}

/* Says again, where it can be heard, what a worker had to say. */
static ent_status repeat(const job *j, ent_status status, ent_diags *diags) {
    for (size_t i = 0; i < j->n && status == ENT_ERROR && !diags->errors; i++) {
        ent_arena *scratch = ent_arena_new();
        ent_game *game;
        if (!scratch)
            return ENT_NOMEM;
        (void)ent_models_game(&game, scratch, j->models, j->first + i, diags);
        ent_arena_free(scratch);
    }
    return status;
}

/* Groups by pattern, in the order of the models; the contenders of each. */
static ent_status group_models(job *j, ent_arena *arena, const ent_run *run, ent_diags *diags) {
    size_t bytes = j->gates.bytes, n_groups = 0, chunks = (j->n + CHUNK - 1) / CHUNK;
    size_t size = 64;
    while (size < j->n * 2)
        size *= 2;
    uint32_t *hash = ENT_NEW(arena, uint32_t, size);
    j->groups = ENT_NEW(arena, group, (bytes ? j->n : 1) + 1);
    j->patterns = ENT_NEW(arena, uint8_t, j->n * bytes + 1);
    if (!hash || !j->groups || !j->patterns)
        return ENT_NOMEM;
    if (bytes)
        ENT_TRY(repeat(j, ent_pool_run(run, chunks, pattern_chunk, j, NULL), diags));
    for (size_t i = 0; i < j->n; i++) {
        const uint8_t *pattern = j->patterns + i * bytes;
        uint64_t h = 14695981039346656037u;
        for (size_t k = 0; k < bytes; k++)
            h = (h ^ pattern[k]) * 1099511628211u;
        size_t at = (size_t)(h ^ h >> 29) & (size - 1);
        while (hash[at] && memcmp(j->groups[hash[at] - 1].pattern, pattern, bytes) != 0)
            at = (at + 1) & (size - 1);
        if (!hash[at]) {
            group *g = &j->groups[n_groups];
            ent_game *game;
            g->pattern = pattern;
            ENT_TRY(ent_models_game(&game, arena, j->models, j->first + i, diags));
            ENT_TRY(
                ent_contenders_new(&g->contenders, arena, j->models, game, j->what, run, diags));
            for (size_t m = 0; m < g->contenders->n_members && g->contenders->complete; m++)
                g->looks += g->contenders->members[m].n_looks;
            hash[at] = (uint32_t)++n_groups;
        }
        j->group_of[i] = hash[at] - 1;
    }
    return ENT_OK;
}

static ent_status make_workers(job *j, ent_arena *arena, unsigned threads) {
    j->workers = ENT_NEW(arena, worker, threads);
    for (unsigned w = 0; j->workers && w < threads; w++) {
        worker *it = &j->workers[w];
        it->scratch = ent_arena_new();
        if (!it->scratch)
            return ENT_NOMEM;
        it->diags.arena = it->scratch;
        it->mark = ent_arena_mark(it->scratch);
    }
    return j->workers ? ENT_OK : ENT_NOMEM;
}

static ent_status make_stamps(job *j, ent_arena *arena, unsigned threads) {
    size_t most = 0;
    for (size_t i = 0; i < j->n; i++) {
        size_t looks = j->groups[j->group_of[i]].looks;
        most = looks > most ? looks : most;
    }
    for (unsigned w = 0; w < threads; w++) {
        j->workers[w].stamp = ENT_NEW(arena, uint32_t, most + 1);
        j->workers[w].sign = ENT_NEW(arena, int8_t, most + 1);
        if (!j->workers[w].stamp || !j->workers[w].sign)
            return ENT_NOMEM;
    }
    return ENT_OK;
}

static ent_status ask(job *j, ent_arena *arena, const ent_run *run, ent_diags *diags) {
    unsigned threads = run->threads ? run->threads : 1;
    j->known = ENT_NEW(arena, uint8_t, j->n + 1);
    j->group_of = ENT_NEW(arena, uint32_t, j->n + 1);
    if (!j->known || !j->group_of)
        return ENT_NOMEM;
    ENT_TRY(make_workers(j, arena, threads));
    ENT_TRY(ent_gates_new(&j->gates, arena, j->models, j->what));
    ENT_TRY(group_models(j, arena, run, diags));
    ENT_TRY(make_stamps(j, arena, threads));
    return repeat(j, ent_pool_run(run, (j->n + CHUNK - 1) / CHUNK, ask_chunk, j, NULL), diags);
}

ent_status ent_models_deals(uint8_t *exists, uint8_t *witness, const ent_models *models,
                            const ent_ask_what *what, uint64_t first, size_t n, size_t *done,
                            const ent_run *run, ent_diags *diags) {
    job j = {.models = models,
             .what = what,
             .first = first,
             .n = n,
             .exists = exists,
             .witness = witness};
    ent_arena *arena = ent_arena_new();
    ent_status status = arena ? ask(&j, arena, run, diags) : ENT_NOMEM;
    size_t known = 0;
    while (j.known && known < n && j.known[known])
        known++;
    if (done)
        *done = status == ENT_OK ? n : known;
    for (unsigned w = 0; j.workers && w < (run->threads ? run->threads : 1); w++)
        if (j.workers[w].scratch)
            ent_arena_free(j.workers[w].scratch);
    if (arena)
        ent_arena_free(arena);
    return status;
}
