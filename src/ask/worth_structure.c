/* The best division of all players into coalitions, exactly.
 *
 * f[S], the best division of S, grows player by player. When player j comes, its coalitions C (with
 * players before it) are looked at as numbers in increasing order, so that f[C] is the best division of C
 * into at least two parts by the time C is reached: a coalition that is worth no more than that
 * belongs to no division that needs it, and is passed over. Otherwise it is tried with every set T of
 * players before j outside it: f[C + T] >= v(C) + f[T]. For the last player only f[everybody] is
 * wanted. At worst 3^(n-1) / 2 steps; most coalitions are passed over in the usual distributions.
 *
 * The sets of one player j are worked on in blocks that stay in the cache: a block has the sets with the
 * same members among the later half of the players before j. What a block needs of coalitions whose
 * later members are fewer is known by then, so blocks with equally many of these are independent of each other
 * and go to several threads. Within a block the first three players are unrolled.
 *
 * Compare Yeh 1986 and Rahwan and Jennings 2008 (dynamic programming over
 * splits), Michalak et al. 2016 (doi:10.1016/j.artint.2015.09.006), Changder et al. 2021.
 */
#include "ask/worth.h"
#include "base/clones.h"

#define NEVER (-((int64_t)1 << 60))
#define LOW 3u
#define BLOCK_LOG 13u /* sets of a block: 64 KiB */

/* f[high | l] for the subsets l of three players, with the coalition's part `c` of them. */
static inline void try_block(int64_t *to, const int64_t *from, int64_t worth, unsigned c) {
    for (unsigned l = 0; l < 8; l++) {
        if ((l & c) != c)
            continue;
        int64_t sum = worth + from[l ^ c];
        to[l] = to[l] > sum ? to[l] : sum;
    }
}

/* All sets T of the block outside C: `outside` are its players above the first three. */
static inline void try_all(int64_t *to, const int64_t *from, uint64_t coalition, uint64_t outside,
                           int64_t worth, unsigned c) {
    const uint64_t base = coalition & ~(uint64_t)7;
    uint64_t t = 0;
    do {
        try_block(to + (base | t), from + t, worth, c);
        t = (t - outside) & outside;
    } while (t);
}

/* to[C | T] = max(to[C | T], worth + from[T]). */
ENT_CLONES static void try_coalition(int64_t *to, const int64_t *from, uint64_t coalition,
                                     uint64_t outside, int64_t worth) {
    switch (coalition & 7) {
    case 0: try_all(to, from, coalition, outside, worth, 0); break;
    case 1: try_all(to, from, coalition, outside, worth, 1); break;
    case 2: try_all(to, from, coalition, outside, worth, 2); break;
    case 3: try_all(to, from, coalition, outside, worth, 3); break;
    case 4: try_all(to, from, coalition, outside, worth, 4); break;
    case 5: try_all(to, from, coalition, outside, worth, 5); break;
    case 6: try_all(to, from, coalition, outside, worth, 6); break;
    case 7: try_all(to, from, coalition, outside, worth, 7); break;
    }
}

/* The first three players, or all of fewer, without blocks. */
static void few_players(int64_t *f, const ent_tu *game, size_t players) {
    f[0] = 0;
    for (uint64_t s = 1; s < UINT64_C(1) << players; s++) {
        f[s] = game->worth[s];
        for (uint64_t part = (s - 1) & s; part; part = (part - 1) & s)
            if (f[part] + f[s ^ part] > f[s])
                f[s] = f[part] + f[s ^ part];
    }
}

/* One player comes. */
typedef struct player {
    const ent_tu *game;
    int64_t *f;
    uint64_t bit;
    size_t low; /* players within a block; those between them and this one number the blocks */
    uint32_t *useful;      /* per block, from its first set on: which coalitions are */
    uint32_t *n_useful;    /* per block */
    const uint32_t *layer; /* blocks with equally many later players */
} player;

static ent_status fill_block(void *job, uint64_t number, unsigned worker) {
    const player *p = job;
    const uint64_t block = p->layer[number], size = UINT64_C(1) << p->low;
    const uint64_t within = (size - 1) & ~(uint64_t)7;
    int64_t *to = p->f + (p->bit | block << p->low);
    const int64_t *worth = p->game->worth + (p->bit | block << p->low);
    (void)worker;
    for (uint64_t s = 0; s < size; s++)
        to[s] = NEVER;
    for (uint64_t fewer = (block - 1) & block; fewer != block; fewer = (fewer - 1) & block) {
        const uint32_t *useful = p->useful + (fewer << p->low);
        const int64_t *from = p->f + ((block ^ fewer) << p->low);
        const int64_t *its_worth = p->game->worth + (p->bit | fewer << p->low);
        for (uint32_t k = 0; k < p->n_useful[fewer]; k++)
            try_coalition(to, from, useful[k], within & ~(uint64_t)useful[k], its_worth[useful[k]]);
    }
    uint32_t *useful = p->useful + (block << p->low), n = 0;
    for (uint64_t rest = 0; rest < size; rest++) {
        if (worth[rest] <= to[rest])
            continue;
        useful[n++] = (uint32_t)rest;
        try_coalition(to, p->f, rest, within & ~rest, worth[rest]);
    }
    p->n_useful[block] = n;
    return ENT_OK;
}

/* The player with number j >= LOW, after those before it. `blocks` has room for 2^(j - low) numbers twice. */
static ent_status add_player(player *p, size_t j, uint32_t *blocks, uint64_t *useful,
                             const ent_run *run) {
    const ent_run quiet = {.threads = run->threads, .stop = run->stop};
    p->bit = UINT64_C(1) << j;
    p->low = j < BLOCK_LOG ? j : BLOCK_LOG;
    const uint32_t n_blocks = (uint32_t)1 << (j - p->low);
    p->n_useful = blocks + n_blocks;
    p->layer = blocks;
    for (unsigned members = 0; members <= j - p->low; members++) {
        uint32_t n = 0;
        for (uint32_t b = 0; b < n_blocks; b++)
            if ((unsigned)__builtin_popcount(b) == members)
                blocks[n++] = b;
        ENT_TRY(ent_pool_run(&quiet, n, fill_block, p, NULL));
    }
    for (uint32_t b = 0; b < n_blocks; b++)
        *useful += p->n_useful[b];
    return ENT_OK;
}

/* The part of the best division of `set` that its last player is in. */
static uint64_t part_of(const int64_t *f, const ent_tu *game, uint64_t set, int64_t best) {
    const uint64_t last = UINT64_C(1) << (63 - __builtin_clzll(set)), others = set ^ last;
    uint64_t rest = 0;
    do {
        if (game->worth[last | rest] + f[others ^ rest] == best)
            return last | rest;
        rest = (rest - others) & others;
    } while (rest);
    return set;
}

/* f for the coalitions of `players` of the game's, and what finding it takes. */
typedef struct tables {
    int64_t *f;
    uint32_t *useful, *blocks;
} tables;

static ent_status new_tables(tables *t, size_t players) {
    const size_t size = (size_t)1 << players | 8;
    t->f = ent_heap_alloc(size * sizeof *t->f);
    t->useful = ent_heap_alloc(size * sizeof *t->useful);
    t->blocks = ent_heap_alloc(2 * (size >> BLOCK_LOG | 1) * sizeof *t->blocks);
    return t->f && t->useful && t->blocks ? ENT_OK : ENT_NOMEM;
}

static void free_tables(const tables *t) {
    ent_heap_free(t->blocks);
    ent_heap_free(t->useful);
    ent_heap_free(t->f);
}

ent_status ent_ask_worth_structure(ent_worth_structure *out, const ent_tu *game,
                                   const ent_run *run) {
    const size_t n = game->n;
    const uint64_t all = (UINT64_C(1) << n) - 1, last = UINT64_C(1) << (n - 1);
    tables t;
    *out = (ent_worth_structure){0};
    ent_status status = new_tables(&t, n - 1);
    player p = {.game = game, .f = t.f, .useful = t.useful};
    if (status == ENT_OK)
        few_players(t.f, game, n - 1 < LOW ? n - 1 : LOW);
    for (size_t j = LOW; j + 1 < n && status == ENT_OK; j++) {
        status = add_player(&p, j, t.blocks, &out->useful, run);
        if (run->progress)
            run->progress(run->user, "dividing players into coalitions", j, n);
    }
    int64_t best = NEVER;
    for (uint64_t rest = 0; rest < last && status == ENT_OK; rest++) {
        int64_t sum = game->worth[last | rest] + t.f[(all ^ last) ^ rest];
        best = sum > best ? sum : best;
    }
    out->worth = best;
    for (uint64_t set = all; set && status == ENT_OK;) {
        uint64_t part = part_of(t.f, game, set, best);
        out->part[out->n++] = part;
        best -= game->worth[part];
        set ^= part;
    }
    free_tables(&t);
    return status;
}

/* The first coalition of from..end - 1, as a number, that is worth less than a division of it; it has two
 * parts that show it, since the parts are worth no less than their divisions. */
static ent_worth_property less_than_parts(const int64_t *f, const ent_tu *game, uint64_t from,
                                          uint64_t end) {
    for (uint64_t s = from; s < end; s++)
        for (uint64_t part = f[s] > game->worth[s] ? (s - 1) & s : 0; part > (s ^ part);
             part = (part - 1) & s)
            if (game->worth[part] + game->worth[s ^ part] > game->worth[s])
                return (ent_worth_property){false, s ^ part, part};
    return (ent_worth_property){.holds = true};
}

ent_status ent_ask_worth_superadditive(ent_worth_property *out, const ent_tu *game,
                                       const ent_run *run) {
    const size_t n = game->n, few = n < LOW ? n : LOW;
    uint64_t useful = 0;
    tables t;
    ent_status status = new_tables(&t, n);
    player p = {.game = game, .f = t.f, .useful = t.useful};
    if (status == ENT_OK) {
        few_players(t.f, game, few);
        *out = less_than_parts(t.f, game, 1, UINT64_C(1) << few);
    }
    for (size_t j = LOW; j < n && status == ENT_OK && out->holds; j++) {
        status = add_player(&p, j, t.blocks, &useful, run);
        if (status == ENT_OK)
            *out = less_than_parts(t.f, game, UINT64_C(1) << j, UINT64_C(2) << j);
        if (run->progress)
            run->progress(run->user, "parting coalitions in two", j, n);
    }
    free_tables(&t);
    return status;
}
