/* Order statements: see order.h. */
#include "scenario/order.h"

#include <string.h>

#include "scenario/report.h"

typedef struct reader {
    ent_tokens *tokens;
    const ent_order_names *names;
    const ent_statement *said;
    ent_order *order;
    size_t cap_terms, cap_pairs;
    bool failed;
} reader;

static ent_status read_factor(reader *r, ent_number *factor) {
    const ent_token *number = ent_token_peek(r->tokens);
    *factor = ent_number_int(1);
    if (number->kind != ENT_TOKEN_NAME || ent_token_second(r->tokens)->kind != ENT_TOKEN_TIMES)
        return ENT_OK;
    if (ent_number_parse(factor, number->text, strlen(number->text)) != ENT_OK || factor->num <= 0)
        return ent_token_unexpected(r->tokens, "a number above 0 before '*'", NULL);
    if (r->names->plain)
        return ent_token_unexpected(r->tokens, "an outcome",
                                    "outcomes are ordered without factors");
    ent_token_next(r->tokens);
    ent_token_next(r->tokens);
    return ENT_OK;
}

static ent_status read_term(reader *r) {
    ent_order_term term;
    ENT_TRY(read_factor(r, &term.factor));
    const ent_token *name = ent_token_peek(r->tokens);
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, "a name"));
    term.span = name->span;
    term.index = r->names->find(r->names->user, name->text);
    if (term.index == ENT_NONE) {
        r->failed = true;
        ent_status status =
            r->names->unknown(r->names->user, ent_token_place(r->tokens, name), name->text);
        return status == ENT_ERROR ? ENT_OK : status;
    }
    ent_order *order = r->order;
    ent_order_term *terms = ent_arena_grow(r->tokens->arena, order->terms, order->n_terms,
                                           &r->cap_terms, sizeof(*terms));
    if (terms == NULL)
        return ENT_NOMEM;
    order->terms = terms;
    terms[order->n_terms++] = term;
    return ENT_OK;
}

static ent_status read_level(reader *r) {
    if (!ent_token_accept(r->tokens, ENT_TOKEN_OPEN))
        return read_term(r);
    do
        ENT_TRY(read_term(r));
    while (ent_token_accept(r->tokens, ENT_TOKEN_BAR));
    return ent_token_expect(r->tokens, ENT_TOKEN_CLOSE, "'|' or ')'");
}

/* f * left RELATION g * right is the same as left RELATION (g / f) * right. */
static ent_status add_pair(reader *r, const ent_order_term *left, const ent_order_term *right,
                           ent_relation relation, ent_span span) {
    ent_order *order = r->order;
    ent_comparison pair = {
        .left = left->index, .right = right->index, .relation = relation, .said = *r->said};
    pair.said.span = span;
    if (left->index == right->index) {
        ent_report(r->tokens->diags, ENT_E0306, span, r->tokens->path, NULL,
                   "this compares something with itself");
        return ENT_ERROR;
    }
    if (order->n >= ENT_ORDER_LIMIT || !ent_number_div(&pair.factor, right->factor, left->factor)) {
        ent_report(r->tokens->diags, ENT_E0211, span, r->tokens->path,
                   "split it into several orders", "this order is too large");
        return ENT_ERROR;
    }
    ent_comparison *pairs =
        ent_arena_grow(r->tokens->arena, order->pairs, order->n, &r->cap_pairs, sizeof(*pairs));
    if (pairs == NULL)
        return ENT_NOMEM;
    order->pairs = pairs;
    pairs[order->n++] = pair;
    return ENT_OK;
}

static ent_status read_relation(reader *r, ent_relation *relation) {
    switch (ent_token_peek(r->tokens)->kind) {
    case ENT_TOKEN_GT: *relation = ENT_REL_GT; break;
    case ENT_TOKEN_GE: *relation = ENT_REL_GE; break;
    case ENT_TOKEN_EQ: *relation = ENT_REL_EQ; break;
    default:
        return ent_token_unexpected(r->tokens, "'>', '>=' or '='",
                                    "an order reads from more to less: raids > strait > tolls");
    }
    ent_token_next(r->tokens);
    return ENT_OK;
}

static bool order_ends(const ent_tokens *tokens) {
    ent_token_kind kind = ent_token_peek(tokens)->kind;
    return kind == ENT_TOKEN_END || kind == ENT_TOKEN_SEMICOLON;
}

static ent_status read_order(reader *r) {
    size_t level_at = r->tokens->at, left = r->order->n_terms;
    ENT_TRY(read_level(r));
    while (!order_ends(r->tokens)) {
        ent_relation relation = ENT_REL_EQ;
        ENT_TRY(read_relation(r, &relation));
        size_t next_at = r->tokens->at, right = r->order->n_terms;
        ENT_TRY(read_level(r));
        ent_span span = ent_token_span_from(r->tokens, level_at);
        for (size_t i = left; i < right; i++)
            for (size_t k = right; k < r->order->n_terms; k++)
                ENT_TRY(add_pair(r, &r->order->terms[i], &r->order->terms[k], relation, span));
        left = right;
        level_at = next_at;
    }
    return ENT_OK;
}

ent_status ent_order_read(ent_order *out, ent_arena *arena, const ent_node *scalar,
                          const ent_order_names *names, const ent_statement *said,
                          ent_diags *diags) {
    ent_tokens tokens;
    *out = (ent_order){0};
    ENT_TRY(ent_tokens_read(&tokens, arena, scalar, said->path, diags));
    reader r = {.tokens = &tokens, .names = names, .said = said, .order = out};
    do
        ENT_TRY(read_order(&r));
    while (!names->plain && ent_token_accept(&tokens, ENT_TOKEN_SEMICOLON) &&
           ent_token_peek(&tokens)->kind != ENT_TOKEN_END);
    if (ent_token_peek(&tokens)->kind != ENT_TOKEN_END)
        return ent_token_unexpected(&tokens, "the end of the order", NULL);
    return r.failed ? ENT_ERROR : ENT_OK;
}
