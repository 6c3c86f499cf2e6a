/* Census: of all coalitions of the actors, how many can bring something about, and how many would.
 *
 * A coalition can when it contains one of the minimal coalitions that can. It has a deal when some end
 * is signed by all of its members, controlled by them, and gains one of them: for each end that is the
 * coalitions between a lower bound (a unit that controls it, with somebody who gains) and an upper
 * one (everybody who would sign). The coalitions in the union of such intervals are counted by halving
 * the lattice actor by actor: half a lattice that one interval covers is full, one that no interval
 * meets is empty, and the last six actors are one word of 64 coalitions.
 */
#ifndef ENT_ASK_CENSUS_H
#define ENT_ASK_CENSUS_H

#include "game/bargain.h"
#include "game/intervals.h"

#define ENT_CENSUS_ACTORS 24u
#define ENT_CENSUS_STATES ((uint64_t)1 << 26)

typedef struct ent_census {
    uint32_t actors;
    uint64_t all;       /* coalitions: 2^actors - 1 */
    uint64_t can;       /* of these: can bring it about */
    uint64_t viable;    /* and have a deal that does */
    uint64_t ends;      /* states that are a deal of some coalition */
    uint64_t intervals; /* different ones that were counted */
} ent_census;

/* `with` NULL: any deal; then every coalition "can". ENT_LIMIT and ENT_ERROR with a diagnostic. */
ent_status ent_ask_census(ent_census *out, const ent_game *game, const uint64_t *about,
                          const ent_expr *with, const ent_run *run, ent_diags *diags);

/* ---- counting (for tests and benchmarks) ---- */

/* The non-empty coalitions of actors 0..n-1 that lie in some interval. Reorders `intervals`. */
ent_status ent_intervals_count(uint64_t *count, ent_interval *intervals, size_t n_intervals,
                               uint32_t n);

#endif
