/* Counting points above a corner: a k-d tree over integer vectors.
 *
 * Asked with a corner c, it sums the weights of the points p with p_i >= c_i for all i, finds the
 * greatest coordinate or the first key among them, and can credit each of them (lazily: whole
 * subtrees at once). Bentley 1975, doi:10.1145/361002.361007. A query looks at O(n^(1 - 1/d)) nodes
 * of n points in d dimensions at worst; boxes wholly above or below the corner end it early.
 */
#ifndef ENT_GAME_ORTHANT_H
#define ENT_GAME_ORTHANT_H

#include "base/base.h"

/* The first of several is the one with the fewest changes, then the lowest rank. */
typedef struct ent_key {
    uint32_t changes;
    uint64_t rank;
} ent_key;

#define ENT_KEY_NONE ((ent_key){UINT32_MAX, UINT64_MAX})

static inline bool ent_key_before(ent_key a, ent_key b) {
    return a.changes != b.changes ? a.changes < b.changes : a.rank < b.rank;
}

typedef struct ent_points {
    size_t n, d;
    int64_t *at; /* point p, coordinate i: at[p * d + i] */
    uint64_t *weight;
    ent_key *key;
    uint32_t *id; /* the caller's number for the point */
} ent_points;

typedef struct ent_orthant ent_orthant;

/* Builds the tree; `points` are reordered in place (their order is then the tree's) and borrowed.
 * O(n log n). */
ent_status ent_orthant_new(ent_orthant **out, ent_arena *arena, ent_points *points);

/* Credits of points, one set per worker. */
typedef struct ent_credits {
    uint64_t *node, *point;
} ent_credits;
ent_status ent_credits_new(ent_credits *out, ent_arena *arena, const ent_orthant *tree);
/* What each point was credited, added to `to` (by point). */
void ent_credits_collect(const ent_credits *credits, const ent_orthant *tree, uint64_t *to);

/* Sum of weights above the corner; when `credits` is given, each such point is credited `amount`. */
uint64_t ent_orthant_count(const ent_orthant *tree, const int64_t *corner, ent_credits *credits,
                           uint64_t amount);
/* The greatest coordinate i above the corner that is more than *best; true when one was found. */
bool ent_orthant_most(const ent_orthant *tree, const int64_t *corner, size_t i, int64_t *best);
/* The first key above the corner that is before *best; points equal to `except` (may be NULL) do not
 * count. */
bool ent_orthant_first(const ent_orthant *tree, const int64_t *corner, const int64_t *except,
                       ent_key *best);
/* The point with exactly these coordinates, or SIZE_MAX. */
size_t ent_orthant_find(const ent_orthant *tree, const int64_t *at);

#endif
