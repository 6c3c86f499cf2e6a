/* Tables as text: aligned columns, numbers to the right, long texts wrapped inside their column.
 *
 * A column without any value is left out, and a text that would repeat the one above it at the start
 * of a row is left blank. Where a table does not fit even with its text columns at their narrowest, each row is written as
 * a small list instead, so that nothing is ever wider than the page.
 */
#include <string.h>

#include "answer/text.h"

#define GAP 2u        /* spaces between columns */
#define NARROWEST 12u /* a text column is not wrapped below this many columns */

typedef struct grid_column {
    size_t index; /* in the table */
    const char *label;
    bool right;
    size_t width;
    size_t word; /* columns of its longest word */
} grid_column;

typedef struct grid {
    const ent_page *page;
    const ent_table *table;
    ent_arena *arena;
    size_t n;
    grid_column *columns;
    const char **texts; /* row by row, shown columns only */
} grid;

static bool is_right(ent_cell_type type) {
    return type == ENT_CELL_INTEGER || type == ENT_CELL_NUMBER;
}

/* All numbers of a column have the same decimals, so that points stand below each other. */
static unsigned column_decimals(const ent_table *table, size_t column) {
    unsigned most = 0;
    for (size_t row = 0; row < table->n_rows; row++) {
        unsigned decimals = ent_text_decimals(&table->cells[row * table->n_columns + column]);
        if (decimals > most)
            most = decimals;
    }
    return most;
}

static bool has_values(const ent_table *table, size_t column) {
    for (size_t row = 0; row < table->n_rows; row++)
        if (table->cells[row * table->n_columns + column].text[0])
            return true;
    return false;
}

static size_t longest_word(const char *text) {
    size_t longest = 0;
    while (*text) {
        size_t len = strcspn(text, " ");
        size_t columns = ent_text_columns(text, len);
        if (columns > longest)
            longest = columns;
        text += len;
        text += *text == ' ';
    }
    return longest;
}

static ent_status fill_column(grid *g, size_t shown) {
    grid_column *column = &g->columns[shown];
    unsigned decimals = column_decimals(g->table, column->index);
    column->width = ent_text_columns(column->label, strlen(column->label));
    column->word = longest_word(column->label);
    for (size_t row = 0; row < g->table->n_rows; row++) {
        ent_buffer text = {0};
        ent_text_cell(&text, &g->table->cells[row * g->table->n_columns + column->index], decimals);
        size_t columns = ent_text_columns(text.data ? text.data : "", text.len);
        if (columns > column->width)
            column->width = columns;
        const char *copy =
            text.failed ? NULL : ent_arena_text_n(g->arena, text.data ? text.data : "", text.len);
        ent_buffer_free(&text);
        if (!copy)
            return ENT_NOMEM;
        g->texts[row * g->n + shown] = copy;
        size_t word = longest_word(copy);
        if (word > column->word)
            column->word = word;
    }
    return ENT_OK;
}

static ent_status fill_grid(grid *g) {
    const ent_table *table = g->table;
    g->columns = ENT_NEW(g->arena, grid_column, table->n_columns);
    if (!g->columns)
        return ENT_NOMEM;
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].label && has_values(table, i))
            g->columns[g->n++] = (grid_column){.index = i,
                                               .label = table->columns[i].label,
                                               .right = is_right(table->columns[i].type)};
    if (g->n == 0)
        return ENT_OK;
    g->texts = ENT_NEW(g->arena, const char *, g->n * table->n_rows);
    if (!g->texts)
        return ENT_NOMEM;
    for (size_t i = 0; i < g->n; i++)
        ENT_TRY(fill_column(g, i));
    return ENT_OK;
}

/* How narrow a column may become. */
static size_t least_width(const grid_column *column, bool break_words) {
    if (column->right)
        return column->width;
    return !break_words && column->word > NARROWEST ? column->word : NARROWEST;
}

static grid_column *widest_of(grid *g, bool break_words) {
    grid_column *widest = NULL;
    for (size_t i = 0; i < g->n; i++)
        if (g->columns[i].width > least_width(&g->columns[i], break_words) &&
            (!widest || g->columns[i].width > widest->width))
            widest = &g->columns[i];
    return widest;
}

/* Takes from the widest text column, a little at a time, so that wide ones end up alike; `total` is
 * the width of all. False when the page is too narrow for that. */
static bool shrink(grid *g, size_t *total, bool break_words) {
    while (*total > g->page->width) {
        grid_column *widest = widest_of(g, break_words);
        if (!widest)
            return false;
        size_t excess = *total - g->page->width;
        size_t slack = widest->width - least_width(widest, break_words);
        size_t step = slack / 4 + 1 < excess ? slack / 4 + 1 : excess;
        widest->width -= step;
        *total -= step;
    }
    return true;
}

static bool fit(grid *g) {
    size_t total = g->page->margin + GAP * (g->n - 1);
    for (size_t i = 0; i < g->n; i++)
        total += g->columns[i].width;
    return shrink(g, &total, false) || shrink(g, &total, true);
}

static void put_piece(const grid *g, size_t shown, ent_tone tone, const char *text, size_t len) {
    const grid_column *column = &g->columns[shown];
    size_t columns = ent_text_columns(text, len);
    size_t pad = columns < column->width ? column->width - columns : 0;
    if (column->right)
        ent_text_spaces(g->page->out, pad);
    ent_text_toned(g->page, tone, text, len);
    if (!column->right)
        ent_text_spaces(g->page->out, pad);
}

static bool has_more(const grid *g, const char *const *rests) {
    for (size_t i = 0; i < g->n; i++)
        if (rests[i][0])
            return true;
    return false;
}

/* One row, over as many lines as its longest cell needs. `rests` has room for g->n texts. */
static void put_row(const grid *g, ent_tone tone, const char **rests) {
    ent_buffer *out = g->page->out;
    while (has_more(g, rests) && !out->failed) {
        size_t start = out->len;
        ent_text_spaces(out, g->page->margin);
        for (size_t i = 0; i < g->n; i++) {
            const char *line;
            size_t len;
            (void)ent_text_line(&rests[i], g->columns[i].width, &line, &len);
            ent_text_spaces(out, i > 0 ? GAP : 0);
            put_piece(g, i, tone, line, len);
        }
        while (out->len > start && out->data[out->len - 1] == ' ')
            out->len--;
        ent_buffer_put(out, "\n");
    }
}

static void put_rule(const grid *g) {
    ent_buffer rule = {0};
    for (size_t i = 0; i < g->n; i++) {
        ent_text_spaces(&rule, i > 0 ? GAP : 0);
        for (size_t j = 0; j < g->columns[i].width; j++)
            ent_buffer_put(&rule, "─");
    }
    ent_text_spaces(g->page->out, g->page->margin);
    if (rule.failed)
        g->page->out->failed = true;
    else
        ent_text_toned(g->page, ENT_TONE_FAINT, rule.data, rule.len);
    ent_buffer_put(g->page->out, "\n");
    ent_buffer_free(&rule);
}

static void put_grid(const grid *g, const char **rests) {
    for (size_t i = 0; i < g->n; i++)
        rests[i] = g->columns[i].label;
    put_row(g, ENT_TONE_STRONG, rests);
    put_rule(g);
    for (size_t row = 0; row < g->table->n_rows; row++) {
        memcpy(rests, g->texts + row * g->n, g->n * sizeof *rests);
        if (row > 0 && g->n > 1 && !g->columns[0].right &&
            strcmp(rests[0], g->texts[(row - 1) * g->n]) == 0)
            rests[0] = "";
        put_row(g, ENT_TONE_PLAIN, rests);
    }
}

static void put_list(const grid *g) {
    for (size_t row = 0; row < g->table->n_rows; row++) {
        bool first = true;
        for (size_t i = 0; i < g->n; i++) {
            const char *text = g->texts[row * g->n + i];
            if (!*text)
                continue;
            ent_buffer pair = {0};
            ent_buffer_printf(&pair, "%s: %s", g->columns[i].label, text);
            if (pair.failed)
                g->page->out->failed = true;
            else
                ent_text_wrapped(g->page, ENT_TONE_PLAIN, first ? "• " : "  ", pair.data);
            ent_buffer_free(&pair);
            first = false;
        }
    }
}

void ent_text_table(const ent_page *page, const ent_table *table) {
    grid g = {.page = page, .table = table, .arena = ent_arena_new()};
    const char **rests = g.arena ? ENT_NEW(g.arena, const char *, table->n_columns) : NULL;
    if (!rests || fill_grid(&g) != ENT_OK)
        page->out->failed = true;
    else if (g.n > 0 && fit(&g))
        put_grid(&g, rests);
    else if (g.n > 0)
        put_list(&g);
    ent_arena_free(g.arena);
}
