/* Decoding quoted YAML texts (YAML 1.2.2, sections 5.7, 7.3.1 and 7.3.2).
 *
 * libfyaml 0.7 finds where such a text begins and ends, but decodes some of them wrongly: two escaped
 * quotes in a row ('''' in single quotes), a backslash before a continued line, and longer texts with
 * many escapes come out changed or cut, and it loses memory on them (issue 233 of pantoniou/libfyaml).
 * What an author quotes must be read as it stands, so it is decoded here.
 */
#include "scenario/yaml_text.h"

#include <string.h>

typedef struct decoder {
    ent_buffer *out;
    const char *at, *end;
    size_t kept; /* blanks before this length of `out` stand for themselves */
    bool bad;
} decoder;

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_break(char c) {
    return c == '\n' || c == '\r';
}

static void skip_break(decoder *d) {
    bool two = d->at[0] == '\r' && d->at + 1 < d->end && d->at[1] == '\n';
    d->at += two ? 2 : 1;
}

static void skip_blanks(decoder *d) {
    while (d->at < d->end && is_blank(*d->at))
        d->at++;
}

/* Skips line ends and the blanks after them; how many line ends there were. */
static size_t skip_lines(decoder *d) {
    size_t lines = 0;
    while (d->at < d->end && is_break(*d->at)) {
        skip_break(d);
        skip_blanks(d);
        lines++;
    }
    return lines;
}

static void put_line_ends(decoder *d, size_t n) {
    for (size_t i = 0; i < n; i++)
        ent_buffer_put(d->out, "\n");
}

/* One line end becomes a space, n of them n - 1 line ends; blanks around them go. */
static void fold(decoder *d) {
    ent_buffer *out = d->out;
    while (!out->failed && out->len > d->kept && is_blank(out->data[out->len - 1]))
        out->len--;
    size_t lines = skip_lines(d);
    if (lines == 1)
        ent_buffer_put(out, " ");
    put_line_ends(d, lines - 1);
    d->kept = out->len;
}

static void put_code_point(decoder *d, uint32_t c) {
    char bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
        d->bad = true;
        return;
    }
    for (size_t i = n; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3F));
    static const unsigned lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    bytes[0] = (char)(lead[n] | c);
    ent_buffer_put_n(d->out, bytes, n);
}

static uint32_t read_hex(decoder *d, int digits) {
    uint32_t value = 0;
    for (; digits > 0; digits--, d->at++) {
        char c = d->at < d->end ? *d->at : '\0';
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a') + 10
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A') + 10
                                                : 16;
        if (digit == 16) {
            d->bad = true;
            return 0;
        }
        value = value << 4 | digit;
    }
    return value;
}

/* JSON writes what lies beyond 16 bits as two escapes, a pair of surrogates. */
static uint32_t read_unicode(decoder *d) {
    uint32_t high = read_hex(d, 4);
    bool pair = high >= 0xD800 && high <= 0xDBFF && d->end - d->at >= 6 && d->at[0] == '\\' &&
                d->at[1] == 'u';
    if (!pair)
        return high;
    d->at += 2;
    uint32_t low = read_hex(d, 4);
    if (low < 0xDC00 || low > 0xDFFF)
        d->bad = true;
    return 0x10000 + ((high & 0x3FF) << 10 | (low & 0x3FF));
}

static void put_escape(decoder *d) {
    static const char names[] = "0abt\tnvfe \"/\\N_LP";
    static const uint32_t meanings[] = {0,   '\a', '\b', '\t', '\t', '\n', '\v',   '\f',  0x1B,
                                        ' ', '"',  '/',  '\\', 0x85, 0xA0, 0x2028, 0x2029};
    char kind = d->at < d->end ? *d->at : '\0';
    const char *name = kind ? strchr(names, kind) : NULL;
    if (is_break(kind)) { /* the line goes on; empty lines after it count */
        size_t lines = skip_lines(d);
        put_line_ends(d, lines - 1);
    } else if (name) {
        d->at++;
        put_code_point(d, meanings[name - names]);
    } else if (kind == 'x' || kind == 'U') {
        d->at++;
        put_code_point(d, read_hex(d, kind == 'x' ? 2 : 8));
    } else if (kind == 'u') {
        d->at++;
        put_code_point(d, read_unicode(d));
    } else {
        d->bad = true;
    }
    d->kept = d->out->len;
}

bool ent_yaml_unquote(ent_buffer *out, char quote, const char *raw, size_t len) {
    decoder d = {.out = out, .at = raw, .end = raw + len, .kept = out->len};
    while (d.at < d.end && !d.bad) {
        char c = *d.at;
        if (is_break(c)) {
            fold(&d);
        } else if (quote == '"' && c == '\\') {
            d.at++;
            put_escape(&d);
        } else {
            ent_buffer_put_n(out, d.at, 1);
            d.at += quote == '\'' && c == '\'' ? 2 : 1;
        }
    }
    return !d.bad;
}
