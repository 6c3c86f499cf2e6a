/* Equilibria of many models, counted. See shares.h. */
#include "ask/shares.h"

typedef struct worker {
    ent_arena *scratch;
    ent_mark mark;
    ent_diags diags;
    ent_shares sums;
} worker;

typedef struct job {
    const ent_shares_what *what;
    bool open_states; /* resources differ between models, and with them states and moves */
    worker *workers;
} job;

static bool resources_open(const ent_models *models) {
    for (size_t i = 0; i < ent_models_unknowns(models); i++)
        if (ent_models_unknown(models, i)->kind == ENT_UNKNOWN_RESOURCE)
            return true;
    return false;
}

static ent_status find_graph(ent_graph **out, const job *j, worker *w, uint64_t model,
                             const ent_run *alone) {
    ent_game *game;
    ENT_TRY(ent_models_game(&game, w->scratch, j->what->models, model, &w->diags));
    if (!j->open_states)
        return ent_graph_with_ranks(out, w->scratch, j->what->graph, game, alone, &w->diags);
    ENT_TRY(ent_graph_from_game(out, w->scratch, game, j->what->options, alone, &w->diags));
    if (!(*out)->game && j->what->options->n_merged)
        return ent_graph_merge(out, w->scratch, *out, j->what->options->merged,
                               j->what->options->n_merged);
    return ENT_OK;
}

/* What all stay in, and each player does; the same of actors, blocs and coalitions. */
typedef struct staying {
    uint32_t n_players;
    unsigned concepts;
    uint64_t *const *equilibria; /* per concept: bit set over states */
    uint64_t **const *stable;    /* per concept and player; NULL of all coalitions */
} staying;

/* SIM meets too many combinations in some models only: it is then left out of all. */
static ent_status find_actors(staying *out, const job *j, worker *w, const ent_graph *graph,
                              const ent_run *alone) {
    unsigned concepts = w->sums.concepts;
    ent_stability *found;
    ent_status status =
        ent_ask_stability(&found, w->scratch, graph, j->what->rules, concepts, alone);
    if (status == ENT_LIMIT && (concepts >> ENT_CONCEPT_SIM & 1)) {
        concepts &= ~ENT_CONCEPT_BIT(ENT_CONCEPT_SIM);
        status = ent_ask_stability(&found, w->scratch, graph, j->what->rules, concepts, alone);
    }
    if (status == ENT_OK)
        *out = (staying){graph->n_actors, found->concepts, found->equilibria, found->stable};
    return status;
}

static ent_status find_partition(staying *out, const job *j, worker *w, const ent_graph *graph,
                                 const ent_run *alone) {
    const ent_shares_what *what = j->what;
    ent_partition *p;
    if (what->staying == ENT_STAYING_COALITIONS)
        ENT_TRY(ent_ask_universal(&p, w->scratch, graph, what->rules, alone));
    else
        ENT_TRY(ent_ask_partition(&p, w->scratch, graph, what->rules, what->blocs, what->n_blocs,
                                  what->merged, w->sums.concepts, alone));
    *out = (staying){p->n, p->concepts, p->equilibria,
                     what->staying == ENT_STAYING_BLOCS ? p->stable : NULL};
    return ENT_OK;
}

static ent_status find_staying(staying *out, const job *j, worker *w, const ent_graph *graph,
                               const ent_run *alone) {
    ENT_TRY(j->what->staying == ENT_STAYING_ACTORS ? find_actors(out, j, w, graph, alone)
                                                   : find_partition(out, j, w, graph, alone));
    w->sums.concepts &= out->concepts;
    return ENT_OK;
}

/* The state of the central graph that a state of a model's graph is, or ENT_NONE. */
static uint32_t state_in(const ent_graph *base, const ent_graph *graph, uint32_t state) {
    uint8_t outcomes[ENT_MAX_ISSUES];
    if (base->n_states == graph->n_states && !base->code_of && !graph->code_of)
        return state;
    ent_graph_outcomes(graph, state, outcomes);
    return ent_graph_state_of(base, outcomes);
}

static void count(worker *w, const job *j, const ent_graph *graph, const staying *found) {
    const ent_graph *base = j->what->graph;
    bool same = !j->open_states || !base->game, other = false;
    for (uint32_t s = 0; s < graph->n_states; s++) {
        uint32_t state = same ? s : state_in(base, graph, s);
        other = other || state == ENT_NONE;
        if (state == ENT_NONE)
            continue;
        for (unsigned c = 0; c < ENT_CONCEPTS; c++)
            if (w->sums.concepts >> c & 1)
                w->sums.count[c][state] += ent_bit(found->equilibria[c], s);
        if (state != j->what->from || !found->stable)
            continue;
        for (unsigned c = 0; c < ENT_CONCEPTS; c++)
            for (uint32_t p = 0; p < found->n_players && (w->sums.concepts >> c & 1); p++)
                w->sums.stays[c][p] += ent_bit(found->stable[c][p], s);
    }
    w->sums.others += other;
    w->sums.models++;
}

static ent_status ask_model(void *user, uint64_t chunk, unsigned number) {
    const job *j = user;
    worker *w = &j->workers[number];
    ent_run alone = {.threads = 1};
    ent_graph *graph;
    staying found;
    ent_arena_rewind(w->scratch, w->mark);
    ENT_TRY(find_graph(&graph, j, w, chunk + 1, &alone));
    ENT_TRY(find_staying(&found, j, w, graph, &alone));
    count(w, j, graph, &found);
    return ENT_OK;
}

static ent_status make_counts(ent_shares *s, ent_arena *arena, const ent_shares_what *what) {
    s->concepts = what->concepts;
    for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
        if (!(what->concepts >> c & 1))
            continue;
        s->count[c] = ENT_NEW(arena, uint32_t, (size_t)what->graph->n_states + 1);
        s->stays[c] = ENT_NEW(arena, uint32_t, (size_t)what->graph->n_actors + 1);
        if (!s->count[c] || !s->stays[c])
            return ENT_NOMEM;
    }
    return ENT_OK;
}

static ent_status make_workers(job *j, ent_arena *arena, unsigned threads) {
    j->workers = ENT_NEW(arena, worker, threads);
    for (unsigned i = 0; j->workers && i < threads; i++) {
        worker *w = &j->workers[i];
        w->scratch = ent_arena_new();
        if (!w->scratch)
            return ENT_NOMEM;
        w->diags.arena = w->scratch;
        ENT_TRY(make_counts(&w->sums, w->scratch, j->what));
        w->mark = ent_arena_mark(w->scratch);
    }
    return j->workers ? ENT_OK : ENT_NOMEM;
}

static void add(ent_shares *sum, const ent_shares *part, const ent_graph *graph) {
    sum->concepts &= part->concepts;
    sum->models += part->models;
    sum->others += part->others;
    for (unsigned c = 0; c < ENT_CONCEPTS; c++) {
        for (uint32_t s = 0; s < graph->n_states && sum->count[c]; s++)
            sum->count[c][s] += part->count[c][s];
        for (uint32_t a = 0; a < graph->n_actors && sum->stays[c]; a++)
            sum->stays[c][a] += part->stays[c][a];
    }
}

/* A model that cannot be asked says why where it can be heard. */
static ent_status repeat(const job *j, ent_status status, uint64_t n, ent_diags *diags) {
    for (uint64_t i = 1; i <= n && status == ENT_ERROR && !diags->errors; i++) {
        ent_graph *graph;
        ent_run alone = {.threads = 1};
        worker w = {.scratch = ent_arena_new(), .diags = {.arena = diags->arena}};
        if (!w.scratch)
            return ENT_NOMEM;
        job said = *j;
        w.diags = *diags;
        (void)find_graph(&graph, &said, &w, i, &alone);
        *diags = w.diags;
        ent_arena_free(w.scratch);
    }
    return status;
}

ent_status ent_ask_shares(ent_shares **out, ent_arena *arena, const ent_shares_what *what,
                          const ent_run *run, ent_diags *diags) {
    unsigned threads = run->threads ? run->threads : 1;
    job j = {.what = what, .open_states = resources_open(what->models)};
    ent_run counted = *run;
    counted.what = "asking models";
    if (what->graph->n_states > ENT_SHARES_STATES)
        return ENT_LIMIT;
    *out = ENT_NEW(arena, ent_shares, 1);
    if (!*out)
        return ENT_NOMEM;
    ENT_TRY(make_counts(*out, arena, what));
    ent_status status = make_workers(&j, arena, threads);
    if (status == ENT_OK)
        status = repeat(&j, ent_pool_run(&counted, what->n, ask_model, &j, NULL), what->n, diags);
    for (unsigned i = 0; j.workers && i < threads && j.workers[i].scratch; i++) {
        if (status == ENT_OK || status == ENT_CANCELLED)
            add(*out, &j.workers[i].sums, what->graph);
        ent_arena_free(j.workers[i].scratch);
    }
    return status;
}
