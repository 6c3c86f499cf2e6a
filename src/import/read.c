/* Files and folders for import: bytes within the size limit, profiles in the order of their names. */
#include "import/import.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

ent_status ent_import_read(ent_import_file *out, ent_arena *arena, const char *path,
                           ent_diags *diags) {
    ent_buffer bytes = {0};
    ent_status status = ent_source_bytes(&bytes, path, diags);
    *out = (ent_import_file){.name = strcmp(path, "-") == 0 ? "standard input" : path,
                             .len = bytes.len};
    if (status == ENT_OK) {
        out->name = ent_arena_text(arena, out->name);
        out->data = ent_arena_text_n(arena, bytes.data ? bytes.data : "", bytes.len);
        if (!out->name || !out->data)
            status = ENT_NOMEM;
    }
    ent_buffer_free(&bytes);
    return status;
}

static bool is_profile(const char *name) {
    size_t len = strlen(name);
    return len > 5 && strcmp(name + len - 5, ".json") == 0 && strcmp(name, "specs.json") != 0 &&
           name[0] != '.';
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static ent_status list(const char ***items, size_t *n, ent_arena *arena, DIR *folder,
                       const char *path) {
    size_t cap = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (!is_profile(entry->d_name))
            continue;
        const char **more = ent_arena_grow(arena, (void *)*items, *n, &cap, sizeof *more);
        if (!more)
            return ENT_NOMEM;
        *items = more;
        more[*n] = ent_arena_printf(arena, "%s/%s", path, entry->d_name);
        if (!more[(*n)++])
            return ENT_NOMEM;
    }
    if (*n > 0)
        qsort((void *)*items, *n, sizeof **items, by_name);
    return ENT_OK;
}

ent_status ent_import_folder(const char *const **paths, size_t *n, ent_arena *arena,
                             const char *path, ent_diags *diags) {
    struct stat about;
    const char **items = ENT_NEW(arena, const char *, 1);
    *n = 0;
    if (!items)
        return ENT_NOMEM;
    if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode)) {
        items[0] = path;
        *paths = items;
        *n = 1;
        return ENT_OK;
    }
    items = NULL;
    DIR *folder = opendir(path);
    if (!folder) {
        if (errno == ENOMEM)
            return ENT_NOMEM;
        ent_diag(diags, ENT_E0001, (ent_span){0}, "", NULL, "%s: the folder cannot be read", path);
        return diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    ent_status status = list(&items, n, arena, folder, path);
    closedir(folder);
    *paths = (const char *const *)items;
    if (status == ENT_OK && *n == 0) {
        ent_diag(diags, ENT_E0511, (ent_span){0}, "", NULL,
                 "%s: there are no profiles (*.json) here", path);
        status = diags->failed ? ENT_NOMEM : ENT_ERROR;
    }
    return status;
}
