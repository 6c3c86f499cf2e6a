/* From bytes to a text that expat reads: encoding, control characters, what stands before the root.
 *
 * All mending but that of the encoding keeps every byte in its place, so that a diagnostic points at
 * what the author sees.
 */
#include "import/xml.h"

#include <string.h>

/* What was mended, said once per file. */
typedef struct mended {
    bool encoding, control, prologue;
} mended;

static ent_status report(ent_diags *diags, const ent_source *source, const mended *m) {
    ent_buffer what = {0};
    const char *joint = "";
    if (m->encoding) {
        ent_buffer_put(&what, "it is not UTF-8 and was read as Latin-1");
        joint = "; ";
    }
    if (m->control) {
        ent_buffer_printf(&what, "%scontrol characters were read as spaces", joint);
        joint = "; ";
    }
    if (m->prologue)
        ent_buffer_printf(&what, "%stext before the first tag was passed over", joint);
    if (what.len > 0)
        ent_diag(diags, ENT_W0501, (ent_span){0}, "", NULL, "%s: %s", source->name, what.data);
    bool failed = what.failed || diags->failed;
    ent_buffer_free(&what);
    return failed ? ENT_NOMEM : ENT_OK;
}

static void put_latin1(ent_buffer *out, const char *data, size_t len) {
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)data[i];
        char two[2] = {(char)(0xC0 | c >> 6), (char)(0x80 | (c & 0x3F))};
        ent_buffer_put_n(out, c < 0x80 ? &data[i] : two, c < 0x80 ? 1 : 2);
    }
}

static bool blank(char *text, size_t start, size_t end) {
    bool any = false;
    for (size_t i = start; i < end; i++)
        if (!strchr(" \t\r\n", text[i])) {
            text[i] = ' ';
            any = true;
        }
    return any;
}

static size_t after(const char *text, size_t from, const char *mark) {
    const char *found = strstr(text + from, mark);
    return found ? (size_t)(found - text) + strlen(mark) : strlen(text);
}

/* The declaration must come first and tells an encoding that is no longer true: it is passed over
 * wherever it stands, as is stray text; comments and all else are expat's. */
static bool clear_prologue(char *text) {
    bool stray = false;
    for (size_t at = 0; text[at] != '\0';) {
        size_t tag = at + strcspn(text + at, "<");
        stray = blank(text, at, tag) || stray;
        if (strncmp(text + tag, "<!--", 4) == 0) {
            at = after(text, tag + 4, "-->");
        } else if (strncmp(text + tag, "<?", 2) == 0) {
            at = after(text, tag + 2, "?>");
            if (strncmp(text + tag, "<?xml", 5) == 0 && strchr(" \t\r\n", text[tag + 5]))
                blank(text, tag, at);
        } else {
            break;
        }
    }
    return stray;
}

static bool clear_control(char *text, size_t len) {
    bool any = false;
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] < 0x20 && text[i] != '\t' && text[i] != '\n' &&
            text[i] != '\r') {
            text[i] = ' ';
            any = true;
        }
    return any;
}

ent_status ent_xml_source(const ent_source **out, ent_arena *arena, const char *name,
                          const char *data, size_t len, ent_diags *diags) {
    mended m = {0};
    ent_buffer text = {0};
    ent_source *source = ENT_NEW(arena, ent_source, 1);
    bool utf16 = len >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0);
    if (utf16)
        ent_diag(diags, ENT_E0003, (ent_span){0}, "", "save it with the encoding UTF-8",
                 "%s: the file is UTF-16, not UTF-8", name);
    if (utf16)
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    if (len >= 3 && memcmp(data, "\xEF\xBB\xBF", 3) == 0) {
        data += 3;
        len -= 3;
    }
    m.encoding = ent_utf8_valid(data, len) != len;
    if (m.encoding)
        put_latin1(&text, data, len);
    else
        ent_buffer_put_n(&text, data, len);
    char *copy = text.failed ? NULL : ent_arena_text_n(arena, text.data, text.len);
    size_t n = text.len;
    ent_buffer_free(&text);
    if (!copy || !source)
        return ENT_NOMEM;
    m.control = clear_control(copy, n);
    m.prologue = clear_prologue(copy);
    *source = (ent_source){.name = ent_arena_text(arena, name), .text = copy, .len = n};
    if (!source->name)
        return ENT_NOMEM;
    *out = source;
    return report(diags, source, &m);
}
