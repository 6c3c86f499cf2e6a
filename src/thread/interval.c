/* Wilson's interval of a share. See interval.h. */
#include "thread/interval.h"

#include "ask/points.h"

#define Z95 1.959963984540054 /* of the normal distribution, two-sided 95% */

ent_share ent_share_of(uint64_t yes, uint64_t no) {
    double n = (double)(yes + no), z2 = Z95 * Z95;
    ent_share out = {0};
    if (n == 0)
        return out;
    double p = (double)yes / n, scale = 1 + z2 / n;
    double middle = (p + z2 / (2 * n)) / scale;
    double half = Z95 * ent_square_root(p * (1 - p) / n + z2 / (4 * n * n)) / scale;
    out.share = p;
    out.low = yes ? middle - half : 0;
    out.high = no ? middle + half : 1;
    out.low = out.low > 0 ? out.low : 0;
    out.high = out.high < 1 ? out.high : 1;
    return out;
}
