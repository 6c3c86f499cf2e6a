/* A k-d tree for counting above a corner. See orthant.h. */
#include "game/orthant.h"

#include <string.h>

#define LEAF 24u /* points of a leaf: looked at one by one */

/* Nodes lie in the order of a walk that visits a node before its children; the left child is next. */
typedef struct kd_node {
    size_t from, to; /* points */
    size_t right;    /* the right child; 0: a leaf */
    uint64_t weight;
    ent_key key;
} kd_node;

struct ent_orthant {
    const ent_points *points;
    size_t n, cap;
    kd_node *nodes;
    int64_t *box; /* per node: lo[d], then hi[d] */
};

static void swap_points(ent_points *p, size_t a, size_t b) {
    int64_t *x = p->at + a * p->d, *y = p->at + b * p->d;
    for (size_t i = 0; i < p->d; i++) {
        int64_t t = x[i];
        x[i] = y[i];
        y[i] = t;
    }
    uint64_t w = p->weight[a];
    ent_key k = p->key[a];
    uint32_t id = p->id[a];
    p->weight[a] = p->weight[b];
    p->key[a] = p->key[b];
    p->id[a] = p->id[b];
    p->weight[b] = w;
    p->key[b] = k;
    p->id[b] = id;
}

/* Hoare's selection: afterwards nothing before `middle` is greater in coordinate i than anything
 * from it on. */
static void split_points(ent_points *p, size_t from, size_t to, size_t middle, size_t i) {
    while (to - from > 1) {
        int64_t pivot = p->at[(from + (to - from) / 2) * p->d + i];
        size_t a = from, b = to - 1;
        for (;;) {
            while (p->at[a * p->d + i] < pivot)
                a++;
            while (p->at[b * p->d + i] > pivot)
                b--;
            if (a >= b)
                break;
            swap_points(p, a++, b--);
        }
        size_t cut = a > b + 1 ? a : b + 1;
        if (a == b)
            cut = a + 1;
        if (middle < cut && cut < to)
            to = cut;
        else if (middle >= cut && cut > from)
            from = cut;
        else
            return;
    }
}

static ent_status grow(ent_orthant *t, ent_arena *arena, size_t *out) {
    size_t d = t->points->d, cap = t->cap;
    kd_node *nodes = ent_arena_grow(arena, t->nodes, t->n, &cap, sizeof *nodes);
    if (!nodes)
        return ENT_NOMEM;
    t->nodes = nodes;
    if (cap != t->cap) {
        int64_t *box = ENT_NEW(arena, int64_t, cap * 2 * d);
        if (!box)
            return ENT_NOMEM;
        if (t->n)
            memcpy(box, t->box, t->n * 2 * d * sizeof *box);
        t->box = box;
        t->cap = cap;
    }
    *out = t->n++;
    return ENT_OK;
}

static ent_status build(ent_orthant *t, ent_arena *arena, ent_points *p, size_t from, size_t to) {
    size_t self, d = p->d, widest = 0;
    ENT_TRY(grow(t, arena, &self));
    kd_node node = {.from = from, .to = to, .key = ENT_KEY_NONE};
    int64_t *lo = t->box + self * 2 * d, *hi = lo + d;
    for (size_t i = 0; i < d; i++)
        lo[i] = hi[i] = p->at[from * d + i];
    for (size_t k = from; k < to; k++) {
        node.weight += p->weight[k];
        if (ent_key_before(p->key[k], node.key))
            node.key = p->key[k];
        for (size_t i = 0; i < d; i++) {
            int64_t v = p->at[k * d + i];
            lo[i] = v < lo[i] ? v : lo[i];
            hi[i] = v > hi[i] ? v : hi[i];
        }
    }
    for (size_t i = 1; i < d; i++)
        if ((ent_i128)hi[i] - lo[i] > (ent_i128)hi[widest] - lo[widest])
            widest = i;
    t->nodes[self] = node;
    if (to - from <= LEAF)
        return ENT_OK;
    size_t middle = from + (to - from) / 2;
    split_points(p, from, to, middle, widest);
    ENT_TRY(build(t, arena, p, from, middle));
    t->nodes[self].right = t->n;
    return build(t, arena, p, middle, to);
}

ent_status ent_orthant_new(ent_orthant **out, ent_arena *arena, ent_points *points) {
    ent_orthant *t = ENT_NEW(arena, ent_orthant, 1);
    if (!t)
        return ENT_NOMEM;
    *t = (ent_orthant){.points = points};
    *out = t;
    return points->n ? build(t, arena, points, 0, points->n) : ENT_OK;
}

/* ---- queries ---- */

typedef enum side { OUTSIDE, ACROSS, INSIDE } side;

static side side_of(const ent_orthant *t, size_t node, const int64_t *corner) {
    size_t d = t->points->d;
    const int64_t *lo = t->box + node * 2 * d, *hi = lo + d;
    side s = INSIDE;
    for (size_t i = 0; i < d; i++) {
        if (hi[i] < corner[i])
            return OUTSIDE;
        if (lo[i] < corner[i])
            s = ACROSS;
    }
    return s;
}

static bool above(const ent_orthant *t, size_t point, const int64_t *corner) {
    const int64_t *at = t->points->at + point * t->points->d;
    for (size_t i = 0; i < t->points->d; i++)
        if (at[i] < corner[i])
            return false;
    return true;
}

ent_status ent_credits_new(ent_credits *out, ent_arena *arena, const ent_orthant *tree) {
    out->node = ENT_NEW(arena, uint64_t, tree->n + 1);
    out->point = ENT_NEW(arena, uint64_t, tree->points->n + 1);
    return out->node && out->point ? ENT_OK : ENT_NOMEM;
}

void ent_credits_collect(const ent_credits *credits, const ent_orthant *tree, uint64_t *to) {
    for (size_t n = 0; n < tree->n; n++)
        for (size_t k = tree->nodes[n].from; credits->node[n] && k < tree->nodes[n].to; k++)
            to[k] += credits->node[n];
    for (size_t k = 0; k < tree->points->n; k++)
        to[k] += credits->point[k];
}

static uint64_t count(const ent_orthant *t, size_t node, const int64_t *corner,
                      ent_credits *credits, uint64_t amount) {
    const kd_node *n = &t->nodes[node];
    side s = side_of(t, node, corner);
    uint64_t sum = 0;
    if (s == OUTSIDE)
        return 0;
    if (s == INSIDE) {
        if (credits)
            credits->node[node] += amount;
        return n->weight;
    }
    if (n->right)
        return count(t, node + 1, corner, credits, amount) +
               count(t, n->right, corner, credits, amount);
    for (size_t k = n->from; k < n->to; k++) {
        if (!above(t, k, corner))
            continue;
        sum += t->points->weight[k];
        if (credits)
            credits->point[k] += amount;
    }
    return sum;
}

uint64_t ent_orthant_count(const ent_orthant *tree, const int64_t *corner, ent_credits *credits,
                           uint64_t amount) {
    return tree->n ? count(tree, 0, corner, credits, amount) : 0;
}

static bool most(const ent_orthant *t, size_t node, const int64_t *corner, size_t i,
                 int64_t *best) {
    const kd_node *n = &t->nodes[node];
    bool found = false;
    if (side_of(t, node, corner) == OUTSIDE || t->box[(node * 2 + 1) * t->points->d + i] <= *best)
        return false;
    if (n->right) {
        found = most(t, n->right, corner, i, best);
        return most(t, node + 1, corner, i, best) || found;
    }
    for (size_t k = n->from; k < n->to; k++) {
        int64_t v = t->points->at[k * t->points->d + i];
        if (v <= *best || !above(t, k, corner))
            continue;
        *best = v;
        found = true;
    }
    return found;
}

bool ent_orthant_most(const ent_orthant *tree, const int64_t *corner, size_t i, int64_t *best) {
    return tree->n && most(tree, 0, corner, i, best);
}

static bool equal(const ent_orthant *t, size_t point, const int64_t *at) {
    return memcmp(t->points->at + point * t->points->d, at, t->points->d * sizeof *at) == 0;
}

static bool first(const ent_orthant *t, size_t node, const int64_t *corner, const int64_t *except,
                  ent_key *best) {
    const kd_node *n = &t->nodes[node];
    side s = side_of(t, node, corner);
    bool found = false;
    if (s == OUTSIDE || !ent_key_before(n->key, *best))
        return false;
    if (s == INSIDE && !except) {
        *best = n->key;
        return true;
    }
    if (n->right) {
        found = first(t, node + 1, corner, except, best);
        return first(t, n->right, corner, except, best) || found;
    }
    for (size_t k = n->from; k < n->to; k++) {
        if (!ent_key_before(t->points->key[k], *best) || !above(t, k, corner) ||
            (except && equal(t, k, except)))
            continue;
        *best = t->points->key[k];
        found = true;
    }
    return found;
}

bool ent_orthant_first(const ent_orthant *tree, const int64_t *corner, const int64_t *except,
                       ent_key *best) {
    return tree->n && first(tree, 0, corner, except, best);
}

static size_t find(const ent_orthant *t, size_t node, const int64_t *at) {
    const kd_node *n = &t->nodes[node];
    size_t d = t->points->d;
    const int64_t *lo = t->box + node * 2 * d, *hi = lo + d;
    for (size_t i = 0; i < d; i++)
        if (at[i] < lo[i] || at[i] > hi[i])
            return SIZE_MAX;
    if (n->right) {
        size_t left = find(t, node + 1, at);
        return left != SIZE_MAX ? left : find(t, n->right, at);
    }
    for (size_t k = n->from; k < n->to; k++)
        if (equal(t, k, at))
            return k;
    return SIZE_MAX;
}

size_t ent_orthant_find(const ent_orthant *tree, const int64_t *at) {
    return tree->n ? find(tree, 0, at) : SIZE_MAX;
}
