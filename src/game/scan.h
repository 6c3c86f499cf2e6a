/* Running a plan: block after block of states, streamed and never stored.
 *
 * Blocks are independent, so threads share them; a block's signals are evaluated when somebody asks,
 * at most once, and stop at the first argument that decides (an empty consent ends the block). Memory
 * is one set of bit sets and lanes per worker, whatever the number of states.
 */
#ifndef ENT_GAME_SCAN_H
#define ENT_GAME_SCAN_H

#include "game/plan.h"

typedef enum ent_bits_kind {
    ENT_BITS_UNKNOWN,
    ENT_BITS_NONE,
    ENT_BITS_ALL,
    ENT_BITS_SOME
} ent_bits_kind;

typedef struct ent_block ent_block;

/* Called for each block, from worker threads; what it returns other than ENT_OK ends the scan. */
typedef ent_status (*ent_block_fn)(void *user, ent_block *block, unsigned worker);

/* Runs over all blocks; *scanned (may be NULL) is how many states were gone through. ENT_CANCELLED when
 * stopped: what fn has gathered then covers `scanned` states. */
ent_status ent_scan(const ent_plan *plan, const ent_run *run, ent_block_fn fn, void *user,
                    uint64_t *scanned);
/* The same with chosen kernels, for tests and benchmarks. */
struct ent_kernels;
ent_status ent_scan_with(const ent_plan *plan, const ent_run *run, ent_block_fn fn, void *user,
                         uint64_t *scanned, const struct ent_kernels *kernels);

/* A signal over the block. ENT_BITS_SOME may still be all states, but is never none. */
ent_bits_kind ent_block_eval(ent_block *block, ent_signal_id signal);
/* Its bit set, plan->words words, no bits beyond the block; valid until the next block. */
const uint64_t *ent_block_bits(ent_block *block, ent_signal_id signal);
uint64_t ent_block_count(ent_block *block, ent_signal_id signal);
uint64_t ent_bits_count(const uint64_t *bits, size_t words);
/* A sum over the block: the greatest value where a bit is set (some bit is). */
ent_i128 ent_block_max(ent_block *block, uint32_t sum, const uint64_t *where);
/* Bits of the states where it is at least `bound`. */
void ent_block_at_least(ent_block *block, uint32_t sum, ent_i128 bound, uint64_t *out);
/* Its value in state x of the block. */
ent_i128 ent_block_value(ent_block *block, uint32_t sum, uint32_t x);

/* The digits of a high dimension in this block, and of any dimension in state x of it. */
uint32_t ent_block_high_digit(const ent_block *block, uint32_t dim);
uint32_t ent_block_digit(const ent_block *block, uint32_t dim, uint32_t x);

#endif
