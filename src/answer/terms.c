/* The verb `terms`: which terms are enough, which rule a deal out, and what consent and terms cost. */
#include "ask/terms.h"
#include "answer/deal_tables.h"
#include "answer/deal_text.h"
#include "answer/deal_words.h"
#include "ask/price.h"
#include "game/state.h"

#include <string.h>

/* Minimal deals and prices take passes over all states; beyond this many they are not worked out. */
#define SCAN_STATES ((uint64_t)1 << 36)

/* What was found, besides the findings. */
typedef struct terms_found {
    const ent_findings *f;
    bool any_rest;            /* --rest any */
    const ent_terms *terms;   /* NULL: stopped before */
    ent_term_sets sufficient; /* of either kind */
    const ent_prices *prices; /* NULL: stopped before, or too many states */
    bool partial;
} terms_found;

/* ---- finding ---- */

static ent_status resolve_rest(terms_found *t, const ent_request *request) {
    bool here = t->f->game->status_quo != NULL;
    ent_span nowhere = {0};
    t->any_rest = request->rest ? strcmp(request->rest, "any") == 0 : !here;
    if (t->any_rest || here)
        return ENT_OK;
    ent_diag(request->diags, ENT_E0421, nowhere, "", "ask with --rest any",
             "the rest cannot stay at the status quo, because there is none");
    return ENT_ERROR;
}

/* With the rest at the status quo, enough is what the minimal deals change. */
static ent_status from_minimal(terms_found *t, const ent_request *request) {
    const ent_findings *f = t->f;
    const ent_plan *plan = f->bargain->plan;
    uint32_t digit[2 * ENT_MAX_ISSUES];
    ent_minimal *m = NULL;
    if (plan->n_states > SCAN_STATES)
        return ENT_OK;
    if (f->deals->deals == 0) {
        t->sufficient.complete = !f->deals->partial;
        return ENT_OK;
    }
    ent_status status =
        ent_ask_minimal(&m, f->arena, f->bargain, f->deals->fewest, request->limit, &request->run);
    if (!m || (status != ENT_OK && status != ENT_CANCELLED))
        return status;
    t->sufficient.sets = ENT_NEW(f->arena, ent_term_set, m->n + 1);
    if (!t->sufficient.sets)
        return ENT_NOMEM;
    t->sufficient.n = m->n;
    t->sufficient.complete = m->complete;
    for (size_t i = 0; i < m->n; i++) {
        ent_term_set *set = &t->sufficient.sets[i];
        ent_state_digits(digit, plan, m->rank[i]);
        *set = (ent_term_set){.size = m->changes[i]};
        for (size_t d = 0; d < ENT_TERMS_DIMS; d++)
            set->digit[d] = d < plan->n_dims && digit[d] ? (uint8_t)digit[d] : ENT_TERMS_OPEN;
    }
    return status;
}

static ent_status find_terms(terms_found *t, ent_findings *f, const ent_request *request) {
    ent_terms *terms = NULL;
    ent_prices *prices = NULL;
    t->f = f;
    ENT_TRY(resolve_rest(t, request));
    ENT_TRY(ent_findings_deals(f, request));
    if (f->bargain->plan->n_states <= SCAN_STATES && ent_bargain_order(f->bargain) == ENT_NONE)
        ENT_TRY(ent_ask_prices(&prices, f->arena, f->bargain, &request->run));
    t->prices = prices;
    ent_status status = ent_ask_terms(&terms, f->arena, f->bargain, t->any_rest, request->limit,
                                      ENT_TERMS_WORK, &request->run);
    t->terms = terms;
    ENT_TRY(status);
    if (!t->any_rest)
        return from_minimal(t, request);
    t->sufficient = terms->sufficient;
    return ENT_OK;
}

/* ---- tables ---- */

static void add_sets(ent_answer *a, const terms_found *t, const char *name,
                     const ent_term_sets *sets) {
    const ent_column columns[] = {
        {"set", NULL, ENT_CELL_INTEGER},
        {"size", NULL, ENT_CELL_INTEGER},
        {"issue", NULL, ENT_CELL_TEXT},
        {"outcome", NULL, ENT_CELL_TEXT},
    };
    const ent_plan *plan = t->f->bargain->plan;
    ent_table *table = ent_answer_add_table(a, name, NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < sets->n; i++)
        for (size_t d = 0; d < plan->n_dims || d == 0; d++) {
            const ent_term_set *set = &sets->sets[i];
            bool empty = set->size == 0;
            if (empty ? d > 0 : set->digit[d] == ENT_TERMS_OPEN)
                continue;
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_count(a, i + 1));
            ent_row_set(row, 1, ent_cell_count(a, set->size));
            if (empty)
                continue;
            const ent_issue *issue = &t->f->scenario->issues[plan->dims[d].issue];
            ent_row_set(row, 2, ent_cell_text(a, issue->id));
            ent_row_set(row, 3,
                        ent_cell_text(a, issue->outcomes[plan->dims[d].outcome[set->digit[d]]].id));
        }
}

static void add_consent(ent_answer *a, const terms_found *t) {
    const ent_column columns[] = {
        {"actor", "Whose", ENT_CELL_TEXT},
        {"acceptable", "Acceptable to the others", ENT_CELL_INTEGER},
        {"best_without", "Their best without it", ENT_CELL_NUMBER},
        {"best_with", "With it", ENT_CELL_NUMBER},
        {"price", "Price", ENT_CELL_NUMBER},
    };
    const ent_bargain *b = t->f->bargain;
    bool asked = t->prices && b->n_members > 1;
    if (asked)
        ent_answer_heading(a, "What each signature costs the others");
    ent_table *table = ent_answer_add_table(a, "consent", NULL, columns, ENT_COUNT(columns));
    for (size_t m = 0; asked && m < b->n_members; m++) {
        const ent_consent *c = &t->prices->consent[m];
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_text(a, t->f->scenario->actors[b->members[m]].id));
        ent_row_set(row, 1, ent_cell_count(a, c->acceptable));
        if (c->found_without)
            ent_row_set(row, 2, ent_cell_number(a, c->best_without));
        if (!c->found_with)
            continue;
        ent_row_set(row, 3, ent_cell_number(a, c->best_with));
        ent_row_set(row, 4, ent_cell_number(a, c->price));
    }
}

static void add_term_prices(ent_answer *a, const terms_found *t) {
    const ent_column columns[] = {
        {"issue", NULL, ENT_CELL_TEXT},  {"outcome", NULL, ENT_CELL_TEXT},
        {"actor", NULL, ENT_CELL_TEXT},  {"best_with", NULL, ENT_CELL_NUMBER},
        {"best", NULL, ENT_CELL_NUMBER}, {"price", NULL, ENT_CELL_NUMBER},
    };
    const ent_findings *f = t->f;
    const ent_bargain *b = f->bargain;
    ent_table *table = ent_answer_add_table(a, "term_price", NULL, columns, ENT_COUNT(columns));
    for (uint32_t d = 0; t->prices && d < b->plan->n_dims; d++) {
        const ent_dim *dim = &b->plan->dims[d];
        const ent_issue *issue = &f->scenario->issues[dim->issue];
        for (uint32_t i = 0; i < dim->n * b->n_members; i++) {
            size_t m = i % b->n_members;
            uint32_t actor = b->members[m];
            const ent_best *with = &t->prices->best_with[d][i], *best = &t->prices->best[m];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_text(a, issue->id));
            ent_row_set(row, 1,
                        ent_cell_text(a, issue->outcomes[dim->outcome[i / b->n_members]].id));
            ent_row_set(row, 2, ent_cell_text(a, f->scenario->actors[actor].id));
            if (best->found)
                ent_row_set(row, 4,
                            ent_cell_number(a, ent_game_number(f->game, actor, best->value)));
            if (!with->found)
                continue;
            ent_row_set(row, 3, ent_cell_number(a, ent_game_number(f->game, actor, with->value)));
            ent_row_set(
                row, 5,
                ent_cell_number(a, ent_game_number(f->game, actor, best->value - with->value)));
        }
    }
}

static void add_facts(ent_answer *a, const terms_found *t) {
    const ent_findings *f = t->f;
    const ent_term_sets *sets[] = {&t->sufficient, t->terms ? &t->terms->breakers : NULL};
    static const char *const complete[] = {"sufficient_complete", "breakers_complete"};
    static const char *const total[] = {"sufficient_total", "breakers_total"};
    ent_add_asked_facts(a, f);
    ent_answer_add_fact(a, "rest", NULL, ent_cell_text(a, t->any_rest ? "any" : "status-quo"));
    ent_add_counts(a, f);
    ent_answer_add_fact(a, "acceptable", NULL, ent_cell_count(a, f->deals->deals));
    ent_answer_add_fact(a, "states", NULL, ent_cell_count(a, f->bargain->plan->n_states));
    ent_answer_add_fact(a, "scanned", NULL, ent_cell_count(a, f->deals->scanned));
    ent_answer_add_fact(a, "central_model", NULL, ent_cell_bool(f->game->open));
    ent_answer_add_fact(a, "approximate", NULL, ent_cell_bool(f->game->approximate));
    for (size_t i = 0; i < ENT_COUNT(sets); i++) {
        bool all = sets[i] && sets[i]->complete;
        ent_answer_add_fact(a, complete[i], NULL, ent_cell_bool(all));
        ent_answer_add_fact(a, total[i], NULL,
                            all ? ent_cell_count(a, sets[i]->n) : (ent_cell){.text = ""});
    }
}

/* ---- text ---- */

/* Whether there are others. `all`: what to say when there are none. */
static void say_more(ent_answer *a, const terms_found *t, const ent_term_sets *sets, bool too_large,
                     const char *all) {
    if (too_large)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Not searched: too many states to keep account of. Put fewer issues "
                             "on the table with --about.");
    else if (sets->exhausted)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "There may be others, of %u or more terms: the search ended at its "
                             "limit of work. Put fewer issues on the table with --about.",
                             sets->searched);
    else if (t->partial)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "There may be others (stopped early).");
    else if (!sets->complete)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "There are more; --limit asks for more of them.");
    else if (sets->n)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "%s", all);
}

static void say_sets(ent_answer *a, const terms_found *t, const ent_term_sets *sets) {
    const ent_plan *plan = t->f->bargain->plan;
    for (size_t i = 0; i < sets->n; i++) {
        const ent_term_set *set = &sets->sets[i];
        ent_buffer text = {0};
        for (size_t d = 0; d < plan->n_dims && set->size; d++) {
            const ent_issue *issue = &t->f->scenario->issues[plan->dims[d].issue];
            if (set->digit[d] == ENT_TERMS_OPEN)
                continue;
            ent_buffer_printf(&text, "%s%s = %s", text.len ? ", " : "", issue->id,
                              issue->outcomes[plan->dims[d].outcome[set->digit[d]]].id);
        }
        a->failed = a->failed || text.failed;
        if (set->size)
            ent_answer_item(a, 0, "%s", text.data ? text.data : "");
        ent_buffer_free(&text);
    }
}

static bool is_empty_set(const ent_term_sets *sets) {
    return sets->n == 1 && sets->sets[0].size == 0;
}

static void say_sufficient(ent_answer *a, const terms_found *t) {
    const ent_term_sets *sets = &t->sufficient;
    ent_answer_heading(a, t->any_rest ? "Enough, whatever else is settled"
                                      : "Enough, with the rest as it is");
    if (is_empty_set(sets))
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "No terms are needed: all sign in any case.");
    else if (!sets->n && sets->complete)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "No terms make a deal certain.");
    say_sets(a, t, sets);
    bool too_large =
        t->any_rest ? t->terms->too_large : t->f->bargain->plan->n_states > SCAN_STATES;
    if (!is_empty_set(sets))
        say_more(a, t, sets, too_large,
                 t->any_rest ? "There are no others: terms that make a deal certain contain one "
                               "of these."
                             : "There are no others: every deal contains one of these.");
}

static void say_breakers(ent_answer *a, const terms_found *t) {
    const ent_term_sets *sets = &t->terms->breakers;
    ent_answer_heading(a, "What rules a deal out");
    if (is_empty_set(sets))
        ent_answer_paragraph(a, ENT_TONE_PLAIN,
                             "There is no deal on any terms; entente deals FILE says why.");
    else if (!sets->n && sets->complete)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "Nothing: all terms that can be are in some deal.");
    say_sets(a, t, sets);
    if (!is_empty_set(sets))
        say_more(a, t, sets, t->terms->too_large,
                 "There are no others: terms that no deal has contain one of these.");
}

static void say_consent_notes(ent_answer *a, const terms_found *t) {
    const ent_bargain *b = t->f->bargain;
    bool fits = true, found = true;
    for (size_t m = 0; t->prices && m < b->n_members && b->n_members > 1; m++) {
        fits = fits && t->prices->consent[m].fits;
        found = found && t->prices->consent[m].found_with;
    }
    if (!t->prices || b->n_members < 2)
        return;
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "The others' utilities are added up, each in its own unit: their sum in "
                         "the package best for them together that they would all sign, without and "
                         "with this signature.");
    if (!fits)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Left blank where the numbers have too many digits to be added up "
                             "exactly.");
    else if (!found)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "Where nothing is acceptable to all, there is no price.");
}

/* Prices are amounts, which an order of states does not give. */
static void say_no_prices(ent_answer *a, const terms_found *t) {
    uint32_t order = ent_bargain_order(t->f->bargain);
    if (order != ENT_NONE)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "What signatures and terms cost is not worked out: of %s only the "
                             "order of states is known, and no amounts.",
                             t->f->scenario->actors[order].id);
}

/* What insisting on a term costs members, as far as it costs any. */
static void say_term_prices(ent_answer *a, const terms_found *t) {
    const ent_findings *f = t->f;
    const ent_bargain *b = f->bargain;
    bool said = false;
    for (uint32_t d = 0; t->prices && d < b->plan->n_dims; d++) {
        const ent_dim *dim = &b->plan->dims[d];
        const ent_issue *issue = &f->scenario->issues[dim->issue];
        for (uint32_t k = 0; k < dim->n; k++) {
            ent_buffer text = {0};
            for (size_t m = 0; m < b->n_members; m++) {
                const ent_best *with = &t->prices->best_with[d][k * b->n_members + m];
                ent_i128 price = t->prices->best[m].value - with->value;
                if (!with->found || price == 0)
                    continue;
                ent_buffer_printf(
                    &text, "%s%s %s", text.len ? ", " : "", f->scenario->actors[b->members[m]].id,
                    ent_answer_number_text(a, ent_game_number(f->game, b->members[m], price)));
            }
            if (text.len && !said)
                ent_answer_heading(a, "What insisting on a term costs, against the best deal");
            if (text.len)
                ent_answer_item(a, 0, "%s = %s: %s", issue->id, issue->outcomes[dim->outcome[k]].id,
                                text.data);
            said = said || text.len;
            a->failed = a->failed || text.failed;
            ent_buffer_free(&text);
        }
    }
    if (said)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The other terms that deals can have cost nobody "
                             "its best deal.");
}

static void build(ent_answer *a, const terms_found *t, const ent_request *request) {
    const ent_findings *f = t->f;
    const ent_term_sets none = {0};
    ent_say_title(a, f, "Terms of");
    ent_say_model(a, f, request);
    ent_say_partial(a, f);
    add_facts(a, t);
    if (t->terms) {
        say_sufficient(a, t);
        say_breakers(a, t);
    }
    add_sets(a, t, "sufficient", &t->sufficient);
    add_sets(a, t, "breakers", t->terms ? &t->terms->breakers : &none);
    add_consent(a, t);
    say_consent_notes(a, t);
    say_term_prices(a, t);
    say_no_prices(a, t);
    add_term_prices(a, t);
    ent_add_replies(a, f);
}

ent_status ent_answer_terms(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_findings *f = NULL;
    terms_found found = {0};
    *out = NULL;
    ENT_TRY(ent_findings_asked(&f, scenario, request));
    ent_status status = find_terms(&found, f, request);
    found.partial = status == ENT_CANCELLED;
    ent_answer *a = NULL;
    if (status == ENT_OK || (found.partial && f->deals)) {
        a = ent_answer_new("terms");
        if (a) {
            a->partial = found.partial;
            build(a, &found, request);
        }
        if (!a || a->failed) {
            ent_answer_free(a);
            a = NULL;
            status = ENT_NOMEM;
        }
    }
    ent_findings_free(f);
    *out = a;
    return status;
}
