/* The verb `blocs`: which divisions into blocs would last, or why none would. */
#include "ask/blocs.h"

#include <string.h>

#include "answer/findings.h"

typedef struct found {
    const ent_scenario *scenario;
    const ent_request *request;
    ent_arena *arena;
    ent_hedonic game;
    ent_blocs blocs;
    bool asked; /* --division */
    ent_division division;
} found;

static const struct {
    const char *name, *label, *words;
} concepts[ENT_BLOC_CONCEPTS] = {
    {"nash", "Nash stable", "nobody would rather be in another bloc, or alone"},
    {"individual", "individually stable",
     "nobody would rather be in another bloc that would have it"},
    {"contractual", "contractually stable", "... and that its own bloc would let it go to"},
    {"core", "core", "no actors would all rather be a bloc of their own"},
    {"strict_core", "strict core", "... nor some rather, and the others as soon"},
};

/* ---- finding ---- */

static ent_status wrong_division(const found *f, const char *what, const char *word) {
    ent_diag(f->request->diags, ENT_E0559, (ent_span){0}, "", "\"north, east | harbour\"", what,
             word);
    return f->request->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* Blocs numbered by their first members; bloc_of: ENT_NONE or any number. */
static void number_blocs(ent_division *out, const uint32_t *bloc_of, size_t n) {
    uint8_t next = 0;
    for (size_t i = 0; i < n; i++) {
        size_t first = 0;
        while (bloc_of[i] == ENT_NONE ? first < i : bloc_of[first] != bloc_of[i])
            first++;
        out->bloc[i] = first < i ? out->bloc[first] : next++;
    }
}

static const char *id_of(const found *f, size_t actor) {
    return f->scenario->actors[f->game.actor[actor]].id;
}

static ent_status read_division(found *f) {
    uint32_t bloc_of[ENT_HEDONIC_MOST], bloc = 0;
    for (size_t i = 0; i < ENT_HEDONIC_MOST; i++)
        bloc_of[i] = ENT_NONE;
    for (const char *at = f->request->division; *at;) {
        size_t skip = strspn(at, " ,|"), len;
        for (size_t k = 0; k < skip; k++)
            bloc += at[k] == '|';
        at += skip;
        len = strcspn(at, ",|");
        if (len == 0)
            break;
        const char *next = at + len;
        while (len > 0 && at[len - 1] == ' ')
            len--;
        const char *name = ent_arena_text_n(f->arena, at, len);
        if (!name)
            return ENT_NOMEM;
        uint32_t actor = 0;
        while (actor < f->game.n && strcmp(id_of(f, actor), name) != 0)
            actor++;
        if (actor == f->game.n)
            return wrong_division(f, "there is no actor '%s' to divide", name);
        if (bloc_of[actor] != ENT_NONE)
            return wrong_division(f, "'%s' is in two blocs", name);
        bloc_of[actor] = bloc;
        at = next;
    }
    number_blocs(&f->division, bloc_of, f->game.n);
    f->asked = true;
    return ENT_OK;
}

static ent_status find(found *f) {
    const ent_scenario *s = f->scenario;
    uint64_t among = s->n_actors >= 64 ? UINT64_MAX : (UINT64_C(1) << s->n_actors) - 1;
    if (f->request->of) {
        ent_node *scalar;
        ENT_TRY(ent_option_scalar(&scalar, f->arena, "--of", f->request->of, f->request->diags));
        ENT_TRY(ent_coalition_parse(&among, s, f->arena, scalar, "", f->request->diags));
    }
    ENT_TRY(ent_hedonic_of_scenario(&f->game, f->arena, s, among, f->request->diags));
    if (f->request->division)
        ENT_TRY(read_division(f));
    return ent_ask_blocs(&f->blocs, f->arena, &f->game, f->request->limit, &f->request->run);
}

/* ---- words ---- */

static void put_members(ent_buffer *out, const found *f, uint64_t members) {
    const char *before = "";
    for (; members; members &= members - 1) {
        ent_buffer_printf(out, "%s%s", before, id_of(f, (size_t)__builtin_ctzll(members)));
        before = ", ";
    }
}

static void put_division(ent_buffer *out, const found *f, const ent_division *division) {
    for (uint8_t bloc = 0; bloc < f->game.n; bloc++) {
        uint64_t members = 0;
        for (size_t i = 0; i < f->game.n; i++)
            members |= division->bloc[i] == bloc ? UINT64_C(1) << i : 0;
        if (!members)
            break;
        ent_buffer_put(out, bloc ? " | " : "");
        put_members(out, f, members);
    }
}

static const char *text_of(ent_answer *a, ent_buffer *text) {
    ent_cell cell = ent_cell_text(a, text->data ? text->data : "");
    a->failed = a->failed || text->failed;
    ent_buffer_free(text);
    return cell.text;
}

static const char *division_text(ent_answer *a, const found *f, const ent_division *division) {
    ent_buffer text = {0};
    put_division(&text, f, division);
    return text_of(a, &text);
}

static const char *members_text(ent_answer *a, const found *f, uint64_t members) {
    ent_buffer text = {0};
    put_members(&text, f, members);
    return text_of(a, &text);
}

/* "russia would rather be with syria", "a, b would rather be a bloc of their own" */
static const char *move_text(ent_answer *a, const found *f, ent_bloc_move move) {
    ent_buffer text = {0};
    const bool one = (move.who & (move.who - 1)) == 0;
    put_members(&text, f, move.who);
    if (one && move.bloc == move.who)
        ent_buffer_put(&text, " would rather be alone");
    else if (one)
        ent_buffer_put(&text, " would rather be with ");
    else
        ent_buffer_put(&text, " would rather be a bloc of their own");
    if (one)
        put_members(&text, f, move.bloc & ~move.who);
    return text_of(a, &text);
}

static void say_chain(ent_answer *a, const found *f, const ent_bloc_stable *stable) {
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "None of them. For example, round in a circle:");
    for (size_t i = 0; i < stable->n_chain; i++)
        if (i < 8 || i + 1 == stable->n_chain)
            ent_answer_item(a, 0, "%s: %s", division_text(a, f, &stable->chain[i]),
                            move_text(a, f, stable->moves[i]));
        else if (i == 8)
            ent_answer_item(a, 0, "...");
}

static void say_concept(ent_answer *a, const found *f, size_t c) {
    const ent_bloc_stable *stable = &f->blocs.stable[c];
    ent_buffer title = {0};
    ent_buffer_put(&title, concepts[c].label);
    if (title.data && title.data[0] >= 'a' && title.data[0] <= 'z')
        title.data[0] = (char)(title.data[0] - 'a' + 'A');
    ent_answer_heading(a, "%s", text_of(a, &title));
    ent_answer_paragraph(a, ENT_TONE_FAINT, "%s", concepts[c].words);
    if (stable->n == 0) {
        say_chain(a, f, stable);
        return;
    }
    for (size_t i = 0; i < stable->n_listed && i < 5; i++)
        ent_answer_item(a, 0, "%s", division_text(a, f, &stable->listed[i]));
    if (stable->n > 5)
        ent_answer_item(a, 0, "and %s more", ent_answer_count_text(a, stable->n - 5));
}

static void say_asked(ent_answer *a, const found *f) {
    ent_answer_heading(a, "The division asked about: %s", division_text(a, f, &f->division));
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++) {
        ent_bloc_move move;
        if (ent_bloc_is_stable(&move, &f->game, (ent_bloc_concept)c, &f->division))
            ent_answer_item(a, 0, "%s: yes", concepts[c].label);
        else
            ent_answer_item(a, 0, "%s: no; %s", concepts[c].label, move_text(a, f, move));
    }
}

/* ---- tables ---- */

static void add_stable(ent_answer *a, const found *f) {
    const ent_column columns[] = {
        {"concept", NULL, ENT_CELL_TEXT},
        {"number", NULL, ENT_CELL_INTEGER},
        {"division", NULL, ENT_CELL_TEXT},
    };
    ent_table *table = ent_answer_add_table(a, "stable", NULL, columns, ENT_COUNT(columns));
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++)
        for (size_t i = 0; i < f->blocs.stable[c].n_listed; i++) {
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_text(a, concepts[c].name));
            ent_row_set(row, 1, ent_cell_count(a, i + 1));
            ent_row_set(row, 2,
                        ent_cell_text(a, division_text(a, f, &f->blocs.stable[c].listed[i])));
        }
}

static void add_row(ent_answer *a, const found *f, ent_table *table, size_t c, size_t step,
                    const ent_division *division, const ent_bloc_move *move) {
    ent_cell *row = ent_table_row(a, table);
    ent_row_set(row, 0, ent_cell_text(a, concepts[c].name));
    ent_row_set(row, 1, ent_cell_count(a, step));
    ent_row_set(row, 2, ent_cell_text(a, division_text(a, f, division)));
    if (!move)
        return;
    ent_row_set(row, 3, ent_cell_text(a, members_text(a, f, move->who)));
    ent_row_set(row, 4, ent_cell_text(a, members_text(a, f, move->bloc)));
}

static void add_moves(ent_answer *a, const found *f) {
    const ent_column columns[] = {
        {"concept", NULL, ENT_CELL_TEXT},  {"step", NULL, ENT_CELL_INTEGER},
        {"division", NULL, ENT_CELL_TEXT}, {"who", NULL, ENT_CELL_TEXT},
        {"bloc", NULL, ENT_CELL_TEXT},
    };
    ent_table *circles = ent_answer_add_table(a, "circles", NULL, columns, ENT_COUNT(columns));
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++)
        for (size_t i = 0; i < f->blocs.stable[c].n_chain; i++)
            add_row(a, f, circles, c, i + 1, &f->blocs.stable[c].chain[i],
                    &f->blocs.stable[c].moves[i]);
    ent_table *asked = ent_answer_add_table(a, "asked", NULL, columns, ENT_COUNT(columns));
    for (size_t c = 0; f->asked && c < ENT_BLOC_CONCEPTS; c++) {
        ent_bloc_move move;
        bool stable = ent_bloc_is_stable(&move, &f->game, (ent_bloc_concept)c, &f->division);
        add_row(a, f, asked, c, 1, &f->division, stable ? NULL : &move);
    }
}

static void build(ent_answer *a, const found *f) {
    if (f->scenario->title)
        ent_answer_heading(a, "%s", f->scenario->title);
    ent_answer_settings(a, f->request);
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "%zu actors can be divided into blocs in %s ways.",
                         f->game.n, ent_answer_count_text(a, f->blocs.divisions));
    ent_answer_paragraph(a, ENT_TONE_FAINT, "%s",
                         f->game.ranked ? "Each actor goes by its ranking under `blocs`, or else "
                                          "by the sum of its ties to the members."
                                        : "Each actor likes a bloc by the sum of its ties to the "
                                          "members; no tie counts 0.");
    ent_answer_add_fact(a, "actors", NULL, ent_cell_count(a, f->game.n));
    ent_answer_add_fact(a, "divisions", NULL, ent_cell_count(a, f->blocs.divisions));
    ent_answer_add_fact(a, "central_model", NULL, ent_cell_bool(f->game.open));
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++)
        ent_answer_add_fact(a, concepts[c].name, NULL, ent_cell_count(a, f->blocs.stable[c].n));
    if (f->asked)
        say_asked(a, f);
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++)
        say_concept(a, f, c);
    add_stable(a, f);
    add_moves(a, f);
}

ent_status ent_answer_blocs(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    found f = {.scenario = scenario, .request = request, .arena = ent_arena_new()};
    *out = NULL;
    ent_status status = f.arena ? find(&f) : ENT_NOMEM;
    if (status == ENT_OK || status == ENT_CANCELLED) {
        ent_answer *a = ent_answer_new("blocs");
        if (a) {
            a->partial = status == ENT_CANCELLED;
            if (a->partial)
                ent_answer_paragraph(a, ENT_TONE_BAD, "Stopped early: nothing is known yet.");
            else
                build(a, &f);
        }
        if (!a || a->failed) {
            ent_answer_free(a);
            a = NULL;
            status = ENT_NOMEM;
        }
        *out = a;
    }
    ent_arena_free(f.arena);
    return status;
}
