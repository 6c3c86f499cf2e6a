/* All views of a file at once: each is built, its claims are parsed where they belong, and what they
 * rest on is looked up.
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/claim.h"
#include "scenario/view_tree.h"

/* The named changes of a view and of those that it extends. */
static ent_status find_changes(const char ***paths, size_t *n, ent_arena *arena,
                               const ent_views *views, uint32_t view, const char *text) {
    size_t cap = 0;
    for (size_t steps = 0; view != ENT_NONE && steps < views->n; steps++) {
        const ent_view *v = &views->views[view];
        for (size_t i = 0; ent_is_list(v->changes) && i < v->changes->n; i++) {
            const char *name = ent_text_at(v->changes->items[i], "name");
            const char *path = ent_arena_printf(arena, "%s.changes[%zu]", v->said.path, i);
            if (path == NULL)
                return ENT_NOMEM;
            if (strcmp(path, text) != 0 && (name == NULL || strcmp(name, text) != 0))
                continue;
            const char **grown = ent_arena_grow(arena, (void *)*paths, *n, &cap, sizeof(*grown));
            if (grown == NULL)
                return ENT_NOMEM;
            *paths = grown;
            grown[(*n)++] = path;
        }
        view = v->extends;
    }
    return ENT_OK;
}

ent_status ent_view_find(const char ***paths, size_t *n, ent_arena *arena, const ent_views *views,
                         uint32_t view, const ent_node *tree, const char *text) {
    ENT_TRY(ent_node_find(paths, n, arena, tree, text));
    if (*n > 0)
        return ENT_OK;
    *paths = NULL;
    return find_changes(paths, n, arena, views, view, text);
}

/* The view at hand, in an arena of its own: views are looked at one after the other. */
typedef struct checker {
    ent_arena *arena;
    const ent_source *source;
    const ent_node *root;
    const ent_views *views;
    ent_diags *diags;
    uint32_t view;
    ent_scenario *scenario;
} checker;

/* In the view that the claim is asked in. */
static ent_status check_rests_on(checker *c, const ent_stated_claim *claim, uint32_t view,
                                 const ent_node *tree) {
    for (size_t i = 0; i < claim->n_rests_on; i++) {
        const char **paths, **names;
        size_t n;
        ENT_TRY(ent_view_find(&paths, &n, c->arena, c->views, view, tree, claim->rests_on[i]));
        if (n > 0)
            continue;
        ENT_TRY(ent_node_names(&names, &n, c->arena, tree));
        ent_change place = {.arena = c->arena, .diags = c->diags, .path = claim->said.path};
        ENT_TRY(ent_go_on(ent_change_unknown(
            &place, ENT_E0224, claim->rests_on_nodes[i]->span, claim->rests_on[i], names, n,
            "write a statement's name, or its path as `show --assumptions` gives it",
            "there is no statement '%s' in this view")));
    }
    return ENT_OK;
}

/* What stands behind `in view V:`, in V. It speaks of no further view: the parser sees to it. */
static ent_status check_inner(checker *c, const ent_claim *claim, const ent_stated_claim *stated) {
    uint32_t other = ent_find_view(c->views, claim->view);
    const char *path = stated->said.path;
    ent_scenario *scenario;
    ent_claim inner;
    if (other == ENT_NONE)
        return ent_unknown_view(c->views, c->arena, (ent_place){c->diags, claim->view_span, path},
                                claim->view);
    ENT_TRY(ent_view_build(&scenario, c->arena, c->source, c->root, c->views, other, c->diags));
    ENT_TRY(ent_go_on(check_rests_on(c, stated, other, scenario->root)));
    return ent_claim_parse(&inner, scenario, c->arena, claim->inner_node, path, false, c->diags);
}

static ent_status check_claim(checker *c, const ent_stated_claim *stated) {
    ent_claim whole;
    const ent_claim *claim = &whole;
    ent_status status = ent_claim_parse(&whole, c->scenario, c->arena, stated->sentence,
                                        stated->said.path, false, c->diags);
    while (status == ENT_OK && claim->form == ENT_CLAIM_NOT)
        claim = claim->inner;
    if (status == ENT_OK && claim->form == ENT_CLAIM_IN_VIEW)
        return check_inner(c, claim, stated);
    ENT_TRY(ent_go_on(check_rests_on(c, stated, c->view, c->scenario->root)));
    return status;
}

static ent_status check_view(checker *c) {
    const ent_view *view = &c->views->views[c->view];
    ent_stated_claim *claims;
    size_t n;
    const char *path =
        c->view == 0 ? "claims" : ent_arena_printf(c->arena, "%s.claims", view->said.path);
    if (path == NULL)
        return ENT_NOMEM;
    ENT_TRY(
        ent_view_build(&c->scenario, c->arena, c->source, c->root, c->views, c->view, c->diags));
    ENT_TRY(ent_claims_read(&claims, &n, c->arena, view->claims, path, c->diags));
    for (size_t i = 0; i < n; i++) {
        ent_mark before = ent_arena_mark(c->arena);
        ENT_TRY(ent_go_on(check_claim(c, &claims[i])));
        ent_arena_rewind(c->arena, before);
    }
    return ENT_OK;
}

ent_status ent_views_check(const ent_source *source, const ent_node *root, const ent_views *views,
                           ent_diags *diags) {
    size_t errors = diags->errors;
    checker c = {.source = source, .root = root, .views = views, .diags = diags};
    for (c.view = 0; c.view < views->n; c.view++) {
        c.arena = ent_arena_new();
        ent_status status = c.arena != NULL ? ent_go_on(check_view(&c)) : ENT_NOMEM;
        ent_arena_free(c.arena);
        if (status != ENT_OK || diags->failed)
            return ENT_NOMEM;
    }
    return diags->errors > errors ? ENT_ERROR : ENT_OK;
}
