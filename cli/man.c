/* Manual pages in the man(7) macros, from the same tables as --help. */
#include <string.h>

#include "cli.h"

/* Text with what roff would read as its own escaped: backslashes, dashes, a dot or quote that begins
 * a line. An empty line parts paragraphs. */
static void put_text(FILE *out, const char *text) {
    bool line_start = true;
    for (; *text; text++) {
        if (line_start && (*text == '.' || *text == '\''))
            fputs("\\&", out);
        line_start = false;
        if (*text == '\\')
            fputs("\\e", out);
        else if (*text == '-')
            fputs("\\-", out);
        else if (*text == '\n') {
            if (text[1] == '\n') {
                fputs("\n.PP", out);
                text++;
            }
            fputc('\n', out);
            line_start = true;
        } else
            fputc(*text, out);
    }
    fputc('\n', out);
}

static void put_options(FILE *out, const char *verb) {
    fputs(".SH OPTIONS\n", out);
    for (size_t i = 0; ent_option_at(i); i++) {
        const ent_option_info *option = ent_option_at(i);
        if (!ent_option_serves(option, verb))
            continue;
        fprintf(out, ".TP\n\\fB\\-\\-%s\\fR", option->name);
        if (option->argument[0])
            fprintf(out, " \\fI%s\\fR", option->argument);
        fputc('\n', out);
        put_text(out, option->summary);
    }
}

static void put_exit_status(FILE *out) {
    fputs(".SH EXIT STATUS\n"
          ".TP\n.B 0\nanswered\n"
          ".TP\n.B 1\nthe scenario or the question is wrong; standard error says where\n"
          ".TP\n.B 2\nthe command line is wrong\n"
          ".TP\n.B 3\nstopped; what is known so far was written\n"
          ".TP\n.B 4\na limit was passed, memory ran out, or the output cannot be written\n",
          out);
}

void man_verb(FILE *out, const ent_verb_info *verb) {
    fprintf(out, ".TH ENTENTE\\-");
    for (const char *at = verb->name; *at; at++)
        fputc(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at, out);
    fprintf(out, " 1 \"\" \"entente %s\" \"entente\"\n", ent_version());
    fprintf(out, ".SH NAME\nentente\\-%s \\- %s\n", verb->name, verb->summary);
    fprintf(out, ".SH SYNOPSIS\n.B entente %s\n[\\fIOPTIONS\\fR] \\fI%s\\fR\n", verb->name,
            verb->arguments);
    fputs(".SH DESCRIPTION\n", out);
    put_text(out, verb->details);
    put_options(out, verb->name);
    put_exit_status(out);
    fputs(".SH SEE ALSO\n.BR entente (1)\n", out);
}

void man_program(FILE *out) {
    fprintf(out, ".TH ENTENTE 1 \"\" \"entente %s\" \"entente\"\n", ent_version());
    fputs(
        ".SH NAME\nentente \\- which alliances can form, which settlements all would sign, and "
        "why\n"
        ".SH SYNOPSIS\n.B entente\n\\fIFILE\\fR\n.br\n.B entente\n"
        "\\fIVERB\\fR [\\fIOPTIONS\\fR] [\\fIFILE\\fR]\n"
        ".SH DESCRIPTION\nA scenario file says who the actors of a conflict are, what is at issue, "
        "who can change what, and what each wants. From it\n.B entente\n"
        "answers which deals a coalition would sign, on which terms, and why; "
        "or what stands in the way.\n.SH VERBS\n",
        out);
    for (size_t i = 0; ent_verb_at(i); i++) {
        fprintf(out, ".TP\n\\fB%s\\fR \\fI%s\\fR\n", ent_verb_at(i)->name,
                ent_verb_at(i)->arguments);
        put_text(out, ent_verb_at(i)->summary);
    }
    put_exit_status(out);
    fputs(".SH ENVIRONMENT\n.TP\n.B NO_COLOR\nwhen set and not empty: no colours, unless asked for "
          "with \\-\\-color\n.SH SEE ALSO\n",
          out);
    for (size_t i = 0; ent_verb_at(i); i++)
        fprintf(out, ".BR entente\\-%s (1)%s\n", ent_verb_at(i)->name,
                ent_verb_at(i + 1) ? "," : "");
}
