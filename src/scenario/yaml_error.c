/* What the YAML parser complains about, as one of our diagnostics.
 *
 * libfyaml's messages are precise but speak of YAML's grammar; those that analysts meet most often are
 * said in plainer words here. Only the first is reported: what follows a syntax error is mostly noise.
 */
#include "scenario/yaml_error.h"

#include <libfyaml.h>
#include <string.h>

typedef struct plain_words {
    const char *part; /* of libfyaml's message */
    const char *message, *hint;
} plain_words;

#define QUOTE_HINT                                                                                 \
    "inside { } or [ ], put a text that holds a comma, a colon or brackets in double quotes"

static const plain_words translations[] = {
    {"without a closing", NULL, "close it, or put the bracket in double quotes if it is text"},
    {"scalar without closing quote", "this quotation mark is not closed",
     "add the closing quote; inside single quotes an apostrophe is written twice"},
    {"multiline plain key", "this line is neither `key: value` nor part of the text above it",
     "check its indentation (spaces, no tabs) and that a colon and a space follow the key"},
    {"simple key", "this line is neither `key: value` nor part of the text above it",
     "check that a colon and a space follow the key"},
    {"tab", "a tab is used where only spaces may stand", "indent with spaces"},
    {"invalid indentation", "this line starts in a column where nothing was begun",
     "items of one list or map start in the same column"},
    {"did not find expected key", "a `key: value` was expected here",
     "items of one list or map start in the same column; quote a text that begins with a sign"},
    {"block sequence on the same line",
     "a list with dashes cannot start on the line of its key", "start it on the next line"},
    {"block mapping on the same line", "a second colon stands on this line",
     "put the text after the first colon in double quotes"},
    {"mapping values are not allowed", "a second colon stands on this line",
     "put the text after the first colon in double quotes"},
};

static const plain_words *translate(const char *message)
{
    for (size_t i = 0; i < ENT_COUNT(translations); i++)
        if (strstr(message, translations[i].part))
            return &translations[i];
    return NULL;
}

/* The byte at a 1-based line and a 1-based column of the part that begins at `offset`. */
static uint32_t byte_at(const ent_source *source, size_t offset, int line, int column)
{
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
static bool near_brackets(ent_span flow, const ent_source *source, uint32_t at)
{
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

ent_status ent_yaml_error(struct fy_diag *complaints, const ent_source *source, size_t offset,
                          ent_span flow, ent_diags *diags)
{
    void *state = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(complaints, &state);
    while (error && error->type != FYET_ERROR)
        error = fy_diag_errors_iterate(complaints, &state);
    if (!error || !error->msg)
        return ENT_NOMEM;
    uint32_t at = byte_at(source, offset, error->line, error->column);
    ent_span span = {source, at, at + (at < source->len)};
    const plain_words *plain = translate(error->msg);
    const char *hint = plain ? plain->hint : NULL;
    const char *message = plain && plain->message ? plain->message : error->msg;
    if (strstr(error->msg, "without a closing") && flow.source) {
        span = flow;
        message = "this bracket is not closed";
    } else if (near_brackets(flow, source, at) && !strstr(error->msg, "quote")) {
        hint = QUOTE_HINT;
    }
    ent_diag(diags, ENT_E0004, span, "", hint, "%s", message);
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}
