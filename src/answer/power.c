/* The verb `power`: who decides how often under each rule, from bodies that vote and from control, and
 * with --can for what coalitions can bring about. */
#include "ask/power.h"

#include <string.h>

#include "answer/alliance_tally.h"
#include "answer/findings.h"
#include "ask/needed.h"
#include "base/wide.h"
#include "scenario/eval.h"

/* A rule to be weighed. */
typedef struct power_rule {
    const char *id;   /* of the body, or the first issue (and change) whose rule it is */
    const char *name; /* of the body, for people */
    const char *text; /* the rule */
    const char *used; /* the issues, parted by commas; NULL: a body */
    bool can;         /* --can: `text` is what coalitions can bring about */
    uint64_t others;  /* --can: actors asked about who are in no minimal coalition */
    const ent_simple *game;
    const ent_power *power;
} power_rule;

typedef struct found {
    const ent_scenario *scenario;
    const ent_request *request;
    ent_arena *arena;
    const ent_number *resource_of;
    size_t n, cap;
    power_rule *rules;
    size_t stopped; /* rules not weighed, because the run was stopped */
    /* --can: */
    bool holds_already;
    const char *expr, *about_text;
    bool open;      /* resources are at the middle of what fits the file */
    ent_game *game; /* NULL: that of the central model */
} found;

/* ---- which rules ---- */

static ent_status add_rule(found *f, power_rule rule) {
    power_rule *rules = ent_arena_grow(f->arena, f->rules, f->n, &f->cap, sizeof *rules);
    if (!rules)
        return ENT_NOMEM;
    f->rules = rules;
    rules[f->n++] = rule;
    return ENT_OK;
}

static bool wanted(const found *f, const char *id) {
    return !f->request->rule || strcmp(f->request->rule, id) == 0;
}

static ent_status add_bodies(found *f) {
    for (size_t v = 0; v < f->scenario->n_votes; v++) {
        const ent_vote *vote = &f->scenario->votes[v];
        ent_simple *game;
        if (!wanted(f, vote->id))
            continue;
        ENT_TRY(ent_simple_of_vote(&game, f->arena, vote, f->request->diags));
        ENT_TRY(add_rule(
            f, (power_rule){
                   .id = vote->id, .name = vote->name, .text = vote->rule_text, .game = game}));
    }
    return ENT_OK;
}

static const char *printed(const found *f, const ent_control *rule) {
    ent_buffer text = {0};
    ent_control_print(&text, f->scenario, rule);
    const char *copy = text.failed ? NULL : ent_arena_text(f->arena, text.data ? text.data : "");
    ent_buffer_free(&text);
    return copy;
}

/* "strait", or where changes have rules of their own "strait: to east". NULL: out of memory. */
static const char *control_id(const found *f, const ent_issue *issue,
                              const ent_control_line *line) {
    const char *from = line->from == ENT_NONE ? NULL : issue->outcomes[line->from].id;
    const char *to = line->to == ENT_NONE ? NULL : issue->outcomes[line->to].id;
    if (issue->n_control == 1)
        return issue->id;
    if (from && to)
        return ent_arena_printf(f->arena, "%s: %s -> %s", issue->id, from, to);
    if (!from && !to)
        return ent_arena_printf(f->arena, "%s: default", issue->id);
    return ent_arena_printf(f->arena, "%s: %s %s", issue->id, from ? "from" : "to",
                            from ? from : to);
}

/* The same rule on several issues, or on several changes of one, is weighed once. */
static ent_status add_control(found *f, const ent_issue *issue, const ent_control_line *line) {
    const char *text = printed(f, line->rule), *id = control_id(f, issue, line);
    ent_simple *game;
    if (!text || !id)
        return ENT_NOMEM;
    for (size_t r = 0; r < f->n; r++) {
        power_rule *same = &f->rules[r];
        if (!same->used || strcmp(same->text, text) != 0)
            continue;
        same->used = ent_arena_printf(f->arena, "%s, %s", same->used, id);
        return same->used ? ENT_OK : ENT_NOMEM;
    }
    ENT_TRY(ent_simple_of_control(&game, f->arena, f->scenario, line->rule, f->resource_of,
                                  f->request->diags));
    if (game->n == 0) /* nobody */
        return ENT_OK;
    return add_rule(f, (power_rule){.id = id, .text = text, .used = id, .game = game});
}

static ent_status add_controls(found *f) {
    const ent_scenario *s = f->scenario;
    f->resource_of = ent_resource_midpoints(s, f->arena);
    if (!f->resource_of)
        return ENT_NOMEM;
    for (size_t k = 0; k < s->n_issues; k++)
        for (size_t l = 0; l < s->issues[k].n_control; l++)
            if (wanted(f, s->issues[k].id))
                ENT_TRY(add_control(f, &s->issues[k], &s->issues[k].control[l]));
    return ENT_OK;
}

static ent_status no_rule(const found *f) {
    const char *ids[64];
    size_t n = 0;
    for (size_t v = 0; v < f->scenario->n_votes && n < ENT_COUNT(ids); v++)
        ids[n++] = f->scenario->votes[v].id;
    for (size_t k = 0; k < f->scenario->n_issues && n < ENT_COUNT(ids); k++)
        ids[n++] = f->scenario->issues[k].id;
    ent_span nowhere = {0};
    if (f->request->rule)
        ent_diag(f->request->diags, ENT_E0552, nowhere, "", ent_nearest(f->request->rule, ids, n),
                 "there is no rule '%s'", f->request->rule);
    else
        ent_diag(f->request->diags, ENT_E0552, nowhere, "", "describe a body under `votes`",
                 "the file has no rule under which several could win");
    return f->request->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* ---- what can be brought about ---- */

/* Minimal coalitions from which the power of those who can bring something about is counted. */
#define MOST_ENDS 4096u

/* "Can bring about E" wins for a coalition when it holds one of the minimal coalitions that can. */
static ent_status add_can(found *f) {
    const ent_request *rq = f->request;
    const ent_scenario *s = f->scenario;
    const uint64_t *about = s->question.given ? s->question.about : NULL;
    const ent_expr *expr;
    ent_game *game = f->game;
    ent_ends *ends;
    ent_simple *simple;
    ent_node *scalar;
    ent_buffer text = {0};
    if (s->n_issues == 0) {
        ent_diag(rq->diags, ENT_E0553, (ent_span){0}, "", "entente power FILE",
                 "there are no issues, so there is nothing to bring about");
        return rq->diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    if (!game)
        ENT_TRY(ent_game_compile(&game, f->arena, s, rq->diags));
    uint64_t actors = ent_everybody(game), *agenda;
    if (rq->of) {
        ENT_TRY(ent_option_scalar(&scalar, f->arena, "--of", rq->of, rq->diags));
        ENT_TRY(ent_coalition_parse(&actors, s, f->arena, scalar, "", rq->diags));
    }
    if (rq->about) {
        ENT_TRY(ent_option_scalar(&scalar, f->arena, "--about", rq->about, rq->diags));
        ENT_TRY(ent_agenda_parse(&agenda, s, f->arena, scalar, "", rq->diags));
        about = agenda;
    }
    f->about_text = rq->about ? rq->about : s->question.given ? s->question.about_text : NULL;
    ENT_TRY(ent_option_scalar(&scalar, f->arena, "--can", rq->can, rq->diags));
    ENT_TRY(ent_expr_parse(&expr, s, f->arena, scalar, "", rq->diags));
    ent_expr_print(&text, s, expr);
    f->expr = text.failed ? NULL : ent_arena_text(f->arena, text.data ? text.data : "");
    ent_buffer_free(&text);
    if (!f->expr)
        return ENT_NOMEM;
    ENT_TRY(ent_ask_ends(&ends, f->arena, game, actors, about, expr, false, MOST_ENDS, &rq->run,
                         rq->diags));
    if (!ends->complete) {
        ent_diag(rq->diags, ENT_E0560, (ent_span){0}, "", "narrow it down with --of or --about",
                 "more than %u minimal coalitions can bring about %s", MOST_ENDS, f->expr);
        return rq->diags->failed ? ENT_NOMEM : ENT_LIMIT;
    }
    f->holds_already = ends->holds_already;
    f->open = game->open;
    if (f->holds_already || ends->units.n == 0)
        return ENT_OK;
    ENT_TRY(ent_simple_of_units(&simple, f->arena, s, ends->units.unit, ends->units.n));
    return add_rule(f, (power_rule){.id = f->expr,
                                    .text = f->expr,
                                    .can = true,
                                    .others = actors & ~ends->useful,
                                    .game = simple});
}

static ent_status find(found *f) {
    const ent_request *rq = f->request;
    const ent_option_use uses[] = {
        {"rule", rq->rule != NULL, !rq->can, "--can asks about no rule by itself"},
        {"of", rq->of != NULL, rq->can != NULL, "it goes with --can: who may bring it about"},
        {"about", rq->about != NULL, rq->can != NULL, "it goes with --can: what may change"},
        {"models", rq->models > 0, rq->can != NULL, "it goes with --can"},
        {"seed", rq->seed > 0, rq->models > 0, "without --models nothing is drawn"},
    };
    ENT_TRY(ent_options_used(rq, uses, ENT_COUNT(uses)));
    if (rq->can) {
        ENT_TRY(add_can(f));
    } else {
        ENT_TRY(add_bodies(f));
        ENT_TRY(add_controls(f));
        if (f->n == 0)
            return no_rule(f);
    }
    for (size_t r = 0; r < f->n; r++) {
        ent_power *power;
        ent_status status = ent_ask_power(&power, f->arena, f->rules[r].game, f->request->limit,
                                          &f->request->run, f->request->diags);
        if (status == ENT_CANCELLED) { /* what is known of the rules before */
            f->stopped = f->n - r;
            f->n = r;
        }
        ENT_TRY(status);
        f->rules[r].power = power;
    }
    return ENT_OK;
}

/* ---- cells ---- */

static ent_cell cell_of(ent_answer *a, ent_buffer *text, ent_cell_type type, double number) {
    ent_cell cell = ent_cell_text(a, text->data ? text->data : "");
    a->failed = a->failed || text->failed;
    ent_buffer_free(text);
    cell.type = type;
    cell.number = number;
    return cell;
}

static ent_cell cell_wide(ent_answer *a, const ent_wide *value) {
    ent_buffer text = {0};
    ent_ratio ratio = {*value, {0}};
    ent_wide_set(&ratio.den, 1);
    ent_wide_print(&text, value);
    return cell_of(a, &text, ENT_CELL_INTEGER, ent_ratio_double(&ratio));
}

static ent_cell cell_ratio(ent_answer *a, const ent_ratio *value) {
    ent_buffer text = {0};
    ent_ratio_print(&text, value);
    return cell_of(a, &text, ENT_CELL_NUMBER, ent_ratio_double(value));
}

static ent_cell cell_double(ent_answer *a, double value) {
    ent_buffer text = {0};
    ent_double_print(&text, value);
    return cell_of(a, &text, ENT_CELL_NUMBER, value);
}

/* "1,820 of 16,384" */
static void put_wide(ent_answer *a, ent_buffer *out, const ent_wide *value) {
    ent_buffer digits = {0};
    ent_wide_print(&digits, value);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0)
            ent_buffer_put(out, ",");
        ent_buffer_put_n(out, digits.data + i, 1);
    }
    a->failed = a->failed || digits.failed;
    ent_buffer_free(&digits);
}

/* ---- words ---- */

static void put_names(ent_buffer *out, const found *f, const power_rule *r, size_t offset) {
    size_t shown = 0, all = 0;
    for (size_t i = 0; i < r->power->n; i++) {
        if (!*((const bool *)((const char *)&r->power->voter[i] + offset)))
            continue;
        if (++all <= 12)
            ent_buffer_printf(out, "%s%s", shown++ ? ", " : "", r->game->names[i]);
    }
    uint64_t others = offset == offsetof(ent_power_voter, dummy) ? r->others : 0;
    for (; others; others &= others - 1)
        if (++all <= 12)
            ent_buffer_printf(out, "%s%s", shown++ ? ", " : "",
                              f->scenario->actors[__builtin_ctzll(others)].id);
    if (all > shown)
        ent_buffer_printf(out, " and %zu more", all - shown);
    if (!all)
        ent_buffer_put(out, "nobody");
}

/* "848 of 32,768 coalitions", or of more than 64 bits "12.5% of 2^537 coalitions". */
static void put_winning(ent_answer *a, ent_buffer *out, const ent_power *p) {
    ent_wide all;
    ent_wide_set(&all, 1);
    ent_wide_shift_up(&all, (uint32_t)p->n);
    if (p->n < 64) {
        put_wide(a, out, &p->winning);
        ent_buffer_put(out, " of ");
        put_wide(a, out, &all);
        return;
    }
    const int64_t millionth = (int64_t)(ent_ratio_double(&p->acts) * 1e6 + 0.5);
    ent_number percent = ENT_ZERO;
    (void)ent_number_div(&percent, ent_number_int(millionth), ent_number_int(10000));
    ent_buffer_printf(out, "about %s%% of the 2^%zu", ent_answer_number_text(a, percent), p->n);
}

static void say_counts(ent_answer *a, const power_rule *r) {
    const ent_power *p = r->power;
    ent_buffer text = {0};
    put_winning(a, &text, p);
    if (r->can)
        ent_buffer_printf(&text, " coalitions of the %zu %s can", p->n,
                          p->n == 1 ? "actor who matters" : "actors who matter");
    else
        ent_buffer_printf(&text, " coalitions of the %zu %s win", p->n,
                          r->used ? "actors named" : "voters");
    if (p->minimal_exact && p->n < 64) {
        ent_buffer_put(&text, "; ");
        put_wide(a, &text, &p->minimal);
        ent_buffer_put(&text, p->minimal.n == 1 && p->minimal.word[0] == 1
                                  ? " of them is minimal"
                                  : " of them are minimal");
    }
    ent_buffer_put(&text, ".");
    if (text.data && text.data[0] == 'a')
        text.data[0] = 'A';
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "%s", text.data ? text.data : "");
    a->failed = a->failed || text.failed;
    ent_buffer_free(&text);
}

static void say_special(ent_answer *a, const found *f, const power_rule *r) {
    const struct {
        const char *words;
        size_t offset;
    } kinds[] = {{r->can ? "Nobody can without (veto)" : "Nothing passes without (veto)",
                  offsetof(ent_power_voter, veto)},
                 {"Never decides (dummy)", offsetof(ent_power_voter, dummy)},
                 {"Decides alone (dictator)", offsetof(ent_power_voter, dictator)}};
    for (size_t k = 0; k < ENT_COUNT(kinds); k++) {
        ent_buffer text = {0};
        put_names(&text, f, r, kinds[k].offset);
        if (k < 2 || (text.data && strcmp(text.data, "nobody") != 0))
            ent_answer_item(a, 0, "%s: %s", kinds[k].words, text.data ? text.data : "");
        a->failed = a->failed || text.failed;
        ent_buffer_free(&text);
    }
}

/* "Shapley-Shubik, Johnston": which indices are decimals, and how far off at most. */
static void say_decimals(ent_answer *a, const ent_power *p) {
    const bool shapley = p->shapley_known && !p->shapley_exact;
    const bool minimal = p->minimal_known && !p->minimal_exact;
    const bool johnston = p->johnston_known && !p->johnston_exact;
    double bound = 1e-15, error = shapley ? p->shapley_error : 0;
    int digits = 15;
    if ((minimal || johnston) && p->critical_error > error)
        error = p->critical_error;
    for (; bound < error && digits > 0; digits--)
        bound *= 10;
    if (shapley || minimal || johnston)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "Decimals here, off by at most 10^-%d: %s%s%s%s%s.",
                             digits, shapley ? "Shapley-Shubik" : "",
                             shapley && (minimal || johnston) ? ", " : "",
                             minimal ? "Deegan-Packel, Holler" : "",
                             minimal && johnston ? ", " : "", johnston ? "Johnston" : "");
    if (!p->minimal_known || !p->johnston_known)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "Not worked out for so many voters: %s.",
                             p->minimal_known    ? "Johnston"
                             : p->johnston_known ? "Deegan-Packel, Holler"
                                                 : "Deegan-Packel, Holler, Johnston");
}

static void say_rule(ent_answer *a, const found *f, const power_rule *r) {
    if (r->can)
        ent_answer_heading(a, "Power to bring about");
    else if (r->used)
        ent_answer_heading(a, "Control of %s", r->used);
    else
        ent_answer_heading(a, "%s", r->name);
    ent_answer_paragraph(a, ENT_TONE_STRONG, "%s", r->text);
    if (r->can)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "By control alone, whether they want it or not: a coalition can when "
                             "it holds one of the smallest that can.");
    say_counts(a, r);
    say_special(a, f, r);
    say_decimals(a, r->power);
}

/* ---- tables ---- */

/* The indices of a voter, from column `at` on. */
static void set_indices(ent_answer *a, ent_cell *row, size_t at, const ent_power *p,
                        const ent_power_voter *v) {
    ent_row_set(row, at, cell_ratio(a, &v->banzhaf));
    ent_row_set(row, at + 1, cell_ratio(a, &v->absolute));
    const struct {
        bool known, exact;
        const ent_ratio *value;
        double near;
    } shared[] = {
        {p->shapley_known, p->shapley_exact, &v->shapley, v->shapley_near},
        {p->minimal_known, p->minimal_exact, &v->deegan_packel, v->deegan_packel_near},
        {p->minimal_known, p->minimal_exact, &v->holler, v->holler_near},
        {p->johnston_known, p->johnston_exact, &v->johnston, v->johnston_near},
    };
    for (size_t k = 0; k < ENT_COUNT(shared); k++)
        if (shared[k].known)
            ent_row_set(row, at + 2 + k,
                        shared[k].exact ? cell_ratio(a, shared[k].value)
                                        : cell_double(a, shared[k].near));
}

/* Actors without whom it is the same: every index is 0. */
static void add_others(ent_answer *a, const found *f, const power_rule *r, ent_table *table) {
    ent_power_voter none = {.dummy = true};
    ent_ratio *const zero[] = {&none.banzhaf,       &none.absolute, &none.prevent,  &none.initiate,
                               &none.deegan_packel, &none.holler,   &none.johnston, &none.shapley};
    for (size_t k = 0; k < ENT_COUNT(zero); k++)
        ent_wide_set(&zero[k]->den, 1);
    for (uint64_t others = r->others; others; others &= others - 1) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_text(a, r->id));
        ent_row_set(row, 1, ent_cell_text(a, f->scenario->actors[__builtin_ctzll(others)].id));
        ent_row_set(row, 2, cell_wide(a, &none.swings));
        set_indices(a, row, 3, r->power, &none);
        ent_row_set(row, 9, cell_ratio(a, &none.prevent));
        ent_row_set(row, 10, cell_ratio(a, &none.initiate));
        ent_row_set(row, 11, ent_cell_bool(false));
        ent_row_set(row, 12, ent_cell_bool(true));
        ent_row_set(row, 13, ent_cell_bool(false));
    }
}

static void add_power(ent_answer *a, const found *f) {
    const ent_column columns[] = {
        {"rule", NULL, ENT_CELL_TEXT},
        {"voter", NULL, ENT_CELL_TEXT},
        {"swings", NULL, ENT_CELL_INTEGER},
        {"banzhaf", NULL, ENT_CELL_NUMBER},
        {"banzhaf_absolute", NULL, ENT_CELL_NUMBER},
        {"shapley_shubik", NULL, ENT_CELL_NUMBER},
        {"deegan_packel", NULL, ENT_CELL_NUMBER},
        {"holler", NULL, ENT_CELL_NUMBER},
        {"johnston", NULL, ENT_CELL_NUMBER},
        {"coleman_prevent", NULL, ENT_CELL_NUMBER},
        {"coleman_initiate", NULL, ENT_CELL_NUMBER},
        {"veto", NULL, ENT_CELL_BOOL},
        {"dummy", NULL, ENT_CELL_BOOL},
        {"dictator", NULL, ENT_CELL_BOOL},
    };
    ent_table *table = ent_answer_add_table(a, "power", NULL, columns, ENT_COUNT(columns));
    for (size_t r = 0; r < f->n; r++) {
        const ent_power *p = f->rules[r].power;
        for (size_t i = 0; i < p->n; i++) {
            const ent_power_voter *v = &p->voter[i];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_text(a, f->rules[r].id));
            ent_row_set(row, 1, ent_cell_text(a, f->rules[r].game->names[i]));
            ent_row_set(row, 2, cell_wide(a, &v->swings));
            set_indices(a, row, 3, p, v);
            ent_row_set(row, 9, cell_ratio(a, &v->prevent));
            ent_row_set(row, 10, cell_ratio(a, &v->initiate));
            ent_row_set(row, 11, ent_cell_bool(v->veto));
            ent_row_set(row, 12, ent_cell_bool(v->dummy));
            ent_row_set(row, 13, ent_cell_bool(v->dictator));
        }
        add_others(a, f, &f->rules[r], table);
    }
}

static bool same_ratio(const ent_ratio *a, const ent_ratio *b) {
    return ent_wide_cmp(&a->num, &b->num) == 0 && ent_wide_cmp(&a->den, &b->den) == 0;
}

static bool same_double(double a, double b) {
    return a >= b && a <= b;
}

/* Whether two voters have the same power, whatever the index. */
static bool alike(const ent_power *p, const ent_power_voter *a, const ent_power_voter *b) {
    return ent_wide_cmp(&a->swings, &b->swings) == 0 &&
           same_double(a->shapley_near, b->shapley_near) &&
           same_double(a->deegan_packel_near, b->deegan_packel_near) &&
           same_double(a->holler_near, b->holler_near) &&
           same_double(a->johnston_near, b->johnston_near) &&
           (!p->minimal_exact || (same_ratio(&a->holler, &b->holler) &&
                                  same_ratio(&a->deegan_packel, &b->deegan_packel))) &&
           (!p->johnston_exact || same_ratio(&a->johnston, &b->johnston));
}

/* For people: one row for all voters of the same power. */
static void add_kinds(ent_answer *a, const found *f) {
    const ent_column columns[] = {
        {"rule", f->n > 1 ? "Rule" : NULL, ENT_CELL_TEXT},
        {"voter", "Voter", ENT_CELL_TEXT},
        {"number", "alike", ENT_CELL_INTEGER},
        {"banzhaf", "Banzhaf", ENT_CELL_NUMBER},
        {"banzhaf_absolute", "absolute", ENT_CELL_NUMBER},
        {"shapley_shubik", "Shapley", ENT_CELL_NUMBER},
        {"deegan_packel", "Deegan-P.", ENT_CELL_NUMBER},
        {"holler", "Holler", ENT_CELL_NUMBER},
        {"johnston", "Johnston", ENT_CELL_NUMBER},
    };
    if (f->n)
        ent_answer_heading(a, "Power");
    ent_table *table = ent_answer_add_table(a, "kinds", NULL, columns, ENT_COUNT(columns));
    for (size_t r = 0; r < f->n; r++) {
        const ent_power *p = f->rules[r].power;
        for (size_t i = 0; i < p->n; i++) {
            size_t before = 0, number = 0;
            while (before < i && !alike(p, &p->voter[before], &p->voter[i]))
                before++;
            if (before < i)
                continue;
            for (size_t k = i; k < p->n; k++)
                number += alike(p, &p->voter[k], &p->voter[i]);
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_text(a, f->rules[r].id));
            ent_row_set(row, 1, ent_cell_text(a, f->rules[r].game->names[i]));
            ent_row_set(row, 2, ent_cell_count(a, number));
            set_indices(a, row, 3, p, &p->voter[i]);
        }
    }
}

static void add_rules(ent_answer *a, const found *f) {
    const ent_column columns[] = {
        {"rule", NULL, ENT_CELL_TEXT},
        {"text", NULL, ENT_CELL_TEXT},
        {"issues", NULL, ENT_CELL_TEXT},
        {"voters", NULL, ENT_CELL_INTEGER},
        {"winning", NULL, ENT_CELL_INTEGER},
        {"minimal", NULL, ENT_CELL_INTEGER},
        {"swings", NULL, ENT_CELL_INTEGER},
        {"acts", NULL, ENT_CELL_NUMBER},
        {"engine", NULL, ENT_CELL_TEXT},
        {"shapley_exact", NULL, ENT_CELL_BOOL},
        {"shapley_error", NULL, ENT_CELL_NUMBER},
        {"shared_error", NULL, ENT_CELL_NUMBER},
    };
    ent_table *table = ent_answer_add_table(a, "rules", NULL, columns, ENT_COUNT(columns));
    for (size_t r = 0; r < f->n; r++) {
        const power_rule *rule = &f->rules[r];
        const ent_power *p = rule->power;
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_text(a, rule->id));
        ent_row_set(row, 1, ent_cell_text(a, rule->text));
        if (rule->used)
            ent_row_set(row, 2, ent_cell_text(a, rule->used));
        ent_row_set(row, 3, ent_cell_count(a, p->n));
        ent_row_set(row, 4, cell_wide(a, &p->winning));
        if (p->minimal_exact)
            ent_row_set(row, 5, cell_wide(a, &p->minimal));
        ent_row_set(row, 6, cell_wide(a, &p->total));
        ent_row_set(row, 7, cell_ratio(a, &p->acts));
        ent_row_set(row, 8, ent_cell_text(a, p->engine));
        ent_row_set(row, 9, ent_cell_bool(p->shapley_exact));
        if (!p->shapley_exact && p->shapley_known)
            ent_row_set(row, 10, cell_double(a, p->shapley_error));
        if (p->minimal_known != p->minimal_exact || p->johnston_known != p->johnston_exact)
            ent_row_set(row, 11, cell_double(a, p->critical_error));
    }
}

static void put_members(ent_buffer *out, const ent_simple *game, uint64_t members) {
    const char *before = "";
    for (; members; members &= members - 1) {
        ent_buffer_printf(out, "%s%s", before, game->names[__builtin_ctzll(members)]);
        before = ", ";
    }
}

static void add_minimal(ent_answer *a, const found *f) {
    const ent_column columns[] = {
        {"rule", f->n > 1 ? "Rule" : NULL, ENT_CELL_TEXT},
        {"coalition", NULL, ENT_CELL_INTEGER},
        {"size", NULL, ENT_CELL_INTEGER},
        {"members", "Minimal winning coalition", ENT_CELL_TEXT},
    };
    ent_table *table = ent_answer_add_table(a, "minimal", NULL, columns, ENT_COUNT(columns));
    for (size_t r = 0; r < f->n; r++) {
        const power_rule *rule = &f->rules[r];
        for (size_t c = 0; c < rule->power->n_listed; c++) {
            ent_buffer text = {0};
            ent_cell *row = ent_table_row(a, table);
            put_members(&text, rule->game, rule->power->listed[c]);
            ent_row_set(row, 0, ent_cell_text(a, rule->id));
            ent_row_set(row, 1, ent_cell_count(a, c + 1));
            ent_row_set(row, 2,
                        ent_cell_count(a, (uint64_t)__builtin_popcountll(rule->power->listed[c])));
            ent_row_set(row, 3, cell_of(a, &text, ENT_CELL_TEXT, 0));
        }
    }
}

/* Control that is one actor's alone needs no more than a line. */
static void say_alone(ent_answer *a, const found *f) {
    bool any = false;
    for (size_t r = 0; r < f->n; r++) {
        if (f->rules[r].power->n > 1 || f->rules[r].can)
            continue;
        if (!any)
            ent_answer_heading(a, "Decided by one alone");
        any = true;
        ent_answer_item(a, 0, "%s: %s", f->rules[r].game->names[0],
                        f->rules[r].used ? f->rules[r].used : f->rules[r].name);
    }
}

/* --can: what it was asked of, and where there is no game to count. */
static void say_asked(ent_answer *a, const found *f) {
    if (!f->request->can || !f->expr)
        return;
    ent_answer_add_fact(a, "can", NULL, ent_cell_text(a, f->expr));
    if (f->about_text) {
        ent_answer_add_fact(a, "about", NULL, ent_cell_text(a, f->about_text));
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "On the table: %s.", f->about_text);
    }
    if (f->open)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "The file compares and gives ranges where it has no numbers; this "
                             "answer is for the middle of all that fits them.");
    if (f->stopped)
        return;
    ent_answer_add_fact(a, "holds_already", NULL, ent_cell_bool(f->holds_already));
    if (f->n)
        return;
    ent_answer_heading(a, "Power to bring about");
    ent_answer_paragraph(a, ENT_TONE_STRONG, "%s", f->expr);
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "%s",
                         f->holds_already ? "It holds as things stand: nobody need act."
                                          : "Nobody can, not even all together.");
}

static void build(ent_answer *a, const found *f) {
    if (f->scenario->title)
        ent_answer_heading(a, "%s", f->scenario->title);
    ent_answer_settings(a, f->request);
    ent_answer_add_fact(a, "rules", NULL, ent_cell_count(a, f->n));
    say_asked(a, f);
    if (f->stopped)
        ent_answer_paragraph(a, ENT_TONE_BAD, "Stopped early: %zu of %zu rules are not weighed.",
                             f->stopped, f->n + f->stopped);
    for (size_t r = 0; r < f->n; r++)
        if (f->rules[r].power->n > 1 || f->rules[r].can)
            say_rule(a, f, &f->rules[r]);
    say_alone(a, f);
    add_power(a, f);
    add_kinds(a, f);
    if (f->n)
        ent_answer_paragraph(
            a, ENT_TONE_FAINT,
            "A voter swings a winning coalition that loses without it. Banzhaf: share "
            "of all swings; absolute: of the coalitions of the others; Shapley(-"
            "Shubik): share of the orders of joining in which it decides.");
    add_minimal(a, f);
    add_rules(a, f);
}

/* ---- over models ---- */

/* An index that fits; others are beyond what is counted. */
static void tally_index(ent_tally *t, const char *what, const char *who, const ent_ratio *index) {
    ent_buffer text = {0};
    ent_number value;
    ent_ratio_print(&text, index);
    if (text.failed)
        t->failed = true;
    else if (ent_number_parse_wide(&value, text.data, text.len) == ENT_OK)
        ent_tally_value(t, what, who, "", value);
    ent_buffer_free(&text);
}

/* What one model says of who decides whether it can be brought about. */
static ent_status tally_model(ent_alliance *l) {
    found f = {.scenario = l->scenario,
               .request = l->request,
               .arena = l->arena,
               .game = l->game,
               .resource_of = l->game->resource_of};
    ent_tally *t = l->tally;
    ent_power_voter none = {.dummy = true};
    ENT_TRY(find(&f));
    ent_wide_set(&none.banzhaf.den, 1);
    ent_wide_set(&none.shapley.den, 1);
    ent_tally_heading(t, f.expr);
    ent_tally_alone(t, "holds_already", "It holds as things stand", f.holds_already);
    ent_tally_alone(t, "decided", "Somebody has to act, and can", f.n > 0);
    if (!f.n)
        return ENT_OK;
    const power_rule *r = &f.rules[0];
    ent_tally_several(t, "veto", "Nobody can without (of models where somebody has to act)");
    ent_tally_several(t, "dummy", "Makes no difference");
    ent_tally_several(t, "banzhaf", "Share of all swings (Banzhaf)");
    ent_tally_several(t, "shapley_shubik",
                      "Share of the orders in which it decides (Shapley-Shubik)");
    for (uint32_t k = 0; k < l->scenario->n_actors; k++) {
        const char *id = l->scenario->actors[k].id;
        const ent_power_voter *v = r->others >> k & 1 ? &none : NULL;
        for (size_t i = 0; !v && i < r->power->n; i++)
            v = strcmp(r->game->names[i], id) == 0 ? &r->power->voter[i] : NULL;
        if (!v)
            continue;
        if (v->veto)
            ent_tally_so(t, "veto", id, "");
        if (v->dummy)
            ent_tally_so(t, "dummy", id, "");
        tally_index(t, "banzhaf", id, &v->banzhaf);
        if (v == &none || (r->power->shapley_known && r->power->shapley_exact))
            tally_index(t, "shapley_shubik", id, &v->shapley);
    }
    return ENT_OK;
}

ent_status ent_answer_power(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    found f = {.scenario = scenario, .request = request, .arena = ent_arena_new()};
    *out = NULL;
    ent_status status = ENT_NOMEM;
    if (f.arena && request->models)
        status = ent_answer_counted(out, "power", f.arena, scenario, request, tally_model);
    else if (f.arena)
        status = find(&f);
    if (!request->models && (status == ENT_OK || status == ENT_CANCELLED)) {
        ent_answer *a = ent_answer_new("power");
        if (a) {
            a->partial = status == ENT_CANCELLED;
            build(a, &f);
        }
        status = ent_answer_finish(out, a, status);
    }
    ent_arena_free(f.arena);
    return status;
}
