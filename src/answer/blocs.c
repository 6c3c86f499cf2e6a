/* The verb `blocs`: which divisions into blocs would last, or why none would. */
#include "ask/blocs.h"

#include <string.h>

#include "answer/alliance_tally.h"
#include "ask/points.h"

#define SHOWN 5u /* stable divisions of each concept, in words */

typedef struct found {
    const ent_scenario *scenario;
    const ent_request *request;
    ent_arena *arena;
    ent_hedonic game;
    ent_blocs blocs;
    bool asked; /* --division */
    ent_division division;
    /* --liking deals: */
    bool deals;
    ent_game *conflict; /* NULL: that of the central model */
    const char *about_text;
    uint8_t **deal;    /* per bloc: what it would do; NULL: it has no deal */
    ent_number *value; /* [bloc * n + actor] */
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

/* The members of a bloc as actors of the scenario. */
static uint64_t actors_of(const found *f, uint64_t bloc) {
    uint64_t actors = 0;
    for (; bloc; bloc &= bloc - 1)
        actors |= UINT64_C(1) << f->game.actor[__builtin_ctzll(bloc)];
    return actors;
}

static ent_status deal_of_bloc(found *f, const ent_ask_what *about, uint64_t bloc,
                               ent_arena *scratch) {
    const ent_request *rq = f->request;
    uint8_t state[ENT_MAX_ISSUES];
    ent_ask_what what = *about;
    bool some;
    what.coalition = actors_of(f, bloc);
    ent_status status = ent_ask_nash_deal(&some, state, scratch, f->conflict, what, &rq->run);
    if (status == ENT_LIMIT) {
        ent_diag(rq->diags, ENT_E0561, (ent_span){0}, "", "put fewer issues on the table: --about",
                 "some bloc has too many deals to find its Nash deal");
        return rq->diags->failed ? ENT_NOMEM : ENT_LIMIT;
    }
    ENT_TRY(status);
    if (some && !(f->deal[bloc] = ENT_NEW(f->arena, uint8_t, f->scenario->n_issues + 1)))
        return ENT_NOMEM;
    if (some)
        memcpy(f->deal[bloc], state, f->scenario->n_issues);
    for (uint64_t rest = bloc; rest; rest &= rest - 1) {
        const size_t i = (size_t)__builtin_ctzll(rest);
        const uint32_t k = f->game.actor[i];
        f->value[bloc * f->game.n + i] =
            some ? ent_game_number(f->conflict, k, ent_game_utility(f->conflict, k, state))
                 : f->conflict->aims[k].threshold_exact;
    }
    return ENT_OK;
}

/* What each bloc would do, and what that is worth to its members. */
static ent_status from_deals(found *f, uint64_t among) {
    const ent_scenario *s = f->scenario;
    const ent_request *rq = f->request;
    ent_ask_what what = {.about = s->question.given ? s->question.about : NULL};
    f->about_text = s->question.given ? s->question.about_text : NULL;
    if (s->n_issues == 0) {
        ent_diag(rq->diags, ENT_E0553, (ent_span){0}, "", "entente blocs FILE",
                 "there are no issues, so there is nothing to deal about");
        return rq->diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    if (rq->about) {
        ent_node *scalar;
        uint64_t *agenda;
        ENT_TRY(ent_option_scalar(&scalar, f->arena, "--about", rq->about, rq->diags));
        ENT_TRY(ent_agenda_parse(&agenda, s, f->arena, scalar, "", rq->diags));
        what.about = agenda;
        f->about_text = rq->about;
    }
    if (!f->conflict)
        ENT_TRY(ent_game_compile(&f->conflict, f->arena, s, rq->diags));
    ENT_TRY(ent_thresholds_check(f->conflict, among, rq->diags));
    ENT_TRY(ent_hedonic_new(&f->game, f->arena, among, rq->diags));
    f->game.open = f->conflict->open;
    const uint64_t all = UINT64_C(1) << f->game.n;
    f->deal = ENT_NEW(f->arena, uint8_t *, all);
    f->value = ENT_NEW(f->arena, ent_number, all * f->game.n + 1);
    ent_arena *scratch = ent_arena_new();
    ent_status status = f->deal && f->value && scratch ? ENT_OK : ENT_NOMEM;
    for (uint64_t bloc = 1; bloc < all && status == ENT_OK; bloc++) {
        ent_mark mark = ent_arena_mark(scratch);
        f->deal[bloc] = NULL;
        if (rq->run.stop && *rq->run.stop)
            status = ENT_CANCELLED;
        else
            status = deal_of_bloc(f, &what, bloc, scratch);
        if (rq->run.progress)
            rq->run.progress(rq->run.user, "finding what each bloc would do", bloc, all - 1);
        ent_arena_rewind(scratch, mark);
    }
    ent_arena_free(scratch);
    ENT_TRY(status);
    return ent_hedonic_rank(&f->game, f->arena, f->value);
}

static ent_status find(found *f) {
    const ent_scenario *s = f->scenario;
    uint64_t among = s->n_actors >= 64 ? UINT64_MAX : (UINT64_C(1) << s->n_actors) - 1;
    f->deals = f->request->liking && strcmp(f->request->liking, "deals") == 0;
    const ent_option_use uses[] = {
        {"about", f->request->about != NULL, f->deals,
         "it goes with --liking deals: ties are not about anything"},
        {"models", f->request->models > 0, f->deals, "it goes with --liking deals"},
        {"seed", f->request->seed > 0, f->request->models > 0, "without --models nothing is drawn"},
    };
    ENT_TRY(ent_options_used(f->request, uses, ENT_COUNT(uses)));
    if (f->request->of) {
        ent_node *scalar;
        ENT_TRY(ent_option_scalar(&scalar, f->arena, "--of", f->request->of, f->request->diags));
        ENT_TRY(ent_coalition_parse(&among, s, f->arena, scalar, "", f->request->diags));
    }
    if (f->deals)
        ENT_TRY(from_deals(f, among));
    else
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

/* --liking deals: what the blocs of the divisions shown would do, each once. */
static void say_deals(ent_answer *a, const found *f) {
    bool shown[(size_t)1 << ENT_HEDONIC_MOST] = {false}, any = false;
    for (size_t c = 0; f->deals && c < ENT_BLOC_CONCEPTS; c++)
        for (size_t d = 0; d < f->blocs.stable[c].n_listed && d < SHOWN; d++)
            for (uint8_t number = 0; number < f->game.n; number++) {
                uint64_t bloc = 0;
                for (size_t i = 0; i < f->game.n; i++)
                    if (f->blocs.stable[c].listed[d].bloc[i] == number)
                        bloc |= UINT64_C(1) << i;
                shown[bloc] = true;
            }
    for (uint64_t bloc = 1; f->deals && bloc < UINT64_C(1) << f->game.n; bloc++) {
        ent_buffer text = {0};
        if (!shown[bloc] || !f->deal[bloc])
            continue;
        if (!any)
            ent_answer_heading(a, "What these blocs would sign");
        any = true;
        ent_word_changes(&text, f->scenario, f->conflict->status_quo, f->deal[bloc]);
        ent_answer_item(a, 0, "%s: %s", members_text(a, f, bloc), text_of(a, &text));
    }
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
    for (size_t i = 0; i < stable->n_listed && i < SHOWN; i++)
        ent_answer_item(a, 0, "%s", division_text(a, f, &stable->listed[i]));
    if (stable->n > SHOWN)
        ent_answer_item(a, 0, "and %s more", ent_answer_count_text(a, stable->n - SHOWN));
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

static void add_deals(ent_answer *a, const found *f) {
    const ent_column columns[] = {
        {"bloc", NULL, ENT_CELL_TEXT},
        {"actor", NULL, ENT_CELL_TEXT},
        {"worth", NULL, ENT_CELL_NUMBER},
        {"deal", NULL, ENT_CELL_TEXT},
    };
    ent_table *table = ent_answer_add_table(a, "deals", NULL, columns, ENT_COUNT(columns));
    for (uint64_t bloc = 1; f->deals && bloc < UINT64_C(1) << f->game.n; bloc++)
        for (uint64_t rest = bloc; rest; rest &= rest - 1) {
            const size_t i = (size_t)__builtin_ctzll(rest);
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_text(a, members_text(a, f, bloc)));
            ent_row_set(row, 1, ent_cell_text(a, id_of(f, i)));
            ent_row_set(row, 2, ent_cell_number(a, f->value[bloc * f->game.n + i]));
            if (f->deal[bloc])
                ent_row_set(
                    row, 3,
                    ent_cell_changes(a, f->scenario, f->conflict->status_quo, f->deal[bloc]));
        }
}

/* What is behind the likings. */
static void say_convention(ent_answer *a, const found *f) {
    if (!f->deals) {
        ent_answer_paragraph(a, ENT_TONE_FAINT, "%s",
                             f->game.ranked
                                 ? "Each actor goes by its ranking under `blocs`, or else "
                                   "by the sum of its ties to the members."
                                 : "Each actor likes a bloc by the sum of its ties to the "
                                   "members; no tie counts 0.");
        return;
    }
    ent_answer_paragraph(
        a, ENT_TONE_FAINT,
        "Each actor likes a bloc by what it gets in the bloc's deal%s%s. A bloc is taken to sign "
        "its Nash deal (the greatest product of gains; of several the one with the fewest "
        "changes), "
        "with everybody else standing still; where it has no deal, its members get what no deal is "
        "worth to them. The table `deals` lists all of it.",
        f->about_text ? " about " : "", f->about_text ? f->about_text : "");
    if (f->game.open)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The file compares and gives ranges where it has no numbers; this "
                             "answer is for the middle of all that fits them.");
}

static void build(ent_answer *a, const found *f) {
    if (f->scenario->title)
        ent_answer_heading(a, "%s", f->scenario->title);
    ent_answer_settings(a, f->request);
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "%zu actors can be divided into blocs in %s ways.",
                         f->game.n, ent_answer_count_text(a, f->blocs.divisions));
    say_convention(a, f);
    ent_answer_add_fact(a, "actors", NULL, ent_cell_count(a, f->game.n));
    ent_answer_add_fact(a, "divisions", NULL, ent_cell_count(a, f->blocs.divisions));
    ent_answer_add_fact(a, "central_model", NULL, ent_cell_bool(f->game.open));
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++)
        ent_answer_add_fact(a, concepts[c].name, NULL, ent_cell_count(a, f->blocs.stable[c].n));
    if (f->asked)
        say_asked(a, f);
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++)
        say_concept(a, f, c);
    say_deals(a, f);
    add_stable(a, f);
    add_moves(a, f);
    add_deals(a, f);
}

/* ---- over models ---- */

/* What one model says: which divisions would last. */
static ent_status tally_model(ent_alliance *l) {
    found f = {
        .scenario = l->scenario, .request = l->request, .arena = l->arena, .conflict = l->game};
    ent_tally *t = l->tally;
    ENT_TRY(find(&f));
    if (f.asked)
        ent_tally_heading(t, "The division asked about");
    for (size_t c = 0; f.asked && c < ENT_BLOC_CONCEPTS; c++) {
        static const char *const words[ENT_BLOC_CONCEPTS] = {"asked_nash", "asked_individual",
                                                             "asked_contractual", "asked_core",
                                                             "asked_strict_core"};
        ent_bloc_move move;
        ent_tally_alone(t, words[c], concepts[c].label,
                        ent_bloc_is_stable(&move, &f.game, (ent_bloc_concept)c, &f.division));
    }
    ent_tally_heading(t, "Which divisions would last, if each likes a bloc by its Nash deal");
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++) {
        const ent_bloc_stable *stable = &f.blocs.stable[c];
        if (stable->n_listed < stable->n)
            continue;
        ent_tally_several(t, concepts[c].name, concepts[c].label);
        for (size_t i = 0; i < stable->n_listed; i++)
            ent_tally_so(t, concepts[c].name, "", division_text(l->answer, &f, &stable->listed[i]));
    }
    return ENT_OK;
}

ent_status ent_answer_blocs(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    found f = {.scenario = scenario, .request = request, .arena = ent_arena_new()};
    *out = NULL;
    ent_status status = ENT_NOMEM;
    if (f.arena && request->models)
        status = ent_answer_counted(out, "blocs", f.arena, scenario, request, tally_model);
    else if (f.arena)
        status = find(&f);
    if (!request->models && (status == ENT_OK || status == ENT_CANCELLED)) {
        ent_answer *a = ent_answer_new("blocs");
        if (a) {
            a->partial = status == ENT_CANCELLED;
            if (a->partial)
                ent_answer_paragraph(a, ENT_TONE_BAD, "Stopped early: nothing is known yet.");
            else
                build(a, &f);
        }
        status = ent_answer_finish(out, a, status);
    }
    ent_arena_free(f.arena);
    return status;
}
