/* Whether deals hold: the core, and who would break a deal. */
#include "answer/alliance_tally.h"
#include "ask/blocks.h"
#include "ask/why.h"
#include "game/act.h"
#include "game/deal_list.h"
#include "game/state.h"
#include "scenario/eval.h"

#include <string.h>

#define MOST_BLOCKS 4096u

/* Who may break a deal. */
static ent_status breakers(uint64_t *by, ent_alliance *l) {
    const ent_request *rq = l->request;
    ent_node *scalar;
    *by = ent_everybody(l->game);
    if (!rq->breakers)
        return ENT_OK;
    ENT_TRY(ent_option_scalar(&scalar, l->arena, "--breakers", rq->breakers, rq->diags));
    return ent_coalition_parse(by, l->scenario, l->arena, scalar, "", rq->diags);
}

/* Members of the deal whom a break leaves worse off than the deal. */
static uint64_t hurt_by(const ent_alliance *l, const uint8_t *deal, const uint8_t *state) {
    return ent_state_better(l->game, state, deal, l->what.coalition);
}

/* Members who defect, outsiders who spoil, or both together. */
static const char *kind_of(uint64_t breaker, uint64_t members) {
    if (!(breaker & ~members))
        return "members";
    return breaker & members ? "both" : "outsiders";
}

/* ---- one deal ---- */

static ent_status read_deal(uint8_t **out, ent_alliance *l) {
    const ent_request *rq = l->request;
    const ent_scenario *s = l->scenario;
    ent_assignment *put;
    ent_node *scalar;
    size_t n;
    if (!l->game->status_quo) {
        ent_diag(rq->diags, ENT_E0583, (ent_span){0}, "", "give every decided issue a `status quo`",
                 "who breaks a deal starts from how things stand, and there is no status quo");
        return ENT_ERROR;
    }
    ENT_TRY(ent_option_scalar(&scalar, l->arena, "--deal", rq->deal, rq->diags));
    ENT_TRY(ent_package_parse(&put, &n, s, l->arena, scalar, "", rq->diags));
    if (!(*out = ENT_NEW(l->arena, uint8_t, s->n_issues + 1)))
        return ENT_NOMEM;
    memcpy(*out, l->game->status_quo, s->n_issues);
    for (size_t i = 0; i < n; i++)
        (*out)[put[i].issue] = (uint8_t)put[i].outcome;
    ent_state_follow(s, *out, NULL, l->game->resource_of);
    if (l->tally || ent_state_feasible(l->game, *out))
        return ENT_OK;
    ent_diag(rq->diags, ENT_E0582, scalar->span, "", "`entente show` lists the rules",
             "a rule of the file rules this package out");
    return ENT_ERROR;
}

static void add_blocks(ent_alliance *l, const ent_blocks *b, const uint8_t *deal) {
    static const ent_column columns[] = {
        {"number", NULL, ENT_CELL_INTEGER}, {"coalition", NULL, ENT_CELL_TEXT},
        {"kind", NULL, ENT_CELL_TEXT},      {"changes", NULL, ENT_CELL_TEXT},
        {"state", NULL, ENT_CELL_TEXT},     {"hurt", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    ent_table *table = ent_answer_add_table(a, "blocks", NULL, columns, ENT_COUNT(columns));
    for (size_t u = 0; u < b->units.n; u++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_integer(a, (int64_t)u + 1));
        ent_row_set(row, 1, ent_cell_coalition(a, l->scenario, b->units.unit[u]));
        ent_row_set(row, 2, ent_cell_text(a, kind_of(b->units.unit[u], l->what.coalition)));
        ent_row_set(row, 3, ent_cell_changes(a, l->scenario, deal, b->state[u]));
        ent_row_set(row, 4, ent_cell_changes(a, l->scenario, l->game->status_quo, b->state[u]));
        ent_row_set(row, 5, ent_cell_coalition(a, l->scenario, hurt_by(l, deal, b->state[u])));
    }
}

/* One group of breaks; how many there are. */
static void say_group(ent_alliance *l, const ent_blocks *b, const uint8_t *deal, const char *kind,
                      const char *title) {
    ent_answer *a = l->answer;
    size_t shown = 0, of_kind = 0;
    for (size_t u = 0; u < b->units.n; u++) {
        uint64_t unit = b->units.unit[u], hurt = hurt_by(l, deal, b->state[u]);
        const char *own = hurt || !l->what.coalition ? kind_of(unit, l->what.coalition) : "beside";
        ent_buffer text = {0};
        if (strcmp(own, kind) != 0 || (of_kind++, shown == l->request->limit))
            continue;
        if (!shown++)
            ent_answer_paragraph(a, ENT_TONE_STRONG, "%s", title);
        ent_word_changes(&text, l->scenario, deal, b->state[u]);
        ent_answer_item(a, 0, "%s: %s", ent_ids_of(a, l->scenario, unit),
                        ent_buffer_words(a, &text));
        ent_answer_item(a, 4, "%s%s%s", ent_gains_text(l, unit, deal, b->state[u]),
                        hurt ? "; worse off: " : "",
                        hurt ? ent_gains_text(l, hurt, deal, b->state[u]) : "");
        ent_buffer_free(&text);
    }
    if (shown < of_kind)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "and %zu more; --limit shows more of them.",
                             of_kind - shown);
}

static void say_blocks(ent_alliance *l, const ent_blocks *b, const uint8_t *deal) {
    ent_answer *a = l->answer;
    if (!b->units.n)
        ent_answer_paragraph(a, ENT_TONE_GOOD,
                             "Nobody: no coalition could do better for all of its members by what "
                             "it controls, while the others stand still.");
    say_group(l, b, deal, "members", "Members who would defect: it needs enforcement");
    say_group(l, b, deal, "outsiders", "Outsiders who would spoil it");
    say_group(l, b, deal, "both", "Members with outsiders");
    say_group(l, b, deal, "beside",
              "Who could go on from it, and leave no member of the deal worse off");
    if (!b->complete)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "There are other coalitions: only %zu were worked out.", b->units.n);
}

/* Whether the coalition would sign it, and can. */
static ent_status is_deal(bool *out, ent_alliance *l, const uint8_t *deal) {
    const ent_ask_what what = {.coalition = l->what.coalition};
    ent_bargain *b;
    ent_why *why;
    ENT_TRY(ent_bargain_check(l->game, what, l->request->diags));
    ENT_TRY(ent_bargain_over(&b, l->arena, l->game, what, NULL, 0));
    ENT_TRY(ent_ask_why(&why, l->arena, b, deal));
    *out = why->is_deal && ent_state_reaches(l->game, l->game->status_quo, deal, l->what.coalition);
    return ENT_OK;
}

/* What one model says of it. */
static ent_status tally_deal(ent_alliance *l, const uint8_t *deal, uint64_t by) {
    const ent_request *rq = l->request;
    ent_tally *t = l->tally;
    ent_blocks *b;
    bool signs, of[3] = {0};
    const bool possible = ent_state_feasible(l->game, deal);
    ent_tally_alone(t, "possible", "No rule of the file rules it out", possible);
    if (!possible)
        return ENT_OK;
    if (l->what.coalition) {
        ENT_TRY(is_deal(&signs, l, deal));
        ent_tally_alone(t, "deal", "It is a deal of the coalition", signs);
    }
    if (rq->outsiders && strcmp(rq->outsiders, "worst") == 0)
        return ent_alliance_worst(l, deal);
    ENT_TRY(ent_ask_blocks(&b, l->arena, l->game, deal, by, MOST_BLOCKS, &rq->run, rq->diags));
    for (size_t u = 0; u < b->units.n; u++) {
        const char *kind = kind_of(b->units.unit[u], l->what.coalition);
        of[*kind == 'm' ? 0 : *kind == 'o' ? 1 : 2] = true;
    }
    ent_tally_alone(t, "blocked", "Some coalition would break it", b->units.n > 0);
    if (l->what.coalition && b->complete) {
        ent_tally_alone(t, "blocked_by_members", "Members would, by themselves", of[0]);
        ent_tally_alone(t, "blocked_by_outsiders", "Outsiders would, by themselves", of[1]);
        ent_tally_alone(t, "blocked_by_both", "Members would, with outsiders", of[2]);
    }
    if (!b->complete)
        return ENT_OK;
    ent_tally_several(t, "blocks", "The smallest coalitions that would");
    for (size_t u = 0; u < b->units.n; u++)
        ent_tally_so(t, "blocks", ent_ids_of(l->answer, l->scenario, b->units.unit[u]), "");
    return ENT_OK;
}

ent_status ent_alliance_deal(ent_alliance *l) {
    const ent_request *rq = l->request;
    ent_answer *a = l->answer;
    ent_blocks *b;
    uint8_t *deal;
    uint64_t by;
    ENT_TRY(read_deal(&deal, l));
    ENT_TRY(breakers(&by, l));
    ent_buffer text = {0};
    ent_word_changes(&text, l->scenario, l->game->status_quo, deal);
    ent_answer_heading(a, "Who would break: %s", ent_buffer_words(a, &text));
    if (l->tally) {
        ent_tally_heading(l->tally, a->failed ? "" : a->blocks[a->n - 1].text);
        ent_buffer_free(&text);
        return tally_deal(l, deal, by);
    }
    ent_answer_add_fact(a, "deal", NULL, ent_cell_text(a, ent_buffer_words(a, &text)));
    ent_buffer_free(&text);
    if (rq->outsiders && strcmp(rq->outsiders, "worst") == 0)
        return ent_alliance_worst(l, deal);
    ENT_TRY(ent_ask_blocks(&b, l->arena, l->game, deal, by, MOST_BLOCKS, &rq->run, rq->diags));
    ent_answer_add_fact(a, "blocked", NULL, ent_cell_bool(b->units.n > 0));
    ent_answer_add_fact(a, "blocks_complete", NULL, ent_cell_bool(b->complete));
    say_blocks(l, b, deal);
    add_blocks(l, b, deal);
    return ENT_OK;
}

/* ---- the core ---- */

static void say_unravel(ent_alliance *l, const ent_unravel *u) {
    ent_answer *a = l->answer;
    size_t last = u->rests ? u->n - 1 : u->n;
    for (size_t i = 0; i < last && i < l->request->limit; i++) {
        const uint8_t *to = i + 1 < u->n ? u->state[i + 1] : u->state[u->circle % u->n];
        ent_buffer text = {0};
        ent_word_changes(&text, l->scenario, u->state[i], to);
        ent_answer_item(a, 4, "%s: %s (%s)", ent_ids_of(a, l->scenario, u->by[i]),
                        ent_buffer_words(a, &text), ent_gains_text(l, u->by[i], u->state[i], to));
        ent_buffer_free(&text);
    }
    if (u->rests) {
        ent_buffer text = {0};
        ent_word_changes(&text, l->scenario, l->game->status_quo, u->state[u->n - 1]);
        ent_answer_item(a, 4, "and there it rests: %s",
                        strcmp(ent_buffer_words(a, &text), "no change") == 0
                            ? "things stand as before"
                            : ent_buffer_words(a, &text));
        ent_buffer_free(&text);
    } else if (u->circle != SIZE_MAX) {
        ent_answer_item(a, 4, "and so round in a circle of %zu steps", u->n - u->circle);
    }
}

static void add_unravel(ent_alliance *l, const ent_unravel *u) {
    static const ent_column columns[] = {{"step", NULL, ENT_CELL_INTEGER},
                                         {"state", NULL, ENT_CELL_TEXT},
                                         {"broken_by", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    ent_answer_add_fact(a, "rests", NULL, ent_cell_bool(u->rests));
    ent_table *table = ent_answer_add_table(a, "unravel", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < u->n; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_integer(a, (int64_t)i));
        ent_row_set(row, 1, ent_cell_changes(a, l->scenario, l->game->status_quo, u->state[i]));
        if (u->by[i])
            ent_row_set(row, 2, ent_cell_coalition(a, l->scenario, u->by[i]));
    }
}

static void add_core(ent_alliance *l, const ent_core *core) {
    static const ent_column columns[] = {{"number", NULL, ENT_CELL_INTEGER},
                                         {"changes", NULL, ENT_CELL_TEXT}};
    ent_answer *a = l->answer;
    ent_answer_add_fact(a, "deals", NULL, ent_cell_count(a, core->deals));
    ent_answer_add_fact(a, "unblocked", NULL, ent_cell_count(a, core->n));
    ent_answer_add_fact(a, "core_complete", NULL, ent_cell_bool(core->complete));
    ent_table *table = ent_answer_add_table(a, "core", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < core->n; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_integer(a, (int64_t)i + 1));
        ent_row_set(row, 1, ent_cell_changes(a, l->scenario, l->game->status_quo, core->state[i]));
    }
}

/* Where no deal holds: the shortest circle in which breaks lead on, if they do, and if the game is small
 * enough to be written down. */
static ent_status circle_of(ent_alliance *l, uint64_t by) {
    const ent_request *rq = l->request;
    ent_world *w;
    ent_deal_list *deals;
    ent_circle circle;
    uint64_t needed;
    uint8_t state[ENT_MAX_ISSUES];
    size_t errors = rq->diags->errors;
    ent_status status = ent_world_new(&w, l->arena, l->game, ent_everybody(l->game), NULL, false,
                                      ENT_STABLE_STATES, &needed, rq->diags);
    if (status == ENT_LIMIT && rq->diags->errors == errors)
        return ENT_OK; /* more states than this is asked of */
    ENT_TRY(status);
    uint64_t *starts = ENT_NEW(l->arena, uint64_t, w->n / 64 + 1);
    if (!starts)
        return ENT_NOMEM;
    ENT_TRY(ent_deals_list(&deals, l->arena, l->game, l->what, &rq->run, rq->diags));
    for (size_t i = 0; i < deals->n; i++) {
        ent_state_outcomes(state, deals->bargain->plan, deals->deals[i].rank);
        uint32_t at = ent_world_find(w, state);
        if (at != ENT_NONE)
            starts[at / 64] |= (uint64_t)1 << (at % 64);
    }
    ENT_TRY(ent_ask_circle(&circle, l->arena, w, by, starts, &rq->run, rq->diags));
    if (!circle.known)
        return ENT_OK;
    ent_answer_add_fact(l->answer, "circle", NULL, ent_cell_count(l->answer, circle.n));
    ent_add_circle(l, w, &circle);
    if (!circle.n) {
        ent_answer_paragraph(l->answer, ENT_TONE_FAINT,
                             "However they are broken, it ends where nobody would break: breaks "
                             "never lead round in a circle.");
        return ENT_OK;
    }
    ent_answer_paragraph(l->answer, ENT_TONE_PLAIN,
                         "The shortest circle in which breaks can lead on from a deal:");
    ent_say_circle(l, w, &circle);
    return ENT_OK;
}

static ent_status say_core(ent_alliance *l, const ent_core *core, uint64_t by) {
    const ent_request *rq = l->request;
    ent_answer *a = l->answer;
    ent_unravel *u;
    for (size_t i = 0; i < core->n; i++) {
        ent_buffer text = {0};
        ent_word_changes(&text, l->scenario, l->game->status_quo, core->state[i]);
        ent_answer_item(a, 0, "%s", ent_buffer_words(a, &text));
        ent_buffer_free(&text);
    }
    if (core->n && !core->complete)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "There may be more: %s of %s deals were looked at. --limit asks for "
                             "more.",
                             ent_answer_count_text(a, core->looked_at),
                             ent_answer_count_text(a, core->deals));
    if (core->n || !core->deals)
        return ENT_OK;
    ent_answer_paragraph(a, ENT_TONE_BAD,
                         core->deals == 1
                             ? "The %s deal would not stand as it is: some coalition could do "
                               "better by going on from it."
                             : "None of the %s deals would stand as it is: some coalition could do "
                               "better by going on from it.",
                         ent_answer_count_text(a, core->deals));
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "Where that takes back what a member was promised, the deal needs "
                         "enforcement; --deal tells for one deal who would do what to whom.");
    ENT_TRY(ent_ask_unravel(&u, l->arena, l->game, core->first, by, &rq->run, rq->diags));
    ent_buffer text = {0};
    ent_word_changes(&text, l->scenario, l->game->status_quo, core->first);
    ent_answer_item(a, 0, "The shortest, %s, would unravel like this:", ent_buffer_words(a, &text));
    ent_buffer_free(&text);
    say_unravel(l, u);
    add_unravel(l, u);
    return ENT_OK;
}

ent_status ent_alliance_core(ent_alliance *l) {
    const ent_request *rq = l->request;
    ent_answer *a = l->answer;
    ent_core *core;
    uint64_t by;
    if (!l->game->status_quo)
        return ENT_OK; /* who controls everything is already in */
    if (rq->outsiders && strcmp(rq->outsiders, "worst") == 0)
        return ent_alliance_alpha(l);
    ENT_TRY(breakers(&by, l));
    ent_answer_heading(a, "Which deals of %s would hold",
                       ent_ids_of(a, l->scenario, l->what.coalition));
    ENT_TRY(ent_ask_core(&core, l->arena, l->game, l->what, by, rq->limit, &rq->run, rq->diags));
    if (!core->deals)
        ent_answer_paragraph(a, ENT_TONE_BAD, "There is no such deal.");
    else if (core->n)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "No coalition, of members or others, could do better for all of its "
                             "members by breaking these.");
    ENT_TRY(say_core(l, core, by));
    add_core(l, core);
    return core->deals && !core->n ? circle_of(l, by) : ENT_OK;
}
