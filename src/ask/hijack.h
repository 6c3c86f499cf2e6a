/* Hijacking: whether a deal is safe in the hands of a member who turns out to want something else.
 *
 * A member's aims (wants and red lines) are replaced by another actor's, as if it had signed under
 * false colours. It turns a deal against its partners when, by what it controls alone, it can take
 * the deal to a state that it then prefers and that leaves some partner worse off than no deal. A
 * deal that no such act is open from is safe.
 */
#ifndef ENT_ASK_HIJACK_H
#define ENT_ASK_HIJACK_H

#include "game/bargain.h"

typedef struct ent_hijack {
    uint64_t deals, safe;
    size_t n;        /* safe deals that are shown */
    uint8_t **state; /* of those, shortest first */
    bool has_unsafe; /* the first deal that is not safe: */
    uint8_t *unsafe;
    uint8_t *turned; /* what the member makes of it, with the fewest changes */
    uint64_t hurt;   /* the partners that are then worse off than with no deal */
} ent_hijack;

/* Over all deals of what.coalition (with what is wanted); `actor` is a member, `as` somebody whose aims
 * it turns out to have. ENT_LIMIT and ENT_ERROR with a diagnostic. */
ent_status ent_ask_hijack(ent_hijack **out, ent_arena *arena, const ent_game *game,
                          ent_ask_what what, uint32_t actor, uint32_t as, size_t most,
                          const ent_run *run, ent_diags *diags);

/* "some deal of C [with E] is safe if A prefers as B": the witness is a safe deal, or, where none is, a
 * deal (if there is any) and what A makes of it in `turned`. */
ent_status ent_ask_some_safe(bool *safe, bool *has_state, uint8_t *state, uint8_t *turned,
                             const ent_game *game, ent_ask_what what, uint32_t actor, uint32_t as,
                             const ent_run *run, ent_diags *diags);

#endif
