/* The conflict as its author wrote it: actors, issues, control, preferences, ties, sources.
 *
 * Names are resolved to numbers and expressions to trees, but nothing is decided yet: ranges are
 * ranges and orders are orders. The game (game/game.h) is compiled from this. Numbers of actors,
 * issues and outcomes are indices in the author's order; an issue `for each` actor stands as one
 * issue per actor ("patrol.north"), in the order of that list, where the family was written.
 */
#ifndef ENT_SCENARIO_SCENARIO_H
#define ENT_SCENARIO_SCENARIO_H

#include "scenario/expr.h"

#define ENT_NONE UINT32_MAX
#define ENT_MAX_ACTORS 64u
#define ENT_MAX_ISSUES 1024u
#define ENT_MAX_OUTCOMES 64u

/* A number that may be known only as a range; lo = hi when it is known. */
typedef struct ent_range {
    ent_number lo, hi;
} ent_range;

/* Whatever an author states can be pointed at, sourced, named and later removed. */
typedef struct ent_statement {
    const char *path; /* "preferences.north.red lines[0]" */
    const char *name; /* the author's name for it, or NULL */
    const char *from; /* "gazette ¶3; cole ¶7": sources checked to exist; NULL: an assumption */
    const char *note; /* the author's reasoning, or NULL */
    ent_span span;
} ent_statement;

typedef struct ent_source_entry {
    const char *id, *title, *by, *date, *url;
} ent_source_entry;

typedef struct ent_actor {
    const char *id, *name; /* name = id when none was given */
    ent_range *resources;  /* per scenario->resources; 0..0 when not given */
    ent_statement said;
} ent_actor;

/* A monotone family of coalitions. */
typedef enum ent_control_op {
    ENT_CONTROL_NOBODY,
    ENT_CONTROL_AT_LEAST, /* at least `need` of `actors`: one actor, all of, any of, k of */
    ENT_CONTROL_RESOURCE, /* resource summed over members in `actors` RELATION (>= or >) bound */
    ENT_CONTROL_AND,
    ENT_CONTROL_OR
} ent_control_op;

typedef struct ent_control ent_control;
struct ent_control {
    ent_control_op op;
    ent_span span;
    uint64_t actors; /* bit set */
    uint32_t need;
    uint32_t resource;
    ent_relation relation;
    ent_number bound;
    size_t n;
    ent_control **arg;
};

/* Who may change an issue from one outcome to another. The most specific line serves: "a -> b"
 * before "to b" before "from a" before "default"; no line: the transition does not exist. */
typedef struct ent_control_line {
    uint32_t from, to; /* ENT_NONE: any */
    const ent_control *rule;
    ent_statement said;
} ent_control_line;

typedef struct ent_follow_line {
    const ent_expr *when; /* NULL: otherwise (always the last line) */
    uint32_t outcome;
    ent_statement said;
} ent_follow_line;

typedef struct ent_outcome {
    const char *id, *name;
    ent_range position; /* 0..100 */
} ent_outcome;

typedef enum ent_issue_kind { ENT_DECIDED, ENT_FOLLOWING, ENT_GIVEN } ent_issue_kind;

typedef struct ent_issue {
    const char *id; /* "patrol.north" */
    const char *name;
    uint32_t family; /* scenario->families; ENT_NONE when not `for each` */
    uint32_t actor;  /* ENT_NONE when not `for each` */
    ent_issue_kind kind;
    bool ordered;
    uint32_t n_outcomes;
    ent_outcome *outcomes;
    uint32_t status_quo; /* decided: or ENT_NONE; given: its outcome; following: ENT_NONE */
    size_t n_control;
    ent_control_line *control;
    uint64_t
        *moves; /* decided: moves[a] has bit b when a single transition a -> b exists; NULL: all */
    size_t n_follows;
    ent_follow_line *follows;
    ent_statement said;
} ent_issue;

typedef struct ent_family {
    const char *id;
    uint32_t *issue_of; /* per actor: the issue, or ENT_NONE */
} ent_family;

typedef struct ent_rule {
    const ent_expr *expr;
    ent_statement said;
} ent_rule;

/* An order statement among things (issues of a salience, outcomes of an issue): a chain of levels.
 * `a > (b | c) >= 2 * d = e` gives pairs: every element of one level against every element of the
 * next. Equal elements are chained by ENT_REL_EQ. */
typedef struct ent_comparison {
    uint32_t left, right;  /* left RELATION factor * right */
    ent_relation relation; /* ENT_REL_GT, ENT_REL_GE or ENT_REL_EQ */
    ent_number factor;     /* > 0 */
    ent_statement said;
} ent_comparison;

typedef enum ent_want_form {
    ENT_WANT_IDEAL, /* a position and the distance to it */
    ENT_WANT_ORDER, /* an order of all outcomes: best 1, worst 0 */
    ENT_WANT_VALUES /* a value 0..100 per outcome (given as 0..100, read as 0..1) */
} ent_want_form;

typedef enum ent_shape { ENT_SHAPE_LINEAR, ENT_SHAPE_QUADRATIC, ENT_SHAPE_SINGLE_PEAKED } ent_shape;

typedef struct ent_want {
    uint32_t issue;
    ent_want_form form;
    ent_shape shape;    /* ideal */
    uint32_t ideal;     /* the outcome named, or ENT_NONE when given as a position */
    ent_range position; /* ideal on the scale 0..100 */
    size_t n_order;
    ent_comparison *order;       /* between outcomes */
    ent_range *values;           /* per outcome, 0..100 */
    ent_range salience;          /* 0..100 */
    bool salience_given;         /* a number or a range was written; otherwise [0, 100], unknown */
    ent_statement salience_said; /* of that number or range */
    ent_statement said;
} ent_want;

typedef struct ent_condition {
    const ent_expr *holds;
    ent_range salience;
    bool salience_given;
    bool has_worth; /* on the actor's own scale, as all conditions of such an actor */
    ent_number worth;
    ent_statement said; /* said.name may be used in salience orders */
} ent_condition;

typedef struct ent_red_line {
    const ent_expr *never;
    ent_statement said;
} ent_red_line;

/* One entry of `worth`: additive value of an outcome on the author's own scale. */
typedef struct ent_worth {
    uint32_t issue;
    ent_number *values; /* per outcome */
    ent_statement said;
} ent_worth;

typedef struct ent_assignment {
    uint32_t issue, outcome;
    ent_statement said;
} ent_assignment;

/* How an actor's wants are given. Statements and rankings are orders alone (ent_form_is_order): they
 * answer which of two states is better, never by how much. */
typedef enum ent_form {
    ENT_FORM_SALIENCE, /* wants, conditions and saliences: u in 0..1 */
    ENT_FORM_WORTH,    /* worth of outcomes and conditions, on a scale of its own */
    ENT_FORM_STATEMENTS,
    ENT_FORM_RANKING,
    ENT_FORM_PAYOFF /* a number for every named state, on a scale of its own */
} ent_form;

/* What an actor wants. Saliences are variables 0..n_wants-1 for the wants, then the conditions. */
typedef struct ent_preference {
    bool given;
    size_t n_wants;
    ent_want *wants;
    size_t n_conditions;
    ent_condition *conditions;
    size_t n_salience; /* comparisons between saliences */
    ent_comparison *salience;
    size_t n_red_lines;
    ent_red_line *red_lines;
    ent_form form;
    bool
        on_worth; /* worth of outcomes or conditions on a scale of its own; no wants, no saliences */
    size_t n_worth;
    ent_worth *worth;
    bool has_reservation;
    ent_range reservation; /* 0..1, or on the scale of worth */
    ent_statement reservation_said;
    size_t n_fallback; /* what this actor expects of no deal, on top of the common fallback */
    ent_assignment *fallback;
    /* Option prioritization: of two states the better one satisfies the first statement that only one
     * of them satisfies. */
    size_t n_statements;
    ent_rule *statements;
    uint32_t n_levels;       /* of the ranking */
    uint32_t *level_of;      /* ranking: per named state, 0 for the best; equal levels are ties */
    ent_number *payoff_of;   /* payoff: per named state */
    ent_statement form_said; /* of the ranking or payoff table */
    size_t n_misperceived;   /* states that this actor takes for impossible */
    ent_rule *misperceived;
    ent_statement said;
} ent_preference;

static inline bool ent_form_is_order(ent_form form) {
    return form == ENT_FORM_STATEMENTS || form == ENT_FORM_RANKING;
}

/* A state that has a name. With moves of its own (scenario->has_moves) the named states are all there
 * are; otherwise they are some of those that the issues span. */
typedef struct ent_named_state {
    const char *id, *name;
    uint8_t *outcome_of; /* per issue, following issues too; without issues of no length */
    ent_statement said;
} ent_named_state;

/* One line of the moves that are given as such: whoever satisfies the rule can move so. */
typedef struct ent_move_line {
    const ent_control *rule;
    uint32_t from, to; /* named states */
    ent_statement said;
} ent_move_line;

#define ENT_MAX_NAMED_STATES 200000u

typedef struct ent_tie {
    uint32_t from, to;
    bool directed;
    ent_range sign; /* -1..1 */
    ent_statement said;
} ent_tie;

/* A number that `comparisons` compare with others: an actor's resource, the position of an outcome on its
 * scale, a tie. */
typedef enum ent_amount_kind {
    ENT_AMOUNT_RESOURCE,
    ENT_AMOUNT_POSITION,
    ENT_AMOUNT_TIE
} ent_amount_kind;

typedef struct ent_amount {
    ent_amount_kind kind;
    uint32_t of, index; /* actor and resource; issue and outcome; tie */
    const char *name;   /* as written: "us.resources.land" */
    ent_range range;
} ent_amount;

typedef struct ent_agenda {
    const char *id;
    uint64_t *issues; /* bit set over issues */
    ent_statement said;
} ent_agenda;

/* Who wins a vote: clauses "the weights of these voters reach a bound", joined by and, or. Monotone. */
typedef enum ent_vote_op { ENT_VOTE_CLAUSE, ENT_VOTE_AND, ENT_VOTE_OR } ent_vote_op;

typedef struct ent_vote_rule ent_vote_rule;
struct ent_vote_rule {
    ent_vote_op op;
    ent_span span;
    uint32_t column;       /* clause: of the body; ENT_NONE: every voter counts one */
    uint64_t *voters;      /* clause: bit set of those who count; NULL: all */
    ent_relation relation; /* ENT_REL_GE or ENT_REL_GT */
    ent_number bound;
    bool percent; /* bound is in hundredths of what all who count have together */
    size_t n;
    ent_vote_rule **arg;
};

#define ENT_MAX_VOTERS 1000u
#define ENT_MAX_COLUMNS 16u
#define ENT_MAX_CLAUSES 256u
#define ENT_MAX_WORTH 20u /* actors where every coalition has a worth */

/* A body that votes: not limited to actors, nor by their number. */
typedef struct ent_vote {
    const char *id, *name;
    size_t n_voters, n_columns;
    const char **voters;  /* names; those of a group are "group 1", "group 2", ... */
    const char **columns; /* "votes", "population" */
    ent_number *weights;  /* per column: per voter; >= 0 */
    size_t n_groups;      /* groups written once with a count: a name and whom it means */
    struct ent_vote_group {
        const char *id;
        uint32_t first, n;
    } * groups;
    const ent_vote_rule *rule;
    const char *rule_text;
    ent_statement said;
} ent_vote;

/* Blocs that an actor would be in, best first; each holds the actor. */
typedef struct ent_bloc_ranking {
    bool given;
    size_t n;
    uint64_t *bloc;
    uint32_t *rank; /* 0: best; equal for those it likes as much */
    ent_statement said;
} ent_bloc_ranking;

/* "[some | no] deal of C [about AGENDA] [with E]" */
typedef struct ent_question {
    bool given;
    bool expect_none; /* "no deal of ..." */
    uint64_t coalition;
    uint64_t *about; /* bit set over issues; NULL: everything */
    const char *about_text;
    const ent_expr *with; /* NULL: none */
    const char *text;
} ent_question;

struct ent_scenario {
    ent_arena *arena;
    const ent_source *source;
    ent_node *root;
    const char *title, *note, *as_of;
    size_t n_sources;
    ent_source_entry *sources;
    size_t n_resources;
    const char **resources;
    size_t n_actors;
    ent_actor *actors;
    size_t n_families;
    ent_family *families;
    size_t n_issues;
    ent_issue *issues;
    const uint32_t *following_order; /* following issues, each after those it is computed from */
    size_t n_following;
    size_t n_rules;
    ent_rule *rules;
    size_t n_fallback; /* the common fallback, where it differs from the status quo */
    ent_assignment *fallback;
    ent_preference *preferences; /* per actor */
    size_t n_states;             /* that have a name */
    ent_named_state *states;
    ent_map *state_names;  /* internal: id to number */
    uint32_t *state_order; /* internal: named states by their outcomes */
    bool has_moves;        /* the conflict is these states and moves */
    size_t n_moves;
    ent_move_line *moves;
    uint32_t status_quo_state; /* named, under `status quo` of the file; or ENT_NONE */
    size_t n_ties;
    ent_tie *ties;
    size_t n_amounts; /* that are compared */
    ent_amount *amounts;
    size_t n_comparisons; /* among these, by their numbers */
    ent_comparison *comparisons;
    size_t n_agendas;
    ent_agenda *agendas;
    size_t n_coalitions; /* that act as one: bit sets of actors, none in two of them */
    uint64_t *coalitions;
    size_t n_votes;
    ent_vote *votes;
    ent_number *worth_of; /* per coalition (bit set of actors): `worth of coalitions`; NULL: none */
    size_t worth_left_out; /* coalitions whose worth is not listed */
    bool worth_otherwise;  /* the file says what these are worth; else 0 */
    ent_statement worth_said;
    struct ent_bloc_ranking *blocs; /* per actor: `blocs`; NULL: not given */
    ent_question question;
    size_t n_views, n_claims; /* in `root`; see view.h and claim.h */
    bool has_status_quo;      /* every decided issue has one */
    ent_map *names;           /* internal: see build.c */
};

/* Builds a scenario from a tree: checks its shape (schema.h), resolves names, reads expressions, and
 * reports every mistake it can find in one run. ENT_ERROR when there was an error. */
ent_status ent_scenario_build(ent_scenario **out, ent_arena *arena, const ent_source *source,
                              ent_node *root, ent_diags *diags);

/* What-if: changes the tree before it is built. "us.salience.assad=80", "tolls.status quo=low",
 * "preferences.us.red lines=[]": an actor or issue id may stand for its path. */
ent_status ent_node_set(ent_node *root, ent_arena *arena, const char *setting, ent_diags *diags);

/* Look-ups by id; ENT_NONE when there is none. */
uint32_t ent_find_actor(const ent_scenario *scenario, const char *id);
uint32_t ent_find_issue(const ent_scenario *scenario, const char *id);
/* Among what is compared. */
uint32_t ent_find_amount(const ent_scenario *scenario, ent_amount_kind kind, uint32_t of,
                         uint32_t index);
uint32_t ent_find_outcome(const ent_issue *issue, const char *id);
uint32_t ent_find_state(const ent_scenario *scenario, const char *id); /* among the named ones */
/* The named state with these outcomes (one per issue), or ENT_NONE. O(issues * log named states). */
uint32_t ent_named_state_of(const ent_scenario *scenario, const uint8_t *outcome_of);

/* "deal of {a, b} about {x} with E" read from a text; the same reader serves `question:`. */
ent_status ent_question_parse(ent_question *out, const ent_scenario *scenario, ent_arena *arena,
                              const ent_node *scalar, const char *path, ent_diags *diags);
/* Parts of it, for --of, --about and a package "issue = outcome, issue = outcome". */
ent_status ent_coalition_parse(uint64_t *out, const ent_scenario *scenario, ent_arena *arena,
                               const ent_node *scalar, const char *path, ent_diags *diags);
ent_status ent_agenda_parse(uint64_t **out, const ent_scenario *scenario, ent_arena *arena,
                            const ent_node *scalar, const char *path, ent_diags *diags);
ent_status ent_package_parse(ent_assignment **out, size_t *n, const ent_scenario *scenario,
                             ent_arena *arena, const ent_node *scalar, const char *path,
                             ent_diags *diags);

/* Whether a coalition (bit set of actors) satisfies a control rule; resources at the central model,
 * `resource_of[resource * n_actors + actor]`. */
bool ent_control_holds(const ent_control *rule, uint64_t coalition, const ent_number *resource_of,
                       size_t n_actors);
/* The line that governs from -> to, or NULL when there is none or `moves` does not have it. */
const ent_control_line *ent_control_of(const ent_issue *issue, uint32_t from, uint32_t to);
/* A rule of `votes` read from a text. *out is NULL when it was wrong. (vote_rule.c) */
ent_status ent_vote_rule_parse(const ent_vote_rule **out, const ent_vote *vote, ent_arena *arena,
                               const ent_node *scalar, const char *path, ent_diags *diags);
void ent_control_print(ent_buffer *out, const ent_scenario *scenario, const ent_control *rule);

#endif
