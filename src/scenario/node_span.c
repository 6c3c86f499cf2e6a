/* Looking into a tree: the value of a key, and words of a decoded text found again in the source.
 *
 * A decoded text differs from what stands in the file by quotes, escapes and line folding. The two are
 * walked side by side; where they cannot be matched, the caller gets the whole scalar.
 */
#include "scenario/node.h"

#include <string.h>

ent_node *ent_node_get(const ent_node *map, const char *key) {
    if (!map || map->kind != ENT_NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++)
        if (strcmp(map->pairs[i].key->text, key) == 0)
            return map->pairs[i].value;
    return NULL;
}

typedef ent_node_walk walk;

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t blank_run(const char *text, size_t at, size_t len) {
    size_t n = 0;
    while (at + n < len && is_blank(text[at + n]))
        n++;
    return n;
}

/* A run of blanks with a line end in it stands for a blank, some line ends, or an indentation. */
static bool step_fold(walk *w) {
    size_t run = blank_run(w->raw, w->at, w->raw_len);
    if (run == 0 || !memchr(w->raw + w->at, '\n', run))
        return false;
    size_t decoded = blank_run(w->text, w->done, w->len);
    w->at += run;
    w->done += decoded;
    return true;
}

/* Bytes that an escape takes in the source, and in the decoded text. */
static void escape_lengths(const walk *w, size_t *raw, size_t *decoded) {
    char kind = w->at + 1 < w->raw_len ? w->raw[w->at + 1] : '\0';
    unsigned char lead = w->done < w->len ? (unsigned char)w->text[w->done] : 0;
    *raw = kind == 'x' ? 4 : kind == 'u' ? 6 : kind == 'U' ? 10 : 2;
    *decoded = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (kind == 'u' && *decoded == 4)
        *raw = 12;                      /* JSON writes what lies beyond 16 bits as two escapes */
    if (kind == '\n' || kind == '\r') { /* the line goes on: nothing is decoded */
        *raw = 1 + blank_run(w->raw, w->at + 1, w->raw_len);
        *decoded = 0;
    }
}

/* Goes past one decoded character (or a run of folded blanks); false when the two do not match. */
static bool step(walk *w) {
    if (w->at >= w->raw_len)
        return false;
    char c = w->raw[w->at];
    if (w->quote == '"' && c == '\\') {
        size_t raw, decoded;
        escape_lengths(w, &raw, &decoded);
        w->at += raw;
        w->done += decoded;
        return w->at <= w->raw_len && w->done <= w->len;
    }
    if (step_fold(w))
        return true;
    if (c == w->text[w->done]) {
        w->at += w->quote == '\'' && c == '\'' ? 2 : 1;
        w->done++;
        return true;
    }
    if (!is_blank(c)) /* the indentation of a block scalar's first line */
        return false;
    w->at++;
    return true;
}

/* Whether what comes next in the source decodes to nothing that the caller can have meant. */
static bool at_continuation(const walk *w) {
    if (w->at >= w->raw_len)
        return false;
    char c = w->raw[w->at];
    if (w->quote == '"' && c == '\\' && w->at + 1 < w->raw_len)
        return w->raw[w->at + 1] == '\n' || w->raw[w->at + 1] == '\r';
    return is_blank(c) && (w->done == w->len || !is_blank(w->text[w->done]));
}

/* The raw byte at which decoded byte `target` starts (`skip`: behind an indentation), or SIZE_MAX. */
static size_t find_raw(walk *w, size_t target, bool skip) {
    while (w->done < target)
        if (!step(w))
            return SIZE_MAX;
    while (skip && at_continuation(w))
        if (!step(w))
            return SIZE_MAX;
    return w->done == target ? w->at : SIZE_MAX;
}

ent_node_walk ent_node_walk_of(const ent_node *scalar) {
    ent_span whole = scalar->span;
    walk w = {.scalar = scalar};
    if (scalar->kind != ENT_NODE_SCALAR || !whole.source || whole.end <= whole.start)
        return w;
    w.raw = whole.source->text + whole.start;
    w.raw_len = whole.end - whole.start;
    w.text = scalar->text;
    w.len = strlen(scalar->text);
    if (w.raw[0] == '"' || w.raw[0] == '\'') {
        w.quote = w.raw[0];
        w.at = 1;
        w.raw_len--;
    }
    /* Mostly both are the same, and then there is nothing to walk: long texts have many words. */
    w.same = w.raw_len - w.at == w.len && memcmp(w.raw + w.at, w.text, w.len) == 0;
    return w;
}

ent_span ent_node_walk_span(ent_node_walk *w, size_t start, size_t end) {
    ent_span whole = w->scalar->span;
    if (!w->raw || end > w->len || start > end)
        return whole;
    size_t from = w->same ? w->at + start : find_raw(w, start, true);
    size_t to = w->same ? w->at + end : from == SIZE_MAX ? from : find_raw(w, end, false);
    if (to == SIZE_MAX)
        return whole;
    return (ent_span){whole.source, whole.start + (uint32_t)from, whole.start + (uint32_t)to};
}

ent_span ent_node_span_in(const ent_node *scalar, size_t start, size_t end) {
    ent_node_walk w = ent_node_walk_of(scalar);
    return ent_node_walk_span(&w, start, end);
}
