/* An answer as text for people: headings at the left edge, everything below them set in a little.
 *
 * Nothing is wider than the page, no line ends in a space, and colours stand only where asked for.
 */
#include <string.h>

#include "answer/text.h"

#define MARGIN 2u
#define WIDTH_DEFAULT 80u
#define WIDTH_LEAST 20u
#define LABEL_LIMIT 32u /* wider labels do not push the values of their neighbours */

static bool has_labels(const ent_table *table) {
    for (size_t i = 0; i < table->n_columns; i++)
        if (table->columns[i].label)
            return true;
    return false;
}

static bool is_shown(const ent_block *block) {
    if (block->shown == ENT_SHOWN_ON_PAGES)
        return false;
    switch (block->kind) {
    case ENT_BLOCK_FACT: return block->text != NULL;
    case ENT_BLOCK_TABLE: return block->table->n_rows > 0 && has_labels(block->table);
    default: return block->text[0] != '\0';
    }
}

/* Neighbours of these kinds stand together; between others is an empty line. */
static bool stand_together(const ent_block *above, const ent_block *below) {
    return above->kind == below->kind &&
           (above->kind == ENT_BLOCK_ITEM || above->kind == ENT_BLOCK_FACT);
}

/* The width of the labels of the run of facts that begins at `first`. */
static size_t label_columns(const ent_answer *a, size_t first) {
    size_t widest = 0;
    for (size_t i = first; i < a->n && (a->blocks[i].kind == ENT_BLOCK_FACT); i++) {
        if (!is_shown(&a->blocks[i]))
            continue;
        size_t columns = ent_text_columns(a->blocks[i].text, strlen(a->blocks[i].text));
        if (columns > widest && columns <= LABEL_LIMIT)
            widest = columns;
    }
    return widest;
}

static void put_fact(const ent_page *page, const ent_block *block, size_t columns) {
    ent_buffer lead = {0}, value = {0};
    ent_text_clean(&lead, block->text);
    size_t used = ent_text_columns(block->text, strlen(block->text));
    ent_buffer_put(&lead, ":");
    ent_text_spaces(&lead, 1 + (used < columns ? columns - used : 0));
    ent_text_cell(&value, &block->value, ent_text_decimals(&block->value));
    if (lead.failed || value.failed)
        page->out->failed = true;
    else
        ent_text_wrapped(page, block->tone, lead.data, value.len > 0 ? value.data : "none");
    ent_buffer_free(&lead);
    ent_buffer_free(&value);
}

static void put_table(const ent_page *page, const ent_block *block) {
    if (block->text)
        ent_text_wrapped(page, ENT_TONE_PLAIN, "", block->text);
    ent_text_table(page, block->table);
}

static void put_block(const ent_page *page, const ent_block *block, size_t columns) {
    ent_page inner = *page;
    inner.margin += block->kind == ENT_BLOCK_HEADING ? 0 : block->indent;
    if (inner.margin > inner.width / 2)
        inner.margin = inner.width / 2;
    switch (block->kind) {
    case ENT_BLOCK_HEADING: ent_text_wrapped(&inner, ENT_TONE_STRONG, "", block->text); break;
    case ENT_BLOCK_PARAGRAPH: ent_text_wrapped(&inner, block->tone, "", block->text); break;
    case ENT_BLOCK_ITEM: ent_text_wrapped(&inner, block->tone, "• ", block->text); break;
    case ENT_BLOCK_FACT: put_fact(&inner, block, columns); break;
    case ENT_BLOCK_TABLE: put_table(&inner, block); break;
    case ENT_BLOCK_DRAWING: break;
    }
}

ent_status ent_answer_render_text(ent_buffer *out, const ent_answer *a, const ent_style *style) {
    ent_page page = {.out = out, .width = WIDTH_DEFAULT, .color = style && style->color};
    if (style && style->width > 0)
        page.width = style->width > WIDTH_LEAST ? style->width : WIDTH_LEAST;
    const ent_block *above = NULL;
    size_t columns = 0, margin = 0;
    for (size_t i = 0; i < a->n; i++) {
        const ent_block *block = &a->blocks[i];
        if (!is_shown(block))
            continue;
        if (above && !stand_together(above, block))
            ent_buffer_put(out, "\n");
        if (block->kind == ENT_BLOCK_FACT && (!above || above->kind != ENT_BLOCK_FACT))
            columns = label_columns(a, i);
        page.margin = block->kind == ENT_BLOCK_HEADING ? 0 : margin;
        if (block->kind == ENT_BLOCK_HEADING)
            margin = MARGIN;
        put_block(&page, block, columns);
        above = block;
    }
    return out->failed ? ENT_NOMEM : ENT_OK;
}
