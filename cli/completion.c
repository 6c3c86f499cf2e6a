/* Completion for bash, zsh and fish: verbs, the options of each verb, their words, and files. */
#include <string.h>

#include "cli.h"

static void put_verbs(FILE *out) {
    for (size_t i = 0; ent_verb_at(i); i++)
        fprintf(out, "%s%s", i > 0 ? " " : "", ent_verb_at(i)->name);
}

/* "auto|always|never" as "auto always never". */
static void put_words(FILE *out, const char *choices) {
    for (; *choices; choices++)
        fputc(*choices == '|' ? ' ' : *choices, out);
}

static bool is_choice(const ent_option_info *option) {
    return strchr(option->argument, '|') != NULL;
}

static void put_options_of(FILE *out, const char *verb) {
    const char *separator = "";
    for (size_t i = 0; ent_option_at(i); i++)
        if (ent_option_serves(ent_option_at(i), verb)) {
            fprintf(out, "%s--%s", separator, ent_option_at(i)->name);
            separator = " ";
        }
}

static void put_bash_values(FILE *out) {
    for (size_t i = 0; ent_option_at(i); i++) {
        const ent_option_info *option = ent_option_at(i);
        if (!option->argument[0])
            continue;
        fprintf(out, "    --%s) ", option->name);
        if (is_choice(option)) {
            fputs("mapfile -t COMPREPLY < <(compgen -W '", out);
            put_words(out, option->argument);
            fputs("' -- \"$word\")", out);
        } else {
            fputs("COMPREPLY=()", out);
        }
        fputs("; return ;;\n", out);
    }
}

static void put_bash(FILE *out) {
    fputs("# bash completion for entente; made by: entente help --completion bash\n"
          "_entente() {\n"
          "    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
          "    local verb='' options='' i\n"
          "    local verbs='",
          out);
    put_verbs(out);
    fputs("'\n"
          "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
          "        [[ \" $verbs \" == *\" ${COMP_WORDS[i]} \"* ]] && { verb=${COMP_WORDS[i]}; "
          "break; }\n"
          "    done\n"
          "    case $before in\n",
          out);
    put_bash_values(out);
    fputs("    esac\n    case ${verb:-brief} in\n", out);
    for (size_t i = 0; ent_verb_at(i); i++) {
        fprintf(out, "    %s) options='", ent_verb_at(i)->name);
        put_options_of(out, ent_verb_at(i)->name);
        fputs("' ;;\n", out);
    }
    fputs("    esac\n"
          "    if [[ $word == -* ]]; then\n"
          "        mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$word\")\n"
          "    elif [[ $verb == help ]]; then\n"
          "        mapfile -t COMPREPLY < <(compgen -W \"$verbs\" -- \"$word\")\n"
          "    elif [[ -z $verb ]]; then\n"
          "        mapfile -t COMPREPLY < <(compgen -W \"$verbs\" -- \"$word\"; compgen -f -- "
          "\"$word\")\n"
          "    else\n"
          "        mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
          "    fi\n"
          "}\n"
          "complete -o filenames -F _entente entente\n",
          out);
}

/* A description inside single quotes; zsh's _arguments also needs brackets and colons escaped. */
static void put_quoted(FILE *out, const char *text, bool zsh) {
    for (; *text; text++) {
        if (*text == '\'')
            fputs(zsh ? "'\\''" : "\\'", out);
        else if (zsh && strchr("[]:\\", *text))
            fprintf(out, "\\%c", *text);
        else if (!zsh && *text == '\\')
            fputs("\\\\", out);
        else
            fputc(*text, out);
    }
}

static void put_zsh_option(FILE *out, const ent_option_info *option) {
    fprintf(out, "            '%s--%s[", option->repeatable ? "*" : "", option->name);
    put_quoted(out, option->summary, true);
    fputc(']', out);
    if (is_choice(option)) {
        fputs(":word:(", out);
        put_words(out, option->argument);
        fputc(')', out);
    } else if (option->argument[0]) {
        fprintf(out, ":%s:", option->argument);
    }
    fputs("' \\\n", out);
}

static void put_zsh(FILE *out) {
    fputs("#compdef entente\n# made by: entente help --completion zsh\n"
          "_entente() {\n"
          "    local verb='' word\n"
          "    local -a verbs=(",
          out);
    put_verbs(out);
    fputs(")\n"
          "    for word in ${words[2,CURRENT-1]}; do\n"
          "        (( ${verbs[(Ie)$word]} )) && { verb=$word; break }\n"
          "    done\n"
          "    if [[ -z $verb && $PREFIX != -* ]]; then\n"
          "        compadd -a verbs\n"
          "        _files\n"
          "        return\n"
          "    fi\n"
          "    case ${verb:-brief} in\n",
          out);
    for (size_t i = 0; ent_verb_at(i); i++) {
        const ent_verb_info *verb = ent_verb_at(i);
        fprintf(out, "    %s)\n        _arguments \\\n", verb->name);
        for (size_t j = 0; ent_option_at(j); j++)
            if (ent_option_serves(ent_option_at(j), verb->name))
                put_zsh_option(out, ent_option_at(j));
        fputs(strcmp(verb->name, "help") == 0 ? "            '*:verb:compadd -a verbs' ;;\n"
                                              : "            '*:file:_files' ;;\n",
              out);
    }
    fputs("    esac\n}\n_entente \"$@\"\n", out);
}

static void put_fish_option(FILE *out, const ent_option_info *option) {
    fprintf(out, "complete -c entente -l %s", option->name);
    if (strcmp(option->verbs, "*") != 0) {
        fputs(" -n '__fish_seen_subcommand_from", out);
        for (size_t v = 0; ent_verb_at(v); v++)
            if (ent_option_serves(option, ent_verb_at(v)->name))
                fprintf(out, " %s", ent_verb_at(v)->name);
        fputs("'", out);
    }
    if (is_choice(option)) {
        fputs(" -x -a '", out);
        put_words(out, option->argument);
        fputc('\'', out);
    } else if (option->argument[0]) {
        fputs(" -x", out);
    }
    fputs(" -d '", out);
    put_quoted(out, option->summary, false);
    fputs("'\n", out);
}

static void put_fish(FILE *out) {
    fputs("# fish completion for entente; made by: entente help --completion fish\n", out);
    for (size_t i = 0; ent_verb_at(i); i++) {
        fputs("complete -c entente -n __fish_use_subcommand", out);
        fprintf(out, " -a %s -d '", ent_verb_at(i)->name);
        put_quoted(out, ent_verb_at(i)->summary, false);
        fputs("'\n", out);
    }
    fputs("complete -c entente -f -n '__fish_seen_subcommand_from help' -a '", out);
    put_verbs(out);
    fputs("'\n", out);
    for (size_t i = 0; ent_option_at(i); i++)
        put_fish_option(out, ent_option_at(i));
}

void completion(FILE *out, const char *shell) {
    if (strcmp(shell, "bash") == 0)
        put_bash(out);
    else if (strcmp(shell, "zsh") == 0)
        put_zsh(out);
    else
        put_fish(out);
}
