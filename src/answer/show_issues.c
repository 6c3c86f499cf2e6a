/* show: the issues, who can change them, what follows from what, and the rules. */
#include "answer/show.h"

static const char *kind_name(ent_issue_kind kind) {
    return kind == ENT_DECIDED ? "decided" : kind == ENT_FOLLOWING ? "following" : "given";
}

/* "none < escorts < full" on a scale, "red, green" without one. */
static ent_cell outcomes_words(ent_show *show, const ent_issue *issue) {
    for (uint32_t i = 0; i < issue->n_outcomes; i++)
        ent_buffer_printf(&show->words, "%s%s",
                          i == 0           ? ""
                          : issue->ordered ? " < "
                                           : ", ",
                          issue->outcomes[i].id);
    return ent_show_words(show);
}

static const char *outcome_id(const ent_issue *issue, uint32_t outcome) {
    return outcome == ENT_NONE ? NULL : issue->outcomes[outcome].id;
}

static void put_issues(ent_show *show) {
    static const ent_column columns[] = {
        {"issue", "Issue", ENT_CELL_TEXT},       {"name", NULL, ENT_CELL_TEXT},
        {"kind", "Kind", ENT_CELL_TEXT},         {"ordered", NULL, ENT_CELL_BOOL},
        {"outcomes", "Outcomes", ENT_CELL_TEXT}, {"status_quo", "Now", ENT_CELL_TEXT},
        {"from", NULL, ENT_CELL_TEXT},
    };
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "issues", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < show->scenario->n_issues; i++) {
        const ent_issue *issue = &show->scenario->issues[i];
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_text(show, issue->id));
        ent_row_set(row, 1, ent_show_text(show, issue->name));
        ent_row_set(row, 2, ent_show_text(show, kind_name(issue->kind)));
        ent_row_set(row, 3, ent_cell_bool(issue->ordered));
        ent_row_set(row, 4, outcomes_words(show, issue));
        ent_row_set(row, 5, ent_show_text(show, outcome_id(issue, issue->status_quo)));
        ent_row_set(row, 6, ent_show_text(show, issue->said.from));
    }
}

static void put_outcomes(ent_show *show) {
    static const ent_column columns[] = {
        {"issue", NULL, ENT_CELL_TEXT},
        {"outcome", NULL, ENT_CELL_TEXT},
        {"name", NULL, ENT_CELL_TEXT},
        {"position_low", NULL, ENT_CELL_NUMBER},
        {"position_high", NULL, ENT_CELL_NUMBER},
    };
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "outcomes", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < show->scenario->n_issues; i++) {
        const ent_issue *issue = &show->scenario->issues[i];
        for (uint32_t o = 0; o < issue->n_outcomes; o++) {
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, issue->id));
            ent_row_set(row, 1, ent_show_text(show, issue->outcomes[o].id));
            ent_row_set(row, 2, ent_show_text(show, issue->outcomes[o].name));
            if (issue->ordered) {
                ent_row_set(row, 3, ent_cell_number(a, issue->outcomes[o].position.lo));
                ent_row_set(row, 4, ent_cell_number(a, issue->outcomes[o].position.hi));
            }
        }
    }
}

/* "any change", "to full", "from none", "none -> full" */
static ent_cell change_words(ent_show *show, const ent_issue *issue, const ent_control_line *line) {
    const char *from = outcome_id(issue, line->from), *to = outcome_id(issue, line->to);
    if (from && to)
        ent_buffer_printf(&show->words, "%s -> %s", from, to);
    else if (from || to)
        ent_buffer_printf(&show->words, "%s %s", from ? "from" : "to", from ? from : to);
    else
        ent_buffer_put(&show->words, "any change");
    return ent_show_words(show);
}

static void put_control(ent_show *show) {
    static const ent_column columns[] = {
        {"issue", "Issue", ENT_CELL_TEXT},       {"change", "Change", ENT_CELL_TEXT},
        {"from_outcome", NULL, ENT_CELL_TEXT},   {"to_outcome", NULL, ENT_CELL_TEXT},
        {"by", "Who must agree", ENT_CELL_TEXT}, {"from", "Source", ENT_CELL_TEXT},
    };
    ent_answer *a = show->answer;
    ent_table *table =
        ent_answer_add_table(a, "control", "Who can change it", columns, ENT_COUNT(columns));
    for (size_t i = 0; i < show->scenario->n_issues; i++) {
        const ent_issue *issue = &show->scenario->issues[i];
        for (size_t l = 0; l < issue->n_control; l++) {
            const ent_control_line *line = &issue->control[l];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, issue->id));
            ent_row_set(row, 1, change_words(show, issue, line));
            ent_row_set(row, 2, ent_show_text(show, outcome_id(issue, line->from)));
            ent_row_set(row, 3, ent_show_text(show, outcome_id(issue, line->to)));
            ent_row_set(row, 4, ent_show_control(show, line->rule));
            ent_row_set(row, 5, ent_show_text(show, line->said.from));
        }
    }
}

static ent_cell moves_words(ent_show *show, const ent_issue *issue) {
    const char *separator = "";
    for (uint32_t from = 0; from < issue->n_outcomes; from++)
        for (uint32_t to = 0; to < issue->n_outcomes; to++)
            if (from != to && (issue->moves[from] >> to & 1)) {
                ent_buffer_printf(&show->words, "%s%s -> %s", separator, issue->outcomes[from].id,
                                  issue->outcomes[to].id);
                separator = ", ";
            }
    return ent_show_words(show);
}

static void put_moves(ent_show *show) {
    static const ent_column columns[] = {
        {"issue", "Issue", ENT_CELL_TEXT},
        {"moves", "Only these steps exist", ENT_CELL_TEXT},
    };
    ent_table *table =
        ent_answer_add_table(show->answer, "moves", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < show->scenario->n_issues; i++) {
        const ent_issue *issue = &show->scenario->issues[i];
        if (issue->kind != ENT_DECIDED || !issue->moves)
            continue;
        ent_cell *row = ent_table_row(show->answer, table);
        ent_row_set(row, 0, ent_show_text(show, issue->id));
        ent_row_set(row, 1, moves_words(show, issue));
    }
}

static void put_follows(ent_show *show) {
    static const ent_column columns[] = {
        {"issue", "Issue", ENT_CELL_TEXT},
        {"outcome", "Is", ENT_CELL_TEXT},
        {"when", "When", ENT_CELL_TEXT},
        {"from", "Source", ENT_CELL_TEXT},
    };
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(
        a, "follows", "What follows (the first line that holds)", columns, ENT_COUNT(columns));
    for (size_t i = 0; i < show->scenario->n_issues; i++) {
        const ent_issue *issue = &show->scenario->issues[i];
        for (size_t l = 0; l < issue->n_follows; l++) {
            const ent_follow_line *line = &issue->follows[l];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_show_text(show, issue->id));
            ent_row_set(row, 1, ent_show_text(show, outcome_id(issue, line->outcome)));
            ent_row_set(row, 2,
                        line->when ? ent_show_expr(show, line->when)
                                   : ent_show_text(show, "otherwise"));
            ent_row_set(row, 3, ent_show_text(show, line->said.from));
        }
    }
}

static void put_rules(ent_show *show) {
    static const ent_column columns[] = {
        {"rule", "Always holds", ENT_CELL_TEXT},
        {"name", "Name", ENT_CELL_TEXT},
        {"from", "Source", ENT_CELL_TEXT},
    };
    ent_answer *a = show->answer;
    ent_table *table = ent_answer_add_table(a, "rules", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < show->scenario->n_rules; i++) {
        const ent_rule *rule = &show->scenario->rules[i];
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_show_expr(show, rule->expr));
        ent_row_set(row, 1, ent_show_text(show, rule->said.name));
        ent_row_set(row, 2, ent_show_text(show, rule->said.from));
    }
}

static void put_agendas(ent_show *show) {
    static const ent_column columns[] = {
        {"agenda", "Agenda", ENT_CELL_TEXT},
        {"issues", "Issues", ENT_CELL_TEXT},
        {"from", "Source", ENT_CELL_TEXT},
    };
    const ent_scenario *s = show->scenario;
    ent_table *table =
        ent_answer_add_table(show->answer, "agendas", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < s->n_agendas; i++) {
        ent_cell *row = ent_table_row(show->answer, table);
        const char *separator = "";
        ent_row_set(row, 0, ent_show_text(show, s->agendas[i].id));
        for (size_t k = 0; k < s->n_issues; k++)
            if (s->agendas[i].issues[k / 64] >> (k % 64) & 1) {
                ent_buffer_printf(&show->words, "%s%s", separator, s->issues[k].id);
                separator = ", ";
            }
        ent_row_set(row, 1, ent_show_words(show));
        ent_row_set(row, 2, ent_show_text(show, s->agendas[i].said.from));
    }
}

void ent_show_issues(ent_show *show) {
    ent_answer_heading(show->answer, "What is at issue");
    put_issues(show);
    put_outcomes(show);
    put_control(show);
    put_moves(show);
    put_follows(show);
    put_rules(show);
    put_agendas(show);
}
