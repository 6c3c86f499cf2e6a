/* Putting one view's statements into the other, until it answers alike. See compare.h. */
#include "thread/compare.h"

#include <string.h>

#define SCREEN 100u /* models that a set is first tried on */

typedef struct comparer {
    ent_arena *arena;
    ent_study *study;
    ent_comparison_of_views *out;
    uint32_t ancestor;
    size_t own; /* differences of the first view come first: so many */
} comparer;

/* The tree of the first view with the differences in the bit set taken from the second. */
static ent_status mixed_tree(ent_node **out, const comparer *c, ent_arena *arena,
                             const bool *taken) {
    const ent_views *all = &c->study->views;
    const ent_comparison_of_views *f = c->out;
    ent_views views = {all->n, ENT_NEW(arena, ent_view, all->n)};
    ent_node *changes = ENT_NEW(arena, ent_node, 1);
    if (!views.views || !changes)
        return ENT_NOMEM;
    memcpy(views.views, all->views, all->n * sizeof *views.views);
    *changes = (ent_node){.kind = ENT_NODE_LIST, .weight = 1};
    changes->items = ENT_NEW(arena, ent_node *, f->n_differences + 1);
    if (!changes->items)
        return ENT_NOMEM;
    for (size_t i = 0; i < f->n_differences; i++)
        if (taken[i] == (i >= c->own))
            changes->items[changes->n++] = (ent_node *)f->difference[i].change;
    /* A view of its own would have to be one of the file's: the one that is not the ancestor serves. */
    uint32_t as = f->view[0] != c->ancestor ? f->view[0] : f->view[1];
    views.views[as].extends = c->ancestor;
    views.views[as].changes = changes;
    ent_diags silent = {.arena = arena};
    return ent_view_tree(out, arena, c->study->root, &views, as, &silent);
}

/* The verdict that the mixture gives; ENT_NOT_EXPRESSIBLE where there is no such scenario. */
static ent_status mixed(ent_verdict_kind *out, const comparer *c, const bool *taken, size_t claim,
                        uint64_t models) {
    ent_arena *arena = ent_arena_new();
    ent_stage *stage = NULL;
    ent_node *root;
    *out = ENT_NOT_EXPRESSIBLE;
    if (!arena)
        return ENT_NOMEM;
    ent_status status = mixed_tree(&root, c, arena, taken);
    if (status != ENT_OK) {
        ent_arena_free(arena);
        return status == ENT_ERROR ? ENT_OK : status;
    }
    status = ent_stage_of(&stage, c->study, root, arena);
    if (status == ENT_OK && stage->scenario) {
        ent_claim asked;
        ent_verdict verdict;
        ent_diags silent = {.arena = arena};
        status = ent_study_claim_on(&asked, c->study, stage, arena, &c->study->claims[claim].stated,
                                    true, &silent);
        if (status == ENT_OK)
            status = ent_verdict_of(&verdict, arena, c->study, stage, &asked, models, false);
        if (status == ENT_OK)
            *out = verdict.kind;
        status = status == ENT_ERROR ? ENT_OK : status;
    }
    ent_stage_free(stage);
    return status;
}

/* Whether the mixture answers as the second view does. */
static ent_status carries(bool *out, const comparer *c, const bool *taken,
                          const ent_disagreement *d) {
    ent_verdict_kind kind;
    uint64_t all = c->study->n_models;
    *out = false;
    if (SCREEN < all) {
        ENT_TRY(mixed(&kind, c, taken, d->claim, SCREEN));
        /* Few models may show one side of `depends`, or nothing to speak of; the rest is final. */
        bool may = kind == d->verdict[1].kind || kind == ENT_ALWAYS_VACUOUS ||
                   d->verdict[1].kind == ENT_DEPENDS;
        if (!may)
            return ENT_OK;
    }
    ENT_TRY(mixed(&kind, c, taken, d->claim, all));
    *out = kind == d->verdict[1].kind;
    return ENT_OK;
}

static ent_status keep_set(comparer *c, ent_disagreement *d, const bool *taken, bool smallest) {
    d->difference = ENT_NEW(c->arena, size_t, c->out->n_differences + 1);
    if (!d->difference)
        return ENT_NOMEM;
    for (size_t i = 0; i < c->out->n_differences; i++)
        if (taken[i])
            d->difference[d->n++] = i;
    d->carried = true;
    d->smallest = smallest;
    return ENT_OK;
}

/* Sets of exactly `size` differences, in order. */
static ent_status try_sets(bool *found, comparer *c, ent_disagreement *d, bool *taken, size_t from,
                           size_t size) {
    for (size_t i = from; i < c->out->n_differences && !*found; i++) {
        taken[i] = true;
        if (size > 1)
            ENT_TRY(try_sets(found, c, d, taken, i + 1, size - 1));
        else
            ENT_TRY(carries(found, c, taken, d));
        if (!*found)
            taken[i] = false;
    }
    return ENT_OK;
}

#define SETS_MOST 1500u /* of one size: beyond, the set is made small from all */

static bool few_enough(size_t n, size_t size) {
    double sets = 1;
    for (size_t i = 0; i < size; i++)
        sets = sets * (double)(n - (i < n ? i : n)) / (double)(i + 1);
    return sets <= SETS_MOST;
}

static ent_status explain(comparer *c, ent_disagreement *d) {
    size_t n = c->out->n_differences, tried = 0;
    bool found = false;
    bool *taken = ENT_NEW(c->arena, bool, n + 1);
    if (!taken)
        return ENT_NOMEM;
    for (size_t size = 1; size <= 3 && size <= n && few_enough(n, size) && !found; size++) {
        memset(taken, 0, n);
        ENT_TRY(try_sets(&found, c, d, taken, 0, size));
        tried = size;
    }
    if (found)
        return keep_set(c, d, taken, true);
    for (size_t i = 0; i < n; i++)
        taken[i] = true;
    ENT_TRY(carries(&found, c, taken, d));
    for (size_t i = 0; i < n && found; i++) {
        bool spared;
        taken[i] = false;
        ENT_TRY(carries(&spared, c, taken, d));
        taken[i] = !spared;
    }
    if (!found)
        return ENT_OK;
    size_t left = 0;
    for (size_t i = 0; i < n; i++)
        left += taken[i];
    return keep_set(c, d, taken, left <= tried + 1);
}

static bool comparable(const ent_verdict *v) {
    return v->kind <= ENT_ALWAYS_VACUOUS;
}

static ent_status ask_both(ent_disagreement *out, comparer *c, size_t claim) {
    *out = (ent_disagreement){.claim = claim};
    for (size_t i = 0; i < 2; i++) {
        const ent_stage *stage;
        ent_claim asked;
        uint32_t view = c->out->view[i];
        ENT_TRY(ent_study_stage(&stage, c->study, view));
        ENT_TRY(ent_study_claim_on(&asked, c->study, stage, c->arena,
                                   &c->study->claims[claim].stated, true, c->study->diags));
        ENT_TRY(ent_verdict_of(&out->verdict[i], c->arena, c->study, stage, &asked,
                               c->study->n_models, true));
    }
    return ENT_OK;
}

static ent_status go_through(comparer *c) {
    ent_comparison_of_views *f = c->out;
    for (size_t i = 0; i < c->study->n_claims; i++) {
        ent_disagreement *d = &f->disagreement[f->n];
        ent_study_tell(c->study, "comparing claims", i, c->study->n_claims);
        ENT_TRY(ask_both(d, c, i));
        if (!comparable(&d->verdict[0]) || !comparable(&d->verdict[1]))
            continue;
        f->asked++;
        if (d->verdict[0].kind == d->verdict[1].kind)
            continue;
        f->n++;
        ENT_TRY(explain(c, d));
    }
    return ENT_OK;
}

ent_status ent_compare_views(ent_comparison_of_views *out, ent_arena *arena, ent_study *study,
                             uint32_t first, uint32_t second) {
    comparer c = {.arena = arena, .study = study, .out = out};
    ent_difference *of[2];
    size_t n[2];
    *out = (ent_comparison_of_views){.view = {first, second}};
    c.ancestor = ent_common_view(&study->views, first, second);
    for (size_t i = 0; i < 2; i++)
        ENT_TRY(ent_differences(&of[i], &n[i], arena, study, out->view[i], c.ancestor));
    c.own = n[0];
    out->n_differences = n[0] + n[1];
    out->difference = ENT_NEW(arena, ent_difference, out->n_differences + 1);
    out->disagreement = ENT_NEW(arena, ent_disagreement, study->n_claims + 1);
    if (!out->difference || !out->disagreement)
        return ENT_NOMEM;
    for (size_t i = 0; i < out->n_differences; i++)
        out->difference[i] = i < n[0] ? of[0][i] : of[1][i - n[0]];
    ent_status status = go_through(&c);
    out->partial = status == ENT_CANCELLED;
    return status;
}
