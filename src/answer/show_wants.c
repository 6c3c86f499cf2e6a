/* show: what each actor wants, how much it weighs, what it never signs, and what it expects of no
 * deal.
 */
#include <string.h>

#include "answer/show.h"

static const char *form_name(ent_want_form form) {
    return form == ENT_WANT_IDEAL ? "ideal" : form == ENT_WANT_ORDER ? "order" : "values";
}

/* Three cells from `column` on: words, low, high. */
static void set_salience(ent_show *show, ent_cell *row, size_t column, bool given,
                         ent_range salience) {
    if (!given)
        return;
    ent_row_set(row, column, ent_show_range(show, salience));
    ent_row_set(row, column + 1, ent_cell_number(show->answer, salience.lo));
    ent_row_set(row, column + 2, ent_cell_number(show->answer, salience.hi));
}

static void put_wants(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},
        {"issue", "Issue", ENT_CELL_TEXT},
        {"form", NULL, ENT_CELL_TEXT},
        {"wants", "Wants", ENT_CELL_TEXT},
        {"salience", "Salience", ENT_CELL_TEXT},
        {"salience_low", NULL, ENT_CELL_NUMBER},
        {"salience_high", NULL, ENT_CELL_NUMBER},
        {"from", "Source", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "wants", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++)
        for (size_t w = 0; w < s->preferences[i].n_wants; w++) {
            const ent_want *want = &s->preferences[i].wants[w];
            const ent_issue *issue = &s->issues[want->issue];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
            ent_row_set(row, 1, ent_show_text(show, issue->id));
            ent_row_set(row, 2, ent_show_text(show, form_name(want->form)));
            ent_row_set(row, 3, ent_show_want(show, issue, want));
            set_salience(show, row, 4, want->salience_given, want->salience);
            ent_row_set(row, 7, ent_show_text(show, want->said.from));
        }
}

static void put_conditions(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},       {"condition", "Cares whether", ENT_CELL_TEXT},
        {"name", "Name", ENT_CELL_TEXT},         {"salience", "Salience", ENT_CELL_TEXT},
        {"salience_low", NULL, ENT_CELL_NUMBER}, {"salience_high", NULL, ENT_CELL_NUMBER},
        {"from", "Source", ENT_CELL_TEXT},       {"worth", "Worth", ENT_CELL_NUMBER},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "conditions", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++)
        for (size_t c = 0; c < s->preferences[i].n_conditions; c++) {
            const ent_condition *condition = &s->preferences[i].conditions[c];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
            ent_row_set(row, 1, ent_show_expr(show, condition->holds));
            ent_row_set(row, 2, ent_show_text(show, condition->said.name));
            set_salience(show, row, 3, condition->salience_given, condition->salience);
            ent_row_set(row, 6, ent_show_text(show, condition->said.from));
            if (condition->has_worth)
                ent_row_set(row, 7, ent_cell_number(a, condition->worth));
        }
}

/* Comparisons that stand in one statement make one row. */
static void put_orders(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},
        {"order", "What weighs more", ENT_CELL_TEXT},
        {"from", "Source", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "salience", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++) {
        const ent_preference *p = &s->preferences[i];
        const ent_show_saliences of = {s, p};
        for (size_t first = 0, end; first < p->n_salience; first = end) {
            const ent_statement *said = &p->salience[first].said;
            for (end = first + 1; end < p->n_salience; end++)
                if (strcmp(p->salience[end].said.path, said->path) != 0)
                    break;
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
            ent_row_set(row, 1,
                        ent_show_order(show, p->salience + first, end - first,
                                       ent_show_salience_name, &of));
            ent_row_set(row, 2, ent_show_text(show, said->from));
        }
    }
}

static void put_red_lines(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},
        {"never", "Never signs", ENT_CELL_TEXT},
        {"name", "Name", ENT_CELL_TEXT},
        {"from", "Source", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "red_lines", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++)
        for (size_t r = 0; r < s->preferences[i].n_red_lines; r++) {
            const ent_red_line *line = &s->preferences[i].red_lines[r];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
            ent_row_set(row, 1, ent_show_expr(show, line->never));
            ent_row_set(row, 2, ent_show_text(show, line->said.name));
            ent_row_set(row, 3, ent_show_text(show, line->said.from));
        }
}

static void put_worth(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},
        {"issue", "Issue", ENT_CELL_TEXT},
        {"outcome", "Outcome", ENT_CELL_TEXT},
        {"worth", "Worth", ENT_CELL_NUMBER},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "worth", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++)
        for (size_t w = 0; w < s->preferences[i].n_worth; w++) {
            const ent_worth *worth = &s->preferences[i].worth[w];
            const ent_issue *issue = &s->issues[worth->issue];
            for (uint32_t o = 0; o < issue->n_outcomes; o++) {
                ent_cell *row = ent_table_row(a, table);
                ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
                ent_row_set(row, 1, ent_show_text(show, issue->id));
                ent_row_set(row, 2, ent_show_text(show, issue->outcomes[o].id));
                ent_row_set(row, 3, ent_cell_number(a, worth->values[o]));
            }
        }
}

static void put_reservations(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT}, {"reservation", "Signs nothing below", ENT_CELL_TEXT},
        {"low", NULL, ENT_CELL_NUMBER},    {"high", NULL, ENT_CELL_NUMBER},
        {"from", "Source", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "reservations", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_actors; i++) {
        const ent_preference *p = &s->preferences[i];
        if (!p->has_reservation)
            continue;
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_text(show, s->actors[i].id));
        ent_row_set(row, 1, ent_show_range(show, p->reservation));
        ent_row_set(row, 2, ent_cell_number(a, p->reservation.lo));
        ent_row_set(row, 3, ent_cell_number(a, p->reservation.hi));
        ent_row_set(row, 4, ent_show_text(show, p->reservation_said.from));
    }
}

static void put_assignments(ent_show *show, ent_table *table, const char *actor,
                            const ent_assignment *fallback, size_t n) {
    const ent_scenario *s = show->scenario;
    for (size_t i = 0; i < n; i++) {
        const ent_issue *issue = &s->issues[fallback[i].issue];
        ent_cell *row = ent_table_row(show->answer, table);
        ent_row_set(row, 0, ent_show_text(show, actor));
        ent_row_set(row, 1, ent_show_text(show, issue->id));
        ent_row_set(row, 2, ent_show_text(show, issue->outcomes[fallback[i].outcome].id));
        ent_row_set(row, 3, ent_show_text(show, fallback[i].said.from));
    }
}

/* What no deal means where it is not the status quo. */
static void put_fallback(ent_show *show) {
    static const ent_column columns[] = {
        {"actor", "Expected by", ENT_CELL_TEXT},
        {"issue", "Without a deal", ENT_CELL_TEXT},
        {"outcome", "Is", ENT_CELL_TEXT},
        {"from", "Source", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_table *table =
        ent_answer_add_table(show->answer, "fallback", NULL, columns, ENT_COUNT(columns));
    put_assignments(show, table, "all", s->fallback, s->n_fallback);
    for (size_t i = 0; i < s->n_actors; i++)
        put_assignments(show, table, s->actors[i].id, s->preferences[i].fallback,
                        s->preferences[i].n_fallback);
}

void ent_show_wants(ent_show *show) {
    ent_answer_heading(show->answer, "What they want");
    put_wants(show);
    put_conditions(show);
    put_orders(show);
    put_worth(show);
    ent_show_forms(show);
    put_red_lines(show);
    put_reservations(show);
    put_fallback(show);
}
