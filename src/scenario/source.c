/* A scenario's text, from a file, standard input or memory: bounded, UTF-8, without NUL.
 *
 * Size is checked before reading where the system knows it, and while reading where it does not
 * (pipes, devices). A byte order mark is dropped.
 */
#include "scenario/node.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define READ_STEP ((size_t)64 << 10)

static const ent_span nowhere = {NULL, 0, 0};

static ent_status refuse(ent_diags *diags, ent_diag_code code, const char *name, const char *why,
                         const char *hint) {
    ent_diag(diags, code, nowhere, "", hint, "%s: %s", name, why);
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status refuse_size(ent_diags *diags, const char *name) {
    return refuse(diags, ENT_E0002, name, "the file is larger than 16 MiB",
                  "check that this is the scenario; keep long texts in the sources it cites");
}

static ent_status refuse_open(ent_diags *diags, const char *path, int error) {
    if (error == ENOENT || error == ENOTDIR)
        return refuse(diags, ENT_E0001, path, "there is no such file",
                      "check the spelling and the folder");
    if (error == EACCES || error == EPERM)
        return refuse(diags, ENT_E0001, path, "this user may not read the file", NULL);
    if (error == ENOMEM)
        return ENT_NOMEM;
    return refuse(diags, ENT_E0001, path, "the file cannot be read", NULL);
}

static ent_status read_all(ent_buffer *text, int fd, const char *name, ent_diags *diags) {
    char step[READ_STEP];
    for (;;) {
        ssize_t n = read(fd, step, sizeof step);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return refuse_open(diags, name, errno);
        if (n == 0)
            return text->failed ? ENT_NOMEM : ENT_OK;
        if (text->len + (size_t)n > ENT_FILE_LIMIT)
            return refuse_size(diags, name);
        ent_buffer_put_n(text, step, (size_t)n);
    }
}

static ent_status read_descriptor(ent_buffer *text, int fd, const char *name, ent_diags *diags) {
    struct stat info;
    if (fstat(fd, &info) != 0)
        return refuse_open(diags, name, errno);
    if (S_ISDIR(info.st_mode))
        return refuse(diags, ENT_E0001, name, "this is a folder, not a file", "name a file in it");
    if (S_ISREG(info.st_mode) && info.st_size > (off_t)ENT_FILE_LIMIT)
        return refuse_size(diags, name);
    return read_all(text, fd, name, diags);
}

static bool is_standard_input(const char *path) {
    return strcmp(path, "-") == 0;
}

ent_status ent_source_bytes(ent_buffer *out, const char *path, ent_diags *diags) {
    if (is_standard_input(path))
        return read_descriptor(out, STDIN_FILENO, "standard input", diags);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return refuse_open(diags, path, errno);
    ent_status status = read_descriptor(out, fd, path, diags);
    close(fd);
    return status;
}

static bool begins_with(const char *text, size_t len, const char *mark) {
    return len >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0;
}

static unsigned line_of(const char *text, size_t at) {
    unsigned line = 1;
    for (size_t i = 0; i < at; i++)
        line += text[i] == '\n';
    return line;
}

static ent_status check_encoding(const char *name, const char *text, size_t len, ent_diags *diags) {
    static const char *const hint = "save it as plain text with the encoding UTF-8";
    if (begins_with(text, len, "\xFF\xFE") || begins_with(text, len, "\xFE\xFF"))
        return refuse(diags, ENT_E0003, name, "the file is UTF-16, not UTF-8", hint);
    size_t valid = ent_utf8_valid(text, len);
    const char *nul = memchr(text, '\0', valid);
    if (nul)
        valid = (size_t)(nul - text);
    if (valid == len)
        return ENT_OK;
    ent_diag(diags, ENT_E0003, nowhere, "", hint, "%s: line %u holds %s", name,
             line_of(text, valid),
             nul ? "a zero byte, so it is no text" : "bytes that are not UTF-8");
    return diags->failed ? ENT_NOMEM : ENT_ERROR;
}

static ent_status new_source(ent_source **out, ent_arena *arena, const char *name, const char *text,
                             size_t len, ent_diags *diags) {
    if (len > ENT_FILE_LIMIT)
        return refuse_size(diags, name);
    ENT_TRY(check_encoding(name, text, len, diags));
    size_t mark = begins_with(text, len, "\xEF\xBB\xBF") ? 3 : 0;
    ent_source *source = ENT_NEW(arena, ent_source, 1);
    if (!source)
        return ENT_NOMEM;
    source->name = ent_arena_text(arena, name);
    source->text = ent_arena_text_n(arena, text + mark, len - mark);
    source->len = len - mark;
    if (!source->name || !source->text)
        return ENT_NOMEM;
    *out = source;
    return ENT_OK;
}

ent_status ent_source_text(const ent_source **out, ent_arena *arena, const char *name,
                           const char *text, size_t len, ent_diags *diags) {
    ent_source *source = NULL;
    ENT_TRY(new_source(&source, arena, name, text, len, diags));
    *out = source;
    return ENT_OK;
}

ent_status ent_source_read(const ent_source **out, ent_arena *arena, const char *path,
                           ent_diags *diags) {
    ent_buffer text = {0};
    ent_source *source = NULL;
    ent_status status = ent_source_bytes(&text, path, diags);
    if (status == ENT_OK)
        status = new_source(&source, arena, is_standard_input(path) ? "standard input" : path,
                            text.data ? text.data : "", text.len, diags);
    ent_buffer_free(&text);
    ENT_TRY(status);
    source->is_file = !is_standard_input(path);
    *out = source;
    return ENT_OK;
}
