/* Why actors stay in a state or leave it: the answer to --why, and what could be done from the start.
 * See moving.h. */
#include "answer/moving.h"

/* ---- one improvement and its answer ---- */

/* "; east answers with strait: east → shared, and east is then where ..." */
static void put_answer(ent_buffer *out, const ent_moving *m, const ent_reason *r,
                       const ent_answered *item) {
    const char *actor = m->scenario->actors[r->actor].id;
    const int32_t *rank = m->graph->rank[r->actor];
    if (item->together) {
        for (uint32_t i = 0; i < item->together->n; i++) {
            ent_buffer_put(out, i ? " and " : "at the same time ");
            ent_word_unit(out, m, item->together->unit[i]);
            ent_buffer_put(out, " ");
            ent_word_change(out, m, r->state, item->together->to[i]);
        }
        if (item->end == ENT_NONE) {
            ent_buffer_put(out, ": no state, which deters");
            return;
        }
        ent_buffer_put(out, "; together ");
    } else {
        ent_word_steps(out, m, item->to, item->steps, item->n_steps);
        ent_buffer_put(out, "; then ");
    }
    ent_buffer_printf(out, "%s is %s", actor,
                      rank[item->end] < rank[r->state] ? "worse off than now"
                                                       : "no better off than now");
    if (r->concept != ENT_CONCEPT_SMR && r->concept != ENT_CONCEPT_SSEQ)
        return;
    ent_buffer_put(out, item->reply == item->end ? ", and has no better move"
                                                 : ", also after its best reply ");
    if (item->reply != item->end)
        ent_word_change(out, m, item->end, item->reply);
}

static void say_item(const ent_moving *m, const ent_reason *r, const ent_answered *item) {
    ent_buffer change = {0}, answer = {0};
    ent_word_change(&change, m, r->state, item->to);
    const char *changed = ent_moving_text(m, &change);
    if (r->concept == ENT_CONCEPT_R) {
        ent_answer_item(m->answer, 4, "%s", changed);
        return;
    }
    if (!item->answered) {
        ent_answer_item(m->answer, 4, "%s: nothing that the others %s undoes the gain", changed,
                        r->concept == ENT_CONCEPT_SIM ? "gain by at the same time"
                        : r->concept == ENT_CONCEPT_GMR || r->concept == ENT_CONCEPT_SMR
                            ? "can do"
                            : "would gladly do");
        return;
    }
    put_answer(&answer, m, r, item);
    ent_answer_item(m->answer, 4, "%s: %s", changed, ent_moving_text(m, &answer));
}

static const char *verdict(const ent_reason *r) {
    return r->stable ? r->n ? "stays" : "stays: it has no improvement" : "moves";
}

/* ---- tables ---- */

static ent_table *reason_table(ent_answer *a) {
    static const ent_column columns[] = {{"actor", NULL, ENT_CELL_TEXT},
                                         {"concept", NULL, ENT_CELL_TEXT},
                                         {"stays", NULL, ENT_CELL_BOOL},
                                         {"improvements", NULL, ENT_CELL_INTEGER}};
    return ent_answer_add_table(a, "reasons", NULL, columns, ENT_COUNT(columns));
}

static ent_table *improvement_table(ent_answer *a) {
    static const ent_column columns[] = {
        {"actor", NULL, ENT_CELL_TEXT},     {"concept", NULL, ENT_CELL_TEXT},
        {"to", NULL, ENT_CELL_INTEGER},     {"state", NULL, ENT_CELL_TEXT},
        {"answered", NULL, ENT_CELL_BOOL},  {"end", NULL, ENT_CELL_INTEGER},
        {"end_state", NULL, ENT_CELL_TEXT}, {"reply", NULL, ENT_CELL_INTEGER},
        {"steps", NULL, ENT_CELL_TEXT}};
    return ent_answer_add_table(a, "improvements", NULL, columns, ENT_COUNT(columns));
}

/* "east:12 south:14": who moves, and to the state of which number. */
static const char *steps_text(const ent_moving *m, const ent_answered *item) {
    ent_buffer text = {0};
    uint32_t n = item->together ? item->answered ? item->together->n : 0 : item->n_steps;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t unit = item->together ? item->together->unit[i] : item->steps[i].unit;
        uint32_t to = item->together ? item->together->to[i] : item->steps[i].to;
        uint64_t actors = m->graph->units[unit].actors;
        ent_buffer_put(&text, i ? " " : "");
        for (bool first = true; actors; actors &= actors - 1, first = false)
            ent_buffer_printf(&text, "%s%s", first ? "" : "+",
                              m->scenario->actors[__builtin_ctzll(actors)].id);
        ent_buffer_printf(&text, ":%lu", (unsigned long)to + 1);
    }
    return ent_moving_text(m, &text);
}

static void add_item(const ent_moving *m, ent_table *t, const ent_reason *r,
                     const ent_answered *item) {
    ent_answer *a = m->answer;
    ent_cell *row = ent_table_row(a, t);
    ent_row_set(row, 0, ent_cell_text(a, m->scenario->actors[r->actor].id));
    ent_row_set(row, 1, ent_cell_text(a, ent_concept_name(r->concept)));
    ent_row_set(row, 2, ent_cell_count(a, (uint64_t)item->to + 1));
    ent_row_set(row, 3, ent_cell_text(a, ent_state_text(m, item->to)));
    ent_row_set(row, 4, ent_cell_bool(item->answered));
    if (!item->answered || item->end == ENT_NONE)
        return;
    ent_row_set(row, 5, ent_cell_count(a, (uint64_t)item->end + 1));
    ent_row_set(row, 6, ent_cell_text(a, ent_state_text(m, item->end)));
    ent_row_set(row, 7, ent_cell_count(a, (uint64_t)item->reply + 1));
    ent_row_set(row, 8, ent_cell_text(a, steps_text(m, item)));
}

/* ---- --why ---- */

static ent_status asked(const ent_moving *m, ent_status status) {
    if (status == ENT_LIMIT)
        ent_diag(m->request->diags, ENT_E0436, (ent_span){0}, "",
                 "use --sanction sequence, or look at fewer issues",
                 "there are too many ways for the others to answer");
    return status;
}

static ent_status ask(ent_reason **out, const ent_moving *m, ent_concept c, uint32_t actor,
                      uint32_t state) {
    return asked(m, ent_ask_reason(out, m->arena, m->graph, &m->rules, c, actor, state));
}

ent_status ent_moving_say_reasons(const ent_moving *m) {
    ent_answer *a = m->answer;
    uint32_t from = m->actor == ENT_NONE ? 0 : m->actor;
    uint32_t end = m->actor == ENT_NONE ? m->graph->n_actors : m->actor + 1;
    ent_answer_heading(a, "In state %lu: %s", (unsigned long)m->why + 1, ent_state_text(m, m->why));
    ent_table *reasons = reason_table(a), *items = improvement_table(a);
    for (uint32_t actor = from; actor < end; actor++) {
        ent_answer_heading(a, "%s", m->scenario->actors[actor].name);
        for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
            ent_reason *r;
            ent_concept c = ent_concept_order[k];
            if (c == ENT_CONCEPT_SIM && m->graph->n_digits == 0)
                continue;
            ent_status status = ent_ask_reason(&r, m->arena, m->graph, &m->rules, c, actor, m->why);
            if (status == ENT_LIMIT && c == ENT_CONCEPT_SIM) {
                ent_answer_item(a, 0, "SIM: there are too many moves at the same time to tell");
                continue;
            }
            ENT_TRY(asked(m, status));
            ent_cell *row = ent_table_row(a, reasons);
            ent_row_set(row, 0, ent_cell_text(a, m->scenario->actors[actor].id));
            ent_row_set(row, 1, ent_cell_text(a, ent_concept_name(c)));
            ent_row_set(row, 2, ent_cell_bool(r->stable));
            ent_row_set(row, 3, ent_cell_count(a, r->n));
            ent_answer_item(a, 0, "%s: %s", ent_concept_name(c), verdict(r));
            for (uint32_t i = 0; i < r->n; i++) {
                add_item(m, items, r, &r->item[i]);
                if (i < m->request->limit)
                    say_item(m, r, &r->item[i]);
                else if (i == m->request->limit)
                    ent_answer_item(a, 4, "and %lu more; --limit asks for more of them",
                                    (unsigned long)(r->n - i));
            }
            if (c == ENT_CONCEPT_R && r->n == 0)
                break; /* the others hold with it, for the same reason */
        }
    }
    return ENT_OK;
}

/* ---- where things stand ---- */

static void count_moves(uint32_t *moves, uint32_t *better, const ent_moving *m, uint32_t actor,
                        uint32_t *buffer) {
    const int32_t *rank = m->graph->rank[actor];
    const uint32_t *to = ent_graph_moves(m->graph, actor, m->from, buffer, moves);
    *better = 0;
    for (uint32_t i = 0; i < *moves; i++)
        *better += rank[to[i]] > rank[m->from];
}

static ent_status say_options(const ent_moving *m) {
    ent_answer *a = m->answer;
    for (uint32_t actor = 0; actor < m->graph->n_actors; actor++) {
        ent_reason *r;
        ent_buffer text = {0};
        ENT_TRY(ask(&r, m, ENT_CONCEPT_SEQ, actor, m->from));
        if (r->n == 0)
            continue;
        const ent_answered *first = &r->item[0];
        ent_buffer_printf(&text, "%s %s ", m->scenario->actors[actor].id,
                          r->stable ? "could gain by" : "gains by");
        ent_word_change(&text, m, m->from, first->to);
        if (r->stable) {
            ent_buffer_put(&text, ", but ");
            put_answer(&text, m, r, first);
        }
        if (r->n > 1)
            ent_buffer_printf(&text, " (%lu more improvement%s)", (unsigned long)r->n - 1,
                              r->n == 2 ? "" : "s");
        ent_answer_item(a, 0, "%s", ent_moving_text(m, &text));
    }
    return ENT_OK;
}

ent_status ent_moving_say_start(const ent_moving *m) {
    static const ent_column counts[] = {{"actor", "Actor", ENT_CELL_TEXT},
                                        {"moves", "Moves", ENT_CELL_INTEGER},
                                        {"improvements", "Better", ENT_CELL_INTEGER}};
    ent_answer *a = m->answer;
    ent_column columns[3 + ENT_CONCEPTS];
    size_t n = 3;
    uint32_t *buffer = ENT_NEW(m->arena, uint32_t, m->graph->widest);
    if (!buffer)
        return ENT_NOMEM;
    if (m->from == ENT_NONE)
        return ENT_OK;
    ent_answer_heading(a, "Where things stand");
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "State %lu: %s.", (unsigned long)m->from + 1,
                         ent_state_text(m, m->from));
    for (size_t i = 0; i < 3; i++)
        columns[i] = counts[i];
    for (unsigned k = 0; k < ENT_CONCEPTS; k++)
        if (m->stability->concepts >> ent_concept_order[k] & 1) {
            const char *name = ent_concept_name(ent_concept_order[k]);
            columns[n++] = (ent_column){name, name, ENT_CELL_BOOL};
        }
    ent_table *t = ent_answer_add_table(a, "start", NULL, columns, n);
    for (uint32_t actor = 0; actor < m->graph->n_actors; actor++) {
        uint32_t moves, better;
        ent_cell *row = ent_table_row(a, t);
        count_moves(&moves, &better, m, actor, buffer);
        ent_row_set(row, 0, ent_cell_text(a, m->scenario->actors[actor].id));
        ent_row_set(row, 1, ent_cell_count(a, moves));
        ent_row_set(row, 2, ent_cell_count(a, better));
        n = 3;
        for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
            ent_concept c = ent_concept_order[k];
            if (m->stability->concepts >> c & 1)
                ent_row_set(row, n++,
                            ent_cell_bool(ent_bit(m->stability->stable[c][actor], m->from)));
        }
    }
    return say_options(m);
}
