/* The tree of a view: the changes of the views that it extends, then its own, each in its order.
 *
 * Whatever is changed is copied first (node_edit.h), so the author's tree stays as it was and views
 * share what none of them changes.
 */
#include "scenario/view_tree.h"

#include <string.h>

#include "scenario/build.h"
#include "scenario/schema.h"

bool ent_key_is_free(const char *key) {
    static const char *const FREE[] = {"actors", "resources", "issues",  "preferences", "wants",
                                       "worth",  "values",    "agendas", "sources",     "fallback"};
    for (size_t i = 0; key != NULL && i < ENT_COUNT(FREE); i++)
        if (strcmp(key, FREE[i]) == 0)
            return true;
    return false;
}

ent_status ent_change_unknown(const ent_change *c, ent_diag_code code, ent_span span,
                              const char *name, const char *const *names, size_t n,
                              const char *hint, const char *message) {
    const char *near = ent_nearest(name, names, n);
    if (near != NULL && (hint = ent_arena_printf(c->arena, "did you mean '%s'?", near)) == NULL)
        return ENT_NOMEM;
    ent_buffer words = {0};
    const char *gap = strstr(message, "%s"); /* where the name stands in the message */
    ent_buffer_put_n(&words, message, (size_t)(gap - message));
    ent_buffer_printf(&words, "%s%s", name, gap + 2);
    if (!words.failed)
        ent_report(c->diags, code, span, c->path, hint, "%s", words.data);
    bool failed = words.failed || c->diags->failed;
    ent_buffer_free(&words);
    return failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status unknown_key(const ent_change *c, ent_diag_code code, ent_span span,
                              const char *name, const ent_node *map, const char *message) {
    size_t n = map != NULL && map->kind == ENT_NODE_MAP ? map->n : 0;
    const char **names = ENT_NEW(c->arena, const char *, n + 1);
    if (names == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        names[i] = map->pairs[i].key->text;
    return ent_change_unknown(c, code, span, name, names, n, NULL, message);
}

ent_status ent_change_actor(const ent_change *c, const char *id, ent_span span) {
    const ent_node *actors = ent_node_get(c->tree, "actors");
    if (ent_node_get(actors, id) != NULL)
        return ENT_OK;
    return unknown_key(c, ENT_E0205, span, id, actors, "unknown actor '%s'");
}

/* ---- remove ---- */

static void drop_key(ent_arena *arena, ent_node *root, const char *outer, const char *key,
                     bool *failed) {
    ent_node **slot = ent_node_slot(root, outer);
    if (slot == NULL || ent_node_get(*slot, key) == NULL)
        return;
    ent_node *map = ent_node_own(arena, slot, 0);
    *failed = *failed || map == NULL;
    for (size_t i = 0; map != NULL && i < map->n; i++)
        if (strcmp(map->pairs[i].key->text, key) == 0)
            ent_node_drop(map, i--);
}

static bool names_actor(const ent_node *tie, const char *actor) {
    const ent_node *ends[4] = {ent_node_get(tie, "by"), ent_node_get(tie, "to"), NULL, NULL};
    const ent_node *between = ent_node_get(tie, "between");
    for (size_t i = 0; ent_is_list(between) && i < 2 && i < between->n; i++)
        ends[2 + i] = between->items[i];
    for (size_t i = 0; i < ENT_COUNT(ends); i++)
        if (ent_is_text(ends[i]) && strcmp(ends[i]->text, actor) == 0)
            return true;
    return false;
}

static bool is_for_all(const ent_node *issue) {
    const ent_node *each = ent_node_get(issue, "for each");
    return ent_is_text(each) && strcmp(each->text, "all") == 0;
}

/* "patrol.north" of an issue that is there for all actors, when north goes. */
static bool goes_with(const ent_change *c, const char *issue, const char *actor) {
    size_t at;
    const char *member;
    return ent_issue_record(c->tree, issue, &at, &member) && member != NULL &&
           strcmp(member, actor) == 0 &&
           is_for_all(ent_node_get(c->tree, "issues")->pairs[at].value);
}

/* What others want of such issues goes too; where lists name the actor, its author must decide. */
static ent_status drop_wants(ent_change *c, const char *actor) {
    ent_node **slot = ent_node_slot(c->tree, "preferences");
    if (slot == NULL || !ent_is_map(*slot))
        return ENT_OK;
    ent_node *preferences = ent_node_own(c->arena, slot, 0);
    for (size_t i = 0; preferences != NULL && i < preferences->n; i++) {
        const ent_node *wants = ent_node_get(preferences->pairs[i].value, "wants");
        for (size_t k = 0; ent_is_map(wants) && k < wants->n; k++) {
            const char *issue = wants->pairs[k].key->text;
            if (!goes_with(c, issue, actor))
                continue;
            ent_node *own = ent_node_own(c->arena, &preferences->pairs[i].value, 0);
            ent_node *left =
                own != NULL ? ent_node_own(c->arena, ent_node_slot(own, "wants"), 0) : NULL;
            if (left == NULL)
                return ENT_NOMEM;
            ent_node_drop(left, k--);
            ENT_TRY(ent_salience_without(c->arena, own, issue));
            wants = left;
        }
    }
    return preferences != NULL ? ENT_OK : ENT_NOMEM;
}

/* In `status quo: {north: none}` of issues that are there for all actors. */
static ent_status drop_members(ent_change *c, const char *actor) {
    static const char *const KEYS[] = {"status quo", "given"};
    ent_node **slot = ent_node_slot(c->tree, "issues");
    ent_node *issues = slot != NULL ? ent_node_own(c->arena, slot, 0) : NULL;
    bool failed = slot != NULL && issues == NULL;
    for (size_t i = 0; issues != NULL && issues->kind == ENT_NODE_MAP && i < issues->n; i++) {
        if (!is_for_all(issues->pairs[i].value))
            continue;
        ent_node *issue = ent_node_own(c->arena, &issues->pairs[i].value, 0);
        for (size_t k = 0; issue != NULL && k < ENT_COUNT(KEYS); k++)
            drop_key(c->arena, issue, KEYS[k], actor, &failed);
        failed = failed || issue == NULL;
    }
    return failed ? ENT_NOMEM : ENT_OK;
}

ent_status ent_change_drop_actor(ent_change *c, const char *actor) {
    bool failed = false;
    if (ent_node_own(c->arena, &c->tree, 0) == NULL)
        return ENT_NOMEM;
    drop_key(c->arena, c->tree, "actors", actor, &failed);
    drop_key(c->arena, c->tree, "preferences", actor, &failed);
    drop_key(c->arena, c->tree, "reservation", actor, &failed);
    ENT_TRY(drop_wants(c, actor));
    ENT_TRY(drop_members(c, actor));
    ent_node **slot = ent_node_slot(c->tree, "ties");
    if (failed || slot == NULL || !ent_is_list(*slot))
        return failed ? ENT_NOMEM : ENT_OK;
    ent_node *ties = ent_node_own(c->arena, slot, 0);
    if (ties == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < ties->n; i++)
        if (names_actor(ties->items[i], actor))
            ent_node_drop(ties, i--);
    return ENT_OK;
}

/* The id of an actor that a path stands for, or NULL. */
static const char *actor_of(const ent_change *c, const char *path) {
    const char *id = strncmp(path, "actors.", 7) == 0 ? path + 7 : NULL;
    return id != NULL && ent_node_get(ent_node_get(c->tree, "actors"), id) != NULL ? id : NULL;
}

static ent_status report_missing(const ent_change *c, const ent_node *what) {
    const char **names;
    size_t n;
    ENT_TRY(ent_node_names(&names, &n, c->arena, c->tree));
    return ent_change_unknown(c, ENT_E0345, what->span, what->text, names, n,
                              "write a statement's name, or its path as `show` gives it",
                              "there is no '%s' here to be removed");
}

/* One thing by one of the paths at which it stands. */
static ent_status remove_one(ent_change *c, const ent_node *what, const char *path) {
    const char *actor = actor_of(c, path);
    if (actor != NULL)
        return ent_change_drop_actor(c, actor);
    ent_node *next;
    ent_status status = ent_node_remove(&next, c->arena, c->tree, path);
    if (status == ENT_OK)
        c->tree = next;
    if (status != ENT_ERROR)
        return status;
    ent_report(c->diags, ENT_E0348, what->span, c->path,
               "`replace` it, or remove what rests on it too", "'%s' cannot be removed",
               what->text);
    return c->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

typedef struct removal {
    const char *path;
    const ent_node *what;
} removal;

/* Everything is found before anything is removed, and removed from the last to the first. */
static ent_status change_remove(ent_change *c, const ent_node *list) {
    const ent_node *const *items, *one;
    size_t n = ent_items(list, &items, &one), n_all = 0, cap = 0;
    removal *all = NULL;
    ent_status status = ENT_OK;
    for (size_t i = 0; i < n; i++) {
        const char **paths;
        size_t n_paths;
        if (!ent_is_text(items[i]))
            continue;
        ENT_TRY(ent_node_find(&paths, &n_paths, c->arena, c->tree, items[i]->text));
        if (n_paths == 0)
            status = report_missing(c, items[i]);
        if (status == ENT_NOMEM)
            return status;
        for (size_t k = 0; k < n_paths; k++) {
            if ((all = ent_arena_grow(c->arena, all, n_all, &cap, sizeof(*all))) == NULL)
                return ENT_NOMEM;
            all[n_all++] = (removal){paths[k], items[i]};
        }
    }
    while (status == ENT_OK && n_all > 0) {
        size_t last = 0;
        for (size_t i = 1; i < n_all; i++)
            if (ent_path_cmp(all[i].path, all[last].path) > 0)
                last = i;
        status = remove_one(c, all[last].what, all[last].path);
        all[last] = all[--n_all];
    }
    return status;
}

/* ---- sentences ---- */

/* A prefers as B: A takes the place of B in all that B wants, with B's value of no deal. */
static ent_status prefers_as(ent_change *c, const ent_token *actor, const ent_token *model) {
    static const char *const OUTER[] = {"preferences", "reservation"};
    bool failed = false;
    ENT_TRY(ent_change_actor(c, actor->text, actor->span));
    ENT_TRY(ent_change_actor(c, model->text, model->span));
    if (strcmp(actor->text, model->text) == 0) {
        ent_report(c->diags, ENT_E0349, model->span, c->path, "name two different actors",
                   "%s already prefers as itself", actor->text);
        return c->diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    if (ent_node_own(c->arena, &c->tree, 0) == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < ENT_COUNT(OUTER); i++) {
        const ent_node *theirs = ent_node_get(ent_node_get(c->tree, OUTER[i]), model->text);
        drop_key(c->arena, c->tree, OUTER[i], actor->text, &failed);
        ent_node **slot = ent_node_slot(c->tree, OUTER[i]);
        if (theirs == NULL || slot == NULL)
            continue;
        ent_node *map = ent_node_own(c->arena, slot, 1);
        if (map == NULL)
            return ENT_NOMEM;
        ENT_TRY(ent_node_put(c->arena, map, actor->text, actor->span, (ent_node *)theirs));
    }
    return failed ? ENT_NOMEM : ENT_OK;
}

static ent_status freeze(ent_change *c, const ent_token *issue) {
    size_t at;
    const char *actor;
    const ent_node *issues = ent_node_get(c->tree, "issues");
    if (!ent_issue_record(c->tree, issue->text, &at, &actor))
        return unknown_key(c, ENT_E0203, issue->span, issue->text, issues, "unknown issue '%s'");
    if (actor != NULL)
        ENT_TRY(ent_change_actor(c, actor, issue->span));
    ent_node *next;
    ent_status status = ent_node_freeze(&next, c->arena, c->tree, issue->text, issue->span);
    if (status == ENT_OK)
        c->tree = next;
    if (status != ENT_ERROR)
        return status;
    ent_report(c->diags, ENT_E0350, issue->span, c->path,
               "only an issue that somebody decides, with a status quo to stay at, can be frozen",
               "%s cannot be frozen", issue->text);
    return c->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status change_sentence(ent_change *c, const ent_node *sentence) {
    ent_tokens t;
    ENT_TRY(ent_tokens_read(&t, c->arena, sentence, c->path, c->diags));
    const ent_token *word = t.items;
    if (t.n == 5 && ent_token_is_word(&word[1], "prefers") && ent_token_is_word(&word[2], "as") &&
        word[0].kind == ENT_TOKEN_NAME && word[3].kind == ENT_TOKEN_NAME)
        return prefers_as(c, &word[0], &word[3]);
    if (t.n == 3 && ent_token_is_word(&word[0], "freeze") && word[1].kind == ENT_TOKEN_NAME)
        return freeze(c, &word[1]);
    ent_report(
        c->diags, ENT_E0343, sentence->span, c->path,
        "write `A prefers as B`, `freeze ISSUE`, or a map with add, replace, remove or merge",
        "this is no change");
    return c->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* ---- one change ---- */

static ent_status change_tree(ent_change *c, const ent_node *what,
                              ent_status (*change)(ent_change *, const ent_node *)) {
    if (ent_is_map(what))
        return change(c, what);
    ent_report(c->diags, ENT_E0346, what->span, c->path,
               "write for example: add: {rules: [strait != east]}",
               "what is to be changed is a map, as in the file itself");
    return c->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status make_change(ent_change *c) {
    const ent_node *what;
    if (ent_is_text(c->node))
        return change_sentence(c, c->node);
    if (!ent_is_map(c->node))
        return ENT_OK; /* the check of shapes has spoken */
    c->name = ent_node_get(c->node, "name");
    c->from = ent_node_get(c->node, "from");
    c->note = ent_node_get(c->node, "note");
    if ((what = ent_node_get(c->node, "add")) != NULL)
        return change_tree(c, what, ent_change_add);
    if ((what = ent_node_get(c->node, "replace")) != NULL)
        return change_tree(c, what, ent_change_replace);
    if ((what = ent_node_get(c->node, "remove")) != NULL)
        return change_remove(c, what);
    if ((what = ent_node_get(c->node, "merge")) != NULL)
        return ent_change_merge(c, what);
    what = ent_node_get(c->node, "change");
    return ent_is_text(what) ? change_sentence(c, what) : ENT_OK;
}

/* ---- views ---- */

typedef struct without {
    const char *const *paths;
    size_t n;
} without;

static bool is_left_out(const without *w, const char *path) {
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->paths[i], path) == 0)
            return true;
    return false;
}

/* The changes of one view; a failed one does not keep the next from being tried. */
static ent_status make_changes(ent_node **tree, ent_arena *arena, const ent_view *view,
                               const without *w, ent_diags *diags) {
    ent_status status = ENT_OK;
    for (size_t i = 0; ent_is_list(view->changes) && i < view->changes->n; i++) {
        ent_change c = {
            .arena = arena, .diags = diags, .tree = *tree, .node = view->changes->items[i]};
        c.path = ent_arena_printf(arena, "%s.changes[%zu]", view->said.path, i);
        if (c.path == NULL)
            return ENT_NOMEM;
        if (is_left_out(w, c.path))
            continue;
        ent_status one = make_change(&c);
        if (one == ENT_NOMEM)
            return one;
        if (one == ENT_OK)
            *tree = c.tree;
        else
            status = one;
    }
    return status;
}

static ent_status make_tree(ent_node **out, ent_arena *arena, const ent_node *root,
                            const ent_views *views, uint32_t view, const without *w,
                            ent_diags *diags) {
    uint32_t *chain = ENT_NEW(arena, uint32_t, views->n);
    size_t n = 0;
    *out = ent_node_copy(arena, root, 0);
    if (chain == NULL || *out == NULL)
        return ENT_NOMEM;
    for (uint32_t v = view; v != ENT_NONE && n < views->n; v = views->views[v].extends)
        chain[n++] = v;
    ent_status status = ENT_OK;
    while (n > 0) {
        ent_status one = make_changes(out, arena, &views->views[chain[--n]], w, diags);
        if (one == ENT_NOMEM)
            return one;
        status = one == ENT_OK ? status : one;
    }
    return diags->failed ? ENT_NOMEM : status;
}

ent_status ent_view_tree(ent_node **out, ent_arena *arena, const ent_node *root,
                         const ent_views *views, uint32_t view, ent_diags *diags) {
    return make_tree(out, arena, root, views, view, &(without){0}, diags);
}

ent_status ent_view_tree_without(ent_node **out, ent_arena *arena, const ent_node *root,
                                 const ent_views *views, uint32_t view, const char *const *paths,
                                 size_t n, ent_diags *diags) {
    const char **others = ENT_NEW(arena, const char *, n + 1);
    size_t n_others = 0;
    ent_node *tree;
    if (others == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        if (strncmp(paths[i], "views.", 6) != 0)
            others[n_others++] = paths[i];
    ENT_TRY(make_tree(&tree, arena, root, views, view, &(without){paths, n}, diags));
    return ent_node_remove_all(out, arena, tree, others, n_others);
}

ent_status ent_view_build(ent_scenario **out, ent_arena *arena, const ent_source *source,
                          const ent_node *root, const ent_views *views, uint32_t view,
                          ent_diags *diags) {
    ent_node *tree = NULL;
    *out = NULL;
    ent_status made = ent_view_tree(&tree, arena, root, views, view, diags);
    if (made == ENT_NOMEM)
        return made;
    size_t before = diags->n;
    /* Where changes failed, names that they would have made are missing, but shapes can be judged. */
    ent_status status = made == ENT_OK ? ent_scenario_build(out, arena, source, tree, diags)
                                       : ent_schema_check(tree, diags);
    status = status == ENT_OK ? made : status;
    for (size_t i = before; view != 0 && i < diags->n; i++) {
        const char *path = diags->items[i].path;
        if (path[0] != '\0' && strncmp(path, "views.", 6) != 0)
            diags->items[i].path =
                ent_arena_printf(diags->arena, "view %s: %s", views->views[view].id, path);
        if (diags->items[i].path == NULL)
            return ENT_NOMEM;
    }
    return status;
}
