/* The context: diagnostics, threads, progress and stopping, for all that is made through it. */
#include <unistd.h>

#include "api/api.h"

#define THREADS_MOST 256

static unsigned processors(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > THREADS_MOST ? THREADS_MOST : (unsigned)n;
}

const char *ent_version(void) {
    return ENT_VERSION;
}

const char *ent_status_text(ent_status status) {
    switch (status) {
    case ENT_OK: return "ok";
    case ENT_ERROR: return "the input is wrong";
    case ENT_NOMEM: return "out of memory";
    case ENT_CANCELLED: return "stopped";
    case ENT_LIMIT: return "a limit was passed";
    case ENT_IO: return "the output could not be written";
    }
    return "unknown status";
}

ent_status ent_context_new(ent_context **out) {
    *out = NULL;
    ent_context *context = ent_heap_alloc(sizeof *context);
    if (!context)
        return ENT_NOMEM;
    *context = (ent_context){.threads = processors()};
    context->diags.arena = ent_arena_new();
    if (!context->diags.arena) {
        ent_heap_free(context);
        return ENT_NOMEM;
    }
    context->empty = ent_arena_mark(context->diags.arena);
    *out = context;
    return ENT_OK;
}

void ent_context_free(ent_context *context) {
    if (!context)
        return;
    ent_arena_free(context->diags.arena);
    ent_heap_free(context);
}

void ent_context_set_threads(ent_context *context, unsigned threads) {
    context->threads = threads == 0             ? processors()
                       : threads > THREADS_MOST ? THREADS_MOST
                                                : threads;
}

void ent_context_set_progress(ent_context *context, ent_progress_fn progress, void *user) {
    context->progress = progress;
    context->user = user;
}

/* Atomic, since workers read it while a signal handler or another thread writes. */
void ent_context_stop(ent_context *context) {
    __atomic_store_n(&context->stop, 1, __ATOMIC_RELAXED);
}

void ent_context_resume(ent_context *context) {
    __atomic_store_n(&context->stop, 0, __ATOMIC_RELAXED);
}
