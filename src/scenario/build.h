/* Inside the builder: what its parts share. Each part turns one top-level key into its share of
 * struct ent_scenario.
 *
 * Convention: these functions report mistakes and go on; they return ENT_OK, or ENT_NOMEM. Wrong
 * kinds of nodes have been reported by the schema already and are passed over without a word.
 */
#ifndef ENT_SCENARIO_BUILD_H
#define ENT_SCENARIO_BUILD_H

#include "scenario/names.h"
#include "scenario/report.h"
#include "scenario/scenario.h"

typedef struct ent_build {
    ent_scenario *scenario;
    ent_arena *arena;
    ent_diags *diags;
    const ent_node *root;
    ent_map *sources;
    ent_map *resources;
    const ent_node **issue_nodes; /* per issue: its record */
    size_t cap_issues, cap_nodes, cap_families;
    bool full;     /* ENT_MAX_ISSUES has been passed, and reported */
    size_t budget; /* expression nodes left for the whole scenario */
} ent_build;

/* Nodes of all expressions of one scenario. */
#define ENT_EXPR_BUDGET 2000000u
#define ENT_MAX_RESOURCES 256u

/* A data path in the author's words. */
#define ENT_PATH(out, b, ...)                                                                      \
    do {                                                                                           \
        (out) = ent_arena_printf((b)->arena, __VA_ARGS__);                                         \
        if ((out) == NULL)                                                                         \
            return ENT_NOMEM;                                                                      \
    } while (0)

/* ---- reading nodes (build_read.c) ---- */

/* ENT_ERROR has been reported: go on. */
ent_status ent_go_on(ent_status status);
bool ent_is_map(const ent_node *node);
bool ent_is_list(const ent_node *node);
bool ent_is_text(const ent_node *node);
/* The value of a key when it is a text that is not empty, else NULL. */
const char *ent_text_at(const ent_node *map, const char *key);
/* The key that stands before this value, to point at it. */
const ent_node *ent_key_of(const ent_node *map, const char *key);
/* From the key to the end of its value where that is one line of text; else the key. */
ent_span ent_pair_span(const ent_pair *pair);
/* The items of a list, or the node itself as the only one; 0 for NULL and for an empty scalar. */
size_t ent_items(const ent_node *node, const ent_node *const **items, const ent_node **one);
/* A number or range; false when it is none (which the schema has reported). */
bool ent_read_range(const ent_node *node, ent_range *out);
/* Name, note and sources of a statement. `record` may be a scalar or NULL, which has none of these;
 * `from` is what it inherits then. */
ent_status ent_read_said(ent_build *b, ent_statement *said, const ent_node *record, ent_span span,
                         const char *path, const char *from);
/* out is NULL when the expression was wrong. `actor`: whose issues bare names mean, or ENT_NONE. */
ent_status ent_read_expr(ent_build *b, const ent_expr **out, const ent_node *scalar,
                         const char *path, uint32_t actor);
/* An expression that stands for itself or under `key` of a record. */
const ent_node *ent_expr_node(const ent_node *item, const char *key);
/* The outcome named, or ENT_NONE. */
ent_status ent_read_outcome(ent_build *b, uint32_t *out, const ent_issue *issue,
                            const ent_node *node, const char *path);
/* A map from issues (or families) to outcomes. An issue's own entry goes before its family's. */
ent_status ent_read_assignments(ent_build *b, ent_assignment **out, size_t *n, const ent_node *map,
                                const char *path, const char *from);

/* ---- the parts ---- */
ent_status ent_build_sources(ent_build *b);
ent_status ent_build_actors(ent_build *b);
ent_status ent_build_issues(ent_build *b);
ent_status ent_build_outcomes(ent_build *b, ent_issue *issue, const ent_node *record,
                              const char *path);
ent_status ent_build_moves(ent_build *b, ent_issue *issue, const ent_node *node, const char *path);
ent_status ent_build_control(ent_build *b, ent_issue *issue, const ent_node *record,
                             const char *path);
ent_status ent_build_follows(ent_build *b);
ent_status ent_build_following_order(ent_build *b);
ent_status ent_build_preferences(ent_build *b);
/* The issue `state` of a conflict that is given as states and moves alone (build_states.c); then the
 * names of states, the one that holds now, and the moves between them. */
ent_status ent_build_state_issue(ent_build *b);
ent_status ent_build_states(ent_build *b);
ent_status ent_build_state_moves(ent_build *b);
/* statements, ranking, payoff and misperceives of one actor (build_forms.c). */
ent_status ent_build_forms(ent_build *b, ent_preference *preference, const ent_node *record,
                           const char *actor, const char *path);
/* Whether every feasible state has a name, where a ranking or payoff table needs it. */
ent_status ent_check_named(ent_build *b);
/* A state's name among those of the file; reports when there is none. */
ent_status ent_read_state_name(ent_build *b, uint32_t *out, const char *name, ent_span span,
                               const char *path);
/* Payoffs of the named states from a CSV file beside the scenario (build_table.c). */
ent_status ent_build_payoff_file(ent_build *b, ent_preference *preference, const ent_node *file,
                                 const char *column, const char *path);
ent_status ent_build_wants(ent_build *b, ent_preference *preference, const ent_node *map,
                           const char *path, ent_map *excused);
ent_status ent_build_worth(ent_build *b, ent_preference *preference, const ent_node *map,
                           const char *path);
ent_status ent_build_salience(ent_build *b, ent_preference *preference, const ent_node *node,
                              const char *path, const ent_map *excused);
ent_status ent_check_salience(ent_build *b, const ent_preference *preference, const char *actor);
/* Numbers that are compared. */
typedef struct ent_compared {
    const char *what; /* "the saliences of north" */
    size_t n;
    const char **name;
    ent_range *range, *whole;   /* as stated, and where nothing were said */
    const ent_statement **said; /* what states the range; NULL: nothing does */
    bool bounded;               /* ranges matter */
    size_t n_comparisons;
    const ent_comparison *comparisons;
} ent_compared;
/* Reports a smallest set of statements that contradict each other, if some do. */
ent_status ent_check_compared(ent_build *b, const ent_compared *compared);
ent_status ent_build_comparisons(ent_build *b);
ent_status ent_build_ties(ent_build *b);
ent_status ent_build_agendas(ent_build *b);
ent_status ent_build_coalitions(ent_build *b);
ent_status ent_build_votes(ent_build *b);
ent_status ent_build_worth_of(ent_build *b);
/* "north, east", "{north, east}", "north + east", "all"; names in quotes may hold these signs. `ok`:
 * nothing was reported. (build_worth_of.c) */
ent_status ent_read_members(ent_build *b, const char *text, ent_span span, const char *path,
                            uint64_t *members, bool *ok);
ent_status ent_build_blocs(ent_build *b);
/* Whether the status quo keeps to the rules, and if not, whether any state does. */
ent_status ent_check_feasible(ent_build *b);

/* ---- control rules (control.c) ---- */
/* `self`: the family's actor, or ENT_NONE. *out is NULL when the rule was wrong. */
ent_status ent_control_parse(const ent_control **out, const ent_scenario *scenario,
                             ent_arena *arena, const ent_node *scalar, const char *path,
                             uint32_t self, ent_diags *diags);
/* The rule "this actor alone". */
ent_control *ent_control_of_actor(ent_arena *arena, uint32_t actor, ent_span span);

#endif
