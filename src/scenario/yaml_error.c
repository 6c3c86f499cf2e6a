/* What the YAML parser complains about, as one of our diagnostics.
 *
 * libfyaml's messages are precise but speak of YAML's grammar; those that analysts meet most often are
 * said in plainer words here. Only the first is reported: what follows a syntax error is mostly noise.
 */
#include "scenario/yaml_error.h"

#include <libfyaml.h>
#include <stdio.h>
#include <string.h>

typedef struct plain_words {
    const char *part; /* of libfyaml's message */
    const char *message, *hint;
} plain_words;

#define QUOTE_HINT                                                                                 \
    "inside { } or [ ], put a text that holds a comma, a colon or brackets in double quotes"
#define COLUMN_HINT                                                                                \
    "items of one list or map start in the same column; indent with spaces, not tabs"

/* The first that fits serves. */
static const plain_words translations[] = {
    {"without a closing", "a bracket is not closed",
     "close it, or put the bracket in double quotes if it is text"},
    {"invalid extra closing", "there is a closing bracket too many",
     "take it out, or put the text in double quotes"},
    {"missing comma", "a comma or a closing bracket is missing here", QUOTE_HINT},
    {"without closing quote", "this quotation mark is not closed",
     "add the closing quote; inside single quotes an apostrophe is written twice"},
    {"trailing content after", "text stands behind the closing quotation mark",
     "put the whole in quotes; inside single quotes an apostrophe is written twice"},
    {"invalid escape", "a backslash in double quotes begins no known escape",
     "write the backslash twice, or use single quotes"},
    {"multiline plain key", "the text that begins here runs into a `key: value` on a later line",
     "check how the next lines are indented (spaces, no tabs), and that a space follows each "
     "colon"},
    {"plain scalar cannot start", "a text that begins with this sign must be quoted",
     "put the text in double quotes"},
    {"block scalar no linebreak", "a text that begins with > or | must be quoted",
     "put the text in double quotes"},
    {"could not find expected ':'", "a `key: value` is expected here",
     "check that a colon and a space follow the key"},
    {"tab", "a tab is used where only spaces may stand", "indent with spaces"},
    {"indentation", "this line starts in a column where nothing was begun", COLUMN_HINT},
    {"indendation", "this line starts in a column where nothing was begun", COLUMN_HINT},
    {"did not find expected key", "a `key: value` is expected here", COLUMN_HINT},
    {"block sequence on the same line", "a list with dashes cannot start on the line of its key",
     "start it on the next line"},
    {"block mapping on the same line", "a second colon stands on this line",
     "put the text after the first colon in double quotes"},
    {"mapping values are not allowed", "a second colon stands on this line",
     "put the text after the first colon in double quotes"},
};

static const plain_words *translate(const char *message) {
    for (size_t i = 0; i < ENT_COUNT(translations); i++)
        if (strstr(message, translations[i].part))
            return &translations[i];
    return NULL;
}

/* The byte at a 1-based line and a 1-based column of the part that begins at `offset`. */
static uint32_t byte_at(const ent_source *source, size_t offset, int line, int column) {
    const char *at = source->text + offset, *end = source->text + source->len;
    for (; line > 1 && at < end; line--) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline ? newline + 1 : end;
    }
    for (; column > 1 && at < end && *at != '\n'; column--) {
        at++;
        while (at < end && ((unsigned char)*at & 0xC0) == 0x80)
            at++;
    }
    return (uint32_t)(at - source->text);
}

/* Whether the words about { } and [ ] may help: one was open, or one stands on the line. */
static bool near_brackets(ent_span flow, const ent_source *source, uint32_t at) {
    if (flow.source)
        return true;
    size_t start = at, end = at;
    while (start > 0 && source->text[start - 1] != '\n')
        start--;
    while (end < source->len && source->text[end] != '\n')
        end++;
    return memchr(source->text + start, '{', end - start) ||
           memchr(source->text + start, '[', end - start);
}

/* An error at the end of the source is shown at the last thing that stands there. */
static uint32_t before_end(const ent_source *source, size_t offset, uint32_t at) {
    if (at < source->len)
        return at;
    while (at > offset && strchr(" \t\r\n", source->text[at - 1]))
        at--;
    while (at > offset && ((unsigned char)source->text[--at] & 0xC0) == 0x80)
        continue;
    return at;
}

static unsigned line_of(ent_span span) {
    unsigned line, column, end_line, end_column;
    ent_span_position(span, &line, &column, &end_line, &end_column);
    return line;
}

static const struct fy_diag_error *first_error(struct fy_diag *complaints) {
    void *state = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(complaints, &state);
    while (error && error->type != FYET_ERROR)
        error = fy_diag_errors_iterate(complaints, &state);
    return error;
}

ent_status ent_yaml_error(struct fy_diag *complaints, const ent_source *source, size_t offset,
                          ent_span flow, ent_diags *diags) {
    const struct fy_diag_error *error = first_error(complaints);
    if (!error || !error->msg) { /* the library gives up on some block scalars without a word */
        ent_span rest = {source, (uint32_t)offset, (uint32_t)source->len};
        ent_diag(diags, ENT_E0004, rest, "", "look for a `|` or `>` at the start of a value",
                 "somewhere from here on this is not YAML");
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    uint32_t at = before_end(source, offset, byte_at(source, offset, error->line, error->column));
    ent_span span = {source, at, at + (at < source->len)};
    const plain_words *plain = translate(error->msg);
    const char *hint = plain ? plain->hint : NULL;
    char buffer[160];
    if (flow.source && line_of(flow) < line_of(span)) {
        snprintf(buffer, sizeof buffer,
                 "the bracket opened on line %u may lack its closing one; %s", line_of(flow),
                 QUOTE_HINT);
        hint = buffer;
    } else if (near_brackets(flow, source, at) && (!plain || !strstr(plain->message, "quot"))) {
        hint = QUOTE_HINT;
    }
    if (flow.source && strstr(error->msg, "without a closing"))
        span = flow;
    ent_diag(diags, ENT_E0004, span, "", hint, "%s", plain ? plain->message : error->msg);
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}
