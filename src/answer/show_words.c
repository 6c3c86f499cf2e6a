/* How show words ranges, orders, wants, expressions and control rules. */
#include "answer/show.h"

ent_cell ent_show_text(ent_show *show, const char *text) {
    return ent_cell_text(show->answer, text);
}

ent_cell ent_show_words(ent_show *show) {
    if (show->words.failed)
        show->answer->failed = true;
    ent_cell cell = ent_cell_text(show->answer, show->words.len > 0 ? show->words.data : "");
    ent_buffer_free(&show->words);
    show->words = (ent_buffer){0};
    return cell;
}

ent_cell ent_show_range(ent_show *show, ent_range range) {
    ent_number_print(&show->words, range.lo);
    if (ent_number_cmp(range.lo, range.hi) != 0) {
        ent_buffer_put(&show->words, " to ");
        ent_number_print(&show->words, range.hi);
    }
    return ent_show_words(show);
}

/* Every element of `left` is compared alike with every element of `right`: "(a | b) > (c | d)". As read,
 * the pairs stand left by left. */
typedef struct level_pair {
    const ent_comparison *first;
    size_t n_left, n_right;
} level_pair;

static bool is_alike(const ent_comparison *a, const ent_comparison *b) {
    return a->relation == b->relation && ent_number_cmp(a->factor, b->factor) == 0;
}

static level_pair read_levels(const ent_comparison *order, size_t n) {
    level_pair levels = {order, 1, 1};
    while (levels.n_right < n && order[levels.n_right].left == order->left &&
           is_alike(&order[levels.n_right], order))
        levels.n_right++;
    for (size_t at = levels.n_right; at + levels.n_right <= n; at += levels.n_right) {
        for (size_t i = 0; i < levels.n_right; i++)
            if (order[at + i].left != order[at].left || order[at + i].right != order[i].right ||
                !is_alike(&order[at + i], order))
                return levels;
        levels.n_left++;
    }
    return levels;
}

static uint32_t left_of(level_pair levels, size_t i) {
    return levels.first[i * levels.n_right].left;
}

static uint32_t right_of(level_pair levels, size_t i) {
    return levels.first[i].right;
}

static void put_level(ent_show *show, level_pair levels, bool right, ent_show_name_fn name,
                      const void *of) {
    size_t n = right ? levels.n_right : levels.n_left;
    ent_buffer_put(&show->words, n > 1 ? "(" : "");
    for (size_t i = 0; i < n; i++) {
        ent_buffer_put(&show->words, i > 0 ? " | " : "");
        if (right && ent_number_cmp(levels.first[i].factor, ent_number_int(1)) != 0) {
            ent_number_print(&show->words, levels.first[i].factor);
            ent_buffer_put(&show->words, " * ");
        }
        ent_buffer_put(&show->words, name(of, right ? right_of(levels, i) : left_of(levels, i)));
    }
    ent_buffer_put(&show->words, n > 1 ? ")" : "");
}

/* Whether `next` begins with the level that `levels` ends with. */
static bool goes_on(level_pair levels, level_pair next) {
    if (levels.n_right != next.n_left ||
        ent_number_cmp(levels.first->factor, ent_number_int(1)) != 0)
        return false;
    for (size_t i = 0; i < next.n_left; i++)
        if (right_of(levels, i) != left_of(next, i))
            return false;
    return true;
}

ent_cell ent_show_order(ent_show *show, const ent_comparison *order, size_t n,
                        ent_show_name_fn name, const void *of) {
    static const char *const relations[] = {
        [ENT_REL_GT] = " > ", [ENT_REL_GE] = " >= ", [ENT_REL_EQ] = " = "};
    level_pair last = {0};
    for (size_t at = 0; at < n; at += last.n_left * last.n_right) {
        level_pair levels = read_levels(order + at, n - at);
        if (at == 0 || !goes_on(last, levels)) {
            ent_buffer_put(&show->words, at > 0 ? "; " : "");
            put_level(show, levels, false, name, of);
        }
        ent_buffer_put(&show->words, relations[levels.first->relation]);
        put_level(show, levels, true, name, of);
        last = levels;
    }
    return ent_show_words(show);
}

ent_cell ent_show_expr(ent_show *show, const ent_expr *expr) {
    if (expr)
        ent_expr_print(&show->words, show->scenario, expr);
    return ent_show_words(show);
}

ent_cell ent_show_control(ent_show *show, const ent_control *rule) {
    if (rule)
        ent_control_print(&show->words, show->scenario, rule);
    return ent_show_words(show);
}

const char *ent_show_salience_name(const void *of, uint32_t index) {
    const ent_show_saliences *w = of;
    if (index < w->preference->n_wants)
        return w->scenario->issues[w->preference->wants[index].issue].id;
    return w->preference->conditions[index - w->preference->n_wants].said.name;
}

static const char *outcome_name(const void *of, uint32_t index) {
    return ((const ent_issue *)of)->outcomes[index].id;
}

static ent_cell ideal_words(ent_show *show, const ent_issue *issue, const ent_want *want) {
    static const char *const shapes[] = {"", " (quadratic)", " (single-peaked)"};
    const char *position = ent_show_range(show, want->position).text;
    if (want->ideal != ENT_NONE)
        ent_buffer_put(&show->words, issue->outcomes[want->ideal].id);
    else
        ent_buffer_printf(&show->words, "position %s", position);
    ent_buffer_put(&show->words, shapes[want->shape]);
    return ent_show_words(show);
}

/* "high 100, low 40 to 60, none 0" */
static ent_cell values_words(ent_show *show, const ent_issue *issue, const ent_range *values) {
    ent_buffer words = {0};
    for (uint32_t o = 0; o < issue->n_outcomes; o++)
        ent_buffer_printf(&words, "%s%s %s", o > 0 ? ", " : "", issue->outcomes[o].id,
                          ent_show_range(show, values[o]).text);
    if (words.failed)
        show->answer->failed = true;
    ent_cell cell = ent_show_text(show, words.len > 0 ? words.data : NULL);
    ent_buffer_free(&words);
    return cell;
}

ent_cell ent_show_want(ent_show *show, const ent_issue *issue, const ent_want *want) {
    switch (want->form) {
    case ENT_WANT_IDEAL: return ideal_words(show, issue, want);
    case ENT_WANT_ORDER:
        return ent_show_order(show, want->order, want->n_order, outcome_name, issue);
    case ENT_WANT_VALUES: return values_words(show, issue, want->values);
    }
    return ent_show_text(show, NULL);
}
