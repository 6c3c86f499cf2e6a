/* Runs a fuzz target over files, without a fuzzer: the corpus as a test of the normal build.
 *
 * usage: replay_NAME FILE-OR-FOLDER...
 */
#include <dirent.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz.h"

/* Runs one file; false when it cannot be read. */
static bool replay_file(const char *path, size_t size) {
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(size + 1);
    bool ok = file != NULL && data != NULL && fread(data, 1, size, file) == size;
    if (ok)
        LLVMFuzzerTestOneInput(data, size);
    free(data);
    if (file != NULL)
        fclose(file);
    return ok;
}

/* Runs a file or all files in a folder; how many ran, or -1. */
static long replay(const char *path) {
    struct stat about;
    if (stat(path, &about) != 0)
        return -1;
    if (!S_ISDIR(about.st_mode))
        return replay_file(path, (size_t)about.st_size) ? 1 : -1;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return -1;
    long ran = 0;
    for (struct dirent *entry; ran >= 0 && (entry = readdir(folder)) != NULL;) {
        char inside[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(inside, sizeof inside, "%s/%s", path, entry->d_name);
        const long more = replay(inside);
        ran = more < 0 ? -1 : ran + more;
    }
    closedir(folder);
    return ran;
}

int main(int argc, char **argv) {
    long ran = 0;
    for (int i = 1; i < argc; i++) {
        const long more = replay(argv[i]);
        if (more < 0) {
            fprintf(stderr, "cannot read %s\n", argv[i]);
            return 1;
        }
        ran += more;
    }
    printf("replayed %ld inputs\n", ran);
    return ran > 0 ? 0 : 1;
}
