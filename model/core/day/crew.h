/* Threads that share a task. Whoever has nothing to do sleeps: on a busy machine a thread that waits by
 * spinning takes the processor from the one it waits for. */
#ifndef TL_CREW_H
#define TL_CREW_H

#include <stdint.h>

typedef struct tl_Crew tl_Crew;

/* The caller and up to `threads` - 1 helpers. NULL, which stands for the caller alone, for one thread and
 * where the machine starts no other. */
tl_Crew *tl_crew_create(int threads);

/* Does part(context, i, worker) once for every i in [0, parts), in any order, and returns when all are done.
 * `worker` is 0 for the caller and below `threads` for the others. Parts are taken one at a time, and the
 * caller waits for nobody but those who have taken one. */
void tl_crew_share(tl_Crew *crew, int32_t parts, void (*part)(void *context, int32_t i, int worker),
                   void *context);

void tl_crew_free(tl_Crew *crew);

#endif
