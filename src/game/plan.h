/* A plan: a question about states as a circuit, ready to run over blocks of states.
 *
 * The free issues of a question are the *dimensions* of a mixed-radix space. Everything asked of a
 * state is a *signal*, one bit per state: an atom (a dimension has one of some digits), and, or, not,
 * or a *sum* against a bound. A sum adds an amount per digit of each dimension and amounts where
 * signals hold; utilities and resource totals are both sums, so consent, capability gates, rules and
 * red lines are all the same mechanism. Equal signals are made once (hash consing), constants fold,
 * and a sum's signal terms that depend on one dimension become part of its digit table.
 *
 * When the plan is finished its dimensions are split: the *low* ones span a block of at most
 * ENT_BLOCK states that is worked on with bit sets and fixed lanes (scan.h), the *high* ones are
 * constant over a block. Dimensions that no signal reads are put low first, so that most expressions
 * are constants of a block. What depends on low dimensions alone is computed once, here.
 */
#ifndef ENT_GAME_PLAN_H
#define ENT_GAME_PLAN_H

#include "game/game.h"

#define ENT_BLOCK 2048u /* most states of a block: three 32-bit lane tables fit a 32 KiB L1 cache */
#define ENT_BLOCK_WORDS (ENT_BLOCK / 64u)

typedef struct ent_dim {
    uint32_t issue;
    bool line_choice; /* the digit is the line of the following issue that is taken to fire */
    uint32_t n;       /* digits */
    uint8_t *outcome; /* per digit (line number for a line choice); digit 0: the status quo */
    bool read;        /* an atom of a signal names it */
    bool low;
    uint32_t low_stride;      /* low: digit = index / low_stride % n */
    const uint64_t *low_bits; /* low: bit set of states per digit, n * words */
} ent_dim;

typedef enum ent_signal_op {
    ENT_SIGNAL_CONST, /* a: 0 or 1 */
    ENT_SIGNAL_ATOM,  /* digit of dimension a is in `digits` */
    ENT_SIGNAL_NOT,   /* a */
    ENT_SIGNAL_AND,   /* a, b */
    ENT_SIGNAL_OR,    /* a, b */
    ENT_SIGNAL_SUM    /* sum a >= bound */
} ent_signal_op;

/* On which dimensions a signal depends. */
typedef enum ent_reach { ENT_REACH_NONE = 0, ENT_REACH_LOW = 1, ENT_REACH_HIGH = 2 } ent_reach;

typedef uint32_t ent_signal_id; /* signals are numbered so that arguments come first */

typedef struct ent_signal {
    ent_signal_op op;
    uint32_t a, b;
    uint64_t digits;
    ent_i128 bound;
    unsigned reach;       /* bits of ent_reach */
    const uint64_t *bits; /* reach is LOW alone: the bit set, the same in every block */
} ent_signal;

typedef struct ent_sum_part {
    ent_signal_id signal;
    ent_i128 amount;
} ent_sum_part;

typedef struct ent_sum {
    ent_i128 constant;
    ent_i128 **amount; /* per dimension: per digit, or NULL */
    size_t n_parts, cap_parts;
    ent_sum_part *parts; /* amounts where signals hold */
    size_t n_folded;     /* parts beyond n_parts that are in `low` already (finished plans) */
    unsigned reach;
    unsigned width;            /* 32, 64 or 128: proven to hold every lane */
    void *low;                 /* lanes over a block: the low dimensions' amounts */
    ent_i128 low_min, low_max; /* of `low` plus what parts may add */
} ent_sum;

typedef struct ent_plan {
    const ent_game *game;
    ent_arena *arena;
    size_t n_dims;
    ent_dim *dims;
    uint32_t *dim_of;     /* per issue: its dimension, or ENT_NONE */
    uint32_t *choice_of;  /* per following issue: its line-choice dimension, or ENT_NONE */
    const uint8_t *fixed; /* outcomes of decided issues that are not dimensions */
    size_t n_signals, cap_signals;
    ent_signal *signals;
    uint32_t *hash; /* hash table of signal numbers + 1 */
    size_t hash_size;
    size_t n_sums, cap_sums;
    ent_sum *sums;
    ent_signal_id **follow; /* per following issue and outcome, made when first asked for */
    /* after ent_plan_finish(): */
    size_t n_low, n_high;
    uint32_t *low_dims, *high_dims; /* the first varies fastest */
    uint32_t block;                 /* states of a block */
    size_t words;                   /* block / 64 rounded up */
    uint64_t *valid;                /* bits of a block that are states */
    uint64_t n_blocks, n_states;
    unsigned least_width; /* 32, or more to force wider lanes (benchmarks, tests) */
} ent_plan;

/* An empty plan over given dimensions (copied). `fixed` is borrowed. */
ent_status ent_plan_new(ent_plan **out, ent_arena *arena, const ent_game *game,
                        const uint8_t *fixed, const ent_dim *dims, size_t n_dims);

/* Signals. On ENT_NOMEM *out is untouched. */
ent_status ent_plan_const(ent_signal_id *out, ent_plan *plan, bool value);
ent_status ent_plan_atom(ent_signal_id *out, ent_plan *plan, uint32_t dim, uint64_t digits);
ent_status ent_plan_not(ent_signal_id *out, ent_plan *plan, ent_signal_id a);
ent_status ent_plan_and(ent_signal_id *out, ent_plan *plan, ent_signal_id a, ent_signal_id b);
ent_status ent_plan_or(ent_signal_id *out, ent_plan *plan, ent_signal_id a, ent_signal_id b);
/* An expression of the scenario. */
ent_status ent_plan_expr(ent_signal_id *out, ent_plan *plan, const ent_expr *expr);
/* Issue k has an outcome in the bit set. */
ent_status ent_plan_outcome(ent_signal_id *out, ent_plan *plan, uint32_t issue, uint64_t outcomes);

/* Sums. */
ent_status ent_plan_sum(uint32_t *out, ent_plan *plan);
ent_status ent_plan_sum_add(ent_plan *plan, uint32_t sum, ent_signal_id signal, ent_i128 amount);
/* Adds amount[outcome of issue]. */
ent_status ent_plan_sum_issue(ent_plan *plan, uint32_t sum, uint32_t issue, const ent_i128 *amount);
/* A total(...) or count(...), times `scale`: *scale, given as a number to start from (1), becomes a
 * common multiple of it and the weights' denominators. ENT_LIMIT when 128 bits do not hold it. */
ent_status ent_plan_total(uint32_t *sum, ent_i128 *scale, ent_plan *plan, const ent_expr *total);
/* The utility of an actor (numerator). */
ent_status ent_plan_utility(uint32_t *out, ent_plan *plan, uint32_t actor);
ent_status ent_plan_at_least(ent_signal_id *out, ent_plan *plan, uint32_t sum, ent_i128 bound);

/* Splits the dimensions and computes what is constant. ENT_LIMIT when there are more than 2^62
 * states (no diagnostic: the caller knows what was asked). */
ent_status ent_plan_finish(ent_plan *plan);
/* States spanned by dimensions, or UINT64_MAX when over 2^62. */
uint64_t ent_dims_states(const ent_dim *dims, size_t n_dims);

#endif
