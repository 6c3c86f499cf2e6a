/* States that have names, and moves between them that are given as such.
 *
 * A name stands for an outcome of every decided issue, so that rankings, payoff tables and questions
 * can say "s7". Where the file gives `moves` between states, the named states are all there are, and
 * nothing is derived from who controls what: such moves need not be transitive. With states and moves
 * the issues may be left out; then the state itself is an issue, `state`, as long as there are no
 * more states than an issue has outcomes.
 */
#include <stdlib.h>
#include <string.h>

#include "scenario/build.h"
#include "scenario/eval.h"

uint32_t ent_find_state(const ent_scenario *scenario, const char *id) {
    return scenario->state_names != NULL ? ent_map_get(scenario->state_names, id) : ENT_NONE;
}

uint32_t ent_named_state_of(const ent_scenario *scenario, const uint8_t *outcome_of) {
    size_t lo = 0, hi = scenario->n_states;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        uint32_t state = scenario->state_order[middle];
        int order = memcmp(scenario->states[state].outcome_of, outcome_of, scenario->n_issues);
        if (order == 0)
            return state;
        if (order < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return ENT_NONE;
}

ent_status ent_read_state_name(ent_build *b, uint32_t *out, const char *name, ent_span span,
                               const char *path) {
    const ent_scenario *scenario = b->scenario;
    *out = ent_find_state(scenario, name);
    if (*out != ENT_NONE)
        return ENT_OK;
    const char **ids = ENT_NEW(b->arena, const char *, scenario->n_states + 1);
    const char *hint = scenario->n_states > 0 ? NULL : "names of states stand under 'states'";
    if (ids == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < scenario->n_states; i++)
        ids[i] = scenario->states[i].id;
    const char *near = ent_nearest(name, ids, scenario->n_states < 2000 ? scenario->n_states : 0);
    if (near != NULL)
        ENT_PATH(hint, b, "did you mean '%s'?", near);
    ent_report(b->diags, ENT_E0151, span, path, hint, "no state has the name '%s'", name);
    return ENT_OK;
}

/* ---- the names ---- */

/* The node of `states`: names of a list, or keys of a map. */
static const ent_node *name_at(const ent_node *states, size_t i) {
    return ent_is_map(states) ? states->pairs[i].key : states->items[i];
}

static const ent_node *value_at(const ent_node *states, size_t i) {
    return ent_is_map(states) ? states->pairs[i].value : NULL;
}

/* The map of outcomes in a state's value, NULL where it has none. */
static const ent_node *outcomes_of(const ent_node *value) {
    if (!ent_is_map(value))
        return NULL;
    const ent_node *is = ent_node_get(value, "is");
    bool record = is != NULL || ent_node_get(value, "name") != NULL;
    return record ? is : value;
}

static ent_status read_outcomes(ent_build *b, ent_named_state *state, const ent_node *map,
                                const char *path, const ent_number *resource_of) {
    ent_scenario *scenario = b->scenario;
    ent_assignment *said;
    size_t n;
    uint64_t *named = ENT_NEW(b->arena, uint64_t, scenario->n_issues / 64 + 1);
    if (named == NULL)
        return ENT_NOMEM;
    size_t errors = b->diags->errors;
    ENT_TRY(ent_read_assignments(b, &said, &n, map, path, NULL));
    for (size_t k = 0; k < n; k++) {
        state->outcome_of[said[k].issue] = (uint8_t)said[k].outcome;
        named[said[k].issue / 64] |= UINT64_C(1) << (said[k].issue % 64);
        if (scenario->issues[said[k].issue].kind == ENT_FOLLOWING)
            ent_report(b->diags, ENT_E0152, said[k].said.span, path, NULL,
                       "%s follows from other issues; a state says the outcomes of decided ones",
                       scenario->issues[said[k].issue].id);
    }
    for (size_t k = 0; k < scenario->n_issues && b->diags->errors == errors; k++) {
        const ent_issue *issue = &scenario->issues[k];
        if (issue->kind != ENT_DECIDED || (named[k / 64] >> (k % 64) & 1) != 0)
            continue;
        if (issue->status_quo == ENT_NONE && !ent_issue_broken(issue))
            ent_report(b->diags, ENT_E0152, state->said.span, path,
                       "say it, or give the issue a status quo",
                       "the state does not say the outcome of %s", issue->id);
        state->outcome_of[k] = issue->status_quo == ENT_NONE ? 0 : (uint8_t)issue->status_quo;
    }
    if (b->diags->errors > errors)
        return ENT_OK;
    ent_state_follow(scenario, state->outcome_of, NULL, resource_of);
    for (size_t r = 0; r < scenario->n_rules; r++)
        if (!ent_expr_holds(scenario->rules[r].expr, state->outcome_of, resource_of,
                            scenario->n_actors)) {
            ent_report(b->diags, ENT_E0152, state->said.span, path, "take it out, or mend the rule",
                       "the state breaks a rule (%s)", scenario->rules[r].said.path);
            break;
        }
    return ENT_OK;
}

static ent_status read_state(ent_build *b, ent_named_state *state, const ent_node *name,
                             const ent_node *value, const char *path,
                             const ent_number *resource_of) {
    ent_scenario *scenario = b->scenario;
    bool alone = ent_node_get(b->root, "issues") == NULL;
    const ent_node *outcomes = outcomes_of(value);
    ENT_TRY(
        ent_read_said(b, &state->said, outcomes == value ? NULL : value, name->span, path, NULL));
    state->id = name->text;
    state->name = state->said.name != NULL ? state->said.name
                  : ent_is_text(value)     ? value->text
                                           : state->id;
    state->outcome_of = ENT_NEW(b->arena, uint8_t, scenario->n_issues + 1);
    if (state->outcome_of == NULL)
        return ENT_NOMEM;
    if (!alone && outcomes == NULL) {
        ent_report(b->diags, ENT_E0152, name->span, path, "write: s1: {tolls: low, strait: shared}",
                   "a state says its outcome on every decided issue");
        return ENT_OK;
    }
    if (!alone)
        return read_outcomes(b, state, outcomes, path, resource_of);
    if (outcomes != NULL)
        ent_report(b->diags, ENT_E0152, outcomes->span, path,
                   "add 'issues', or leave only the name",
                   "there are no issues of which a state could say the outcome");
    else if (scenario->n_issues == 1)
        state->outcome_of[0] = (uint8_t)scenario->n_states;
    return ENT_OK;
}

/* ---- states by their outcomes ---- */

typedef struct sortable {
    const uint8_t *outcomes;
    size_t n;
    uint32_t state;
} sortable;

static int by_outcomes(const void *a, const void *b) {
    const sortable *x = a, *y = b;
    int order = memcmp(x->outcomes, y->outcomes, x->n);
    return order != 0 ? order : (x->state > y->state) - (x->state < y->state);
}

static ent_status sort_states(ent_build *b) {
    ent_scenario *scenario = b->scenario;
    sortable *sorted = ENT_NEW(b->arena, sortable, scenario->n_states + 1);
    scenario->state_order = ENT_NEW(b->arena, uint32_t, scenario->n_states + 1);
    if (sorted == NULL || scenario->state_order == NULL)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < scenario->n_states; s++)
        sorted[s] = (sortable){scenario->states[s].outcome_of, scenario->n_issues, s};
    if (scenario->n_states > 0)
        qsort(sorted, scenario->n_states, sizeof *sorted, by_outcomes);
    for (size_t k = 0; k < scenario->n_states; k++) {
        scenario->state_order[k] = sorted[k].state;
        const ent_named_state *state = &scenario->states[sorted[k].state];
        /* With moves of their own, states are told apart by their names, and issues only describe. */
        if (k > 0 && scenario->n_issues > 0 && ent_node_get(b->root, "moves") == NULL &&
            memcmp(sorted[k].outcomes, sorted[k - 1].outcomes, sorted[k].n) == 0)
            ent_report(b->diags, ENT_E0152, state->said.span, state->said.path, NULL,
                       "this is the same state as '%s'", scenario->states[sorted[k - 1].state].id);
    }
    return ENT_OK;
}

/* Whether names can be looked at: what is wrong with the issues has been reported. */
static bool issues_complete(const ent_build *b) {
    const ent_scenario *scenario = b->scenario;
    for (size_t i = 0; i < scenario->n_issues; i++) {
        const ent_issue *issue = &scenario->issues[i];
        if (ent_issue_broken(issue) ||
            (issue->kind == ENT_GIVEN && issue->status_quo == ENT_NONE) ||
            (issue->kind == ENT_FOLLOWING &&
             (issue->n_follows == 0 || issue->follows[issue->n_follows - 1].when != NULL)))
            return false;
    }
    return true;
}

ent_status ent_build_states(ent_build *b) {
    ent_scenario *scenario = b->scenario;
    const ent_node *states = ent_node_get(b->root, "states");
    size_t n = ent_is_map(states) || ent_is_list(states) ? states->n : 0;
    scenario->status_quo_state = ENT_NONE;
    scenario->state_names = ent_map_new(b->arena);
    const ent_number *resource_of = ent_resource_midpoints(scenario, b->arena);
    if (scenario->state_names == NULL || resource_of == NULL)
        return ENT_NOMEM;
    if (n > ENT_MAX_NAMED_STATES) {
        ent_report(b->diags, ENT_E0155, states->span, "states", NULL,
                   "there are more than %u named states", ENT_MAX_NAMED_STATES);
        return ENT_OK;
    }
    if (b->diags->errors > 0 && !issues_complete(b))
        return ENT_OK;
    scenario->states = ENT_NEW(b->arena, ent_named_state, n + 1);
    if (scenario->states == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++) {
        const ent_node *name = name_at(states, i);
        const char *path;
        if (!ent_is_text(name))
            continue;
        ENT_PATH(path, b, "states.%s", name->text);
        if (ent_find_state(scenario, name->text) != ENT_NONE) {
            ent_report(b->diags, ENT_E0152, name->span, path, NULL, "this name stands here twice");
            continue;
        }
        ENT_TRY(read_state(b, &scenario->states[scenario->n_states], name, value_at(states, i),
                           path, resource_of));
        ENT_TRY(ent_map_put(scenario->state_names, name->text, (uint32_t)scenario->n_states++));
    }
    return sort_states(b);
}

/* ---- a conflict of states and moves alone ---- */

/* Named states as the outcomes of one issue that nobody controls. */
static ent_status push_state_issue(ent_build *b, const ent_node *states) {
    ent_scenario *scenario = b->scenario;
    ent_issue *issue = ENT_NEW(b->arena, ent_issue, 1);
    const ent_node **nodes = ENT_NEW(b->arena, const ent_node *, 1);
    ent_outcome *outcomes = ENT_NEW(b->arena, ent_outcome, states->n);
    if (issue == NULL || nodes == NULL || outcomes == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < states->n; i++) {
        const ent_node *name = name_at(states, i), *value = value_at(states, i);
        const char *long_name = ent_is_text(value) ? value->text : ent_text_at(value, "name");
        if (!ent_is_text(name))
            return ENT_OK; /* reported by the schema */
        outcomes[i] = (ent_outcome){
            name->text, long_name != NULL ? long_name : name->text, {ENT_ZERO, ENT_ZERO}};
    }
    const ent_node *now = ent_node_get(b->root, "status quo");
    *issue = (ent_issue){.id = "state",
                         .name = "state",
                         .family = ENT_NONE,
                         .actor = ENT_NONE,
                         .kind = ENT_DECIDED,
                         .n_outcomes = (uint32_t)states->n,
                         .outcomes = outcomes,
                         .said = {.path = "states", .span = states->span}};
    issue->status_quo = ent_is_text(now) ? ent_find_outcome(issue, now->text) : ENT_NONE;
    nodes[0] = b->root;
    scenario->issues = issue;
    scenario->n_issues = 1;
    b->issue_nodes = nodes;
    return ent_map_put(scenario->names, issue->id, 0);
}

ent_status ent_build_state_issue(ent_build *b) {
    const ent_node *states = ent_node_get(b->root, "states");
    bool some = ent_is_map(states) || ent_is_list(states);
    if (ent_node_get(b->root, "issues") != NULL)
        return ENT_OK;
    if (!some || ent_node_get(b->root, "moves") == NULL) {
        if (b->diags->errors == 0) /* else a key was misspelt, perhaps this one */
            ent_report(
                b->diags, ENT_E0150, b->root->span, "",
                "add 'issues' with what is at stake; or 'states' and the 'moves' between them",
                "the file says neither what is at stake nor which states and moves there are");
        return ENT_OK;
    }
    return states->n >= 1 && states->n <= ENT_MAX_OUTCOMES ? push_state_issue(b, states) : ENT_OK;
}

/* ---- moves ---- */

typedef struct mover {
    const ent_control *rule;
    const char *path;
    size_t cap;
} mover;

static ent_status push_move(ent_build *b, mover *m, uint32_t from, uint32_t to, ent_span span) {
    ent_scenario *scenario = b->scenario;
    ent_move_line *moves =
        ent_arena_grow(b->arena, scenario->moves, scenario->n_moves, &m->cap, sizeof *moves);
    if (moves == NULL)
        return ENT_NOMEM;
    scenario->moves = moves;
    moves[scenario->n_moves++] =
        (ent_move_line){m->rule, from, to, {.path = m->path, .span = span}};
    return ENT_OK;
}

/* `a -> b <-> c`. */
static ent_status read_chain(ent_build *b, mover *m, const ent_node *text) {
    ent_tokens tokens;
    uint32_t from, to;
    ENT_TRY(ent_tokens_read(&tokens, b->arena, text, m->path, b->diags));
    const ent_token *name = ent_token_peek(&tokens);
    ENT_TRY(ent_token_expect(&tokens, ENT_TOKEN_NAME, "a state"));
    ENT_TRY(ent_read_state_name(b, &from, name->text, name->span, m->path));
    do {
        const ent_token *arrow = ent_token_next(&tokens);
        if (arrow->kind != ENT_TOKEN_TO && arrow->kind != ENT_TOKEN_BOTH) {
            tokens.at -= arrow->kind != ENT_TOKEN_END;
            return ent_token_unexpected(&tokens, "'->' or '<->'", "moves read: s1 -> s2 <-> s3");
        }
        name = ent_token_peek(&tokens);
        ENT_TRY(ent_token_expect(&tokens, ENT_TOKEN_NAME, "a state"));
        ENT_TRY(ent_read_state_name(b, &to, name->text, name->span, m->path));
        if (from == to && to != ENT_NONE)
            ent_report(b->diags, ENT_E0318, name->span, m->path, NULL,
                       "a move leads to another state");
        if (from != to && from != ENT_NONE && to != ENT_NONE) {
            ENT_TRY(push_move(b, m, from, to, name->span));
            if (arrow->kind == ENT_TOKEN_BOTH)
                ENT_TRY(push_move(b, m, to, from, name->span));
        }
        from = to;
    } while (ent_token_peek(&tokens)->kind != ENT_TOKEN_END);
    return ENT_OK;
}

/* The named state that holds now; with issues it says what their status quo is. */
static ent_status read_status_quo(ent_build *b) {
    ent_scenario *scenario = b->scenario;
    const ent_node *now = ent_node_get(b->root, "status quo");
    if (!ent_is_text(now))
        return ENT_OK;
    if (!scenario->has_moves) {
        ent_report(b->diags, ENT_E0153, ent_key_of(b->root, "status quo")->span, "status quo",
                   "write 'status quo' at each issue",
                   "only with 'moves' between states is the status quo a named state");
        return ENT_OK;
    }
    ENT_TRY(
        ent_read_state_name(b, &scenario->status_quo_state, now->text, now->span, "status quo"));
    if (scenario->status_quo_state == ENT_NONE)
        return ENT_OK;
    const uint8_t *outcome_of = scenario->states[scenario->status_quo_state].outcome_of;
    for (size_t i = 0; i < scenario->n_issues; i++) {
        ent_issue *issue = &scenario->issues[i];
        if (issue->kind == ENT_DECIDED && issue->status_quo == ENT_NONE)
            issue->status_quo = outcome_of[i];
        else if (issue->kind == ENT_DECIDED && issue->status_quo != outcome_of[i])
            ent_report(b->diags, ENT_E0153, now->span, "status quo", "keep one of them",
                       "the status quo of %s is another than in the state '%s'", issue->id,
                       now->text);
    }
    return ENT_OK;
}

ent_status ent_build_state_moves(ent_build *b) {
    const ent_node *map = ent_node_get(b->root, "moves");
    mover m = {0};
    b->scenario->has_moves = ent_is_map(map);
    if (ent_is_map(map) && ent_node_get(b->root, "states") == NULL) {
        if (b->diags->errors == 0)
            ent_report(b->diags, ENT_E0150, ent_key_of(b->root, "moves")->span, "moves",
                       "list them under 'states'",
                       "moves between states need states that have names");
        return ENT_OK;
    }
    for (size_t i = 0; ent_is_map(map) && i < map->n; i++) {
        const ent_pair *pair = &map->pairs[i];
        const ent_node *const *items, *one;
        size_t n = ent_items(pair->value, &items, &one);
        ENT_PATH(m.path, b, "moves.%s", pair->key->text);
        m.rule = NULL;
        ENT_TRY(ent_go_on(ent_control_parse(&m.rule, b->scenario, b->arena, pair->key, m.path,
                                            ENT_NONE, b->diags)));
        for (size_t k = 0; k < n; k++)
            if (ent_is_text(items[k]))
                ENT_TRY(ent_go_on(read_chain(b, &m, items[k])));
    }
    return read_status_quo(b);
}
