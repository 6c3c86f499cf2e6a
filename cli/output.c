/* Where output goes and how it looks: streams, colours, width, diagnostics. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"

#define WIDTH_DEFAULT 80u
#define WIDTH_LEAST 20u

static int write_errno; /* why writing first failed */

int cli_write(void *stream, const char *data, size_t len) {
    if (fwrite(data, 1, len, stream) == len)
        return 0;
    write_errno = errno;
    return 1;
}

static bool is_color(const cli *c, FILE *stream) {
    const char *choice = ent_options_get(c->options, "color");
    if (choice && strcmp(choice, "auto") != 0)
        return strcmp(choice, "always") == 0;
    const char *none = getenv("NO_COLOR"), *term = getenv("TERM");
    return !(none && *none) && term && strcmp(term, "dumb") != 0 && isatty(fileno(stream));
}

static unsigned page_width(const cli *c, FILE *stream) {
    const char *width = ent_options_get(c->options, "width");
    if (width)
        return (unsigned)strtoul(width, NULL, 10);
    struct winsize window;
    if (isatty(fileno(stream)) && ioctl(fileno(stream), TIOCGWINSZ, &window) == 0 &&
        window.ws_col >= WIDTH_LEAST && window.ws_col < WIDTH_DEFAULT)
        return window.ws_col;
    return WIDTH_DEFAULT;
}

ent_style cli_style(const cli *c, FILE *stream) {
    ent_style style = ENT_STYLE_INIT;
    style.color = is_color(c, stream);
    style.width = page_width(c, stream);
    return style;
}

ent_format cli_format(const cli *c) {
    if (cli_is_on(c, "json"))
        return ENT_FORMAT_JSON;
    if (cli_is_on(c, "html"))
        return ENT_FORMAT_HTML;
    return cli_is_on(c, "csv") || cli_is_on(c, "table") ? ENT_FORMAT_CSV : ENT_FORMAT_TEXT;
}

static void put_count(size_t n, const char *word, const char *before) {
    if (n > 0)
        fprintf(stderr, "%s%zu %s%s", before, n, word, n == 1 ? "" : "s");
}

/* "2 errors, 1 warning", where there is more than one thing to count. */
static void put_counts(const cli *c) {
    size_t errors = 0, warnings = 0, n = ent_diagnostics_count(c->context);
    for (size_t i = 0; i < n; i++) {
        ent_severity severity = ent_diagnostics_at(c->context, i).severity;
        errors += severity == ENT_SEVERITY_ERROR;
        warnings += severity == ENT_SEVERITY_WARNING;
    }
    if (errors == 0 || errors + warnings < 2)
        return;
    put_count(errors, "error", "");
    put_count(warnings, "warning", ", ");
    fputs("\n", stderr);
}

void cli_report(const cli *c) {
    bool json = cli_is_on(c, "json");
    if (ent_diagnostics_count(c->context) == 0)
        return;
    ent_style style = cli_style(c, stderr);
    ent_status status = ent_diagnostics_write(c->context, json ? ENT_FORMAT_JSON : ENT_FORMAT_TEXT,
                                              &style, cli_write, stderr);
    if (status == ENT_NOMEM)
        fputs("entente: out of memory\n", stderr);
    if (!json)
        put_counts(c);
    ent_diagnostics_clear(c->context);
}

/* Writes the words of one line; returns where the next one begins. */
static const char *wrap_line(FILE *out, const char *text, int column, int indent, int width) {
    bool at_start = true;
    while (*text && *text != '\n') {
        int len = (int)strcspn(text, " \n");
        if (!at_start && column + 1 + len > width) {
            fprintf(out, "\n%*s", indent, "");
            column = indent;
            at_start = true;
        }
        fprintf(out, "%s%.*s", at_start ? "" : " ", len, text);
        column += len + !at_start;
        at_start = false;
        text += len;
        text += *text == ' ';
    }
    return text;
}

void cli_wrap(FILE *out, const char *text, int column, int indent, int width) {
    for (;;) {
        size_t len = strcspn(text, "\n");
        if (*text == ' ') {
            fprintf(out, "%.*s", (int)len, text);
            text += len;
        } else {
            text = wrap_line(out, text, column, indent, width);
        }
        fputc('\n', out);
        if (!*text++)
            return;
        if (*text && *text != '\n')
            fprintf(out, "%*s", indent, "");
        column = indent;
    }
}

int cli_failed(const cli *c, ent_status status) {
    cli_report(c);
    switch (status) {
    case ENT_ERROR: return EXIT_INPUT;
    case ENT_CANCELLED: return EXIT_STOPPED;
    case ENT_NOMEM: fputs("entente: out of memory\n", stderr); return EXIT_LIMIT;
    default: return EXIT_LIMIT; /* what failed to be written is said by cli_finish() */
    }
}

int cli_finish(int status) {
    if (fflush(stdout) != 0 && write_errno == 0)
        write_errno = errno;
    if (!ferror(stdout))
        return status;
    if (write_errno == EPIPE) /* the reader has seen enough */
        return status == EXIT_LIMIT ? EXIT_ANSWERED : status;
    fprintf(stderr, "entente: the output cannot be written: %s\n", strerror(write_errno));
    return EXIT_LIMIT;
}
