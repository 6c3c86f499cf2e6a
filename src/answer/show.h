/* Inside the verb show: its parts, and how ranges, orders and places are worded. */
#ifndef ENT_ANSWER_SHOW_H
#define ENT_ANSWER_SHOW_H

#include "answer/verbs.h"

/* What the parts write into; `words` is scratch that is emptied for every text. */
typedef struct ent_show {
    ent_answer *answer;
    const ent_scenario *scenario;
    ent_buffer words;
} ent_show;

/* ---- show_words.c: each returns a cell with the words ---- */
/* "40", "40 to 60" */
ent_cell ent_show_range(ent_show *show, ent_range range);
/* "a > (b | c) > d; b = 2 * e": an order as its author might have written it. */
typedef const char *(*ent_show_name_fn)(const void *of, uint32_t index);
ent_cell ent_show_order(ent_show *show, const ent_comparison *order, size_t n,
                        ent_show_name_fn name, const void *of);
/* The name of a salience for ent_show_order(); `of` is an ent_show_saliences. */
typedef struct ent_show_saliences {
    const ent_scenario *scenario;
    const ent_preference *preference;
} ent_show_saliences;
const char *ent_show_salience_name(const void *of, uint32_t index);
/* The same of what is compared under `comparisons`; `of` is the scenario. */
const char *ent_show_amount_name(const void *of, uint32_t index);
/* "north", "position 30 (quadratic)", "a > b = c", "high 100, low 40 to 60, none 0" */
ent_cell ent_show_want(ent_show *show, const ent_issue *issue, const ent_want *want);
ent_cell ent_show_expr(ent_show *show, const ent_expr *expr);
ent_cell ent_show_control(ent_show *show, const ent_control *rule);
/* What stands in show->words as a cell; empties it. */
ent_cell ent_show_words(ent_show *show);
ent_cell ent_show_text(ent_show *show, const char *text); /* NULL: none */

/* ---- the parts, top to bottom ---- */
void ent_show_actors(ent_show *show);
void ent_show_issues(ent_show *show);
void ent_show_wants(ent_show *show);
/* With --diff: what the view changes (show_diff.c). `was`: the file as it stands. */
void ent_show_diff(ent_show *show, const ent_scenario *was);
/* A statement in words, without saying whose it is: "never strait = north". (statement_words.c) */
struct ent_stated;
const char *ent_show_statement(ent_show *show, const struct ent_stated *stated);
void ent_show_forms(ent_show *show);  /* orders of states, within the wants */
void ent_show_states(ent_show *show); /* named states, and moves between them */
void ent_show_games(ent_show *show);

#endif
