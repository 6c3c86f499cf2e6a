/* An answer as a page: one file that needs no other, without scripts, that can be read and printed.
 *
 * Headings part the page into sections (set in as deep as their place in a conversation), items with
 * further items below them fold, verdicts are badges with the share as a bar. Folding is a check box
 * and style alone, so that a printed page has everything and a saved one works anywhere.
 */
#include <string.h>

#include "answer/text.h"
#include "answer/thread_words.h"

static const char style[] =
    ":root{--ink:#1c1c1a;--soft:#6b6a63;--line:#dddbd2;--page:#fbfaf6;--card:#fff;--hold:#1d6b45;"
    "--fail:#a03324;--depend:#8a6100;--other:#66655e}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e9e7df;--soft:#a09e94;--line:#3c3b37;"
    "--page:#1b1b19;--card:#242421;--hold:#6cc495;--fail:#ec8a78;--depend:#dfb355;"
    "--other:#aaa89e}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0 auto;padding:2.5rem 1.25rem 4rem;max-width:54rem;background:var(--page);"
    "color:var(--ink);font:16px/1.55 Charter,'Bitstream Charter','Sitka Text',Cambria,Georgia,"
    "serif}\n"
    "h1{font-size:1.9rem;line-height:1.2;margin:0 0 .75rem}\n"
    "h2{font-size:1.15rem;margin:0 0 .4rem}\n"
    "section{margin:2rem 0 0;padding:0}\n"
    "section.reply{border-left:2px solid var(--line);padding-left:1.1rem}\n"
    "p{margin:.4rem 0}\n"
    ".faint{color:var(--soft);font-size:.92em}.good{color:var(--hold)}.bad{color:var(--fail)}"
    ".strong{font-weight:bold}\n"
    "ul{list-style:none;margin:.5rem 0;padding:0}\n"
    "ul.plain{padding-left:1.1rem;list-style:disc}\n"
    "li.card{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:.5rem 0;"
    "padding:.55rem .8rem;break-inside:avoid}\n"
    ".claim{display:flex;gap:.7rem;align-items:baseline;cursor:pointer}\n"
    ".claim>span:first-child{flex:1}\n"
    "li.card>input{position:absolute;opacity:0}\n"
    "li.card>input:focus-visible+.claim{outline:2px solid var(--depend);outline-offset:3px}\n"
    ".more{display:none;margin:.35rem 0 0;padding-left:1.1rem;list-style:disc;color:var(--soft);"
    "font-size:.95em}\n"
    ".more li{margin:.15rem 0}\n"
    "li.card>input:checked~.more{display:block}\n"
    ".claim.folds::before{content:'+';color:var(--soft);width:.8rem}\n"
    "li.card>input:checked+.claim.folds::before{content:'\\2212'}\n"
    ".mark{font:600 .78rem/1.5 ui-sans-serif,system-ui,sans-serif;white-space:nowrap;"
    "color:var(--other)}\n"
    ".holds{color:var(--hold)}.fails{color:var(--fail)}.depends{color:var(--depend)}\n"
    ".bar{display:inline-block;width:5.5rem;height:.5rem;margin-left:.5rem;border-radius:3px;"
    "background:var(--line);overflow:hidden;vertical-align:middle}\n"
    ".bar i{display:block;height:100%;background:currentColor}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:.5rem 0}\n"
    "dt{color:var(--soft)}dd{margin:0}\n"
    ".wide{overflow-x:auto}\n"
    ".drawing{background:#fff;border:1px solid var(--line);border-radius:6px;margin:.6rem 0;"
    "padding:.5rem;overflow-x:auto;break-inside:avoid}\n"
    ".drawing svg{display:block;margin:0 auto;max-width:100%;height:auto}\n"
    "table{border-collapse:collapse;margin:.6rem 0;font-size:.92em}\n"
    "caption{text-align:left;color:var(--soft)}\n"
    "th,td{padding:.2rem .55rem;border-bottom:1px solid var(--line);text-align:left;"
    "vertical-align:top}\n"
    "td.number{text-align:right;font-variant-numeric:tabular-nums}\n"
    "footer{margin-top:3rem;color:var(--soft);font-size:.85em}\n"
    "@media (max-width:34rem){body{padding:1.4rem .8rem 3rem}.claim{flex-wrap:wrap}"
    ".claim>span:first-child{flex:1 1 calc(100% - 2rem)}.claim.folds .mark{margin-left:1.5rem}"
    "section.reply{margin-left:0!important;padding-left:.7rem}}\n"
    "@media print{:root{--ink:#000;--soft:#444;--page:#fff;--card:#fff;--line:#bbb}"
    "body{max-width:none;padding:0;font-size:11pt}.more{display:block}.claim::before{display:none!"
    "important}"
    "h2{break-after:avoid}.bar{print-color-adjust:exact}}\n";

static void put_text(ent_buffer *out, const char *text) {
    for (const char *at = text; *at; at++) {
        unsigned char c = (unsigned char)*at;
        switch (c) {
        case '<': ent_buffer_put(out, "&lt;"); break;
        case '>': ent_buffer_put(out, "&gt;"); break;
        case '&': ent_buffer_put(out, "&amp;"); break;
        case '"': ent_buffer_put(out, "&quot;"); break;
        case '\'': ent_buffer_put(out, "&#39;"); break;
        default:
            if (c >= 0x20 && c != 0x7f)
                ent_buffer_put_n(out, at, 1);
            else if (c == '\n' || c == '\t')
                ent_buffer_put(out, " ");
        }
    }
}

static const char *class_of(ent_tone tone) {
    static const char *const names[] = {"", "strong", "good", "bad", "faint"};
    return names[tone];
}

/* What is open on the way down the page. */
typedef struct writer {
    ent_buffer *out;
    const ent_answer *answer;
    bool section, facts;
    size_t folds; /* so far, to name their check boxes */
} writer;

static void open_section(writer *w, const ent_block *block, bool first) {
    if (w->section)
        ent_buffer_put(w->out, "</section>\n");
    if (first) {
        ent_buffer_put(w->out, "<h1>");
        put_text(w->out, block->text);
        ent_buffer_put(w->out, "</h1>\n<section>\n");
    } else {
        if (block->indent > 1)
            ent_buffer_printf(w->out, "<section class=\"reply\" style=\"margin-left:%u.5rem\">\n",
                              (block->indent - 1 < 8 ? block->indent - 1 : 8) * 2 - 1);
        else
            ent_buffer_put(w->out, "<section>\n");
        ent_buffer_put(w->out, "<h2>");
        put_text(w->out, block->text);
        ent_buffer_put(w->out, "</h2>\n");
    }
    w->section = true;
}

static void put_paragraph(writer *w, const ent_block *block) {
    ent_buffer_printf(w->out, "<p class=\"%s\">", class_of(block->tone));
    put_text(w->out, block->text);
    ent_buffer_put(w->out, "</p>\n");
}

static void put_fact(writer *w, const ent_block *block) {
    ent_buffer value = {0};
    if (!block->text)
        return;
    ent_text_cell(&value, &block->value, ent_text_decimals(&block->value));
    ent_buffer_put(w->out, w->facts ? "<dt>" : "<dl>\n<dt>");
    w->facts = true;
    put_text(w->out, block->text);
    ent_buffer_put(w->out, "</dt><dd>");
    put_text(w->out, value.len ? value.data : "none");
    ent_buffer_put(w->out, "</dd>\n");
    w->out->failed = w->out->failed || value.failed;
    ent_buffer_free(&value);
}

static void put_mark(writer *w, const ent_block *block) {
    ent_buffer_put(w->out, "<span class=\"mark ");
    if (block->share >= 0) /* of one verdict: in its colour */
        put_text(w->out, block->mark);
    ent_buffer_put(w->out, "\">");
    put_text(w->out, block->mark);
    if (block->share > 0 && block->share < 1) {
        ent_buffer_put(w->out, " ");
        ent_word_share(w->out, block->share);
    }
    if (block->share >= 0) {
        ent_buffer share = {0};
        ent_word_share(&share, block->share);
        const char *percent = share.data ? share.data : "";
        ent_buffer_printf(w->out,
                          "<span class=\"bar\" role=\"img\" aria-label=\"true in %s of models\" "
                          "title=\"true in %s of models\"><i style=\"width:%.0f%%\"></i></span>",
                          percent, percent, block->share * 100);
        w->out->failed = w->out->failed || share.failed;
        ent_buffer_free(&share);
    }
    ent_buffer_put(w->out, "</span>");
}

/* The items from block i on: returns the first block behind them. */
static size_t put_items(writer *w, size_t i) {
    const ent_answer *a = w->answer;
    bool cards = false;
    for (size_t k = i; k < a->n && a->blocks[k].kind == ENT_BLOCK_ITEM; k++)
        cards = cards || a->blocks[k].indent > 0;
    ent_buffer_put(w->out, cards ? "<ul>\n" : "<ul class=\"plain\">\n");
    while (i < a->n && a->blocks[i].kind == ENT_BLOCK_ITEM) {
        const ent_block *block = &a->blocks[i++];
        size_t below = i;
        while (below < a->n && a->blocks[below].kind == ENT_BLOCK_ITEM &&
               a->blocks[below].indent > block->indent)
            below++;
        if (!cards) {
            ent_buffer_put(w->out, "<li>");
            put_text(w->out, block->text);
            ent_buffer_put(w->out, "</li>\n");
            continue;
        }
        bool folds = below > i;
        ent_buffer_put(w->out, "<li class=\"card\">");
        if (folds)
            ent_buffer_printf(w->out, "<input type=\"checkbox\" id=\"f%zu\">", ++w->folds);
        if (folds)
            ent_buffer_printf(w->out, "<label class=\"claim folds\" for=\"f%zu\"><span>", w->folds);
        else
            ent_buffer_put(w->out, "<div class=\"claim\"><span>");
        put_text(w->out, block->text);
        ent_buffer_put(w->out, "</span>");
        if (block->mark)
            put_mark(w, block);
        ent_buffer_put(w->out, folds ? "</label>\n<ul class=\"more\">\n" : "</div>");
        for (; i < below; i++) {
            ent_buffer_put(w->out, "<li>");
            put_text(w->out, a->blocks[i].text);
            ent_buffer_put(w->out, "</li>\n");
        }
        ent_buffer_put(w->out, folds ? "</ul></li>\n" : "</li>\n");
    }
    ent_buffer_put(w->out, "</ul>\n");
    return i;
}

/* A verdict by its letter, as the matrix has them: "D", "H*". */
static const char *verdict_class(const ent_table *table, const char *text) {
    if (strcmp(table->name, "matrix") != 0)
        return NULL;
    return text[0] == 'H' ? "holds" : text[0] == 'F' ? "fails" : text[0] == 'D' ? "depends" : NULL;
}

static void put_table(writer *w, const ent_block *block) {
    const ent_table *t = block->table;
    bool shown = false;
    for (size_t c = 0; c < t->n_columns; c++)
        shown = shown || t->columns[c].label;
    if (!shown || !t->n_rows || block->shown == ENT_SHOWN_IN_TEXT)
        return;
    ent_buffer_put(w->out, "<div class=\"wide\"><table>\n");
    if (block->text) {
        ent_buffer_put(w->out, "<caption>");
        put_text(w->out, block->text);
        ent_buffer_put(w->out, "</caption>\n");
    }
    ent_buffer_put(w->out, "<thead><tr>");
    for (size_t c = 0; c < t->n_columns; c++)
        if (t->columns[c].label) {
            ent_buffer_put(w->out, "<th>");
            put_text(w->out, t->columns[c].label);
            ent_buffer_put(w->out, "</th>");
        }
    ent_buffer_put(w->out, "</tr></thead>\n<tbody>\n");
    for (size_t r = 0; r < t->n_rows; r++) {
        ent_buffer_put(w->out, "<tr>");
        for (size_t c = 0; c < t->n_columns; c++) {
            const ent_cell *cell = &t->cells[r * t->n_columns + c];
            ent_buffer text = {0};
            if (!t->columns[c].label)
                continue;
            ent_text_cell(&text, cell, ent_text_decimals(cell));
            const char *words = text.data ? text.data : "";
            const char *class = verdict_class(t, words);
            bool number = cell->type == ENT_CELL_NUMBER || cell->type == ENT_CELL_INTEGER;
            ent_buffer_printf(w->out, "<td class=\"%s\">", class ? class : number ? "number" : "");
            put_text(w->out, words);
            ent_buffer_put(w->out, "</td>");
            w->out->failed = w->out->failed || text.failed;
            ent_buffer_free(&text);
        }
        ent_buffer_put(w->out, "</tr>\n");
    }
    ent_buffer_put(w->out, "</tbody></table></div>\n");
}

static size_t put_block(writer *w, size_t i) {
    const ent_block *block = &w->answer->blocks[i];
    if (w->facts && block->kind != ENT_BLOCK_FACT) {
        ent_buffer_put(w->out, "</dl>\n");
        w->facts = false;
    }
    switch (block->kind) {
    case ENT_BLOCK_HEADING: open_section(w, block, !w->section); break;
    case ENT_BLOCK_PARAGRAPH: put_paragraph(w, block); break;
    case ENT_BLOCK_ITEM: return put_items(w, i);
    case ENT_BLOCK_FACT: put_fact(w, block); break;
    case ENT_BLOCK_TABLE: put_table(w, block); break;
    case ENT_BLOCK_DRAWING:
        ent_buffer_printf(w->out, "<div class=\"drawing\">%s</div>\n", block->text);
        break;
    }
    return i + 1;
}

ent_status ent_answer_render_html(ent_buffer *out, const ent_answer *a) {
    writer w = {.out = out, .answer = a};
    const char *title = a->verb;
    for (size_t i = a->n; i-- > 0;)
        if (a->blocks[i].kind == ENT_BLOCK_HEADING)
            title = a->blocks[i].text;
    ent_buffer_put(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
                        "<title>");
    put_text(out, title);
    ent_buffer_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
    for (size_t i = 0; i < a->n;)
        i = put_block(&w, i);
    if (w.facts)
        ent_buffer_put(out, "</dl>\n");
    if (w.section)
        ent_buffer_put(out, "</section>\n");
    ent_buffer_printf(out,
                      "<footer>entente %s, %s. What is said here follows from the statements of "
                      "the file, according to each view; it is not said to be true.</footer>\n"
                      "</body>\n</html>\n",
                      ENT_VERSION, a->verb);
    return out->failed ? ENT_NOMEM : ENT_OK;
}
