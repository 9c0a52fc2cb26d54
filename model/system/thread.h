/* Threads, locks and signals between them; where there are no threads (WebAssembly), none starts and the rest is
 * nothing. */
#ifndef TL_THREAD_H
#define TL_THREAD_H

#include <stdbool.h>

typedef void *tl_ThreadMain(void *context);

#if defined(__wasm__)

typedef struct tl_Lock {
    char none;
} tl_Lock;
typedef tl_Lock tl_Signal, tl_Thread;
#define TL_LOCK_INITIAL {0}
#define TL_NOTHING(name, type)                                                                               \
    static inline void name(type *of)                                                                        \
    {                                                                                                        \
        (void)of;                                                                                            \
    }
TL_NOTHING(tl_lock_create, tl_Lock)
TL_NOTHING(tl_lock_free, tl_Lock)
TL_NOTHING(tl_lock, tl_Lock)
TL_NOTHING(tl_unlock, tl_Lock)
TL_NOTHING(tl_signal_create, tl_Signal)
TL_NOTHING(tl_signal_free, tl_Signal)
TL_NOTHING(tl_signal_give, tl_Signal)
TL_NOTHING(tl_signal_give_all, tl_Signal)
TL_NOTHING(tl_thread_join, tl_Thread)
#undef TL_NOTHING

static inline void tl_signal_await(tl_Signal *signal, tl_Lock *lock, long ns)
{
    (void)signal, (void)lock, (void)ns;
}

static inline bool tl_thread_start(tl_Thread *thread, tl_ThreadMain *main, void *context)
{
    (void)thread, (void)main, (void)context;
    return false;
}

#else

#include <pthread.h>
#include <time.h>

typedef struct tl_Lock {
    pthread_mutex_t own;
} tl_Lock;

typedef struct tl_Signal {
    pthread_cond_t own;
} tl_Signal;

typedef struct tl_Thread {
    pthread_t own;
} tl_Thread;

#define TL_LOCK_INITIAL {PTHREAD_MUTEX_INITIALIZER}

static inline void tl_lock_create(tl_Lock *lock)
{
    pthread_mutex_init(&lock->own, NULL);
}

static inline void tl_lock_free(tl_Lock *lock)
{
    pthread_mutex_destroy(&lock->own);
}

static inline void tl_lock(tl_Lock *lock)
{
    pthread_mutex_lock(&lock->own);
}

static inline void tl_unlock(tl_Lock *lock)
{
    pthread_mutex_unlock(&lock->own);
}

static inline void tl_signal_create(tl_Signal *signal)
{
    pthread_cond_init(&signal->own, NULL);
}

static inline void tl_signal_free(tl_Signal *signal)
{
    pthread_cond_destroy(&signal->own);
}

static inline void tl_signal_give(tl_Signal *signal)
{
    pthread_cond_signal(&signal->own);
}

static inline void tl_signal_give_all(tl_Signal *signal)
{
    pthread_cond_broadcast(&signal->own);
}

/* Waits for a signal, without the lock, so many nanoseconds (less than a second) at the most. */
static inline void tl_signal_await(tl_Signal *signal, tl_Lock *lock, long ns)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += ns;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&signal->own, &lock->own, &until);
}

static inline bool tl_thread_start(tl_Thread *thread, tl_ThreadMain *main, void *context)
{
    return pthread_create(&thread->own, NULL, main, context) == 0;
}

static inline void tl_thread_join(tl_Thread *thread)
{
    pthread_join(thread->own, NULL);
}

#endif

#endif
