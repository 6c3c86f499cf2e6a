/* Counting over models what sections say of each. See alliance_tally.h. */
#include "answer/alliance_tally.h"

#include "answer/alliance_models.h"
#include "thread/interval.h"

#include <stdlib.h>
#include <string.h>

#define ROUND 16u         /* models of each thread, before what they say is counted */
#define ROWS_MOST 20000u  /* in a table */
#define LISTS_LIMIT 256u  /* of what --limit bounds in a section */
#define LARGEST_MEAN 1e12 /* told to a millionth in 64 bits */

/* ---- what one model says ---- */

static void put(ent_tally *t, ent_said one) {
    void *copy = NULL;
    ent_said *said = ent_arena_grow(t->arena, t->said, t->n, &t->cap, sizeof *said);
    if (said && one.who)
        one.who = ent_arena_text(t->arena, one.who);
    if (said && one.which)
        one.which = ent_arena_text(t->arena, one.which);
    if (said && one.again && (copy = ent_arena_alloc(t->arena, one.size)))
        one.again = memcpy(copy, one.again, one.size);
    if (!said || !one.who || !one.which || (one.again && !copy)) {
        t->failed = true;
        return;
    }
    t->said = said;
    t->said[t->n++] = one;
}

void ent_tally_heading(ent_tally *t, const char *text) {
    const char *kept = ent_arena_text(t->arena, text);
    put(t,
        (ent_said){ENT_SAID_HEADING, false, kept ? kept : "", NULL, kept, "", ENT_ZERO, NULL, 0});
}

void ent_tally_several(ent_tally *t, const char *what, const char *title) {
    put(t, (ent_said){ENT_SAID_ASKED, false, what, title, "", "", ENT_ZERO, NULL, 0});
}

void ent_tally_alone(ent_tally *t, const char *what, const char *title, bool so) {
    put(t, (ent_said){ENT_SAID_ASKED, true, what, title, "", "", ENT_ZERO, NULL, 0});
    if (so)
        ent_tally_so(t, what, "", "");
}

void ent_tally_so(ent_tally *t, const char *what, const char *who, const char *which) {
    put(t, (ent_said){ENT_SAID_SO, false, what, NULL, who, which, ENT_ZERO, NULL, 0});
}

void ent_tally_again(ent_tally *t, const char *what, const char *which, const void *again,
                     size_t size) {
    put(t, (ent_said){ENT_SAID_SO, false, what, NULL, "", which, ENT_ZERO, again, size});
}

void ent_tally_value(ent_tally *t, const char *what, const char *who, const char *which,
                     ent_number value) {
    put(t, (ent_said){ENT_SAID_VALUE, false, what, NULL, who, which, value, NULL, 0});
}

/* ---- what they say together ---- */

typedef struct kind {
    const char *what, *title; /* no title: a heading */
    bool alone;
    uint64_t models; /* in which it was asked */
} kind;

typedef struct row {
    uint32_t kind, first; /* its place among all rows */
    const char *who, *which;
    const void *again;
    uint64_t models; /* in which it is so, or has a value */
    bool value;
    ent_number least, most;
    double sum;
} row;

typedef struct together {
    ent_arena *arena;
    ent_map *at;
    size_t n_kinds, cap_kinds, n, cap;
    kind *kinds;
    row *rows;
} together;

static uint32_t kind_of(const together *t, const char *what) {
    for (size_t k = 0; k < t->n_kinds; k++)
        if (strcmp(t->kinds[k].what, what) == 0)
            return (uint32_t)k;
    return ENT_NONE;
}

/* The row of a key, made where there is none; NULL when out of memory. */
static row *row_of(together *t, const ent_said *s) {
    ent_buffer key = {0};
    row *rows;
    ent_buffer_printf(&key, "%s\n%s\n%s", s->what, s->who, s->which);
    uint32_t at = key.failed ? ENT_NONE : ent_map_get(t->at, key.data);
    if (at == ENT_NONE && !key.failed && t->n < ENT_NONE &&
        (rows = ent_arena_grow(t->arena, t->rows, t->n, &t->cap, sizeof *rows))) {
        const char *kept = ent_arena_text(t->arena, key.data);
        t->rows = rows;
        rows[t->n] = (row){.kind = kind_of(t, s->what),
                           .first = (uint32_t)t->n,
                           .who = ent_arena_text(t->arena, s->who),
                           .which = ent_arena_text(t->arena, s->which)};
        if (kept && rows[t->n].who && rows[t->n].which &&
            ent_map_put(t->at, kept, (uint32_t)t->n) == ENT_OK)
            at = (uint32_t)t->n++;
    }
    ent_buffer_free(&key);
    return at == ENT_NONE ? NULL : &t->rows[at];
}

static ent_status add_asked(together *t, const ent_said *s) {
    uint32_t at = kind_of(t, s->what);
    if (at == ENT_NONE) {
        kind *kinds = ent_arena_grow(t->arena, t->kinds, t->n_kinds, &t->cap_kinds, sizeof *kinds);
        if (!kinds)
            return ENT_NOMEM;
        const char *what = s->title ? s->what : ent_arena_text(t->arena, s->what);
        if (!what)
            return ENT_NOMEM;
        t->kinds = kinds;
        at = (uint32_t)t->n_kinds++;
        kinds[at] = (kind){what, s->title, s->alone, 0};
        if (s->alone && !row_of(t, s))
            return ENT_NOMEM;
    }
    t->kinds[at].models++;
    return ENT_OK;
}

static ent_status add_model(together *t, const ent_tally *model) {
    for (size_t i = 0; i < model->n; i++) {
        const ent_said *s = &model->said[i];
        if (s->kind == ENT_SAID_ASKED || s->kind == ENT_SAID_HEADING) {
            ENT_TRY(add_asked(t, s));
            continue;
        }
        row *r = row_of(t, s);
        void *again = r && s->again && !r->again ? ent_arena_alloc(t->arena, s->size) : NULL;
        if (!r || (s->again && !r->again && !again))
            return ENT_NOMEM;
        if (again)
            r->again = memcpy(again, s->again, s->size);
        if (s->kind == ENT_SAID_VALUE) {
            r->least = r->value && ent_number_cmp(r->least, s->value) <= 0 ? r->least : s->value;
            r->most = r->value && ent_number_cmp(r->most, s->value) >= 0 ? r->most : s->value;
            r->sum += ent_number_double(s->value);
            r->value = true;
        }
        r->models++;
    }
    return ENT_OK;
}

/* Kinds as they were asked; in each what is so most often first, then as it was met. */
static int by_frequency(const void *one, const void *other) {
    const row *a = one, *b = other;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->models != b->models)
        return a->models > b->models ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

/* ---- going through the models ---- */

typedef struct worker {
    ent_arena *scratch, *kept; /* rewound with each model, and with each round */
    ent_mark scratch_mark, kept_mark;
} worker;

typedef struct job {
    ent_alliance *l;
    ent_status (*sections)(ent_alliance *);
    const ent_models *models;
    const ent_again *again;
    uint64_t first, done, total;
    worker *workers;
    ent_tally *tallies; /* of this round */
    bool *known;
} job;

static ent_status ask_model(ent_tally *t, const job *j, uint64_t m, ent_arena *scratch,
                            const ent_run *run, ent_diags *diags) {
    ent_alliance one = *j->l;
    ent_request request = *one.request;
    request.run = *run;
    request.diags = diags;
    request.limit = LISTS_LIMIT;
    one.request = &request;
    one.arena = scratch;
    one.tally = t;
    ENT_TRY(ent_models_game(&one.game, scratch, j->models, m, diags));
    if (!(one.answer = ent_answer_new("coalitions"))) /* words are made there, and dropped */
        return ENT_NOMEM;
    ent_status status = j->sections(&one);
    if (status == ENT_OK && (one.answer->failed || t->failed))
        status = ENT_NOMEM;
    ent_answer_free(one.answer);
    return status;
}

static ent_status ask_chunk(void *user, uint64_t i, unsigned number) {
    job *j = user;
    worker *w = &j->workers[number];
    ent_run alone = {.threads = 1, .stop = j->l->request->run.stop};
    ent_arena_rewind(w->scratch, w->scratch_mark);
    ent_diags diags = {.arena = w->scratch};
    j->tallies[i] = (ent_tally){.arena = w->kept, .again = j->again};
    ENT_TRY(ask_model(&j->tallies[i], j, j->first + j->done + i, w->scratch, &alone, &diags));
    j->known[i] = true;
    return ENT_OK;
}

static void tell_progress(void *user, const char *what, uint64_t done, uint64_t total) {
    const job *j = user;
    const ent_run *run = &j->l->request->run;
    (void)total;
    if (run->progress)
        run->progress(run->user, what, j->done + done, j->total);
}

/* Asks the next models and counts what they say, in their order. */
static ent_status ask_round(together *t, job *j, unsigned threads) {
    const uint64_t left = j->total - j->done, most = (uint64_t)ROUND * threads;
    const uint64_t n = left < most ? left : most;
    ent_run watched = j->l->request->run;
    size_t known = 0;
    watched.threads = threads;
    watched.what = "asking models";
    watched.progress = tell_progress;
    watched.user = j;
    memset(j->known, 0, most * sizeof *j->known);
    for (unsigned w = 0; w < threads; w++)
        ent_arena_rewind(j->workers[w].kept, j->workers[w].kept_mark);
    ent_status status = ent_pool_run(&watched, n, ask_chunk, j, NULL);
    for (; known < n && j->known[known]; known++)
        ENT_TRY(add_model(t, &j->tallies[known]));
    j->done += known;
    return status;
}

static ent_status run_models(together *t, job *j, unsigned threads) {
    ent_alliance *l = j->l;
    const size_t most = (size_t)ROUND * threads;
    ent_status status = ENT_OK;
    j->workers = ENT_NEW(l->arena, worker, threads);
    j->tallies = ENT_NEW(l->arena, ent_tally, most);
    j->known = ENT_NEW(l->arena, bool, most);
    if (!j->workers || !j->tallies || !j->known || !t->at)
        return ENT_NOMEM;
    for (unsigned w = 0; w < threads; w++) {
        worker *it = &j->workers[w];
        it->scratch = ent_arena_new();
        it->kept = ent_arena_new();
        if (!it->scratch || !it->kept)
            return ENT_NOMEM;
        it->scratch_mark = ent_arena_mark(it->scratch);
        it->kept_mark = ent_arena_mark(it->kept);
    }
    while (status == ENT_OK && j->done < j->total)
        status = ask_round(t, j, threads);
    if (status != ENT_ERROR && status != ENT_LIMIT)
        return status;
    /* says again, where it can be heard, what a worker had to say */
    ent_tally again = {.arena = l->arena, .again = j->again};
    ENT_TRY(
        ask_model(&again, j, j->first + j->done, l->arena, &l->request->run, l->request->diags));
    return status;
}

static void free_workers(const job *j, unsigned threads) {
    for (unsigned w = 0; j->workers && w < threads; w++) {
        if (j->workers[w].scratch)
            ent_arena_free(j->workers[w].scratch);
        if (j->workers[w].kept)
            ent_arena_free(j->workers[w].kept);
    }
}

/* What is so in some models is asked of in all that were gone through. */
static ent_status ask_again(together *t, const job *first, unsigned threads) {
    ent_again again = {.which = ENT_NEW(t->arena, const char *, ENT_AGAIN_MOST),
                       .what = ENT_NEW(t->arena, const void *, ENT_AGAIN_MOST)};
    row *some = ENT_NEW(t->arena, row, t->n + 1);
    job j = *first;
    size_t n = 0;
    if (!again.which || !again.what || !some)
        return ENT_NOMEM;
    for (size_t i = 0; i < t->n; i++)
        if (t->rows[i].again)
            some[n++] = t->rows[i];
    if (!n)
        return ENT_OK;
    qsort(some, n, sizeof *some, by_frequency);
    for (; again.n < n && again.n < ENT_AGAIN_MOST; again.n++) {
        again.which[again.n] = some[again.n].which;
        again.what[again.n] = some[again.n].again;
    }
    j.again = &again;
    j.total = j.done;
    j.done = 0;
    j.workers = NULL;
    ent_status status = run_models(t, &j, threads);
    free_workers(&j, threads);
    return status;
}

/* ---- the tables ---- */

static void set_words(ent_answer *a, ent_cell *cells, const together *t, const row *r) {
    ent_row_set(cells, 0, ent_cell_text(a, t->kinds[r->kind].what));
    if (*r->who)
        ent_row_set(cells, 1, ent_cell_text(a, r->who));
    if (*r->which)
        ent_row_set(cells, 2, ent_cell_text(a, r->which));
}

static size_t add_shares(ent_alliance *l, const together *t, bool one) {
    static const ent_column columns[] = {
        {"what", NULL, ENT_CELL_TEXT},    {"who", NULL, ENT_CELL_TEXT},
        {"which", NULL, ENT_CELL_TEXT},   {"models", NULL, ENT_CELL_INTEGER},
        {"true", NULL, ENT_CELL_INTEGER}, {"share", NULL, ENT_CELL_NUMBER},
        {"low", NULL, ENT_CELL_NUMBER},   {"high", NULL, ENT_CELL_NUMBER}};
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "shares", NULL, columns, ENT_COUNT(columns));
    size_t shown = 0, left_out = 0;
    for (size_t i = 0; i < t->n; i++) {
        const row *r = &t->rows[i];
        const uint64_t models = t->kinds[r->kind].models;
        if (r->value)
            continue;
        if (shown == ROWS_MOST) {
            left_out++;
            continue;
        }
        shown++;
        const ent_share of = ent_model_share(r->models, models - r->models, one);
        ent_cell *cells = ent_table_row(a, table);
        set_words(a, cells, t, r);
        ent_row_set(cells, 3, ent_cell_count(a, models));
        ent_row_set(cells, 4, ent_cell_count(a, r->models));
        ent_row_set(cells, 5, ent_cell_share(a, of.share));
        ent_row_set(cells, 6, ent_cell_share(a, of.low));
        ent_row_set(cells, 7, ent_cell_share(a, of.high));
    }
    return left_out;
}

/* A mean to a millionth: exact sums of fractions over many denominators would not fit. */
static ent_number mean_of(const row *r) {
    const double mean = r->sum / (double)r->models;
    ent_number n = ent_number_int((int64_t)(mean * 1e6 + (mean < 0 ? -0.5 : 0.5)));
    (void)ent_number_div(&n, n, ent_number_int(1000000));
    return n;
}

static bool has_mean(const row *r) {
    return r->sum / (double)r->models < LARGEST_MEAN && r->sum / (double)r->models > -LARGEST_MEAN;
}

static void add_values(ent_alliance *l, const together *t) {
    static const ent_column columns[] = {
        {"what", NULL, ENT_CELL_TEXT},   {"who", NULL, ENT_CELL_TEXT},
        {"which", NULL, ENT_CELL_TEXT},  {"models", NULL, ENT_CELL_INTEGER},
        {"mean", NULL, ENT_CELL_NUMBER}, {"least", NULL, ENT_CELL_NUMBER},
        {"most", NULL, ENT_CELL_NUMBER}};
    ent_answer *a = l->answer;
    ent_table *table = NULL;
    for (size_t i = 0; i < t->n; i++) {
        const row *r = &t->rows[i];
        if (!r->value || (table && table->n_rows == ROWS_MOST))
            continue;
        if (!table)
            table = ent_answer_add_table(a, "values", NULL, columns, ENT_COUNT(columns));
        ent_cell *cells = ent_table_row(a, table);
        set_words(a, cells, t, r);
        ent_row_set(cells, 3, ent_cell_count(a, r->models));
        if (has_mean(r))
            ent_row_set(cells, 4, ent_cell_number(a, mean_of(r)));
        ent_row_set(cells, 5, ent_cell_number(a, r->least));
        ent_row_set(cells, 6, ent_cell_number(a, r->most));
    }
}

/* ---- in words ---- */

static void say_row(ent_alliance *l, const together *t, const row *r, bool one) {
    ent_answer *a = l->answer;
    const char *join = *r->who && *r->which ? "; " : "";
    if (!r->value) {
        ent_answer_item(
            a, 0, "%s%s%s: %s", r->who, join, r->which,
            ent_model_share_text(a, r->models, t->kinds[r->kind].models - r->models, one));
        return;
    }
    ent_answer_item(a, 0, "%s%s%s: %s to %s, on average %s", r->who, join, r->which,
                    ent_answer_number_text(a, r->least), ent_answer_number_text(a, r->most),
                    has_mean(r) ? ent_answer_number_text(a, mean_of(r)) : "not told");
}

/* The rows of a kind lie from `i` on; where they end. */
static size_t say_kind(ent_alliance *l, const together *t, uint32_t k, size_t i, uint64_t models,
                       bool one) {
    ent_answer *a = l->answer;
    const kind *it = &t->kinds[k];
    const size_t from = i;
    if (!it->title) {
        ent_answer_heading(a, "%s", it->what);
        return i;
    }
    while (i < t->n && t->rows[i].kind == k)
        i++;
    if (it->alone) {
        ent_answer_item(
            a, 0, "%s: %s", it->title,
            ent_model_share_text(a, t->rows[from].models, it->models - t->rows[from].models, one));
    } else {
        ent_answer_paragraph(a, ENT_TONE_STRONG, "%s%s", it->title,
                             from == i ? ": none, in any model" : ":");
        for (size_t r = from; r < i && r - from < l->request->limit; r++)
            say_row(l, t, &t->rows[r], one);
        if (i - from > l->request->limit)
            ent_answer_paragraph(a, ENT_TONE_FAINT, "and %zu more; --limit shows more of them.",
                                 i - from - l->request->limit);
    }
    if (it->models < models)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "Of %s models: in the others it was not told.",
                             ent_answer_count_text(a, it->models));
    return i;
}

static void say(ent_alliance *l, together *t, uint64_t models, bool one) {
    size_t i = 0;
    if (t->n)
        qsort(t->rows, t->n, sizeof *t->rows, by_frequency);
    for (uint32_t k = 0; k < t->n_kinds; k++)
        i = say_kind(l, t, k, i, models, one);
    const size_t left_out = add_shares(l, t, one);
    if (left_out)
        ent_answer_add_fact(l->answer, "rows_left_out", NULL, ent_cell_count(l->answer, left_out));
    add_values(l, t);
}

ent_status ent_alliance_count(ent_alliance *l, ent_status (*sections)(ent_alliance *)) {
    const ent_request *rq = l->request;
    const unsigned threads = rq->run.threads ? rq->run.threads : 1;
    ent_models *models;
    ENT_TRY(ent_alliance_draw(&models, l));
    const bool open = ent_models_open(models);
    together t = {.arena = l->arena, .at = ent_map_new(l->arena)};
    job j = {.l = l,
             .sections = sections,
             .models = models,
             .first = open,
             .total = open ? rq->models : 1};
    ent_status status = run_models(&t, &j, threads);
    free_workers(&j, threads);
    if (status == ENT_OK)
        status = ask_again(&t, &j, threads);
    if (status != ENT_OK && status != ENT_CANCELLED)
        return status;
    l->partial = status == ENT_CANCELLED;
    ent_alliance_say_draws(l, models, j.done, l->partial);
    say(l, &t, j.done, !open);
    return status;
}

ent_status ent_answer_counted(ent_answer **out, const char *verb, ent_arena *arena,
                              const ent_scenario *scenario, const ent_request *request,
                              ent_status (*sections)(ent_alliance *)) {
    ent_answer *a = ent_answer_new(verb);
    ent_alliance l = {.arena = arena, .scenario = scenario, .request = request, .answer = a};
    if (!a)
        return ENT_NOMEM;
    if (scenario->title)
        ent_answer_heading(a, "%s", scenario->title);
    ent_answer_settings(a, request);
    ent_status status = ent_alliance_count(&l, sections);
    a->partial = l.partial;
    if (status != ENT_OK && !l.partial) {
        ent_answer_free(a);
        return status;
    }
    return ent_answer_finish(out, a, status);
}
