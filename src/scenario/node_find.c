/* Where in a tree something stands that a person calls by a name, an id or a path. */
#include <string.h>

#include "scenario/view_tree.h"

typedef struct finder {
    ent_arena *arena;
    const char *name; /* NULL: collect every name there is */
    const char **found;
    size_t n, cap;
} finder;

static ent_status push(finder *f, const char *text) {
    const char **found = ent_arena_grow(f->arena, (void *)f->found, f->n, &f->cap, sizeof(*found));
    if (found == NULL || text == NULL)
        return ENT_NOMEM;
    f->found = found;
    found[f->n++] = text;
    return ENT_OK;
}

/* The full names of sources and outcomes are no statements'; views and claims are looked at by
 * themselves. */
static bool is_passed_over(const char *key) {
    static const char *const OVER[] = {"views", "claims", "sources", "outcomes"};
    for (size_t i = 0; i < ENT_COUNT(OVER); i++)
        if (strcmp(key, OVER[i]) == 0)
            return true;
    return false;
}

/* Statements called f->name at `node` and below. The depth is that of the file. */
static ent_status find_named(finder *f, const ent_node *node, const char *path) {
    const ent_node *name = ent_node_get(node, "name");
    if (name != NULL && name->kind == ENT_NODE_SCALAR && path[0] != '\0' &&
        (f->name == NULL || strcmp(name->text, f->name) == 0))
        ENT_TRY(push(f, f->name == NULL ? name->text : path));
    for (size_t i = 0; i < node->n; i++) {
        bool map = node->kind == ENT_NODE_MAP;
        const ent_node *below = map ? node->pairs[i].value : node->items[i];
        if (below->kind == ENT_NODE_SCALAR || (map && is_passed_over(node->pairs[i].key->text)))
            continue;
        const char *here =
            map ? ent_arena_printf(f->arena, "%s%s%s", path, path[0] != '\0' ? "." : "",
                                   node->pairs[i].key->text)
                : ent_arena_printf(f->arena, "%s[%zu]", path, i);
        if (here == NULL)
            return ENT_NOMEM;
        ENT_TRY(find_named(f, below, here));
    }
    return ENT_OK;
}

/* A path that may begin at an actor or issue. */
static ent_status find_path(finder *f, const ent_node *root, const char *text) {
    static const char *const OUTER[] = {"", "preferences.", "actors.", "issues."};
    for (size_t i = 0; i < ENT_COUNT(OUTER); i++) {
        const char *path = ent_arena_printf(f->arena, "%s%s", OUTER[i], text);
        ent_way way;
        if (path == NULL)
            return ENT_NOMEM;
        const char *rest = ent_path_walk(&way, root, path);
        const char *top = ent_way_key(&way, 0);
        bool issues = top != NULL && strcmp(top, "issues") == 0 && way.depth == 2;
        bool family = issues && ent_node_get(way.at[2], "for each") != NULL;
        /* What is not written, but stands there: a family's control, one issue of a family. */
        bool unwritten = family && (strcmp(rest, "control") == 0 ||
                                    ent_node_get(ent_node_get(root, "actors"), rest) != NULL);
        /* An actor's id alone is the actor, not its preferences. */
        bool whole = i == 1 && way.depth == 2 && rest[0] == '\0';
        if (way.depth > 0 && !whole && (rest[0] == '\0' || unwritten))
            return push(f, path);
    }
    return ENT_OK;
}

ent_status ent_node_find(const char ***paths, size_t *n, ent_arena *arena, const ent_node *root,
                         const char *text) {
    finder f = {.arena = arena, .name = text};
    if (root != NULL && root->kind == ENT_NODE_MAP && text[0] != '\0') {
        ENT_TRY(find_named(&f, root, ""));
        if (f.n == 0)
            ENT_TRY(find_path(&f, root, text));
    }
    *paths = f.found;
    *n = f.n;
    return ENT_OK;
}

static ent_status add_keys(finder *f, const ent_node *map) {
    for (size_t i = 0; map != NULL && map->kind == ENT_NODE_MAP && i < map->n; i++)
        ENT_TRY(push(f, map->pairs[i].key->text));
    return ENT_OK;
}

ent_status ent_node_names(const char ***names, size_t *n, ent_arena *arena, const ent_node *root) {
    finder f = {.arena = arena};
    ENT_TRY(find_named(&f, root, ""));
    ENT_TRY(add_keys(&f, ent_node_get(root, "actors")));
    ENT_TRY(add_keys(&f, ent_node_get(root, "issues")));
    *names = f.found;
    *n = f.n;
    return ENT_OK;
}
