/* Exact rationals on 128-bit integers, every overflow noticed.
 *
 * Sums and products reduce by common divisors before they multiply (Knuth, The Art of Computer
 * Programming, vol. 2, section 4.5.1), so that results that fit are found to fit more often. Numbers
 * are in lowest terms with a positive denominator, and the most negative 128-bit integer is never a
 * numerator, so that negation is always safe. Compiler builtins for overflow of signed 128-bit products
 * need a run-time function that not every system has; hence the checks by hand.
 */
#include "base/base.h"

#include <string.h>

#define I128_MAX ((ent_i128)(~(ent_u128)0 >> 1))
#define PARSE_DIGITS 18
#define PARSE_BOUND ((ent_i128)1000000000000000000) /* 10^18 */
#define WIDE_BOUND (PARSE_BOUND * PARSE_BOUND)      /* 10^36 */

static ent_u128 magnitude(ent_i128 a) {
    return a < 0 ? (ent_u128)0 - (ent_u128)a : (ent_u128)a;
}

static bool sum(ent_i128 *out, ent_i128 a, ent_i128 b) {
    if ((b > 0 && a > I128_MAX - b) || (b < 0 && a < -I128_MAX - b))
        return false;
    *out = a + b;
    return true;
}

static bool product(ent_i128 *out, ent_i128 a, ent_i128 b) {
    ent_u128 x = magnitude(a), y = magnitude(b);
    if (((x | y) >> 63) != 0 && y != 0 && x > (ent_u128)I128_MAX / y)
        return false;
    *out = a * b;
    return true;
}

static ent_u128 gcd_unsigned(ent_u128 a, ent_u128 b) {
    while (b != 0) {
        if (((a | b) >> 64) == 0) { /* 64-bit division is many times faster */
            uint64_t x = (uint64_t)a, y = (uint64_t)b;
            while (y != 0) {
                uint64_t rest = x % y;
                x = y;
                y = rest;
            }
            return x;
        }
        ent_u128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

ent_i128 ent_gcd(ent_i128 a, ent_i128 b) {
    return (ent_i128)gcd_unsigned(magnitude(a), magnitude(b));
}

ent_number ent_number_int(int64_t value) {
    return (ent_number){value, 1};
}

bool ent_number_add(ent_number *out, ent_number a, ent_number b) {
    ent_i128 common = ent_gcd(a.den, b.den);
    ent_i128 left, right, num, den;
    if (!product(&left, a.num, b.den / common) || !product(&right, b.num, a.den / common) ||
        !sum(&num, left, right))
        return false;
    /* What num and the denominator share divides `common`. */
    ent_i128 shared = ent_gcd(num, common);
    if (!product(&den, a.den / common, b.den / shared))
        return false;
    *out = (ent_number){num / shared, den};
    return true;
}

bool ent_number_sub(ent_number *out, ent_number a, ent_number b) {
    return ent_number_add(out, a, (ent_number){-b.num, b.den});
}

bool ent_number_mul(ent_number *out, ent_number a, ent_number b) {
    ent_i128 x = ent_gcd(a.num, b.den), y = ent_gcd(b.num, a.den);
    ent_i128 num, den;
    if (!product(&num, a.num / x, b.num / y) || !product(&den, a.den / y, b.den / x))
        return false;
    *out = (ent_number){num, den};
    return true;
}

bool ent_number_div(ent_number *out, ent_number a, ent_number b) {
    if (b.num == 0)
        return false;
    ent_number inverse = b.num < 0 ? (ent_number){-b.den, -b.num} : (ent_number){b.den, b.num};
    return ent_number_mul(out, a, inverse);
}

/* Compares a/b with c/d, all non-negative, b and d positive, by their continued fractions: whole
 * parts first, then the reciprocals of the rests the other way round. No product is formed. */
static int compare_fractions(ent_i128 a, ent_i128 b, ent_i128 c, ent_i128 d) {
    for (int sign = 1;; sign = -sign) {
        ent_i128 x = a / b, y = c / d;
        if (x != y)
            return x < y ? -sign : sign;
        ent_i128 rest_a = a % b, rest_c = c % d;
        if (rest_a == 0 || rest_c == 0)
            return sign * ((rest_a != 0) - (rest_c != 0));
        a = b;
        b = rest_a;
        c = d;
        d = rest_c;
    }
}

int ent_number_cmp(ent_number a, ent_number b) {
    if (a.num < 0 && b.num < 0)
        return compare_fractions(-b.num, b.den, -a.num, a.den);
    if (a.num < 0 || b.num < 0)
        return a.num < 0 ? -1 : 1;
    return compare_fractions(a.num, a.den, b.num, b.den);
}

/* Decimal digits at *at; false when there are too many to fit, with `digits` those that matter. */
typedef struct decimal {
    ent_i128 value;
    int significant; /* digits of value, leading zeros left out */
    int places;      /* digits after the point that are in value */
    bool any, fits;
} decimal;

static void add_digit(decimal *number, char c, bool after_point) {
    number->any = true;
    if (number->significant > 0 || c != '0')
        number->significant++;
    if (number->significant > 2 * PARSE_DIGITS || number->places > 2 * PARSE_DIGITS) {
        number->fits = false; /* more than a trailing run of zeros could excuse */
        return;
    }
    number->value = number->value * 10 + (c - '0');
    number->places += after_point;
}

static const char *read_digits(decimal *number, const char *at, const char *end, bool after_point) {
    while (at < end && *at >= '0' && *at <= '9')
        add_digit(number, *at++, after_point);
    return at;
}

/* Reads "e-3"; an exponent beyond the bound cannot fit and is cut at it. */
static const char *read_exponent(int *exponent, const char *at, const char *end) {
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    if (at == end)
        return NULL;
    int value = 0;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9')
            return NULL;
        if (value < 1000)
            value = value * 10 + (*at - '0');
    }
    *exponent = negative ? -value : value;
    return at;
}

/* value * 10^exponent; in lowest terms both parts are below `bound`, so that 22337203.68547758075 is read
 * like the fraction it comes from. Below 10^36 on the way there, which leaves room to multiply by 10. */
static ent_status scale(ent_number *out, ent_i128 value, int exponent, ent_i128 bound) {
    ent_i128 num = value, den = 1;
    if (value == 0) {
        *out = ENT_ZERO;
        return ENT_OK;
    }
    for (; num % 10 == 0; num /= 10)
        exponent++;
    for (; exponent > 0 && num < WIDE_BOUND; exponent--)
        num *= 10;
    for (; exponent < 0 && den < WIDE_BOUND; exponent++)
        den *= 10;
    if (exponent != 0)
        return ENT_ERROR;
    ent_i128 common = ent_gcd(num, den);
    *out = (ent_number){num / common, den / common};
    return out->num < bound && out->den < bound ? ENT_OK : ENT_ERROR;
}

static ent_status parse_fraction(ent_number *out, ent_i128 num, const char *at, const char *end,
                                 ent_i128 bound) {
    decimal below = {.fits = true};
    at = read_digits(&below, at, end, false);
    if (at != end || !below.any || !below.fits || below.value == 0 || below.value >= bound ||
        num >= bound)
        return ENT_ERROR;
    ent_i128 common = ent_gcd(num, below.value);
    *out = (ent_number){num / common, below.value / common};
    return ENT_OK;
}

static ent_status parse(ent_number *out, const char *text, size_t len, ent_i128 bound) {
    const char *at = text, *end = text + len;
    bool negative = at < end && *at == '-';
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    decimal number = {.fits = true};
    ent_number result;
    int exponent = 0;
    at = read_digits(&number, at, end, false);
    if (!number.fits)
        return ENT_ERROR;
    if (at < end && *at == '/' && number.any) {
        ENT_TRY(parse_fraction(&result, number.value, at + 1, end, bound));
    } else {
        if (at < end && *at == '.') {
            const char *digits = at + 1;
            at = read_digits(&number, digits, end, true);
            if (at == digits)
                return ENT_ERROR;
        }
        if (at < end && (*at == 'e' || *at == 'E'))
            at = read_exponent(&exponent, at + 1, end);
        if (at != end || !number.any || !number.fits)
            return ENT_ERROR;
        ENT_TRY(scale(&result, number.value, exponent - number.places, bound));
    }
    if (negative)
        result.num = -result.num;
    *out = result;
    return ENT_OK;
}

ent_status ent_number_parse(ent_number *out, const char *text, size_t len) {
    return parse(out, text, len, PARSE_BOUND);
}

ent_status ent_number_parse_wide(ent_number *out, const char *text, size_t len) {
    return parse(out, text, len, WIDE_BOUND);
}
