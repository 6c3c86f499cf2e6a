/* format: what may be written in a scenario file, as a page or as a JSON Schema. */
#include "cli.h"

int cmd_format(const cli *c) {
    ent_status status = ent_format_write(c->context, cli_format(c), c->argument, cli_write, stdout);
    return status == ENT_OK ? EXIT_ANSWERED : cli_failed(c, status);
}
