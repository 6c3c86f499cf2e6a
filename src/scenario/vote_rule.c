/* Rules of `votes`: which coalitions of voters win.
 *
 *     rule := conj { "or" conj }        conj := part { "and" part }
 *     part := VOTER | ("all" | "any" | NUMBER) "of" voters
 *           | (WEIGHT | "voters") (">=" | ">") NUMBER["%"] ["of" voters] | "(" rule ")"
 *     voters := "all" | "[" VOTER { "," VOTER } "]"
 *
 * A group (a line with `times`) in a list means all of its voters.
 */
#include <string.h>

#include "scenario/build.h"

typedef struct reader {
    const ent_vote *vote;
    ent_tokens *tokens;
    unsigned depth, clauses;
    bool failed;
} reader;

static ent_status read_rule(reader *r, ent_vote_rule **out);

static void complain(reader *r, ent_span span, const char *hint, const char *message) {
    r->failed = true;
    ent_report(r->tokens->diags, ENT_E0170, span, r->tokens->path, hint, "%s", message);
}

static ent_status new_rule(reader *r, ent_vote_op op, ent_vote_rule **out) {
    *out = ENT_NEW(r->tokens->arena, ent_vote_rule, 1);
    if (!*out)
        return ENT_NOMEM;
    **out = (ent_vote_rule){.op = op, .column = ENT_NONE, .relation = ENT_REL_GE};
    return ENT_OK;
}

/* The voters a name means: first..first+n-1. */
static bool find_voters(const ent_vote *vote, const char *name, uint32_t *first, uint32_t *n) {
    for (size_t g = 0; g < vote->n_groups; g++)
        if (strcmp(vote->groups[g].id, name) == 0) {
            *first = vote->groups[g].first;
            *n = vote->groups[g].n;
            return true;
        }
    for (uint32_t i = 0; i < vote->n_voters; i++)
        if (strcmp(vote->voters[i], name) == 0) {
            *first = i;
            *n = 1;
            return true;
        }
    return false;
}

/* A name that stands for nothing, with the nearest one that does. */
static void unknown(reader *r, const ent_token *name, const char *const *names, size_t n,
                    const char *what, const char *otherwise) {
    const char *near = ent_nearest(name->text, names, n);
    ent_buffer hint = {0};
    if (near)
        ent_buffer_printf(&hint, "did you mean '%s'?", near);
    else
        ent_buffer_put(&hint, otherwise);
    complain(r, name->span, hint.data, what);
    r->tokens->diags->failed = r->tokens->diags->failed || hint.failed;
    ent_buffer_free(&hint);
}

static ent_status read_voter(reader *r, ent_vote_rule *rule) {
    const ent_token *name = ent_token_peek(r->tokens);
    uint32_t first, n;
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, "a voter"));
    if (!find_voters(r->vote, name->text, &first, &n)) {
        unknown(r, name, r->vote->voters, r->vote->n_voters, "there is no such voter",
                "a name with spaces stands in double quotes");
        return ENT_OK;
    }
    for (uint32_t i = first; i < first + n; i++) {
        if (rule->voters[i / 64] >> i % 64 & 1)
            complain(r, name->span, "name each voter once", "this voter stands here twice");
        rule->voters[i / 64] |= UINT64_C(1) << i % 64;
    }
    return ENT_OK;
}

/* After "of". */
static ent_status read_voters(reader *r, ent_vote_rule *rule) {
    if (ent_token_accept_word(r->tokens, "all"))
        return ENT_OK;
    rule->voters = ENT_NEW(r->tokens->arena, uint64_t, r->vote->n_voters / 64 + 1);
    if (!rule->voters)
        return ENT_NOMEM;
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_LIST_OPEN, "'[' and the voters, or 'all'"));
    do
        ENT_TRY(read_voter(r, rule));
    while (ent_token_accept(r->tokens, ENT_TOKEN_COMMA));
    return ent_token_expect(r->tokens, ENT_TOKEN_LIST_CLOSE, "',' or ']'");
}

static int64_t count(const reader *r, const ent_vote_rule *rule) {
    int64_t n = 0;
    for (uint32_t i = 0; rule->voters && i < r->vote->n_voters; i++)
        n += (int64_t)(rule->voters[i / 64] >> i % 64 & 1);
    return rule->voters ? n : (int64_t)r->vote->n_voters;
}

/* "all of [...]", "any of [...]", "2 of [...]". */
static ent_status read_quorum(reader *r, ent_vote_rule *rule) {
    const ent_token *word = ent_token_next(r->tokens);
    ent_token_next(r->tokens);
    ENT_TRY(read_voters(r, rule));
    int64_t n = count(r, rule);
    if (ent_token_is_word(word, "all") || ent_token_is_word(word, "any"))
        rule->bound = ent_number_int(ent_token_is_word(word, "all") ? n : 1);
    else if (ent_number_parse(&rule->bound, word->text, strlen(word->text)) != ENT_OK ||
             rule->bound.den != 1 || rule->bound.num < 1 || rule->bound.num > n)
        complain(r, word->span, "for example: 2 of [a, b, c]",
                 "the number needed is at least 1 and at most the number of those listed");
    return ENT_OK;
}

/* "255" or "62%". */
static ent_status read_bound(reader *r, ent_vote_rule *rule) {
    const ent_token *bound = ent_token_peek(r->tokens);
    size_t len = strlen(bound->text);
    rule->percent = len > 0 && bound->text[len - 1] == '%';
    if (bound->kind != ENT_TOKEN_NAME ||
        ent_number_parse(&rule->bound, bound->text, len - rule->percent) != ENT_OK)
        return ent_token_unexpected(r->tokens, "a number such as 255 or 62%", NULL);
    ent_token_next(r->tokens);
    if (rule->bound.num < 0 || (rule->bound.num == 0 && rule->relation == ENT_REL_GE))
        complain(r, bound->span, "write what is needed, above 0", "even nobody has that much");
    if (rule->bound.den > 1000000)
        complain(r, bound->span, "write at most six decimals", "this number is too fine");
    return ENT_OK;
}

/* "votes >= 255", "votes > 50% of [a, b]". */
static ent_status read_threshold(reader *r, ent_vote_rule *rule) {
    const ent_token *name = ent_token_next(r->tokens);
    rule->relation = ent_token_next(r->tokens)->kind == ENT_TOKEN_GT ? ENT_REL_GT : ENT_REL_GE;
    for (uint32_t c = 0; c < r->vote->n_columns; c++)
        if (strcmp(r->vote->columns[c], name->text) == 0)
            rule->column = c;
    if (rule->column == ENT_NONE && strcmp(name->text, "voters") != 0)
        unknown(r, name, r->vote->columns, r->vote->n_columns, "the voters have no such weight",
                "`voters` counts each voter as one");
    ENT_TRY(read_bound(r, rule));
    return ent_token_accept_word(r->tokens, "of") ? read_voters(r, rule) : ENT_OK;
}

static ent_status read_part(reader *r, ent_vote_rule **out) {
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
        return ent_token_unexpected(r->tokens, "a voter, 'votes >=', 'all of' or 'any of'", NULL);
    if (++r->clauses > ENT_MAX_CLAUSES)
        return ent_token_unexpected(r->tokens, "fewer parts", "a rule has at most 256 parts");
    ENT_TRY(new_rule(r, ENT_VOTE_CLAUSE, out));
    if (second->kind == ENT_TOKEN_GE || second->kind == ENT_TOKEN_GT) {
        ENT_TRY(read_threshold(r, *out));
    } else if (ent_token_is_word(second, "of")) {
        ENT_TRY(read_quorum(r, *out));
    } else {
        (*out)->voters = ENT_NEW(r->tokens->arena, uint64_t, r->vote->n_voters / 64 + 1);
        if (!(*out)->voters)
            return ENT_NOMEM;
        ENT_TRY(read_voter(r, *out));
        (*out)->bound = ent_number_int(count(r, *out));
    }
    (*out)->span = ent_token_span_from(r->tokens, first);
    return ENT_OK;
}

static ent_status read_joined(reader *r, ent_vote_rule **out, const char *word, ent_vote_op op,
                              ent_status (*part)(reader *, ent_vote_rule **)) {
    size_t first = r->tokens->at, n = 1, cap = 0;
    ENT_TRY(part(r, out));
    if (!ent_token_is_word(ent_token_peek(r->tokens), word))
        return ENT_OK;
    ent_vote_rule **args = ent_arena_grow(r->tokens->arena, NULL, 0, &cap, sizeof(*args));
    if (!args)
        return ENT_NOMEM;
    args[0] = *out;
    while (ent_token_accept_word(r->tokens, word)) {
        args = ent_arena_grow(r->tokens->arena, args, n, &cap, sizeof(*args));
        if (!args)
            return ENT_NOMEM;
        ENT_TRY(part(r, &args[n++]));
    }
    ENT_TRY(new_rule(r, op, out));
    (*out)->arg = args;
    (*out)->n = n;
    (*out)->span = ent_token_span_from(r->tokens, first);
    return ENT_OK;
}

static ent_status read_conj(reader *r, ent_vote_rule **out) {
    return read_joined(r, out, "and", ENT_VOTE_AND, read_part);
}

static ent_status read_rule(reader *r, ent_vote_rule **out) {
    return read_joined(r, out, "or", ENT_VOTE_OR, read_conj);
}

ent_status ent_vote_rule_parse(const ent_vote_rule **out, const ent_vote *vote, ent_arena *arena,
                               const ent_node *scalar, const char *path, ent_diags *diags) {
    ent_tokens tokens;
    ent_vote_rule *rule;
    *out = NULL;
    ENT_TRY(ent_tokens_read(&tokens, arena, scalar, path, diags));
    reader r = {.vote = vote, .tokens = &tokens};
    ENT_TRY(read_rule(&r, &rule));
    if (ent_token_peek(&tokens)->kind != ENT_TOKEN_END)
        return ent_token_unexpected(&tokens, "'and', 'or' or the end",
                                    "several voters read: all of [north, east]");
    if (r.failed)
        return ENT_ERROR;
    *out = rule;
    return ENT_OK;
}
