/* Parts, ways and comparisons, and how many rankings satisfy them. See inverse.h. */
#include "ask/inverse.h"

#include "ask/rankings.h"
#include "ask/together.h"
#include "game/path.h"

#include <string.h>

/* Work on sets: moves times states. */
#define INVERSE_WORK ((uint64_t)1 << 24)
#define RELEVANT 2000u
#define MOST_TOLD ((size_t)1 << 18) /* bits of comparisons */

/* A comparison is a number: 2 k for "at least as high as the k-th state that matters", 2 k + 1 for "above
 * it". A set of which one must hold has, with 2 k, also 2 k + 1; one of which all must hold has, with
 * 2 k + 1, also 2 k. So what is implied is what is contained. */
typedef struct part {
    uint32_t to;
    uint64_t *any;         /* ways of one comparison */
    ent_set_family longer; /* ways of several, none of them among `any` */
} part;

typedef struct inverting {
    const ent_inverse_what *what;
    ent_arena *arena;
    uint32_t n;       /* states that matter */
    uint32_t *number; /* per state, or ENT_NONE */
    uint32_t state_of[RELEVANT];
    size_t words;
    uint64_t *set; /* for one way */
    uint32_t *buffer, *mine;
    uint32_t n_parts;
    part *parts;
} inverting;

static bool has(const uint64_t *set, uint32_t at) {
    return set[at / 64] >> (at % 64) & 1;
}

static void put(uint64_t *set, uint32_t at) {
    set[at / 64] |= (uint64_t)1 << (at % 64);
}

static bool within(const uint64_t *inner, const uint64_t *outer, size_t words) {
    for (size_t w = 0; w < words; w++)
        if (inner[w] & ~outer[w])
            return false;
    return true;
}

static bool meet(const uint64_t *x, const uint64_t *y, size_t words) {
    for (size_t w = 0; w < words; w++)
        if (x[w] & y[w])
            return true;
    return false;
}

/* ---- one part ---- */

static ent_status number_of(uint32_t *k, inverting *v, uint32_t state) {
    if (v->number[state] == ENT_NONE) {
        if (v->n == RELEVANT)
            return ENT_LIMIT;
        v->state_of[v->n] = state;
        v->number[state] = v->n++;
    }
    *k = v->number[state];
    return ENT_OK;
}

/* One way more: the state in question is as high as, or above, `state`. */
static ent_status put_single(part *p, inverting *v, uint32_t state, bool above) {
    uint32_t k;
    ENT_TRY(number_of(&k, v, state));
    put(p->any, 2 * k + 1);
    if (!above)
        put(p->any, 2 * k);
    return ENT_OK;
}

/* The answer `end`, from which the actor must have no escape. *always: it is met by any ranking. */
static ent_status put_end(bool *always, part *p, inverting *v, uint32_t end) {
    const ent_inverse_what *q = v->what;
    bool above = q->rules->worse_only, never = false;
    uint32_t n = 0, k, last = ENT_NONE, length = 0;
    const uint32_t *to = v->buffer;
    if (ent_concept_symmetric(q->concept))
        to = ent_graph_moves(q->graph, q->actor, end, v->buffer, &n);
    memset(v->set, 0, v->words * sizeof *v->set);
    for (uint32_t i = 0; i <= n; i++) {
        uint32_t z = i < n ? to[i] : end;
        if (z == q->state) { /* as good as itself */
            never = never || above;
            continue;
        }
        ENT_TRY(number_of(&k, v, z));
        put(v->set, 2 * k);
        if (above)
            put(v->set, 2 * k + 1);
        last = z;
        length++;
    }
    if (never)
        return ENT_OK;
    *always = *always || length == 0;
    if (length == 1)
        return put_single(p, v, last, above);
    return ent_family_add(&p->longer, v->set);
}

static ent_status put_answers(bool *always, part *p, inverting *v, ent_arena *scratch) {
    const ent_inverse_what *q = v->what;
    ent_path_what what = {.from = p->to,
                          .units = ent_units_within(q->graph, ~((uint64_t)1 << q->actor)),
                          .kind = ent_concept_improving(q->concept) ? ENT_PATH_IMPROVEMENTS
                                                                    : ENT_PATH_MOVES,
                          .pareto = q->rules->pareto,
                          .sequence = q->rules->sanction};
    ent_paths *paths;
    ENT_TRY(ent_paths_find(&paths, scratch, q->graph, &what, NULL, NULL));
    for (uint32_t e = 1; e < paths->n && !*always; e++)
        if (paths->first[paths->entries[e].state] == e)
            ENT_TRY(put_end(always, p, v, paths->entries[e].state));
    return ENT_OK;
}

static ent_status put_together(bool *always, part *p, inverting *v, ent_arena *scratch) {
    const ent_inverse_what *q = v->what;
    bool none;
    uint64_t *joint = ENT_NEW(scratch, uint64_t, (size_t)q->graph->n_states / 64 + 1);
    if (!joint)
        return ENT_NOMEM;
    ENT_TRY(
        ent_ask_joint_states(joint, &none, scratch, q->graph, q->rules, q->actor, q->state, p->to));
    *always = none && q->rules->sim_infeasible;
    for (uint32_t s = 0; s < q->graph->n_states && !*always; s++)
        if (has(joint, s))
            ENT_TRY(put_end(always, p, v, s));
    return ENT_OK;
}

/* Leaves out ways of several comparisons of which one would do. */
static ent_status absorb(part *p, inverting *v) {
    ent_set_family kept = {.words = v->words, .arena = v->arena};
    for (size_t i = 0; i < p->longer.n_sets; i++) {
        const uint64_t *way = p->longer.sets + i * v->words;
        if (!meet(way, p->any, v->words))
            ENT_TRY(ent_family_add(&kept, way));
    }
    p->longer = kept;
    return ENT_OK;
}

/* Whether each way of `strong` makes `weak` hold. */
static bool implies(const part *strong, const part *weak, size_t words) {
    if (!within(strong->any, weak->any, words))
        return false;
    for (size_t i = 0; i < strong->longer.n_sets; i++) {
        const uint64_t *way = strong->longer.sets + i * words;
        bool met = meet(way, weak->any, words);
        for (size_t j = 0; j < weak->longer.n_sets && !met; j++)
            met = within(weak->longer.sets + j * words, way, words);
        if (!met)
            return false;
    }
    return true;
}

/* Unless another part implies it, and without those that it implies. */
static void keep_part(inverting *v, part p) {
    uint32_t kept = 0;
    for (uint32_t i = 0; i < v->n_parts; i++)
        if (implies(&v->parts[i], &p, v->words))
            return;
    for (uint32_t i = 0; i < v->n_parts; i++)
        if (!implies(&p, &v->parts[i], v->words))
            v->parts[kept++] = v->parts[i];
    v->parts[kept] = p;
    v->n_parts = kept + 1;
}

static ent_status add_part(inverting *v, uint32_t to, ent_arena *scratch) {
    const ent_inverse_what *q = v->what;
    bool always = false;
    part p = {.to = to,
              .any = ENT_NEW(v->arena, uint64_t, v->words),
              .longer = {.words = v->words, .arena = v->arena}};
    if (!p.any)
        return ENT_NOMEM;
    ENT_TRY(put_single(&p, v, to, false));
    if (q->concept == ENT_CONCEPT_SIM)
        ENT_TRY(put_together(&always, &p, v, scratch));
    else if (q->concept != ENT_CONCEPT_R)
        ENT_TRY(put_answers(&always, &p, v, scratch));
    if (always)
        return ENT_OK;
    ENT_TRY(absorb(&p, v));
    keep_part(v, p);
    return ENT_OK;
}

/* ---- what must hold in any case ---- */

/* The only way of a part that has no other: false where there are several. */
static bool only_way(uint64_t *out, const part *p, const inverting *v) {
    uint32_t n = (uint32_t)p->longer.n_sets, at = 0;
    for (uint32_t k = 0; k < v->n; k++)
        if (has(p->any, 2 * k + 1)) {
            at = k;
            n++;
        }
    if (n != 1)
        return false;
    memset(out, 0, v->words * sizeof *out);
    if (p->longer.n_sets) {
        memcpy(out, p->longer.sets, v->words * sizeof *out);
        return true;
    }
    put(out, 2 * at);
    if (!has(p->any, 2 * at))
        put(out, 2 * at + 1);
    return true;
}

/* Leaves out of a part's ways what is required anyhow; *gone: a way is left with nothing to ask. */
static ent_status strip(bool *gone, part *p, inverting *v, const uint64_t *required) {
    ent_set_family ways = p->longer;
    p->longer = (ent_set_family){.words = v->words, .arena = v->arena};
    *gone = meet(required, p->any, v->words);
    for (size_t i = 0; i < ways.n_sets && !*gone; i++) {
        const uint64_t *way = ways.sets + i * v->words;
        uint32_t n = 0, last = 0;
        memset(v->set, 0, v->words * sizeof *v->set);
        for (uint32_t k = 0; k < v->n; k++) {
            bool above = has(way, 2 * k + 1);
            if (!has(way, 2 * k) || has(required, 2 * k + above))
                continue;
            put(v->set, 2 * k);
            if (above)
                put(v->set, 2 * k + 1);
            last = k;
            n++;
        }
        *gone = n == 0;
        if (n == 1)
            ENT_TRY(put_single(p, v, v->state_of[last], has(v->set, 2 * last + 1)));
        else if (n > 1)
            ENT_TRY(ent_family_add(&p->longer, v->set));
    }
    return *gone ? ENT_OK : absorb(p, v);
}

/* A comparison that every ranking must satisfy is asked once, and taken for granted elsewhere. */
static ent_status simplify(inverting *v) {
    uint32_t n = v->n_parts;
    uint64_t *required = ENT_NEW(v->arena, uint64_t, v->words);
    uint64_t *way = ENT_NEW(v->arena, uint64_t, v->words);
    bool *done = ENT_NEW(v->arena, bool, (size_t)n + 1);
    if (!required || !way || !done)
        return ENT_NOMEM;
    part *parts = v->parts;
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < n; i++) {
            bool gone = false;
            if (done[i])
                continue;
            ENT_TRY(strip(&gone, &parts[i], v, required));
            done[i] = gone || only_way(way, &parts[i], v);
            if (gone)
                parts[i].any = NULL;
            else if (done[i])
                for (size_t w = 0; w < v->words; w++)
                    required[w] |= way[w];
            again = again || (done[i] && !gone);
        }
    }
    v->parts = ENT_NEW(v->arena, part, (size_t)n + 1);
    if (!v->parts)
        return ENT_NOMEM;
    v->n_parts = 0;
    for (uint32_t i = 0; i < n; i++)
        if (parts[i].any)
            keep_part(v, parts[i]);
    return ENT_OK;
}

static ent_status find_parts(inverting *v) {
    const ent_inverse_what *q = v->what;
    uint32_t n_states = q->graph->n_states, n;
    v->words = 2 * (size_t)(n_states < RELEVANT ? n_states : RELEVANT) / 64 + 1;
    v->number = ENT_NEW(v->arena, uint32_t, n_states);
    v->set = ENT_NEW(v->arena, uint64_t, v->words);
    v->buffer = ENT_NEW(v->arena, uint32_t, q->graph->widest);
    v->mine = ENT_NEW(v->arena, uint32_t, q->graph->widest);
    if (!v->number || !v->set || !v->buffer || !v->mine)
        return ENT_NOMEM;
    memset(v->number, 0xFF, n_states * sizeof *v->number); /* ENT_NONE */
    const uint32_t *to = ent_graph_moves(q->graph, q->actor, q->state, v->mine, &n);
    n = q->still ? 0 : n;
    if ((uint64_t)n * n_states > INVERSE_WORK)
        return ENT_LIMIT;
    v->parts = ENT_NEW(v->arena, part, (size_t)n + 1);
    if (!v->parts)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < n; i++) {
        ent_arena *scratch = ent_arena_new();
        ent_status status = scratch ? add_part(v, to[i], scratch) : ENT_NOMEM;
        ent_arena_free(scratch);
        ENT_TRY(status);
    }
    return simplify(v);
}

/* ---- counting ---- */

/* Sets of comparisons become sets of states, numbered anew without those that do not matter after all:
 * in a strict ranking both kinds of comparison are the same. */
typedef struct numbering {
    uint32_t n, number[RELEVANT];
} numbering;

static void number_anew(numbering *a, const inverting *v) {
    a->n = 0;
    for (uint32_t k = 0; k < v->n; k++) {
        bool matters = false;
        for (uint32_t i = 0; i < v->n_parts && !matters; i++) {
            const part *p = &v->parts[i];
            matters = has(p->any, 2 * k + 1);
            for (size_t j = 0; j < p->longer.n_sets && !matters; j++)
                matters = has(p->longer.sets + j * v->words, 2 * k);
        }
        a->number[k] = matters ? a->n++ : ENT_NONE;
    }
}

static void states_of(uint64_t *out, const inverting *v, const numbering *a, const uint64_t *set) {
    memset(out, 0, v->words * sizeof *out);
    for (uint32_t k = 0; k < v->n; k++)
        if (has(set, 2 * k) || has(set, 2 * k + 1))
            put(out, a->number[k]);
}

/* One way for every part, in all combinations, each a set of states that must lie below as a whole. */
static ent_status combine(ent_set_family *f, inverting *v, const numbering *a, const part *p,
                          ent_arena *scratch) {
    ent_set_family ways = {.words = v->words, .arena = scratch};
    ent_set_family joined = {.words = v->words, .arena = scratch};
    for (uint32_t k = 0; k < v->n; k++)
        if (has(p->any, 2 * k + 1)) {
            memset(v->set, 0, v->words * sizeof *v->set);
            put(v->set, a->number[k]);
            ENT_TRY(ent_family_add(&ways, v->set));
        }
    for (size_t i = 0; i < p->longer.n_sets; i++) {
        states_of(v->set, v, a, p->longer.sets + i * v->words);
        ENT_TRY(ent_family_add(&ways, v->set));
    }
    for (size_t i = 0; i < f->n_sets; i++)
        for (size_t j = 0; j < ways.n_sets; j++) {
            for (size_t w = 0; w < v->words; w++)
                v->set[w] = f->sets[i * v->words + w] | ways.sets[j * v->words + w];
            ENT_TRY(ent_family_add(&joined, v->set));
        }
    *f = joined;
    return ENT_OK;
}

static ent_status count(ent_inverse *out, ent_arena *arena, inverting *v) {
    ent_set_family family = {.words = v->words, .arena = v->arena};
    numbering *a = ENT_NEW(v->arena, numbering, 1);
    bool hit =
        true; /* some state of each part must lie below; else all states of some combination */
    if (!a)
        return ENT_NOMEM;
    number_anew(a, v);
    for (uint32_t i = 0; i < v->n_parts; i++)
        hit = hit && v->parts[i].longer.n_sets == 0;
    if (!hit) {
        memset(v->set, 0, v->words * sizeof *v->set);
        ENT_TRY(ent_family_add(&family, v->set)); /* so far nothing is asked */
    }
    for (uint32_t i = 0; i < v->n_parts; i++) {
        if (!hit) {
            ENT_TRY(combine(&family, v, a, &v->parts[i], v->arena));
            continue;
        }
        states_of(v->set, v, a, v->parts[i].any);
        ENT_TRY(ent_family_add(&family, v->set));
    }
    family.n = a->n;
    return ent_count_rankings(&out->rankings, &out->share, &out->share_exact, arena, &family, hit,
                              v->what->graph->n_states);
}

/* ---- telling ---- */

/* The comparisons of a way: of two about the same state the stronger. */
static ent_status tell_way(ent_way *out, ent_arena *arena, const inverting *v,
                           const uint64_t *set) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < v->n; k++)
        n += has(set, 2 * k) || has(set, 2 * k + 1);
    out->comparison = ENT_NEW(arena, ent_compared, n + 1);
    if (!out->comparison)
        return ENT_NOMEM;
    for (uint32_t k = 0; k < v->n; k++) {
        if (!has(set, 2 * k) && !has(set, 2 * k + 1))
            continue;
        uint32_t at = out->n++;
        for (; at > 0 && out->comparison[at - 1].state > v->state_of[k]; at--)
            out->comparison[at] = out->comparison[at - 1];
        out->comparison[at] = (ent_compared){v->state_of[k], has(set, 2 * k + 1)};
    }
    return ENT_OK;
}

static bool before(const ent_way *x, const ent_way *y) {
    if (x->n != y->n)
        return x->n < y->n;
    for (uint32_t i = 0; i < x->n; i++)
        if (x->comparison[i].state != y->comparison[i].state)
            return x->comparison[i].state < y->comparison[i].state;
    return false;
}

static ent_status tell_part(ent_demand *out, ent_arena *arena, inverting *v, const part *p) {
    uint32_t n = (uint32_t)p->longer.n_sets;
    for (uint32_t k = 0; k < v->n; k++)
        n += has(p->any, 2 * k + 1);
    *out = (ent_demand){.to = p->to, .ways = ENT_NEW(arena, ent_way, n + 1)};
    if (!out->ways)
        return ENT_NOMEM;
    for (uint32_t i = 0, k = 0; i < n; i++) {
        ent_way way = {0};
        const uint64_t *set = v->set;
        uint32_t singles = n - (uint32_t)p->longer.n_sets;
        if (i < singles) {
            while (!has(p->any, 2 * k + 1))
                k++;
            memset(v->set, 0, v->words * sizeof *v->set);
            put(v->set, has(p->any, 2 * k) ? 2 * k : 2 * k + 1);
            k++;
        } else {
            set = p->longer.sets + (i - singles) * v->words;
        }
        ENT_TRY(tell_way(&way, arena, v, set));
        uint32_t at = out->n++;
        for (; at > 0 && before(&way, &out->ways[at - 1]); at--)
            out->ways[at] = out->ways[at - 1];
        out->ways[at] = way;
    }
    return ENT_OK;
}

static size_t members(const uint64_t *set, size_t words) {
    size_t n = 0;
    for (size_t w = 0; w < words; w++)
        n += (size_t)__builtin_popcountll(set[w]);
    return n;
}

static ent_status tell(ent_inverse *out, ent_arena *arena, inverting *v) {
    size_t told = 0;
    for (uint32_t i = 0; i < v->n_parts; i++) {
        told += members(v->parts[i].any, v->words);
        for (size_t k = 0; k < v->parts[i].longer.n_sets; k++)
            told += members(v->parts[i].longer.sets + k * v->words, v->words);
    }
    if (told > MOST_TOLD)
        return ENT_LIMIT;
    out->demands = ENT_NEW(arena, ent_demand, (size_t)v->n_parts + 1);
    if (!out->demands)
        return ENT_NOMEM;
    for (uint32_t i = 0; i < v->n_parts; i++)
        ENT_TRY(tell_part(&out->demands[i], arena, v, &v->parts[i]));
    out->n = v->n_parts;
    return ENT_OK;
}

static ent_status tell_and_count(ent_inverse *out, ent_arena *arena, inverting *v) {
    ent_status status = tell(out, arena, v);
    out->known = status == ENT_OK;
    if (status != ENT_OK && status != ENT_LIMIT)
        return status;
    ENT_TRY(count(out, arena, v));
    out->counted = true;
    return ENT_OK;
}

ent_status ent_ask_inverse(ent_inverse *out, ent_arena *arena, const ent_inverse_what *what) {
    ent_arena *scratch = ent_arena_new();
    inverting *v = scratch ? ENT_NEW(scratch, inverting, 1) : NULL;
    ent_status status = v ? ENT_OK : ENT_NOMEM;
    *out = (ent_inverse){0};
    if (status == ENT_OK) {
        *v = (inverting){.what = what, .arena = scratch};
        status = find_parts(v);
    }
    if (status == ENT_OK)
        status = tell_and_count(out, arena, v);
    ent_arena_free(scratch);
    return status == ENT_LIMIT ? ENT_OK : status;
}
