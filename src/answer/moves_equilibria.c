/* The rules, the equilibria and the ways to them, in the answer of `moves`. See moving.h. */
#include "answer/moving.h"

#include <stdlib.h>
#include <string.h>

/* Rows of the tables for programs; more are counted, not listed. */
#define ROWS_MOST 10000u

/* Actors that judge by another graph than the one that is; what a coalition of them sees, or how far, is
 * not defined. */
static void say_unseen(const ent_moving *m) {
    bool alone = !m->n_blocs && !m->request->coalitions && !m->request->horizon;
    for (size_t i = 0; i < m->scenario->n_actors; i++)
        if (m->scenario->preferences[i].n_misperceived > 0)
            ent_answer_paragraph(
                m->answer, ENT_TONE_FAINT, "%s takes some states for impossible: %s.",
                m->scenario->actors[i].id,
                alone ? "whether it would stay is told of the graph that it sees"
                      : "that is left out of account here, where all see the graph as it is");
}

void ent_moving_say_rules(const ent_moving *m) {
    static const char *const sanctions[] = {
        "sequences of moves, no unit twice in a row (Fang, Hipel and Kilgour 1993)",
        "sequences in which each unit moves at most once", "one move of one unit"};
    ent_answer *a = m->answer;
    const ent_graph *g = m->graph;
    bool single = m->request->step && strcmp(m->request->step, "one") == 0;
    uint32_t joint = g->n_units - g->n_actors;
    ent_answer_add_fact(a, "states", NULL, ent_cell_count(a, g->n_states));
    ent_answer_add_fact(a, "units", NULL, ent_cell_count(a, g->n_units));
    ent_answer_add_fact(a, "moves_compose", NULL, ent_cell_bool(g->transitive));
    ent_answer_add_fact(a, "sanction", NULL,
                        ent_cell_text(a, m->request->sanction ? m->request->sanction : "sequence"));
    ent_answer_add_fact(a, "harm", NULL, ent_cell_text(a, m->rules.worse_only ? "worse" : "equal"));
    ent_answer_add_fact(a, "improvement", NULL,
                        ent_cell_text(a, m->rules.pareto ? "pareto" : "strict"));
    ent_answer_add_fact(a, "step", NULL, ent_cell_text(a, single ? "one" : "any"));
    ent_answer_add_fact(a, "joint", NULL,
                        ent_cell_text(a, m->rules.sim_infeasible ? "deters" : "ignored"));
    if (g->game && g->game->open)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The file compares and gives ranges where it has no numbers. This "
                             "answer is for the middle of all that fits them%s; other numbers that "
                             "fit may answer differently.",
                             g->game->approximate ? " (found approximately)" : "");
    const char *step = !g->game ? "Moves are those that the file gives"
                       : single ? "In one move a unit changes one of its issues"
                                : "In one move a unit changes any of its issues";
    say_unseen(m);
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         "%s states, %lu actors%s%s%s. %s. Others answer by %s; %s is harm enough. "
                         "Several move when %s; moves made at the same time that make no state %s "
                         "(SIM).",
                         ent_answer_count_text(a, g->n_states), (unsigned long)g->n_actors,
                         joint ? ", and " : "", joint ? ent_answer_count_text(a, joint) : "",
                         joint == 1 ? " coalition that decides together"
                         : joint    ? " coalitions that decide together"
                                    : "",
                         step, sanctions[m->rules.sanction],
                         m->rules.worse_only ? "only a worse state" : "a state no better",
                         m->rules.pareto ? "some of them gain and none loses" : "all of them gain",
                         m->rules.sim_infeasible ? "deter" : "do not count");
}

/* ---- equilibria ---- */

typedef struct group {
    uint32_t state; /* the one nearest to the start */
    uint32_t n;     /* states alike */
    unsigned mask;  /* concepts, in the order of tables, narrowest highest */
} group;

typedef struct listing {
    const ent_moving *m;
    const ent_equilibria *what;
    uint32_t n;
    uint32_t *states;
    unsigned *mask;                 /* per state of the list */
    const ent_paths *moves, *gains; /* from the start, or NULL */
    uint32_t n_groups;
    group *groups;
} listing;

static unsigned mask_of(const ent_equilibria *what, uint32_t s) {
    unsigned mask = 0;
    for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
        ent_concept c = ent_concept_order[k];
        mask = mask << 1 | ((what->concepts >> c & 1) && ent_bit(what->bits[c], s));
    }
    return mask;
}

static uint32_t steps_to(const ent_paths *paths, uint32_t state) {
    return paths && paths->first[state] != ENT_NONE ? paths->entries[paths->first[state]].steps
                                                    : ENT_NONE;
}

static ent_status collect(listing *l) {
    const ent_moving *m = l->m;
    uint32_t n = 0;
    for (uint32_t s = 0; s < m->graph->n_states; s++)
        n += mask_of(l->what, s) != 0;
    l->states = ENT_NEW(m->arena, uint32_t, n + 1);
    if (!l->states)
        return ENT_NOMEM;
    for (uint32_t s = 0; s < m->graph->n_states; s++)
        if (mask_of(l->what, s))
            l->states[l->n++] = s;
    return ENT_OK;
}

static ent_status find_ways(listing *l) {
    const ent_moving *m = l->m;
    ent_paths *paths;
    ent_path_what what = {.from = m->from,
                          .units = ent_units_within(m->graph, UINT64_MAX),
                          .kind = ENT_PATH_MOVES,
                          .pareto = m->rules.pareto};
    if (m->from == ENT_NONE)
        return ENT_OK;
    ENT_TRY(ent_paths_find(&paths, m->arena, m->graph, &what, NULL, NULL));
    l->moves = paths;
    what.kind = ENT_PATH_IMPROVEMENTS;
    ENT_TRY(ent_paths_find(&paths, m->arena, m->graph, &what, NULL, NULL));
    l->gains = paths;
    return ENT_OK;
}

static bool alike(const listing *l, uint32_t s, uint32_t t) {
    const ent_graph *g = l->m->graph;
    for (uint32_t a = 0; a < g->n_actors; a++)
        if (g->rank[a][s] != g->rank[a][t])
            return false;
    return mask_of(l->what, s) == mask_of(l->what, t);
}

/* Narrowest concepts first, then fewest improvements, then fewest moves, then by number. */
static int nearer(const listing *l, uint32_t s, uint32_t t) {
    unsigned x = mask_of(l->what, s), y = mask_of(l->what, t);
    if (x != y)
        return x > y ? -1 : 1;
    uint32_t d = steps_to(l->gains, s), e = steps_to(l->gains, t);
    if (d != e)
        return d < e ? -1 : 1;
    d = steps_to(l->moves, s);
    e = steps_to(l->moves, t);
    if (d != e)
        return d < e ? -1 : 1;
    return s < t ? -1 : s > t;
}

/* Heap sort: no recursion, the same for every library. */
static void sift(const listing *l, uint32_t *items, size_t at, size_t n) {
    for (size_t child; (child = 2 * at + 1) < n; at = child) {
        child += child + 1 < n && nearer(l, items[child], items[child + 1]) < 0;
        if (nearer(l, items[at], items[child]) >= 0)
            return;
        uint32_t swap = items[at];
        items[at] = items[child];
        items[child] = swap;
    }
}

static void sort_states(const listing *l) {
    for (size_t at = l->n / 2; at-- > 0;)
        sift(l, l->states, at, l->n);
    for (size_t n = l->n; n-- > 1;) {
        uint32_t swap = l->states[0];
        l->states[0] = l->states[n];
        l->states[n] = swap;
        sift(l, l->states, 0, n);
    }
}

/* The first groups of states alike, as many as are shown. */
static ent_status group_states(listing *l) {
    uint32_t most = l->m->request->limit;
    l->groups = ENT_NEW(l->m->arena, group, most + 1);
    if (!l->groups)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t g = 0;
        while (g < l->n_groups && !alike(l, l->groups[g].state, l->states[i]))
            g++;
        if (g == l->n_groups && g == most)
            continue;
        if (g == l->n_groups)
            l->groups[l->n_groups++] =
                (group){.state = l->states[i], .mask = mask_of(l->what, l->states[i])};
        l->groups[g].n++;
    }
    return ENT_OK;
}

/* ---- tables ---- */

static void put_steps(ent_answer *a, ent_cell *row, size_t column, const ent_paths *paths,
                      uint32_t state) {
    if (steps_to(paths, state) != ENT_NONE)
        ent_row_set(row, column, ent_cell_count(a, steps_to(paths, state)));
}

static size_t concept_columns(const ent_moving *m, const ent_equilibria *what, ent_column *columns,
                              size_t n, bool shown) {
    for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
        if (!(what->concepts >> ent_concept_order[k] & 1))
            continue;
        const char *name = ent_arena_printf(m->arena, "%s%s", what->prefix,
                                            ent_concept_name(ent_concept_order[k]));
        m->answer->failed = m->answer->failed || !name;
        columns[n++] = (ent_column){name ? name : "", shown ? name : NULL, ENT_CELL_BOOL};
    }
    return n;
}

static size_t concept_cells(const ent_equilibria *what, ent_cell *row, size_t n, uint32_t state) {
    for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
        ent_concept c = ent_concept_order[k];
        if (what->concepts >> c & 1)
            ent_row_set(row, n++, ent_cell_bool(ent_bit(what->bits[c], state)));
    }
    return n;
}

static void add_groups(const listing *l) {
    ent_answer *a = l->m->answer;
    ent_column columns[5 + ENT_CONCEPTS] = {{"state", "State", ENT_CELL_TEXT}};
    size_t n = concept_columns(l->m, l->what, columns, 1, true);
    columns[n++] = (ent_column){"alike", "Alike", ENT_CELL_INTEGER};
    columns[n++] = (ent_column){"improvements", "Gains", ENT_CELL_INTEGER};
    columns[n++] = (ent_column){"moves", "Moves", ENT_CELL_INTEGER};
    ent_table *t = ent_answer_add_table(a, l->what->table, NULL, columns, n);
    for (uint32_t i = 0; i < l->n_groups; i++) {
        const group *g = &l->groups[i];
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_text(a, ent_state_text(l->m, g->state)));
        n = concept_cells(l->what, row, 1, g->state);
        if (g->n > 1)
            ent_row_set(row, n, ent_cell_count(a, g->n));
        put_steps(a, row, n + 1, l->gains, g->state);
        put_steps(a, row, n + 2, l->moves, g->state);
    }
}

static void add_states(const listing *l) {
    ent_answer *a = l->m->answer;
    ent_column columns[5 + ENT_CONCEPTS] = {{"number", NULL, ENT_CELL_INTEGER},
                                            {"state", NULL, ENT_CELL_TEXT}};
    size_t n = concept_columns(l->m, l->what, columns, 2, false);
    columns[n++] = (ent_column){"improvements", NULL, ENT_CELL_INTEGER};
    columns[n++] = (ent_column){"moves", NULL, ENT_CELL_INTEGER};
    ent_table *t = ent_answer_add_table(a, l->what->states, NULL, columns, n);
    for (uint32_t i = 0; i < l->n && i < ROWS_MOST; i++) {
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_count(a, (uint64_t)l->states[i] + 1));
        ent_row_set(row, 1, ent_cell_text(a, ent_state_text(l->m, l->states[i])));
        n = concept_cells(l->what, row, 2, l->states[i]);
        put_steps(a, row, n, l->gains, l->states[i]);
        put_steps(a, row, n + 1, l->moves, l->states[i]);
    }
}

static void add_counts(const listing *l) {
    const ent_moving *m = l->m;
    ent_answer *a = m->answer;
    ent_buffer text = {0};
    for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
        ent_concept c = ent_concept_order[k];
        uint64_t n = 0;
        if (!(l->what->concepts >> c & 1))
            continue;
        for (size_t w = 0; w < ((size_t)m->graph->n_states + 63) / 64; w++)
            n += (uint64_t)__builtin_popcountll(l->what->bits[c][w]);
        const char *name = ent_arena_printf(m->arena, "%s%s", l->what->prefix, ent_concept_name(c));
        ent_answer_add_fact(a, name ? name : "", NULL, ent_cell_count(a, n));
        ent_buffer_printf(&text, "%s%s %s", text.len ? ", " : "", name ? name : "",
                          ent_answer_count_text(a, n));
        a->failed = a->failed || !name;
    }
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "%s: %s.", l->what->caption, ent_moving_text(m, &text));
}

/* ---- ways there ---- */

static ent_status say_way(const listing *l, uint32_t state) {
    const ent_moving *m = l->m;
    bool gladly = steps_to(l->gains, state) != ENT_NONE;
    const ent_paths *paths = gladly ? l->gains : l->moves;
    ent_buffer text = {0};
    ent_step *steps;
    uint32_t n;
    if (steps_to(paths, state) == ENT_NONE || steps_to(paths, state) == 0)
        return ENT_OK;
    ENT_TRY(ent_path_to(&steps, &n, m->arena, paths, state));
    ent_word_steps(&text, m, m->from, steps, n);
    ent_answer_item(m->answer, 0, "%s", ent_state_text(m, state));
    ent_answer_item(m->answer, 4, "%s: %s",
                    gladly ? "each step is better for those who take it"
                           : "only against somebody's interest",
                    ent_moving_text(m, &text));
    return ENT_OK;
}

ent_status ent_moving_say_equilibria(const ent_moving *m, const ent_equilibria *what) {
    listing l = {.m = m, .what = what};
    ENT_TRY(collect(&l));
    ENT_TRY(find_ways(&l));
    sort_states(&l);
    ENT_TRY(group_states(&l));
    ent_answer_heading(m->answer, "%s", what->heading);
    add_counts(&l);
    add_groups(&l);
    uint64_t shown = 0;
    for (uint32_t i = 0; i < l.n_groups; i++)
        shown += l.groups[i].n;
    if (shown < l.n)
        ent_answer_paragraph(m->answer, ENT_TONE_FAINT,
                             "%s more states are equilibria of some kind: --limit shows more.",
                             ent_answer_count_text(m->answer, l.n - shown));
    if (m->from != ENT_NONE && what->ways)
        ent_answer_heading(m->answer, "Ways there");
    for (uint32_t i = 0; i < l.n_groups && m->from != ENT_NONE && what->ways; i++)
        ENT_TRY(say_way(&l, l.groups[i].state));
    add_states(&l);
    return ENT_OK;
}

/* ---- every state ---- */

void ent_moving_add_stability(const ent_moving *m) {
    ent_answer *a = m->answer;
    const ent_stability *st = m->stability;
    ent_column columns[5 + ENT_CONCEPTS] = {{"number", NULL, ENT_CELL_INTEGER},
                                            {"actor", NULL, ENT_CELL_TEXT}};
    ent_equilibria what = {.concepts = st->concepts, .prefix = ""};
    size_t n = concept_columns(m, &what, columns, 2, false);
    ent_table *t = ent_answer_add_table(a, "stability", NULL, columns, n);
    for (uint32_t s = 0; s < m->graph->n_states && m->request->every; s++)
        for (uint32_t actor = 0; actor < m->graph->n_actors; actor++) {
            ent_cell *row = ent_table_row(a, t);
            ent_row_set(row, 0, ent_cell_count(a, (uint64_t)s + 1));
            ent_row_set(row, 1, ent_cell_text(a, m->scenario->actors[actor].id));
            n = 2;
            for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
                ent_concept c = ent_concept_order[k];
                if (st->concepts >> c & 1)
                    ent_row_set(row, n++, ent_cell_bool(ent_bit(st->stable[c][actor], s)));
            }
        }
}
