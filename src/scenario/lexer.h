/* The words and signs of every small language inside a scenario: expressions, control rules,
 * orders, moves, questions, packages.
 *
 * A text is cut into tokens once; each token knows its place, so that a caret stands exactly
 * under a wrong word. A name is a plain word (`strait`), words in double quotes (`"Free City"`),
 * or parts of these joined by dots (`patrol."Free City"`); numbers are names that happen to read
 * as numbers.
 */
#ifndef ENT_SCENARIO_LEXER_H
#define ENT_SCENARIO_LEXER_H

#include "scenario/node.h"

typedef enum ent_token_kind {
    ENT_TOKEN_END,
    ENT_TOKEN_NAME,
    ENT_TOKEN_OPEN,       /* ( */
    ENT_TOKEN_CLOSE,      /* ) */
    ENT_TOKEN_SET_OPEN,   /* { */
    ENT_TOKEN_SET_CLOSE,  /* } */
    ENT_TOKEN_LIST_OPEN,  /* [ */
    ENT_TOKEN_LIST_CLOSE, /* ] */
    ENT_TOKEN_COMMA,
    ENT_TOKEN_SEMICOLON,
    ENT_TOKEN_BAR,
    ENT_TOKEN_TIMES,
    ENT_TOKEN_EQ,
    ENT_TOKEN_NE,
    ENT_TOKEN_LT,
    ENT_TOKEN_LE,
    ENT_TOKEN_GT,
    ENT_TOKEN_GE,
    ENT_TOKEN_TO,  /* -> */
    ENT_TOKEN_BOTH /* <-> */
} ent_token_kind;

typedef struct ent_token {
    ent_token_kind kind;
    bool quoted;         /* a name in quotes is never a word of the grammar */
    uint32_t start, end; /* bytes of the decoded text */
    const char *text;    /* of a name, without quotes; of a sign, the sign */
    ent_span span;       /* where it stands in the source */
} ent_token;

/* The longest text that is read, and how deep its parentheses may nest. */
#define ENT_TEXT_LIMIT 32768u
#define ENT_NESTING_LIMIT 200u

typedef struct ent_tokens {
    ent_arena *arena;
    ent_diags *diags;
    const ent_node *scalar;
    const char *path;
    ent_token *items; /* the last one is ENT_TOKEN_END */
    size_t n, at;
} ent_tokens;

/* Cuts the text of `scalar` into tokens. ENT_ERROR, with a diagnostic, at a sign that no grammar
 * here knows, or when the node is no text. */
ent_status ent_tokens_read(ent_tokens *out, ent_arena *arena, const ent_node *scalar,
                           const char *path, ent_diags *diags);

/* The same for what stands from byte `start` of the decoded text on. */
ent_status ent_tokens_read_from(ent_tokens *out, ent_arena *arena, const ent_node *scalar,
                                size_t start, const char *path, ent_diags *diags);

const ent_token *ent_token_peek(const ent_tokens *tokens);
/* The one after the next. */
const ent_token *ent_token_second(const ent_tokens *tokens);
const ent_token *ent_token_next(ent_tokens *tokens);
bool ent_token_is_word(const ent_token *token, const char *word);
bool ent_token_accept(ent_tokens *tokens, ent_token_kind kind);
bool ent_token_accept_word(ent_tokens *tokens, const char *word);
/* The next token must be of this kind: `expected` says what in words ("an issue", "')'"). */
ent_status ent_token_expect(ent_tokens *tokens, ent_token_kind kind, const char *expected);
/* Reports "expected EXPECTED, found ..." at the next token and returns ENT_ERROR. */
ent_status ent_token_unexpected(const ent_tokens *tokens, const char *expected, const char *hint);
/* From the beginning of one token to the end of the one before `tokens->at`. */
ent_span ent_token_span_from(const ent_tokens *tokens, size_t first);

/* Whether a name can stand without quotes. */
bool ent_name_is_plain(const char *name);
/* Puts a name, each part in quotes when it is not plain. */
void ent_name_print(ent_buffer *out, const char *name);

#endif
