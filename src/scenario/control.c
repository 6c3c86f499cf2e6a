/* Control rules: who may change an issue. Reading, printing, and whether a coalition satisfies one.
 *
 *     rule := conj { "or" conj }        conj := part { "and" part }
 *     part := ACTOR | "self" | "nobody" | ("all" | "any" | NUMBER) "of" actors
 *           | RESOURCE (">=" | ">") NUMBER "of" actors | "(" rule ")"
 *     actors := "all" | "[" ACTOR { "," ACTOR } "]"
 */
#include <string.h>

#include "scenario/build.h"

typedef struct reader {
    const ent_scenario *scenario;
    ent_tokens *tokens;
    uint32_t self;
    unsigned depth;
    bool failed;
} reader;

static ent_status read_rule(reader *r, ent_control **out);

static ent_status new_control(ent_arena *arena, ent_control_op op, ent_control **out) {
    *out = ENT_NEW(arena, ent_control, 1);
    if (*out == NULL)
        return ENT_NOMEM;
    (*out)->op = op;
    return ENT_OK;
}

static void complain(reader *r, ent_span span, const char *hint, const char *message) {
    r->failed = true;
    ent_report(r->tokens->diags, ENT_E0317, span, r->tokens->path, hint, "%s", message);
}

static ent_status read_actor(reader *r, uint64_t *actors) {
    const ent_token *name = ent_token_peek(r->tokens);
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, "an actor"));
    uint32_t actor = r->self;
    if (!ent_token_is_word(name, "self")) {
        actor = ent_find_actor(r->scenario, name->text);
    } else if (actor == ENT_NONE) {
        complain(r, name->span, "name the actor",
                 "'self' has a meaning only in an issue 'for each' actor");
        return ENT_OK;
    }
    if (actor == ENT_NONE) {
        r->failed = true;
        return ent_go_on(
            ent_unknown_actor(r->scenario, ent_token_place(r->tokens, name), name->text));
    }
    if ((*actors >> actor & 1) != 0)
        complain(r, name->span, "name each actor once", "this actor stands here twice");
    *actors |= UINT64_C(1) << actor;
    return ENT_OK;
}

static uint64_t all_actors(const ent_scenario *scenario) {
    return scenario->n_actors >= 64 ? UINT64_MAX : (UINT64_C(1) << scenario->n_actors) - 1;
}

/* After "of". */
static ent_status read_actors(reader *r, uint64_t *actors) {
    if (!ent_token_accept_word(r->tokens, "of"))
        return ent_token_unexpected(r->tokens, "'of'",
                                    "write for example: 2 of [north, east, south]");
    if (ent_token_accept_word(r->tokens, "all")) {
        *actors = all_actors(r->scenario);
        return ENT_OK;
    }
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_LIST_OPEN, "'[' and the actors, or 'all'"));
    do
        ENT_TRY(read_actor(r, actors));
    while (ent_token_accept(r->tokens, ENT_TOKEN_COMMA));
    return ent_token_expect(r->tokens, ENT_TOKEN_LIST_CLOSE, "',' or ']'");
}

/* "all of [...]", "any of [...]", "2 of [...]". */
static ent_status read_quorum(reader *r, ent_control *rule) {
    const ent_token *word = ent_token_next(r->tokens);
    rule->op = ENT_CONTROL_AT_LEAST;
    ENT_TRY(read_actors(r, &rule->actors));
    uint32_t n = (uint32_t)__builtin_popcountll(rule->actors);
    ent_number need;
    if (ent_token_is_word(word, "all")) {
        rule->need = n;
    } else if (ent_token_is_word(word, "any")) {
        rule->need = 1;
    } else if (ent_number_parse(&need, word->text, strlen(word->text)) == ENT_OK && need.den == 1 &&
               need.num >= 1 && (need.num <= n || r->failed)) {
        rule->need = need.num <= n ? (uint32_t)need.num : n;
    } else {
        complain(
            r, word->span, "for an issue that nobody can change write: nobody",
            "the number of actors needed is at least 1 and at most the number of those listed");
    }
    return ENT_OK;
}

/* "ships >= 60 of [...]". */
static ent_status read_threshold(reader *r, ent_control *rule) {
    const ent_token *name = ent_token_next(r->tokens);
    rule->op = ENT_CONTROL_RESOURCE;
    rule->relation = ent_token_next(r->tokens)->kind == ENT_TOKEN_GT ? ENT_REL_GT : ENT_REL_GE;
    rule->resource = ENT_NONE;
    for (uint32_t i = 0; i < r->scenario->n_resources; i++)
        if (strcmp(r->scenario->resources[i], name->text) == 0)
            rule->resource = i;
    if (rule->resource == ENT_NONE) {
        r->failed = true;
        ENT_TRY(ent_go_on(
            ent_unknown_resource(r->scenario, ent_token_place(r->tokens, name), name->text)));
    }
    const ent_token *bound = ent_token_peek(r->tokens);
    if (bound->kind != ENT_TOKEN_NAME ||
        ent_number_parse(&rule->bound, bound->text, strlen(bound->text)) != ENT_OK)
        return ent_token_unexpected(r->tokens, "a number", NULL);
    ent_token_next(r->tokens);
    if (rule->bound.num < 0 || (rule->bound.num == 0 && rule->relation == ENT_REL_GE))
        complain(r, bound->span, "write the amount that is needed, above 0",
                 "everybody, even nobody, has that much");
    return read_actors(r, &rule->actors);
}

static ent_status read_part(reader *r, ent_control **out) {
    size_t first = r->tokens->at;
    const ent_token *token = ent_token_peek(r->tokens), *second = ent_token_second(r->tokens);
    if (ent_token_accept(r->tokens, ENT_TOKEN_OPEN)) {
        if (++r->depth > ENT_NESTING_LIMIT)
            return ent_token_unexpected(r->tokens, "less nesting", NULL);
        ENT_TRY(read_rule(r, out));
        r->depth--;
        return ent_token_expect(r->tokens, ENT_TOKEN_CLOSE, "')'");
    }
    if (token->kind != ENT_TOKEN_NAME)
        return ent_token_unexpected(r->tokens, "an actor, 'all of', 'any of' or 'nobody'", NULL);
    ENT_TRY(new_control(r->tokens->arena, ENT_CONTROL_AT_LEAST, out));
    if (ent_token_accept_word(r->tokens, "nobody")) {
        (*out)->op = ENT_CONTROL_NOBODY;
    } else if (second->kind == ENT_TOKEN_GE || second->kind == ENT_TOKEN_GT) {
        ENT_TRY(read_threshold(r, *out));
    } else if (ent_token_is_word(token, "all") || ent_token_is_word(token, "any") ||
               ent_token_is_word(second, "of")) {
        ENT_TRY(read_quorum(r, *out));
    } else {
        (*out)->need = 1;
        ENT_TRY(read_actor(r, &(*out)->actors));
    }
    (*out)->span = ent_token_span_from(r->tokens, first);
    return ENT_OK;
}

static ent_status read_joined(reader *r, ent_control **out, const char *word, ent_control_op op,
                              ent_status (*part)(reader *, ent_control **)) {
    size_t first = r->tokens->at, n = 1, cap = 0;
    ENT_TRY(part(r, out));
    if (!ent_token_is_word(ent_token_peek(r->tokens), word))
        return ENT_OK;
    ent_control **args = ent_arena_grow(r->tokens->arena, NULL, 0, &cap, sizeof(*args));
    if (args == NULL)
        return ENT_NOMEM;
    args[0] = *out;
    while (ent_token_accept_word(r->tokens, word)) {
        args = ent_arena_grow(r->tokens->arena, args, n, &cap, sizeof(*args));
        if (args == NULL)
            return ENT_NOMEM;
        ENT_TRY(part(r, &args[n++]));
    }
    ENT_TRY(new_control(r->tokens->arena, op, out));
    (*out)->arg = args;
    (*out)->n = n;
    (*out)->span = ent_token_span_from(r->tokens, first);
    return ENT_OK;
}

static ent_status read_conj(reader *r, ent_control **out) {
    return read_joined(r, out, "and", ENT_CONTROL_AND, read_part);
}

static ent_status read_rule(reader *r, ent_control **out) {
    return read_joined(r, out, "or", ENT_CONTROL_OR, read_conj);
}

ent_status ent_control_parse(const ent_control **out, const ent_scenario *scenario,
                             ent_arena *arena, const ent_node *scalar, const char *path,
                             uint32_t self, ent_diags *diags) {
    ent_tokens tokens;
    ent_control *rule;
    *out = NULL;
    ENT_TRY(ent_tokens_read(&tokens, arena, scalar, path, diags));
    reader r = {.scenario = scenario, .tokens = &tokens, .self = self};
    ENT_TRY(read_rule(&r, &rule));
    if (ent_token_peek(&tokens)->kind != ENT_TOKEN_END)
        return ent_token_unexpected(&tokens, "'and', 'or' or the end",
                                    "several actors read: all of [north, east]");
    if (r.failed)
        return ENT_ERROR;
    *out = rule;
    return ENT_OK;
}

ent_control *ent_control_of_actor(ent_arena *arena, uint32_t actor, ent_span span) {
    ent_control *rule = ENT_NEW(arena, ent_control, 1);
    if (rule != NULL)
        *rule = (ent_control){
            .op = ENT_CONTROL_AT_LEAST, .span = span, .actors = UINT64_C(1) << actor, .need = 1};
    return rule;
}

/* ---- evaluation ---- */

static bool enough(const ent_control *rule, uint64_t members, const ent_number *resource_of,
                   size_t n_actors) {
    ent_number sum = ENT_ZERO;
    for (; members != 0; members &= members - 1) {
        size_t actor = (size_t)__builtin_ctzll(members);
        /* Sums of resources fit: build_actors.c saw to it. */
        if (!ent_number_add(&sum, sum, resource_of[rule->resource * n_actors + actor]))
            return false;
    }
    int order = ent_number_cmp(sum, rule->bound);
    return rule->relation == ENT_REL_GT ? order > 0 : order >= 0;
}

bool ent_control_holds(const ent_control *rule, uint64_t coalition, const ent_number *resource_of,
                       size_t n_actors) {
    switch (rule->op) {
    case ENT_CONTROL_NOBODY: return false;
    case ENT_CONTROL_AT_LEAST:
        return (uint32_t)__builtin_popcountll(rule->actors & coalition) >= rule->need;
    case ENT_CONTROL_RESOURCE: return enough(rule, rule->actors & coalition, resource_of, n_actors);
    case ENT_CONTROL_AND:
        for (size_t i = 0; i < rule->n; i++)
            if (!ent_control_holds(rule->arg[i], coalition, resource_of, n_actors))
                return false;
        return true;
    case ENT_CONTROL_OR:
        for (size_t i = 0; i < rule->n; i++)
            if (ent_control_holds(rule->arg[i], coalition, resource_of, n_actors))
                return true;
        return false;
    }
    return false;
}

/* How closely a line fits a transition; 0: not at all. */
static int fit(const ent_control_line *line, uint32_t from, uint32_t to) {
    if ((line->from != ENT_NONE && line->from != from) || (line->to != ENT_NONE && line->to != to))
        return 0;
    return 1 + (line->from != ENT_NONE) + 2 * (line->to != ENT_NONE);
}

const ent_control_line *ent_control_of(const ent_issue *issue, uint32_t from, uint32_t to) {
    const ent_control_line *best = NULL;
    if (from == to || (issue->moves != NULL && (issue->moves[from] >> to & 1) == 0))
        return NULL;
    for (size_t i = 0; i < issue->n_control; i++) {
        const ent_control_line *line = &issue->control[i];
        if (fit(line, from, to) > (best != NULL ? fit(best, from, to) : 0))
            best = line;
    }
    return best;
}

/* ---- printing ---- */

static void print_actors(ent_buffer *out, const ent_scenario *scenario, uint64_t actors) {
    const char *before = "[";
    for (; actors != 0; actors &= actors - 1) {
        ent_buffer_put(out, before);
        ent_name_print(out, scenario->actors[__builtin_ctzll(actors)].id);
        before = ", ";
    }
    ent_buffer_put(out, "]");
}

static void print_quorum(ent_buffer *out, const ent_scenario *scenario, const ent_control *rule) {
    uint32_t n = (uint32_t)__builtin_popcountll(rule->actors);
    if (n == 1) {
        ent_name_print(out, scenario->actors[__builtin_ctzll(rule->actors)].id);
        return;
    }
    if (rule->need == n || rule->need == 1)
        ent_buffer_put(out, rule->need == n ? "all of " : "any of ");
    else
        ent_buffer_printf(out, "%u of ", rule->need);
    print_actors(out, scenario, rule->actors);
}

void ent_control_print(ent_buffer *out, const ent_scenario *scenario, const ent_control *rule) {
    switch (rule->op) {
    case ENT_CONTROL_NOBODY: ent_buffer_put(out, "nobody"); return;
    case ENT_CONTROL_AT_LEAST: print_quorum(out, scenario, rule); return;
    case ENT_CONTROL_RESOURCE:
        ent_name_print(out, scenario->resources[rule->resource]);
        ent_buffer_put(out, rule->relation == ENT_REL_GT ? " > " : " >= ");
        ent_number_print(out, rule->bound);
        ent_buffer_put(out, " of ");
        print_actors(out, scenario, rule->actors);
        return;
    case ENT_CONTROL_AND:
    case ENT_CONTROL_OR:
        for (size_t i = 0; i < rule->n; i++) {
            bool inner = rule->op == ENT_CONTROL_AND && rule->arg[i]->op == ENT_CONTROL_OR;
            if (i > 0)
                ent_buffer_put(out, rule->op == ENT_CONTROL_AND ? " and " : " or ");
            ent_buffer_put(out, inner ? "(" : "");
            ent_control_print(out, scenario, rule->arg[i]);
            ent_buffer_put(out, inner ? ")" : "");
        }
        return;
    }
}
