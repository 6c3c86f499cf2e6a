/* Orders and tables of states in place of wants: statements, rankings, payoffs; and what an actor
 * does not see.
 *
 * Statements are option prioritization: of two states the better one satisfies the first statement
 * that only one of them satisfies (Hipel, Kilgour, Fang and Peng 1997, Applied Mathematics and Computation 83).
 * Each form is complete on its own, so an actor has one.
 */
#include <string.h>

#include "scenario/build.h"
#include "scenario/eval.h"
#include "scenario/schema.h"

static const struct form {
    const char *key;
    ent_form form;
} FORMS[] = {
    {"statements", ENT_FORM_STATEMENTS},
    {"ranking", ENT_FORM_RANKING},
    {"payoff", ENT_FORM_PAYOFF},
};

/* Keys that say what an actor wants in one of the other ways. */
static const char *const OTHERS[] = {"wants", "salience", "conditions", "worth"};

static bool is_given(const ent_node *record, const char *key) {
    const ent_node *node = ent_node_get(record, key);
    return node != NULL && !(node->kind == ENT_NODE_SCALAR && ent_node_is_empty(node));
}

static void clash(ent_build *b, const ent_node *record, const char *key, const char *with,
                  const char *hint, const char *path) {
    ent_report(b->diags, ENT_E0154, ent_key_of(record, key)->span, path, hint,
               "'%s' cannot stand beside '%s'", key, with);
}

/* Sets the form; the first one of several stays. */
static void choose(ent_build *b, ent_preference *preference, const ent_node *record,
                   const char *path) {
    const char *one = NULL;
    for (size_t i = 0; i < ENT_COUNT(FORMS); i++) {
        if (!is_given(record, FORMS[i].key))
            continue;
        if (one != NULL) {
            clash(b, record, FORMS[i].key, one, "keep one of them", path);
            continue;
        }
        one = FORMS[i].key;
        preference->form = FORMS[i].form;
    }
    for (size_t i = 0; one != NULL && i < ENT_COUNT(OTHERS); i++)
        if (is_given(record, OTHERS[i]))
            clash(b, record, OTHERS[i], one, "what an actor wants is said in one way", path);
    if (ent_form_is_order(preference->form) && is_given(record, "reservation"))
        clash(b, record, "reservation", one,
              "an order has no scale; say what no deal is under 'fallback'", path);
    if (one == NULL && preference->on_worth)
        preference->form = ENT_FORM_WORTH;
}

/* Expressions that stand for themselves or under `key` of a record. */
static ent_status read_list(ent_build *b, ent_rule **out, size_t *n, const ent_node *node,
                            const char *key, const ent_preference *preference, const char *path) {
    const ent_node *const *items, *one;
    size_t count = ent_items(node, &items, &one);
    *out = ENT_NEW(b->arena, ent_rule, count + 1);
    if (*out == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < count; i++) {
        const ent_node *expr = ent_expr_node(items[i], key);
        ent_rule *rule = &(*out)[*n];
        const char *here;
        if (expr == NULL)
            continue;
        ENT_PATH(here, b, "%s[%zu]", path, i);
        ENT_TRY(ent_read_said(b, &rule->said, items[i], expr->span, here, preference->said.from));
        ENT_TRY(ent_read_expr(b, &rule->expr, expr, here, ENT_NONE));
        *n += rule->expr != NULL;
    }
    return ENT_OK;
}

/* ---- rankings ---- */

static ent_status put_level(ent_build *b, ent_preference *preference, const char *name,
                            ent_span span, const char *path) {
    uint32_t state;
    ENT_TRY(ent_read_state_name(b, &state, name, span, path));
    if (state == ENT_NONE)
        return ENT_OK;
    if (preference->level_of[state] != ENT_NONE)
        ent_report(b->diags, ENT_E0155, span, path, "name each state once",
                   "state '%s' stands in this ranking twice", name);
    preference->level_of[state] = preference->n_levels;
    return ENT_OK;
}

/* `s3 > s1 = s4 > s2`. */
static ent_status read_order(ent_build *b, ent_preference *preference, const ent_node *text,
                             const char *path) {
    ent_tokens tokens;
    ENT_TRY(ent_tokens_read(&tokens, b->arena, text, path, b->diags));
    for (;;) {
        const ent_token *name = ent_token_peek(&tokens);
        ENT_TRY(ent_token_expect(&tokens, ENT_TOKEN_NAME, "a state"));
        ENT_TRY(put_level(b, preference, name->text, name->span, path));
        ent_token_kind kind = ent_token_peek(&tokens)->kind;
        if (kind == ENT_TOKEN_END)
            break;
        if (kind != ENT_TOKEN_GT && kind != ENT_TOKEN_EQ)
            return ent_token_unexpected(&tokens, "'>' or '='",
                                        "a ranking reads from best to worst: s3 > s1 = s4 > s2");
        preference->n_levels += kind == ENT_TOKEN_GT;
        ent_token_next(&tokens);
    }
    preference->n_levels++;
    return ENT_OK;
}

static ent_status read_levels(ent_build *b, ent_preference *preference, const ent_node *list,
                              const char *path) {
    for (size_t i = 0; i < list->n; i++) {
        const ent_node *const *items, *one;
        size_t n = ent_items(list->items[i], &items, &one);
        for (size_t k = 0; k < n; k++)
            if (ent_is_text(items[k]))
                ENT_TRY(put_level(b, preference, items[k]->text, items[k]->span, path));
        preference->n_levels++;
    }
    return ENT_OK;
}

static ent_status build_ranking(ent_build *b, ent_preference *preference, const ent_node *node,
                                const char *path) {
    const ent_scenario *scenario = b->scenario;
    const ent_node *order = ent_is_map(node) ? ent_node_get(node, "order") : node;
    preference->level_of = ENT_NEW(b->arena, uint32_t, scenario->n_states + 1);
    if (preference->level_of == NULL)
        return ENT_NOMEM;
    for (size_t s = 0; s < scenario->n_states; s++)
        preference->level_of[s] = ENT_NONE;
    size_t errors = b->diags->errors;
    if (ent_is_list(order))
        ENT_TRY(read_levels(b, preference, order, path));
    else if (ent_is_text(order))
        ENT_TRY(ent_go_on(read_order(b, preference, order, path)));
    for (size_t s = 0; s < scenario->n_states && b->diags->errors == errors; s++)
        if (preference->level_of[s] == ENT_NONE) {
            ent_report(b->diags, ENT_E0155, preference->form_said.span, path,
                       "a ranking names every state, from best to worst: s3 > s1 = s4 > s2",
                       "state '%s' is missing in this ranking", scenario->states[s].id);
            break;
        }
    return ENT_OK;
}

/* ---- payoffs ---- */

static ent_status read_payoffs(ent_build *b, ent_preference *preference, const ent_node *map,
                               const char *path) {
    const ent_scenario *scenario = b->scenario;
    bool *seen = ENT_NEW(b->arena, bool, scenario->n_states + 1);
    preference->payoff_of = ENT_NEW(b->arena, ent_number, scenario->n_states + 1);
    if (seen == NULL || preference->payoff_of == NULL)
        return ENT_NOMEM;
    size_t errors = b->diags->errors;
    for (size_t i = 0; i < map->n; i++) {
        const ent_node *key = map->pairs[i].key, *value = map->pairs[i].value;
        uint32_t state;
        ENT_TRY(ent_read_state_name(b, &state, key->text, key->span, path));
        if (state == ENT_NONE)
            continue;
        seen[state] = true;
        if (value->kind != ENT_NODE_SCALAR ||
            ent_number_parse_wide(&preference->payoff_of[state], value->text,
                                  strlen(value->text)) != ENT_OK)
            ent_report(b->diags, ENT_E0309, value->span, path, "write 12.5 or 2/3",
                       "the payoff of a state is one number");
    }
    for (size_t s = 0; s < scenario->n_states && b->diags->errors == errors; s++)
        if (!seen[s]) {
            ent_report(b->diags, ENT_E0155, preference->form_said.span, path,
                       "give every state a payoff", "the payoff of state '%s' is missing",
                       scenario->states[s].id);
            break;
        }
    return ENT_OK;
}

static ent_status build_payoff(ent_build *b, ent_preference *preference, const ent_node *node,
                               const char *actor, const char *path) {
    const ent_node *file = ent_is_map(node) ? ent_node_get(node, "file") : node;
    if (ent_is_map(node) && file == NULL)
        return read_payoffs(b, preference, node, path);
    const char *column = ent_is_map(node) ? ent_text_at(node, "column") : NULL;
    if (!ent_is_text(file))
        return ENT_OK;
    return ent_build_payoff_file(b, preference, file, column != NULL ? column : actor, path);
}

/* ---- an actor ---- */

ent_status ent_build_forms(ent_build *b, ent_preference *preference, const ent_node *record,
                           const char *actor, const char *path) {
    const char *statements, *form_path, *misperceives;
    ENT_PATH(statements, b, "%s.statements", path);
    ENT_PATH(misperceives, b, "%s.misperceives", path);
    choose(b, preference, record, path);
    if (preference->form == ENT_FORM_STATEMENTS)
        ENT_TRY(read_list(b, &preference->statements, &preference->n_statements,
                          ent_node_get(record, "statements"), "holds", preference, statements));
    if (preference->form == ENT_FORM_RANKING || preference->form == ENT_FORM_PAYOFF) {
        const char *key = preference->form == ENT_FORM_RANKING ? "ranking" : "payoff";
        const ent_node *node = ent_node_get(record, key);
        ENT_PATH(form_path, b, "%s.%s", path, key);
        ENT_TRY(ent_read_said(b, &preference->form_said, node, ent_key_of(record, key)->span,
                              form_path, preference->said.from));
        ENT_TRY(preference->form == ENT_FORM_RANKING
                    ? build_ranking(b, preference, node, form_path)
                    : build_payoff(b, preference, node, actor, form_path));
    }
    return read_list(b, &preference->misperceived, &preference->n_misperceived,
                     ent_node_get(record, "misperceives"), "state", preference, misperceives);
}

/* ---- whether all states have names ---- */

/* Combinations of outcomes that are gone through. */
#define COMBINATIONS ((uint64_t)1 << 22)

static bool keeps_rules(const ent_scenario *scenario, const uint8_t *outcome_of,
                        const ent_number *resource_of) {
    for (size_t r = 0; r < scenario->n_rules; r++)
        if (!ent_expr_holds(scenario->rules[r].expr, outcome_of, resource_of, scenario->n_actors))
            return false;
    return true;
}

static bool next(const ent_scenario *scenario, uint8_t *outcome_of) {
    for (size_t i = 0; i < scenario->n_issues; i++) {
        if (scenario->issues[i].kind != ENT_DECIDED)
            continue;
        if (++outcome_of[i] < scenario->issues[i].n_outcomes)
            return true;
        outcome_of[i] = 0;
    }
    return false;
}

static uint64_t combinations(const ent_scenario *scenario) {
    uint64_t n = 1;
    for (size_t i = 0; i < scenario->n_issues && n <= COMBINATIONS; i++)
        if (scenario->issues[i].kind == ENT_DECIDED)
            n *= scenario->issues[i].n_outcomes;
    return n;
}

/* The preference whose form needs a name for every state, or NULL. */
static const ent_preference *needs_names(const ent_scenario *scenario) {
    for (size_t a = 0; a < scenario->n_actors; a++) {
        const ent_preference *p = &scenario->preferences[a];
        if (p->form == ENT_FORM_RANKING || p->form == ENT_FORM_PAYOFF)
            return p;
    }
    return NULL;
}

ent_status ent_check_named(ent_build *b) {
    const ent_scenario *scenario = b->scenario;
    const ent_preference *p = needs_names(scenario);
    uint8_t *outcome_of = ENT_NEW(b->arena, uint8_t, scenario->n_issues + 1);
    const ent_number *resource_of = ent_resource_midpoints(scenario, b->arena);
    if (outcome_of == NULL || resource_of == NULL)
        return ENT_NOMEM;
    if (p == NULL || scenario->has_moves || b->diags->errors > 0)
        return ENT_OK;
    if (combinations(scenario) > COMBINATIONS) {
        ent_report(b->diags, ENT_E0155, p->form_said.span, p->form_said.path,
                   "say it with 'statements'",
                   "there are too many combinations of outcomes to rank them one by one");
        return ENT_OK;
    }
    do {
        ent_state_follow(scenario, outcome_of, NULL, resource_of);
        if (!keeps_rules(scenario, outcome_of, resource_of) ||
            ent_named_state_of(scenario, outcome_of) != ENT_NONE)
            continue;
        ent_buffer text = {0};
        for (size_t i = 0; i < scenario->n_issues; i++)
            if (scenario->issues[i].kind == ENT_DECIDED)
                ent_buffer_printf(&text, "%s%s = %s", text.len > 0 ? ", " : "",
                                  scenario->issues[i].id,
                                  scenario->issues[i].outcomes[outcome_of[i]].id);
        ent_report(b->diags, ENT_E0155, p->form_said.span, p->form_said.path,
                   "name it under 'states', or exclude it under 'rules'",
                   "a possible state has no name: %s", text.data != NULL ? text.data : "");
        bool failed = text.failed;
        ent_buffer_free(&text);
        return failed ? ENT_NOMEM : ENT_OK;
    } while (next(scenario, outcome_of));
    return ENT_OK;
}
