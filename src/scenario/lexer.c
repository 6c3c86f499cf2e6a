/* The words and signs of every small language inside a scenario: see lexer.h. */
#include "scenario/lexer.h"

#include <string.h>

#include "scenario/report.h"

/* Words of the grammar; a name that equals one must be quoted. */
static const char *const RESERVED[] = {"and",  "or",    "not",   "if",    "then",
                                       "iff",  "in",    "where", "total", "count",
                                       "true", "false", "of",    "about", "with"};

/* Longer signs first: the first that fits is taken. */
static const struct sign {
    const char *text;
    ent_token_kind kind;
} SIGNS[] = {
    {"<->", ENT_TOKEN_BOTH},    {"->", ENT_TOKEN_TO},        {"!=", ENT_TOKEN_NE},
    {"<=", ENT_TOKEN_LE},       {">=", ENT_TOKEN_GE},        {"=", ENT_TOKEN_EQ},
    {"<", ENT_TOKEN_LT},        {">", ENT_TOKEN_GT},         {"(", ENT_TOKEN_OPEN},
    {")", ENT_TOKEN_CLOSE},     {"{", ENT_TOKEN_SET_OPEN},   {"}", ENT_TOKEN_SET_CLOSE},
    {"[", ENT_TOKEN_LIST_OPEN}, {"]", ENT_TOKEN_LIST_CLOSE}, {",", ENT_TOKEN_COMMA},
    {";", ENT_TOKEN_SEMICOLON}, {"|", ENT_TOKEN_BAR},        {"*", ENT_TOKEN_TIMES},
};

/* Signs that people bring from elsewhere, and what to write instead. */
static const struct stranger {
    const char *text, *hint;
} STRANGERS[] = {
    {"==", "write '='"},
    {"=<", "write '<='"},
    {"=>", "write '>='; for a consequence write 'if ... then ...'"},
    {"<>", "write '!='"},
    {"&", "write 'and'"},
    {"||", "write 'or'"},
    {"!", "write 'not', or '!=' between an issue and an outcome"},
    {"\xE2\x89\xA4", "write '<='"},
    {"\xE2\x89\xA5", "write '>='"},
    {"\xE2\x89\xA0", "write '!='"},
    {"\xE2\x86\x92", "write '->'"},
    {"\xE2\x80\x9C", "write straight double quotes"},
    {"\xE2\x80\x9D", "write straight double quotes"},
    {"\xE2\x80\x98", "write straight quotes"},
};

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

static const struct stranger *stranger_at(const char *text) {
    for (size_t i = 0; i < ENT_COUNT(STRANGERS); i++)
        if (starts_with(text, STRANGERS[i].text))
            return &STRANGERS[i];
    return NULL;
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* Bytes of the space at `text`: ASCII blanks, and the no-break space that word processors leave. */
static size_t space_at(const char *text) {
    if (*text == ' ' || *text == '\t' || *text == '\n' || *text == '\r')
        return 1;
    return starts_with(text, "\xC2\xA0") ? 2 : 0;
}

/* Whether text[i] belongs to a plain name. Bytes of non-ASCII letters all do. */
static bool in_name(const char *text, size_t i) {
    char c = text[i];
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '\'' ||
        c == '%')
        return true;
    if (c == '-')
        return text[i + 1] != '>';
    return (unsigned char)c >= 0x80 && space_at(text + i) == 0 && stranger_at(text + i) == NULL;
}

/* The end of the plain word that begins at i; "2/3" and "0.5" are words too. */
static size_t word_end(const char *text, size_t i) {
    size_t start = i;
    while (in_name(text, i) ||
           (text[i] == '/' && i > start && is_digit(text[i - 1]) && is_digit(text[i + 1])))
        i++;
    return i;
}

/* The end of the name that begins at i: parts joined by dots, each plain or in double quotes.
 * SIZE_MAX when a quote is not closed or holds nothing; *at is then that quote's place. */
static size_t name_end(const char *text, size_t i, size_t *at) {
    for (;;) {
        if (text[i] == '"') {
            const char *close = strchr(text + i + 1, '"');
            *at = i;
            if (close == NULL || close == text + i + 1)
                return SIZE_MAX;
            i = (size_t)(close - text) + 1;
        } else {
            i = word_end(text, i);
        }
        if (text[i] != '.' || !(in_name(text, i + 1) || text[i + 1] == '"'))
            return i;
        i++;
    }
}

static ent_status read_name(const ent_tokens *tokens, ent_token *token, size_t *at) {
    const char *text = tokens->scalar->text;
    size_t quote = 0, end = name_end(text, *at, &quote), len = 0;
    if (end == SIZE_MAX) {
        ent_report(tokens->diags, ENT_E0201, ent_node_span_in(tokens->scalar, quote, quote + 1),
                   tokens->path, "a name in quotes begins and ends with \"",
                   text[quote + 1] == '"' ? "there is no name between these quotes"
                                          : "this quote is never closed");
        return ENT_ERROR;
    }
    char *name = ent_arena_array(tokens->arena, end - *at + 1, 1);
    if (name == NULL)
        return ENT_NOMEM;
    for (size_t i = *at; i < end; i++) {
        if (text[i] == '"')
            token->quoted = true;
        else
            name[len++] = text[i];
    }
    token->kind = ENT_TOKEN_NAME;
    token->text = name;
    *at = end;
    return ENT_OK;
}

static ent_status bad_sign(const ent_tokens *tokens, size_t at) {
    const char *text = tokens->scalar->text + at;
    const struct stranger *stranger = stranger_at(text);
    size_t len = stranger != NULL ? strlen(stranger->text) : 1;
    ent_report(tokens->diags, ENT_E0201, ent_node_span_in(tokens->scalar, at, at + len),
               tokens->path,
               stranger != NULL ? stranger->hint
                                : "a name with other signs than letters, digits, _ - ' % must "
                                  "stand in double quotes",
               "'%.*s' has no meaning here", (int)len, text);
    return ENT_ERROR;
}

static ent_status read_sign(const ent_tokens *tokens, ent_token *token, size_t *at) {
    const char *text = tokens->scalar->text + *at;
    const struct stranger *stranger = stranger_at(text);
    /* "!" alone is a stranger, "!=" is not. */
    if (stranger != NULL && !starts_with(text, "!="))
        return bad_sign(tokens, *at);
    for (size_t i = 0; i < ENT_COUNT(SIGNS); i++) {
        if (!starts_with(text, SIGNS[i].text))
            continue;
        token->kind = SIGNS[i].kind;
        token->text = SIGNS[i].text;
        *at += strlen(SIGNS[i].text);
        return ENT_OK;
    }
    return bad_sign(tokens, *at);
}

static ent_status push(ent_tokens *tokens, size_t *cap, ent_token token) {
    ent_token *items = ent_arena_grow(tokens->arena, tokens->items, tokens->n, cap, sizeof(*items));
    if (items == NULL)
        return ENT_NOMEM;
    tokens->items = items;
    token.span = ent_node_span_in(tokens->scalar, token.start, token.end);
    items[tokens->n++] = token;
    return ENT_OK;
}

static bool name_begins(const char *text, size_t i) {
    return in_name(text, i) || text[i] == '"';
}

ent_status ent_tokens_read(ent_tokens *out, ent_arena *arena, const ent_node *scalar,
                           const char *path, ent_diags *diags) {
    return ent_tokens_read_from(out, arena, scalar, 0, path, diags);
}

ent_status ent_tokens_read_from(ent_tokens *out, ent_arena *arena, const ent_node *scalar,
                                size_t start, const char *path, ent_diags *diags) {
    *out = (ent_tokens){.arena = arena, .diags = diags, .scalar = scalar, .path = path};
    if (scalar->kind != ENT_NODE_SCALAR) {
        ent_report(diags, ENT_E0202, scalar->span, path,
                   "inside { } or [ ], put a text with commas or brackets in quotes",
                   "a text is expected here, not a %s",
                   scalar->kind == ENT_NODE_LIST ? "list" : "map");
        return ENT_ERROR;
    }
    const char *text = scalar->text;
    size_t len = strlen(text), at = start, cap = 0;
    if (len > ENT_TEXT_LIMIT) {
        ent_report(diags, ENT_E0211, scalar->span, path, "split it into several statements",
                   "this text has %zu bytes; at most %u are read", len, ENT_TEXT_LIMIT);
        return ENT_ERROR;
    }
    for (;;) {
        for (size_t space; (space = space_at(text + at)) > 0;)
            at += space;
        ent_token token = {.kind = ENT_TOKEN_END, .start = (uint32_t)at, .text = ""};
        if (at < len)
            ENT_TRY(name_begins(text, at) ? read_name(out, &token, &at)
                                          : read_sign(out, &token, &at));
        token.end = (uint32_t)at;
        ENT_TRY(push(out, &cap, token));
        if (token.kind == ENT_TOKEN_END)
            return ENT_OK;
    }
}

const ent_token *ent_token_peek(const ent_tokens *tokens) {
    return &tokens->items[tokens->at];
}

const ent_token *ent_token_second(const ent_tokens *tokens) {
    return &tokens->items[tokens->at + 1 < tokens->n ? tokens->at + 1 : tokens->n - 1];
}

const ent_token *ent_token_next(ent_tokens *tokens) {
    const ent_token *token = &tokens->items[tokens->at];
    if (token->kind != ENT_TOKEN_END)
        tokens->at++;
    return token;
}

bool ent_token_is_word(const ent_token *token, const char *word) {
    return token->kind == ENT_TOKEN_NAME && !token->quoted && strcmp(token->text, word) == 0;
}

bool ent_token_accept(ent_tokens *tokens, ent_token_kind kind) {
    if (ent_token_peek(tokens)->kind != kind)
        return false;
    ent_token_next(tokens);
    return true;
}

bool ent_token_accept_word(ent_tokens *tokens, const char *word) {
    if (!ent_token_is_word(ent_token_peek(tokens), word))
        return false;
    ent_token_next(tokens);
    return true;
}

ent_status ent_token_unexpected(const ent_tokens *tokens, const char *expected, const char *hint) {
    const ent_token *token = ent_token_peek(tokens);
    if (token->kind == ENT_TOKEN_END && token->text[0] == '\0')
        ent_report(tokens->diags, ENT_E0202, token->span, tokens->path, hint,
                   "expected %s, but the text ends here", expected);
    else
        ent_report(tokens->diags, ENT_E0202, token->span, tokens->path, hint,
                   "expected %s, found '%s'", expected, token->text);
    return ENT_ERROR;
}

ent_status ent_token_expect(ent_tokens *tokens, ent_token_kind kind, const char *expected) {
    if (ent_token_accept(tokens, kind))
        return ENT_OK;
    return ent_token_unexpected(tokens, expected, NULL);
}

ent_span ent_token_span_from(const ent_tokens *tokens, size_t first) {
    ent_span span = tokens->items[first].span;
    if (tokens->at > first && tokens->items[tokens->at - 1].span.end >= span.start)
        span.end = tokens->items[tokens->at - 1].span.end;
    return span;
}

static bool plain_part(const char *name, size_t len) {
    for (size_t i = 0; i < ENT_COUNT(RESERVED); i++)
        if (strlen(RESERVED[i]) == len && memcmp(name, RESERVED[i], len) == 0)
            return false;
    for (size_t i = 0; i < len; i++)
        if (!in_name(name, i))
            return false;
    return len > 0;
}

bool ent_name_is_plain(const char *name) {
    return plain_part(name, strlen(name));
}

void ent_name_print(ent_buffer *out, const char *name) {
    for (;;) {
        size_t len = strcspn(name, ".");
        bool plain = plain_part(name, len);
        ent_buffer_put(out, plain ? "" : "\"");
        ent_buffer_put_n(out, name, len);
        ent_buffer_put(out, plain ? "" : "\"");
        if (name[len] == '\0')
            return;
        ent_buffer_put(out, ".");
        name += len + 1;
    }
}
