/* Every division into blocs, and what would move it: see blocs.h. */
#include "ask/blocs.h"

#include <string.h>

typedef struct blocs {
    size_t n; /* actors */
    size_t n_blocs;
    uint64_t members[ENT_HEDONIC_MOST];
    const uint8_t *bloc;
} blocs;

static void members_of(blocs *b, size_t n, const ent_division *division) {
    *b = (blocs){.n = n, .bloc = division->bloc};
    for (size_t i = 0; i < n; i++) {
        b->members[division->bloc[i]] |= UINT64_C(1) << i;
        if (division->bloc[i] >= b->n_blocs)
            b->n_blocs = division->bloc[i] + 1u;
    }
}

static int64_t liking(const ent_hedonic *game, size_t actor, uint64_t bloc) {
    return game->liking[bloc * game->n + actor];
}

/* Whether all of `of` like the one bloc at least as much as the other. */
static bool none_minds(const ent_hedonic *game, uint64_t of, uint64_t one, uint64_t other) {
    for (; of; of &= of - 1) {
        size_t i = (size_t)__builtin_ctzll(of);
        if (liking(game, i, one) < liking(game, i, other))
            return false;
    }
    return true;
}

/* An actor that would go to another bloc, or be alone. */
static bool one_moves(ent_bloc_move *move, const ent_hedonic *game, ent_bloc_concept concept,
                      const blocs *b) {
    for (size_t i = 0; i < b->n; i++) {
        const uint64_t me = UINT64_C(1) << i, mine = b->members[b->bloc[i]];
        for (size_t k = 0; k <= b->n_blocs; k++) {
            const uint64_t others = k < b->n_blocs ? b->members[k] : 0;
            if (others & me || liking(game, i, others | me) <= liking(game, i, mine))
                continue;
            if (concept != ENT_BLOC_NASH && !none_minds(game, others, others | me, others))
                continue;
            if (concept == ENT_BLOC_CONTRACTUAL && !none_minds(game, mine ^ me, mine ^ me, mine))
                continue;
            *move = (ent_bloc_move){me, others | me};
            return true;
        }
    }
    return false;
}

static bool would_form(const ent_hedonic *game, uint64_t bloc, bool strict, const blocs *b) {
    bool gains = false;
    for (uint64_t rest = bloc; rest; rest &= rest - 1) {
        size_t i = (size_t)__builtin_ctzll(rest);
        int64_t now = liking(game, i, b->members[b->bloc[i]]), then = liking(game, i, bloc);
        if (then < now || (!strict && then == now))
            return false;
        gains = gains || then > now;
    }
    return gains;
}

/* A set of actors that would be a bloc of their own. `hint` is tried first: what blocked the division
 * before often blocks the next. */
static bool set_moves(ent_bloc_move *move, const ent_hedonic *game, ent_bloc_concept concept,
                      const blocs *b, uint64_t hint) {
    const bool strict = concept == ENT_BLOC_STRICT_CORE;
    if (hint && would_form(game, hint, strict, b)) {
        *move = (ent_bloc_move){hint, hint};
        return true;
    }
    for (uint64_t bloc = 1; bloc < UINT64_C(1) << b->n; bloc++)
        if (would_form(game, bloc, strict, b)) {
            *move = (ent_bloc_move){bloc, bloc};
            return true;
        }
    return false;
}

bool ent_bloc_is_stable(ent_bloc_move *move, const ent_hedonic *game, ent_bloc_concept concept,
                        const ent_division *division) {
    blocs b;
    members_of(&b, game->n, division);
    if (concept >= ENT_BLOC_CORE)
        return !set_moves(move, game, concept, &b, 0);
    return !one_moves(move, game, concept, &b);
}

/* ---- where none is stable ---- */

static ent_division after(const ent_division *division, size_t n, ent_bloc_move move) {
    uint64_t members[ENT_HEDONIC_MOST + 1] = {0};
    ent_division out;
    uint8_t next = 0;
    for (size_t i = 0; i < n; i++)
        if (!(move.bloc >> i & 1))
            members[division->bloc[i]] |= UINT64_C(1) << i;
    members[ENT_HEDONIC_MOST] = move.bloc;
    memset(out.bloc, 0xff, sizeof out.bloc);
    for (size_t i = 0; i < n; i++) {
        if (out.bloc[i] != 0xff)
            continue;
        for (size_t k = 0; k <= ENT_HEDONIC_MOST; k++)
            for (uint64_t rest = members[k] >> i & 1 ? members[k] : 0; rest; rest &= rest - 1)
                out.bloc[__builtin_ctzll(rest)] = next;
        next++;
    }
    for (size_t i = n; i < ENT_HEDONIC_MOST; i++)
        out.bloc[i] = 0;
    return out;
}

/* From everybody alone, move by move, until a division comes again, as it must. Two steps against one find
 * the circle without keeping all divisions (Knuth, vol. 2, section 3.1, exercise 6). */
static ent_status find_chain(ent_bloc_stable *stable, ent_arena *arena, const ent_hedonic *game,
                             ent_bloc_concept concept) {
    ent_division slow, fast;
    ent_bloc_move move = {0};
    size_t cap = 0, moves_cap = 0, start = 0;
    for (size_t i = 0; i < ENT_HEDONIC_MOST; i++)
        slow.bloc[i] = i < game->n ? (uint8_t)i : 0;
    const ent_division first = slow;
    fast = slow;
    do {
        (void)ent_bloc_is_stable(&move, game, concept, &slow);
        slow = after(&slow, game->n, move);
        for (int k = 0; k < 2; k++) {
            (void)ent_bloc_is_stable(&move, game, concept, &fast);
            fast = after(&fast, game->n, move);
        }
    } while (memcmp(&slow, &fast, sizeof slow) != 0);
    for (slow = first; memcmp(&slow, &fast, sizeof slow) != 0; start++) {
        (void)ent_bloc_is_stable(&move, game, concept, &slow);
        slow = after(&slow, game->n, move);
        (void)ent_bloc_is_stable(&move, game, concept, &fast);
        fast = after(&fast, game->n, move);
    }
    do {
        ent_division *chain =
            ent_arena_grow(arena, stable->chain, stable->n_chain, &cap, sizeof *chain);
        ent_bloc_move *moves =
            ent_arena_grow(arena, stable->moves, stable->n_chain, &moves_cap, sizeof *moves);
        if (!chain || !moves)
            return ENT_NOMEM;
        stable->chain = chain;
        stable->moves = moves;
        (void)ent_bloc_is_stable(&move, game, concept, &slow);
        chain[stable->n_chain] = slow;
        moves[stable->n_chain++] = move;
        slow = after(&slow, game->n, move);
    } while (memcmp(&slow, &fast, sizeof slow) != 0);
    return ENT_OK;
}

/* ---- all divisions ---- */

/* The next one in the order of their numbers (restricted growth strings: Knuth, The Art of Computer
 * Programming, vol. 4A, section 7.2.1.5); false after the last. */
static bool next_division(ent_division *division, size_t n) {
    uint8_t most[ENT_HEDONIC_MOST];
    most[0] = 0;
    for (size_t i = 1; i < n; i++)
        most[i] = division->bloc[i - 1] > most[i - 1] ? division->bloc[i - 1] : most[i - 1];
    for (size_t i = n; i-- > 1;)
        if (division->bloc[i] <= most[i]) {
            division->bloc[i]++;
            memset(division->bloc + i + 1, 0, n - i - 1);
            return true;
        }
    return false;
}

static void keep(ent_bloc_stable *stable, const ent_division *division, size_t list) {
    if (stable->n_listed < list)
        stable->listed[stable->n_listed++] = *division;
    stable->n++;
}

static void look_at(ent_blocs *out, const ent_hedonic *game, const ent_division *division,
                    size_t list, uint64_t *hints) {
    blocs b;
    members_of(&b, game->n, division);
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++) {
        ent_bloc_move move;
        bool moves = c >= ENT_BLOC_CORE ? set_moves(&move, game, (ent_bloc_concept)c, &b, hints[c])
                                        : one_moves(&move, game, (ent_bloc_concept)c, &b);
        if (moves)
            hints[c] = move.bloc;
        else
            keep(&out->stable[c], division, list);
    }
}

ent_status ent_ask_blocs(ent_blocs *out, ent_arena *arena, const ent_hedonic *game, size_t list,
                         const ent_run *run) {
    ent_division division = {{0}};
    uint64_t hints[ENT_BLOC_CONCEPTS] = {0};
    *out = (ent_blocs){0};
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++) {
        out->stable[c].listed = ENT_NEW(arena, ent_division, list + 1);
        if (!out->stable[c].listed)
            return ENT_NOMEM;
    }
    do {
        if (++out->divisions % 4096 == 0) {
            if (run->stop && *run->stop)
                return ENT_CANCELLED;
            if (run->progress)
                run->progress(run->user, "looking at divisions into blocs", out->divisions, 0);
        }
        look_at(out, game, &division, list, hints);
    } while (next_division(&division, game->n));
    for (size_t c = 0; c < ENT_BLOC_CONCEPTS; c++)
        if (out->stable[c].n == 0)
            ENT_TRY(find_chain(&out->stable[c], arena, game, (ent_bloc_concept)c));
    return ENT_OK;
}
