/* Numbers of twice a double's digits: pairs of doubles, high + low (Dekker 1971, doi:10.1007/BF01397083).
 *
 * Every result is within 2^-100 of the exact one, relative to the larger operand; nothing is contracted, so
 * the same bits come from every compiler.
 */
#ifndef ENT_BASE_TWOFOLD_H
#define ENT_BASE_TWOFOLD_H

typedef struct ent_twofold {
    double high, low;
} ent_twofold;

static inline ent_twofold ent_two_sum(double a, double b) {
    double s = a + b, t = s - a;
    return (ent_twofold){s, (a - (s - t)) + (b - t)};
}

static inline ent_twofold ent_quick_sum(double a, double b) {
    double s = a + b;
    return (ent_twofold){s, b - (s - a)};
}

static inline ent_twofold ent_two_product(double a, double b) {
    const double splitter = 134217729.0; /* 2^27 + 1 */
    double p = a * b;
    double ta = splitter * a, ah = ta - (ta - a), al = a - ah;
    double tb = splitter * b, bh = tb - (tb - b), bl = b - bh;
    return (ent_twofold){p, ((ah * bh - p) + ah * bl + al * bh) + al * bl};
}

static inline ent_twofold ent_twofold_add(ent_twofold a, ent_twofold b) {
    ent_twofold s = ent_two_sum(a.high, b.high);
    return ent_quick_sum(s.high, s.low + a.low + b.low);
}

static inline ent_twofold ent_twofold_times(ent_twofold a, ent_twofold b) {
    ent_twofold p = ent_two_product(a.high, b.high);
    return ent_quick_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

static inline ent_twofold ent_twofold_of(double a) {
    return (ent_twofold){a, 0};
}

static inline ent_twofold ent_twofold_minus(ent_twofold a) {
    return (ent_twofold){-a.high, -a.low};
}

static inline ent_twofold ent_twofold_over(ent_twofold a, ent_twofold b) {
    double q1 = a.high / b.high;
    ent_twofold r = ent_twofold_add(a, ent_twofold_minus(ent_twofold_times(b, ent_twofold_of(q1))));
    double q2 = r.high / b.high;
    r = ent_twofold_add(r, ent_twofold_minus(ent_twofold_times(b, ent_twofold_of(q2))));
    return ent_twofold_add(ent_quick_sum(q1, q2), ent_twofold_of(r.high / b.high));
}

#endif
