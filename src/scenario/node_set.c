/* What-if settings: PATH=VALUE changes the author's tree before it is built.
 *
 * A path goes from key to key, joined by dots; list items are counted from 0 in square brackets. Keys
 * may hold dots themselves ("patrol.north"), so at each map the longest key that fits is taken. An
 * actor's id stands for preferences.ID (or actors.ID, before `resources` and `name`), an issue's id for
 * issues.ID. The last key may be new.
 *
 * Aliases make parts of the tree shared: whatever lies on the path is copied first, so that a setting
 * changes one place only.
 */
#include "scenario/node_edit.h"
#include "scenario/scenario.h"

#include <string.h>

typedef struct setter {
    ent_arena *arena;
    ent_diags *diags;
    const ent_source *source; /* the setting */
    size_t path_end;          /* where in it the path ends */
    ent_node *value;
} setter;

/* ---- reporting ---- */

/* `rest` is always a tail of the path, also of one that was completed. */
static ent_span rest_span(const setter *s, const char *rest) {
    size_t len = strlen(rest);
    size_t start = len < s->path_end ? s->path_end - len : 0;
    return (ent_span){s->source, (uint32_t)start, (uint32_t)s->path_end};
}

static ent_status refuse(setter *s, const char *rest, const char *hint, const char *message) {
    ent_diag(s->diags, ENT_E0121, rest_span(s, rest), "", hint, "%s", message);
    return s->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* Appends the keys of a map to `names`, which has room. */
static size_t add_keys(const char **names, size_t n, const ent_node *map) {
    for (size_t i = 0; map && map->kind == ENT_NODE_MAP && i < map->n; i++)
        names[n++] = map->pairs[i].key->text;
    return n;
}

/* No key of `map` (or at the root, no actor or issue) begins `rest`. */
static ent_status refuse_key(setter *s, const ent_node *map, const char *rest) {
    const ent_node *actors = ent_node_get(map, "actors"), *issues = ent_node_get(map, "issues");
    size_t most = map->n + (actors ? actors->n : 0) + (issues ? issues->n : 0);
    const char **names = ENT_NEW(s->arena, const char *, most);
    char *word = ent_arena_text_n(s->arena, rest, strcspn(rest, ".["));
    if (!names || !word)
        return ENT_NOMEM;
    size_t n = add_keys(names, 0, map);
    n = add_keys(names, n, actors);
    n = add_keys(names, n, issues);
    const char *nearest = ent_nearest(word, names, n);
    const char *hint = NULL;
    if (nearest && !(hint = ent_arena_printf(s->arena, "did you mean '%s'?", nearest)))
        return ENT_NOMEM;
    ent_span span = rest_span(s, rest);
    span.end = span.start + (uint32_t)strlen(word);
    ent_diag(s->diags, ENT_E0121, span, "", hint, "there is no '%s' here", word);
    return s->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* ---- making and changing nodes ---- */

static ent_node *new_node(setter *s, ent_node_kind kind, const char *text) {
    return ent_node_new(s->arena, kind, text, (ent_span){s->source, 0, (uint32_t)s->path_end});
}

/* Into a map with room for one more, as ent_node_copy() gives it. */
static ent_status put_pair(setter *s, ent_node *map, const char *key, ent_node *value) {
    return ent_node_put(s->arena, map, key, (ent_span){s->source, 0, (uint32_t)s->path_end}, value);
}

/* Replaces *slot by a copy of its own and puts a pair into that. */
static ent_status put_into(setter *s, ent_node **slot, const char *key) {
    ent_node *copy = ent_node_copy(s->arena, *slot, 1);
    if (!copy)
        return ENT_NOMEM;
    *slot = copy;
    return put_pair(s, copy, key, s->value);
}

static ent_status new_map(setter *s, ent_node **out) {
    const ent_node *empty = new_node(s, ENT_NODE_MAP, NULL);
    *out = empty ? ent_node_copy(s->arena, empty, 1) : NULL; /* with room for a pair */
    return *out ? ENT_OK : ENT_NOMEM;
}

/* ---- salience: a number for one name beside an order ---- */

static bool is_text(const ent_node *node, const char *text) {
    return node && node->kind == ENT_NODE_SCALAR && strcmp(node->text, text) == 0;
}

/* In a list of salience statements: the place of the number for `name`, or a new one at the end. */
static ent_status set_in_statements(setter *s, ent_node *list, const char *name) {
    for (size_t i = 0; i < list->n; i++) {
        const ent_node *item = list->items[i];
        if (item->kind != ENT_NODE_MAP || ent_node_get(item, "order"))
            continue;
        if (is_text(ent_node_get(item, "of"), name))
            return put_into(s, &list->items[i], "is");
        if (!ent_node_get(item, "of") && ent_node_get(item, name))
            return put_into(s, &list->items[i], name);
    }
    ENT_TRY(new_map(s, &list->items[list->n]));
    return put_pair(s, list->items[list->n++], name, s->value);
}

/* `salience.NAME=VALUE` works whatever form the salience has: an order keeps holding, and the number
 * stands beside it. */
static ent_status set_salience(setter *s, ent_node *preference, const char *name) {
    ent_node **slot = ent_node_slot(preference, "salience");
    ent_node *list;
    if (!slot) {
        ent_node *map;
        ENT_TRY(new_map(s, &map));
        ENT_TRY(put_pair(s, map, name, s->value));
        return put_pair(s, preference, "salience", map);
    }
    if ((*slot)->kind == ENT_NODE_MAP)
        return put_into(s, slot, name);
    if ((*slot)->kind == ENT_NODE_LIST) {
        list = ent_node_copy(s->arena, *slot, 1);
    } else {
        ent_node *order = *slot;
        list = new_node(s, ENT_NODE_LIST, NULL);
        if (list && (list->items = ENT_NEW(s->arena, ent_node *, 2)) != NULL)
            list->items[list->n++] = order;
    }
    if (!list || !list->items)
        return ENT_NOMEM;
    *slot = list;
    return set_in_statements(s, list, name);
}

/* ---- walking the path ---- */

/* Where a step leads: the slot of the child in `node`, NULL when the path ends with a new key. */
static ent_status step_into_list(setter *s, ent_node *list, const char **rest, ent_node ***slot) {
    const char *before = *rest;
    size_t index;
    if (!ent_path_index(rest, &index))
        return refuse(s, before, "count items from 0: `rules[0]`", "this is a list");
    if (index >= list->n)
        return refuse(s, before, "items are counted from 0", "this list has no such item");
    *slot = &list->items[index];
    return ENT_OK;
}

static ent_status step_into_map(setter *s, ent_node *map, const char *parent, const char **rest,
                                ent_node ***slot) {
    size_t at = 0, len = ent_path_key(map, *rest, &at);
    if (len > 0) {
        *rest += len;
        *slot = &map->pairs[at].value;
        return ENT_OK;
    }
    /* Only where keys are issues may a new key hold a dot. */
    bool dotted = strcmp(parent, "wants") == 0 || strcmp(parent, "fallback") == 0;
    if (**rest == '\0' || strchr(*rest, '[') || (strchr(*rest, '.') && !dotted))
        return refuse_key(s, map, *rest);
    *slot = NULL;
    return put_pair(s, map, *rest, s->value);
}

static ent_status walk(setter *s, ent_node *node, const char *rest) {
    const char *parent = "";
    for (;;) {
        if (node->kind == ENT_NODE_MAP && strncmp(rest, "salience.", 9) == 0)
            return set_salience(s, node, rest + 9);
        const char *before = rest;
        ent_node **slot = NULL;
        if (node->kind == ENT_NODE_SCALAR)
            return refuse(s, rest, "end the path before this",
                          "a text stands here, which has no parts");
        if (node->kind == ENT_NODE_LIST)
            ENT_TRY(step_into_list(s, node, &rest, &slot));
        else
            ENT_TRY(step_into_map(s, node, parent, &rest, &slot));
        if (!slot)
            return ENT_OK;
        if (*rest == '\0') {
            *slot = s->value;
            return ENT_OK;
        }
        parent = ent_arena_text_n(s->arena, before, (size_t)(rest - before));
        node = ent_node_copy(s->arena, *slot, 1);
        if (!parent || !node)
            return ENT_NOMEM;
        *slot = node;
        rest += *rest == '.';
    }
}

/* ---- actors and issues as short paths ---- */

static bool begins_step(const char *rest, const char *key) {
    size_t len = strlen(key);
    return strncmp(rest, key, len) == 0 && strchr(".[", rest[len]);
}

/* Sees to it that preferences.ACTOR is there to be filled. */
static ent_status ensure_preference(setter *s, ent_node *root, const char *actor) {
    ent_node **slot = ent_node_slot(root, "preferences");
    ent_node *preferences, *preference;
    if (slot && ent_node_get(*slot, actor))
        return ENT_OK;
    ENT_TRY(new_map(s, &preference));
    if (!slot)
        ENT_TRY(new_map(s, &preferences));
    else if ((preferences = ent_node_copy(s->arena, *slot, 1)) == NULL)
        return ENT_NOMEM;
    if (preferences->kind != ENT_NODE_MAP)
        return ENT_OK; /* the check of its shape says so */
    ENT_TRY(put_pair(s, preferences, actor, preference));
    return put_pair(s, root, "preferences", preferences);
}

/* Puts in front what an actor's or issue's id stands for. */
static ent_status complete_path(setter *s, ent_node *root, const char **path) {
    size_t at = 0, len;
    if (ent_path_key(root, *path, &at) > 0)
        return ENT_OK;
    const ent_node *actors = ent_node_get(root, "actors"), *issues = ent_node_get(root, "issues");
    const char *outer = NULL;
    if ((len = ent_path_key(actors, *path, &at)) > 0) {
        const char *tail = *path + len + ((*path)[len] == '.');
        bool about_actor = begins_step(tail, "resources") || begins_step(tail, "name");
        outer = about_actor ? "actors" : "preferences";
        if (!about_actor)
            ENT_TRY(ensure_preference(s, root, actors->pairs[at].key->text));
    } else if (ent_path_key(issues, *path, &at) > 0) {
        outer = "issues";
    }
    if (outer)
        *path = ent_arena_printf(s->arena, "%s.%s", outer, *path);
    return *path ? ENT_OK : ENT_NOMEM;
}

static ent_status read_value(setter *s) {
    ENT_TRY(ent_node_parse_from(&s->value, s->arena, s->source, s->path_end + 1, s->diags));
    if (!s->value)
        s->value = new_node(s, ENT_NODE_SCALAR, "");
    return s->value ? ENT_OK : ENT_NOMEM;
}

ent_status ent_node_set(ent_node *root, ent_arena *arena, const char *setting, ent_diags *diags) {
    setter s = {.arena = arena, .diags = diags};
    ENT_TRY(ent_source_text(&s.source, arena, "--set", setting, strlen(setting), diags));
    const char *equals = strchr(s.source->text, '=');
    if (!equals || equals == s.source->text || root->kind != ENT_NODE_MAP) {
        ent_span whole = {s.source, 0, (uint32_t)s.source->len};
        ent_diag(diags, ENT_E0120, whole, "", "write PATH=VALUE, such as tolls.status quo=low",
                 "'%s' is no setting of this scenario", setting);
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    s.path_end = (size_t)(equals - s.source->text);
    ENT_TRY(read_value(&s));
    const char *path = ent_arena_text_n(arena, s.source->text, s.path_end);
    const ent_node *fresh = path ? ent_node_copy(arena, root, 1) : NULL;
    if (!fresh)
        return ENT_NOMEM;
    ent_node changed = *fresh; /* on failure, the tree is as it was */
    ENT_TRY(complete_path(&s, &changed, &path));
    ENT_TRY(walk(&s, &changed, path));
    *root = changed;
    return ENT_OK;
}
