/* Changing trees: see node_edit.h. */
#include "scenario/node_edit.h"

#include <string.h>

ent_node *ent_node_new(ent_arena *arena, ent_node_kind kind, const char *text, ent_span span) {
    ent_node *node = ENT_NEW(arena, ent_node, 1);
    if (node == NULL)
        return NULL;
    *node = (ent_node){.kind = kind, .weight = 1, .span = span};
    node->text = text != NULL ? ent_arena_text(arena, text) : NULL;
    return text != NULL && node->text == NULL ? NULL : node;
}

ent_node *ent_node_copy(ent_arena *arena, const ent_node *node, size_t more) {
    ent_node *copy = ENT_NEW(arena, ent_node, 1);
    if (copy == NULL)
        return NULL;
    *copy = *node;
    copy->pairs = NULL;
    copy->items = NULL;
    if (node->kind == ENT_NODE_MAP) {
        copy->pairs = ENT_NEW(arena, ent_pair, node->n + more + 1);
        if (copy->pairs == NULL)
            return NULL;
        for (size_t i = 0; i < node->n; i++)
            copy->pairs[i] = node->pairs[i];
    } else if (node->kind == ENT_NODE_LIST) {
        copy->items = ENT_NEW(arena, ent_node *, node->n + more + 1);
        if (copy->items == NULL)
            return NULL;
        for (size_t i = 0; i < node->n; i++)
            copy->items[i] = node->items[i];
    }
    return copy;
}

ent_node *ent_node_own(ent_arena *arena, ent_node **slot, size_t more) {
    ent_node *copy = ent_node_copy(arena, *slot, more);
    if (copy != NULL)
        *slot = copy;
    return copy;
}

ent_node **ent_node_slot(const ent_node *map, const char *key) {
    for (size_t i = 0; map != NULL && map->kind == ENT_NODE_MAP && i < map->n; i++)
        if (strcmp(map->pairs[i].key->text, key) == 0)
            return &map->pairs[i].value;
    return NULL;
}

ent_status ent_node_put(ent_arena *arena, ent_node *map, const char *key, ent_span span,
                        ent_node *value) {
    ent_node **slot = ent_node_slot(map, key);
    if (slot == NULL) {
        ent_node *name = ent_node_new(arena, ENT_NODE_SCALAR, key, span);
        if (name == NULL)
            return ENT_NOMEM;
        slot = &map->pairs[map->n].value;
        map->pairs[map->n++].key = name;
    }
    *slot = value;
    return ENT_OK;
}

void ent_node_drop(ent_node *node, size_t at) {
    node->n--;
    for (size_t i = at; i < node->n; i++) {
        if (node->kind == ENT_NODE_MAP)
            node->pairs[i] = node->pairs[i + 1];
        else
            node->items[i] = node->items[i + 1];
    }
}

size_t ent_path_key(const ent_node *map, const char *rest, size_t *at) {
    size_t longest = 0;
    for (size_t i = 0; map != NULL && map->kind == ENT_NODE_MAP && i < map->n; i++) {
        const char *key = map->pairs[i].key->text;
        size_t len = strlen(key);
        bool fits = len > longest && strncmp(rest, key, len) == 0 && strchr(".[", rest[len]);
        if (fits) { /* strchr also finds the end of `rest` */
            longest = len;
            *at = i;
        }
    }
    return longest;
}

bool ent_path_index(const char **rest, size_t *index) {
    const char *at = *rest + 1;
    size_t value = 0;
    if (**rest != '[' || *at < '0' || *at > '9')
        return false;
    for (; *at >= '0' && *at <= '9' && value < ENT_NODE_LIMIT; at++)
        value = value * 10 + (size_t)(*at - '0');
    if (*at != ']')
        return false;
    *rest = at + 1;
    *index = value;
    return true;
}

const char *ent_path_walk(ent_way *way, const ent_node *root, const char *path) {
    way->depth = 0;
    way->at[0] = root;
    while (*path != '\0' && way->depth <= ENT_DEPTH_LIMIT) {
        const ent_node *node = way->at[way->depth];
        const char *rest = path;
        size_t at = 0;
        if (node->kind == ENT_NODE_LIST) {
            if (!ent_path_index(&rest, &at) || at >= node->n)
                return path;
        } else {
            size_t len = ent_path_key(node, rest, &at);
            if (len == 0)
                return path;
            rest += len;
        }
        rest += *rest == '.' && rest[1] != '\0';
        way->step[way->depth++] = at;
        way->at[way->depth] = node->kind == ENT_NODE_LIST ? node->items[at] : node->pairs[at].value;
        path = rest;
    }
    return path;
}

const char *ent_way_key(const ent_way *way, size_t i) {
    const ent_node *node = way->at[i];
    return i < way->depth && node->kind == ENT_NODE_MAP ? node->pairs[way->step[i]].key->text
                                                        : NULL;
}

ent_node *ent_way_open(ent_node **out, ent_arena *arena, const ent_way *way, size_t depth,
                       size_t more) {
    ent_node *node = ent_node_copy(arena, way->at[0], depth == 0 ? more : 0);
    *out = node;
    for (size_t i = 0; node != NULL && i < depth; i++) {
        ent_node **slot = node->kind == ENT_NODE_LIST ? &node->items[way->step[i]]
                                                      : &node->pairs[way->step[i]].value;
        node = ent_node_own(arena, slot, i + 1 == depth ? more : 0);
    }
    return node;
}
