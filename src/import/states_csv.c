/* Reading a conflict of states and moves from CSV files, told apart by the names of their columns:
 *
 *     arcs      from, to, actor      who can move from which state to which; "north+east": both together
 *     payoffs   state, ACTOR, ...    a number for each actor in each state
 *     states    state [, name] [, ISSUE, ...]   full names, and what the states are made of
 *
 * Only the arcs are needed; states are those of the table of states, else of the payoffs, else those
 * that the arcs name.
 */
#include <string.h>

#include "import/import.h"
#include "scenario/csv.h"
#include "scenario/lexer.h"

#define STATES_MOST ENT_MAX_NAMED_STATES

typedef struct state {
    const char *id, *name;
    uint32_t *outcome; /* per issue */
} state;

typedef struct mover {
    uint64_t actors;
    size_t n, cap;
    uint32_t (*arcs)[2];
} mover;

typedef struct model {
    ent_import *in;
    const ent_csv *arcs, *payoffs, *states;
    ent_map *names, *taken; /* of states, as written; their ids */
    ent_map *actors;
    size_t cap_parties;
    bool closed; /* no more states than are known */
    size_t n, cap;
    state *items;
    size_t n_movers, cap_movers;
    mover *movers;
    const char *const *payoff; /* [state * n_parties + actor] */
} model;

static ent_status refuse(model *m, const ent_csv_cell *cell, const char *what) {
    return ent_import_refuse(m->in, ENT_E0525, cell->span, NULL, "%s", what);
}

/* ---- names ---- */

static ent_status find_state(uint32_t *out, model *m, const ent_csv_cell *cell) {
    *out = ent_map_get(m->names, cell->text);
    if (*out != ENT_NONE)
        return ENT_OK;
    if (m->closed)
        return ent_import_refuse(m->in, ENT_E0525, cell->span, NULL,
                                 "the table of states has no state '%s'", cell->text);
    if (cell->text[0] == '\0')
        return refuse(m, cell, "the name of a state is missing");
    if (m->n == STATES_MOST)
        return ent_import_refuse(m->in, ENT_E0509, cell->span, NULL,
                                 "there are more than %u states", STATES_MOST);
    state *items = ent_arena_grow(m->in->arena, m->items, m->n, &m->cap, sizeof *items);
    if (!items)
        return ENT_NOMEM;
    m->items = items;
    items[m->n] = (state){.name = cell->text};
    ENT_TRY(ent_import_name(&items[m->n].id, m->in, m->taken, cell->text, "state", false));
    *out = (uint32_t)m->n++;
    return ent_map_put(m->names, cell->text, *out);
}

static ent_status find_actor(uint32_t *out, model *m, const char *name, const ent_csv_cell *cell) {
    ent_import *in = m->in;
    *out = ent_map_get(m->actors, name);
    if (*out != ENT_NONE)
        return ENT_OK;
    if (*name == '\0')
        return refuse(m, cell, "the name of an actor is missing");
    if (in->n_parties == ENT_MAX_ACTORS)
        return ent_import_refuse(in, ENT_E0509, cell->span, NULL, "there are more than %u actors",
                                 ENT_MAX_ACTORS);
    ent_import_party *parties =
        ent_arena_grow(in->arena, in->parties, in->n_parties, &m->cap_parties, sizeof *parties);
    if (!parties)
        return ENT_NOMEM;
    in->parties = parties;
    parties[in->n_parties] = (ent_import_party){.name = name, .file = in->file};
    *out = (uint32_t)in->n_parties++;
    return ent_map_put(m->actors, name, *out);
}

/* "north" or "north+east". */
static ent_status find_mover(uint64_t *out, model *m, const ent_csv_cell *cell) {
    *out = 0;
    for (const char *at = cell->text; at;) {
        const char *plus = strchr(at, '+');
        const char *end = plus ? plus : at + strlen(at);
        while (at < end && *at == ' ')
            at++;
        while (end > at && end[-1] == ' ')
            end--;
        const char *name = ent_arena_text_n(m->in->arena, at, (size_t)(end - at));
        uint32_t actor;
        if (!name)
            return ENT_NOMEM;
        ENT_TRY(find_actor(&actor, m, name, cell));
        *out |= UINT64_C(1) << actor;
        at = plus ? plus + 1 : NULL;
    }
    return ENT_OK;
}

/* ---- tables ---- */

static ent_status read_states(model *m) {
    ent_import *in = m->in;
    size_t column = ent_csv_column(m->states, "state"), names = ent_csv_column(m->states, "name");
    uint32_t s;
    for (size_t c = 0; c < m->states->n_columns; c++) {
        ent_import_issue *issue;
        if (c == column || c == names)
            continue;
        ENT_TRY(ent_import_add_issue(&issue, in, m->states->heading[c].text,
                                     m->states->heading[c].span));
        issue->unordered = true;
    }
    for (size_t row = 0; row < m->states->n_rows; row++) {
        const ent_csv_cell *cell = ent_csv_at(m->states, row, column);
        size_t before = m->n, i = 0;
        ENT_TRY(find_state(&s, m, cell));
        if (m->n == before)
            return refuse(m, cell, "this state stands in the table twice");
        if (names != ENT_CSV_NONE && *ent_csv_at(m->states, row, names)->text)
            m->items[s].name = ent_csv_at(m->states, row, names)->text;
        m->items[s].outcome = ENT_NEW(in->arena, uint32_t, in->n_issues + 1);
        if (!m->items[s].outcome)
            return ENT_NOMEM;
        for (size_t c = 0; c < m->states->n_columns; c++) {
            if (c == column || c == names)
                continue;
            const ent_csv_cell *value = ent_csv_at(m->states, row, c);
            uint32_t o = ent_import_find_outcome(&in->issues[i], value->text);
            if (o == UINT32_MAX) {
                o = (uint32_t)in->issues[i].n;
                ENT_TRY(ent_import_add_outcome(in, &in->issues[i], value->text, value->span));
            }
            m->items[s].outcome[i++] = o;
        }
    }
    m->closed = true;
    return ENT_OK;
}

static ent_status add_arc(model *m, uint64_t actors, uint32_t from, uint32_t to) {
    size_t k = 0;
    while (k < m->n_movers && m->movers[k].actors != actors)
        k++;
    if (k == m->n_movers) {
        mover *movers =
            ent_arena_grow(m->in->arena, m->movers, m->n_movers, &m->cap_movers, sizeof *movers);
        if (!movers)
            return ENT_NOMEM;
        m->movers = movers;
        movers[m->n_movers++] = (mover){.actors = actors};
    }
    mover *mv = &m->movers[k];
    uint32_t(*arcs)[2] = ent_arena_grow(m->in->arena, mv->arcs, mv->n, &mv->cap, sizeof *arcs);
    if (!arcs)
        return ENT_NOMEM;
    mv->arcs = arcs;
    arcs[mv->n][0] = from;
    arcs[mv->n++][1] = to;
    return ENT_OK;
}

static ent_status read_arcs(model *m) {
    size_t from_column = ent_csv_column(m->arcs, "from"), to_column = ent_csv_column(m->arcs, "to");
    size_t actor_column = ent_csv_column(m->arcs, "actor");
    for (size_t row = 0; row < m->arcs->n_rows; row++) {
        uint32_t from, to;
        uint64_t actors;
        ENT_TRY(find_state(&from, m, ent_csv_at(m->arcs, row, from_column)));
        ENT_TRY(find_state(&to, m, ent_csv_at(m->arcs, row, to_column)));
        ENT_TRY(find_mover(&actors, m, ent_csv_at(m->arcs, row, actor_column)));
        if (from == to)
            return refuse(m, ent_csv_at(m->arcs, row, to_column), "a move leads to another state");
        ENT_TRY(add_arc(m, actors, from, to));
    }
    return ENT_OK;
}

static ent_status read_payoffs(model *m) {
    const ent_csv *t = m->payoffs;
    size_t column = ent_csv_column(t, "state"), n = m->in->n_parties;
    uint32_t s, actor;
    const char **payoff = ENT_NEW(m->in->arena, const char *, m->n *n + 1);
    if (!payoff)
        return ENT_NOMEM;
    for (size_t row = 0; row < t->n_rows; row++) {
        ENT_TRY(find_state(&s, m, ent_csv_at(t, row, column)));
        for (size_t c = 0; c < t->n_columns; c++) {
            const ent_csv_cell *cell = ent_csv_at(t, row, c);
            ent_number value;
            if (c == column)
                continue;
            ENT_TRY(find_actor(&actor, m, t->heading[c].text, &t->heading[c]));
            if (payoff[s * n + actor])
                return refuse(m, cell, "this state has a payoff for this actor already");
            if (ent_number_parse_wide(&value, cell->text, strlen(cell->text)) != ENT_OK)
                return ent_import_refuse(m->in, ENT_E0505, cell->span, NULL,
                                         "a payoff is a number of at most 36 digits");
            payoff[s * n + actor] = cell->text;
        }
    }
    for (actor = 0; actor < n; actor++)
        for (s = 0; s < m->n && ent_csv_column(t, m->in->parties[actor].name) != ENT_CSV_NONE; s++)
            if (!payoff[s * n + actor])
                return ent_import_refuse(m->in, ENT_E0525, t->heading[column].span, NULL,
                                         "state '%s' has no payoff", m->items[s].id);
    m->payoff = payoff;
    return ENT_OK;
}

/* ---- which table is which ---- */

static bool has_actor(const model *m, const ent_csv *t) {
    for (size_t c = 0; c < t->n_columns; c++)
        if (ent_map_get(m->actors, t->heading[c].text) != ENT_NONE)
            return true;
    return false;
}

static ent_status parse(const ent_csv **out, model *m, const ent_import_file *file) {
    const ent_source *source;
    ent_csv *table = ENT_NEW(m->in->arena, ent_csv, 1);
    if (!table)
        return ENT_NOMEM;
    ENT_TRY(
        ent_source_text(&source, m->in->arena, file->name, file->data, file->len, m->in->diags));
    *out = table;
    return ent_csv_read(table, m->in->arena, &(ent_csv_from){.source = source}, m->in->diags);
}

static bool is_arcs(const ent_csv *t) {
    return ent_csv_column(t, "from") != ENT_CSV_NONE && ent_csv_column(t, "to") != ENT_CSV_NONE &&
           ent_csv_column(t, "actor") != ENT_CSV_NONE;
}

static ent_status tell_tables(model *m, const ent_import_file *files, size_t n) {
    const ent_csv **tables = ENT_NEW(m->in->arena, const ent_csv *, n + 1);
    if (!tables)
        return ENT_NOMEM;
    for (size_t f = 0; f < n; f++) {
        ENT_TRY(parse(&tables[f], m, &files[f]));
        if (!is_arcs(tables[f]))
            continue;
        if (m->arcs)
            return refuse(m, tables[f]->heading, "this is a second table of arcs");
        m->arcs = tables[f];
        m->in->file = files[f].name;
    }
    if (!m->arcs)
        return ent_import_refuse(m->in, ENT_E0511, (ent_span){0},
                                 "entente import csv arcs.csv payoffs.csv states.csv",
                                 "no file has the columns from, to and actor");
    for (size_t row = 0; row < m->arcs->n_rows; row++) { /* so that payoffs can be told by actors */
        uint64_t actors;
        ENT_TRY(find_mover(&actors, m, ent_csv_at(m->arcs, row, ent_csv_column(m->arcs, "actor"))));
    }
    for (size_t f = 0; f < n; f++) {
        if (tables[f] == m->arcs)
            continue;
        if (ent_csv_column(tables[f], "state") == ENT_CSV_NONE)
            return refuse(m, tables[f]->heading, "the table has no column 'state'");
        const ent_csv **kind = has_actor(m, tables[f]) ? &m->payoffs : &m->states;
        if (*kind)
            return refuse(m, tables[f]->heading,
                          kind == &m->payoffs ? "this is a second table of payoffs"
                                              : "this is a second table of states");
        *kind = tables[f];
    }
    return ENT_OK;
}

/* Actors that have payoffs and no move; states of the payoffs where there is no table of states. */
static ent_status complete(model *m) {
    uint32_t ignored;
    for (size_t c = 0; m->payoffs && c < m->payoffs->n_columns; c++)
        if (c != ent_csv_column(m->payoffs, "state"))
            ENT_TRY(find_actor(&ignored, m, m->payoffs->heading[c].text, &m->payoffs->heading[c]));
    for (size_t row = 0; m->payoffs && row < m->payoffs->n_rows; row++)
        ENT_TRY(find_state(&ignored, m,
                           ent_csv_at(m->payoffs, row, ent_csv_column(m->payoffs, "state"))));
    m->closed = m->closed || m->payoffs;
    return ENT_OK;
}

/* ---- writing ---- */

static void put_quoted(ent_buffer *out, ent_buffer *text) {
    out->failed = out->failed || text->failed;
    if (!text->failed)
        ent_import_quote(out, text->data ? text->data : "");
    ent_buffer_free(text);
}

static void put_named(ent_buffer *out, const char *indent, const char *id, const char *name) {
    ent_buffer_put(out, indent);
    ent_import_put_id(out, id);
    ent_buffer_put(out, ":");
    if (ent_import_is_told(id, name)) {
        ent_buffer_put(out, " {name: ");
        ent_import_quote(out, name);
        ent_buffer_put(out, "}");
    }
    ent_buffer_put(out, "\n");
}

static const char *other_than(const char *id) {
    return strcmp(id, "other") == 0 ? "another" : "other";
}

static void put_issues(ent_buffer *out, const ent_import *in) {
    for (size_t i = 0; i < in->n_issues; i++) {
        const ent_import_issue *issue = &in->issues[i];
        ent_buffer_put(out, "  ");
        ent_import_put_id(out, issue->id);
        ent_buffer_put(out, ":\n");
        if (ent_import_is_told(issue->id, issue->name))
            ent_import_put_line(out, "    name: ", issue->name);
        ent_buffer_put(out, "    outcomes:\n");
        for (size_t o = 0; o < issue->n; o++)
            put_named(out, "      ", issue->outcomes[o].id, issue->outcomes[o].name);
        if (issue->n == 1) {
            ent_buffer_printf(out, "      %s:\n    given: ", other_than(issue->outcomes[0].id));
            ent_import_put_id(out, issue->outcomes[0].id);
            ent_buffer_put(out, "\n");
        }
        ent_buffer_put(out, "    unordered: true\n");
    }
}

/* Whether an issue is called as a key of a state's record is: outcomes then stand under `is`. */
static bool is_ambiguous(const ent_import *in) {
    for (size_t i = 0; i < in->n_issues; i++)
        if (strcmp(in->issues[i].id, "name") == 0 || strcmp(in->issues[i].id, "is") == 0)
            return true;
    return false;
}

static void put_states(ent_buffer *out, const model *m) {
    const ent_import *in = m->in;
    const bool ambiguous = is_ambiguous(in);
    for (size_t s = 0; s < m->n; s++) {
        size_t n = 0;
        ent_buffer_put(out, "  ");
        ent_import_put_id(out, m->items[s].id);
        ent_buffer_put(out, ":");
        bool told = ent_import_is_told(m->items[s].id, m->items[s].name);
        if (told)
            ent_buffer_put(out, in->n_issues > 0 ? " {name: " : " ");
        if (told)
            ent_import_quote(out, m->items[s].name);
        ent_buffer_put(out, in->n_issues == 0 ? ""
                            : told            ? ", is: {"
                            : ambiguous       ? " {is: {"
                                              : " {");
        for (size_t i = 0; i < in->n_issues; i++) {
            const ent_import_issue *issue = &in->issues[i];
            if (issue->n == 1)
                continue;
            ent_buffer_put(out, n++ > 0 ? ", " : "");
            ent_import_put_id(out, issue->id);
            ent_buffer_put(out, ": ");
            ent_import_put_id(out, issue->outcomes[m->items[s].outcome[i]].id);
        }
        ent_buffer_put(out, in->n_issues == 0 ? "\n" : told || ambiguous ? "}}\n" : "}\n");
    }
}

static void put_moves(ent_buffer *out, const model *m) {
    const ent_import *in = m->in;
    for (size_t k = 0; k < m->n_movers; k++) {
        const mover *mv = &m->movers[k];
        bool joint = (mv->actors & (mv->actors - 1)) != 0;
        ent_buffer text = {0};
        ent_buffer_put(&text, joint ? "all of [" : "");
        for (size_t a = 0, n = 0; a < in->n_parties; a++)
            if (mv->actors >> a & 1) {
                ent_buffer_put(&text, n++ > 0 ? ", " : "");
                ent_name_print(&text, in->parties[a].id);
            }
        ent_buffer_put(&text, joint ? "]" : "");
        ent_buffer_put(out, "  ");
        put_quoted(out, &text);
        ent_buffer_put(out, ":\n");
        for (size_t a = 0; a < mv->n; a++) {
            text = (ent_buffer){0};
            ent_name_print(&text, m->items[mv->arcs[a][0]].id);
            ent_buffer_put(&text, " -> ");
            ent_name_print(&text, m->items[mv->arcs[a][1]].id);
            ent_buffer_put(out, "    - ");
            put_quoted(out, &text);
            ent_buffer_put(out, "\n");
        }
    }
}

static void put_payoffs(ent_buffer *out, const model *m) {
    const ent_import *in = m->in;
    ent_buffer_put(out, "\npreferences:\n");
    for (size_t a = 0; a < in->n_parties; a++) {
        if (m->n == 0 || !m->payoff[a])
            continue;
        ent_buffer_put(out, "  ");
        ent_import_put_id(out, in->parties[a].id);
        ent_buffer_put(out, ":\n    payoff:\n");
        for (size_t s = 0; s < m->n; s++) {
            ent_buffer_put(out, "      ");
            ent_import_put_id(out, m->items[s].id);
            ent_buffer_printf(out, ": %s\n", m->payoff[s * in->n_parties + a]);
        }
    }
}

static ent_status write_model(ent_buffer *out, const model *m) {
    ent_import *in = m->in;
    const char *title = ent_import_stem(in->arena, in->file);
    if (!title)
        return ENT_NOMEM;
    ENT_TRY(ent_import_names(in));
    ent_buffer_put(out, "entente: 1\n");
    if (ent_import_is_told("", title))
        ent_import_put_line(out, "title: ", title);
    ent_import_put_line(out, "note: ", "Imported from tables of states and moves");
    ent_buffer_put(out, "\nactors:\n");
    for (size_t a = 0; a < in->n_parties; a++)
        put_named(out, "  ", in->parties[a].id, in->parties[a].name);
    if (in->n_issues > 0)
        ent_buffer_put(out, "\nissues:\n");
    put_issues(out, in);
    ent_buffer_put(out, "\nstates:\n");
    put_states(out, m);
    ent_buffer_put(out, "\nmoves:\n");
    put_moves(out, m);
    if (m->payoff)
        put_payoffs(out, m);
    if (out->failed)
        return ENT_NOMEM;
    if (out->len > ENT_FILE_LIMIT)
        return ent_import_refuse(in, ENT_E0509, (ent_span){0}, NULL,
                                 "the scenario would be larger than 16 MiB");
    return ENT_OK;
}

ent_status ent_import_csv(ent_buffer *out, ent_import *in, const ent_import_file *files, size_t n) {
    model m = {.in = in,
               .names = ent_map_new(in->arena),
               .taken = ent_map_new(in->arena),
               .actors = ent_map_new(in->arena)};
    in->tool = "CSV";
    if (!m.names || !m.taken || !m.actors)
        return ENT_NOMEM;
    ENT_TRY(tell_tables(&m, files, n));
    if (m.states)
        ENT_TRY(read_states(&m));
    ENT_TRY(complete(&m));
    ENT_TRY(read_arcs(&m));
    if (m.n_movers == 0)
        return refuse(&m, m.arcs->heading, "the table has no arcs");
    if (m.payoffs)
        ENT_TRY(read_payoffs(&m));
    return write_model(out, &m);
}
