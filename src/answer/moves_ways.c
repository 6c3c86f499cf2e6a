/* Ways to where something is true, and orders of moves that lead there, in the answer of `moves`. */
#include "answer/moving.h"

#include <string.h>

/* Ends that farsighted steps are measured by, one search each: so many states are entered for all of them,
 * and so many ends are tried for one order. And actors in all orders. */
#define ENTERED_MOST ((uint64_t)1 << 27)
#define ENDS_MOST 4096u
#define ROWS_MOST 1000u /* ways in the table, or as many as --limit asks for */
#define ORDER_ACTORS 7u

typedef struct ways {
    const ent_moving *m;
    ent_path_what what;
    ent_table *table;
    uint32_t found;
    uint64_t not_tried; /* ends that were left out */
} ways;

static ent_path_kind kind_of(const ent_request *rq) {
    if (rq->by && strcmp(rq->by, "moves") == 0)
        return ENT_PATH_MOVES;
    return rq->by && strcmp(rq->by, "farsighted") == 0 ? ENT_PATH_FARSIGHTED
                                                       : ENT_PATH_IMPROVEMENTS;
}

static bool in_goal(const void *user, uint32_t state) {
    const ent_moving *m = user;
    return ent_bit(m->goal, state);
}

static void add_way(ways *w, const char *order, const ent_step *steps, uint32_t n) {
    const ent_moving *m = w->m;
    if (w->found >= ROWS_MOST && w->found >= m->request->limit) {
        w->found++;
        return;
    }
    ent_answer *a = m->answer;
    uint32_t end = n ? steps[n - 1].to : m->from;
    ent_cell *row = ent_table_row(a, w->table);
    ent_buffer text = {0};
    ent_word_steps(&text, m, m->from, steps, n);
    const char *said = ent_moving_text(m, &text);
    ent_row_set(row, 0, ent_cell_text(a, order));
    ent_row_set(row, 1, ent_cell_bool(true));
    ent_row_set(row, 2, ent_cell_count(a, n));
    ent_row_set(row, 3, ent_cell_count(a, (uint64_t)end + 1));
    ent_row_set(row, 4, ent_cell_text(a, ent_state_text(m, end)));
    ent_row_set(row, 5, ent_cell_text(a, said));
    if (w->found++ >= m->request->limit)
        return;
    ent_answer_item(a, 0, "%s%s%s", order, *order ? ": " : "", ent_state_text(m, end));
    ent_answer_item(a, 4, "%s", n ? said : "there already");
}

static void add_no_way(ways *w, const char *order) {
    ent_cell *row = ent_table_row(w->m->answer, w->table);
    ent_row_set(row, 0, ent_cell_text(w->m->answer, order));
    ent_row_set(row, 1, ent_cell_bool(false));
}

/* ---- in no given order ---- */

static ent_status way_to(ways *w, const ent_paths *paths, uint32_t state) {
    ent_step *steps;
    uint32_t n;
    ent_mark mark = ent_arena_mark(w->m->arena);
    ENT_TRY(ent_path_to(&steps, &n, w->m->arena, paths, state));
    add_way(w, "", steps, n);
    ent_arena_rewind(w->m->arena, mark);
    return ENT_OK;
}

static ent_status shortest(ways *w) {
    const ent_moving *m = w->m;
    ent_paths *paths;
    ENT_TRY(ent_paths_find(&paths, m->arena, m->graph, &w->what, NULL, NULL));
    for (uint32_t e = 0; e < paths->n; e++)
        if (in_goal(m, paths->entries[e].state) && paths->first[paths->entries[e].state] == e)
            ENT_TRY(way_to(w, paths, paths->entries[e].state));
    return ENT_OK;
}

static bool is_end(const void *user, uint32_t state) {
    return *(const uint32_t *)user == state;
}

static ent_status search_end(ent_paths **paths, ways *w, uint32_t end) {
    w->what.end = end;
    return ent_paths_find(paths, w->m->arena, w->m->graph, &w->what, is_end, &end);
}

/* Steps are measured by the end, so each end is a search of its own; then the shortest ways first. */
static ent_status shortest_farsighted(ways *w) {
    const ent_moving *m = w->m;
    ent_paths *paths;
    uint32_t *ends = ENT_NEW(m->arena, uint32_t, m->graph->n_states);
    uint32_t *steps = ENT_NEW(m->arena, uint32_t, m->graph->n_states);
    uint32_t n = 0, most = 0;
    uint64_t entered = 0;
    if (!ends || !steps)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < m->graph->n_states; s++) {
        if (!in_goal(m, s))
            continue;
        if (entered > ENTERED_MOST) {
            w->not_tried++;
            continue;
        }
        ent_mark mark = ent_arena_mark(m->arena);
        ENT_TRY(search_end(&paths, w, s));
        entered += paths->n;
        ends[n] = s;
        steps[n] = paths->first[s] == ENT_NONE ? ENT_NONE : paths->entries[paths->first[s]].steps;
        if (steps[n] != ENT_NONE && steps[n] > most)
            most = steps[n];
        n++;
        ent_arena_rewind(m->arena, mark);
    }
    for (uint32_t length = 0; length <= most; length++)
        for (uint32_t i = 0; i < n; i++) {
            if (steps[i] != length)
                continue;
            if (w->found >= ROWS_MOST) {
                w->found++;
                continue;
            }
            ent_mark mark = ent_arena_mark(m->arena);
            ENT_TRY(search_end(&paths, w, ends[i]));
            ENT_TRY(way_to(w, paths, ends[i]));
            ent_arena_rewind(m->arena, mark);
        }
    return ENT_OK;
}

/* ---- orders ---- */

static const char *order_text(const ent_moving *m, const uint32_t *order, uint32_t n) {
    ent_buffer text = {0};
    for (uint32_t i = 0; i < n; i++) {
        uint64_t actors = m->graph->units[order[i]].actors;
        ent_buffer_put(&text, i ? ", " : "");
        for (bool first = true; actors; actors &= actors - 1, first = false)
            ent_buffer_printf(&text, "%s%s", first ? "" : "+",
                              m->scenario->actors[__builtin_ctzll(actors)].id);
    }
    return ent_moving_text(m, &text);
}

static ent_status try_order(ways *w, const uint32_t *order, uint32_t n) {
    const ent_moving *m = w->m;
    const char *text = order_text(m, order, n);
    ent_mark mark = ent_arena_mark(m->arena);
    ent_step *steps = NULL;
    bool found = false;
    uint32_t ends = 0;
    uint64_t left_out = 0;
    if (w->what.kind != ENT_PATH_FARSIGHTED) {
        ENT_TRY(ent_path_in_order(&found, &steps, m->arena, m->graph, &w->what, order, n, m->goal));
    } else {
        uint64_t *one = ENT_NEW(m->arena, uint64_t, (size_t)m->graph->n_states / 64 + 1);
        if (!one)
            return ENT_NOMEM;
        for (uint32_t s = 0; s < m->graph->n_states && !found; s++) {
            if (!in_goal(m, s))
                continue;
            if (ends == ENDS_MOST) {
                left_out++;
                continue;
            }
            ends++;
            one[s / 64] |= (uint64_t)1 << (s % 64);
            w->what.end = s;
            ENT_TRY(ent_path_in_order(&found, &steps, m->arena, m->graph, &w->what, order, n, one));
            one[s / 64] = 0;
        }
    }
    w->not_tried = left_out > w->not_tried ? left_out : w->not_tried;
    if (found)
        add_way(w, text, steps, n);
    else
        add_no_way(w, text);
    ent_arena_rewind(m->arena, mark);
    return ENT_OK;
}

static ent_status bad_order(const ent_moving *m, const char *what) {
    const char *text = m->request->order;
    ent_source source = {.name = "--order", .text = text, .len = strlen(text)};
    ent_diag(m->request->diags, ENT_E0439, (ent_span){&source, 0, (uint32_t)source.len}, "",
             "--order 'north, south+east'", "%s", what);
    return ENT_ERROR;
}

/* The unit whose members are named, parted by +. */
static ent_status unit_named(uint32_t *unit, const ent_moving *m, const char *text, size_t len) {
    uint64_t actors = 0;
    for (size_t at = 0; at < len;) {
        size_t end = at, last;
        while (end < len && text[end] != '+')
            end++;
        for (last = end; at < last && text[at] == ' ';)
            at++;
        while (last > at && text[last - 1] == ' ')
            last--;
        char *name = ent_arena_text_n(m->arena, text + at, last - at);
        if (!name)
            return ENT_NOMEM;
        uint32_t actor = ent_find_actor(m->scenario, name);
        if (actor == ENT_NONE)
            return bad_order(m, "one of these is no actor");
        actors |= (uint64_t)1 << actor;
        at = end + 1;
    }
    for (*unit = 0; *unit < m->graph->n_units; ++*unit)
        if (m->graph->units[*unit].actors == actors)
            return ENT_OK;
    return bad_order(m, "some of these decide nothing together");
}

static ent_status given_order(ways *w) {
    const char *text = w->m->request->order;
    uint32_t order[ENT_GRAPH_UNITS], n = 0;
    while (*text) {
        size_t len = strcspn(text, ",");
        if (n == ENT_GRAPH_UNITS)
            return bad_order(w->m, "there are too many moves in this order");
        ENT_TRY(unit_named(&order[n++], w->m, text, len));
        text += len + (text[len] == ',');
    }
    return try_order(w, order, n);
}

/* Every order of the single actors who may move, in lexicographic order of their numbers. */
static ent_status all_orders(ways *w) {
    uint32_t order[ORDER_ACTORS], n = 0;
    for (uint32_t u = 0; u < w->m->graph->n_actors; u++) {
        if (!(w->what.units >> u & 1))
            continue;
        if (n == ORDER_ACTORS)
            return bad_order(w->m,
                             "all orders are tried of up to seven actors; name them with --of");
        order[n++] = u;
    }
    for (;;) {
        uint32_t i = n, j = n;
        ENT_TRY(try_order(w, order, n));
        while (i > 1 && order[i - 2] > order[i - 1])
            i--;
        if (i <= 1)
            return ENT_OK;
        while (order[j - 1] < order[i - 2])
            j--;
        uint32_t swap = order[i - 2];
        order[i - 2] = order[j - 1];
        order[j - 1] = swap;
        for (uint32_t a = i - 1, b = n - 1; a < b; a++, b--) {
            swap = order[a];
            order[a] = order[b];
            order[b] = swap;
        }
    }
}

/* ---- the section ---- */

ent_status ent_moving_say_ways(const ent_moving *m) {
    static const ent_column columns[] = {
        {"order", NULL, ENT_CELL_TEXT},    {"works", NULL, ENT_CELL_BOOL},
        {"steps", NULL, ENT_CELL_INTEGER}, {"end", NULL, ENT_CELL_INTEGER},
        {"state", NULL, ENT_CELL_TEXT},    {"way", NULL, ENT_CELL_TEXT}};
    static const char *const kinds[] = {"by moves", "by steps better for those who take them",
                                        "by steps whose end is better for those who take them"};
    ent_answer *a = m->answer;
    const char *order = m->request->order;
    if (m->from == ENT_NONE) {
        ent_diag(m->request->diags, ENT_E0441, (ent_span){0}, "", "name a state with --from",
                 "there is no status quo to start from");
        return ENT_ERROR;
    }
    ways w = {.m = m,
              .what = {.from = m->from,
                       .units = m->units,
                       .kind = kind_of(m->request),
                       .pareto = m->rules.pareto,
                       .sequence = ENT_SANCTION_SEQUENCE}};
    ent_answer_heading(a, "Ways to %s, %s", m->request->to, kinds[w.what.kind]);
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "From state %lu: %s.", (unsigned long)m->from + 1,
                         ent_state_text(m, m->from));
    w.table = ent_answer_add_table(a, "ways", NULL, columns, ENT_COUNT(columns));
    if (!order)
        ENT_TRY(w.what.kind == ENT_PATH_FARSIGHTED ? shortest_farsighted(&w) : shortest(&w));
    else
        ENT_TRY(strcmp(order, "any") == 0 ? all_orders(&w) : given_order(&w));
    if (!w.found)
        ent_answer_paragraph(a, ENT_TONE_BAD, "There is none.");
    else if (w.found > m->request->limit)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "And %s more: --limit shows more of them.",
                             ent_answer_count_text(a, w.found - m->request->limit));
    if (w.not_tried)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "%s more ends were not tried, since each takes a search of its own: "
                             "make --to narrower.",
                             ent_answer_count_text(a, w.not_tried));
    ent_answer_add_fact(a, "ways_found", NULL, ent_cell_count(a, w.found));
    ent_answer_add_fact(a, "ends_not_tried", NULL, ent_cell_count(a, w.not_tried));
    return ENT_OK;
}
