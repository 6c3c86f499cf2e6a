/* Coalitions in many models, one model at a time and many at once. See shares.h. */
#include "thread/coalition_counts.h"

#include "ask/blocks.h"
#include "ask/needed.h"

#include <stdlib.h>
#include <string.h>

/* What one model says. */
typedef struct record {
    bool known;
    int core; /* 1: not empty; -1: not known */
    size_t n[2];
    uint64_t *unit[2]; /* minimal coalitions: by control, by consent */
    uint64_t needed[2];
    bool more[2];
} record;

typedef struct worker {
    ent_arena *scratch, *kept;
    ent_mark mark;
    ent_diags diags;
} worker;

typedef struct job {
    const ent_models *models;
    const ent_ask_what *what;
    uint64_t first;
    bool core;
    const volatile int *stop;
    record *records;
    worker *workers;
} job;

static ent_status ask_core(int *out, const job *j, ent_arena *scratch, const ent_game *game,
                           const ent_run *run, ent_diags *diags) {
    ent_core *core;
    size_t n = diags->n, errors = diags->errors;
    ent_status status =
        ent_ask_core(&core, scratch, game, *j->what, ent_everybody(game), 1, run, diags);
    *out = -1;
    if (status == ENT_LIMIT) {
        diags->n = n;
        diags->errors = errors;
        return ENT_OK;
    }
    if (status == ENT_OK && (core->n || core->complete))
        *out = core->n > 0;
    return status;
}

static ent_status ask_model(record *r, const job *j, uint64_t m, ent_arena *scratch,
                            ent_arena *kept, const ent_run *run, ent_diags *diags) {
    ent_game *game;
    ENT_TRY(ent_models_game(&game, scratch, j->models, m, diags));
    for (int k = j->what->with ? 0 : 1; k < 2; k++) {
        ent_ends *ends;
        ENT_TRY(ent_ask_ends(&ends, scratch, game, ent_everybody(game), j->what->about,
                             j->what->with, k == 1, ENT_SHARES_UNITS, run, diags));
        r->n[k] = ends->units.n;
        r->unit[k] = ENT_NEW(kept, uint64_t, ends->units.n + 1);
        if (!r->unit[k])
            return ENT_NOMEM;
        if (ends->units.n)
            memcpy(r->unit[k], ends->units.unit, ends->units.n * sizeof *r->unit[k]);
        r->needed[k] = ends->indispensable;
        r->more[k] = !ends->complete;
    }
    return j->core ? ask_core(&r->core, j, scratch, game, run, diags) : ENT_OK;
}

static ent_status ask_chunk(void *user, uint64_t i, unsigned number) {
    job *j = user;
    worker *w = &j->workers[number];
    ent_run alone = {.threads = 1, .stop = j->stop};
    ent_arena_rewind(w->scratch, w->mark);
    w->diags = (ent_diags){.arena = w->scratch};
    ENT_TRY(ask_model(&j->records[i], j, j->first + i, w->scratch, w->kept, &alone, &w->diags));
    j->records[i].known = true;
    return ENT_OK;
}

/* ---- counting ---- */

static bool holds_one(const record *r, int k, uint64_t coalition) {
    for (size_t u = 0; u < r->n[k]; u++)
        if (!(r->unit[k][u] & ~coalition))
            return true;
    return false;
}

static void count(ent_counted *c, bool yes) {
    c->yes += yes;
    c->no += !yes;
}

static int by_set(const void *one, const void *other) {
    uint64_t a = *(const uint64_t *)one, b = *(const uint64_t *)other;
    return a < b ? -1 : a > b;
}

/* Minimal in the most models first, then the smallest. */
static int by_frequency(const void *one, const void *other) {
    const ent_counted *a = one, *b = other;
    int small = __builtin_popcountll(a->actors), large = __builtin_popcountll(b->actors);
    if (a->minimal != b->minimal)
        return a->minimal > b->minimal ? -1 : 1;
    if (small != large)
        return small - large;
    return by_set(&a->actors, &b->actors);
}

/* The coalitions that are minimal in some model, and in how many. */
static ent_status gather(ent_counts *c, ent_arena *arena, const record *records, size_t n, int k) {
    size_t all = 0;
    for (size_t i = 0; i < n; i++)
        all += records[i].n[k];
    uint64_t *unit = ENT_NEW(arena, uint64_t, all + 1);
    c->coalition = ENT_NEW(arena, ent_counted, all + 1);
    if (!unit || !c->coalition)
        return ENT_NOMEM;
    all = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t u = 0; u < records[i].n[k]; u++)
            unit[all++] = records[i].unit[k][u];
    qsort(unit, all, sizeof *unit, by_set);
    for (size_t u = 0; u < all; u++) {
        if (u == 0 || unit[u] != unit[u - 1])
            c->coalition[c->n++] = (ent_counted){.actors = unit[u]};
        c->coalition[c->n - 1].minimal++;
    }
    qsort(c->coalition, c->n, sizeof *c->coalition, by_frequency);
    if (c->n > ENT_SHARES_LISTED) {
        c->left_out = c->n - ENT_SHARES_LISTED;
        c->n = ENT_SHARES_LISTED;
    }
    return ENT_OK;
}

static ent_status count_models(ent_counts *c, ent_arena *arena, const ent_scenario *s,
                               const record *records, size_t n, int k) {
    c->asked = true;
    c->actor = ENT_NEW(arena, ent_counted, s->n_actors + 1);
    if (!c->actor)
        return ENT_NOMEM;
    ENT_TRY(gather(c, arena, records, n, k));
    c->any = (ent_counted){0};
    for (size_t a = 0; a < s->n_actors; a++)
        c->actor[a] = (ent_counted){.actors = UINT64_C(1) << a};
    for (size_t i = 0; i < n; i++) {
        const record *r = &records[i];
        count(&c->any, r->n[k] > 0);
        c->more += r->more[k];
        for (size_t a = 0; a < s->n_actors; a++)
            count(&c->actor[a], r->needed[k] >> a & 1);
        for (size_t u = 0; k == 0 && u < c->n; u++)
            count(&c->coalition[u], holds_one(r, k, c->coalition[u].actors));
    }
    return ENT_OK;
}

/* Whether a coalition has a deal itself does not follow from the minimal ones: one more pass each. */
static ent_status count_deals(ent_coalition_counts *out, ent_arena *arena, const job *j,
                              const ent_run *run, ent_diags *diags) {
    uint8_t *exists = ENT_NEW(arena, uint8_t, out->models + 1);
    ent_status status = ENT_OK;
    if (!exists)
        return ENT_NOMEM;
    for (size_t u = 0; u < out->deal.n && status == ENT_OK; u++) {
        ent_counted *c = &out->deal.coalition[u];
        ent_ask_what what = {
            .coalition = c->actors, .about = j->what->about, .with = j->what->with};
        size_t done = 0;
        status = ent_models_deals(exists, NULL, j->models, &what, j->first, out->models, &done, run,
                                  diags);
        if (status != ENT_OK && status != ENT_CANCELLED)
            return status;
        for (size_t i = 0; i < done; i++)
            count(c, exists[i]);
    }
    return status;
}

/* ---- all models ---- */

/* At the central model: whether it can be asked at all, and whether the core is small enough. */
static ent_status ask_centre(ent_coalition_counts *out, job *j, ent_arena *arena,
                             const ent_run *run, ent_diags *diags) {
    ent_core *core;
    ent_game *game;
    size_t n = diags->n, errors = diags->errors;
    if (!j->what->coalition)
        return ENT_OK;
    ENT_TRY(ent_models_game(&game, arena, j->models, 0, diags));
    ent_status status =
        ent_ask_core(&core, arena, game, *j->what, ent_everybody(game), 1, run, diags);
    if (status == ENT_LIMIT) {
        diags->n = n;
        diags->errors = errors;
        out->core_deals = UINT64_MAX;
        return ENT_OK;
    }
    ENT_TRY(status);
    j->core = core->deals <= ENT_SHARES_CORE;
    out->core_deals = core->deals;
    return ENT_OK;
}

static ent_status run_models(ent_coalition_counts *out, job *j, ent_arena *arena, uint64_t n,
                             const ent_run *run, ent_diags *diags) {
    const unsigned threads = run->threads ? run->threads : 1;
    ent_run watched = *run;
    j->records = ENT_NEW(arena, record, n + 1);
    j->workers = ENT_NEW(arena, worker, threads);
    if (!j->records || !j->workers)
        return ENT_NOMEM;
    for (unsigned w = 0; w < threads; w++) {
        worker *it = &j->workers[w];
        it->scratch = ent_arena_new();
        it->kept = ent_arena_new();
        if (!it->scratch || !it->kept)
            return ENT_NOMEM;
        it->mark = ent_arena_mark(it->scratch);
    }
    watched.what = "asking models";
    ent_status status = ent_pool_run(&watched, n, ask_chunk, j, NULL);
    while (out->models < n && j->records[out->models].known)
        out->models++;
    if (status != ENT_ERROR && status != ENT_LIMIT)
        return status;
    record again = {0}; /* says again, where it can be heard, what a worker had to say */
    ENT_TRY(ask_model(&again, j, j->first + out->models, arena, arena, run, diags));
    return status;
}

static ent_status count_all(ent_coalition_counts *out, const job *j, ent_arena *arena,
                            const ent_run *run, ent_diags *diags) {
    const ent_scenario *s = ent_models_scenario(j->models);
    const size_t n = out->models;
    if (j->what->with)
        ENT_TRY(count_models(&out->can, arena, s, j->records, n, 0));
    ENT_TRY(count_models(&out->deal, arena, s, j->records, n, 1));
    out->core_asked = j->core;
    for (size_t i = 0; i < n && j->core; i++)
        if (j->records[i].core >= 0)
            count(&out->core, j->records[i].core == 1);
    return count_deals(out, arena, j, run, diags);
}

ent_status ent_count_coalitions(ent_coalition_counts *out, ent_arena *arena,
                                const ent_models *models, const ent_ask_what *what, uint64_t n,
                                const ent_run *run, ent_diags *diags) {
    const bool open = ent_models_open(models);
    job j = {.models = models, .what = what, .first = open ? 1 : 0, .stop = run->stop};
    *out = (ent_coalition_counts){.first = j.first, .approximate = ent_models_approximate(models)};
    ent_status status = ask_centre(out, &j, arena, run, diags);
    if (status == ENT_OK)
        status = run_models(out, &j, arena, open ? n : 1, run, diags);
    out->partial = status == ENT_CANCELLED;
    if (status == ENT_OK || status == ENT_CANCELLED) {
        ent_status counted = count_all(out, &j, arena, run, diags);
        out->partial = out->partial || counted == ENT_CANCELLED;
        status = counted == ENT_OK ? status : counted;
    }
    for (unsigned w = 0; j.workers && w < (run->threads ? run->threads : 1); w++) {
        if (j.workers[w].scratch)
            ent_arena_free(j.workers[w].scratch);
        if (j.workers[w].kept)
            ent_arena_free(j.workers[w].kept);
    }
    return status;
}
