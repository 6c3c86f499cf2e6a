/* Issues and families of issues: kinds, status quo, one issue per actor for `for each`. What
 * follows from what is read later (build_follows.c), when every issue has its name.
 */
#include <string.h>

#include "scenario/build.h"

/* What may not stand together in one record. */
static const struct clash {
    const char *one, *other, *hint;
} CLASHES[] = {
    {"follows", "given", "an issue is computed from others or given, not both"},
    {"follows", "status quo", "take 'status quo' out: the lines of 'follows' say what it is"},
    {"follows", "control", "take 'control' out: nobody changes a following issue directly"},
    {"follows", "moves", "take 'moves' out: nobody changes a following issue directly"},
    {"follows", "frozen", "take 'frozen' out: nobody changes a following issue directly"},
    {"given", "frozen", "take 'frozen' out: a given issue never changes"},
    {"given", "status quo", "take 'status quo' out: 'given' says what it is"},
    {"given", "control", "take 'control' out, or write 'status quo' instead of 'given'"},
    {"given", "moves", "take 'moves' out, or write 'status quo' instead of 'given'"},
};

static void check_clashes(ent_build *b, const ent_node *record, const char *path) {
    for (size_t i = 0; i < ENT_COUNT(CLASHES); i++)
        if (ent_node_get(record, CLASHES[i].one) != NULL &&
            ent_node_get(record, CLASHES[i].other) != NULL)
            ent_report(b->diags, ENT_E0314, ent_key_of(record, CLASHES[i].other)->span, path,
                       CLASHES[i].hint, "'%s' and '%s' exclude each other", CLASHES[i].one,
                       CLASHES[i].other);
}

/* Room for one more issue; its number is n_issues before it is counted. */
static ent_status push_issue(ent_build *b, const ent_node *record, ent_issue **out) {
    ent_scenario *scenario = b->scenario;
    ent_issue *issues = ent_arena_grow(b->arena, scenario->issues, scenario->n_issues,
                                       &b->cap_issues, sizeof(*issues));
    if (issues == NULL)
        return ENT_NOMEM;
    scenario->issues = issues;
    const ent_node **nodes =
        ent_arena_grow(b->arena, b->issue_nodes, scenario->n_issues, &b->cap_nodes, sizeof(*nodes));
    if (nodes == NULL)
        return ENT_NOMEM;
    b->issue_nodes = nodes;
    nodes[scenario->n_issues] = record;
    *out = &issues[scenario->n_issues];
    memset(*out, 0, sizeof(**out));
    return ENT_OK;
}

/* The outcome under `key`, which for a family may be given per actor. */
static ent_status read_state(ent_build *b, ent_issue *issue, const ent_node *record,
                             const char *key, const char *path) {
    const ent_node *node = ent_node_get(record, key);
    const char *here;
    if (node == NULL)
        return ENT_OK;
    ENT_PATH(here, b, "%s.%s", path, key);
    if (ent_is_map(node) && issue->actor != ENT_NONE) {
        node = ent_node_get(node, b->scenario->actors[issue->actor].id);
        if (node == NULL && !ent_issue_broken(issue))
            ent_report(b->diags, ENT_E0313, ent_key_of(record, key)->span, here, NULL,
                       "the %s of %s is missing", key, issue->id);
    } else if (ent_is_map(node)) {
        ent_report(b->diags, ENT_E0313, node->span, here,
                   "write one outcome; a map from actors belongs to an issue 'for each' actor",
                   "the %s of %s is not an outcome", key, issue->id);
        return ENT_OK;
    }
    return ent_read_outcome(b, &issue->status_quo, issue, node, here);
}

/* Actors in a family's map that the family does not have. */
static ent_status check_members(ent_build *b, uint32_t family, const ent_node *record,
                                const char *key, const char *path) {
    const ent_node *map = ent_node_get(record, key);
    for (size_t i = 0; ent_is_map(map) && i < map->n; i++) {
        const ent_node *name = map->pairs[i].key;
        ent_place place = {b->diags, name->span, path};
        uint32_t actor = ent_find_actor(b->scenario, name->text);
        if (actor == ENT_NONE)
            ENT_TRY(ent_go_on(ent_unknown_actor(b->scenario, place, name->text)));
        else if (b->scenario->families[family].issue_of[actor] == ENT_NONE)
            ENT_TRY(ent_go_on(ent_no_member(b->scenario, place, family, actor)));
    }
    return ENT_OK;
}

/* The same in `frozen: [north]`. */
static ent_status check_frozen(ent_build *b, uint32_t family, const ent_node *record,
                               const char *path) {
    const ent_node *list = ent_node_get(record, "frozen");
    for (size_t i = 0; ent_is_list(list) && i < list->n; i++) {
        const ent_node *name = list->items[i];
        ent_place place = {b->diags, name->span, path};
        uint32_t actor = ent_is_text(name) ? ent_find_actor(b->scenario, name->text) : ENT_NONE;
        if (ent_is_text(name) && actor == ENT_NONE)
            ENT_TRY(ent_go_on(ent_unknown_actor(b->scenario, place, name->text)));
        else if (actor != ENT_NONE && b->scenario->families[family].issue_of[actor] == ENT_NONE)
            ENT_TRY(ent_go_on(ent_no_member(b->scenario, place, family, actor)));
    }
    return ENT_OK;
}

static ent_status build_kind(ent_build *b, ent_issue *issue, const ent_node *record,
                             const char *path) {
    issue->status_quo = ENT_NONE;
    if (ent_node_get(record, "follows") != NULL) {
        issue->kind = ENT_FOLLOWING;
        return ENT_OK;
    }
    if (ent_node_get(record, "given") != NULL) {
        issue->kind = ENT_GIVEN;
        return read_state(b, issue, record, "given", path);
    }
    issue->kind = ENT_DECIDED;
    ENT_TRY(read_state(b, issue, record, "status quo", path));
    ENT_TRY(ent_build_moves(b, issue, ent_node_get(record, "moves"), path));
    return ent_build_control(b, issue, record, path);
}

static ent_status name_issue(ent_build *b, ent_issue *issue, const char *family_id) {
    const char *name = issue->said.name;
    issue->id = issue->name = family_id;
    if (issue->actor != ENT_NONE) {
        const ent_actor *actor = &b->scenario->actors[issue->actor];
        ENT_PATH(issue->id, b, "%s.%s", family_id, actor->id);
        issue->name = issue->id;
        if (name != NULL)
            ENT_PATH(issue->name, b, "%s (%s)", name, actor->name);
    } else if (name != NULL) {
        issue->name = name;
    }
    return ENT_OK;
}

/* One issue from its record; `family` and `actor` are ENT_NONE when it is no family's. A record
 * that is no map gives an issue without outcomes, so that its uses are not errors too. */
static ent_status build_issue(ent_build *b, const ent_pair *pair, uint32_t family, uint32_t actor,
                              const char *path) {
    const ent_node *record = pair->value;
    ent_scenario *scenario = b->scenario;
    ent_issue *issue;
    if (scenario->n_issues >= ENT_MAX_ISSUES) {
        if (!b->full)
            ent_report(b->diags, ENT_E0311, pair->key->span, path,
                       "an issue 'for each' actor counts once per actor",
                       "there are more than %u issues", ENT_MAX_ISSUES);
        b->full = true;
        return ENT_OK;
    }
    ENT_TRY(push_issue(b, record, &issue));
    issue->family = family;
    issue->actor = actor;
    issue->status_quo = ENT_NONE;
    ENT_TRY(ent_read_said(b, &issue->said, record, pair->key->span, path, NULL));
    ENT_TRY(name_issue(b, issue, pair->key->text));
    if (ent_is_map(record)) {
        const char *unordered = ent_text_at(record, "unordered");
        issue->ordered = unordered == NULL || strcmp(unordered, "true") != 0;
        ENT_TRY(ent_build_outcomes(b, issue, record, path));
        ENT_TRY(build_kind(b, issue, record, path));
    }
    if (actor != ENT_NONE)
        scenario->families[family].issue_of[actor] = (uint32_t)scenario->n_issues;
    ENT_TRY(ent_map_put(scenario->names, issue->id, (uint32_t)scenario->n_issues));
    scenario->n_issues++;
    return ENT_OK;
}

static ent_status push_family(ent_build *b, const char *id, uint32_t *out) {
    ent_scenario *scenario = b->scenario;
    ent_family *families = ent_arena_grow(b->arena, scenario->families, scenario->n_families,
                                          &b->cap_families, sizeof(*families));
    if (families == NULL)
        return ENT_NOMEM;
    scenario->families = families;
    ent_family *family = &families[scenario->n_families];
    family->id = id;
    family->issue_of = ENT_NEW(b->arena, uint32_t, ENT_MAX_ACTORS);
    if (family->issue_of == NULL)
        return ENT_NOMEM;
    for (size_t a = 0; a < ENT_MAX_ACTORS; a++)
        family->issue_of[a] = ENT_NONE;
    *out = (uint32_t)scenario->n_families++;
    return ent_map_put(scenario->names, id, *out | ENT_FAMILY_BIT);
}

static bool is_all(const ent_node *each) {
    const ent_node *const *items, *one;
    return ent_items(each, &items, &one) == 1 && ent_is_text(items[0]) &&
           strcmp(items[0]->text, "all") == 0;
}

static ent_status build_member(ent_build *b, const ent_pair *pair, uint32_t family,
                               const ent_node *item, const char *path) {
    const ent_scenario *scenario = b->scenario;
    if (!ent_is_text(item))
        return ENT_OK;
    uint32_t actor = ent_find_actor(scenario, item->text);
    if (actor == ENT_NONE)
        return ent_go_on(
            ent_unknown_actor(scenario, (ent_place){b->diags, item->span, path}, item->text));
    if (scenario->families[family].issue_of[actor] != ENT_NONE) {
        ent_report(b->diags, ENT_E0312, item->span, path, "name each actor once",
                   "%s stands in this list twice", item->text);
        return ENT_OK;
    }
    return build_issue(b, pair, family, actor, path);
}

static ent_status build_family(ent_build *b, const ent_pair *pair, const ent_node *each,
                               const char *path) {
    const ent_node *const *items, *one;
    uint32_t family;
    ENT_TRY(push_family(b, pair->key->text, &family));
    if (is_all(each)) {
        for (uint32_t a = 0; a < b->scenario->n_actors; a++)
            ENT_TRY(build_issue(b, pair, family, a, path));
    } else {
        size_t n = ent_items(each, &items, &one);
        for (size_t i = 0; i < n; i++)
            ENT_TRY(build_member(b, pair, family, items[i], path));
    }
    ENT_TRY(check_members(b, family, pair->value, "status quo", path));
    ENT_TRY(check_frozen(b, family, pair->value, path));
    return check_members(b, family, pair->value, "given", path);
}

ent_status ent_build_issues(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "issues");
    if (!ent_is_map(map))
        return ENT_OK;
    for (size_t i = 0; i < map->n; i++) {
        const ent_pair *pair = &map->pairs[i];
        const ent_node *each =
            ent_is_map(pair->value) ? ent_node_get(pair->value, "for each") : NULL;
        const char *path;
        ENT_PATH(path, b, "issues.%s", pair->key->text);
        if (ent_is_map(pair->value))
            check_clashes(b, pair->value, path);
        if (each != NULL)
            ENT_TRY(build_family(b, pair, each, path));
        else
            ENT_TRY(build_issue(b, pair, ENT_NONE, ENT_NONE, path));
    }
    return ENT_OK;
}
