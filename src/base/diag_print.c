/* A diagnostic as people see it: where, what, the line with a caret under the exact words, a hint.
 *
 *     pact.yaml:3:14: error E0101: unknown key 'outcome'
 *         3 |   strait: {outcome: [east, north]}
 *           |            ^~~~~~~
 *       in: issues.strait
 *       hint: did you mean 'outcomes'?
 *
 * The caret line counts terminal columns: tabs are shown as four spaces, East Asian wide characters
 * take two columns and combining marks none. A very long line is cut around the caret.
 */
#include "base/diag.h"

#include <string.h>

#define TAB_COLUMNS 4u
#define LINE_COLUMNS 88u /* of source shown; the margin brings the whole to about 100 */
#define BEFORE_CARET 40u /* columns shown before the caret of a line that is cut */

typedef struct line {
    const char *text;
    size_t len;
    unsigned number;
} line;

/* The line that holds byte `at`, without its line end. */
static line line_at(const ent_source *source, size_t at) {
    line found = {source->text, 0, 1};
    if (at > source->len)
        at = source->len;
    const char *end = source->text + source->len;
    for (const char *p = source->text; p < source->text + at; p++)
        if (*p == '\n') {
            found.text = p + 1;
            found.number++;
        }
    const char *newline = memchr(found.text, '\n', (size_t)(end - found.text));
    found.len = (size_t)((newline ? newline : end) - found.text);
    if (found.len > 0 && found.text[found.len - 1] == '\r')
        found.len--;
    return found;
}

void ent_span_position(ent_span span, unsigned *line_out, unsigned *column, unsigned *end_line,
                       unsigned *end_column) {
    *line_out = *column = *end_line = *end_column = 0;
    if (!span.source)
        return;
    size_t start = span.start < span.source->len ? span.start : span.source->len;
    size_t end = span.end < span.source->len ? span.end : span.source->len;
    line first = line_at(span.source, start);
    line last = line_at(span.source, end);
    const char *text = span.source->text;
    *line_out = first.number;
    *column = 1 + (unsigned)ent_utf8_width(first.text, (size_t)(text + start - first.text));
    *end_line = last.number;
    *end_column = 1 + (unsigned)ent_utf8_width(last.text, (size_t)(text + end - last.text));
}

/* One code point of valid UTF-8 and how many bytes it takes. */
static uint32_t code_point(const char *text, size_t len, size_t *bytes) {
    const unsigned char *s = (const unsigned char *)text;
    size_t need = s[0] < 0xC0 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    if (need > len)
        need = 1;
    *bytes = need;
    uint32_t value = need == 1 ? s[0] : s[0] & (0xFFu >> (need + 1));
    for (size_t i = 1; i < need; i++)
        value = value << 6 | (s[i] & 0x3Fu);
    return value;
}

typedef struct interval {
    uint32_t first, last;
} interval;

static bool within(const interval *intervals, size_t n, uint32_t value) {
    for (size_t i = 0; i < n; i++)
        if (value >= intervals[i].first && value <= intervals[i].last)
            return true;
    return false;
}

/* Columns of a character: the common blocks of Unicode's EastAsianWidth.txt (W and F) and of
 * combining marks; enough for carets. */
static size_t columns_of(uint32_t c) {
    static const interval wide[] = {{0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},
                                    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
                                    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
                                    {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
    static const interval none[] = {
        {0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}};
    if (c == '\t')
        return TAB_COLUMNS;
    if (within(none, ENT_COUNT(none), c))
        return 0;
    return within(wide, ENT_COUNT(wide), c) ? 2 : 1;
}

static size_t columns(const char *text, size_t len) {
    size_t total = 0, bytes;
    for (size_t at = 0; at < len; at += bytes)
        total += columns_of(code_point(text + at, len - at, &bytes));
    return total;
}

/* The part of a line that is shown: bytes from..to-1, and whether something is left out. */
typedef struct window {
    size_t from, to;
} window;

/* The first byte at which at most `room` columns are left before `at`. */
static size_t back_up(const char *text, size_t at, size_t room) {
    size_t start = at, used = 0;
    while (start > 0) {
        size_t before = start - 1, bytes;
        while (before > 0 && ((unsigned char)text[before] & 0xC0) == 0x80)
            before--;
        used += columns_of(code_point(text + before, start - before, &bytes));
        if (used > room)
            break;
        start = before;
    }
    return start;
}

static size_t go_on(const char *text, size_t len, size_t at, size_t room) {
    size_t used = 0, bytes;
    for (; at < len; at += bytes) {
        used += columns_of(code_point(text + at, len - at, &bytes));
        if (used > room)
            break;
    }
    return at;
}

static window choose_window(line shown, size_t caret) {
    if (columns(shown.text, shown.len) <= LINE_COLUMNS)
        return (window){0, shown.len};
    window part;
    part.from =
        columns(shown.text, caret) <= BEFORE_CARET ? 0 : back_up(shown.text, caret, BEFORE_CARET);
    part.to = go_on(shown.text, shown.len, part.from, LINE_COLUMNS);
    return part;
}

/* Control characters would move the caret or worse; they are shown as blanks. */
static void put_source(ent_buffer *out, const char *text, size_t len) {
    for (size_t at = 0; at < len; at++) {
        unsigned char c = (unsigned char)text[at];
        if (c == '\t')
            ent_buffer_put_n(out, "    ", TAB_COLUMNS);
        else
            ent_buffer_put_n(out, c < 0x20 || c == 0x7F ? " " : text + at, 1);
    }
}

static void put_repeated(ent_buffer *out, const char *what, size_t n) {
    for (size_t i = 0; i < n; i++)
        ent_buffer_put_n(out, what, 1);
}

static const char *paint(bool color, const char *code) {
    return color ? code : "";
}

static void print_source(ent_buffer *out, ent_span span, bool color) {
    line shown = line_at(span.source, span.start);
    size_t caret = (size_t)(span.source->text + span.start - shown.text);
    size_t end = span.end > span.start ? caret + (span.end - span.start) : caret;
    if (caret > shown.len)
        caret = shown.len;
    window part = choose_window(shown, caret);
    if (end > part.to)
        end = part.to;
    size_t marked = end > caret ? columns(shown.text + caret, end - caret) : 0;
    const char *left = part.from > 0 ? "..." : "", *right = part.to < shown.len ? "..." : "";

    ent_buffer_printf(out, "%5u | %s", shown.number, left);
    put_source(out, shown.text + part.from, part.to - part.from);
    ent_buffer_printf(out, "%s\n      | ", right);
    put_repeated(out, " ", strlen(left) + columns(shown.text + part.from, caret - part.from));
    ent_buffer_printf(out, "%s^", paint(color, "\033[1;32m"));
    put_repeated(out, "~", marked > 1 ? marked - 1 : 0);
    ent_buffer_printf(out, "%s\n", paint(color, "\033[0m"));
}

void ent_diag_print(ent_buffer *out, const ent_diag_item *item, bool color) {
    static const struct {
        const char *word, *color;
    } severities[] = {[ENT_SEVERITY_NOTE] = {"note", "\033[1;36m"},
                      [ENT_SEVERITY_WARNING] = {"warning", "\033[1;35m"},
                      [ENT_SEVERITY_ERROR] = {"error", "\033[1;31m"}};
    unsigned number, column, end_line, end_column;
    ent_span_position(item->span, &number, &column, &end_line, &end_column);
    if (number > 0)
        ent_buffer_printf(out, "%s%s:%u:%u:%s ", paint(color, "\033[1m"), item->span.source->name,
                          number, column, paint(color, "\033[0m"));
    ent_buffer_printf(out, "%s%s %s:%s %s%s%s\n", paint(color, severities[item->severity].color),
                      severities[item->severity].word, ent_diag_name(item->code),
                      paint(color, "\033[0m"), paint(color, "\033[1m"), item->message,
                      paint(color, "\033[0m"));
    if (number > 0 && item->span.source->len > 0)
        print_source(out, item->span, color);
    if (item->path[0])
        ent_buffer_printf(out, "  in: %s\n", item->path);
    if (item->hint)
        ent_buffer_printf(out, "  hint: %s\n", item->hint);
}
