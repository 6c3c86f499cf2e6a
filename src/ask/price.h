/* Prices: what a member's consent costs the others, and what a term costs each member.
 *
 * The price of a member's consent is the most that the others could have together without asking
 * it, less the most they can have when it must sign too; sums are of the others' utilities, each in
 * its own unit. What is "acceptable to the others" is a package with what is wanted that is on none
 * of their red lines, none of them finds worse than no deal, and somebody (the member included)
 * finds better; so every deal is among these, and no price is negative. The price of a term to a
 * member is its best deal less its best deal with that term.
 */
#ifndef ENT_ASK_PRICE_H
#define ENT_ASK_PRICE_H

#include "game/bargain.h"

typedef struct ent_consent {
    uint64_t acceptable; /* packages acceptable to the others */
    bool fits;           /* the others' sums fit exact arithmetic of 128 bits */
    bool found_without, found_with;
    ent_number best_without, best_with, price;
} ent_consent;

typedef struct ent_best {
    bool found;
    ent_i128 value; /* over the member's denominator */
} ent_best;

typedef struct ent_prices {
    ent_consent *consent; /* per member; a member without others has none: all zero */
    ent_best *best;       /* per member: over all deals */
    ent_best **best_with; /* per dimension of the bargain's plan: [digit * n_members + member] */
} ent_prices;

/* One pass over the bargain's states. ENT_CANCELLED leaves *out with what was found so far. */
ent_status ent_ask_prices(ent_prices **out, ent_arena *arena, const ent_bargain *bargain,
                          const ent_run *run);

#endif
