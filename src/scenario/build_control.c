/* Who controls an issue, transition by transition, and which single moves exist. */
#include <string.h>

#include "scenario/build.h"

/* An outcome named in a key of `control` or in `moves`. */
static ent_status named_outcome(const ent_tokens *tokens, const ent_issue *issue,
                                const ent_token *token, uint32_t *out) {
    *out = ent_find_outcome(issue, token->text);
    if (*out != ENT_NONE)
        return ENT_OK;
    return ent_unknown_outcome(issue, ent_token_place(tokens, token), token->text);
}

/* `default`, `to X`, `from X`, `X -> Y`. */
static ent_status read_transition(ent_build *b, const ent_issue *issue, const ent_node *key,
                                  const char *path, ent_control_line *line) {
    ent_tokens tokens;
    line->from = line->to = ENT_NONE;
    ENT_TRY(ent_tokens_read(&tokens, b->arena, key, path, b->diags));
    const ent_token *first = ent_token_next(&tokens), *second = ent_token_next(&tokens);
    const ent_token *third = ent_token_next(&tokens);
    if (second->kind == ENT_TOKEN_TO && third->kind == ENT_TOKEN_NAME && tokens.n == 4) {
        ENT_TRY(named_outcome(&tokens, issue, first, &line->from));
        ENT_TRY(named_outcome(&tokens, issue, third, &line->to));
        if (line->from != line->to)
            return ENT_OK;
    } else if (tokens.n == 3 && second->kind == ENT_TOKEN_NAME &&
               (ent_token_is_word(first, "to") || ent_token_is_word(first, "from"))) {
        return named_outcome(&tokens, issue, second,
                             ent_token_is_word(first, "to") ? &line->to : &line->from);
    } else if (tokens.n == 2 && ent_token_is_word(first, "default")) {
        return ENT_OK;
    }
    ent_report(b->diags, ENT_E0317, key->span, path,
               "write 'default', 'to OUTCOME', 'from OUTCOME' or 'OUTCOME -> OUTCOME'",
               "'%s' names no transition of %s", key->text, issue->id);
    return ENT_ERROR;
}

/* One line of control; a family's line is `self`'s. */
static ent_status add_line(ent_build *b, ent_issue *issue, ent_control_line line,
                           const ent_node *value, ent_span span, const char *path) {
    const ent_node *rule = ent_expr_node(value, "rule");
    ENT_TRY(ent_read_said(b, &line.said, value, span, path, issue->said.from));
    if (rule == NULL)
        return ENT_OK;
    ENT_TRY(ent_go_on(
        ent_control_parse(&line.rule, b->scenario, b->arena, rule, path, issue->actor, b->diags)));
    if (line.rule != NULL)
        issue->control[issue->n_control++] = line;
    return ENT_OK;
}

static bool is_single_rule(const ent_node *control) {
    return control->kind == ENT_NODE_SCALAR || ent_node_get(control, "rule") != NULL;
}

static ent_status build_lines(ent_build *b, ent_issue *issue, const ent_node *control,
                              const char *path) {
    for (size_t i = 0; i < control->n; i++) {
        const ent_pair *pair = &control->pairs[i];
        ent_control_line line = {0};
        const char *here;
        ENT_PATH(here, b, "%s.%s", path, pair->key->text);
        ent_status status = read_transition(b, issue, pair->key, here, &line);
        if (status == ENT_OK)
            status = add_line(b, issue, line, pair->value, ent_pair_span(pair), here);
        ENT_TRY(ent_go_on(status));
    }
    return ENT_OK;
}

/* Nothing is said: a family's issue is its actor's; else somebody was forgotten. */
static ent_status build_default(ent_build *b, ent_issue *issue, const char *path) {
    if (issue->actor == ENT_NONE && ent_node_get(b->root, "moves") != NULL)
        return ENT_OK; /* moves lead from state to state, whoever controls what */
    if (issue->actor == ENT_NONE) {
        ent_report(b->diags, ENT_E0302, issue->said.span, path,
                   "add 'control', for example: control: all of [north, east]; or write "
                   "'control: nobody' if that is meant",
                   "nobody is said to control %s", issue->id);
        return ENT_OK;
    }
    ent_control_line line = {.from = ENT_NONE, .to = ENT_NONE, .said = issue->said};
    line.said.path = path;
    line.rule = ent_control_of_actor(b->arena, issue->actor, issue->said.span);
    if (line.rule == NULL)
        return ENT_NOMEM;
    issue->control[issue->n_control++] = line;
    return ENT_OK;
}

static ent_status build_rule(ent_build *b, ent_issue *issue, const ent_node *record,
                             const char *path) {
    const ent_node *control = ent_node_get(record, "control");
    const char *here;
    ENT_PATH(here, b, "%s.control", path);
    issue->control = ENT_NEW(b->arena, ent_control_line, ent_is_map(control) ? control->n + 1 : 1);
    if (issue->control == NULL)
        return ENT_NOMEM;
    if (ent_is_list(control)) {
        ent_report(b->diags, ENT_E0317, control->span, here,
                   "put the rule in quotes: \"all of [north, east]\"",
                   "control is a rule, not a list");
        return ENT_OK;
    }
    if (control == NULL || (control->kind == ENT_NODE_SCALAR && !ent_is_text(control)))
        return build_default(b, issue, here);
    if (!is_single_rule(control))
        return build_lines(b, issue, control, here);
    ent_control_line line = {.from = ENT_NONE, .to = ENT_NONE};
    return add_line(b, issue, line, control, ent_key_of(record, "control")->span, here);
}

/* Whether the issue is off the table: `frozen: true`, or a list with its actor. */
static bool is_frozen(const ent_build *b, const ent_issue *issue, const ent_node *frozen) {
    if (ent_is_text(frozen) && strcmp(frozen->text, "true") == 0)
        return true;
    for (size_t i = 0; ent_is_list(frozen) && issue->actor != ENT_NONE && i < frozen->n; i++)
        if (ent_is_text(frozen->items[i]) &&
            strcmp(frozen->items[i]->text, b->scenario->actors[issue->actor].id) == 0)
            return true;
    return false;
}

/* Nobody controls what is off the table. */
static ent_status freeze(ent_build *b, ent_issue *issue, const ent_node *record, const char *path) {
    const ent_node *key = ent_key_of(record, "frozen");
    ent_control_line line = {.from = ENT_NONE, .to = ENT_NONE};
    const char *here;
    ENT_PATH(here, b, "%s.frozen", path);
    ENT_TRY(ent_read_said(b, &line.said, NULL, key->span, here, issue->said.from));
    ent_control *nobody = ENT_NEW(b->arena, ent_control, 1);
    if (nobody == NULL)
        return ENT_NOMEM;
    *nobody = (ent_control){.op = ENT_CONTROL_NOBODY, .span = key->span};
    line.rule = nobody;
    issue->control[0] = line;
    issue->n_control = 1;
    return ENT_OK;
}

ent_status ent_build_control(ent_build *b, ent_issue *issue, const ent_node *record,
                             const char *path) {
    ENT_TRY(build_rule(b, issue, record, path));
    const ent_node *frozen = ent_node_get(record, "frozen");
    return is_frozen(b, issue, frozen) ? freeze(b, issue, record, path) : ENT_OK;
}

/* `a -> b -> c` or `a <-> b`. */
static ent_status read_moves(ent_build *b, ent_issue *issue, const ent_node *text,
                             const char *path) {
    ent_tokens tokens;
    uint32_t from, to;
    ENT_TRY(ent_tokens_read(&tokens, b->arena, text, path, b->diags));
    const ent_token *name = ent_token_peek(&tokens);
    ENT_TRY(ent_token_expect(&tokens, ENT_TOKEN_NAME, "an outcome"));
    ENT_TRY(named_outcome(&tokens, issue, name, &from));
    do {
        const ent_token *arrow = ent_token_next(&tokens);
        if (arrow->kind != ENT_TOKEN_TO && arrow->kind != ENT_TOKEN_BOTH) {
            tokens.at -= arrow->kind != ENT_TOKEN_END;
            return ent_token_unexpected(&tokens, "'->' or '<->'",
                                        "moves read: stays -> transition -> leaves");
        }
        name = ent_token_peek(&tokens);
        ENT_TRY(ent_token_expect(&tokens, ENT_TOKEN_NAME, "an outcome"));
        ENT_TRY(named_outcome(&tokens, issue, name, &to));
        if (from == to) {
            ent_report(b->diags, ENT_E0318, name->span, path, NULL,
                       "a move leads to another outcome");
            return ENT_ERROR;
        }
        issue->moves[from] |= UINT64_C(1) << to;
        if (arrow->kind == ENT_TOKEN_BOTH)
            issue->moves[to] |= UINT64_C(1) << from;
        from = to;
    } while (ent_token_peek(&tokens)->kind != ENT_TOKEN_END);
    return ENT_OK;
}

ent_status ent_build_moves(ent_build *b, ent_issue *issue, const ent_node *node, const char *path) {
    const ent_node *const *items, *one;
    const char *here;
    size_t n = ent_items(node, &items, &one);
    if (n == 0 || ent_issue_broken(issue))
        return ENT_OK;
    issue->moves = ENT_NEW(b->arena, uint64_t, issue->n_outcomes);
    if (issue->moves == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        ENT_PATH(here, b, "%s.moves[%zu]", path, i);
        ENT_TRY(ent_go_on(read_moves(b, issue, items[i], here)));
    }
    return ENT_OK;
}
