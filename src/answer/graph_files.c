/* The graph of a conflict as GraphML and DOT, and what a drawing of it needs. See graph_files.h. */
#include "answer/graph_files.h"

#include <string.h>

void ent_put_xml(ent_buffer *out, const char *text) {
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        switch (c) {
        case '<': ent_buffer_put(out, "&lt;"); break;
        case '>': ent_buffer_put(out, "&gt;"); break;
        case '&': ent_buffer_put(out, "&amp;"); break;
        case '"': ent_buffer_put(out, "&quot;"); break;
        default: ent_buffer_put_n(out, c < 0x20 || c == 0x7F ? " " : text, 1);
        }
    }
}

const char *ent_drawn_concept(const ent_drawn *d, uint32_t state) {
    const ent_stability *st = d->moving->stability;
    for (unsigned k = 0; k < ENT_CONCEPTS; k++) {
        ent_concept c = ent_concept_order[k];
        if ((st->concepts >> c & 1) && ent_bit(st->equilibria[c], state))
            return ent_concept_name(c);
    }
    return NULL;
}

/* ---- arcs ---- */

static bool is_better(const ent_graph *g, uint64_t actors, uint32_t from, uint32_t to) {
    for (uint64_t rest = actors; rest; rest &= rest - 1) {
        const int32_t *rank = g->rank[__builtin_ctzll(rest)];
        if (rank[to] <= rank[from])
            return false;
    }
    return true;
}

static ent_status too_large(ent_diags *diags, const char *what, size_t most) {
    ent_diag(diags, ENT_E0526, (ent_span){0}, "",
             "freeze issues that do not matter here, or ask for the answer as a table",
             "the graph has more than %zu %s", most, what);
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* ENT_LIMIT, without diagnostic, when there are more than `most`. */
static ent_status find_arcs(ent_drawn *d, size_t most) {
    const ent_graph *g = d->moving->graph;
    uint32_t *buffer = ENT_NEW(d->arena, uint32_t, (size_t)g->widest + 1), n;
    size_t cap = 0;
    if (!buffer)
        return ENT_NOMEM;
    for (uint32_t u = 0; u < g->n_units; u++)
        for (uint32_t s = 0; s < g->n_states; s++) {
            const uint32_t *to = ent_graph_moves(g, u, s, buffer, &n);
            for (uint32_t i = 0; i < n; i++) {
                if (d->n_arcs == most)
                    return ENT_LIMIT;
                ent_drawn_arc *arcs =
                    ent_arena_grow(d->arena, d->arcs, d->n_arcs, &cap, sizeof *arcs);
                if (!arcs)
                    return ENT_NOMEM;
                d->arcs = arcs;
                arcs[d->n_arcs++] =
                    (ent_drawn_arc){u, s, to[i], is_better(g, g->units[u].actors, s, to[i])};
            }
        }
    return ENT_OK;
}

/* ---- GraphML ---- */

static void put_key(ent_buffer *out, const char *id, const char *on, const char *name,
                    const char *type) {
    ent_buffer_printf(out, "  <key id=\"%s\" for=\"%s\" attr.name=\"", id, on);
    ent_put_xml(out, name);
    ent_buffer_printf(out, "\" attr.type=\"%s\"/>\n", type);
}

static void put_keys(ent_buffer *out, const ent_moving *m) {
    put_key(out, "state", "node", "state", "string");
    put_key(out, "now", "node", "status quo", "boolean");
    for (uint32_t a = 0; a < m->graph->n_actors; a++) {
        ent_buffer id = {0}, name = {0};
        ent_buffer_printf(&id, "rank%u", (unsigned)a);
        ent_buffer_printf(&name, "rank of %s", m->scenario->actors[a].id);
        out->failed = out->failed || id.failed || name.failed;
        if (!out->failed)
            put_key(out, id.data, "node", name.data, "int");
        ent_buffer_free(&id);
        ent_buffer_free(&name);
    }
    for (unsigned c = 0; c < ENT_CONCEPTS; c++)
        if (m->stability->concepts >> c & 1)
            put_key(out, ent_concept_name(c), "node", ent_concept_name(c), "boolean");
    put_key(out, "mover", "edge", "mover", "string");
    put_key(out, "better", "edge", "better for the mover", "boolean");
}

static const char *truth(bool value) {
    return value ? "true" : "false";
}

static void put_state(ent_buffer *out, const ent_moving *m, uint32_t s) {
    ent_buffer text = {0};
    ent_word_state(&text, m, s);
    out->failed = out->failed || text.failed;
    if (!text.failed)
        ent_put_xml(out, text.data ? text.data : "");
    ent_buffer_free(&text);
}

static void put_mover(ent_buffer *out, const ent_moving *m, uint32_t unit) {
    ent_buffer text = {0};
    ent_word_unit(&text, m, unit);
    out->failed = out->failed || text.failed;
    if (!text.failed)
        ent_put_xml(out, text.data ? text.data : "");
    ent_buffer_free(&text);
}

static void put_graphml(ent_buffer *out, const ent_drawn *d) {
    const ent_moving *m = d->moving;
    const ent_graph *g = m->graph;
    ent_buffer_put(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n");
    put_keys(out, m);
    ent_buffer_put(out, "  <graph edgedefault=\"directed\">\n");
    for (uint32_t s = 0; s < g->n_states; s++) {
        ent_buffer_printf(out, "    <node id=\"n%u\"><data key=\"state\">", (unsigned)s + 1);
        put_state(out, m, s);
        ent_buffer_printf(out, "</data><data key=\"now\">%s</data>", truth(s == g->status_quo));
        for (uint32_t a = 0; a < g->n_actors; a++)
            ent_buffer_printf(out, "<data key=\"rank%u\">%d</data>", (unsigned)a, g->rank[a][s]);
        for (unsigned c = 0; c < ENT_CONCEPTS; c++)
            if (m->stability->concepts >> c & 1)
                ent_buffer_printf(out, "<data key=\"%s\">%s</data>", ent_concept_name(c),
                                  truth(ent_bit(m->stability->equilibria[c], s)));
        ent_buffer_put(out, "</node>\n");
    }
    for (size_t i = 0; i < d->n_arcs; i++) {
        const ent_drawn_arc *arc = &d->arcs[i];
        ent_buffer_printf(out, "    <edge source=\"n%u\" target=\"n%u\"><data key=\"mover\">",
                          (unsigned)arc->from + 1, (unsigned)arc->to + 1);
        put_mover(out, m, arc->unit);
        ent_buffer_printf(out, "</data><data key=\"better\">%s</data></edge>\n",
                          truth(arc->better));
    }
    ent_buffer_put(out, "  </graph>\n</graphml>\n");
}

/* ---- DOT ---- */

static void put_quoted(ent_buffer *out, ent_buffer *text) {
    out->failed = out->failed || text->failed;
    ent_buffer_put(out, "\"");
    for (const char *c = text->data ? text->data : ""; *c && !text->failed; c++) {
        if (*c == '"' || *c == '\\')
            ent_buffer_put(out, "\\");
        ent_buffer_put_n(out, (unsigned char)*c < 0x20 ? " " : c, 1);
    }
    ent_buffer_put(out, "\"");
    ent_buffer_free(text);
}

static void put_dot(ent_buffer *out, const ent_drawn *d) {
    const ent_moving *m = d->moving;
    const ent_graph *g = m->graph;
    ent_buffer_put(out, "digraph conflict {\n  node [shape=box, style=rounded];\n");
    for (uint32_t s = 0; s < g->n_states; s++) {
        const char *concept = ent_drawn_concept(d, s);
        ent_buffer text = {0};
        ent_buffer_printf(&text, "%u: ", (unsigned)s + 1);
        ent_word_state(&text, m, s);
        if (concept)
            ent_buffer_printf(&text, " (%s)", concept);
        ent_buffer_printf(out, "  n%u [label=", (unsigned)s + 1);
        put_quoted(out, &text);
        ent_buffer_printf(out, "%s%s];\n", concept ? ", penwidth=2" : "",
                          s == g->status_quo ? ", style=\"rounded,filled\"" : "");
    }
    for (size_t i = 0; i < d->n_arcs; i++) {
        const ent_drawn_arc *arc = &d->arcs[i];
        ent_buffer text = {0};
        ent_word_unit(&text, m, arc->unit);
        ent_buffer_printf(out, "  n%u -> n%u [label=", (unsigned)arc->from + 1,
                          (unsigned)arc->to + 1);
        put_quoted(out, &text);
        ent_buffer_put(out, arc->better ? "];\n" : ", style=dotted];\n");
    }
    ent_buffer_put(out, "}\n");
}

/* ---- from a scenario ---- */

static ent_status write_drawn(ent_buffer *out, ent_graph_format format, ent_drawn *d) {
    const ent_graph *g = d->moving->graph;
    ent_diags *diags = d->moving->request->diags;
    bool drawn = format == ENT_SVG || format == ENT_EVOLUTION;
    if (drawn && g->n_states > ENT_DRAWN_STATES)
        return too_large(diags, "states", ENT_DRAWN_STATES);
    size_t most = drawn ? ENT_DRAWN_ARCS : ENT_FILE_ARCS;
    ent_status status = find_arcs(d, most);
    if (status == ENT_LIMIT)
        return too_large(diags, "moves", most);
    ENT_TRY(status);
    if (format == ENT_EVOLUTION)
        ENT_TRY(ent_keep_evolution(d));
    if (drawn)
        ENT_TRY(ent_draw_graph(out, d));
    else if (format == ENT_DOT)
        put_dot(out, d);
    else
        put_graphml(out, d);
    return out->failed ? ENT_NOMEM : ENT_OK;
}

static ent_status make(ent_moving *m) {
    ent_game *game;
    ent_graph *graph;
    ent_graph_options *options = ENT_NEW(m->arena, ent_graph_options, 1);
    unsigned concepts = ENT_CONCEPTS_QUICK;
    if (!options)
        return ENT_NOMEM;
    ENT_TRY(ent_game_compile(&game, m->arena, m->scenario, m->request->diags));
    ENT_TRY(
        ent_graph_from_game(&graph, m->arena, game, options, &m->request->run, m->request->diags));
    m->graph = graph;
    m->from = graph->status_quo;
    if (graph->n_digits && graph->n_states <= ENT_DRAWN_STATES)
        concepts |= ENT_CONCEPT_BIT(ENT_CONCEPT_SIM);
    ent_status status =
        ent_ask_stability(&m->stability, m->arena, graph, &m->rules, concepts, &m->request->run);
    if (status == ENT_LIMIT && concepts != ENT_CONCEPTS_QUICK)
        status = ent_ask_stability(&m->stability, m->arena, graph, &m->rules, ENT_CONCEPTS_QUICK,
                                   &m->request->run);
    return status;
}

ent_status ent_write_graph(ent_buffer *out, ent_graph_format format, const ent_scenario *scenario,
                           const ent_request *request) {
    ent_moving m = {.scenario = scenario, .request = request, .arena = ent_arena_new()};
    ent_drawn d = {.moving = &m, .arena = m.arena};
    if (!m.arena)
        return ENT_NOMEM;
    ent_status status = make(&m);
    if (status == ENT_OK)
        status = write_drawn(out, format, &d);
    ent_arena_free(m.arena);
    return status;
}

/* ---- on a page ---- */

static uint32_t count_drawn(const ent_drawn *d) {
    uint32_t n = 0;
    for (uint32_t s = 0; s < d->moving->graph->n_states; s++)
        n += !d->layer || d->layer[s] != ENT_NONE;
    return n;
}

/* What the numbers in a drawing stand for. */
static void say_numbers(const ent_drawn *d) {
    const ent_moving *m = d->moving;
    ent_buffer names = {0};
    for (uint32_t s = 0; s < m->graph->n_states; s++) {
        const char *name = ent_state_text(m, s);
        if ((!d->layer || d->layer[s] != ENT_NONE) && strlen(name) > ENT_SHORT_NAME)
            ent_buffer_printf(&names, "%s%u: %s", names.len ? "; " : "", (unsigned)s + 1, name);
    }
    if (names.len) {
        ent_answer_paragraph(m->answer, ENT_TONE_FAINT, "%s.", names.data);
        ent_answer_show_on_pages(m->answer);
    }
    m->answer->failed = m->answer->failed || names.failed;
    ent_buffer_free(&names);
}

/* A drawing, under its heading, unless it would be too full to be read. */
static ent_status put_drawing(const ent_drawn *d, const char *heading) {
    ent_buffer svg = {0};
    if (count_drawn(d) > ENT_PAGE_STATES)
        return ENT_OK;
    ent_status status = ent_draw_graph(&svg, d);
    if (status != ENT_OK) {
        ent_buffer_free(&svg);
        return status;
    }
    ent_answer_heading(d->moving->answer, "%s", heading);
    ent_answer_show_on_pages(d->moving->answer);
    ent_answer_drawing(d->moving->answer, &svg);
    say_numbers(d);
    return ENT_OK;
}

ent_status ent_moving_draw(const ent_moving *m) {
    ent_drawn d = {.moving = m, .arena = m->arena};
    if (m->graph->n_states > ENT_DRAWN_STATES)
        return ENT_OK;
    ent_status status = find_arcs(&d, ENT_DRAWN_ARCS);
    if (status == ENT_LIMIT)
        return ENT_OK;
    ENT_TRY(status);
    ENT_TRY(put_drawing(&d, "States and moves"));
    if (m->graph->status_quo == ENT_NONE)
        return ENT_OK;
    ENT_TRY(ent_keep_evolution(&d));
    return d.n_arcs ? put_drawing(&d, "What improvements lead to from the status quo") : ENT_OK;
}
