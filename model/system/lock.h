/* A lock, and nothing where there are no threads (WebAssembly). */
#ifndef TL_LOCK_H
#define TL_LOCK_H

#if defined(__wasm__)
typedef struct tl_Lock {
    char none;
} tl_Lock;
#define TL_LOCK_INITIAL {0}
static inline void tl_lock(tl_Lock *lock)
{
    (void)lock;
}
static inline void tl_unlock(tl_Lock *lock)
{
    (void)lock;
}
#else
#include <pthread.h>

typedef struct tl_Lock {
    pthread_mutex_t mutex;
} tl_Lock;
#define TL_LOCK_INITIAL {PTHREAD_MUTEX_INITIALIZER}
static inline void tl_lock(tl_Lock *lock)
{
    pthread_mutex_lock(&lock->mutex);
}
static inline void tl_unlock(tl_Lock *lock)
{
    pthread_mutex_unlock(&lock->mutex);
}
#endif

#endif
