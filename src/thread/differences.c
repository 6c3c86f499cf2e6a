/* Taking a view's changes apart: one change may add a dozen statements at once.
 *
 * `add` and `replace` hold trees; each is divided along the keys that gather statements (preferences and
 * who holds them, wants, saliences given one by one) and, for `add`, the lists of statements. What is
 * left in one piece is one statement in the file, or a change that is a sentence of its own.
 */
#include "thread/compare.h"

#include <string.h>

#define DEPTH_MOST 8u

typedef struct taker {
    ent_arena *arena;
    uint32_t view;
    ent_difference *out;
    size_t n, cap;
    const ent_node *change;          /* being taken apart */
    const char *verb;                /* "add" or "replace" */
    const ent_node *key[DEPTH_MOST]; /* on the way down */
} taker;

static ent_node *new_node(ent_arena *arena, ent_node_kind kind, ent_span span) {
    ent_node *node = ENT_NEW(arena, ent_node, 1);
    if (node)
        *node = (ent_node){.kind = kind, .span = span, .weight = 1};
    return node;
}

static ent_node *map_of(ent_arena *arena, const ent_node *key, ent_node *value) {
    ent_node *map = new_node(arena, ENT_NODE_MAP, value ? value->span : key->span);
    if (!map || !value || !(map->pairs = ENT_NEW(arena, ent_pair, 2)))
        return NULL;
    map->pairs[map->n++] = (ent_pair){(ent_node *)key, value};
    map->weight += value->weight + 1;
    return map;
}

static const char *scalar_at(const ent_node *map, const char *key) {
    const ent_node *value = map && map->kind == ENT_NODE_MAP ? ent_node_get(map, key) : NULL;
    return value && value->kind == ENT_NODE_SCALAR ? value->text : NULL;
}

static ent_status put(taker *t, const ent_node *change, const ent_node *said, const char *text) {
    ent_difference *items = ent_arena_grow(t->arena, t->out, t->n, &t->cap, sizeof *items);
    if (!items || !text)
        return ENT_NOMEM;
    t->out = items;
    const char *name = scalar_at(said, "name"), *from = scalar_at(said, "from");
    items[t->n++] = (ent_difference){.view = t->view,
                                     .change = change,
                                     .text = text,
                                     .name = name ? name : scalar_at(t->change, "name"),
                                     .from = from ? from : scalar_at(t->change, "from"),
                                     .span = said->span};
    return ENT_OK;
}

/* The words of the source, on one line. */
static void put_source(ent_buffer *out, ent_span span) {
    bool blank = false;
    for (uint32_t i = span.start; span.source && i < span.end && out->len < 400; i++) {
        char c = span.source->text[i];
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            blank = true;
            continue;
        }
        if (blank && out->len)
            ent_buffer_put(out, " ");
        blank = false;
        ent_buffer_put_n(out, &c, 1);
    }
}

/* One statement: the keys on the way down wrapped around the value again. */
static ent_status put_piece(taker *t, size_t depth, const ent_node *value, bool item) {
    ent_node *tree = (ent_node *)value;
    if (item) {
        tree = new_node(t->arena, ENT_NODE_LIST, value->span);
        if (!tree || !(tree->items = ENT_NEW(t->arena, ent_node *, 2)))
            return ENT_NOMEM;
        tree->items[tree->n++] = (ent_node *)value;
    }
    for (size_t d = depth; d-- > 0 && tree;)
        tree = map_of(t->arena, t->key[d], tree);
    ent_node *verb = new_node(t->arena, ENT_NODE_SCALAR, value->span);
    if (!verb || !tree)
        return ENT_NOMEM;
    verb->text = t->verb;
    ent_node *change = map_of(t->arena, verb, tree);
    ent_buffer text = {0};
    ent_buffer_printf(&text, "%ss ", t->verb);
    for (size_t d = 0; d < depth; d++)
        ent_buffer_printf(&text, "%s%s", d ? "." : "", t->key[d]->text);
    ent_buffer_put(&text, ": ");
    put_source(&text, value->span);
    const char *words = text.failed ? NULL : ent_arena_text(t->arena, text.data);
    ent_buffer_free(&text);
    return change ? put(t, change, value, words) : ENT_NOMEM;
}

/* Whether the keys below gather statements, rather than make up one. */
static bool gathers(const taker *t, size_t depth) {
    const char *top = depth ? t->key[0]->text : "", *last = depth ? t->key[depth - 1]->text : "";
    if (depth == 0)
        return true;
    if (strcmp(top, "preferences") == 0)
        return depth <= 2 ||
               (depth == 3 && (strcmp(last, "wants") == 0 || strcmp(last, "salience") == 0));
    if (strcmp(top, "actors") == 0)
        return depth == 1 || (depth == 2) || (depth == 3 && strcmp(last, "resources") == 0);
    return depth == 1 && (strcmp(top, "issues") == 0 || strcmp(top, "fallback") == 0 ||
                          strcmp(top, "reservation") == 0 || strcmp(top, "agendas") == 0);
}

static ent_status take_apart(taker *t, size_t depth, const ent_node *value) {
    bool add = strcmp(t->verb, "add") == 0;
    if (value->kind == ENT_NODE_MAP && depth < DEPTH_MOST && gathers(t, depth)) {
        for (size_t i = 0; i < value->n; i++) {
            t->key[depth] = value->pairs[i].key;
            ENT_TRY(take_apart(t, depth + 1, value->pairs[i].value));
        }
        return ENT_OK;
    }
    if (value->kind == ENT_NODE_LIST && add && value->n > 1) {
        for (size_t i = 0; i < value->n; i++)
            ENT_TRY(put_piece(t, depth, value->items[i], true));
        return ENT_OK;
    }
    return put_piece(t, depth, value, false);
}

static ent_status take_change(taker *t, const ent_node *change) {
    static const char *const verbs[] = {"add", "replace"};
    t->change = change;
    for (size_t i = 0; i < ENT_COUNT(verbs); i++) {
        const ent_node *tree = change->kind == ENT_NODE_MAP ? ent_node_get(change, verbs[i]) : NULL;
        t->verb = verbs[i];
        if (tree)
            return take_apart(t, 0, tree);
    }
    ent_buffer text = {0};
    put_source(&text, change->span);
    const char *words = text.failed || !text.data ? NULL : ent_arena_text(t->arena, text.data);
    ent_buffer_free(&text);
    return put(t, change, change, words);
}

ent_status ent_differences(ent_difference **out, size_t *n, ent_arena *arena,
                           const ent_study *study, uint32_t view, uint32_t ancestor) {
    const ent_views *views = &study->views;
    taker t = {.arena = arena};
    uint32_t chain[64];
    size_t depth = 0;
    for (uint32_t v = view; v != ENT_NONE && v != ancestor && depth < ENT_COUNT(chain);
         v = views->views[v].extends)
        chain[depth++] = v;
    while (depth-- > 0) { /* those that are extended come first */
        const ent_node *changes = views->views[chain[depth]].changes;
        t.view = chain[depth];
        for (size_t i = 0; changes && i < changes->n; i++)
            ENT_TRY(take_change(&t, changes->items[i]));
    }
    *out = t.out;
    *n = t.n;
    return ENT_OK;
}

uint32_t ent_common_view(const ent_views *views, uint32_t a, uint32_t b) {
    for (uint32_t v = a; v != ENT_NONE; v = views->views[v].extends)
        for (uint32_t w = b; w != ENT_NONE; w = views->views[w].extends)
            if (v == w)
                return v;
    return 0;
}
