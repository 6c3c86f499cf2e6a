/* Gathering contenders: one pass over the space, looks as packed bits in a hash table. See
 * contenders.h. */
#include "game/contenders.h"

#include "game/state.h"
#include "scenario/eval.h"

#include <stdlib.h>
#include <string.h>

#define MOST_WORDS 8u         /* of a packed seen_look */
#define MOST_LOOKS (1u << 20) /* different ones */
#define MOST_STATES ((uint64_t)1 << 34)
#define COMPARISONS ((uint64_t)1 << 26) /* pairs of looks, until the rest is kept as it is */
#define DOMINATORS 1024u /* looks that others are compared with: the first, which are the best */

/* Something that members look at: the outcome of an issue, or whether a condition holds. */
typedef struct slot {
    uint32_t issue; /* ENT_NONE: a condition */
    ent_signal_id holds;
    uint32_t dim; /* ENT_NONE: by signals */
    uint32_t n;   /* outcomes; 2 for a condition */
    ent_signal_id *is;
    uint32_t word, shift;
    uint64_t mask;
    uint64_t *at_least; /* per outcome: those that no member ever likes better */
} slot;

typedef struct seen_look {
    uint64_t rank; /* the least state with it */
    uint64_t bits[];
} seen_look;

typedef struct looks {
    ent_arena *arena;
    size_t n, most, size, stride; /* stride: bytes of a seen_look */
    uint32_t *hash;
    char *items;
    size_t cap;
    uint64_t feasible;
} looks;

typedef struct gathering {
    ent_contenders *out;
    ent_arena *arena; /* of the result */
    ent_arena *scratch;
    const ent_models *models;
    const ent_game *game;
    const ent_ask_what *what;
    ent_bargain *bargain;
    ent_signal_id counts;
    size_t n_slots;
    slot *slots;
    uint32_t **slot_of; /* per member, per term: the slot, or ENT_NONE: the same everywhere */
    uint8_t **constant; /* per member, per term */
    size_t words;
    uint64_t *low; /* [state of a block * words]: what low dimensions say */
    looks *sets;
    uint64_t **room; /* per worker */
    bool too_many;
    const ent_dim *idle; /* a dimension that nothing reads; NULL: none */
} gathering;

/* ---- which dimensions matter ---- */

static void mark(const ent_plan *plan, ent_signal_id root, uint8_t *seen, uint8_t *needed) {
    seen[root] = 1;
    for (size_t s = root + 1; s-- > 0;) { /* arguments come before */
        const ent_signal *it = &plan->signals[s];
        if (!seen[s])
            continue;
        if (it->op == ENT_SIGNAL_ATOM)
            needed[it->a] = 1;
        if (it->op == ENT_SIGNAL_NOT || it->op == ENT_SIGNAL_AND || it->op == ENT_SIGNAL_OR)
            seen[it->a] = 1;
        if (it->op == ENT_SIGNAL_AND || it->op == ENT_SIGNAL_OR)
            seen[it->b] = 1;
        if (it->op != ENT_SIGNAL_SUM)
            continue;
        const ent_sum *sum = &plan->sums[it->a];
        for (size_t d = 0; d < plan->n_dims; d++)
            needed[d] |= sum->amount[d] != NULL;
        for (size_t p = 0; p < sum->n_parts; p++)
            seen[sum->parts[p].signal] = 1;
    }
}

/* What must hold whatever the model. */
static ent_status counts_of(ent_signal_id *out, const gathering *g, ent_bargain *b, bool other) {
    ENT_TRY(ent_plan_const(out, b->plan, true));
    if (other)
        ENT_TRY(ent_plan_and(out, b->plan, *out, b->other));
    for (size_t r = 0; r < g->game->scenario->n_rules; r++)
        ENT_TRY(ent_plan_and(out, b->plan, *out, b->rule[r]));
    for (size_t r = 0; r < b->n_red_lines; r++) {
        ent_signal_id off;
        ENT_TRY(ent_plan_not(&off, b->plan, b->red_line[r]));
        ENT_TRY(ent_plan_and(out, b->plan, *out, off));
    }
    return ent_plan_and(out, b->plan, *out, b->wanted);
}

static ent_status needed_dims(gathering *g, ent_dim *dims, size_t *n_dims) {
    ent_bargain *b;
    ent_signal_id counts, s;
    ENT_TRY(ent_bargain_over(&b, g->scratch, g->game, *g->what, dims, *n_dims));
    ENT_TRY(counts_of(&counts, g, b, false));
    uint8_t *needed = ENT_NEW(g->scratch, uint8_t, *n_dims + 1);
    if (!needed)
        return ENT_NOMEM;
    ENT_TRY(ent_plan_const(&s, b->plan, false)); /* of members' terms: joined for marking alone */
    for (size_t m = 0; m < b->n_members; m++) {
        const ent_aim *aim = &g->game->aims[b->members[m]];
        for (size_t t = 0; t < aim->n_terms; t++) {
            const ent_term *term = &aim->terms[t];
            if (term->condition) {
                ent_signal_id holds;
                ENT_TRY(ent_plan_expr(&holds, b->plan, term->condition));
                uint8_t *seen = ENT_NEW(g->scratch, uint8_t, b->plan->n_signals + 1);
                if (!seen)
                    return ENT_NOMEM;
                mark(b->plan, holds, seen, needed);
                continue;
            }
            if (b->plan->dim_of[term->issue] != ENT_NONE) {
                needed[b->plan->dim_of[term->issue]] = 1;
                continue;
            }
            for (uint32_t o = 0; o < term->n; o++) {
                ENT_TRY(ent_plan_outcome(&s, b->plan, term->issue, (uint64_t)1 << o));
                uint8_t *seen = ENT_NEW(g->scratch, uint8_t, b->plan->n_signals + 1);
                if (!seen)
                    return ENT_NOMEM;
                mark(b->plan, s, seen, needed);
            }
        }
    }
    uint8_t *seen = ENT_NEW(g->scratch, uint8_t, b->plan->n_signals + 1);
    if (!seen)
        return ENT_NOMEM;
    mark(b->plan, counts, seen, needed);
    size_t n = 0;
    for (size_t d = 0; d < *n_dims; d++) {
        if (needed[d]) {
            ent_dim kept = dims[d];
            dims[n++] = kept;
        } else if (!g->idle) {
            ent_dim *idle = ENT_NEW(g->scratch, ent_dim, 1);
            if (!idle)
                return ENT_NOMEM;
            *idle = dims[d];
            g->idle = idle;
        }
    }
    *n_dims = n;
    return ENT_OK;
}

/* ---- slots ---- */

static bool is_const(const ent_plan *plan, ent_signal_id s) {
    return plan->signals[s].op == ENT_SIGNAL_CONST;
}

static bool is_true(const ent_plan *plan, ent_signal_id s) {
    return is_const(plan, s) && plan->signals[s].a;
}

static ent_status fresh_slot(gathering *g, uint32_t *out, uint32_t issue, ent_signal_id holds) {
    ent_plan *plan = g->bargain->plan;
    for (uint32_t k = 0; k < g->n_slots; k++)
        if (g->slots[k].issue == issue && g->slots[k].holds == holds) {
            *out = k;
            return ENT_OK;
        }
    slot *s = &g->slots[g->n_slots];
    *s = (slot){.issue = issue, .holds = holds, .dim = ENT_NONE, .n = 2};
    if (issue != ENT_NONE) {
        s->n = g->game->scenario->issues[issue].n_outcomes;
        s->dim = plan->dim_of[issue];
    }
    s->at_least = ENT_NEW(g->scratch, uint64_t, s->n);
    s->is = ENT_NEW(g->scratch, ent_signal_id, s->n);
    if (!s->at_least || !s->is)
        return ENT_NOMEM;
    memset(s->at_least, 0xff, s->n * sizeof *s->at_least);
    for (uint32_t o = 0; o < s->n && s->dim == ENT_NONE; o++) {
        if (issue != ENT_NONE)
            ENT_TRY(ent_plan_outcome(&s->is[o], plan, issue, (uint64_t)1 << o));
        else
            s->is[o] = holds; /* only outcome 1 is asked for */
    }
    *out = (uint32_t)g->n_slots++;
    return ENT_OK;
}

/* The slot of a term, or its digit where it is the same in every state. */
static ent_status slot_of_term(gathering *g, uint32_t *out, uint8_t *digit, const ent_term *term) {
    ent_plan *plan = g->bargain->plan;
    *out = ENT_NONE;
    if (term->condition) {
        ent_signal_id holds;
        ENT_TRY(ent_plan_expr(&holds, plan, term->condition));
        *digit = is_true(plan, holds);
        return is_const(plan, holds) ? ENT_OK : fresh_slot(g, out, ENT_NONE, holds);
    }
    const ent_issue *issue = &g->game->scenario->issues[term->issue];
    if (plan->dim_of[term->issue] != ENT_NONE)
        return fresh_slot(g, out, term->issue, 0);
    if (issue->kind != ENT_FOLLOWING) {
        *digit = plan->fixed[term->issue];
        return ENT_OK;
    }
    for (uint32_t o = 0; o < issue->n_outcomes; o++) {
        ent_signal_id is;
        ENT_TRY(ent_plan_outcome(&is, plan, term->issue, (uint64_t)1 << o));
        if (!is_true(plan, is))
            continue;
        *digit = (uint8_t)o;
        return ENT_OK;
    }
    return fresh_slot(g, out, term->issue, 0);
}

static ent_status find_slots(gathering *g) {
    ent_bargain *b = g->bargain;
    size_t all = 0;
    for (size_t m = 0; m < b->n_members; m++)
        all += g->game->aims[b->members[m]].n_terms;
    g->slots = ENT_NEW(g->scratch, slot, all + 1);
    g->slot_of = ENT_NEW(g->scratch, uint32_t *, b->n_members + 1);
    g->constant = ENT_NEW(g->scratch, uint8_t *, b->n_members + 1);
    if (!g->slots || !g->slot_of || !g->constant)
        return ENT_NOMEM;
    for (size_t m = 0; m < b->n_members; m++) {
        const ent_aim *aim = &g->game->aims[b->members[m]];
        const ent_bounds *bounds = &g->out->members[m].bounds;
        g->slot_of[m] = ENT_NEW(g->scratch, uint32_t, aim->n_terms + 1);
        g->constant[m] = ENT_NEW(g->scratch, uint8_t, aim->n_terms + 1);
        if (!g->slot_of[m] || !g->constant[m])
            return ENT_NOMEM;
        for (size_t t = 0; t < aim->n_terms; t++) {
            uint32_t *k = &g->slot_of[m][t];
            ENT_TRY(slot_of_term(g, k, &g->constant[m][t], &aim->terms[t]));
            for (uint32_t a = 0; *k != ENT_NONE && a < g->slots[*k].n; a++)
                g->slots[*k].at_least[a] &= bounds->at_least[t * 64 + a];
        }
    }
    uint32_t word = 0, used = 0;
    for (size_t k = 0; k < g->n_slots; k++) {
        uint32_t bits = 1;
        while ((uint32_t)1 << bits < g->slots[k].n)
            bits++;
        if (used + bits > 64) {
            word++;
            used = 0;
        }
        g->slots[k].word = word;
        g->slots[k].shift = used;
        g->slots[k].mask = (((uint64_t)1 << bits) - 1) << used;
        used += bits;
    }
    g->words = word + 1;
    return ENT_OK;
}

static uint32_t value_of(const slot *s, const uint64_t *bits) {
    return (uint32_t)((bits[s->word] & s->mask) >> s->shift);
}

/* ---- sets of looks ---- */

static seen_look *look_at(const looks *set, size_t i) {
    return (seen_look *)(void *)(set->items + i * set->stride);
}

static size_t hash_of(const uint64_t *bits, size_t words) {
    uint64_t h = 0;
    for (size_t w = 0; w < words; w++) {
        h = (h ^ bits[w]) * 0xD6E8FEB86659FD93u;
        h ^= h >> 32;
    }
    return (size_t)h;
}

static ent_status set_new(looks *set, ent_arena *arena, size_t words, size_t most) {
    *set = (looks){.arena = arena,
                   .most = most ? most : MOST_LOOKS,
                   .size = 4096,
                   .stride = sizeof(seen_look) + words * 8};
    set->hash = ENT_NEW(arena, uint32_t, set->size);
    return set->hash ? ENT_OK : ENT_NOMEM;
}

static ent_status set_grow(looks *set, size_t words) {
    size_t size = set->size * 4;
    uint32_t *hash = ENT_NEW(set->arena, uint32_t, size);
    if (!hash)
        return ENT_NOMEM;
    for (size_t i = 0; i < set->n; i++) {
        size_t at = hash_of(look_at(set, i)->bits, words) & (size - 1);
        while (hash[at])
            at = (at + 1) & (size - 1);
        hash[at] = (uint32_t)i + 1;
    }
    set->hash = hash;
    set->size = size;
    return ENT_OK;
}

static ent_status set_add(looks *set, const uint64_t *bits, size_t words, uint64_t rank,
                          uint32_t *out) {
    if (set->n * 2 >= set->size)
        ENT_TRY(set_grow(set, words));
    size_t at = hash_of(bits, words) & (set->size - 1);
    for (; set->hash[at]; at = (at + 1) & (set->size - 1)) {
        seen_look *it = look_at(set, set->hash[at] - 1);
        if (memcmp(it->bits, bits, words * 8) != 0)
            continue;
        it->rank = rank < it->rank ? rank : it->rank;
        *out = set->hash[at] - 1;
        return ENT_OK;
    }
    if (set->n >= set->most)
        return ENT_LIMIT;
    char *items = ent_arena_grow(set->arena, set->items, set->n, &set->cap, set->stride);
    if (!items)
        return ENT_NOMEM;
    set->items = items;
    seen_look *it = look_at(set, set->n);
    it->rank = rank;
    memcpy(it->bits, bits, words * 8);
    set->hash[at] = (uint32_t)++set->n;
    *out = (uint32_t)set->n - 1;
    return ENT_OK;
}

/* ---- the pass ---- */

static ent_status low_bits(gathering *g) {
    const ent_plan *plan = g->bargain->plan;
    g->low = ENT_NEW(g->scratch, uint64_t, plan->block * g->words);
    if (!g->low)
        return ENT_NOMEM;
    for (size_t k = 0; k < g->n_slots; k++) {
        const slot *s = &g->slots[k];
        if (s->dim == ENT_NONE || !plan->dims[s->dim].low)
            continue;
        const ent_dim *d = &plan->dims[s->dim];
        for (uint32_t x = 0; x < plan->block; x++)
            g->low[x * g->words + s->word] |= (uint64_t)d->outcome[x / d->low_stride % d->n]
                                              << s->shift;
    }
    return ENT_OK;
}

/* Calls for each set bit. */
#define EACH_BIT(x, bits, other, words)                                                            \
    for (size_t w_ = 0; w_ < (words); w_++)                                                        \
        for (uint64_t b_ = (bits)[w_] & (other)[w_]; b_; b_ &= b_ - 1)                             \
            for (uint32_t x = (uint32_t)(w_ * 64) + (uint32_t)__builtin_ctzll(b_), once_ = 1;      \
                 once_; once_ = 0)

static ent_status gather(void *user, ent_block *block, unsigned worker) {
    gathering *g = user;
    const ent_plan *plan = g->bargain->plan;
    looks *set = &g->sets[worker];
    uint64_t high[MOST_WORDS] = {0}, *room = g->room[worker];
    if (ent_block_eval(block, g->counts) == ENT_BITS_NONE)
        return ENT_OK;
    const uint64_t *bits = ent_block_bits(block, g->counts);
    for (size_t k = 0; k < g->n_slots; k++) {
        const slot *s = &g->slots[k];
        if (s->dim != ENT_NONE && !plan->dims[s->dim].low)
            high[s->word] |=
                (uint64_t)plan->dims[s->dim].outcome[ent_block_high_digit(block, s->dim)]
                << s->shift;
    }
    EACH_BIT(x, bits, bits, plan->words) {
        for (size_t w = 0; w < g->words; w++)
            room[x * g->words + w] = g->low[x * g->words + w] | high[w];
        set->feasible++;
    }
    for (size_t k = 0; k < g->n_slots; k++) {
        const slot *s = &g->slots[k];
        for (uint32_t o = 1; o < s->n && s->dim == ENT_NONE; o++) {
            const uint64_t *is = ent_block_bits(block, s->is[o]);
            EACH_BIT(x, bits, is, plan->words)
            room[x * g->words + s->word] |= (uint64_t)o << s->shift;
        }
    }
    EACH_BIT(x, bits, bits, plan->words) {
        uint32_t at;
        ENT_TRY(set_add(set, room + x * g->words, g->words, ent_state_rank(block, plan, x), &at));
    }
    return ENT_OK;
}

static ent_status pass(gathering *g, const ent_run *run) {
    const ent_plan *plan = g->bargain->plan;
    unsigned threads = run->threads ? run->threads : 1;
    g->sets = ENT_NEW(g->scratch, looks, threads);
    g->room = ENT_NEW(g->scratch, uint64_t *, threads);
    ent_arena **arenas = ENT_NEW(g->scratch, ent_arena *, threads);
    if (!g->sets || !g->room || !arenas)
        return ENT_NOMEM;
    ent_status status = ENT_OK;
    for (unsigned w = 0; w < threads && status == ENT_OK; w++) {
        arenas[w] = ent_arena_new();
        g->room[w] = ENT_NEW(g->scratch, uint64_t, plan->block * g->words);
        status = arenas[w] && g->room[w]
                     ? set_new(&g->sets[w], arenas[w], g->words, g->models->most_looks)
                     : ENT_NOMEM;
    }
    uint64_t scanned;
    if (status == ENT_OK)
        status = ent_scan(plan, run, gather, g, &scanned);
    for (unsigned w = 1; w < threads && status == ENT_OK; w++) {
        g->sets[0].feasible += g->sets[w].feasible;
        for (size_t i = 0; i < g->sets[w].n && status == ENT_OK; i++) {
            const seen_look *it = look_at(&g->sets[w], i);
            uint32_t at;
            status = set_add(&g->sets[0], it->bits, g->words, it->rank, &at);
        }
    }
    if (status == ENT_OK) { /* keeps the joint set beyond the workers' arenas */
        looks *all = &g->sets[0];
        char *items = ent_arena_alloc(g->scratch, all->n * all->stride + 1);
        if (!items)
            status = ENT_NOMEM;
        else if (all->n)
            memcpy(items, all->items, all->n * all->stride);
        all->items = items;
    }
    for (unsigned w = 0; w < threads; w++)
        if (arenas[w])
            ent_arena_free(arenas[w]);
    return status;
}

/* ---- what is left ---- */

static int by_rank(const void *a, const void *b) {
    const seen_look *const *x = a, *const *y = b;
    return ((*x)->rank > (*y)->rank) - ((*x)->rank < (*y)->rank);
}

/* A member's look at each, numbered; the last time to be kept. */
static ent_status member_looks(gathering *g, size_t m, seen_look *const *all, size_t n, bool last) {
    ent_arena *arena = last ? g->arena : g->scratch;
    ent_contender_member *member = &g->out->members[m];
    const uint32_t *slot_of = g->slot_of[m];
    uint64_t mask[MOST_WORDS] = {0}, bits[MOST_WORDS];
    looks set;
    ENT_TRY(set_new(&set, g->scratch, g->words, 0));
    member->look = ENT_NEW(arena, uint32_t, n + 1);
    member->varying = ENT_NEW(arena, uint32_t, member->n_terms + 1);
    member->n_varying = 0;
    if (!member->look || !member->varying)
        return ENT_NOMEM;
    for (uint32_t t = 0; t < member->n_terms; t++)
        if (slot_of[t] != ENT_NONE) {
            mask[g->slots[slot_of[t]].word] |= g->slots[slot_of[t]].mask;
            member->varying[member->n_varying++] = t;
        }
    for (size_t i = 0; i < n; i++) {
        for (size_t w = 0; w < g->words; w++)
            bits[w] = all[i]->bits[w] & mask[w];
        ENT_TRY(set_add(&set, bits, g->words, i, &member->look[i]));
    }
    member->n_looks = set.n;
    member->digit = ENT_NEW(arena, uint8_t, set.n * member->n_terms + 1);
    member->gain = ENT_NEW(arena, uint8_t, set.n + 1);
    member->loss = ENT_NEW(arena, uint8_t, set.n + 1);
    if (!member->digit || !member->gain || !member->loss)
        return ENT_NOMEM;
    for (size_t i = 0; i < set.n; i++) {
        uint8_t *digit = member->digit + i * member->n_terms;
        for (size_t t = 0; t < member->n_terms; t++)
            digit[t] = slot_of[t] == ENT_NONE
                           ? g->constant[m][t]
                           : (uint8_t)value_of(&g->slots[slot_of[t]], look_at(&set, i)->bits);
        member->gain[i] = (uint8_t)ent_bounds_least(&member->bounds, digit, 0);
        member->loss[i] = (uint8_t)ent_bounds_least(&member->bounds, digit, 1);
    }
    return ENT_OK;
}

/* Whether all members may accept, and one may gain where that is asked. */
static bool may_be_deal(const ent_contenders *c, size_t i) {
    bool gain = !c->gain_asked;
    for (size_t m = 0; m < c->n_members; m++) {
        const ent_contender_member *member = &c->members[m];
        uint8_t loss = member->loss[member->look[i]];
        if (loss == ENT_LEAST_ABOVE)
            return false;
        gain = gain || loss == ENT_LEAST_BELOW;
    }
    return gain;
}

typedef struct scored {
    uint64_t score;
    uint32_t at; /* in rank order */
} scored;

static int by_score(const void *a, const void *b) {
    const scored *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static bool dominates(const gathering *g, const uint8_t *better, const uint8_t *worse) {
    for (size_t k = 0; k < g->n_slots; k++)
        if (!(g->slots[k].at_least[better[k]] >> worse[k] & 1))
            return false;
    return true;
}

/* Drops what another gives everybody at least as much as in every model: the best-looking first, each
 * against those kept. */
static ent_status undominated(gathering *g, seen_look *const *all, scored *left, size_t *n) {
    uint8_t *value = ENT_NEW(g->scratch, uint8_t, *n * g->n_slots + 1);
    uint64_t compared = 0;
    size_t kept = 0, latest = 0; /* latest: what dominated last, likely to again */
    if (!value)
        return ENT_NOMEM;
    for (size_t i = 0; i < *n; i++)
        for (size_t k = 0; k < g->n_slots; k++) {
            const slot *s = &g->slots[k];
            uint32_t v = value_of(s, all[left[i].at]->bits);
            left[i].score +=
                (uint64_t)__builtin_popcountll(s->at_least[v] & (((uint64_t)2 << (s->n - 1)) - 1));
        }
    qsort(left, *n, sizeof *left, by_score);
    for (size_t i = 0; i < *n; i++) {
        uint8_t *own = value + kept * g->n_slots;
        for (size_t k = 0; k < g->n_slots; k++)
            own[k] = (uint8_t)value_of(&g->slots[k], all[left[i].at]->bits);
        bool out = latest < kept && dominates(g, value + latest * g->n_slots, own);
        for (size_t j = 0; j < kept && j < DOMINATORS && !out && compared < COMPARISONS; j++) {
            compared++;
            out = dominates(g, value + j * g->n_slots, own);
            latest = out ? j : latest;
        }
        if (!out)
            left[kept++] = left[i];
    }
    *n = kept;
    return ENT_OK;
}

/* A package with this look: the state itself, or with an idle issue changed where it is the fallback. */
static void package_of(const gathering *g, uint8_t *package, uint64_t rank) {
    const ent_scenario *s = g->game->scenario;
    ent_state_outcomes(package, g->bargain->plan, rank);
    if (!g->idle || !g->game->fallback)
        return;
    for (size_t k = 0; k < s->n_issues; k++)
        if (s->issues[k].kind == ENT_DECIDED && package[k] != g->game->fallback[k])
            return;
    uint32_t k = g->idle->issue;
    package[k] = g->idle->outcome[g->idle->outcome[0] == g->game->fallback[k]];
    ent_state_follow(s, package, NULL, g->game->resource_of);
}

static ent_status keep(gathering *g) {
    ent_contenders *c = g->out;
    looks *set = &g->sets[0];
    size_t n_issues = g->game->scenario->n_issues, n = 0;
    seen_look **all = ENT_NEW(g->scratch, seen_look *, set->n + 1);
    seen_look **kept = ENT_NEW(g->scratch, seen_look *, set->n + 1);
    scored *left = ENT_NEW(g->scratch, scored, set->n + 1);
    if (!all || !kept || !left)
        return ENT_NOMEM;
    for (size_t i = 0; i < set->n; i++)
        all[i] = look_at(set, i);
    for (size_t m = 0; m < c->n_members; m++)
        ENT_TRY(member_looks(g, m, all, set->n, false));
    for (size_t i = 0; i < set->n; i++)
        if (may_be_deal(c, i))
            all[n++] = all[i];
    qsort(all, n, sizeof *all, by_rank); /* the order of threads ends here */
    for (uint32_t i = 0; i < n; i++)
        left[i].at = i;
    ENT_TRY(undominated(g, all, left, &n));
    for (size_t i = 0; i < n; i++)
        kept[i] = all[left[i].at];
    for (size_t m = 0; m < c->n_members; m++)
        ENT_TRY(member_looks(g, m, kept, n, true));
    c->n = n;
    c->package = ENT_NEW(g->arena, uint8_t, n * n_issues + 1);
    if (!c->package)
        return ENT_NOMEM;
    for (size_t i = 0; i < n; i++)
        package_of(g, c->package + i * n_issues, kept[i]->rank);
    return ENT_OK;
}

/* ---- all of it ---- */

static ent_status members_of(gathering *g) {
    ent_contenders *c = g->out;
    c->n_members = g->bargain->n_members;
    c->gain_asked = g->bargain->gain_asked;
    c->members = ENT_NEW(g->arena, ent_contender_member, c->n_members + 1);
    if (!c->members)
        return ENT_NOMEM;
    for (size_t m = 0; m < c->n_members; m++) {
        uint32_t actor = g->bargain->members[m];
        c->members[m].actor = actor;
        c->members[m].n_terms = g->game->aims[actor].n_terms;
        ENT_TRY(ent_bounds_new(&c->members[m].bounds, g->arena, g->models, g->game, actor));
    }
    return ENT_OK;
}

static ent_status gather_all(gathering *g, const ent_run *run, ent_diags *diags) {
    ent_dim *dims;
    size_t n_dims;
    ENT_TRY(ent_bargain_check(g->game, *g->what, diags));
    ENT_TRY(ent_bargain_dims(&dims, &n_dims, g->scratch, g->game, *g->what));
    ENT_TRY(needed_dims(g, dims, &n_dims));
    ENT_TRY(ent_bargain_over(&g->bargain, g->scratch, g->game, *g->what, dims, n_dims));
    ENT_TRY(counts_of(&g->counts, g, g->bargain, !g->idle));
    ENT_TRY(members_of(g));
    ENT_TRY(find_slots(g));
    ent_status status = ent_plan_finish(g->bargain->plan);
    if (status == ENT_LIMIT || g->words > MOST_WORDS || g->bargain->plan->n_states > MOST_STATES)
        return ENT_LIMIT;
    ENT_TRY(status);
    ENT_TRY(low_bits(g));
    ENT_TRY(pass(g, run));
    g->out->n_states = g->bargain->plan->n_states;
    g->out->n_feasible = g->sets[0].feasible;
    ENT_TRY(keep(g));
    g->out->complete = true;
    return ENT_OK;
}

ent_status ent_contenders_new(ent_contenders **out, ent_arena *arena, const ent_models *models,
                              const ent_game *game, const ent_ask_what *what, const ent_run *run,
                              ent_diags *diags) {
    ent_contenders *c = ENT_NEW(arena, ent_contenders, 1);
    ent_arena *scratch = c ? ent_arena_new() : NULL;
    if (!scratch)
        return ENT_NOMEM;
    *c = (ent_contenders){0};
    gathering g = {
        .out = c, .arena = arena, .scratch = scratch, .models = models, .game = game, .what = what};
    ent_status status = gather_all(&g, run, diags);
    ent_arena_free(scratch);
    if (status == ENT_LIMIT) { /* too many states, or different looks at them */
        c->complete = false;
        status = ENT_OK;
    }
    *out = c;
    return status;
}
