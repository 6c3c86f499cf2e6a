/* Facts and tables about deals. See deal_tables.h; the columns are documented in docs/answers.md. */
#include "answer/deal_tables.h"

#include "answer/deal_words.h"
#include "game/state.h"

/* What a buffer holds, as a cell; empties it. */
static ent_cell words(ent_answer *a, ent_buffer *buffer) {
    if (buffer->failed)
        a->failed = true;
    ent_cell cell = ent_cell_text(a, buffer->data ? buffer->data : "");
    ent_buffer_free(buffer);
    *buffer = (ent_buffer){0};
    return cell;
}

/* The tables below are written with labels; without, they are data only. */
static ent_table *add_table(ent_answer *a, const char *name, ent_column *columns, size_t n,
                            bool shown) {
    for (size_t c = 0; c < n && !shown; c++)
        columns[c].label = NULL;
    return ent_answer_add_table(a, name, NULL, columns, n);
}

void ent_add_asked_facts(ent_answer *a, const ent_findings *f) {
    ent_buffer text = {0};
    ent_word_coalition(&text, f->scenario, f->bargain->what.coalition);
    ent_answer_add_fact(a, "coalition", NULL, words(a, &text));
    ent_answer_add_fact(a, "about", NULL, ent_cell_text(a, f->about_text));
    ent_answer_add_fact(a, "with", NULL, ent_cell_text(a, f->with_text));
    ent_answer_add_fact(a, "ranks", NULL, ent_cell_bool(ent_bargain_order(f->bargain) != ENT_NONE));
}

void ent_add_counts(ent_answer *a, const ent_findings *f) {
    const ent_deals *d = f->deals;
    ent_buffer with = {0};
    ent_answer_add_fact(a, "packages", "Packages within their reach",
                        ent_cell_count(a, d->packages));
    ent_answer_add_fact(a, "deals_any",
                        f->bargain->what.efficient ? "Efficient deals"
                                                   : "Deals that all would sign",
                        ent_cell_count(a, d->deals_any));
    if (f->with_text)
        ent_buffer_printf(&with, "Those with %s", f->with_text);
    a->failed = a->failed || with.failed;
    ent_answer_add_fact(a, "deals", with.data, ent_cell_count(a, d->deals));
    ent_buffer_free(&with);
}

void ent_add_deal_facts(ent_answer *a, const ent_findings *f) {
    const ent_deals *d = f->deals;
    ent_add_asked_facts(a, f);
    ent_add_counts(a, f);
    bool known = d->deals > 0 || !d->partial; /* a stopped scan proves no absence */
    ent_answer_add_fact(a, "exists", NULL,
                        known ? ent_cell_bool(d->deals > 0) : (ent_cell){.text = ""});
    ent_answer_add_fact(a, "states", NULL, ent_cell_count(a, f->bargain->plan->n_states));
    ent_answer_add_fact(a, "scanned", NULL, ent_cell_count(a, d->scanned));
    ent_answer_add_fact(a, "engine", NULL,
                        ent_cell_text(a, d->engine == ENT_ENGINE_PARTS ? "parts" : "scan"));
    ent_answer_add_fact(a, "central_model", NULL, ent_cell_bool(f->game->open));
    ent_answer_add_fact(a, "approximate", NULL, ent_cell_bool(f->game->approximate));
    bool none = d->deals == 0 && !d->partial;
    bool complete = none || (f->minimal && f->minimal->complete);
    ent_answer_add_fact(a, "minimal_complete", NULL, ent_cell_bool(complete));
    ent_answer_add_fact(a, "minimal_total", NULL,
                        complete ? ent_cell_count(a, none ? 0 : f->minimal->n)
                                 : (ent_cell){.text = ""});
}

void ent_add_members(ent_answer *a, const ent_findings *f, bool shown) {
    ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},         {"basis", NULL, ENT_CELL_TEXT},
        {"threshold", "No deal", ENT_CELL_NUMBER}, {"best", "Best", ENT_CELL_NUMBER},
        {"best_ties", NULL, ENT_CELL_INTEGER},     {"best_package", "Best deal", ENT_CELL_TEXT},
    };
    ent_table *t = add_table(a, "members", columns, ENT_COUNT(columns), shown);
    for (size_t m = 0; m < f->bargain->n_members; m++) {
        uint32_t actor = f->bargain->members[m];
        const ent_aim *aim = &f->game->aims[actor];
        const ent_pick *best = &f->deals->best[m];
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_text(a, f->scenario->actors[actor].id));
        ent_row_set(row, 1, ent_cell_text(a, aim->by_reservation ? "reservation" : "fallback"));
        ent_row_set(row, 2, ent_cell_number(a, aim->threshold_exact));
        if (!best->found)
            continue;
        ent_buffer text = {0};
        ent_word_package(&text, f->bargain->plan, best->rank);
        ent_row_set(row, 3, ent_cell_number(a, ent_game_number(f->game, actor, best->value)));
        ent_row_set(row, 4, ent_cell_count(a, best->ties));
        ent_row_set(row, 5, words(a, &text));
    }
}

const char *ent_term_status(const ent_findings *f, uint64_t deals) {
    if (f->deals->deals == 0 || f->deals->partial)
        return "";
    return deals == f->deals->deals ? "necessary" : deals == 0 ? "breaker" : "";
}

static void term_row(ent_answer *a, ent_table *t, const ent_findings *f, uint32_t issue,
                     uint32_t outcome, const char *role, uint64_t deals) {
    const ent_issue *i = &f->scenario->issues[issue];
    ent_cell *row = ent_table_row(a, t);
    ent_row_set(row, 0, ent_cell_text(a, i->id));
    ent_row_set(row, 1, ent_cell_text(a, i->outcomes[outcome].id));
    ent_row_set(row, 2, ent_cell_text(a, role));
    ent_row_set(row, 3, ent_cell_count(a, deals));
    ent_row_set(row, 4, ent_cell_text(a, ent_term_status(f, deals)));
}

void ent_add_terms(ent_answer *a, const ent_findings *f, bool shown) {
    ent_column columns[] = {
        {"issue", "Issue", ENT_CELL_TEXT},   {"outcome", "Outcome", ENT_CELL_TEXT},
        {"role", NULL, ENT_CELL_TEXT},       {"deals", "Deals", ENT_CELL_INTEGER},
        {"status", "Status", ENT_CELL_TEXT},
    };
    ent_table *t = add_table(a, "terms", columns, ENT_COUNT(columns), shown);
    const ent_plan *plan = f->bargain->plan;
    for (uint32_t k = 0; k < f->scenario->n_issues; k++) {
        const ent_issue *issue = &f->scenario->issues[k];
        uint32_t dim = plan->dim_of[k];
        for (uint32_t o = 0; o < issue->n_outcomes; o++) {
            for (uint32_t d = 0; dim != ENT_NONE && d < plan->dims[dim].n; d++)
                if (plan->dims[dim].outcome[d] == o)
                    term_row(a, t, f, k, o, "term", f->deals->with_digit[dim][d]);
            if (f->deals->with_outcome[k])
                term_row(a, t, f, k, o, "consequence", f->deals->with_outcome[k][o]);
        }
    }
}

void ent_add_minimal(ent_answer *a, const ent_findings *f) {
    const ent_column columns[] = {
        {"deal", NULL, ENT_CELL_INTEGER},
        {"changes", NULL, ENT_CELL_INTEGER},
        {"package", NULL, ENT_CELL_TEXT},
    };
    ent_table *t = ent_answer_add_table(a, "minimal", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; f->minimal && i < f->minimal->n; i++) {
        ent_buffer text = {0};
        ent_cell *row = ent_table_row(a, t);
        ent_word_package(&text, f->bargain->plan, f->minimal->rank[i]);
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        ent_row_set(row, 1, ent_cell_count(a, f->minimal->changes[i]));
        ent_row_set(row, 2, words(a, &text));
    }
}

void ent_add_minimal_prices(ent_answer *a, const ent_findings *f) {
    const ent_column columns[] = {
        {"deal", NULL, ENT_CELL_INTEGER},
        {"actor", NULL, ENT_CELL_TEXT},
        {"utility", NULL, ENT_CELL_NUMBER},
        {"gain", NULL, ENT_CELL_NUMBER},
    };
    ent_table *t = ent_answer_add_table(a, "minimal_prices", NULL, columns, ENT_COUNT(columns));
    uint8_t state[ENT_MAX_ISSUES];
    for (size_t i = 0; f->minimal && i < f->minimal->n; i++) {
        ent_state_outcomes(state, f->bargain->plan, f->minimal->rank[i]);
        for (size_t m = 0; m < f->bargain->n_members; m++) {
            uint32_t actor = f->bargain->members[m];
            ent_number u = ent_game_number(f->game, actor, ent_game_utility(f->game, actor, state));
            ent_number gain = ENT_ZERO;
            ent_cell *row = ent_table_row(a, t);
            ent_row_set(row, 0, ent_cell_count(a, i + 1));
            ent_row_set(row, 1, ent_cell_text(a, f->scenario->actors[actor].id));
            ent_row_set(row, 2, ent_cell_number(a, u));
            if (ent_number_sub(&gain, u, f->game->aims[actor].threshold_exact))
                ent_row_set(row, 3, ent_cell_number(a, gain));
        }
    }
}

/* The outcome's id, or "yes" and "no" for a condition. */
static const char *value_of(const ent_findings *f, const ent_why_term *t, uint32_t value) {
    if (value == ENT_NONE)
        return "";
    if (t->term->condition)
        return value ? "yes" : "no";
    return f->scenario->issues[t->term->issue].outcomes[value].id;
}

void ent_add_why(ent_answer *a, const ent_findings *f, bool shown) {
    ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},    {"on", "On", ENT_CELL_TEXT},
        {"before", "No deal", ENT_CELL_TEXT}, {"after", "Deal", ENT_CELL_TEXT},
        {"gain", "Gain", ENT_CELL_NUMBER},
    };
    ent_table *t = add_table(a, "why", columns, ENT_COUNT(columns), shown);
    for (size_t i = 0; f->why && i < f->why->n_terms; i++) {
        const ent_why_term *w = &f->why->terms[i];
        ent_buffer on = {0};
        if (w->term->condition)
            ent_expr_print(&on, f->scenario, w->term->condition);
        else
            ent_buffer_put(&on, f->scenario->issues[w->term->issue].id);
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_text(a, f->scenario->actors[w->actor].id));
        ent_row_set(row, 1, words(a, &on));
        ent_row_set(row, 2, ent_cell_text(a, value_of(f, w, w->before)));
        ent_row_set(row, 3, ent_cell_text(a, value_of(f, w, w->after)));
        ent_row_set(row, 4, ent_cell_number(a, ent_game_number(f->game, w->actor, w->gain)));
    }
}

/* One row per element of each set. */
static void element_rows(ent_answer *a, ent_table *t, const ent_findings *f, size_t number,
                         const ent_elements *set,
                         void (*word)(ent_buffer *, const ent_findings *, ent_element),
                         const char *package) {
    for (size_t e = 0; e < f->conflicts->n_elements; e++) {
        if (!ent_elements_has(set, e))
            continue;
        ent_element element = f->conflicts->elements[e];
        const ent_statement *said = ent_element_said(f, element);
        ent_buffer text = {0};
        ent_cell *row = ent_table_row(a, t);
        word(&text, f, element);
        ent_row_set(row, 0, ent_cell_count(a, number));
        ent_row_set(row, 1, ent_cell_text(a, ent_element_kind_text(element.kind)));
        ent_row_set(row, 2, ent_cell_text(a, ent_element_subject(f, element)));
        ent_row_set(row, 3, ent_cell_text(a, said ? said->path : ""));
        ent_row_set(row, 4, words(a, &text));
        if (package)
            ent_row_set(row, 5, ent_cell_text(a, package));
    }
}

void ent_add_conflicts(ent_answer *a, const ent_findings *f, size_t limit) {
    const ent_column columns[] = {
        {"conflict", NULL, ENT_CELL_INTEGER}, {"kind", NULL, ENT_CELL_TEXT},
        {"subject", NULL, ENT_CELL_TEXT},     {"path", NULL, ENT_CELL_TEXT},
        {"text", NULL, ENT_CELL_TEXT},
    };
    ent_table *t = ent_answer_add_table(a, "conflicts", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; f->conflicts && i < f->conflicts->n_conflicts && i < limit; i++)
        element_rows(a, t, f, i + 1, &f->conflicts->conflicts[i], ent_word_element, NULL);
}

void ent_add_repairs(ent_answer *a, const ent_findings *f, size_t limit) {
    const ent_column columns[] = {
        {"repair", NULL, ENT_CELL_INTEGER}, {"kind", NULL, ENT_CELL_TEXT},
        {"subject", NULL, ENT_CELL_TEXT},   {"path", NULL, ENT_CELL_TEXT},
        {"text", NULL, ENT_CELL_TEXT},      {"package", NULL, ENT_CELL_TEXT},
    };
    ent_table *t = ent_answer_add_table(a, "repairs", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; f->conflicts && i < f->conflicts->n_repairs && i < limit; i++) {
        ent_buffer package = {0};
        ent_word_package(&package, f->conflicts->relaxed->plan, f->conflicts->witness[i]);
        a->failed = a->failed || package.failed;
        element_rows(a, t, f, i + 1, &f->conflicts->repairs[i], ent_word_repair,
                     package.data ? package.data : "");
        ent_buffer_free(&package);
    }
}

void ent_add_replies(ent_answer *a, const ent_findings *f) {
    const ent_column columns[] = {
        {"issue", NULL, ENT_CELL_TEXT},
        {"outcome", NULL, ENT_CELL_TEXT},
        {"before", NULL, ENT_CELL_TEXT},
        {"actor", NULL, ENT_CELL_TEXT},
    };
    ent_table *t = ent_answer_add_table(a, "replies", NULL, columns, ENT_COUNT(columns));
    const ent_scenario *s = f->scenario;
    for (size_t k = 0; f->replies && k < s->n_issues; k++) {
        const ent_issue *issue = &s->issues[k];
        uint32_t outcome = f->replies->state[k], before = f->game->status_quo[k];
        if (outcome == before)
            continue;
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_text(a, issue->id));
        ent_row_set(row, 1, ent_cell_text(a, issue->outcomes[outcome].id));
        ent_row_set(row, 2, ent_cell_text(a, issue->outcomes[before].id));
        if (issue->kind == ENT_DECIDED)
            ent_row_set(row, 3, ent_cell_text(a, s->actors[f->replies->mover[k]].id));
    }
}
