/* Sentences of claims: from tokens to one of the forms of claim_forms.c.
 *
 * The first words tell the form; where a sentence begins with an expression (`tolls = none is
 * SEQ-stable`), the words behind it do. An expression ends where a word of the sentence stands outside
 * of its parentheses; a name that is such a word stands in quotes.
 */
#include "scenario/claim_sentence.h"

#include <string.h>

#include "scenario/expr_read.h"
#include "scenario/names.h"
#include "scenario/report.h"

typedef struct reader {
    const ent_scenario *scenario;
    ent_arena *arena;
    ent_tokens t;
    ent_claim *out;
    size_t budget;
} reader;

/* ---- words ---- */

static const ent_token *ahead(const reader *r, size_t n) {
    size_t at = r->t.at + n;
    return &r->t.items[at < r->t.n ? at : r->t.n - 1];
}

/* Whether a token is the first of these words, of `len` letters. */
static bool is_first(const ent_token *token, const char *words, size_t len) {
    return token->kind == ENT_TOKEN_NAME && !token->quoted && strlen(token->text) == len &&
           memcmp(token->text, words, len) == 0;
}

/* Whether the words from the n-th on are these, parted by blanks. */
static bool words_at(const reader *r, size_t n, const char *words) {
    while (*words != '\0') {
        size_t len = strcspn(words, " ");
        if (!is_first(ahead(r, n++), words, len))
            return false;
        words += len + (words[len] == ' ');
    }
    return true;
}

static bool accept(reader *r, const char *words) {
    if (!words_at(r, 0, words))
        return false;
    for (; *words != '\0'; words += strcspn(words, " "), words += *words == ' ')
        ent_token_next(&r->t);
    return true;
}

static ent_status expect(reader *r, const char *words) {
    while (*words != '\0') {
        size_t len = strcspn(words, " ");
        if (!is_first(ent_token_peek(&r->t), words, len)) {
            const char *expected = ent_arena_printf(r->arena, "'%.*s'", (int)len, words);
            return expected != NULL ? ent_token_unexpected(&r->t, expected, NULL) : ENT_NOMEM;
        }
        ent_token_next(&r->t);
        words += len + (words[len] == ' ');
    }
    return ENT_OK;
}

static ent_status expect_end(const reader *r, const char *expected) {
    if (ent_token_peek(&r->t)->kind == ENT_TOKEN_END)
        return ENT_OK;
    return ent_token_unexpected(&r->t, expected, NULL);
}

static ent_status read_actor(reader *r, uint32_t *out) {
    const ent_token *name = ent_token_peek(&r->t);
    ENT_TRY(ent_token_expect(&r->t, ENT_TOKEN_NAME, "an actor"));
    *out = ent_find_actor(r->scenario, name->text);
    if (*out != ENT_NONE)
        return ENT_OK;
    return ent_unknown_actor(r->scenario, ent_token_place(&r->t, name), name->text);
}

/* ---- expressions inside a sentence ---- */

/* How far the next `words` (NULL: the end) are, outside of parentheses; SIZE_MAX: not there. */
static size_t distance(const reader *r, const char *words) {
    size_t depth = 0;
    for (size_t n = 0; r->t.at + n < r->t.n; n++) {
        const ent_token *token = ahead(r, n);
        if (token->kind == ENT_TOKEN_END)
            return words == NULL ? n : SIZE_MAX;
        depth += token->kind == ENT_TOKEN_OPEN;
        depth -= token->kind == ENT_TOKEN_CLOSE && depth > 0;
        if (words != NULL && depth == 0 && words_at(r, n, words))
            return n;
    }
    return SIZE_MAX;
}

/* The nearest of several; the end when none is there. */
static size_t nearest(const reader *r, const char *const *stops, size_t n) {
    size_t best = distance(r, NULL);
    for (size_t i = 0; i < n; i++) {
        size_t here = distance(r, stops[i]);
        best = here < best ? here : best;
    }
    return best;
}

/* Reads the next `n` tokens as an expression. */
static ent_status read_expr(reader *r, size_t n, const ent_expr **out) {
    ent_tokens part = r->t;
    part.items = ENT_NEW(r->arena, ent_token, n + 1);
    if (part.items == NULL)
        return ENT_NOMEM;
    for (size_t i = 0; i <= n; i++)
        part.items[i] = *ahead(r, i);
    part.items[n].kind = ENT_TOKEN_END; /* its text says what was found instead */
    part.n = n + 1;
    part.at = 0;
    ENT_TRY(ent_expr_read(out, r->scenario, &part, ENT_NONE, &r->budget));
    r->t.at += n;
    return ENT_OK;
}

static ent_status read_expr_to(reader *r, const char *words, const ent_expr **out) {
    size_t n = distance(r, words);
    return read_expr(r, n == SIZE_MAX ? distance(r, NULL) : n, out);
}

/* ---- parts ---- */

static ent_status read_about(reader *r) {
    const ent_token *first = ent_token_peek(&r->t);
    ENT_TRY(ent_agenda_read(&r->out->about, r->scenario, &r->t));
    const ent_token *last = &r->t.items[r->t.at - 1];
    r->out->about_text =
        ent_arena_text_n(r->arena, r->t.scalar->text + first->start, last->end - first->start);
    return r->out->about_text != NULL ? ENT_OK : ENT_NOMEM;
}

/* [about I] [with E] */
static ent_status read_limits(reader *r) {
    static const char *const STOPS[] = {"has", "have", "needs", "is safe"};
    if (accept(r, "about"))
        ENT_TRY(read_about(r));
    if (accept(r, "with"))
        ENT_TRY(read_expr(r, nearest(r, STOPS, ENT_COUNT(STOPS)), &r->out->with));
    return ENT_OK;
}

/* [about I], and then nothing more */
static ent_status end_with_agenda(reader *r, const char *expected) {
    if (accept(r, "about"))
        ENT_TRY(read_about(r));
    return expect_end(r, expected);
}

/* of C [about I] [with E] */
static ent_status read_of(reader *r) {
    ENT_TRY(expect(r, "of"));
    ENT_TRY(ent_coalition_read(&r->out->coalition, r->scenario, &r->t));
    return read_limits(r);
}

/* in the order a, b, c */
static ent_status read_order(reader *r) {
    ent_claim *out = r->out;
    size_t first = r->t.at;
    uint64_t seen = 0;
    out->order = ENT_NEW(r->arena, uint32_t, r->t.n);
    if (out->order == NULL)
        return ENT_NOMEM;
    do {
        ENT_TRY(read_actor(r, &out->order[out->n_order]));
        seen |= UINT64_C(1) << out->order[out->n_order++];
    } while (ent_token_accept(&r->t, ENT_TOKEN_COMMA));
    bool once = (size_t)__builtin_popcountll(seen) == out->n_order;
    bool all = out->coalition == 0 || seen == out->coalition;
    bool within =
        out->form == ENT_CLAIM_REACHED && (out->coalition == 0 || (seen & ~out->coalition) == 0);
    if ((once && all) || within)
        return ENT_OK;
    ent_report(r->t.diags, ENT_E0222, ent_token_span_from(&r->t, first), r->t.path,
               "name every member once, and nobody else",
               once ? "the order does not name the members of the coalition"
                    : "the order names an actor twice");
    return ENT_ERROR;
}

/* ---- the forms ---- */

static ent_status read_has(reader *r) {
    r->out->form = ENT_CLAIM_EVERY_DEAL;
    ENT_TRY(read_of(r));
    if (!accept(r, "have"))
        ENT_TRY(expect(r, "has"));
    return read_expr_to(r, NULL, &r->out->has);
}

static ent_status read_every(reader *r) {
    r->out->set = accept(r, "efficient") ? ENT_DEALS_EFFICIENT
                  : accept(r, "minimal") ? ENT_DEALS_MINIMAL
                                         : ENT_DEALS_ALL;
    ENT_TRY(expect(r, "deal"));
    return read_has(r);
}

static ent_status read_some(reader *r) {
    r->out->form = ENT_CLAIM_SOME_DEAL;
    ENT_TRY(expect(r, "deal"));
    ENT_TRY(read_of(r));
    if (!accept(r, "is"))
        return expect_end(r, "'about', 'with', 'is safe if' or the end");
    r->out->form = ENT_CLAIM_SAFE_DEAL;
    ENT_TRY(expect(r, "safe if"));
    ENT_TRY(read_actor(r, &r->out->actor));
    ENT_TRY(expect(r, "prefers as"));
    ENT_TRY(read_actor(r, &r->out->actor2));
    return expect_end(r, "the end");
}

static ent_status read_no_deal(reader *r) {
    r->out->form = ENT_CLAIM_NO_DEAL;
    ENT_TRY(expect(r, "deal"));
    ENT_TRY(read_of(r));
    return expect_end(r, "'about', 'with' or the end");
}

static ent_status read_needs(reader *r) {
    r->out->form = ENT_CLAIM_EVERY_DEAL;
    ENT_TRY(read_of(r));
    ENT_TRY(expect(r, "needs"));
    return read_expr_to(r, NULL, &r->out->has);
}

static ent_status read_blocks(reader *r) {
    r->out->form = ENT_CLAIM_NO_BLOCK;
    static const char *const STOPS[] = {"of", "about"};
    ENT_TRY(read_expr(r, nearest(r, STOPS, ENT_COUNT(STOPS)), &r->out->has));
    if (accept(r, "of"))
        ENT_TRY(ent_coalition_read(&r->out->coalition, r->scenario, &r->t));
    return end_with_agenda(r, "'of', 'about' or the end");
}

/* A prefers E to F */
static ent_status read_prefers(reader *r) {
    r->out->form = ENT_CLAIM_PREFERS;
    ENT_TRY(read_actor(r, &r->out->actor));
    ENT_TRY(expect(r, "prefers"));
    ENT_TRY(read_expr_to(r, "to", &r->out->has));
    ENT_TRY(expect(r, "to"));
    return read_expr_to(r, NULL, &r->out->than);
}

static ent_status read_needed(reader *r) {
    r->out->form = ENT_CLAIM_NEEDED;
    ENT_TRY(read_actor(r, &r->out->actor));
    ENT_TRY(expect(r, "is needed for"));
    return read_expr_to(r, NULL, &r->out->has);
}

static ent_status read_nobody(reader *r) {
    r->out->form = ENT_CLAIM_NEEDED;
    ENT_TRY(expect(r, "can bring about"));
    ENT_TRY(read_expr_to(r, "without", &r->out->has));
    ENT_TRY(expect(r, "without"));
    ENT_TRY(read_actor(r, &r->out->actor));
    return expect_end(r, "the end");
}

static ent_status read_without(reader *r) {
    r->out->form = ENT_CLAIM_MORE_WITHOUT;
    ENT_TRY(read_actor(r, &r->out->actor));
    ENT_TRY(expect(r, "more deals exist"));
    if (words_at(r, 0, "of"))
        ENT_TRY(read_of(r));
    else
        ENT_TRY(read_limits(r));
    return expect_end(r, "'of', 'about', 'with' or the end");
}

/* C can bring about E | C can form in the order A, B, C */
static ent_status read_can(reader *r, bool forms) {
    r->out->form = forms ? ENT_CLAIM_FORMS : ENT_CLAIM_CAN;
    ENT_TRY(ent_coalition_read(&r->out->coalition, r->scenario, &r->t));
    ENT_TRY(expect(r, forms ? "can form in the order" : "can bring about"));
    if (!forms)
        return read_expr_to(r, NULL, &r->out->has);
    ENT_TRY(read_order(r));
    ENT_TRY(read_limits(r));
    return expect_end(r, "',', 'about', 'with' or the end");
}

static ent_status read_reached(reader *r) {
    r->out->form = ENT_CLAIM_REACHED;
    ENT_TRY(read_expr_to(r, "can be reached", &r->out->has));
    ENT_TRY(expect(r, "can be reached by improvements"));
    if (accept(r, "of"))
        ENT_TRY(ent_coalition_read(&r->out->coalition, r->scenario, &r->t));
    if (accept(r, "in the order"))
        ENT_TRY(read_order(r));
    return end_with_agenda(r, "'of', 'in the order', 'about' or the end");
}

static ent_status read_split(reader *r) {
    r->out->form = ENT_CLAIM_SPLIT;
    ENT_TRY(expect(r, "puts"));
    ENT_TRY(read_actor(r, &r->out->actor));
    ENT_TRY(expect(r, "with"));
    ENT_TRY(read_actor(r, &r->out->actor2));
    return expect_end(r, "the end");
}

static ent_status read_forecast(reader *r) {
    r->out->form = ENT_CLAIM_FORECAST;
    ENT_TRY(expect(r, "of"));
    return read_expr_to(r, NULL, &r->out->has);
}

/* ---- stability ---- */

static const char *const CONCEPTS[] = {"R",   "Nash", "GMR", "SMR",  "SEQ",  "SSEQ",
                                       "SIM", "NM",   "CR",  "CGMR", "CSMR", "CSEQ"};
#define STABLE "-stable"

static bool is_stable_word(const ent_token *token) {
    size_t len = strlen(token->text), tail = strlen(STABLE);
    return token->kind == ENT_TOKEN_NAME && len > tail &&
           strcmp(token->text + len - tail, STABLE) == 0;
}

/* "L3" */
static bool is_limited_move(const char *concept) {
    size_t digits = strspn(concept + (concept[0] != '\0'), "0123456789");
    return concept[0] == 'L' && digits > 0 && digits < 4 && concept[1] != '0' &&
           concept[digits + 1] == '\0';
}

static ent_status read_concept(reader *r) {
    const ent_token *word = ent_token_peek(&r->t);
    if (!is_stable_word(word))
        return ent_token_unexpected(&r->t, "a kind of stability", "write for example: SEQ-stable");
    ent_token_next(&r->t);
    const char *concept =
        ent_arena_text_n(r->arena, word->text, strlen(word->text) - strlen(STABLE));
    if (concept == NULL)
        return ENT_NOMEM;
    r->out->concept = concept;
    for (size_t i = 0; i < ENT_COUNT(CONCEPTS); i++)
        if (strcmp(concept, CONCEPTS[i]) == 0)
            return ENT_OK;
    if (is_limited_move(concept))
        return ENT_OK;
    const char *near = ent_nearest(concept, CONCEPTS, ENT_COUNT(CONCEPTS));
    const char *hint = "known are R, GMR, SMR, SEQ, SSEQ, SIM, NM, L2, CR, CGMR, CSMR, CSEQ";
    if (near != NULL &&
        (hint = ent_arena_printf(r->arena, "did you mean %s-stable?", near)) == NULL)
        return ENT_NOMEM;
    ent_report(r->t.diags, ENT_E0221, word->span, r->t.path, hint,
               "'%s' is no kind of stability known here", concept);
    return ENT_ERROR;
}

/* Behind the expression, or behind "the status quo". */
static ent_status read_stable(reader *r, bool status_quo) {
    r->out->form = ENT_CLAIM_STABLE;
    if (!status_quo)
        ENT_TRY(read_expr_to(r, "is", &r->out->has));
    ENT_TRY(expect(r, "is"));
    r->out->always = accept(r, "always");
    ENT_TRY(read_concept(r));
    return end_with_agenda(r, "'about' or the end");
}

/* ---- comparative statics ---- */

static bool has_salience(const ent_scenario *s, const ent_preference *p, const char *name) {
    for (size_t i = 0; i < p->n_wants; i++)
        if (strcmp(s->issues[p->wants[i].issue].id, name) == 0)
            return true;
    for (size_t i = 0; i < p->n_conditions; i++)
        if (p->conditions[i].said.name != NULL && strcmp(p->conditions[i].said.name, name) == 0)
            return true;
    return false;
}

static bool has_resource(const ent_scenario *s, const char *name) {
    for (size_t i = 0; i < s->n_resources; i++)
        if (strcmp(s->resources[i], name) == 0)
            return true;
    return false;
}

/* north.salience.patrol.east, north.resources.ships, north.reservation */
static ent_status read_quantity(reader *r) {
    static const char SALIENCE[] = "salience.", RESOURCES[] = "resources.";
    const ent_token *name = ent_token_peek(&r->t);
    ENT_TRY(ent_token_expect(&r->t, ENT_TOKEN_NAME, "what is raised"));
    r->out->quantity = name->text;
    const char *dot = strchr(name->text, '.');
    char *id = ent_arena_text_n(r->arena, name->text,
                                dot != NULL ? (size_t)(dot - name->text) : strlen(name->text));
    if (id == NULL)
        return ENT_NOMEM;
    uint32_t actor = ent_find_actor(r->scenario, id);
    if (dot != NULL && actor == ENT_NONE)
        return ent_unknown_actor(r->scenario, ent_token_place(&r->t, name), id);
    const char *rest = dot != NULL ? dot + 1 : "";
    if (strncmp(rest, SALIENCE, strlen(SALIENCE)) == 0 &&
        has_salience(r->scenario, &r->scenario->preferences[actor], rest + strlen(SALIENCE)))
        return ENT_OK;
    if (strncmp(rest, RESOURCES, strlen(RESOURCES)) == 0 &&
        has_resource(r->scenario, rest + strlen(RESOURCES)))
        return ENT_OK;
    if (strcmp(rest, "reservation") == 0 && r->scenario->preferences[actor].has_reservation)
        return ENT_OK;
    ent_report(r->t.diags, ENT_E0223, name->span, r->t.path,
               "write ACTOR.salience.ISSUE of something that the actor wants, "
               "ACTOR.resources.NAME, or ACTOR.reservation where it has one",
               "'%s' is no quantity of this scenario", name->text);
    return ENT_ERROR;
}

static ent_status read_raising(reader *r) {
    r->out->form = ENT_CLAIM_RAISING;
    ENT_TRY(read_quantity(r));
    r->out->rises = accept(r, "raises");
    if (!r->out->rises)
        ENT_TRY(expect(r, "lowers"));
    accept(r, "the");
    accept(r, "number of");
    if (accept(r, "gain")) {
        r->out->measure = ENT_MEASURE_GAIN;
        ENT_TRY(expect(r, "of"));
        ENT_TRY(read_actor(r, &r->out->actor));
        ENT_TRY(expect(r, "in"));
        accept(r, "the");
        ENT_TRY(expect(r, "best deal"));
    } else {
        r->out->measure = ENT_MEASURE_DEALS;
        if (!accept(r, "deals"))
            return ent_token_unexpected(&r->t, "'deals of' or 'the gain of'", NULL);
    }
    ENT_TRY(read_of(r));
    return expect_end(r, "'about', 'with' or the end");
}

/* ---- which form ---- */

/* Tokens of `{a, b}` or of one name, with which a sentence may begin; 0: neither. */
static size_t coalition_length(const reader *r) {
    size_t n = 0;
    if (ahead(r, 0)->kind == ENT_TOKEN_NAME)
        return 1;
    if (ahead(r, 0)->kind != ENT_TOKEN_SET_OPEN)
        return 0;
    while (ahead(r, n)->kind != ENT_TOKEN_SET_CLOSE && ahead(r, n)->kind != ENT_TOKEN_END)
        n++;
    return n + 1;
}

/* "... is [always] SEQ-stable" somewhere behind an expression. */
static bool tells_stability(const reader *r) {
    size_t n = distance(r, "is");
    if (n == SIZE_MAX || n == 0)
        return false;
    return is_stable_word(ahead(r, n + 1)) ||
           (words_at(r, n + 1, "always") && is_stable_word(ahead(r, n + 2)));
}

static ent_status read_form(reader *r) {
    size_t c = coalition_length(r);
    if (words_at(r, 1, "prefers"))
        return read_prefers(r);
    if (words_at(r, 1, "is needed for"))
        return read_needed(r);
    if (c > 0 && !words_at(r, 0, "nobody") && words_at(r, c, "can bring"))
        return read_can(r, false);
    if (c > 0 && words_at(r, c, "can form"))
        return read_can(r, true);
    if (words_at(r, 0, "deal of") || (words_at(r, 0, "some deal") && accept(r, "some")))
        return read_some(r);
    if (words_at(r, 0, "no deal") && accept(r, "no"))
        return read_no_deal(r);
    if (accept(r, "no coalition blocks"))
        return read_blocks(r);
    if (words_at(r, 0, "every") && (words_at(r, 1, "deal") || words_at(r, 2, "deal")) &&
        accept(r, "every"))
        return read_every(r);
    if (accept(r, "the Nash deal") || accept(r, "the nash deal")) {
        r->out->set = ENT_DEALS_NASH;
        return read_has(r);
    }
    if (accept(r, "a deal"))
        return read_needs(r);
    if (accept(r, "raising"))
        return read_raising(r);
    if (words_at(r, 0, "nobody can") && accept(r, "nobody"))
        return read_nobody(r);
    if (accept(r, "without"))
        return read_without(r);
    if (accept(r, "the status quo"))
        return read_stable(r, true);
    if (accept(r, "the best split"))
        return read_split(r);
    if (words_at(r, 0, "forecast of") && accept(r, "forecast"))
        return read_forecast(r);
    if (distance(r, "can be reached") != SIZE_MAX)
        return read_reached(r);
    if (tells_stability(r))
        return read_stable(r, false);
    r->out->form = ENT_CLAIM_UNKNOWN;
    return ENT_OK;
}

ent_status ent_claim_sentence(ent_claim *out, const ent_scenario *scenario,
                              const ent_tokens *tokens) {
    reader r = {.scenario = scenario,
                .arena = tokens->arena,
                .t = *tokens,
                .out = out,
                .budget = ENT_EXPR_LIMIT};
    return read_form(&r);
}
