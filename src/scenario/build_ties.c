/* Ties between actors, agendas (named sets of issues), and coalitions that act as one. */
#include "scenario/build.h"

/* ---- ties ---- */

static ent_status read_actor(ent_build *b, const ent_node *node, const char *path, uint32_t *out) {
    *out = ENT_NONE;
    if (!ent_is_text(node))
        return ENT_OK;
    *out = ent_find_actor(b->scenario, node->text);
    if (*out != ENT_NONE)
        return ENT_OK;
    return ent_go_on(
        ent_unknown_actor(b->scenario, (ent_place){b->diags, node->span, path}, node->text));
}

static bool same_tie(const ent_tie *a, const ent_tie *b) {
    if (a->directed != b->directed)
        return false;
    return (a->from == b->from && a->to == b->to) ||
           (!a->directed && a->from == b->to && a->to == b->from);
}

static ent_status build_tie(ent_build *b, const ent_node *item, const char *path) {
    ent_scenario *scenario = b->scenario;
    ent_tie *tie = &scenario->ties[scenario->n_ties];
    const ent_node *between = ent_node_get(item, "between"), *sign = ent_node_get(item, "sign");
    const ent_node *one = ent_node_get(item, "by"), *other = ent_node_get(item, "to");
    tie->directed = between == NULL;
    if (ent_is_list(between) && between->n == 2) {
        one = between->items[0];
        other = between->items[1];
    }
    ENT_TRY(read_actor(b, one, path, &tie->from));
    ENT_TRY(read_actor(b, other, path, &tie->to));
    if (tie->from == ENT_NONE || tie->to == ENT_NONE || !ent_read_range(sign, &tie->sign))
        return ENT_OK;
    if (tie->from == tie->to) {
        ent_report(b->diags, ENT_E0321, other->span, path, "name two different actors",
                   "%s has a tie with itself", other->text);
        return ENT_OK;
    }
    ENT_TRY(ent_read_said(b, &tie->said, item, sign->span, path, NULL));
    for (size_t i = 0; i < scenario->n_ties; i++)
        if (same_tie(&scenario->ties[i], tie)) {
            ent_report(b->diags, ENT_E0321, one->span, path, "keep one of them",
                       "the tie between %s and %s is given twice", one->text, other->text);
            return ENT_OK;
        }
    scenario->n_ties++;
    return ENT_OK;
}

/* A pair of actors has at most three ties: one undirected, one each way. */
ent_status ent_build_ties(ent_build *b) {
    const ent_node *list = ent_node_get(b->root, "ties");
    if (!ent_is_list(list))
        return ENT_OK;
    b->scenario->ties = ENT_NEW(b->arena, ent_tie, list->n + 1);
    if (b->scenario->ties == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < list->n; i++) {
        const char *path;
        ENT_PATH(path, b, "ties[%zu]", i);
        if (ent_is_map(list->items[i]))
            ENT_TRY(build_tie(b, list->items[i], path));
    }
    return ENT_OK;
}

/* ---- agendas ---- */

static ent_status add_issue(ent_build *b, ent_agenda *agenda, const ent_node *item,
                            const char *path) {
    const ent_scenario *scenario = b->scenario;
    if (!ent_is_text(item) || ent_add_issues(scenario, agenda->issues, item->text))
        return ENT_OK;
    return ent_go_on(
        ent_unknown_issue(scenario, (ent_place){b->diags, item->span, path}, item->text));
}

static ent_status build_agenda(ent_build *b, const ent_pair *pair, const char *path) {
    ent_scenario *scenario = b->scenario;
    ent_agenda *agenda = &scenario->agendas[scenario->n_agendas++];
    const ent_node *list =
        ent_is_map(pair->value) ? ent_node_get(pair->value, "issues") : pair->value;
    const ent_node *const *items, *one;
    agenda->id = pair->key->text;
    ENT_TRY(ent_read_said(b, &agenda->said, pair->value, pair->key->span, path, NULL));
    agenda->issues = ENT_NEW(b->arena, uint64_t, scenario->n_issues / 64 + 1);
    if (agenda->issues == NULL)
        return ENT_NOMEM;
    size_t n = ent_items(list, &items, &one);
    for (size_t i = 0; i < n; i++)
        ENT_TRY(add_issue(b, agenda, items[i], path));
    return ENT_OK;
}

ent_status ent_build_agendas(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "agendas");
    if (!ent_is_map(map))
        return ENT_OK;
    b->scenario->agendas = ENT_NEW(b->arena, ent_agenda, map->n + 1);
    if (b->scenario->agendas == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < map->n; i++) {
        const char *path;
        ENT_PATH(path, b, "agendas.%s", map->pairs[i].key->text);
        ENT_TRY(build_agenda(b, &map->pairs[i], path));
    }
    return ENT_OK;
}

/* ---- coalitions ---- */

static ent_status build_coalition(ent_build *b, const ent_node *list, const char *path) {
    ent_scenario *scenario = b->scenario;
    uint64_t members = 0, taken = 0;
    for (size_t i = 0; i < scenario->n_coalitions; i++)
        taken |= scenario->coalitions[i];
    for (size_t i = 0; i < list->n; i++) {
        uint32_t actor;
        ENT_TRY(read_actor(b, list->items[i], path, &actor));
        if (actor == ENT_NONE)
            continue;
        if ((taken | members) >> actor & 1)
            ent_report(b->diags, ENT_E0323, list->items[i]->span, path, "leave it in one of them",
                       "%s stands in coalitions twice", list->items[i]->text);
        members |= UINT64_C(1) << actor;
    }
    scenario->coalitions[scenario->n_coalitions++] = members;
    return ENT_OK;
}

ent_status ent_build_coalitions(ent_build *b) {
    const ent_node *list = ent_node_get(b->root, "coalitions");
    if (!ent_is_list(list))
        return ENT_OK;
    b->scenario->coalitions = ENT_NEW(b->arena, uint64_t, list->n + 1);
    if (b->scenario->coalitions == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < list->n; i++) {
        const char *path;
        ENT_PATH(path, b, "coalitions[%zu]", i);
        if (ent_is_list(list->items[i]))
            ENT_TRY(build_coalition(b, list->items[i], path));
    }
    return ENT_OK;
}
