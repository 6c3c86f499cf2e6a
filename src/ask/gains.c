/* Gains as integers, and exact values of their products and sums. See points.h. */
#include "ask/points.h"

#include "base/wide.h"

#include <string.h>

#define FITS ((ent_i128)1 << 126)

static bool times(ent_i128 *out, ent_i128 a, ent_i128 b) { /* b > 0 */
    ent_i128 size = a < 0 ? -a : a;
    if (size != 0 && b >= FITS / size)
        return false;
    *out = a * b;
    return true;
}

/* u/D - p/q = (u * q/g - p * D/g) / (D * q/g), g the common divisor of q and D. */
bool ent_gains_new(ent_gains *out, const ent_bargain *b, const ent_i128 *most) {
    out->members = b->n_members;
    for (size_t m = 0; m < b->n_members; m++) {
        const ent_aim *aim = &b->game->aims[b->members[m]];
        ent_number t = aim->threshold_exact;
        ent_i128 g = ent_gcd(t.den, aim->denominator), reach;
        out->scale[m] = t.den / g;
        if (!times(&out->offset[m], t.num, aim->denominator / g) ||
            !times(&out->unit[m], aim->denominator, out->scale[m]) ||
            !times(&reach, most[m], out->scale[m]) || reach > FITS - out->offset[m])
            return false;
    }
    return true;
}

/* ---- exact values ---- */

static bool number_text(ent_exact *out, ent_arena *arena, ent_number number) {
    ent_buffer text = {0};
    ent_number_print(&text, number);
    out->text = text.failed ? NULL : ent_arena_text(arena, text.data);
    out->number = ent_number_double(number);
    ent_buffer_free(&text);
    return true;
}

static bool wide_text(ent_exact *out, ent_arena *arena, const ent_wide *num, const ent_wide *den) {
    ent_buffer text = {0};
    int up, down;
    if (num->over || den->over)
        return false;
    ent_wide_print(&text, num);
    ent_buffer_put(&text, "/");
    ent_wide_print(&text, den);
    out->text = text.failed ? NULL : ent_arena_text(arena, text.data);
    ent_buffer_free(&text);
    out->number = ent_wide_double(num, &up) / ent_wide_double(den, &down);
    for (; up > down; up--)
        out->number *= 2;
    for (; up < down; up++)
        out->number /= 2;
    return true;
}

bool ent_exact_product(ent_exact *out, ent_arena *arena, const ent_i128 *num, const ent_i128 *den,
                       size_t n) {
    ent_i128 x[64], y[64];
    ent_number product = {1, 1};
    bool fits = true;
    memcpy(x, num, n * sizeof *x);
    memcpy(y, den, n * sizeof *y);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            ent_i128 g = ent_gcd(x[i], y[j]);
            x[i] /= g;
            y[j] /= g;
        }
    for (size_t i = 0; i < n && fits; i++)
        fits = ent_number_mul(&product, product, (ent_number){x[i], y[i]});
    if (fits)
        return number_text(out, arena, product);
    ent_wide above, below;
    ent_wide_set(&above, 1);
    ent_wide_set(&below, 1);
    for (size_t i = 0; i < n; i++) {
        ent_wide_mul(&above, (ent_u128)x[i]);
        ent_wide_mul(&below, (ent_u128)y[i]);
    }
    return wide_text(out, arena, &above, &below);
}

bool ent_exact_sum(ent_exact *out, ent_arena *arena, const ent_i128 *num, const ent_i128 *den,
                   size_t n) {
    ent_number sum = ENT_ZERO;
    bool fits = true;
    for (size_t i = 0; i < n && fits; i++) {
        ent_i128 g = ent_gcd(num[i], den[i]);
        fits = ent_number_add(&sum, sum, (ent_number){num[i] / g, den[i] / g});
    }
    if (fits)
        return number_text(out, arena, sum);
    ent_wide above, below;
    ent_wide_set(&above, 0);
    ent_wide_set(&below, 1);
    for (size_t i = 0; i < n; i++) {
        ent_wide term;
        if (num[i] < 0)
            return false;
        ent_wide_set(&term, (ent_u128)num[i]);
        for (size_t j = 0; j < n; j++)
            if (j != i)
                ent_wide_mul(&term, (ent_u128)den[j]);
        ent_wide_add(&above, &term);
        ent_wide_mul(&below, (ent_u128)den[i]);
    }
    return wide_text(out, arena, &above, &below);
}

double ent_square_root(double x) {
    double root = x > 1 ? x : 1;
    for (double next = x; x > 0; root = next) { /* Newton's, from above, until it falls no more */
        next = (root + x / root) / 2;
        if (next >= root)
            return root;
    }
    return 0;
}
