/* One pass that writes deals down. See deal_list.h. */
#include "game/deal_list.h"

#include "game/state.h"

#include <stdlib.h>

typedef struct job {
    ent_deal_list *list;
    ent_arena *arena;
} job;

static ent_status list_block(void *user, ent_block *block, unsigned worker) {
    job *j = user;
    ent_deal_list *l = j->list;
    const ent_plan *plan = l->bargain->plan;
    (void)worker; /* one thread */
    if (ent_block_eval(block, l->bargain->deal) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, l->bargain->deal);
    for (size_t w = 0; w < plan->words; w++)
        for (uint64_t some = bits[w]; some; some &= some - 1) {
            uint32_t x = (uint32_t)(w * 64) + (uint32_t)__builtin_ctzll(some);
            if (l->n == ENT_LISTED_DEALS)
                return ENT_LIMIT;
            ent_listed_deal *deals =
                ent_arena_grow(j->arena, l->deals, l->n, &l->cap, sizeof *deals);
            if (!deals)
                return ENT_NOMEM;
            uint64_t rank = ent_state_rank(block, plan, x);
            l->deals = deals;
            deals[l->n++] = (ent_listed_deal){ent_state_changes(plan, rank), rank};
        }
    return ENT_OK;
}

static int shorter(const void *a, const void *b) {
    const ent_listed_deal *x = a, *y = b;
    if (x->changes != y->changes)
        return x->changes < y->changes ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

ent_status ent_deals_list(ent_deal_list **out, ent_arena *arena, const ent_game *game,
                          ent_ask_what what, const ent_run *run, ent_diags *diags) {
    ent_deal_list *l = ENT_NEW(arena, ent_deal_list, 1);
    job j = {l, arena};
    ent_bargain *b;
    ent_dim *dims;
    size_t n;
    if (!l)
        return ENT_NOMEM;
    ENT_TRY(ent_bargain_check(game, what, diags));
    ENT_TRY(ent_bargain_dims(&dims, &n, arena, game, what));
    ENT_TRY(ent_bargain_over(&b, arena, game, what, dims, n));
    ent_status status = ent_plan_finish(b->plan);
    if (status == ENT_LIMIT)
        ent_bargain_too_large(b, diags);
    ENT_TRY(status);
    l->bargain = b;
    ent_run own = *run;
    own.threads = 1;
    own.what = "listing deals";
    status = ent_scan(b->plan, &own, list_block, &j, NULL);
    if (status == ENT_LIMIT)
        ent_diag(diags, ENT_E0581, (ent_span){0}, "",
                 "ask for a narrower outcome with --with, or put fewer issues on the table with "
                 "--about",
                 "there are more than %llu deals to go through one by one",
                 (unsigned long long)ENT_LISTED_DEALS);
    if (status == ENT_OK && l->n)
        qsort(l->deals, l->n, sizeof *l->deals, shorter);
    *out = l;
    return status;
}
