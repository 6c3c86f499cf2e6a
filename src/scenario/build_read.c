/* Inside the builder: reading the small things that stand everywhere. See build.h. */
#include <string.h>

#include "scenario/build.h"
#include "scenario/expr_read.h"
#include "scenario/schema.h"

ent_status ent_go_on(ent_status status) {
    return status == ENT_ERROR ? ENT_OK : status;
}

bool ent_is_map(const ent_node *node) {
    return node != NULL && node->kind == ENT_NODE_MAP;
}

bool ent_is_list(const ent_node *node) {
    return node != NULL && node->kind == ENT_NODE_LIST;
}

bool ent_is_text(const ent_node *node) {
    return node != NULL && node->kind == ENT_NODE_SCALAR && !ent_node_is_empty(node);
}

const char *ent_text_at(const ent_node *map, const char *key) {
    const ent_node *value = ent_is_map(map) ? ent_node_get(map, key) : NULL;
    return ent_is_text(value) ? value->text : NULL;
}

const ent_node *ent_key_of(const ent_node *map, const char *key) {
    for (size_t i = 0; i < map->n; i++)
        if (strcmp(map->pairs[i].key->text, key) == 0)
            return map->pairs[i].key;
    return map;
}

ent_span ent_pair_span(const ent_pair *pair) {
    ent_span span = pair->key->span;
    /* An alias stands for a text elsewhere, perhaps before the key. */
    if (pair->value->kind == ENT_NODE_SCALAR && pair->value->span.source == span.source &&
        pair->value->span.start >= span.end && pair->value->span.end - span.start < 200)
        span.end = pair->value->span.end;
    return span;
}

size_t ent_items(const ent_node *node, const ent_node *const **items, const ent_node **one) {
    if (node == NULL || (node->kind == ENT_NODE_SCALAR && ent_node_is_empty(node)))
        return 0;
    if (node->kind == ENT_NODE_LIST) {
        *items = (const ent_node *const *)node->items;
        return node->n;
    }
    *one = node;
    *items = one;
    return 1;
}

bool ent_read_range(const ent_node *node, ent_range *out) {
    return node != NULL && ent_node_quantity(&out->lo, &out->hi, node);
}

/* ---- sources ---- */

/* The end of the word that names the source: at a space or at what separates. */
static size_t source_word(const char *text) {
    return strcspn(text, " \t\n\r,;");
}

static ent_status unknown_source(ent_build *b, const ent_node *node, size_t at, size_t len,
                                 const char *path) {
    const ent_scenario *scenario = b->scenario;
    char *word = ent_arena_text_n(b->arena, node->text + at, len);
    const char **ids = ENT_NEW(b->arena, const char *, scenario->n_sources + 1);
    if (word == NULL || ids == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < scenario->n_sources; i++)
        ids[i] = scenario->sources[i].id;
    const char *near = ent_nearest(word, ids, scenario->n_sources);
    const char *hint = "list it under 'sources'; the modeller's own reasoning belongs into 'note'";
    if (near != NULL)
        ENT_PATH(hint, b, "did you mean '%s'?", near);
    ent_report(b->diags, ENT_E0301, ent_node_span_in(node, at, at + len), path, hint,
               "unknown source '%s'", word);
    return ENT_OK;
}

/* "gazette ¶3; cole ¶7": every part begins with a source's id. */
static ent_status check_sources(ent_build *b, const ent_node *node, const char *path) {
    const char *text = node->text;
    for (size_t at = 0; text[at] != '\0';) {
        at += strspn(text + at, " \t\n\r;");
        size_t len = source_word(text + at);
        if (len > 0) {
            char *word = ent_arena_text_n(b->arena, text + at, len);
            if (word == NULL)
                return ENT_NOMEM;
            if (ent_map_get(b->sources, word) == ENT_NONE)
                return unknown_source(b, node, at, len, path);
        }
        at += strcspn(text + at, ";");
    }
    return ENT_OK;
}

static ent_status read_from(ent_build *b, const char **out, const ent_node *node,
                            const char *path) {
    const ent_node *const *items, *one;
    size_t n = ent_items(node, &items, &one);
    const char *joined = NULL;
    for (size_t i = 0; i < n; i++) {
        if (!ent_is_text(items[i]))
            continue;
        ENT_TRY(check_sources(b, items[i], path));
        if (joined == NULL)
            joined = items[i]->text;
        else
            ENT_PATH(joined, b, "%s; %s", joined, items[i]->text);
    }
    *out = joined; /* `from: []` says that this is an assumption, whatever it stands in */
    return ENT_OK;
}

ent_status ent_read_said(ent_build *b, ent_statement *said, const ent_node *record, ent_span span,
                         const char *path, const char *from) {
    *said = (ent_statement){.path = path, .from = from, .span = span};
    if (!ent_is_map(record))
        return ENT_OK;
    said->name = ent_text_at(record, "name");
    said->note = ent_text_at(record, "note");
    const ent_node *node = ent_node_get(record, "from");
    return node != NULL ? read_from(b, &said->from, node, path) : ENT_OK;
}

/* ---- expressions and outcomes ---- */

ent_status ent_read_expr(ent_build *b, const ent_expr **out, const ent_node *scalar,
                         const char *path, uint32_t actor) {
    ent_tokens tokens;
    *out = NULL;
    if (scalar == NULL)
        return ENT_OK;
    size_t budget = b->budget < ENT_EXPR_LIMIT ? b->budget : ENT_EXPR_LIMIT, before = budget;
    ent_status status = ent_tokens_read(&tokens, b->arena, scalar, path, b->diags);
    if (status == ENT_OK)
        status = ent_expr_read(out, b->scenario, &tokens, actor, &budget);
    b->budget -= before - budget;
    return ent_go_on(status);
}

const ent_node *ent_expr_node(const ent_node *item, const char *key) {
    return ent_is_map(item) ? ent_node_get(item, key) : item;
}

ent_status ent_read_outcome(ent_build *b, uint32_t *out, const ent_issue *issue,
                            const ent_node *node, const char *path) {
    *out = ENT_NONE;
    if (node == NULL || node->kind != ENT_NODE_SCALAR)
        return ENT_OK;
    *out = ent_find_outcome(issue, node->text);
    if (*out != ENT_NONE)
        return ENT_OK;
    return ent_go_on(
        ent_unknown_outcome(issue, (ent_place){b->diags, node->span, path}, node->text));
}

/* ---- assignments ---- */

/* While a map of assignments is read: per issue what it gets, and whether by its own name. */
typedef struct slot {
    ent_assignment assignment;
    bool taken, own;
} slot;

static ent_status assign(ent_build *b, slot *slots, uint32_t issue, bool own, const ent_pair *pair,
                         const char *path, const char *from) {
    const ent_issue *target = &b->scenario->issues[issue];
    uint32_t outcome;
    if (target->kind == ENT_GIVEN) {
        ent_report(b->diags, ENT_E0314, pair->key->span, path,
                   "nobody changes a given issue; change its 'given' instead",
                   "%s is a given issue", target->id);
        return ENT_OK;
    }
    ENT_TRY(ent_read_outcome(b, &outcome, target, pair->value, path));
    if (outcome == ENT_NONE || (slots[issue].taken && slots[issue].own && !own))
        return ENT_OK;
    slots[issue] = (slot){{issue, outcome, {0}}, true, own};
    return ent_read_said(b, &slots[issue].assignment.said, NULL, ent_pair_span(pair), path, from);
}

/* `patrol: none` for all of a family. */
static ent_status assign_family(ent_build *b, slot *slots, uint32_t family, const ent_pair *pair,
                                const char *path, const char *from) {
    const uint32_t *issue_of = b->scenario->families[family].issue_of;
    for (uint32_t a = 0; a < b->scenario->n_actors; a++)
        if (issue_of[a] != ENT_NONE)
            ENT_TRY(assign(b, slots, issue_of[a], false, pair, path, from));
    return ENT_OK;
}

ent_status ent_read_assignments(ent_build *b, ent_assignment **out, size_t *n, const ent_node *map,
                                const char *path, const char *from) {
    const ent_scenario *scenario = b->scenario;
    *n = 0;
    if (!ent_is_map(map) || map->n == 0)
        return ENT_OK;
    slot *slots = ENT_NEW(b->arena, slot, scenario->n_issues);
    *out = ENT_NEW(b->arena, ent_assignment, scenario->n_issues);
    if (slots == NULL || *out == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        const ent_pair *pair = &map->pairs[i];
        const char *id = pair->key->text, *here;
        ENT_PATH(here, b, "%s.%s", path, id);
        uint32_t issue = ent_find_issue(scenario, id), family = ent_find_family(scenario, id);
        if (issue != ENT_NONE)
            ENT_TRY(assign(b, slots, issue, true, pair, here, from));
        else if (family != ENT_NONE)
            ENT_TRY(assign_family(b, slots, family, pair, here, from));
        else
            ENT_TRY(ent_go_on(
                ent_unknown_issue(scenario, (ent_place){b->diags, pair->key->span, here}, id)));
    }
    for (size_t i = 0; i < scenario->n_issues; i++)
        if (slots[i].taken)
            (*out)[(*n)++] = slots[i].assignment;
    return ENT_OK;
}
