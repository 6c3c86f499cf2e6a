/* The reader of claims: `not`, `in view V:`, sentences of no known form, and claims of another view.
 * The sentences themselves are read in claim_sentence.c.
 */
#include <string.h>

#include "scenario/claim.h"
#include "scenario/claim_sentence.h"
#include "scenario/report.h"

/* The warning shows every form that there is. */
static ent_status unknown_form(ent_claim *out, const ent_node *sentence, const char *path,
                               ent_diags *diags) {
    size_t n;
    const ent_claim_form_info *forms = ent_claim_forms(&n);
    ent_buffer hint = {0};
    out->form = ENT_CLAIM_UNKNOWN;
    ent_buffer_put(&hint, "forms are: ");
    for (size_t i = 0; i < n; i++)
        ent_buffer_printf(&hint, "%s%s", i > 0 ? "; " : "", forms[i].pattern);
    if (!hint.failed)
        ent_report(diags, ENT_W0310, sentence->span, path, hint.data,
                   "this is a claim of no known form; it is kept, but cannot be tested");
    bool failed = hint.failed || diags->failed;
    ent_buffer_free(&hint);
    return failed ? ENT_NOMEM : ENT_OK;
}

static size_t skip_blanks(const char *text, size_t at) {
    return at + strspn(text + at, " \t\r\n");
}

/* Whether a word stands at `at`; then the place behind it. */
static bool word_at(const char *text, size_t *at, const char *word) {
    size_t len = strlen(word), start = skip_blanks(text, *at);
    if (strncmp(text + start, word, len) != 0 || !strchr(" \t\r\n", text[start + len]) ||
        text[start + len] == '\0')
        return false;
    *at = start + len;
    return true;
}

static bool is_in_view(const char *text, size_t *at) {
    size_t here = *at;
    if (!word_at(text, &here, "in") || !word_at(text, &here, "view"))
        return false;
    *at = here;
    return true;
}

static ent_span part(const ent_node *sentence, size_t start, size_t end) {
    return ent_node_span_in(sentence, start, end);
}

/* in view V: CLAIM; `at` stands behind "view". */
static ent_status read_in_view(ent_claim *out, ent_arena *arena, const ent_node *sentence,
                               size_t at, const char *path, ent_diags *diags) {
    const char *text = sentence->text;
    size_t start = skip_blanks(text, at), end = start + strcspn(text + start, ": \t\r\n");
    size_t colon = skip_blanks(text, end);
    out->form = ENT_CLAIM_IN_VIEW;
    if (end == start || text[colon] != ':') {
        size_t stop = colon + (text[colon] != '\0');
        ent_report(diags, ENT_E0202, part(sentence, colon, stop), path,
                   "write for example: in view hawks: no deal of {north, east}",
                   end == start ? "expected a view" : "expected ':' behind the view");
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    size_t inner = skip_blanks(text, colon + 1), from = inner;
    while (word_at(text, &from, "not"))
        ;
    if (is_in_view(text, &from)) {
        ent_report(diags, ENT_E0220, part(sentence, inner, strlen(text)), path,
                   "name one view, whose names the claim behind it uses",
                   "a claim is asked in one view at a time");
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    ent_node *node = ENT_NEW(arena, ent_node, 1);
    out->view = ent_arena_text_n(arena, text + start, end - start);
    out->inner_text = ent_arena_text(arena, text + inner);
    if (node == NULL || out->view == NULL || out->inner_text == NULL)
        return ENT_NOMEM;
    *node = (ent_node){.kind = ENT_NODE_SCALAR,
                       .text = out->inner_text,
                       .weight = 1,
                       .span = part(sentence, inner, strlen(text))};
    out->inner_node = node;
    out->view_span = part(sentence, start, end);
    return ENT_OK;
}

static bool begins_like_a_form(const char *text) {
    static const char *const STARTS[] = {"some deal",     "no deal",     "every deal",
                                         "a deal",        "raising ",    "no coalition ",
                                         "nobody can",    "forecast of", "every efficient",
                                         "every minimal", "the Nash"};
    text += skip_blanks(text, 0);
    for (size_t i = 0; i < ENT_COUNT(STARTS); i++)
        if (strncmp(text, STARTS[i], strlen(STARTS[i])) == 0)
            return true;
    return text[0] == '{';
}

/* The claim that begins at byte `at`. */
static ent_status read_claim(ent_claim *out, const ent_scenario *scenario, ent_arena *arena,
                             const ent_node *sentence, size_t at, const char *path,
                             ent_diags *diags) {
    ent_tokens tokens;
    const char *text = sentence->text;
    out->text = text + skip_blanks(text, at);
    if (is_in_view(text, &at))
        return read_in_view(out, arena, sentence, at, path, diags);
    size_t before = diags->n, errors = diags->errors;
    ent_status status = ent_tokens_read_from(&tokens, arena, sentence, at, path, diags);
    if (status == ENT_OK) {
        ENT_TRY(ent_claim_sentence(out, scenario, &tokens));
        return out->form == ENT_CLAIM_UNKNOWN ? unknown_form(out, sentence, path, diags) : ENT_OK;
    }
    if (status != ENT_ERROR || begins_like_a_form(text + at) || strlen(text) > ENT_TEXT_LIMIT)
        return status;
    diags->n = before; /* some other text, with signs of its own */
    diags->errors = errors;
    return unknown_form(out, sentence, path, diags);
}

static ent_status read_whole(ent_claim *out, const ent_scenario *scenario, ent_arena *arena,
                             const ent_node *sentence, const char *path, ent_diags *diags) {
    size_t at = 0;
    for (unsigned depth = 0; word_at(sentence->text, &at, "not"); depth++) {
        out->form = ENT_CLAIM_NOT;
        out->text = sentence->text + skip_blanks(sentence->text, at - strlen("not"));
        out->inner = depth < ENT_NESTING_LIMIT ? ENT_NEW(arena, ent_claim, 1) : NULL;
        if (depth >= ENT_NESTING_LIMIT) {
            ent_report(diags, ENT_E0211, sentence->span, path, "take two of them out at a time",
                       "this is denied more than %u times", ENT_NESTING_LIMIT);
            return diags->failed ? ENT_NOMEM : ENT_ERROR;
        }
        if (out->inner == NULL)
            return ENT_NOMEM;
        out = out->inner;
    }
    return read_claim(out, scenario, arena, sentence, at, path, diags);
}

/* ---- claims of another view ---- */

/* What the first error points at, which this scenario lacks. */
static const char *missing_name(ent_arena *arena, const ent_diags *diags) {
    for (size_t i = 0; i < diags->n; i++) {
        const ent_diag_item *item = &diags->items[i];
        if (item->severity == ENT_SEVERITY_ERROR && item->span.source != NULL &&
            item->span.end > item->span.start)
            return ent_arena_text_n(arena, item->span.source->text + item->span.start,
                                    item->span.end - item->span.start);
    }
    return ent_arena_text(arena, "a name");
}

/* What is wrong is said to nobody; it would keep a copy of the file for each claim. */
static ent_status parse_foreign(ent_claim *out, const ent_scenario *scenario, ent_arena *arena,
                                const ent_node *sentence, const char *path) {
    ent_diags quiet = {.arena = ent_arena_new()};
    if (quiet.arena == NULL)
        return ENT_NOMEM;
    ent_status status = read_whole(out, scenario, arena, sentence, path, &quiet);
    if (quiet.failed)
        status = ENT_NOMEM;
    if (status == ENT_ERROR || (status == ENT_OK && quiet.errors > 0)) {
        out->missing = missing_name(arena, &quiet);
        status = out->missing != NULL ? ENT_OK : ENT_NOMEM;
    }
    ent_arena_free(quiet.arena);
    return status;
}

ent_status ent_claim_parse(ent_claim *out, const ent_scenario *scenario, ent_arena *arena,
                           const ent_node *sentence, const char *path, bool foreign,
                           ent_diags *diags) {
    size_t errors = diags->errors;
    *out = (ent_claim){.form = ENT_CLAIM_UNKNOWN, .text = sentence->text};
    if (foreign)
        return parse_foreign(out, scenario, arena, sentence, path);
    ent_status status = read_whole(out, scenario, arena, sentence, path, diags);
    if (diags->failed)
        return ENT_NOMEM;
    return status == ENT_OK && diags->errors > errors ? ENT_ERROR : status;
}
