/* Removing statements one by one, and a few together, and asking again. See premises.h. */
#include "thread/premises.h"

#include "thread/same.h"

#include <string.h>

/* Models that a set of statements is first tried on, and sets shown of one claim. */
#define SCREEN_SETS 40u
#define SETS_MOST 8u
/* Statements of which pairs and triples are made: more take too long. */
#define PAIRS_OF 64u
#define TRIPLES_OF 16u

typedef struct candidate {
    const char *kind;
    ent_statement said;
} candidate;

/* What a claim's author names, as paths. */
typedef struct named_paths {
    size_t n, cap;
    const char **path;
} named_paths;

typedef struct remover {
    ent_arena *arena; /* results */
    ent_study *study;
    uint32_t view;
    const ent_stage *stage;
    size_t n_jobs;
    ent_premise_job *jobs;
    size_t n, cap;
    candidate *candidates;
    named_paths *named;         /* per job */
    ent_verdict_kind *screened; /* per job: the verdict on the first ENT_SCREEN models */
    ent_diags silent;
} remover;

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

/* ---- what can be removed ---- */

static ent_status add(remover *r, const char *kind, const ent_statement *said) {
    candidate *items =
        ent_arena_grow(r->arena, r->candidates, r->n, &r->cap, sizeof *r->candidates);
    if (!items)
        return ENT_NOMEM;
    r->candidates = items;
    items[r->n++] = (candidate){kind, *said};
    return ENT_OK;
}

static const char *text_of(const ent_node *change, const char *key) {
    const ent_node *value = change->kind == ENT_NODE_MAP ? ent_node_get(change, key) : NULL;
    return value && value->kind == ENT_NODE_SCALAR ? value->text : NULL;
}

/* Of the view and of those that it extends. */
static ent_status add_changes(remover *r) {
    for (uint32_t v = r->view; v != ENT_NONE; v = r->study->views.views[v].extends) {
        const ent_view *view = &r->study->views.views[v];
        for (size_t i = 0; view->changes && i < view->changes->n; i++) {
            const ent_node *change = view->changes->items[i];
            ent_statement said = {.name = text_of(change, "name"),
                                  .from = text_of(change, "from"),
                                  .note = text_of(change, "note"),
                                  .span = change->span};
            said.path = ent_arena_printf(r->arena, "views.%s.changes[%zu]", view->id, i);
            if (!said.path)
                return ENT_NOMEM;
            ENT_TRY(add(r, "change", &said));
        }
    }
    return ENT_OK;
}

/* Whether the claim can turn on the statement at all: wants of actors who neither sign nor are spoken
 * of do not matter to a deal, and ties to none. */
static bool bears(const candidate *x, const ent_claim *c, const ent_scenario *s) {
    uint64_t actors = c->coalition;
    switch (c->form) {
    case ENT_CLAIM_NOT:
    case ENT_CLAIM_IN_VIEW: return bears(x, c->inner, s);
    case ENT_CLAIM_SOME_DEAL:
    case ENT_CLAIM_NO_DEAL:
    case ENT_CLAIM_EVERY_DEAL:
    case ENT_CLAIM_RAISING: break;
    case ENT_CLAIM_PREFERS: actors = (uint64_t)1 << c->actor; break;
    case ENT_CLAIM_SAFE_DEAL: actors |= (uint64_t)1 << c->actor | (uint64_t)1 << c->actor2; break;
    default: return true;
    }
    if (begins(x->said.path, "ties"))
        return false;
    if (!begins(x->said.path, "preferences."))
        return true;
    const char *rest = x->said.path + strlen("preferences.");
    for (size_t a = 0; a < s->n_actors; a++) {
        size_t len = strlen(s->actors[a].id);
        if (strncmp(rest, s->actors[a].id, len) == 0 && (rest[len] == '.' || rest[len] == '\0'))
            return actors >> a & 1;
    }
    return true;
}

/* ---- a stage without some statements ---- */

/* *out stays NULL when there is no such scenario. */
static ent_status stage_without(ent_stage **out, const remover *r, const candidate *const *x,
                                size_t n) {
    ent_arena *arena = ent_arena_new();
    ent_node *root;
    *out = NULL;
    if (!arena)
        return ENT_NOMEM;
    ent_diags silent = {.arena = arena};
    const char *paths[3];
    for (size_t i = 0; i < n; i++)
        paths[i] = x[i]->said.path;
    ent_status status = ent_view_tree_without(&root, arena, r->study->root, &r->study->views,
                                              r->view, paths, n, &silent);
    if (status != ENT_OK) {
        ent_arena_free(arena);
        return status == ENT_ERROR ? ENT_OK : status;
    }
    status = ent_stage_of(out, r->study, root, arena);
    if (*out && (status != ENT_OK || !(*out)->scenario)) {
        ent_stage_free(*out);
        *out = NULL;
    }
    return status;
}

/* Puts a stage in the place of the view's own, so that what is claimed `in view V` is asked of it too. The
 * one that stood there. */
static ent_stage *stand_in(remover *r, ent_stage *stage) {
    ent_stage **place = &r->study->stages[r->view], *was = *place;
    if (stage)
        *place = stage;
    return was;
}

/* The verdict of a job's claim on the view's stage as it is now, or ENT_NOT_EXPRESSIBLE. */
static ent_status ask_again(ent_verdict *out, const remover *r, const ent_premise_job *job,
                            const ent_stage *stage, ent_arena *scratch, uint64_t models) {
    ent_claim claim;
    ent_diags silent = {.arena = scratch};
    *out = (ent_verdict){.kind = ENT_NOT_EXPRESSIBLE};
    ent_status status =
        ent_study_claim_on(&claim, r->study, stage, scratch, job->stated, true, &silent);
    if (status == ENT_ERROR)
        return ENT_OK;
    ENT_TRY(status);
    return ent_verdict_of(out, scratch, r->study, stage, &claim, models, false);
}

/* Asks few models first: the same verdict there is taken for the same; another is confirmed on all. */
static ent_status changed(bool *out, ent_verdict *without, const remover *r, size_t j,
                          const ent_stage *stage, ent_arena *scratch, uint64_t screen) {
    const ent_premise_job *job = &r->jobs[j];
    uint64_t all = r->study->n_models;
    bool decided = r->screened[j] == job->verdict->kind; /* few models say what all do */
    *out = false;
    if (decided && screen < all) {
        ENT_TRY(ask_again(without, r, job, stage, scratch, screen));
        if (without->kind == r->screened[j] || without->kind == ENT_NOT_EXPRESSIBLE)
            return ENT_OK;
    }
    ENT_TRY(ask_again(without, r, job, stage, scratch, all));
    *out = without->kind != job->verdict->kind && without->kind != ENT_NOT_EXPRESSIBLE &&
           without->kind != ENT_UNKNOWN;
    return ENT_OK;
}

/* ---- one at a time ---- */

/* A change may go by the name of the statement that it brings: both are meant. */
static bool is_named(const remover *r, const candidate *x, size_t j) {
    const ent_stated_claim *stated = r->jobs[j].stated;
    for (size_t i = 0; i < stated->n_rests_on; i++)
        if (x->said.name && strcmp(stated->rests_on[i], x->said.name) == 0)
            return true;
    for (size_t i = 0; i < r->named[j].n; i++)
        if (strcmp(r->named[j].path[i], x->said.path) == 0)
            return true;
    return false;
}

static ent_premise premise_of(const candidate *x, bool named) {
    return (ent_premise){.kind = x->kind,
                         .path = x->said.path,
                         .name = x->said.name,
                         .from = x->said.from,
                         .note = x->said.note,
                         .span = x->said.span,
                         .named = named};
}

static ent_status keep(const remover *r, ent_premises *out, ent_premise premise) {
    size_t cap = out->n; /* grows one by one: there are few */
    ent_premise *items = ent_arena_grow(r->arena, out->premise, out->n, &cap, sizeof *items);
    if (!items)
        return ENT_NOMEM;
    out->premise = items;
    items[out->n++] = premise;
    return ENT_OK;
}

/* Tells the stage whose wants the claims that are asked on it turn on. */
static ent_status read_only(const remover *r, ent_stage *stage, const candidate *x, size_t first,
                            size_t n, ent_arena *scratch) {
    uint64_t actors = 0;
    ent_mark mark = ent_arena_mark(scratch);
    for (size_t j = first; j < first + n; j++) {
        const ent_premise_job *job = &r->jobs[j];
        ent_claim claim;
        ent_diags silent = {.arena = scratch};
        if (x && !is_named(r, x, j) && !bears(x, job->claim, r->stage->scenario))
            continue;
        ent_status status =
            ent_study_claim_on(&claim, r->study, stage, scratch, job->stated, true, &silent);
        if (status != ENT_OK && status != ENT_ERROR)
            return status;
        if (status == ENT_OK && !claim.missing)
            actors |= ent_claim_actors(&claim, stage->scenario);
    }
    ent_models_only(stage->models, actors);
    ent_arena_rewind(scratch, mark);
    return ENT_OK;
}

static ent_status remove_one(remover *r, const candidate *x, ent_arena *scratch) {
    ent_stage *stage;
    ENT_TRY(stage_without(&stage, r, &x, 1));
    ent_stage *whole = stand_in(r, stage);
    ent_status status = stage ? read_only(r, stage, x, 0, r->n_jobs, scratch) : ENT_OK;
    for (size_t j = 0; j < r->n_jobs && status == ENT_OK; j++) {
        ent_premise_job *job = &r->jobs[j];
        ent_mark mark = ent_arena_mark(scratch);
        bool named = is_named(r, x, j);
        ent_premise premise = premise_of(x, named);
        ent_verdict without = {.kind = ENT_UNKNOWN};
        if (!named && !bears(x, job->claim, r->stage->scenario))
            continue;
        if (stage)
            status = changed(&premise.carries, &without, r, j, stage, scratch, ENT_SCREEN);
        if (!stage || without.kind == ENT_NOT_EXPRESSIBLE)
            premise.removal = ENT_NOT_REMOVABLE;
        premise.without = without.kind;
        premise.share = without.share;
        job->out->tried++;
        if (status == ENT_OK && (premise.carries || named))
            status = keep(r, job->out, premise);
        ent_arena_rewind(scratch, mark);
    }
    (void)stand_in(r, whole);
    ent_stage_free(stage);
    return status;
}

/* ---- a few together ---- */

/* Statements that rule something out or in by themselves go first. */
#define RANKS 8
static int rank_of(const candidate *x) {
    static const char *const order[] = {"red line", "rule",       "condition", "follows",
                                        "salience", "comparison", "control",   "fallback"};
    for (size_t i = 0; i < ENT_COUNT(order); i++)
        if (strcmp(x->kind, order[i]) == 0)
            return (int)i;
    return -1;
}

static ent_status try_set(remover *r, size_t j, const candidate *const *x, size_t n,
                          ent_arena *scratch) {
    ent_stage *stage;
    ent_premises *out = r->jobs[j].out;
    ent_mark mark = ent_arena_mark(scratch);
    ent_verdict without = {.kind = ENT_UNKNOWN};
    bool carries = false;
    ENT_TRY(stage_without(&stage, r, x, n));
    if (!stage)
        return ENT_OK;
    ent_stage *whole = stand_in(r, stage);
    ent_status status = read_only(r, stage, NULL, j, 1, scratch);
    if (status == ENT_OK)
        status = changed(&carries, &without, r, j, stage, scratch, SCREEN_SETS);
    if (status == ENT_OK && carries) {
        ent_premise_set *set = &out->set[out->n_sets++];
        *set = (ent_premise_set){.n = n, .without = without.kind};
        for (size_t i = 0; i < n; i++) {
            set->member[i] = premise_of(x[i], is_named(r, x[i], j));
            set->member[i].carries = true;
        }
    }
    ent_arena_rewind(scratch, mark);
    (void)stand_in(r, whole);
    ent_stage_free(stage);
    return status;
}

static ent_status find_sets(remover *r, size_t j, ent_arena *scratch) {
    ent_premises *out = r->jobs[j].out;
    const candidate *of[PAIRS_OF];
    size_t n = 0, triples;
    out->set = ENT_NEW(r->arena, ent_premise_set, SETS_MOST);
    if (!out->set)
        return ENT_NOMEM;
    for (int rank = 0; rank < RANKS; rank++)
        for (size_t i = 0; i < r->n && n < PAIRS_OF; i++)
            if (rank_of(&r->candidates[i]) == rank &&
                bears(&r->candidates[i], r->jobs[j].claim, r->stage->scenario))
                of[n++] = &r->candidates[i];
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n && out->n_sets < SETS_MOST; b++) {
            const candidate *pair[2] = {of[a] < of[b] ? of[a] : of[b],
                                        of[a] < of[b] ? of[b] : of[a]};
            ENT_TRY(try_set(r, j, pair, 2, scratch));
        }
    triples = out->n_sets ? 0 : n < TRIPLES_OF ? n : TRIPLES_OF;
    for (size_t a = 0; a < triples; a++)
        for (size_t b = a + 1; b < triples; b++)
            for (size_t c = b + 1; c < triples && out->n_sets < SETS_MOST; c++) {
                const candidate *three[3] = {of[a], of[b], of[c]};
                for (size_t i = 0; i < 2; i++) /* into the order of the file */
                    for (size_t k = i + 1; k < 3; k++)
                        if (three[k] < three[i]) {
                            const candidate *swap = three[i];
                            three[i] = three[k];
                            three[k] = swap;
                        }
                ENT_TRY(try_set(r, j, three, 3, scratch));
            }
    return ENT_OK;
}

static bool carried(const ent_premises *p) {
    for (size_t i = 0; i < p->n; i++)
        if (p->premise[i].carries)
            return true;
    return false;
}

/* ---- the whole ---- */

/* Verdicts on the first ENT_SCREEN models, from the truths that are known. */
static ent_status screen(remover *r) {
    r->screened = ENT_NEW(r->arena, ent_verdict_kind, r->n_jobs + 1);
    if (!r->screened)
        return ENT_NOMEM;
    for (size_t j = 0; j < r->n_jobs; j++) {
        const ent_verdict *v = r->jobs[j].verdict;
        bool seen[3] = {0};
        for (uint64_t m = 0; m < v->models && m < ENT_SCREEN; m++)
            seen[v->truth[m]] = true;
        r->screened[j] = seen[ENT_TRUE] && seen[ENT_FALSE] ? ENT_DEPENDS
                         : seen[ENT_TRUE]                  ? ENT_HOLDS
                         : seen[ENT_FALSE]                 ? ENT_FAILS
                                                           : ENT_ALWAYS_VACUOUS;
    }
    return ENT_OK;
}

static ent_status add_path(remover *r, size_t j, const char *path) {
    named_paths *named = &r->named[j];
    const char **paths =
        ent_arena_grow(r->arena, (void *)named->path, named->n, &named->cap, sizeof *paths);
    if (!paths)
        return ENT_NOMEM;
    named->path = paths;
    paths[named->n++] = path;
    for (size_t i = 0; i < r->n; i++)
        if (strcmp(r->candidates[i].said.path, path) == 0)
            return ENT_OK;
    return add(r, "part",
               &(ent_statement){.path = path}); /* holds statements, and is none itself */
}

/* What authors name under `rests on`, and names there that nothing in the view has. */
static ent_status find_named(remover *r) {
    r->named = ENT_NEW(r->arena, named_paths, r->n_jobs + 1);
    if (!r->named)
        return ENT_NOMEM;
    for (size_t j = 0; j < r->n_jobs; j++) {
        const ent_stated_claim *stated = r->jobs[j].stated;
        ent_premises *out = r->jobs[j].out;
        out->unknown = ENT_NEW(r->arena, const char *, stated->n_rests_on + 1);
        if (!out->unknown)
            return ENT_NOMEM;
        for (size_t i = 0; i < stated->n_rests_on; i++) {
            const char **paths;
            size_t n;
            ENT_TRY(ent_view_find(&paths, &n, r->arena, &r->study->views, r->view, r->stage->root,
                                  stated->rests_on[i]));
            for (size_t k = 0; k < n; k++)
                ENT_TRY(add_path(r, j, paths[k]));
            if (n == 0)
                out->unknown[out->n_unknown++] = stated->rests_on[i];
        }
    }
    return ENT_OK;
}

static ent_status go_through(remover *r, ent_arena *scratch, bool sets) {
    for (size_t i = 0; i < r->n; i++) {
        ent_study_tell(r->study, "removing statements", i, r->n);
        ENT_TRY(remove_one(r, &r->candidates[i], scratch));
    }
    for (size_t j = 0; j < r->n_jobs && sets; j++) {
        if (carried(r->jobs[j].out))
            continue;
        ent_study_tell(r->study, "removing statements together", j, r->n_jobs);
        ENT_TRY(find_sets(r, j, scratch));
    }
    return ENT_OK;
}

ent_status ent_premises_of(ent_arena *arena, ent_study *study, uint32_t view, ent_premise_job *jobs,
                           size_t n, bool sets) {
    remover r = {.arena = arena, .study = study, .view = view, .n_jobs = n, .jobs = jobs};
    ent_statements stated;
    ENT_TRY(ent_study_stage(&r.stage, study, view));
    ENT_TRY(ent_statements_list(&stated, arena, r.stage->scenario));
    for (size_t i = 0; i < stated.n; i++)
        ENT_TRY(add(&r, stated.items[i].kind, stated.items[i].said));
    ENT_TRY(add_changes(&r));
    for (size_t j = 0; j < n; j++)
        *jobs[j].out = (ent_premises){0};
    ENT_TRY(screen(&r));
    ENT_TRY(find_named(&r));
    ent_arena *scratch = ent_arena_new();
    ent_status status = scratch ? go_through(&r, scratch, sets) : ENT_NOMEM;
    ent_arena_free(scratch);
    for (size_t j = 0; j < n; j++)
        jobs[j].out->partial = status == ENT_CANCELLED;
    return status;
}
