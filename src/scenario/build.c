/* From a checked tree to a scenario: the order in which the parts are built, and what holds
 * between them. Each part is in a file of its own (build_*.c, question.c); build.h says how they
 * go on after a mistake.
 *
 * scenario->names maps ids of issues to their numbers, and ids of families to theirs with
 * ENT_FAMILY_BIT.
 */
#include "scenario/build.h"
#include "scenario/schema.h"

static ent_status build_rules(ent_build *b) {
    ent_scenario *scenario = b->scenario;
    const ent_node *const *items, *one;
    size_t n = ent_items(ent_node_get(b->root, "rules"), &items, &one);
    scenario->rules = ENT_NEW(b->arena, ent_rule, n + 1);
    if (scenario->rules == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        const ent_node *expr = ent_expr_node(items[i], "rule");
        ent_rule *rule = &scenario->rules[scenario->n_rules];
        const char *path;
        if (expr == NULL)
            continue;
        ENT_PATH(path, b, "rules[%zu]", i);
        ENT_TRY(ent_read_said(b, &rule->said, items[i], expr->span, path, NULL));
        ENT_TRY(ent_read_expr(b, &rule->expr, expr, path, ENT_NONE));
        if (rule->expr != NULL)
            scenario->n_rules++;
    }
    return ENT_OK;
}

static bool nobody_has_reservation(const ent_scenario *scenario) {
    for (size_t a = 0; a < scenario->n_actors; a++)
        if (scenario->preferences[a].has_reservation)
            return false;
    return true;
}

/* Orders of states and moves between them say something without a place to start from. */
static bool needs_no_status_quo(const ent_scenario *scenario) {
    for (size_t a = 0; a < scenario->n_actors; a++)
        if (scenario->preferences[a].form > ENT_FORM_WORTH)
            return true;
    return scenario->has_moves;
}

/* Either every decided issue has a status quo, or none has and reservation values take its
 * place, or nothing is asked of it. */
static void check_status_quo(ent_build *b) {
    ent_scenario *scenario = b->scenario;
    bool some = false;
    scenario->has_status_quo = true;
    for (size_t i = 0; i < scenario->n_issues; i++) {
        const ent_issue *issue = &scenario->issues[i];
        bool has = issue->status_quo != ENT_NONE;
        if (issue->kind == ENT_DECIDED && !ent_issue_broken(issue)) {
            some = some || has;
            scenario->has_status_quo = scenario->has_status_quo && has;
        }
    }
    if (scenario->has_status_quo ||
        (!some && (!nobody_has_reservation(scenario) || needs_no_status_quo(scenario))))
        return;
    for (size_t i = 0; i < scenario->n_issues; i++) {
        const ent_issue *issue = &scenario->issues[i];
        if (issue->kind != ENT_DECIDED || issue->status_quo != ENT_NONE ||
            ent_issue_broken(issue) || ent_node_get(b->issue_nodes[i], "status quo") != NULL)
            continue;
        ent_report(
            b->diags, ENT_E0313, issue->said.span, issue->said.path,
            "add 'status quo: OUTCOME'; only where no issue has one and each signatory has a "
            "reservation value may it be left out",
            "the status quo of %s is missing", issue->id);
        if (!some)
            return;
    }
}

static ent_status build_question(ent_build *b) {
    const ent_node *node = ent_node_get(b->root, "question");
    if (!ent_is_text(node))
        return ENT_OK;
    return ent_go_on(ent_question_parse(&b->scenario->question, b->scenario, b->arena, node,
                                        "question", b->diags));
}

/* They are read by themselves: view.h, claim.h. */
static size_t count_below(ent_build *b, const char *key) {
    const ent_node *node = ent_node_get(b->root, key);
    return node == NULL || node->kind == ENT_NODE_SCALAR ? 0 : node->n;
}

static ent_status build_all(ent_build *b) {
    ent_scenario *scenario = b->scenario;
    ENT_TRY(ent_build_sources(b));
    ENT_TRY(ent_build_actors(b));
    ENT_TRY(ent_build_issues(b));
    ENT_TRY(ent_build_state_issue(b));
    ENT_TRY(ent_build_follows(b));
    ENT_TRY(ent_build_following_order(b));
    ENT_TRY(build_rules(b));
    ENT_TRY(ent_read_assignments(b, &scenario->fallback, &scenario->n_fallback,
                                 ent_node_get(b->root, "fallback"), "fallback", NULL));
    ENT_TRY(ent_build_states(b));
    ENT_TRY(ent_build_state_moves(b));
    ENT_TRY(ent_build_preferences(b));
    check_status_quo(b);
    ENT_TRY(ent_build_ties(b));
    ENT_TRY(ent_build_comparisons(b));
    ENT_TRY(ent_build_agendas(b));
    ENT_TRY(ent_build_coalitions(b));
    ENT_TRY(ent_build_votes(b));
    ENT_TRY(ent_build_worth_of(b));
    ENT_TRY(ent_build_blocs(b));
    ENT_TRY(build_question(b));
    scenario->n_views = count_below(b, "views");
    scenario->n_claims = count_below(b, "claims");
    ENT_TRY(ent_check_named(b));
    return ent_check_feasible(b);
}

ent_status ent_scenario_build(ent_scenario **out, ent_arena *arena, const ent_source *source,
                              ent_node *root, ent_diags *diags) {
    ent_build b = {.arena = arena, .diags = diags, .root = root, .budget = ENT_EXPR_BUDGET};
    size_t errors = diags->errors;
    *out = NULL;
    ent_status status = ent_schema_check(root, diags);
    if (status != ENT_OK && status != ENT_ERROR)
        return status;
    if (!ent_is_map(root))
        return ENT_ERROR;
    b.scenario = ENT_NEW(arena, ent_scenario, 1);
    b.sources = ent_map_new(arena);
    b.resources = ent_map_new(arena);
    if (b.scenario == NULL || b.sources == NULL || b.resources == NULL)
        return ENT_NOMEM;
    *b.scenario = (ent_scenario){.arena = arena,
                                 .source = source,
                                 .root = root,
                                 .title = ent_text_at(root, "title"),
                                 .note = ent_text_at(root, "note"),
                                 .as_of = ent_text_at(root, "as of"),
                                 .names = ent_map_new(arena)};
    if (b.scenario->names == NULL)
        return ENT_NOMEM;
    ENT_TRY(build_all(&b));
    if (diags->failed)
        return ENT_NOMEM;
    if (diags->errors > errors)
        return ENT_ERROR;
    *out = b.scenario;
    return ENT_OK;
}
