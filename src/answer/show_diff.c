/* show --diff: the statements that a view adds, removes and replaces.
 *
 * A statement is the same in both when it stands in the same part of the scenario and says the same;
 * its place in a list does not matter. Of those that are left over, two that stand at the same place
 * are one statement replaced by another, except in lists, where each stands for itself.
 */
#include <stdlib.h>
#include <string.h>

#include "answer/show.h"
#include "scenario/statements.h"

typedef struct entry {
    const ent_stated *stated;
    const char *part;          /* its path without numbers: "preferences.north.red lines" */
    const char *words;         /* what it says */
    const struct entry *other; /* the same, or what replaces it */
    bool same;
} entry;

typedef struct side {
    entry *all;
    entry **by_words; /* sorted by part, then words */
    size_t n;
} side;

/* A statement's path without its places in lists; a tie's is its two actors. */
static const char *part_of(ent_show *show, const ent_stated *stated, const char *words) {
    ent_buffer out = {0};
    const char *path = stated->said->path;
    if (strcmp(stated->kind, "tie") == 0)
        ent_buffer_printf(&out, "ties.%.*s", (int)strcspn(words, ":"), words);
    else
        for (size_t i = 0; path[i] != '\0'; i++) {
            if (path[i] == '[')
                i += strcspn(path + i, "]");
            else
                ent_buffer_put_n(&out, path + i, 1);
        }
    if (out.failed)
        show->answer->failed = true;
    const char *text = ent_show_text(show, out.data != NULL ? out.data : "").text;
    ent_buffer_free(&out);
    return text != NULL ? text : "";
}

static int by_words(const void *left, const void *right) {
    const entry *a = *(entry *const *)left, *b = *(entry *const *)right;
    int order = strcmp(a->part, b->part);
    if (order == 0)
        order = strcmp(a->stated->kind, b->stated->kind);
    return order != 0 ? order : strcmp(a->words, b->words);
}

static bool read_side(ent_show *show, const ent_scenario *scenario, side *out) {
    ent_statements stated;
    ent_arena *arena = show->answer->arena;
    const ent_scenario *before = show->scenario;
    if (ent_statements_list(&stated, arena, scenario) != ENT_OK)
        return false;
    out->n = stated.n;
    out->all = ENT_NEW(arena, entry, stated.n + 1);
    out->by_words = ENT_NEW(arena, entry *, stated.n + 1);
    if (!out->all || !out->by_words)
        return false;
    show->scenario = scenario; /* names are looked up in it */
    for (size_t i = 0; i < stated.n; i++) {
        entry *e = &out->all[i];
        e->stated = &stated.items[i];
        e->words = ent_show_statement(show, e->stated);
        e->part = part_of(show, e->stated, e->words);
        out->by_words[i] = e;
    }
    show->scenario = before;
    if (out->n > 1)
        qsort((void *)out->by_words, out->n, sizeof(entry *), by_words);
    return true;
}

/* Pairs what says the same: one pass over both, as they are sorted. */
static void match_same(const side *was, const side *is) {
    size_t a = 0, b = 0;
    while (a < was->n && b < is->n) {
        int order = by_words(&was->by_words[a], &is->by_words[b]);
        if (order == 0) {
            entry *one = was->by_words[a], *other = is->by_words[b];
            one->other = other;
            other->other = one;
            one->same = other->same = true;
        }
        a += order <= 0;
        b += order >= 0;
    }
}

static bool stands_alone(const char *kind) {
    static const char *const LISTED[] = {"rule", "red line", "condition", "follows"};
    for (size_t i = 0; i < ENT_COUNT(LISTED); i++)
        if (strcmp(kind, LISTED[i]) == 0)
            return false;
    return true;
}

/* Of those left over, pairs what stands at the same place: again both are sorted by part. */
static void match_replaced(const side *was, const side *is) {
    size_t a = 0, b = 0;
    while (a < was->n && b < is->n) {
        entry *one = was->by_words[a], *other = is->by_words[b];
        if (one->other || !stands_alone(one->stated->kind)) {
            a++;
            continue;
        }
        if (other->other || !stands_alone(other->stated->kind)) {
            b++;
            continue;
        }
        int order = strcmp(one->part, other->part);
        if (order == 0)
            order = strcmp(one->stated->kind, other->stated->kind);
        if (order == 0) {
            one->other = other;
            other->other = one;
        }
        a += order <= 0;
        b += order >= 0;
    }
}

/* `shown` is the statement, after the change where there is one. */
static void put_row(ent_show *show, ent_table *table, const char *change, const entry *shown,
                    const char *before, const char *after) {
    ent_answer *a = show->answer;
    const ent_statement *said = shown->stated->said;
    unsigned line, column, end_line, end_column;
    ent_span_position(said->span, &line, &column, &end_line, &end_column);
    ent_cell *row = ent_table_row(a, table);
    ent_row_set(row, 0, ent_show_text(show, change));
    ent_row_set(row, 1, ent_show_text(show, shown->stated->kind));
    ent_row_set(row, 2, ent_show_text(show, said->path));
    ent_row_set(row, 3, ent_show_text(show, before));
    ent_row_set(row, 4, ent_show_text(show, after));
    ent_row_set(row, 5, ent_show_text(show, said->name));
    ent_row_set(row, 6, ent_show_text(show, said->from));
    ent_row_set(row, 7, ent_show_text(show, said->span.source->name));
    ent_row_set(row, 8, ent_cell_count(a, line));
    const char *place = ent_show_text(show, said->path).text;
    if (before && after)
        ent_answer_item(a, 0, "replaced: %s: %s (was: %s); line %u", place, after, before, line);
    else
        ent_answer_item(a, 0, "%s: %s: %s; line %u", change, place, shown->words, line);
}

static size_t put_side(ent_show *show, ent_table *table, const side *of, bool is,
                       const char *change, bool replaced) {
    size_t n = 0;
    for (size_t i = 0; i < of->n; i++) {
        const entry *e = &of->all[i];
        if (e->same || (e->other != NULL) != replaced)
            continue;
        const char *before = !is ? e->words : e->other ? e->other->words : NULL;
        put_row(show, table, change, e, before, is ? e->words : NULL);
        n++;
    }
    return n;
}

void ent_show_diff(ent_show *show, const ent_scenario *was) {
    static const ent_column columns[] = {
        {"change", NULL, ENT_CELL_TEXT},  {"kind", NULL, ENT_CELL_TEXT},
        {"path", NULL, ENT_CELL_TEXT},    {"before", NULL, ENT_CELL_TEXT},
        {"after", NULL, ENT_CELL_TEXT},   {"name", NULL, ENT_CELL_TEXT},
        {"from", NULL, ENT_CELL_TEXT},    {"file", NULL, ENT_CELL_TEXT},
        {"line", NULL, ENT_CELL_INTEGER},
    };
    ent_answer *a = show->answer;
    side before = {0}, after = {0};
    if (!read_side(show, was, &before) || !read_side(show, show->scenario, &after)) {
        a->failed = true;
        return;
    }
    match_same(&before, &after);
    match_replaced(&before, &after);
    ent_answer_heading(a, "What is seen otherwise");
    ent_table *table = ent_answer_add_table(a, "changes", NULL, columns, ENT_COUNT(columns));
    size_t removed = put_side(show, table, &before, false, "removed", false);
    size_t replaced = put_side(show, table, &after, true, "replaced", true);
    size_t added = put_side(show, table, &after, true, "added", false);
    ent_answer_add_fact(a, "removed", NULL, ent_cell_count(a, removed));
    ent_answer_add_fact(a, "replaced", NULL, ent_cell_count(a, replaced));
    ent_answer_add_fact(a, "added", NULL, ent_cell_count(a, added));
    if (removed + replaced + added == 0)
        ent_answer_paragraph(a, ENT_TONE_PLAIN, "Nothing: it is the file as it stands.");
}
