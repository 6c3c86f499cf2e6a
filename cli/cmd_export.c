/* export: a scenario out, as files of another tool in a folder, or a single file to standard output.
 *
 * All files are written under temporary names first and renamed when all are whole, so that what was
 * there before stays as it was when anything fails.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

typedef struct pending {
    char *temporary, *final;
    struct pending *next;
} pending;

typedef struct folder {
    const char *path;
    bool made; /* by this run */
    pending *files;
} folder;

static int complain(const char *path) {
    fprintf(stderr, "entente: %s cannot be written: %s\n", path, strerror(errno));
    return 1;
}

static char *join(const char *path, const char *before, const char *name, const char *after) {
    size_t len = strlen(path) + strlen(before) + strlen(name) + strlen(after) + 2;
    char *joined = malloc(len);
    if (joined)
        snprintf(joined, len, "%s/%s%s%s", path, before, name, after);
    return joined;
}

static int make_folder(folder *f) {
    struct stat about;
    if (mkdir(f->path, 0777) == 0) {
        f->made = true;
        return 0;
    }
    int why = errno;
    if (why == EEXIST && stat(f->path, &about) == 0 && S_ISDIR(about.st_mode))
        return 0;
    errno = why == EEXIST ? ENOTDIR : why;
    return complain(f->path);
}

static int fill(const char *path, int fd, const char *data, size_t len) {
    mode_t mask = umask(0);
    umask(mask);
    FILE *out = fdopen(fd, "wb");
    if (!out) {
        close(fd);
        return complain(path);
    }
    bool whole = fwrite(data, 1, len, out) == len && fflush(out) == 0 &&
                 fchmod(fd, 0666 & ~mask) == 0 && fsync(fd) == 0;
    if (!whole)
        complain(path);
    return fclose(out) == 0 && whole ? 0 : 1;
}

/* An ent_file_fn. */
static int put_file(void *user, const char *name, const char *data, size_t len) {
    folder *f = user;
    pending *file = calloc(1, sizeof *file);
    if (!file || (f->files == NULL && make_folder(f) != 0)) {
        free(file);
        return 1;
    }
    file->next = f->files;
    f->files = file;
    file->final = join(f->path, "", name, "");
    file->temporary = join(f->path, ".", name, ".XXXXXX");
    if (!file->final || !file->temporary)
        return 1;
    int fd = mkstemp(file->temporary);
    if (fd < 0) {
        complain(file->final);
        free(file->temporary);
        file->temporary = NULL;
        return 1;
    }
    return fill(file->final, fd, data, len);
}

static int rename_all(const folder *f) {
    for (pending *file = f->files; file; file = file->next) {
        if (rename(file->temporary, file->final) != 0)
            return complain(file->final);
        free(file->temporary);
        file->temporary = NULL;
    }
    return 0;
}

/* Takes away what was not renamed, and a folder that is of no use. */
static void clear(folder *f, bool written) {
    for (pending *file = f->files, *next; file; file = next) {
        next = file->next;
        if (file->temporary)
            unlink(file->temporary);
        free(file->temporary);
        free(file->final);
        free(file);
    }
    if (f->made && !written)
        rmdir(f->path);
}

/* An ent_file_fn: of a tool that writes one file. */
static int print_file(void *user, const char *name, const char *data, size_t len) {
    (void)user;
    (void)name;
    return fwrite(data, 1, len, stdout) == len ? 0 : 1;
}

static int print_export(const cli *c) {
    ent_scenario_handle *scenario = NULL;
    ent_status status = ent_scenario_load(&scenario, c->context, c->arguments[1]);
    if (status == ENT_OK)
        status = ent_export_scenario(scenario, c->arguments[0], print_file, NULL);
    ent_scenario_free(scenario);
    if (status != ENT_OK)
        return cli_failed(c, status);
    cli_report(c);
    return EXIT_ANSWERED;
}

int cmd_export(const cli *c) {
    if (c->n_arguments == 2 && strcmp(c->arguments[0], "genius") != 0)
        return print_export(c);
    if (c->n_arguments == 2) {
        fputs("entente: export genius writes several files: name a folder for them\n", stderr);
        return EXIT_USAGE;
    }
    folder f = {.path = c->arguments[2]};
    ent_scenario_handle *scenario = NULL;
    ent_status status = ent_scenario_load(&scenario, c->context, c->arguments[1]);
    if (status == ENT_OK)
        status = ent_export_scenario(scenario, c->arguments[0], put_file, &f);
    if (status == ENT_OK && rename_all(&f) != 0)
        status = ENT_IO;
    clear(&f, status == ENT_OK);
    ent_scenario_free(scenario);
    if (status != ENT_OK)
        return cli_failed(c, status);
    cli_report(c);
    return EXIT_ANSWERED;
}
