/* The share of models in which something is true, with its 95% interval (Wilson 1927,
 * doi:10.1080/01621459.1927.10502953).
 */
#ifndef ENT_THREAD_INTERVAL_H
#define ENT_THREAD_INTERVAL_H

#include <stdint.h>

typedef struct ent_share {
    double share, low, high; /* in 0..1; all 0 of no models */
} ent_share;

/* From independent draws: in `yes` of them it is true, in `no` it is not. The same bits everywhere. */
ent_share ent_share_of(uint64_t yes, uint64_t no);

#endif
