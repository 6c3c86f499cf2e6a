/* Threads for a run of independent chunks.
 *
 * Chunks are handed out in increasing order by one atomic counter; the calling thread works too, as
 * worker 0, and reports progress between its chunks. A chunk that was handed out is always finished,
 * and after a failure none is handed out: so the failure with the lowest number is the same for any
 * number of threads. When the system gives fewer threads than asked for, the run goes on with those.
 *
 * C11 threads and OpenMP both trip ThreadSanitizer; POSIX threads do not.
 */
#include "base/base.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#define MOST_THREADS 256u

typedef struct pool {
    const ent_run *run;
    ent_chunk_fn fn;
    void *job;
    uint64_t n_chunks;
    _Atomic uint64_t next, done;
    _Atomic bool halt;
    pthread_mutex_t lock; /* of the two below */
    uint64_t failed_chunk;
    ent_status failure;
} pool;

typedef struct worker {
    pool *pool;
    unsigned number;
} worker;

/* The flag may be set by a signal handler or by another thread. */
static bool stop_asked(const ent_run *run) {
    return run->stop && __atomic_load_n(run->stop, __ATOMIC_RELAXED) != 0;
}

static void note_failure(pool *p, uint64_t chunk, ent_status status) {
    atomic_store(&p->halt, true);
    pthread_mutex_lock(&p->lock);
    if (p->failure == ENT_OK || chunk < p->failed_chunk) {
        p->failure = status;
        p->failed_chunk = chunk;
    }
    pthread_mutex_unlock(&p->lock);
}

static void report(const pool *p) {
    if (p->run->progress && p->run->what)
        p->run->progress(p->run->user, p->run->what, atomic_load(&p->done), p->n_chunks);
}

static void work(pool *p, unsigned number) {
    while (!atomic_load(&p->halt) && !stop_asked(p->run)) {
        uint64_t chunk = atomic_fetch_add(&p->next, 1);
        if (chunk >= p->n_chunks)
            return;
        ent_status status = p->fn(p->job, chunk, number);
        if (status != ENT_OK)
            note_failure(p, chunk, status);
        atomic_fetch_add(&p->done, 1);
        if (number == 0)
            report(p);
    }
}

static void *work_in_thread(void *arg) {
    const worker *w = arg;
    work(w->pool, w->number);
    return NULL;
}

/* Starts up to `n` workers, signals blocked, so that handlers run in the caller's threads. */
static unsigned start_workers(pthread_t *threads, worker *workers, unsigned n, pool *p) {
    sigset_t all, before;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
        return 0;
    unsigned started = 0;
    for (; started < n; started++) {
        workers[started] = (worker){p, started + 1};
        if (pthread_create(&threads[started], NULL, work_in_thread, &workers[started]) != 0)
            break;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

/* Workers besides the calling thread. */
static unsigned helpers_wanted(const ent_run *run, uint64_t n_chunks) {
    uint64_t threads = run->threads < MOST_THREADS ? run->threads : MOST_THREADS;
    if (threads > n_chunks)
        threads = n_chunks;
    return threads > 1 ? (unsigned)threads - 1 : 0;
}

ent_status ent_pool_run(const ent_run *run, uint64_t n_chunks, ent_chunk_fn fn, void *job,
                        uint64_t *done) {
    pool p = {.run = run, .fn = fn, .job = job, .n_chunks = n_chunks};
    pthread_t threads[MOST_THREADS];
    worker workers[MOST_THREADS];
    if (pthread_mutex_init(&p.lock, NULL) != 0)
        return ENT_NOMEM;
    unsigned n = start_workers(threads, workers, helpers_wanted(run, n_chunks), &p);
    work(&p, 0);
    for (unsigned i = 0; i < n; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_destroy(&p.lock);
    uint64_t finished = atomic_load(&p.done);
    if (done)
        *done = finished;
    if (p.failure != ENT_OK)
        return p.failure;
    return finished < n_chunks ? ENT_CANCELLED : ENT_OK;
}
