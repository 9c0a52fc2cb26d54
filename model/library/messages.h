/* Lists of messages that a caller holds, and the boundary at which memory that runs out becomes a status. */
#ifndef TL_LIBRARY_MESSAGES_H
#define TL_LIBRARY_MESSAGES_H

#include <stdbool.h>

#include "library/handle.h"
#include "system/message.h"

/* As tl_memory_try, for what reads or writes JSON, too. */
bool tl_library_try(void (*function)(void *context), void *context);

/* The same of a question with which all is well so far (`status`). */
tillit_status tl_library_ask(tillit_status status, void (*function)(void *context), void *context);

/* A handle that takes the messages over, or NULL where there are none. Within tl_library_try. */
tillit_messages *tl_messages_hand_over(tl_Messages *messages);

/* As tl_handle_new, within tl_library_try: never NULL. */
void *tl_handle_give(tl_HandleKind kind, void *object);

#endif
