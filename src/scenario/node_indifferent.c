/* A tree in which an actor no longer cares about one thing that its saliences name.
 *
 * A want or a condition that no salience names can simply be deleted. Where an order names it, deleting it
 * would leave the order speaking of nothing, and the order says more than that: in `raids > strait > tolls`
 * the want for the strait can go and raids still outweigh tolls. So the thing stays where the
 * order needs it and all outcomes of it become alike: of a want every value is 0, a condition holds in
 * any state. The weights of everything else, and their draws, are what they were.
 */
#include "scenario/view_tree.h"

#include <string.h>

#include "scenario/lexer.h"

/* Whether an order names it. */
static bool text_names(ent_arena *arena, const ent_node *text, const char *name) {
    ent_diags silent = {.arena = arena};
    ent_tokens words;
    if (ent_tokens_read(&words, arena, text, "", &silent) != ENT_OK)
        return false;
    for (size_t i = 0; i < words.n; i++)
        if (words.items[i].kind == ENT_TOKEN_NAME && strcmp(words.items[i].text, name) == 0)
            return true;
    return false;
}

static bool is_remark(const char *key) {
    return strcmp(key, "name") == 0 || strcmp(key, "from") == 0 || strcmp(key, "note") == 0;
}

static bool salience_names(ent_arena *arena, const ent_node *node, const char *name) {
    if (node == NULL)
        return false;
    if (node->kind == ENT_NODE_SCALAR)
        return text_names(arena, node, name);
    for (size_t i = 0; i < node->n; i++) {
        const char *key = node->kind == ENT_NODE_MAP ? node->pairs[i].key->text : "";
        const ent_node *below = node->kind == ENT_NODE_MAP ? node->pairs[i].value : node->items[i];
        if (!is_remark(key) && (strcmp(key, name) == 0 || salience_names(arena, below, name)))
            return true;
    }
    return false;
}

static ent_node *zero(ent_arena *arena, ent_span span) {
    return ent_node_new(arena, ENT_NODE_SCALAR, "0", span);
}

/* {values: {a: 0, b: 0}}, for the outcomes as an issue's record lists them. */
static ent_node *alike(ent_arena *arena, const ent_node *outcomes, ent_span span) {
    ent_node *none = ent_node_new(arena, ENT_NODE_MAP, NULL, span);
    ent_node *want = none != NULL ? ent_node_copy(arena, none, 1) : NULL;
    ent_node *values = none != NULL ? ent_node_copy(arena, none, outcomes->n) : NULL;
    if (want == NULL || values == NULL ||
        ent_node_put(arena, want, "values", span, values) != ENT_OK)
        return NULL;
    for (size_t i = 0; i < outcomes->n; i++) {
        const ent_node *id = outcomes->kind == ENT_NODE_MAP ? outcomes->pairs[i].key
                                                            : outcomes->items[i];
        if (id->kind == ENT_NODE_MAP)
            id = ent_node_get(id, "id");
        ent_node *value = zero(arena, span);
        if (id == NULL || id->kind != ENT_NODE_SCALAR || value == NULL ||
            ent_node_put(arena, values, id->text, span, value) != ENT_OK)
            return NULL;
    }
    return want;
}

static ent_status without_want(ent_node **out, ent_arena *arena, const ent_node *root,
                               const ent_way *way, const char *id) {
    size_t at;
    const char *actor;
    if (!ent_issue_record(root, id, &at, &actor))
        return ENT_ERROR;
    const ent_node *record = ent_node_get(root, "issues")->pairs[at].value;
    const ent_node *outcomes = ent_node_get(record, "outcomes");
    if (outcomes == NULL || outcomes->kind == ENT_NODE_SCALAR)
        return ENT_ERROR;
    ent_node *want = alike(arena, outcomes, way->at[way->depth]->span);
    ent_node *wants = want != NULL ? ent_way_open(out, arena, way, way->depth - 1, 0) : NULL;
    if (wants == NULL)
        return ENT_NOMEM;
    wants->pairs[way->step[way->depth - 1]].value = want;
    return ENT_OK;
}

static ent_status without_condition(ent_node **out, ent_arena *arena, const ent_way *way) {
    ent_span span = way->at[way->depth]->span;
    ent_node *always = ent_node_new(arena, ENT_NODE_SCALAR, "true", span);
    ent_node *condition = always != NULL ? ent_way_open(out, arena, way, way->depth, 1) : NULL;
    return condition != NULL ? ent_node_put(arena, condition, "holds", span, always) : ENT_NOMEM;
}

ent_status ent_node_indifferent(bool *done, ent_node **out, ent_arena *arena, const ent_node *root,
                                const ent_way *way) {
    const char *list = ent_way_key(way, 2);
    const ent_node *salience = ent_node_get(way->at[2], "salience");
    *done = false;
    if (way->depth != 4 || list == NULL || salience == NULL)
        return ENT_OK;
    if (strcmp(list, "wants") == 0) {
        const char *id = ent_way_key(way, 3);
        *done = salience_names(arena, salience, id);
        return *done ? without_want(out, arena, root, way, id) : ENT_OK;
    }
    const ent_node *name = ent_node_get(way->at[4], "name");
    *done = strcmp(list, "conditions") == 0 && name != NULL && name->kind == ENT_NODE_SCALAR &&
            salience_names(arena, salience, name->text);
    return *done ? without_condition(out, arena, way) : ENT_OK;
}
