#include "core/day/crew.h"

#if !defined(__wasm__)

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

typedef struct Helper {
    tl_Crew *crew;
    pthread_t thread;
    int worker;
} Helper;

struct tl_Crew {
    pthread_mutex_t lock; /* over all that follows */
    pthread_cond_t work, done;
    void (*part)(void *context, int32_t i, int worker);
    void *context;
    int32_t parts, next; /* the next to be taken */
    int32_t taken;       /* and not done */
    bool leave;
    int helper_count;
    Helper helpers[];
};

/* Under the lock, which is left while a part is done. */
static void take_parts(tl_Crew *crew, int worker)
{
    while (crew->next < crew->parts) {
        int32_t i = crew->next++;
        crew->taken++;
        pthread_mutex_unlock(&crew->lock);
        crew->part(crew->context, i, worker);
        pthread_mutex_lock(&crew->lock);
        crew->taken--;
    }
}

static void *help(void *context)
{
    const Helper *helper = context;
    tl_Crew *crew = helper->crew;
    pthread_mutex_lock(&crew->lock);
    while (!crew->leave) {
        take_parts(crew, helper->worker);
        if (crew->taken == 0) {
            pthread_cond_signal(&crew->done);
        }
        if (!crew->leave) {
            pthread_cond_wait(&crew->work, &crew->lock);
        }
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

tl_Crew *tl_crew_create(int threads)
{
    if (threads < 2) {
        return NULL;
    }
    tl_Crew *crew = calloc(1, sizeof *crew + (size_t)(threads - 1) * sizeof crew->helpers[0]);
    if (crew == NULL) {
        return NULL;
    }
    pthread_mutex_init(&crew->lock, NULL);
    pthread_cond_init(&crew->work, NULL);
    pthread_cond_init(&crew->done, NULL);
    for (int worker = 1; worker < threads; worker++) {
        Helper *helper = &crew->helpers[crew->helper_count];
        *helper = (Helper){.crew = crew, .worker = worker};
        if (pthread_create(&helper->thread, NULL, help, helper) != 0) {
            break;
        }
        crew->helper_count++;
    }
    return crew;
}

void tl_crew_share(tl_Crew *crew, int32_t parts, void (*part)(void *context, int32_t i, int worker),
                   void *context)
{
    if (crew == NULL) {
        for (int32_t i = 0; i < parts; i++) {
            part(context, i, 0);
        }
        return;
    }
    pthread_mutex_lock(&crew->lock);
    crew->part = part;
    crew->context = context;
    crew->parts = parts;
    crew->next = 0;
    for (int i = 0; i < crew->helper_count && i + 1 < parts; i++) {
        pthread_cond_signal(&crew->work);
    }
    take_parts(crew, 0);
    while (crew->taken > 0) {
        pthread_cond_wait(&crew->done, &crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
}

void tl_crew_free(tl_Crew *crew)
{
    if (crew == NULL) {
        return;
    }
    pthread_mutex_lock(&crew->lock);
    crew->leave = true;
    pthread_cond_broadcast(&crew->work);
    pthread_mutex_unlock(&crew->lock);
    for (int i = 0; i < crew->helper_count; i++) {
        pthread_join(crew->helpers[i].thread, NULL);
    }
    pthread_cond_destroy(&crew->done);
    pthread_cond_destroy(&crew->work);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}

#else /* no threads: the caller does it all */

#include <stddef.h>

tl_Crew *tl_crew_create(int threads)
{
    (void)threads;
    return NULL;
}

void tl_crew_share(tl_Crew *crew, int32_t parts, void (*part)(void *context, int32_t i, int worker),
                   void *context)
{
    (void)crew;
    for (int32_t i = 0; i < parts; i++) {
        part(context, i, 0);
    }
}

void tl_crew_free(tl_Crew *crew)
{
    (void)crew;
}

#endif
