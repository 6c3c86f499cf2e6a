/* UTF-8 and the nearest known word.
 *
 * Edit distance: Damerau-Levenshtein restricted to optimal string alignment (insert, delete, replace,
 * swap two neighbours; no part is edited twice). Letters that differ only in ASCII case count as
 * equal. A suggestion must be near: at most a third of the longer word may differ.
 */
#include "base/base.h"

#include <string.h>

#define LONGEST_WORD 64u /* bytes; longer words are not compared */

static unsigned char lower(char c) {
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Three rows of the usual table suffice: the swap looks back two. */
static size_t edit_distance(const char *a, size_t n, const char *b, size_t m) {
    size_t rows[3][LONGEST_WORD + 1];
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            unsigned char x = lower(a[i - 1]), y = lower(b[j - 1]);
            size_t best = least(above[j] + 1, row[j - 1] + 1);
            best = least(best, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == lower(b[j - 2]) && lower(a[i - 2]) == y)
                best = least(best, two_above[j - 2] + (x != y));
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

const char *ent_nearest(const char *word, const char *const *candidates, size_t n) {
    size_t len = strlen(word);
    const char *nearest = NULL;
    size_t nearest_distance = SIZE_MAX;
    if (len == 0 || len > LONGEST_WORD)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t other = strlen(candidates[i]);
        if (other == 0 || other > LONGEST_WORD)
            continue;
        size_t distance = edit_distance(word, len, candidates[i], other);
        size_t longer = len > other ? len : other;
        if (distance <= (longer + 1) / 3 && distance < nearest_distance) {
            nearest = candidates[i];
            nearest_distance = distance;
        }
    }
    return nearest;
}

/* Length of the well-formed sequence at `s` (Unicode standard, table 3-7), or 0. */
static size_t sequence_length(const unsigned char *s, size_t len) {
    unsigned char lead = s[0];
    if (lead < 0x80)
        return 1;
    size_t need = lead >= 0xC2 && lead <= 0xDF   ? 2
                  : (lead & 0xF0) == 0xE0        ? 3
                  : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                 : 0;
    if (need == 0 || need > len)
        return 0;
    /* The second byte rules out overlong forms, surrogates and values above U+10FFFF. */
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high)
        return 0;
    for (size_t i = 2; i < need; i++)
        if ((s[i] & 0xC0) != 0x80)
            return 0;
    return need;
}

size_t ent_utf8_width(const char *text, size_t len) {
    size_t width = 0;
    for (size_t at = 0; at < len; width++) {
        size_t step = sequence_length((const unsigned char *)text + at, len - at);
        at += step ? step : 1;
    }
    return width;
}

size_t ent_utf8_valid(const char *text, size_t len) {
    size_t at = 0;
    while (at < len) {
        size_t step = sequence_length((const unsigned char *)text + at, len - at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}
