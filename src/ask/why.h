/* Why a member signs, or does not: what each issue and condition gains it against no deal.
 */
#ifndef ENT_ASK_WHY_H
#define ENT_ASK_WHY_H

#include "game/bargain.h"

typedef struct ent_why_term {
    uint32_t actor;
    const ent_term *term;
    uint32_t before,
        after;     /* outcomes; for a condition 0 or 1; before: ENT_NONE without a fallback */
    ent_i128 gain; /* numerator; the amount itself without a fallback */
} ent_why_term;

typedef struct ent_why {
    uint8_t *state;
    bool feasible; /* every rule holds; else broken_rule is the first that does not */
    uint32_t broken_rule;
    bool is_fallback;
    bool is_deal;
    bool *signs;        /* per member: at or above its threshold and on none of its red lines */
    uint32_t *red_line; /* per member: the first of its red lines that it lies on, or ENT_NONE */
    ent_i128 *utility;  /* per member */
    size_t n_terms;
    ent_why_term *terms; /* member by member; only terms that change something, largest first */
} ent_why;

/* `state` is a whole state (copied). O(members * terms). */
ent_status ent_ask_why(ent_why **out, ent_arena *arena, const ent_bargain *bargain,
                       const uint8_t *state);

#endif
