/* Deals in the hands of a member with other aims. See hijack.h. */
#include "ask/hijack.h"

#include "game/act.h"
#include "game/deal_list.h"
#include "game/state.h"
#include "scenario/eval.h"

#include <string.h>

/* Most states that one deal is taken to. */
#define MOST_LEVERS ((uint64_t)1 << 16)

typedef struct levers {
    const ent_game *game;
    uint32_t actor, as;
    uint64_t partners;
    uint32_t n, issue[ENT_MAX_ISSUES];
} levers;

/* Issues of which the member can change something alone. */
static void find_levers(levers *l) {
    const ent_scenario *s = l->game->scenario;
    for (uint32_t k = 0; k < s->n_issues; k++) {
        bool some = false;
        for (uint32_t o = 0; s->issues[k].kind == ENT_DECIDED && o < s->issues[k].n_outcomes; o++)
            some = some || ent_game_reach(l->game, (uint64_t)1 << l->actor, k, o) != (uint64_t)1
                                                                                         << o;
        if (some)
            l->issue[l->n++] = k;
    }
}

static uint64_t partners_hurt(const levers *l, const uint8_t *state) {
    uint64_t hurt = 0;
    for (uint64_t left = l->partners; left; left &= left - 1) {
        uint32_t a = (uint32_t)__builtin_ctzll(left);
        if (ent_game_utility(l->game, a, state) < l->game->aims[a].threshold)
            hurt |= left & -left;
    }
    return hurt;
}

static uint32_t changes(const ent_scenario *s, const uint8_t *a, const uint8_t *b) {
    uint32_t n = 0;
    for (size_t k = 0; k < s->n_issues; k++)
        n += s->issues[k].kind == ENT_DECIDED && a[k] != b[k];
    return n;
}

/* Goes through all that the member can make of a deal; *hurt is 0 when it is safe. `all`: `to` is the
 * act with the fewest changes, not just the first. */
static ent_status turn(uint64_t *hurt, uint8_t *to, bool all, const levers *l, const uint8_t *deal,
                       ent_diags *diags) {
    const ent_game *g = l->game;
    const ent_scenario *s = g->scenario;
    uint64_t reach[ENT_MAX_ISSUES], states = 1;
    uint8_t at[ENT_MAX_ISSUES], state[ENT_MAX_ISSUES];
    uint32_t fewest = UINT32_MAX;
    ent_i128 now = ent_game_utility(g, l->as, deal);
    *hurt = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        uint32_t k = l->issue[i];
        reach[i] = ent_game_reach(g, (uint64_t)1 << l->actor, k, deal[k]);
        states *= (uint64_t)__builtin_popcountll(reach[i]);
        at[i] = (uint8_t)__builtin_ctzll(reach[i]);
        if (states > MOST_LEVERS) {
            ent_diag(diags, ENT_E0581, s->actors[l->actor].said.span, s->actors[l->actor].said.path,
                     "let a view freeze some of what it controls",
                     "%s alone can take a deal to more than %llu states", s->actors[l->actor].id,
                     (unsigned long long)MOST_LEVERS);
            return ENT_LIMIT;
        }
    }
    for (uint64_t x = 0; x < states && (all || !*hurt); x++) {
        memcpy(state, deal, s->n_issues);
        for (uint32_t i = 0; i < l->n; i++)
            state[l->issue[i]] = at[i];
        ent_state_follow(s, state, NULL, g->resource_of);
        uint64_t harm = 0;
        if (ent_game_utility(g, l->as, state) > now && ent_state_feasible(g, state) &&
            !ent_state_red(g, state, (uint64_t)1 << l->as))
            harm = partners_hurt(l, state);
        if (harm && changes(s, deal, state) < fewest) {
            fewest = changes(s, deal, state);
            *hurt = harm;
            memcpy(to, state, s->n_issues);
        }
        for (uint32_t i = 0; i < l->n; i++) {
            uint64_t above = at[i] == 63 ? 0 : reach[i] >> (at[i] + 1) << (at[i] + 1);
            at[i] = (uint8_t)__builtin_ctzll(above ? above : reach[i]);
            if (above)
                break;
        }
    }
    return ENT_OK;
}

static ent_status keep(ent_hijack *h, size_t *cap, ent_arena *arena, const uint8_t *state,
                       size_t n) {
    uint8_t **grown = ent_arena_grow(arena, h->state, h->n, cap, sizeof *grown);
    if (!grown || !(grown[h->n] = ENT_NEW(arena, uint8_t, n + 1)))
        return ENT_NOMEM;
    h->state = grown;
    memcpy(h->state[h->n++], state, n);
    return ENT_OK;
}

static ent_status check(const ent_game *game, ent_ask_what what, uint32_t actor, ent_diags *diags) {
    if (what.coalition >> actor & 1)
        return ENT_OK;
    ent_diag(diags, ENT_E0582, (ent_span){0}, "", "name a member of the coalition",
             "%s is not a member of the coalition, so it has no part in its deals",
             game->scenario->actors[actor].id);
    return ENT_ERROR;
}

static ent_status go_through(ent_hijack *h, ent_arena *arena, const ent_deal_list *list,
                             const levers *l, size_t most, bool first, const ent_run *run,
                             ent_diags *diags) {
    size_t n = l->game->scenario->n_issues, cap = 0;
    uint8_t deal[ENT_MAX_ISSUES], to[ENT_MAX_ISSUES];
    h->unsafe = ENT_NEW(arena, uint8_t, n + 1);
    h->turned = ENT_NEW(arena, uint8_t, n + 1);
    if (!h->unsafe || !h->turned)
        return ENT_NOMEM;
    h->deals = list->n;
    for (size_t i = 0; i < list->n && !(first && h->safe); i++) {
        uint64_t hurt;
        if (run->stop && *run->stop)
            return ENT_CANCELLED;
        ent_state_outcomes(deal, list->bargain->plan, list->deals[i].rank);
        ENT_TRY(turn(&hurt, to, !h->has_unsafe, l, deal, diags));
        if (!hurt) {
            h->safe++;
            if (h->n < most)
                ENT_TRY(keep(h, &cap, arena, deal, n));
        } else if (!h->has_unsafe) {
            h->has_unsafe = true;
            h->hurt = hurt;
            memcpy(h->unsafe, deal, n);
            memcpy(h->turned, to, n);
        }
    }
    return ENT_OK;
}

static ent_status ask(ent_hijack **out, ent_arena *arena, const ent_game *game, ent_ask_what what,
                      uint32_t actor, uint32_t as, size_t most, bool first, const ent_run *run,
                      ent_diags *diags) {
    ent_hijack *h = ENT_NEW(arena, ent_hijack, 1);
    levers l = {.game = game,
                .actor = actor,
                .as = as,
                .partners = what.coalition & ~((uint64_t)1 << actor)};
    ent_deal_list *list;
    if (!h)
        return ENT_NOMEM;
    ENT_TRY(check(game, what, actor, diags));
    find_levers(&l);
    ent_arena *scratch = ent_arena_new();
    ent_status status =
        scratch ? ent_deals_list(&list, scratch, game, what, run, diags) : ENT_NOMEM;
    if (status == ENT_OK)
        status = go_through(h, arena, list, &l, most, first, run, diags);
    ent_arena_free(scratch);
    *out = h;
    return status;
}

ent_status ent_ask_hijack(ent_hijack **out, ent_arena *arena, const ent_game *game,
                          ent_ask_what what, uint32_t actor, uint32_t as, size_t most,
                          const ent_run *run, ent_diags *diags) {
    return ask(out, arena, game, what, actor, as, most, false, run, diags);
}

ent_status ent_ask_some_safe(bool *safe, bool *has_state, uint8_t *state, uint8_t *turned,
                             const ent_game *game, ent_ask_what what, uint32_t actor, uint32_t as,
                             const ent_run *run, ent_diags *diags) {
    ent_arena *arena = ent_arena_new();
    size_t n = game->scenario->n_issues;
    ent_hijack *h;
    ent_status status =
        arena ? ask(&h, arena, game, what, actor, as, 1, true, run, diags) : ENT_NOMEM;
    if (status == ENT_OK) {
        *safe = h->safe > 0;
        *has_state = h->safe > 0 || h->has_unsafe;
        if (*has_state && state)
            memcpy(state, h->safe ? h->state[0] : h->unsafe, n);
        if (!h->safe && h->has_unsafe && turned)
            memcpy(turned, h->turned, n);
    }
    ent_arena_free(arena);
    return status;
}
