/* The verb `frontier`: what is efficient, and the points that rules of fairness single out. */
#include "answer/deal_text.h"
#include "answer/deal_words.h"
#include "answer/text.h"
#include "ask/points.h"

#include <string.h>

#define ROWS_MOST 10000u /* of points in the tables */

typedef struct shown {
    ent_answer *answer;
    const ent_findings *asked;
    const ent_request *request;
    const ent_frontier *frontier;
    const ent_points *points;
    double unit_opposition;
} shown;

/* ---- cells ---- */

static ent_cell words(ent_answer *a, ent_buffer *buffer) {
    a->failed = a->failed || buffer->failed;
    ent_cell cell = ent_cell_text(a, buffer->data ? buffer->data : "");
    ent_buffer_free(buffer);
    return cell;
}

/* Counts may pass 64 bits where the parts of a space multiply. */
static ent_cell count_cell(ent_answer *a, ent_u128 count) {
    ent_cell cell = ent_cell_number(a, (ent_number){(ent_i128)count, 1});
    cell.type = ENT_CELL_INTEGER;
    return cell;
}

static const char *count_text(ent_answer *a, ent_u128 count) {
    return count <= UINT64_MAX ? ent_answer_count_text(a, (uint64_t)count)
                               : count_cell(a, count).text;
}

static ent_cell package_cell(const shown *s, ent_u128 key) {
    const ent_plan *plan = s->frontier->bargain->plan;
    uint32_t digits[ENT_MAX_ISSUES];
    ent_buffer text = {0};
    ent_key_digits(digits, plan, &s->frontier->keys, key);
    ent_word_digits(&text, plan, digits);
    return words(s->answer, &text);
}

static ent_cell utility_cell(const shown *s, size_t m, ent_i128 utility) {
    const ent_bargain *b = s->frontier->bargain;
    return ent_cell_number(s->answer, ent_game_number(b->game, b->members[m], utility));
}

static ent_cell gain_cell(const shown *s, size_t m, ent_i128 utility) {
    const ent_bargain *b = s->frontier->bargain;
    ent_number gain;
    if (!ent_number_sub(&gain, ent_game_number(b->game, b->members[m], utility),
                        b->game->aims[b->members[m]].threshold_exact))
        return (ent_cell){.text = ""};
    return ent_cell_number(s->answer, gain);
}

static const char *member_id(const shown *s, size_t m) {
    const ent_bargain *b = s->frontier->bargain;
    return b->game->scenario->actors[b->members[m]].id;
}

static ent_cell distance_cell(ent_answer *a, double distance) {
    ent_buffer text = {0};
    if (distance < 0)
        return (ent_cell){.text = ""};
    ent_double_print(&text, distance);
    ent_cell cell = words(a, &text);
    cell.type = ENT_CELL_NUMBER;
    cell.number = distance;
    return cell;
}

/* ---- facts and tables ---- */

static void add_facts(const shown *s) {
    ent_answer *a = s->answer;
    const ent_frontier *f = s->frontier;
    ent_buffer text = {0};
    ent_u128 states = 0;
    for (size_t i = 0; i < f->efficient.n; i++)
        states += f->efficient.count[i];
    ent_word_coalition(&text, s->asked->scenario, f->bargain->what.coalition);
    ent_answer_add_fact(a, "coalition", NULL, words(a, &text));
    ent_answer_add_fact(a, "about", NULL, ent_cell_text(a, s->asked->about_text));
    ent_answer_add_fact(a, "with", NULL, ent_cell_text(a, s->asked->with_text));
    bool deals = f->over == ENT_FRONTIER_DEALS, parts = f->engine == ENT_ENGINE_PARTS;
    ent_answer_add_fact(a, "over", NULL, ent_cell_text(a, deals ? "deals" : "packages"));
    ent_answer_add_fact(a, "engine", NULL, ent_cell_text(a, parts ? "parts" : "scan"));
    ent_answer_add_fact(a, "states", NULL, count_cell(a, f->keys.space));
    ent_answer_add_fact(a, "parts", NULL, ent_cell_count(a, f->split->n_parts));
    ent_answer_add_fact(a, "largest_part", NULL, ent_cell_count(a, f->split->largest));
    ent_cell none = {.text = ""};
    ent_answer_add_fact(a, "points", NULL, f->too_large ? none : ent_cell_count(a, f->efficient.n));
    ent_answer_add_fact(a, "efficient", NULL, f->too_large ? none : count_cell(a, states));
    ent_answer_add_fact(a, "opposition", NULL,
                        distance_cell(a, s->points->any ? s->points->opposition : -1));
    ent_answer_add_fact(a, "opposition_unit", NULL, distance_cell(a, s->unit_opposition));
    ent_answer_add_fact(a, "ranks", NULL,
                        ent_cell_bool(ent_bargain_order(s->asked->bargain) != ENT_NONE));
    ent_answer_add_fact(a, "central_model", NULL, ent_cell_bool(s->asked->game->open));
    ent_answer_add_fact(a, "approximate", NULL, ent_cell_bool(s->asked->game->approximate));
}

static void add_frontier(const shown *s) {
    static const ent_column point[] = {{"point", NULL, ENT_CELL_INTEGER},
                                       {"count", NULL, ENT_CELL_INTEGER},
                                       {"package", NULL, ENT_CELL_TEXT}};
    static const ent_column member[] = {{"point", NULL, ENT_CELL_INTEGER},
                                        {"actor", NULL, ENT_CELL_TEXT},
                                        {"utility", NULL, ENT_CELL_NUMBER},
                                        {"gain", NULL, ENT_CELL_NUMBER}};
    ent_answer *a = s->answer;
    const ent_front *front = &s->frontier->efficient;
    size_t rows = front->n < ROWS_MOST ? front->n : ROWS_MOST;
    ent_table *t = ent_answer_add_table(a, "frontier", NULL, point, ENT_COUNT(point));
    for (size_t i = 0; i < rows; i++) {
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_count(a, i + 1));
        ent_row_set(row, 1, count_cell(a, front->count[i]));
        ent_row_set(row, 2, package_cell(s, front->first[i]));
    }
    t = ent_answer_add_table(a, "frontier_utilities", NULL, member, ENT_COUNT(member));
    for (size_t i = 0; i < rows; i++)
        for (size_t m = 0; m < front->members; m++) {
            ent_i128 utility = front->value[i * front->members + m];
            ent_cell *row = ent_table_row(a, t);
            ent_row_set(row, 0, ent_cell_count(a, i + 1));
            ent_row_set(row, 1, ent_cell_text(a, member_id(s, m)));
            ent_row_set(row, 2, utility_cell(s, m, utility));
            ent_row_set(row, 3, gain_cell(s, m, utility));
        }
}

/* All states that attain a point, and the first of them. */
static ent_u128 states_at(const ent_front *at, ent_u128 *first) {
    ent_u128 count = 0;
    for (size_t i = 0; i < at->n; i++) {
        count += at->count[i];
        *first = i == 0 || at->first[i] < *first ? at->first[i] : *first;
    }
    return count;
}

static const char *proof_text(const shown *s, const ent_point *point) {
    if (point->proof)
        return point->proof;
    const char *states = count_text(s->answer, s->frontier->keys.space);
    ent_buffer text = {0};
    if (s->frontier->engine == ENT_ENGINE_PARTS)
        ent_buffer_printf(&text, "value %s attained; no state has more (%s states, by %zu parts)",
                          point->value, states, s->frontier->split->n_parts);
    else
        ent_buffer_printf(&text, "value %s attained; no state has more (all %s states compared)",
                          point->value, states);
    return words(s->answer, &text).text;
}

static void add_points(const shown *s) {
    static const ent_column columns[] = {{"name", NULL, ENT_CELL_TEXT},
                                         {"value", NULL, ENT_CELL_NUMBER},
                                         {"count", NULL, ENT_CELL_INTEGER},
                                         {"package", NULL, ENT_CELL_TEXT},
                                         {"bound", NULL, ENT_CELL_TEXT}};
    ent_answer *a = s->answer;
    ent_table *t = ent_answer_add_table(a, "points", NULL, columns, ENT_COUNT(columns));
    for (ent_point_kind k = 0; k < ENT_POINT_KINDS; k++) {
        const ent_point *point = &s->points->point[k];
        ent_u128 first = 0;
        if (!point->found)
            continue;
        ent_u128 count = states_at(&point->at, &first);
        ent_cell *row = ent_table_row(a, t);
        ent_row_set(row, 0, ent_cell_text(a, ent_point_name(k)));
        ent_cell value = ent_cell_text(a, point->value);
        value.type = ENT_CELL_NUMBER;
        value.number = point->number;
        ent_row_set(row, 1, value);
        if (point->counted)
            ent_row_set(row, 2, count_cell(a, count));
        ent_row_set(row, 3, package_cell(s, first));
        ent_row_set(row, 4, ent_cell_text(a, proof_text(s, point)));
    }
}

static void add_point_utilities(const shown *s) {
    static const ent_column columns[] = {{"name", NULL, ENT_CELL_TEXT},
                                         {"vector", NULL, ENT_CELL_INTEGER},
                                         {"actor", NULL, ENT_CELL_TEXT},
                                         {"utility", NULL, ENT_CELL_NUMBER},
                                         {"gain", NULL, ENT_CELL_NUMBER}};
    ent_answer *a = s->answer;
    ent_table *t = ent_answer_add_table(a, "point_utilities", NULL, columns, ENT_COUNT(columns));
    for (ent_point_kind k = 0; k < ENT_POINT_KINDS; k++) {
        const ent_point *point = &s->points->point[k];
        for (size_t i = 0; point->found && i < point->at.n && i < ROWS_MOST; i++)
            for (size_t m = 0; m < point->at.members; m++) {
                ent_i128 utility = point->at.value[i * point->at.members + m];
                ent_cell *row = ent_table_row(a, t);
                ent_row_set(row, 0, ent_cell_text(a, ent_point_name(k)));
                ent_row_set(row, 1, ent_cell_count(a, i + 1));
                ent_row_set(row, 2, ent_cell_text(a, member_id(s, m)));
                ent_row_set(row, 3, utility_cell(s, m, utility));
                ent_row_set(row, 4, gain_cell(s, m, utility));
            }
    }
}

static void add_point_packages(const shown *s) {
    static const ent_column columns[] = {{"name", NULL, ENT_CELL_TEXT},
                                         {"number", NULL, ENT_CELL_INTEGER},
                                         {"package", NULL, ENT_CELL_TEXT}};
    ent_answer *a = s->answer;
    ent_table *t = ent_answer_add_table(a, "point_packages", NULL, columns, ENT_COUNT(columns));
    for (ent_point_kind k = 0; k < ENT_POINT_KINDS; k++) {
        const ent_point *point = &s->points->point[k];
        for (size_t i = 0; point->found && i < point->firsts.n; i++) {
            ent_cell *row = ent_table_row(a, t);
            ent_row_set(row, 0, ent_cell_text(a, ent_point_name(k)));
            ent_row_set(row, 1, ent_cell_count(a, i + 1));
            ent_row_set(row, 2, package_cell(s, point->firsts.key[i]));
        }
    }
}

/* ---- words ---- */

static void say_title(const shown *s) {
    ent_buffer text = {0};
    ent_word_coalition(&text, s->asked->scenario, s->frontier->bargain->what.coalition);
    if (s->asked->about_text)
        ent_buffer_printf(&text, "; on the table: %s", s->asked->about_text);
    if (s->asked->with_text)
        ent_buffer_printf(&text, "; wanted: %s", s->asked->with_text);
    bool deals = s->frontier->over == ENT_FRONTIER_DEALS;
    ent_cell title = words(s->answer, &text);
    ent_answer_heading(s->answer, "Efficient %s of %s", deals ? "deals" : "packages", title.text);
}

static void say_size(const shown *s) {
    ent_answer *a = s->answer;
    const ent_frontier *f = s->frontier;
    const char *what = f->over == ENT_FRONTIER_DEALS ? "deal" : "package";
    const char *states = count_text(a, f->keys.space);
    ent_u128 first = 0;
    if (f->partial)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "Stopped early: this is the frontier of what was looked at; what was "
                             "not looked at may dominate it.");
    if (f->too_large)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "Of %s states so many are efficient, in so many different ways, that "
                             "they are not listed (more than %s, or too long to compare). The "
                             "points below are proven without the list; those left out are open.",
                             states, ent_answer_count_text(a, ENT_FRONT_MOST));
    else if (!f->efficient.n)
        ent_answer_paragraph(a, ENT_TONE_BAD, "Of %s states none is a %s.", states, what);
    else if (states_at(&f->efficient, &first) == 1)
        ent_answer_paragraph(a, ENT_TONE_PLAIN,
                             "Of %s states, one is efficient: no other %s is better for a member "
                             "without being worse for another.",
                             states, what);
    else
        ent_answer_paragraph(a, ENT_TONE_PLAIN,
                             "Of %s states, %s are efficient: no other %s is better for one member "
                             "without being worse for another. They differ for the members in %s "
                             "%s.",
                             states, count_text(a, states_at(&f->efficient, &first)), what,
                             ent_answer_count_text(a, f->efficient.n),
                             f->efficient.n == 1 ? "way" : "ways");
}

static void put_members(ent_buffer *out, const shown *s, const ent_i128 *value) {
    for (size_t m = 0; m < s->frontier->bargain->n_members; m++) {
        const ent_bargain *b = s->frontier->bargain;
        ent_number u = ent_game_number(b->game, b->members[m], value[m]);
        ent_buffer_printf(out, "%s%s %s", m ? ", " : "", member_id(s, m),
                          ent_answer_number_text(s->answer, u));
    }
}

static void say_vector(const shown *s, const ent_i128 *value, ent_u128 count, ent_u128 first) {
    ent_buffer text = {0};
    put_members(&text, s, value);
    if (count > 1)
        ent_buffer_printf(&text, "; %s packages give this", count_text(s->answer, count));
    ent_cell members = words(s->answer, &text);
    ent_answer_item(s->answer, 4, "%s", package_cell(s, first).text);
    ent_answer_item(s->answer, 4, "%s", members.text);
}

static void say_points(const shown *s) {
    static const struct {
        const char *name, *rule;
    } said[] = {{"Nash", "greatest product of gains"},
                {"Kalai-Smorodinsky", "greatest least share of the best gain"},
                {"Egalitarian", "greatest least gain"},
                {"Utilitarian", "greatest sum of utilities"},
                {"Relative utilitarian", "greatest sum of shares of the best gain"},
                {"Max-min", "greatest least utility"}};
    ent_answer *a = s->answer;
    uint32_t order = ent_bargain_order(s->asked->bargain);
    if (order != ENT_NONE) {
        ent_answer_paragraph(
            a, ENT_TONE_BAD,
            "The points of Nash and others weigh amounts of gain, which an order of "
            "states does not give (%s): none is singled out.",
            s->asked->scenario->actors[order].id);
        return;
    }
    if (s->points->too_wide)
        ent_answer_paragraph(a, ENT_TONE_BAD,
                             "The numbers have too many digits for exact points; write them with "
                             "fewer.");
    if (!s->points->any) {
        if (!s->frontier->too_large)
            ent_answer_paragraph(a, ENT_TONE_PLAIN,
                                 "No package gives every member as much as no deal does, so there "
                                 "is none to single out.");
        return;
    }
    ent_answer_heading(a, "Fair points");
    for (ent_point_kind k = 0; k < ENT_POINT_KINDS; k++) {
        const ent_point *point = &s->points->point[k];
        if (!point->found)
            continue;
        ent_cell value = {.type = ENT_CELL_NUMBER, .text = point->value, .number = point->number};
        ent_buffer text = {0};
        ent_text_cell(&text, &value, 3);
        ent_cell shown_value = words(a, &text);
        ent_answer_item(a, 0, "%s (%s): %s", said[k].name, said[k].rule, shown_value.text);
        for (size_t i = 0; i < point->at.n && i < s->request->limit; i++)
            say_vector(s, point->at.value + i * point->at.members, point->at.count[i],
                       point->at.first[i]);
        for (size_t i = 1; point->at.n == 1 && i < point->firsts.n && i < 4; i++)
            ent_answer_item(a, 4, "or %s", package_cell(s, point->firsts.key[i]).text);
        if (point->at.n > s->request->limit)
            ent_answer_item(a, 4, "and %zu more ways to attain it",
                            point->at.n - s->request->limit);
        if (!point->counted)
            ent_answer_item(a, 4, "there may be others that attain it");
    }
}

static void say_frontier(const shown *s) {
    const ent_front *front = &s->frontier->efficient;
    ent_answer *a = s->answer;
    if (!front->n)
        return;
    ent_answer_heading(a, "The frontier");
    for (size_t i = 0; i < front->n && i < s->request->limit; i++) {
        ent_buffer text = {0};
        put_members(&text, s, front->value + i * front->members);
        if (front->count[i] > 1)
            ent_buffer_printf(&text, " (%s packages)", count_text(a, front->count[i]));
        ent_cell members = words(a, &text);
        ent_answer_item(a, 0, "%s: %s", members.text, package_cell(s, front->first[i]).text);
    }
    if (front->n > s->request->limit)
        ent_answer_paragraph(a, ENT_TONE_FAINT, "And %s more: --limit shows them, --json has %s.",
                             ent_answer_count_text(a, front->n - s->request->limit),
                             front->n > ROWS_MOST ? "the first 10,000" : "all");
}

static void say_opposition(const shown *s) {
    if (!s->points->any || s->points->opposition < 0)
        return;
    ent_number rounded = {(ent_i128)(s->points->opposition * 1000 + 0.5), 1000};
    ent_answer_paragraph(s->answer, ENT_TONE_FAINT,
                         "Opposition: %s. It is how far the nearest package is from giving each "
                         "member its best at once, in units of these bests; 0 means no conflict.",
                         ent_answer_number_text(s->answer, rounded));
}

/* ---- the verb ---- */

static ent_status find(shown *s, ent_arena *arena) {
    const ent_request *rq = s->request;
    bool packages = rq->over && strcmp(rq->over, "packages") == 0;
    ent_frontier *frontier = NULL;
    ent_points *points = NULL;
    if (ent_request_engine(rq) == ENT_ENGINE_SCAN && !s->asked->bargain->plan->n_blocks) {
        ent_bargain_too_large(s->asked->bargain, rq->diags);
        return ENT_LIMIT;
    }
    ent_status status = ent_ask_frontier(&frontier, arena, s->asked->bargain,
                                         packages ? ENT_FRONTIER_PACKAGES : ENT_FRONTIER_DEALS,
                                         ent_request_engine(rq), false, &rq->run);
    s->frontier = frontier;
    if (!frontier) {
        if (status == ENT_LIMIT)
            ent_diag(rq->diags, ENT_E0411, (ent_span){0}, "",
                     ent_bargain_fewer(s->asked->bargain->game),
                     "there are too many packages to be numbered");
        return status;
    }
    if (frontier->too_large && frontier->engine == ENT_ENGINE_SCAN) {
        ent_diag(rq->diags, ENT_E0412, (ent_span){0}, "",
                 "put fewer issues on the table with --about, or narrow what is wanted with --with",
                 "more than %zu vectors of utilities are efficient", ENT_FRONT_MOST);
        return status;
    }
    bool order = ent_bargain_order(s->asked->bargain) != ENT_NONE;
    if (order) { /* an order has no amounts to multiply, add up or compare with another's */
        s->points = ENT_NEW(arena, ent_points, 1);
        return s->points ? status == ENT_LIMIT ? ENT_OK : status : ENT_NOMEM;
    }
    ent_status chosen = ent_ask_points(&points, arena, frontier, &rq->run);
    s->points = points;
    if (!points)
        return chosen;
    if (chosen == ENT_OK)
        chosen = ent_point_firsts(points, arena, frontier, &rq->run);
    if (chosen != ENT_OK && chosen != ENT_CANCELLED)
        return chosen;
    ent_status far = ent_unit_opposition(&s->unit_opposition, frontier, &rq->run);
    if (status == ENT_LIMIT) /* said in the answer */
        status = ENT_OK;
    return status != ENT_OK ? status : chosen != ENT_OK ? chosen : far;
}

static ent_status tell(ent_answer **out, shown *s) {
    s->answer = ent_answer_new("frontier");
    if (!s->answer)
        return ENT_NOMEM;
    say_title(s);
    ent_say_model(s->answer, s->asked, s->request);
    say_size(s);
    add_facts(s);
    say_points(s);
    say_opposition(s);
    say_frontier(s);
    add_frontier(s);
    add_points(s);
    add_point_utilities(s);
    add_point_packages(s);
    if (s->answer->failed) {
        ent_answer_free(s->answer);
        return ENT_NOMEM;
    }
    *out = s->answer;
    return ENT_OK;
}

ent_status ent_answer_frontier(ent_answer **out, ent_scenario *scenario,
                               const ent_request *request) {
    shown s = {.request = request, .unit_opposition = -1};
    ent_findings *asked = NULL;
    *out = NULL;
    ENT_TRY(ent_findings_any(&asked, scenario, request));
    s.asked = asked;
    ent_status status = find(&s, asked->arena);
    if (s.frontier && s.points && (status == ENT_OK || status == ENT_CANCELLED)) {
        ent_status told = tell(out, &s);
        if (*out)
            (*out)->partial = status == ENT_CANCELLED;
        status = told == ENT_OK ? status : told;
    }
    ent_findings_free(asked);
    return status;
}
