/* Order statements: `a > (b | c) >= 2 * d = e`, among issues of a salience or outcomes of an issue.
 *
 *     orders := order { ";" order }
 *     order  := level { (">" | ">=" | "=") level }
 *     level  := term | "(" term { "|" term } ")"
 *     term   := [NUMBER "*"] name
 */
#ifndef ENT_SCENARIO_ORDER_H
#define ENT_SCENARIO_ORDER_H

#include "scenario/names.h"

/* What names in the order mean. */
typedef struct ent_order_names {
    /* The number of a name, or ENT_NONE. */
    uint32_t (*find)(const void *user, const char *name);
    /* Reports that there is none (or keeps quiet); returns ENT_ERROR or ENT_NOMEM. */
    ent_status (*unknown)(const void *user, ent_place place, const char *name);
    const void *user;
    bool plain; /* a single order, without factors */
} ent_order_names;

typedef struct ent_order_term {
    uint32_t index;
    ent_number factor;
    ent_span span;
} ent_order_term;

typedef struct ent_order {
    size_t n_terms; /* every name, as it was met */
    ent_order_term *terms;
    size_t n; /* every pair of neighbours */
    ent_comparison *pairs;
} ent_order;

/* Pairs of one text. */
#define ENT_ORDER_LIMIT 20000u

/* Reads the orders of a text. Each pair gets a copy of `said` with the place of its two levels. */
ent_status ent_order_read(ent_order *out, ent_arena *arena, const ent_node *scalar,
                          const ent_order_names *names, const ent_statement *said,
                          ent_diags *diags);

#endif
