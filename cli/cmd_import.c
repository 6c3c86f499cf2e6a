/* import: other tools' files in, a scenario out. */
#include "cli.h"

int cmd_import(const cli *c) {
    ent_status status = ent_import_paths(c->context, c->arguments[0], c->arguments + 1,
                                         c->n_arguments - 1, c->options, cli_write, stdout);
    if (status != ENT_OK)
        return cli_failed(c, status);
    cli_report(c);
    return EXIT_ANSWERED;
}
