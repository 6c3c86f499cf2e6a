/* Reading .gmcr models, the files of GMCR+: decision makers with options, infeasible patterns, and
 * preferences as prioritized statements or a ranking of states.
 *
 *     {"options": [{"name": "Modify", "permittedDirection": "fwd"}, ...],
 *      "decisionMakers": [{"name": "MoE", "options": [0], "preferences": [[[2, "Y"]], ...],
 *                          "preferenceRanking": [9, 3, [4, 10]], "misperceptions": [...]}, ...],
 *      "infeasibles": [[[1, "Y"], [2, "Y"]], ...], "coalitions": [[0, 1], 2],
 *      "useManualPreferenceRanking": true}
 *
 * A condition is a list of options taken ("Y") or not ("N"), all of which must be so, or {"compound":
 * true, "members": [...]}, of which one must hold. States are the feasible combinations, numbered from 1
 * in increasing binary value with option 1 as the lowest bit. Kinsara, Petersons, Hipel and Kilgour
 * 2015, Journal of Decision Systems 24.
 */
#include "import/gmcr.h"

#include <string.h>

#include "import/json.h"

typedef struct reader {
    ent_import *in;
    ent_gmcr *g;
} reader;

static ent_status refuse(reader *r, const ent_node *at, const char *what) {
    return ent_import_refuse(r->in, ENT_E0523, at->span, NULL, "%s", what);
}

static ent_status list_at(const ent_node **out, reader *r, const ent_node *map, const char *key,
                          bool required) {
    *out = ent_node_get(map, key);
    if (*out && (*out)->kind != ENT_NODE_LIST)
        return ent_import_refuse(r->in, ENT_E0523, (*out)->span, NULL, "'%s' is a list", key);
    if (!*out && required)
        return ent_import_refuse(r->in, ENT_E0504, map->span, NULL,
                                 "a .gmcr file has a list '%s' here", key);
    return ENT_OK;
}

static ent_status name_of(const char **out, reader *r, const ent_node *record) {
    const ent_node *name = record->kind == ENT_NODE_MAP ? ent_node_get(record, "name") : NULL;
    if (!name || name->kind != ENT_NODE_SCALAR)
        return refuse(r, record, "a name is missing here");
    *out = name->text;
    return ENT_OK;
}

/* A whole number 0..most-1. */
static ent_status index_of(uint32_t *out, reader *r, const ent_node *node, size_t most,
                           const char *what) {
    uint64_t value = 0;
    bool fits = node->kind == ENT_NODE_SCALAR && node->text[0] != '\0' && strlen(node->text) < 10;
    for (const char *c = fits ? node->text : ""; *c; c++) {
        fits = fits && *c >= '0' && *c <= '9';
        value = value * 10 + (uint64_t)(*c - '0');
    }
    if (!fits || value >= most)
        return ent_import_refuse(r->in, ENT_E0523, node->span, NULL,
                                 "this is no number of %s (there are %zu)", what, most);
    *out = (uint32_t)value;
    return ENT_OK;
}

/* ---- conditions ---- */

static ent_status read_literal(ent_gmcr_literal *out, reader *r, const ent_node *pair) {
    if (pair->kind != ENT_NODE_LIST || pair->n != 2 || pair->items[1]->kind != ENT_NODE_SCALAR)
        return refuse(r, pair, "a condition is made of pairs such as [0, \"Y\"]");
    ENT_TRY(index_of(&out->option, r, pair->items[0], r->in->n_issues, "an option"));
    const char *taken = pair->items[1]->text;
    if (strcmp(taken, "Y") != 0 && strcmp(taken, "N") != 0)
        return refuse(r, pair->items[1], "an option is taken, \"Y\", or not, \"N\"");
    out->taken = *taken == 'Y';
    return ENT_OK;
}

static ent_status read_pattern(ent_gmcr_pattern *out, reader *r, const ent_node *list) {
    if (list->kind != ENT_NODE_LIST || list->n == 0)
        return refuse(r, list, "a condition is a list of pairs such as [0, \"Y\"]");
    out->n = list->n;
    out->literals = ENT_NEW(r->in->arena, ent_gmcr_literal, list->n);
    if (!out->literals)
        return ENT_NOMEM;
    for (size_t i = 0; i < list->n; i++)
        ENT_TRY(read_literal(&out->literals[i], r, list->items[i]));
    return ENT_OK;
}

static ent_status read_condition(ent_gmcr_condition *out, reader *r, const ent_node *node) {
    const ent_node *members = node->kind == ENT_NODE_MAP ? ent_node_get(node, "members") : NULL;
    bool compound = members && members->kind == ENT_NODE_LIST && members->n > 0;
    if (node->kind == ENT_NODE_MAP && !compound)
        return refuse(r, node, "a compound condition has a list 'members'");
    out->n = compound ? members->n : 1;
    out->patterns = ENT_NEW(r->in->arena, ent_gmcr_pattern, out->n);
    if (!out->patterns)
        return ENT_NOMEM;
    for (size_t i = 0; i < out->n; i++)
        ENT_TRY(read_pattern(&out->patterns[i], r, compound ? members->items[i] : node));
    return ENT_OK;
}

static ent_status read_conditions(ent_gmcr_condition **out, size_t *n, reader *r,
                                  const ent_node *list) {
    *n = list ? list->n : 0;
    *out = ENT_NEW(r->in->arena, ent_gmcr_condition, *n + 1);
    if (!*out)
        return ENT_NOMEM;
    for (size_t i = 0; i < *n; i++)
        ENT_TRY(read_condition(&(*out)[i], r, list->items[i]));
    return ENT_OK;
}

bool ent_gmcr_holds(const ent_gmcr_condition *c, uint32_t state) {
    for (size_t p = 0; p < c->n; p++) {
        bool all = true;
        for (size_t l = 0; l < c->patterns[p].n && all; l++) {
            ent_gmcr_literal literal = c->patterns[p].literals[l];
            all = (state >> literal.option & 1) == literal.taken;
        }
        if (all)
            return true;
    }
    return false;
}

/* ---- options and decision makers ---- */

static ent_status read_options(reader *r, const ent_node *options) {
    r->g->direction = ENT_NEW(r->in->arena, ent_gmcr_direction, options->n + 1);
    if (!r->g->direction)
        return ENT_NOMEM;
    if (options->n == 0)
        return refuse(r, options, "the model has no options");
    for (size_t i = 0; i < options->n; i++) {
        const ent_node *option = options->items[i];
        const char *name = NULL;
        ent_import_issue *issue;
        ENT_TRY(name_of(&name, r, option));
        ENT_TRY(ent_import_add_issue(&issue, r->in, name, option->span));
        const ent_node *moves = ent_node_get(option, "permittedDirection");
        if (!moves)
            moves = ent_node_get(option, "reversibility"); /* older files */
        const char *text = moves && moves->kind == ENT_NODE_SCALAR ? moves->text : "both";
        if (strcmp(text, "fwd") == 0)
            r->g->direction[i] = ENT_GMCR_FORWARD;
        else if (strcmp(text, "back") == 0)
            r->g->direction[i] = ENT_GMCR_BACK;
        else if (strcmp(text, "both") != 0)
            return refuse(r, moves, "an option can be changed \"fwd\", \"back\" or \"both\" ways");
    }
    return ENT_OK;
}

static ent_status read_control(reader *r, ent_gmcr_maker *maker, const ent_node *options) {
    maker->controls = ENT_NEW(r->in->arena, bool, r->in->n_issues + 1);
    if (!maker->controls)
        return ENT_NOMEM;
    for (size_t i = 0; i < options->n; i++) {
        uint32_t option;
        ENT_TRY(index_of(&option, r, options->items[i], r->in->n_issues, "an option"));
        maker->controls[option] = true;
    }
    return ENT_OK;
}

static ent_status read_maker(reader *r, size_t m, const ent_node *record) {
    ent_gmcr_maker *maker = &r->g->makers[m];
    const ent_node *list;
    ENT_TRY(name_of(&r->in->parties[m].name, r, record));
    r->in->parties[m].file = r->in->file;
    maker->coalition = UINT64_C(1) << m;
    ENT_TRY(list_at(&list, r, record, "options", true));
    ENT_TRY(read_control(r, maker, list));
    ENT_TRY(list_at(&list, r, record, "preferences", false));
    ENT_TRY(read_conditions(&maker->statements, &maker->n_statements, r, list));
    ENT_TRY(list_at(&list, r, record, "misperceptions", false));
    return read_conditions(&maker->misperceived, &maker->n_misperceived, r, list);
}

static ent_status read_makers(reader *r, const ent_node *makers) {
    if (makers->n == 0 || makers->n > ENT_MAX_ACTORS)
        return ent_import_refuse(r->in, ENT_E0509, makers->span, NULL,
                                 "there are %zu decision makers; a scenario has 1 to %u actors",
                                 makers->n, ENT_MAX_ACTORS);
    r->g->makers = ENT_NEW(r->in->arena, ent_gmcr_maker, makers->n);
    r->in->parties = ENT_NEW(r->in->arena, ent_import_party, makers->n);
    if (!r->g->makers || !r->in->parties)
        return ENT_NOMEM;
    r->in->n_parties = makers->n;
    for (size_t m = 0; m < makers->n; m++)
        ENT_TRY(read_maker(r, m, makers->items[m]));
    return ENT_OK;
}

/* Numbers, and lists of numbers for those that act together. */
static ent_status read_coalitions(reader *r, const ent_node *list) {
    uint64_t taken = 0;
    for (size_t i = 0; list && i < list->n; i++) {
        const ent_node *item = list->items[i];
        bool several = item->kind == ENT_NODE_LIST;
        uint64_t members = 0;
        uint32_t m;
        for (size_t k = 0; k < (several ? item->n : 1); k++) {
            const ent_node *member = several ? item->items[k] : item;
            ENT_TRY(index_of(&m, r, member, r->in->n_parties, "a decision maker"));
            if ((taken | members) >> m & 1)
                return refuse(r, member, "this decision maker stands in coalitions twice");
            members |= UINT64_C(1) << m;
        }
        taken |= members;
        for (m = 0; m < r->in->n_parties; m++)
            if (members >> m & 1)
                r->g->makers[m].coalition = members;
    }
    return ENT_OK;
}

/* ---- states and rankings ---- */

static ent_status number_states(reader *r, bool needed, const ent_node *root) {
    ent_gmcr *g = r->g;
    size_t n = r->in->n_issues;
    if (n <= ENT_GMCR_OPTIONS) {
        g->states = ENT_NEW(r->in->arena, uint32_t, ENT_GMCR_NAMED + 1);
        if (!g->states)
            return ENT_NOMEM;
        for (uint32_t s = 0; s < UINT32_C(1) << n && g->n_states <= ENT_GMCR_NAMED; s++) {
            bool feasible = true;
            for (size_t i = 0; i < g->n_infeasible && feasible; i++)
                feasible = !ent_gmcr_holds(&g->infeasible[i], s);
            if (feasible && g->n_states++ < ENT_GMCR_NAMED)
                g->states[g->n_states - 1] = s;
        }
        if (g->n_states == 0)
            return refuse(r, root, "all states of the model are infeasible");
    }
    if (n <= ENT_GMCR_OPTIONS && g->n_states <= ENT_GMCR_NAMED)
        return ENT_OK;
    g->n_states = 0;
    if (!needed)
        return ENT_OK;
    return ent_import_refuse(r->in, ENT_E0509, root->span, "describe the preferences by statements",
                             "a ranking names states by their numbers, and there are too many");
}

static ent_status rank_state(reader *r, ent_gmcr_maker *maker, const ent_node *node, uint32_t level,
                             bool *seen) {
    uint32_t number = 0;
    ENT_TRY(index_of(&number, r, node, r->g->n_states + 1, "a state"));
    if (number == 0 || seen[number])
        return ent_import_refuse(r->in, ENT_E0524, node->span, NULL,
                                 number == 0 ? "states are counted from 1"
                                             : "this state stands in the ranking twice");
    seen[number] = true;
    maker->ranks[maker->n_ranks] = number;
    maker->level[maker->n_ranks++] = level;
    return ENT_OK;
}

static ent_status read_ranking(reader *r, size_t m, const ent_node *record) {
    ent_gmcr_maker *maker = &r->g->makers[m];
    const ent_node *list = ent_node_get(record, "preferenceRanking");
    if (!list)
        list = ent_node_get(record, "preferenceVector"); /* older files */
    if (!list || list->kind != ENT_NODE_LIST)
        return ent_import_refuse(r->in, ENT_E0524, record->span, NULL,
                                 "the file says that rankings are given, but '%s' has none",
                                 r->in->parties[m].name);
    size_t n = r->g->n_states;
    bool *seen = ENT_NEW(r->in->arena, bool, n + 1);
    maker->ranked = true;
    maker->ranks = ENT_NEW(r->in->arena, uint32_t, n + 1);
    maker->level = ENT_NEW(r->in->arena, uint32_t, n + 1);
    if (!seen || !maker->ranks || !maker->level)
        return ENT_NOMEM;
    for (size_t i = 0; i < list->n; i++) {
        const ent_node *item = list->items[i];
        if (item->kind != ENT_NODE_LIST) {
            ENT_TRY(rank_state(r, maker, item, (uint32_t)i, seen));
            continue;
        }
        for (size_t k = 0; k < item->n; k++)
            ENT_TRY(rank_state(r, maker, item->items[k], (uint32_t)i, seen));
    }
    for (size_t s = 1; s <= n; s++)
        if (!seen[s])
            return ent_import_refuse(r->in, ENT_E0524, list->span, NULL,
                                     "state %zu of %zu is missing in the ranking of '%s'", s, n,
                                     r->in->parties[m].name);
    return ENT_OK;
}

static bool is_true(const ent_node *root, const char *key) {
    const ent_node *node = ent_node_get(root, key);
    return node && node->kind == ENT_NODE_SCALAR && strcmp(node->text, "true") == 0;
}

static ent_status read_model(reader *r, const ent_node *root) {
    const ent_node *list, *makers;
    ENT_TRY(list_at(&list, r, root, "options", true));
    ENT_TRY(read_options(r, list));
    ENT_TRY(list_at(&makers, r, root, "decisionMakers", true));
    ENT_TRY(read_makers(r, makers));
    ENT_TRY(list_at(&list, r, root, "infeasibles", false));
    ENT_TRY(read_conditions(&r->g->infeasible, &r->g->n_infeasible, r, list));
    ENT_TRY(list_at(&list, r, root, "coalitions", false));
    ENT_TRY(read_coalitions(r, list));
    bool ranked =
        is_true(root, "useManualPreferenceRanking") || is_true(root, "useManualPreferenceVectors");
    ENT_TRY(number_states(r, ranked, root));
    for (size_t m = 0; m < makers->n && ranked; m++)
        ENT_TRY(read_ranking(r, m, makers->items[m]));
    return ENT_OK;
}

ent_status ent_import_gmcr(ent_buffer *out, ent_import *in, const ent_import_file *files,
                           size_t n) {
    const ent_node *root;
    ent_gmcr *g = ENT_NEW(in->arena, ent_gmcr, 1);
    reader r = {in, g};
    in->tool = "GMCR+";
    if (!g)
        return ENT_NOMEM;
    if (n != 1)
        return ent_import_refuse(in, ENT_E0511, (ent_span){0}, "entente import gmcr model.gmcr",
                                 "a .gmcr model is one file");
    in->file = files[0].name;
    g->in = in;
    ENT_TRY(ent_json_parse(&root, in, &files[0]));
    ENT_TRY(read_model(&r, root));
    return ent_gmcr_write(out, g);
}
