/* The reader of expressions: recursive descent over the tokens of one text, names resolved as they
 * are met. The grammar stands in expr.h.
 *
 * `total(ships where E) >= 60` reads E twice over: once to check it and to see which families it
 * names bare (each bare name standing for the family's first issue), then once per actor, with the
 * bare names meaning that actor's issues.
 */
#include "scenario/expr.h"

#include <string.h>

#include "scenario/expr_read.h"
#include "scenario/names.h"
#include "scenario/report.h"

typedef struct reader {
    const ent_scenario *scenario;
    ent_tokens *tokens;
    uint32_t actor;   /* whose issue a bare name means; ENT_NONE: nobody's */
    bool counting;    /* first reading of a `where` */
    bool in_where;    /* any reading of a `where` */
    bool bare;        /* counting: a family was named bare */
    uint64_t counted; /* counting: the actors for whom every such family has an issue */
    unsigned depth;
    size_t *budget;
    bool failed; /* something was reported and read over */
} reader;

static ent_status read_expr(reader *r, ent_expr **out);

static ent_status new_expr(reader *r, ent_expr_op op, ent_expr **out) {
    if (*r->budget == 0) {
        ent_report(r->tokens->diags, ENT_E0211, r->tokens->scalar->span, r->tokens->path,
                   "split it, or count over fewer actors",
                   "this expression is too large once it is written out per actor");
        return ENT_ERROR;
    }
    --*r->budget;
    *out = ENT_NEW(r->tokens->arena, ent_expr, 1);
    if (*out == NULL)
        return ENT_NOMEM;
    (*out)->op = op;
    return ENT_OK;
}

/* A name was wrong and has been reported: read on, but the expression as a whole fails. */
static ent_status read_over(reader *r, ent_status status) {
    if (status == ENT_ERROR) {
        r->failed = true;
        return ENT_OK;
    }
    return status;
}

/* ---- issues and outcomes ---- */

/* What a name on either side of a comparison means; ENT_NONE after a report, or quietly when
 * `excuse` is false and there is no such issue. */
static ent_status find_issue(reader *r, const ent_token *name, bool report, uint32_t *issue,
                             bool *bare) {
    const ent_scenario *scenario = r->scenario;
    *bare = false;
    *issue = ent_find_issue(scenario, name->text);
    if (*issue != ENT_NONE)
        return ENT_OK;
    uint32_t family = ent_find_family(scenario, name->text);
    if (family != ENT_NONE && r->counting) {
        uint64_t actors = ent_family_actors(scenario, family);
        if (actors != 0) {
            uint32_t first = (uint32_t)__builtin_ctzll(actors);
            *issue = scenario->families[family].issue_of[first];
            *bare = true;
        }
        r->bare = true;
        r->counted &= actors;
    } else if (family != ENT_NONE && r->actor != ENT_NONE) {
        *issue = scenario->families[family].issue_of[r->actor];
    }
    if (*issue != ENT_NONE || !report)
        return ENT_OK;
    if (family != ENT_NONE && r->actor != ENT_NONE)
        return read_over(
            r, ent_no_member(scenario, ent_token_place(r->tokens, name), family, r->actor));
    return read_over(r, ent_unknown_issue(scenario, ent_token_place(r->tokens, name), name->text));
}

static bool is_relation(const ent_token *token) {
    return token->kind >= ENT_TOKEN_EQ && token->kind <= ENT_TOKEN_GE;
}

static ent_relation relation_of(const ent_token *token) {
    return (ent_relation)((int)token->kind - (int)ENT_TOKEN_EQ + (int)ENT_REL_EQ);
}

static uint64_t low_bits(uint32_t n) {
    return n >= 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
}

/* The outcomes x of n with `x RELATION outcome`. */
static uint64_t outcomes_that(ent_relation relation, uint32_t outcome, uint32_t n) {
    uint64_t all = low_bits(n), below = low_bits(outcome), equal = UINT64_C(1) << outcome;
    switch (relation) {
    case ENT_REL_EQ: return equal;
    case ENT_REL_NE: return all & ~equal;
    case ENT_REL_LT: return below;
    case ENT_REL_LE: return below | equal;
    case ENT_REL_GT: return all & ~(below | equal);
    case ENT_REL_GE: return all & ~below;
    }
    return 0;
}

static bool same_outcomes(const ent_issue *a, const ent_issue *b) {
    if (a->n_outcomes != b->n_outcomes)
        return false;
    for (uint32_t o = 0; o < a->n_outcomes; o++)
        if (strcmp(a->outcomes[o].id, b->outcomes[o].id) != 0)
            return false;
    return true;
}

static void check_order(reader *r, const ent_issue *issue, const ent_token *sign) {
    if (issue->ordered || sign->kind == ENT_TOKEN_EQ || sign->kind == ENT_TOKEN_NE)
        return;
    r->failed = true;
    ent_report(r->tokens->diags, ENT_E0207, sign->span, r->tokens->path,
               "use '=', '!=' or 'in {...}', or take 'unordered' away from the issue",
               "'%s' needs an ordered scale, and %s is unordered", sign->text, issue->id);
}

/* The right-hand side is an issue, since no outcome of `left` has this name. */
static ent_status compare_issues(reader *r, ent_expr *expr, const ent_token *name) {
    const ent_issue *left = &r->scenario->issues[expr->issue];
    ENT_TRY(find_issue(r, name, false, &expr->issue2, &expr->bare2));
    if (expr->issue2 == ENT_NONE) {
        if (ent_name_excused(r->scenario, name->text)) {
            r->failed = true;
            return ENT_OK;
        }
        return read_over(r,
                         ent_unknown_outcome(left, ent_token_place(r->tokens, name), name->text));
    }
    const ent_issue *right = &r->scenario->issues[expr->issue2];
    if (ent_issue_broken(right)) {
        r->failed = true;
    } else if (!same_outcomes(left, right)) {
        r->failed = true;
        ent_report(r->tokens->diags, ENT_E0208, name->span, r->tokens->path,
                   "two issues can be compared when they have the same outcomes in the same order",
                   "%s and %s have different outcomes", left->id, right->id);
    }
    expr->op = ENT_EXPR_COMPARE;
    return ENT_OK;
}

/* A comparison that is true whatever happens, or never, is seldom meant. */
static void check_trivial(reader *r, const ent_expr *expr, size_t first) {
    const ent_issue *issue = &r->scenario->issues[expr->issue];
    uint64_t all = low_bits(issue->n_outcomes);
    if (r->failed || (expr->outcomes != 0 && expr->outcomes != all))
        return;
    ent_report(r->tokens->diags, ENT_W0301, ent_token_span_from(r->tokens, first), r->tokens->path,
               "the outcomes of an issue stand in rising order, as its list gives them",
               "this %s, whatever the outcome of %s",
               expr->outcomes == 0 ? "never holds" : "always holds", issue->id);
}

static ent_status read_comparison(reader *r, ent_expr *expr) {
    const ent_token *sign = ent_token_next(r->tokens);
    const ent_token *name = ent_token_peek(r->tokens);
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, "an outcome"));
    const ent_issue *issue = expr->issue != ENT_NONE ? &r->scenario->issues[expr->issue] : NULL;
    if (issue == NULL || ent_issue_broken(issue)) {
        r->failed = true;
        return ENT_OK;
    }
    expr->relation = relation_of(sign);
    check_order(r, issue, sign);
    uint32_t outcome = ent_find_outcome(issue, name->text);
    if (outcome == ENT_NONE)
        return compare_issues(r, expr, name);
    expr->outcomes = outcomes_that(expr->relation, outcome, issue->n_outcomes);
    return ENT_OK;
}

/* `{a, b}` after `in` or `not in`. */
static ent_status read_set(reader *r, ent_expr *expr, bool negated) {
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_SET_OPEN, "'{'"));
    const ent_issue *issue = expr->issue != ENT_NONE ? &r->scenario->issues[expr->issue] : NULL;
    do {
        const ent_token *name = ent_token_peek(r->tokens);
        ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, "an outcome"));
        if (issue == NULL || ent_issue_broken(issue)) {
            r->failed = true;
            continue;
        }
        uint32_t outcome = ent_find_outcome(issue, name->text);
        if (outcome == ENT_NONE)
            ENT_TRY(read_over(
                r, ent_unknown_outcome(issue, ent_token_place(r->tokens, name), name->text)));
        else
            expr->outcomes |= UINT64_C(1) << outcome;
    } while (ent_token_accept(r->tokens, ENT_TOKEN_COMMA));
    if (negated && issue != NULL)
        expr->outcomes = low_bits(issue->n_outcomes) & ~expr->outcomes;
    return ent_token_expect(r->tokens, ENT_TOKEN_SET_CLOSE, "',' or '}'");
}

static ent_status read_issue_atom(reader *r, ent_expr **out) {
    size_t first = r->tokens->at;
    const ent_token *name = ent_token_next(r->tokens);
    ENT_TRY(new_expr(r, ENT_EXPR_OUTCOME, out));
    const ent_token *sign = ent_token_peek(r->tokens);
    bool negated =
        ent_token_is_word(sign, "not") && ent_token_is_word(ent_token_second(r->tokens), "in");
    if (!negated && !ent_token_is_word(sign, "in") && !is_relation(sign))
        return ent_token_unexpected(r->tokens, "'=', '!=', '<', '<=', '>', '>=' or 'in'",
                                    "a statement about an issue reads: issue = outcome");
    ENT_TRY(find_issue(r, name, true, &(*out)->issue, &(*out)->bare));
    if (is_relation(sign)) {
        ENT_TRY(read_comparison(r, *out));
    } else {
        ent_token_next(r->tokens);
        if (negated)
            ent_token_next(r->tokens);
        ENT_TRY(read_set(r, *out, negated));
    }
    (*out)->span = ent_token_span_from(r->tokens, first);
    if ((*out)->op == ENT_EXPR_OUTCOME && !r->failed)
        check_trivial(r, *out, first);
    return ENT_OK;
}

/* ---- total(...) and count(...) ---- */

static ent_status read_resource(reader *r, uint32_t *resource) {
    const ent_token *name = ent_token_peek(r->tokens);
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, "a resource"));
    const ent_scenario *scenario = r->scenario;
    for (uint32_t i = 0; i < scenario->n_resources; i++) {
        *resource = i;
        if (strcmp(scenario->resources[i], name->text) == 0)
            return ENT_OK;
    }
    return read_over(r,
                     ent_unknown_resource(scenario, ent_token_place(r->tokens, name), name->text));
}

/* Reads the condition from token `first` on as it is meant for each counted actor. */
static ent_status write_out(reader *r, ent_expr *total, size_t first, uint64_t counted) {
    size_t n = (size_t)__builtin_popcountll(counted);
    uint32_t *actors = ENT_NEW(r->tokens->arena, uint32_t, n);
    total->arg = ENT_NEW(r->tokens->arena, ent_expr *, n);
    if (actors == NULL || total->arg == NULL)
        return ENT_NOMEM;
    total->actors = actors;
    uint32_t outer = r->actor;
    for (; counted != 0; counted &= counted - 1) {
        r->actor = (uint32_t)__builtin_ctzll(counted);
        r->tokens->at = first;
        actors[total->n] = r->actor;
        ENT_TRY(read_expr(r, &total->arg[total->n++]));
    }
    r->actor = outer;
    return ENT_OK;
}

static ent_status read_where(reader *r, ent_expr *total) {
    const ent_token *word = ent_token_peek(r->tokens);
    if (!ent_token_accept_word(r->tokens, "where"))
        return ent_token_unexpected(r->tokens, "'where'", NULL);
    size_t first = r->tokens->at;
    ent_expr *where;
    r->counting = r->in_where = true;
    r->bare = false;
    r->counted = UINT64_MAX;
    ENT_TRY(read_expr(r, &where));
    r->counting = false;
    total->where = where;
    if (!r->bare || (r->counted == 0 && !r->failed)) {
        if (!r->failed)
            ent_report(r->tokens->diags, ENT_E0210, word->span, r->tokens->path,
                       "name an issue 'for each' actor without its actor, as in: "
                       "count(actors where patrol = full)",
                       r->bare ? "no actor has all the issues named after this 'where'"
                               : "nothing after this 'where' differs from actor to actor");
        r->failed = true;
    }
    if (!r->failed)
        ENT_TRY(write_out(r, total, first, r->counted));
    r->in_where = false;
    return ENT_OK;
}

static ent_status read_number(reader *r, ent_number *out) {
    const ent_token *token = ent_token_peek(r->tokens);
    if (token->kind == ENT_TOKEN_NAME &&
        ent_number_parse(out, token->text, strlen(token->text)) == ENT_OK) {
        ent_token_next(r->tokens);
        return ENT_OK;
    }
    return ent_token_unexpected(r->tokens, "a number", NULL);
}

static ent_status read_total(reader *r, ent_expr **out, bool count) {
    size_t first = r->tokens->at;
    const ent_token *word = ent_token_next(r->tokens);
    if (r->in_where) {
        ent_report(r->tokens->diags, ENT_E0215, word->span, r->tokens->path,
                   "join two sums with 'and' outside of 'where'",
                   "'%s' cannot stand inside another 'where'", word->text);
        return ENT_ERROR;
    }
    ENT_TRY(new_expr(r, ENT_EXPR_TOTAL, out));
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_OPEN, "'('"));
    (*out)->resource = ENT_NONE;
    if (!count)
        ENT_TRY(read_resource(r, &(*out)->resource));
    else if (!ent_token_accept_word(r->tokens, "actors"))
        return ent_token_unexpected(r->tokens, "'actors'",
                                    "a count reads: count(actors where patrol = full) >= 2");
    ENT_TRY(read_where(r, *out));
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_CLOSE, "')'"));
    if (!is_relation(ent_token_peek(r->tokens)))
        return ent_token_unexpected(r->tokens, "'>=' or another comparison with a number", NULL);
    (*out)->relation = relation_of(ent_token_next(r->tokens));
    ENT_TRY(read_number(r, &(*out)->bound));
    (*out)->span = ent_token_span_from(r->tokens, first);
    return ENT_OK;
}

/* ---- connectives ---- */

static ent_status read_atom(reader *r, ent_expr **out) {
    const ent_token *token = ent_token_peek(r->tokens);
    bool value = ent_token_is_word(token, "true");
    if (value || ent_token_is_word(token, "false")) {
        ENT_TRY(new_expr(r, ENT_EXPR_CONST, out));
        (*out)->value = value;
        (*out)->span = ent_token_next(r->tokens)->span;
        return ENT_OK;
    }
    if (ent_token_is_word(token, "count") || ent_token_is_word(token, "total"))
        return read_total(r, out, ent_token_is_word(token, "count"));
    if (token->kind != ENT_TOKEN_NAME ||
        (!token->quoted && !ent_name_is_plain(token->text) && strchr(token->text, '.') == NULL))
        return ent_token_unexpected(r->tokens, "an issue", NULL);
    return read_issue_atom(r, out);
}

/* Reads one step deeper; too deep is an error, so that no text exhausts the stack. */
static ent_status deeper(reader *r, ent_expr **out, ent_status (*read)(reader *, ent_expr **)) {
    if (++r->depth > ENT_NESTING_LIMIT) {
        ent_report(r->tokens->diags, ENT_E0211, ent_token_peek(r->tokens)->span, r->tokens->path,
                   "split it into several statements",
                   "this expression is nested more than %u deep", ENT_NESTING_LIMIT);
        return ENT_ERROR;
    }
    ENT_TRY(read(r, out));
    r->depth--;
    return ENT_OK;
}

static ent_status read_not(reader *r, ent_expr **out) {
    size_t first = r->tokens->at;
    if (ent_token_accept_word(r->tokens, "not")) {
        ENT_TRY(new_expr(r, ENT_EXPR_NOT, out));
        (*out)->arg = ENT_NEW(r->tokens->arena, ent_expr *, 1);
        if ((*out)->arg == NULL)
            return ENT_NOMEM;
        (*out)->n = 1;
        ENT_TRY(deeper(r, &(*out)->arg[0], read_not));
        (*out)->span = ent_token_span_from(r->tokens, first);
        return ENT_OK;
    }
    if (ent_token_accept(r->tokens, ENT_TOKEN_OPEN)) {
        ENT_TRY(deeper(r, out, read_expr));
        return ent_token_expect(r->tokens, ENT_TOKEN_CLOSE, "')'");
    }
    return read_atom(r, out);
}

/* `part WORD part WORD ...`: the part alone, or one node with all parts. */
static ent_status read_joined(reader *r, ent_expr **out, const char *word, ent_expr_op op,
                              ent_status (*part)(reader *, ent_expr **)) {
    size_t first = r->tokens->at, n = 1, cap = 0;
    ENT_TRY(part(r, out));
    if (!ent_token_is_word(ent_token_peek(r->tokens), word))
        return ENT_OK;
    ent_expr *joined, **args = ent_arena_grow(r->tokens->arena, NULL, 0, &cap, sizeof(*args));
    if (args == NULL)
        return ENT_NOMEM;
    args[0] = *out;
    while (ent_token_accept_word(r->tokens, word)) {
        args = ent_arena_grow(r->tokens->arena, args, n, &cap, sizeof(*args));
        if (args == NULL)
            return ENT_NOMEM;
        ENT_TRY(part(r, &args[n++]));
    }
    ENT_TRY(new_expr(r, op, &joined));
    joined->arg = args;
    joined->n = n;
    joined->span = ent_token_span_from(r->tokens, first);
    *out = joined;
    return ENT_OK;
}

static ent_status read_and(reader *r, ent_expr **out) {
    return read_joined(r, out, "and", ENT_EXPR_AND, read_not);
}

static ent_status read_or(reader *r, ent_expr **out) {
    return read_joined(r, out, "or", ENT_EXPR_OR, read_and);
}

static ent_status new_pair(reader *r, ent_expr **out, ent_expr_op op, ent_expr *left) {
    ENT_TRY(new_expr(r, op, out));
    (*out)->arg = ENT_NEW(r->tokens->arena, ent_expr *, 2);
    if ((*out)->arg == NULL)
        return ENT_NOMEM;
    (*out)->n = 2;
    (*out)->arg[0] = left;
    return ENT_OK;
}

static ent_status read_implies(reader *r, ent_expr **out) {
    size_t first = r->tokens->at;
    if (!ent_token_accept_word(r->tokens, "if"))
        return read_or(r, out);
    ENT_TRY(new_pair(r, out, ENT_EXPR_IF, NULL));
    ENT_TRY(deeper(r, &(*out)->arg[0], read_expr));
    if (!ent_token_accept_word(r->tokens, "then"))
        return ent_token_unexpected(r->tokens, "'then'", "a consequence reads: if A then B");
    ENT_TRY(deeper(r, &(*out)->arg[1], read_implies));
    (*out)->span = ent_token_span_from(r->tokens, first);
    return ENT_OK;
}

static ent_status read_expr(reader *r, ent_expr **out) {
    size_t first = r->tokens->at;
    ENT_TRY(read_implies(r, out));
    for (unsigned length = 0; ent_token_accept_word(r->tokens, "iff"); length++) {
        ent_expr *pair;
        if (length >= ENT_NESTING_LIMIT)
            return ent_token_unexpected(r->tokens, "the end of this long chain of 'iff'", NULL);
        ENT_TRY(new_pair(r, &pair, ENT_EXPR_IFF, *out));
        ENT_TRY(read_implies(r, &pair->arg[1]));
        pair->span = ent_token_span_from(r->tokens, first);
        *out = pair;
    }
    return ENT_OK;
}

/* ---- the way in ---- */

static ent_status expect_end(const ent_tokens *tokens) {
    const ent_token *token = ent_token_peek(tokens);
    if (token->kind == ENT_TOKEN_END)
        return ENT_OK;
    return ent_token_unexpected(
        tokens, "'and', 'or' or the end",
        is_relation(token) ? "compare two at a time and join them with 'and'" : NULL);
}

ent_status ent_expr_read(const ent_expr **out, const ent_scenario *scenario, ent_tokens *tokens,
                         uint32_t actor, size_t *budget) {
    reader r = {.scenario = scenario, .tokens = tokens, .actor = actor, .budget = budget};
    ent_expr *expr = NULL;
    *out = NULL;
    ENT_TRY(read_expr(&r, &expr));
    ENT_TRY(expect_end(tokens));
    if (r.failed)
        return ENT_ERROR;
    *out = expr;
    return ENT_OK;
}

ent_status ent_expr_parse(const ent_expr **out, const ent_scenario *scenario, ent_arena *arena,
                          const ent_node *scalar, const char *path, ent_diags *diags) {
    ent_tokens tokens;
    size_t budget = ENT_EXPR_LIMIT;
    *out = NULL;
    ENT_TRY(ent_tokens_read(&tokens, arena, scalar, path, diags));
    return ent_expr_read(out, scenario, &tokens, ENT_NONE, &budget);
}
