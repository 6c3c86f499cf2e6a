/* A tree without a statement, and a tree in which an issue is off the table.
 *
 * What it means to take a statement away depends on where it stands; most are deleted, but an issue
 * stays where it is, a rule of control leaves nobody in control, and a resource becomes unknown. A
 * list or map inside a preference or an issue that lost its last entry goes with it.
 */
#include <stdlib.h>
#include <string.h>

#include "scenario/eval.h"
#include "scenario/schema.h"
#include "scenario/view_tree.h"

/* ---- numbers ---- */

static ent_node *number_node(ent_arena *arena, ent_number value, ent_span span) {
    ent_buffer text = {0};
    ent_number_print(&text, value);
    ent_node *node = text.failed ? NULL : ent_node_new(arena, ENT_NODE_SCALAR, text.data, span);
    ent_buffer_free(&text);
    return node;
}

ent_node *ent_node_range(ent_arena *arena, ent_number lo, ent_number hi, ent_span span) {
    ent_node *low = number_node(arena, lo, span);
    if (low == NULL || ent_number_cmp(lo, hi) == 0)
        return low;
    ent_node *list = ent_node_new(arena, ENT_NODE_LIST, NULL, span);
    if (list == NULL || (list->items = ENT_NEW(arena, ent_node *, 3)) == NULL)
        return NULL;
    list->items[0] = low;
    list->items[1] = number_node(arena, hi, span);
    list->n = 2;
    return list->items[1] != NULL ? list : NULL;
}

/* ---- what is not deleted ---- */

static ent_status nobody(ent_arena *arena, ent_node *issue) {
    ent_node **slot = ent_node_slot(issue, "control");
    ent_span span = slot != NULL ? (*slot)->span : issue->span;
    ent_node *word = ent_node_new(arena, ENT_NODE_SCALAR, "nobody", span);
    return word != NULL ? ent_node_put(arena, issue, "control", span, word) : ENT_NOMEM;
}

/* A resource, somewhere in [0, twice its upper end]. */
static ent_status unknown_amount(ent_arena *arena, ent_node **slot) {
    ent_number lo, hi;
    if (!ent_node_quantity(&lo, &hi, *slot) || !ent_number_add(&hi, hi, hi))
        return ENT_ERROR;
    *slot = ent_node_range(arena, ENT_ZERO, hi, (*slot)->span);
    return *slot != NULL ? ENT_OK : ENT_NOMEM;
}

static ent_status remove_resources(ent_node **out, ent_arena *arena, const ent_way *way) {
    const ent_node *have = ent_node_get(way->at[2], "resources");
    if (have == NULL || have->kind != ENT_NODE_MAP || have->n == 0)
        return ENT_ERROR;
    ent_node *actor = ent_way_open(out, arena, way, 2, 0);
    ent_node **slot = actor != NULL ? ent_node_slot(actor, "resources") : NULL;
    ent_node *map = slot != NULL ? ent_node_own(arena, slot, 0) : NULL;
    if (map == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++)
        ENT_TRY(unknown_amount(arena, &map->pairs[i].value));
    return ENT_OK;
}

static ent_status remove_amount(ent_node **out, ent_arena *arena, const ent_way *way) {
    ent_node *map = ent_way_open(out, arena, way, 3, 0);
    return map != NULL ? unknown_amount(arena, &map->pairs[way->step[3]].value) : ENT_NOMEM;
}

/* `control`, one of its lines, or what a family has where nothing is written. */
static ent_status remove_control(ent_node **out, ent_arena *arena, const ent_way *way) {
    const ent_node *control = ent_node_get(way->at[2], "control");
    bool line = way->depth == 4 && control->kind == ENT_NODE_MAP && control->n > 1 &&
                ent_node_get(control, "rule") == NULL;
    ent_node *node = ent_way_open(out, arena, way, line ? 3 : 2, 1);
    if (node == NULL)
        return ENT_NOMEM;
    if (!line)
        return nobody(arena, node);
    ent_node_drop(node, way->step[3]);
    return ENT_OK;
}

/* ---- freezing ---- */

/* Adds an actor to a family's list of the frozen; *list is NULL when there is none yet. */
static ent_status freeze_member(ent_arena *arena, ent_node *issue, const char *actor,
                                ent_span span) {
    ent_node **slot = ent_node_slot(issue, "frozen");
    ent_node *name = ent_node_new(arena, ENT_NODE_SCALAR, actor, span), *list;
    if (slot != NULL && (*slot)->kind == ENT_NODE_LIST) {
        list = ent_node_own(arena, slot, 1);
    } else {
        list = ent_node_new(arena, ENT_NODE_LIST, NULL, span);
        if (list == NULL || (list->items = ENT_NEW(arena, ent_node *, 1)) == NULL)
            return ENT_NOMEM;
        ENT_TRY(ent_node_put(arena, issue, "frozen", span, list));
    }
    if (name == NULL || list == NULL)
        return ENT_NOMEM;
    list->items[list->n++] = name;
    return ENT_OK;
}

static bool is_frozen(const ent_node *issue, const char *actor) {
    const ent_node *frozen = ent_node_get(issue, "frozen");
    if (frozen == NULL)
        return false;
    if (frozen->kind == ENT_NODE_SCALAR)
        return strcmp(frozen->text, "true") == 0;
    for (size_t i = 0; actor != NULL && frozen->kind == ENT_NODE_LIST && i < frozen->n; i++)
        if (frozen->items[i]->kind == ENT_NODE_SCALAR && strcmp(frozen->items[i]->text, actor) == 0)
            return true;
    return false;
}

bool ent_issue_record(const ent_node *root, const char *id, size_t *at, const char **actor) {
    const ent_node *issues = ent_node_get(root, "issues");
    size_t len = ent_path_key(issues, id, at);
    if (len == 0 || issues->pairs[*at].value->kind != ENT_NODE_MAP)
        return false;
    *actor = id[len] == '.' ? id + len + 1 : NULL;
    return id[len] == '\0' ||
           (id[len] == '.' && ent_node_get(issues->pairs[*at].value, "for each"));
}

ent_status ent_node_freeze(ent_node **out, ent_arena *arena, const ent_node *root, const char *id,
                           ent_span span) {
    size_t at;
    const char *actor;
    ent_way way;
    if (!ent_issue_record(root, id, &at, &actor))
        return ENT_ERROR;
    const ent_node *record = ent_node_get(root, "issues")->pairs[at].value;
    if (ent_node_get(record, "follows") != NULL || ent_node_get(record, "given") != NULL ||
        ent_node_get(record, "status quo") == NULL || is_frozen(record, actor))
        return ENT_ERROR;
    ent_path_walk(&way, root, "issues");
    way.step[1] = at;
    way.at[2] = record;
    way.depth = 2;
    ent_node *issue = ent_way_open(out, arena, &way, 2, 1);
    if (issue == NULL)
        return ENT_NOMEM;
    if (actor != NULL)
        return freeze_member(arena, issue, actor, span);
    ent_node *yes = ent_node_new(arena, ENT_NODE_SCALAR, "true", span);
    return yes != NULL ? ent_node_put(arena, issue, "frozen", span, yes) : ENT_NOMEM;
}

/* ---- following issues ---- */

/* The status quo, with what follows in it; NULL when there is none. */
static ent_status read_status_quo(const ent_node *root, ent_arena *arena, ent_scenario **scenario,
                                  uint8_t **outcome_of) {
    ent_diags quiet = {.arena = arena};
    ENT_TRY(ent_scenario_build(scenario, arena, root->span.source, (ent_node *)root, &quiet));
    const ent_scenario *s = *scenario;
    if (!s->has_status_quo)
        return ENT_ERROR;
    ent_number *resource_of = ent_resource_midpoints(s, arena);
    *outcome_of = ENT_NEW(arena, uint8_t, s->n_issues + 1);
    if (resource_of == NULL || *outcome_of == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < s->n_issues; i++)
        if (s->issues[i].kind != ENT_FOLLOWING)
            (*outcome_of)[i] = (uint8_t)s->issues[i].status_quo;
    ent_state_follow(s, *outcome_of, NULL, resource_of);
    return ENT_OK;
}

/* It no longer follows: it stays as it now is. `way` leads to its record. */
static ent_status hold_following(ent_node **out, ent_arena *arena, const ent_way *way) {
    ent_scenario *s;
    uint8_t *outcome_of;
    const char *id = ent_way_key(way, 1);
    ENT_TRY(read_status_quo(way->at[0], arena, &s, &outcome_of));
    ent_node *record = ent_way_open(out, arena, way, 2, 1);
    ent_node *given = record != NULL ? ent_node_new(arena, ENT_NODE_MAP, NULL, record->span) : NULL;
    if (given == NULL || (given = ent_node_copy(arena, given, s->n_actors)) == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < s->n_issues; i++) {
        const ent_issue *issue = &s->issues[i];
        bool member = issue->actor != ENT_NONE && strcmp(s->families[issue->family].id, id) == 0;
        if (!member && strcmp(issue->id, id) != 0)
            continue;
        ent_node *now =
            ent_node_new(arena, ENT_NODE_SCALAR, issue->outcomes[outcome_of[i]].id, record->span);
        if (now == NULL)
            return ENT_NOMEM;
        if (!member)
            given = now;
        else
            ENT_TRY(ent_node_put(arena, given, s->actors[issue->actor].id, record->span, now));
    }
    for (size_t i = 0; i < record->n; i++)
        if (strcmp(record->pairs[i].key->text, "follows") == 0)
            ent_node_drop(record, i--);
    return ent_node_put(arena, record, "given", record->span, given);
}

/* ---- deleting ---- */

/* The first `keep` steps of a path lead to what stays even when it is emptied. */
static ent_status delete_at(ent_node **out, ent_arena *arena, const ent_way *way, size_t keep) {
    size_t depth = way->depth;
    while (depth > keep && way->at[depth - 1]->n == 1)
        depth--;
    ent_node *parent = ent_way_open(out, arena, way, depth - 1, 0);
    if (parent == NULL)
        return ENT_NOMEM;
    ent_node_drop(parent, way->step[depth - 1]);
    return ENT_OK;
}

static bool is_key(const ent_way *way, size_t step, const char *key) {
    const char *here = ent_way_key(way, step);
    return here != NULL && strcmp(here, key) == 0;
}

static ent_status remove_in_issue(ent_node **out, ent_arena *arena, const ent_way *way,
                                  const char *rest) {
    if (rest[0] != '\0') {
        bool unwritten = way->depth == 2 && strcmp(rest, "control") == 0 &&
                         ent_node_get(way->at[2], "for each") != NULL;
        return unwritten ? remove_control(out, arena, way) : ENT_ERROR;
    }
    if (is_key(way, 2, "control") && way->depth <= 4)
        return remove_control(out, arena, way);
    if (is_key(way, 2, "follows") && way->depth == 4 &&
        ent_node_get(way->at[4], "otherwise") != NULL)
        return ENT_ERROR; /* without it, the issue would have no outcome */
    return delete_at(out, arena, way, 3);
}

/* A want, or a condition with a name: what is said of its salience goes too. */
static ent_status remove_cared_for(ent_node **out, ent_arena *arena, const ent_way *way,
                                   const char *name) {
    ent_node *preference = ent_way_open(out, arena, way, 2, 0);
    ent_node **slot = preference != NULL ? ent_node_slot(preference, ent_way_key(way, 2)) : NULL;
    ent_node *all = slot != NULL ? ent_node_own(arena, slot, 0) : NULL;
    if (all == NULL)
        return ENT_NOMEM;
    ent_node_drop(all, way->step[3]);
    return ent_salience_without(arena, preference, name);
}

static const char *cared_for(const ent_way *way) {
    if (way->depth != 4 || !is_key(way, 0, "preferences"))
        return NULL;
    if (is_key(way, 2, "wants"))
        return ent_way_key(way, 3);
    const ent_node *name = is_key(way, 2, "conditions") ? ent_node_get(way->at[4], "name") : NULL;
    return name != NULL && name->kind == ENT_NODE_SCALAR ? name->text : NULL;
}

ent_status ent_node_remove(ent_node **out, ent_arena *arena, const ent_node *root,
                           const char *path) {
    static const char *const FIXED[] = {"entente", "title", "actors", "issues"};
    ent_way way;
    *out = NULL;
    if (root == NULL || root->kind != ENT_NODE_MAP)
        return ENT_ERROR;
    const char *rest = ent_path_walk(&way, root, path);
    size_t depth = way.depth;
    if (depth == 0)
        return ENT_ERROR;
    bool issues = is_key(&way, 0, "issues"), actors = is_key(&way, 0, "actors");
    if (issues && depth == 2 && (rest[0] == '\0' || strcmp(rest, "control") != 0)) {
        const char *id = path + strlen("issues.");
        if (rest[0] == '\0' && ent_node_get(way.at[2], "follows") != NULL)
            return hold_following(out, arena, &way);
        return ent_node_freeze(out, arena, root, id, way.at[2]->span);
    }
    if (issues && depth >= 2)
        return remove_in_issue(out, arena, &way, rest);
    if (rest[0] != '\0')
        return ENT_ERROR;
    if (actors && depth == 2)
        return remove_resources(out, arena, &way);
    if (actors && is_key(&way, 2, "resources"))
        return depth == 3   ? remove_resources(out, arena, &way)
               : depth == 4 ? remove_amount(out, arena, &way)
                            : ENT_ERROR;
    const char *name = cared_for(&way);
    if (name != NULL)
        return remove_cared_for(out, arena, &way, name);
    for (size_t i = 0; depth == 1 && i < ENT_COUNT(FIXED); i++)
        if (is_key(&way, 0, FIXED[i]))
            return ENT_ERROR;
    return delete_at(out, arena, &way, is_key(&way, 0, "preferences") ? 3 : 2);
}

int ent_path_cmp(const char *a, const char *b) {
    for (; *a != '\0' && *b != '\0'; a++, b++) {
        size_t m = strspn(a, "0123456789"), n = strspn(b, "0123456789");
        if (m != n)
            return m < n ? -1 : 1;
        if (*a != *b)
            return *a < *b ? -1 : 1;
    }
    return *a == *b ? 0 : *a == '\0' ? -1 : 1;
}

static int last_first(const void *a, const void *b) {
    return ent_path_cmp(*(const char *const *)b, *(const char *const *)a);
}

ent_status ent_node_remove_all(ent_node **out, ent_arena *arena, const ent_node *root,
                               const char *const *paths, size_t n) {
    const char **order = ENT_NEW(arena, const char *, n + 1);
    *out = ent_node_copy(arena, root, 0);
    if (order == NULL || *out == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        order[i] = paths[i];
    if (n > 1) /* from the last to the first, so that places hold */
        qsort((void *)order, n, sizeof(*order), last_first);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && strcmp(order[i], order[i - 1]) == 0)
            continue;
        const ent_node *before = *out;
        ENT_TRY(ent_node_remove(out, arena, before, order[i]));
    }
    return ENT_OK;
}
