/* check: the file has no mistakes; what is in it, counted. */

#include "answer/verbs.h"
#include "game/bargain.h"
#include "scenario/statements.h"

/* Outcomes of decided issues multiply beyond any integer type: at most 64^1024, 1850 digits. */
#define DIGITS 1900

typedef struct big {
    char digits[DIGITS]; /* lowest first, 0..9 */
    size_t n;
} big;

static void multiply(big *number, uint32_t factor) {
    uint32_t carry = 0;
    for (size_t i = 0; i < number->n || carry > 0; i++) {
        uint32_t value = carry + (i < number->n ? (uint32_t)number->digits[i] * factor : 0);
        number->digits[i] = (char)(value % 10);
        carry = value / 10;
        if (i >= number->n)
            number->n = i + 1;
    }
}

/* Combinations of outcomes of the decided issues, before rules; or the states that are given. */
static ent_cell states(ent_answer *a, const ent_scenario *s) {
    if (s->has_moves)
        return ent_cell_count(a, s->n_states);
    big product = {.digits = {1}, .n = 1};
    double nearest = 1;
    for (size_t i = 0; i < s->n_issues; i++)
        if (s->issues[i].kind == ENT_DECIDED) {
            multiply(&product, s->issues[i].n_outcomes);
            nearest *= s->issues[i].n_outcomes;
        }
    char text[DIGITS + 1];
    for (size_t i = 0; i < product.n; i++)
        text[i] = (char)('0' + product.digits[product.n - 1 - i]);
    text[product.n] = '\0';
    ent_cell cell = ent_cell_text(a, text);
    cell.type = ENT_CELL_INTEGER;
    cell.number = nearest;
    return cell;
}

static void add_count(ent_answer *a, const char *name, const char *label, size_t n) {
    ent_answer_add_fact(a, name, label, ent_cell_count(a, n));
}

static size_t count_issues(const ent_scenario *s, ent_issue_kind kind) {
    size_t n = 0;
    for (size_t i = 0; i < s->n_issues; i++)
        n += s->issues[i].kind == kind;
    return n;
}

static size_t count_claims(const ent_scenario *s, const ent_request *request) {
    size_t n = s->n_claims;
    for (size_t v = 1; request->views && v < request->views->n; v++) {
        const ent_node *claims = request->views->views[v].claims;
        n += claims ? claims->n : 0;
    }
    return n;
}

static size_t count_warnings(const ent_diags *diags) {
    size_t n = 0;
    for (size_t i = 0; i < diags->n; i++)
        n += diags->items[i].severity == ENT_SEVERITY_WARNING;
    return n;
}

/* "As hawks sees it (letter to the editor, 3 May)." */
static void put_whose(ent_answer *a, const ent_request *request) {
    uint32_t v = request->views ? ent_find_view(request->views, request->view) : ENT_NONE;
    const ent_view *view = v == ENT_NONE ? NULL : &request->views->views[v];
    if (view && v > 0)
        ent_answer_paragraph(a, ENT_TONE_STRONG, "In the view %s%s%s%s.", view->id,
                             view->by ? " (" : "", view->by ? view->by : "", view->by ? ")" : "");
}

void ent_answer_settings(ent_answer *a, const ent_request *request) {
    if (request->view)
        put_whose(a, request);
    for (size_t i = 0; i < request->n_sets; i++)
        ent_answer_paragraph(a, ENT_TONE_STRONG, "What if: %s.", request->sets[i]);
}

static void put_verdict(ent_answer *a, const ent_scenario *s, const ent_request *request,
                        size_t warnings) {
    if (s->title)
        ent_answer_heading(a, "%s", s->title);
    ent_answer_settings(a, request);
    if (warnings == 0)
        ent_answer_paragraph(a, ENT_TONE_GOOD, "No mistakes.");
    else
        ent_answer_paragraph(a, ENT_TONE_GOOD, "No mistakes, but %zu warning%s.", warnings,
                             warnings == 1 ? "" : "s");
}

/* What only shows when the game is compiled and the file's question set up: numbers that do not fit,
 * a red line on the fallback, a coalition that cannot be asked. */
static ent_status check_game(ent_scenario *s, const ent_request *request) {
    ent_arena *arena = ent_arena_new();
    ent_game *game;
    ent_bargain *bargain;
    ent_ask_what what = {
        .coalition = s->question.coalition, .about = s->question.about, .with = s->question.with};
    ent_status status = arena ? ent_game_compile(&game, arena, s, request->diags) : ENT_NOMEM;
    if (status == ENT_OK && s->question.given)
        status = ent_bargain_new(&bargain, arena, game, what, request->diags);
    ent_arena_free(arena);
    return status;
}

ent_status ent_answer_check(ent_answer **out, ent_scenario *s, const ent_request *request) {
    *out = NULL;
    ENT_TRY(check_game(s, request));
    if (request->views)
        ENT_TRY(ent_views_check(s->source, request->root, request->views, request->diags));
    ent_answer *a = ent_answer_new("check");
    if (!a)
        return ENT_NOMEM;
    ent_statements stated;
    if (ent_statements_list(&stated, a->arena, s) != ENT_OK)
        a->failed = true;
    size_t warnings = count_warnings(request->diags);
    put_verdict(a, s, request, warnings);
    add_count(a, "actors", "Actors", s->n_actors);
    add_count(a, "issues", "Issues", s->n_issues);
    add_count(a, "decided", "Issues that somebody decides", count_issues(s, ENT_DECIDED));
    add_count(a, "following", "Issues that follow from others", count_issues(s, ENT_FOLLOWING));
    add_count(a, "given", "Issues that are given", count_issues(s, ENT_GIVEN));
    ent_answer_add_fact(a, "states", "States", states(a, s));
    add_count(a, "rules", "Rules", s->n_rules);
    add_count(a, "ties", "Ties", s->n_ties);
    add_count(a, "agendas", "Agendas", s->n_agendas);
    add_count(a, "views", "Views besides the file's own", s->n_views);
    add_count(a, "claims", "Claims", count_claims(s, request));
    add_count(a, "sources", "Sources", s->n_sources);
    add_count(a, "statements", "Statements", stated.n);
    add_count(a, "sourced", "Statements with a source", stated.sourced);
    add_count(a, "assumptions", "Statements without a source", stated.n - stated.sourced);
    add_count(a, "warnings", "Warnings", warnings);
    if (stated.n > stated.sourced)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Statements without a source are the modeller's assumptions; "
                             "show --assumptions lists them.");
    if (a->failed) {
        ent_answer_free(a);
        return ENT_NOMEM;
    }
    *out = a;
    return ENT_OK;
}
