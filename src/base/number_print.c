/* Exact numbers and doubles as text, and the double nearest to an exact number.
 *
 * Nothing here depends on the locale: where the C library writes a locale's decimal sign, it is
 * replaced by a point.
 */
#include "base/base.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A terminating decimal of more digits, before and after the point, is shown as a fraction: longer ones are
 * not read again (number.c). */
#define MOST_DECIMALS 36

static void print_unsigned(ent_buffer *out, ent_u128 value) {
    char digits[40];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + (int)(value % 10));
        value /= 10;
    } while (value != 0);
    ent_buffer_put_n(out, digits + at, sizeof digits - at);
}

/* The digits of rest/den (< 1) after the point, NUL-terminated; false when they do not end, are
 * too many, or the long division would overflow. */
static bool find_decimals(char digits[MOST_DECIMALS + 1], ent_u128 rest, ent_u128 den) {
    size_t n = 0;
    if (den > ~(ent_u128)0 / 10)
        return false;
    for (; rest != 0; rest = rest * 10 % den) {
        if (n == MOST_DECIMALS)
            return false;
        digits[n++] = (char)('0' + (int)(rest * 10 / den));
    }
    digits[n] = '\0';
    return true;
}

/* 0 has none: a leading zero is not counted when it is read. */
static size_t digits_of(ent_u128 value) {
    size_t n = 0;
    for (; value != 0; value /= 10)
        n++;
    return n;
}

void ent_number_print(ent_buffer *out, ent_number a) {
    ent_u128 num = a.num < 0 ? (ent_u128)0 - (ent_u128)a.num : (ent_u128)a.num;
    ent_u128 den = (ent_u128)a.den;
    char digits[MOST_DECIMALS + 1];
    bool whole = den == 1;
    bool decimal = !whole && find_decimals(digits, num % den, den) &&
                   digits_of(num / den) + strlen(digits) <= MOST_DECIMALS;
    if (a.num < 0)
        ent_buffer_put(out, "-");
    print_unsigned(out, decimal ? num / den : num);
    if (decimal) {
        ent_buffer_put(out, ".");
        ent_buffer_put(out, digits);
    } else if (!whole) {
        ent_buffer_put(out, "/");
        print_unsigned(out, den);
    }
}

/* Correctly rounded quotient: 55 or more leading bits by long division, a sticky last bit for the
 * rest, and one rounding by the conversion to double. */
static double quotient(ent_u128 num, ent_u128 den) {
    ent_u128 bits = num / den, rest = num % den;
    int exponent = 0;
    while (bits >> 55 == 0 && rest != 0) {
        rest *= 2; /* den < 2^127, so this fits */
        bits = bits * 2 + (rest >= den);
        if (rest >= den)
            rest -= den;
        exponent--;
    }
    bool sticky = rest != 0;
    while (bits >> 64 != 0) {
        sticky = sticky || (bits & 1) != 0;
        bits >>= 1;
        exponent++;
    }
    return ldexp((double)((uint64_t)bits | sticky), exponent);
}

double ent_number_double(ent_number a) {
    const ent_i128 exact = (ent_i128)1 << 53;
    if (a.num >= -exact && a.num <= exact && a.den <= exact)
        return (double)a.num / (double)a.den;
    return a.num < 0 ? -quotient((ent_u128)0 - (ent_u128)a.num, (ent_u128)a.den)
                     : quotient((ent_u128)a.num, (ent_u128)a.den);
}

/* Replaces the decimal sign of whatever locale is set, of one byte or several, by a point. */
static void use_point(char *text) {
    char *sign = text + strspn(text, "+-0123456789");
    size_t len = strcspn(sign, "+-0123456789e");
    if (len == 0 || *sign == 'i' || *sign == 'n')
        return;
    *sign = '.';
    memmove(sign + 1, sign + len, strlen(sign + len) + 1);
}

void ent_double_print(ent_buffer *out, double value) {
    char text[64];
    for (int digits = 1; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        double back = strtod(text, NULL);
        if (!(back < value) && !(back > value))
            break;
    }
    if (strchr(text, 'e') && fabs(value) >= 1 && fabs(value) < 1e15) /* "100", not "1e+02" */
        snprintf(text, sizeof text, "%.15g", value);
    use_point(text);
    ent_buffer_put(out, text);
}
