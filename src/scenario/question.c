/* Questions, and the parts of one that options give by themselves: a coalition, an agenda, a
 * package.
 *
 *     question  := ["some" | "no"] "deal" "of" coalition ["about" agenda] ["with" expr]
 *     coalition := "{" ACTOR { "," ACTOR } "}"
 *     agenda    := "{" ISSUE { "," ISSUE } "}" | AGENDA
 *     package   := ISSUE "=" OUTCOME { "," ISSUE "=" OUTCOME }
 *
 * Given alone, a coalition or an agenda needs no braces.
 */
#include <string.h>

#include "scenario/expr_read.h"
#include "scenario/names.h"
#include "scenario/report.h"

typedef struct reader {
    const ent_scenario *scenario;
    ent_tokens *tokens;
    bool failed;
} reader;

static ent_status read_over(reader *r, ent_status status) {
    if (status != ENT_ERROR)
        return status;
    r->failed = true;
    return ENT_OK;
}

static ent_status expect_word(reader *r, const char *word, const char *hint) {
    if (ent_token_accept_word(r->tokens, word))
        return ENT_OK;
    char expected[32] = "'";
    strncat(expected, word, sizeof(expected) - 3);
    strcat(expected, "'");
    return ent_token_unexpected(r->tokens, expected, hint);
}

static ent_status expect_end(const reader *r, const char *expected) {
    if (ent_token_peek(r->tokens)->kind == ENT_TOKEN_END)
        return r->failed ? ENT_ERROR : ENT_OK;
    return ent_token_unexpected(r->tokens, expected, NULL);
}

/* A list of names, in braces or (`bare`) without; each is handed to `take`. */
static ent_status read_names(reader *r, bool bare, const char *expected,
                             ent_status (*take)(reader *, const ent_token *, void *), void *set) {
    bool braces = ent_token_accept(r->tokens, ENT_TOKEN_SET_OPEN);
    if (!braces && !bare)
        return ent_token_unexpected(r->tokens, "'{'", "write for example: {north, east}");
    do {
        const ent_token *name = ent_token_peek(r->tokens);
        ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, expected));
        ENT_TRY(take(r, name, set));
    } while (ent_token_accept(r->tokens, ENT_TOKEN_COMMA));
    return braces ? ent_token_expect(r->tokens, ENT_TOKEN_SET_CLOSE, "',' or '}'") : ENT_OK;
}

/* ---- coalitions ---- */

static ent_status take_actor(reader *r, const ent_token *name, void *set) {
    uint64_t *coalition = set;
    size_t n = r->scenario->n_actors;
    if (strcmp(name->text, "all") == 0) {
        *coalition = n == 64 ? UINT64_MAX : (UINT64_C(1) << n) - 1;
        return ENT_OK;
    }
    uint32_t actor = ent_find_actor(r->scenario, name->text);
    if (actor == ENT_NONE)
        return read_over(
            r, ent_unknown_actor(r->scenario, ent_token_place(r->tokens, name), name->text));
    if ((*coalition >> actor & 1) != 0) {
        r->failed = true;
        ent_report(r->tokens->diags, ENT_E0216, name->span, r->tokens->path, "name each actor once",
                   "%s stands here twice", name->text);
    }
    *coalition |= UINT64_C(1) << actor;
    return ENT_OK;
}

static ent_status read_coalition(reader *r, bool bare, uint64_t *out) {
    *out = 0;
    return read_names(r, bare, "an actor", take_actor, out);
}

ent_status ent_coalition_read(uint64_t *out, const ent_scenario *scenario, ent_tokens *tokens) {
    reader r = {.scenario = scenario, .tokens = tokens};
    *out = 0;
    if (ent_token_peek(tokens)->kind == ENT_TOKEN_NAME)
        ENT_TRY(take_actor(&r, ent_token_next(tokens), out));
    else
        ENT_TRY(read_coalition(&r, false, out));
    return r.failed ? ENT_ERROR : ENT_OK;
}

ent_status ent_coalition_parse(uint64_t *out, const ent_scenario *scenario, ent_arena *arena,
                               const ent_node *scalar, const char *path, ent_diags *diags) {
    ent_tokens tokens;
    *out = 0;
    ENT_TRY(ent_tokens_read(&tokens, arena, scalar, path, diags));
    reader r = {.scenario = scenario, .tokens = &tokens};
    ENT_TRY(read_coalition(&r, true, out));
    return expect_end(&r, "',' or the end");
}

/* ---- agendas ---- */

bool ent_add_issues(const ent_scenario *scenario, uint64_t *issues, const char *id) {
    uint32_t issue = ent_find_issue(scenario, id), family = ent_find_family(scenario, id);
    if (issue != ENT_NONE)
        issues[issue / 64] |= UINT64_C(1) << (issue % 64);
    for (size_t a = 0; family != ENT_NONE && a < scenario->n_actors; a++) {
        uint32_t member = scenario->families[family].issue_of[a];
        if (member != ENT_NONE)
            issues[member / 64] |= UINT64_C(1) << (member % 64);
    }
    return issue != ENT_NONE || family != ENT_NONE;
}

static ent_status take_issue(reader *r, const ent_token *name, void *set) {
    uint64_t *issues = set;
    uint32_t agenda = ent_find_agenda(r->scenario, name->text);
    if (ent_add_issues(r->scenario, issues, name->text))
        return ENT_OK;
    if (agenda != ENT_NONE) {
        for (size_t w = 0; w <= r->scenario->n_issues / 64; w++)
            issues[w] |= r->scenario->agendas[agenda].issues[w];
        return ENT_OK;
    }
    return read_over(r,
                     ent_unknown_issue(r->scenario, ent_token_place(r->tokens, name), name->text));
}

static ent_status read_agenda(reader *r, bool bare, uint64_t **out) {
    *out = ENT_NEW(r->tokens->arena, uint64_t, r->scenario->n_issues / 64 + 1);
    if (*out == NULL)
        return ENT_NOMEM;
    if (ent_token_peek(r->tokens)->kind == ENT_TOKEN_NAME && !bare)
        return take_issue(r, ent_token_next(r->tokens), *out);
    return read_names(r, bare, "an issue or an agenda", take_issue, *out);
}

ent_status ent_agenda_read(uint64_t **out, const ent_scenario *scenario, ent_tokens *tokens) {
    reader r = {.scenario = scenario, .tokens = tokens};
    ENT_TRY(read_agenda(&r, false, out));
    return r.failed ? ENT_ERROR : ENT_OK;
}

ent_status ent_agenda_parse(uint64_t **out, const ent_scenario *scenario, ent_arena *arena,
                            const ent_node *scalar, const char *path, ent_diags *diags) {
    ent_tokens tokens;
    *out = NULL;
    ENT_TRY(ent_tokens_read(&tokens, arena, scalar, path, diags));
    reader r = {.scenario = scenario, .tokens = &tokens};
    ENT_TRY(read_agenda(&r, true, out));
    return expect_end(&r, "',' or the end");
}

/* ---- packages ---- */

typedef struct package {
    uint32_t *outcome_of; /* per issue, or ENT_NONE */
    ent_span *spans;
} package;

static ent_status set_outcome(reader *r, package *p, uint32_t issue, const ent_token *name,
                              const ent_token *value) {
    const ent_issue *it = &r->scenario->issues[issue];
    uint32_t outcome = ent_find_outcome(it, value->text);
    if (outcome == ENT_NONE)
        return read_over(r,
                         ent_unknown_outcome(it, ent_token_place(r->tokens, value), value->text));
    if (it->kind != ENT_DECIDED || p->outcome_of[issue] != ENT_NONE) {
        r->failed = true;
        ent_report(r->tokens->diags, ENT_E0216, name->span, r->tokens->path,
                   "a package names decided issues, each once",
                   it->kind != ENT_DECIDED ? "nobody decides %s" : "%s stands here twice", it->id);
        return ENT_OK;
    }
    p->outcome_of[issue] = outcome;
    p->spans[issue] = name->span;
    return ENT_OK;
}

static ent_status read_term(reader *r, package *p) {
    const ent_token *name = ent_token_peek(r->tokens);
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, "an issue"));
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_EQ, "'='"));
    const ent_token *value = ent_token_peek(r->tokens);
    ENT_TRY(ent_token_expect(r->tokens, ENT_TOKEN_NAME, "an outcome"));
    uint32_t issue = ent_find_issue(r->scenario, name->text);
    uint32_t family = ent_find_family(r->scenario, name->text);
    if (issue != ENT_NONE)
        return set_outcome(r, p, issue, name, value);
    if (family == ENT_NONE)
        return read_over(
            r, ent_unknown_issue(r->scenario, ent_token_place(r->tokens, name), name->text));
    for (size_t a = 0; a < r->scenario->n_actors; a++) {
        uint32_t member = r->scenario->families[family].issue_of[a];
        if (member != ENT_NONE)
            ENT_TRY(set_outcome(r, p, member, name, value));
    }
    return ENT_OK;
}

ent_status ent_package_parse(ent_assignment **out, size_t *n, const ent_scenario *scenario,
                             ent_arena *arena, const ent_node *scalar, const char *path,
                             ent_diags *diags) {
    ent_tokens tokens;
    package p = {ENT_NEW(arena, uint32_t, scenario->n_issues + 1),
                 ENT_NEW(arena, ent_span, scenario->n_issues + 1)};
    *out = ENT_NEW(arena, ent_assignment, scenario->n_issues + 1);
    *n = 0;
    if (p.outcome_of == NULL || p.spans == NULL || *out == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i < scenario->n_issues; i++)
        p.outcome_of[i] = ENT_NONE;
    ENT_TRY(ent_tokens_read(&tokens, arena, scalar, path, diags));
    reader r = {.scenario = scenario, .tokens = &tokens};
    do
        ENT_TRY(read_term(&r, &p));
    while (ent_token_accept(&tokens, ENT_TOKEN_COMMA));
    ENT_TRY(expect_end(&r, "',' or the end"));
    for (uint32_t i = 0; i < scenario->n_issues; i++)
        if (p.outcome_of[i] != ENT_NONE)
            (*out)[(*n)++] = (ent_assignment){i, p.outcome_of[i],
                                              (ent_statement){.path = path, .span = p.spans[i]}};
    return ENT_OK;
}

/* ---- questions ---- */

/* The words of the tokens first..last - 1, as they were written. */
static const char *words_of(const reader *r, size_t first, size_t last) {
    const ent_token *a = &r->tokens->items[first], *z = &r->tokens->items[last - 1];
    return ent_arena_text_n(r->tokens->arena, r->tokens->scalar->text + a->start,
                            z->end - a->start);
}

static ent_status read_about(reader *r, ent_question *out) {
    size_t first = r->tokens->at;
    ENT_TRY(read_agenda(r, false, &out->about));
    out->about_text = words_of(r, first, r->tokens->at);
    return out->about_text != NULL ? ENT_OK : ENT_NOMEM;
}

ent_status ent_question_parse(ent_question *out, const ent_scenario *scenario, ent_arena *arena,
                              const ent_node *scalar, const char *path, ent_diags *diags) {
    static const char *const FORM =
        "a question reads: deal of {north, east} about {strait} with tolls = none";
    ent_tokens tokens;
    size_t budget = ENT_EXPR_LIMIT;
    *out = (ent_question){0};
    ENT_TRY(ent_tokens_read(&tokens, arena, scalar, path, diags));
    reader r = {.scenario = scenario, .tokens = &tokens};
    out->text = scalar->text;
    out->expect_none = ent_token_accept_word(&tokens, "no");
    if (!out->expect_none)
        ent_token_accept_word(&tokens, "some");
    ENT_TRY(expect_word(&r, "deal", FORM));
    ENT_TRY(expect_word(&r, "of", FORM));
    ENT_TRY(read_coalition(&r, false, &out->coalition));
    if (ent_token_accept_word(&tokens, "about"))
        ENT_TRY(read_about(&r, out));
    if (ent_token_accept_word(&tokens, "with"))
        ENT_TRY(ent_expr_read(&out->with, scenario, &tokens, ENT_NONE, &budget));
    ENT_TRY(
        expect_end(&r, out->about == NULL ? "'about', 'with' or the end" : "'with' or the end"));
    out->given = true;
    return ENT_OK;
}
