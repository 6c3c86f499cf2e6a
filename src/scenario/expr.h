/* Expressions: one grammar for rules, following issues, red lines, conditions, --with and claims.
 *
 *     expr     := iff
 *     iff      := implies { "iff" implies }
 *     implies  := "if" expr "then" implies | or
 *     or       := and { "or" and }
 *     and      := not { "and" not }
 *     not      := "not" not | "(" expr ")" | atom
 *     atom     := issue ("=" | "!=" | "<" | "<=" | ">" | ">=") (outcome | issue)
 *               | issue ["not"] "in" "{" outcome { "," outcome } "}"
 *               | "total" "(" resource "where" expr ")" relation number
 *               | "count" "(" "actors" "where" expr ")" relation number
 *               | "true" | "false"
 *
 * Inside `where`, a per-actor issue without its actor (`patrol`) means the issue of the actor being
 * counted; the sum runs over the actors for whom every such issue exists. Elsewhere its actor is
 * written: `patrol.north`. Names that are not plain words stand in double quotes.
 */
#ifndef ENT_SCENARIO_EXPR_H
#define ENT_SCENARIO_EXPR_H

#include "scenario/node.h"

typedef struct ent_scenario ent_scenario;

/* Nesting is limited (ENT_NESTING_LIMIT in lexer.h), so recursion over a tree is safe. */
typedef enum ent_expr_op {
    ENT_EXPR_CONST,   /* value: 0 or 1 */
    ENT_EXPR_NOT,     /* arg[0] */
    ENT_EXPR_AND,     /* arg[0..n-1] */
    ENT_EXPR_OR,      /* arg[0..n-1] */
    ENT_EXPR_IF,      /* arg[0] implies arg[1] */
    ENT_EXPR_IFF,     /* arg[0] iff arg[1] */
    ENT_EXPR_OUTCOME, /* issue's outcome is in the bit set `outcomes` (every comparison and "in") */
    ENT_EXPR_COMPARE, /* issue RELATION issue2, both with the same outcomes */
    ENT_EXPR_TOTAL    /* sum over terms of (weight where arg[t] holds) RELATION bound;
                            count(actors where ...) has resource = UINT32_MAX and weights of 1 */
} ent_expr_op;

typedef enum ent_relation {
    ENT_REL_EQ,
    ENT_REL_NE,
    ENT_REL_LT,
    ENT_REL_LE,
    ENT_REL_GT,
    ENT_REL_GE
} ent_relation;

typedef struct ent_expr ent_expr;
struct ent_expr {
    ent_expr_op op;
    ent_span span; /* the words it was read from */
    bool value;
    ent_relation relation;
    uint32_t issue, issue2;
    bool bare, bare2; /* inside `where`: issue, issue2 were named by their family alone */
    uint64_t outcomes;
    uint32_t resource;
    const uint32_t *actors; /* ENT_EXPR_TOTAL: the actor of arg[t] */
    const ent_expr *where;  /* ENT_EXPR_TOTAL: the condition as written, for printing only */
    ent_number bound;
    size_t n;
    ent_expr **arg; /* ENT_EXPR_TOTAL: `where` once per actor */
};

/* Parses and resolves `scalar` against the scenario's actors, resources and issues (which must be
 * known already; following lines need not be). ENT_ERROR with diagnostics at the exact words. */
ent_status ent_expr_parse(const ent_expr **out, const ent_scenario *scenario, ent_arena *arena,
                          const ent_node *scalar, const char *path, ent_diags *diags);

/* Adds to the bit set `issues` (one bit per issue, scenario->n_issues bits) the issues named. */
void ent_expr_issues(const ent_expr *expr, uint64_t *issues);

/* The expression in words again, names as ids; used by show, why and JSON. */
void ent_expr_print(ent_buffer *out, const ent_scenario *scenario, const ent_expr *expr);

#endif
