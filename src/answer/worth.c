/* The verb `worth`: who should have what of what all are worth, and who would rather leave. */
#include "answer/worth.h"

#include <string.h>

/* ---- finding ---- */

static ent_status complain(const ent_worth_found *f, const char *message, const char *word) {
    ent_diag(f->request->diags, ENT_E0556, (ent_span){0}, "",
             "entente worth game.yaml --payoff \"north = 50, east = 30\"", message, word);
    return f->request->diags->failed ? ENT_NOMEM : ENT_ERROR;
}

/* "a = 1, b = 2/3" */
static ent_status read_payoff(ent_worth_found *f) {
    const char *at = f->request->payoff;
    uint64_t seen = 0;
    f->payoff = ENT_NEW(f->arena, ent_number, f->game.n);
    if (!f->payoff)
        return ENT_NOMEM;
    for (size_t i = 0; i < f->game.n; i++)
        f->payoff[i] = ENT_ZERO;
    for (;;) {
        at += strspn(at, " ,");
        if (!*at)
            break;
        size_t len = strcspn(at, "= ,");
        const char *name = ent_arena_text_n(f->arena, at, len), *sign = at + len;
        if (!name)
            return ENT_NOMEM;
        uint32_t actor = ent_find_actor(f->scenario, name);
        sign += strspn(sign, " ");
        if (actor == ENT_NONE || *sign != '=')
            return complain(f,
                            actor == ENT_NONE ? "there is no actor '%s'"
                                              : "'=' and an amount must follow '%s'",
                            name);
        sign += 1 + strspn(sign + 1, " ");
        len = strcspn(sign, " ,");
        if (seen >> actor & 1)
            return complain(f, "'%s' is given two amounts", name);
        seen |= UINT64_C(1) << actor;
        if (ent_number_parse_wide(&f->payoff[actor], sign, len) != ENT_OK)
            return complain(f, "'%s' is not an amount", sign);
        at = sign + len;
    }
    f->asked = true;
    return ENT_OK;
}

static ent_status too_wide(const ent_worth_found *f) {
    ent_diag(f->request->diags, ENT_E0554, f->scenario->worth_said.span,
             f->scenario->worth_said.path, "use rounder numbers",
             "what follows from these worths does not fit 128 bits");
    return f->request->diags->failed ? ENT_NOMEM : ENT_LIMIT;
}

static ent_status find_levels(ent_worth_found *f) {
    const ent_run *run = &f->request->run;
    ent_status status = ent_ask_worth_levels(&f->pre, f->arena, &f->game, ENT_LEVELS_ALL, run);
    if (status == ENT_OK && f->values.imputations) {
        f->has_nucleolus = f->same = true;
        for (size_t i = 0; i < f->game.n; i++) {
            ent_number alone = ent_tu_number(&f->game, f->game.worth[UINT64_C(1) << i]);
            f->same = f->same && ent_number_cmp(f->pre.payoff[i], alone) >= 0;
        }
        f->nucleolus = f->pre;
        if (!f->same)
            status = ent_ask_worth_levels(&f->nucleolus, f->arena, &f->game, ENT_LEVELS_IMPUTATIONS,
                                          run);
    }
    if (status == ENT_OK && f->has_nucleolus)
        status = ent_ask_worth_check(&f->at_nucleolus, f->arena, &f->game, f->nucleolus.payoff);
    return status == ENT_LIMIT ? too_wide(f) : status;
}

static ent_status find(ent_worth_found *f) {
    if (!f->scenario->worth_of) {
        ent_diag(f->request->diags, ENT_E0555, (ent_span){0}, "",
                 "give them under `worth of "
                 "coalitions`",
                 "the file does not say what coalitions are worth");
        return f->request->diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    ENT_TRY(ent_tu_of_scenario(&f->game, f->arena, f->scenario, f->request->diags));
    if (f->request->payoff)
        ENT_TRY(read_payoff(f));
    ENT_TRY(ent_ask_worth_values(&f->values, f->arena, &f->game));
    ENT_TRY(find_levels(f));
    f->superadditive.holds = f->values.convex.holds; /* implied, as nobody is worth 0 */
    if (!f->values.convex.holds)
        ENT_TRY(ent_ask_worth_superadditive(&f->superadditive, &f->game, &f->request->run));
    ENT_TRY(ent_ask_worth_structure(&f->structure, &f->game, &f->request->run));
    ENT_TRY(ent_worth_find_others(f));
    ent_status status =
        ent_ask_worth_prices(&f->prices, f->arena, &f->game, &f->structure, &f->request->run);
    if (status != ENT_OK || !f->asked)
        return status == ENT_LIMIT ? too_wide(f) : status;
    status = ent_ask_worth_check(&f->check, f->arena, &f->game, f->payoff);
    return status == ENT_LIMIT ? too_wide(f) : status;
}

/* ---- words ---- */

static const char *id_of(const ent_worth_found *f, size_t player) {
    return f->scenario->actors[player].id;
}

static void put_members(ent_buffer *out, const ent_worth_found *f, uint64_t members) {
    const char *before = "";
    for (; members; members &= members - 1) {
        const size_t i = (size_t)__builtin_ctzll(members), n = f->game.n;
        ent_buffer_printf(out, "%s%s%s", before, id_of(f, i % n), i < n ? "" : "'");
        before = ", ";
    }
}

static const char *text_of(ent_answer *a, ent_buffer *text) {
    ent_cell cell = ent_cell_text(a, text->data ? text->data : "");
    a->failed = a->failed || text->failed;
    ent_buffer_free(text);
    return cell.text;
}

const char *ent_worth_members(ent_answer *a, const ent_worth_found *f, uint64_t members) {
    ent_buffer text = {0};
    put_members(&text, f, members);
    return text_of(a, &text);
}

const char *ent_worth_exact(ent_answer *a, ent_number number) {
    ent_buffer text = {0};
    ent_number_print(&text, number);
    return text_of(a, &text);
}

static const char *worth_text(ent_answer *a, const ent_worth_found *f, ent_i128 amount) {
    return ent_worth_exact(a, ent_tu_number(&f->game, amount));
}

static uint64_t everybody(const ent_worth_found *f) {
    return (UINT64_C(1) << f->game.n) - 1;
}

static ent_number least_core(const ent_worth_found *f) {
    return f->pre.n ? f->pre.level[0].excess : ENT_ZERO;
}

static bool core_is_empty(const ent_worth_found *f) {
    return least_core(f).num > 0;
}

/* The proof that the core is empty: weights under which everybody is counted once. */
static void say_balanced(ent_answer *a, const ent_worth_found *f) {
    const ent_worth_level *level = &f->pre.level[0];
    ent_number cover = ENT_ZERO, sum = ENT_ZERO;
    for (size_t i = 0; i < level->n; i++)
        if (level->weights[i].fixed)
            (void)ent_number_sub(&cover, ENT_ZERO, level->weights[i].weight);
    for (size_t i = 0; i < level->n; i++) {
        const ent_worth_weight *w = &level->weights[i];
        ent_number weight, part;
        if (w->fixed || !ent_number_div(&weight, w->weight, cover) ||
            !ent_number_mul(&part, weight, ent_tu_number(&f->game, f->game.worth[w->coalition])) ||
            !ent_number_add(&sum, sum, part))
            continue;
        ent_answer_item(a, 0, "%s × {%s}, worth %s", ent_worth_exact(a, weight),
                        ent_worth_members(a, f, w->coalition),
                        worth_text(a, f, f->game.worth[w->coalition]));
    }
    ent_answer_paragraph(a, ENT_TONE_PLAIN,
                         "With these weights everybody is counted once, and they come to %s; all "
                         "together are worth only %s.",
                         ent_worth_exact(a, sum), worth_text(a, f, f->game.worth[everybody(f)]));
}

static void say_core(ent_answer *a, const ent_worth_found *f) {
    ent_answer_heading(a, "Would anybody rather leave?");
    if (f->game.n == 1) {
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "There is nobody to leave.");
        return;
    }
    if (core_is_empty(f)) {
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "Always: the core is empty. Whatever is shared out, some coalition "
                             "is worth at least %s more than its members get.",
                             ent_worth_exact(a, least_core(f)));
        say_balanced(a, f);
        return;
    }
    ent_answer_paragraph(
        a, ENT_TONE_GOOD,
        "Not necessarily: the core is not empty. The nucleolus, for one, gives every coalition "
        "at least %s more than it is worth, and nothing gives every one more than that.",
        ent_worth_exact(a, (ent_number){-least_core(f).num, least_core(f).den}));
}

static void say_property(ent_answer *a, const ent_worth_found *f, const char *name,
                         const char *words, const ent_worth_property *p) {
    if (p->holds)
        ent_answer_item(a, 0, "%s: yes", name);
    else
        ent_answer_item(a, 0, "%s: no; %s: {%s} and {%s}", name, words,
                        ent_worth_members(a, f, p->one), ent_worth_members(a, f, p->other));
}

static void say_properties(ent_answer *a, const ent_worth_found *f) {
    ent_answer_heading(a, "What kind of game it is");
    say_property(a, f, "monotone", "worth more without the others", &f->values.monotone);
    say_property(a, f, "superadditive", "worth more apart than together", &f->superadditive);
    say_property(a, f, "convex", "worth more than their union and intersection", &f->values.convex);
}

/* Why no division is worth more. */
static void say_prices(ent_answer *a, const ent_worth_found *f) {
    const ent_worth_prices *p = &f->prices;
    const char *total = ent_worth_exact(a, p->total);
    if (f->game.n == 1)
        return;
    if (p->rivals == 0)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "No division is worth more: at the prices in the table `payoffs` no "
                             "coalition is worth more than its members cost, and all cost %s.",
                             total);
    else
        ent_answer_paragraph(
            a, ENT_TONE_FAINT,
            "No division is worth more: at the prices in the table `payoffs` no coalition is worth "
            "more than its members cost. All cost %s, so a better division could only be made of "
            "the %s coalitions that lack less than the difference, and none can.",
            total, ent_answer_count_text(a, p->rivals));
}

static void say_structure(ent_answer *a, const ent_worth_found *f) {
    const ent_worth_structure *s = &f->structure;
    ent_answer_heading(a, "The best division into coalitions");
    for (size_t i = 0; i < s->n; i++)
        ent_answer_item(a, 0, "%s: %s", ent_worth_members(a, f, s->part[i]),
                        worth_text(a, f, f->game.worth[s->part[i]]));
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "Together %s; all in one coalition %s.",
                         worth_text(a, f, s->worth), worth_text(a, f, f->game.worth[everybody(f)]));
    say_prices(a, f);
}

static void say_check(ent_answer *a, const ent_worth_found *f) {
    const ent_worth_check *c = &f->check;
    ent_answer_heading(a, "The payoff asked about");
    ent_answer_item(a, 0, "shares out exactly what all are worth: %s", c->efficient ? "yes" : "no");
    ent_answer_item(a, 0, "gives everybody at least what it is worth alone: %s",
                    c->individual ? "yes" : "no");
    ent_answer_item(a, 0, "in the core: %s", c->core ? "yes" : "no");
    if (!c->core && c->greatest.num > 0)
        ent_answer_item(a, 4, "{%s} is worth %s more than it gets",
                        ent_worth_members(a, f, c->coalition), ent_worth_exact(a, c->greatest));
    ent_answer_item(a, 0, "in the kernel: %s", c->kernel ? "yes" : "no");
    if (!c->kernel && c->more != c->less)
        ent_answer_item(a, 4, "%s can ask for more of %s", id_of(f, c->more), id_of(f, c->less));
}

static void say(ent_answer *a, const ent_worth_found *f) {
    if (f->scenario->title)
        ent_answer_heading(a, "%s", f->scenario->title);
    ent_answer_settings(a, f->request);
    ent_answer_paragraph(a, ENT_TONE_PLAIN, "All together are worth %s; alone they add up to %s.",
                         worth_text(a, f, f->game.worth[everybody(f)]),
                         worth_text(a, f, f->values.singles));
    if (f->scenario->worth_left_out && !f->scenario->worth_otherwise)
        ent_answer_paragraph(a, ENT_TONE_FAINT,
                             "%s of the %s coalitions are not listed: each counts as worth 0.",
                             ent_answer_count_text(a, f->scenario->worth_left_out),
                             ent_answer_count_text(a, everybody(f)));
    if (!f->values.imputations)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "There is no imputation: no payoff gives everybody at least what it "
                             "is worth alone, so there is no nucleolus and no kernel.");
}

/* ---- facts and tables ---- */

static ent_cell worth_cell(ent_answer *a, const ent_worth_found *f, ent_i128 amount) {
    return ent_cell_number(a, ent_tu_number(&f->game, amount));
}

static void add_property(ent_answer *a, const char *name, const ent_worth_property *p) {
    ent_answer_add_fact(a, name, NULL, ent_cell_bool(p->holds));
}

static void add_facts(ent_answer *a, const ent_worth_found *f) {
    ent_answer_add_fact(a, "actors", NULL, ent_cell_count(a, f->game.n));
    ent_answer_add_fact(a, "worth_of_all", NULL, worth_cell(a, f, f->game.worth[everybody(f)]));
    ent_answer_add_fact(a, "worth_alone", NULL, worth_cell(a, f, f->values.singles));
    ent_answer_add_fact(a, "not_listed", NULL, ent_cell_count(a, f->scenario->worth_left_out));
    ent_answer_add_fact(a, "imputations", NULL, ent_cell_bool(f->values.imputations));
    if (f->pre.n)
        ent_answer_add_fact(a, "least_core", NULL, ent_cell_number(a, least_core(f)));
    ent_answer_add_fact(a, "core", NULL, ent_cell_bool(!core_is_empty(f)));
    add_property(a, "monotone", &f->values.monotone);
    add_property(a, "superadditive", &f->superadditive);
    add_property(a, "convex", &f->values.convex);
    ent_answer_add_fact(a, "best_division", NULL, worth_cell(a, f, f->structure.worth));
    ent_answer_add_fact(a, "price_of_all", NULL, ent_cell_number(a, f->prices.total));
    ent_answer_add_fact(a, "rivals", NULL, ent_cell_count(a, f->prices.rivals));
    if (f->has_nucleolus)
        ent_answer_add_fact(a, "nucleolus_in_kernel", NULL, ent_cell_bool(f->at_nucleolus.kernel));
    if (!f->asked)
        return;
    ent_answer_add_fact(a, "payoff_efficient", NULL, ent_cell_bool(f->check.efficient));
    ent_answer_add_fact(a, "payoff_individual", NULL, ent_cell_bool(f->check.individual));
    ent_answer_add_fact(a, "payoff_in_core", NULL, ent_cell_bool(f->check.core));
    ent_answer_add_fact(a, "payoff_in_kernel", NULL, ent_cell_bool(f->check.kernel));
    ent_answer_add_fact(a, "payoff_greatest_excess", NULL, ent_cell_number(a, f->check.greatest));
    ent_answer_add_fact(a, "payoff_coalition", NULL,
                        ent_cell_text(a, ent_worth_members(a, f, f->check.coalition)));
}

static void add_payoffs(ent_answer *a, const ent_worth_found *f) {
    const ent_column columns[] = {
        {"actor", "Actor", ENT_CELL_TEXT},
        {"alone", "Alone", ENT_CELL_NUMBER},
        {"shapley", "Shapley", ENT_CELL_NUMBER},
        {"banzhaf", "Banzhaf", ENT_CELL_NUMBER},
        {"nucleolus", "Nucleolus", ENT_CELL_NUMBER},
        {"prenucleolus", f->has_nucleolus && f->same ? NULL : "Prenucleolus", ENT_CELL_NUMBER},
        {"payoff", "Asked", ENT_CELL_NUMBER},
        {"price", NULL, ENT_CELL_NUMBER},
    };
    ent_answer_heading(a, "What each could have");
    ent_table *table = ent_answer_add_table(a, "payoffs", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < f->game.n; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_text(a, id_of(f, i)));
        ent_row_set(row, 1, worth_cell(a, f, f->game.worth[UINT64_C(1) << i]));
        ent_row_set(row, 2, ent_cell_number(a, f->values.shapley[i]));
        ent_row_set(row, 3, ent_cell_number(a, f->values.banzhaf[i]));
        if (f->has_nucleolus)
            ent_row_set(row, 4, ent_cell_number(a, f->nucleolus.payoff[i]));
        ent_row_set(row, 5, ent_cell_number(a, f->pre.payoff[i]));
        if (f->asked)
            ent_row_set(row, 6, ent_cell_number(a, f->payoff[i]));
        ent_row_set(row, 7, ent_cell_number(a, f->prices.price[i]));
    }
}

void ent_worth_add_levels(ent_answer *a, const ent_worth_found *f, const ent_worth_levels *levels,
                          const char *name) {
    const ent_column columns[] = {
        {"level", NULL, ENT_CELL_INTEGER},  {"excess", NULL, ENT_CELL_NUMBER},
        {"coalition", NULL, ENT_CELL_TEXT}, {"weight", NULL, ENT_CELL_NUMBER},
        {"kind", NULL, ENT_CELL_TEXT},
    };
    ent_table *table = ent_answer_add_table(a, name, NULL, columns, ENT_COUNT(columns));
    for (size_t l = 0; l < levels->n; l++)
        for (size_t i = 0; i < levels->level[l].n; i++) {
            const ent_worth_weight *w = &levels->level[l].weights[i];
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_count(a, l + 1));
            ent_row_set(row, 1, ent_cell_number(a, levels->level[l].excess));
            ent_row_set(row, 2, ent_cell_text(a, ent_worth_members(a, f, w->coalition)));
            ent_row_set(row, 3, ent_cell_number(a, w->weight));
            ent_row_set(row, 4,
                        ent_cell_text(a, w->fixed    ? "settled"
                                         : w->single ? "alone"
                                                     : "coalition"));
        }
}

static void add_division(ent_answer *a, const ent_worth_found *f) {
    const ent_column columns[] = {
        {"part", NULL, ENT_CELL_INTEGER},
        {"members", NULL, ENT_CELL_TEXT},
        {"worth", NULL, ENT_CELL_NUMBER},
    };
    ent_table *table = ent_answer_add_table(a, "division", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; i < f->structure.n; i++) {
        ent_cell *row = ent_table_row(a, table);
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        ent_row_set(row, 1, ent_cell_text(a, ent_worth_members(a, f, f->structure.part[i])));
        ent_row_set(row, 2, worth_cell(a, f, f->game.worth[f->structure.part[i]]));
    }
}

static void add_surplus(ent_answer *a, const ent_worth_found *f) {
    const ent_column columns[] = {
        {"with", NULL, ENT_CELL_TEXT},
        {"without", NULL, ENT_CELL_TEXT},
        {"excess", NULL, ENT_CELL_NUMBER},
    };
    const ent_worth_check *c = f->asked ? &f->check : f->has_nucleolus ? &f->at_nucleolus : NULL;
    ent_table *table = ent_answer_add_table(a, "surplus", NULL, columns, ENT_COUNT(columns));
    for (size_t i = 0; c && i < f->game.n; i++)
        for (size_t j = 0; j < f->game.n; j++) {
            if (i == j)
                continue;
            ent_cell *row = ent_table_row(a, table);
            ent_row_set(row, 0, ent_cell_text(a, id_of(f, i)));
            ent_row_set(row, 1, ent_cell_text(a, id_of(f, j)));
            ent_row_set(row, 2, ent_cell_number(a, c->surplus[i * f->game.n + j]));
        }
}

static void build(ent_answer *a, const ent_worth_found *f) {
    say(a, f);
    add_facts(a, f);
    add_payoffs(a, f);
    ent_answer_paragraph(a, ENT_TONE_FAINT,
                         "Shapley: what each adds, on average over all orders of joining. "
                         "Nucleolus: the payoff whose most dissatisfied coalition is as little "
                         "dissatisfied as can be, then the next, and so on.");
    ent_worth_say_others(a, f);
    say_core(a, f);
    if (f->asked)
        say_check(a, f);
    say_structure(a, f);
    say_properties(a, f);
    ent_worth_add_levels(a, f, &f->pre, "prenucleolus_levels");
    ent_worth_add_levels(a, f, &f->nucleolus, "nucleolus_levels");
    add_division(a, f);
    add_surplus(a, f);
}

ent_status ent_answer_worth(ent_answer **out, ent_scenario *scenario, const ent_request *request) {
    ent_worth_found f = {.scenario = scenario, .request = request, .arena = ent_arena_new()};
    *out = NULL;
    ent_status status = f.arena ? find(&f) : ENT_NOMEM;
    if (status == ENT_OK || status == ENT_CANCELLED) {
        ent_answer *a = ent_answer_new("worth");
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
