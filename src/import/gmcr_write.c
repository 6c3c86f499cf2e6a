/* A .gmcr model as a scenario: options are issues with the outcomes no and yes, infeasible patterns
 * rules, numbered states the names s1, s2, ...
 */
#include "import/gmcr.h"

#include <string.h>

#include "scenario/lexer.h"

static ent_status quoted(ent_buffer *out, ent_buffer *text) {
    if (!text->failed)
        ent_import_quote(out, text->data ? text->data : "");
    bool failed = text->failed;
    ent_buffer_free(text);
    return failed ? ENT_NOMEM : ENT_OK;
}

/* An option that has its name from another one too is called after who controls it. */
static ent_status tell_apart(const ent_gmcr *g) {
    ent_import *in = g->in;
    for (size_t i = 0; i < in->n_issues; i++) {
        bool twice = false;
        for (size_t k = 0; k < in->n_issues; k++)
            twice = twice || (k != i && strcmp(in->issues[k].name, in->issues[i].name) == 0);
        in->issues[i].from_profiles = twice; /* names are changed only when all are compared */
    }
    for (size_t i = 0; i < in->n_issues; i++) {
        size_t m = 0;
        while (m < in->n_parties && !g->makers[m].controls[i])
            m++;
        if (!in->issues[i].from_profiles || m == in->n_parties)
            continue;
        in->issues[i].name =
            ent_arena_printf(in->arena, "%s: %s", in->parties[m].name, in->issues[i].name);
        if (!in->issues[i].name)
            return ENT_NOMEM;
    }
    return ENT_OK;
}

/* ---- conditions ---- */

static void put_pattern(ent_buffer *text, const ent_gmcr *g, const ent_gmcr_pattern *p) {
    for (size_t l = 0; l < p->n; l++) {
        ent_buffer_put(text, l > 0 ? " and " : "");
        ent_name_print(text, g->in->issues[p->literals[l].option].id);
        ent_buffer_put(text, p->literals[l].taken ? " = yes" : " = no");
    }
}

static ent_status put_condition(ent_buffer *out, const ent_gmcr *g, const ent_gmcr_condition *c,
                                bool negated) {
    ent_buffer text = {0};
    ent_buffer_put(&text, negated ? "not (" : "");
    for (size_t p = 0; p < c->n; p++) {
        bool brackets = c->n > 1 && c->patterns[p].n > 1;
        ent_buffer_put(&text, p > 0 ? " or " : "");
        ent_buffer_put(&text, brackets ? "(" : "");
        put_pattern(&text, g, &c->patterns[p]);
        ent_buffer_put(&text, brackets ? ")" : "");
    }
    ent_buffer_put(&text, negated ? ")" : "");
    return quoted(out, &text);
}

static ent_status put_conditions(ent_buffer *out, const ent_gmcr *g, const char *indent,
                                 const ent_gmcr_condition *conditions, size_t n, bool negated) {
    for (size_t i = 0; i < n; i++) {
        ent_buffer_put(out, indent);
        ent_buffer_put(out, "- ");
        ENT_TRY(put_condition(out, g, &conditions[i], negated));
        ent_buffer_put(out, "\n");
    }
    return ENT_OK;
}

/* ---- heading ---- */

/* Those of two or more members, each told by its first one. */
static void put_coalitions(ent_buffer *out, const ent_gmcr *g) {
    const ent_import *in = g->in;
    bool first = true;
    for (size_t m = 0; m < in->n_parties; m++) {
        uint64_t members = g->makers[m].coalition;
        if ((members & (members - 1)) == 0 || (members & ((UINT64_C(1) << m) - 1)) != 0)
            continue;
        ent_buffer_put(out, first ? "\n# for entente moves FILE --blocs given\ncoalitions:\n" : "");
        first = false;
        ent_buffer_put(out, "  - [");
        for (size_t k = 0, n = 0; k < in->n_parties; k++)
            if (members >> k & 1) {
                ent_buffer_put(out, n++ > 0 ? ", " : "");
                ent_import_put_id(out, in->parties[k].id);
            }
        ent_buffer_put(out, "]\n");
    }
}

static ent_status put_heading(ent_buffer *out, const ent_gmcr *g) {
    const ent_import *in = g->in;
    const char *title = ent_import_stem(in->arena, in->file), *slash = strrchr(in->file, '/');
    ent_buffer text = {0};
    if (!title)
        return ENT_NOMEM;
    ent_buffer_put(out, "entente: 1\n");
    if (ent_import_is_told("", title))
        ent_import_put_line(out, "title: ", title);
    ent_buffer_printf(&text, "Imported from %s", in->tool);
    ent_buffer_put(out, "note: ");
    ENT_TRY(quoted(out, &text));
    ent_buffer_put(out, "\n\nsources:\n  model: {title: ");
    ent_import_quote(out, slash ? slash + 1 : in->file);
    ent_buffer_put(out, "}\n\nactors:\n");
    return ENT_OK;
}

/* ---- issues, rules, states ---- */

static void put_controllers(ent_buffer *out, const ent_gmcr *g, size_t option) {
    size_t n = 0;
    for (size_t m = 0; m < g->in->n_parties; m++)
        n += g->makers[m].controls[option];
    if (n == 0) {
        ent_buffer_put(out, "nobody");
        return;
    }
    ent_buffer text = {0};
    ent_buffer_put(&text, n > 1 ? "any of [" : "");
    for (size_t m = 0, k = 0; m < g->in->n_parties; m++)
        if (g->makers[m].controls[option]) {
            ent_buffer_put(&text, k++ > 0 ? ", " : "");
            ent_name_print(&text, g->in->parties[m].id);
        }
    ent_buffer_put(&text, n > 1 ? "]" : "");
    out->failed = out->failed || text.failed;
    if (!text.failed && n > 1)
        ent_import_quote(out, text.data);
    else if (!text.failed)
        ent_import_put_id(out, text.data);
    ent_buffer_free(&text);
}

static void put_issue(ent_buffer *out, const ent_gmcr *g, size_t i) {
    const ent_import_issue *issue = &g->in->issues[i];
    ent_buffer_put(out, "  ");
    ent_import_put_id(out, issue->id);
    ent_buffer_put(out, ":\n");
    if (ent_import_is_told(issue->id, issue->name))
        ent_import_put_line(out, "    name: ", issue->name);
    ent_buffer_put(out, "    outcomes: [no, yes]\n    control: ");
    put_controllers(out, g, i);
    ent_buffer_put(out, "\n");
    if (g->direction[i] != ENT_GMCR_BOTH)
        ent_buffer_put(out, g->direction[i] == ENT_GMCR_FORWARD ? "    moves: no -> yes\n"
                                                                : "    moves: yes -> no\n");
}

static void put_states(ent_buffer *out, const ent_gmcr *g) {
    ent_buffer_put(out, "\nstates:\n");
    for (size_t s = 0; s < g->n_states; s++) {
        ent_buffer_printf(out, "  s%zu: {", s + 1);
        for (size_t i = 0; i < g->in->n_issues; i++) {
            ent_buffer_put(out, i > 0 ? ", " : "");
            ent_import_put_id(out, g->in->issues[i].id);
            ent_buffer_put(out, g->states[s] >> i & 1 ? ": yes" : ": no");
        }
        ent_buffer_put(out, "}\n");
    }
}

/* ---- preferences ---- */

static void put_ranking(ent_buffer *out, const ent_gmcr_maker *maker) {
    ent_buffer_put(out, "    ranking: [");
    for (size_t i = 0; i < maker->n_ranks; i++) {
        bool first = i == 0 || maker->level[i] != maker->level[i - 1];
        bool more = i + 1 < maker->n_ranks && maker->level[i + 1] == maker->level[i];
        ent_buffer_printf(out, "%s%ss%u", i > 0 ? ", " : "", first && more ? "[" : "",
                          (unsigned)maker->ranks[i]);
        ent_buffer_put(out, !first && !more ? "]" : "");
    }
    ent_buffer_put(out, "]\n");
}

static ent_status put_preference(ent_buffer *out, const ent_gmcr *g, size_t m) {
    const ent_gmcr_maker *maker = &g->makers[m];
    ent_buffer_put(out, "  ");
    ent_import_put_id(out, g->in->parties[m].id);
    ent_buffer_put(out, ":\n    from: model\n");
    if (maker->ranked) {
        put_ranking(out, maker);
    } else if (maker->n_statements == 0) {
        ent_buffer_put(out, "    statements: [\"true\"] # the file says nothing\n");
    } else {
        ent_buffer_put(out, "    statements:\n");
        ENT_TRY(put_conditions(out, g, "      ", maker->statements, maker->n_statements, false));
    }
    if (maker->n_misperceived == 0)
        return ENT_OK;
    ent_buffer_put(out, "    misperceives:\n");
    return put_conditions(out, g, "      ", maker->misperceived, maker->n_misperceived, false);
}

ent_status ent_gmcr_write(ent_buffer *out, const ent_gmcr *g) {
    ent_import *in = g->in;
    ENT_TRY(tell_apart(g));
    ENT_TRY(ent_import_names(in));
    ENT_TRY(put_heading(out, g));
    for (size_t m = 0; m < in->n_parties; m++) {
        ent_buffer_put(out, "  ");
        ent_import_put_id(out, in->parties[m].id);
        ent_buffer_put(out, ":");
        if (ent_import_is_told(in->parties[m].id, in->parties[m].name)) {
            ent_buffer_put(out, " {name: ");
            ent_import_quote(out, in->parties[m].name);
            ent_buffer_put(out, "}");
        }
        ent_buffer_put(out, "\n");
    }
    ent_buffer_put(out, "\nissues:\n");
    for (size_t i = 0; i < in->n_issues; i++)
        put_issue(out, g, i);
    if (g->n_infeasible > 0)
        ent_buffer_put(out, "\nrules:\n");
    ENT_TRY(put_conditions(out, g, "  ", g->infeasible, g->n_infeasible, true));
    if (g->n_states > 0)
        put_states(out, g);
    ent_buffer_put(out, "\npreferences:\n");
    for (size_t m = 0; m < in->n_parties; m++)
        ENT_TRY(put_preference(out, g, m));
    put_coalitions(out, g);
    if (out->failed)
        return ENT_NOMEM;
    if (out->len > ENT_FILE_LIMIT)
        return ent_import_refuse(in, ENT_E0509, (ent_span){0}, NULL,
                                 "the scenario would be larger than 16 MiB");
    return ENT_OK;
}
