/* All deals of a coalition, one by one, shortest first: for questions that ask something of each. */
#ifndef ENT_GAME_DEAL_LIST_H
#define ENT_GAME_DEAL_LIST_H

#include "game/bargain.h"

typedef struct ent_listed_deal {
    uint32_t changes;
    uint64_t rank;
} ent_listed_deal;

typedef struct ent_deal_list {
    const ent_bargain *bargain;
    size_t n, cap;
    ent_listed_deal *deals; /* fewest changes first, then in the author's order */
} ent_deal_list;

/* Most deals that are listed. */
#define ENT_LISTED_DEALS ((uint64_t)1 << 22)

/* One pass; memory is the list. ENT_LIMIT with a diagnostic beyond ENT_LISTED_DEALS. */
ent_status ent_deals_list(ent_deal_list **out, ent_arena *arena, const ent_game *game,
                          ent_ask_what what, const ent_run *run, ent_diags *diags);

#endif
