/* Lines of text: how wide they are, where they break, and which tone they have. */
#include <string.h>

#include "answer/text.h"

typedef struct span_of_codes {
    uint32_t first, last;
} span_of_codes;

/* Marks that take no column of their own (Unicode general categories Mn, Me, Cf in common use). */
static const span_of_codes marks[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd},   {0x0610, 0x061a}, {0x064b, 0x065f},
    {0x0670, 0x0670}, {0x06d6, 0x06dc}, {0x0900, 0x0902},   {0x093c, 0x093c}, {0x0941, 0x0948},
    {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
    {0x200b, 0x200f}, {0x202a, 0x202e}, {0x2060, 0x2064},   {0x20d0, 0x20f0}, {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef},
};

/* East Asian wide and full-width characters, and emoji (UAX #11). */
static const span_of_codes wide[] = {
    {0x1100, 0x115f}, {0x2e80, 0x303e},   {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
    {0xa000, 0xa4cf}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},
    {0xffe0, 0xffe6}, {0x1f300, 0x1f64f}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
};

static bool is_among(uint32_t code, const span_of_codes *spans, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (code >= spans[i].first && code <= spans[i].last)
            return true;
    return false;
}

/* Bytes of the code point at `text` (never past a NUL) and the code; stray bytes stand for
 * themselves. */
static size_t read_code(const char *text, uint32_t *code) {
    unsigned char lead = (unsigned char)text[0];
    size_t len = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 1;
    if (len == 1) {
        *code = lead;
        return 1;
    }
    uint32_t value = lead & (0xffu >> (len + 1));
    for (size_t i = 1; i < len; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xc0) != 0x80) {
            *code = lead;
            return 1;
        }
        value = value << 6 | (next & 0x3fu);
    }
    *code = value;
    return len;
}

static size_t code_columns(uint32_t code) {
    if (code < 0x300)
        return 1;
    if (is_among(code, marks, ENT_COUNT(marks)))
        return 0;
    return is_among(code, wide, ENT_COUNT(wide)) ? 2 : 1;
}

size_t ent_text_columns(const char *text, size_t len) {
    size_t columns = 0;
    for (size_t i = 0; i < len;) {
        uint32_t code;
        i += read_code(text + i, &code);
        columns += code_columns(code);
    }
    return columns;
}

void ent_text_clean(ent_buffer *out, const char *text) {
    bool gap = false;
    size_t start = out->len;
    while (*text) {
        uint32_t code;
        size_t len = read_code(text, &code);
        if (code == ' ' || (code >= '\t' && code <= '\r')) {
            gap = true;
        } else {
            if (gap && out->len > start)
                ent_buffer_put(out, " ");
            gap = false;
            if (code < 0x20 || (code >= 0x7f && code < 0xa0))
                ent_buffer_put(out, "?");
            else
                ent_buffer_put_n(out, text, len);
        }
        text += len;
    }
}

bool ent_text_line(const char **rest, size_t width, const char **line, size_t *len) {
    const char *at = *rest;
    while (*at == ' ')
        at++;
    *line = at;
    const char *space = NULL;
    size_t columns = 0;
    while (*at) {
        uint32_t code;
        size_t bytes = read_code(at, &code);
        if (code == ' ')
            space = at;
        columns += code_columns(code);
        if (columns > width && code != ' ' && at > *line)
            break;
        at += bytes;
        if (columns > width)
            break;
    }
    const char *end = *at && space ? space : at;
    *len = (size_t)(end - *line);
    while (*len > 0 && (*line)[*len - 1] == ' ')
        --*len;
    *rest = end;
    return *len > 0;
}

void ent_text_spaces(ent_buffer *out, size_t n) {
    while (n-- > 0)
        ent_buffer_put(out, " ");
}

void ent_text_toned(const ent_page *page, ent_tone tone, const char *text, size_t len) {
    static const char *const codes[] = {
        [ENT_TONE_PLAIN] = "",       [ENT_TONE_STRONG] = "\033[1m", [ENT_TONE_GOOD] = "\033[32m",
        [ENT_TONE_BAD] = "\033[31m", [ENT_TONE_FAINT] = "\033[2m",
    };
    bool colored = page->color && tone != ENT_TONE_PLAIN && len > 0;
    if (colored)
        ent_buffer_put(page->out, codes[tone]);
    ent_buffer_put_n(page->out, text, len);
    if (colored)
        ent_buffer_put(page->out, "\033[0m");
}

void ent_text_wrapped(const ent_page *page, ent_tone tone, const char *lead, const char *text) {
    size_t lead_columns = ent_text_columns(lead, strlen(lead));
    size_t used = page->margin + lead_columns;
    size_t room = page->width > used + 1 ? page->width - used : 1;
    ent_buffer clean = {0};
    ent_text_clean(&clean, text);
    if (clean.failed)
        page->out->failed = true;
    const char *rest = clean.data ? clean.data : "", *line;
    size_t len;
    for (bool first = true; ent_text_line(&rest, room, &line, &len); first = false) {
        ent_text_spaces(page->out, page->margin);
        if (first)
            ent_buffer_put(page->out, lead);
        else
            ent_text_spaces(page->out, lead_columns);
        ent_text_toned(page, tone, line, len);
        ent_buffer_put(page->out, "\n");
    }
    ent_buffer_free(&clean);
}
